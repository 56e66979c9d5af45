/* The earliest deadline first: Nir Aides' scheduler (bpo-7946, 2010), after Linux's BFS.
 *
 * A thread gets a deadline, eight slices ahead, and with it a slice: for so long it may have the
 * lock (the interval; his was 10 ms). When the slice is used up, it gets the next of both. A thread
 * that computes uses its slice up in one go, one that blocks early bit by bit. So this one comes
 * back with an earlier deadline than those that compute, goes before them in line, and interrupts
 * them at once.
 *
 * But deadlines pass. Then a thread is served in its turn, whoever else has an early one, and keeps
 * the lock for what is left of its slice. So nobody starves as under `priority`.
 *
 * After a blocking call the releaser may have the lock back before the thread that it woke is up.
 * In his patch waiters spun 12 us for that; here they just take the time that waking takes. */
#include "gil/line.h"

#define SLICES_AHEAD 8

/* place.rank: the deadline, in ns of the monotonic clock; 0, long past, for a new thread.
 * place.used_ns: how much of the slice that came with it is used up. */

static bool has_expired(Gil *gil, const GilThread *thread)
{
    return thread->place.rank <= rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
}

static int64_t patience_ns(Gil *gil, const GilThread *waiter)
{
    const GilThread *holder = gil->line.holder;
    if (waiter->place.rank < holder->place.rank && !has_expired(gil, holder))
        return 0;
    int64_t slice_left_ns = gil_switch_interval_ns(gil) - holder->place.used_ns;
    return gil->line.taken_ns + slice_left_ns - rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
}

static bool is_due_before(Gil *gil, const GilThread *comer, const GilThread *other)
{
    return !has_expired(gil, other) && comer->place.rank < other->place.rank;
}

static void use_slice(Gil *gil, GilThread *thread, GilReason reason)
{
    int64_t now_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    int64_t slice_ns = gil_switch_interval_ns(gil);
    thread->place.used_ns += now_ns - gil->line.taken_ns;
    if (thread->place.used_ns >= slice_ns) {
        thread->place.used_ns = 0;
        thread->place.rank = now_ns + SLICES_AHEAD * slice_ns;
    }
}

static const GilLineRules rules = {
    .patience_ns = patience_ns,
    .before = is_due_before,
    .leaves = use_slice,
    .switches_back = true,
};

GIL_LINE_POLICY(deadline, &rules);
