/* type: classes as objects. How they are made is in type_create.c, their mro in type_mro.c, their
 * slots in type_slots.c, lookup in type_lookup.c. */
#include "vm/object/type.h"

#include "runtime/check.h"
#include "vm/object/alloc.h"
#include "vm/object/attrs.h"
#include "vm/object/descriptor.h"
#include "vm/object/exception.h"
#include "vm/object/generic_alias.h"
#include "vm/object/mapping_proxy.h"
#include "vm/object/str.h"

/* --- Names --- */

/* The own attribute of a type, borrowed; GB_NULL when absent. */
static GbBorrow own_peek(GbThread *t, GbType *type, GbBorrow name)
{
    return gb_dict_peek_str(t, gb_value(type->dict), name);
}

GbRef gb_type_module(GbThread *t, GbType *type)
{
    /* A builtin type of builtins may have a `__module__` for its instances. */
    if (!(type->flags & GB_TYPE_HEAP) && strchr(type->spec->name, '.') == NULL)
        return gb_new_ref(gb_name(t, builtins));
    GbBorrow module = own_peek(t, type, gb_name(t, __module__));
    return module == GB_NULL ? gb_raise(t, gb_AttributeError, "__module__") : gb_new_ref(module);
}

GbRef gb_type_full_name(GbThread *t, GbType *type)
{
    GbRef module = gb_type_module(t, type);
    if (module == GB_NULL)
        gb_raised_drop(t);
    GbRef name;
    if (module == GB_NULL || !gb_is_str(module) || gb_str_equal(module, gb_name(t, builtins)))
        name = gb_new_ref(type->qualname);
    else
        name = gb_str_format(t, "%U.%U", module, type->qualname);
    gb_xdecref(module);
    return name;
}

/* --- Attributes of classes --- */

static GbRef bind_attribute(GbThread *t, GbBorrow attribute, GbBorrow instance, GbType *type)
{
    GbRef (*get)(GbThread *, GbBorrow, GbBorrow, GbBorrow) =
        gb_type_of(t, attribute)->slots.descr_get;
    GbRef held = gb_new_ref(attribute);
    if (get == NULL)
        return held;
    GbRef value = get(t, held, instance, gb_value(type));
    gb_decref(held);
    return value;
}

GbRef gb_type_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    if (!gb_is_str(name))
        return gb_raise(t, gb_TypeError, "attribute name must be string, not '%T'", name);
    GbType *type = gb_as_type(self), *meta = gb_object(self)->type;
    GbBorrow of_meta = gb_type_lookup(t, meta, name);
    if (of_meta != GB_NULL) {
        const GbSlots *slots = &gb_type_of(t, of_meta)->slots;
        if (slots->descr_get != NULL && slots->descr_set != NULL)
            return bind_attribute(t, of_meta, self, meta);
    }
    GbBorrow attribute = gb_type_lookup(t, type, name);
    if (attribute != GB_NULL)
        return bind_attribute(t, attribute, GB_NULL, type);
    if (of_meta != GB_NULL)
        return bind_attribute(t, of_meta, self, meta);
    return gb_raise_attribute(t, self, name, "type object '%N' has no attribute '%U'", type, name);
}

static bool is_immutable(const GbType *type)
{
    return (type->flags & GB_TYPE_IMMUTABLE) != 0;
}

static int delete_attribute(GbThread *t, GbType *type, GbBorrow name)
{
    GbRef old = GB_NULL;
    int found = gb_dict_find(t, gb_value(type->dict), name, &old);
    if (found > 0)
        found = gb_dict_delete(t, gb_value(type->dict), name);
    if (found > 0)
        gb_type_modified(t, type, name);
    gb_xdecref(old); /* Only now: the caches may have had it. */
    if (found == 0)
        return gb_fail(t, gb_AttributeError, "type object '%N' has no attribute '%U'", type, name);
    return found < 0 ? -1 : 0;
}

