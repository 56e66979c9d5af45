/* array: sequences of numbers of one kind, as a machine lays them out, back to back.
 *
 * While somebody looks at the memory (a memoryview) it must not move: then every change of the
 * length is refused. Converting an item may run Python, so it comes first and the place in the
 * array is looked up after it. */
#include "stdlib/array_parts.h"

typedef struct Array {
    GbObject header;
    const ArrayKind *kind;
    uint8_t *data;
    int64_t count, capacity; /* items */
    int64_t lent;            /* How many have it on loan. */
} Array;

enum { FILE_BLOCK = 64 * 1024, PROTOCOL_WITH_BYTES = 3, OBJECT_BYTES = 64, SLACK = 16 };

static const GbTypeSpec array_spec, iterator_spec;

static Array *as_array(GbBorrow v)
{
    return (Array *)gb_object(v);
}

static bool is_array(GbThread *t, GbBorrow v)
{
    return gb_is_spec(t, v, &array_spec);
}

static uint8_t *item_place(const Array *array, int64_t index)
{
    return array->data + index * array->kind->size;
}

static GbRef item_get(GbThread *t, const Array *array, int64_t index)
{
    return gb_array_item_get(t, array->kind, item_place(array, index));
}

/* --- Memory --- */

static GbRef array_new(GbThread *t, GbType *type, const ArrayKind *kind, int64_t count)
{
    if (count > INT64_MAX / kind->size)
        return gb_raise_memory(t);
    Array *array = gb_object_new(t, type);
    if (array == NULL)
        return GB_NULL;
    array->kind = kind;
    if (count > 0) {
        array->data = gb_mem_new(t, (size_t)count * kind->size);
        if (array->data == NULL) {
            gb_decref(gb_value(array));
            return GB_NULL;
        }
    }
    array->count = array->capacity = count;
    return gb_value(array);
}

/* A plain array with items of `data`. */
static GbRef array_from(GbThread *t, const ArrayKind *kind, const uint8_t *data, int64_t count)
{
    GbRef array = array_new(t, gb_spec_type(t, &array_spec), kind, count);
    if (array != GB_NULL && count > 0)
        memcpy(as_array(array)->data, data, (size_t)count * kind->size);
    return array;
}

/* Change the number of items; new ones are not set. 0 or -1. */
static int resize(GbThread *t, Array *array, int64_t count)
{
    if (array->lent > 0 && count != array->count)
        return gb_fail(t, gb_BufferError, "cannot resize an array that is exporting buffers");
    if (count <= array->capacity && array->count < count + SLACK) {
        array->count = count;
        return 0;
    }
    size_t size = array->kind->size;
    int64_t capacity = count == 0 ? 0 : count + (count >> 4) + (array->count < 8 ? 3 : 7);
    if (capacity > INT64_MAX / (int64_t)size) {
        gb_raise_memory(t);
        return -1;
    }
    uint8_t *data =
        gb_mem_resize(t, array->data, (size_t)array->capacity * size, (size_t)capacity * size);
    if (data == NULL && capacity > 0)
        return -1;
    array->data = data;
    array->capacity = capacity;
    array->count = count;
    return 0;
}

/* Put `more` items of `data` in place of those from `start` to `end`. */
static int splice(GbThread *t, Array *array, int64_t start, int64_t end, const uint8_t *data,
                  int64_t more)
{
    size_t size = array->kind->size;
    int64_t tail = array->count - end, grown = more - (end - start);
    if (grown < 0) {
        if (array->lent > 0)
            return resize(t, array, array->count + grown);
        memmove(item_place(array, start + more), item_place(array, end), (size_t)tail * size);
    }
    if (resize(t, array, array->count + grown) < 0)
        return -1;
    if (grown > 0 && tail > 0)
        memmove(item_place(array, start + more), item_place(array, end), (size_t)tail * size);
    if (more > 0)
        memcpy(item_place(array, start), data, (size_t)more * size);
    return 0;
}

static int insert_value(GbThread *t, Array *array, int64_t index, GbBorrow v)
{
    uint8_t item[8];
    if (gb_array_item_convert(t, array->kind, v, item) < 0)
        return -1;
    if (index < 0)
        index += array->count;
    index = index < 0 ? 0 : index > array->count ? array->count : index;
    return splice(t, array, index, index, item, 1);
}

static int append_value(GbThread *t, Array *array, GbBorrow v)
{
    return insert_value(t, array, INT64_MAX, v);
}

static int append_bytes(GbThread *t, Array *array, const uint8_t *data, int64_t size)
{
    if (size % array->kind->size != 0)
        return gb_fail(t, gb_ValueError, "bytes length not a multiple of item size");
    return splice(t, array, array->count, array->count, data, size / array->kind->size);
}

/* --- Filling --- */

static int extend_by_iterable(GbThread *t, Array *array, GbBorrow iterable)
{
    GbRef iterator = gb_iter(t, iterable), item;
    int result = iterator == GB_NULL ? -1 : 0;
    while (result == 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        result = append_value(t, array, item);
        gb_decref(item);
    }
    gb_xdecref(iterator);
    return gb_raised(t) ? -1 : result;
}

