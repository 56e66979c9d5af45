/* The recorder: turns what the lock reports into counts, times and traces. */
#include "gil/record.h"

#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

/* Records are kept for so many threads that have ended; those who end later share one. */
#define FINISHED_MAX 4096

/* What a holder says of its place is not worth keeping more often. */
#define SAMPLE_NS_MIN (RT_MILLISECOND / 2)

static int64_t now(Gil *gil)
{
    return rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
}

static void add_time(int64_t *sum_ns, int64_t ns)
{
    __atomic_store_n(sum_ns, *sum_ns + ns, __ATOMIC_RELAXED);
}

static void add_one(uint64_t *count)
{
    __atomic_store_n(count, *count + 1, __ATOMIC_RELAXED);
}

/* --- Writing the trace --------------------------------------------------------------------- */

/* The rings are made before the flag is set: who sees the flag sees them. */
static bool traces(const Gil *gil, const GilRecord *record)
{
    return atomic_load_explicit(&gil->recorder->tracing, memory_order_acquire) && record->ring;
}

static void put(Gil *gil, GilRecord *record, const GilTraceEvent *event)
{
    if (traces(gil, record))
        gil_ring_put(record->ring, event);
}

static void put_plain(Gil *gil, GilRecord *record, GilEvent event, int64_t at_ns, uint32_t other,
                      int64_t value)
{
    GilTraceEvent plain = {.at_ns = at_ns, .value = value, .other = other, .event = (uint8_t)event};
    put(gil, record, &plain);
}

__attribute__((noinline)) static void put_first_pass(Gil *gil, GilRecord *record)
{
    put_plain(gil, record, GIL_EVENT_PASS, record->seen_ns, 0, 1);
}

/* Passes in a row are one event that counts. */
static void put_pass(Gil *gil, GilRecord *record)
{
    if (!traces(gil, record))
        return;
    GilTraceEvent *last = gil_ring_last(record->ring);
    if (last && last->event == GIL_EVENT_PASS)
        gil_ring_count_up(last);
    else
        put_first_pass(gil, record);
}

/* --- Places: the holder alone -------------------------------------------------------------- */

/* Where the thread is now: also into the event. */
static uint32_t find_place(Gil *gil, GilThread *thread, GilTraceEvent *event)
{
    GilPosition place;
    if (!gil->program || !gil->recorder->places || !gil->program->where(thread, &place))
        return 0;
    event->opcode = place.opcode;
    event->place = gil_places_find(gil->recorder->places, thread, &place);
    return event->place;
}

/* The time since the thread was seen last was spent here. */
static void attribute(Gil *gil, GilRecord *record, uint32_t place, int64_t now_ns)
{
    if (place)
        gil_places_held(gil->recorder->places, place, now_ns - record->seen_ns);
    record->seen_ns = now_ns;
}

/* --- Who is to blame ----------------------------------------------------------------------- */

static void begin_hold(GilRecorder *recorder, GilRecord *record, int64_t now_ns)
{
    record->state = GIL_STATE_HOLDING;
    record->since_ns = record->taken_ns = record->seen_ns = now_ns;
    atomic_store_explicit(&record->lost_ns, 0, memory_order_relaxed);
    recorder->hold = (GilHold){record->id, now_ns, 0};
    recorder->hold_of = record;
}

static void end_hold(GilRecorder *recorder, int64_t now_ns)
{
    if (!recorder->hold_of)
        return;
    atomic_store_explicit(&recorder->hold_of->lost_ns, now_ns, memory_order_relaxed);
    recorder->hold_of = NULL;
    recorder->hold.end_ns = now_ns;
    recorder->holds[recorder->hold_count++ % GIL_HOLDS_MAX] = recorder->hold;
}

/* It was no end. */
static void resume_hold(GilRecorder *recorder, GilRecord *record)
{
    if (recorder->hold_of)
        return;
    recorder->hold_count--;
    recorder->hold_of = record;
    atomic_store_explicit(&record->lost_ns, 0, memory_order_relaxed);
}

static void blame(GilRecord *record, uint32_t id, int64_t ns)
{
    GilCulprit *culprit = record->culprits;
    while (culprit < &record->culprits[GIL_CULPRITS_MAX] && culprit->id != id && culprit->id != 0)
        culprit++;
    if (culprit < &record->culprits[GIL_CULPRITS_MAX])
        __atomic_store_n(&culprit->id, id, __ATOMIC_RELAXED);
    add_time(&culprit->ns, ns);
}

