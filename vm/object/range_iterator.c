/* The iterators of range: machine words where the numbers fit, ints of any size where they do
 * not. */
#include "vm/object/range.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"

/* (iter, (range(start, start + length * step, step),), index). Takes the three ints; GB_NULL among
 * them fails. */
static GbRef reduce_take(GbThread *t, GbRef start, GbRef stop, GbRef step, GbBorrow index)
{
    GbRef result = GB_NULL, range = GB_NULL, arguments = GB_NULL, maker = GB_NULL;
    if (start == GB_NULL || stop == GB_NULL || step == GB_NULL || index == GB_NULL)
        goto done;
    range = gb_call3(t, gb_value(t->interp->types[GB_KIND_RANGE]), start, stop, step);
    if (range == GB_NULL)
        goto done;
    arguments = gb_tuple_of(t, 1, range);
    maker = gb_builtin_get(t, "iter");
    if (arguments != GB_NULL && maker != GB_NULL)
        result = gb_tuple_of(t, 3, maker, arguments, index);
done:
    gb_clear(&start);
    gb_clear(&stop);
    gb_clear(&step);
    gb_clear(&range);
    gb_clear(&arguments);
    gb_clear(&maker);
    return result;
}

/* --- Machine words --- */

static GbRangeIterator *as_iterator(GbBorrow v)
{
    return (GbRangeIterator *)gb_object(v);
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    GbRangeIterator *iterator = as_iterator(self);
    if (iterator->remaining <= 0)
        return GB_NULL;
    --iterator->remaining;
    int64_t number = iterator->next;
    iterator->next =
        (int64_t)((uint64_t)number + (uint64_t)iterator->step); /* One past the last may wrap. */
    return gb_int_new(t, number);
}

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, as_iterator(self)->remaining);
}

static int64_t start_of(const GbRangeIterator *iterator)
{
    uint64_t index = (uint64_t)(iterator->length - iterator->remaining);
    return (int64_t)((uint64_t)iterator->next - index * (uint64_t)iterator->step);
}

static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRangeIterator *iterator = as_iterator(self);
    GbRef start = gb_int_new(t, start_of(iterator)), step = gb_int_new(t, iterator->step);
    GbRef length = gb_int_new(t, iterator->length), stop = GB_NULL;
    if (start != GB_NULL && step != GB_NULL && length != GB_NULL) {
        stop = gb_binary(t, GB_MUL, length, step);
        if (stop != GB_NULL)
            gb_set(&stop, gb_binary(t, GB_ADD, stop, start));
    }
    gb_clear(&length);
    GbRef index = gb_int_new(t, iterator->length - iterator->remaining);
    GbRef result = reduce_take(t, start, stop, step, index);
    gb_clear(&index);
    return result;
}

static GbRef iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRangeIterator *iterator = as_iterator(self);
    int64_t index, start = start_of(iterator);
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    index = index < 0 ? 0 : index > iterator->length ? iterator->length : index;
    iterator->next = (int64_t)((uint64_t)start + (uint64_t)index * (uint64_t)iterator->step);
    iterator->remaining = iterator->length - index;
    return GB_NONE;
}

/* --- Ints of any size --- */

static GbLongRangeIterator *as_long(GbBorrow v)
{
    return (GbLongRangeIterator *)gb_object(v);
}

static void long_iterator_dealloc(GbThread *t, GbObject *self)
{
    GbLongRangeIterator *iterator = (GbLongRangeIterator *)self;
    gb_clear(&iterator->start);
    gb_clear(&iterator->step);
    gb_clear(&iterator->length);
    gb_clear(&iterator->index);
}

static GbRef multiple_from_start(GbThread *t, const GbLongRangeIterator *iterator, GbBorrow count)
{
    GbRef offset = gb_binary(t, GB_MUL, count, iterator->step);
    if (offset == GB_NULL)
        return GB_NULL;
    GbRef result = gb_binary(t, GB_ADD, iterator->start, offset);
    gb_decref(offset);
    return result;
}

