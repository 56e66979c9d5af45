/* Module math: the C library's functions, with Python's errors for what has no result. */
#include "stdlib/mod_math.h"

#include <limits.h>
#include <math.h>

/* --- Errors --- */

static GbRef domain_error(GbThread *t)
{
    return gb_raise(t, gb_ValueError, "math domain error");
}

static GbRef range_error(GbThread *t)
{
    return gb_raise(t, gb_OverflowError, "math range error");
}

/* A function of one number. No result for a number is a domain error; an infinite one for a finite
 * number is a range error where the function can overflow, otherwise a pole: a domain error. */
static GbRef apply(GbThread *t, GbBorrow v, double (*function)(double), bool can_overflow)
{
    double x;
    if (gb_to_double(t, v, &x) < 0)
        return GB_NULL;
    double result = function(x);
    if (isnan(result) && !isnan(x))
        return domain_error(t);
    if (isinf(result) && isfinite(x))
        return can_overflow ? range_error(t) : domain_error(t);
    return gb_float_new(result);
}

#define FUNCTION(name, can_overflow)                                                          \
    static GbRef math_##name(GbThread *t, GbBorrow self, const GbBorrow *args)                \
    {                                                                                         \
        return apply(t, args[0], name, can_overflow);                                         \
    }
FUNCTION(acos, false)
FUNCTION(acosh, false)
FUNCTION(asin, false)
FUNCTION(asinh, false)
FUNCTION(atan, false)
FUNCTION(atanh, false)
FUNCTION(cbrt, false)
FUNCTION(cos, false)
FUNCTION(cosh, true)
FUNCTION(erf, false)
FUNCTION(erfc, false)
FUNCTION(exp, true)
FUNCTION(exp2, true)
FUNCTION(expm1, true)
FUNCTION(fabs, false)
FUNCTION(log1p, false)
FUNCTION(sin, false)
FUNCTION(sinh, true)
FUNCTION(sqrt, false)
FUNCTION(tan, false)
FUNCTION(tanh, false)
#undef FUNCTION

/* --- Gamma --- */

static GbRef math_gamma(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    if (gb_to_double(t, args[0], &x) < 0)
        return GB_NULL;
    if (isnan(x) || (isinf(x) && x > 0))
        return gb_float_new(x);
    if (isinf(x) || (x <= 0 && x == floor(x)))
        return domain_error(t);
    double result = gb_math_gamma(x);
    return isinf(result) ? range_error(t) : gb_float_new(result);
}

static GbRef math_lgamma(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    if (gb_to_double(t, args[0], &x) < 0)
        return GB_NULL;
    if (!isfinite(x))
        return gb_float_new(fabs(x));
    if (x <= 0 && x == floor(x))
        return domain_error(t);
    double result = gb_math_lgamma(x);
    return isinf(result) ? range_error(t) : gb_float_new(result);
}

/* --- Two numbers --- */

static int two_doubles(GbThread *t, const GbBorrow *args, double *x, double *y)
{
    return gb_to_double(t, args[0], x) < 0 ? -1 : gb_to_double(t, args[1], y);
}

/* A function of two numbers that can't overflow. */
static GbRef apply_two(GbThread *t, const GbBorrow *args, double (*function)(double, double))
{
    double x, y;
    if (two_doubles(t, args, &x, &y) < 0)
        return GB_NULL;
    double result = function(x, y);
    if (isnan(result) && !isnan(x) && !isnan(y))
        return domain_error(t);
    return gb_float_new(result);
}

static GbRef math_atan2(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return apply_two(t, args, atan2);
}

static GbRef math_copysign(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return apply_two(t, args, copysign);
}

static GbRef math_fmod(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return apply_two(t, args, fmod);
}

static GbRef math_nextafter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return apply_two(t, args, nextafter);
}

static GbRef math_remainder(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return apply_two(t, args, remainder);
}

static GbRef math_pow(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x, y;
    if (two_doubles(t, args, &x, &y) < 0)
        return GB_NULL;
    double result = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(result) || (isinf(result) && x == 0))
            return domain_error(t);
        if (isinf(result))
            return range_error(t);
    }
    return gb_float_new(result);
}

static GbRef math_ldexp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    int64_t exponent;
    if (gb_to_double(t, args[0], &x) < 0)
        return GB_NULL;
    if (!gb_is_intlike(args[1]))
        return gb_raise(t, gb_TypeError, "Expected an int as second argument to ldexp.");
    if (gb_index_i64(t, args[1], &exponent, gb_BaseException) < 0)
        return GB_NULL;
    if (x == 0 || !isfinite(x))
        return gb_float_new(x);
    if (exponent > INT_MAX || exponent < INT_MIN)
        exponent = exponent > 0 ? INT_MAX : INT_MIN;
    double result = ldexp(x, (int)exponent);
    return isinf(result) ? range_error(t) : gb_float_new(result);
}

