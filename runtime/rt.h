/* The machine: threads, clocks, files, sockets and processes, as one value.
 *
 * Everything that gilbox asks of the world below it goes through this header, and every call
 * names the machine it asks: `Rt *rt` comes first. Two machines can stand behind it. The real one
 * is libuv and POSIX; a virtual one has its own clock and cores. Nothing above can tell which it
 * has, so the same lock and the same VM run on either.
 *
 * What always holds:
 *   - Time is int64 nanoseconds. A deadline is a reading of rt_clock(rt, RT_CLOCK_MONOTONIC);
 *     RT_FOREVER never comes, a deadline in the past means "try once, do not wait".
 *   - A call returns 0, or a negative RtError and leaves its outputs alone. No errno.
 *   - What comes back in a `char **` or `void **` belongs to the caller: rt_free gives it back.
 *   - Text is UTF-8 or whatever bytes the system has for it, ended by NUL.
 *   - A call that may block blocks the calling thread alone. Never call one with the GIL held.
 *   - RT_EINTR means that a signal handler ran (or rt_thread_wake was called) meanwhile: look after
 *     the signal, then call again with the same deadline. Only these return it: sleep, park, poll,
 *     reads, writes, opens, socket calls, fetches, waits for processes and semaphores. Mutexes,
 *     conditions and joins never do. It may come once too often: after a signal that has long been
 *     looked after.
 *
 * This is not a portability layer for its own sake: a call is here because a layer above needs it.
 * The operations are rows of ops.def; what a machine must supply is in ops.h. */
#ifndef RUNTIME_RT_H
#define RUNTIME_RT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Rt Rt;             /* a machine */
typedef struct RtThread RtThread; /* a thread of it */
typedef struct RtMutex RtMutex;   /* a lock for short sections; not recursive, no owner's rights */
typedef struct RtCond RtCond;     /* a condition variable; wakes may be spurious */
typedef struct RtSem RtSem;       /* a semaphore of the threads of one process */
typedef struct RtDir RtDir;       /* an open folder, being listed */
typedef struct RtLine RtLine;     /* a terminal that is read with line editing */

#define RT_FOREVER INT64_MAX
#define RT_SECOND INT64_C(1000000000)
#define RT_MILLISECOND INT64_C(1000000)
#define RT_MICROSECOND INT64_C(1000)

/* --- Failures ------------------------------------------------------------------------------ */

typedef enum RtError {
    RT_OK = 0,
#define RT_ERROR(name, number, text) RT_##name = -(number),
#include "runtime/errors.def"
#undef RT_ERROR
#define RT_REFUSAL(name, number, text) RT_##name = -(number),
#include "runtime/refusals.def"
#undef RT_REFUSAL
} RtError;

/* The name of a code ("ENOENT"), its sentence, and the errno a Python script sees. An unknown code
 * reads as EUNKNOWN; rt_error_errno gives 0 for the codes that have no errno. A refusal is what a
 * virtual machine cannot do: its sentence says what, and its errno is ENOSYS. */
const char *rt_error_name(int code);
const char *rt_error_text(int code);
int rt_error_errno(int code);
bool rt_error_is_refusal(int code);

/* The code whose errno is number, and its row's place, for walking the whole table: the row at
 * index 0, 1, ... until false comes back. */
int rt_error_from_errno(int number);
bool rt_error_row(int index, int *code);

/* --- The machine --------------------------------------------------------------------------- */

/* Makes the real machine; the calling thread becomes its main thread. */
int rt_real_new(Rt **out);

/* Ends a machine. No other thread of it may be running. */
void rt_machine_free(Rt *rt);

/* A virtual machine stands on this one now, or no more. In check builds, until then, whoever asks
 * this one for time, chance, threads, the net or processes ends the process with a stack. */
void rt_machine_guard(Rt *rt, bool on);

/* Gives back what an rt_ call handed out. NULL is allowed. */
void rt_free(void *memory);

/* Loads a shared library into the process for good, and finds a symbol in it. A path without a
 * slash is looked for where the system keeps its libraries. RT_EINVAL, and in why a sentence that
 * names what is wrong, when that fails. */
int rt_library_symbol(const char *path, const char *symbol, void **out, char *why, size_t size);

/* --- Clocks -------------------------------------------------------------------------------- */

typedef enum RtClock {
    RT_CLOCK_MONOTONIC,  /* never goes back; all deadlines are read from it */
    RT_CLOCK_WALL,       /* since 1970-01-01 UTC */
    RT_CLOCK_PROCESS,    /* CPU time used by the process */
    RT_CLOCK_THREAD,     /* CPU time used by the calling thread */
    RT_CLOCK_COUNT,
} RtClock;

/* Never fails: a clock that the system lacks reads 0. */
int64_t rt_clock(Rt *rt, RtClock clock);

/* The smallest step of a clock, in ns. */
int64_t rt_clock_resolution(Rt *rt, RtClock clock);

/* A moment taken apart. Fields count as Python's struct_time does. */
typedef struct RtCalendar {
    int64_t year;
    int month;        /* 1..12 */
    int day;          /* 1..31 */
    int hour;         /* 0..23 */
    int minute;       /* 0..59 */
    int second;       /* 0..61 */
    int weekday;      /* 0 is Monday */
    int yearday;      /* 1..366 */
    int is_dst;       /* 1, 0, or -1 for "find out" (rt_calendar_seconds only) */
    int32_t offset_s; /* east of UTC */
    char zone[16];    /* "CET" */
} RtCalendar;

/* Seconds since 1970 to the calendar in local time or in UTC. RT_ERANGE when the year is absurd. */
int rt_calendar_local(Rt *rt, int64_t seconds, RtCalendar *out);
int rt_calendar_utc(Rt *rt, int64_t seconds, RtCalendar *out);

/* The way back from local time: reads year..second and is_dst. RT_ERANGE without an answer. */
int rt_calendar_seconds(Rt *rt, const RtCalendar *calendar, int64_t *out_seconds);

/* The local time zone: offsets in seconds west of UTC, names, and whether it has summer time. Reads
 * TZ from the environment again. */
