/* A heap of nodes by (key, serial), for timers and for threads that wait for a core. */
#include "runtime/sim.h"

#include "runtime/check.h"


static bool before(const SimNode *a, const SimNode *b)
{
    return a->key != b->key ? a->key < b->key : a->serial < b->serial;
}

/* Places count from 1: the children of place p are 2p and 2p + 1. */
static void put(SimHeap *heap, SimNode *node, size_t place)
{
    heap->nodes[place - 1] = node;
    node->place = place;
}

static void rise(SimHeap *heap, SimNode *node)
{
    size_t place = node->place;
    while (place > 1) {
        SimNode *parent = heap->nodes[place / 2 - 1];
        if (!before(node, parent))
            break;
        put(heap, parent, place);
        place /= 2;
    }
    put(heap, node, place);
}

static void sink(SimHeap *heap, SimNode *node)
{
    size_t place = node->place;
    for (;;) {
        size_t child = place * 2;
        if (child > heap->count)
            break;
        if (child < heap->count && before(heap->nodes[child], heap->nodes[child - 1]))
            child++;
        if (!before(heap->nodes[child - 1], node))
            break;
        put(heap, heap->nodes[child - 1], place);
        place = child;
    }
    put(heap, node, place);
}

void rt_sim_heap_add(Sim *sim, SimHeap *heap, SimNode *node)
{
    ASSERT(node->place == 0);
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity ? heap->capacity * 2 : 64;
        heap->nodes = rt_arena_resize_surely(sim, heap->nodes,
                                             heap->capacity * sizeof heap->nodes[0]);
    }
    node->place = ++heap->count;
    rise(heap, node);
}

void rt_sim_heap_remove(SimHeap *heap, SimNode *node)
{
    ASSERT(node->place != 0);
    ASSERT(heap->nodes[node->place - 1] == node);
    SimNode *last = heap->nodes[--heap->count];
    if (last != node) {
        put(heap, last, node->place);
        rise(heap, last);
        sink(heap, last);
    }
    node->place = 0;
}

void rt_sim_heap_fini(SimHeap *heap)
{
    rt_arena_release(heap->nodes);
    *heap = (SimHeap){0};
}
