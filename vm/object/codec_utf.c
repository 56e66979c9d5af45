/* UTF-16, UTF-32 and UTF-7. */
#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/str.h"

enum { LITTLE = -1, BY_MARK = 0, BIG = 1 };

static uint32_t unit_at(const uint8_t *data, int size, int order)
{
    uint32_t unit = 0;
    for (int i = 0; i < size; i++)
        unit |= (uint32_t)data[order == BIG ? size - 1 - i : i] << 8 * i;
    return unit;
}

/* Read the byte order mark if the order is still open (native is little); how many bytes it took.
 */
static int64_t take_mark(const uint8_t *data, size_t size, int unit, int *order)
{
    if (*order != BY_MARK || size < (size_t)unit)
        return 0;
    int sizes[] = {LITTLE, BIG};
    for (int i = 0; i < 2; i++) {
        if (unit_at(data, unit, sizes[i]) == 0xfeff) {
            *order = sizes[i];
            return unit;
        }
    }
    return 0;
}

/* --- UTF-16 --- */

/* One code point at d->at: its bytes, or 0 when it was handled, -1 failed, -2 incomplete. */
static int read_utf16(GbDecoder *d, int order, uint32_t *code)
{
    int64_t left = d->size - d->at;
    if (left < 2)
        return d->final ? gb_decoder_error(d, d->at, d->size, "truncated data") : -2;
    *code = unit_at(d->data + d->at, 2, order);
    if (!gb_is_surrogate(*code))
        return 2;
    if (*code >= 0xdc00)
        return gb_decoder_error(d, d->at, d->at + 2, "illegal encoding");
    if (left < 4)
        return d->final ? gb_decoder_error(d, d->at, d->size, "unexpected end of data") : -2;
    uint32_t low = unit_at(d->data + d->at + 2, 2, order);
    if (low < 0xdc00 || low > 0xdfff)
        return gb_decoder_error(d, d->at, d->at + 2, "illegal UTF-16 surrogate");
    *code = 0x10000 + ((*code & 0x3ff) << 10 | (low & 0x3ff));
    return 4;
}

static int read_utf32(GbDecoder *d, int order, uint32_t *code)
{
    if (d->size - d->at < 4)
        return d->final ? gb_decoder_error(d, d->at, d->size, "truncated data") : -2;
    *code = unit_at(d->data + d->at, 4, order);
    if (*code > GB_MAX_UNICODE)
        return gb_decoder_error(d, d->at, d->at + 4, "code point not in range(0x110000)");
    if (gb_is_surrogate(*code))
        return gb_decoder_error(d, d->at, d->at + 4,
                                "code point in surrogate code point range(0xd800, 0xe000)");
    return 4;
}

static GbRef decode_units(GbDecoder *d, int order, int (*read)(GbDecoder *, int, uint32_t *),
                          size_t *consumed)
{
    bool failed = false;
    while (d->at < d->size && !failed) {
        uint32_t code;
        int bytes = read(d, order, &code);
        if (bytes == -2)
            break;
        failed = bytes < 0 || (bytes > 0 && gb_writer_char(&d->out, code) < 0);
        d->at += bytes > 0 ? bytes : 0;
    }
    return gb_decoder_finish(d, failed, consumed);
}

GbRef gb_decode_utf16_order(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                            int *order, bool final, size_t *consumed)
{
    GbDecoder d;
    int64_t skip = take_mark(data, size, 2, order);
    gb_decoder_init(&d, t, *order == BIG ? "utf-16-be" : "utf-16-le", data, size, errors, final);
    d.at = skip;
    return decode_units(&d, *order, read_utf16, consumed);
}

GbRef gb_decode_utf32_order(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                            int *order, bool final, size_t *consumed)
{
    GbDecoder d;
    int64_t skip = take_mark(data, size, 4, order);
    gb_decoder_init(&d, t, *order == BIG ? "utf-32-be" : "utf-32-le", data, size, errors, final);
    d.at = skip;
    return decode_units(&d, *order, read_utf32, consumed);
}

static void put_unit(GbEncoder *encoder, uint32_t unit, int size)
{
    uint8_t *out = gb_byte_writer_reserve(&encoder->out, (size_t)size);
    for (int i = 0; out && i < size; i++)
        out[encoder->big_endian ? size - 1 - i : i] = (uint8_t)(unit >> 8 * i);
}

static bool put_utf16(GbEncoder *encoder, uint32_t code)
{
    if (gb_is_surrogate(code))
        return false;
    if (code > GB_MAX_BMP) {
        put_unit(encoder, 0xd7c0 + (code >> 10), 2);
        code = 0xdc00 | (code & 0x3ff);
    }
    put_unit(encoder, code, 2);
    return true;
}

