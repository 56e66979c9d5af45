/* Comparing, hashing, belonging: what == and its kin ask of two objects. */
#include "vm/gilbox.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

/* --- Rich comparison --- */

static const GbCompare mirrored[] = {
    [GB_LT] = GB_GT, [GB_LE] = GB_GE, [GB_EQ] = GB_EQ,
    [GB_NE] = GB_NE, [GB_GT] = GB_LT, [GB_GE] = GB_LE,
};

static const char *const symbols[] = {
    [GB_LT] = "<", [GB_LE] = "<=", [GB_EQ] = "==", [GB_NE] = "!=", [GB_GT] = ">", [GB_GE] = ">=",
};

static GbRef ask(GbThread *t, GbType *type, GbBorrow a, GbBorrow b, GbCompare op)
{
    return type->slots.compare == NULL ? GB_NOT_IMPLEMENTED : type->slots.compare(t, a, b, op);
}

/* The left operand has the first say, unless the right one's class extends the left one's. */
static GbRef compare_slots(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    GbType *left = gb_type_of(t, a), *right = gb_type_of(t, b);
    bool right_first = left != right && right->slots.compare != NULL &&
                       gb_type_is_subtype(right, left);
    GbRef result = GB_NOT_IMPLEMENTED;
    if (right_first)
        result = ask(t, right, b, a, mirrored[op]);
    if (result == GB_NOT_IMPLEMENTED)
        result = ask(t, left, a, b, op);
    if (result == GB_NOT_IMPLEMENTED && !right_first)
        result = ask(t, right, b, a, mirrored[op]);
    if (result != GB_NOT_IMPLEMENTED)
        return result;
    if (op == GB_EQ || op == GB_NE)
        return gb_bool((a == b) == (op == GB_EQ));
    return gb_raise(t, gb_TypeError, "'%s' not supported between instances of '%T' and '%T'",
                    symbols[op], a, b);
}

/* Does op hold between things so ordered? */
static bool holds(int order, GbCompare op)
{
    switch (op) {
    case GB_LT:
        return order < 0;
    case GB_LE:
        return order <= 0;
    case GB_EQ:
        return order == 0;
    case GB_NE:
        return order != 0;
    case GB_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static bool double_holds(double a, double b, GbCompare op)
{
    if (a != a || b != b)
        return op == GB_NE;
    return holds((a > b) - (a < b), op);
}

/* What can be told without asking any type: 1, 0, or -1 for what can't. */
static int compare_fast(GbBorrow a, GbBorrow b, GbCompare op)
{
    if (gb_are_small(a, b))
        return holds((gb_small(a) > gb_small(b)) - (gb_small(a) < gb_small(b)), op);
    if (gb_is_object(a)) {
        if (!gb_is_exact(a, GB_KIND_STR) || !gb_is_exact(b, GB_KIND_STR))
            return -1;
        if (op == GB_EQ || op == GB_NE)
            return gb_str_equal(a, b) == (op == GB_EQ);
        return holds(gb_str_order(a, b), op);
    }
    if (gb_is_double(a)) {
        if (gb_is_double(b))
            return double_holds(gb_double(a), gb_double(b), op);
        return gb_is_small(b) ? double_holds(gb_double(a), (double)gb_small(b), op) : -1;
    }
    if (gb_is_small(a) && gb_is_double(b))
        return double_holds((double)gb_small(a), gb_double(b), op);
    return -1;
}

GbRef gb_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    int truth = compare_fast(a, b, op);
    if (truth >= 0)
        return gb_bool(truth);
    if (gb_recursion_enter(t, " in comparison") < 0)
        return GB_NULL;
    GbRef result = compare_slots(t, a, b, op);
    gb_recursion_leave(t);
    return result;
}

int gb_compare_truth(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    int truth = compare_fast(a, b, op);
    if (truth >= 0)
        return truth;
    GbRef result = gb_compare(t, a, b, op);
    if (gb_is_bool(result))
        return result == GB_TRUE;
    if (result == GB_NULL)
        return -1;
    truth = gb_truth(t, result);
    gb_decref(result);
    return truth;
}

int gb_equal(GbThread *t, GbBorrow a, GbBorrow b)
{
    return a == b ? 1 : gb_compare_truth(t, a, b, GB_EQ);
}

/* --- Hash --- */

int gb_hash(GbThread *t, GbBorrow v, int64_t *hash)
{
    if (gb_is_exact(v, GB_KIND_STR)) {
        *hash = gb_str_hash(t, v);
        return 0;
    }
    if (gb_is_small(v)) {
        *hash = gb_small(v) == -1 ? -2 : gb_small(v);
        return 0;
    }
    GbType *type = gb_type_of(t, v);
    if (type->slots.hash == NULL)
        return gb_fail(t, gb_TypeError, "unhashable type: '%T'", v);
    return type->slots.hash(t, v, hash);
}

/* --- Containment --- */

static int contains_by_iteration(GbThread *t, GbBorrow v, GbBorrow item)
{
    GbRef iterator = gb_iter(t, v);
    if (iterator == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "argument of type '%T' is not iterable", v);
        return -1;
    }
    int found = 0;
    while (found == 0) {
        GbRef next = gb_next(t, iterator);
        if (next == GB_NULL) {
            found = gb_raised(t) ? -1 : 0;
            break;
        }
        found = gb_equal(t, next, item);
        gb_decref(next);
    }
    gb_decref(iterator);
    return found;
}

