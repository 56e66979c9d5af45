/* binascii: bytes as text: hexadecimal, base64, uuencode, quoted-printable; and checksums. */
#include "vm/gilbox.h"

static const GbErrorSpec binascii_error = {"binascii.Error", gb_ValueError, NULL};
static const GbErrorSpec binascii_incomplete = {"binascii.Incomplete", gb_Exception, NULL};

/* --- Input and output --- */

/* Bytes, or a str that is ASCII. */
static int ascii_buffer(GbThread *t, GbBorrow v, GbBuffer *out)
{
    if (!gb_is_str(v)) {
        int result = gb_buffer_get(t, v, out);
        if (result < 0 && gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError,
                     "argument should be bytes, buffer or ASCII string, not '%.100T'", v);
        return result;
    }
    size_t size;
    const char *text = gb_str_wtf8(t, v, &size);
    if (text == NULL)
        return -1;
    if ((int64_t)size != gb_str_length(v))
        return gb_fail(t, gb_ValueError, "string argument should contain only ASCII characters");
    *out = (GbBuffer){.data = (uint8_t *)(uintptr_t)text, .size = (int64_t)size, .readonly = true};
    return 0;
}

/* Bytes in the making, of a size that is bounded beforehand. */
typedef struct Output {
    uint8_t *data;
    int64_t size, capacity;
} Output;

static int output_init(GbThread *t, Output *out, int64_t capacity)
{
    *out = (Output){gb_mem_new(t, (size_t)capacity), 0, capacity};
    return out->data == NULL && capacity > 0 ? -1 : 0;
}

static GbRef output_finish(GbThread *t, Output *out, bool failed)
{
    GbRef result = failed ? GB_NULL : gb_bytes_new(t, out->data, (size_t)out->size);
    gb_mem_free(t, out->data, (size_t)out->capacity);
    return result;
}

static void put(Output *out, uint8_t byte)
{
    out->data[out->size++] = byte;
}

static int fail(GbThread *t, const char *message)
{
    gb_raise_error(t, &binascii_error, "%s", message);
    return -1;
}

/* --- Hexadecimal --- */

