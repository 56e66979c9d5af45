/* The cycle collector: trial deletion, in place.
 *
 *   1. Take every reference that one container holds on another out of that one's count. What keeps
 * a count is referred to from outside: from C, from frames, from objects that are no containers.
 *   2. From those, walk on, put the counts back, and mark what is reached.
 *   3. What is not marked is held by nothing but itself: garbage. Its counts are put back too.
 *   4. Weak references to it are cleared, finalisers run (each once); what they brought back to
 * life is kept.
 *   5. The rest is told to drop what it holds, and dies by its counts.
 *
 * No memory is needed but one array of all containers, asked for beforehand. It runs at safepoints
 * only, never inside an allocation, so C code needs no care. */
#include "vm/exec/gc.h"

#include "vm/mem.h"
#include "vm/object/alloc.h"
#include "vm/object/list.h"

#include <limits.h>
#include <stdlib.h>

enum {
    GB_MARKED = GB_FLAG_GC_1,  /* Reached from outside. */
    GB_SUSPECT = GB_FLAG_GC_2, /* In the set being looked at. */
    FLOOR = 14, /* Thresholds of gc.set_threshold times this are the fewest new containers that make
                   a collection worth while: ours are all full collections. */
};

void gb_weakrefs_clear(GbThread *t, GbObject *object);

typedef struct Candidates {
    GbObject **objects;
    int64_t count, capacity;
} Candidates;

typedef struct Stack {
    GbObject **objects;
    int64_t count;
} Stack;

static void add_candidate(GbObject *object, void *context)
{
    Candidates *all = context;
    if (all->count < all->capacity) {
        object->flags = (uint8_t)((object->flags | GB_SUSPECT) & ~GB_MARKED);
        all->objects[all->count++] = object;
    }
}

static int take_out(GbRef *slot, void *context)
{
    if (gb_object(*slot)->flags & GB_SUSPECT)
        --gb_object(*slot)->refcount;
    return 0;
}

static int put_back(GbRef *slot, void *context)
{
    if (gb_object(*slot)->flags & GB_SUSPECT)
        ++gb_object(*slot)->refcount;
    return 0;
}

static int reach(GbRef *slot, void *context)
{
    Stack *stack = context;
    GbObject *object = gb_object(*slot);
    if (!(object->flags & GB_SUSPECT))
        return 0;
    ++object->refcount;
    if (!(object->flags & GB_MARKED)) {
        object->flags |= GB_MARKED;
        stack->objects[stack->count++] = object;
    }
    return 0;
}

static void reach_from(GbObject *root, Stack *stack)
{
    root->flags |= GB_MARKED;
    stack->objects[stack->count++] = root;
    while (stack->count > 0)
        gb_object_visit(stack->objects[--stack->count], reach, stack);
}

/* Steps 1 to 3 over a set whose objects are all flagged GB_SUSPECT. `held` is what the caller
 * itself adds to each count. The garbage is moved to the front of the set and its number returned;
 * flags are cleared on the rest. */
static int64_t find_garbage(Candidates *set, GbObject **work, uint32_t held)
{
    for (int64_t i = 0; i < set->count; i++)
        gb_object_visit(set->objects[i], take_out, NULL);
    Stack stack = {work, 0};
    for (int64_t i = 0; i < set->count; i++) {
        GbObject *object = set->objects[i];
        if (object->refcount > held && !(object->flags & GB_MARKED))
            reach_from(object, &stack);
    }
    for (int64_t i = 0; i < set->count; i++) {
        if (!(set->objects[i]->flags & GB_MARKED))
            gb_object_visit(set->objects[i], put_back, NULL);
    }
    int64_t garbage = 0;
    for (int64_t i = 0; i < set->count; i++) {
        GbObject *object = set->objects[i];
        if (object->flags & GB_MARKED) {
            object->flags &= (uint8_t) ~(GB_MARKED | GB_SUSPECT);
        } else {
            set->objects[i] = set->objects[garbage];
            set->objects[garbage++] = object;
        }
    }
    return garbage;
}

