/* gilbox dis FILE: the listing of a whole script. */
#include "vm/code/compile.h"
#include "vm/code/dis.h"
#include "vm/exec/eval.h"
#include "vm/exec/source.h"
#include "vm/gilbox.h"

typedef struct Output {
    GilWriteFn write;
    void *argument;
} Output;

static int write_piece(GbThread *t, void *context, const char *text, size_t size)
{
    const Output *output = context;
    output->write(output->argument, text, size);
    return 0;
}

/* Rewrite the code, and the code in it, as if it had run often. */
static void warm_up(GbThread *t, GbCode *code)
{
    if (code->caches == NULL)
        gb_code_warm_up(t, code);
    for (int32_t i = 0; i < code->const_count; ++i)
        if (gb_is_exact(code->consts[i], GB_KIND_CODE))
            warm_up(t, (GbCode *)gb_object(code->consts[i]));
}

static GbRef compile_file(GbThread *t, const char *path)
{
    int error = 0;
    GbRef code = GB_NULL;
    GbRef name = gb_str_new(t, path);
    GbRef source = name == GB_NULL ? GB_NULL : gb_file_load(t, path, &error);
    if (source == GB_NULL && error != 0)
        gb_raise_rt(t, error, name, GB_NULL);
    if (source != GB_NULL)
        code = gb_compile_source(t, (const char *)gb_bytes_data(source),
                                 (size_t)gb_bytes_size(source), name, GB_COMPILE_EXEC, 0);
    gb_xdecref(source);
    gb_xdecref(name);
    return code;
}

int gb_dis_file(GbThread *t, const char *path, bool specialised, GilWriteFn write, void *argument)
{
    Output output = {write, argument};
    int flags = GB_DIS_TICKS | GB_DIS_NESTED | (specialised ? GB_DIS_SPECIALISED : 0);
    GbRef code = compile_file(t, path);
    if (code == GB_NULL)
        return gb_report_exception(t);
    if (specialised)
        warm_up(t, (GbCode *)gb_object(code));
    int status = gb_dis(t, (const GbCode *)gb_object(code), flags, write_piece, &output);
    gb_decref(code);
    return status < 0 ? gb_report_exception(t) : 0;
}
