/* _collections: deque (collections_deque.c), defaultdict, and the fast parts of namedtuple and
 * Counter. */
#include "stdlib/collections_parts.h"

/* --- defaultdict --- */

typedef struct DefaultDict {
    GbDictBase base;
    GbRef factory; /* A callable, None, or GB_NULL before __init__. */
} DefaultDict;

static const GbTypeSpec defaultdict_spec;

static GbBorrow factory_of(GbBorrow self)
{
    GbBorrow factory = ((DefaultDict *)gb_object(self))->factory;
    return factory == GB_NULL ? GB_NONE : factory;
}

/* dict.__init__ with the arguments that are left: at most one mapping, and keywords. */
static int update_with(GbThread *t, GbBorrow self, const GbBorrow *args, int positional,
                       GbBorrow names)
{
    if (positional > 1)
        return gb_fail(t, gb_TypeError, "dict expected at most 1 argument, got %d", positional);
    if (positional == 1 && gb_dict_update(t, self, args[0]) < 0)
        return -1;
    int64_t keywords = names == GB_NULL ? 0 : gb_tuple_count(names);
    for (int64_t i = 0; i < keywords; ++i)
        if (gb_dict_set(t, self, gb_tuple_peek(names, i), args[positional + i]) < 0)
            return -1;
    return 0;
}

static int defaultdict_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                            GbBorrow names)
{
    int positional = count - (names == GB_NULL ? 0 : (int)gb_tuple_count(names));
    GbBorrow factory = GB_NONE;
    if (positional > 0) {
        factory = *args++;
        --positional;
        if (factory != GB_NONE && !gb_is_callable(t, factory))
            return gb_fail(t, gb_TypeError, "first argument must be callable or None");
    }
    gb_set(&((DefaultDict *)gb_object(self))->factory, gb_new_ref(factory));
    return update_with(t, self, args, positional, names);
}

static void defaultdict_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((DefaultDict *)self)->factory);
    gb_dict_spec.slots.dealloc(t, self);
}

static int defaultdict_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((DefaultDict *)self)->factory);
    return gb_dict_spec.slots.visit(self, visit, context);
}

/* The factory is shown as it is, but a recursive one (a bound method of the dict) only as "...". */
static GbRef defaultdict_repr(GbThread *t, GbBorrow self)
{
    GbRef result = GB_NULL, factory = GB_NULL;
    GbRef items = gb_dict_spec.slots.repr(t, self);
    if (items == GB_NULL)
        return GB_NULL;
    int entered = gb_repr_enter(t, factory_of(self));
    if (entered >= 0)
        factory = entered > 0 ? gb_str_new(t, "...") : gb_repr(t, factory_of(self));
    if (entered == 0)
        gb_repr_leave(t, factory_of(self));
    if (factory != GB_NULL)
        result = gb_str_format(t, "%U(%U, %U)", gb_type_of(t, self)->name, factory, items);
    gb_clear(&factory);
    gb_clear(&items);
    return result;
}

/* What calling the type with (factory, source) makes; `source` GB_NULL: itself. */
static GbRef new_like(GbThread *t, GbBorrow self, GbBorrow source)
{
    return gb_call2(t, gb_value(gb_type_of(t, self)), factory_of(self), source);
}

static GbRef defaultdict_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op != GB_OR || !gb_is_dict(a) || !gb_is_dict(b))
        return GB_NOT_IMPLEMENTED;
    GbRef result = new_like(t, gb_is_spec(t, a, &defaultdict_spec) ? a : b, a);
    if (result != GB_NULL && gb_dict_update(t, result, b) < 0)
        gb_clear(&result);
    return result;
}

static GbRef defaultdict_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return new_like(t, self, self);
}

static GbRef defaultdict_missing(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef factory = gb_new_ref(factory_of(self));
    if (factory == GB_NONE)
        return gb_raise_value(t, gb_KeyError, args[0]);
    GbRef value = gb_call0(t, factory);
    gb_decref(factory);
    if (value != GB_NULL && gb_item_set(t, self, args[0], value) < 0)
        gb_clear(&value);
    return value;
}

