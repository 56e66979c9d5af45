#include "vm/object/int.h"

#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/format.h"
#include "vm/object/type.h"

#include <math.h>

/* --- Values --- */

GbRef gb_int_new(GbThread *t, int64_t n)
{
    return gb_fits_small(n) ? gb_small_new(n) : gb_big_from_i128(t, n);
}

GbRef gb_int_from_u64(GbThread *t, uint64_t n)
{
    return n <= (uint64_t)GB_SMALL_MAX ? gb_small_new((int64_t)n)
                                       : gb_big_from_i128(t, (__int128)n);
}

GbRef gb_int_from_double(GbThread *t, double x)
{
    if (isnan(x))
        return gb_raise(t, gb_ValueError, "cannot convert float NaN to integer");
    if (isinf(x))
        return gb_raise(t, gb_OverflowError, "cannot convert float infinity to integer");
    if (fabs(x) < 0x1p62)
        return gb_int_new(t, (int64_t)x);
    return gb_big_from_double(t, x);
}

bool gb_is_int(GbBorrow v)
{
    return gb_is_small(v) || gb_is_exact(v, GB_KIND_INT);
}

bool gb_is_intlike(GbBorrow v)
{
    return gb_is_small(v) || gb_is_bool(v) || gb_has_layout(v, GB_KIND_INT);
}

GbRef gb_int_exact(GbThread *t, GbBorrow a)
{
    if (gb_is_int(a))
        return gb_new_ref(a);
    if (gb_is_bool(a))
        return gb_small_new((int64_t)(a & 1));
    uint64_t space, count;
    bool is_negative;
    const uint64_t *limbs = gb_big_limbs(a, &space, &count, &is_negative);
    GbInt *big = gb_big_new(t, count);
    if (big == NULL)
        return GB_NULL;
    memcpy(big->limbs, limbs, (size_t)count * sizeof limbs[0]);
    return gb_big_finish_take(t, big, count, is_negative);
}

GbRef gb_int_new_as(GbThread *t, GbType *type, GbBorrow a)
{
    if (type == gb_type(t, INT))
        return gb_int_exact(t, a);
    uint64_t space, count;
    bool is_negative;
    const uint64_t *limbs = gb_big_limbs(a, &space, &count, &is_negative);
    GbInt *object = gb_object_new_sized(t, type, sizeof *object + (size_t)count * sizeof limbs[0]);
    if (object == NULL)
        return GB_NULL;
    object->capacity = (uint32_t)count;
    object->size = is_negative ? -(int32_t)count : (int32_t)count;
    memcpy(object->limbs, limbs, (size_t)count * sizeof limbs[0]);
    return gb_value(object);
}

bool gb_int_peek_i64(GbBorrow v, int64_t *out)
{
    if (gb_int_immediate(v, out))
        return true;
    const GbInt *big = gb_as_int(v);
    if (big->size < -1 || big->size > 1)
        return false;
    uint64_t magnitude = big->size == 0 ? 0 : big->limbs[0];
    if (magnitude > (uint64_t)INT64_MAX + (big->size < 0))
        return false;
    *out = big->size < 0 ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return true;
}

int gb_int_to_i64(GbThread *t, GbBorrow v, int64_t *out)
{
    if (gb_int_peek_i64(v, out))
        return 0;
    return gb_fail(t, gb_OverflowError, "Python int too large to convert to C ssize_t");
}

int gb_int_sign(GbBorrow v)
{
    int64_t n;
    if (!gb_int_immediate(v, &n))
        n = gb_as_int(v)->size;
    return (n > 0) - (n < 0);
}

/* --- Arithmetic --- */

GbRef gb_int_add(GbThread *t, GbBorrow a, GbBorrow b)
{
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return gb_int_new(t, m + n);
    return gb_big_add(t, a, b, false);
}

GbRef gb_int_sub(GbThread *t, GbBorrow a, GbBorrow b)
{
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return gb_int_new(t, m - n);
    return gb_big_add(t, a, b, true);
}