static int extend_by_array(GbThread *t, Array *array, Array *other)
{
    if (array->kind != other->kind)
        return gb_fail(t, gb_TypeError, "can only extend with array of same kind");
    int64_t count = array->count, more = other->count;
    if (resize(t, array, count + more) < 0) /* `other` may be the array itself. */
        return -1;
    if (more > 0)
        memcpy(item_place(array, count), other->data, (size_t)more * array->kind->size);
    return 0;
}

/* Another array's items, converted. */
static int convert_array(GbThread *t, Array *array, Array *other)
{
    for (int64_t i = 0; i < other->count; i++) {
        GbRef item = item_get(t, other, i);
        int result = item == GB_NULL ? -1 : append_value(t, array, item);
        gb_xdecref(item);
        if (result < 0)
            return -1;
    }
    return 0;
}

static int extend_by_text(GbThread *t, Array *array, GbBorrow text)
{
    int64_t length = gb_str_length(text), count = array->count;
    if (resize(t, array, count + length) < 0)
        return -1;
    for (int64_t i = 0; i < length; i++) {
        uint32_t code = gb_str_at(text, i);
        memcpy(item_place(array, count + i), &code, sizeof code);
    }
    return 0;
}

static int extend_by_buffer(GbThread *t, Array *array, GbBorrow v)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return -1;
    int result = append_bytes(t, array, buffer.data, buffer.size);
    gb_buffer_release(t, &buffer);
    return result;
}

static int fill(GbThread *t, Array *array, GbBorrow initial)
{
    if (gb_is_str(initial))
        return extend_by_text(t, array, initial);
    if (is_array(t, initial))
        return convert_array(t, array, as_array(initial));
    if (gb_is_bytes(initial) || gb_is_bytearray(initial))
        return extend_by_buffer(t, array, initial);
    return extend_by_iterable(t, array, initial);
}

/* --- Making --- */

static const ArrayKind *read_typecode(GbThread *t, GbBorrow v)
{
    if (!gb_is_str(v) || gb_str_length(v) != 1) {
        gb_raise(t, gb_TypeError, "array() argument 1 must be a unicode character, not %T", v);
        return NULL;
    }
    const ArrayKind *kind = gb_array_kind(gb_str_at(v, 0));
    if (kind == NULL)
        gb_raise(t, gb_ValueError,
                 "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return kind;
}

/* How many items an initializer has, if that can be told at once. */
static int64_t known_count(GbThread *t, GbBorrow initial)
{
    if (gb_is_list(initial))
        return gb_list_count(initial);
    if (gb_is_tuple(initial))
        return gb_tuple_count(initial);
    return is_array(t, initial) ? as_array(initial)->count : 0;
}

static GbRef array_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                          GbBorrow names)
{
    int named = names == GB_NULL ? 0 : (int)gb_tuple_count(names);
    if (named > 0 && type == gb_value(gb_spec_type(t, &array_spec)))
        return gb_raise(t, gb_TypeError, "array.array() takes no keyword arguments");
    count -= named; /* A subclass may have others in mind. */
    if (count < 1)
        return gb_raise(t, gb_TypeError, "array() takes at least 1 argument (0 given)");
    if (count > 2)
        return gb_raise(t, gb_TypeError, "array() takes at most 2 arguments (%d given)", count);
    const ArrayKind *kind = read_typecode(t, args[0]);
    if (kind == NULL)
        return GB_NULL;
    GbBorrow initial = count > 1 ? args[1] : GB_NULL;
    if (initial != GB_NULL && kind->letter != 'u') {
        bool is_text_array = is_array(t, initial) && as_array(initial)->kind->letter == 'u';
        if (gb_is_str(initial) || is_text_array)
            return gb_raise(t, gb_TypeError,
                            "cannot use a %s to initialize an array with typecode '%c'",
                            is_text_array ? "unicode array" : "str", kind->letter);
    }
    int64_t room = initial == GB_NULL ? 0 : known_count(t, initial);
    GbRef array = array_new(t, (GbType *)gb_object(type), kind, room);
    if (array == GB_NULL)
        return GB_NULL;
    as_array(array)->count = 0;
    if (initial != GB_NULL && fill(t, as_array(array), initial) < 0)
        gb_clear(&array);
    return array;
}

static void array_dealloc(GbThread *t, GbObject *self)
{
    Array *array = (Array *)self;
    if (array->data != NULL)
        gb_mem_free(t, array->data, (size_t)array->capacity * array->kind->size);
}

static int array_lend(GbThread *t, GbBorrow self, GbExport *out)
{
    Array *array = as_array(self);
    *out = (GbExport){array->data, array->count * array->kind->size, array->kind->size,
                      array->kind->format, false};
    ++array->lent;
    return 0;
}

