/* Module sys: what is about threads, frames and the lock. */
#include "vm/exec/frame.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/exception.h"
#include "vm/object/type.h"

#include <math.h>

/* --- The lock's knobs --- */

static GbRef sys_getswitchinterval(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_float_new((double)gil_switch_interval_ns(t->interp->gil) / 1e9);
}

static GbRef sys_setswitchinterval(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    const double longest_s = 9e9; /* Nearly what fits int64_t in nanoseconds. */
    double seconds;
    if (gb_to_double(t, args[0], &seconds) < 0)
        return GB_NULL;
    if (!(seconds > 0.0))
        return gb_raise(t, gb_ValueError, "switch interval must be strictly positive");
    if (seconds > longest_s)
        seconds = longest_s;
    gil_set_switch_interval_ns(t->interp->gil, (int64_t)llround(seconds * 1e9));
    return GB_NONE;
}

/* The knob of CPython up to 3.8, which the tick lock obeys. */
static GbRef sys_getcheckinterval(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_small_new(gil_check_interval(t->interp->gil));
}

static GbRef sys_setcheckinterval(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t ticks;
    if (gb_index_i64(t, args[0], &ticks, gb_OverflowError) < 0)
        return GB_NULL;
    if (ticks > INT32_MAX || ticks < INT32_MIN)
        return gb_raise(t, gb_OverflowError, "Python int too large to convert to C int");
    gil_set_check_interval(t->interp->gil, (int32_t)ticks);
    return GB_NONE;
}

/* --- Tracing --- */

/* The loop looks at trace functions only when some thread has one. */
static void update_tracing(GbInterp *interp)
{
    interp->tracing_possible = false;
    for (GbThread *thread = interp->threads; thread != NULL; thread = thread->next) {
        if (thread->trace_function != GB_NULL || thread->profile_function != GB_NULL)
            interp->tracing_possible = true;
    }
    gil_breaker_set(interp->gil, GB_BREAK_PENDING); /* The loop changes its kind at a safepoint. */
}

static GbRef set_hook(GbThread *t, GbRef *hook, GbBorrow function)
{
    gb_set(hook, function == GB_NONE ? GB_NULL : gb_new_ref(function));
    update_tracing(t->interp);
    return GB_NONE;
}

static GbRef get_hook(GbRef hook)
{
    return hook == GB_NULL ? GB_NONE : gb_new_ref(hook);
}

static GbRef sys_settrace(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return set_hook(t, &t->trace_function, args[0]);
}

static GbRef sys_gettrace(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return get_hook(t->trace_function);
}

static GbRef sys_setprofile(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return set_hook(t, &t->profile_function, args[0]);
}

static GbRef sys_getprofile(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return get_hook(t->profile_function);
}

/* A debugger's own code calls a function that is to be traced. */
static GbRef sys_call_tracing(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (!gb_is_tuple(args[1]))
        return gb_raise(t, gb_TypeError, "call_tracing() argument 2 must be tuple, not %K",
                        args[1]);
    int tracing = t->tracing;
    t->tracing = 0;
    GbRef result = gb_call_tuple(t, args[0], args[1], GB_NULL);
    t->tracing = tracing;
    return result;
}

/* --- Frames --- */

static GbRef sys_getframe(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t depth;
    if (gb_index_i64(t, args[0], &depth, gb_OverflowError) < 0)
        return GB_NULL;
    GbFrame *frame = t->frame;
    while (depth-- > 0 && frame != NULL)
        frame = frame->back;
    if (frame == NULL)
        return gb_raise(t, gb_ValueError, "call stack is not deep enough");
    GbFrameObject *object = gb_frame_object(t, frame);
    return object == NULL ? GB_NULL : gb_new_ref(gb_value(object));
}

static int add_by_ident(GbThread *t, GbBorrow dict, GbThread *thread, GbBorrow value)
{
    GbRef ident = gb_int_from_u64(t, thread->ident);
    if (ident == GB_NULL)
        return -1;
    int result = gb_dict_set(t, dict, ident, value);
    gb_decref(ident);
    return result;
}

static GbRef sys_current_frames(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef dict = gb_dict_new(t);
    GbThread *thread = dict == GB_NULL ? NULL : t->interp->threads;
    for (; thread != NULL; thread = thread->next) {
        if (thread->frame == NULL)
            continue;
        GbFrameObject *object = gb_frame_object(t, thread->frame);
        if (object == NULL || add_by_ident(t, dict, thread, gb_value(object)) < 0) {
            gb_decref(dict);
            return GB_NULL;
        }
    }
    return dict;
}

