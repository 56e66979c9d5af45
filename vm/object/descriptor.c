/* Attributes that C code keeps for its objects (getset descriptors) and those of __slots__ (member
 * descriptors). */
#include "vm/object/descriptor.h"

#include "vm/object/alloc.h"

static inline GbGetSetDescriptor *as_getset(GbBorrow v)
{
    return (GbGetSetDescriptor *)gb_object(v);
}

static inline GbMemberDescriptor *as_member(GbBorrow v)
{
    return (GbMemberDescriptor *)gb_object(v);
}

int gb_descriptor_check(GbThread *t, GbBorrow name, GbType *owner, GbBorrow v)
{
    GbType *type = gb_type_of(t, v);
    if (type == owner || gb_type_is_subtype(type, owner))
        return 0;
    return gb_fail(t, gb_TypeError,
                   "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", name, owner,
                   v);
}

GbRef gb_descriptor_qualname(GbThread *t, GbType *owner, GbBorrow name)
{
    GbRef qualname = gb_attr_get(t, gb_value(owner), gb_name(t, __qualname__));
    if (qualname == GB_NULL)
        return GB_NULL;
    GbRef text = GB_NULL;
    if (!gb_is_str(qualname))
        gb_raise(t, gb_TypeError, "<descriptor>.__objclass__.__qualname__ is not a unicode object");
    else
        text = gb_str_format(t, "%U.%U", qualname, name);
    gb_decref(qualname);
    return text;
}

GbRef gb_descriptor_reduce(GbThread *t, GbBorrow owner, GbBorrow name)
{
    GbRef builtins = gb_import(t, "builtins");
    GbRef getattr = builtins == GB_NULL ? GB_NULL : gb_attr_get_c(t, builtins, "getattr");
    GbRef args = getattr == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, owner, name);
    GbRef result = args == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, getattr, args);
    gb_xdecref(builtins);
    gb_xdecref(getattr);
    gb_xdecref(args);
    return result;
}

/* --- Getset descriptors --- */

static GbRef getset_new(GbThread *t, GbType *owner, const GbGetSetDef *def, GbBorrow name)
{
    GbGetSetDescriptor *getset = gb_object_new(t, gb_type(t, GETSET_DESCRIPTOR));
    if (getset == NULL)
        return GB_NULL;
    getset->def = def;
    getset->owner = gb_as_type(gb_new_ref(gb_value(owner)));
    getset->name = gb_new_ref(name);
    return gb_value(getset);
}

static void getset_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbGetSetDescriptor *)self)->name);
    gb_decref(gb_value(((GbGetSetDescriptor *)self)->owner));
}

static int getset_visit(GbObject *self, GbVisitor visit, void *context)
{
    return visit((GbRef *)(void *)&((GbGetSetDescriptor *)self)->owner, context);
}

static GbRef getset_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbGetSetDescriptor *getset = as_getset(self);
    if (instance == GB_NULL)
        return gb_new_ref(self);
    if (gb_descriptor_check(t, getset->name, getset->owner, instance) < 0)
        return GB_NULL;
    if (getset->def->get == NULL)
        return gb_raise(t, gb_AttributeError, "attribute '%U' of '%N' objects is not readable",
                        getset->name, getset->owner);
    return getset->def->get(t, instance);
}

int gb_refuse_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    return gb_fail(t, gb_AttributeError, "readonly attribute");
}

static int getset_set(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value)
{
    GbGetSetDescriptor *getset = as_getset(self);
    if (gb_descriptor_check(t, getset->name, getset->owner, instance) < 0)
        return -1;
    if (getset->def->set == NULL)
        return gb_fail(t, gb_AttributeError, "attribute '%U' of '%N' objects is not writable",
                       getset->name, getset->owner);
    return getset->def->set(t, instance, value);
}

static GbRef getset_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<attribute '%U' of '%N' objects>", as_getset(self)->name,
                         as_getset(self)->owner);
}

static GbRef getset_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_descriptor_reduce(t, gb_value(as_getset(self)->owner), as_getset(self)->name);
}

static GbRef getset_get_objclass(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(as_getset(self)->owner));
}

static GbRef getset_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_getset(self)->name);
}

static GbRef getset_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_descriptor_qualname(t, as_getset(self)->owner, as_getset(self)->name);
}

static GbRef getset_get_doc(GbThread *t, GbBorrow self)
{
    const char *doc = as_getset(self)->def->doc;
    return doc == NULL ? GB_NONE : gb_str_new(t, doc);
}

static const GbMethodDef getset_methods[] = {
    {"__reduce__()", getset_reduce, NULL},
    {0},
};

