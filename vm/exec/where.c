/* Where threads are and what they wait for, for the lock's recorder. */
#include "vm/exec/frame.h"
#include "vm/exec/thread.h"
#include "vm/exec/eval.h"

#include <stddef.h>
#include <string.h>

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
    if (out->line <= 0) /* A module's first instruction, as in CPython. */
        out->line = frame->code->first_line;
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

static const GbOpcodeInfo *opcode_at(const GbCode *code, int32_t index)
{
    return &gb_opcode_info[gb_plain_op(code->instrs[index].op)];
}

/* The backward jump that leads there, or -1. */
static int32_t find_jump(const GbCode *code, int32_t target)
{
    for (int32_t i = code->instr_count - 1; i >= target; --i) {
        bool is_back = opcode_at(code, i)->operand == GB_OPERAND_JUMP_BACKWARD;
        if (is_back && i + 1 - code->instrs[i].arg == target)
            return i;
    }
    return -1;
}

/* Where checks sit on edges: from the one that the thread has come to back to the one before. */
static int ticks_apart(const GilThread *thread)
{
    const GbThread *t = thread_of(thread);
    const GbFrame *frame = t->frame;
    if (frame == NULL || t->interp->gil->checks == GIL_CHECKS_EVERY)
        return frame != NULL;
    if (gb_plain_op(frame->ip->op) == OP_RESUME && frame->back != NULL)
        frame = frame->back; /* The call was no edge, its function's beginning is. */
    const GbCode *code = frame->code;
    int32_t first = 0, last = (int32_t)(frame->ip - code->instrs);
    if (!(opcode_at(code, last)->flags & GB_OP_EDGE)) {
        int32_t jump = find_jump(code, last);
        if (jump < 0)
            return 0;
        first = last;
        last = jump;
    }
    int ticks = opcode_at(code, last)->ticks;
    for (int32_t i = last - 1; i >= first && !(opcode_at(code, i)->flags & GB_OP_EDGE); --i)
        ticks += opcode_at(code, i)->ticks;
    return ticks;
}

const GilProgram gb_program = {where, describe, forget, opcode_name, ticks_apart};

/* --- What threads wait for ------------------------------------------------------------------- */

#define AWAITED_PART_MAX 80 /* bytes of a type's or a method's name */

_Static_assert(GB_AWAITED_SIZE >= 2 * AWAITED_PART_MAX + sizeof " 4294967295, ", "they fit");

static bool is_method(const GbCode *code)
{
    int width = 0;
    if (code->arg_count == 0)
        return false;
    const void *text = gb_str_data(code->localsplus_names[0], &width);
    return width == 1 && gb_str_length(code->localsplus_names[0]) == 4 &&
           memcmp(text, "self", 4) == 0;
}

/* The library's method that waits, as the script knows it: the one that its own code has called, or
 * NULL. Of a thread that is all library (a pool's worker) the last call into another file. */
static const GbFrame *waiting_method(const GbThread *t)
{
    const GbFrame *own = own_frame(t), *found = NULL;
    bool all_library = is_library(own->code);
    for (const GbFrame *frame = t->frame; frame != NULL; frame = frame->back) {
        if (all_library ? frame->code->filename != own->code->filename : frame == own)
            break;
        if (is_method(frame->code) && frame->slots[0] != GB_NULL)
            found = frame;
    }
    return found;
}

static const char *text_of(GbThread *t, GbBorrow str)
{
    const char *text = gb_str_wtf8(t, str, NULL);
    if (text == NULL)
        gb_raised_drop(t);
    return text == NULL ? "?" : text;
}

/* Adds a text, or its beginning, and a zero; returns where that is. By hand: threads wait thousands
 * of times in a second, and while they say for what they have the lock. */
static char *put_text(char *to, const char *text)
{
    size_t size = strnlen(text, AWAITED_PART_MAX);
    memcpy(to, text, size);
    to[size] = '\0';
    return to + size;
}

static char *put_number(char *to, uint32_t number)
{
    char digits[16];
    char *first = digits + sizeof digits - 1;
    for (*first = '\0'; number > 0; number /= 10)
        *--first = (char)('0' + number % 10);
    return put_text(to, first);
}

int64_t gb_awaited_name(GbThread *t, GbBorrow object, char out[GB_AWAITED_SIZE])
{
    const GbFrame *method = t->frame == NULL ? NULL : waiting_method(t);
    if (method != NULL)
        object = method->slots[0];
    const char *kind = text_of(t, gb_type_of(t, object)->name);
    uint32_t number = gil_object_number(t->interp->gil, kind, gb_identity_u64(t, object));
    char *end = put_text(out, kind);
    if (number > 0)
        end = put_number(put_text(end, " "), number);
    if (method != NULL)
        put_text(put_text(end, ", "), text_of(t, method->code->name));
    return number;
}
