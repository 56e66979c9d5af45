#include "vm/object/float.h"

#include "vm/object/bytes.h"
#include "vm/object/format.h"
#include "vm/object/int.h"
#include "vm/object/type.h"

#include <math.h>
#include <stdio.h>

/* --- Values --- */

bool gb_is_float(GbBorrow v)
{
    return gb_is_double(v) || gb_has_layout(v, GB_KIND_FLOAT);
}

double gb_float_value(GbBorrow v)
{
    return gb_is_double(v) ? gb_double(v) : ((const GbFloat *)gb_object(v))->value;
}

static GbRef float_new_as(GbThread *t, GbType *type, double x)
{
    if (type == gb_type(t, FLOAT))
        return gb_float_new(x);
    GbFloat *object = gb_object_new(t, type);
    if (object == NULL)
        return GB_NULL;
    object->value = x;
    return gb_value(object);
}

/* What __float__ gave: 0 and *out, or -1. Takes it. */
static int check_float_take(GbThread *t, GbRef result, GbBorrow v, double *out)
{
    if (result == GB_NULL)
        return -1;
    int status = 0;
    if (!gb_is_float(result))
        status = gb_fail(t, gb_TypeError, "%T.__float__ returned non-float (type %T)", v, result);
    else if (!gb_is_double(result))
        status = gb_warn(t, gb_DeprecationWarning, 1,
                         "%T.__float__ returned non-float (type %T).  The ability to return an "
                         "instance of a strict subclass of float is deprecated, and may not be "
                         "supported in a future version of Python.",
                         v, result);
    if (status == 0)
        *out = gb_float_value(result);
    gb_decref(result);
    return status;
}

int gb_number_to_double(GbThread *t, GbBorrow v, double *out)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.unary == NULL)
        return 0;
    GbRef result = type->slots.unary(t, GB_TO_FLOAT, v);
    if (result != GB_NOT_IMPLEMENTED)
        return check_float_take(t, result, v, out) < 0 ? -1 : 1;
    result = gb_index_if_any(t, v);
    if (result == GB_NOT_IMPLEMENTED || result == GB_NULL)
        return result == GB_NULL ? -1 : 0;
    int status = gb_int_to_double(t, result, out);
    gb_decref(result);
    return status < 0 ? -1 : 1;
}

int gb_to_double(GbThread *t, GbBorrow v, double *out)
{
    if (gb_is_float(v)) {
        *out = gb_float_value(v);
        return 0;
    }
    if (gb_is_int(v))
        return gb_int_to_double(t, v, out);
    int found = gb_number_to_double(t, v, out);
    if (found == 0)
        return gb_fail(t, gb_TypeError, "must be real number, not %T", v);
    return found < 0 ? -1 : 0;
}

int gb_to_seconds(GbThread *t, GbBorrow v, double *out)
{
    if (gb_to_double(t, v, out) < 0)
        return -1;
    return isnan(*out) ? gb_fail(t, gb_ValueError, "Invalid value NaN (not a number)") : 0;
}

int gb_float_from_str(GbThread *t, GbBorrow str, double *out)
{
    const char *text;
    size_t size;
    GbRef owner = GB_NULL;
    if (gb_number_text(t, str, &text, &size, &owner) < 0)
        return -1;
    int found = gb_double_parse(t, text, size, out);
    gb_xdecref(owner);
    if (found == 0)
        return gb_fail(t, gb_ValueError, "could not convert string to float: %R", str);
    return found < 0 ? -1 : 0;
}

static int float_from_buffer(GbThread *t, GbBorrow v, double *out)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return -1;
    int found = gb_double_parse(t, (const char *)buffer.data, (size_t)buffer.size, out);
    gb_buffer_release(t, &buffer);
    if (found == 0)
        return gb_fail(t, gb_ValueError, "could not convert string to float: %R", v);
    return found < 0 ? -1 : 0;
}

/* float(v) */
static int float_convert(GbThread *t, GbBorrow v, double *out)
{
    if (gb_is_exact(v, GB_KIND_STR))
        return gb_float_from_str(t, v, out);
    int found = gb_number_to_double(t, v, out);
    if (found != 0)
        return found < 0 ? -1 : 0;
    if (gb_is_str(v))
        return gb_float_from_str(t, v, out);
    if (gb_lends(v))
        return float_from_buffer(t, v, out);
    return gb_fail(t, gb_TypeError, "float() argument must be a string or a real number, not '%T'",
                   v);
}

