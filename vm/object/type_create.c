/* Making classes: type(name, bases, namespace). The class statement's part is in build_class.c. */
#include "vm/exec/frame.h"
#include "vm/interp.h"
#include "vm/object/attrs.h"
#include "vm/object/descriptor.h"
#include "vm/object/exception.h"
#include "vm/object/str.h"
#include "vm/object/type_slots.h"

/* A class in the making. */
typedef struct Making {
    GbType *meta, *base;
    GbBorrow name, bases;
    GbRef dict;                   /* Copy of the namespace: to be the type's. */
    GbRef slots;                  /* list of mangled names; GB_NULL: no __slots__ */
    bool may_add_dict, may_add_weakref;
    bool add_dict, add_weakref;
} Making;

/* --- __slots__ --- */

static bool has_dict(const GbType *type)
{
    return type->flags & GB_TYPE_HAS_DICT || type->layout == GB_KIND_TYPE;
}

/* Bases whose objects differ in size by what CPython calls items. */
static bool has_items(const GbType *type)
{
    return type->layout == GB_KIND_INT || type->layout == GB_KIND_TUPLE ||
           type->layout == GB_KIND_BYTES || type->layout == GB_KIND_TYPE;
}

/* "__x" in class "_A" is "_A__x". */
static GbRef mangle(GbThread *t, GbBorrow class_name, GbBorrow name)
{
    int64_t length = gb_str_length(name), class_length = gb_str_length(class_name), start = 0;
    bool is_private = length > 2 && gb_str_at(name, 0) == '_' && gb_str_at(name, 1) == '_';
    if (!is_private || (gb_str_at(name, length - 1) == '_' && gb_str_at(name, length - 2) == '_'))
        return gb_new_ref(name);
    while (start < class_length && gb_str_at(class_name, start) == '_')
        ++start;
    if (start == class_length)
        return gb_new_ref(name);
    GbRef part = gb_str_slice(t, class_name, start, class_length);
    GbRef mangled = part == GB_NULL ? GB_NULL : gb_str_format(t, "_%U%U", part, name);
    gb_xdecref(part);
    return mangled;
}

static int check_slot_name(GbThread *t, GbBorrow name)
{
    if (!gb_is_str(name))
        return gb_fail(t, gb_TypeError, "__slots__ items must be strings, not '%T'", name);
    GbRef answer = gb_call_method_c(t, name, "isidentifier", NULL, 0);
    if (answer == GB_NULL)
        return -1;
    return answer == GB_TRUE ? 0 : gb_fail(t, gb_TypeError, "__slots__ must be identifiers");
}

static int add_slot(GbThread *t, Making *making, GbBorrow name)
{
    if (check_slot_name(t, name) < 0)
        return -1;
    if (gb_str_equal(name, gb_name(t, __dict__))) {
        if (!making->may_add_dict || making->add_dict)
            return gb_fail(t, gb_TypeError, "__dict__ slot disallowed: we already got one");
        making->add_dict = true;
        return 0;
    }
    if (gb_str_equal(name, gb_name(t, __weakref__))) {
        if (!making->may_add_weakref || making->add_weakref)
            return gb_fail(t, gb_TypeError, "__weakref__ slot disallowed: either we already got "
                                            "one, or __itemsize__ != 0");
        making->add_weakref = true;
        return 0;
    }
    GbRef mangled = gb_str_intern_take(t, mangle(t, making->name, name));
    if (mangled == GB_NULL)
        return -1;
    int status = 0;
    bool is_special = mangled == gb_name(t, __qualname__) || mangled == gb_name(t, __classcell__);
    if (!is_special && gb_dict_peek_str(t, making->dict, mangled) != GB_NULL)
        status = gb_fail(t, gb_ValueError, "%R in __slots__ conflicts with class variable", name);
    else
        status = gb_list_append(t, making->slots, mangled);
    gb_decref(mangled);
    return status;
}

/* Bases other than the one that gives the struct may bring a dict or weak references. */
static void look_at_other_bases(Making *making)
{
    for (int64_t i = 0; i < gb_tuple_count(making->bases); ++i) {
        const GbType *base = gb_as_type(gb_tuple_peek(making->bases, i));
        if (base == making->base)
            continue;
        making->add_dict |= making->may_add_dict && has_dict(base);
        making->add_weakref |= making->may_add_weakref && base->flags & GB_TYPE_HAS_WEAKREF;
    }
}