int gb_type_setattr(GbThread *t, GbBorrow self, GbBorrow name, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    if (!gb_is_str(name))
        return gb_fail(t, gb_TypeError, "attribute name must be string, not '%T'", name);
    if (is_immutable(type))
        return gb_fail(t, gb_TypeError, "cannot set %R attribute of immutable type '%N'", name,
                       type);
    GbBorrow of_meta = gb_type_lookup(t, gb_object(self)->type, name);
    if (of_meta != GB_NULL && gb_type_of(t, of_meta)->slots.descr_set != NULL) {
        GbRef held = gb_new_ref(of_meta);
        int result = gb_type_of(t, held)->slots.descr_set(t, held, self, value);
        gb_decref(held);
        return result;
    }
    GbRef interned = gb_str_intern_take(t, gb_str_plain(t, name));
    if (interned == GB_NULL)
        return -1;
    int result = value == GB_NULL ? delete_attribute(t, type, interned)
                                  : gb_type_dict_set(t, type, interned, value);
    gb_decref(interned);
    return result;
}

/* May the special attribute be set to `value`? 0 or -1. */
static int check_special(GbThread *t, GbType *type, GbBorrow value, const char *name)
{
    if (is_immutable(type))
        return gb_fail(t, gb_TypeError, "cannot set '%s' attribute of immutable type '%N'", name,
                       type);
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "cannot delete '%s' attribute of immutable type '%N'", name,
                       type);
    return 0;
}

/* --- Calling --- */

static GbRef initialize(GbThread *t, GbRef object, GbType *type, const GbBorrow *args, int count,
                        GbBorrow names)
{
    GbType *own = gb_type_of(t, object);
    if (own != type && !gb_type_is_subtype(own, type))
        return object;
    if (own->slots.init != NULL && own->slots.init(t, object, args, count, names) < 0) {
        gb_decref(object);
        return GB_NULL;
    }
    return object;
}

GbRef gb_type_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbType *type = gb_as_type(self);
    if (type == gb_type(t, TYPE)) {
        int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
        if (positional == 1 && count == 1)
            return gb_new_ref(gb_value(gb_type_of(t, args[0])));
        if (positional != 3)
            return gb_raise(t, gb_TypeError, "type() takes 1 or 3 arguments");
    }
    if (type->slots.create == NULL)
        return gb_raise(t, gb_TypeError, "cannot create '%N' instances", type);
    GbRef object = type->slots.create(t, self, args, count, names);
    return object == GB_NULL ? GB_NULL : initialize(t, object, type, args, count, names);
}

/* The constructor's signature: of the spec, or of the nearest base's that has one. */
static const GbSignature *constructor_of(GbThread *t, GbType *type)
{
    if (type->constructor == NULL) {
        const GbType *base = type;
        while (base->spec->constructor.signature == NULL)
            base = base->base;
        type->constructor = gb_signature_get(t, &base->spec->constructor);
    }
    return type->constructor;
}

static const GbSignature *initializer_of(GbThread *t, GbType *type)
{
    if (type->initializer == NULL) {
        const GbType *base = type;
        while (base->spec->initializer.signature == NULL)
            base = base->base;
        type->initializer = gb_signature_get(t, &base->spec->initializer);
    }
    return type->initializer;
}

/* float(x, /) and its like take no keywords, but leave those of a subclass to its own __init__. */
static bool takes_keywords(const GbSignature *signature)
{
    return signature->varkw_slot >= 0 || signature->kwonly_count > 0 ||
           signature->posonly_count < signature->positional_count;
}

static const GbType *builtin_of(const GbType *type)
{
    while (type->flags & GB_TYPE_HEAP)
        type = type->base;
    return type;
}

static void leave_keywords(int *count, GbBorrow *names)
{
    *count -= (int)gb_tuple_count(*names);
    *names = GB_NULL;
}

GbRef gb_constructor_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                            GbBorrow names)
{
    const GbType *own = gb_as_type(type);
    const GbSignature *signature = constructor_of(t, gb_as_type(type));
    if (signature == NULL)
        return GB_NULL;
    if (names != GB_NULL && own->slots.init != builtin_of(own)->slots.init &&
        !takes_keywords(signature))
        leave_keywords(&count, &names);
    return gb_signature_construct(t, signature, type, args, count, names);
}

