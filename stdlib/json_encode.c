/* Writing JSON: the encoder of json.JSONEncoder. */
#include "stdlib/json_parts.h"

#include <math.h>

typedef struct Encoder {
    GbObject header;
    GbRef markers, default_function, encoder, indent, key_separator, item_separator;
    bool sort_keys, skip_keys, allow_nan;
    bool plain;                /* `encoder` is ours: strings are written directly. */
    bool ascii;
} Encoder;

/* --- Strings --- */

static int put_escape(GbWriter *writer, uint32_t c)
{
    switch (c) {
    case '"': return gb_writer_ascii(writer, "\\\"", 2);
    case '\\': return gb_writer_ascii(writer, "\\\\", 2);
    case '\n': return gb_writer_ascii(writer, "\\n", 2);
    case '\r': return gb_writer_ascii(writer, "\\r", 2);
    case '\t': return gb_writer_ascii(writer, "\\t", 2);
    case '\b': return gb_writer_ascii(writer, "\\b", 2);
    case '\f': return gb_writer_ascii(writer, "\\f", 2);
    default: break;
    }
    if (c >= 0x10000) {
        uint32_t rest = c - 0x10000;
        put_escape(writer, 0xd800 + (rest >> 10));
        c = 0xdc00 + (rest & 0x3ff);
    }
    static const char hex[] = "0123456789abcdef";
    const char text[6] = {'\\', 'u', hex[c >> 12], hex[c >> 8 & 15], hex[c >> 4 & 15], hex[c & 15]};
    return gb_writer_ascii(writer, text, 6);
}

int gb_json_put_string(GbWriter *writer, GbBorrow str, bool ascii)
{
    JsonText text = json_text(str);
    int64_t plain = 0;
    gb_writer_char(writer, '"');
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t c = json_at(&text, i);
        if (c >= 0x20 && c != '"' && c != '\\' && (c < 0x7f || !ascii))
            continue;
        gb_writer_slice(writer, str, plain, i);
        put_escape(writer, c);
        plain = i + 1;
    }
    gb_writer_slice(writer, str, plain, text.length);
    return gb_writer_char(writer, '"');
}

/* --- Values --- */

typedef struct Output {
    GbThread *t;
    Encoder *encoder;
    GbWriter writer;
} Output;

static int put_value(Output *out, GbBorrow v, int64_t level);

static int put_text(Output *out, GbRef text_taken)
{
    if (text_taken == GB_NULL)
        return -1;
    int failed = gb_is_str(text_taken) ? gb_writer_str(&out->writer, text_taken)
                                       : gb_fail(out->t, gb_TypeError,
                                                 "encoder() must return a string, not %.80T",
                                                 text_taken);
    gb_decref(text_taken);
    return failed;
}

static int put_str(Output *out, GbBorrow v)
{
    if (out->encoder->plain)
        return gb_json_put_string(&out->writer, v, out->encoder->ascii);
    return put_text(out, gb_call1(out->t, out->encoder->encoder, v));
}

