/* dict: compact and ordered, as CPython's: an open-addressed table of indexes into an array of entries in the order
 * of insertion. A deleted entry has value GB_NULL (and key GB_NULL) until the next resize.
 *
 * `version` names the set of keys and their places: it is renewed (unique in the interpreter, never 0 after the first
 * use by a cache) whenever a key is inserted or deleted or entries move, not when a value changes. So an inline cache
 * that saw (version, index) may read entries[index].value, which must still be checked against GB_NULL. */
#ifndef GB_VM_OBJECT_DICT_H
#define GB_VM_OBJECT_DICT_H

#include "vm/gilbox.h"

typedef struct GbDictEntry {
    int64_t hash;
    GbRef key, value;
} GbDictEntry;

typedef struct GbDict {
    GbObject header;
    int64_t used;                 /* Live entries. */
    int64_t entry_count;          /* With deleted ones: the next free place. */
    int64_t entry_capacity;
    GbDictEntry *entries;
    void *index;                  /* 1 << index_bits places of 1, 2 or 4 (8) bytes: -1 empty, -2 deleted. */
    uint32_t version;             /* 0: no cache has asked since the last change of keys. */
    uint8_t index_bits;           /* 0: no table. */
    uint8_t only_str;             /* All keys so far are exactly str: lookups by str call no Python. */
} GbDict;

static inline GbDict *gb_as_dict(GbBorrow v)
{
    return (GbDict *)gb_object(v);
}

/* The current version for a cache (renewed if 0). 0 when versions have run out: do not cache. */
uint32_t gb_dict_version(GbThread *t, GbDict *dict);
/* The place of an interned or any str key: index into entries, -1 absent. Exceptions impossible when only_str;
 * else -2 with one set. */
int64_t gb_dict_lookup_str(GbThread *t, GbDict *dict, GbBorrow key);
/* With a known hash: 1 found (borrowed value), 0, -1. */
int gb_dict_lookup(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash, GbBorrow *value);
/* dict[key] = value for names and the like; as gb_dict_set, hash known. */
int gb_dict_insert(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash, GbBorrow value);
GbRef gb_dict_with_capacity(GbThread *t, int64_t count);
/* Merge for calls: f(**a, **b) raises "f() got multiple values for keyword argument 'x'". */
int gb_dict_merge_unique(GbThread *t, GbBorrow dict, GbBorrow other, GbBorrow function);
void gb_dict_clear(GbThread *t, GbBorrow dict);
/* Read d[key] honouring __missing__ of subclasses; KeyError. Owned. */
GbRef gb_dict_getitem(GbThread *t, GbBorrow dict, GbBorrow key);

#endif
