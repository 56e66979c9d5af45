/* Files, folders and devices that a script of the virtual machine has opened, and its standard
 * streams. */
#include "runtime/sim_world.h"

#include "runtime/check.h"

#include <string.h>

/* --- Files of the tree --------------------------------------------------------------------- */

typedef struct NodeFile {
    SimFile base;
    SimInode *node; /* held */
    int64_t position;
} NodeFile;

static NodeFile *node_file(SimFile *file)
{
    return (NodeFile *)file;
}

static void node_file_close(Sim *sim, SimFile *file)
{
    rt_sim_inode_drop(&sim->world->tree, node_file(file)->node);
    rt_arena_release(file);
}

static int node_file_stat(Sim *sim, SimFile *file, RtStat *out)
{
    rt_sim_inode_stat(node_file(file)->node, out);
    return 0;
}

static int file_sync(Sim *sim, SimFile *file)
{
    return 0;
}

static int file_read_at(Sim *sim, SimFile *file, void *buffer, size_t size, int64_t offset,
                        size_t *out_count)
{
    const SimInode *node = node_file(file)->node;
    int64_t left = node->size - offset;
    size_t count = left <= 0 ? 0 : (uint64_t)left < size ? (size_t)left : size;
    if (count > 0)
        memcpy(buffer, node->bytes + offset, count);
    *out_count = count;
    return 0;
}

static int file_write_at(Sim *sim, SimFile *file, const void *buffer, size_t size, int64_t offset,
                         size_t *out_count)
{
    SimInode *node = node_file(file)->node;
    if (size > (uint64_t)(INT64_MAX - offset))
        return RT_EFBIG;
    int64_t end = offset + (int64_t)size;
    int err = size == 0 ? 0
                        : rt_sim_inode_resize(rt_sim_tree(sim), node,
                                              end > node->size ? end : node->size);
    if (err < 0)
        return err;
    if (size > 0)
        memcpy(node->bytes + offset, buffer, size);
    *out_count = size;
    return 0;
}

static int file_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count)
{
    NodeFile *self = node_file(file);
    int err = file_read_at(sim, file, buffer, size, self->position, out_count);
    self->position += (int64_t)*out_count;
    return err;
}

static int file_write(Sim *sim, SimFile *file, const void *buffer, size_t size, size_t *out_count)
{
    NodeFile *self = node_file(file);
    int64_t start = file->flags & RT_OPEN_APPEND ? self->node->size : self->position;
    int err = file_write_at(sim, file, buffer, size, start, out_count);
    if (err == 0)
        self->position = start + (int64_t)size;
    return err;
}

static int file_seek(Sim *sim, SimFile *file, int64_t offset, RtWhence whence,
                     int64_t *out_position)
{
    NodeFile *self = node_file(file);
    int64_t from = whence == RT_SEEK_START     ? 0
                   : whence == RT_SEEK_CURRENT ? self->position
                                               : self->node->size;
    if (offset > 0 && from > INT64_MAX - offset)
        return RT_EINVAL;
    if (from + offset < 0)
        return RT_EINVAL;
    self->position = *out_position = from + offset;
    return 0;
}

static int file_truncate(Sim *sim, SimFile *file, int64_t size)
{
    return rt_sim_inode_resize(rt_sim_tree(sim), node_file(file)->node, size);
}

static const SimFileOps file_ops = {
    .read = file_read,
    .write = file_write,
    .read_at = file_read_at,
    .write_at = file_write_at,
    .seek = file_seek,
    .truncate = file_truncate,
    .sync = file_sync,
    .stat = node_file_stat,
    .close = node_file_close,
};

/* --- Folders ------------------------------------------------------------------------------- */

static int folder_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count)
{
    return RT_EISDIR;
}

static int folder_read_at(Sim *sim, SimFile *file, void *buffer, size_t size, int64_t offset,
                          size_t *out_count)
{
    return RT_EISDIR;
}

static const SimFileOps folder_ops = {
    .read = folder_read,
    .read_at = folder_read_at,
    .sync = file_sync,
    .stat = node_file_stat,
    .close = node_file_close,
};

/* --- Devices ------------------------------------------------------------------------------- */

static int device_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count)
{
    SimDevice device = node_file(file)->node->device;
    *out_count = device == SIM_DEVICE_NULL ? 0 : size;
    if (device == SIM_DEVICE_RANDOM)
        return rt_sim_random_bytes(&sim->base, buffer, size);
    memset(buffer, 0, *out_count);
    return 0;
}

static int device_read_at(Sim *sim, SimFile *file, void *buffer, size_t size, int64_t offset,
                          size_t *out_count)
{
    return device_read(sim, file, buffer, size, out_count);
}

