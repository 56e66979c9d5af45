/* Arenas: shared pages of the system, handed out as blocks of powers of two. */
#include "runtime/arena.h"

#include "runtime/check.h"
#include "runtime/rt.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define ARENA_BYTES ((size_t)1 << 34)
#define PAGE_BYTES ((size_t)4096)

enum {
    LEAST_LOG2 = 5,
    MOST_LOG2 = 31,
    LARGE_LOG2 = 16, /* from here on a free block's pages go back to the system */
};

/* In front of each block. */
typedef struct Head {
    size_t log2; /* of the block's size, this head included */
    union {
        size_t size;       /* what was asked for */
        struct Head *next; /* of a free block */
    };
} Head;

/* At the arena's first address. */
struct RtArena {
    char *unused; /* from here on nothing was ever handed out */
    Head *free[MOST_LOG2 + 1];
};

_Static_assert(sizeof(Head) % 16 == 0, "a block must be aligned for anything");

static RtArena *arena_of(const void *inside)
{
    return (RtArena *)((uintptr_t)inside & ~(ARENA_BYTES - 1));
}

/* --- Telling the tools ----------------------------------------------------------------------- */

/* gcc has a macro for this, clang a question. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>

/* What the machine's first blocks point to is not lost. */
#define ROOTS_BYTES ((size_t)1 << 20)

static void tell_new(RtArena *arena)
{
    __lsan_register_root_region(arena, ROOTS_BYTES);
}

static void tell_end(RtArena *arena)
{
    __lsan_unregister_root_region(arena, ROOTS_BYTES);
}
#else
static inline void tell_new(RtArena *arena)
{
}

static inline void tell_end(RtArena *arena)
{
}
#endif

/* --- The whole ------------------------------------------------------------------------------- */

/* Twice the range is sure to have an aligned half. */
int rt_arena_new(RtArena **out)
{
    char *range = mmap(NULL, 2 * ARENA_BYTES, PROT_NONE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED)
        return RT_ENOMEM;
    char *base = (char *)arena_of(range + ARENA_BYTES - 1);
    if (base > range)
        munmap(range, (size_t)(base - range));
    munmap(base + ARENA_BYTES, (size_t)(range + ARENA_BYTES - base));
    void *mapped = mmap(base, ARENA_BYTES, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (mapped == MAP_FAILED) {
        munmap(base, ARENA_BYTES);
        return RT_ENOMEM;
    }
    RtArena *arena = mapped;
    arena->unused = base + (sizeof *arena + 15) / 16 * 16;
    tell_new(arena);
    *out = arena;
    return 0;
}

void rt_arena_free(RtArena *arena)
{
    tell_end(arena);
    munmap(arena, ARENA_BYTES);
}

/* --- Blocks ---------------------------------------------------------------------------------- */

static size_t log2_for(size_t size)
{
    size_t log2 = LEAST_LOG2;
    while (log2 <= MOST_LOG2 && size > ((size_t)1 << log2) - sizeof(Head))
        log2++;
    return log2;
}

static Head *take_unused(RtArena *arena, size_t log2)
{
    size_t left = ARENA_BYTES - (size_t)(arena->unused - (char *)arena);
    if (left < (size_t)1 << log2)
        return NULL;
    Head *head = (Head *)arena->unused;
    arena->unused += (size_t)1 << log2;
    return head;
}

/* The whole pages of a large free block were given back, and are zero when they come again. */
static void zero(Head *head, size_t size)
{
    char *bytes = (char *)(head + 1);
    memset(bytes, 0, head->log2 >= LARGE_LOG2 && size > PAGE_BYTES ? PAGE_BYTES : size);
}

static void *take(const void *inside, size_t size, bool zeroed)
{
    RtArena *arena = arena_of(inside);
    size_t log2 = log2_for(size);
    if (log2 > MOST_LOG2)
        return NULL;
    Head *head = arena->free[log2];
    if (head) {
        arena->free[log2] = head->next;
        if (zeroed)
            zero(head, size);
    } else if (!(head = take_unused(arena, log2))) {
        return NULL;
    }
    head->log2 = log2;
    head->size = size;
    return head + 1;
}

void *rt_arena_alloc(const void *inside, size_t size)
{
    return take(inside, size, true);
}

void *rt_arena_resize(const void *inside, void *block, size_t size)
{
    Head *before = block ? (Head *)block - 1 : NULL;
    if (before && log2_for(size) == before->log2) {
        before->size = size;
        return block;
    }
    void *grown = take(inside, size, false);
    if (!grown || !before)
        return grown;
    memcpy(grown, block, before->size < size ? before->size : size);
    rt_arena_release(block);
    return grown;
}

char *rt_arena_copy(const void *inside, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = take(inside, size, false);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* The first page holds the head: it stays. */
static void give_back_pages(Head *head)
{
    uintptr_t end = (uintptr_t)head + ((uintptr_t)1 << head->log2);
    uintptr_t from = ((uintptr_t)head + PAGE_BYTES) & ~(PAGE_BYTES - 1);
    uintptr_t to = end & ~(PAGE_BYTES - 1);
    REQUIRE(madvise((void *)from, to - from, MADV_REMOVE) == 0);
    memset((void *)to, 0, end - to);
}

void rt_arena_release(void *block)
{
    if (!block)
        return;
    Head *head = (Head *)block - 1;
    RtArena *arena = arena_of(head);
    ASSERT(head->log2 >= LEAST_LOG2);
    ASSERT(head->log2 <= MOST_LOG2);
    if (head->log2 >= LARGE_LOG2)
        give_back_pages(head);
    head->next = arena->free[head->log2];
    arena->free[head->log2] = head;
}

bool rt_arena_holds(const void *inside, const void *address)
{
    return arena_of(address) == arena_of(inside);
}