int gb_initializer_call(GbThread *t, GbType *owner, GbBorrow self, const GbBorrow *args, int count,
                        GbBorrow names)
{
    const GbType *own = gb_type_of(t, self);
    const GbSignature *signature = initializer_of(t, owner);
    if (signature == NULL)
        return -1;
    if (names != GB_NULL && signature->def->flags & GB_METHOD_LEAVES_KEYWORDS &&
        own->slots.create != builtin_of(own)->slots.create)
        leave_keywords(&count, &names);
    GbRef none = gb_signature_construct(t, signature, self, args, count, names);
    gb_xdecref(none);
    return none == GB_NULL ? -1 : 0;
}

int gb_initializer_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    return gb_initializer_call(t, gb_type_of(t, self), self, args, count, names);
}

/* --- Slots --- */

static int type_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbType *type = (GbType *)self;
    GB_VISIT(type->name);
    GB_VISIT(type->qualname);
    GB_VISIT(*(GbRef *)(void *)&type->dict);
    GB_VISIT(*(GbRef *)(void *)&type->base);
    GB_VISIT(type->bases);
    GB_VISIT(type->mro);
    for (int i = 0; type->keys != NULL && i < type->keys->count; ++i)
        GB_VISIT(type->keys->names[i]);
    return 0;
}

/* Break the cycles. What instances may still need to die, the slots and the base, stays. */
static void type_clear(GbThread *t, GbObject *self)
{
    GbType *type = (GbType *)self;
    if (type->dict == NULL)
        return;
    GbRef mro = type->mro;
    type->mro = GB_NULL;
    gb_type_drop_version(type);
    gb_dict_clear(t, gb_value(type->dict));
    gb_xdecref(mro);
}

static void type_dealloc(GbThread *t, GbObject *self)
{
    GbType *type = (GbType *)self;
    for (int64_t i = 0; type->bases != GB_NULL && i < gb_tuple_count(type->bases); ++i)
        gb_type_remove_subclass(gb_as_type(gb_tuple_peek(type->bases, i)), type);
    GbRef dict = gb_value(type->dict), base = gb_value(type->base);
    gb_clear(&type->mro);
    gb_clear(&type->bases);
    gb_clear(&dict);
    gb_clear(&base);
    gb_clear(&type->name);
    gb_clear(&type->qualname);
    gb_keys_free(t, type);
    gb_mem_free(t, type->subclasses, (size_t)type->subclass_capacity * sizeof(GbType *));
}

static GbRef type_repr(GbThread *t, GbBorrow self)
{
    GbRef name = gb_type_full_name(t, gb_as_type(self));
    if (name == GB_NULL)
        return GB_NULL;
    GbRef text = gb_str_format(t, "<class '%U'>", name);
    gb_decref(name);
    return text;
}

static int type_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    int keywords = names == GB_NULL ? 0 : (int)gb_tuple_count(names);
    if (keywords > 0 && count - keywords == 1)
        return gb_fail(t, gb_TypeError, "type.__init__() takes no keyword arguments");
    if (count - keywords != 1 && count - keywords != 3)
        return gb_fail(t, gb_TypeError, "type.__init__() takes 1 or 3 arguments");
    return 0;
}

static GbRef keywords_dict(GbThread *t, const GbBorrow *values, GbBorrow names)
{
    GbRef dict = gb_dict_new(t);
    for (int64_t i = 0; dict != GB_NULL && names != GB_NULL && i < gb_tuple_count(names); ++i) {
        if (gb_dict_set(t, dict, gb_tuple_peek(names, i), values[i]) < 0)
            gb_clear(&dict);
    }
    return dict;
}

static GbRef type_create(GbThread *t, GbBorrow meta, const GbBorrow *args, int count,
                         GbBorrow names)
{
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (positional != 3)
        return gb_raise(t, gb_TypeError, "type.__new__() takes exactly 3 arguments (%d given)",
                        positional);
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "type.__new__() argument 1 must be str, not %K", args[0]);
    if (!gb_is_tuple(args[1]))
        return gb_raise(t, gb_TypeError, "type.__new__() argument 2 must be tuple, not %K",
                        args[1]);
    if (!gb_is_dict(args[2]))
        return gb_raise(t, gb_TypeError, "type.__new__() argument 3 must be dict, not %K", args[2]);
    GbRef kwargs = GB_NULL;
    if (count > positional && (kwargs = keywords_dict(t, args + positional, names)) == GB_NULL)
        return GB_NULL;
    GbRef result = gb_type_create(t, gb_as_type(meta), args[0], args[1], args[2], kwargs);
    gb_xdecref(kwargs);
    return result;
}

