#include "vm/object/int.h"

#include "runtime/check.h"
#include "vm/object/float.h"
#include "vm/object/int_memory.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>

/* GMP works on the limbs where they lie: operands are wrapped for reading, and results are computed
 * right into a new object. Only where GMP cannot say beforehand how long a result gets does a
 * temporary of its own stand between. */

_Static_assert(sizeof(mp_limb_t) == 8 && GMP_NUMB_BITS == 64, "limbs are 64 bits");

enum { LIMB_BITS = 64 };

/* An operand: its magnitude and sign. */
typedef struct Operand {
    const mp_limb_t *limbs;
    mp_size_t count;
    bool is_negative;
    mp_limb_t space;
} Operand;

const uint64_t *gb_big_limbs(GbBorrow a, uint64_t *space, uint64_t *count, bool *is_negative)
{
    int64_t n;
    if (gb_int_immediate(a, &n)) {
        *space = n < 0 ? -(uint64_t)n : (uint64_t)n;
        *count = n != 0;
        *is_negative = n < 0;
        return space;
    }
    const GbInt *big = gb_as_int(a);
    *count = (uint64_t)(big->size < 0 ? -(int64_t)big->size : big->size);
    *is_negative = big->size < 0;
    return big->limbs;
}

static void operand_init(Operand *out, GbBorrow a)
{
    uint64_t space, count;
    const uint64_t *limbs = gb_big_limbs(a, &space, &count, &out->is_negative);
    out->count = (mp_size_t)count;
    out->space = space;
    out->limbs = limbs == &space ? &out->space : (const mp_limb_t *)limbs;
}

/* The operand as GMP's number, for reading only; good as long as the operand is. */
static mpz_srcptr operand_mpz(const Operand *operand, mpz_t out)
{
    return mpz_roinit_n(out, operand->limbs,
                        operand->is_negative ? -operand->count : operand->count);
}

GbInt *gb_big_new(GbThread *t, uint64_t count)
{
    if (count > GB_INT_BITS_MAX / LIMB_BITS) {
        gb_raise_memory(t);
        return NULL;
    }
    size_t bytes = sizeof(GbInt) + (size_t)count * sizeof(uint64_t);
    GbInt *big = gb_object_new_sized(t, gb_type(t, INT), bytes);
    if (big != NULL)
        big->capacity = (uint32_t)count;
    return big;
}

GbRef gb_big_finish_take(GbThread *t, GbInt *big, uint64_t count, bool is_negative)
{
    while (count > 0 && big->limbs[count - 1] == 0)
        count--;
    if (count <= 1) {
        uint64_t magnitude = count == 0 ? 0 : big->limbs[0];
        if (magnitude <= (uint64_t)GB_SMALL_MAX + is_negative) {
            gb_decref(gb_value(big));
            return gb_small_new(is_negative ? -(int64_t)magnitude : (int64_t)magnitude);
        }
    }
    big->size = is_negative ? -(int32_t)count : (int32_t)count;
    return gb_value(big);
}

/* An int of up to 127 bits: two words, for which the machine's own arithmetic does. What overflows
 * in such a thing is left to GMP. */
static bool peek_i128(GbBorrow a, __int128 *out)
{
    uint64_t space, count;
    bool is_negative;
    const uint64_t *limbs = gb_big_limbs(a, &space, &count, &is_negative);
    if (count > 2 || (count == 2 && limbs[1] > INT64_MAX))
        return false;
    unsigned __int128 high = count == 2 ? limbs[1] : 0;
    __int128 magnitude = (__int128)(high << LIMB_BITS | (count == 0 ? 0 : limbs[0]));
    *out = is_negative ? -magnitude : magnitude;
    return true;
}

static bool peek_two_i128(GbBorrow a, GbBorrow b, __int128 *m, __int128 *n)
{
    return peek_i128(a, m) && peek_i128(b, n);
}

