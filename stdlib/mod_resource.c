/* resource: what a process has used, and its limits. */
#include "stdlib/posix_parts.h"

enum { WHO_SELF = 0, WHO_CHILDREN = -1, WHO_THREAD = 1, FIELDS = 16 };

static const char *const fields[] = {
    "ru_utime",  "ru_stime",    "ru_maxrss", "ru_ixrss",   "ru_idrss",   "ru_isrss",
    "ru_minflt", "ru_majflt",   "ru_nswap",  "ru_inblock", "ru_oublock", "ru_msgsnd",
    "ru_msgrcv", "ru_nsignals", "ru_nvcsw",  "ru_nivcsw",  NULL};
static const GbStructSpec rusage = {"resource.struct_rusage", fields, FIELDS};

/* The other fields are 0 on Linux anyway. */
GbRef gb_resource_used(GbThread *t, const RtUsed *used)
{
    GbRef items[FIELDS];
    for (int i = 0; i < FIELDS; i++)
        items[i] = gb_small_new(0);
    items[0] = gb_float_new((double)used->user_ns / 1e9);
    items[1] = gb_float_new((double)used->system_ns / 1e9);
    items[2] = gb_small_new(used->peak_bytes / 1024);
    items[6] = gb_small_new(used->minor_faults);
    items[7] = gb_small_new(used->major_faults);
    items[9] = gb_small_new(used->blocks_read);
    items[10] = gb_small_new(used->blocks_written);
    items[14] = gb_small_new(used->voluntary_switches);
    items[15] = gb_small_new(used->involuntary_switches);
    return gb_struct_new(t, &rusage, items);
}

static GbRef resource_getrusage(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t who;
    if (gb_index_i64(t, args[0], &who, gb_OverflowError) < 0)
        return GB_NULL;
    if (who < WHO_CHILDREN || who > WHO_THREAD)
        return gb_raise(t, gb_ValueError, "invalid who parameter");
    RtUsage usage;
    int error = rt_usage(gb_rt(t), &usage);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    if (who == WHO_THREAD) {
        usage.self.user_ns = rt_clock(gb_rt(t), RT_CLOCK_THREAD);
        usage.self.system_ns = 0;
    }
    return gb_resource_used(t, who == WHO_CHILDREN ? &usage.children : &usage.self);
}

static GbRef resource_getpagesize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(4096);
}

/* --- Limits --- */

static int read_limit(GbThread *t, GbBorrow v, int *which)
{
    if (gb_posix_int(t, v, which) < 0)
        return -1;
    if (*which < 0 || *which >= RT_LIMIT_COUNT)
        return gb_fail(t, gb_ValueError, "invalid resource specified");
    return 0;
}

static GbRef limit_pair(GbThread *t, int which)
{
    int64_t soft, hard;
    int error = rt_limit_get(gb_rt(t), which, &soft, &hard);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef first = gb_int_new(t, soft), second = gb_int_new(t, hard), result = GB_NULL;
    if (first != GB_NULL && second != GB_NULL)
        result = gb_tuple_of(t, 2, first, second);
    gb_xdecref(first);
    gb_xdecref(second);
    return result;
}

static GbRef resource_getrlimit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int which;
    return read_limit(t, args[0], &which) < 0 ? GB_NULL : limit_pair(t, which);
}

static GbRef resource_setrlimit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int which;
    int64_t values[2];
    if (read_limit(t, args[0], &which) < 0)
        return GB_NULL;
    GbRef pair = gb_tuple_from(t, args[1]);
    if (pair == GB_NULL)
        return GB_NULL;
    int failed = gb_tuple_count(pair) == 2
                     ? 0
                     : gb_fail(t, gb_ValueError, "expected a tuple of 2 integers");
    for (int i = 0; i < 2 && failed == 0; i++)
        failed = gb_index_i64(t, gb_tuple_peek(pair, i), &values[i], gb_OverflowError);
    gb_decref(pair);
    if (failed < 0)
        return GB_NULL;
    int error = rt_limit_set(gb_rt(t), which, values[0], values[1]);
    if (error == RT_EINVAL)
        return gb_raise(t, gb_ValueError, "current limit exceeds maximum limit");
    if (error == RT_EPERM)
        return gb_raise(t, gb_ValueError, "not allowed to raise maximum limit");
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : GB_NONE;
}

/* --- The module --- */

typedef struct Constant {
    const char *name;
    int value;
} Constant;

/* Linux's numbers. */
static const Constant constants[] = {
    {"RUSAGE_SELF", WHO_SELF},
    {"RUSAGE_CHILDREN", WHO_CHILDREN},
    {"RUSAGE_THREAD", WHO_THREAD},
    {"RLIM_INFINITY", -1},
    {"RLIMIT_CPU", 0},
    {"RLIMIT_FSIZE", 1},
    {"RLIMIT_DATA", 2},
    {"RLIMIT_STACK", 3},
    {"RLIMIT_CORE", 4},
    {"RLIMIT_RSS", 5},
    {"RLIMIT_NPROC", 6},
    {"RLIMIT_NOFILE", 7},
    {"RLIMIT_OFILE", 7},
    {"RLIMIT_MEMLOCK", 8},
    {"RLIMIT_AS", 9},
    {"RLIMIT_SIGPENDING", 11},
    {"RLIMIT_MSGQUEUE", 12},
    {"RLIMIT_NICE", 13},
    {"RLIMIT_RTPRIO", 14},
    {"RLIMIT_RTTIME", 15},
};

static int resource_init(GbThread *t, GbBorrow module)
{
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    if (gb_module_add_struct(t, module, &rusage) < 0)
        return -1;
    return gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_OSError)));
}

static const GbMethodDef functions[] = {
    {"getrusage(who, /)", resource_getrusage, "Tell what the process, or its children, used."},
    {"getrlimit(resource, /)", resource_getrlimit, "The soft and the hard limit of a resource."},
    {"setrlimit(resource, limits, /)", resource_setrlimit, "Limit the use of a resource."},
    {"getpagesize()", resource_getpagesize, "The bytes of a page of memory."},
    {0},
};

const GbModuleDef gb_module_resource = {
    "resource",
    "What a process uses of the machine, and how much it may.",
    functions,
    resource_init,
};
