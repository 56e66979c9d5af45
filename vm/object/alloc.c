#include "vm/object/alloc.h"

#include "vm/mem.h"
#include "vm/object/attrs.h"
#include "vm/object/type.h"

enum {
    DEATH_DEPTH_MAX = 40,
    CHARGED_BYTES = 4096,
};

void gb_weakrefs_clear(GbThread *t, GbObject *object);

/* --- Memory --- */

/* Whoever asks for memory goes on to fill it: this is where copying is charged for, by the page.
 * What is smaller has its price already, as an object; so a run does not depend on how long the
 * names of the folders are that it lies in. */
static inline void charge_bytes(GbThread *t, size_t bytes)
{
    gb_charge(t, RT_COST_BYTE, (int64_t)(bytes & ~(size_t)(CHARGED_BYTES - 1)));
}

void *gb_mem_new(GbThread *t, size_t bytes)
{
    charge_bytes(t, bytes);
    void *memory = gb_heap_alloc(t->interp->heap, bytes);
    if (memory == NULL)
        gb_raise_memory(t);
    return memory;
}

void *gb_mem_resize(GbThread *t, void *memory, size_t old_bytes, size_t bytes)
{
    charge_bytes(t, bytes);
    void *moved = gb_heap_realloc(t->interp->heap, memory, old_bytes, bytes);
    if (moved == NULL)
        gb_raise_memory(t);
    return moved;
}

void gb_mem_free(GbThread *t, void *memory, size_t bytes)
{
    gb_heap_release(t->interp->heap, memory, bytes);
}

/* --- Birth --- */

size_t gb_memory_bytes(GbThread *t)
{
    return gb_heap_counts(t->interp->heap).bytes;
}

/* What a type's objects need behind the `bytes` of a variable-sized struct. */
static size_t tail_bytes(const GbType *type)
{
    if (!(type->flags & GB_TYPE_VARIABLE))
        return 0;
    return (size_t)type->slot_count * sizeof(GbRef) +
           (type->attrs_offset != 0 ? sizeof(uintptr_t) : 0);
}

static inline void count_container(GbInterp *interp)
{
    GbCollector *collector = &interp->collector;
    if (++collector->made > collector->threshold && collector->enabled && !collector->running)
        gil_breaker_set(interp->gil, GB_BREAK_COLLECT);
}

static inline GbObject *object_setup(GbThread *t, GbObject *object, GbType *type, size_t bytes)
{
    GbInterp *interp = t->interp;
    ASSERT(gil_held(interp->gil, &t->gil));
    gb_charge(t, RT_COST_ALLOC, 1);
    charge_bytes(t, bytes);
    memset(object, 0, bytes);
    object->refcount = 1;
    object->kind = interp->types[type->layout] == type ? type->layout : GB_KIND_OTHER;
    object->type = type;
    if (type->flags & GB_TYPE_HEAP)
        ++type->header.refcount;
    if (type->flags & GB_TYPE_CONTAINER) {
        object->flags = GB_FLAG_CONTAINER;
        count_container(interp);
    }
    return object;
}

void *gb_object_new_sized(GbThread *t, GbType *type, size_t size_bytes)
{
    size_t bytes = ((size_bytes + 7) & ~(size_t)7) + tail_bytes(type);
    GbHeap *heap = t->interp->heap;
    GbObject *object = type->flags & GB_TYPE_CONTAINER ? gb_heap_alloc_container(heap, bytes)
                                                       : gb_heap_alloc_object(heap, bytes);
    if (object == NULL) {
        gb_raise_memory(t);
        return NULL;
    }
    return object_setup(t, object, type, bytes);
}

void *gb_object_new_unset(GbThread *t, GbType *type, size_t size_bytes)
{
    GbObject *object = gb_heap_alloc_object(t->interp->heap, (size_bytes + 7) & ~(size_t)7);
    if (object == NULL) {
        gb_raise_memory(t);
        return NULL;
    }
    gb_charge(t, RT_COST_ALLOC, 1);
    charge_bytes(t, size_bytes);
    *object = (GbObject){.refcount = 1, .kind = type->layout, .type = type};
    return object;
}

void *gb_object_new(GbThread *t, GbType *type)
{
    return gb_object_new_sized(t, type, type->instance_size);
}

static inline size_t object_bytes(GbObject *object)
{
    GbType *type = object->type;
    if (!(type->flags & GB_TYPE_VARIABLE))
        return (type->instance_size + 7) & ~(size_t)7;
    return (((size_t)type->spec->size_of(object) + 7) & ~(size_t)7) + tail_bytes(type);
}

size_t gb_object_bytes(GbObject *object)
{
    return object_bytes(object);
}

void *gb_object_resize(GbThread *t, GbObject *object, size_t size_bytes)
{
    size_t bytes = (size_bytes + 7) & ~(size_t)7;
    return gb_mem_resize(t, object, gb_object_bytes(object), bytes);
}

