/* What a Python function says of a call that does not fit it. CPython's words. */
#include "vm/exec/call.h"

#include <stdio.h>

static bool same_name(GbBorrow a, GbBorrow b)
{
    return a == b || gb_str_equal(a, b);
}

int gb_bind_too_many(GbThread *t, GbFunction *function, GbFrame *frame, int given)
{
    GbCode *code = function->code;
    int defaults = function->defaults != GB_NULL ? (int)gb_tuple_count(function->defaults) : 0;
    int keyword_given = 0;
    for (int i = code->arg_count; i < code->arg_count + code->kwonly_count; i++)
        keyword_given += frame->slots[i] != GB_NULL;
    int takes = code->arg_count;
    bool plural = defaults > 0 || takes != 1;
    char range[64];
    if (defaults > 0)
        snprintf(range, sizeof range, "from %d to %d", takes - defaults, takes);
    else
        snprintf(range, sizeof range, "%d", takes);
    char extra[96] = "";
    if (keyword_given > 0)
        snprintf(extra, sizeof extra, " positional argument%s (and %d keyword-only argument%s)",
                 given != 1 ? "s" : "", keyword_given, keyword_given != 1 ? "s" : "");
    return gb_fail(t, gb_TypeError, "%U() takes %s positional argument%s but %d%s %s given",
                   function->qualname, range, plural ? "s" : "", given, extra,
                   given == 1 && keyword_given == 0 ? "was" : "were");
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" of the unset slots in [first, end). */
static GbRef missing_list(GbThread *t, GbFrame *frame, int first, int end, int total)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    int written = 0;
    for (int i = first; i < end; i++) {
        if (frame->slots[i] != GB_NULL)
            continue;
        if (written > 0)
            gb_writer_c(&writer, written + 1 < total ? ", " : total == 2 ? " and " : ", and ");
        gb_writer_repr(&writer, frame->code->localsplus_names[i]);
        ++written;
    }
    return gb_writer_finish(&writer);
}

int gb_bind_missing(GbThread *t, GbFunction *function, GbFrame *frame, int first, int end,
                    const char *kind)
{
    int total = 0;
    for (int i = first; i < end; i++)
        total += frame->slots[i] == GB_NULL;
    GbRef list = missing_list(t, frame, first, end, total);
    if (list == GB_NULL)
        return -1;
    gb_raise(t, gb_TypeError, "%U() missing %d required %s argument%s: %U", function->qualname,
             total, kind, total == 1 ? "" : "s", list);
    gb_decref(list);
    return -1;
}

/* The positional-only names among those given by keyword, "a, b"; an empty str for none. */
static GbRef positional_only_given(GbThread *t, GbFunction *function, GbBorrow names)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    bool any = false;
    for (int i = 0; i < function->code->posonly_count; i++) {
        GbBorrow own = function->code->localsplus_names[i];
        for (int64_t k = 0; k < gb_tuple_count(names); k++) {
            if (!same_name(own, gb_tuple_peek(names, k)))
                continue;
            gb_writer_c(&writer, any ? ", " : "");
            gb_writer_str(&writer, own);
            any = true;
        }
    }
    return gb_writer_finish(&writer);
}

int gb_bind_unexpected(GbThread *t, GbFunction *function, GbBorrow names, GbBorrow name)
{
    GbRef list = positional_only_given(t, function, names);
    if (list == GB_NULL)
        return -1;
    if (gb_str_length(list) > 0)
        gb_raise(t, gb_TypeError,
                 "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                 function->qualname, list);
    else
        gb_raise(t, gb_TypeError, "%U() got an unexpected keyword argument '%S'",
                 function->qualname, name);
    gb_decref(list);
    return -1;
}
