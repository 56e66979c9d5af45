/* Memory that processes share, in a virtual machine: there is one process, so there is none. */
#include "runtime/sim.h"

int rt_sim_memory_open(Rt *rt, const char *name, int flags, int mode, int *out_file)
{
    return RT_ENOSYS;
}

int rt_sim_memory_unlink(Rt *rt, const char *name)
{
    return RT_ENOSYS;
}

int rt_sim_memory_map(Rt *rt, int file, size_t size, bool writable, void **out)
{
    return RT_ENOSYS;
}

void rt_sim_memory_unmap(Rt *rt, void *memory, size_t size)
{
}

int rt_sim_semaphore_init(Rt *rt, void *place, unsigned value)
{
    return RT_ENOSYS;
}

int rt_sim_semaphore_wait(Rt *rt, void *place, int64_t deadline_ns)
{
    return RT_ENOSYS;
}

int rt_sim_semaphore_post(Rt *rt, void *place)
{
    return RT_ENOSYS;
}

int rt_sim_semaphore_value(Rt *rt, void *place, int *out_value)
{
    return RT_ENOSYS;
}

int rt_sim_file_signal(Rt *rt, int file, int number)
{
    return RT_ENOSYS;
}

int rt_sim_file_pass(Rt *rt, int socket, int file)
{
    return RT_ENOSYS;
}

int rt_sim_file_take(Rt *rt, int socket, int *out_file)
{
    return RT_ENOSYS;
}
