/* UTF-8: the one codec that must be fast. What is valid is measured first and then written straight
 * into a str. */
#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/str.h"
#include "vm/object/writer.h"

/* --- One character --- */

/* The outcome of reading: bytes of a character, or (negative) how many bytes make the error. */
enum { TRUNCATED = -8 };

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* May `second` follow `first`? Excludes overlong forms, surrogates (unless allowed) and what is
 * past 0x10ffff. */
static bool is_second(uint8_t first, uint8_t second, bool surrogates)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0 && second <= 0xbf;
    case 0xed:
        return second >= 0x80 && second <= (surrogates ? 0xbf : 0x9f);
    case 0xf0:
        return second >= 0x90 && second <= 0xbf;
    case 0xf4:
        return second >= 0x80 && second <= 0x8f;
    default:
        return is_continuation(second);
    }
}

/* The size of the character at `at`; 0: no character starts so; -n: after n bytes it goes wrong;
 * TRUNCATED: the input ends too early. */
static int scan(const uint8_t *at, const uint8_t *end, uint32_t *code, bool surrogates)
{
    uint8_t first = at[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    if (first < 0xc2 || first > 0xf4)
        return 0;
    int size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t value = first & (0x7fu >> size);
    for (int i = 1; i < size; i++) {
        if (at + i == end)
            return TRUNCATED;
        if (i == 1 ? !is_second(first, at[1], surrogates) : !is_continuation(at[i]))
            return -i;
        value = value << 6 | (at[i] & 0x3f);
    }
    *code = value;
    return size;
}

int gb_utf8_read(const uint8_t *at, const uint8_t *end, uint32_t *code, bool surrogates)
{
    int size = scan(at, end, code, surrogates);
    return size > 0 ? size : 0;
}

/* --- Decoding --- */

/* Code points and their largest in data; -1 when anything is not valid. */
static int64_t measure(const uint8_t *data, int64_t size, bool surrogates, uint32_t *max)
{
    int64_t length = 0;
    const uint8_t *end = data + size;
    *max = 0;
    while (data < end) {
        int64_t run = gb_text_ascii_run(data, end - data);
        data += run;
        length += run;
        while (data < end && *data >= 0x80) {
            uint32_t code;
            int bytes = scan(data, end, &code, surrogates);
            if (bytes <= 0)
                return -1;
            data += bytes;
            length++;
            *max |= code;
        }
    }
    if (*max > GB_MAX_UNICODE)
        *max = GB_MAX_UNICODE;
    return length;
}

/* A character of what is known to be valid. */
static inline const uint8_t *read_valid(const uint8_t *at, uint32_t *code)
{
    uint32_t first = at[0];
    if (first < 0x80) {
        *code = first;
        return at + 1;
    }
    if (first < 0xe0) {
        *code = (first & 0x1f) << 6 | (at[1] & 0x3f);
        return at + 2;
    }
    if (first < 0xf0) {
        *code = (first & 0x0f) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3f);
        return at + 3;
    }
    *code = (first & 0x07) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6 | (at[3] & 0x3f);
    return at + 4;
}

/* Compiled for each width. */
static inline __attribute__((always_inline)) void write_valid(void *out, int width, int64_t length,
                                                              const uint8_t *data)
{
    for (int64_t i = 0; i < length; i++) {
        uint32_t code;
        data = read_valid(data, &code);
        gb_text_write(out, width, i, code);
    }
}

static GbRef decode_valid(GbThread *t, const uint8_t *data, int64_t size, int64_t length,
                          uint32_t max)
{
    if (length == 0)
        return gb_new_ref(t->interp->empty_str);
    if (length == 1) {
        uint32_t code = 0;
        scan(data, data + size, &code, true);
        return gb_str_from_code_point(t, code);
    }
    GbStr *s = gb_str_alloc(t, length, max);
    if (s == NULL)
        return GB_NULL;
    if (length == size) {
        memcpy(s->data, data, (size_t)size);
        return gb_value(s);
    }
    switch (gb_str_width(s)) {
    case 1:
        write_valid(s->data, 1, length, data);
        break;
    case 2:
        write_valid(s->data, 2, length, data);
        break;
    default:
        write_valid(s->data, 4, length, data);
    }
    return gb_value(s);
}

static GbRef decode_faulty(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                           bool final, size_t *consumed)
{
    GbDecoder d;
    bool failed = false;
    gb_decoder_init(&d, t, "utf-8", data, size, errors, final);
    while (d.at < d.size && !failed) {
        uint32_t code = 0;
        const uint8_t *at = d.data + d.at;
        int bytes = scan(at, d.data + d.size, &code, false);
        if (bytes > 0) {
            failed = gb_writer_char(&d.out, code) < 0;
            d.at += bytes;
        } else if (bytes == TRUNCATED && !final) {
            break;
        } else if (bytes == TRUNCATED) {
            failed = gb_decoder_error(&d, d.at, d.size, "unexpected end of data") < 0;
        } else if (bytes == 0) {
            failed = gb_decoder_error(&d, d.at, d.at + 1, "invalid start byte") < 0;
        } else {
            failed = gb_decoder_error(&d, d.at, d.at - bytes, "invalid continuation byte") < 0;
        }
    }
    return gb_decoder_finish(&d, failed, consumed);
}

