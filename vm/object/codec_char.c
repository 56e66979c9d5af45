/* Codecs of one byte a character: ASCII, Latin-1, tables, and mappings of scripts. */
#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/str.h"

/* --- ASCII and Latin-1 --- */

GbRef gb_decode_ascii(GbThread *t, const uint8_t *data, size_t size, const char *errors, bool final,
                      size_t *consumed)
{
    if (gb_text_ascii_run(data, (int64_t)size) == (int64_t)size) {
        if (consumed)
            *consumed = size;
        return gb_str_from_array(t, data, (int64_t)size, 1);
    }
    GbDecoder d;
    bool failed = false;
    gb_decoder_init(&d, t, "ascii", data, size, errors, final);
    while (d.at < d.size && !failed) {
        int64_t run = gb_text_ascii_run(d.data + d.at, d.size - d.at);
        failed = gb_writer_ascii(&d.out, (const char *)d.data + d.at, (size_t)run) < 0;
        d.at += run;
        if (!failed && d.at < d.size)
            failed = gb_decoder_error(&d, d.at, d.at + 1, "ordinal not in range(128)") < 0;
    }
    return gb_decoder_finish(&d, failed, consumed);
}

GbRef gb_decode_latin1(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                       bool final, size_t *consumed)
{
    if (consumed)
        *consumed = size;
    return gb_str_from_array(t, data, (int64_t)size, 1);
}

static bool put_ascii(GbEncoder *encoder, uint32_t code)
{
    if (code > GB_MAX_ASCII)
        return false;
    gb_byte_writer_byte(&encoder->out, (uint8_t)code);
    return true;
}

static bool put_latin1(GbEncoder *encoder, uint32_t code)
{
    if (code > GB_MAX_LATIN1)
        return false;
    gb_byte_writer_byte(&encoder->out, (uint8_t)code);
    return true;
}

GbRef gb_encode_ascii(GbThread *t, GbBorrow str, const char *errors)
{
    GbStr *s = gb_as_str(str);
    if (gb_str_is_ascii(s))
        return gb_bytes_new(t, s->data, (size_t)s->length);
    GbEncoder encoder = {.encoding = "ascii",
                         .reason = "ordinal not in range(128)",
                         .put = put_ascii};
    return gb_encoder_run(&encoder, t, str, errors);
}

GbRef gb_encode_latin1(GbThread *t, GbBorrow str, const char *errors)
{
    GbStr *s = gb_as_str(str);
    if (gb_str_width(s) == 1)
        return gb_bytes_new(t, s->data, (size_t)s->length);
    GbEncoder encoder = {.encoding = "latin-1",
                         .reason = "ordinal not in range(256)",
                         .put = put_latin1};
    return gb_encoder_run(&encoder, t, str, errors);
}

/* --- Tables --- */

enum { NO_CHARACTER = 0xfffe };

static const char undefined[] = "character maps to <undefined>";

static GbRef decode_table(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                          const uint16_t upper[128], size_t *consumed)
{
    GbDecoder d;
    bool failed = false;
    gb_decoder_init(&d, t, "charmap", data, size, errors, true);
    while (d.at < d.size && !failed) {
        uint8_t byte = d.data[d.at];
        uint32_t code = byte < 128 ? byte : upper[byte - 128];
        if (code == NO_CHARACTER) {
            failed = gb_decoder_error(&d, d.at, d.at + 1, undefined) < 0;
        } else {
            failed = gb_writer_char(&d.out, code) < 0;
            d.at++;
        }
    }
    return gb_decoder_finish(&d, failed, consumed);
}

static bool put_table(GbEncoder *encoder, uint32_t code)
{
    const uint16_t *upper = encoder->table;
    if (code < 128) {
        gb_byte_writer_byte(&encoder->out, (uint8_t)code);
        return true;
    }
    for (int i = 0; i < 128; i++) {
        if (upper[i] == code && code != NO_CHARACTER) {
            gb_byte_writer_byte(&encoder->out, (uint8_t)(128 + i));
            return true;
        }
    }
    return false;
}

