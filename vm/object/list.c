#include "vm/object/list.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"

enum { ITEM_BYTES = sizeof(GbRef) };
#define MAX_COUNT (INT64_MAX / ITEM_BYTES / 2)

/* --- Memory --- */

/* While a list is being sorted its capacity is -1: it has no memory, and whoever gives it some is
 * found out. */
static size_t memory_bytes(const GbList *list)
{
    return list->capacity > 0 ? (size_t)list->capacity * ITEM_BYTES : 0;
}

static int set_capacity(GbThread *t, GbList *list, int64_t capacity)
{
    GbRef *items = NULL;
    if (capacity == 0)
        gb_mem_free(t, list->items, memory_bytes(list));
    else
        items = gb_mem_resize(t, list->items, memory_bytes(list), (size_t)capacity * ITEM_BYTES);
    if (items == NULL && capacity > 0)
        return -1;
    list->items = items;
    list->capacity = capacity;
    return 0;
}

/* An eighth more than needed, in steps of four. */
static int64_t capacity_for(int64_t count)
{
    return (count + (count >> 3) + 6) & ~(int64_t)3;
}

int gb_list_reserve(GbThread *t, GbList *list, int64_t count)
{
    if (count <= list->capacity)
        return 0;
    if (count > MAX_COUNT) {
        gb_raise_memory(t);
        return -1;
    }
    int64_t capacity = capacity_for(count);
    if (count - list->count > capacity - count) /* A big step: the next will hardly come soon. */
        capacity = (count + 3) & ~(int64_t)3;
    return set_capacity(t, list, capacity);
}

/* Exactly `count`, for lists that are made in one go. */
static int reserve_exactly(GbThread *t, GbList *list, int64_t count)
{
    if (count <= list->capacity)
        return 0;
    if (count > MAX_COUNT) {
        gb_raise_memory(t);
        return -1;
    }
    return set_capacity(t, list, count);
}

/* Give memory back once less than half is used. */
static void shrink(GbThread *t, GbList *list)
{
    if (list->count >= list->capacity / 2 || list->capacity < 8)
        return;
    if (set_capacity(t, list, list->count == 0 ? 0 : capacity_for(list->count)) < 0)
        gb_raised_drop(t); /* It was only a favour. */
}

static void drop_items(GbThread *t, GbRef *items, int64_t count, size_t bytes)
{
    for (int64_t i = count; --i >= 0;)
        gb_decref(items[i]);
    gb_mem_free(t, items, bytes);
}

/* The list is empty before the first finaliser runs. */
static void clear_items(GbThread *t, GbList *list)
{
    GbRef *items = list->items;
    int64_t count = list->count;
    if (items == NULL)
        return; /* Being sorted, perhaps: that is no change. */
    size_t bytes = memory_bytes(list);
    list->items = NULL;
    list->count = 0;
    list->capacity = 0;
    if (items)
        drop_items(t, items, count, bytes);
}

static void copy_refs(GbRef *to, const GbBorrow *from, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        to[i] = gb_new_ref(from[i]);
}

/* --- C interface --- */

static GbList *list_new(GbThread *t, int64_t reserve)
{
    GbList *list = gb_object_new(t, t->interp->types[GB_KIND_LIST]);
    if (list == NULL)
        return NULL;
    if (reserve > 0 && reserve_exactly(t, list, reserve) < 0) {
        gb_decref(gb_value(list));
        return NULL;
    }
    return list;
}

GbRef gb_list_new(GbThread *t, int64_t reserve)
{
    return gb_value(list_new(t, reserve));
}

int gb_list_append(GbThread *t, GbBorrow list, GbBorrow item)
{
    return gb_list_append_take(t, list, gb_new_ref(item));
}

int gb_list_append_take(GbThread *t, GbBorrow list, GbRef item)
{
    if (item == GB_NULL)
        return -1;
    GbList *self = gb_as_list(list);
    if (self->count >= self->capacity && gb_list_reserve(t, self, self->count + 1) < 0) {
        gb_decref(item);
        return -1;
    }
    self->items[self->count++] = item;
    return 0;
}

