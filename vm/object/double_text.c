/* Floats to text and back. The C library converts exactly, in both directions and for any number of
 * digits; here is what Python makes of it: the shortest text, layouts, strictness, rounding. */
#include "vm/object/float.h"
#include "vm/object/format.h"
#include "vm/object/int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- Digits --- */

/* A positive finite double as 0.DIGITS * 10^point. */
typedef struct Decimal {
    char digits[32]; /* At least one. */
    int count;
    int point;
} Decimal;

enum { EXACT_DIGITS = 15 }; /* So many decimal digits are a whole number that a double holds. */

/* All exact. */
static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

static void strip_zeros(Decimal *out)
{
    while (out->count > 1 && out->digits[out->count - 1] == '0')
        out->count--;
}

/* n * 10^exponent, without the zeros at its end. */
static void set_digits(Decimal *out, uint64_t n, int exponent)
{
    char reversed[24];
    int size = 0;
    do {
        reversed[size++] = (char)('0' + n % 10);
        n /= 10;
    } while (n != 0);
    for (int i = 0; i < size; i++)
        out->digits[i] = reversed[size - 1 - i];
    out->count = size;
    out->point = size + exponent;
    strip_zeros(out);
}

/* x * 10^decimals as a whole number, halves to even, where 128 bits are enough to be exact. x is
 * not negative. */
static bool scale_exactly(double x, int decimals, uint64_t *out)
{
    int exponent;
    double fraction = frexp(x, &exponent);
    int shift = 53 - exponent; /* x = fraction * 2^53 / 2^shift */
    if (decimals > EXACT_DIGITS || shift <= 0)
        return false;
    unsigned __int128 product = (unsigned __int128)(uint64_t)ldexp(fraction, 53);
    product *= (uint64_t)powers_of_ten[decimals];
    if (shift > 110) { /* The product has 103 bits. */
        *out = 0;
        return true;
    }
    unsigned __int128 half = (unsigned __int128)1 << (shift - 1), rest = product & (2 * half - 1);
    product >>= shift;
    if (product > UINT64_MAX / 2)
        return false;
    *out = (uint64_t)product;
    *out += rest > half || (rest == half && (*out & 1));
    return true;
}

/* So many digits, correctly rounded. */
static void round_digits(double x, int count, Decimal *out)
{
    char text[64];
    snprintf(text, sizeof text, "%.*e", count - 1, x);
    char *exponent = strchr(text, 'e');
    out->count = 0;
    for (const char *p = text; p < exponent; p++) {
        if (*p != '.')
            out->digits[out->count++] = *p;
    }
    out->point = atoi(exponent + 1) + 1;
}

/* --- Layouts --- */

typedef struct Sink {
    char *p;
} Sink;

static void put(Sink *sink, const char *text, int count)
{
    memcpy(sink->p, text, (size_t)count);
    sink->p += count;
}

static void put_zeros(Sink *sink, int count)
{
    memset(sink->p, '0', (size_t)count);
    sink->p += count;
}

static void put_fixed(Sink *sink, const Decimal *d, int flags)
{
    int before = d->point < d->count ? d->point : d->count;
    if (d->point <= 0) {
        put(sink, "0.", 2);
        put_zeros(sink, -d->point);
        put(sink, d->digits, d->count);
        return;
    }
    put(sink, d->digits, before);
    if (before < d->count) {
        put(sink, ".", 1);
        put(sink, d->digits + before, d->count - before);
        return;
    }
    put_zeros(sink, d->point - d->count);
    if (flags & GB_DOUBLE_DOT_ZERO)
        put(sink, ".0", 2);
    else if (flags & GB_DOUBLE_ALTERNATE)
        put(sink, ".", 1);
}

static void put_exponential(Sink *sink, const Decimal *d, int flags)
{
    put(sink, d->digits, 1);
    if (d->count > 1 || (flags & GB_DOUBLE_ALTERNATE))
        put(sink, ".", 1);
    put(sink, d->digits + 1, d->count - 1);
    sink->p += sprintf(sink->p, "e%+03d", d->point - 1);
}

