/* _functools: partial, cmp_to_key and reduce; the cache of lru_cache is in functools_cache.c. */
#include "stdlib/functools_cache.h"

/* --- reduce --- */

static GbRef functools_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[1]);
    if (iterator == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "reduce() arg 2 must support iteration");
        return GB_NULL;
    }
    GbRef result = args[2] == GB_NULL ? gb_next(t, iterator) : gb_new_ref(args[2]);
    if (result == GB_NULL && !gb_raised(t))
        gb_raise(t, gb_TypeError, "reduce() of empty iterable with no initial value");
    GbRef item;
    while (result != GB_NULL && (item = gb_next(t, iterator)) != GB_NULL) {
        gb_set(&result, gb_call2(t, args[0], result, item));
        gb_decref(item);
    }
    gb_decref(iterator);
    if (gb_raised(t))
        gb_clear(&result);
    return result;
}

/* --- partial --- */

typedef struct Partial {
    GbObject header;
    GbRef function;
    GbRef args;     /* tuple */
    GbRef keywords; /* dict */
} Partial;

static const GbTypeSpec partial_spec;

static Partial *as_partial(GbBorrow v)
{
    return (Partial *)gb_object(v);
}

static bool is_partial(GbThread *t, GbBorrow v)
{
    return gb_type_of(t, v) == gb_spec_type(t, &partial_spec);
}

/* A partial of a partial is one with both's arguments, unless the inner one carries attributes. 1,
 * 0, -1. */
static int can_flatten(GbThread *t, GbBorrow function)
{
    if (!is_partial(t, function))
        return 0;
    GbRef dict = gb_attr_get_c(t, function, "__dict__");
    if (dict == GB_NULL)
        return -1;
    int flat = gb_dict_count(dict) == 0;
    gb_decref(dict);
    return flat;
}

/* Takes args and keywords (also on failure; GB_NULL among them fails). */
static GbRef partial_new_take(GbThread *t, GbBorrow type, GbBorrow function, GbRef args,
                              GbRef keywords)
{
    Partial *partial = NULL;
    if (args != GB_NULL && keywords != GB_NULL)
        partial = gb_object_new(t, (GbType *)gb_object(type));
    if (partial == NULL) {
        gb_xdecref(args);
        gb_xdecref(keywords);
        return GB_NULL;
    }
    partial->function = gb_new_ref(function);
    partial->args = args;
    partial->keywords = keywords;
    return gb_value(partial);
}

static GbRef partial_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count == 0)
        return gb_raise(t, gb_TypeError, "type 'partial' takes at least one argument");
    GbBorrow function = gb_tuple_peek(args[0], 0);
    if (!gb_is_callable(t, function))
        return gb_raise(t, gb_TypeError, "the first argument must be callable");
    int flat = can_flatten(t, function);
    if (flat < 0)
        return GB_NULL;
    GbRef rest = gb_tuple_from_array(t, gb_tuple_items(args[0]) + 1, count - 1);
    if (!flat || rest == GB_NULL)
        return partial_new_take(t, type, function, rest, gb_dict_copy(t, args[1]));
    Partial *inner = as_partial(function);
    gb_set(&rest, gb_binary(t, GB_ADD, inner->args, rest));
    GbRef keywords = gb_dict_copy(t, inner->keywords);
    if (keywords != GB_NULL && gb_dict_update(t, keywords, args[1]) < 0)
        gb_clear(&keywords);
    return partial_new_take(t, type, inner->function, rest, keywords);
}

static void partial_dealloc(GbThread *t, GbObject *self)
{
    Partial *partial = (Partial *)self;
    gb_clear(&partial->function);
    gb_clear(&partial->args);
    gb_clear(&partial->keywords);
}

static int partial_visit(GbObject *self, GbVisitor visit, void *context)
{
    Partial *partial = (Partial *)self;
    GB_VISIT(partial->function);
    GB_VISIT(partial->args);
    GB_VISIT(partial->keywords);
    return 0;
}

/* Keywords of the partial, overridden by those of the call. */
static GbRef call_with_keywords(GbThread *t, GbBorrow self, const GbBorrow *all, int positional,
                                GbBorrow names)
{
    GbRef result = GB_NULL, keywords = gb_dict_copy(t, as_partial(self)->keywords);
    int64_t named = names == GB_NULL ? 0 : gb_tuple_count(names);
    for (int64_t i = 0; keywords != GB_NULL && i < named; ++i)
        if (gb_dict_set(t, keywords, gb_tuple_peek(names, i), all[positional + i]) < 0)
            gb_clear(&keywords);
    GbRef tuple = keywords == GB_NULL ? GB_NULL : gb_tuple_from_array(t, all, positional);
    if (tuple != GB_NULL)
        result = gb_call_tuple(t, as_partial(self)->function, tuple, keywords);
    gb_clear(&keywords);
    gb_clear(&tuple);
    return result;
}

