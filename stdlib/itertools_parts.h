/* What the iterators of itertools share. Each begins with the references it owns, and header.extra
 * counts them, so that one dealloc and one visit serve them all. */
#ifndef STDLIB_ITERTOOLS_PARTS_H
#define STDLIB_ITERTOOLS_PARTS_H

#include "vm/gilbox.h"

/* An iterator of `type` with so many references, all GB_NULL; NULL with an exception set. */
void *gb_itertools_new(GbThread *t, GbBorrow type, int reference_count);
void gb_itertools_dealloc(GbThread *t, GbObject *self);
int gb_itertools_visit(GbObject *self, GbVisitor visit, void *context);

/* gb_next, guarded: iterators over iterators may be nested without end. */
GbRef gb_itertools_next(GbThread *t, GbBorrow iterator);

/* The slots of an iterator that needs nothing special. */
#define ITERTOOLS_SLOTS(next_function)                                                             \
    {                                                                                              \
        .dealloc = gb_itertools_dealloc, .visit = gb_itertools_visit, .iter = gb_iter_self,   \
        .next = next_function                                                                      \
    }

enum { ITERTOOLS_FLAGS = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE };

/* (type of self, arguments) and (type of self, arguments, state): both parts are taken, GB_NULL
 * fails. */
GbRef gb_itertools_reduce(GbThread *t, GbBorrow self, GbRef arguments);
GbRef gb_itertools_reduce_state(GbThread *t, GbBorrow self, GbRef arguments, GbRef state);
/* iter(()): what an exhausted iterator stands for. */
GbRef gb_itertools_empty_iterator(GbThread *t);

#define ITERTOOLS_REDUCE "Return state information for pickling."
#define ITERTOOLS_SETSTATE "Set state information for unpickling."

/* All types: itertools_<name>_spec. */
#define ITERTOOLS_TYPES(X)                                                                         \
    X(accumulate)                                                                                  \
    X(chain) X(combinations) X(combinations_with_replacement) X(compress) X(count) X(cycle)        \
        X(dropwhile) X(filterfalse) X(groupby) X(grouper) X(islice) X(pairwise) X(permutations)    \
            X(product) X(repeat) X(starmap) X(takewhile) X(tee) X(tee_data) X(zip_longest)

#define DECLARE_SPEC(name) extern const GbTypeSpec gb_itertools_##name##_spec;
ITERTOOLS_TYPES(DECLARE_SPEC)
#undef DECLARE_SPEC

GbRef gb_itertools_tee(GbThread *t, GbBorrow self, const GbBorrow *args);

#endif
