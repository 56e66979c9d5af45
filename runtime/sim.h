/* The virtual machine's inside: what the sim_*.c files share.
 *
 * One thread of the host runs at a time. A virtual thread is a coroutine (coroutine.h); a virtual
 * core is a clock, the thread it runs and a queue of threads that wait for it. Nothing happens at
 * the same time: the machine always goes on with the core whose clock is behind, and gives its
 * thread a budget that ends where something else could happen, be it another core or a timer. So
 * what threads do to each other through rt_ calls has one order, by (time, core), on every host.
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
 * A virtual process is a process of the host, forked by it: so stacks, heaps and libraries are
 * copied exactly, and nobody can touch another's. Only the one that holds the baton (baton.h) runs.
 * The machine lies in an arena (arena.h) that all of them share; what programs hold in their hands
 * (mutexes, conditions, listings of folders) is private memory, and the fork copies it. So:
 *   - Memory that more than one process may look at comes from rt_arena_alloc.
 *   - Nothing private is touched but by the process whose it is: neither the queue that a thread of
 *     another process stands in (see `leavers`) nor its handlers of signals (see `pending`).
 *
 * A new operation that blocks is a loop on its condition around rt_sim_wait, as with a condition
 * variable; whoever changes the condition calls rt_sim_wake. */
#ifndef RUNTIME_SIM_H
#define RUNTIME_SIM_H

#include "runtime/arena.h"
#include "runtime/baton.h"
#include "runtime/coroutine.h"
#include "runtime/ops.h"

#include <stdatomic.h>

typedef struct Sim Sim;
typedef struct SimTimer SimTimer;
typedef struct SimCore SimCore;
typedef struct SimProcess SimProcess;
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

/* The first process and its threads, as numbers: a main thread's native id is its process's. */
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
void rt_sim_heap_add(Sim *sim, SimHeap *heap, SimNode *node);
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
    SimProcess *process;  /* NULL: the record is spare */
    Coroutine *coroutine; /* NULL for a thread that has the host's stack */
    CoroutineState context;
    RtThread *all_next, *all_prev; /* the living, in the order of starting; or the spare */
    RtThread *record_next;         /* all records that were ever made */
    uint64_t ident;                /* 1, 2, ... never used again */
    char name[16];
    void (*entry)(void *);
    void *argument;
    void *local;
    int references; /* the running thread, and the owner of the handle */
    RtSignals blocked;
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
    RtThread *leaver_next; /* among its process's leavers */
    SimTimer timer; /* its deadline */
    int result;     /* 0, RT_ETIMEDOUT, RT_EINTR */
    bool interruptible;
    uint64_t waits_for; /* the ident of a thread, or 0 */
    const void *place;  /* of the semaphore in shared memory that it waits for, or did last */

    bool unparked; /* kept for the next park */
    bool woken;    /* kept for the next interruptible wait */
    bool doomed;   /* its process ends: so does it, as soon as it holds nothing that is shared */
};

struct SimCore {
    int index;
    int64_t clock_ps;
    RtThread *current;    /* NULL: it is idle */
    uint64_t last_ident;   /* of whom it ran last: the address may be another's by now */
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

typedef struct SimDescriptor SimDescriptor;
typedef struct SimMapping SimMapping;

struct SimProcess {
    Sim *sim;
    SimProcess *next, *previous; /* all, in the order of starting */
    int64_t id;
    SimProcess *parent; /* NULL: nobody will wait for it */
    RtBaton baton;      /* here its process of the host waits, */
    int64_t host;       /* which has this number; 0: the first */
    RtThread *main;
    RtThread *dead;     /* has left its stack, which the next to run here frees */
    RtThread *leavers;  /* whose waits others have ended: they leave their queues when it runs */
    int thread_count;   /* the living */
    bool is_ending, has_ended;
    int status;           /* if so: an exit code, or minus a signal */
    int64_t cpu_ps;       /* work done by its threads, the ended too */
    int64_t children_ps;  /* and by children that it has waited for */
    SimQueue waiters;     /* threads that wait for a child */

    SimSignal signals[SIM_SIGNAL_COUNT];
    uint64_t pending; /* bit per signal from others, whose handler runs as soon as it runs */
    RtSignals held;   /* have come while all its threads blocked them */
    int64_t held_from[SIM_SIGNAL_COUNT]; /* and which process sent each, 0 for none */
    SimQueue signal_waiters;             /* threads that wait for a signal to be held */
    _Atomic uint64_t host_pending; /* bit per signal that came from the host */
    SimTimer alarm;
    int64_t alarm_interval_ns;

    /* What it sees of the world, in private memory: see sim_world.h. */
    char *cwd;
    int umask;
    SimDescriptor *descriptors;
    int descriptor_count, first_free; /* all below are taken */
    char **environment;               /* "NAME=value" */
    size_t environment_count;
    SimMapping *mappings; /* of shared memory */
};

struct Sim {
    Rt base; /* first: an Rt of this machine is a Sim */
    RtArena *arena;
    Rt *host;
    RtMeter meter;
    int64_t granted_ps; /* what meter.left_ps was when the clock was last settled */
    int64_t order_ps;   /* a call at a later moment lets others go first */
    int64_t alone_ps;   /* the same, for a call that only threads of this process can notice */
    SimCore *core;      /* of the running thread */
    RtThread *current;  /* the running thread */
    SimProcess *process; /* its process, which holds the baton */
    RtSimOptions options;
    SimWorld *world;

