/* staticmethod and classmethod: functions in a class that are not bound to its instances. */
#include "vm/object/attrs.h"
#include "vm/object/descriptor.h"

static inline GbStaticMethod *as_static(GbBorrow v)
{
    return (GbStaticMethod *)gb_object(v);
}

static void static_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((GbStaticMethod *)self)->callable);
}

static int static_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbStaticMethod *)self)->callable);
    return 0;
}

/* What a decorated function should still look like. */
static int copy_looks(GbThread *t, GbBorrow self, GbBorrow callable)
{
    static const GbNameId looks[] = {GB_NAME___module__, GB_NAME___name__, GB_NAME___qualname__,
                                     GB_NAME___doc__, GB_NAME___annotations__};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; ++i) {
        GbBorrow name = gb_name_peek(t, looks[i]);
        GbRef value = GB_NULL;
        int found = gb_attr_find(t, callable, name, &value);
        if (found > 0)
            found = gb_attrs_set(t, gb_object(self), name, value);
        gb_xdecref(value);
        if (found < 0)
            return -1;
    }
    return 0;
}

static GbRef static_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_set(&as_static(self)->callable, gb_new_ref(args[0]));
    return copy_looks(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef make(GbThread *t, GbType *type, GbBorrow callable)
{
    GbStaticMethod *method = gb_object_new(t, type);
    if (method == NULL)
        return GB_NULL;
    method->callable = gb_new_ref(callable);
    return gb_value(method);
}

GbRef gb_staticmethod_new(GbThread *t, GbBorrow callable)
{
    return make(t, gb_type(t, STATICMETHOD), callable);
}

GbRef gb_classmethod_new(GbThread *t, GbBorrow callable)
{
    return make(t, gb_type(t, CLASSMETHOD), callable);
}

static GbRef static_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbRef callable = as_static(self)->callable;
    if (callable == GB_NULL)
        return gb_raise(t, gb_RuntimeError, "uninitialized staticmethod object");
    return gb_new_ref(callable);
}

static GbRef static_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names)
{
    GbRef callable = as_static(self)->callable;
    if (callable == GB_NULL)
        return gb_raise(t, gb_RuntimeError, "uninitialized staticmethod object");
    return gb_call(t, callable, args, count, names);
}

static GbRef class_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbRef callable = as_static(self)->callable;
    if (callable == GB_NULL)
        return gb_raise(t, gb_RuntimeError, "uninitialized classmethod object");
    if (type == GB_NULL)
        type = gb_value(gb_type_of(t, instance));
    GbType *kind = gb_type_of(t, callable);
    if (kind->slots.descr_get == NULL)
        return gb_method_new(t, callable, type);
    return kind->slots.descr_get(t, callable, type, type);
}

static GbRef static_repr(GbThread *t, GbBorrow self)
{
    GbRef callable = as_static(self)->callable;
    return gb_str_format(t, "<staticmethod(%R)>", callable == GB_NULL ? GB_NONE : callable);
}

static GbRef class_repr(GbThread *t, GbBorrow self)
{
    GbRef callable = as_static(self)->callable;
    return gb_str_format(t, "<classmethod(%R)>", callable == GB_NULL ? GB_NONE : callable);
}

static GbRef static_get_callable(GbThread *t, GbBorrow self)
{
    GbRef callable = as_static(self)->callable;
    return callable == GB_NULL ? GB_NONE : gb_new_ref(callable);
}

static GbRef static_get_abstract(GbThread *t, GbBorrow self)
{
    int abstract = gb_is_abstract(t, as_static(self)->callable);
    return abstract < 0 ? GB_NULL : gb_bool(abstract);
}

static const GbGetSetDef static_getsets[] = {
    {"__func__", static_get_callable, gb_refuse_set, NULL},
    {"__wrapped__", static_get_callable, gb_refuse_set, NULL},
    {"__isabstractmethod__", static_get_abstract, NULL, NULL},
    {0},
};

const GbTypeSpec gb_staticmethod_spec = {
    .name = "staticmethod",
    .doc = "staticmethod(function) -> method\n\n"
           "Convert a function to be a static method.\n\n"
           "A static method does not receive an implicit first argument.\n"
           "To declare a static method, use this idiom:\n\n"
           "     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n"
           "             ...\n\n"
           "It can be called either on the class (e.g. C.f()) or on an instance\n"
           "(e.g. C().f()). Both the class and the instance are ignored, and\n"
           "neither is passed implicitly as the first argument to the method.\n\n"
           "Static methods in Python are similar to those found in Java or C++.\n"
           "For a more advanced concept, see the classmethod builtin.",
    .size = sizeof(GbStaticMethod),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT,
    .slots = {.dealloc = static_clear,
              .visit = static_visit,
              .clear = static_clear,
              .repr = static_repr,
              .call = static_call,
              .descr_get = static_get},
    .initializer = {"staticmethod(function, /)", static_init, NULL},
    .getsets = static_getsets,
    .attrs_offset = offsetof(GbStaticMethod, attrs),
};

const GbTypeSpec gb_classmethod_spec = {
    .name = "classmethod",
    .doc = "classmethod(function) -> method\n\n"
           "Convert a function to be a class method.\n\n"
           "A class method receives the class as implicit first argument,\n"
           "just like an instance method receives the instance.\n"
           "To declare a class method, use this idiom:\n\n"
           "  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\n"
           "It can be called either on the class (e.g. C.f()) or on an instance\n"
           "(e.g. C().f()).  The instance is ignored except for its class.\n"
           "If a class method is called for a derived class, the derived class\n"
           "object is passed as the implied first argument.\n\n"
           "Class methods are different than C++ or Java static methods.\n"
           "If you want those, see the staticmethod builtin.",
    .size = sizeof(GbStaticMethod),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT,
    .slots = {.dealloc = static_clear,
              .visit = static_visit,
              .clear = static_clear,
              .repr = class_repr,
              .descr_get = class_get},
    .initializer = {"classmethod(function, /)", static_init, NULL},
    .getsets = static_getsets,
    .attrs_offset = offsetof(GbStaticMethod, attrs),
};
