/* --live: the lanes of the threads in the terminal's last lines, while the program runs.
 *
 *     counted 1000             the program's output, which goes its own way and scrolls in a
 *     counted 2000             scrolling region of the terminal
 *     _
 *     timed 5 ms   0.4 s ...   the picture: drawn twenty times a second, each time by one write
 *     1 main    |====####===   that leaves the cursor where it was
 *     2 counter |####====###
 *
 * On the real machine a thread of its own draws: it reads the recorder's rings, without the lock.
 * The virtual machine stops for each picture, which its program can't notice. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FRAME_NS (50 * RT_MILLISECOND)
#define COLUMN_NS (25 * RT_MILLISECOND)
#define COLUMN_NS_MIN RT_MICROSECOND

enum {
    TERMINAL = 2,
    OUTPUT_ROWS_MIN = 3, /* that are left to the program, or a third */
    PICTURE_ROWS_MIN = 4,
    PICTURE_ROWS_MAX = 60,
    COLUMNS_USUAL = 80,
    ROWS_USUAL = 24,
};

typedef struct Text {
    char *bytes;
    size_t size, capacity;
} Text;

struct CliLive {
    Rt *host;
    GilLive *view;
    GilTimelineStyle style;
    int columns, rows; /* of the terminal */
    int height;        /* lines that are the picture's, at the bottom; 0: none yet */
    bool broken;       /* the terminal has gone away */
    Text picture, frame;

    /* The thread that draws, on the real machine. */
    RtThread *thread;
    RtMutex *mutex;
    RtCond *cond; /* it shall end */
    bool ends;    /* guarded by mutex */

    /* The virtual machine's clock beside the host's. */
    int64_t process_id; /* of the process that draws, on the host */
    double slowness;
    int64_t frame_ns; /* when the next picture may be drawn */
    int64_t began_ns; /* by the host's clock, when the virtual one read 0 */
    bool interrupted; /* a wait for the host's clock */
};

/* --- Text ------------------------------------------------------------------------------------ */

