/* The heap of an interpreter: small blocks from pages of one size each, large ones from the system.
 *
 * Objects that can be part of cycles stand in pages (or lists) of their own, so that the collector
 * finds them without a link in each. Two files make this: mem_pages.c for real use, mem_malloc.c,
 * which asks the system for each block so that the address sanitizer sees every misuse. All under
 * the GIL. */
#ifndef GB_VM_MEM_H
#define GB_VM_MEM_H

#include "vm/interp.h"

int gb_heap_new(GbHeap **out);
void gb_heap_free(GbHeap *heap);
/* Likewise, with every block that is still in use. */
void gb_heap_abandon(GbHeap *heap);
/* NULL: out of memory (nothing raised). The block is not cleared. */
void *gb_heap_alloc(GbHeap *heap, size_t bytes);
void gb_heap_release(GbHeap *heap, void *block, size_t bytes);
/* Move to a block of another size, contents kept. NULL: the old block is as it was. */
void *gb_heap_realloc(GbHeap *heap, void *block, size_t old_bytes, size_t bytes);
/* A block for an object that is no container: given back by gb_heap_release. */
void *gb_heap_alloc_object(GbHeap *heap, size_t bytes);
/* Blocks of container objects. */
void *gb_heap_alloc_container(GbHeap *heap, size_t bytes);
void gb_heap_release_container(GbHeap *heap, void *block, size_t bytes);
/* Call for each live container (refcount > 0). The visitor may not allocate or free containers. */
void gb_heap_each_container(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                            void *context);
/* Call for each live object the heap knows of: mem_malloc.c knows all, mem_pages.c containers. */
void gb_heap_each_object(GbHeap *heap, void (*visit)(GbObject *object, void *context),
                         void *context);
/* Bytes in use, containers alive. */
typedef struct GbHeapCounts {
    size_t bytes;
    int64_t containers;
} GbHeapCounts;
GbHeapCounts gb_heap_counts(const GbHeap *heap);
/* Fail the n-th allocation from now (0: off): for tests. */
void gb_heap_fail_after(GbHeap *heap, int64_t n);
/* Is that allocation still to come? */
bool gb_heap_will_fail(const GbHeap *heap);
/* Have no more than about this in use: more fails. */
void gb_heap_limit(GbHeap *heap, size_t bytes);

#endif
