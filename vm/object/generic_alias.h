/* list[int] and int | str: types as annotations write them. Both hold a tuple of arguments and the
 * type variables found in those, and put something in the variables' place when they are
 * subscripted. */
#ifndef GB_VM_OBJECT_GENERIC_ALIAS_H
#define GB_VM_OBJECT_GENERIC_ALIAS_H

#include "vm/gilbox.h"

typedef struct GbGenericAlias {
    GbObject header;
    GbRef origin;
    GbRef args;         /* tuple */
    GbRef parameters;   /* tuple, or GB_NULL: not asked yet */
    bool starred;       /* *tuple[int] */
} GbGenericAlias;

static inline GbGenericAlias *gb_as_generic_alias(GbBorrow v)
{
    return (GbGenericAlias *)gb_object(v);
}

/* Also of a subclass of types.GenericAlias. */
static inline bool gb_is_generic_alias(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_GENERIC_ALIAS);
}

/* The type variables in `args`, each once, in order: a tuple. */
GbRef gb_type_parameters(GbThread *t, GbBorrow args);
/* `args` with `item` in place of `parameters`; `self` is what was subscripted, for messages. A
 * tuple. */
GbRef gb_type_substitute(GbThread *t, GbBorrow self, GbBorrow args, GbBorrow parameters,
                         GbBorrow item);
/* Write a type as annotations do: "int", "list[int]", "module.Class". 0 or -1. */
int gb_type_write(GbThread *t, GbWriter *writer, GbBorrow type);

/* a | b of types: an int | str, one of the operands when they are the same, or NotImplemented. */
GbRef gb_union_or(GbThread *t, GbBorrow a, GbBorrow b);
/* Of a tuple of types: flattened, each once. */
GbRef gb_union_new(GbThread *t, GbBorrow args);

#endif
