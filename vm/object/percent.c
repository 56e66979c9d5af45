/* The % operator of str, bytes and bytearray. Bytes are formatted as Latin-1 text, which becomes
 * bytes at the end. */
#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/format.h"
#include "vm/object/int.h"
#include "vm/object/str_methods.h"
#include "vm/object/writer.h"

enum { FLAG_LEFT = 1, FLAG_SIGN = 2, FLAG_BLANK = 4, FLAG_ALTERNATE = 8, FLAG_ZERO = 16 };

typedef struct Percent {
    GbThread *t;
    bool bytes; /* Formats bytes, not text. */
    GbText format;
    int64_t at;      /* Place in the format. */
    GbBorrow values; /* The right operand. */
    bool is_tuple, is_mapping;
    bool key_given;     /* The conversion names its value: it is in `value`. */
    GbRef value;        /* What the conversion formats; owned. */
    int64_t next_value; /* Values used. */
    GbWriter out;
} Percent;

/* One conversion: "%-5.2f" */
typedef struct Conversion {
    int flags;
    int64_t width, precision; /* Precision -1: not given. */
    uint32_t kind;
} Conversion;

/* --- Values --- */

/* The next of the values, borrowed. */
static GbBorrow next_value(Percent *p)
{
    int64_t count = p->is_tuple ? gb_tuple_count(p->values) : 1;
    if (p->key_given && p->next_value < 1) {
        p->next_value++;
        return p->value;
    }
    if (p->key_given || p->next_value >= count)
        return gb_raise(p->t, gb_TypeError, "not enough arguments for format string");
    GbBorrow value = p->is_tuple ? gb_tuple_peek(p->values, p->next_value) : p->values;
    p->next_value++;
    return value;
}

/* The key of "%(key)s": p->at is behind the parenthesis. */
static GbRef read_key(Percent *p)
{
    int64_t start = p->at;
    int depth = 1;
    while (p->at < p->format.length && depth > 0) {
        uint32_t code = gb_text_at(&p->format, p->at++);
        depth += (code == '(') - (code == ')');
    }
    if (depth > 0)
        return gb_raise(p->t, gb_ValueError, "incomplete format key");
    GbText key = gb_text_part(p->format, start, p->at - 1);
    return p->bytes ? gb_bytes_new(p->t, key.data, (size_t)key.length)
                    : gb_str_from_text(p->t, key);
}

static int take_keyed_value(Percent *p)
{
    if (!p->is_mapping)
        return gb_fail(p->t, gb_TypeError, "format requires a mapping");
    GbRef key = read_key(p);
    if (key == GB_NULL)
        return -1;
    gb_set(&p->value, gb_item_get(p->t, p->values, key));
    gb_decref(key);
    p->key_given = true;
    p->next_value = 0;
    return p->value == GB_NULL ? -1 : 0;
}

/* --- Reading a conversion --- */

static int incomplete(Percent *p)
{
    return gb_fail(p->t, gb_ValueError, "incomplete format");
}

static uint32_t peek(Percent *p)
{
    return p->at < p->format.length ? gb_text_at(&p->format, p->at) : 0;
}

static int read_flags(Percent *p)
{
    static const char letters[] = "-+ #0";
    int flags = 0;
    for (;; p->at++) {
        uint32_t code = peek(p);
        const char *hit = code > 0 && code < 128 ? strchr(letters, (int)code) : NULL;
        if (hit == NULL)
            return flags;
        flags |= 1 << (hit - letters);
    }
}

/* Digits or a '*', whose value may be negative. */
static int read_size(Percent *p, const char *what, int64_t limit, int64_t *out)
{
    if (peek(p) == '*') {
        p->at++;
        GbBorrow value = next_value(p);
        if (value == GB_NULL)
            return -1;
        if (!gb_is_intlike(value))
            return gb_fail(p->t, gb_TypeError, "* wants int");
        if (gb_int_peek_i64(value, out) && *out >= -limit && *out <= limit)
            return 0;
        return gb_fail(p->t, gb_OverflowError, "Python int too large to convert to C %s",
                       limit == INT64_MAX ? "ssize_t" : "int");
    }
    while (peek(p) - '0' < 10) {
        int64_t digit = peek(p) - '0';
        if (*out > (limit - digit) / 10)
            return gb_fail(p->t, gb_ValueError, "%s too big", what);
        *out = *out * 10 + digit;
        p->at++;
    }
    return 0;
}

