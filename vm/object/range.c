#include "vm/object/range.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"

/* --- Making --- */

/* How many numbers there are from start to before stop, step not 0, for values of 49 bits. */
static int64_t small_length(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? (stop - start - 1) / step + 1 : 0;
    return start > stop ? (start - stop - 1) / -step + 1 : 0;
}

/* Likewise for ints of any size: (stop - start - 1) // step + 1, the other way round for a falling
 * range. Owned. */
static GbRef long_length(GbThread *t, GbBorrow start, GbBorrow stop, GbBorrow step)
{
    bool falls = gb_int_sign(step) < 0;
    GbBorrow low = falls ? stop : start, high = falls ? start : stop;
    int ahead = gb_compare_truth(t, low, high, GB_LT);
    if (ahead <= 0)
        return ahead < 0 ? GB_NULL : gb_small_new(0);
    GbRef result = GB_NULL, width = GB_NULL;
    GbRef stride = falls ? gb_unary(t, GB_NEGATIVE, step) : gb_new_ref(step);
    GbRef distance = gb_binary(t, GB_SUB, high, low);
    if (stride == GB_NULL || distance == GB_NULL)
        goto done;
    width = gb_binary(t, GB_SUB, distance, gb_small_new(1));
    if (width == GB_NULL)
        goto done;
    gb_set(&width, gb_binary(t, GB_FLOORDIV, width, stride));
    if (width != GB_NULL)
        result = gb_binary(t, GB_ADD, width, gb_small_new(1));
done:
    gb_clear(&stride);
    gb_clear(&distance);
    gb_clear(&width);
    return result;
}

/* A range of exact ints, which it takes (also on failure; GB_NULL among them fails). */
static GbRef range_new_take(GbThread *t, GbRef start, GbRef stop, GbRef step)
{
    GbRef length = GB_NULL;
    GbRange *range = NULL;
    if (start == GB_NULL || stop == GB_NULL || step == GB_NULL)
        goto done;
    if (step == gb_small_new(0)) {
        gb_raise(t, gb_ValueError, "range() arg 3 must not be zero");
        goto done;
    }
    if (gb_are_small(start, stop) && gb_is_small(step))
        length = gb_int_new(t, small_length(gb_small(start), gb_small(stop), gb_small(step)));
    else
        length = long_length(t, start, stop, step);
    if (length == GB_NULL)
        goto done;
    range = gb_object_new(t, t->interp->types[GB_KIND_RANGE]);
    if (range) {
        range->start = gb_new_ref(start);
        range->stop = gb_new_ref(stop);
        range->step = gb_new_ref(step);
        range->length = gb_new_ref(length);
    }
done:
    gb_clear(&start);
    gb_clear(&stop);
    gb_clear(&step);
    gb_clear(&length);
    return gb_value(range);
}

static GbRef range_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (args[1] == GB_NULL)
        return range_new_take(t, gb_small_new(0), gb_index(t, args[0]), gb_small_new(1));
    GbRef start = gb_index(t, args[0]);
    if (start == GB_NULL)
        return GB_NULL;
    GbRef stop = gb_index(t, args[1]);
    GbRef step = stop == GB_NULL        ? GB_NULL
                 : args[2] == GB_NULL ? gb_small_new(1)
                                        : gb_index(t, args[2]);
    return range_new_take(t, start, stop, step);
}

/* --- Arithmetic --- */

static bool has_small_numbers(const GbRange *range)
{
    return gb_are_small(range->start, range->stop) && gb_are_small(range->step, range->length);
}

/* start + index * step, owned. */
static GbRef number_at(GbThread *t, const GbRange *range, GbBorrow index)
{
    if (has_small_numbers(range) && gb_is_small(index)) {
        int64_t offset;
        if (!__builtin_mul_overflow(gb_small(index), gb_small(range->step), &offset))
            return gb_int_new(t, gb_small(range->start) + offset);
    }
    GbRef offset = gb_binary(t, GB_MUL, index, range->step);
    if (offset == GB_NULL)
        return GB_NULL;
    GbRef result = gb_binary(t, GB_ADD, range->start, offset);
    gb_decref(offset);
    return result;
}

/* Does the range have the int v? 1, 0, -1. *index, if asked for, is where (owned). */
static int find_int(GbThread *t, const GbRange *range, GbBorrow v, GbRef *index)
{
    if (gb_is_bool(v))
        v = gb_small_new(v == GB_TRUE);
    if (has_small_numbers(range) && gb_is_small(v)) {
        int64_t distance = gb_small(v) - gb_small(range->start), step = gb_small(range->step);
        if (distance % step != 0)
            return 0;
        int64_t at = distance / step;
        if (at < 0 || at >= gb_small(range->length))
            return 0;
        if (index)
            *index = gb_small_new(at);
        return 1;
    }
    int result = -1;
    GbRef at = GB_NULL, rest = GB_NULL;
    GbRef distance = gb_binary(t, GB_SUB, v, range->start);
    if (distance == GB_NULL)
        goto done;
    rest = gb_binary(t, GB_MOD, distance, range->step);
    at = gb_binary(t, GB_FLOORDIV, distance, range->step);
    if (rest == GB_NULL || at == GB_NULL)
        goto done;
    result = gb_int_sign(rest) == 0 && gb_int_sign(at) >= 0;
    if (result)
        result = gb_compare_truth(t, at, range->length, GB_LT);
    if (result > 0 && index)
        *index = gb_new_ref(at);
done:
    gb_clear(&distance);
    gb_clear(&rest);
    gb_clear(&at);
    return result;
}

