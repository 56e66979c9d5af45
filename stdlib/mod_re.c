/* _re: what the package re is made of. */
#include "stdlib/re_parts.h"

static GbRef re_compile(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t flags;
    if (!gb_is_str(args[0]) && !gb_has_layout(args[0], GB_KIND_BYTES))
        return gb_raise(t, gb_TypeError, "first argument must be string or compiled pattern");
    if (gb_index_i64(t, args[1], &flags, gb_OverflowError) < 0)
        return GB_NULL;
    return re_pattern_new(t, args[0], (uint32_t)flags);
}

/* What has a meaning in patterns, or would have in verbose ones. */
static bool is_special(uint32_t character)
{
    return character > 0 && character < 128 &&
           strchr("()[]{}?*+-|^$\\.&~# \t\n\r\v\f", (int)character) != NULL;
}

static GbRef escape_str(GbThread *t, GbBorrow text)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < gb_str_length(text); i++) {
        uint32_t character = gb_str_at(text, i);
        if (is_special(character))
            gb_writer_char(&writer, '\\');
        gb_writer_char(&writer, character);
    }
    return gb_writer_finish(&writer);
}

static GbRef re_escape(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_is_str(args[0]))
        return escape_str(t, args[0]);
    GbBuffer buffer;
    if (gb_buffer_get(t, args[0], &buffer) < 0)
        return gb_raised_drop_if(t, gb_TypeError)
                   ? gb_raise(t, gb_TypeError,
                              "decoding to str: need a bytes-like object, %T found", args[0])
                   : GB_NULL;
    int64_t size = buffer.size;
    for (int64_t i = 0; i < buffer.size; i++)
        size += is_special(buffer.data[i]);
    GbRef result = gb_bytes_new(t, NULL, (size_t)size);
    uint8_t *out = result == GB_NULL ? NULL : gb_bytes_data(result);
    for (int64_t i = 0; out != NULL && i < buffer.size; i++) {
        if (is_special(buffer.data[i]))
            *out++ = '\\';
        *out++ = buffer.data[i];
    }
    gb_buffer_release(t, &buffer);
    return result;
}

/* The parts of a template: literal texts and group numbers. */
static GbRef re_template(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_spec(t, args[0], &re_pattern_spec))
        return gb_raise(t, gb_TypeError, "a re.Pattern is required, not %T", args[0]);
    return re_template_get(t, re_as_pattern(args[0]), args[1]);
}

static const GbMethodDef re_functions[] = {
    {"compile(pattern, flags=0, /)", re_compile, "Make a pattern object."},
    {"escape(pattern)", re_escape, "Escape special characters in a string."},
    {"template(pattern, repl, /)", re_template, "The parts of a template for sub() and expand()."},
    {0},
};

static int re_init(GbThread *t, GbBorrow module)
{
    const GbTypeSpec *types[] = {&re_pattern_spec, &re_match_spec, &re_scanner_spec,
                                 &re_iterator_spec};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (gb_module_add_type(t, module, types[i], NULL) < 0)
            return -1;
    }
    return 0;
}

const GbModuleDef gb_module_re = {
    "_re",
    "Regular expressions.",
    re_functions,
    re_init,
};
