/* The part of module math that stays among the integers. */
#include "stdlib/mod_math.h"

/* An argument as an exact int: not negative. GB_NULL with ValueError. */
static GbRef natural_argument(GbThread *t, GbBorrow v, const char *message)
{
    GbRef n = gb_index(t, v);
    if (n != GB_NULL && gb_int_sign(n) < 0) {
        gb_clear(&n);
        gb_raise(t, gb_ValueError, "%s", message);
    }
    return n;
}

static GbRef math_factorial(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count;
    GbRef n = natural_argument(t, args[0], "factorial() not defined for negative values");
    if (n == GB_NULL)
        return GB_NULL;
    bool fits = gb_int_peek_i64(n, &count);
    gb_decref(n);
    if (!fits)
        return gb_raise(t, gb_OverflowError, "factorial() argument should not exceed %lld",
                        (long long)INT64_MAX);
    return gb_int_factorial(t, (uint64_t)count);
}

/* n choose k, where 0 <= k <= n. */
static GbRef binomial(GbThread *t, GbBorrow n, GbBorrow k)
{
    int64_t count = -1;
    GbRef other = gb_binary(t, GB_SUB, n, k);
    if (other == GB_NULL)
        return GB_NULL;
    int other_smaller = gb_compare_truth(t, other, k, GB_LT);
    bool fits = other_smaller >= 0 && gb_int_peek_i64(other_smaller ? other : k, &count);
    gb_decref(other);
    if (!fits)
        return gb_raise(t, gb_OverflowError, "min(n - k, k) must not exceed %lld",
                        (long long)INT64_MAX);
    return gb_int_binomial(t, n, (uint64_t)count);
}

/* k factors from n downwards: n choose k, in every order. */
static GbRef permutations(GbThread *t, GbBorrow n, GbBorrow k)
{
    int64_t count;
    if (!gb_int_peek_i64(k, &count))
        return gb_raise(t, gb_OverflowError, "k must not exceed %lld", (long long)INT64_MAX);
    GbRef choices = binomial(t, n, k), result = GB_NULL;
    GbRef orders = choices == GB_NULL ? GB_NULL : gb_int_factorial(t, (uint64_t)count);
    if (orders != GB_NULL)
        result = gb_binary(t, GB_MUL, choices, orders);
    gb_xdecref(choices);
    gb_xdecref(orders);
    return result;
}

/* comb and perm check and compare their arguments alike. */
static GbRef choose(GbThread *t, const GbBorrow *args,
                    GbRef (*count)(GbThread *t, GbBorrow n, GbBorrow k))
{
    GbRef n = gb_index(t, args[0]), k = GB_NULL, result = GB_NULL;
    if (n == GB_NULL || (k = gb_index(t, args[1])) == GB_NULL)
        goto done;
    if (gb_int_sign(n) < 0) {
        gb_raise(t, gb_ValueError, "n must be a non-negative integer");
        goto done;
    }
    if (gb_int_sign(k) < 0) {
        gb_raise(t, gb_ValueError, "k must be a non-negative integer");
        goto done;
    }
    int too_many = gb_compare_truth(t, k, n, GB_GT);
    if (too_many >= 0)
        result = too_many ? gb_small_new(0) : count(t, n, k);
done:
    gb_clear(&n);
    gb_clear(&k);
    return result;
}

static GbRef math_comb(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return choose(t, args, binomial);
}

static GbRef math_perm(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return args[1] == GB_NONE ? math_factorial(t, self, args) : choose(t, args, permutations);
}

static GbRef lcm_two(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (gb_int_sign(a) == 0 || gb_int_sign(b) == 0)
        return gb_small_new(0);
    GbRef divisor = gb_int_gcd(t, a, b), part = GB_NULL, result = GB_NULL;
    if (divisor != GB_NULL)
        part = gb_binary(t, GB_FLOORDIV, a, divisor);
    if (part != GB_NULL)
        result = gb_binary(t, GB_MUL, part, b);
    if (result != GB_NULL)
        gb_set(&result, gb_unary(t, GB_ABSOLUTE, result));
    gb_xdecref(divisor);
    gb_xdecref(part);
    return result;
}

/* Fold the arguments: function(function(start, a), b), ... */
static GbRef fold(GbThread *t, GbBorrow arguments, int64_t start,
                  GbRef (*function)(GbThread *t, GbBorrow a, GbBorrow b))
{
    GbRef result = gb_small_new(start);
    for (int64_t i = 0; result != GB_NULL && i < gb_tuple_count(arguments); i++) {
        GbRef n = gb_index(t, gb_tuple_peek(arguments, i));
        gb_set(&result, n == GB_NULL ? GB_NULL : function(t, result, n));
        gb_xdecref(n);
    }
    return result;
}

static GbRef math_gcd(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return fold(t, args[0], 0, gb_int_gcd);
}

static GbRef math_lcm(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return fold(t, args[0], 1, lcm_two);
}

static GbRef math_isqrt(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef n = natural_argument(t, args[0], "isqrt() argument must be nonnegative");
    GbRef root = n == GB_NULL ? GB_NULL : gb_int_isqrt(t, n);
    gb_xdecref(n);
    return root;
}

const GbMethodDef gb_math_integer_functions[] = {
    {"comb(n, k, /)", math_comb,
     "Number of ways to choose k items from n items without repetition and without order."},
    {"factorial(n, /)", math_factorial, "Find n!."},
    {"gcd(*integers)", math_gcd, "Greatest Common Divisor."},
    {"isqrt(n, /)", math_isqrt, "Return the integer part of the square root of the input."},
    {"lcm(*integers)", math_lcm, "Least Common Multiple."},
    {"perm(n, k=None, /)", math_perm,
     "Number of ways to choose k items from n items without repetition and with order."},
    {0},
};
