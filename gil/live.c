/* The live view: what the threads were about lately, column by column, from their rings.
 *
 * Each thread's ring is read on from where the last look ended, and the time is painted into
 * columns of fixed length, of which the latest are kept. So the memory does not grow, and a picture
 * costs the same however much has happened. */
#include "gil/drawing.h"
#include "gil/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 512           /* that are kept; a wider terminal stays empty at the left */
#define LABEL_EVERY 20        /* columns from one time on the axis to the next ... */
#define LABEL_EVERY_NARROW 10 /* ... in lanes of less than 40 */
#define SHARES_WIDTH 10       /* " 97%   3%" */
#define SHARES_COLUMNS_MIN 50 /* in a narrower terminal there is no room for them */
#define ROWS_AROUND 3         /* heading, axis, legend */

/* What is known of a thread. */
typedef struct Lane {
    struct Lane *next; /* in the order of attaching */
    uint32_t id;
    char name[48];
    uint64_t read;             /* events of its ring */
    GilSpanKind kind, resumed; /* what it is about; what goes on after a forced switch */
    int64_t until_ns;          /* up to here it is painted */
    int64_t ended_ns;          /* RT_FOREVER: it lives */
    GilSlice slices[COLUMNS];  /* of column c at c % COLUMNS */
} Lane;

struct GilLive {
    Gil *gil;
    bool alone;
    int32_t check_interval; /* when the view began */
    int64_t started_ns, now_ns, column_ns;
    int64_t column; /* the latest */
    Lane *lanes;
    uint32_t last_id; /* of the lanes that there are, or were */
    uint32_t hand_overs[COLUMNS];
    GilTraceEvent *batch; /* room for what is new of one thread */
    size_t batch_capacity;
};

GilLive *gil_live_new(Gil *gil, int64_t column_ns, bool alone)
{
    GilLive *live = gil_tracing(gil) ? calloc(1, sizeof *live) : NULL;
    if (!live)
        return NULL;
    live->gil = gil;
    live->alone = alone;
    live->check_interval = gil_check_interval(gil);
    live->column_ns = column_ns;
    live->started_ns = live->now_ns = gil->recorder->trace_started_ns;
    return live;
}

void gil_live_free(GilLive *live)
{
    if (!live)
        return;
    for (Lane *lane = live->lanes, *next; lane; lane = next) {
        next = lane->next;
        free(lane);
    }
    free(live->batch);
    free(live);
}

/* --- Painting -------------------------------------------------------------------------------- */

static int64_t column_of(const GilLive *live, int64_t ns)
{
    return ns > live->started_ns ? (ns - live->started_ns) / live->column_ns : 0;
}

static int64_t column_begin(const GilLive *live, int64_t column)
{
    return live->started_ns + column * live->column_ns;
}

static bool is_kept(const GilLive *live, int64_t column)
{
    return column > live->column - COLUMNS && column <= live->column;
}

/* Goes on to now: what the new columns' room was used for is forgotten. */
static void advance(GilLive *live, int64_t now_ns)
{
    int64_t before = live->column;
    live->now_ns = now_ns > live->now_ns ? now_ns : live->now_ns;
    live->column = column_of(live, live->now_ns);
    for (int64_t c = live->column; c > before && is_kept(live, c); c--) {
        live->hand_overs[c % COLUMNS] = 0;
        for (Lane *lane = live->lanes; lane; lane = lane->next)
            memset(&lane->slices[c % COLUMNS], 0, sizeof lane->slices[0]);
    }
}

/* The thread was about the same until then. */
static void paint(const GilLive *live, Lane *lane, int64_t until_ns)
{
    int64_t oldest_ns = column_begin(live, live->column - COLUMNS + 1);
    int64_t from_ns = lane->until_ns > oldest_ns ? lane->until_ns : oldest_ns;
    while (from_ns < until_ns) {
        int64_t column = column_of(live, from_ns), end_ns = column_begin(live, column + 1);
        int64_t to_ns = end_ns < until_ns ? end_ns : until_ns;
        lane->slices[column % COLUMNS].spent_ns[lane->kind] += to_ns - from_ns;
        from_ns = to_ns;
    }
    if (until_ns > lane->until_ns)
        lane->until_ns = until_ns;
}

static void add_event(GilLive *live, Lane *lane, const GilTraceEvent *event)
{
    int64_t column = column_of(live, event->at_ns);
    GilSpanKind kind = gil_event_kind(event), before = lane->kind;
    paint(live, lane, event->at_ns);
    if (event->event == GIL_EVENT_FORCED)
        lane->kind = lane->resumed;
    else if (kind != GIL_SPAN_COUNT)
        lane->kind = kind;
    if (event->event == GIL_EVENT_FORCE)
        lane->resumed = before;
    if (kind == GIL_SPAN_NONE)
        lane->ended_ns = event->at_ns;
    if (!is_kept(live, column))
        return;
    bool from_another = event->other != 0 && event->other != lane->id;
    live->hand_overs[column % COLUMNS] += event->event == GIL_EVENT_TAKE && from_another;
    lane->slices[column % COLUMNS].retry |= event->event == GIL_EVENT_RETRY;
}

