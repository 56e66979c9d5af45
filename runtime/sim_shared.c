/* Memory that processes share, and semaphores in it, in a virtual machine: blocks of its arena,
 * which all of its processes see at the same address. */
#include "runtime/sim_world.h"

#include "runtime/check.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* --- Memory ---------------------------------------------------------------------------------- */

enum { SIM_PAGE_BYTES = 4096 };

struct SimMemory {
    int references; /* open files, mappings, and its name; at first none but the name's */
    int mapping_count;
    char *name;      /* NULL: none (any more) */
    SimMemory *next; /* among world->memories */
    char *bytes;
    int64_t size, capacity;
};

/* A process's view of some memory: in a list in its private memory. */
struct SimMapping {
    SimMapping *next;
    SimMemory *memory;
};

typedef struct MemoryFile {
    SimFile base;
    SimMemory *memory; /* held */
} MemoryFile;

static SimMemory *memory_of(const SimFile *file)
{
    return ((const MemoryFile *)file)->memory;
}

static void memory_drop(SimMemory *memory)
{
    if (--memory->references > 0)
        return;
    rt_arena_release(memory->name);
    rt_arena_release(memory->bytes);
    rt_arena_release(memory);
}

static void memory_close(Sim *sim, SimFile *file)
{
    memory_drop(memory_of(file));
    rt_arena_release(file);
}

/* What is mapped stays where it is: it cannot grow. */
static int memory_truncate(Sim *sim, SimFile *file, int64_t size)
{
    SimMemory *memory = memory_of(file);
    if (size > memory->capacity) {
        char *grown = memory->mapping_count > 0 ? NULL : rt_arena_alloc(sim, (size_t)size);
        if (!grown)
            return RT_ENOMEM;
        if (memory->size > 0)
            memcpy(grown, memory->bytes, (size_t)memory->size);
        rt_arena_release(memory->bytes);
        memory->bytes = grown;
        memory->capacity = size;
    } else if (size < memory->size) {
        memset(memory->bytes + size, 0, (size_t)(memory->size - size));
    }
    memory->size = size;
    return 0;
}

static int memory_stat(Sim *sim, SimFile *file, RtStat *out)
{
    *out = (RtStat){.mode = SIM_TYPE_FILE | 0600,
                    .owner = SIM_USER_ID,
                    .group = SIM_USER_ID,
                    .links = 1,
                    .block_size = 4096,
                    .device = 5,
                    .size = memory_of(file)->size};
    return 0;
}

static const SimFileOps memory_ops = {
    .truncate = memory_truncate,
    .stat = memory_stat,
    .close = memory_close,
};

static SimMemory **find_name(Sim *sim, const char *name)
{
    SimMemory **place = &sim->world->memories;
    while (*place && strcmp((*place)->name, name) != 0)
        place = &(*place)->next;
    return place;
}

static int memory_new(Sim *sim, const char *name, SimMemory **out)
{
    SimMemory *memory = rt_arena_alloc(sim, sizeof *memory);
    if (!memory)
        return RT_ENOMEM;
    if (name) {
        memory->name = rt_arena_copy(sim, name);
        if (!memory->name) {
            rt_arena_release(memory);
            return RT_ENOMEM;
        }
        memory->references = 1;
        memory->next = sim->world->memories;
        sim->world->memories = memory;
    }
    *out = memory;
    return 0;
}

static int open_file(Sim *sim, SimMemory *memory, int flags, int *out_file)
{
    memory->references++;
    MemoryFile *file = rt_arena_alloc(sim, sizeof *file);
    if (!file) {
        memory_drop(memory);
        return RT_ENOMEM;
    }
    bool writes = (flags & RT_OPEN_ACCESS_MASK) != RT_OPEN_READ;
    rt_sim_file_init(&file->base, &memory_ops, writes ? RT_OPEN_READ_WRITE : RT_OPEN_READ);
    file->memory = memory;
    if (flags & RT_OPEN_TRUNCATE)
        memory_truncate(sim, &file->base, 0);
    return rt_sim_file_number_take(sim, &file->base, out_file);
}

int rt_sim_memory_open(Rt *rt, const char *name, int flags, int mode, int *out_file)
{
    Sim *sim = rt_sim_call(rt);
    SimMemory *memory = name ? *find_name(sim, name) : NULL;
    if (memory && flags & RT_OPEN_CREATE && flags & RT_OPEN_EXCLUSIVE)
        return RT_EEXIST;
    if (!memory && name && !(flags & RT_OPEN_CREATE))
        return RT_ENOENT;
    int err = memory ? 0 : memory_new(sim, name, &memory);
    return err < 0 ? err : open_file(sim, memory, name ? flags : RT_OPEN_READ_WRITE, out_file);
}

int rt_sim_memory_unlink(Rt *rt, const char *name)
{
    Sim *sim = rt_sim_call(rt);
    SimMemory **place = find_name(sim, name), *memory = *place;
    if (!memory)
        return RT_ENOENT;
    *place = memory->next;
    memory_drop(memory);
    return 0;
}

