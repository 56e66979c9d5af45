/* _signal: what the signal module is made of. Handlers run in the main thread, at a safepoint. */
#include "stdlib/posix_parts.h"

#include <math.h>

enum { NUMBER_INT = 2, NUMBER_REALTIME = 34, NUMBER_MAX = 64 };

static int read_number(GbThread *t, GbBorrow v, int *number)
{
    int64_t value;
    if (gb_index_i64(t, v, &value, gb_OverflowError) < 0)
        return -1;
    if (value < 1 || value > NUMBER_MAX)
        return gb_fail(t, gb_ValueError, "signal number out of range");
    *number = (int)value;
    return 0;
}

/* None, or the exception; first the handlers of signals that came during the call. */
static GbRef end_of_call(GbThread *t, int error)
{
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_check_signals(t) < 0 ? GB_NULL : GB_NONE;
}

/* The dict of number -> handler that getsignal reads. */
static GbRef handlers_get(GbThread *t, GbBorrow module)
{
    return gb_attr_get_c(t, module, "_handlers");
}

static GbRef signal_getsignal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int number;
    if (read_number(t, args[0], &number) < 0)
        return GB_NULL;
    GbRef handlers = handlers_get(t, self), handler = GB_NULL;
    int found = handlers == GB_NULL ? -1
                                    : gb_dict_find(t, handlers, gb_small_new(number), &handler);
    gb_xdecref(handlers);
    if (found != 0)
        return handler;
    RtSignalState state;
    if (gb_signal_state(t, number, &state) != 0)
        return gb_small_new(0);
    return state == RT_SIGNAL_IGNORED   ? gb_small_new(1)
           : state == RT_SIGNAL_DEFAULT ? gb_small_new(0)
                                        : GB_NONE;
}

static GbRef signal_signal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int number;
    GbBorrow handler = args[1];
    if (!t->is_main)
        return gb_raise(t, gb_ValueError,
                        "signal only works in main thread of the main interpreter");
    if (read_number(t, args[0], &number) < 0)
        return GB_NULL;
    bool is_default = gb_is_intlike(handler) && gb_int_sign(handler) == 0;
    int64_t value;
    bool is_ignored = gb_is_intlike(handler) && gb_int_peek_i64(handler, &value) && value == 1;
    if (!is_default && !is_ignored && !gb_is_callable(t, handler))
        return gb_raise(
            t, gb_TypeError,
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    GbRef old = signal_getsignal(t, self, args), handlers = handlers_get(t, self);
    if (old == GB_NULL || handlers == GB_NULL ||
        gb_signal_set(t, number,
                      is_default   ? GB_TRUE
                      : is_ignored ? GB_NONE
                                   : handler) < 0 ||
        gb_dict_set(t, handlers, gb_small_new(number), handler) < 0)
        gb_clear(&old);
    gb_xdecref(handlers);
    return old;
}

static GbRef signal_default_int_handler(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_raise_value(t, gb_KeyboardInterrupt, GB_NULL);
}

static GbRef signal_raise_signal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t number;
    if (gb_index_i64(t, args[0], &number, gb_OverflowError) < 0)
        return GB_NULL;
    int error = number < 0 || number > NUMBER_MAX ? RT_EINVAL
                                                  : rt_signal_raise(gb_rt(t), (int)number);
    return end_of_call(t, error);
}

static RtThread *find_thread(GbThread *t, uint64_t ident)
{
    for (GbThread *thread = gb_threads(t->interp); thread != NULL; thread = thread->next) {
        if (thread->ident == ident)
            return thread->is_main ? rt_thread_main(gb_rt(t)) : thread->rt_thread;
    }
    return NULL;
}

static GbRef signal_pthread_kill(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t ident, number;
    if (gb_index_i64(t, args[0], &ident, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &number, gb_OverflowError) < 0)
        return GB_NULL;
    RtThread *thread = find_thread(t, (uint64_t)ident);
    int error = thread == NULL ? RT_ESRCH
                : number < 0 || number > NUMBER_MAX
                    ? RT_EINVAL
                    : rt_signal_send_thread(gb_rt(t), thread, (int)number);
    return end_of_call(t, error);
}