/* Whoever held the lock since from_ns made the thread wait, as far back as the log goes. */
static void blame_holders(const GilRecorder *recorder, GilRecord *record, int64_t from_ns)
{
    uint64_t first = recorder->hold_count > GIL_HOLDS_MAX ? recorder->hold_count - GIL_HOLDS_MAX
                                                          : 0;
    for (uint64_t i = recorder->hold_count; i > first; i--) {
        const GilHold *hold = &recorder->holds[(i - 1) % GIL_HOLDS_MAX];
        if (hold->end_ns <= from_ns)
            break;
        int64_t begin_ns = hold->begin_ns > from_ns ? hold->begin_ns : from_ns;
        if (hold->id != record->id)
            blame(record, hold->id, hold->end_ns - begin_ns);
    }
}

/* --- The events, in the order in which a thread meets them --------------------------------- */

static void count_wait(GilRecord *record, int64_t ns)
{
    add_time(&record->counts.waited_ns, ns);
    gil_histogram_add(&record->counts.waits, ns);
}

static void begin_want(GilRecord *record, int64_t now_ns)
{
    record->want_ns = now_ns;
    record->contended = false;
    record->state = GIL_STATE_WANTING;
}

/* A give-way that turns out, at now_ns, to be more than a pass. Perhaps the lock is another's by
 * now: what the holder writes, of giving way unasked, waits until the thread is that again. */
static void settle_drop(Gil *gil, GilRecord *record, int64_t now_ns)
{
    if (!record->passing)
        return;
    record->passing = false;
    add_one(&record->counts.events[GIL_EVENT_DROP]);
    add_one(&record->counts.releases[record->unasked ? GIL_EVAL : record->drop.detail]);
    if (record->unasked) {
        record->drop_ns = now_ns;
        add_time(&record->counts.held_ns, now_ns - record->since_ns);
        record->since_ns = now_ns;
        begin_want(record, now_ns);
    } else {
        put(gil, record, &record->drop);
    }
    gil_histogram_add(&record->counts.holds, record->drop_ns - record->taken_ns);
}

/* The thread holds the lock again, or never will. */
static void write_unasked_drop(Gil *gil, GilThread *thread, GilRecord *record, bool holds)
{
    GilTraceEvent event = {.at_ns = record->drop_ns, .event = GIL_EVENT_DROP, .detail = GIL_EVAL};
    if (!record->unasked)
        return;
    record->unasked = false;
    if (holds)
        attribute(gil, record, find_place(gil, thread, &event), record->drop_ns);
    put(gil, record, &event);
}

static void note_want(Gil *gil, GilRecord *record)
{
    if (record->passing || record->state == GIL_STATE_WANTING)
        return;
    int64_t now_ns = now(gil);
    if (record->state == GIL_STATE_OUT)
        add_time(&record->counts.blocked_ns, now_ns - record->since_ns);
    record->since_ns = now_ns;
    begin_want(record, now_ns);
}

/* What seemed to be a pass is none. It asked a moment after it gave way, for whoever puts both in
 * order. */
static void settle_pass(Gil *gil, GilRecord *record)
{
    int64_t now_ns = now(gil);
    int64_t lost_ns = atomic_load_explicit(&record->lost_ns, memory_order_relaxed);
    bool unasked = record->unasked;
    settle_drop(gil, record, lost_ns ? lost_ns : now_ns);
    if (unasked)
        record->want_ns = record->drop_ns + 1;
}

static void note_busy(Gil *gil, GilRecord *record)
{
    if (record->passing)
        settle_pass(gil, record);
    record->contended = true;
    put_plain(gil, record, GIL_EVENT_BUSY, record->want_ns, gil_holder(gil), 0);
}

static void note_waiter(Gil *gil, GilRecord *record, GilEvent event)
{
    GilRecorder *recorder = gil->recorder;
    int64_t now_ns = now(gil);
    uint32_t holder = gil_holder(gil);
    if (event == GIL_EVENT_REQUEST) {
        atomic_store_explicit(&recorder->requester, record->id, memory_order_relaxed);
        atomic_store_explicit(&recorder->requested_ns, now_ns, memory_order_relaxed);
    }
    put_plain(gil, record, event, now_ns, holder, 0);
}

