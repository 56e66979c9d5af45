/* The heap for the address sanitizer: each block is the system's, so that every use after free and
 * every overrun is seen. All blocks stand in rings, so that the leaked ones can be named. */
#include "vm/mem.h"

#include "runtime/check.h"

#include <stdlib.h>

enum { FRESH = 0xa5 };

typedef enum Use { USE_RAW, USE_OBJECT, USE_CONTAINER, USE_COUNT } Use;

/* Before each block. */
typedef struct Link {
    struct Link *next, *previous;
    uint64_t use;
    uint64_t bytes; /* As asked for, to catch who gives back another number. */
} Link;

struct GbHeap {
    Link rings[USE_COUNT];
    size_t bytes;
    int64_t containers;
    int64_t fail_after; /* 0: never */
    size_t limit;
};

/* More than this is refused here: the sanitizer would say that it cannot. */
#define BYTES_MAX ((size_t)1 << 36)

int gb_heap_new(GbHeap **out)
{
    GbHeap *heap = calloc(1, sizeof *heap);
    if (heap == NULL)
        return -1;
    for (int use = 0; use < USE_COUNT; use++)
        heap->rings[use].next = heap->rings[use].previous = &heap->rings[use];
    heap->limit = BYTES_MAX;
    *out = heap;
    return 0;
}

/* What is still there stays, cut loose, so that the leak sanitizer tells who asked for it. */
void gb_heap_free(GbHeap *heap)
{
    for (int use = 0; use < USE_COUNT; use++) {
        for (Link *link = heap->rings[use].next, *next; link != &heap->rings[use]; link = next) {
            next = link->next;
            link->next = link->previous = NULL;
        }
    }
    free(heap);
}

void gb_heap_abandon(GbHeap *heap)
{
    for (int use = 0; use < USE_COUNT; use++) {
        for (Link *link = heap->rings[use].next, *next; link != &heap->rings[use]; link = next) {
            next = link->next;
            free(link);
        }
    }
    free(heap);
}

static bool must_fail(GbHeap *heap, size_t bytes)
{
    if (heap->fail_after > 0 && --heap->fail_after == 0)
        return true;
    return bytes > heap->limit || heap->bytes > heap->limit - bytes;
}

static void *block_new(GbHeap *heap, size_t bytes, Use use)
{
    Link *link = must_fail(heap, bytes) ? NULL : malloc(sizeof *link + bytes);
    if (link == NULL)
        return NULL;
    Link *ring = &heap->rings[use];
    *link = (Link){ring, ring->previous, use, bytes};
    link->previous->next = link;
    ring->previous = link;
    heap->bytes += bytes;
    memset(link + 1, FRESH, bytes); /* Nobody may count on zeroes. */
    return link + 1;
}

static void block_free(GbHeap *heap, void *block, size_t bytes)
{
    Link *link = (Link *)block - 1;
    REQUIRE(link->bytes == bytes);
    link->previous->next = link->next;
    link->next->previous = link->previous;
    heap->bytes -= bytes;
    free(link);
}

void *gb_heap_alloc(GbHeap *heap, size_t bytes)
{
    return block_new(heap, bytes, USE_RAW);
}

void *gb_heap_alloc_object(GbHeap *heap, size_t bytes)
{
    return block_new(heap, bytes, USE_OBJECT);
}

void gb_heap_release(GbHeap *heap, void *block, size_t bytes)
{
    if (block != NULL)
        block_free(heap, block, bytes);
}

void *gb_heap_realloc(GbHeap *heap, void *block, size_t old_bytes, size_t bytes)
{
    Use use = block == NULL ? USE_RAW : (Use)((Link *)block - 1)->use;
    void *moved = block_new(heap, bytes, use); /* Always moves: nobody may count on its staying. */
    if (moved != NULL && block != NULL) {
        memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
        block_free(heap, block, old_bytes);
    }
    return moved;
}

void *gb_heap_alloc_container(GbHeap *heap, size_t bytes)
{
    GbObject *object = block_new(heap, bytes, USE_CONTAINER);
    if (object == NULL)
        return NULL;
    object->refcount = 0; /* Not alive until it has a count. */
    ++heap->containers;
    return object;
}

void gb_heap_release_container(GbHeap *heap, void *block, size_t bytes)
{
    block_free(heap, block, bytes);
    --heap->containers;
}

static void each_in_ring(Link *ring, void (*visit)(GbObject *object, void *context), void *context)
{
    for (Link *link = ring->next; link != ring; link = link->next) {
        GbObject *object = (GbObject *)(link + 1);
        if (object->refcount > 0)
            visit(object, context);
    }
}

void gb_heap_each_container(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                            void *context)
{
    each_in_ring(&heap->rings[USE_CONTAINER], visit, context);
}

void gb_heap_each_object(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                         void *context)
{
    each_in_ring(&heap->rings[USE_CONTAINER], visit, context);
    each_in_ring(&heap->rings[USE_OBJECT], visit, context);
}

GbHeapCounts gb_heap_counts(const GbHeap *heap)
{
    return (GbHeapCounts){heap->bytes, heap->containers};
}

void gb_heap_fail_after(GbHeap *heap, int64_t n)
{
    heap->fail_after = n;
}

bool gb_heap_will_fail(const GbHeap *heap)
{
    return heap->fail_after > 0;
}

void gb_heap_limit(GbHeap *heap, size_t bytes)
{
    heap->limit = bytes;
}
