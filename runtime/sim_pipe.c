/* Pipes of the virtual machine, and the rings of bytes that they and its sockets are made of. */
#include "runtime/sim_world.h"

#include <string.h>

enum {
    PIPE_CAPACITY = 64 * 1024,
    PIPE_ATOMIC = 4096, /* a write of no more than this is not torn apart */
};

/* --- Rings --------------------------------------------------------------------------------- */

int rt_sim_buffer_init(Sim *sim, SimBuffer *buffer, size_t capacity)
{
    *buffer = (SimBuffer){.bytes = rt_arena_resize(sim, NULL, capacity), .capacity = capacity};
    return buffer->bytes ? 0 : RT_ENOMEM;
}

void rt_sim_buffer_fini(SimBuffer *buffer)
{
    rt_arena_release(buffer->bytes);
    *buffer = (SimBuffer){0};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t rt_sim_buffer_put(SimBuffer *buffer, const void *bytes, size_t size)
{
    size_t count = least(size, rt_sim_buffer_room(buffer));
    size_t place = (buffer->start + buffer->size) % buffer->capacity;
    size_t first = least(count, buffer->capacity - place);
    memcpy(buffer->bytes + place, bytes, first);
    memcpy(buffer->bytes, (const char *)bytes + first, count - first);
    buffer->size += count;
    return count;
}

size_t rt_sim_buffer_get(SimBuffer *buffer, void *bytes, size_t size, bool keep)
{
    size_t count = least(size, buffer->size);
    size_t first = least(count, buffer->capacity - buffer->start);
    memcpy(bytes, buffer->bytes + buffer->start, first);
    memcpy((char *)bytes + first, buffer->bytes, count - first);
    if (!keep) {
        buffer->start = (buffer->start + count) % buffer->capacity;
        buffer->size -= count;
    }
    return count;
}

/* --- Pipes --------------------------------------------------------------------------------- */

typedef struct Pipe Pipe;

typedef struct PipeEnd {
    SimFile base;
    Pipe *pipe;
} PipeEnd;

struct Pipe {
    SimBuffer buffer;
    PipeEnd reader, writer;
    bool has_reader, has_writer;
};

static Pipe *pipe_of(const SimFile *file)
{
    return ((const PipeEnd *)file)->pipe;
}

static int pipe_read(Sim *sim, SimFile *file, void *buffer, size_t size, size_t *out_count)
{
    Pipe *pipe = pipe_of(file);
    if (size > 0 && pipe->buffer.size == 0 && pipe->has_writer)
        return RT_EAGAIN;
    *out_count = rt_sim_buffer_get(&pipe->buffer, buffer, size, false);
    if (*out_count > 0 && pipe->has_writer)
        rt_sim_file_fed(sim, &pipe->writer.base);
    if (pipe->buffer.size > 0)
        rt_sim_file_fed(sim, file);
    return 0;
}

static int pipe_write(Sim *sim, SimFile *file, const void *buffer, size_t size, size_t *out_count)
{
    Pipe *pipe = pipe_of(file);
    size_t room = rt_sim_buffer_room(&pipe->buffer);
    if (!pipe->has_reader)
        return RT_EPIPE;
    if (size > 0 && (room == 0 || (size <= PIPE_ATOMIC && room < size)))
        return RT_EAGAIN;
    *out_count = rt_sim_buffer_put(&pipe->buffer, buffer, size);
    if (*out_count > 0)
        rt_sim_file_fed(sim, &pipe->reader.base);
    rt_sim_file_fed(sim, file);
    return 0;
}

static short reader_ready(const SimFile *file)
{
    const Pipe *pipe = pipe_of(file);
    return (short)((pipe->buffer.size > 0 ? RT_POLL_READ : 0) |
                   (pipe->has_writer ? 0 : RT_POLL_HANGUP));
}

/* A writer waits for room for its whole write, which may be as much as is never torn apart. */
static short writer_ready(const SimFile *file)
{
    const Pipe *pipe = pipe_of(file);
    return (short)((rt_sim_buffer_room(&pipe->buffer) >= PIPE_ATOMIC ? RT_POLL_WRITE : 0) |
                   (pipe->has_reader ? 0 : RT_POLL_ERROR));
}

static int pipe_stat(Sim *sim, SimFile *file, RtStat *out)
{
    *out = (RtStat){.mode = SIM_TYPE_PIPE | 0600,
                    .owner = SIM_USER_ID,
                    .group = SIM_USER_ID,
                    .links = 1,
                    .block_size = PIPE_ATOMIC,
                    .device = 3};
    return 0;
}

static void pipe_free_if_closed(Pipe *pipe)
{
    if (pipe->has_reader || pipe->has_writer)
        return;
    rt_sim_buffer_fini(&pipe->buffer);
    rt_arena_release(pipe);
}

static void reader_close(Sim *sim, SimFile *file)
{
    Pipe *pipe = pipe_of(file);
    pipe->has_reader = false;
    if (pipe->has_writer)
        rt_sim_file_changed(sim, &pipe->writer.base);
    pipe_free_if_closed(pipe);
}

static void writer_close(Sim *sim, SimFile *file)
{
    Pipe *pipe = pipe_of(file);
    pipe->has_writer = false;
    if (pipe->has_reader)
        rt_sim_file_changed(sim, &pipe->reader.base);
    pipe_free_if_closed(pipe);
}

static const SimFileOps reader_ops = {
    .read = pipe_read,
    .stat = pipe_stat,
    .ready = reader_ready,
    .close = reader_close,
};

static const SimFileOps writer_ops = {
    .write = pipe_write,
    .stat = pipe_stat,
    .ready = writer_ready,
    .close = writer_close,
};

int rt_sim_pipe(Rt *rt, int *out_read_end, int *out_write_end)
{
    Sim *sim = rt_sim_call(rt);
    int ends[2];
    Pipe *pipe = rt_arena_alloc(sim, sizeof *pipe);
    if (!pipe || rt_sim_buffer_init(sim, &pipe->buffer, PIPE_CAPACITY) < 0) {
        rt_arena_release(pipe);
        return RT_ENOMEM;
    }
    pipe->has_reader = pipe->has_writer = true;
    pipe->reader.pipe = pipe->writer.pipe = pipe;
    rt_sim_file_init(&pipe->reader.base, &reader_ops, RT_OPEN_READ);
    rt_sim_file_init(&pipe->writer.base, &writer_ops, RT_OPEN_WRITE);
    int err = rt_sim_file_number_take(sim, &pipe->reader.base, &ends[0]);
    if (err < 0) {
        rt_sim_file_drop(sim, &pipe->writer.base);
        return err;
    }
    err = rt_sim_file_number_take(sim, &pipe->writer.base, &ends[1]);
    if (err < 0) {
        rt_sim_file_close(rt, ends[0]);
        return err;
    }
    *out_read_end = ends[0];
    *out_write_end = ends[1];
    return 0;
}
