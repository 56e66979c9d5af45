/* BufferedReader, BufferedWriter and BufferedRandom: one layout, of which the first two use half.
 * This file has what they share: making, closing, moving; io_buffer_read.c and gb_io_buffer_write.c
 * have the rest.
 *
 * A BufferedRandom has bytes read ahead or bytes to be written, never both: before it reads it
 * writes what waits, and before it writes it moves raw back to where the reader is. */
#include "stdlib/io_parts.h"

static IoBuffered *as_buffered(GbBorrow v)
{
    return (IoBuffered *)gb_object(v);
}

/* --- State --- */

int gb_io_buffer_check(GbThread *t, IoBuffered *self)
{
    if (self->raw != GB_NULL)
        return 0;
    return gb_fail(t, gb_ValueError,
                   self->detached ? "raw stream has been detached"
                                  : "I/O operation on uninitialized object");
}

int gb_io_buffer_is_closed(GbThread *t, IoBuffered *self)
{
    if (gb_io_buffer_check(t, self) < 0)
        return -1;
    return self->fast ? gb_io_file_is_closed(self->raw) : gb_io_is_closed(t, self->raw);
}

int gb_io_buffer_check_open(GbThread *t, IoBuffered *self, const char *message)
{
    int closed = gb_io_buffer_is_closed(t, self);
    if (closed > 0)
        gb_raise(t, gb_ValueError, "%s", message);
    return closed == 0 ? 0 : -1;
}

int gb_io_buffer_enter(GbThread *t, IoBuffered *self)
{
    return gb_io_lock(t, &self->lock, gb_value(self));
}

void gb_io_buffer_leave(GbThread *t, IoBuffered *self)
{
    gb_io_unlock(t, &self->lock);
}

/* --- Moving --- */

int gb_io_buffer_raw_seek(GbThread *t, IoBuffered *self, int64_t offset, int whence,
                          int64_t *position)
{
    self->raw_position = -1;
    if (self->fast) {
        if (gb_io_file_seek(t, self->raw, offset, whence, position) < 0)
            return -1;
    } else {
        GbRef number = gb_int_new(t, offset);
        GbBorrow args[] = {number, gb_small_new(whence)};
        GbRef answer = number == GB_NULL ? GB_NULL
                                         : gb_call_method_c(t, self->raw, "seek", args, 2);
        gb_clear(&number);
        int failed = answer == GB_NULL ? -1 : gb_index_i64(t, answer, position, gb_ValueError);
        gb_clear(&answer);
        if (failed < 0)
            return -1;
    }
    if (*position < 0)
        return gb_fail(t, gb_OSError, "Raw stream returned invalid position %lld",
                       (long long)*position);
    self->raw_position = *position;
    return 0;
}

static int raw_tell(GbThread *t, IoBuffered *self, int64_t *position)
{
    if (self->raw_position >= 0) {
        *position = self->raw_position;
        return 0;
    }
    if (self->fast)
        return gb_io_buffer_raw_seek(t, self, 0, RT_SEEK_CURRENT, position);
    GbRef answer = gb_call_method_c(t, self->raw, "tell", NULL, 0);
    int failed = answer == GB_NULL ? -1 : gb_index_i64(t, answer, position, gb_ValueError);
    gb_clear(&answer);
    if (failed < 0)
        return -1;
    if (*position < 0)
        return gb_fail(t, gb_OSError, "Raw stream returned invalid position %lld",
                       (long long)*position);
    self->raw_position = *position;
    return 0;
}

int gb_io_buffer_rewind_locked(GbThread *t, IoBuffered *self)
{
    int64_t ahead = self->in_end - self->in_at, position;
    self->in_at = self->in_end = 0;
    return ahead == 0 ? 0 : gb_io_buffer_raw_seek(t, self, -ahead, RT_SEEK_CURRENT, &position);
}

