/* PickleBuffer: memory of another object, that a pickle need not copy. */
#include "stdlib/pickle_parts.h"

typedef struct PickleBuffer {
    GbObject header;
    GbBuffer buffer; /* owner GB_NULL: released */
    int32_t lent;
    bool held;
} PickleBuffer;

static PickleBuffer *as_buffer(GbBorrow v)
{
    return (PickleBuffer *)gb_object(v);
}

GbBuffer *gb_pickle_buffer_peek(GbThread *t, GbBorrow v)
{
    PickleBuffer *self = as_buffer(v);
    if (self->held)
        return &self->buffer;
    gb_raise(t, gb_ValueError, "operation forbidden on released PickleBuffer object");
    return NULL;
}

static GbRef buffer_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    PickleBuffer *self = gb_object_new(t, (GbType *)gb_object(type));
    if (self == NULL)
        return GB_NULL;
    if (gb_buffer_get(t, args[0], &self->buffer) < 0) {
        gb_decref(gb_value(self));
        return GB_NULL;
    }
    self->held = true;
    return gb_value(self);
}

static void buffer_drop(GbThread *t, GbObject *object)
{
    PickleBuffer *self = (PickleBuffer *)object;
    if (!self->held)
        return;
    self->held = false;
    gb_buffer_release(t, &self->buffer);
    self->buffer = (GbBuffer){0};
}

static int buffer_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((PickleBuffer *)self)->buffer.owner);
    return 0;
}

static int buffer_lend(GbThread *t, GbBorrow v, GbExport *out)
{
    GbBuffer *buffer = gb_pickle_buffer_peek(t, v);
    if (buffer == NULL)
        return -1;
    ++as_buffer(v)->lent;
    *out = (GbExport){.data = buffer->data,
                      .size = buffer->size,
                      .item_size = 1,
                      .format = "B",
                      .readonly = buffer->readonly,
                      .lender = buffer->owner};
    return 0;
}

static void buffer_unlend(GbThread *t, GbBorrow v)
{
    --as_buffer(v)->lent;
}

static GbRef buffer_raw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_pickle_buffer_peek(t, self) == NULL)
        return GB_NULL;
    return gb_call1(t, gb_value(gb_type(t, MEMORYVIEW)), self);
}

static GbRef buffer_release(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (as_buffer(self)->lent > 0)
        return gb_raise(t, gb_BufferError, "a view of this PickleBuffer is in use");
    buffer_drop(t, gb_object(self));
    return GB_NONE;
}

GbRef gb_pickle_readonly(GbThread *t, GbRef buffer_taken)
{
    GbRef view = gb_call1(t, gb_value(gb_type(t, MEMORYVIEW)), buffer_taken), flag = GB_NULL;
    if (view != GB_NULL && (flag = gb_attr_get_c(t, view, "readonly")) == GB_FALSE) {
        gb_set(&view, gb_call_method_c(t, view, "toreadonly", NULL, 0));
        gb_decref(buffer_taken);
        return view;
    }
    gb_xdecref(view);
    if (flag == GB_NULL)
        gb_clear(&buffer_taken);
    return buffer_taken;
}

static const GbMethodDef buffer_methods[] = {
    {"raw()", buffer_raw, "Return a memoryview of the raw memory underlying this buffer."},
    {"release()", buffer_release, "Release the underlying buffer held by the PickleBuffer object."},
    {0},
};

const GbTypeSpec gb_pickle_buffer_spec = {
    .name = "pickle.PickleBuffer",
    .doc = "Wrapper for potentially out-of-band buffers",
    .size = sizeof(PickleBuffer),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = buffer_drop,
              .visit = buffer_visit,
              .clear = buffer_drop,
              .lend = buffer_lend,
              .unlend = buffer_unlend},
    .constructor = {"PickleBuffer(object, /)", buffer_create, NULL},
    .methods = buffer_methods,
};
