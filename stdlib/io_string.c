/* StringIO: text in memory as a file. The text is an array of code points, so that any place can be
 * overwritten. */
#include "stdlib/io_parts.h"

typedef struct IoString {
    IoBase base;
    uint32_t *data;
    int64_t length, capacity, at; /* at may lie behind the end. */
    IoNewlineMode mode;
    IoNewlines newlines;
    GbRef newline; /* As it was given, for pickling. */
    bool ready;    /* __init__ has run. */
} IoString;

static IoString *as_string(GbBorrow v)
{
    return (IoString *)gb_object(v);
}

static int check_open(GbThread *t, GbBorrow v)
{
    if (!as_string(v)->ready)
        return gb_fail(t, gb_ValueError, "I/O operation on uninitialized object");
    if (io_base(v)->closed)
        return gb_fail(t, gb_ValueError, "I/O operation on closed file");
    return 0;
}

/* --- Writing --- */

static int reserve(GbThread *t, IoString *self, int64_t length)
{
    if (length <= self->capacity)
        return 0;
    int64_t capacity = self->capacity < 64 ? 64 : self->capacity;
    while (capacity < length)
        capacity += capacity / 2;
    size_t old = (size_t)self->capacity * sizeof *self->data,
           size = (size_t)capacity * sizeof *self->data;
    uint32_t *data =
        self->data == NULL ? gb_mem_new(t, size) : gb_mem_resize(t, self->data, old, size);
    if (data == NULL)
        return -1;
    self->data = data;
    self->capacity = capacity;
    return 0;
}

static int put(GbThread *t, IoString *self, GbBorrow text)
{
    int width;
    int64_t count = gb_str_length(text), end = self->at + count;
    if (count == 0)
        return 0;
    if (reserve(t, self, end) < 0)
        return -1;
    for (int64_t i = self->length; i < self->at; ++i) /* A gap behind the end. */
        self->data[i] = 0;
    const void *data = gb_str_data(text, &width);
    uint32_t *to = self->data + self->at;
    for (int64_t i = 0; i < count; ++i)
        to[i] = width == 1   ? ((const uint8_t *)data)[i]
                : width == 2 ? ((const uint16_t *)data)[i]
                             : ((const uint32_t *)data)[i];
    self->at = end;
    if (end > self->length)
        self->length = end;
    return 0;
}

/* The text with its newlines as this file keeps them. */
static GbRef translate(GbThread *t, IoString *self, GbBorrow text)
{
    if (self->mode.universal)
        return gb_io_newlines_decode_take(t, &self->newlines, gb_new_ref(text), true);
    if (self->mode.write[0] == '\0')
        return gb_new_ref(text);
    GbRef from = gb_str_new(t, "\n"), to = gb_str_new(t, self->mode.write), result = GB_NULL;
    GbBorrow both[] = {from, to};
    if (from != GB_NULL && to != GB_NULL)
        result = gb_call_method_c(t, text, "replace", both, 2);
    gb_clear(&from);
    gb_clear(&to);
    return result;
}

static int write_text(GbThread *t, IoString *self, GbBorrow text)
{
    GbRef translated = translate(t, self, text);
    if (translated == GB_NULL)
        return -1;
    int result = put(t, self, translated);
    gb_decref(translated);
    return result;
}

static GbRef string_write(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "string argument expected, got '%T'", args[0]);
    if (check_open(t, v) < 0 || write_text(t, as_string(v), args[0]) < 0)
        return GB_NULL;
    return gb_int_new(t, gb_str_length(args[0]));
}

/* --- Reading --- */

static GbRef take(GbThread *t, IoString *self, int64_t count)
{
    int64_t left = self->length - self->at;
    if (left < 0)
        left = 0;
    if (count < 0 || count > left)
        count = left;
    GbRef text =
        gb_str_from_array(t, count == 0 ? NULL : self->data + self->at, count, sizeof *self->data);
    if (text != GB_NULL)
        self->at += count;
    return text;
}

static GbRef string_read(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t count;
    if (check_open(t, v) < 0 || gb_io_size(t, args[0], &count) < 0)
        return GB_NULL;
    return take(t, as_string(v), count);
}

/* How many characters the line from here has. */
static int64_t line_length(const IoString *self)
{
    bool any = self->mode.universal && !self->mode.translate;
    uint32_t first = self->mode.universal ? '\n' : (uint32_t)self->mode.end[0];
    uint32_t second = self->mode.universal ? 0 : (uint32_t)self->mode.end[1];
    for (int64_t i = self->at; i < self->length; ++i) {
        uint32_t code = self->data[i];
        bool pair = code == '\r' && i + 1 < self->length && self->data[i + 1] == '\n';
        if (any && (code == '\n' || code == '\r'))
            return i + 1 + pair - self->at;
        if (!any && code == first && second == 0)
            return i + 1 - self->at;
        if (!any && code == first && pair)
            return i + 2 - self->at;
    }
    return self->length > self->at ? self->length - self->at : 0;
}