/* --- Hash --- */

/* The value modulo 2^61 - 1, with 2^-1 meaning the inverse: 28 bits of the fraction at a time, each
 * step a rotation by 28 bits of 61. */
int64_t gb_double_hash(double x)
{
    const uint64_t modulus = ((uint64_t)1 << 61) - 1;
    if (x == floor(x) && fabs(x) < 0x1p60)
        return x == -1 ? -2 : (int64_t)x;
    if (!isfinite(x))
        return isnan(x) ? 0 : x > 0 ? 314159 : -314159;
    int exponent;
    double fraction = frexp(fabs(x), &exponent);
    uint64_t hash = 0;
    while (fraction != 0) {
        hash = (hash << 28 & modulus) | hash >> (61 - 28);
        fraction *= 0x1p28;
        exponent -= 28;
        uint64_t digit = (uint64_t)fraction;
        fraction -= (double)digit;
        hash += digit;
        if (hash >= modulus)
            hash -= modulus;
    }
    int turn = ((exponent % 61) + 61) % 61;
    hash = (hash << turn & modulus) | hash >> (61 - turn);
    int64_t result = x < 0 ? -(int64_t)hash : (int64_t)hash;
    return result == -1 ? -2 : result;
}

/* --- Arithmetic --- */

static double floor_mod(double a, double b)
{
    double rest = fmod(a, b);
    if (rest == 0)
        return copysign(0.0, b); /* Zero has the sign of the divisor too. */
    return (b < 0) != (rest < 0) ? rest + b : rest;
}

static double floor_div(double a, double b)
{
    double rest = fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0 && (b < 0) != (rest < 0))
        quotient -= 1.0;
    if (quotient == 0)
        return copysign(0.0, a / b);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

int gb_double_floordiv(GbThread *t, double a, double b, double *out)
{
    if (b == 0)
        return gb_fail(t, gb_ZeroDivisionError, "float floor division by zero");
    *out = floor_div(a, b);
    return 0;
}

int gb_double_mod(GbThread *t, double a, double b, double *out)
{
    if (b == 0)
        return gb_fail(t, gb_ZeroDivisionError, "float modulo");
    *out = floor_mod(a, b);
    return 0;
}

static GbRef float_divmod(GbThread *t, double a, double b)
{
    if (b == 0)
        return gb_raise(t, gb_ZeroDivisionError, "float divmod()");
    return gb_tuple_of(t, 2, gb_float_new(floor_div(a, b)), gb_float_new(floor_mod(a, b)));
}

/* OverflowError(34, 'Numerical result out of range'), as if from errno. */
static GbRef raise_range(GbThread *t)
{
    GbRef text = gb_str_new(t, "Numerical result out of range"), exception = GB_NULL;
    if (text != GB_NULL)
        exception = gb_call2(t, gb_value(gb_exception_type(t, gb_OverflowError)), gb_small_new(34),
                             text);
    if (exception != GB_NULL)
        gb_raise_instance(t, exception);
    gb_xdecref(text);
    gb_xdecref(exception);
    return GB_NULL;
}

static bool is_odd(double x)
{
    return fmod(fabs(x), 2.0) == 1.0;
}

/* a ** b where either is infinite. */
static double power_of_infinity(double a, double b)
{
    if (isinf(b)) {
        double base = fabs(a);
        if (base == 1.0)
            return 1.0;
        return (b > 0) == (base > 1.0) ? fabs(b) : 0.0;
    }
    if (b > 0)
        return is_odd(b) ? a : fabs(a);
    return is_odd(b) ? copysign(0.0, a) : 0.0;
}

