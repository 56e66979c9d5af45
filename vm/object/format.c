/* str.format: replacement fields and what they name; and format() of a str itself. */
#include "vm/object/format.h"

#include "vm/interp.h"
#include "vm/object/str_methods.h"

/* --- Reading a format string --- */

/* A piece of text and the replacement field behind it, as places in the format string. */
typedef struct Markup {
    int64_t literal_start, literal_end;
    bool has_field;
    int64_t name_start, name_end;
    int64_t spec_start, spec_end;
    bool spec_nested;    /* Has fields of its own. */
    uint32_t conversion; /* 0: none. */
} Markup;

static int bad_format(GbThread *t, const char *message)
{
    return gb_fail(t, gb_ValueError, "%s", message);
}

/* The name of a field from *at on, and the character that ends it. */
static int read_name(GbThread *t, GbText text, int64_t *at, int64_t end, Markup *out,
                     uint32_t *stop)
{
    out->name_start = *at;
    *stop = 0;
    while (*at < end) {
        uint32_t code = gb_text_at(&text, (*at)++);
        if (code == '{')
            return bad_format(t, "unexpected '{' in field name");
        if (code == '}' || code == ':' || code == '!') {
            *stop = code;
            break;
        }
        if (code == '[') {
            while (*at < end && gb_text_at(&text, *at) != ']')
                ++*at;
        }
    }
    out->name_end = *at - (*stop != 0);
    return 0;
}

/* The format spec from *at to its closing brace. */
static int read_spec(GbThread *t, GbText text, int64_t *at, int64_t end, Markup *out)
{
    int depth = 1;
    out->spec_start = *at;
    while (*at < end) {
        uint32_t code = gb_text_at(&text, (*at)++);
        if (code == '{') {
            out->spec_nested = true;
            depth++;
        } else if (code == '}' && --depth == 0) {
            out->spec_end = *at - 1;
            return 0;
        }
    }
    return bad_format(t, "unmatched '{' in format spec");
}

static int read_field(GbThread *t, GbText text, int64_t *at, int64_t end, Markup *out)
{
    uint32_t stop;
    out->has_field = true;
    if (read_name(t, text, at, end, out, &stop) < 0)
        return -1;
    out->spec_start = out->spec_end = *at;
    if (stop == '}')
        return 0;
    if (stop == 0)
        return bad_format(t, "expected '}' before end of string");
    if (stop == '!') {
        if (*at == end)
            return bad_format(t, "end of string while looking for conversion specifier");
        out->conversion = gb_text_at(&text, (*at)++);
        if (*at < end) {
            uint32_t next = gb_text_at(&text, (*at)++);
            out->spec_start = out->spec_end = *at;
            if (next == '}')
                return 0;
            if (next != ':')
                return bad_format(t, "expected ':' after conversion specifier");
        }
    }
    return read_spec(t, text, at, end, out);
}

/* The next piece: 1, 0 at the end, -1. A doubled brace ends a literal, of which it gives one. */
static int next_markup(GbThread *t, GbText text, int64_t *at, int64_t end, Markup *out)
{
    uint32_t code = 0;
    *out = (Markup){.literal_start = *at};
    if (*at >= end)
        return 0;
    while (*at < end && code != '{' && code != '}')
        code = gb_text_at(&text, (*at)++);
    out->literal_end = *at;
    if (code != '{' && code != '}')
        return 1;
    bool at_end = *at == end;
    if (code == '}' && (at_end || gb_text_at(&text, *at) != '}'))
        return bad_format(t, "Single '}' encountered in format string");
    if (at_end)
        return bad_format(t, "Single '{' encountered in format string");
    if (gb_text_at(&text, *at) == code) {
        ++*at;
        return 1;
    }
    out->literal_end--;
    return read_field(t, text, at, end, out) < 0 ? -1 : 1;
}

/* --- Field names: a first part, then .attributes and [indexes] --- */

/* A decimal number, -1 when it is none, -2 failed. */
static int64_t read_number(GbThread *t, GbText text, int64_t start, int64_t end)
{
    int64_t value = start < end ? 0 : -1;
    for (int64_t i = start; i < end; i++) {
        uint32_t digit = gb_text_at(&text, i) - '0';
        if (digit > 9)
            return -1;
        if (value > (INT64_MAX - 9) / 10)
            return bad_format(t, "Too many decimal digits in format string") - 1;
        value = value * 10 + digit;
    }
    return value;
}