/* --- Reading --------------------------------------------------------------------------------- */

static int need_batch(GilLive *live, size_t capacity)
{
    if (capacity <= live->batch_capacity)
        return 0;
    free(live->batch);
    live->batch = malloc(capacity * sizeof *live->batch);
    live->batch_capacity = live->batch ? capacity : 0;
    return live->batch ? 0 : RT_ENOMEM;
}

/* The lane of a record, at *link or behind it: both lists are in the order of attaching. NULL: none
 * is wanted, or there is no memory. */
static Lane *find_lane(GilLive *live, const GilRecord *record, Lane ***link)
{
    while (**link && (**link)->id < record->id)
        *link = &(**link)->next;
    if ((**link && (**link)->id == record->id) || record->id <= live->last_id)
        return **link && (**link)->id == record->id ? **link : NULL;
    Lane *lane = calloc(1, sizeof *lane);
    if (!lane)
        return NULL;
    lane->id = live->last_id = record->id;
    lane->kind = lane->resumed = GIL_SPAN_NONE;
    lane->until_ns = live->started_ns;
    lane->ended_ns = RT_FOREVER;
    **link = lane;
    return lane;
}

/* What is later than the picture is left for the next one. */
static int read_record(GilLive *live, const GilRecord *record, Lane *lane)
{
    uint64_t first;
    if (need_batch(live, gil_ring_capacity(record->ring)) < 0)
        return RT_ENOMEM;
    size_t copied = gil_ring_copy(record->ring, lane->read, live->batch, &first), count = 0;
    while (count < copied && live->batch[count].at_ns <= live->now_ns)
        count++;
    lane->read = first + count;
    memcpy(lane->name, record->name, sizeof lane->name);
    gil_events_sort(live->batch, count);
    for (size_t i = 0; i < count; i++)
        add_event(live, lane, &live->batch[i]);
    return 0;
}

static int read_records(GilLive *live)
{
    int err = 0;
    Lane **link = &live->lanes;
    for (GilRecord *record = live->gil->recorder->records; record; record = record->next) {
        Lane *lane = record->ring ? find_lane(live, record, &link) : NULL;
        if (lane)
            err = read_record(live, record, lane);
    }
    return err;
}

/* Of a thread that ended before the first of so many columns there is nothing to see. */
static bool is_gone(const GilLive *live, const Lane *lane, int64_t columns)
{
    return lane->ended_ns != RT_FOREVER &&
           column_of(live, lane->ended_ns) <= live->column - columns;
}

static void forget_gone(GilLive *live)
{
    for (Lane **link = &live->lanes; *link;) {
        Lane *lane = *link;
        if (is_gone(live, lane, COLUMNS)) {
            *link = lane->next;
            free(lane);
        } else {
            link = &lane->next;
        }
    }
}

int gil_live_update(GilLive *live, int64_t now_ns)
{
    Gil *gil = live->gil;
    advance(live, now_ns);
    if (!live->alone)
        rt_mutex_lock(gil->rt, gil->registry);
    int err = read_records(live);
    if (!live->alone)
        rt_mutex_unlock(gil->rt, gil->registry);
    for (Lane *lane = live->lanes; lane; lane = lane->next)
        paint(live, lane, live->now_ns);
    forget_gone(live);
    return err;
}

/* --- Drawing --------------------------------------------------------------------------------- */

/* What the picture has room for. */
typedef struct View {
    const GilLive *live;
    GilDrawing drawing;
    int64_t first;     /* column; may be before the first that there is */
    int64_t length_ns; /* of what is shown and has happened */
    int lanes, hidden; /* how many are shown, and how many have no room */
    bool shares;
} View;

static void choose_lanes(View *view, int rows)
{
    for (const Lane *lane = view->live->lanes; lane; lane = lane->next)
        view->lanes += !is_gone(view->live, lane, view->drawing.lane_width);
    int room = rows > ROWS_AROUND ? rows - ROWS_AROUND : 1;
    view->hidden = view->lanes > room ? view->lanes - room : 0;
    view->lanes -= view->hidden;
}

static int64_t count_hand_overs(const View *view)
{
    const GilLive *live = view->live;
    int64_t count = 0;
    for (int64_t c = live->column; c >= view->first && c >= 0 && is_kept(live, c); c--)
        count += live->hand_overs[c % COLUMNS];
    return count;
}