static void array_unlend(GbThread *t, GbBorrow self)
{
    --as_array(self)->lent;
}

/* --- Slots: as a sequence --- */

static int64_t array_length(GbThread *t, GbBorrow self)
{
    return as_array(self)->count;
}

static GbRef get_slice(GbThread *t, GbBorrow self, GbBorrow slice)
{
    Array *array = as_array(self);
    int64_t start, stop, step, count;
    if (gb_slice_indices(t, slice, array->count, &start, &stop, &step, &count) < 0)
        return GB_NULL;
    GbRef result = array_new(t, gb_spec_type(t, &array_spec), array->kind, count);
    for (int64_t i = 0; result != GB_NULL && i < count; i++)
        memcpy(item_place(as_array(result), i), item_place(array, start + i * step),
               array->kind->size);
    return result;
}

static GbRef array_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    int64_t index;
    if (gb_is_small(key)) {
        index = gb_small(key);
    } else if (gb_has_index(t, key)) {
        if (gb_index_i64(t, key, &index, gb_IndexError) < 0)
            return GB_NULL;
    } else {
        return gb_is_exact(key, GB_KIND_SLICE)
                   ? get_slice(t, self, key)
                   : gb_raise(t, gb_TypeError, "array indices must be integers");
    }
    Array *array = as_array(self);
    index += index < 0 ? array->count : 0;
    if (index < 0 || index >= array->count)
        return gb_raise(t, gb_IndexError, "array index out of range");
    return item_get(t, array, index);
}

static int set_index(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    Array *array = as_array(self);
    int64_t index;
    uint8_t item[8];
    if (gb_index_i64(t, key, &index, gb_IndexError) < 0)
        return -1;
    index += index < 0 ? array->count : 0;
    if (index < 0 || index >= array->count)
        return gb_fail(t, gb_IndexError, "array assignment index out of range");
    if (value == GB_NULL)
        return splice(t, array, index, index + 1, NULL, 0);
    if (gb_array_item_convert(t, array->kind, value, item) < 0)
        return -1;
    if (index >= array->count)
        return gb_fail(t, gb_IndexError, "array assignment index out of range");
    memcpy(item_place(array, index), item, array->kind->size);
    return 0;
}

/* Removes `count` items that stand `step` apart. */
static int delete_spread(GbThread *t, Array *array, int64_t start, int64_t step, int64_t count)
{
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    if (count == 0)
        return 0;
    if (array->lent > 0)
        return resize(t, array, array->count - count);
    int64_t to = start;
    for (int64_t i = start; i < array->count; i++) {
        if ((i - start) % step == 0 && (i - start) / step < count)
            continue;
        memmove(item_place(array, to++), item_place(array, i), array->kind->size);
    }
    return resize(t, array, to);
}

/* `other` NULL: delete. */
static int set_slice(GbThread *t, Array *array, GbBorrow slice, Array *other)
{
    int64_t start, stop, step, count, more = other == NULL ? 0 : other->count;
    if (gb_slice_indices(t, slice, array->count, &start, &stop, &step, &count) < 0)
        return -1;
    if (other != NULL && other->kind != array->kind)
        return gb_fail(t, gb_TypeError, "bad argument type for built-in operation");
    if (step == 1)
        return splice(t, array, start, start + count, other == NULL ? NULL : other->data, more);
    if (other == NULL)
        return delete_spread(t, array, start, step, count);
    if (more != count)
        return gb_fail(t, gb_ValueError,
                       "attempt to assign array of size %lld to extended slice of size %lld",
                       (long long)more, (long long)count);
    for (int64_t i = 0; i < count; i++)
        memcpy(item_place(array, start + i * step), item_place(other, i), array->kind->size);
    return 0;
}

static int array_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    Array *array = as_array(self);
    if (gb_has_index(t, key))
        return set_index(t, self, key, value);
    if (!gb_is_exact(key, GB_KIND_SLICE))
        return gb_fail(t, gb_TypeError, "array indices must be integers");
    if (value == GB_NULL)
        return set_slice(t, array, key, NULL);
    if (!is_array(t, value))
        return gb_fail(t, gb_TypeError, "can only assign array (not \"%.200T\") to array slice",
                       value);
    if (value != self)
        return set_slice(t, array, key, as_array(value));
    GbRef copy = array_from(t, array->kind, array->data, array->count);
    int result = copy == GB_NULL ? -1 : set_slice(t, array, key, as_array(copy));
    gb_xdecref(copy);
    return result;
}

/* Where the first equal item from `start` to `end` is; -1: nowhere; -2: failed. */
static int64_t find(GbThread *t, GbBorrow self, GbBorrow v, int64_t start, int64_t end)
{
    for (int64_t i = start; i < end && i < as_array(self)->count; i++) {
        GbRef item = item_get(t, as_array(self), i);
        int same = item == GB_NULL ? -1 : gb_compare_truth(t, item, v, GB_EQ);
        gb_xdecref(item);
        if (same != 0)
            return same < 0 ? -2 : i;
    }
    return -1;
}

