/* No preemption: a thread keeps the lock until it blocks or ends.
 *
 * What remains of a GIL when nobody may ask for it: switches at blocking calls only, as in an event
 * loop. No update is lost between two such calls, and one busy thread stops all others. */
#include "gil/line.h"

static int64_t never(Gil *gil, const GilThread *waiter)
{
    return RT_FOREVER;
}

static const GilLineRules rules = {.patience_ns = never};

GIL_LINE_POLICY(cooperative, &rules);
