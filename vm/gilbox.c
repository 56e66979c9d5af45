/* The life of an interpreter. */
#include "vm/gilbox.h"

#include "runtime/check.h"
#include "vm/exec/gc.h"
#include "vm/exec/hostile.h"
#include "vm/exec/import.h"
#include "vm/exec/sys.h"
#include "vm/exec/thread.h"
#include "vm/interp.h"
#include "vm/mem.h"
#include "vm/object/dict.h"
#include "vm/object/int_memory.h"
#include "vm/object/list.h"
#include "vm/teardown.h"

#include <stdlib.h>

enum { RECURSION_LIMIT = 1000, INT_MAX_STR_DIGITS = 4300 };

int gb_stack_init(GbThread *t);

/* --- Birth --- */

/* From a seed of 32 bits as CPython makes it of PYTHONHASHSEED: the same hashes. */
static void set_hash_key(GbInterp *interp, uint64_t seed)
{
    uint32_t low = (uint32_t)seed, high = (uint32_t)(seed >> 32);
    for (int i = 0; i < 16 && seed != 0; i++) {
        low = low * 214013 + 2531011;
        high = high * 214013;
        interp->hash_key[i] = (uint8_t)((low ^ high) >> 16);
    }
}

/* Without the heap. */
static void interp_free(GbInterp *interp)
{
    gil_free(interp->gil);
    free(interp->method_cache);
    free(interp);
}

static int interp_open(const GbOptions *options, GbInterp **out)
{
    GbInterp *interp = calloc(1, sizeof *interp);
    if (interp == NULL)
        return RT_ENOMEM;
    interp->rt = options->rt;
    interp->options = *options;
    interp->recursion_limit = RECURSION_LIMIT;
    interp->int_max_str_digits = INT_MAX_STR_DIGITS;
    interp->next_type_version = interp->next_dict_version = interp->next_function_version = 1;
    set_hash_key(interp, options->hash_seed);
    gb_gmp_init();
    interp->method_cache = calloc(GB_METHOD_CACHE_SIZE, sizeof *interp->method_cache);
    interp->options.gil.program = &gb_program;
    int error = gil_new(options->rt, &interp->options.gil, &interp->gil);
    if (error == 0 && (interp->method_cache == NULL || gb_heap_new(&interp->heap) < 0))
        error = RT_ENOMEM;
    if (error != 0) {
        interp_free(interp);
        return error;
    }
    interp->counts = gil_counts_ticks(interp->gil) || interp->gil->checks == GIL_CHECKS_EVERY;
    *out = interp;
    return 0;
}

/* Everything that Python code needs before its first line. */
static int populate(GbThread *t)
{
    if (gb_stack_init(t) < 0 || gb_gc_init(t) < 0 || gb_types_init(t) < 0 ||
        gb_exceptions_init(t) < 0)
        return -1;
    GbInterp *interp = t->interp;
    interp->modules = gb_dict_new(t);
    interp->atexit = gb_list_new(t, 0);
    if (interp->modules == GB_NULL || interp->atexit == GB_NULL)
        return -1;
    if (gb_builtins_init(t) < 0 || gb_sys_init(t) < 0 || gb_import_init(t) < 0 ||
        gb_signals_init(t) < 0)
        return -1;
    return gb_sys_open_streams(t);
}

/* What belongs to an interpreter beside its heap. */
static void interp_close(GbThread *t)
{
    GbInterp *interp = t->interp;
    gb_unlock(t, GIL_EXIT);
    gil_thread_detach(interp->gil, &t->gil);
    rt_thread_local_set(interp->rt, NULL);
    interp_free(interp);
    free(t);
}

/* No memory to be born with. What is there is in no state to be taken apart. */
static int give_up(GbThread *t)
{
    GbHeap *heap = t->interp->heap;
    gb_signals_fini(t);
    interp_close(t);
    gb_heap_abandon(heap);
    return RT_ENOMEM;
}

int gb_interp_new(const GbOptions *options, GbThread **main_thread)
{
    GbInterp *interp = NULL;
    int error = interp_open(options, &interp);
    if (error != 0)
        return error;
    GbThread *t = gb_main_thread_new(interp);
    if (t == NULL) {
        gb_heap_free(interp->heap);
        interp_free(interp);
        return RT_ENOMEM;
    }
    gb_hostile_init(t, true);
    if (populate(t) < 0)
        return give_up(t);
    gb_hostile_init(t, false);
    *main_thread = t;
    return 0;
}

/* --- Death --- */