static int array_contains(GbThread *t, GbBorrow self, GbBorrow v)
{
    int64_t index = find(t, self, v, 0, INT64_MAX);
    return index == -2 ? -1 : index >= 0;
}

/* --- Slots: operators --- */

static GbRef concatenate(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (!is_array(t, b))
        return gb_raise(t, gb_TypeError, "can only append array (not \"%.200T\") to array", b);
    if (as_array(a)->kind != as_array(b)->kind)
        return gb_raise(t, gb_TypeError, "bad argument type for built-in operation");
    GbRef result = array_from(t, as_array(a)->kind, as_array(a)->data, as_array(a)->count);
    if (result != GB_NULL && extend_by_array(t, as_array(result), as_array(b)) < 0)
        gb_clear(&result);
    return result;
}

/* Makes `times` copies of the first `count` items follow one another. */
static int repeat(GbThread *t, Array *array, int64_t count, int64_t times)
{
    if (count > 0 && times > INT64_MAX / array->kind->size / count) {
        gb_raise_memory(t);
        return -1;
    }
    if (resize(t, array, count * times) < 0)
        return -1;
    for (int64_t i = 1; i < times && count > 0; i++)
        memcpy(item_place(array, i * count), array->data, (size_t)count * array->kind->size);
    return 0;
}

static GbRef array_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op == GB_ADD && is_array(t, a)) {
        if (!is_array(t, b)) {
            GbRef result = gb_binary_of_other(t, op, a, b, array_binary);
            if (result != GB_NOT_IMPLEMENTED)
                return result;
        }
        return concatenate(t, a, b);
    }
    if (op != GB_MUL)
        return GB_NOT_IMPLEMENTED;
    GbBorrow self = is_array(t, a) ? a : b, factor = is_array(t, a) ? b : a;
    if (!gb_has_index(t, factor)) {
        GbRef result =
            self == a ? gb_binary_of_other(t, op, a, b, array_binary) : GB_NOT_IMPLEMENTED;
        if (result != GB_NOT_IMPLEMENTED)
            return result;
        return gb_raise(t, gb_TypeError, "can't multiply sequence by non-int of type '%.200T'",
                        factor);
    }
    int64_t times = gb_repeat_count(t, factor);
    if (times < 0)
        return GB_NULL;
    Array *array = as_array(self);
    GbRef result = array_from(t, array->kind, array->data, array->count);
    if (result != GB_NULL && repeat(t, as_array(result), as_array(result)->count, times) < 0)
        gb_clear(&result);
    return result;
}

static GbRef array_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    int result;
    if (op == GB_ADD) {
        result = is_array(t, b) ? extend_by_array(t, as_array(self), as_array(b))
                                : gb_fail(t, gb_TypeError,
                                          "can only extend array with array (not \"%.200T\")", b);
    } else if (op == GB_MUL && gb_has_index(t, b)) {
        int64_t times = gb_repeat_count(t, b);
        result = times < 0 ? -1 : repeat(t, as_array(self), as_array(self)->count, times);
    } else {
        return op == GB_MUL ? array_binary(t, op, self, b) : GB_NOT_IMPLEMENTED;
    }
    return result < 0 ? GB_NULL : gb_new_ref(self);
}

static bool answers(GbCompare op, int64_t order)
{
    switch (op) {
    case GB_LT: return order < 0;
    case GB_LE: return order <= 0;
    case GB_EQ: return order == 0;
    case GB_NE: return order != 0;
    case GB_GT: return order > 0;
    default: return order >= 0;
    }
}

static GbRef array_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!is_array(t, a) || !is_array(t, b))
        return GB_NOT_IMPLEMENTED;
    Array *first = as_array(a), *second = as_array(b);
    if (first->count != second->count && (op == GB_EQ || op == GB_NE))
        return gb_bool(op == GB_NE);
    for (int64_t i = 0; i < first->count && i < second->count; i++) {
        GbRef x = item_get(t, first, i), y = x == GB_NULL ? GB_NULL : item_get(t, second, i);
        int same = y == GB_NULL ? -1 : gb_compare_truth(t, x, y, GB_EQ);
        GbRef result = same != 0                    ? GB_NULL
                       : op == GB_EQ || op == GB_NE ? gb_bool(op == GB_NE)
                                                    : gb_compare(t, x, y, op);
        gb_xdecref(x);
        gb_xdecref(y);
        if (same <= 0)
            return result;
    }
    return gb_bool(answers(op, first->count - second->count));
}

/* --- Methods --- */

