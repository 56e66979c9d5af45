#include "stdlib/mod_cmath.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef GbComplexDouble Complex;

/* Beyond this a sum of two numbers may overflow. */
static const double large = DBL_MAX / 4;

Complex gb_complex_make(double real, double imaginary)
{
    double parts[2] = {real, imaginary};
    Complex z;
    memcpy(&z, parts, sizeof z);
    return z;
}

static bool is_finite(Complex z)
{
    return isfinite(creal(z)) && isfinite(cimag(z));
}

/* NaN times i: C17 still knows one part of some results here, CPython does not. */
static bool is_nowhere(Complex z)
{
    return creal(z) == 0 && isnan(cimag(z));
}

static bool is_large(double x, double y)
{
    return fabs(x) > large || fabs(y) > large;
}

/* log(2 * |z|) without overflow. */
static double log_of_double(double x, double y)
{
    return log(hypot(x / 2, y / 2)) + M_LN2 * 2;
}

Complex gb_complex_sqrt(Complex z)
{
    double x = creal(z), y = cimag(z), size_x = fabs(x), size_y = fabs(y), root;
    if (!is_finite(z))
        return csqrt(z);
    if (x == 0 && y == 0)
        return gb_complex_make(0.0, y);
    if (size_x < DBL_MIN && size_y < DBL_MIN) { /* Scaled up, lest digits get lost. */
        size_x = ldexp(size_x, 53);
        root = ldexp(sqrt(size_x + hypot(size_x, ldexp(size_y, 53))), -27);
    } else {
        size_x /= 8;
        root = 2 * sqrt(size_x + hypot(size_x, size_y / 8));
    }
    double other = size_y / (2 * root);
    if (x >= 0)
        return gb_complex_make(root, copysign(other, y));
    return gb_complex_make(other, copysign(root, y));
}

Complex gb_complex_acos(Complex z)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z))
        return cacos(z);
    if (is_large(x, y)) {
        double imaginary = log_of_double(x, y);
        return gb_complex_make(atan2(fabs(y), x),
                               x < 0 ? -copysign(imaginary, y) : copysign(imaginary, -y));
    }
    Complex a = gb_complex_sqrt(gb_complex_make(1 - x, -y));
    Complex b = gb_complex_sqrt(gb_complex_make(1 + x, y));
    return gb_complex_make(2 * atan2(creal(a), creal(b)),
                           asinh(creal(b) * cimag(a) - cimag(b) * creal(a)));
}

Complex gb_complex_acosh(Complex z)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z))
        return is_nowhere(z) ? gb_complex_make((double)NAN, (double)NAN) : cacosh(z);
    if (is_large(x, y))
        return gb_complex_make(log_of_double(x, y), atan2(y, x));
    Complex a = gb_complex_sqrt(gb_complex_make(x - 1, y));
    Complex b = gb_complex_sqrt(gb_complex_make(x + 1, y));
    return gb_complex_make(asinh(creal(a) * creal(b) + cimag(a) * cimag(b)),
                           2 * atan2(cimag(a), creal(b)));
}

Complex gb_complex_asinh(Complex z)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z))
        return casinh(z);
    if (is_large(x, y)) {
        double real = log_of_double(x, y);
        return gb_complex_make(y >= 0 ? copysign(real, x) : -copysign(real, -x),
                               atan2(y, fabs(x)));
    }
    Complex a = gb_complex_sqrt(gb_complex_make(1 + y, -x));
    Complex b = gb_complex_sqrt(gb_complex_make(1 - y, x));
    return gb_complex_make(asinh(creal(a) * cimag(b) - creal(b) * cimag(a)),
                           atan2(y, creal(a) * creal(b) - cimag(a) * cimag(b)));
}

/* i * z and back: how the functions of angles are those of hyperbolas. */
static Complex turn(Complex z)
{
    return gb_complex_make(-cimag(z), creal(z));
}

static Complex turn_back(Complex z)
{
    return gb_complex_make(cimag(z), -creal(z));
}

Complex gb_complex_asin(Complex z)
{
    return turn_back(gb_complex_asinh(turn(z)));
}

Complex gb_complex_atan(Complex z)
{
    return turn_back(gb_complex_atanh(turn(z)));
}

Complex gb_complex_tan(Complex z)
{
    return turn_back(gb_complex_tanh(turn(z)));
}

Complex gb_complex_atanh(Complex z)
{
    double x = creal(z), y = cimag(z), size_y = fabs(y);
    if (!is_finite(z))
        return catanh(z);
    if (signbit(x)) {
        Complex mirrored = gb_complex_atanh(gb_complex_make(-x, -y));
        return gb_complex_make(-creal(mirrored), -cimag(mirrored));
    }
    if (x > sqrt(large) || size_y > sqrt(large)) {
        double half = hypot(x / 2, size_y / 2);
        return gb_complex_make(x / 4 / half / half, -copysign(M_PI_2, -y));
    }
    if (x == 1 && size_y < sqrt(DBL_MIN))
        return gb_complex_make(-log(sqrt(size_y) / sqrt(hypot(size_y, 2))),
                               copysign(atan2(2, -size_y) / 2, y));
    return gb_complex_make(log1p(4 * x / ((1 - x) * (1 - x) + size_y * size_y)) / 4,
                           -atan2(-2 * y, (1 - x) * (1 + x) - size_y * size_y) / 2);
}

Complex gb_complex_tanh(Complex z)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z))
        return is_nowhere(z) ? gb_complex_make((double)NAN, (double)NAN) : ctanh(z);
    if (fabs(x) > log(large))
        return gb_complex_make(copysign(1.0, x), 4 * sin(y) * cos(y) * exp(-2 * fabs(x)));
    double tan_x = tanh(x), tan_y = tan(y), shrink = 1 / cosh(x);
    double both = tan_x * tan_y, scale = 1 + both * both;
    return gb_complex_make(tan_x * (1 + tan_y * tan_y) / scale,
                           tan_y / scale * shrink * shrink);
}

/* The logarithm of the length of (x, y), which is not 0. */
static double log_length(double x, double y)
{
    if (x > large || y > large)
        return log(hypot(x / 2, y / 2)) + M_LN2;
    if (x < DBL_MIN && y < DBL_MIN)
        return log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) -
               DBL_MANT_DIG * M_LN2;
    double length = hypot(x, y);
    if (length < 0.71 || length > 1.73)
        return log(length);
    double longer = x > y ? x : y, shorter = x > y ? y : x;
    return log1p((longer - 1) * (longer + 1) + shorter * shorter) / 2;
}

Complex gb_complex_log(Complex z)
{
    if (!is_finite(z))
        return clog(z);
    return gb_complex_make(log_length(fabs(creal(z)), fabs(cimag(z))), carg(z));
}
