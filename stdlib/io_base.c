/* _IOBase and its three heirs: what all streams have in common; and the helpers that all of _io
 * shares. */
#include "stdlib/io_parts.h"

/* --- Bytes that grow --- */

int gb_io_bytes_reserve(GbThread *t, IoBytes *bytes, size_t size)
{
    if (bytes->capacity - bytes->size >= size)
        return 0;
    size_t capacity = bytes->capacity == 0 ? 64 : bytes->capacity;
    while (capacity - bytes->size < size)
        capacity += capacity / 2;
    uint8_t *data = bytes->data == NULL ? gb_mem_new(t, capacity)
                                        : gb_mem_resize(t, bytes->data, bytes->capacity, capacity);
    if (data == NULL)
        return -1;
    bytes->data = data;
    bytes->capacity = capacity;
    return 0;
}

int gb_io_bytes_add(GbThread *t, IoBytes *bytes, const void *data, size_t size)
{
    if (size == 0)
        return 0;
    if (gb_io_bytes_reserve(t, bytes, size) < 0)
        return -1;
    memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
    return 0;
}

void gb_io_bytes_free(GbThread *t, IoBytes *bytes)
{
    if (bytes->data != NULL)
        gb_mem_free(t, bytes->data, bytes->capacity);
    *bytes = (IoBytes){NULL, 0, 0};
}

/* --- Errors and small questions --- */

GbRef gb_io_raise_closed(GbThread *t)
{
    return gb_raise(t, gb_ValueError, "I/O operation on closed file.");
}

GbRef gb_io_unsupported(GbThread *t, const char *message)
{
    GbRef module = gb_import(t, "_io");
    GbRef type = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "UnsupportedOperation");
    if (type != GB_NULL)
        gb_raise_type(t, (GbType *)gb_object(type), "%s", message);
    gb_clear(&type);
    gb_clear(&module);
    return GB_NULL;
}

static int truth_take(GbThread *t, GbRef v)
{
    if (v == GB_NULL)
        return -1;
    int truth = gb_truth(t, v);
    gb_decref(v);
    return truth;
}

int gb_io_is_closed(GbThread *t, GbBorrow object)
{
    return truth_take(t, gb_attr_get_c(t, object, "closed"));
}

int gb_io_ask(GbThread *t, GbBorrow object, const char *method)
{
    return truth_take(t, gb_call_method_c(t, object, method, NULL, 0));
}

int gb_io_check_open(GbThread *t, GbBorrow object)
{
    int closed = gb_io_is_closed(t, object);
    if (closed > 0)
        gb_io_raise_closed(t);
    return closed == 0 ? 0 : -1;
}

int gb_io_size(GbThread *t, GbBorrow v, int64_t *out)
{
    *out = -1;
    if (v == GB_NONE)
        return 0;
    if (gb_is_intlike(v))
        return gb_index_i64(t, v, out, gb_OverflowError);
    GbRef number = gb_index(t, v);
    if (number == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "argument should be integer or None, not '%T'", v);
        return -1;
    }
    int result = gb_index_i64(t, number, out, gb_OverflowError);
    gb_decref(number);
    return result;
}

void gb_io_write_type(GbWriter *writer, GbBorrow self)
{
    GbType *type = gb_object(self)->type;
    gb_writer_format(writer, type->flags & GB_TYPE_HEAP ? "<%U" : "<_io.%U", type->name);
}

void gb_io_chain_errors(GbThread *t, GbRef first)
{
    if (first == GB_NULL)
        return;
    if (!gb_raised(t)) {
        gb_raised_restore_take(t, first);
        return;
    }
    GbRef second = gb_raised_take(t);
    if (gb_attr_set_c(t, second, "__context__", first) < 0)
        gb_raised_drop(t);
    gb_decref(first);
    gb_raised_restore_take(t, second);
}

void gb_io_raise_from(GbThread *t, const char *message)
{
    GbRef reason = gb_raised_take(t);
    gb_raise(t, gb_OSError, "%s", message);
    GbRef error = gb_raised_take(t);
    if (gb_attr_set_c(t, error, "__cause__", reason) < 0 ||
        gb_attr_set_c(t, error, "__context__", reason) < 0)
        gb_raised_drop(t);
    gb_decref(reason);
    gb_raised_restore_take(t, error);
}

/* --- Locks --- */

typedef struct IoWaiter { /* On the stack of the thread that waits. */
    struct IoWaiter *next;
    RtThread *thread;
} IoWaiter;

