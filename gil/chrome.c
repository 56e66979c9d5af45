/* The trace as Chrome's trace event format. Each span is a pair of B and E, so that a band has no
 * gaps (with complete events, X, rounding lets neighbours overlap); some viewers match the two by
 * name. Viewers choose colours by name, so a state is a name. Thread ids are small. */
#include "gil/json.h"

#include <stdio.h>
#include <string.h>

typedef struct Chrome {
    GilJson json;
    const GilTrace *trace;
    int64_t flow_count;
} Chrome;

static const char *text_of(const GilTrace *trace, uint32_t text)
{
    return trace->texts ? trace->texts + text : "";
}

static int64_t process_number(const GilTrace *trace)
{
    return trace->process.number > 0 ? trace->process.number : 1;
}

static void open_event(Chrome *chrome, const char *phase, uint32_t thread, int64_t at_ns,
                       const char *name)
{
    GilJson *json = &chrome->json;
    gil_json_newline(json);
    gil_json_open(json, NULL, '{');
    gil_json_string(json, "ph", phase);
    gil_json_int(json, "pid", process_number(chrome->trace));
    gil_json_int(json, "tid", thread);
    gil_json_us(json, "ts", at_ns - chrome->trace->origin_ns);
    gil_json_string(json, "name", name);
}

static void put_place(Chrome *chrome, uint32_t index, uint16_t opcode)
{
    const GilTrace *trace = chrome->trace;
    if (index == 0 || index >= trace->place_count)
        return;
    char text[400];
    const GilTracePlace *place = &trace->places[index];
    const GilProgram *program = trace->config.program;
    const char *file = text_of(trace, place->file), *folder_end = strrchr(file, '/');
    snprintf(text, sizeof text, "%.100s, %.200s:%d%s%s", text_of(trace, place->function),
             folder_end ? folder_end + 1 : file, (int)place->line, program ? " " : "",
             program ? program->opcode_name(opcode) : "");
    gil_json_string(&chrome->json, "at", text);
}

static void put_other(Chrome *chrome, const char *name, uint32_t id)
{
    const GilTraceThread *thread = gil_trace_thread(chrome->trace, id);
    if (id != 0)
        gil_json_string(&chrome->json, name, thread ? thread->name : "?");
}

/* --- Spans ----------------------------------------------------------------------------------- */

static void put_span_arguments(Chrome *chrome, uint32_t thread, const GilSpan *span)
{
    GilJson *json = &chrome->json;
    put_place(chrome, span->place, span->opcode);
    switch ((GilSpanKind)span->kind) {
    case GIL_SPAN_RUN:
        if (span->other != thread)
            put_other(chrome, "lock had before by", span->other);
        if (span->value > 0)
            gil_json_us(json, "waited us", span->value);
        gil_json_string(json, "ended by", gil_reason_name((GilReason)span->reason));
        break;
    case GIL_SPAN_START: put_other(chrome, "started by", span->other); break;
    case GIL_SPAN_FORCE: put_other(chrome, "taken by", span->other); break;
    default: put_other(chrome, "lock held by", span->other); break;
    }
}

static void name_span(const GilTrace *trace, const GilSpan *span, char *name, size_t size)
{
    char subject[256];
    if (span->kind == GIL_SPAN_BLOCK && span->reason != GIL_EVAL) {
        gil_span_subject(trace, span, subject, sizeof subject);
        snprintf(name, size, "blocked: %s", subject);
    } else {
        snprintf(name, size, "%s", gil_span_word((GilSpanKind)span->kind));
    }
}

static void open_span(Chrome *chrome, uint32_t thread, const GilSpan *span, const char *name)
{
    GilJson *json = &chrome->json;
    open_event(chrome, "B", thread, span->begin_ns, name);
    gil_json_open(json, "args", '{');
    put_span_arguments(chrome, thread, span);
    gil_json_close(json, '}');
    gil_json_close(json, '}');
}

/* --- Points ---------------------------------------------------------------------------------- */