/* p->at is behind the '%'. */
static int read_conversion(Percent *p, Conversion *out)
{
    *out = (Conversion){.precision = -1};
    if (peek(p) == '(') {
        p->at++;
        if (take_keyed_value(p) < 0)
            return -1;
    }
    out->flags = read_flags(p);
    if (read_size(p, "width", INT64_MAX, &out->width) < 0)
        return -1;
    if (out->width < 0) {
        out->flags |= FLAG_LEFT;
        out->width = -out->width;
    }
    if (peek(p) == '.') {
        p->at++;
        out->precision = 0;
        if (read_size(p, "precision", INT32_MAX, &out->precision) < 0)
            return -1;
        out->precision = out->precision < 0 ? 0 : out->precision;
    }
    if (peek(p) == 'h' || peek(p) == 'l' || peek(p) == 'L')
        p->at++;
    if (p->at >= p->format.length)
        return incomplete(p);
    out->kind = gb_text_at(&p->format, p->at++);
    return 0;
}

/* --- Writing --- */

static int write_text(Percent *p, const Conversion *c, GbText text)
{
    if (c->precision >= 0 && text.length > c->precision)
        text.length = c->precision;
    int64_t missing = c->width > text.length ? c->width - text.length : 0;
    if (!(c->flags & FLAG_LEFT))
        gb_writer_fill(&p->out, ' ', missing);
    gb_writer_text(&p->out, text);
    if (c->flags & FLAG_LEFT)
        gb_writer_fill(&p->out, ' ', missing);
    return p->out.failed ? -1 : 0;
}

/* A number: its sign, a prefix ("0x"), zeros in front, its digits. */
static int write_number(Percent *p, const Conversion *c, bool negative, const char *prefix,
                        int64_t zeros, const char *digits, size_t size)
{
    char sign = negative ? '-' : c->flags & FLAG_SIGN ? '+' : c->flags & FLAG_BLANK ? ' ' : 0;
    int64_t length = (sign != 0) + (int64_t)strlen(prefix) + zeros + (int64_t)size;
    int64_t missing = c->width > length ? c->width - length : 0;
    bool left = c->flags & FLAG_LEFT, zero = c->flags & FLAG_ZERO && !left;
    if (!left && !zero)
        gb_writer_fill(&p->out, ' ', missing);
    if (sign)
        gb_writer_char(&p->out, (uint32_t)sign);
    gb_writer_ascii(&p->out, prefix, strlen(prefix));
    gb_writer_fill(&p->out, '0', zeros + (zero ? missing : 0));
    gb_writer_ascii(&p->out, digits, size);
    if (left)
        gb_writer_fill(&p->out, ' ', missing);
    return p->out.failed ? -1 : 0;
}

static bool has_special(GbThread *t, GbBorrow v, GbBorrow name)
{
    return gb_type_lookup(t, gb_type_of(t, v), name) != GB_NULL;
}

/* The int that %d or %x formats: owned. */
static GbRef int_of(Percent *p, const Conversion *c, GbBorrow value)
{
    GbThread *t = p->t;
    bool index_only = c->kind == 'x' || c->kind == 'X' || c->kind == 'o';
    if (gb_is_intlike(value))
        return gb_new_ref(value);
    GbRef number = GB_NULL;
    if (index_only) {
        number = gb_index(t, value);
    } else if (gb_is_float(value) || has_special(t, value, gb_name(t, __int__))
               || has_special(t, value, gb_name(t, __index__))) {
        number = gb_to_int(t, value);
    } else {
        gb_raise(t, gb_TypeError, "");
    }
    if (number == GB_NULL && gb_raised_drop_if(t, gb_TypeError))
        gb_raise(t, gb_TypeError, "%%%c format: %s is required, not %.200T",
                 p->bytes && c->kind == 'i' ? 'd' : c->kind,
                 index_only ? "an integer" : "a real number", value);
    return number;
}

/* A plain %d of an immediate int. */
static int write_small(Percent *p, int64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0)
        *--at = '-';
    return gb_writer_ascii(&p->out, at, (size_t)(digits + sizeof digits - at));
}

