#include "vm/object/bytes.h"

#include "vm/interp.h"
#include "vm/object/list.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"
#include "vm/object/str.h"
#include "vm/object/str_methods.h"
#include "vm/object/writer.h"

/* --- Memory --- */

static size_t bytes_room(int64_t size)
{
    return (sizeof(GbBytes) + (size_t)size + 1 + 7) & ~(size_t)7;
}

static int64_t bytes_size_of(GbObject *self)
{
    return (int64_t)bytes_room(((GbBytes *)self)->size);
}

static GbBytes *alloc_of_type(GbThread *t, GbType *type, int64_t size)
{
    if (size > INT64_MAX / 2) {
        gb_raise_memory(t);
        return NULL;
    }
    GbBytes *bytes = type == gb_type(t, BYTES) ? gb_object_new_unset(t, type, bytes_room(size))
                                               : gb_object_new_sized(t, type, bytes_room(size));
    if (bytes == NULL)
        return NULL;
    bytes->hash = -1;
    bytes->size = size;
    bytes->data[size] = 0;
    return bytes;
}

/* The empty one and those of one byte exist once. */
static GbRef shared_bytes(GbThread *t, const uint8_t *data, size_t size)
{
    GbRef *place = size == 0 ? &t->interp->empty_bytes : &t->interp->byte_strings[data[0]];
    if (*place == GB_NULL) {
        GbBytes *bytes = alloc_of_type(t, gb_type(t, BYTES), (int64_t)size);
        if (bytes == NULL)
            return GB_NULL;
        if (size)
            bytes->data[0] = data[0];
        *place = gb_value(bytes);
    }
    return gb_new_ref(*place);
}

GbRef gb_bytes_new(GbThread *t, const void *data, size_t size)
{
    if (size == 0 || (size == 1 && data))
        return shared_bytes(t, data, size);
    GbBytes *bytes = alloc_of_type(t, gb_type(t, BYTES), (int64_t)size);
    if (bytes == NULL)
        return GB_NULL;
    if (data)
        memcpy(bytes->data, data, size);
    return gb_value(bytes);
}

uint8_t *gb_bytes_data(GbBorrow bytes)
{
    return gb_as_bytes(bytes)->data;
}

int64_t gb_bytes_size(GbBorrow bytes)
{
    return gb_as_bytes(bytes)->size;
}

GbRef gb_bytes_like_new(GbThread *t, GbKind kind, const void *data, size_t size)
{
    return kind == GB_KIND_BYTES ? gb_bytes_new(t, data, size) : gb_bytearray_new(t, data, size);
}

/* --- Writing --- */

void gb_byte_writer_init(GbByteWriter *writer, GbThread *t)
{
    writer->t = t;
    writer->data = writer->space;
    writer->size = 0;
    writer->capacity = sizeof writer->space;
    writer->failed = false;
}

void gb_byte_writer_clear(GbByteWriter *writer)
{
    if (writer->data != writer->space)
        gb_mem_free(writer->t, writer->data, writer->capacity);
    writer->data = writer->space;
    writer->size = 0;
    writer->capacity = sizeof writer->space;
}

static int grow(GbByteWriter *writer, size_t count)
{
    size_t capacity = writer->capacity * 2, need = writer->size + count;
    if (count > (size_t)INT64_MAX / 4) {
        gb_raise_memory(writer->t);
        writer->failed = true;
        return -1;
    }
    if (capacity < need)
        capacity = need + need / 8 + 16;
    uint8_t *data = writer->data == writer->space
                        ? gb_mem_new(writer->t, capacity)
                        : gb_mem_resize(writer->t, writer->data, writer->capacity, capacity);
    if (data == NULL) {
        writer->failed = true;
        return -1;
    }
    if (writer->data == writer->space)
        memcpy(data, writer->space, writer->size);
    writer->data = data;
    writer->capacity = capacity;
    return 0;
}

uint8_t *gb_byte_writer_reserve(GbByteWriter *writer, size_t count)
{
    if (writer->failed || (count > writer->capacity - writer->size && grow(writer, count) < 0))
        return NULL;
    uint8_t *place = writer->data + writer->size;
    writer->size += count;
    return place;
}

int gb_byte_writer_add(GbByteWriter *writer, const void *data, size_t size)
{
    uint8_t *place = gb_byte_writer_reserve(writer, size);
    if (place == NULL)
        return -1;
    if (size > 0)
        memcpy(place, data, size);
    return 0;
}

