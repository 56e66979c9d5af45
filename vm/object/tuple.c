#include "vm/object/list.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"

#include <stdarg.h>

#define MAX_COUNT (INT64_MAX / (int64_t)sizeof(GbRef) / 2)

/* --- C interface --- */

static size_t bytes_for(int64_t count)
{
    return sizeof(GbTuple) + (size_t)count * sizeof(GbRef);
}

/* Items are GB_NULL: the caller fills them before anything else happens. */
static GbTuple *tuple_new(GbThread *t, GbType *type, int64_t count)
{
    if (count > MAX_COUNT) {
        gb_raise_memory(t);
        return NULL;
    }
    GbTuple *tuple = gb_object_new_sized(t, type, bytes_for(count));
    if (tuple)
        tuple->count = count;
    return tuple;
}

static GbTuple *exact_new(GbThread *t, int64_t count)
{
    return tuple_new(t, t->interp->types[GB_KIND_TUPLE], count);
}

/* There is one empty tuple. */
static GbRef empty_get(GbThread *t)
{
    if (t->interp->empty_tuple == GB_NULL) {
        GbTuple *tuple = exact_new(t, 0);
        if (tuple == NULL)
            return GB_NULL;
        t->interp->empty_tuple = gb_value(tuple);
    }
    return gb_new_ref(t->interp->empty_tuple);
}

GbRef gb_tuple_new(GbThread *t, int64_t count)
{
    if (count == 0)
        return empty_get(t);
    GbTuple *tuple = exact_new(t, count);
    if (tuple == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < count; ++i)
        tuple->items[i] = GB_NONE;
    return gb_value(tuple);
}

void gb_tuple_set_take(GbBorrow tuple, int64_t index, GbRef item)
{
    gb_set(&gb_as_tuple(tuple)->items[index], item);
}

GbRef gb_tuple_from_array(GbThread *t, const GbBorrow *items, int64_t count)
{
    if (count == 0)
        return empty_get(t);
    GbTuple *tuple = exact_new(t, count);
    if (tuple == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < count; ++i)
        tuple->items[i] = gb_new_ref(items[i]);
    return gb_value(tuple);
}

GbRef gb_tuple_from_array_take(GbThread *t, GbRef *items, int64_t count)
{
    if (count == 0)
        return empty_get(t);
    GbTuple *tuple = exact_new(t, count);
    if (tuple == NULL) {
        for (int64_t i = 0; i < count; ++i)
            gb_decref(items[i]);
        return GB_NULL;
    }
    memcpy(tuple->items, items, (size_t)count * sizeof(GbRef));
    return gb_value(tuple);
}

GbRef gb_tuple_of(GbThread *t, int count, ...)
{
    GbRef result = gb_tuple_new(t, count);
    if (result == GB_NULL)
        return GB_NULL;
    va_list arguments;
    va_start(arguments, count);
    for (int i = 0; i < count; ++i)
        gb_as_tuple(result)->items[i] = gb_new_ref(va_arg(arguments, GbBorrow));
    va_end(arguments);
    return result;
}

GbRef gb_tuple_from(GbThread *t, GbBorrow iterable)
{
    if (gb_is_exact(iterable, GB_KIND_TUPLE))
        return gb_new_ref(iterable);
    GbItems from;
    if (gb_items_get(t, iterable, NULL, &from) < 0)
        return GB_NULL;
    GbRef result = gb_tuple_from_array(t, from.items, from.count);
    gb_items_release(&from);
    return result;
}

int64_t gb_tuple_count(GbBorrow tuple)
{
    return gb_as_tuple(tuple)->count;
}

GbBorrow gb_tuple_peek(GbBorrow tuple, int64_t index)
{
    return gb_as_tuple(tuple)->items[index];
}

const GbBorrow *gb_tuple_items(GbBorrow tuple)
{
    return gb_as_tuple(tuple)->items;
}

/* --- Slots: life --- */

