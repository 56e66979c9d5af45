/* _source: what linecache.py and traceback.py ask the VM about source text. */
#include "vm/gilbox.h"

static GbRef source_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_source_decode(t, args[0]);
}

static GbRef source_operator_span(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t start, end;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "operator_span() argument must be str, not %K", args[0]);
    int found = gb_operator_span(t, args[0], &start, &end);
    if (found <= 0)
        return found < 0 ? GB_NULL : GB_NONE;
    return gb_tuple_of(t, 2, gb_small_new(start), gb_small_new(end));
}

static const GbMethodDef source_functions[] = {
    {"decode(source, /)", source_decode,
     "The text of a source file's bytes, by its coding comment or as UTF-8."},
    {"operator_span(segment, /)", source_operator_span,
     "From where to where the operator or the brackets of an expression stand, or None."},
    {0},
};

const GbModuleDef gb_module_source = {
    "_source",
    "What the interpreter knows of source text.",
    source_functions,
    NULL,
};
