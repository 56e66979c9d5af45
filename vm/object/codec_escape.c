/* Backslashes: unicode_escape, raw_unicode_escape, and escapes in bytes. */
#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/str.h"
#include "vm/object/unicode.h"

static const char hex_digits[] = "0123456789abcdef";

static int digit_value(uint8_t byte, int base)
{
    int value = byte >= '0' && byte <= '9'                     ? byte - '0'
                : (byte | 0x20) >= 'a' && (byte | 0x20) <= 'f' ? (byte | 0x20) - 'a' + 10
                                                               : 16;
    return value < base ? value : -1;
}

/* Digits at data[*at..], at most `count`, as a number; *at moves behind them. How many. */
static int read_digits(const uint8_t *data, int64_t size, int64_t *at, int count, int base,
                       uint32_t *out)
{
    int read = 0;
    *out = 0;
    while (read < count && *at < size && digit_value(data[*at], base) >= 0) {
        *out = *out * (uint32_t)base + (uint32_t)digit_value(data[(*at)++], base);
        read++;
    }
    return read;
}

/* The byte of a one-letter escape; -1: none. */
static int simple_escape(uint8_t letter)
{
    static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
    const char *hit = letter == 0 ? NULL : strchr(letters, letter);
    return hit ? meanings[hit - letters] : -1;
}

/* --- unicode_escape --- */

/* \xNN, \uNNNN, \UNNNNNNNN: d->at is behind the letter. 1 when the end may bring the rest. */
static int decode_hex(GbDecoder *d, int64_t start, int digits, const char *message)
{
    uint32_t code;
    int64_t at = d->at;
    int read = read_digits(d->data, d->size, &at, digits, 16, &code);
    if (read < digits && at == d->size && !d->final)
        return 1;
    if (read < digits)
        return gb_decoder_error(d, start, at, message);
    if (code > GB_MAX_UNICODE)
        return gb_decoder_error(d, start, at, "illegal Unicode character");
    d->at = at;
    return gb_writer_char(&d->out, code);
}

static int decode_name(GbDecoder *d, int64_t start)
{
    const char *malformed = "malformed \\N character escape";
    uint32_t code;
    if (d->at == d->size)
        return d->final ? gb_decoder_error(d, start, d->at, malformed) : 1;
    if (d->data[d->at] != '{')
        return gb_decoder_error(d, start, d->at, malformed);
    int64_t begin = d->at + 1, end = begin;
    while (end < d->size && d->data[end] != '}')
        end++;
    if (end == d->size)
        return d->final ? gb_decoder_error(d, start, end, malformed) : 1;
    if (end == begin)
        return gb_decoder_error(d, start, end, malformed);
    if (!gb_unicode_name_lookup((const char *)d->data + begin, (size_t)(end - begin), &code))
        return gb_decoder_error(d, start, end + 1, "unknown Unicode character name");
    d->at = end + 1;
    return gb_writer_char(&d->out, code);
}

/* d->at is at a backslash. 0 done, 1 the input ends within the escape, -1 failed. */
static int decode_escape(GbDecoder *d)
{
    int64_t start = d->at;
    if (start + 1 == d->size)
        return d->final ? gb_decoder_error(d, start, start + 1, "\\ at end of string") : 1;
    uint8_t letter = d->data[start + 1];
    uint32_t code;
    d->at = start + 2;
    if (letter == '\n')
        return 0;
    if (simple_escape(letter) >= 0)
        return gb_writer_char(&d->out, (uint32_t)simple_escape(letter));
    switch (letter) {
    case 'x':
        return decode_hex(d, start, 2, "truncated \\xXX escape");
    case 'u':
        return decode_hex(d, start, 4, "truncated \\uXXXX escape");
    case 'U':
        return decode_hex(d, start, 8, "truncated \\UXXXXXXXX escape");
    case 'N':
        return decode_name(d, start);
    default:
        break;
    }
    d->at = start + 1;
    if (read_digits(d->data, d->size, &d->at, 3, 8, &code) > 0)
        return gb_writer_char(&d->out, code);
    d->at = start + 2;
    if (gb_warn(d->t, gb_DeprecationWarning, 1, "invalid escape sequence '\\%c'", letter) < 0)
        return -1;
    gb_writer_char(&d->out, '\\');
    return gb_writer_char(&d->out, letter);
}