static int read_slots(GbThread *t, Making *making)
{
    GbBorrow given = gb_dict_peek_str(t, making->dict, gb_name(t, __slots__));
    making->may_add_dict = !has_dict(making->base);
    making->may_add_weakref =
        !(making->base->flags & GB_TYPE_HAS_WEAKREF) && !has_items(making->base);
    if (given == GB_NULL) {
        making->add_dict = making->may_add_dict;
        making->add_weakref = making->may_add_weakref;
        return 0;
    }
    GbRef names = gb_is_str(given) ? gb_tuple_of(t, 1, given) : gb_tuple_from(t, given);
    if (names == GB_NULL)
        return -1;
    int status = 0;
    int64_t count = gb_tuple_count(names);
    if (count > 0 && has_items(making->base))
        status = gb_fail(t, gb_TypeError, "nonempty __slots__ not supported for subtype of '%N'",
                         making->base);
    if (status == 0 && (making->slots = gb_list_new(t, count)) == GB_NULL)
        status = -1;
    for (int64_t i = 0; status == 0 && i < count; ++i)
        status = add_slot(t, making, gb_tuple_peek(names, i));
    gb_decref(names);
    if (status == 0 && making->slots != GB_NULL)
        status = gb_list_sort(t, making->slots, GB_NULL, false);
    if (status == 0)
        look_at_other_bases(making);
    return status;
}

/* --- The type object --- */

static uint32_t inherited_flags(const Making *making)
{
    uint32_t flags =
        making->base->flags & (GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF |
                               GB_TYPE_VARIABLE | GB_TYPE_MATCH_SELF);
    uint32_t match = GB_TYPE_MATCH_SEQUENCE | GB_TYPE_MATCH_MAPPING;
    for (int64_t i = 0; i < gb_tuple_count(making->bases) && !(flags & match); ++i)
        flags |= gb_as_type(gb_tuple_peek(making->bases, i))->flags & match;
    return flags;
}

/* Where instances have their __slots__ and their attribute word: behind the builtin struct, in this
 * order. */
static void set_layout(GbType *type, const Making *making)
{
    const GbType *base = making->base;
    int32_t own_slots = making->slots == GB_NULL ? 0 : (int32_t)gb_list_count(making->slots);
    type->spec = base->spec;
    type->layout = base->layout;
    type->slot_count = base->slot_count + own_slots;
    type->flags = GB_TYPE_HEAP | inherited_flags(making);
    if (making->add_dict)
        type->flags |= GB_TYPE_HAS_DICT;
    if (making->add_weakref)
        type->flags |= GB_TYPE_HAS_WEAKREF;
    if (making->add_dict || type->slot_count > 0)
        type->flags |= GB_TYPE_CONTAINER;
    uint32_t struct_size = (base->spec->size + 7) & ~7u;
    uint32_t size = struct_size + (uint32_t)type->slot_count * sizeof(GbRef);
    if (base->layout != GB_KIND_TYPE && type->flags & GB_TYPE_HAS_DICT) {
        type->attrs_offset = base->spec->attrs_offset;
        if (type->attrs_offset == 0) {
            type->attrs_offset = size;
            size += sizeof(uintptr_t);
        }
    }
    type->instance_size =
        type->flags & GB_TYPE_VARIABLE ? struct_size : size; /* The rest follows what varies. */
}

static GbType *allocate(GbThread *t, Making *making)
{
    GbType *type = gb_object_new(t, making->meta);
    if (type == NULL)
        return NULL;
    type->interp = t->interp;
    set_layout(type, making);
    type->base = gb_as_type(gb_new_ref(gb_value(making->base)));
    type->bases = gb_new_ref(making->bases);
    type->dict = gb_as_dict(gb_new_ref(making->dict));
    type->name = gb_str_plain(t, making->name);
    type->qualname = gb_new_ref(type->name);
    type->slots = making->base->slots;
    return type;
}

/* --- The namespace --- */

static int set_module(GbThread *t, GbBorrow dict)
{
    GbBorrow name = gb_name(t, __module__);
    if (t->frame == NULL || gb_dict_peek_str(t, dict, name) != GB_NULL)
        return 0;
    GbBorrow module = gb_dict_peek_str(t, t->frame->globals, gb_name(t, __name__));
    return module == GB_NULL ? 0 : gb_dict_set(t, dict, name, module);
}