static int extend_by_array(GbThread *t, GbList *list, const GbBorrow *items, int64_t count)
{
    int64_t needed = list->count + count;
    if (list->count == 0 ? reserve_exactly(t, list, needed) : gb_list_reserve(t, list, needed))
        return -1;
    copy_refs(list->items + list->count, items, count);
    list->count += count;
    return 0;
}

static int extend_by_iterator(GbThread *t, GbList *list, GbBorrow iterator, int64_t hint)
{
    if (hint > 0 && hint <= INT64_MAX - list->count) { /* A sum too large is not believed. */
        int64_t needed = list->count + hint;
        if (needed > MAX_COUNT) {
            gb_raise_memory(t);
            return -1;
        }
        if (list->count == 0 ? reserve_exactly(t, list, needed) : gb_list_reserve(t, list, needed))
            return -1;
    }
    for (;;) {
        GbRef item = gb_next(t, iterator);
        if (item == GB_NULL)
            break;
        if (list->count >= list->capacity && gb_list_reserve(t, list, list->count + 1) < 0) {
            gb_decref(item);
            return -1;
        }
        list->items[list->count++] = item;
    }
    if (gb_raised(t))
        return -1;
    shrink(t, list);
    return 0;
}

int gb_list_extend(GbThread *t, GbBorrow list, GbBorrow iterable)
{
    GbList *self = gb_as_list(list);
    if (gb_is_exact(iterable, GB_KIND_TUPLE))
        return extend_by_array(t, self, gb_as_tuple(iterable)->items, gb_as_tuple(iterable)->count);
    if (iterable == list) {
        int64_t count = self->count;
        if (gb_list_reserve(t, self, 2 * count) < 0)
            return -1;
        return extend_by_array(t, self, self->items, count);
    }
    if (gb_is_exact(iterable, GB_KIND_LIST))
        return extend_by_array(t, self, gb_as_list(iterable)->items, gb_as_list(iterable)->count);
    GbRef iterator = gb_iter(t, iterable);
    if (iterator == GB_NULL)
        return -1;
    int64_t hint = gb_length_hint(t, iterable, 8);
    int result = hint < 0 ? -1 : extend_by_iterator(t, self, iterator, hint);
    gb_decref(iterator);
    return result;
}

int64_t gb_list_count(GbBorrow list)
{
    return gb_as_list(list)->count;
}

GbBorrow gb_list_peek(GbBorrow list, int64_t index)
{
    return gb_as_list(list)->items[index];
}

GbRef *gb_list_items(GbBorrow list)
{
    return gb_as_list(list)->items;
}

GbRef gb_list_pop(GbThread *t, GbBorrow list)
{
    GbList *self = gb_as_list(list);
    GbRef last = gb_new_ref(self->items[self->count - 1]);
    gb_list_replace(t, self, self->count - 1, self->count, NULL, 0); /* Shrinking does not fail. */
    return last;
}

GbRef gb_list_from(GbThread *t, GbBorrow iterable)
{
    GbRef list = gb_list_new(t, 0);
    if (list != GB_NULL && gb_list_extend(t, list, iterable) < 0)
        gb_clear(&list);
    return list;
}

GbRef gb_list_from_array(GbThread *t, const GbBorrow *items, int64_t count)
{
    GbList *list = list_new(t, count);
    if (list == NULL)
        return GB_NULL;
    copy_refs(list->items, items, count);
    list->count = count;
    return gb_value(list);
}

GbRef gb_list_from_array_take(GbThread *t, GbRef *items, int64_t count)
{
    GbList *list = list_new(t, count);
    if (list == NULL) {
        for (int64_t i = 0; i < count; ++i)
            gb_decref(items[i]);
        return GB_NULL;
    }
    if (count > 0)
        memcpy(list->items, items, (size_t)count * ITEM_BYTES);
    list->count = count;
    return gb_value(list);
}

GbRef gb_list_to_tuple(GbThread *t, GbBorrow list)
{
    return gb_tuple_from_array(t, gb_as_list(list)->items, gb_as_list(list)->count);
}

