/* collections.deque: a ring of values.
 *
 *     items:  [ d e . . . a b c ]     head 5, count 5, capacity 8 (a power of two)
 *
 * Both ends grow and shrink in constant time, and any item is found at once. `state` counts the
 * changes of shape, so that whoever walks the ring, or compares its items with Python code,
 * notices. */
#include "stdlib/collections_parts.h"

enum { FIRST_CAPACITY = 8 };

typedef struct Deque {
    GbObject header;
    GbRef *items;
    int64_t head;     /* Where item 0 is. */
    int64_t count;
    int64_t capacity; /* 0 or a power of two */
    int64_t maxlen;   /* -1: unbounded. */
    uint64_t state;
} Deque;

typedef struct DequeIterator { /* Both directions. */
    GbObject header;
    GbRef deque;
    int64_t position;  /* How many items were given. */
    int64_t remaining;
    uint64_t state;
} DequeIterator;

static Deque *as_deque(GbBorrow v)
{
    return (Deque *)gb_object(v);
}

static bool is_deque(GbThread *t, GbBorrow v)
{
    return gb_is_spec(t, v, &gb_collections_deque_spec);
}

/* --- The ring --- */

static inline GbRef *slot_at(const Deque *deque, int64_t index)
{
    return &deque->items[(deque->head + index) & (deque->capacity - 1)];
}

static int resize(GbThread *t, Deque *deque, int64_t capacity)
{
    GbRef *items = gb_mem_new(t, (size_t)capacity * sizeof *items);
    if (items == NULL)
        return -1;
    for (int64_t i = 0; i < deque->count; ++i)
        items[i] = *slot_at(deque, i);
    if (deque->items)
        gb_mem_free(t, deque->items, (size_t)deque->capacity * sizeof *items);
    deque->items = items;
    deque->head = 0;
    deque->capacity = capacity;
    return 0;
}

static int make_room(GbThread *t, Deque *deque)
{
    if (deque->count < deque->capacity)
        return 0;
    return resize(t, deque, deque->capacity ? deque->capacity * 2 : FIRST_CAPACITY);
}

/* Give memory back when most of it is unused. */
static void shrink(GbThread *t, Deque *deque)
{
    if (deque->capacity <= 4 * FIRST_CAPACITY || deque->count > deque->capacity / 8)
        return;
    if (resize(t, deque, deque->capacity / 4) < 0)
        gb_raised_drop(t); /* It was only a favour. */
}

/* Not empty. The item is the caller's. */
static GbRef take_first(GbThread *t, Deque *deque)
{
    GbRef item = *slot_at(deque, 0);
    deque->head = (deque->head + 1) & (deque->capacity - 1);
    --deque->count;
    ++deque->state;
    shrink(t, deque);
    return item;
}

static GbRef take_last(GbThread *t, Deque *deque)
{
    GbRef item = *slot_at(deque, --deque->count);
    ++deque->state;
    shrink(t, deque);
    return item;
}

/* Takes the item (also on failure). A full deque drops one at the other end. */
static int add_last(GbThread *t, Deque *deque, GbRef item)
{
    if (make_room(t, deque) < 0) {
        gb_decref(item);
        return -1;
    }
    *slot_at(deque, deque->count++) = item;
    ++deque->state;
    if (deque->maxlen >= 0 && deque->count > deque->maxlen)
        gb_decref(take_first(t, deque));
    return 0;
}

static int add_first(GbThread *t, Deque *deque, GbRef item)
{
    if (make_room(t, deque) < 0) {
        gb_decref(item);
        return -1;
    }
    deque->head = (deque->head - 1) & (deque->capacity - 1);
    deque->items[deque->head] = item;
    ++deque->count;
    ++deque->state;
    if (deque->maxlen >= 0 && deque->count > deque->maxlen)
        gb_decref(take_last(t, deque));
    return 0;
}

