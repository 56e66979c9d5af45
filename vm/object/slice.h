/* slice: three values of any kind, and the arithmetic that picks items of a sequence with them. */
#ifndef GB_VM_OBJECT_SLICE_H
#define GB_VM_OBJECT_SLICE_H

#include "vm/gilbox.h"

typedef struct GbSlice {
    GbObject header;
    GbRef start, stop, step;
} GbSlice;

static inline GbSlice *gb_as_slice(GbBorrow v)
{
    return (GbSlice *)gb_object(v);
}

static inline bool gb_is_slice(GbBorrow v)
{
    return gb_is_exact(v, GB_KIND_SLICE);
}

/* The three numbers (huge ones clipped), not yet fitted to a length: __index__ methods may run. 0
 * or -1. */
int gb_slice_unpack(GbThread *t, GbBorrow slice, int64_t *start, int64_t *stop, int64_t *step);
/* Fit them to a sequence of `length`; how many items they pick. Runs no Python. */
int64_t gb_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);

#endif
