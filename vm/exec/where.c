/* Where threads are, for the lock's recorder. */
#include "vm/exec/frame.h"
#include "vm/exec/thread.h"
#include "vm/exec/eval.h"

#include <stddef.h>

static const GbThread *thread_of(const GilThread *thread)
{
    return (const GbThread *)((const char *)thread - offsetof(GbThread, gil));
}

/* Of the modules that the program carries along: "<frozen threading>". */
static bool is_library(const GbCode *code)
{
    static const char prefix[] = "<frozen ";
    int width = 0;
    const void *text = gb_str_data(code->filename, &width);
    int64_t length = gb_str_length(code->filename);
    return width == 1 && length > (int64_t)strlen(prefix) &&
           memcmp(text, prefix, strlen(prefix)) == 0;
}

/* What somebody waits for in the library, they wait for in the line of theirs that called it. */
static const GbFrame *own_frame(const GbThread *t)
{
    const GbFrame *frame = t->frame;
    while (frame != NULL && is_library(frame->code))
        frame = frame->back;
    return frame == NULL ? t->frame : frame;
}

static bool where(const GilThread *thread, GilPosition *out)
{
    const GbFrame *frame = own_frame(thread_of(thread));
    if (frame == NULL)
        return false;
    out->code = frame->code;
    out->line = gb_code_line(frame->code, (int32_t)(frame->ip - frame->code->instrs));
    out->opcode = (uint16_t)gb_plain_op(frame->ip->op);
    return true;
}

static void describe(const GilThread *thread, const void *code, const char **out_function,
                     const char **out_file)
{
    GbThread *t = (GbThread *)thread_of(thread);
    GbBorrow value = gb_value((GbObject *)code);
    GbRef pending = gb_raised_take(t);
    *out_function = gb_str_wtf8(t, ((const GbCode *)code)->qualname, NULL);
    *out_file = gb_str_wtf8(t, ((const GbCode *)code)->filename, NULL);
    gb_raised_drop(t);
    gb_raised_restore_take(t, pending);
    gb_new_ref(value); /* Until forget: no other code gets its address. */
}

static void forget(const void *code)
{
    gb_decref(gb_value((GbObject *)code));
}

static const char *opcode_name(uint16_t opcode)
{
    return opcode < GB_OP_COUNT ? gb_opcode_info[opcode].name : "";
}

const GilProgram gb_program = {where, describe, forget, opcode_name};
