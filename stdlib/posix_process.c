/* posix: processes: who they are, signals, ends, forks and waits. Programs: posix_start.c. */
#include "stdlib/posix_parts.h"

/* --- Who it is --- */

static GbRef identity(GbThread *t, RtIdentity which, GbBorrow pid)
{
    int64_t number = 0, result = 0;
    if (pid != GB_NULL && gb_index_i64(t, pid, &number, gb_OverflowError) < 0)
        return GB_NULL;
    int error = rt_process_identity(gb_rt(t), which, number, &result);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_int_new(t, result);
}

#define IDENTITY_FUNCTION(name, which, pid)                                                        \
    static GbRef posix_##name(GbThread *t, GbBorrow self, const GbBorrow *args)                    \
    {                                                                                              \
        return identity(t, which, pid);                                                            \
    }

IDENTITY_FUNCTION(getuid, RT_ID_USER, GB_NULL)
IDENTITY_FUNCTION(geteuid, RT_ID_EFFECTIVE_USER, GB_NULL)
IDENTITY_FUNCTION(getgid, RT_ID_GROUP, GB_NULL)
IDENTITY_FUNCTION(getegid, RT_ID_EFFECTIVE_GROUP, GB_NULL)
IDENTITY_FUNCTION(getpgrp, RT_ID_PROCESS_GROUP, GB_NULL)
IDENTITY_FUNCTION(getpgid, RT_ID_PROCESS_GROUP, args[0])
IDENTITY_FUNCTION(getsid, RT_ID_SESSION, args[0])

static GbRef posix_getpid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, rt_process_id(gb_rt(t)));
}

static GbRef posix_getppid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, rt_process_parent_id(gb_rt(t)));
}

static GbRef posix_setpgid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid, group;
    if (gb_index_i64(t, args[0], &pid, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &group, gb_OverflowError) < 0)
        return GB_NULL;
    return gb_posix_result(t, rt_process_set_group(gb_rt(t), pid, group), NULL);
}

static GbRef posix_setpgrp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_result(t, rt_process_set_group(gb_rt(t), 0, 0), NULL);
}

static GbRef posix_setsid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_result(t, rt_process_new_session(gb_rt(t)), NULL);
}

/* --- How much it wants of the cores --- */

static int read_priority_of(GbThread *t, const GbBorrow *args, RtPriorityOf *which, int64_t *who)
{
    int64_t number;
    if (gb_index_i64(t, args[0], &number, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], who, gb_OverflowError) < 0)
        return -1;
    if (number < RT_PRIORITY_PROCESS || number > RT_PRIORITY_USER) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        return -1;
    }
    *which = (RtPriorityOf)number;
    return 0;
}

static GbRef posix_getpriority(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtPriorityOf which;
    int64_t who;
    int nice;
    if (read_priority_of(t, args, &which, &who) < 0)
        return GB_NULL;
    int error = rt_priority_get(gb_rt(t), which, who, &nice);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_small_new(nice);
}

static GbRef posix_setpriority(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtPriorityOf which;
    int64_t who;
    int nice;
    if (read_priority_of(t, args, &which, &who) < 0 || gb_posix_int(t, args[2], &nice) < 0)
        return GB_NULL;
    return gb_posix_result(t, rt_priority_set(gb_rt(t), which, who, nice), NULL);
}

static GbRef posix_nice(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { LEAST = -20, MOST = 19 };
    int increment, nice = 0;
    if (gb_posix_int(t, args[0], &increment) < 0)
        return GB_NULL;
    int error = rt_priority_get(gb_rt(t), RT_PRIORITY_PROCESS, 0, &nice);
    int64_t wanted = (int64_t)nice + increment;
    nice = wanted < LEAST ? LEAST : wanted > MOST ? MOST : (int)wanted;
    if (error == 0)
        error = rt_priority_set(gb_rt(t), RT_PRIORITY_PROCESS, 0, nice);
    return error != 0 ? gb_raise_rt(t, error == RT_EACCES ? RT_EPERM : error, GB_NULL, GB_NULL)
                      : gb_small_new(nice);
}

/* --- Signals and ends --- */

static GbRef posix_kill(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid;
    int number;
    if (gb_index_i64(t, args[0], &pid, gb_OverflowError) < 0 ||
        gb_posix_int(t, args[1], &number) < 0)
        return GB_NULL;
    int error = rt_signal_send(gb_rt(t), pid, number);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_check_signals(t) < 0 ? GB_NULL : GB_NONE;
}

static GbRef posix_killpg(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t group;
    if (gb_index_i64(t, args[0], &group, gb_OverflowError) < 0)
        return GB_NULL;
    GbBorrow both[] = {gb_small_new(-group), args[1]};
    return posix_kill(t, self, both);
}