/* Only exact ints and bools are found by arithmetic: others may compare as they like. */
static bool is_plain_int(GbBorrow v)
{
    return gb_is_int(v) || gb_is_bool(v);
}

/* --- Slots --- */

static void range_dealloc(GbThread *t, GbObject *self)
{
    GbRange *range = (GbRange *)self;
    gb_clear(&range->start);
    gb_clear(&range->stop);
    gb_clear(&range->step);
    gb_clear(&range->length);
}

static GbRef range_repr(GbThread *t, GbBorrow self)
{
    GbRange *range = gb_as_range(self);
    if (range->step == gb_small_new(1))
        return gb_str_format(t, "range(%R, %R)", range->start, range->stop);
    return gb_str_format(t, "range(%R, %R, %R)", range->start, range->stop, range->step);
}

static int64_t range_length(GbThread *t, GbBorrow self)
{
    int64_t length;
    return gb_int_to_i64(t, gb_as_range(self)->length, &length) < 0 ? -1 : length;
}

static int range_truth(GbThread *t, GbBorrow self)
{
    return gb_as_range(self)->length != gb_small_new(0);
}

/* What tells ranges apart: the length, and as much of start and step as matters with it. Owned. */
static GbRef identity_of(GbThread *t, const GbRange *range)
{
    bool is_empty = range->length == gb_small_new(0), is_single = range->length == gb_small_new(1);
    return gb_tuple_of(t, 3, range->length, is_empty ? GB_NONE : range->start,
                       is_empty || is_single ? GB_NONE : range->step);
}

static int range_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbRef identity = identity_of(t, gb_as_range(self));
    if (identity == GB_NULL)
        return -1;
    int failed = gb_hash(t, identity, hash);
    gb_decref(identity);
    return failed;
}

static GbRef range_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_exact(a, GB_KIND_RANGE)
        || !gb_is_exact(b, GB_KIND_RANGE))
        return GB_NOT_IMPLEMENTED;
    GbRef result = GB_NULL;
    GbRef left = identity_of(t, gb_as_range(a)), right = identity_of(t, gb_as_range(b));
    if (left != GB_NULL && right != GB_NULL)
        result = gb_compare(t, left, right, op);
    gb_clear(&left);
    gb_clear(&right);
    return result;
}

static GbRef get_slice(GbThread *t, const GbRange *range, GbBorrow slice)
{
    GbRef step = GB_NULL, start = GB_NULL, stop = GB_NULL;
    GbRef ends = gb_call_method(t, slice, gb_name(t, indices), &range->length, 1);
    if (ends == GB_NULL)
        return GB_NULL;
    start = number_at(t, range, gb_tuple_peek(ends, 0));
    if (start != GB_NULL)
        stop = number_at(t, range, gb_tuple_peek(ends, 1));
    if (stop != GB_NULL)
        step = gb_binary(t, GB_MUL, range->step, gb_tuple_peek(ends, 2));
    gb_decref(ends);
    return range_new_take(t, start, stop, step);
}

static GbRef get_index(GbThread *t, const GbRange *range, GbBorrow key)
{
    GbRef result = GB_NULL;
    GbRef index = gb_index(t, key);
    if (index == GB_NULL)
        return GB_NULL;
    if (gb_int_sign(index) < 0)
        gb_set(&index, gb_binary(t, GB_ADD, index, range->length));
    if (index == GB_NULL)
        return GB_NULL;
    int inside = gb_int_sign(index) < 0 ? 0 : gb_compare_truth(t, index, range->length, GB_LT);
    if (inside > 0)
        result = number_at(t, range, index);
    else if (inside == 0)
        gb_raise(t, gb_IndexError, "range object index out of range");
    gb_decref(index);
    return result;
}

static GbRef range_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    if (gb_is_slice(key))
        return get_slice(t, gb_as_range(self), key);
    if (!gb_has_index(t, key))
        return gb_raise(t, gb_TypeError, "range indices must be integers or slices, not %.200T",
                        key);
    return get_index(t, gb_as_range(self), key);
}

