#include "vm/code/constants.h"

#include "vm/gilbox.h"
#include "vm/object/list.h"

#include <string.h>

enum { FIRST_CAPACITY = 32, FROZENSET_SCAN_MAX = 64 };

static uint64_t mix(uint64_t bits)
{
    bits ^= bits >> 32;
    bits *= 0x9e3779b97f4a7c15u;
    return bits ^ bits >> 29;
}

/* ---- Identity table ---- */

static int32_t *find_value(const GbIdTable *table, GbBorrow value)
{
    uint32_t mask = (uint32_t)table->slot_count - 1;
    uint32_t at = (uint32_t)mix(value) & mask;
    while (table->slots[at] != 0 && table->values[table->slots[at] - 1] != value)
        at = (at + 1) & mask;
    return &table->slots[at];
}

static bool grow_table(GbIdTable *table, AstArena *arena)
{
    int capacity = table->capacity == 0 ? FIRST_CAPACITY : 2 * table->capacity;
    GbBorrow *values = gb_ast_arena_alloc(arena, (size_t)capacity * sizeof *values);
    int32_t *slots = gb_ast_arena_alloc(arena, 2 * (size_t)capacity * sizeof *slots);
    if (values == NULL || slots == NULL)
        return false;
    if (table->count > 0)
        memcpy(values, table->values, (size_t)table->count * sizeof *values);
    table->values = values;
    table->capacity = capacity;
    table->slots = slots;
    table->slot_count = 2 * capacity;
    for (int i = 0; i < table->count; ++i)
        *find_value(table, values[i]) = i + 1;
    return true;
}

int gb_idtable_add(GbIdTable *table, AstArena *arena, GbBorrow value)
{
    if (table->count == table->capacity && !grow_table(table, arena))
        return -1;
    int32_t *slot = find_value(table, value);
    if (*slot == 0) {
        table->values[table->count] = value;
        *slot = ++table->count;
    }
    return *slot - 1;
}

/* ---- Pool ---- */

static uint64_t hash_tuple(GbBorrow tuple)
{
    uint64_t hash = 0x345678;
    for (int64_t i = 0; i < gb_tuple_count(tuple); ++i)
        hash = mix(hash ^ gb_tuple_peek(tuple, i)) + 97;
    return hash;
}

static uint64_t hash_frozenset(GbBorrow set)
{
    uint64_t hash = 0;
    int64_t position = 0;
    GbBorrow item;
    while (gb_set_next(set, &position, &item))
        hash += mix(item);
    return hash;
}

static bool hash_constant(GbThread *t, GbBorrow value, uint64_t *hash)
{
    int64_t own = 0;
    if (!gb_is_object(value)) {
        *hash = mix(value);
    } else if (gb_is_exact(value, GB_KIND_TUPLE)) {
        *hash = hash_tuple(value);
    } else if (gb_is_exact(value, GB_KIND_FROZENSET)) {
        *hash = hash_frozenset(value);
    } else {
        if (gb_hash(t, value, &own) < 0)
            return false;
        *hash = mix((uint64_t)own + gb_object(value)->kind);
    }
    return true;
}

static bool same_tuples(GbBorrow a, GbBorrow b)
{
    int64_t count = gb_tuple_count(a);
    if (count != gb_tuple_count(b))
        return false;
    for (int64_t i = 0; i < count; ++i)
        if (gb_tuple_peek(a, i) != gb_tuple_peek(b, i))
            return false;
    return true;
}

static bool set_has(GbBorrow set, GbBorrow wanted)
{
    int64_t position = 0;
    GbBorrow item;
    while (gb_set_next(set, &position, &item))
        if (item == wanted)
            return true;
    return false;
}

/* Compared item by item, since set equality would take 1 for 1.0. Large ones are left different. */
static bool same_frozensets(GbBorrow a, GbBorrow b)
{
    if (gb_set_count(a) != gb_set_count(b) || gb_set_count(a) > FROZENSET_SCAN_MAX)
        return false;
    int64_t position = 0;
    GbBorrow item;
    while (gb_set_next(a, &position, &item))
        if (!set_has(b, item))
            return false;
    return true;
}

/* Complex numbers by their text, which tells 0.0 from -0.0. */
static int same_reprs(GbThread *t, GbBorrow a, GbBorrow b)
{
    int same = -1;
    GbRef a_text = gb_repr(t, a);
    GbRef b_text = a_text == GB_NULL ? GB_NULL : gb_repr(t, b);
    if (b_text != GB_NULL)
        same = gb_str_equal(a_text, b_text);
    gb_xdecref(a_text);
    gb_xdecref(b_text);
    return same;
}