static int take_qualname(GbThread *t, GbType *type)
{
    GbBorrow dict = gb_value(type->dict), name = gb_name(t, __qualname__);
    GbBorrow qualname = gb_dict_peek_str(t, dict, name);
    if (qualname == GB_NULL)
        return 0;
    if (!gb_is_str(qualname))
        return gb_fail(t, gb_TypeError, "type __qualname__ must be a str, not %T", qualname);
    gb_set(&type->qualname, gb_new_ref(qualname));
    return gb_dict_delete(t, dict, name) < 0 ? -1 : 0;
}

/* Functions that are never meant for instances need no decorator. */
static int wrap_function(GbThread *t, GbBorrow dict, GbBorrow name,
                         GbRef (*wrap)(GbThread *t, GbBorrow callable))
{
    GbBorrow value = gb_dict_peek_str(t, dict, name);
    if (value == GB_NULL || !gb_is_exact(value, GB_KIND_FUNCTION))
        return 0;
    GbRef wrapped = wrap(t, value);
    int status = wrapped == GB_NULL ? -1 : gb_dict_set(t, dict, name, wrapped);
    gb_xdecref(wrapped);
    return status;
}

static int set_take(GbThread *t, GbBorrow dict, GbBorrow name, GbRef value)
{
    int status = value == GB_NULL ? -1 : gb_dict_set(t, dict, name, value);
    gb_xdecref(value);
    return status;
}

/* Unless the class has its own under that name. */
static int add_getset(GbThread *t, GbType *type, const GbGetSetDef *def, GbBorrow name)
{
    if (gb_dict_peek_str(t, gb_value(type->dict), name) != GB_NULL)
        return 0;
    return set_take(t, gb_value(type->dict), name, gb_getset_new(t, type, def, name));
}

static int add_members(GbThread *t, GbType *type, const Making *making)
{
    int64_t count = making->slots == GB_NULL ? 0 : gb_list_count(making->slots);
    for (int64_t i = 0; i < count; ++i) {
        GbBorrow name = gb_list_peek(making->slots, i);
        GbRef member = gb_member_new(t, type, name, (int32_t)(making->base->slot_count + i));
        if (set_take(t, gb_value(type->dict), name, member) < 0)
            return -1;
    }
    return 0;
}

static GbRef get_dict(GbThread *t, GbBorrow self)
{
    GbBorrow dict = gb_attrs_dict(t, gb_object(self));
    return dict == GB_NULL ? GB_NULL : gb_new_ref(dict);
}

static int set_dict(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "cannot delete __dict__");
    if (!gb_is_dict(value))
        return gb_fail(t, gb_TypeError, "__dict__ must be set to a dictionary, not a '%T'", value);
    return gb_attrs_set_dict(t, gb_object(self), value);
}

/* The `__dict__` of a builtin type that v's class also derives from, borrowed: types and modules
 * have a say of their own in who may replace their dicts. GB_NULL: there is none. */
static GbBorrow builtin_descriptor(GbThread *t, GbBorrow v)
{
    GbType *type = gb_type_of(t, v);
    while (type->flags & GB_TYPE_HEAP)
        type = type->base;
    return has_dict(type) ? gb_type_lookup(t, type, gb_name(t, __dict__)) : GB_NULL;
}

static GbRef class_get_dict(GbThread *t, GbBorrow self)
{
    GbBorrow descriptor = builtin_descriptor(t, self);
    if (descriptor == GB_NULL)
        return get_dict(t, self);
    return gb_type_of(t, descriptor)
        ->slots.descr_get(t, descriptor, self, gb_value(gb_type_of(t, self)));
}

/* Instances of classes may lose their dict, and get a new one when they need it. */
static int class_set_dict(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbBorrow descriptor = builtin_descriptor(t, self);
    if (descriptor != GB_NULL)
        return gb_type_of(t, descriptor)->slots.descr_set(t, descriptor, self, value);
    if (value != GB_NULL)
        return set_dict(t, self, value);
    GbRef empty = gb_dict_new(t);
    int status = empty == GB_NULL ? -1 : gb_attrs_set_dict(t, gb_object(self), empty);
    gb_xdecref(empty);
    return status;
}

static GbRef get_weakref(GbThread *t, GbBorrow self)
{
    return gb_weakref_first(t, self);
}

