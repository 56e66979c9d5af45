/* The heap for real use. Blocks of up to SMALL_MAX bytes come from pages of one size each; free
 * ones are chained through their second word. The first word of a free block is zero, so that a
 * walk over the pages of containers tells dead from alive by the reference count. Pages are carved
 * from arenas and never given back before the end: what is freed is used again. */
#include "vm/mem.h"

#include "runtime/check.h"

#include <stdlib.h>

enum {
    GRAIN = 16,
    SMALL_MAX = 512,
    CLASS_COUNT = SMALL_MAX / GRAIN + 1,
    PAGE_SIZE = 16 * 1024,
    ARENA_SIZE = 256 * 1024,
    POISON = 0xdb, /* What check builds fill freed blocks with. */
};

typedef struct FreeBlock {
    uint64_t zero; /* Where an object has its reference count. */
    struct FreeBlock *next;
} FreeBlock;

/* The blocks of a page follow its header. */
typedef struct Page {
    struct Page *next; /* Of the same pool and size. */
    uint32_t block_bytes;
    uint32_t used_bytes; /* Blocks beyond were never handed out. */
    char blocks[] __attribute__((aligned(GRAIN)));
} Page;

typedef struct Arena {
    struct Arena *next;
    char *memory;
} Arena;

/* Before each block that is too big for a page. */
typedef struct LargeLink {
    struct LargeLink *next, *previous;
} LargeLink;

typedef enum PoolId { POOL_RAW, POOL_CONTAINER, POOL_COUNT } PoolId;

typedef struct Pool {
    FreeBlock *free[CLASS_COUNT];
    Page *pages[CLASS_COUNT]; /* The first is the one being filled. */
} Pool;

struct GbHeap {
    Pool pools[POOL_COUNT];
    Arena *arenas;
    char *arena_top, *arena_end;
    LargeLink large[POOL_COUNT]; /* Rings. */
    size_t bytes;
    int64_t containers;
    int64_t fail_after; /* 0: never */
    size_t limit;
};

static inline int class_of(size_t bytes)
{
    return (int)((bytes + GRAIN - 1) / GRAIN);
}

int gb_heap_new(GbHeap **out)
{
    GbHeap *heap = calloc(1, sizeof *heap);
    if (heap == NULL)
        return -1;
    for (int pool = 0; pool < POOL_COUNT; pool++)
        heap->large[pool].next = heap->large[pool].previous = &heap->large[pool];
    heap->limit = SIZE_MAX;
    *out = heap;
    return 0;
}

void gb_heap_free(GbHeap *heap)
{
    while (heap->arenas != NULL) {
        Arena *arena = heap->arenas;
        heap->arenas = arena->next;
        free(arena->memory);
        free(arena);
    }
    free(heap);
}

void gb_heap_abandon(GbHeap *heap)
{
    for (int pool = 0; pool < POOL_COUNT; pool++) {
        LargeLink *ring = &heap->large[pool];
        for (LargeLink *link = ring->next, *next; link != ring; link = next) {
            next = link->next;
            free(link);
        }
    }
    gb_heap_free(heap);
}

/* Asked before anything is taken from the system. */
static bool within_limit(const GbHeap *heap, size_t bytes)
{
    return bytes <= heap->limit && heap->bytes <= heap->limit - bytes;
}

static bool arena_add(GbHeap *heap)
{
    Arena *arena = within_limit(heap, ARENA_SIZE) ? malloc(sizeof *arena) : NULL;
    char *memory = arena == NULL ? NULL : aligned_alloc(PAGE_SIZE, ARENA_SIZE);
    if (memory == NULL) {
        free(arena);
        return false;
    }
    *arena = (Arena){heap->arenas, memory};
    heap->arenas = arena;
    heap->arena_top = memory;
    heap->arena_end = memory + ARENA_SIZE;
    return true;
}

static Page *page_add(GbHeap *heap, Pool *pool, int class)
{
    if (heap->arena_top == heap->arena_end && !arena_add(heap))
        return NULL;
    Page *page = (Page *)heap->arena_top;
    heap->arena_top += PAGE_SIZE;
    page->block_bytes = (uint32_t) class * GRAIN;
    page->used_bytes = 0;
    page->next = pool->pages[class];
    pool->pages[class] = page;
    return page;
}

static bool must_fail(GbHeap *heap)
{
    return heap->fail_after > 0 && --heap->fail_after == 0;
}

/* No free block: take the next never used one of the page being filled. */
static void *small_fresh(GbHeap *heap, Pool *pool, int class)
{
    Page *page = pool->pages[class];
    uint32_t room = PAGE_SIZE - (uint32_t)offsetof(Page, blocks);
    if (page == NULL || page->used_bytes + page->block_bytes > room) {
        page = page_add(heap, pool, class);
        if (page == NULL)
            return NULL;
    }
    void *block = page->blocks + page->used_bytes;
    page->used_bytes += page->block_bytes;
    return block;
}

