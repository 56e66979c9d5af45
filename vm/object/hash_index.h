/* The index of a compact hash table: where an entry with a given hash stands.
 *
 *     index:    [ . | 1 | . | 0 | 2 | . | x | . ]      . empty   x deleted
 *     entries:  [ first, second, third ]                in the order of insertion
 *
 * A table of 1 << bits places, each as narrow as the numbers it must hold (1, 2, 4 or 8 bytes), of
 * which at most two thirds are ever not empty, so that every search ends. A search starts at the
 * low bits of the hash and mixes the higher ones in bit by bit. dict and set share this; small ones
 * have no index at all (bits 0) and are searched from end to end. */
#ifndef GB_VM_OBJECT_HASH_INDEX_H
#define GB_VM_OBJECT_HASH_INDEX_H

#include "vm/gilbox.h"

enum {
    GB_INDEX_EMPTY = -1,
    GB_INDEX_DELETED = -2,
    GB_INDEX_NONE_MAX = 8, /* Up to so many entries need no index. */
};

static inline size_t gb_index_bytes(int bits)
{
    if (bits == 0)
        return 0;
    return ((size_t)1 << bits) * (bits <= 7 ? 1 : bits <= 15 ? 2 : bits <= 31 ? 4 : 8);
}

/* How many places may be in use. */
static inline int64_t gb_index_usable(int bits)
{
    return ((int64_t)1 << bits) / 3 * 2 + ((int64_t)1 << bits) % 3 * 2 / 3;
}

/* The bits of an index with room for `count` entries. */
static inline int gb_index_bits_for(int64_t count)
{
    int bits = 4;
    while (gb_index_usable(bits) < count)
        ++bits;
    return bits;
}

static inline int64_t gb_index_read(const void *index, int bits, uint64_t place)
{
    if (bits <= 7)
        return ((const int8_t *)index)[place];
    if (bits <= 15)
        return ((const int16_t *)index)[place];
    if (bits <= 31)
        return ((const int32_t *)index)[place];
    return ((const int64_t *)index)[place];
}

static inline void gb_index_write(void *index, int bits, uint64_t place, int64_t entry)
{
    if (bits <= 7)
        ((int8_t *)index)[place] = (int8_t)entry;
    else if (bits <= 15)
        ((int16_t *)index)[place] = (int16_t)entry;
    else if (bits <= 31)
        ((int32_t *)index)[place] = (int32_t)entry;
    else
        ((int64_t *)index)[place] = entry;
}

/* A search under way. The places it visits: gb_probe_start, then gb_probe_next for ever. */
typedef struct GbProbe {
    uint64_t place, perturb, mask;
} GbProbe;

static inline GbProbe gb_probe_start(int64_t hash, int bits)
{
    uint64_t mask = ((uint64_t)1 << bits) - 1;
    return (GbProbe){(uint64_t)hash & mask, (uint64_t)hash, mask};
}

static inline void gb_probe_next(GbProbe *probe)
{
    probe->perturb >>= 5;
    probe->place = (probe->place * 5 + probe->perturb + 1) & probe->mask;
}

/* The first empty place for the hash. */
static inline uint64_t gb_index_empty_place(const void *index, int bits, int64_t hash)
{
    GbProbe probe = gb_probe_start(hash, bits);
    while (gb_index_read(index, bits, probe.place) != GB_INDEX_EMPTY)
        gb_probe_next(&probe);
    return probe.place;
}

/* Mark the place that leads to `entry` deleted. It must be there. */
static inline void gb_index_delete(void *index, int bits, int64_t hash, int64_t entry)
{
    GbProbe probe = gb_probe_start(hash, bits);
    while (gb_index_read(index, bits, probe.place) != entry)
        gb_probe_next(&probe);
    gb_index_write(index, bits, probe.place, GB_INDEX_DELETED);
}

/* The hash of an immediate int. */
static inline int64_t gb_small_hash(GbBorrow v)
{
    int64_t n = gb_small(v);
    return n == -1 ? -2 : n;
}

/* Can keys of equal hash be compared without Python code, and are they equal? 1, 0, or -1: ask
 * gb_equal. */
static inline int gb_keys_equal_fast(GbBorrow a, GbBorrow b)
{
    if (a == b)
        return 1;
    if (gb_are_small(a, b))
        return 0;
    if (gb_is_exact(a, GB_KIND_STR) && gb_is_exact(b, GB_KIND_STR))
        return gb_str_equal(a, b);
    return -1;
}

#endif
