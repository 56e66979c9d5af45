/* posix: processes: signals, ends, forks, waits and other programs. */
#include "stdlib/posix_parts.h"

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

/* --- Processes --- */

/* --- fork --- */

enum { FORK_BEFORE, FORK_IN_CHILD, FORK_IN_PARENT, FORK_HOOKS };
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
            return gb_raise(t, gb_TypeError, "'%T' object is not callable", args[i]);
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

static GbRef posix_fork(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid = 0;
    run_hooks(t, self, FORK_BEFORE);
    int error = gb_fork(t, &pid);
    if (error == 0 && pid == 0)
        tell_threading(t);
    run_hooks(t, self, error == 0 && pid == 0 ? FORK_IN_CHILD : FORK_IN_PARENT);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_int_new(t, pid);
}

/* --- Waiting --- */

/* The machine tells an exit code, or minus a signal; scripts see it as wait() does. */
static GbRef wait_result(GbThread *t, int64_t pid, int status)
{
    GbRef number = gb_int_new(t, pid);
    int code = status < 0 ? -status : status << 8;
    GbRef result = number == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, number, gb_small_new(code));
    gb_xdecref(number);
    return result;
}

static GbRef posix_waitpid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { NO_HANG = 1 };
    int64_t pid, ended = 0;
    int options, status = 0, error;
    if (gb_index_i64(t, args[0], &pid, gb_OverflowError) < 0 ||
        gb_posix_int(t, args[1], &options) < 0)
        return GB_NULL;
    do {
        gb_unlock_on(t, GIL_WAIT, pid, NULL);
        error = rt_process_wait(gb_rt(t), pid, !(options & NO_HANG), &ended, &status);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : wait_result(t, ended, status);
}

