/* The iterators that pass items on: accumulate, chain, compress, dropwhile, filterfalse, islice,
 * pairwise, starmap, takewhile and zip_longest. */
#include "stdlib/itertools_parts.h"

/* Two references: what dropwhile, takewhile, filterfalse, starmap and compress are made of. */
typedef struct Pair {
    GbObject header;
    GbRef function;  /* compress: the data's iterator */
    GbRef iterator;
    bool passed;     /* dropwhile: the first was let through; takewhile: the end was seen. */
} Pair;

static Pair *as_pair(GbBorrow v)
{
    return (Pair *)gb_object(v);
}

static GbRef pair_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[1]);
    Pair *pair = iterator == GB_NULL ? NULL : gb_itertools_new(t, type, 2);
    if (pair == NULL) {
        gb_clear(&iterator);
        return GB_NULL;
    }
    pair->function = gb_new_ref(args[0]);
    pair->iterator = iterator;
    return gb_value(pair);
}

static GbRef pair_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_itertools_reduce(t, self,
                               gb_tuple_of(t, 2, as_pair(self)->function, as_pair(self)->iterator));
}

static GbRef pair_reduce_passed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef arguments = gb_tuple_of(t, 2, as_pair(self)->function, as_pair(self)->iterator);
    return gb_itertools_reduce_state(t, self, arguments, gb_small_new(as_pair(self)->passed));
}

static GbRef pair_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int passed = gb_truth(t, args[0]);
    if (passed < 0)
        return GB_NULL;
    as_pair(self)->passed = passed;
    return GB_NONE;
}

/* The truth of function(item): 1, 0, -1. */
static int test_item(GbThread *t, GbBorrow function, GbBorrow item)
{
    GbRef answer = gb_call1(t, function, item);
    if (answer == GB_NULL)
        return -1;
    int truth = gb_truth(t, answer);
    gb_decref(answer);
    return truth;
}

static const GbMethodDef pair_methods[] = {
    {"__reduce__()", pair_reduce, ITERTOOLS_REDUCE},
    {0},
};

static const GbMethodDef pair_methods_passed[] = {
    {"__reduce__()", pair_reduce_passed, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", pair_setstate, ITERTOOLS_SETSTATE},
    {0},
};

/* --- compress --- */

static GbRef compress_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef data = gb_iter(t, args[0]);
    if (data == GB_NULL)
        return GB_NULL;
    GbBorrow both[] = {data, args[1]};
    GbRef result = pair_create(t, type, both);
    gb_decref(data);
    return result;
}

static GbRef compress_next(GbThread *t, GbBorrow self)
{
    for (;;) { /* Ends with either iterator. */
        GbRef item = gb_itertools_next(t, as_pair(self)->function);
        if (item == GB_NULL)
            return GB_NULL;
        GbRef selector = gb_itertools_next(t, as_pair(self)->iterator);
        int selected = selector == GB_NULL ? -1 : gb_truth(t, selector);
        gb_clear(&selector);
        if (selected > 0)
            return item;
        gb_decref(item);
        if (selected < 0)
            return GB_NULL;
    }
}

const GbTypeSpec gb_itertools_compress_spec = {
    .name = "itertools.compress",
    .doc = "Return data elements corresponding to true selector elements.\n\n"
           "Forms a shorter iterator from selected data elements using the selectors to\n"
           "choose the data elements.",
    .size = sizeof(Pair),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(compress_next),
    .constructor = {"compress(data, selectors)", compress_create, NULL},
    .methods = pair_methods,
};

/* --- dropwhile, takewhile, filterfalse, starmap --- */

static GbRef dropwhile_next(GbThread *t, GbBorrow self)
{
    Pair *pair = as_pair(self);
    for (;;) {
        GbRef item = gb_itertools_next(t, pair->iterator);
        if (item == GB_NULL || pair->passed)
            return item;
        int drop = test_item(t, pair->function, item);
        if (drop == 0) {
            pair->passed = true;
            return item;
        }
        gb_decref(item);
        if (drop < 0)
            return GB_NULL;
    }
}

static GbRef takewhile_next(GbThread *t, GbBorrow self)
{
    Pair *pair = as_pair(self);
    if (pair->passed)
        return GB_NULL;
    GbRef item = gb_itertools_next(t, pair->iterator);
    if (item == GB_NULL)
        return GB_NULL;
    int take = test_item(t, pair->function, item);
    if (take > 0)
        return item;
    gb_decref(item);
    if (take == 0)
        pair->passed = true;
    return GB_NULL;
}