/* Cut [start, stop) out; what was there is given back last, when the list is whole again. */
static int cut(GbThread *t, GbList *list, int64_t start, int64_t stop)
{
    int64_t count = stop - start;
    GbRef few[8], *old = few;
    if (count > 8 && (old = gb_mem_new(t, (size_t)count * ITEM_BYTES)) == NULL)
        return -1;
    memcpy(old, list->items + start, (size_t)count * ITEM_BYTES);
    memmove(list->items + start, list->items + stop, (size_t)(list->count - stop) * ITEM_BYTES);
    list->count -= count;
    shrink(t, list);
    for (int64_t i = count; --i >= 0;)
        gb_decref(old[i]);
    if (old != few)
        gb_mem_free(t, old, (size_t)count * ITEM_BYTES);
    return 0;
}

int gb_list_replace(GbThread *t, GbList *list, int64_t start, int64_t stop, const GbBorrow *items,
                    int64_t count)
{
    if (stop < start)
        stop = start;
    if (count == 0) {
        if (start == 0 && stop == list->count)
            clear_items(t, list);
        else if (stop > start)
            return cut(t, list, start, stop);
        return 0;
    }
    int64_t old_count = stop - start, new_count = list->count - old_count + count;
    if (gb_list_reserve(t, list, new_count) < 0)
        return -1;
    GbRef few[8], *old = few;
    if (old_count > 8 && (old = gb_mem_new(t, (size_t)old_count * ITEM_BYTES)) == NULL)
        return -1;
    GbRef *at = list->items + start;
    memcpy(old, at, (size_t)old_count * ITEM_BYTES);
    memmove(at + count, at + old_count, (size_t)(list->count - stop) * ITEM_BYTES);
    copy_refs(at, items, count);
    list->count = new_count;
    shrink(t, list);
    for (int64_t i = old_count; --i >= 0;)
        gb_decref(old[i]);
    if (old != few)
        gb_mem_free(t, old, (size_t)old_count * ITEM_BYTES);
    return 0;
}

/* --- Slots: life --- */

static GbRef list_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    return gb_value(gb_object_new(t, (GbType *)gb_object(type)));
}

static GbRef list_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    clear_items(t, gb_as_list(self));
    if (args[0] != GB_NULL && gb_list_extend(t, self, args[0]) < 0)
        return GB_NULL;
    return GB_NONE;
}

static void list_dealloc(GbThread *t, GbObject *self)
{
    clear_items(t, (GbList *)self);
}

static int list_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbList *list = (GbList *)self;
    for (int64_t i = 0; i < list->count; ++i)
        GB_VISIT(list->items[i]);
    return 0;
}

/* --- Slots: text and comparison --- */

static int write_items(GbWriter *writer, GbList *list)
{
    for (int64_t i = 0; i < list->count; ++i) {
        if (i > 0 && gb_writer_ascii(writer, ", ", 2) < 0)
            return -1;
        GbRef item = gb_new_ref(list->items[i]);
        int failed = gb_writer_repr(writer, item);
        gb_decref(item);
        if (failed)
            return -1;
    }
    return 0;
}

static GbRef list_repr(GbThread *t, GbBorrow self)
{
    GbList *list = gb_as_list(self);
    if (list->count == 0)
        return gb_str_new(t, "[]");
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_new(t, "[...]");
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_char(&writer, '[');
    GbRef result = GB_NULL;
    if (write_items(&writer, list) == 0 && gb_writer_char(&writer, ']') == 0)
        result = gb_writer_finish(&writer);
    else
        gb_writer_clear(&writer);
    gb_repr_leave(t, self);
    return result;
}

/* The first place where the lists differ: *out, or where the shorter ends. 0 or -1. */
static int find_difference(GbThread *t, GbList *a, GbList *b, int64_t *out)
{
    int64_t i = 0;
    for (; i < a->count && i < b->count; ++i) {
        int equal = gb_item_equal(t, a->items[i], b->items[i]);
        if (equal < 0)
            return -1;
        if (!equal)
            break;
    }
    *out = i;
    return 0;
}

