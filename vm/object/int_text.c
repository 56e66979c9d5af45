#include "vm/object/int.h"

#include "vm/interp.h"
#include "vm/object/int_memory.h"
#include "vm/object/str.h"
#include "vm/object/unicode.h"

#include <gmp.h>
#include <stdlib.h>

/* --- From value to digits --- */

enum { UNLIMITED_DIGITS = 640 }; /* So many decimal digits are always allowed. */

static int fail_digits_out(GbThread *t, int limit)
{
    return gb_fail(t, gb_ValueError,
                   "Exceeds the limit (%d digits) for integer string conversion; use "
                   "sys.set_int_max_str_digits() to increase the limit",
                   limit);
}

static bool exceeds_limit(GbThread *t, size_t digits)
{
    int limit = t->interp->int_max_str_digits;
    return limit > 0 && digits > UNLIMITED_DIGITS && digits > (size_t)limit;
}

/* Written backwards from `end`; where they begin. */
static inline char *write_digits(char *end, uint64_t n, unsigned base)
{
    do {
        *--end = "0123456789abcdefghijklmnopqrstuvwxyz"[n % base];
        n /= base;
    } while (n != 0);
    return end;
}

int gb_digits_init(GbThread *t, GbDigits *digits, GbBorrow v, int base)
{
    uint64_t space, count;
    const uint64_t *limbs = gb_big_limbs(v, &space, &count, &digits->is_negative);
    digits->allocated = 0;
    if (count <= 1) {
        uint64_t magnitude = count == 0 ? 0 : limbs[0];
        char *end = digits->space + sizeof digits->space;
        digits->text = write_digits(end, magnitude, (unsigned)base);
        digits->size = (size_t)(end - digits->text);
        return 0;
    }
    mpz_t number;
    mpz_roinit_n(number, limbs, (mp_size_t)count);
    size_t bound = mpz_sizeinbase(number, base); /* The size or one more. */
    if (base == 10 && exceeds_limit(t, bound - 1))
        return fail_digits_out(t, t->interp->int_max_str_digits);
    digits->text = gb_mem_new(t, bound + 2);
    if (digits->text == NULL)
        return -1;
    digits->allocated = bound + 2;
    gb_charge(t, RT_COST_BIGINT_LIMB, (int64_t)(count * count));
    GbGmp gmp;
    if (GB_GMP_RUNS_OUT(t, &gmp)) {
        gb_gmp_fail(&gmp);
        gb_digits_fini(t, digits);
        return -1;
    }
    mpz_get_str(digits->text, base, number);
    gb_gmp_end(&gmp);
    digits->size = strlen(digits->text);
    if (base == 10 && exceeds_limit(t, digits->size)) {
        gb_digits_fini(t, digits);
        return fail_digits_out(t, t->interp->int_max_str_digits);
    }
    return 0;
}

void gb_digits_fini(GbThread *t, GbDigits *digits)
{
    if (digits->allocated != 0)
        gb_mem_free(t, digits->text, digits->allocated);
    digits->allocated = 0;
}

/* The digits with a sign and a prefix before them. */
static GbRef digits_to_str(GbThread *t, GbDigits *digits, const char *prefix)
{
    size_t prefix_size = strlen(prefix);
    size_t size = digits->size + prefix_size + digits->is_negative;
    char space[80];
    char *text = size <= sizeof space ? space : gb_mem_new(t, size);
    GbRef result = GB_NULL;
    if (text != NULL) {
        char *p = text;
        if (digits->is_negative)
            *p++ = '-';
        memcpy(p, prefix, prefix_size);
        memcpy(p + prefix_size, digits->text, digits->size);
        result = gb_str_from_utf8(t, text, size);
    }
    if (text != space)
        gb_mem_free(t, text, size);
    return result;
}

static GbRef small_repr(GbThread *t, int64_t n)
{
    char space[24], *end = space + sizeof space;
    char *p = write_digits(end, n < 0 ? -(uint64_t)n : (uint64_t)n, 10);
    if (n < 0)
        *--p = '-';
    return gb_str_from_utf8(t, p, (size_t)(end - p));
}

GbRef gb_int_repr(GbThread *t, GbBorrow v)
{
    GbDigits digits;
    if (gb_is_small(v))
        return small_repr(t, gb_small(v));
    if (gb_digits_init(t, &digits, v, 10) < 0)
        return GB_NULL;
    GbRef result = digits_to_str(t, &digits, "");
    gb_digits_fini(t, &digits);
    return result;
}