static GbRef filterfalse_next(GbThread *t, GbBorrow self)
{
    Pair *pair = as_pair(self);
    bool own_truth = pair->function == GB_NONE || pair->function == gb_value(gb_type(t, BOOL));
    GbRef item;
    while ((item = gb_itertools_next(t, pair->iterator)) != GB_NULL) {
        int truth = own_truth ? gb_truth(t, item) : test_item(t, pair->function, item);
        if (truth == 0)
            return item;
        gb_decref(item);
        if (truth < 0)
            return GB_NULL;
    }
    return GB_NULL;
}

static GbRef starmap_next(GbThread *t, GbBorrow self)
{
    Pair *pair = as_pair(self);
    GbRef item = gb_itertools_next(t, pair->iterator);
    if (item == GB_NULL)
        return GB_NULL;
    GbRef arguments = gb_tuple_from(t, item);
    gb_decref(item);
    if (arguments == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call(t, pair->function, gb_tuple_items(arguments),
                           (int)gb_tuple_count(arguments), GB_NULL);
    gb_decref(arguments);
    return result;
}

const GbTypeSpec gb_itertools_dropwhile_spec = {
    .name = "itertools.dropwhile",
    .doc = "Drop items from the iterable while predicate(item) is true.\n\n"
           "Afterwards, return every element until the iterable is exhausted.",
    .size = sizeof(Pair),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(dropwhile_next),
    .constructor = {"dropwhile(predicate, iterable, /)", pair_create, NULL},
    .methods = pair_methods_passed,
};

const GbTypeSpec gb_itertools_takewhile_spec = {
    .name = "itertools.takewhile",
    .doc = "Return successive entries from an iterable as long as the predicate evaluates to true "
           "for each entry.",
    .size = sizeof(Pair),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(takewhile_next),
    .constructor = {"takewhile(predicate, iterable, /)", pair_create, NULL},
    .methods = pair_methods_passed,
};

const GbTypeSpec gb_itertools_filterfalse_spec = {
    .name = "itertools.filterfalse",
    .doc = "Return those items of iterable for which function(item) is false.\n\n"
           "If function is None, return the items that are false.",
    .size = sizeof(Pair),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(filterfalse_next),
    .constructor = {"filterfalse(function, iterable, /)", pair_create, NULL},
    .methods = pair_methods,
};

const GbTypeSpec gb_itertools_starmap_spec = {
    .name = "itertools.starmap",
    .doc = "Return an iterator whose values are returned from the function evaluated with an "
           "argument tuple taken from "
           "the given sequence.",
    .size = sizeof(Pair),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(starmap_next),
    .constructor = {"starmap(function, iterable, /)", pair_create, NULL},
    .methods = pair_methods,
};

/* --- chain --- */

typedef struct Chain {
    GbObject header;
    GbRef source;  /* Iterator of iterables; GB_NULL once exhausted. */
    GbRef active;  /* The iterator under way, or GB_NULL. */
} Chain;

static GbRef chain_over(GbThread *t, GbBorrow type, GbBorrow iterables)
{
    GbRef source = gb_iter(t, iterables);
    Chain *chain = source == GB_NULL ? NULL : gb_itertools_new(t, type, 2);
    if (chain)
        chain->source = source;
    else
        gb_clear(&source);
    return gb_value(chain);
}

static GbRef chain_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return chain_over(t, type, args[0]);
}

static GbRef chain_from_iterable(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return chain_over(t, type, args[0]);
}

static GbRef chain_next(GbThread *t, GbBorrow self)
{
    Chain *chain = (Chain *)gb_object(self);
    while (chain->source != GB_NULL) {
        if (chain->active == GB_NULL) {
            GbRef iterable = gb_itertools_next(t, chain->source);
            if (iterable != GB_NULL) {
                gb_set(&chain->active, gb_iter(t, iterable));
                gb_decref(iterable);
            }
            if (chain->active == GB_NULL) {
                gb_clear(&chain->source);
                return GB_NULL;
            }
        }
        GbRef item = gb_itertools_next(t, chain->active);
        if (item != GB_NULL || gb_raised(t))
            return item;
        gb_clear(&chain->active);
    }
    return GB_NULL;
}