/* Nobody had the lock meanwhile: the hold that seemed to end goes on. */
static void note_pass(Gil *gil, GilRecord *record)
{
    record->passing = record->unasked = false;
    record->state = GIL_STATE_HOLDING;
    resume_hold(gil->recorder, record);
    add_one(&record->counts.events[GIL_EVENT_PASS]);
    put_pass(gil, record);
}

static void note_take(Gil *gil, GilThread *thread, GilRecord *record)
{
    GilRecorder *recorder = gil->recorder;
    uint32_t before = recorder->hold.id;
    if (record->passing) { /* Another has had it meanwhile. */
        settle_pass(gil, record);
        record->contended = true;
    }
    bool asked = record->state == GIL_STATE_WANTING;
    /* Was it free when the thread asked, and not only a moment later? */
    bool was_free = !recorder->hold_of && recorder->hold.end_ns <= record->want_ns;
    bool at_once = asked && !record->contended && was_free;
    int64_t now_ns = at_once ? record->want_ns : now(gil);
    int64_t waited_ns = asked ? now_ns - record->want_ns : 0;
    end_hold(recorder, before == record->id ? record->drop_ns : now_ns);
    write_unasked_drop(gil, thread, record, true);
    if (before != 0 && before != record->id)
        add_one(&record->counts.events[GIL_EVENT_SWITCH]);
    if (record->contended) {
        count_wait(record, waited_ns);
        blame_holders(recorder, record, record->want_ns);
    }
    put_plain(gil, record, GIL_EVENT_TAKE, now_ns, before, waited_ns);
    begin_hold(recorder, record, now_ns);
}

static void note_honour(Gil *gil, GilThread *thread, GilRecord *record)
{
    GilRecorder *recorder = gil->recorder;
    int64_t asked_ns = atomic_load_explicit(&recorder->requested_ns, memory_order_relaxed);
    GilTraceEvent event = {.event = GIL_EVENT_HONOUR};
    record->honour_ns = event.at_ns = now(gil);
    event.value = event.at_ns - asked_ns;
    event.other = atomic_load_explicit(&recorder->requester, memory_order_relaxed);
    int ticks = find_place(gil, thread, &event) ? gil->program->ticks_apart(thread) : 0;
    event.detail = (uint8_t)(ticks < UINT8_MAX ? ticks : UINT8_MAX);
    put(gil, record, &event);
}

/* What a release waits for: what was said, or the name of the file that was meant. */
static void put_subject(const GilRecorder *recorder, GilRecord *record, GilTraceEvent *event)
{
    int64_t number = record->subject_number;
    bool of_file = event->detail == GIL_READ || event->detail == GIL_WRITE;
    event->value = number;
    event->text = record->subject_text;
    if (of_file && event->text == 0 && number >= 0 && number < GIL_FILES_MAX)
        event->text = recorder->files[number];
    record->subject_number = 0;
    record->subject_text = 0;
}

static void note_drop(Gil *gil, GilThread *thread, GilRecord *record, GilReason reason)
{
    GilRecorder *recorder = gil->recorder;
    int64_t now_ns = record->honour_ns ? record->honour_ns : now(gil);
    record->honour_ns = 0;
    if (record->state != GIL_STATE_HOLDING) /* Recording began in its hold. */
        begin_hold(recorder, record, now_ns);
    add_time(&record->counts.held_ns, now_ns - record->since_ns);
    GilTraceEvent event = {.at_ns = now_ns, .event = GIL_EVENT_DROP, .detail = (uint8_t)reason};
    put_subject(recorder, record, &event);
    attribute(gil, record, find_place(gil, thread, &event), now_ns);
    end_hold(recorder, now_ns);
    record->drop = event;
    record->drop_ns = record->since_ns = now_ns;
    record->passing = true;
    record->state = GIL_STATE_OUT;
    if (reason == GIL_EVAL)
        begin_want(record, now_ns);
    else
        settle_drop(gil, record, now_ns);
}

static void note_force(Gil *gil, GilRecord *record)
{
    int64_t now_ns = now(gil);
    settle_drop(gil, record, now_ns);
    record->before_force = record->state;
    record->state = GIL_STATE_FORCED;
    record->since_ns = now_ns;
    put_plain(gil, record, GIL_EVENT_FORCE, now_ns, 0, 0);
}

static void note_forced(Gil *gil, GilRecord *record, uint32_t taker)
{
    int64_t now_ns = now(gil), waited_ns = now_ns - record->since_ns;
    add_time(&record->counts.waited_ns, waited_ns);
    put_plain(gil, record, GIL_EVENT_FORCED, now_ns, taker, waited_ns);
    record->since_ns = now_ns;
    record->state = record->before_force;
    if (record->state == GIL_STATE_WANTING)
        record->want_ns = now_ns;
}