typedef struct RtZone {
    int32_t standard_west_s;
    int32_t summer_west_s;
    bool has_summer;
    char standard_name[16];
    char summer_name[16];
} RtZone;
int rt_zone(Rt *rt, RtZone *out);

/* Blocks the calling thread until the monotonic clock reads deadline_ns. RT_EINTR when woken. */
int rt_sleep_until(Rt *rt, int64_t deadline_ns);

/* --- Mutexes and conditions ---------------------------------------------------------------- */

int rt_mutex_new(Rt *rt, RtMutex **out);
void rt_mutex_free(Rt *rt, RtMutex *mutex); /* unlocked, or NULL */
void rt_mutex_lock(Rt *rt, RtMutex *mutex);
bool rt_mutex_trylock(Rt *rt, RtMutex *mutex);
void rt_mutex_unlock(Rt *rt, RtMutex *mutex);

int rt_cond_new(Rt *rt, RtCond **out);
void rt_cond_free(Rt *rt, RtCond *cond); /* without waiters, or NULL */
void rt_cond_wait(Rt *rt, RtCond *cond, RtMutex *mutex);

/* Waits until signalled or until the deadline: 0 or RT_ETIMEDOUT. */
int rt_cond_timedwait(Rt *rt, RtCond *cond, RtMutex *mutex, int64_t deadline_ns);
void rt_cond_signal(Rt *rt, RtCond *cond);
void rt_cond_broadcast(Rt *rt, RtCond *cond);

/* In the child of a fork: makes it as new, whatever threads that are gone had done with it. */
int rt_mutex_reset(Rt *rt, RtMutex *mutex);
int rt_cond_reset(Rt *rt, RtCond *cond);

/* --- Semaphores ---------------------------------------------------------------------------- */

/* A number, and threads that wait for it to be above zero: Linux's semaphore, what it does seen
 * from outside. A post adds one and wakes the first who sleeps, but hands it nothing: until the
 * woken thread is up, whoever comes by may take the one away. And as long as a thread waits, asleep
 * or on its way, a post is a call of the kernel.
 *
 * (rt_semaphore_* below are for processes that share memory.) */
int rt_sem_new(Rt *rt, uint32_t value, RtSem **out);
void rt_sem_free(Rt *rt, RtSem *sem); /* without waiters, or NULL */

/* Takes one away, if there is one. */
bool rt_sem_try(Rt *rt, RtSem *sem);

/* Waits for one and takes it away. false: it was woken, but somebody else was quicker, so it has to
 * wait again. */
bool rt_sem_wait(Rt *rt, RtSem *sem);
void rt_sem_post(Rt *rt, RtSem *sem);

/* In the child of a fork: as new. */
int rt_sem_reset(Rt *rt, RtSem *sem, uint32_t value);

/* --- Threads ------------------------------------------------------------------------------- */

typedef struct RtThreadOptions {
    size_t stack_size; /* bytes; 0 for the system's choice */
    const char *name;  /* as shown by the system's tools, or NULL; need not outlive the call */
    int nice;          /* -20 (more of the cores) to 19 (less); 0 as a rule */
    bool detached;     /* nobody will join it */
} RtThreadOptions;

/* Starts entry(argument) on a new thread. RT_EAGAIN when the system has no more threads. The handle
 * belongs to the caller until rt_thread_join or rt_thread_detach; with options->detached, *out is
 * only good for comparing. out may be NULL then. */
int rt_thread_start(Rt *rt, const RtThreadOptions *options, void (*entry)(void *), void *argument,
                    RtThread **out);
int rt_thread_join(Rt *rt, RtThread *thread);    /* waits, uninterruptibly, and frees the handle */
void rt_thread_detach(Rt *rt, RtThread *thread); /* gives the handle up */

/* The calling thread. It must be the main thread or one that rt_thread_start started. */
RtThread *rt_thread_self(Rt *rt);
uint64_t rt_thread_ident(Rt *rt, RtThread *thread); /* nonzero, unique among living threads */
int64_t rt_thread_native_id(Rt *rt);                /* of the calling thread, as the system says */
void rt_thread_set_name(Rt *rt, const char *name);  /* of the calling thread */
void rt_thread_yield(Rt *rt);

/* The calling thread's stack: its lowest address and its size, for recursion limits. */
int rt_thread_stack(Rt *rt, char **out_low, size_t *out_size);

/* One pointer per thread, NULL at first. */
void *rt_thread_local_get(Rt *rt);
void rt_thread_local_set(Rt *rt, void *value);

/* Parking: the wait for whatever the GIL or another lock protects, and that Ctrl-C must be able to
 * end. A waiter writes itself down where its waker will look, lets the lock go and parks; the waker
 * unparks it. An unpark that comes first is not lost: the next park returns at once. Many unparks
 * before one park count as one, and a stale one may be left over, so a park loops on its condition.
 *   0 unparked, RT_ETIMEDOUT the deadline came, RT_EINTR woken (rt_thread_wake). */
int rt_thread_park(Rt *rt, int64_t deadline_ns);
void rt_thread_unpark(Rt *rt, RtThread *thread);

/* Makes the thread's present or next sleep or park return RT_EINTR. May be called in a signal
 * handler. After a handled signal the machine itself wakes the main thread. */
void rt_thread_wake(Rt *rt, RtThread *thread);
RtThread *rt_thread_main(Rt *rt);

int rt_cpu_count(Rt *rt);      /* cores of the machine, at least 1 */
int rt_affinity_count(Rt *rt); /* cores that this process may use, at least 1 */

/* A set of cores: core N is bit N % 64 of words[N / 64]. */
enum { RT_CORES_MAX = 1024 };
typedef struct RtCores {
    uint64_t words[RT_CORES_MAX / 64];
} RtCores;

/* The cores that a process may use; 0: the calling thread. */
int rt_affinity_get(Rt *rt, int64_t pid, RtCores *out);
int rt_affinity_set(Rt *rt, int64_t pid, const RtCores *cores);

/* --- Signals ------------------------------------------------------------------------------- */

/* Only the main thread receives signals. The handler runs inside the signal: it may set atomic
 * words and nothing else. One process, one set of handlers: the last machine to ask wins. */
