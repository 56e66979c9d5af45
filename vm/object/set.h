/* set and frozenset: a hash table that is searched, and grows, by the rules of CPython's, since the
 * order in which a set iterates is the order of its table: {3, 1, 2} shows as {1, 2, 3} here, too.
 * A search looks at a row of neighbouring places before it jumps. A frozenset is a set nobody
 * changes after it was made. */
#ifndef GB_VM_OBJECT_SET_H
#define GB_VM_OBJECT_SET_H

#include "vm/gilbox.h"

/* Without a key, a place is empty (hash 0) or held one that was deleted. */
typedef struct GbSetEntry {
    int64_t hash;
    GbRef key;
} GbSetEntry;

enum { GB_SET_DELETED = -1 };

typedef struct GbSet {
    GbObject header;
    int64_t used;           /* Live entries. */
    int64_t filled;         /* With deleted ones. */
    int64_t mask;           /* Places of the table, a power of two, less one. */
    GbSetEntry *table;      /* NULL until there is an entry. */
    int64_t finger;         /* Where pop() looks next. */
    int64_t hash;           /* Of a frozenset, once computed; -1: not yet. */
} GbSet;

typedef struct GbSetIterator {
    GbObject header;
    GbRef set;              /* GB_NULL once exhausted. */
    int64_t position;       /* Of the next entry to look at. */
    int64_t used;           /* What set->used must still be; -1 after it was not. */
    int64_t remaining;
} GbSetIterator;

static inline GbSet *gb_as_set(GbBorrow v)
{
    return (GbSet *)gb_object(v);
}

/* set, frozenset or a subclass of one. */
static inline bool gb_is_anyset(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_SET) || gb_has_layout(v, GB_KIND_FROZENSET);
}

/* The next entry at or after *position, which moves past it; NULL at the end. */
GbSetEntry *gb_set_step(GbSet *set, int64_t *position);

/* With a known hash. find: 1, 0, -1. insert: 1 new, 0 was there, -1. remove: 1 was there, 0, -1. */
int gb_set_find(GbThread *t, GbSet *set, GbBorrow key, int64_t hash);
int gb_set_insert(GbThread *t, GbSet *set, GbBorrow key, int64_t hash);
int gb_set_remove(GbThread *t, GbSet *set, GbBorrow key, int64_t hash);
/* Take an entry out: its key is the caller's; GB_NULL when empty (nothing raised). */
GbRef gb_set_pop(GbSet *set);
void gb_set_clear(GbThread *t, GbSet *set);
/* Give the set what `other` holds and the other way round. */
void gb_set_swap(GbSet *set, GbSet *other);
/* An empty set of `type` (set, frozenset or a subclass). */
GbRef gb_set_of_type(GbThread *t, GbType *type);
/* The type of what operators on `set` make: set or frozenset, whatever subclass it is of. */
GbType *gb_set_base_type(GbThread *t, GbBorrow set);
/* A set of that type with the same keys. */
GbRef gb_set_copy(GbThread *t, GbBorrow set);
/* The hash of a key to search for; a set, which has none, is sought as the frozenset it equals. 0
 * or -1. */
int gb_set_key_hash(GbThread *t, GbBorrow key, int64_t *hash);
/* What a frozenset of the same keys hashes to. */
int64_t gb_set_hash(const GbSet *set);
/* set |= iterable and the like, in place. 0 or -1. */
int gb_set_update(GbThread *t, GbBorrow set, GbBorrow iterable);
int gb_set_difference_update(GbThread *t, GbBorrow set, GbBorrow iterable);
int gb_set_symmetric_update(GbThread *t, GbBorrow set, GbBorrow iterable);
/* A new set with what is in both, in the first alone, or in one alone. */
GbRef gb_set_intersection(GbThread *t, GbBorrow set, GbBorrow iterable);
GbRef gb_set_difference(GbThread *t, GbBorrow set, GbBorrow iterable);
GbRef gb_set_symmetric_difference(GbThread *t, GbBorrow set, GbBorrow iterable);
/* Is all of a in b? 1, 0, -1. */
int gb_set_is_subset(GbThread *t, GbSet *a, GbSet *b);
GbRef gb_set_iter(GbThread *t, GbBorrow set);

#endif
