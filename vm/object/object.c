/* object: what every object can do. */
#include "vm/object/alloc.h"
#include "vm/object/attrs.h"
#include "vm/object/descriptor.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

/* --- Making --- */

static GbRef fail_abstract(GbThread *t, GbType *type)
{
    GbRef methods = GB_NULL, comma = GB_NULL, list = GB_NULL, text = GB_NULL;
    methods = gb_attr_get(t, gb_value(type), gb_name(t, __abstractmethods__));
    if (methods == GB_NULL || (list = gb_list_from(t, methods)) == GB_NULL ||
        gb_list_sort(t, list, GB_NULL, false) < 0)
        goto done;
    comma = gb_str_new(t, ", ");
    text = comma == GB_NULL ? GB_NULL : gb_str_join(t, comma, list);
    if (text != GB_NULL)
        gb_raise(t, gb_TypeError, "Can't instantiate abstract class %N with abstract method%s %U",
                 type, gb_list_count(list) == 1 ? "" : "s", text);
done:
    gb_xdecref(methods);
    gb_xdecref(list);
    gb_xdecref(comma);
    gb_xdecref(text);
    return GB_NULL;
}

GbRef gb_instance_new(GbThread *t, GbType *type)
{
    if (type->flags & GB_TYPE_ABSTRACT)
        return fail_abstract(t, type);
    return gb_value(gb_object_new(t, type));
}

/* Arguments must have someone who takes them: __new__ lets them pass for an __init__ of the class,
 * and the other way round. */
GbRef gb_object_create(GbThread *t, GbBorrow type_value, const GbBorrow *args, int count,
                       GbBorrow names)
{
    GbType *type = gb_as_type(type_value);
    if (count > 0) {
        if (type->slots.create != gb_object_create)
            return gb_raise(t, gb_TypeError, "object.__new__() takes exactly one argument "
                                             "(the type to instantiate)");
        if (type->slots.init == gb_object_init)
            return gb_raise(t, gb_TypeError, "%N() takes no arguments", type);
    }
    return gb_instance_new(t, type);
}

int gb_object_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbType *type = gb_type_of(t, self);
    if (count == 0)
        return 0;
    if (type->slots.init != gb_object_init)
        return gb_fail(t, gb_TypeError,
                       "object.__init__() takes exactly one argument (the instance to initialize)");
    if (type->slots.create == gb_object_create)
        return gb_fail(t, gb_TypeError,
                       "%N.__init__() takes exactly one argument (the instance to initialize)",
                       type);
    return 0;
}

/* --- Slots --- */

static GbRef object_repr(GbThread *t, GbBorrow self)
{
    GbRef name = gb_type_full_name(t, gb_type_of(t, self));
    if (name == GB_NULL)
        return GB_NULL;
    GbRef text =
        gb_str_format(t, "<%U object at 0x%llx>", name, (long long)gb_identity_u64(t, self));
    gb_decref(name);
    return text;
}

static GbRef object_str(GbThread *t, GbBorrow self)
{
    return gb_type_of(t, self)->slots.repr(t, self);
}

static int object_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    *hash = (int64_t)(gb_identity_u64(t, self) & INT64_MAX);
    return 0;
}

static GbRef object_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (op == GB_EQ)
        return a == b ? GB_TRUE : GB_NOT_IMPLEMENTED;
    if (op != GB_NE)
        return GB_NOT_IMPLEMENTED;
    /* `!=` is the contrary of what the class says `==` is. */
    GbRef equal = gb_type_of(t, a)->slots.compare(t, a, b, GB_EQ);
    if (equal == GB_NULL || equal == GB_NOT_IMPLEMENTED)
        return equal;
    int truth = gb_truth(t, equal);
    gb_decref(equal);
    return truth < 0 ? GB_NULL : gb_bool(!truth);
}

/* --- __class__ --- */

static GbRef object_get_class(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(gb_type_of(t, self)));
}

static bool is_mutable(const GbType *type)
{
    return type->flags & GB_TYPE_HEAP && !(type->flags & GB_TYPE_IMMUTABLE);
}

