/* Threads of the virtual machine: their start and end, their queues, parking and sleeping. */
#include "runtime/sim.h"

#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

#define STACK_BYTES_DEFAULT (512 * 1024)
#define STACK_BYTES_MIN (64 * 1024)

/* --- Records --------------------------------------------------------------------------------- */

static void link_thread(Sim *sim, RtThread *thread)
{
    thread->all_prev = sim->threads_last;
    if (sim->threads_last)
        sim->threads_last->all_next = thread;
    else
        sim->threads = thread;
    sim->threads_last = thread;
    thread->process->thread_count++;
}

static void unlink_thread(Sim *sim, RtThread *thread)
{
    if (thread->all_prev)
        thread->all_prev->all_next = thread->all_next;
    else
        sim->threads = thread->all_next;
    if (thread->all_next)
        thread->all_next->all_prev = thread->all_prev;
    else
        sim->threads_last = thread->all_prev;
    thread->process->thread_count--;
}

static void set_name(RtThread *thread, const char *name)
{
    strncpy(thread->name, name, sizeof thread->name - 1);
    thread->name[sizeof thread->name - 1] = '\0';
}

static void time_out(Sim *sim, SimTimer *timer);
static void wake(Sim *sim, RtThread *thread, SimEventKind kind, int result);

/* Records are never anything else: a handle that a process has kept from before its fork may be of
 * another thread by now, but it is a thread's. */
static RtThread *take_record(Sim *sim)
{
    RtThread *thread = sim->spare_records;
    if (!thread) {
        thread = rt_arena_alloc(sim, sizeof *thread);
        if (!thread)
            return NULL;
        thread->record_next = sim->records;
        sim->records = thread;
        return thread;
    }
    sim->spare_records = thread->all_next;
    *thread = (RtThread){.record_next = thread->record_next};
    return thread;
}

static void record_free(Sim *sim, RtThread *thread)
{
    thread->process = NULL;
    thread->all_next = sim->spare_records;
    sim->spare_records = thread;
}

RtThread *rt_sim_thread_record(Sim *sim, SimProcess *process, int references)
{
    RtThread *thread = take_record(sim);
    if (!thread)
        return NULL;
    thread->sim = sim;
    thread->process = process;
    thread->ident = ++sim->last_ident;
    thread->references = references;
    thread->timer.fire = time_out;
    thread->state = SIM_BLOCKED;
    link_thread(sim, thread);
    return thread;
}

void rt_sim_thread_unmake(Sim *sim, RtThread *thread)
{
    unlink_thread(sim, thread);
    record_free(sim, thread);
}

void rt_sim_thread_records_free(Sim *sim, SimProcess *process)
{
    for (RtThread *thread = sim->records; thread; thread = thread->record_next) {
        if (thread->process == process)
            record_free(sim, thread);
    }
}

static void record_drop(RtThread *thread)
{
    if (--thread->references == 0)
        record_free(thread->sim, thread);
}

void rt_sim_thread_bury(Sim *sim, RtThread *thread)
{
    if (thread->coroutine)
        rt_coroutine_free(sim->stacks, thread->coroutine, &thread->context);
    record_drop(thread);
}

int rt_sim_threads_init(Sim *sim)
{
    sim->host_thread = rt_coroutine_host_thread();
    int err = rt_coroutine_pool_new(sim->options.fill, &sim->stacks);
    if (err < 0)
        return err;
    RtThread *main = rt_sim_thread_record(sim, sim->process, 1);
    if (!main)
        return RT_ENOMEM;
    sim->process->main = main;
    set_name(main, "main");
    return rt_coroutine_adopt(&main->context);
}

/* Threads that have not ended are gone with their stacks, as when a process ends. */
void rt_sim_threads_fini(Sim *sim)
{
    for (RtThread *thread = sim->threads; thread; thread = thread->all_next) {
        if (thread->coroutine && thread->process == sim->process)
            rt_coroutine_free(sim->stacks, thread->coroutine, &thread->context);
    }
    if (sim->process->main)
        rt_coroutine_release(&sim->process->main->context);
    if (sim->stacks)
        rt_coroutine_pool_free(sim->stacks);
}

