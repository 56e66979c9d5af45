/* posix: the machine, the process's own data, and the environment. */
#include "stdlib/posix_parts.h"

/* --- Cores --- */

static GbRef posix_cpu_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(rt_cpu_count(gb_rt(t)));
}

static GbRef posix_sched_getaffinity(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid;
    RtCores cores;
    if (gb_index_i64(t, args[0], &pid, gb_OverflowError) < 0)
        return GB_NULL;
    int error = rt_affinity_get(gb_rt(t), pid, &cores);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef set = gb_set_new(t, GB_NULL);
    for (int core = 0; set != GB_NULL && core < RT_CORES_MAX; core++) {
        if (cores.words[core / 64] >> core % 64 & 1 && gb_set_add(t, set, gb_small_new(core)) < 0)
            gb_clear(&set);
    }
    return set;
}

/* Cores beyond those that a set can name are none that a machine has. */
static int read_cores(GbThread *t, GbBorrow mask, RtCores *out)
{
    GbRef iterator = gb_iter(t, mask), item;
    *out = (RtCores){0};
    if (iterator == GB_NULL)
        return -1;
    while ((item = gb_next(t, iterator)) != GB_NULL) {
        int64_t core;
        int failed = gb_has_index(t, item)
                         ? gb_index_i64(t, item, &core, gb_OverflowError)
                         : gb_fail(t, gb_TypeError,
                                   "expected an iterator of ints, but iterator yielded "
                                   "<class '%T'>",
                                   item);
        gb_decref(item);
        if (failed == 0 && core < 0)
            failed = gb_fail(t, gb_ValueError, "negative CPU number");
        if (failed == 0 && core > INT32_MAX)
            failed = gb_fail(t, gb_OverflowError, "CPU number too large");
        if (failed < 0)
            break;
        if (core < RT_CORES_MAX)
            out->words[core / 64] |= (uint64_t)1 << core % 64;
    }
    gb_decref(iterator);
    return gb_raised(t) ? -1 : 0;
}

static GbRef posix_sched_setaffinity(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t pid;
    RtCores cores;
    if (gb_index_i64(t, args[0], &pid, gb_OverflowError) < 0 || read_cores(t, args[1], &cores) < 0)
        return GB_NULL;
    return gb_posix_result(t, rt_affinity_set(gb_rt(t), pid, &cores), NULL);
}

static GbRef posix_sched_yield(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_unlock_on(t, GIL_OTHER, 0, "sched_yield");
    rt_thread_yield(gb_rt(t));
    gb_lock(t);
    return GB_NONE;
}

static const char *const uname_fields[] = {"sysname", "nodename", "release",
                                           "version", "machine",  NULL};
static const char *const times_fields[] = {"user",    "system", "children_user", "children_system",
                                           "elapsed", NULL};
enum { FIELDS = 5 };
static const GbStructSpec uname_result = {"posix.uname_result", uname_fields, FIELDS};
static const GbStructSpec times_result = {"posix.times_result", times_fields, FIELDS};

/* An object of one of the module's named tuples; takes the items. */
static GbRef named_tuple(GbThread *t, const GbStructSpec *spec, GbRef items[FIELDS])
{
    GbRef result = gb_raised(t) ? GB_NULL : gb_struct_new(t, spec, items);
    for (int i = 0; i < FIELDS; i++)
        gb_xdecref(items[i]);
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
    return named_tuple(t, &uname_result, items);
}

static GbRef posix_times(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtUsage usage;
    int error = rt_usage(gb_rt(t), &usage);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    double now = (double)rt_clock(gb_rt(t), RT_CLOCK_MONOTONIC) / 1e9;
    GbRef items[] = {gb_float_new((double)usage.self.user_ns / 1e9),
                     gb_float_new((double)usage.self.system_ns / 1e9),
                     gb_float_new((double)usage.children.user_ns / 1e9),
                     gb_float_new((double)usage.children.system_ns / 1e9), gb_float_new(now)};
    return named_tuple(t, &times_result, items);
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
    if (gb_posix_int(t, args[0], &number) < 0)
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
        GbRef value = gb_posix_text(t, equals + 1, true), seen = GB_NULL;
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
        result = gb_posix_result(t, rt_env_set(gb_rt(t), text, value_text), NULL);
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

/* --- The tables --- */

const GbMethodDef gb_posix_machine_functions[] = {
    {"cpu_count()", posix_cpu_count,
     "Return the number of CPUs in the system; return None if indeterminable."},
    {"sched_getaffinity(pid, /)", posix_sched_getaffinity,
     "Return the affinity of the process identified by pid (or the current process if zero)."},
    {"sched_setaffinity(pid, mask, /)", posix_sched_setaffinity,
     "Restrict the process identified by pid (or the current process if zero) to a set of CPUs."},
    {"sched_yield()", posix_sched_yield, "Voluntarily relinquish the CPU."},
    {"uname()", posix_uname, "Return an object identifying the current operating system."},
    {"times()", posix_times, "Return a collection containing process timing information."},
    {"urandom(size, /)", posix_urandom,
     "Return a bytes object containing random bytes suitable for cryptographic use."},
    {"getrandom(size, flags=0)", posix_urandom, "Obtain a series of random bytes."},
    {"strerror(code, /)", posix_strerror, "Translate an error code to a message string."},
    {"putenv(name, value, /)", posix_putenv, "Change or add an environment variable."},
    {"unsetenv(name, /)", posix_unsetenv, "Delete an environment variable."},
    {0},
};

int gb_posix_machine_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_struct(t, module, &uname_result) < 0 ||
        gb_module_add_struct(t, module, &times_result) < 0)
        return -1;
    GbRef variables = posix_environ(t);
    return variables == GB_NULL ? -1 : gb_module_set_take(t, module, "environ", variables);
}