/* Room for a text of at most so many bytes: 0 or -1. */
static int reserve(GbThread *t, GbDoubleText *out, size_t size)
{
    out->allocated = 0;
    out->text = out->space;
    if (size <= sizeof out->space)
        return 0;
    out->text = gb_mem_new(t, size);
    if (out->text == NULL)
        return -1;
    out->allocated = size;
    return 0;
}

static void print_special(GbDoubleText *out, double x, char type, int flags)
{
    bool upper = type == 'E' || type == 'F' || type == 'G';
    const char *text = isnan(x) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf";
    bool is_negative = !isnan(x) && signbit(x);
    const char *sign = is_negative ? "-" : flags & GB_DOUBLE_SIGN ? "+" : "";
    out->text = out->space;
    out->allocated = 0;
    out->size = (size_t)snprintf(out->space, sizeof out->space, "%s%s", sign, text);
}

static void put_sign(Sink *sink, double x, int flags)
{
    if (signbit(x))
        put(sink, "-", 1);
    else if (flags & GB_DOUBLE_SIGN)
        put(sink, "+", 1);
}

/* "%.2f" of a number that is not too large: false when it is. */
static bool print_fixed(GbDoubleText *out, double x, int precision, int flags)
{
    uint64_t n;
    char digits[24], *end = digits + sizeof digits, *p = end;
    if (!scale_exactly(fabs(x), precision, &n))
        return false;
    for (; n != 0 || end - p <= precision; n /= 10)
        *--p = (char)('0' + n % 10);
    out->text = out->space;
    out->allocated = 0;
    Sink sink = {out->text};
    put_sign(&sink, x, flags);
    put(&sink, p, (int)(end - p) - precision);
    if (precision > 0 || (flags & GB_DOUBLE_ALTERNATE))
        put(&sink, ".", 1);
    put(&sink, end - precision, precision);
    *sink.p = '\0';
    out->size = (size_t)(sink.p - out->text);
    return true;
}

/* What C's printf does as Python does. */
static int print_c(GbThread *t, GbDoubleText *out, double x, char type, int precision, int flags)
{
    char format[8], *p = format;
    *p++ = '%';
    if (flags & GB_DOUBLE_SIGN)
        *p++ = '+';
    if (flags & GB_DOUBLE_ALTERNATE)
        *p++ = '#';
    memcpy(p, ".*", 2);
    p[2] = type;
    p[3] = '\0';
    int size = snprintf(out->space, sizeof out->space, format, precision, x);
    if (size < 0 || (int64_t)precision + 512 > INT32_MAX)
        return gb_raise_memory(t) == GB_NULL ? -1 : 0;
    if (reserve(t, out, (size_t)size + 1) < 0)
        return -1;
    if (out->allocated != 0)
        snprintf(out->text, (size_t)size + 1, format, precision, x);
    out->size = (size_t)size;
    return 0;
}

/* Digits of our own choice, laid out as repr() does. `limit`: the largest point of a fixed one. */
static void print_digits(GbDoubleText *out, double x, const Decimal *decimal, int limit, int flags)
{
    Sink sink = {out->text};
    put_sign(&sink, x, flags);
    if (decimal->point <= -4 || decimal->point > limit)
        put_exponential(&sink, decimal, flags);
    else
        put_fixed(&sink, decimal, flags);
    *sink.p = '\0';
    out->size = (size_t)(sink.p - out->text);
}

