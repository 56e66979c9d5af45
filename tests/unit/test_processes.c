/* Recordings of several processes: packed, read back whatever they are, reported together. */
#include "gil/pack.h"
#include "tests/unit/child.h"
#include "tests/unit/json.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- Packing --------------------------------------------------------------------------------- */

static char texts[] = "\0fib\0fib.py\0pipe";

/* A thread that ran, waited for a pipe, and ended. */
static GilTraceEvent events[] = {
    {.at_ns = 1000, .event = GIL_EVENT_ATTACH},
    {.at_ns = 1500, .event = GIL_EVENT_TAKE, .value = 500},
    {.at_ns = 9000,
     .event = GIL_EVENT_DROP,
     .detail = GIL_READ,
     .place = 1,
     .opcode = 3,
     .text = 12},
    {.at_ns = 9900, .event = GIL_EVENT_DETACH},
};
static GilTracePlace places[] = {{0, 0, 0}, {1, 5, 17}};
static GilTraceThread threads[] = {{.id = 1, .name = "MainThread", .count = 4, .events = events}};
static const GilProcess process = {
    .id = 4711, .parent_id = 4710, .started_ns = 1000, .name = "caf\u00e9"};

static GilTrace make_trace(void)
{
    return (GilTrace){.process = process,
                      .started_ns = 1000,
                      .ended_ns = 10000,
                      .thread_count = 1,
                      .threads = threads,
                      .place_count = 2,
                      .places = places,
                      .text_size = sizeof texts,
                      .texts = texts};
}

static void pack(GilStatsRow *row, uint8_t **bytes, size_t *size)
{
    GilTrace trace = make_trace();
    GilStats stats = {.process = process, .elapsed_ns = 9000, .count = 1, .rows = row};
    stats.config.switch_interval_ns = 5 * RT_MILLISECOND;
    *row = (GilStatsRow){.id = 1, .name = "MainThread", .counts = {.held_ns = 7500}};
    row->counts.events[GIL_EVENT_TAKE] = 3;
    row->counts.holds.count = row->counts.holds.buckets[100] = 2;
    row->culprits[0] = (GilCulprit){7, 300};
    cr_assert_eq(gil_pack(&stats, &trace, bytes, size), 0);
}

static void discard(void *argument, const char *text, size_t size)
{
    *(size_t *)argument += size;
}

/* Reads the body, and if that is possible prints all that can be: true. */
static bool read_and_print(const uint8_t *body, size_t size)
{
    GilStats stats;
    GilTrace trace;
    GilConfig config = {.policy = GIL_POLICY_TIMED};
    GilRunInfo info = {.title = "x"};
    GilTimelineStyle style = {.columns = 60};
    size_t printed = 0;
    bool good = gil_unpack(body, size, &config, &stats, &trace) == 0;
    if (good) {
        gil_stats_print(&stats, 1, discard, &printed);
        cr_assert_eq(gil_trace_print_chrome(&trace, 1, &info, discard, &printed), 0);
        cr_assert_eq(gil_timeline_print(&trace, 1, &style, discard, &printed), 0);
        cr_assert_eq(gil_page_run(&trace, &info, discard, &printed), 0);
    }
    gil_stats_free(&stats);
    gil_trace_free(&trace);
    return good;
}

Test(processes, what_was_packed_is_read_back)
{
    GilStatsRow row;
    uint8_t *bytes;
    size_t size, at = 0, body_size, broken = 0;
    GilStats stats;
    GilTrace trace;
    GilConfig config = {.policy = GIL_POLICY_TICK};
    pack(&row, &bytes, &size);
    const uint8_t *body = gil_pack_next(bytes, size, &at, &body_size, &broken);
    cr_assert_not_null(body);
    cr_assert_eq(at, size);
    cr_assert_eq(gil_unpack(body, body_size, &config, &stats, &trace), 0);
    cr_expect_eq(stats.process.id, 4711);
    cr_expect_str_eq(stats.process.name, "caf\u00e9");
    cr_expect_eq(stats.config.switch_interval_ns, 5 * RT_MILLISECOND);
    cr_expect_eq(memcmp(&stats.rows[0].counts, &row.counts, sizeof row.counts), 0);
    cr_expect_eq(stats.rows[0].culprits[0].ns, 300);
    cr_expect_eq(stats.total.held_ns, 7500);
    cr_expect_eq(trace.thread_count, 1);
    cr_expect_eq(trace.threads[0].count, 4);
    cr_expect_eq(memcmp(trace.threads[0].events, events, sizeof events), 0);
    cr_expect_str_eq(trace.texts + trace.places[1].file, "fib.py");
    gil_stats_free(&stats);
    gil_trace_free(&trace);
    free(bytes);
}

Test(processes, a_broken_recording_is_left_out_and_the_next_one_found)
{
    GilStatsRow row;
    uint8_t *bytes;
    size_t size, body_size;
    pack(&row, &bytes, &size);
    uint8_t *both = malloc(2 * size);
    for (size_t cut = 1; cut < size; cut++) {
        size_t at = 0, broken = 0;
        memcpy(both, bytes, cut);
        memcpy(both + cut, bytes, size);
        const uint8_t *body = gil_pack_next(both, cut + size, &at, &body_size, &broken);
        cr_assert_eq(body, both + cut + size - body_size, "cut after %zu", cut);
        cr_assert_eq(broken, 1);
        cr_assert_null(gil_pack_next(both, cut + size, &at, &body_size, &broken));
    }
    free(both);
    free(bytes);
}

