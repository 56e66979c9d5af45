#include "vm/object/int_memory.h"

#include "vm/interp.h"
#include "vm/mem.h"

#include <gmp.h>
#include <stdlib.h>

/* GMP tells its allocator nothing of who asks. */
static _Thread_local GbGmp *current;

jmp_buf *gb_gmp_begin(GbThread *t, GbGmp *gmp)
{
    gmp->t = t;
    gmp->blocks.next = gmp->blocks.previous = &gmp->blocks;
    gmp->outer = current;
    current = gmp;
    return &gmp->begin;
}

static void release(GbGmpBlock *block)
{
    if (block->owner == NULL)
        free(block);
    else
        gb_heap_release(block->owner->t->interp->heap, block, block->bytes);
}

void gb_gmp_end(GbGmp *gmp)
{
    for (GbGmpBlock *block = gmp->blocks.next, *next; block != &gmp->blocks; block = next) {
        next = block->next;
        release(block);
    }
    current = gmp->outer;
}

GbRef gb_gmp_fail(GbGmp *gmp)
{
    gb_gmp_end(gmp);
    return gb_raise_memory(gmp->t);
}

/* --- What GMP calls --- */

static void link_in(GbGmp *gmp, GbGmpBlock *block)
{
    block->next = &gmp->blocks;
    block->previous = gmp->blocks.previous;
    block->previous->next = block;
    gmp->blocks.previous = block;
}

static void *keep(GbGmpBlock *block, GbGmp *owner, size_t bytes)
{
    if (block == NULL && owner == NULL)
        abort(); /* As GMP does. */
    if (block == NULL)
        longjmp(owner->begin, 1);
    block->owner = owner;
    block->bytes = bytes;
    if (owner != NULL)
        link_in(owner, block);
    return block + 1;
}

static void *allocate(size_t size)
{
    size_t bytes = sizeof(GbGmpBlock) + size;
    GbHeap *heap = current == NULL ? NULL : current->t->interp->heap;
    return keep(heap == NULL ? malloc(bytes) : gb_heap_alloc(heap, bytes), current, bytes);
}

static void deallocate(void *data, size_t size)
{
    GbGmpBlock *block = (GbGmpBlock *)data - 1;
    if (block->owner != NULL) {
        block->previous->next = block->next;
        block->next->previous = block->previous;
    }
    release(block);
}

static void *reallocate(void *data, size_t old_size, size_t size)
{
    void *moved = allocate(size);
    memcpy(moved, data, old_size < size ? old_size : size);
    deallocate(data, old_size);
    return moved;
}

void gb_gmp_init(void)
{
    mp_set_memory_functions(allocate, reallocate, deallocate);
}