/* The text of an int or float, whatever a subclass thinks of repr. */
static GbRef number_text(GbThread *t, const Encoder *encoder, GbBorrow v)
{
    if (gb_is_intlike(v)) {
        GbRef repr = gb_attr_get_c(t, gb_value(gb_type(t, INT)), "__repr__");
        GbRef text = repr == GB_NULL ? GB_NULL : gb_call1(t, repr, v);
        gb_xdecref(repr);
        return text;
    }
    double x = gb_float_value(v);
    if (isfinite(x))
        return gb_repr(t, gb_float_new(x));
    if (!encoder->allow_nan)
        return gb_raise(t, gb_ValueError, "Out of range float values are not JSON compliant");
    return gb_str_new(t, isnan(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity");
}

static int put_number(Output *out, GbBorrow v)
{
    if (gb_is_small(v)) {
        return gb_writer_format(&out->writer, "%lld", (long long)gb_small(v));
    }
    return put_text(out, number_text(out->t, out->encoder, v));
}

static int put_newline(Output *out, int64_t level)
{
    GbBorrow indent = out->encoder->indent;
    if (indent == GB_NONE)
        return 0;
    gb_writer_char(&out->writer, '\n');
    for (int64_t i = 0; i < level; i++)
        gb_writer_str(&out->writer, indent);
    return out->writer.failed ? -1 : 0;
}

static int put_items(Output *out, GbBorrow items, int64_t level)
{
    int64_t count = gb_list_count(items);
    if (count == 0)
        return gb_writer_ascii(&out->writer, "[]", 2);
    gb_writer_char(&out->writer, '[');
    for (int64_t i = 0; i < gb_list_count(items); i++) {
        if (i > 0)
            gb_writer_str(&out->writer, out->encoder->item_separator);
        GbRef item = gb_new_ref(gb_list_peek(items, i));
        int failed = put_newline(out, level + 1) < 0 || put_value(out, item, level + 1) < 0;
        gb_decref(item);
        if (failed)
            return -1;
    }
    put_newline(out, level);
    return gb_writer_char(&out->writer, ']');
}

/* The str that a key becomes; GB_NULL without an exception: it is to be skipped. */
static GbRef key_text(Output *out, GbBorrow key)
{
    GbThread *t = out->t;
    if (gb_is_str(key))
        return gb_new_ref(key);
    if (key == GB_TRUE || key == GB_FALSE || key == GB_NONE)
        return gb_str_new(t, key == GB_TRUE ? "true" : key == GB_FALSE ? "false" : "null");
    if (gb_is_intlike(key) || gb_is_float(key))
        return number_text(t, out->encoder, key);
    if (out->encoder->skip_keys)
        return GB_NULL;
    return gb_raise(t, gb_TypeError, "keys must be str, int, float, bool or None, not %.100T", key);
}

static int put_member(Output *out, GbBorrow pair, int64_t level, bool *first)
{
    if (!gb_is_tuple(pair) || gb_tuple_count(pair) != 2)
        return gb_fail(out->t, gb_ValueError, "items must return 2-tuples");
    GbRef key = key_text(out, gb_tuple_peek(pair, 0));
    if (key == GB_NULL)
        return gb_raised(out->t) ? -1 : 0;
    if (!*first)
        gb_writer_str(&out->writer, out->encoder->item_separator);
    *first = false;
    put_newline(out, level + 1);
    int failed = put_str(out, key);
    gb_decref(key);
    if (failed < 0)
        return -1;
    gb_writer_str(&out->writer, out->encoder->key_separator);
    return put_value(out, gb_tuple_peek(pair, 1), level + 1);
}

static int put_members(Output *out, GbBorrow dict, int64_t level)
{
    GbThread *t = out->t;
    bool first = true;
    if (gb_length(t, dict) == 0)
        return gb_writer_ascii(&out->writer, "{}", 2);
    GbRef view = gb_call_method_c(t, dict, "items", NULL, 0);
    GbRef items = view == GB_NULL ? GB_NULL : gb_list_from(t, view);
    gb_xdecref(view);
    if (items == GB_NULL)
        return -1;
    int failed = out->encoder->sort_keys ? gb_list_sort(t, items, GB_NULL, false) : 0;
    gb_writer_char(&out->writer, '{');
    for (int64_t i = 0; failed == 0 && i < gb_list_count(items); i++) {
        GbRef pair = gb_new_ref(gb_list_peek(items, i));
        failed = put_member(out, pair, level, &first);
        gb_decref(pair);
    }
    gb_decref(items);
    if (failed < 0)
        return -1;
    if (!first)
        put_newline(out, level);
    return gb_writer_char(&out->writer, '}');
}

/* A container or another object, which must not be inside itself. */
static int put_marked(Output *out, GbBorrow v, int64_t level,
                      int (*put)(Output *, GbBorrow, int64_t))
{
    GbThread *t = out->t;
    GbRef marker = GB_NULL, known = GB_NULL;
    if (out->encoder->markers != GB_NONE) {
        marker = gb_identity(t, v);
        int found = marker == GB_NULL ? -1
                                      : gb_dict_find(t, out->encoder->markers, marker, &known);
        if (found > 0)
            gb_raise(t, gb_ValueError, "Circular reference detected");
        gb_xdecref(known);
        if (found != 0 || gb_dict_set(t, out->encoder->markers, marker, v) < 0) {
            gb_xdecref(marker);
            return -1;
        }
    }
    int failed = gb_recursion_enter(t, " while encoding a JSON object");
    if (failed == 0) {
        failed = put(out, v, level);
        gb_recursion_leave(t);
    }
    if (marker != GB_NULL && failed == 0)
        failed = gb_dict_delete(t, out->encoder->markers, marker) < 0 ? -1 : 0;
    gb_xdecref(marker);
    return failed < 0 ? -1 : 0;
}

static int put_sequence(Output *out, GbBorrow v, int64_t level)
{
    GbRef items = gb_list_from(out->t, v);
    int failed = items == GB_NULL ? -1 : put_items(out, items, level);
    gb_xdecref(items);
    return failed;
}

static int put_other(Output *out, GbBorrow v, int64_t level)
{
    GbRef replaced = gb_call1(out->t, out->encoder->default_function, v);
    int failed = replaced == GB_NULL ? -1 : put_value(out, replaced, level);
    gb_xdecref(replaced);
    return failed;
}

static int put_value(Output *out, GbBorrow v, int64_t level)
{
    if (gb_is_str(v))
        return put_str(out, v);
    if (v == GB_NONE)
        return gb_writer_ascii(&out->writer, "null", 4);
    if (v == GB_TRUE)
        return gb_writer_ascii(&out->writer, "true", 4);
    if (v == GB_FALSE)
        return gb_writer_ascii(&out->writer, "false", 5);
    if (gb_is_intlike(v) || gb_is_float(v))
        return put_number(out, v);
    if (gb_is_list(v) || gb_is_tuple(v))
        return put_marked(out, v, level, put_sequence);
    if (gb_is_dict(v))
        return put_marked(out, v, level, put_members);
    return put_marked(out, v, level, put_other);
}

/* --- The encoder --- */

/* encoder(obj, level): a tuple of texts */
static GbRef encoder_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    int64_t level;
    if (count != 2 || names != GB_NULL)
        return gb_raise(t, gb_TypeError, "_iterencode() takes exactly 2 arguments (%d given)",
                        count);
    if (gb_index_i64(t, args[1], &level, gb_OverflowError) < 0)
        return GB_NULL;
    Output out = {.t = t, .encoder = (Encoder *)gb_object(self)};
    gb_writer_init(&out.writer, t);
    if (put_value(&out, args[0], level) < 0) {
        gb_writer_clear(&out.writer);
        return gb_raised(t) ? GB_NULL : gb_raise_memory(t);
    }
    GbRef text = gb_writer_finish(&out.writer);
    GbRef result = text == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, text);
    gb_xdecref(text);
    return result;
}