typedef void (*RtSignalFn)(void *argument, int number);
int rt_signal_handle(Rt *rt, int number, RtSignalFn handler, void *argument);
int rt_signal_default(Rt *rt, int number);
int rt_signal_ignore(Rt *rt, int number);
int rt_signal_raise(Rt *rt, int number);             /* to the calling thread */
int rt_signal_send(Rt *rt, int64_t pid, int number); /* to a process: kill() */

/* How the process was started: is the signal ignored or default now? */
typedef enum RtSignalState {
    RT_SIGNAL_DEFAULT,
    RT_SIGNAL_IGNORED,
    RT_SIGNAL_HANDLED,
} RtSignalState;
int rt_signal_state(Rt *rt, int number, RtSignalState *out);

/* The signal's number ("SIGINT" is 2), or RT_EINVAL; and the name and number of the index-th row
 * (0, 1, ...), until false. */
int rt_signal_number(const char *name, int *out);
bool rt_signal_row(int index, const char **out_name, int *out_number);

/* After delay_ns (0 cancels) and then each interval_ns (0: once), a signal: SIGALRM when that time
 * has passed, SIGVTALRM when the process has computed so long, SIGPROF when it has computed or was
 * computed for. What was set before goes to *out_before; next NULL: only that. */
typedef enum RtTimer { RT_TIMER_REAL, RT_TIMER_VIRTUAL, RT_TIMER_PROFILE } RtTimer;
typedef struct RtTimerValue {
    int64_t delay_ns, interval_ns;
} RtTimerValue;
int rt_signal_timer(Rt *rt, RtTimer timer, const RtTimerValue *next, RtTimerValue *out_before);

/* A set of signals: number N is bit N - 1. */
typedef uint64_t RtSignals;

/* The signals that the calling thread blocks, as a script sees it: a thread starts with those of
 * its maker. Those that are blocked and have come are pending. */
typedef enum RtMaskChange { RT_MASK_BLOCK, RT_MASK_UNBLOCK, RT_MASK_SET } RtMaskChange;
int rt_signal_mask(Rt *rt, RtMaskChange change, RtSignals signals, RtSignals *out_before);
RtSignals rt_signals_changed(RtSignals before, RtMaskChange change, RtSignals signals);
int rt_signal_pending(Rt *rt, RtSignals *out);

/* Waits until one of the signals, which should be blocked, is pending, and takes it: 0, RT_EAGAIN
 * when the deadline comes first, or RT_EINTR after another signal. */
typedef struct RtSignalInfo {
    int number, code, error, pid, user, status;
    int64_t band;
} RtSignalInfo;
int rt_signal_wait(Rt *rt, RtSignals signals, int64_t deadline_ns, RtSignalInfo *out);

/* To a living thread: pthread_kill(). */
int rt_signal_send_thread(Rt *rt, RtThread *thread, int number);

/* Shall the system go on by itself with a call that this signal interrupts? Only one that has a
 * handler; a new handler forgets it. */
int rt_signal_set_restart(Rt *rt, int number, bool restart);

/* The number of each signal that is handled is written to this file, which must not block; -1:
 * none. Why that failed since the last question, or 0. */
int rt_signal_set_wakeup(Rt *rt, int file);
int rt_signal_wakeup_error(Rt *rt);

/* --- Files --------------------------------------------------------------------------------- */

/* An open file, pipe or socket is a small number, as Python scripts see it. None is inherited by a
 * started program unless asked for. */
enum {
    RT_OPEN_READ = 0,
    RT_OPEN_WRITE = 1,
    RT_OPEN_READ_WRITE = 2,
    RT_OPEN_ACCESS_MASK = 3,
    RT_OPEN_CREATE = 0100,
    RT_OPEN_EXCLUSIVE = 0200,
    RT_OPEN_TRUNCATE = 01000,
    RT_OPEN_APPEND = 02000,
    RT_OPEN_NONBLOCK = 04000,
    RT_OPEN_DIRECTORY = 0200000,
    RT_OPEN_NOFOLLOW = 0400000,
};

int rt_file_open(Rt *rt, const char *path, int flags, int mode, int *out_file);
int rt_file_close(Rt *rt, int file);
void rt_file_close_range(Rt *rt, int low, int high); /* those in [low, high) that are open */

/* Moves up to size bytes; *out_count says how many. A read of 0 bytes is the end of the file. */
int rt_file_read(Rt *rt, int file, void *buffer, size_t size, size_t *out_count);

/* Says before a read that the file's other end is a process that may answer at once, as in a talk
 * over a pipe. Where that pays, it looks for the answer for some microseconds, for to sleep and be
 * woken takes longer: the read then finds the bytes there. RT_EINTR: a signal has come meanwhile,
 * and the read would not hear of it. */
int rt_file_expect(Rt *rt, int file);
int rt_file_write(Rt *rt, int file, const void *buffer, size_t size, size_t *out_count);
int rt_file_read_at(Rt *rt, int file, void *buffer, size_t size, int64_t offset, size_t *out_count);
int rt_file_write_at(Rt *rt, int file, const void *buffer, size_t size, int64_t offset,
                     size_t *out_count);

typedef enum RtWhence { RT_SEEK_START, RT_SEEK_CURRENT, RT_SEEK_END } RtWhence;
int rt_file_seek(Rt *rt, int file, int64_t offset, RtWhence whence, int64_t *out_position);
int rt_file_truncate(Rt *rt, int file, int64_t size);
int rt_file_sync(Rt *rt, int file);
bool rt_file_isatty(Rt *rt, int file);
int rt_file_dup(Rt *rt, int file, int *out_file);
int rt_file_dup_onto(Rt *rt, int file, int target);
int rt_file_set_blocking(Rt *rt, int file, bool blocking);
int rt_file_get_blocking(Rt *rt, int file, bool *out_blocking);
int rt_file_set_inheritable(Rt *rt, int file, bool inheritable);
int rt_file_get_inheritable(Rt *rt, int file, bool *out_inheritable);
int rt_pipe(Rt *rt, int *out_read_end, int *out_write_end);