static void clear_all(GbThread *t, Deque *deque)
{
    Deque old = *deque;
    deque->items = NULL;
    deque->head = deque->count = deque->capacity = 0;
    ++deque->state;
    for (int64_t i = 0; i < old.count; ++i)
        gb_decref(*slot_at(&old, i));
    if (old.items)
        gb_mem_free(t, old.items, (size_t)old.capacity * sizeof *old.items);
}

/* n steps to the right; cheap when the ring is full, else one move per step of the shorter way. */
static void rotate(Deque *deque, int64_t n)
{
    if (deque->count < 2)
        return;
    n %= deque->count;
    if (n < 0)
        n += deque->count;
    bool right = n <= deque->count / 2;
    int64_t steps = right ? n : deque->count - n;
    int64_t mask = deque->capacity - 1;
    for (int64_t i = 0; i < steps; ++i) {
        if (right) {
            GbRef item = *slot_at(deque, deque->count - 1);
            deque->head = (deque->head - 1) & mask;
            deque->items[deque->head] = item;
        } else {
            GbRef item = deque->items[deque->head];
            deque->head = (deque->head + 1) & mask;
            *slot_at(deque, deque->count - 1) = item;
        }
    }
    ++deque->state;
}

/* Take item `index` out; it is the caller's. The shorter side moves up. */
static GbRef remove_at(GbThread *t, Deque *deque, int64_t index)
{
    GbRef item = *slot_at(deque, index);
    if (index < deque->count / 2) {
        for (int64_t i = index; i > 0; --i)
            *slot_at(deque, i) = *slot_at(deque, i - 1);
        *slot_at(deque, 0) = item;
        return take_first(t, deque);
    }
    for (int64_t i = index; i < deque->count - 1; ++i)
        *slot_at(deque, i) = *slot_at(deque, i + 1);
    *slot_at(deque, deque->count - 1) = item;
    return take_last(t, deque);
}

typedef int (*AddFunction)(GbThread *t, Deque *deque, GbRef item);

static int extend_with(GbThread *t, GbBorrow self, GbBorrow iterable, AddFunction add)
{
    GbRef source = self == iterable ? gb_list_from(t, iterable) : gb_new_ref(iterable);
    GbRef iterator = source == GB_NULL ? GB_NULL : gb_iter(t, source);
    gb_xdecref(source);
    if (iterator == GB_NULL)
        return -1;
    GbRef item;
    int failed = 0;
    while (!failed && (item = gb_next(t, iterator)) != GB_NULL)
        failed = add(t, as_deque(self), item);
    gb_decref(iterator);
    return failed || gb_raised(t) ? -1 : 0;
}

/* An exact deque with the same items and maxlen. */
static GbRef plain_copy(GbThread *t, GbBorrow self)
{
    Deque *old = as_deque(self);
    Deque *copy = gb_object_new(t, gb_spec_type(t, &gb_collections_deque_spec));
    if (copy == NULL)
        return GB_NULL;
    copy->maxlen = old->maxlen;
    GbRef result = gb_value(copy);
    for (int64_t i = 0; i < old->count; ++i) {
        if (add_last(t, copy, gb_new_ref(*slot_at(old, i))) < 0) {
            gb_decref(result);
            return GB_NULL;
        }
    }
    return result;
}

/* --- Slots: life --- */

static GbRef deque_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                          GbBorrow names)
{
    Deque *deque = gb_object_new(t, (GbType *)gb_object(type));
    if (deque)
        deque->maxlen = -1;
    return gb_value(deque);
}

static GbRef deque_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Deque *deque = as_deque(self);
    int64_t maxlen = -1;
    if (args[1] != GB_NONE) {
        if (!gb_is_intlike(args[1]))
            return gb_raise(t, gb_TypeError, "an integer is required");
        if (gb_size_argument(t, args[1], &maxlen) < 0)
            return GB_NULL;
        if (maxlen < 0)
            return gb_raise(t, gb_ValueError, "maxlen must be non-negative");
    }
    deque->maxlen = maxlen;
    clear_all(t, deque);
    if (args[0] != GB_NULL && extend_with(t, self, args[0], add_last) < 0)
        return GB_NULL;
    return GB_NONE;
}