/* Is the function that writes strings one of ours? */
static void recognise(GbThread *t, Encoder *encoder)
{
    GbRef module = gb_import(t, "_json");
    GbRef ascii = module == GB_NULL ? GB_NULL
                                    : gb_attr_get_c(t, module, "encode_basestring_ascii");
    GbRef any = ascii == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "encode_basestring");
    encoder->ascii = encoder->encoder == ascii;
    encoder->plain = any != GB_NULL && (encoder->ascii || encoder->encoder == any);
    gb_raised_drop(t);
    gb_xdecref(module);
    gb_xdecref(ascii);
    gb_xdecref(any);
}

static GbRef encoder_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int sort_keys = gb_truth(t, args[6]), skip_keys = gb_truth(t, args[7]);
    int allow_nan = gb_truth(t, args[8]);
    if (sort_keys < 0 || skip_keys < 0 || allow_nan < 0)
        return GB_NULL;
    if (args[0] != GB_NONE && !gb_is_dict(args[0]))
        return gb_raise(t, gb_TypeError,
                        "make_encoder() argument 1 must be dict or None, not %.200T", args[0]);
    if (!gb_is_str(args[4]) || !gb_is_str(args[5]))
        return gb_raise(t, gb_TypeError, "make_encoder() argument %d must be str, not %.200T",
                        gb_is_str(args[4]) ? 6 : 5, args[gb_is_str(args[4]) ? 5 : 4]);
    if (args[3] != GB_NONE && !gb_is_str(args[3]))
        return gb_raise(t, gb_TypeError, "make_encoder() argument 4 must be str or None");
    Encoder *encoder = gb_object_new(t, (GbType *)gb_object(type));
    if (encoder == NULL)
        return GB_NULL;
    encoder->markers = gb_new_ref(args[0]);
    encoder->default_function = gb_new_ref(args[1]);
    encoder->encoder = gb_new_ref(args[2]);
    encoder->indent = gb_new_ref(args[3]);
    encoder->key_separator = gb_new_ref(args[4]);
    encoder->item_separator = gb_new_ref(args[5]);
    encoder->sort_keys = sort_keys;
    encoder->skip_keys = skip_keys;
    encoder->allow_nan = allow_nan;
    recognise(t, encoder);
    return gb_value(encoder);
}

static int encoder_visit(GbObject *object, GbVisitor visit, void *context)
{
    Encoder *encoder = (Encoder *)object;
    GB_VISIT(encoder->markers);
    GB_VISIT(encoder->default_function);
    GB_VISIT(encoder->encoder);
    GB_VISIT(encoder->indent);
    GB_VISIT(encoder->key_separator);
    GB_VISIT(encoder->item_separator);
    return 0;
}

static void encoder_clear(GbThread *t, GbObject *object)
{
    Encoder *encoder = (Encoder *)object;
    gb_clear(&encoder->markers);
    gb_clear(&encoder->default_function);
    gb_clear(&encoder->encoder);
    gb_clear(&encoder->indent);
    gb_clear(&encoder->key_separator);
    gb_clear(&encoder->item_separator);
}

const GbTypeSpec gb_json_encoder_spec = {
    .name = "_json.Encoder",
    .doc = "_iterencode(obj, _current_indent_level) -> iterable",
    .size = sizeof(Encoder),
    .flags = GB_TYPE_CONTAINER,
    .slots = {.dealloc = encoder_clear, .visit = encoder_visit, .clear = encoder_clear,
              .call = encoder_call},
    .constructor = {"make_encoder(markers, default, encoder, indent, key_separator, "
                    "item_separator, sort_keys, skipkeys, allow_nan)", encoder_create, NULL},
};
