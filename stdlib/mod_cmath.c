/* Module cmath. Special values (infinities, NaNs, signed zeros, branch cuts) are those of C99,
 * which CPython's tables repeat. */
#include "stdlib/mod_cmath.h"

#include "vm/gilbox.h"

#include <math.h>

typedef GbComplexDouble Complex;

/* --- Arguments, results and errors --- */

static GbRef domain_error(GbThread *t)
{
    return gb_raise(t, gb_ValueError, "math domain error");
}

static GbRef range_error(GbThread *t)
{
    return gb_raise(t, gb_OverflowError, "math range error");
}

static int complex_argument(GbThread *t, GbBorrow v, Complex *out)
{
    double real, imaginary;
    if (gb_to_complex(t, v, &real, &imaginary) < 0)
        return -1;
    *out = gb_complex_make(real, imaginary);
    return 0;
}

static GbRef to_value(GbThread *t, Complex z)
{
    return gb_complex_new(t, creal(z), cimag(z));
}

static bool is_finite(Complex z)
{
    return isfinite(creal(z)) && isfinite(cimag(z));
}

/* A function without errors but overflow. */
static GbRef apply(GbThread *t, GbBorrow v, Complex (*function)(Complex))
{
    Complex z;
    if (complex_argument(t, v, &z) < 0)
        return GB_NULL;
    Complex result = function(z);
    bool overflows = is_finite(z) && (isinf(creal(result)) || isinf(cimag(result)));
    return overflows ? range_error(t) : to_value(t, result);
}

