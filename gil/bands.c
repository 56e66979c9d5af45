/* Bands: what a thread was about, moment by moment, from the events it left. */
#include "gil/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
} kinds[] = {
#define GIL_SPAN(name, word, glyph, ascii, ansi, light, dark, sentence) {word},
#include "gil/spans.def"
#undef GIL_SPAN
};

static const struct {
    const char *noun;
} reasons[] = {
#define GIL_REASON(name, word, noun, sentence) {noun},
#include "gil/reasons.def"
#undef GIL_REASON
};

const char *gil_span_word(GilSpanKind kind)
{
    return kinds[kind].word;
}

/* They stand in the order of their ids, and few are left out. A recording may ask for any id. */
const GilTraceThread *gil_trace_thread(const GilTrace *trace, int64_t id)
{
    size_t i = id < 0 || id > (int64_t)trace->thread_count ? trace->thread_count : (size_t)id;
    while (i > 0 && trace->threads[i - 1].id != id)
        i--;
    return i > 0 ? &trace->threads[i - 1] : NULL;
}

void gil_span_subject(const GilTrace *trace, const GilSpan *span, char *out, size_t size)
{
    const char *word = gil_reason_name((GilReason)span->reason);
    const char *noun = reasons[span->reason].noun;
    const GilTraceThread *joined = gil_trace_thread(trace, span->value);
    bool is_object = strcmp(word, noun) == 0;
    if (span->text && is_object)
        snprintf(out, size, "%s", trace->texts + span->text);
    else if (span->text)
        snprintf(out, size, "%s %s", word, trace->texts + span->text);
    else if (span->reason == GIL_SLEEP && span->value > 0)
        snprintf(out, size, "sleep %g s", (double)span->value / 1e9);
    else if (span->reason == GIL_JOIN)
        snprintf(out, size, "%s %s", word, joined ? joined->name : "");
    else if (span->value > 0 && is_object)
        snprintf(out, size, "%s %lld", word, (long long)span->value);
    else if (span->value > 0 && *noun)
        snprintf(out, size, "%s %s %lld", word, noun, (long long)span->value);
    else
        snprintf(out, size, "%s", word);
}

/* --- Building -------------------------------------------------------------------------------- */

typedef struct Builder {
    GilBand *band;
    GilSpan resumed; /* what goes on after a forced switch */
} Builder;

static GilSpan *last_span(Builder *builder)
{
    return &builder->band->spans[builder->band->span_count - 1];
}

/* A span of no length leaves no trace. */
static void begin_span(Builder *builder, GilSpan span)
{
    GilBand *band = builder->band;
    if (band->span_count > 0 && last_span(builder)->begin_ns >= span.begin_ns) {
        span.begin_ns = last_span(builder)->begin_ns;
        band->span_count--;
    }
    band->spans[band->span_count++] = span;
}

static GilSpan span_of(const GilTraceEvent *event, GilSpanKind kind)
{
    return (GilSpan){.begin_ns = event->at_ns,
                     .value = event->value,
                     .place = event->place,
                     .other = event->other,
                     .opcode = event->opcode,
                     .kind = (uint8_t)kind};
}

static void add_drop(Builder *builder, const GilTraceEvent *event)
{
    GilSpan *ended = last_span(builder);
    if (ended->kind == GIL_SPAN_RUN) {
        ended->place = event->place;
        ended->opcode = event->opcode;
        ended->reason = event->detail;
    }
    GilSpan next = span_of(event, gil_event_kind(event));
    next.reason = event->detail;
    next.text = event->text;
    begin_span(builder, next);
}

static void add_wait(Builder *builder, const GilTraceEvent *event)
{
    GilSpan *now = last_span(builder);
    if (now->kind == GIL_SPAN_WAIT) {
        now->other = event->other;
        return;
    }
    GilSpan wait = span_of(event, GIL_SPAN_WAIT);
    wait.place = now->place;
    wait.opcode = now->opcode;
    begin_span(builder, wait);
}

static void add_force(Builder *builder, const GilTraceEvent *event)
{
    GilSpan *now = last_span(builder);
    builder->resumed = *now;
    GilSpan force = span_of(event, GIL_SPAN_FORCE);
    force.place = now->place;
    force.opcode = now->opcode;
    begin_span(builder, force);
}

static void add_forced(Builder *builder, const GilTraceEvent *event)
{
    builder->resumed.begin_ns = event->at_ns;
    last_span(builder)->other = event->other;
    begin_span(builder, builder->resumed);
}

