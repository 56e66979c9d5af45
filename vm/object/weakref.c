#include "vm/object/weakref.h"

#include "vm/object/str.h"
#include "vm/object/type.h"

/* --- The list of an object --- */

static GbWeakref *first_of(GbThread *t, const GbObject *object)
{
    if (!(object->flags & GB_FLAG_HAS_WEAKREFS))
        return NULL;
    return (GbWeakref *)(uintptr_t)gb_side_get(&t->interp->weakrefs, object);
}

static int set_first(GbThread *t, GbObject *object, GbWeakref *first)
{
    if (first == NULL) {
        gb_side_remove(&t->interp->weakrefs, object);
        object->flags &= (uint8_t)~GB_FLAG_HAS_WEAKREFS;
        return 0;
    }
    if (gb_side_set(t, &t->interp->weakrefs, object, (uintptr_t)first) < 0)
        return -1;
    object->flags |= GB_FLAG_HAS_WEAKREFS;
    return 0;
}

/* Put `ref` behind `previous`, at the beginning if that is NULL. */
static int link_behind(GbThread *t, GbWeakref *ref, GbWeakref *previous)
{
    GbWeakref *next = previous == NULL ? first_of(t, ref->object) : previous->next;
    if (previous == NULL && set_first(t, ref->object, ref) < 0)
        return -1;
    ref->previous = previous;
    ref->next = next;
    if (previous != NULL)
        previous->next = ref;
    if (next != NULL)
        next->previous = ref;
    return 0;
}

static void unlink_from(GbThread *t, GbWeakref *ref)
{
    if (ref->object == NULL)
        return;
    if (ref->previous != NULL)
        ref->previous->next = ref->next;
    else
        set_first(t, ref->object, ref->next); /* Replacing or removing an entry needs no memory. */
    if (ref->next != NULL)
        ref->next->previous = ref->previous;
    ref->previous = ref->next = NULL;
    ref->object = NULL;
}

/* Is it one that may be shared: 0 the reference, 1 the proxy; -1 no. */
static int shared_rank(const GbWeakref *ref)
{
    if (ref->callback != GB_NULL)
        return -1;
    switch (ref->header.kind) {
    case GB_KIND_WEAKREF:
        return 0;
    case GB_KIND_WEAKPROXY:
    case GB_KIND_WEAKCALLABLEPROXY:
        return 1;
    default:
        return -1;
    }
}

/* The shared one of a rank, and the last shared one before which others do not stand. */
static GbWeakref *find_shared(GbWeakref *first, int rank, GbWeakref **last)
{
    GbWeakref *found = NULL;
    *last = NULL;
    for (GbWeakref *ref = first; ref != NULL && shared_rank(ref) >= 0; ref = ref->next) {
        if (shared_rank(ref) == rank)
            found = ref;
        *last = ref;
    }
    return found;
}

static bool supports_weakrefs(GbBorrow object)
{
    return gb_is_object(object) && gb_object(object)->type->flags & GB_TYPE_HAS_WEAKREF;
}

GbRef gb_weakref_make(GbThread *t, GbType *type, GbBorrow object, GbBorrow callback)
{
    if (!supports_weakrefs(object))
        return gb_raise(t, gb_TypeError, "cannot create weak reference to '%T' object", object);
    if (callback == GB_NONE)
        callback = GB_NULL;
    bool plain = callback == GB_NULL && !(type->flags & GB_TYPE_HEAP);
    int rank = !plain ? -1 : type == gb_type(t, WEAKREF) ? 0 : 1;
    GbWeakref *last, *shared = find_shared(first_of(t, gb_object(object)), rank, &last);
    /* One that is just dying (no references left, its finaliser under way) is not shared any
     * more. */
    if (shared != NULL && shared->header.refcount > 0)
        return gb_new_ref(gb_value(shared));
    GbWeakref *ref = gb_object_new(t, type);
    if (ref == NULL)
        return GB_NULL;
    ref->hash = -1;
    /* Making the object may have collected garbage, and with it some of the list. */
    find_shared(first_of(t, gb_object(object)), rank, &last);
    ref->object = gb_object(object);
    if (link_behind(t, ref, rank == 0 ? NULL : last) < 0) {
        ref->object = NULL;
        gb_decref(gb_value(ref));
        return GB_NULL;
    }
    ref->callback = callback == GB_NULL ? GB_NULL : gb_new_ref(callback);
    return gb_value(ref);
}

