/* The table of a set and what C code does with it. The types' slots and methods are in
 * set_type.c. */
#include "vm/object/set.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/dict.h"
#include "vm/object/hash_index.h"
#include "vm/object/str.h"

enum { CHANGED = 2, FIRST_CAPACITY = 8, ROW = 9, PERTURB_SHIFT = 5, LARGE = 50000 };

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
    for (int64_t i = 0; set->table != NULL && i <= set->mask; ++i) {
        if (set->table[i].key == GB_NULL)
            continue;
        uint64_t own = (uint64_t)set->table[i].hash;
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

/* Does the entry have the key? 1, 0, -1, or CHANGED when the comparison changed the table. */
static int entry_matches(GbThread *t, GbSet *set, GbSetEntry *entry, GbBorrow key)
{
    int equal = gb_keys_equal_fast(entry->key, key);
    if (equal >= 0)
        return equal;
    const GbSetEntry *table = set->table;
    int64_t mask = set->mask;
    GbRef candidate = gb_new_ref(entry->key);
    equal = gb_compare_truth(t, candidate, key, GB_EQ);
    gb_decref(candidate);
    if (equal < 0)
        return -1;
    if (set->table != table || set->mask != mask || entry->key != candidate)
        return CHANGED;
    return equal;
}

/* Where a search that began at `place` goes on when it has found a row of places taken. */
static inline uint64_t next_place(uint64_t place, uint64_t *perturb, uint64_t mask)
{
    *perturb >>= PERTURB_SHIFT;
    return (place * 5 + 1 + *perturb) & mask;
}

/* The last place of the row that begins at `place`: rows do not wrap around the table. */
static inline uint64_t row_end(uint64_t place, uint64_t mask)
{
    return place + ROW <= mask ? place + ROW : place;
}

static int find_once(GbThread *t, GbSet *set, GbBorrow key, int64_t hash, int64_t *at)
{
    uint64_t mask = (uint64_t)set->mask, perturb = (uint64_t)hash, place = perturb & mask;
    GbSetEntry *table = set->table;
    int64_t deleted = -1;
    for (;; place = next_place(place, &perturb, mask)) {
        uint64_t end = row_end(place, mask);
        for (uint64_t i = place; i <= end; ++i) {
            *at = (int64_t)i;
            if (table[i].key != GB_NULL) {
                int match = table[i].hash == hash ? entry_matches(t, set, &table[i], key) : 0;
                if (match != 0)
                    return match;
            } else if (table[i].hash == GB_SET_DELETED) {
                deleted = (int64_t)i;
            } else {
                *at = deleted >= 0 ? deleted : (int64_t)i;
                return 0;
            }
        }
    }
}

/* 1 and the key's place; 0 and the place where it would go (meaningless without a table); or -1. */
static int find(GbThread *t, GbSet *set, GbBorrow key, int64_t hash, int64_t *at)
{
    int found;
    do { /* Again for as long as comparisons change the set: a script's own endless loop. */
        found = set->table == NULL ? 0 : find_once(t, set, key, hash, at);
    } while (found == CHANGED);
    return found;
}

/* --- The table --- */

static size_t table_bytes(const GbSet *set)
{
    return (size_t)(set->mask + 1) * sizeof(GbSetEntry);
}

static void free_table(GbThread *t, GbSet *set)
{
    if (set->table != NULL)
        gb_mem_free(t, set->table, table_bytes(set));
}

/* Of a key that is not there, without deleted entries in the way. Takes the key. */
static void insert_clean(GbSet *set, GbSetEntry entry)
{
    uint64_t mask = (uint64_t)set->mask, perturb = (uint64_t)entry.hash, place = perturb & mask;
    for (;; place = next_place(place, &perturb, mask)) {
        uint64_t end = row_end(place, mask);
        for (uint64_t i = place; i <= end; ++i) {
            if (set->table[i].key == GB_NULL) {
                set->table[i] = entry;
                return;
            }
        }
    }
}

/* A table of more than `least` places, without deleted entries. The set is unchanged if that
 * fails. */
static int resize(GbThread *t, GbSet *set, int64_t least)
{
    GbSet old = *set;
    int64_t capacity = FIRST_CAPACITY;
    while (capacity <= least)
        capacity *= 2;
    size_t bytes = (size_t)capacity * sizeof(GbSetEntry);
    GbSetEntry *table = gb_mem_new(t, bytes);
    if (table == NULL)
        return -1;
    memset(table, 0, bytes);
    set->table = table;
    set->mask = capacity - 1;
    set->filled = set->used;
    for (int64_t i = 0; old.table != NULL && i <= old.mask; ++i)
        if (old.table[i].key != GB_NULL)
            insert_clean(set, old.table[i]);
    free_table(t, &old);
    return 0;
}

static bool is_crowded(const GbSet *set, int64_t more)
{
    return (set->filled + more) * 5 >= set->mask * 3;
}

static int64_t grown(const GbSet *set)
{
    return set->used > LARGE ? set->used * 2 : set->used * 4;
}

/* Take the entry out; its key becomes the caller's. */
static GbRef remove_at(GbSet *set, int64_t at)
{
    GbRef key = set->table[at].key;
    set->table[at] = (GbSetEntry){GB_SET_DELETED, GB_NULL};
    --set->used;
    return key;
}

/* --- Making --- */

GbRef gb_set_of_type(GbThread *t, GbType *type)
{
    GbSet *set = gb_object_new(t, type);
    if (set == NULL)
        return GB_NULL;
    set->mask = FIRST_CAPACITY - 1;
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
    set->used = set->filled = 0;
    set->mask = FIRST_CAPACITY - 1;
    set->table = NULL;
    for (int64_t i = 0; old.table != NULL && i <= old.mask; ++i)
        gb_xdecref(old.table[i].key);
    free_table(t, &old);
}

void gb_set_swap(GbSet *set, GbSet *other)
{
    GbSet old = *set;
    *set = *other;
    set->header = old.header;
    set->finger = old.finger; /* Stays, as CPython's does: pop() goes on from there. */
    old.header = other->header;
    old.finger = other->finger;
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
    int64_t at = *position, end = set->table == NULL ? 0 : set->mask + 1;
    while (at < end && set->table[at].key == GB_NULL)
        ++at;
    *position = at + 1;
    return at < end ? &set->table[at] : NULL;
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
    int64_t at;
    return find(t, set, key, hash, &at);
}

int gb_set_insert(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int64_t at;
    int found = find(t, set, key, hash, &at);
    if (found != 0)
        return found < 0 ? -1 : 0;
    if (set->table == NULL) {
        if (resize(t, set, 0) < 0)
            return -1;
        at = hash & set->mask;
    }
    bool reused = set->table[at].hash == GB_SET_DELETED;
    set->table[at] = (GbSetEntry){hash, gb_new_ref(key)};
    ++set->used;
    set->filled += !reused;
    if (reused || !is_crowded(set, 0) || resize(t, set, grown(set)) == 0)
        return 1;
    gb_decref(remove_at(set, at)); /* The caller has the key. */
    set->table[at].hash = 0;
    --set->filled;
    return -1;
}

int gb_set_remove(GbThread *t, GbSet *set, GbBorrow key, int64_t hash)
{
    int64_t at;
    int found = find(t, set, key, hash, &at);
    if (found > 0)
        gb_decref(remove_at(set, at));
    return found;
}

GbRef gb_set_pop(GbSet *set)
{
    if (set->used == 0)
        return GB_NULL;
    int64_t at = set->finger & set->mask;
    while (set->table[at].key == GB_NULL) /* Ends: the set is not empty. */
        at = (at + 1) & set->mask;
    set->finger = at + 1;
    return remove_at(set, at);
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

/* Into a set that is empty no key can be there already, nor comparison run. */
static void copy_keys(GbSet *to, const GbSet *from)
{
    bool same_places = to->mask == from->mask && from->filled == from->used;
    for (int64_t i = 0; i <= from->mask; ++i) {
        GbSetEntry entry = from->table[i];
        if (entry.key == GB_NULL)
            continue;
        gb_incref(entry.key);
        if (same_places)
            to->table[i] = entry;
        else
            insert_clean(to, entry);
    }
    to->used = to->filled = from->used;
}

static int merge(GbThread *t, GbBorrow set, GbBorrow other)
{
    GbSet *self = gb_as_set(set);
    int64_t more = gb_set_count(other);
    if (set == other || more == 0)
        return 0;
    if ((is_crowded(self, more) && resize(t, self, (self->used + more) * 2) < 0) ||
        (self->table == NULL && resize(t, self, 0) < 0))
        return -1;
    if (self->filled > 0)
        return for_each_key(t, other, false, self, gb_set_insert);
    copy_keys(self, gb_as_set(other));
    return 0;
}

int gb_set_update(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    GbSet *self = gb_as_set(set);
    if (gb_is_anyset(iterable))
        return merge(t, set, iterable);
    if (gb_is_exact(iterable, GB_KIND_DICT)) {
        int64_t more = gb_dict_count(iterable);
        if (is_crowded(self, more) && resize(t, self, (self->used + more) * 2) < 0)
            return -1;
    }
    return for_each_key(t, iterable, false, self, gb_set_insert);
}

/* When more than a quarter of the places were deleted entries, look at them no longer. */
static int shrink(GbThread *t, GbSet *set)
{
    bool is_clean = set->filled - set->used <= set->mask / 4;
    return is_clean ? 0 : resize(t, set, grown(set));
}

int gb_set_difference_update(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    GbSet *self = gb_as_set(set);
    if (set == iterable) {
        gb_set_clear(t, self);
        return 0;
    }
    bool is_vast = gb_is_anyset(iterable) && gb_set_count(iterable) / 8 > self->used;
    GbRef removed = is_vast ? gb_set_intersection(t, set, iterable) : gb_new_ref(iterable);
    if (removed == GB_NULL)
        return -1;
    int failed = for_each_key(t, removed, true, self, gb_set_remove);
    gb_decref(removed);
    return failed < 0 ? -1 : shrink(t, self);
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

GbRef gb_set_symmetric_difference(GbThread *t, GbBorrow set, GbBorrow iterable)
{
    GbRef result = gb_set_of_type(t, gb_set_base_type(t, set));
    if (result != GB_NULL && (gb_set_update(t, result, iterable) < 0 ||
                              gb_set_symmetric_update(t, result, set) < 0))
        gb_clear(&result);
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
