/* The virtual machine's inside: what the sim_*.c files share.
 *
 * One thread of the host runs it all. A virtual thread is a coroutine (coroutine.h); a virtual core
 * is a clock, the thread it runs and a queue of threads that wait for it. Nothing happens at the
 * same time: the machine always goes on with the core whose clock is behind, and gives its thread a
 * budget that ends where something else could happen, be it another core or a timer. So what the
 * threads do to each other through rt_ calls has one order, by (time, core), on every host.
 *
 *     core 0   |=====A=====|......wake latency......|==A==|
 *     core 1   |==B==|                 ^ B's timer
 *                    ^ B sleeps        |
 *                 heap of timers: (time, serial) -------> fires when no core's clock is behind it
 *
 * A thread runs plain C until it calls an rt_ function or finds its meter empty; what it did till
 * then, it has charged to the meter. Every function of ops.def starts with rt_sim_enter, which
 * moves the core's clock by what was charged and, if others are due before, lets them go first.
 *
 * What always holds:
 *   - Time is picoseconds in here, and never a floating-point number.
 *   - No order depends on an address: ties go by core, serial or ident.
 *   - Everything random comes from one of the seeded streams below, so that one more draw for, say,
 *     a latency changes no script's random numbers.
 *   - A thread that waits is in at most one queue and has at most one timer.
 *
 * A new operation that blocks is a loop on its condition around rt_sim_wait, as with a condition
 * variable; whoever changes the condition calls rt_sim_wake. */
#ifndef RUNTIME_SIM_H
#define RUNTIME_SIM_H

#include "runtime/coroutine.h"
#include "runtime/ops.h"

#include <stdatomic.h>

typedef struct Sim Sim;
typedef struct SimTimer SimTimer;
typedef struct SimCore SimCore;
typedef struct SimWorld SimWorld; /* files, sockets, pages: see sim_world.h */

typedef enum SimEventKind {
#define SIM_EVENT(NAME, word, sentence) SIM_EVENT_##NAME,
#include "runtime/sim_events.def"
#undef SIM_EVENT
    SIM_EVENT_COUNT,
} SimEventKind;

typedef enum SimWhat {
#define SIM_WAIT(NAME, words) SIM_WAIT_##NAME,
#include "runtime/sim_waits.def"
#undef SIM_WAIT
    SIM_WAIT_COUNT,
} SimWhat;

/* The separate sources of randomness. */
typedef enum SimStream {
    SIM_STREAM_SCHEDULE, /* choices of the scheduler */
    SIM_STREAM_LATENCY,  /* how late things are */
    SIM_STREAM_SCRIPT,   /* what scripts get as random bytes */
    SIM_STREAM_FAULT,    /* what goes wrong in the world */
    SIM_STREAM_COUNT,
} SimStream;

/* Picoseconds by weight, of all the threads of a core. */
typedef __int128 SimSum;

#define SIM_PS_PER_NS INT64_C(1000)
#define SIM_NEVER_PS INT64_MAX

/* The process and its threads, as numbers: the main thread's native id is the process's. */
enum { SIM_PROCESS_ID = 1000 };

/* --- Heaps ----------------------------------------------------------------------------------- */

/* A place in a heap: the smallest (key, serial) is first. */
typedef struct SimNode {
    int64_t key;
    uint64_t serial;
    size_t place; /* from 1; 0: in no heap */
} SimNode;

typedef struct SimHeap {
    SimNode **nodes;
    size_t count, capacity;
} SimHeap;

/* Without memory for a heap the machine cannot go on: it aborts. */
void rt_sim_heap_add(SimHeap *heap, SimNode *node);
void rt_sim_heap_remove(SimHeap *heap, SimNode *node);
void rt_sim_heap_fini(SimHeap *heap);

/* --- Timers ---------------------------------------------------------------------------------- */

/* Something that happens at a moment. The owner embeds it, zeroed at first but for `fire`, and
 * cancels it before its memory goes. `fire` runs on whatever thread's stack; it may set the timer
 * again and wake threads, and must not block. */
struct SimTimer {
    SimNode node; /* first; key: when, in picoseconds; place 0: it is not set */
    void (*fire)(Sim *sim, SimTimer *timer);
};

/* Sets or resets it. Before the present moment counts as now; RT_FOREVER cancels. */
void rt_sim_timer_set(Sim *sim, SimTimer *timer, int64_t time_ns);
void rt_sim_timer_set_ps(Sim *sim, SimTimer *timer, int64_t time_ps);
void rt_sim_timer_cancel(Sim *sim, SimTimer *timer);

/* --- Threads and queues ---------------------------------------------------------------------- */

/* Threads that wait for the same thing, first come first; zeroed at first. */
typedef struct SimQueue {
    RtThread *first, *last;
} SimQueue;

typedef enum SimState {
    SIM_RUNNING, /* it is its core's current thread */
    SIM_READY,   /* it is in its core's queue */
    SIM_BLOCKED,
    SIM_ENDED,
} SimState;

