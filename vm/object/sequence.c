#include "vm/object/sequence.h"

#include "vm/interp.h"
#include "vm/object/list.h"
#include "vm/object/slot_functions.h"

int gb_items_get(GbThread *t, GbBorrow iterable, const char *message, GbItems *out)
{
    if (gb_is_exact(iterable, GB_KIND_TUPLE)) {
        *out = (GbItems){gb_new_ref(iterable), gb_as_tuple(iterable)->items,
                         gb_as_tuple(iterable)->count};
        return 0;
    }
    if (gb_is_exact(iterable, GB_KIND_LIST)) {
        *out = (GbItems){gb_new_ref(iterable), gb_as_list(iterable)->items,
                         gb_as_list(iterable)->count};
        return 0;
    }
    out->owner = GB_NULL;
    GbRef iterator = gb_iter(t, iterable);
    if (iterator == GB_NULL) {
        if (message && gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "%s", message);
        return -1;
    }
    GbRef list = gb_list_from(t, iterator);
    gb_decref(iterator);
    if (list == GB_NULL)
        return -1;
    *out = (GbItems){list, gb_as_list(list)->items, gb_as_list(list)->count};
    return 0;
}

void gb_items_release(GbItems *items)
{
    gb_clear(&items->owner);
}

int gb_item_equal_slow(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (gb_is_exact(a, GB_KIND_STR) && gb_is_exact(b, GB_KIND_STR))
        return gb_str_equal(a, b);
    gb_incref(a);
    gb_incref(b);
    int equal = gb_equal(t, a, b);
    gb_decref(a);
    gb_decref(b);
    return equal;
}

/* Does the type multiply by an index and nothing else? */
static bool is_repeated(const GbType *type)
{
    switch (type->header.kind == GB_KIND_TYPE && !(type->flags & GB_TYPE_HEAP) ? type->layout
                                                                               : GB_KIND_OTHER) {
    case GB_KIND_STR:
    case GB_KIND_BYTES:
    case GB_KIND_BYTEARRAY:
    case GB_KIND_LIST:
    case GB_KIND_TUPLE:
        return true;
    default:
        return false;
    }
}

GbRef gb_binary_of_other(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b, GbBinarySlot own)
{
    GbType *a_type = gb_type_of(t, a);
    GbType *b_type = gb_type_of(t, b);
    GbBinarySlot other = b_type->slots.binary;
    if (a_type == b_type || other == NULL || other == own)
        return GB_NOT_IMPLEMENTED;
    if (op == GB_MUL && is_repeated(b_type)) /* It would blame a. */
        return GB_NOT_IMPLEMENTED;
    if (other == gb_slot_binary) /* It would ask a first, which asks us. */
        return gb_slot_reflected(t, op, a, b);
    return other(t, op, a, b);
}

int gb_unhashable(GbThread *t, GbBorrow self, int64_t *hash)
{
    return gb_fail(t, gb_TypeError, "unhashable type: '%.200T'", self);
}

bool gb_has_index(GbThread *t, GbBorrow v)
{
    if (gb_is_intlike(v))
        return true;
    return gb_is_object(v) && gb_type_lookup(t, gb_type_of(t, v), gb_name(t, __index__)) != GB_NULL;
}

int64_t gb_repeat_count(GbThread *t, GbBorrow v)
{
    if (gb_is_small(v))
        return gb_small(v) < 0 ? 0 : gb_small(v);
    if (!gb_has_index(t, v))
        return gb_fail(t, gb_TypeError, "can't multiply sequence by non-int of type '%.200T'", v);
    int64_t count;
    if (gb_index_i64(t, v, &count, gb_OverflowError) < 0)
        return -1;
    return count < 0 ? 0 : count;
}

GbRef gb_compare_lengths(int64_t a, int64_t b, GbCompare op)
{
    switch (op) {
    case GB_LT:
        return gb_bool(a < b);
    case GB_LE:
        return gb_bool(a <= b);
    case GB_EQ:
        return gb_bool(a == b);
    case GB_NE:
        return gb_bool(a != b);
    case GB_GT:
        return gb_bool(a > b);
    case GB_GE:
        return gb_bool(a >= b);
    }
    return GB_NOT_IMPLEMENTED;
}

int gb_size_argument(GbThread *t, GbBorrow argument, int64_t *out)
{
    if (gb_is_small(argument)) {
        *out = gb_small(argument);
        return 0;
    }
    GbRef index = gb_index(t, argument);
    if (index == GB_NULL)
        return -1;
    int failed = gb_int_to_i64(t, index, out);
    gb_decref(index);
    return failed;
}

int gb_position_argument(GbThread *t, GbBorrow argument, int64_t *out)
{
    if (argument == GB_NULL)
        return 0;
    if (!gb_has_index(t, argument))
        return gb_fail(t, gb_TypeError,
                       "slice indices must be integers or have an __index__ method");
    return gb_index_i64(t, argument, out, gb_BaseException);
}

GbRef gb_next_guarded(GbThread *t, GbBorrow iterator)
{
    GbKind kind = gb_is_object(iterator) ? (GbKind)gb_object(iterator)->kind : GB_KIND_OTHER;
    bool is_leaf = kind != GB_KIND_OTHER && kind < GB_KIND_ENUMERATE;
    if (is_leaf)
        return gb_next(t, iterator);
    if (gb_recursion_enter(t, " in an iterator") < 0)
        return GB_NULL;
    GbRef item = gb_next(t, iterator);
    gb_recursion_leave(t);
    return item;
}

GbRef gb_reduce_pair(GbThread *t, GbBorrow callable, GbRef arguments_taken)
{
    if (arguments_taken == GB_NULL)
        return GB_NULL;
    GbRef result = callable == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, callable, arguments_taken);
    gb_decref(arguments_taken);
    return result;
}

GbRef gb_builtin_get(GbThread *t, const char *name)
{
    return gb_attr_get_c(t, t->interp->builtins, name);
}
