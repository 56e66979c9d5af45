/* product, permutations, combinations and combinations_with_replacement: tuples of items chosen by
 * a row of indexes, which step on like an odometer. */
#include "stdlib/itertools_parts.h"

typedef struct Choice {
    GbObject header;
    GbRef pool;       /* tuple of items; of product: tuple of such tuples */
    GbRef result;     /* The tuple last given, reused when nobody else kept it; GB_NULL before the
                         first. */
    int64_t *indices; /* index_count of them; permutations: `width` cycles behind them */
    int64_t index_count;
    int64_t array_count;
    int64_t width;    /* Items of a result. */
    bool stopped;
} Choice;

static Choice *as_choice(GbBorrow v)
{
    return (Choice *)gb_object(v);
}

/* --- Shared --- */

/* Takes the pool (also on failure). */
static Choice *choice_new_take(GbThread *t, GbBorrow type, GbRef pool, int64_t width,
                               int64_t index_count, int64_t array_count)
{
    Choice *self = gb_itertools_new(t, type, 2);
    if (self == NULL) {
        gb_decref(pool);
        return NULL;
    }
    self->pool = pool;
    self->width = width;
    self->index_count = index_count;
    self->array_count = array_count;
    if (array_count < INT64_MAX / 16)
        self->indices = gb_mem_new(t, (size_t)(array_count + 1) * sizeof(int64_t));
    else
        gb_raise_memory(t);
    if (self->indices == NULL) {
        gb_decref(gb_value(self));
        return NULL;
    }
    for (int64_t i = 0; i < array_count; ++i)
        self->indices[i] = 0;
    return self;
}

static void choice_dealloc(GbThread *t, GbObject *object)
{
    Choice *self = (Choice *)object;
    if (self->indices)
        gb_mem_free(t, self->indices, (size_t)(self->array_count + 1) * sizeof(int64_t));
    self->indices = NULL;
    gb_itertools_dealloc(t, object);
}

static GbBorrow item_for(const Choice *self, bool is_product, int64_t place)
{
    if (is_product)
        return gb_tuple_peek(gb_tuple_peek(self->pool, place), self->indices[place]);
    return gb_tuple_peek(self->pool, self->indices[place]);
}

/* The tuple that the indexes choose now, new or the old one changed. `from`: places before it are
 * as they were. */
static GbRef choose(GbThread *t, Choice *self, bool is_product, int64_t from)
{
    bool reuse =
        self->result != GB_NULL && gb_object(self->result)->refcount == 1 && self->width > 0;
    if (!reuse) {
        GbRef fresh = gb_tuple_new(t, self->width);
        if (fresh == GB_NULL)
            return GB_NULL;
        gb_set(&self->result, fresh);
        from = 0;
    }
    GbRef result = gb_new_ref(self->result);
    for (int64_t i = from; i < self->width; ++i)
        gb_tuple_set_take(result, i, gb_new_ref(item_for(self, is_product, i)));
    return result;
}

/* The indexes as a tuple of ints. */
static GbRef tuple_of_indices(GbThread *t, const int64_t *indices, int64_t count)
{
    GbRef result = gb_tuple_new(t, count);
    for (int64_t i = 0; result != GB_NULL && i < count; ++i) {
        GbRef index = gb_int_new(t, indices[i]);
        if (index == GB_NULL)
            gb_clear(&result);
        else
            gb_tuple_set_take(result, i, index);
    }
    return result;
}

/* Read `count` ints of a tuple, each clipped into 0..limit - 1. 0 or -1. */
static int read_indices(GbThread *t, GbBorrow tuple, int64_t *out, int64_t count, int64_t limit)
{
    if (!gb_is_tuple(tuple) || gb_tuple_count(tuple) != count)
        return gb_fail(t, gb_ValueError, "invalid arguments");
    for (int64_t i = 0; i < count; ++i) {
        int64_t index;
        if (gb_size_argument(t, gb_tuple_peek(tuple, i), &index) < 0)
            return -1;
        out[i] = index < 0 ? 0 : index >= limit ? limit - 1 : index;
    }
    return 0;
}

