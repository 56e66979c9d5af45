/* The timed lock of CPython 3.2 and later: a waiter loses its patience, asks, and is let in.
 *
 *     acquire   while locked: wait at most the interval;
 *                   if it passed without any switch: raise the drop request
 *               locked = true; count a switch if the holder is a new one; tell who is forced to
 *               wait; clear the request
 *     release   locked = false; wake one waiter;
 *               if a drop was requested: wait until someone else has taken the lock
 *     check     if a drop was requested: release; acquire
 *
 * Clearing the request on every acquire means that all other waiters must lose their patience anew:
 * k busy threads let a thread that comes back from I/O wait up to k intervals. The woken waiter is
 * anyone, not the one that asked. A release for I/O waits for the switch too, when one was asked
 * for: that stops the releaser from being back before the waiter has woken. */
#include "gil/policy.h"

#include "runtime/check.h"

static int timed_init(Gil *gil)
{
    GilTimed *timed = &gil->timed;
    int err = rt_mutex_new(gil->rt, &timed->mutex);
    if (err == 0)
        err = rt_cond_new(gil->rt, &timed->cond);
    if (err == 0)
        err = rt_mutex_new(gil->rt, &timed->switch_mutex);
    if (err == 0)
        err = rt_cond_new(gil->rt, &timed->switch_cond);
    return err;
}

static void timed_fini(Gil *gil)
{
    rt_cond_free(gil->rt, gil->timed.switch_cond);
    rt_mutex_free(gil->rt, gil->timed.switch_mutex);
    rt_cond_free(gil->rt, gil->timed.cond);
    rt_mutex_free(gil->rt, gil->timed.mutex);
}

/* Waits, with the mutex held, until the lock is free (0) or the thread will never have it (-1). */
static int wait_while_locked(Gil *gil, GilThread *thread)
{
    GilTimed *timed = &gil->timed;
    bool asked = false;
    while (timed->locked && !gil_refuses(gil, thread)) {
        uint64_t seen = timed->switch_number;
        int64_t interval_ns = gil_switch_interval_ns(gil);
        int64_t now_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
        int err = rt_cond_timedwait(gil->rt, timed->cond, timed->mutex, now_ns + interval_ns);
        bool timed_out = err == RT_ETIMEDOUT;
        if (timed->locked)
            gil_note(gil, thread, timed_out ? GIL_EVENT_TIMEOUT : GIL_EVENT_RETRY, 0);
        if (timed_out && timed->locked && timed->switch_number == seen) {
            gil_note(gil, thread, GIL_EVENT_REQUEST, 0);
            gil_breaker_set(gil, GIL_BREAK_DROP);
            asked = true;
        }
    }
    if (!gil_refuses(gil, thread))
        return 0;
    if (asked)
        gil_breaker_clear(gil, GIL_BREAK_DROP);
    return -1;
}

/* Takes the free lock, with the mutex held. switch_number changes under both mutexes, so that
 * either suffices to read it. */
static void take(Gil *gil, GilThread *thread)
{
    GilTimed *timed = &gil->timed;
    rt_mutex_lock(gil->rt, timed->switch_mutex);
    timed->locked = true;
    if (timed->last_holder != thread->id) {
        timed->last_holder = thread->id;
        timed->switch_number++;
    }
    rt_cond_signal(gil->rt, timed->switch_cond);
    rt_mutex_unlock(gil->rt, timed->switch_mutex);
    gil_breaker_clear(gil, GIL_BREAK_DROP);
}

static int timed_acquire(Gil *gil, GilThread *thread)
{
    GilTimed *timed = &gil->timed;
    rt_mutex_lock(gil->rt, timed->mutex);
    if (timed->locked)
        gil_note(gil, thread, GIL_EVENT_BUSY, 0);
    int status = wait_while_locked(gil, thread);
    if (status == 0)
        take(gil, thread);
    rt_mutex_unlock(gil->rt, timed->mutex);
    return status;
}

/* A request proves that somebody waits, and nobody but the lock's next holder takes it back; so
 * somebody will take the lock and end this wait. */
static void wait_for_switch(Gil *gil, GilThread *thread)
{
    GilTimed *timed = &gil->timed;
    rt_mutex_lock(gil->rt, timed->switch_mutex);
    if (timed->last_holder == thread->id) {
        gil_note(gil, thread, GIL_EVENT_FORCE, 0);
        gil_breaker_clear(gil, GIL_BREAK_DROP);
        while (timed->last_holder == thread->id && !atomic_load(&gil->finalizing))
            rt_cond_wait(gil->rt, timed->switch_cond, timed->switch_mutex);
        gil_note(gil, thread, GIL_EVENT_FORCED, (int)timed->last_holder);
    }
    rt_mutex_unlock(gil->rt, timed->switch_mutex);
}

static void timed_release(Gil *gil, GilThread *thread, GilReason reason)
{
    GilTimed *timed = &gil->timed;
    rt_mutex_lock(gil->rt, timed->mutex);
    ASSERT(timed->locked);
    timed->locked = false;
    rt_cond_signal(gil->rt, timed->cond);
    rt_mutex_unlock(gil->rt, timed->mutex);
    bool asked = (gil_breaker(gil) & GIL_BREAK_DROP) != 0;
    if (asked && reason != GIL_EXIT)
        wait_for_switch(gil, thread);
}

static int timed_check(Gil *gil, GilThread *thread)
{
    if (!(gil_breaker(gil) & GIL_BREAK_DROP))
        return 0;
    gil_note(gil, thread, GIL_EVENT_HONOUR, 0);
    return gil_give_way(gil, thread);
}

static void timed_wake_all(Gil *gil)
{
    GilTimed *timed = &gil->timed;
    rt_mutex_lock(gil->rt, timed->mutex);
    rt_mutex_lock(gil->rt, timed->switch_mutex);
    rt_cond_broadcast(gil->rt, timed->switch_cond);
    rt_mutex_unlock(gil->rt, timed->switch_mutex);
    rt_cond_broadcast(gil->rt, timed->cond);
    rt_mutex_unlock(gil->rt, timed->mutex);
}

static int timed_after_fork(Gil *gil, GilThread *thread)
{
    GilTimed *timed = &gil->timed;
    int err = rt_mutex_reset(gil->rt, timed->mutex);
    if (err == 0)
        err = rt_cond_reset(gil->rt, timed->cond);
    if (err == 0)
        err = rt_mutex_reset(gil->rt, timed->switch_mutex);
    if (err == 0)
        err = rt_cond_reset(gil->rt, timed->switch_cond);
    gil_breaker_clear(gil, GIL_BREAK_DROP);
    timed->locked = true;
    timed->last_holder = thread->id;
    return err;
}

const GilPolicy gil_policy_timed = {
    .init = timed_init,
    .fini = timed_fini,
    .acquire = timed_acquire,
    .release = timed_release,
    .check = timed_check,
    .wake_all = timed_wake_all,
    .after_fork = timed_after_fork,
    .events = 1u << GIL_EVENT_BUSY | 1u << GIL_EVENT_RETRY | 1u << GIL_EVENT_REQUEST |
              1u << GIL_EVENT_HONOUR | 1u << GIL_EVENT_FORCE,
};