static GbRef type_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    return op == GB_OR ? gb_union_or(t, a, b) : GB_NOT_IMPLEMENTED;
}

/* --- Methods --- */

static GbRef type_mro(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_type_mro_list(t, gb_as_type(self));
}

static GbRef type_subclasses(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = gb_as_type(self);
    GbRef list = gb_list_new(t, type->subclass_count);
    for (int32_t i = 0; list != GB_NULL && i < type->subclass_count; ++i) {
        GbType *subclass = type->subclasses[i];
        if (subclass->mro != GB_NULL && gb_list_append(t, list, gb_value(subclass)) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef type_prepare(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_new(t);
}

static GbRef type_instancecheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int result = gb_is_instance_plain(t, args[0], self);
    return result < 0 ? GB_NULL : gb_bool(result);
}

static GbRef type_subclasscheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int result = gb_is_subclass_plain(t, args[0], self);
    return result < 0 ? GB_NULL : gb_bool(result);
}

static GbRef type_dir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef dict = gb_dict_new(t), list = GB_NULL;
    if (dict != GB_NULL && gb_dir_merge_class(t, dict, self) == 0)
        list = gb_list_from(t, dict);
    gb_xdecref(dict);
    return list;
}

static GbRef type_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, (int64_t)gb_object_bytes(gb_object(self)));
}

static const GbMethodDef type_methods[] = {
    {"mro()", type_mro, "Return a type's method resolution order."},
    {"__subclasses__()", type_subclasses, "Return a list of immediate subclasses."},
    {"__prepare__(*args, **kwargs)", type_prepare,
     "__prepare__() -> dict\nused to create the namespace for the class statement",
     GB_METHOD_CLASS},
    {"__instancecheck__(instance, /)", type_instancecheck, "Check if an object is an instance."},
    {"__subclasscheck__(subclass, /)", type_subclasscheck, "Check if a class is a subclass."},
    {"__dir__()", type_dir, "Specialized __dir__ implementation for types."},
    {"__sizeof__()", type_sizeof, "Return memory consumption of the type object."},
    {0},
};

/* --- Attributes of type --- */

static GbRef type_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_type(self)->name);
}

static bool has_null_character(GbBorrow str)
{
    for (int64_t i = 0; i < gb_str_length(str); ++i) {
        if (gb_str_at(str, i) == 0)
            return true;
    }
    return false;
}

int gb_type_check_name(GbThread *t, GbBorrow name)
{
    if (gb_str_utf8(t, name, NULL) == NULL)
        return -1;
    if (has_null_character(name))
        return gb_fail(t, gb_ValueError, "type name must not contain null characters");
    return 0;
}

static int type_set_name(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    if (check_special(t, type, value, "__name__") < 0)
        return -1;
    if (!gb_is_str(value))
        return gb_fail(t, gb_TypeError, "can only assign string to %N.__name__, not '%T'", type,
                       value);
    if (gb_type_check_name(t, value) < 0)
        return -1;
    gb_set(&type->name, gb_new_ref(value));
    return 0;
}

static GbRef type_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_type(self)->qualname);
}

static int type_set_qualname(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    if (check_special(t, type, value, "__qualname__") < 0)
        return -1;
    if (!gb_is_str(value))
        return gb_fail(t, gb_TypeError, "can only assign string to %N.__qualname__, not '%T'", type,
                       value);
    gb_set(&type->qualname, gb_new_ref(value));
    return 0;
}

static GbRef type_get_module(GbThread *t, GbBorrow self)
{
    return gb_type_module(t, gb_as_type(self));
}

static int type_set_module(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    if (check_special(t, type, value, "__module__") < 0)
        return -1;
    return gb_type_dict_set(t, type, gb_name(t, __module__), value);
}

static GbRef type_get_bases(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_type(self)->bases);
}