static void add_point(Builder *builder, const GilTraceEvent *event)
{
    builder->band->points[builder->band->point_count++] = *event;
}

GilSpanKind gil_event_kind(const GilTraceEvent *event)
{
    switch ((GilEvent)event->event) {
    case GIL_EVENT_ATTACH: return GIL_SPAN_START;
    case GIL_EVENT_DETACH:
    case GIL_EVENT_REFUSE: return GIL_SPAN_NONE;
    case GIL_EVENT_BUSY: return GIL_SPAN_WAIT;
    case GIL_EVENT_TAKE: return GIL_SPAN_RUN;
    case GIL_EVENT_DROP: return event->detail == GIL_EVAL ? GIL_SPAN_WAIT : GIL_SPAN_BLOCK;
    case GIL_EVENT_FORCE: return GIL_SPAN_FORCE;
    default: return GIL_SPAN_COUNT;
    }
}

static void add_event(Builder *builder, const GilTraceEvent *event)
{
    GilSpanKind kind = gil_event_kind(event);
    switch ((GilEvent)event->event) {
    case GIL_EVENT_BUSY: add_wait(builder, event); break;
    case GIL_EVENT_DROP: add_drop(builder, event); break;
    case GIL_EVENT_FORCE: add_force(builder, event); break;
    case GIL_EVENT_FORCED: add_forced(builder, event); break;
    default:
        if (kind == GIL_SPAN_COUNT)
            add_point(builder, event);
        else
            begin_span(builder, span_of(event, kind));
        break;
    }
}

/* What the thread was about before the first event that is left of it. */
static GilSpanKind guess_kind(const GilTraceThread *thread)
{
    for (size_t i = 0; i < thread->count; i++) {
        switch ((GilEvent)thread->events[i].event) {
        case GIL_EVENT_ATTACH: return GIL_SPAN_NONE;
        case GIL_EVENT_DROP:
        case GIL_EVENT_HONOUR:
        case GIL_EVENT_PASS:
        case GIL_EVENT_SAMPLE: return GIL_SPAN_RUN;
        case GIL_EVENT_TIMEOUT:
        case GIL_EVENT_RETRY:
        case GIL_EVENT_REQUEST: return GIL_SPAN_WAIT;
        case GIL_EVENT_FORCED: return GIL_SPAN_FORCE;
        case GIL_EVENT_TAKE:
        case GIL_EVENT_BUSY: return GIL_SPAN_BLOCK;
        default: break;
        }
    }
    return GIL_SPAN_BLOCK;
}

/* From the trace's begin to the first moment that is known of it. */
static void begin_band(Builder *builder, const GilTrace *trace, const GilTraceThread *thread)
{
    int64_t begin_ns = trace->started_ns < trace->ended_ns ? trace->started_ns : trace->ended_ns;
    if (thread->dropped > 0 && thread->count > 0) {
        begin_span(builder, (GilSpan){.begin_ns = begin_ns, .kind = GIL_SPAN_LOST});
        if (thread->events[0].at_ns > begin_ns)
            begin_ns = thread->events[0].at_ns;
    }
    begin_span(builder, (GilSpan){.begin_ns = begin_ns, .kind = (uint8_t)guess_kind(thread)});
}

static int build(const GilTrace *trace, const GilTraceThread *thread, GilBand *band)
{
    Builder builder = {.band = band};
    band->thread = thread;
    band->spans = calloc(thread->count + 4, sizeof *band->spans);
    band->points = calloc(thread->count + 1, sizeof *band->points);
    if (!band->spans || !band->points)
        return -1;
    begin_band(&builder, trace, thread);
    for (size_t i = 0; i < thread->count; i++)
        add_event(&builder, &thread->events[i]);
    begin_span(&builder, (GilSpan){.begin_ns = trace->ended_ns, .kind = GIL_SPAN_NONE});
    return 0;
}

GilBand *gil_bands_new(const GilTrace *trace)
{
    GilBand *bands = calloc(trace->thread_count + 1, sizeof *bands);
    for (size_t i = 0; bands && i < trace->thread_count; i++) {
        if (build(trace, &trace->threads[i], &bands[i]) < 0) {
            gil_bands_free(bands, trace);
            bands = NULL;
        }
    }
    return bands;
}

void gil_bands_free(GilBand *bands, const GilTrace *trace)
{
    if (!bands)
        return;
    for (size_t i = 0; i < trace->thread_count; i++) {
        free(bands[i].spans);
        free(bands[i].points);
    }
    free(bands);
}
