/* What is measured: histograms, rings, who is to blame, spans without gaps, and JSON that is JSON.
 */
#include "gil/drawing.h"
#include "gil/record.h"
#include "tests/unit/json.h"

#include <criterion/criterion.h>

#include <stdlib.h>

/* --- Histograms ------------------------------------------------------------------------------ */

Test(histogram, a_quantile_is_at_most_an_eighth_too_high)
{
    for (int64_t ns = 1; ns < INT64_C(1) << 43; ns = ns * 3 / 2 + 1) {
        GilHistogram histogram = {0};
        gil_histogram_add(&histogram, ns);
        gil_histogram_add(&histogram, INT64_C(1) << 43);
        int64_t read_ns = gil_histogram_quantile(&histogram, 0.5);
        cr_assert_geq(read_ns, ns);
        cr_assert_leq(read_ns, ns + ns / 8);
    }
}

Test(histogram, the_greatest_is_exact)
{
    GilHistogram histogram = {0};
    for (int64_t ns = 1; ns <= 1000; ns++)
        gil_histogram_add(&histogram, ns);
    cr_expect_eq(gil_histogram_quantile(&histogram, 1.0), 1000);
    cr_expect_eq(histogram.count, 1000);
    cr_expect_geq(gil_histogram_quantile(&histogram, 0.99), 990);
    gil_histogram_add(&histogram, INT64_MAX);
    cr_expect_eq(gil_histogram_quantile(&histogram, 1.0), INT64_MAX, "whatever its bucket holds");
    GilHistogram none = {0};
    cr_expect_eq(gil_histogram_quantile(&none, 0.5), 0);
}

Test(histogram, what_came_later_is_the_difference)
{
    GilHistogram earlier = {0}, later;
    gil_histogram_add(&earlier, 5000);
    later = earlier;
    gil_histogram_add(&later, 70);
    gil_histogram_subtract(&later, &earlier);
    cr_expect_eq(later.count, 1);
    cr_expect_geq(gil_histogram_quantile(&later, 1.0), 70);
    cr_expect_leq(gil_histogram_quantile(&later, 1.0), 79);
}

/* --- Rings ----------------------------------------------------------------------------------- */

static void put_number(GilRing *ring, int64_t number)
{
    GilTraceEvent event = {.at_ns = number, .event = GIL_EVENT_PASS, .value = 1};
    gil_ring_put(ring, &event);
}

Test(ring, a_full_one_drops_the_oldest_and_says_how_many)
{
    GilRing *ring = gil_ring_new(16);
    GilTraceEvent events[16];
    uint64_t first;
    for (int i = 0; i < 10; i++)
        put_number(ring, i);
    cr_expect_eq(gil_ring_copy(ring, ring->base, events, &first), 10);
    cr_expect_eq(first, 0);
    for (int i = 10; i < 100; i++)
        put_number(ring, i);
    cr_assert_eq(gil_ring_copy(ring, ring->base, events, &first), 16);
    cr_expect_eq(first, 84);
    for (int i = 0; i < 16; i++)
        cr_expect_eq(events[i].at_ns, 84 + i);
    free(ring);
}

Test(ring, begins_where_the_trace_began_and_counts_in_place)
{
    GilRing *ring = gil_ring_new(16);
    GilTraceEvent events[16];
    uint64_t first;
    put_number(ring, 1);
    ring->base = ring->head;
    cr_expect_null(gil_ring_last(ring));
    cr_expect_eq(gil_ring_copy(ring, ring->base, events, &first), 0);
    put_number(ring, 2);
    gil_ring_count_up(gil_ring_last(ring));
    cr_assert_eq(gil_ring_copy(ring, ring->base, events, &first), 1);
    cr_expect_eq(events[0].value, 2);
    ring = gil_ring_shrink(ring);
    cr_expect_eq(gil_ring_copy(ring, ring->base, events, &first), 1);
    cr_expect_eq(events[0].at_ns, 2);
    free(ring);
}

/* --- A lock whose policy is this test, on a clock of its own --------------------------------- */

typedef struct Scene {
    Rt *rt;
    Gil *gil;
    GilThread main, other;
} Scene;