/* A value of GMP's as an exact int. */
static GbRef from_mpz(GbThread *t, const mpz_t number)
{
    uint64_t count = mpz_size(number);
    GbInt *big = gb_big_new(t, count);
    if (big == NULL)
        return GB_NULL;
    memcpy(big->limbs, mpz_limbs_read(number), count * sizeof big->limbs[0]);
    return gb_big_finish_take(t, big, count, mpz_sgn(number) < 0);
}

/* The same, and all that GMP has is given back. */
static GbRef finish_mpz(GbGmp *gmp, const mpz_t number)
{
    GbRef result = from_mpz(gmp->t, number);
    gb_gmp_end(gmp);
    return result;
}

GbRef gb_big_from_i128(GbThread *t, __int128 n)
{
    if (n >= GB_SMALL_MIN && n <= GB_SMALL_MAX)
        return gb_small_new((int64_t)n);
    bool is_negative = n < 0;
    unsigned __int128 magnitude = is_negative ? -(unsigned __int128)n : (unsigned __int128)n;
    uint64_t high = (uint64_t)(magnitude >> LIMB_BITS);
    GbInt *big = gb_big_new(t, high != 0 ? 2 : 1);
    if (big == NULL)
        return GB_NULL;
    big->limbs[0] = (uint64_t)magnitude;
    if (high != 0)
        big->limbs[1] = high;
    return gb_big_finish_take(t, big, big->capacity, is_negative);
}

/* Schoolbook multiplication takes every limb by every other; faster ways count as that, up to here.
 */
enum { LIMBS_MAX = 1 << 20 };

static void charge_limbs(GbThread *t, uint64_t a, uint64_t b)
{
    a = a < LIMBS_MAX ? a : LIMBS_MAX;
    b = b < LIMBS_MAX ? b : LIMBS_MAX;
    gb_charge(t, RT_COST_BIGINT_LIMB, (int64_t)(a * b));
}

/* --- Sums, products --- */

static GbRef add_magnitudes(GbThread *t, const Operand *a, const Operand *b, bool is_negative)
{
    GbInt *big = gb_big_new(t, (uint64_t)a->count + 1);
    if (big == NULL)
        return GB_NULL;
    big->limbs[a->count] = mpn_add(big->limbs, a->limbs, a->count, b->limbs, b->count);
    return gb_big_finish_take(t, big, (uint64_t)a->count + 1, is_negative);
}

/* |a| - |b| with the sign given, where |a| >= |b|. */
static GbRef sub_magnitudes(GbThread *t, const Operand *a, const Operand *b, bool is_negative)
{
    GbInt *big = gb_big_new(t, (uint64_t)a->count);
    if (big == NULL)
        return GB_NULL;
    mpn_sub(big->limbs, a->limbs, a->count, b->limbs, b->count);
    return gb_big_finish_take(t, big, (uint64_t)a->count, is_negative);
}

static int order_magnitudes(const Operand *a, const Operand *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a->count == 0 ? 0 : mpn_cmp(a->limbs, b->limbs, a->count);
}

GbRef gb_big_add(GbThread *t, GbBorrow a, GbBorrow b, bool subtract)
{
    __int128 m, n, sum;
    if (peek_two_i128(a, b, &m, &n) &&
        !(subtract ? __builtin_sub_overflow(m, n, &sum) : __builtin_add_overflow(m, n, &sum)))
        return gb_big_from_i128(t, sum);
    Operand first, second;
    operand_init(&first, a);
    operand_init(&second, b);
    second.is_negative ^= subtract;
    bool a_is_larger = order_magnitudes(&first, &second) >= 0;
    const Operand *large = a_is_larger ? &first : &second, *small = a_is_larger ? &second : &first;
    if (large->count == 0)
        return gb_small_new(0);
    if (large->is_negative == small->is_negative)
        return add_magnitudes(t, large, small, large->is_negative);
    return sub_magnitudes(t, large, small, large->is_negative);
}

static int mul_limbs(GbThread *t, mp_limb_t *out, const Operand *large, const Operand *small)
{
    GbGmp gmp;
    if (GB_GMP_RUNS_OUT(t, &gmp)) {
        gb_gmp_fail(&gmp);
        return -1;
    }
    if (large->limbs == small->limbs)
        mpn_sqr(out, large->limbs, large->count);
    else
        mpn_mul(out, large->limbs, large->count, small->limbs, small->count);
    gb_gmp_end(&gmp);
    return 0;
}

