/* Source text that libFuzzer makes up, compiled and run: `make fuzz`.
 *
 * One interpreter is kept over all runs, so that what one source does to another shows, and what is
 * lost is found by the leak check. Each source is compiled; if that works its code is listed as
 * `gilbox dis` lists it, as it is and as the loop would rewrite it, and then run: for a number of
 * safepoints, with so much memory, and without the builtins that reach beyond the interpreter or
 * take long rightly (`prelude`).
 *
 * A first line says how to compile, so that the files of the corpus can be read:
 *
 *     #eval         an expression        #single       a statement at the prompt
 *     #incomplete   is there more to come, as the prompt asks
 *     #str          from a str: its coding comment has no say
 *     #optimize     without assertions and docstrings
 *     #compile      not run
 *     #stop         run for few safepoints
 *     #starve       run in little memory */
#include "vm/code/compile.h"
#include "vm/code/dis.h"
#include "vm/exec/eval.h"
#include "vm/mem.h"
#include "vm/object/dict.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SAFEPOINTS = 3000, FEW_SAFEPOINTS = 40, RUNS_PER_COLLECTION = 64 };
enum { MEMORY = 48 << 20, LITTLE_MEMORY = 20 << 10 };

typedef struct Way {
    const char *line;
    GbCompileMode mode;
    int flags;
    int safepoints; /* 0: not run */
    size_t memory_bytes;
} Way;

static const Way ways[] = {
    {"#eval\n", GB_COMPILE_EVAL, 0, SAFEPOINTS, MEMORY},
    {"#single\n", GB_COMPILE_SINGLE, 0, SAFEPOINTS, MEMORY},
    {"#incomplete\n", GB_COMPILE_SINGLE, GB_COMPILE_ALLOW_INCOMPLETE, 0, 0},
    {"#str\n", GB_COMPILE_EXEC, GB_COMPILE_SOURCE_IS_UTF8, SAFEPOINTS, MEMORY},
    {"#optimize\n", GB_COMPILE_EXEC, GB_COMPILE_OPTIMIZE(2), SAFEPOINTS, MEMORY},
    {"#compile\n", GB_COMPILE_EXEC, 0, 0, 0},
    {"#stop\n", GB_COMPILE_EXEC, 0, FEW_SAFEPOINTS, MEMORY},
    {"#starve\n", GB_COMPILE_EXEC, 0, SAFEPOINTS, LITTLE_MEMORY},
    {"", GB_COMPILE_EXEC, 0, SAFEPOINTS, MEMORY},
};

/* What a source sees instead of the builtins. A range is short, and an iterator of C's is finite,
 * so that there is a safepoint soon. */
static const char prelude[] =
    "import builtins, collections, functools, gc, sys, weakref\n"
    "sys.unraisablehook = lambda what: None\n"
    "names = dict(vars(builtins))\n"
    "for name in '__import__ open input breakpoint help exit quit license print'.split():\n"
    "    names.pop(name, None)\n"
    "names['print'] = lambda *a, **k: [str(x) for x in a]\n"
    "names['range'] = lambda *a: range(*[min(int(n), 99) for n in a])\n"
    "names['iter'] = lambda x: iter(x)\n"
    "names['pow'] = lambda a, b: pow(a, b) if abs(b) < 99 else a\n"
    "names['deque'], names['partial'] = collections.deque, functools.partial\n"
    "names['ref'], names['collect'] = weakref.ref, gc.collect\n";

static GbThread *t;
static GbRef filename, names;
static int runs;

static const Way *way_of(const uint8_t *data, size_t size)
{
    const Way *way = ways;
    while (strlen(way->line) > size || memcmp(data, way->line, strlen(way->line)) != 0)
        ++way;
    return way;
}

static int forget(GbThread *thread, void *context, const char *text, size_t size)
{
    return 0;
}

static void list(const GbCode *code, int flags)
{
    if (gb_dis(t, code, flags | GB_DIS_TICKS | GB_DIS_NESTED, forget, NULL) < 0)
        gb_raised_drop(t);
}

/* A namespace of its own, with builtins of its own. */
static GbRef namespace_new(void)
{
    GbRef dict = gb_dict_new(t), builtins = gb_dict_copy(t, names);
    if (dict == GB_NULL || builtins == GB_NULL ||
        gb_dict_set_c(t, dict, "__builtins__", builtins) < 0)
        abort();
    gb_decref(builtins);
    return dict;
}

static void run(GbCode *code, const Way *way)
{
    GbInterp *interp = t->interp;
    GbRef dict = namespace_new();
    interp->safepoints_left = way->safepoints;
    gil_breaker_set(interp->gil, GB_BREAK_STOP);
    gb_heap_limit(interp->heap, gb_heap_counts(interp->heap).bytes + way->memory_bytes);
    GbRef result = gb_eval_code(t, code, dict, dict, GB_NULL);
    gb_heap_limit(interp->heap, SIZE_MAX);
    if (result == GB_NULL) {
        GbRef exception = gb_raised_take(t);
        GbRef text = gb_exception_format(t, exception);
        gb_xdecref(text);
        gb_decref(exception);
        gb_raised_drop(t);
    }
    gb_xdecref(result);
    gb_decref(dict);
    gil_breaker_clear(interp->gil, GB_BREAK_STOP);
    if (++runs % RUNS_PER_COLLECTION == 0)
        gb_gc_collect(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Way *way = way_of(data, size);
    size_t start = strlen(way->line);
    GbRef code = gb_compile_source(t, (const char *)data + start, size - start, filename, way->mode,
                                   way->flags);
    if (code == GB_NULL) {
        gb_raised_drop(t);
        return 0;
    }
    list((const GbCode *)gb_object(code), 0);
    gb_code_warm_up(t, (GbCode *)gb_object(code));
    list((const GbCode *)gb_object(code), GB_DIS_SPECIALISED);
    if (way->safepoints > 0)
        run((GbCode *)gb_object(code), way);
    gb_decref(code);
    return 0;
}

/* The heap's own counts tell what is left over: see vm/object/alloc.c. */
static void end(void)
{
    Rt *rt = gb_rt(t);
    gb_decref(filename);
    gb_decref(names);
    gb_interp_end(t);
    gb_interp_free(t);
    rt_machine_free(rt);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const quiet[] = {"ignore", NULL};
    GbOptions options = {.warnings = quiet};
    if (rt_real_new(&options.rt) != 0 || gil_preset("3.11", &options.gil) != 0 ||
        gb_interp_new(&options, &t) != 0)
        abort();
    filename = gb_str_new(t, "<fuzz>");
    GbRef dict = gb_dict_new(t);
    GbRef code = gb_compile_source(t, prelude, strlen(prelude), filename, GB_COMPILE_EXEC, 0);
    GbRef none = gb_eval_code(t, (GbCode *)gb_object(code), dict, dict, GB_NULL);
    gb_decref(none);
    gb_decref(code);
    GbRef key = gb_str_new(t, "names");
    names = gb_new_ref(gb_dict_peek_str(t, dict, key));
    gb_decref(key);
    gb_decref(dict);
    atexit(end);
    return 0;
}