static const char *point_name(const GilTrace *trace, const GilTraceEvent *point)
{
    switch ((GilEvent)point->event) {
    case GIL_EVENT_RETRY: return "woke, found it taken";
    case GIL_EVENT_TIMEOUT: return "timed out";
    case GIL_EVENT_REQUEST: return "asks the holder to give way";
    case GIL_EVENT_HONOUR: return "gives way";
    case GIL_EVENT_PASS: return "gave way, nobody took it";
    case GIL_EVENT_COLLECT: return "looks for garbage";
    case GIL_EVENT_COLLECTED: return "has looked for garbage";
    case GIL_EVENT_ARRIVE: return "signal comes";
    case GIL_EVENT_SIGNAL: return "signal seen";
    case GIL_EVENT_MARK: return text_of(trace, point->text);
    default: return NULL;
    }
}

static void put_point_arguments(Chrome *chrome, const GilTraceEvent *point)
{
    GilJson *json = &chrome->json;
    put_place(chrome, point->place, point->opcode);
    switch ((GilEvent)point->event) {
    case GIL_EVENT_RETRY:
    case GIL_EVENT_TIMEOUT:
    case GIL_EVENT_REQUEST: put_other(chrome, "lock held by", point->other); break;
    case GIL_EVENT_HONOUR:
        put_other(chrome, "asked by", point->other);
        gil_json_us(json, "after us", point->value);
        if (point->detail > 0)
            gil_json_int(json, "after ticks, at most", point->detail);
        break;
    case GIL_EVENT_PASS: gil_json_int(json, "times", point->value); break;
    case GIL_EVENT_COLLECTED: gil_json_int(json, "freed", point->value); break;
    case GIL_EVENT_ARRIVE: gil_json_int(json, "number", point->detail); break;
    case GIL_EVENT_SIGNAL:
        gil_json_int(json, "number", point->detail);
        gil_json_us(json, "arrived us ago", point->value);
        break;
    default: break;
    }
}

static void put_point(Chrome *chrome, uint32_t thread, const GilTraceEvent *point)
{
    GilJson *json = &chrome->json;
    const char *name = point_name(chrome->trace, point);
    if (!name)
        return;
    open_event(chrome, "i", thread, point->at_ns, name);
    gil_json_string(json, "s", "t");
    gil_json_open(json, "args", '{');
    put_point_arguments(chrome, point);
    gil_json_close(json, '}');
    gil_json_close(json, '}');
}

/* An arrow from the request, while its thread waits, to the holder that gives way; unless the
 * request is older than what the trace has of its thread. */
static void put_flow(Chrome *chrome, uint32_t thread, const GilTraceEvent *honour)
{
    GilJson *json = &chrome->json;
    int64_t asked_ns = honour->at_ns - honour->value;
    const GilTraceThread *asker = gil_trace_thread(chrome->trace, honour->other);
    if (!asker || asker->count == 0 || asked_ns < asker->events[0].at_ns)
        return;
    open_event(chrome, "s", honour->other, asked_ns, "request");
    gil_json_string(json, "cat", "lock");
    gil_json_int(json, "id", ++chrome->flow_count);
    gil_json_close(json, '}');
    open_event(chrome, "f", thread, honour->at_ns, "request");
    gil_json_string(json, "cat", "lock");
    gil_json_string(json, "bp", "e");
    gil_json_int(json, "id", chrome->flow_count);
    gil_json_close(json, '}');
}

/* --- Bands ----------------------------------------------------------------------------------- */

/* The points up to a moment, from the one of that index on: the first of the rest. */
static size_t put_points(Chrome *chrome, const GilBand *band, size_t first, int64_t end_ns)
{
    size_t i = first;
    for (; i < band->point_count && band->points[i].at_ns <= end_ns; i++) {
        put_point(chrome, band->thread->id, &band->points[i]);
        if (band->points[i].event == GIL_EVENT_HONOUR)
            put_flow(chrome, band->thread->id, &band->points[i]);
    }
    return i;
}

