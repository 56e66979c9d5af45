/* The shortest decimal that reads back as the same double, and of those the closest to it.
 *
 * This is Schubfach ("The Schubfach way to render doubles", R. Giulietti, 2020). A double v stands
 * for all numbers between the midpoints to its neighbours. Scale the three, v and both midpoints,
 * by a power of ten such that the interval is between 1 and 10 wide: then it holds a whole number,
 * at most one of them a multiple of ten, and what to take is a matter of a few comparisons. The
 * scaling is done in 128 bits and rounded "to odd", which comparisons cannot tell from exact. */
#include "vm/object/float.h"

typedef unsigned __int128 Wide;

enum { FIRST_POWER = -292, FRACTION_BITS = 52, EXPONENT_BIAS = 1075 };

static const struct {
    uint64_t high, low;
} powers[] = {
#define GB_POWER(high, low) {high, low},
#include "vm/object/double_powers.def"
#undef GB_POWER
};

/* floor(log10(2^e)), floor(log10(3/4 * 2^e)), floor(log2(10^e)), for the exponents that occur. */
static int log10_of_power_of_two(int e)
{
    return (e * 1262611) >> 22;
}

static int log10_of_three_quarters(int e)
{
    return (e * 1262611 - 524031) >> 22;
}

static int log2_of_power_of_ten(int e)
{
    return (e * 1741647) >> 19;
}

/* n * 10^power / 2^128, its last bit set if anything was lost. */
static uint64_t scale(int power, uint64_t n)
{
    Wide low = (Wide)powers[power - FIRST_POWER].low * n;
    Wide high = (Wide)powers[power - FIRST_POWER].high * n + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

uint64_t gb_double_shortest(double x, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << FRACTION_BITS) - 1);
    int biased = (int)(bits >> FRACTION_BITS & 0x7ff);
    uint64_t c = biased == 0 ? fraction : fraction | (uint64_t)1 << FRACTION_BITS;
    int q = (biased == 0 ? 1 : biased) - EXPONENT_BIAS; /* x = c * 2^q */
    *exponent = 0;
    if (q <= 0 && q > -FRACTION_BITS - 1 && (c & (((uint64_t)1 << -q) - 1)) == 0)
        return c >> -q; /* A whole number below 2^53. */

    /* Four times the scaled midpoints (inside the interval when c is even) and v. */
    bool is_open = c & 1;
    bool is_narrow = fraction == 0 && biased > 1; /* Below a power of two the doubles are closer. */
    int k = is_narrow ? log10_of_three_quarters(q) : log10_of_power_of_two(q);
    int shift = q + log2_of_power_of_ten(-k) + 1;
    uint64_t lower = scale(-k, (4 * c - 2 + is_narrow) << shift) + is_open;
    uint64_t middle = scale(-k, (4 * c) << shift);
    uint64_t upper = scale(-k, (4 * c + 2) << shift) - is_open;

    uint64_t down = middle / 4; /* The whole numbers next to v are down and down + 1. */
    *exponent = k;
    if (down >= 10) {
        uint64_t tens = down / 10;
        bool below_fits = lower <= 40 * tens, above_fits = 40 * tens + 40 <= upper;
        if (below_fits != above_fits) {
            *exponent = k + 1;
            return tens + above_fits;
        }
    }
    bool below_fits = lower <= 4 * down, above_fits = 4 * down + 4 <= upper;
    if (below_fits != above_fits)
        return down + above_fits;
    uint64_t half = 4 * down + 2;
    return down + (middle > half || (middle == half && (down & 1)));
}
