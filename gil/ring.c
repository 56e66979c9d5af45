/* Rings of trace events. */
#include "gil/ring.h"

#include "runtime/check.h"

#include <stdlib.h>

#define WORDS (sizeof(GilTraceEvent) / sizeof(uint64_t))

_Static_assert(sizeof(GilTraceEvent) == WORDS * sizeof(uint64_t), "an event is whole words");

/* A word of an event, as an atomic one: the fields' own types are only for its owner. */
typedef uint64_t __attribute__((may_alias)) Word;

GilRing *gil_ring_new(uint32_t size)
{
    uint32_t rounded = 16;
    while (rounded < size && rounded < UINT32_C(1) << 30)
        rounded *= 2;
    GilRing *ring = calloc(1, sizeof *ring + rounded * sizeof *ring->events);
    if (ring)
        ring->size = rounded;
    return ring;
}

void gil_ring_put(GilRing *ring, const GilTraceEvent *event)
{
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    Word *to = (Word *)&ring->events[head & (ring->size - 1)];
    const Word *from = (const Word *)event;
    for (size_t i = 0; i < WORDS; i++)
        __atomic_store_n(&to[i], from[i], __ATOMIC_RELAXED);
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}

GilRing *gil_ring_shrink(GilRing *ring)
{
    uint32_t needed = 1;
    while (needed < ring->head)
        needed *= 2;
    if (needed >= ring->size)
        return ring;
    GilRing *smaller = realloc(ring, sizeof *ring + needed * sizeof *ring->events);
    if (smaller)
        smaller->size = needed;
    return smaller ? smaller : ring;
}

size_t gil_ring_capacity(const GilRing *ring)
{
    return ring->size;
}

static void copy_event(GilTraceEvent *out, const GilTraceEvent *event)
{
    Word *to = (Word *)out;
    const Word *from = (const Word *)event;
    for (size_t i = 0; i < WORDS; i++)
        to[i] = __atomic_load_n(&from[i], __ATOMIC_RELAXED);
}

/* The first event that is still there when the ring's head is `head`, and whole even if its owner
 * is about to put the next. */
static uint64_t first_whole(const GilRing *ring, uint64_t head, bool running)
{
    uint64_t room = ring->size - (running ? 1 : 0);
    return head > room ? head - room : 0;
}

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

size_t gil_ring_copy(GilRing *ring, uint64_t from, GilTraceEvent *out, uint64_t *first)
{
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
    uint64_t begin = later(from, first_whole(ring, head, false));
    for (uint64_t i = begin; i < head; i++)
        copy_event(&out[i - begin], &ring->events[i & (ring->size - 1)]);
    atomic_thread_fence(memory_order_acquire);
    uint64_t now = atomic_load_explicit(&ring->head, memory_order_relaxed);
    uint64_t whole = now == head ? begin : later(begin, first_whole(ring, now, true));
    if (whole > head)
        whole = head;
    for (uint64_t i = whole; i < head && whole > begin; i++)
        out[i - whole] = out[i - begin];
    *first = whole;
    return (size_t)(head - whole);
}
