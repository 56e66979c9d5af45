/* Statistics as tables for people: times, counts, how long waits and holds were, why the lock was
 * given up, who made whom wait, and where in the program it was held. */
#include "gil/drawing.h"
#include "gil/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAME_WIDTH_MAX 40
#define NAME_WIDTH_MIN 12
#define BLAME_COLUMNS_MAX 8
#define PROCESSES_SHOWN 8 /* with tables of their own */

typedef struct Table {
    GilWriteFn write;
    void *argument;
    int name_width;   /* columns */
    uint32_t columns; /* events to show, as 1 << event */
    uint32_t reasons; /* reasons to show, as 1 << reason */
    const GilStats *stats;
    size_t blamed[BLAME_COLUMNS_MAX]; /* rows of those who made others wait */
    size_t blamed_count;
} Table;

typedef void (*PutRow)(const Table *table, const GilCounts *counts);

static const struct {
    const char *heading;
} events[] = {
#define GIL_EVENT(name, heading, sentence) {heading},
#include "gil/events.def"
#undef GIL_EVENT
};

/* --- Cells ----------------------------------------------------------------------------------- */

static void put(const Table *table, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    table->write(table->argument, text, strlen(text));
}

static void put_name(const Table *table, const char *name)
{
    char plain[128];
    int used = gil_text_fit(name, table->name_width, false, plain, sizeof plain);
    put(table, "%s%*s", plain, table->name_width - used, "");
}

static int column_width(const char *heading)
{
    int width = (int)strlen(heading);
    return width < 8 ? 8 : width;
}

static void put_heading(const Table *table, const char *heading)
{
    put(table, "  %*s", column_width(heading), heading);
}

static void put_count(const Table *table, const char *heading, uint64_t count)
{
    put(table, "  %*llu", column_width(heading), (unsigned long long)count);
}

/* Milliseconds, and their share of the time that was recorded. */
static void put_time(const Table *table, int64_t ns)
{
    double elapsed_ns = table->stats->elapsed_ns > 0 ? (double)table->stats->elapsed_ns : 1.0;
    put(table, "  %11.3f  %5.1f", (double)ns / 1e6, 100.0 * (double)ns / elapsed_ns);
}

/* "12.3 us": three digits that count, in the unit that fits. */
static void put_span(const Table *table, int64_t ns)
{
    static const char *const units[] = {"ns", "us", "ms", "s"};
    double number = (double)ns;
    int unit = 0;
    for (; number >= 999.5 && unit < 3; unit++)
        number /= 1000;
    int digits = unit == 0 || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
    char text[32];
    snprintf(text, sizeof text, "%.*f %s", digits, number, units[unit]);
    put(table, "  %8s", text);
}

static void put_rows(const Table *table, PutRow put_row)
{
    char name[64];
    for (size_t i = 0; i < table->stats->count; i++) {
        const GilStatsRow *row = &table->stats->rows[i];
        snprintf(name, sizeof name, "%u %s", row->id, row->name);
        put_name(table, name);
        put_row(table, &row->counts);
    }
    put_name(table, "total");
    put_row(table, &table->stats->total);
}

/* --- Times ----------------------------------------------------------------------------------- */

#define USES_HEADING "      held ms      %%    waited ms      %%   blocked ms      %%"

static void put_uses(const Table *table, const GilCounts *counts)
{
    put_time(table, counts->held_ns);
    put_time(table, counts->waited_ns);
    put_time(table, counts->blocked_ns);
}

/* Idle: not started yet, ended, or on the way between two states. Of the lock: nobody's. */
static void put_times_row(const Table *table, const GilCounts *counts)
{
    int64_t idle_ns = table->stats->elapsed_ns - counts->held_ns;
    if (counts != &table->stats->total)
        idle_ns -= counts->waited_ns + counts->blocked_ns;
    put_uses(table, counts);
    put_time(table, idle_ns > 0 ? idle_ns : 0);
    put(table, "\n");
}

static void put_times(const Table *table)
{
    put_name(table, "thread");
    put(table, USES_HEADING "      idle ms      %%\n");
    put_rows(table, put_times_row);
}

/* --- Counts ---------------------------------------------------------------------------------- */

static void put_counts_row(const Table *table, const GilCounts *counts)
{
    for (int i = 0; i < GIL_EVENT_COUNT; i++) {
        if (table->columns & 1u << i)
            put_count(table, events[i].heading, counts->events[i]);
    }
    put(table, "  %8.2f\n", gil_stats_badness(counts));
}

static void put_counts(const Table *table)
{
    put_name(table, "events");
    for (int i = 0; i < GIL_EVENT_COUNT; i++) {
        if (table->columns & 1u << i)
            put_heading(table, events[i].heading);
    }
    put_heading(table, "badness");
    put(table, "\n");
    put_rows(table, put_counts_row);
}

