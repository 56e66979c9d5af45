/* resource: what the process has used. Limits can't be set. */
#include "vm/gilbox.h"

enum { WHO_SELF = 0, WHO_CHILDREN = -1, FIELDS = 16 };

static const char *const fields[] = {
    "ru_utime",  "ru_stime",    "ru_maxrss", "ru_ixrss",   "ru_idrss",   "ru_isrss",
    "ru_minflt", "ru_majflt",   "ru_nswap",  "ru_inblock", "ru_oublock", "ru_msgsnd",
    "ru_msgrcv", "ru_nsignals", "ru_nvcsw",  "ru_nivcsw",  NULL};

/* What the machine does not tell is 0, as the fields that Linux leaves alone are anyway. */
static GbRef resource_getrusage(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t who;
    if (gb_index_i64(t, args[0], &who, gb_OverflowError) < 0)
        return GB_NULL;
    if (who != WHO_SELF && who != WHO_CHILDREN)
        return gb_raise(t, gb_ValueError, "invalid who parameter");
    RtUsage usage;
    int error = rt_usage(gb_rt(t), &usage);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    bool own = who == WHO_SELF;
    GbRef items[FIELDS];
    for (int i = 0; i < FIELDS; i++)
        items[i] = gb_small_new(0);
    items[0] = gb_float_new((double)(own ? usage.user_ns : usage.children_user_ns) / 1e9);
    items[1] = gb_float_new((double)(own ? usage.system_ns : usage.children_system_ns) / 1e9);
    items[2] = gb_small_new((own ? usage.peak_bytes : usage.children_peak_bytes) / 1024);
    items[14] = gb_small_new(own ? usage.voluntary_switches : 0);
    items[15] = gb_small_new(own ? usage.involuntary_switches : 0);
    GbRef type = gb_attr_get_c(t, self, "struct_rusage");
    if (type == GB_NULL)
        return GB_NULL;
    GbRef result = gb_struct_sequence_new(t, (GbType *)gb_object(type), items);
    gb_decref(type);
    return result;
}

static GbRef resource_getpagesize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(4096);
}

static int resource_init(GbThread *t, GbBorrow module)
{
    GbType *type = gb_struct_sequence_type(t, "resource.struct_rusage", fields, FIELDS);
    if (type == NULL || gb_module_set_take(t, module, "struct_rusage", gb_value(type)) < 0 ||
        gb_module_set(t, module, "RUSAGE_SELF", gb_small_new(WHO_SELF)) < 0 ||
        gb_module_set(t, module, "RUSAGE_CHILDREN", gb_small_new(WHO_CHILDREN)) < 0)
        return -1;
    return gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_OSError)));
}

static const GbMethodDef functions[] = {
    {"getrusage(who, /)", resource_getrusage, "Tell what the process, or its children, used."},
    {"getpagesize()", resource_getpagesize, "The bytes of a page of memory."},
    {0},
};

const GbModuleDef gb_module_resource = {
    "resource",
    "What a process uses of the machine: its time and memory.",
    functions,
    resource_init,
};