/* (type, (pool, width)) with `state` (taken; GB_NULL fails) once the first tuple was given. */
static GbRef reduce_pool(GbThread *t, GbBorrow object, GbBorrow pool, GbRef state, bool has_state)
{
    GbRef width = gb_int_new(t, as_choice(object)->width);
    GbRef arguments = width == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, pool, width);
    gb_clear(&width);
    return has_state ? gb_itertools_reduce_state(t, object, arguments, state)
                     : gb_itertools_reduce(t, object, arguments);
}

/* What a finished iterator pickles as: one over nothing. */
static GbRef reduce_stopped(GbThread *t, GbBorrow object)
{
    GbRef empty = gb_tuple_new(t, 0);
    if (empty == GB_NULL)
        return GB_NULL;
    GbRef result = reduce_pool(t, object, empty, GB_NULL, false);
    gb_decref(empty);
    return result;
}

/* --- product --- */

/* The pools of all iterables, `repeat` times over. */
static GbRef pools_of(GbThread *t, GbBorrow iterables, int64_t repeat)
{
    int64_t count = repeat == 0 ? 0 : gb_tuple_count(iterables);
    if (count > 0 && repeat > INT32_MAX / count)
        return gb_raise(t, gb_OverflowError, "repeat argument too large");
    GbRef pools = gb_tuple_new(t, count * repeat);
    for (int64_t i = 0; pools != GB_NULL && i < count; ++i) {
        GbRef pool = gb_tuple_from(t, gb_tuple_peek(iterables, i));
        if (pool == GB_NULL) {
            gb_clear(&pools);
            break;
        }
        for (int64_t k = 0; k < repeat; ++k)
            gb_tuple_set_take(pools, k * count + i, gb_new_ref(pool));
        gb_decref(pool);
    }
    return pools;
}

static GbRef product_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t repeat;
    if (gb_size_argument(t, args[1], &repeat) < 0)
        return GB_NULL;
    if (repeat < 0)
        return gb_raise(t, gb_ValueError, "repeat argument cannot be negative");
    GbRef pools = pools_of(t, args[0], repeat);
    if (pools == GB_NULL)
        return GB_NULL;
    int64_t count = gb_tuple_count(pools);
    return gb_value(choice_new_take(t, type, pools, count, count, count));
}

static bool has_empty_pool(const Choice *self)
{
    for (int64_t i = 0; i < self->width; ++i)
        if (gb_tuple_count(gb_tuple_peek(self->pool, i)) == 0)
            return true;
    return false;
}

static GbRef product_next(GbThread *t, GbBorrow object)
{
    Choice *self = as_choice(object);
    if (self->stopped)
        return GB_NULL;
    if (self->result == GB_NULL) {
        self->stopped = has_empty_pool(self);
        return self->stopped ? GB_NULL : choose(t, self, true, 0);
    }
    int64_t place = self->width - 1;
    for (; place >= 0; --place) { /* The rightmost wheel turns; a full turn moves the next. */
        if (++self->indices[place] < gb_tuple_count(gb_tuple_peek(self->pool, place)))
            break;
        self->indices[place] = 0;
    }
    if (place < 0) {
        self->stopped = true;
        return GB_NULL;
    }
    return choose(t, self, true, place);
}

static GbRef product_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Choice *self = as_choice(object);
    if (self->stopped) {
        GbRef empty = gb_tuple_new(t, 0);
        GbRef arguments = empty == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, empty);
        gb_clear(&empty);
        return gb_itertools_reduce(t, object, arguments);
    }
    if (self->result == GB_NULL)
        return gb_itertools_reduce(t, object, gb_new_ref(self->pool));
    return gb_itertools_reduce_state(t, object, gb_new_ref(self->pool),
                                  tuple_of_indices(t, self->indices, self->index_count));
}

