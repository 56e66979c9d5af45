/* Weak references and proxies. An object knows nothing of those that point at it but a flag: they
 * form a list that interp->weakrefs finds by the object's address. First in it stand the plain
 * reference and the plain proxy (exact types, no callback), which are shared; then all others, the
 * newest first. */
#ifndef GB_VM_OBJECT_WEAKREF_H
#define GB_VM_OBJECT_WEAKREF_H

#include "vm/interp.h"

typedef struct GbWeakref {       /* Also the proxies. */
    GbObject header;
    GbObject *object;            /* Borrowed; NULL once it is dead. */
    GbRef callback;              /* GB_NULL: none */
    int64_t hash;                /* Of the object; -1: not asked yet. */
    struct GbWeakref *previous, *next; /* Of the same object. */
} GbWeakref;

static inline GbWeakref *gb_as_weakref(GbBorrow v)
{
    return (GbWeakref *)gb_object(v);
}

/* The object is dying: its references are dead from now on, and their callbacks are called. */
void gb_weakrefs_clear(GbThread *t, GbObject *object);
/* A reference of `type` (a type of WEAKREF or proxy layout); a shared one if possible. */
GbRef gb_weakref_make(GbThread *t, GbType *type, GbBorrow object, GbBorrow callback);

/* What all three types have. */
void gb_weakref_dealloc(GbThread *t, GbObject *self);
void gb_weakref_drop(GbThread *t, GbObject *self);
int gb_weakref_visit(GbObject *self, GbVisitor visit, void *context);

#endif
