/* BytesIO: bytes in memory as a file. */
#include "stdlib/io_parts.h"

typedef struct IoMemory {
    IoBase base;
    IoBytes bytes;
    int64_t at;      /* May lie behind the end. */
    int64_t exports; /* getbuffer() has lent the memory so many times: it must not move. */
} IoMemory;

/* What getbuffer() makes a memoryview of: it lends the BytesIO's memory. */
typedef struct IoMemoryView {
    GbObject header;
    GbRef owner;
} IoMemoryView;

static IoMemory *as_memory(GbBorrow v)
{
    return (IoMemory *)gb_object(v);
}

static int check_open(GbThread *t, GbBorrow v)
{
    if (!io_base(v)->closed)
        return 0;
    gb_io_raise_closed(t);
    return -1;
}

static int check_exports(GbThread *t, GbBorrow v)
{
    if (as_memory(v)->exports == 0)
        return 0;
    return gb_fail(t, gb_BufferError, "Existing exports of data: object cannot be re-sized");
}

/* --- Reading --- */

/* `size` bytes from here, as many as there are (-1: all). */
static GbRef take(GbThread *t, IoMemory *self, int64_t size)
{
    int64_t left = (int64_t)self->bytes.size - self->at;
    if (left < 0)
        left = 0;
    if (size < 0 || size > left)
        size = left;
    GbRef bytes =
        gb_bytes_new(t, size == 0 ? (uint8_t *)"" : self->bytes.data + self->at, (size_t)size);
    if (bytes != GB_NULL)
        self->at += size;
    return bytes;
}

static GbRef memory_read(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t size;
    if (check_open(t, v) < 0 || gb_io_size(t, args[0], &size) < 0)
        return GB_NULL;
    return take(t, as_memory(v), size);
}

static GbRef line(GbThread *t, IoMemory *self, int64_t limit)
{
    int64_t left = (int64_t)self->bytes.size - self->at;
    if (left <= 0)
        return take(t, self, 0);
    if (limit >= 0 && limit < left)
        left = limit;
    const uint8_t *start = self->bytes.data + self->at, *end = memchr(start, '\n', (size_t)left);
    return take(t, self, end == NULL ? left : end - start + 1);
}

static GbRef memory_readline(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t limit;
    if (check_open(t, v) < 0 || gb_io_size(t, args[0], &limit) < 0)
        return GB_NULL;
    return line(t, as_memory(v), limit);
}

static GbRef memory_readlines(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t hint, total = 0;
    if (check_open(t, v) < 0 || gb_io_size(t, args[0], &hint) < 0)
        return GB_NULL;
    GbRef list = gb_list_new(t, 0);
    while (list != GB_NULL && as_memory(v)->at < (int64_t)as_memory(v)->bytes.size) {
        GbRef next = line(t, as_memory(v), -1);
        int64_t size = next == GB_NULL ? 0 : gb_bytes_size(next);
        if (gb_list_append_take(t, list, next) < 0)
            gb_clear(&list);
        total += size;
        if (hint > 0 && total >= hint)
            break;
    }
    return list;
}

static GbRef memory_next(GbThread *t, GbBorrow v)
{
    if (check_open(t, v) < 0)
        return GB_NULL;
    GbRef next = line(t, as_memory(v), -1);
    if (next != GB_NULL && gb_bytes_size(next) == 0)
        gb_clear(&next);
    return next;
}

static GbRef memory_readinto(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoMemory *self = as_memory(v);
    GbBuffer view;
    if (check_open(t, v) < 0 || gb_buffer_get(t, args[0], &view) < 0)
        return GB_NULL;
    int64_t size = (int64_t)self->bytes.size - self->at;
    if (size > view.size)
        size = view.size;
    if (size < 0)
        size = 0;
    if (view.readonly) {
        gb_buffer_release(t, &view);
        return gb_raise(t, gb_TypeError,
                        "readinto() argument must be read-write bytes-like object, not %T",
                        args[0]);
    }
    if (size > 0)
        memmove(view.data, self->bytes.data + self->at, (size_t)size);
    self->at += size;
    gb_buffer_release(t, &view);
    return gb_int_new(t, size);
}

/* --- Writing --- */

static int put(GbThread *t, IoMemory *self, const uint8_t *data, int64_t size)
{
    int64_t end = self->at + size, old = (int64_t)self->bytes.size;
    if (size == 0)
        return 0;
    if (end > old) {
        if (gb_io_bytes_reserve(t, &self->bytes, (size_t)(end - old)) < 0)
            return -1;
        if (self->at > old) /* A gap behind the end reads as zeros. */
            memset(self->bytes.data + old, 0, (size_t)(self->at - old));
        self->bytes.size = (size_t)end;
    }
    memmove(self->bytes.data + self->at, data, (size_t)size);
    self->at = end;
    return 0;
}

