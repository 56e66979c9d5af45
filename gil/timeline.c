/* A timeline for the terminal: a line per thread, a column per slice of time. */
#include "gil/drawing.h"
#include "gil/record.h"

#include <stdio.h>
#include <string.h>

#define MARKS_MAX 20
#define MARK_WIDTH_MAX 60

typedef struct Timeline {
    GilDrawing drawing;
    const GilTrace *trace;
    int64_t length_ns;
} Timeline;

/* --- Lanes ----------------------------------------------------------------------------------- */

static int64_t column_ns(const Timeline *line, int column)
{
    return line->trace->started_ns +
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

/* Times at the begin of every slice of some 20 columns. */
static void put_axis(const Timeline *line)
{
    const GilDrawing *drawing = &line->drawing;
    int ticks = drawing->lane_width / 20 > 0 ? drawing->lane_width / 20 : 1;
    int step = drawing->lane_width / ticks, column = 0;
    char text[32];
    gil_draw(drawing, "%*s ", drawing->name_width, "");
    for (int i = 0; i < ticks; i++) {
        int64_t ns = (int64_t)((double)line->length_ns * (i * step) / drawing->lane_width);
        gil_format_time(ns, line->length_ns, text, sizeof text);
        column += (int)strlen(text);
        gil_draw(drawing, "%s%*s", text, (i + 1) * step > column ? (i + 1) * step - column : 0, "");
        column = (i + 1) * step > column ? (i + 1) * step : column;
    }
    gil_format_time(line->length_ns, line->length_ns, text, sizeof text);
    if (column + (int)strlen(text) <= drawing->lane_width + 1)
        gil_draw(drawing, "%*s", drawing->lane_width + 1 - column, text);
    gil_draw(drawing, "\n");
}

static void put_dropped(const Timeline *line)
{
    uint64_t dropped = 0;
    for (size_t i = 0; i < line->trace->thread_count; i++)
        dropped += line->trace->threads[i].dropped;
    if (dropped > 0)
        gil_draw(&line->drawing, "(the oldest %llu events had to go)\n",
                 (unsigned long long)dropped);
}

/* What the script said to the trace: the first few. */
static void put_marks(const Timeline *line, const GilBand *bands)
{
    const GilDrawing *drawing = &line->drawing;
    const GilTrace *trace = line->trace;
    int left = MARKS_MAX;
    for (size_t i = 0; i < trace->thread_count; i++) {
        for (size_t k = 0; k < bands[i].point_count && left > 0; k++) {
            const GilTraceEvent *point = &bands[i].points[k];
            char time[32];
            if (point->event != GIL_EVENT_MARK)
                continue;
            gil_format_time(point->at_ns - trace->started_ns, line->length_ns, time, sizeof time);
            gil_draw(drawing, "%s %s ", drawing->style->ascii ? "*" : "◆", time);
            gil_draw_text(drawing, trace->texts + point->text, MARK_WIDTH_MAX);
            gil_draw(drawing, "\n");
            left--;
        }
    }
}

static int widest_name(const GilTrace *trace)
{
    int widest = 0;
    for (size_t i = 0; i < trace->thread_count; i++) {
        int width = gil_name_width(trace->threads[i].id, trace->threads[i].name);
        widest = width > widest ? width : widest;
    }
    return widest;
}

int gil_timeline_print(const GilTrace *trace, const GilTimelineStyle *style, GilWriteFn write,
                       void *argument)
{
    Timeline line = {.trace = trace};
    GilBand *bands = gil_bands_new(trace);
    if (!bands)
        return RT_ENOMEM;
    line.drawing = gil_drawing(style, widest_name(trace), 0, write, argument);
    line.length_ns = trace->ended_ns > trace->started_ns ? trace->ended_ns - trace->started_ns : 1;
    put_axis(&line);
    for (size_t i = 0; i < trace->thread_count; i++)
        put_band(&line, &bands[i]);
    gil_draw_legend(&line.drawing);
    put_marks(&line, bands);
    put_dropped(&line);
    gil_bands_free(bands, trace);
    return 0;
}
