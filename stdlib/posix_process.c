/* posix: processes, the environment, and the machine. */
#include "stdlib/posix_parts.h"

/* --- Who and where --- */

static GbRef posix_getpid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, rt_process_id(gb_rt(t)));
}

static GbRef posix_getppid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, rt_process_parent_id(gb_rt(t)));
}

static GbRef posix_getuid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, rt_process_user_id(gb_rt(t)));
}

static GbRef posix_getgid(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtStat stat; /* What the process made is its group's. */
    int error = rt_stat(gb_rt(t), "/proc/self", &stat);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_small_new(stat.group);
}

static GbRef posix_cpu_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(rt_cpu_count(gb_rt(t)));
}

static GbRef posix_sched_getaffinity(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef set = gb_set_new(t, GB_NULL);
    int count = rt_affinity_count(gb_rt(t));
    for (int core = 0; set != GB_NULL && core < count; core++) {
        if (gb_set_add(t, set, gb_small_new(core)) < 0)
            gb_clear(&set);
    }
    return set;
}

static GbRef posix_sched_yield(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_unlock(t, GIL_OTHER);
    rt_thread_yield(gb_rt(t));
    gb_lock(t);
    return GB_NONE;
}

static const char *const uname_fields[] = {"sysname", "nodename", "release", "version", "machine",
                                           NULL};
static const char *const times_fields[] = {"user", "system", "children_user", "children_system",
                                           "elapsed", NULL};
enum { FIELDS = 5 };

/* An object of one of the module's named tuples; takes the items. */
static GbRef named_tuple(GbThread *t, GbBorrow module, const char *type_name, GbRef items[FIELDS])
{
    GbRef type = gb_attr_get_c(t, module, type_name), result = GB_NULL;
    if (type != GB_NULL && !gb_raised(t))
        result = gb_struct_sequence_new(t, (GbType *)gb_object(type), items);
    for (int i = 0; i < FIELDS; i++)
        gb_xdecref(items[i]);
    gb_xdecref(type);
    return result;
}

static GbRef posix_uname(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtUname uname;
    int error = rt_uname(gb_rt(t), &uname);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef items[] = {gb_str_new(t, uname.system), gb_str_new(t, uname.node),
                     gb_str_new(t, uname.release), gb_str_new(t, uname.version),
                     gb_str_new(t, uname.hardware)};
    return named_tuple(t, self, "uname_result", items);
}

static GbRef posix_times(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtUsage usage;
    int error = rt_usage(gb_rt(t), &usage);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    double now = (double)rt_clock(gb_rt(t), RT_CLOCK_MONOTONIC) / 1e9;
    GbRef items[] = {gb_float_new((double)usage.user_ns / 1e9),
                     gb_float_new((double)usage.system_ns / 1e9), gb_float_new(0),
                     gb_float_new(0), gb_float_new(now)};
    return named_tuple(t, self, "times_result", items);
}

static GbRef posix_urandom(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t size;
    if (gb_size_argument(t, args[0], &size) < 0)
        return GB_NULL;
    if (size < 0)
        return gb_raise(t, gb_ValueError, "negative argument not allowed");
    GbRef bytes = gb_bytes_new(t, NULL, (size_t)size);
    if (bytes == GB_NULL)
        return GB_NULL;
    int error = rt_random_bytes(gb_rt(t), gb_bytes_data(bytes), (size_t)size);
    if (error == 0)
        return bytes;
    gb_decref(bytes);
    return gb_raise_rt(t, error, GB_NULL, GB_NULL);
}

static GbRef posix_strerror(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int number;
    if (posix_int(t, args[0], &number) < 0)
        return GB_NULL;
    int code = rt_error_from_errno(number);
    if (number == 0)
        return gb_str_new(t, "Success");
    if (rt_error_errno(code) != number)
        return gb_str_format(t, "Unknown error %d", number);
    return gb_str_new(t, rt_error_text(code));
}

/* --- The environment --- */

static GbRef posix_environ(GbThread *t)
{
    char **entries = NULL;
    GbRef dict = gb_dict_new(t);
    int error = rt_env_list(gb_rt(t), &entries);
    if (error != 0 && dict != GB_NULL) {
        gb_clear(&dict);
        gb_raise_rt(t, error, GB_NULL, GB_NULL);
    }
    for (int i = 0; dict != GB_NULL && entries[i] != NULL; i++) {
        const char *equals = strchr(entries[i], '=');
        if (equals == NULL)
            continue;
        GbRef name = gb_bytes_new(t, entries[i], (size_t)(equals - entries[i]));
        GbRef value = posix_text(t, equals + 1, true), seen = GB_NULL;
        int found = name == GB_NULL || value == GB_NULL ? -1 : gb_dict_find(t, dict, name, &seen);
        if (found < 0 || (found == 0 && gb_dict_set(t, dict, name, value) < 0))
            gb_clear(&dict);
        gb_xdecref(seen);
        gb_xdecref(name);
        gb_xdecref(value);
    }
    rt_free(entries);
    return dict;
}

static GbRef set_variable(GbThread *t, GbBorrow name, GbBorrow value)
{
    GbRef name_holder = GB_NULL, value_holder = GB_NULL, result = GB_NULL;
    const char *text = gb_path(t, name, &name_holder), *value_text = NULL;
    if (text == NULL || (value != GB_NULL && !(value_text = gb_path(t, value, &value_holder))))
        goto done;
    if (strchr(text, '=') != NULL && value != GB_NULL)
        gb_raise(t, gb_ValueError, "illegal environment variable name");
    else
        result = posix_result(t, rt_env_set(gb_rt(t), text, value_text), NULL);
done:
    gb_clear(&name_holder);
    gb_clear(&value_holder);
    return result;
}