/* The names of a class's own __slots__, by their places. */
static GbBorrow own_slot_name(const GbType *type, int32_t index)
{
    GbBorrow name, value;
    for (int64_t position = 0; gb_dict_next(gb_value(type->dict), &position, &name, &value);) {
        if (!gb_is_exact(value, GB_KIND_MEMBER_DESCRIPTOR))
            continue;
        const GbMemberDescriptor *member = (GbMemberDescriptor *)gb_object(value);
        if (member->owner == type && member->index == index)
            return member->name;
    }
    return GB_NULL;
}

/* Do two classes add slots of the same names to the same base? */
static bool same_own_slots(const GbType *a, const GbType *b)
{
    if (!(a->flags & b->flags & GB_TYPE_HEAP) || a->base != b->base)
        return false;
    for (int32_t i = a->base->slot_count; i < a->slot_count; ++i) {
        GbBorrow left = own_slot_name(a, i), right = own_slot_name(b, i);
        if (left == GB_NULL || right == GB_NULL || !gb_str_equal(left, right))
            return false;
    }
    return true;
}

bool gb_type_same_layout(GbType *a, GbType *b)
{
    uint32_t mask = GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF | GB_TYPE_VARIABLE | GB_TYPE_CONTAINER;
    if (a->spec->size != b->spec->size || a->layout != b->layout ||
        a->slot_count != b->slot_count || a->attrs_offset != b->attrs_offset ||
        (a->flags & mask) != (b->flags & mask))
        return false;
    GbType *solid_a = gb_solid_base(a), *solid_b = gb_solid_base(b);
    return solid_a == solid_b || same_own_slots(solid_a, solid_b);
}

static int object_set_class(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "can't delete __class__ attribute");
    if (!gb_is_type(value))
        return gb_fail(t, gb_TypeError, "__class__ must be set to a class, not '%T' object", value);
    GbType *new_type = gb_as_type(value), *old_type = gb_type_of(t, self),
           *module = gb_type(t, MODULE);
    bool modules = gb_type_is_subtype(new_type, module) && gb_type_is_subtype(old_type, module);
    if (!modules && (!is_mutable(new_type) || !is_mutable(old_type)))
        return gb_fail(t, gb_TypeError, "__class__ assignment only supported for mutable types or "
                                        "ModuleType subclasses");
    if (new_type == old_type)
        return 0;
    if (!gb_type_same_layout(old_type, new_type))
        return gb_fail(t, gb_TypeError,
                       "__class__ assignment: '%N' object layout differs from '%N'", new_type,
                       old_type);
    /* An array of values speaks of the old type's keys. */
    GbObject *object = gb_object(self);
    if (object->type->attrs_offset != 0 && gb_attrs_dict(t, object) == GB_NULL)
        return -1;
    if (new_type->flags & GB_TYPE_HEAP)
        gb_incref(value);
    object->type = new_type;
    object->kind =
        t->interp->types[new_type->layout] == new_type ? new_type->layout : GB_KIND_OTHER;
    if (old_type->flags & GB_TYPE_HEAP)
        gb_decref(gb_value(old_type));
    return 0;
}

/* --- Pickling --- */

static GbRef copyreg_get(GbThread *t, const char *name)
{
    GbRef copyreg = gb_import(t, "copyreg");
    GbRef value = copyreg == GB_NULL ? GB_NULL : gb_attr_get_c(t, copyreg, name);
    gb_xdecref(copyreg);
    return value;
}

static GbRef call_copyreg(GbThread *t, const char *name, GbBorrow a, GbBorrow b)
{
    GbRef function = copyreg_get(t, name);
    if (function == GB_NULL)
        return GB_NULL;
    GbRef result = b == GB_NULL ? gb_call1(t, function, a) : gb_call2(t, function, a, b);
    gb_decref(function);
    return result;
}