static void note_refuse(Gil *gil, GilThread *thread, GilRecord *record)
{
    int64_t now_ns = now(gil);
    settle_drop(gil, record, now_ns);
    write_unasked_drop(gil, thread, record, false);
    if (record->contended)
        count_wait(record, now_ns - record->want_ns);
    put_plain(gil, record, GIL_EVENT_REFUSE, now_ns, 0, 0);
    record->state = GIL_STATE_OUT;
    record->since_ns = now_ns;
}

static void note_sample(Gil *gil, GilThread *thread, GilRecord *record)
{
    GilTraceEvent event = {.at_ns = now(gil), .event = GIL_EVENT_SAMPLE};
    if (record->state != GIL_STATE_HOLDING || event.at_ns - record->seen_ns < SAMPLE_NS_MIN)
        return;
    attribute(gil, record, find_place(gil, thread, &event), event.at_ns);
    put(gil, record, &event);
}

/* COLLECT, COLLECTED, SIGNAL: what the VM tells. */
static void note_news(Gil *gil, GilThread *thread, GilRecord *record, GilEvent event, int detail)
{
    GilTraceEvent news = {.at_ns = now(gil), .event = (uint8_t)event, .value = detail};
    if (event == GIL_EVENT_SIGNAL) {
        news.detail = (uint8_t)detail;
        news.value = news.at_ns -
                     atomic_load_explicit(&gil->recorder->signalled_ns, memory_order_relaxed);
    }
    find_place(gil, thread, &news);
    put(gil, record, &news);
}

static void note_signal(Gil *gil, GilThread *thread, GilRecord *record, int number)
{
    int64_t came_ns = atomic_load_explicit(&gil->recorder->signalled_ns, memory_order_relaxed);
    GilTraceEvent came = {.at_ns = came_ns, .event = GIL_EVENT_ARRIVE, .detail = (uint8_t)number};
    if (came_ns >= gil->recorder->trace_started_ns)
        put(gil, record, &came);
    note_news(gil, thread, record, GIL_EVENT_SIGNAL, number);
}

/* A thread's first and last words; its starter, who has the lock, says the first for it. */
static void note_life(Gil *gil, GilRecord *record, GilEvent event)
{
    uint32_t starter = event == GIL_EVENT_ATTACH ? gil_holder(gil) : 0;
    record->since_ns = now(gil);
    record->state = GIL_STATE_OUT;
    put_plain(gil, record, event, record->since_ns, starter, 0);
}

/* Under a lock that counts ticks nearly all events are those of a pass, of which there are millions
 * a second. So they are looked for first, and cost as little as can be. */
static bool note_of_pass(Gil *gil, GilRecord *record, GilEvent event, int detail)
{
    switch (event) {
    case GIL_EVENT_DROP:
        if (record->state != GIL_STATE_HOLDING || detail != GIL_EVAL || record->honour_ns)
            return false;
        record->passing = record->unasked = true;
        return true;
    case GIL_EVENT_TAKE:
        if (!record->passing || gil->recorder->hold.id != record->id)
            return false;
        note_pass(gil, record);
        return true;
    default: return false;
    }
}

__attribute__((noinline)) static void note_other(Gil *gil, GilThread *thread, GilRecord *record,
                                                 GilEvent event, int detail)
{
    if (event != GIL_EVENT_DROP) /* That is counted when it is no pass. */
        add_one(&record->counts.events[event]);
    switch (event) {
    case GIL_EVENT_ATTACH:
    case GIL_EVENT_DETACH: note_life(gil, record, event); break;
    case GIL_EVENT_WANT: note_want(gil, record); break;
    case GIL_EVENT_BUSY: note_busy(gil, record); break;
    case GIL_EVENT_TIMEOUT:
    case GIL_EVENT_RETRY:
    case GIL_EVENT_REQUEST: note_waiter(gil, record, event); break;
    case GIL_EVENT_TAKE: note_take(gil, thread, record); break;
    case GIL_EVENT_HONOUR: note_honour(gil, thread, record); break;
    case GIL_EVENT_DROP: note_drop(gil, thread, record, (GilReason)detail); break;
    case GIL_EVENT_FORCE: note_force(gil, record); break;
    case GIL_EVENT_FORCED: note_forced(gil, record, (uint32_t)detail); break;
    case GIL_EVENT_REFUSE: note_refuse(gil, thread, record); break;
    case GIL_EVENT_SAMPLE: note_sample(gil, thread, record); break;
    case GIL_EVENT_COLLECT:
    case GIL_EVENT_COLLECTED: note_news(gil, thread, record, event, detail); break;
    case GIL_EVENT_SIGNAL: note_signal(gil, thread, record, detail); break;
    case GIL_EVENT_CHECK:
    case GIL_EVENT_ARRIVE:
    case GIL_EVENT_PASS:
    case GIL_EVENT_SWITCH:
    case GIL_EVENT_MARK:
    case GIL_EVENT_COUNT: break;
    }
}

