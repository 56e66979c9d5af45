/* Iterators of bytes, bytearray and memoryview: a sequence and a position. */
#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/sequence.h"

GbRef gb_bytes_iterator_new(GbThread *t, GbKind kind, GbBorrow sequence)
{
    GbBytesIterator *iterator = gb_object_new(t, gb_type_peek(t, kind));
    if (iterator == NULL)
        return GB_NULL;
    iterator->sequence = gb_new_ref(sequence);
    return gb_value(iterator);
}

static GbBytesIterator *as_iterator(GbBorrow v)
{
    return (GbBytesIterator *)gb_object(v);
}

static int64_t length_of(GbBorrow sequence)
{
    if (gb_has_layout(sequence, GB_KIND_MEMORYVIEW)) {
        GbMemoryView *view = gb_as_memoryview(sequence);
        return view->dimensions == 0 ? 0 : view->shape[0];
    }
    return gb_bytes_text(sequence).length;
}

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbBytesIterator *)self)->sequence);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbBytesIterator *)self)->sequence);
    return 0;
}

static GbRef iterator_iter(GbThread *t, GbBorrow self)
{
    return gb_new_ref(self);
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    GbBytesIterator *iterator = as_iterator(self);
    if (iterator->sequence == GB_NULL)
        return GB_NULL;
    if (iterator->index >= length_of(iterator->sequence)) {
        gb_clear(&iterator->sequence);
        return GB_NULL;
    }
    int64_t index = iterator->index++;
    if (gb_has_layout(iterator->sequence, GB_KIND_MEMORYVIEW))
        return gb_memoryview_at(t, iterator->sequence, index);
    GbText text = gb_bytes_text(iterator->sequence);
    return gb_small_new(gb_text_at(&text, index));
}

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBytesIterator *iterator = as_iterator(self);
    int64_t left =
        iterator->sequence == GB_NULL ? 0 : length_of(iterator->sequence) - iterator->index;
    return gb_int_new(t, left < 0 ? 0 : left);
}

static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBytesIterator *iterator = as_iterator(self);
    GbRef function = gb_builtin_get(t, "iter"), arguments = GB_NULL, index = GB_NULL,
          result = GB_NULL;
    if (function == GB_NULL)
        return GB_NULL;
    bool ended = iterator->sequence == GB_NULL;
    GbRef sequence = ended ? gb_tuple_new(t, 0) : gb_new_ref(iterator->sequence);
    arguments = sequence == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, sequence);
    index = gb_int_new(t, iterator->index);
    if (arguments != GB_NULL && index != GB_NULL)
        result = ended ? gb_tuple_of(t, 2, function, arguments)
                       : gb_tuple_of(t, 3, function, arguments, index);
    gb_clear(&function);
    gb_clear(&sequence);
    gb_clear(&arguments);
    gb_clear(&index);
    return result;
}

static GbRef iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBytesIterator *iterator = as_iterator(self);
    int64_t index;
    if (gb_index_i64(t, args[0], &index, gb_OverflowError) < 0)
        return GB_NULL;
    if (iterator->sequence != GB_NULL) {
        int64_t length = length_of(iterator->sequence);
        iterator->index = index < 0 ? 0 : index > length ? length : index;
    }
    return GB_NONE;
}

static const GbMethodDef iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", iterator_reduce, "Return state information for pickling."},
    {"__setstate__(state, /)", iterator_setstate, "Set state information for unpickling."},
    {0},
};

#define GB_BYTES_ITERATOR(type_name, method_table)                                                 \
    {                                                                                              \
        .name = type_name, .size = sizeof(GbBytesIterator),                                        \
        .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,        \
        .slots = {.dealloc = iterator_dealloc,                                                     \
                  .visit = iterator_visit,                                                         \
                  .iter = iterator_iter,                                                           \
                  .next = iterator_next},                                                          \
        .methods = method_table,                                                                   \
    }

const GbTypeSpec gb_bytes_iterator_spec = GB_BYTES_ITERATOR("bytes_iterator", iterator_methods);
const GbTypeSpec gb_bytearray_iterator_spec =
    GB_BYTES_ITERATOR("bytearray_iterator", iterator_methods);
const GbTypeSpec gb_memoryview_iterator_spec = GB_BYTES_ITERATOR("memory_iterator", NULL);
