/* dict as Python sees it: slots and methods over the table of dict.c. */
#include "vm/object/dict.h"

#include "vm/interp.h"
#include "vm/object/hash_index.h"
#include "vm/object/sequence.h"
#include "vm/object/set.h"

/* --- Slots: life --- */

static GbRef dict_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    GbDict *dict = gb_object_new(t, (GbType *)gb_object(type));
    if (dict)
        dict->only_str = 1;
    return gb_value(dict);
}

/* dict(source, **more) and d.update(source, **more). */
static GbRef update_from(GbThread *t, GbBorrow self, GbBorrow source, GbBorrow more)
{
    if (source != GB_NULL && gb_dict_update(t, self, source) < 0)
        return GB_NULL;
    if (gb_dict_count(more) > 0 && gb_dict_merge(t, self, more) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef dict_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return update_from(t, self, args[0], args[1]);
}

static void dict_dealloc(GbThread *t, GbObject *self)
{
    gb_dict_clear(t, gb_value(self));
}

static int dict_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbDict *dict = (GbDict *)self;
    for (int64_t i = dict->first; i < dict->entry_count; ++i) {
        GB_VISIT(dict->entries[i].key);
        GB_VISIT(dict->entries[i].value);
    }
    return 0;
}

/* --- Slots: text and comparison --- */

static int write_entry(GbWriter *writer, GbDictEntry *entry, bool is_first)
{
    GbRef key = gb_new_ref(entry->key), value = gb_new_ref(entry->value);
    if (!is_first)
        gb_writer_ascii(writer, ", ", 2);
    gb_writer_repr(writer, key);
    gb_writer_ascii(writer, ": ", 2);
    int failed = gb_writer_repr(writer, value);
    gb_decref(key);
    gb_decref(value);
    return failed;
}

static GbRef dict_repr(GbThread *t, GbBorrow self)
{
    GbDict *dict = gb_as_dict(self);
    if (dict->used == 0)
        return gb_str_new(t, "{}");
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_new(t, "{...}");
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_char(&writer, '{');
    int64_t position = 0;
    GbDictEntry *entry;
    bool is_first = true;
    while (!writer.failed && (entry = gb_dict_step(dict, &position, false)) != NULL) {
        write_entry(&writer, entry, is_first);
        is_first = false;
    }
    gb_writer_char(&writer, '}');
    gb_repr_leave(t, self);
    return gb_writer_finish(&writer);
}

/* Has b the same value under the entry's key? 1, 0, -1. */
static int entry_equal(GbThread *t, GbDict *b, const GbDictEntry *entry)
{
    GbRef key = gb_new_ref(entry->key), value = gb_new_ref(entry->value);
    GbBorrow other;
    int result = gb_dict_lookup(t, b, key, entry->hash, &other);
    if (result > 0)
        result = gb_item_equal(t, other, value);
    gb_decref(key);
    gb_decref(value);
    return result;
}

/* 1, 0, -1. */
static int dicts_equal(GbThread *t, GbDict *a, GbDict *b)
{
    if (a->used != b->used)
        return 0;
    int64_t position = 0;
    GbDictEntry *entry;
    while ((entry = gb_dict_step(a, &position, false)) != NULL) {
        int equal = entry_equal(t, b, entry);
        if (equal <= 0)
            return equal;
    }
    return 1;
}

static GbRef dict_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_dict(a) || !gb_is_dict(b))
        return GB_NOT_IMPLEMENTED;
    int equal = dicts_equal(t, gb_as_dict(a), gb_as_dict(b));
    return equal < 0 ? GB_NULL : gb_bool(equal == (op == GB_EQ));
}

static int64_t dict_length(GbThread *t, GbBorrow self)
{
    return gb_as_dict(self)->used;
}

static int dict_truth(GbThread *t, GbBorrow self)
{
    return gb_as_dict(self)->used > 0;
}

static int dict_contains(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbRef value;
    int found = gb_dict_find(t, self, key, &value);
    gb_xdecref(value);
    return found;
}

