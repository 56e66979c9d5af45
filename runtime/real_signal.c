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
 * and nowhere else, the state must be global. The fields are set before the handler is. */
static struct {
    _Atomic(RtSignalFn) handler;
    void *_Atomic argument;
    _Atomic(Rt *) rt;
} handlers[NSIG];

static const struct {
    const char *name;
    int number;
} rows[] = {
    {"SIGHUP", SIGHUP},   {"SIGINT", SIGINT},       {"SIGQUIT", SIGQUIT}, {"SIGILL", SIGILL},
    {"SIGTRAP", SIGTRAP}, {"SIGABRT", SIGABRT},     {"SIGBUS", SIGBUS},   {"SIGFPE", SIGFPE},
    {"SIGKILL", SIGKILL}, {"SIGUSR1", SIGUSR1},     {"SIGSEGV", SIGSEGV}, {"SIGUSR2", SIGUSR2},
    {"SIGPIPE", SIGPIPE}, {"SIGALRM", SIGALRM},     {"SIGTERM", SIGTERM}, {"SIGCHLD", SIGCHLD},
    {"SIGCONT", SIGCONT}, {"SIGSTOP", SIGSTOP},     {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU}, {"SIGURG", SIGURG},       {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ},
    {"SIGPROF", SIGPROF}, {"SIGVTALRM", SIGVTALRM}, {"SIGWINCH", SIGWINCH}, {"SIGIO", SIGIO},
    {"SIGSYS", SIGSYS},
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

static void on_signal(int number)
{
    int saved = errno;
    RtSignalFn handler = atomic_load(&handlers[number].handler);
    Rt *rt = atomic_load(&handlers[number].rt);
    if (handler)
        handler(atomic_load(&handlers[number].argument), number);
    if (rt)
        rt_real_thread_wake(rt, rt_real_thread_main(rt));
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

/* Threads other than the first block all signals: one that they raise themselves comes through. */
int rt_real_signal_raise(Rt *rt, int number)
{
    sigset_t one, before;
    sigemptyset(&one);
    if (sigaddset(&one, number) < 0)
        return rt_real_error(errno);
    pthread_sigmask(SIG_UNBLOCK, &one, &before);
    int error = pthread_kill(pthread_self(), number);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rt_real_error(error);
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

static struct timeval to_timeval(int64_t ns)
{
    int64_t us = (ns + 999) / 1000;
    return (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
}

int rt_real_signal_alarm(Rt *rt, int64_t delay_ns, int64_t interval_ns, int64_t *out_left_ns)
{
    struct itimerval next = {.it_interval = to_timeval(interval_ns),
                             .it_value = to_timeval(delay_ns)};
    struct itimerval before;
    if (setitimer(ITIMER_REAL, &next, &before) < 0)
        return rt_real_error(errno);
    *out_left_ns = before.it_value.tv_sec * RT_SECOND + before.it_value.tv_usec * RT_MICROSECOND;
    return 0;
}
