/* Open files, pipes and terminals of the real machine. Plain POSIX calls: libuv's would hide that a
 * signal interrupted them. */
#include "runtime/real.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* rt.h's flags and the system's. */
static const struct {
    int flag, system;
} open_flags[] = {
    {RT_OPEN_CREATE, O_CREAT},     {RT_OPEN_EXCLUSIVE, O_EXCL},
    {RT_OPEN_TRUNCATE, O_TRUNC},   {RT_OPEN_APPEND, O_APPEND},
    {RT_OPEN_NONBLOCK, O_NONBLOCK}, {RT_OPEN_DIRECTORY, O_DIRECTORY},
    {RT_OPEN_NOFOLLOW, O_NOFOLLOW},
};

static int system_flags(int flags)
{
    static const int access_modes[] = {O_RDONLY, O_WRONLY, O_RDWR, O_RDWR};
    int result = access_modes[flags & RT_OPEN_ACCESS_MASK] | O_CLOEXEC;
    for (size_t i = 0; i < sizeof open_flags / sizeof open_flags[0]; i++) {
        if (flags & open_flags[i].flag)
            result |= open_flags[i].system;
    }
    return result;
}

int rt_real_file_open(Rt *rt, const char *path, int flags, int mode, int *out_file)
{
    int file = open(path, system_flags(flags), (mode_t)mode);
    if (file < 0)
        return rt_real_error(errno);
    *out_file = file;
    return 0;
}

/* A script may close a file that another of its threads still reads. Which comes first is for the
 * script to say and for the kernel to bear; the thread sanitizer takes it for a race of ours. */
#ifdef __SANITIZE_THREAD__
const char *__tsan_default_suppressions(void)
{
    return "race:rt_real_file_close\n"
           "race:rt_real_file_dup_onto\n";
}
#endif

/* On Linux the file is closed even if a signal came: closing it again could hit another's. */
int rt_real_file_close(Rt *rt, int file)
{
    if (close(file) < 0 && errno != EINTR)
        return rt_real_error(errno);
    return 0;
}

/* One by one where the system is too old for a call that closes them all. */
void rt_real_file_close_range(Rt *rt, int low, int high)
{
    if (low >= high || close_range((unsigned)low, (unsigned)high - 1, 0) == 0)
        return;
    for (int file = low; file < high; file++)
        close(file);
}

/* --- Moving bytes -------------------------------------------------------------------------- */

static int moved(ssize_t count, size_t *out_count)
{
    if (count < 0)
        return rt_real_error(errno);
    *out_count = (size_t)count;
    return 0;
}

static size_t at_most(size_t size)
{
    return size < SSIZE_MAX ? size : SSIZE_MAX;
}

/* To wake a core that idles takes 20 to 50 us, several times what an answer takes. So we look for a
 * while, as adaptive mutexes do; but only where it has helped of late, for on one core, or with all
 * cores busy, it only keeps the other from answering. Never by sched_yield: behind a thread that
 * computes, our turn comes after milliseconds. Measured by bench/programs/round_trip.py. */
static void look_for_answer(Rt *rt, struct pollfd *entry)
{
    enum { LOOK_NS = 50000, TRUST_MOST = 4, TRY_EVERY = 256 };
    static _Thread_local int trust = 1, reads;
    if (trust == 0 && ++reads % TRY_EVERY != 0)
        return;
    if (poll(entry, 1, 0) != 0)
        return; /* It is there already, which tells nothing. */
    int64_t end_ns = rt_clock(rt, RT_CLOCK_MONOTONIC) + LOOK_NS;
    while (rt_clock(rt, RT_CLOCK_MONOTONIC) < end_ns) {
        if (poll(entry, 1, 0) != 0) {
            trust = TRUST_MOST;
            return;
        }
    }
    if (trust > 0)
        trust--;
}

int rt_real_file_expect(Rt *rt, int file)
{
    look_for_answer(rt, &(struct pollfd){.fd = file, .events = POLLIN});
    return rt_real_thread_was_woken(rt) ? RT_EINTR : 0;
}

int rt_real_file_read(Rt *rt, int file, void *buffer, size_t size, size_t *out_count)
{
    return moved(read(file, buffer, at_most(size)), out_count);
}

int rt_real_file_write(Rt *rt, int file, const void *buffer, size_t size, size_t *out_count)
{
    return moved(write(file, buffer, at_most(size)), out_count);
}

int rt_real_file_read_at(Rt *rt, int file, void *buffer, size_t size, int64_t offset,
                         size_t *out_count)
{
    return moved(pread(file, buffer, at_most(size), offset), out_count);
}