#define FUNCTION(name)                                                                        \
    static GbRef cmath_##name(GbThread *t, GbBorrow self, const GbBorrow *args)               \
    {                                                                                         \
        return apply(t, args[0], gb_complex_##name);                                          \
    }
FUNCTION(acos)
FUNCTION(acosh)
FUNCTION(asin)
FUNCTION(asinh)
FUNCTION(sqrt)
#undef FUNCTION

/* A function that has no value where `has_value` says so. */
static GbRef apply_where(GbThread *t, GbBorrow v, Complex (*function)(Complex),
                         bool (*has_value)(Complex))
{
    Complex z;
    if (complex_argument(t, v, &z) < 0)
        return GB_NULL;
    return has_value(z) ? apply(t, v, function) : domain_error(t);
}

/* Turning on and on leads nowhere, unless the length says that it does not matter. */
static bool exp_has_value(Complex z)
{
    return !isinf(cimag(z)) || isnan(creal(z)) || (isinf(creal(z)) && creal(z) < 0);
}

static bool cosh_has_value(Complex z)
{
    return !isinf(cimag(z)) || isnan(creal(z));
}

static bool tanh_has_value(Complex z)
{
    return !isinf(cimag(z)) || !isfinite(creal(z));
}

static bool cos_has_value(Complex z)
{
    return !isinf(creal(z)) || isnan(cimag(z));
}

static bool tan_has_value(Complex z)
{
    return !isinf(creal(z)) || !isfinite(cimag(z));
}

static bool log_has_value(Complex z)
{
    return creal(z) != 0 || cimag(z) != 0;
}

static bool atanh_has_value(Complex z)
{
    return fabs(creal(z)) != 1 || cimag(z) != 0;
}

static bool atan_has_value(Complex z)
{
    return fabs(cimag(z)) != 1 || creal(z) != 0;
}

#define FUNCTION(name, function, domain)                                                      \
    static GbRef cmath_##name(GbThread *t, GbBorrow self, const GbBorrow *args)               \
    {                                                                                         \
        return apply_where(t, args[0], function, domain##_has_value);                         \
    }
FUNCTION(atan, gb_complex_atan, atan)
FUNCTION(atanh, gb_complex_atanh, atanh)
FUNCTION(cos, ccos, cos)
FUNCTION(cosh, ccosh, cosh)
FUNCTION(exp, cexp, exp)
FUNCTION(sin, csin, cos)
FUNCTION(sinh, csinh, cosh)
FUNCTION(tan, gb_complex_tan, tan)
FUNCTION(tanh, gb_complex_tanh, tanh)
#undef FUNCTION

/* --- Logarithms --- */

static int logarithm(GbThread *t, GbBorrow v, Complex *out)
{
    Complex z;
    if (complex_argument(t, v, &z) < 0)
        return -1;
    if (!log_has_value(z))
        return domain_error(t) == GB_NULL ? -1 : 0;
    *out = gb_complex_log(z);
    return 0;
}

static GbRef cmath_log(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z, base;
    if (logarithm(t, args[0], &z) < 0)
        return GB_NULL;
    if (args[1] == GB_NULL)
        return to_value(t, z);
    if (logarithm(t, args[1], &base) < 0)
        return GB_NULL;
    if (!log_has_value(base)) /* The logarithm of 1: we are about to divide by zero. */
        return domain_error(t);
    GbRef upper = to_value(t, z), lower = GB_NULL, result = GB_NULL;
    if (upper != GB_NULL)
        lower = to_value(t, base);
    if (lower != GB_NULL)
        result = gb_binary(t, GB_TRUEDIV, upper, lower);
    gb_xdecref(upper);
    gb_xdecref(lower);
    return result;
}

static GbRef cmath_log10(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z;
    if (logarithm(t, args[0], &z) < 0)
        return GB_NULL;
    return gb_complex_new(t, creal(z) / M_LN10, cimag(z) / M_LN10);
}

/* --- Polar coordinates --- */

static GbRef cmath_phase(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z;
    return complex_argument(t, args[0], &z) < 0 ? GB_NULL : gb_float_new(carg(z));
}

static GbRef cmath_polar(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z;
    if (complex_argument(t, args[0], &z) < 0)
        return GB_NULL;
    double length = cabs(z);
    if (isinf(length) && is_finite(z))
        return range_error(t);
    return gb_tuple_of(t, 2, gb_float_new(length), gb_float_new(carg(z)));
}

static bool has_same_sign(double length, double phase)
{
    return isnan(length) || signbit(length) == signbit(phase);
}

/* A length in a direction, where either is infinite or no number. */
static GbRef rect_special(GbThread *t, double length, double phase)
{
    if (length == 0)
        return gb_complex_new(t, 0.0, 0.0);
    if (isinf(phase) && !isnan(length))
        return domain_error(t);
    if (phase == 0)
        return gb_complex_new(t, length, has_same_sign(length, phase) ? 0.0 : -0.0);
    if (isinf(length) && isfinite(phase))
        return gb_complex_new(t, length * copysign(1.0, cos(phase)),
                              length * copysign(1.0, sin(phase)));
    return gb_complex_new(t, isinf(length) ? HUGE_VAL : (double)NAN, (double)NAN);
}

static GbRef cmath_rect(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double length, phase;
    if (gb_to_double(t, args[0], &length) < 0 || gb_to_double(t, args[1], &phase) < 0)
        return GB_NULL;
    if (!isfinite(length) || !isfinite(phase))
        return rect_special(t, length, phase);
    /* Along the real axis the imaginary part keeps the sign of the angle's zero. */
    if (phase == 0)
        return gb_complex_new(t, length, length * phase);
    return gb_complex_new(t, length * cos(phase), length * sin(phase));
}

/* --- Questions --- */

static GbRef cmath_isfinite(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z;
    return complex_argument(t, args[0], &z) < 0 ? GB_NULL : gb_bool(is_finite(z));
}

static GbRef cmath_isinf(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z;
    return complex_argument(t, args[0], &z) < 0 ? GB_NULL
                                                : gb_bool(isinf(creal(z)) || isinf(cimag(z)));
}

static GbRef cmath_isnan(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex z;
    return complex_argument(t, args[0], &z) < 0 ? GB_NULL
                                                : gb_bool(isnan(creal(z)) || isnan(cimag(z)));
}

static GbRef cmath_isclose(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Complex a, b;
    double relative, absolute;
    if (complex_argument(t, args[0], &a) < 0 || complex_argument(t, args[1], &b) < 0 ||
        gb_to_double(t, args[2], &relative) < 0 || gb_to_double(t, args[3], &absolute) < 0)
        return GB_NULL;
    if (relative < 0 || absolute < 0)
        return gb_raise(t, gb_ValueError, "tolerances must be non-negative");
    if (a == b)
        return GB_TRUE;
    if (isinf(creal(a)) || isinf(cimag(a)) || isinf(creal(b)) || isinf(cimag(b)))
        return GB_FALSE;
    double distance = cabs(gb_complex_make(creal(a) - creal(b), cimag(a) - cimag(b)));
    return gb_bool(distance <= relative * cabs(b) || distance <= relative * cabs(a) ||
                   distance <= absolute);
}

/* --- The module --- */

static const GbMethodDef cmath_functions[] = {
    {"acos(z, /)", cmath_acos, "Return the arc cosine of z."},
    {"acosh(z, /)", cmath_acosh, "Return the inverse hyperbolic cosine of z."},
    {"asin(z, /)", cmath_asin, "Return the arc sine of z."},
    {"asinh(z, /)", cmath_asinh, "Return the inverse hyperbolic sine of z."},
    {"atan(z, /)", cmath_atan, "Return the arc tangent of z."},
    {"atanh(z, /)", cmath_atanh, "Return the inverse hyperbolic tangent of z."},
    {"cos(z, /)", cmath_cos, "Return the cosine of z."},
    {"cosh(z, /)", cmath_cosh, "Return the hyperbolic cosine of z."},
    {"exp(z, /)", cmath_exp, "Return the exponential value e**z."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", cmath_isclose,
     "Determine whether two complex numbers are close in value."},
    {"isfinite(z, /)", cmath_isfinite,
     "Return True if both the real and imaginary parts of z are finite, else False."},
    {"isinf(z, /)", cmath_isinf, "Checks if the real or imaginary part of z is infinite."},
    {"isnan(z, /)", cmath_isnan,
     "Checks if the real or imaginary part of z not a number (NaN)."},
    {"log(z, base=?, /)", cmath_log,
     "log(z[, base]) -> the logarithm of z to the given base."},
    {"log10(z, /)", cmath_log10, "Return the base-10 logarithm of z."},
    {"phase(z, /)", cmath_phase,
     "Return argument, also known as the phase angle, of a complex."},
    {"polar(z, /)", cmath_polar,
     "Convert a complex from rectangular coordinates to polar coordinates."},
    {"rect(r, phi, /)", cmath_rect,
     "Convert from polar coordinates to rectangular coordinates."},
    {"sin(z, /)", cmath_sin, "Return the sine of z."},
    {"sinh(z, /)", cmath_sinh, "Return the hyperbolic sine of z."},
    {"sqrt(z, /)", cmath_sqrt, "Return the square root of z."},
    {"tan(z, /)", cmath_tan, "Return the tangent of z."},
    {"tanh(z, /)", cmath_tanh, "Return the hyperbolic tangent of z."},
    {0},
};

static int cmath_init(GbThread *t, GbBorrow module)
{
    const double nan = (double)NAN;
    if (gb_module_set(t, module, "pi", gb_float_new(M_PI)) < 0 ||
        gb_module_set(t, module, "e", gb_float_new(M_E)) < 0 ||
        gb_module_set(t, module, "tau", gb_float_new(2 * M_PI)) < 0 ||
        gb_module_set(t, module, "inf", gb_float_new(HUGE_VAL)) < 0 ||
        gb_module_set(t, module, "nan", gb_float_new(nan)) < 0 ||
        gb_module_set_take(t, module, "infj", gb_complex_new(t, 0.0, HUGE_VAL)) < 0)
        return -1;
    return gb_module_set_take(t, module, "nanj", gb_complex_new(t, 0.0, nan));
}

const GbModuleDef gb_module_cmath = {
    "cmath",
    "This module provides access to mathematical functions for complex\n"
    "numbers.",
    cmath_functions,
    cmath_init,
};
