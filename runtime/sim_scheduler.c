/* The scheduler of the virtual machine: which core goes on, with which thread, until when.
 *
 * Two things with one name everywhere else are kept apart here. The order of the simulation
 * (`bounds`, `next_core`, `schedule`) says whose turn it is on the host; a virtual thread notices
 * nothing of it. The virtual operating system (`place`, `take_up`, `rotate`) says which threads
 * have a core; that takes virtual time, and shows in the trace.
 *
 * Both schedulers of the virtual operating system keep a heap of ready threads per core.
 *   rr    first come, first served, by nice; a turn is a slice.
 *   fair  Every core has a virtual time, which passes at the speed of a thread of nice 0 that has
 *         the core to itself. A thread uses it up by working: the faster, the nicer it is. Each
 *         request for a slice has a deadline, the virtual time at which the thread will have used
 *         it up; the earliest deadline runs. Who got less than the others before a wait gets it
 *         afterwards, and who got more gives it back.
 *
 * Under both, a woken thread goes to the core it ran on last if that is idle, else to the lowest
 * idle core, else to the shortest queue; and a core that runs dry takes from the longest. */
#include "runtime/sim.h"

#include "runtime/check.h"

#include <stdlib.h>

/* How far a core may run ahead of another busy one, as long as its thread asks for nothing. */
#define LOOKAHEAD_PS (1000 * SIM_PS_PER_NS)

/* The same, where the other one is of another process: they share no memory but what they ask for,
 * and each change from process to process costs the host more than 1 us of work. */
#define PROCESS_LOOKAHEAD_PS (500 * RT_MICROSECOND * SIM_PS_PER_NS)

/* The longest time between two looks at the host's signals. */
#define HORIZON_MAX_PS (20 * RT_MILLISECOND * SIM_PS_PER_NS)

#define FAIR_BASE_SLICE_NS INT64_C(700000)
#define RR_SLICE_NS (10 * RT_MILLISECOND)
#define WEIGHT_ONE 1024

static inline int64_t max64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static inline int64_t min64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* --- Slices and virtual time ----------------------------------------------------------------- */

static int log2_floor(int n)
{
    int log = 0;
    while (n >>= 1)
        log++;
    return log;
}

static int64_t slice_ps(const Sim *sim)
{
    const RtSimOptions *options = &sim->options;
    int64_t slice_ns = options->slice_ns;
    if (slice_ns == 0 && options->scheduler == RT_SCHEDULER_RR)
        slice_ns = RR_SLICE_NS;
    if (slice_ns == 0)
        slice_ns = FAIR_BASE_SLICE_NS * (1 + log2_floor(options->cores));
    return slice_ns * SIM_PS_PER_NS;
}

/* Each step of nice is a quarter more or less. */
static int64_t weight(const RtThread *thread)
{
    int64_t result = WEIGHT_ONE;
    for (int nice = thread->nice; nice > 0; nice--)
        result = result * 4 / 5;
    for (int nice = thread->nice; nice < 0; nice++)
        result = result * 5 / 4;
    return result;
}

/* Real work as virtual time. Divides first: a thread may work for days. */
static int64_t weighted(const RtThread *thread, int64_t work_ps)
{
    if (thread->nice == 0)
        return work_ps;
    int64_t w = weight(thread);
    return work_ps / w * WEIGHT_ONE + work_ps % w * WEIGHT_ONE / w;
}

static int64_t used_ps(const SimCore *core)
{
    return max64(core->clock_ps - core->taken_ps, 0);
}

/* The core's virtual time: the average of its threads', by weight. */
static int64_t virtual_now(const SimCore *core)
{
    const RtThread *current = core->current;
    if (!current)
        return core->virtual_ps;
    int64_t w = weight(current);
    SimSum current_sum = (SimSum)(current->virtual_ps + weighted(current, used_ps(core))) * w;
    return (int64_t)((core->ready_virtual + current_sum) / (core->ready_weight + w));
}

/* Counts the current thread's work since it was taken up, or last counted. */
static void account(SimCore *core)
{
    RtThread *current = core->current;
    current->virtual_ps += weighted(current, used_ps(core));
    core->taken_ps = max64(core->clock_ps, core->taken_ps);
}