GbRef gb_byte_writer_finish_as(GbByteWriter *writer, GbKind kind)
{
    GbRef result =
        writer->failed ? GB_NULL : gb_bytes_like_new(writer->t, kind, writer->data, writer->size);
    gb_byte_writer_clear(writer);
    return result;
}

GbRef gb_byte_writer_finish(GbByteWriter *writer)
{
    return gb_byte_writer_finish_as(writer, GB_KIND_BYTES);
}

/* --- Bytes out of other things --- */

int gb_byte_value(GbThread *t, GbBorrow v, const char *range_message, uint8_t *out)
{
    int64_t value;
    if (gb_is_small(v)) {
        value = gb_small(v);
    } else {
        GbRef index = gb_index(t, v);
        if (index == GB_NULL)
            return -1;
        if (!gb_int_peek_i64(index, &value))
            value = -1;
        gb_decref(index);
    }
    if (value < 0 || value > 255)
        return gb_fail(t, gb_ValueError, "%s", range_message);
    *out = (uint8_t)value;
    return 0;
}

static const char *range_message(const char *type_name)
{
    return strcmp(type_name, "bytes") == 0 ? "bytes must be in range(0, 256)"
                                           : "byte must be in range(0, 256)";
}

static int collect_items(GbThread *t, GbByteWriter *writer, GbBorrow iterable, const char *message)
{
    GbRef iterator = gb_iter(t, iterable), item;
    int result = 0;
    if (iterator == GB_NULL)
        return -1;
    while (result == 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        uint8_t byte;
        result = gb_byte_value(t, item, message, &byte);
        if (result == 0)
            result = gb_byte_writer_byte(writer, byte);
        gb_decref(item);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : result;
}

int gb_bytes_collect_iterable(GbThread *t, GbByteWriter *writer, GbBorrow iterable)
{
    return collect_items(t, writer, iterable, range_message(""));
}

static int collect_buffer(GbThread *t, GbByteWriter *writer, GbBorrow source)
{
    GbBuffer buffer;
    if (gb_has_layout(source, GB_KIND_MEMORYVIEW)) { /* It may have gaps. */
        uint8_t *out = gb_byte_writer_reserve(writer, (size_t)gb_as_memoryview(source)->size);
        return out == NULL ? -1 : gb_memoryview_copy(t, source, out);
    }
    if (gb_buffer_get(t, source, &buffer) < 0)
        return -1;
    int result = gb_byte_writer_add(writer, buffer.data, (size_t)buffer.size);
    gb_buffer_release(t, &buffer);
    return result;
}

static int collect_text(GbThread *t, GbByteWriter *writer, GbBorrow source, GbBorrow encoding,
                        GbBorrow errors, const char *type_name)
{
    const char *encoding_name, *errors_name;
    if (gb_text_argument(t, encoding, type_name, "encoding", &encoding_name) < 0
        || gb_text_argument(t, errors, type_name, "errors", &errors_name) < 0)
        return -1;
    if (source == GB_NULL || !gb_is_str(source)) {
        if (encoding != GB_NULL || errors != GB_NULL)
            return gb_fail(t, gb_TypeError, "%s without a string argument",
                           encoding != GB_NULL ? "encoding" : "errors");
        return 0;
    }
    if (encoding == GB_NULL)
        return gb_fail(t, gb_TypeError, "string argument without an encoding");
    GbRef bytes = gb_encode(t, source, encoding_name, errors_name);
    if (bytes == GB_NULL)
        return -1;
    int result = gb_byte_writer_add(writer, gb_bytes_data(bytes), (size_t)gb_bytes_size(bytes));
    gb_decref(bytes);
    return result;
}

/* The zeros of bytes(count): 1 done, 0 source is no int, -1. */
static int collect_zeros(GbThread *t, GbByteWriter *writer, GbBorrow source)
{
    int64_t count;
    if (!gb_is_intlike(source)
        && (!gb_is_object(source)
            || !gb_type_lookup(t, gb_type_of(t, source), gb_name(t, __index__))))
        return 0;
    if (gb_index_i64(t, source, &count, gb_OverflowError) < 0)
        return gb_raised_drop_if(t, gb_TypeError) ? 0 : -1;
    if (count < 0)
        return gb_fail(t, gb_ValueError, "negative count");
    uint8_t *zeros = gb_byte_writer_reserve(writer, (size_t)count);
    if (zeros == NULL)
        return -1;
    memset(zeros, 0, (size_t)count);
    return 1;
}

int gb_bytes_collect(GbThread *t, GbByteWriter *writer, GbBorrow source, GbBorrow encoding,
                     GbBorrow errors, const char *type_name)
{
    if (source == GB_NULL || gb_is_str(source) || encoding != GB_NULL || errors != GB_NULL)
        return collect_text(t, writer, source, encoding, errors, type_name);
    int done = collect_zeros(t, writer, source);
    if (done != 0)
        return done < 0 ? -1 : 0;
    if (collect_buffer(t, writer, source) == 0)
        return 0;
    if (!gb_raised_drop_if(t, gb_TypeError))
        return -1;
    GbRef iterator = gb_iter(t, source);
    if (iterator == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "cannot convert '%.200T' object to %s", source, type_name);
        return -1;
    }
    int result = collect_items(t, writer, iterator, range_message(type_name));
    gb_decref(iterator);
    return result;
}