int rt_real_file_write_at(Rt *rt, int file, const void *buffer, size_t size, int64_t offset,
                          size_t *out_count)
{
    return moved(pwrite(file, buffer, at_most(size), offset), out_count);
}

int rt_real_file_seek(Rt *rt, int file, int64_t offset, RtWhence whence, int64_t *out_position)
{
    static const int whences[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    off_t position = lseek(file, offset, whences[whence]);
    if (position < 0)
        return rt_real_error(errno);
    *out_position = position;
    return 0;
}

int rt_real_file_truncate(Rt *rt, int file, int64_t size)
{
    return rt_real_result(ftruncate(file, size));
}

int rt_real_file_sync(Rt *rt, int file)
{
    return rt_real_result(fsync(file));
}

/* --- What a file is, and copies of it -------------------------------------------------------- */

bool rt_real_file_isatty(Rt *rt, int file)
{
    return isatty(file) == 1;
}

int rt_real_file_dup(Rt *rt, int file, int *out_file)
{
    int copy = fcntl(file, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return rt_real_error(errno);
    *out_file = copy;
    return 0;
}

int rt_real_file_dup_onto(Rt *rt, int file, int target)
{
    return rt_real_result(dup2(file, target));
}

static int set_flag(int file, int get, int set, int flag, bool on)
{
    int flags = fcntl(file, get);
    if (flags < 0)
        return rt_real_error(errno);
    int wanted = on ? flags | flag : flags & ~flag;
    return wanted == flags ? 0 : rt_real_result(fcntl(file, set, wanted));
}

static int get_flag(int file, int get, int flag, bool *out)
{
    int flags = fcntl(file, get);
    if (flags < 0)
        return rt_real_error(errno);
    *out = (flags & flag) != 0;
    return 0;
}

int rt_real_file_set_blocking(Rt *rt, int file, bool blocking)
{
    return set_flag(file, F_GETFL, F_SETFL, O_NONBLOCK, !blocking);
}

int rt_real_file_get_blocking(Rt *rt, int file, bool *out_blocking)
{
    bool nonblocking = false;
    int err = get_flag(file, F_GETFL, O_NONBLOCK, &nonblocking);
    if (err == 0)
        *out_blocking = !nonblocking;
    return err;
}

int rt_real_file_set_inheritable(Rt *rt, int file, bool inheritable)
{
    return set_flag(file, F_GETFD, F_SETFD, FD_CLOEXEC, !inheritable);
}

int rt_real_file_get_inheritable(Rt *rt, int file, bool *out_inheritable)
{
    bool closed = false;
    int err = get_flag(file, F_GETFD, FD_CLOEXEC, &closed);
    if (err == 0)
        *out_inheritable = !closed;
    return err;
}

int rt_real_pipe(Rt *rt, int *out_read_end, int *out_write_end)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return rt_real_error(errno);
    *out_read_end = ends[0];
    *out_write_end = ends[1];
    return 0;
}

int rt_real_terminal_size(Rt *rt, int file, int *out_columns, int *out_rows)
{
    struct winsize size;
    if (ioctl(file, TIOCGWINSZ, &size) < 0)
        return rt_real_error(errno);
    *out_columns = size.ws_col;
    *out_rows = size.ws_row;
    return 0;
}

/* --- Waiting for files --------------------------------------------------------------------- */

/* rt.h's poll bits are Linux's own; this says so where it could stop being true. */
_Static_assert(RT_POLL_READ == POLLIN, "POLLIN");
_Static_assert(RT_POLL_WRITE == POLLOUT, "POLLOUT");
_Static_assert(RT_POLL_ERROR == POLLERR, "POLLERR");
_Static_assert(RT_POLL_HANGUP == POLLHUP, "POLLHUP");
_Static_assert(RT_POLL_BAD == POLLNVAL, "POLLNVAL");

/* A signal that comes between the question and the wait would be missed: so signals are blocked for
 * the question, and the system lets them in for the wait alone. False: one has come. */
static bool begin_wait(Rt *rt, sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, before);
    return !rt_real_thread_was_woken(rt);
}

/* What the system said of the wait: the count of ready files or an error. */
static int end_wait(Rt *rt, int result, const sigset_t *before)
{
    if (result < 0)
        result = rt_real_error(errno);
    if (result == RT_EINTR)
        rt_real_thread_was_woken(rt); /* told, and so done with */
    pthread_sigmask(SIG_SETMASK, before, NULL);
    return result;
}