/* Finalise each that has a finaliser left. True when any ran. */
static bool finalize_all(GbThread *t, Candidates *set)
{
    bool any = false;
    for (int64_t i = 0; i < set->count && !t->interp->silent; i++) {
        GbObject *object = set->objects[i];
        if (object->type->slots.finalize == NULL || object->flags & GB_FLAG_FINALIZED)
            continue;
        object->flags |= GB_FLAG_FINALIZED;
        object->type->slots.finalize(t, gb_value(object));
        any = true;
    }
    return any;
}

static void hold_all(Candidates *set)
{
    for (int64_t i = 0; i < set->count; i++)
        ++set->objects[i]->refcount;
}

/* Steps 4 and 5. How many died. */
static int64_t destroy(GbThread *t, Candidates *set, GbObject **work)
{
    hold_all(set);
    for (int64_t i = 0; i < set->count; i++) {
        if (set->objects[i]->flags & GB_FLAG_HAS_WEAKREFS)
            gb_weakrefs_clear(t, set->objects[i]);
    }
    int64_t total = set->count;
    if (finalize_all(t, set)) {
        set->count = find_garbage(set, work, 1);
        for (int64_t i = set->count; i < total; i++)
            gb_decref(gb_value(set->objects[i])); /* Brought back to life: only our hold goes. */
    }
    for (int64_t i = 0; i < set->count; i++)
        set->objects[i]->flags &= (uint8_t) ~(GB_MARKED | GB_SUSPECT);
    for (int64_t i = 0; i < set->count; i++)
        gb_object_clear(t, set->objects[i]);
    for (int64_t i = 0; i < set->count; i++)
        gb_decref(gb_value(set->objects[i]));
    return set->count;
}

static void set_threshold(GbInterp *interp)
{
    GbCollector *collector = &interp->collector;
    int64_t alive = gb_heap_counts(interp->heap).containers;
    int64_t least = collector->thresholds[0] * FLOOR;
    collector->threshold = least == 0 ? INT64_MAX : alive / 2 > least ? alive / 2 : least;
    if (collector->every_allocation)
        collector->threshold = INT64_MIN;
    collector->made = 0;
}

/* gc.callbacks hear of the beginning and the end. */
static void tell_callbacks(GbThread *t, const char *phase, int64_t collected)
{
    GbBorrow callbacks = t->interp->collector.callbacks;
    if (callbacks == GB_NULL || gb_list_count(callbacks) == 0)
        return;
    GbRef word = gb_str_new(t, phase), info = gb_dict_new(t);
    if (word != GB_NULL && info != GB_NULL &&
        gb_dict_set_c(t, info, "generation", gb_small_new(2)) == 0 &&
        gb_dict_set_c(t, info, "collected", gb_small_new(collected)) == 0 &&
        gb_dict_set_c(t, info, "uncollectable", gb_small_new(0)) == 0) {
        for (int64_t i = 0; i < gb_list_count(callbacks); i++) {
            GbRef callback = gb_new_ref(gb_list_peek(callbacks, i));
            GbRef result = gb_call2(t, callback, word, info);
            if (result == GB_NULL)
                gb_raised_unraisable(t, callback);
            gb_xdecref(result);
            gb_decref(callback);
        }
    }
    gb_raised_drop(t);
    gb_xdecref(word);
    gb_xdecref(info);
}

/* `memory` has room for all containers twice. */
static int64_t collect(GbThread *t, GbObject **memory, int64_t alive)
{
    Candidates set = {memory, 0, alive};
    gb_heap_each_container(t->interp->heap, add_candidate, &set);
    set.count = find_garbage(&set, memory + alive, 0);
    return set.count > 0 ? destroy(t, &set, memory + alive) : 0;
}