static int script_init(Gil *gil)
{
    return 0;
}

static void script_nothing(Gil *gil)
{
}

static int script_acquire(Gil *gil, GilThread *thread)
{
    return 0;
}

static void script_release(Gil *gil, GilThread *thread, GilReason reason)
{
}

static int script_check(Gil *gil, GilThread *thread)
{
    return 0;
}

static int script_after_fork(Gil *gil, GilThread *thread)
{
    return 0;
}

/* It never waits: the test plays all threads, in the order that it wants. */
static const GilPolicy script_policy = {
    .init = script_init,
    .fini = script_nothing,
    .acquire = script_acquire,
    .release = script_release,
    .check = script_check,
    .wake_all = script_nothing,
    .after_fork = script_after_fork,
    .events = 1u << GIL_EVENT_BUSY | 1u << GIL_EVENT_RETRY,
};

static const GilPolicyRow script_row = {
    GIL_PLUGIN_VERSION,         "script",       false, "none", "this test",
    "Does what the test says.", &script_policy,
};

static void open_scene(Scene *scene)
{
    GilConfig config;
    *scene = (Scene){0};
    cr_assert_eq(rt_real_new(&scene->rt), 0);
    cr_assert_eq(gil_preset("3.12", &config), 0);
    config.plugin = &script_row;
    config.statistics = true;
    config.trace_events = 1000;
    cr_assert_eq(gil_new(scene->rt, &config, &scene->gil), 0);
    cr_assert_eq(gil_thread_attach(scene->gil, &scene->main, "main"), 0);
    cr_assert_eq(gil_acquire(scene->gil, &scene->main), 0);
    cr_assert_eq(gil_thread_attach(scene->gil, &scene->other, "ot\"her\n"), 0);
}

static void close_scene(Scene *scene)
{
    gil_thread_detach(scene->gil, &scene->other);
    gil_release(scene->gil, &scene->main, GIL_EXIT);
    gil_thread_detach(scene->gil, &scene->main);
    gil_free(scene->gil);
    rt_machine_free(scene->rt);
}

static void pass_time(Scene *scene, int64_t ns)
{
    int64_t end_ns = rt_clock(scene->rt, RT_CLOCK_MONOTONIC) + ns;
    while (rt_clock(scene->rt, RT_CLOCK_MONOTONIC) < end_ns)
        rt_thread_yield(scene->rt);
}

/* The other thread waits for the main one for at least 2 ms, in vain once, and then has the lock
 * for at least 1 ms. */
static void play(Scene *scene)
{
    gil_note(scene->gil, &scene->other, GIL_EVENT_WANT, 0);
    gil_note(scene->gil, &scene->other, GIL_EVENT_BUSY, 0);
    pass_time(scene, RT_MILLISECOND);
    gil_note(scene->gil, &scene->other, GIL_EVENT_RETRY, 0);
    gil_note(scene->gil, &scene->other, GIL_EVENT_REQUEST, 0);
    pass_time(scene, RT_MILLISECOND);
    gil_note(scene->gil, &scene->main, GIL_EVENT_HONOUR, 0);
    gil_release(scene->gil, &scene->main, GIL_READ);
    gil_note(scene->gil, &scene->other, GIL_EVENT_TAKE, 0);
    pass_time(scene, RT_MILLISECOND);
    gil_note(scene->gil, &scene->other, GIL_EVENT_DROP, GIL_SLEEP);
    cr_assert_eq(gil_acquire(scene->gil, &scene->main), 0);
}