/* From now to the deadline, which is not RT_FOREVER. */
static int64_t left_until(Rt *rt, int64_t deadline_ns)
{
    int64_t left_ns = deadline_ns - rt_clock(rt, RT_CLOCK_MONOTONIC);
    return left_ns > 0 ? left_ns : 0;
}

static int poll_once(Rt *rt, struct pollfd *files, size_t count, int64_t deadline_ns)
{
    sigset_t before;
    int64_t left_ns = deadline_ns == RT_FOREVER ? 0 : left_until(rt, deadline_ns);
    struct timespec left = {.tv_sec = left_ns / RT_SECOND, .tv_nsec = left_ns % RT_SECOND};
    int result = -1;
    errno = EINTR;
    if (begin_wait(rt, &before))
        result = ppoll(files, count, deadline_ns == RT_FOREVER ? NULL : &left, &before);
    return end_wait(rt, result, &before);
}

int rt_real_wait_file(Rt *rt, int file, short events, int64_t deadline_ns)
{
    if (file < 0) /* poll passes over such a file, and would wait for nothing. */
        return RT_EBADF;
    struct pollfd entry = {.fd = file, .events = events};
    bool tried = deadline_ns == RT_FOREVER || deadline_ns > rt_clock(rt, RT_CLOCK_MONOTONIC);
    int result = poll_once(rt, &entry, 1, deadline_ns);
    if (result > 0)
        return 0;
    if (result < 0)
        return result;
    return tried ? RT_ETIMEDOUT : RT_EAGAIN;
}

int rt_real_poll(Rt *rt, RtPoll *files, size_t count, int64_t deadline_ns, size_t *out_ready)
{
    struct pollfd few[16];
    struct pollfd *entries = count <= 16 ? few : malloc(count * sizeof *entries);
    if (!entries)
        return RT_ENOMEM;
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct pollfd){.fd = files[i].file, .events = files[i].wanted};
    int result = poll_once(rt, entries, count, deadline_ns);
    for (size_t i = 0; i < count && result >= 0; i++)
        files[i].arrived = entries[i].revents;
    if (entries != few)
        free(entries);
    if (result < 0)
        return result;
    *out_ready = (size_t)result;
    return 0;
}

/* --- Epolls -------------------------------------------------------------------------------- */

_Static_assert(RT_EPOLL_EDGE == EPOLLET, "EPOLLET");
_Static_assert(RT_EPOLL_ONCE == EPOLLONESHOT, "EPOLLONESHOT");
_Static_assert(RT_EPOLL_EXCLUSIVE == EPOLLEXCLUSIVE, "EPOLLEXCLUSIVE");

int rt_real_epoll_open(Rt *rt, int *out_epoll)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0)
        return rt_real_error(errno);
    *out_epoll = epoll;
    return 0;
}

int rt_real_epoll_change(Rt *rt, int epoll, RtEpollChange change, int file, uint32_t wanted)
{
    static const int operations[] = {[RT_EPOLL_ADD] = EPOLL_CTL_ADD,
                                     [RT_EPOLL_REMOVE] = EPOLL_CTL_DEL,
                                     [RT_EPOLL_MODIFY] = EPOLL_CTL_MOD};
    struct epoll_event event = {.events = wanted, .data.fd = file};
    return rt_real_result(epoll_ctl(epoll, operations[change], file, &event));
}

/* Whole milliseconds, rather a little too long. */
static int milliseconds_left(Rt *rt, int64_t deadline_ns)
{
    const int64_t unit = RT_SECOND / 1000;
    if (deadline_ns == RT_FOREVER)
        return -1;
    int64_t left_ns = left_until(rt, deadline_ns);
    int64_t left = left_ns / unit + (left_ns % unit != 0);
    return left < INT_MAX ? (int)left : INT_MAX;
}

int rt_real_epoll_wait(Rt *rt, int epoll, RtEpollEvent *out, size_t capacity, int64_t deadline_ns,
                       size_t *out_count)
{
    struct epoll_event few[16];
    struct epoll_event *events = capacity <= 16 ? few : malloc(capacity * sizeof *events);
    sigset_t before;
    if (!events)
        return RT_ENOMEM;
    int result = -1, left = milliseconds_left(rt, deadline_ns);
    errno = EINTR;
    if (begin_wait(rt, &before))
        result = epoll_pwait(epoll, events, (int)capacity, left, &before);
    result = end_wait(rt, result, &before);
    for (int i = 0; i < result; i++)
        out[i] = (RtEpollEvent){.file = events[i].data.fd, .arrived = events[i].events};
    if (events != few)
        free(events);
    if (result < 0)
        return result;
    *out_count = (size_t)result;
    return 0;
}
