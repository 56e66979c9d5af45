/* The six iterators of dicts and their views: keys, values and items, forwards and backwards. They
 * notice a dict whose size changed under them, and never look outside its table. */
#include "vm/object/dict.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"

static GbDictIterator *as_iterator(GbBorrow v)
{
    return (GbDictIterator *)gb_object(v);
}

static bool is_backwards(int kind)
{
    return kind >= GB_KIND_DICT_REVERSE_KEY_ITERATOR && kind <= GB_KIND_DICT_REVERSE_ITEM_ITERATOR;
}

GbRef gb_dict_iterator_new(GbThread *t, GbBorrow dict, GbKind kind)
{
    GbDictIterator *iterator = gb_object_new(t, t->interp->types[kind]);
    if (iterator == NULL)
        return GB_NULL;
    GbDict *self = gb_as_dict(dict);
    iterator->dict = gb_new_ref(dict);
    iterator->used = iterator->remaining = self->used;
    iterator->position = is_backwards(kind) ? self->entry_count - 1 : 0;
    return gb_value(iterator);
}

/* --- Slots --- */

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbDictIterator *)self)->dict);
    gb_clear(&((GbDictIterator *)self)->pair);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbDictIterator *)self)->dict);
    GB_VISIT(((GbDictIterator *)self)->pair);
    return 0;
}

/* The next entry, or NULL at the end or with an exception set. */
static GbDictEntry *next_entry(GbThread *t, GbDictIterator *iterator)
{
    if (iterator->dict == GB_NULL)
        return NULL;
    GbDict *dict = gb_as_dict(iterator->dict);
    if (iterator->used != dict->used) {
        gb_raise(t, gb_RuntimeError, "dictionary changed size during iteration");
        iterator->used = -1; /* Stays broken. */
        return NULL;
    }
    GbDictEntry *entry =
        gb_dict_step(dict, &iterator->position, is_backwards(iterator->header.kind));
    if (entry != NULL && iterator->remaining > 0) {
        --iterator->remaining;
        return entry;
    }
    if (entry != NULL) /* As many deleted as added: the size did not tell. */
        gb_raise(t, gb_RuntimeError, "dictionary keys changed during iteration");
    gb_clear(&iterator->dict);
    return NULL;
}

static GbRef key_next(GbThread *t, GbBorrow self)
{
    GbDictEntry *entry = next_entry(t, as_iterator(self));
    return entry ? gb_new_ref(entry->key) : GB_NULL;
}

static GbRef value_next(GbThread *t, GbBorrow self)
{
    GbDictEntry *entry = next_entry(t, as_iterator(self));
    return entry ? gb_new_ref(entry->value) : GB_NULL;
}

static GbRef item_next(GbThread *t, GbBorrow self)
{
    GbDictIterator *iterator = as_iterator(self);
    GbDictEntry *entry = next_entry(t, iterator);
    if (entry == NULL)
        return GB_NULL;
    if (iterator->pair != GB_NULL && gb_object(iterator->pair)->refcount == 1) {
        GbRef pair = gb_new_ref(iterator->pair);
        GbRef key = gb_new_ref(entry->key), value = gb_new_ref(entry->value);
        gb_tuple_set_take(pair, 0, key);
        gb_tuple_set_take(pair, 1, value);
        return pair;
    }
    GbRef pair = gb_tuple_of(t, 2, entry->key, entry->value);
    if (pair != GB_NULL)
        gb_set(&iterator->pair, gb_new_ref(pair));
    return pair;
}

/* --- Methods --- */

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbDictIterator *iterator = as_iterator(self);
    if (iterator->dict == GB_NULL || iterator->used != gb_as_dict(iterator->dict)->used)
        return gb_small_new(0);
    return gb_int_new(t, iterator->remaining);
}

/* (iter, ([what is still to come],)); the iterator itself does not move. */
static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbDictIterator *iterator = as_iterator(self);
    GbRef result = GB_NULL, arguments = GB_NULL, copy = GB_NULL, list = GB_NULL;
    GbRef maker = gb_builtin_get(t, "iter");
    if (maker == GB_NULL)
        goto done;
    if (iterator->dict == GB_NULL) {
        list = gb_list_new(t, 0);
    } else {
        copy = gb_dict_iterator_new(t, iterator->dict, iterator->header.kind);
        if (copy == GB_NULL)
            goto done;
        as_iterator(copy)->position = iterator->position;
        as_iterator(copy)->used = iterator->used;
        as_iterator(copy)->remaining = iterator->remaining;
        list = gb_list_from(t, copy);
    }
    if (list == GB_NULL)
        goto done;
    arguments = gb_tuple_of(t, 1, list);
    if (arguments != GB_NULL)
        result = gb_tuple_of(t, 2, maker, arguments);
done:
    gb_clear(&maker);
    gb_clear(&copy);
    gb_clear(&list);
    gb_clear(&arguments);
    return result;
}

/* --- Tables --- */

static const GbMethodDef iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", iterator_reduce, "Return state information for pickling."},
    {0},
};

#define DICT_ITERATOR(spec_name, python_name, next_function)                             \
    const GbTypeSpec gb_##spec_name##_spec = {                                           \
        .name = python_name,                                                             \
        .size = sizeof(GbDictIterator),                                                  \
        .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE                   \
                 | GB_TYPE_NO_CREATE,                                                    \
        .slots = {.dealloc = iterator_dealloc, .visit = iterator_visit,                  \
                  .iter = gb_iter_self, .next = next_function},                             \
        .methods = iterator_methods,                                                     \
    }

DICT_ITERATOR(dict_key_iterator, "dict_keyiterator", key_next);
DICT_ITERATOR(dict_value_iterator, "dict_valueiterator", value_next);
DICT_ITERATOR(dict_item_iterator, "dict_itemiterator", item_next);
DICT_ITERATOR(dict_reverse_key_iterator, "dict_reversekeyiterator", key_next);
DICT_ITERATOR(dict_reverse_value_iterator, "dict_reversevalueiterator", value_next);
DICT_ITERATOR(dict_reverse_item_iterator, "dict_reverseitemiterator", item_next);