/* Locks of files, which keep out nobody but those who ask for one. Of a whole open file (range
 * NULL: as flock, the open file has the lock, with all its copies); or of a range of the file,
 * which the process has until it closes the file in any way. RT_EAGAIN when another has it and how
 * is not RT_FILE_LOCK_WAITS; that wait ends with RT_EINTR after a signal. */
typedef enum RtFileLock { RT_FILE_UNLOCK, RT_FILE_LOCK_SHARED, RT_FILE_LOCK_ALONE } RtFileLock;
typedef enum RtFileLockHow {
    RT_FILE_LOCK_WAITS,
    RT_FILE_LOCK_TRIES,
    RT_FILE_LOCK_ASKS, /* whether it could be had, RT_FILE_LOCK_ALONE of a range: and leaves it */
} RtFileLockHow;
typedef struct RtRange {
    int64_t start, size; /* size 0: to the end, however far that moves */
    RtWhence whence;
} RtRange;
int rt_file_lock(Rt *rt, int file, RtFileLock lock, const RtRange *range, RtFileLockHow how);

/* Linux's fcntl() and ioctl(), by its numbers, as far as they are harmless (RT_EINVAL, RT_ENOTTY):
 * none follows a pointer. Data must have room for RT_CONTROL_BYTES; NULL when a number is given. */
enum { RT_CONTROL_BYTES = 1024 };
int rt_file_control(Rt *rt, int file, int command, int64_t number, void *data, int *out);
int rt_file_device(Rt *rt, int file, uint32_t request, int64_t number, void *data, int *out);
int rt_terminal_size(Rt *rt, int file, int *out_columns, int *out_rows);

/* Reads lines from the terminal at 0 with editing and history. history_path: where the history is
 * kept from one session to the next, or NULL. RT_ENOTTY: no terminal; RT_ENOSYS: the machine cannot
 * edit lines (libedit is not installed). */
int rt_line_open(Rt *rt, const char *history_path, RtLine **out);
/* 1: a line, with its newline; 0: the end; RT_EINTR: a signal, and what was typed is dropped. */
int rt_line_read(Rt *rt, RtLine *line, const char *prompt, char **out_text);
void rt_line_close(Rt *rt, RtLine *line); /* saves the history */

/* Waits until one of the files is ready. 0 and *out_ready = 0 when the deadline comes first. */
enum {
    RT_POLL_READ = 1,
    RT_POLL_WRITE = 4,
    RT_POLL_ERROR = 8,
    RT_POLL_HANGUP = 16,
    RT_POLL_BAD = 32,
};
typedef struct RtPoll {
    int file;
    short wanted;  /* RT_POLL_READ | RT_POLL_WRITE */
    short arrived; /* set by rt_poll; errors and hang-ups come unasked */
} RtPoll;
int rt_poll(Rt *rt, RtPoll *files, size_t count, int64_t deadline_ns, size_t *out_ready);

/* Files to wait for again and again: an open file that remembers them, until they are closed. Bits
 * are those of rt_poll and these. change: RT_EPERM for a file that is always ready, RT_EEXIST,
 * RT_ENOENT. wait: as rt_poll, for at most capacity files, at least 1. */
#define RT_EPOLL_EDGE (UINT32_C(1) << 31)      /* tell when it comes, not while it is there */
#define RT_EPOLL_ONCE (UINT32_C(1) << 30)      /* tell once, then not before the next change */
#define RT_EPOLL_EXCLUSIVE (UINT32_C(1) << 28) /* of several epolls, tell one */
typedef enum RtEpollChange { RT_EPOLL_ADD = 1, RT_EPOLL_REMOVE, RT_EPOLL_MODIFY } RtEpollChange;
typedef struct RtEpollEvent {
    int file; /* its number when it was added */
    uint32_t arrived;
} RtEpollEvent;
int rt_epoll_open(Rt *rt, int *out_epoll);
int rt_epoll_change(Rt *rt, int epoll, RtEpollChange change, int file, uint32_t wanted);
int rt_epoll_wait(Rt *rt, int epoll, RtEpollEvent *out, size_t capacity, int64_t deadline_ns,
                  size_t *out_count);

/* --- The file system ----------------------------------------------------------------------- */

typedef struct RtStat {
    uint32_t mode; /* type and permissions, Linux's numbers: 0100644 */
    uint32_t owner, group;
    uint64_t inode, device, links, blocks, block_size, special_device;
    int64_t size;
    int64_t accessed_ns, modified_ns, changed_ns;
} RtStat;

int rt_stat(Rt *rt, const char *path, RtStat *out);
int rt_lstat(Rt *rt, const char *path, RtStat *out);
int rt_fstat(Rt *rt, int file, RtStat *out);

enum { RT_ACCESS_EXISTS = 0, RT_ACCESS_EXECUTE = 1, RT_ACCESS_WRITE = 2, RT_ACCESS_READ = 4 };
/* What a path lies on: sizes are in blocks of fragment_bytes. */
typedef struct RtDisk {
    uint64_t block_bytes, fragment_bytes;
    uint64_t blocks, free_blocks, available_blocks; /* available: to who is not the superuser */
    uint64_t files, free_files, available_files;
    uint64_t flags, name_bytes_max, id;
} RtDisk;
int rt_stat_disk(Rt *rt, const char *path, RtDisk *out);
int rt_access(Rt *rt, const char *path, int mode); /* 0, or why not */
int rt_mkdir(Rt *rt, const char *path, int mode);
int rt_rmdir(Rt *rt, const char *path);
int rt_unlink(Rt *rt, const char *path);
int rt_rename(Rt *rt, const char *from, const char *to);
int rt_link(Rt *rt, const char *target, const char *path);
int rt_symlink(Rt *rt, const char *target, const char *path);
int rt_readlink(Rt *rt, const char *path, char **out_target);
int rt_realpath(Rt *rt, const char *path, char **out_path);
int rt_chmod(Rt *rt, const char *path, int mode);
/* Give it to a user and a group; -1: as it is. Not `follow`: a link itself. */
int rt_chown(Rt *rt, const char *path, int64_t user, int64_t group, bool follow);
int rt_mkfifo(Rt *rt, const char *path, int mode);
int rt_utime(Rt *rt, const char *path, int64_t accessed_ns, int64_t modified_ns);
int rt_getcwd(Rt *rt, char **out_path);
int rt_chdir(Rt *rt, const char *path);
int rt_umask(Rt *rt, int mask); /* the mask before */

