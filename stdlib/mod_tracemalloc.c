/* _tracemalloc: how much memory scripts use, while it is asked to look. Where it was asked for is
 * not kept: there are sums, but no traces of blocks; the peak is the highest sum that was asked
 * for. */
#include "vm/gilbox.h"

/* Attributes of the module: what was in use when tracing began (None: it has not), the highest sum
 * since, and the argument of start(). */
#define BASE "_base"
#define PEAK "_peak"
#define LIMIT "_limit"

static GbRef none_or_null(int result)
{
    return result < 0 ? GB_NULL : GB_NONE;
}

/* 1 tracing, and the sum and the peak; 0 not, and they are 0; -1. */
static int measure(GbThread *t, GbBorrow self, int64_t *sum, int64_t *peak)
{
    int64_t base;
    GbRef before = gb_attr_get_c(t, self, BASE), highest = gb_attr_get_c(t, self, PEAK);
    int result = before == GB_NULL || highest == GB_NULL ? -1 : before != GB_NONE;
    *sum = *peak = 0;
    if (result > 0 && (gb_index_i64(t, before, &base, gb_OverflowError) < 0 ||
                       gb_index_i64(t, highest, peak, gb_OverflowError) < 0))
        result = -1;
    gb_xdecref(before);
    gb_xdecref(highest);
    if (result <= 0)
        return result;
    *sum = (int64_t)gb_memory_bytes(t) - base;
    if (*sum < 0)
        *sum = 0;
    if (*sum > *peak)
        *peak = *sum;
    return gb_module_set_take(t, self, PEAK, gb_int_new(t, *peak)) < 0 ? -1 : 1;
}

static GbRef tracemalloc_start(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t frames, sum, peak;
    if (gb_index_i64(t, args[0], &frames, gb_OverflowError) < 0)
        return GB_NULL;
    if (frames < 1 || frames > UINT16_MAX)
        return gb_raise(t, gb_ValueError, "the number of frames must be in range [1; %d]",
                        UINT16_MAX);
    int tracing = measure(t, self, &sum, &peak);
    if (tracing != 0)
        return none_or_null(tracing);
    if (gb_attr_set_c(t, self, LIMIT, gb_small_new(frames)) < 0 ||
        gb_attr_set_c(t, self, PEAK, gb_small_new(0)) < 0)
        return GB_NULL;
    return none_or_null(
        gb_module_set_take(t, self, BASE, gb_int_new(t, (int64_t)gb_memory_bytes(t))));
}

static GbRef tracemalloc_stop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return none_or_null(gb_attr_set_c(t, self, BASE, GB_NONE));
}

static GbRef tracemalloc_is_tracing(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t sum, peak;
    int tracing = measure(t, self, &sum, &peak);
    return tracing < 0 ? GB_NULL : gb_bool(tracing);
}

static GbRef tracemalloc_get_traced_memory(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t sum, peak;
    if (measure(t, self, &sum, &peak) < 0)
        return GB_NULL;
    return gb_tuple_of(t, 2, gb_small_new(sum), gb_small_new(peak));
}

static GbRef tracemalloc_reset_peak(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return none_or_null(gb_attr_set_c(t, self, PEAK, gb_small_new(0)));
}

static GbRef tracemalloc_clear_traces(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t sum, peak;
    int tracing = measure(t, self, &sum, &peak);
    if (tracing <= 0)
        return none_or_null(tracing);
    return tracemalloc_stop(t, self, NULL) == GB_NULL
               ? GB_NULL
               : tracemalloc_start(t, self, (GbBorrow[]){gb_small_new(1)});
}

static GbRef tracemalloc_get_traceback_limit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_attr_get_c(t, self, LIMIT);
}

static GbRef tracemalloc_get_tracemalloc_memory(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(0);
}

static GbRef tracemalloc_get_traces(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_list_new(t, 0);
}

static GbRef tracemalloc_get_object_traceback(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
}

static const GbMethodDef tracemalloc_functions[] = {
    {"start(nframe=1, /)", tracemalloc_start, "Start tracing Python memory allocations."},
    {"stop()", tracemalloc_stop, "Stop tracing Python memory allocations."},
    {"is_tracing()", tracemalloc_is_tracing,
     "Return True if the tracemalloc module is tracing Python memory allocations."},
    {"get_traced_memory()", tracemalloc_get_traced_memory,
     "Get the current size and peak size of memory blocks traced by tracemalloc."},
    {"reset_peak()", tracemalloc_reset_peak,
     "Set the peak size of memory blocks traced by tracemalloc to the current size."},
    {"clear_traces()", tracemalloc_clear_traces, "Clear traces of memory blocks."},
    {"get_traceback_limit()", tracemalloc_get_traceback_limit,
     "Get the maximum number of frames stored in the traceback of a trace."},
    {"get_tracemalloc_memory()", tracemalloc_get_tracemalloc_memory,
     "Get the memory usage in bytes of the tracemalloc module."},
    {"_get_traces()", tracemalloc_get_traces, "Get traces of all memory blocks: none are kept."},
    {"_get_object_traceback(obj, /)", tracemalloc_get_object_traceback,
     "Get the traceback where the Python object obj was allocated: it is not known."},
    {0},
};

static int tracemalloc_init(GbThread *t, GbBorrow module)
{
    if (gb_module_set(t, module, BASE, GB_NONE) < 0 ||
        gb_module_set(t, module, PEAK, gb_small_new(0)) < 0)
        return -1;
    return gb_module_set(t, module, LIMIT, gb_small_new(1));
}

const GbModuleDef gb_module_tracemalloc = {
    "_tracemalloc",
    "Debug module to trace memory blocks allocated by Python.",
    tracemalloc_functions,
    tracemalloc_init,
};