GbRef gb_big_mul(GbThread *t, GbBorrow a, GbBorrow b)
{
    Operand first, second;
    operand_init(&first, a);
    operand_init(&second, b);
    const Operand *large = &first, *small = &second;
    if (large->count < small->count)
        large = &second, small = &first;
    if (small->count == 0)
        return gb_small_new(0);
    bool is_negative = large->is_negative != small->is_negative;
    charge_limbs(t, (uint64_t)large->count, (uint64_t)small->count);
    if (large->count == 1) {
        unsigned __int128 product = (unsigned __int128)large->limbs[0] * small->limbs[0];
        if (product >> 127 == 0)
            return gb_big_from_i128(t, is_negative ? -(__int128)product : (__int128)product);
    }
    uint64_t count = (uint64_t)large->count + (uint64_t)small->count;
    GbInt *big = gb_big_new(t, count);
    if (big == NULL)
        return GB_NULL;
    if (mul_limbs(t, big->limbs, large, small) < 0) {
        gb_decref(gb_value(big));
        return GB_NULL;
    }
    return gb_big_finish_take(t, big, count, is_negative);
}

GbRef gb_big_negative(GbThread *t, GbBorrow a)
{
    Operand operand;
    operand_init(&operand, a);
    GbInt *big = gb_big_new(t, (uint64_t)operand.count);
    if (big == NULL)
        return GB_NULL;
    memcpy(big->limbs, operand.limbs, (size_t)operand.count * sizeof big->limbs[0]);
    return gb_big_finish_take(t, big, (uint64_t)operand.count, !operand.is_negative);
}

/* --- Division --- */

static int divmod_i128(GbThread *t, __int128 m, __int128 n, GbRef *quotient, GbRef *remainder)
{
    __int128 whole = m / n, rest = m % n;
    if (rest != 0 && (rest < 0) != (n < 0)) {
        whole--;
        rest += n;
    }
    if (quotient != NULL && (*quotient = gb_big_from_i128(t, whole)) == GB_NULL)
        return -1;
    if (remainder == NULL || (*remainder = gb_big_from_i128(t, rest)) != GB_NULL)
        return 0;
    if (quotient != NULL)
        gb_clear(quotient);
    return -1;
}

int gb_big_divmod(GbThread *t, GbBorrow a, GbBorrow b, GbRef *quotient, GbRef *remainder)
{
    GbGmp gmp;
    Operand first, second;
    mpz_t x, y, q, r;
    operand_init(&first, a);
    operand_init(&second, b);
    ASSERT(second.count != 0);
    charge_limbs(t, (uint64_t)first.count, (uint64_t)second.count);
    __int128 m, n;
    if (peek_two_i128(a, b, &m, &n))
        return divmod_i128(t, m, n, quotient, remainder);
    if (GB_GMP_RUNS_OUT(t, &gmp)) {
        gb_gmp_fail(&gmp);
        return -1;
    }
    mpz_inits(q, r, NULL);
    mpz_fdiv_qr(q, r, operand_mpz(&first, x), operand_mpz(&second, y));
    bool failed = quotient != NULL && (*quotient = from_mpz(t, q)) == GB_NULL;
    if (!failed && remainder != NULL && (*remainder = from_mpz(t, r)) == GB_NULL) {
        failed = true;
        if (quotient != NULL)
            gb_clear(quotient);
    }
    gb_gmp_end(&gmp);
    return failed ? -1 : 0;
}

/* The top 64 bits of a magnitude that has more; *shift how many are below them; whether any of
 * those is set. */
