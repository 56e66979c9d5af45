/* set and frozenset as Python sees them, and their iterator. */
#include "vm/object/set.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"

/* --- Slots: life --- */

static GbRef set_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count, GbBorrow names)
{
    return gb_set_of_type(t, (GbType *)gb_object(type));
}

static GbRef set_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_set_clear(t, gb_as_set(self));
    gb_as_set(self)->hash = -1;
    if (args[0] != GB_NULL && gb_set_update(t, self, args[0]) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef frozenset_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = (GbType *)gb_object(self);
    if (type == t->interp->types[GB_KIND_FROZENSET])
        return gb_frozenset_new(t, args[0]);
    GbRef set = gb_set_of_type(t, type);
    if (set != GB_NULL && args[0] != GB_NULL && gb_set_update(t, set, args[0]) < 0)
        gb_clear(&set);
    return set;
}

static void set_dealloc(GbThread *t, GbObject *self)
{
    gb_set_clear(t, (GbSet *)self);
}

static int set_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbSet *set = (GbSet *)self;
    for (int64_t i = 0; set->table != NULL && i <= set->mask; ++i)
        GB_VISIT(set->table[i].key);
    return 0;
}

/* --- Slots: text, hash and comparison --- */

static void write_keys(GbWriter *writer, GbSet *set)
{
    int64_t position = 0;
    GbSetEntry *entry;
    bool is_first = true;
    gb_writer_char(writer, '{');
    while (!writer->failed && (entry = gb_set_step(set, &position)) != NULL) {
        GbRef key = gb_new_ref(entry->key);
        if (!is_first)
            gb_writer_ascii(writer, ", ", 2);
        gb_writer_repr(writer, key);
        gb_decref(key);
        is_first = false;
    }
    gb_writer_char(writer, '}');
}

static GbRef set_repr(GbThread *t, GbBorrow self)
{
    GbSet *set = gb_as_set(self);
    if (set->used == 0)
        return gb_str_format(t, "%T()", self);
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_format(t, "%T(...)", self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    bool is_plain = gb_is_exact(self, GB_KIND_SET);
    if (!is_plain)
        gb_writer_format(&writer, "%T(", self);
    write_keys(&writer, set);
    if (!is_plain)
        gb_writer_char(&writer, ')');
    gb_repr_leave(t, self);
    return gb_writer_finish(&writer);
}

static int frozenset_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbSet *set = gb_as_set(self);
    if (set->hash == -1)
        set->hash = gb_set_hash(set);
    *hash = set->hash;
    return 0;
}

/* 1, 0, -1. */
static int sets_equal(GbThread *t, GbSet *a, GbSet *b)
{
    if (a->used != b->used)
        return 0;
    if (a->hash != -1 && b->hash != -1 && a->hash != b->hash)
        return 0;
    return gb_set_is_subset(t, a, b);
}

static GbRef set_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_anyset(a) || !gb_is_anyset(b))
        return GB_NOT_IMPLEMENTED;
    GbSet *x = gb_as_set(a), *y = gb_as_set(b);
    int result = 0;
    switch (op) {
    case GB_EQ:
        result = sets_equal(t, x, y);
        break;
    case GB_NE:
        result = sets_equal(t, x, y);
        if (result >= 0)
            result = !result;
        break;
    case GB_LT:
        result = x->used < y->used ? gb_set_is_subset(t, x, y) : 0;
        break;
    case GB_LE:
        result = gb_set_is_subset(t, x, y);
        break;
    case GB_GT:
        result = x->used > y->used ? gb_set_is_subset(t, y, x) : 0;
        break;
    case GB_GE:
        result = gb_set_is_subset(t, y, x);
        break;
    }
    return result < 0 ? GB_NULL : gb_bool(result);
}

static int64_t set_length(GbThread *t, GbBorrow self)
{
    return gb_as_set(self)->used;
}

static int set_truth(GbThread *t, GbBorrow self)
{
    return gb_as_set(self)->used > 0;
}

/* --- Slots: operators --- */

static GbRef set_or(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbRef result = gb_set_copy(t, a);
    if (result != GB_NULL && a != b && gb_set_update(t, result, b) < 0)
        gb_clear(&result);
    return result;
}