static void put_histogram(const Table *table, const GilHistogram *histogram)
{
    put_count(table, "", histogram->count);
    put_span(table, gil_histogram_quantile(histogram, 0.5));
    put_span(table, gil_histogram_quantile(histogram, 0.99));
    put_span(table, histogram->max_ns);
}

static void put_spans_row(const Table *table, const GilCounts *counts)
{
    put_histogram(table, &counts->waits);
    put_histogram(table, &counts->holds);
    put(table, "\n");
}

static void put_spans(const Table *table)
{
    static const char *const headings[] = {"waits", "p50", "p99", "max",
                                           "holds", "p50", "p99", "max"};
    put_name(table, "how long");
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        put_heading(table, headings[i]);
    put(table, "\n");
    put_rows(table, put_spans_row);
}

static void put_reasons_row(const Table *table, const GilCounts *counts)
{
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        if (table->reasons & 1u << i)
            put_count(table, gil_reason_name((GilReason)i), counts->releases[i]);
    }
    put(table, "\n");
}

static void put_reasons(const Table *table)
{
    put_name(table, "released by");
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        if (table->reasons & 1u << i)
            put_heading(table, gil_reason_name((GilReason)i));
    }
    put(table, "\n");
    put_rows(table, put_reasons_row);
}

/* --- Blame ----------------------------------------------------------------------------------- */

static int64_t blame_ns(const GilStatsRow *row, uint32_t id)
{
    for (int i = 0; i < GIL_CULPRITS_MAX && row->culprits[i].ns > 0; i++) {
        if (row->culprits[i].id == id)
            return row->culprits[i].ns;
    }
    return 0;
}

static int64_t blamed_ns(const GilStats *stats, size_t index)
{
    int64_t sum_ns = 0;
    for (size_t i = 0; i < stats->count; i++)
        sum_ns += blame_ns(&stats->rows[i], stats->rows[index].id);
    return sum_ns;
}

/* Those who made others wait longest, in descending order. */
static void choose_blamed(Table *table)
{
    int64_t sums_ns[BLAME_COLUMNS_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < table->stats->count; i++) {
        int64_t ns = blamed_ns(table->stats, i);
        size_t at = count;
        for (; at > 0 && sums_ns[at - 1] < ns; at--) {
            sums_ns[at] = sums_ns[at - 1];
            if (at < BLAME_COLUMNS_MAX)
                table->blamed[at] = table->blamed[at - 1];
        }
        if (ns == 0 || at == BLAME_COLUMNS_MAX)
            continue;
        sums_ns[at] = ns;
        table->blamed[at] = i;
        count += count < BLAME_COLUMNS_MAX;
    }
    table->blamed_count = count;
}

static void put_blame_row(const Table *table, const GilStatsRow *row)
{
    char name[64];
    snprintf(name, sizeof name, "%u %s", row->id, row->name);
    put_name(table, name);
    for (size_t i = 0; i < table->blamed_count; i++) {
        int64_t ns = blame_ns(row, table->stats->rows[table->blamed[i]].id);
        if (ns > 0)
            put(table, "  %8.3f", (double)ns / 1e6);
        else
            put(table, "  %8s", "-");
    }
    put(table, "\n");
}

static void put_blame(const Table *table)
{
    if (table->blamed_count == 0)
        return;
    put_name(table, "ms lost to");
    for (size_t i = 0; i < table->blamed_count; i++) {
        char text[16];
        snprintf(text, sizeof text, "#%u", table->stats->rows[table->blamed[i]].id);
        put_heading(table, text);
    }
    put(table, "\n");
    for (size_t i = 0; i < table->stats->count; i++) {
        if (table->stats->rows[i].culprits[0].ns > 0)
            put_blame_row(table, &table->stats->rows[i]);
    }
}

/* --- Places ---------------------------------------------------------------------------------- */

static void put_hot_figures(const Table *table, const GilHotLine *line)
{
    put(table, "%11.3f  %5.1f", (double)line->held_ns / 1e6,
        100.0 * (double)line->held_ns /
            (double)(table->stats->total.held_ns > 0 ? table->stats->total.held_ns : 1));
    put_span(table, line->longest_ns);
    put(table, "  %8llu", (unsigned long long)line->count);
}

static void put_hot_line(const Table *table, const GilHotLine *line)
{
    put_hot_figures(table, line);
    put(table, "  %s, %s:%d\n", line->function, line->file, (int)line->line);
}

static void put_hot_function(const Table *table, const GilHotLine *sum)
{
    put_hot_figures(table, sum);
    put(table, "  %s, %s\n", sum->function, sum->file);
}

static void put_hot(const Table *table)
{
    GilHotLine functions[GIL_HOT_SHOWN];
    size_t count = gil_stats_functions(table->stats, functions, GIL_HOT_SHOWN);
    if (count == 0)
        return;
    put(table, "held there ms   %%   longest      seen  function\n");
    for (size_t i = 0; i < count; i++)
        put_hot_function(table, &functions[i]);
    put(table, "held there ms   %%   longest      seen  line\n");
    for (size_t i = 0; i < table->stats->hot_count && i < GIL_HOT_SHOWN; i++)
        put_hot_line(table, &table->stats->hot[i]);
}

