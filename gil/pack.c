/* Packing and unpacking recordings. What is written and what is read stand side by side: a change
 * to one is a change to the other, and of the format's name. */
#include "gil/pack.h"

#include "gil/record.h"

#include <stdlib.h>
#include <string.h>

static const char format_name[8] = "gilbox\x01\n";

typedef struct Header {
    char name[sizeof format_name];
    uint64_t size; /* of the body */
    uint64_t sum;
} Header;

/* No time and no duration is longer: some two years. */
#define NS_MAX ((int64_t)1 << 56)

/* Who finds so much rubbish looks no further: it is meant. */
#define BROKEN_MAX 100

static uint64_t sum_of(const uint8_t *bytes, size_t size)
{
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ bytes[i]) * 1099511628211u;
    return sum;
}

/* --- Writing --------------------------------------------------------------------------------- */

typedef struct Packer {
    uint8_t *bytes;
    size_t size, capacity;
    bool failed; /* no memory */
} Packer;

static uint8_t *make_room(Packer *packer, size_t size)
{
    if (packer->capacity - packer->size < size) {
        size_t capacity = 2 * packer->capacity + size + 1024;
        uint8_t *grown = packer->failed ? NULL : realloc(packer->bytes, capacity);
        packer->failed = !grown;
        if (!grown)
            return NULL;
        packer->bytes = grown;
        packer->capacity = capacity;
    }
    uint8_t *room = packer->bytes + packer->size;
    packer->size += size;
    return room;
}

static void put(Packer *packer, uint64_t number)
{
    uint8_t bytes[10];
    size_t size = 0;
    for (; number >= 0x80; number >>= 7)
        bytes[size++] = (uint8_t)(number | 0x80);
    bytes[size++] = (uint8_t)number;
    uint8_t *room = make_room(packer, size);
    if (room)
        memcpy(room, bytes, size);
}

static void put_signed(Packer *packer, int64_t number)
{
    put(packer, (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0));
}

static void put_ns(Packer *packer, int64_t ns)
{
    put(packer, ns < 0 ? 0 : (uint64_t)(ns < NS_MAX ? ns : NS_MAX));
}

static void put_bytes(Packer *packer, const char *bytes, size_t size)
{
    put(packer, size);
    uint8_t *room = make_room(packer, size);
    if (room && size > 0)
        memcpy(room, bytes, size);
}

static void put_text(Packer *packer, const char *text)
{
    put_bytes(packer, text, strlen(text));
}

/* --- Reading --------------------------------------------------------------------------------- */

typedef struct Unpacker {
    const uint8_t *at, *end;
    int error; /* the first: from then on everything is 0 */
} Unpacker;

static void fail(Unpacker *unpacker, int error)
{
    if (unpacker->error == 0)
        unpacker->error = error;
    unpacker->at = unpacker->end;
}

/* At most `most`. */
static uint64_t take(Unpacker *unpacker, uint64_t most)
{
    uint64_t number = 0;
    for (int shift = 0; unpacker->at < unpacker->end && shift < 64; shift += 7) {
        uint8_t byte = *unpacker->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80 && number <= most)
            return number;
        if (byte < 0x80)
            break;
    }
    fail(unpacker, RT_EINVAL);
    return 0;
}

static int64_t take_signed(Unpacker *unpacker)
{
    uint64_t number = take(unpacker, UINT64_MAX);
    return (int64_t)(number >> 1 ^ (number & 1 ? UINT64_MAX : 0));
}

static int64_t take_ns(Unpacker *unpacker)
{
    return (int64_t)take(unpacker, NS_MAX);
}

/* A number of things that follow, each of a byte at least. */
static size_t take_count(Unpacker *unpacker)
{
    uint64_t count = take(unpacker, UINT64_MAX);
    if (count <= (uint64_t)(unpacker->end - unpacker->at))
        return (size_t)count;
    fail(unpacker, RT_EINVAL);
    return 0;
}

/* Into a field that has room for all that was written from the like. */
static void take_text(Unpacker *unpacker, char *out, size_t size)
{
    size_t length = take_count(unpacker);
    if (length >= size) {
        fail(unpacker, RT_EINVAL);
        length = 0;
    }
    memcpy(out, unpacker->at, length);
    out[length] = '\0';
    unpacker->at += length;
}

