#include "vm/object/iterator.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"

typedef struct SequenceIterator {
    GbObject header;
    GbRef sequence; /* GB_NULL once exhausted. */
    int64_t index;  /* Of the next item. */
} SequenceIterator;

typedef struct CallableIterator {
    GbObject header;
    GbRef callable, sentinel; /* GB_NULL once exhausted. */
} CallableIterator;

static SequenceIterator *as_sequence_iterator(GbBorrow v)
{
    return (SequenceIterator *)gb_object(v);
}

static CallableIterator *as_callable_iterator(GbBorrow v)
{
    return (CallableIterator *)gb_object(v);
}

/* iter(()), pickled: what every exhausted iterator becomes. */
static GbRef reduce_exhausted(GbThread *t, GbBorrow maker)
{
    GbRef empty = gb_tuple_new(t, 0);
    if (empty == GB_NULL)
        return GB_NULL;
    GbRef result = gb_reduce_pair(t, maker, gb_tuple_of(t, 1, empty));
    gb_decref(empty);
    return result;
}

/* --- Over a sequence --- */

GbRef gb_sequence_iterator_new(GbThread *t, GbBorrow sequence)
{
    SequenceIterator *iterator = gb_object_new(t, t->interp->types[GB_KIND_ITERATOR]);
    if (iterator == NULL)
        return GB_NULL;
    iterator->sequence = gb_new_ref(sequence);
    return gb_value(iterator);
}

static void sequence_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((SequenceIterator *)self)->sequence);
}

static int sequence_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((SequenceIterator *)self)->sequence);
    return 0;
}

static GbRef sequence_next(GbThread *t, GbBorrow self)
{
    SequenceIterator *iterator = as_sequence_iterator(self);
    if (iterator->sequence == GB_NULL)
        return GB_NULL;
    if (iterator->index == INT64_MAX)
        return gb_raise(t, gb_OverflowError, "iter index too large");
    GbRef sequence = gb_new_ref(iterator->sequence);
    GbRef item = gb_item_at(t, sequence, iterator->index);
    gb_decref(sequence);
    if (item != GB_NULL)
        ++iterator->index;
    else if (gb_raised_drop_if(t, gb_IndexError) || gb_raised_drop_if(t, gb_StopIteration))
        gb_clear(&iterator->sequence);
    return item;
}

static GbRef sequence_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    SequenceIterator *iterator = as_sequence_iterator(self);
    if (iterator->sequence == GB_NULL)
        return gb_small_new(0);
    if (gb_type_of(t, iterator->sequence)->slots.length == NULL)
        return GB_NOT_IMPLEMENTED;
    int64_t length = gb_length(t, iterator->sequence);
    if (length < 0)
        return GB_NULL;
    return gb_int_new(t, length > iterator->index ? length - iterator->index : 0);
}

static GbRef sequence_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    SequenceIterator *iterator = as_sequence_iterator(self);
    GbRef result = GB_NULL, arguments = GB_NULL, index = GB_NULL;
    GbRef maker = gb_builtin_get(t, "iter"); /* May run Python, which may exhaust the iterator. */
    if (maker == GB_NULL)
        return GB_NULL;
    if (iterator->sequence == GB_NULL) {
        result = reduce_exhausted(t, maker);
    } else {
        arguments = gb_tuple_of(t, 1, iterator->sequence);
        index = gb_int_new(t, iterator->index);
        if (arguments != GB_NULL && index != GB_NULL)
            result = gb_tuple_of(t, 3, maker, arguments, index);
    }
    gb_clear(&maker);
    gb_clear(&arguments);
    gb_clear(&index);
    return result;
}

static GbRef sequence_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    SequenceIterator *iterator = as_sequence_iterator(self);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    if (iterator->sequence != GB_NULL)
        iterator->index = index < 0 ? 0 : index;
    return GB_NONE;
}

/* --- Over calls --- */

GbRef gb_callable_iterator_new(GbThread *t, GbBorrow callable, GbBorrow sentinel)
{
    CallableIterator *iterator = gb_object_new(t, t->interp->types[GB_KIND_CALLABLE_ITERATOR]);
    if (iterator == NULL)
        return GB_NULL;
    iterator->callable = gb_new_ref(callable);
    iterator->sentinel = gb_new_ref(sentinel);
    return gb_value(iterator);
}

static void callable_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((CallableIterator *)self)->callable);
    gb_clear(&((CallableIterator *)self)->sentinel);
}

static int callable_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((CallableIterator *)self)->callable);
    GB_VISIT(((CallableIterator *)self)->sentinel);
    return 0;
}

/* 1 when the result is the sentinel, or the calls were ended meanwhile by a call inside this
 * one. */
static int is_last(GbThread *t, CallableIterator *iterator, GbBorrow result)
{
    if (iterator->sentinel == GB_NULL)
        return 1;
    GbRef sentinel = gb_new_ref(iterator->sentinel);
    int equal = gb_equal(t, sentinel, result);
    gb_decref(sentinel);
    return equal;
}

static GbRef callable_next(GbThread *t, GbBorrow self)
{
    CallableIterator *iterator = as_callable_iterator(self);
    if (iterator->callable == GB_NULL)
        return GB_NULL;
    GbRef callable = gb_new_ref(iterator->callable);
    GbRef result = gb_call0(t, callable);
    gb_decref(callable);
    if (result == GB_NULL) {
        if (gb_raised_drop_if(t, gb_StopIteration))
            callable_dealloc(t, gb_object(self));
        return GB_NULL;
    }
    int last = is_last(t, iterator, result);
    if (last == 0)
        return result;
    gb_decref(result);
    if (last > 0)
        callable_dealloc(t, gb_object(self));
    return GB_NULL;
}

static GbRef callable_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    CallableIterator *iterator = as_callable_iterator(self);
    GbRef result;
    GbRef maker = gb_builtin_get(t, "iter");
    if (maker == GB_NULL)
        return GB_NULL;
    if (iterator->callable == GB_NULL)
        result = reduce_exhausted(t, maker);
    else
        result =
            gb_reduce_pair(t, maker, gb_tuple_of(t, 2, iterator->callable, iterator->sentinel));
    gb_decref(maker);
    return result;
}

/* --- Tables --- */

static const GbMethodDef sequence_methods[] = {
    {"__length_hint__()", sequence_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", sequence_reduce, "Return state information for pickling."},
    {"__setstate__(state, /)", sequence_setstate, "Set state information for unpickling."},
    {0},
};

static const GbMethodDef callable_methods[] = {
    {"__reduce__()", callable_reduce, "Return state information for pickling."},
    {0},
};

const GbTypeSpec gb_iterator_spec = {
    .name = "iterator",
    .size = sizeof(SequenceIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = sequence_dealloc,
              .visit = sequence_visit,
              .iter = gb_iter_self,
              .next = sequence_next},
    .methods = sequence_methods,
};

const GbTypeSpec gb_callable_iterator_spec = {
    .name = "callable_iterator",
    .size = sizeof(CallableIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = callable_dealloc,
              .visit = callable_visit,
              .iter = gb_iter_self,
              .next = callable_next},
    .methods = callable_methods,
};
