/* Signals of the virtual machine: a process of one that signals itself, in virtual time.
 *
 * A person at the host can still end a run: the signals that people send are handled on the host
 * too, as long as the program handles them, and reach it at whatever virtual moment it is then.
 * That is the one thing in this machine which no seed decides. */
#include "runtime/sim.h"

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

/* --- Delivering ------------------------------------------------------------------------------ */

void rt_sim_signal(Sim *sim, int number)
{
    SimSignal *signal = &sim->signals[number];
    rt_sim_note(sim, SIM_EVENT_SIGNAL, (uint64_t)number);
    if (signal->state == RT_SIGNAL_HANDLED) {
        signal->handler(signal->argument, number);
        rt_sim_interrupt(sim, &sim->main);
    } else if (signal->state == RT_SIGNAL_DEFAULT && !IS_ONE_OF(number, harmless)) {
        rt_signal_default(sim->host, number);
        rt_signal_raise(sim->host, number);
    }
}

/* In a signal of the host: sets atomic words and no more. The program's handler does the same, so
 * that a thread which computes sees the signal at its next safepoint. */
static void on_host_signal(void *argument, int number)
{
    Sim *sim = argument;
    SimSignal *signal = &sim->signals[number];
    if (signal->state == RT_SIGNAL_HANDLED)
        signal->handler(signal->argument, number);
    atomic_store(&sim->host_signal, true);
}

void rt_sim_host_signal_arrived(Sim *sim)
{
    atomic_store(&sim->host_signal, false);
    sim->event_ps = rt_sim_now_ps(sim);
    rt_sim_note(sim, SIM_EVENT_SIGNAL, 0);
    rt_sim_interrupt(sim, &sim->main);
    sim->event_ps = -1;
}

/* --- What the program asks for --------------------------------------------------------------- */

/* A program that is started to ignore a signal on the host goes on ignoring it. */
static int follow_on_host(Sim *sim, int number, bool handled)
{
    RtSignalState state;
    if (!IS_ONE_OF(number, from_host))
        return 0;
    if (rt_signal_state(sim->host, number, &state) == 0 && state == RT_SIGNAL_IGNORED)
        return 0;
    return handled ? rt_signal_handle(sim->host, number, on_host_signal, sim)
                   : rt_signal_default(sim->host, number);
}

static int set_state(Rt *rt, int number, SimSignal signal)
{
    Sim *sim = rt_sim_enter(rt);
    int kill, stop;
    if (!is_valid(number))
        return RT_EINVAL;
    bool fixed = rt_signal_number("SIGKILL", &kill) == 0 && number == kill;
    fixed = fixed || (rt_signal_number("SIGSTOP", &stop) == 0 && number == stop);
    if (fixed)
        return RT_EINVAL;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    sim->signals[number] = signal;
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
    *out = rt_sim_of(rt)->signals[number].state;
    return 0;
}

int rt_sim_signal_raise(Rt *rt, int number)
{
    Sim *sim = rt_sim_enter(rt);
    if (!is_valid(number))
        return RT_EINVAL;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    rt_sim_signal(sim, number);
    return 0;
}

/* There is no other process; 0 and -1 mean us too. Signal 0 only asks whether we live. */
int rt_sim_signal_send(Rt *rt, int64_t pid, int number)
{
    if (pid != SIM_PROCESS_ID && pid != 0 && pid != -1)
        return RT_ESRCH;
    return number == 0 ? 0 : rt_sim_signal_raise(rt, number);
}

/* --- The alarm ------------------------------------------------------------------------------- */

static void ring(Sim *sim, SimTimer *timer)
{
    int number;
    if (sim->alarm_interval_ns > 0)
        rt_sim_timer_set_ps(sim, timer, timer->node.key + sim->alarm_interval_ns * SIM_PS_PER_NS);
    if (rt_signal_number("SIGALRM", &number) == 0)
        rt_sim_signal(sim, number);
}

int rt_sim_signal_timer(Rt *rt, RtTimer timer, const RtTimerValue *next, RtTimerValue *out_before)
{
    Sim *sim = rt_sim_enter(rt);
    *out_before = (RtTimerValue){0};
    if (timer != RT_TIMER_REAL)
        return next && next->delay_ns > 0 ? RT_ESIM_TIMER : 0;
    if (next && (next->delay_ns < 0 || next->interval_ns < 0))
        return RT_EINVAL;
    rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
    int64_t now_ns = rt_sim_now_ns(sim);
    if (sim->alarm.node.place != 0)
        *out_before = (RtTimerValue){sim->alarm.node.key / SIM_PS_PER_NS - now_ns,
                                     sim->alarm_interval_ns};
    if (!next)
        return 0;
    rt_sim_timer_cancel(sim, &sim->alarm);
    sim->alarm.fire = ring;
    sim->alarm_interval_ns = next->interval_ns;
    if (next->delay_ns > 0)
        rt_sim_timer_set(sim, &sim->alarm,
                         next->delay_ns > RT_FOREVER - now_ns ? RT_FOREVER
                                                              : now_ns + next->delay_ns);
    return 0;
}

void rt_sim_signals_fini(Sim *sim)
{
    for (int number = 1; number < SIM_SIGNAL_COUNT; number++) {
        if (sim->signals[number].state == RT_SIGNAL_HANDLED)
            follow_on_host(sim, number, false);
    }
}
