/* zip, map and filter. */
#include "vm/interp.h"
#include "vm/object/list.h"
#include "vm/object/sequence.h"

typedef struct Zip {
    GbObject header;
    GbRef iterators; /* tuple */
    GbRef result;    /* The tuple last given, reused when nobody else kept it; GB_NULL: none. */
    bool strict;
} Zip;

typedef struct Map {
    GbObject header;
    GbRef function;
    GbRef iterators; /* tuple */
} Map;

typedef struct Filter {
    GbObject header;
    GbRef function;  /* None: the items' own truth. */
    GbRef iterator;
} Filter;

/* (iter(x) for x in the tuple from index `from`), as a tuple. */
static GbRef iterators_of(GbThread *t, GbBorrow iterables, int64_t from)
{
    int64_t count = gb_tuple_count(iterables) - from;
    GbRef result = gb_tuple_new(t, count);
    for (int64_t i = 0; result != GB_NULL && i < count; ++i) {
        GbRef iterator = gb_iter(t, gb_tuple_peek(iterables, from + i));
        if (iterator == GB_NULL)
            gb_clear(&result);
        else
            gb_tuple_set_take(result, i, iterator);
    }
    return result;
}

/* --- zip --- */

static GbRef zip_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int strict = gb_truth(t, args[1]);
    if (strict < 0)
        return GB_NULL;
    GbRef iterators = iterators_of(t, args[0], 0);
    if (iterators == GB_NULL)
        return GB_NULL;
    Zip *zip = gb_object_new(t, (GbType *)gb_object(type));
    if (zip == NULL) {
        gb_decref(iterators);
        return GB_NULL;
    }
    zip->iterators = iterators;
    zip->strict = strict;
    return gb_value(zip);
}

static void zip_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((Zip *)self)->iterators);
    gb_clear(&((Zip *)self)->result);
}

static int zip_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Zip *)self)->iterators);
    GB_VISIT(((Zip *)self)->result);
    return 0;
}

/* Iterable `index` (from 1) was shorter or longer than all before it. */
static GbRef raise_length(GbThread *t, int64_t index, const char *how)
{
    if (index == 2)
        return gb_raise(t, gb_ValueError, "zip() argument 2 is %s than argument 1", how);
    return gb_raise(t, gb_ValueError, "zip() argument %lld is %s than arguments 1-%lld",
                    (long long)index, how, (long long)index - 1);
}

/* Iterable `at` has ended: with strict=True all must end together. */
static GbRef check_strict(GbThread *t, Zip *zip, int64_t at)
{
    if (!zip->strict || gb_raised(t))
        return GB_NULL;
    if (at > 0)
        return raise_length(t, at + 1, "shorter");
    for (int64_t i = 1; i < gb_tuple_count(zip->iterators); ++i) {
        GbRef item = gb_next_guarded(t, gb_tuple_peek(zip->iterators, i));
        if (item != GB_NULL) {
            gb_decref(item);
            return raise_length(t, i + 1, "longer");
        }
        if (gb_raised(t))
            return GB_NULL;
    }
    return GB_NULL;
}

static GbRef zip_next(GbThread *t, GbBorrow self)
{
    Zip *zip = (Zip *)gb_object(self);
    int64_t count = gb_tuple_count(zip->iterators);
    if (count == 0)
        return GB_NULL;
    bool reuse = zip->result != GB_NULL && gb_object(zip->result)->refcount == 1;
    GbRef result = reuse ? gb_new_ref(zip->result) : gb_tuple_new(t, count);
    for (int64_t i = 0; result != GB_NULL && i < count; ++i) {
        GbRef item = gb_next_guarded(t, gb_tuple_peek(zip->iterators, i));
        if (item == GB_NULL) {
            gb_decref(result);
            return check_strict(t, zip, i);
        }
        gb_tuple_set_take(result, i, item);
    }
    if (!reuse && result != GB_NULL)
        gb_set(&zip->result, gb_new_ref(result));
    return result;
}

static GbRef zip_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Zip *zip = (Zip *)gb_object(self);
    GbBorrow type = gb_value(gb_type_of(t, self));
    if (zip->strict)
        return gb_tuple_of(t, 3, type, zip->iterators, GB_TRUE);
    return gb_tuple_of(t, 2, type, zip->iterators);
}

static GbRef zip_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int strict = gb_truth(t, args[0]);
    if (strict < 0)
        return GB_NULL;
    ((Zip *)gb_object(self))->strict = strict;
    return GB_NONE;
}

/* --- map --- */

static GbRef map_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (gb_tuple_count(args[0]) < 2)
        return gb_raise(t, gb_TypeError, "map() must have at least two arguments.");
    GbRef iterators = iterators_of(t, args[0], 1);
    if (iterators == GB_NULL)
        return GB_NULL;
    Map *map = gb_object_new(t, (GbType *)gb_object(type));
    if (map == NULL) {
        gb_decref(iterators);
        return GB_NULL;
    }
    map->function = gb_new_ref(gb_tuple_peek(args[0], 0));
    map->iterators = iterators;
    return gb_value(map);
}

static void map_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((Map *)self)->function);
    gb_clear(&((Map *)self)->iterators);
}

static int map_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Map *)self)->function);
    GB_VISIT(((Map *)self)->iterators);
    return 0;
}

