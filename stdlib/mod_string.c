/* _string: how str.format reads its strings, for string.Formatter. */
#include "vm/gilbox.h"

static GbRef string_formatter_parser(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "expected str, got %.200T", args[0]);
    GbRef list = gb_format_parse(t, args[0]);
    GbRef result = list == GB_NULL ? GB_NULL : gb_iter(t, list);
    gb_xdecref(list);
    return result;
}

static GbRef string_formatter_field_name_split(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "expected str, got %.200T", args[0]);
    GbRef pair = gb_format_field_split(t, args[0]), rest = GB_NULL, result = GB_NULL;
    if (pair == GB_NULL)
        return GB_NULL;
    rest = gb_iter(t, gb_tuple_peek(pair, 1));
    if (rest != GB_NULL)
        result = gb_tuple_of(t, 2, gb_tuple_peek(pair, 0), rest);
    gb_decref(pair);
    gb_xdecref(rest);
    return result;
}

static const GbMethodDef string_functions[] = {
    {"formatter_parser(string, /)", string_formatter_parser,
     "parse the argument as a format string"},
    {"formatter_field_name_split(string, /)", string_formatter_field_name_split,
     "split the argument as a field name"},
    {0},
};

const GbModuleDef gb_module_string = {"_string", "string helper module", string_functions, NULL};
