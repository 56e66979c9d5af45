/* Processes of the virtual machine: each a process of the host, which runs while it has the baton.
 *
 *     parent       |==fork==|==......==|=wait=|        the host's fork copies stack and heap; the
 *     child                 |=.....=exit|              machine itself is shared (see sim.h)
 *
 * The first process is the machine: when it ends, everything does. All that another does about its
 * end it does as itself: it gives back what it shares, tells its parent, passes the baton, and
 * stays until those that it forked on the host have ended too (see baton.h). */
#include "runtime/sim_world.h"

#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

enum { INIT_ID = 1 }; /* the parent of those who have none */

/* --- Records --------------------------------------------------------------------------------- */

static bool is_first(const SimProcess *process)
{
    return process == process->sim->processes;
}

static void link_process(Sim *sim, SimProcess *process)
{
    process->next = NULL;
    process->previous = sim->processes_last;
    *(sim->processes_last ? &sim->processes_last->next : &sim->processes) = process;
    sim->processes_last = process;
}

void rt_sim_process_free(Sim *sim, SimProcess *process)
{
    *(process->previous ? &process->previous->next : &sim->processes) = process->next;
    *(process->next ? &process->next->previous : &sim->processes_last) = process->previous;
    rt_arena_release(process);
}

int rt_sim_process_first(Sim *sim)
{
    SimProcess *process = rt_arena_alloc(sim, sizeof *process);
    if (!process)
        return RT_ENOMEM;
    process->sim = sim;
    process->id = SIM_PROCESS_ID;
    link_process(sim, process);
    sim->process = process;
    return 0;
}

/* The machine ends with its first process; what is left of the others' on the host goes too. */
void rt_sim_processes_fini(Sim *sim)
{
    for (SimProcess *process = sim->processes; process; process = process->next) {
        if (process->host && !process->has_ended)
            rt_baton_kill(process->host);
    }
}

/* What a child has of its parent's: its handlers of signals, and its part of the world. */
static SimProcess *process_new(Sim *sim, SimProcess *parent)
{
    SimProcess *child = rt_arena_alloc(sim, sizeof *child);
    if (!child)
        return NULL;
    child->sim = sim;
    child->parent = parent;
    memcpy(child->signals, parent->signals, sizeof child->signals);
    child->cwd = parent->cwd;
    child->umask = parent->umask;
    child->descriptors = parent->descriptors;
    child->descriptor_count = parent->descriptor_count;
    child->first_free = parent->first_free;
    child->environment = parent->environment;
    child->environment_count = parent->environment_count;
    child->mappings = parent->mappings;
    link_process(sim, child);
    return child;
}

SimProcess *rt_sim_process_find(Sim *sim, int64_t id)
{
    SimProcess *process = sim->processes;
    while (process && process->id != id)
        process = process->next;
    return process;
}

int64_t rt_sim_process_id(Rt *rt)
{
    return rt_sim_of(rt)->process->id;
}

int64_t rt_sim_process_parent_id(Rt *rt)
{
    const SimProcess *parent = rt_sim_of(rt)->process->parent;
    return parent ? parent->id : INIT_ID;
}

/* --- The baton ------------------------------------------------------------------------------- */

static _Noreturn void end_host(Sim *sim, int status)
{
    if (status < 0) {
        rt_signal_default(sim->host, -status);
        rt_signal_raise(sim->host, -status);
    }
    rt_process_exit(sim->host, status < 0 ? 128 - status : status);
}

/* What the running process has to say to the end of the run. */
static bool answer(Sim *sim)
{
    const RtSimOptions *options = &sim->options;
    return options->stuck && options->stuck(options->argument, sim->why);
}

/* A process of the host is gone that was not through, perhaps with the baton. */
static void crash(Sim *sim, SimProcess *self)
{
    atomic_store(&sim->has_crashed, true);
    if (!is_first(self)) {
        rt_baton_pass(&sim->processes->baton);
        return;
    }
    sim->process = self;
    sim->current = self->main;
    sim->why = RT_SIM_CRASH;
    sim->stuck = true;
    answer(sim);
    end_host(sim, RT_SIM_EXIT_CRASH);
}

/* Sleeps until the baton comes to stay. It may come with a question, or for the end of the run. */
static void await_baton(Sim *sim, SimProcess *self)
{
    for (;;) {
        bool has_come = rt_baton_wait(&self->baton) == 0;
        if (!has_come || atomic_load(&sim->has_crashed)) {
            crash(sim, self);
            continue;
        }
        if (sim->is_off)
            end_host(sim, sim->off_status);
        if (!sim->asker || sim->asker == self)
            return;
        sim->goes_on |= answer(sim);
        rt_baton_pass(&sim->asker->baton);
    }
}

