/* Statistics: copies of what the recorder has counted. */
#include "gil/record.h"

#include <stdlib.h>
#include <string.h>

/* --- Counts ---------------------------------------------------------------------------------- */

/* A pass is a release and an acquisition: the recorder has not counted those. */
static void copy_counts(GilCounts *to, const GilCounts *from)
{
    to->held_ns = __atomic_load_n(&from->held_ns, __ATOMIC_RELAXED);
    to->waited_ns = __atomic_load_n(&from->waited_ns, __ATOMIC_RELAXED);
    to->blocked_ns = __atomic_load_n(&from->blocked_ns, __ATOMIC_RELAXED);
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        to->events[i] = __atomic_load_n(&from->events[i], __ATOMIC_RELAXED);
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        to->releases[i] = __atomic_load_n(&from->releases[i], __ATOMIC_RELAXED);
    to->events[GIL_EVENT_DROP] += to->events[GIL_EVENT_PASS];
    to->events[GIL_EVENT_TAKE] += to->events[GIL_EVENT_PASS];
    to->releases[GIL_EVAL] += to->events[GIL_EVENT_PASS];
    gil_histogram_copy(&to->waits, &from->waits);
    gil_histogram_copy(&to->holds, &from->holds);
}

void gil_counts_add(GilCounts *to, const GilCounts *from)
{
    to->held_ns += from->held_ns;
    to->waited_ns += from->waited_ns;
    to->blocked_ns += from->blocked_ns;
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        to->events[i] += from->events[i];
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        to->releases[i] += from->releases[i];
    gil_histogram_join(&to->waits, &from->waits);
    gil_histogram_join(&to->holds, &from->holds);
}

static void subtract_counts(GilCounts *from, const GilCounts *earlier)
{
    from->held_ns -= earlier->held_ns;
    from->waited_ns -= earlier->waited_ns;
    from->blocked_ns -= earlier->blocked_ns;
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        from->events[i] -= earlier->events[i];
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        from->releases[i] -= earlier->releases[i];
    gil_histogram_subtract(&from->waits, &earlier->waits);
    gil_histogram_subtract(&from->holds, &earlier->holds);
}

/* --- Rows ------------------------------------------------------------------------------------ */

static void copy_culprits(GilCulprit *to, const GilCulprit *from)
{
    size_t count = 0;
    for (int i = 0; i <= GIL_CULPRITS_MAX && count < GIL_CULPRITS_MAX; i++) {
        int64_t ns = __atomic_load_n(&from[i].ns, __ATOMIC_RELAXED);
        uint32_t id = __atomic_load_n(&from[i].id, __ATOMIC_RELAXED);
        if (ns > 0)
            to[count++] = (GilCulprit){i == GIL_CULPRITS_MAX ? 0 : id, ns};
    }
}

static void copy_row(GilStatsRow *row, const GilRecord *record)
{
    row->id = record->id;
    row->finished = record->finished;
    memcpy(row->name, record->name, sizeof row->name);
    copy_counts(&row->counts, &record->counts);
    copy_culprits(row->culprits, record->culprits);
}

static size_t count_records(const GilRecorder *recorder)
{
    size_t count = 0;
    for (const GilRecord *record = recorder->records; record; record = record->next)
        count++;
    return count;
}

static void fill_rows(const GilRecorder *recorder, GilStats *stats)
{
    for (const GilRecord *record = recorder->records; record; record = record->next) {
        GilStatsRow *row = &stats->rows[stats->count++];
        copy_row(row, record);
        gil_counts_add(&stats->total, &row->counts);
    }
}

int gil_stats_get(Gil *gil, GilStats *out)
{
    GilRecorder *recorder = gil->recorder;
    memset(out, 0, sizeof *out);
    gil_config_get(gil, &out->config);
    out->events = gil->policy->events;
    if (!recorder)
        return 0;
    gil_record_settle(gil);
    out->elapsed_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC) - recorder->started_ns;
    rt_mutex_lock(gil->rt, gil->registry);
    out->rows = calloc(count_records(recorder) + 1, sizeof *out->rows);
    if (out->rows)
        fill_rows(recorder, out);
    rt_mutex_unlock(gil->rt, gil->registry);
    out->hot = calloc(GIL_HOT_MAX, sizeof *out->hot);
    if (out->hot && recorder->places)
        out->hot_count = gil_places_hottest(recorder->places, out->hot, GIL_HOT_MAX);
    if (out->rows && out->hot)
        return 0;
    gil_stats_free(out);
    return RT_ENOMEM;
}