static GbRef dict_iter(GbThread *t, GbBorrow self)
{
    return gb_dict_iterator_new(t, self, GB_KIND_DICT_KEY_ITERATOR);
}

/* --- Slots: items and operators --- */

static int dict_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    if (value != GB_NULL)
        return gb_dict_set(t, self, key, value);
    int found = gb_dict_delete(t, self, key);
    if (found == 0)
        gb_raise_value(t, gb_KeyError, key);
    return found > 0 ? 0 : -1;
}

static GbRef dict_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op != GB_OR || !gb_is_dict(a) || !gb_is_dict(b))
        return GB_NOT_IMPLEMENTED;
    GbRef result = gb_dict_copy(t, a);
    if (result != GB_NULL && gb_dict_update(t, result, b) < 0)
        gb_clear(&result);
    return result;
}

static GbRef dict_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    if (op != GB_OR)
        return GB_NOT_IMPLEMENTED;
    return gb_dict_update(t, self, b) < 0 ? GB_NULL : gb_new_ref(self);
}

/* --- Methods --- */

static GbRef dict_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_dict_clear(t, self);
    return GB_NONE;
}

static GbRef dict_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_copy(t, self);
}

/* For the keys of a set or dict, whose hashes are known. */
static int set_all_hashed(GbThread *t, GbBorrow mapping, GbBorrow keys, GbBorrow value)
{
    bool is_dict = gb_is_exact(keys, GB_KIND_DICT);
    int64_t position = 0;
    for (;;) { /* Ends with the keys: nothing is added to them without growing memory. */
        GbDictEntry *entry = is_dict ? gb_dict_step(gb_as_dict(keys), &position, false) : NULL;
        GbSetEntry *member = is_dict ? NULL : gb_set_step(gb_as_set(keys), &position);
        if (entry == NULL && member == NULL)
            return 0;
        GbRef key = gb_new_ref(entry ? entry->key : member->key);
        int failed =
            gb_dict_insert(t, gb_as_dict(mapping), key, entry ? entry->hash : member->hash, value);
        gb_decref(key);
        if (failed)
            return -1;
    }
}

static int set_all(GbThread *t, GbBorrow mapping, GbBorrow iterable, GbBorrow value)
{
    bool has_hashes = gb_is_exact(iterable, GB_KIND_DICT) || gb_is_exact(iterable, GB_KIND_SET)
                      || gb_is_exact(iterable, GB_KIND_FROZENSET);
    if (gb_is_exact(mapping, GB_KIND_DICT) && has_hashes)
        return set_all_hashed(t, mapping, iterable, value);
    GbRef iterator = gb_iter(t, iterable);
    if (iterator == GB_NULL)
        return -1;
    bool is_dict = gb_is_exact(mapping, GB_KIND_DICT);
    int result = 0;
    GbRef key;
    while (result == 0 && (key = gb_next(t, iterator)) != GB_NULL) {
        result =
            is_dict ? gb_dict_set(t, mapping, key, value) : gb_item_set(t, mapping, key, value);
        gb_decref(key);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : result;
}

static GbRef dict_fromkeys(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef mapping = gb_call0(t, type);
    if (mapping != GB_NULL && set_all(t, mapping, args[0], args[1]) < 0)
        gb_clear(&mapping);
    return mapping;
}

static GbRef dict_get(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef value;
    int found = gb_dict_find(t, self, args[0], &value);
    return found == 0 ? gb_new_ref(args[1]) : value;
}

static GbRef dict_items(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_view_new(t, self, GB_KIND_DICT_ITEMS);
}

static GbRef dict_keys(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_view_new(t, self, GB_KIND_DICT_KEYS);
}

static GbRef dict_values(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_view_new(t, self, GB_KIND_DICT_VALUES);
}

static GbRef dict_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef value;
    if (gb_as_dict(self)->used == 0) /* Does not even hash the key. */
        return args[1] != GB_NULL ? gb_new_ref(args[1]) : gb_raise_value(t, gb_KeyError, args[0]);
    int found = gb_dict_take(t, self, args[0], &value);
    if (found != 0)
        return value;
    return args[1] != GB_NULL ? gb_new_ref(args[1]) : gb_raise_value(t, gb_KeyError, args[0]);
}