static GbRef array_tolist(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef list = gb_list_new(t, as_array(self)->count);
    for (int64_t i = 0; list != GB_NULL && i < as_array(self)->count; i++) {
        if (gb_list_append_take(t, list, item_get(t, as_array(self), i)) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef array_tounicode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    if (array->kind->letter != 'u')
        return gb_raise(t, gb_ValueError, "tounicode() may only be called on unicode type arrays");
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < array->count; i++) {
        GbRef item = item_get(t, array, i);
        if (item == GB_NULL) {
            gb_writer_clear(&writer);
            return GB_NULL;
        }
        gb_writer_str(&writer, item);
        gb_decref(item);
    }
    return gb_writer_finish(&writer);
}

static GbRef array_repr(GbThread *t, GbBorrow self)
{
    GbType *type = gb_type_of(t, self);
    GbRef name = gb_attr_get_c(t, gb_value(type), "__name__"), items = GB_NULL, result = GB_NULL;
    int letter = as_array(self)->kind->letter;
    if (name == GB_NULL)
        return GB_NULL;
    if (as_array(self)->count == 0) {
        result = gb_str_format(t, "%S('%c')", name, letter);
    } else {
        items = letter == 'u' ? array_tounicode(t, self, NULL) : array_tolist(t, self, NULL);
        if (items != GB_NULL)
            result = gb_str_format(t, "%S('%c', %R)", name, letter, items);
    }
    gb_xdecref(items);
    gb_xdecref(name);
    return result;
}

static GbRef array_append(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return append_value(t, as_array(self), args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef array_insert(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    return insert_value(t, as_array(self), index, args[1]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef array_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    if (array->count == 0)
        return gb_raise(t, gb_IndexError, "pop from empty array");
    index += index < 0 ? array->count : 0;
    if (index < 0 || index >= array->count)
        return gb_raise(t, gb_IndexError, "pop index out of range");
    GbRef item = item_get(t, array, index);
    if (item != GB_NULL && splice(t, array, index, index + 1, NULL, 0) < 0)
        gb_clear(&item);
    return item;
}

static GbRef array_remove(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t index = find(t, self, args[0], 0, INT64_MAX);
    if (index == -1)
        return gb_raise(t, gb_ValueError, "array.remove(x): x not in array");
    if (index < 0)
        return GB_NULL;
    if (index >= as_array(self)->count) /* It shrank while items were compared. */
        return GB_NONE;
    return splice(t, as_array(self), index, index + 1, NULL, 0) < 0 ? GB_NULL : GB_NONE;
}

static GbRef array_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t start = 0, stop = INT64_MAX, count = as_array(self)->count;
    if (gb_position_argument(t, args[1], &start) < 0 || gb_position_argument(t, args[2], &stop) < 0)
        return GB_NULL;
    start += start < 0 ? count : 0;
    stop += stop < 0 ? count : 0;
    int64_t index = find(t, self, args[0], start < 0 ? 0 : start, stop);
    if (index == -1)
        return gb_raise(t, gb_ValueError, "array.index(x): x not in array");
    return index < 0 ? GB_NULL : gb_int_new(t, index);
}

static GbRef array_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = 0, index = -1;
    while ((index = find(t, self, args[0], index + 1, INT64_MAX)) >= 0)
        ++count;
    return index == -2 ? GB_NULL : gb_int_new(t, count);
}

static GbRef array_reverse(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    uint8_t item[8];
    size_t size = array->kind->size;
    for (int64_t low = 0, high = array->count - 1; low < high; low++, high--) {
        memcpy(item, item_place(array, low), size);
        memcpy(item_place(array, low), item_place(array, high), size);
        memcpy(item_place(array, high), item, size);
    }
    return GB_NONE;
}

static GbRef array_byteswap(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    for (int64_t i = 0; i < array->count; i++) {
        uint8_t *item = item_place(array, i);
        for (int low = 0, high = array->kind->size - 1; low < high; low++, high--) {
            uint8_t byte = item[low];
            item[low] = item[high];
            item[high] = byte;
        }
    }
    return GB_NONE;
}

static GbRef array_extend(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int result = is_array(t, args[0]) ? extend_by_array(t, as_array(self), as_array(args[0]))
                                      : extend_by_iterable(t, as_array(self), args[0]);
    return result < 0 ? GB_NULL : GB_NONE;
}

/* All or nothing. */
static GbRef array_fromlist(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    int64_t before = array->count;
    if (!gb_is_list(args[0]))
        return gb_raise(t, gb_TypeError, "arg must be list");
    int64_t count = gb_list_count(args[0]);
    for (int64_t i = 0; i < count; i++) {
        if (i >= gb_list_count(args[0])) {
            gb_raise(t, gb_RuntimeError, "list changed size during iteration");
            goto failed;
        }
        GbRef item = gb_new_ref(gb_list_peek(args[0], i));
        int result = append_value(t, array, item);
        gb_decref(item);
        if (result < 0)
            goto failed;
    }
    if (gb_list_count(args[0]) == count)
        return GB_NONE;
    gb_raise(t, gb_RuntimeError, "list changed size during iteration");
failed:
    if (array->count > before && array->lent == 0)
        array->count = before;
    return GB_NULL;
}

static GbRef array_frombytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return extend_by_buffer(t, as_array(self), args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef array_tobytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    return gb_bytes_new(t, array->count == 0 ? (uint8_t *)"" : array->data,
                        (size_t)array->count * array->kind->size);
}

static GbRef array_fromunicode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "fromunicode() argument must be str, not %T", args[0]);
    if (as_array(self)->kind->letter != 'u')
        return gb_raise(t, gb_ValueError,
                        "fromunicode() may only be called on unicode type arrays");
    return extend_by_text(t, as_array(self), args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef array_fromfile(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count, size = as_array(self)->kind->size;
    if (gb_size_argument(t, args[1], &count) < 0)
        return GB_NULL;
    if (count < 0)
        return gb_raise(t, gb_ValueError, "negative count");
    if (count > INT64_MAX / size)
        return gb_raise_memory(t);
    GbRef wanted = gb_int_new(t, count * size), bytes = GB_NULL;
    if (wanted != GB_NULL)
        bytes = gb_call_method_c(t, args[0], "read", &wanted, 1);
    gb_xdecref(wanted);
    if (bytes == GB_NULL)
        return GB_NULL;
    int result = -1;
    if (!gb_is_bytes(bytes)) {
        gb_raise(t, gb_TypeError, "read() didn't return bytes");
    } else {
        bool whole = gb_bytes_size(bytes) == count * size;
        result = append_bytes(t, as_array(self), gb_bytes_data(bytes), gb_bytes_size(bytes));
        if (result == 0 && !whole)
            result = gb_fail(t, gb_EOFError, "read() didn't return enough bytes");
    }
    gb_decref(bytes);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef array_tofile(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Array *array = as_array(self);
    for (int64_t at = 0; at < array->count * array->kind->size; at += FILE_BLOCK) {
        int64_t left = array->count * array->kind->size - at;
        size_t size = (size_t)(left < FILE_BLOCK ? left : FILE_BLOCK);
        GbRef bytes = gb_bytes_new(t, array->data + at, size), answer = GB_NULL;
        if (bytes != GB_NULL)
            answer = gb_call_method_c(t, args[0], "write", &bytes, 1);
        gb_xdecref(bytes);
        if (answer == GB_NULL)
            return GB_NULL;
        gb_decref(answer);
    }
    return GB_NONE;
}

/* (address, length); the address is the array's serial, as id() is: it says nothing of memory. */
static GbRef array_buffer_info(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef address = gb_identity(t, self), count = gb_int_new(t, as_array(self)->count);
    GbRef result = address == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, address, count);
    gb_xdecref(address);
    gb_decref(count);
    return result;
}

static GbRef array_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return array_from(t, as_array(self)->kind, as_array(self)->data, as_array(self)->count);
}

static GbRef array_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, OBJECT_BYTES + as_array(self)->capacity * as_array(self)->kind->size);
}

