/* What guards scripts against themselves: recursion limits, the stack of running reprs; and ids. */
#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/list.h"

/* --- Recursion --- */

static bool is_c_stack_low(const GbThread *t)
{
    return (char *)__builtin_frame_address(0) < t->c_stack_limit;
}

int gb_recursion_enter(GbThread *t, const char *where)
{
    if (t->recursion_depth < t->recursion_limit && !is_c_stack_low(t)) {
        t->recursion_depth++;
        return 0;
    }
    return gb_fail(t, gb_RecursionError, "maximum recursion depth exceeded%s", where);
}

void gb_recursion_leave(GbThread *t)
{
    t->recursion_depth--;
}

/* --- repr of what contains itself --- */

int gb_repr_enter(GbThread *t, GbBorrow v)
{
    if (t->repr_stack == GB_NULL && (t->repr_stack = gb_list_new(t, 8)) == GB_NULL)
        return -1;
    for (int64_t i = gb_list_count(t->repr_stack); i-- > 0;) {
        if (gb_list_peek(t->repr_stack, i) == v)
            return 1;
    }
    return gb_list_append(t, t->repr_stack, v);
}

void gb_repr_leave(GbThread *t, GbBorrow v)
{
    GbList *stack = gb_as_list(t->repr_stack);
    int64_t last = stack->count - 1;
    ASSERT(last >= 0);
    ASSERT(stack->items[last] == v);
    gb_list_replace(t, stack, last, last + 1, NULL, 0); /* Shrinking does not fail. */
}

/* --- Identity --- */

/* An object's id is a serial given when it is first asked for, dressed as the address that CPython
 * would show. The bits of an immediate are its id: they never look like such an address. */
enum { ID_STEP = 16 };
#define FIRST_ID UINT64_C(0x7f0000000000)

uint64_t gb_identity_u64(GbThread *t, GbBorrow v)
{
    if (!gb_is_object(v))
        return v;
    GbInterp *interp = t->interp;
    GbObject *object = gb_object(v);
    if (object->flags & GB_FLAG_HAS_ID)
        return gb_side_get(&interp->ids, object);
    uint64_t id = FIRST_ID + ++interp->next_id * ID_STEP;
    if (gb_side_set(t, &interp->ids, object, id) == 0)
        object->flags |= GB_FLAG_HAS_ID;
    else
        gb_raised_drop(t); /* Another one next time: without memory there are worse worries. */
    return id;
}

GbRef gb_identity(GbThread *t, GbBorrow v)
{
    return gb_int_from_u64(t, gb_identity_u64(t, v));
}
