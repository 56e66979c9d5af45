/* Signals: the machine's callback sets a bit and the breaker; the main thread runs handlers at its
 * next safepoint. */
#include "vm/exec/eval.h"
#include "vm/exec/thread.h"

#include <stdatomic.h>

enum { NUMBER_MAX = 64, NUMBER_INT = 2, NUMBER_PIPE = 13, NUMBER_TERM = 15, NUMBER_XFSZ = 25 };

static void signal_arrived(void *argument, int number)
{
    GbInterp *interp = argument;
    gil_signal_arrived(interp->gil);
    uint64_t bit = (uint64_t)1 << (number - 1);
    if (atomic_fetch_or(&interp->signals_pending, bit) & bit)
        atomic_store(&interp->signal_insists, true);
    gil_breaker_set(interp->gil, GB_BREAK_SIGNAL);
}

void gb_signal_simulate(GbThread *t, int number)
{
    RtSignalState state;
    if (rt_signal_state(t->interp->rt, number, &state) == 0 && state == RT_SIGNAL_HANDLED)
        signal_arrived(t->interp, number);
}

/* --- The end of a process that has something to tell --- */

/* A SIGTERM that no script handles is ours: it ends even the wait for a lock that is deaf. */
static void termination_arrived(void *argument, int number)
{
    GbInterp *interp = argument;
    atomic_store(&interp->signal_insists, true);
    signal_arrived(interp, number);
}

static void end_terminated(GbThread *t)
{
    const GbOptions *options = &t->interp->options;
    options->on_leave(t, options->process_argument);
    rt_signal_default(t->interp->rt, NUMBER_TERM);
    rt_signal_raise(t->interp->rt, NUMBER_TERM);
}

void gb_leave_when_terminated(GbThread *t)
{
    GbInterp *interp = t->interp;
    RtSignalState state;
    if (interp->options.on_leave == NULL || rt_signal_state(interp->rt, NUMBER_TERM, &state) != 0 ||
        state != RT_SIGNAL_DEFAULT)
        return;
    interp->waits_for_end = rt_signal_handle(interp->rt, NUMBER_TERM, termination_arrived,
                                             interp) == 0;
}

int gb_signal_state(GbThread *t, int number, RtSignalState *out)
{
    int error = rt_signal_state(t->interp->rt, number, out);
    bool ours = number == NUMBER_TERM && t->interp->waits_for_end;
    if (error == 0 && ours && t->interp->signal_handlers[number] == GB_NULL)
        *out = RT_SIGNAL_DEFAULT;
    return error;
}

/* --- Handlers --- */