/* (type, (typecode, list), dict), or, for pickles that know bytes, by _array_reconstructor. */
static GbRef array_reduce_ex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t protocol;
    GbRef letter = GB_NULL, items = GB_NULL, pair = GB_NULL, dict = GB_NULL, result = GB_NULL;
    GbRef name = gb_str_new(t, "__dict__"), module = GB_NULL, function = GB_NULL;
    GbBorrow type = gb_value(gb_type_of(t, self));
    if (!gb_is_intlike(args[0])) {
        gb_raise(t, gb_TypeError, "__reduce_ex__ argument should be an integer");
        goto done;
    }
    letter = gb_str_format(t, "%c", as_array(self)->kind->letter);
    if (name == GB_NULL || letter == GB_NULL || gb_attr_find(t, self, name, &dict) < 0)
        goto done;
    if (dict == GB_NULL)
        dict = GB_NONE;
    if (gb_int_peek_i64(args[0], &protocol) && protocol < PROTOCOL_WITH_BYTES) {
        items = array_tolist(t, self, NULL);
        pair = items == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, letter, items);
        result = pair == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, type, pair, dict);
        goto done;
    }
    items = array_tobytes(t, self, NULL);
    module = gb_import(t, "array");
    function = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "_array_reconstructor");
    if (items == GB_NULL || function == GB_NULL)
        goto done;
    pair = gb_tuple_of(t, 4, type, letter, gb_small_new(as_array(self)->kind->machine), items);
    result = pair == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, function, pair, dict);
done:
    gb_clear(&letter);
    gb_clear(&items);
    gb_clear(&pair);
    gb_clear(&dict);
    gb_clear(&name);
    gb_clear(&module);
    gb_clear(&function);
    return result;
}

static GbRef array_get_typecode(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "%c", as_array(self)->kind->letter);
}

static GbRef array_get_itemsize(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_array(self)->kind->size);
}

/* --- The iterator --- */

typedef struct Iterator {
    GbObject header;
    GbRef array; /* GB_NULL: at the end. */
    int64_t index;
} Iterator;

static GbRef array_iter(GbThread *t, GbBorrow self)
{
    Iterator *iterator = gb_object_new(t, gb_spec_type(t, &iterator_spec));
    if (iterator == NULL)
        return GB_NULL;
    iterator->array = gb_new_ref(self);
    return gb_value(iterator);
}

