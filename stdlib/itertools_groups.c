/* groupby and tee: iterators that share a source with others of their kind. */
#include "stdlib/itertools_parts.h"

/* --- groupby --- */

typedef struct GroupBy {
    GbObject header;
    GbRef iterator;
    GbRef function;  /* None: items are their own keys. */
    GbRef target;    /* The key of the group given last; GB_NULL before the first. */
    GbRef key;       /* Of the item at hand; GB_NULL: there is none. */
    GbRef value;     /* The item at hand; GB_NULL once a group took it. */
    uint64_t serial; /* Of the group given last: earlier ones have ended. */
} GroupBy;

typedef struct Grouper {
    GbObject header;
    GbRef parent;    /* GroupBy */
    GbRef target;
    uint64_t serial;
} Grouper;

static GroupBy *as_groupby(GbBorrow v)
{
    return (GroupBy *)gb_object(v);
}

static Grouper *as_grouper(GbBorrow v)
{
    return (Grouper *)gb_object(v);
}

static GbRef groupby_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[0]);
    GroupBy *self = iterator == GB_NULL ? NULL : gb_itertools_new(t, type, 5);
    if (self == NULL) {
        gb_clear(&iterator);
        return GB_NULL;
    }
    self->iterator = iterator;
    self->function = gb_new_ref(args[1]);
    return gb_value(self);
}

/* Fetch the next item and its key. -1: there is none, or an exception is set. */
static int groupby_step(GbThread *t, GroupBy *self)
{
    GbRef value = gb_itertools_next(t, self->iterator);
    if (value == GB_NULL)
        return -1;
    GbRef key = self->function == GB_NONE ? gb_new_ref(value) : gb_call1(t, self->function, value);
    if (key == GB_NULL) {
        gb_decref(value);
        return -1;
    }
    gb_set(&self->value, value);
    gb_set(&self->key, key);
    return 0;
}

/* a == b for keys that comparing may take away. 1, 0, -1. */
static int keys_equal(GbThread *t, GbBorrow a, GbBorrow b)
{
    gb_incref(a);
    gb_incref(b);
    int equal = gb_equal(t, a, b);
    gb_decref(a);
    gb_decref(b);
    return equal;
}

static GbRef grouper_new(GbThread *t, GbBorrow type, GbBorrow parent, GbBorrow target)
{
    Grouper *grouper = gb_itertools_new(t, type, 2);
    if (grouper == NULL)
        return GB_NULL;
    grouper->parent = gb_new_ref(parent);
    grouper->target = gb_new_ref(target);
    grouper->serial = ++as_groupby(parent)->serial;
    return gb_value(grouper);
}

static GbRef groupby_next(GbThread *t, GbBorrow object)
{
    GroupBy *self = as_groupby(object);
    ++self->serial; /* The group before this one ends now. */
    for (;;) {      /* Skip what is left of it. */
        if (self->key != GB_NULL) {
            if (self->target == GB_NULL)
                break;
            int same = keys_equal(t, self->target, self->key);
            if (same < 0)
                return GB_NULL;
            if (!same)
                break;
        }
        if (groupby_step(t, self) < 0)
            return GB_NULL;
    }
    gb_set(&self->target, gb_new_ref(self->key));
    GbRef grouper =
        grouper_new(t, gb_value(gb_spec_type(t, &gb_itertools_grouper_spec)), object, self->target);
    GbRef result = grouper == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, self->key, grouper);
    gb_clear(&grouper);
    return result;
}

static GbRef grouper_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (!gb_is_spec(t, args[0], &gb_itertools_groupby_spec))
        return gb_raise(t, gb_TypeError, "argument 1 must be itertools.groupby, not %T", args[0]);
    return grouper_new(t, type, args[0], args[1]);
}

static GbRef grouper_next(GbThread *t, GbBorrow object)
{
    Grouper *self = as_grouper(object);
    GroupBy *parent = as_groupby(self->parent);
    if (parent->serial != self->serial)
        return GB_NULL;
    if (parent->value == GB_NULL && groupby_step(t, parent) < 0)
        return GB_NULL;
    if (keys_equal(t, self->target, parent->key) <= 0)
        return GB_NULL;
    GbRef value = parent->value;
    parent->value = GB_NULL;
    gb_clear(&parent->key);
    return value;
}