static int64_t tuple_size_of(GbObject *self)
{
    return (int64_t)bytes_for(((GbTuple *)self)->count);
}

static GbRef tuple_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = (GbType *)gb_object(self);
    if (type == t->interp->types[GB_KIND_TUPLE])
        return args[0] == GB_NULL ? empty_get(t) : gb_tuple_from(t, args[0]);
    GbRef items = args[0] == GB_NULL ? empty_get(t) : gb_tuple_from(t, args[0]);
    if (items == GB_NULL)
        return GB_NULL;
    int64_t count = gb_as_tuple(items)->count;
    GbTuple *tuple = tuple_new(t, type, count);
    for (int64_t i = 0; tuple != NULL && i < count; ++i)
        tuple->items[i] = gb_new_ref(gb_as_tuple(items)->items[i]);
    gb_decref(items);
    return gb_value(tuple);
}

static void tuple_dealloc(GbThread *t, GbObject *self)
{
    GbTuple *tuple = (GbTuple *)self;
    for (int64_t i = tuple->count; --i >= 0;)
        gb_clear(&tuple->items[i]);
}

static int tuple_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbTuple *tuple = (GbTuple *)self;
    for (int64_t i = 0; i < tuple->count; ++i)
        GB_VISIT(tuple->items[i]);
    return 0;
}

/* --- Slots: text, hash and comparison --- */

static GbRef tuple_repr(GbThread *t, GbBorrow self)
{
    GbTuple *tuple = gb_as_tuple(self);
    if (tuple->count == 0)
        return gb_str_new(t, "()");
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_new(t, "(...)");
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_char(&writer, '(');
    for (int64_t i = 0; i < tuple->count && !writer.failed; ++i) {
        if (i > 0)
            gb_writer_ascii(&writer, ", ", 2);
        gb_writer_repr(&writer, tuple->items[i]);
    }
    gb_writer_c(&writer, tuple->count == 1 ? ",)" : ")");
    gb_repr_leave(t, self);
    return gb_writer_finish(&writer);
}

/* xxHash's way of mixing 64-bit lanes, one item each. CPython's too: hashes of tuples of numbers
 * agree with it. */
#define HASH_PRIME_1 UINT64_C(11400714785074694791)
#define HASH_PRIME_2 UINT64_C(14029467366897019727)
#define HASH_PRIME_5 UINT64_C(2870177450012600261)

static int mix_hashes(GbThread *t, GbTuple *tuple, uint64_t *out)
{
    uint64_t sum = HASH_PRIME_5;
    for (int64_t i = 0; i < tuple->count; ++i) {
        int64_t lane;
        if (gb_hash(t, tuple->items[i], &lane) < 0)
            return -1;
        sum += (uint64_t)lane * HASH_PRIME_2;
        sum = (sum << 31) | (sum >> 33);
        sum *= HASH_PRIME_1;
    }
    *out = sum + ((uint64_t)tuple->count ^ (HASH_PRIME_5 ^ UINT64_C(3527539)));
    return 0;
}

static int tuple_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    if (gb_recursion_enter(t, " while hashing a tuple") < 0)
        return -1;
    uint64_t sum;
    int failed = mix_hashes(t, gb_as_tuple(self), &sum);
    gb_recursion_leave(t);
    if (failed)
        return -1;
    *hash = sum == UINT64_MAX ? 1546275796 : (int64_t)sum;
    return 0;
}

static GbRef tuple_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_tuple(a) || !gb_is_tuple(b))
        return GB_NOT_IMPLEMENTED;
    GbTuple *x = gb_as_tuple(a), *y = gb_as_tuple(b);
    int64_t at = 0;
    for (; at < x->count && at < y->count; ++at) {
        int equal = gb_item_equal(t, x->items[at], y->items[at]);
        if (equal < 0)
            return GB_NULL;
        if (!equal)
            break;
    }
    if (at >= x->count || at >= y->count)
        return gb_compare_lengths(x->count, y->count, op);
    if (op == GB_EQ || op == GB_NE)
        return gb_bool(op == GB_NE);
    return gb_compare(t, x->items[at], y->items[at], op);
}

