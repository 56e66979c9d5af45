/* Memory that processes share, and semaphores in it, on the real machine. */
#include "runtime/real.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* --- Memory -------------------------------------------------------------------------------- */

int rt_real_memory_open(Rt *rt, const char *name, int flags, int mode, int *out_file)
{
    int system = flags & RT_OPEN_ACCESS_MASK ? O_RDWR : O_RDONLY;
    system |= flags & RT_OPEN_CREATE ? O_CREAT : 0;
    system |= flags & RT_OPEN_EXCLUSIVE ? O_EXCL : 0;
    system |= flags & RT_OPEN_TRUNCATE ? O_TRUNC : 0;
    int file = name ? shm_open(name, system | O_CLOEXEC, (mode_t)mode)
                    : memfd_create("gilbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0)
        return rt_real_error(errno);
    if (flags & RT_OPEN_APPEND && fcntl(file, F_SETFL, O_APPEND) < 0) {
        int error = rt_real_error(errno);
        close(file);
        return error;
    }
    *out_file = file;
    return 0;
}

int rt_real_memory_unlink(Rt *rt, const char *name)
{
    return rt_real_result(shm_unlink(name));
}

/* Memory behind the end of its file is none (see real_mapped.c); so there must be a file so large,
 * and from now on it can't shrink, as far as the system can see to that: for files without a name.
 */
static int check_size(int file, int64_t offset, size_t size)
{
    struct stat found;
    fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK);
    if (fstat(file, &found) < 0)
        return rt_real_error(errno);
    if (!S_ISREG(found.st_mode))
        return 0;
    return offset < 0 || offset > found.st_size || size > (uint64_t)(found.st_size - offset)
               ? RT_EINVAL
               : 0;
}

int rt_real_memory_map(Rt *rt, int file, int64_t offset, size_t size, RtMapFor purpose, void **out)
{
    int error = file < 0 ? 0 : check_size(file, offset, size);
    if (error < 0)
        return error;
    int flags = purpose == RT_MAP_COPY ? MAP_PRIVATE : MAP_SHARED;
    void *memory = mmap(NULL, size, purpose == RT_MAP_READ ? PROT_READ : PROT_READ | PROT_WRITE,
                        flags | (file < 0 ? MAP_ANONYMOUS : 0), file, offset);
    if (memory == MAP_FAILED)
        return rt_real_error(errno);
    int err = rt_real_mapped_add(memory, size);
    if (err < 0)
        munmap(memory, size);
    else
        *out = memory;
    return err;
}

int rt_real_memory_sync(Rt *rt, void *memory, size_t size)
{
    return rt_real_result(msync(memory, size, MS_SYNC));
}

void rt_real_memory_unmap(Rt *rt, void *memory, size_t size)
{
    rt_real_mapped_remove(memory);
    munmap(memory, size);
}

/* --- A pipe whose end is a signal ------------------------------------------------------------ */

int rt_real_file_signal(Rt *rt, int file, int number)
{
    struct pollfd end = {.fd = file, .events = POLLIN};
    if (number == 0)
        return rt_real_result(fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_ASYNC));
    if (fcntl(file, F_SETOWN, getpid()) < 0 || fcntl(file, F_SETSIG, number) < 0 ||
        fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_ASYNC) < 0)
        return rt_real_error(errno);
    /* It may have ended before. */
    return poll(&end, 1, 0) > 0 ? rt_real_result(raise(number)) : 0;
}

/* --- Files for other processes ---------------------------------------------------------------- */

/* A message of one byte with room for one file at its side. */
typedef struct FileMessage {
    char byte;
    struct iovec body;
    _Alignas(struct cmsghdr) char side[CMSG_SPACE(sizeof(int))];
    struct msghdr message;
} FileMessage;

static void prepare_message(FileMessage *it)
{
    memset(it, 0, sizeof *it);
    it->body = (struct iovec){.iov_base = &it->byte, .iov_len = 1};
    it->message = (struct msghdr){.msg_iov = &it->body,
                                  .msg_iovlen = 1,
                                  .msg_control = it->side,
                                  .msg_controllen = sizeof it->side};
}

int rt_real_file_pass(Rt *rt, int socket, int file)
{
    FileMessage it;
    prepare_message(&it);
    struct cmsghdr *head = CMSG_FIRSTHDR(&it.message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof file);
    memcpy(CMSG_DATA(head), &file, sizeof file);
    return sendmsg(socket, &it.message, MSG_NOSIGNAL) < 0 ? rt_real_error(errno) : 0;
}

