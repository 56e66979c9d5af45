#include "vm/object/bytes.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"
#include "vm/object/str.h"
#include "vm/object/str_methods.h"

/* --- Memory --- */

static uint8_t *data_of(GbByteArray *array)
{
    return array->memory + array->start;
}

static int check_resizable(GbThread *t, GbByteArray *array)
{
    if (array->exports == 0)
        return 0;
    return gb_fail(t, gb_BufferError, "Existing exports of data: object cannot be re-sized");
}

static int move_memory(GbThread *t, GbByteArray *array, int64_t capacity)
{
    uint8_t *memory = gb_mem_new(t, (size_t)capacity);
    if (memory == NULL)
        return -1;
    int64_t kept = array->size < capacity ? array->size : capacity - 1;
    if (array->memory) {
        memcpy(memory, data_of(array), (size_t)kept);
        gb_mem_free(t, array->memory, (size_t)array->capacity);
    }
    array->memory = memory;
    array->capacity = capacity;
    array->start = 0;
    return 0;
}

/* Make it `size` bytes long; new ones are not set. Grows by an eighth, gives back what is more than
 * half empty. */
static int resize(GbThread *t, GbByteArray *array, int64_t size)
{
    if (size == array->size && array->memory)
        return 0;
    if (check_resizable(t, array) < 0)
        return -1;
    if (size >= INT64_MAX / 2) {
        gb_raise_memory(t);
        return -1;
    }
    bool fits = array->start + size + 1 <= array->capacity;
    if (!fits || size + 1 < array->capacity / 2) {
        int64_t capacity = size + 1;
        if (size > array->size && array->memory)
            capacity += size / 8 + (size < 9 ? 3 : 6);
        if (move_memory(t, array, capacity) < 0)
            return -1;
    }
    array->size = size;
    data_of(array)[size] = 0;
    return 0;
}

GbRef gb_bytearray_new(GbThread *t, const void *data, size_t size)
{
    GbByteArray *array = gb_object_new(t, gb_type(t, BYTEARRAY));
    if (array == NULL)
        return GB_NULL;
    if (size > 0 && resize(t, array, (int64_t)size) < 0) {
        gb_decref(gb_value(array));
        return GB_NULL;
    }
    if (size > 0 && data)
        memcpy(data_of(array), data, size);
    return gb_value(array);
}

/* self[start:stop] = bytes, which are not self's own. */
static int replace_range(GbThread *t, GbByteArray *array, int64_t start, int64_t stop,
                         const void *bytes, int64_t count)
{
    int64_t tail = array->size - stop, growth = count - (stop - start), old_size = array->size;
    if (growth != 0 && check_resizable(t, array) < 0)
        return -1;
    if (growth < 0 && start == 0
        && array->memory) { /* Cut at the front: only the beginning moves. */
        array->start -= growth;
        array->size += growth;
    } else if (growth < 0) {
        memmove(data_of(array) + start + count, data_of(array) + stop, (size_t)tail);
        if (resize(t, array, old_size + growth) < 0)
            return -1;
    } else if (growth > 0) {
        if (resize(t, array, old_size + growth) < 0)
            return -1;
        memmove(data_of(array) + start + count, data_of(array) + stop, (size_t)tail);
    }
    if (count > 0)
        memcpy(data_of(array) + start, bytes, (size_t)count);
    return 0;
}

static int append_bytes(GbThread *t, GbByteArray *array, const void *bytes, int64_t count)
{
    return replace_range(t, array, array->size, array->size, bytes, count);
}

/* --- Slots --- */

static void bytearray_dealloc(GbThread *t, GbObject *self)
{
    GbByteArray *array = (GbByteArray *)self;
    if (array->memory)
        gb_mem_free(t, array->memory, (size_t)array->capacity);
    array->memory = NULL;
    array->size = array->capacity = 0;
}

