/* Signals of the virtual machine: its processes send them to each other, in virtual time.
 *
 * A person at the host can still end a run: the signals that people send are handled on the host
 * too, as long as the program handles them, and reach it at whatever virtual moment it is then.
 * That is the one thing in this machine which no seed decides. */
#include "runtime/sim_world.h"

#include <string.h>

/* What people send, and what a process that did not ask for a signal survives. */
static const char *const from_host[] = {"SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"};
static const char *const harmless[] = {"SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"};

static bool is_one_of(int number, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int candidate;
        if (rt_signal_number(names[i], &candidate) == 0 && candidate == number)
            return true;
    }
    return false;
}

#define IS_ONE_OF(number, names) is_one_of(number, names, sizeof names / sizeof names[0])

static bool is_valid(int number)
{
    return number > 0 && number < SIM_SIGNAL_COUNT;
}

static RtSignals bit_of(int number)
{
    return (RtSignals)1 << (number - 1);
}

/* --- Delivering ------------------------------------------------------------------------------ */

/* A handler works on private memory of its process. */
static void handle(Sim *sim, SimProcess *process, int number)
{
    const SimSignal *signal = &process->signals[number];
    if (process == sim->process)
        signal->handler(signal->argument, number);
    else
        process->pending |= bit_of(number);
    rt_sim_interrupt(sim, process->main);
}

void rt_sim_signals_run(Sim *sim, SimProcess *process)
{
    for (; process->pending; process->pending &= process->pending - 1) {
        int number = __builtin_ctzll(process->pending) + 1;
        const SimSignal *signal = &process->signals[number];
        if (signal->state == RT_SIGNAL_HANDLED)
            signal->handler(signal->argument, number);
    }
}

static bool is_fixed(int number)
{
    int kill, stop;
    bool is_kill = rt_signal_number("SIGKILL", &kill) == 0 && number == kill;
    return is_kill || (rt_signal_number("SIGSTOP", &stop) == 0 && number == stop);
}

static bool is_blocked(Sim *sim, SimProcess *process, int number)
{
    for (RtThread *thread = sim->threads; thread; thread = thread->all_next) {
        if (thread->process == process && !(thread->blocked & bit_of(number)))
            return false;
    }
    return !is_fixed(number);
}

void rt_sim_signal(Sim *sim, SimProcess *process, int number)
{
    RtSignalState state = process->signals[number].state;
    rt_sim_note(sim, SIM_EVENT_SIGNAL, (uint64_t)process->id << 32 | (uint32_t)number);
    if (process->is_ending)
        return;
    if (is_blocked(sim, process, number)) {
        process->held |= bit_of(number);
        process->held_from[number] = sim->process->id;
        rt_sim_wake(sim, &process->signal_waiters, -1);
        return;
    }
    if (state == RT_SIGNAL_HANDLED)
        handle(sim, process, number);
    else if (state == RT_SIGNAL_IGNORED || IS_ONE_OF(number, harmless))
        return;
    else if (process == sim->processes)
        rt_sim_switch_off(sim, -number);
    else
        rt_sim_process_doom(sim, process, -number);
}

/* In a signal of the host: sets atomic words and no more. The program's handler does the same, so
 * that a thread which computes sees the signal at its next safepoint. */
static void on_host_signal(void *argument, int number)
{
    SimProcess *process = argument;
    SimSignal *signal = &process->signals[number];
    if (signal->state == RT_SIGNAL_HANDLED)
        signal->handler(signal->argument, number);
    atomic_fetch_or(&process->host_pending, bit_of(number));
    atomic_store(&process->sim->host_signal, true);
}

static void host_signals_of(Sim *sim, SimProcess *process)
{
    uint64_t left = atomic_exchange(&process->host_pending, 0);
    for (; left; left &= left - 1) {
        int number = __builtin_ctzll(left) + 1;
        if (process->signals[number].state == RT_SIGNAL_HANDLED)
            rt_sim_interrupt(sim, process->main);
        else
            rt_sim_signal(sim, process, number);
    }
}