const GbGetSetDef gb_dict_getset = {"__dict__", get_dict, set_dict, NULL};
static const GbGetSetDef class_dict_getset = {"__dict__", class_get_dict, class_set_dict,
                                              "dictionary for instance variables"};
static const GbGetSetDef weakref_getset = {"__weakref__", get_weakref, NULL,
                                           "list of weak references to the object"};

static int set_class_cell(GbThread *t, GbType *type)
{
    GbBorrow dict = gb_value(type->dict), name = gb_name(t, __classcell__);
    GbBorrow cell = gb_dict_peek_str(t, dict, name);
    if (cell == GB_NULL)
        return 0;
    if (!gb_is_exact(cell, GB_KIND_CELL))
        return gb_fail(t, gb_TypeError, "__classcell__ must be a nonlocal cell, not %R",
                       gb_value(gb_type_of(t, cell)));
    gb_set(&((GbCell *)gb_object(cell))->value, gb_new_ref(gb_value(type)));
    return gb_dict_delete(t, dict, name) < 0 ? -1 : 0;
}

/* What a class's dict has that its namespace had not. */
static int add_doc(GbThread *t, GbBorrow dict)
{
    GbBorrow doc = gb_dict_peek_str(t, dict, gb_name(t, __doc__));
    if (doc == GB_NULL)
        return gb_dict_set(t, dict, gb_name(t, __doc__), GB_NONE);
    size_t size;
    return gb_is_str(doc) && gb_str_utf8(t, doc, &size) == NULL ? -1 : 0; /* No surrogates. */
}

static int complete_dict(GbThread *t, GbType *type, const Making *making)
{
    GbBorrow dict = gb_value(type->dict);
    if (set_module(t, dict) < 0 || take_qualname(t, type) < 0 || set_class_cell(t, type) < 0)
        return -1;
    if (wrap_function(t, dict, gb_name(t, __new__), gb_staticmethod_new) < 0 ||
        wrap_function(t, dict, gb_name(t, __init_subclass__), gb_classmethod_new) < 0 ||
        wrap_function(t, dict, gb_name(t, __class_getitem__), gb_classmethod_new) < 0)
        return -1;
    if (add_members(t, type, making) < 0)
        return -1;
    if (making->add_dict && add_getset(t, type, &class_dict_getset, gb_name(t, __dict__)) < 0)
        return -1;
    if (making->add_weakref && add_getset(t, type, &weakref_getset, gb_name(t, __weakref__)) < 0)
        return -1;
    if (add_doc(t, dict) < 0)
        return -1;
    /* Who says what is equal must say what the hash is. */
    if (gb_dict_peek_str(t, dict, gb_name(t, __eq__)) != GB_NULL &&
        gb_dict_peek_str(t, dict, gb_name(t, __hash__)) == GB_NULL &&
        gb_dict_set(t, dict, gb_name(t, __hash__), GB_NONE) < 0)
        return -1;
    return 0;
}

/* --- Hooks --- */

static int call_set_name(GbThread *t, GbType *type, GbBorrow name, GbBorrow value)
{
    GbBorrow function = gb_type_lookup(t, gb_type_of(t, value), gb_name(t, __set_name__));
    if (function == GB_NULL)
        return 0;
    GbBorrow args[] = {gb_value(type), name};
    GbRef result = gb_special_call(t, function, value, args, 2, GB_NULL);
    if (result == GB_NULL) {
        gb_raise_because(t, gb_RuntimeError,
                         "Error calling __set_name__ on '%T' instance %R in '%N'", value, name,
                         type);
        return -1;
    }
    gb_decref(result);
    return 0;
}

static int set_names(GbThread *t, GbType *type)
{
    /* Most namespaces have nobody who wants to know; only then is a copy made, since hooks may add
     * names. */
    GbBorrow name, value;
    bool wanted = false;
    for (int64_t position = 0;
         !wanted && gb_dict_next(gb_value(type->dict), &position, &name, &value);)
        wanted = gb_type_lookup(t, gb_type_of(t, value), gb_name(t, __set_name__)) != GB_NULL;
    if (!wanted)
        return 0;
    GbRef names = gb_dict_copy(t, gb_value(type->dict));
    if (names == GB_NULL)
        return -1;
    int status = 0;
    for (int64_t position = 0; status == 0 && gb_dict_next(names, &position, &name, &value);)
        status = call_set_name(t, type, name, value);
    gb_decref(names);
    return status;
}

