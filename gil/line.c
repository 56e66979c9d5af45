#include "gil/line.h"

#include "runtime/check.h"

#include <string.h>

int gil_line_init(Gil *gil)
{
    return rt_mutex_new(gil->rt, &gil->line.mutex);
}

void gil_line_fini(Gil *gil)
{
    rt_mutex_free(gil->rt, gil->line.mutex);
}

/* --- Who stands where ---------------------------------------------------------------------- */

static void stand(Gil *gil, GilThread *thread)
{
    bool (*before)(Gil *, const GilThread *, const GilThread *) = gil->policy->line->before;
    GilThread **link = &gil->line.first;
    while (*link && !(before && before(gil, thread, *link)))
        link = &(*link)->place.next;
    thread->place.next = *link;
    thread->place.waiting = true;
    *link = thread;
}

static void step_out(Gil *gil, GilThread *thread)
{
    GilThread **link = &gil->line.first;
    while (*link != thread)
        link = &(*link)->place.next;
    *link = thread->place.next;
    thread->place.waiting = false;
}

/* The lock is thread's now. Whoever asked has been heard: the others lose their patience anew. */
static void turn_to(Gil *gil, GilThread *thread)
{
    GilLine *line = &gil->line;
    if (thread->place.waiting)
        step_out(gil, thread);
    line->holder = thread;
    line->turns++;
    line->taken_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    gil_breaker_clear(gil, GIL_BREAK_DROP);
}

/* --- Waiting ------------------------------------------------------------------------------- */

/* One wait, with the mutex held, for at most patience_ns. */
static int wait_once(Gil *gil, GilThread *thread, int64_t patience_ns)
{
    if (patience_ns <= 0)
        return RT_ETIMEDOUT;
    int64_t deadline_ns = RT_FOREVER;
    if (patience_ns != RT_FOREVER)
        deadline_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC) + patience_ns;
    return rt_cond_timedwait(gil->rt, thread->place.cond, gil->line.mutex, deadline_ns);
}

/* Waits, with the mutex held, until the lock is thread's (0) or never will be (-1). A waiter asks
 * once for each turn; then it only waits on, an interval at a time, to notice a new holder. */
static int wait_for_turn(Gil *gil, GilThread *thread)
{
    GilLine *line = &gil->line;
    uint64_t asked = line->turns - 1;
    stand(gil, thread);
    while (line->holder != thread) {
        if (gil_refuses(gil, thread)) {
            step_out(gil, thread);
            return -1;
        }
        uint64_t seen = line->turns;
        int64_t patience_ns = asked == seen ? gil_switch_interval_ns(gil)
                                            : gil->policy->line->patience_ns(gil, thread);
        int err = wait_once(gil, thread, patience_ns);
        if (!line->holder) {
            if (!gil_refuses(gil, thread))
                turn_to(gil, thread);
        } else if (err == RT_ETIMEDOUT && line->turns == seen && asked != seen) {
            gil_note(gil, thread, GIL_EVENT_REQUEST, 0);
            gil_breaker_set(gil, GIL_BREAK_DROP);
            asked = seen;
        } else if (err == 0 && line->holder != thread) {
            gil_note(gil, thread, GIL_EVENT_RETRY, 0);
        }
    }
    return 0;
}

int gil_line_acquire(Gil *gil, GilThread *thread)
{
    GilLine *line = &gil->line;
    int status = 0;
    rt_mutex_lock(gil->rt, line->mutex);
    if (line->holder) {
        gil_note(gil, thread, GIL_EVENT_BUSY, 0);
        status = wait_for_turn(gil, thread);
    } else if (gil_refuses(gil, thread)) {
        status = -1;
    } else {
        turn_to(gil, thread);
    }
    rt_mutex_unlock(gil->rt, line->mutex);
    return status;
}

/* --- Giving -------------------------------------------------------------------------------- */

void gil_line_release(Gil *gil, GilThread *thread, GilReason reason)
{
    GilLine *line = &gil->line;
    const GilLineRules *rules = gil->policy->line;
    rt_mutex_lock(gil->rt, line->mutex);
    ASSERT(line->holder == thread);
    if (rules->leaves)
        rules->leaves(gil, thread, reason);
    line->holder = NULL;
    GilThread *next = line->first;
    if (next && gil_refuses(gil, next))
        next = NULL; /* All who wait have been woken, to be turned away. */
    if (next && !(rules->switches_back && reason != GIL_EVAL))
        turn_to(gil, next);
    if (next)
        rt_cond_signal(gil->rt, next->place.cond);
    rt_mutex_unlock(gil->rt, line->mutex);
}

/* Those who asked may have been served by a release meanwhile, and then the request is gone too;
 * but a waiter that was refused leaves one behind. */
int gil_line_check(Gil *gil, GilThread *thread)
{
    GilLine *line = &gil->line;
    if (!(gil_breaker(gil) & GIL_BREAK_DROP))
        return 0;
    rt_mutex_lock(gil->rt, line->mutex);
    bool alone = line->first == NULL;
    if (alone)
        gil_breaker_clear(gil, GIL_BREAK_DROP);
    rt_mutex_unlock(gil->rt, line->mutex);
    if (alone)
        return 0;
    gil_note(gil, thread, GIL_EVENT_HONOUR, 0);
    return gil_give_way(gil, thread);
}

/* --- Threads ------------------------------------------------------------------------------- */

/* Is name one of names: "a,b*", where the star stands for any end? */
static bool is_named(const char *names, const char *name)
{
    while (names && *names) {
        size_t size = strcspn(names, ",");
        bool open = size > 0 && names[size - 1] == '*';
        size_t known = open ? size - 1 : size;
        if (strncmp(names, name, known) == 0 && (open || name[known] == '\0'))
            return true;
        names += names[size] == ',' ? size + 1 : size;
    }
    return false;
}

int gil_line_attach(Gil *gil, GilThread *thread)
{
    thread->place.chosen = is_named(gil->chosen, thread->name);
    return rt_cond_new(gil->rt, &thread->place.cond);
}

void gil_line_named(Gil *gil, GilThread *thread)
{
    rt_mutex_lock(gil->rt, gil->line.mutex);
    thread->place.chosen = is_named(gil->chosen, thread->name);
    rt_mutex_unlock(gil->rt, gil->line.mutex);
}

void gil_line_detach(Gil *gil, GilThread *thread)
{
    rt_cond_free(gil->rt, thread->place.cond);
}

void gil_line_wake_all(Gil *gil)
{
    rt_mutex_lock(gil->rt, gil->line.mutex);
    for (GilThread *thread = gil->line.first; thread; thread = thread->place.next)
        rt_cond_signal(gil->rt, thread->place.cond);
    rt_mutex_unlock(gil->rt, gil->line.mutex);
}

int gil_line_after_fork(Gil *gil, GilThread *thread)
{
    int err = rt_mutex_reset(gil->rt, gil->line.mutex);
    if (err == 0)
        err = rt_cond_reset(gil->rt, thread->place.cond);
    gil->line.first = NULL;
    gil->line.holder = thread;
    gil_breaker_clear(gil, GIL_BREAK_DROP);
    return err;
}
