/* property: an attribute by functions. */
#include "vm/object/descriptor.h"

static inline GbProperty *as_property(GbBorrow v)
{
    return (GbProperty *)gb_object(v);
}

static void property_clear(GbThread *t, GbObject *self)
{
    GbProperty *property = (GbProperty *)self;
    gb_clear(&property->get);
    gb_clear(&property->set);
    gb_clear(&property->del);
    gb_clear(&property->doc);
    gb_clear(&property->name);
}

static int property_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbProperty *property = (GbProperty *)self;
    GB_VISIT(property->get);
    GB_VISIT(property->set);
    GB_VISIT(property->del);
    GB_VISIT(property->doc);
    GB_VISIT(property->name);
    return 0;
}

static GbRef or_none(GbBorrow v)
{
    return v == GB_NULL ? GB_NONE : gb_new_ref(v);
}

static GbRef unless_none(GbBorrow v)
{
    return v == GB_NONE ? GB_NULL : gb_new_ref(v);
}

/* Without a doc of its own a property has its getter's. Subclasses keep it where their __doc__ is:
 * in the instance. */
static int take_getter_doc(GbThread *t, GbBorrow self)
{
    GbProperty *property = as_property(self);
    GbRef doc = GB_NULL;
    int found = gb_attr_find(t, property->get, gb_name(t, __doc__), &doc);
    if (found <= 0)
        return found;
    int result = 0;
    if (gb_is_exact(self, GB_KIND_PROPERTY))
        gb_set(&property->doc, gb_new_ref(doc));
    else
        result = gb_attr_set(t, self, gb_name(t, __doc__), doc);
    property->getter_doc = true;
    gb_decref(doc);
    return result;
}

static GbRef property_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbProperty *property = as_property(self);
    property_clear(t, gb_object(self));
    property->get = unless_none(args[0]);
    property->set = unless_none(args[1]);
    property->del = unless_none(args[2]);
    property->doc = unless_none(args[3]);
    property->getter_doc = false;
    if (args[3] == GB_NONE && property->get != GB_NULL && take_getter_doc(t, self) < 0)
        return GB_NULL;
    return GB_NONE;
}

/* --- Access --- */

static int fail_access(GbThread *t, GbProperty *property, GbBorrow instance, const char *what)
{
    GbRef qualname = gb_attr_get(t, gb_value(gb_type_of(t, instance)), gb_name(t, __qualname__));
    if (qualname == GB_NULL)
        return -1;
    if (property->name != GB_NULL)
        gb_raise(t, gb_AttributeError, "property %R of %R object has no %s", property->name,
                 qualname, what);
    else
        gb_raise(t, gb_AttributeError, "property of %R object has no %s", qualname, what);
    gb_decref(qualname);
    return -1;
}

static GbRef property_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    if (instance == GB_NULL || instance == GB_NONE)
        return gb_new_ref(self);
    GbProperty *property = as_property(self);
    if (property->get == GB_NULL) {
        fail_access(t, property, instance, "getter");
        return GB_NULL;
    }
    return gb_call1(t, property->get, instance);
}

static int property_set(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value)
{
    GbProperty *property = as_property(self);
    GbBorrow function = value == GB_NULL ? property->del : property->set;
    if (function == GB_NULL)
        return fail_access(t, property, instance, value == GB_NULL ? "deleter" : "setter");
    GbRef result =
        value == GB_NULL ? gb_call1(t, function, instance) : gb_call2(t, function, instance, value);
    if (result == GB_NULL)
        return -1;
    gb_decref(result);
    return 0;
}

/* --- Methods --- */

/* A property like this one with some functions replaced (GB_NULL: as they are). */
static GbRef copy_with(GbThread *t, GbBorrow self, GbBorrow get, GbBorrow set, GbBorrow del)
{
    GbProperty *old = as_property(self);
    if (get == GB_NULL || get == GB_NONE)
        get = old->get;
    if (set == GB_NULL || set == GB_NONE)
        set = old->set;
    if (del == GB_NULL || del == GB_NONE)
        del = old->del;
    bool doc_follows = old->getter_doc && get != GB_NULL;
    GbRef args[] = {or_none(get), or_none(set), or_none(del),
                    doc_follows ? GB_NONE : or_none(old->doc)};
    GbRef copy = gb_call(t, gb_value(gb_type_of(t, self)), args, 4, GB_NULL);
    for (int i = 0; i < 4; ++i)
        gb_clear(&args[i]);
    if (copy != GB_NULL && gb_is_exact(copy, GB_KIND_PROPERTY) && old->name != GB_NULL)
        gb_set(&as_property(copy)->name, gb_new_ref(old->name));
    return copy;
}

