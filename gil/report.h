/* What can be told of a lock's life: statistics, a trace, and pictures of the trace.
 *
 * Part of gil.h. Both come from one recorder (record.h), which keeps a record per thread. What is
 * handed out here are values: copies that stay what they are while the program goes on, that can be
 * printed, and that can be packed into bytes and read back by another process of the same program.
 */
#ifndef GIL_REPORT_H
#define GIL_REPORT_H

#include "gil/gil.h"

/* Where printed text goes. */
typedef void (*GilWriteFn)(void *argument, const char *text, size_t size);

/* Each process of a script has a lock of its own, and records that alone. */
typedef struct GilProcess {
    uint32_t number;       /* 1 for the first one, then in the order of starting; 0: it is alone */
    int64_t id, parent_id; /* as the system numbers them */
    int64_t started_ns;    /* by the monotonic clock, which all processes share */
    bool lost;             /* it was killed, or still ran: no more is known than that it began */
    char name[GIL_NAME_SIZE];
} GilProcess;

/* "script.py", "ForkPoolWorker-1 (pid 4711)": what a process is called; alone it has no id. script
 * is the first one's, or NULL. */
void gil_process_title(const GilProcess *process, const char *script, char *out, size_t size);

/* --- Histograms (histogram.c) ---------------------------------------------------------------- */

/* How long things took, in buckets whose width grows with the value: eight to each doubling, so
 * that what is read back is at most an eighth too high. */
#define GIL_HISTOGRAM_BUCKETS 344

typedef struct GilHistogram {
    uint64_t count;
    int64_t max_ns;
    uint32_t buckets[GIL_HISTOGRAM_BUCKETS];
} GilHistogram;

/* The time that this share (0..1) of all do not exceed; 0 for an empty histogram. */
int64_t gil_histogram_quantile(const GilHistogram *histogram, double share);

/* --- Statistics (stats.c) -------------------------------------------------------------------- */

typedef struct GilCounts {
    int64_t held_ns;
    int64_t waited_ns;
    int64_t blocked_ns; /* in calls that had given the lock up */
    uint64_t events[GIL_EVENT_COUNT];
    uint64_t releases[GIL_REASON_COUNT]; /* their sum is events[GIL_EVENT_DROP] */
    GilHistogram waits;                  /* of the acquisitions that found the lock taken */
    GilHistogram holds; /* from having it until it was free for another, or another's */
} GilCounts;

/* Who made a thread wait. */
#define GIL_CULPRITS_MAX 16
typedef struct GilCulprit {
    uint32_t id; /* 0: others, for whom there was no room */
    int64_t ns;
} GilCulprit;

/* One line of the table. */
typedef struct GilStatsRow {
    uint32_t id; /* 0: all the threads that ended after too many others had */
    char name[GIL_NAME_SIZE];
    bool finished;
    GilCounts counts;
    GilCulprit culprits[GIL_CULPRITS_MAX]; /* the first with ns 0 ends them */
} GilStatsRow;

/* A line of the program, and how long the lock was held there. */
#define GIL_HOT_MAX 256 /* lines that are kept */
#define GIL_HOT_SHOWN 10
typedef struct GilHotLine {
    char function[64];
    char file[160];
    int32_t line;
    uint64_t count;     /* how often a thread was seen there */
    int64_t held_ns;    /* on the whole */
    int64_t longest_ns; /* without giving the lock up or being seen elsewhere */
} GilHotLine;

typedef struct GilStats {
    GilProcess process;
    GilConfig config;
    uint32_t events;    /* which ones the policy reports, as 1 << event */
    int64_t elapsed_ns; /* since recording began */
    GilCounts total;
    size_t count;
    GilStatsRow *rows; /* in the order of attaching */
    size_t hot_count;
    GilHotLine *hot; /* where the lock was held longest first */
} GilStats;

/* Starts to count, if that has not been done: never ends. Holder, or before any thread. 0 or
 * RT_ENOMEM. */
int gil_record_stats(Gil *gil);

/* A copy of the counts, zeroes when nobody records. Holder, or after all threads. Of a thread that
 * waits or is blocked meanwhile, the stretch it is in is missing. 0 or RT_ENOMEM; free the rows
 * with gil_stats_free. */
int gil_stats_get(Gil *gil, GilStats *out);
void gil_stats_free(GilStats *stats);

/* later -= earlier, row by row: what happened between. Maxima are then as exact as the buckets. */
void gil_stats_subtract(GilStats *later, const GilStats *earlier);

/* "Badness": failed acquisitions (BUSY, RETRY) per check. */
double gil_stats_badness(const GilCounts *counts);