/* --- Timers --- */

static const GbErrorSpec timer_error = {"signal.itimer_error", gb_OSError, NULL, NULL};

static GbRef raise_timer_error(GbThread *t, int error)
{
    GbRef text = gb_str_new(t, rt_error_text(error));
    GbRef raised = text == GB_NULL ? GB_NULL
                                   : gb_call2(t, gb_value(gb_error_type(t, &timer_error)),
                                              gb_small_new(rt_error_errno(error)), text);
    if (raised != GB_NULL)
        gb_raise_instance(t, raised);
    gb_xdecref(raised);
    gb_xdecref(text);
    return GB_NULL;
}

static GbRef signal_alarm(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t seconds;
    RtTimerValue before;
    if (gb_index_i64(t, args[0], &seconds, gb_OverflowError) < 0)
        return GB_NULL;
    const RtTimerValue next = {.delay_ns = (seconds & UINT32_MAX) * RT_SECOND};
    int error = rt_signal_timer(gb_rt(t), RT_TIMER_REAL, &next, &before);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_int_new(t, (before.delay_ns + RT_SECOND - 1) / RT_SECOND);
}

/* As the functions of the system take it: 0, -1, or 1 for a number that they refuse. */
static int read_seconds(GbThread *t, GbBorrow v, int64_t *ns)
{
    double seconds;
    if (gb_to_double(t, v, &seconds) < 0)
        return -1;
    if (isnan(seconds) || seconds < 0 || seconds > 9e9)
        return 1;
    *ns = (int64_t)(seconds * 1e9);
    return 0;
}

static GbRef set_or_ask(GbThread *t, GbBorrow timer, const RtTimerValue *next)
{
    int64_t which;
    RtTimerValue before;
    if (gb_index_i64(t, timer, &which, gb_OverflowError) < 0)
        return GB_NULL;
    int error = which < RT_TIMER_REAL || which > RT_TIMER_PROFILE
                    ? RT_EINVAL
                    : rt_signal_timer(gb_rt(t), (RtTimer)which, next, &before);
    if (error != 0)
        return raise_timer_error(t, error);
    return gb_tuple_of(t, 2, gb_float_new((double)before.delay_ns / 1e9),
                       gb_float_new((double)before.interval_ns / 1e9));
}

static GbRef signal_setitimer(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtTimerValue next;
    int delay = read_seconds(t, args[1], &next.delay_ns);
    int interval = delay < 0 ? -1 : read_seconds(t, args[2], &next.interval_ns);
    if (interval < 0)
        return GB_NULL;
    return delay + interval > 0 ? raise_timer_error(t, RT_EINVAL) : set_or_ask(t, args[0], &next);
}

static GbRef signal_getitimer(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return set_or_ask(t, args[0], NULL);
}

/* --- Sets of signals --- */

static RtSignals bit_of(int64_t number)
{
    return (RtSignals)1 << (number - 1);
}

/* The thread library's own. */
static bool is_reserved(int64_t number)
{
    return number == 32 || number == 33;
}