static GbRef property_getter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return copy_with(t, self, args[0], GB_NULL, GB_NULL);
}

static GbRef property_setter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return copy_with(t, self, GB_NULL, args[0], GB_NULL);
}

static GbRef property_deleter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return copy_with(t, self, GB_NULL, GB_NULL, args[0]);
}

static GbRef property_set_name(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count != 2)
        return gb_raise(t, gb_TypeError,
                        "__set_name__() takes 2 positional arguments but %d were given",
                        (int)count);
    gb_set(&as_property(self)->name, gb_new_ref(gb_tuple_peek(args[0], 1)));
    return GB_NONE;
}

static GbRef property_get_fget(GbThread *t, GbBorrow self)
{
    return or_none(as_property(self)->get);
}

static GbRef property_get_fset(GbThread *t, GbBorrow self)
{
    return or_none(as_property(self)->set);
}

static GbRef property_get_fdel(GbThread *t, GbBorrow self)
{
    return or_none(as_property(self)->del);
}

static GbRef property_get_doc(GbThread *t, GbBorrow self)
{
    return or_none(as_property(self)->doc);
}

static int property_set_doc(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&as_property(self)->doc, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

int gb_is_abstract(GbThread *t, GbBorrow v)
{
    GbRef flag = GB_NULL;
    if (v == GB_NULL)
        return 0;
    int found = gb_attr_find(t, v, gb_name(t, __isabstractmethod__), &flag);
    if (found <= 0)
        return found;
    int truth = gb_truth(t, flag);
    gb_decref(flag);
    return truth;
}

static GbRef property_get_abstract(GbThread *t, GbBorrow self)
{
    GbProperty *property = as_property(self);
    int abstract = gb_is_abstract(t, property->get);
    if (abstract == 0)
        abstract = gb_is_abstract(t, property->set);
    if (abstract == 0)
        abstract = gb_is_abstract(t, property->del);
    return abstract < 0 ? GB_NULL : gb_bool(abstract);
}

static const GbMethodDef property_methods[] = {
    {"getter(function, /)", property_getter,
     "Descriptor to obtain a copy of the property with a different getter."},
    {"setter(function, /)", property_setter,
     "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter(function, /)", property_deleter,
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__(*args)", property_set_name, "Method to set name of a property."},
    {0},
};

static const GbGetSetDef property_getsets[] = {
    {"fget", property_get_fget, gb_refuse_set, NULL},
    {"fset", property_get_fset, gb_refuse_set, NULL},
    {"fdel", property_get_fdel, gb_refuse_set, NULL},
    {"__doc__", property_get_doc, property_set_doc, NULL},
    {"__isabstractmethod__", property_get_abstract, NULL, NULL},
    {0},
};

const GbTypeSpec gb_property_spec = {
    .name = "property",
    .doc = "Property attribute.\n\n"
           "  fget\n    function to be used for getting an attribute value\n  fset\n"
           "    function to be used for setting an attribute value\n  fdel\n"
           "    function to be used for del'ing an attribute\n  doc\n    docstring\n\n"
           "Typical use is to define a managed attribute x:\n\n"
           "class C(object):\n    def getx(self): return self._x\n"
           "    def setx(self, value): self._x = value\n    def delx(self): del self._x\n"
           "    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\n"
           "Decorators make defining new properties or modifying existing ones easy:\n\n"
           "class C(object):\n    @property\n    def x(self):\n"
           "        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n"
           "    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n"
           "        del self._x",
    .size = sizeof(GbProperty),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = property_clear,
              .visit = property_visit,
              .clear = property_clear,
              .descr_get = property_get,
              .descr_set = property_set},
    .initializer = {"property(fget=None, fset=None, fdel=None, doc=None)", property_init, NULL},
    .methods = property_methods,
    .getsets = property_getsets,
};