static GbRef partial_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    enum { ON_STACK = 12 };
    Partial *partial = as_partial(self);
    int64_t own = gb_tuple_count(partial->args), total = own + count;
    GbBorrow few[ON_STACK], *all = few;
    if (total > ON_STACK && (all = gb_mem_new(t, (size_t)total * sizeof *all)) == NULL)
        return GB_NULL;
    if (own > 0)
        memcpy(all, gb_tuple_items(partial->args), (size_t)own * sizeof *all);
    if (count > 0)
        memcpy(all + own, args, (size_t)count * sizeof *all);
    GbRef function = gb_new_ref(partial->function), held = gb_new_ref(partial->args), result;
    int named = names == GB_NULL ? 0 : (int)gb_tuple_count(names);
    if (gb_dict_count(partial->keywords) == 0)
        result = gb_call(t, function, all, (int)total, names);
    else
        result = call_with_keywords(t, self, all, (int)total - named, names);
    gb_decref(function);
    gb_decref(held);
    if (all != few)
        gb_mem_free(t, all, (size_t)total * sizeof *all);
    return result;
}

static GbRef partial_repr(GbThread *t, GbBorrow self)
{
    Partial *partial = as_partial(self);
    GbType *type = gb_type_of(t, self);
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_new(t, "...");
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_format(&writer, "%s%U(", type->flags & GB_TYPE_HEAP ? "" : "functools.", type->name);
    gb_writer_repr(&writer, partial->function);
    for (int64_t i = 0; i < gb_tuple_count(partial->args) && !writer.failed; ++i)
        gb_writer_format(&writer, ", %R", gb_tuple_peek(partial->args, i));
    int64_t position = 0;
    GbBorrow key, value;
    while (!writer.failed && gb_dict_next(partial->keywords, &position, &key, &value)) {
        GbRef held[] = {gb_new_ref(key), gb_new_ref(value)}; /* The dict is public. */
        gb_writer_format(&writer, ", %S=%R", key, value);
        gb_decref(held[0]);
        gb_decref(held[1]);
    }
    gb_writer_char(&writer, ')');
    gb_repr_leave(t, self);
    return gb_writer_finish(&writer);
}

/* (type, (function,), (function, args, keywords, dict or None)) */
static GbRef partial_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Partial *partial = as_partial(self);
    GbRef result = GB_NULL, given = GB_NULL, state = GB_NULL;
    GbRef dict = gb_attr_get_c(t, self, "__dict__");
    if (dict == GB_NULL)
        return GB_NULL;
    given = gb_tuple_of(t, 1, partial->function);
    state = gb_tuple_of(t, 4, partial->function, partial->args, partial->keywords,
                        gb_dict_count(dict) > 0 ? dict : GB_NONE);
    if (given != GB_NULL && state != GB_NULL)
        result = gb_tuple_of(t, 3, gb_value(gb_type_of(t, self)), given, state);
    gb_clear(&dict);
    gb_clear(&given);
    gb_clear(&state);
    return result;
}

static GbRef partial_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Partial *partial = as_partial(self);
    GbBorrow state = args[0];
    bool valid = gb_is_tuple(state) && gb_tuple_count(state) == 4
                 && gb_is_callable(t, gb_tuple_peek(state, 0))
                 && gb_is_tuple(gb_tuple_peek(state, 1));
    GbBorrow keywords = valid ? gb_tuple_peek(state, 2) : GB_NULL;
    if (!valid || (keywords != GB_NONE && !gb_is_dict(keywords)))
        return gb_raise(t, gb_TypeError, "invalid partial state");
    GbBorrow dict = gb_tuple_peek(state, 3);
    GbRef own_dict = dict == GB_NONE ? gb_dict_new(t) : gb_new_ref(dict);
    int failed = own_dict == GB_NULL ? -1 : gb_attr_set_c(t, self, "__dict__", own_dict);
    gb_clear(&own_dict);
    if (failed)
        return GB_NULL;
    GbRef own_args = gb_tuple_from(t, gb_tuple_peek(state, 1)); /* A subclass's as a plain one. */
    GbRef own_keywords = keywords == GB_NONE                      ? gb_dict_new(t)
                         : gb_is_exact(keywords, GB_KIND_DICT) ? gb_new_ref(keywords)
                                                               : gb_dict_copy(t, keywords);
    if (own_args == GB_NULL || own_keywords == GB_NULL) {
        gb_xdecref(own_args);
        gb_xdecref(own_keywords);
        return GB_NULL;
    }
    gb_set(&partial->function, gb_new_ref(gb_tuple_peek(state, 0)));
    gb_set(&partial->args, own_args);
    gb_set(&partial->keywords, own_keywords);
    return GB_NONE;
}

static GbRef partial_get_func(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_partial(self)->function);
}

static GbRef partial_get_args(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_partial(self)->args);
}

static GbRef partial_get_keywords(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_partial(self)->keywords);
}

