/* Statistics: a watcher that counts what each thread did with the lock, and the table of it.
 *
 * A thread writes its own counts only; a snapshot may read them meanwhile. So both use relaxed
 * atomic accesses: a figure may be a moment old, but never torn. */
#include "gil/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct GilFinished {
    GilFinished *next;
    GilStatsRow row;
};

static const struct {
    const char *heading;
} events[] = {
#define GIL_EVENT(name, heading, sentence) {heading},
#include "gil/events.def"
#undef GIL_EVENT
};

/* --- Counting ------------------------------------------------------------------------------ */

static void add_time(int64_t *sum_ns, int64_t ns)
{
    int64_t old = __atomic_load_n(sum_ns, __ATOMIC_RELAXED);
    __atomic_store_n(sum_ns, old + ns, __ATOMIC_RELAXED);
}

static void add_one(uint64_t *count)
{
    uint64_t old = __atomic_load_n(count, __ATOMIC_RELAXED);
    __atomic_store_n(count, old + 1, __ATOMIC_RELAXED);
}

/* Ends the stretch that began at since_ns, adding it to sum_ns, and begins the next. */
static void end_stretch(Gil *gil, GilThread *thread, int64_t *sum_ns)
{
    int64_t now_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    if (sum_ns)
        add_time(sum_ns, now_ns - thread->since_ns);
    thread->since_ns = now_ns;
}

void gil_stats_note(GilObserver *observer, Gil *gil, GilThread *thread, GilEvent event, int detail)
{
    GilCounts *counts = &thread->counts;
    add_one(&counts->events[event]);
    switch (event) {
    case GIL_EVENT_WANT:
    case GIL_EVENT_FORCE:
        end_stretch(gil, thread, NULL);
        break;
    case GIL_EVENT_TAKE:
    case GIL_EVENT_FORCED:
    case GIL_EVENT_REFUSE:
        end_stretch(gil, thread, &counts->waited_ns);
        break;
    case GIL_EVENT_DROP:
        add_one(&counts->releases[detail]);
        end_stretch(gil, thread, &counts->held_ns);
        break;
    default:
        break;
    }
}

/* --- Keeping and copying ------------------------------------------------------------------- */

static void copy_counts(GilCounts *to, const GilCounts *from)
{
    to->held_ns = __atomic_load_n(&from->held_ns, __ATOMIC_RELAXED);
    to->waited_ns = __atomic_load_n(&from->waited_ns, __ATOMIC_RELAXED);
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        to->events[i] = __atomic_load_n(&from->events[i], __ATOMIC_RELAXED);
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        to->releases[i] = __atomic_load_n(&from->releases[i], __ATOMIC_RELAXED);
}

static void add_counts(GilCounts *to, const GilCounts *from)
{
    to->held_ns += from->held_ns;
    to->waited_ns += from->waited_ns;
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        to->events[i] += from->events[i];
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        to->releases[i] += from->releases[i];
}

static void copy_row(GilStatsRow *row, const GilThread *thread, bool finished)
{
    row->id = thread->id;
    row->finished = finished;
    memcpy(row->name, thread->name, sizeof row->name);
    copy_counts(&row->counts, &thread->counts);
}

/* Statistics are no reason to fail: without memory the row is lost. */
void gil_stats_keep(Gil *gil, const GilThread *thread)
{
    GilFinished *finished = calloc(1, sizeof *finished);
    if (!finished)
        return;
    copy_row(&finished->row, thread, true);
    if (gil->finished_last)
        gil->finished_last->next = finished;
    else
        gil->finished = finished;
    gil->finished_last = finished;
}

void gil_stats_forget(Gil *gil)
{
    GilFinished *finished = gil->finished;
    while (finished) {
        GilFinished *next = finished->next;
        free(finished);
        finished = next;
    }
    gil->finished = gil->finished_last = NULL;
}

static int compare_rows(const void *left, const void *right)
{
    uint32_t a = ((const GilStatsRow *)left)->id;
    uint32_t b = ((const GilStatsRow *)right)->id;
    return (a > b) - (a < b);
}

static size_t count_rows(const Gil *gil)
{
    size_t count = 0;
    for (const GilThread *thread = gil->threads; thread; thread = thread->next)
        count++;
    for (const GilFinished *finished = gil->finished; finished; finished = finished->next)
        count++;
    return count;
}

static void fill_rows(const Gil *gil, GilStats *stats)
{
    for (const GilFinished *finished = gil->finished; finished; finished = finished->next)
        stats->rows[stats->count++] = finished->row;
    for (const GilThread *thread = gil->threads; thread; thread = thread->next)
        copy_row(&stats->rows[stats->count++], thread, false);
    qsort(stats->rows, stats->count, sizeof *stats->rows, compare_rows);
    for (size_t i = 0; i < stats->count; i++)
        add_counts(&stats->total, &stats->rows[i].counts);
}

int gil_stats_get(Gil *gil, GilStats *out)
{
    memset(out, 0, sizeof *out);
    out->elapsed_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC) - gil->started_ns;
    rt_mutex_lock(gil->rt, gil->registry);
    out->rows = calloc(count_rows(gil) + 1, sizeof *out->rows);
    if (out->rows)
        fill_rows(gil, out);
    rt_mutex_unlock(gil->rt, gil->registry);
    return out->rows ? 0 : RT_ENOMEM;
}

void gil_stats_free(GilStats *stats)
{
    free(stats->rows);
    stats->rows = NULL;
    stats->count = 0;
}

/* --- The table ----------------------------------------------------------------------------- */

