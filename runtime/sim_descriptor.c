/* Descriptors of the virtual machine: numbers for open files, and what can be done with any kind.
 */
#include "runtime/sim_world.h"

#include "runtime/check.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* As many as most systems allow to one who asks. */
enum { DESCRIPTORS_MAX = 65536 };

/* --- Open files ---------------------------------------------------------------------------- */

void rt_sim_file_init(SimFile *file, const SimFileOps *ops, int flags)
{
    *file = (SimFile){.ops = ops, .references = 1, .flags = flags};
}

void rt_sim_file_drop(Sim *sim, SimFile *file)
{
    ASSERT(file->references > 0);
    if (--file->references > 0)
        return;
    rt_sim_locks_end(sim, file, false);
    while (file->first) /* they are epolls, and one goes each time */
        rt_sim_epoll_forget(file->first);
    file->ops->close(sim, file);
}

int rt_sim_file_find(Sim *sim, int number, SimFile **out)
{
    SimProcess *process = sim->process;
    if (number < 0 || number >= process->descriptor_count || !process->descriptors[number].file)
        return RT_EBADF;
    *out = process->descriptors[number].file;
    return 0;
}

/* Makes room for descriptors up to number. */
static int grow_to(SimProcess *process, int number)
{
    if (number >= DESCRIPTORS_MAX)
        return RT_EMFILE;
    if (number < process->descriptor_count)
        return 0;
    int count = number < 8 ? 16 : number * 2;
    SimDescriptor *grown = realloc(process->descriptors, (size_t)count * sizeof *grown);
    if (!grown)
        return RT_ENOMEM;
    memset(grown + process->descriptor_count, 0,
           (size_t)(count - process->descriptor_count) * sizeof *grown);
    process->descriptors = grown;
    process->descriptor_count = count;
    return 0;
}

int rt_sim_file_number_take(Sim *sim, SimFile *file, int *out_number)
{
    SimProcess *process = sim->process;
    int number = process->first_free;
    while (number < process->descriptor_count && process->descriptors[number].file)
        number++;
    int err = grow_to(process, number);
    if (err < 0) {
        rt_sim_file_drop(sim, file);
        return err;
    }
    process->descriptors[number] = (SimDescriptor){.file = file};
    process->first_free = number + 1;
    *out_number = number;
    return 0;
}

static void release_number(Sim *sim, int number)
{
    SimFile *file = sim->process->descriptors[number].file;
    sim->process->descriptors[number] = (SimDescriptor){0};
    if (number < sim->process->first_free)
        sim->process->first_free = number;
    if (!file)
        return;
    rt_sim_locks_end(sim, file, true);
    rt_sim_file_drop(sim, file);
}

int rt_sim_file_place_take(Sim *sim, SimFile *file, int number)
{
    int err = grow_to(sim->process, number);
    if (err < 0) {
        rt_sim_file_drop(sim, file);
        return err;
    }
    release_number(sim, number);
    sim->process->descriptors[number].file = file;
    return 0;
}

void rt_sim_descriptors_share(SimProcess *process)
{
    for (int i = 0; i < process->descriptor_count; i++) {
        if (process->descriptors[i].file)
            rt_sim_file_hold(process->descriptors[i].file);
    }
}

void rt_sim_descriptors_close_private(Sim *sim)
{
    for (int i = 0; i < sim->process->descriptor_count; i++) {
        if (!sim->process->descriptors[i].inheritable)
            release_number(sim, i);
    }
}

void rt_sim_descriptors_fini(Sim *sim)
{
    for (int i = 0; i < sim->process->descriptor_count; i++)
        release_number(sim, i);
    free(sim->process->descriptors);
}

int rt_sim_file_close(Rt *rt, int number)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0)
        release_number(sim, number);
    return err;
}

void rt_sim_file_close_range(Rt *rt, int low, int high)
{
    Sim *sim = rt_sim_call(rt);
    for (int i = low; i < high && i < sim->process->descriptor_count; i++)
        release_number(sim, i);
}

int rt_sim_file_dup(Rt *rt, int number, int *out_number)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    return err < 0 ? err : rt_sim_file_number_take(sim, rt_sim_file_hold(file), out_number);
}

