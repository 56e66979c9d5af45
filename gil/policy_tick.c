/* The tick lock of CPython up to 3.1: release after so many ticks, and compete for it again.
 *
 *     check     ticker = interval; release; acquire
 *     acquire   while locked: wait; locked = true
 *     release   locked = false; wake one waiter
 *
 * Nothing keeps the releaser from taking the lock again before the thread it woke has got up. That
 * waiter has been woken for nothing (RETRY), and this is faithful. So is the single ticker for all
 * threads: a thread may inherit one that is nearly empty. */
#include "gil/policy.h"

#include "runtime/check.h"

static int tick_init(Gil *gil)
{
    GilTick *tick = &gil->tick;
    int err = rt_mutex_new(gil->rt, &tick->mutex);
    if (err == 0)
        err = rt_cond_new(gil->rt, &tick->cond);
    gil->ticker = gil->check_interval;
    return err;
}

static void tick_fini(Gil *gil)
{
    rt_cond_free(gil->rt, gil->tick.cond);
    rt_mutex_free(gil->rt, gil->tick.mutex);
}

/* As in CPython, a program without threads pays for no lock: the lock comes with the second thread,
 * and whoever runs then has it. */
static void tick_second_thread(Gil *gil)
{
    gil->tick.exists = true;
    gil->tick.locked = gil_holder(gil) != 0;
}

static int tick_acquire(Gil *gil, GilThread *thread)
{
    GilTick *tick = &gil->tick;
    if (!tick->exists)
        return gil_refuses(gil, thread) ? -1 : 0;
    rt_mutex_lock(gil->rt, tick->mutex);
    if (tick->locked)
        gil_note(gil, thread, GIL_EVENT_BUSY, 0);
    while (tick->locked && !gil_refuses(gil, thread)) {
        rt_cond_wait(gil->rt, tick->cond, tick->mutex);
        if (tick->locked)
            gil_note(gil, thread, GIL_EVENT_RETRY, 0);
    }
    bool refused = gil_refuses(gil, thread);
    if (!refused)
        tick->locked = true;
    rt_mutex_unlock(gil->rt, tick->mutex);
    return refused ? -1 : 0;
}

static void tick_release(Gil *gil, GilThread *thread, GilReason reason)
{
    GilTick *tick = &gil->tick;
    if (!tick->exists)
        return;
    rt_mutex_lock(gil->rt, tick->mutex);
    ASSERT(tick->locked);
    tick->locked = false;
    rt_mutex_unlock(gil->rt, tick->mutex);
    rt_cond_signal(gil->rt, tick->cond);
}

/* While the VM has something pending that this thread could not serve (a signal is the main
 * thread's), the next check follows one tick later, until the right thread happens to run. */
static int tick_check(Gil *gil, GilThread *thread)
{
    bool pending = (gil_breaker(gil) & ~(GIL_BREAK_DROP | GIL_BREAK_SAMPLE)) != 0;
    gil->ticker = pending ? 0 : gil->check_interval;
    return gil->tick.exists ? gil_give_way(gil, thread) : 0;
}

static void tick_wake_all(Gil *gil)
{
    rt_mutex_lock(gil->rt, gil->tick.mutex);
    rt_cond_broadcast(gil->rt, gil->tick.cond);
    rt_mutex_unlock(gil->rt, gil->tick.mutex);
}

static int tick_after_fork(Gil *gil, GilThread *thread)
{
    int err = rt_mutex_reset(gil->rt, gil->tick.mutex);
    if (err == 0)
        err = rt_cond_reset(gil->rt, gil->tick.cond);
    gil->tick.locked = true;
    return err;
}

const GilPolicy gil_policy_tick = {
    .init = tick_init,
    .fini = tick_fini,
    .acquire = tick_acquire,
    .release = tick_release,
    .check = tick_check,
    .second_thread = tick_second_thread,
    .wake_all = tick_wake_all,
    .after_fork = tick_after_fork,
    .events = 1u << GIL_EVENT_BUSY | 1u << GIL_EVENT_RETRY,
};
