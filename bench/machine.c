/* The virtual machine's own speed: how fast it passes a lock on, resumes a coroutine, sleeps a day
 * away, and how little memory ten thousand threads take. Each line ends with the bar it must meet;
 * the exit status says whether all did. */
#include "gil/gil.h"
#include "runtime/check.h"

#include <stdio.h>

#define SWITCHES 4000000
#define TICKS 4000000
#define SLEEPERS 100
#define CROWD 10000

static Rt *host, *rt;
static int missed;

/* Of work: what else the host does meanwhile does not count. */
static double host_seconds(void)
{
    return (double)rt_clock(host, RT_CLOCK_THREAD) * 1e-9;
}

static void open_machine(int cores, const char *preset)
{
    RtSimOptions options;
    rt_sim_options_init(&options);
    options.cores = cores;
    REQUIRE(rt_costs_preset(preset, &options.costs) == 0);
    REQUIRE(rt_sim_new(&options, host, &rt) == 0);
}

static RtThread *start(void (*entry)(void *), void *argument)
{
    RtThread *thread;
    RtThreadOptions options = {.stack_size = 8 * 1024 * 1024};
    REQUIRE(rt_thread_start(rt, &options, entry, argument, &thread) == 0);
    return thread;
}

static void report(const char *what, double value, const char *unit, double bar, bool at_least)
{
    bool met = at_least ? value >= bar : value <= bar;
    printf("%-44s %12.3f %-10s (bar: %s %g)%s\n", what, value, unit,
           at_least ? "at least" : "at most", bar, met ? "" : "   MISSED");
    missed += !met;
}

/* --- Coroutines ------------------------------------------------------------------------------ */

static void yield_often(void *argument)
{
    for (int i = 0; i < SWITCHES / 2; i++)
        rt_thread_yield(rt);
}

static void measure_resumes(void)
{
    open_machine(1, "ideal");
    double begin = host_seconds();
    RtThread *threads[] = {start(yield_often, NULL), start(yield_often, NULL)};
    for (int i = 0; i < 2; i++)
        rt_thread_join(rt, threads[i]);
    report("coroutines resumed, by the scheduler", SWITCHES / (host_seconds() - begin) * 1e-6,
           "M/s", 5, true);
    rt_machine_free(rt);
}

/* --- Hand-overs ------------------------------------------------------------------------------ */

typedef struct Spinner {
    Gil *gil;
    GilThread thread;
    RtThread *handle;
} Spinner;

static void spin(void *argument)
{
    Spinner *self = argument;
    RtMeter *meter = rt_meter(rt);
    gil_acquire(self->gil, &self->thread);
    for (int i = 0; i < TICKS / 2; i++) {
        meter->left_ps -= meter->cost_ps[RT_COST_TICK];
        if (meter->left_ps < 0)
            rt_meter_stop(rt);
        if (gil_breaker(self->gil) & GIL_BREAK_DROP)
            gil_check(self->gil, &self->thread);
    }
    gil_release(self->gil, &self->thread, GIL_EXIT);
    gil_thread_detach(self->gil, &self->thread);
}

/* Two threads under the timed lock with an interval so short that they do little else. */
static void measure_hand_overs(void)
{
    GilConfig config;
    GilThread main_thread;
    Spinner spinners[2] = {0};
    open_machine(2, "ideal");
    REQUIRE(gil_preset("3.12", &config) == 0);
    config.switch_interval_ns = RT_MICROSECOND;
    config.statistics = true;
    Gil *gil;
    REQUIRE(gil_new(rt, &config, &gil) == 0);
    gil_thread_attach(gil, &main_thread, "main");
    gil_acquire(gil, &main_thread);
    double begin = host_seconds();
    for (int i = 0; i < 2; i++) {
        spinners[i].gil = gil;
        gil_thread_attach(gil, &spinners[i].thread, "spinner");
        spinners[i].handle = start(spin, &spinners[i]);
    }
    gil_release(gil, &main_thread, GIL_JOIN);
    for (int i = 0; i < 2; i++)
        rt_thread_join(rt, spinners[i].handle);
    double seconds = host_seconds() - begin;
    gil_thread_detach(gil, &main_thread);
    GilStats stats;
    REQUIRE(gil_stats_get(gil, &stats) == 0);
    report("lock handed over, timed, each by request",
           (double)stats.total.events[GIL_EVENT_TAKE] / seconds * 1e-6, "M/s", 1, true);
    gil_stats_free(&stats);
    gil_free(gil);
    rt_machine_free(rt);
}

/* --- Threads that wait ----------------------------------------------------------------------- */

static void sleep_a_day(void *argument)
{
    for (int i = 0; i < 24 * 60; i++)
        rt_sleep_until(rt, rt_clock(rt, RT_CLOCK_MONOTONIC) + 60 * RT_SECOND);
}

static void measure_sleep(void)
{
    RtThread *threads[SLEEPERS];
    open_machine(4, "desktop");
    double begin = host_seconds();
    for (int i = 0; i < SLEEPERS; i++)
        threads[i] = start(sleep_a_day, NULL);
    for (int i = 0; i < SLEEPERS; i++)
        rt_thread_join(rt, threads[i]);
    report("24 hours of 100 threads that sleep by minutes", host_seconds() - begin, "s", 0.1,
           false);
    rt_machine_free(rt);
}

static void park(void *argument)
{
    rt_thread_park(rt, RT_FOREVER);
}

static int64_t peak_bytes(void)
{
    RtUsage usage;
    return rt_usage(host, &usage) == 0 ? usage.self.peak_bytes : 0;
}

static void measure_crowd(void)
{
    static RtThread *threads[CROWD];
    open_machine(4, "desktop");
    int64_t before = peak_bytes();
    double begin = host_seconds();
    for (int i = 0; i < CROWD; i++)
        threads[i] = start(park, NULL);
    rt_sleep_until(rt, rt_clock(rt, RT_CLOCK_MONOTONIC) + RT_SECOND);
    for (int i = 0; i < CROWD; i++)
        rt_thread_unpark(rt, threads[i]);
    for (int i = 0; i < CROWD; i++)
        rt_thread_join(rt, threads[i]);
    report("10,000 threads with stacks of 8 MiB: time", host_seconds() - begin, "s", 5, false);
    report("10,000 threads with stacks of 8 MiB: memory",
           (double)(peak_bytes() - before) / (1024 * 1024), "MiB", 1024, false);
    rt_machine_free(rt);
}

int main(void)
{
    REQUIRE(rt_real_new(&host) == 0);
    measure_resumes();
    measure_hand_overs();
    measure_sleep();
    measure_crowd();
    rt_machine_free(host);
    return missed > 0;
}