/* As dup2 does, this leaves the copy to be inherited. */
int rt_sim_file_dup_onto(Rt *rt, int number, int target)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0 || number == target)
        return err;
    if (target < 0 || target >= DESCRIPTORS_MAX)
        return RT_EBADF;
    err = rt_sim_file_place_take(sim, rt_sim_file_hold(file), target);
    if (err == 0)
        sim->process->descriptors[target].inheritable = true;
    return err;
}

int rt_sim_file_set_inheritable(Rt *rt, int number, bool inheritable)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0)
        sim->process->descriptors[number].inheritable = inheritable;
    return err;
}

int rt_sim_file_get_inheritable(Rt *rt, int number, bool *out_inheritable)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0)
        *out_inheritable = sim->process->descriptors[number].inheritable;
    return err;
}

int rt_sim_file_set_blocking(Rt *rt, int number, bool blocking)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0)
        file->flags = blocking ? file->flags & ~RT_OPEN_NONBLOCK : file->flags | RT_OPEN_NONBLOCK;
    return err;
}

int rt_sim_file_get_blocking(Rt *rt, int number, bool *out_blocking)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0)
        *out_blocking = rt_sim_file_blocks(file);
    return err;
}

/* --- Waiting ------------------------------------------------------------------------------- */

void rt_sim_file_watch(SimFile *file, SimWatch *watch)
{
    watch->next = NULL;
    watch->previous = file->last;
    *(file->last ? &file->last->next : &file->first) = watch;
    file->last = watch;
}

void rt_sim_file_unwatch(SimFile *file, SimWatch *watch)
{
    *(watch->previous ? &watch->previous->next : &file->first) = watch->next;
    *(watch->next ? &watch->next->previous : &file->last) = watch->previous;
}

short rt_sim_file_ready(const SimFile *file)
{
    return file->ops->ready ? file->ops->ready(file) : RT_POLL_READ | RT_POLL_WRITE;
}

/* Was it a thread that waited? */
static bool wake(Sim *sim, SimWatch *watch)
{
    if (watch->thread)
        return rt_sim_wake_thread(sim, watch->thread);
    rt_sim_epoll_noticed(sim, watch);
    return false;
}

/* Somebody is to get a signal instead of waiting. */
static void tell(Sim *sim, SimFile *file, short ready)
{
    SimProcess *process = rt_sim_process_find(sim, file->told_process);
    if (process && ready & (RT_POLL_READ | RT_POLL_HANGUP))
        rt_sim_signal(sim, process, file->told_signal);
}

int rt_sim_file_signal(Rt *rt, int number, int signal)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0 && (signal < 0 || signal >= SIM_SIGNAL_COUNT))
        err = RT_EINVAL;
    if (err < 0)
        return err;
    file->told_process = sim->process->id;
    file->told_signal = signal;
    if (signal)
        tell(sim, file, rt_sim_file_ready(file)); /* It may have ended before. */
    return 0;
}

void rt_sim_file_changed(Sim *sim, SimFile *file)
{
    short ready = rt_sim_file_ready(file);
    for (SimWatch *watch = file->first; watch; watch = watch->next) {
        if (watch->wanted & ready)
            wake(sim, watch);
    }
    if (file->told_signal)
        tell(sim, file, ready);
}

/* A taker that was woken before and has not run yet takes nothing of this. */
void rt_sim_file_fed(Sim *sim, SimFile *file)
{
    short ready = rt_sim_file_ready(file), left = ready;
    for (SimWatch *watch = file->first; watch; watch = watch->next) {
        if (!(watch->wanted & (watch->takes ? left : ready)))
            continue;
        bool woken = wake(sim, watch);
        if (watch->takes && woken)
            left &= (short)~(watch->wanted & (RT_POLL_READ | RT_POLL_WRITE));
    }
    if (file->told_signal)
        tell(sim, file, ready);
}