#define NAME_WIDTH_MAX 28

typedef struct Table {
    GilWriteFn write;
    void *argument;
    int name_width;   /* columns */
    uint32_t columns; /* events to show, as 1 << event */
    uint32_t reasons; /* reasons to show, as 1 << reason */
    const GilStats *stats;
} Table;

static void put(const Table *table, const char *text)
{
    table->write(table->argument, text, strlen(text));
}

/* Characters, not bytes: a thread may be named in any script. */
static int text_width(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += (*text & 0xC0) != 0x80;
    return width;
}

static void put_name(const Table *table, const char *name)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)sizeof text - 1, name);
    int width = text_width(text);
    put(table, text);
    for (; width < table->name_width; width++)
        put(table, " ");
}

static void put_count(const Table *table, const char *heading, uint64_t count)
{
    char text[32];
    int width = (int)strlen(heading);
    snprintf(text, sizeof text, "  %*llu", width < 8 ? 8 : width, (unsigned long long)count);
    put(table, text);
}

static void put_heading(const Table *table, const char *heading)
{
    char text[32];
    snprintf(text, sizeof text, "  %8s", heading);
    put(table, text);
}

/* Milliseconds, and their share of the time that the lock has existed. */
static void put_time(const Table *table, int64_t ns)
{
    char text[48];
    double elapsed_ns = table->stats->elapsed_ns > 0 ? (double)table->stats->elapsed_ns : 1.0;
    double percent = 100.0 * (double)ns / elapsed_ns;
    snprintf(text, sizeof text, "  %11.3f  %5.1f", (double)ns / 1e6, percent);
    put(table, text);
}

static void put_times_row(const Table *table, const char *name, const GilCounts *counts)
{
    put_name(table, name);
    put_time(table, counts->held_ns);
    put_time(table, counts->waited_ns);
    for (int i = 0; i < GIL_EVENT_COUNT; i++) {
        if (table->columns & 1u << i)
            put_count(table, events[i].heading, counts->events[i]);
    }
    put(table, "\n");
}

static void put_times_heading(const Table *table)
{
    put_name(table, "thread");
    put(table, "      held ms      %    waited ms      %");
    for (int i = 0; i < GIL_EVENT_COUNT; i++) {
        if (table->columns & 1u << i)
            put_heading(table, events[i].heading);
    }
    put(table, "\n");
}

static void put_reasons_row(const Table *table, const char *name, const GilCounts *counts)
{
    put_name(table, name);
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        if (table->reasons & 1u << i)
            put_count(table, gil_reason_name((GilReason)i), counts->releases[i]);
    }
    put(table, "\n");
}

static void put_reasons_heading(const Table *table)
{
    put_name(table, "released by");
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        if (table->reasons & 1u << i)
            put_heading(table, gil_reason_name((GilReason)i));
    }
    put(table, "\n");
}

static void put_rows(const Table *table,
                     void (*put_row)(const Table *, const char *, const GilCounts *))
{
    char name[64];
    for (size_t i = 0; i < table->stats->count; i++) {
        const GilStatsRow *row = &table->stats->rows[i];
        snprintf(name, sizeof name, "%u %s", row->id, row->name);
        put_row(table, name, &row->counts);
    }
    put_row(table, "total", &table->stats->total);
}

/* What every lock counts, and what this one can count. */
static uint32_t choose_columns(const Gil *gil)
{
    return 1u << GIL_EVENT_TAKE | 1u << GIL_EVENT_DROP | 1u << GIL_EVENT_CHECK |
           gil->policy->events;
}

static uint32_t choose_reasons(const GilStats *stats)
{
    uint32_t reasons = 1u << GIL_EVAL;
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        if (stats->total.releases[i] > 0)
            reasons |= 1u << i;
    }
    return reasons;
}

static int choose_name_width(const GilStats *stats)
{
    int width = (int)strlen("released by");
    for (size_t i = 0; i < stats->count; i++) {
        char id[16];
        int own = snprintf(id, sizeof id, "%u ", stats->rows[i].id);
        own += text_width(stats->rows[i].name);
        if (own > width)
            width = own;
    }
    return width < NAME_WIDTH_MAX ? width : NAME_WIDTH_MAX;
}

static void put_title(const Table *table, Gil *gil)
{
    char text[256];
    const char *places = gil->checks == GIL_CHECKS_EVERY ? "every bytecode" : "edges";
    if (gil_counts_ticks(gil))
        snprintf(text, sizeof text, "lock %s: check interval %d ticks, checks at %s, %.3f ms\n",
                 gil->row->word, (int)gil->check_interval, places,
                 (double)table->stats->elapsed_ns / 1e6);
    else
        snprintf(text, sizeof text, "lock %s: switch interval %g ms, checks at %s, %.3f ms\n",
                 gil->row->word, (double)gil_switch_interval_ns(gil) / 1e6, places,
                 (double)table->stats->elapsed_ns / 1e6);
    put(table, text);
}

int gil_stats_print(Gil *gil, GilWriteFn write, void *argument)
{
    GilStats stats;
    int err = gil_stats_get(gil, &stats);
    if (err < 0)
        return err;
    Table table = {.write = write,
                   .argument = argument,
                   .name_width = choose_name_width(&stats),
                   .columns = choose_columns(gil),
                   .reasons = choose_reasons(&stats),
                   .stats = &stats};
    put_title(&table, gil);
    put_times_heading(&table);
    put_rows(&table, put_times_row);
    put_reasons_heading(&table);
    put_rows(&table, put_reasons_row);
    gil_stats_free(&stats);
    return 0;
}
