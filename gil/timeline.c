/* A timeline for the terminal: a line per thread, by process; a column per slice of time. */
#include "gil/drawing.h"
#include "gil/record.h"

#include <stdio.h>
#include <string.h>

#define MARKS_MAX 20
#define MARK_WIDTH_MAX 60
#define PROCESSES_SHOWN 32

typedef struct Timeline {
    GilDrawing drawing;
    const GilTrace *traces; /* of all processes */
    size_t count;
    const GilTrace *trace; /* the one that is being drawn */
    int64_t length_ns;
    int marks; /* drawn so far */
} Timeline;

/* --- Lanes ----------------------------------------------------------------------------------- */

static int64_t column_ns(const Timeline *line, int column)
{
    return line->trace->origin_ns +
           (int64_t)((double)line->length_ns * column / line->drawing.lane_width);
}

typedef struct Cursor {
    const GilBand *band;
    size_t span, point;
} Cursor;

/* Adds up what the thread was about from begin_ns to end_ns. */
static void add_spans(Cursor *cursor, int64_t begin_ns, int64_t end_ns, int64_t *spent_ns)
{
    const GilSpan *spans = cursor->band->spans;
    size_t last = cursor->band->span_count - 1;
    while (cursor->span < last && spans[cursor->span + 1].begin_ns <= begin_ns)
        cursor->span++;
    for (size_t i = cursor->span; i < last && spans[i].begin_ns < end_ns; i++) {
        int64_t from_ns = spans[i].begin_ns > begin_ns ? spans[i].begin_ns : begin_ns;
        int64_t to_ns = spans[i + 1].begin_ns < end_ns ? spans[i + 1].begin_ns : end_ns;
        if (to_ns > from_ns)
            spent_ns[spans[i].kind] += to_ns - from_ns;
    }
}

static bool has_retry(Cursor *cursor, int64_t end_ns)
{
    bool found = false;
    for (; cursor->point < cursor->band->point_count; cursor->point++) {
        const GilTraceEvent *point = &cursor->band->points[cursor->point];
        if (point->at_ns >= end_ns)
            break;
        found |= point->event == GIL_EVENT_RETRY;
    }
    return found;
}

static void put_band(Timeline *line, const GilBand *band)
{
    GilDrawing *drawing = &line->drawing;
    Cursor cursor = {band, 0, 0};
    gil_draw_begin_lane(drawing, band->thread->id, band->thread->name);
    for (int column = 0; column < drawing->lane_width; column++) {
        int64_t begin_ns = column_ns(line, column), end_ns = column_ns(line, column + 1);
        GilSlice slice = {0};
        add_spans(&cursor, begin_ns, end_ns, slice.spent_ns);
        slice.retry = has_retry(&cursor, end_ns);
        gil_draw_slice(drawing, &slice, end_ns - begin_ns);
    }
    gil_draw_end_lane(drawing);
    gil_draw(drawing, "\n");
}

/* --- Around them ----------------------------------------------------------------------------- */

/* Times at the begin of every slice of some 20 columns, and at the end. */
static void put_axis(const Timeline *line)
{
    const GilDrawing *drawing = &line->drawing;
    int ticks = drawing->lane_width / 20 > 0 ? drawing->lane_width / 20 : 1;
    int step = drawing->lane_width / ticks, column = 0;
    char text[32], end[32];
    gil_format_time(line->length_ns, line->length_ns, end, sizeof end);
    int end_column = drawing->lane_width + 1 - (int)strlen(end);
    gil_draw(drawing, "%*s ", drawing->name_width, "");
    for (int i = 0; i < ticks; i++) {
        int64_t ns = (int64_t)((double)line->length_ns * (i * step) / drawing->lane_width);
        gil_format_time(ns, line->length_ns, text, sizeof text);
        if (i * step < column || i * step + (int)strlen(text) >= end_column)
            continue;
        gil_draw(drawing, "%*s%s", i * step - column, "", text);
        column = i * step + (int)strlen(text);
    }
    gil_draw(drawing, "%*s%s\n", end_column > column ? end_column - column : 0, "", end);
}

