/* Functions written in C as Python sees them: functions of modules, methods bound to an object, the
 * __new__ of types, and the descriptors in the dicts of builtin types that bind them. */
#include "vm/interp.h"
#include "vm/object/descriptor.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

static inline GbBuiltin *as_builtin(GbBorrow v)
{
    return (GbBuiltin *)gb_object(v);
}

static inline GbMethodDescriptor *as_descriptor(GbBorrow v)
{
    return (GbMethodDescriptor *)gb_object(v);
}

/* An ASCII str as a C string, NULL for others: for the prefixes of messages. */
static const char *ascii_peek(GbBorrow str)
{
    return gb_is_str(str) && gb_str_is_ascii(gb_as_str(str)) ? (const char *)gb_as_str(str)->data
                                                             : NULL;
}

static GbRef builtin_make(GbThread *t, const GbMethodDef *def, GbBorrow self, GbBorrow module,
                          GbType *owner)
{
    GbBuiltin *builtin = gb_object_new(t, gb_type(t, BUILTIN));
    if (builtin == NULL)
        return GB_NULL;
    builtin->def = def;
    builtin->self = self == GB_NULL ? GB_NULL : gb_new_ref(self);
    builtin->module = module == GB_NULL ? GB_NULL : gb_new_ref(module);
    builtin->owner = owner;
    return gb_value(builtin);
}

GbRef gb_builtin_new(GbThread *t, const GbMethodDef *def, GbBorrow self, GbBorrow module_name)
{
    return builtin_make(t, def, self, module_name, NULL);
}

/* --- __new__ of builtin types --- */

static GbType *builtin_base(GbType *type)
{
    while (type->flags & GB_TYPE_HEAP)
        type = type->base;
    return type;
}

/* Are instances of both made by the same function? */
static bool same_creator(const GbType *a, const GbType *b)
{
    if (a->slots.create != b->slots.create || a->slots.create != gb_constructor_create)
        return a->slots.create == b->slots.create;
    while (a->spec->constructor.signature == NULL)
        a = a->base;
    while (b->spec->constructor.signature == NULL)
        b = b->base;
    return a->spec->constructor.function == b->spec->constructor.function;
}

static int check_new(GbThread *t, GbType *owner, const GbBorrow *args, int positional)
{
    if (positional < 1)
        return gb_fail(t, gb_TypeError, "%N.__new__(): not enough arguments", owner);
    if (!gb_is_type(args[0]))
        return gb_fail(t, gb_TypeError, "%N.__new__(X): X is not a type object (%T)", owner,
                       args[0]);
    GbType *type = gb_as_type(args[0]);
    if (!gb_type_is_subtype(type, owner))
        return gb_fail(t, gb_TypeError, "%N.__new__(%N): %N is not a subtype of %N", owner, type,
                       type, owner);
    GbType *base = builtin_base(type);
    if (!same_creator(base, owner))
        return gb_fail(t, gb_TypeError, "%N.__new__(%N) is not safe, use %N.__new__()", owner, type,
                       base);
    return 0;
}

static GbRef new_call(GbThread *t, GbType *owner, const GbBorrow *args, int count, GbBorrow names)
{
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (check_new(t, owner, args, positional) < 0)
        return GB_NULL;
    return owner->slots.create(t, args[0], args + 1, count - 1, names);
}

/* The same for callers that bind arguments by the signature. */
static GbRef new_function(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef function = gb_builtin_new_method(t, gb_as_type(self));
    GbRef result = function == GB_NULL ? GB_NULL : gb_call_tuple(t, function, args[0], args[1]);
    gb_xdecref(function);
    return result;
}

static const GbMethodDef new_def = {
    "__new__(*args, **kwargs)", new_function,
    "Create and return a new object.  See help(type) for accurate signature.", GB_METHOD_NEW};

GbRef gb_builtin_new_method(GbThread *t, GbType *type)
{
    return builtin_make(t, &new_def, gb_value(type), GB_NULL, NULL);
}

GbType *gb_builtin_new_owner(GbBorrow v)
{
    if (!gb_is_exact(v, GB_KIND_BUILTIN) || as_builtin(v)->def != &new_def)
        return NULL;
    return gb_as_type(as_builtin(v)->self);
}

