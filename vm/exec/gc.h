/* The cycle collector (see gc.c). Internal to vm/; the gc module sees it through vm/gilbox.h. */
#ifndef GB_VM_EXEC_GC_H
#define GB_VM_EXEC_GC_H

#include "vm/interp.h"

#endif