/* 1, 0, -1. */
static int same_constants(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (a == b)
        return 1;
    if (!gb_is_object(a) || !gb_is_object(b) || gb_object(a)->type != gb_object(b)->type)
        return 0;
    switch (gb_object(a)->kind) {
    case GB_KIND_TUPLE:
        return same_tuples(a, b);
    case GB_KIND_FROZENSET:
        return same_frozensets(a, b);
    case GB_KIND_COMPLEX:
        return same_reprs(t, a, b);
    case GB_KIND_STR:
        return gb_str_equal(a, b);
    case GB_KIND_INT:
    case GB_KIND_BYTES:
    case GB_KIND_CODE: /* As when a condition is compiled twice. */
        return gb_equal(t, a, b);
    default:
        return 0;
    }
}

/* The slot of the equal value or, if there is none, the empty one where it goes. NULL: error. */
static int32_t *find_constant(GbThread *t, const GbConstants *pool, GbBorrow value, uint64_t hash)
{
    uint32_t mask = (uint32_t)pool->slot_count - 1;
    uint32_t at = (uint32_t)hash & mask;
    while (pool->slots[at] != 0) {
        int same = same_constants(t, pool->values[pool->slots[at] - 1], value);
        if (same < 0)
            return NULL;
        if (same)
            break;
        at = (at + 1) & mask;
    }
    return &pool->slots[at];
}

static bool rehash(GbThread *t, GbConstants *pool)
{
    memset(pool->slots, 0, (size_t)pool->slot_count * sizeof *pool->slots);
    uint32_t mask = (uint32_t)pool->slot_count - 1;
    for (int i = 0; i < pool->count; ++i) {
        uint64_t hash;
        if (!hash_constant(t, pool->values[i], &hash))
            return false;
        uint32_t at = (uint32_t)hash & mask;
        while (pool->slots[at] != 0)
            at = (at + 1) & mask;
        pool->slots[at] = i + 1;
    }
    return true;
}

static bool grow_pool(GbThread *t, GbConstants *pool)
{
    int capacity = pool->capacity == 0 ? FIRST_CAPACITY : 2 * pool->capacity;
    GbRef *values = gb_mem_resize(t, pool->values, (size_t)pool->capacity * sizeof *values,
                                  (size_t)capacity * sizeof *values);
    if (values == NULL)
        return false;
    pool->values = values;
    pool->capacity = capacity;
    int32_t *slots = gb_mem_resize(t, pool->slots, (size_t)pool->slot_count * sizeof *slots,
                                   2 * (size_t)capacity * sizeof *slots);
    if (slots == NULL)
        return false;
    pool->slots = slots;
    pool->slot_count = 2 * capacity;
    return rehash(t, pool);
}

static bool reserve(GbThread *t, GbConstants *pool, GbRef taken)
{
    if (taken == GB_NULL)
        return false;
    bool has_room = pool->count < pool->capacity && pool->slot_count == 2 * pool->capacity;
    if (has_room || grow_pool(t, pool))
        return true;
    gb_decref(taken);
    return false;
}

GbBorrow gb_constants_keep(GbThread *t, GbConstants *pool, GbRef taken)
{
    if (!reserve(t, pool, taken))
        return GB_NULL;
    pool->values[pool->count++] = taken;
    return taken;
}

GbBorrow gb_constants_add(GbThread *t, GbConstants *pool, GbRef taken)
{
    if (taken != GB_NULL && !gb_is_object(taken))
        return taken; /* Its bits say it all. */
    if (!reserve(t, pool, taken))
        return GB_NULL;
    uint64_t hash;
    int32_t *slot = NULL;
    if (hash_constant(t, taken, &hash))
        slot = find_constant(t, pool, taken, hash);
    if (slot == NULL) {
        gb_decref(taken);
        return GB_NULL;
    }
    if (*slot != 0) {
        gb_decref(taken);
        return pool->values[*slot - 1];
    }
    pool->values[pool->count] = taken;
    *slot = ++pool->count;
    return taken;
}

void gb_constants_fini(GbThread *t, GbConstants *pool)
{
    for (int i = 0; i < pool->count; ++i)
        gb_decref(pool->values[i]);
    gb_mem_free(t, pool->values, (size_t)pool->capacity * sizeof *pool->values);
    gb_mem_free(t, pool->slots, (size_t)pool->slot_count * sizeof *pool->slots);
    *pool = (GbConstants){0};
}

GbRef gb_constant_frozenset(GbThread *t, GbRef items)
{
    for (int round = 0; items != GB_NULL && round < 2; ++round) {
        if (round > 0)
            gb_set(&items, gb_tuple_from(t, items));
        if (items != GB_NULL)
            gb_set(&items, gb_frozenset_new(t, items));
    }
    return items;
}