static int init_subclass(GbThread *t, GbType *type, GbBorrow kwargs)
{
    GbRef function = gb_super_get(t, type, gb_value(type), gb_name(t, __init_subclass__));
    if (function == GB_NULL)
        return -1;
    GbRef result = kwargs == GB_NULL ? gb_call0(t, function)
                                     : gb_call_tuple(t, function, t->interp->empty_tuple, kwargs);
    gb_decref(function);
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

/* --- Together --- */

static int register_with_bases(GbThread *t, GbType *type)
{
    for (int64_t i = 0; i < gb_tuple_count(type->bases); ++i) {
        if (gb_type_add_subclass(t, gb_as_type(gb_tuple_peek(type->bases, i)), type) < 0)
            return -1;
    }
    return 0;
}

static GbRef make_type(GbThread *t, Making *making, GbBorrow kwargs)
{
    GbType *type = allocate(t, making);
    if (type == NULL)
        return GB_NULL;
    if (type->name == GB_NULL || complete_dict(t, type, making) < 0 ||
        register_with_bases(t, type) < 0 || gb_type_compute_mro(t, type) < 0 ||
        gb_type_fix_slots(t, type) < 0 || set_names(t, type) < 0 ||
        init_subclass(t, type, kwargs) < 0) {
        gb_decref(gb_value(type));
        return GB_NULL;
    }
    return gb_value(type);
}

/* The metaclass of the bases has a __new__ of its own: let that make the class. */
static GbRef create_by(GbThread *t, GbType *meta, GbBorrow name, GbBorrow bases, GbBorrow namespace,
                       GbBorrow kwargs)
{
    GbRef function = gb_attr_get(t, gb_value(meta), gb_name(t, __new__));
    GbRef args =
        function == GB_NULL ? GB_NULL : gb_tuple_of(t, 4, gb_value(meta), name, bases, namespace);
    GbRef result = args == GB_NULL ? GB_NULL : gb_call_tuple(t, function, args, kwargs);
    gb_xdecref(function);
    gb_xdecref(args);
    return result;
}

static int check_entries(GbThread *t, GbBorrow bases)
{
    for (int64_t i = 0; i < gb_tuple_count(bases); ++i) {
        GbRef entries = GB_NULL;
        GbBorrow base = gb_tuple_peek(bases, i);
        int found =
            gb_is_type(base) ? 0 : gb_attr_find(t, base, gb_name(t, __mro_entries__), &entries);
        gb_xdecref(entries);
        if (found > 0)
            return gb_fail(t, gb_TypeError,
                           "type() doesn't support MRO entry resolution; use types.new_class()");
        if (found < 0)
            return -1;
    }
    return 0;
}

/* An OrderedDict has its keys in an order of its own. */
static GbRef copy_namespace(GbThread *t, GbBorrow namespace)
{
    if (gb_is_exact(namespace, GB_KIND_DICT))
        return gb_dict_copy(t, namespace);
    GbRef dict = gb_dict_new(t);
    if (dict != GB_NULL && gb_dict_update(t, dict, namespace) < 0)
        gb_clear(&dict);
    return dict;
}

GbRef gb_type_create(GbThread *t, GbType *meta, GbBorrow name, GbBorrow bases, GbBorrow namespace,
                     GbBorrow kwargs)
{
    Making making = {.name = name};
    GbRef own_bases = GB_NULL, result = GB_NULL;
    if (check_entries(t, bases) < 0)
        return GB_NULL;
    making.meta = gb_metaclass_of(t, meta, bases);
    if (making.meta == NULL)
        return GB_NULL;
    if (making.meta != meta && making.meta->slots.create != gb_type(t, TYPE)->slots.create)
        return create_by(t, making.meta, name, bases, namespace, kwargs);
    own_bases = gb_tuple_count(bases) > 0 ? gb_new_ref(bases)
                                          : gb_tuple_of(t, 1, gb_value(gb_type(t, OBJECT)));
    if (own_bases == GB_NULL || (making.base = gb_best_base(t, own_bases)) == NULL ||
        gb_type_check_name(t, name) < 0)
        goto done;
    making.bases = own_bases;
    making.dict = copy_namespace(t, namespace);
    if (making.dict != GB_NULL && read_slots(t, &making) == 0)
        result = make_type(t, &making, kwargs);
done:
    gb_xdecref(own_bases);
    gb_xdecref(making.dict);
    gb_xdecref(making.slots);
    return result;
}
