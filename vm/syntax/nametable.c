#include "vm/syntax/nametable.h"

#include <string.h>

enum { SMALL_TABLE = 8 }; /* Up to so many names a scan beats a hash. */

static uint32_t hash_name(AstText name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (int i = 0; i < name.size; ++i)
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static bool same_name(AstText a, AstText b)
{
    return a.size == b.size && (a.data == b.data || memcmp(a.data, b.data, (size_t)a.size) == 0);
}

static int find_by_scan(const GbNameTable *table, AstText name)
{
    for (int i = 0; i < table->count; ++i)
        if (same_name(table->names[i], name))
            return i;
    return -1;
}

/* The slot where `name` stands or would go. The table is never full, so the loop ends. */
static int32_t *find_slot(const GbNameTable *table, AstText name)
{
    uint32_t mask = (uint32_t)table->slot_count - 1;
    uint32_t at = hash_name(name) & mask;
    while (table->slots[at] != 0 && !same_name(table->names[table->slots[at] - 1], name))
        at = (at + 1) & mask;
    return &table->slots[at];
}

int gb_nametable_find(const GbNameTable *table, AstText name)
{
    if (table->slots == NULL)
        return find_by_scan(table, name);
    return *find_slot(table, name) - 1;
}

static bool grow(GbNameTable *table, AstArena *arena)
{
    int capacity = table->capacity == 0 ? SMALL_TABLE : 2 * table->capacity;
    AstText *names = gb_ast_arena_alloc(arena, (size_t)capacity * sizeof *names);
    if (names == NULL)
        return false;
    if (table->count > 0)
        memcpy(names, table->names, (size_t)table->count * sizeof *names);
    table->names = names;
    table->capacity = capacity;
    if (capacity == SMALL_TABLE)
        return true;
    table->slot_count = 2 * capacity;
    table->slots = gb_ast_arena_alloc(arena, (size_t)table->slot_count * sizeof *table->slots);
    if (table->slots == NULL)
        return false;
    for (int i = 0; i < table->count; ++i)
        *find_slot(table, table->names[i]) = i + 1;
    return true;
}

int gb_nametable_add(GbNameTable *table, AstArena *arena, AstText name)
{
    int found = gb_nametable_find(table, name);
    if (found >= 0)
        return found;
    if (table->count == table->capacity && !grow(table, arena))
        return -1;
    table->names[table->count] = name;
    if (table->slots != NULL)
        *find_slot(table, name) = table->count + 1;
    return table->count++;
}

int gb_name_compare(AstText a, AstText b)
{
    /* UTF-8 bytes sort like the code points they encode. */
    int shared = a.size < b.size ? a.size : b.size;
    int order = memcmp(a.data, b.data, (size_t)shared);
    return order != 0 ? order : a.size - b.size;
}

static bool is_mangled(AstText class_name, AstText name)
{
    if (class_name.data == NULL || name.size < 2 || memcmp(name.data, "__", 2) != 0)
        return false;
    /* Names like __init__ are everybody's; a dot is an imported module's path. */
    if (memcmp(name.data + name.size - 2, "__", 2) == 0)
        return false;
    return memchr(name.data, '.', (size_t)name.size) == NULL;
}

AstText gb_name_mangle(AstArena *arena, AstText class_name, AstText name)
{
    if (!is_mangled(class_name, name))
        return name;
    while (class_name.size > 0 && class_name.data[0] == '_') {
        ++class_name.data;
        --class_name.size;
    }
    if (class_name.size == 0)
        return name; /* A class called _ or __ mangles nothing. */
    int size = 1 + class_name.size + name.size;
    char *data = gb_ast_arena_alloc(arena, (size_t)size + 1);
    if (data == NULL)
        return (AstText){0};
    data[0] = '_';
    memcpy(data + 1, class_name.data, (size_t)class_name.size);
    memcpy(data + 1 + class_name.size, name.data, (size_t)name.size);
    return (AstText){data, size};
}