/* What others did to this process while it slept. */
static void catch_up(Sim *sim, SimProcess *self)
{
    rt_sim_leavers_leave(sim, self);
    rt_sim_signals_run(sim, self);
}

void rt_sim_pass_baton(Sim *sim, SimProcess *self)
{
    sim->process = sim->current->process;
    rt_baton_pass(&sim->process->baton);
    await_baton(sim, self);
    catch_up(sim, self);
}

_Noreturn void rt_sim_pass_baton_last(Sim *sim, SimProcess *forgotten)
{
    RtBaton *first = &sim->processes->baton;
    if (forgotten)
        rt_sim_process_free(sim, forgotten);
    sim->process = sim->current->process;
    rt_baton_pass(&sim->process->baton);
    if (rt_baton_linger() != 0) {
        atomic_store(&sim->has_crashed, true);
        rt_baton_pass(first);
        rt_baton_linger();
    }
    end_host(sim, 0);
}

bool rt_sim_ask_all(Sim *sim, RtSimEnd why)
{
    SimProcess *self = sim->process;
    RtThread *current = sim->current;
    sim->stuck = true;
    sim->why = why;
    sim->goes_on = false;
    sim->asker = self;
    for (SimProcess *process = sim->processes; process; process = process->next) {
        if (process->has_ended)
            continue;
        sim->process = process;
        sim->current = process == self ? current : process->main;
        if (process == self) {
            sim->goes_on |= answer(sim);
        } else {
            rt_baton_pass(&process->baton);
            await_baton(sim, self);
        }
    }
    sim->process = self;
    sim->current = current;
    sim->asker = NULL;
    sim->stuck = false;
    return sim->goes_on;
}

_Noreturn void rt_sim_switch_off(Sim *sim, int status)
{
    SimProcess *self = sim->process;
    if (is_first(self))
        end_host(sim, status);
    sim->is_off = true;
    sim->off_status = status;
    rt_baton_pass(&sim->processes->baton);
    for (;;) /* ends with the first */
        rt_baton_wait(&self->baton);
}

/* --- Forks ----------------------------------------------------------------------------------- */

/* A record of the running thread, as it goes on in the child: on the copy of its stack. */
static RtThread *double_thread(Sim *sim, SimProcess *child)
{
    const RtThread *self = sim->current;
    RtThread *twin = rt_sim_thread_record(sim, child, 2);
    if (!twin)
        return NULL;
    twin->coroutine = self->coroutine;
    twin->context = self->context;
    memcpy(twin->name, self->name, sizeof twin->name);
    twin->local = self->local;
    twin->core = self->core;
    twin->nice = self->nice;
    twin->virtual_ps = self->virtual_ps;
    child->main = twin;
    child->id = SIM_PROCESS_ID + (int64_t)twin->ident - 1;
    return twin;
}

int rt_sim_process_double(Sim *sim, SimProcess **out)
{
    SimProcess *child = process_new(sim, sim->process);
    RtThread *twin = child ? double_thread(sim, child) : NULL;
    int64_t host = twin ? rt_baton_fork() : RT_ENOMEM;
    if (host == 0) {
        rt_sim_signals_follow(sim, child);
        await_baton(sim, child);
        catch_up(sim, child);
        return 1;
    }
    if (host < 0) {
        if (twin)
            rt_sim_thread_unmake(sim, twin);
        if (child)
            rt_sim_process_free(sim, child);
        return (int)host;
    }
    child->host = host;
    rt_sim_descriptors_share(child);
    rt_sim_mappings_share(child);
    rt_sim_charge(sim, RT_COST_FORK, 1);
    rt_sim_note(sim, SIM_EVENT_FORK, (uint64_t)child->id);
    rt_sim_ready(sim, twin, 0);
    *out = child;
    return 0;
}

int rt_sim_process_fork(Rt *rt, int64_t *out_pid)
{
    Sim *sim = rt_sim_call(rt);
    SimProcess *child = NULL;
    int side = rt_sim_process_double(sim, &child);
    if (side < 0)
        return side;
    *out_pid = side == 1 ? 0 : child->id;
    return 0;
}

/* --- Ends ------------------------------------------------------------------------------------ */

