#include "runtime/check.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void rt_check_failed(const char *file, int line, const char *condition)
{
    fprintf(stderr, "gilbox: %s:%d: broken: %s\n", file, line, condition);
    abort();
}
