/* The constants of a compilation: equal ones become one object.
 *
 * Two constants are the same when nothing can tell them apart: 1, 1.0 and True are three, 0.0 and
 * -0.0 are two. The pool turns each value into its canonical one, so that sameness afterwards is
 * sameness of the 64 bits, and keeps it alive until the compilation ends. */
#ifndef GB_CODE_CONSTANTS_H
#define GB_CODE_CONSTANTS_H

#include "vm/syntax/ast.h"
#include "vm/value.h"

/* From canonical values to their order: a unit's constants. Memory is the arena's. */
typedef struct GbIdTable {
    GbBorrow *values; /* count of them, in the order they came */
    int count, capacity;
    int32_t *slots; /* open addressing: index + 1, or 0 */
    int slot_count;
} GbIdTable;

/* The index of `value`, added if new; -1 when memory ran out. */
int gb_idtable_add(GbIdTable *table, AstArena *arena, GbBorrow value);

typedef struct GbConstants {
    GbRef *values; /* count of them, owned */
    int count, capacity;
    int32_t *slots; /* by structural hash: index + 1, or 0 */
    int slot_count;
} GbConstants;

/* Starts as {0}. */
void gb_constants_fini(GbThread *t, GbConstants *constants);

/* The canonical value for `taken`, which the pool now owns; GB_NULL with an exception set (also
 * when `taken` is GB_NULL). The items of tuples must be canonical. */
GbBorrow gb_constants_add(GbThread *t, GbConstants *constants, GbRef taken);

/* Keeps the value alive without looking for an equal one; it becomes the last of `values`. */
GbBorrow gb_constants_keep(GbThread *t, GbConstants *constants, GbRef taken);

/* The frozenset of the taken tuple (GB_NULL passes). It is filled twice, the second time in its own
 * order: CPython's compiler does, and the order of a set display shows it. */
GbRef gb_constant_frozenset(GbThread *t, GbRef items);

#endif
