/* What a pickler has written: objects by identity. */
#include "stdlib/pickle_parts.h"

enum { MEMO_MIN = 16 };

/* The row of an object, or the free one where it belongs. Addresses only decide where rows lie:
 * nothing observable. */
static PickleMemoRow *row_of(const PickleMemo *memo, GbBorrow object)
{
    uint64_t mask = (uint64_t)memo->capacity - 1;
    uint64_t index = (object * UINT64_C(0x9e3779b97f4a7c15)) >> 20 & mask;
    while (memo->rows[index].object != GB_NULL && memo->rows[index].object != object)
        index = (index + 1) & mask;
    return &memo->rows[index];
}

int64_t gb_pickle_memo_find(const PickleMemo *memo, GbBorrow object)
{
    if (memo->count == 0)
        return -1;
    PickleMemoRow *row = row_of(memo, object);
    return row->object == GB_NULL ? -1 : row->number;
}

static int grow(GbThread *t, PickleMemo *memo)
{
    PickleMemo larger = {.capacity = memo->capacity == 0 ? MEMO_MIN : 2 * memo->capacity,
                         .count = memo->count};
    size_t bytes = (size_t)larger.capacity * sizeof *larger.rows;
    larger.rows = gb_mem_new(t, bytes);
    if (larger.rows == NULL)
        return -1;
    memset(larger.rows, 0, bytes);
    for (int64_t i = 0; i < memo->capacity; i++) {
        if (memo->rows[i].object != GB_NULL)
            *row_of(&larger, memo->rows[i].object) = memo->rows[i];
    }
    gb_mem_free(t, memo->rows, (size_t)memo->capacity * sizeof *memo->rows);
    *memo = larger;
    return 0;
}

int gb_pickle_memo_add(GbThread *t, PickleMemo *memo, GbBorrow object, int64_t number)
{
    if (3 * (memo->count + 1) > 2 * memo->capacity && grow(t, memo) < 0)
        return -1;
    PickleMemoRow *row = row_of(memo, object);
    if (row->object == GB_NULL) {
        row->object = gb_new_ref(object);
        ++memo->count;
    }
    row->number = number;
    return 0;
}

void gb_pickle_memo_clear(GbThread *t, PickleMemo *memo)
{
    PickleMemo old = *memo;
    *memo = (PickleMemo){0}; /* What dies now may ask for it. */
    for (int64_t i = 0; i < old.capacity; i++)
        gb_xdecref(old.rows[i].object);
    gb_mem_free(t, old.rows, (size_t)old.capacity * sizeof *old.rows);
}
