/* The table of failures, read by code and by errno. */
#include "runtime/rt.h"

/* Rows from here on have no errno. */
#define NUMBER_MAX 1000

static const struct {
    const char *name;
    int code;
    const char *text;
} rows[] = {
#define RT_ERROR(name, number, text) {#name, RT_##name, text},
#include "runtime/errors.def"
#undef RT_ERROR
};

#define ROW_COUNT ((int)(sizeof rows / sizeof rows[0]))

/* The last row, EUNKNOWN, stands for all that are not in the table. */
static int find_row(int code)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        if (rows[i].code == code)
            return i;
    }
    return ROW_COUNT - 1;
}

const char *rt_error_name(int code)
{
    return rows[find_row(code)].name;
}

const char *rt_error_text(int code)
{
    return rows[find_row(code)].text;
}

int rt_error_errno(int code)
{
    int number = -rows[find_row(code)].code;
    return number < NUMBER_MAX ? number : 0;
}

int rt_error_from_errno(int number)
{
    return rows[find_row(-number)].code;
}

bool rt_error_row(int index, int *code)
{
    if (index < 0 || index >= ROW_COUNT)
        return false;
    *code = rows[index].code;
    return true;
}