int gb_contains(GbThread *t, GbBorrow v, GbBorrow item)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.contains != NULL)
        return type->slots.contains(t, v, item);
    return contains_by_iteration(t, v, item);
}

/* --- isinstance, issubclass --- */

typedef int (*PlainCheck)(GbThread *t, GbBorrow v, GbBorrow class);

/* Is any of the classes of a tuple right? */
static int check_any(GbThread *t, GbBorrow v, GbBorrow classes, const char *where,
                     int (*check)(GbThread *t, GbBorrow v, GbBorrow classes))
{
    if (gb_recursion_enter(t, where) < 0)
        return -1;
    int result = 0;
    for (int64_t i = 0; result == 0 && i < gb_tuple_count(classes); i++)
        result = check(t, v, gb_tuple_peek(classes, i));
    gb_recursion_leave(t);
    return result;
}

/* By the class's own __instancecheck__ or __subclasscheck__, if that is not just type's. */
static int check_by_hook(GbThread *t, GbBorrow v, GbBorrow class, GbNameId hook, const char *where,
                         PlainCheck plain)
{
    GbBorrow name = gb_name_peek(t, hook);
    GbBorrow found = gb_type_lookup(t, gb_type_of(t, class), name);
    if (found == GB_NULL || found == gb_type_lookup(t, gb_type(t, TYPE), name))
        return plain(t, v, class);
    GbRef method = GB_NULL, answer = GB_NULL;
    int result = gb_special_find(t, class, name, &method);
    if (result <= 0)
        return result < 0 ? -1 : plain(t, v, class);
    if (gb_recursion_enter(t, where) == 0) {
        answer = gb_call1(t, method, v);
        gb_recursion_leave(t);
    }
    gb_decref(method);
    result = answer == GB_NULL ? -1 : gb_truth(t, answer);
    gb_xdecref(answer);
    return result;
}

int gb_is_instance(GbThread *t, GbBorrow v, GbBorrow classes)
{
    if (gb_value(gb_type_of(t, v)) == classes)
        return 1;
    if (gb_type_of(t, classes) == gb_type(t, TYPE))
        return gb_is_instance_plain(t, v, classes);
    if (gb_is_tuple(classes))
        return check_any(t, v, classes, " in __instancecheck__", gb_is_instance);
    return check_by_hook(t, v, classes, GB_NAME___instancecheck__, " in __instancecheck__",
                         gb_is_instance_plain);
}

int gb_is_subclass(GbThread *t, GbBorrow type, GbBorrow classes)
{
    if (gb_type_of(t, classes) == gb_type(t, TYPE))
        return type == classes ? 1 : gb_is_subclass_plain(t, type, classes);
    if (gb_is_tuple(classes))
        return check_any(t, type, classes, " in __subclasscheck__", gb_is_subclass);
    return check_by_hook(t, type, classes, GB_NAME___subclasscheck__, " in __subclasscheck__",
                         gb_is_subclass_plain);
}