static int device_write(Sim *sim, SimFile *file, const void *buffer, size_t size, size_t *out_count)
{
    if (node_file(file)->node->device == SIM_DEVICE_FULL && size > 0)
        return RT_ENOSPC;
    *out_count = size;
    return 0;
}

static int device_write_at(Sim *sim, SimFile *file, const void *buffer, size_t size, int64_t offset,
                           size_t *out_count)
{
    return device_write(sim, file, buffer, size, out_count);
}

static int device_seek(Sim *sim, SimFile *file, int64_t offset, RtWhence whence,
                       int64_t *out_position)
{
    *out_position = 0;
    return 0;
}

static const SimFileOps device_ops = {
    .read = device_read,
    .write = device_write,
    .read_at = device_read_at,
    .write_at = device_write_at,
    .seek = device_seek,
    .stat = node_file_stat,
    .close = node_file_close,
};

SimInode *rt_sim_file_node(SimFile *file)
{
    return file->ops == &file_ops || file->ops == &folder_ops ? node_file(file)->node : NULL;
}

/* --- Opening a node ------------------------------------------------------------------------ */

static int open_as(const SimFileOps *ops, SimInode *node, int flags, SimFile **out)
{
    NodeFile *file = rt_arena_alloc(node, sizeof *file);
    if (!file)
        return RT_ENOMEM;
    rt_sim_file_init(&file->base, ops, flags);
    file->node = node;
    rt_sim_inode_hold(node);
    *out = &file->base;
    return 0;
}

static int open_device(Sim *sim, SimInode *node, int flags, SimFile **out)
{
    if (node->device == SIM_DEVICE_NONE)
        return RT_ESIM_FILE;
    if (node->device == SIM_DEVICE_TTY)
        return RT_ENXIO; /* as without a controlling terminal */
    if (node->device < SIM_DEVICE_STDIN)
        return open_as(&device_ops, node, flags, out);
    int err = rt_sim_file_find(sim, (int)(node->device - SIM_DEVICE_STDIN), out);
    if (err < 0)
        return RT_ENXIO;
    rt_sim_file_hold(*out);
    return 0;
}

int rt_sim_inode_open(Sim *sim, SimInode *node, int flags, SimFile **out)
{
    SimTree *tree = rt_sim_tree(sim);
    bool truncates = (flags & RT_OPEN_TRUNCATE) != 0;
    int err = 0;
    switch (rt_sim_inode_type(node)) {
    case SIM_TYPE_FOLDER: return open_as(&folder_ops, node, flags, out);
    case SIM_TYPE_FILE:
        err = rt_sim_inode_load(tree, node);
        if (err == 0 && truncates)
            err = rt_sim_inode_resize(tree, node, 0);
        return err < 0 ? err : open_as(&file_ops, node, flags, out);
    case SIM_TYPE_DEVICE: return open_device(sim, node, flags, out);
    case SIM_TYPE_SOCKET: return RT_ENXIO;
    default: return RT_ESIM_FILE;
    }
}

/* --- Files of the host --------------------------------------------------------------------- */

typedef struct HostFile {
    SimFile base;
    int number;   /* the host's */
    bool is_ours; /* to be closed with this file */
    bool fills;   /* reads wait for all bytes or the end, so that their number is no accident */
} HostFile;

static HostFile *host_file(SimFile *file)
{
    return (HostFile *)file;
}

static void host_file_close(Sim *sim, SimFile *file)
{
    if (host_file(file)->is_ours)
        rt_file_close(sim->host, host_file(file)->number);
    rt_arena_release(file);
}

static int host_file_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count)
{
    HostFile *self = host_file(file);
    size_t done = 0, count = 1;
    while (done < size && count > 0) {
        int err = rt_file_read(sim->host, self->number, (char *)buffer + done, size - done, &count);
        if (err < 0 && done == 0)
            return err;
        done += err < 0 ? 0 : count;
        if (err < 0 || !self->fills)
            break;
    }
    *out_count = done;
    rt_sim_note(sim, SIM_EVENT_INPUT, rt_sim_hash_bytes(buffer, done));
    return 0;
}

/* Waits, in real time, for a host's pipe that is full. */
static int host_file_write(Sim *sim, SimFile *file, const void *buffer, size_t size,
                           size_t *out_count)
{
    RtPoll room = {.file = host_file(file)->number, .wanted = RT_POLL_WRITE};
    size_t ready;
    int err = rt_file_write(sim->host, room.file, buffer, size, out_count);
    while (err == RT_EAGAIN && rt_sim_file_blocks(file)) {
        err = rt_poll(sim->host, &room, 1, RT_FOREVER, &ready);
        if (err == 0)
            err = rt_file_write(sim->host, room.file, buffer, size, out_count);
    }
    if (err == 0)
        rt_sim_note(sim, SIM_EVENT_OUTPUT, rt_sim_hash_bytes(buffer, *out_count));
    return err;
}