static int64_t tuple_length(GbThread *t, GbBorrow self)
{
    return gb_as_tuple(self)->count;
}

static int tuple_truth(GbThread *t, GbBorrow self)
{
    return gb_as_tuple(self)->count > 0;
}

/* Where `value` is: an index, -1 nowhere, -2 failed. */
static int64_t find_item(GbThread *t, GbTuple *tuple, GbBorrow value, int64_t start, int64_t stop)
{
    for (int64_t i = start; i < stop && i < tuple->count; ++i) {
        int equal = gb_item_equal(t, tuple->items[i], value);
        if (equal != 0)
            return equal < 0 ? -2 : i;
    }
    return -1;
}

static int tuple_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    int64_t at = find_item(t, gb_as_tuple(self), item, 0, INT64_MAX);
    return at >= 0 ? 1 : at == -1 ? 0 : -1;
}

/* --- Slots: arithmetic and items --- */

/* A tuple that never changes may stand for its own copy, unless it is of a subclass. */
static GbRef concat(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbTuple *x = gb_as_tuple(a), *y = gb_as_tuple(b);
    if (x->count == 0 && gb_is_exact(b, GB_KIND_TUPLE))
        return gb_new_ref(b);
    if (y->count == 0 && gb_is_exact(a, GB_KIND_TUPLE))
        return gb_new_ref(a);
    if (x->count + y->count == 0)
        return empty_get(t);
    GbTuple *result = exact_new(t, x->count + y->count);
    if (result == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < x->count; ++i)
        result->items[i] = gb_new_ref(x->items[i]);
    for (int64_t i = 0; i < y->count; ++i)
        result->items[x->count + i] = gb_new_ref(y->items[i]);
    return gb_value(result);
}

static GbRef repeat(GbThread *t, GbBorrow self, int64_t times)
{
    GbTuple *tuple = gb_as_tuple(self);
    if ((times == 1 || tuple->count == 0) && gb_is_exact(self, GB_KIND_TUPLE))
        return gb_new_ref(self);
    if (times == 0 || tuple->count == 0)
        return empty_get(t);
    if (times > MAX_COUNT / tuple->count)
        return gb_raise_memory(t);
    int64_t total = tuple->count * times;
    GbTuple *result = exact_new(t, total);
    if (result == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < total; ++i)
        result->items[i] =
            gb_new_ref(i < tuple->count ? tuple->items[i] : result->items[i - tuple->count]);
    return gb_value(result);
}

static GbRef tuple_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op == GB_ADD && gb_is_tuple(a)) {
        if (!gb_is_exact(b, GB_KIND_TUPLE)) {
            GbRef result = gb_binary_of_other(t, op, a, b, tuple_binary);
            if (result != GB_NOT_IMPLEMENTED)
                return result;
        }
        if (gb_is_tuple(b))
            return concat(t, a, b);
        return gb_raise(t, gb_TypeError, "can only concatenate tuple (not \"%.200T\") to tuple", b);
    }
    if (op != GB_MUL)
        return GB_NOT_IMPLEMENTED;
    GbBorrow tuple = gb_is_tuple(a) ? a : b, factor = gb_is_tuple(a) ? b : a;
    if (tuple == a && !gb_is_small(b)) {
        GbRef result = gb_binary_of_other(t, op, a, b, tuple_binary);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    int64_t times = gb_repeat_count(t, factor);
    return times < 0 ? GB_NULL : repeat(t, tuple, times);
}

