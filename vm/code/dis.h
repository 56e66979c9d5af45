/* Bytecode as text, as CPython's dis prints it: what a lesson on the lock looks at. */
#ifndef GB_CODE_DIS_H
#define GB_CODE_DIS_H

#include "vm/code/code.h"

enum {
    GB_DIS_TICKS = 1,       /* a column: the ticks each instruction charges, `*` for a safepoint */
    GB_DIS_SPECIALISED = 2, /* the instructions as the loop has rewritten them */
    GB_DIS_NESTED = 4,      /* also the code objects among the constants */
};

/* Gets the text piece by piece. Returns 0, or -1 with an exception set to stop. */
typedef int (*GbDisWrite)(GbThread *t, void *context, const char *text, size_t size);

/* Writes the listing of `code`. 0 or -1. GIL held. */
int gb_dis(GbThread *t, const GbCode *code, int flags, GbDisWrite write, void *context);

#endif
