/* The table of a dict and what C code does with it. The type's slots and methods are in
 * dict_type.c. */
#include "vm/object/dict.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/hash_index.h"
#include "vm/object/str.h"

_Static_assert(sizeof(GbDict) == sizeof(GbDictBase), "gilbox.h says how large a dict is");

enum { ABSENT = -1, FAILED = -2, FIRST_CAPACITY = 4 };

/* --- Hashes --- */

static inline int hash_key(GbThread *t, GbBorrow key, int64_t *hash)
{
    if (gb_is_exact(key, GB_KIND_STR)) {
        *hash = gb_as_str(key)->hash;
        if (*hash == -1)
            *hash = gb_str_hash(t, key);
        return 0;
    }
    if (gb_is_small(key)) {
        *hash = gb_small_hash(key);
        return 0;
    }
    return gb_hash(t, key, hash);
}

/* --- Searching --- */

/* A str in a dict of strs: no Python code, no failure. */
static int64_t find_str(const GbDict *dict, GbBorrow key, int64_t hash)
{
    const GbDictEntry *entries = dict->entries;
    if (dict->index_bits == 0) {
        for (int64_t i = 0; i < dict->entry_count; ++i)
            if (entries[i].key == key)
                return i;
        for (int64_t i = 0; i < dict->entry_count; ++i)
            if (entries[i].hash == hash && entries[i].key != GB_NULL
                && gb_str_equal(entries[i].key, key))
                return i;
        return ABSENT;
    }
    int bits = dict->index_bits;
    for (GbProbe probe = gb_probe_start(hash, bits);; gb_probe_next(&probe)) {
        int64_t i = gb_index_read(dict->index, bits, probe.place);
        if (i == GB_INDEX_EMPTY)
            return ABSENT;
        if (i == GB_INDEX_DELETED)
            continue;
        if (entries[i].key == key || (entries[i].hash == hash && gb_str_equal(entries[i].key, key)))
            return i;
    }
}

/* Does entry i have the key? 1, 0, -1, or 2 when the comparison changed the dict: then search
 * anew. */
static int entry_matches(GbThread *t, GbDict *dict, int64_t i, GbBorrow key)
{
    GbDictEntry *entries = dict->entries;
    int equal = gb_keys_equal_fast(entries[i].key, key);
    if (equal >= 0)
        return equal;
    const void *index = dict->index;
    uint8_t bits = dict->index_bits;
    GbRef candidate = gb_new_ref(entries[i].key);
    equal = gb_compare_truth(t, candidate, key, GB_EQ);
    gb_decref(candidate);
    if (equal < 0)
        return -1;
    bool same_table = dict->entries == entries && dict->index == index && dict->index_bits == bits;
    if (!same_table || i >= dict->entry_count || entries[i].key != candidate)
        return 2;
    return equal;
}

static int64_t find_without_index(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash)
{
    for (int64_t i = 0; i < dict->entry_count; ++i) {
        if (dict->entries[i].hash != hash || dict->entries[i].key == GB_NULL)
            continue;
        int match = entry_matches(t, dict, i, key);
        if (match != 0)
            return match == 1 ? i : match == 2 ? FAILED - 1 : FAILED;
    }
    return ABSENT;
}

static int64_t find_by_index(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash)
{
    int bits = dict->index_bits;
    for (GbProbe probe = gb_probe_start(hash, bits);; gb_probe_next(&probe)) {
        int64_t i = gb_index_read(dict->index, bits, probe.place);
        if (i == GB_INDEX_EMPTY)
            return ABSENT;
        if (i == GB_INDEX_DELETED || dict->entries[i].hash != hash)
            continue;
        int match = entry_matches(t, dict, i, key);
        if (match != 0)
            return match == 1 ? i : match == 2 ? FAILED - 1 : FAILED;
    }
}

/* The place of the key: ABSENT, or FAILED with an exception set. */
static int64_t find(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash)
{
    if (dict->only_str && gb_is_exact(key, GB_KIND_STR))
        return find_str(dict, key, hash);
    for (;;) { /* Again for as long as comparisons change the dict: a script's own endless loop. */
        int64_t at = dict->index_bits == 0 ? find_without_index(t, dict, key, hash)
                                           : find_by_index(t, dict, key, hash);
        if (at >= FAILED)
            return at;
    }
}

/* --- Memory --- */

static size_t entry_bytes(int64_t count)
{
    return (size_t)count * sizeof(GbDictEntry);
}

/* Fresh arrays of the given sizes with the live entries in them. The dict is unchanged if that
 * fails. */
