/* A ring of trace events: its owner puts, without locks; anybody may copy what is whole. A full
 * ring drops the oldest. Internal to gil/.
 *
 * head counts the events ever put. The copier reads head, copies, and reads head again: what was
 * overwritten meanwhile it leaves out. Words are relaxed atomics, so that a torn event is possible
 * but never used. */
#ifndef GIL_RING_H
#define GIL_RING_H

#include "gil/gil.h"

typedef struct GilRing {
    _Atomic uint64_t head; /* the owner writes */
    uint64_t base;         /* head when the trace began; the holder writes and reads */
    uint32_t size;         /* a power of two */
    GilTraceEvent events[];
} GilRing;

GilRing *gil_ring_new(uint32_t size); /* At least that many events. NULL: no memory. */
void gil_ring_put(GilRing *ring, const GilTraceEvent *event);

/* Gives the memory back that the owner, which has ended, has not used. The ring may move. */
GilRing *gil_ring_shrink(GilRing *ring);

/* Copies the events from number `from` on, as far as they are still there, oldest first. out has
 * room for gil_ring_capacity. How many; *first is the number of the first of them. */
size_t gil_ring_capacity(const GilRing *ring);
size_t gil_ring_copy(GilRing *ring, uint64_t from, GilTraceEvent *out, uint64_t *first);

/* The latest event of a ring that the caller owns, or NULL. */
static inline GilTraceEvent *gil_ring_last(GilRing *ring)
{
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    return head == ring->base ? NULL : &ring->events[(head - 1) & (ring->size - 1)];
}

/* That event is one that counts: one more. */
static inline void gil_ring_count_up(GilTraceEvent *last)
{
    __atomic_store_n(&last->value, last->value + 1, __ATOMIC_RELAXED);
}

#endif