/* A folder's entries, without "." and "..", in the system's order. */
typedef enum RtEntryType { RT_ENTRY_UNKNOWN, RT_ENTRY_FILE, RT_ENTRY_DIR, RT_ENTRY_LINK,
                           RT_ENTRY_OTHER } RtEntryType;
typedef struct RtDirEntry {
    const char *name; /* good until the next call on this folder */
    RtEntryType type; /* of the entry itself: links are not followed */
    uint64_t inode;
} RtDirEntry;
int rt_dir_open(Rt *rt, const char *path, RtDir **out);
int rt_dir_next(Rt *rt, RtDir *dir, RtDirEntry *out); /* 1 an entry, 0 the end, or an error */
void rt_dir_close(Rt *rt, RtDir *dir);

/* --- Sockets ------------------------------------------------------------------------------- */

typedef enum RtFamily { RT_FAMILY_ANY = 0, RT_FAMILY_UNIX = 1, RT_FAMILY_IP4 = 2,
                        RT_FAMILY_IP6 = 10 } RtFamily;
typedef enum RtSocketType { RT_SOCKET_STREAM = 1, RT_SOCKET_DATAGRAM = 2 } RtSocketType;

typedef struct RtAddress {
    RtFamily family;
    uint16_t port;
    uint32_t flow, scope; /* IP6 only */
    uint8_t bytes[16];    /* IP4: the first four; network order */
    char path[108];       /* UNIX only */
} RtAddress;

/* The addresses of a host name (NULL: any address), at most capacity. Blocks. */
int rt_address_resolve(Rt *rt, const char *host, uint16_t port, RtFamily family, RtAddress *out,
                       size_t capacity, size_t *out_count);
/* The name of an address's host; RT_ERESOLVE: it has none. The caller frees it. Blocks. */
int rt_address_name(Rt *rt, const RtAddress *address, char **out_name);
/* The address in figures, "127.0.0.1" or "::1"; text needs 64 bytes. */
int rt_address_text(const RtAddress *address, char *text, size_t size);
/* The way back: family and bytes of an address in figures, or RT_EINVAL. */
int rt_address_parse(const char *text, RtAddress *out);
int rt_host_name(Rt *rt, char **out_name);

int rt_socket_open(Rt *rt, RtFamily family, RtSocketType type, int *out_socket);
int rt_socket_pair(Rt *rt, int *out_first, int *out_second);
int rt_socket_bind(Rt *rt, int socket, const RtAddress *address);
int rt_socket_listen(Rt *rt, int socket, int backlog);
int rt_socket_name(Rt *rt, int socket, RtAddress *out);
int rt_socket_peer(Rt *rt, int socket, RtAddress *out);

/* These wait until the deadline, then give RT_ETIMEDOUT; RT_EAGAIN when it was in the past. The
 * addresses of receive and send may be NULL. */
int rt_socket_connect(Rt *rt, int socket, const RtAddress *address, int64_t deadline_ns);
int rt_socket_accept(Rt *rt, int socket, int64_t deadline_ns, int *out_socket, RtAddress *out_peer);
int rt_socket_receive(Rt *rt, int socket, void *buffer, size_t size, int flags, int64_t deadline_ns,
                      size_t *out_count, RtAddress *out_from);
int rt_socket_send(Rt *rt, int socket, const void *buffer, size_t size, int flags,
                   int64_t deadline_ns, const RtAddress *to, size_t *out_count);
enum { RT_SOCKET_PEEK = 2, RT_SOCKET_WAIT_ALL = 0x100 }; /* flags */

typedef enum RtShutdown { RT_SHUT_READ, RT_SHUT_WRITE, RT_SHUT_BOTH } RtShutdown;
int rt_socket_shutdown(Rt *rt, int socket, RtShutdown how);

typedef enum RtSocketOption {
    RT_SOCKET_REUSE_ADDRESS,
    RT_SOCKET_REUSE_PORT,
    RT_SOCKET_KEEP_ALIVE,
    RT_SOCKET_BROADCAST,
    RT_SOCKET_SEND_BUFFER,
    RT_SOCKET_RECEIVE_BUFFER,
    RT_SOCKET_ERROR,    /* get only: an RtError */
    RT_SOCKET_NO_DELAY,
    RT_SOCKET_ONLY_IP6, /* no IP4 through an IP6 socket */
    RT_SOCKET_OPTION_COUNT,
} RtSocketOption;
int rt_socket_set_option(Rt *rt, int socket, RtSocketOption option, int value);
int rt_socket_get_option(Rt *rt, int socket, RtSocketOption option, int *out_value);

/* --- Processes and the environment ----------------------------------------------------------- */

int64_t rt_process_id(Rt *rt);
int64_t rt_process_parent_id(Rt *rt);
_Noreturn void rt_process_exit(Rt *rt, int code);  /* at once: nothing is flushed or joined */
_Noreturn void rt_process_abort(Rt *rt);

/* Numbers that the system knows a process by. */
typedef enum RtIdentity {
    RT_ID_USER,
    RT_ID_EFFECTIVE_USER,
    RT_ID_GROUP, /* of users */
    RT_ID_EFFECTIVE_GROUP,
    RT_ID_PROCESS_GROUP, /* of the process `pid`, 0: this one; the others are only this one's */
    RT_ID_SESSION,       /* likewise */
} RtIdentity;
int rt_process_identity(Rt *rt, RtIdentity which, int64_t pid, int64_t *out);
int rt_process_set_group(Rt *rt, int64_t pid, int64_t group);
int rt_process_new_session(Rt *rt);

/* How little a process wants of the cores: -20 to 19. who: a process, group or user, 0: ours. */
typedef enum RtPriorityOf { RT_PRIORITY_PROCESS, RT_PRIORITY_GROUP, RT_PRIORITY_USER } RtPriorityOf;
int rt_priority_get(Rt *rt, RtPriorityOf which, int64_t who, int *out);
int rt_priority_set(Rt *rt, RtPriorityOf which, int64_t who, int nice);

