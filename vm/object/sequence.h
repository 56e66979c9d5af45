/* What lists, tuples and other sequences share: positions, comparing items, and operators whose other operand has a
 * say first. Internal to vm/object. */
#ifndef GB_VM_OBJECT_SEQUENCE_H
#define GB_VM_OBJECT_SEQUENCE_H

#include "vm/gilbox.h"

/* The items of any iterable as an array, for as long as `owner` is held: a list or tuple itself, or a new list. */
typedef struct GbItems {
    GbRef owner;
    const GbBorrow *items; /* Stale once Python code may have changed a list: then read the owner again. */
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

/* a `op` b where the slot `own`, asked for a, has no answer of its own: what b's type says. Sequences refuse an operand
 * with a message of their own, but only after the other type was asked. NotImplemented when it has no answer. */
typedef GbRef (*GbBinarySlot)(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
GbRef gb_binary_of_other(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b, GbBinarySlot own);

/* The factor of `sequence * v` (never negative): -1 failed. */
int64_t gb_repeat_count(GbThread *t, GbBorrow v);

/* The order of two lengths under op, as a bool. */
GbRef gb_compare_lengths(int64_t a, int64_t b, GbCompare op);

/* Bring index() and the like's start or stop into 0..: negatives count from the end. */
static inline int64_t gb_clip_position(int64_t position, int64_t length)
{
    if (position >= 0)
        return position;
    return position + length < 0 ? 0 : position + length;
}

/* Is v an int or does it have __index__? */
bool gb_has_index(GbThread *t, GbBorrow v);

/* An argument that is an index: OverflowError ("... C ssize_t") when it is huge. 0 or -1. */
int gb_size_argument(GbThread *t, GbBorrow argument, int64_t *out);

/* An optional start or stop argument, huge values clipped; GB_NULL leaves *out. 0 or -1. */
int gb_position_argument(GbThread *t, GbBorrow argument, int64_t *out);

/* (callable, arguments) for __reduce__; arguments GB_NULL: an error passes on. */
GbRef gb_reduce_pair(GbThread *t, GbBorrow callable, GbRef arguments_taken);

/* The builtin function or type of that name, for __reduce__: owned. */
GbRef gb_builtin_get(GbThread *t, const char *name);

#endif