Test(recorder, who_held_the_lock_is_to_blame_for_a_wait)
{
    Scene scene;
    GilStats stats;
    open_scene(&scene);
    play(&scene);
    cr_assert_eq(gil_stats_get(scene.gil, &stats), 0);
    const GilStatsRow *other = &stats.rows[1];
    cr_expect_eq(other->culprits[0].id, 1);
    cr_expect_geq(other->culprits[0].ns, 2 * RT_MILLISECOND);
    cr_expect_leq(other->culprits[0].ns, other->counts.waited_ns);
    cr_expect_eq(other->culprits[1].ns, 0);
    cr_expect_eq(other->counts.waits.count, 1);
    cr_expect_geq(other->counts.held_ns, RT_MILLISECOND);
    cr_expect_geq(stats.rows[0].counts.blocked_ns, RT_MILLISECOND, "while the other had the lock");
    cr_expect_eq(stats.rows[0].culprits[0].ns, 0, "it found the lock free");
    cr_expect_eq(other->counts.events[GIL_EVENT_SWITCH], 1);
    cr_expect_eq(stats.rows[0].counts.events[GIL_EVENT_SWITCH], 1, "and back");
    cr_expect_leq(stats.total.held_ns, stats.elapsed_ns);
    cr_expect_eq(gil_stats_badness(&other->counts), 0, "without checks there is none");
    gil_stats_free(&stats);
    close_scene(&scene);
}

Test(recorder, a_holder_that_gives_way_to_nobody_goes_on_holding)
{
    Scene scene;
    GilStats stats;
    open_scene(&scene);
    for (int i = 0; i < 50; i++)
        cr_assert_eq(gil_give_way(scene.gil, &scene.main), 0);
    cr_assert_eq(gil_stats_get(scene.gil, &stats), 0);
    cr_expect_eq(stats.rows[0].counts.events[GIL_EVENT_PASS], 50);
    cr_expect_eq(stats.rows[0].counts.releases[GIL_EVAL], 50);
    cr_expect_eq(stats.rows[0].counts.holds.count, 0, "its one hold has not ended");
    cr_expect_eq(stats.total.events[GIL_EVENT_SWITCH], 0);
    gil_stats_free(&stats);
    GilTrace trace;
    cr_assert_eq(gil_trace_get(scene.gil, &trace), 0);
    const GilTraceThread *thread = &trace.threads[0];
    cr_expect_eq(thread->events[thread->count - 1].event, GIL_EVENT_PASS);
    cr_expect_eq(thread->events[thread->count - 1].value, 50, "one event counts them");
    gil_trace_free(&trace);
    close_scene(&scene);
}

Test(recorder, differences_are_what_happened_between)
{
    Scene scene;
    GilStats earlier, later;
    open_scene(&scene);
    play(&scene);
    cr_assert_eq(gil_stats_get(scene.gil, &earlier), 0);
    play(&scene);
    cr_assert_eq(gil_stats_get(scene.gil, &later), 0);
    gil_stats_subtract(&later, &earlier);
    cr_expect_eq(later.rows[1].counts.waits.count, 1);
    cr_expect_eq(later.rows[1].counts.events[GIL_EVENT_RETRY], 1);
    cr_expect_geq(later.rows[1].culprits[0].ns, 2 * RT_MILLISECOND);
    cr_expect_lt(later.rows[1].culprits[0].ns, later.elapsed_ns);
    gil_stats_free(&earlier);
    gil_stats_free(&later);
    close_scene(&scene);
}

Test(stats, fairness_is_one_for_equals_and_less_for_a_greedy_one)
{
    GilStatsRow rows[2] = {{.id = 1}, {.id = 2}};
    GilStats stats = {.elapsed_ns = 200, .count = 2, .rows = rows};
    for (int i = 0; i < 2; i++)
        rows[i].counts.held_ns = rows[i].counts.waited_ns = 100;
    cr_expect_float_eq(gil_stats_fairness(&stats), 1.0, 1e-9);
    rows[0].counts = (GilCounts){.held_ns = 199, .waited_ns = 1};
    rows[1].counts = (GilCounts){.held_ns = 1, .waited_ns = 199};
    cr_expect_lt(gil_stats_fairness(&stats), 0.52);
    cr_expect_gt(gil_stats_fairness(&stats), 0.49);
}

