/* The table of a set and what C code does with it. The types' slots and methods are in
 * set_type.c. */
#include "vm/object/set.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/dict.h"
#include "vm/object/hash_index.h"
#include "vm/object/str.h"

enum { ABSENT = -1, FAILED = -2, AGAIN = -3, FIRST_CAPACITY = 4 };

/* --- Hashes --- */

static inline int hash_key(GbThread *t, GbBorrow key, int64_t *hash)
{
    if (gb_is_small(key)) {
        *hash = gb_small_hash(key);
        return 0;
    }
    if (gb_is_exact(key, GB_KIND_STR)) {
        *hash = gb_str_hash(t, key);
        return 0;
    }
    return gb_hash(t, key, hash);
}

/* CPython's numbers: equal frozensets of equal hashes hash the same there. The order of keys does
 * not count. */
int64_t gb_set_hash(const GbSet *set)
{
    uint64_t hash = 0;
    for (int64_t i = set->first; i < set->entry_count; ++i) {
        if (set->entries[i].key == GB_NULL)
            continue;
        uint64_t own = (uint64_t)set->entries[i].hash;
        hash ^= ((own ^ UINT64_C(89869747)) ^ (own << 16)) * UINT64_C(3644798167);
    }
    hash ^= ((uint64_t)set->used + 1) * UINT64_C(1927868237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069 + UINT64_C(907133923);
    return hash == UINT64_MAX ? 590923713 : (int64_t)hash;
}

int gb_set_key_hash(GbThread *t, GbBorrow key, int64_t *hash)
{
    if (hash_key(t, key, hash) == 0)
        return 0;
    if (!gb_has_layout(key, GB_KIND_SET) || !gb_raised_drop_if(t, gb_TypeError))
        return -1;
    *hash = gb_set_hash(gb_as_set(key));
    return 0;
}

/* --- Searching --- */

/* Does entry i have the key? 1, 0, -1, or 2 when the comparison changed the set: then search
 * anew. */
static int entry_matches(GbThread *t, GbSet *set, int64_t i, GbBorrow key)
{
    GbSetEntry *entries = set->entries;
    int equal = gb_keys_equal_fast(entries[i].key, key);
    if (equal >= 0)
        return equal;
    const void *index = set->index;
    uint8_t bits = set->index_bits;
    GbRef candidate = gb_new_ref(entries[i].key);
    equal = gb_compare_truth(t, candidate, key, GB_EQ);
    gb_decref(candidate);
    if (equal < 0)
        return -1;
    bool same_table = set->entries == entries && set->index == index && set->index_bits == bits;
    if (!same_table || i >= set->entry_count || entries[i].key != candidate)
        return 2;
    return equal;
}

static int64_t find_once(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int bits = set->index_bits;
    if (bits == 0) {
        for (int64_t i = 0; i < set->entry_count; ++i) {
            if (set->entries[i].hash != hash || set->entries[i].key == GB_NULL)
                continue;
            int match = entry_matches(t, set, i, key);
            if (match != 0)
                return match == 1 ? i : match == 2 ? AGAIN : FAILED;
        }
        return ABSENT;
    }
    for (GbProbe probe = gb_probe_start(hash, bits);; gb_probe_next(&probe)) {
        int64_t i = gb_index_read(set->index, bits, probe.place);
        if (i == GB_INDEX_EMPTY)
            return ABSENT;
        if (i == GB_INDEX_DELETED || set->entries[i].hash != hash)
            continue;
        int match = entry_matches(t, set, i, key);
        if (match != 0)
            return match == 1 ? i : match == 2 ? AGAIN : FAILED;
    }
}

/* The place of the key: ABSENT, or FAILED with an exception set. */
static int64_t find(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int64_t at;
    do { /* Again for as long as comparisons change the set: a script's own endless loop. */
        at = find_once(t, set, key, hash);
    } while (at == AGAIN);
    return at;
}

/* --- Memory --- */

static size_t entry_bytes(int64_t count)
{
    return (size_t)count * sizeof(GbSetEntry);
}

static void free_table(GbThread *t, GbSet *set)
{
    if (set->entries)
        gb_mem_free(t, set->entries, entry_bytes(set->entry_capacity));
    if (set->index)
        gb_mem_free(t, set->index, gb_index_bytes(set->index_bits));
}

/* Fresh arrays of the given sizes with the live entries in them. The set is unchanged if that
 * fails. */
static int rebuild(GbThread *t, GbSet *set, int bits, int64_t capacity)
{
    GbSetEntry *entries = gb_mem_new(t, entry_bytes(capacity));
    void *index = entries && bits > 0 ? gb_mem_new(t, gb_index_bytes(bits)) : NULL;
    if (entries == NULL || (bits > 0 && index == NULL)) {
        if (entries)
            gb_mem_free(t, entries, entry_bytes(capacity));
        return -1;
    }
    if (bits > 0)
        memset(index, 0xff, gb_index_bytes(bits));
    int64_t count = 0;
    for (int64_t i = set->first; i < set->entry_count; ++i) {
        if (set->entries[i].key == GB_NULL)
            continue;
        entries[count] = set->entries[i];
        if (bits > 0)
            gb_index_write(index, bits, gb_index_empty_place(index, bits, entries[count].hash),
                           count);
        ++count;
    }
    ASSERT(count == set->used);
    free_table(t, set);
    set->entries = entries;
    set->index = index;
    set->index_bits = (uint8_t)bits;
    set->entry_capacity = capacity;
    set->entry_count = set->filled = count;
    set->first = 0;
    return 0;
}

/* Move the live entries of a set without index together. */
static void compact(GbSet *set)
{
    int64_t count = 0;
    for (int64_t i = set->first; i < set->entry_count; ++i)
        if (set->entries[i].key != GB_NULL)
            set->entries[count++] = set->entries[i];
    set->entry_count = count;
    set->first = 0;
}

static int grow_entries(GbThread *t, GbSet *set, int64_t capacity)
{
    GbSetEntry *entries =
        gb_mem_resize(t, set->entries, entry_bytes(set->entry_capacity), entry_bytes(capacity));
    if (entries == NULL)
        return -1;
    set->entries = entries;
    set->entry_capacity = capacity;
    return 0;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Room for one more entry and, in proportion to the live ones, for some of those to come. */
static int make_room(GbThread *t, GbSet *set)
{
    int64_t deleted = set->entry_count - set->used;
    if (set->index_bits == 0) {
        if (deleted * 4 >= set->entry_count && deleted > 0) {
            compact(set);
            return 0;
        }
        if (set->entry_capacity == 0)
            return grow_entries(t, set, FIRST_CAPACITY);
        if (set->entry_capacity < GB_INDEX_NONE_MAX)
            return grow_entries(t, set, GB_INDEX_NONE_MAX);
    } else if (set->filled < gb_index_usable(set->index_bits) && deleted * 4 < set->entry_count) {
        int64_t capacity = set->entry_capacity + set->entry_capacity / 2;
        return grow_entries(t, set, smaller(capacity, gb_index_usable(set->index_bits)));
    }
    int bits = 4;
    while (((int64_t)1 << bits) < set->used * 3)
        ++bits;
    return rebuild(t, set, bits, smaller(set->used + set->used / 2 + 4, gb_index_usable(bits)));
}

static bool is_full(const GbSet *set)
{
    if (set->entry_count >= set->entry_capacity)
        return true;
    return set->index_bits > 0 && set->filled >= gb_index_usable(set->index_bits);
}

static int append(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    if (is_full(set) && make_room(t, set) < 0)
        return -1;
    int64_t at = set->entry_count++;
    set->entries[at] = (GbSetEntry){hash, gb_new_ref(key)};
    if (set->index_bits > 0) {
        uint64_t place = gb_index_empty_place(set->index, set->index_bits, hash);
        gb_index_write(set->index, set->index_bits, place, at);
        ++set->filled;
    }
    ++set->used;
    return 0;
}

/* Take entry `at` out; its key becomes the caller's. */
static GbRef remove_at(GbSet *set, int64_t at)
{
    GbSetEntry *entry = &set->entries[at];
    GbRef key = entry->key;
    if (set->index_bits > 0)
        gb_index_delete(set->index, set->index_bits, entry->hash, at);
    entry->key = GB_NULL;
    --set->used;
    while (set->first < set->entry_count && set->entries[set->first].key == GB_NULL)
        ++set->first;
    return key;
}

/* --- Making --- */

GbRef gb_set_of_type(GbThread *t, GbType *type)
{
    GbSet *set = gb_object_new(t, type);
    if (set)
        set->hash = -1;
    return gb_value(set);
}

GbType *gb_set_base_type(GbThread *t, GbBorrow set)
{
    return t->interp
        ->types[gb_has_layout(set, GB_KIND_FROZENSET) ? GB_KIND_FROZENSET : GB_KIND_SET];
}

GbRef gb_set_new(GbThread *t, GbBorrow iterable)
{
    GbRef set = gb_set_of_type(t, t->interp->types[GB_KIND_SET]);
    if (set != GB_NULL && iterable != GB_NULL && gb_set_update(t, set, iterable) < 0)
        gb_clear(&set);
    return set;
}

GbRef gb_frozenset_new(GbThread *t, GbBorrow iterable)
{
    GbType *type = t->interp->types[GB_KIND_FROZENSET];
    if (iterable == GB_NULL) {
        if (t->interp->empty_frozenset == GB_NULL)
            t->interp->empty_frozenset = gb_set_of_type(t, type);
        GbRef empty = t->interp->empty_frozenset;
        return empty == GB_NULL ? GB_NULL : gb_new_ref(empty);
    }
    if (gb_is_exact(iterable, GB_KIND_FROZENSET))
        return gb_new_ref(iterable);
    GbRef set = gb_set_of_type(t, type);
    if (set != GB_NULL && gb_set_update(t, set, iterable) < 0)
        gb_clear(&set);
    if (set != GB_NULL && gb_as_set(set)->used == 0) {
        gb_decref(set);
        return gb_frozenset_new(t, GB_NULL);
    }
    return set;
}

void gb_set_clear(GbThread *t, GbSet *set)
{
    GbSet old = *set;
    set->used = set->entry_count = set->entry_capacity = set->first = set->filled = 0;
    set->entries = NULL;
    set->index = NULL;
    set->index_bits = 0;
    for (int64_t i = old.first; i < old.entry_count; ++i)
        gb_xdecref(old.entries[i].key);
    free_table(t, &old);
}

void gb_set_swap(GbSet *set, GbSet *other)
{
    GbSet old = *set;
    *set = *other;
    set->header = old.header;
    old.header = other->header;
    *other = old;
    set->hash = other->hash = -1;
}

GbRef gb_set_copy(GbThread *t, GbBorrow set)
{
    GbRef copy = gb_set_of_type(t, gb_set_base_type(t, set));
    if (copy != GB_NULL && gb_set_update(t, copy, set) < 0)
        gb_clear(&copy);
    return copy;
}

/* --- Keys --- */

GbSetEntry *gb_set_step(GbSet *set, int64_t *position)
{
    int64_t at = *position < set->first ? set->first : *position;
    while (at < set->entry_count && set->entries[at].key == GB_NULL)
        ++at;
    *position = at + 1;
    return at < set->entry_count ? &set->entries[at] : NULL;
}

bool gb_set_next(GbBorrow set, int64_t *position, GbBorrow *item)
{
    GbSetEntry *entry = gb_set_step(gb_as_set(set), position);
    if (entry == NULL)
        return false;
    *item = entry->key;
    return true;
}

int64_t gb_set_count(GbBorrow set)
{
    return gb_as_set(set)->used;
}

int gb_set_find(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int64_t at = find(t, set, key, hash);
    return at >= 0 ? 1 : at == ABSENT ? 0 : -1;
}

int gb_set_insert(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int64_t at = find(t, set, key, hash);
    if (at == FAILED)
        return -1;
    if (at >= 0)
        return 0;
    return append(t, set, key, hash) < 0 ? -1 : 1;
}

int gb_set_remove(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int64_t at = find(t, set, key, hash);
    if (at < 0)
        return at == ABSENT ? 0 : -1;
    gb_decref(remove_at(set, at));
    return 1;
}

GbRef gb_set_pop_first(GbSet *set)
{
    int64_t position = 0;
    if (gb_set_step(set, &position) == NULL)
        return GB_NULL;
    return remove_at(set, position - 1);
}

int gb_set_add(GbThread *t, GbBorrow set, GbBorrow item)
{
    int64_t hash;
    if (hash_key(t, item, &hash) < 0)
        return -1;
    return gb_set_insert(t, gb_as_set(set), item, hash) < 0 ? -1 : 0;
}

int gb_set_contains(GbThread *t, GbBorrow set, GbBorrow item)
{
    int64_t hash;
    if (gb_set_key_hash(t, item, &hash) < 0)
        return -1;
    return gb_set_find(t, gb_as_set(set), item, hash);
}

int gb_set_discard(GbThread *t, GbBorrow set, GbBorrow item)
{
    int64_t hash;
    if (gb_set_key_hash(t, item, &hash) < 0)
        return -1;
    return gb_set_remove(t, gb_as_set(set), item, hash);
}

/* --- Walking any iterable with its hashes --- */

/* The keys of an iterable, one by one: from a set or dict with the hashes they have there. */
typedef struct Walk {
    GbThread *t;
    GbBorrow source;   /* A set or exact dict, or GB_NULL */
    int64_t position;
    GbRef iterator;    /* Of any other iterable. */
} Walk;

static int walk_start(GbThread *t, GbBorrow iterable, Walk *walk)
{
    *walk = (Walk){.t = t};
    if (gb_is_anyset(iterable) || gb_is_exact(iterable, GB_KIND_DICT)) {
        walk->source = gb_new_ref(iterable);
        return 0;
    }
    walk->iterator = gb_iter(t, iterable);
    return walk->iterator == GB_NULL ? -1 : 0;
}

/* 1 with the key owned by the caller, 0 at the end, -1. Keys that will only be sought may be
 * sets. */
static int walk_next(Walk *walk, bool only_seek, GbRef *key, int64_t *hash)
{
    if (walk->iterator != GB_NULL) {
        *key = gb_next(walk->t, walk->iterator);
        if (*key == GB_NULL)
            return gb_raised(walk->t) ? -1 : 0;
        if ((only_seek ? gb_set_key_hash(walk->t, *key, hash) : hash_key(walk->t, *key, hash)) == 0)
            return 1;
        gb_clear(key);
        return -1;
    }
    if (gb_is_exact(walk->source, GB_KIND_DICT)) {
        GbDictEntry *entry = gb_dict_step(gb_as_dict(walk->source), &walk->position, false);
        if (entry == NULL)
            return 0;
        *key = gb_new_ref(entry->key);
        *hash = entry->hash;
        return 1;
    }
    GbSetEntry *entry = gb_set_step(gb_as_set(walk->source), &walk->position);
    if (entry == NULL)
        return 0;
    *key = gb_new_ref(entry->key);
    *hash = entry->hash;
    return 1;
}

static void walk_end(Walk *walk)
{
    gb_clear(&walk->source);
    gb_clear(&walk->iterator);
}

/* What to do with each key of an iterable: 0, or negative to stop. */
typedef int (*KeyAction)(GbThread *t, GbSet *set, GbBorrow key, int64_t hash);

static int for_each_key(GbThread *t, GbBorrow iterable, bool only_seek, GbSet *set,
                        KeyAction action)
{
    Walk walk;
    if (walk_start(t, iterable, &walk) < 0)
        return -1;
    GbRef key;
    int64_t hash;
    int state;
    while ((state = walk_next(&walk, only_seek, &key, &hash)) > 0) {
        state = action(t, set, key, hash);
        gb_decref(key);
        if (state < 0)
            break;
    }
    walk_end(&walk);
    return state < 0 ? -1 : 0;
}

static int toggle(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int removed = gb_set_remove(t, set, key, hash);
    return removed != 0 ? removed : gb_set_insert(t, set, key, hash);
}

/* --- Operators --- */

/* Into an empty set: no key can be there already, and the table may be made in one go. */
static int copy_keys(GbThread *t, GbSet *to, const GbSet *from)
{
    if (from->used == 0)
        return 0;
    int64_t count = from->used;
    int bits = count <= GB_INDEX_NONE_MAX ? 0 : gb_index_bits_for(count);
    if (rebuild(t, to, bits, count <= FIRST_CAPACITY ? FIRST_CAPACITY : count) < 0)
        return -1;
    for (int64_t i = from->first; i < from->entry_count; ++i)
        if (from->entries[i].key != GB_NULL)
            append(t, to, from->entries[i].key, from->entries[i].hash); /* Has room: can't fail. */
    return 0;
}

int gb_set_update(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    GbSet *self = gb_as_set(set);
    if (set == iterable)
        return 0;
    if (self->used == 0 && gb_is_anyset(iterable))
        return copy_keys(t, self, gb_as_set(iterable));
    return for_each_key(t, iterable, false, self, gb_set_insert);
}

int gb_set_difference_update(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    if (set == iterable) {
        gb_set_clear(t, gb_as_set(set));
        return 0;
    }
    return for_each_key(t, iterable, true, gb_as_set(set), gb_set_remove);
}

int gb_set_symmetric_update(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    if (set == iterable) {
        gb_set_clear(t, gb_as_set(set));
        return 0;
    }
    if (gb_is_anyset(iterable) || gb_is_exact(iterable, GB_KIND_DICT))
        return for_each_key(t, iterable, false, gb_as_set(set), toggle);
    GbRef other = gb_set_new(t, iterable); /* Each key counts once. */
    if (other == GB_NULL)
        return -1;
    int result = for_each_key(t, other, false, gb_as_set(set), toggle);
    gb_decref(other);
    return result;
}

GbRef gb_set_intersection(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    if (set == iterable)
        return gb_set_copy(t, set);
    GbType *type = gb_set_base_type(t, set);
    if (gb_is_anyset(iterable) && gb_as_set(iterable)->used > gb_as_set(set)->used) {
        GbBorrow smaller_one = set; /* Walk the smaller one. */
        set = iterable;
        iterable = smaller_one;
    }
    GbRef result = gb_set_of_type(t, type);
    Walk walk;
    if (result == GB_NULL || walk_start(t, iterable, &walk) < 0) {
        gb_clear(&result);
        return GB_NULL;
    }
    GbRef key;
    int64_t hash;
    int state;
    while ((state = walk_next(&walk, false, &key, &hash)) > 0) {
        state = gb_set_find(t, gb_as_set(set), key, hash);
        if (state > 0)
            state = gb_set_insert(t, gb_as_set(result), key, hash);
        gb_decref(key);
        if (state < 0)
            break;
    }
    walk_end(&walk);
    if (state < 0)
        gb_clear(&result);
    return result;
}

GbRef gb_set_difference(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    bool is_dict = gb_is_exact(iterable, GB_KIND_DICT);
    int64_t other_count = is_dict                  ? gb_dict_count(iterable)
                          : gb_is_anyset(iterable) ? gb_set_count(iterable)
                                                   : 0;
    if ((!is_dict && !gb_is_anyset(iterable)) || gb_set_count(set) / 4 > other_count) {
        GbRef copy = gb_set_copy(t, set);
        if (copy != GB_NULL && gb_set_difference_update(t, copy, iterable) < 0)
            gb_clear(&copy);
        return copy;
    }
    GbRef result = gb_set_of_type(t, gb_set_base_type(t, set));
    int64_t position = 0;
    GbSetEntry *entry;
    while (result != GB_NULL && (entry = gb_set_step(gb_as_set(set), &position)) != NULL) {
        GbRef key = gb_new_ref(entry->key);
        int64_t hash = entry->hash;
        GbBorrow value;
        int found = is_dict ? gb_dict_lookup(t, gb_as_dict(iterable), key, hash, &value)
                            : gb_set_find(t, gb_as_set(iterable), key, hash);
        if (found == 0)
            found = gb_set_insert(t, gb_as_set(result), key, hash);
        gb_decref(key);
        if (found < 0)
            gb_clear(&result);
    }
    return result;
}

int gb_set_is_subset(GbThread *t, GbSet *a, GbSet *b)
{
    if (a->used > b->used)
        return 0;
    int64_t position = 0;
    GbSetEntry *entry;
    while ((entry = gb_set_step(a, &position)) != NULL) {
        GbRef key = gb_new_ref(entry->key);
        int found = gb_set_find(t, b, key, entry->hash);
        gb_decref(key);
        if (found <= 0)
            return found;
    }
    return 1;
}