static GbRef bytearray_repr(GbThread *t, GbBorrow self)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_str(&writer, gb_object(self)->type->name);
    gb_writer_char(&writer, '(');
    gb_writer_bytes_repr(&writer, gb_bytes_text(self), true);
    gb_writer_char(&writer, ')');
    return gb_writer_finish(&writer);
}

static int bytearray_truth(GbThread *t, GbBorrow self)
{
    return gb_as_bytearray(self)->size != 0;
}

static int64_t bytearray_length(GbThread *t, GbBorrow self)
{
    return gb_as_bytearray(self)->size;
}

static GbRef bytearray_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op == GB_MOD)
        return gb_is_bytearray(a) ? gb_bytes_percent(t, a, b) : GB_NOT_IMPLEMENTED;
    if (op == GB_MUL) {
        GbBorrow self = gb_is_bytearray(a) ? a : b, other = self == a ? b : a;
        if (!gb_is_small(other) && self == a) {
            GbRef result = gb_binary_of_other(t, op, a, b, bytearray_binary);
            if (result != GB_NOT_IMPLEMENTED)
                return result;
        }
        int64_t count = gb_repeat_count(t, other);
        return count < 0 ? GB_NULL : gb_bytes_repeat(t, self, count);
    }
    if (op != GB_ADD || !gb_is_bytearray(a))
        return GB_NOT_IMPLEMENTED;
    if (!gb_is_bytes(b) && !gb_is_bytearray(b)) {
        GbRef result = gb_binary_of_other(t, op, a, b, bytearray_binary);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    return gb_bytes_concat(t, a, b);
}

/* self[start:stop] = any bytes, through a copy when they may be self's own. */
static int assign_buffer(GbThread *t, GbByteArray *array, int64_t start, int64_t stop,
                         GbBorrow source)
{
    GbBuffer buffer;
    if (source == gb_value(array)) {
        GbRef copy = gb_bytes_new(t, data_of(array), (size_t)array->size);
        int result = copy == GB_NULL ? -1 : assign_buffer(t, array, start, stop, copy);
        gb_xdecref(copy);
        return result;
    }
    if (gb_buffer_get(t, source, &buffer) < 0)
        return -1;
    int result = replace_range(t, array, start, stop, buffer.data, buffer.size);
    gb_buffer_release(t, &buffer);
    return result;
}

static GbRef bytearray_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    GbByteArray *array = gb_as_bytearray(self);
    if (op == GB_ADD) {
        if (assign_buffer(t, array, array->size, array->size, b) == 0)
            return gb_new_ref(self);
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "can't concat %.100T to %.100T", b, self);
        return GB_NULL;
    }
    if (op != GB_MUL)
        return GB_NOT_IMPLEMENTED;
    int64_t count = gb_repeat_count(t, b), size = array->size;
    if (count < 0)
        return GB_NULL;
    if (size > 0 && count > INT64_MAX / 4 / size)
        return gb_raise_memory(t);
    if (resize(t, array, size * count) < 0)
        return GB_NULL;
    for (int64_t i = 1; i < count && size > 0; i++)
        memcpy(data_of(array) + i * size, data_of(array), (size_t)size);
    return gb_new_ref(self);
}

