/* sys.settrace and sys.setprofile. While any thread has such a function the counted loop runs and
 * asks here before each instruction; t->tracing keeps a trace function from being traced itself. */
#include "vm/exec/eval.h"

/* Call function(frame, event, argument). The result, or GB_NULL. */
static GbRef call_hook(GbThread *t, GbFrame *frame, GbBorrow function, const char *event,
                       GbBorrow argument)
{
    GbFrameObject *object = gb_frame_object(t, frame);
    GbRef word = object == NULL ? GB_NULL : gb_str_intern(t, event, strlen(event));
    if (word == GB_NULL)
        return GB_NULL;
    GbRef held = gb_new_ref(function);
    ++t->tracing;
    GbRef result = gb_call3(t, held, gb_value(object), word, argument);
    --t->tracing;
    gb_decref(held);
    gb_decref(word);
    if (result == GB_NULL && held == t->trace_function)
        gb_clear(&t->trace_function); /* As CPython: a trace function that fails is unset. */
    return result;
}

/* The frame's own trace function sees the event; what it returns takes its place. */
static int call_local(GbThread *t, GbFrame *frame, const char *event, GbBorrow argument)
{
    GbFrameObject *object = gb_frame_object(t, frame);
    if (object == NULL)
        return -1;
    GbBorrow function = object->trace;
    if (function == GB_NULL)
        return 0;
    GbRef result = call_hook(t, frame, function, event, argument);
    if (result == GB_NULL) {
        gb_clear(&object->trace);
        gb_clear(&t->trace_function);
        return -1;
    }
    if (result == GB_NONE)
        gb_decref(result);
    else
        gb_set(&object->trace, result);
    return 0;
}