int rt_sim_file_await(Sim *sim, SimFile *file, short wanted, SimWhat what, int64_t deadline_ns)
{
    bool tried = deadline_ns > rt_sim_now_ns(sim);
    short enough = wanted | RT_POLL_ERROR | RT_POLL_HANGUP;
    int err = 0;
    SimWatch *entry = rt_arena_resize_surely(sim, NULL, sizeof *entry);
    *entry = (SimWatch){.thread = sim->current, .wanted = enough, .takes = true};
    rt_sim_file_watch(file, entry);
    while (err == 0 && !(rt_sim_file_ready(file) & enough))
        err = rt_sim_wait(sim, NULL, what, deadline_ns, true);
    rt_sim_file_unwatch(file, entry);
    rt_arena_release(entry);
    return err == RT_ETIMEDOUT && !tried ? RT_EAGAIN : err;
}

/* Fills in what has arrived; how many of the files are ready. */
static size_t look(Sim *sim, RtPoll *files, size_t count)
{
    size_t ready = 0;
    for (size_t i = 0; i < count; i++) {
        SimFile *file;
        short wanted = files[i].wanted | RT_POLL_ERROR | RT_POLL_HANGUP;
        files[i].arrived = 0;
        if (files[i].file < 0)
            continue; /* as poll: an entry that is switched off */
        if (rt_sim_file_find(sim, files[i].file, &file) < 0)
            files[i].arrived = RT_POLL_BAD;
        else
            files[i].arrived = rt_sim_file_ready(file) & wanted;
        ready += files[i].arrived != 0;
    }
    return ready;
}

typedef struct Watched {
    SimFile *file; /* held, or NULL */
    SimWatch watch;
} Watched;

static void watch_all(Sim *sim, const RtPoll *files, size_t count, Watched *out)
{
    for (size_t i = 0; i < count; i++) {
        SimFile *file;
        out[i].file = NULL;
        if (files[i].file < 0 || rt_sim_file_find(sim, files[i].file, &file) < 0)
            continue;
        out[i].file = rt_sim_file_hold(file);
        out[i].watch = (SimWatch){.thread = sim->current,
                                  .wanted = files[i].wanted | RT_POLL_ERROR | RT_POLL_HANGUP};
        rt_sim_file_watch(file, &out[i].watch);
    }
}

static void unwatch_all(Sim *sim, Watched *watched, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!watched[i].file)
            continue;
        rt_sim_file_unwatch(watched[i].file, &watched[i].watch);
        rt_sim_file_drop(sim, watched[i].file);
    }
}

int rt_sim_poll(Rt *rt, RtPoll *files, size_t count, int64_t deadline_ns, size_t *out_ready)
{
    Sim *sim = rt_sim_call(rt);
    Watched *watched = rt_arena_alloc(sim, count * sizeof *watched);
    if (!watched)
        return RT_ENOMEM;
    watch_all(sim, files, count, watched);
    int err = 0;
    size_t ready = look(sim, files, count);
    while (err == 0 && ready == 0) {
        err = rt_sim_wait(sim, NULL, SIM_WAIT_POLL, deadline_ns, true);
        ready = look(sim, files, count);
    }
    unwatch_all(sim, watched, count);
    rt_arena_release(watched);
    if (err < 0 && err != RT_ETIMEDOUT && ready == 0)
        return err;
    *out_ready = ready;
    return 0;
}

/* --- Moving bytes -------------------------------------------------------------------------- */

static bool may_read(const SimFile *file)
{
    return (file->flags & RT_OPEN_ACCESS_MASK) != RT_OPEN_WRITE;
}

static bool may_write(const SimFile *file)
{
    return (file->flags & RT_OPEN_ACCESS_MASK) != RT_OPEN_READ;
}

static size_t at_most(size_t size)
{
    return size < SSIZE_MAX ? size : SSIZE_MAX;
}

/* A virtual core wakes up at the price that the calibration says, and there is no way around it. */
int rt_sim_file_expect(Rt *rt, int number)
{
    return 0;
}

int rt_sim_file_read(Rt *rt, int number, void *buffer, size_t size, size_t *out_count)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    size_t count = 0;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (!may_read(file))
        return RT_EBADF;
    if (!file->ops->read)
        return RT_EINVAL;
    rt_sim_file_hold(file);
    do
        err = file->ops->read(sim, file, buffer, at_most(size), &count);
    while (err == RT_EAGAIN && rt_sim_file_blocks(file) &&
           (err = rt_sim_file_await(sim, file, RT_POLL_READ, SIM_WAIT_READ, RT_FOREVER)) == 0);
    rt_sim_file_drop(sim, file);
    if (err < 0)
        return err;
    rt_sim_charge(sim, RT_COST_BYTE, (int64_t)count);
    *out_count = count;
    return 0;
}

