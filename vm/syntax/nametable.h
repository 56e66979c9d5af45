/* A table from names to small numbers: the order in which the names were added.
 *
 * The symbol table and the compiler number everything by name: symbols, locals, cells, attribute
 * names. Names are texts of the arena; the table borrows them and takes its own memory from the
 * arena too, so it is never freed on its own. */
#ifndef GB_VM_SYNTAX_NAMETABLE_H
#define GB_VM_SYNTAX_NAMETABLE_H

#include "vm/syntax/ast.h"

typedef struct GbNameTable {
    AstText *names; /* count of them, in the order they were added */
    int count;
    int capacity;
    int32_t *slots; /* open addressing: index + 1, or 0; NULL while the table is small */
    int slot_count; /* a power of two */
} GbNameTable;

/* The number of `name`, or -1. */
int gb_nametable_find(const GbNameTable *table, AstText name);

/* The number of `name`, added if it is new. -1 when memory ran out (arena->failed is set). */
int gb_nametable_add(GbNameTable *table, AstArena *arena, AstText name);

/* Orders two names as CPython orders strings: by code point. Negative, zero or positive. */
int gb_name_compare(AstText a, AstText b);

/* The name as it is stored inside class `class_name` (absent outside classes): `__x` becomes
 * `_Class__x`. Absent when memory ran out. */
AstText gb_name_mangle(AstArena *arena, AstText class_name, AstText name);

#endif
