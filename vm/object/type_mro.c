/* Bases: the method resolution order, which base gives instances their struct, the metaclass. */
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/type_slots.h"

/* --- C3 --- */

/* The lists that are merged: the mros of the bases and the bases themselves, each with the place
 * reached. */
typedef struct Merge {
    GbBorrow *lists;      /* tuples */
    int64_t *places;
    int64_t count;
} Merge;

static bool stands_later(const Merge *merge, GbBorrow candidate)
{
    for (int64_t i = 0; i < merge->count; ++i) {
        for (int64_t j = merge->places[i] + 1; j < gb_tuple_count(merge->lists[i]); ++j) {
            if (gb_tuple_peek(merge->lists[i], j) == candidate)
                return true;
        }
    }
    return false;
}

static bool is_done(const Merge *merge, int64_t i)
{
    return merge->places[i] >= gb_tuple_count(merge->lists[i]);
}

/* The head of a list that stands later in none; GB_NULL. */
static GbBorrow good_head(const Merge *merge)
{
    for (int64_t i = 0; i < merge->count; ++i) {
        if (is_done(merge, i))
            continue;
        GbBorrow head = gb_tuple_peek(merge->lists[i], merge->places[i]);
        if (!stands_later(merge, head))
            return head;
    }
    return GB_NULL;
}

static void advance(const Merge *merge, GbBorrow head)
{
    for (int64_t i = 0; i < merge->count; ++i) {
        if (!is_done(merge, i) && gb_tuple_peek(merge->lists[i], merge->places[i]) == head)
            ++merge->places[i];
    }
}

static int fail_merge(GbThread *t, const Merge *merge)
{
    GbWriter writer;
    GbRef seen = gb_set_new(t, GB_NULL);
    gb_writer_init(&writer, t);
    for (int64_t i = 0; seen != GB_NULL && i < merge->count; ++i) {
        if (is_done(merge, i))
            continue;
        GbBorrow head = gb_tuple_peek(merge->lists[i], merge->places[i]);
        int known = gb_set_contains(t, seen, head);
        if (known != 0 || gb_set_add(t, seen, head) < 0)
            continue;
        gb_writer_format(&writer, gb_set_count(seen) > 1 ? ", %U" : "%U", gb_as_type(head)->name);
    }
    gb_xdecref(seen);
    GbRef text = gb_writer_finish(&writer);
    if (text != GB_NULL && !gb_raised(t))
        gb_raise(t, gb_TypeError,
                 "Cannot create a consistent method resolution\norder (MRO) for bases %U", text);
    gb_xdecref(text);
    return -1;
}

static int merge_into(GbThread *t, const Merge *merge, GbBorrow result)
{
    for (;;) {
        int64_t done = 0;
        for (int64_t i = 0; i < merge->count; ++i)
            done += is_done(merge, i);
        if (done == merge->count)
            return 0;
        GbBorrow head = good_head(merge);
        if (head == GB_NULL)
            return fail_merge(t, merge);
        if (gb_list_append(t, result, head) < 0)
            return -1;
        advance(merge, head); /* At least one list gets shorter: the loop ends. */
    }
}

static int check_bases(GbThread *t, GbBorrow bases)
{
    int64_t count = gb_tuple_count(bases);
    for (int64_t i = 0; i < count; ++i) {
        GbType *base = gb_as_type(gb_tuple_peek(bases, i));
        if (base->mro == GB_NULL)
            return gb_fail(t, gb_TypeError, "Cannot extend an incomplete type '%N'", base);
        for (int64_t j = i + 1; j < count; ++j) {
            if (gb_tuple_peek(bases, j) == gb_value(base))
                return gb_fail(t, gb_TypeError, "duplicate base class %U", base->name);
        }
    }
    return 0;
}

static int merge_bases(GbThread *t, GbBorrow bases, GbBorrow result)
{
    int64_t count = gb_tuple_count(bases) + 1;
    size_t bytes = (size_t)count * (sizeof(GbBorrow) + sizeof(int64_t));
    GbBorrow *lists = gb_mem_new(t, bytes);
    if (lists == NULL)
        return -1;
    Merge merge = {lists, (int64_t *)(lists + count), count};
    for (int64_t i = 0; i < count; ++i) {
        lists[i] = i + 1 == count ? bases : gb_as_type(gb_tuple_peek(bases, i))->mro;
        merge.places[i] = 0;
    }
    int status = merge_into(t, &merge, result);
    gb_mem_free(t, lists, bytes);
    return status;
}