/* The values of an instance's __slots__ as a dict; None when there are none to keep. */
static GbRef slots_state(GbThread *t, GbBorrow self)
{
    GbType *type = gb_type_of(t, self);
    GbRef names = GB_NULL, state = GB_NULL;
    int found = gb_dict_find(t, gb_value(type->dict), gb_name(t, __slotnames__), &names);
    if (found == 0 && type->slot_count == 0)
        return GB_NONE;
    if (found == 0)
        names = call_copyreg(t, "_slotnames", gb_value(type), GB_NULL);
    if (names == GB_NULL)
        return GB_NULL;
    if (!gb_is_list(names)) {
        state = GB_NONE;
        goto done;
    }
    state = gb_dict_new(t);
    for (int64_t i = 0; state != GB_NULL && i < gb_list_count(names); ++i) {
        GbRef name = gb_new_ref(gb_list_peek(names, i)), value = GB_NULL;
        found = gb_attr_find(t, self, name, &value);
        if (found > 0)
            found = gb_dict_set(t, state, name, value);
        gb_xdecref(value);
        gb_decref(name);
        if (found < 0)
            gb_clear(&state);
    }
    if (state != GB_NULL && gb_dict_count(state) == 0)
        gb_set(&state, GB_NONE);
done:
    gb_decref(names);
    return state;
}

/* The default __getstate__: the attributes, or (attributes, slots). `required`: nothing else tells
 * how to make a copy, so the object must consist of these alone. */
static GbRef default_state(GbThread *t, GbBorrow self, bool required)
{
    GbType *type = gb_type_of(t, self);
    if (!gb_is_object(self))
        return GB_NONE;
    if (required && (type->spec->size > sizeof(GbObject) || type->flags & GB_TYPE_VARIABLE))
        return gb_raise(t, gb_TypeError, "cannot pickle '%T' object", self);
    GbRef state =
        gb_attrs_count(gb_object(self)) == 0 ? GB_NONE : gb_attrs_copy(t, gb_object(self));
    GbRef slots = state == GB_NULL ? GB_NULL : slots_state(t, self);
    if (slots == GB_NULL) {
        gb_xdecref(state);
        return GB_NULL;
    }
    if (slots != GB_NONE) {
        GbRef both = gb_tuple_of(t, 2, state, slots);
        gb_decref(state);
        state = both;
    }
    gb_decref(slots);
    return state;
}

static GbRef object_getstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return default_state(t, self, false);
}

static GbRef state_of(GbThread *t, GbBorrow self, bool required)
{
    GbBorrow name = gb_name(t, __getstate__);
    GbBorrow own = gb_type_lookup(t, gb_type_of(t, self), name);
    if (own == gb_type_lookup(t, gb_type(t, OBJECT), name))
        return default_state(t, self, required);
    return gb_call_method(t, self, name, NULL, 0);
}

/* args and kwargs for __new__, by __getnewargs_ex__ or __getnewargs__: 1, 0: neither, -1. *kwargs
 * may stay GB_NULL. */
static int new_arguments(GbThread *t, GbBorrow self, GbRef *args, GbRef *kwargs)
{
    GbRef method = GB_NULL, result = GB_NULL;
    int found = gb_special_find(t, self, gb_name(t, __getnewargs_ex__), &method);
    bool extended = found > 0;
    if (found == 0)
        found = gb_special_find(t, self, gb_name(t, __getnewargs__), &method);
    if (found <= 0)
        return found;
    result = gb_call0(t, method);
    gb_decref(method);
    if (result == GB_NULL)
        return -1;
    found = -1;
    if (!extended && gb_is_tuple(result)) {
        *args = gb_new_ref(result);
        found = 1;
    } else if (!extended) {
        gb_raise(t, gb_TypeError, "__getnewargs__ should return a tuple, not '%T'", result);
    } else if (!gb_is_tuple(result)) {
        gb_raise(t, gb_TypeError, "__getnewargs_ex__ should return a tuple, not '%T'", result);
    } else if (gb_tuple_count(result) != 2) {
        gb_raise(t, gb_ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %d",
                 (int)gb_tuple_count(result));
    } else if (!gb_is_tuple(gb_tuple_peek(result, 0))) {
        gb_raise(t, gb_TypeError,
                 "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'",
                 gb_tuple_peek(result, 0));
    } else if (!gb_is_dict(gb_tuple_peek(result, 1))) {
        gb_raise(t, gb_TypeError,
                 "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%T'",
                 gb_tuple_peek(result, 1));
    } else {
        *args = gb_new_ref(gb_tuple_peek(result, 0));
        *kwargs = gb_new_ref(gb_tuple_peek(result, 1));
        found = 1;
    }
    gb_decref(result);
    return found;
}