/* The value of an assignment as bytes: ours to drop. */
static GbRef assigned_bytes(GbThread *t, GbBorrow value)
{
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    if (gb_is_intlike(value) || gb_is_str(value))
        gb_raise(t, gb_TypeError,
                 "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    else if (gb_bytes_collect(t, &writer, value, GB_NULL, GB_NULL, "bytearray") == 0)
        return gb_byte_writer_finish(&writer);
    else if (!gb_is_object(value) || gb_type_of(t, value)->slots.iter == NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError,
                     "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    }
    gb_byte_writer_clear(&writer);
    return GB_NULL;
}

static void delete_steps(GbByteArray *array, int64_t start, int64_t step, int64_t count)
{
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    uint8_t *data = data_of(array);
    int64_t to = start;
    for (int64_t i = start; i < array->size; i++) {
        bool gone = (i - start) % step == 0 && (i - start) / step < count;
        if (!gone)
            data[to++] = data[i];
    }
}

static int set_slice(GbThread *t, GbByteArray *array, GbBorrow slice, GbBorrow value)
{
    int64_t start, stop, step;
    GbRef bytes = value == GB_NULL ? gb_bytes_new(t, "", 0) : assigned_bytes(t, value);
    int result = -1;
    if (bytes == GB_NULL || gb_slice_unpack(t, slice, &start, &stop, &step) < 0)
        goto done;
    int64_t count = gb_slice_adjust(array->size, &start, &stop, step), given = gb_bytes_size(bytes);
    if (step == 1) {
        result = replace_range(t, array, start, start + count, gb_bytes_data(bytes), given);
    } else if (given == 0) { /* Nothing deletes, as in CPython. */
        result = count == 0 ? 0 : check_resizable(t, array);
        if (result == 0 && count > 0) {
            delete_steps(array, start, step, count);
            result = resize(t, array, array->size - count);
        }
    } else if (given != count) {
        gb_raise(t, gb_ValueError,
                 "attempt to assign bytes of size %lld to extended slice of size %lld",
                 (long long)given, (long long)count);
    } else {
        for (int64_t i = 0; i < count; i++)
            data_of(array)[start + i * step] = gb_bytes_data(bytes)[i];
        result = 0;
    }
done:
    gb_xdecref(bytes);
    return result;
}

static int bytearray_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    GbByteArray *array = gb_as_bytearray(self);
    int64_t index;
    uint8_t byte = 0;
    if (gb_is_slice(key))
        return set_slice(t, array, key, value);
    if (!gb_is_intlike(key) && !gb_type_lookup(t, gb_type_of(t, key), gb_name(t, __index__)))
        return gb_fail(t, gb_TypeError, "bytearray indices must be integers or slices, not %.200T",
                       key);
    if (gb_index_i64(t, key, &index, gb_IndexError) < 0
        || (value != GB_NULL
            && gb_byte_value(t, value, "byte must be in range(0, 256)", &byte) < 0))
        return -1;
    if (index < 0)
        index += array->size;
    if (index < 0 || index >= array->size)
        return gb_fail(t, gb_IndexError, "bytearray index out of range");
    if (value == GB_NULL)
        return replace_range(t, array, index, index + 1, NULL, 0);
    data_of(array)[index] = byte;
    return 0;
}

static GbRef bytearray_iter(GbThread *t, GbBorrow self)
{
    return gb_bytes_iterator_new(t, GB_KIND_BYTEARRAY_ITERATOR, self);
}

static int bytearray_lend(GbThread *t, GbBorrow self, GbExport *out)
{
    GbText text = gb_bytes_text(self);
    out->data = (uint8_t *)(uintptr_t)text.data;
    out->size = text.length;
    out->readonly = false;
    gb_as_bytearray(self)->exports++;
    return 0;
}

static void bytearray_unlend(GbThread *t, GbBorrow self)
{
    gb_as_bytearray(self)->exports--;
}

static GbRef bytearray_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                              GbBorrow names)
{
    return gb_value(gb_object_new(t, (GbType *)gb_object(type)));
}

static GbRef bytearray_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    int result = gb_bytes_collect(t, &writer, args[0], args[1], args[2], "bytearray");
    GbByteArray *array = gb_as_bytearray(self);
    if (result == 0)
        result = replace_range(t, array, 0, array->size, writer.data, (int64_t)writer.size);
    gb_byte_writer_clear(&writer);
    return result < 0 ? GB_NULL : GB_NONE;
}

/* --- Methods of bytearray alone --- */

