/* Types as objects: classes, inheritance, attribute lookup. */
#ifndef GB_VM_OBJECT_TYPE_H
#define GB_VM_OBJECT_TYPE_H

#include "vm/gilbox.h"

/* One special method: its name, the slot it fills, and how C and Python sides are bridged: slots.def. */

/* type(name, bases, namespace, **kwargs) for metaclass `meta`. */
GbRef gb_type_create(GbThread *t, GbType *meta, GbBorrow name, GbBorrow bases, GbBorrow namespace, GbBorrow kwargs);
/* __build_class__(function, name, *bases, metaclass=..., **kwargs) */
GbRef gb_build_class(GbThread *t, const GbBorrow *args, int count, GbBorrow names);
/* After a change of the type's dict: new versions for it and its subtypes, slots looked up again. */
void gb_type_modified(GbThread *t, GbType *type, GbBorrow name);
/* The plain lookups (object.__getattribute__, object.__setattr__), and type's own. */
GbRef gb_generic_getattr(GbThread *t, GbBorrow object, GbBorrow name);
int gb_generic_setattr(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow value);
/* LOAD_METHOD: 1: *out is an unbound function to be called with object first; 0: *out is to be called as it is; -1 */
int gb_method_get(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out);
/* object.__new__: an instance of `type`, fields zero. */
GbRef gb_instance_new(GbThread *t, GbType *type);
/* super(type, object).name without making the super object. */
GbRef gb_super_get(GbThread *t, GbType *type, GbBorrow object, GbBorrow name);

static inline GbType *gb_as_type(GbBorrow v)
{
    return (GbType *)gb_object(v);
}

static inline bool gb_is_type(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_TYPE);
}

#endif