/* --- repr --- */

int gb_writer_bytes_repr(GbWriter *writer, GbText bytes, bool escape_single)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t quote =
        gb_text_find_char(bytes, '\'') >= 0 && gb_text_find_char(bytes, '"') < 0 ? '"' : '\'';
    gb_writer_char(writer, 'b');
    gb_writer_char(writer, quote);
    for (int64_t i = 0; i < bytes.length; i++) {
        uint32_t byte = gb_text_at(&bytes, i);
        if (byte == quote || byte == '\\' || (escape_single && byte == '\'')) {
            gb_writer_char(writer, '\\');
            gb_writer_char(writer, byte);
        } else if (byte == '\t' || byte == '\n' || byte == '\r') {
            gb_writer_ascii(writer, byte == '\t' ? "\\t" : byte == '\n' ? "\\n" : "\\r", 2);
        } else if (byte >= ' ' && byte < 0x7f) {
            gb_writer_char(writer, byte);
        } else {
            char text[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
            gb_writer_ascii(writer, text, 4);
        }
    }
    return gb_writer_char(writer, quote);
}

/* --- Slots --- */

static GbRef bytes_repr(GbThread *t, GbBorrow self)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_bytes_repr(&writer, gb_bytes_text(self), false);
    return gb_writer_finish(&writer);
}

static int bytes_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbBytes *bytes = gb_as_bytes(self);
    if (bytes->hash == -1)
        bytes->hash = gb_hash_bytes(t, bytes->data, (size_t)bytes->size);
    *hash = bytes->hash;
    return 0;
}

static int bytes_truth(GbThread *t, GbBorrow self)
{
    return gb_as_bytes(self)->size != 0;
}

static int64_t bytes_length(GbThread *t, GbBorrow self)
{
    return gb_as_bytes(self)->size;
}

static GbRef bytes_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op == GB_MOD)
        return gb_is_bytes(a) ? gb_bytes_percent(t, a, b) : GB_NOT_IMPLEMENTED;
    if (op == GB_MUL) {
        GbBorrow self = gb_is_bytes(a) ? a : b, other = self == a ? b : a;
        if (!gb_is_small(other) && self == a) {
            GbRef result = gb_binary_of_other(t, op, a, b, bytes_binary);
            if (result != GB_NOT_IMPLEMENTED)
                return result;
        }
        int64_t count = gb_repeat_count(t, other);
        return count < 0 ? GB_NULL : gb_bytes_repeat(t, self, count);
    }
    if (op != GB_ADD || !gb_is_bytes(a))
        return GB_NOT_IMPLEMENTED;
    if (!gb_is_bytes(b)) {
        GbRef result = gb_binary_of_other(t, op, a, b, bytes_binary);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    return gb_bytes_concat(t, a, b);
}

static GbRef bytes_iter(GbThread *t, GbBorrow self)
{
    return gb_bytes_iterator_new(t, GB_KIND_BYTES_ITERATOR, self);
}

static int bytes_lend(GbThread *t, GbBorrow self, GbExport *out)
{
    out->data = gb_as_bytes(self)->data;
    out->size = gb_as_bytes(self)->size;
    return 0;
}