/* The array with room for one more thing behind its `count`; without memory as it was, and nothing
 * more is read. */
static void *with_room(Unpacker *unpacker, void *things, size_t count, size_t size)
{
    if ((count & (count - 1)) == 0) {
        void *grown = realloc(things, (count == 0 ? 1 : 2 * count) * size);
        if (!grown) {
            fail(unpacker, RT_ENOMEM);
            return things;
        }
        things = grown;
    }
    memset((char *)things + count * size, 0, size);
    return things;
}

/* --- Who, and under which lock --------------------------------------------------------------- */

static void put_process(Packer *packer, const GilProcess *process)
{
    put_signed(packer, process->id);
    put_signed(packer, process->parent_id);
    put_ns(packer, process->started_ns);
    put(packer, process->lost);
    put_text(packer, process->name);
}

static void take_process(Unpacker *unpacker, GilProcess *process)
{
    process->id = take_signed(unpacker);
    process->parent_id = take_signed(unpacker);
    process->started_ns = take_ns(unpacker);
    process->lost = take(unpacker, 1) != 0;
    take_text(unpacker, process->name, sizeof process->name);
}

static void put_config(Packer *packer, const GilConfig *config)
{
    put(packer, config->policy);
    put(packer, config->plugin != NULL);
    put_ns(packer, config->switch_interval_ns);
    put_signed(packer, config->check_interval);
    put(packer, config->checks == GIL_CHECKS_EVERY);
}

static void take_config(Unpacker *unpacker, const GilConfig *ours, GilConfig *config)
{
    *config = *ours;
    config->policy = (GilPolicyId)take(unpacker, GIL_POLICY_COUNT - 1);
    config->plugin = take(unpacker, 1) != 0 ? ours->plugin : NULL;
    config->switch_interval_ns = take_ns(unpacker);
    config->check_interval = (int32_t)take_signed(unpacker);
    config->checks = take(unpacker, 1) != 0 ? GIL_CHECKS_EVERY : GIL_CHECKS_EDGES;
}

/* --- Statistics ------------------------------------------------------------------------------ */

static void put_histogram(Packer *packer, const GilHistogram *histogram)
{
    size_t used = 0;
    for (int i = 0; i < GIL_HISTOGRAM_BUCKETS; i++)
        used += histogram->buckets[i] != 0;
    put(packer, histogram->count);
    put_ns(packer, histogram->max_ns);
    put(packer, used);
    for (int i = 0, before = 0; i < GIL_HISTOGRAM_BUCKETS; i++) {
        if (histogram->buckets[i] == 0)
            continue;
        put(packer, (uint64_t)(i - before));
        put(packer, histogram->buckets[i]);
        before = i;
    }
}

static void take_histogram(Unpacker *unpacker, GilHistogram *histogram)
{
    histogram->count = take(unpacker, UINT64_MAX);
    histogram->max_ns = take_ns(unpacker);
    size_t bucket = 0;
    for (size_t used = take_count(unpacker); used > 0; used--) {
        bucket += take(unpacker, GIL_HISTOGRAM_BUCKETS - 1 - bucket);
        histogram->buckets[bucket] = (uint32_t)take(unpacker, UINT32_MAX);
    }
}

static void put_counts(Packer *packer, const GilCounts *counts)
{
    put_ns(packer, counts->held_ns);
    put_ns(packer, counts->waited_ns);
    put_ns(packer, counts->blocked_ns);
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        put(packer, counts->events[i]);
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        put(packer, counts->releases[i]);
    put_histogram(packer, &counts->waits);
    put_histogram(packer, &counts->holds);
}

static void take_counts(Unpacker *unpacker, GilCounts *counts)
{
    counts->held_ns = take_ns(unpacker);
    counts->waited_ns = take_ns(unpacker);
    counts->blocked_ns = take_ns(unpacker);
    for (int i = 0; i < GIL_EVENT_COUNT; i++)
        counts->events[i] = take(unpacker, UINT64_MAX);
    for (int i = 0; i < GIL_REASON_COUNT; i++)
        counts->releases[i] = take(unpacker, UINT64_MAX);
    take_histogram(unpacker, &counts->waits);
    take_histogram(unpacker, &counts->holds);
}