GbRef gb_int_mul(GbThread *t, GbBorrow a, GbBorrow b)
{
    int64_t m, n, product;
    if (!gb_int_immediate(a, &m) || !gb_int_immediate(b, &n))
        return gb_big_mul(t, a, b);
    if (!__builtin_mul_overflow(m, n, &product) && gb_fits_small(product))
        return gb_small_new(product);
    return gb_big_from_i128(t, (__int128)m * n);
}

/* Python rounds quotients down: the remainder has the sign of the divisor. */
static int64_t floor_quotient(int64_t m, int64_t n)
{
    int64_t quotient = m / n;
    return quotient * n != m && (m < 0) != (n < 0) ? quotient - 1 : quotient;
}

static int64_t floor_remainder(int64_t m, int64_t n)
{
    int64_t remainder = m % n;
    return remainder != 0 && (remainder < 0) != (n < 0) ? remainder + n : remainder;
}

GbRef gb_int_floordiv(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (gb_int_sign(b) == 0)
        return gb_raise(t, gb_ZeroDivisionError, "integer division or modulo by zero");
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return gb_int_new(t, floor_quotient(m, n));
    GbRef quotient;
    return gb_big_divmod(t, a, b, &quotient, NULL) < 0 ? GB_NULL : quotient;
}

GbRef gb_int_mod(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (gb_int_sign(b) == 0)
        return gb_raise(t, gb_ZeroDivisionError, "integer modulo by zero");
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return gb_small_new(floor_remainder(m, n));
    GbRef remainder;
    return gb_big_divmod(t, a, b, NULL, &remainder) < 0 ? GB_NULL : remainder;
}

int gb_int_divmod(GbThread *t, GbBorrow a, GbBorrow b, GbRef *quotient, GbRef *remainder)
{
    if (gb_int_sign(b) == 0)
        return gb_fail(t, gb_ZeroDivisionError, "integer division or modulo by zero");
    int64_t m, n;
    if (!gb_int_immediate(a, &m) || !gb_int_immediate(b, &n))
        return gb_big_divmod(t, a, b, quotient, remainder);
    *quotient = gb_int_new(t, floor_quotient(m, n));
    *remainder = gb_small_new(floor_remainder(m, n));
    return *quotient == GB_NULL ? -1 : 0;
}

static GbRef int_divmod(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbRef quotient, remainder;
    if (gb_int_divmod(t, a, b, &quotient, &remainder) < 0)
        return GB_NULL;
    GbRef pair = gb_tuple_of(t, 2, quotient, remainder);
    gb_decref(quotient);
    gb_decref(remainder);
    return pair;
}

GbRef gb_int_truediv(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (gb_int_sign(b) == 0)
        return gb_raise(t, gb_ZeroDivisionError, "division by zero");
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return gb_float_new((double)m / (double)n); /* Both are exact. */
    return gb_big_truediv(t, a, b);
}

/* base ** exponent by squaring; false when it leaves 64 bits. */
static bool power_i64(int64_t base, uint64_t exponent, int64_t *out)
{
    int64_t result = 1;
    for (;;) {
        if ((exponent & 1) && __builtin_mul_overflow(result, base, &result))
            return false;
        exponent >>= 1;
        if (exponent == 0)
            break;
        if (__builtin_mul_overflow(base, base, &base))
            return false;
    }
    *out = result;
    return true;
}

GbRef gb_int_pow(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (gb_int_sign(b) < 0) {
        double x, y;
        if (gb_int_to_double(t, a, &x) < 0 || gb_int_to_double(t, b, &y) < 0)
            return GB_NULL;
        return gb_float_pow(t, x, y);
    }
    int64_t base, exponent, result;
    if (!gb_int_peek_i64(b, &exponent)) { /* Only the powers of these do not depend on its size. */
        if (!gb_int_immediate(a, &base) || base < -1 || base > 1)
            return gb_raise_memory(t);
        uint64_t space, count;
        bool is_negative;
        bool is_odd = *gb_big_limbs(b, &space, &count, &is_negative) & 1;
        return gb_small_new(is_odd ? base : base * base);
    }
    if (gb_int_immediate(a, &base) && power_i64(base, (uint64_t)exponent, &result))
        return gb_int_new(t, result);
    return gb_big_pow(t, a, (uint64_t)exponent);
}