/* (type, (factory,), None, None, iter(self.items())) */
static GbRef defaultdict_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef result = GB_NULL, arguments = GB_NULL, items = GB_NULL, iterator = GB_NULL;
    arguments =
        factory_of(self) == GB_NONE ? gb_tuple_new(t, 0) : gb_tuple_of(t, 1, factory_of(self));
    if (arguments != GB_NULL)
        items = gb_call_method(t, self, gb_name(t, items), NULL, 0);
    if (items != GB_NULL)
        iterator = gb_iter(t, items);
    if (iterator != GB_NULL)
        result =
            gb_tuple_of(t, 5, gb_value(gb_type_of(t, self)), arguments, GB_NONE, GB_NONE, iterator);
    gb_clear(&arguments);
    gb_clear(&items);
    gb_clear(&iterator);
    return result;
}

static GbRef defaultdict_get_factory(GbThread *t, GbBorrow self)
{
    return gb_new_ref(factory_of(self));
}

static int defaultdict_set_factory(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&((DefaultDict *)gb_object(self))->factory,
           value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static const GbMethodDef defaultdict_methods[] = {
    {"copy()", defaultdict_copy, "D.copy() -> a shallow copy of D."},
    {"__copy__()", defaultdict_copy, "D.copy() -> a shallow copy of D."},
    {"__missing__(key, /)", defaultdict_missing,
     "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
     "  if self.default_factory is None: raise KeyError((key,))\n"
     "  self[key] = value = self.default_factory()\n"
     "  return value\n"},
    {"__reduce__()", defaultdict_reduce, "Return state information for pickling."},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef defaultdict_getsets[] = {
    {"default_factory", defaultdict_get_factory, defaultdict_set_factory,
     "Factory for default value called by __missing__()."},
    {0},
};

static const GbTypeSpec defaultdict_spec = {
    .name = "collections.defaultdict",
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
           "The default factory is called without arguments to produce\n"
           "a new value when a key is not present, in __getitem__ only.\n"
           "A defaultdict compares equal to a dict with the same items.\n"
           "All remaining arguments are treated the same as if they were\n"
           "passed to the dict constructor, including keyword arguments.\n",
    .size = sizeof(DefaultDict),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF | GB_TYPE_MATCH_MAPPING,
    .slots = {
        .dealloc = defaultdict_dealloc,
        .visit = defaultdict_visit,
        .clear = defaultdict_dealloc,
        .repr = defaultdict_repr,
        .binary = defaultdict_binary,
        .init = defaultdict_init,
    },
    .methods = defaultdict_methods,
    .getsets = defaultdict_getsets,
};

/* --- _tuplegetter: a field of a namedtuple --- */

typedef struct TupleGetter {
    GbObject header;
    int64_t index;
    GbRef doc;
} TupleGetter;

static TupleGetter *as_getter(GbBorrow v)
{
    return (TupleGetter *)gb_object(v);
}

static GbRef getter_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    TupleGetter *getter = gb_object_new(t, (GbType *)gb_object(type));
    if (getter == NULL)
        return GB_NULL;
    getter->index = index;
    getter->doc = gb_new_ref(args[1]);
    return gb_value(getter);
}

static void getter_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((TupleGetter *)self)->doc);
}

static int getter_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((TupleGetter *)self)->doc);
    return 0;
}

static GbRef getter_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "_tuplegetter(%lld, %R)", (long long)as_getter(self)->index,
                         as_getter(self)->doc);
}

static GbRef getter_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    TupleGetter *getter = as_getter(self);
    if (instance == GB_NULL)
        return gb_new_ref(self);
    if (!gb_is_tuple(instance)) {
        if (instance == GB_NONE)
            return gb_new_ref(self);
        return gb_raise(
            t, gb_TypeError,
            "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' object",
            (long long)getter->index, instance);
    }
    if (getter->index < 0 || getter->index >= gb_tuple_count(instance))
        return gb_raise(t, gb_IndexError, "tuple index out of range");
    return gb_new_ref(gb_tuple_peek(instance, getter->index));
}

static int getter_set(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value)
{
    return gb_fail(t, gb_AttributeError,
                   value == GB_NULL ? "can't delete attribute" : "can't set attribute");
}