static GbRef bytearray_append(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint8_t byte;
    if (gb_byte_value(t, args[0], "byte must be in range(0, 256)", &byte) < 0
        || append_bytes(t, gb_as_bytearray(self), &byte, 1) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef bytearray_extend(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbByteArray *array = gb_as_bytearray(self);
    if (assign_buffer(t, array, array->size, array->size, args[0]) == 0)
        return GB_NONE;
    if (!gb_raised_drop_if(t, gb_TypeError))
        return GB_NULL;
    GbRef iterator = gb_iter(t, args[0]);
    if (iterator == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "can't extend bytearray with %.100T", args[0]);
        return GB_NULL;
    }
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    int result = gb_length_hint(t, args[0], 0) < 0 ? -1 : 0;
    if (result == 0)
        result = gb_bytes_collect_iterable(t, &writer, iterator);
    if (result == 0)
        result = append_bytes(t, array, writer.data, (int64_t)writer.size);
    gb_byte_writer_clear(&writer);
    gb_decref(iterator);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef bytearray_insert(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbByteArray *array = gb_as_bytearray(self);
    int64_t index;
    uint8_t byte;
    if (gb_index_i64(t, args[0], &index, gb_OverflowError) < 0
        || gb_byte_value(t, args[1], "byte must be in range(0, 256)", &byte) < 0)
        return GB_NULL;
    index = gb_clip_position(index, array->size);
    if (index > array->size)
        index = array->size;
    return replace_range(t, array, index, index, &byte, 1) < 0 ? GB_NULL : GB_NONE;
}

static GbRef bytearray_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbByteArray *array = gb_as_bytearray(self);
    int64_t index;
    if (gb_index_i64(t, args[0], &index, gb_OverflowError) < 0)
        return GB_NULL;
    if (array->size == 0)
        return gb_raise(t, gb_IndexError, "pop from empty bytearray");
    if (index < 0)
        index += array->size;
    if (index < 0 || index >= array->size)
        return gb_raise(t, gb_IndexError, "pop index out of range");
    uint8_t byte = data_of(array)[index];
    if (replace_range(t, array, index, index + 1, NULL, 0) < 0)
        return GB_NULL;
    return gb_small_new(byte);
}

static GbRef bytearray_remove(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    uint8_t byte;
    if (gb_byte_value(t, args[0], "byte must be in range(0, 256)", &byte) < 0)
        return GB_NULL;
    int64_t index = gb_text_find_char(gb_bytes_text(self), byte);
    if (index < 0)
        return gb_raise(t, gb_ValueError, "value not found in bytearray");
    return replace_range(t, gb_as_bytearray(self), index, index + 1, NULL, 0) < 0 ? GB_NULL
                                                                                  : GB_NONE;
}

static GbRef bytearray_reverse(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbByteArray *array = gb_as_bytearray(self);
    for (int64_t i = 0, j = array->size - 1; i < j; i++, j--) {
        uint8_t byte = data_of(array)[i];
        data_of(array)[i] = data_of(array)[j];
        data_of(array)[j] = byte;
    }
    return GB_NONE;
}

static GbRef bytearray_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return resize(t, gb_as_bytearray(self), 0) < 0 ? GB_NULL : GB_NONE;
}

static GbRef bytearray_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbText text = gb_bytes_text(self);
    return gb_bytearray_new(t, text.data, (size_t)text.length);
}

static GbRef bytearray_alloc(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, gb_as_bytearray(self)->capacity);
}

static GbRef bytearray_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, (int64_t)sizeof(GbByteArray) + gb_as_bytearray(self)->capacity);
}

/* (type, (content,), attributes): as text of Latin-1 for old protocols, as bytes from 3 on. */
static GbRef reduce(GbThread *t, GbBorrow self, int64_t protocol)
{
    GbText text = gb_bytes_text(self);
    GbRef content = GB_NULL, coding = GB_NULL, args = GB_NULL, state = GB_NONE, result = GB_NULL;
    if (protocol >= 3) {
        content = gb_bytes_new(t, text.data, (size_t)text.length);
        args = content == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, content);
    } else {
        content = gb_str_from_text(t, text);
        coding = gb_str_new(t, "latin-1");
        if (content != GB_NULL && coding != GB_NULL)
            args = text.length == 0 ? gb_tuple_new(t, 0) : gb_tuple_of(t, 2, content, coding);
    }
    if (args != GB_NULL)
        state = gb_call_method_c(t, self, "__getstate__", NULL, 0);
    if (args != GB_NULL && state != GB_NULL)
        result = gb_tuple_of(t, 3, gb_value(gb_object(self)->type), args, state);
    gb_clear(&content);
    gb_clear(&coding);
    gb_clear(&args);
    gb_clear(&state);
    return result;
}

