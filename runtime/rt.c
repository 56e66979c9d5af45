/* The functions of rt.h: each asks the machine it is given. What needs no machine is done here. */
#include "runtime/rt.h"

#include "runtime/ops.h"

#include <stdlib.h>

#define RT_OP(result, name, parameters, arguments) \
    result rt_##name parameters                    \
    {                                              \
        return rt->ops->name arguments;            \
    }
#define RT_OP_LAST(name, parameters, arguments) \
    _Noreturn void rt_##name parameters         \
    {                                           \
        rt->ops->name arguments;                \
        abort();                                \
    }
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST

void rt_free(void *memory)
{
    free(memory);
}

void rt_http_response_free(RtHttpResponse *response)
{
    rt_free(response->reason);
    rt_free(response->headers);
    rt_free(response->url);
    rt_free(response->body);
    *response = (RtHttpResponse){0};
}

int rt_process_wait(Rt *rt, int64_t pid, int *out_status)
{
    RtChange change;
    RtWaitFor which = pid < 0 ? RT_WAIT_ANY : RT_WAIT_PROCESS;
    int err = rt_process_await(rt, which, pid < 0 ? 0 : pid, RT_WAIT_EXITED, &change);
    if (err == 0)
        *out_status = change.code == RT_CHILD_EXITED ? change.status : -change.status;
    return err;
}

RtSignals rt_signals_changed(RtSignals before, RtMaskChange change, RtSignals signals)
{
    switch (change) {
    case RT_MASK_BLOCK: return before | signals;
    case RT_MASK_UNBLOCK: return before & ~signals;
    default: return signals;
    }
}