static GbRef posix_exit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int status;
    if (gb_posix_int(t, args[0], &status) < 0)
        return GB_NULL;
    gb_leave(t, status);
}

static GbRef posix_abort(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    rt_process_abort(gb_rt(t));
}

/* --- fork --- */

enum { FORK_BEFORE, FORK_IN_CHILD, FORK_IN_PARENT, FORK_HOOKS };
static const char *const hook_names[] = {"before", "after_in_child", "after_in_parent"};
static const char *const hook_lists[] = {"_before_fork", "_after_fork_in_child",
                                         "_after_fork_in_parent"};

static GbRef posix_register_at_fork(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    bool any = false;
    for (int i = 0; i < FORK_HOOKS; i++) {
        if (args[i] == GB_NULL)
            continue;
        any = true;
        if (!gb_is_callable(t, args[i]))
            return gb_raise(t, gb_TypeError, "'%s' must be callable, not %T", hook_names[i],
                            args[i]);
    }
    if (!any)
        return gb_raise(t, gb_TypeError, "At least one argument is required.");
    for (int i = 0; i < FORK_HOOKS; i++) {
        GbRef list = args[i] == GB_NULL ? GB_NONE : gb_attr_get_c(t, self, hook_lists[i]);
        int failed = list == GB_NULL ? -1 : list == GB_NONE ? 0 : gb_list_append(t, list, args[i]);
        gb_xdecref(list);
        if (failed < 0)
            return GB_NULL;
    }
    return GB_NONE;
}

/* Call what was registered, whatever exceptions come; that for before the fork in reverse order. */
static void run_hooks(GbThread *t, GbBorrow self, int which)
{
    GbRef list = gb_attr_get_c(t, self, hook_lists[which]);
    int64_t count = list == GB_NULL ? 0 : gb_list_count(list);
    for (int64_t i = 0; i < count; i++) {
        GbRef hook = gb_new_ref(gb_list_peek(list, which == FORK_BEFORE ? count - 1 - i : i));
        GbRef result = gb_call0(t, hook);
        if (result == GB_NULL)
            gb_raised_unraisable(t, hook);
        gb_xdecref(result);
        gb_decref(hook);
    }
    gb_xdecref(list);
}

/* In the child, threading is told that its other threads are gone, if it is in use. */
static void tell_threading(GbThread *t)
{
    GbRef sys = gb_import(t, "sys"), threading = GB_NULL;
    GbRef modules = sys == GB_NULL ? GB_NULL : gb_attr_get_c(t, sys, "modules");
    GbRef name = gb_str_new(t, "threading");
    if (modules != GB_NULL && name != GB_NULL && gb_dict_find(t, modules, name, &threading) > 0) {
        GbRef result = gb_call_method_c(t, threading, "_after_fork", NULL, 0);
        if (result == GB_NULL)
            gb_raised_unraisable(t, threading);
        gb_xdecref(result);
    }
    gb_xdecref(threading);
    gb_xdecref(name);
    gb_xdecref(modules);
    gb_xdecref(sys);
}

GbRef gb_posix_fork(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid = 0;
    run_hooks(t, self, FORK_BEFORE);
    int error = gb_fork(t, &pid);
    if (error == 0 && pid == 0)
        tell_threading(t);
    run_hooks(t, self, error == 0 && pid == 0 ? FORK_IN_CHILD : FORK_IN_PARENT);
    if (error == 0 && pid != 0 && gb_fork_warn(t) < 0)
        return GB_NULL;
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_int_new(t, pid);
}

/* --- Waiting --- */

/* Wait; what happened, whose pid is 0 when nothing has. */
static int await_change(GbThread *t, RtWaitFor which, int64_t id, int options, RtChange *change)
{
    int error;
    do {
        gb_unlock_on(t, GIL_WAIT, id, NULL);
        error = rt_process_await(gb_rt(t), which, id, options, change);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    return gb_posix_result(t, error, NULL) == GB_NULL ? -1 : 0;
}

/* As for waitpid(): a number that says whom, options without what is to happen. */
static int await_pid(GbThread *t, GbBorrow pid, GbBorrow options, RtChange *change)
{
    int64_t id;
    int flags;
    if (gb_index_i64(t, pid, &id, gb_OverflowError) < 0 || gb_posix_int(t, options, &flags) < 0)
        return -1;
    RtWaitFor which = id == -1 ? RT_WAIT_ANY : id > 0 ? RT_WAIT_PROCESS : RT_WAIT_GROUP;
    if (flags & RT_WAIT_KEEP) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        return -1;
    }
    return await_change(t, which, id < 0 ? -id : id, flags | RT_WAIT_EXITED, change);
}

