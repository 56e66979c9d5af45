/* The process of the virtual machine, its environment and what it can know about its host: nothing.
 *
 * What a program could ask is fixed, the same for every run on every machine; but variables of the
 * environment that begin with GILBOX are the host's, since they say how gilbox is to run. */
#include "runtime/sim_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARENT_ID = 1 };

/* What the process seems to need at most: programs print it, so it may not vary. */
#define PEAK_BYTES (INT64_C(16) * 1024 * 1024)

static const char *const header[] = {
    "HOME=/home/user", "LANG=C.UTF-8", "LOGNAME=user", "PATH=/usr/local/bin:/usr/bin:/bin",
    "SHELL=/bin/sh",   "USER=user",
};

int64_t rt_sim_process_id(Rt *rt)
{
    return SIM_PROCESS_ID;
}

int64_t rt_sim_process_parent_id(Rt *rt)
{
    return PARENT_ID;
}

void rt_sim_process_exit(Rt *rt, int code)
{
    rt_process_exit(rt_sim_of(rt)->host, code);
}

void rt_sim_process_abort(Rt *rt)
{
    rt_process_abort(rt_sim_of(rt)->host);
}

/* --- There is no other --------------------------------------------------------------------- */

int rt_sim_process_start(Rt *rt, const RtProcessOptions *options, int64_t *out_pid)
{
    return RT_ESIM_PROGRAM;
}

int rt_sim_process_wait(Rt *rt, int64_t pid, bool wait, int64_t *out_pid, int *out_status)
{
    return RT_ECHILD;
}

int rt_sim_process_fork(Rt *rt, int64_t *out_pid)
{
    return RT_ESIM_FORK;
}

/* --- The environment ----------------------------------------------------------------------- */

static bool is_for_gilbox(const char *entry)
{
    return strncmp(entry, "GILBOX", 6) == 0;
}

static bool names(const char *entry, const char *name, size_t size)
{
    return strncmp(entry, name, size) == 0 && entry[size] == '=';
}

/* The place of a variable, or the end. */
static size_t find_variable(const SimWorld *world, const char *name)
{
    size_t size = strlen(name), i = 0;
    while (i < world->environment_count && !names(world->environment[i], name, size))
        i++;
    return i;
}

static int add_variable(SimWorld *world, const char *entry)
{
    size_t count = world->environment_count;
    char **grown = realloc(world->environment, (count + 1) * sizeof *grown);
    if (!grown)
        return RT_ENOMEM;
    world->environment = grown;
    int err = rt_sim_copy(entry, &grown[count]);
    world->environment_count += err == 0;
    return err;
}

int rt_sim_environment_init(Sim *sim)
{
    char **entries;
    int err = rt_env_list(sim->host, &entries);
    if (err < 0)
        return err;
    for (size_t i = 0; i < sizeof header / sizeof header[0] && err == 0; i++)
        err = add_variable(sim->world, header[i]);
    for (size_t i = 0; entries[i] && err == 0; i++) {
        if (is_for_gilbox(entries[i]))
            err = add_variable(sim->world, entries[i]);
    }
    rt_free(entries);
    return err;
}

void rt_sim_environment_fini(Sim *sim)
{
    for (size_t i = 0; i < sim->world->environment_count; i++)
        free(sim->world->environment[i]);
    free(sim->world->environment);
}

int rt_sim_env_get(Rt *rt, const char *name, char **out_value)
{
    SimWorld *world = rt_sim_enter(rt)->world;
    size_t place = find_variable(world, name);
    if (place == world->environment_count)
        return RT_ENOENT;
    return rt_sim_copy(world->environment[place] + strlen(name) + 1, out_value);
}

static void remove_variable(SimWorld *world, size_t place)
{
    if (place == world->environment_count)
        return;
    free(world->environment[place]);
    world->environment_count--;
    memmove(&world->environment[place], &world->environment[place + 1],
            (world->environment_count - place) * sizeof *world->environment);
}

static int replace_variable(SimWorld *world, size_t place, const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + 2;
    char *entry = malloc(size);
    if (!entry)
        return RT_ENOMEM;
    snprintf(entry, size, "%s=%s", name, value);
    int err = 0;
    if (place < world->environment_count) {
        char *before = world->environment[place];
        world->environment[place] = entry;
        entry = before;
    } else {
        err = add_variable(world, entry);
    }
    free(entry);
    return err;
}

int rt_sim_env_set(Rt *rt, const char *name, const char *value)
{
    SimWorld *world = rt_sim_enter(rt)->world;
    if (!name[0] || strchr(name, '='))
        return RT_EINVAL;
    size_t place = find_variable(world, name);
    if (value)
        return replace_variable(world, place, name, value);
    remove_variable(world, place);
    return 0;
}

/* One block: the pointers, then the texts. */
int rt_sim_env_list(Rt *rt, char ***out_entries)
{
    const SimWorld *world = rt_sim_enter(rt)->world;
    size_t count = world->environment_count, size = 0;
    for (size_t i = 0; i < count; i++)
        size += strlen(world->environment[i]) + 1;
    char **entries = malloc((count + 1) * sizeof *entries + size);
    if (!entries)
        return RT_ENOMEM;
    char *text = (char *)(entries + count + 1);
    for (size_t i = 0; i < count; i++) {
        entries[i] = text;
        text = stpcpy(text, world->environment[i]) + 1;
    }
    entries[count] = NULL;
    *out_entries = entries;
    return 0;
}

/* --- About the machine --------------------------------------------------------------------- */

int rt_sim_executable_path(Rt *rt, char **out_path)
{
    return rt_sim_copy("/usr/local/bin/gilbox", out_path);
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
    *out = (RtUsage){.self = {.user_ns = rt_sim_work_ns(sim), .peak_bytes = PEAK_BYTES}};
    for (const RtThread *thread = sim->threads; thread; thread = thread->all_next) {
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