static GbRef chain_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Chain *chain = (Chain *)gb_object(self);
    GbRef empty = gb_tuple_new(t, 0);
    if (chain->source == GB_NULL)
        return gb_itertools_reduce(t, self, empty);
    return gb_itertools_reduce_state(t, self, empty,
                                     chain->active == GB_NULL
                                         ? gb_tuple_of(t, 1, chain->source)
                                         : gb_tuple_of(t, 2, chain->source, chain->active));
}

static bool is_iterator(GbThread *t, GbBorrow v)
{
    return gb_type_of(t, v)->slots.next != NULL;
}

static GbRef chain_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Chain *chain = (Chain *)gb_object(self);
    if (!gb_is_tuple(args[0]))
        return gb_raise(t, gb_TypeError, "state is not a tuple");
    int64_t count = gb_tuple_count(args[0]);
    if (count < 1 || count > 2)
        return gb_raise(t, gb_TypeError, "chain.__setstate__ expects 1 or 2 arguments, got %lld",
                        (long long)count);
    for (int64_t i = 0; i < count; ++i)
        if (!is_iterator(t, gb_tuple_peek(args[0], i)))
            return gb_raise(t, gb_TypeError, "Arguments must be iterators.");
    gb_set(&chain->source, gb_new_ref(gb_tuple_peek(args[0], 0)));
    gb_set(&chain->active, count == 2 ? gb_new_ref(gb_tuple_peek(args[0], 1)) : GB_NULL);
    return GB_NONE;
}

static const GbMethodDef chain_methods[] = {
    {"from_iterable(iterable, /)", chain_from_iterable,
     "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
     GB_METHOD_CLASS},
    {"__reduce__()", chain_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", chain_setstate, ITERTOOLS_SETSTATE},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_itertools_chain_spec = {
    .name = "itertools.chain",
    .doc = "chain(*iterables) --> chain object\n\n"
           "Return a chain object whose .__next__() method returns elements from the\n"
           "first iterable until it is exhausted, then elements from the next\n"
           "iterable, until all of the iterables are exhausted.",
    .size = sizeof(Chain),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(chain_next),
    .constructor = {"chain(*iterables)", chain_create, NULL},
    .methods = chain_methods,
};

/* --- accumulate --- */

typedef struct Accumulate {
    GbObject header;
    GbRef iterator;
    GbRef function; /* GB_NULL: addition */
    GbRef total;    /* GB_NULL before the first item. */
    GbRef initial;  /* To be given first; GB_NULL: none, or given. */
} Accumulate;

static GbRef accumulate_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[0]);
    Accumulate *self = iterator == GB_NULL ? NULL : gb_itertools_new(t, type, 4);
    if (self == NULL) {
        gb_clear(&iterator);
        return GB_NULL;
    }
    self->iterator = iterator;
    if (args[1] != GB_NONE)
        self->function = gb_new_ref(args[1]);
    if (args[2] != GB_NONE)
        self->initial = gb_new_ref(args[2]);
    return gb_value(self);
}

static GbRef accumulate_next(GbThread *t, GbBorrow object)
{
    Accumulate *self = (Accumulate *)gb_object(object);
    if (self->initial != GB_NULL) {
        gb_set(&self->total, self->initial);
        self->initial = GB_NULL;
        return gb_new_ref(self->total);
    }
    GbRef item = gb_itertools_next(t, self->iterator);
    if (item == GB_NULL)
        return GB_NULL;
    if (self->total == GB_NULL) {
        self->total = item;
        return gb_new_ref(item);
    }
    GbRef old = gb_new_ref(self->total);
    GbRef total = self->function == GB_NULL ? gb_binary(t, GB_ADD, old, item)
                                            : gb_call2(t, self->function, old, item);
    gb_decref(old);
    gb_decref(item);
    if (total == GB_NULL)
        return GB_NULL;
    gb_set(&self->total, gb_new_ref(total));
    return total;
}