static int type_set_bases(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    if (check_special(t, type, value, "__bases__") < 0)
        return -1;
    return gb_type_set_bases(t, type, value);
}

static GbRef type_get_base(GbThread *t, GbBorrow self)
{
    GbType *base = gb_as_type(self)->base;
    return base == NULL ? GB_NONE : gb_new_ref(gb_value(base));
}

static GbRef type_get_mro(GbThread *t, GbBorrow self)
{
    GbRef mro = gb_as_type(self)->mro;
    return mro == GB_NULL ? GB_NONE : gb_new_ref(mro);
}

static GbRef type_get_dict(GbThread *t, GbBorrow self)
{
    return gb_mapping_proxy_new(t, gb_value(gb_as_type(self)->dict));
}

static GbRef type_get_doc(GbThread *t, GbBorrow self)
{
    GbType *type = gb_as_type(self);
    if (!(type->flags & GB_TYPE_HEAP) && type->spec->doc != NULL)
        return gb_str_new(t, type->spec->doc);
    GbBorrow doc = own_peek(t, type, gb_name(t, __doc__));
    return doc == GB_NULL ? GB_NONE : bind_attribute(t, doc, GB_NULL, type);
}

static int type_set_doc(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    if (check_special(t, type, value, "__doc__") < 0)
        return -1;
    return gb_type_dict_set(t, type, gb_name(t, __doc__), value);
}

static GbRef type_get_text_signature(GbThread *t, GbBorrow self)
{
    GbType *type = gb_as_type(self);
    if (type->flags & GB_TYPE_HEAP)
        return GB_NONE;
    if (type->spec->constructor.signature != NULL)
        return gb_def_text_signature(t, &type->spec->constructor, "");
    if (type->spec->initializer.signature != NULL)
        return gb_def_text_signature(t, &type->spec->initializer, "");
    return type == gb_type(t, OBJECT) ? gb_str_new(t, "()") : GB_NONE;
}

static GbRef type_get_annotations(GbThread *t, GbBorrow self)
{
    GbType *type = gb_as_type(self);
    GbBorrow name = gb_name(t, __annotations__);
    if (is_immutable(type))
        return gb_raise(t, gb_AttributeError, "type object '%N' has no attribute '__annotations__'",
                        type);
    GbBorrow known = own_peek(t, type, name);
    if (known != GB_NULL)
        return bind_attribute(t, known, GB_NULL, type);
    GbRef annotations = gb_dict_new(t);
    if (annotations != GB_NULL && gb_type_dict_set(t, type, name, annotations) < 0)
        gb_clear(&annotations);
    return annotations;
}

static int type_set_annotations(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    GbBorrow name = gb_name(t, __annotations__);
    if (is_immutable(type))
        return gb_fail(t, gb_TypeError,
                       "cannot set '__annotations__' attribute of immutable type '%N'", type);
    if (value != GB_NULL)
        return gb_type_dict_set(t, type, name, value);
    if (own_peek(t, type, name) == GB_NULL)
        return gb_fail(t, gb_AttributeError, "__annotations__");
    return delete_attribute(t, type, name);
}

static GbRef type_get_abstract(GbThread *t, GbBorrow self)
{
    GbType *type = gb_as_type(self);
    GbBorrow name = gb_name(t, __abstractmethods__);
    GbBorrow methods = type == gb_type(t, TYPE) ? GB_NULL : own_peek(t, type, name);
    if (methods == GB_NULL)
        return gb_raise(t, gb_AttributeError, "__abstractmethods__");
    return gb_new_ref(methods);
}

static int type_set_abstract(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbType *type = gb_as_type(self);
    GbBorrow name = gb_name(t, __abstractmethods__);
    int abstract = 0;
    if (value != GB_NULL) {
        abstract = gb_truth(t, value);
        if (abstract < 0 || gb_type_dict_set(t, type, name, value) < 0)
            return -1;
    } else {
        if (own_peek(t, type, name) == GB_NULL)
            return gb_fail(t, gb_AttributeError, "__abstractmethods__");
        if (delete_attribute(t, type, name) < 0)
            return -1;
    }
    type->flags =
        abstract ? type->flags | GB_TYPE_ABSTRACT : type->flags & ~(uint32_t)GB_TYPE_ABSTRACT;
    return 0;
}