static int call_profile(GbThread *t, GbFrame *frame, const char *event, GbBorrow argument)
{
    if (t->profile_function == GB_NULL || t->tracing > 0)
        return 0;
    GbRef result = call_hook(t, frame, t->profile_function, event, argument);
    if (result == GB_NULL)
        gb_clear(&t->profile_function); /* Unset, as a trace function is. */
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

/* The line that a frame stands at when it goes on is no news; the first one is. */
static int32_t known_line(const GbFrame *frame)
{
    const GbInstr *first = frame->code->instrs;
    bool begins = frame->ip->op == OP_RESUME || frame->ip->op == OP_RESUME_WARM
                      ? frame->ip->arg == 0
                      : frame->ip == first;
    return begins ? 0 : gb_code_line(frame->code, (int32_t)(frame->ip - first));
}

static int tell_of_call(GbThread *t, GbFrame *frame)
{
    if (t->trace_function != GB_NULL) {
        GbRef local = call_hook(t, frame, t->trace_function, "call", GB_NONE);
        if (local == GB_NULL)
            return -1;
        GbFrameObject *object = gb_frame_object(t, frame);
        if (local == GB_NONE || object == NULL)
            gb_decref(local);
        else
            gb_set(&object->trace, local);
        frame->flags.trace_line = known_line(frame);
    }
    return call_profile(t, frame, "call", GB_NONE);
}

int gb_trace_call(GbThread *t, GbFrame *frame)
{
    if (t->tracing > 0)
        return 0;
    GbRef pending = gb_raised_take(t);
    int failed = tell_of_call(t, frame);
    if (failed == 0)
        gb_raised_restore_take(t, pending);
    else
        gb_xdecref(pending);
    return failed;
}

int gb_trace_instruction(GbThread *t, GbFrame *frame, GbInstr *ip)
{
    GbFrameObject *object = frame->object;
    if (t->tracing > 0 || object == NULL || object->trace == GB_NULL || !frame->flags.is_complete)
        return 0;
    int32_t index = (int32_t)(ip - frame->code->instrs);
    int32_t line = gb_code_line(frame->code, index);
    bool jumped_back = frame->ip > ip && ip->op != OP_SEND; /* Not in a `yield from`. */
    frame->ip = ip;
    if (object->trace_lines && line > 0 && (line != frame->flags.trace_line || jumped_back)) {
        frame->flags.trace_line = line;
        if (call_local(t, frame, "line", GB_NONE) < 0)
            return -1;
    }
    return object->trace_opcodes ? call_local(t, frame, "opcode", GB_NONE) : 0;
}

int gb_trace_return(GbThread *t, GbFrame *frame, GbBorrow value)
{
    GbBorrow shown = value == GB_NULL ? GB_NONE : value;
    if (t->tracing > 0)
        return 0;
    GbRef pending = gb_raised_take(t);
    int failed = frame->object != NULL && t->trace_function != GB_NULL
                     ? call_local(t, frame, "return", shown)
                     : 0;
    if (failed == 0)
        failed = call_profile(t, frame, "return", shown);
    if (failed == 0 || pending == GB_NULL)
        gb_raised_restore_take(t, failed == 0 ? pending : gb_raised_take(t));
    else
        gb_decref(pending);
    return failed;
}

void gb_trace_exception(GbThread *t, GbFrame *frame)
{
    if (t->tracing > 0 || t->trace_function == GB_NULL || frame->object == NULL ||
        frame->object->trace == GB_NULL)
        return;
    GbRef pending = gb_raised_take(t);
    GbRef traceback = gb_as_exception(pending)->traceback;
    GbRef argument = gb_tuple_of(t, 3, gb_value(gb_object(pending)->type), pending,
                                 traceback == GB_NULL ? GB_NONE : traceback);
    int failed = argument == GB_NULL ? -1 : call_local(t, frame, "exception", argument);
    gb_xdecref(argument);
    if (failed == 0)
        gb_raised_restore_take(t, pending);
    else
        gb_decref(pending);
}

int gb_trace_stop(GbThread *t, GbFrame *frame, GbBorrow iterator, GbBorrow result)
{
    bool raises = result != GB_NONE || gb_is_exact(iterator, GB_KIND_COROUTINE);
    if (t->tracing > 0 || t->trace_function == GB_NULL || !raises)
        return 0;
    gb_raise_value(t, gb_StopIteration, result == GB_NONE ? GB_NULL : result);
    gb_trace_exception(t, frame);
    return gb_raised_drop_if(t, gb_StopIteration) ? 0 : -1;
}

/* What a profiler is told was called: a method as bound to its object. GB_NONE: nothing, since it
 * is no function in C. */
static GbRef shown_function(GbThread *t, GbBorrow callable, GbBorrow first)
{
    if (gb_is_exact(callable, GB_KIND_BUILTIN))
        return gb_new_ref(callable);
    if (!gb_is_exact(callable, GB_KIND_METHOD_DESCRIPTOR) || first == GB_NULL)
        return GB_NONE;
    GbType *type = gb_type_of(t, first);
    return gb_type_of(t, callable)->slots.descr_get(t, callable, first, gb_value(type));
}

static int tell_of_c(GbThread *t, GbFrame *frame, const char *event, GbBorrow callable,
                     GbBorrow first)
{
    if (t->tracing > 0 || t->profile_function == GB_NULL)
        return 0;
    GbRef shown = shown_function(t, callable, first);
    int failed = shown == GB_NULL ? -1 : 0;
    if (failed == 0 && shown != GB_NONE)
        failed = call_profile(t, frame, event, shown);
    gb_xdecref(shown);
    return failed;
}

int gb_trace_c_call(GbThread *t, GbFrame *frame, GbBorrow callable, GbBorrow first)
{
    return tell_of_c(t, frame, "c_call", callable, first);
}

GbRef gb_trace_c_return_take(GbThread *t, GbFrame *frame, GbBorrow callable, GbBorrow first,
                             GbRef result)
{
    GbRef pending = gb_raised_take(t);
    const char *event = result == GB_NULL ? "c_exception" : "c_return";
    if (tell_of_c(t, frame, event, callable, first) == 0) {
        gb_raised_restore_take(t, pending);
        return result;
    }
    gb_xdecref(pending);
    gb_xdecref(result);
    return GB_NULL;
}