static void request_slice(Sim *sim, RtThread *thread)
{
    thread->slice_left_ps = slice_ps(sim);
    thread->deadline_ps = thread->virtual_ps + weighted(thread, thread->slice_left_ps);
}

/* A thread that leaves a core takes with it what it is owed there, or owes: one slice at the most.
 * Time that it sleeps is not owed. */
static void note_lag(Sim *sim, const SimCore *core, RtThread *thread)
{
    int64_t most_ps = slice_ps(sim);
    int64_t lag_ps = virtual_now(core) - thread->virtual_ps;
    thread->lag_ps = min64(max64(lag_ps, -most_ps), most_ps);
}

/* A thread comes to a core with its lag. It moves the average that lag is counted from, the more
 * the fewer are there already, so what it brings is stretched by as much: it must be owed the same
 * when it is in. Else a thread that sleeps and wakes often would lose a bit of it each time. */
static void settle_in(Sim *sim, const SimCore *core, RtThread *thread)
{
    int64_t present = core->ready_weight + (core->current ? weight(core->current) : 0);
    int64_t lag_ps = thread->lag_ps;
    if (present > 0)
        lag_ps += (int64_t)((SimSum)lag_ps * weight(thread) / present);
    thread->virtual_ps = virtual_now(core) - lag_ps;
    request_slice(sim, thread);
}

/* --- A core and its threads ------------------------------------------------------------------ */

static void set_current(Sim *sim, SimCore *core, RtThread *thread)
{
    core->current = thread;
    uint64_t bit = UINT64_C(1) << core->index;
    sim->busy = thread ? sim->busy | bit : sim->busy & ~bit;
}

static inline bool is_idle(const Sim *sim, int index)
{
    return !(sim->busy >> index & 1);
}

static inline RtThread *first_ready(const SimCore *core)
{
    SimNode *node = core->ready.nodes[0];
    return (RtThread *)((char *)node - offsetof(RtThread, ready));
}

int64_t rt_sim_spread_ps(Sim *sim, RtCost cost)
{
    int64_t middle_ps = sim->meter.cost_ps[cost];
    if (middle_ps == 0)
        return 0;
    uint64_t range = (uint64_t)middle_ps + 1;
    return middle_ps / 2 + (int64_t)rt_sim_random_below(sim, SIM_STREAM_LATENCY, range);
}

static int64_t jitter_ps(Sim *sim)
{
    int64_t most_ps = sim->options.jitter_ns * SIM_PS_PER_NS;
    if (most_ps == 0)
        return 0;
    return (int64_t)rt_sim_random_below(sim, SIM_STREAM_LATENCY, (uint64_t)most_ps + 1);
}

/* The core starts to run the thread, which is in no queue. Its clock moves by what that costs, and
 * to the moment from which the thread can run, should that come from a core which is ahead. */
static void take_up(Sim *sim, SimCore *core, RtThread *thread)
{
    const int64_t *cost_ps = sim->meter.cost_ps;
    core->clock_ps = max64(core->clock_ps, thread->ready_ps);
    if (thread->core != core && thread->cpu_ps > 0)
        core->clock_ps += cost_ps[RT_COST_MIGRATE];
    if (core->last_ident != thread->ident)
        core->clock_ps += rt_sim_spread_ps(sim, RT_COST_SWITCH);
    set_current(sim, core, thread);
    core->last_ident = thread->ident;
    core->intruder = NULL;
    core->taken_ps = core->clock_ps;
    core->slice_end_ps = core->clock_ps + thread->slice_left_ps;
    thread->core = core;
    thread->state = SIM_RUNNING;
    rt_sim_note_at(sim, core->clock_ps, core, thread, SIM_EVENT_RUN, 0);
}

static void enqueue(Sim *sim, SimCore *core, RtThread *thread, int64_t ready_ps)
{
    bool fair = sim->options.scheduler == RT_SCHEDULER_FAIR;
    thread->state = SIM_READY;
    thread->ready_ps = ready_ps;
    thread->core = core;
    thread->ready.key = fair ? thread->deadline_ps : thread->nice;
    thread->ready.serial = ++sim->serial;
    rt_sim_heap_add(sim, &core->ready, &thread->ready);
    int64_t w = weight(thread);
    core->ready_weight += w;
    core->ready_virtual += (SimSum)thread->virtual_ps * w;
}