int gb_signals_read(GbThread *t, GbBorrow v, RtSignals *out)
{
    GbRef iterator = gb_iter(t, v), item;
    *out = 0;
    if (iterator == GB_NULL)
        return -1;
    while ((item = gb_next(t, iterator)) != GB_NULL) {
        int64_t number = 0;
        int failed = gb_index_i64(t, item, &number, gb_OverflowError);
        gb_decref(item);
        if (failed < 0 && !gb_raised_drop_if(t, gb_OverflowError))
            break;
        if (failed < 0 || number < 1 || number > NUMBER_MAX) {
            gb_raise(t, gb_ValueError, "signal number %lld out of range [1; %d]", (long long)number,
                     NUMBER_MAX);
            break;
        }
        if (is_reserved(number) && gb_warn(t, gb_RuntimeWarning, 1,
                                           "invalid signal number %lld, please use valid_signals()",
                                           (long long)number) < 0)
            break;
        *out |= bit_of(number);
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : 0;
}

static GbRef signals_new(GbThread *t, RtSignals signals)
{
    GbRef set = gb_set_new(t, GB_NULL);
    for (int number = 1; set != GB_NULL && number <= NUMBER_MAX; number++) {
        if (signals & bit_of(number) && gb_set_add(t, set, gb_small_new(number)) < 0)
            gb_clear(&set);
    }
    return set;
}

static GbRef signal_valid_signals(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return signals_new(t, ~(bit_of(32) | bit_of(33)));
}

/* A mask that is changed may let signals through that have been waiting. */
static GbRef signal_pthread_sigmask(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t how;
    RtSignals signals, before = 0;
    if (gb_index_i64(t, args[0], &how, gb_OverflowError) < 0 ||
        gb_signals_read(t, args[1], &signals) < 0)
        return GB_NULL;
    int error = how < RT_MASK_BLOCK || how > RT_MASK_SET
                    ? RT_EINVAL
                    : rt_signal_mask(gb_rt(t), (RtMaskChange)how, signals, &before);
    if (end_of_call(t, error) == GB_NULL)
        return GB_NULL;
    return signals_new(t, before);
}

static GbRef signal_sigpending(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtSignals pending;
    int error = rt_signal_pending(gb_rt(t), &pending);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return signals_new(t, pending);
}

/* Wait for one of the signals: its number, 0 at the deadline, or -1. */
static int wait_signal(GbThread *t, RtSignals signals, int64_t deadline_ns, RtSignalInfo *info)
{
    int error;
    do {
        gb_unlock(t, GIL_WAIT);
        error = rt_signal_wait(gb_rt(t), signals, deadline_ns, info);
        gb_lock(t);
    } while (error == RT_EINTR && gb_check_signals(t) == 0);
    if (error == 0)
        return info->number;
    if (error == RT_EAGAIN)
        return 0;
    if (error != RT_EINTR)
        gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return -1;
}

static GbRef signal_sigwait(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtSignals signals;
    RtSignalInfo info;
    if (gb_signals_read(t, args[0], &signals) < 0)
        return GB_NULL;
    int number = wait_signal(t, signals, RT_FOREVER, &info);
    return number < 0 ? GB_NULL : gb_small_new(number);
}

enum { INFO_FIELDS = 7 };
static const char *const info_fields[] = {"si_signo", "si_code",   "si_errno", "si_pid",
                                          "si_uid",   "si_status", "si_band",  NULL};

static GbRef wait_info(GbThread *t, GbBorrow module, RtSignals signals, int64_t deadline_ns)
{
    RtSignalInfo info;
    int number = wait_signal(t, signals, deadline_ns, &info);
    if (number <= 0)
        return number < 0 ? GB_NULL : GB_NONE;
    GbRef type = gb_attr_get_c(t, module, "struct_siginfo");
    if (type == GB_NULL)
        return GB_NULL;
    GbBorrow items[INFO_FIELDS] = {gb_small_new(info.number), gb_small_new(info.code),
                                   gb_small_new(info.error),  gb_small_new(info.pid),
                                   gb_small_new(info.user),   gb_small_new(info.status),
                                   gb_small_new(info.band)};
    GbRef result = gb_struct_sequence_new(t, (GbType *)gb_object(type), items);
    gb_decref(type);
    return result;
}

static GbRef signal_sigwaitinfo(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtSignals signals;
    return gb_signals_read(t, args[0], &signals) < 0 ? GB_NULL
                                                  : wait_info(t, self, signals, RT_FOREVER);
}

static GbRef signal_sigtimedwait(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtSignals signals;
    double seconds;
    if (gb_signals_read(t, args[0], &signals) < 0 || gb_to_seconds(t, args[1], &seconds) < 0)
        return GB_NULL;
    if (seconds < 0)
        return gb_raise(t, gb_ValueError, "timeout must be non-negative");
    if (seconds >= 9e9)
        return gb_raise(t, gb_OverflowError, "timestamp too large to convert to C _PyTime_t");
    return wait_info(t, self, signals, gb_deadline(t, seconds * 1e9));
}

/* --- Waiting and waking --- */

static GbRef signal_pause(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    while (!gb_signals_waiting(t)) {
        gb_unlock(t, GIL_WAIT);
        rt_sleep_until(gb_rt(t), RT_FOREVER);
        gb_lock(t);
    }
    return gb_check_signals(t) < 0 ? GB_NULL : GB_NONE;
}

/* A file that gets a byte for each signal: so a loop of events can wait for both. */
static GbRef signal_set_wakeup_fd(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t file;
    int warns = gb_truth(t, args[1]), before = -1;
    bool blocking = false;
    if (warns < 0 || gb_index_i64(t, args[0], &file, gb_OverflowError) < 0)
        return GB_NULL;
    if (!t->is_main)
        return gb_raise(t, gb_ValueError,
                        "set_wakeup_fd only works in main thread of the main interpreter");
    int error = 0;
    if (file != -1)
        error = file < 0 || file > INT32_MAX ? RT_EBADF
                                             : rt_file_get_blocking(gb_rt(t), (int)file, &blocking);
    if (error == RT_EBADF && file < 0)
        return gb_raise(t, gb_ValueError, "invalid fd");
    if (blocking)
        return gb_raise(t, gb_ValueError, "the fd %lld must be in non-blocking mode",
                        (long long)file);
    if (error == 0)
        error = gb_signal_set_wakeup(t, (int)file, warns, &before);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_small_new(before);
}

static GbRef signal_siginterrupt(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int number, interrupts;
    if (read_number(t, args[0], &number) < 0 || (interrupts = gb_truth(t, args[1])) < 0)
        return GB_NULL;
    int error = rt_signal_set_restart(gb_rt(t), number, !interrupts);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : GB_NONE;
}

/* By number, as Linux has them. */
static const char *const descriptions[NUMBER_MAX + 1] = {
    [1] = "Hangup",
    [2] = "Interrupt",
    [3] = "Quit",
    [4] = "Illegal instruction",
    [5] = "Trace/breakpoint trap",
    [6] = "Aborted",
    [7] = "Bus error",
    [8] = "Floating point exception",
    [9] = "Killed",
    [10] = "User defined signal 1",
    [11] = "Segmentation fault",
    [12] = "User defined signal 2",
    [13] = "Broken pipe",
    [14] = "Alarm clock",
    [15] = "Terminated",
    [16] = "Stack fault",
    [17] = "Child exited",
    [18] = "Continued",
    [19] = "Stopped (signal)",
    [20] = "Stopped",
    [21] = "Stopped (tty input)",
    [22] = "Stopped (tty output)",
    [23] = "Urgent I/O condition",
    [24] = "CPU time limit exceeded",
    [25] = "File size limit exceeded",
    [26] = "Virtual timer expired",
    [27] = "Profiling timer expired",
    [28] = "Window changed",
    [29] = "I/O possible",
    [30] = "Power failure",
    [31] = "Bad system call",
};

static GbRef signal_strsignal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int number;
    if (read_number(t, args[0], &number) < 0)
        return GB_NULL;
    if (descriptions[number] != NULL)
        return gb_str_new(t, descriptions[number]);
    if (is_reserved(number))
        return gb_str_format(t, "Unknown signal %d", number);
    return gb_str_format(t, "Real-time signal %d", number - NUMBER_REALTIME);
}

