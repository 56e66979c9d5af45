/* The lock: one thread at a time runs bytecode, and this decides which.
 *
 * Python objects have no locks of their own. A thread must hold the interpreter's one lock, the
 * GIL, to touch any of them. Two questions make a GIL: when must a holder that has work left give
 * way, and who comes next? CPython has answered them twice, and gilbox has both answers.
 *
 * The tick lock (CPython up to 3.1) counts. All threads share one ticker, and each bytecode takes
 * one from it. When it runs out, the holder releases the lock and in the next breath asks for it
 * again:
 *
 *     holder    ...100 ticks... | release, acquire | ...100 ticks... | release, acquire | ...
 *     waiter    asleep            wakes: taken!     asleep             wakes: taken!
 *
 * Releasing wakes a waiter, but nothing hands the lock over. By the time the waiter's core is
 * awake, the old holder has often taken the lock back: the waiter finds it taken (RETRY), sleeps
 * again, and both have paid for nothing. This is why two CPU-bound threads ran slower than one.
 *
 * The timed lock (3.2 and later) turns it round: a holder that nobody waits for is never disturbed.
 * A waiter waits for at most the switch interval, 5 ms; when no switch has happened meanwhile it
 * raises a flag, the drop request. The holder sees the flag at its next safepoint, releases, and
 * (this is new) waits until another thread has really taken the lock:
 *
 *     holder    ......running......| sees the request, releases, waits | asks...
 *     waiter    wait 5 ms | REQUEST                       TAKE (clears the request) ...running...
 *
 * So the interval is a waiter's patience, not a holder's time slice. A thread that did a short read
 * must wait 5 ms for a busy one, each time (the convoy effect); whoever takes the lock clears the
 * request, and then all others must lose their patience anew.
 *
 * Between policies nothing else differs. What all share is here: the one word that the VM polls,
 * the threads, their statistics, and the shutdown. Policies are rows of policies.def with a file
 * each; see policy.h to write one. A Gil is a value: a process may hold many, one per interpreter.
 *
 * Who calls what: `holder` below means that the calling thread holds the lock. */
#ifndef GIL_GIL_H
#define GIL_GIL_H

#include "runtime/rt.h"

#include <stdatomic.h>

typedef struct Gil Gil;
typedef struct GilThread GilThread;
typedef struct GilPolicy GilPolicy; /* a row of policies.def at work; see policy.h */
typedef struct GilObserver GilObserver;
typedef struct GilRecord GilRecord;     /* what one thread has done with the lock; see record.h */
typedef struct GilRecorder GilRecorder; /* the observer that keeps those */

typedef struct GilLineRules GilLineRules; /* what tells apart the locks with a line; see line.h */

#define GIL_NAME_SIZE 48 /* bytes of the name of a thread or a process, with the NUL */

typedef enum GilReason {
#define GIL_REASON(name, word, noun, sentence) GIL_##name,
#include "gil/reasons.def"
#undef GIL_REASON
    GIL_REASON_COUNT,
} GilReason;

typedef enum GilEvent {
#define GIL_EVENT(name, heading, sentence) GIL_EVENT_##name,
#include "gil/events.def"
#undef GIL_EVENT
    GIL_EVENT_COUNT,
} GilEvent;

typedef enum GilPolicyId {
#define GIL_POLICY(name, word, counts_ticks, knob, origin, sentence) GIL_POLICY_##name,
#include "gil/policies.def"
#undef GIL_POLICY
    GIL_POLICY_COUNT,
} GilPolicyId;

/* Where the VM looks at the breaker word. */
typedef enum GilChecks {
    GIL_CHECKS_EVERY, /* before every bytecode that is not a mere stack move, as up to 3.9 */
    GIL_CHECKS_EDGES, /* at backward jumps, calls and function entries, as from 3.10 */
} GilChecks;

/* --- The program ---------------------------------------------------------------------------- */

/* Where a thread stands in its program: the lock asks, the layer above knows. */
typedef struct GilPosition {
    const void *code; /* what names the function; the same as long as the lock lives */
    int32_t line;     /* from 1; 0 or less where there is none */
    uint16_t opcode;  /* of the instruction under way */
} GilPosition;

