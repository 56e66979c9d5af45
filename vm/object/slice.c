#include "vm/object/slice.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"

GbRef gb_slice_new(GbThread *t, GbBorrow start, GbBorrow stop, GbBorrow step)
{
    GbSlice *slice = gb_object_new(t, gb_type(t, SLICE));
    if (slice == NULL)
        return GB_NULL;
    slice->start = gb_new_ref(start == GB_NULL ? GB_NONE : start);
    slice->stop = gb_new_ref(stop == GB_NULL ? GB_NONE : stop);
    slice->step = gb_new_ref(step == GB_NULL ? GB_NONE : step);
    return gb_value(slice);
}

/* A member of a slice as a number, huge ones clipped; None leaves *out. */
static int unpack_member(GbThread *t, GbBorrow member, int64_t *out)
{
    if (member == GB_NONE)
        return 0;
    if (gb_is_small(member)) {
        *out = gb_small(member);
        return 0;
    }
    if (!gb_has_index(t, member))
        return gb_fail(t, gb_TypeError,
                       "slice indices must be integers or None or have an __index__ method");
    return gb_index_i64(t, member, out, gb_BaseException);
}

int gb_slice_unpack(GbThread *t, GbBorrow slice, int64_t *start, int64_t *stop, int64_t *step)
{
    GbSlice *self = gb_as_slice(slice);
    *step = 1;
    if (unpack_member(t, self->step, step) < 0)
        return -1;
    if (*step == 0)
        return gb_fail(t, gb_ValueError, "slice step cannot be zero");
    if (*step < -INT64_MAX) /* So that -step exists. */
        *step = -INT64_MAX;
    *start = *step < 0 ? INT64_MAX : 0;
    if (unpack_member(t, self->start, start) < 0)
        return -1;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    return unpack_member(t, self->stop, stop);
}

/* One end of a slice fitted to 0..length, or to -1..length-1 when it walks backwards. */
static int64_t adjust_end(int64_t end, int64_t length, bool backwards)
{
    if (end < 0) {
        end += length;
        return end >= 0 ? end : backwards ? -1 : 0;
    }
    if (end >= length)
        return backwards ? length - 1 : length;
    return end;
}

int64_t gb_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step)
{
    *start = adjust_end(*start, length, step < 0);
    *stop = adjust_end(*stop, length, step < 0);
    if (step < 0)
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int gb_slice_indices(GbThread *t, GbBorrow slice, int64_t length, int64_t *start, int64_t *stop,
                     int64_t *step, int64_t *count)
{
    if (gb_slice_unpack(t, slice, start, stop, step) < 0)
        return -1;
    *count = gb_slice_adjust(length, start, stop, *step);
    return 0;
}

/* --- Slots --- */

static GbRef slice_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbBorrow first = args[0], second = args[1], step = args[2];
    if (second == GB_NULL)
        return gb_slice_new(t, GB_NONE, first, GB_NONE);
    return gb_slice_new(t, first, second, step);
}

static void slice_dealloc(GbThread *t, GbObject *self)
{
    GbSlice *slice = (GbSlice *)self;
    gb_clear(&slice->start);
    gb_clear(&slice->stop);
    gb_clear(&slice->step);
}

static int slice_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbSlice *slice = (GbSlice *)self;
    GB_VISIT(slice->start);
    GB_VISIT(slice->stop);
    GB_VISIT(slice->step);
    return 0;
}

static GbRef slice_repr(GbThread *t, GbBorrow self)
{
    GbSlice *slice = gb_as_slice(self);
    return gb_str_format(t, "slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

/* Slices compare as the tuples of their members do. */
static GbRef slice_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_slice(a) || !gb_is_slice(b))
        return GB_NOT_IMPLEMENTED;
    if (a == b)
        return gb_bool(op == GB_EQ || op == GB_LE || op == GB_GE);
    GbSlice *x = gb_as_slice(a), *y = gb_as_slice(b);
    GbRef result = GB_NULL;
    GbRef left = gb_tuple_of(t, 3, x->start, x->stop, x->step);
    GbRef right = gb_tuple_of(t, 3, y->start, y->stop, y->step);
    if (left != GB_NULL && right != GB_NULL)
        result = gb_compare(t, left, right, op);
    gb_clear(&left);
    gb_clear(&right);
    return result;
}

/* --- Methods --- */