static GbRef product_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Choice *self = as_choice(object);
    if (read_indices(t, args[0], self->indices, self->index_count, INT64_MAX) < 0)
        return GB_NULL;
    if (has_empty_pool(self)) {
        self->stopped = true;
        return GB_NONE;
    }
    for (int64_t i = 0; i < self->width; ++i) {
        int64_t count = gb_tuple_count(gb_tuple_peek(self->pool, i));
        if (self->indices[i] >= count)
            self->indices[i] = count - 1;
    }
    GbRef result = choose(t, self, true, 0);
    gb_xdecref(result);
    return result == GB_NULL ? GB_NULL : GB_NONE;
}

static GbRef choice_sizeof(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    size_t bytes = sizeof(Choice) + (size_t)as_choice(object)->array_count * sizeof(int64_t);
    return gb_int_new(t, (int64_t)bytes);
}

/* --- permutations --- */

static GbRef permutations_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef pool = gb_tuple_from(t, args[0]);
    if (pool == GB_NULL)
        return GB_NULL;
    int64_t count = gb_tuple_count(pool), width = count;
    if (args[1] != GB_NONE) {
        if (!gb_is_intlike(args[1]))
            gb_raise(t, gb_TypeError, "Expected int as r");
        else if (gb_size_argument(t, args[1], &width) == 0 && width < 0)
            gb_raise(t, gb_ValueError, "r must be non-negative");
        if (gb_raised(t)) {
            gb_decref(pool);
            return GB_NULL;
        }
    }
    int64_t cycles = width > count ? 0 : width;
    Choice *self = choice_new_take(t, type, pool, width, count, count + cycles);
    if (self == NULL)
        return GB_NULL;
    self->stopped = width > count;
    for (int64_t i = 0; i < count; ++i)
        self->indices[i] = i;
    for (int64_t i = 0; i < cycles; ++i)
        self->indices[count + i] = count - i;
    return gb_value(self);
}

/* Place `at` has tried all items: turn the rest of the row back by one. */
static void roll_left(int64_t *indices, int64_t at, int64_t count)
{
    int64_t first = indices[at];
    memmove(indices + at, indices + at + 1, (size_t)(count - 1 - at) * sizeof *indices);
    indices[count - 1] = first;
}

static GbRef permutations_next(GbThread *t, GbBorrow object)
{
    Choice *self = as_choice(object);
    if (self->stopped)
        return GB_NULL;
    if (self->result == GB_NULL)
        return choose(t, self, false, 0);
    int64_t count = self->index_count, *indices = self->indices, *cycles = indices + count;
    for (int64_t at = self->width - 1; at >= 0; --at) {
        if (--cycles[at] > 0) {
            int64_t other = count - cycles[at], index = indices[at];
            indices[at] = indices[other];
            indices[other] = index;
            return choose(t, self, false, at);
        }
        roll_left(indices, at, count);
        cycles[at] = count - at;
    }
    self->stopped = true;
    return GB_NULL;
}

static GbRef permutations_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Choice *self = as_choice(object);
    if (self->stopped)
        return reduce_stopped(t, object);
    if (self->result == GB_NULL)
        return reduce_pool(t, object, self->pool, GB_NULL, false);
    GbRef indices = tuple_of_indices(t, self->indices, self->index_count), state = GB_NULL;
    GbRef cycles = tuple_of_indices(t, self->indices + self->index_count, self->width);
    if (indices != GB_NULL && cycles != GB_NULL)
        state = gb_tuple_of(t, 2, indices, cycles);
    gb_clear(&indices);
    gb_clear(&cycles);
    return reduce_pool(t, object, self->pool, state, true);
}

