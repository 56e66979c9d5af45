/* The part of module math that adds up: sums and lengths without loss, products. */
#include "stdlib/mod_math.h"

#include <math.h>

/* --- Exact parts --- */

/* a + b as a rounded sum and what the rounding lost, both exact. */
static double two_sum(double a, double b, double *lost)
{
    double sum = a + b;
    double b_part = sum - a;
    *lost = (a - (sum - b_part)) + (b - b_part);
    return sum;
}

/* --- fsum --- */

/* A sum kept as doubles that do not overlap, smallest first: their total is exact (Shewchuk). */
typedef struct Partials {
    GbThread *t;
    double *items;
    int64_t count, capacity;
    double special;        /* Sum of infinities and NaNs. */
    double infinities;     /* Sum of infinities: NaN when both signs occur. */
} Partials;

static int append_partial(Partials *partials, double x)
{
    if (partials->count == partials->capacity) {
        int64_t capacity = partials->capacity == 0 ? 32 : partials->capacity * 2;
        double *items = gb_mem_resize(partials->t, partials->items,
                                      (size_t)partials->capacity * sizeof x,
                                      (size_t)capacity * sizeof x);
        if (items == NULL)
            return -1;
        partials->items = items;
        partials->capacity = capacity;
    }
    partials->items[partials->count++] = x;
    return 0;
}

static int add_partial(Partials *partials, double x)
{
    double original = x;
    int64_t kept = 0;
    for (int64_t i = 0; i < partials->count; i++) {
        double lost;
        x = two_sum(x, partials->items[i], &lost);
        if (lost != 0)
            partials->items[kept++] = lost;
    }
    partials->count = kept;
    if (isfinite(x))
        return x == 0 ? 0 : append_partial(partials, x);
    if (isfinite(original))
        return gb_fail(partials->t, gb_OverflowError, "intermediate overflow in fsum");
    if (isinf(original))
        partials->infinities += original;
    partials->special += original;
    partials->count = 0;
    return 0;
}

/* The total, correctly rounded: from the largest on until something is lost; then the sign of what
 * is left decides a tie. */
static double round_partials(const Partials *partials)
{
    int64_t i = partials->count;
    if (i == 0)
        return 0.0;
    double high = partials->items[--i], low = 0;
    while (i > 0 && low == 0)
        high = two_sum(high, partials->items[--i], &low);
    if (i > 0 && low != 0 && (low < 0) == (partials->items[i - 1] < 0)) {
        double twice = low * 2, next = high + twice;
        if (next - high == twice)
            high = next;
    }
    return high;
}

static GbRef finish_sum(const Partials *partials)
{
    GbThread *t = partials->t;
    if (partials->special != 0) {
        if (isnan(partials->infinities))
            return gb_raise(t, gb_ValueError, "-inf + inf in fsum");
        return gb_float_new(partials->special);
    }
    return gb_float_new(round_partials(partials));
}

static GbRef math_fsum(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Partials partials = {.t = t};
    GbRef iterator = gb_iter(t, args[0]), item, result = GB_NULL;
    if (iterator == GB_NULL)
        return GB_NULL;
    while ((item = gb_next(t, iterator)) != GB_NULL) {
        double x;
        int status = gb_to_double(t, item, &x);
        gb_decref(item);
        if (status < 0 || add_partial(&partials, x) < 0)
            goto done;
    }
    if (!gb_raised(t))
        result = finish_sum(&partials);
done:
    gb_decref(iterator);
    gb_mem_free(t, partials.items, (size_t)partials.capacity * sizeof(double));
    return result;
}

/* --- Lengths of vectors --- */

/* The square root of the sum of squares, with twice the precision of a double on the way. `largest`
 * is the largest of the magnitudes, finite and not 0. */
static double vector_length(const double *items, int64_t count, double largest)
{
    int exponent;
    double sum = 0, low = 0, lost;
    /* Scaled by a power of two, nothing overflows and nothing is lost. */
    frexp(largest, &exponent);
    for (int64_t i = 0; i < count; i++) {
        double x = ldexp(items[i], -exponent), square = x * x;
        low += fma(x, x, -square);
        sum = two_sum(sum, square, &lost);
        low += lost;
    }
    double root = sqrt(sum + low), square = root * root;
    double rest = (sum - square) + (low - fma(root, root, -square));
    return ldexp(root + rest / (2 * root), exponent);
}

static double vector_norm(const double *items, int64_t count)
{
    double largest = 0;
    bool has_nan = false;
    for (int64_t i = 0; i < count; i++) {
        if (isinf(items[i]))
            return HUGE_VAL;
        has_nan |= isnan(items[i]);
        if (fabs(items[i]) > largest)
            largest = fabs(items[i]);
    }
    if (has_nan)
        return (double)NAN;
    return largest == 0 ? 0.0 : vector_length(items, count, largest);
}

enum { FEW = 16 };

static GbRef math_hypot(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    double space[FEW], *items = space;
    GbRef result = GB_NULL;
    if (count > FEW && (items = gb_mem_new(t, (size_t)count * sizeof *items)) == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < count; i++) {
        if (gb_to_double(t, gb_tuple_peek(args[0], i), &items[i]) < 0)
            goto done;
    }
    result = gb_float_new(vector_norm(items, count));
done:
    if (items != space)
        gb_mem_free(t, items, (size_t)count * sizeof *items);
    return result;
}

static GbRef distance(GbThread *t, GbBorrow p, GbBorrow q)
{
    int64_t count = gb_tuple_count(p);
    if (count != gb_tuple_count(q))
        return gb_raise(t, gb_ValueError, "both points must have the same number of dimensions");
    double space[FEW], *items = space, other;
    GbRef result = GB_NULL;
    if (count > FEW && (items = gb_mem_new(t, (size_t)count * sizeof *items)) == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < count; i++) {
        if (gb_to_double(t, gb_tuple_peek(p, i), &items[i]) < 0 ||
            gb_to_double(t, gb_tuple_peek(q, i), &other) < 0)
            goto done;
        items[i] -= other;
    }
    result = gb_float_new(vector_norm(items, count));
done:
    if (items != space)
        gb_mem_free(t, items, (size_t)count * sizeof *items);
    return result;
}

static GbRef math_dist(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef p = gb_tuple_from(t, args[0]), q = p == GB_NULL ? GB_NULL : gb_tuple_from(t, args[1]);
    GbRef result = q == GB_NULL ? GB_NULL : distance(t, p, q);
    gb_xdecref(p);
    gb_xdecref(q);
    return result;
}

/* --- Products --- */

static GbRef math_prod(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[0]), item;
    GbRef product = iterator == GB_NULL ? GB_NULL : gb_new_ref(args[1]);
    while (product != GB_NULL && (item = gb_next(t, iterator)) != GB_NULL) {
        gb_set(&product, gb_binary(t, GB_MUL, product, item));
        gb_decref(item);
    }
    gb_xdecref(iterator);
    if (product != GB_NULL && gb_raised(t))
        gb_clear(&product);
    return product;
}

const GbMethodDef gb_math_sum_functions[] = {
    {"dist(p, q, /)", math_dist, "Return the Euclidean distance between two points p and q."},
    {"fsum(seq, /)", math_fsum,
     "Return an accurate floating point sum of values in the iterable seq."},
    {"hypot(*coordinates)", math_hypot, "hypot(*coordinates) -> value"},
    {"prod(iterable, /, *, start=1)", math_prod,
     "Calculate the product of all the elements in the input iterable."},
    {0},
};