static bool put_utf32(GbEncoder *encoder, uint32_t code)
{
    if (gb_is_surrogate(code))
        return false;
    put_unit(encoder, code, 4);
    return true;
}

GbRef gb_encode_utf16_order(GbThread *t, GbBorrow str, const char *errors, int order)
{
    static const char *const names[] = {"utf-16-le", "utf-16", "utf-16-be"};
    GbEncoder encoder = {.encoding = names[order + 1],
                         .reason = "surrogates not allowed",
                         .put = put_utf16,
                         .one_by_one = true,
                         .big_endian = order == BIG,
                         .begin = "\xff\xfe",
                         .begin_size = order == BY_MARK ? 2 : 0};
    return gb_encoder_run(&encoder, t, str, errors);
}

GbRef gb_encode_utf32_order(GbThread *t, GbBorrow str, const char *errors, int order)
{
    static const char *const names[] = {"utf-32-le", "utf-32", "utf-32-be"};
    GbEncoder encoder = {.encoding = names[order + 1],
                         .reason = "surrogates not allowed",
                         .put = put_utf32,
                         .one_by_one = true,
                         .big_endian = order == BIG,
                         .begin = "\xff\xfe\0\0",
                         .begin_size = order == BY_MARK ? 4 : 0};
    return gb_encoder_run(&encoder, t, str, errors);
}

GbRef gb_decode_ordered(GbThread *t, const uint8_t *data, size_t size, int unit, const char *errors,
                        int *order, bool final, size_t *consumed)
{
    return unit == 2 ? gb_decode_utf16_order(t, data, size, errors, order, final, consumed)
                     : gb_decode_utf32_order(t, data, size, errors, order, final, consumed);
}

GbRef gb_encode_ordered(GbThread *t, GbBorrow str, int unit, const char *errors, int order)
{
    return unit == 2 ? gb_encode_utf16_order(t, str, errors, order)
                     : gb_encode_utf32_order(t, str, errors, order);
}

#define GB_UTF_CODEC(function, family, fixed_order)                                                \
    GbRef gb_decode_##function(GbThread *t, const uint8_t *data, size_t size, const char *errors,  \
                               bool final, size_t *consumed)                                       \
    {                                                                                              \
        int order = fixed_order;                                                                   \
        return gb_decode_##family##_order(t, data, size, errors, &order, final, consumed);         \
    }                                                                                              \
    GbRef gb_encode_##function(GbThread *t, GbBorrow str, const char *errors)                      \
    {                                                                                              \
        return gb_encode_##family##_order(t, str, errors, fixed_order);                            \
    }
GB_UTF_CODEC(utf16, utf16, BY_MARK)
GB_UTF_CODEC(utf16le, utf16, LITTLE)
GB_UTF_CODEC(utf16be, utf16, BIG)
GB_UTF_CODEC(utf32, utf32, BY_MARK)
GB_UTF_CODEC(utf32le, utf32, LITTLE)
GB_UTF_CODEC(utf32be, utf32, BIG)

/* --- UTF-7: ASCII as it is, everything else as UTF-16 in base 64 between '+' and '-' --- */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint32_t code)
{
    const char *hit = code != 0 && code < 128 ? strchr(base64, (int)code) : NULL;
    return hit ? (int)(hit - base64) : -1;
}

/* Characters that stand for themselves. */
static bool is_direct(uint32_t code)
{
    return code < 128
           && (strchr("'(),-./:?!\"#$%&*;<=>@[]^_`{|} \t\n\r", (int)code) != NULL
                   ? code != 0
                   : base64_value(code) >= 0 && code != '+');
}

/* Bits of a shifted sequence on their way. */
typedef struct Shift {
    uint32_t bits;
    int count;
    uint32_t high; /* A high surrogate that waits for its low one, or 0. */
    int64_t start; /* Of the sequence. */
} Shift;

/* One UTF-16 unit out of a shifted sequence. */
static void put_shifted(GbDecoder *d, Shift *shift, uint32_t unit)
{
    if (shift->high && unit >= 0xdc00 && unit <= 0xdfff) {
        gb_writer_char(&d->out, 0x10000 + ((shift->high & 0x3ff) << 10 | (unit & 0x3ff)));
        shift->high = 0;
        return;
    }
    if (shift->high)
        gb_writer_char(&d->out, shift->high);
    shift->high = unit >= 0xd800 && unit <= 0xdbff ? unit : 0;
    if (!shift->high)
        gb_writer_char(&d->out, unit);
}

