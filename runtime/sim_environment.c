/* The environment of the virtual machine's processes and what they can know of its host: nothing.
 *
 * What a program could ask is fixed, the same for every run on every machine; but variables of the
 * environment that begin with GILBOX are the host's, since they say how gilbox is to run. */
#include "runtime/sim_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the process seems to need at most: programs print it, so it may not vary. */
#define PEAK_BYTES (INT64_C(16) * 1024 * 1024)

static const char *const header[] = {
    "HOME=/home/user", "LANG=C.UTF-8", "LOGNAME=user", "PATH=/usr/local/bin:/usr/bin:/bin",
    "SHELL=/bin/sh",   "USER=user",
};

static bool is_for_gilbox(const char *entry)
{
    return strncmp(entry, "GILBOX", 6) == 0;
}

static bool names(const char *entry, const char *name, size_t size)
{
    return strncmp(entry, name, size) == 0 && entry[size] == '=';
}

/* The place of a variable, or the end. */
static size_t find_variable(const SimProcess *process, const char *name)
{
    size_t size = strlen(name), i = 0;
    while (i < process->environment_count && !names(process->environment[i], name, size))
        i++;
    return i;
}

static int add_variable(SimProcess *process, const char *entry)
{
    size_t count = process->environment_count;
    char **grown = realloc(process->environment, (count + 1) * sizeof *grown);
    if (!grown)
        return RT_ENOMEM;
    process->environment = grown;
    int err = rt_sim_copy(entry, &grown[count]);
    process->environment_count += err == 0;
    return err;
}

int rt_sim_environment_init(Sim *sim)
{
    char **entries;
    int err = rt_env_list(sim->host, &entries);
    if (err < 0)
        return err;
    for (size_t i = 0; i < sizeof header / sizeof header[0] && err == 0; i++)
        err = add_variable(sim->process, header[i]);
    for (size_t i = 0; entries[i] && err == 0; i++) {
        if (is_for_gilbox(entries[i]))
            err = add_variable(sim->process, entries[i]);
    }
    rt_free(entries);
    return err;
}

void rt_sim_environment_fini(SimProcess *process)
{
    for (size_t i = 0; i < process->environment_count; i++)
        free(process->environment[i]);
    free(process->environment);
}

int rt_sim_environment_replace(Sim *sim, const char *const *entries)
{
    SimProcess *process = sim->process;
    rt_sim_environment_fini(process);
    process->environment = NULL;
    process->environment_count = 0;
    int err = 0;
    for (size_t i = 0; entries[i] && err == 0; i++)
        err = add_variable(process, entries[i]);
    return err;
}

int rt_sim_env_get(Rt *rt, const char *name, char **out_value)
{
    SimProcess *process = rt_sim_enter(rt)->process;
    size_t place = find_variable(process, name);
    if (place == process->environment_count)
        return RT_ENOENT;
    return rt_sim_copy(process->environment[place] + strlen(name) + 1, out_value);
}

static void remove_variable(SimProcess *process, size_t place)
{
    if (place == process->environment_count)
        return;
    free(process->environment[place]);
    process->environment_count--;
    memmove(&process->environment[place], &process->environment[place + 1],
            (process->environment_count - place) * sizeof *process->environment);
}

static int replace_variable(SimProcess *process, size_t place, const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + 2;
    char *entry = malloc(size);
    if (!entry)
        return RT_ENOMEM;
    snprintf(entry, size, "%s=%s", name, value);
    int err = 0;
    if (place < process->environment_count) {
        char *before = process->environment[place];
        process->environment[place] = entry;
        entry = before;
    } else {
        err = add_variable(process, entry);
    }
    free(entry);
    return err;
}

int rt_sim_env_set(Rt *rt, const char *name, const char *value)
{
    SimProcess *process = rt_sim_enter(rt)->process;
    if (!name[0] || strchr(name, '='))
        return RT_EINVAL;
    size_t place = find_variable(process, name);
    if (value)
        return replace_variable(process, place, name, value);
    remove_variable(process, place);
    return 0;
}

/* One block: the pointers, then the texts. */
int rt_sim_env_list(Rt *rt, char ***out_entries)
{
    const SimProcess *process = rt_sim_enter(rt)->process;
    size_t count = process->environment_count, size = 0;
    for (size_t i = 0; i < count; i++)
        size += strlen(process->environment[i]) + 1;
    char **entries = malloc((count + 1) * sizeof *entries + size);
    if (!entries)
        return RT_ENOMEM;
    char *text = (char *)(entries + count + 1);
    for (size_t i = 0; i < count; i++) {
        entries[i] = text;
        text = stpcpy(text, process->environment[i]) + 1;
    }
    entries[count] = NULL;
    *out_entries = entries;
    return 0;
}

/* --- About the machine --------------------------------------------------------------------- */

int rt_sim_executable_path(Rt *rt, char **out_path)
{
    return rt_sim_copy(SIM_EXECUTABLE, out_path);
}

int rt_sim_uname(Rt *rt, RtUname *out)
{
    *out = (RtUname){.system = "Linux",
                     .node = SIM_HOST_NAME,
                     .release = "6.6.0",
                     .version = "#1 SMP gilbox",
                     .hardware = "x86_64"};
    return 0;
}

int rt_sim_usage(Rt *rt, RtUsage *out)
{
    Sim *sim = rt_sim_call(rt);
    const SimProcess *self = sim->process;
    *out = (RtUsage){
        .self = {.user_ns = rt_sim_work_ns(sim), .peak_bytes = PEAK_BYTES},
        .children = {.user_ns = self->children_ps / SIM_PS_PER_NS,
                     .peak_bytes = self->children_ps > 0 ? PEAK_BYTES : 0},
    };
    for (const RtThread *thread = sim->threads; thread; thread = thread->all_next) {
        if (thread->process != self)
            continue;
        out->self.voluntary_switches += thread->switches_voluntary;
        out->self.involuntary_switches += thread->switches_forced;
    }
    return 0;
}

int rt_sim_random_bytes(Rt *rt, void *buffer, size_t size)
{
    Sim *sim = rt_sim_call(rt);
    uint64_t chunk = 0;
    for (size_t i = 0; i < size; i++) {
        if (i % sizeof chunk == 0)
            chunk = rt_sim_random(sim, SIM_STREAM_SCRIPT);
        ((uint8_t *)buffer)[i] = (uint8_t)(chunk >> i % sizeof chunk * 8);
    }
    rt_sim_charge(sim, RT_COST_BYTE, (int64_t)size);
    rt_sim_note(sim, SIM_EVENT_RANDOM, size);
    return 0;
}
