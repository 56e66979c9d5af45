/* count, cycle and repeat. */
#include "stdlib/itertools_parts.h"

/* --- count --- */

typedef struct Count {
    GbObject header;
    GbRef number, step;
} Count;

static bool is_number(GbThread *t, GbBorrow v)
{
    if (gb_has_index(t, v) || gb_is_float(v) || gb_has_layout(v, GB_KIND_COMPLEX))
        return true;
    GbType *type = gb_type_of(t, v);
    return gb_type_lookup(t, type, gb_name(t, __float__)) != GB_NULL
           || gb_type_lookup(t, type, gb_name(t, __int__)) != GB_NULL;
}

static GbRef count_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (!is_number(t, args[0]) || !is_number(t, args[1]))
        return gb_raise(t, gb_TypeError, "a number is required");
    GbRef number = gb_is_bool(args[0]) ? gb_small_new(args[0] == GB_TRUE) : gb_new_ref(args[0]);
    Count *count = gb_itertools_new(t, type, 2);
    if (count == NULL) {
        gb_decref(number);
        return GB_NULL;
    }
    count->number = number;
    count->step = gb_new_ref(args[1]);
    return gb_value(count);
}

static GbRef count_next(GbThread *t, GbBorrow self)
{
    Count *count = (Count *)gb_object(self);
    GbRef next = gb_binary(t, GB_ADD, count->number, count->step);
    if (next == GB_NULL)
        return GB_NULL;
    GbRef number = count->number;
    count->number = next;
    return number;
}

static bool is_one(GbBorrow step)
{
    return step == gb_small_new(1);
}

static GbRef count_repr(GbThread *t, GbBorrow self)
{
    Count *count = (Count *)gb_object(self);
    GbBorrow name = gb_type_of(t, self)->name;
    if (is_one(count->step))
        return gb_str_format(t, "%U(%R)", name, count->number);
    return gb_str_format(t, "%U(%R, %R)", name, count->number, count->step);
}

static GbRef count_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Count *count = (Count *)gb_object(self);
    bool short_form = is_one(count->step) && gb_is_int(count->number);
    return gb_itertools_reduce(t, self, short_form ? gb_tuple_of(t, 1, count->number)
                                                : gb_tuple_of(t, 2, count->number, count->step));
}

static const GbMethodDef count_methods[] = {
    {"__reduce__()", count_reduce, ITERTOOLS_REDUCE},
    {0},
};

const GbTypeSpec gb_itertools_count_spec = {
    .name = "itertools.count",
    .doc = "Return a count object whose .__next__() method returns consecutive values.\n\n"
           "Equivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        "
           "while 1:\n"
           "            yield x\n            x += step",
    .size = sizeof(Count),
    .flags = ITERTOOLS_FLAGS,
    .slots =
        {
            .dealloc = gb_itertools_dealloc,
            .visit = gb_itertools_visit,
            .repr = count_repr,
            .iter = gb_iter_self,
            .next = count_next,
        },
    .constructor = {"count(start=0, step=1)", count_create, NULL},
    .methods = count_methods,
};

/* --- cycle --- */

typedef struct Cycle {
    GbObject header;
    GbRef iterator;  /* GB_NULL once exhausted. */
    GbRef saved;     /* list */
    int64_t index;   /* Into saved, when those are given again. */
    bool replaying;  /* The iterator gives what is saved already: an unpickled cycle. */
} Cycle;

static GbRef cycle_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef saved = gb_list_new(t, 0), iterator = saved == GB_NULL ? GB_NULL : gb_iter(t, args[0]);
    Cycle *cycle = iterator == GB_NULL ? NULL : gb_itertools_new(t, type, 2);
    if (cycle == NULL) {
        gb_clear(&saved);
        gb_clear(&iterator);
        return GB_NULL;
    }
    cycle->iterator = iterator;
    cycle->saved = saved;
    return gb_value(cycle);
}

static GbRef cycle_next(GbThread *t, GbBorrow self)
{
    Cycle *cycle = (Cycle *)gb_object(self);
    if (cycle->iterator != GB_NULL) {
        GbRef item = gb_itertools_next(t, cycle->iterator);
        if (item != GB_NULL) {
            if (!cycle->replaying && gb_list_append(t, cycle->saved, item) < 0)
                gb_clear(&item);
            return item;
        }
        if (gb_raised(t))
            return GB_NULL;
        gb_clear(&cycle->iterator);
    }
    int64_t count = gb_list_count(cycle->saved);
    if (count == 0)
        return GB_NULL;
    GbRef item = gb_new_ref(gb_list_peek(cycle->saved, cycle->index));
    cycle->index = (cycle->index + 1) % count;
    return item;
}

/* (type, (iterator,), (saved, replaying)); an iterator over what is saved once the first pass is
 * over. */