/* Jain's index of how evenly the lock was had, 1 for fair, 1/n for one thread having all of it.
 * Over threads that wanted it for at least 1 % of the time, and of each the share of its time of
 * wanting that it had it. */
double gil_stats_fairness(const GilStats *stats);

/* As tables for people, and as one JSON object: of one process or several, the first one first. */
void gil_stats_print(const GilStats *stats, size_t count, GilWriteFn write, void *argument);
void gil_stats_print_json(const GilStats *stats, size_t count, GilWriteFn write, void *argument);

/* --- The trace (trace.c) --------------------------------------------------------------------- */

/* One thing that happened to a thread. */
typedef struct GilTraceEvent {
    int64_t at_ns;  /* by the monotonic clock */
    int64_t value;  /* TAKE: ns waited. FORCED: ns. HONOUR: ns since the request. PASS: how often.
                       DROP: what it waits for, a number. SIGNAL: ns since it arrived.
                       COLLECTED: how many objects */
    uint32_t place; /* where in the program: an index, 0 for unknown */
    uint32_t other; /* BUSY, RETRY, REQUEST: the holder. TAKE: who had it before. HONOUR: who asked.
                       FORCED: who took it. ATTACH: who started it. 0 for none */
    uint32_t text;  /* MARK: what was said. DROP: what it waits for, a name. 0 for none */
    uint16_t opcode; /* with a place */
    uint8_t event;   /* GilEvent */
    uint8_t detail;  /* DROP: GilReason. ARRIVE, SIGNAL: its number. HONOUR: GilProgram.ticks_apart,
                        255 for more */
} GilTraceEvent;

typedef struct GilTraceThread {
    uint32_t id;
    char name[GIL_NAME_SIZE];
    uint64_t dropped; /* events that were older, and had to go */
    size_t count;
    GilTraceEvent *events; /* oldest first */
} GilTraceThread;

typedef struct GilTracePlace {
    uint32_t function, file; /* texts */
    int32_t line;
} GilTracePlace;

typedef struct GilTrace {
    GilProcess process;
    GilConfig config;
    int64_t origin_ns;            /* what is zero in a picture: when the first process's began */
    int64_t started_ns, ended_ns; /* by the monotonic clock */
    size_t thread_count;
    GilTraceThread *threads; /* in the order of attaching: the main thread first */
    size_t place_count;
    GilTracePlace *places; /* [0] is unknown */
    size_t text_size;
    char *texts; /* a text is where its index says, ended by NUL; "" at 0 */
} GilTrace;

/* Starts a trace that keeps the latest `events` per thread; one that runs starts anew. Holder, or
 * before any thread. 0 or RT_ENOMEM. */
int gil_trace_start(Gil *gil, uint32_t events);

/* Ends it: what it has is kept until the next start. Holder. */
void gil_trace_stop(Gil *gil);
bool gil_tracing(const Gil *gil);

/* Writes a word into the trace, if there is one. Holder. */
void gil_mark(Gil *gil, GilThread *thread, const char *text);

/* A signal has come: may be called in its handler. The SIGNAL event, later, says how long ago. */
void gil_signal_arrived(Gil *gil);

/* A copy of the trace, empty if there was none. Holder, or after all threads. 0 or RT_ENOMEM; free
 * with gil_trace_free. */
int gil_trace_get(Gil *gil, GilTrace *out);
void gil_trace_free(GilTrace *trace);

/* What a trace does not know of its run: for those who read it. NULL for what is not to be said. */
typedef struct GilRunInfo {
    const char *title; /* the script */
    /* A run of a page that is not the first process: that one, whose sources it shares. Or NULL. */
    const GilTrace *first;
    /* The text of a source file, NULL if there is none; what it returns is given back to
     * source_free. */
    char *(*source)(void *argument, const char *file);
    void (*source_free)(void *argument, char *text);
    void *argument;
} GilRunInfo;

/* As Chrome's trace event format, which Perfetto and chrome://tracing show: of one process or
 * several, the first one first. 0 or RT_ENOMEM. */
int gil_trace_print_chrome(const GilTrace *traces, size_t count, const GilRunInfo *info,
                           GilWriteFn write, void *argument);

/* --- Several processes (processes.c, pack.c) ------------------------------------------------- */

/* Who this process is, for its recording; the name is copied. Holder. */
void gil_process_set(Gil *gil, int64_t id, int64_t parent_id, const char *name);

/* All that is recorded as bytes, for another process of the same program: statistics and trace; of
 * a trace that needs more than `most` bytes only that it was. With `begins`, only who it is.
 * Holder, or after all threads. 0, RT_EINVAL when nothing is recorded, or RT_ENOMEM; free the
 * bytes. */
