/* The format() mini-language for numbers.
 *
 *     format(-1234.5, '*=+12,.2f')     - ** 1,234 .50
 *                                      | |  |     +-- rest: point and decimals, exponent, %
 *                                      | |  +-------- digits before the point, grouped
 *                                      | +----------- padding of '='; others pad outside
 *                                      +------------- lead: sign and prefix
 */
#include "vm/object/format.h"

#include "vm/object/float.h"
#include "vm/object/int.h"

#include <math.h>

/* --- The spec --- */

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

/* Decimal digits at *index: 1 and *out, 0 when there are none, -1. */
static int parse_count(GbThread *t, GbBorrow spec, int64_t *index, int64_t *out)
{
    int64_t n = 0, start = *index, length = gb_str_length(spec);
    for (; *index < length; (*index)++) {
        uint32_t c = gb_str_at(spec, *index);
        if (c < '0' || c > '9')
            break;
        if (n > (INT64_MAX - (c - '0')) / 10)
            return gb_fail(t, gb_ValueError, "Too many decimal digits in format string");
        n = n * 10 + (c - '0');
    }
    if (*index == start)
        return 0;
    *out = n;
    return 1;
}

static int refuse_grouping(GbThread *t, char grouping, uint32_t type)
{
    if (type > 32 && type < 128)
        return gb_fail(t, gb_ValueError, "Cannot specify '%c' with '%c'.", grouping, (int)type);
    return gb_fail(t, gb_ValueError, "Cannot specify '%c' with '\\x%x'.", grouping, (int)type);
}

/* , goes with decimal types, _ also with the bases of two. */
static int check_grouping(GbThread *t, const GbFormatSpec *spec)
{
    uint32_t type = spec->type;
    if (spec->grouping == 0 || type == 0 || (type < 128 && strchr("defgEG%F", (int)type) != NULL))
        return 0;
    if (spec->grouping == '_' && type < 128 && strchr("boxX", (int)type) != NULL)
        return 0;
    return refuse_grouping(t, spec->grouping, type);
}

static int parse_grouping(GbThread *t, GbBorrow spec, int64_t *index, GbFormatSpec *out)
{
    int64_t length = gb_str_length(spec);
    for (; *index < length; (*index)++) {
        uint32_t c = gb_str_at(spec, *index);
        if (c != ',' && c != '_')
            break;
        if (out->grouping != 0 && out->grouping != (char)c)
            return gb_fail(t, gb_ValueError, "Cannot specify both ',' and '_'.");
        if (out->grouping != 0)
            return refuse_grouping(t, (char)c, c); /* The second one is read as the type. */
        out->grouping = (char)c;
    }
    return 0;
}

/* Up to the width: [[fill]align][sign][z][#][0] */
static int64_t parse_flags(GbBorrow spec, char default_align, GbFormatSpec *out)
{
    int64_t i = 0, length = gb_str_length(spec);
    bool fill_given = false;
    if (length >= 2 && is_align(gb_str_at(spec, 1))) {
        out->fill = gb_str_at(spec, 0);
        out->align = (char)gb_str_at(spec, 1);
        fill_given = out->align_given = true;
        i = 2;
    } else if (length >= 1 && is_align(gb_str_at(spec, 0))) {
        out->align = (char)gb_str_at(spec, 0);
        out->align_given = true;
        i = 1;
    }
    uint32_t c = i < length ? gb_str_at(spec, i) : 0;
    if (c == ' ' || c == '+' || c == '-') {
        out->sign = (char)c;
        i++;
    }
    if (i < length && gb_str_at(spec, i) == 'z') {
        out->no_negative_zero = true;
        i++;
    }
    if (i < length && gb_str_at(spec, i) == '#') {
        out->alternate = true;
        i++;
    }
    if (!fill_given && i < length && gb_str_at(spec, i) == '0') {
        out->fill = '0';
        if (!out->align_given && default_align == '>')
            out->align = '=';
        i++;
    }
    return i;
}

int gb_format_spec_parse(GbThread *t, GbBorrow spec, char default_align, GbBorrow v,
                         GbFormatSpec *out)
{
    *out = (GbFormatSpec){.fill = ' ', .align = default_align, .width = -1, .precision = -1};
    int64_t i = parse_flags(spec, default_align, out), length = gb_str_length(spec);
    if (parse_count(t, spec, &i, &out->width) < 0 || parse_grouping(t, spec, &i, out) < 0)
        return -1;
    if (i < length && gb_str_at(spec, i) == '.') {
        i++;
        int found = parse_count(t, spec, &i, &out->precision);
        if (found == 0)
            return gb_fail(t, gb_ValueError, "Format specifier missing precision");
        if (found < 0)
            return -1;
    }
    if (length - i > 1)
        return gb_fail(t, gb_ValueError, "Invalid format specifier '%U' for object of type '%T'",
                       spec, v);
    if (length - i == 1)
        out->type = gb_str_at(spec, i);
    return check_grouping(t, out);
}