static GbRef type_get_basicsize(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, gb_as_type(self)->instance_size);
}

static GbRef type_get_itemsize(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, gb_as_type(self)->flags & GB_TYPE_VARIABLE ? (int64_t)sizeof(GbRef) : 0);
}

static GbRef type_get_dictoffset(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, gb_as_type(self)->attrs_offset);
}

static GbRef type_get_weakrefoffset(GbThread *t, GbBorrow self)
{
    return gb_int_new(
        t, gb_as_type(self)->flags & GB_TYPE_HAS_WEAKREF ? gb_as_type(self)->instance_size : 0);
}

/* CPython's Py_TPFLAGS_ bits: inspect and others look at some. */
static GbRef type_get_flags(GbThread *t, GbBorrow self)
{
    static const struct {
        uint32_t own;
        int bit;
    } bits[] = {
        {GB_TYPE_MATCH_SEQUENCE, 5}, {GB_TYPE_MATCH_MAPPING, 6}, {GB_TYPE_NO_CREATE, 7},
        {GB_TYPE_IMMUTABLE, 8},      {GB_TYPE_HEAP, 9},          {GB_TYPE_CONTAINER, 14},
        {GB_TYPE_METHOD, 17},        {GB_TYPE_ABSTRACT, 20},     {GB_TYPE_MATCH_SELF, 22},
    };
    static const struct {
        uint8_t layout;
        int bit;
    } layouts[] = {
        {GB_KIND_INT, 24}, {GB_KIND_LIST, 25}, {GB_KIND_TUPLE, 26},     {GB_KIND_BYTES, 27},
        {GB_KIND_STR, 28}, {GB_KIND_DICT, 29}, {GB_KIND_EXCEPTION, 30}, {GB_KIND_TYPE, 31},
    };
    const GbType *type = gb_as_type(self);
    int64_t flags = 1 << 12 | 1 << 18 | 1 << 19; /* Ready, with a valid version. */
    if (!(type->flags & GB_TYPE_FINAL))
        flags |= 1 << 10;
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; ++i)
        flags |= type->flags & bits[i].own ? (int64_t)1 << bits[i].bit : 0;
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; ++i)
        flags |= type->layout == layouts[i].layout ? (int64_t)1 << layouts[i].bit : 0;
    return gb_int_new(t, flags);
}

static const GbGetSetDef type_getsets[] = {
    {"__basicsize__", type_get_basicsize, gb_refuse_set, NULL},
    {"__itemsize__", type_get_itemsize, gb_refuse_set, NULL},
    {"__flags__", type_get_flags, gb_refuse_set, NULL},
    {"__weakrefoffset__", type_get_weakrefoffset, gb_refuse_set, NULL},
    {"__base__", type_get_base, gb_refuse_set, NULL},
    {"__dictoffset__", type_get_dictoffset, gb_refuse_set, NULL},
    {"__mro__", type_get_mro, gb_refuse_set, NULL},
    {"__name__", type_get_name, type_set_name, NULL},
    {"__qualname__", type_get_qualname, type_set_qualname, NULL},
    {"__bases__", type_get_bases, type_set_bases, NULL},
    {"__module__", type_get_module, type_set_module, NULL},
    {"__abstractmethods__", type_get_abstract, type_set_abstract, NULL},
    {"__dict__", type_get_dict, NULL, NULL},
    {"__doc__", type_get_doc, type_set_doc, NULL},
    {"__text_signature__", type_get_text_signature, NULL, NULL},
    {"__annotations__", type_get_annotations, type_set_annotations, NULL},
    {0},
};

const GbTypeSpec gb_type_spec = {
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .size = sizeof(GbType),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = type_dealloc,
              .visit = type_visit,
              .clear = type_clear,
              .repr = type_repr,
              .call = gb_type_call,
              .binary = type_binary,
              .getattr = gb_type_getattr,
              .setattr = gb_type_setattr,
              .create = type_create,
              .init = type_init},
    .methods = type_methods,
    .getsets = type_getsets,
};
