/* Hostile modes: for tests, an interpreter that makes rare things common. Asked for by -X options:
 *
 *     -X gc-every     a collection at each safepoint after a container was made
 *     -X drop-every   the lock is given up and taken back at each safepoint
 *     -X fail-nth=N   the N-th allocation from the start of the program fails
 *     -X fail-birth=N likewise, from the very first, while the interpreter is made
 *     -X heap-max=N   allocations fail while more than N bytes are in use
 *     -X stop-after=N each safepoint after the N-th raises KeyboardInterrupt
 *
 * No program may tell the first two from an ordinary run, but by time and by finalisers of cycles;
 * the next three end in MemoryError, or as ever; the last ends any program. Internal to vm/; see
 * docs/testing.md. */
#ifndef GB_VM_EXEC_HOSTILE_H
#define GB_VM_EXEC_HOSTILE_H

#include "vm/interp.h"

/* Read the options: before the interpreter is made, and when it is. GIL held. */
void gb_hostile_init(GbThread *t, bool at_birth);

/* At the end, say so if the allocation that was to fail has not come: a larger N tells no more. */
void gb_hostile_end(GbThread *t);

#endif