static GbRef posix_putenv(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return set_variable(t, args[0], args[1]);
}

static GbRef posix_unsetenv(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return set_variable(t, args[0], GB_NULL);
}

/* --- Signals and ends --- */

static GbRef posix_kill(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid;
    int number;
    if (gb_index_i64(t, args[0], &pid, gb_OverflowError) < 0 || posix_int(t, args[1], &number) < 0)
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
    if (posix_int(t, args[0], &status) < 0)
        return GB_NULL;
    rt_process_exit(gb_rt(t), status);
}

static GbRef posix_abort(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    rt_process_abort(gb_rt(t));
}

/* --- Processes --- */

/* os.fork runs the functions that register_at_fork was given around it. */
static GbRef posix_fork(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid = 0;
    int error = gb_fork(t, &pid);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_int_new(t, pid);
}

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
        posix_int(t, args[1], &options) < 0)
        return GB_NULL;
    do {
        gb_unlock(t, GIL_WAIT);
        error = rt_process_wait(gb_rt(t), pid, !(options & NO_HANG), &ended, &status);
        gb_lock(t);
    } while (posix_interrupted(t, &error));
    return posix_result(t, error, NULL) == GB_NULL ? GB_NULL : wait_result(t, ended, status);
}

static GbRef posix_wait(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow any[] = {gb_small_new(-1), gb_small_new(0)};
    return posix_waitpid(t, self, any);
}

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

/* _spawn(program, args, env, cwd, stdin, stdout, stderr, new_session): its pid. What subprocess
 * and system() are made of. env is a sequence of NAME=value, or None. */
static GbRef posix_spawn_program(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef program = GB_NULL, folder = GB_NULL, result = GB_NULL;
    Texts arguments = {0}, environment = {0};
    RtProcessOptions options = {0};
    int64_t pid = 0;
    int session = gb_truth(t, args[7]);
    if (session < 0 || posix_int(t, args[4], &options.input) < 0 ||
        posix_int(t, args[5], &options.output) < 0 || posix_int(t, args[6], &options.error) < 0 ||
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

/* _replace(program, args, env or None): never returns, unless it raises. */
static GbRef posix_replace_program(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef program = GB_NULL;
    Texts arguments = {0}, environment = {0};
    const char *text = gb_path(t, args[0], &program);
    if (text == NULL || texts_get(t, args[1], &arguments) < 0 ||
        (args[2] != GB_NONE && texts_get(t, args[2], &environment) < 0))
        goto done;
    int error = rt_process_replace(gb_rt(t), text, arguments.items, environment.items);
    gb_raise_rt(t, error, args[0], GB_NULL);
done:
    gb_clear(&program);
    if (arguments.items != NULL)
        texts_release(t, &arguments);
    if (environment.items != NULL)
        texts_release(t, &environment);
    return GB_NULL;
}

/* --- The tables --- */

const GbMethodDef posix_process_functions[] = {
    {"getpid()", posix_getpid, "Return the current process id."},
    {"getppid()", posix_getppid, "Return the parent's process id."},
    {"getuid()", posix_getuid, "Return the current process's user id."},
    {"geteuid()", posix_getuid, "Return the current process's effective user id."},
    {"getgid()", posix_getgid, "Return the current process's group id."},
    {"getegid()", posix_getgid, "Return the current process's effective group id."},
    {"cpu_count()", posix_cpu_count,
     "Return the number of CPUs in the system; return None if indeterminable."},
    {"sched_getaffinity(pid, /)", posix_sched_getaffinity,
     "Return the affinity of the process identified by pid (or the current process if zero)."},
    {"sched_yield()", posix_sched_yield, "Voluntarily relinquish the CPU."},
    {"uname()", posix_uname, "Return an object identifying the current operating system."},
    {"times()", posix_times, "Return a collection containing process timing information."},
    {"urandom(size, /)", posix_urandom,
     "Return a bytes object containing random bytes suitable for cryptographic use."},
    {"getrandom(size, flags=0)", posix_urandom, "Obtain a series of random bytes."},
    {"strerror(code, /)", posix_strerror, "Translate an error code to a message string."},
    {"putenv(name, value, /)", posix_putenv, "Change or add an environment variable."},
    {"unsetenv(name, /)", posix_unsetenv, "Delete an environment variable."},
    {"kill(pid, signal, /)", posix_kill, "Kill a process with a signal."},
    {"killpg(pgid, signal, /)", posix_killpg, "Kill a process group with a signal."},
    {"_exit(status)", posix_exit,
     "Exit to the system with specified status, without normal exit processing."},
    {"abort()", posix_abort, "Abort the interpreter immediately."},
    {"_fork()", posix_fork, "Fork a child process."},
    {"waitpid(pid, options, /)", posix_waitpid,
     "Wait for completion of a given child process."},
    {"wait()", posix_wait, "Wait for completion of a child process."},
    {"_spawn(program, args, env, cwd, stdin, stdout, stderr, new_session, /)", posix_spawn_program,
     "Start a program; its process id."},
    {"_replace(program, args, env, /)", posix_replace_program, "Become another program."},
    {0},
};

static int add_type(GbThread *t, GbBorrow module, const char *name, const char *const *fields)
{
    GbType *type = gb_struct_sequence_type(t, name, fields, FIELDS);
    return type == NULL ? -1 : gb_module_set_take(t, module, strchr(name, '.') + 1, gb_value(type));
}

int posix_process_init(GbThread *t, GbBorrow module)
{
    if (add_type(t, module, "posix.uname_result", uname_fields) < 0 ||
        add_type(t, module, "posix.times_result", times_fields) < 0)
        return -1;
    GbRef variables = posix_environ(t);
    return variables == GB_NULL ? -1 : gb_module_set_take(t, module, "environ", variables);
}