/* --- Start and end --------------------------------------------------------------------------- */

_Noreturn void rt_sim_thread_quit(Sim *sim)
{
    RtThread *self = sim->current;
    self->state = SIM_ENDED;
    rt_sim_note(sim, SIM_EVENT_END, 0);
    rt_sim_wake(sim, &self->joiners, -1);
    unlink_thread(sim, self);
    if (self->process->thread_count == 0)
        rt_sim_process_finish(sim);
    rt_sim_leave_core(sim);
    abort();
}

/* What a coroutine runs. It leaves its stack for ever at the end. Who forked on it is the main
 * thread of another process by now, and its end is that process's. */
static void run(void *argument)
{
    RtThread *started = argument;
    Sim *sim = started->sim;
    rt_sim_arrive(sim);
    started->entry(started->argument);
    rt_sim_enter(&sim->base);
    if (sim->current == sim->process->main)
        rt_sim_process_exit(&sim->base, 0);
    rt_sim_thread_quit(sim);
}

void rt_sim_thread_doom(Sim *sim, RtThread *thread)
{
    thread->doomed = true;
    if (thread->state == SIM_BLOCKED)
        wake(sim, thread, SIM_EVENT_INTERRUPT, RT_EINTR);
}

static size_t stack_size(const RtThreadOptions *options)
{
    size_t size = options->stack_size ? options->stack_size : STACK_BYTES_DEFAULT;
    return size < STACK_BYTES_MIN ? STACK_BYTES_MIN : size;
}

int rt_sim_thread_start(Rt *rt, const RtThreadOptions *options, void (*entry)(void *),
                        void *argument, RtThread **out)
{
    ASSERT(out || options->detached);
    Sim *sim = rt_sim_enter(rt);
    RtThread *thread = rt_sim_thread_record(sim, sim->process, options->detached ? 1 : 2);
    if (!thread)
        return RT_ENOMEM;
    int err = rt_coroutine_new(sim->stacks, stack_size(options), run, thread, &thread->context,
                               &thread->coroutine);
    if (err < 0) {
        rt_sim_thread_unmake(sim, thread);
        return RT_EAGAIN;
    }
    thread->entry = entry;
    thread->argument = argument;
    thread->core = sim->core;
    thread->nice = options->nice;
    thread->virtual_ps = sim->current->virtual_ps;
    if (options->name)
        set_name(thread, options->name);
    rt_sim_charge(sim, RT_COST_THREAD_START, 1);
    rt_sim_note(sim, SIM_EVENT_START, thread->ident);
    rt_sim_ready(sim, thread, 0);
    if (out)
        *out = thread;
    return 0;
}

int rt_sim_thread_join(Rt *rt, RtThread *thread)
{
    Sim *sim = rt_sim_enter(rt);
    if (thread == sim->current)
        return RT_EDEADLK;
    while (thread->state != SIM_ENDED) {
        sim->current->waits_for = thread->ident;
        rt_sim_wait(sim, &thread->joiners, SIM_WAIT_JOIN, RT_FOREVER, false);
    }
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    record_drop(thread);
    return 0;
}

void rt_sim_thread_detach(Rt *rt, RtThread *thread)
{
    rt_sim_enter(rt);
    record_drop(thread);
}

/* --- Questions ------------------------------------------------------------------------------- */

RtThread *rt_sim_thread_self(Rt *rt)
{
    return rt_sim_of(rt)->current;
}

RtThread *rt_sim_thread_main(Rt *rt)
{
    return rt_sim_of(rt)->process->main;
}

uint64_t rt_sim_thread_ident(Rt *rt, RtThread *thread)
{
    return thread->ident;
}

