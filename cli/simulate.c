/* A run on the virtual machine: making that, what it says at the end, and the end of a run that
 * cannot go on. */
#include "cli/cli.h"

#include <stdio.h>

typedef struct Simulation {
    Rt *host, *sim;
    CliRequest *request;
    int64_t process_id; /* of the first process */
    bool told;          /* The run cannot go on, and that has been said. */
} Simulation;

/* --- What the trace says --- */

static void write_line(Rt *host, int file, const char *line)
{
    size_t size = strlen(line), count = 0;
    while (size > 0 && rt_file_write(host, file, line, size, &count) == 0) {
        line += count;
        size -= count;
    }
}

static void write_events(const Simulation *s, int file)
{
    RtSimEvent event;
    char line[200];
    for (uint64_t i = 0; rt_sim_event(s->sim, i, &event); i++) {
        snprintf(line, sizeof line, "event %llu at %lld.%012lld s, thread %u, core %u: %s %llx\n",
                 (unsigned long long)i, (long long)(event.time_ps / 1000000000000),
                 (long long)(event.time_ps % 1000000000000), event.thread, event.core,
                 rt_sim_event_word(event.kind), (unsigned long long)event.detail);
        write_line(s->host, file, line);
    }
}

/* The file that --trace-hashes names: "block N HASH" for each whole block, then the end. */
static int write_hashes(const Simulation *s, const char *path)
{
    char line[100];
    int file, flags = RT_OPEN_WRITE | RT_OPEN_CREATE | RT_OPEN_TRUNCATE;
    int error = rt_file_open(s->host, path, flags, 0666, &file);
    if (error != 0) {
        cli_complain("--trace-hashes: %s: %s", path, rt_error_text(error));
        return 1;
    }
    uint64_t count = rt_sim_event_count(s->sim);
    for (uint64_t block = 0; block < count / RT_SIM_BLOCK; block++) {
        snprintf(line, sizeof line, "block %llu %016llx\n", (unsigned long long)block,
                 (unsigned long long)rt_sim_block_hash(s->sim, block));
        write_line(s->host, file, line);
    }
    snprintf(line, sizeof line, "end %llu %016llx\n", (unsigned long long)count,
             (unsigned long long)rt_sim_hash(s->sim));
    write_line(s->host, file, line);
    write_events(s, file);
    rt_file_close(s->host, file);
    return 0;
}

static int tell_trace(const Simulation *s)
{
    const CliMachine *machine = &s->request->machine;
    if (machine->trace_hash)
        fprintf(stderr, "trace hash %016llx (%llu events)\n",
                (unsigned long long)rt_sim_hash(s->sim),
                (unsigned long long)rt_sim_event_count(s->sim));
    return machine->hashes == NULL ? 0 : write_hashes(s, machine->hashes);
}

/* --- A run that cannot go on --- */

static void tell_end(const Simulation *s, RtSimEnd why)
{
    int64_t now_ns = why == RT_SIM_MAX_TIME ? s->request->machine.sim.max_time_ns
                                            : rt_clock(s->sim, RT_CLOCK_MONOTONIC);
    double seconds = (double)(now_ns < RT_SIM_TIME_MAX_NS ? now_ns : RT_SIM_TIME_MAX_NS) / 1e9;
    if (why == RT_SIM_CRASH)
        fprintf(stderr,
                "gilbox: after %.6f s of virtual time a process was killed on the host, or "
                "crashed there: that ends the run\n",
                seconds);
    else if (why == RT_SIM_DEADLOCK)
        fprintf(stderr,
                "gilbox: deadlock after %.6f s of virtual time: every thread waits for another\n",
                seconds);
    else
        fprintf(stderr, "gilbox: --max-time: the virtual clock has come to %.6f s\n", seconds);
}

static bool is_first(const Simulation *s)
{
    return rt_process_id(s->sim) == s->process_id;
}

static bool stuck(void *argument, RtSimEnd why)
{
    Simulation *s = argument;
    if (s->told)
        return false; /* What it has printed can't be had. */
    s->told = true;
    GbThread *t = rt_thread_local_get(s->sim);
    if (is_first(s))
        tell_end(s, why);
    else
        fprintf(stderr, "process %lld:\n", (long long)rt_process_id(s->sim));
    if (t != NULL && why != RT_SIM_CRASH)
        gb_waits_print(t, cli_write_error, NULL);
    if (t != NULL)
        cli_reports_write(s->request, gb_gil(t));
    if (is_first(s))
        tell_trace(s);
    if (t != NULL && why != RT_SIM_CRASH)
        gb_flush_stuck(t);
    return false;
}

/* --- The run --- */

static void watch(void *argument, int64_t now_ns)
{
    const Simulation *s = argument;
    cli_live_watch(s->request->reports.picture, now_ns);
}

static void resumed(void *local)
{
    gb_thread_resumed(local);
}

/* A process has become a gilbox of its own. */
static int start(void *argument, int argc, char **argv)
{
    Simulation *s = argument;
    return cli_main(s->sim, &s->request->machine, argc, argv);
}

int cli_simulate_here(Rt *sim, CliRequest *request, CliRunFn run)
{
    request->vm.rt = sim;
    request->vm.orig_argv[0] = "gilbox"; /* Wherever this one is: a run shall not depend on it. */
    request->vm.hash_seed = request->machine.sim.seed;
    return run(request);
}

int cli_simulate(Rt *host, CliRequest *request, CliRunFn run)
{
    Simulation s = {.host = host, .request = request};
    RtSimOptions options = request->machine.sim;
    options.stuck = stuck;
    options.start = start;
    options.argument = &s;
    options.watch = request->reports.live ? watch : NULL;
    if (request->vm.gil.policy == GIL_POLICY_NONE) {
        options.lockstep = true;
        options.resumed = resumed;
    }
    int error = rt_sim_new(&options, host, &s.sim);
    if (error != 0) {
        cli_complain("the virtual machine can't start: %s", rt_error_text(error));
        return error == RT_EINVAL ? CLI_USAGE_ERROR : 1;
    }
    s.process_id = request->reports.process_id = rt_process_id(s.sim);
    int status = cli_simulate_here(s.sim, request, run);
    if (!is_first(&s))
        rt_process_exit(s.sim, status); /* The machine is not this process's to end. */
    int failed = tell_trace(&s);
    return status != 0 ? status : failed; /* The machine goes with the process. */
}
