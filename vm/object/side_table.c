/* Side tables: open addressing by address, with linear probing. An entry that goes is closed by
 * moving later ones back, so there are no gravestones and lookups stay short. */
#include "vm/interp.h"

typedef struct GbSideEntry {
    const void *key; /* NULL: free. */
    uint64_t value;
} GbSideEntry;

enum { FIRST_CAPACITY = 64 };

/* Where a key would like to stand. Capacities are powers of two. */
static int64_t home_of(const GbSideTable *table, const void *key)
{
    uint64_t mixed = (uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15);
    return (int64_t)(mixed >> 32) & (table->capacity - 1);
}

/* The place of a key, or the free one where it belongs. Ends because there is always a free one. */
static int64_t place_of(const GbSideTable *table, const void *key)
{
    int64_t place = home_of(table, key);
    while (table->entries[place].key != NULL && table->entries[place].key != key)
        place = (place + 1) & (table->capacity - 1);
    return place;
}

static int grow(GbThread *t, GbSideTable *table)
{
    GbSideTable larger = {.count = table->count};
    larger.capacity = table->capacity == 0 ? FIRST_CAPACITY : table->capacity * 2;
    size_t bytes = (size_t)larger.capacity * sizeof *larger.entries;
    larger.entries = gb_mem_new(t, bytes);
    if (larger.entries == NULL)
        return -1;
    memset(larger.entries, 0, bytes);
    for (int64_t i = 0; i < table->capacity; i++) {
        if (table->entries[i].key != NULL)
            larger.entries[place_of(&larger, table->entries[i].key)] = table->entries[i];
    }
    gb_side_free(t, table);
    *table = larger;
    return 0;
}

uint64_t gb_side_get(const GbSideTable *table, const void *key)
{
    if (table->count == 0)
        return 0;
    const GbSideEntry *entry = &table->entries[place_of(table, key)];
    return entry->key == NULL ? 0 : entry->value;
}

int gb_side_set(GbThread *t, GbSideTable *table, const void *key, uint64_t value)
{
    if (table->count * 2 >= table->capacity && grow(t, table) < 0)
        return -1;
    GbSideEntry *entry = &table->entries[place_of(table, key)];
    table->count += entry->key == NULL;
    *entry = (GbSideEntry){key, value};
    return 0;
}

uint64_t gb_side_remove(GbSideTable *table, const void *key)
{
    if (table->count == 0)
        return 0;
    int64_t hole = place_of(table, key), mask = table->capacity - 1;
    if (table->entries[hole].key == NULL)
        return 0;
    uint64_t value = table->entries[hole].value;
    for (int64_t i = (hole + 1) & mask; table->entries[i].key != NULL; i = (i + 1) & mask) {
        /* May it stand in the hole? Only if its home is not between the hole and here. */
        int64_t from_home = (i - home_of(table, table->entries[i].key)) & mask;
        if (from_home >= ((i - hole) & mask)) {
            table->entries[hole] = table->entries[i];
            hole = i;
        }
    }
    table->entries[hole] = (GbSideEntry){NULL, 0};
    table->count--;
    return value;
}

void gb_side_each(const GbSideTable *table,
                  void (*visit)(const void *key, uint64_t value, void *context), void *context)
{
    for (int64_t i = 0; i < table->capacity; i++) {
        if (table->entries[i].key != NULL)
            visit(table->entries[i].key, table->entries[i].value, context);
    }
}

void gb_side_free(GbThread *t, GbSideTable *table)
{
    gb_mem_free(t, table->entries, (size_t)table->capacity * sizeof *table->entries);
    *table = (GbSideTable){0};
}