/* --- The whole ------------------------------------------------------------------------------- */

static void put_run(const Table *table, const GilRun *run)
{
    if (!run || !run->version || !run->preset || !run->machine)
        return;
    put(table, "gilbox %s --as %s, %s machine, %d core%s%s%s\n", run->version, run->preset,
        run->machine, run->cores, run->cores == 1 ? "" : "s", run->seed ? ", seed " : "",
        run->seed ? run->seed : "");
}

static void put_title(const Table *table)
{
    const GilConfig *config = &table->stats->config;
    put(table, "lock %s: ", gil_config_row(config)->word);
    if (gil_config_row(config)->counts_ticks)
        put(table, "check interval %d ticks", (int)config->check_interval);
    else
        put(table, "switch interval %g ms", (double)config->switch_interval_ns / 1e6);
    put(table, ", checks at %s, %.3f ms, fairness %.2f\n",
        config->checks == GIL_CHECKS_EVERY ? "every bytecode" : "edges",
        (double)table->stats->elapsed_ns / 1e6, gil_stats_fairness(table->stats));
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
    int width = NAME_WIDTH_MIN;
    for (size_t i = 0; i < stats->count; i++) {
        char id[16];
        int own = snprintf(id, sizeof id, "%u ", stats->rows[i].id);
        own += gil_text_width(stats->rows[i].name);
        if (own > width)
            width = own;
    }
    return width < NAME_WIDTH_MAX ? width : NAME_WIDTH_MAX;
}

static void put_table(const GilStats *stats, bool is_first, GilWriteFn write, void *argument)
{
    Table table = {.write = write,
                   .argument = argument,
                   .name_width = choose_name_width(stats),
                   .columns = stats->events | 1u << GIL_EVENT_TAKE | 1u << GIL_EVENT_SWITCH |
                              1u << GIL_EVENT_DROP | 1u << GIL_EVENT_CHECK,
                   .reasons = choose_reasons(stats),
                   .stats = stats};
    choose_blamed(&table);
    put_title(&table);
    if (is_first && stats->config.run)
        put_run(&table, stats->config.run);
    put_times(&table);
    put_counts(&table);
    put_spans(&table);
    put_reasons(&table);
    put_blame(&table);
    put_hot(&table);
}

/* --- Several processes ----------------------------------------------------------------------- */

static void format_process(const GilProcess *process, char *out, size_t size)
{
    snprintf(out, size, "%u %s", process->number, process->name[0] ? process->name : "process");
}

static int choose_process_width(const GilStats *stats, size_t count)
{
    int width = NAME_WIDTH_MIN;
    for (size_t i = 0; i < count; i++) {
        char name[64];
        format_process(&stats[i].process, name, sizeof name);
        if (gil_text_width(name) > width)
            width = gil_text_width(name);
    }
    return width;
}

/* Held: by one lock or another; so the sum says how many cores' worth of Python ran. */
static void put_process_row(const Table *table, const GilStats *stats)
{
    char name[64];
    format_process(&stats->process, name, sizeof name);
    put_name(table, name);
    put(table, "  %8lld  %11.3f", (long long)stats->process.id,
        (double)(stats->process.started_ns - table->stats->process.started_ns) / 1e6);
    if (stats->process.lost)
        put(table, "  (killed, or still running: not known)");
    else
        put_uses(table, &stats->total);
    put(table, "\n");
}

static void put_processes(const GilStats *stats, size_t count, GilWriteFn write, void *argument)
{
    Table table = {.write = write, .argument = argument, .stats = stats};
    GilCounts all = {0};
    table.name_width = choose_process_width(stats, count);
    put_name(&table, "process");
    put(&table, "       pid     begun ms");
    put(&table, USES_HEADING "\n");
    for (size_t i = 0; i < count; i++) {
        put_process_row(&table, &stats[i]);
        gil_counts_add(&all, &stats[i].total);
    }
    put_name(&table, "all");
    put(&table, "  %8s  %11s", "", "");
    put_uses(&table, &all);
    put(&table, "\n");
}

void gil_stats_print(const GilStats *stats, size_t count, GilWriteFn write, void *argument)
{
    Table plain = {.write = write, .argument = argument};
    size_t shown = count < PROCESSES_SHOWN ? count : PROCESSES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        char title[100];
        if (stats[i].process.lost)
            continue;
        gil_process_title(&stats[i].process, NULL, title, sizeof title);
        if (count > 1)
            put(&plain, "%sprocess %u: %s\n", i > 0 ? "\n" : "", stats[i].process.number, title);
        put_table(&stats[i], i == 0, write, argument);
    }
    if (count <= 1)
        return;
    put(&plain, "\n");
    put_processes(stats, count, write, argument);
}