static GbRef permutations_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Choice *self = as_choice(object);
    int64_t count = self->index_count;
    if (!gb_is_tuple(args[0]) || gb_tuple_count(args[0]) != 2 || self->width > count)
        return gb_raise(t, gb_ValueError, "invalid arguments");
    if (read_indices(t, gb_tuple_peek(args[0], 0), self->indices, count, count) < 0)
        return GB_NULL;
    int64_t *cycles = self->indices + count;
    if (read_indices(t, gb_tuple_peek(args[0], 1), cycles, self->width, INT64_MAX) < 0)
        return GB_NULL;
    for (int64_t i = 0; i < self->width; ++i)
        cycles[i] = cycles[i] < 1 ? 1 : cycles[i] > count - i ? count - i : cycles[i];
    GbRef result = choose(t, self, false, 0);
    gb_xdecref(result);
    return result == GB_NULL ? GB_NULL : GB_NONE;
}

/* --- combinations, with and without replacement --- */

static Choice *combinations_new(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t width;
    GbRef pool = gb_tuple_from(t, args[0]);
    if (pool == GB_NULL)
        return NULL;
    if (gb_size_argument(t, args[1], &width) == 0 && width >= 0)
        return choice_new_take(t, type, pool, width, width, width);
    if (!gb_raised(t))
        gb_raise(t, gb_ValueError, "r must be non-negative");
    gb_decref(pool);
    return NULL;
}

static GbRef combinations_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    Choice *self = combinations_new(t, type, args);
    if (self == NULL)
        return GB_NULL;
    self->stopped = self->width > gb_tuple_count(self->pool);
    for (int64_t i = 0; i < self->width; ++i)
        self->indices[i] = i;
    return gb_value(self);
}

static GbRef replacement_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    Choice *self = combinations_new(t, type, args);
    if (self)
        self->stopped = gb_tuple_count(self->pool) == 0 && self->width > 0;
    return gb_value(self);
}

/* The rightmost place that can still rise, moved on; -1: none. Places behind it follow: one higher
 * each, or, with replacement, all the same. */
static int64_t step_on(Choice *self, bool replacement)
{
    int64_t count = gb_tuple_count(self->pool), at = self->width - 1;
    while (at >= 0 && self->indices[at] == (replacement ? count - 1 : count - self->width + at))
        --at;
    if (at < 0)
        return -1;
    ++self->indices[at];
    for (int64_t i = at + 1; i < self->width; ++i)
        self->indices[i] = self->indices[i - 1] + (replacement ? 0 : 1);
    return at;
}

static GbRef next_combination(GbThread *t, Choice *self, bool replacement)
{
    if (self->stopped)
        return GB_NULL;
    if (self->result == GB_NULL)
        return choose(t, self, false, 0);
    int64_t at = step_on(self, replacement);
    if (at < 0) {
        self->stopped = true;
        return GB_NULL;
    }
    return choose(t, self, false, at);
}

static GbRef combinations_next(GbThread *t, GbBorrow object)
{
    return next_combination(t, as_choice(object), false);
}

static GbRef replacement_next(GbThread *t, GbBorrow object)
{
    return next_combination(t, as_choice(object), true);
}

static GbRef combinations_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Choice *self = as_choice(object);
    if (self->stopped)
        return reduce_stopped(t, object);
    if (self->result == GB_NULL)
        return reduce_pool(t, object, self->pool, GB_NULL, false);
    return reduce_pool(t, object, self->pool, tuple_of_indices(t, self->indices, self->width),
                       true);
}

static GbRef set_combination(GbThread *t, Choice *self, GbBorrow state, bool replacement)
{
    int64_t count = gb_tuple_count(self->pool);
    if (count == 0 && self->width > 0)
        return gb_raise(t, gb_ValueError, "invalid arguments");
    if (read_indices(t, state, self->indices, self->width, count) < 0)
        return GB_NULL;
    for (int64_t i = 0; !replacement && i < self->width; ++i) {
        int64_t highest = count - self->width + i;
        if (self->indices[i] > highest)
            self->indices[i] = highest < 0 ? 0 : highest;
    }
    GbRef result = choose(t, self, false, 0);
    gb_xdecref(result);
    return result == GB_NULL ? GB_NULL : GB_NONE;
}

