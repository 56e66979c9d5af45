/* Threads that fight for a lock, as a plain program: Criterion does not start under the thread
 * sanitizer, and that is what this is for. Prints one line per machine and lock; exits
 * with 0. */
#include "gil/gil.h"
#include "runtime/check.h"

#include <stdio.h>

#define THREADS 8
#define ROUNDS 3000

typedef struct Crowd {
    Rt *rt;
    Gil *gil;
    uint64_t counter; /* guarded by the lock alone: the sanitizer sees any gap in it */
} Crowd;

typedef struct Fighter {
    Crowd *crowd;
    GilThread thread;
    RtThread *handle;
} Fighter;

/* A turn's work takes time, where time is metered. */
static void charge(Rt *rt)
{
    RtMeter *meter = rt_meter(rt);
    if (!meter)
        return;
    meter->left_ps -= meter->cost_ps[RT_COST_TICK];
    if (meter->left_ps < 0)
        rt_meter_stop(rt);
}

/* Copies what is recorded, while the others go on recording: that is no race. */
static void look(Gil *gil)
{
    GilStats stats;
    GilTrace trace;
    REQUIRE(gil_stats_get(gil, &stats) == 0);
    REQUIRE(gil_trace_get(gil, &trace) == 0);
    GilBand *bands = gil_bands_new(&trace);
    REQUIRE(bands != NULL);
    gil_bands_free(bands, &trace);
    gil_trace_free(&trace);
    gil_stats_free(&stats);
}

/* Works, checks at every turn as the VM does at safepoints, and now and then lets go. */
static void fight(void *argument)
{
    Fighter *self = argument;
    Gil *gil = self->crowd->gil;
    REQUIRE(gil_acquire(gil, &self->thread) == 0);
    for (int i = 0; i < ROUNDS; i++) {
        self->crowd->counter++;
        charge(self->crowd->rt);
        gil->ticker--;
        bool told = (gil_breaker(gil) & GIL_BREAK_DROP) != 0;
        if (told || (gil_counts_ticks(gil) && gil->ticker < 0))
            REQUIRE(gil_check(gil, &self->thread) == 0);
        if (i % 500 == 0)
            look(gil);
        if (i == ROUNDS / 2)
            REQUIRE(gil_trace_start(gil, 64) == 0);
        if (i % 50 == 0) {
            gil_release(gil, &self->thread, i % 100 ? GIL_READ : GIL_WRITE);
            rt_thread_yield(self->crowd->rt);
            REQUIRE(gil_acquire(gil, &self->thread) == 0);
        }
    }
    gil_release(gil, &self->thread, GIL_EXIT);
    gil_thread_detach(gil, &self->thread);
}

static void stress(Rt *rt, const char *machine, GilPolicyId policy)
{
    GilConfig config;
    REQUIRE(gil_preset("3.12", &config) == 0);
    config.policy = policy;
    config.switch_interval_ns = 20 * RT_MICROSECOND;
    config.statistics = true;
    config.trace_events = 64; /* so few that the rings are overwritten while they are copied */
    Crowd crowd = {.rt = rt};
    REQUIRE(gil_new(rt, &config, &crowd.gil) == 0);
    GilThread main_thread;
    Fighter fighters[THREADS] = {0};
    gil_thread_attach(crowd.gil, &main_thread, "main");
    REQUIRE(gil_acquire(crowd.gil, &main_thread) == 0);
    for (int i = 0; i < THREADS; i++) {
        RtThreadOptions options = {.name = "fighter"};
        fighters[i].crowd = &crowd;
        gil_thread_attach(crowd.gil, &fighters[i].thread, "fighter");
        REQUIRE(rt_thread_start(rt, &options, fight, &fighters[i], &fighters[i].handle) == 0);
    }
    look(crowd.gil);
    gil_release(crowd.gil, &main_thread, GIL_JOIN);
    for (int i = 0; i < THREADS; i++)
        REQUIRE(rt_thread_join(rt, fighters[i].handle) == 0);
    gil_thread_detach(crowd.gil, &main_thread);
    printf("%-7s %-12s %llu turns\n", machine, gil_policy_row(policy)->word,
           (unsigned long long)crowd.counter);
    REQUIRE(crowd.counter == (uint64_t)THREADS * ROUNDS);
    gil_free(crowd.gil);
}

static void stress_all(Rt *rt, const char *machine)
{
    for (int i = 0; i < GIL_POLICY_COUNT; i++)
        stress(rt, machine, (GilPolicyId)i);
}

/* There the sanitizer must follow every switch of stacks. */
static void stress_virtual(Rt *host)
{
    Rt *rt;
    RtSimOptions options;
    rt_sim_options_init(&options);
    REQUIRE(rt_sim_new(&options, host, &rt) == 0);
    stress_all(rt, "virtual");
    rt_machine_free(rt);
}

int main(void)
{
    Rt *rt;
    REQUIRE(rt_real_new(&rt) == 0);
    stress_all(rt, "real");
    stress_virtual(rt);
    rt_machine_free(rt);
    return 0;
}
