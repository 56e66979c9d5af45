/* Threads of an interpreter: birth, death, the lock, and what is due at safepoints. */
#include "vm/exec/thread.h"

#include "vm/exec/frame.h"
#include "vm/exec/gc.h"
#include "vm/exec/import_parts.h"
#include "vm/mem.h"
#include "vm/object/alloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    STACK_BYTES = 8 * 1024 * 1024,   /* Of a new thread, as Linux gives CPython's. */
    STACK_RESERVE = 96 * 1024,       /* What C may need beyond the last check of the limit. */
    STACK_LEAST = 4 * STACK_RESERVE, /* Whatever is asked for: so that there is a limit to check. */
};

/* --- The lock --- */

void gb_unlock(GbThread *t, GilReason reason)
{
    t->interp->running = NULL;
    t->reason = reason;
    gil_release(t->interp->gil, &t->gil, reason);
}

void gb_unlock_on(GbThread *t, GilReason reason, int64_t number, const char *name)
{
    gil_waits_for(t->interp->gil, &t->gil, number, name);
    gb_unlock(t, reason);
}

void gb_unlock_to_close(GbThread *t, int64_t file)
{
    gil_file_closes(t->interp->gil, &t->gil, file);
    gb_unlock(t, GIL_CLOSE);
}

void gb_unlock_for(GbThread *t, GilReason reason, GbBorrow object)
{
    char name[GB_AWAITED_SIZE];
    if (gil_tracing(t->interp->gil))
        gil_waits_for(t->interp->gil, &t->gil, gb_awaited_name(t, object, name), name);
    gb_unlock(t, reason);
}

/* The interpreter has ended without this thread: it must never touch an object again. */
static _Noreturn void rest_in_peace(GbInterp *interp)
{
    Rt *rt = interp->rt;
    for (;;)
        rt_sleep_until(rt, RT_FOREVER);
}

void gb_lock(GbThread *t)
{
    GbInterp *interp = t->interp;
    if (gil_acquire(interp->gil, &t->gil) < 0)
        rest_in_peace(interp);
    interp->running = t;
    t->reason = GIL_REASON_COUNT;
    if (t->meter != NULL)
        rt_meter_start(interp->rt);
}

void gb_thread_resumed(GbThread *t)
{
    if (t != NULL)
        t->interp->running = gil_resume(t->interp->gil, &t->gil) ? t : NULL;
}

GbThread *gb_thread_current(GbInterp *interp)
{
    return rt_thread_local_get(interp->rt);
}

Rt *gb_rt(GbThread *t)
{
    return t->interp->rt;
}

GbThread *gb_threads(GbInterp *interp)
{
    return interp->threads;
}

size_t gb_thread_stack_bytes(const GbInterp *interp)
{
    return interp->options.thread_stack_bytes;
}

void gb_thread_set_stack_bytes(GbInterp *interp, size_t bytes)
{
    interp->options.thread_stack_bytes = bytes;
}

/* --- Safepoints --- */

/* The exception that another thread wants raised in this one, or GB_NULL. The breaker's bit goes
 * when no thread has one left. */
static GbRef take_async(GbThread *t)
{
    GbRef exception = t->async_exception;
    t->async_exception = GB_NULL;
    bool others = false;
    for (GbThread *other = t->interp->threads; other != NULL; other = other->next)
        others |= other->async_exception != GB_NULL;
    if (!others)
        gil_breaker_clear(t->interp->gil, GB_BREAK_ASYNC);
    return exception;
}

static int raise_async(GbThread *t)
{
    GbRef exception = take_async(t);
    gb_raise_statement(t, exception, GB_NULL);
    gb_decref(exception);
    return -1;
}

/* Give other threads their chance. */
static void check_lock(GbThread *t)
{
    GbInterp *interp = t->interp;
    interp->running = NULL;
    if (gil_check(interp->gil, &t->gil) < 0)
        rest_in_peace(interp);
    interp->running = t;
    if (t->meter != NULL)
        rt_meter_start(interp->rt);
    if (gil_counts_ticks(interp->gil) && gil_breaker(interp->gil) & GB_BREAK_SIGNAL)
        interp->gil->ticker =
            0; /* As 2.7: look at every tick until the main thread has seen the signal. */
}