static GbRef memory_write(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    GbBuffer view;
    if (check_open(t, v) < 0 || check_exports(t, v) < 0 || gb_buffer_get(t, args[0], &view) < 0)
        return GB_NULL;
    int failed = put(t, as_memory(v), view.data, view.size);
    int64_t size = view.size;
    gb_buffer_release(t, &view);
    return failed < 0 ? GB_NULL : gb_int_new(t, size);
}

static GbRef memory_writelines(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    if (check_open(t, v) < 0)
        return GB_NULL;
    GbRef iterator = gb_iter(t, args[0]), item;
    if (iterator == GB_NULL)
        return GB_NULL;
    while ((item = gb_next(t, iterator)) != GB_NULL) {
        GbRef written = memory_write(t, v, &item);
        gb_decref(item);
        if (written == GB_NULL)
            break;
        gb_decref(written);
    }
    gb_decref(iterator);
    return gb_raised(t) ? GB_NULL : GB_NONE;
}

static GbRef memory_truncate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoMemory *self = as_memory(v);
    int64_t size = self->at;
    if (check_open(t, v) < 0 || check_exports(t, v) < 0)
        return GB_NULL;
    if (args[0] != GB_NONE && gb_io_size(t, args[0], &size) < 0)
        return GB_NULL;
    if (size < 0)
        return gb_raise(t, gb_ValueError, "negative size value %lld", (long long)size);
    if (size < (int64_t)self->bytes.size)
        self->bytes.size = (size_t)size;
    return gb_int_new(t, size);
}

/* --- Moving --- */

static GbRef memory_seek(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoMemory *self = as_memory(v);
    int64_t target, whence;
    if (check_open(t, v) < 0 || gb_index_i64(t, args[0], &target, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &whence, gb_OverflowError) < 0)
        return GB_NULL;
    if (target < 0 && whence == RT_SEEK_START)
        return gb_raise(t, gb_ValueError, "negative seek value %lld", (long long)target);
    if (whence < 0 || whence > 2)
        return gb_raise(t, gb_ValueError, "invalid whence (%lld, should be 0, 1 or 2)",
                        (long long)whence);
    int64_t origin = whence == RT_SEEK_START     ? 0
                     : whence == RT_SEEK_CURRENT ? self->at
                                                 : (int64_t)self->bytes.size;
    if (__builtin_add_overflow(origin, target, &target))
        return gb_raise(t, gb_OverflowError, "new position too large");
    self->at = target < 0 ? 0 : target;
    return gb_int_new(t, self->at);
}

static GbRef memory_tell(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return check_open(t, v) < 0 ? GB_NULL : gb_int_new(t, as_memory(v)->at);
}

/* --- The whole --- */

static GbRef memory_getvalue(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBytes *bytes = &as_memory(v)->bytes;
    if (check_open(t, v) < 0)
        return GB_NULL;
    return gb_bytes_new(t, bytes->data == NULL ? (uint8_t *)"" : bytes->data, bytes->size);
}

static GbRef memory_getbuffer(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    if (check_open(t, v) < 0)
        return GB_NULL;
    IoMemoryView *lender = gb_object_new(t, gb_spec_type(t, &gb_io_bytes_view_spec));
    if (lender == NULL)
        return GB_NULL;
    lender->owner = gb_new_ref(v);
    GbRef view = gb_call1(t, gb_value(gb_type(t, MEMORYVIEW)), gb_value(lender));
    gb_decref(gb_value(lender));
    return view;
}

static int view_lend(GbThread *t, GbBorrow v, GbExport *out)
{
    IoMemory *owner = as_memory(((IoMemoryView *)gb_object(v))->owner);
    ++owner->exports;
    *out = (GbExport){.data = owner->bytes.data,
                      .size = (int64_t)owner->bytes.size,
                      .item_size = 1,
                      .format = "B"};
    return 0;
}

static void view_unlend(GbThread *t, GbBorrow v)
{
    --as_memory(((IoMemoryView *)gb_object(v))->owner)->exports;
}

static int view_visit(GbObject *v, GbVisitor visit, void *context)
{
    GB_VISIT(((IoMemoryView *)v)->owner);
    return 0;
}

static void view_clear(GbThread *t, GbObject *v)
{
    gb_clear(&((IoMemoryView *)v)->owner);
}

static GbRef memory_close(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    if (!io_base(v)->closed && check_exports(t, v) < 0)
        return GB_NULL;
    io_base(v)->closed = true;
    gb_io_bytes_free(t, &as_memory(v)->bytes);
    return GB_NONE;
}

static GbRef memory_true(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return check_open(t, v) < 0 ? GB_NULL : GB_TRUE;
}

static GbRef memory_false(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return check_open(t, v) < 0 ? GB_NULL : GB_FALSE;
}

static GbRef memory_none(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return check_open(t, v) < 0 ? GB_NULL : GB_NONE;
}

/* --- Making and pickling --- */

static int memory_set(GbThread *t, GbBorrow v, GbBorrow initial)
{
    IoMemory *self = as_memory(v);
    GbBuffer view;
    if (check_exports(t, v) < 0)
        return -1;
    self->bytes.size = 0;
    self->at = 0;
    if (initial == GB_NULL || initial == GB_NONE)
        return 0;
    if (gb_buffer_get(t, initial, &view) < 0)
        return -1;
    int failed = put(t, self, view.data, view.size);
    gb_buffer_release(t, &view);
    self->at = 0;
    return failed;
}

