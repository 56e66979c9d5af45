/* Arenas: shared pages of the system, handed out as blocks of powers of two. */
#include "runtime/arena.h"

#include "runtime/check.h"
#include "runtime/rt.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

/* An arena begins where a window does, and is one as a rule. */
#define WINDOW_BYTES ((size_t)1 << 34)
#define LEAST_BYTES ((size_t)1 << 26)
#define PAGE_BYTES ((size_t)4096)

enum {
    WINDOWS_TRIED = 256,
    RESERVED_PART = 16, /* one in so many bytes is kept for rt_arena_resize_surely */
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
    size_t size;
    char *unused; /* from here on nothing was ever handed out */
    Head *free[MOST_LOG2 + 1];
};

_Static_assert(sizeof(Head) % 16 == 0, "a block must be aligned for anything");

static RtArena *arena_of(const void *inside)
{
    return (RtArena *)((uintptr_t)inside & ~(WINDOW_BYTES - 1));
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

/* So many bytes at the beginning of the first window below the memory in use that nobody has put
 * anything into. MAP_FAILED: there is none, or not so much memory. */
static void *map_window(size_t size)
{
    char *used = mmap(NULL, PAGE_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (used == MAP_FAILED)
        return MAP_FAILED;
    munmap(used, PAGE_BYTES);
    char *window = (char *)arena_of(used);
    for (int i = 0; i < WINDOWS_TRIED && (uintptr_t)window > WINDOW_BYTES; i++) {
        window -= WINDOW_BYTES;
        void *mapped = mmap(window, size, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1,
                            0);
        if (mapped == window)
            return mapped;
        if (mapped != MAP_FAILED)
            munmap(mapped, size); /* a system that doesn't know this flag */
        else if (errno != EEXIST)
            return MAP_FAILED;
    }
    return MAP_FAILED;
}

/* The program needs addresses too, for its stacks and its objects. */
static size_t most_of_our_share(void)
{
    struct rlimit limit;
    size_t size = WINDOW_BYTES;
    if (getrlimit(RLIMIT_AS, &limit) < 0)
        return size;
    while (size > LEAST_BYTES && size > limit.rlim_cur / 4)
        size /= 2;
    return size;
}

int rt_arena_new(RtArena **out)
{
    size_t size = most_of_our_share();
    void *mapped = map_window(size);
    while (mapped == MAP_FAILED && size > LEAST_BYTES)
        mapped = map_window(size /= 2);
    if (mapped == MAP_FAILED)
        return RT_ENOMEM;
    RtArena *arena = mapped;
    arena->size = size;
    arena->unused = (char *)arena + (sizeof *arena + 15) / 16 * 16;
    tell_new(arena);
    *out = arena;
    return 0;
}

void rt_arena_free(RtArena *arena)
{
    tell_end(arena);
    munmap(arena, arena->size);
}

/* --- Blocks ---------------------------------------------------------------------------------- */

static size_t log2_for(size_t size)
{
    size_t log2 = LEAST_LOG2;
    while (log2 <= MOST_LOG2 && size > ((size_t)1 << log2) - sizeof(Head))
        log2++;
    return log2;
}

/* NULL: then fewer bytes would be left than those that must be. */
static Head *take_unused(RtArena *arena, size_t log2, size_t reserved)
{
    size_t left = arena->size - (size_t)(arena->unused - (char *)arena);
    if (left < reserved + ((size_t)1 << log2))
        return NULL;
    Head *head = (Head *)arena->unused;
    arena->unused += (size_t)1 << log2;
    return head;
}

static void put_free(RtArena *arena, Head *head, size_t log2)
{
    head->log2 = log2;
    head->next = arena->free[log2];
    arena->free[log2] = head;
}

/* The smallest that is large enough, cut into halves as long as they are. */
static Head *take_free(RtArena *arena, size_t log2)
{
    size_t found = log2;
    while (found <= MOST_LOG2 && !arena->free[found])
        found++;
    if (found > MOST_LOG2)
        return NULL;
    Head *head = arena->free[found];
    arena->free[found] = head->next;
    while (found-- > log2)
        put_free(arena, (Head *)((char *)head + ((size_t)1 << found)), found);
    return head;
}

/* The whole pages of a large free block were given back, and are zero when they come again. */
static void zero(Head *head, size_t size)
{
    char *bytes = (char *)(head + 1);
    memset(bytes, 0, head->log2 >= LARGE_LOG2 && size > PAGE_BYTES ? PAGE_BYTES : size);
}

static void *take(RtArena *arena, size_t size, size_t reserved, bool zeroed)
{
    size_t log2 = log2_for(size);
    if (log2 > MOST_LOG2)
        return NULL;
    Head *head = arena->free[log2] ? NULL : take_unused(arena, log2, reserved);
    if (!head)
        head = take_free(arena, log2);
    if (!head)
        return NULL;
    head->log2 = log2;
    head->size = size;
    if (zeroed)
        zero(head, size);
    return head + 1;
}

static size_t reserved_in(const RtArena *arena)
{
    return arena->size / RESERVED_PART;
}

void *rt_arena_alloc(const void *inside, size_t size)
{
    RtArena *arena = arena_of(inside);
    return take(arena, size, reserved_in(arena), true);
}

static void *resize(RtArena *arena, void *block, size_t size, size_t reserved)
{
    Head *before = block ? (Head *)block - 1 : NULL;
    if (before && log2_for(size) == before->log2) {
        before->size = size;
        return block;
    }
    void *grown = take(arena, size, reserved, false);
    if (!grown || !before)
        return grown;
    memcpy(grown, block, before->size < size ? before->size : size);
    rt_arena_release(block);
    return grown;
}

void *rt_arena_resize(const void *inside, void *block, size_t size)
{
    RtArena *arena = arena_of(inside);
    return resize(arena, block, size, reserved_in(arena));
}

void *rt_arena_resize_surely(const void *inside, void *block, size_t size)
{
    void *resized = resize(arena_of(inside), block, size, 0);
    REQUIRE(resized);
    return resized;
}

char *rt_arena_copy(const void *inside, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = rt_arena_resize(inside, NULL, size);
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
    put_free(arena, head, head->log2);
}

bool rt_arena_holds(const void *inside, const void *address)
{
    const RtArena *arena = arena_of(inside);
    return (uintptr_t)address - (uintptr_t)arena < arena->size;
}