static GbRef sys_current_exceptions(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef dict = gb_dict_new(t);
    GbThread *thread = dict == GB_NULL ? NULL : t->interp->threads;
    for (; thread != NULL; thread = thread->next) {
        GbBorrow handled = gb_handled_peek(thread);
        GbRef info = GB_NULL;
        if (handled == GB_NULL) {
            info = gb_tuple_of(t, 3, GB_NONE, GB_NONE, GB_NONE);
        } else {
            GbRef traceback = gb_as_exception(handled)->traceback;
            info = gb_tuple_of(t, 3, gb_value(gb_type_of(t, handled)), handled,
                               traceback == GB_NULL ? GB_NONE : traceback);
        }
        int failed = info == GB_NULL ? -1 : add_by_ident(t, dict, thread, info);
        gb_clear(&info);
        if (failed < 0) {
            gb_decref(dict);
            return GB_NULL;
        }
    }
    return dict;
}

/* --- Coroutines and asynchronous generators --- */

static GbRef sys_get_asyncgen_hooks(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef *hooks = t->async_generator_hooks;
    GbBorrow items[] = {hooks[0], hooks[1]}; /* GB_NULL reads as None. */
    return gb_struct_sequence_new(t, gb_sys_asyncgen_hooks_type(t), items);
}

static int check_hook(GbThread *t, GbBorrow hook, const char *name)
{
    if (hook == GB_NULL || hook == GB_NONE || gb_is_callable(t, hook))
        return 0;
    return gb_fail(t, gb_TypeError, "callable %s expected, got %T", name, hook);
}

static GbRef sys_set_asyncgen_hooks(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (check_hook(t, args[1], "finalizer") < 0 || check_hook(t, args[0], "firstiter") < 0)
        return GB_NULL;
    for (int i = 0; i < 2; ++i) {
        if (args[i] != GB_NULL)
            gb_set(&t->async_generator_hooks[i],
                   args[i] == GB_NONE ? GB_NULL : gb_new_ref(args[i]));
    }
    return GB_NONE;
}

static GbRef sys_get_origin_depth(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_small_new(t->coroutine_origin_depth);
}

static GbRef sys_set_origin_depth(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t depth;
    if (gb_index_i64(t, args[0], &depth, gb_OverflowError) < 0)
        return GB_NULL;
    if (depth < 0)
        return gb_raise(t, gb_ValueError, "depth must be >= 0");
    t->coroutine_origin_depth = depth > INT32_MAX ? INT32_MAX : (int32_t)depth;
    return GB_NONE;
}

/* --- Table --- */

const GbMethodDef gb_sys_thread_functions[] = {
    {"getswitchinterval()", sys_getswitchinterval,
     "Return the current thread switch interval; see sys.setswitchinterval()."},
    {"setswitchinterval(interval, /)", sys_setswitchinterval,
     "Set the ideal thread switching delay inside the Python interpreter.\n\n"
     "The actual frequency of switching threads can be lower if the\n"
     "interpreter executes long sequences of uninterruptible code\n"
     "(this is implementation-specific and workload-dependent)."},
    {"getcheckinterval()", sys_getcheckinterval,
     "Return the current check interval; see sys.setcheckinterval()."},
    {"setcheckinterval(n, /)", sys_setcheckinterval,
     "Set the async event check interval to n instructions.\n\n"
     "This tells the Python interpreter to check for asynchronous events\n"
     "every n instructions."},
    {"settrace(function, /)", sys_settrace,
     "settrace(function)\n\n"
     "Set the global debug tracing function.  It will be called on each\n"
     "function call.  See the debugger chapter in the library manual."},
    {"gettrace()", sys_gettrace, "Return the global debug tracing function set with sys.settrace."},
    {"setprofile(function, /)", sys_setprofile,
     "setprofile(function)\n\n"
     "Set the profiling function.  It will be called on each function call\n"
     "and return.  See the profiler chapter in the library manual."},
    {"getprofile()", sys_getprofile, "Return the profiling function set with sys.setprofile."},
    {"call_tracing(func, args, /)", sys_call_tracing,
     "Call func(*args), while tracing is enabled."},
    {"_getframe(depth=0, /)", sys_getframe, "Return a frame object from the call stack."},
    {"_current_frames()", sys_current_frames,
     "Return a dict mapping each thread's thread id to its current stack frame."},
    {"_current_exceptions()", sys_current_exceptions,
     "Return a dict mapping each thread's identifier to its current raised exception."},
    {"get_asyncgen_hooks()", sys_get_asyncgen_hooks,
     "Return the installed asynchronous generators hooks."},
    {"set_asyncgen_hooks(firstiter=?, finalizer=?)", sys_set_asyncgen_hooks,
     "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSet a finalizer for async generators "
     "objects."},
    {"get_coroutine_origin_tracking_depth()", sys_get_origin_depth,
     "Check status of origin tracking for coroutine objects in this thread."},
    {"set_coroutine_origin_tracking_depth(depth)", sys_set_origin_depth,
     "Enable or disable origin tracking for coroutine objects in this thread."},
    {0},
};
