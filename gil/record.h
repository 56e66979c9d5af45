/* The recorder: the one watcher from which statistics and traces come. Internal to gil/.
 *
 * Every thread has a record that it alone writes: counts, histograms and, while there is a trace, a
 * ring of its latest events. Nothing is allocated and no lock is taken when an event is noted.
 * Others may read a record meanwhile; so its owner writes, and they read, with relaxed atomic
 * accesses, and a ring says by its head what is whole (ring.h).
 *
 * What is not one thread's (the places of the program, the texts, the log of holds) is guarded by
 * the lock that is being watched: only its holder touches them.
 *
 * The clock is read only where something begins or ends. A holder that gives way and has the lock
 * back before anybody else had it has not given it up in any way that matters: such a pass is a
 * count, and its hold goes on. Under the tick lock these are millions, so nothing is noted when a
 * holder gives way unasked. If another takes the lock, that one tells it when; and once it has the
 * lock again, it is still at the place where it gave way, and writes that down. */
#ifndef GIL_RECORD_H
#define GIL_RECORD_H

#include "gil/places.h"
#include "gil/policy.h"
#include "gil/ring.h"

/* What a thread is about. */
typedef enum GilState {
    GIL_STATE_OUT,     /* not started, ended, or in a call that had given the lock up */
    GIL_STATE_FORCED,  /* has released, and waits until another has taken the lock */
    GIL_STATE_WANTING, /* asks, from the moment that it gives way */
    GIL_STATE_HOLDING,
} GilState;

struct GilRecord {
    GilRecord *next; /* in recorder->records; guarded by gil->registry */
    uint32_t id;
    char name[48]; /* guarded by gil->registry, as are the next two */
    bool finished; /* its thread has detached */
    GilRing *ring; /* NULL: never traced */

    GilCounts counts;
    GilCulprit culprits[GIL_CULPRITS_MAX + 1]; /* the last are the others */

    /* The rest is the thread's own. */
    GilState state, before_force;
    int64_t since_ns;   /* when the present stretch began */
    int64_t want_ns;    /* when it asked for the lock */
    int64_t taken_ns;   /* when the present hold began */
    int64_t seen_ns;    /* until when the hold is attributed to places */
    int64_t drop_ns;    /* when it gave the lock up */
    int64_t honour_ns;  /* when it saw the request that it is serving; 0: none */
    GilTraceEvent drop; /* of giving way when asked to, to be written when it is no pass */
    bool contended;     /* found the lock taken */
    bool passing;       /* gave way, and so far nothing has come between */
    bool unasked;       /* gave way unasked: when, is not known yet, or not written yet */
    _Atomic int64_t
        lost_ns;            /* when another took the lock from it: that one writes it; 0: not yet */
    int64_t subject_number; /* what the next release waits for */
    uint32_t subject_text;
};

/* The latest holds, newest last: who is to blame for a wait is read from here. */
#define GIL_HOLDS_MAX 1024
typedef struct GilHold {
    uint32_t id;
    int64_t begin_ns, end_ns;
} GilHold;

/* Files with higher numbers have no names in a trace. */
#define GIL_FILES_MAX 256

struct GilRecorder {
    GilObserver observer; /* first: what gil_note calls */
    _Atomic bool tracing; /* the holder writes, all read */
    uint32_t ring_size;   /* events */
    int64_t started_ns;
    int64_t trace_started_ns, trace_ended_ns;

    /* Guarded by gil->registry. */
    GilRecord *records, **records_end;
    size_t finished_count;

    /* Holder. */
    GilPlaces *places;
    GilHold holds[GIL_HOLDS_MAX];
    uint64_t hold_count; /* ever; the latest is at (hold_count - 1) % GIL_HOLDS_MAX */
    GilHold hold;        /* the present one, or the latest */
    GilRecord
        *hold_of; /* whose it is, while its end is not known and it is not logged; else NULL */

    uint32_t files[GIL_FILES_MAX]; /* the names of open files, as texts; 0: not known */

    /* The latest drop request: the asker writes, the holder that is asked reads. */
    _Atomic uint32_t requester;
    _Atomic int64_t requested_ns;
    _Atomic int64_t signalled_ns; /* a signal handler writes, the main thread reads */

    /* The sampler, a thread that asks the holder now and then where it is. */
    RtThread *sampler;
    RtMutex *sampler_mutex;
    RtCond *sampler_cond; /* it shall end */
    bool sampler_ends;    /* guarded by sampler_mutex */
};

/* Counts an event of which nothing else is kept, and of which no watcher is told. */
static inline void gil_record_count(GilThread *thread, GilEvent event)
{
    GilRecord *record = atomic_load_explicit(&thread->record, memory_order_acquire);
    if (record)
        __atomic_store_n(&record->counts.events[event], record->counts.events[event] + 1,
                         __ATOMIC_RELAXED);
}

/* Called by gil.c. attach, detach and rename: with the registry locked. */
void gil_recorder_free(Gil *gil);
void gil_record_attach(Gil *gil, GilThread *thread);
void gil_record_detach(Gil *gil, GilThread *thread);
void gil_record_rename(GilThread *thread);
void gil_record_after_fork(Gil *gil, GilThread *thread);

/* Makes the recorder, if there is none, with records for the threads that exist. 0 or RT_ENOMEM. */
int gil_recorder_need(Gil *gil);

/* The holder's hold up to now, in its counts: before they are copied. */
void gil_record_settle(Gil *gil);

/* trace.c: in the order of time. A thread writes in the order of its doings, and some begin before
 * they are known to matter: a pass that is written at its end. Those few are moved to their time.
 */
void gil_events_sort(GilTraceEvent *events, size_t count);

/* bands.c: what the thread is about after the event; GIL_SPAN_COUNT: it does not say. (The end of a
 * forced switch: what it was about before.) */
GilSpanKind gil_event_kind(const GilTraceEvent *event);

void gil_sampler_start(Gil *gil);
void gil_sampler_stop(Gil *gil);

void gil_counts_add(GilCounts *to, const GilCounts *from);

/* Histograms. add: by the owner, while others may copy. */
void gil_histogram_add(GilHistogram *histogram, int64_t ns);
void gil_histogram_copy(GilHistogram *to, const GilHistogram *from);
void gil_histogram_join(GilHistogram *to, const GilHistogram *from);
void gil_histogram_subtract(GilHistogram *from, const GilHistogram *earlier);

#endif