static const GbGetSetDef getset_getsets[] = {
    {"__objclass__", getset_get_objclass, gb_refuse_set, NULL},
    {"__name__", getset_get_name, gb_refuse_set, NULL},
    {"__qualname__", getset_get_qualname, NULL, NULL},
    {"__doc__", getset_get_doc, NULL, NULL},
    {0},
};

const GbTypeSpec gb_getset_descriptor_spec = {
    .name = "getset_descriptor",
    .size = sizeof(GbGetSetDescriptor),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = getset_dealloc, .visit = getset_visit, .repr = getset_repr,
              .descr_get = getset_get, .descr_set = getset_set},
    .methods = getset_methods,
    .getsets = getset_getsets,
};

/* --- Member descriptors --- */

static GbRef member_new(GbThread *t, GbType *owner, GbBorrow name, int32_t index,
                        const GbGetSetDef *def)
{
    GbMemberDescriptor *member = gb_object_new(t, gb_type(t, MEMBER_DESCRIPTOR));
    if (member == NULL)
        return GB_NULL;
    member->owner = gb_as_type(gb_new_ref(gb_value(owner)));
    member->name = gb_new_ref(name);
    member->index = index;
    member->def = def;
    return gb_value(member);
}

GbRef gb_member_new(GbThread *t, GbType *owner, GbBorrow name, int32_t index)
{
    return member_new(t, owner, name, index, NULL);
}

GbRef gb_getset_new(GbThread *t, GbType *owner, const GbGetSetDef *def, GbBorrow name)
{
    return def->set == gb_refuse_set ? member_new(t, owner, name, -1, def)
                                     : getset_new(t, owner, def, name);
}

static void member_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbMemberDescriptor *)self)->name);
    gb_decref(gb_value(((GbMemberDescriptor *)self)->owner));
}

static int member_visit(GbObject *self, GbVisitor visit, void *context)
{
    return visit((GbRef *)(void *)&((GbMemberDescriptor *)self)->owner, context);
}

static GbRef *member_slot(const GbMemberDescriptor *member, GbBorrow instance)
{
    return &gb_object_slots(gb_object(instance))[member->index];
}

static GbRef member_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbMemberDescriptor *member = as_member(self);
    if (instance == GB_NULL)
        return gb_new_ref(self);
    if (gb_descriptor_check(t, member->name, member->owner, instance) < 0)
        return GB_NULL;
    if (member->def != NULL)
        return member->def->get(t, instance);
    GbRef value = *member_slot(member, instance);
    if (value == GB_NULL)
        return gb_raise(t, gb_AttributeError, "'%T' object has no attribute '%U'", instance,
                        member->name);
    return gb_new_ref(value);
}

static int member_set(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value)
{
    GbMemberDescriptor *member = as_member(self);
    if (gb_descriptor_check(t, member->name, member->owner, instance) < 0)
        return -1;
    if (member->def != NULL)
        return member->def->set(t, instance, value);
    GbRef *slot = member_slot(member, instance);
    if (value == GB_NULL && *slot == GB_NULL)
        return gb_fail(t, gb_AttributeError, "%U", member->name);
    gb_set(slot, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef member_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<member '%U' of '%N' objects>", as_member(self)->name,
                         as_member(self)->owner);
}

static GbRef member_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_descriptor_reduce(t, gb_value(as_member(self)->owner), as_member(self)->name);
}

static GbRef member_get_objclass(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(as_member(self)->owner));
}

static GbRef member_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_member(self)->name);
}

static GbRef member_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_descriptor_qualname(t, as_member(self)->owner, as_member(self)->name);
}

static GbRef member_get_doc(GbThread *t, GbBorrow self)
{
    const GbGetSetDef *def = as_member(self)->def;
    return def == NULL || def->doc == NULL ? GB_NONE : gb_str_new(t, def->doc);
}

static const GbMethodDef member_methods[] = {
    {"__reduce__()", member_reduce, NULL},
    {0},
};

static const GbGetSetDef member_getsets[] = {
    {"__objclass__", member_get_objclass, gb_refuse_set, NULL},
    {"__name__", member_get_name, gb_refuse_set, NULL},
    {"__qualname__", member_get_qualname, NULL, NULL},
    {"__doc__", member_get_doc, NULL, NULL},
    {0},
};

const GbTypeSpec gb_member_descriptor_spec = {
    .name = "member_descriptor",
    .size = sizeof(GbMemberDescriptor),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = member_dealloc, .visit = member_visit, .repr = member_repr,
              .descr_get = member_get, .descr_set = member_set},
    .methods = member_methods,
    .getsets = member_getsets,
};