static GbRef list_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_list(a) || !gb_is_list(b))
        return GB_NOT_IMPLEMENTED;
    GbList *x = gb_as_list(a), *y = gb_as_list(b);
    if ((op == GB_EQ || op == GB_NE) && x->count != y->count)
        return gb_bool(op == GB_NE);
    int64_t at;
    if (find_difference(t, x, y, &at) < 0)
        return GB_NULL;
    if (at >= x->count || at >= y->count)
        return gb_compare_lengths(x->count, y->count, op);
    if (op == GB_EQ || op == GB_NE)
        return gb_bool(op == GB_NE);
    GbRef left = gb_new_ref(x->items[at]), right = gb_new_ref(y->items[at]);
    GbRef result = gb_compare(t, left, right, op);
    gb_decref(left);
    gb_decref(right);
    return result;
}

static int64_t list_length(GbThread *t, GbBorrow self)
{
    return gb_as_list(self)->count;
}

static int list_truth(GbThread *t, GbBorrow self)
{
    return gb_as_list(self)->count > 0;
}

/* Where `value` is from `start` to before `stop`: an index, -1 nowhere, -2 failed. */
static int64_t find_item(GbThread *t, GbList *list, GbBorrow value, int64_t start, int64_t stop)
{
    int equal = 0;
    int64_t i = start;
    while (i < stop && i < list->count && (equal = gb_item_equal(t, list->items[i], value)) == 0)
        ++i;
    gb_charge(t, RT_COST_TICK, i - start);
    return equal < 0 ? -2 : equal ? i : -1;
}

static int list_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    int64_t at = find_item(t, gb_as_list(self), item, 0, INT64_MAX);
    return at >= 0 ? 1 : at == -1 ? 0 : -1;
}

/* --- Slots: arithmetic --- */

static GbRef concat(GbThread *t, GbList *a, GbList *b)
{
    GbList *result = list_new(t, a->count + b->count);
    if (result == NULL)
        return GB_NULL;
    copy_refs(result->items, a->items, a->count);
    copy_refs(result->items + a->count, b->items, b->count);
    result->count = a->count + b->count;
    return gb_value(result);
}

/* Fill items[count..total) with copies of items[0..count), whose references are the first
 * copy's. */
static void fill_copies(GbRef *items, int64_t count, int64_t total)
{
    if (count == 1) {
        GbRef item = items[0];
        if (gb_is_object(item))
            gb_object(item)->refcount += (uint32_t)(total - 1);
        for (int64_t i = 1; i < total; ++i)
            items[i] = item;
        return;
    }
    for (int64_t i = count; i < total; ++i)
        items[i] = gb_new_ref(items[i - count]);
}

static GbRef repeat(GbThread *t, GbList *list, int64_t times)
{
    if (times == 0 || list->count == 0)
        return gb_list_new(t, 0);
    if (times > MAX_COUNT / list->count)
        return gb_raise_memory(t);
    int64_t total = list->count * times;
    GbList *result = list_new(t, total);
    if (result == NULL)
        return GB_NULL;
    copy_refs(result->items, list->items, list->count);
    fill_copies(result->items, list->count, total);
    result->count = total;
    return gb_value(result);
}

static GbRef list_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op == GB_ADD && gb_is_list(a)) {
        if (!gb_is_exact(b, GB_KIND_LIST)) {
            GbRef result = gb_binary_of_other(t, op, a, b, list_binary);
            if (result != GB_NOT_IMPLEMENTED)
                return result;
        }
        if (gb_is_list(b))
            return concat(t, gb_as_list(a), gb_as_list(b));
        return gb_raise(t, gb_TypeError, "can only concatenate list (not \"%.200T\") to list", b);
    }
    if (op != GB_MUL)
        return GB_NOT_IMPLEMENTED;
    GbBorrow list = gb_is_list(a) ? a : b, factor = gb_is_list(a) ? b : a;
    if (list == a && !gb_is_small(b)) {
        GbRef result = gb_binary_of_other(t, op, a, b, list_binary);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    int64_t times = gb_repeat_count(t, factor);
    return times < 0 ? GB_NULL : repeat(t, gb_as_list(list), times);
}