static void lock_wait(GbThread *t, IoLock *lock, GbBorrow owner)
{
    Rt *rt = gb_rt(t);
    IoWaiter waiter = {lock->waiters, rt_thread_self(rt)};
    lock->waiters = &waiter;
    gb_unlock_for(t, GIL_LOCK, owner);
    rt_thread_park(rt, RT_FOREVER);
    gb_lock(t);
    IoWaiter **place = &lock->waiters;
    while (*place != &waiter)
        place = &(*place)->next;
    *place = waiter.next;
}

int gb_io_lock(GbThread *t, IoLock *lock, GbBorrow owner)
{
    if (lock->owner == t)
        return gb_fail(t, gb_RuntimeError, "reentrant call inside %R", owner);
    while (lock->owner !=
           NULL) { /* Ends when its owner, which waits for the machine only, is through. */
        lock_wait(t, lock, owner);
        if (gb_check_signals(t) < 0)
            return -1;
    }
    lock->owner = t;
    return 0;
}

void gb_io_unlock(GbThread *t, IoLock *lock)
{
    lock->owner = NULL;
    if (lock->waiters != NULL)
        rt_thread_unpark(gb_rt(t), lock->waiters->thread);
}

/* --- _IOBase: what a stream cannot do unless it says so --- */

int gb_io_base_visit(GbObject *self, GbVisitor visit, void *context)
{
    return 0;
}

static GbRef base_seek(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_io_unsupported(t, "seek");
}

static GbRef base_tell(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow both[] = {gb_small_new(0), gb_small_new(1)};
    return gb_call_method_c(t, self, "seek", both, 2);
}

static GbRef base_truncate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_io_unsupported(t, "truncate");
}

static GbRef base_fileno(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_io_unsupported(t, "fileno");
}

static GbRef base_isatty(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_io_check_open(t, self) < 0 ? GB_NULL : GB_FALSE;
}

static GbRef base_false(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_FALSE;
}

static GbRef base_flush(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return io_base(self)->closed ? gb_io_raise_closed(t) : GB_NONE;
}

/* Closed it is, even if flushing fails. */
static GbRef base_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (io_base(self)->closed)
        return GB_NONE;
    GbRef answer = gb_call_method_c(t, self, "flush", NULL, 0);
    io_base(self)->closed = true;
    if (answer == GB_NULL)
        return GB_NULL;
    gb_decref(answer);
    return GB_NONE;
}

static GbRef base_closed_get(GbThread *t, GbBorrow self)
{
    return gb_bool(io_base(self)->closed);
}

static GbRef base_check_closed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_io_check_open(t, self) < 0 ? GB_NULL : GB_NONE;
}

static GbRef check_ability(GbThread *t, GbBorrow self, const char *method, const char *message)
{
    GbRef answer = gb_call_method_c(t, self, method, NULL, 0);
    if (answer == GB_NULL)
        return GB_NULL;
    bool yes = answer == GB_TRUE;
    gb_decref(answer);
    return yes ? GB_TRUE : gb_io_unsupported(t, message);
}

static GbRef base_check_seekable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_ability(t, self, "seekable", "File or stream is not seekable.");
}

static GbRef base_check_readable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_ability(t, self, "readable", "File or stream is not readable.");
}

static GbRef base_check_writable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_ability(t, self, "writable", "File or stream is not writable.");
}

static GbRef base_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_io_check_open(t, self) < 0 ? GB_NULL : gb_new_ref(self);
}

static GbRef base_exit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method_c(t, self, "close", NULL, 0);
}

/* --- Lines --- */

/* How much readline may ask for at once without reading beyond the line: as peek() shows, else one
 * byte. */
static int64_t line_step(GbThread *t, GbBorrow self, GbBorrow peek, int64_t limit)
{
    if (peek == GB_NULL)
        return 1;
    GbRef ahead = gb_call1(t, peek, gb_small_new(1));
    if (ahead == GB_NULL)
        return -1;
    if (!gb_has_layout(ahead, GB_KIND_BYTES)) {
        gb_raise(t, gb_OSError, "peek() should have returned a bytes object, not '%T'", ahead);
        gb_decref(ahead);
        return -1;
    }
    int64_t size = gb_bytes_size(ahead);
    const uint8_t *data = gb_bytes_data(ahead), *end = memchr(data, '\n', (size_t)size);
    int64_t step = size == 0 ? 1 : end != NULL ? end - data + 1 : size;
    gb_decref(ahead);
    return limit >= 0 && step > limit ? limit : step;
}

