/* The virtual machine as a value: its options, its table, its making and its end. */
#include "runtime/sim.h"

#include <stdlib.h>
#include <string.h>

static const RtOps sim_ops = {
#define RT_OP(result, name, parameters, arguments) .name = rt_sim_##name,
#define RT_OP_LAST(name, parameters, arguments) .name = rt_sim_##name,
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST
};

static const char *const scheduler_names[RT_SCHEDULER_COUNT] = {"fair", "rr"};

const char *rt_scheduler_name(RtScheduler scheduler)
{
    return scheduler_names[scheduler];
}

void rt_sim_options_init(RtSimOptions *out)
{
    *out = (RtSimOptions){
        .cores = 4,
        .scheduler = RT_SCHEDULER_FAIR,
        .epoch_ns = INT64_C(1893456000) * RT_SECOND,
        .max_time_ns = RT_FOREVER,
        .record_block = -1,
    };
    rt_costs_preset("desktop", &out->costs);
}

int rt_sim_new(const RtSimOptions *options, Rt *host, Rt **out)
{
    Sim *sim = calloc(1, sizeof *sim);
    if (!sim)
        return RT_ENOMEM;
    sim->base.ops = &sim_ops;
    sim->host = host;
    sim->options = *options;
    sim->meter.cost_ps = sim->options.costs.ps;
    *out = &sim->base;
    return 0;
}

void rt_sim_machine_free(Rt *rt)
{
    free(rt);
}

RtMeter *rt_sim_meter(Rt *rt)
{
    return &rt_sim_of(rt)->meter;
}
