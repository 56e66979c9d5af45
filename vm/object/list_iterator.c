/* The iterators of list and tuple, which differ only in where they look for the next item. */
#include "vm/object/list.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"

static GbListIterator *as_iterator(GbBorrow v)
{
    return (GbListIterator *)gb_object(v);
}

static GbRef iterator_new(GbThread *t, GbKind kind, GbBorrow sequence, int64_t index)
{
    GbListIterator *iterator = gb_object_new(t, t->interp->types[kind]);
    if (iterator == NULL)
        return GB_NULL;
    iterator->sequence = gb_new_ref(sequence);
    iterator->index = index;
    return gb_value(iterator);
}

GbRef gb_list_iter(GbThread *t, GbBorrow list)
{
    return iterator_new(t, GB_KIND_LIST_ITERATOR, list, 0);
}

GbRef gb_tuple_iter(GbThread *t, GbBorrow tuple)
{
    return iterator_new(t, GB_KIND_TUPLE_ITERATOR, tuple, 0);
}

GbRef gb_list_reversed(GbThread *t, GbBorrow list, const GbBorrow *args)
{
    return iterator_new(t, GB_KIND_LIST_REVERSE_ITERATOR, list, gb_as_list(list)->count - 1);
}

/* --- Slots --- */

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbListIterator *)self)->sequence);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbListIterator *)self)->sequence);
    return 0;
}

static GbRef list_iterator_next(GbThread *t, GbBorrow self)
{
    GbListIterator *iterator = as_iterator(self);
    if (iterator->sequence == GB_NULL)
        return GB_NULL;
    GbList *list = gb_as_list(iterator->sequence);
    if (iterator->index < list->count)
        return gb_new_ref(list->items[iterator->index++]);
    gb_clear(&iterator->sequence); /* Stays ended, even if the list grows. */
    return GB_NULL;
}

static GbRef tuple_iterator_next(GbThread *t, GbBorrow self)
{
    GbListIterator *iterator = as_iterator(self);
    if (iterator->sequence == GB_NULL)
        return GB_NULL;
    GbTuple *tuple = gb_as_tuple(iterator->sequence);
    if (iterator->index < tuple->count)
        return gb_new_ref(tuple->items[iterator->index++]);
    gb_clear(&iterator->sequence);
    return GB_NULL;
}

static GbRef reverse_iterator_next(GbThread *t, GbBorrow self)
{
    GbListIterator *iterator = as_iterator(self);
    if (iterator->sequence == GB_NULL)
        return GB_NULL;
    GbList *list = gb_as_list(iterator->sequence);
    if (iterator->index >= 0 && iterator->index < list->count)
        return gb_new_ref(list->items[iterator->index--]);
    iterator->index = -1;
    gb_clear(&iterator->sequence);
    return GB_NULL;
}

/* --- Methods --- */

static int64_t sequence_count(GbBorrow sequence)
{
    return gb_is_list(sequence) ? gb_as_list(sequence)->count : gb_as_tuple(sequence)->count;
}

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbListIterator *iterator = as_iterator(self);
    if (iterator->sequence == GB_NULL)
        return gb_small_new(0);
    int64_t left = sequence_count(iterator->sequence) - iterator->index;
    return gb_int_new(t, left < 0 ? 0 : left);
}

static GbRef reverse_iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbListIterator *iterator = as_iterator(self);
    int64_t left = iterator->index + 1;
    if (iterator->sequence == GB_NULL || left > gb_as_list(iterator->sequence)->count)
        left = 0;
    return gb_int_new(t, left);
}

/* (maker, (sequence,), index), or for an exhausted one (iter, (empty,)). Fetching the maker may run
 * Python code, which may exhaust the iterator. */