/* A blocking write ends when all is written, or with a signal. */
int rt_sim_file_write_all(Sim *sim, SimFile *file, const void *buffer, size_t size,
                          size_t *out_count)
{
    size_t done = 0;
    int err = 0;
    do {
        size_t count = 0;
        err = file->ops->write(sim, file, (const char *)buffer + done, size - done, &count);
        done += err == 0 ? count : 0;
        if (err == RT_EAGAIN && rt_sim_file_blocks(file))
            err = rt_sim_file_await(sim, file, RT_POLL_WRITE, SIM_WAIT_WRITE, RT_FOREVER);
    } while (err == 0 && done < size);
    rt_sim_charge(sim, RT_COST_BYTE, (int64_t)done);
    if (err < 0 && done == 0)
        return err;
    *out_count = done;
    return 0;
}

/* Writing where nobody reads is answered with a signal, which most programs ignore. */
static int broken_pipe(Sim *sim)
{
    int number;
    if (rt_signal_number("SIGPIPE", &number) == 0)
        rt_sim_signal(sim, sim->process, number);
    return RT_EPIPE;
}

int rt_sim_file_write(Rt *rt, int number, const void *buffer, size_t size, size_t *out_count)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (!may_write(file) || !file->ops->write)
        return RT_EBADF;
    rt_sim_file_hold(file);
    err = rt_sim_file_write_all(sim, file, buffer, at_most(size), out_count);
    rt_sim_file_drop(sim, file);
    return err == RT_EPIPE ? broken_pipe(sim) : err;
}

int rt_sim_file_read_at(Rt *rt, int number, void *buffer, size_t size, int64_t offset,
                        size_t *out_count)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (!may_read(file))
        return RT_EBADF;
    if (!file->ops->read_at)
        return RT_ESPIPE;
    if (offset < 0)
        return RT_EINVAL;
    err = file->ops->read_at(sim, file, buffer, at_most(size), offset, out_count);
    if (err == 0)
        rt_sim_charge(sim, RT_COST_BYTE, (int64_t)*out_count);
    return err;
}

int rt_sim_file_write_at(Rt *rt, int number, const void *buffer, size_t size, int64_t offset,
                         size_t *out_count)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (!may_write(file))
        return RT_EBADF;
    if (!file->ops->write_at)
        return RT_ESPIPE;
    if (offset < 0)
        return RT_EINVAL;
    err = file->ops->write_at(sim, file, buffer, at_most(size), offset, out_count);
    if (err == 0)
        rt_sim_charge(sim, RT_COST_BYTE, (int64_t)*out_count);
    return err;
}

int rt_sim_file_seek(Rt *rt, int number, int64_t offset, RtWhence whence, int64_t *out_position)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    return file->ops->seek ? file->ops->seek(sim, file, offset, whence, out_position) : RT_ESPIPE;
}

int rt_sim_file_truncate(Rt *rt, int number, int64_t size)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    if (!file->ops->truncate || !may_write(file) || size < 0)
        return RT_EINVAL;
    return file->ops->truncate(sim, file, size);
}

int rt_sim_file_sync(Rt *rt, int number)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err < 0)
        return err;
    return file->ops->sync ? file->ops->sync(sim, file) : RT_EINVAL;
}

int rt_sim_fstat(Rt *rt, int number, RtStat *out)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    return err < 0 ? err : file->ops->stat(sim, file, out);
}

/* --- Terminals: there are none ------------------------------------------------------------- */

bool rt_sim_file_isatty(Rt *rt, int number)
{
    rt_sim_call(rt);
    return false;
}

int rt_sim_terminal_size(Rt *rt, int number, int *out_columns, int *out_rows)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    return err < 0 ? err : RT_ENOTTY;
}

int rt_sim_line_open(Rt *rt, const char *history_path, RtLine **out)
{
    return RT_ENOTTY;
}

int rt_sim_line_read(Rt *rt, RtLine *line, const char *prompt, char **out_text)
{
    return RT_ENOTTY;
}

void rt_sim_line_close(Rt *rt, RtLine *line)
{
}