Test(stats, functions_are_the_sums_of_their_lines)
{
    GilHotLine lines[] = {{"f", "a.py", 3, 4, 50, 20},
                          {"g", "a.py", 9, 1, 40, 40},
                          {"g", "a.py", 8, 2, 30, 10},
                          {"g", "b.py", 8, 1, 5, 5}};
    GilStats stats = {.hot_count = 4, .hot = lines};
    GilHotLine functions[2];
    cr_assert_eq(gil_stats_functions(&stats, functions, 2), 2);
    cr_expect_str_eq(functions[0].function, "g");
    cr_expect_eq(functions[0].held_ns, 70);
    cr_expect_eq(functions[0].longest_ns, 40);
    cr_expect_eq(functions[0].count, 3);
    cr_expect_eq(functions[0].line, 9);
    cr_expect_str_eq(functions[1].function, "f");
}

/* --- Bands ----------------------------------------------------------------------------------- */

static void expect_kinds(const GilBand *band, const GilSpanKind *kinds, size_t count)
{
    cr_assert_eq(band->span_count, count, "%zu spans, not %zu", band->span_count, count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(band->spans[i].kind, kinds[i], "span %zu is %s, not %s", i,
                     gil_span_word((GilSpanKind)band->spans[i].kind), gil_span_word(kinds[i]));
        if (i > 0)
            cr_expect_gt(band->spans[i].begin_ns, band->spans[i - 1].begin_ns);
    }
}

Test(bands, a_thread_is_spans_without_gaps)
{
    Scene scene;
    GilTrace trace;
    open_scene(&scene);
    gil_mark(scene.gil, &scene.main, "begin");
    play(&scene);
    pass_time(&scene, 1000);
    gil_trace_stop(scene.gil);
    cr_assert_eq(gil_trace_get(scene.gil, &trace), 0);
    GilBand *bands = gil_bands_new(&trace);
    static const GilSpanKind of_main[] = {GIL_SPAN_NONE,  GIL_SPAN_START, GIL_SPAN_RUN,
                                          GIL_SPAN_BLOCK, GIL_SPAN_RUN,   GIL_SPAN_NONE};
    static const GilSpanKind of_other[] = {GIL_SPAN_NONE, GIL_SPAN_START, GIL_SPAN_WAIT,
                                           GIL_SPAN_RUN,  GIL_SPAN_BLOCK, GIL_SPAN_NONE};
    expect_kinds(&bands[0], of_main, 6);
    expect_kinds(&bands[1], of_other, 6);
    cr_expect_eq(bands[1].spans[2].other, 1, "it waits for the main thread");
    cr_expect_eq(bands[1].spans[3].other, 1);
    cr_expect_eq(bands[1].spans[4].reason, GIL_SLEEP);
    cr_expect_eq(bands[1].point_count, 2, "woken for nothing, and asked");
    cr_expect_str_eq(trace.texts + bands[0].points[0].text, "begin");
    gil_bands_free(bands, &trace);
    gil_trace_free(&trace);
    close_scene(&scene);
}

/* --- Names in a terminal --------------------------------------------------------------------- */

static void expect_fit(const char *text, int width, bool ascii, const char *fit, int columns)
{
    char out[40];
    cr_expect_eq(gil_text_fit(text, width, ascii, out, sizeof out), columns, "%s", text);
    cr_expect_str_eq(out, fit);
}

Test(drawing, texts_are_cut_by_what_they_take_of_a_line)
{
    expect_fit("reader", 10, false, "reader", 6);
    expect_fit("reader", 4, false, "read", 4);
    expect_fit("caf\u00e9", 10, false, "caf\u00e9", 4);
    expect_fit("caf\u00e9", 10, true, "caf?", 4);
    expect_fit("cafe\u0301s", 4, false, "cafe\u0301", 4);
    expect_fit("\u6f22\u5b57\u6f22", 5, false, "\u6f22\u5b57", 4);
    expect_fit("\u6f22\u5b57\u6f22", 5, true, "???", 3);
    expect_fit("a\n\x1b[31m\xc2\x9b", 10, false, "a??[31m?", 8);
    cr_expect_eq(gil_text_width("1 \u6f22\u5b57"), 6);
}

/* --- What is printed ------------------------------------------------------------------------- */

typedef struct Text {
    size_t size;
    char data[1 << 17];
} Text;

