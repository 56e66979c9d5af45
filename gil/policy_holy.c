/* Holy threads: those that others need not wait for.
 *
 * The chosen threads (`--chosen NAMES`) give up their claim to the interval: any other thread that
 * finds one of them holding the lock asks after a microsecond. Choose the threads that compute, and
 * those that answer requests are no longer held up; this is `nice`, said by the thread. Between two
 * threads of the same kind it is the timed lock, with a line. */
#include "gil/line.h"

#define HOLY_PATIENCE_NS RT_MICROSECOND

static int64_t patience_ns(Gil *gil, const GilThread *waiter)
{
    bool is_generous = gil->line.holder->place.chosen && !waiter->place.chosen;
    return is_generous ? HOLY_PATIENCE_NS : gil_switch_interval_ns(gil);
}

static const GilLineRules rules = {.patience_ns = patience_ns};

GIL_LINE_POLICY(holy, &rules);