static int write_int(Percent *p, const Conversion *c, GbBorrow value)
{
    GbDigits digits;
    if (gb_is_small(value) && c->kind == 'd' && c->flags == 0 && c->width == 0 && c->precision < 0)
        return write_small(p, gb_small(value));
    GbRef number = int_of(p, c, value);
    if (number == GB_NULL)
        return -1;
    int base = c->kind == 'o' ? 8 : c->kind == 'x' || c->kind == 'X' ? 16 : 10;
    if (gb_digits_init(p->t, &digits, number, base) < 0) {
        gb_decref(number);
        return -1;
    }
    if (c->kind == 'X') {
        for (size_t i = 0; i < digits.size; i++)
            digits.text[i] = digits.text[i] >= 'a' ? (char)(digits.text[i] - 0x20) : digits.text[i];
    }
    const char *prefix = !(c->flags & FLAG_ALTERNATE) ? ""
                         : c->kind == 'x'             ? "0x"
                         : c->kind == 'X'             ? "0X"
                         : c->kind == 'o'             ? "0o"
                                                      : "";
    int64_t zeros = c->precision > (int64_t)digits.size ? c->precision - (int64_t)digits.size : 0;
    int result = write_number(p, c, digits.is_negative, prefix, zeros, digits.text, digits.size);
    gb_digits_fini(p->t, &digits);
    gb_decref(number);
    return result;
}

static int write_float(Percent *p, const Conversion *c, GbBorrow value)
{
    double x;
    GbDoubleText text;
    if (gb_to_double(p->t, value, &x) < 0) {
        if (p->bytes && gb_raised_drop_if(p->t, gb_TypeError))
            gb_raise(p->t, gb_TypeError, "float argument required, not %.200T", value);
        return -1;
    }
    int precision = c->precision < 0 ? 6 : (int)c->precision;
    int flags = c->flags & FLAG_ALTERNATE ? GB_DOUBLE_ALTERNATE : 0;
    if (gb_double_text_init(p->t, &text, x, (char)c->kind, precision, flags) < 0)
        return -1;
    bool negative = text.text[0] == '-';
    int result = write_number(p, c, negative, "", 0, text.text + negative, text.size - negative);
    gb_double_text_fini(p->t, &text);
    return result;
}

static int write_character(Percent *p, const Conversion *c, GbBorrow value)
{
    GbThread *t = p->t;
    Conversion whole = *c;
    uint32_t code;
    int64_t number, limit = p->bytes ? 256 : 0x110000;
    whole.precision = -1;
    if (p->bytes ? gb_is_bytes(value) || gb_is_bytearray(value) : gb_is_str(value)) {
        GbText text = p->bytes ? gb_bytes_text(value) : gb_str_text(value);
        if (text.length == 1)
            return write_text(p, &whole, text);
    } else if (gb_is_intlike(value) || has_special(t, value, gb_name(t, __index__))) {
        GbRef index = gb_index(t, value);
        if (index == GB_NULL)
            return -1;
        bool fits = gb_int_peek_i64(index, &number) && number >= 0 && number < limit;
        gb_decref(index);
        if (!fits)
            return gb_fail(t, gb_OverflowError, "%%c arg not in range(%s)",
                           p->bytes ? "256" : "0x110000");
        code = (uint32_t)number;
        return write_text(p, &whole, (GbText){&code, 1, 4});
    }
    return gb_fail(t, gb_TypeError,
                   p->bytes ? "%%c requires an integer in range(256) or a single byte"
                            : "%%c requires int or char");
}

/* A str made for the purpose. */
static int write_take(Percent *p, const Conversion *c, GbRef str)
{
    if (str == GB_NULL)
        return -1;
    int result = write_text(p, c, gb_str_text(str));
    gb_decref(str);
    return result;
}

/* %s of bytes: a buffer, or what __bytes__ gives. */
static int write_bytes(Percent *p, const Conversion *c, GbBorrow value)
{
    GbThread *t = p->t;
    GbRef method, bytes;
    GbBuffer buffer;
    int found = gb_is_bytes(value) ? 0 : gb_special_find(t, value, gb_name(t, __bytes__), &method);
    if (found < 0)
        return -1;
    if (found) {
        bytes = gb_call0(t, method);
        gb_decref(method);
        if (bytes != GB_NULL && !gb_is_bytes(bytes)) {
            gb_raise(t, gb_TypeError, "__bytes__ returned non-bytes (type %.200T)", bytes);
            gb_clear(&bytes);
        }
        int result = bytes == GB_NULL ? -1 : write_text(p, c, gb_bytes_text(bytes));
        gb_xdecref(bytes);
        return result;
    }
    if (gb_buffer_get(t, value, &buffer) < 0) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError,
                     "%%b requires a bytes-like object, or an object that implements __bytes__, "
                     "not '%.100T'",
                     value);
        return -1;
    }
    int result = write_text(p, c, gb_text_bytes(buffer.data, buffer.size));
    gb_buffer_release(t, &buffer);
    return result;
}