static void iterator_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((Iterator *)self)->array);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Iterator *)self)->array);
    return 0;
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    Iterator *iterator = (Iterator *)gb_object(self);
    if (iterator->array == GB_NULL)
        return GB_NULL;
    if (iterator->index < as_array(iterator->array)->count)
        return item_get(t, as_array(iterator->array), iterator->index++);
    gb_clear(&iterator->array);
    return GB_NULL;
}

static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Iterator *iterator = (Iterator *)gb_object(self);
    GbRef function = gb_builtin_get(t, "iter"), array = GB_NULL, inner = GB_NULL, result = GB_NULL;
    if (function == GB_NULL)
        return GB_NULL;
    array = iterator->array == GB_NULL ? gb_tuple_new(t, 0) : gb_new_ref(iterator->array);
    inner = array == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, array);
    if (inner != GB_NULL && iterator->array == GB_NULL)
        result = gb_tuple_of(t, 2, function, inner);
    else if (inner != GB_NULL)
        result = gb_tuple_of(t, 3, function, inner, gb_small_new(iterator->index));
    gb_decref(function);
    gb_xdecref(array);
    gb_xdecref(inner);
    return result;
}

static GbRef iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Iterator *iterator = (Iterator *)gb_object(self);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    if (iterator->array != GB_NULL) {
        int64_t count = as_array(iterator->array)->count;
        iterator->index = index < 0 ? 0 : index > count ? count : index;
    }
    return GB_NONE;
}

/* --- The module --- */

/* The array of a pickle: items as the machine `mformat_code` laid them out. */
static GbRef array_reconstruct(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t code;
    if (!gb_has_layout(args[0], GB_KIND_TYPE))
        return gb_raise(t, gb_TypeError, "first argument must be a type object, not %.200T",
                        args[0]);
    if (!gb_type_is_subtype((GbType *)gb_object(args[0]), gb_spec_type(t, &array_spec)))
        return gb_raise(t, gb_TypeError, "%N is not a subtype of array.array",
                        (GbType *)gb_object(args[0]));
    const ArrayKind *kind = gb_is_str(args[1]) && gb_str_length(args[1]) == 1
                                ? gb_array_kind(gb_str_at(args[1], 0))
                                : NULL;
    if (kind == NULL)
        return gb_raise(t, gb_ValueError, "second argument must be a valid type code");
    if (gb_index_i64(t, args[2], &code, gb_OverflowError) < 0)
        return GB_NULL;
    const ArrayMachine *machine = gb_array_machine(code);
    if (machine == NULL)
        return gb_raise(t, gb_ValueError, "third argument must be a valid machine format code.");
    if (!gb_is_bytes(args[3]))
        return gb_raise(t, gb_TypeError, "fourth argument should be bytes, not %.200T", args[3]);
    int64_t size = gb_bytes_size(args[3]);
    if (code != kind->machine)
        kind = gb_array_kind_of_machine(machine, kind);
    GbRef array = array_new(t, (GbType *)gb_object(args[0]), kind, 0), item = GB_NULL;
    int result = array == GB_NULL ? -1 : 0;
    if (result == 0 && code == kind->machine) {
        result = append_bytes(t, as_array(array), gb_bytes_data(args[3]), size);
    } else if (result == 0 && size % machine->size != 0) {
        result = gb_fail(t, gb_ValueError, "string length not a multiple of item size");
    } else if (result == 0 && machine->is_text) {
        item = gb_decode(t, gb_bytes_data(args[3]), (size_t)size,
                         machine->size == 4 ? (machine->big_endian ? "utf-16-be" : "utf-16-le")
                                            : (machine->big_endian ? "utf-32-be" : "utf-32-le"),
                         NULL);
        result = item == GB_NULL ? -1 : fill(t, as_array(array), item);
        gb_clear(&item);
    } else {
        for (int64_t at = 0; result == 0 && at < size; at += machine->size) {
            item = gb_array_machine_get(t, machine, gb_bytes_data(args[3]) + at);
            result = item == GB_NULL ? -1 : append_value(t, as_array(array), item);
            gb_clear(&item);
        }
    }
    if (result < 0)
        gb_clear(&array);
    return array;
}

/* --- Tables --- */

