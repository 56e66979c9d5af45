/* range: three ints and how many numbers they make. Most ranges fit in machine words; the others go
 * through the arithmetic of ints. */
#ifndef GB_VM_OBJECT_RANGE_H
#define GB_VM_OBJECT_RANGE_H

#include "vm/gilbox.h"

typedef struct GbRange {
    GbObject header;
    GbRef start, stop, step; /* Exactly int. */
    GbRef length;            /* Exactly int, not negative. */
} GbRange;

/* Of a range whose numbers all fit an int64. The evaluation loop steps it by itself. */
typedef struct GbRangeIterator {
    GbObject header;
    int64_t next, step, remaining;
    int64_t length;          /* At the start: length - remaining is the index. */
} GbRangeIterator;

typedef struct GbLongRangeIterator {
    GbObject header;
    GbRef start, step, length, index; /* Exactly int; the next number is start + index * step. */
} GbLongRangeIterator;

static inline GbRange *gb_as_range(GbBorrow v)
{
    return (GbRange *)gb_object(v);
}

GbRef gb_range_iter(GbThread *t, GbBorrow range);

#endif