/* One step of readline: 1 go on, 0 the line is complete, -1. */
static int line_read(GbThread *t, GbBorrow self, int64_t step, IoBytes *line)
{
    GbBorrow size = gb_small_new(step);
    GbRef piece = gb_call_method_c(t, self, "read", &size, 1);
    if (piece == GB_NULL)
        return -1;
    if (!gb_has_layout(piece, GB_KIND_BYTES)) {
        gb_raise(t, gb_OSError, "read() should have returned a bytes object, not '%T'", piece);
        gb_decref(piece);
        return -1;
    }
    int64_t count = gb_bytes_size(piece);
    int failed = gb_io_bytes_add(t, line, gb_bytes_data(piece), (size_t)count);
    gb_decref(piece);
    if (failed < 0)
        return -1;
    return count > 0 && line->data[line->size - 1] != '\n';
}

static GbRef base_readline(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t limit;
    IoBytes line = {NULL, 0, 0};
    GbRef name = GB_NULL, peek = GB_NULL, result = GB_NULL;
    if (gb_io_size(t, args[0], &limit) < 0)
        return GB_NULL;
    name = gb_str_new(t, "peek");
    if (name == GB_NULL || gb_attr_find(t, self, name, &peek) < 0)
        goto done;
    int more = 1;
    while (more > 0 && (limit < 0 || (int64_t)line.size < limit)) {
        int64_t step = line_step(t, self, peek, limit < 0 ? -1 : limit - (int64_t)line.size);
        more = step < 0 ? -1 : line_read(t, self, step, &line);
    }
    if (more >= 0)
        result = gb_bytes_new(t, line.data == NULL ? (uint8_t *)"" : line.data, line.size);
done:
    gb_clear(&name);
    gb_clear(&peek);
    gb_io_bytes_free(t, &line);
    return result;
}

static GbRef base_iter(GbThread *t, GbBorrow self)
{
    return gb_io_check_open(t, self) < 0 ? GB_NULL : gb_new_ref(self);
}

static GbRef base_next(GbThread *t, GbBorrow self)
{
    GbRef line = gb_call_method(t, self, gb_name(t, readline), NULL, 0);
    if (line == GB_NULL)
        return GB_NULL;
    int64_t length = gb_length(t, line);
    if (length <= 0)
        gb_clear(&line);
    return line;
}

static GbRef base_readlines(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t hint, total = 0;
    if (gb_io_size(t, args[0], &hint) < 0)
        return GB_NULL;
    GbRef list = gb_list_new(t, 0), iterator = GB_NULL, line = GB_NULL;
    if (list == GB_NULL || (iterator = gb_iter(t, self)) == GB_NULL)
        goto done;
    while ((line = gb_next(t, iterator)) != GB_NULL) {
        int64_t length = gb_length(t, line);
        if (length < 0 || gb_list_append(t, list, line) < 0)
            break;
        gb_clear(&line);
        total += length;
        if (hint > 0 && total > hint)
            break;
    }
done:
    gb_clear(&line);
    gb_clear(&iterator);
    if (gb_raised(t))
        gb_clear(&list);
    return list;
}

static GbRef base_writelines(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_io_check_open(t, self) < 0)
        return GB_NULL;
    GbRef iterator = gb_iter(t, args[0]), line;
    if (iterator == GB_NULL)
        return GB_NULL;
    while ((line = gb_next(t, iterator)) != GB_NULL) {
        GbRef answer = gb_call_method(t, self, gb_name(t, write), &line, 1);
        gb_decref(line);
        if (answer == GB_NULL)
            break;
        gb_decref(answer);
    }
    gb_decref(iterator);
    return gb_raised(t) ? GB_NULL : GB_NONE;
}

/* --- The end --- */

static void base_finalize(GbThread *t, GbBorrow self)
{
    GbRef pending = gb_raised_take(t);
    int closed = gb_io_is_closed(t, self);
    if (closed < 0) /* Half made: a subclass whose __init__ failed. */
        gb_raised_drop(t);
    if (closed <= 0) {
        io_base(self)->finalizing = true;
        GbRef answer = gb_call_method(t, self, gb_name(t, close), NULL, 0);
        gb_clear(&answer);
        gb_raised_drop(t); /* As CPython: an object that nobody holds has nobody to tell. */
    }
    gb_raised_restore_take(t, pending);
}

/* --- _RawIOBase --- */

