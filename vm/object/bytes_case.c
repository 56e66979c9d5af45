/* Methods of bytes and bytearray about characters: cases and kinds (of ASCII only), decoding,
 * hexadecimal. */
#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/str.h"

/* --- Cases and kinds, of ASCII only --- */

static bool is_lower(uint32_t byte)
{
    return byte - 'a' < 26;
}

static bool is_upper(uint32_t byte)
{
    return byte - 'A' < 26;
}

static bool is_alpha(uint32_t byte)
{
    return is_lower(byte | 0x20);
}

static bool is_digit(uint32_t byte)
{
    return byte - '0' < 10;
}

static bool is_alnum(uint32_t byte)
{
    return is_alpha(byte) || is_digit(byte);
}

/* What becomes of a byte in the middle of a word, or at its beginning. */
typedef uint8_t (*ByteMapping)(uint8_t byte, bool in_word);

static uint8_t to_lower(uint8_t byte, bool in_word)
{
    return is_upper(byte) ? byte | 0x20 : byte;
}

static uint8_t to_upper(uint8_t byte, bool in_word)
{
    return is_lower(byte) ? byte & 0xdf : byte;
}

static uint8_t to_other(uint8_t byte, bool in_word)
{
    return is_alpha(byte) ? byte ^ 0x20 : byte;
}

static uint8_t to_title(uint8_t byte, bool in_word)
{
    return in_word ? to_lower(byte, true) : to_upper(byte, false);
}

static GbRef map_bytes(GbThread *t, GbBorrow self, ByteMapping map, bool one_word)
{
    GbText text = gb_bytes_text(self);
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    uint8_t *out = gb_byte_writer_reserve(&writer, (size_t)text.length);
    bool in_word = false;
    for (int64_t i = 0; out && i < text.length; i++) {
        uint8_t byte = (uint8_t)gb_text_at(&text, i);
        out[i] = map(byte, in_word);
        in_word = one_word || is_alpha(byte);
    }
    return gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
}

GbRef gb_bytes_lower(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_bytes(t, self, to_lower, false);
}

GbRef gb_bytes_upper(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_bytes(t, self, to_upper, false);
}

GbRef gb_bytes_swapcase(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_bytes(t, self, to_other, false);
}

GbRef gb_bytes_title(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_bytes(t, self, to_title, false);
}

GbRef gb_bytes_capitalize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_bytes(t, self, to_title, true);
}

static GbRef all_are(GbBorrow self, bool (*is)(uint32_t))
{
    GbText text = gb_bytes_text(self);
    for (int64_t i = 0; i < text.length; i++) {
        if (!is(gb_text_at(&text, i)))
            return GB_FALSE;
    }
    return gb_bool(text.length > 0);
}

GbRef gb_bytes_isalnum(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, is_alnum);
}

GbRef gb_bytes_isalpha(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, is_alpha);
}

GbRef gb_bytes_isdigit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, is_digit);
}

GbRef gb_bytes_isspace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, gb_byte_is_space);
}

GbRef gb_bytes_isascii(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(gb_text_max(gb_bytes_text(self)) == GB_MAX_ASCII);
}

static GbRef one_case(GbBorrow self, bool (*wanted)(uint32_t), bool (*unwanted)(uint32_t))
{
    GbText text = gb_bytes_text(self);
    bool found = false;
    for (int64_t i = 0; i < text.length; i++) {
        if (unwanted(gb_text_at(&text, i)))
            return GB_FALSE;
        found = found || wanted(gb_text_at(&text, i));
    }
    return gb_bool(found);
}

GbRef gb_bytes_islower(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return one_case(self, is_lower, is_upper);
}

GbRef gb_bytes_isupper(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return one_case(self, is_upper, is_lower);
}

GbRef gb_bytes_istitle(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbText text = gb_bytes_text(self);
    bool in_word = false, found = false;
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t byte = gb_text_at(&text, i);
        if ((is_upper(byte) && in_word) || (is_lower(byte) && !in_word))
            return GB_FALSE;
        in_word = is_alpha(byte);
        found = found || in_word;
    }
    return gb_bool(found);
}

/* --- Text --- */