/* chain([first], iterator): the iterator with an item put before it. */
static GbRef prepended(GbThread *t, GbBorrow first, GbBorrow iterator)
{
    GbRef head = gb_tuple_of(t, 1, first);
    if (head == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call2(t, gb_value(gb_spec_type(t, &gb_itertools_chain_spec)), head, iterator);
    gb_decref(head);
    return result;
}

/* A total of None looks like none at all to __setstate__: it becomes an item whose own result is
 * then skipped. */
static GbRef reduce_none_total(GbThread *t, GbBorrow object)
{
    Accumulate *self = (Accumulate *)gb_object(object);
    GbRef result = GB_NULL, inner = GB_NULL;
    GbRef source = prepended(t, self->total, self->iterator);
    GbBorrow function = self->function == GB_NULL ? GB_NONE : self->function;
    if (source != GB_NULL)
        inner = gb_call2(t, gb_value(gb_type_of(t, object)), source, function);
    if (inner != GB_NULL)
        result = gb_reduce_pair(t, gb_value(gb_spec_type(t, &gb_itertools_islice_spec)),
                                gb_tuple_of(t, 3, inner, gb_small_new(1), GB_NONE));
    gb_clear(&source);
    gb_clear(&inner);
    return result;
}

static GbRef accumulate_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Accumulate *self = (Accumulate *)gb_object(object);
    GbBorrow function = self->function == GB_NULL ? GB_NONE : self->function;
    if (self->initial == GB_NULL && self->total == GB_NONE)
        return reduce_none_total(t, object);
    GbRef source = self->initial != GB_NULL ? prepended(t, self->initial, self->iterator)
                                            : gb_new_ref(self->iterator);
    if (source == GB_NULL)
        return GB_NULL;
    GbRef arguments = gb_tuple_of(t, 2, source, function);
    gb_decref(source);
    return gb_itertools_reduce_state(t, object, arguments,
                                     self->total == GB_NULL ? GB_NONE : gb_new_ref(self->total));
}

static GbRef accumulate_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    gb_set(&((Accumulate *)gb_object(object))->total,
           args[0] == GB_NONE ? GB_NULL : gb_new_ref(args[0]));
    return GB_NONE;
}

static const GbMethodDef accumulate_methods[] = {
    {"__reduce__()", accumulate_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", accumulate_setstate, ITERTOOLS_SETSTATE},
    {0},
};

const GbTypeSpec gb_itertools_accumulate_spec = {
    .name = "itertools.accumulate",
    .doc = "Return series of accumulated sums (or other binary function results).",
    .size = sizeof(Accumulate),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(accumulate_next),
    .constructor = {"accumulate(iterable, func=None, *, initial=None)", accumulate_create, NULL},
    .methods = accumulate_methods,
};

/* --- islice --- */

typedef struct Islice {
    GbObject header;
    GbRef iterator;   /* GB_NULL once exhausted. */
    int64_t next;     /* Number of the next item to give. */
    int64_t stop;     /* -1: none */
    int64_t step;
    int64_t position; /* Items taken from the iterator so far. */
} Islice;

/* A number of items: None leaves *out; anything but an int from 0 on raises the message. */
static int read_bound(GbThread *t, GbBorrow v, int64_t *out, const char *what)
{
    if (v == GB_NONE)
        return 0;
    int64_t number = -1;
    if (!gb_has_index(t, v) || gb_size_argument(t, v, &number) < 0)
        gb_raised_drop(t);
    if (number < 0)
        return gb_fail(t, gb_ValueError,
                       "%s for islice() must be None or an integer: 0 <= x <= sys.maxsize.", what);
    *out = number;
    return 0;
}

static int read_step(GbThread *t, GbBorrow v, int64_t *out)
{
    if (v == GB_NULL || v == GB_NONE)
        return 0;
    int64_t number = 0;
    if (!gb_has_index(t, v) || gb_size_argument(t, v, &number) < 0)
        gb_raised_drop(t);
    if (number < 1)
        return gb_fail(t, gb_ValueError, "Step for islice() must be a positive integer or None.");
    *out = number;
    return 0;
}

static GbRef islice_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t start = 0, stop = -1, step = 1;
    bool only_stop = args[2] == GB_NULL;
    if (!only_stop && read_bound(t, args[1], &start, "Indices") < 0)
        return GB_NULL;
    if (read_bound(t, only_stop ? args[1] : args[2], &stop, "Stop argument") < 0
        || read_step(t, args[3], &step) < 0)
        return GB_NULL;
    GbRef iterator = gb_iter(t, args[0]);
    Islice *self = iterator == GB_NULL ? NULL : gb_itertools_new(t, type, 1);
    if (self == NULL) {
        gb_clear(&iterator);
        return GB_NULL;
    }
    self->iterator = iterator;
    self->next = start;
    self->stop = stop;
    self->step = step;
    return gb_value(self);
}