/* Where the reader or writer stands. */
static int tell_locked(GbThread *t, IoBuffered *self, int64_t *position)
{
    if (raw_tell(t, self, position) < 0)
        return -1;
    *position += self->out_end - (self->in_end - self->in_at);
    if (*position < 0) /* Raw has been moved behind our back. */
        *position = 0;
    return 0;
}

static int check_seekable(GbThread *t, IoBuffered *self)
{
    int seekable = gb_io_ask(t, self->raw, "seekable");
    if (seekable == 0)
        gb_io_unsupported(t, "File or stream is not seekable.");
    return seekable > 0 ? 0 : -1;
}

/* Within what was read ahead no move of raw is needed. *position is where that leads. */
static bool seek_in_buffer(IoBuffered *self, int64_t target, int whence, int64_t *position)
{
    if (whence == RT_SEEK_END || self->raw_position < 0 || self->out_end > 0 || self->in_end == 0)
        return false;
    int64_t now = self->raw_position - (self->in_end - self->in_at);
    int64_t step = whence == RT_SEEK_START ? target - now : target;
    if (step < -self->in_at || step > self->in_end - self->in_at)
        return false;
    self->in_at += step;
    *position = now + step;
    return true;
}

static int seek_locked(GbThread *t, IoBuffered *self, int64_t target, int whence, int64_t *position)
{
    if (self->readable && seek_in_buffer(self, target, whence, position))
        return 0;
    if (self->writable && gb_io_buffer_flush_locked(t, self) < 0)
        return -1;
    if (whence == RT_SEEK_CURRENT)
        target -= self->in_end - self->in_at;
    if (gb_io_buffer_raw_seek(t, self, target, whence, position) < 0)
        return -1;
    self->in_at = self->in_end = 0;
    return 0;
}

static GbRef buffered_seek(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    int64_t target, whence, position;
    if (gb_index_i64(t, args[1], &whence, gb_OverflowError) < 0 || gb_io_buffer_check(t, self) < 0)
        return GB_NULL;
    if (whence < 0 || whence > 2)
        return gb_raise(t, gb_ValueError, "whence value %lld unsupported", (long long)whence);
    if (gb_io_buffer_check_open(t, self, "seek of closed file") < 0 ||
        check_seekable(t, self) < 0 || gb_index_i64(t, args[0], &target, gb_ValueError) < 0 ||
        gb_io_buffer_enter(t, self) < 0)
        return GB_NULL;
    int failed = seek_locked(t, self, target, (int)whence, &position);
    gb_io_buffer_leave(t, self);
    return failed < 0 ? GB_NULL : gb_int_new(t, position);
}

static GbRef buffered_tell(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    int64_t position;
    if (gb_io_buffer_check(t, self) < 0)
        return GB_NULL;
    return tell_locked(t, self, &position) < 0 ? GB_NULL : gb_int_new(t, position);
}

static GbRef buffered_truncate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    GbRef size = GB_NULL, result = GB_NULL;
    int64_t position;
    if (gb_io_buffer_check_open(t, self, "truncate of closed file") < 0)
        return GB_NULL;
    if (!self->writable)
        return gb_io_unsupported(t, "truncate");
    if (gb_io_buffer_enter(t, self) < 0)
        return GB_NULL;
    if (gb_io_buffer_flush_locked(t, self) < 0 || gb_io_buffer_rewind_locked(t, self) < 0)
        goto done;
    if (args[0] != GB_NONE)
        size = gb_new_ref(args[0]);
    else if (tell_locked(t, self, &position) == 0)
        size = gb_int_new(t, position);
    if (size != GB_NULL)
        result = gb_call_method_c(t, self->raw, "truncate", &size, 1);
    self->raw_position = -1;
done:
    gb_io_buffer_leave(t, self);
    gb_clear(&size);
    return result;
}

/* --- Closing --- */