static const GbMethodDef partial_methods[] = {
    {"__reduce__()", partial_reduce, NULL},
    {"__setstate__(state, /)", partial_setstate, NULL},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef partial_getsets[] = {
    {"func", partial_get_func, gb_refuse_set, "function object to use in future partial calls"},
    {"args", partial_get_args, gb_refuse_set, "tuple of arguments to future partial calls"},
    {"keywords", partial_get_keywords, gb_refuse_set,
     "dictionary of keyword arguments to future partial calls"},
    {0},
};

static const GbTypeSpec partial_spec = {
    .name = "functools.partial",
    .doc = "partial(func, *args, **keywords) - new function with partial application\n"
           "    of the given arguments and keywords.\n",
    .size = sizeof(Partial),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {
        .dealloc = partial_dealloc,
        .visit = partial_visit,
        .clear = NULL,
        .repr = partial_repr,
        .call = partial_call,
    },
    .constructor = {"partial(*args, **keywords)", partial_create, NULL},
    .methods = partial_methods,
    .getsets = partial_getsets,
};

/* --- cmp_to_key --- */

typedef struct KeyWrapper {
    GbObject header;
    GbRef compare;
    GbRef object; /* GB_NULL in what cmp_to_key returns, which wraps what it is called with. */
} KeyWrapper;

static const GbTypeSpec wrapper_spec;

static KeyWrapper *as_wrapper(GbBorrow v)
{
    return (KeyWrapper *)gb_object(v);
}

static GbRef wrapper_new(GbThread *t, GbBorrow compare, GbBorrow object)
{
    KeyWrapper *wrapper = gb_object_new(t, gb_spec_type(t, &wrapper_spec));
    if (wrapper == NULL)
        return GB_NULL;
    wrapper->compare = gb_new_ref(compare);
    wrapper->object = object == GB_NULL ? GB_NULL : gb_new_ref(object);
    return gb_value(wrapper);
}

static void wrapper_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((KeyWrapper *)self)->compare);
    gb_clear(&((KeyWrapper *)self)->object);
}

static int wrapper_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((KeyWrapper *)self)->compare);
    GB_VISIT(((KeyWrapper *)self)->object);
    return 0;
}

static GbRef wrapper_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    if (count == 0)
        return gb_raise(t, gb_TypeError, "K() missing required argument 'obj' (pos 1)");
    if (count > 1)
        return gb_raise(t, gb_TypeError, "K() takes at most 1 argument (%d given)", count);
    if (names != GB_NULL && gb_tuple_count(names) == 1
        && !gb_str_equal_c(gb_tuple_peek(names, 0), "obj"))
        return gb_raise(t, gb_TypeError, "'%U' is an invalid keyword argument for K()",
                        gb_tuple_peek(names, 0));
    return wrapper_new(t, as_wrapper(self)->compare, args[0]);
}

static GbRef wrapper_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_spec(t, a, &wrapper_spec) || !gb_is_spec(t, b, &wrapper_spec))
        return gb_raise(t, gb_TypeError, "other argument must be K instance");
    KeyWrapper *x = as_wrapper(a), *y = as_wrapper(b);
    if (x->object == GB_NULL || y->object == GB_NULL)
        return gb_raise(t, gb_AttributeError, "object");
    GbRef answer = gb_call2(t, x->compare, x->object, y->object);
    if (answer == GB_NULL)
        return GB_NULL;
    GbRef result = gb_compare(t, answer, gb_small_new(0), op);
    gb_decref(answer);
    return result;
}

static GbRef wrapper_get_obj(GbThread *t, GbBorrow self)
{
    GbBorrow object = as_wrapper(self)->object;
    return object == GB_NULL ? gb_raise(t, gb_AttributeError, "obj") : gb_new_ref(object);
}

static const GbGetSetDef wrapper_getsets[] = {
    {"obj", wrapper_get_obj, NULL, "Value wrapped by a key function."},
    {0},
};

static const GbTypeSpec wrapper_spec = {
    .name = "functools.KeyWrapper",
    .size = sizeof(KeyWrapper),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {
        .dealloc = wrapper_dealloc,
        .visit = wrapper_visit,
        .hash = gb_unhashable,
        .call = wrapper_call,
        .compare = wrapper_compare,
    },
    .getsets = wrapper_getsets,
};

static GbRef functools_cmp_to_key(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return wrapper_new(t, args[0], GB_NULL);
}

/* --- The module --- */

static const GbMethodDef functools_functions[] = {
    {"reduce(function, iterable, initial=?, /)", functools_reduce,
     "reduce(function, iterable[, initial]) -> value\n\n"
     "Apply a function of two arguments cumulatively to the items of a sequence\n"
     "or iterable, from left to right, so as to reduce the iterable to a single\n"
     "value.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n"
     "((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\n"
     "of the iterable in the calculation, and serves as a default when the\n"
     "iterable is empty."},
    {"cmp_to_key(mycmp)", functools_cmp_to_key, "Convert a cmp= function into a key= function."},
    {0},
};

static int functools_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &partial_spec, NULL) < 0)
        return -1;
    if (gb_module_add_type(t, module, &wrapper_spec, NULL) < 0)
        return -1;
    return gb_functools_cache_init(t, module);
}

const GbModuleDef gb_module_functools = {
    "_functools",
    "Tools that operate on functions.",
    functools_functions,
    functools_init,
};