static void deque_dealloc(GbThread *t, GbObject *self)
{
    clear_all(t, (Deque *)self);
}

static int deque_visit(GbObject *self, GbVisitor visit, void *context)
{
    Deque *deque = (Deque *)self;
    for (int64_t i = 0; i < deque->count; ++i)
        GB_VISIT(*slot_at(deque, i));
    return 0;
}

/* --- Slots: text and comparison --- */

static GbRef deque_repr(GbThread *t, GbBorrow self)
{
    int entered = gb_repr_enter(t, self);
    if (entered != 0)
        return entered < 0 ? GB_NULL : gb_str_new(t, "[...]");
    GbRef result = GB_NULL, list = gb_list_from(t, self);
    if (list != GB_NULL && as_deque(self)->maxlen >= 0)
        result = gb_str_format(t, "%U(%R, maxlen=%lld)", gb_type_of(t, self)->name, list,
                               (long long)as_deque(self)->maxlen);
    else if (list != GB_NULL)
        result = gb_str_format(t, "%U(%R)", gb_type_of(t, self)->name, list);
    gb_clear(&list);
    gb_repr_leave(t, self);
    return result;
}

/* Compared as lists would be, but a change of either ends the walk with an error. */
static GbRef deque_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!is_deque(t, a) || !is_deque(t, b))
        return GB_NOT_IMPLEMENTED;
    if ((op == GB_EQ || op == GB_NE) && as_deque(a)->count != as_deque(b)->count)
        return gb_bool(op == GB_NE);
    GbRef result = GB_NULL, left = gb_list_from(t, a), right = GB_NULL;
    if (left != GB_NULL)
        right = gb_list_from(t, b);
    if (right != GB_NULL)
        result = gb_compare(t, left, right, op);
    gb_clear(&left);
    gb_clear(&right);
    return result;
}

static int64_t deque_length(GbThread *t, GbBorrow self)
{
    return as_deque(self)->count;
}

static int deque_truth(GbThread *t, GbBorrow self)
{
    return as_deque(self)->count > 0;
}

/* Is item i equal to the value? 1, 0, or -1, also when the comparison changed the deque. */
static int item_matches(GbThread *t, Deque *deque, int64_t i, GbBorrow value, GbExceptionId error)
{
    uint64_t state = deque->state;
    GbRef item = gb_new_ref(*slot_at(deque, i));
    int equal = gb_equal(t, item, value);
    gb_decref(item);
    if (equal >= 0 && state != deque->state)
        return gb_fail(t, error, "deque mutated during iteration");
    return equal;
}

/* Where the value is from `start` to before `stop`: an index, -1 nowhere, -2 failed. */
static int64_t find_item(GbThread *t, Deque *deque, GbBorrow value, int64_t start, int64_t stop,
                         GbExceptionId error)
{
    for (int64_t i = start; i < stop && i < deque->count; ++i) {
        int match = item_matches(t, deque, i, value, error);
        if (match != 0)
            return match < 0 ? -2 : i;
    }
    return -1;
}

static int deque_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    int64_t at = find_item(t, as_deque(self), item, 0, INT64_MAX, gb_RuntimeError);
    return at >= 0 ? 1 : at == -1 ? 0 : -1;
}

/* --- Slots: arithmetic and items --- */

static GbRef repeat_in_place(GbThread *t, GbBorrow self, int64_t times)
{
    Deque *deque = as_deque(self);
    if (times == 0) {
        clear_all(t, deque);
        return gb_new_ref(self);
    }
    int64_t count = deque->count;
    if (count == 0 || times == 1)
        return gb_new_ref(self);
    if (times > INT64_MAX / count / 16)
        return gb_raise_memory(t);
    int64_t first = 0, total = count * (times - 1);
    if (deque->maxlen >= 0 && total > deque->maxlen) { /* Only the last items will stay. */
        first = (total - deque->maxlen) % count;
        total = deque->maxlen;
    }
    GbRef items = gb_list_from(t, self);
    if (items == GB_NULL)
        return GB_NULL;
    int failed = 0;
    for (int64_t i = 0; i < total && !failed; ++i)
        failed = add_last(t, deque, gb_new_ref(gb_list_peek(items, (first + i) % count)));
    gb_decref(items);
    return failed ? GB_NULL : gb_new_ref(self);
}