static void put_row(Packer *packer, const GilStatsRow *row)
{
    put(packer, row->id);
    put_text(packer, row->name);
    put(packer, row->finished);
    put_counts(packer, &row->counts);
    int count = 0;
    while (count < GIL_CULPRITS_MAX && row->culprits[count].ns > 0)
        count++;
    put(packer, (uint64_t)count);
    for (int i = 0; i < count; i++) {
        put(packer, row->culprits[i].id);
        put_ns(packer, row->culprits[i].ns);
    }
}

static void take_row(Unpacker *unpacker, GilStatsRow *row)
{
    row->id = (uint32_t)take(unpacker, UINT32_MAX);
    take_text(unpacker, row->name, sizeof row->name);
    row->finished = take(unpacker, 1) != 0;
    take_counts(unpacker, &row->counts);
    size_t count = (size_t)take(unpacker, GIL_CULPRITS_MAX);
    for (size_t i = 0; i < count; i++) {
        row->culprits[i].id = (uint32_t)take(unpacker, UINT32_MAX);
        row->culprits[i].ns = take_ns(unpacker);
    }
}

static void put_hot_line(Packer *packer, const GilHotLine *line)
{
    put_text(packer, line->function);
    put_text(packer, line->file);
    put_signed(packer, line->line);
    put(packer, line->count);
    put_ns(packer, line->held_ns);
    put_ns(packer, line->longest_ns);
}

static void take_hot_line(Unpacker *unpacker, GilHotLine *line)
{
    take_text(unpacker, line->function, sizeof line->function);
    take_text(unpacker, line->file, sizeof line->file);
    line->line = (int32_t)take_signed(unpacker);
    line->count = take(unpacker, UINT64_MAX);
    line->held_ns = take_ns(unpacker);
    line->longest_ns = take_ns(unpacker);
}

static void put_stats(Packer *packer, const GilStats *stats)
{
    size_t hot_count = stats->hot_count < GIL_HOT_SHOWN ? stats->hot_count : GIL_HOT_SHOWN;
    put_ns(packer, stats->elapsed_ns);
    put(packer, stats->count);
    for (size_t i = 0; i < stats->count; i++)
        put_row(packer, &stats->rows[i]);
    put(packer, hot_count);
    for (size_t i = 0; i < hot_count; i++)
        put_hot_line(packer, &stats->hot[i]);
}

static void take_stats(Unpacker *unpacker, GilStats *stats)
{
    stats->events = gil_config_row(&stats->config)->policy->events;
    stats->elapsed_ns = take_ns(unpacker);
    size_t count = take_count(unpacker);
    for (size_t i = 0; i < count && unpacker->error == 0; i++) {
        stats->rows = with_room(unpacker, stats->rows, stats->count, sizeof *stats->rows);
        if (unpacker->error != 0)
            return;
        GilStatsRow *row = &stats->rows[stats->count++];
        take_row(unpacker, row);
        gil_counts_add(&stats->total, &row->counts);
    }
    count = take_count(unpacker);
    for (size_t i = 0; i < count && unpacker->error == 0; i++) {
        stats->hot = with_room(unpacker, stats->hot, stats->hot_count, sizeof *stats->hot);
        if (unpacker->error == 0)
            take_hot_line(unpacker, &stats->hot[stats->hot_count++]);
    }
}

/* --- The trace ------------------------------------------------------------------------------- */

static uint8_t fields_present(const GilTraceEvent *event)
{
    return (uint8_t)((event->place ? 1 : 0) | (event->other ? 2 : 0) | (event->detail ? 4 : 0) |
                     (event->value ? 8 : 0) | (event->text ? 16 : 0));
}

static void put_event(Packer *packer, const GilTraceEvent *event, int64_t *before_ns)
{
    uint8_t present = fields_present(event);
    put(packer, event->event);
    put(packer, present);
    put_ns(packer, event->at_ns - *before_ns);
    *before_ns = event->at_ns;
    if (present & 1) {
        put(packer, event->place);
        put(packer, event->opcode);
    }
    if (present & 2)
        put(packer, event->other);
    if (present & 4)
        put(packer, event->detail);
    if (present & 8)
        put_signed(packer, event->value);
    if (present & 16)
        put(packer, event->text);
}

