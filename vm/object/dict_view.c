/* dict_keys, dict_values and dict_items: windows on a dict. Keys and items behave as sets. */
#include "vm/object/dict.h"

#include "vm/interp.h"
#include "vm/object/mapping_proxy.h"
#include "vm/object/sequence.h"
#include "vm/object/set.h"

GbRef gb_dict_view_new(GbThread *t, GbBorrow dict, GbKind kind)
{
    GbDictView *view = gb_object_new(t, t->interp->types[kind]);
    if (view == NULL)
        return GB_NULL;
    view->dict = gb_new_ref(dict);
    return gb_value(view);
}

static GbBorrow dict_of(GbBorrow view)
{
    return ((GbDictView *)gb_object(view))->dict;
}

static bool is_set_view(GbBorrow v)
{
    return gb_is_exact(v, GB_KIND_DICT_KEYS) || gb_is_exact(v, GB_KIND_DICT_ITEMS);
}

/* --- Slots of all three --- */

static void view_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbDictView *)self)->dict);
}

static int view_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbDictView *)self)->dict);
    return 0;
}

static int64_t view_length(GbThread *t, GbBorrow self)
{
    GbBorrow dict = dict_of(self);
    return dict == GB_NULL ? 0 : gb_dict_count(dict);
}

static GbRef view_repr(GbThread *t, GbBorrow self)
{
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_new(t, "...");
    GbRef result = GB_NULL;
    GbRef list = gb_list_from(t, self);
    if (list != GB_NULL)
        result = gb_str_format(t, "%T(%R)", self, list);
    gb_clear(&list);
    gb_repr_leave(t, self);
    return result;
}

static GbRef keys_iter(GbThread *t, GbBorrow self)
{
    return gb_dict_iterator_new(t, dict_of(self), GB_KIND_DICT_KEY_ITERATOR);
}

static GbRef values_iter(GbThread *t, GbBorrow self)
{
    return gb_dict_iterator_new(t, dict_of(self), GB_KIND_DICT_VALUE_ITERATOR);
}

static GbRef items_iter(GbThread *t, GbBorrow self)
{
    return gb_dict_iterator_new(t, dict_of(self), GB_KIND_DICT_ITEM_ITERATOR);
}

static int keys_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    return gb_contains(t, dict_of(self), item);
}

static int items_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    if (!gb_is_tuple(item) || gb_tuple_count(item) != 2)
        return 0;
    GbRef value;
    int found = gb_dict_find(t, dict_of(self), gb_tuple_peek(item, 0), &value);
    if (found > 0) {
        found = gb_item_equal(t, value, gb_tuple_peek(item, 1));
        gb_decref(value);
    }
    return found;
}

/* --- As sets --- */

/* Is every item of a in b? 1, 0, -1. */
static int all_contained(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbRef iterator = gb_iter(t, a);
    if (iterator == GB_NULL)
        return -1;
    int result = 1;
    GbRef item;
    while (result > 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        result = gb_contains(t, b, item);
        gb_decref(item);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : result;
}

static GbRef view_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!is_set_view(a) || !(gb_is_anyset(b) || is_set_view(b)))
        return GB_NOT_IMPLEMENTED;
    int64_t a_length = gb_length(t, a), b_length = gb_length(t, b);
    if (a_length < 0 || b_length < 0)
        return GB_NULL;
    int result = 0;
    switch (op) {
    case GB_EQ:
    case GB_NE:
        result = a_length == b_length ? all_contained(t, a, b) : 0;
        if (result >= 0 && op == GB_NE)
            result = !result;
        break;
    case GB_LT:
        result = a_length < b_length ? all_contained(t, a, b) : 0;
        break;
    case GB_LE:
        result = a_length <= b_length ? all_contained(t, a, b) : 0;
        break;
    case GB_GT:
        result = a_length > b_length ? all_contained(t, b, a) : 0;
        break;
    case GB_GE:
        result = a_length >= b_length ? all_contained(t, b, a) : 0;
        break;
    }
    return result < 0 ? GB_NULL : gb_bool(result);
}

/* The items of any iterable that are in the view, as a set. */
static GbRef intersect(GbThread *t, GbBorrow view, GbBorrow other)
{
    GbRef result = gb_set_new(t, GB_NULL), iterator = gb_iter(t, other);
    if (result == GB_NULL || iterator == GB_NULL)
        gb_clear(&result);
    GbRef item;
    while (result != GB_NULL && (item = gb_next(t, iterator)) != GB_NULL) {
        int is_in = gb_contains(t, view, item);
        if (is_in < 0 || (is_in && gb_set_add(t, result, item) < 0))
            gb_clear(&result);
        gb_decref(item);
    }
    gb_xdecref(iterator);
    if (gb_raised(t))
        gb_clear(&result);
    return result;
}