static int rebuild(GbThread *t, GbDict *dict, int bits, int64_t capacity)
{
    GbDictEntry *entries = gb_mem_new(t, entry_bytes(capacity));
    if (entries == NULL)
        return -1;
    void *index = NULL;
    if (bits > 0) {
        index = gb_mem_new(t, gb_index_bytes(bits));
        if (index == NULL) {
            gb_mem_free(t, entries, entry_bytes(capacity));
            return -1;
        }
        memset(index, 0xff, gb_index_bytes(bits));
    }
    int64_t count = 0;
    for (int64_t i = dict->first; i < dict->entry_count; ++i) {
        if (dict->entries[i].key == GB_NULL)
            continue;
        entries[count] = dict->entries[i];
        if (bits > 0)
            gb_index_write(index, bits, gb_index_empty_place(index, bits, entries[count].hash),
                           count);
        ++count;
    }
    ASSERT(count == dict->used);
    if (dict->entries)
        gb_mem_free(t, dict->entries, entry_bytes(dict->entry_capacity));
    if (dict->index)
        gb_mem_free(t, dict->index, gb_index_bytes(dict->index_bits));
    dict->entries = entries;
    dict->index = index;
    dict->index_bits = (uint8_t)bits;
    dict->entry_capacity = capacity;
    dict->entry_count = dict->filled = count;
    dict->first = 0;
    dict->version = 0;
    return 0;
}

/* Move the live entries of a dict without index together. */
static void compact(GbDict *dict)
{
    int64_t count = 0;
    for (int64_t i = dict->first; i < dict->entry_count; ++i)
        if (dict->entries[i].key != GB_NULL)
            dict->entries[count++] = dict->entries[i];
    dict->entry_count = count;
    dict->first = 0;
    dict->version = 0;
}