/* The first file of those that came, and the others closed: the sender may be anybody, and the room
 * in a message is rounded up. -1: none came. */
static int take_files(struct msghdr *message)
{
    int taken = -1;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head; head = CMSG_NXTHDR(message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t at = CMSG_LEN(0); at + sizeof taken <= head->cmsg_len; at += sizeof taken) {
            int file;
            memcpy(&file, (char *)head + at, sizeof file);
            if (taken < 0)
                taken = file;
            else
                close(file);
        }
    }
    return taken;
}

/* A file that finds no room in this process is lost on its way, and the message says that something
 * was. */
int rt_real_file_take(Rt *rt, int socket, int *out_file)
{
    FileMessage it;
    prepare_message(&it);
    ssize_t count = recvmsg(socket, &it.message, MSG_CMSG_CLOEXEC);
    if (count <= 0)
        return count < 0 ? rt_real_error(errno) : RT_EPIPE;
    *out_file = take_files(&it.message);
    return *out_file < 0 && it.message.msg_flags & MSG_CTRUNC ? RT_EMFILE : 0;
}

/* --- Semaphores ---------------------------------------------------------------------------- */

/* Not sem_t: programs can write into the memory what they like, and the library aborts when it
 * finds there what it never wrote. With these two numbers wrong, somebody may wait in vain. */
typedef struct Semaphore {
    _Atomic uint32_t value;
    _Atomic uint32_t waiters; /* or more, if one was killed: then a post asks the system in vain */
} Semaphore;

_Static_assert(sizeof(Semaphore) <= RT_SEMAPHORE_SIZE, "a semaphore must fit its place");

int rt_real_semaphore_init(Rt *rt, void *place, unsigned value)
{
    Semaphore *semaphore = place;
    atomic_init(&semaphore->value, value);
    atomic_init(&semaphore->waiters, 0);
    return 0;
}

static bool take(Semaphore *semaphore)
{
    uint32_t value = atomic_load(&semaphore->value);
    while (value > 0) {
        if (atomic_compare_exchange_weak(&semaphore->value, &value, value - 1))
            return true;
    }
    return false;
}

/* Sleeps while it is zero, until that moment: 0 or an errno. */
static int sleep_while_zero(Semaphore *semaphore, int64_t until_ns)
{
    const struct timespec at = {.tv_sec = until_ns / RT_SECOND, .tv_nsec = until_ns % RT_SECOND};
    atomic_fetch_add(&semaphore->waiters, 1);
    long result = syscall(SYS_futex, &semaphore->value, FUTEX_WAIT_BITSET, 0, &at, NULL,
                          FUTEX_BITSET_MATCH_ANY);
    int number = result < 0 ? errno : 0;
    atomic_fetch_sub(&semaphore->waiters, 1);
    return number;
}

/* A signal that comes between a look at the flags and the wait would be lost until the semaphore is
 * posted; so nobody waits longer than this without looking again. */
#define LONGEST_WAIT RT_SECOND

int rt_real_semaphore_wait(Rt *rt, void *place, int64_t deadline_ns)
{
    if (take(place))
        return 0;
    int64_t now = rt_real_clock(rt, RT_CLOCK_MONOTONIC);
    if (deadline_ns <= now)
        return RT_ETIMEDOUT;
    bool is_last = deadline_ns - now <= LONGEST_WAIT;
    int64_t until_ns = is_last ? deadline_ns : now + LONGEST_WAIT;
    for (;;) { /* till then at the latest */
        int number = sleep_while_zero(place, until_ns);
        if (take(place))
            return 0;
        if (number == ETIMEDOUT)
            return is_last ? RT_ETIMEDOUT : RT_EINTR;
        if (number != 0 && number != EAGAIN)
            return rt_real_error(number);
    }
}

int rt_real_semaphore_post(Rt *rt, void *place)
{
    Semaphore *semaphore = place;
    uint32_t value = atomic_load(&semaphore->value);
    do {
        if (value >= INT_MAX)
            return RT_EOVERFLOW;
    } while (!atomic_compare_exchange_weak(&semaphore->value, &value, value + 1));
    if (atomic_load(&semaphore->waiters) > 0)
        syscall(SYS_futex, &semaphore->value, FUTEX_WAKE, 1, NULL, NULL, 0);
    return 0;
}

int rt_real_semaphore_value(Rt *rt, void *place, int *out_value)
{
    uint32_t value = atomic_load(&((Semaphore *)place)->value);
    *out_value = value < INT_MAX ? (int)value : INT_MAX;
    return 0;
}