static GbRef deque_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    bool left = is_deque(t, a);
    if ((op != GB_ADD && op != GB_MUL) || (op == GB_ADD && !left))
        return GB_NOT_IMPLEMENTED;
    if (left && !(op == GB_ADD && is_deque(t, b))) {
        GbRef result = gb_binary_of_other(t, op, a, b, deque_binary);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    if (op == GB_ADD && !is_deque(t, b))
        return gb_raise(t, gb_TypeError, "can only concatenate deque (not \"%.200T\") to deque", b);
    int64_t times = op == GB_MUL ? gb_repeat_count(t, left ? b : a) : 0;
    if (times < 0)
        return GB_NULL;
    GbRef result = plain_copy(t, left ? a : b);
    if (result == GB_NULL)
        return GB_NULL;
    if (op == GB_ADD) {
        if (extend_with(t, result, b, add_last) < 0)
            gb_clear(&result);
        return result;
    }
    GbRef repeated = repeat_in_place(t, result, times);
    gb_decref(result);
    return repeated;
}

static GbRef deque_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    if (op == GB_ADD)
        return extend_with(t, self, b, add_last) < 0 ? GB_NULL : gb_new_ref(self);
    if (op != GB_MUL || !gb_has_index(t, b))
        return GB_NOT_IMPLEMENTED;
    int64_t times = gb_repeat_count(t, b);
    return times < 0 ? GB_NULL : repeat_in_place(t, self, times);
}

/* A key as an index in range, or -1 with an exception set. */
static int64_t read_index(GbThread *t, Deque *deque, GbBorrow key)
{
    int64_t index;
    if (!gb_has_index(t, key))
        return gb_fail(t, gb_TypeError, "sequence index must be integer, not '%.200T'", key);
    if (gb_index_i64(t, key, &index, gb_IndexError) < 0)
        return -1;
    if (index < 0)
        index += deque->count;
    if (index < 0 || index >= deque->count)
        return gb_fail(t, gb_IndexError, "deque index out of range");
    return index;
}

static GbRef deque_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    int64_t index = read_index(t, as_deque(self), key);
    return index < 0 ? GB_NULL : gb_new_ref(*slot_at(as_deque(self), index));
}

static int deque_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    Deque *deque = as_deque(self);
    int64_t index = read_index(t, deque, key);
    if (index < 0)
        return -1;
    if (value == GB_NULL)
        gb_decref(remove_at(t, deque, index));
    else
        gb_set(slot_at(deque, index), gb_new_ref(value));
    return 0;
}

/* --- Methods --- */

static GbRef deque_append(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return add_last(t, as_deque(self), gb_new_ref(args[0])) < 0 ? GB_NULL : GB_NONE;
}

static GbRef deque_appendleft(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return add_first(t, as_deque(self), gb_new_ref(args[0])) < 0 ? GB_NULL : GB_NONE;
}

static GbRef deque_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    clear_all(t, as_deque(self));
    return GB_NONE;
}

/* Subclasses are called with what their constructor takes. */
static GbRef deque_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = gb_type_of(t, self);
    if (type == gb_spec_type(t, &gb_collections_deque_spec))
        return plain_copy(t, self);
    if (as_deque(self)->maxlen < 0)
        return gb_call1(t, gb_value(type), self);
    GbRef maxlen = gb_int_new(t, as_deque(self)->maxlen);
    GbRef result = maxlen == GB_NULL ? GB_NULL : gb_call2(t, gb_value(type), self, maxlen);
    gb_clear(&maxlen);
    return result;
}