static int64_t end_of_first(GbText text, int64_t start, int64_t end)
{
    while (start < end && gb_text_at(&text, start) != '.' && gb_text_at(&text, start) != '[')
        start++;
    return start;
}

/* One step of the rest of a name. */
typedef struct Step {
    bool attribute;
    int64_t start, end;
    int64_t number; /* Of an index, or -1: it is a key. */
} Step;

/* 1 a step, 0 the end, -1. */
static int next_step(GbThread *t, GbText text, int64_t *at, int64_t end, Step *out)
{
    if (*at >= end)
        return 0;
    uint32_t code = gb_text_at(&text, (*at)++);
    if (code != '.' && code != '[')
        return bad_format(t, "Only '.' or '[' may follow ']' in format field specifier");
    out->attribute = code == '.';
    out->start = *at;
    out->number = -1;
    if (out->attribute) {
        *at = out->end = end_of_first(text, *at, end);
    } else {
        while (*at < end && gb_text_at(&text, *at) != ']')
            ++*at;
        if (*at == end)
            return bad_format(t, "Missing ']' in format string");
        out->end = (*at)++;
        out->number = read_number(t, text, out->start, out->end);
        if (out->number == -2)
            return -1;
    }
    if (out->start == out->end)
        return bad_format(t, "Empty attribute in format string");
    return 1;
}

/* --- Formatting --- */

typedef enum Numbering { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } Numbering;

typedef struct Formatter {
    GbThread *t;
    GbBorrow str;    /* The format string. */
    GbBorrow args;   /* tuple, or GB_NULL for format_map */
    GbBorrow kwargs; /* dict or any mapping */
    Numbering numbering;
    int64_t next_number;
} Formatter;

static int set_numbering(Formatter *f, Numbering wanted)
{
    if (f->numbering == NUMBERING_OPEN)
        f->numbering = wanted;
    if (f->numbering == wanted)
        return 0;
    return bad_format(
        f->t, wanted == NUMBERING_MANUAL
                  ? "cannot switch from automatic field numbering to manual field specification"
                  : "cannot switch from manual field specification to automatic field numbering");
}

static GbRef keyword_value(Formatter *f, int64_t start, int64_t end)
{
    GbThread *t = f->t;
    GbRef key = gb_str_slice(t, f->str, start, end), value = GB_NULL;
    if (key == GB_NULL)
        return GB_NULL;
    if (f->args == GB_NULL)
        value = gb_item_get(t, f->kwargs, key);
    else if (gb_dict_find(t, f->kwargs, key, &value) == 0)
        gb_raise_value(t, gb_KeyError, key);
    gb_decref(key);
    return value;
}

/* What the first part of a field's name stands for. */
static GbRef first_value(Formatter *f, GbText text, int64_t start, int64_t end)
{
    GbThread *t = f->t;
    int64_t index = read_number(t, text, start, end);
    if (index == -2)
        return GB_NULL;
    if (index == -1 && start < end)
        return keyword_value(f, start, end);
    if (set_numbering(f, index == -1 ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL) < 0)
        return GB_NULL;
    if (index == -1)
        index = f->next_number++;
    if (f->args == GB_NULL)
        return gb_raise(t, gb_ValueError, "Format string contains positional fields");
    if (index >= gb_tuple_count(f->args))
        return gb_raise(t, gb_IndexError,
                        "Replacement index %lld out of range for positional args tuple",
                        (long long)index);
    return gb_new_ref(gb_tuple_peek(f->args, index));
}

static GbRef take_step(Formatter *f, GbBorrow object, const Step *step)
{
    GbThread *t = f->t;
    if (step->number >= 0)
        return gb_item_at(t, object, step->number);
    GbRef name = gb_str_slice(t, f->str, step->start, step->end);
    if (name == GB_NULL)
        return GB_NULL;
    GbRef value = step->attribute ? gb_attr_get(t, object, name) : gb_item_get(t, object, name);
    gb_decref(name);
    return value;
}

