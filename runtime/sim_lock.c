/* Locks of files between the processes of the virtual machine, and what there is of fcntl(). */
#include "runtime/sim_world.h"

/* A lock of some bytes of a node, or, where an open file has it, of all of it: neither kind knows
 * of the other. */
typedef struct SimLock {
    struct SimLock *next;
    const SimFile *file; /* who has it; NULL: a process */
    int64_t process;
    int64_t start, end; /* end is the first byte behind it; INT64_MAX: none is */
    bool is_shared;
} SimLock;

static bool is_of_same(const SimLock *a, const SimLock *b)
{
    return a->file == b->file && a->process == b->process;
}

static bool overlaps(const SimLock *a, const SimLock *b)
{
    return !a->file == !b->file && a->start < b->end && b->start < a->end;
}

static bool is_free(const SimInode *node, const SimLock *wanted)
{
    for (const SimLock *lock = node->locks; lock; lock = lock->next) {
        if (!is_of_same(lock, wanted) && overlaps(lock, wanted) &&
            !(lock->is_shared && wanted->is_shared))
            return false;
    }
    return true;
}

static void add_piece(SimInode *node, const SimLock *lock, int64_t start, int64_t end)
{
    if (start >= end)
        return;
    SimLock *piece = rt_arena_resize_surely(node, NULL, sizeof *piece);
    *piece = *lock;
    piece->start = start;
    piece->end = end;
    piece->next = node->locks;
    node->locks = piece;
}

/* Takes the range out of the locks of whoever it is of: what they have beside it stays. */
static void cut_out(Sim *sim, SimInode *node, const SimLock *range)
{
    SimLock *lock = node->locks;
    node->locks = NULL;
    while (lock) {
        SimLock *next = lock->next;
        if (is_of_same(lock, range) && overlaps(lock, range)) {
            add_piece(node, lock, lock->start, range->start);
            add_piece(node, lock, range->end, lock->end);
        } else {
            add_piece(node, lock, lock->start, lock->end);
        }
        rt_arena_release(lock);
        lock = next;
    }
    rt_sim_wake(sim, &sim->world->lock_waiters, -1);
}

void rt_sim_locks_end(Sim *sim, SimFile *file, bool of_process)
{
    SimInode *node = rt_sim_file_node(file);
    SimLock all = {.file = of_process ? NULL : file,
                   .process = of_process ? sim->process->id : 0,
                   .end = INT64_MAX};
    if (node && node->locks)
        cut_out(sim, node, &all);
}

/* The bytes that are meant. A size below zero means those before the start. */
static int read_range(Sim *sim, SimFile *file, const RtRange *range, SimLock *out)
{
    int64_t from = 0;
    int err = range->whence == RT_SEEK_START
                  ? 0
                  : file->ops->seek(sim, file, 0, RT_SEEK_CURRENT, &from);
    if (err < 0)
        return err;
    if (range->whence == RT_SEEK_END)
        from = rt_sim_file_node(file)->size;
    if (__builtin_add_overflow(from, range->start, &out->start) ||
        __builtin_add_overflow(out->start, range->size, &out->end))
        return RT_EOVERFLOW;
    if (range->size == 0)
        out->end = INT64_MAX;
    if (range->size < 0) {
        int64_t end = out->start;
        out->start = out->end;
        out->end = end;
    }
    return out->start < 0 ? RT_EINVAL : 0;
}

static int take(Sim *sim, SimInode *node, const SimLock *wanted, RtFileLockHow how)
{
    while (!is_free(node, wanted)) {
        if (how != RT_FILE_LOCK_WAITS)
            return RT_EAGAIN;
        int err = rt_sim_wait(sim, &sim->world->lock_waiters, SIM_WAIT_FILE_LOCK, RT_FOREVER, true);
        if (err < 0)
            return err;
    }
    if (how != RT_FILE_LOCK_ASKS) {
        cut_out(sim, node, wanted); /* what was there of another kind */
        add_piece(node, wanted, wanted->start, wanted->end);
    }
    return 0;
}

/* Only files of the tree have locks. */
int rt_sim_file_lock(Rt *rt, int number, RtFileLock lock, const RtRange *range, RtFileLockHow how)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    SimInode *node = rt_sim_file_node(file);
    if (!node)
        return RT_ENOLCK;
    int access = file->flags & RT_OPEN_ACCESS_MASK;
    if (range && ((lock == RT_FILE_LOCK_SHARED && access == RT_OPEN_WRITE) ||
                  (lock == RT_FILE_LOCK_ALONE && access == RT_OPEN_READ)))
        return RT_EBADF;
    SimLock wanted = {.file = range ? NULL : file,
                      .process = range ? sim->process->id : 0,
                      .end = INT64_MAX,
                      .is_shared = lock == RT_FILE_LOCK_SHARED};
    if (range)
        err = read_range(sim, file, range, &wanted);
    if (err < 0)
        return err;
    rt_sim_file_hold(file);
    if (lock == RT_FILE_UNLOCK)
        cut_out(sim, node, &wanted);
    else
        err = take(sim, node, &wanted, how);
    rt_sim_file_drop(sim, file);
    return err;
}

/* --- Control ------------------------------------------------------------------------------- */

/* Linux's numbers. */
enum { GET_DESCRIPTOR = 1, SET_DESCRIPTOR, GET_FLAGS, SET_FLAGS };
enum { CLOSES = 1, CHANGEABLE = RT_OPEN_APPEND | RT_OPEN_NONBLOCK };

int rt_sim_file_control(Rt *rt, int number, int command, int64_t value, void *data, int *out)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    bool *inheritable = &sim->process->descriptors[number].inheritable;
    *out = 0;
    switch (command) {
    case GET_DESCRIPTOR: *out = *inheritable ? 0 : CLOSES; return 0;
    case SET_DESCRIPTOR: *inheritable = !(value & CLOSES); return 0;
    case GET_FLAGS: *out = file->flags; return 0;
    case SET_FLAGS: file->flags = (file->flags & ~CHANGEABLE) | ((int)value & CHANGEABLE); return 0;
    default: return RT_EINVAL;
    }
}

int rt_sim_file_device(Rt *rt, int number, uint32_t request, int64_t value, void *data, int *out)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    return err < 0 ? err : RT_ENOTTY;
}