static GbRef set_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (!gb_is_anyset(a) || !gb_is_anyset(b))
        return GB_NOT_IMPLEMENTED;
    switch (op) {
    case GB_OR:
        return set_or(t, a, b);
    case GB_XOR:
        return gb_set_symmetric_difference(t, a, b);
    case GB_AND:
        return gb_set_intersection(t, a, b);
    case GB_SUB:
        return gb_set_difference(t, a, b);
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

static int intersection_update(GbThread *t, GbBorrow self, GbBorrow other)
{
    GbRef result = gb_set_intersection(t, self, other);
    if (result == GB_NULL)
        return -1;
    gb_set_swap(gb_as_set(self), gb_as_set(result));
    gb_decref(result);
    return 0;
}

static GbRef set_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    if (!gb_is_anyset(b))
        return GB_NOT_IMPLEMENTED;
    int failed = 0;
    switch (op) {
    case GB_OR:
        failed = gb_set_update(t, self, b);
        break;
    case GB_XOR:
        failed = gb_set_symmetric_update(t, self, b);
        break;
    case GB_AND:
        failed = intersection_update(t, self, b);
        break;
    case GB_SUB:
        failed = gb_set_difference_update(t, self, b);
        break;
    default:
        return GB_NOT_IMPLEMENTED;
    }
    return failed ? GB_NULL : gb_new_ref(self);
}

/* --- Methods of both --- */

static GbRef set_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_set_copy(t, self);
}

static GbRef frozenset_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_is_exact(self, GB_KIND_FROZENSET) ? gb_new_ref(self) : gb_set_copy(t, self);
}

static GbRef set_union(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef result = gb_set_copy(t, self);
    for (int64_t i = 0; result != GB_NULL && i < gb_tuple_count(args[0]); ++i) {
        GbBorrow other = gb_tuple_peek(args[0], i);
        if (other != self && gb_set_update(t, result, other) < 0)
            gb_clear(&result);
    }
    return result;
}

static GbRef set_intersection(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_tuple_count(args[0]) == 0)
        return gb_set_copy(t, self);
    GbRef result = gb_new_ref(self);
    for (int64_t i = 0; result != GB_NULL && i < gb_tuple_count(args[0]); ++i)
        gb_set(&result, gb_set_intersection(t, result, gb_tuple_peek(args[0], i)));
    return result;
}

static GbRef set_difference(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count == 0)
        return gb_set_copy(t, self);
    GbRef result = gb_set_difference(t, self, gb_tuple_peek(args[0], 0));
    for (int64_t i = 1; result != GB_NULL && i < count; ++i)
        if (gb_set_difference_update(t, result, gb_tuple_peek(args[0], i)) < 0)
            gb_clear(&result);
    return result;
}

static GbRef set_symmetric_difference(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_set_symmetric_difference(t, self, args[0]);
}

/* Is any item of `walked` in the set? 1, 0, -1. */
static int any_common(GbThread *t, GbBorrow set, GbBorrow walked)
{
    GbRef iterator = gb_iter(t, walked);
    if (iterator == GB_NULL)
        return -1;
    int common = 0;
    GbRef item;
    while (common == 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        int64_t hash;
        common = gb_hash(t, item, &hash) < 0 ? -1 : gb_set_find(t, gb_as_set(set), item, hash);
        gb_decref(item);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : common;
}

static GbRef set_isdisjoint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow other = args[0];
    if (self == other)
        return gb_bool(gb_as_set(self)->used == 0);
    bool swap = gb_is_anyset(other) && gb_as_set(other)->used > gb_as_set(self)->used;
    int common = swap ? any_common(t, other, self) : any_common(t, self, other);
    return common < 0 ? GB_NULL : gb_bool(common == 0);
}

static GbRef set_issubset(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef other = gb_is_anyset(args[0]) ? gb_new_ref(args[0]) : gb_set_new(t, args[0]);
    if (other == GB_NULL)
        return GB_NULL;
    int result = gb_set_is_subset(t, gb_as_set(self), gb_as_set(other));
    gb_decref(other);
    return result < 0 ? GB_NULL : gb_bool(result);
}

static GbRef set_issuperset(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_is_anyset(args[0])) {
        int result = gb_set_is_subset(t, gb_as_set(args[0]), gb_as_set(self));
        return result < 0 ? GB_NULL : gb_bool(result);
    }
    GbRef iterator = gb_iter(t, args[0]);
    if (iterator == GB_NULL)
        return GB_NULL;
    int found = 1;
    GbRef item;
    while (found > 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        found = gb_set_contains(t, self, item);
        gb_decref(item);
    }
    gb_decref(iterator);
    return found < 0 || gb_raised(t) ? GB_NULL : gb_bool(found);
}

/* (type, ([keys],), state) */
static GbRef set_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef result = GB_NULL, arguments = GB_NULL, state = GB_NULL;
    GbRef keys = gb_list_from(t, self);
    if (keys == GB_NULL)
        goto done;
    arguments = gb_tuple_of(t, 1, keys);
    if (arguments == GB_NULL)
        goto done;
    state = gb_call_method(t, self, gb_name(t, __getstate__), NULL, 0);
    if (state != GB_NULL)
        result = gb_tuple_of(t, 3, gb_value(gb_type_of(t, self)), arguments, state);