static uint64_t top_bits(const Operand *a, int64_t *shift, bool *sticky)
{
    mp_size_t last = a->count - 1;
    int gap = __builtin_clzll(a->limbs[last]);
    uint64_t top = a->limbs[last];
    mp_size_t unseen = last;
    *sticky = false;
    *shift = last * LIMB_BITS - gap;
    if (gap != 0 && last > 0) {
        top = top << gap | a->limbs[last - 1] >> (LIMB_BITS - gap);
        *sticky = a->limbs[last - 1] << gap != 0;
        unseen = last - 1;
    } else if (gap != 0) {
        *shift = 0;
    }
    for (mp_size_t i = 0; i < unseen && !*sticky; i++)
        *sticky = a->limbs[i] != 0;
    return top;
}

int gb_int_to_double(GbThread *t, GbBorrow a, double *out)
{
    int64_t n;
    if (gb_int_immediate(a, &n)) {
        *out = (double)n;
        return 0;
    }
    Operand operand;
    operand_init(&operand, a);
    int64_t shift = 0;
    bool sticky = false;
    uint64_t top = operand.count == 0 ? 0 : top_bits(&operand, &shift, &sticky);
    double x = gb_double_compose(top, sticky, shift);
    if (isinf(x))
        return gb_fail(t, gb_OverflowError, "int too large to convert to float");
    *out = operand.is_negative ? -x : x;
    return 0;
}

double gb_int_frexp(GbBorrow a, int64_t *exponent)
{
    Operand operand;
    operand_init(&operand, a);
    ASSERT(operand.count != 0);
    int64_t shift;
    bool sticky;
    uint64_t top = top_bits(&operand, &shift, &sticky);
    int small_exponent;
    double fraction = frexp(gb_double_compose(top, sticky, 0), &small_exponent);
    *exponent = small_exponent + shift;
    return fraction;
}

/* Scale so that the quotient has 63 or 64 bits, see whether anything is left over, round once. */
GbRef gb_big_truediv(GbThread *t, GbBorrow a, GbBorrow b)
{
    Operand first, second;
    operand_init(&first, a);
    operand_init(&second, b);
    if (first.count == 0)
        return gb_float_new(second.is_negative ? -0.0 : 0.0);
    bool is_negative = first.is_negative != second.is_negative;
    int64_t distance = (int64_t)gb_int_bit_length(a) - (int64_t)gb_int_bit_length(b);
    if (distance > 1025)
        goto too_large;
    if (distance < -1200)
        return gb_float_new(is_negative ? -0.0 : 0.0);
    int64_t shift = LIMB_BITS - 1 - distance; /* The quotient has 63 or 64 bits. */
    GbGmp gmp;
    mpz_t x, y, scaled, q, r;
    operand_mpz(&first, x);
    operand_mpz(&second, y);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_inits(scaled, q, r, NULL);
    if (shift >= 0) {
        mpz_mul_2exp(scaled, x, (mp_bitcnt_t)shift);
        mpz_tdiv_qr(q, r, scaled, y);
    } else {
        mpz_mul_2exp(scaled, y, (mp_bitcnt_t)-shift);
        mpz_tdiv_qr(q, r, x, scaled);
    }
    double result = gb_double_compose(mpz_getlimbn(q, 0), mpz_sgn(r) != 0, -shift);
    gb_gmp_end(&gmp);
    if (!isinf(result))
        return gb_float_new(is_negative ? -result : result);
too_large:
    return gb_raise(t, gb_OverflowError, "integer division result too large for a float");
}

GbRef gb_big_from_double(GbThread *t, double x)
{
    GbGmp gmp;
    mpz_t number;
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init_set_d(number, x);
    return finish_mpz(&gmp, number);
}

/* --- Powers --- */

GbRef gb_big_pow(GbThread *t, GbBorrow a, uint64_t exponent)
{
    GbGmp gmp;
    uint64_t bits = gb_int_bit_length(a);
    if (exponent == 0)
        return gb_small_new(1);
    if (bits > 1 && (exponent > GB_INT_BITS_MAX || bits - 1 > GB_INT_BITS_MAX / exponent))
        return gb_raise_memory(t);
    Operand operand;
    mpz_t x, result;
    operand_init(&operand, a);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    mpz_pow_ui(result, operand_mpz(&operand, x), exponent);
    charge_limbs(t, mpz_size(result), mpz_size(result));
    return finish_mpz(&gmp, result);
}