static GbRef map_next(GbThread *t, GbBorrow self)
{
    enum { ON_STACK = 8 };
    Map *map = (Map *)gb_object(self);
    int64_t count = gb_tuple_count(map->iterators), got = 0;
    GbRef few[ON_STACK], *items = few, result = GB_NULL;
    if (count > ON_STACK && (items = gb_mem_new(t, (size_t)count * sizeof *items)) == NULL)
        return GB_NULL;
    while (got < count
           && (items[got] = gb_next_guarded(t, gb_tuple_peek(map->iterators, got))) != GB_NULL)
        ++got;
    if (got == count)
        result = gb_call(t, map->function, items, (int)count, GB_NULL);
    while (got > 0)
        gb_decref(items[--got]);
    if (items != few)
        gb_mem_free(t, items, (size_t)count * sizeof *items);
    return result;
}

static GbRef map_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = (Map *)gb_object(self);
    int64_t count = gb_tuple_count(map->iterators);
    GbRef arguments = gb_tuple_new(t, count + 1);
    if (arguments == GB_NULL)
        return GB_NULL;
    gb_tuple_set_take(arguments, 0, gb_new_ref(map->function));
    for (int64_t i = 0; i < count; ++i)
        gb_tuple_set_take(arguments, i + 1, gb_new_ref(gb_tuple_peek(map->iterators, i)));
    return gb_reduce_pair(t, gb_value(gb_type_of(t, self)), arguments);
}

/* --- filter --- */

static GbRef filter_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[1]);
    if (iterator == GB_NULL)
        return GB_NULL;
    Filter *filter = gb_object_new(t, (GbType *)gb_object(type));
    if (filter == NULL) {
        gb_decref(iterator);
        return GB_NULL;
    }
    filter->function = gb_new_ref(args[0]);
    filter->iterator = iterator;
    return gb_value(filter);
}

static void filter_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((Filter *)self)->function);
    gb_clear(&((Filter *)self)->iterator);
}

static int filter_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Filter *)self)->function);
    GB_VISIT(((Filter *)self)->iterator);
    return 0;
}

/* Does the item pass? 1, 0, -1. */
static int filter_test(GbThread *t, GbBorrow function, GbBorrow item)
{
    if (function == GB_NONE || function == gb_value(t->interp->types[GB_KIND_BOOL]))
        return gb_truth(t, item);
    GbRef answer = gb_call1(t, function, item);
    if (answer == GB_NULL)
        return -1;
    int passes = gb_truth(t, answer);
    gb_decref(answer);
    return passes;
}

static GbRef filter_next(GbThread *t, GbBorrow self)
{
    Filter *filter = (Filter *)gb_object(self);
    GbRef item;
    while ((item = gb_next_guarded(t, filter->iterator)) != GB_NULL) {
        int passes = filter_test(t, filter->function, item);
        if (passes > 0)
            return item;
        gb_decref(item);
        if (passes < 0)
            return GB_NULL;
    }
    return GB_NULL;
}

static GbRef filter_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Filter *filter = (Filter *)gb_object(self);
    return gb_reduce_pair(t, gb_value(gb_type_of(t, self)),
                          gb_tuple_of(t, 2, filter->function, filter->iterator));
}

/* --- Tables --- */

#define REDUCE "Return state information for pickling."

static const GbMethodDef zip_methods[] = {
    {"__reduce__()", zip_reduce, REDUCE},
    {"__setstate__(state, /)", zip_setstate, "Set state information for unpickling."},
    {0},
};

static const GbMethodDef map_methods[] = {
    {"__reduce__()", map_reduce, REDUCE},
    {0},
};

static const GbMethodDef filter_methods[] = {
    {"__reduce__()", filter_reduce, REDUCE},
    {0},
};

const GbTypeSpec gb_zip_spec = {
    .name = "zip",
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
           "   >>> list(zip('abcdefg', range(3), range(4)))\n"
           "   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
           "The zip object yields n-length tuples, where n is the number of iterables\n"
           "passed as positional arguments to zip().  The i-th element in every tuple\n"
           "comes from the i-th iterable argument to zip().  This continues until the\n"
           "shortest argument is exhausted.\n\n"
           "If strict is true and one of the arguments is exhausted before the others,\n"
           "raise a ValueError.",
    .size = sizeof(Zip),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = zip_dealloc, .visit = zip_visit, .iter = gb_iter_self, .next = zip_next},
    .constructor = {"zip(*iterables, strict=False)", zip_create, NULL},
    .methods = zip_methods,
};

const GbTypeSpec gb_map_spec = {
    .name = "map",
    .doc = "map(func, *iterables) --> map object\n\n"
           "Make an iterator that computes the function using arguments from\n"
           "each of the iterables.  Stops when the shortest iterable is exhausted.",
    .size = sizeof(Map),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = map_dealloc, .visit = map_visit, .iter = gb_iter_self, .next = map_next},
    .constructor = {"map(*args)", map_create, NULL},
    .methods = map_methods,
};

const GbTypeSpec gb_filter_spec = {
    .name = "filter",
    .doc = "filter(function or None, iterable) --> filter object\n\n"
           "Return an iterator yielding those items of iterable for which function(item)\n"
           "is true. If function is None, return the items that are true.",
    .size = sizeof(Filter),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = filter_dealloc,
              .visit = filter_visit,
              .iter = gb_iter_self,
              .next = filter_next},
    .constructor = {"filter(function, iterable, /)", filter_create, NULL},
    .methods = filter_methods,
};