static const GbMethodDef signal_functions[] = {
    {"signal(signalnum, handler, /)", signal_signal, "Set the action for the given signal."},
    {"getsignal(signalnum, /)", signal_getsignal,
     "Return the current action for the given signal."},
    {"default_int_handler(signalnum, frame, /)", signal_default_int_handler,
     "The default handler for SIGINT installed by Python."},
    {"raise_signal(signalnum, /)", signal_raise_signal, "Send a signal to the executing process."},
    {"alarm(seconds, /)", signal_alarm,
     "Arrange for SIGALRM to arrive after the given number of seconds."},
    {"setitimer(which, seconds, interval=0.0, /)", signal_setitimer,
     "Set a timer that sends a signal after seconds, and then each interval."},
    {"getitimer(which, /)", signal_getitimer, "Return the current value of a timer."},
    {"pthread_kill(thread_id, signalnum, /)", signal_pthread_kill, "Send a signal to a thread."},
    {"pthread_sigmask(how, mask, /)", signal_pthread_sigmask,
     "Fetch and/or change the signal mask of the calling thread."},
    {"sigpending()", signal_sigpending,
     "Return the set of signals that have come but are blocked."},
    {"sigwait(sigset, /)", signal_sigwait, "Wait for one of the signals, and return its number."},
    {"sigwaitinfo(sigset, /)", signal_sigwaitinfo,
     "Wait for one of the signals, and tell what is known of it."},
    {"sigtimedwait(sigset, timeout, /)", signal_sigtimedwait,
     "Like sigwaitinfo(), but with a timeout."},
    {"set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", signal_set_wakeup_fd,
     "Have the number of each signal written to a file, which is returned by the next call."},
    {"pause()", signal_pause, "Wait until a signal arrives."},
    {"strsignal(signalnum, /)", signal_strsignal,
     "Return the system description of the given signal."},
    {"valid_signals()", signal_valid_signals,
     "Return a set of valid signal numbers on this platform."},
    {"siginterrupt(signalnum, flag, /)", signal_siginterrupt,
     "Change system call restart behaviour."},
    {0},
};