GbRef gb_int_pow_mod(GbThread *t, GbBorrow a, GbBorrow b, GbBorrow modulus)
{
    return gb_big_pow_mod(t, a, b, modulus);
}

GbRef gb_int_lshift(GbThread *t, GbBorrow a, GbBorrow b)
{
    int64_t n, count;
    if (gb_int_sign(b) < 0)
        return gb_raise(t, gb_ValueError, "negative shift count");
    if (gb_int_sign(a) == 0)
        return gb_small_new(0);
    if (!gb_int_peek_i64(b, &count))
        return gb_raise(t, gb_OverflowError, "too many digits in integer");
    if (gb_int_immediate(a, &n) && count < 14) /* 49 bits and 13 more. */
        return gb_int_new(t, (int64_t)((uint64_t)n << count));
    return gb_big_shift(t, a, (uint64_t)count, true);
}

GbRef gb_int_rshift(GbThread *t, GbBorrow a, GbBorrow b)
{
    int64_t n, count;
    if (gb_int_sign(b) < 0)
        return gb_raise(t, gb_ValueError, "negative shift count");
    if (!gb_int_peek_i64(b, &count))
        count = INT64_MAX;
    if (gb_int_immediate(a, &n))
        return gb_small_new(n >> (count < 63 ? count : 63));
    return gb_big_shift(t, a, (uint64_t)count, false);
}

static GbRef int_bitwise(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    int64_t m, n;
    if (!gb_int_immediate(a, &m) || !gb_int_immediate(b, &n))
        return gb_big_bitwise(t, op, a, b);
    return gb_small_new(op == GB_AND ? m & n : op == GB_OR ? m | n : m ^ n);
}

GbRef gb_int_negative(GbThread *t, GbBorrow a)
{
    int64_t n;
    return gb_int_immediate(a, &n) ? gb_int_new(t, -n) : gb_big_negative(t, a);
}

GbRef gb_int_absolute(GbThread *t, GbBorrow a)
{
    return gb_int_sign(a) < 0 ? gb_int_negative(t, a) : gb_int_exact(t, a);
}

static GbRef int_invert(GbThread *t, GbBorrow a)
{
    int64_t n;
    if (gb_int_immediate(a, &n))
        return gb_small_new(~n);
    GbRef next = gb_big_add(t, a, gb_small_new(1), false);
    GbRef result = next == GB_NULL ? GB_NULL : gb_int_negative(t, next);
    gb_xdecref(next);
    return result;
}

int gb_int_order(GbBorrow a, GbBorrow b)
{
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return (m > n) - (m < n);
    return gb_big_order(a, b);
}

int gb_int_order_double(GbBorrow a, double x)
{
    int64_t n;
    if (gb_int_immediate(a, &n))
        return ((double)n > x) - ((double)n < x);
    return gb_big_order_double(a, x);
}