static GbRef raw_read(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t size, count;
    if (gb_index_i64(t, args[0], &size, gb_OverflowError) < 0)
        return GB_NULL;
    if (size < 0)
        return gb_call_method_c(t, self, "readall", NULL, 0);
    GbRef room = gb_bytearray_new(t, NULL, (size_t)size), answer = GB_NULL, result = GB_NULL;
    GbBuffer view;
    if (room == GB_NULL)
        return GB_NULL;
    answer = gb_call_method_c(t, self, "readinto", &room, 1);
    if (answer == GB_NONE)
        result = GB_NONE;
    if (answer == GB_NULL || answer == GB_NONE ||
        gb_index_i64(t, answer, &count, gb_ValueError) < 0 || gb_buffer_get(t, room, &view) < 0)
        goto done;
    if (count < 0 || count > view.size)
        gb_raise(t, gb_ValueError, "readinto returned %lld outside buffer size %lld",
                 (long long)count, (long long)view.size);
    else
        result = gb_bytes_new(t, view.data, (size_t)count);
    gb_buffer_release(t, &view);
done:
    gb_clear(&answer);
    gb_decref(room);
    return result;
}

static GbRef raw_readall(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    IoBytes all = {NULL, 0, 0};
    GbBorrow size = gb_small_new(IO_BUFFER_SIZE);
    GbRef result = GB_NULL;
    for (;;) {
        GbRef piece = gb_call_method_c(t, self, "read", &size, 1);
        if (piece == GB_NULL)
            goto done;
        if (piece == GB_NONE && all.size == 0) {
            result = GB_NONE;
            goto done;
        }
        if (piece != GB_NONE && !gb_has_layout(piece, GB_KIND_BYTES)) {
            gb_decref(piece);
            gb_raise(t, gb_TypeError, "read() should return bytes");
            goto done;
        }
        int64_t count = piece == GB_NONE ? 0 : gb_bytes_size(piece);
        int failed = count == 0 ? 0 : gb_io_bytes_add(t, &all, gb_bytes_data(piece), (size_t)count);
        gb_decref(piece);
        if (failed < 0)
            goto done;
        if (count == 0)
            break;
    }
    result = gb_bytes_new(t, all.data == NULL ? (uint8_t *)"" : all.data, all.size);
done:
    gb_io_bytes_free(t, &all);
    return result;
}

static GbRef raw_not_implemented(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef none = gb_tuple_new(t, 0);
    GbBorrow type = gb_value(gb_exception_type(t, gb_NotImplementedError));
    GbRef error = none == GB_NULL ? GB_NULL : gb_call_tuple(t, type, none, GB_NULL);
    if (error != GB_NULL)
        gb_raise_instance(t, error);
    gb_clear(&error);
    gb_clear(&none);
    return GB_NULL;
}

/* --- _BufferedIOBase --- */

/* Reads through `method` and copies into the caller's buffer. */
static GbRef read_into(GbThread *t, GbBorrow self, GbBorrow target, const char *method)
{
    GbBuffer view;
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, target, &view) < 0)
        return GB_NULL;
    if (view.readonly) {
        gb_raise(t, gb_TypeError, "%s() argument must be read-write bytes-like object, not %T",
                 method[4] == '1' ? "readinto1" : "readinto", target);
        gb_buffer_release(t, &view);
        return GB_NULL;
    }
    GbBorrow size = gb_small_new(view.size);
    GbRef data = gb_call_method_c(t, self, method, &size, 1);
    if (data != GB_NULL && !gb_has_layout(data, GB_KIND_BYTES)) {
        gb_raise(t, gb_TypeError, "read() should return bytes");
    } else if (data != GB_NULL && gb_bytes_size(data) > view.size) {
        gb_raise(t, gb_ValueError,
                 "read() returned too much data: %lld bytes requested, %lld returned",
                 (long long)view.size, (long long)gb_bytes_size(data));
    } else if (data != GB_NULL) {
        memcpy(view.data, gb_bytes_data(data), (size_t)gb_bytes_size(data));
        result = gb_small_new(gb_bytes_size(data));
    }
    gb_clear(&data);
    gb_buffer_release(t, &view);
    return result;
}

static GbRef buffered_readinto(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return read_into(t, self, args[0], "read");
}

static GbRef buffered_readinto1(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return read_into(t, self, args[0], "read1");
}

