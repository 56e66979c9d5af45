/* Source text that libFuzzer makes up, compiled: `make fuzz`.
 *
 * One interpreter is kept over all runs, so that what one source does to another shows, and what is
 * lost is found by the leak check. Each source is compiled; if that works its code is listed as
 * `gilbox dis` lists it, as it is and as the loop would rewrite it. Nothing is run.
 *
 * A first line says how to compile, so that the files of the corpus can be read:
 *
 *     #eval         an expression        #single       a statement at the prompt
 *     #incomplete   is there more to come, as the prompt asks
 *     #str          from a str: its coding comment has no say
 *     #optimize     without assertions and docstrings */
#include "vm/code/compile.h"
#include "vm/code/dis.h"
#include "vm/exec/eval.h"
#include "vm/gilbox.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Way {
    const char *line;
    GbCompileMode mode;
    int flags;
} Way;

static const Way ways[] = {
    {"#eval\n", GB_COMPILE_EVAL, 0},
    {"#single\n", GB_COMPILE_SINGLE, 0},
    {"#incomplete\n", GB_COMPILE_SINGLE, GB_COMPILE_ALLOW_INCOMPLETE},
    {"#str\n", GB_COMPILE_EXEC, GB_COMPILE_SOURCE_IS_UTF8},
    {"#optimize\n", GB_COMPILE_EXEC, GB_COMPILE_OPTIMIZE(2)},
    {"", GB_COMPILE_EXEC, 0},
};

static GbThread *t;
static GbRef filename;

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
    gb_decref(code);
    return 0;
}

/* The heap's own counts tell what is left over: see vm/object/alloc.c. */
static void end(void)
{
    Rt *rt = gb_rt(t);
    gb_decref(filename);
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
    atexit(end);
    return 0;
}
