/* dict: compact and ordered, as CPython's: an open-addressed table of indexes (hash_index.h) into
 * an array of entries in the order of insertion. A deleted entry has value GB_NULL (and key
 * GB_NULL) until the next resize. The array has room for a few entries more than there are, and
 * grows by half up to what the index can address.
 *
 * `version` names the set of keys and their places: it is renewed (unique in the interpreter, never
 * 0 after the first use by a cache) whenever a key is inserted or deleted or entries move, not when
 * a value changes. So an inline cache that saw (version, index) may read entries[index].value,
 * which must still be checked against GB_NULL. */
#ifndef GB_VM_OBJECT_DICT_H
#define GB_VM_OBJECT_DICT_H

#include "vm/gilbox.h"

typedef struct GbDictEntry {
    int64_t hash;
    GbRef key, value;
} GbDictEntry;

typedef struct GbDict {
    GbObject header;
    int64_t used;        /* Live entries. */
    int64_t entry_count; /* With deleted ones: the next free place. */
    int64_t entry_capacity;
    GbDictEntry *entries;
    void *index;        /* 1 << index_bits places of 1, 2 or 4 (8) bytes: -1 empty, -2 deleted. */
    uint32_t version;   /* 0: no cache has asked since the last change of keys. */
    uint8_t index_bits; /* 0: no table. */
    uint8_t only_str;   /* All keys so far are exactly str: lookups by str call no Python. */
    int64_t first;      /* All entries before it are deleted. */
    int64_t filled;     /* Places of the index that are not empty. */
} GbDict;

/* All six iterators of dicts and their views; header.kind says which. */
typedef struct GbDictIterator {
    GbObject header;
    GbRef dict;        /* GB_NULL once exhausted. */
    int64_t position;  /* Of the next entry to look at. */
    int64_t used;      /* What dict->used must still be; -1 after it was not. */
    int64_t remaining; /* Entries still to come. */
    GbRef pair;        /* Of items(): the tuple last given, reused when nobody else kept it. */
} GbDictIterator;

typedef struct GbDictView { /* dict_keys, dict_values, dict_items */
    GbObject header;
    GbRef dict;
} GbDictView;

static inline GbDict *gb_as_dict(GbBorrow v)
{
    return (GbDict *)gb_object(v);
}

/* The current version for a cache (renewed if 0). 0 when versions have run out: do not cache. */
uint32_t gb_dict_version(GbThread *t, GbDict *dict);
/* The place of an interned or any str key: index into entries, -1 absent. Exceptions impossible
 * when only_str; else -2 with one set. */
int64_t gb_dict_lookup_str(GbThread *t, GbDict *dict, GbBorrow key);
/* With a known hash: 1 found (borrowed value), 0, -1. */
int gb_dict_lookup(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash, GbBorrow *value);
/* dict[key] = value for names and the like; as gb_dict_set, hash known. */
int gb_dict_insert(GbThread *t, GbDict *dict, GbBorrow key, int64_t hash, GbBorrow value);
GbRef gb_dict_with_capacity(GbThread *t, int64_t count);
/* "module.name()", as messages about calls name a function; another callable's str. */
GbRef gb_function_text(GbThread *t, GbBorrow function);
/* Merge for calls: f(**a, **b) raises "f() got multiple values for keyword argument 'x'". */
int gb_dict_merge_unique(GbThread *t, GbBorrow dict, GbBorrow other, GbBorrow function);
void gb_dict_clear(GbThread *t, GbBorrow dict);
/* 1 with the value that was there, now the caller's; 0 absent; -1. */
int gb_dict_take(GbThread *t, GbBorrow dict, GbBorrow key, GbRef *value);
/* The value under the key, put there if there was none, with one search: *out is owned. 1 it was
 * there, 0, -1. */
int gb_dict_setdefault(GbThread *t, GbDict *dict, GbBorrow key, GbBorrow value, GbRef *out);
/* Merge `other`, a dict or any mapping with keys(). Existing keys are overridden. 0 or -1. */
int gb_dict_merge(GbThread *t, GbBorrow dict, GbBorrow other);
/* Remove the last entry: 1 with both now the caller's, 0 empty. */
int gb_dict_pop_last(GbThread *t, GbBorrow dict, GbRef *key, GbRef *value);
/* The next entry at or after *position (before, when backwards), which moves past it; NULL at the
 * end. */
GbDictEntry *gb_dict_step(GbDict *dict, int64_t *position, bool backwards);
/* The iter slots of dict and its views, and __reversed__: `kind` is the iterator's. */
GbRef gb_dict_iterator_new(GbThread *t, GbBorrow dict, GbKind kind);
GbRef gb_dict_view_new(GbThread *t, GbBorrow dict, GbKind kind);
/* Read d[key] honouring __missing__ of subclasses; KeyError. Owned. */
GbRef gb_dict_getitem(GbThread *t, GbBorrow dict, GbBorrow key);

#endif
