/* Statistics as one JSON object: times in ms, as numbers. */
#include "gil/json.h"

static const char *const event_names[] = {
#define GIL_EVENT(name, heading, sentence) #name,
#include "gil/events.def"
#undef GIL_EVENT
};

/* Names of the table, in the small letters of JSON. */
static void put_event(GilJson *json, int event, uint64_t count)
{
    char name[32];
    size_t i = 0;
    for (; event_names[event][i] && i < sizeof name - 1; i++)
        name[i] = (char)(event_names[event][i] | 0x20);
    name[i] = '\0';
    gil_json_int(json, name, (int64_t)count);
}

static void put_histogram(GilJson *json, const char *name, const GilHistogram *histogram)
{
    gil_json_open(json, name, '{');
    gil_json_int(json, "count", (int64_t)histogram->count);
    gil_json_ms(json, "p50_ms", gil_histogram_quantile(histogram, 0.5));
    gil_json_ms(json, "p99_ms", gil_histogram_quantile(histogram, 0.99));
    gil_json_ms(json, "max_ms", histogram->max_ns);
    gil_json_close(json, '}');
}

static void put_counts(GilJson *json, const GilCounts *counts)
{
    gil_json_ms(json, "held_ms", counts->held_ns);
    gil_json_ms(json, "waited_ms", counts->waited_ns);
    gil_json_ms(json, "blocked_ms", counts->blocked_ns);
    put_histogram(json, "waits", &counts->waits);
    put_histogram(json, "holds", &counts->holds);
    gil_json_double(json, "badness", gil_stats_badness(counts));
    gil_json_open(json, "events", '{');
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        put_event(json, i, counts->events[i]);
    gil_json_close(json, '}');
    gil_json_open(json, "released_by", '{');
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        if (counts->releases[i] > 0)
            gil_json_int(json, gil_reason_name((GilReason)i), (int64_t)counts->releases[i]);
    }
    gil_json_close(json, '}');
}

static void put_row(GilJson *json, const GilStats *stats, const GilStatsRow *row)
{
    const GilCounts *counts = &row->counts;
    int64_t idle_ns = stats->elapsed_ns - counts->held_ns - counts->waited_ns - counts->blocked_ns;
    gil_json_open(json, NULL, '{');
    gil_json_int(json, "id", row->id);
    gil_json_string(json, "name", row->name);
    gil_json_bool(json, "finished", row->finished);
    gil_json_ms(json, "idle_ms", idle_ns > 0 ? idle_ns : 0);
    put_counts(json, counts);
    gil_json_open(json, "waited_for", '[');
    for (int i = 0; i < GIL_CULPRITS_MAX && row->culprits[i].ns > 0; i++) {
        gil_json_open(json, NULL, '{');
        gil_json_int(json, "id", row->culprits[i].id);
        gil_json_ms(json, "ms", row->culprits[i].ns);
        gil_json_close(json, '}');
    }
    gil_json_close(json, ']');
    gil_json_close(json, '}');
    gil_json_newline(json);
}

static void put_hot_line(GilJson *json, const GilHotLine *line)
{
    gil_json_open(json, NULL, '{');
    gil_json_string(json, "function", line->function);
    gil_json_string(json, "file", line->file);
    gil_json_int(json, "line", line->line);
    gil_json_int(json, "seen", (int64_t)line->count);
    gil_json_ms(json, "held_ms", line->held_ns);
    gil_json_ms(json, "longest_ms", line->longest_ns);
    gil_json_close(json, '}');
    gil_json_newline(json);
}

static void put_member(GilJson *json, const char *name, const char *text)
{
    if (text)
        gil_json_string(json, name, text);
}

static void put_run(GilJson *json, const GilRun *run)
{
    put_member(json, "preset", run->preset);
    put_member(json, "machine", run->machine);
    if (run->cores > 0)
        gil_json_int(json, "cores", run->cores);
    put_member(json, "seed", run->seed);
    put_member(json, "version", run->version);
}

void gil_json_config(GilJson *json, const GilConfig *config)
{
    gil_json_string(json, "policy", gil_config_row(config)->word);
    gil_json_ms(json, "switch_interval_ms", config->switch_interval_ns);
    gil_json_int(json, "check_interval_ticks", config->check_interval);
    gil_json_string(json, "checks", config->checks == GIL_CHECKS_EVERY ? "every" : "edges");
    if (config->run)
        put_run(json, config->run);
}

void gil_stats_print_json(const GilStats *stats, GilWriteFn write, void *argument)
{
    GilJson json;
    gil_json_init(&json, write, argument);
    gil_json_open(&json, NULL, '{');
    gil_json_config(&json, &stats->config);
    gil_json_ms(&json, "elapsed_ms", stats->elapsed_ns);
    gil_json_double(&json, "fairness", gil_stats_fairness(stats));
    gil_json_open(&json, "threads", '[');
    for (size_t i = 0; i < stats->count; i++)
        put_row(&json, stats, &stats->rows[i]);
    gil_json_close(&json, ']');
    gil_json_open(&json, "total", '{');
    put_counts(&json, &stats->total);
    gil_json_close(&json, '}');
    gil_json_open(&json, "lines", '[');
    for (size_t i = 0; i < stats->hot_count && i < GIL_HOT_SHOWN; i++)
        put_hot_line(&json, &stats->hot[i]);
    gil_json_close(&json, ']');
    gil_json_close(&json, '}');
    gil_json_newline(&json);
    gil_json_flush(&json);
}