static GbRef math_isclose(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double a, b, relative, absolute;
    if (two_doubles(t, args, &a, &b) < 0 || two_doubles(t, args + 2, &relative, &absolute) < 0)
        return GB_NULL;
    if (relative < 0 || absolute < 0)
        return gb_raise(t, gb_ValueError, "tolerances must be non-negative");
    if (a == b)
        return GB_TRUE;
    if (isinf(a) || isinf(b))
        return GB_FALSE;
    double distance = fabs(b - a);
    return gb_bool(distance <= fabs(relative * b) || distance <= fabs(relative * a) ||
                   distance <= absolute);
}

/* --- Logarithms --- */

/* A logarithm of any positive number, also of ints that no double holds. `of_two` is that of 2. */
static GbRef logarithm(GbThread *t, GbBorrow v, double (*function)(double), double of_two)
{
    double x;
    if (gb_is_intlike(v)) {
        if (gb_int_sign(v) <= 0)
            return domain_error(t);
        if (gb_int_bit_length(v) >= 1024) {
            int64_t exponent;
            double fraction = gb_int_frexp(v, &exponent);
            return gb_float_new(function(fraction) + of_two * (double)exponent);
        }
    }
    if (gb_to_double(t, v, &x) < 0)
        return GB_NULL;
    if (x <= 0)
        return domain_error(t);
    return gb_float_new(function(x));
}

static GbRef math_log(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count < 1 || count > 2)
        return gb_raise(t, gb_TypeError, "math.log requires 1 to 2 arguments");
    GbRef x = logarithm(t, gb_tuple_peek(args[0], 0), log, M_LN2);
    if (x == GB_NULL || count == 1)
        return x;
    GbRef base = logarithm(t, gb_tuple_peek(args[0], 1), log, M_LN2);
    return base == GB_NULL ? GB_NULL : gb_binary(t, GB_TRUEDIV, x, base);
}

static GbRef math_log10(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return logarithm(t, args[0], log10, log10(2));
}

static GbRef math_log2(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return logarithm(t, args[0], log2, 1.0);
}

/* --- Parts of a number --- */

/* What the special method makes of v: 1 and *out, 0 when v has none (or is a float), -1. */
static int ask_method(GbThread *t, GbBorrow v, GbBorrow name, GbRef *out)
{
    GbRef method = GB_NULL;
    int found = gb_is_double(v) ? 0 : gb_special_find(t, v, name, &method);
    if (found <= 0)
        return found;
    *out = gb_call0(t, method);
    gb_decref(method);
    return *out == GB_NULL ? -1 : 1;
}

static GbRef round_by(GbThread *t, GbBorrow v, GbBorrow name, double (*function)(double))
{
    GbRef result = GB_NULL;
    double x;
    int found = ask_method(t, v, name, &result);
    if (found != 0)
        return result;
    return gb_to_double(t, v, &x) < 0 ? GB_NULL : gb_int_from_double(t, function(x));
}

static GbRef math_ceil(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return round_by(t, args[0], gb_name(t, __ceil__), ceil);
}

static GbRef math_floor(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return round_by(t, args[0], gb_name(t, __floor__), floor);
}

static GbRef math_trunc(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef result = GB_NULL;
    if (gb_is_double(args[0]))
        return gb_int_from_double(t, gb_double(args[0]));
    int found = ask_method(t, args[0], gb_name(t, __trunc__), &result);
    if (found == 0)
        gb_raise(t, gb_TypeError, "type %T doesn't define __trunc__ method", args[0]);
    return result;
}

static GbRef math_frexp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    int exponent = 0;
    if (gb_to_double(t, args[0], &x) < 0)
        return GB_NULL;
    if (isfinite(x))
        x = frexp(x, &exponent);
    return gb_tuple_of(t, 2, gb_float_new(x), gb_small_new(exponent));
}

static GbRef math_modf(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x, whole;
    if (gb_to_double(t, args[0], &x) < 0)
        return GB_NULL;
    double fraction = modf(x, &whole);
    return gb_tuple_of(t, 2, gb_float_new(fraction), gb_float_new(whole));
}

static GbRef math_ulp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    if (gb_to_double(t, args[0], &x) < 0)
        return GB_NULL;
    x = fabs(x);
    if (!isfinite(x))
        return gb_float_new(x);
    double next = nextafter(x, HUGE_VAL);
    return gb_float_new(isinf(next) ? x - nextafter(x, 0) : next - x);
}

static GbRef math_isfinite(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    return gb_to_double(t, args[0], &x) < 0 ? GB_NULL : gb_bool(isfinite(x));
}

static GbRef math_isinf(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    return gb_to_double(t, args[0], &x) < 0 ? GB_NULL : gb_bool(isinf(x));
}

static GbRef math_isnan(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    return gb_to_double(t, args[0], &x) < 0 ? GB_NULL : gb_bool(isnan(x));
}

static GbRef math_degrees(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    return gb_to_double(t, args[0], &x) < 0 ? GB_NULL : gb_float_new(x * (180.0 / M_PI));
}

static GbRef math_radians(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    return gb_to_double(t, args[0], &x) < 0 ? GB_NULL : gb_float_new(x * (M_PI / 180.0));
}