typedef struct GilProgram {
    /* Where the thread, which holds the lock, is now. false: nowhere in the program. */
    bool (*where)(const GilThread *thread, GilPosition *out);
    /* The names of code, good until the call after the next; from now on, until forget, `code`
     * stays the name of this function and no other. Holder. */
    void (*describe)(const GilThread *thread, const void *code, const char **out_function,
                     const char **out_file);
    void (*forget)(const void *code);
    const char *(*opcode_name)(uint16_t opcode);
    /* The thread looks up from its work: how many ticks before could it have done so last? By the
     * order of the code, so with untaken branches. 0: not known. Holder. */
    int (*ticks_apart)(const GilThread *thread);
} GilProgram;

/* --- Configuration ------------------------------------------------------------------------- */

/* A policy, and what there is to say of it: a row of policies.def, or what a plug-in brings. */
typedef struct GilPolicyRow {
    uint32_t version; /* GIL_PLUGIN_VERSION of the headers that it was compiled with */
    const char *word; /* "tick" */
    bool counts_ticks;
    const char *knob, *origin, *sentence;
    const GilPolicy *policy;
} GilPolicyRow;

/* A shared library with a policy of its own exports `const GilPolicyRow gil_plugin`. The version
 * changes with every change to gil.h, policy.h or line.h that such a library could see. */
#define GIL_PLUGIN_VERSION 3
#define GIL_PLUGIN_SYMBOL "gil_plugin"

/* Which run it is, for those who read its reports. NULL for what is not to be said. */
typedef struct GilRun {
    const char *preset;  /* "3.12" */
    const char *machine; /* "real" or "virtual" */
    const char *seed;
    const char *version; /* of gilbox */
    int cores;           /* of the machine; 0: not said */
} GilRun;

typedef struct GilConfig {
    GilPolicyId policy;
    const GilPolicyRow *plugin; /* instead of policy, or NULL; must outlive the lock */
    int64_t switch_interval_ns; /* at least 1000, as CPython's 1 us; gil_new raises it silently */
    int32_t check_interval;     /* ticks; below 1: after every tick */
    GilChecks checks;
    bool deaf_waits; /* a signal does not end the main thread's wait for a script's lock */
    bool statistics;    /* count from the start; gil_record_stats does it later */
    const char *chosen; /* names of threads that the policy treats apart, "a,b*", or NULL */
    uint32_t trace_events; /* trace from the start, the latest so many per thread; 0: no trace */
    const GilProgram *program; /* NULL: nobody knows where threads are */
    int64_t sample_ns; /* while recording, ask the holder so often where it is; 0: never */
    const GilRun *run; /* NULL: nothing is said of it; must outlive the lock */
} GilConfig;

/* Fills config as CPython of that version ("2.7", "3.9") had it, statistics and trace off. -1:
 * unknown. */
int gil_preset(const char *version, GilConfig *config);
const char *gil_preset_name(int index); /* row 0, 1, ... of the presets, then NULL */

int gil_policy_find(const char *word, GilPolicyId *out); /* -1: unknown */
const GilPolicyRow *gil_policy_row(GilPolicyId policy);
const GilPolicyRow *gil_config_row(const GilConfig *config); /* the plug-in's, if there is one */
const char *gil_reason_name(GilReason reason); /* "sleep" */

/* --- Watching -------------------------------------------------------------------------------- */

/* A watcher: note is called for each event, by the thread concerned, some of them with the lock's
 * inner mutex held: be quick, block nowhere. detail is the GilReason of a DROP, else what the
 * event's row says, or 0. */
struct GilObserver {
    void (*note)(GilObserver *observer, Gil *gil, GilThread *thread, GilEvent event, int detail);
    GilObserver *next;
};

/* --- The lock and its threads ---------------------------------------------------------------- */

/* A thread's place in the line, under a policy that keeps one (line.h). Guarded by its mutex. */
typedef struct GilPlace {
    RtCond *cond;    /* it was chosen, or should look again */
    GilThread *next; /* behind it in the line */
    bool waiting;    /* is in the line */
    bool chosen;     /* of the threads that config->chosen names */
    int64_t rank;    /* the policy's own: a class, a deadline, */
    int64_t used_ns; /* and how much of its slice the thread has used */
} GilPlace;