/* --- Death of the object --- */

static void call_back(GbThread *t, GbWeakref *ref)
{
    GbRef callback = ref->callback;
    ref->callback = GB_NULL;
    GbRef result = gb_call1(t, callback, gb_value(ref));
    if (result == GB_NULL)
        gb_raised_unraisable(t, callback);
    else
        gb_decref(result);
    gb_decref(callback);
}

void gb_weakrefs_clear(GbThread *t, GbObject *object)
{
    GbWeakref *first = first_of(t, object), *called = NULL, **end = &called;
    set_first(t, object, NULL);
    /* First all are dead, then callbacks run: none may see the object through another. References
     * that are dying themselves, or are garbage of the same collection, are not told. */
    for (GbWeakref *ref = first, *next; ref != NULL; ref = next) {
        next = ref->next;
        ref->object = NULL;
        ref->previous = ref->next = NULL;
        bool is_dying =
            ref->header.refcount == 0 || ref->header.flags & (GB_FLAG_GC_1 | GB_FLAG_GC_2);
        if (ref->callback != GB_NULL && !is_dying && !t->interp->silent) {
            gb_incref(gb_value(ref));
            *end = ref;
            end = &ref->next;
        }
    }
    if (called == NULL)
        return;
    GbRef raised = gb_raised_take(t);
    for (GbWeakref *ref = called, *next; ref != NULL; ref = next) {
        next = ref->next;
        ref->next = NULL;
        if (ref->callback != GB_NULL)
            call_back(t, ref);
        gb_decref(gb_value(ref));
    }
    gb_raised_restore_take(t, raised);
}

/* --- The C interface --- */

GbRef gb_weakref_new(GbThread *t, GbBorrow object, GbBorrow callback)
{
    return gb_weakref_make(t, gb_type(t, WEAKREF), object, callback);
}

bool gb_is_weakref(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_WEAKREF);
}

GbRef gb_weakref_get(GbBorrow weakref)
{
    GbObject *object = gb_as_weakref(weakref)->object;
    if (object == NULL || object->refcount == 0)
        return GB_NONE;
    return gb_new_ref(gb_value(object));
}

int64_t gb_weakref_count(GbThread *t, GbBorrow object)
{
    int64_t count = 0;
    if (!gb_is_object(object))
        return 0;
    for (GbWeakref *ref = first_of(t, gb_object(object)); ref != NULL; ref = ref->next)
        count += ref->header.refcount > 0;
    return count;
}

GbRef gb_weakref_list(GbThread *t, GbBorrow object)
{
    GbRef list = gb_list_new(t, gb_weakref_count(t, object));
    if (list == GB_NULL || !gb_is_object(object))
        return list;
    for (GbWeakref *ref = first_of(t, gb_object(object)); ref != NULL; ref = ref->next) {
        if (ref->header.refcount > 0 && gb_list_append(t, list, gb_value(ref)) < 0) {
            gb_decref(list);
            return GB_NULL;
        }
    }
    return list;
}

GbRef gb_weakref_first(GbThread *t, GbBorrow object)
{
    GbWeakref *first = first_of(t, gb_object(object));
    return first == NULL ? GB_NONE : gb_new_ref(gb_value(first));
}

/* --- Slots --- */

void gb_weakref_dealloc(GbThread *t, GbObject *self)
{
    GbWeakref *ref = (GbWeakref *)self;
    unlink_from(t, ref);
    gb_clear(&ref->callback);
}

void gb_weakref_drop(GbThread *t, GbObject *self)
{
    gb_clear(&((GbWeakref *)self)->callback);
}

int gb_weakref_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbWeakref *)self)->callback);
    return 0;
}