static void put_dropped(const Timeline *line)
{
    uint64_t dropped = 0;
    for (size_t i = 0; i < line->count; i++) {
        for (size_t k = 0; k < line->traces[i].thread_count; k++)
            dropped += line->traces[i].threads[k].dropped;
    }
    if (dropped > 0)
        gil_draw(&line->drawing, "(the oldest %llu events had to go)\n",
                 (unsigned long long)dropped);
}

/* What the script said to the trace: the first few. */
static void put_marks(Timeline *line, const GilBand *bands)
{
    const GilDrawing *drawing = &line->drawing;
    const GilTrace *trace = line->trace;
    for (size_t i = 0; i < trace->thread_count; i++) {
        for (size_t k = 0; k < bands[i].point_count && line->marks < MARKS_MAX; k++) {
            const GilTraceEvent *point = &bands[i].points[k];
            char time[32];
            if (point->event != GIL_EVENT_MARK)
                continue;
            gil_format_time(point->at_ns - trace->origin_ns, line->length_ns, time, sizeof time);
            gil_draw(drawing, "%s %s ", drawing->style->ascii ? "*" : "◆", time);
            gil_draw_text(drawing, trace->texts + point->text, MARK_WIDTH_MAX);
            gil_draw(drawing, "\n");
            line->marks++;
        }
    }
}

/* --- The whole ------------------------------------------------------------------------------- */

static int widest_name(const GilTrace *trace)
{
    int widest = 0;
    for (size_t i = 0; i < trace->thread_count; i++) {
        int width = gil_name_width(trace->threads[i].id, trace->threads[i].name);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void put_process(const Timeline *line)
{
    const GilProcess *process = &line->trace->process;
    char title[100], text[120];
    if (process->number == 0)
        return;
    gil_process_title(process, NULL, title, sizeof title);
    snprintf(text, sizeof text, "process %u: %s", process->number, title);
    gil_draw_text(&line->drawing, text, line->drawing.style->columns);
    gil_draw(&line->drawing, "\n");
}

static void put_lanes(Timeline *line, const GilBand *bands)
{
    put_process(line);
    for (size_t i = 0; i < line->trace->thread_count; i++)
        put_band(line, &bands[i]);
}

static int put_all(Timeline *line, void (*put_bands)(Timeline *line, const GilBand *bands))
{
    size_t shown = line->count < PROCESSES_SHOWN ? line->count : PROCESSES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        line->trace = &line->traces[i];
        GilBand *bands = gil_bands_new(line->trace);
        if (!bands)
            return RT_ENOMEM;
        put_bands(line, bands);
        gil_bands_free(bands, line->trace);
    }
    return 0;
}

int gil_timeline_print(const GilTrace *traces, size_t count, const GilTimelineStyle *style,
                       GilWriteFn write, void *argument)
{
    Timeline line = {.traces = traces, .count = count, .length_ns = 1};
    int name_width = 0;
    for (size_t i = 0; i < count; i++) {
        int width = widest_name(&traces[i]);
        int64_t length_ns = traces[i].ended_ns - traces[i].origin_ns;
        name_width = width > name_width ? width : name_width;
        line.length_ns = length_ns > line.length_ns ? length_ns : line.length_ns;
    }
    line.drawing = gil_drawing(style, name_width, 0, write, argument);
    put_axis(&line);
    int error = put_all(&line, put_lanes);
    if (count > PROCESSES_SHOWN)
        gil_draw(&line.drawing, "(and %zu more processes)\n", count - PROCESSES_SHOWN);
    gil_draw_legend(&line.drawing);
    if (error == 0)
        error = put_all(&line, put_marks);
    put_dropped(&line);
    return error;
}