done:
    gb_clear(&keys);
    gb_clear(&arguments);
    gb_clear(&state);
    return result;
}

static GbRef set_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbSet *set = gb_as_set(self);
    size_t places = set->table == NULL ? 0 : (size_t)set->mask + 1;
    size_t size = gb_type_of(t, self)->instance_size + places * sizeof(GbSetEntry);
    return gb_int_new(t, (int64_t)size);
}

/* --- Methods of set --- */

static GbRef set_add(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_set_add(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef set_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_set_clear(t, gb_as_set(self));
    return GB_NONE;
}

static GbRef set_discard(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_set_discard(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef set_remove(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int found = gb_set_discard(t, self, args[0]);
    if (found == 0)
        return gb_raise_value(t, gb_KeyError, args[0]);
    return found < 0 ? GB_NULL : GB_NONE;
}

static GbRef set_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef key = gb_set_pop(gb_as_set(self));
    return key != GB_NULL ? key : gb_raise(t, gb_KeyError, "pop from an empty set");
}

static GbRef update_with_each(GbThread *t, GbBorrow self, GbBorrow others,
                              int (*update)(GbThread *, GbBorrow, GbBorrow))
{
    for (int64_t i = 0; i < gb_tuple_count(others); ++i)
        if (update(t, self, gb_tuple_peek(others, i)) < 0)
            return GB_NULL;
    return GB_NONE;
}

static GbRef set_update(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return update_with_each(t, self, args[0], gb_set_update);
}

static GbRef set_difference_update(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return update_with_each(t, self, args[0], gb_set_difference_update);
}

/* All or nothing: the set changes once, at the end. */
static GbRef set_intersection_update(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef result = set_intersection(t, self, args);
    if (result == GB_NULL)
        return GB_NULL;
    gb_set_swap(gb_as_set(self), gb_as_set(result));
    gb_decref(result);
    return GB_NONE;
}

static GbRef set_symmetric_difference_update(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_set_symmetric_update(t, self, args[0]) < 0 ? GB_NULL : GB_NONE;
}

/* --- The iterator --- */

GbRef gb_set_iter(GbThread *t, GbBorrow set)
{
    GbSetIterator *iterator = gb_object_new(t, t->interp->types[GB_KIND_SET_ITERATOR]);
    if (iterator == NULL)
        return GB_NULL;
    iterator->set = gb_new_ref(set);
    iterator->used = iterator->remaining = gb_as_set(set)->used;
    return gb_value(iterator);
}

static GbSetIterator *as_iterator(GbBorrow v)
{
    return (GbSetIterator *)gb_object(v);
}

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbSetIterator *)self)->set);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbSetIterator *)self)->set);
    return 0;
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    GbSetIterator *iterator = as_iterator(self);
    if (iterator->set == GB_NULL)
        return GB_NULL;
    GbSet *set = gb_as_set(iterator->set);
    if (iterator->used != set->used) {
        iterator->used = -1; /* Stays broken. */
        return gb_raise(t, gb_RuntimeError, "Set changed size during iteration");
    }
    GbSetEntry *entry = gb_set_step(set, &iterator->position);
    if (entry != NULL) {
        if (iterator->remaining > 0)
            --iterator->remaining;
        return gb_new_ref(entry->key);
    }
    gb_clear(&iterator->set);
    return GB_NULL;
}

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbSetIterator *iterator = as_iterator(self);
    if (iterator->set == GB_NULL || iterator->used != gb_as_set(iterator->set)->used)
        return gb_small_new(0);
    return gb_int_new(t, iterator->remaining);
}

/* (iter, ([what is still to come],)); the iterator itself does not move. */
static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbSetIterator *iterator = as_iterator(self);
    GbRef result = GB_NULL, copy = GB_NULL, list = GB_NULL;
    GbRef maker = gb_builtin_get(t, "iter");
    if (maker == GB_NULL)
        goto done;
    if (iterator->set == GB_NULL) {
        list = gb_list_new(t, 0);
    } else {
        copy = gb_set_iter(t, iterator->set);
        if (copy == GB_NULL)
            goto done;
        as_iterator(copy)->position = iterator->position;
        as_iterator(copy)->used = iterator->used;
        list = gb_list_from(t, copy);
    }
    if (list != GB_NULL)
        result = gb_reduce_pair(t, maker, gb_tuple_of(t, 1, list));
done:
    gb_clear(&maker);
    gb_clear(&copy);
    gb_clear(&list);
    return result;
}