GbRef gb_int_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    switch (op) {
    case GB_ADD:
        return gb_int_add(t, a, b);
    case GB_SUB:
        return gb_int_sub(t, a, b);
    case GB_MUL:
        return gb_int_mul(t, a, b);
    case GB_FLOORDIV:
        return gb_int_floordiv(t, a, b);
    case GB_MOD:
        return gb_int_mod(t, a, b);
    case GB_DIVMOD:
        return int_divmod(t, a, b);
    case GB_TRUEDIV:
        return gb_int_truediv(t, a, b);
    case GB_POW:
        return gb_int_pow(t, a, b);
    case GB_LSHIFT:
        return gb_int_lshift(t, a, b);
    case GB_RSHIFT:
        return gb_int_rshift(t, a, b);
    case GB_AND:
    case GB_OR:
    case GB_XOR:
        return int_bitwise(t, op, a, b);
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

/* --- int(v) --- */

static const char strict_subclass[] = "%s returned non-int (type %T).  The ability to return an "
                                      "instance of a strict subclass of int is deprecated, and "
                                      "may not be supported in a future version of Python.";

/* What a conversion method gave, as an exact int. Takes it. */
static GbRef check_converted_take(GbThread *t, GbRef result, const char *method)
{
    if (result == GB_NULL || gb_is_int(result))
        return result;
    GbRef exact = GB_NULL;
    if (!gb_is_intlike(result))
        gb_raise(t, gb_TypeError, "%s returned non-int (type %T)", method, result);
    else if (gb_warn(t, gb_DeprecationWarning, 1, strict_subclass, method, result) == 0)
        exact = gb_int_exact(t, result);
    gb_decref(result);
    return exact;
}

static GbRef ask_unary(GbThread *t, GbUnary op, GbBorrow v)
{
    GbType *type = gb_type_of(t, v);
    return type->slots.unary == NULL ? GB_NOT_IMPLEMENTED : type->slots.unary(t, op, v);
}

GbRef gb_index_if_any(GbThread *t, GbBorrow v)
{
    if (gb_is_intlike(v))
        return gb_int_exact(t, v);
    GbRef result = ask_unary(t, GB_TO_INDEX, v);
    if (result == GB_NOT_IMPLEMENTED)
        return result;
    return check_converted_take(t, result, "__index__");
}

GbRef gb_index(GbThread *t, GbBorrow v)
{
    GbRef result = gb_index_if_any(t, v);
    if (result == GB_NOT_IMPLEMENTED)
        return gb_raise(t, gb_TypeError, "'%T' object cannot be interpreted as an integer", v);
    return result;
}

int gb_index_i64(GbThread *t, GbBorrow v, int64_t *out, GbExceptionId overflow)
{
    if (gb_int_immediate(v, out))
        return 0;
    GbRef number = gb_index(t, v);
    if (number == GB_NULL)
        return -1;
    int result = 0;
    if (!gb_int_peek_i64(number, out)) {
        *out = gb_int_sign(number) < 0 ? INT64_MIN : INT64_MAX;
        if (overflow != gb_BaseException)
            result = gb_fail(t, overflow, "cannot fit '%T' into an index-sized integer", v);
    }
    gb_decref(number);
    return result;
}

/* Through __trunc__: NotImplemented when v has none. */
static GbRef ask_trunc(GbThread *t, GbBorrow v)
{
    GbRef method = GB_NULL;
    int found = gb_special_find(t, v, gb_name(t, __trunc__), &method);
    if (found <= 0)
        return found == 0 ? GB_NOT_IMPLEMENTED : GB_NULL;
    GbRef result = GB_NULL;
    if (gb_warn(t, gb_DeprecationWarning, 1,
                "The delegation of int() to __trunc__ is deprecated.") == 0)
        result = gb_call0(t, method);
    gb_decref(method);
    if (result == GB_NULL || gb_is_intlike(result)) {
        GbRef exact = result == GB_NULL ? GB_NULL : gb_int_exact(t, result);
        gb_xdecref(result);
        return exact;
    }
    GbRef number = gb_index_if_any(t, result);
    if (number == GB_NOT_IMPLEMENTED)
        number = gb_raise(t, gb_TypeError, "__trunc__ returned non-Integral (type %T)", result);
    gb_decref(result);
    return number;
}

static GbRef int_from_buffer(GbThread *t, GbBorrow v, int base)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return GB_NULL;
    GbRef result = GB_NULL, shown = GB_NULL;
    if (gb_int_parse(t, (const char *)buffer.data, (size_t)buffer.size, base, &result) == 0 &&
        (shown = gb_bytes_new(t, buffer.data, (size_t)buffer.size)) != GB_NULL)
        gb_raise(t, gb_ValueError, "invalid literal for int() with base %d: %.200R", base, shown);
    gb_xdecref(shown);
    gb_buffer_release(t, &buffer);
    return result;
}

static bool is_bytes_like(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_BYTES) || gb_has_layout(v, GB_KIND_BYTEARRAY);
}