static GbRef string_readline(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t limit;
    if (check_open(t, v) < 0 || gb_io_size(t, args[0], &limit) < 0)
        return GB_NULL;
    int64_t length = line_length(as_string(v));
    return take(t, as_string(v), limit >= 0 && limit < length ? limit : length);
}

static GbRef string_next(GbThread *t, GbBorrow v)
{
    GbRef line;
    if (check_open(t, v) < 0)
        return GB_NULL;
    if (io_is_exactly(t, v, &gb_io_string_spec))
        line = take(t, as_string(v), line_length(as_string(v)));
    else
        line = gb_call_method(t, v, gb_name(t, readline), NULL, 0);
    if (line != GB_NULL && !gb_is_str(line)) {
        gb_raise(t, gb_OSError, "readline() should have returned a str object, not '%T'", line);
        gb_clear(&line);
    }
    if (line != GB_NULL && gb_str_length(line) == 0)
        gb_clear(&line);
    return line;
}

static GbRef string_getvalue(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoString *self = as_string(v);
    if (check_open(t, v) < 0)
        return GB_NULL;
    return gb_str_from_array(t, self->data, self->length, sizeof *self->data);
}

/* --- Moving --- */

static GbRef string_seek(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoString *self = as_string(v);
    int64_t target, whence;
    if (check_open(t, v) < 0 || gb_index_i64(t, args[0], &target, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &whence, gb_OverflowError) < 0)
        return GB_NULL;
    if (whence < 0 || whence > 2)
        return gb_raise(t, gb_ValueError, "Invalid whence (%lld, should be 0, 1 or 2)",
                        (long long)whence);
    if (target < 0 && whence == RT_SEEK_START)
        return gb_raise(t, gb_ValueError, "Negative seek position %lld", (long long)target);
    if (whence != RT_SEEK_START && target != 0)
        return gb_raise(t, gb_OSError, "Can't do nonzero cur-relative seeks");
    self->at = whence == RT_SEEK_START     ? target
               : whence == RT_SEEK_CURRENT ? self->at
                                           : self->length;
    return gb_int_new(t, self->at);
}

static GbRef string_tell(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return check_open(t, v) < 0 ? GB_NULL : gb_int_new(t, as_string(v)->at);
}

static GbRef string_truncate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoString *self = as_string(v);
    int64_t size = self->at;
    if (check_open(t, v) < 0 || (args[0] != GB_NONE && gb_io_size(t, args[0], &size) < 0))
        return GB_NULL;
    if (size < 0)
        return gb_raise(t, gb_ValueError, "Negative size value %lld", (long long)size);
    if (size < self->length)
        self->length = size;
    return gb_int_new(t, size);
}

/* --- What it is --- */

static GbRef string_true(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return check_open(t, v) < 0 ? GB_NULL : GB_TRUE;
}

static void release(GbThread *t, IoString *self)
{
    if (self->data != NULL)
        gb_mem_free(t, self->data, (size_t)self->capacity * sizeof *self->data);
    self->data = NULL;
    self->length = self->capacity = self->at = 0;
}

static GbRef string_close(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    io_base(v)->closed = true;
    release(t, as_string(v));
    return GB_NONE;
}

static GbRef closed_get(GbThread *t, GbBorrow v)
{
    return as_string(v)->ready
               ? gb_bool(io_base(v)->closed)
               : gb_raise(t, gb_ValueError, "I/O operation on uninitialized object");
}

static GbRef line_buffering_get(GbThread *t, GbBorrow v)
{
    return check_open(t, v) < 0 ? GB_NULL : GB_FALSE;
}

static GbRef newlines_get(GbThread *t, GbBorrow v)
{
    return check_open(t, v) < 0 ? GB_NULL : gb_io_newlines_seen(t, as_string(v)->newlines.seen);
}

/* --- Making and pickling --- */

/* StringIO(initial_value='', newline='\n') */
static GbRef string_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoString *self = as_string(v);
    GbBorrow value = args[0], newline = args[1];
    if (newline != GB_NONE && !gb_is_str(newline))
        return gb_raise(t, gb_TypeError, "newline must be str or None, not %T", newline);
    if (value != GB_NONE && !gb_is_str(value))
        return gb_raise(t, gb_TypeError, "initial_value must be str or None, not %T", value);
    if (gb_io_newline_mode(t, newline, true, &self->mode) < 0)
        return GB_NULL;
    release(t, self);
    gb_set(&self->newline, gb_new_ref(newline));
    self->newlines = (IoNewlines){.translate = self->mode.translate};
    self->ready = true;
    io_base(v)->closed = false;
    if (value != GB_NONE && write_text(t, self, value) < 0)
        return GB_NULL;
    self->at = 0;
    return GB_NONE;
}