/* (class, *args) */
static GbRef class_and_args(GbThread *t, GbBorrow class, GbBorrow args)
{
    int64_t count = args == GB_NULL ? 0 : gb_tuple_count(args);
    GbRef tuple = gb_tuple_new(t, count + 1);
    if (tuple == GB_NULL)
        return GB_NULL;
    gb_tuple_set_take(tuple, 0, gb_new_ref(class));
    for (int64_t i = 0; i < count; ++i)
        gb_tuple_set_take(tuple, i + 1, gb_new_ref(gb_tuple_peek(args, i)));
    return tuple;
}

static GbRef items_iterator(GbThread *t, GbBorrow self)
{
    if (!gb_is_dict(self))
        return GB_NONE;
    GbRef items = gb_call_method(t, self, gb_name(t, items), NULL, 0);
    GbRef iterator = items == GB_NULL ? GB_NULL : gb_iter(t, items);
    gb_xdecref(items);
    return iterator;
}

/* Protocol 2 and later: (copyreg.__newobj__, (class, ...), state, list items, dict items). */
static GbRef reduce_by_new(GbThread *t, GbBorrow self)
{
    GbBorrow class = gb_value(gb_type_of(t, self));
    GbRef args = GB_NULL, kwargs = GB_NULL, result = GB_NULL;
    GbRef parts[5] = {GB_NULL, GB_NULL, GB_NULL, GB_NULL, GB_NULL};
    if (gb_type_of(t, self)->slots.create == NULL)
        return gb_raise(t, gb_TypeError, "cannot pickle '%T' object", self);
    int has_args = new_arguments(t, self, &args, &kwargs);
    if (has_args < 0)
        return GB_NULL;
    bool extended = kwargs != GB_NULL && gb_dict_count(kwargs) > 0;
    parts[0] = copyreg_get(t, extended ? "__newobj_ex__" : "__newobj__");
    if (parts[0] == GB_NULL)
        goto done;
    parts[1] = extended ? gb_tuple_of(t, 3, class, args, kwargs) : class_and_args(t, class, args);
    if (parts[1] == GB_NULL)
        goto done;
    parts[2] = state_of(t, self, !has_args && !gb_is_list(self) && !gb_is_dict(self));
    if (parts[2] == GB_NULL)
        goto done;
    parts[3] = gb_is_list(self) ? gb_iter(t, self) : GB_NONE;
    if (parts[3] == GB_NULL)
        goto done;
    parts[4] = items_iterator(t, self);
    if (parts[4] != GB_NULL)
        result = gb_tuple_from_array(t, parts, 5);
done:
    for (int i = 0; i < 5; ++i)
        gb_xdecref(parts[i]);
    gb_xdecref(args);
    gb_xdecref(kwargs);
    return result;
}

static GbRef reduce(GbThread *t, GbBorrow self, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_by_new(t, self);
    return call_copyreg(t, "_reduce_ex", self, gb_small_new(protocol));
}

static GbRef object_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return reduce(t, self, 0);
}

static GbRef object_reduce_ex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t protocol;
    if (gb_index_i64(t, args[0], &protocol, gb_OverflowError) < 0)
        return GB_NULL;
    GbBorrow name = gb_name(t, __reduce__);
    if (gb_type_lookup(t, gb_type_of(t, self), name) != gb_type_lookup(t, gb_type(t, OBJECT), name))
        return gb_call_method(t, self, name, NULL, 0);
    return reduce(t, self, protocol < 0 ? 0 : protocol);
}

/* --- dir() --- */

