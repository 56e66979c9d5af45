/* Operators: which operand's type answers, and what is said when none does. */
#include "vm/gilbox.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/type.h"

static const char *const symbols[] = {
    [GB_ADD] = "+",     [GB_AND] = "&",  [GB_FLOORDIV] = "//",
    [GB_LSHIFT] = "<<", [GB_MATMUL] = "@", [GB_MUL] = "*",
    [GB_MOD] = "%",     [GB_OR] = "|",   [GB_POW] = "** or pow()",
    [GB_RSHIFT] = ">>", [GB_SUB] = "-",  [GB_TRUEDIV] = "/",
    [GB_XOR] = "^",     [GB_DIVMOD] = "divmod()",
};

/* --- Unary --- */

static GbRef refuse_unary(GbThread *t, GbUnary op, GbBorrow v)
{
    static const char *const names[] = {
        [GB_NEGATIVE] = "unary -", [GB_POSITIVE] = "unary +",
        [GB_INVERT] = "unary ~",   [GB_ABSOLUTE] = "abs()",
    };
    return gb_raise(t, gb_TypeError, "bad operand type for %s: '%T'", names[op], v);
}

static GbRef to_float(GbThread *t, GbBorrow v)
{
    double x;
    return gb_to_double(t, v, &x) < 0 ? GB_NULL : gb_float_new(x);
}

GbRef gb_unary(GbThread *t, GbUnary op, GbBorrow v)
{
    if (op == GB_TO_INDEX)
        return gb_index(t, v);
    if (op == GB_TO_INT)
        return gb_to_int(t, v);
    if (op == GB_TO_FLOAT)
        return to_float(t, v);
    GbType *type = gb_type_of(t, v);
    GbRef result = type->slots.unary == NULL ? GB_NOT_IMPLEMENTED : type->slots.unary(t, op, v);
    return result == GB_NOT_IMPLEMENTED ? refuse_unary(t, op, v) : result;
}

/* --- Binary --- */

/* The left operand has the first say, unless the right one's class extends the left one's and
 * answers differently. */
static GbRef binary_slots(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    GbType *left = gb_type_of(t, a), *right = gb_type_of(t, b);
    GbRef (*first)(GbThread *, GbBinary, GbBorrow, GbBorrow) = left->slots.binary;
    GbRef (*second)(GbThread *, GbBinary, GbBorrow, GbBorrow) = right->slots.binary;
    GbRef result = GB_NOT_IMPLEMENTED;
    if (second == first)
        second = NULL;
    if (first != NULL && second != NULL && gb_type_is_subtype(right, left)) {
        result = second(t, op, a, b);
        second = NULL;
    }
    if (first != NULL && result == GB_NOT_IMPLEMENTED)
        result = first(t, op, a, b);
    if (second != NULL && result == GB_NOT_IMPLEMENTED)
        result = second(t, op, a, b);
    return result;
}

static bool is_print(GbThread *t, GbBorrow v)
{
    if (!gb_is_exact(v, GB_KIND_BUILTIN))
        return false;
    return strncmp(((const GbBuiltin *)gb_object(v))->def->signature, "print(", 6) == 0;
}

static bool is_sequence(GbBorrow v)
{
    return gb_is_str(v) || gb_is_list(v) || gb_is_tuple(v) || gb_has_layout(v, GB_KIND_BYTES) ||
           gb_has_layout(v, GB_KIND_BYTEARRAY);
}

/* `sign` is "=" for an in-place operator. */
static GbRef refuse_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b, const char *sign)
{
    if (op == GB_MUL && (is_sequence(a) || is_sequence(b)))
        return gb_raise(t, gb_TypeError, "can't multiply sequence by non-int of type '%T'",
                        is_sequence(a) ? b : a);
    if (op == GB_RSHIFT && *sign == '\0' && is_print(t, a))
        return gb_raise(t, gb_TypeError,
                        "unsupported operand type(s) for >>: '%T' and '%T'. Did you mean "
                        "\"print(<message>, file=<output_stream>)\"?",
                        a, b);
    const char *symbol = op == GB_POW && *sign != '\0' ? "**" : symbols[op];
    return gb_raise(t, gb_TypeError, "unsupported operand type(s) for %s%s: '%T' and '%T'", symbol,
                    sign, a, b);
}

/* The answer of whichever type has one; NotImplemented. */
static GbRef binary_any(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    return gb_is_int(a) && gb_is_int(b) ? gb_int_binary(t, op, a, b) : binary_slots(t, op, a, b);
}

GbRef gb_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    GbRef result = binary_any(t, op, a, b);
    return result == GB_NOT_IMPLEMENTED ? refuse_binary(t, op, a, b, "") : result;
}

GbRef gb_inplace(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    GbType *type = gb_type_of(t, a);
    if (type->slots.inplace != NULL) {
        GbRef result = type->slots.inplace(t, op, a, b);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    GbRef result = binary_any(t, op, a, b);
    return result == GB_NOT_IMPLEMENTED ? refuse_binary(t, op, a, b, "=") : result;
}

/* --- pow() with a modulus --- */

/* The first of the three that is a float or a complex forbids a modulus in its own words. */
static bool refuse_modulus(GbThread *t, const GbBorrow *operands)
{
    for (int i = 0; i < 3; i++) {
        if (gb_is_float(operands[i])) {
            gb_raise(t, gb_TypeError,
                     "pow() 3rd argument not allowed unless all arguments are integers");
            return true;
        }
        if (gb_has_layout(operands[i], GB_KIND_COMPLEX)) {
            gb_raise(t, gb_ValueError, "complex modulo");
            return true;
        }
    }
    return false;
}

/* Does v's class answer for ** in its own way? */
static bool overrides_power(GbThread *t, GbBorrow v)
{
    GbBorrow own = gb_type_lookup(t, gb_type_of(t, v), gb_name(t, __pow__));
    return own != GB_NULL && own != gb_type_lookup(t, gb_type(t, INT), gb_name(t, __pow__));
}

GbRef gb_power(GbThread *t, GbBorrow a, GbBorrow b, GbBorrow modulus)
{
    if (modulus == GB_NONE)
        return gb_binary(t, GB_POW, a, b);
    GbBorrow operands[] = {a, b, modulus};
    GbRef result = GB_NOT_IMPLEMENTED;
    if (overrides_power(t, a) && !gb_is_float(a) && !gb_has_layout(a, GB_KIND_COMPLEX))
        result = gb_call_method(t, a, gb_name(t, __pow__), operands + 1, 2);
    else if (gb_is_intlike(a) && gb_is_intlike(b) && gb_is_intlike(modulus))
        result = gb_int_pow_mod(t, a, b, modulus);
    if (result != GB_NOT_IMPLEMENTED)
        return result;
    if (refuse_modulus(t, operands))
        return GB_NULL;
    return gb_raise(t, gb_TypeError,
                    "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, modulus);
}