int gb_double_text_init(GbThread *t, GbDoubleText *out, double x, char type, int precision,
                        int flags)
{
    Decimal decimal;
    if (!isfinite(x)) {
        print_special(out, x, type, flags);
        return 0;
    }
    if (type == 'r') {
        out->text = out->space;
        out->allocated = 0;
        int exponent = 0;
        uint64_t n = x == 0 ? 0 : gb_double_shortest(fabs(x), &exponent);
        set_digits(&decimal, n, exponent);
        print_digits(out, x, &decimal, 16, flags);
        return 0;
    }
    if (type == 'f' && print_fixed(out, x, precision, flags))
        return 0;
    if (type == 'g' && precision == 0)
        precision = 1;
    if (type != 'g' || !(flags & GB_DOUBLE_DOT_ZERO) || precision > 17)
        return print_c(t, out, x, type, precision, flags);
    out->text = out->space;
    out->allocated = 0;
    round_digits(fabs(x), precision, &decimal);
    if (x == 0)
        decimal.point = 1;
    if (!(flags & GB_DOUBLE_ALTERNATE))
        strip_zeros(&decimal);
    print_digits(out, x, &decimal, precision - 1, flags);
    return 0;
}

void gb_double_text_fini(GbThread *t, GbDoubleText *text)
{
    if (text->allocated != 0)
        gb_mem_free(t, text->text, text->allocated);
    text->allocated = 0;
}

GbRef gb_format_double(GbThread *t, double x, char type, int precision, bool alternate,
                       bool always_sign)
{
    GbDoubleText text;
    int flags = (alternate ? GB_DOUBLE_ALTERNATE : 0) | (always_sign ? GB_DOUBLE_SIGN : 0) |
                (type == 'r' ? GB_DOUBLE_DOT_ZERO : 0);
    if (gb_double_text_init(t, &text, x, type, precision, flags) < 0)
        return GB_NULL;
    GbRef result = gb_str_from_utf8(t, text.text, text.size);
    gb_double_text_fini(t, &text);
    return result;
}

GbRef gb_float_repr(GbThread *t, double x)
{
    return gb_format_double(t, x, 'r', 0, false, false);
}

/* --- Reading --- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(const char *p, const char *end, const char *word)
{
    for (; *word != '\0'; word++, p++) {
        if (p >= end || (*p | 0x20) != *word)
            return false;
    }
    return true;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && is_digit(*p))
        p++;
    return p;
}

/* "inf", "infinity" or "nan" at p: its end, or NULL. */
static const char *scan_word(const char *p, const char *end, double *out)
{
    if (is_word(p, end, "inf")) {
        *out = HUGE_VAL;
        return p + (is_word(p, end, "infinity") ? 8 : 3);
    }
    if (is_word(p, end, "nan")) {
        *out = (double)NAN;
        return p + 3;
    }
    return NULL;
}

/* The value of the digits [p, end), with point and exponent. It need not be NUL-ended. */
static int convert_digits(GbThread *t, const char *p, const char *end, double *out)
{
    size_t size = (size_t)(end - p);
    char space[128];
    char *text = size < sizeof space ? space : gb_mem_new(t, size + 1);
    if (text == NULL)
        return -1;
    memcpy(text, p, size);
    text[size] = '\0';
    *out = strtod(text, NULL);
    if (text != space)
        gb_mem_free(t, text, size + 1);
    return 0;
}

/* Digits, and a point, that make at most 15 digits: exact numbers, one rounding. */
static bool convert_short(const char *p, const char *end, double *out)
{
    int64_t n = 0;
    int decimals = 0;
    bool after_point = false;
    if (end - p > EXACT_DIGITS)
        return false;
    for (; p < end; p++) {
        if (*p == '.') {
            after_point = true;
        } else if (is_digit(*p)) {
            n = n * 10 + (*p - '0');
            decimals += after_point;
        } else {
            return false;
        }
    }
    *out = (double)n / powers_of_ten[decimals];
    return true;
}

int64_t gb_double_scan(GbThread *t, const char *text, size_t size, double *out)
{
    const char *p = text, *end = text + size;
    bool is_negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    const char *digits = p;
    const char *after = scan_word(p, end, out);
    if (after == NULL) {
        p = skip_digits(p, end);
        int64_t count = p - digits;
        if (p < end && *p == '.') {
            const char *point = p;
            p = skip_digits(p + 1, end);
            count += p - point - 1;
        }
        if (count == 0)
            return 0;
        after = p;
        if (p < end && (*p | 0x20) == 'e') {
            p += p + 1 < end && (p[1] == '-' || p[1] == '+') ? 2 : 1;
            const char *last = skip_digits(p, end);
            if (last > p)
                after = last;
        }
        if (!convert_short(digits, after, out) && convert_digits(t, digits, after, out) < 0)
            return -1;
    }
    if (is_negative)
        *out = -*out;
    return after - text;
}

