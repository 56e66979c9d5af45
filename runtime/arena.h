/* An arena: memory that stays the same memory in every process forked from the one that made it.
 *
 * What a virtual machine is made of lies in one, so that all the host's processes that run a part
 * of it see the same machine at the same addresses. An arena is so large, and so aligned, that any
 * address inside tells which arena it belongs to: `inside` below is any such address. Only pages
 * that are used take memory; where the system allows a process few addresses it is smaller. Nothing
 * here locks: one process at a time may call. */
#ifndef RUNTIME_ARENA_H
#define RUNTIME_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct RtArena RtArena;

/* RT_ENOMEM: the system has no such range of addresses. */
int rt_arena_new(RtArena **out);

/* Gives all of it back; in this process. */
void rt_arena_free(RtArena *arena);

/* A zeroed block, or NULL. */
void *rt_arena_alloc(const void *inside, size_t size);

/* A block of the new size with the old one's bytes, as far as they fit; what is new is not zeroed.
 * NULL leaves the old one as it was. block may be NULL. */
void *rt_arena_resize(const void *inside, void *block, size_t size);

/* Likewise, for the little that the machine itself can't go on without, from a part that is kept
 * for that: whatever programs have taken, it is not NULL. */
void *rt_arena_resize_surely(const void *inside, void *block, size_t size);

/* A copy of a text, or NULL. */
char *rt_arena_copy(const void *inside, const char *text);

/* NULL is allowed. */
void rt_arena_release(void *block);

/* Is it an address of the arena that `inside` lies in? */
bool rt_arena_holds(const void *inside, const void *address);

#endif