GbRef gb_to_int(GbThread *t, GbBorrow v)
{
    if (gb_is_int(v) || gb_is_bool(v))
        return gb_int_exact(t, v);
    if (gb_is_double(v))
        return gb_int_from_double(t, gb_double(v));
    if (gb_is_exact(v, GB_KIND_STR))
        return gb_int_from_str(t, v, 10);
    GbRef result = ask_unary(t, GB_TO_INT, v);
    if (result != GB_NOT_IMPLEMENTED)
        return check_converted_take(t, result, "__int__");
    result = gb_index_if_any(t, v);
    if (result != GB_NOT_IMPLEMENTED)
        return result;
    result = ask_trunc(t, v);
    if (result != GB_NOT_IMPLEMENTED)
        return result;
    if (gb_is_str(v))
        return gb_int_from_str(t, v, 10);
    if (gb_lends(v))
        return int_from_buffer(t, v, 10);
    return gb_raise(
        t, gb_TypeError,
        "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

/* --- The type --- */

static GbRef int_convert(GbThread *t, GbBorrow x, GbBorrow base)
{
    int64_t n;
    if (x == GB_NULL)
        return base == GB_NULL ? gb_small_new(0)
                               : gb_raise(t, gb_TypeError, "int() missing string argument");
    if (base == GB_NULL)
        return gb_to_int(t, x);
    if (gb_index_i64(t, base, &n, gb_BaseException) < 0)
        return GB_NULL;
    if ((n != 0 && n < 2) || n > 36)
        return gb_raise(t, gb_ValueError, "int() base must be >= 2 and <= 36, or 0");
    if (gb_is_str(x))
        return gb_int_from_str(t, x, (int)n);
    if (is_bytes_like(x))
        return int_from_buffer(t, x, (int)n);
    return gb_raise(t, gb_TypeError, "int() can't convert non-string with explicit base");
}

static GbRef int_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef number = int_convert(t, args[0], args[1]);
    GbType *type = gb_as_type(self);
    if (number == GB_NULL || type == gb_type(t, INT))
        return number;
    GbRef result = gb_int_new_as(t, type, number);
    gb_decref(number);
    return result;
}

static int64_t int_size_of(GbObject *object)
{
    const GbInt *self = (const GbInt *)object;
    return (int64_t)(sizeof *self + self->capacity * sizeof self->limbs[0]);
}

static int int_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    *hash = gb_int_hash(self);
    return 0;
}

static int int_truth(GbThread *t, GbBorrow self)
{
    return gb_int_sign(self) != 0;
}

static bool order_holds(int order, GbCompare op)
{
    switch (op) {
    case GB_LT:
        return order < 0;
    case GB_LE:
        return order <= 0;
    case GB_EQ:
        return order == 0;
    case GB_NE:
        return order != 0;
    case GB_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static GbRef int_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_intlike(a) || !gb_is_intlike(b))
        return GB_NOT_IMPLEMENTED;
    return gb_bool(order_holds(gb_int_order(a, b), op));
}

static GbRef int_to_float(GbThread *t, GbBorrow self)
{
    double x;
    return gb_int_to_double(t, self, &x) < 0 ? GB_NULL : gb_float_new(x);
}

static GbRef int_unary(GbThread *t, GbUnary op, GbBorrow self)
{
    switch (op) {
    case GB_NEGATIVE:
        return gb_int_negative(t, self);
    case GB_ABSOLUTE:
        return gb_int_absolute(t, self);
    case GB_INVERT:
        return int_invert(t, self);
    case GB_TO_FLOAT:
        return int_to_float(t, self);
    default:
        return gb_int_exact(t, self);
    }
}

static GbRef int_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (!gb_is_intlike(a) || !gb_is_intlike(b))
        return GB_NOT_IMPLEMENTED;
    return gb_int_binary(t, op, a, b);
}

/* --- Methods --- */

static GbRef int_as_integer_ratio(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef number = gb_int_exact(t, self);
    GbRef pair = number == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, number, gb_small_new(1));
    gb_xdecref(number);
    return pair;
}

static GbRef int_bit_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new((int64_t)gb_big_bit_count(self));
}

