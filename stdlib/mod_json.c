/* _json: what package json is made of. */
#include "stdlib/json_parts.h"

static GbRef json_scanstring(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t start, end;
    int strict = gb_truth(t, args[2]);
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "first argument must be a string, not %.80T", args[0]);
    if (strict < 0 || gb_index_i64(t, args[1], &start, gb_OverflowError) < 0)
        return GB_NULL;
    JsonText text = json_text(args[0]);
    if (start < 0 || start > text.length)
        return gb_raise(t, gb_ValueError, "end is out of bounds");
    GbRef value = gb_json_scan_string(t, &text, start, strict, &end);
    GbRef result = value == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, value, gb_small_new(end));
    gb_xdecref(value);
    return result;
}

static GbRef encode_string(GbThread *t, GbBorrow str, bool ascii)
{
    GbWriter writer;
    if (!gb_is_str(str))
        return gb_raise(t, gb_TypeError, "first argument must be a string, not %.80T", str);
    gb_writer_init(&writer, t);
    gb_json_put_string(&writer, str, ascii);
    return gb_writer_finish(&writer);
}

static GbRef json_encode_basestring(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return encode_string(t, args[0], false);
}

static GbRef json_encode_basestring_ascii(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return encode_string(t, args[0], true);
}

static const GbMethodDef json_functions[] = {
    {"scanstring(string, end, strict=True, /)", json_scanstring,
     "Scan the string s for a JSON string: (value, end)."},
    {"encode_basestring(string, /)", json_encode_basestring,
     "Return a JSON representation of a Python string"},
    {"encode_basestring_ascii(string, /)", json_encode_basestring_ascii,
     "Return an ASCII-only JSON representation of a Python string"},
    {0},
};

static int json_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &gb_json_scanner_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &gb_json_encoder_spec, NULL) < 0 ||
        gb_module_set(t, module, "make_scanner", gb_value(gb_spec_type(t, &gb_json_scanner_spec))) <
            0)
        return -1;
    return gb_module_set(t, module, "make_encoder",
                         gb_value(gb_spec_type(t, &gb_json_encoder_spec)));
}

const GbModuleDef gb_module_json = {
    "_json",
    "json speedups",
    json_functions,
    json_init,
};