GbRef gb_bytes_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *encoding, *errors;
    GbBuffer buffer;
    if (gb_text_argument(t, args[0], "decode", "encoding", &encoding) < 0
        || gb_text_argument(t, args[1], "decode", "errors", &errors) < 0
        || gb_buffer_get(t, self, &buffer) < 0)
        return GB_NULL;
    GbRef result = gb_decode(t, buffer.data, (size_t)buffer.size, encoding, errors);
    gb_buffer_release(t, &buffer);
    return result;
}

/* The one ASCII character of hex()'s separator. */
static int separator_of(GbThread *t, GbBorrow sep, uint32_t *out)
{
    int64_t length = gb_length(t, sep);
    if (length < 0)
        return -1;
    if (length != 1)
        return gb_fail(t, gb_ValueError, "sep must be length 1.");
    if (gb_is_str(sep))
        *out = gb_str_at(sep, 0);
    else if (gb_is_bytes(sep))
        *out = gb_bytes_data(sep)[0];
    else
        return gb_fail(t, gb_TypeError, "sep must be str or bytes.");
    return *out < 128 ? 0 : gb_fail(t, gb_ValueError, "sep must be ASCII.");
}

GbRef gb_hex_text(GbThread *t, const uint8_t *data, int64_t size, GbBorrow sep,
                  int64_t bytes_per_sep)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t separator = 0;
    GbWriter writer;
    if (sep != GB_NULL && separator_of(t, sep, &separator) < 0)
        return GB_NULL;
    int64_t group = sep == GB_NULL ? 0 : bytes_per_sep < 0 ? -bytes_per_sep : bytes_per_sep;
    /* Groups count from the right, or from the left when negative. */
    int64_t first = group == 0 || bytes_per_sep < 0 ? 0 : size % group;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < size; i++) {
        if (group > 0 && i > 0 && (i - first) % group == 0)
            gb_writer_char(&writer, separator);
        char pair[2] = {digits[data[i] >> 4], digits[data[i] & 15]};
        gb_writer_ascii(&writer, pair, 2);
    }
    return gb_writer_finish(&writer);
}

GbRef gb_bytes_hex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t group;
    GbBuffer buffer;
    if (gb_index_i64(t, args[1], &group, gb_OverflowError) < 0
        || gb_buffer_get(t, self, &buffer) < 0)
        return GB_NULL;
    GbRef result = gb_hex_text(t, buffer.data, buffer.size, args[0], group);
    gb_buffer_release(t, &buffer);
    return result;
}

static int hex_value(uint32_t code)
{
    if (is_digit(code))
        return (int)code - '0';
    uint32_t lower = code | 0x20;
    return code < 128 && lower - 'a' < 6 ? (int)(lower - 'a' + 10) : -1;
}

/* Pairs of hexadecimal digits, white space between. -1 or where it went wrong. */
static int64_t read_hex(GbByteWriter *writer, GbText text)
{
    for (int64_t i = 0; i < text.length;) {
        if (gb_byte_is_space(gb_text_at(&text, i))) {
            i++;
            continue;
        }
        int high = hex_value(gb_text_at(&text, i));
        int low = i + 1 < text.length ? hex_value(gb_text_at(&text, i + 1)) : -1;
        if (high < 0 || low < 0)
            return high < 0 ? i : i + 1;
        gb_byte_writer_byte(writer, (uint8_t)(high << 4 | low));
        i += 2;
    }
    return -1;
}

GbRef gb_bytes_fromhex(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbType *own = (GbType *)gb_object(type);
    GbKind kind = own->layout == GB_KIND_BYTES ? GB_KIND_BYTES : GB_KIND_BYTEARRAY;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "fromhex() argument must be str, not %.50K", args[0]);
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    int64_t wrong = read_hex(&writer, gb_str_text(args[0]));
    if (wrong >= 0) {
        gb_byte_writer_clear(&writer);
        return gb_raise(t, gb_ValueError,
                        "non-hexadecimal number found in fromhex() arg at position %lld",
                        (long long)wrong);
    }
    GbRef bytes = gb_byte_writer_finish_as(&writer, kind);
    if (bytes == GB_NULL || own == gb_object(bytes)->type)
        return bytes;
    GbRef result = gb_call1(t, type, bytes);
    gb_decref(bytes);
    return result;
}