/* --- Builtin functions and bound methods --- */

static bool is_module_function(const GbBuiltin *builtin)
{
    return builtin->self == GB_NULL || gb_has_layout(builtin->self, GB_KIND_MODULE);
}

static void builtin_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbBuiltin *)self)->self);
    gb_clear(&((GbBuiltin *)self)->module);
}

static int builtin_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbBuiltin *builtin = (GbBuiltin *)self;
    GB_VISIT(builtin->self);
    GB_VISIT(builtin->module);
    return 0;
}

/* What stands before the name in messages: the type of a method, the module of a function but for
 * builtins. */
static const char *builtin_prefix(const GbBuiltin *builtin)
{
    if (builtin->def->flags & GB_METHOD_CLASS && gb_is_type(builtin->self))
        return ascii_peek(gb_as_type(builtin->self)->qualname);
    if (builtin->owner != NULL)
        return ascii_peek(builtin->owner->qualname);
    const char *module = builtin->module == GB_NULL ? NULL : ascii_peek(builtin->module);
    return module == NULL || strcmp(module, "builtins") == 0 ? NULL : module;
}

GbRef gb_builtin_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbBuiltin *builtin = as_builtin(self);
    if (builtin->def->flags & GB_METHOD_NEW)
        return new_call(t, gb_as_type(builtin->self), args, count, names);
    if (builtin->signature == NULL &&
        (builtin->signature = gb_signature_get(t, builtin->def)) == NULL)
        return GB_NULL;
    if (names == GB_NULL && gb_signature_fits(builtin->signature, count))
        return gb_signature_call_fitting(t, builtin->signature, builtin->self, args, count);
    return gb_signature_call(t, builtin->signature, builtin->self, args, count, names,
                             builtin_prefix(builtin));
}

static GbRef builtin_repr(GbThread *t, GbBorrow self)
{
    GbBuiltin *builtin = as_builtin(self);
    GbRef name = gb_def_name(t, builtin->def), text = GB_NULL;
    if (name == GB_NULL)
        return GB_NULL;
    if (is_module_function(builtin))
        text = gb_str_format(t, "<built-in function %U>", name);
    else
        text = gb_str_format(t, "<built-in method %U of %T object at 0x%llx>", name, builtin->self,
                             (long long)gb_identity_u64(t, builtin->self));
    gb_decref(name);
    return text;
}

static GbRef builtin_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_exact(b, GB_KIND_BUILTIN))
        return GB_NOT_IMPLEMENTED;
    bool same =
        as_builtin(a)->self == as_builtin(b)->self && as_builtin(a)->def == as_builtin(b)->def;
    return gb_bool(same == (op == GB_EQ));
}

static int builtin_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    const GbBuiltin *builtin = as_builtin(self);
    GbRef name = gb_def_name(t, builtin->def);
    if (name == GB_NULL)
        return -1;
    uint64_t mixed = (uint64_t)gb_str_hash(t, name);
    if (builtin->self != GB_NULL)
        mixed ^= gb_identity_u64(t, builtin->self) * 0x9e3779b97f4a7c15u;
    gb_decref(name);
    *hash = (int64_t)(mixed >> 1);
    return 0;
}

static GbRef builtin_get_name(GbThread *t, GbBorrow self)
{
    return gb_def_name(t, as_builtin(self)->def);
}

static GbRef builtin_get_qualname(GbThread *t, GbBorrow self)
{
    GbBuiltin *builtin = as_builtin(self);
    GbRef name = gb_def_name(t, builtin->def);
    if (name == GB_NULL || is_module_function(builtin))
        return name;
    GbType *type =
        gb_is_type(builtin->self) ? gb_as_type(builtin->self) : gb_type_of(t, builtin->self);
    GbRef qualname = gb_descriptor_qualname(t, type, name);
    gb_decref(name);
    return qualname;
}

static GbRef builtin_get_module(GbThread *t, GbBorrow self)
{
    GbRef module = as_builtin(self)->module;
    return module == GB_NULL ? GB_NONE : gb_new_ref(module);
}