/* What is left is written, then raw is closed even if that failed. */
static GbRef buffered_close(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    int closed = gb_io_buffer_is_closed(t, self);
    if (closed != 0)
        return closed < 0 ? GB_NULL : GB_NONE;
    if (self->base.finalizing) {
        GbRef warned = gb_call_method_c(t, self->raw, "_dealloc_warn", &v, 1);
        gb_clear(&warned);
        gb_raised_drop(t);
    }
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    GbRef error = flushed == GB_NULL ? gb_raised_take(t) : GB_NULL;
    gb_clear(&flushed);
    /* Locked, so that another thread's write waits and then finds the file closed. */
    GbRef answer = GB_NULL;
    if (gb_io_buffer_check(t, self) == 0 && gb_io_buffer_enter(t, self) == 0) {
        GbRef raw = gb_new_ref(self->raw);
        answer = gb_call_method(t, raw, gb_name(t, close), NULL, 0);
        gb_decref(raw);
        gb_io_buffer_leave(t, self);
    }
    self->base.closed = true;
    gb_io_chain_errors(t, error);
    if (gb_raised(t))
        gb_clear(&answer);
    return answer;
}

static GbRef buffered_detach(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    if (gb_io_buffer_check(t, self) < 0)
        return GB_NULL;
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    if (flushed == GB_NULL)
        return GB_NULL;
    gb_decref(flushed);
    GbRef raw = self->raw;
    self->raw = GB_NULL;
    self->detached = true;
    return raw;
}

static GbRef buffered_dealloc_warn(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    if (self->raw != GB_NULL) {
        GbRef answer = gb_call_method_c(t, self->raw, "_dealloc_warn", args, 1);
        gb_clear(&answer);
        gb_raised_drop(t);
    }
    return GB_NONE;
}

/* --- What raw says --- */

