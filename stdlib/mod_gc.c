/* gc: the cycle collector as scripts see it. gilbox has one generation; the numbers that speak of
 * three are CPython's, kept so that what is set can be read back. */
#include "vm/gilbox.h"

static GbRef gc_collect(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t generation;
    if (gb_index_i64(t, args[0], &generation, gb_OverflowError) < 0)
        return GB_NULL;
    if (generation < 0 || generation > 2)
        return gb_raise(t, gb_ValueError, "invalid generation");
    return gb_int_new(t, gb_gc_collect(t));
}

static GbRef gc_enable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_gc_enable(t, true);
    return GB_NONE;
}

static GbRef gc_disable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_gc_enable(t, false);
    return GB_NONE;
}

static GbRef gc_isenabled(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(gb_gc_is_enabled(t));
}

static GbRef gc_get_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_tuple_of(t, 3, gb_int_new(t, gb_gc_counts(t).made), gb_small_new(0), gb_small_new(0));
}

static GbRef gc_get_threshold(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const int64_t *now = gb_gc_thresholds(t);
    return gb_tuple_of(t, 3, gb_small_new(now[0]), gb_small_new(now[1]), gb_small_new(now[2]));
}

static GbRef gc_set_threshold(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t *now = gb_gc_thresholds(t), value;
    for (int i = 0; i < 3; i++) {
        if (args[i] == GB_NULL)
            continue;
        if (gb_index_i64(t, args[i], &value, gb_OverflowError) < 0)
            return GB_NULL;
        if (value > INT32_MAX || value < INT32_MIN)
            return gb_raise(t, gb_OverflowError, "signed integer is out of range");
        now[i] = value < 0 ? 0 : value;
    }
    gb_gc_set_thresholds(t);
    return GB_NONE;
}

static GbRef gc_get_stats(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef list = gb_list_new(t, 3);
    for (int i = 0; list != GB_NULL && i < 3; i++) {
        GbGcCounts counts = i == 2 ? gb_gc_counts(t) : (GbGcCounts){0};
        GbRef dict = gb_dict_new(t);
        if (dict != GB_NULL &&
            (gb_dict_set_c_take(t, dict, "collections", gb_int_new(t, counts.collections)) < 0 ||
             gb_dict_set_c_take(t, dict, "collected", gb_int_new(t, counts.collected)) < 0 ||
             gb_dict_set_c_take(t, dict, "uncollectable", gb_small_new(0)) < 0))
            gb_clear(&dict);
        if (gb_list_append_take(t, list, dict) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef gc_get_objects(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_gc_objects(t);
}

static GbRef gc_get_referents(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef list = gb_list_new(t, 0);
    for (int64_t i = 0; list != GB_NULL && i < gb_tuple_count(args[0]); i++) {
        if (gb_gc_referents(t, gb_tuple_peek(args[0], i), list) != 0)
            gb_clear(&list);
    }
    return list;
}

/* Does `holder` refer to one of the objects? 1, 0, -1. */
static int refers_to(GbThread *t, GbBorrow holder, GbBorrow objects)
{
    GbRef held = gb_list_new(t, 0);
    int found = held == GB_NULL || gb_gc_referents(t, holder, held) != 0 ? -1 : 0;
    for (int64_t i = 0; found == 0 && i < gb_list_count(held); i++) {
        for (int64_t k = 0; k < gb_tuple_count(objects); k++)
            found |= gb_list_peek(held, i) == gb_tuple_peek(objects, k);
    }
    gb_xdecref(held);
    return found;
}

static GbRef gc_get_referrers(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef all = gb_gc_objects(t), list = all == GB_NULL ? GB_NULL : gb_list_new(t, 0);
    for (int64_t i = 0; list != GB_NULL && i < gb_list_count(all); i++) {
        GbBorrow holder = gb_list_peek(all, i);
        int found = holder == args[0] ? 0 : refers_to(t, holder, args[0]);
        if (found < 0 || (found && gb_list_append(t, list, holder) < 0))
            gb_clear(&list);
    }
    gb_xdecref(all);
    return list;
}

static GbRef gc_is_tracked(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(gb_gc_is_tracked(args[0]));
}

static GbRef gc_is_finalized(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(gb_gc_is_finalized(args[0]));
}

static GbRef gc_zero(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(0);
}

static GbRef gc_nothing(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
}

static const GbMethodDef gc_functions[] = {
    {"collect(generation=2)", gc_collect, "Run the garbage collector."},
    {"enable()", gc_enable, "Enable automatic garbage collection."},
    {"disable()", gc_disable, "Disable automatic garbage collection."},
    {"isenabled()", gc_isenabled, "Returns true if automatic garbage collection is enabled."},
    {"get_count()", gc_get_count, "Return a three-tuple of the current collection counts."},
    {"get_threshold()", gc_get_threshold, "Return the current collection thresholds."},
    {"set_threshold(threshold0, threshold1=?, threshold2=?, /)", gc_set_threshold,
     "Set the collection thresholds."},
    {"get_stats()", gc_get_stats,
     "Return a list of dictionaries containing per-generation statistics."},
    {"get_objects(generation=None)", gc_get_objects,
     "Return a list of objects tracked by the collector."},
    {"get_referents(*objs)", gc_get_referents,
     "Return the list of objects that are directly referred to by objs."},
    {"get_referrers(*objs)", gc_get_referrers,
     "Return the list of objects that directly refer to any of objs."},
    {"is_tracked(obj, /)", gc_is_tracked,
     "Returns true if the object is tracked by the garbage collector."},
    {"is_finalized(obj, /)", gc_is_finalized,
     "Returns true if the object has been already finalized by the GC."},
    {"get_debug()", gc_zero, "Get the garbage collection debugging flags."},
    {"set_debug(flags, /)", gc_nothing, "Set the garbage collection debugging flags."},
    {"freeze()", gc_nothing, "Freeze all current tracked objects."},
    {"unfreeze()", gc_nothing, "Unfreeze all objects in the permanent generation."},
    {"get_freeze_count()", gc_zero, "Return the number of objects in the permanent generation."},
    {0},
};

static int gc_init(GbThread *t, GbBorrow module)
{
    static const char *const flags[] = {"DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE",
                                        NULL};
    for (int i = 0; flags[i] != NULL; i++) {
        if (gb_module_set(t, module, flags[i], gb_small_new(1 << i)) < 0)
            return -1;
    }
    if (gb_module_set(t, module, "DEBUG_SAVEALL", gb_small_new(32)) < 0 ||
        gb_module_set(t, module, "DEBUG_LEAK", gb_small_new(38)) < 0 ||
        gb_module_set(t, module, "callbacks", gb_gc_callbacks(t)) < 0)
        return -1;
    return gb_module_set(t, module, "garbage", gb_gc_garbage(t));
}

const GbModuleDef gb_module_gc = {
    "gc",
    "This module provides access to the garbage collector for reference cycles.",
    gc_functions,
    gc_init,
};
