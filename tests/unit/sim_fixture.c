#include "tests/unit/sim_fixture.h"

#include <criterion/criterion.h>

#define STEP_PS 10000 /* of work, between two looks at the meter */

Rt *sim;
static Rt *host;

RtSimOptions sim_options(int cores, const char *preset)
{
    RtSimOptions options;
    rt_sim_options_init(&options);
    options.cores = cores;
    cr_assert_eq(rt_costs_preset(preset, &options.costs), 0);
    return options;
}

void sim_open(void)
{
    RtSimOptions options = sim_options(2, "ideal");
    cr_assert_eq(rt_real_new(&host), 0);
    cr_assert_eq(rt_sim_new(&options, host, &sim), 0);
}

void sim_close(void)
{
    rt_machine_free(sim);
    rt_machine_free(host);
}

void sim_reopen(const RtSimOptions *options)
{
    rt_machine_free(sim);
    cr_assert_eq(rt_sim_new(options, host, &sim), 0);
}

int64_t sim_now(void)
{
    return rt_clock(sim, RT_CLOCK_MONOTONIC);
}

RtThread *sim_start(void (*entry)(void *), void *argument)
{
    RtThreadOptions options = {0};
    RtThread *thread = NULL;
    cr_assert_eq(rt_thread_start(sim, &options, entry, argument, &thread), 0);
    return thread;
}

void sim_join(RtThread *thread)
{
    cr_assert_eq(rt_thread_join(sim, thread), 0);
}

void sim_work(int64_t work_ns)
{
    RtMeter *meter = rt_meter(sim);
    for (int64_t left_ps = work_ns * 1000; left_ps > 0; left_ps -= STEP_PS) {
        meter->left_ps -= left_ps < STEP_PS ? left_ps : STEP_PS;
        if (meter->left_ps < 0)
            rt_meter_stop(sim);
    }
}