/* Take items up to number `next` from the iterator. The item, or GB_NULL. */
static GbRef islice_advance(GbThread *t, Islice *self)
{
    while (self->position < self->next) {
        GbRef item = gb_itertools_next(t, self->iterator);
        if (item == GB_NULL)
            return GB_NULL;
        gb_decref(item);
        ++self->position;
    }
    if (self->stop >= 0 && self->position >= self->stop)
        return GB_NULL;
    GbRef item = gb_itertools_next(t, self->iterator);
    if (item != GB_NULL)
        ++self->position;
    return item;
}

static GbRef islice_next(GbThread *t, GbBorrow object)
{
    Islice *self = (Islice *)gb_object(object);
    if (self->iterator == GB_NULL)
        return GB_NULL;
    GbRef item = islice_advance(t, self);
    if (item == GB_NULL) {
        gb_clear(&self->iterator);
        return GB_NULL;
    }
    bool overflows = __builtin_add_overflow(self->next, self->step, &self->next);
    if (overflows)
        self->next = self->stop >= 0 ? self->stop : INT64_MAX;
    if (self->stop >= 0 && self->next > self->stop)
        self->next = self->stop;
    return item;
}

static GbRef islice_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Islice *self = (Islice *)gb_object(object);
    GbRef arguments = GB_NULL;
    if (self->iterator == GB_NULL) {
        GbRef empty = gb_itertools_empty_iterator(t);
        if (empty != GB_NULL)
            arguments = gb_tuple_of(t, 2, empty, gb_small_new(0));
        gb_clear(&empty);
        return gb_itertools_reduce_state(t, object, arguments, gb_small_new(0));
    }
    GbRef next = gb_int_new(t, self->next),
          stop = self->stop < 0 ? GB_NONE : gb_int_new(t, self->stop);
    GbRef step = gb_int_new(t, self->step);
    if (next != GB_NULL && stop != GB_NULL && step != GB_NULL)
        arguments = gb_tuple_of(t, 4, self->iterator, next, stop, step);
    gb_clear(&next);
    gb_clear(&stop);
    gb_clear(&step);
    return gb_itertools_reduce_state(t, object, arguments, gb_int_new(t, self->position));
}

static GbRef islice_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    int64_t position;
    if (gb_size_argument(t, args[0], &position) < 0)
        return GB_NULL;
    ((Islice *)gb_object(object))->position = position;
    return GB_NONE;
}

static const GbMethodDef islice_methods[] = {
    {"__reduce__()", islice_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", islice_setstate, ITERTOOLS_SETSTATE},
    {0},
};

const GbTypeSpec gb_itertools_islice_spec = {
    .name = "itertools.islice",
    .doc = "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> "
           "islice object\n\n"
           "Return an iterator whose next() method returns selected values from an\n"
           "iterable.  If start is specified, will skip all preceding elements;\n"
           "otherwise, start defaults to zero.  Step defaults to one.  If\n"
           "specified as another value, step determines how many values are\n"
           "skipped between successive calls.  Works like a slice() on a list\n"
           "but returns an iterator.",
    .size = sizeof(Islice),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(islice_next),
    .constructor = {"islice(iterable, start, stop=?, step=?, /)", islice_create, NULL},
    .methods = islice_methods,
};

/* --- pairwise --- */

typedef struct Pairwise {
    GbObject header;
    GbRef iterator; /* GB_NULL once exhausted. */
    GbRef old;      /* The second of the last pair. */
} Pairwise;

static GbRef pairwise_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[0]);
    Pairwise *self = iterator == GB_NULL ? NULL : gb_itertools_new(t, type, 2);
    if (self)
        self->iterator = iterator;
    else
        gb_clear(&iterator);
    return gb_value(self);
}

static GbRef pairwise_next(GbThread *t, GbBorrow object)
{
    Pairwise *self = (Pairwise *)gb_object(object);
    if (self->iterator == GB_NULL)
        return GB_NULL;
    if (self->old == GB_NULL)
        gb_set(&self->old, gb_itertools_next(t, self->iterator));
    GbRef old = self->old == GB_NULL ? GB_NULL : gb_new_ref(self->old);
    GbRef item = old == GB_NULL || self->iterator == GB_NULL ? GB_NULL
                                                             : gb_itertools_next(t, self->iterator);
    GbRef pair = item == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, old, item);
    gb_clear(&old);
    gb_set(&self->old, item);
    if (item == GB_NULL)
        gb_clear(&self->iterator);
    return pair;
}