static int builtin_set_module(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&as_builtin(self)->module, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef builtin_get_doc(GbThread *t, GbBorrow self)
{
    return gb_def_doc(t, as_builtin(self)->def);
}

static GbRef builtin_get_self(GbThread *t, GbBorrow self)
{
    GbRef owner = as_builtin(self)->self;
    return owner == GB_NULL ? GB_NONE : gb_new_ref(owner);
}

static const char *first_parameter(const GbMethodDef *def, bool is_function)
{
    if (def->flags & GB_METHOD_STATIC)
        return "";
    if (def->flags & (GB_METHOD_CLASS | GB_METHOD_NEW))
        return "$type";
    return is_function ? "$module" : "$self";
}

static GbRef builtin_get_text_signature(GbThread *t, GbBorrow self)
{
    GbBuiltin *builtin = as_builtin(self);
    if (builtin->def->flags & GB_METHOD_NEW)
        return gb_str_new(t, "($type, *args, **kwargs)");
    return gb_def_text_signature(t, builtin->def,
                                 first_parameter(builtin->def, is_module_function(builtin)));
}

static GbRef builtin_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef name = builtin_get_name(t, self);
    if (name == GB_NULL || is_module_function(as_builtin(self)))
        return name;
    GbRef result = gb_descriptor_reduce(t, as_builtin(self)->self, name);
    gb_decref(name);
    return result;
}

static const GbMethodDef builtin_methods[] = {
    {"__reduce__()", builtin_reduce, NULL},
    {0},
};

static const GbGetSetDef builtin_getsets[] = {
    {"__module__", builtin_get_module, builtin_set_module, NULL},
    {"__doc__", builtin_get_doc, NULL, NULL},
    {"__name__", builtin_get_name, NULL, NULL},
    {"__qualname__", builtin_get_qualname, NULL, NULL},
    {"__self__", builtin_get_self, NULL, NULL},
    {"__text_signature__", builtin_get_text_signature, NULL, NULL},
    {0},
};

const GbTypeSpec gb_builtin_spec = {
    .name = "builtin_function_or_method",
    .size = sizeof(GbBuiltin),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_CONTAINER |
             GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = builtin_dealloc,
              .visit = builtin_visit,
              .repr = builtin_repr,
              .hash = builtin_hash,
              .call = gb_builtin_call,
              .compare = builtin_compare},
    .methods = builtin_methods,
    .getsets = builtin_getsets,
};

/* --- Method descriptors --- */

GbRef gb_method_descriptor_new(GbThread *t, GbType *owner, const GbMethodDef *def, GbBorrow name)
{
    if (def->flags & GB_METHOD_STATIC) {
        GbRef function = builtin_make(t, def, gb_value(owner), GB_NULL, owner);
        GbRef method = function == GB_NULL ? GB_NULL : gb_staticmethod_new(t, function);
        gb_xdecref(function);
        return method;
    }
    GbType *type = def->flags & GB_METHOD_CLASS ? gb_type(t, CLASS_METHOD_DESCRIPTOR)
                                                : gb_type(t, METHOD_DESCRIPTOR);
    GbMethodDescriptor *descriptor = gb_object_new(t, type);
    if (descriptor == NULL)
        return GB_NULL;
    descriptor->def = def;
    descriptor->owner = owner;
    descriptor->name = gb_new_ref(name);
    return gb_value(descriptor);
}

static void descriptor_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbMethodDescriptor *)self)->name);
}

GbRef gb_method_descriptor_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                                GbBorrow names)
{
    GbMethodDescriptor *descriptor = as_descriptor(self);
    GbType *owner = descriptor->owner;
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (positional < 1)
        return gb_raise(t, gb_TypeError, "unbound method %U.%U() needs an argument",
                        owner->qualname, descriptor->name);
    if (gb_descriptor_check(t, descriptor->name, owner, args[0]) < 0)
        return GB_NULL;
    if (descriptor->signature == NULL &&
        (descriptor->signature = gb_signature_get(t, descriptor->def)) == NULL)
        return GB_NULL;
    const char *prefix = ascii_peek(owner->qualname);
    return gb_signature_call(t, descriptor->signature, args[0], args + 1, count - 1, names, prefix);
}