static GbRef long_iterator_next(GbThread *t, GbBorrow self)
{
    GbLongRangeIterator *iterator = as_long(self);
    if (gb_compare_truth(t, iterator->index, iterator->length, GB_LT) <= 0)
        return GB_NULL;
    GbRef index = gb_binary(t, GB_ADD, iterator->index, gb_small_new(1));
    if (index == GB_NULL)
        return GB_NULL;
    GbRef result = multiple_from_start(t, iterator, iterator->index);
    gb_set(&iterator->index, index);
    return result;
}

static GbRef long_iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_binary(t, GB_SUB, as_long(self)->length, as_long(self)->index);
}

static GbRef long_iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbLongRangeIterator *iterator = as_long(self);
    GbRef stop = multiple_from_start(t, iterator, iterator->length);
    return reduce_take(t, gb_new_ref(iterator->start), stop, gb_new_ref(iterator->step),
                       iterator->index);
}

static GbRef long_iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbLongRangeIterator *iterator = as_long(self);
    GbRef index = gb_index(t, args[0]);
    if (index == GB_NULL)
        return GB_NULL;
    if (gb_int_sign(index) < 0)
        gb_set(&index, gb_small_new(0));
    int beyond = gb_compare_truth(t, index, iterator->length, GB_GT);
    if (beyond > 0)
        gb_set(&index, gb_new_ref(iterator->length));
    gb_set(&iterator->index, index);
    return beyond < 0 ? GB_NULL : GB_NONE;
}

/* --- Making --- */

/* An iterator over machine words, if all numbers of the range, and the one after the last, are
 * such: 1, 0, or -1 failed. */
static int try_words(GbThread *t, const GbRange *range, GbRef *out)
{
    int64_t start, stop, step, length, distance, end;
    bool fits = gb_int_peek_i64(range->start, &start) && gb_int_peek_i64(range->stop, &stop)
                && gb_int_peek_i64(range->step, &step) && gb_int_peek_i64(range->length, &length);
    if (!fits || __builtin_mul_overflow(length, step, &distance)
        || __builtin_add_overflow(start, distance, &end))
        return 0;
    GbRangeIterator *iterator = gb_object_new(t, t->interp->types[GB_KIND_RANGE_ITERATOR]);
    if (iterator == NULL)
        return -1;
    iterator->next = start;
    iterator->step = step;
    iterator->remaining = iterator->length = length;
    *out = gb_value(iterator);
    return 1;
}

GbRef gb_range_iter(GbThread *t, GbBorrow range)
{
    GbRange *self = gb_as_range(range);
    GbRef result = GB_NULL;
    if (try_words(t, self, &result) != 0)
        return result;
    GbLongRangeIterator *iterator = gb_object_new(t, t->interp->types[GB_KIND_LONG_RANGE_ITERATOR]);
    if (iterator == NULL)
        return GB_NULL;
    iterator->start = gb_new_ref(self->start);
    iterator->step = gb_new_ref(self->step);
    iterator->length = gb_new_ref(self->length);
    iterator->index = gb_small_new(0);
    return gb_value(iterator);
}

/* --- Tables --- */

#define LENGTH_HINT "Private method returning an estimate of len(list(it))."
#define REDUCE "Return state information for pickling."
#define SETSTATE "Set state information for unpickling."

static const GbMethodDef iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint, LENGTH_HINT},
    {"__reduce__()", iterator_reduce, REDUCE},
    {"__setstate__(state, /)", iterator_setstate, SETSTATE},
    {0},
};

static const GbMethodDef long_iterator_methods[] = {
    {"__length_hint__()", long_iterator_length_hint, LENGTH_HINT},
    {"__reduce__()", long_iterator_reduce, REDUCE},
    {"__setstate__(state, /)", long_iterator_setstate, SETSTATE},
    {0},
};

const GbTypeSpec gb_range_iterator_spec = {
    .name = "range_iterator",
    .size = sizeof(GbRangeIterator),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.iter = gb_iter_self, .next = iterator_next},
    .methods = iterator_methods,
};

const GbTypeSpec gb_long_range_iterator_spec = {
    .name = "longrange_iterator",
    .size = sizeof(GbLongRangeIterator),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = long_iterator_dealloc, .iter = gb_iter_self, .next = long_iterator_next},
    .methods = long_iterator_methods,
};