static GbRef getter_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef index = gb_int_new(t, as_getter(self)->index);
    if (index == GB_NULL)
        return GB_NULL;
    GbRef arguments = gb_tuple_of(t, 2, index, as_getter(self)->doc);
    gb_decref(index);
    return gb_reduce_pair(t, gb_value(gb_type_of(t, self)), arguments);
}

static GbRef getter_get_doc(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_getter(self)->doc);
}

static int getter_set_doc(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&as_getter(self)->doc, gb_new_ref(value == GB_NULL ? GB_NONE : value));
    return 0;
}

static const GbMethodDef getter_methods[] = {
    {"__reduce__()", getter_reduce, NULL},
    {0},
};

static const GbGetSetDef getter_getsets[] = {
    {"__doc__", getter_get_doc, getter_set_doc, NULL},
    {0},
};

static const GbTypeSpec getter_spec = {
    .name = "_collections._tuplegetter",
    .size = sizeof(TupleGetter),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {
        .dealloc = getter_dealloc,
        .visit = getter_visit,
        .repr = getter_repr,
        .descr_get = getter_get,
        .descr_set = getter_set,
    },
    .constructor = {"_tuplegetter(index, doc, /)", getter_create, NULL},
    .methods = getter_methods,
    .getsets = getter_getsets,
};

/* --- _count_elements --- */

/* Does the type take the method from dict unchanged? */
static bool is_dicts_own(GbThread *t, GbType *type, GbBorrow name)
{
    return gb_type_lookup(t, type, name) == gb_type_lookup(t, gb_type(t, DICT), name);
}

/* mapping[key] = mapping.get(key, 0) + 1 */
static int count_plainly(GbThread *t, GbBorrow mapping, GbBorrow key)
{
    GbRef old;
    int found = gb_dict_find(t, mapping, key, &old);
    if (found < 0)
        return -1;
    GbRef count = found ? gb_binary(t, GB_ADD, old, gb_small_new(1)) : gb_small_new(1);
    gb_clear(&old);
    int result = count == GB_NULL ? -1 : gb_dict_set(t, mapping, key, count);
    gb_clear(&count);
    return result;
}

static int count_by_methods(GbThread *t, GbBorrow mapping, GbBorrow key)
{
    GbBorrow args[] = {key, gb_small_new(0)};
    GbRef old = gb_call_method(t, mapping, gb_name(t, get), args, 2);
    GbRef count = old == GB_NULL ? GB_NULL : gb_binary(t, GB_ADD, old, gb_small_new(1));
    gb_clear(&old);
    int result = count == GB_NULL ? -1 : gb_item_set(t, mapping, key, count);
    gb_clear(&count);
    return result;
}

static GbRef collections_count_elements(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = gb_type_of(t, args[0]);
    bool plain = gb_is_dict(args[0]) && is_dicts_own(t, type, gb_name(t, get))
                 && is_dicts_own(t, type, gb_name(t, __setitem__));
    GbRef iterator = gb_iter(t, args[1]);
    if (iterator == GB_NULL)
        return GB_NULL;
    GbRef key;
    int failed = 0;
    while (!failed && (key = gb_next(t, iterator)) != GB_NULL) {
        failed = plain ? count_plainly(t, args[0], key) : count_by_methods(t, args[0], key);
        gb_decref(key);
    }
    gb_decref(iterator);
    return failed || gb_raised(t) ? GB_NULL : GB_NONE;
}

/* --- The module --- */

static const GbMethodDef collections_functions[] = {
    {"_count_elements(mapping, iterable, /)", collections_count_elements,
     "Count elements in the iterable, updating the mapping"},
    {0},
};

static int collections_init(GbThread *t, GbBorrow module)
{
    static const GbTypeSpec *const specs[] = {
        &gb_collections_deque_spec,
        &gb_collections_deque_iterator_spec,
        &gb_collections_deque_reverse_iterator_spec,
        &getter_spec,
    };
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; ++i)
        if (gb_module_add_type(t, module, specs[i], NULL) < 0)
            return -1;
    return gb_module_add_type(t, module, &defaultdict_spec, gb_type(t, DICT));
}

const GbModuleDef gb_module_collections = {
    "_collections",
    "High performance data structures.\n- deque:        ordered collection accessible from "
    "endpoints only\n"
    "- defaultdict:  dict subclass with a default value factory\n",
    collections_functions,
    collections_init,
};