/* Takes a thread out of the queue: the one that interrupts, or the first. */
static RtThread *dequeue(SimCore *core)
{
    RtThread *thread = core->intruder ? core->intruder : first_ready(core);
    core->intruder = NULL;
    rt_sim_heap_remove(&core->ready, &thread->ready);
    int64_t w = weight(thread);
    core->ready_weight -= w;
    core->ready_virtual -= (SimSum)thread->virtual_ps * w;
    return thread;
}

/* The current thread could go on, and goes back to the queue. */
static void put_back(Sim *sim, SimCore *core)
{
    RtThread *thread = core->current;
    account(core);
    thread->slice_left_ps = core->slice_end_ps - core->clock_ps;
    if (thread->slice_left_ps <= 0)
        request_slice(sim, thread);
    enqueue(sim, core, thread, core->clock_ps);
}

/* Lets the next of the queue run. If that is the current thread itself, nothing has happened. */
static void rotate(Sim *sim, SimCore *core)
{
    RtThread *before = core->current;
    put_back(sim, core);
    RtThread *next = dequeue(core);
    if (next != before) {
        before->switches_forced++;
        rt_sim_note_at(sim, core->clock_ps, core, before, SIM_EVENT_PREEMPT, next->ident);
    }
    take_up(sim, core, next);
}

/* The queue from which a core that has run dry takes its next thread: the longest. */
static SimCore *longest_queue(Sim *sim)
{
    SimCore *longest = NULL;
    for (int i = 0; i < sim->options.cores; i++) {
        SimCore *core = &sim->cores[i];
        if (core->ready.count > (longest ? longest->ready.count : 0))
            longest = core;
    }
    return longest;
}

/* The core has lost its current thread. */
static void run_next(Sim *sim, SimCore *core)
{
    core->virtual_ps = virtual_now(core);
    set_current(sim, core, NULL);
    if (core->ready.count > 0) {
        take_up(sim, core, dequeue(core));
        return;
    }
    SimCore *other = longest_queue(sim);
    if (!other)
        return;
    RtThread *stolen = dequeue(other);
    note_lag(sim, other, stolen);
    settle_in(sim, core, stolen);
    take_up(sim, core, stolen);
}

/* --- Waking ---------------------------------------------------------------------------------- */

static SimCore *place(Sim *sim, const RtThread *thread)
{
    if (is_idle(sim, thread->core->index))
        return thread->core;
    SimCore *shortest = thread->core;
    for (int i = 0; i < sim->options.cores; i++) {
        SimCore *core = &sim->cores[i];
        if (is_idle(sim, i))
            return core;
        if (core->ready.count < shortest->ready.count)
            shortest = core;
    }
    return shortest;
}

/* The turn of a thread that nobody waited for has begun anew whenever it was over. */
static void renew_turn(Sim *sim, SimCore *core)
{
    int64_t over_ps = core->clock_ps - core->slice_end_ps;
    if (over_ps < 0 || core->ready.count > 0)
        return;
    RtThread *current = core->current;
    int64_t slice = slice_ps(sim);
    account(core);
    core->slice_end_ps += (over_ps / slice + 1) * slice;
    int64_t left_ps = core->slice_end_ps - core->clock_ps;
    current->deadline_ps = current->virtual_ps + weighted(current, left_ps);
}

/* Does a woken thread interrupt the one that runs, or would? */
static bool preempts(const Sim *sim, const RtThread *woken, const RtThread *other)
{
    switch (sim->options.preemption) {
    case RT_PREEMPTION_NEVER:
        return false;
    case RT_PREEMPTION_ALWAYS:
        return woken->nice <= other->nice;
    default:
        return sim->options.scheduler == RT_SCHEDULER_RR ? woken->nice < other->nice
                                                         : woken->deadline_ps < other->deadline_ps;
    }
}