/* Searching as any sequence is: 1 with the index in *at, 0, -1; *count counts all when given. */
static int search(GbThread *t, GbBorrow self, GbBorrow v, int64_t *at, int64_t *count)
{
    GbRef iterator = gb_range_iter(t, self);
    if (iterator == GB_NULL)
        return -1;
    int found = 0;
    GbRef item;
    for (int64_t i = 0;
         found >= 0 && (found == 0 || count) && (item = gb_next(t, iterator)) != GB_NULL; ++i) {
        int equal = gb_item_equal(t, item, v);
        gb_decref(item);
        if (equal < 0)
            found = -1;
        else if (equal && ++found && count)
            ++*count;
        else if (equal && at)
            *at = i;
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : found > 0;
}

/* Is the float among the numbers? One by one, as in CPython: scripts count on its being work. Only
 * where every number is exactly a double: else -1, and the general way is asked. */
static int find_double(const GbRange *range, double x)
{
    if (!gb_is_small(range->start) || !gb_is_small(range->step) || !gb_is_small(range->length))
        return -1;
    int64_t step = gb_small(range->step), count = gb_small(range->length),
            number = gb_small(range->start), last;
    if (__builtin_mul_overflow(step, count, &last) || !gb_fits_small(last))
        return -1;
    for (; count > 0; --count, number += step) {
        if ((double)number == x)
            return 1;
    }
    return 0;
}

static int range_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    if (is_plain_int(item))
        return find_int(t, gb_as_range(self), item, NULL);
    int found = gb_is_double(item) ? find_double(gb_as_range(self), gb_double(item)) : -1;
    if (found >= 0)
        return found;
    return search(t, self, item, NULL, NULL);
}

/* --- Methods --- */

static GbRef range_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = 0;
    if (is_plain_int(args[0])) {
        int found = find_int(t, gb_as_range(self), args[0], NULL);
        return found < 0 ? GB_NULL : gb_small_new(found);
    }
    return search(t, self, args[0], NULL, &count) < 0 ? GB_NULL : gb_int_new(t, count);
}

static GbRef range_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (is_plain_int(args[0])) {
        GbRef at = GB_NULL;
        int found = find_int(t, gb_as_range(self), args[0], &at);
        if (found == 0)
            gb_raise(t, gb_ValueError, "%R is not in range", args[0]);
        return at;
    }
    int64_t at = 0;
    int found = search(t, self, args[0], &at, NULL);
    if (found == 0)
        gb_raise(t, gb_ValueError, "sequence.index(x): x not in sequence");
    return found > 0 ? gb_int_new(t, at) : GB_NULL;
}

/* The same numbers from last to first: range(start + (length - 1) * step, start - step, -step). */
static GbRef range_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRange *range = gb_as_range(self);
    GbRef first = GB_NULL, end = GB_NULL, step = GB_NULL;
    GbRef index = gb_binary(t, GB_SUB, range->length, gb_small_new(1));
    if (index != GB_NULL) {
        first = number_at(t, range, index);
        end = gb_binary(t, GB_SUB, range->start, range->step);
        step = gb_unary(t, GB_NEGATIVE, range->step);
        gb_decref(index);
    }
    GbRef back = range_new_take(t, first, end, step);
    if (back == GB_NULL)
        return GB_NULL;
    GbRef iterator = gb_range_iter(t, back);
    gb_decref(back);
    return iterator;
}

static GbRef range_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRange *range = gb_as_range(self);
    return gb_reduce_pair(t, gb_value(t->interp->types[GB_KIND_RANGE]),
                          gb_tuple_of(t, 3, range->start, range->stop, range->step));
}

static GbRef range_get_start(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_range(self)->start);
}

static GbRef range_get_stop(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_range(self)->stop);
}

static GbRef range_get_step(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_range(self)->step);
}

/* --- Tables --- */

static const GbMethodDef range_methods[] = {
    {"count(value, /)", range_count,
     "rangeobject.count(value) -> integer -- return number of occurrences of value"},
    {"index(value, /)", range_index,
     "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value "
     "is not present."},
    {"__reversed__()", range_reversed, "Return a reverse iterator."},
    {"__reduce__()", range_reduce, NULL},
    {0},
};

static const GbGetSetDef range_getsets[] = {
    {"start", range_get_start, gb_refuse_set, NULL},
    {"stop", range_get_stop, gb_refuse_set, NULL},
    {"step", range_get_step, gb_refuse_set, NULL},
    {0},
};

const GbTypeSpec gb_range_spec = {
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "Return an object that produces a sequence of integers from start (inclusive)\n"
           "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
           "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
           "These are exactly the valid indices for a list of 4 elements.\n"
           "When step is given, it specifies the increment (or decrement).",
    .size = sizeof(GbRange),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_SEQUENCE,
    .slots = {
        .dealloc = range_dealloc,
        .repr = range_repr,
        .hash = range_hash,
        .truth = range_truth,
        .length = range_length,
        .compare = range_compare,
        .getitem = range_getitem,
        .contains = range_contains,
        .iter = gb_range_iter,
    },
    .constructor = {"range(start, stop=?, step=?, /)", range_create, NULL},
    .methods = range_methods,
    .getsets = range_getsets,
};