GbRef gb_decode_unicode_escape(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                               bool final, size_t *consumed)
{
    GbDecoder d;
    int state = 0;
    gb_decoder_init(&d, t, "unicodeescape", data, size, errors, final);
    while (d.at < d.size && state == 0) {
        int64_t start = d.at;
        if (d.data[start] == '\\') {
            state = decode_escape(&d);
            if (state == 1)
                d.at = start;
        } else {
            state = gb_writer_char(&d.out, d.data[d.at++]);
        }
    }
    return gb_decoder_finish(&d, state < 0, consumed);
}

static void put_hex(GbByteWriter *out, char kind, uint32_t code, int digits)
{
    gb_byte_writer_byte(out, '\\');
    gb_byte_writer_byte(out, (uint8_t)kind);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        gb_byte_writer_byte(out, (uint8_t)hex_digits[code >> shift & 15]);
}

/* \t, \n, \r and the backslash itself. */
static bool put_simple(GbByteWriter *out, uint32_t code)
{
    static const char codes[] = "\t\n\r\\", letters[] = "tnr\\";
    const char *hit = code == 0 || code > 127 ? NULL : strchr(codes, (int)code);
    if (hit == NULL)
        return false;
    gb_byte_writer_byte(out, '\\');
    gb_byte_writer_byte(out, (uint8_t)letters[hit - codes]);
    return true;
}

GbRef gb_encode_unicode_escape(GbThread *t, GbBorrow str, const char *errors)
{
    GbByteWriter out;
    GbText text = gb_str_text(str);
    gb_byte_writer_init(&out, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if (put_simple(&out, code))
            continue;
        if (code >= ' ' && code < 0x7f)
            gb_byte_writer_byte(&out, (uint8_t)code);
        else if (code <= GB_MAX_LATIN1)
            put_hex(&out, 'x', code, 2);
        else if (code <= GB_MAX_BMP)
            put_hex(&out, 'u', code, 4);
        else
            put_hex(&out, 'U', code, 8);
    }
    return gb_byte_writer_finish(&out);
}

/* --- raw_unicode_escape: only \u and \U mean something, after an odd number of backslashes --- */

/* d->at is at a backslash: take the run of them and what follows. */
static int decode_raw_escape(GbDecoder *d)
{
    int64_t start = d->at, at = start;
    while (at < d->size && d->data[at] == '\\')
        at++;
    if (at == d->size && !d->final)
        return 1;
    bool escape =
        (at - start) % 2 == 1 && at < d->size && (d->data[at] == 'u' || d->data[at] == 'U');
    gb_writer_fill(&d->out, '\\', at - start - escape);
    d->at = at;
    if (!escape)
        return 0;
    uint32_t code;
    int digits = d->data[at] == 'u' ? 4 : 8;
    const char *message = digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
    int64_t begin = at - 1;
    at++;
    int read = read_digits(d->data, d->size, &at, digits, 16, &code);
    if (read < digits && at == d->size && !d->final) {
        d->at = begin;
        return 1;
    }
    if (read < digits)
        return gb_decoder_error(d, begin, at, message);
    if (code > GB_MAX_UNICODE)
        return gb_decoder_error(d, begin, at, "\\Uxxxxxxxx out of range");
    d->at = at;
    return gb_writer_char(&d->out, code);
}