/* A thread that can run from this moment on finds a core. A busy core's clock may be behind. */
static void make_ready(Sim *sim, RtThread *thread, int64_t time_ps)
{
    SimCore *core = place(sim, thread);
    if (is_idle(sim, core->index)) {
        settle_in(sim, core, thread);
        int64_t latency_ps = rt_sim_spread_ps(sim, RT_COST_WAKE_LATENCY) + jitter_ps(sim);
        core->clock_ps = max64(core->clock_ps, time_ps) + latency_ps;
        thread->ready_ps = core->clock_ps;
        take_up(sim, core, thread);
        return;
    }
    renew_turn(sim, core);
    settle_in(sim, core, thread);
    enqueue(sim, core, thread, time_ps);
    if (preempts(sim, thread, core->intruder ? core->intruder : core->current))
        core->intruder = thread;
}

/* --- The order of the simulation ------------------------------------------------------------- */

/* When the current thread must give way, as things are. */
static inline int64_t turn_end_ps(const SimCore *core)
{
    if (core->ready.count == 0)
        return SIM_NEVER_PS;
    return core->intruder ? core->clock_ps : core->slice_end_ps;
}

/* The moment before which nothing that this busy core does can matter to others. */
static inline int64_t next_act_ps(const SimCore *core)
{
    int64_t paid_ps = core->clock_ps + core->current->debt_ps;
    return min64(paid_ps, max64(turn_end_ps(core), core->clock_ps));
}

/* The busy core whose clock is behind; the lower one of two. */
static SimCore *earliest(Sim *sim)
{
    SimCore *result = NULL;
    for (uint64_t left = sim->busy; left; left &= left - 1) {
        SimCore *core = &sim->cores[__builtin_ctzll(left)];
        if (!result || core->clock_ps < result->clock_ps)
            result = core;
    }
    return result;
}

typedef struct Bounds {
    int64_t order_ps;   /* up to here the core's thread may call the machine */
    int64_t alone_ps;   /* and here, if it concerns its process alone */
    int64_t horizon_ps; /* up to here it may compute */
} Bounds;

static Bounds bounds(const Sim *sim, const SimCore *core)
{
    int64_t own_ps = min64(sim->limit_ps, core->clock_ps + HORIZON_MAX_PS);
    own_ps = min64(own_ps, turn_end_ps(core));
    if (sim->timers.count > 0)
        own_ps = min64(own_ps, sim->timers.nodes[0]->key);
    int64_t lookahead_ps = sim->options.lockstep ? 0 : LOOKAHEAD_PS;
    int64_t order_ps = own_ps, alone_ps = own_ps, horizon_ps = own_ps;
    for (uint64_t left = sim->busy & ~(UINT64_C(1) << core->index); left; left &= left - 1) {
        const SimCore *other = &sim->cores[__builtin_ctzll(left)];
        bool shares = other->current->process == core->current->process;
        int64_t act_ps = next_act_ps(other);
        order_ps = min64(order_ps, act_ps);
        alone_ps = min64(alone_ps, act_ps + (shares ? 0 : PROCESS_LOOKAHEAD_PS));
        horizon_ps = min64(horizon_ps, act_ps + (shares ? lookahead_ps : PROCESS_LOOKAHEAD_PS));
    }
    return (Bounds){
        .order_ps = max64(order_ps, core->clock_ps),
        .alone_ps = max64(alone_ps, core->clock_ps),
        .horizon_ps = max64(horizon_ps, core->clock_ps),
    };
}

/* Fills the meter of the thread that will run, or runs, with the clock settled. */
static void grant(Sim *sim)
{
    Bounds limits = bounds(sim, sim->core);
    sim->order_ps = limits.order_ps;
    sim->alone_ps = limits.alone_ps;
    sim->meter.left_ps = sim->granted_ps = limits.horizon_ps - sim->core->clock_ps;
}

/* The current thread of the core owes time: lets it pass, as far as others are not due. */
static void work_off(Sim *sim, SimCore *core)
{
    RtThread *thread = core->current;
    int64_t free_ps = bounds(sim, core).horizon_ps - core->clock_ps;
    int64_t step_ps = min64(thread->debt_ps, free_ps + 1);
    thread->debt_ps -= step_ps;
    thread->cpu_ps += step_ps;
    thread->process->cpu_ps += step_ps;
    core->clock_ps += step_ps;
}

