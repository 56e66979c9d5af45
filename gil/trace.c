/* The trace: starting and ending it, and copies of it. */
#include "gil/record.h"

#include <stdlib.h>
#include <string.h>

/* --- On and off ------------------------------------------------------------------------------ */

/* What the rings have is of an older trace. */
static int ready_rings(Gil *gil, GilRecorder *recorder)
{
    int err = 0;
    if (!recorder->records)
        return 0;
    rt_mutex_lock(gil->rt, gil->registry);
    for (GilRecord *record = recorder->records; record; record = record->next) {
        if (!record->ring && !record->finished)
            record->ring = gil_ring_new(recorder->ring_size);
        if (record->ring)
            record->ring->base = atomic_load(&record->ring->head);
        else if (!record->finished)
            err = RT_ENOMEM;
    }
    rt_mutex_unlock(gil->rt, gil->registry);
    return err;
}

int gil_trace_start(Gil *gil, uint32_t events)
{
    int err = gil_recorder_need(gil);
    if (err < 0)
        return err;
    GilRecorder *recorder = gil->recorder;
    recorder->ring_size = events;
    err = ready_rings(gil, recorder);
    recorder->trace_started_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    recorder->trace_ended_ns = 0;
    atomic_store(&recorder->tracing, err == 0);
    return err;
}

void gil_trace_stop(Gil *gil)
{
    GilRecorder *recorder = gil->recorder;
    if (!recorder || !atomic_exchange(&recorder->tracing, false))
        return;
    recorder->trace_ended_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
}

bool gil_tracing(const Gil *gil)
{
    const GilRecorder *recorder = gil->recorder;
    return recorder && atomic_load_explicit(&recorder->tracing, memory_order_relaxed);
}

/* --- Copies ---------------------------------------------------------------------------------- */

void gil_events_sort(GilTraceEvent *events, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (events[i - 1].at_ns <= events[i].at_ns)
            continue;
        GilTraceEvent event = events[i];
        size_t at = i;
        for (; at > 0 && events[at - 1].at_ns > event.at_ns; at--)
            events[at] = events[at - 1];
        events[at] = event;
    }
}

static int copy_thread(const GilRecord *record, GilTraceThread *out)
{
    out->id = record->id;
    memcpy(out->name, record->name, sizeof out->name);
    out->events = calloc(gil_ring_capacity(record->ring), sizeof *out->events);
    if (!out->events)
        return RT_ENOMEM;
    uint64_t first;
    out->count = gil_ring_copy(record->ring, record->ring->base, out->events, &first);
    out->dropped = first - record->ring->base;
    GilTraceEvent *fitted = realloc(out->events, (out->count + 1) * sizeof *out->events);
    if (fitted)
        out->events = fitted;
    gil_events_sort(out->events, out->count);
    return 0;
}

/* With the registry locked. Threads of which the trace has nothing are left out. */
static int copy_threads(const GilRecorder *recorder, GilTrace *out)
{
    size_t count = 0;
    for (const GilRecord *record = recorder->records; record; record = record->next)
        count += record->ring != NULL;
    out->threads = calloc(count + 1, sizeof *out->threads);
    if (!out->threads)
        return RT_ENOMEM;
    for (GilRecord *record = recorder->records; record; record = record->next) {
        if (!record->ring || (record->finished && record->ring->head == record->ring->base))
            continue;
        if (copy_thread(record, &out->threads[out->thread_count++]) < 0)
            return RT_ENOMEM;
    }
    return 0;
}

int gil_trace_get(Gil *gil, GilTrace *out)
{
    GilRecorder *recorder = gil->recorder;
    memset(out, 0, sizeof *out);
    gil_config_get(gil, &out->config);
    if (!recorder)
        return 0;
    out->started_ns = recorder->trace_started_ns;
    out->ended_ns = recorder->trace_ended_ns ? recorder->trace_ended_ns
                                             : rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    rt_mutex_lock(gil->rt, gil->registry);
    int err = copy_threads(recorder, out);
    rt_mutex_unlock(gil->rt, gil->registry);
    if (err == 0 && recorder->places)
        err = gil_places_copy(recorder->places, out);
    if (err < 0)
        gil_trace_free(out);
    return err;
}

void gil_trace_free(GilTrace *trace)
{
    for (size_t i = 0; i < trace->thread_count; i++)
        free(trace->threads[i].events);
    free(trace->threads);
    free(trace->places);
    free(trace->texts);
    memset(trace, 0, sizeof *trace);
}