static int host_file_read_at(Sim *sim, SimFile *file, void *buffer, size_t size, int64_t offset,
                             size_t *out_count)
{
    return rt_file_read_at(sim->host, host_file(file)->number, buffer, size, offset, out_count);
}

static int host_file_write_at(Sim *sim, SimFile *file, const void *buffer, size_t size,
                              int64_t offset, size_t *out_count)
{
    return rt_file_write_at(sim->host, host_file(file)->number, buffer, size, offset, out_count);
}

static int host_file_seek(Sim *sim, SimFile *file, int64_t offset, RtWhence whence,
                          int64_t *out_position)
{
    return rt_file_seek(sim->host, host_file(file)->number, offset, whence, out_position);
}

static int host_file_truncate(Sim *sim, SimFile *file, int64_t size)
{
    return rt_file_truncate(sim->host, host_file(file)->number, size);
}

static int host_file_sync(Sim *sim, SimFile *file)
{
    return rt_file_sync(sim->host, host_file(file)->number);
}

static int host_file_stat(Sim *sim, SimFile *file, RtStat *out)
{
    return rt_fstat(sim->host, host_file(file)->number, out);
}

static const SimFileOps host_file_ops = {
    .read = host_file_read,
    .write = host_file_write,
    .read_at = host_file_read_at,
    .write_at = host_file_write_at,
    .seek = host_file_seek,
    .truncate = host_file_truncate,
    .sync = host_file_sync,
    .stat = host_file_stat,
    .close = host_file_close,
};

/* --- Standard streams ---------------------------------------------------------------------- */

/* Whatever it is on the host, to a script it is a pipe. */
static int stream_stat(Sim *sim, SimFile *file, RtStat *out)
{
    *out = (RtStat){.mode = SIM_TYPE_PIPE | 0600,
                    .owner = SIM_USER_ID,
                    .group = SIM_USER_ID,
                    .links = 1,
                    .block_size = 4096};
    out->inode = (uint64_t)host_file(file)->number + 1;
    out->device = 2;
    return 0;
}

static const SimFileOps stream_ops = {
    .read = host_file_read,
    .write = host_file_write,
    .stat = stream_stat,
    .close = host_file_close,
};

static int host_file_new(Sim *sim, const SimFileOps *ops, int number, int flags, SimFile **out)
{
    HostFile *file = rt_arena_alloc(sim, sizeof *file);
    if (!file)
        return RT_ENOMEM;
    rt_sim_file_init(&file->base, ops, flags);
    file->number = number;
    *out = &file->base;
    return 0;
}

int rt_sim_host_file_open(Sim *sim, const char *path, int flags, int mode, SimFile **out)
{
    int number;
    int err = rt_file_open(sim->host, path, flags, mode, &number);
    if (err < 0)
        return err;
    err = host_file_new(sim, &host_file_ops, number, flags, out);
    if (err < 0)
        rt_file_close(sim->host, number);
    else
        host_file(*out)->is_ours = true;
    return err;
}

/* A stream that is closed on the host is closed here. */
static int open_stream(Sim *sim, int number, int flags)
{
    RtStat stat;
    SimFile *file;
    if (rt_fstat(sim->host, number, &stat) < 0)
        return 0;
    int err = host_file_new(sim, &stream_ops, number, flags, &file);
    if (err < 0)
        return err;
    host_file(file)->fills = !rt_file_isatty(sim->host, number);
    return rt_sim_file_place_take(sim, file, number);
}

static int open_input(Sim *sim)
{
    SimSpot spot;
    SimFile *file;
    if (!sim->options.stdin_path)
        return open_stream(sim, 0, RT_OPEN_READ);
    int err = rt_sim_tree_find(rt_sim_tree(sim), sim->options.stdin_path, SIM_FOLLOW, &spot);
    if (err == 0)
        err = rt_sim_inode_open(sim, spot.node, RT_OPEN_READ, &file);
    return err < 0 ? err : rt_sim_file_place_take(sim, file, 0);
}

/* The host's own SIGPIPE would end the process; what it means is for the script to say. */
int rt_sim_streams_init(Sim *sim)
{
    int number;
    int err = open_input(sim);
    if (rt_signal_number("SIGPIPE", &number) == 0)
        rt_signal_ignore(sim->host, number);
    if (err == 0)
        err = open_stream(sim, 1, RT_OPEN_WRITE);
    if (err == 0)
        err = open_stream(sim, 2, RT_OPEN_WRITE);
    for (int i = 0; i <= 2 && i < sim->process->descriptor_count; i++)
        sim->process->descriptors[i].inheritable = true;
    return err;
}