static GbRef binascii_hexlify(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    if (gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef bytes = gb_bytes_new(t, data.data, (size_t)data.size);
    gb_buffer_release(t, &data);
    if (bytes == GB_NULL)
        return GB_NULL;
    GbBorrow call_args[2] = {args[1], args[2]};
    GbRef text = gb_call_method_c(t, bytes, "hex", call_args, args[1] == GB_NULL ? 0 : 2);
    gb_decref(bytes);
    if (text == GB_NULL)
        return GB_NULL;
    GbRef result = gb_encode(t, text, "ascii", NULL);
    gb_decref(text);
    return result;
}

static int hex_value(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'f' ? (byte | 0x20) - 'a' + 10 : -1;
}

static int unhexlify(GbThread *t, const GbBuffer *data, Output *out)
{
    if (data->size % 2 != 0)
        return fail(t, "Odd-length string");
    for (int64_t i = 0; i < data->size; i += 2) {
        int high = hex_value(data->data[i]), low = hex_value(data->data[i + 1]);
        if (high < 0 || low < 0)
            return fail(t, "Non-hexadecimal digit found");
        put(out, (uint8_t)(high << 4 | low));
    }
    return 0;
}

static GbRef binascii_unhexlify(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    if (ascii_buffer(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (output_init(t, &out, data.size / 2 + 1) == 0)
        result = output_finish(t, &out, unhexlify(t, &data, &out) < 0);
    gb_buffer_release(t, &data);
    return result;
}

/* --- Base 64 --- */

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint8_t byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    return byte == '+' ? 62 : byte == '/' ? 63 : -1;
}

/* How far a group of four digits is: `place` digits read, `left` their bits that are not written
 * yet. */
typedef struct Group {
    int place, pads;
    uint8_t left;
    bool padding_began;
} Group;

static void take_digit(Output *out, Group *group, uint8_t value)
{
    switch (group->place) {
    case 0:
        group->place = 1;
        group->left = value;
        break;
    case 1:
        group->place = 2;
        put(out, (uint8_t)(group->left << 2 | value >> 4));
        group->left = value & 15;
        break;
    case 2:
        group->place = 3;
        put(out, (uint8_t)(group->left << 4 | value >> 2));
        group->left = value & 3;
        break;
    default:
        group->place = 0;
        put(out, (uint8_t)(group->left << 6 | value));
        group->left = 0;
    }
}

/* A '='. 1: the data ends here, 0 go on, -1. */
static int take_pad(GbThread *t, Group *group, const GbBuffer *data, int64_t index, bool strict)
{
    group->padding_began = true;
    if (strict && index == 0)
        return fail(t, "Leading padding not allowed");
    if (group->place >= 2 && group->place + ++group->pads >= 4) {
        if (strict && index + 1 < data->size)
            return fail(t, "Excess data after padding");
        return 1;
    }
    return 0;
}

static int base64_decode(GbThread *t, const GbBuffer *data, bool strict, Output *out)
{
    Group group = {0};
    for (int64_t i = 0; i < data->size; i++) {
        uint8_t byte = data->data[i];
        if (byte == '=') {
            int ended = take_pad(t, &group, data, i, strict);
            if (ended != 0)
                return ended < 0 ? -1 : 0;
            continue;
        }
        int value = base64_value(byte);
        if (value < 0 && strict)
            return fail(t, "Only base64 data is allowed");
        if (value < 0)
            continue;
        if (strict && group.padding_began)
            return fail(t, group.place == 0 ? "Excess data after padding"
                                            : "Discontinuous padding not allowed");
        group.pads = 0;
        take_digit(out, &group, (uint8_t)value);
    }
    if (group.place == 0)
        return 0;
    if (group.place > 1)
        return fail(t, "Incorrect padding");
    gb_raise_error(t, &binascii_error,
                   "Invalid base64-encoded string: number of data characters (%lld) cannot be 1 "
                   "more than a multiple "
                   "of 4",
                   (long long)out->size / 3 * 4 + 1);
    return -1;
}

static GbRef binascii_a2b_base64(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    int strict = gb_truth(t, args[1]);
    if (strict < 0 || ascii_buffer(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (output_init(t, &out, (data.size + 3) / 4 * 3 + 1) == 0)
        result = output_finish(t, &out, base64_decode(t, &data, strict, &out) < 0);
    gb_buffer_release(t, &data);
    return result;
}

static void base64_encode(const GbBuffer *data, Output *out)
{
    for (int64_t i = 0; i < data->size; i += 3) {
        int64_t count = data->size - i < 3 ? data->size - i : 3;
        uint32_t bits = (uint32_t)data->data[i] << 16;
        bits |= count > 1 ? (uint32_t)data->data[i + 1] << 8 : 0;
        bits |= count > 2 ? data->data[i + 2] : 0;
        for (int64_t j = 0; j < 4; j++)
            put(out, (uint8_t)(j <= count ? base64_digits[bits >> (18 - 6 * j) & 63] : '='));
    }
}

static GbRef binascii_b2a_base64(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    int newline = gb_truth(t, args[1]);
    if (newline < 0 || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (output_init(t, &out, (data.size + 2) / 3 * 4 + 1) == 0) {
        base64_encode(&data, &out);
        if (newline)
            put(&out, '\n');
        result = output_finish(t, &out, false);
    }
    gb_buffer_release(t, &data);
    return result;
}

/* --- uuencode: a line of at most 45 bytes --- */

enum { UU_LINE = 45 };

/* The six bits of the character at *at; past the end of the line they are zeros. -1: no such
 * character. */
static int uu_value(const GbBuffer *data, int64_t *at)
{
    uint8_t byte = *at < data->size ? data->data[*at] : '\n';
    ++*at;
    if (byte == '\n' || byte == '\r')
        return 0;
    return byte < ' ' || byte > ' ' + 64 ? -1 : (byte - ' ') & 63;
}

static int uu_decode(GbThread *t, const GbBuffer *data, Output *out)
{
    int64_t at = 0, wanted = data->size > 0 ? (data->data[0] - ' ') & 63 : 32;
    uint32_t bits = 0;
    int count = 0;
    for (at = 1; out->size < wanted;) {
        int value = uu_value(data, &at);
        if (value < 0)
            return fail(t, "Illegal char");
        bits = bits << 6 | (uint32_t)value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            put(out, (uint8_t)(bits >> count));
        }
    }
    for (; at < data->size; at++) {
        uint8_t byte = data->data[at];
        if (byte != ' ' && byte != ' ' + 64 && byte != '\n' && byte != '\r')
            return fail(t, "Trailing garbage");
    }
    return 0;
}

static GbRef binascii_a2b_uu(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    if (ascii_buffer(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (output_init(t, &out, 64) == 0)
        result = output_finish(t, &out, uu_decode(t, &data, &out) < 0);
    gb_buffer_release(t, &data);
    return result;
}

static GbRef binascii_b2a_uu(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    int backtick = gb_truth(t, args[1]);
    if (backtick < 0 || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (data.size > UU_LINE) {
        fail(t, "At most 45 bytes at once");
    } else if (output_init(t, &out, 2 + (UU_LINE + 2) / 3 * 4) == 0) {
        put(&out, (uint8_t)(data.size == 0 && backtick ? '`' : ' ' + data.size));
        for (int64_t i = 0; i < data.size; i += 3) {
            uint32_t bits = 0;
            for (int64_t j = i; j < i + 3; j++)
                bits = bits << 8 | (j < data.size ? data.data[j] : 0);
            for (int shift = 18; shift >= 0; shift -= 6) {
                uint8_t value = bits >> shift & 63;
                put(&out, value == 0 && backtick ? '`' : (uint8_t)(' ' + value));
            }
        }
        put(&out, '\n');
        result = output_finish(t, &out, false);
    }
    gb_buffer_release(t, &data);
    return result;
}

/* --- Quoted-printable --- */

static void qp_decode(const GbBuffer *data, bool header, Output *out)
{
    const uint8_t *at = data->data, *end = at + data->size;
    while (at < end) {
        if (*at == '_' && header) {
            put(out, ' ');
            at++;
        } else if (*at != '=') {
            put(out, *at++);
        } else if (++at == end) {
            break;
        } else if (*at == '\n' || *at == '\r') { /* A soft line break. */
            while (at < end && *at != '\n')
                at++;
            at += at < end;
        } else if (*at == '=') { /* What broken encoders make of a '='. */
            put(out, '=');
            at++;
        } else if (at + 1 < end && hex_value(at[0]) >= 0 && hex_value(at[1]) >= 0) {
            put(out, (uint8_t)(hex_value(at[0]) << 4 | hex_value(at[1])));
            at += 2;
        } else {
            put(out, '=');
        }
    }
}

static GbRef binascii_a2b_qp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    int header = gb_truth(t, args[1]);
    if (header < 0 || ascii_buffer(t, args[0], &data) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (output_init(t, &out, data.size + 1) == 0) {
        qp_decode(&data, header, &out);
        result = output_finish(t, &out, false);
    }
    gb_buffer_release(t, &data);
    return result;
}

enum { QP_LINE = 76 };

typedef struct Quoting {
    bool quote_tabs, is_text, header;
    bool crlf;    /* Lines end so. */
    int64_t line; /* Columns of the current line. */
} Quoting;

static void put_line_end(Output *out, const Quoting *quoting)
{
    if (quoting->crlf)
        put(out, '\r');
    put(out, '\n');
}

static bool must_quote(const Quoting *q, const uint8_t *at, const uint8_t *end)
{
    uint8_t byte = *at;
    bool last = at + 1 == end;
    if (byte > 126 || byte == '=' || (q->header && byte == '_'))
        return true;
    if (byte == '.' && q->line == 0 && (last || at[1] == '\n' || at[1] == '\r' || at[1] == 0))
        return true;
    if (!q->is_text && (byte == '\r' || byte == '\n'))
        return true;
    if ((byte == '\t' || byte == ' ') && last)
        return true;
    if (byte < 33 && byte != '\r' && byte != '\n' && byte != '\t' && byte != ' ')
        return true;
    return q->quote_tabs && (byte == '\t' || byte == ' ');
}

static void put_quoted(Output *out, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";
    put(out, '=');
    put(out, (uint8_t)digits[byte >> 4]);
    put(out, (uint8_t)digits[byte & 15]);
}

/* A blank at the end of a line must be quoted after all. */
static void quote_trailing_blank(Output *out)
{
    uint8_t last = out->size > 0 ? out->data[out->size - 1] : 0;
    if (last == ' ' || last == '\t') {
        out->size--;
        put_quoted(out, last);
    }
}

static void qp_encode(const GbBuffer *data, Quoting *q, Output *out)
{
    const uint8_t *at = data->data, *end = at + data->size;
    while (at < end) {
        if (must_quote(q, at, end)) {
            if (q->line + 3 >= QP_LINE) {
                put(out, '=');
                put_line_end(out, q);
                q->line = 0;
            }
            put_quoted(out, *at++);
            q->line += 3;
            continue;
        }
        bool breaks = q->is_text && (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n'));
        if (breaks) {
            q->line = 0;
            quote_trailing_blank(out);
            at += *at == '\r' ? 2 : 1;
            put_line_end(out, q);
            continue;
        }
        if (at + 1 != end && at[1] != '\n' && q->line + 1 >= QP_LINE) {
            put(out, '=');
            put_line_end(out, q);
            q->line = 0;
        }
        q->line++;
        put(out, q->header && *at == ' ' ? '_' : *at);
        at++;
    }
}

static GbRef binascii_b2a_qp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    Output out;
    int quote_tabs = gb_truth(t, args[1]), is_text = gb_truth(t, args[2]),
        header = gb_truth(t, args[3]);
    if (quote_tabs < 0 || is_text < 0 || header < 0 || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    const uint8_t *newline = data.size > 0 ? memchr(data.data, '\n', (size_t)data.size) : NULL;
    Quoting quoting = {quote_tabs, is_text, header,
                       newline && newline > data.data && newline[-1] == '\r', 0};
    GbRef result = GB_NULL;
    if (output_init(t, &out, data.size * 4 + 16) == 0) {
        qp_encode(&data, &quoting, &out);
        result = output_finish(t, &out, false);
    }
    gb_buffer_release(t, &data);
    return result;
}

/* --- Checksums --- */

/* The CRC of a byte, for shift registers that run right (crc32) and left (crc_hqx). */
static uint32_t crc32_byte(uint32_t crc, uint8_t byte)
{
    static const uint32_t nibbles[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    crc ^= byte;
    crc = crc >> 4 ^ nibbles[crc & 15];
    return crc >> 4 ^ nibbles[crc & 15];
}

/* An int argument's lower bits, whatever its size. */
static int low_bits(GbThread *t, GbBorrow v, uint32_t *out)
{
    GbRef mask = gb_int_new(t, 0xffffffff), index = gb_index(t, v), low;
    int64_t value = 0;
    if (index == GB_NULL)
        return -1;
    low = gb_binary(t, GB_AND, index, mask);
    gb_decref(index);
    int result = low == GB_NULL ? -1 : gb_int_to_i64(t, low, &value);
    gb_xdecref(low);
    *out = (uint32_t)value;
    return result;
}

static GbRef binascii_crc32(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    uint32_t crc;
    if (low_bits(t, args[1], &crc) < 0 || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    crc = ~crc;
    for (int64_t i = 0; i < data.size; i++)
        crc = crc32_byte(crc, data.data[i]);
    gb_buffer_release(t, &data);
    return gb_int_new(t, (int64_t)(uint32_t)~crc);
}

static GbRef binascii_crc_hqx(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    uint32_t crc;
    if (low_bits(t, args[1], &crc) < 0 || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    crc &= 0xffff;
    for (int64_t i = 0; i < data.size; i++) {
        crc ^= (uint32_t)data.data[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    gb_buffer_release(t, &data);
    return gb_int_new(t, crc);
}

static const GbMethodDef binascii_functions[] = {
    {"a2b_uu(data, /)", binascii_a2b_uu, "Decode a line of uuencoded data."},
    {"b2a_uu(data, /, *, backtick=False)", binascii_b2a_uu, "Uuencode line of data."},
    {"a2b_base64(data, /, *, strict_mode=False)", binascii_a2b_base64,
     "Decode a line of base64 data."},
    {"b2a_base64(data, /, *, newline=True)", binascii_b2a_base64, "Base64-code line of data."},
    {"a2b_hex(hexstr, /)", binascii_unhexlify, "Binary data of hexadecimal representation."},
    {"b2a_hex(data, sep=?, bytes_per_sep=1)", binascii_hexlify,
     "Hexadecimal representation of binary data."},
    {"unhexlify(hexstr, /)", binascii_unhexlify, "Binary data of hexadecimal representation."},
    {"hexlify(data, sep=?, bytes_per_sep=1)", binascii_hexlify,
     "Hexadecimal representation of binary data."},
    {"a2b_qp(data, header=False)", binascii_a2b_qp, "Decode a string of qp-encoded data."},
    {"b2a_qp(data, quotetabs=False, istext=True, header=False)", binascii_b2a_qp,
     "Encode a string using quoted-printable encoding."},
    {"crc_hqx(data, crc, /)", binascii_crc_hqx, "Compute CRC-CCITT incrementally."},
    {"crc32(data, crc=0, /)", binascii_crc32, "Compute CRC-32 incrementally."},
    {0},
};

static int binascii_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_error(t, module, &binascii_error) == NULL)
        return -1;
    return gb_module_add_error(t, module, &binascii_incomplete) == NULL ? -1 : 0;
}

const GbModuleDef gb_module_binascii = {
    "binascii",
    "Conversion between binary data and ASCII",
    binascii_functions,
    binascii_init,
};
