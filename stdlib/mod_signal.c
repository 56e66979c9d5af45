/* _signal: what the signal module is made of. Handlers run in the main thread, at a safepoint. */
#include "vm/gilbox.h"

#include <math.h>

enum { NUMBER_INT = 2, NUMBER_MAX = 64 };

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
    int number;
    if (read_number(t, args[0], &number) < 0)
        return GB_NULL;
    int error = rt_signal_raise(gb_rt(t), number);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_check_signals(t) < 0 ? GB_NULL : GB_NONE;
}

static int read_seconds(GbThread *t, GbBorrow v, int64_t *ns)
{
    double seconds;
    if (gb_to_double(t, v, &seconds) < 0)
        return -1;
    if (isnan(seconds) || seconds < 0 || seconds > 9e9) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        return -1;
    }
    *ns = (int64_t)(seconds * 1e9);
    return 0;
}

static GbRef signal_alarm(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t seconds, left_ns = 0;
    if (gb_index_i64(t, args[0], &seconds, gb_OverflowError) < 0)
        return GB_NULL;
    int error = rt_signal_alarm(gb_rt(t), seconds * RT_SECOND, 0, &left_ns);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_int_new(t, (left_ns + RT_SECOND - 1) / RT_SECOND);
}

static GbRef signal_setitimer(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t which, delay_ns, interval_ns, left_ns = 0;
    if (gb_index_i64(t, args[0], &which, gb_OverflowError) < 0 ||
        read_seconds(t, args[1], &delay_ns) < 0 || read_seconds(t, args[2], &interval_ns) < 0)
        return GB_NULL;
    int error = which != 0 ? RT_EINVAL : rt_signal_alarm(gb_rt(t), delay_ns, interval_ns, &left_ns);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_tuple_of(t, 2, gb_float_new((double)left_ns / 1e9), gb_float_new(0.0));
}

static GbRef signal_pause(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_unlock(t, GIL_WAIT);
    rt_sleep_until(gb_rt(t), RT_FOREVER);
    gb_lock(t);
    return gb_check_signals(t) < 0 ? GB_NULL : GB_NONE;
}

static GbRef signal_strsignal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    static const struct {
        int number;
        const char *text;
    } texts[] = {{1, "Hangup"},
                 {2, "Interrupt"},
                 {3, "Quit"},
                 {4, "Illegal instruction"},
                 {6, "Aborted"},
                 {8, "Floating point exception"},
                 {9, "Killed"},
                 {10, "User defined signal 1"},
                 {11, "Segmentation fault"},
                 {12, "User defined signal 2"},
                 {13, "Broken pipe"},
                 {14, "Alarm clock"},
                 {15, "Terminated"},
                 {17, "Child exited"},
                 {18, "Continued"},
                 {19, "Stopped (signal)"}};
    int number;
    if (read_number(t, args[0], &number) < 0)
        return GB_NULL;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].number == number)
            return gb_str_new(t, texts[i].text);
    }
    return GB_NONE;
}

static GbRef signal_valid_signals(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef set = gb_set_new(t, GB_NULL);
    for (int number = 1; set != GB_NULL && number <= NUMBER_MAX; number++) {
        if (number != 32 && number != 33 && gb_set_add(t, set, gb_small_new(number)) < 0)
            gb_clear(&set);
    }
    return set;
}

static GbRef signal_siginterrupt(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
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
    {"setitimer(which, seconds, interval=0.0, /)", signal_setitimer, "Sets given itimer."},
    {"pause()", signal_pause, "Wait until a signal arrives."},
    {"strsignal(signalnum, /)", signal_strsignal,
     "Return the system description of the given signal."},
    {"valid_signals()", signal_valid_signals,
     "Return a set of valid signal numbers on this platform."},
    {"siginterrupt(signalnum, flag, /)", signal_siginterrupt,
     "Change system call restart behaviour."},
    {0},
};

static int signal_init(GbThread *t, GbBorrow module)
{
    const char *name;
    int number;
    for (int i = 0; rt_signal_row(i, &name, &number); i++) {
        if (gb_module_set(t, module, name, gb_small_new(number)) < 0)
            return -1;
    }
    GbRef handlers = gb_dict_new(t), handler = gb_attr_get_c(t, module, "default_int_handler");
    int failed = handlers == GB_NULL || handler == GB_NULL
                     ? -1
                     : gb_dict_set(t, handlers, gb_small_new(NUMBER_INT), handler);
    gb_xdecref(handler);
    if (gb_module_set_take(t, module, "_handlers", handlers) < 0 || failed < 0 ||
        gb_module_set(t, module, "SIG_DFL", gb_small_new(0)) < 0 ||
        gb_module_set(t, module, "SIG_IGN", gb_small_new(1)) < 0 ||
        gb_module_set(t, module, "NSIG", gb_small_new(NUMBER_MAX + 1)) < 0 ||
        gb_module_set(t, module, "ITIMER_REAL", gb_small_new(0)) < 0)
        return -1;
    return gb_module_set(t, module, "ItimerError", gb_value(gb_exception_type(t, gb_OSError)));
}

const GbModuleDef gb_module_signal = {
    "_signal",
    "This module provides mechanisms to use signal handlers in Python.",
    signal_functions,
    signal_init,
};