static GbRef posix_wait(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow any[] = {gb_small_new(-1), gb_small_new(0)};
    return posix_waitpid(t, self, any);
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

/* --- Programs --- */

/* Texts for a program: its arguments or its environment, ended by NULL. */
typedef struct Texts {
    const char **items;
    GbRef *holders;
    size_t count;
} Texts;

static void texts_release(GbThread *t, Texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        gb_clear(&texts->holders[i]);
    gb_mem_free(t, texts->items, (texts->count + 1) * sizeof *texts->items);
    gb_mem_free(t, texts->holders, (texts->count + 1) * sizeof *texts->holders);
}

static int texts_get(GbThread *t, GbBorrow sequence, Texts *out)
{
    *out = (Texts){0};
    GbRef tuple = gb_tuple_from(t, sequence);
    if (tuple == GB_NULL)
        return -1;
    size_t count = (size_t)gb_tuple_count(tuple);
    const char **items = gb_mem_new(t, (count + 1) * sizeof *items);
    GbRef *holders = gb_mem_new(t, (count + 1) * sizeof *holders);
    if (items == NULL || holders == NULL) {
        gb_mem_free(t, items, (count + 1) * sizeof *items);
        gb_mem_free(t, holders, (count + 1) * sizeof *holders);
        gb_decref(tuple);
        return -1;
    }
    memset(items, 0, (count + 1) * sizeof *items);
    memset(holders, 0, (count + 1) * sizeof *holders);
    *out = (Texts){items, holders, count};
    int failed = 0;
    for (size_t i = 0; i < count && failed == 0; i++) {
        items[i] = gb_path(t, gb_tuple_peek(tuple, (int64_t)i), &holders[i]);
        failed = items[i] == NULL ? -1 : 0;
    }
    gb_decref(tuple);
    if (failed < 0) {
        texts_release(t, out);
        *out = (Texts){0};
    }
    return failed;
}

/* NAME=value of a mapping, as a list of bytes. */
static GbRef environment_entries(GbThread *t, GbBorrow mapping)
{
    GbRef items = gb_call_method_c(t, mapping, "items", NULL, 0);
    GbRef pairs = items == GB_NULL ? GB_NULL : gb_list_from(t, items);
    GbRef list = pairs == GB_NULL ? GB_NULL : gb_list_new(t, 0);
    for (int64_t i = 0; list != GB_NULL && i < gb_list_count(pairs); i++) {
        GbRef name = gb_item_at(t, gb_list_peek(pairs, i), 0), name_holder = GB_NULL;
        GbRef value = gb_item_at(t, gb_list_peek(pairs, i), 1), value_holder = GB_NULL;
        const char *first = name == GB_NULL ? NULL : gb_path(t, name, &name_holder);
        const char *second = first == NULL || value == GB_NULL ? NULL
                                                               : gb_path(t, value, &value_holder);
        GbRef entry = second == NULL ? GB_NULL
                                     : gb_bytes_new(t, NULL, strlen(first) + 1 + strlen(second));
        if (entry != GB_NULL) {
            char *text = (char *)gb_bytes_data(entry);
            memcpy(text, first, strlen(first));
            text[strlen(first)] = '=';
            memcpy(text + strlen(first) + 1, second, strlen(second));
        }
        if (gb_list_append_take(t, list, entry) < 0)
            gb_clear(&list);
        gb_clear(&name_holder);
        gb_clear(&value_holder);
        gb_clear(&name);
        gb_clear(&value);
    }
    gb_clear(&items);
    gb_clear(&pairs);
    return list;
}

/* _spawn(program, args, env, cwd, stdin, stdout, stderr, new_session): its pid. What subprocess
 * and system() are made of. env is a sequence of NAME=value, or None. */
static GbRef posix_spawn_program(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef program = GB_NULL, folder = GB_NULL, result = GB_NULL;
    Texts arguments = {0}, environment = {0};
    RtProcessOptions options = {0};
    int64_t pid = 0;
    int session = gb_truth(t, args[7]);
    if (session < 0 || gb_posix_int(t, args[4], &options.input) < 0 ||
        gb_posix_int(t, args[5], &options.output) < 0 ||
        gb_posix_int(t, args[6], &options.error) < 0 ||
        (options.program = gb_path(t, args[0], &program)) == NULL ||
        texts_get(t, args[1], &arguments) < 0 ||
        (args[2] != GB_NONE && texts_get(t, args[2], &environment) < 0) ||
        (args[3] != GB_NONE && (options.folder = gb_path(t, args[3], &folder)) == NULL))
        goto done;
    options.arguments = arguments.items;
    options.environment = environment.items;
    options.new_session = session;
    gb_unlock(t, GIL_OTHER);
    int error = rt_process_start(gb_rt(t), &options, &pid);
    gb_lock(t);
    result = error != 0 ? gb_raise_rt(t, error, args[0], GB_NULL) : gb_int_new(t, pid);
done:
    gb_clear(&program);
    gb_clear(&folder);
    if (arguments.items != NULL)
        texts_release(t, &arguments);
    if (environment.items != NULL)
        texts_release(t, &environment);
    return result;
}

/* system(): sh, without pipes. */
static GbRef posix_system(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef holder = GB_NULL, result = GB_NULL, number = GB_NULL;
    const char *command = gb_path(t, args[0], &holder);
    if (command == NULL)
        return GB_NULL;
    const char *arguments[] = {"sh", "-c", command, NULL};
    RtProcessOptions options = {
        .program = "/bin/sh", .arguments = arguments, .input = -1, .output = -1, .error = -1};
    int64_t pid = 0;
    gb_unlock(t, GIL_OTHER);
    int error = rt_process_start(gb_rt(t), &options, &pid);
    gb_lock(t);
    gb_clear(&holder);
    if (rt_error_is_refusal(error))
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    if (error != 0)
        return gb_small_new(-1);
    number = gb_int_new(t, pid);
    GbBorrow wait[] = {number, gb_small_new(0)};
    GbRef pair = number == GB_NULL ? GB_NULL : posix_waitpid(t, self, wait);
    if (pair != GB_NULL)
        result = gb_new_ref(gb_tuple_peek(pair, 1));
    gb_xdecref(pair);
    gb_xdecref(number);
    return result;
}

/* execv and execve: never return, unless they raise. `environment` GB_NULL: as ours. */
static GbRef replace_program(GbThread *t, GbBorrow path, GbBorrow arguments, GbBorrow environment,
                             const char *function)
{
    GbRef program = GB_NULL, entries = GB_NULL;
    Texts texts = {0}, variables = {0};
    if (!gb_is_tuple(arguments) && !gb_is_list(arguments))
        return gb_raise(t, gb_TypeError, "%s%s arg 2 must be a tuple or list", function,
                        environment == GB_NULL ? "()" : ":");
    int64_t count = gb_length(t, arguments);
    if (count < 1)
        return count < 0 ? GB_NULL
                         : gb_raise(t, gb_ValueError, "%s%s arg 2 must not be empty", function,
                                    environment == GB_NULL ? "()" : ":");
    PosixPath where;
    if (gb_posix_path_get(t, path, function, "path", 0, &where) < 0)
        return GB_NULL;
    if (texts_get(t, arguments, &texts) < 0)
        goto done;
    if (texts.items[0][0] == '\0') {
        gb_raise(t, gb_ValueError, "%s%s arg 2 first element cannot be empty", function,
                 environment == GB_NULL ? "()" : ":");
        goto done;
    }
    if (environment != GB_NULL && ((entries = environment_entries(t, environment)) == GB_NULL ||
                                   texts_get(t, entries, &variables) < 0))
        goto done;
    /* Without a slash the machine would look in PATH. */
    program = strchr(where.text, '/') ? gb_str_from_utf8(t, where.text, strlen(where.text))
                                      : gb_str_format(t, "./%s", where.text);
    if (program != GB_NULL)
        gb_raise_rt(t,
                    rt_process_replace(gb_rt(t), gb_str_wtf8(t, program, NULL), texts.items,
                                       variables.items),
                    environment == GB_NULL ? GB_NULL : where.object, GB_NULL);
done:
    gb_posix_path_release(&where);
    gb_clear(&program);
    gb_clear(&entries);
    if (texts.items != NULL)
        texts_release(t, &texts);
    if (variables.items != NULL)
        texts_release(t, &variables);
    return GB_NULL;
}

static GbRef posix_execv(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return replace_program(t, args[0], args[1], GB_NULL, "execv");
}

static GbRef posix_execve(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return replace_program(t, args[0], args[1], args[2], "execve");
}

/* --- The tables --- */

const GbMethodDef gb_posix_process_functions[] = {
    {"kill(pid, signal, /)", posix_kill, "Kill a process with a signal."},
    {"killpg(pgid, signal, /)", posix_killpg, "Kill a process group with a signal."},
    {"_exit(status)", posix_exit,
     "Exit to the system with specified status, without normal exit processing."},
    {"abort()", posix_abort, "Abort the interpreter immediately."},
    {"waitpid(pid, options, /)", posix_waitpid, "Wait for completion of a given child process."},
    {"wait()", posix_wait, "Wait for completion of a child process."},
    {"_spawn(program, args, env, cwd, stdin, stdout, stderr, new_session, /)", posix_spawn_program,
     "Start a program; its process id."},
    {"fork()", posix_fork, "Fork a child process."},
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
    {"system(command)", posix_system, "Execute the command in a subshell."},
    {"execv(path, argv, /)", posix_execv,
     "Execute an executable path with arguments, replacing current process."},
    {"execve(path, argv, env)", posix_execve,
     "Execute an executable path with arguments, replacing current process."},
    {0},
};

int gb_posix_process_init(GbThread *t, GbBorrow module)
{
    for (int i = 0; i < FORK_HOOKS; i++) {
        if (gb_module_set_take(t, module, hook_lists[i], gb_list_new(t, 0)) < 0)
            return -1;
    }
    return 0;
}