/* Either operand may be the view; the other is any iterable. */
static GbRef view_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op == GB_AND) {
        bool swap = !is_set_view(a) || (is_set_view(b) && view_length(t, b) > view_length(t, a));
        return swap ? intersect(t, b, a) : intersect(t, a, b);
    }
    if (op != GB_OR && op != GB_SUB && op != GB_XOR)
        return GB_NOT_IMPLEMENTED;
    GbRef result = gb_set_new(t, a);
    if (result == GB_NULL)
        return GB_NULL;
    int failed = op == GB_OR    ? gb_set_update(t, result, b)
                 : op == GB_SUB ? gb_set_difference_update(t, result, b)
                                : gb_set_symmetric_update(t, result, b);
    if (failed)
        gb_clear(&result);
    return result;
}

/* --- Methods --- */

static GbRef view_isdisjoint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow other = args[0];
    if (self == other)
        return gb_bool(view_length(t, self) == 0);
    GbBorrow searched = self, walked = other;
    if (gb_is_anyset(other) || is_set_view(other)) {
        int64_t length = gb_length(t, other);
        if (length < 0)
            return GB_NULL;
        if (length > view_length(t, self)) {
            searched = other;
            walked = self;
        }
    }
    GbRef iterator = gb_iter(t, walked);
    if (iterator == GB_NULL)
        return GB_NULL;
    int common = 0;
    GbRef item;
    while (common == 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        common = gb_contains(t, searched, item);
        gb_decref(item);
    }
    gb_decref(iterator);
    return common < 0 || gb_raised(t) ? GB_NULL : gb_bool(common == 0);
}

static GbRef keys_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_iterator_new(t, dict_of(self), GB_KIND_DICT_REVERSE_KEY_ITERATOR);
}

static GbRef values_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_iterator_new(t, dict_of(self), GB_KIND_DICT_REVERSE_VALUE_ITERATOR);
}

static GbRef items_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_dict_iterator_new(t, dict_of(self), GB_KIND_DICT_REVERSE_ITEM_ITERATOR);
}

static GbRef view_get_mapping(GbThread *t, GbBorrow self)
{
    return gb_mapping_proxy_new(t, dict_of(self));
}

/* --- Tables --- */

#define ISDISJOINT "Return True if the view and the given iterable have a null intersection."

static const GbMethodDef keys_methods[] = {
    {"isdisjoint(other, /)", view_isdisjoint, ISDISJOINT},
    {"__reversed__()", keys_reversed, "Return a reverse iterator over the dict keys."},
    {0},
};

static const GbMethodDef values_methods[] = {
    {"__reversed__()", values_reversed, "Return a reverse iterator over the dict values."},
    {0},
};

static const GbMethodDef items_methods[] = {
    {"isdisjoint(other, /)", view_isdisjoint, ISDISJOINT},
    {"__reversed__()", items_reversed, "Return a reverse iterator over the dict items."},
    {0},
};

static const GbGetSetDef view_getsets[] = {
    {"mapping", view_get_mapping, NULL, "dictionary that this view refers to"},
    {0},
};

enum { VIEW_FLAGS = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE };

const GbTypeSpec gb_dict_keys_spec = {
    .name = "dict_keys",
    .size = sizeof(GbDictView),
    .flags = VIEW_FLAGS,
    .slots = {
        .dealloc = view_dealloc,
        .visit = view_visit,
        .repr = view_repr,
        .hash = gb_unhashable,
        .length = view_length,
        .compare = view_compare,
        .binary = view_binary,
        .contains = keys_contains,
        .iter = keys_iter,
    },
    .methods = keys_methods,
    .getsets = view_getsets,
};

const GbTypeSpec gb_dict_values_spec = {
    .name = "dict_values",
    .size = sizeof(GbDictView),
    .flags = VIEW_FLAGS,
    .slots = {
        .dealloc = view_dealloc,
        .visit = view_visit,
        .repr = view_repr,
        .length = view_length,
        .iter = values_iter,
    },
    .methods = values_methods,
    .getsets = view_getsets,
};

const GbTypeSpec gb_dict_items_spec = {
    .name = "dict_items",
    .size = sizeof(GbDictView),
    .flags = VIEW_FLAGS,
    .slots = {
        .dealloc = view_dealloc,
        .visit = view_visit,
        .repr = view_repr,
        .hash = gb_unhashable,
        .length = view_length,
        .compare = view_compare,
        .binary = view_binary,
        .contains = items_contains,
        .iter = items_iter,
    },
    .methods = items_methods,
    .getsets = view_getsets,
};