int64_t rt_sim_thread_native_id(Rt *rt)
{
    return SIM_PROCESS_ID + (int64_t)rt_sim_of(rt)->current->ident - 1;
}

void rt_sim_thread_set_name(Rt *rt, const char *name)
{
    set_name(rt_sim_of(rt)->current, name);
}

int rt_sim_thread_stack(Rt *rt, char **out_low, size_t *out_size)
{
    Sim *sim = rt_sim_of(rt);
    if (!sim->current->coroutine)
        return rt_thread_stack(sim->host, out_low, out_size);
    rt_coroutine_stack(sim->current->coroutine, out_low, out_size);
    return 0;
}

void *rt_sim_thread_local_get(Rt *rt)
{
    return rt_sim_of(rt)->current->local;
}

void rt_sim_thread_local_set(Rt *rt, void *value)
{
    rt_sim_of(rt)->current->local = value;
}

int rt_sim_cpu_count(Rt *rt)
{
    return rt_sim_of(rt)->options.cores;
}

int rt_sim_affinity_count(Rt *rt)
{
    return rt_sim_of(rt)->options.cores;
}

static const char *const wait_words[SIM_WAIT_COUNT] = {
#define SIM_WAIT(NAME, words) words,
#include "runtime/sim_waits.def"
#undef SIM_WAIT
};

bool rt_sim_thread(Rt *rt, int index, RtSimThread *out)
{
    Sim *sim = rt_sim_of(rt);
    RtThread *thread = sim->threads;
    while (thread && (thread->process != sim->process || index-- > 0))
        thread = thread->all_next;
    if (!thread)
        return false;
    bool blocked = thread->state == SIM_BLOCKED;
    *out = (RtSimThread){
        .ident = thread->ident,
        .local = thread->local,
        .waits = blocked ? wait_words[thread->what] : NULL,
        .since_ns = blocked ? thread->since_ps / SIM_PS_PER_NS : 0,
        .waits_for = blocked ? thread->waits_for : 0,
    };
    memcpy(out->name, thread->name, sizeof out->name);
    return true;
}

/* --- Queues and waits ------------------------------------------------------------------------ */

static void queue_add(SimQueue *queue, RtThread *thread)
{
    thread->queue = queue;
    thread->queue_next = NULL;
    thread->queue_prev = queue->last;
    if (queue->last)
        queue->last->queue_next = thread;
    else
        queue->first = thread;
    queue->last = thread;
}

static void queue_remove(RtThread *thread)
{
    SimQueue *queue = thread->queue;
    if (!queue)
        return;
    if (thread->queue_prev)
        thread->queue_prev->queue_next = thread->queue_next;
    else
        queue->first = thread->queue_next;
    if (thread->queue_next)
        thread->queue_next->queue_prev = thread->queue_prev;
    else
        queue->last = thread->queue_prev;
    thread->queue = NULL;
}

/* What lies in the private memory of another process waits until that runs. */
static void leave_queue(Sim *sim, RtThread *thread)
{
    SimProcess *process = thread->process;
    if (process == sim->process || !thread->queue || rt_arena_holds(sim, thread->queue)) {
        queue_remove(thread);
        return;
    }
    thread->leaver_next = process->leavers;
    process->leavers = thread;
}

void rt_sim_leavers_leave(Sim *sim, SimProcess *process)
{
    for (; process->leavers; process->leavers = process->leavers->leaver_next)
        queue_remove(process->leavers);
}

static void time_out(Sim *sim, SimTimer *timer)
{
    RtThread *thread = (RtThread *)((char *)timer - offsetof(RtThread, timer));
    leave_queue(sim, thread);
    rt_sim_note_at(sim, sim->event_ps, NULL, thread, SIM_EVENT_TIMEOUT, 0);
    rt_sim_ready(sim, thread, RT_ETIMEDOUT);
}