static void drop_lock(GbThread *t)
{
    gb_unlock(t, GIL_EVAL);
    rt_thread_yield(t->interp->rt);
    gb_lock(t);
}

int gb_safepoint(GbThread *t)
{
    GbInterp *interp = t->interp;
    if (t->meter != NULL && t->meter->left_ps < 0) {
        rt_meter_stop(interp->rt); /* First: meanwhile others may ask for the lock. */
        gil_tell(interp->gil, &t->gil, GIL_EVENT_SAMPLE, 0); /* This machine has no sampler. */
    }
    uint32_t due = gil_breaker(interp->gil);
    if (due & GIL_BREAK_SAMPLE) {
        gil_breaker_clear(interp->gil, GIL_BREAK_SAMPLE);
        gil_tell(interp->gil, &t->gil, GIL_EVENT_SAMPLE, 0);
    }
    if (due & GB_BREAK_HOSTILE)
        drop_lock(t);
    if (due & GB_BREAK_STOP && --interp->safepoints_left < 0)
        return gb_fail(t, gb_KeyboardInterrupt, "");
    if (due & GB_BREAK_SIGNAL && t->is_main && gb_signals_run(t) < 0)
        return -1;
    if (due & GB_BREAK_COLLECT)
        gb_gc_collect(t);
    if (due &
        GB_BREAK_PENDING) /* It was for the loop alone, which looks around when it comes here. */
        gil_breaker_clear(interp->gil, GB_BREAK_PENDING);
    if (due & GIL_BREAK_DROP || (gil_counts_ticks(interp->gil) && interp->gil->ticker < 0))
        check_lock(t);
    if (due & GB_BREAK_ASYNC && t->async_exception != GB_NULL)
        return raise_async(t);
    return 0;
}

int gb_check_signals(GbThread *t)
{
    return t->is_main ? gb_signals_run(t) : 0;
}

int64_t gb_deadline(GbThread *t, double wait_ns)
{
    if (wait_ns <= 0)
        return 0;
    int64_t now_ns = rt_clock(gb_rt(t), RT_CLOCK_MONOTONIC);
    return wait_ns < (double)(RT_FOREVER - now_ns) ? now_ns + (int64_t)ceil(wait_ns) : RT_FOREVER;
}

/* --- Life --- */

typedef struct ThreadMemory {
    GbThread thread;
    GbHandled handled; /* The bottom of its exc_info stack. */
    GbRef callable, args, kwargs;
} ThreadMemory;

static void set_stack_limit(GbThread *t)
{
    char *low = NULL;
    size_t size = 0;
    if (rt_thread_stack(t->interp->rt, &low, &size) == 0 && size > 2 * STACK_RESERVE)
        t->c_stack_limit = low + STACK_RESERVE;
}

GbThread *gb_thread_new(GbInterp *interp)
{
    ThreadMemory *memory = calloc(1, sizeof *memory);
    if (memory == NULL)
        return NULL;
    GbThread *t = &memory->thread;
    t->interp = interp;
    t->meter = rt_meter(interp->rt);
    t->handled = &memory->handled;
    t->recursion_limit = interp->recursion_limit;
    t->ident = ++interp->next_ident;
    return t;
}

void gb_thread_link(GbThread *t)
{
    GbInterp *interp = t->interp;
    GbThread **place = &interp->threads;
    while (*place != NULL)
        place = &(*place)->next;
    *place = t;
    t->previous = place;
    ++interp->thread_count;
}

static void thread_unlink(GbThread *t)
{
    *t->previous = t->next;
    if (t->next != NULL)
        t->next->previous = t->previous;
    --t->interp->thread_count;
}

