/* The baton: of several processes of the host that share one virtual machine, the one that holds it
 * runs; the others sleep until somebody passes it to them.
 *
 * They form a tree by who forked whom. A process that has nothing more to do stays until those that
 * it forked have ended; so if the first is killed, all are, one generation after the other. */
#ifndef RUNTIME_BATON_H
#define RUNTIME_BATON_H

#include <stdatomic.h>
#include <stdint.h>

/* Where one process waits: in memory that all share, zeroed at first. */
typedef struct RtBaton {
    _Atomic uint32_t is_here; /* set by whoever passes it, cleared by the one who waits */
} RtBaton;

/* Forks: 1 in the parent, 0 in the child, or an RtError. Only the parent holds the baton. */
int rt_baton_fork(void);

void rt_baton_pass(RtBaton *to);

/* Waits until it comes: 0. Or says that a child has died which was not through: an exit code above
 * zero or minus a signal; wait again, for whatever that is worth. */
int rt_baton_wait(RtBaton *own);

/* For who has passed it and is through: waits until all children have ended. As above. */
int rt_baton_linger(void);

#endif
