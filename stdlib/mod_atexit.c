/* atexit: what to call when the program is about to end. */
#include "vm/gilbox.h"

static GbRef atexit_register(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow rest = args[0];
    if (gb_tuple_count(rest) == 0)
        return gb_raise(t, gb_TypeError, "register() takes at least 1 argument (0 given)");
    GbBorrow function = gb_tuple_peek(rest, 0);
    if (!gb_is_callable(t, function))
        return gb_raise(t, gb_TypeError, "the first argument must be callable");
    GbRef arguments = gb_tuple_from_array(t, gb_tuple_items(rest) + 1, gb_tuple_count(rest) - 1);
    GbRef entry = arguments == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, function, arguments, args[1]);
    gb_xdecref(arguments);
    return gb_list_append_take(t, gb_atexit_list(t), entry) < 0 ? GB_NULL : gb_new_ref(function);
}

static GbRef atexit_unregister(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow list = gb_atexit_list(t);
    GbRef kept = gb_list_new(t, 0), result = GB_NULL;
    if (kept == GB_NULL)
        return GB_NULL;
    for (int64_t i = 0; i < gb_list_count(list); i++) {
        GbRef entry = gb_new_ref(gb_list_peek(list, i));
        int same = gb_equal(t, gb_tuple_peek(entry, 0), args[0]);
        int failed = same < 0 ? -1 : same ? 0 : gb_list_append(t, kept, entry);
        gb_decref(entry);
        if (failed < 0)
            goto done;
    }
    GbRef all = gb_slice_new(t, GB_NONE, GB_NONE, GB_NONE);
    if (all != GB_NULL && gb_item_set(t, list, all, kept) == 0)
        result = GB_NONE;
    gb_xdecref(all);
done:
    gb_decref(kept);
    return result;
}

static GbRef atexit_run(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_atexit_run(t);
    return GB_NONE;
}

static GbRef atexit_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method_c(t, gb_atexit_list(t), "clear", NULL, 0);
}

static GbRef atexit_ncallbacks(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, gb_list_count(gb_atexit_list(t)));
}

static const GbMethodDef atexit_functions[] = {
    {"register(*args, **kwargs)", atexit_register,
     "Register a function to be executed upon normal program "
     "termination"},
    {"unregister(func, /)", atexit_unregister,
     "Unregister an exit function which was previously registered using\n"
     "atexit.register"},
    {"_run_exitfuncs()", atexit_run, "Run all registered exit functions."},
    {"_clear()", atexit_clear, "Clear the list of previously registered exit functions."},
    {"_ncallbacks()", atexit_ncallbacks, "Return the number of registered exit functions."},
    {0},
};

const GbModuleDef gb_module_atexit = {
    "atexit",
    "allow programmer to define multiple exit functions to be executed upon normal program "
    "termination.",
    atexit_functions,
    NULL,
};
