/* The operations that the virtual machine does not have yet. Each is weak: a file that defines one
 * takes its place. */
#include "runtime/sim.h"

#include <stdlib.h>

#define RT_OP(result, name, parameters, arguments)                                                 \
    __attribute__((weak)) result rt_sim_##name parameters                                          \
    {                                                                                              \
        return (result)RT_ENOSYS;                                                                  \
    }
#define RT_OP_LAST(name, parameters, arguments)                                                    \
    __attribute__((weak)) void rt_sim_##name parameters                                            \
    {                                                                                              \
        abort();                                                                                   \
    }
#pragma GCC diagnostic ignored "-Wint-to-pointer-cast"
#define rt_sim_clock rt_sim_clock_missing
#include "runtime/ops.def"
#undef rt_sim_clock
#undef RT_OP
#undef RT_OP_LAST

int __attribute__((weak)) rt_sim_world_new(Sim *sim)
{
    return 0;
}

void __attribute__((weak)) rt_sim_world_free(Sim *sim)
{
}

int64_t __attribute__((weak)) rt_sim_clock(Rt *rt, RtClock clock)
{
    Sim *sim = rt_sim_enter(rt);
    rt_sim_charge_some(sim, RT_COST_LOCK);
    return rt_sim_now_ns(sim);
}