GbRef gb_decode_utf8(GbThread *t, const uint8_t *data, size_t size, const char *errors, bool final,
                     size_t *consumed)
{
    uint32_t max;
    bool surrogates = errors && strcmp(errors, "surrogatepass") == 0;
    int64_t length = measure(data, (int64_t)size, surrogates, &max);
    if (length < 0)
        return decode_faulty(t, data, size, errors, final, consumed);
    if (consumed)
        *consumed = size;
    return decode_valid(t, data, (int64_t)size, length, max);
}

/* --- Encoding --- */

size_t gb_utf8_size(GbText text)
{
    if (text.width == 1) {
        size_t high = 0;
        for (int64_t i = 0; i < text.length; i++)
            high += ((const uint8_t *)text.data)[i] >> 7;
        return (size_t)text.length + high;
    }
    size_t size = 0;
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    return size;
}

static inline uint8_t *write_one(uint32_t code, uint8_t *out)
{
    if (code < 0x80) {
        *out++ = (uint8_t)code;
    } else if (code < 0x800) {
        *out++ = (uint8_t)(0xc0 | code >> 6);
        *out++ = (uint8_t)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *out++ = (uint8_t)(0xe0 | code >> 12);
        *out++ = (uint8_t)(0x80 | (code >> 6 & 0x3f));
        *out++ = (uint8_t)(0x80 | (code & 0x3f));
    } else {
        *out++ = (uint8_t)(0xf0 | code >> 18);
        *out++ = (uint8_t)(0x80 | (code >> 12 & 0x3f));
        *out++ = (uint8_t)(0x80 | (code >> 6 & 0x3f));
        *out++ = (uint8_t)(0x80 | (code & 0x3f));
    }
    return out;
}

uint8_t *gb_utf8_write(GbText text, uint8_t *out)
{
    if (text.width == 1) {
        const uint8_t *data = text.data;
        for (int64_t i = 0; i < text.length; i++)
            out = write_one(data[i], out);
        return out;
    }
    for (int64_t i = 0; i < text.length; i++)
        out = write_one(gb_text_at(&text, i), out);
    return out;
}

static bool put_utf8(GbEncoder *encoder, uint32_t code)
{
    uint8_t bytes[4];
    if (gb_is_surrogate(code))
        return false;
    gb_byte_writer_add(&encoder->out, bytes, (size_t)(write_one(code, bytes) - bytes));
    return true;
}

static bool has_surrogates(GbBorrow str)
{
    GbText text = gb_str_text(str);
    if (!(gb_as_str(str)->header.extra & GB_STR_SURROGATES))
        return false;
    for (int64_t i = 0; i < text.length; i++) {
        if (gb_is_surrogate(gb_text_at(&text, i)))
            return true;
    }
    return false;
}

/* Encode without surrogates in it, or with them as WTF-8, behind `begin`. */
static GbRef encode_behind(GbThread *t, GbBorrow str, const char *begin, size_t begin_size)
{
    GbText text = gb_str_text(str);
    GbRef bytes = gb_bytes_new(t, NULL, begin_size + gb_utf8_size(text));
    if (bytes == GB_NULL)
        return GB_NULL;
    if (begin_size > 0)
        memcpy(gb_bytes_data(bytes), begin, begin_size);
    gb_utf8_write(text, gb_bytes_data(bytes) + begin_size);
    return bytes;
}

static GbRef encode(GbThread *t, GbBorrow str, const char *errors, const char *begin,
                    size_t begin_size)
{
    if (begin_size == 0 && gb_str_is_ascii(gb_as_str(str)))
        return gb_bytes_new(t, gb_as_str(str)->data, (size_t)gb_as_str(str)->length);
    if (!has_surrogates(str))
        return encode_behind(t, str, begin, begin_size);
    GbEncoder encoder = {.encoding = "utf-8",
                         .reason = "surrogates not allowed",
                         .put = put_utf8,
                         .begin = begin,
                         .begin_size = begin_size};
    return gb_encoder_run(&encoder, t, str, errors);
}

GbRef gb_encode_utf8(GbThread *t, GbBorrow str, const char *errors)
{
    return encode(t, str, errors, NULL, 0);
}

/* --- With a byte order mark --- */

static const char mark[] = "\xef\xbb\xbf";

GbRef gb_encode_utf8sig(GbThread *t, GbBorrow str, const char *errors)
{
    return encode(t, str, errors, mark, 3);
}

GbRef gb_decode_utf8sig(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                        bool final, size_t *consumed)
{
    size_t known = size < 3 ? size : 3;
    if (!final && size < 3 && memcmp(data, mark, known) == 0) { /* It may become a mark. */
        if (consumed)
            *consumed = 0;
        return gb_new_ref(t->interp->empty_str);
    }
    size_t skip = size >= 3 && memcmp(data, mark, 3) == 0 ? 3 : 0;
    GbRef text = gb_decode_utf8(t, data + skip, size - skip, errors, final, consumed);
    if (text != GB_NULL && consumed)
        *consumed += skip;
    return text;
}