static GbRef dict_popitem(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef pair = gb_tuple_new(t, 2);
    if (pair == GB_NULL)
        return GB_NULL;
    GbRef key, value;
    if (!gb_dict_pop_last(t, self, &key, &value)) {
        gb_decref(pair);
        return gb_raise(t, gb_KeyError, "popitem(): dictionary is empty");
    }
    gb_tuple_set_take(pair, 0, key);
    gb_tuple_set_take(pair, 1, value);
    return pair;
}

static GbRef dict_setdefault(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef value;
    gb_dict_setdefault(t, gb_as_dict(self), args[0], args[1], &value);
    return value;
}

static GbRef dict_update(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return update_from(t, self, args[0], args[1]);
}

static GbRef dict_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_iterator_new(t, self, GB_KIND_DICT_REVERSE_KEY_ITERATOR);
}

static GbRef dict_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbDict *dict = gb_as_dict(self);
    size_t size = gb_type_of(t, self)->instance_size + gb_index_bytes(dict->index_bits)
                  + (size_t)dict->entry_capacity * sizeof(GbDictEntry);
    return gb_int_new(t, (int64_t)size);
}

/* --- Tables --- */

static const GbMethodDef dict_methods[] = {
    {"clear()", dict_clear, "D.clear() -> None.  Remove all items from D."},
    {"copy()", dict_copy, "D.copy() -> a shallow copy of D"},
    {"fromkeys(iterable, value=None, /)", dict_fromkeys,
     "Create a new dictionary with keys from iterable and values set to value.", GB_METHOD_CLASS},
    {"get(key, default=None, /)", dict_get,
     "Return the value for key if key is in the dictionary, else default."},
    {"items()", dict_items, "D.items() -> a set-like object providing a view on D's items"},
    {"keys()", dict_keys, "D.keys() -> a set-like object providing a view on D's keys"},
    {"pop(key, default=?, /)", dict_pop,
     "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
     "If the key is not found, return the default if given; otherwise,\nraise a KeyError."},
    {"popitem()", dict_popitem,
     "Remove and return a (key, value) pair as a 2-tuple.\n\n"
     "Pairs are returned in LIFO (last-in, first-out) order.\n"
     "Raises KeyError if the dict is empty."},
    {"setdefault(key, default=None, /)", dict_setdefault,
     "Insert key with a value of default if key is not in the dictionary.\n\n"
     "Return the value for key if key is in the dictionary, else default."},
    {"update(other=?, /, **kwargs)", dict_update,
     "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
     "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
     "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
     "In either case, this is followed by: for k in F:  D[k] = F[k]"},
    {"values()", dict_values, "D.values() -> an object providing a view on D's values"},
    {"__reversed__()", dict_reversed, "Return a reverse iterator over the dict keys."},
    {"__sizeof__()", dict_sizeof, "D.__sizeof__() -> size of D in memory, in bytes"},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_dict_spec = {
    .name = "dict",
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\n"
           "dict(iterable) -> new dictionary initialized as if via:\n"
           "    d = {}\n"
           "    for k, v in iterable:\n"
           "        d[k] = v\n"
           "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
           "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .size = sizeof(GbDict),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_MAPPING | GB_TYPE_MATCH_SELF,
    .slots = {
        .dealloc = dict_dealloc,
        .visit = dict_visit,
        .clear = dict_dealloc,
        .repr = dict_repr,
        .hash = gb_unhashable,
        .truth = dict_truth,
        .length = dict_length,
        .compare = dict_compare,
        .binary = dict_binary,
        .inplace = dict_inplace,
        .getitem = gb_dict_getitem,
        .setitem = dict_setitem,
        .contains = dict_contains,
        .iter = dict_iter,
        .create = dict_create,
    },
    .initializer = {"dict(iterable=?, /, **kwargs)", dict_init, NULL},
    .methods = dict_methods,
};
