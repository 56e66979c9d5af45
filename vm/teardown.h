/* The end of an interpreter, to the last block. Internal to vm/. */
#ifndef GB_VM_TEARDOWN_H
#define GB_VM_TEARDOWN_H

#include "vm/interp.h"

/* Give back everything that lies in the heap: what C holds, then what only cycles hold, then the
 * types. `t` is the only thread left and has let its modules go. What is alive after that, nobody
 * gave back: it is told to options.report, by type, and its number returned. */
int64_t gb_interp_empty(GbThread *t);

#endif