static GbRef cycle_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Cycle *cycle = (Cycle *)gb_object(self);
    bool again = cycle->iterator == GB_NULL;
    GbRef iterator = again ? gb_iter(t, cycle->saved) : gb_new_ref(cycle->iterator);
    if (again && iterator != GB_NULL && cycle->index > 0) {
        GbRef index = gb_int_new(t, cycle->index);
        GbRef done = index == GB_NULL
                         ? GB_NULL
                         : gb_call_method(t, iterator, gb_name(t, __setstate__), &index, 1);
        gb_clear(&index);
        if (done == GB_NULL)
            gb_clear(&iterator);
        gb_clear(&done);
    }
    if (iterator == GB_NULL)
        return GB_NULL;
    GbRef arguments = gb_tuple_of(t, 1, iterator);
    gb_decref(iterator);
    return gb_itertools_reduce_state(
        t, self, arguments, gb_tuple_of(t, 2, cycle->saved, gb_bool(again || cycle->replaying)));
}

static GbRef cycle_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Cycle *cycle = (Cycle *)gb_object(self);
    if (!gb_is_tuple(args[0]))
        return gb_raise(t, gb_TypeError, "state is not a tuple");
    if (gb_tuple_count(args[0]) != 2 || !gb_is_list(gb_tuple_peek(args[0], 0)))
        return gb_raise(t, gb_TypeError, "invalid state for itertools.cycle");
    int64_t replaying;
    if (gb_size_argument(t, gb_tuple_peek(args[0], 1), &replaying) < 0)
        return GB_NULL;
    gb_set(&cycle->saved, gb_new_ref(gb_tuple_peek(args[0], 0)));
    cycle->replaying = replaying != 0;
    cycle->index = 0;
    return GB_NONE;
}

static const GbMethodDef cycle_methods[] = {
    {"__reduce__()", cycle_reduce, ITERTOOLS_REDUCE},
    {"__setstate__(state, /)", cycle_setstate, ITERTOOLS_SETSTATE},
    {0},
};

const GbTypeSpec gb_itertools_cycle_spec = {
    .name = "itertools.cycle",
    .doc = "Return elements from the iterable until it is exhausted. Then repeat the sequence "
           "indefinitely.",
    .size = sizeof(Cycle),
    .flags = ITERTOOLS_FLAGS,
    .slots = ITERTOOLS_SLOTS(cycle_next),
    .constructor = {"cycle(iterable, /)", cycle_create, NULL},
    .methods = cycle_methods,
};

/* --- repeat --- */

typedef struct Repeat {
    GbObject header;
    GbRef element;
    int64_t remaining; /* -1: for ever. */
} Repeat;

static GbRef repeat_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t times = -1;
    if (args[1] != GB_NULL) {
        if (gb_size_argument(t, args[1], &times) < 0)
            return GB_NULL;
        if (times < 0)
            times = 0;
    }
    Repeat *repeat = gb_itertools_new(t, type, 1);
    if (repeat == NULL)
        return GB_NULL;
    repeat->element = gb_new_ref(args[0]);
    repeat->remaining = times;
    return gb_value(repeat);
}

static GbRef repeat_next(GbThread *t, GbBorrow self)
{
    Repeat *repeat = (Repeat *)gb_object(self);
    if (repeat->remaining == 0)
        return GB_NULL;
    if (repeat->remaining > 0)
        --repeat->remaining;
    return gb_new_ref(repeat->element);
}

static GbRef repeat_repr(GbThread *t, GbBorrow self)
{
    Repeat *repeat = (Repeat *)gb_object(self);
    GbBorrow name = gb_type_of(t, self)->name;
    if (repeat->remaining < 0)
        return gb_str_format(t, "%U(%R)", name, repeat->element);
    return gb_str_format(t, "%U(%R, %lld)", name, repeat->element, (long long)repeat->remaining);
}

static GbRef repeat_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Repeat *repeat = (Repeat *)gb_object(self);
    if (repeat->remaining < 0)
        return gb_raise(t, gb_TypeError, "len() of unsized object");
    return gb_int_new(t, repeat->remaining);
}

static GbRef repeat_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Repeat *repeat = (Repeat *)gb_object(self);
    if (repeat->remaining < 0)
        return gb_itertools_reduce(t, self, gb_tuple_of(t, 1, repeat->element));
    GbRef times = gb_int_new(t, repeat->remaining);
    GbRef arguments = times == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, repeat->element, times);
    gb_clear(&times);
    return gb_itertools_reduce(t, self, arguments);
}

static const GbMethodDef repeat_methods[] = {
    {"__length_hint__()", repeat_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", repeat_reduce, ITERTOOLS_REDUCE},
    {0},
};

const GbTypeSpec gb_itertools_repeat_spec = {
    .name = "itertools.repeat",
    .doc = "repeat(object [,times]) -> create an iterator which returns the object\n"
           "for the specified number of times.  If not specified, returns the object\nendlessly.",
    .size = sizeof(Repeat),
    .flags = ITERTOOLS_FLAGS,
    .slots = {
        .dealloc = gb_itertools_dealloc,
        .visit = gb_itertools_visit,
        .repr = repeat_repr,
        .iter = gb_iter_self,
        .next = repeat_next,
    },
    .constructor = {"repeat(object, times=?)", repeat_create, NULL},
    .methods = repeat_methods,
};