static GbRef string_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                           GbBorrow names)
{
    IoString *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static int string_visit(GbObject *v, GbVisitor visit, void *context)
{
    GB_VISIT(((IoString *)v)->newline);
    return 0;
}

static void string_dealloc(GbThread *t, GbObject *v)
{
    gb_clear(&((IoString *)v)->newline);
    release(t, (IoString *)v);
}

static GbRef string_getstate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    GbRef value = string_getvalue(t, v, args), at = GB_NULL, dict = GB_NULL, result = GB_NULL;
    if (value == GB_NULL)
        return GB_NULL;
    at = gb_int_new(t, as_string(v)->at);
    dict = gb_attr_get(t, v, gb_name(t, __dict__));
    if (at != GB_NULL && dict != GB_NULL)
        result = gb_tuple_of(t, 4, value, as_string(v)->newline, at,
                             gb_dict_count(dict) == 0 ? GB_NONE : dict);
    gb_clear(&value);
    gb_clear(&at);
    gb_clear(&dict);
    return result;
}

/* The value comes as it was kept: not to be translated again. */
static GbRef string_setstate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoString *self = as_string(v);
    int64_t at;
    GbBorrow state = args[0], dict;
    if (io_base(v)->closed)
        return gb_raise(t, gb_ValueError, "I/O operation on closed file");
    if (!gb_is_tuple(state) || gb_tuple_count(state) < 4)
        return gb_raise(t, gb_TypeError, "%N.__setstate__ argument should be 4-tuple, got %T",
                        gb_object(v)->type, state);
    GbBorrow both[] = {GB_NONE, gb_tuple_peek(state, 1)};
    if (string_init(t, v, both) == GB_NULL)
        return GB_NULL;
    if (!gb_is_str(gb_tuple_peek(state, 0)) || put(t, self, gb_tuple_peek(state, 0)) < 0)
        return gb_raised(t) ? GB_NULL
                            : gb_raise(t, gb_TypeError, "initial_value must be str or None");
    if (!gb_is_intlike(gb_tuple_peek(state, 2)))
        return gb_raise(t, gb_TypeError, "third item of state must be an integer, got %T",
                        gb_tuple_peek(state, 2));
    if (gb_index_i64(t, gb_tuple_peek(state, 2), &at, gb_OverflowError) < 0)
        return GB_NULL;
    if (at < 0)
        return gb_raise(t, gb_ValueError, "position value cannot be negative");
    self->at = at;
    dict = gb_tuple_peek(state, 3);
    if (dict == GB_NONE)
        return GB_NONE;
    if (!gb_is_dict(dict))
        return gb_raise(t, gb_TypeError, "fourth item of state should be a dict, got a %T", dict);
    GbRef own = gb_attr_get(t, v, gb_name(t, __dict__));
    int failed = own == GB_NULL ? -1 : gb_dict_update(t, own, dict);
    gb_clear(&own);
    return failed < 0 ? GB_NULL : GB_NONE;
}

/* --- Tables --- */

static const GbMethodDef string_methods[] = {
    {"close()", string_close, "Close the IO object."},
    {"getvalue()", string_getvalue, "Retrieve the entire contents of the object."},
    {"read(size=-1, /)", string_read, "Read at most size characters, returned as a string."},
    {"readline(size=-1, /)", string_readline, "Read until newline or EOF."},
    {"tell()", string_tell, "Tell the current file position."},
    {"truncate(pos=None, /)", string_truncate, "Truncate size to pos."},
    {"seek(pos, whence=0, /)", string_seek, "Change stream position."},
    {"write(s, /)", string_write, "Write string to file."},
    {"seekable()", string_true, "Returns True if the IO object can be seeked."},
    {"readable()", string_true, "Returns True if the IO object can be read."},
    {"writable()", string_true, "Returns True if the IO object can be written."},
    {"__getstate__()", string_getstate, NULL},
    {"__setstate__(state, /)", string_setstate, NULL},
    {0},
};

static const GbGetSetDef string_getsets[] = {
    {"closed", closed_get, NULL, NULL},
    {"line_buffering", line_buffering_get, NULL, NULL},
    {"newlines", newlines_get, NULL, NULL},
    {0},
};

const GbTypeSpec gb_io_string_spec = {
    .name = "_io.StringIO",
    .doc = "Text I/O implementation using an in-memory buffer.\n\n"
           "The initial_value argument sets the value of object.  The newline\n"
           "argument is like the one of TextIOWrapper's constructor.",
    .size = sizeof(IoString),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = string_dealloc,
              .visit = string_visit,
              .next = string_next,
              .create = string_create},
    .initializer = {"StringIO(initial_value='', newline='\\n')", string_init, NULL},
    .methods = string_methods,
    .getsets = string_getsets,
};