static void take_event(Unpacker *unpacker, GilTraceEvent *event, int64_t *before_ns)
{
    event->event = (uint8_t)take(unpacker, GIL_EVENT_COUNT - 1);
    uint64_t present = take(unpacker, 31);
    event->at_ns = *before_ns += take_ns(unpacker);
    if (present & 1) {
        event->place = (uint32_t)take(unpacker, UINT32_MAX);
        event->opcode = (uint16_t)take(unpacker, UINT16_MAX);
    }
    if (present & 2)
        event->other = (uint32_t)take(unpacker, UINT32_MAX);
    if (present & 4)
        event->detail = (uint8_t)take(
            unpacker, event->event == GIL_EVENT_DROP ? GIL_REASON_COUNT - 1 : UINT8_MAX);
    if (present & 8)
        event->value = take_signed(unpacker);
    if (present & 16)
        event->text = (uint32_t)take(unpacker, UINT32_MAX);
}

static void put_thread(Packer *packer, const GilTrace *trace, const GilTraceThread *thread)
{
    int64_t before_ns = trace->started_ns;
    put(packer, thread->id);
    put_text(packer, thread->name);
    put(packer, thread->dropped);
    size_t first = 0; /* A thread may have been started in the moment before. */
    while (first < thread->count && thread->events[first].at_ns < before_ns)
        first++;
    put(packer, thread->count - first);
    for (size_t i = first; i < thread->count; i++)
        put_event(packer, &thread->events[i], &before_ns);
}

static void take_thread(Unpacker *unpacker, const GilTrace *trace, GilTraceThread *thread)
{
    int64_t before_ns = trace->started_ns;
    thread->id = (uint32_t)take(unpacker, UINT32_MAX);
    take_text(unpacker, thread->name, sizeof thread->name);
    thread->dropped = take(unpacker, UINT64_MAX);
    size_t count = take_count(unpacker);
    for (size_t i = 0; i < count && unpacker->error == 0; i++) {
        thread->events = with_room(unpacker, thread->events, thread->count, sizeof *thread->events);
        if (unpacker->error == 0)
            take_event(unpacker, &thread->events[thread->count++], &before_ns);
        if (before_ns - trace->started_ns > NS_MAX) /* Many steps could go round the number. */
            fail(unpacker, RT_EINVAL);
    }
}

static void put_place(Packer *packer, const GilTracePlace *place)
{
    put(packer, place->function);
    put(packer, place->file);
    put_signed(packer, place->line);
}

static void take_place(Unpacker *unpacker, const GilTrace *trace, GilTracePlace *place)
{
    uint64_t last = trace->text_size - 1;
    place->function = (uint32_t)take(unpacker, last);
    place->file = (uint32_t)take(unpacker, last);
    place->line = (int32_t)take_signed(unpacker);
}

static void put_trace(Packer *packer, const GilTrace *trace)
{
    put_ns(packer, trace->started_ns);
    put_ns(packer, trace->ended_ns - trace->started_ns);
    put_bytes(packer, trace->texts, trace->text_size);
    put(packer, trace->place_count);
    for (size_t i = 0; i < trace->place_count; i++)
        put_place(packer, &trace->places[i]);
    put(packer, trace->thread_count);
    for (size_t i = 0; i < trace->thread_count; i++)
        put_thread(packer, trace, &trace->threads[i]);
}

/* The empty text comes first, and the last one has its end. */
static void take_texts(Unpacker *unpacker, GilTrace *trace)
{
    size_t size = take_count(unpacker);
    const char *texts = (const char *)unpacker->at;
    if (size > 0 && (size > UINT32_MAX || texts[0] != '\0' || texts[size - 1] != '\0'))
        fail(unpacker, RT_EINVAL);
    if (size == 0 || unpacker->error != 0)
        return;
    trace->texts = malloc(size);
    if (!trace->texts) {
        fail(unpacker, RT_ENOMEM);
        return;
    }
    memcpy(trace->texts, texts, size);
    trace->text_size = size;
    unpacker->at += size;
}

