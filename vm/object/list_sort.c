/* list.sort(): a stable merge sort that looks for what is already in order.
 *
 * The array is cut from left to right into runs, stretches that rise (or strictly fall and are
 * turned round); short ones are filled up by binary insertion. Runs wait on a stack until their
 * "power", the depth at which a perfectly balanced tree would join them with the next, says that it
 * is time (Munro and Wild's powersort). A merge first leaves alone what is in place at both ends,
 * copies the smaller side out, and when one side wins again and again it gallops: it looks for the
 * end of the winning stretch by doubling steps.
 *
 * While Python code may run, the list itself is empty, and every item is owned by exactly one place
 * of the array or of the copy; a failing comparison leaves the array with all of them. */
#include "vm/object/list.h"

#include "vm/object/sequence.h"
#include "vm/object/str.h"

enum { MAX_RUNS = 85, MIN_RUN = 32, MIN_GALLOP = 7 };

/* What all keys are. ORDER_BYTES: strs of one byte a character. */
typedef enum Order {
    ORDER_ANY,
    ORDER_SMALL,
    ORDER_DOUBLE,
    ORDER_BYTES,
    ORDER_STR,
    ORDER_TUPLE,
} Order;

/* A place in the keys and, when a key function made those, in the values beside them. */
typedef struct Place {
    GbRef *keys, *values; /* values NULL: the keys are what is sorted. */
} Place;

typedef struct Run {
    int64_t start, count;
    int power;
} Run;

typedef struct Sorter {
    GbThread *t;
    Order order;         /* What all keys are: how to compare them. */
    Place base;
    int64_t count;
    Place copy;          /* Room for the smaller side of a merge. */
    int64_t copy_capacity;
    int64_t min_gallop;
    Run runs[MAX_RUNS];
    int run_count;
} Sorter;

/* --- Places --- */

static inline Place place_at(Place place, int64_t offset)
{
    return (Place){place.keys + offset, place.values ? place.values + offset : NULL};
}

static inline void place_move(Place to, Place from, int64_t count)
{
    memmove(to.keys, from.keys, (size_t)count * sizeof(GbRef));
    if (to.values)
        memmove(to.values, from.values, (size_t)count * sizeof(GbRef));
}

static inline void place_set(Place to, int64_t at, Place from, int64_t from_at)
{
    to.keys[at] = from.keys[from_at];
    if (to.values)
        to.values[at] = from.values[from_at];
}

static void reverse_refs(GbRef *items, int64_t count)
{
    for (int64_t low = 0, high = count - 1; low < high; ++low, --high) {
        GbRef item = items[low];
        items[low] = items[high];
        items[high] = item;
    }
}

static void reverse_place(Place place, int64_t count)
{
    reverse_refs(place.keys, count);
    if (place.values)
        reverse_refs(place.values, count);
}

/* --- Comparing --- */

static inline bool bytes_less(GbBorrow a, GbBorrow b)
{
    const GbStr *x = gb_as_str(a), *y = gb_as_str(b);
    int order = memcmp(x->data, y->data, (size_t)(x->length < y->length ? x->length : y->length));
    return order != 0 ? order < 0 : x->length < y->length;
}

static Order order_of(GbBorrow key)
{
    if (gb_is_small(key))
        return ORDER_SMALL;
    if (gb_is_double(key))
        return ORDER_DOUBLE;
    if (gb_is_exact(key, GB_KIND_TUPLE))
        return ORDER_TUPLE;
    if (!gb_is_exact(key, GB_KIND_STR))
        return ORDER_ANY;
    return gb_str_width(gb_as_str(key)) == 1 ? ORDER_BYTES : ORDER_STR;
}

static int tuple_less(Sorter *s, GbBorrow a, GbBorrow b);

/* a < b for keys that are both of that order: 1, 0, -1. */
static inline int less_by(Sorter *s, Order order, GbBorrow a, GbBorrow b)
{
    switch (order) {
    case ORDER_SMALL:
        return gb_small(a) < gb_small(b);
    case ORDER_DOUBLE:
        return gb_double(a) < gb_double(b);
    case ORDER_BYTES:
        return bytes_less(a, b);
    case ORDER_STR:
        return gb_str_order(a, b) < 0;
    case ORDER_TUPLE:
        return tuple_less(s, a, b);
    case ORDER_ANY:
        break;
    }
    return gb_compare_truth(s->t, a, b, GB_LT);
}