#define UNSUPPORTED(name)                                                             \
    static GbRef unsupported_##name(GbThread *t, GbBorrow self, const GbBorrow *args) \
    {                                                                                 \
        return gb_io_unsupported(t, #name);                                              \
    }
UNSUPPORTED(read)
UNSUPPORTED(read1)
UNSUPPORTED(readline)
UNSUPPORTED(write)
UNSUPPORTED(detach)
#undef UNSUPPORTED

static GbRef none_get(GbThread *t, GbBorrow self)
{
    return GB_NONE;
}

/* --- Tables --- */

static GbRef base_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    IoBase *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static const GbMethodDef base_methods[] = {
    {"seek(*args)", base_seek, "Change stream position."},
    {"tell()", base_tell, "Return current stream position."},
    {"truncate(pos=None, /)", base_truncate, "Truncate file to size bytes."},
    {"fileno()", base_fileno, "Returns underlying file descriptor if one exists."},
    {"isatty()", base_isatty, "Return whether this is an 'interactive' stream."},
    {"flush()", base_flush, "Flush write buffers, if applicable."},
    {"close()", base_close, "Flush and close the IO object."},
    {"seekable()", base_false, "Return whether object supports random access."},
    {"readable()", base_false, "Return whether object was opened for reading."},
    {"writable()", base_false, "Return whether object was opened for writing."},
    {"_checkClosed(*args)", base_check_closed, NULL},
    {"_checkSeekable(*args)", base_check_seekable, NULL},
    {"_checkReadable(*args)", base_check_readable, NULL},
    {"_checkWritable(*args)", base_check_writable, NULL},
    {"__enter__()", base_enter, NULL},
    {"__exit__(*args)", base_exit, NULL},
    {"readline(size=-1, /)", base_readline, "Read and return a line from the stream."},
    {"readlines(hint=-1, /)", base_readlines, "Return a list of lines from the stream."},
    {"writelines(lines, /)", base_writelines, "Write a list of lines to stream."},
    {0},
};

static const GbGetSetDef base_getsets[] = {
    {"closed", base_closed_get, NULL, NULL},
    {0},
};

enum { BASE_FLAGS = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF };

const GbTypeSpec gb_io_base_spec = {
    .name = "_io._IOBase",
    .doc = "The abstract base class for all I/O classes.",
    .size = sizeof(IoBase),
    .flags = BASE_FLAGS,
    .slots = {.visit = gb_io_base_visit,
              .iter = base_iter,
              .next = base_next,
              .create = base_create,
              .finalize = base_finalize},
    .methods = base_methods,
    .getsets = base_getsets,
};

static const GbMethodDef raw_methods[] = {
    {"read(size=-1, /)", raw_read, NULL},
    {"readall()", raw_readall, "Read until EOF, using multiple read() call."},
    {"readinto(b, /)", raw_not_implemented, NULL},
    {"write(b, /)", raw_not_implemented, NULL},
    {0},
};

const GbTypeSpec gb_io_raw_base_spec = {
    .name = "_io._RawIOBase",
    .doc = "Base class for raw binary I/O.",
    .size = sizeof(IoBase),
    .flags = BASE_FLAGS,
    .methods = raw_methods,
};

static const GbMethodDef buffered_methods[] = {
    {"detach()", unsupported_detach,
     "Disconnect this buffer from its underlying raw stream and return it."},
    {"read(*args)", unsupported_read, "Read and return up to n bytes."},
    {"read1(*args)", unsupported_read1,
     "Read and return up to n bytes, with at most one read() call."},
    {"readinto(buffer, /)", buffered_readinto, NULL},
    {"readinto1(buffer, /)", buffered_readinto1, NULL},
    {"write(*args)", unsupported_write, "Write the given buffer to the IO stream."},
    {0},
};

const GbTypeSpec gb_io_buffered_base_spec = {
    .name = "_io._BufferedIOBase",
    .doc = "Base class for buffered IO objects.",
    .size = sizeof(IoBase),
    .flags = BASE_FLAGS,
    .methods = buffered_methods,
};

static const GbMethodDef text_methods[] = {
    {"detach(*args)", unsupported_detach,
     "Separate the underlying buffer from the TextIOBase and return it."},
    {"read(*args)", unsupported_read, "Read at most n characters from stream."},
    {"readline(*args)", unsupported_readline, "Read until newline or EOF."},
    {"write(*args)", unsupported_write, "Write string to stream."},
    {0},
};

static const GbGetSetDef text_getsets[] = {
    {"encoding", none_get, NULL, "Encoding of the text stream."},
    {"newlines", none_get, NULL, "Line endings translated so far."},
    {"errors", none_get, NULL, "The error setting of the decoder or encoder."},
    {0},
};

const GbTypeSpec gb_io_text_base_spec = {
    .name = "_io._TextIOBase",
    .doc = "Base class for text I/O.",
    .size = sizeof(IoBase),
    .flags = BASE_FLAGS,
    .methods = text_methods,
    .getsets = text_getsets,
};