/* A sequence ends at d->at: its left-over bits must be padding. */
static int end_shift(GbDecoder *d, Shift *shift)
{
    if (shift->count >= 6)
        return gb_decoder_error(d, shift->start, d->at + 1, "partial character in shift sequence");
    if (shift->count > 0 && (shift->bits & ((1u << shift->count) - 1)) != 0)
        return gb_decoder_error(d, shift->start, d->at + 1,
                                "non-zero padding bits in base64 sequence");
    if (shift->high && d->data[d->at] < 0x80)
        gb_writer_char(&d->out, shift->high);
    return 0;
}

/* From behind a '+' to behind the sequence. 1: it is not all there yet. */
static int decode_shifted(GbDecoder *d, int64_t start)
{
    Shift shift = {.start = start};
    int64_t length = d->out.length;
    if (d->at < d->size && d->data[d->at] == '-') {
        d->at++;
        return gb_writer_char(&d->out, '+');
    }
    if (d->at < d->size && base64_value(d->data[d->at]) < 0)
        return gb_decoder_error(d, start, d->at + 1, "ill-formed sequence");
    while (d->at < d->size && base64_value(d->data[d->at]) >= 0) {
        shift.bits = shift.bits << 6 | (uint32_t)base64_value(d->data[d->at++]);
        shift.count += 6;
        if (shift.count >= 16) {
            shift.count -= 16;
            put_shifted(d, &shift, shift.bits >> shift.count & 0xffff);
        }
    }
    if (d->at < d->size) {
        int64_t at = d->at;
        if (end_shift(d, &shift) < 0)
            return -1;
        if (d->at == at && d->data[at] == '-')
            d->at++;
        return 0;
    }
    if (!d->final) {
        d->out.length = length;
        d->at = start;
        return 1;
    }
    if (shift.high || shift.count >= 6 || (shift.bits & ((1u << shift.count) - 1)) != 0)
        return gb_decoder_error(d, start, d->size, "unterminated shift sequence");
    return 0;
}

GbRef gb_decode_utf7(GbThread *t, const uint8_t *data, size_t size, const char *errors, bool final,
                     size_t *consumed)
{
    GbDecoder d;
    int state = 0;
    gb_decoder_init(&d, t, "utf7", data, size, errors, final);
    while (d.at < d.size && state == 0) {
        uint8_t byte = d.data[d.at];
        if (byte == '+') {
            d.at++;
            state = decode_shifted(&d, d.at - 1);
        } else if (byte >= 0x80) {
            state = gb_decoder_error(&d, d.at, d.at + 1, "unexpected special character");
        } else {
            d.at++;
            state = gb_writer_char(&d.out, byte);
        }
    }
    return gb_decoder_finish(&d, state < 0, consumed);
}

static void put_base64(GbByteWriter *out, Shift *shift, uint32_t unit)
{
    shift->bits = shift->bits << 16 | unit;
    for (shift->count += 16; shift->count >= 6; shift->count -= 6)
        gb_byte_writer_byte(out, (uint8_t)base64[shift->bits >> (shift->count - 6) & 63]);
}

GbRef gb_encode_utf7(GbThread *t, GbBorrow str, const char *errors)
{
    GbByteWriter out;
    Shift shift = {0};
    bool shifted = false;
    GbText text = gb_str_text(str);
    gb_byte_writer_init(&out, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if (shifted && is_direct(code)) {
            if (shift.count > 0)
                gb_byte_writer_byte(&out, (uint8_t)base64[shift.bits << (6 - shift.count) & 63]);
            if (base64_value(code) >= 0 || code == '-')
                gb_byte_writer_byte(&out, '-');
            shifted = false;
        } else if (!shifted && code == '+') {
            gb_byte_writer_add(&out, "+-", 2);
            continue;
        } else if (!shifted && !is_direct(code)) {
            gb_byte_writer_byte(&out, '+');
            shift = (Shift){0};
            shifted = true;
        }
        if (!shifted) {
            gb_byte_writer_byte(&out, (uint8_t)code);
            continue;
        }
        if (code > GB_MAX_BMP)
            put_base64(&out, &shift, 0xd7c0 + (code >> 10));
        put_base64(&out, &shift, code > GB_MAX_BMP ? 0xdc00 | (code & 0x3ff) : code);
    }
    if (shifted && shift.count > 0)
        gb_byte_writer_byte(&out, (uint8_t)base64[shift.bits << (6 - shift.count) & 63]);
    if (shifted)
        gb_byte_writer_byte(&out, '-');
    return gb_byte_writer_finish(&out);
}
