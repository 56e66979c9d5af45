/* Recordings that libFuzzer makes up, read and printed in all ways beside a sound one: `make fuzz`.
 *
 * An input is the body of a recording (gil/pack.h): its header's sum would keep libFuzzer out. What
 * can be read must print, and be as good when it is packed again. */
#include "gil/pack.h"
#include "runtime/check.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void discard(void *argument, const char *text, size_t size)
{
    *(size_t *)argument += size;
}

static void print_all(GilStats stats[2], GilTrace traces[2])
{
    static const GilRunInfo info = {.title = "fuzz"};
    const GilTimelineStyle style = {.columns = 60};
    size_t printed = 0;
    for (int i = 0; i < 2; i++) {
        stats[i].process.number = i + 1;
        traces[i].process = stats[i].process;
        traces[i].origin_ns = traces[0].started_ns;
        gil_page_run(&traces[i], &info, discard, &printed);
    }
    gil_stats_print(stats, 2, discard, &printed);
    gil_stats_print_json(stats, 2, discard, &printed);
    gil_trace_print_chrome(traces, 2, &info, discard, &printed);
    gil_timeline_print(traces, 2, &style, discard, &printed);
}

/* The body, or NULL. The bytes are to be freed. */
static const uint8_t *pack(const GilStats *stats, const GilTrace *trace, uint8_t **out_bytes,
                           size_t *out_size)
{
    size_t size, at = 0, broken = 0;
    REQUIRE(gil_pack(stats, trace, out_bytes, &size) == 0);
    return gil_pack_next(*out_bytes, size, &at, out_size, &broken);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const GilConfig config = {.policy = GIL_POLICY_TIMED};
    GilStats stats[2] = {0};
    GilTrace traces[2] = {0};
    if (gil_unpack(data, size, &config, &stats[0], &traces[0]) == 0) {
        uint8_t *bytes;
        const uint8_t *body = pack(&stats[0], &traces[0], &bytes, &size);
        REQUIRE(body);
        REQUIRE(gil_unpack(body, size, &config, &stats[1], &traces[1]) == 0);
        free(bytes);
        print_all(stats, traces);
    }
    for (int i = 0; i < 2; i++) {
        gil_stats_free(&stats[i]);
        gil_trace_free(&traces[i]);
    }
    return 0;
}