static void fire_first(Sim *sim)
{
    SimTimer *timer = (SimTimer *)sim->timers.nodes[0];
    rt_sim_heap_remove(&sim->timers, &timer->node);
    sim->event_ps = timer->node.key;
    timer->fire(sim, timer);
    sim->event_ps = -1;
}

/* Nothing more will happen. Whoever is asked may change that; but not for ever. */
static void give_up(Sim *sim, RtSimEnd why)
{
    uint64_t before = sim->event_count;
    bool go_on = rt_sim_ask_all(sim, why);
    if (!go_on || why == RT_SIM_MAX_TIME || sim->event_count == before)
        rt_sim_switch_off(sim, why == RT_SIM_DEADLOCK ? RT_SIM_EXIT_DEADLOCK
                                                      : RT_SIM_EXIT_MAX_TIME);
}

/* Is the core ready to resume its current thread? If not, brings it a step nearer. */
static bool advance(Sim *sim, SimCore *core)
{
    if (core->clock_ps >= turn_end_ps(core))
        rotate(sim, core);
    else if (core->current->debt_ps > 0)
        work_off(sim, core);
    else
        return true;
    return false;
}

/* The clock is about to go on to time_ps. False: a signal has come to the host meanwhile. It is the
 * first process that is watched, so it is told. */
static bool show(Sim *sim, int64_t time_ps)
{
    if (!sim->options.watch || sim->process != sim->processes)
        return true;
    rt_machine_guard(sim->host, false);
    sim->options.watch(sim->options.argument, time_ps / SIM_PS_PER_NS);
    rt_machine_guard(sim->host, true);
    return !atomic_load_explicit(&sim->host_signal, memory_order_relaxed);
}

/* Finds the core whose thread goes on now. */
static SimCore *next_core(Sim *sim)
{
    for (;;) {
        if (atomic_load_explicit(&sim->host_signal, memory_order_relaxed))
            rt_sim_host_signal_arrived(sim);
        SimCore *core = earliest(sim);
        SimNode *timer = sim->timers.count > 0 ? sim->timers.nodes[0] : NULL;
        bool timer_first = timer && (!core || timer->key < core->clock_ps);
        int64_t time_ps = timer_first ? timer->key : core ? core->clock_ps : 0;
        if (!core && !timer)
            give_up(sim, RT_SIM_DEADLOCK);
        else if (time_ps >= sim->limit_ps)
            give_up(sim, RT_SIM_MAX_TIME);
        else if (!show(sim, time_ps))
            continue;
        else if (timer_first)
            fire_first(sim);
        else if (advance(sim, core))
            return core;
    }
}

/* Finds who goes on now, with the clock settled. */
static void choose(Sim *sim)
{
    SimCore *core = next_core(sim);
    sim->core = core;
    sim->current = core->current;
    grant(sim);
}

/* Goes on with whoever is due. */
static void schedule(Sim *sim)
{
    RtThread *self = sim->current;
    choose(sim);
    if (sim->current == self)
        return;
    bool has_ended = self->state == SIM_ENDED;
    if (has_ended)
        self->process->dead = self;
    if (sim->current->process != sim->process)
        rt_sim_pass_baton(sim, self->process);
    if (has_ended)
        rt_coroutine_leave(&self->context, &sim->current->context);
    if (sim->current != self) {
        rt_coroutine_switch(&self->context, &sim->current->context);
        rt_sim_arrive(sim);
    }
    if (sim->options.resumed)
        sim->options.resumed(self->local);
}

void rt_sim_arrive(Sim *sim)
{
    RtThread *dead = sim->process->dead;
    if (!dead)
        return;
    sim->process->dead = NULL;
    rt_sim_thread_bury(sim, dead);
}

