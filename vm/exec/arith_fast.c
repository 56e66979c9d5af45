/* Operators as the loop asks for them: immediates here, the rest by the general way. */
#include "vm/exec/eval.h"

#include "vm/object/int.h"

#include <math.h>

static GbRef small_floordiv(GbThread *t, int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    quotient -= a % b != 0 && (a < 0) != (b < 0);
    return gb_int_new(t, quotient);
}

static GbRef small_mod(int64_t a, int64_t b)
{
    int64_t rest = a % b;
    return gb_small_new(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
}

/* GB_NULL with nothing set: not for us. */
static GbRef small_binary(GbThread *t, int op, int64_t a, int64_t b)
{
    switch (op) {
    case GB_ADD: return gb_int_new(t, a + b);
    case GB_SUB: return gb_int_new(t, a - b);
    case GB_FLOORDIV: return b != 0 ? small_floordiv(t, a, b) : GB_NULL;
    case GB_MOD: return b != 0 ? small_mod(a, b) : GB_NULL;
    case GB_TRUEDIV: {
        bool exact = a > -(1LL << 53) && a < (1LL << 53) && b > -(1LL << 53) && b < (1LL << 53);
        return b != 0 && exact ? gb_float_new((double)a / (double)b) : GB_NULL;
    }
    case GB_AND: return gb_small_new(a & b);
    case GB_OR: return gb_small_new(a | b);
    case GB_XOR: return gb_small_new(a ^ b);
    case GB_RSHIFT: return b >= 0 ? gb_small_new(a >> (b > 62 ? 62 : b)) : GB_NULL;
    case GB_LSHIFT: return b >= 0 && b < 15 ? gb_int_new(t, (int64_t)((uint64_t)a << b)) : GB_NULL;
    default: return GB_NULL;
    }
}

static GbRef double_binary(int op, double a, double b)
{
    switch (op) {
    case GB_ADD: return gb_float_new(a + b);
    case GB_SUB: return gb_float_new(a - b);
    case GB_MUL: return gb_float_new(a * b);
    case GB_TRUEDIV: return b != 0.0 ? gb_float_new(a / b) : GB_NULL;
    default: return GB_NULL;
    }
}

static inline bool number_as_double(GbBorrow v, double *out)
{
    if (gb_is_double(v))
        *out = gb_double(v);
    else if (gb_is_small(v))
        *out = (double)gb_small(v);
    else
        return false;
    return true;
}

GbRef gb_binary_op(GbThread *t, int op, GbBorrow a, GbBorrow b)
{
    bool in_place = op >= GB_INPLACE;
    GbBinary plain = (GbBinary)(in_place ? op - GB_INPLACE : op);
    GbRef result = GB_NULL;
    double x, y;
    if (gb_are_small(a, b))
        result = small_binary(t, (int)plain, gb_small(a), gb_small(b));
    else if (number_as_double(a, &x) && number_as_double(b, &y))
        result = double_binary((int)plain, x, y);
    if (result != GB_NULL || gb_raised(t))
        return result;
    return in_place ? gb_inplace(t, plain, a, b) : gb_binary(t, plain, a, b);
}

GbRef gb_compare_op(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (gb_are_small(a, b)) {
        int64_t x = gb_small(a), y = gb_small(b);
        bool truths[] = {x<y, x <= y, x == y, x != y, x> y, x >= y};
        return gb_bool(truths[op]);
    }
    if (gb_is_double(a) && gb_is_double(b)) {
        double x = gb_double(a), y = gb_double(b);
        bool truths[] = {x<y, x <= y, x == y, x != y, x> y, x >= y};
        return gb_bool(truths[op]);
    }
    if ((op == GB_EQ || op == GB_NE) && gb_is_exact(a, GB_KIND_STR) && gb_is_exact(b, GB_KIND_STR))
        return gb_bool(gb_str_equal(a, b) == (op == GB_EQ));
    return gb_compare(t, a, b, op);
}