/* "timed 5 ms   1.28 s   198 hand-overs a second   3 more threads" */
static void draw_heading(const View *view)
{
    const GilLive *live = view->live;
    const Gil *gil = live->gil;
    char interval[32], time[32], more[48] = "", text[200];
    int64_t interval_ns = atomic_load(&gil->switch_interval_ns);
    int64_t elapsed_ns = live->now_ns - live->started_ns;
    if (gil->row->counts_ticks)
        snprintf(interval, sizeof interval, "%d", live->check_interval);
    else
        gil_format_time(interval_ns, interval_ns, interval, sizeof interval);
    gil_format_time(elapsed_ns, elapsed_ns, time, sizeof time);
    if (view->hidden > 0)
        snprintf(more, sizeof more, "   %d more threads", view->hidden);
    snprintf(text, sizeof text, "%s %s   %s   %.0f hand-overs a second%s", gil->row->word, interval,
             time, (double)count_hand_overs(view) * 1e9 / (double)view->length_ns, more);
    gil_draw_text(&view->drawing, text, view->drawing.style->columns);
    gil_draw(&view->drawing, "\n");
}

/* Times at some of the columns: they move with the lanes. */
static void draw_axis(const View *view)
{
    const GilDrawing *drawing = &view->drawing;
    gil_draw(drawing, "%*s ", drawing->name_width, "");
    int at = 0, every = drawing->lane_width < 2 * LABEL_EVERY ? LABEL_EVERY_NARROW : LABEL_EVERY;
    for (int64_t c = view->first < 0 ? 0 : view->first; c <= view->live->column; c++) {
        char text[32];
        int column = (int)(c - view->first);
        if (c % every != 0 || column < at)
            continue;
        int64_t ns = c * view->live->column_ns;
        gil_format_time(ns, ns, text, sizeof text);
        int width = (int)strlen(text) + 1;
        if (column + width > drawing->lane_width)
            break;
        gil_draw(drawing, "%*s%s%s", column - at, "", drawing->style->ascii ? "|" : "╷", text);
        at = column + width;
    }
    if (view->shares)
        gil_draw(drawing, "%*s held wait", drawing->lane_width - at + 1, "");
    gil_draw(drawing, "\n");
}

static void draw_shares(const View *view, int64_t held_ns, int64_t waited_ns)
{
    double percent = 100.0 / (double)view->length_ns;
    gil_draw(&view->drawing, " %3.0f%% %3.0f%%", (double)held_ns * percent,
             (double)waited_ns * percent);
}

/* The latest column is not over yet. */
static int64_t length_of(const GilLive *live, int64_t column)
{
    int64_t past_ns = live->now_ns - column_begin(live, column);
    return column < live->column || past_ns <= 0 ? live->column_ns : past_ns;
}

static void draw_lane(View *view, const Lane *lane)
{
    static const GilSlice nothing;
    const GilLive *live = view->live;
    int64_t held_ns = 0, waited_ns = 0;
    gil_draw_begin_lane(&view->drawing, lane->id, lane->name);
    for (int i = 0; i < view->drawing.lane_width; i++) {
        int64_t column = view->first + i;
        bool known = column >= 0 && is_kept(live, column);
        const GilSlice *slice = known ? &lane->slices[column % COLUMNS] : &nothing;
        held_ns += slice->spent_ns[GIL_SPAN_RUN];
        waited_ns += slice->spent_ns[GIL_SPAN_WAIT] + slice->spent_ns[GIL_SPAN_FORCE];
        gil_draw_slice(&view->drawing, slice, length_of(live, column));
    }
    gil_draw_end_lane(&view->drawing);
    if (view->shares)
        draw_shares(view, held_ns, waited_ns);
    gil_draw(&view->drawing, "\n");
}

static int widest_name(const GilLive *live)
{
    int widest = 0;
    for (const Lane *lane = live->lanes; lane; lane = lane->next) {
        int width = gil_name_width(lane->id, lane->name);
        widest = width > widest ? width : widest;
    }
    return widest;
}

void gil_live_print(const GilLive *live, const GilTimelineStyle *style, int rows, GilWriteFn write,
                    void *argument)
{
    View view = {.live = live, .shares = style->columns >= SHARES_COLUMNS_MIN};
    int margin = view.shares ? SHARES_WIDTH : 0;
    view.drawing = gil_drawing(style, widest_name(live), margin, write, argument);
    view.drawing.heights = true;
    /* Till the lanes are full they grow to the right; then they move. */
    view.first = live->column - view.drawing.lane_width + 1;
    if (view.first < 0)
        view.first = 0;
    view.length_ns = live->now_ns - column_begin(live, view.first);
    if (view.length_ns <= 0)
        view.length_ns = 1;
    choose_lanes(&view, rows);
    draw_heading(&view);
    draw_axis(&view);
    int left = view.lanes;
    for (const Lane *lane = live->lanes; lane && left > 0; lane = lane->next) {
        if (is_gone(live, lane, view.drawing.lane_width))
            continue;
        draw_lane(&view, lane);
        left--;
    }
    gil_draw_legend(&view.drawing);
}
