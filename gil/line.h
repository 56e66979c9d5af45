/* Locks whose waiters stand in a line, so that it is the lock that says who is next.
 *
 *     acquire   free: take it. Else stand in line, where the rules say; out of patience, ask the
 *               holder to give way
 *     release   let the rules look at the thread; give the lock to the first in line
 *     check     if somebody asked, and somebody waits: release; acquire
 *
 * The lock goes from hand to hand: it is never free while somebody waits, so nobody barges in, and
 * the thread that is woken has it already. The one exception is switches_back.
 *
 * A policy of this kind is a GilLineRules and a GIL_LINE_POLICY. fifo is the plainest. */
#ifndef GIL_LINE_H
#define GIL_LINE_H

#include "gil/policy.h"

struct GilLineRules {
    /* How long from now waiter will stand for the present holder before it asks: in ns; zero or
     * less: ask now; RT_FOREVER: never. Called again after each change of holder. */
    int64_t (*patience_ns)(Gil *gil, const GilThread *waiter);

    /* Does comer, who has just come, stand before other? NULL: it never does. */
    bool (*before)(Gil *gil, const GilThread *comer, const GilThread *other);

    /* thread, the holder, is about to release: what is it to be from now on? May be NULL. */
    void (*leaves)(Gil *gil, GilThread *thread, GilReason reason);

    /* After a release for a blocking call the lock stays free until the woken waiter is up, and the
     * releaser may have it back before. */
    bool switches_back;
};

/* The operations of GilPolicy. */
int gil_line_init(Gil *gil);
void gil_line_fini(Gil *gil);
int gil_line_acquire(Gil *gil, GilThread *thread);
void gil_line_release(Gil *gil, GilThread *thread, GilReason reason);
int gil_line_check(Gil *gil, GilThread *thread);
int gil_line_attach(Gil *gil, GilThread *thread);
void gil_line_named(Gil *gil, GilThread *thread);
void gil_line_detach(Gil *gil, GilThread *thread);
void gil_line_wake_all(Gil *gil);
int gil_line_after_fork(Gil *gil, GilThread *thread);

#define GIL_LINE_POLICY(word, rules)                                                               \
    const GilPolicy gil_policy_##word = {                                                          \
        .init = gil_line_init,                                                                     \
        .fini = gil_line_fini,                                                                     \
        .acquire = gil_line_acquire,                                                               \
        .release = gil_line_release,                                                               \
        .check = gil_line_check,                                                                   \
        .attach = gil_line_attach,                                                                 \
        .named = gil_line_named,                                                                   \
        .detach = gil_line_detach,                                                                 \
        .wake_all = gil_line_wake_all,                                                             \
        .after_fork = gil_line_after_fork,                                                         \
        .events = 1u << GIL_EVENT_BUSY | 1u << GIL_EVENT_REQUEST | 1u << GIL_EVENT_HONOUR,         \
        .line = (rules),                                                                           \
    }

#endif