/* --- Construction --- */

/* What v's __bytes__ gives, if it has one: 1 and *out, 0, -1. */
static int call_bytes_method(GbThread *t, GbBorrow v, GbRef *out)
{
    GbRef method;
    int found = gb_special_find(t, v, gb_name(t, __bytes__), &method);
    if (found <= 0)
        return found;
    *out = gb_call0(t, method);
    gb_decref(method);
    if (*out == GB_NULL)
        return -1;
    if (gb_is_bytes(*out))
        return 1;
    gb_raise(t, gb_TypeError, "__bytes__ returned non-bytes (type %.200T)", *out);
    gb_clear(out);
    return -1;
}

static GbRef make_bytes(GbThread *t, GbBorrow source, GbBorrow encoding, GbBorrow errors)
{
    GbRef result;
    if (source != GB_NULL && encoding == GB_NULL && errors == GB_NULL) {
        if (gb_is_exact(source, GB_KIND_BYTES))
            return gb_new_ref(source);
        int found = call_bytes_method(t, source, &result);
        if (found != 0)
            return found < 0 ? GB_NULL : result;
    }
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    if (gb_bytes_collect(t, &writer, source, encoding, errors, "bytes") < 0) {
        gb_byte_writer_clear(&writer);
        return GB_NULL;
    }
    return gb_byte_writer_finish(&writer);
}

static GbRef bytes_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = (GbType *)gb_object(self);
    GbRef bytes = make_bytes(t, args[0], args[1], args[2]);
    if (bytes == GB_NULL || gb_object(bytes)->type == type || type == gb_type(t, BYTES))
        return bytes;
    GbBytes *copy = alloc_of_type(t, type, gb_bytes_size(bytes));
    if (copy)
        memcpy(copy->data, gb_bytes_data(bytes), (size_t)gb_bytes_size(bytes));
    gb_decref(bytes);
    return gb_value(copy);
}

/* --- Methods of bytes alone --- */

static GbRef bytes_getnewargs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef plain = gb_bytes_new(t, gb_bytes_data(self), (size_t)gb_bytes_size(self));
    GbRef result = plain == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, plain);
    gb_clear(&plain);
    return result;
}

static GbRef bytes_bytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_is_exact(self, GB_KIND_BYTES))
        return gb_new_ref(self);
    return gb_bytes_new(t, gb_bytes_data(self), (size_t)gb_bytes_size(self));
}

static GbRef bytes_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, bytes_size_of(gb_object(self)));
}

static const GbMethodDef bytes_methods[] = {
#define GB_BYTES_METHOD(name, signature, doc) {signature, gb_bytes_##name, doc},
#include "vm/object/bytes_methods.def"
#undef GB_BYTES_METHOD
    {"fromhex(string, /)", gb_bytes_fromhex,
     "Create a bytes object from a string of hexadecimal numbers.", GB_METHOD_CLASS},
    {"maketrans(frm, to, /)", gb_bytes_maketrans,
     "Return a translation table useable for the bytes or bytearray translate method.",
     GB_METHOD_STATIC},
    {"__bytes__()", bytes_bytes, "Convert this value to exact type bytes."},
    {"__getnewargs__()", bytes_getnewargs, NULL},
    {"__sizeof__()", bytes_sizeof, "Size of object in memory, in bytes."},
    {0},
};

const GbTypeSpec gb_bytes_spec = {
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\n"
           "bytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
           "bytes() -> empty bytes object\n\n"
           "Construct an immutable array of bytes from:\n"
           "  - an iterable yielding integers in range(256)\n"
           "  - a text string encoded using the specified encoding\n"
           "  - any object implementing the buffer API.\n"
           "  - an integer",
    .size = sizeof(GbBytes),
    .flags = GB_TYPE_VARIABLE | GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_SELF,
    .size_of = bytes_size_of,
    .slots =
        {
            .repr = bytes_repr,
            .hash = bytes_hash,
            .truth = bytes_truth,
            .length = bytes_length,
            .compare = gb_bytes_compare,
            .binary = bytes_binary,
            .getitem = gb_bytes_getitem,
            .contains = gb_bytes_contains,
            .iter = bytes_iter,
            .lend = bytes_lend,
        },
    .constructor = {"bytes(source=?, encoding=?, errors=?)", bytes_create, NULL},
    .methods = bytes_methods,
};