GbRef gb_int_to_base(GbThread *t, GbBorrow v, int base)
{
    GbDigits digits;
    if (gb_digits_init(t, &digits, v, base) < 0)
        return GB_NULL;
    const char *prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
    GbRef result = digits_to_str(t, &digits, prefix);
    gb_digits_fini(t, &digits);
    return result;
}

/* --- From digits to value --- */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
}

/* The base that a prefix after the sign tells, or 0. */
static int prefix_base(const char *p, const char *end)
{
    if (end - p < 2 || p[0] != '0')
        return 0;
    switch (p[1] | 0x20) {
    case 'x':
        return 16;
    case 'o':
        return 8;
    case 'b':
        return 2;
    default:
        return 0;
    }
}

/* [p, end) must be digits of the base with single underscores between them: their count, or 0. */
static size_t count_digits(const char *p, const char *end, int base)
{
    size_t count = 0;
    bool after_digit = false;
    for (; p < end; p++) {
        if (*p == '_' && after_digit) {
            after_digit = false;
        } else if (digit_value(*p) < base) {
            after_digit = true;
            count++;
        } else {
            return 0;
        }
    }
    return after_digit ? count : 0;
}

/* Of the first `count` digits' values, the first not 0. */
static GbRef from_values(GbThread *t, const unsigned char *values, size_t count, int base,
                         bool is_negative)
{
    uint64_t bits_per_digit = 64 - (uint64_t)__builtin_clzll((uint64_t)base - 1);
    GbInt *big = gb_big_new(t, count * bits_per_digit / 64 + 2);
    if (big == NULL)
        return GB_NULL;
    gb_charge(t, RT_COST_BIGINT_LIMB, (int64_t)big->capacity * (int64_t)big->capacity);
    GbGmp gmp;
    if (GB_GMP_RUNS_OUT(t, &gmp)) {
        gb_decref(gb_value(big));
        return gb_gmp_fail(&gmp);
    }
    mp_size_t limbs = mpn_set_str(big->limbs, values, count, base);
    gb_gmp_end(&gmp);
    return gb_big_finish_take(t, big, (uint64_t)limbs, is_negative);
}

static GbRef big_from_digits(GbThread *t, const char *p, const char *end, size_t count, int base,
                             bool is_negative)
{
    unsigned char *values = gb_mem_new(t, count);
    if (values == NULL)
        return GB_NULL;
    size_t used = 0;
    for (; p < end; p++) {
        if (*p != '_' && (used > 0 || *p != '0'))
            values[used++] = (unsigned char)digit_value(*p);
    }
    GbRef result = used == 0 ? gb_small_new(0) : from_values(t, values, used, base, is_negative);
    gb_mem_free(t, values, count);
    return result;
}

static GbRef from_digits(GbThread *t, const char *p, const char *end, size_t count, int base,
                         bool is_negative)
{
    if (count > 18 || (base > 10 && count > 12)) /* Up to there it is below 2^63. */
        return big_from_digits(t, p, end, count, base, is_negative);
    int64_t n = 0;
    for (; p < end; p++) {
        if (*p != '_')
            n = n * base + digit_value(*p);
    }
    return gb_int_new(t, is_negative ? -n : n);
}

int gb_int_parse(GbThread *t, const char *text, size_t size, int base, GbRef *out)
{
    const char *p = text, *end = text + size;
    while (p < end && gb_is_number_space(*p))
        p++;
    while (p < end && gb_is_number_space(end[-1]))
        end--;
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    int told = prefix_base(p, end);
    bool must_be_zero = false;
    if (told != 0 && (base == 0 || base == told)) {
        base = told;
        p += 2;
        if (p < end && *p == '_')
            p++;
    } else if (base == 0) {
        base = 10;
        must_be_zero = p < end && *p == '0'; /* 010 could be meant as octal. */
    }
    size_t count = count_digits(p, end, base);
    if (count == 0)
        return 0;
    if ((base & (base - 1)) != 0 && exceeds_limit(t, count))
        return gb_fail(t, gb_ValueError,
                       "Exceeds the limit (%d digits) for integer string conversion: value has %zd "
                       "digits; use "
                       "sys.set_int_max_str_digits() to increase the limit",
                       (int)t->interp->int_max_str_digits, (ssize_t)count);
    *out = from_digits(t, p, end, count, base, is_negative);
    if (*out == GB_NULL)
        return -1;
    if (must_be_zero && *out != gb_small_new(0)) {
        gb_clear(out);
        return 0;
    }
    return 1;
}

