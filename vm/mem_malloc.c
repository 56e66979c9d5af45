/* The heap for the address sanitizer: each block is the system's, so that every use after free and
 * every overrun is seen. Containers stand in one ring. */
#include "vm/mem.h"

#include <stdlib.h>

typedef struct Link {
    struct Link *next, *previous;
} Link;

struct GbHeap {
    Link ring; /* Of containers. */
    size_t bytes;
    int64_t containers;
    int64_t fail_after; /* 0: never */
};

int gb_heap_new(GbHeap **out)
{
    GbHeap *heap = calloc(1, sizeof *heap);
    if (heap == NULL)
        return -1;
    heap->ring.next = heap->ring.previous = &heap->ring;
    *out = heap;
    return 0;
}

void gb_heap_free(GbHeap *heap)
{
    free(heap);
}

static bool must_fail(GbHeap *heap)
{
    return heap->fail_after > 0 && --heap->fail_after == 0;
}

void *gb_heap_alloc(GbHeap *heap, size_t bytes)
{
    void *block = must_fail(heap) ? NULL : malloc(bytes ? bytes : 1);
    if (block != NULL) {
        heap->bytes += bytes;
        memset(block, 0xa5, bytes); /* Nobody may count on zeroes. */
    }
    return block;
}

void gb_heap_release(GbHeap *heap, void *block, size_t bytes)
{
    if (block != NULL)
        heap->bytes -= bytes;
    free(block);
}

void *gb_heap_realloc(GbHeap *heap, void *block, size_t old_bytes, size_t bytes)
{
    void *moved = gb_heap_alloc(heap, bytes); /* Always moves: nobody may count on its staying. */
    if (moved != NULL && block != NULL) {
        memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
        gb_heap_release(heap, block, old_bytes);
    }
    return moved;
}

void *gb_heap_alloc_container(GbHeap *heap, size_t bytes)
{
    Link *link = must_fail(heap) ? NULL : malloc(sizeof *link + bytes);
    if (link == NULL)
        return NULL;
    link->next = &heap->ring;
    link->previous = heap->ring.previous;
    link->previous->next = link;
    heap->ring.previous = link;
    heap->bytes += bytes;
    ++heap->containers;
    memset(link + 1, 0, sizeof(uint32_t)); /* Not alive until it has a count. */
    return link + 1;
}

void gb_heap_release_container(GbHeap *heap, void *block, size_t bytes)
{
    Link *link = (Link *)block - 1;
    link->previous->next = link->next;
    link->next->previous = link->previous;
    heap->bytes -= bytes;
    --heap->containers;
    free(link);
}

void gb_heap_each_container(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                            void *context)
{
    for (Link *link = heap->ring.next; link != &heap->ring; link = link->next) {
        GbObject *object = (GbObject *)(link + 1);
        if (object->refcount > 0)
            visit(object, context);
    }
}

GbHeapCounts gb_heap_counts(const GbHeap *heap)
{
    return (GbHeapCounts){heap->bytes, heap->containers};
}

void gb_heap_fail_after(GbHeap *heap, int64_t n)
{
    heap->fail_after = n;
}
