/* A timeline for the terminal: a line per thread, process by process, a column per slice of time.
 *
 * A column shows what the thread was about for most of its slice, except that what is short and
 * tells much (a failed wake-up, a forced switch) shows through. */
#include "gil/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAME_WIDTH_MAX 24
#define COLUMNS_MIN 20
#define MARKS_MAX 20
#define PROCESSES_SHOWN 32
#define MARK_WIDTH_MAX 60
#define LANE_MIN 8 /* columns of time, however narrow the terminal is */

typedef struct Drawing {
    GilWriteFn write;
    void *argument;
    const GilTimelineStyle *style;
    const GilTrace *traces; /* of all processes */
    size_t count;
    const GilTrace *trace;      /* the one that is being drawn */
    int name_width, lane_width; /* columns */
    int64_t length_ns;
    int marks;      /* drawn so far */
    bool retries;   /* a failed wake-up was drawn: the legend has it */
    uint32_t kinds; /* those drawn, as 1 << GilSpanKind */
} Drawing;

static const struct {
    const char *word, *glyph, *ascii, *ansi;
} kinds[] = {
#define GIL_SPAN(name, word, glyph, ascii, ansi, light, dark, sentence) {word, glyph, ascii, ansi},
#include "gil/spans.def"
#undef GIL_SPAN
};

/* A failed wake-up is no span, but has a column. */
#define RETRY GIL_SPAN_COUNT
#define RETRY_GLYPH "✗"
#define RETRY_ASCII "x"
#define RETRY_ANSI "1;31"

static void put(const Drawing *drawing, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    drawing->write(drawing->argument, text, strlen(text));
}

static void put_glyph(const Drawing *drawing, int kind)
{
    bool ascii = drawing->style->ascii;
    if (kind == RETRY)
        put(drawing, "%s", ascii ? RETRY_ASCII : RETRY_GLYPH);
    else
        put(drawing, "%s", ascii ? kinds[kind].ascii : kinds[kind].glyph);
}

static void put_colour(const Drawing *drawing, int kind)
{
    if (drawing->style->colours)
        put(drawing, "\x1b[%sm", kind == RETRY ? RETRY_ANSI : kinds[kind].ansi);
}

static void put_plain(const Drawing *drawing)
{
    if (drawing->style->colours)
        put(drawing, "\x1b[0m");
}

/* --- Lanes ----------------------------------------------------------------------------------- */

static int64_t column_ns(const Drawing *drawing, int column)
{
    return drawing->trace->origin_ns +
           (int64_t)((double)drawing->length_ns * column / drawing->lane_width);
}