GbRef gb_int_from_text(GbThread *t, const char *text, size_t size, int base)
{
    GbRef result = GB_NULL;
    if (gb_int_parse(t, text, size, base, &result) != 0)
        return result;
    GbRef shown = gb_str_from_utf8(t, text, size);
    if (shown != GB_NULL)
        gb_raise(t, gb_ValueError, "invalid literal for int() with base %d: %.200R", base, shown);
    gb_xdecref(shown);
    return GB_NULL;
}

GbRef gb_int_from_str(GbThread *t, GbBorrow str, int base)
{
    const char *text;
    size_t size;
    GbRef owner = GB_NULL, result = GB_NULL;
    if (gb_number_text(t, str, &text, &size, &owner) < 0)
        return GB_NULL;
    if (gb_int_parse(t, text, size, base, &result) == 0)
        gb_raise(t, gb_ValueError, "invalid literal for int() with base %d: %.200R", base, str);
    gb_xdecref(owner);
    return result;
}

/* --- Text of other scripts --- */

static char ascii_of(uint32_t code)
{
    if (code < 0x7f)
        return (char)code;
    int digit = gb_unicode_decimal(code);
    if (digit >= 0)
        return (char)('0' + digit);
    return gb_unicode_is_space(code) ? ' ' : '?';
}

int gb_number_text(GbThread *t, GbBorrow str, const char **text, size_t *size, GbRef *owner)
{
    const GbStr *s = gb_as_str(str);
    *size = (size_t)s->length;
    if (gb_str_is_ascii(s)) {
        *owner = gb_new_ref(str);
        *text = (const char *)s->data;
        return 0;
    }
    *owner = gb_bytes_new(t, NULL, *size);
    if (*owner == GB_NULL)
        return -1;
    char *ascii = (char *)gb_bytes_data(*owner);
    for (int64_t i = 0; i < s->length; i++)
        ascii[i] = ascii_of(gb_str_at(str, i));
    *text = ascii;
    return 0;
}

/* --- Bytes --- */

GbRef gb_int_from_bytes(GbThread *t, const uint8_t *bytes, size_t size, bool big_endian,
                        bool is_signed)
{
    size_t first = big_endian ? 0 : size - 1;
    bool is_negative = is_signed && size > 0 && (bytes[first] & 0x80);
    uint64_t count = size / 8 + 1;
    GbInt *big = gb_big_new(t, count);
    if (big == NULL)
        return GB_NULL;
    for (size_t i = 0; i < size; i++) {
        uint64_t byte = bytes[big_endian ? size - 1 - i : i];
        big->limbs[i / 8] |= (is_negative ? byte ^ 0xff : byte) << i % 8 * 8;
    }
    if (is_negative) /* Two's complement: -n = ~n + 1. The top limb has room for the carry. */
        mpn_add_1(big->limbs, big->limbs, (mp_size_t)count, 1);
    return gb_big_finish_take(t, big, count, is_negative);
}

int gb_int_to_bytes(GbThread *t, GbBorrow v, uint8_t *bytes, size_t size, bool big_endian,
                    bool is_signed)
{
    uint64_t space, count;
    bool is_negative;
    const uint64_t *limbs = gb_big_limbs(v, &space, &count, &is_negative);
    if (is_negative && !is_signed)
        return gb_fail(t, gb_OverflowError, "can't convert negative int to unsigned");
    uint64_t borrow = is_negative; /* Of magnitude - 1, whose complement is the two's complement. */
    uint64_t beyond = 0;
    for (size_t i = 0; i < count * 8 || i < size; i += 8) {
        uint64_t limb = i / 8 < count ? limbs[i / 8] : 0;
        uint64_t digit = limb - borrow;
        borrow = borrow && limb == 0;
        for (size_t k = i; k < i + 8; k++, digit >>= 8) {
            if (k < size)
                bytes[big_endian ? size - 1 - k : k] = (uint8_t)(is_negative ? ~digit : digit);
            else
                beyond |= digit & 0xff;
        }
    }
    bool top_bit = size > 0 && (bytes[big_endian ? 0 : size - 1] & 0x80);
    if (beyond != 0 || (is_signed && size > 0 && top_bit != is_negative))
        return gb_fail(t, gb_OverflowError, "int too big to convert");
    return 0;
}