    SimCore cores[RT_SIM_CORES_MAX];
    uint64_t busy; /* bit per core that has a current thread */
    SimHeap timers;
    int64_t event_ps; /* the moment of the timer that is being fired, or -1 */
    int64_t limit_ps; /* the end of all time */
    uint64_t serial;  /* of the latest timer or queueing */

    SimProcess *processes, *processes_last; /* in the order of starting; the first is the first */
    RtThread *threads, *threads_last;       /* the living, in the order of starting */
    RtThread *records, *spare_records;
    uint64_t last_ident;
    CoroutinePool *stacks; /* of each process: it was made before the first fork */
    uintptr_t host_thread; /* the one that runs it all */

    _Atomic bool host_signal; /* a signal of the host has come: see the processes */
    bool stuck;               /* the run is being given up: nobody is scheduled any more */
    SimProcess *asker;        /* who found out, and asks each process what it has to say; or NULL */
    RtSimEnd why;
    bool goes_on;             /* one of them has changed something */
    bool is_off;              /* the first process is to end the run, with off_status */
    int off_status;           /* as an exit code, or minus a signal */
    _Atomic bool has_crashed; /* a process of the host has died that was not through */

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
    sim->process->cpu_ps += used_ps;
    sim->granted_ps = sim->meter.left_ps;
}

/* The first line of every operation. Settles; if others are due before this moment they go first,
 * so what the caller knows of the machine's state begins here. */
Sim *rt_sim_enter(Rt *rt);

/* The same, for an operation that is over at once and that no other process can notice. */
Sim *rt_sim_enter_alone(Rt *rt);

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

/* Wakes one thread of a queue that is not empty: any, by the seed. That is all that a condition
 * promises, and a lock that counted on more would be unfair in a way that none is in reality. */
void rt_sim_wake_any(Sim *sim, SimQueue *queue);

/* Wakes the thread if it waits, for whatever it may be; says whether. */
bool rt_sim_wake_thread(Sim *sim, RtThread *thread);

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

/* The first process and its main thread; and the end of all. */
int rt_sim_process_first(Sim *sim);
void rt_sim_processes_fini(Sim *sim);

int rt_sim_threads_init(Sim *sim);
void rt_sim_threads_fini(Sim *sim);

void rt_sim_signals_fini(Sim *sim);

/* In the child of a fork: the signals that people send at the host reach it as they do others. */
void rt_sim_signals_follow(Sim *sim, SimProcess *process);

/* A program takes the process's place: nothing is handled any more. */
void rt_sim_signals_reset(Sim *sim);

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

/* The running thread, which has ended, was the last of its process: that leaves the machine. Its
 * record goes, too, if nobody will wait for it (forgotten; else NULL). */
_Noreturn void rt_sim_leave_machine(Sim *sim, SimProcess *forgotten);

/* Frees the stack of a thread that has ended; with the record, unless somebody has its handle. */
void rt_sim_thread_bury(Sim *sim, RtThread *thread);

/* A blank record of a thread of the process, among the living; or NULL. */
RtThread *rt_sim_thread_record(Sim *sim, SimProcess *process, int references);

/* Takes back the record of a thread that could not be started. */
void rt_sim_thread_unmake(Sim *sim, RtThread *thread);

/* Takes back all records of a process that has ended. */
void rt_sim_thread_records_free(Sim *sim, SimProcess *process);

/* The thread is to end: at once if it waits, else when it next calls the machine. */
void rt_sim_thread_doom(Sim *sim, RtThread *thread);

/* The running thread ends here, whatever its stack holds. */
_Noreturn void rt_sim_thread_quit(Sim *sim);

/* The baton has come: threads whose waits others have ended leave their queues. */
void rt_sim_leavers_leave(Sim *sim, SimProcess *process);

/* The thread that goes on is of another process than self: passes the baton, and waits for it. */
void rt_sim_pass_baton(Sim *sim, SimProcess *self);

/* The same, from a process that has ended. */
_Noreturn void rt_sim_pass_baton_last(Sim *sim, SimProcess *forgotten);

/* Forks the running process: 0 in the parent, 1 in the child, or an RtError. */
int rt_sim_process_double(Sim *sim, SimProcess **out);

/* The process ends with that status; its threads still have to. */
void rt_sim_process_doom(Sim *sim, SimProcess *process, int status);

/* Its last thread has ended. */
_Noreturn void rt_sim_process_finish(Sim *sim);
void rt_sim_process_free(Sim *sim, SimProcess *process);

/* The process of that number, or NULL. */
SimProcess *rt_sim_process_find(Sim *sim, int64_t id);

/* Delivers a signal to a process at this moment. */
void rt_sim_signal(Sim *sim, SimProcess *process, int number);

/* Runs the handlers of signals that have come from others. */
void rt_sim_signals_run(Sim *sim, SimProcess *process);

/* Signals of the host have come: they are delivered to their processes. */
void rt_sim_host_signal_arrived(Sim *sim);

/* Asks all processes what they have to say to the end of the run; can it go on after that? */
bool rt_sim_ask_all(Sim *sim, RtSimEnd why);

/* Ends the first process of the host, and with it all, by an exit code or minus a signal. */
_Noreturn void rt_sim_switch_off(Sim *sim, int status);

#endif