static GbRef bytearray_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return reduce(t, self, 2);
}

static GbRef bytearray_reduce_ex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t protocol;
    if (gb_index_i64(t, args[0], &protocol, gb_OverflowError) < 0)
        return GB_NULL;
    return reduce(t, self, protocol);
}

static const GbMethodDef bytearray_methods[] = {
#define GB_BYTES_METHOD(name, signature, doc) {signature, gb_bytes_##name, doc},
#include "vm/object/bytes_methods.def"
#undef GB_BYTES_METHOD
    {"append(item, /)", bytearray_append, "Append a single item to the end of the bytearray."},
    {"clear()", bytearray_clear, "Remove all items from the bytearray."},
    {"copy()", bytearray_copy, "Return a copy of B."},
    {"extend(iterable_of_ints, /)", bytearray_extend,
     "Append all the items from the iterator or sequence to the end of the bytearray."},
    {"insert(index, item, /)", bytearray_insert,
     "Insert a single item into the bytearray before the given index."},
    {"pop(index=-1, /)", bytearray_pop, "Remove and return a single item from B."},
    {"remove(value, /)", bytearray_remove,
     "Remove the first occurrence of a value in the bytearray."},
    {"reverse()", bytearray_reverse, "Reverse the order of the values in B in place."},
    {"fromhex(string, /)", gb_bytes_fromhex,
     "Create a bytearray object from a string of hexadecimal numbers.", GB_METHOD_CLASS},
    {"maketrans(frm, to, /)", gb_bytes_maketrans,
     "Return a translation table useable for the bytes or bytearray translate method.",
     GB_METHOD_STATIC},
    {"__alloc__()", bytearray_alloc, "B.__alloc__() -> int"},
    {"__reduce__()", bytearray_reduce, "Return state information for pickling."},
    {"__reduce_ex__(proto=0, /)", bytearray_reduce_ex, "Return state information for pickling."},
    {"__sizeof__()", bytearray_sizeof,
     "Returns the size of the bytearray object in memory, in bytes."},
    {0},
};

const GbTypeSpec gb_bytearray_spec = {
    .name = "bytearray",
    .doc =
        "bytearray(iterable_of_ints) -> bytearray\n"
        "bytearray(string, encoding[, errors]) -> bytearray\n"
        "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
        "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
        "bytearray() -> empty bytes array\n\n"
        "Construct a mutable bytearray object from:\n"
        "  - an iterable yielding integers in range(256)\n"
        "  - a text string encoded using the specified encoding\n"
        "  - a bytes or a buffer object\n"
        "  - any object implementing the buffer API.\n"
        "  - an integer",
    .size = sizeof(GbByteArray),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_SELF,
    .slots =
        {
            .dealloc = bytearray_dealloc,
            .repr = bytearray_repr,
            .hash = gb_unhashable,
            .truth = bytearray_truth,
            .length = bytearray_length,
            .compare = gb_bytes_compare,
            .binary = bytearray_binary,
            .inplace = bytearray_inplace,
            .getitem = gb_bytes_getitem,
            .setitem = bytearray_setitem,
            .contains = gb_bytes_contains,
            .iter = bytearray_iter,
            .create = bytearray_create,
            .lend = bytearray_lend,
            .unlend = bytearray_unlend,
        },
    .initializer = {"bytearray(source=?, encoding=?, errors=?)", bytearray_init, NULL},
    .methods = bytearray_methods,
};