GbRef gb_type_mro_list(GbThread *t, GbType *type)
{
    GbRef bases = gb_new_ref(type->bases), result = GB_NULL;
    if (check_bases(t, bases) < 0)
        goto done;
    result = gb_list_new(t, 8);
    if (result == GB_NULL || gb_list_append(t, result, gb_value(type)) < 0)
        goto fail;
    int status = gb_tuple_count(bases) == 1
                     ? gb_list_extend(t, result, gb_as_type(gb_tuple_peek(bases, 0))->mro)
                     : merge_bases(t, bases, result);
    if (status == 0)
        goto done;
fail:
    gb_clear(&result);
done:
    gb_decref(bases);
    return result;
}

/* --- mro --- */

static int check_mro(GbThread *t, GbType *type, GbBorrow mro)
{
    GbType *solid = gb_solid_base(type);
    for (int64_t i = 0; i < gb_tuple_count(mro); ++i) {
        GbBorrow item = gb_tuple_peek(mro, i);
        if (!gb_is_type(item))
            return gb_fail(t, gb_TypeError, "mro() returned a non-class ('%T')", item);
        if (!gb_type_is_subtype(solid, gb_solid_base(gb_as_type(item))))
            return gb_fail(t, gb_TypeError, "mro() returned base with unsuitable layout ('%N')",
                           gb_as_type(item));
    }
    return gb_tuple_count(mro) > 0 ? 0 : gb_fail(t, gb_TypeError, "type MRO must not be empty");
}

/* By the metaclass's own mro(). */
static GbRef custom_mro(GbThread *t, GbType *type)
{
    GbRef list = gb_call_method(t, gb_value(type), gb_name(t, mro), NULL, 0);
    GbRef mro = list == GB_NULL ? GB_NULL : gb_tuple_from(t, list);
    gb_xdecref(list);
    if (mro != GB_NULL && check_mro(t, type, mro) < 0)
        gb_clear(&mro);
    return mro;
}

static bool has_custom_mro(GbThread *t, GbType *meta)
{
    GbType *type = gb_type(t, TYPE);
    return meta != type &&
           gb_type_lookup(t, meta, gb_name(t, mro)) != gb_type_lookup(t, type, gb_name(t, mro));
}

int gb_type_compute_mro(GbThread *t, GbType *type)
{
    GbRef old = type->mro, mro = GB_NULL;
    if (has_custom_mro(t, type->header.type)) {
        gb_xincref(old);
        mro = custom_mro(t, type);
        bool replaced = type->mro != old;
        gb_xdecref(old);
        if (replaced && mro != GB_NULL) { /* mro() has set __bases__: what came of that stays. */
            gb_decref(mro);
            return 0;
        }
    } else {
        GbRef list = gb_type_mro_list(t, type);
        mro = list == GB_NULL ? GB_NULL : gb_list_to_tuple(t, list);
        gb_xdecref(list);
    }
    if (mro == GB_NULL)
        return -1;
    old = type->mro;
    type->mro = mro;
    gb_type_drop_version(type);
    gb_xdecref(old);
    return 0;
}

/* --- Layout --- */

GbType *gb_solid_base(GbType *type)
{
    for (; type->base != NULL; type = type->base) {
        if (type->spec->size > type->base->spec->size || type->slot_count > type->base->slot_count)
            break;
    }
    return type;
}

GbType *gb_best_base(GbThread *t, GbBorrow bases)
{
    GbType *winner = NULL, *best = NULL;
    for (int64_t i = 0; i < gb_tuple_count(bases); ++i) {
        GbBorrow item = gb_tuple_peek(bases, i);
        if (!gb_is_type(item)) {
            gb_raise(t, gb_TypeError, "bases must be types");
            return NULL;
        }
        GbType *base = gb_as_type(item);
        if (base->flags & GB_TYPE_FINAL) {
            gb_raise(t, gb_TypeError, "type '%N' is not an acceptable base type", base);
            return NULL;
        }
        GbType *candidate = gb_solid_base(base);
        if (winner != NULL && gb_type_is_subtype(winner, candidate))
            continue;
        if (winner != NULL && !gb_type_is_subtype(candidate, winner)) {
            gb_raise(t, gb_TypeError, "multiple bases have instance lay-out conflict");
            return NULL;
        }
        winner = candidate;
        best = base;
    }
    return best;
}