/* Of words, so that a product fits one. */
static GbRef pow_mod_words(const Operand *base, uint64_t exponent, const Operand *modulus)
{
    uint64_t m = modulus->limbs[0], power = base->count == 0 ? 0 : base->limbs[0] % m;
    uint64_t result = 1 % m;
    ASSERT(m <= UINT32_MAX);
    if (base->is_negative && power != 0)
        power = m - power;
    for (; exponent != 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * power % m;
        power = power * power % m;
    }
    /* The result has the sign of the modulus. */
    bool below = modulus->is_negative && result != 0;
    return gb_small_new((int64_t)result - (below ? (int64_t)m : 0));
}

GbRef gb_big_pow_mod(GbThread *t, GbBorrow a, GbBorrow b, GbBorrow modulus)
{
    GbGmp gmp;
    Operand base, exponent, mod;
    mpz_t x, y, m, result;
    operand_init(&base, a);
    operand_init(&exponent, b);
    operand_init(&mod, modulus);
    operand_mpz(&base, x);
    operand_mpz(&exponent, y);
    operand_mpz(&mod, m);
    if (mod.count == 0)
        return gb_raise(t, gb_ValueError, "pow() 3rd argument cannot be 0");
    charge_limbs(t, (uint64_t)exponent.count * 64, (uint64_t)mod.count * (uint64_t)mod.count);
    if (base.count <= 1 && exponent.count == 1 && !exponent.is_negative && mod.count == 1 &&
        mod.limbs[0] <= UINT32_MAX)
        return pow_mod_words(&base, exponent.limbs[0], &mod);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    if (!exponent.is_negative) {
        mpz_powm(result, x, y, m);
    } else if (mpz_cmpabs_ui(m, 1) == 0) {
        mpz_set_ui(result, 0);
    } else if (mpz_invert(result, x, m)) {
        mpz_t positive;
        mpz_roinit_n(positive, exponent.limbs, exponent.count);
        mpz_powm(result, result, positive, m);
    } else {
        gb_gmp_end(&gmp);
        return gb_raise(t, gb_ValueError, "base is not invertible for the given modulus");
    }
    if (mod.is_negative && mpz_sgn(result) > 0)
        mpz_add(result, result, m); /* The result has the sign of the modulus. */
    return finish_mpz(&gmp, result);
}

/* --- Bits --- */

uint64_t gb_int_bit_length(GbBorrow a)
{
    Operand operand;
    operand_init(&operand, a);
    if (operand.count == 0)
        return 0;
    return (uint64_t)operand.count * LIMB_BITS -
           (uint64_t)__builtin_clzll(operand.limbs[operand.count - 1]);
}

uint64_t gb_big_bit_count(GbBorrow a)
{
    Operand operand;
    operand_init(&operand, a);
    return operand.count == 0 ? 0 : mpn_popcount(operand.limbs, operand.count);
}

static GbRef shift_left(GbThread *t, const Operand *a, uint64_t count)
{
    uint64_t whole = count / LIMB_BITS, limbs = (uint64_t)a->count + whole + 1;
    GbInt *big = gb_big_new(t, limbs);
    if (big == NULL)
        return GB_NULL;
    if (count % LIMB_BITS != 0)
        big->limbs[limbs - 1] =
            mpn_lshift(big->limbs + whole, a->limbs, a->count, count % LIMB_BITS);
    else
        memcpy(big->limbs + whole, a->limbs, (size_t)a->count * sizeof big->limbs[0]);
    return gb_big_finish_take(t, big, limbs, a->is_negative);
}

GbRef gb_big_shift(GbThread *t, GbBorrow a, uint64_t count, bool left)
{
    GbGmp gmp;
    Operand operand;
    operand_init(&operand, a);
    if (operand.count == 0)
        return gb_small_new(0);
    if (left)
        return count > GB_INT_BITS_MAX ? gb_raise_memory(t) : shift_left(t, &operand, count);
    if (count / LIMB_BITS >= (uint64_t)operand.count)
        return gb_small_new(operand.is_negative ? -1 : 0);
    mpz_t x, result;
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    mpz_fdiv_q_2exp(result, operand_mpz(&operand, x), count);
    return finish_mpz(&gmp, result);
}