/* Limits by Linux's numbers; -1: none. */
enum { RT_LIMIT_COUNT = 16 };
int rt_limit_get(Rt *rt, int which, int64_t *out_soft, int64_t *out_hard);
int rt_limit_set(Rt *rt, int which, int64_t soft, int64_t hard);

/* What is done with the files of a program before it starts, one after the other. */
typedef struct RtFileAction {
    enum { RT_FILE_OPEN, RT_FILE_CLOSE, RT_FILE_COPY } kind;
    int file, source;  /* the program's file; of what it is a copy */
    const char *path;  /* to be opened */
    int flags, mode;
} RtFileAction;

/* A program to start. Of those in `programs`, ended by NULL, the first that is there; without,
 * `program`, looked up in PATH when it has no slash. All zero but the files: as ours. */
typedef struct RtProcessOptions {
    const char *program;
    const char *const *programs;
    const char *const *arguments;   /* with the program's name first, ended by NULL */
    const char *const *environment; /* "NAME=value", ended by NULL; NULL: as ours */
    const char *folder;             /* to run in; NULL: ours */
    int input, output, error;       /* files for the program's 0, 1, 2; -1: as ours */
    bool new_session;
    bool restore_signals;           /* what interpreters ignore has its default: SIGPIPE, SIGXFSZ */
    bool close_files;               /* all from 3 on, but those in `keep` */
    const int *keep;                /* files that the program gets, whatever else */
    size_t keep_count;
    const RtFileAction *actions;
    size_t action_count;
    bool change_group;              /* the process group is `group`, 0: its own */
    int64_t group;
    bool change_umask, change_user, change_user_group, change_groups;
    int umask;
    uint32_t user, user_group;
    const uint32_t *groups;
    size_t group_count;
    const RtSignals *blocked;       /* NULL: as ours */
    RtSignals defaults;             /* signals that get their default */
    bool *out_unprepared;           /* set when it failed before a program was tried; or NULL */
} RtProcessOptions;
int rt_process_start(Rt *rt, const RtProcessOptions *options, int64_t *out_pid);

/* The same in two steps, for the child of a fork: all but the closing of files and the program;
 * then these. They return only to say why not, the first also 0. */
int rt_process_prepare(Rt *rt, const RtProcessOptions *options);
int rt_process_replace(Rt *rt, const RtProcessOptions *options);

/* What a process used: CPU time in user and system mode, and the most memory it had. */
typedef struct RtUsed {
    int64_t user_ns, system_ns, peak_bytes;
    int64_t minor_faults, major_faults, blocks_read, blocks_written;
    int64_t voluntary_switches, involuntary_switches;
} RtUsed;

/* This process, and its children that have ended and been waited for. */
typedef struct RtUsage {
    RtUsed self, children;
} RtUsage;
int rt_usage(Rt *rt, RtUsage *out);

/* Waits for something to happen to a child. What that can be, Linux's numbers: */
enum {
    RT_CHILD_EXITED = 1,
    RT_CHILD_KILLED,
    RT_CHILD_DUMPED, /* killed, and its memory was written to a file */
    RT_CHILD_TRAPPED,
    RT_CHILD_STOPPED,
    RT_CHILD_CONTINUED,
};
typedef struct RtChange {
    int64_t pid; /* 0: nothing has happened */
    int user, code, status; /* the exit code, or the signal */
    RtUsed used;
} RtChange;
enum { /* what to wait for, and how */
    RT_WAIT_NO_HANG = 1,
    RT_WAIT_STOPPED = 2,
    RT_WAIT_EXITED = 4,
    RT_WAIT_CONTINUED = 8,
    RT_WAIT_KEEP = 0x1000000, /* leave it for another wait */
};
typedef enum RtWaitFor { RT_WAIT_ANY, RT_WAIT_PROCESS, RT_WAIT_GROUP } RtWaitFor;
int rt_process_await(Rt *rt, RtWaitFor which, int64_t id, int options, RtChange *out);

/* The same until a child (-1: any) has ended: its exit code, or minus the signal that ended it. */
int rt_process_wait(Rt *rt, int64_t pid, int *out_status);

/* Doubles the process: *out_pid is 0 in the child, where the calling thread is the only one and the
 * main one. Mutexes and conditions that other threads used must be reset there. */
int rt_process_fork(Rt *rt, int64_t *out_pid);

/* Memory that processes share: an open file that can be mapped. A name ("/psm_1f") makes it one
 * that other processes open, until it is unlinked; NULL: a new one for this process and its
 * children. What is new is empty: rt_file_truncate makes room, or, with
 * RT_OPEN_APPEND, whoever writes: each write is whole. */
int rt_memory_open(Rt *rt, const char *name, int flags, int mode, int *out_file);
int rt_memory_unlink(Rt *rt, const char *name);

/* Puts a part of a file into memory, which it must have wholly; all that follows is by the size.
 * What is written goes to the file, or to a copy of it that is this process's alone; without a file
 * (-1) that begins with zeros. sync: waits until the file has it. */
typedef enum RtMapFor { RT_MAP_READ, RT_MAP_WRITE, RT_MAP_COPY } RtMapFor;
int rt_memory_map(Rt *rt, int file, int64_t offset, size_t size, RtMapFor purpose, void **out);
int rt_memory_sync(Rt *rt, void *memory, size_t size);
void rt_memory_unmap(Rt *rt, void *memory, size_t size);

/* Semaphores for processes: at any place of mapped memory that is a multiple of the size. wait: 0,
 * RT_ETIMEDOUT, or RT_EINTR (which may come once in a while for nothing). post: RT_EOVERFLOW above
 * INT_MAX. They have no end: the memory's end is theirs. Who writes into that memory by another way
 * makes them wrong: somebody may wait for ever, and no more than that. */
