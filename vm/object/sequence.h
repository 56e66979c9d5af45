/* What lists, tuples and other sequences share: positions, comparing items, and operators whose
 * other operand has a say first. Internal to vm/object. */
#ifndef GB_VM_OBJECT_SEQUENCE_H
#define GB_VM_OBJECT_SEQUENCE_H

#include "vm/gilbox.h"

/* The items of any iterable as an array, for as long as `owner` is held: a list or tuple itself, or
 * a new list. */
typedef struct GbItems {
    GbRef owner;
    const GbBorrow
        *items; /* Stale once Python code may have changed a list: then read the owner again. */
    int64_t count;
} GbItems;

/* 0 or -1. `message` replaces "'int' object is not iterable"; NULL: keep that. */
int gb_items_get(GbThread *t, GbBorrow iterable, const char *message, GbItems *out);
void gb_items_release(GbItems *items);

/* a is b or a == b, for borrowed items that the comparison might take away. 1, 0, -1. */
int gb_item_equal_slow(GbThread *t, GbBorrow a, GbBorrow b);

static inline int gb_item_equal(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (a == b)
        return 1;
    if (gb_are_small(a, b))
        return 0;
    return gb_item_equal_slow(t, a, b);
}

/* The order of two lengths under op, as a bool. */
GbRef gb_compare_lengths(int64_t a, int64_t b, GbCompare op);

/* Bring index() and the like's start or stop into 0..: negatives count from the end. */
static inline int64_t gb_clip_position(int64_t position, int64_t length)
{
    if (position >= 0)
        return position;
    return position + length < 0 ? 0 : position + length;
}

#endif
