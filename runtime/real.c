/* The real machine as a value: its table, its making and its end. */
#include "runtime/real.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const RtOps real_ops = {
#define RT_OP(result, name, parameters, arguments) .name = rt_real_##name,
#define RT_OP_LAST(name, parameters, arguments) .name = rt_real_##name,
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST
};

const RtOps *rt_real_ops(void)
{
    return &real_ops;
}

int rt_real_new(Rt **out)
{
    Real *real = calloc(1, sizeof *real);
    if (!real)
        return RT_ENOMEM;
    real->base.ops = &real_ops;
    int err = rt_real_thread_init(&real->base, &real->main);
    if (err == 0 && uv_mutex_init(&real->curl_mutex) != 0) {
        rt_real_thread_fini(&real->main);
        err = RT_ENOMEM;
    }
    if (err < 0)
        free(real);
    else
        *out = &real->base;
    return err;
}

void rt_real_machine_free(Rt *rt)
{
    Real *real = real_of(rt);
    rt_real_curl_free(real->curl);
    uv_mutex_destroy(&real->curl_mutex);
    rt_real_thread_fini(&real->main);
    free(real);
}

/* The rows that have no errno get cases that no errno meets. */
int rt_real_error(int number)
{
    switch (number) {
    case 0:
        return 0;
#define RT_ERROR(name, value, text) \
    case name:                      \
        return RT_##name;
#define ERESOLVE -1
#define ERESOLVE_AGAIN -2
#define EHTTP -3
#define EUNKNOWN -4
#include "runtime/errors.def"
#undef RT_ERROR
    default:
        return RT_EUNKNOWN;
    }
}

int rt_real_result(int64_t result)
{
    return result < 0 ? rt_real_error(errno) : 0;
}

int rt_real_copy(const char *text, char **out)
{
    char *copy = strdup(text);
    if (!copy)
        return RT_ENOMEM;
    *out = copy;
    return 0;
}

/* The clock moves by itself here: there is nothing to meter. */
RtMeter *rt_real_meter(Rt *rt)
{
    return NULL;
}

void rt_real_meter_stop(Rt *rt)
{
}