GbRef gb_format_unknown_code(GbThread *t, uint32_t type, GbBorrow v)
{
    if (type > 32 && type < 128)
        return gb_raise(t, gb_ValueError, "Unknown format code '%c' for object of type '%T'",
                        (int)type, v);
    return gb_raise(t, gb_ValueError, "Unknown format code '\\x%x' for object of type '%T'",
                    (int)type, v);
}

int gb_format_argument(GbThread *t, GbBorrow spec)
{
    if (gb_is_str(spec))
        return 0;
    if (spec == GB_NONE)
        return gb_fail(t, gb_TypeError, "__format__() argument must be str, not None");
    return gb_fail(t, gb_TypeError, "__format__() argument must be str, not %K", spec);
}

/* --- Layout --- */

/* A number in its parts, all ASCII. */
typedef struct Parts {
    char lead[4];         /* Sign and prefix. */
    const char *digits;   /* Before the point. */
    int64_t digit_count;
    const char *rest;
    int64_t rest_size;
    const char *tail;     /* "%" or "" */
    int group;            /* Digits in a group; 0: not grouped. */
} Parts;

/* Bytes of `digits` digits with a separator before each full group. */
static int64_t grouped_size(int64_t digits, int group)
{
    return group == 0 ? digits : digits + (digits > 0 ? (digits - 1) / group : 0);
}

/* How many digits, leading zeros included, make at least `width` bytes. A separator never comes
 * first, so the result may be one wider. */
static int64_t padded_digits(int64_t digits, int64_t width, int group)
{
    if (group == 0)
        return digits > width ? digits : width;
    int64_t count = width - width / (group + 1); /* A lower bound. */
    if (count < digits)
        count = digits;
    while (grouped_size(count, group) < width)
        count++;
    return count;
}

/* The digits after `zeros` zeros, with separators. */
static void write_digits(GbWriter *writer, const Parts *parts, char separator, int64_t zeros)
{
    int64_t left = zeros + parts->digit_count;
    if (parts->group == 0 || left <= parts->group) {
        gb_writer_fill(writer, '0', zeros);
        gb_writer_ascii(writer, parts->digits, (size_t)parts->digit_count);
        return;
    }
    for (int64_t i = -zeros; i < parts->digit_count; i++, left--) {
        if (left % parts->group == 0 && i != -zeros)
            gb_writer_char(writer, (uint32_t)separator);
        gb_writer_char(writer, (uint32_t)(i < 0 ? '0' : parts->digits[i]));
    }
}

static void write_parts(GbWriter *writer, const GbFormatSpec *spec, const Parts *parts)
{
    int64_t around = (int64_t)strlen(parts->lead) + parts->rest_size + (int64_t)strlen(parts->tail);
    int64_t count = parts->digit_count;
    if (spec->fill == '0' && spec->align == '=' && count > 0) /* Not inf and nan. */
        count = padded_digits(count, spec->width - around, parts->group);
    int64_t padding = spec->width - around - grouped_size(count, parts->group);
    if (padding < 0)
        padding = 0;
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    int64_t inside = spec->align == '=' ? padding : 0;
    gb_writer_fill(writer, spec->fill, left);
    gb_writer_c(writer, parts->lead);
    gb_writer_fill(writer, spec->fill, inside);
    write_digits(writer, parts, spec->grouping, count - parts->digit_count);
    gb_writer_ascii(writer, parts->rest, (size_t)parts->rest_size);
    gb_writer_c(writer, parts->tail);
    gb_writer_fill(writer, spec->fill, padding - left - inside);
}

static GbRef finish_parts(GbThread *t, const GbFormatSpec *spec, const Parts *parts)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    write_parts(&writer, spec, parts);
    return gb_writer_finish(&writer);
}

static void set_sign(Parts *parts, bool is_negative, char wanted)
{
    parts->lead[0] = is_negative ? '-' : wanted == '-' ? '\0' : wanted;
    parts->lead[1] = '\0';
}

/* --- int --- */

