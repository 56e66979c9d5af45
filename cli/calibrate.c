/* gilbox calibrate: measures this computer, and writes what it finds as a cost file for --cost.
 * (With --pace it measures a Python, and that is a program of the laboratory.) */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 200, REPEATS = 5 };

static int64_t now_ns(Rt *rt)
{
    return rt_clock(rt, RT_CLOCK_MONOTONIC);
}

/* --- The machine --- */

static void lock_often(Rt *rt, RtMutex *mutex)
{
    for (int i = 0; i < ROUNDS; i++) {
        rt_mutex_lock(rt, mutex);
        rt_mutex_unlock(rt, mutex);
    }
}

static void call_often(Rt *rt, RtMutex *mutex)
{
    for (int i = 0; i < 2 * ROUNDS; i++)
        rt_process_parent_id(rt);
}

/* The least of some tries, in ps for one of 2 * ROUNDS: what others did meanwhile only adds. */
static int64_t least_ps(Rt *rt, void (*work)(Rt *, RtMutex *), RtMutex *mutex)
{
    int64_t least_ns = INT64_MAX;
    for (int i = 0; i < 10 * REPEATS; i++) {
        int64_t start_ns = now_ns(rt);
        work(rt, mutex);
        int64_t took_ns = now_ns(rt) - start_ns;
        least_ns = took_ns < least_ns ? took_ns : least_ns;
    }
    return least_ns * 1000 / (2 * ROUNDS);
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t median_ps(int64_t *times_ns)
{
    qsort(times_ns, ROUNDS, sizeof *times_ns, compare_times);
    return times_ns[ROUNDS / 2] * 1000;
}

static int64_t slack_ps(Rt *rt)
{
    int64_t late_ns[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t until_ns = now_ns(rt) + 200 * RT_MICROSECOND;
        rt_sleep_until(rt, until_ns);
        late_ns[i] = now_ns(rt) - until_ns;
    }
    return median_ps(late_ns);
}

/* A thread that is woken, notes when it was up, and is woken again. */
typedef struct Sleeper {
    Rt *rt;
    RtThread *waker;
    int64_t up_ns;
} Sleeper;

static void sleeper_main(void *argument)
{
    Sleeper *sleeper = argument;
    for (int i = 0; i < ROUNDS; i++) {
        rt_thread_park(sleeper->rt, RT_FOREVER);
        sleeper->up_ns = now_ns(sleeper->rt);
        rt_thread_unpark(sleeper->rt, sleeper->waker);
    }
}

/* 0 or an RtError. */
static int measure_wakes(Rt *rt, RtCosts *costs)
{
    int64_t wake_ns[ROUNDS], latency_ns[ROUNDS];
    Sleeper sleeper = {.rt = rt, .waker = rt_thread_self(rt)};
    RtThread *thread = NULL;
    RtThreadOptions options = {.name = "sleeper"};
    int error = rt_thread_start(rt, &options, sleeper_main, &sleeper, &thread);
    if (error != 0)
        return error;
    for (int i = 0; i < ROUNDS; i++) {
        rt_sleep_until(rt, now_ns(rt) + 100 * RT_MICROSECOND); /* Its core has gone idle. */
        int64_t start_ns = now_ns(rt);
        rt_thread_unpark(rt, thread);
        wake_ns[i] = now_ns(rt) - start_ns;
        rt_thread_park(rt, RT_FOREVER);
        latency_ns[i] = sleeper.up_ns - start_ns;
    }
    rt_thread_join(rt, thread);
    costs->ps[RT_COST_WAKE] = median_ps(wake_ns);
    costs->ps[RT_COST_WAKE_LATENCY] = median_ps(latency_ns);
    return 0;
}

static void nothing(void *argument)
{
}

static int measure_starts(Rt *rt, RtCosts *costs)
{
    int64_t times_ns[ROUNDS];
    RtThreadOptions options = {.name = "nothing"};
    for (int i = 0; i < ROUNDS; i++) {
        RtThread *thread = NULL;
        int64_t start_ns = now_ns(rt);
        int error = rt_thread_start(rt, &options, nothing, NULL, &thread);
        times_ns[i] = now_ns(rt) - start_ns;
        if (error != 0)
            return error;
        rt_thread_join(rt, thread);
    }
    costs->ps[RT_COST_THREAD_START] = median_ps(times_ns);
    return 0;
}

static int measure_machine(Rt *rt, RtCosts *costs)
{
    RtMutex *mutex = NULL;
    int error = rt_mutex_new(rt, &mutex);
    if (error != 0)
        return error;
    costs->ps[RT_COST_LOCK] = least_ps(rt, lock_often, mutex);
    costs->ps[RT_COST_SYSTEM_CALL] = least_ps(rt, call_often, mutex);
    costs->ps[RT_COST_TIMER_SLACK] = slack_ps(rt);
    rt_mutex_free(rt, mutex);
    error = measure_wakes(rt, costs);
    return error != 0 ? error : measure_starts(rt, costs);
}

/* --- The interpreter --- */

/* What one of CODE_ROUNDS parts of some code takes on this computer, against what the preset says:
 * the rows of its kind are scaled by that. */
static const struct {
    const char *code;
    double preset_ns;
    RtCost rows[4];
} kinds[] = {
    {"def f(n):\n    while n > 0: n -= 1\nf(400000)\n", 18.0,
     {RT_COST_TICK_LIGHT, RT_COST_TICK, RT_COST_COUNT}},
    {"def g(x): return [x]\ndef f(n):\n    for i in range(n): g(i)\nf(400000)\n", 67.0,
     {RT_COST_TICK_HEAVY, RT_COST_CALL, RT_COST_ALLOC, RT_COST_COUNT}},
    {"[i * 7919 % 100003 + .5 for i in range(25000)].sort()\n", 10.7,
     {RT_COST_SORT_COMPARE, RT_COST_COUNT}},
};

enum { CODE_ROUNDS = 400000 };

static int measure_interpreter(const CliRequest *request, RtCosts *costs)
{
    GbThread *t = NULL;
    GbOptions options = request->vm;
    int error = gb_interp_new(&options, &t);
    if (error != 0)
        return error;
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        int64_t least_ns = INT64_MAX;
        for (int i = 0; i < REPEATS; i++) {
            int64_t start_ns = now_ns(options.rt);
            gb_run_source(t, kinds[kind].code, strlen(kinds[kind].code), "<calibrate>");
            int64_t took_ns = now_ns(options.rt) - start_ns;
            least_ns = took_ns < least_ns ? took_ns : least_ns;
        }
        double factor = (double)least_ns / CODE_ROUNDS / kinds[kind].preset_ns;
        for (const RtCost *row = kinds[kind].rows; *row != RT_COST_COUNT; row++)
            costs->ps[*row] = (int64_t)((double)costs->ps[*row] * factor + .5);
    }
    gb_interp_end(t);
    gb_interp_free(t);
    return 0;
}