static inline int less(Sorter *s, GbBorrow a, GbBorrow b)
{
    gb_charge(s->t, RT_COST_SORT_COMPARE, 1);
    return less_by(s, s->order, a, b);
}

/* As the tuples compare themselves: by the first items that differ. The array owns both tuples. */
static int tuple_less(Sorter *s, GbBorrow a, GbBorrow b)
{
    const GbTuple *x = gb_as_tuple(a), *y = gb_as_tuple(b);
    for (int64_t i = 0; i < x->count && i < y->count; ++i) {
        GbBorrow left = x->items[i], right = y->items[i];
        int equal = gb_item_equal(s->t, left, right);
        if (equal < 0)
            return -1;
        if (equal)
            continue;
        Order order = order_of(left);
        if (order == ORDER_TUPLE || order_of(right) != order)
            order = ORDER_ANY; /* Nested tuples compare under the guard against deep recursion. */
        return less_by(s, order, left, right);
    }
    return x->count < y->count;
}

static Order common_order(const GbRef *keys, int64_t count)
{
    Order order = order_of(keys[0]);
    for (int64_t i = 1; i < count && order != ORDER_ANY; ++i) {
        Order other = order_of(keys[i]);
        bool both_str = (order == ORDER_BYTES || order == ORDER_STR)
                        && (other == ORDER_BYTES || other == ORDER_STR);
        if (other != order)
            order = both_str ? ORDER_STR : ORDER_ANY;
    }
    return order;
}

/* --- Runs --- */

/* The length of the run that starts at `place`; a falling one has been turned round. -1 failed. */
static int64_t count_run(Sorter *s, Place place, int64_t limit)
{
    if (limit < 2)
        return limit;
    int falls = less(s, place.keys[1], place.keys[0]);
    if (falls < 0)
        return -1;
    int64_t count = 2;
    for (; count < limit; ++count) {
        int less_here = less(s, place.keys[count], place.keys[count - 1]);
        if (less_here < 0)
            return -1;
        if (less_here != falls)
            break;
    }
    if (falls)
        reverse_place(place, count);
    return count;
}

/* Sort place[0..count) whose first `sorted` are in order. */
static int insert_rest(Sorter *s, Place place, int64_t sorted, int64_t count)
{
    for (int64_t i = sorted; i < count; ++i) {
        GbRef key = place.keys[i], value = place.values ? place.values[i] : GB_NULL;
        int64_t low = 0, high = i;
        while (low < high) {
            int64_t middle = low + (high - low) / 2;
            int is_less = less(s, key, place.keys[middle]);
            if (is_less < 0)
                return -1;
            if (is_less)
                high = middle;
            else
                low = middle + 1;
        }
        place_move(place_at(place, low + 1), place_at(place, low), i - low);
        place.keys[low] = key;
        if (place.values)
            place.values[low] = value;
    }
    return 0;
}

/* A run length from 32 to 64 that cuts the whole into a power of two, or a little less. */
static int64_t minimum_run(int64_t count)
{
    int64_t rest = 0;
    while (count >= 2 * MIN_RUN) {
        rest |= count & 1;
        count >>= 1;
    }
    return count + rest;
}

/* --- Galloping --- */

/* How many of keys[0..count), which are in order, come before `key`: those less than it, or with
 * `after_equal` those not greater. The search starts near `hint` and doubles its steps. -1
 * failed. */