static void recorder_note(GilObserver *observer, Gil *gil, GilThread *thread, GilEvent event,
                          int detail)
{
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_acquire);
    if (!record)
        return;
    if (!note_of_pass(gil, record, event, detail))
        note_other(gil, thread, record, event, detail);
}

void gil_mark(Gil *gil, GilThread *thread, const char *text)
{
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_relaxed);
    if (!record || !traces(gil, record))
        return;
    GilTraceEvent event = {.at_ns = now(gil), .event = GIL_EVENT_MARK};
    if (gil->recorder->places)
        event.text = gil_places_text(gil->recorder->places, text);
    find_place(gil, thread, &event);
    add_one(&record->counts.events[GIL_EVENT_MARK]);
    put(gil, record, &event);
}

void gil_waits_for(Gil *gil, GilThread *thread, int64_t number, const char *name)
{
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_relaxed);
    if (!record || !traces(gil, record))
        return;
    record->subject_number = number;
    if (name && gil->recorder->places)
        record->subject_text = gil_places_text(gil->recorder->places, name);
}

uint32_t gil_object_number(Gil *gil, const char *kind, uint64_t identity)
{
    if (!gil_tracing(gil) || !gil->recorder->places)
        return 0;
    return gil_places_object(gil->recorder->places, kind, identity);
}

void gil_file_opened(Gil *gil, int64_t number, const char *name)
{
    GilRecorder *recorder = gil->recorder;
    if (recorder && recorder->places && number >= 0 && number < GIL_FILES_MAX)
        recorder->files[number] = gil_places_text(recorder->places, name);
}

void gil_file_closes(Gil *gil, GilThread *thread, int64_t number)
{
    GilRecorder *recorder = gil->recorder;
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_relaxed);
    gil_waits_for(gil, thread, number, NULL);
    if (!recorder || !record || number < 0 || number >= GIL_FILES_MAX)
        return;
    record->subject_text = recorder->files[number];
    recorder->files[number] = 0;
}

void gil_signal_arrived(Gil *gil)
{
    if (gil->recorder)
        atomic_store_explicit(&gil->recorder->signalled_ns, now(gil), memory_order_relaxed);
}

void gil_record_settle(Gil *gil)
{
    rt_mutex_lock(gil->rt, gil->registry);
    GilThread *thread = gil->threads;
    while (thread && !gil_held(gil, thread))
        thread = thread->next;
    rt_mutex_unlock(gil->rt, gil->registry);
    GilRecord *record = thread ? atomic_load(&thread->record) : NULL;
    if (!record || record->state != GIL_STATE_HOLDING)
        return;
    int64_t now_ns = now(gil);
    add_time(&record->counts.held_ns, now_ns - record->since_ns);
    record->since_ns = now_ns;
}

/* --- The life of records ------------------------------------------------------------------- */

static void append(GilRecorder *recorder, GilRecord *record)
{
    record->next = NULL;
    *recorder->records_end = record;
    recorder->records_end = &record->next;
}

/* Recording is no reason to fail: without memory the thread is not recorded. */
void gil_record_attach(Gil *gil, GilThread *thread)
{
    GilRecorder *recorder = gil->recorder;
    GilRecord *record = recorder ? calloc(1, sizeof *record) : NULL;
    if (!record)
        return;
    record->id = thread->id;
    memcpy(record->name, thread->name, sizeof record->name);
    record->since_ns = now(gil);
    if (gil_held(gil, thread))
        begin_hold(recorder, record, record->since_ns);
    if (recorder->tracing)
        record->ring = gil_ring_new(recorder->ring_size);
    append(recorder, record);
    atomic_store_explicit(&thread->record, record, memory_order_release);
}

