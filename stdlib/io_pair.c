/* BufferedRWPair: a reader and a writer under one name, for two raw streams that are no files. */
#include "stdlib/io_parts.h"

typedef struct IoPair {
    IoBase base;
    GbRef reader, writer; /* BufferedReader, BufferedWriter; GB_NULL: not initialised */
} IoPair;

static IoPair *as_pair(GbBorrow v)
{
    return (IoPair *)gb_object(v);
}

static int pair_visit(GbObject *v, GbVisitor visit, void *context)
{
    GB_VISIT(((IoPair *)v)->reader);
    GB_VISIT(((IoPair *)v)->writer);
    return 0;
}

static void pair_clear(GbThread *t, GbObject *v)
{
    gb_clear(&((IoPair *)v)->reader);
    gb_clear(&((IoPair *)v)->writer);
}

static GbRef pair_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    IoPair *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static int require(GbThread *t, GbBorrow raw, const char *method, const char *message)
{
    int can = gb_io_ask(t, raw, method);
    if (can == 0)
        gb_io_unsupported(t, message);
    return can > 0 ? 0 : -1;
}

/* BufferedRWPair(reader, writer, buffer_size=8192, /) */
static GbRef pair_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoPair *self = as_pair(v);
    if (require(t, args[0], "readable", "File or stream is not readable.") < 0 ||
        require(t, args[1], "writable", "File or stream is not writable.") < 0)
        return GB_NULL;
    GbRef reader = gb_call2(t, gb_value(gb_spec_type(t, &gb_io_reader_spec)), args[0], args[2]);
    if (reader == GB_NULL)
        return GB_NULL;
    GbRef writer = gb_call2(t, gb_value(gb_spec_type(t, &gb_io_writer_spec)), args[1], args[2]);
    if (writer == GB_NULL) {
        gb_decref(reader);
        return GB_NULL;
    }
    gb_set(&self->reader, reader);
    gb_set(&self->writer, writer);
    return GB_NONE;
}

static GbRef pass(GbThread *t, GbBorrow stream, const char *method, const GbBorrow *args, int count)
{
    if (stream == GB_NULL)
        return gb_raise(t, gb_ValueError, "I/O operation on uninitialized object");
    return gb_call_method_c(t, stream, method, args, count);
}

#define PASS(method, stream, count)                                           \
    static GbRef pair_##method(GbThread *t, GbBorrow v, const GbBorrow *args) \
    {                                                                         \
        return pass(t, as_pair(v)->stream, #method, args, count);             \
    }
PASS(read, reader, 1)
PASS(peek, reader, 1)
PASS(read1, reader, 1)
PASS(readinto, reader, 1)
PASS(readinto1, reader, 1)
PASS(write, writer, 1)
PASS(flush, writer, 0)
PASS(readable, reader, 0)
PASS(writable, writer, 0)
#undef PASS

/* Both are closed, whatever happens to the first. */
static GbRef pair_close(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    GbRef first = pass(t, as_pair(v)->writer, "close", NULL, 0);
    GbRef error = first == GB_NULL ? gb_raised_take(t) : GB_NULL;
    gb_clear(&first);
    GbRef second = pass(t, as_pair(v)->reader, "close", NULL, 0);
    gb_io_chain_errors(t, error);
    if (gb_raised(t))
        gb_clear(&second);
    return second;
}

static GbRef pair_isatty(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    GbRef answer = pass(t, as_pair(v)->writer, "isatty", NULL, 0);
    if (answer != GB_FALSE)
        return answer;
    return pass(t, as_pair(v)->reader, "isatty", NULL, 0);
}

static GbRef pair_closed_get(GbThread *t, GbBorrow v)
{
    if (as_pair(v)->writer == GB_NULL)
        return gb_raise(t, gb_RuntimeError, "the BufferedRWPair object is being garbage-collected");
    return gb_attr_get_c(t, as_pair(v)->writer, "closed");
}

static const GbMethodDef pair_methods[] = {
    {"read(size=-1, /)", pair_read, NULL},
    {"peek(size=0, /)", pair_peek, NULL},
    {"read1(size=-1, /)", pair_read1, NULL},
    {"readinto(buffer, /)", pair_readinto, NULL},
    {"readinto1(buffer, /)", pair_readinto1, NULL},
    {"write(buffer, /)", pair_write, NULL},
    {"flush()", pair_flush, NULL},
    {"readable()", pair_readable, NULL},
    {"writable()", pair_writable, NULL},
    {"close()", pair_close, NULL},
    {"isatty()", pair_isatty, NULL},
    {0},
};

static const GbGetSetDef pair_getsets[] = {
    {"closed", pair_closed_get, NULL, NULL},
    {0},
};

const GbTypeSpec gb_io_pair_spec = {
    .name = "_io.BufferedRWPair",
    .doc = "A buffered reader and writer object together.\n\n"
           "A buffered reader object and buffered writer object put together to\n"
           "form a sequential IO object that can read and write. This is typically\n"
           "used with a socket or two-way pipe.",
    .size = sizeof(IoPair),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = pair_clear,
              .visit = pair_visit,
              .clear = pair_clear,
              .create = pair_create},
    .initializer = {"BufferedRWPair(reader, writer, buffer_size=8192, /)", pair_init, NULL},
    .methods = pair_methods,
    .getsets = pair_getsets,
};