static int grow_entries(GbThread *t, GbDict *dict, int64_t capacity)
{
    GbDictEntry *entries =
        gb_mem_resize(t, dict->entries, entry_bytes(dict->entry_capacity), entry_bytes(capacity));
    if (entries == NULL)
        return -1;
    dict->entries = entries;
    dict->entry_capacity = capacity;
    return 0;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Room for one more entry, and for a fair share of those to come: every path leaves free places in
 * proportion to the live ones, so that a dict used as a queue is compacted seldom enough. */
static int make_room(GbThread *t, GbDict *dict)
{
    int64_t deleted = dict->entry_count - dict->used;
    if (dict->index_bits == 0) {
        if (deleted * 4 >= dict->entry_count && deleted > 0) {
            compact(dict);
            return 0;
        }
        if (dict->entry_capacity == 0)
            return grow_entries(t, dict, FIRST_CAPACITY);
        if (dict->entry_capacity < GB_INDEX_NONE_MAX)
            return grow_entries(t, dict, GB_INDEX_NONE_MAX);
    } else if (dict->filled < gb_index_usable(dict->index_bits)
               && deleted * 4 < dict->entry_count) {
        int64_t capacity = dict->entry_capacity + dict->entry_capacity / 2;
        return grow_entries(t, dict, smaller(capacity, gb_index_usable(dict->index_bits)));
    }
    int bits = 4;
    while (((int64_t)1 << bits) < dict->used * 3)
        ++bits;
    return rebuild(t, dict, bits, smaller(dict->used + dict->used / 2 + 4, gb_index_usable(bits)));
}

static bool is_full(const GbDict *dict)
{
    if (dict->entry_count >= dict->entry_capacity)
        return true;
    return dict->index_bits > 0 && dict->filled >= gb_index_usable(dict->index_bits);
}

/* A new key at the end. Takes key and value (also on failure). */
static int append(GbThread *t, GbDict *dict, GbRef key, int64_t hash, GbRef value)
{
    if (is_full(dict) && make_room(t, dict) < 0) {
        gb_decref(key);
        gb_decref(value);
        return -1;
    }
    int64_t at = dict->entry_count++;
    dict->entries[at] = (GbDictEntry){hash, key, value};
    if (dict->index_bits > 0) {
        gb_index_write(dict->index, dict->index_bits,
                       gb_index_empty_place(dict->index, dict->index_bits, hash), at);
        ++dict->filled;
    }
    ++dict->used;
    dict->version = 0;
    if (!gb_is_exact(key, GB_KIND_STR))
        dict->only_str = 0;
    return 0;
}

/* Take entry `at` out; its key and value become the caller's. */
static void remove_at(GbDict *dict, int64_t at, GbRef *key, GbRef *value)
{
    GbDictEntry *entry = &dict->entries[at];
    *key = entry->key;
    *value = entry->value;
    if (dict->index_bits > 0)
        gb_index_delete(dict->index, dict->index_bits, entry->hash, at);
    entry->key = entry->value = GB_NULL;
    --dict->used;
    dict->version = 0;
    if (dict->used == 0)
        dict->only_str = 1;
    while (dict->first < dict->entry_count && dict->entries[dict->first].key == GB_NULL)
        ++dict->first;
}

/* --- Making --- */

GbRef gb_dict_new(GbThread *t)
{
    GbDict *dict = gb_object_new(t, t->interp->types[GB_KIND_DICT]);
    if (dict == NULL)
        return GB_NULL;
    dict->only_str = 1;
    return gb_value(dict);
}

GbRef gb_dict_with_capacity(GbThread *t, int64_t count)
{
    GbRef result = gb_dict_new(t);
    if (result == GB_NULL || count == 0)
        return result;
    int bits = count <= GB_INDEX_NONE_MAX ? 0 : gb_index_bits_for(count);
    if (rebuild(t, gb_as_dict(result), bits, count) < 0)
        gb_clear(&result);
    return result;
}

void gb_dict_clear(GbThread *t, GbBorrow dict)
{
    GbDict *self = gb_as_dict(dict);
    GbDict old = *self;
    self->used = self->entry_count = self->entry_capacity = self->first = self->filled = 0;
    self->entries = NULL;
    self->index = NULL;
    self->index_bits = 0;
    self->version = 0;
    self->only_str = 1;
    for (int64_t i = old.first; i < old.entry_count; ++i) {
        gb_xdecref(old.entries[i].key);
        gb_xdecref(old.entries[i].value);
    }
    if (old.entries)
        gb_mem_free(t, old.entries, entry_bytes(old.entry_capacity));
    if (old.index)
        gb_mem_free(t, old.index, gb_index_bytes(old.index_bits));
}

/* Make an empty dict the same as `from`. */
static int copy_table(GbThread *t, GbDict *to, const GbDict *from)
{
    if (from->used == 0)
        return 0;
    int64_t capacity = from->used <= FIRST_CAPACITY ? FIRST_CAPACITY : from->used;
    int bits = from->used <= GB_INDEX_NONE_MAX ? 0 : gb_index_bits_for(from->used);
    GbDictEntry *entries = gb_mem_new(t, entry_bytes(capacity));
    void *index = bits > 0 ? gb_mem_new(t, gb_index_bytes(bits)) : NULL;
    if (entries == NULL || (bits > 0 && index == NULL)) {
        if (entries)
            gb_mem_free(t, entries, entry_bytes(capacity));
        if (index)
            gb_mem_free(t, index, gb_index_bytes(bits));
        return -1;
    }
    bool same_layout = from->entry_count == from->used && from->index_bits == bits;
    if (bits > 0 && same_layout)
        memcpy(index, from->index, gb_index_bytes(bits));
    else if (bits > 0)
        memset(index, 0xff, gb_index_bytes(bits));
    int64_t count = 0;
    for (int64_t i = from->first; i < from->entry_count; ++i) {
        const GbDictEntry *entry = &from->entries[i];
        if (entry->key == GB_NULL)
            continue;
        entries[count] =
            (GbDictEntry){entry->hash, gb_new_ref(entry->key), gb_new_ref(entry->value)};
        if (bits > 0 && !same_layout)
            gb_index_write(index, bits, gb_index_empty_place(index, bits, entry->hash), count);
        ++count;
    }
    to->entries = entries;
    to->entry_capacity = capacity;
    to->entry_count = to->used = count;
    to->filled = same_layout ? from->filled : count;
    to->first = 0;
    to->index = index;
    to->index_bits = (uint8_t)bits;
    to->only_str = from->only_str;
    to->version = 0;
    return 0;
}

GbRef gb_dict_copy(GbThread *t, GbBorrow dict)
{
    GbRef result = gb_dict_new(t);
    if (result != GB_NULL && copy_table(t, gb_as_dict(result), gb_as_dict(dict)) < 0)
        gb_clear(&result);
    return result;
}

/* --- Reading --- */

int64_t gb_dict_count(GbBorrow dict)
{
    return gb_as_dict(dict)->used;
}

uint32_t gb_dict_version(GbThread *t, GbDict *dict)
{
    if (dict->version == 0 && t->interp->next_dict_version != UINT32_MAX)
        dict->version = ++t->interp->next_dict_version;
    return dict->version;
}

int64_t gb_dict_lookup_str(GbThread *t, GbDict *dict, GbBorrow key)
{
    int64_t hash;
    if (hash_key(t, key, &hash) < 0)
        return FAILED;
    return find(t, dict, key, hash);
}

int gb_dict_lookup(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash, GbBorrow *value)
{
    int64_t at = find(t, dict, key, hash);
    if (at < 0)
        return at == ABSENT ? 0 : -1;
    *value = dict->entries[at].value;
    return 1;
}

int gb_dict_find_hashed(GbThread *t, GbBorrow dict, GbBorrow key, int64_t hash, GbRef *out)
{
    *out = GB_NULL;
    int64_t at = find(t, gb_as_dict(dict), key, hash);
    if (at < 0)
        return at == ABSENT ? 0 : -1;
    *out = gb_new_ref(gb_as_dict(dict)->entries[at].value);
    return 1;
}

int gb_dict_find(GbThread *t, GbBorrow dict, GbBorrow key, GbRef *out)
{
    int64_t hash;
    *out = GB_NULL;
    return hash_key(t, key, &hash) < 0 ? -1 : gb_dict_find_hashed(t, dict, key, hash, out);
}

GbBorrow gb_dict_peek_str(GbThread *t, GbBorrow dict, GbBorrow str)
{
    int64_t at = gb_dict_lookup_str(t, gb_as_dict(dict), str);
    if (at >= 0)
        return gb_as_dict(dict)->entries[at].value;
    if (at == FAILED) /* A strange key's __eq__: it is not this str. */
        gb_raised_drop(t);
    return GB_NULL;
}

GbRef gb_dict_getitem(GbThread *t, GbBorrow dict, GbBorrow key)
{
    GbRef value;
    int found = gb_dict_find(t, dict, key, &value);
    if (found != 0)
        return value;
    if (!gb_is_exact(dict, GB_KIND_DICT)) {
        GbRef missing = GB_NULL;
        found = gb_special_find(t, dict, gb_name(t, __missing__), &missing);
        if (found < 0)
            return GB_NULL;
        if (found) {
            value = gb_call1(t, missing, key);
            gb_decref(missing);
            return value;
        }
    }
    return gb_raise_value(t, gb_KeyError, key);
}

GbDictEntry *gb_dict_step(GbDict *dict, int64_t *position, bool backwards)
{
    int64_t at = *position;
    if (backwards) {
        if (at >= dict->entry_count)
            at = dict->entry_count - 1;
        while (at >= 0 && dict->entries[at].key == GB_NULL)
            --at;
        *position = at - 1;
        return at < 0 ? NULL : &dict->entries[at];
    }
    if (at < dict->first)
        at = dict->first;
    while (at < dict->entry_count && dict->entries[at].key == GB_NULL)
        ++at;
    *position = at + 1;
    return at < dict->entry_count ? &dict->entries[at] : NULL;
}

bool gb_dict_next(GbBorrow dict, int64_t *position, GbBorrow *key, GbBorrow *value)
{
    GbDictEntry *entry = gb_dict_step(gb_as_dict(dict), position, false);
    if (entry == NULL)
        return false;
    *key = entry->key;
    *value = entry->value;
    return true;
}

/* --- Writing --- */

int gb_dict_insert(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash, GbBorrow value)
{
    int64_t at = find(t, dict, key, hash);
    if (at == FAILED)
        return -1;
    if (at == ABSENT)
        return append(t, dict, gb_new_ref(key), hash, gb_new_ref(value));
    gb_set(&dict->entries[at].value, gb_new_ref(value));
    return 0;
}

int gb_dict_setdefault(GbThread *t, GbDict *dict, GbBorrow key, GbBorrow value, GbRef *out)
{
    int64_t hash;
    *out = GB_NULL;
    int64_t at = hash_key(t, key, &hash) < 0 ? FAILED : find(t, dict, key, hash);
    if (at == FAILED)
        return -1;
    if (at == ABSENT && append(t, dict, gb_new_ref(key), hash, gb_new_ref(value)) < 0)
        return -1;
    *out = gb_new_ref(at == ABSENT ? value : dict->entries[at].value);
    return at == ABSENT ? 0 : 1;
}

int gb_dict_set(GbThread *t, GbBorrow dict, GbBorrow key, GbBorrow value)
{
    int64_t hash;
    if (hash_key(t, key, &hash) < 0)
        return -1;
    return gb_dict_insert(t, gb_as_dict(dict), key, hash, value);
}

int gb_dict_set_c(GbThread *t, GbBorrow dict, const char *key, GbBorrow value)
{
    GbRef name = value == GB_NULL ? GB_NULL : gb_str_intern(t, key, strlen(key));
    if (name == GB_NULL)
        return -1;
    int result = gb_dict_set(t, dict, name, value);
    gb_decref(name);
    return result;
}

int gb_dict_set_c_take(GbThread *t, GbBorrow dict, const char *key, GbRef value)
{
    if (value == GB_NULL)
        return -1;
    int result = gb_dict_set_c(t, dict, key, value);
    gb_decref(value);
    return result;
}

int gb_dict_set_hashed(GbThread *t, GbBorrow dict, GbBorrow key, int64_t hash, GbBorrow value)
{
    return gb_dict_insert(t, gb_as_dict(dict), key, hash, value);
}

int gb_dict_take_hashed(GbThread *t, GbBorrow dict, GbBorrow key, int64_t hash, GbRef *value)
{
    *value = GB_NULL;
    int64_t at = find(t, gb_as_dict(dict), key, hash);
    if (at < 0)
        return at == ABSENT ? 0 : -1;
    GbRef old_key;
    remove_at(gb_as_dict(dict), at, &old_key, value);
    gb_decref(old_key);
    return 1;
}

int gb_dict_take(GbThread *t, GbBorrow dict, GbBorrow key, GbRef *value)
{
    int64_t hash;
    *value = GB_NULL;
    return hash_key(t, key, &hash) < 0 ? -1 : gb_dict_take_hashed(t, dict, key, hash, value);
}

int gb_dict_delete(GbThread *t, GbBorrow dict, GbBorrow key)
{
    GbRef value;
    int found = gb_dict_take(t, dict, key, &value);
    gb_xdecref(value);
    return found;
}

int gb_dict_pop_last(GbThread *t, GbBorrow dict, GbRef *key, GbRef *value)
{
    GbDict *self = gb_as_dict(dict);
    if (self->used == 0)
        return 0;
    int64_t at = self->entry_count - 1;
    while (self->entries[at].key == GB_NULL)
        --at;
    remove_at(self, at, key, value);
    self->entry_count = at; /* Nothing lives behind it. */
    if (self->first > at)
        self->first = at;
    return 1;
}

/* --- Merging --- */

static int merge_dict(GbThread *t, GbBorrow dict, GbBorrow other)
{
    GbDict *from = gb_as_dict(other);
    if (dict == other || from->used == 0)
        return 0;
    GbDict *to = gb_as_dict(dict);
    if (to->used == 0 && to->entries == NULL)
        return copy_table(t, to, from);
    int64_t position = 0, used = from->used;
    GbDictEntry *entry;
    while ((entry = gb_dict_step(from, &position, false)) != NULL) {
        GbRef key = gb_new_ref(entry->key), value = gb_new_ref(entry->value);
        int result = gb_dict_insert(t, to, key, entry->hash, value);
        gb_decref(key);
        gb_decref(value);
        if (result < 0)
            return -1;
        if (from->used != used)
            return gb_fail(t, gb_RuntimeError, "dict mutated during update");
    }
    return 0;
}

GbRef gb_function_text(GbThread *t, GbBorrow function)
{
    GbRef name = GB_NULL, module = GB_NULL, result = GB_NULL;
    int found = gb_attr_find(t, function, gb_name(t, __qualname__), &name);
    if (found < 0)
        return GB_NULL;
    if (found == 0)
        return gb_str(t, function);
    found = gb_attr_find(t, function, gb_name(t, __module__), &module);
    if (found >= 0) {
        bool is_named = found && gb_is_str(module) && !gb_str_equal_c(module, "builtins");
        result =
            is_named ? gb_str_format(t, "%S.%S()", module, name) : gb_str_format(t, "%S()", name);
    }
    gb_clear(&name);
    gb_clear(&module);
    return result;
}

static int fail_for_function(GbThread *t, GbBorrow function, const char *format, GbBorrow about)
{
    GbRef text = gb_function_text(t, function);
    if (text == GB_NULL)
        return -1;
    gb_raise(t, gb_TypeError, format, text, about);
    gb_decref(text);
    return -1;
}

/* An argument by name, of which there must be one; or any item, when there is no function. */
static int put(GbThread *t, GbBorrow dict, GbBorrow key, GbBorrow value, GbBorrow function)
{
    int64_t hash;
    GbBorrow present;
    if (function == GB_NULL)
        return gb_dict_set(t, dict, key, value);
    if (hash_key(t, key, &hash) < 0)
        return -1;
    int found = gb_dict_lookup(t, gb_as_dict(dict), key, hash, &present);
    if (found > 0)
        return fail_for_function(t, function, "%U got multiple values for keyword argument '%S'",
                                 key);
    return found < 0 ? -1 : gb_dict_insert(t, gb_as_dict(dict), key, hash, value);
}

/* for key in other.keys(): dict[key] = other[key] */
static int merge_mapping(GbThread *t, GbBorrow dict, GbBorrow other, GbBorrow function)
{
    GbRef keys = gb_call_method(t, other, gb_name(t, keys), NULL, 0);
    if (keys == GB_NULL)
        return -1;
    GbRef iterator = gb_iter(t, keys);
    gb_decref(keys);
    if (iterator == GB_NULL)
        return -1;
    int result = 0;
    GbRef key;
    while (result == 0 && (key = gb_next(t, iterator)) != GB_NULL) {
        GbRef value = gb_item_get(t, other, key);
        result = value == GB_NULL ? -1 : put(t, dict, key, value, function);
        gb_xdecref(value);
        gb_decref(key);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : result;
}

/* A dict whose class did not redefine how it is walked. */
static bool is_plain(GbThread *t, GbBorrow v)
{
    if (gb_is_exact(v, GB_KIND_DICT))
        return true;
    return gb_is_dict(v)
           && gb_object(v)->type->slots.iter == t->interp->types[GB_KIND_DICT]->slots.iter;
}

int gb_dict_merge(GbThread *t, GbBorrow dict, GbBorrow other)
{
    return is_plain(t, other) ? merge_dict(t, dict, other) : merge_mapping(t, dict, other, GB_NULL);
}

static int merge_pair(GbThread *t, GbBorrow dict, GbBorrow pair, int64_t number)
{
    GbRef items = gb_tuple_from(t, pair);
    if (items == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError,
                     "cannot convert dictionary update sequence element #%lld to a sequence",
                     (long long)number);
        return -1;
    }
    int result;
    if (gb_tuple_count(items) != 2)
        result = gb_fail(t, gb_ValueError,
                         "dictionary update sequence element #%lld has length %lld; 2 is required",
                         (long long)number, (long long)gb_tuple_count(items));
    else
        result = gb_dict_set(t, dict, gb_tuple_peek(items, 0), gb_tuple_peek(items, 1));
    gb_decref(items);
    return result;
}

static int merge_pairs(GbThread *t, GbBorrow dict, GbBorrow pairs)
{
    GbRef iterator = gb_iter(t, pairs);
    if (iterator == GB_NULL)
        return -1;
    int result = 0;
    GbRef pair;
    for (int64_t number = 0; result == 0 && (pair = gb_next(t, iterator)) != GB_NULL; ++number) {
        result = merge_pair(t, dict, pair, number);
        gb_decref(pair);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : result;
}

int gb_dict_update(GbThread *t, GbBorrow dict, GbBorrow other)
{
    if (gb_is_exact(other, GB_KIND_DICT))
        return merge_dict(t, dict, other);
    GbRef keys = GB_NULL;
    int found = gb_attr_find(t, other, gb_name(t, keys), &keys);
    gb_xdecref(keys);
    if (found < 0)
        return -1;
    return found ? gb_dict_merge(t, dict, other) : merge_pairs(t, dict, other);
}

int gb_dict_merge_unique(GbThread *t, GbBorrow dict, GbBorrow other, GbBorrow function)
{
    GbRef keys = GB_NULL;
    if (!gb_is_dict(other)) {
        int found = gb_attr_find(t, other, gb_name(t, keys), &keys);
        gb_clear(&keys);
        if (found <= 0)
            return found < 0
                       ? -1
                       : fail_for_function(t, function,
                                           "%U argument after ** must be a mapping, not %.200T",
                                           other);
    }
    if (!is_plain(t, other))
        return merge_mapping(t, dict, other, function);
    GbRef held = gb_new_ref(other);
    int result = 0;
    int64_t position = 0;
    GbBorrow key, value;
    while (result == 0 && gb_dict_next(other, &position, &key, &value)) {
        GbRef held_key = gb_new_ref(key), held_value = gb_new_ref(value);
        result = put(t, dict, key, value, function);
        gb_decref(held_key);
        gb_decref(held_value);
    }
    gb_decref(held);
    return result;
}