static GbRef format_character(GbThread *t, GbBorrow v, const GbFormatSpec *spec)
{
    int64_t code;
    if (spec->sign != 0)
        return gb_raise(t, gb_ValueError, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return gb_raise(t, gb_ValueError,
                        "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!gb_int_peek_i64(v, &code))
        return gb_raise(t, gb_OverflowError, "Python int too large to convert to C long");
    if (code < 0 || code > 0x10ffff)
        return gb_raise(t, gb_OverflowError, "%%c arg not in range(0x110000)");
    int64_t padding = spec->width > 1 ? spec->width - 1 : 0;
    int64_t left = spec->align == '>' || spec->align == '=' ? padding
                   : spec->align == '^'                     ? padding / 2
                                                            : 0;
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_fill(&writer, spec->fill, left);
    gb_writer_char(&writer, (uint32_t)code);
    gb_writer_fill(&writer, spec->fill, padding - left);
    return gb_writer_finish(&writer);
}

static GbRef format_int(GbThread *t, GbBorrow v, const GbFormatSpec *spec)
{
    GbDigits digits;
    if (spec->precision != -1)
        return gb_raise(t, gb_ValueError, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return gb_raise(t, gb_ValueError,
                        "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c')
        return format_character(t, v, spec);
    int base = spec->type == 'b'                         ? 2
               : spec->type == 'o'                       ? 8
               : spec->type == 'x' || spec->type == 'X' ? 16
                                                         : 10;
    if (gb_digits_init(t, &digits, v, base) < 0)
        return GB_NULL;
    Parts parts = {
        .digits = digits.text,
        .digit_count = (int64_t)digits.size,
        .rest = "",
        .tail = "",
        .group = spec->grouping == 0 ? 0 : base == 10 ? 3 : 4,
    };
    set_sign(&parts, digits.is_negative, spec->sign);
    if (spec->alternate && base != 10) {
        size_t at = strlen(parts.lead);
        parts.lead[at] = '0';
        parts.lead[at + 1] = (char)spec->type;
        parts.lead[at + 2] = '\0';
    }
    for (size_t i = 0; spec->type == 'X' && i < digits.size; i++) {
        if (digits.text[i] >= 'a')
            digits.text[i] = (char)(digits.text[i] - 'a' + 'A');
    }
    GbRef result = finish_parts(t, spec, &parts);
    gb_digits_fini(t, &digits);
    return result;
}

/* --- float --- */

/* How to print a float: what the spec's type and precision come down to. */
typedef struct Conversion {
    char type;
    int precision, flags;
} Conversion;

static int conversion_init(GbThread *t, const GbFormatSpec *spec, Conversion *out)
{
    out->type = (char)spec->type;
    out->flags = spec->alternate ? GB_DOUBLE_ALTERNATE : 0;
    if (spec->precision > INT32_MAX)
        return gb_fail(t, gb_ValueError, "precision too big");
    out->precision = spec->precision < 0 ? 6 : (int)spec->precision;
    if (spec->type == 0) {
        out->type = spec->precision < 0 ? 'r' : 'g';
        out->flags |= GB_DOUBLE_DOT_ZERO;
    } else if (spec->type == 'n') {
        out->type = 'g';
    } else if (spec->type == '%') {
        out->type = 'f';
    }
    return 0;
}

/* Does the text show a zero? */
static bool shows_zero(const char *text)
{
    for (; *text != '\0' && *text != 'e' && *text != 'E'; text++) {
        if (*text >= '1' && *text <= '9')
            return false;
    }
    return true;
}

/* Print x and take the text apart. The caller ends `text` when this succeeds. */
static int parts_of_double(GbThread *t, double x, const GbFormatSpec *spec,
                           const Conversion *conversion, GbDoubleText *text, Parts *parts)
{
    if (gb_double_text_init(t, text, x, conversion->type, conversion->precision,
                            conversion->flags) < 0)
        return -1;
    const char *digits = text->text;
    bool is_negative = *digits == '-';
    digits += is_negative;
    if (is_negative && spec->no_negative_zero && isfinite(x) && shows_zero(digits))
        is_negative = false;
    set_sign(parts, is_negative, spec->sign);
    const char *rest = digits;
    while (*rest >= '0' && *rest <= '9')
        rest++;
    parts->digits = digits;
    parts->digit_count = rest - digits;
    parts->rest = rest;
    parts->rest_size = (int64_t)strlen(rest);
    parts->tail = spec->type == '%' ? "%" : "";
    parts->group = spec->grouping == 0 ? 0 : 3;
    return 0;
}

static GbRef format_double(GbThread *t, double x, const GbFormatSpec *spec)
{
    Conversion conversion;
    GbDoubleText text;
    Parts parts;
    if (conversion_init(t, spec, &conversion) < 0)
        return GB_NULL;
    if (spec->type == '%')
        x *= 100;
    if (parts_of_double(t, x, spec, &conversion, &text, &parts) < 0)
        return GB_NULL;
    GbRef result = finish_parts(t, spec, &parts);
    gb_double_text_fini(t, &text);
    return result;
}

/* --- What format() calls --- */

static bool is_one_of(uint32_t type, const char *types)
{
    return type != 0 && type < 128 && strchr(types, (int)type) != NULL;
}

GbRef gb_int_format_spec(GbThread *t, GbBorrow v, GbBorrow spec)
{
    GbFormatSpec parsed;
    if (gb_str_length(spec) == 0)
        return gb_is_small(v) ? gb_int_repr(t, v) : gb_str(t, v);
    if (gb_format_spec_parse(t, spec, '>', v, &parsed) < 0)
        return GB_NULL;
    if (parsed.type == 0 || is_one_of(parsed.type, "bcdoxXn"))
        return format_int(t, v, &parsed);
    if (!is_one_of(parsed.type, "eEfFgG%"))
        return gb_format_unknown_code(t, parsed.type, v);
    double x;
    return gb_int_to_double(t, v, &x) < 0 ? GB_NULL : format_double(t, x, &parsed);
}

GbRef gb_float_format_spec(GbThread *t, GbBorrow v, GbBorrow spec)
{
    GbFormatSpec parsed;
    if (gb_str_length(spec) == 0)
        return gb_is_double(v) ? gb_float_repr(t, gb_double(v)) : gb_str(t, v);
    if (gb_format_spec_parse(t, spec, '>', v, &parsed) < 0)
        return GB_NULL;
    if (parsed.type != 0 && !is_one_of(parsed.type, "eEfFgGn%"))
        return gb_format_unknown_code(t, parsed.type, v);
    return format_double(t, gb_float_value(v), &parsed);
}

/* Both parts without a width of their own, then padded together. */
static GbRef format_complex(GbThread *t, const GbComplex *v, const GbFormatSpec *spec)
{
    Conversion conversion;
    GbFormatSpec part_spec = *spec;
    GbDoubleText real_text, imaginary_text;
    Parts real, imaginary;
    if (conversion_init(t, spec, &conversion) < 0)
        return GB_NULL;
    conversion.flags &= ~GB_DOUBLE_DOT_ZERO;
    bool in_parentheses = spec->type == 0;
    bool skip_real = in_parentheses && v->real == 0 && !signbit(v->real);
    part_spec.width = -1;
    if (parts_of_double(t, v->real, &part_spec, &conversion, &real_text, &real) < 0)
        return GB_NULL;
    if (!skip_real)
        part_spec.sign = '+';
    if (parts_of_double(t, v->imaginary, &part_spec, &conversion, &imaginary_text, &imaginary) <
        0) {
        gb_double_text_fini(t, &real_text);
        return GB_NULL;
    }
    imaginary.tail = "j";
    GbWriter writer;
    gb_writer_init(&writer, t);
    if (!skip_real) {
        if (in_parentheses)
            gb_writer_char(&writer, '(');
        write_parts(&writer, &part_spec, &real);
    }
    write_parts(&writer, &part_spec, &imaginary);
    if (!skip_real && in_parentheses)
        gb_writer_char(&writer, ')');
    gb_double_text_fini(t, &real_text);
    gb_double_text_fini(t, &imaginary_text);
    GbRef body = gb_writer_finish(&writer);
    if (body == GB_NULL || gb_str_length(body) >= spec->width)
        return body;
    int64_t padding = spec->width - gb_str_length(body);
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    gb_writer_init(&writer, t);
    gb_writer_fill(&writer, spec->fill, left);
    gb_writer_str(&writer, body);
    gb_writer_fill(&writer, spec->fill, padding - left);
    gb_decref(body);
    return gb_writer_finish(&writer);
}

GbRef gb_complex_format_spec(GbThread *t, GbBorrow v, GbBorrow spec)
{
    GbFormatSpec parsed;
    if (gb_str_length(spec) == 0)
        return gb_str(t, v);
    if (gb_format_spec_parse(t, spec, '>', v, &parsed) < 0)
        return GB_NULL;
    if (parsed.type != 0 && !is_one_of(parsed.type, "eEfFgGn"))
        return gb_format_unknown_code(t, parsed.type, v);
    if (parsed.fill == '0')
        return gb_raise(t, gb_ValueError,
                        "Zero padding is not allowed in complex format specifier");
    if (parsed.align == '=')
        return gb_raise(t, gb_ValueError,
                        "'=' alignment flag is not allowed in complex format specifier");
    return format_complex(t, gb_as_complex(v), &parsed);
}