struct RtThread {
    Sim *sim;
    Coroutine *coroutine; /* NULL for the main thread, which has the host's stack */
    CoroutineState context;
    RtThread *all_next, *all_prev; /* the living, in the order of starting */
    uint64_t ident;                /* 1, 2, ... never used again */
    char name[16];
    void (*entry)(void *);
    void *argument;
    void *local;
    int references; /* the running thread, and the owner of the handle */
    SimQueue joiners;

    /* The scheduler's: see sim_scheduler.c. */
    SimState state;
    SimCore *core;         /* where it runs or waits, or ran last */
    SimNode ready;         /* in the core's queue */
    int64_t ready_ps;      /* the moment from which it can run */
    int64_t debt_ps;       /* work that it has charged and that has not taken its time yet */
    int64_t cpu_ps;        /* work done */
    int64_t slice_left_ps; /* of its turn, when it lost its core before the end of that */
    int64_t virtual_ps;    /* its core's virtual time that it has used */
    int64_t deadline_ps;   /* the virtual time at which its turn should be over */
    int64_t lag_ps;        /* how much less than the others it had got when it left a core */
    int nice;
    int64_t switches_voluntary, switches_forced;

    /* A wait. */
    SimWhat what;
    int64_t since_ps;
    SimQueue *queue; /* in which it stands, or NULL */
    RtThread *queue_next, *queue_prev;
    SimTimer timer; /* its deadline */
    int result;     /* 0, RT_ETIMEDOUT, RT_EINTR */
    bool interruptible;
    uint64_t waits_for; /* the ident of a thread, or 0 */

    bool unparked; /* kept for the next park */
    bool woken;    /* kept for the next interruptible wait */
};

struct SimCore {
    int index;
    int64_t clock_ps;
    RtThread *current;    /* NULL: it is idle */
    uint64_t last_ident;  /* of the thread that it ran last */
    RtThread *intruder;   /* a ready thread for which current must give way at once, or NULL */
    int64_t taken_ps;     /* the clock when it took current up, or last counted its work */
    int64_t slice_end_ps; /* when current's turn is over, if somebody waits */
    int64_t virtual_ps;   /* the fair scheduler's virtual time when the core became idle */
    SimSum ready_virtual; /* of the ready threads: the sum of virtual time by weight, */
    int64_t ready_weight; /* and of the weights */
    SimHeap ready;        /* threads that wait for this core */
};

typedef struct SimSignal {
    RtSignalState state;
    RtSignalFn handler;
    void *argument;
} SimSignal;

enum { SIM_SIGNAL_COUNT = 65 };

struct Sim {
    Rt base; /* first: an Rt of this machine is a Sim */
    Rt *host;
    RtMeter meter;
    int64_t granted_ps; /* what meter.left_ps was when the clock was last settled */
    int64_t order_ps;   /* a call at a later moment lets others go first */
    SimCore *core;      /* of the running thread */
    RtThread *current;  /* the running thread */
    int64_t cpu_ps;     /* work done by all threads, the ended too */
    RtSimOptions options;
    SimWorld *world;

    SimCore cores[RT_SIM_CORES_MAX];
    uint64_t busy; /* bit per core that has a current thread */
    SimHeap timers;
    int64_t event_ps; /* the moment of the timer that is being fired, or -1 */
    int64_t limit_ps; /* the end of all time */
    uint64_t serial;  /* of the latest timer or queueing */

    RtThread main;
    RtThread *threads, *threads_last; /* the living, in the order of starting */
    RtThread *dead;                   /* has left its stack, which the next to run frees */
    uint64_t last_ident;
    int64_t thread_count;
    CoroutinePool *stacks;
    uintptr_t host_thread; /* the one that runs it all */

    SimSignal signals[SIM_SIGNAL_COUNT];
    SimTimer alarm;
    int64_t alarm_interval_ns;
    _Atomic bool host_signal; /* a signal of the host was handled: wake the main thread */
    bool stuck;               /* the run is being given up: nobody is scheduled any more */

    uint64_t random[SIM_STREAM_COUNT][4];

    uint64_t hash, event_count;
    uint64_t *blocks;
    size_t block_count, block_capacity;
    RtSimEvent *record; /* options.record_block's events */
};

static inline Sim *rt_sim_of(Rt *rt)
{
    return (Sim *)rt;
}

#define RT_OP(result, name, parameters, arguments) result rt_sim_##name parameters;
#define RT_OP_LAST(name, parameters, arguments) void rt_sim_##name parameters;
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST

/* --- Time ------------------------------------------------------------------------------------ */

/* Moves the clock by what the running thread has charged since the last time. */
static inline void rt_sim_settle(Sim *sim)
{
    int64_t used_ps = sim->granted_ps - sim->meter.left_ps;
    sim->core->clock_ps += used_ps;
    sim->current->cpu_ps += used_ps;
    sim->cpu_ps += used_ps;
    sim->granted_ps = sim->meter.left_ps;
}

