/* Module _bisect: searching and inserting in sorted sequences. */
#include "vm/gilbox.h"

/* The arguments that all four functions take. */
typedef struct Search {
    GbBorrow sequence, x;
    int64_t low, high;
    GbBorrow key;        /* None: items are compared as they are. */
    bool is_left;        /* Before equal items, or after them. */
} Search;

static int search_init(GbThread *t, const GbBorrow *args, bool is_left, Search *out)
{
    *out = (Search){args[0], args[1], 0, -1, args[4], is_left};
    if (gb_index_i64(t, args[2], &out->low, gb_OverflowError) < 0)
        return -1;
    if (args[3] != GB_NONE && gb_index_i64(t, args[3], &out->high, gb_OverflowError) < 0)
        return -1;
    if (out->low < 0)
        return gb_fail(t, gb_ValueError, "lo must be non-negative");
    if (out->high == -1)
        out->high = gb_length(t, out->sequence);
    return out->high < 0 && gb_raised(t) ? -1 : 0;
}

/* Does the item at `index` stand before where x belongs? 1, 0, -1. */
static int is_before(GbThread *t, const Search *search, int64_t index, GbBorrow x)
{
    GbRef item = gb_item_at(t, search->sequence, index);
    if (item != GB_NULL && search->key != GB_NONE)
        gb_set(&item, gb_call1(t, search->key, item));
    if (item == GB_NULL)
        return -1;
    int result = search->is_left ? gb_compare_truth(t, item, x, GB_LT)
                                 : gb_compare_truth(t, x, item, GB_LT);
    gb_decref(item);
    return result < 0 || search->is_left ? result : !result;
}

/* Where x belongs; -1 failed. */
static int64_t find_place(GbThread *t, const Search *search, GbBorrow x)
{
    int64_t low = search->low, high = search->high;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        int before = is_before(t, search, middle, x);
        if (before < 0)
            return -1;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static GbRef bisect(GbThread *t, const GbBorrow *args, bool is_left)
{
    Search search;
    if (search_init(t, args, is_left, &search) < 0)
        return GB_NULL;
    int64_t place = find_place(t, &search, search.x);
    return place < 0 ? GB_NULL : gb_int_new(t, place);
}

static GbRef insort(GbThread *t, const GbBorrow *args, bool is_left)
{
    Search search;
    if (search_init(t, args, is_left, &search) < 0)
        return GB_NULL;
    GbRef x = search.key == GB_NONE ? gb_new_ref(search.x) : gb_call1(t, search.key, search.x);
    int64_t place = x == GB_NULL ? -1 : find_place(t, &search, x);
    gb_xdecref(x);
    GbRef index = place < 0 ? GB_NULL : gb_int_new(t, place);
    if (index == GB_NULL)
        return GB_NULL;
    GbBorrow arguments[] = {index, search.x};
    GbRef result = gb_call_method_c(t, search.sequence, "insert", arguments, 2);
    gb_decref(index);
    if (result == GB_NULL)
        return GB_NULL;
    gb_decref(result);
    return GB_NONE;
}

static GbRef bisect_left(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return bisect(t, args, true);
}

static GbRef bisect_right(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return bisect(t, args, false);
}

static GbRef insort_left(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return insort(t, args, true);
}

static GbRef insort_right(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return insort(t, args, false);
}

static const GbMethodDef bisect_functions[] = {
    {"bisect_left(a, x, lo=0, hi=None, *, key=None)", bisect_left,
     "Return the index where to insert item x in list a, assuming a is sorted."},
    {"bisect_right(a, x, lo=0, hi=None, *, key=None)", bisect_right,
     "Return the index where to insert item x in list a, assuming a is sorted."},
    {"insort_left(a, x, lo=0, hi=None, *, key=None)", insort_left,
     "Insert item x in list a, and keep it sorted assuming a is sorted."},
    {"insort_right(a, x, lo=0, hi=None, *, key=None)", insort_right,
     "Insert item x in list a, and keep it sorted assuming a is sorted."},
    {0},
};

const GbModuleDef gb_module_bisect = {
    "_bisect",
    "Bisection algorithms.",
    bisect_functions,
    NULL,
};
