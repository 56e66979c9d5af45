/* "Did you mean": the known name that is nearest to one that was not found. Nearness is the cost of
 * editing one name into the other, where a change of case is half as dear as any other step. */
#include "vm/object/exception_parts.h"

#include "vm/exec/builtins.h"
#include "vm/exec/frame.h"
#include "vm/interp.h"
#include "vm/object/traceback.h"

enum { CANDIDATES_MAX = 750, NAME_MAX_BYTES = 40, MOVE_COST = 2, CASE_COST = 1 };

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int replace_cost(char a, char b)
{
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? CASE_COST : MOVE_COST;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The cost of editing a into b; anything above `limit` when it is dearer than that. One row of the
 * usual matrix is kept: row[i] is the cost of making b's first characters from a's first i + 1. */
static int edit_cost(const char *a, int a_size, const char *b, int b_size, int limit)
{
    int row[NAME_MAX_BYTES];
    while (a_size > 0 && b_size > 0 && a[0] == b[0]) {
        ++a, ++b;
        --a_size, --b_size;
    }
    while (a_size > 0 && b_size > 0 && a[a_size - 1] == b[b_size - 1])
        --a_size, --b_size;
    if (a_size == 0 || b_size == 0)
        return (a_size + b_size) * MOVE_COST;
    if (a_size > NAME_MAX_BYTES || b_size > NAME_MAX_BYTES)
        return limit + 1;
    if (b_size < a_size)
        return edit_cost(b, b_size, a, a_size, limit);
    if ((b_size - a_size) * MOVE_COST > limit)
        return limit + 1;
    for (int i = 0; i < a_size; ++i)
        row[i] = (i + 1) * MOVE_COST;
    int cost = 0;
    for (int j = 0; j < b_size; ++j) {
        int diagonal = j * MOVE_COST, cheapest = INT32_MAX;
        cost = diagonal;
        for (int i = 0; i < a_size; ++i) {
            int replaced = diagonal + replace_cost(b[j], a[i]);
            diagonal = row[i];
            int moved = least(cost, diagonal) + MOVE_COST;
            cost = least(moved, replaced);
            row[i] = cost;
            cheapest = least(cheapest, cost);
        }
        if (cheapest > limit)
            return limit + 1;
    }
    return cost;
}

/* The best of `candidates` (any iterable's list) for the name: owned, or None. */
static GbRef best_of(GbThread *t, GbBorrow candidates, GbBorrow name)
{
    size_t name_size;
    const char *wanted = gb_str_wtf8(t, name, &name_size);
    GbBorrow best = GB_NONE;
    int best_cost = INT32_MAX;
    if (wanted == NULL)
        return GB_NULL;
    if (gb_list_count(candidates) >= CANDIDATES_MAX)
        return GB_NONE;
    for (int64_t i = 0; i < gb_list_count(candidates); ++i) {
        GbBorrow candidate = gb_list_peek(candidates, i);
        size_t size;
        if (!gb_is_str(candidate) || gb_str_equal(candidate, name))
            continue;
        const char *text = gb_str_wtf8(t, candidate, &size);
        if (text == NULL)
            return GB_NULL;
        if (size > INT16_MAX || name_size > INT16_MAX)
            continue;
        /* At most a third of the characters may need a change. */
        int limit = least((int)(name_size + size + 3) * MOVE_COST / 6, best_cost - 1);
        int cost = edit_cost(wanted, (int)name_size, text, (int)size, limit);
        if (cost <= limit) {
            best = candidate;
            best_cost = cost;
        }
    }
    return gb_new_ref(best);
}

static GbRef best_of_take(GbThread *t, GbRef candidates, GbBorrow name)
{
    if (candidates == GB_NULL)
        return GB_NULL;
    GbRef best = best_of(t, candidates, name);
    gb_decref(candidates);
    return best;
}

static GbRef suggest_attribute(GbThread *t, GbBorrow exception)
{
    GbBorrow name = gb_field_peek(exception, GB_ATTRIBUTE_NAME);
    GbRef object = gb_as_exception(exception)->fields[GB_ATTRIBUTE_OBJECT];
    if (!gb_is_str(name) || object == GB_NULL)
        return GB_NONE;
    return best_of_take(t, gb_dir(t, object), name);
}

/* The frame where it was raised: the last of the traceback. */
static GbFrame *raising_frame(GbBorrow exception)
{
    GbBorrow entry = gb_as_exception(exception)->traceback;
    if (entry == GB_NULL)
        return NULL;
    while (gb_as_traceback(entry)->next != GB_NULL)
        entry = gb_as_traceback(entry)->next;
    return ((GbFrameObject *)gb_object(gb_as_traceback(entry)->frame))->frame;
}

static GbRef local_names(GbThread *t, const GbCode *code)
{
    GbRef list = gb_list_new(t, code->local_count);
    for (int32_t i = 0; list != GB_NULL && i < code->local_count; ++i) {
        if (gb_list_append(t, list, code->localsplus_names[i]) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef suggest_name(GbThread *t, GbBorrow exception)
{
    GbBorrow name = gb_field_peek(exception, GB_NAME_ERROR_NAME);
    GbFrame *frame = raising_frame(exception);
    if (!gb_is_str(name) || frame == NULL)
        return GB_NONE;
    GbRef best = best_of_take(t, local_names(t, frame->code), name);
    if (best == GB_NONE)
        best = best_of_take(t, gb_list_from(t, frame->globals), name);
    if (best == GB_NONE)
        best = best_of_take(t, gb_list_from(t, frame->builtins), name);
    return best;
}

GbRef gb_exception_suggestion(GbThread *t, GbBorrow exception)
{
    GbType *type = gb_type_of(t, exception);
    if (type == t->interp->exceptions[gb_AttributeError])
        return suggest_attribute(t, exception);
    if (type == t->interp->exceptions[gb_NameError])
        return suggest_name(t, exception);
    return GB_NONE;
}