typedef struct Constant {
    const char *name;
    int value;
} Constant;

static const Constant constants[] = {
    {"SIGCLD", 17},
    {"SIGPOLL", 29},
    {"SIGIOT", 6},
    {"SIGRTMIN", NUMBER_REALTIME},
    {"SIGRTMAX", NUMBER_MAX},
    {"SIG_DFL", 0},
    {"SIG_IGN", 1},
    {"SIG_BLOCK", RT_MASK_BLOCK},
    {"SIG_UNBLOCK", RT_MASK_UNBLOCK},
    {"SIG_SETMASK", RT_MASK_SET},
    {"NSIG", NUMBER_MAX + 1},
    {"ITIMER_REAL", RT_TIMER_REAL},
    {"ITIMER_VIRTUAL", RT_TIMER_VIRTUAL},
    {"ITIMER_PROF", RT_TIMER_PROFILE},
};

static int signal_init(GbThread *t, GbBorrow module)
{
    const char *name;
    int number;
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    for (int i = 0; rt_signal_row(i, &name, &number); i++) {
        if (gb_module_set(t, module, name, gb_small_new(number)) < 0)
            return -1;
    }
    GbRef handlers = gb_dict_new(t), handler = gb_attr_get_c(t, module, "default_int_handler");
    int failed = handlers == GB_NULL || handler == GB_NULL
                     ? -1
                     : gb_dict_set(t, handlers, gb_small_new(NUMBER_INT), handler);
    gb_xdecref(handler);
    GbType *info = gb_struct_sequence_type(t, "signal.struct_siginfo", info_fields, INFO_FIELDS);
    if (gb_module_set_take(t, module, "_handlers", handlers) < 0 || failed < 0 || info == NULL ||
        gb_module_set_take(t, module, "struct_siginfo", gb_value(info)) < 0)
        return -1;
    GbType *error = gb_module_add_error(t, module, &timer_error);
    return error == NULL ? -1 : gb_module_set(t, module, "ItimerError", gb_value(error));
}

const GbModuleDef gb_module_signal = {
    "_signal",
    "This module provides mechanisms to use signal handlers in Python.",
    signal_functions,
    signal_init,
};