static inline Sim *enter(Rt *rt, bool alone)
{
    Sim *sim = rt_sim_of(rt);
    ASSERT(sim->host_thread == rt_coroutine_host_thread());
    if (sim->stuck)
        return sim;
    SimCore *core = sim->core;
    rt_sim_settle(sim);
    int64_t early_ps = core->clock_ps - (alone ? sim->alone_ps : sim->order_ps);
    if (early_ps > 0) {
        core->clock_ps -= early_ps;
        sim->current->cpu_ps -= early_ps;
        sim->process->cpu_ps -= early_ps;
        sim->current->debt_ps += early_ps;
    }
    if (early_ps > 0 || core->clock_ps >= turn_end_ps(core))
        schedule(sim);
    if (sim->current->doomed)
        rt_sim_thread_quit(sim);
    return sim;
}

Sim *rt_sim_enter(Rt *rt)
{
    return enter(rt, false);
}

Sim *rt_sim_enter_alone(Rt *rt)
{
    return enter(rt, true);
}

void rt_sim_meter_stop(Rt *rt)
{
    rt_sim_enter(rt);
}

/* What the thread charged before it waited was settled when it did. */
void rt_sim_meter_start(Rt *rt)
{
}

/* --- What the other parts ask for ------------------------------------------------------------ */

int64_t rt_sim_now_ps(Sim *sim)
{
    if (sim->event_ps >= 0)
        return sim->event_ps;
    return sim->core->clock_ps + (sim->granted_ps - sim->meter.left_ps);
}

int64_t rt_sim_now_ns(Sim *sim)
{
    return rt_sim_now_ps(sim) / SIM_PS_PER_NS;
}

void rt_sim_charge_some(Sim *sim, RtCost cost)
{
    rt_sim_charge_ps(sim, max64(sim->meter.cost_ps[cost], SIM_PS_PER_NS));
}

/* A thread's wait begins when it has paid for it, which can be later than its waker's moment. */
void rt_sim_ready(Sim *sim, RtThread *thread, int result)
{
    ASSERT(thread->state == SIM_BLOCKED);
    int64_t time_ps = max64(rt_sim_now_ps(sim), thread->since_ps);
    thread->result = result;
    rt_sim_timer_cancel(sim, &thread->timer);
    make_ready(sim, thread, time_ps);
    rt_sim_replan(sim);
}

/* While nobody runs there is no budget to make. */
void rt_sim_replan(Sim *sim)
{
    if (sim->event_ps >= 0 || sim->stuck || sim->current->state != SIM_RUNNING)
        return;
    rt_sim_settle(sim);
    grant(sim);
}

void rt_sim_leave_core(Sim *sim)
{
    SimCore *core = sim->core;
    rt_sim_settle(sim);
    account(core);
    note_lag(sim, core, sim->current);
    sim->current->switches_voluntary++;
    run_next(sim, core);
    schedule(sim);
}

_Noreturn void rt_sim_leave_machine(Sim *sim, SimProcess *forgotten)
{
    SimProcess *self = sim->process;
    SimCore *core = sim->core;
    rt_sim_settle(sim);
    account(core);
    run_next(sim, core);
    choose(sim);
    rt_sim_thread_records_free(sim, self);
    rt_sim_pass_baton_last(sim, forgotten);
}

void rt_sim_give_way(Sim *sim)
{
    SimCore *core = sim->core;
    if (core->ready.count == 0)
        return;
    rt_sim_settle(sim);
    core->slice_end_ps = core->clock_ps;
    rotate(sim, core);
    schedule(sim);
}

void rt_sim_scheduler_init(Sim *sim)
{
    for (int i = 0; i < sim->options.cores; i++)
        sim->cores[i].index = i;
    sim->event_ps = -1;
    int64_t max_ns = min64(sim->options.max_time_ns, RT_SIM_TIME_MAX_NS);
    sim->limit_ps = max_ns * SIM_PS_PER_NS;
    sim->core = &sim->cores[0];
    RtThread *main = sim->current = sim->process->main;
    main->core = sim->core;
    sim->core->last_ident = main->ident;
    request_slice(sim, main);
    take_up(sim, sim->core, main);
    grant(sim);
}

void rt_sim_scheduler_fini(Sim *sim)
{
    for (int i = 0; i < sim->options.cores; i++)
        rt_sim_heap_fini(&sim->cores[i].ready);
    rt_sim_heap_fini(&sim->timers);
}
