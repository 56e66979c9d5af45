/* TextIOWrapper: text over a buffered stream. Reading is in gb_io_text_read.c, encodings are in
 * io_text_codec.c. */
#include "stdlib/io_text.h"

/* --- State --- */

int gb_io_text_check(GbThread *t, IoText *self)
{
    if (self->buffer != GB_NULL)
        return 0;
    return gb_fail(t, gb_ValueError,
                   self->detached ? "underlying buffer has been detached"
                                  : "I/O operation on uninitialized object");
}

static int is_closed(GbThread *t, IoText *self)
{
    if (self->fast)
        return gb_io_buffer_is_closed(t, (IoBuffered *)gb_object(self->buffer));
    return gb_io_is_closed(t, self->buffer);
}

int gb_io_text_check_open(GbThread *t, IoText *self)
{
    if (gb_io_text_check(t, self) < 0)
        return -1;
    int closed = is_closed(t, self);
    if (closed > 0)
        gb_io_raise_closed(t);
    return closed == 0 ? 0 : -1;
}

/* --- Writing --- */

static int write_object(GbThread *t, IoText *self, const IoBytes *bytes)
{
    GbRef object = gb_bytes_new(t, bytes->data, bytes->size);
    if (object == GB_NULL)
        return -1;
    GbRef answer = gb_call_method(t, self->buffer, gb_name(t, write), &object, 1);
    gb_decref(object);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

static int write_fast(GbThread *t, IoText *self, const IoBytes *bytes)
{
    IoBuffered *buffer = (IoBuffered *)gb_object(self->buffer);
    int64_t written;
    if (gb_io_buffer_check_open(t, buffer, "write to closed file") < 0)
        return -1;
    return gb_io_buffer_write(t, buffer, bytes->data, (int64_t)bytes->size, &written);
}

/* Writing may let other threads run, which may write here: what they add must not move what is
 * being written. */
int gb_io_text_write_pending(GbThread *t, IoText *self)
{
    if (self->pending.size == 0)
        return 0;
    IoBytes bytes = self->pending;
    self->pending = (IoBytes){NULL, 0, 0};
    GbRef held = gb_new_ref(self->buffer);
    int result = self->fast ? write_fast(t, self, &bytes) : write_object(t, self, &bytes);
    gb_decref(held);
    if (self->pending.data == NULL) {
        bytes.size = 0;
        self->pending = bytes;
    } else {
        gb_io_bytes_free(t, &bytes);
    }
    return result;
}

static int flush_buffer(GbThread *t, IoText *self)
{
    if (self->fast && io_is_exactly(t, self->buffer, &gb_io_writer_spec)) {
        IoBuffered *buffer = (IoBuffered *)gb_object(self->buffer);
        return gb_io_buffer_check_open(t, buffer, "flush of closed file") < 0
                   ? -1
                   : gb_io_buffer_flush(t, buffer);
    }
    GbRef answer = gb_call_method(t, self->buffer, gb_name(t, flush), NULL, 0);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

static bool has_code(GbBorrow text, uint32_t code)
{
    int width;
    const void *data = gb_str_data(text, &width);
    int64_t length = gb_str_length(text);
    if (width == 1)
        return length > 0 && memchr(data, (int)code, (size_t)length) != NULL;
    for (int64_t i = 0; i < length; ++i) {
        if (gb_str_at(text, i) == code)
            return true;
    }
    return false;
}

/* The text with \n as the file writes it. */
static GbRef translate(GbThread *t, IoText *self, GbBorrow text)
{
    if (self->mode.write[0] == '\0' || !has_code(text, '\n'))
        return gb_new_ref(text);
    GbRef from = gb_str_new(t, "\n"), to = gb_str_new(t, self->mode.write), result = GB_NULL;
    GbBorrow both[] = {from, to};
    if (from != GB_NULL && to != GB_NULL)
        result = gb_call_method_c(t, text, "replace", both, 2);
    gb_clear(&from);
    gb_clear(&to);
    return result;
}

/* Into pending, which is written first when this would make it too long. */
static int add_text(GbThread *t, IoText *self, GbBorrow text)
{
    GbRef translated = translate(t, self, text);
    if (translated == GB_NULL)
        return -1;
    int result = 0;
    if ((int64_t)self->pending.size + gb_str_length(translated) > self->chunk_size)
        result = gb_io_text_write_pending(t, self);
    if (result == 0)
        result = gb_io_text_encode(t, self, translated, &self->pending);
    gb_decref(translated);
    return result;
}

static GbRef text_write(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    if (gb_io_text_check(t, self) < 0)
        return GB_NULL;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "write() argument must be str, not %T", args[0]);
    if (gb_io_text_check_open(t, self) < 0)
        return GB_NULL;
    if (!self->writable)
        return gb_io_unsupported(t, "not writable");
    bool flush = self->line_buffering && (has_code(args[0], '\n') || has_code(args[0], '\r'));
    if (add_text(t, self, args[0]) < 0)
        return GB_NULL;
    if (((int64_t)self->pending.size >= self->chunk_size || flush || self->write_through) &&
        gb_io_text_write_pending(t, self) < 0)
        return GB_NULL;
    if (flush && flush_buffer(t, self) < 0)
        return GB_NULL;
    if (self->decoded != GB_NULL || self->has_snapshot) { /* What was read ahead is past. */
        gb_io_text_forget_decoded(t, self);
        gb_io_text_forget_snapshot(t, self);
        if (gb_io_text_reset_decoder(t, self) < 0)
            return GB_NULL;
    }
    return gb_int_new(t, gb_str_length(args[0]));
}

static GbRef text_flush(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    if (gb_io_text_check_open(t, self) < 0)
        return GB_NULL;
    self->telling = self->seekable;
    if (gb_io_text_write_pending(t, self) < 0 || flush_buffer(t, self) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef text_truncate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    if (gb_io_text_check(t, self) < 0)
        return GB_NULL;
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    if (flushed == GB_NULL)
        return GB_NULL;
    gb_decref(flushed);
    return gb_call_method_c(t, self->buffer, "truncate", args, 1);
}

/* --- Closing --- */

static GbRef text_close(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    int closed = gb_io_text_check(t, self) < 0 ? -1 : is_closed(t, self);
    if (closed != 0)
        return closed < 0 ? GB_NULL : GB_NONE;
    if (self->base.finalizing) {
        GbRef warned = gb_call_method_c(t, self->buffer, "_dealloc_warn", &v, 1);
        gb_clear(&warned);
        gb_raised_drop(t);
    }
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    GbRef error = flushed == GB_NULL ? gb_raised_take(t) : GB_NULL;
    gb_clear(&flushed);
    GbRef buffer = gb_new_ref(self->buffer);
    GbRef answer = gb_call_method(t, buffer, gb_name(t, close), NULL, 0);
    gb_decref(buffer);
    gb_io_chain_errors(t, error);
    if (gb_raised(t))
        gb_clear(&answer);
    return answer;
}

static GbRef text_detach(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    if (gb_io_text_check(t, self) < 0)
        return GB_NULL;
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    if (flushed == GB_NULL)
        return GB_NULL;
    gb_decref(flushed);
    GbRef buffer = self->buffer;
    self->buffer = GB_NULL;
    self->fast = false;
    self->detached = true;
    return buffer;
}

/* --- Making --- */

/* `encoding`: a str, or None and "locale" for the locale's, which is UTF-8. */
static GbRef encoding_of(GbThread *t, GbBorrow encoding)
{
    if (encoding == GB_NONE || gb_str_equal_c(encoding, "locale"))
        return gb_str_new(t, "UTF-8");
    return gb_new_ref(encoding);
}

static int check_str(GbThread *t, GbBorrow v, const char *function, const char *name)
{
    if (v == GB_NONE || gb_is_str(v))
        return 0;
    return gb_fail(t, gb_TypeError, "%s() argument '%s' must be str or None, not %T", function,
                   name, v);
}

/* Names of codecs go through C strings. */
static int check_nul(GbThread *t, GbBorrow v)
{
    size_t size;
    if (v == GB_NONE)
        return 0;
    const char *text = gb_str_utf8(t, v, &size);
    if (text == NULL)
        return -1;
    return strlen(text) == size ? 0 : gb_fail(t, gb_ValueError, "embedded null character");
}

static void set_newline(IoText *self, const IoNewlineMode *mode)
{
    int seen = self->newlines.seen;
    self->mode = *mode;
    self->newlines = (IoNewlines){.translate = mode->translate, .seen = seen};
}

/* Another write in the middle of a file must not begin with a byte order mark. */
static int skip_byte_order_mark(GbThread *t, IoText *self)
{
    if (self->encoder == GB_NULL || !self->seekable)
        return 0;
    GbRef position = gb_call_method_c(t, self->buffer, "tell", NULL, 0), answer = GB_NULL;
    if (position == GB_NULL)
        return -1;
    int at_start = gb_equal(t, position, gb_small_new(0));
    gb_decref(position);
    if (at_start != 0)
        return at_start < 0 ? -1 : 0;
    GbBorrow zero = gb_small_new(0);
    answer = gb_call_method_c(t, self->encoder, "setstate", &zero, 1);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

static int learn_abilities(GbThread *t, IoText *self, GbBorrow buffer)
{
    GbRef read1 = GB_NULL, name = gb_str_new(t, "read1");
    int readable = gb_io_ask(t, buffer, "readable"), writable, seekable;
    if (readable < 0 || (writable = gb_io_ask(t, buffer, "writable")) < 0 ||
        (seekable = gb_io_ask(t, buffer, "seekable")) < 0 || name == GB_NULL) {
        gb_clear(&name);
        return -1;
    }
    int has_read1 = gb_attr_find(t, buffer, name, &read1);
    gb_clear(&read1);
    gb_clear(&name);
    self->readable = readable > 0;
    self->writable = writable > 0;
    self->seekable = self->telling = seekable > 0;
    self->has_read1 = has_read1 > 0;
    return has_read1 < 0 ? -1 : 0;
}

/* TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False,
 * write_through=False) */
static GbRef text_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    IoNewlineMode mode;
    gb_clear(&self->buffer); /* Of no use until this has succeeded. */
    self->detached = self->fast = false;
    if (check_str(t, args[1], "TextIOWrapper", "encoding") < 0 ||
        check_str(t, args[2], "TextIOWrapper", "errors") < 0 ||
        check_str(t, args[3], "TextIOWrapper", "newline") < 0 ||
        gb_io_newline_mode(t, args[3], false, &mode) < 0)
        return GB_NULL;
    int line_buffering = gb_truth(t, args[4]), write_through = gb_truth(t, args[5]);
    if (line_buffering < 0 || write_through < 0)
        return GB_NULL;
    if (check_nul(t, args[1]) < 0 || check_nul(t, args[2]) < 0)
        return GB_NULL;
    gb_io_text_forget_decoded(t, self);
    gb_io_text_forget_snapshot(t, self);
    self->pending.size = 0;
    self->held_count = 0;
    self->chunk_size = IO_BUFFER_SIZE;
    self->line_buffering = line_buffering != 0;
    self->write_through = write_through != 0;
    self->newlines.seen = 0;
    set_newline(self, &mode);
    gb_set(&self->encoding, encoding_of(t, args[1]));
    gb_set(&self->errors, args[2] == GB_NONE ? gb_str_new(t, "strict") : gb_new_ref(args[2]));
    if (self->encoding == GB_NULL || self->errors == GB_NULL ||
        learn_abilities(t, self, args[0]) < 0 || gb_io_text_codec_init(t, self) < 0)
        return GB_NULL;
    self->buffer = gb_new_ref(args[0]);
    self->fast = io_is_exactly(t, args[0], &gb_io_reader_spec) ||
                 io_is_exactly(t, args[0], &gb_io_writer_spec) ||
                 io_is_exactly(t, args[0], &gb_io_random_spec);
    return skip_byte_order_mark(t, self) < 0 ? GB_NULL : GB_NONE;
}

static GbRef text_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    IoText *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static int text_visit(GbObject *v, GbVisitor visit, void *context)
{
    IoText *self = (IoText *)v;
    GB_VISIT(self->buffer);
    GB_VISIT(self->encoding);
    GB_VISIT(self->errors);
    GB_VISIT(self->decoder);
    GB_VISIT(self->encoder);
    GB_VISIT(self->decoded);
    GB_VISIT(self->snapshot_flags);
    return 0;
}

static void text_clear(GbThread *t, GbObject *v)
{
    IoText *self = (IoText *)v;
    self->fast = false;
    gb_clear(&self->buffer);
    gb_clear(&self->decoder);
    gb_clear(&self->encoder);
    gb_clear(&self->decoded);
    gb_clear(&self->snapshot_flags);
}

static void text_dealloc(GbThread *t, GbObject *v)
{
    IoText *self = (IoText *)v;
    text_clear(t, v);
    gb_clear(&self->encoding);
    gb_clear(&self->errors);
    gb_io_bytes_free(t, &self->pending);
    gb_io_bytes_free(t, &self->snapshot);
}

/* --- Changing its mind --- */

static int change_codec(GbThread *t, IoText *self, GbBorrow encoding, GbBorrow errors)
{
    if (encoding == GB_NONE && errors == GB_NONE)
        return 0;
    GbRef new_encoding = encoding == GB_NONE ? gb_new_ref(self->encoding)
                                             : encoding_of(t, encoding);
    GbRef new_errors = errors != GB_NONE     ? gb_new_ref(errors)
                       : encoding == GB_NONE ? gb_new_ref(self->errors)
                                             : gb_str_new(t, "strict");
    if (new_encoding == GB_NULL || new_errors == GB_NULL) {
        gb_clear(&new_encoding);
        gb_clear(&new_errors);
        return -1;
    }
    GbRef old_encoding = self->encoding, old_errors = self->errors;
    self->encoding = new_encoding;
    self->errors = new_errors;
    self->held_count = 0;
    if (gb_io_text_codec_init(t, self) == 0) {
        gb_clear(&old_encoding);
        gb_clear(&old_errors);
        return skip_byte_order_mark(t, self);
    }
    GbRef error = gb_raised_take(t); /* Back to the old one, which was found before. */
    gb_set(&self->encoding, old_encoding);
    gb_set(&self->errors, old_errors);
    if (gb_io_text_codec_init(t, self) < 0)
        gb_raised_drop(t);
    gb_raised_restore_take(t, error);
    return -1;
}

/* As CPython takes them: through __index__. */
static int optional_flag(GbThread *t, GbBorrow v, bool old)
{
    int64_t number = old;
    if (v != GB_NONE && gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return -1;
    return number != 0;
}

/* reconfigure(*, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None)
 */
static GbRef text_reconfigure(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    IoNewlineMode mode = self->mode;
    bool new_newline = args[2] != GB_NULL;
    if (gb_io_text_check(t, self) < 0)
        return GB_NULL;
    if ((self->decoded != GB_NULL || self->has_snapshot) &&
        (args[0] != GB_NONE || args[1] != GB_NONE || new_newline))
        return gb_io_unsupported(
            t, "It is not possible to set the encoding or newline of stream after the first read");
    if (check_str(t, args[0], "reconfigure", "encoding") < 0 ||
        check_str(t, args[1], "reconfigure", "errors") < 0 ||
        (new_newline && (check_str(t, args[2], "reconfigure", "newline") < 0 ||
                         gb_io_newline_mode(t, args[2], false, &mode) < 0)))
        return GB_NULL;
    int line_buffering = optional_flag(t, args[3], self->line_buffering);
    int write_through = optional_flag(t, args[4], self->write_through);
    if (line_buffering < 0 || write_through < 0)
        return GB_NULL;
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    if (flushed == GB_NULL)
        return GB_NULL;
    gb_decref(flushed);
    if (new_newline)
        set_newline(self, &mode);
    if (change_codec(t, self, args[0], args[1]) < 0)
        return GB_NULL;
    self->line_buffering = line_buffering != 0;
    self->write_through = write_through != 0;
    return GB_NONE;
}

/* --- What it is --- */

#define PASS_TO_BUFFER(method)                                                                     \
    static GbRef text_##method(GbThread *t, GbBorrow v, const GbBorrow *args)                      \
    {                                                                                              \
        IoText *self = io_as_text(v);                                                              \
        return gb_io_text_check(t, self) < 0                                                       \
                   ? GB_NULL                                                                       \
                   : gb_call_method_c(t, self->buffer, #method, NULL, 0);                          \
    }
PASS_TO_BUFFER(fileno)
PASS_TO_BUFFER(seekable)
PASS_TO_BUFFER(readable)
PASS_TO_BUFFER(writable)
PASS_TO_BUFFER(isatty)
#undef PASS_TO_BUFFER

static GbRef or_none(GbBorrow v)
{
    return v == GB_NULL ? GB_NONE : gb_new_ref(v);
}

static GbRef buffer_get(GbThread *t, GbBorrow v)
{
    return or_none(io_as_text(v)->buffer);
}

static GbRef encoding_get(GbThread *t, GbBorrow v)
{
    return or_none(io_as_text(v)->encoding);
}

static GbRef errors_get(GbThread *t, GbBorrow v)
{
    return or_none(io_as_text(v)->errors);
}

static GbRef name_get(GbThread *t, GbBorrow v)
{
    IoText *self = io_as_text(v);
    return gb_io_text_check(t, self) < 0 ? GB_NULL : gb_attr_get(t, self->buffer, gb_name(t, name));
}

static GbRef closed_get(GbThread *t, GbBorrow v)
{
    IoText *self = io_as_text(v);
    int closed = gb_io_text_check(t, self) < 0 ? -1 : is_closed(t, self);
    return closed < 0 ? GB_NULL : gb_bool(closed);
}

static GbRef newlines_get(GbThread *t, GbBorrow v)
{
    return gb_io_newlines_seen(t, io_as_text(v)->newlines.seen);
}

static GbRef line_buffering_get(GbThread *t, GbBorrow v)
{
    return gb_bool(io_as_text(v)->line_buffering);
}

static GbRef write_through_get(GbThread *t, GbBorrow v)
{
    return gb_bool(io_as_text(v)->write_through);
}

static GbRef chunk_size_get(GbThread *t, GbBorrow v)
{
    return gb_int_new(t, io_as_text(v)->chunk_size);
}

static int chunk_size_set(GbThread *t, GbBorrow v, GbBorrow value)
{
    int64_t size;
    if (value == GB_NULL)
        return gb_fail(t, gb_AttributeError, "cannot delete attribute");
    if (gb_index_i64(t, value, &size, gb_ValueError) < 0)
        return -1;
    if (size <= 0)
        return gb_fail(t, gb_ValueError, "a strictly positive integer is required");
    io_as_text(v)->chunk_size = size;
    return 0;
}

/* " name='f'" when there is such an attribute. */
static int write_attribute(GbThread *t, GbWriter *writer, GbBorrow v, GbNameId id)
{
    GbRef value = GB_NULL;
    int found = gb_attr_find(t, v, gb_name_peek(t, id), &value);
    if (found < 0)
        return gb_raised_drop_if(t, gb_ValueError) ? 0 : -1;
    if (found > 0)
        gb_writer_format(writer, " %U=%R", gb_name_peek(t, id), value);
    gb_clear(&value);
    return 0;
}

static GbRef text_repr(GbThread *t, GbBorrow v)
{
    GbWriter writer;
    if (io_as_text(v)->encoding == GB_NULL)
        return gb_raise(t, gb_ValueError, "I/O operation on uninitialized object");
    int entered = gb_repr_enter(t, v);
    if (entered != 0)
        return entered < 0 ? GB_NULL
                           : gb_raise(t, gb_RuntimeError, "reentrant call inside %N.__repr__",
                                      gb_object(v)->type);
    gb_writer_init(&writer, t);
    gb_io_write_type(&writer, v);
    int failed = write_attribute(t, &writer, v, GB_NAME_name);
    if (failed == 0)
        failed = write_attribute(t, &writer, v, GB_NAME_mode);
    gb_writer_format(&writer, " encoding=%R>", io_as_text(v)->encoding);
    gb_repr_leave(t, v);
    if (failed < 0) {
        gb_writer_clear(&writer);
        return GB_NULL;
    }
    return gb_writer_finish(&writer);
}

/* --- Tables --- */

static const GbMethodDef text_methods[] = {
    {"detach()", text_detach, NULL},
    {"reconfigure(*, encoding=None, errors=None, newline=?, line_buffering=None, "
     "write_through=None)",
     text_reconfigure, "Reconfigure the text stream with new parameters."},
    {"write(text, /)", text_write, NULL},
    {"read(size=-1, /)", gb_io_text_read, NULL},
    {"readline(size=-1, /)", gb_io_text_readline, NULL},
    {"flush()", text_flush, NULL},
    {"close()", text_close, NULL},
    {"fileno()", text_fileno, NULL},
    {"seekable()", text_seekable, NULL},
    {"readable()", text_readable, NULL},
    {"writable()", text_writable, NULL},
    {"isatty()", text_isatty, NULL},
    {"seek(cookie, whence=0, /)", gb_io_text_seek,
     "Set the stream position, and return the new stream position."},
    {"tell()", gb_io_text_tell, "Return the stream position as an opaque number."},
    {"truncate(pos=None, /)", text_truncate, NULL},
    {0},
};

static const GbGetSetDef text_getsets[] = {
    {"encoding", encoding_get, gb_refuse_set, NULL},
    {"buffer", buffer_get, gb_refuse_set, NULL},
    {"line_buffering", line_buffering_get, gb_refuse_set, NULL},
    {"write_through", write_through_get, gb_refuse_set, NULL},
    {"name", name_get, NULL, NULL},
    {"closed", closed_get, NULL, NULL},
    {"newlines", newlines_get, NULL, NULL},
    {"errors", errors_get, NULL, NULL},
    {"_CHUNK_SIZE", chunk_size_get, chunk_size_set, NULL},
    {0},
};

const GbTypeSpec gb_io_text_spec = {
    .name = "_io.TextIOWrapper",
    .doc = "Character and line based layer over a BufferedIOBase object, buffer.\n\n"
           "encoding gives the name of the encoding that the stream will be\n"
           "decoded or encoded with. It defaults to locale.getencoding().",
    .size = sizeof(IoText),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = text_dealloc,
              .visit = text_visit,
              .clear = text_clear,
              .repr = text_repr,
              .next = gb_io_text_next,
              .create = text_create},
    .initializer =
        {"TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
         "write_through=False)",
         text_init, NULL},
    .methods = text_methods,
    .getsets = text_getsets,
};