static int write_converted(Percent *p, const Conversion *c)
{
    GbBorrow value = next_value(p);
    if (value == GB_NULL)
        return -1;
    switch (c->kind) {
    case 's':
        if (p->bytes)
            return write_bytes(p, c, value);
        if (gb_is_exact(value, GB_KIND_STR))
            return write_text(p, c, gb_str_text(value));
        return write_take(p, c, gb_str(p->t, value));
    case 'b':
        if (p->bytes)
            return write_bytes(p, c, value);
        break;
    case 'r':
        return write_take(p, c, p->bytes ? gb_ascii(p->t, value) : gb_repr(p->t, value));
    case 'a':
        return write_take(p, c, gb_ascii(p->t, value));
    case 'c':
        return write_character(p, c, value);
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
        return write_int(p, c, value);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        return write_float(p, c, value);
    default:
        break;
    }
    return gb_fail(p->t, gb_ValueError, "unsupported format character '%c' (0x%x) at index %lld",
                   c->kind > 31 && c->kind < 127 ? c->kind : '?', c->kind, (long long)p->at - 1);
}

static int format_all(Percent *p)
{
    while (p->at < p->format.length) {
        int64_t hit = gb_text_find_char(gb_text_part(p->format, p->at, p->format.length), '%');
        int64_t end = hit < 0 ? p->format.length : p->at + hit;
        gb_writer_text(&p->out, gb_text_part(p->format, p->at, end));
        p->at = end + 1;
        if (hit < 0)
            break;
        if (peek(p) == '%') {
            p->at++;
            gb_writer_char(&p->out, '%');
            continue;
        }
        if (p->at >= p->format.length)
            return incomplete(p);
        Conversion conversion;
        if (read_conversion(p, &conversion) < 0 || write_converted(p, &conversion) < 0)
            return -1;
    }
    bool used = p->key_given || p->is_mapping
                || p->next_value >= (p->is_tuple ? gb_tuple_count(p->values) : 1);
    if (!used)
        return gb_fail(p->t, gb_TypeError, "not all arguments converted during %s formatting",
                       p->bytes ? "bytes" : "string");
    return p->out.failed ? -1 : 0;
}

static int percent_run(Percent *p, GbThread *t, GbText format, GbBorrow values, bool bytes)
{
    p->t = t; /* Field by field: `out` is large and needs no zeros. */
    p->bytes = bytes;
    p->format = format;
    p->at = 0;
    p->values = values;
    p->key_given = false;
    p->value = GB_NULL;
    p->next_value = 0;
    bool is_text = gb_is_str(values) || (bytes && (gb_is_bytes(values) || gb_is_bytearray(values)));
    p->is_tuple = gb_is_tuple(values);
    p->is_mapping = !p->is_tuple && !is_text && gb_type_of(t, values)->slots.getitem != NULL;
    gb_writer_init(&p->out, t);
    int result = format_all(p);
    gb_clear(&p->value);
    return result;
}

GbRef gb_str_percent(GbThread *t, GbBorrow str, GbBorrow values)
{
    Percent p;
    if (percent_run(&p, t, gb_str_text(str), values, false) == 0)
        return gb_writer_finish(&p.out);
    gb_writer_clear(&p.out);
    return GB_NULL;
}

GbRef gb_bytes_percent(GbThread *t, GbBorrow self, GbBorrow values)
{
    Percent p;
    GbBuffer buffer;
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, self, &buffer) < 0)
        return GB_NULL;
    if (percent_run(&p, t, gb_text_bytes(buffer.data, buffer.size), values, true) == 0)
        result = gb_bytes_like_new(t, gb_is_bytes(self) ? GB_KIND_BYTES : GB_KIND_BYTEARRAY,
                                   p.out.data, (size_t)p.out.length);
    gb_writer_clear(&p.out);
    gb_buffer_release(t, &buffer);
    return result;
}