static GbRef memory_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return memory_set(t, v, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef memory_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                           GbBorrow names)
{
    IoMemory *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static void memory_dealloc(GbThread *t, GbObject *v)
{
    gb_io_bytes_free(t, &((IoMemory *)v)->bytes);
}

static GbRef memory_getstate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    GbRef value = memory_getvalue(t, v, args), at = GB_NULL, dict = GB_NULL, result = GB_NULL;
    if (value == GB_NULL)
        return GB_NULL;
    at = gb_int_new(t, as_memory(v)->at);
    dict = gb_attr_get(t, v, gb_name(t, __dict__));
    if (at != GB_NULL && dict != GB_NULL)
        result = gb_tuple_of(t, 3, value, at, gb_dict_count(dict) == 0 ? GB_NONE : dict);
    gb_clear(&value);
    gb_clear(&at);
    gb_clear(&dict);
    return result;
}

static GbRef memory_setstate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t at;
    if (check_open(t, v) < 0)
        return GB_NULL;
    if (!gb_is_tuple(args[0]) || gb_tuple_count(args[0]) < 3)
        return gb_raise(t, gb_TypeError, "%N.__setstate__ argument should be 3-tuple, got %T",
                        gb_object(v)->type, args[0]);
    if (memory_set(t, v, gb_tuple_peek(args[0], 0)) < 0)
        return GB_NULL;
    if (!gb_is_intlike(gb_tuple_peek(args[0], 1)))
        return gb_raise(t, gb_TypeError, "second item of state must be an integer, not %T",
                        gb_tuple_peek(args[0], 1));
    if (gb_index_i64(t, gb_tuple_peek(args[0], 1), &at, gb_OverflowError) < 0)
        return GB_NULL;
    if (at < 0)
        return gb_raise(t, gb_ValueError, "position value cannot be negative");
    as_memory(v)->at = at;
    GbBorrow dict = gb_tuple_peek(args[0], 2);
    if (dict == GB_NONE)
        return GB_NONE;
    if (!gb_is_dict(dict))
        return gb_raise(t, gb_TypeError, "third item of state should be a dict, got a %T", dict);
    GbRef own = gb_attr_get(t, v, gb_name(t, __dict__));
    int failed = own == GB_NULL ? -1 : gb_dict_update(t, own, dict);
    gb_clear(&own);
    return failed < 0 ? GB_NULL : GB_NONE;
}

/* --- Tables --- */

static const GbMethodDef memory_methods[] = {
    {"readable()", memory_true, "Returns True if the IO object can be read."},
    {"seekable()", memory_true, "Returns True if the IO object can be seeked."},
    {"writable()", memory_true, "Returns True if the IO object can be written."},
    {"close()", memory_close, "Disable all I/O operations."},
    {"flush()", memory_none, "Does nothing."},
    {"isatty()", memory_false, "Always returns False."},
    {"tell()", memory_tell, "Current file position, an integer."},
    {"write(b, /)", memory_write, "Write bytes to file."},
    {"writelines(lines, /)", memory_writelines, "Write lines to the file."},
    {"read1(size=-1, /)", memory_read, "Read at most size bytes, returned as a bytes object."},
    {"readinto(buffer, /)", memory_readinto, "Read bytes into buffer."},
    {"readline(size=-1, /)", memory_readline, "Next line from the file, as a bytes object."},
    {"readlines(size=None, /)", memory_readlines,
     "List of bytes objects, each a line from the file."},
    {"read(size=-1, /)", memory_read, "Read at most size bytes, returned as a bytes object."},
    {"getbuffer()", memory_getbuffer,
     "Get a read-write view over the contents of the BytesIO object."},
    {"getvalue()", memory_getvalue, "Retrieve the entire contents of the BytesIO object."},
    {"seek(pos, whence=0, /)", memory_seek, "Change stream position."},
    {"truncate(size=None, /)", memory_truncate, "Truncate the file to at most size bytes."},
    {"__getstate__()", memory_getstate, NULL},
    {"__setstate__(state, /)", memory_setstate, NULL},
    {0},
};

const GbTypeSpec gb_io_bytes_spec = {
    .name = "_io.BytesIO",
    .doc = "Buffered I/O implementation using an in-memory bytes buffer.",
    .size = sizeof(IoMemory),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = memory_dealloc,
              .visit = gb_io_base_visit,
              .next = memory_next,
              .create = memory_create},
    .initializer = {"BytesIO(initial_bytes=?)", memory_init, NULL},
    .methods = memory_methods,
};

const GbTypeSpec gb_io_bytes_view_spec = {
    .name = "_io._BytesIOBuffer",
    .size = sizeof(IoMemoryView),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = view_clear,
              .visit = view_visit,
              .clear = view_clear,
              .lend = view_lend,
              .unlend = view_unlend},
};