/* Let go of everything the thread holds. GIL held. */
void gb_thread_clear(GbThread *t)
{
    ThreadMemory *memory = (ThreadMemory *)t;
    gb_clear(&t->exception);
    gb_clear(&memory->handled.exception);
    gb_clear(&t->repr_stack);
    gb_clear(&t->trace_function);
    gb_clear(&t->profile_function);
    gb_clear(&t->dict);
    gb_clear(&t->async_generator_hooks[0]);
    gb_clear(&t->async_generator_hooks[1]);
    gb_clear(&memory->callable);
    gb_clear(&memory->args);
    gb_clear(&memory->kwargs);
    gb_xdecref(take_async(t)); /* Last: without a callable it gets no other. */
}

int gb_thread_raise_in(GbThread *t, uint64_t ident, GbBorrow exception)
{
    for (GbThread *other = t->interp->threads; other != NULL; other = other->next) {
        bool is_running = other->is_main || ((ThreadMemory *)other)->callable != GB_NULL;
        if (other->ident != ident || !is_running)
            continue;
        gb_xdecref(take_async(other));
        if (exception != GB_NULL) {
            gb_set(&other->async_exception, gb_new_ref(exception));
            gil_breaker_set(t->interp->gil, GB_BREAK_ASYNC);
        }
        return 1;
    }
    return 0;
}

void gb_thread_free(GbThread *t)
{
    gb_stack_free(t);
    free(t);
}

/* Join operating-system threads that have run to their end. They need the lock no more. */
void gb_threads_reap(GbInterp *interp)
{
    while (interp->exited != NULL) {
        GbExited *exited = interp->exited;
        interp->exited = exited->next;
        rt_thread_join(interp->rt, exited->thread);
        free(exited);
    }
}

static void run_callable(GbThread *t, ThreadMemory *memory)
{
    GbRef result = gb_call_tuple(t, memory->callable, memory->args, memory->kwargs);
    if (result == GB_NULL && !gb_raised_drop_if(t, gb_SystemExit))
        gb_raised_unraisable_as(t, "in thread started by", memory->callable);
    gb_xdecref(result);
}

static void thread_main(void *argument)
{
    ThreadMemory *memory = argument;
    GbThread *t = &memory->thread;
    GbInterp *interp = t->interp;
    rt_thread_local_set(interp->rt, t);
    set_stack_limit(t);
    gb_lock(t);
    t->native_id = rt_thread_native_id(interp->rt);
    if (gb_stack_init(t) == 0)
        run_callable(t, memory);
    else
        gb_raised_drop(t);
    gb_thread_clear(t);
    if (t->sentinel != GB_NULL)
        t->sentinel_release(t, t->sentinel);
    gb_clear(&t->sentinel);
    thread_unlink(t);
    GbExited *exited = t->exited;
    exited->thread = t->rt_thread;
    exited->next = interp->exited;
    interp->exited = exited;
    gb_stack_free(t);
    interp->running = NULL;
    gil_release(interp->gil, &t->gil, GIL_EXIT);
    gil_thread_detach(interp->gil, &t->gil);
    rt_thread_local_set(interp->rt, NULL);
    free(memory);
}

static GbThread *thread_prepare(GbThread *starter, GbBorrow callable, GbBorrow args,
                                GbBorrow kwargs)
{
    GbThread *t = gb_thread_new(starter->interp);
    GbExited *exited = t == NULL ? NULL : malloc(sizeof *exited);
    if (exited == NULL) {
        free(t);
        gb_raise_memory(starter);
        return NULL;
    }
    ThreadMemory *memory = (ThreadMemory *)t;
    t->exited = exited;
    memory->callable = gb_new_ref(callable);
    memory->args = gb_new_ref(args);
    memory->kwargs = kwargs == GB_NULL ? GB_NULL : gb_new_ref(kwargs);
    return t;
}

