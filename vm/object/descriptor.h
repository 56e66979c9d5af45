/* What stands in a class and answers for its instances: slot wrappers, getset and member
 * descriptors, properties, static and class methods, super. Internal to vm/: the loop looks into
 * them to take short cuts. */
#ifndef GB_VM_OBJECT_DESCRIPTOR_H
#define GB_VM_OBJECT_DESCRIPTOR_H

#include "vm/object/function.h"
#include "vm/object/type_slots.h"

/* `int.__add__`: a slot of a builtin type as a function. */
typedef struct GbSlotWrapper {
    GbObject header;
    const GbSlotRow *row;
    GbType *owner;                /* Borrowed: the type owns it. */
    GbAnySlot function;           /* What the owner's slot is. */
} GbSlotWrapper;

/* `(1).__add__`: a slot wrapper bound to an object. */
typedef struct GbMethodWrapper {
    GbObject header;
    GbRef wrapper;                /* GbSlotWrapper */
    GbRef self;
} GbMethodWrapper;

/* An attribute kept by C code: a getter and a setter. */
typedef struct GbGetSetDescriptor {
    GbObject header;
    const GbGetSetDef *def;
    GbType *owner;                /* Owned. */
    GbRef name;                   /* str */
} GbGetSetDescriptor;

/* One name of __slots__, or what a builtin type keeps in a plain field. */
typedef struct GbMemberDescriptor {
    GbObject header;
    GbType *owner;                /* Owned: the class with the __slots__. */
    GbRef name;                   /* str, mangled */
    int32_t index;                /* In gb_object_slots() of an instance; -1: `def` has it. */
    const GbGetSetDef *def;
} GbMemberDescriptor;

typedef struct GbProperty {
    GbObject header;
    GbRef get, set, del;          /* Callables; GB_NULL: none. */
    GbRef doc;                    /* GB_NULL: None. */
    GbRef name;                   /* From __set_name__; GB_NULL: unknown. */
    bool getter_doc;              /* `doc` is the getter's. */
} GbProperty;

typedef struct GbStaticMethod {   /* Also classmethod. */
    GbObject header;
    GbRef callable;               /* GB_NULL before __init__. */
    uintptr_t attrs;              /* The attribute word. */
} GbStaticMethod;

typedef struct GbSuper {
    GbObject header;
    GbType *type;                 /* Owned; NULL before __init__. */
    GbRef object;                 /* GB_NULL: unbound. */
    GbType *object_type;          /* Owned; whose mro is searched. */
} GbSuper;

GbRef gb_slot_wrapper_new(GbThread *t, GbType *owner, const GbSlotRow *row);
/* What is read-only by gb_refuse_set becomes a member descriptor, as in CPython. */
GbRef gb_getset_new(GbThread *t, GbType *owner, const GbGetSetDef *def, GbBorrow name);
GbRef gb_member_new(GbThread *t, GbType *owner, GbBorrow name, int32_t index);
/* A method descriptor, class method descriptor or static method, by the def's flags. `name` is
 * gb_def_name's. */
GbRef gb_method_descriptor_new(GbThread *t, GbType *owner, const GbMethodDef *def, GbBorrow name);
/* The `__new__` of a builtin type: a builtin function whose self is the type. */
GbRef gb_builtin_new_method(GbThread *t, GbType *type);
/* The type whose __new__ this value is; NULL if it is none. */
GbType *gb_builtin_new_owner(GbBorrow v);
GbRef gb_classmethod_new(GbThread *t, GbBorrow callable);
GbRef gb_staticmethod_new(GbThread *t, GbBorrow callable);

/* Does v say that it is abstract (`__isabstractmethod__`)? v may be GB_NULL. 1, 0, -1. */
int gb_is_abstract(GbThread *t, GbBorrow v);

/* Is v an instance (of a subtype) of `owner`? Else -1 with "descriptor 'x' for 'A' objects doesn't
 * apply to a 'B' object". */
int gb_descriptor_check(GbThread *t, GbBorrow name, GbType *owner, GbBorrow v);

/* "type.name", the __qualname__ of a descriptor. */
GbRef gb_descriptor_qualname(GbThread *t, GbType *owner, GbBorrow name);
/* __reduce__ of descriptors: (getattr, (owner, name)). */
GbRef gb_descriptor_reduce(GbThread *t, GbBorrow owner, GbBorrow name);

/* The part of a signature before the parenthesis. */
size_t gb_signature_name_size(const char *signature);
GbRef gb_def_name(GbThread *t, const GbMethodDef *def);
/* "($self, x, /)": the __text_signature__ of a def; `first` is "$self", "$module", "$type" or
 * "". */
GbRef gb_def_text_signature(GbThread *t, const GbMethodDef *def, const char *first);
/* A def's __doc__, or None. */
GbRef gb_def_doc(GbThread *t, const GbMethodDef *def);

#endif