void rt_sim_process_doom(Sim *sim, SimProcess *process, int status)
{
    if (process->is_ending)
        return;
    process->is_ending = true;
    process->status = status;
    for (RtThread *thread = sim->threads; thread; thread = thread->all_next) {
        if (thread->process == process)
            rt_sim_thread_doom(sim, thread);
    }
}

static void leave_children(Sim *sim, SimProcess *self)
{
    SimProcess *next;
    for (SimProcess *child = sim->processes; child; child = next) {
        next = child->next;
        if (child->parent != self)
            continue;
        child->parent = NULL;
        if (child->has_ended)
            rt_sim_process_free(sim, child);
    }
}

/* Says whether somebody may still wait for it. */
static bool tell_parent(Sim *sim, SimProcess *parent)
{
    int number;
    if (!parent || rt_signal_number("SIGCHLD", &number) < 0)
        return false;
    bool waits = parent->signals[number].state != RT_SIGNAL_IGNORED;
    rt_sim_signal(sim, parent, number);
    rt_sim_wake(sim, &parent->waiters, -1);
    return waits;
}

_Noreturn void rt_sim_process_finish(Sim *sim)
{
    SimProcess *self = sim->process;
    rt_sim_note(sim, SIM_EVENT_EXIT, (uint64_t)(uint32_t)self->status);
    rt_sim_timer_cancel(sim, &self->alarm);
    rt_sim_descriptors_fini(sim);
    rt_sim_mappings_fini(sim);
    leave_children(sim, self);
    self->has_ended = true;
    bool forgotten = !tell_parent(sim, self->parent);
    rt_sim_leave_machine(sim, forgotten ? self : NULL);
}

void rt_sim_process_exit(Rt *rt, int code)
{
    Sim *sim = rt_sim_call(rt);
    if (is_first(sim->process))
        end_host(sim, code & 0xff);
    rt_sim_charge(sim, RT_COST_EXIT, 1);
    rt_sim_process_doom(sim, sim->process, code & 0xff);
    rt_sim_thread_quit(sim);
}

void rt_sim_process_abort(Rt *rt)
{
    Sim *sim = rt_sim_call(rt);
    int number;
    if (is_first(sim->process) || rt_signal_number("SIGABRT", &number) < 0)
        rt_process_abort(sim->host);
    rt_sim_process_doom(sim, sim->process, -number);
    rt_sim_thread_quit(sim);
}

/* --- Waiting --------------------------------------------------------------------------------- */

/* Which children are meant, and a look at them. */
typedef struct Search {
    RtWaitFor which;
    int64_t id;
    bool any;          /* there is one, ended or not */
    SimProcess *ended; /* the first that has */
} Search;

static void search(Sim *sim, Search *it)
{
    it->any = false;
    it->ended = NULL;
    for (SimProcess *child = sim->processes; child && !it->ended; child = child->next) {
        if (child->parent != sim->process || (it->which == RT_WAIT_PROCESS && child->id != it->id))
            continue;
        it->any = true;
        it->ended = child->has_ended ? child : NULL;
    }
}

/* All processes are one group. */
static int await_child(Sim *sim, Search *it, bool wait)
{
    search(sim, it);
    while (!it->ended && it->any && wait) {
        int err = rt_sim_wait(sim, &sim->process->waiters, SIM_WAIT_CHILD, RT_FOREVER, true);
        if (err < 0)
            return err;
        search(sim, it);
    }
    return it->any ? 0 : RT_ECHILD;
}

static void bury(Sim *sim, SimProcess *child)
{
    sim->process->children_ps += child->cpu_ps + child->children_ps;
    rt_sim_process_free(sim, child);
}

/* None is ever stopped, so none goes on. */
int rt_sim_process_await(Rt *rt, RtWaitFor which, int64_t id, int options, RtChange *out)
{
    Sim *sim = rt_sim_call(rt);
    Search it = {.which = which, .id = id};
    if (!(options & RT_WAIT_EXITED))
        return RT_EINVAL;
    int err = await_child(sim, &it, !(options & RT_WAIT_NO_HANG));
    *out = (RtChange){0};
    SimProcess *child = err < 0 ? NULL : it.ended;
    if (!child)
        return err;
    *out = (RtChange){
        .pid = child->id,
        .user = SIM_USER_ID,
        .code = child->status < 0 ? RT_CHILD_KILLED : RT_CHILD_EXITED,
        .status = child->status < 0 ? -child->status : child->status,
        .used = {.user_ns = (child->cpu_ps + child->children_ps) / SIM_PS_PER_NS},
    };
    if (!(options & RT_WAIT_KEEP))
        bury(sim, child);
    return 0;
}