uint64_t gb_thread_start(GbThread *starter, GbBorrow callable, GbBorrow args, GbBorrow kwargs,
                         const char *name)
{
    GbInterp *interp = starter->interp;
    gb_threads_reap(interp);
    GbThread *t = thread_prepare(starter, callable, args, kwargs);
    if (t == NULL)
        return 0;
    char number[48];
    snprintf(number, sizeof number, "Thread-%llu", (unsigned long long)t->ident - 1);
    name = name == NULL ? number : name;
    size_t stack_bytes = interp->options.thread_stack_bytes ? interp->options.thread_stack_bytes
                                                            : STACK_BYTES;
    if (stack_bytes < STACK_LEAST)
        stack_bytes = STACK_LEAST;
    RtThreadOptions options = {.stack_size = stack_bytes, .name = name};
    uint64_t ident = t->ident;
    if (gil_thread_attach(interp->gil, &t->gil, name) == 0) {
        gb_thread_link(t);
        if (rt_thread_start(interp->rt, &options, thread_main, t, &t->rt_thread) == 0)
            return ident;
        thread_unlink(t);
        gil_thread_detach(interp->gil, &t->gil);
    }
    gb_thread_clear(t);
    free(t->exited);
    free(t);
    gb_raise(starter, gb_RuntimeError, "can't start new thread");
    return 0;
}

void gb_thread_rename(GbThread *t, const char *name)
{
    gil_thread_rename(t->interp->gil, &t->gil, name);
}

GbThread *gb_main_thread_new(GbInterp *interp)
{
    GbThread *t = gb_thread_new(interp);
    if (t == NULL)
        return NULL;
    if (gil_thread_attach(interp->gil, &t->gil, "MainThread") < 0) {
        gb_thread_clear(t);
        free(t);
        return NULL;
    }
    t->is_main = true;
    gb_thread_link(t);
    rt_thread_local_set(interp->rt, t);
    set_stack_limit(t);
    interp->main_thread = t;
    gb_lock(t);
    t->native_id = rt_thread_native_id(interp->rt);
    return t;
}

/* --- Fork --- */

/* The other threads' objects stay as they are, as their stacks would have left them. */
static void forget_others(GbThread *t)
{
    GbInterp *interp = t->interp;
    interp->incomplete = interp->thread_count > 1;
    interp->threads = t;
    interp->thread_count = 1;
    interp->main_thread = t;
    interp->exited = NULL;
    t->next = NULL;
    t->previous = &interp->threads;
    t->is_main = true;
    t->native_id = rt_thread_native_id(interp->rt);
}

int gb_fork(GbThread *t, int64_t *out_pid)
{
    if (gb_import_lock(t, t->interp->empty_str) < 0)
        return 1;
    int error = rt_process_fork(t->interp->rt, out_pid);
    gb_import_unlock(t, t->interp->empty_str);
    if (error != 0 || *out_pid != 0)
        return error;
    gb_import_forget_others(t);
    forget_others(t);
    error = gil_after_fork(t->interp->gil, &t->gil);
    if (error == 0) {
        gb_process_name(t, NULL);
        gb_leave_when_terminated(t);
    }
    return error;
}

void gb_process_name(GbThread *t, const char *name)
{
    const GbOptions *options = &t->interp->options;
    if (options->on_begin != NULL)
        options->on_begin(t, name, options->process_argument);
}

int gb_fork_warn(GbThread *t)
{
    if (!t->interp->options.warns_of_fork || t->interp->thread_count < 2)
        return 0;
    return gb_warn(t, gb_DeprecationWarning, 1,
                   "This process (pid=%d) is multi-threaded, use of fork() may lead to deadlocks "
                   "in the child.",
                   (int)rt_process_id(t->interp->rt));
}

void gb_leave(GbThread *t, int code)
{
    const GbOptions *options = &t->interp->options;
    if (options->on_leave != NULL)
        options->on_leave(t, options->process_argument);
    rt_process_exit(t->interp->rt, code);
}

const char *gb_child_option(GbThread *t, int *out_file)
{
    *out_file = t->interp->options.child_file;
    return t->interp->options.child_option;
}
