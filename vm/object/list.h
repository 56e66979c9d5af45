/* list: an array of owned values that grows by an eighth, and tuple: the same, fixed, in the object
 * itself. */
#ifndef GB_VM_OBJECT_LIST_H
#define GB_VM_OBJECT_LIST_H

#include "vm/gilbox.h"

typedef struct GbList {
    GbObject header;
    GbRef *items; /* count owned values; NULL while capacity is 0. Taken away while the list is
                     being sorted. */
    int64_t count, capacity;
} GbList;

typedef struct GbTuple {
    GbObject header;
    int64_t count;
    GbRef items[];
} GbTuple;

typedef struct GbListIterator { /* Also of tuple and reversed lists. */
    GbObject header;
    GbRef sequence; /* GB_NULL once exhausted. */
    int64_t index;  /* Of the next item. */
} GbListIterator;

static inline GbList *gb_as_list(GbBorrow v)
{
    return (GbList *)gb_object(v);
}

static inline GbTuple *gb_as_tuple(GbBorrow v)
{
    return (GbTuple *)gb_object(v);
}

/* Make room for at least `count` items in all. 0 or -1. */
int gb_list_reserve(GbThread *t, GbList *list, int64_t count);
/* list[start:stop] = items[0..count) (borrowed). 0 or -1. */
int gb_list_replace(GbThread *t, GbList *list, int64_t start, int64_t stop, const GbBorrow *items,
                    int64_t count);
/* A list of the items, each given a new reference; gb_list_take takes theirs over (also on
 * failure). */
GbRef gb_list_from_array(GbThread *t, const GbBorrow *items, int64_t count);
GbRef gb_list_from_array_take(GbThread *t, GbRef *items, int64_t count);
GbRef gb_tuple_from_array_take(GbThread *t, GbRef *items, int64_t count);
GbRef gb_list_to_tuple(GbThread *t, GbBorrow list);
void gb_list_reverse(GbList *list); /* In place. */

/* Iterators over lists and tuples (list_iterator.c): the iter slots, and list.__reversed__. */
GbRef gb_list_iter(GbThread *t, GbBorrow list);
GbRef gb_list_reversed(GbThread *t, GbBorrow list, const GbBorrow *args);
GbRef gb_tuple_iter(GbThread *t, GbBorrow tuple);
/* list.sort(key=..., reverse=...) with the values that a script gave. */
int gb_list_sort_by(GbThread *t, GbBorrow list, GbBorrow key, GbBorrow reverse);

#endif