void gil_record_rename(GilThread *thread)
{
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_relaxed);
    if (record)
        memcpy(record->name, thread->name, sizeof record->name);
}

static void record_free(GilRecord *record)
{
    free(record->ring);
    free(record);
}

static void unlink_record(GilRecorder *recorder, GilRecord *record)
{
    GilRecord **link = &recorder->records;
    while (*link != record)
        link = &(*link)->next;
    *link = record->next;
    if (recorder->records_end == &record->next)
        recorder->records_end = link;
}

/* The record that all share who end after FINISHED_MAX others: number 0. */
static GilRecord *shared_record(GilRecorder *recorder)
{
    for (GilRecord *record = recorder->records; record; record = record->next) {
        if (record->id == 0)
            return record;
    }
    GilRecord *record = calloc(1, sizeof *record);
    if (!record)
        return NULL;
    strcpy(record->name, "(other threads)");
    record->finished = true;
    append(recorder, record);
    return record;
}

static void fold(GilRecorder *recorder, GilRecord *record)
{
    GilRecord *shared = shared_record(recorder);
    if (shared) {
        gil_counts_add(&shared->counts, &record->counts);
        for (int i = 0; i <= GIL_CULPRITS_MAX; i++)
            blame(shared, record->culprits[i].id, record->culprits[i].ns);
    }
    unlink_record(recorder, record);
    record_free(record);
}

void gil_record_detach(Gil *gil, GilThread *thread)
{
    GilRecorder *recorder = gil->recorder;
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_relaxed);
    if (!record)
        return;
    atomic_store_explicit(&thread->record, NULL, memory_order_relaxed);
    record->finished = true;
    if (++recorder->finished_count > FINISHED_MAX)
        fold(recorder, record);
    else if (record->ring)
        record->ring = gil_ring_shrink(record->ring);
}

/* A lock that nobody knows yet needs none: on a virtual machine that would take its time. */
static void attach_all(Gil *gil)
{
    if (!gil->threads)
        return;
    rt_mutex_lock(gil->rt, gil->registry);
    for (GilThread *thread = gil->threads; thread; thread = thread->next)
        gil_record_attach(gil, thread);
    rt_mutex_unlock(gil->rt, gil->registry);
}

int gil_recorder_need(Gil *gil)
{
    if (gil->recorder)
        return 0;
    GilRecorder *recorder = calloc(1, sizeof *recorder);
    GilPlaces *places = gil_places_new(gil->program);
    if (!recorder || !places) {
        free(recorder);
        gil_places_free(places);
        return RT_ENOMEM;
    }
    recorder->observer.note = recorder_note;
    recorder->places = places;
    recorder->records_end = &recorder->records;
    recorder->started_ns = now(gil);
    recorder->files[0] = gil_places_text(places, "standard input");
    recorder->files[1] = gil_places_text(places, "standard output");
    recorder->files[2] = gil_places_text(places, "standard error");
    gil->recorder = recorder;
    attach_all(gil);
    gil_observe(gil, &recorder->observer);
    gil_sampler_start(gil);
    return 0;
}

void gil_forget_program(Gil *gil)
{
    if (!gil->recorder)
        return;
    gil_sampler_stop(gil);
    gil_places_free(gil->recorder->places);
    gil->recorder->places = NULL;
}

void gil_recorder_free(Gil *gil)
{
    GilRecorder *recorder = gil->recorder;
    if (!recorder)
        return;
    gil_forget_program(gil);
    for (GilRecord *record = recorder->records, *next; record; record = next) {
        next = record->next;
        record_free(record);
    }
    free(recorder);
    gil->recorder = NULL;
}

/* The child measures itself alone, from now on. */
void gil_record_after_fork(Gil *gil, GilThread *thread)
{
    GilRecorder *recorder = gil->recorder;
    if (!recorder)
        return;
    for (GilRecord *record = recorder->records, *next; record; record = next) {
        next = record->next;
        record_free(record);
    }
    recorder->records = NULL;
    recorder->records_end = &recorder->records;
    recorder->finished_count = 0;
    recorder->hold_count = 0;
    recorder->hold_of = NULL;
    recorder->started_ns = recorder->trace_started_ns = gil->started_ns;
    recorder->sampler = NULL; /* It stayed with the parent. */
    memset(&recorder->process, 0, sizeof recorder->process);
    if (recorder->places)
        gil_places_forget_times(recorder->places);
    gil_record_attach(gil, thread);
    gil_sampler_start(gil);
}