static int most(const int64_t *spent_ns)
{
    int kind = GIL_SPAN_NONE;
    for (int i = 0; i < GIL_SPAN_COUNT; i++) {
        if (spent_ns[i] > spent_ns[kind])
            kind = i;
    }
    return kind;
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

static int choose_kind(const Drawing *drawing, Cursor *cursor, int column)
{
    int64_t spent_ns[GIL_SPAN_COUNT] = {0};
    int64_t begin_ns = column_ns(drawing, column), end_ns = column_ns(drawing, column + 1);
    add_spans(cursor, begin_ns, end_ns, spent_ns);
    bool retry = has_retry(cursor, end_ns);
    int kind = most(spent_ns);
    if (spent_ns[GIL_SPAN_FORCE] * 10 > end_ns - begin_ns)
        kind = GIL_SPAN_FORCE;
    return retry && kind != GIL_SPAN_RUN ? RETRY : kind;
}

static void put_lane(Drawing *drawing, const GilBand *band)
{
    Cursor cursor = {band, 0, 0};
    int colour = GIL_SPAN_NONE;
    for (int column = 0; column < drawing->lane_width; column++) {
        int kind = choose_kind(drawing, &cursor, column);
        if (kind != colour)
            put_colour(drawing, kind);
        put_glyph(drawing, kind);
        drawing->retries |= kind == RETRY;
        if (kind < GIL_SPAN_NONE)
            drawing->kinds |= 1u << kind;
        colour = kind;
    }
    put_plain(drawing);
}

/* Characters, not bytes: at most `width` of them; how many. */
static int put_name(const Drawing *drawing, const char *name, int width)
{
    char text[256];
    size_t size = 0;
    int used = 0;
    for (; name[size] && size < sizeof text - 1; size++) {
        bool starts = (name[size] & 0xC0) != 0x80;
        if (starts && used == width)
            break;
        used += starts;
        bool plain = (uint8_t)name[size] >= ' ' && name[size] != 0x7F;
        text[size] = plain ? name[size] : '?';
        if (drawing->style->ascii && (uint8_t)name[size] >= 0x80)
            text[size] = '?';
    }
    text[size] = '\0';
    put(drawing, "%s", text);
    return used;
}

static void put_padded_name(const Drawing *drawing, const char *name, int width)
{
    int used = put_name(drawing, name, width);
    put(drawing, "%*s", width - used, "");
}

static void put_band(Drawing *drawing, const GilBand *band)
{
    char name[80];
    snprintf(name, sizeof name, "%u %s", band->thread->id, band->thread->name);
    put_padded_name(drawing, name, drawing->name_width);
    put(drawing, drawing->style->ascii ? "|" : "│");
    put_lane(drawing, band);
    put(drawing, drawing->style->ascii ? "|\n" : "│\n");
}

/* --- Around them ----------------------------------------------------------------------------- */

/* "0", "12.5 ms", "3 s". */
static void format_time(int64_t ns, int64_t scale_ns, char *out, size_t size)
{
    if (ns == 0)
        snprintf(out, size, "0");
    else if (scale_ns >= RT_SECOND)
        snprintf(out, size, "%.4g s", (double)ns / 1e9);
    else if (scale_ns >= RT_MILLISECOND)
        snprintf(out, size, "%.4g ms", (double)ns / 1e6);
    else
        snprintf(out, size, "%.4g us", (double)ns / 1e3);
}

/* Times at the begin of every slice of some 20 columns. */
static void put_axis(const Drawing *drawing)
{
    int ticks = drawing->lane_width / 20 > 0 ? drawing->lane_width / 20 : 1;
    int step = drawing->lane_width / ticks, column = 0;
    char text[32];
    put(drawing, "%*s ", drawing->name_width, "");
    for (int i = 0; i < ticks; i++) {
        int64_t ns = (int64_t)((double)drawing->length_ns * (i * step) / drawing->lane_width);
        format_time(ns, drawing->length_ns, text, sizeof text);
        column += (int)strlen(text);
        put(drawing, "%s%*s", text, (i + 1) * step > column ? (i + 1) * step - column : 0, "");
        column = (i + 1) * step > column ? (i + 1) * step : column;
    }
    format_time(drawing->length_ns, drawing->length_ns, text, sizeof text);
    if (column + (int)strlen(text) <= drawing->lane_width + 1)
        put(drawing, "%*s", drawing->lane_width + 1 - column, text);
    put(drawing, "\n");
}

static void put_legend(const Drawing *drawing)
{
    int column = 0;
    for (int kind = 0; kind <= RETRY; kind++) {
        bool drawn = kind == RETRY ? drawing->retries : (drawing->kinds & 1u << kind) != 0;
        const char *word = kind == RETRY ? "woke, found it taken" : kinds[kind].word;
        int width = (int)strlen(word) + 2;
        if (!drawn)
            continue;
        if (column > 0 && column + 3 + width > drawing->style->columns) {
            put(drawing, "\n");
            column = 0;
        }
        put(drawing, "%s", column > 0 ? "   " : "");
        put_colour(drawing, kind);
        put_glyph(drawing, kind);
        put_plain(drawing);
        put(drawing, " %s", word);
        column += width + (column > 0 ? 3 : 0);
    }
    put(drawing, "\n");
}

static void put_dropped(const Drawing *drawing)
{
    uint64_t dropped = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        for (size_t k = 0; k < drawing->traces[i].thread_count; k++)
            dropped += drawing->traces[i].threads[k].dropped;
    }
    if (dropped > 0)
        put(drawing, "(the oldest %llu events had to go)\n", (unsigned long long)dropped);
}