/* What happened as wait() packs it. */
static int status_of(const RtChange *change)
{
    switch (change->code) {
    case RT_CHILD_EXITED: return change->status << 8;
    case RT_CHILD_KILLED: return change->status;
    case RT_CHILD_DUMPED: return change->status | 0x80;
    case RT_CHILD_CONTINUED: return 0xffff;
    case RT_CHILD_STOPPED:
    case RT_CHILD_TRAPPED: return change->status << 8 | 0x7f;
    default: return 0;
    }
}

/* (pid, status), or with what it used (pid, status, used). */
static GbRef wait_result(GbThread *t, const RtChange *change, bool with_usage)
{
    GbRef pid = gb_int_new(t, change->pid), result = GB_NULL;
    GbRef used = !with_usage || pid == GB_NULL ? GB_NULL : gb_resource_used(t, &change->used);
    if (pid != GB_NULL && (used != GB_NULL || !with_usage))
        result = with_usage ? gb_tuple_of(t, 3, pid, gb_small_new(status_of(change)), used)
                            : gb_tuple_of(t, 2, pid, gb_small_new(status_of(change)));
    gb_xdecref(used);
    gb_xdecref(pid);
    return result;
}

int gb_posix_wait_status(GbThread *t, int64_t pid, int *status)
{
    RtChange change;
    if (await_change(t, RT_WAIT_PROCESS, pid, RT_WAIT_EXITED, &change) < 0)
        return -1;
    *status = status_of(&change);
    return 0;
}

static GbRef posix_waitpid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtChange change;
    return await_pid(t, args[0], args[1], &change) < 0 ? GB_NULL : wait_result(t, &change, false);
}

static GbRef posix_wait(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtChange change;
    return await_change(t, RT_WAIT_ANY, 0, RT_WAIT_EXITED, &change) < 0
               ? GB_NULL
               : wait_result(t, &change, false);
}

static GbRef posix_wait3(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtChange change;
    return await_pid(t, gb_small_new(-1), args[0], &change) < 0 ? GB_NULL
                                                                : wait_result(t, &change, true);
}

static GbRef posix_wait4(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtChange change;
    return await_pid(t, args[0], args[1], &change) < 0 ? GB_NULL : wait_result(t, &change, true);
}

enum { CHANGE_FIELDS = 5 };
static const char *const change_fields[] = {"si_pid",    "si_uid",  "si_signo",
                                            "si_status", "si_code", NULL};

static GbRef posix_waitid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { CHILD_SIGNAL = 17 };
    int64_t which, id;
    int options;
    RtChange change;
    if (gb_index_i64(t, args[0], &which, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &id, gb_OverflowError) < 0 ||
        gb_posix_int(t, args[2], &options) < 0)
        return GB_NULL;
    if (which < RT_WAIT_ANY || which > RT_WAIT_GROUP)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    if (await_change(t, (RtWaitFor)which, id, options, &change) < 0)
        return GB_NULL;
    if (change.pid == 0)
        return GB_NONE;
    GbRef type = gb_attr_get_c(t, self, "waitid_result");
    if (type == GB_NULL)
        return GB_NULL;
    GbBorrow items[CHANGE_FIELDS] = {gb_small_new(change.pid), gb_small_new(change.user),
                                     gb_small_new(CHILD_SIGNAL), gb_small_new(change.status),
                                     gb_small_new(change.code)};
    GbRef result = gb_struct_sequence_new(t, (GbType *)gb_object(type), items);
    gb_decref(type);
    return result;
}

/* What a status tells: numbers as Linux packs them. */
static GbRef status_answer(GbThread *t, GbBorrow v, GbRef (*answer)(int status))
{
    int status;
    return gb_posix_int(t, v, &status) < 0 ? GB_NULL : answer(status);
}

#define STATUS_FUNCTION(name, value)                                                               \
    static GbRef name##_of(int status)                                                             \
    {                                                                                              \
        return value;                                                                              \
    }                                                                                              \
    static GbRef posix_##name(GbThread *t, GbBorrow self, const GbBorrow *args)                    \
    {                                                                                              \
        return status_answer(t, args[0], name##_of);                                               \
    }

STATUS_FUNCTION(WIFEXITED, gb_bool((status & 0x7f) == 0))
STATUS_FUNCTION(WEXITSTATUS, gb_small_new(status >> 8 & 0xff))
STATUS_FUNCTION(WIFSIGNALED, gb_bool((status & 0x7f) != 0 && (status & 0x7f) != 0x7f))
STATUS_FUNCTION(WTERMSIG, gb_small_new(status & 0x7f))
STATUS_FUNCTION(WIFSTOPPED, gb_bool((status & 0xff) == 0x7f))
STATUS_FUNCTION(WSTOPSIG, gb_small_new(status >> 8 & 0xff))
STATUS_FUNCTION(WIFCONTINUED, gb_bool(status == 0xffff))
STATUS_FUNCTION(WCOREDUMP, gb_bool((status & 0x80) != 0))

static GbRef posix_waitstatus_to_exitcode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int status;
    if (gb_posix_int(t, args[0], &status) < 0)
        return GB_NULL;
    if (WIFEXITED_of(status) == GB_TRUE)
        return WEXITSTATUS_of(status);
    if (WIFSIGNALED_of(status) == GB_TRUE)
        return gb_small_new(-(status & 0x7f));
    if (WIFSTOPPED_of(status) == GB_TRUE)
        return gb_raise(t, gb_ValueError, "process stopped by delivery of signal %d",
                        status >> 8 & 0xff);
    return gb_raise(t, gb_ValueError, "invalid wait status: %d", status);
}