void gil_stats_free(GilStats *stats)
{
    free(stats->rows);
    free(stats->hot);
    stats->rows = NULL;
    stats->hot = NULL;
    stats->count = stats->hot_count = 0;
}

int gil_record_stats(Gil *gil)
{
    return gil_recorder_need(gil);
}

/* --- What follows from them ------------------------------------------------------------------ */

static const GilStatsRow *find_row(const GilStats *stats, uint32_t id)
{
    for (size_t i = 0; i < stats->count; i++) {
        if (stats->rows[i].id == id)
            return &stats->rows[i];
    }
    return NULL;
}

static void subtract_culprits(GilCulprit *from, const GilCulprit *earlier)
{
    size_t kept = 0;
    for (int i = 0; i < GIL_CULPRITS_MAX && from[i].ns > 0; i++) {
        GilCulprit left = from[i];
        for (int k = 0; k < GIL_CULPRITS_MAX && earlier[k].ns > 0; k++) {
            if (earlier[k].id == left.id)
                left.ns -= earlier[k].ns;
        }
        if (left.ns > 0)
            from[kept++] = left;
    }
    if (kept < GIL_CULPRITS_MAX)
        from[kept].ns = 0;
}

static bool same_line(const GilHotLine *a, const GilHotLine *b)
{
    return a->line == b->line && strcmp(a->file, b->file) == 0 &&
           strcmp(a->function, b->function) == 0;
}

static int compare_held(const void *left, const void *right)
{
    int64_t a = ((const GilHotLine *)left)->held_ns, b = ((const GilHotLine *)right)->held_ns;
    return (a < b) - (a > b);
}

static void subtract_lines(GilStats *later, const GilStats *earlier)
{
    size_t kept = 0;
    for (size_t i = 0; i < later->hot_count; i++) {
        GilHotLine left = later->hot[i];
        for (size_t k = 0; k < earlier->hot_count; k++) {
            if (same_line(&left, &earlier->hot[k])) {
                left.held_ns -= earlier->hot[k].held_ns;
                left.count -= earlier->hot[k].count;
                break;
            }
        }
        if (left.longest_ns > left.held_ns)
            left.longest_ns = left.held_ns;
        if (left.held_ns > 0)
            later->hot[kept++] = left;
    }
    later->hot_count = kept;
    if (kept > 0)
        qsort(later->hot, kept, sizeof *later->hot, compare_held);
}

static bool row_is_empty(const GilStatsRow *row)
{
    uint64_t count = 0;
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        count += row->counts.events[i];
    return count == 0 && row->counts.held_ns == 0;
}

void gil_stats_subtract(GilStats *later, const GilStats *earlier)
{
    size_t kept = 0;
    memset(&later->total, 0, sizeof later->total);
    later->elapsed_ns -= earlier->elapsed_ns;
    for (size_t i = 0; i < later->count; i++) {
        GilStatsRow *row = &later->rows[i];
        const GilStatsRow *before = find_row(earlier, row->id);
        if (before) {
            subtract_counts(&row->counts, &before->counts);
            subtract_culprits(row->culprits, before->culprits);
        }
        gil_counts_add(&later->total, &row->counts);
        if (!before || !row->finished || !row_is_empty(row))
            later->rows[kept++] = *row;
    }
    later->count = kept;
    subtract_lines(later, earlier);
}

double gil_stats_badness(const GilCounts *counts)
{
    uint64_t checks = counts->events[GIL_EVENT_CHECK];
    uint64_t failed = counts->events[GIL_EVENT_BUSY] + counts->events[GIL_EVENT_RETRY];
    return checks > 0 ? (double)failed / (double)checks : 0.0;
}

double gil_stats_fairness(const GilStats *stats)
{
    double sum = 0, squares = 0, count = 0;
    for (size_t i = 0; i < stats->count; i++) {
        const GilCounts *counts = &stats->rows[i].counts;
        double held = (double)counts->held_ns, wanted = held + (double)counts->waited_ns;
        if (counts->waited_ns <= 0 || wanted < 0.01 * (double)stats->elapsed_ns)
            continue;
        sum += held / wanted;
        squares += held / wanted * (held / wanted);
        count++;
    }
    return squares > 0 ? sum * sum / (count * squares) : 1.0;
}
