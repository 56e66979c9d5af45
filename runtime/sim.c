/* The virtual machine as a value: its options, its table, its making and its end. */
#include "runtime/sim.h"

#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

#define SLICE_MIN_NS RT_MICROSECOND
#define SLICE_MAX_NS (10 * RT_SECOND)
#define JITTER_MAX_NS RT_SECOND
#define EPOCH_NS (INT64_C(1893456000) * RT_SECOND) /* 2030-01-01 00:00:00 UTC */

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

static const char *const preemption_names[RT_PREEMPTION_COUNT] = {"fair", "never", "always"};

const char *rt_preemption_name(RtPreemption preemption)
{
    return preemption_names[preemption];
}

void rt_sim_options_init(RtSimOptions *out)
{
    *out = (RtSimOptions){
        .cores = 4,
        .scheduler = RT_SCHEDULER_FAIR,
        .epoch_ns = EPOCH_NS,
        .max_time_ns = RT_FOREVER,
        .record_block = -1,
    };
    rt_costs_preset("desktop", &out->costs);
}

static bool is_between(int64_t value, int64_t least, int64_t most)
{
    return value >= least && value <= most;
}

/* What the command line has checked with better words is refused here for other callers. */
static bool are_sane(const RtSimOptions *options)
{
    for (int i = 0; i < RT_COST_COUNT; i++) {
        if (!is_between(options->costs.ps[i], 0, RT_SECOND * SIM_PS_PER_NS))
            return false;
    }
    return is_between(options->cores, 1, RT_SIM_CORES_MAX) &&
           is_between((int)options->scheduler, 0, RT_SCHEDULER_COUNT - 1) &&
           is_between((int)options->preemption, 0, RT_PREEMPTION_COUNT - 1) &&
           (options->slice_ns == 0 || is_between(options->slice_ns, SLICE_MIN_NS, SLICE_MAX_NS)) &&
           is_between(options->jitter_ns, 0, JITTER_MAX_NS) && options->max_time_ns > 0;
}

int rt_sim_new(const RtSimOptions *options, Rt *host, Rt **out)
{
    if (!are_sane(options))
        return RT_EINVAL;
    RtArena *arena;
    if (rt_arena_new(&arena) < 0)
        return RT_ENOMEM;
    Sim *sim = rt_arena_alloc(arena, sizeof *sim);
    REQUIRE(sim);
    sim->base.ops = &sim_ops;
    sim->arena = arena;
    sim->host = host;
    sim->options = *options;
    sim->meter.cost_ps = sim->options.costs.ps;
    int err = rt_sim_trace_init(sim);
    if (err == 0)
        err = rt_sim_process_first(sim);
    if (err == 0)
        err = rt_sim_threads_init(sim);
    if (err == 0) {
        rt_sim_scheduler_init(sim);
        err = rt_sim_world_new(sim);
    }
    if (err < 0)
        rt_sim_machine_free(&sim->base);
    else
        *out = &sim->base;
    return err;
}

void rt_sim_machine_free(Rt *rt)
{
    Sim *sim = rt_sim_of(rt);
    rt_sim_processes_fini(sim);
    rt_sim_world_free(sim);
    rt_sim_signals_fini(sim);
    rt_sim_threads_fini(sim);
    rt_sim_scheduler_fini(sim);
    rt_sim_trace_fini(sim);
    rt_arena_free(sim->arena);
}

RtMeter *rt_sim_meter(Rt *rt)
{
    return &rt_sim_of(rt)->meter;
}