/* A thread as the lock knows it. The owner embeds one in its own thread and leaves the fields to
 * this layer. */
struct GilThread {
    uint32_t id;            /* 1, 2, ... in the order of attaching; never used again */
    char name[GIL_NAME_SIZE]; /* as statistics and traces print it */
    GilThread *next;        /* in gil->threads; guarded by gil->registry */
    _Atomic(GilRecord *) record; /* NULL: nobody records. The holder sets it, the thread reads it */
    GilPlace place;
    bool holds; /* the thread's own */
};

/* State of the tick policy. */
typedef struct GilTick {
    RtSem *unlocked; /* 1: the lock is free; more: it has been shut down */
    bool exists; /* false until a second thread attaches: till then there is no lock to take. Set by
                    the holder */
    uint32_t newest; /* the highest id of a thread that has had the lock; the holder's */
} GilTick;

/* State of the timed policy. */
typedef struct GilTimed {
    RtMutex *mutex; /* guards locked; taken before switch_mutex, never after */
    RtCond *cond;   /* someone released */
    bool locked;
    RtMutex *switch_mutex;  /* guards last_holder and switch_number */
    RtCond *switch_cond;    /* someone took */
    uint32_t last_holder;   /* the id of the latest thread to hold the lock, 0 at first */
    uint64_t switch_number; /* how often the lock went from one thread to another */
} GilTimed;

/* State of the policies whose waiters stand in a line. Guarded by mutex. */
typedef struct GilLine {
    RtMutex *mutex;
    GilThread *holder;  /* NULL: the lock is free */
    GilThread *first;   /* the line, the next one to serve in front */
    uint64_t turns;     /* how often the lock was taken */
    int64_t taken_ns;   /* when the holder took it */
} GilLine;

#define GIL_BREAK_DROP UINT32_C(1) /* someone asks the holder to give way */
#define GIL_BREAK_SAMPLE UINT32_C(0x80000000) /* the recorder asks where the holder is */
#define GIL_BREAK_VM UINT32_C(2)   /* the lowest of the bits that are the VM's own */

struct Gil {
    /* The one word that the VM polls at safepoints: zero means go on. Any thread sets bits, with
     * gil_breaker_set; whoever served a bit clears it. */
    _Atomic uint32_t breaker;

    /* Ticks left until the next check, under a policy that counts: the VM subtracts, and calls
     * gil_check when it is below zero. One for all threads; the holder alone touches it. */
    int32_t ticker;

    int32_t check_interval; /* holder */
    GilChecks checks;
    _Atomic int64_t switch_interval_ns; /* the holder writes, waiters read */
    _Atomic uint32_t holder;            /* id of the thread that holds the lock, 0 for none */
    _Atomic bool finalizing;            /* set once, by gil_shut_down */
    uint32_t finalizer;                 /* id of the one thread that may still take the lock */

    Rt *rt;
    const GilPolicy *policy;
    const GilPolicyRow *row; /* of that policy */
    GilTick tick; /* the state of the policy chosen; the others' are unused */
    GilTimed timed;
    GilLine line;
    void *own; /* the state of a plug-in */
    const char *chosen; /* names of threads, as in GilConfig */

    RtMutex *registry;    /* guards the rest */
    GilThread *threads;   /* attached, in the order of attaching */
    uint32_t next_id;
    /* NULL until something is to be measured. The holder sets it; signal handlers read it, too. */
    _Atomic(GilRecorder *) recorder;
    const GilProgram *program; /* as configured, as are the next two */
    int64_t sample_ns;
    const GilRun *run;
    int64_t started_ns;

    /* Whoever watches, called for every event by the thread concerned; NULL for none. The holder
     * adds to it. */
    _Atomic(GilObserver *) observers;
};

/* Makes a lock that nobody holds. 0 or an RtError. */
int gil_new(Rt *rt, const GilConfig *config, Gil **out);

/* Frees it. Nobody may hold it, wait for it or be attached; NULL is allowed. */
void gil_free(Gil *gil);

/* Makes the lock know a thread, before the thread first asks for the lock. Called by the holder for
 * a thread that it is about to start; for the first thread, by that thread. 0 or an RtError. */
int gil_thread_attach(Gil *gil, GilThread *thread, const char *name);