Test(processes, any_bytes_are_read_without_harm)
{
    GilStatsRow row;
    uint8_t *bytes;
    size_t size, at = 0, body_size, broken = 0, good = 0;
    pack(&row, &bytes, &size);
    uint8_t *body = (uint8_t *)gil_pack_next(bytes, size, &at, &body_size, &broken);
    for (size_t i = 0; i < body_size; i++) {
        for (int bit = 0; bit < 8; bit++) {
            body[i] ^= (uint8_t)(1 << bit);
            good += read_and_print(body, body_size);
            body[i] ^= (uint8_t)(1 << bit);
        }
        uint8_t *begin = memcpy(malloc(i), body, i); /* the sanitizer sees a step behind it */
        cr_assert_not(read_and_print(begin, i), "not without the last %zu bytes", body_size - i);
        free(begin);
    }
    cr_expect_gt(good, 0, "a number more or less is no harm");
    cr_expect(read_and_print(body, body_size));
    free(bytes);
}

static bool is_printed(const GilTrace *trace)
{
    uint8_t *bytes;
    size_t size, at = 0, body_size, broken = 0;
    GilStats stats = {.process = process};
    cr_assert_eq(gil_pack(&stats, trace, &bytes, &size), 0);
    const uint8_t *body = gil_pack_next(bytes, size, &at, &body_size, &broken);
    bool printed = read_and_print(body, body_size);
    free(bytes);
    return printed;
}

Test(processes, places_and_threads_without_texts_are_refused)
{
    GilTrace trace = {.process = process, .place_count = 1, .places = places};
    cr_expect_not(is_printed(&trace));
    trace = (GilTrace){.process = process, .thread_count = 1, .threads = threads};
    cr_expect_not(is_printed(&trace));
}

Test(processes, a_trace_shorter_than_its_picture_is_wide)
{
    GilTrace trace = make_trace();
    trace.ended_ns = trace.started_ns + 1;
    cr_expect(is_printed(&trace));
}

Test(processes, who_is_joined_may_be_nobody)
{
    GilTraceEvent joins[] = {
        {.at_ns = 1500, .event = GIL_EVENT_TAKE},
        {.at_ns = 1600, .event = GIL_EVENT_DROP, .detail = GIL_JOIN, .value = -5},
        {.at_ns = 1700, .event = GIL_EVENT_TAKE},
        {.at_ns = 1800, .event = GIL_EVENT_DROP, .detail = GIL_JOIN, .value = INT64_MAX},
        {.at_ns = 1900, .event = GIL_EVENT_TAKE},
    };
    GilTraceThread joiner = {.id = 1, .count = 5, .events = joins};
    GilTrace trace = make_trace();
    trace.threads = &joiner;
    cr_expect(is_printed(&trace));
}

/* --- Reporting ------------------------------------------------------------------------------- */

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* A worker that returns, one that is terminated, one that is killed. */
static const char script[] =
    "import multiprocessing, os, signal, sys, time\n"
    "def work(pipe, then):\n"
    "    pipe.send('x')\n"
    "    if then: time.sleep(100)\n"
    "if __name__ == '__main__':\n"
    "    multiprocessing.set_start_method(sys.argv[1])\n"
    "    for name in ('returns', 'terminate', 'kill'):\n"
    "        here, there = multiprocessing.Pipe()\n"
    "        args = there, name != 'returns'\n"
    "        p = multiprocessing.Process(target=work, args=args, name=name)\n"
    "        p.start(); here.recv()\n"
    "        if name != 'returns': getattr(p, name)()\n"
    "        p.join(); print(p.exitcode)\n";

static void check_processes(const char *method)
{
    char path[] = "/tmp/gilbox-test-XXXXXX";
    int file = mkstemp(path);
    cr_assert_eq(write(file, script, sizeof script - 1), (ssize_t)sizeof script - 1);
    close(file);
    Child child;
    child_run(&child, NULL, WORDS("--stats=json", path, method));
    cr_assert_str_eq(child.output, "0\n-15\n-9\n", "%s", child.errors);
    cr_expect(json_is_whole(child.errors), "%s", child.errors);
    cr_expect_not_null(strstr(child.errors, "\"processes\":["));
    cr_expect_not_null(strstr(child.errors, "\"name\":\"returns\",\"lost\":false"));
    cr_expect_not_null(strstr(child.errors, "\"name\":\"terminate\",\"lost\":false"));
    cr_expect_not_null(strstr(child.errors, "\"name\":\"kill\",\"lost\":true"));
    cr_expect_null(strstr(child.errors, "\"process\":5"));
    child_free(&child);
    unlink(path);
}

Test(processes, statistics_of_forked_ones)
{
    check_processes("fork");
}

Test(processes, statistics_of_spawned_ones)
{
    check_processes("spawn");
}

/* Sixteen end at the same moment, so that their recordings come at once. */
static const char crowd[] = "import os, time\n"
                            "end = time.monotonic() + 0.3\n"
                            "for _ in range(16):\n"
                            "    if os.fork() == 0:\n"
                            "        time.sleep(max(end - time.monotonic(), 0)); os._exit(0)\n"
                            "for _ in range(16): os.wait()\n";

Test(processes, recordings_that_come_at_once_are_all_whole)
{
    Child child;
    for (int i = 0; i < 3; i++) {
        child_run(&child, NULL, WORDS("--stats=json", "-c", crowd));
        cr_expect(json_is_whole(child.errors), "%s", child.errors);
        cr_expect_not_null(strstr(child.errors, "\"process\":17,"));
        child_free(&child);
    }
}