/* --- Tables --- */

/* The rows that both tables begin with. */
#define SHARED_METHODS                                                                            \
    {"difference(*others)", set_difference,                                                       \
     "Return the difference of two or more sets as a new set.\n\n"                                \
     "(i.e. all elements that are in this set but not the others.)"},                             \
    {"intersection(*others)", set_intersection,                                                   \
     "Return the intersection of two sets as a new set.\n\n"                                      \
     "(i.e. all elements that are in both sets.)"},                                               \
    {"isdisjoint(other, /)", set_isdisjoint,                                                      \
     "Return True if two sets have a null intersection."},                                        \
    {"issubset(other, /)", set_issubset,                                                          \
     "Test whether every element in the set is in other."},                                       \
    {"issuperset(other, /)", set_issuperset,                                                      \
     "Test whether every element in other is in the set."},                                       \
    {"symmetric_difference(other, /)", set_symmetric_difference,                                  \
     "Return the symmetric difference of two sets as a new set.\n\n"                              \
     "(i.e. all elements that are in exactly one of the sets.)"},                                 \
    {"union(*others)", set_union,                                                                 \
     "Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)"},    \
    {"__reduce__()", set_reduce, "Return state information for pickling."},                       \
    {"__sizeof__()", set_sizeof, "S.__sizeof__() -> size of S in memory, in bytes"},              \
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},

static const GbMethodDef set_methods[] = {
    SHARED_METHODS
    {"add(elem, /)", set_add,
     "Add an element to a set.\n\nThis has no effect if the element is already present."},
    {"clear()", set_clear, "Remove all elements from this set."},
    {"copy()", set_copy, "Return a shallow copy of a set."},
    {"difference_update(*others)", set_difference_update,
     "Remove all elements of another set from this set."},
    {"discard(elem, /)", set_discard,
     "Remove an element from a set if it is a member.\n\n"
     "Unlike set.remove(), the discard() method does not raise\n"
     "an exception when an element is missing from the set."},
    {"intersection_update(*others)", set_intersection_update,
     "Update a set with the intersection of itself and another."},
    {"pop()", set_pop,
     "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."},
    {"remove(elem, /)", set_remove,
     "Remove an element from a set; it must be a member.\n\n"
     "If the element is not a member, raise a KeyError."},
    {"symmetric_difference_update(other, /)", set_symmetric_difference_update,
     "Update a set with the symmetric difference of itself and another."},
    {"update(*others)", set_update, "Update a set with the union of itself and others."},
    {0},
};

static const GbMethodDef frozenset_methods[] = {
    SHARED_METHODS
    {"copy()", frozenset_copy, "Return a shallow copy of a set."},
    {0},
};

static const GbMethodDef iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", iterator_reduce, "Return state information for pickling."},
    {0},
};

const GbTypeSpec gb_set_spec = {
    .name = "set",
    .doc = "set() -> new empty set object\n"
           "set(iterable) -> new set object\n\n"
           "Build an unordered collection of unique elements.",
    .size = sizeof(GbSet),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF | GB_TYPE_MATCH_SELF,
    .slots = {
        .dealloc = set_dealloc,
        .visit = set_visit,
        .clear = set_dealloc,
        .repr = set_repr,
        .hash = gb_unhashable,
        .truth = set_truth,
        .length = set_length,
        .compare = set_compare,
        .binary = set_binary,
        .inplace = set_inplace,
        .contains = gb_set_contains,
        .iter = gb_set_iter,
        .create = set_create,
    },
    .initializer = {"set(iterable=?, /)", set_init, NULL},
    .methods = set_methods,
};

const GbTypeSpec gb_frozenset_spec = {
    .name = "frozenset",
    .doc = "frozenset() -> empty frozenset object\n"
           "frozenset(iterable) -> frozenset object\n\n"
           "Build an immutable unordered collection of unique elements.",
    .size = sizeof(GbSet),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF | GB_TYPE_MATCH_SELF,
    .slots = {
        .dealloc = set_dealloc,
        .visit = set_visit,
        .repr = set_repr,
        .hash = frozenset_hash,
        .truth = set_truth,
        .length = set_length,
        .compare = set_compare,
        .binary = set_binary,
        .contains = gb_set_contains,
        .iter = gb_set_iter,
    },
    .constructor = {"frozenset(iterable=?, /)", frozenset_create, NULL},
    .methods = frozenset_methods,
};

const GbTypeSpec gb_set_iterator_spec = {
    .name = "set_iterator",
    .size = sizeof(GbSetIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = iterator_dealloc,
              .visit = iterator_visit,
              .iter = gb_iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
};
