/* _sre: what the package re is made of, ours or CPython's, whose compiled code is not looked at. */
#include "stdlib/re_parts.h"

static GbRef re_compile(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t flags;
    if (!gb_is_str(args[0]) && !gb_has_layout(args[0], GB_KIND_BYTES))
        return gb_raise(t, gb_TypeError, "first argument must be string or compiled pattern");
    if (gb_index_i64(t, args[1], &flags, gb_OverflowError) < 0)
        return GB_NULL;
    return gb_re_pattern_new(t, args[0], (uint32_t)flags);
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
    if (!gb_is_spec(t, args[0], &gb_re_pattern_spec))
        return gb_raise(t, gb_TypeError, "a re.Pattern is required, not %T", args[0]);
    return gb_re_template_get(t, re_as_pattern(args[0]), args[1]);
}

/* --- For CPython's compiler --- */

static GbRef case_of(GbThread *t, GbBorrow v, uint32_t (*convert)(uint32_t))
{
    int64_t character;
    if (gb_index_i64(t, v, &character, gb_OverflowError) < 0)
        return GB_NULL;
    return gb_int_new(t, convert((uint32_t)character));
}

static uint32_t ascii_lower(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static uint32_t ascii_is_cased(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static uint32_t unicode_is_cased(uint32_t c)
{
    return gb_unicode_simple_lower(c) != c || gb_unicode_simple_upper(c) != c;
}

static GbRef re_ascii_tolower(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return case_of(t, args[0], ascii_lower);
}

static GbRef re_unicode_tolower(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return case_of(t, args[0], gb_unicode_simple_lower);
}

static GbRef re_ascii_iscased(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef is = case_of(t, args[0], ascii_is_cased);
    return is == GB_NULL ? GB_NULL : gb_bool(gb_small(is));
}

static GbRef re_unicode_iscased(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef is = case_of(t, args[0], unicode_is_cased);
    return is == GB_NULL ? GB_NULL : gb_bool(gb_small(is));
}

static const GbMethodDef re_functions[] = {
    {"compile(pattern, flags=0, code=None, groups=0, groupindex=None, indexgroup=None)", re_compile,
     "Make a pattern object."},
    {"ascii_tolower(character, /)", re_ascii_tolower, NULL},
    {"unicode_tolower(character, /)", re_unicode_tolower, NULL},
    {"ascii_iscased(character, /)", re_ascii_iscased, NULL},
    {"unicode_iscased(character, /)", re_unicode_iscased, NULL},
    {"escape(pattern)", re_escape, "Escape special characters in a string."},
    {"template(pattern, repl, /)", re_template, "The parts of a template for sub() and expand()."},
    {0},
};

static int re_init(GbThread *t, GbBorrow module)
{
    enum { MAGIC = 20220615, CODE_SIZE = 4 };
    const GbTypeSpec *types[] = {&gb_re_pattern_spec, &gb_re_match_spec, &gb_re_scanner_spec,
                                 &gb_re_iterator_spec};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (gb_module_add_type(t, module, types[i], NULL) < 0)
            return -1;
    }
    if (gb_module_set(t, module, "MAGIC", gb_small_new(MAGIC)) < 0 ||
        gb_module_set(t, module, "CODESIZE", gb_small_new(CODE_SIZE)) < 0 ||
        gb_module_set(t, module, "MAXREPEAT", gb_small_new(RE_UNBOUNDED)) < 0)
        return -1;
    return gb_module_set(t, module, "MAXGROUPS", gb_small_new(RE_MAX_GROUPS));
}

const GbModuleDef gb_module_sre = {
    "_sre",
    "Regular expressions.",
    re_functions,
    re_init,
};