static GbRef repeat_in_place(GbThread *t, GbBorrow self, int64_t times)
{
    GbList *list = gb_as_list(self);
    if (times == 0) {
        clear_items(t, list);
    } else if (list->count > 0) {
        if (times > MAX_COUNT / list->count)
            return gb_raise_memory(t);
        int64_t total = list->count * times;
        if (gb_list_reserve(t, list, total) < 0)
            return GB_NULL;
        fill_copies(list->items, list->count, total);
        list->count = total;
    }
    return gb_new_ref(self);
}

static GbRef list_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    if (op == GB_ADD)
        return gb_list_extend(t, self, b) < 0 ? GB_NULL : gb_new_ref(self);
    if (op != GB_MUL || (!gb_is_small(b) && !gb_has_index(t, b)))
        return GB_NOT_IMPLEMENTED;
    int64_t times = gb_repeat_count(t, b);
    return times < 0 ? GB_NULL : repeat_in_place(t, self, times);
}

/* --- Slots: items --- */

static GbRef get_slice(GbThread *t, GbList *list, GbBorrow slice)
{
    int64_t start, stop, step;
    if (gb_slice_unpack(t, slice, &start, &stop, &step) < 0)
        return GB_NULL;
    int64_t count = gb_slice_adjust(list->count, &start, &stop, step);
    if (step == 1)
        return gb_list_from_array(t, list->items + start, count);
    GbList *result = list_new(t, count);
    if (result == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < count; ++i)
        result->items[i] = gb_new_ref(list->items[start + i * step]);
    result->count = count;
    return gb_value(result);
}

/* The index a key means, negatives counted from the end, not checked against the length. 0 or
 * -1. */
static int read_index(GbThread *t, GbList *list, GbBorrow key, int64_t *out)
{
    if (gb_is_small(key)) {
        *out = gb_small(key);
    } else {
        if (!gb_has_index(t, key))
            return gb_fail(t, gb_TypeError, "list indices must be integers or slices, not %.200T",
                           key);
        if (gb_index_i64(t, key, out, gb_IndexError) < 0)
            return -1;
    }
    if (*out < 0)
        *out += list->count;
    return 0;
}

static GbRef list_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbList *list = gb_as_list(self);
    if (gb_is_slice(key))
        return get_slice(t, list, key);
    int64_t index;
    if (read_index(t, list, key, &index) < 0)
        return GB_NULL;
    if ((uint64_t)index >= (uint64_t)list->count)
        return gb_raise(t, gb_IndexError, "list index out of range");
    return gb_new_ref(list->items[index]);
}

/* del list[start:stop:step] with |step| > 1, in one pass. */
static int delete_steps(GbThread *t, GbList *list, int64_t start, int64_t step, int64_t count)
{
    if (count == 0)
        return 0;
    if (step < 0) { /* The same places in rising order. */
        start += step * (count - 1);
        step = -step;
    }
    GbRef *old = gb_mem_new(t, (size_t)count * ITEM_BYTES);
    if (old == NULL)
        return -1;
    int64_t to = start;
    for (int64_t i = 0; i < count; ++i) {
        int64_t from = start + i * step;
        int64_t next = i + 1 < count ? from + step : list->count;
        old[i] = list->items[from];
        memmove(list->items + to, list->items + from + 1, (size_t)(next - from - 1) * ITEM_BYTES);
        to += next - from - 1;
    }
    list->count -= count;
    shrink(t, list);
    drop_items(t, old, count, (size_t)count * ITEM_BYTES);
    return 0;
}

/* list[start:stop:step] = items, as many as there are places. */
static int assign_steps(GbThread *t, GbList *list, int64_t start, int64_t step, const GbItems *from)
{
    GbRef *old = gb_mem_new(t, (size_t)from->count * ITEM_BYTES);
    if (old == NULL && from->count > 0)
        return -1;
    for (int64_t i = 0; i < from->count; ++i) {
        GbRef *place = &list->items[start + i * step];
        old[i] = *place;
        *place = gb_new_ref(from->items[i]);
    }
    drop_items(t, old, from->count, (size_t)from->count * ITEM_BYTES);
    return 0;
}

