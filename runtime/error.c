/* The table of failures, read by code and by errno. */
#include "runtime/rt.h"

/* Rows from here on have no errno. */
#define NUMBER_MAX 1000

typedef struct Row {
    const char *name;
    int code;
    const char *text;
} Row;

static const Row errors[] = {
#define RT_ERROR(name, number, text) {#name, RT_##name, text},
#include "runtime/errors.def"
#undef RT_ERROR
};

static const Row refusals[] = {
#define RT_REFUSAL(name, number, text) {#name, RT_##name, text},
#include "runtime/refusals.def"
#undef RT_REFUSAL
};

enum {
    ERROR_COUNT = sizeof errors / sizeof errors[0],
    REFUSAL_COUNT = sizeof refusals / sizeof refusals[0],
};

static const Row *find_refusal(int code)
{
    for (int i = 0; i < REFUSAL_COUNT; i++) {
        if (refusals[i].code == code)
            return &refusals[i];
    }
    return NULL;
}

/* The last row, EUNKNOWN, stands for all that are in neither table. */
static const Row *find_row(int code)
{
    for (int i = 0; i < ERROR_COUNT; i++) {
        if (errors[i].code == code)
            return &errors[i];
    }
    const Row *refusal = find_refusal(code);
    return refusal ? refusal : &errors[ERROR_COUNT - 1];
}

const char *rt_error_name(int code)
{
    return find_row(code)->name;
}

const char *rt_error_text(int code)
{
    return find_row(code)->text;
}

bool rt_error_is_refusal(int code)
{
    return find_refusal(code) != NULL;
}

int rt_error_errno(int code)
{
    int number = -find_row(code)->code;
    if (rt_error_is_refusal(code))
        return -RT_ENOSYS;
    return number < NUMBER_MAX ? number : 0;
}

int rt_error_from_errno(int number)
{
    return find_row(-number)->code;
}

bool rt_error_row(int index, int *code)
{
    if (index < 0 || index >= ERROR_COUNT)
        return false;
    *code = errors[index].code;
    return true;
}