static GbRef reduce_with(GbThread *t, GbListIterator *iterator, const char *maker_name,
                         GbRef empty_taken)
{
    GbRef result = GB_NULL, arguments = GB_NULL, index = GB_NULL;
    GbRef maker = gb_builtin_get(t, maker_name);
    if (maker == GB_NULL || empty_taken == GB_NULL)
        goto done;
    bool ended = iterator->sequence == GB_NULL;
    if (ended && strcmp(maker_name, "iter") != 0) {
        gb_set(&maker, gb_builtin_get(t, "iter"));
        if (maker == GB_NULL)
            goto done;
    }
    arguments = gb_tuple_of(t, 1, ended ? empty_taken : iterator->sequence);
    index = gb_int_new(t, iterator->index);
    if (arguments == GB_NULL || index == GB_NULL)
        goto done;
    result =
        ended ? gb_tuple_of(t, 2, maker, arguments) : gb_tuple_of(t, 3, maker, arguments, index);
done:
    gb_clear(&maker);
    gb_clear(&empty_taken);
    gb_clear(&arguments);
    gb_clear(&index);
    return result;
}

static GbRef list_iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return reduce_with(t, as_iterator(self), "iter", gb_list_new(t, 0));
}

static GbRef tuple_iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return reduce_with(t, as_iterator(self), "iter", gb_tuple_new(t, 0));
}

static GbRef reverse_iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return reduce_with(t, as_iterator(self), "reversed", gb_list_new(t, 0));
}

static GbRef set_index(GbThread *t, GbBorrow self, GbBorrow state, int64_t lowest)
{
    GbListIterator *iterator = as_iterator(self);
    int64_t index;
    if (gb_size_argument(t, state, &index) < 0)
        return GB_NULL;
    if (iterator->sequence != GB_NULL) {
        int64_t highest =
            sequence_count(iterator->sequence) + lowest; /* The count, or the last index. */
        iterator->index = index < lowest ? lowest : index > highest ? highest : index;
    }
    return GB_NONE;
}

static GbRef iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return set_index(t, self, args[0], 0);
}

static GbRef reverse_iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return set_index(t, self, args[0], -1);
}

/* --- Tables --- */

#define LENGTH_HINT "Private method returning an estimate of len(list(it))."
#define REDUCE "Return state information for pickling."
#define SETSTATE "Set state information for unpickling."

static const GbMethodDef list_iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint, LENGTH_HINT},
    {"__reduce__()", list_iterator_reduce, REDUCE},
    {"__setstate__(state, /)", iterator_setstate, SETSTATE},
    {0},
};

static const GbMethodDef tuple_iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint, LENGTH_HINT},
    {"__reduce__()", tuple_iterator_reduce, REDUCE},
    {"__setstate__(state, /)", iterator_setstate, SETSTATE},
    {0},
};

static const GbMethodDef reverse_iterator_methods[] = {
    {"__length_hint__()", reverse_iterator_length_hint, LENGTH_HINT},
    {"__reduce__()", reverse_iterator_reduce, REDUCE},
    {"__setstate__(state, /)", reverse_iterator_setstate, SETSTATE},
    {0},
};

enum { ITERATOR_FLAGS = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE };

const GbTypeSpec gb_list_iterator_spec = {
    .name = "list_iterator",
    .size = sizeof(GbListIterator),
    .flags = ITERATOR_FLAGS,
    .slots = {.dealloc = iterator_dealloc,
              .visit = iterator_visit,
              .iter = gb_iter_self,
              .next = list_iterator_next},
    .methods = list_iterator_methods,
};

const GbTypeSpec gb_list_reverse_iterator_spec = {
    .name = "list_reverseiterator",
    .size = sizeof(GbListIterator),
    .flags = ITERATOR_FLAGS,
    .slots = {.dealloc = iterator_dealloc,
              .visit = iterator_visit,
              .iter = gb_iter_self,
              .next = reverse_iterator_next},
    .methods = reverse_iterator_methods,
};

const GbTypeSpec gb_tuple_iterator_spec = {
    .name = "tuple_iterator",
    .size = sizeof(GbListIterator),
    .flags = ITERATOR_FLAGS,
    .slots = {.dealloc = iterator_dealloc,
              .visit = iterator_visit,
              .iter = gb_iter_self,
              .next = tuple_iterator_next},
    .methods = tuple_iterator_methods,
};