/* --- The command --- */

static int write_file(Rt *rt, const char *path, const char *text)
{
    int file;
    size_t size = strlen(text), count = 0;
    int error = rt_file_open(rt, path, RT_OPEN_WRITE | RT_OPEN_CREATE | RT_OPEN_TRUNCATE, 0666,
                             &file);
    if (error != 0)
        return error;
    while (error == 0 && size > 0) {
        error = rt_file_write(rt, file, text, size, &count);
        text += count;
        size -= count;
    }
    int closing = rt_file_close(rt, file);
    return error != 0 ? error : closing;
}

static bool is_of_pace(const CliRequest *request)
{
    int at = 1;
    while (at < request->argc && strncmp(request->argv[at], "--pace", 6) != 0)
        at++;
    return at < request->argc;
}

int cli_calibrate(Rt *rt, const CliRequest *request)
{
    if (is_of_pace(request))
        return cli_lab(rt, request);
    const char *path = request->argc == 3 && strcmp(request->argv[1], "-o") == 0 ? request->argv[2]
                                                                                 : NULL;
    if (request->argc != 1 && path == NULL) {
        cli_complain("calibrate: -o FILE, or nothing for the standard output");
        return CLI_USAGE_ERROR;
    }
    RtCosts costs;
    char *text = NULL;
    rt_costs_preset("desktop", &costs);
    int error = measure_machine(rt, &costs);
    if (error == 0)
        error = measure_interpreter(request, &costs);
    snprintf(costs.name, sizeof costs.name, "measured");
    if (error == 0)
        error = rt_costs_text(&costs, &text);
    if (error == 0 && path != NULL)
        error = write_file(rt, path, text);
    else if (error == 0)
        fputs(text, stdout);
    if (error != 0)
        cli_complain("calibrate: %s%s%s", path == NULL ? "" : path, path == NULL ? "" : ": ",
                     rt_error_text(error));
    rt_free(text);
    return error == 0 ? 0 : 1;
}