GbRef gb_big_bitwise(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    __int128 m, n;
    if (peek_two_i128(a, b, &m, &n))
        return gb_big_from_i128(t, op == GB_AND ? m & n : op == GB_OR ? m | n : m ^ n);
    GbGmp gmp;
    Operand first, second;
    mpz_t x, y, result;
    operand_init(&first, a);
    operand_init(&second, b);
    operand_mpz(&first, x);
    operand_mpz(&second, y);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    if (op == GB_AND)
        mpz_and(result, x, y);
    else if (op == GB_OR)
        mpz_ior(result, x, y);
    else
        mpz_xor(result, x, y);
    return finish_mpz(&gmp, result);
}

/* --- Order and hash --- */

int gb_big_order(GbBorrow a, GbBorrow b)
{
    Operand first, second;
    operand_init(&first, a);
    operand_init(&second, b);
    if (first.is_negative != second.is_negative)
        return first.is_negative ? -1 : 1;
    int order = order_magnitudes(&first, &second);
    return first.is_negative ? -order : order;
}

int gb_big_order_double(GbBorrow a, double x)
{
    Operand operand;
    mpz_t number;
    operand_init(&operand, a);
    return mpz_cmp_d(operand_mpz(&operand, number), x);
}

int64_t gb_int_hash(GbBorrow a)
{
    int64_t n;
    if (!gb_int_immediate(a, &n)) {
        const mp_limb_t modulus = ((mp_limb_t)1 << 61) - 1;
        Operand operand;
        operand_init(&operand, a);
        n = operand.count == 0 ? 0 : (int64_t)mpn_mod_1(operand.limbs, operand.count, modulus);
        if (operand.is_negative)
            n = -n;
    }
    return n == -1 ? -2 : n; /* -1 is no hash, in CPython's C interface. */
}

/* --- Number theory --- */

/* Euclid's, of words. */
static uint64_t gcd_words(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

GbRef gb_int_gcd(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbGmp gmp;
    int64_t m, n;
    if (gb_int_immediate(a, &m) && gb_int_immediate(b, &n))
        return gb_int_new(t, (int64_t)gcd_words((uint64_t)llabs(m), (uint64_t)llabs(n)));
    Operand first, second;
    mpz_t x, y, result;
    operand_init(&first, a);
    operand_init(&second, b);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    mpz_gcd(result, operand_mpz(&first, x), operand_mpz(&second, y));
    return finish_mpz(&gmp, result);
}

GbRef gb_int_isqrt(GbThread *t, GbBorrow a)
{
    GbGmp gmp;
    Operand operand;
    mpz_t x, result;
    operand_init(&operand, a);
    ASSERT(!operand.is_negative);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    mpz_sqrt(result, operand_mpz(&operand, x));
    return finish_mpz(&gmp, result);
}

GbRef gb_int_factorial(GbThread *t, uint64_t n)
{
    GbGmp gmp;
    if (n > 1 && n > GB_INT_BITS_MAX / (uint64_t)log2((double)n))
        return gb_raise_memory(t);
    mpz_t result;
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    mpz_fac_ui(result, n);
    return finish_mpz(&gmp, result);
}

GbRef gb_int_binomial(GbThread *t, GbBorrow n, uint64_t k)
{
    GbGmp gmp;
    uint64_t bits = gb_int_bit_length(n);
    if (k != 0 && bits > GB_INT_BITS_MAX / k)
        return gb_raise_memory(t);
    Operand operand;
    mpz_t x, result;
    operand_init(&operand, n);
    if (GB_GMP_RUNS_OUT(t, &gmp))
        return gb_gmp_fail(&gmp);
    mpz_init(result);
    mpz_bin_ui(result, operand_mpz(&operand, x), k);
    return finish_mpz(&gmp, result);
}