static int run_handler(GbThread *t, int number)
{
    GbBorrow handler = t->interp->signal_handlers[number];
    if (handler == GB_NULL) {
        if (number == NUMBER_TERM && t->interp->waits_for_end)
            end_terminated(t);
        if (number == NUMBER_INT)
            gb_raise_value(t, gb_KeyboardInterrupt, GB_NULL);
        return number == NUMBER_INT ? -1 : 0;
    }
    GbFrameObject *frame = t->frame == NULL ? NULL : gb_frame_object(t, t->frame);
    GbRef held = gb_new_ref(handler);
    GbRef result = gb_call2(t, held, gb_int_new(t, number),
                            frame == NULL ? GB_NONE : gb_value(frame));
    gb_decref(held);
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

static void report_wakeup(GbThread *t)
{
    int error = rt_signal_wakeup_error(t->interp->rt);
    if (error == 0 || (error == RT_EAGAIN && !t->interp->wakeup_warns))
        return;
    GbRef raised = gb_raised_take(t);
    gb_raise_rt(t, error, GB_NULL, GB_NULL);
    gb_raised_unraisable_as(t, "when trying to write to the signal wakeup fd", GB_NULL);
    gb_raised_restore_take(t, raised);
}

int gb_signals_run(GbThread *t)
{
    GbInterp *interp = t->interp;
    if (interp->wakeup_file >= 0)
        report_wakeup(t);
    gil_breaker_clear(interp->gil, GB_BREAK_SIGNAL);
    atomic_store(&interp->signal_insists, false);
    uint64_t pending = atomic_exchange(&interp->signals_pending, 0);
    for (int number = 1; number <= NUMBER_MAX; number++) {
        uint64_t bit = (uint64_t)1 << (number - 1);
        if (!(pending & bit))
            continue;
        pending &= ~bit;
        gil_tell(interp->gil, &t->gil, GIL_EVENT_SIGNAL, number);
        if (run_handler(t, number) == 0)
            continue;
        if (pending != 0) { /* The others wait for the next safepoint. */
            atomic_fetch_or(&interp->signals_pending, pending);
            gil_breaker_set(interp->gil, GB_BREAK_SIGNAL);
        }
        return -1;
    }
    return 0;
}

bool gb_signals_waiting(const GbThread *t)
{
    return atomic_load(&t->interp->signals_pending) != 0;
}

bool gb_wait_is_deaf(const GbThread *t, int64_t deadline_ns)
{
    const GbInterp *interp = t->interp;
    return interp->options.gil.deaf_waits && t->is_main && deadline_ns == RT_FOREVER &&
           !atomic_load(&interp->signal_insists);
}

static int set_default(GbInterp *interp, int number)
{
    bool ours = number == NUMBER_TERM && interp->waits_for_end;
    return ours ? rt_signal_handle(interp->rt, number, termination_arrived, interp)
                : rt_signal_default(interp->rt, number);
}

int gb_signal_set(GbThread *t, int number, GbBorrow handler)
{
    GbInterp *interp = t->interp;
    int error;
    if (handler == GB_TRUE)
        error = set_default(interp, number);
    else if (handler == GB_NONE)
        error = rt_signal_ignore(interp->rt, number);
    else
        error = rt_signal_handle(interp->rt, number, signal_arrived, interp);
    if (error != 0) {
        gb_raise_rt(t, error, GB_NULL, GB_NULL);
        return -1;
    }
    bool callable = handler != GB_TRUE && handler != GB_NONE;
    gb_set(&interp->signal_handlers[number], callable ? gb_new_ref(handler) : GB_NULL);
    return 0;
}

int gb_signal_set_wakeup(GbThread *t, int file, bool warns, int *out_before)
{
    GbInterp *interp = t->interp;
    int error = rt_signal_set_wakeup(interp->rt, file);
    if (error != 0)
        return error;
    *out_before = interp->wakeup_file;
    interp->wakeup_file = file;
    interp->wakeup_warns = warns;
    return 0;
}

int gb_signals_init(GbThread *t)
{
    GbInterp *interp = t->interp;
    interp->wakeup_file = -1;
    RtSignalState state;
    if (rt_signal_state(interp->rt, NUMBER_INT, &state) == 0 && state == RT_SIGNAL_DEFAULT)
        rt_signal_handle(interp->rt, NUMBER_INT, signal_arrived, interp);
    rt_signal_ignore(interp->rt, NUMBER_PIPE); /* A closed pipe is an OSError, */
    rt_signal_ignore(interp->rt, NUMBER_XFSZ); /* and so is a file that is too large. */
    return 0;
}

void gb_signals_fini(GbThread *t)
{
    GbInterp *interp = t->interp;
    RtSignalState state;
    if (interp->wakeup_file >= 0)
        rt_signal_set_wakeup(interp->rt, -1);
    for (int number = 1; number <= NUMBER_MAX; number++) {
        bool ours = number == NUMBER_INT || interp->signal_handlers[number] != GB_NULL ||
                    (number == NUMBER_TERM && interp->waits_for_end);
        if (ours && rt_signal_state(interp->rt, number, &state) == 0 && state == RT_SIGNAL_HANDLED)
            rt_signal_default(interp->rt, number);
    }
}