/* Memory of the process alone, filled from the file, or with zeros. A file that is mapped to be
 * read is taken as it is now. */
static int map_copy(Sim *sim, SimFile *file, int64_t offset, size_t size, void **out)
{
    size_t count = 0;
    if (file && !file->ops->read_at)
        return RT_ENODEV;
    char *memory = calloc(1, size);
    if (!memory)
        return RT_ENOMEM;
    int err = file ? file->ops->read_at(sim, file, memory, size, offset, &count) : 0;
    if (err == 0 && file && count < size)
        err = RT_EINVAL;
    if (err < 0)
        free(memory);
    else
        *out = memory;
    return err;
}

int rt_sim_memory_map(Rt *rt, int number, int64_t offset, size_t size, RtMapFor purpose, void **out)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file = NULL;
    int err = number < 0 ? 0 : rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (size == 0 || offset % SIM_PAGE_BYTES != 0)
        return RT_EINVAL;
    int access = file ? file->flags & RT_OPEN_ACCESS_MASK : RT_OPEN_READ_WRITE;
    if (access == RT_OPEN_WRITE || (purpose == RT_MAP_WRITE && access != RT_OPEN_READ_WRITE))
        return RT_EACCES;
    if (!file || file->ops != &memory_ops)
        return purpose == RT_MAP_WRITE ? RT_ESIM_MAP : map_copy(sim, file, offset, size, out);
    SimMemory *memory = memory_of(file);
    if (offset != 0 || purpose == RT_MAP_COPY)
        return RT_ESIM_MAP;
    if (size > (uint64_t)memory->size)
        return RT_EINVAL;
    SimMapping *mapping = malloc(sizeof *mapping);
    if (!mapping)
        return RT_ENOMEM;
    *mapping = (SimMapping){sim->process->mappings, memory};
    sim->process->mappings = mapping;
    memory->references++;
    memory->mapping_count++;
    *out = memory->bytes;
    return 0;
}

static void unmap(SimMapping **place)
{
    SimMapping *mapping = *place;
    *place = mapping->next;
    mapping->memory->mapping_count--;
    memory_drop(mapping->memory);
    free(mapping);
}

void rt_sim_memory_unmap(Rt *rt, void *memory, size_t size)
{
    Sim *sim = rt_sim_call(rt);
    SimMapping **place = &sim->process->mappings;
    while (*place && (*place)->memory->bytes != memory)
        place = &(*place)->next;
    if (*place)
        unmap(place);
    else
        free(memory); /* a copy */
}

int rt_sim_memory_sync(Rt *rt, void *memory, size_t size)
{
    rt_sim_call(rt);
    return 0;
}

void rt_sim_mappings_share(SimProcess *process)
{
    for (const SimMapping *mapping = process->mappings; mapping; mapping = mapping->next) {
        mapping->memory->references++;
        mapping->memory->mapping_count++;
    }
}

void rt_sim_mappings_fini(Sim *sim)
{
    while (sim->process->mappings)
        unmap(&sim->process->mappings);
}

/* --- Semaphores ------------------------------------------------------------------------------ */

/* What lies in the memory. Programs can write there what they like, so it is nothing but a number;
 * who waits stands in the world's queue, and each knows for which place. */
typedef struct Semaphore {
    uint32_t value;
} Semaphore;

_Static_assert(sizeof(Semaphore) <= RT_SEMAPHORE_SIZE, "a semaphore must fit its place");

int rt_sim_semaphore_init(Rt *rt, void *place, unsigned value)
{
    rt_sim_enter(rt);
    *(Semaphore *)place = (Semaphore){.value = value};
    return 0;
}

int rt_sim_semaphore_wait(Rt *rt, void *place, int64_t deadline_ns)
{
    Sim *sim = rt_sim_enter(rt);
    Semaphore *semaphore = place;
    rt_sim_charge_some(sim, RT_COST_LOCK);
    while (semaphore->value == 0) {
        sim->current->place = place;
        int err = rt_sim_wait(sim, &sim->world->semaphore_waiters, SIM_WAIT_SEMAPHORE, deadline_ns,
                              true);
        if (err < 0)
            return err;
    }
    semaphore->value--;
    return 0;
}

static RtThread *first_waiter(const Sim *sim, const void *place)
{
    RtThread *thread = sim->world->semaphore_waiters.first;
    while (thread && thread->place != place)
        thread = thread->queue_next;
    return thread;
}

int rt_sim_semaphore_post(Rt *rt, void *place)
{
    Sim *sim = rt_sim_enter(rt);
    Semaphore *semaphore = place;
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    if (semaphore->value >= INT_MAX)
        return RT_EOVERFLOW;
    semaphore->value++;
    RtThread *waiter = first_waiter(sim, place);
    if (waiter)
        rt_sim_wake_thread(sim, waiter);
    return 0;
}

int rt_sim_semaphore_value(Rt *rt, void *place, int *out_value)
{
    rt_sim_enter(rt);
    uint32_t value = ((const Semaphore *)place)->value;
    *out_value = value < INT_MAX ? (int)value : INT_MAX;
    return 0;
}