/* Without memory for it a frame is cut. */
static void add(void *argument, const char *bytes, size_t size)
{
    Text *text = argument;
    if (text->capacity - text->size < size) {
        size_t capacity = (text->size + size) * 2;
        char *grown = realloc(text->bytes, capacity);
        if (grown == NULL)
            return;
        text->bytes = grown;
        text->capacity = capacity;
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
}

static void add_format(Text *text, const char *format, ...)
{
    char bytes[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(bytes, sizeof bytes, format, arguments);
    va_end(arguments);
    add(text, bytes, strlen(bytes));
}

static void send(CliLive *live)
{
    const char *bytes = live->frame.bytes;
    size_t left = live->frame.size, count = 0;
    while (left > 0 && !live->broken) {
        int error = rt_file_write(live->host, TERMINAL, bytes, left, &count);
        if (error == RT_EINTR)
            continue;
        live->broken = error != 0;
        bytes += count;
        left -= count;
    }
    live->frame.size = 0;
}

/* --- The terminal's lines -------------------------------------------------------------------- */

/* What is sent here are the usual sequences of all terminals since the VT100: ESC 7 and ESC 8 keep
 * and restore the cursor, ESC D goes a line down and scrolls at the region's end, CSI r sets the
 * region and moves the cursor. */

/* The cursor is in the region; let that end so many lines higher. What was there scrolls up. */
static void grow(CliLive *live, int lines)
{
    for (int i = 0; i < lines; i++)
        add_format(&live->frame, "\x1b"
                                 "D");
    live->height += lines;
    add_format(&live->frame,
               "\x1b[%dA\x1b"
               "7\x1b[1;%dr\x1b"
               "8",
               lines, live->rows - live->height);
}

/* Gives the lines back. */
static void shrink(CliLive *live, int rows)
{
    int top = (rows < live->rows ? rows : live->rows) - live->height + 1;
    if (live->height > 0)
        add_format(&live->frame,
                   "\x1b"
                   "7\x1b[r\x1b[%d;1H\x1b[J\x1b"
                   "8",
                   top > 1 ? top : 1);
    live->height = 0;
}

static void look_at_size(CliLive *live)
{
    int columns = 0, rows = 0;
    if (rt_terminal_size(live->host, TERMINAL, &columns, &rows) != 0 || columns <= 0 || rows <= 0) {
        columns = COLUMNS_USUAL;
        rows = ROWS_USUAL;
    }
    if (columns == live->columns && rows == live->rows)
        return;
    shrink(live, rows);
    live->columns = live->style.columns = columns;
    live->rows = rows;
}

static int count_lines(const Text *text)
{
    int lines = 0;
    for (size_t i = 0; i < text->size; i++)
        lines += text->bytes[i] == '\n';
    return lines;
}

/* The picture's lines, each to its row; what is too wide is cut by the terminal. */
static void place_lines(CliLive *live)
{
    const char *line = live->picture.bytes, *end = line + live->picture.size;
    add_format(&live->frame, "\x1b"
                             "7\x1b[?25l\x1b[?7l");
    for (int row = live->rows - live->height + 1; row <= live->rows; row++) {
        const char *newline = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;
        add_format(&live->frame, "\x1b[%d;1H\x1b[2K", row);
        if (newline != NULL) {
            add(&live->frame, line, (size_t)(newline - line));
            line = newline + 1;
        }
    }
    add_format(&live->frame, "\x1b[?7h\x1b[?25h\x1b"
                             "8");
}

static void draw(CliLive *live, int64_t now_ns)
{
    gil_live_update(live->view, now_ns);
    look_at_size(live);
    int output = live->rows / 3 > OUTPUT_ROWS_MIN ? live->rows / 3 : OUTPUT_ROWS_MIN;
    int most = live->rows - output;
    if (most > PICTURE_ROWS_MAX)
        most = PICTURE_ROWS_MAX;
    live->picture.size = 0;
    gil_live_print(live->view, &live->style, most, add, &live->picture);
    int lines = count_lines(&live->picture);
    if (lines > most)
        lines = most;
    if (lines >= PICTURE_ROWS_MIN && lines > live->height)
        grow(live, lines - live->height);
    if (live->height > 0)
        place_lines(live);
    send(live);
}

/* --- Who draws ------------------------------------------------------------------------------- */

/* The last time after the program's end: however short it was, there has been a picture. */
static void draw_again_and_again(void *argument)
{
    CliLive *live = argument;
    Rt *rt = live->host;
    bool ends = false;
    while (!ends) {
        int64_t next_ns = rt_clock(rt, RT_CLOCK_MONOTONIC) + FRAME_NS;
        rt_mutex_lock(rt, live->mutex);
        while (!live->ends && rt_cond_timedwait(rt, live->cond, live->mutex, next_ns) == 0)
            continue;
        ends = live->ends || live->broken;
        rt_mutex_unlock(rt, live->mutex);
        if (!live->broken)
            draw(live, rt_clock(rt, RT_CLOCK_MONOTONIC));
    }
}

static int start_thread(CliLive *live)
{
    RtThreadOptions options = {.name = "gilbox-live"};
    int error = rt_mutex_new(live->host, &live->mutex);
    if (error == 0)
        error = rt_cond_new(live->host, &live->cond);
    if (error == 0)
        error = rt_thread_start(live->host, &options, draw_again_and_again, live, &live->thread);
    return error;
}

static void stop_thread(CliLive *live)
{
    if (live->thread == NULL)
        return;
    rt_mutex_lock(live->host, live->mutex);
    live->ends = true;
    rt_cond_signal(live->host, live->cond);
    rt_mutex_unlock(live->host, live->mutex);
    rt_thread_join(live->host, live->thread);
}

static int64_t host_time(const CliLive *live, int64_t virtual_ns)
{
    return (int64_t)((double)virtual_ns * live->slowness);
}

static void draw_if_due(CliLive *live, int64_t host_ns, int64_t now_ns)
{
    if (host_ns < live->frame_ns)
        return;
    live->frame_ns = host_ns + FRAME_NS;
    draw(live, now_ns);
}

/* Waits until the host's clock has come so far, and draws how the virtual one comes there, too. */
static void go_slowly(CliLive *live, int64_t now_ns)
{
    if (live->interrupted) /* The rest of that wait is not to be made up for. */
        live->began_ns = rt_clock(live->host, RT_CLOCK_MONOTONIC) - host_time(live, now_ns);
    live->interrupted = false;
    int64_t until_ns = live->began_ns + host_time(live, now_ns);
    for (;;) {
        int64_t host_ns = rt_clock(live->host, RT_CLOCK_MONOTONIC);
        int64_t left_ns = until_ns > host_ns ? until_ns - host_ns : 0;
        draw_if_due(live, host_ns, now_ns - (int64_t)((double)left_ns / live->slowness));
        if (left_ns == 0)
            return;
        int64_t wake_ns = live->frame_ns < until_ns ? live->frame_ns : until_ns;
        if (rt_sleep_until(live->host, wake_ns) == RT_EINTR) {
            live->interrupted = true;
            return;
        }
    }
}

void cli_live_watch(CliLive *live, int64_t now_ns)
{
    /* A process of the virtual machine may be one of this one, with a copy of the picture. */
    if (live == NULL || live->broken || rt_process_id(live->host) != live->process_id)
        return;
    if (live->slowness > 0)
        go_slowly(live, now_ns);
    else
        draw_if_due(live, rt_clock(live->host, RT_CLOCK_MONOTONIC), now_ns);
}

/* --- Begin and end --------------------------------------------------------------------------- */

static void live_free(CliLive *live)
{
    gil_live_free(live->view);
    rt_cond_free(live->host, live->cond);
    rt_mutex_free(live->host, live->mutex);
    free(live->picture.bytes);
    free(live->frame.bytes);
    free(live);
}

static int64_t choose_column_ns(double slowness)
{
    int64_t ns = slowness > 0 ? (int64_t)(COLUMN_NS / slowness) : COLUMN_NS;
    return ns > COLUMN_NS_MIN ? ns : COLUMN_NS_MIN;
}

void cli_live_start(CliRequest *request, Gil *gil)
{
    CliReports *reports = &request->reports;
    bool real = !request->machine.is_virtual;
    if (!rt_file_isatty(reports->host, TERMINAL)) {
        cli_complain("--live: standard error is not a terminal: no picture, only the summary");
        return;
    }
    CliLive *live = calloc(1, sizeof *live);
    if (live == NULL)
        return;
    live->host = reports->host;
    live->style = reports->style;
    live->slowness = reports->slowness;
    live->began_ns = reports->began_ns;
    live->process_id = reports->host_process_id;
    live->view = gil_live_new(gil, choose_column_ns(live->slowness), !real);
    if (live->view == NULL || (real && start_thread(live) != 0)) {
        cli_complain("--live: the picture can't be drawn: %s", rt_error_text(RT_ENOMEM));
        live_free(live);
        return;
    }
    reports->picture = live;
}

void cli_live_stop(CliRequest *request, Gil *gil)
{
    CliLive *live = request->reports.picture;
    if (live == NULL)
        return;
    request->reports.picture = NULL;
    stop_thread(live);
    gil_live_update(live->view, rt_clock(gil->rt, RT_CLOCK_MONOTONIC));
    shrink(live, live->rows);
    add_format(&live->frame, "\n");
    gil_live_print(live->view, &live->style, PICTURE_ROWS_MAX, add, &live->frame);
    add_format(&live->frame, "\n");
    send(live);
    live_free(live);
}