static const GbMethodDef array_methods[] = {
    {"append(v, /)", array_append, "Append new value v to the end of the array."},
    {"buffer_info()", array_buffer_info,
     "Return a tuple (address, length) giving the current memory address and the length in items "
     "of the buffer used to hold array's contents."},
    {"byteswap()", array_byteswap, "Byteswap all items of the array."},
    {"count(v, /)", array_count, "Return number of occurrences of v in the array."},
    {"extend(bb, /)", array_extend, "Append items to the end of the array."},
    {"fromfile(f, n, /)", array_fromfile,
     "Read n objects from the file object f and append them to the end of the array."},
    {"fromlist(list, /)", array_fromlist, "Append items to array from list."},
    {"frombytes(buffer, /)", array_frombytes,
     "Appends items from the string, interpreting it as an array of machine values, as if it had "
     "been read from a file using the fromfile() method."},
    {"fromunicode(ustr, /)", array_fromunicode,
     "Extends this array with data from the unicode string ustr."},
    {"index(v, start=0, stop=9223372036854775807, /)", array_index,
     "Return index of first occurrence of v in the array."},
    {"insert(i, v, /)", array_insert, "Insert a new item v into the array before position i."},
    {"pop(i=-1, /)", array_pop, "Return the i-th element and delete it from the array."},
    {"remove(v, /)", array_remove, "Remove the first occurrence of v in the array."},
    {"reverse()", array_reverse, "Reverse the order of the items in the array."},
    {"tobytes()", array_tobytes,
     "Convert the array to an array of machine values and return the bytes representation."},
    {"tofile(f, /)", array_tofile, "Write all items (as machine values) to the file object f."},
    {"tolist()", array_tolist, "Convert array to an ordinary list with the same items."},
    {"tounicode()", array_tounicode, "Extends this array with data from the unicode string ustr."},
    {"__copy__()", array_copy, "Return a copy of the array."},
    {"__deepcopy__(unused, /)", array_copy, "Return a copy of the array."},
    {"__reduce_ex__(value, /)", array_reduce_ex, "Return state information for pickling."},
    {"__sizeof__()", array_sizeof, "Size of the array in memory, in bytes."},
    {0},
};

static const GbGetSetDef array_getsets[] = {
    {"typecode", array_get_typecode, NULL, "the typecode character used to create the array"},
    {"itemsize", array_get_itemsize, NULL, "the size, in bytes, of one array item"},
    {0},
};

static const GbTypeSpec array_spec = {
    .name = "array.array",
    .doc = "array(typecode [, initializer]) -> array\n\n"
           "Return a new array whose items are restricted by typecode, and\n"
           "initialized from the optional initializer value, which must be a list,\n"
           "string or iterable over elements of the appropriate type.",
    .size = sizeof(Array),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF | GB_TYPE_MATCH_SEQUENCE,
    .slots =
        {
            .dealloc = array_dealloc,
            .repr = array_repr,
            .hash = gb_unhashable,
            .length = array_length,
            .compare = array_compare,
            .binary = array_binary,
            .inplace = array_inplace,
            .getitem = array_getitem,
            .setitem = array_setitem,
            .contains = array_contains,
            .iter = array_iter,
            .create = array_create,
            .lend = array_lend,
            .unlend = array_unlend,
        },
    .methods = array_methods,
    .getsets = array_getsets,
};

static const GbMethodDef iterator_methods[] = {
    {"__reduce__()", iterator_reduce, "Return state information for pickling."},
    {"__setstate__(state, /)", iterator_setstate, "Set state information for unpickling."},
    {0},
};

static const GbTypeSpec iterator_spec = {
    .name = "array.arrayiterator",
    .size = sizeof(Iterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = iterator_clear,
              .visit = iterator_visit,
              .clear = iterator_clear,
              .iter = gb_iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
};

static const GbMethodDef array_functions[] = {
    {"_array_reconstructor(arraytype, typecode, mformat_code, items, /)", array_reconstruct,
     "Internal. Used for pickling support."},
    {0},
};

/* collections.abc.MutableSequence.register(array) */
static int register_sequence(GbThread *t)
{
    GbRef abc = gb_import(t, "collections.abc");
    GbRef class = abc == GB_NULL ? GB_NULL : gb_attr_get_c(t, abc, "MutableSequence");
    GbBorrow type = gb_value(gb_spec_type(t, &array_spec));
    GbRef answer = class == GB_NULL ? GB_NULL : gb_call_method_c(t, class, "register", &type, 1);
    gb_xdecref(abc);
    gb_xdecref(class);
    gb_xdecref(answer);
    return answer == GB_NULL ? -1 : 0;
}

static int array_init(GbThread *t, GbBorrow module)
{
    char letters[32] = {0};
    const ArrayKind *kind;
    for (int i = 0; (kind = gb_array_kind_at(i)) != NULL; i++)
        letters[i] = kind->letter;
    if (gb_spec_type(t, &iterator_spec) == NULL &&
        gb_type_add_hidden(t, &iterator_spec) < 0)
        return -1;
    if (gb_module_add_type(t, module, &array_spec, NULL) < 0 ||
        gb_module_set(t, module, "ArrayType", gb_value(gb_spec_type(t, &array_spec))) < 0 ||
        gb_module_set_take(t, module, "typecodes", gb_str_new(t, letters)) < 0)
        return -1;
    return register_sequence(t);
}

const GbModuleDef gb_module_array = {
    "array",
    "This module defines an object type which can efficiently represent\n"
    "an array of basic values: characters, integers, floating-point\nnumbers.",
    array_functions,
    array_init,
};