static GbRef deque_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = 0;
    for (int64_t i = 0; i < as_deque(self)->count; ++i) {
        int match = item_matches(t, as_deque(self), i, args[0], gb_RuntimeError);
        if (match < 0)
            return GB_NULL;
        count += match;
    }
    return gb_int_new(t, count);
}

static GbRef deque_extend(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return extend_with(t, self, args[0], add_last) < 0 ? GB_NULL : GB_NONE;
}

static GbRef deque_extendleft(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return extend_with(t, self, args[0], add_first) < 0 ? GB_NULL : GB_NONE;
}

static int64_t clip(int64_t position, int64_t length)
{
    if (position < 0)
        position += length;
    return position < 0 ? 0 : position > length ? length : position;
}

static GbRef deque_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Deque *deque = as_deque(self);
    int64_t start = 0, stop = deque->count;
    if (gb_position_argument(t, args[1], &start) < 0 || gb_position_argument(t, args[2], &stop) < 0)
        return GB_NULL;
    start = clip(start, deque->count);
    stop = clip(stop, deque->count);
    int64_t at = find_item(t, deque, args[0], start, stop, gb_RuntimeError);
    if (at == -1)
        return gb_raise(t, gb_ValueError, "%R is not in deque", args[0]);
    return at < 0 ? GB_NULL : gb_int_new(t, at);
}

static GbRef deque_insert(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Deque *deque = as_deque(self);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    if (deque->maxlen >= 0 && deque->count >= deque->maxlen)
        return gb_raise(t, gb_IndexError, "deque already at its maximum size");
    index = clip(index, deque->count);
    if (index < deque->count / 2) {
        if (add_first(t, deque, gb_new_ref(args[1])) < 0)
            return GB_NULL;
        GbRef item = *slot_at(deque, 0);
        for (int64_t i = 0; i < index; ++i)
            *slot_at(deque, i) = *slot_at(deque, i + 1);
        *slot_at(deque, index) = item;
        return GB_NONE;
    }
    if (add_last(t, deque, gb_new_ref(args[1])) < 0)
        return GB_NULL;
    GbRef item = *slot_at(deque, deque->count - 1);
    for (int64_t i = deque->count - 1; i > index; --i)
        *slot_at(deque, i) = *slot_at(deque, i - 1);
    *slot_at(deque, index) = item;
    return GB_NONE;
}

static GbRef deque_pop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (as_deque(self)->count == 0)
        return gb_raise(t, gb_IndexError, "pop from an empty deque");
    return take_last(t, as_deque(self));
}

static GbRef deque_popleft(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (as_deque(self)->count == 0)
        return gb_raise(t, gb_IndexError, "pop from an empty deque");
    return take_first(t, as_deque(self));
}

static GbRef deque_remove(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Deque *deque = as_deque(self);
    int64_t at = find_item(t, deque, args[0], 0, INT64_MAX, gb_IndexError);
    if (at == -1)
        return gb_raise(t, gb_ValueError, "%R is not in deque", args[0]);
    if (at < 0)
        return GB_NULL;
    gb_decref(remove_at(t, deque, at));
    return GB_NONE;
}

static GbRef deque_reverse(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Deque *deque = as_deque(self);
    for (int64_t low = 0, high = deque->count - 1; low < high; ++low, --high) {
        GbRef item = *slot_at(deque, low);
        *slot_at(deque, low) = *slot_at(deque, high);
        *slot_at(deque, high) = item;
    }
    return GB_NONE;
}

static GbRef deque_rotate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t steps;
    if (gb_size_argument(t, args[0], &steps) < 0)
        return GB_NULL;
    rotate(as_deque(self), steps);
    return GB_NONE;
}