void rt_sim_host_signal_arrived(Sim *sim)
{
    atomic_store(&sim->host_signal, false);
    sim->event_ps = rt_sim_now_ps(sim);
    for (SimProcess *process = sim->processes; process; process = process->next)
        host_signals_of(sim, process);
    sim->event_ps = -1;
}

/* --- What the program asks for --------------------------------------------------------------- */

/* A program that is started to ignore a signal on the host goes on ignoring it. */
static int follow_on_host(Sim *sim, int number, bool handled)
{
    RtSignalState state;
    if (!IS_ONE_OF(number, from_host) || sim->process != sim->processes)
        return 0;
    if (rt_signal_state(sim->host, number, &state) == 0 && state == RT_SIGNAL_IGNORED)
        return 0;
    return handled ? rt_signal_handle(sim->host, number, on_host_signal, sim->process)
                   : rt_signal_default(sim->host, number);
}

/* What a terminal sends to all, each gets; and what it means is decided here, not on the host. */
void rt_sim_signals_follow(Sim *sim, SimProcess *process)
{
    for (size_t i = 0; i < sizeof from_host / sizeof from_host[0]; i++) {
        RtSignalState state;
        int number;
        if (rt_signal_number(from_host[i], &number) < 0)
            continue;
        if (rt_signal_state(sim->host, number, &state) == 0 && state != RT_SIGNAL_IGNORED)
            rt_signal_handle(sim->host, number, on_host_signal, process);
    }
}

void rt_sim_signals_reset(Sim *sim)
{
    for (int number = 1; number < SIM_SIGNAL_COUNT; number++) {
        SimSignal *signal = &sim->process->signals[number];
        if (signal->state != RT_SIGNAL_HANDLED)
            continue;
        *signal = (SimSignal){.state = RT_SIGNAL_DEFAULT};
        follow_on_host(sim, number, false);
    }
    sim->process->pending = 0;
}

static int set_state(Rt *rt, int number, SimSignal signal)
{
    Sim *sim = rt_sim_enter(rt);
    if (!is_valid(number) || is_fixed(number))
        return RT_EINVAL;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    sim->process->signals[number] = signal;
    return follow_on_host(sim, number, signal.state == RT_SIGNAL_HANDLED);
}

int rt_sim_signal_handle(Rt *rt, int number, RtSignalFn handler, void *argument)
{
    return set_state(rt, number, (SimSignal){RT_SIGNAL_HANDLED, handler, argument});
}

int rt_sim_signal_default(Rt *rt, int number)
{
    return set_state(rt, number, (SimSignal){.state = RT_SIGNAL_DEFAULT});
}

int rt_sim_signal_ignore(Rt *rt, int number)
{
    return set_state(rt, number, (SimSignal){.state = RT_SIGNAL_IGNORED});
}

int rt_sim_signal_state(Rt *rt, int number, RtSignalState *out)
{
    if (!is_valid(number))
        return RT_EINVAL;
    *out = rt_sim_of(rt)->process->signals[number].state;
    return 0;
}

/* Who ends by it ends here. */
static int send(Sim *sim, SimProcess *process, int number)
{
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    rt_sim_signal(sim, process, number);
    if (sim->current->doomed)
        rt_sim_thread_quit(sim);
    return 0;
}

int rt_sim_signal_raise(Rt *rt, int number)
{
    Sim *sim = rt_sim_enter(rt);
    return is_valid(number) ? send(sim, sim->process, number) : RT_EINVAL;
}

/* All processes are one group: 0, or a number below. Who sends comes last: it may end by it. */
static int send_all(Sim *sim, int number)
{
    for (SimProcess *process = sim->processes; process && number != 0; process = process->next) {
        if (process != sim->process && !process->has_ended)
            send(sim, process, number);
    }
    return number == 0 ? 0 : send(sim, sim->process, number);
}

/* Signal 0 only asks whether there is such a process. */
int rt_sim_signal_send(Rt *rt, int64_t pid, int number)
{
    Sim *sim = rt_sim_enter(rt);
    if (number != 0 && !is_valid(number))
        return RT_EINVAL;
    if (pid <= 0)
        return pid < -1 && pid != -SIM_PROCESS_ID ? RT_ESRCH : send_all(sim, number);
    SimProcess *process = rt_sim_process_find(sim, pid);
    if (!process)
        return RT_ESRCH;
    return number == 0 || process->has_ended ? 0 : send(sim, process, number);
}