static GbRef groupby_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    GroupBy *self = as_groupby(object);
    GbRef arguments = gb_tuple_of(t, 2, self->iterator, self->function);
    if (self->target == GB_NULL || self->key == GB_NULL || self->value == GB_NULL)
        return gb_itertools_reduce(t, object, arguments);
    return gb_itertools_reduce_state(t, object, arguments,
                                     gb_tuple_of(t, 3, self->key, self->value, self->target));
}

static GbRef groupby_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    GroupBy *self = as_groupby(object);
    if (!gb_is_tuple(args[0]) || gb_tuple_count(args[0]) != 3)
        return gb_raise(t, gb_TypeError, "state is not a 3-tuple");
    gb_set(&self->key, gb_new_ref(gb_tuple_peek(args[0], 0)));
    gb_set(&self->value, gb_new_ref(gb_tuple_peek(args[0], 1)));
    gb_set(&self->target, gb_new_ref(gb_tuple_peek(args[0], 2)));
    return GB_NONE;
}

static GbRef grouper_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Grouper *self = as_grouper(object);
    if (as_groupby(self->parent)->serial == self->serial)
        return gb_itertools_reduce(t, object, gb_tuple_of(t, 2, self->parent, self->target));
    GbRef empty = gb_tuple_new(t, 0), maker = gb_builtin_get(t, "iter"), result = GB_NULL;
    if (empty != GB_NULL && maker != GB_NULL)
        result = gb_reduce_pair(t, maker, gb_tuple_of(t, 1, empty));
    gb_clear(&empty);
    gb_clear(&maker);
    return result;
}