/* (type, (), state, iterator), or ((), maxlen) for the arguments. */
static GbRef deque_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef result = GB_NULL, arguments = GB_NULL, iterator = GB_NULL, state = GB_NULL;
    GbRef empty = gb_tuple_new(t, 0);
    if (empty == GB_NULL)
        return GB_NULL;
    if (as_deque(self)->maxlen < 0) {
        arguments = gb_new_ref(empty);
    } else {
        GbRef maxlen = gb_int_new(t, as_deque(self)->maxlen);
        arguments = maxlen == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, empty, maxlen);
        gb_clear(&maxlen);
    }
    if (arguments != GB_NULL)
        state = gb_call_method(t, self, gb_name(t, __getstate__), NULL, 0);
    if (state != GB_NULL)
        iterator = gb_iter(t, self);
    if (iterator != GB_NULL)
        result = gb_tuple_of(t, 4, gb_value(gb_type_of(t, self)), arguments, state, iterator);
    gb_clear(&empty);
    gb_clear(&arguments);
    gb_clear(&state);
    gb_clear(&iterator);
    return result;
}

static GbRef deque_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    size_t items = (size_t)as_deque(self)->capacity * sizeof(GbRef);
    return gb_int_new(t, (int64_t)(gb_type_of(t, self)->instance_size + items));
}

static GbRef deque_get_maxlen(GbThread *t, GbBorrow self)
{
    return as_deque(self)->maxlen < 0 ? GB_NONE : gb_int_new(t, as_deque(self)->maxlen);
}

/* --- Iterators --- */

static DequeIterator *as_iterator(GbBorrow v)
{
    return (DequeIterator *)gb_object(v);
}

static GbRef iterator_new(GbThread *t, GbType *type, GbBorrow deque, int64_t position)
{
    DequeIterator *iterator = gb_object_new(t, type);
    if (iterator == NULL)
        return GB_NULL;
    int64_t count = as_deque(deque)->count;
    iterator->deque = gb_new_ref(deque);
    iterator->position = position < 0 ? 0 : position > count ? count : position;
    iterator->remaining = count - iterator->position;
    iterator->state = as_deque(deque)->state;
    return gb_value(iterator);
}

static GbRef deque_iter(GbThread *t, GbBorrow self)
{
    return iterator_new(t, gb_spec_type(t, &gb_collections_deque_iterator_spec), self, 0);
}

static GbRef deque_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return iterator_new(t, gb_spec_type(t, &gb_collections_deque_reverse_iterator_spec), self, 0);
}

static GbRef iterator_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t position;
    if (!is_deque(t, args[0]))
        return gb_raise(t, gb_TypeError, "argument 1 must be collections.deque, not %.50T",
                        args[0]);
    if (gb_size_argument(t, args[1], &position) < 0)
        return GB_NULL;
    return iterator_new(t, (GbType *)gb_object(type), args[0], position);
}

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((DequeIterator *)self)->deque);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((DequeIterator *)self)->deque);
    return 0;
}

/* May the iterator go on? False at the end, or with an exception set. */
static bool iterator_check(GbThread *t, DequeIterator *iterator)
{
    if (iterator->state != as_deque(iterator->deque)->state) {
        iterator->remaining = 0;
        gb_raise(t, gb_RuntimeError, "deque mutated during iteration");
        return false;
    }
    return iterator->remaining > 0;
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    DequeIterator *iterator = as_iterator(self);
    if (!iterator_check(t, iterator))
        return GB_NULL;
    --iterator->remaining;
    return gb_new_ref(*slot_at(as_deque(iterator->deque), iterator->position++));
}

static GbRef reverse_iterator_next(GbThread *t, GbBorrow self)
{
    DequeIterator *iterator = as_iterator(self);
    if (!iterator_check(t, iterator))
        return GB_NULL;
    --iterator->remaining;
    Deque *deque = as_deque(iterator->deque);
    return gb_new_ref(*slot_at(deque, deque->count - 1 - iterator->position++));
}

static GbRef iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, as_iterator(self)->remaining);
}

static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    DequeIterator *iterator = as_iterator(self);
    GbRef position = gb_int_new(t, as_deque(iterator->deque)->count - iterator->remaining);
    if (position == GB_NULL)
        return GB_NULL;
    GbRef arguments = gb_tuple_of(t, 2, iterator->deque, position);
    gb_decref(position);
    return gb_reduce_pair(t, gb_value(gb_type_of(t, self)), arguments);
}