static GbRef int_bit_length(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new((int64_t)gb_int_bit_length(self));
}

static GbRef int_self(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_exact(t, self);
}

static GbRef int_getnewargs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef number = gb_int_exact(t, self);
    GbRef tuple = number == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, number);
    gb_xdecref(number);
    return tuple;
}

/* What CPython needs for the number: a header and digits of 30 bits. */
static GbRef int_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint64_t digits = (gb_int_bit_length(self) + 29) / 30;
    return gb_small_new(24 + 4 * (int64_t)(digits > 0 ? digits : 1));
}

static GbRef int_format(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_format_argument(t, args[0]) < 0)
        return GB_NULL;
    return gb_int_format_spec(t, self, args[0]);
}

/* self rounded to a multiple of `unit`, halves to the even multiple. */
static GbRef round_to_unit(GbThread *t, GbBorrow self, GbBorrow unit)
{
    GbRef quotient = GB_NULL, rest = GB_NULL, twice = GB_NULL, result = GB_NULL;
    if (gb_int_divmod(t, self, unit, &quotient, &rest) < 0)
        return GB_NULL;
    twice = gb_int_add(t, rest, rest);
    if (twice == GB_NULL)
        goto done;
    int order = gb_int_order(twice, unit);
    uint64_t space, count;
    bool is_negative;
    bool is_odd =
        gb_int_sign(quotient) != 0 && (*gb_big_limbs(quotient, &space, &count, &is_negative) & 1);
    result = gb_int_sub(t, self, rest);
    if (result != GB_NULL && (order > 0 || (order == 0 && is_odd)))
        gb_set(&result, gb_int_add(t, result, unit));
done:
    gb_clear(&quotient);
    gb_clear(&rest);
    gb_clear(&twice);
    return result;
}

static GbRef int_round(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t digits;
    if (args[0] == GB_NULL)
        return gb_int_exact(t, self);
    if (gb_index_i64(t, args[0], &digits, gb_BaseException) < 0)
        return GB_NULL;
    if (digits >= 0)
        return gb_int_exact(t, self);
    if (digits < -(int64_t)gb_int_bit_length(self) - 1)
        return gb_small_new(0); /* 10 ** -digits is more than twice as large. */
    GbRef unit = gb_int_pow(t, gb_small_new(10), gb_small_new(-digits));
    GbRef result = unit == GB_NULL ? GB_NULL : round_to_unit(t, self, unit);
    gb_xdecref(unit);
    return result;
}

/* "big" or "little" to whether it is big: 0 or -1. */
static int big_endian_argument(GbThread *t, GbBorrow order, const char *function, bool *out)
{
    if (!gb_is_str(order))
        return gb_fail(t, gb_TypeError, "%s() argument 'byteorder' must be str, not %K", function,
                       order);
    *out = gb_str_equal_c(order, "big");
    if (*out || gb_str_equal_c(order, "little"))
        return 0;
    return gb_fail(t, gb_ValueError, "byteorder must be either 'little' or 'big'");
}

static GbRef int_to_bytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t size;
    bool big_endian;
    if (gb_index_i64(t, args[0], &size, gb_OverflowError) < 0 ||
        big_endian_argument(t, args[1], "to_bytes", &big_endian) < 0)
        return GB_NULL;
    int is_signed = gb_truth(t, args[2]);
    if (is_signed < 0)
        return GB_NULL;
    if (size < 0)
        return gb_raise(t, gb_ValueError, "length argument must be non-negative");
    GbRef bytes = gb_bytes_new(t, NULL, (size_t)size);
    if (bytes != GB_NULL &&
        gb_int_to_bytes(t, self, gb_bytes_data(bytes), (size_t)size, big_endian, is_signed) < 0)
        gb_clear(&bytes);
    return bytes;
}