static const GbMethodDef groupby_methods[] = {
    {"__reduce__()", groupby_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", groupby_setstate, ITERTOOLS_SETSTATE},
    {0},
};

static const GbMethodDef grouper_methods[] = {
    {"__reduce__()", grouper_reduce, ITERTOOLS_REDUCE},
    {0},
};

const GbTypeSpec gb_itertools_groupby_spec = {
    .name = "itertools.groupby",
    .doc = "make an iterator that returns consecutive keys and groups from the iterable\n\n"
           "  iterable\n    Elements to divide into groups according to the key function.\n"
           "  key\n    A function for computing the group category for each element.\n"
           "    If the key function is not specified or is None, the element itself\n"
           "    is used for grouping.",
    .size = sizeof(GroupBy),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(groupby_next),
    .constructor = {"groupby(iterable, key=None)", groupby_create, NULL},
    .methods = groupby_methods,
};

const GbTypeSpec gb_itertools_grouper_spec = {
    .name = "itertools._grouper",
    .size = sizeof(Grouper),
    .flags = ITERTOOLS_FLAGS | GB_TYPE_FINAL,
    .slots = ITERTOOLS_SLOTS(grouper_next),
    .constructor = {"_grouper(parent, tgtkey, /)", grouper_create, NULL},
    .methods = grouper_methods,
};

/* --- tee --- */

/* Items come in links of a chain; each branch of a tee walks it, and the one that is ahead adds to
 * it. A link that every branch has left goes away with its last reference. */
enum { LINK_ITEMS = 57 };

typedef struct TeeLink {
    GbObject header;
    GbRef iterator;
    GbRef items;   /* list of at most LINK_ITEMS */
    GbRef next;    /* TeeLink, or GB_NULL */
    bool running;  /* Asking the iterator just now. */
} TeeLink;

typedef struct Tee {
    GbObject header;
    GbRef link;    /* TeeLink */
    int64_t index; /* Of the next item in it. */
} Tee;

static TeeLink *as_link(GbBorrow v)
{
    return (TeeLink *)gb_object(v);
}

static Tee *as_tee(GbBorrow v)
{
    return (Tee *)gb_object(v);
}

static GbRef link_new(GbThread *t, GbBorrow iterator)
{
    GbRef items = gb_list_new(t, 0);
    TeeLink *link =
        items == GB_NULL
            ? NULL
            : gb_itertools_new(t, gb_value(gb_spec_type(t, &gb_itertools_tee_data_spec)), 3);
    if (link == NULL) {
        gb_clear(&items);
        return GB_NULL;
    }
    link->iterator = gb_new_ref(iterator);
    link->items = items;
    return gb_value(link);
}

/* Item i of the link, fetched if it is the first to be asked for. */
static GbRef link_item(GbThread *t, TeeLink *link, int64_t i)
{
    if (i < gb_list_count(link->items))
        return gb_new_ref(gb_list_peek(link->items, i));
    if (link->running)
        return gb_raise(t, gb_RuntimeError, "cannot re-enter the tee iterator");
    link->running = true;
    GbRef item = gb_itertools_next(t, link->iterator);
    link->running = false;
    if (item != GB_NULL && gb_list_append(t, link->items, item) < 0)
        gb_clear(&item);
    return item;
}

/* The link after a full one, borrowed. */
static GbBorrow link_next(GbThread *t, TeeLink *link)
{
    if (link->next == GB_NULL)
        link->next = link_new(t, link->iterator);
    return link->next;
}

static GbRef tee_next(GbThread *t, GbBorrow object)
{
    Tee *self = as_tee(object);
    if (self->index >= LINK_ITEMS) {
        GbBorrow next = link_next(t, as_link(self->link));
        if (next == GB_NULL)
            return GB_NULL;
        gb_set(&self->link, gb_new_ref(next));
        self->index = 0;
    }
    GbRef link = gb_new_ref(self->link);
    GbRef item = link_item(t, as_link(link), self->index);
    gb_decref(link);
    if (item != GB_NULL)
        ++self->index;
    return item;
}

static GbRef tee_at(GbThread *t, GbBorrow link, int64_t index)
{
    Tee *tee = gb_itertools_new(t, gb_value(gb_spec_type(t, &gb_itertools_tee_spec)), 1);
    if (tee == NULL)
        return GB_NULL;
    tee->link = gb_new_ref(link);
    tee->index = index;
    return gb_value(tee);
}

static GbRef tee_copy(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    return tee_at(t, as_tee(object)->link, as_tee(object)->index);
}

/* A branch over any iterable; of a tee, another branch of the same chain. */
static GbRef tee_from(GbThread *t, GbBorrow iterable)
{
    GbRef iterator = gb_iter(t, iterable), result = GB_NULL;
    if (iterator == GB_NULL)
        return GB_NULL;
    if (gb_is_spec(t, iterator, &gb_itertools_tee_spec)) {
        result = tee_copy(t, iterator, NULL);
    } else {
        GbRef link = link_new(t, iterator);
        if (link != GB_NULL)
            result = tee_at(t, link, 0);
        gb_clear(&link);
    }
    gb_decref(iterator);
    return result;
}

static GbRef tee_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return tee_from(t, args[0]);
}

static GbRef tee_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    GbRef empty = gb_tuple_new(t, 0);
    if (empty == GB_NULL)
        return GB_NULL;
    GbRef arguments = gb_tuple_of(t, 1, empty), index = gb_int_new(t, as_tee(object)->index);
    gb_decref(empty);
    GbRef state = index == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, as_tee(object)->link, index);
    gb_clear(&index);
    return gb_itertools_reduce_state(t, object, arguments, state);
}

static GbRef tee_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Tee *self = as_tee(object);
    int64_t index;
    if (!gb_is_tuple(args[0]))
        return gb_raise(t, gb_TypeError, "state is not a tuple");
    if (gb_tuple_count(args[0]) != 2
        || !gb_is_spec(t, gb_tuple_peek(args[0], 0), &gb_itertools_tee_data_spec))
        return gb_raise(t, gb_TypeError, "state must be a (_tee_dataobject, index) tuple");
    if (gb_size_argument(t, gb_tuple_peek(args[0], 1), &index) < 0)
        return GB_NULL;
    if (index < 0 || index > LINK_ITEMS)
        return gb_raise(t, gb_ValueError, "Index out of range");
    gb_set(&self->link, gb_new_ref(gb_tuple_peek(args[0], 0)));
    self->index = index;
    return GB_NONE;
}