static GbRef combinations_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    return set_combination(t, as_choice(object), args[0], false);
}

static GbRef replacement_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    return set_combination(t, as_choice(object), args[0], true);
}

/* --- Tables --- */

static const GbMethodDef product_methods[] = {
    {"__reduce__()", product_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", product_setstate, ITERTOOLS_SETSTATE},
    {"__sizeof__()", choice_sizeof, "Returns size in memory, in bytes."},
    {0},
};

static const GbMethodDef permutations_methods[] = {
    {"__reduce__()", permutations_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", permutations_setstate, ITERTOOLS_SETSTATE},
    {"__sizeof__()", choice_sizeof, "Returns size in memory, in bytes."},
    {0},
};

static const GbMethodDef combinations_methods[] = {
    {"__reduce__()", combinations_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", combinations_setstate, ITERTOOLS_SETSTATE},
    {"__sizeof__()", choice_sizeof, "Returns size in memory, in bytes."},
    {0},
};

static const GbMethodDef replacement_methods[] = {
    {"__reduce__()", combinations_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", replacement_setstate, ITERTOOLS_SETSTATE},
    {"__sizeof__()", choice_sizeof, "Returns size in memory, in bytes."},
    {0},
};

#define CHOICE_SLOTS(next_function)                                                                \
    {                                                                                              \
        .dealloc = choice_dealloc, .visit = gb_itertools_visit, .iter = gb_iter_self,         \
        .next = next_function                                                                      \
    }

const GbTypeSpec gb_itertools_product_spec = {
    .name = "itertools.product",
    .doc = "product(*iterables, repeat=1) --> product object\n\n"
           "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n"
           "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n"
           "The leftmost iterators are in the outermost for-loop, so the output tuples\n"
           "cycle in a manner similar to an odometer (with the rightmost element changing\n"
           "on every iteration).\n\n"
           "To compute the product of an iterable with itself, specify the number\n"
           "of repetitions with the optional repeat keyword argument. For example,\n"
           "product(A, repeat=4) means the same as product(A, A, A, A).\n\n"
           "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n"
           "product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    .size = sizeof(Choice),
    .flags = ITERTOOLS_FLAGS,
    .slots = CHOICE_SLOTS(product_next),
    .constructor = {"product(*iterables, repeat=1)", product_create, NULL},
    .methods = product_methods,
};

const GbTypeSpec gb_itertools_permutations_spec = {
    .name = "itertools.permutations",
    .doc = "Return successive r-length permutations of elements in the iterable.\n\n"
           "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    .size = sizeof(Choice),
    .flags = ITERTOOLS_FLAGS,
    .slots = CHOICE_SLOTS(permutations_next),
    .constructor = {"permutations(iterable, r=None)", permutations_create, NULL},
    .methods = permutations_methods,
};

const GbTypeSpec gb_itertools_combinations_spec = {
    .name = "itertools.combinations",
    .doc = "Return successive r-length combinations of elements in the iterable.\n\n"
           "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    .size = sizeof(Choice),
    .flags = ITERTOOLS_FLAGS,
    .slots = CHOICE_SLOTS(combinations_next),
    .constructor = {"combinations(iterable, r)", combinations_create, NULL},
    .methods = combinations_methods,
};

const GbTypeSpec gb_itertools_combinations_with_replacement_spec = {
    .name = "itertools.combinations_with_replacement",
    .doc = "Return successive r-length combinations of elements in the iterable allowing "
           "individual elements to have "
           "successive repeats.\n\n"
           "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), "
           "('B','B'), ('B','C'), "
           "('C','C')",
    .size = sizeof(Choice),
    .flags = ITERTOOLS_FLAGS,
    .slots = CHOICE_SLOTS(replacement_next),
    .constructor = {"combinations_with_replacement(iterable, r)", replacement_create, NULL},
    .methods = replacement_methods,
};
