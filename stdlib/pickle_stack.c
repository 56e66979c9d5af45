/* The stack, the marks and the memo of an unpickler. */
#include "stdlib/pickle_parts.h"

enum { STACK_MIN = 16, MEMO_MIN = 32, MEMO_GAP = 4096 };

/* --- The stack --- */

static int underflow(GbThread *t, Unpickler *u)
{
    gb_raise_error(t, &gb_unpickling_error,
                   u->mark_count > 0 ? "unexpected MARK found" : "unpickling stack underflow");
    return -1;
}

int gb_unpickle_need(GbThread *t, Unpickler *u, int64_t count)
{
    return u->count - u->fence >= count ? 0 : underflow(t, u);
}

int gb_unpickle_push_take(GbThread *t, Unpickler *u, GbRef value)
{
    if (value == GB_NULL)
        return -1;
    if (u->count == u->capacity) {
        int64_t capacity = u->capacity == 0 ? STACK_MIN : 2 * u->capacity;
        GbRef *stack = gb_mem_resize(t, u->stack, (size_t)u->capacity * sizeof *stack,
                                     (size_t)capacity * sizeof *stack);
        if (stack == NULL) {
            gb_decref(value);
            return -1;
        }
        u->stack = stack;
        u->capacity = capacity;
    }
    u->stack[u->count++] = value;
    return 0;
}

GbRef gb_unpickle_pop(GbThread *t, Unpickler *u)
{
    return gb_unpickle_need(t, u, 1) < 0 ? GB_NULL : u->stack[--u->count];
}

int gb_unpickle_mark(GbThread *t, Unpickler *u)
{
    if (u->mark_count == u->mark_capacity) {
        int64_t capacity = u->mark_capacity == 0 ? STACK_MIN : 2 * u->mark_capacity;
        int64_t *marks = gb_mem_resize(t, u->marks, (size_t)u->mark_capacity * sizeof *marks,
                                       (size_t)capacity * sizeof *marks);
        if (marks == NULL)
            return -1;
        u->marks = marks;
        u->mark_capacity = capacity;
    }
    u->marks[u->mark_count++] = u->fence = u->count;
    return 0;
}

int64_t gb_unpickle_unmark(GbThread *t, Unpickler *u)
{
    if (u->mark_count == 0) {
        gb_raise_error(t, &gb_unpickling_error, "could not find MARK");
        return -1;
    }
    int64_t height = u->marks[--u->mark_count];
    u->fence = u->mark_count > 0 ? u->marks[u->mark_count - 1] : 0;
    return height;
}

GbRef gb_unpickle_pop_tuple(GbThread *t, Unpickler *u, int64_t start)
{
    ASSERT(start >= u->fence);
    GbRef tuple = gb_tuple_new(t, u->count - start);
    if (tuple == GB_NULL)
        return GB_NULL;
    for (int64_t i = start; i < u->count; i++)
        gb_tuple_set_take(tuple, i - start, u->stack[i]);
    u->count = start;
    return tuple;
}

void gb_unpickle_drop(Unpickler *u, int64_t start)
{
    while (u->count > start)
        gb_decref(u->stack[--u->count]);
}

void gb_unpickle_stack_clear(GbThread *t, Unpickler *u)
{
    gb_unpickle_drop(u, 0);
    gb_mem_free(t, u->stack, (size_t)u->capacity * sizeof *u->stack);
    gb_mem_free(t, u->marks, (size_t)u->mark_capacity * sizeof *u->marks);
    u->stack = NULL;
    u->marks = NULL;
    u->capacity = u->mark_count = u->mark_capacity = u->fence = 0;
}

/* --- The memo: a row of values; a dict for numbers far out, which only a hostile pickle has --- */

GbBorrow gb_unpickle_memo_peek(GbThread *t, Unpickler *u, uint64_t number)
{
    if (number < (uint64_t)u->memo_capacity)
        return u->memo[number];
    GbRef value = GB_NULL, key = u->memo_far == GB_NULL ? GB_NULL : gb_int_from_u64(t, number);
    if (key != GB_NULL && gb_dict_find(t, u->memo_far, key, &value) > 0)
        gb_decref(value); /* The dict has it. */
    gb_xdecref(key);
    return value;
}

static int memo_grow(GbThread *t, Unpickler *u, uint64_t number)
{
    int64_t capacity = (int64_t)number * 2 + MEMO_MIN;
    GbRef *memo = gb_mem_resize(t, u->memo, (size_t)u->memo_capacity * sizeof *memo,
                                (size_t)capacity * sizeof *memo);
    if (memo == NULL)
        return -1;
    memset(memo + u->memo_capacity, 0, (size_t)(capacity - u->memo_capacity) * sizeof *memo);
    u->memo = memo;
    u->memo_capacity = capacity;
    return 0;
}

int gb_unpickle_memo_set(GbThread *t, Unpickler *u, uint64_t number, GbBorrow value)
{
    bool is_far = number > (uint64_t)(2 * u->memo_capacity + MEMO_GAP);
    if (is_far) {
        if (u->memo_far == GB_NULL && (u->memo_far = gb_dict_new(t)) == GB_NULL)
            return -1;
        GbRef key = gb_int_from_u64(t, number);
        int failed = key == GB_NULL ? -1 : gb_dict_set(t, u->memo_far, key, value);
        gb_xdecref(key);
        return failed;
    }
    if (number >= (uint64_t)u->memo_capacity && memo_grow(t, u, number) < 0)
        return -1;
    if (u->memo[number] == GB_NULL)
        ++u->memo_count;
    gb_set(&u->memo[number], gb_new_ref(value));
    return 0;
}

void gb_unpickle_memo_clear(GbThread *t, Unpickler *u)
{
    GbRef *memo = u->memo;
    int64_t capacity = u->memo_capacity;
    u->memo = NULL;
    u->memo_capacity = u->memo_count = 0;
    for (int64_t i = 0; i < capacity; i++)
        gb_xdecref(memo[i]);
    gb_mem_free(t, memo, (size_t)capacity * sizeof *memo);
    gb_clear(&u->memo_far);
}