static GbRef weakref_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                            GbBorrow names)
{
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (positional < 1)
        return gb_raise(t, gb_TypeError, "__new__ expected at least 1 argument, got 0");
    if (positional > 2)
        return gb_raise(t, gb_TypeError, "__new__ expected at most 2 arguments, got %d",
                        positional);
    if (count > positional && !(gb_as_type(type)->flags & GB_TYPE_HEAP))
        return gb_raise(t, gb_TypeError, "ref() takes no keyword arguments");
    return gb_weakref_make(t, gb_as_type(type), args[0], positional > 1 ? args[1] : GB_NULL);
}

static int weakref_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (count > positional)
        return gb_fail(t, gb_TypeError, "ref() takes no keyword arguments");
    if (positional < 1)
        return gb_fail(t, gb_TypeError, "__init__ expected at least 1 argument, got 0");
    if (positional > 2)
        return gb_fail(t, gb_TypeError, "__init__ expected at most 2 arguments, got %d",
                       positional);
    return 0;
}

static GbRef weakref_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    if (names != GB_NULL && gb_tuple_count(names) > 0)
        return gb_raise(t, gb_TypeError, "weakref() takes no keyword arguments");
    if (count > 0)
        return gb_raise(t, gb_TypeError, "weakref expected at most 0 arguments, got %d", count);
    return gb_weakref_get(self);
}

static int weakref_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbWeakref *ref = gb_as_weakref(self);
    if (ref->hash == -1) {
        GbRef object = gb_weakref_get(self);
        if (object == GB_NONE)
            return gb_fail(t, gb_TypeError, "weak object has gone away");
        int status = gb_hash(t, object, &ref->hash);
        gb_decref(object);
        if (status < 0) {
            ref->hash = -1;
            return -1;
        }
    }
    *hash = ref->hash;
    return 0;
}

/* Living references are equal as their objects are, dead ones are themselves only. */
static GbRef weakref_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_weakref(a) || !gb_is_weakref(b))
        return GB_NOT_IMPLEMENTED;
    GbRef left = gb_weakref_get(a), right = gb_weakref_get(b);
    GbRef result = left == GB_NONE || right == GB_NONE ? gb_bool((a == b) == (op == GB_EQ))
                                                       : gb_compare(t, left, right, op);
    gb_decref(left);
    gb_decref(right);
    return result;
}

static GbRef weakref_repr(GbThread *t, GbBorrow self)
{
    long long id = (long long)gb_identity_u64(t, self);
    GbRef object = gb_weakref_get(self), name = GB_NULL, text = GB_NULL;
    if (object == GB_NONE)
        return gb_str_format(t, "<weakref at 0x%llx; dead>", id);
    long long object_id = (long long)gb_identity_u64(t, object);
    int found = gb_special_find(t, object, gb_name(t, __name__), &name);
    if (found > 0 && gb_is_str(name))
        text = gb_str_format(t, "<weakref at 0x%llx; to '%T' at 0x%llx (%U)>", id, object,
                             object_id, name);
    else if (found >= 0)
        text = gb_str_format(t, "<weakref at 0x%llx; to '%T' at 0x%llx>", id, object, object_id);
    gb_xdecref(name);
    gb_decref(object);
    return text;
}

static GbRef weakref_get_callback(GbThread *t, GbBorrow self)
{
    GbRef callback = gb_as_weakref(self)->callback;
    return callback == GB_NULL ? GB_NONE : gb_new_ref(callback);
}

static const GbMethodDef weakref_methods[] = {
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef weakref_getsets[] = {
    {"__callback__", weakref_get_callback, gb_refuse_set, NULL},
    {0},
};

const GbTypeSpec gb_weakref_spec = {
    .name = "weakref.ReferenceType",
    .size = sizeof(GbWeakref),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = gb_weakref_dealloc,
              .visit = gb_weakref_visit,
              .clear = gb_weakref_drop,
              .repr = weakref_repr,
              .hash = weakref_hash,
              .call = weakref_call,
              .compare = weakref_compare,
              .create = weakref_create,
              .init = weakref_init},
    .methods = weakref_methods,
    .getsets = weakref_getsets,
};
