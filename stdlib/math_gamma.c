/* The gamma function, by the approximation of Lanczos: gamma(x) = exp(-(x + g - 1/2)) *
 * (x + g - 1/2)^(x - 1/2) * S(x), where S is a rational function whose coefficients belong to g.
 * The C library's tgamma would do, but scripts print results, and the last digits differ from one
 * library to the next: these are the terms and the order in which CPython adds them. */
#include "stdlib/mod_math.h"

#include <math.h>

enum { TERMS = 13, INTEGER_MAX = 23, POWER_MAX = 140, ARGUMENT_MAX = 200 };

static const double g = 6.024680040776729583740234375;
static const double g_minus_half = 5.524680040776729583740234375;
static const double log_pi = 1.144729885849400174143427351353058711647;
static const double tiny = 1e-20; /* Below it, gamma(x) is 1 / x. */

/* S's, lowest power first. */
static const double numerator[TERMS] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
static const double denominator[TERMS] = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0,
};

/* S(x) for x > 0; in powers of 1 / x when those of x might overflow. */
static double lanczos_sum(double x)
{
    double above = 0, below = 0;
    for (int i = 0; i < TERMS; ++i) {
        int term = x < 5 ? TERMS - 1 - i : i;
        above = (x < 5 ? above * x : above / x) + numerator[term];
        below = (x < 5 ? below * x : below / x) + denominator[term];
    }
    return above / below;
}

/* sin(pi * x), exact where it is 0 or 1. */
static double sine_of_pi(double x)
{
    double part = fmod(fabs(x), 2.0), result;
    switch ((int)round(2.0 * part)) {
    case 0:
        result = sin(M_PI * part);
        break;
    case 1:
        result = cos(M_PI * (part - 0.5));
        break;
    case 2: /* Not sin(pi * (part - 1)) negated: that would give -0.0 for 1. */
        result = sin(M_PI * (1.0 - part));
        break;
    case 3:
        result = -cos(M_PI * (part - 1.5));
        break;
    default:
        result = sin(M_PI * (part - 2.0));
    }
    return copysign(1.0, x) * result;
}

/* (n - 1)! where a double holds it exactly. */
static double small_factorial(double x)
{
    double product = 1;
    for (double n = 2; n < x; n++)
        product *= n;
    return product;
}

/* What |x| + g - 1/2 lost to rounding, as a part of it: the correction of first order. */
static double rounding(double size, double y)
{
    double lost = size > g_minus_half ? y - size - g_minus_half : y - g_minus_half - size;
    return lost * g / y;
}

double gb_math_gamma(double x)
{
    double size = fabs(x), result;
    if (x == floor(x) && x > 0 && x <= INTEGER_MAX)
        return small_factorial(x);
    if (size < tiny)
        return 1.0 / x;
    if (size > ARGUMENT_MAX)
        return x < 0 ? 0.0 / sine_of_pi(x) : HUGE_VAL;
    double y = size + g_minus_half, z = rounding(size, y);
    if (x < 0)
        result = -M_PI / sine_of_pi(size) / size * exp(y) / lanczos_sum(size);
    else
        result = lanczos_sum(size) / exp(y);
    result += x < 0 ? -z * result : z * result;
    /* A great power in two steps, lest it overflow on the way. */
    int steps = size < POWER_MAX ? 1 : 2;
    double power = pow(y, steps == 1 ? size - 0.5 : size / 2.0 - 0.25);
    for (int i = 0; i < steps; ++i)
        result = x < 0 ? result / power : result * power;
    return result;
}

double gb_math_lgamma(double x)
{
    double size = fabs(x);
    if (x == 1 || x == 2)
        return 0.0;
    if (size < tiny)
        return -log(size);
    double result = log(lanczos_sum(size)) - g;
    result += (size - 0.5) * (log(size + g - 0.5) - 1);
    if (x < 0)
        result = log_pi - log(fabs(sine_of_pi(size))) - log(size) - result;
    return result;
}