#define GB_CHARSET(function, ...)                                                                  \
    static const uint16_t function##_upper[128] = {__VA_ARGS__};                                   \
    GbRef gb_decode_##function(GbThread *t, const uint8_t *data, size_t size, const char *errors,  \
                               bool final, size_t *consumed)                                       \
    {                                                                                              \
        return decode_table(t, data, size, errors, function##_upper, consumed);                    \
    }                                                                                              \
    GbRef gb_encode_##function(GbThread *t, GbBorrow str, const char *errors)                      \
    {                                                                                              \
        GbEncoder encoder = {.encoding = "charmap",                                                \
                             .reason = undefined,                                                  \
                             .put = put_table,                                                     \
                             .table = function##_upper};                                           \
        return gb_encoder_run(&encoder, t, str, errors);                                           \
    }
#include "vm/object/charsets.def"
#undef GB_CHARSET

/* --- Mappings --- */

/* What the mapping has for a number: owned, None when nothing. */
static GbRef map_number(GbThread *t, GbBorrow mapping, uint32_t number)
{
    GbRef value;
    if (gb_is_str(mapping)) {
        if ((int64_t)number >= gb_str_length(mapping))
            return GB_NONE;
        return gb_small_new(gb_str_at(mapping, number));
    }
    value = gb_item_get(t, mapping, gb_small_new(number));
    if (value == GB_NULL && gb_raised_drop_if(t, gb_LookupError))
        return GB_NONE;
    return value;
}

static int decode_mapped(GbDecoder *d, GbBorrow value)
{
    int64_t code;
    bool none =
        value == GB_NONE || value == gb_small_new(NO_CHARACTER)
        || (gb_is_str(value) && gb_str_length(value) == 1 && gb_str_at(value, 0) == NO_CHARACTER);
    if (none)
        return gb_decoder_error(d, d->at, d->at + 1, undefined);
    d->at++;
    if (gb_is_str(value))
        return gb_writer_str(&d->out, value);
    if (!gb_is_intlike(value))
        return gb_fail(d->t, gb_TypeError, "character mapping must return integer, None or str");
    if (!gb_int_peek_i64(value, &code) || code < 0 || code > GB_MAX_UNICODE)
        return gb_fail(d->t, gb_TypeError, "character mapping must be in range(0x110000)");
    return gb_writer_char(&d->out, (uint32_t)code);
}

GbRef gb_charmap_decode(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                        GbBorrow mapping)
{
    GbDecoder d;
    bool failed = false;
    if (mapping == GB_NONE || mapping == GB_NULL)
        return gb_decode_latin1(t, data, size, errors, true, NULL);
    gb_decoder_init(&d, t, "charmap", data, size, errors, true);
    while (d.at < d.size && !failed) {
        GbRef value = map_number(t, mapping, d.data[d.at]);
        failed = value == GB_NULL || decode_mapped(&d, value) < 0;
        gb_xdecref(value);
    }
    return gb_decoder_finish(&d, failed, NULL);
}

static bool put_mapped(GbEncoder *encoder, uint32_t code)
{
    GbThread *t = encoder->t;
    int64_t byte;
    GbRef value = map_number(t, encoder->mapping, code);
    bool done = false;
    if (value == GB_NULL || value == GB_NONE)
        return false;
    if (gb_is_bytes(value)) {
        gb_byte_writer_add(&encoder->out, gb_bytes_data(value), (size_t)gb_bytes_size(value));
        done = true;
    } else if (!gb_is_intlike(value)) {
        gb_raise(t, gb_TypeError,
                 "character mapping must return integer, bytes or None, not %.400T", value);
    } else if (!gb_int_peek_i64(value, &byte) || byte < 0 || byte > 255) {
        gb_raise(t, gb_TypeError, "character mapping must be in range(256)");
    } else {
        gb_byte_writer_byte(&encoder->out, (uint8_t)byte);
        done = true;
    }
    gb_decref(value);
    return done;
}

GbRef gb_charmap_encode(GbThread *t, GbBorrow str, const char *errors, GbBorrow mapping)
{
    if (mapping == GB_NONE || mapping == GB_NULL)
        return gb_encode_latin1(t, str, errors);
    GbEncoder encoder = {.encoding = "charmap",
                         .reason = undefined,
                         .put = put_mapped,
                         .mapping = mapping};
    return gb_encoder_run(&encoder, t, str, errors);
}
