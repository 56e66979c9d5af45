/* unicodedata: what Unicode says of characters. */
#include "vm/gilbox.h"

/* The one character of an argument. */
static int character(GbThread *t, GbBorrow v, const char *function, bool only_argument,
                     uint32_t *out)
{
    const char *place = only_argument ? "" : " 1";
    if (!gb_is_str(v))
        return gb_fail(t, gb_TypeError, "%s() argument%s must be a unicode character, not %.50K",
                       function, place, v);
    if (gb_str_length(v) != 1)
        return gb_fail(t, gb_TypeError, "%s() argument%s must be a unicode character, not str",
                       function, place);
    *out = gb_str_at(v, 0);
    return 0;
}

/* What a function with a default gives for a character that has no such value. */
static GbRef missing(GbThread *t, GbBorrow fallback, const char *message)
{
    return fallback != GB_NULL ? gb_new_ref(fallback) : gb_raise(t, gb_ValueError, "%s", message);
}

static GbRef unicodedata_decimal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "decimal", false, &code) < 0)
        return GB_NULL;
    int value = gb_unicode_decimal(code);
    return value < 0 ? missing(t, args[1], "not a decimal") : gb_small_new(value);
}

static GbRef unicodedata_digit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "digit", false, &code) < 0)
        return GB_NULL;
    int value = gb_unicode_digit(code);
    return value < 0 ? missing(t, args[1], "not a digit") : gb_small_new(value);
}

static GbRef unicodedata_numeric(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    double value;
    if (character(t, args[0], "numeric", false, &code) < 0)
        return GB_NULL;
    if (!gb_unicode_numeric(code, &value))
        return missing(t, args[1], "not a numeric character");
    return gb_float_new(value);
}

static GbRef unicodedata_category(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "category", true, &code) < 0)
        return GB_NULL;
    return gb_str_new(t, gb_unicode_category(code));
}

static GbRef unicodedata_bidirectional(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "bidirectional", true, &code) < 0)
        return GB_NULL;
    return gb_str_new(t, gb_unicode_bidirectional(code));
}

static GbRef unicodedata_combining(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "combining", true, &code) < 0)
        return GB_NULL;
    return gb_small_new(gb_unicode_combining(code));
}

static GbRef unicodedata_mirrored(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "mirrored", true, &code) < 0)
        return GB_NULL;
    return gb_small_new(gb_unicode_mirrored(code));
}

static GbRef unicodedata_east_asian_width(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "east_asian_width", true, &code) < 0)
        return GB_NULL;
    return gb_str_new(t, gb_unicode_width(code));
}

static GbRef unicodedata_decomposition(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    if (character(t, args[0], "decomposition", true, &code) < 0)
        return GB_NULL;
    return gb_unicode_decomposition(t, code);
}

static GbRef normal_form(GbThread *t, const GbBorrow *args, const char *function)
{
    static const struct Form {
        const char *name;
        bool composed, compatible;
    } forms[] = {{"NFC", true, false},
                 {"NFD", false, false},
                 {"NFKC", true, true},
                 {"NFKD", false, true}};
    for (int i = 0; i < 2; i++) {
        if (!gb_is_str(args[i]))
            return gb_raise(t, gb_TypeError, "%s() argument %d must be str, not %.50K", function,
                            i + 1, args[i]);
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (gb_str_equal_c(args[0], forms[i].name))
            return gb_str_normalize(t, args[1], forms[i].composed, forms[i].compatible);
    }
    return gb_raise(t, gb_ValueError, "invalid normalization form");
}

static GbRef unicodedata_normalize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return normal_form(t, args, "normalize");
}

static GbRef unicodedata_is_normalized(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef normal = normal_form(t, args, "is_normalized");
    if (normal == GB_NULL)
        return GB_NULL;
    bool same = gb_str_equal(normal, args[1]);
    gb_decref(normal);
    return gb_bool(same);
}

static GbRef unicodedata_lookup(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    size_t size;
    uint32_t code;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "lookup() argument must be str, not %.50K", args[0]);
    const char *name = gb_str_utf8(t, args[0], &size);
    if (name == NULL)
        return GB_NULL;
    if (size > 256)
        return gb_raise(t, gb_KeyError, "name too long");
    if (!gb_unicode_name_lookup(name, size, &code))
        return gb_raise(t, gb_KeyError, "undefined character name '%s'", name);
    return gb_str_from_code_point(t, code);
}

static GbRef unicodedata_name(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint32_t code;
    char name[128];
    if (character(t, args[0], "name", false, &code) < 0)
        return GB_NULL;
    if (!gb_unicode_name(code, name, sizeof name))
        return missing(t, args[1], "no such name");
    return gb_str_new(t, name);
}

static const GbMethodDef unicodedata_functions[] = {
    {"decimal(chr, default=?, /)", unicodedata_decimal,
     "Converts a Unicode character into its equivalent decimal value."},
    {"digit(chr, default=?, /)", unicodedata_digit,
     "Converts a Unicode character into its equivalent digit value."},
    {"numeric(chr, default=?, /)", unicodedata_numeric,
     "Converts a Unicode character into its equivalent numeric value."},
    {"category(chr, /)", unicodedata_category,
     "Returns the general category assigned to the character chr as string."},
    {"bidirectional(chr, /)", unicodedata_bidirectional,
     "Returns the bidirectional class assigned to the character chr as string."},
    {"combining(chr, /)", unicodedata_combining,
     "Returns the canonical combining class assigned to the character chr as integer."},
    {"mirrored(chr, /)", unicodedata_mirrored,
     "Returns the mirrored property assigned to the character chr as integer."},
    {"east_asian_width(chr, /)", unicodedata_east_asian_width,
     "Returns the east asian width assigned to the character chr as string."},
    {"decomposition(chr, /)", unicodedata_decomposition,
     "Returns the character decomposition mapping assigned to the character chr as string."},
    {"normalize(form, unistr, /)", unicodedata_normalize,
     "Return the normal form 'form' for the Unicode string unistr."},
    {"is_normalized(form, unistr, /)", unicodedata_is_normalized,
     "Return whether the Unicode string unistr is in the normal form 'form'."},
    {"lookup(name, /)", unicodedata_lookup, "Look up character by name."},
    {"name(chr, default=?, /)", unicodedata_name,
     "Returns the name assigned to the character chr as a string."},
    {0},
};

static int unicodedata_init(GbThread *t, GbBorrow module)
{
    return gb_module_set_take(t, module, "unidata_version", gb_str_new(t, "14.0.0"));
}

const GbModuleDef gb_module_unicodedata = {
    "unicodedata",
    "This module provides access to the Unicode Character Database which\n"
    "defines character properties for all Unicode characters. The data in\n"
    "this database is based on the UnicodeData.txt file version\n"
    "14.0.0 which is publicly available from the Unicode Consortium.",
    unicodedata_functions,
    unicodedata_init,
};