/* A member as an exact int, fitted to `lower`..`upper`; `fallback` for None. Ints of any size:
 * slice.indices() takes lengths that no sequence has. */
static GbRef member_fitted(GbThread *t, GbBorrow member, GbBorrow fallback, GbBorrow length,
                           GbBorrow lower, GbBorrow upper)
{
    if (member == GB_NONE)
        return gb_new_ref(fallback);
    if (!gb_has_index(t, member)) {
        gb_raise(t, gb_TypeError,
                 "slice indices must be integers or None or have an __index__ method");
        return GB_NULL;
    }
    GbRef value = gb_index(t, member);
    if (value == GB_NULL)
        return GB_NULL;
    bool negative = gb_int_sign(value) < 0;
    if (negative) {
        gb_set(&value, gb_binary(t, GB_ADD, value, length));
        if (value == GB_NULL)
            return GB_NULL;
    }
    int outside = gb_compare_truth(t, value, negative ? lower : upper, negative ? GB_LT : GB_GT);
    if (outside > 0)
        gb_set(&value, gb_new_ref(negative ? lower : upper));
    else if (outside < 0)
        gb_clear(&value);
    return value;
}

static GbRef slice_indices(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbSlice *slice = gb_as_slice(self);
    GbRef upper = GB_NULL, lower = GB_NULL, start = GB_NULL, stop = GB_NULL, step = GB_NULL,
          result = GB_NULL;
    GbRef length = gb_index(t, args[0]);
    if (length == GB_NULL)
        goto done;
    if (gb_int_sign(length) < 0) {
        gb_raise(t, gb_ValueError, "length should not be negative");
        goto done;
    }
    step = gb_small_new(1);
    if (slice->step != GB_NONE) {
        if (!gb_has_index(t, slice->step)) {
            gb_raise(t, gb_TypeError,
                     "slice indices must be integers or None or have an __index__ method");
            goto done;
        }
        step = gb_index(t, slice->step);
        if (step == GB_NULL)
            goto done;
    }
    int sign = gb_int_sign(step);
    if (sign == 0) {
        gb_raise(t, gb_ValueError, "slice step cannot be zero");
        goto done;
    }
    lower = gb_small_new(sign < 0 ? -1 : 0);
    upper = sign < 0 ? gb_binary(t, GB_SUB, length, gb_small_new(1)) : gb_new_ref(length);
    if (upper == GB_NULL)
        goto done;
    start = member_fitted(t, slice->start, sign < 0 ? upper : lower, length, lower, upper);
    if (start == GB_NULL)
        goto done;
    stop = member_fitted(t, slice->stop, sign < 0 ? lower : upper, length, lower, upper);
    if (stop == GB_NULL)
        goto done;
    result = gb_tuple_of(t, 3, start, stop, step);
done:
    gb_clear(&length);
    gb_clear(&upper);
    gb_clear(&lower);
    gb_clear(&start);
    gb_clear(&stop);
    gb_clear(&step);
    return result;
}

static GbRef slice_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbSlice *slice = gb_as_slice(self);
    return gb_reduce_pair(t, gb_value(gb_type(t, SLICE)),
                          gb_tuple_of(t, 3, slice->start, slice->stop, slice->step));
}

static GbRef slice_get_start(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_slice(self)->start);
}

static GbRef slice_get_stop(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_slice(self)->stop);
}

static GbRef slice_get_step(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_slice(self)->step);
}

/* --- Tables --- */

static const GbMethodDef slice_methods[] = {
    {"indices(len, /)", slice_indices, "S.indices(len) -> (start, stop, stride)"},
    {"__reduce__()", slice_reduce, "Return state information for pickling."},
    {0},
};

static const GbGetSetDef slice_getsets[] = {
    {"start", slice_get_start, gb_refuse_set, NULL},
    {"stop", slice_get_stop, gb_refuse_set, NULL},
    {"step", slice_get_step, gb_refuse_set, NULL},
    {0},
};

const GbTypeSpec gb_slice_spec = {
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\n"
           "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    .size = sizeof(GbSlice),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {
        .dealloc = slice_dealloc,
        .visit = slice_visit,
        .repr = slice_repr,
        .hash = gb_unhashable,
        .compare = slice_compare,
    },
    .constructor = {"slice(start, stop=?, step=None, /)", slice_create, NULL},
    .methods = slice_methods,
    .getsets = slice_getsets,
};