const GbTypeSpec gb_itertools_pairwise_spec = {
    .name = "itertools.pairwise",
    .doc = "Return an iterator of overlapping pairs taken from the input iterator.\n\n"
           "    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    .size = sizeof(Pairwise),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(pairwise_next),
    .constructor = {"pairwise(iterable, /)", pairwise_create, NULL},
};

/* --- zip_longest --- */

typedef struct ZipLongest {
    GbObject header;
    GbRef iterators; /* list: an exhausted one is replaced by (). */
    GbRef fill;
    GbRef result;    /* The tuple last given, reused when nobody else kept it; GB_NULL: none. */
    int64_t active;  /* Iterators that are not exhausted. */
} ZipLongest;

static GbRef zip_longest_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    GbRef iterators = gb_list_new(t, count);
    for (int64_t i = 0; iterators != GB_NULL && i < count; ++i)
        if (gb_list_append_take(t, iterators, gb_iter(t, gb_tuple_peek(args[0], i))) < 0)
            gb_clear(&iterators);
    ZipLongest *self = iterators == GB_NULL ? NULL : gb_itertools_new(t, type, 3);
    if (self == NULL) {
        gb_clear(&iterators);
        return GB_NULL;
    }
    self->iterators = iterators;
    self->fill = gb_new_ref(args[1]);
    self->active = count;
    return gb_value(self);
}

/* The i-th iterator has ended: 0 when others go on, -1 when that was the last, or with an exception
 * set. */
static int retire(GbThread *t, ZipLongest *self, int64_t i)
{
    if (gb_raised(t) || --self->active == 0) {
        self->active = 0;
        return -1;
    }
    GbRef index = gb_int_new(t, i), empty = gb_tuple_new(t, 0);
    int failed =
        index == GB_NULL || empty == GB_NULL ? -1 : gb_item_set(t, self->iterators, index, empty);
    gb_clear(&index);
    gb_clear(&empty);
    return failed;
}

static GbRef zip_longest_next(GbThread *t, GbBorrow object)
{
    ZipLongest *self = (ZipLongest *)gb_object(object);
    int64_t count = gb_list_count(self->iterators);
    if (count == 0 || self->active == 0)
        return GB_NULL;
    bool reuse = self->result != GB_NULL && gb_object(self->result)->refcount == 1;
    GbRef result = reuse ? gb_new_ref(self->result) : gb_tuple_new(t, count);
    for (int64_t i = 0; result != GB_NULL && i < count; ++i) {
        GbBorrow iterator = gb_list_peek(self->iterators, i);
        GbRef item = gb_is_tuple(iterator) ? GB_NULL : gb_itertools_next(t, iterator);
        if (item == GB_NULL && !gb_is_tuple(iterator) && retire(t, self, i) < 0)
            gb_clear(&result);
        else
            gb_tuple_set_take(result, i, item == GB_NULL ? gb_new_ref(self->fill) : item);
    }
    if (!reuse && result != GB_NULL)
        gb_set(&self->result, gb_new_ref(result));
    return result;
}

static GbRef zip_longest_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    ZipLongest *self = (ZipLongest *)gb_object(object);
    return gb_itertools_reduce_state(t, object, gb_tuple_from(t, self->iterators),
                                     gb_new_ref(self->fill));
}

static GbRef zip_longest_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    gb_set(&((ZipLongest *)gb_object(object))->fill, gb_new_ref(args[0]));
    return GB_NONE;
}

static const GbMethodDef zip_longest_methods[] = {
    {"__reduce__()", zip_longest_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", zip_longest_setstate, ITERTOOLS_SETSTATE},
    {0},
};

const GbTypeSpec gb_itertools_zip_longest_spec = {
    .name = "itertools.zip_longest",
    .doc = "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\n"
           "Return a zip_longest object whose .__next__() method returns a tuple where\n"
           "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
           "method continues until the longest iterable in the argument sequence\n"
           "is exhausted and then it raises StopIteration.  When the shorter iterables\n"
           "are exhausted, the fillvalue is substituted in their place.  The fillvalue\n"
           "defaults to None or can be specified by a keyword argument.\n",
    .size = sizeof(ZipLongest),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(zip_longest_next),
    .constructor = {"zip_longest(*iterables, fillvalue=None)", zip_longest_create, NULL},
    .methods = zip_longest_methods,
};