#define PASS_TO_RAW(method)                                                                        \
    static GbRef buffered_##method(GbThread *t, GbBorrow v, const GbBorrow *args)                  \
    {                                                                                              \
        IoBuffered *self = as_buffered(v);                                                         \
        return gb_io_buffer_check(t, self) < 0 ? GB_NULL                                           \
                                               : gb_call_method_c(t, self->raw, #method, NULL, 0); \
    }
PASS_TO_RAW(seekable)
PASS_TO_RAW(fileno)
PASS_TO_RAW(isatty)
PASS_TO_RAW(readable)
PASS_TO_RAW(writable)
#undef PASS_TO_RAW

/* A reader's flush has nothing of its own to do. */
static GbRef buffered_flush(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    if (!self->writable)
        return gb_io_buffer_check(t, self) < 0 ? GB_NULL
                                               : gb_call_method_c(t, self->raw, "flush", NULL, 0);
    if (gb_io_buffer_check_open(t, self, "flush of closed file") < 0 ||
        gb_io_buffer_flush(t, self) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef raw_get(GbThread *t, GbBorrow v)
{
    GbRef raw = as_buffered(v)->raw;
    return raw == GB_NULL ? GB_NONE : gb_new_ref(raw);
}

static GbRef closed_get(GbThread *t, GbBorrow v)
{
    int closed = gb_io_buffer_is_closed(t, as_buffered(v));
    return closed < 0 ? GB_NULL : gb_bool(closed);
}

static GbRef name_get(GbThread *t, GbBorrow v)
{
    IoBuffered *self = as_buffered(v);
    return gb_io_buffer_check(t, self) < 0 ? GB_NULL : gb_attr_get(t, self->raw, gb_name(t, name));
}

static GbRef mode_get(GbThread *t, GbBorrow v)
{
    IoBuffered *self = as_buffered(v);
    return gb_io_buffer_check(t, self) < 0 ? GB_NULL : gb_attr_get(t, self->raw, gb_name(t, mode));
}

static GbRef buffered_repr(GbThread *t, GbBorrow v)
{
    GbWriter writer;
    GbRef name = GB_NULL;
    gb_writer_init(&writer, t);
    gb_io_write_type(&writer, v);
    if (gb_attr_find(t, v, gb_name(t, name), &name) < 0 && !gb_raised_drop_if(t, gb_ValueError)) {
        gb_writer_clear(&writer);
        return GB_NULL;
    }
    if (name != GB_NULL) {
        int entered = gb_repr_enter(t, v);
        if (entered != 0) {
            if (entered > 0)
                gb_raise(t, gb_RuntimeError, "reentrant call inside %N.__repr__",
                         gb_object(v)->type);
            gb_clear(&name);
            gb_writer_clear(&writer);
            return GB_NULL;
        }
        gb_writer_format(&writer, " name=%R", name);
        gb_repr_leave(t, v);
    }
    gb_writer_char(&writer, '>');
    gb_clear(&name);
    return gb_writer_finish(&writer);
}

/* --- Making --- */

static int buffered_visit(GbObject *v, GbVisitor visit, void *context)
{
    GB_VISIT(((IoBuffered *)v)->raw);
    return 0;
}

static void buffered_clear(GbThread *t, GbObject *v)
{
    gb_clear(&((IoBuffered *)v)->raw);
}

static void free_buffers(GbThread *t, IoBuffered *self)
{
    if (self->in != NULL)
        gb_mem_free(t, self->in, (size_t)self->size);
    if (self->out != NULL)
        gb_mem_free(t, self->out, (size_t)self->size);
    self->in = self->out = NULL;
    self->in_at = self->in_end = self->out_end = 0;
}

static void buffered_dealloc(GbThread *t, GbObject *v)
{
    buffered_clear(t, v);
    free_buffers(t, (IoBuffered *)v);
}

static GbRef buffered_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                             GbBorrow names)
{
    IoBuffered *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static int check_raw(GbThread *t, GbBorrow raw, const char *method, const char *message)
{
    GbRef answer = gb_call_method_c(t, raw, method, NULL, 0);
    if (answer == GB_NULL)
        return -1;
    bool yes = answer == GB_TRUE;
    gb_decref(answer);
    if (!yes)
        gb_io_unsupported(t, message);
    return yes ? 0 : -1;
}

static GbRef init(GbThread *t, GbBorrow v, const GbBorrow *args, bool readable, bool writable)
{
    IoBuffered *self = as_buffered(v);
    int64_t size;
    bool random = readable && writable;
    gb_clear(&self->raw);
    self->detached = false;
    if (random && check_raw(t, args[0], "seekable", "File or stream is not seekable.") < 0)
        return GB_NULL;
    if (readable && check_raw(t, args[0], "readable", "File or stream is not readable.") < 0)
        return GB_NULL;
    if (writable && check_raw(t, args[0], "writable", "File or stream is not writable.") < 0)
        return GB_NULL;
    if (gb_index_i64(t, args[1], &size, gb_OverflowError) < 0)
        return GB_NULL;
    if (size <= 0)
        return gb_raise(t, gb_ValueError, "buffer size must be strictly positive");
    free_buffers(t, self);
    self->size = size;
    self->readable = readable;
    self->writable = writable;
    if ((readable && (self->in = gb_mem_new(t, (size_t)size)) == NULL) ||
        (writable && (self->out = gb_mem_new(t, (size_t)size)) == NULL)) {
        free_buffers(t, self);
        return GB_NULL;
    }
    self->raw = gb_new_ref(args[0]);
    self->fast = io_is_exactly(t, args[0], &gb_io_file_spec);
    self->raw_position = -1;
    return GB_NONE;
}

static GbRef reader_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return init(t, v, args, true, false);
}

static GbRef writer_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return init(t, v, args, false, true);
}

static GbRef random_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return init(t, v, args, true, true);
}

/* --- Tables --- */