static GbRef descriptor_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbMethodDescriptor *descriptor = as_descriptor(self);
    if (instance == GB_NULL)
        return gb_new_ref(self);
    if (gb_descriptor_check(t, descriptor->name, descriptor->owner, instance) < 0)
        return GB_NULL;
    GbRef bound = builtin_make(t, descriptor->def, instance, GB_NULL, descriptor->owner);
    if (bound != GB_NULL)
        as_builtin(bound)->signature = descriptor->signature;
    return bound;
}

static GbRef descriptor_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<method '%U' of '%N' objects>", as_descriptor(self)->name,
                         as_descriptor(self)->owner);
}

static GbRef descriptor_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_descriptor_reduce(t, gb_value(as_descriptor(self)->owner), as_descriptor(self)->name);
}

static GbRef descriptor_get_objclass(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(as_descriptor(self)->owner));
}

static GbRef descriptor_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_descriptor(self)->name);
}

static GbRef descriptor_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_descriptor_qualname(t, as_descriptor(self)->owner, as_descriptor(self)->name);
}

static GbRef descriptor_get_doc(GbThread *t, GbBorrow self)
{
    return gb_def_doc(t, as_descriptor(self)->def);
}

static GbRef descriptor_get_text_signature(GbThread *t, GbBorrow self)
{
    const GbMethodDef *def = as_descriptor(self)->def;
    return gb_def_text_signature(t, def, first_parameter(def, false));
}

static const GbMethodDef descriptor_methods[] = {
    {"__reduce__()", descriptor_reduce, NULL},
    {0},
};

static const GbGetSetDef descriptor_getsets[] = {
    {"__objclass__", descriptor_get_objclass, gb_refuse_set, NULL},
    {"__name__", descriptor_get_name, gb_refuse_set, NULL},
    {"__qualname__", descriptor_get_qualname, NULL, NULL},
    {"__doc__", descriptor_get_doc, NULL, NULL},
    {"__text_signature__", descriptor_get_text_signature, NULL, NULL},
    {0},
};

const GbTypeSpec gb_method_descriptor_spec = {
    .name = "method_descriptor",
    .size = sizeof(GbMethodDescriptor),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_METHOD,
    .slots = {.dealloc = descriptor_dealloc,
              .repr = descriptor_repr,
              .call = gb_method_descriptor_call,
              .descr_get = descriptor_get},
    .methods = descriptor_methods,
    .getsets = descriptor_getsets,
};

/* --- Class method descriptors --- */

static GbRef class_descriptor_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbMethodDescriptor *descriptor = as_descriptor(self);
    if (type == GB_NULL || type == GB_NONE)
        type = gb_value(gb_type_of(t, instance));
    if (!gb_is_type(type))
        return gb_raise(t, gb_TypeError,
                        "descriptor '%U' for type '%N' needs a type, not a '%T' as arg 2",
                        descriptor->name, descriptor->owner, type);
    if (!gb_type_is_subtype(gb_as_type(type), descriptor->owner))
        return gb_raise(t, gb_TypeError,
                        "descriptor '%U' requires a subtype of '%N' but received '%N'",
                        descriptor->name, descriptor->owner, gb_as_type(type));
    return builtin_make(t, descriptor->def, type, GB_NULL, descriptor->owner);
}

static GbRef class_descriptor_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                                   GbBorrow names)
{
    GbMethodDescriptor *descriptor = as_descriptor(self);
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (positional < 1)
        return gb_raise(t, gb_TypeError, "descriptor '%U' of '%N' object needs an argument",
                        descriptor->name, descriptor->owner);
    GbRef bound = class_descriptor_get(t, self, GB_NULL, args[0]);
    if (bound == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call(t, bound, args + 1, count - 1, names);
    gb_decref(bound);
    return result;
}

const GbTypeSpec gb_class_method_descriptor_spec = {
    .name = "classmethod_descriptor",
    .size = sizeof(GbMethodDescriptor),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = descriptor_dealloc, .repr = descriptor_repr, .call = class_descriptor_call,
              .descr_get = class_descriptor_get},
    .getsets = descriptor_getsets,
};
