/* The recordings of several processes: handed over as bytes, put side by side on one clock. */
#include "gil/pack.h"
#include "gil/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void gil_process_set(Gil *gil, int64_t id, int64_t parent_id, const char *name)
{
    GilRecorder *recorder = gil->recorder;
    if (!recorder)
        return;
    recorder->process.id = id;
    recorder->process.parent_id = parent_id;
    gil_copy_name(recorder->process.name, name);
}

void gil_process_get(Gil *gil, GilProcess *out)
{
    *out = gil->recorder->process;
    out->started_ns = gil->recorder->started_ns;
}

void gil_process_title(const GilProcess *process, const char *script, char *out, size_t size)
{
    const char *name = script ? script : process->name[0] ? process->name : "process";
    if (process->number == 0)
        snprintf(out, size, "%s", script ? script : "gilbox");
    else
        snprintf(out, size, "%.70s (pid %lld)%s", name, (long long)process->id,
                 process->lost ? ", not known" : "");
}

/* --- Handing over ---------------------------------------------------------------------------- */

int gil_process_pack(Gil *gil, bool begins, size_t most, uint8_t **out, size_t *out_size)
{
    GilStats stats = {.count = 0};
    GilTrace trace = {.thread_count = 0};
    int error = 0;
    if (!gil->recorder)
        return RT_EINVAL;
    if (begins) {
        gil_config_get(gil, &stats.config);
        gil_process_get(gil, &stats.process);
        stats.process.lost = true;
    } else {
        error = gil_stats_get(gil, &stats);
    }
    if (error == 0 && !begins)
        error = gil_trace_get(gil, &trace);
    if (error == 0)
        error = gil_pack(&stats, &trace, out, out_size);
    if (error == 0 && *out_size > most) {
        free(*out);
        GilTrace none = {.started_ns = trace.started_ns, .ended_ns = trace.ended_ns};
        error = gil_pack(&stats, &none, out, out_size);
    }
    gil_stats_free(&stats);
    gil_trace_free(&trace);
    return error;
}

/* --- Putting together ------------------------------------------------------------------------ */

/* Room for one more. */
static int need_room(GilProcesses *processes)
{
    if (processes->count < processes->capacity)
        return 0;
    size_t capacity = 2 * processes->capacity + 4;
    GilStats *stats = realloc(processes->stats, capacity * sizeof *stats);
    if (stats)
        processes->stats = stats;
    GilTrace *traces = realloc(processes->traces, capacity * sizeof *traces);
    if (traces)
        processes->traces = traces;
    if (!stats || !traces)
        return RT_ENOMEM;
    processes->capacity = capacity;
    return 0;
}

/* The place of a process that has told its begin, if it has. */
static size_t find_process(const GilProcesses *processes, const GilProcess *process)
{
    for (size_t i = 1; i < processes->count; i++) {
        const GilProcess *known = &processes->stats[i].process;
        if (known->id == process->id && known->started_ns == process->started_ns)
            return i;
    }
    return processes->count;
}

/* Takes both. A begin that comes again says the name; an end, everything. */
static void add(GilProcesses *processes, GilStats *stats, GilTrace *trace)
{
    size_t at = find_process(processes, &stats->process);
    if (at == processes->count && (at == GIL_PROCESSES_MAX || need_room(processes) < 0)) {
        processes->beyond += !stats->process.lost;
        gil_stats_free(stats);
        gil_trace_free(trace);
        return;
    }
    if (at < processes->count) {
        gil_stats_free(&processes->stats[at]);
        gil_trace_free(&processes->traces[at]);
    } else {
        processes->count++;
    }
    processes->stats[at] = *stats;
    processes->traces[at] = *trace;
}

static void add_all(GilProcesses *processes, const uint8_t *bytes, size_t size)
{
    size_t at = 0, body_size;
    const uint8_t *body;
    while ((body = gil_pack_next(bytes, size, &at, &body_size, &processes->broken)) != NULL) {
        GilStats stats;
        GilTrace trace;
        if (gil_unpack(body, body_size, &processes->stats[0].config, &stats, &trace) == 0) {
            add(processes, &stats, &trace);
        } else {
            processes->broken++;
            gil_stats_free(&stats);
            gil_trace_free(&trace);
        }
    }
}

static bool is_later(const GilProcess *a, const GilProcess *b)
{
    return a->started_ns != b->started_ns ? a->started_ns > b->started_ns : a->id > b->id;
}

/* By the time of starting. They come nearly so. */
static void sort(GilProcesses *processes)
{
    for (size_t i = 2; i < processes->count; i++) {
        GilStats stats = processes->stats[i];
        GilTrace trace = processes->traces[i];
        size_t at = i;
        for (; at > 1 && is_later(&processes->stats[at - 1].process, &stats.process); at--) {
            processes->stats[at] = processes->stats[at - 1];
            processes->traces[at] = processes->traces[at - 1];
        }
        processes->stats[at] = stats;
        processes->traces[at] = trace;
    }
}

static void number(GilProcesses *processes)
{
    for (size_t i = 0; i < processes->count; i++) {
        processes->stats[i].process.number = (uint32_t)i + 1;
        processes->traces[i].process = processes->stats[i].process;
        processes->traces[i].origin_ns = processes->traces[0].started_ns;
    }
}

int gil_processes_get(Gil *gil, const uint8_t *bytes, size_t size, GilProcesses *out)
{
    memset(out, 0, sizeof *out);
    int error = need_room(out);
    if (error == 0)
        error = gil_stats_get(gil, &out->stats[0]);
    if (error < 0)
        return error;
    memset(&out->traces[0], 0, sizeof out->traces[0]);
    out->count = 1;
    error = gil_trace_get(gil, &out->traces[0]);
    if (error < 0)
        return error;
    add_all(out, bytes, size);
    if (out->count == 1)
        return 0;
    sort(out);
    number(out);
    return 0;
}

void gil_processes_free(GilProcesses *processes)
{
    for (size_t i = 0; i < processes->count; i++) {
        gil_stats_free(&processes->stats[i]);
        gil_trace_free(&processes->traces[i]);
    }
    free(processes->stats);
    free(processes->traces);
    memset(processes, 0, sizeof *processes);
}