GbType *gb_metaclass_of(GbThread *t, GbType *meta, GbBorrow bases)
{
    for (int64_t i = 0; i < gb_tuple_count(bases); ++i) {
        GbType *other = gb_type_of(t, gb_tuple_peek(bases, i));
        if (gb_type_is_subtype(meta, other))
            continue;
        if (!gb_type_is_subtype(other, meta)) {
            gb_raise(t, gb_TypeError,
                     "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                     "subclass of the metaclasses of all its bases");
            return NULL;
        }
        meta = other;
    }
    return meta;
}

/* --- __bases__ = ... --- */

/* The mro may lag behind __bases__ while a metaclass's mro() runs: `base` tells the truth. */
static bool is_below(const GbType *type, const GbType *ancestor)
{
    while (type != NULL && type != ancestor)
        type = type->base;
    return type != NULL;
}

static int check_new_bases(GbThread *t, GbType *type, GbBorrow bases)
{
    if (!gb_is_tuple(bases))
        return gb_fail(t, gb_TypeError, "can only assign tuple to %N.__bases__, not %T", type,
                       bases);
    if (gb_tuple_count(bases) == 0)
        return gb_fail(t, gb_TypeError, "can only assign non-empty tuple to %N.__bases__, not ()",
                       type);
    for (int64_t i = 0; i < gb_tuple_count(bases); ++i) {
        GbBorrow base = gb_tuple_peek(bases, i);
        if (!gb_is_type(base))
            return gb_fail(t, gb_TypeError, "%N.__bases__ must be tuple of classes, not '%T'", type,
                           base);
        if (gb_type_is_subtype(gb_as_type(base), type) || is_below(gb_as_type(base), type))
            return gb_fail(t, gb_TypeError, "a __bases__ item causes an inheritance cycle");
    }
    return 0;
}

/* New mros for a type and all below it. `saved` gets (type, old mro) pairs, so that a failure can
 * be undone. */
static int renew_mros(GbThread *t, GbType *type, GbBorrow saved)
{
    GbRef pair = gb_tuple_of(t, 2, gb_value(type), type->mro == GB_NULL ? GB_NONE : type->mro);
    if (gb_list_append_take(t, saved, pair) < 0 || gb_type_compute_mro(t, type) < 0)
        return -1;
    for (int32_t i = 0; i < type->subclass_count; ++i) {
        if (renew_mros(t, type->subclasses[i], saved) < 0)
            return -1;
    }
    return 0;
}

static void restore_mros(GbThread *t, GbBorrow saved)
{
    for (int64_t i = gb_list_count(saved); i-- > 0;) {
        GbBorrow pair = gb_list_peek(saved, i);
        GbType *type = gb_as_type(gb_tuple_peek(pair, 0));
        GbBorrow mro = gb_tuple_peek(pair, 1);
        gb_set(&type->mro, mro == GB_NONE ? GB_NULL : gb_new_ref(mro));
        gb_type_drop_version(type);
    }
}

static int register_with(GbThread *t, GbType *type, GbBorrow bases)
{
    for (int64_t i = 0; i < gb_tuple_count(bases); ++i) {
        if (gb_type_add_subclass(t, gb_as_type(gb_tuple_peek(bases, i)), type) < 0)
            return -1;
    }
    return 0;
}

static void unregister_from(GbType *type, GbBorrow bases)
{
    for (int64_t i = 0; i < gb_tuple_count(bases); ++i)
        gb_type_remove_subclass(gb_as_type(gb_tuple_peek(bases, i)), type);
}

int gb_type_set_bases(GbThread *t, GbType *type, GbBorrow bases)
{
    if (check_new_bases(t, type, bases) < 0)
        return -1;
    GbType *base = gb_best_base(t, bases);
    if (base == NULL)
        return -1;
    if (!gb_type_same_layout(type->base, base))
        return gb_fail(t, gb_TypeError,
                       "__bases__ assignment: '%N' object layout differs from '%N'", base,
                       type->base);
    GbRef saved = gb_list_new(t, 4);
    if (saved == GB_NULL)
        return -1;
    GbRef old_bases = type->bases, old_base = gb_value(type->base);
    type->bases = gb_new_ref(bases);
    type->base = gb_as_type(gb_new_ref(gb_value(base)));
    int status = renew_mros(t, type, saved);
    /* A metaclass's mro() may have set __bases__ again: then that has the last word, and has left
     * nothing to do. */
    bool replaced = type->bases != bases;
    if (status == 0 && !replaced)
        status = register_with(t, type, bases);
    if (status < 0 && !replaced) {
        GbRef failed_bases = type->bases, failed_base = gb_value(type->base);
        restore_mros(t, saved);
        type->bases = old_bases;
        type->base = gb_as_type(old_base);
        old_bases = failed_bases;
        old_base = failed_base;
    } else if (!replaced) {
        unregister_from(type, old_bases);
        gb_type_update_slots(t, type);
    }
    gb_decref(old_bases);
    gb_decref(old_base);
    gb_decref(saved);
    return status;
}