static int assign_slice(GbThread *t, GbList *list, int64_t start, int64_t stop, int64_t step,
                        GbBorrow value)
{
    GbItems from;
    GbRef copy = GB_NULL;
    if (value == gb_value(list)) { /* Its items move while they are read. */
        copy = gb_list_from_array(t, list->items, list->count);
        if (copy == GB_NULL)
            return -1;
        value = copy;
    }
    const char *message =
        step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice";
    int result = gb_items_get(t, value, message, &from);
    gb_clear(&copy);
    if (result < 0)
        return -1;
    int64_t count =
        gb_slice_adjust(list->count, &start, &stop, step); /* The iterable may have changed us. */
    if (step == 1)
        result = gb_list_replace(t, list, start, stop, from.items, from.count);
    else if (from.count != count)
        result = gb_fail(t, gb_ValueError,
                         "attempt to assign sequence of size %zd to extended slice of size %zd",
                         (ptrdiff_t)from.count, (ptrdiff_t)count);
    else
        result = assign_steps(t, list, start, step, &from);
    gb_items_release(&from);
    return result;
}

static int set_slice(GbThread *t, GbList *list, GbBorrow slice, GbBorrow value)
{
    int64_t start, stop, step;
    if (gb_slice_unpack(t, slice, &start, &stop, &step) < 0)
        return -1;
    if (value != GB_NULL)
        return assign_slice(t, list, start, stop, step, value);
    int64_t count = gb_slice_adjust(list->count, &start, &stop, step);
    if (step == 1)
        return gb_list_replace(t, list, start, stop, NULL, 0);
    return delete_steps(t, list, start, step, count);
}

static int list_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    GbList *list = gb_as_list(self);
    if (gb_is_slice(key))
        return set_slice(t, list, key, value);
    int64_t index;
    if (read_index(t, list, key, &index) < 0)
        return -1;
    if ((uint64_t)index >= (uint64_t)list->count)
        return gb_fail(t, gb_IndexError, "list assignment index out of range");
    if (value == GB_NULL)
        return cut(t, list, index, index + 1);
    gb_set(&list->items[index], gb_new_ref(value));
    return 0;
}

/* --- Methods --- */

static GbRef list_append(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_list_append(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef list_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    clear_items(t, gb_as_list(self));
    return GB_NONE;
}

static GbRef list_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_list_from_array(t, gb_as_list(self)->items, gb_as_list(self)->count);
}

static GbRef list_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbList *list = gb_as_list(self);
    int64_t count = 0;
    for (int64_t i = 0; i < list->count; ++i) {
        int equal = gb_item_equal(t, list->items[i], args[0]);
        if (equal < 0)
            return GB_NULL;
        count += equal;
    }
    return gb_int_new(t, count);
}

static GbRef list_extend(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_list_extend(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef list_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbList *list = gb_as_list(self);
    int64_t start = 0, stop = INT64_MAX;
    if (gb_position_argument(t, args[1], &start) < 0 || gb_position_argument(t, args[2], &stop) < 0)
        return GB_NULL;
    start = gb_clip_position(start, list->count);
    stop = gb_clip_position(stop, list->count);
    int64_t at = find_item(t, list, args[0], start, stop);
    if (at == -1)
        return gb_raise(t, gb_ValueError, "%R is not in list", args[0]);
    return at < 0 ? GB_NULL : gb_int_new(t, at);
}

static GbRef list_insert(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbList *list = gb_as_list(self);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0 || gb_list_reserve(t, list, list->count + 1) < 0)
        return GB_NULL;
    index = gb_clip_position(index, list->count);
    if (index > list->count)
        index = list->count;
    memmove(list->items + index + 1, list->items + index,
            (size_t)(list->count - index) * ITEM_BYTES);
    list->items[index] = gb_new_ref(args[1]);
    ++list->count;
    return GB_NONE;
}