/* The thread is through with the lock. It does not hold it. Its counts are kept for the table. */
void gil_thread_detach(Gil *gil, GilThread *thread);

void gil_thread_rename(Gil *gil, GilThread *thread, const char *name);

/* For those who record: what the release that follows waits for. A number (of a file, a lock, a
 * queue; how many ns to sleep), and a name or NULL. Holder. */
void gil_waits_for(Gil *gil, GilThread *thread, int64_t number, const char *name);

/* For those who record: of the objects of this kind that were waited for it is number 1, 2, ...; 0:
 * nobody records, or there is no more room. identity: of this one as long as the lock lives.
 * Holder. */
uint32_t gil_object_number(Gil *gil, const char *kind, uint64_t identity);

/* For those who record: a file has been opened; whoever reads or writes this number waits for that
 * name. Holder. */
void gil_file_opened(Gil *gil, int64_t number, const char *name);

/* For those who record: the release that follows closes the file. Holder. */
void gil_file_closes(Gil *gil, GilThread *thread, int64_t number);

/* Waits until the lock is the calling thread's. -1: the lock was shut down by another thread, and
 * the caller, which does not hold it, must end without touching an object. */
int gil_acquire(Gil *gil, GilThread *thread);

/* Gives the lock up. Holder. */
void gil_release(Gil *gil, GilThread *thread, GilReason reason);

/* The thread runs again, on a machine that lets one run at a time: if it had the lock before, it is
 * the holder now. Only for a policy with many holders; false: it has not the lock. */
bool gil_resume(Gil *gil, GilThread *thread);

/* At a safepoint, when the breaker has GIL_BREAK_DROP or the ticker is below zero: gives other
 * threads their chance as the policy wants it. Holder; and holder again when it returns 0. -1 as
 * for gil_acquire. */
int gil_check(Gil *gil, GilThread *thread);

/* From now on no thread but the caller gets the lock: the others get -1. Holder. */
void gil_shut_down(Gil *gil, GilThread *thread);

/* In the child of a fork that the holder called: the caller holds the lock, and is the only thread
 * that it knows. 0 or an RtError. */
int gil_after_fork(Gil *gil, GilThread *thread);

/* The knobs, as scripts turn them. Effective at once. Holder. */
void gil_set_switch_interval_ns(Gil *gil, int64_t interval_ns);
int64_t gil_switch_interval_ns(Gil *gil);
void gil_set_check_interval(Gil *gil, int32_t ticks);
int32_t gil_check_interval(const Gil *gil);

/* The configuration as it is now; the policy is in its plugin. */
void gil_config_get(Gil *gil, GilConfig *out);

/* Must the VM charge ticks? Constant over the life of the lock. */
bool gil_counts_ticks(const Gil *gil);

/* The id of the holder, 0 for none: stale as soon as it is read, unless it is the caller's. */
static inline uint32_t gil_holder(Gil *gil)
{
    return atomic_load_explicit(&gil->holder, memory_order_relaxed);
}

static inline bool gil_held(Gil *gil, const GilThread *thread)
{
    return gil_holder(gil) == thread->id;
}

/* Is there anything to look after? Polled at every safepoint. */
static inline uint32_t gil_breaker(Gil *gil)
{
    return atomic_load_explicit(&gil->breaker, memory_order_relaxed);
}

/* Sets or clears bits of the breaker. From any thread; setting, also from a signal handler. */
static inline void gil_breaker_set(Gil *gil, uint32_t bits)
{
    atomic_fetch_or(&gil->breaker, bits);
}

static inline void gil_breaker_clear(Gil *gil, uint32_t bits)
{
    atomic_fetch_and(&gil->breaker, ~bits);
}

/* Adds a watcher. The caller owns it; it must outlive the lock. Holder, or before any thread. */
void gil_observe(Gil *gil, GilObserver *observer);

/* Lets go of the codes that the recorder has named: it knows no places from now on. Holder. */
void gil_forget_program(Gil *gil);

/* The VM's own news for the watchers: COLLECT, COLLECTED, SIGNAL. Holder. */
void gil_tell(Gil *gil, GilThread *thread, GilEvent event, int detail);

#include "gil/report.h"

#endif
