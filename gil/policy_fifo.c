/* First come, first served: Ruby's lock.
 *
 * The holder has a quantum, which runs from the moment it took the lock, not from when somebody
 * started to wait; then the lock goes to whoever has waited longest. Ruby's quantum is 100 ms: the
 * convoy effect is there, too, and twenty times as long. Nobody can starve, and nobody is early. */
#include "gil/line.h"

static int64_t quantum_left_ns(Gil *gil, const GilThread *waiter)
{
    int64_t end_ns = gil->line.taken_ns + gil_switch_interval_ns(gil);
    return end_ns - rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
}

static const GilLineRules rules = {.patience_ns = quantum_left_ns};

GIL_LINE_POLICY(fifo, &rules);
