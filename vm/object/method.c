/* Bound methods: a callable and its first argument. */
#include "vm/object/descriptor.h"
#include "vm/object/function.h"

static inline GbMethod *as_method(GbBorrow v)
{
    return (GbMethod *)gb_object(v);
}

GbRef gb_method_new(GbThread *t, GbBorrow function, GbBorrow self)
{
    GbMethod *method = gb_object_new(t, gb_type(t, METHOD));
    if (method == NULL)
        return GB_NULL;
    method->function = gb_new_ref(function);
    method->self = gb_new_ref(self);
    return gb_value(method);
}

static GbRef method_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (!gb_is_callable(t, args[0]))
        return gb_raise(t, gb_TypeError, "first argument must be callable");
    if (args[1] == GB_NONE)
        return gb_raise(t, gb_TypeError, "instance must not be None");
    return gb_method_new(t, args[0], args[1]);
}

static void method_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbMethod *)self)->function);
    gb_clear(&((GbMethod *)self)->self);
}

static int method_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbMethod *)self)->function);
    GB_VISIT(((GbMethod *)self)->self);
    return 0;
}

GbRef gb_method_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    return gb_call_prepended(t, as_method(self)->function, as_method(self)->self, args, count,
                             names);
}

/* The name that a repr shows: __qualname__, else __name__, else "?". */
static GbRef shown_name(GbThread *t, GbBorrow function)
{
    GbRef name = GB_NULL;
    int found = gb_attr_find(t, function, gb_name(t, __qualname__), &name);
    if (found == 0)
        found = gb_attr_find(t, function, gb_name(t, __name__), &name);
    if (found < 0)
        return GB_NULL;
    if (found > 0 && gb_is_str(name))
        return name;
    gb_xdecref(name);
    return gb_str_new(t, "?");
}

static GbRef method_repr(GbThread *t, GbBorrow self)
{
    GbRef name = shown_name(t, as_method(self)->function);
    if (name == GB_NULL)
        return GB_NULL;
    GbRef text = gb_str_format(t, "<bound method %U of %R>", name, as_method(self)->self);
    gb_decref(name);
    return text;
}

static int method_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    if (gb_hash(t, as_method(self)->function, hash) < 0)
        return -1;
    uint64_t mixed =
        (uint64_t)*hash ^ gb_identity_u64(t, as_method(self)->self) * 0x9e3779b97f4a7c15u;
    *hash = (int64_t)(mixed >> 1);
    return 0;
}

static GbRef method_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_exact(b, GB_KIND_METHOD))
        return GB_NOT_IMPLEMENTED;
    int same = gb_equal(t, as_method(a)->function, as_method(b)->function);
    if (same < 0)
        return GB_NULL;
    same = same && as_method(a)->self == as_method(b)->self;
    return gb_bool(same == (op == GB_EQ));
}

/* What a method has not itself its function has. */
static GbRef method_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbType *type = gb_type(t, METHOD);
    GbBorrow attribute = gb_is_str(name) ? gb_type_lookup(t, type, name) : GB_NULL;
    if (attribute == GB_NULL)
        return gb_attr_get(t, as_method(self)->function, name);
    GbRef (*get)(GbThread *, GbBorrow, GbBorrow, GbBorrow) =
        gb_type_of(t, attribute)->slots.descr_get;
    return get == NULL ? gb_new_ref(attribute) : get(t, attribute, self, gb_value(type));
}

static GbRef method_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef name = gb_attr_get(t, as_method(self)->function, gb_name(t, __name__));
    if (name == GB_NULL)
        return GB_NULL;
    GbRef result = gb_descriptor_reduce(t, as_method(self)->self, name);
    gb_decref(name);
    return result;
}

static GbRef method_get_func(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_method(self)->function);
}

static GbRef method_get_self(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_method(self)->self);
}

static GbRef method_get_doc(GbThread *t, GbBorrow self)
{
    GbRef doc = GB_NULL;
    int found = gb_attr_find(t, as_method(self)->function, gb_name(t, __doc__), &doc);
    return found > 0 ? doc : found == 0 ? GB_NONE : GB_NULL;
}

static const GbMethodDef method_methods[] = {
    {"__reduce__()", method_reduce, NULL},
    {0},
};

static const GbGetSetDef method_getsets[] = {
    {"__func__", method_get_func, gb_refuse_set,
     "the function (or other callable) implementing a method"},
    {"__self__", method_get_self, gb_refuse_set, "the instance to which a method is bound"},
    {"__doc__", method_get_doc, NULL, NULL},
    {0},
};

const GbTypeSpec gb_method_spec = {
    .name = "method",
    .doc = "Create a bound instance method object.",
    .size = sizeof(GbMethod),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = method_dealloc,
              .visit = method_visit,
              .repr = method_repr,
              .hash = method_hash,
              .call = gb_method_call,
              .compare = method_compare,
              .getattr = method_getattr},
    .constructor = {"method(function, instance, /)", method_create, NULL},
    .methods = method_methods,
    .getsets = method_getsets,
};