int64_t gb_drop_underscores(const char *text, size_t size, char *out)
{
    int64_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '_')
            out[count++] = text[i];
        else if (i == 0 || i + 1 == size || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
            return -1;
    }
    return count;
}

int gb_double_parse(GbThread *t, const char *text, size_t size, double *out)
{
    while (size > 0 && gb_is_number_space(*text))
        text++, size--;
    while (size > 0 && gb_is_number_space(text[size - 1]))
        size--;
    if (size == 0)
        return 0;
    if (memchr(text, '_', size) == NULL) {
        int64_t used = gb_double_scan(t, text, size, out);
        return used < 0 ? -1 : (size_t)used == size;
    }
    char *plain = gb_mem_new(t, size);
    if (plain == NULL)
        return -1;
    int64_t count = gb_drop_underscores(text, size, plain);
    int64_t used = count < 0 ? 0 : gb_double_scan(t, plain, (size_t)count, out);
    gb_mem_free(t, plain, size);
    return used < 0 ? -1 : used > 0 && used == count;
}

/* --- Rounding --- */

double gb_double_compose(uint64_t fraction, bool sticky, int64_t exponent)
{
    enum { DOUBLE_BITS = 53, LEAST_EXPONENT = -1074 };
    if (fraction == 0)
        return 0.0;
    if (exponent > 2000)
        return HUGE_VAL;
    int bits = 64 - __builtin_clzll(fraction);
    int64_t drop = bits - DOUBLE_BITS; /* Bits that do not fit, or lie below the least double. */
    if (LEAST_EXPONENT - exponent > drop)
        drop = LEAST_EXPONENT - exponent;
    if (drop > 64)
        return 0.0;
    if (drop > 0) {
        uint64_t half = (uint64_t)1 << (drop - 1);
        uint64_t rest = drop == 64 ? fraction : fraction & (2 * half - 1);
        fraction = drop == 64 ? 0 : fraction >> drop;
        if (rest > half || (rest == half && (sticky || (fraction & 1))))
            fraction++;
        exponent += drop;
    }
    return ldexp((double)fraction, (int)exponent);
}

/* x rounded to a multiple of 10^places: on the exact digits of its whole part, of which all matter
 * in a tie. */
static double round_whole(double x, int places)
{
    char digits[400] = "0"; /* In front, for the carry. */
    double whole;
    bool has_fraction = modf(x, &whole) != 0;
    int keep = snprintf(digits + 1, sizeof digits - 16, "%.0f", whole) - places;
    if (keep < 0)
        return 0.0;
    char *rest = digits + 1 + keep;
    bool is_tie = *rest == '5' && !has_fraction && strspn(rest + 1, "0") == (size_t)places - 1;
    bool is_odd = (digits[keep] - '0') % 2 == 1;
    if (is_tie ? is_odd : *rest >= '5') {
        int last = keep;
        while (digits[last] == '9')
            digits[last--] = '0';
        digits[last]++;
    }
    snprintf(rest, 16, "e%d", places);
    return strtod(digits, NULL);
}

double gb_double_round(double x, int64_t digits)
{
    char text[700];
    if (!isfinite(x) || x == 0 || digits > 323) /* No double has a digit farther behind. */
        return x;
    if (digits < -308)
        return copysign(0.0, x);
    if (digits < 0)
        return copysign(round_whole(fabs(x), (int)-digits), x);
    uint64_t n;
    if (scale_exactly(fabs(x), (int)digits, &n) && n < (uint64_t)1 << 53)
        return copysign((double)n / powers_of_ten[digits], x);
    snprintf(text, sizeof text, "%.*f", (int)digits, x);
    return strtod(text, NULL);
}
