/* repr() and ascii() of strs: quotes, escapes, and what is printable. */
#include "vm/object/str.h"
#include "vm/object/unicode.h"

static const char hex_digits[] = "0123456789abcdef";

static void write_hex(GbWriter *writer, char kind, uint32_t code, int digits)
{
    gb_writer_char(writer, '\\');
    gb_writer_char(writer, (uint32_t)kind);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        gb_writer_char(writer, (uint32_t)hex_digits[code >> shift & 15]);
}

static void write_escaped(GbWriter *writer, uint32_t code)
{
    switch (code) {
    case '\t':
        gb_writer_ascii(writer, "\\t", 2);
        return;
    case '\n':
        gb_writer_ascii(writer, "\\n", 2);
        return;
    case '\r':
        gb_writer_ascii(writer, "\\r", 2);
        return;
    default:
        if (code <= GB_MAX_LATIN1)
            write_hex(writer, 'x', code, 2);
        else if (code <= GB_MAX_BMP)
            write_hex(writer, 'u', code, 4);
        else
            write_hex(writer, 'U', code, 8);
    }
}

int gb_writer_str_repr(GbWriter *writer, GbBorrow str, bool ascii_only)
{
    GbText text = gb_str_text(str);
    bool has_single = gb_text_find_char(text, '\'') >= 0;
    uint32_t quote = has_single && gb_text_find_char(text, '"') < 0 ? '"' : '\'';
    int64_t start = 0;
    gb_writer_char(writer, quote);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        bool plain = code < 0x7f ? code >= ' ' : !ascii_only && gb_unicode_is_printable(code);
        if (plain && code != quote && code != '\\')
            continue;
        gb_writer_slice(writer, str, start, i);
        start = i + 1;
        if (plain) {
            gb_writer_char(writer, '\\');
            gb_writer_char(writer, code);
        } else {
            write_escaped(writer, code);
        }
    }
    gb_writer_slice(writer, str, start, text.length);
    return gb_writer_char(writer, quote);
}