/* Saturates: what lies beyond the end of time is at the end of time. */
static int64_t to_ps(const Sim *sim, int64_t time_ns)
{
    return time_ns >= sim->limit_ps / SIM_PS_PER_NS ? sim->limit_ps : time_ns * SIM_PS_PER_NS;
}

static int end_at_once(Sim *sim, int64_t deadline_ns, bool interruptible)
{
    RtThread *self = sim->current;
    if (interruptible && self->woken) {
        self->woken = false;
        return RT_EINTR;
    }
    bool over = deadline_ns != RT_FOREVER && rt_sim_now_ns(sim) >= deadline_ns;
    return over ? RT_ETIMEDOUT : 0;
}

int rt_sim_wait(Sim *sim, SimQueue *queue, SimWhat what, int64_t deadline_ns, bool interruptible)
{
    int err = end_at_once(sim, deadline_ns, interruptible);
    return err < 0 ? err : rt_sim_block(sim, queue, what, deadline_ns, interruptible);
}

/* Who can be interrupted may hold things that others share, and gives them back first. */
static int end_doomed(Sim *sim, bool interruptible)
{
    if (!interruptible)
        rt_sim_thread_quit(sim);
    return RT_EINTR;
}

int rt_sim_block(Sim *sim, SimQueue *queue, SimWhat what, int64_t deadline_ns, bool interruptible)
{
    RtThread *self = sim->current;
    if (self->doomed)
        return end_doomed(sim, interruptible);
    rt_sim_charge(sim, RT_COST_LOCK_WAIT, 1);
    rt_sim_settle(sim);
    self->state = SIM_BLOCKED;
    self->what = what;
    self->since_ps = sim->core->clock_ps;
    self->interruptible = interruptible;
    if (queue)
        queue_add(queue, self);
    if (deadline_ns != RT_FOREVER) {
        int64_t slack_ps = rt_sim_spread_ps(sim, RT_COST_TIMER_SLACK);
        rt_sim_timer_set_ps(sim, &self->timer, to_ps(sim, deadline_ns) + slack_ps);
    }
    rt_sim_note(sim, SIM_EVENT_BLOCK, what);
    rt_sim_leave_core(sim);
    self->waits_for = 0;
    return self->doomed ? end_doomed(sim, interruptible) : self->result;
}

/* Once in LATE_ODDS times something comes between, an interrupt or a hypervisor, and the call that
 * wakes takes LATE_TIMES as long. This is what lets a waiter at the tick lock in when a turn is
 * longer than a wake-up: fitted to CPython 2.7's 49 round trips a second with 10,000 ticks. */
#define LATE_ODDS 64
#define LATE_TIMES 10

static void charge_wake(Sim *sim)
{
    bool free = sim->meter.cost_ps[RT_COST_WAKE] == 0;
    bool late = !free && rt_sim_random_below(sim, SIM_STREAM_LATENCY, LATE_ODDS) == 0;
    rt_sim_charge(sim, RT_COST_WAKE, late ? LATE_TIMES : 1);
}

/* The thread gets up while its waker is still in the call. A timer pays nothing. */
static void wake(Sim *sim, RtThread *thread, SimEventKind kind, int result)
{
    bool from_timer = sim->event_ps >= 0;
    leave_queue(sim, thread);
    rt_sim_note_at(sim, rt_sim_now_ps(sim), from_timer ? NULL : sim->core,
                   from_timer ? NULL : sim->current, kind, thread->ident);
    rt_sim_ready(sim, thread, result);
    if (!from_timer)
        charge_wake(sim);
}

int rt_sim_wake(Sim *sim, SimQueue *queue, int count)
{
    int woken = 0;
    while (queue->first && woken != count) {
        wake(sim, queue->first, SIM_EVENT_WAKE, 0);
        woken++;
    }
    return woken;
}

bool rt_sim_wake_thread(Sim *sim, RtThread *thread)
{
    if (thread->state != SIM_BLOCKED)
        return false;
    wake(sim, thread, SIM_EVENT_WAKE, 0);
    return true;
}