int gil_process_pack(Gil *gil, bool begins, size_t most, uint8_t **out, size_t *out_size);

/* The recordings of several processes. */
#define GIL_PROCESSES_MAX 1000
typedef struct GilProcesses {
    size_t count;     /* the first one is the one that asks; the others as they started */
    GilStats *stats;  /* of each */
    GilTrace *traces; /* likewise */
    size_t capacity;
    size_t broken; /* recordings that could not be read */
    size_t beyond; /* those for which GIL_PROCESSES_MAX left no room */
} GilProcesses;

/* What this process has recorded; and what others have packed, the bytes one after the other: what
 * cannot be read is counted and left out. Holder, or after all threads. 0 or RT_ENOMEM; free in any
 * case. */
int gil_processes_get(Gil *gil, const uint8_t *bytes, size_t size, GilProcesses *out);
void gil_processes_free(GilProcesses *processes);

/* --- Timelines (bands.c, timeline.c, page.c) ------------------------------------------------- */

typedef enum GilSpanKind {
#define GIL_SPAN(name, word, glyph, ascii, ansi, light, dark, sentence) GIL_SPAN_##name,
#include "gil/spans.def"
#undef GIL_SPAN
    GIL_SPAN_COUNT,
} GilSpanKind;

/* What a thread was about from begin_ns until the next span begins. */
typedef struct GilSpan {
    int64_t begin_ns;
    int64_t value;   /* BLOCK: what it waits for, a number. RUN: ns waited for the lock */
    uint32_t place;  /* RUN: where it ended. Else where the thread stood */
    uint32_t other;  /* RUN: who had the lock before. WAIT: who had it at first. START: who started
                        it */
    uint32_t text;   /* BLOCK: what it waits for, a name */
    uint16_t opcode; /* with a place */
    uint8_t kind;    /* GilSpanKind */
    uint8_t reason;  /* BLOCK: GilReason. RUN: why it ended, likewise */
} GilSpan;

/* A thread as spans without gaps, from its first to its last moment (a span NONE), and what
 * happened at single moments: RETRY, TIMEOUT, REQUEST, HONOUR, PASS, SAMPLE, COLLECT, COLLECTED,
 * ARRIVE, SIGNAL, MARK. */
typedef struct GilBand {
    const GilTraceThread *thread;
    size_t span_count, point_count;
    GilSpan *spans;
    GilTraceEvent *points;
} GilBand;

/* The bands of a trace, one a thread, in one array to be freed with gil_bands_free before the
 * trace. NULL: no memory. */
GilBand *gil_bands_new(const GilTrace *trace);
void gil_bands_free(GilBand *bands, const GilTrace *trace);

const char *gil_span_word(GilSpanKind kind); /* "running" */

/* "read data.txt", "Queue 1, get", "sleep 0.5 s": what a BLOCK span waits for. */
void gil_span_subject(const GilTrace *trace, const GilSpan *span, char *out, size_t size);

/* For a terminal. */
typedef struct GilTimelineStyle {
    int columns;  /* of the terminal; narrow ones do with 20 */
    bool ascii;   /* no Unicode */
    bool colours; /* ANSI colours */
} GilTimelineStyle;

/* Draws the bands as lines of text, process by process. 0 or RT_ENOMEM. */
int gil_timeline_print(const GilTrace *traces, size_t count, const GilTimelineStyle *style,
                       GilWriteFn write, void *argument);

/* --- The live view (live.c) ------------------------------------------------------------------- */

/* The latest stretch of a trace that runs, for a picture that is drawn again and again. */
typedef struct GilLive GilLive;

/* Watches from the trace's start, in columns of so long. alone: whoever updates knows that nobody
 * else runs meanwhile, and no lock is to be taken (outside of a virtual machine). Holder. NULL: no
 * memory, or no trace. */
GilLive *gil_live_new(Gil *gil, int64_t column_ns, bool alone);
void gil_live_free(GilLive *live); /* NULL is allowed */

/* Takes in what has happened until now_ns. By any one thread, without the lock. 0 or RT_ENOMEM. */
int gil_live_update(GilLive *live, int64_t now_ns);

/* Draws it as at most so many lines of text, at least 4. */
void gil_live_print(const GilLive *live, const GilTimelineStyle *style, int rows, GilWriteFn write,
                    void *argument);

/* A page for a browser: head, then any number of runs, which are shown one under the other on one
 * axis, then tail. A process is a run. Run: 0 or RT_ENOMEM. */
void gil_page_head(const char *title, GilWriteFn write, void *argument);
int gil_page_run(const GilTrace *trace, const GilRunInfo *info, GilWriteFn write, void *argument);
void gil_page_tail(GilWriteFn write, void *argument);

#endif