static GbRef list_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbList *list = gb_as_list(self);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    if (list->count == 0)
        return gb_raise(t, gb_IndexError, "pop from empty list");
    if (index < 0)
        index += list->count;
    if ((uint64_t)index >= (uint64_t)list->count)
        return gb_raise(t, gb_IndexError, "pop index out of range");
    GbRef item = list->items[index];
    --list->count;
    memmove(list->items + index, list->items + index + 1,
            (size_t)(list->count - index) * ITEM_BYTES);
    shrink(t, list);
    return item;
}

static GbRef list_remove(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbList *list = gb_as_list(self);
    int64_t at = find_item(t, list, args[0], 0, INT64_MAX);
    if (at == -1)
        return gb_raise(t, gb_ValueError, "list.remove(x): x not in list");
    if (at < 0)
        return GB_NULL;
    if (at < list->count && cut(t, list, at, at + 1) < 0)
        return GB_NULL;
    return GB_NONE;
}

void gb_list_reverse(GbList *list)
{
    for (int64_t low = 0, high = list->count - 1; low < high; ++low, --high) {
        GbRef item = list->items[low];
        list->items[low] = list->items[high];
        list->items[high] = item;
    }
}

static GbRef list_reverse(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_list_reverse(gb_as_list(self));
    return GB_NONE;
}

int gb_list_sort_by(GbThread *t, GbBorrow list, GbBorrow key, GbBorrow reverse)
{
    int64_t number = reverse == GB_TRUE;
    if (!gb_is_bool(reverse) && gb_size_argument(t, reverse, &number) < 0)
        return -1;
    return gb_list_sort(t, list, key == GB_NONE ? GB_NULL : key, number != 0);
}

static GbRef list_sort(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_list_sort_by(t, self, args[0], args[1]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef list_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, (int64_t)(sizeof(GbList) + memory_bytes(gb_as_list(self))));
}

/* --- Tables --- */

static const GbMethodDef list_methods[] = {
    {"append(object, /)", list_append, "Append object to the end of the list."},
    {"clear()", list_clear, "Remove all items from list."},
    {"copy()", list_copy, "Return a shallow copy of the list."},
    {"count(value, /)", list_count, "Return number of occurrences of value."},
    {"extend(iterable, /)", list_extend, "Extend list by appending elements from the iterable."},
    {"index(value, start=0, stop=9223372036854775807, /)", list_index,
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"insert(index, object, /)", list_insert, "Insert object before index."},
    {"pop(index=-1, /)", list_pop,
     "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or "
     "index is out of range."},
    {"remove(value, /)", list_remove,
     "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."},
    {"reverse()", list_reverse, "Reverse *IN PLACE*."},
    {"sort(*, key=None, reverse=False)", list_sort,
     "Sort the list in ascending order and return None.\n\n"
     "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
     "order of two equal elements is maintained).\n\n"
     "If a key function is given, apply it once to each list item and sort them,\n"
     "ascending or descending, according to their function values.\n\n"
     "The reverse flag can be set to sort in descending order."},
    {"__reversed__()", gb_list_reversed, "Return a reverse iterator over the list."},
    {"__sizeof__()", list_sizeof, "Return the size of the list in memory, in bytes."},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_list_spec = {
    .name = "list",
    .doc = "Built-in mutable sequence.\n\n"
           "If no argument is given, the constructor creates a new empty list.\n"
           "The argument must be an iterable if specified.",
    .size = sizeof(GbList),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_SEQUENCE | GB_TYPE_MATCH_SELF,
    .slots = {
        .dealloc = list_dealloc,
        .visit = list_visit,
        .clear = list_dealloc,
        .repr = list_repr,
        .hash = gb_unhashable,
        .truth = list_truth,
        .length = list_length,
        .compare = list_compare,
        .binary = list_binary,
        .inplace = list_inplace,
        .getitem = list_getitem,
        .setitem = list_setitem,
        .contains = list_contains,
        .iter = gb_list_iter,
        .create = list_create,
    },
    .initializer = {"list(iterable=?, /)", list_init, NULL, GB_METHOD_LEAVES_KEYWORDS},
    .methods = list_methods,
};