/* What the script said to the trace: the first few. */
static void put_marks(Drawing *drawing, const GilBand *bands)
{
    for (size_t i = 0; i < drawing->trace->thread_count; i++) {
        for (size_t k = 0; k < bands[i].point_count && drawing->marks < MARKS_MAX; k++) {
            const GilTraceEvent *point = &bands[i].points[k];
            char time[32];
            if (point->event != GIL_EVENT_MARK)
                continue;
            format_time(point->at_ns - drawing->trace->origin_ns, drawing->length_ns, time,
                        sizeof time);
            put(drawing, "%s %s ", drawing->style->ascii ? "*" : "◆", time);
            put_name(drawing, drawing->trace->texts + point->text, MARK_WIDTH_MAX);
            put(drawing, "\n");
            drawing->marks++;
        }
    }
}

/* The columns of the longest name. */
static int widest_name(const GilTrace *trace)
{
    int widest = 0;
    for (size_t i = 0; i < trace->thread_count; i++) {
        char name[80];
        snprintf(name, sizeof name, "%u %s", trace->threads[i].id, trace->threads[i].name);
        int width = 0;
        for (const char *c = name; *c; c++)
            width += (*c & 0xC0) != 0x80;
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* In a narrow terminal the names give way to the lanes. */
static void choose_widths(Drawing *drawing)
{
    int columns = drawing->style->columns;
    if (columns < COLUMNS_MIN)
        columns = COLUMNS_MIN;
    for (size_t i = 0; i < drawing->count; i++) {
        int width = widest_name(&drawing->traces[i]);
        if (width > drawing->name_width)
            drawing->name_width = width;
    }
    int room = columns / 3 < NAME_WIDTH_MAX ? columns / 3 : NAME_WIDTH_MAX;
    if (drawing->name_width > room)
        drawing->name_width = room;
    drawing->lane_width = columns - drawing->name_width - 2;
    if (drawing->lane_width < LANE_MIN)
        drawing->lane_width = LANE_MIN;
}

/* --- The whole ------------------------------------------------------------------------------- */

static void choose_length(Drawing *drawing)
{
    drawing->length_ns = 1;
    for (size_t i = 0; i < drawing->count; i++) {
        const GilTrace *trace = &drawing->traces[i];
        if (trace->ended_ns - trace->origin_ns > drawing->length_ns)
            drawing->length_ns = trace->ended_ns - trace->origin_ns;
    }
}

static void put_process(const Drawing *drawing)
{
    const GilProcess *process = &drawing->trace->process;
    char title[100], text[120];
    if (process->number == 0)
        return;
    gil_process_title(process, NULL, title, sizeof title);
    snprintf(text, sizeof text, "process %u: %s", process->number, title);
    put_name(drawing, text, drawing->style->columns);
    put(drawing, "\n");
}

/* Each process: its threads, then what they said when all have been drawn. */
static int put_all(Drawing *drawing, void (*put_bands)(Drawing *drawing, const GilBand *bands))
{
    size_t shown = drawing->count < PROCESSES_SHOWN ? drawing->count : PROCESSES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        drawing->trace = &drawing->traces[i];
        GilBand *bands = gil_bands_new(drawing->trace);
        if (!bands)
            return RT_ENOMEM;
        put_bands(drawing, bands);
        gil_bands_free(bands, drawing->trace);
    }
    return 0;
}

static void put_lanes(Drawing *drawing, const GilBand *bands)
{
    put_process(drawing);
    for (size_t i = 0; i < drawing->trace->thread_count; i++)
        put_band(drawing, &bands[i]);
}

int gil_timeline_print(const GilTrace *traces, size_t count, const GilTimelineStyle *style,
                       GilWriteFn write, void *argument)
{
    Drawing drawing = {
        .write = write, .argument = argument, .style = style, .traces = traces, .count = count};
    choose_length(&drawing);
    choose_widths(&drawing);
    put_axis(&drawing);
    int error = put_all(&drawing, put_lanes);
    if (count > PROCESSES_SHOWN)
        put(&drawing, "(and %zu more processes)\n", count - PROCESSES_SHOWN);
    put_legend(&drawing);
    if (error == 0)
        error = put_all(&drawing, put_marks);
    put_dropped(&drawing);
    return error;
}