/* --- Signals that are held back --------------------------------------------------------------- */

/* What nobody blocks any longer is delivered now. */
int rt_sim_signal_mask(Rt *rt, RtMaskChange change, RtSignals signals, RtSignals *out_before)
{
    Sim *sim = rt_sim_enter(rt);
    RtThread *self = sim->current;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    *out_before = self->blocked;
    self->blocked = rt_signals_changed(self->blocked, change, signals);
    for (RtSignals due = sim->process->held & ~self->blocked; due; due &= due - 1) {
        int number = __builtin_ctzll(due) + 1;
        sim->process->held &= ~bit_of(number);
        rt_sim_signal(sim, sim->process, number);
    }
    if (self->doomed)
        rt_sim_thread_quit(sim);
    return 0;
}

int rt_sim_signal_pending(Rt *rt, RtSignals *out)
{
    *out = rt_sim_of(rt)->process->held;
    return 0;
}

int rt_sim_signal_wait(Rt *rt, RtSignals signals, int64_t deadline_ns, RtSignalInfo *out)
{
    Sim *sim = rt_sim_enter(rt);
    SimProcess *process = sim->process;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    while (!(process->held & signals)) {
        int err = rt_sim_wait(sim, &process->signal_waiters, SIM_WAIT_SIGNAL, deadline_ns, true);
        if (err < 0)
            return err == RT_ETIMEDOUT ? RT_EAGAIN : err;
    }
    int number = __builtin_ctzll(process->held & signals) + 1;
    process->held &= ~bit_of(number);
    *out = (RtSignalInfo){.number = number,
                          .pid = (int)process->held_from[number],
                          .user = SIM_USER_ID};
    return 0;
}

/* --- The alarm ------------------------------------------------------------------------------- */

static void ring(Sim *sim, SimTimer *timer)
{
    SimProcess *process = (SimProcess *)((char *)timer - offsetof(SimProcess, alarm));
    int number;
    if (process->alarm_interval_ns > 0)
        rt_sim_timer_set(sim, timer,
                         timer->node.key / SIM_PS_PER_NS + process->alarm_interval_ns);
    if (rt_signal_number("SIGALRM", &number) < 0)
        return;
    rt_sim_signal(sim, process, number);
    process->held_from[number] = 0;
}

int rt_sim_signal_timer(Rt *rt, RtTimer timer, const RtTimerValue *next, RtTimerValue *out_before)
{
    Sim *sim = rt_sim_enter(rt);
    SimTimer *alarm = &sim->process->alarm;
    *out_before = (RtTimerValue){0};
    if (timer != RT_TIMER_REAL)
        return next && next->delay_ns > 0 ? RT_ESIM_TIMER : 0;
    if (next && (next->delay_ns < 0 || next->interval_ns < 0 ||
                 next->interval_ns > RT_FOREVER - RT_SIM_TIME_MAX_NS))
        return RT_EINVAL;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    int64_t now_ns = rt_sim_now_ns(sim);
    if (alarm->node.place != 0)
        *out_before = (RtTimerValue){alarm->node.key / SIM_PS_PER_NS - now_ns,
                                     sim->process->alarm_interval_ns};
    if (!next)
        return 0;
    rt_sim_timer_cancel(sim, alarm);
    alarm->fire = ring;
    sim->process->alarm_interval_ns = next->interval_ns;
    if (next->delay_ns > 0)
        rt_sim_timer_set(sim, alarm,
                         next->delay_ns > RT_FOREVER - now_ns ? RT_FOREVER
                                                              : now_ns + next->delay_ns);
    return 0;
}

void rt_sim_signals_fini(Sim *sim)
{
    for (int number = 1; number < SIM_SIGNAL_COUNT; number++) {
        if (sim->process->signals[number].state == RT_SIGNAL_HANDLED)
            follow_on_host(sim, number, false);
    }
}