/* The first line of every operation. Settles; if others are due before this moment they go first,
 * so what the caller knows of the machine's state begins here. */
Sim *rt_sim_enter(Rt *rt);

/* The running thread's present moment. */
int64_t rt_sim_now_ps(Sim *sim);
int64_t rt_sim_now_ns(Sim *sim);

/* The running thread has done that: count times a row of the cost table, or so many picoseconds. */
static inline void rt_sim_charge(Sim *sim, RtCost cost, int64_t count)
{
    sim->meter.left_ps -= sim->meter.cost_ps[cost] * count;
}

static inline void rt_sim_charge_ps(Sim *sim, int64_t ps)
{
    sim->meter.left_ps -= ps;
}

/* How long something takes that never takes twice the same time, such as waking up: by the seed,
 * from half of the row's figure to one and a half. Without such a spread two threads can fall into
 * step, and one of them finds for ever that a lock is taken which is free most of the time. */
int64_t rt_sim_spread_ps(Sim *sim, RtCost cost);

/* A charge for what a thread may do in a loop while it waits for something: never nothing, or time
 * would stand still for a table of zeroes. */
void rt_sim_charge_some(Sim *sim, RtCost cost);

/* --- Waiting --------------------------------------------------------------------------------- */

/* Blocks the running thread until rt_sim_wake takes it out of the queue (0), the deadline comes
 * (RT_ETIMEDOUT, at once if it has passed) or, if interruptible, a signal or rt_thread_wake comes
 * (RT_EINTR). queue may be NULL: only the other two then. */
int rt_sim_wait(Sim *sim, SimQueue *queue, SimWhat what, int64_t deadline_ns, bool interruptible);

/* The same, but never at once. */
int rt_sim_block(Sim *sim, SimQueue *queue, SimWhat what, int64_t deadline_ns, bool interruptible);

/* Wakes the first count threads of the queue (-1: all); the running thread pays. Says how many. */
int rt_sim_wake(Sim *sim, SimQueue *queue, int count);

/* Ends the thread's wait, if it is in an interruptible one; else its next will end at once. */
void rt_sim_interrupt(Sim *sim, RtThread *thread);

/* Makes a blocked thread ready, from the running thread or a fire, with this result. */
void rt_sim_ready(Sim *sim, RtThread *thread, int result);

/* --- Chance, trace --------------------------------------------------------------------------- */

uint64_t rt_sim_random(Sim *sim, SimStream stream);
/* Even over [0, limit); 0 for a limit of 0. */
uint64_t rt_sim_random_below(Sim *sim, SimStream stream, uint64_t limit);

/* Adds an event of the running thread, or of anybody else, to the trace. */
void rt_sim_note(Sim *sim, SimEventKind kind, uint64_t detail);
void rt_sim_note_at(Sim *sim, int64_t time_ps, const SimCore *core, const RtThread *thread,
                    SimEventKind kind, uint64_t detail);

/* A hash of bytes, for the detail of an event; the same on every host. */
uint64_t rt_sim_hash_bytes(const void *bytes, size_t size);

/* --- The parts ------------------------------------------------------------------------------- */

/* Called by rt_sim_new and rt_sim_machine_free. The world: files, sockets, pages (sim_world.c). */
int rt_sim_world_new(Sim *sim);
void rt_sim_world_free(Sim *sim);

int rt_sim_trace_init(Sim *sim);
void rt_sim_trace_fini(Sim *sim);

/* The main thread's record, and the end of all threads. */
int rt_sim_threads_init(Sim *sim);
void rt_sim_threads_fini(Sim *sim);

void rt_sim_signals_fini(Sim *sim);

/* Gives the machine its first running thread. */
void rt_sim_scheduler_init(Sim *sim);
void rt_sim_scheduler_fini(Sim *sim);

/* The running thread, whose state says that it cannot go on, leaves its core; others run. Comes
 * back when it can go on, or never when it has ended. */
void rt_sim_leave_core(Sim *sim);

/* Something that others may be due for has changed: the running thread's budget is made anew. */
void rt_sim_replan(Sim *sim);

/* The running thread lets those go first that wait for its core. */
void rt_sim_give_way(Sim *sim);

/* The first thing that a thread does when it has been switched to. */
void rt_sim_arrive(Sim *sim);

/* Frees the stack of a thread that has ended; with the record, unless somebody has its handle. */
void rt_sim_thread_bury(Sim *sim, RtThread *thread);

/* Delivers a signal to the process at this moment. */
void rt_sim_signal(Sim *sim, int number);

/* A signal of the host has come for this machine: it is delivered to the main thread. */
void rt_sim_host_signal_arrived(Sim *sim);

/* Ends the host's process as a run that cannot go on. */
_Noreturn void rt_sim_give_up(Sim *sim, RtSimEnd why);

#endif