static GbRef field_value(Formatter *f, const Markup *markup)
{
    GbText text = gb_str_text(f->str);
    int64_t at = end_of_first(text, markup->name_start, markup->name_end);
    GbRef value = first_value(f, text, markup->name_start, at);
    Step step;
    int more = value == GB_NULL ? -1 : 1;
    while (more > 0 && (more = next_step(f->t, text, &at, markup->name_end, &step)) > 0) {
        gb_set(&value, take_step(f, value, &step));
        more = value == GB_NULL ? -1 : 1;
    }
    if (more < 0)
        gb_clear(&value);
    return value;
}

static GbRef convert_take(GbThread *t, GbRef value, uint32_t conversion)
{
    GbRef result;
    switch (conversion) {
    case 0:
        return value;
    case 'r':
        result = gb_repr(t, value);
        break;
    case 's':
        result = gb_str(t, value);
        break;
    case 'a':
        result = gb_ascii(t, value);
        break;
    default:
        if (conversion > 32 && conversion < 127)
            result = gb_raise(t, gb_ValueError, "Unknown conversion specifier %c", conversion);
        else
            result = gb_raise(t, gb_ValueError, "Unknown conversion specifier \\x%x", conversion);
    }
    gb_decref(value);
    return result;
}

static int format_range(Formatter *f, int64_t start, int64_t end, GbWriter *out, int depth);

static GbRef field_spec(Formatter *f, const Markup *markup, int depth)
{
    if (!markup->spec_nested)
        return gb_str_slice(f->t, f->str, markup->spec_start, markup->spec_end);
    GbWriter writer;
    gb_writer_init(&writer, f->t);
    if (format_range(f, markup->spec_start, markup->spec_end, &writer, depth - 1) < 0) {
        gb_writer_clear(&writer);
        return GB_NULL;
    }
    return gb_writer_finish(&writer);
}

static int write_field(Formatter *f, const Markup *markup, GbWriter *out, int depth)
{
    GbThread *t = f->t;
    GbRef spec = GB_NULL, text = GB_NULL, value = field_value(f, markup);
    int result = -1;
    if (value == GB_NULL)
        return -1;
    value = convert_take(t, value, markup->conversion);
    if (value != GB_NULL && gb_is_exact(value, GB_KIND_STR)
        && markup->spec_start == markup->spec_end) {
        result = gb_writer_str(out, value);
        goto done;
    }
    spec = value == GB_NULL ? GB_NULL : field_spec(f, markup, depth);
    if (spec == GB_NULL)
        goto done;
    text = gb_format(t, value, spec);
    if (text != GB_NULL)
        result = gb_writer_str(out, text);
done:
    gb_clear(&value);
    gb_clear(&spec);
    gb_clear(&text);
    return result;
}

static int format_range(Formatter *f, int64_t start, int64_t end, GbWriter *out, int depth)
{
    GbText text = gb_str_text(f->str);
    Markup markup;
    int more;
    if (depth <= 0)
        return bad_format(f->t, "Max string recursion exceeded");
    while ((more = next_markup(f->t, text, &start, end, &markup)) > 0) {
        gb_writer_slice(out, f->str, markup.literal_start, markup.literal_end);
        if (markup.has_field && write_field(f, &markup, out, depth) < 0)
            return -1;
    }
    return more;
}

static GbRef format_all(GbThread *t, GbBorrow str, GbBorrow args, GbBorrow kwargs)
{
    Formatter f = {.t = t, .str = str, .args = args, .kwargs = kwargs};
    GbWriter writer;
    gb_writer_init(&writer, t);
    if (format_range(&f, 0, gb_str_length(str), &writer, 2) < 0) {
        gb_writer_clear(&writer);
        return GB_NULL;
    }
    return gb_writer_finish(&writer);
}

GbRef gb_str_method_format(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return format_all(t, self, args[0], args[1]);
}

GbRef gb_str_method_format_map(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return format_all(t, self, GB_NULL, args[0]);
}

/* --- For string.Formatter --- */