static GbRef get_slice(GbThread *t, GbBorrow self, GbBorrow slice)
{
    GbTuple *tuple = gb_as_tuple(self);
    int64_t start, stop, step, count;
    if (gb_slice_indices(t, slice, tuple->count, &start, &stop, &step, &count) < 0)
        return GB_NULL;
    if (count == 0)
        return empty_get(t);
    if (step == 1 && count == tuple->count && gb_is_exact(self, GB_KIND_TUPLE))
        return gb_new_ref(self);
    GbTuple *result = exact_new(t, count);
    if (result == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < count; ++i)
        result->items[i] = gb_new_ref(tuple->items[start + i * step]);
    return gb_value(result);
}

static GbRef tuple_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbTuple *tuple = gb_as_tuple(self);
    int64_t index;
    if (gb_is_small(key)) {
        index = gb_small(key);
    } else {
        if (gb_is_slice(key))
            return get_slice(t, self, key);
        if (!gb_has_index(t, key))
            return gb_raise(t, gb_TypeError, "tuple indices must be integers or slices, not %.200T",
                            key);
        if (gb_index_i64(t, key, &index, gb_IndexError) < 0)
            return GB_NULL;
    }
    if (index < 0)
        index += tuple->count;
    if ((uint64_t)index >= (uint64_t)tuple->count)
        return gb_raise(t, gb_IndexError, "tuple index out of range");
    return gb_new_ref(tuple->items[index]);
}

/* --- Methods --- */

static GbRef tuple_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbTuple *tuple = gb_as_tuple(self);
    int64_t count = 0;
    for (int64_t i = 0; i < tuple->count; ++i) {
        int equal = gb_item_equal(t, tuple->items[i], args[0]);
        if (equal < 0)
            return GB_NULL;
        count += equal;
    }
    return gb_int_new(t, count);
}

static GbRef tuple_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbTuple *tuple = gb_as_tuple(self);
    int64_t start = 0, stop = INT64_MAX;
    if (gb_position_argument(t, args[1], &start) < 0 || gb_position_argument(t, args[2], &stop) < 0)
        return GB_NULL;
    start = gb_clip_position(start, tuple->count);
    stop = gb_clip_position(stop, tuple->count);
    int64_t at = find_item(t, tuple, args[0], start, stop);
    if (at == -1)
        return gb_raise(t, gb_ValueError, "tuple.index(x): x not in tuple");
    return at < 0 ? GB_NULL : gb_int_new(t, at);
}

static GbRef tuple_getnewargs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbTuple *tuple = gb_as_tuple(self);
    GbRef items = gb_tuple_from_array(t, tuple->items, tuple->count);
    if (items == GB_NULL)
        return GB_NULL;
    GbRef result = gb_tuple_of(t, 1, items);
    gb_decref(items);
    return result;
}

/* --- Tables --- */

static const GbMethodDef tuple_methods[] = {
    {"count(value, /)", tuple_count, "Return number of occurrences of value."},
    {"index(value, start=0, stop=9223372036854775807, /)", tuple_index,
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"__getnewargs__()", tuple_getnewargs, NULL},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_tuple_spec = {
    .name = "tuple",
    .doc = "Built-in immutable sequence.\n\n"
           "If no argument is given, the constructor returns an empty tuple.\n"
           "If iterable is specified the tuple is initialized from iterable's items.\n\n"
           "If the argument is a tuple, the return value is the same object.",
    .size = sizeof(GbTuple),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_VARIABLE | GB_TYPE_MATCH_SEQUENCE
             | GB_TYPE_MATCH_SELF,
    .size_of = tuple_size_of,
    .slots =
        {
            .dealloc = tuple_dealloc,
            .visit = tuple_visit,
            .repr = tuple_repr,
            .hash = tuple_hash,
            .truth = tuple_truth,
            .length = tuple_length,
            .compare = tuple_compare,
            .binary = tuple_binary,
            .getitem = tuple_getitem,
            .contains = tuple_contains,
            .iter = gb_tuple_iter,
        },
    .constructor = {"tuple(iterable=?, /)", tuple_create, NULL},
    .methods = tuple_methods,
};
