/* Pace: computing takes as long as it does in another interpreter.
 *
 * gilbox is several times faster than the interpreters whose locks it has. So a hundred ticks are a
 * shorter time than they were, and locks that count ticks look worse than they did. At a pace the
 * machine is metered: whoever computes charges for each bytecode what it takes elsewhere, and
 * spins, with the lock held, until that much time has passed. Ticks, intervals and I/O then have
 * their true proportions; a pace of twenty is slow motion. */
#include "runtime/real.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is charged between two looks at the clock: small beside a hundred ticks, large beside the
 * looks. */
#define STEP_PS INT64_C(100000)

struct RealPace {
    RtMeter meter; /* of the thread that holds the lock */
    RtCosts costs;
    int64_t since_ns; /* from when the thread's charges count */
};

static const struct {
    const char *name;
    int64_t tick_light, tick, tick_heavy, call, alloc;
} rows[] = {
#define RT_PACE(name, tick_light, tick, tick_heavy, call, alloc)                                   \
    {name, tick_light, tick, tick_heavy, call, alloc},
#include "runtime/paces.def"
#undef RT_PACE
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

const char *rt_pace_name(int index)
{
    return index >= 0 && index < ROW_COUNT ? rows[index].name : NULL;
}

int rt_pace_costs(const char *name, double factor, RtCosts *out)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].name, name) != 0)
            continue;
        memset(out, 0, sizeof *out);
        snprintf(out->name, sizeof out->name, "%s", name);
        out->ps[RT_COST_TICK_LIGHT] = (int64_t)((double)rows[i].tick_light * factor);
        out->ps[RT_COST_TICK] = (int64_t)((double)rows[i].tick * factor);
        out->ps[RT_COST_TICK_HEAVY] = (int64_t)((double)rows[i].tick_heavy * factor);
        out->ps[RT_COST_CALL] = (int64_t)((double)rows[i].call * factor);
        out->ps[RT_COST_ALLOC] = (int64_t)((double)rows[i].alloc * factor);
        return 0;
    }
    return -1;
}

int rt_real_set_pace(Rt *rt, const RtCosts *costs)
{
    RealPace *pace = calloc(1, sizeof *pace);
    if (!pace)
        return RT_ENOMEM;
    snprintf(pace->costs.name, sizeof pace->costs.name, "%s", costs->name);
    for (RtCost cost = RT_COST_TICK_LIGHT; cost <= RT_COST_ALLOC; cost++)
        pace->costs.ps[cost] = costs->ps[cost];
    pace->meter.cost_ps = pace->costs.ps;
    free(real_of(rt)->pace);
    real_of(rt)->pace = pace;
    rt_real_meter_start(rt);
    return 0;
}

RtMeter *rt_real_meter(Rt *rt)
{
    RealPace *pace = real_of(rt)->pace;
    return pace ? &pace->meter : NULL;
}

void rt_real_meter_start(Rt *rt)
{
    RealPace *pace = real_of(rt)->pace;
    pace->since_ns = rt_real_clock(rt, RT_CLOCK_MONOTONIC);
    pace->meter.left_ps = STEP_PS;
}

/* A thread that is late, because the machine was busy with others, does not catch up: nor would it
 * in the other interpreter. */
void rt_real_meter_stop(Rt *rt)
{
    RealPace *pace = real_of(rt)->pace;
    int64_t end_ns = pace->since_ns + (STEP_PS - pace->meter.left_ps) / 1000;
    int64_t now_ns;
    do
        now_ns = rt_real_clock(rt, RT_CLOCK_MONOTONIC);
    while (now_ns < end_ns);
    pace->since_ns = now_ns;
    pace->meter.left_ps = STEP_PS;
}