static GbRef markup_tuple(GbThread *t, GbBorrow str, const Markup *markup)
{
    GbRef parts[4] = {gb_str_slice(t, str, markup->literal_start, markup->literal_end), GB_NONE,
                      GB_NONE, GB_NONE};
    if (markup->has_field) {
        parts[1] = gb_str_slice(t, str, markup->name_start, markup->name_end);
        parts[2] = gb_str_slice(t, str, markup->spec_start, markup->spec_end);
        if (markup->conversion)
            parts[3] = gb_str_from_code_point(t, markup->conversion);
    }
    bool whole =
        parts[0] != GB_NULL && parts[1] != GB_NULL && parts[2] != GB_NULL && parts[3] != GB_NULL;
    GbRef result = whole ? gb_tuple_from_array(t, parts, 4) : GB_NULL;
    for (int i = 0; i < 4; i++)
        gb_clear(&parts[i]);
    return result;
}

GbRef gb_format_parse(GbThread *t, GbBorrow str)
{
    GbRef list = gb_list_new(t, 0);
    Markup markup;
    int64_t at = 0;
    int more = list == GB_NULL ? -1 : 1;
    while (more > 0
           && (more = next_markup(t, gb_str_text(str), &at, gb_str_length(str), &markup)) > 0)
        more = gb_list_append_take(t, list, markup_tuple(t, str, &markup)) < 0 ? -1 : 1;
    if (more < 0)
        gb_clear(&list);
    return list;
}

static GbRef step_tuple(GbThread *t, GbBorrow str, const Step *step)
{
    GbRef name = step->number >= 0 ? gb_int_new(t, step->number)
                                   : gb_str_slice(t, str, step->start, step->end);
    GbRef result = name == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, gb_bool(step->attribute), name);
    gb_xdecref(name);
    return result;
}

GbRef gb_format_field_split(GbThread *t, GbBorrow str)
{
    GbText text = gb_str_text(str);
    int64_t at = end_of_first(text, 0, text.length), number = read_number(t, text, 0, at);
    GbRef first = GB_NULL, rest = GB_NULL, result = GB_NULL;
    Step step;
    int more = 1;
    if (number == -2)
        return GB_NULL;
    first = number >= 0 ? gb_int_new(t, number) : gb_str_slice(t, str, 0, at);
    rest = first == GB_NULL ? GB_NULL : gb_list_new(t, 0);
    while (rest != GB_NULL && more > 0 && (more = next_step(t, text, &at, text.length, &step)) > 0)
        more = gb_list_append_take(t, rest, step_tuple(t, str, &step)) < 0 ? -1 : 1;
    if (rest != GB_NULL && more == 0)
        result = gb_tuple_of(t, 2, first, rest);
    gb_clear(&first);
    gb_clear(&rest);
    return result;
}

/* --- format(str, spec) --- */

static int check_spec(GbThread *t, const GbFormatSpec *spec, GbBorrow self)
{
    if (spec->type != 0 && spec->type != 's') {
        gb_format_unknown_code(t, spec->type, self);
        return -1;
    }
    if (spec->grouping)
        return gb_fail(t, gb_ValueError, "Cannot specify '%c' with 's'.", (uint32_t)spec->grouping);
    if (spec->sign == ' ')
        return bad_format(t, "Space not allowed in string format specifier");
    if (spec->sign)
        return bad_format(t, "Sign not allowed in string format specifier");
    if (spec->no_negative_zero)
        return bad_format(t, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->alternate)
        return bad_format(t, "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=')
        return bad_format(t, "'=' alignment not allowed in string format specifier");
    return 0;
}

GbRef gb_str_format_spec(GbThread *t, GbBorrow self, GbBorrow spec_text)
{
    GbFormatSpec spec;
    if (gb_str_length(spec_text) == 0)
        return gb_str(t, self);
    if (gb_format_spec_parse(t, spec_text, '<', self, &spec) < 0 || check_spec(t, &spec, self) < 0)
        return GB_NULL;
    int64_t length = gb_str_length(self);
    if (spec.precision >= 0 && spec.precision < length)
        length = spec.precision;
    int64_t missing = spec.width > length ? spec.width - length : 0;
    int64_t left = spec.align == '>' ? missing : spec.align == '^' ? missing / 2 : 0;
    if (missing == 0)
        return gb_str_slice(t, self, 0, length);
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_fill(&writer, spec.fill, left);
    gb_writer_slice(&writer, self, 0, length);
    gb_writer_fill(&writer, spec.fill, missing - left);
    return gb_writer_finish(&writer);
}

GbRef gb_str_method_dunder_format(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "__format__() argument must be str, not %.50K", args[0]);
    return gb_str_format_spec(t, self, args[0]);
}