/* --- The tables --- */

const GbMethodDef gb_posix_process_functions[] = {
    {"getpid()", posix_getpid, "Return the current process id."},
    {"getppid()", posix_getppid, "Return the parent's process id."},
    {"getuid()", posix_getuid, "Return the current process's user id."},
    {"geteuid()", posix_geteuid, "Return the current process's effective user id."},
    {"getgid()", posix_getgid, "Return the current process's group id."},
    {"getegid()", posix_getegid, "Return the current process's effective group id."},
    {"getpgrp()", posix_getpgrp, "Return the current process group id."},
    {"getpgid(pid)", posix_getpgid, "Return the process group id of a process."},
    {"getsid(pid, /)", posix_getsid, "Return the session id of a process."},
    {"setpgid(pid, pgrp, /)", posix_setpgid, "Put a process into a process group."},
    {"setpgrp()", posix_setpgrp, "Make the current process the leader of its process group."},
    {"setsid()", posix_setsid, "Make the current process the leader of a new session."},
    {"nice(increment, /)", posix_nice, "Add to the priority of process, and return the new one."},
    {"getpriority(which, who)", posix_getpriority, "Return program scheduling priority."},
    {"setpriority(which, who, priority)", posix_setpriority, "Set program scheduling priority."},
    {"kill(pid, signal, /)", posix_kill, "Kill a process with a signal."},
    {"killpg(pgid, signal, /)", posix_killpg, "Kill a process group with a signal."},
    {"_exit(status)", posix_exit,
     "Exit to the system with specified status, without normal exit processing."},
    {"abort()", posix_abort, "Abort the interpreter immediately."},
    {"waitpid(pid, options, /)", posix_waitpid, "Wait for completion of a given child process."},
    {"wait()", posix_wait, "Wait for completion of a child process."},
    {"wait3(options)", posix_wait3,
     "Wait for a child process; its id, its status and what it used."},
    {"wait4(pid, options)", posix_wait4,
     "Wait for a given child process; its id, its status and what it used."},
    {"waitid(idtype, id, options, /)", posix_waitid,
     "Wait for what is asked for to happen to a child process, and tell what did."},
    {"fork()", gb_posix_fork, "Fork a child process."},
    {"register_at_fork(*, before=?, after_in_child=?, after_in_parent=?)", posix_register_at_fork,
     "Register callables to be called when forking a new process."},
    {"WIFEXITED(status)", posix_WIFEXITED,
     "Return True if the process returning status exited via the exit() system call."},
    {"WEXITSTATUS(status)", posix_WEXITSTATUS, "Return the process return code from status."},
    {"WIFSIGNALED(status)", posix_WIFSIGNALED,
     "Return True if the process returning status was terminated by a signal."},
    {"WTERMSIG(status)", posix_WTERMSIG,
     "Return the signal that terminated the process that provided the status value."},
    {"WIFSTOPPED(status)", posix_WIFSTOPPED,
     "Return True if the process returning status was stopped."},
    {"WSTOPSIG(status)", posix_WSTOPSIG,
     "Return the signal that stopped the process that provided the status value."},
    {"WIFCONTINUED(status)", posix_WIFCONTINUED,
     "Return True if a particular process was continued from a job control stop."},
    {"WCOREDUMP(status)", posix_WCOREDUMP,
     "Return True if the process returning status was dumped to a core file."},
    {"waitstatus_to_exitcode(status)", posix_waitstatus_to_exitcode,
     "Convert a wait status to an exit code."},
    {0},
};

int gb_posix_process_init(GbThread *t, GbBorrow module)
{
    for (int i = 0; i < FORK_HOOKS; i++) {
        if (gb_module_set_take(t, module, hook_lists[i], gb_list_new(t, 0)) < 0)
            return -1;
    }
    GbType *type = gb_struct_sequence_type(t, "posix.waitid_result", change_fields, CHANGE_FIELDS);
    return type == NULL ? -1 : gb_module_set_take(t, module, "waitid_result", gb_value(type));
}