GbRef gb_float_pow(GbThread *t, double a, double b)
{
    if (b == 0 || a == 1.0)
        return gb_float_new(1.0);
    if (isnan(a) || isnan(b))
        return gb_float_new(isnan(a) ? a : b);
    if (isinf(a) || isinf(b))
        return gb_float_new(power_of_infinity(a, b));
    if (a == 0) {
        if (b < 0)
            return gb_raise(t, gb_ZeroDivisionError,
                            "0.0 cannot be raised to a negative power");
        return gb_float_new(is_odd(b) ? a : 0.0);
    }
    if (a < 0 && b != floor(b)) {
        GbRef x = gb_complex_new(t, a, 0.0);
        GbRef result = x == GB_NULL ? GB_NULL : gb_binary(t, GB_POW, x, gb_float_new(b));
        gb_xdecref(x);
        return result;
    }
    double result = pow(a, b);
    return isinf(result) ? raise_range(t) : gb_float_new(result);
}

GbRef gb_float_binary(GbThread *t, GbBinary op, double a, double b)
{
    double result;
    switch (op) {
    case GB_ADD:
        return gb_float_new(a + b);
    case GB_SUB:
        return gb_float_new(a - b);
    case GB_MUL:
        return gb_float_new(a * b);
    case GB_TRUEDIV:
        if (b == 0)
            return gb_raise(t, gb_ZeroDivisionError, "float division by zero");
        return gb_float_new(a / b);
    case GB_FLOORDIV:
        return gb_double_floordiv(t, a, b, &result) < 0 ? GB_NULL : gb_float_new(result);
    case GB_MOD:
        return gb_double_mod(t, a, b, &result) < 0 ? GB_NULL : gb_float_new(result);
    case GB_DIVMOD:
        return float_divmod(t, a, b);
    case GB_POW:
        return gb_float_pow(t, a, b);
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

/* --- The type --- */

static GbRef float_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x;
    if (float_convert(t, args[0], &x) < 0)
        return GB_NULL;
    return float_new_as(t, gb_as_type(self), x);
}

static GbRef float_repr(GbThread *t, GbBorrow self)
{
    return gb_float_repr(t, gb_float_value(self));
}

static int float_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    if (isnan(gb_float_value(self))) /* No number equals it. */
        return gb_type(t, OBJECT)->slots.hash(t, self, hash);
    *hash = gb_double_hash(gb_float_value(self));
    return 0;
}

static int float_truth(GbThread *t, GbBorrow self)
{
    return gb_float_value(self) != 0;
}

static bool holds(double a, double b, GbCompare op)
{
    switch (op) {
    case GB_LT:
        return a < b;
    case GB_LE:
        return a <= b;
    case GB_EQ:
        return a == b;
    case GB_NE:
        return a != b;
    case GB_GT:
        return a > b;
    default:
        return a >= b;
    }
}

static GbRef float_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_float(a))
        return GB_NOT_IMPLEMENTED;
    double x = gb_float_value(a);
    if (gb_is_float(b))
        return gb_bool(holds(x, gb_float_value(b), op));
    if (!gb_is_intlike(b))
        return GB_NOT_IMPLEMENTED;
    if (isnan(x))
        return gb_bool(op == GB_NE);
    return gb_bool(holds(0, gb_int_order_double(b, x), op)); /* Exactly, not as doubles. */
}

