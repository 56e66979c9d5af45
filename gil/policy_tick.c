/* The tick lock of CPython up to 3.1: release after so many ticks, and compete for it again.
 *
 *     check     ticker = interval; release; acquire
 *     acquire   wait on the semaphore
 *     release   post it
 *
 * The semaphore is CPython's on Linux: 1 while the lock is free. Nothing keeps the releaser from
 * taking the lock again before the thread it woke has got up. That waiter has been woken for
 * nothing (RETRY), and this is faithful. So is what it costs: as long as anybody waits, be it on
 * its way, each release calls the kernel. And so is the single ticker for all threads: a thread may
 * inherit one that is nearly empty. Only the first turn of the second thread has a full one, so
 * that what a first program does is no chance: in CPython 2.7 a thread that only prints a word is
 * overtaken by its starter in one run of 13.
 *
 * BUSY is a first try that failed. In CPython both can only be seen from outside; the machine's
 * semaphore does what glibc's does and says so at each turn. */
#include "gil/policy.h"

static int tick_init(Gil *gil)
{
    gil->ticker = gil->check_interval;
    return rt_sem_new(gil->rt, 1, &gil->tick.unlocked);
}

static void tick_fini(Gil *gil)
{
    rt_sem_free(gil->rt, gil->tick.unlocked);
}

/* As in CPython, a program without threads pays for no lock: the lock comes with the second thread,
 * and whoever runs then has it. */
static void tick_second_thread(Gil *gil)
{
    gil->tick.exists = true;
    if (gil_holder(gil) != 0)
        rt_sem_try(gil->rt, gil->tick.unlocked);
}

/* One who waits is woken. It is turned away, and wakes the next. */
static void tick_wake_all(Gil *gil)
{
    if (gil->tick.exists)
        rt_sem_post(gil->rt, gil->tick.unlocked);
}

static int tick_acquire(Gil *gil, GilThread *thread)
{
    GilTick *tick = &gil->tick;
    if (tick->exists && !rt_sem_try(gil->rt, tick->unlocked)) {
        gil_note(gil, thread, GIL_EVENT_BUSY, 0);
        while (!rt_sem_wait(gil->rt, tick->unlocked))
            gil_note(gil, thread, GIL_EVENT_RETRY, 0);
    }
    if (gil_refuses(gil, thread)) {
        tick_wake_all(gil);
        return -1;
    }
    if (thread->id == 2 && !tick->used) {
        tick->used = true;
        gil->ticker = gil->check_interval;
    }
    return 0;
}

static void tick_release(Gil *gil, GilThread *thread, GilReason reason)
{
    if (gil->tick.exists)
        rt_sem_post(gil->rt, gil->tick.unlocked);
}

/* While the VM has something pending that this thread could not serve (a signal is the main
 * thread's), the next check follows one tick later, until the right thread happens to run. */
static int tick_check(Gil *gil, GilThread *thread)
{
    bool pending = (gil_breaker(gil) & ~(GIL_BREAK_DROP | GIL_BREAK_SAMPLE)) != 0;
    gil->ticker = pending ? 0 : gil->check_interval;
    return gil->tick.exists ? gil_give_way(gil, thread) : 0;
}

static int tick_after_fork(Gil *gil, GilThread *thread)
{
    return rt_sem_reset(gil->rt, gil->tick.unlocked, gil->tick.exists ? 0 : 1);
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