static int64_t gallop(Sorter *s, GbBorrow key, const GbRef *keys, int64_t count, int64_t hint,
                      bool after_equal)
{
    int64_t low = 0, high = count; /* The answer lies in low..high. */
    int64_t at = hint, step = 1;
    bool rising = false, first = true;
    while (at >= 0 && at < count) {
        int before = after_equal ? less(s, key, keys[at]) : less(s, keys[at], key);
        if (before < 0)
            return -1;
        if (after_equal)
            before = !before;
        if (before)
            low = at + 1;
        else
            high = at;
        if (first) {
            rising = before;
            first = false;
        } else if (rising != (before != 0)) {
            break;
        }
        at = rising ? hint + step : hint - step;
        step = step > INT64_MAX / 4 ? step : 2 * step + 1;
    }
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        int before = after_equal ? less(s, key, keys[middle]) : less(s, keys[middle], key);
        if (before < 0)
            return -1;
        if (after_equal)
            before = !before;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- Merging --- */

static void free_copy(Sorter *s)
{
    size_t bytes = (size_t)s->copy_capacity * sizeof(GbRef);
    gb_mem_free(s->t, s->copy.keys, bytes);
    if (s->copy.values)
        gb_mem_free(s->t, s->copy.values, bytes);
    s->copy = (Place){NULL, NULL};
    s->copy_capacity = 0;
}

static int reserve_copy(Sorter *s, int64_t count)
{
    if (count <= s->copy_capacity)
        return 0;
    free_copy(s);
    size_t bytes = (size_t)count * sizeof(GbRef);
    s->copy.keys = gb_mem_new(s->t, bytes);
    if (s->copy.keys == NULL)
        return -1;
    s->copy_capacity = count;
    if (s->base.values && (s->copy.values = gb_mem_new(s->t, bytes)) == NULL)
        return -1;
    return 0;
}

/* Two neighbouring runs under way: what is left of each, and where the next item goes. In merge_low
 * the left one lies in the copy and all walk upwards from their starts; in merge_high the right one
 * does and all walk downwards. */
typedef struct Merge {
    Place left, right, to;
    int64_t left_count, right_count, to_count;
} Merge;

static void take_left_low(Merge *m, int64_t count)
{
    place_move(m->to, m->left, count);
    m->to = place_at(m->to, count);
    m->left = place_at(m->left, count);
    m->left_count -= count;
}

static void take_right_low(Merge *m, int64_t count)
{
    place_move(m->to, m->right, count);
    m->to = place_at(m->to, count);
    m->right = place_at(m->right, count);
    m->right_count -= count;
}

/* One item at a time until a side has won min_gallop times in a row. 1: gallop now, 0: a side is
 * used up, -1. */
static int merge_low_singly(Sorter *s, Merge *m)
{
    int64_t left_wins = 0, right_wins = 0;
    while (m->left_count > 0 && m->right_count > 0) {
        int right_less = less(s, m->right.keys[0], m->left.keys[0]);
        if (right_less < 0)
            return -1;
        if (right_less) {
            place_set(m->to, 0, m->right, 0);
            m->right = place_at(m->right, 1);
            --m->right_count;
            ++right_wins;
            left_wins = 0;
        } else {
            place_set(m->to, 0, m->left, 0);
            m->left = place_at(m->left, 1);
            --m->left_count;
            ++left_wins;
            right_wins = 0;
        }
        m->to = place_at(m->to, 1);
        if (left_wins >= s->min_gallop || right_wins >= s->min_gallop)
            return 1;
    }
    return 0;
}

/* Whole stretches until they get short. 1: singly again, 0: a side is used up, -1. */
static int merge_low_galloping(Sorter *s, Merge *m)
{
    while (m->left_count > 0 && m->right_count > 0) {
        int64_t left = gallop(s, m->right.keys[0], m->left.keys, m->left_count, 0, true);
        if (left < 0)
            return -1;
        take_left_low(m, left);
        if (m->left_count == 0)
            break;
        int64_t right = gallop(s, m->left.keys[0], m->right.keys, m->right_count, 0, false);
        if (right < 0)
            return -1;
        take_right_low(m, right);
        if (left < MIN_GALLOP && right < MIN_GALLOP) {
            s->min_gallop += 2;
            return 1;
        }
        if (s->min_gallop > 1)
            --s->min_gallop;
    }
    return 0;
}

static int merge_low(Sorter *s, Place left, int64_t left_count, Place right, int64_t right_count)
{
    if (reserve_copy(s, left_count) < 0)
        return -1;
    place_move(s->copy, left, left_count);
    Merge m = {s->copy, right, left, left_count, right_count, 0};
    int state;
    do {
        state = merge_low_singly(s, &m);
        if (state > 0)
            state = merge_low_galloping(s, &m);
    } while (state > 0);
    place_move(m.to, m.left, m.left_count); /* The rest of the right side is in place. */
    return state;
}

static int merge_high_singly(Sorter *s, Merge *m)
{
    int64_t left_wins = 0, right_wins = 0;
    while (m->left_count > 0 && m->right_count > 0) {
        int right_less =
            less(s, m->right.keys[m->right_count - 1], m->left.keys[m->left_count - 1]);
        if (right_less < 0)
            return -1;
        --m->to_count;
        if (right_less) {
            place_set(m->to, m->to_count, m->left, --m->left_count);
            ++left_wins;
            right_wins = 0;
        } else {
            place_set(m->to, m->to_count, m->right, --m->right_count);
            ++right_wins;
            left_wins = 0;
        }
        if (left_wins >= s->min_gallop || right_wins >= s->min_gallop)
            return 1;
    }
    return 0;
}

static int merge_high_galloping(Sorter *s, Merge *m)
{
    while (m->left_count > 0 && m->right_count > 0) {
        int64_t keep = gallop(s, m->right.keys[m->right_count - 1], m->left.keys, m->left_count,
                              m->left_count - 1, true);
        if (keep < 0)
            return -1;
        int64_t left = m->left_count - keep;
        m->to_count -= left;
        place_move(place_at(m->to, m->to_count), place_at(m->left, keep), left);
        m->left_count = keep;
        if (keep == 0)
            break;
        keep = gallop(s, m->left.keys[keep - 1], m->right.keys, m->right_count, m->right_count - 1,
                      false);
        if (keep < 0)
            return -1;
        int64_t right = m->right_count - keep;
        m->to_count -= right;
        place_move(place_at(m->to, m->to_count), place_at(m->right, keep), right);
        m->right_count = keep;
        if (left < MIN_GALLOP && right < MIN_GALLOP) {
            s->min_gallop += 2;
            return 1;
        }
        if (s->min_gallop > 1)
            --s->min_gallop;
    }
    return 0;
}

static int merge_high(Sorter *s, Place left, int64_t left_count, Place right, int64_t right_count)
{
    if (reserve_copy(s, right_count) < 0)
        return -1;
    place_move(s->copy, right, right_count);
    Merge m = {left, s->copy, left, left_count, right_count, left_count + right_count};
    int state;
    do {
        state = merge_high_singly(s, &m);
        if (state > 0)
            state = merge_high_galloping(s, &m);
    } while (state > 0);
    place_move(place_at(m.to, m.to_count - m.right_count), m.right, m.right_count);
    return state;
}

/* Join the two topmost runs. */
static int merge_top(Sorter *s)
{
    Run *a = &s->runs[s->run_count - 2], *b = &s->runs[s->run_count - 1];
    Place left = place_at(s->base, a->start), right = place_at(s->base, b->start);
    int64_t left_count = a->count, right_count = b->count;
    a->count += b->count;
    --s->run_count;

    int64_t in_place = gallop(s, right.keys[0], left.keys, left_count, 0, true);
    if (in_place < 0)
        return -1;
    left = place_at(left, in_place);
    left_count -= in_place;
    if (left_count == 0)
        return 0;
    right_count =
        gallop(s, left.keys[left_count - 1], right.keys, right_count, right_count - 1, false);
    if (right_count <= 0)
        return (int)right_count;
    if (left_count <= right_count)
        return merge_low(s, left, left_count, right, right_count);
    return merge_high(s, left, left_count, right, right_count);
}

/* The depth of the node over two neighbouring runs in the balanced tree: the first binary digit in
 * which the places of their middles, as fractions of the whole, differ. */
static int power_of(int64_t start, int64_t left_count, int64_t right_count, int64_t whole)
{
    int64_t a = 2 * start + left_count; /* Twice the middle of the left run. */
    int64_t b = a + left_count + right_count;
    int power = 0;
    for (;;) { /* Ends: a < b, and both double each time they agree. */
        ++power;
        if (a >= whole) {
            a -= whole;
            b -= whole;
        } else if (b >= whole) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

static int push_run(Sorter *s, int64_t start, int64_t count)
{
    if (s->run_count > 0) {
        Run *top = &s->runs[s->run_count - 1];
        int power = power_of(top->start, top->count, count, s->count);
        while (s->run_count > 1 && s->runs[s->run_count - 2].power > power)
            if (merge_top(s) < 0)
                return -1;
        s->runs[s->run_count - 1].power = power;
    }
    s->runs[s->run_count++] =
        (Run){start, count, 0}; /* Powers rise strictly and fit in an int64's digits. */
    return 0;
}

static int sort_array(Sorter *s)
{
    int64_t minimum = minimum_run(s->count);
    for (int64_t start = 0; start < s->count;) {
        Place place = place_at(s->base, start);
        int64_t left = s->count - start, count = count_run(s, place, left);
        if (count < 0)
            return -1;
        if (count < minimum) {
            int64_t filled = left < minimum ? left : minimum;
            if (insert_rest(s, place, count, filled) < 0)
                return -1;
            count = filled;
        }
        if (push_run(s, start, count) < 0)
            return -1;
        start += count;
    }
    while (s->run_count > 1)
        if (merge_top(s) < 0)
            return -1;
    return 0;
}

/* --- The list --- */

/* key(item) for each: owned, or NULL with all given back. */
static GbRef *make_keys(GbThread *t, GbBorrow function, const GbRef *items, int64_t count)
{
    GbRef *keys = gb_mem_new(t, (size_t)count * sizeof(GbRef));
    if (keys == NULL)
        return NULL;
    for (int64_t i = 0; i < count; ++i) {
        keys[i] = gb_call1(t, function, items[i]);
        if (keys[i] == GB_NULL) {
            while (--i >= 0)
                gb_decref(keys[i]);
            gb_mem_free(t, keys, (size_t)count * sizeof(GbRef));
            return NULL;
        }
    }
    return keys;
}

/* Sort the array that was taken out of the list. */
static int sort_items(GbThread *t, GbRef *items, int64_t count, GbBorrow key, bool reverse)
{
    if (count == 0)
        return 0;
    Sorter s = {.t = t, .base = {items, NULL}, .count = count, .min_gallop = MIN_GALLOP};
    if (key != GB_NULL) {
        s.base = (Place){make_keys(t, key, items, count), items};
        if (s.base.keys == NULL)
            return -1;
    }
    s.order = common_order(s.base.keys, count);
    if (reverse) /* Twice turned round, equal items keep their order. */
        reverse_place(s.base, count);
    int result = sort_array(&s);
    if (reverse)
        reverse_place(s.base, count);
    free_copy(&s);
    if (key != GB_NULL) {
        for (int64_t i = 0; i < count; ++i)
            gb_decref(s.base.keys[i]);
        gb_mem_free(t, s.base.keys, (size_t)count * sizeof(GbRef));
    }
    return result;
}

int gb_list_sort(GbThread *t, GbBorrow list, GbBorrow key, bool reverse)
{
    GbList *self = gb_as_list(list);
    if (self->count < 2 && key == GB_NULL)
        return 0;
    GbRef *items = self->items;
    int64_t count = self->count, capacity = self->capacity;
    self->items = NULL;
    self->count = 0;
    self->capacity = -1;

    int result = sort_items(t, items, count, key, reverse);

    bool touched = self->capacity != -1;
    if (touched && result == 0)
        result = gb_fail(t, gb_ValueError, "list modified during sort");
    GbRef *others = self->items;
    int64_t other_count = self->count, other_capacity = self->capacity;
    self->items = items;
    self->count = count;
    self->capacity = capacity;
    for (int64_t i = 0; i < other_count; ++i) /* What others put into it meanwhile. */
        gb_decref(others[i]);
    if (others)
        gb_mem_free(t, others, (size_t)other_capacity * sizeof(GbRef));
    return result;
}
