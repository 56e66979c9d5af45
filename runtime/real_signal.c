/* Signals on the real machine. */
#include "runtime/real.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef NSIG
#define NSIG 65
#endif

/* POSIX has one set of handlers per process, and a handler gets nothing but its number: so here,
 * and nowhere else, the state must be global. The fields are set before the handler is.
 *
 * Threads other than the main one block all signals in the system's eyes, so that what is sent to
 * the process ends a wait of the main thread. What such a thread blocks in its script's eyes stands
 * in its record. */
static struct {
    _Atomic(RtSignalFn) handler;
    void *_Atomic argument;
    _Atomic(Rt *) rt;
} handlers[NSIG];

static struct {
    _Atomic int file; /* one more than its number; 0: none */
    _Atomic int error;
} wakeup;

static const struct {
    const char *name;
    int number;
} rows[] = {
    {"SIGHUP", SIGHUP},   {"SIGINT", SIGINT},       {"SIGQUIT", SIGQUIT},   {"SIGILL", SIGILL},
    {"SIGTRAP", SIGTRAP}, {"SIGABRT", SIGABRT},     {"SIGBUS", SIGBUS},     {"SIGFPE", SIGFPE},
    {"SIGKILL", SIGKILL}, {"SIGUSR1", SIGUSR1},     {"SIGSEGV", SIGSEGV},   {"SIGUSR2", SIGUSR2},
    {"SIGPIPE", SIGPIPE}, {"SIGALRM", SIGALRM},     {"SIGTERM", SIGTERM},   {"SIGCHLD", SIGCHLD},
    {"SIGCONT", SIGCONT}, {"SIGSTOP", SIGSTOP},     {"SIGTSTP", SIGTSTP},   {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU}, {"SIGURG", SIGURG},       {"SIGXCPU", SIGXCPU},   {"SIGXFSZ", SIGXFSZ},
    {"SIGPROF", SIGPROF}, {"SIGVTALRM", SIGVTALRM}, {"SIGWINCH", SIGWINCH}, {"SIGIO", SIGIO},
    {"SIGSYS", SIGSYS},   {"SIGSTKFLT", SIGSTKFLT}, {"SIGPWR", SIGPWR},
};

#define ROW_COUNT ((int)(sizeof rows / sizeof rows[0]))

int rt_signal_number(const char *name, int *out)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *out = rows[i].number;
            return 0;
        }
    }
    return RT_EINVAL;
}

bool rt_signal_row(int index, const char **out_name, int *out_number)
{
    if (index < 0 || index >= ROW_COUNT)
        return false;
    *out_name = rows[index].name;
    *out_number = rows[index].number;
    return true;
}

static void tell_wakeup_file(uint8_t number)
{
    int file = atomic_load(&wakeup.file) - 1;
    if (file >= 0 && write(file, &number, 1) < 0)
        atomic_store(&wakeup.error, errno);
}

static void on_signal(int number)
{
    int saved = errno;
    RtSignalFn handler = atomic_load(&handlers[number].handler);
    Rt *rt = atomic_load(&handlers[number].rt);
    if (handler)
        handler(atomic_load(&handlers[number].argument), number);
    if (rt)
        rt_real_thread_wake(rt, rt_real_thread_main(rt));
    tell_wakeup_file((uint8_t)number);
    errno = saved;
}

/* Without SA_RESTART: a blocking call must return, so that the VM can run the script's handler. */
static int set_action(int number, void (*action)(int))
{
    struct sigaction request = {.sa_handler = action};
    sigemptyset(&request.sa_mask);
    return rt_real_result(sigaction(number, &request, NULL));
}

int rt_real_signal_handle(Rt *rt, int number, RtSignalFn handler, void *argument)
{
    if (number <= 0 || number >= NSIG)
        return RT_EINVAL;
    atomic_store(&handlers[number].rt, rt);
    atomic_store(&handlers[number].argument, argument);
    atomic_store(&handlers[number].handler, handler);
    return set_action(number, on_signal);
}

int rt_real_signal_default(Rt *rt, int number)
{
    return set_action(number, SIG_DFL);
}

int rt_real_signal_ignore(Rt *rt, int number)
{
    return set_action(number, SIG_IGN);
}

int rt_real_signal_set_restart(Rt *rt, int number, bool restart)
{
    struct sigaction action;
    if (sigaction(number, NULL, &action) < 0)
        return rt_real_error(errno);
    action.sa_flags = restart ? action.sa_flags | SA_RESTART : action.sa_flags & ~SA_RESTART;
    return rt_real_result(sigaction(number, &action, NULL));
}

int rt_real_signal_set_wakeup(Rt *rt, int file)
{
    atomic_store(&wakeup.file, file + 1);
    return 0;
}

int rt_real_signal_wakeup_error(Rt *rt)
{
    return rt_real_error(atomic_exchange(&wakeup.error, 0));
}

/* --- Sets of signals ----------------------------------------------------------------------- */

/* The thread library keeps 32 and 33 for itself. */
void rt_real_signals_to_set(RtSignals signals, sigset_t *out)
{
    sigemptyset(out);
    for (int number = 1; number < NSIG; number++) {
        if (signals >> (number - 1) & 1)
            sigaddset(out, number);
    }
}

static RtSignals from_set(const sigset_t *set)
{
    RtSignals signals = 0;
    for (int number = 1; number < NSIG; number++) {
        if (sigismember(set, number) == 1)
            signals |= (RtSignals)1 << (number - 1);
    }
    return signals;
}