int64_t gb_gc_collect(GbThread *t)
{
    GbInterp *interp = t->interp;
    GbCollector *collector = &interp->collector;
    gil_breaker_clear(interp->gil, GB_BREAK_COLLECT);
    if (collector->running)
        return 0;
    collector->running = true;
    gil_tell(interp->gil, &t->gil, GIL_EVENT_COLLECT, 0);
    GbRef pending = gb_raised_take(t);
    tell_callbacks(t, "start", 0);
    int64_t alive = gb_heap_counts(interp->heap).containers, found = 0;
    GbObject **memory = malloc((size_t)(alive + 1) * 2 * sizeof *memory);
    if (memory != NULL)
        found = collect(t, memory, alive);
    free(memory); /* NULL: no room to look; another time. */
    ++collector->collections;
    collector->collected += found;
    tell_callbacks(t, "stop", found);
    gb_raised_restore_take(t, pending);
    collector->running = false;
    gil_tell(interp->gil, &t->gil, GIL_EVENT_COLLECTED, found < INT_MAX ? (int)found : INT_MAX);
    set_threshold(interp);
    return found;
}
int gb_gc_init(GbThread *t)
{
    GbCollector *collector = &t->interp->collector;
    *collector = (GbCollector){.thresholds = {700, 10, 10}, .enabled = true};
    set_threshold(t->interp);
    return 0;
}

/* --- What the gc module shows --- */

bool gb_gc_enable(GbThread *t, bool on)
{
    bool was = t->interp->collector.enabled;
    t->interp->collector.enabled = on;
    return was;
}

bool gb_gc_is_enabled(GbThread *t)
{
    return t->interp->collector.enabled;
}

int64_t *gb_gc_thresholds(GbThread *t)
{
    return t->interp->collector.thresholds;
}

void gb_gc_set_thresholds(GbThread *t)
{
    int64_t made = t->interp->collector.made;
    set_threshold(t->interp);
    t->interp->collector.made = made;
}

GbGcCounts gb_gc_counts(GbThread *t)
{
    const GbCollector *c = &t->interp->collector;
    return (GbGcCounts){c->made < 0 ? 0 : c->made, c->collections, c->collected, c->uncollectable};
}

typedef struct Listing {
    GbObject **objects;
    int64_t count, capacity;
} Listing;

static void list_object(GbObject *object, void *context)
{
    Listing *listing = context;
    if (listing->count < listing->capacity)
        listing->objects[listing->count++] = object;
}

GbRef gb_gc_objects(GbThread *t)
{
    int64_t alive = gb_heap_counts(t->interp->heap).containers;
    Listing listing = {malloc((size_t)(alive + 1) * sizeof(GbObject *)), 0, alive};
    if (listing.objects == NULL)
        return gb_raise_memory(t);
    gb_heap_each_container(t->interp->heap, list_object, &listing);
    GbRef list = gb_list_new(t, listing.count);
    for (int64_t i = 0; list != GB_NULL && i < listing.count; i++) {
        if (gb_list_append(t, list, gb_value(listing.objects[i])) < 0)
            gb_clear(&list);
    }
    free(listing.objects);
    return list;
}

typedef struct Referents {
    GbThread *t;
    GbBorrow list;
} Referents;

static int list_referent(GbRef *slot, void *context)
{
    Referents *referents = context;
    return gb_list_append(referents->t, referents->list, *slot);
}

int gb_gc_referents(GbThread *t, GbBorrow v, GbBorrow list)
{
    Referents referents = {t, list};
    if (!gb_gc_is_tracked(v))
        return 0;
    return gb_object_visit(gb_object(v), list_referent, &referents);
}

bool gb_gc_is_tracked(GbBorrow v)
{
    return gb_is_object(v) && gb_object(v)->flags & GB_FLAG_CONTAINER;
}

bool gb_gc_is_finalized(GbBorrow v)
{
    return gb_is_object(v) && gb_object(v)->flags & GB_FLAG_FINALIZED;
}

static GbBorrow list_made(GbThread *t, GbRef *place)
{
    if (*place == GB_NULL)
        *place = gb_list_new(t, 0);
    return *place;
}

GbBorrow gb_gc_callbacks(GbThread *t)
{
    return list_made(t, &t->interp->collector.callbacks);
}

GbBorrow gb_gc_garbage(GbThread *t)
{
    return list_made(t, &t->interp->collector.garbage);
}

GbBorrow gb_atexit_list(GbThread *t)
{
    return t->interp->atexit;
}
