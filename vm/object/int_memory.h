/* GMP's memory: the interpreter's heap, so that it can run out.
 *
 * GMP's allocator may not say no: without these files a number too large for the machine would
 * abort the process. So what calls GMP functions that allocate does it between a begin and an end,
 *
 *     GbGmp gmp;
 *     if (GB_GMP_RUNS_OUT(t, &gmp))
 *         return gb_gmp_fail(&gmp);
 *     mpz_init(result);
 *     mpz_pow_ui(result, x, n);
 *     ...
 *     gb_gmp_end(&gmp);
 *
 * and when memory runs out control comes back to the `if`, by longjmp, which GMP's manual allows.
 * It is the one place of gilbox that does so. The end gives back whatever GMP still holds: nothing
 * need be cleared. Under the GIL. */
#ifndef GB_VM_OBJECT_INT_MEMORY_H
#define GB_VM_OBJECT_INT_MEMORY_H

#include "vm/gilbox.h"

#include <setjmp.h>

typedef struct GbGmpBlock {
    struct GbGmpBlock *next, *previous;
    struct GbGmp *owner; /* NULL: another library's, from the system */
    size_t bytes;        /* with this header */
} GbGmpBlock;

typedef struct GbGmp {
    jmp_buf begin;
    GbThread *t;
    GbGmpBlock blocks;   /* the ring's own link */
    struct GbGmp *outer; /* begun before by the same thread of the system, not ended */
} GbGmp;

#define GB_GMP_RUNS_OUT(t, gmp) (setjmp(*gb_gmp_begin((t), (gmp))) != 0)

jmp_buf *gb_gmp_begin(GbThread *t, GbGmp *gmp);
void gb_gmp_end(GbGmp *gmp);
/* Ends it, and raises MemoryError. */
GbRef gb_gmp_fail(GbGmp *gmp);

/* Has GMP ask here. Other libraries of the process that use it get the system's memory, as ever. */
void gb_gmp_init(void);

#endif