static GbRef link_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbBorrow items = args[1], next = args[2] == GB_NONE ? GB_NULL : args[2];
    if (!gb_is_list(items))
        return gb_raise(t, gb_TypeError, "argument 2 must be list, not %T", items);
    int64_t count = gb_list_count(items);
    bool next_fits = next == GB_NULL
                     || (count == LINK_ITEMS && gb_is_spec(t, next, &gb_itertools_tee_data_spec));
    if (count > LINK_ITEMS || !next_fits)
        return gb_raise(t, gb_ValueError, "Invalid arguments");
    GbRef result = link_new(t, args[0]);
    if (result == GB_NULL)
        return GB_NULL;
    if (gb_list_extend(t, as_link(result)->items, items) < 0)
        gb_clear(&result);
    else if (next != GB_NULL)
        as_link(result)->next = gb_new_ref(next);
    return result;
}

static GbRef link_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    TeeLink *link = as_link(object);
    GbRef items = gb_list_from(t, link->items);
    if (items == GB_NULL)
        return GB_NULL;
    GbRef arguments =
        gb_tuple_of(t, 3, link->iterator, items, link->next == GB_NULL ? GB_NONE : link->next);
    gb_decref(items);
    return gb_itertools_reduce(t, object, arguments);
}

GbRef gb_itertools_tee(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count;
    if (gb_size_argument(t, args[1], &count) < 0)
        return GB_NULL;
    if (count < 0)
        return gb_raise(t, gb_ValueError, "n must be >= 0");
    GbRef result = gb_tuple_new(t, count);
    if (count == 0 || result == GB_NULL)
        return result;
    /* An iterator that can copy itself needs no help. */
    GbRef first = gb_iter(t, args[0]), copy = GB_NULL;
    int found = first == GB_NULL ? -1 : gb_attr_find(t, first, gb_name(t, __copy__), &copy);
    if (found == 0) {
        gb_set(&first, tee_from(t, first));
        found = first == GB_NULL ? -1 : gb_attr_find(t, first, gb_name(t, __copy__), &copy);
    }
    for (int64_t i = 1; found >= 0 && i < count; ++i) {
        GbRef branch = gb_call0(t, copy);
        if (branch == GB_NULL)
            found = -1;
        else
            gb_tuple_set_take(result, i, branch);
    }
    gb_clear(&copy);
    if (found < 0) {
        gb_clear(&first);
        gb_clear(&result);
        return GB_NULL;
    }
    gb_tuple_set_take(result, 0, first);
    return result;
}

static const GbMethodDef tee_methods[] = {
    {"__copy__()", tee_copy, "Returns an independent iterator."},
    {"__reduce__()", tee_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", tee_setstate, ITERTOOLS_SETSTATE},
    {0},
};

static const GbMethodDef link_methods[] = {
    {"__reduce__()", link_reduce, ITERTOOLS_REDUCE},
    {0},
};

const GbTypeSpec gb_itertools_tee_spec = {
    .name = "itertools._tee",
    .doc = "Iterator wrapped to make it copyable.",
    .size = sizeof(Tee),
    .flags = ITERTOOLS_FLAGS | GB_TYPE_FINAL | GB_TYPE_HAS_WEAKREF,
    .slots = ITERTOOLS_SLOTS(tee_next),
    .constructor = {"_tee(iterable, /)", tee_create, NULL},
    .methods = tee_methods,
};

const GbTypeSpec gb_itertools_tee_data_spec = {
    .name = "itertools._tee_dataobject",
    .doc = "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee "
           "objects.",
    .size = sizeof(TeeLink),
    .flags = ITERTOOLS_FLAGS | GB_TYPE_FINAL,
    .slots = {.dealloc = gb_itertools_dealloc, .visit = gb_itertools_visit},
    .constructor = {"_tee_dataobject(iterable, values, next, /)", link_create, NULL},
    .methods = link_methods,
};
