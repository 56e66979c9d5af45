/* The earliest deadline first: Nir Aides' scheduler (bpo-7946, 2010), after Linux's BFS.
 *
 * A thread that uses up its slice (the interval; his was 10 ms) gets a new deadline eight slices
 * ahead. A thread that blocks before keeps the one it has, and so comes back with an earlier
 * deadline than those that compute: it goes before them in line, and interrupts them at once.
 * But deadlines pass: then a thread is served in its turn, whoever else has an early one, so that
 * nobody starves as under `priority`.
 *
 * After a blocking call the releaser may have the lock back before the thread that it woke is up.
 * In his patch waiters spun 12 us for that; here they just take the time that waking takes. */
#include "gil/line.h"

#define SLICES_AHEAD 8

/* place.rank: the deadline, in ns of the monotonic clock; 0, long past, for a new thread. */

static int64_t patience_ns(Gil *gil, const GilThread *waiter)
{
    if (waiter->place.rank < gil->line.holder->place.rank)
        return 0;
    int64_t slice_end_ns = gil->line.taken_ns + gil_switch_interval_ns(gil);
    return slice_end_ns - rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
}

static bool is_due_before(Gil *gil, const GilThread *comer, const GilThread *other)
{
    bool has_expired = other->place.rank <= rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    return !has_expired && comer->place.rank < other->place.rank;
}

static void set_deadline(Gil *gil, GilThread *thread, GilReason reason)
{
    if (reason == GIL_EVAL)
        thread->place.rank = rt_clock(gil->rt, RT_CLOCK_MONOTONIC) +
                             SLICES_AHEAD * gil_switch_interval_ns(gil);
}

static const GilLineRules rules = {
    .patience_ns = patience_ns,
    .before = is_due_before,
    .leaves = set_deadline,
    .switches_back = true,
};

GIL_LINE_POLICY(deadline, &rules);