/* --- What an object holds --- */

GbRef *gb_object_slots(GbObject *object)
{
    GbType *type = object->type;
    size_t offset = type->flags & GB_TYPE_VARIABLE ? (size_t)type->spec->size_of(object)
                                                   : type->spec->size;
    return (GbRef *)((char *)object + ((offset + 7) & ~(size_t)7));
}

int gb_object_visit(GbObject *object, GbVisitor visit, void *context)
{
    GbType *type = object->type;
    if (type->slots.visit != NULL) {
        int stop = type->slots.visit(object, visit, context);
        if (stop)
            return stop;
    }
    if (!(type->flags & GB_TYPE_HEAP))
        return type->attrs_offset != 0 ? gb_attrs_visit(object, visit, context) : 0;
    GbRef *slots = gb_object_slots(object);
    for (int32_t i = 0; i < type->slot_count; i++)
        GB_VISIT(slots[i]);
    if (type->attrs_offset != 0) {
        int stop = gb_attrs_visit(object, visit, context);
        if (stop)
            return stop;
    }
    GbRef type_value = gb_value(type);
    return visit(&type_value, context);
}

static void clear_class_part(GbThread *t, GbObject *object)
{
    GbType *type = object->type;
    if (type->slot_count > 0) {
        GbRef *slots = gb_object_slots(object);
        for (int32_t i = 0; i < type->slot_count; i++)
            gb_clear(&slots[i]);
    }
    if (type->attrs_offset != 0)
        gb_attrs_clear(t, object);
}

void gb_object_clear(GbThread *t, GbObject *object)
{
    if (object->type->slots.clear != NULL)
        object->type->slots.clear(t, object);
    clear_class_part(t, object);
}

/* --- Death --- */

/* Run __del__ once. True when the object lives on. */
static bool finalize(GbThread *t, GbObject *object)
{
    if (t->interp->silent)
        return false;
    object->flags |= GB_FLAG_FINALIZED;
    object->refcount = 1;
    GbRef pending = t->exception;
    t->exception = GB_NULL;
    object->type->slots.finalize(t, gb_value(object));
    gb_raised_restore_take(t, pending);
    return --object->refcount > 0;
}

static inline __attribute__((always_inline)) void bury(GbThread *t, GbObject *object)
{
    GbInterp *interp = t->interp;
    GbType *type = object->type;
    if (type->slots.finalize != NULL && !(object->flags & GB_FLAG_FINALIZED) && finalize(t, object))
        return;
    type = object->type; /* __del__ may have assigned __class__. */
    if (object->flags & (GB_FLAG_HAS_WEAKREFS | GB_FLAG_HAS_ID)) {
        if (object->flags & GB_FLAG_HAS_WEAKREFS)
            gb_weakrefs_clear(t, object);
        if (object->flags & GB_FLAG_HAS_ID)
            gb_side_remove(&interp->ids, object);
    }
    size_t bytes = object_bytes(object);
    bool container = (object->flags & GB_FLAG_CONTAINER) != 0;
    if (type->attrs_offset != 0 || type->slot_count > 0)
        clear_class_part(t, object);
    if (type->slots.dealloc != NULL)
        type->slots.dealloc(t, object);
    if (container) {
        --interp->collector.made;
        gb_heap_release_container(interp->heap, object, bytes);
    } else {
        gb_heap_release(interp->heap, object, bytes);
    }
    if (type->flags & GB_TYPE_HEAP)
        gb_decref(gb_value(type));
}

/* Put the death off, so that long chains do not nest C calls without end. False: no memory, die at
 * once. */
static bool put_off(GbDying *dying, GbHeap *heap, GbObject *object)
{
    if (dying->count == dying->capacity) {
        int32_t capacity = dying->capacity ? dying->capacity * 2 : 64;
        GbObject **grown = gb_heap_realloc(heap, dying->objects,
                                           (size_t)dying->capacity * sizeof *grown,
                                           (size_t)capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        dying->objects = grown;
        dying->capacity = capacity;
    }
    dying->objects[dying->count++] = object;
    return true;
}

/* Those that were put off, and what is put off meanwhile. */
static __attribute__((noinline)) void bury_rest(GbThread *t, GbDying *dying)
{
    while (dying->count > 0)
        bury(t, dying->objects[--dying->count]);
}

void gb_object_dead(GbObject *object)
{
    GbInterp *interp = object->type->interp;
    GbThread *t = interp->running;
    ASSERT(t != NULL);
    ASSERT(t == gb_thread_current(interp));
    GbDying *dying = &interp->dying;
    if (dying->depth >= DEATH_DEPTH_MAX && put_off(dying, interp->heap, object))
        return;
    ++dying->depth;
    bury(t, object);
    if (dying->depth == 1 && dying->count > 0)
        bury_rest(t, dying);
    --dying->depth;
}