/* A thread that is not the main one gets through only what its script unblocks by name. */
int rt_real_signal_mask(Rt *rt, RtMaskChange change, RtSignals signals, RtSignals *out_before)
{
    RtThread *self = rt_real_thread_self(rt);
    bool is_main = self == rt_real_thread_main(rt);
    sigset_t set, before;
    rt_real_signals_to_set(signals, &set);
    int error = 0;
    if (is_main || change != RT_MASK_SET)
        error = pthread_sigmask((int)change, &set, &before);
    if (error != 0)
        return rt_real_error(error);
    *out_before = is_main ? from_set(&before) : atomic_load(&self->blocked);
    atomic_store(&self->blocked, rt_signals_changed(*out_before, change, signals));
    return 0;
}

int rt_real_signal_pending(Rt *rt, RtSignals *out)
{
    sigset_t set;
    if (sigpending(&set) < 0)
        return rt_real_error(errno);
    *out = from_set(&set);
    return 0;
}

int rt_real_signal_wait(Rt *rt, RtSignals signals, int64_t deadline_ns, RtSignalInfo *out)
{
    sigset_t set;
    siginfo_t info;
    struct timespec left = {0};
    if (rt_real_thread_was_woken(rt))
        return RT_EINTR;
    rt_real_signals_to_set(signals, &set);
    if (deadline_ns != RT_FOREVER) {
        int64_t left_ns = deadline_ns - rt_clock(rt, RT_CLOCK_MONOTONIC);
        left_ns = left_ns > 0 ? left_ns : 0;
        left = (struct timespec){.tv_sec = left_ns / RT_SECOND, .tv_nsec = left_ns % RT_SECOND};
    }
    int number = deadline_ns == RT_FOREVER ? sigwaitinfo(&set, &info)
                                           : sigtimedwait(&set, &info, &left);
    if (number < 0)
        return rt_real_error(errno);
    *out = (RtSignalInfo){.number = number,
                          .code = info.si_code,
                          .error = info.si_errno,
                          .pid = info.si_pid,
                          .user = (int)info.si_uid,
                          .status = info.si_status,
                          .band = info.si_band};
    return 0;
}

/* --- Sending ------------------------------------------------------------------------------- */

static bool is_blocked(RtThread *thread, int number)
{
    return atomic_load(&thread->blocked) >> (number - 1) & 1;
}

int rt_real_signal_raise(Rt *rt, int number)
{
    sigset_t one, before;
    sigemptyset(&one);
    if (sigaddset(&one, number) < 0)
        return rt_real_error(errno);
    bool wanted = !is_blocked(rt_real_thread_self(rt), number);
    if (wanted)
        pthread_sigmask(SIG_UNBLOCK, &one, &before);
    int error = pthread_kill(pthread_self(), number);
    if (wanted)
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rt_real_error(error);
}

/* What another thread does not block is the main one's. If that blocks it, its handler is called
 * here: it would be called somewhere. */
int rt_real_signal_send_thread(Rt *rt, RtThread *thread, int number)
{
    RtThread *main = rt_real_thread_main(rt);
    if (number == 0)
        return rt_real_error(pthread_kill((pthread_t)thread->handle, 0));
    if (number < 0 || number >= NSIG)
        return RT_EINVAL;
    if (thread == rt_real_thread_self(rt))
        return rt_real_signal_raise(rt, number);
    if (thread == main || is_blocked(thread, number))
        return rt_real_error(pthread_kill((pthread_t)thread->handle, number));
    RtSignalState state;
    if (is_blocked(main, number) && rt_real_signal_state(rt, number, &state) == 0 &&
        state == RT_SIGNAL_HANDLED) {
        on_signal(number);
        return 0;
    }
    return rt_real_error(pthread_kill((pthread_t)main->handle, number));
}

int rt_real_signal_send(Rt *rt, int64_t pid, int number)
{
    return rt_real_result(kill((pid_t)pid, number));
}

int rt_real_signal_state(Rt *rt, int number, RtSignalState *out)
{
    struct sigaction now;
    if (sigaction(number, NULL, &now) < 0)
        return rt_real_error(errno);
    *out = now.sa_handler == SIG_DFL   ? RT_SIGNAL_DEFAULT
           : now.sa_handler == SIG_IGN ? RT_SIGNAL_IGNORED
                                       : RT_SIGNAL_HANDLED;
    return 0;
}

/* --- Timers -------------------------------------------------------------------------------- */

static struct timeval to_timeval(int64_t ns)
{
    int64_t us = (ns + 999) / 1000;
    return (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
}

static int64_t from_timeval(struct timeval time)
{
    return time.tv_sec * RT_SECOND + time.tv_usec * RT_MICROSECOND;
}

/* RtTimer's numbers are Linux's. */
int rt_real_signal_timer(Rt *rt, RtTimer timer, const RtTimerValue *next, RtTimerValue *out_before)
{
    struct itimerval value, before;
    if (next)
        value = (struct itimerval){.it_interval = to_timeval(next->interval_ns),
                                   .it_value = to_timeval(next->delay_ns)};
    int failed = next ? setitimer((int)timer, &value, &before) : getitimer((int)timer, &before);
    if (failed < 0)
        return rt_real_error(errno);
    *out_before = (RtTimerValue){.delay_ns = from_timeval(before.it_value),
                                 .interval_ns = from_timeval(before.it_interval)};
    return 0;
}