/* The bytes of what from_bytes was given: what bytes() would take, but no number and no str. */
static GbRef bytes_argument(GbThread *t, GbBorrow v)
{
    if (gb_is_exact(v, GB_KIND_BYTES))
        return gb_new_ref(v);
    GbType *type = gb_type_of(t, v);
    bool is_iterable = type->slots.iter != NULL || type->slots.getitem != NULL;
    bool has_bytes = gb_type_lookup(t, type, gb_name(t, __bytes__)) != GB_NULL;
    if (!has_bytes && (!is_iterable || gb_is_str(v)))
        return gb_raise(t, gb_TypeError, "cannot convert '%T' object to bytes", v);
    return gb_call1(t, gb_value(gb_type(t, BYTES)), v);
}

static GbRef int_from_bytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    bool big_endian;
    if (big_endian_argument(t, args[1], "from_bytes", &big_endian) < 0)
        return GB_NULL;
    int is_signed = gb_truth(t, args[2]);
    if (is_signed < 0)
        return GB_NULL;
    GbRef bytes = bytes_argument(t, args[0]);
    if (bytes == GB_NULL)
        return GB_NULL;
    GbRef number = gb_int_from_bytes(t, gb_bytes_data(bytes), (size_t)gb_bytes_size(bytes),
                                     big_endian, is_signed);
    gb_decref(bytes);
    if (number != GB_NULL && gb_as_type(self) != gb_type(t, INT))
        gb_set(&number, gb_call1(t, self, number));
    return number;
}

static GbRef int_get_self(GbThread *t, GbBorrow self)
{
    return gb_int_exact(t, self);
}

static GbRef int_get_zero(GbThread *t, GbBorrow self)
{
    return gb_small_new(0);
}

static GbRef int_get_one(GbThread *t, GbBorrow self)
{
    return gb_small_new(1);
}

static const GbMethodDef int_methods[] = {
    {"as_integer_ratio()", int_as_integer_ratio, "Return integer ratio."},
    {"bit_count()", int_bit_count,
     "Number of ones in the binary representation of the absolute value of self."},
    {"bit_length()", int_bit_length, "Number of bits necessary to represent self in binary."},
    {"conjugate()", int_self, "Returns self, the complex conjugate of any int."},
    {"from_bytes(bytes, byteorder='big', *, signed=False)", int_from_bytes,
     "Return the integer represented by the given array of bytes.", GB_METHOD_CLASS},
    {"to_bytes(length=1, byteorder='big', *, signed=False)", int_to_bytes,
     "Return an array of bytes representing an integer."},
    {"__ceil__()", int_self, "Ceiling of an Integral returns itself."},
    {"__floor__()", int_self, "Flooring an Integral returns itself."},
    {"__format__(format_spec, /)", int_format, NULL},
    {"__getnewargs__()", int_getnewargs, NULL},
    {"__round__(ndigits=?, /)", int_round, "Rounding an Integral returns itself."},
    {"__sizeof__()", int_sizeof, "Returns size in memory, in bytes."},
    {"__trunc__()", int_self, "Truncating an Integral returns itself."},
    {0},
};

static const GbGetSetDef int_getsets[] = {
    {"denominator", int_get_one, NULL, "the denominator of a rational number in lowest terms"},
    {"imag", int_get_zero, NULL, "the imaginary part of a complex number"},
    {"numerator", int_get_self, NULL, "the numerator of a rational number in lowest terms"},
    {"real", int_get_self, NULL, "the real part of a complex number"},
    {0},
};

const GbTypeSpec gb_int_spec = {
    .name = "int",
    .doc = "int([x]) -> integer\n"
           "int(x, base=10) -> integer\n\n"
           "Convert a number or string to an integer, or return 0 if no arguments\n"
           "are given.",
    .size = sizeof(GbInt),
    .flags = GB_TYPE_VARIABLE | GB_TYPE_MATCH_SELF | GB_TYPE_IMMUTABLE,
    .size_of = int_size_of,
    .slots = {
        .repr = gb_int_repr,
        .hash = int_hash,
        .truth = int_truth,
        .compare = int_compare,
        .unary = int_unary,
        .binary = int_binary,
    },
    .constructor = {"int(x=?, /, base=?)", int_create, NULL},
    .methods = int_methods,
    .getsets = int_getsets,
};