/* --- The module --- */

static const GbMethodDef math_functions[] = {
    {"acos(x, /)", math_acos, "Return the arc cosine (measured in radians) of x."},
    {"acosh(x, /)", math_acosh, "Return the inverse hyperbolic cosine of x."},
    {"asin(x, /)", math_asin, "Return the arc sine (measured in radians) of x."},
    {"asinh(x, /)", math_asinh, "Return the inverse hyperbolic sine of x."},
    {"atan(x, /)", math_atan, "Return the arc tangent (measured in radians) of x."},
    {"atan2(y, x, /)", math_atan2, "Return the arc tangent (measured in radians) of y/x."},
    {"atanh(x, /)", math_atanh, "Return the inverse hyperbolic tangent of x."},
    {"cbrt(x, /)", math_cbrt, "Return the cube root of x."},
    {"ceil(x, /)", math_ceil, "Return the ceiling of x as an Integral."},
    {"copysign(x, y, /)", math_copysign,
     "Return a float with the magnitude (absolute value) of x but the sign of y."},
    {"cos(x, /)", math_cos, "Return the cosine of x (measured in radians)."},
    {"cosh(x, /)", math_cosh, "Return the hyperbolic cosine of x."},
    {"degrees(x, /)", math_degrees, "Convert angle x from radians to degrees."},
    {"erf(x, /)", math_erf, "Error function at x."},
    {"erfc(x, /)", math_erfc, "Complementary error function at x."},
    {"exp(x, /)", math_exp, "Return e raised to the power of x."},
    {"exp2(x, /)", math_exp2, "Return 2 raised to the power of x."},
    {"expm1(x, /)", math_expm1, "Return exp(x)-1."},
    {"fabs(x, /)", math_fabs, "Return the absolute value of the float x."},
    {"floor(x, /)", math_floor, "Return the floor of x as an Integral."},
    {"fmod(x, y, /)", math_fmod, "Return fmod(x, y), according to platform C."},
    {"frexp(x, /)", math_frexp, "Return the mantissa and exponent of x, as pair (m, e)."},
    {"gamma(x, /)", math_gamma, "Gamma function at x."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose,
     "Determine whether two floating point numbers are close in value."},
    {"isfinite(x, /)", math_isfinite,
     "Return True if x is neither an infinity nor a NaN, and False otherwise."},
    {"isinf(x, /)", math_isinf,
     "Return True if x is a positive or negative infinity, and False otherwise."},
    {"isnan(x, /)", math_isnan,
     "Return True if x is a NaN (not a number), and False otherwise."},
    {"ldexp(x, i, /)", math_ldexp, "Return x * (2**i)."},
    {"lgamma(x, /)", math_lgamma, "Natural logarithm of absolute value of Gamma function at x."},
    {"log(*args)", math_log, "log(x, [base=math.e])"},
    {"log10(x, /)", math_log10, "Return the base 10 logarithm of x."},
    {"log1p(x, /)", math_log1p, "Return the natural logarithm of 1+x (base e)."},
    {"log2(x, /)", math_log2, "Return the base 2 logarithm of x."},
    {"modf(x, /)", math_modf, "Return the fractional and integer parts of x."},
    {"nextafter(x, y, /)", math_nextafter,
     "Return the next floating-point value after x towards y."},
    {"pow(x, y, /)", math_pow, "Return x**y (x to the power of y)."},
    {"radians(x, /)", math_radians, "Convert angle x from degrees to radians."},
    {"remainder(x, y, /)", math_remainder,
     "Difference between x and the closest integer multiple of y."},
    {"sin(x, /)", math_sin, "Return the sine of x (measured in radians)."},
    {"sinh(x, /)", math_sinh, "Return the hyperbolic sine of x."},
    {"sqrt(x, /)", math_sqrt, "Return the square root of x."},
    {"tan(x, /)", math_tan, "Return the tangent of x (measured in radians)."},
    {"tanh(x, /)", math_tanh, "Return the hyperbolic tangent of x."},
    {"trunc(x, /)", math_trunc, "Truncates the Real x to the nearest Integral toward 0."},
    {"ulp(x, /)", math_ulp, "Return the value of the least significant bit of the float x."},
    {0},
};

static int math_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_functions(t, module, gb_math_integer_functions) < 0 ||
        gb_module_add_functions(t, module, gb_math_sum_functions) < 0 ||
        gb_module_set(t, module, "pi", gb_float_new(M_PI)) < 0 ||
        gb_module_set(t, module, "e", gb_float_new(M_E)) < 0 ||
        gb_module_set(t, module, "tau", gb_float_new(2 * M_PI)) < 0 ||
        gb_module_set(t, module, "inf", gb_float_new(HUGE_VAL)) < 0)
        return -1;
    return gb_module_set(t, module, "nan", gb_float_new((double)NAN));
}

const GbModuleDef gb_module_math = {
    "math",
    "This module provides access to the mathematical functions\n"
    "defined by the C standard.",
    math_functions,
    math_init,
};
