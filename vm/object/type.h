/* Types as objects: classes, inheritance, attribute lookup. */
#ifndef GB_VM_OBJECT_TYPE_H
#define GB_VM_OBJECT_TYPE_H

#include "vm/interp.h"

/* type(name, bases, namespace, **kwargs) for metaclass `meta`. */
GbRef gb_type_create(GbThread *t, GbType *meta, GbBorrow name, GbBorrow bases, GbBorrow namespace,
                     GbBorrow kwargs);
/* __build_class__(function, name, *bases, metaclass=..., **kwargs) */
GbRef gb_build_class(GbThread *t, const GbBorrow *args, int count, GbBorrow names);
/* A type of named tuples: see GbStructSpec. */
GbType *gb_struct_sequence_type(GbThread *t, const char *name, const char *const *fields,
                                int visible_count);
GbRef gb_struct_sequence_new(GbThread *t, GbType *type, const GbBorrow *items);
/* After a change of the type's dict: no cache answers any more for it and its subtypes, slots are
 * looked up again. */
void gb_type_modified(GbThread *t, GbType *type, GbBorrow name);
/* The plain lookups (object.__getattribute__, object.__setattr__), and type's own. */
/* The former without an error when there is no such attribute: 1 (*out owned), 0, -1. */
int gb_generic_find(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out);
int gb_generic_setattr(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow value);
/* LOAD_METHOD: 1: *out is an unbound function to be called with object first; 0: *out is to be
 * called as it is; -1 */
int gb_method_get(GbThread *t, GbBorrow object, GbBorrow name, GbRef *out);
/* object.__new__: an instance of `type`, fields zero. */
GbRef gb_instance_new(GbThread *t, GbType *type);
/* super(type, object).name without making the super object. */
GbRef gb_super_get(GbThread *t, GbType *type, GbBorrow object, GbBorrow name);

/* object's __new__ and __init__ as slots: a class whose slots.create is gb_object_create is made by
 * gb_instance_new. */
GbRef gb_object_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count, GbBorrow names);
int gb_object_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
/* type.__call__: create, then init. */
GbRef gb_type_call(GbThread *t, GbBorrow type, const GbBorrow *args, int count, GbBorrow names);
/* type's own attribute access. */
GbRef gb_type_getattr(GbThread *t, GbBorrow type, GbBorrow name);
int gb_type_setattr(GbThread *t, GbBorrow type, GbBorrow name, GbBorrow value);
/* How slots of specs with a `constructor` or `initializer` row are filled. */
GbRef gb_constructor_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                            GbBorrow names);
int gb_initializer_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                        GbBorrow names);

/* The initializer of `owner`'s spec (or of the nearest of its bases that has one). */
int gb_initializer_call(GbThread *t, GbType *owner, GbBorrow self, const GbBorrow *args, int count,
                        GbBorrow names);

/* "__module__.__qualname__", without "builtins." */
GbRef gb_type_full_name(GbThread *t, GbType *type);
/* 0, or -1 with ValueError: names with null characters are none. */
int gb_type_check_name(GbThread *t, GbBorrow name);
/* __module__ of a type, owned. GB_NULL with AttributeError. */
GbRef gb_type_module(GbThread *t, GbType *type);
/* isinstance and issubclass without __instancecheck__ and __subclasscheck__: by mro, or by
 * __bases__ of what only looks like a class. 1, 0, -1. */
int gb_is_instance_plain(GbThread *t, GbBorrow v, GbBorrow class);
int gb_is_subclass_plain(GbThread *t, GbBorrow type, GbBorrow class);
/* The most derived metaclass of `meta` and those of the bases, borrowed; NULL with "metaclass
 * conflict: ...". */
GbType *gb_metaclass_of(GbThread *t, GbType *meta, GbBorrow bases);
/* The base whose struct instances extend; NULL with TypeError. */
GbType *gb_best_base(GbThread *t, GbBorrow bases);
/* The type that last gave the struct of its instances more room. */
GbType *gb_solid_base(GbType *type);
/* Bases, mro and subclasses' mros after `type->bases` is to become `bases` (__bases__ = ...). 0 or
 * -1. */
int gb_type_set_bases(GbThread *t, GbType *type, GbBorrow bases);
/* Compute type->mro anew by the metaclass's mro(). 0 or -1. */
int gb_type_compute_mro(GbThread *t, GbType *type);
/* The C3 linearisation of a type's bases as a new list: type.mro(). */
GbRef gb_type_mro_list(GbThread *t, GbType *type);
/* subclasses lists. */
int gb_type_add_subclass(GbThread *t, GbType *base, GbType *type);
void gb_type_remove_subclass(GbType *base, GbType *type);
/* Take the versions of a type and its subtypes away, so that no cache answers for them. Lookups
 * give them new ones. */
void gb_type_drop_version(GbType *type);
/* `__dict__` of the instances of builtin types that have one. */
extern const GbGetSetDef gb_dict_getset;
/* An object's first weak reference, or None (vm/object/weakref.c). */
GbRef gb_weakref_first(GbThread *t, GbBorrow object);
/* May an instance of one type be made one of the other by exchanging the type? */
bool gb_type_same_layout(GbType *a, GbType *b);

/* What object.__class__ assignment, object.__dir__ and copyreg need. */
GbRef gb_object_dir(GbThread *t, GbBorrow object);
/* The names of a class and its ancestors into a dict, as dir() merges them. 0 or -1. */
int gb_dir_merge_class(GbThread *t, GbBorrow dict, GbBorrow class);

static inline GbType *gb_as_type(GbBorrow v)
{
    return (GbType *)gb_object(v);
}

static inline bool gb_is_type(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_TYPE);
}

#endif