static GbRef float_unary(GbThread *t, GbUnary op, GbBorrow self)
{
    double x = gb_float_value(self);
    switch (op) {
    case GB_NEGATIVE:
        return gb_float_new(-x);
    case GB_ABSOLUTE:
        return gb_float_new(fabs(x));
    case GB_POSITIVE:
    case GB_TO_FLOAT:
        return gb_float_new(x);
    case GB_TO_INT:
        return gb_int_from_double(t, x);
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

/* An operand of float arithmetic: 1, 0 when it is neither float nor int, -1. */
static int float_operand(GbThread *t, GbBorrow v, double *out)
{
    if (gb_is_float(v)) {
        *out = gb_float_value(v);
        return 1;
    }
    if (!gb_is_intlike(v))
        return 0;
    return gb_int_to_double(t, v, out) < 0 ? -1 : 1;
}

static GbRef float_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    double x, y;
    int first = float_operand(t, a, &x);
    int second = first > 0 ? float_operand(t, b, &y) : 0;
    if (first < 0 || second < 0)
        return GB_NULL;
    if (first == 0 || second == 0)
        return GB_NOT_IMPLEMENTED;
    return gb_float_binary(t, op, x, y);
}

/* --- Methods --- */

static GbRef float_as_integer_ratio(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x = gb_float_value(self);
    if (isnan(x))
        return gb_raise(t, gb_ValueError, "cannot convert NaN to integer ratio");
    if (isinf(x))
        return gb_raise(t, gb_OverflowError, "cannot convert Infinity to integer ratio");
    int exponent;
    int64_t fraction = (int64_t)ldexp(frexp(x, &exponent), 53);
    int zeros = fraction == 0 ? 0 : __builtin_ctzll((uint64_t)fraction);
    fraction >>= zeros; /* Exact, also of a negative. */
    exponent = fraction == 0 ? 0 : exponent - 53 + zeros;
    GbRef numerator = gb_int_new(t, fraction), denominator = GB_NULL, pair = GB_NULL;
    if (numerator != GB_NULL && exponent > 0)
        gb_set(&numerator, gb_int_lshift(t, numerator, gb_small_new(exponent)));
    if (numerator != GB_NULL)
        denominator = gb_int_lshift(t, gb_small_new(1), gb_small_new(exponent < 0 ? -exponent : 0));
    if (denominator != GB_NULL)
        pair = gb_tuple_of(t, 2, numerator, denominator);
    gb_xdecref(numerator);
    gb_xdecref(denominator);
    return pair;
}

static GbRef float_conjugate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_float_new(gb_float_value(self));
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "p-12" at [p, end): its value, clipped. False when malformed. */
static bool parse_exponent(const char *p, const char *end, int64_t *out)
{
    bool is_negative = p + 1 < end && p[1] == '-';
    int64_t n = 0;
    if ((*p | 0x20) != 'p')
        return false;
    p += p + 1 < end && (p[1] == '+' || p[1] == '-') ? 2 : 1;
    if (p == end)
        return false;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9')
            return false;
        if (n < INT64_MAX / 100)
            n = n * 10 + (*p - '0');
    }
    *out = is_negative ? -n : n;
    return true;
}

/* [p, end) is digits with at most one point, then perhaps an exponent: false when malformed. */
static bool parse_hex_digits(const char *p, const char *end, double *out)
{
    uint64_t fraction = 0; /* The first 60 bits or so, from the first that is not 0. */
    int64_t exponent = 0, told = 0;
    bool sticky = false, after_point = false, any = false;
    for (; p < end && (*p == '.' ? !after_point : hex_value(*p) >= 0); p++) {
        if (*p == '.') {
            after_point = true;
            continue;
        }
        any = true;
        exponent -= after_point ? 4 : 0;
        if (fraction >> 60 == 0) {
            fraction = fraction << 4 | (uint64_t)hex_value(*p);
        } else {
            sticky |= *p != '0';
            exponent += 4;
        }
    }
    if (!any || (p < end && !parse_exponent(p, end, &told)))
        return false;
    *out = gb_double_compose(fraction, sticky, exponent + told);
    return true;
}

/* The value of [p, end): 1, 0 malformed, -1. */
static int parse_hex(GbThread *t, const char *p, const char *end, double *out)
{
    while (p < end && gb_is_number_space(*p))
        p++;
    while (p < end && gb_is_number_space(end[-1]))
        end--;
    const char *number = p + (p < end && (*p == '-' || *p == '+'));
    char first = number < end ? (char)(*number | 0x20) : '\0';
    if (first == 'i' || first == 'n')
        return gb_double_parse(t, p, (size_t)(end - p), out);
    bool is_negative = number > p && *p == '-';
    if (end - number >= 2 && number[0] == '0' && (number[1] | 0x20) == 'x')
        number += 2;
    if (!parse_hex_digits(number, end, out))
        return 0;
    if (isinf(*out))
        return gb_fail(t, gb_OverflowError,
                       "hexadecimal value too large to represent as a float");
    if (is_negative)
        *out = -*out;
    return 1;
}

static GbRef float_fromhex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    size_t size;
    double x;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "bad argument type for built-in operation");
    const char *text = gb_str_wtf8(t, args[0], &size);
    int found = text == NULL ? -1 : parse_hex(t, text, text + size, &x);
    if (found == 0)
        gb_raise(t, gb_ValueError, "invalid hexadecimal floating-point string");
    if (found <= 0)
        return GB_NULL;
    if (gb_as_type(self) == gb_type(t, FLOAT))
        return gb_float_new(x);
    return gb_call1(t, self, gb_float_new(x));
}