/* Call module.function() if the module has been imported. What it raises is printed. */
static void call_imported(GbThread *t, GbBorrow module_name, GbBorrow function_name)
{
    GbRef module = GB_NULL, result = GB_NULL;
    if (gb_dict_find(t, t->interp->modules, module_name, &module) == 1)
        result = gb_call_method(t, module, function_name, NULL, 0);
    if (module != GB_NULL && result == GB_NULL)
        gb_raised_unraisable(t, module);
    gb_xdecref(module);
    gb_xdecref(result);
}

/* Last registered, first called. Each is out of the list before it runs. */
void gb_atexit_run(GbThread *t)
{
    GbBorrow list = t->interp->atexit;
    while (gb_list_count(list) > 0) {
        GbList *entries = gb_as_list(list);
        GbRef entry = entries->items[--entries->count];
        GbBorrow function = gb_tuple_peek(entry, 0), kwargs = gb_tuple_peek(entry, 2);
        GbRef result = gb_call_tuple(t, function, gb_tuple_peek(entry, 1),
                                     gb_is_dict(kwargs) ? kwargs : GB_NULL);
        if (result == GB_NULL)
            gb_raised_unraisable_as(t, "in atexit callback", function);
        gb_xdecref(result);
        gb_decref(entry);
    }
}

/* Set a module's names to None: those with one underscore first, as destructors may still need the
 * others. */
static void module_forget(GbThread *t, GbBorrow module)
{
    GbBorrow dict = gb_module_dict(module);
    for (int pass = 0; pass < 2; pass++) {
        GbRef keys = gb_list_from(t, dict);
        for (int64_t i = 0; keys != GB_NULL && i < gb_list_count(keys); i++) {
            GbBorrow key = gb_list_peek(keys, i);
            const char *name = gb_is_str(key) ? gb_str_wtf8(t, key, NULL) : NULL;
            bool single = name != NULL && name[0] == '_' && name[1] != '_';
            bool keep = name == NULL || strcmp(name, "__builtins__") == 0 || (pass == 0 && !single);
            if (!keep && gb_dict_set(t, dict, key, GB_NONE) < 0)
                gb_raised_drop(t);
        }
        gb_xdecref(keys);
    }
}

/* Modules die as in CPython: dropped from sys.modules first, then what cycles keep is collected,
 * then what is still there loses its names, the last imported first. builtins and sys stay to the
 * end. */
static void forget_modules(GbThread *t)
{
    GbInterp *interp = t->interp;
    GbRef modules = gb_list_new(t, 0);
    GbBorrow key, value;
    int64_t position = 0;
    while (modules != GB_NULL && gb_dict_next(interp->modules, &position, &key, &value)) {
        if (value != interp->sys && value != interp->builtins &&
            gb_has_layout(value, GB_KIND_MODULE))
            gb_list_append(t, modules, value);
    }
    gb_dict_clear(t, interp->modules);
    gb_gc_collect(t);
    for (int64_t i = modules == GB_NULL ? 0 : gb_list_count(modules); i-- > 0;) {
        GbBorrow module = gb_list_peek(modules, i);
        if (gb_object(module)->refcount == 1) {
            GbList *list = gb_as_list(modules);
            list->items[i] = GB_NONE; /* Only we hold it: it goes now, its values in order. */
            gb_decref(module);
        }
    }
    gb_gc_collect(t);
    for (int64_t i = modules == GB_NULL ? 0 : gb_list_count(modules); i-- > 0;) {
        if (gb_list_peek(modules, i) != GB_NONE)
            module_forget(t, gb_list_peek(modules, i));
    }
    gb_xdecref(modules);
    gb_raised_drop(t);
    gb_gc_collect(t);
}

int gb_interp_end(GbThread *t)
{
    GbInterp *interp = t->interp;
    call_imported(t, gb_name(t, threading), gb_name(t, _shutdown));
    gb_atexit_run(t);
    int status = gb_sys_close_streams(t) < 0 ? 120 : 0;
    interp->finalizing = true;
    gb_hostile_end(t);
    gil_shut_down(interp->gil, &t->gil);
    gb_threads_reap(interp);
    forget_modules(t);
    if (gb_sys_close_streams(t) < 0)
        status = 120;
    return status;
}

Gil *gb_gil(GbThread *t)
{
    return t->interp->gil;
}

int64_t gb_interp_free(GbThread *t)
{
    GbInterp *interp = t->interp;
    gb_threads_reap(interp);
    if (interp->thread_count > 1 || interp->incomplete)
        return 0; /* Daemon threads may come back to be told that all is over. */
    if (interp->options.quick_end && !RT_CHECKS)
        return 0;
    gil_forget_program(interp->gil);
    gb_signals_fini(t);
    int64_t leaked = gb_interp_empty(t);
    GbHeap *heap = interp->heap;
    interp_close(t);
    gb_heap_free(heap);
    return leaked;
}