enum { RT_SEMAPHORE_SIZE = 32 };
int rt_semaphore_init(Rt *rt, void *place, unsigned value);
int rt_semaphore_wait(Rt *rt, void *place, int64_t deadline_ns);
int rt_semaphore_post(Rt *rt, void *place);
int rt_semaphore_value(Rt *rt, void *place, int *out_value);

/* Has a signal sent to this process when bytes come through a pipe or its other end is closed (it
 * may be closed already). Number 0: no signal from now on. */
int rt_file_signal(Rt *rt, int file, int number);

/* Hands an open file through a Unix socket to another process, which takes it: a number of its own
 * for the same file. RT_EPIPE when the other end is closed; *out_file is -1 when it sent something
 * else. */
int rt_file_pass(Rt *rt, int socket, int file);
int rt_file_take(Rt *rt, int socket, int *out_file);

/* Environment variables. RT_ENOENT when there is none of that name. rt_env_list gives all as
 * "NAME=value", ended by NULL, in one block for rt_free. Setting is not for threads that race. */
int rt_env_get(Rt *rt, const char *name, char **out_value);
int rt_env_set(Rt *rt, const char *name, const char *value); /* value NULL: unset */
int rt_env_list(Rt *rt, char ***out_entries);

int rt_executable_path(Rt *rt, char **out_path);
int rt_random_bytes(Rt *rt, void *buffer, size_t size);

/* The machine's name for people: "Linux", "6.1.0", "x86_64", "node". */
typedef struct RtUname {
    char system[80], node[256], release[128], version[256], hardware[80];
} RtUname;
int rt_uname(Rt *rt, RtUname *out);

/* --- The meter ------------------------------------------------------------------------------- */

/* What things cost on a virtual machine: the rows of costs.def. */
typedef enum RtCost {
#define RT_COST(NAME, name, ideal, desktop, cloud_vm, pi, py27_dualcore_2009, sentence) \
    RT_COST_##NAME,
#include "runtime/costs.def"
#undef RT_COST
    RT_COST_COUNT,
} RtCost;

/* A cost table, picoseconds by RtCost. */
typedef struct RtCosts {
    char name[48];
    int64_t ps[RT_COST_COUNT];
} RtCosts;

/* Where time is to pass by work, the thread that computes says what it did. That is how the clock
 * of a virtual machine moves, and how a real one keeps a pace:
 *
 *     meter->left_ps -= count * meter->cost_ps[RT_COST_TICK];      any time, as often as it likes
 *     if (meter->left_ps < 0)                                      at a safepoint, soon after
 *         rt_meter_stop(rt);
 *
 * There is one meter, whatever thread runs: on the host one runs at a time. All rt_ calls read it.
 * It may go far below zero: a long sort is charged at once, and takes its time afterwards. */
typedef struct RtMeter {
    int64_t left_ps;        /* what the running thread may still do before others are due */
    const int64_t *cost_ps; /* by RtCost */
} RtMeter;

/* The machine's meter, as long as that lives; NULL: time passes by itself. */
RtMeter *rt_meter(Rt *rt);

/* Lets happen what is due, perhaps other threads for a long while. Comes back when the calling
 * thread may go on, and the meter is above zero. For machines with a meter, as the next. */
void rt_meter_stop(Rt *rt);

/* The calling thread begins to compute, after a wait for the GIL or in a call. */
void rt_meter_start(Rt *rt);

/* Makes a real machine keep a pace: what is charged takes so long, by spinning. Before any thread
 * asks for the meter. Only the rows of the interpreter count: the rest takes what it takes. 0 or
 * RT_ENOMEM. */
int rt_real_set_pace(Rt *rt, const RtCosts *costs);

/* The paces there are, row 0, 1, ... until NULL; and the costs of one ("2.7", or "gilbox" itself)
 * times a factor above zero. -1: unknown. */
const char *rt_pace_name(int index);
int rt_pace_costs(const char *name, double factor, RtCosts *out);

/* --- Pages of the web ------------------------------------------------------------------------ */

typedef struct RtHttpRequest {
    const char *method;         /* "GET"; NULL: GET, or POST when there is a body */
    const char *url;            /* http, https, file or data as far as the machine can */
    const char *const *headers; /* "Name: value", ended by NULL; may be NULL */
    const void *body;           /* NULL: none */
    size_t body_size;
    int64_t timeout_ns;         /* without an answer; 0: none */
    bool follow;                /* follow redirections */
    bool insecure;              /* accept any certificate */
} RtHttpRequest;

typedef struct RtHttpResponse {
    int status;        /* 200; 0 for a file */
    char *reason;      /* "OK" */
    char *headers;     /* "Name: value\n" lines of the last answer */
    char *url;         /* after redirections */
    char *body;
    size_t body_size;
    char error[256];   /* a sentence, when the call failed */
} RtHttpResponse;

/* Fetches a page, whole. Any number of threads may fetch at once. RT_EHTTP and others come with
 * response->error set; an answer of 404 is not a failure. Whatever happens, give the response to
 * rt_http_response_free. RT_ENOSYS when the machine has no HTTP (libcurl is not installed). */
int rt_http_fetch(Rt *rt, const RtHttpRequest *request, RtHttpResponse *response);
void rt_http_response_free(RtHttpResponse *response);

/* --- The virtual machine --------------------------------------------------------------------- */

/* A machine whose cores, clock, scheduler and world are a program: nothing in it takes real time
 * but the computing, and the same options give the same run, event for event. See runtime/sim.h. */

const char *rt_cost_name(RtCost cost);     /* "wake-latency", as in a cost file */
const char *rt_cost_sentence(RtCost cost);

/* The presets: the name of row 0, 1, ... or NULL; and the table of that name, or -1. */
const char *rt_costs_preset_name(int index);
int rt_costs_preset(const char *name, RtCosts *out);

/* What is wrong with a file that the user wrote. */
typedef struct RtSimProblem {
    int line;         /* from 1; 0: the file as a whole */
    char reason[200]; /* a sentence without its stop */
} RtSimProblem;

/* Reads a cost file (docs/simulation.md has the format) through a real machine. 0, or an RtError
 * with the problem filled in; RT_EINVAL: it could be read, and is wrong. */
int rt_costs_read(Rt *host, const char *path, RtCosts *out, RtSimProblem *problem);

