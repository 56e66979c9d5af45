/* Module _heapq: a list as a binary heap. list[i] is no larger than its children list[2 * i + 1]
 * and list[2 * i + 2]; the functions named _max keep the opposite order.
 *
 * Comparing may run Python, which may do anything to the list: after each comparison its size is
 * looked at again, and items are only swapped, so that every item is owned by the list always. */
#include "vm/gilbox.h"

typedef struct Heap {
    GbThread *t;
    GbBorrow list;
    bool is_max;
} Heap;

/* `function` is what the error calls it: "heapify() argument". */
static int heap_init(GbThread *t, Heap *heap, GbBorrow list, bool is_max, const char *function)
{
    if (!gb_is_list(list))
        return gb_fail(t, gb_TypeError, "%s must be list, not %K", function, list);
    *heap = (Heap){t, list, is_max};
    return 0;
}

/* Does the item at i belong above the one at k? 1, 0, -1: failed, or the list changed its size. */
static int is_above(const Heap *heap, int64_t i, int64_t k)
{
    int64_t count = gb_list_count(heap->list);
    GbRef first = gb_new_ref(gb_list_peek(heap->list, i));
    GbRef second = gb_new_ref(gb_list_peek(heap->list, k));
    int result = heap->is_max ? gb_compare_truth(heap->t, second, first, GB_LT)
                              : gb_compare_truth(heap->t, first, second, GB_LT);
    gb_decref(first);
    gb_decref(second);
    if (result >= 0 && gb_list_count(heap->list) != count)
        return gb_fail(heap->t, gb_RuntimeError, "list changed size during iteration");
    return result;
}

static void swap(const Heap *heap, int64_t i, int64_t k)
{
    GbRef *items = gb_list_items(heap->list), kept = items[i];
    items[i] = items[k];
    items[k] = kept;
}

/* The item at `at` rises, but not above `top`. */
static int rise(const Heap *heap, int64_t top, int64_t at)
{
    while (at > top) {
        int64_t parent = (at - 1) / 2;
        int above = is_above(heap, at, parent);
        if (above <= 0)
            return above;
        swap(heap, at, parent);
        at = parent;
    }
    return 0;
}

/* The item at `top` sinks. It first goes all the way down, its better children rising, and then up
 * to where it belongs: it mostly comes from the bottom, so this compares less. */
static int sink(const Heap *heap, int64_t top)
{
    int64_t at = top, count = gb_list_count(heap->list);
    while (at < count / 2) {
        int64_t child = 2 * at + 1;
        if (child + 1 < count) {
            int above = is_above(heap, child, child + 1);
            if (above < 0)
                return -1;
            child += !above;
        }
        swap(heap, at, child);
        at = child;
    }
    return rise(heap, top, at);
}

static GbRef heap_push(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Heap heap;
    if (heap_init(t, &heap, args[0], false, "heappush() argument 1") < 0 ||
        gb_list_append(t, args[0], args[1]) < 0 ||
        rise(&heap, 0, gb_list_count(args[0]) - 1) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef pop(GbThread *t, GbBorrow list, bool is_max, const char *function)
{
    Heap heap;
    if (heap_init(t, &heap, list, is_max, function) < 0)
        return GB_NULL;
    int64_t count = gb_list_count(list);
    if (count == 0)
        return gb_raise(t, gb_IndexError, "index out of range");
    swap(&heap, 0, count - 1);
    GbRef result = gb_list_pop(t, list);
    if (count > 1 && sink(&heap, 0) < 0)
        gb_clear(&result);
    return result;
}

static GbRef heap_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return pop(t, args[0], false, "heappop() argument");
}

static GbRef heap_pop_max(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return pop(t, args[0], true, "_heappop_max() argument");
}

/* Put `item` in the place of the first and give that back. */
static GbRef replace_first(const Heap *heap, GbBorrow item)
{
    if (gb_list_count(heap->list) == 0)
        return gb_raise(heap->t, gb_IndexError, "index out of range");
    GbRef *items = gb_list_items(heap->list), result = items[0];
    items[0] = gb_new_ref(item);
    if (sink(heap, 0) < 0)
        gb_clear(&result);
    return result;
}

static GbRef heap_replace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Heap heap;
    if (heap_init(t, &heap, args[0], false, "heapreplace() argument 1") < 0)
        return GB_NULL;
    return replace_first(&heap, args[1]);
}

static GbRef heap_replace_max(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Heap heap;
    if (heap_init(t, &heap, args[0], true, "_heapreplace_max() argument 1") < 0)
        return GB_NULL;
    return replace_first(&heap, args[1]);
}

static GbRef heap_pushpop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Heap heap;
    if (heap_init(t, &heap, args[0], false, "heappushpop() argument 1") < 0)
        return GB_NULL;
    if (gb_list_count(args[0]) == 0)
        return gb_new_ref(args[1]);
    GbRef first = gb_new_ref(gb_list_peek(args[0], 0));
    int above = gb_compare_truth(t, first, args[1], GB_LT);
    gb_decref(first);
    if (above <= 0)
        return above < 0 ? GB_NULL : gb_new_ref(args[1]);
    return replace_first(&heap, args[1]);
}

static GbRef order(GbThread *t, GbBorrow list, bool is_max, const char *function)
{
    Heap heap;
    if (heap_init(t, &heap, list, is_max, function) < 0)
        return GB_NULL;
    for (int64_t i = gb_list_count(list) / 2; i-- > 0;) {
        if (sink(&heap, i) < 0)
            return GB_NULL;
    }
    return GB_NONE;
}

static GbRef heap_order(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return order(t, args[0], false, "heapify() argument");
}

static GbRef heap_order_max(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return order(t, args[0], true, "_heapify_max() argument");
}

static const GbMethodDef heapq_functions[] = {
    {"heapify(heap, /)", heap_order,
     "Transform list into a heap, in-place, in O(len(heap)) time."},
    {"heappop(heap, /)", heap_pop,
     "Pop the smallest item off the heap, maintaining the heap invariant."},
    {"heappush(heap, item, /)", heap_push,
     "Push item onto heap, maintaining the heap invariant."},
    {"heappushpop(heap, item, /)", heap_pushpop,
     "Push item on the heap, then pop and return the smallest item from the heap."},
    {"heapreplace(heap, item, /)", heap_replace,
     "Pop and return the current smallest value, and add the new item."},
    {"_heapify_max(heap, /)", heap_order_max, "Maxheap variant of heapify."},
    {"_heappop_max(heap, /)", heap_pop_max, "Maxheap variant of heappop."},
    {"_heapreplace_max(heap, item, /)", heap_replace_max, "Maxheap variant of heapreplace."},
    {0},
};

const GbModuleDef gb_module_heapq = {
    "_heapq",
    "Heap queue algorithm (a.k.a. priority queue).",
    heapq_functions,
    NULL,
};