static void collect(void *argument, const char *data, size_t size)
{
    Text *text = argument;
    cr_assert_lt(text->size + size, sizeof text->data);
    memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

Test(trace, json_is_json)
{
    static Text text;
    Scene scene;
    GilStats stats;
    GilTrace trace;
    GilRunInfo info = {.title = "a \"b\" \xff </script>"};
    open_scene(&scene);
    play(&scene);
    cr_assert_eq(gil_stats_get(scene.gil, &stats), 0);
    gil_stats_print_json(&stats, 1, collect, &text);
    cr_expect(json_is_whole(text.data), "%s", text.data);
    cr_expect_not_null(strstr(text.data, "\"name\":\"ot\\\"her\\n\""));
    gil_stats_free(&stats);
    text.size = 0;
    cr_assert_eq(gil_trace_get(scene.gil, &trace), 0);
    cr_assert_eq(gil_trace_print_chrome(&trace, 1, &info, collect, &text), 0);
    cr_expect(json_is_whole(text.data), "%s", text.data);
    cr_expect_not_null(strstr(text.data, "\"name\":\"blocked: sleep\""));
    cr_expect_null(strstr(text.data, "</script>"));
    cr_expect_null(strchr(text.data, '\xff'));
    gil_trace_free(&trace);
    close_scene(&scene);
}

Test(live, shows_the_latest_columns_and_forgets_who_has_gone)
{
    static Text text;
    Scene scene;
    GilThread gone;
    open_scene(&scene);
    GilLive *live = gil_live_new(scene.gil, RT_MILLISECOND, false);
    cr_assert_not_null(live);
    cr_assert_eq(gil_thread_attach(scene.gil, &gone, "gone"), 0);
    gil_thread_detach(scene.gil, &gone);
    play(&scene);
    int64_t now_ns = rt_clock(scene.rt, RT_CLOCK_MONOTONIC);
    cr_assert_eq(gil_live_update(live, now_ns), 0);
    GilTimelineStyle style = {.columns = 100, .ascii = true};
    gil_live_print(live, &style, 20, collect, &text);
    cr_expect_not_null(strstr(text.data, "script 5 ms"));
    cr_expect_not_null(strstr(text.data, "3 gone"));
    cr_expect_not_null(strstr(text.data, "x woke, found it taken"));
    cr_expect_not_null(strchr(strstr(text.data, "2 ot\"her"), '#'), "it ran");
    cr_expect_null(strstr(text.data, " 0 hand-overs"));

    text.size = 0;
    cr_assert_eq(gil_live_update(live, now_ns + 600 * RT_MILLISECOND), 0);
    style.columns = 20;
    gil_live_print(live, &style, 4, collect, &text);
    cr_expect_null(strstr(text.data, "gone"));
    cr_expect_null(strstr(text.data, "2 ot"), "no room");
    cr_expect_not_null(strstr(text.data, "|############|"), "%s", text.data);
    for (const char *line = text.data; *line; line = strchr(line, '\n') + 1)
        cr_expect_leq(strcspn(line, "\n"), 20, "%s", line);
    gil_live_free(live);
    close_scene(&scene);
}

Test(trace, a_narrow_terminal_has_a_timeline_too)
{
    static Text text;
    Scene scene;
    GilTrace trace;
    open_scene(&scene);
    play(&scene);
    gil_trace_stop(scene.gil);
    cr_assert_eq(gil_trace_get(scene.gil, &trace), 0);
    GilTimelineStyle style = {.columns = 20, .ascii = true};
    cr_assert_eq(gil_timeline_print(&trace, 1, &style, collect, &text), 0);
    cr_expect_not_null(strstr(text.data, "# running"));
    cr_expect_eq(strncmp(strstr(text.data, "ms"), "ms\n", 3), 0, "its length: %s", text.data);
    for (const char *line = text.data; *line; line = strchr(line, '\n') + 1)
        cr_expect_leq(strcspn(line, "\n"), 22, "%s", line);
    for (const char *c = text.data; *c; c++)
        cr_assert(*c == '\n' || (*c >= ' ' && *c < 0x7F));
    gil_trace_free(&trace);
    close_scene(&scene);
}
