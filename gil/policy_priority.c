/* Two classes of threads: David Beazley's priority GIL (2010).
 *
 * A thread that had to be asked to give way computes; one that gave way of itself, to block, does
 * I/O, and all begin as such. The I/O class goes first in line and waits for no interval: it
 * interrupts a computing holder at once. Among equals the interval counts as under the timed lock.
 *
 * This ends the convoy effect. It also lets threads that block a little, again and again, starve
 * those that never do. */
#include "gil/line.h"

enum { DOES_IO, COMPUTES }; /* place.rank */

static int64_t patience_ns(Gil *gil, const GilThread *waiter)
{
    bool goes_first = waiter->place.rank < gil->line.holder->place.rank;
    return goes_first ? 0 : gil_switch_interval_ns(gil);
}

static bool is_of_better_class(Gil *gil, const GilThread *comer, const GilThread *other)
{
    return comer->place.rank < other->place.rank;
}

static void classify(Gil *gil, GilThread *thread, GilReason reason)
{
    thread->place.rank = reason == GIL_EVAL ? COMPUTES : DOES_IO;
}

static const GilLineRules rules = {
    .patience_ns = patience_ns,
    .before = is_of_better_class,
    .leaves = classify,
};

GIL_LINE_POLICY(priority, &rules);
