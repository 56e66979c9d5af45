/* The world of the virtual machine: its making and its end, and what all its calls begin with. */
#include "runtime/sim_world.h"

#include <stdlib.h>
#include <string.h>

enum { UMASK = 022, FIRST_PORT = 32768 };

Sim *rt_sim_call(Rt *rt)
{
    Sim *sim = rt_sim_enter(rt);
    rt_sim_charge_some(sim, RT_COST_SYSTEM_CALL);
    return sim;
}

int64_t rt_sim_wall_ns(Sim *sim)
{
    return sim->options.epoch_ns + rt_sim_now_ns(sim);
}

SimTree *rt_sim_tree(Sim *sim)
{
    SimTree *tree = &sim->world->tree;
    tree->now_ns = rt_sim_wall_ns(sim);
    tree->cwd = sim->process->cwd;
    return tree;
}

int rt_sim_copy(const char *text, char **out)
{
    char *copy = strdup(text);
    if (!copy)
        return RT_ENOMEM;
    *out = copy;
    return 0;
}

int rt_sim_world_new(Sim *sim)
{
    SimWorld *world = rt_arena_alloc(sim, sizeof *world);
    if (!world)
        return RT_ENOMEM;
    sim->world = world;
    sim->process->umask = UMASK;
    world->next_port = FIRST_PORT;
    int err = rt_getcwd(sim->host, &sim->process->cwd);
    if (err == 0)
        err = rt_sim_tree_init(&world->tree, sim->host);
    if (err == 0)
        err = rt_sim_environment_init(sim);
    if (err == 0)
        err = rt_sim_net_init(sim);
    if (err == 0)
        err = rt_sim_streams_init(sim);
    if (err < 0)
        rt_sim_world_free(sim);
    else
        rt_machine_guard(sim->host, true);
    return err;
}

void rt_sim_world_free(Sim *sim)
{
    if (!sim->world)
        return;
    rt_machine_guard(sim->host, false);
    rt_sim_descriptors_fini(sim);
    rt_sim_mappings_fini(sim);
    rt_sim_environment_fini(sim->process);
    rt_free(sim->process->cwd);
    rt_sim_net_fini(sim);
    rt_sim_tree_fini(&sim->world->tree);
    rt_arena_release(sim->world);
    sim->world = NULL;
}

/* Another virtual machine on this one would be as much its own business as this one is. */
void rt_sim_machine_guard(Rt *rt, bool on)
{
}