GbRef gb_decode_raw_unicode_escape(GbThread *t, const uint8_t *data, size_t size,
                                   const char *errors, bool final, size_t *consumed)
{
    GbDecoder d;
    int state = 0;
    gb_decoder_init(&d, t, "rawunicodeescape", data, size, errors, final);
    while (d.at < d.size && state == 0) {
        if (d.data[d.at] == '\\')
            state = decode_raw_escape(&d);
        else
            state = gb_writer_char(&d.out, d.data[d.at++]);
    }
    return gb_decoder_finish(&d, state < 0, consumed);
}

GbRef gb_encode_raw_unicode_escape(GbThread *t, GbBorrow str, const char *errors)
{
    GbByteWriter out;
    GbText text = gb_str_text(str);
    gb_byte_writer_init(&out, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if (code <= GB_MAX_LATIN1)
            gb_byte_writer_byte(&out, (uint8_t)code);
        else if (code <= GB_MAX_BMP)
            put_hex(&out, 'u', code, 4);
        else
            put_hex(&out, 'U', code, 8);
    }
    return gb_byte_writer_finish(&out);
}

/* --- Escapes in bytes --- */

/* A \x without two digits, as `errors` has it. */
static int bad_hex(GbByteWriter *out, const char *errors, int64_t position)
{
    if (errors == NULL || strcmp(errors, "strict") == 0)
        return gb_fail(out->t, gb_ValueError, "invalid \\x escape at position %lld",
                       (long long)position);
    if (strcmp(errors, "replace") == 0)
        return gb_byte_writer_byte(out, '?');
    if (strcmp(errors, "ignore") == 0)
        return 0;
    return gb_fail(out->t, gb_ValueError, "decoding error; unknown error handling code: %.400s",
                   errors);
}

/* data[*at] is what follows a backslash. */
static int decode_byte_escape(GbByteWriter *out, const uint8_t *data, int64_t size, int64_t *at,
                              const char *errors)
{
    int64_t start = *at - 1;
    uint8_t letter = data[(*at)++];
    uint32_t code;
    if (letter == '\n')
        return 0;
    if (simple_escape(letter) >= 0)
        return gb_byte_writer_byte(out, (uint8_t)simple_escape(letter));
    if (letter == 'x') {
        if (read_digits(data, size, at, 2, 16, &code) == 2)
            return gb_byte_writer_byte(out, (uint8_t)code);
        return bad_hex(out, errors, start);
    }
    --*at;
    if (read_digits(data, size, at, 3, 8, &code) > 0)
        return gb_byte_writer_byte(out, (uint8_t)code);
    if (gb_warn(out->t, gb_DeprecationWarning, 1, "invalid escape sequence '\\%c'", letter) < 0)
        return -1;
    ++*at;
    gb_byte_writer_byte(out, '\\');
    return gb_byte_writer_byte(out, letter);
}

GbRef gb_escape_decode(GbThread *t, const uint8_t *data, size_t size, const char *errors)
{
    GbByteWriter out;
    gb_byte_writer_init(&out, t);
    for (int64_t i = 0; i < (int64_t)size;) {
        if (data[i] != '\\') {
            gb_byte_writer_byte(&out, data[i++]);
            continue;
        }
        if (++i == (int64_t)size)
            gb_raise(t, gb_ValueError, "Trailing \\ in string");
        if (i == (int64_t)size || decode_byte_escape(&out, data, (int64_t)size, &i, errors) < 0) {
            gb_byte_writer_clear(&out);
            return GB_NULL;
        }
    }
    return gb_byte_writer_finish(&out);
}

GbRef gb_escape_encode(GbThread *t, const uint8_t *data, size_t size)
{
    GbByteWriter out;
    gb_byte_writer_init(&out, t);
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = data[i];
        if (byte == '\'')
            gb_byte_writer_add(&out, "\\'", 2);
        else if (put_simple(&out, byte))
            continue;
        else if (byte >= ' ' && byte < 0x7f)
            gb_byte_writer_byte(&out, byte);
        else
            put_hex(&out, 'x', byte, 2);
    }
    return gb_byte_writer_finish(&out);
}