/* Among the first few: a queue may be long. */
void rt_sim_wake_any(Sim *sim, SimQueue *queue)
{
    enum { CHOICE_MAX = 16 };
    uint64_t count = 0;
    for (RtThread *at = queue->first; at && count < CHOICE_MAX; at = at->queue_next)
        count++;
    uint64_t skip = count > 1 ? rt_sim_random_below(sim, SIM_STREAM_SCHEDULE, count) : 0;
    RtThread *thread = queue->first;
    while (skip-- > 0)
        thread = thread->queue_next;
    wake(sim, thread, SIM_EVENT_WAKE, 0);
}

void rt_sim_interrupt(Sim *sim, RtThread *thread)
{
    if (thread->state == SIM_BLOCKED && thread->interruptible)
        wake(sim, thread, SIM_EVENT_INTERRUPT, RT_EINTR);
    else
        thread->woken = true;
}

/* --- Timers ---------------------------------------------------------------------------------- */

void rt_sim_timer_set_ps(Sim *sim, SimTimer *timer, int64_t time_ps)
{
    int64_t now_ps = rt_sim_now_ps(sim);
    rt_sim_timer_cancel(sim, timer);
    timer->node.key = time_ps < now_ps ? now_ps : time_ps;
    timer->node.serial = ++sim->serial;
    rt_sim_heap_add(sim, &sim->timers, &timer->node);
    rt_sim_replan(sim);
}

void rt_sim_timer_set(Sim *sim, SimTimer *timer, int64_t time_ns)
{
    if (time_ns == RT_FOREVER)
        rt_sim_timer_cancel(sim, timer);
    else
        rt_sim_timer_set_ps(sim, timer, to_ps(sim, time_ns));
}

void rt_sim_timer_cancel(Sim *sim, SimTimer *timer)
{
    if (timer->node.place != 0)
        rt_sim_heap_remove(&sim->timers, &timer->node);
}

/* --- Parking, sleeping, yielding ------------------------------------------------------------- */

int rt_sim_thread_park(Rt *rt, int64_t deadline_ns)
{
    Sim *sim = rt_sim_enter(rt);
    RtThread *self = sim->current;
    if (self->unparked) {
        self->unparked = false;
        rt_sim_charge(sim, RT_COST_LOCK, 1);
        return 0;
    }
    return rt_sim_wait(sim, NULL, SIM_WAIT_PARK, deadline_ns, true);
}

void rt_sim_thread_unpark(Rt *rt, RtThread *thread)
{
    Sim *sim = rt_sim_enter(rt);
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    if (thread->process != sim->process)
        return; /* It stayed with a parent. */
    if (thread->state == SIM_BLOCKED && thread->what == SIM_WAIT_PARK)
        wake(sim, thread, SIM_EVENT_WAKE, 0);
    else
        thread->unparked = true;
}

/* May be called by a signal's handler, so by anybody at any moment: without rt_sim_enter. */
void rt_sim_thread_wake(Rt *rt, RtThread *thread)
{
    rt_sim_interrupt(rt_sim_of(rt), thread);
}

int rt_sim_sleep_until(Rt *rt, int64_t deadline_ns)
{
    Sim *sim = rt_sim_enter(rt);
    int err = rt_sim_wait(sim, NULL, SIM_WAIT_SLEEP, deadline_ns, true);
    if (err == RT_ETIMEDOUT)
        rt_sim_charge_some(sim, RT_COST_SYSTEM_CALL);
    return err == RT_ETIMEDOUT ? 0 : err;
}

void rt_sim_thread_yield(Rt *rt)
{
    Sim *sim = rt_sim_enter(rt);
    rt_sim_charge_some(sim, RT_COST_SYSTEM_CALL);
    rt_sim_enter(rt);
    rt_sim_give_way(sim);
}