#define SHARED_METHODS                                                                             \
    {"seek(target, whence=0, /)", buffered_seek, NULL}, {"tell()", buffered_tell, NULL},           \
        {"truncate(pos=None, /)", buffered_truncate, NULL}, {"flush()", buffered_flush, NULL},     \
        {"close()", buffered_close, NULL}, {"detach()", buffered_detach, NULL},                    \
        {"seekable()", buffered_seekable, NULL}, {"fileno()", buffered_fileno, NULL},              \
        {"isatty()", buffered_isatty, NULL},                                                       \
    {                                                                                              \
        "_dealloc_warn(source, /)", buffered_dealloc_warn, NULL                                    \
    }

#define READER_METHODS                                                                             \
    {"readable()", buffered_readable, NULL}, {"read(size=-1, /)", gb_io_reader_read, NULL},        \
        {"read1(size=-1, /)", gb_io_reader_read1, NULL},                                           \
        {"peek(size=0, /)", gb_io_reader_peek, NULL},                                              \
        {"readinto(buffer, /)", gb_io_reader_readinto, NULL},                                      \
        {"readinto1(buffer, /)", gb_io_reader_readinto1, NULL},                                    \
    {                                                                                              \
        "readline(size=-1, /)", gb_io_reader_readline, NULL                                        \
    }

#define WRITER_METHODS                                                                             \
    {"writable()", buffered_writable, NULL},                                                       \
    {                                                                                              \
        "write(buffer, /)", gb_io_writer_write, NULL                                               \
    }

static const GbMethodDef reader_methods[] = {SHARED_METHODS, READER_METHODS, {0}};
static const GbMethodDef writer_methods[] = {SHARED_METHODS, WRITER_METHODS, {0}};
static const GbMethodDef random_methods[] = {SHARED_METHODS, READER_METHODS, WRITER_METHODS, {0}};

static const GbGetSetDef getsets[] = {
    {"raw", raw_get, NULL, NULL},
    {"closed", closed_get, NULL, NULL},
    {"name", name_get, NULL, NULL},
    {"mode", mode_get, NULL, NULL},
    {0},
};

enum { FLAGS = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF };

#define SHARED_SLOTS                                                                               \
    .dealloc = buffered_dealloc, .visit = buffered_visit, .clear = buffered_clear,                 \
    .repr = buffered_repr, .create = buffered_create

const GbTypeSpec gb_io_reader_spec = {
    .name = "_io.BufferedReader",
    .doc = "Create a new buffered reader using the given readable raw IO object.",
    .size = sizeof(IoBuffered),
    .flags = FLAGS,
    .slots = {SHARED_SLOTS, .next = gb_io_reader_next},
    .initializer = {"BufferedReader(raw, buffer_size=8192)", reader_init, NULL},
    .methods = reader_methods,
    .getsets = getsets,
};

const GbTypeSpec gb_io_writer_spec = {
    .name = "_io.BufferedWriter",
    .doc = "A buffer for a writeable sequential RawIO object.\n\n"
           "The constructor creates a BufferedWriter for the given writeable raw\n"
           "stream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.",
    .size = sizeof(IoBuffered),
    .flags = FLAGS,
    .slots = {SHARED_SLOTS},
    .initializer = {"BufferedWriter(raw, buffer_size=8192)", writer_init, NULL},
    .methods = writer_methods,
    .getsets = getsets,
};

const GbTypeSpec gb_io_random_spec = {
    .name = "_io.BufferedRandom",
    .doc = "A buffered interface to random access streams.\n\n"
           "The constructor creates a reader and writer for a seekable stream,\n"
           "raw, given in the first argument. If the buffer_size is omitted it\n"
           "defaults to DEFAULT_BUFFER_SIZE.",
    .size = sizeof(IoBuffered),
    .flags = FLAGS,
    .slots = {SHARED_SLOTS, .next = gb_io_reader_next},
    .initializer = {"BufferedRandom(raw, buffer_size=8192)", random_init, NULL},
    .methods = random_methods,
    .getsets = getsets,
};