/* --- Tables --- */

static const GbMethodDef deque_methods[] = {
    {"append(object, /)", deque_append, "Add an element to the right side of the deque."},
    {"appendleft(object, /)", deque_appendleft, "Add an element to the left side of the deque."},
    {"clear()", deque_clear, "Remove all elements from the deque."},
    {"copy()", deque_copy, "Return a shallow copy of a deque."},
    {"count(value, /)", deque_count, "D.count(value) -- return number of occurrences of value"},
    {"extend(iterable, /)", deque_extend,
     "Extend the right side of the deque with elements from the iterable"},
    {"extendleft(iterable, /)", deque_extendleft,
     "Extend the left side of the deque with elements from the iterable"},
    {"index(value, start=?, stop=?, /)", deque_index,
     "D.index(value, [start, [stop]]) -- return first index of value.\n"
     "Raises ValueError if the value is not present."},
    {"insert(index, object, /)", deque_insert,
     "D.insert(index, object) -- insert object before index"},
    {"pop()", deque_pop, "Remove and return the rightmost element."},
    {"popleft()", deque_popleft, "Remove and return the leftmost element."},
    {"remove(value, /)", deque_remove, "D.remove(value) -- remove first occurrence of value."},
    {"reverse()", deque_reverse, "D.reverse() -- reverse *IN PLACE*"},
    {"rotate(n=1, /)", deque_rotate,
     "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
    {"__copy__()", deque_copy, "Return a shallow copy of a deque."},
    {"__reduce__()", deque_reduce, "Return state information for pickling."},
    {"__reversed__()", deque_reversed,
     "D.__reversed__() -- return a reverse iterator over the deque"},
    {"__sizeof__()", deque_sizeof, "D.__sizeof__() -- size of D in memory, in bytes"},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef deque_getsets[] = {
    {"maxlen", deque_get_maxlen, NULL, "maximum size of a deque or None if unbounded"},
    {0},
};

const GbTypeSpec gb_collections_deque_spec = {
    .name = "collections.deque",
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\n"
           "A list-like sequence optimized for data accesses near its endpoints.",
    .size = sizeof(Deque),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF | GB_TYPE_MATCH_SEQUENCE,
    .slots = {
        .dealloc = deque_dealloc,
        .visit = deque_visit,
        .clear = deque_dealloc,
        .repr = deque_repr,
        .hash = gb_unhashable,
        .truth = deque_truth,
        .length = deque_length,
        .compare = deque_compare,
        .binary = deque_binary,
        .inplace = deque_inplace,
        .getitem = deque_getitem,
        .setitem = deque_setitem,
        .contains = deque_contains,
        .iter = deque_iter,
        .create = deque_create,
    },
    .initializer = {"deque(iterable=?, maxlen=None)", deque_init, NULL},
    .methods = deque_methods,
    .getsets = deque_getsets,
};

static const GbMethodDef iterator_methods[] = {
    {"__length_hint__()", iterator_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", iterator_reduce, "Return state information for pickling."},
    {0},
};

const GbTypeSpec gb_collections_deque_iterator_spec = {
    .name = "_collections._deque_iterator",
    .size = sizeof(DequeIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = iterator_dealloc,
              .visit = iterator_visit,
              .iter = gb_iter_self,
              .next = iterator_next},
    .constructor = {"_deque_iterator(deque, index=0, /)", iterator_create, NULL},
    .methods = iterator_methods,
};

const GbTypeSpec gb_collections_deque_reverse_iterator_spec = {
    .name = "_collections._deque_reverse_iterator",
    .size = sizeof(DequeIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = iterator_dealloc,
              .visit = iterator_visit,
              .iter = gb_iter_self,
              .next = reverse_iterator_next},
    .constructor = {"_deque_reverse_iterator(deque, index=0, /)", iterator_create, NULL},
    .methods = iterator_methods,
};