static GbRef float_hex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x = gb_float_value(self);
    if (!isfinite(x))
        return gb_float_repr(t, x);
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    unsigned long long fraction = bits & (((uint64_t)1 << 52) - 1);
    char text[40];
    if (x == 0)
        snprintf(text, sizeof text, "%s0x0.0p+0", signbit(x) ? "-" : "");
    else
        snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", signbit(x) ? "-" : "", exponent != 0,
                 fraction, exponent == 0 ? -1022 : exponent - 1023);
    return gb_str_new(t, text);
}

static GbRef float_is_integer(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x = gb_float_value(self);
    return gb_bool(isfinite(x) && floor(x) == x);
}

static GbRef float_ceil(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_from_double(t, ceil(gb_float_value(self)));
}

static GbRef float_floor(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_from_double(t, floor(gb_float_value(self)));
}

static GbRef float_trunc(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_from_double(t, gb_float_value(self));
}

static GbRef float_round(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    double x = gb_float_value(self);
    int64_t digits;
    if (args[0] == GB_NONE)
        return gb_int_from_double(t, rint(x)); /* Halves to even. */
    if (gb_index_i64(t, args[0], &digits, gb_BaseException) < 0)
        return GB_NULL;
    double rounded = gb_double_round(x, digits);
    if (isinf(rounded) && !isinf(x))
        return gb_raise(t, gb_OverflowError, "rounded value too large to represent");
    return gb_float_new(rounded);
}

static GbRef float_format(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_format_argument(t, args[0]) < 0)
        return GB_NULL;
    return gb_float_format_spec(t, self, args[0]);
}

static GbRef float_getformat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "__getformat__() argument must be str, not %K", args[0]);
    if (!gb_str_equal_c(args[0], "double") && !gb_str_equal_c(args[0], "float"))
        return gb_raise(t, gb_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
    return gb_str_new(t, "IEEE, little-endian");
}

static GbRef float_getnewargs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_tuple_of(t, 1, gb_float_new(gb_float_value(self)));
}

static GbRef float_get_real(GbThread *t, GbBorrow self)
{
    return gb_float_new(gb_float_value(self));
}

static GbRef float_get_imag(GbThread *t, GbBorrow self)
{
    return gb_float_new(0.0);
}

static const GbMethodDef float_methods[] = {
    {"as_integer_ratio()", float_as_integer_ratio, "Return integer ratio."},
    {"conjugate()", float_conjugate, "Return self, the complex conjugate of any float."},
    {"fromhex(string, /)", float_fromhex,
     "Create a floating-point number from a hexadecimal string.", GB_METHOD_CLASS},
    {"hex()", float_hex, "Return a hexadecimal representation of a floating-point number."},
    {"is_integer()", float_is_integer, "Return True if the float is an integer."},
    {"__ceil__()", float_ceil, "Return the ceiling as an Integral."},
    {"__floor__()", float_floor, "Return the floor as an Integral."},
    {"__format__(format_spec, /)", float_format, "Formats the float according to format_spec."},
    {"__getformat__(typestr, /)", float_getformat,
     "You probably don't want to use this function.", GB_METHOD_CLASS},
    {"__getnewargs__()", float_getnewargs, NULL},
    {"__round__(ndigits=None, /)", float_round,
     "Return the Integral closest to x, rounding half toward even."},
    {"__trunc__()", float_trunc, "Return the Integral closest to x between 0 and x."},
    {0},
};

static const GbGetSetDef float_getsets[] = {
    {"imag", float_get_imag, NULL, "the imaginary part of a complex number"},
    {"real", float_get_real, NULL, "the real part of a complex number"},
    {0},
};

const GbTypeSpec gb_float_spec = {
    .name = "float",
    .doc = "Convert a string or number to a floating point number, if possible.",
    .size = sizeof(GbFloat),
    .flags = GB_TYPE_MATCH_SELF | GB_TYPE_IMMUTABLE,
    .slots = {
        .repr = float_repr,
        .hash = float_hash,
        .truth = float_truth,
        .compare = float_compare,
        .unary = float_unary,
        .binary = float_binary,
    },
    .constructor = {"float(x=0, /)", float_create, NULL},
    .methods = float_methods,
    .getsets = float_getsets,
};