static inline void *small_alloc(GbHeap *heap, Pool *pool, size_t bytes)
{
    int class = class_of(bytes);
    if (heap->fail_after != 0 && must_fail(heap))
        return NULL;
    FreeBlock *block = pool->free[class];
    if (block != NULL)
        pool->free[class] = block->next;
    else
        block = small_fresh(heap, pool, class);
    heap->bytes += (size_t) class * GRAIN;
    return block;
}

static inline void small_release(GbHeap *heap, Pool *pool, void *memory, size_t bytes)
{
    int class = class_of(bytes);
    FreeBlock *block = memory;
    if (RT_CHECKS)
        memset(memory, POISON, (size_t) class * GRAIN);
    block->zero = 0;
    block->next = pool->free[class];
    pool->free[class] = block;
    heap->bytes -= (size_t) class * GRAIN;
}

static void *large_alloc(GbHeap *heap, PoolId pool, size_t bytes)
{
    if ((heap->fail_after != 0 && must_fail(heap)) || !within_limit(heap, bytes))
        return NULL;
    LargeLink *link = malloc(sizeof *link + bytes);
    if (link == NULL)
        return NULL;
    LargeLink *ring = &heap->large[pool];
    *link = (LargeLink){ring, ring->previous};
    link->previous->next = link;
    ring->previous = link;
    heap->bytes += bytes;
    return link + 1;
}

static void large_release(GbHeap *heap, void *block, size_t bytes)
{
    LargeLink *link = (LargeLink *)block - 1;
    link->next->previous = link->previous;
    link->previous->next = link->next;
    heap->bytes -= bytes;
    free(link);
}

/* The neighbours are told where it went. */
static void *large_realloc(GbHeap *heap, void *block, size_t old_bytes, size_t bytes)
{
    if ((heap->fail_after != 0 && must_fail(heap)) || !within_limit(heap, bytes))
        return NULL;
    LargeLink *link = realloc((LargeLink *)block - 1, sizeof *link + bytes);
    if (link == NULL)
        return NULL;
    link->next->previous = link->previous->next = link;
    heap->bytes += bytes - old_bytes;
    return link + 1;
}

void *gb_heap_alloc(GbHeap *heap, size_t bytes)
{
    if (bytes == 0)
        bytes = 1;
    if (bytes <= SMALL_MAX)
        return small_alloc(heap, &heap->pools[POOL_RAW], bytes);
    return large_alloc(heap, POOL_RAW, bytes);
}

void gb_heap_release(GbHeap *heap, void *block, size_t bytes)
{
    if (block == NULL)
        return;
    if (bytes == 0)
        bytes = 1;
    if (bytes <= SMALL_MAX)
        small_release(heap, &heap->pools[POOL_RAW], block, bytes);
    else
        large_release(heap, block, bytes);
}

void *gb_heap_realloc(GbHeap *heap, void *block, size_t old_bytes, size_t bytes)
{
    if (block != NULL && old_bytes > SMALL_MAX && bytes > SMALL_MAX)
        return large_realloc(heap, block, old_bytes, bytes);
    if (block != NULL && old_bytes > 0 && bytes <= SMALL_MAX &&
        class_of(old_bytes) == class_of(bytes) && bytes > 0)
        return block;
    void *moved = gb_heap_alloc(heap, bytes);
    if (moved != NULL && block != NULL) {
        memcpy(moved, block, old_bytes < bytes ? old_bytes : bytes);
        gb_heap_release(heap, block, old_bytes);
    }
    return moved;
}

void *gb_heap_alloc_object(GbHeap *heap, size_t bytes)
{
    return gb_heap_alloc(heap, bytes);
}

void *gb_heap_alloc_container(GbHeap *heap, size_t bytes)
{
    void *block = bytes <= SMALL_MAX ? small_alloc(heap, &heap->pools[POOL_CONTAINER], bytes)
                                     : large_alloc(heap, POOL_CONTAINER, bytes);
    if (block != NULL)
        ++heap->containers;
    return block;
}

void gb_heap_release_container(GbHeap *heap, void *block, size_t bytes)
{
    --heap->containers;
    if (bytes <= SMALL_MAX) {
        small_release(heap, &heap->pools[POOL_CONTAINER], block, bytes);
        return;
    }
    large_release(heap, block, bytes);
}

static void each_in_page(Page *page, void (*visit)(GbObject *, void *), void *context)
{
    for (uint32_t at = 0; at < page->used_bytes; at += page->block_bytes) {
        GbObject *object = (GbObject *)(page->blocks + at);
        if (object->refcount > 0)
            visit(object, context);
    }
}

void gb_heap_each_container(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                            void *context)
{
    for (int class = 0; class < CLASS_COUNT; class ++) {
        for (Page *page = heap->pools[POOL_CONTAINER].pages[class]; page != NULL; page = page->next)
            each_in_page(page, visit, context);
    }
    LargeLink *ring = &heap->large[POOL_CONTAINER];
    for (LargeLink *link = ring->next; link != ring; link = link->next) {
        GbObject *object = (GbObject *)(link + 1);
        if (object->refcount > 0)
            visit(object, context);
    }
}

void gb_heap_each_object(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                         void *context)
{
    gb_heap_each_container(heap, visit, context);
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