int gb_dir_merge_class(GbThread *t, GbBorrow dict, GbBorrow class)
{
    GbRef part = GB_NULL, bases = GB_NULL;
    int result = gb_attr_find(t, class, gb_name(t, __dict__), &part);
    if (result > 0)
        result = gb_dict_update(t, dict, part);
    gb_xdecref(part);
    if (result >= 0)
        result = gb_attr_find(t, class, gb_name(t, __bases__), &bases);
    if (result > 0 && gb_is_tuple(bases)) {
        for (int64_t i = 0; result >= 0 && i < gb_tuple_count(bases); ++i)
            result = gb_dir_merge_class(t, dict, gb_tuple_peek(bases, i));
    }
    gb_xdecref(bases);
    return result < 0 ? -1 : 0;
}

GbRef gb_object_dir(GbThread *t, GbBorrow object)
{
    GbRef own = GB_NULL, dict = GB_NULL, class = GB_NULL, list = GB_NULL;
    int found = gb_attr_find(t, object, gb_name(t, __dict__), &own);
    if (found < 0)
        return GB_NULL;
    dict = found > 0 && gb_is_dict(own) ? gb_dict_copy(t, own) : gb_dict_new(t);
    if (dict == GB_NULL)
        goto done;
    found = gb_attr_find(t, object, gb_name(t, __class__), &class);
    if (found < 0 || (found > 0 && gb_dir_merge_class(t, dict, class) < 0))
        goto done;
    list = gb_list_from(t, dict);
done:
    gb_xdecref(own);
    gb_xdecref(dict);
    gb_xdecref(class);
    return list;
}

static GbRef object_dir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_object_dir(t, self);
}

/* --- Other methods --- */

static GbRef object_format(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "__format__() argument must be str, not %K", args[0]);
    if (gb_str_length(args[0]) > 0)
        return gb_raise(t, gb_TypeError, "unsupported format string passed to %T.__format__", self);
    return gb_str(t, self);
}

static GbRef object_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, gb_is_object(self) ? (int64_t)gb_object_bytes(gb_object(self))
                                            : (int64_t)sizeof(GbObject));
}

static GbRef object_init_subclass(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
}

static GbRef object_subclasshook(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NOT_IMPLEMENTED;
}

static const GbMethodDef object_methods[] = {
    {"__reduce_ex__(protocol, /)", object_reduce_ex, "Helper for pickle."},
    {"__reduce__()", object_reduce, "Helper for pickle."},
    {"__getstate__()", object_getstate, "Helper for pickle."},
    {"__subclasshook__(*args)", object_subclasshook,
     "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by "
     "abc.ABCMeta.__subclasscheck__().\n"
     "It should return True, False or NotImplemented.  If it returns\n"
     "NotImplemented, the normal algorithm is used.  Otherwise, it\n"
     "overrides the normal algorithm (and the outcome is cached).\n",
     GB_METHOD_CLASS},
    {"__init_subclass__()", object_init_subclass,
     "This method is called when a class is subclassed.\n\n"
     "The default implementation does nothing. It may be\noverridden to extend subclasses.\n",
     GB_METHOD_CLASS},
    {"__format__(format_spec, /)", object_format, "Default object formatter."},
    {"__sizeof__()", object_sizeof, "Size of object in memory, in bytes."},
    {"__dir__()", object_dir, "Default dir() implementation."},
    {0},
};

static const GbGetSetDef object_getsets[] = {
    {"__class__", object_get_class, object_set_class, "the object's class"},
    {0},
};

const GbTypeSpec gb_object_spec = {
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\n"
           "When called, it accepts no arguments and returns a new featureless\n"
           "instance that has no instance attributes and cannot be given any.\n",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_IMMUTABLE,
    .slots = {.repr = object_repr,
              .str = object_str,
              .hash = object_hash,
              .compare = object_compare,
              .getattr = gb_generic_getattr,
              .setattr = gb_generic_setattr,
              .create = gb_object_create,
              .init = gb_object_init},
    .methods = object_methods,
    .getsets = object_getsets,
};