/* The same from memory; and the table as the text of such a file, for rt_free. */
int rt_costs_parse(const char *text, RtCosts *out, RtSimProblem *problem);
int rt_costs_text(const RtCosts *costs, char **out_text);

/* Checks a table of pages, as net_path names one (docs/simulation.md has the format). */
int rt_sim_net_check(Rt *host, const char *path, RtSimProblem *problem);

typedef enum RtScheduler {
    RT_SCHEDULER_FAIR, /* earliest virtual deadline first, as Linux since 6.6 */
    RT_SCHEDULER_RR,   /* round robin */
    RT_SCHEDULER_COUNT,
} RtScheduler;
const char *rt_scheduler_name(RtScheduler scheduler); /* "fair", "rr" */

/* Does a thread that wakes up interrupt the one that has the core? */
typedef enum RtPreemption {
    RT_PREEMPTION_FAIR,   /* if the scheduler puts it first: by deadline, or for rr by nice */
    RT_PREEMPTION_NEVER,
    RT_PREEMPTION_ALWAYS, /* unless it is nicer */
    RT_PREEMPTION_COUNT,
} RtPreemption;
const char *rt_preemption_name(RtPreemption preemption); /* "fair", "never", "always" */

/* How a run ends without the program's doing. */
typedef enum RtSimEnd {
    RT_SIM_DEADLOCK, /* every thread waits for something that only another could do */
    RT_SIM_MAX_TIME, /* the clock has reached the options' max_time_ns */
    RT_SIM_CRASH,    /* a process of the host that ran a part of it was killed */
} RtSimEnd;

typedef struct RtSimOptions {
    int cores;              /* 1 to RT_SIM_CORES_MAX */
    uint64_t seed;          /* of everything random */
    RtCosts costs;
    RtScheduler scheduler;
    int64_t slice_ns;       /* a thread's turn while others wait for the core; 0: the scheduler's */
    int64_t jitter_ns;      /* wake-ups of idle cores are late by up to this much more; 0: none */
    RtPreemption preemption;
    bool lockstep;          /* cores that compute take turns after each bytecode, not after 1 us */
    int64_t epoch_ns;       /* the wall clock at the start */
    int64_t max_time_ns;    /* the run ends when the clock reads this; RT_FOREVER: see below */
    bool write_through;     /* files are really written */
    const char *net_path;   /* the table of pages, or NULL */
    const char *stdin_path; /* what standard input reads; NULL: the host's */

    /* For rt_sim_verify's second run: what a program must not be able to notice. */
    unsigned char fill;     /* what fresh stacks are filled with */

    /* Keep the events of this block of RT_SIM_BLOCK events, for rt_sim_event; -1: of none. */
    int64_t record_block;

    /* Called once in each process when the run cannot go on, the first one first, on whichever of
     * its threads; it may look at everything but block on nothing. True: it has changed something
     * (woken a thread), go on. When all return false or it is NULL, the first process ends with
     * RT_SIM_EXIT_... After a crash only that is asked. */
    bool (*stuck)(void *argument, RtSimEnd why);

    /* A thread goes on where another ran in between, or NULL; local is its rt_thread_local_get. */
    void (*resumed)(void *local);

    /* A process has started this program: its main(), on a new stack. NULL: none can. */
    int (*start)(void *argument, int argc, char **argv);

    /* Called before the clock goes on to now_ns: often, at least each 20 ms of virtual time while
     * anybody computes; or NULL. The host may be asked for anything meanwhile, and the program
     * notices nothing; the virtual machine may be asked for nothing. */
    void (*watch)(void *argument, int64_t now_ns);
    void *argument;
} RtSimOptions;

enum {
    RT_SIM_CORES_MAX = 64,
    RT_SIM_BLOCK = 4096,      /* events that a sub-hash covers */
    RT_SIM_EXIT_DEADLOCK = 3, /* exit codes */
    RT_SIM_EXIT_MAX_TIME = 4,
    RT_SIM_EXIT_CRASH = 6,
};

/* The clock counts picoseconds in 63 bits: it ends after 100 days, as if max_time_ns said so. */
#define RT_SIM_TIME_MAX_NS (INT64_C(100) * 24 * 3600 * RT_SECOND)

/* Four cores of a `desktop`, the fair scheduler, seed 0, no jitter, 2030-01-01 00:00:00 UTC. */
void rt_sim_options_init(RtSimOptions *out);

/* Makes a virtual machine; the calling thread becomes its main thread. host is a real machine that
 * outlives it: for reading files and writing standard output. RT_EINVAL: an option is absurd. */
int rt_sim_new(const RtSimOptions *options, Rt *host, Rt **out);

/* What has happened so far: each event of the scheduler and of the world is a step of a hash.
 * A block's hash is the one after its last event, 0 when there is no such block (yet). */
uint64_t rt_sim_hash(Rt *rt);
uint64_t rt_sim_event_count(Rt *rt);
uint64_t rt_sim_block_hash(Rt *rt, uint64_t block);

typedef struct RtSimEvent {
    int64_t time_ps;
    uint32_t thread;  /* its ident, 0 for the machine's own */
    uint16_t core;
    uint16_t kind;    /* a row of sim_events.def; rt_sim_event_word has its word */
    uint64_t detail;
    uint64_t hash;    /* after the event */
} RtSimEvent;

/* The index-th event of the block that options->record_block names; false past its end. */
bool rt_sim_event(Rt *rt, uint64_t index, RtSimEvent *out);
const char *rt_sim_event_word(int kind);

/* A thread as a report on a deadlock shows it. */
typedef struct RtSimThread {
    uint64_t ident;
    char name[16];
    void *local;       /* its rt_thread_local_get */
    const char *waits; /* "a lock", "a condition", "another thread's end"; NULL: it can run */
    int64_t since_ns;
    uint64_t waits_for; /* the ident of the thread that it waits for, where one is known, or 0 */
} RtSimThread;

/* Row 0, 1, ... of the process's living threads in the order of their starting, until false. */
bool rt_sim_thread(Rt *rt, int index, RtSimThread *out);

#endif