/* In the order of time. */
static void put_band(Chrome *chrome, const GilBand *band)
{
    uint32_t thread = band->thread->id;
    size_t point = 0;
    for (size_t i = 0; i + 1 < band->span_count; i++) {
        char name[300];
        bool is_there = band->spans[i].kind != GIL_SPAN_NONE;
        if (is_there) {
            name_span(chrome->trace, &band->spans[i], name, sizeof name);
            open_span(chrome, thread, &band->spans[i], name);
        }
        point = put_points(chrome, band, point, band->spans[i + 1].begin_ns);
        if (!is_there)
            continue;
        open_event(chrome, "E", thread, band->spans[i + 1].begin_ns, name);
        gil_json_close(&chrome->json, '}');
    }
    put_points(chrome, band, point, INT64_MAX);
}

/* --- The whole ------------------------------------------------------------------------------- */

/* name NULL: the place in the order, which is the thread's or else the process's number. */
static void put_metadata(Chrome *chrome, uint32_t thread, const char *what, const char *name)
{
    GilJson *json = &chrome->json;
    gil_json_newline(json);
    gil_json_open(json, NULL, '{');
    gil_json_string(json, "ph", "M");
    gil_json_int(json, "pid", process_number(chrome->trace));
    gil_json_int(json, "tid", thread);
    gil_json_string(json, "name", what);
    gil_json_open(json, "args", '{');
    if (name)
        gil_json_string(json, "name", name);
    else
        gil_json_int(json, "sort_index", thread ? thread : process_number(chrome->trace));
    gil_json_close(json, '}');
    gil_json_close(json, '}');
}

void gil_json_run(GilJson *json, const GilTrace *trace, const GilRunInfo *info)
{
    uint64_t dropped = 0;
    for (size_t i = 0; i < trace->thread_count; i++)
        dropped += trace->threads[i].dropped;
    gil_json_config(json, &trace->config);
    if (info->title)
        gil_json_string(json, "script", info->title);
    gil_json_ms(json, "length_ms", trace->ended_ns - trace->started_ns);
    gil_json_int(json, "dropped", (int64_t)dropped);
}

static void put_process(Chrome *chrome, const GilBand *bands, const char *title)
{
    const GilTrace *trace = chrome->trace;
    put_metadata(chrome, 0, "process_name", title);
    if (trace->process.number > 0)
        put_metadata(chrome, 0, "process_sort_index", NULL);
    for (size_t i = 0; i < trace->thread_count; i++) {
        put_metadata(chrome, trace->threads[i].id, "thread_name", trace->threads[i].name);
        put_metadata(chrome, trace->threads[i].id, "thread_sort_index", NULL);
        put_band(chrome, &bands[i]);
    }
}

int gil_trace_print_chrome(const GilTrace *traces, size_t count, const GilRunInfo *info,
                           GilWriteFn write, void *argument)
{
    Chrome chrome = {.trace = traces};
    GilJson *json = &chrome.json;
    int error = 0;
    gil_json_init(json, write, argument);
    gil_json_open(json, NULL, '{');
    gil_json_string(json, "displayTimeUnit", "ns");
    gil_json_open(json, "otherData", '{');
    gil_json_run(json, traces, info);
    gil_json_close(json, '}');
    gil_json_open(json, "traceEvents", '[');
    for (size_t i = 0; i < count && error == 0; i++) {
        GilBand *bands = gil_bands_new(&traces[i]);
        char title[100];
        gil_process_title(&traces[i].process, i == 0 ? info->title : NULL, title, sizeof title);
        chrome.trace = &traces[i];
        if (bands)
            put_process(&chrome, bands, title);
        else
            error = RT_ENOMEM;
        gil_bands_free(bands, &traces[i]);
    }
    gil_json_close(json, ']');
    gil_json_close(json, '}');
    gil_json_newline(json);
    gil_json_flush(json);
    return error;
}