static void check_events(Unpacker *unpacker, const GilTrace *trace)
{
    for (size_t i = 0; i < trace->thread_count; i++) {
        for (size_t k = 0; k < trace->threads[i].count; k++) {
            const GilTraceEvent *event = &trace->threads[i].events[k];
            if ((event->place > 0 && event->place >= trace->place_count) ||
                (event->text > 0 && event->text >= trace->text_size))
                fail(unpacker, RT_EINVAL);
        }
    }
}

static void take_trace(Unpacker *unpacker, GilTrace *trace)
{
    trace->started_ns = take_ns(unpacker);
    trace->ended_ns = trace->started_ns + take_ns(unpacker);
    take_texts(unpacker, trace);
    size_t count = take_count(unpacker);
    for (size_t i = 0; i < count && unpacker->error == 0; i++) {
        trace->places = with_room(unpacker, trace->places, trace->place_count,
                                  sizeof *trace->places);
        if (unpacker->error == 0)
            take_place(unpacker, trace, &trace->places[trace->place_count++]);
    }
    count = take_count(unpacker);
    for (size_t i = 0; i < count && unpacker->error == 0; i++) {
        trace->threads = with_room(unpacker, trace->threads, trace->thread_count,
                                   sizeof *trace->threads);
        if (unpacker->error == 0)
            take_thread(unpacker, trace, &trace->threads[trace->thread_count++]);
    }
    if (trace->text_size == 0 && trace->place_count + trace->thread_count > 0)
        fail(unpacker, RT_EINVAL); /* Not even the empty text is there. */
    check_events(unpacker, trace);
}

/* --- The whole ------------------------------------------------------------------------------- */

int gil_pack(const GilStats *stats, const GilTrace *trace, uint8_t **out, size_t *out_size)
{
    Packer packer = {0};
    Header header = {.size = 0};
    make_room(&packer, sizeof header);
    put_process(&packer, &stats->process);
    put_config(&packer, &stats->config);
    put_stats(&packer, stats);
    put_trace(&packer, trace);
    if (packer.failed) {
        free(packer.bytes);
        return RT_ENOMEM;
    }
    memcpy(header.name, format_name, sizeof header.name);
    header.size = packer.size - sizeof header;
    header.sum = sum_of(packer.bytes + sizeof header, packer.size - sizeof header);
    memcpy(packer.bytes, &header, sizeof header);
    *out = packer.bytes;
    *out_size = packer.size;
    return 0;
}

/* Is there a whole recording? The size of its body, else 0. */
static size_t whole_size(const uint8_t *bytes, size_t size)
{
    Header header;
    memcpy(&header, bytes, sizeof header);
    bool fits = memcmp(header.name, format_name, sizeof header.name) == 0 &&
                header.size <= size - sizeof header;
    bool whole = fits && sum_of(bytes + sizeof header, header.size) == header.sum;
    return whole ? header.size : 0;
}

const uint8_t *gil_pack_next(const uint8_t *bytes, size_t size, size_t *at, size_t *out_size,
                             size_t *broken)
{
    bool lost = false; /* What begins at *at is none, and we look for the next. */
    for (; size - *at > sizeof(Header) && *broken < BROKEN_MAX; ++*at) {
        *out_size = whole_size(bytes + *at, size - *at);
        if (*out_size > 0) {
            const uint8_t *body = bytes + *at + sizeof(Header);
            *at += sizeof(Header) + *out_size;
            return body;
        }
        bool named = memcmp(bytes + *at, format_name, sizeof format_name) == 0;
        *broken += !lost || named;
        lost = true;
    }
    return NULL;
}

int gil_unpack(const uint8_t *body, size_t size, const GilConfig *config, GilStats *stats,
               GilTrace *trace)
{
    Unpacker unpacker = {.at = body, .end = body + size};
    memset(stats, 0, sizeof *stats);
    memset(trace, 0, sizeof *trace);
    take_process(&unpacker, &stats->process);
    take_config(&unpacker, config, &stats->config);
    trace->process = stats->process;
    trace->config = stats->config;
    take_stats(&unpacker, stats);
    take_trace(&unpacker, trace);
    if (unpacker.error == 0 && unpacker.at != unpacker.end)
        unpacker.error = RT_EINVAL;
    return unpacker.error;
}
