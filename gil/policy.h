/* What a lock policy is: the few operations that make one lock differ from another.
 *
 * To write one: add a row to policies.def and a state struct to gil.h, and define gil_policy_<word>
 * in policy_<word>.c. Write ordinary blocking code against the machine's mutexes, conditions and
 * clock; gil.c keeps the holder, the breaker word, the threads and the checks for misuse, so that
 * the file reads like the state machine it is. */
#ifndef GIL_POLICY_H
#define GIL_POLICY_H

#include "gil/gil.h"

struct GilPolicy {
    /* Makes and frees the policy's state. init: 0 or an RtError; fini also after a failed init. */
    int (*init)(Gil *gil);
    void (*fini)(Gil *gil);

    /* Waits for the lock, and takes it. -1 as soon as gil_refuses says so. */
    int (*acquire)(Gil *gil, GilThread *thread);

    /* Gives it up. */
    void (*release)(Gil *gil, GilThread *thread, GilReason reason);

    /* The holder looks up from its work: gil_give_way, or not. 0, or -1 when it has lost the lock
     * for good. */
    int (*check)(Gil *gil, GilThread *thread);

    /* A second thread is about to exist. May be NULL. */
    void (*second_thread)(Gil *gil);

    /* A thread comes (0 or an RtError), gets a name, and goes. May be NULL. */
    int (*attach)(Gil *gil, GilThread *thread);
    void (*named)(Gil *gil, GilThread *thread);
    void (*detach)(Gil *gil, GilThread *thread);

    /* The lock has been shut down: makes all who wait look again. */
    void (*wake_all)(Gil *gil);

    /* The child of a fork: makes the state as if thread had just acquired and nobody else existed.
     * 0 or an RtError. */
    int (*after_fork)(Gil *gil, GilThread *thread);

    /* Which events of its own the policy reports, as 1 << event: columns of the statistics. */
    uint32_t events;

    /* Threads do not exclude each other; the machine lets one run at a time. See policy_none.c. */
    bool many_holders;

    const GilLineRules *line; /* of a policy that keeps a line (line.h) */
};

#define GIL_POLICY(name, word, counts_ticks, knob, origin, sentence) \
    extern const GilPolicy gil_policy_##word;
#include "gil/policies.def"
#undef GIL_POLICY

/* Tells the watchers. */
static inline void gil_note(Gil *gil, GilThread *thread, GilEvent event, int detail)
{
    GilObserver *observer = atomic_load_explicit(&gil->observers, memory_order_acquire);
    for (; observer; observer = observer->next)
        observer->note(observer, gil, thread, event, detail);
}

/* Has the lock been shut down for this thread? */
static inline bool gil_refuses(Gil *gil, const GilThread *thread)
{
    return atomic_load(&gil->finalizing) && thread->id != gil->finalizer;
}

/* Release, and ask again: how a check ends that decides against the holder. */
int gil_give_way(Gil *gil, GilThread *thread);

#endif
