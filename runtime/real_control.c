/* Locks of files, and the many small questions of fcntl() and ioctl(), on the real machine. */
#include "runtime/real.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>

/* --- Locks --------------------------------------------------------------------------------- */

static int lock_file(int file, RtFileLock lock, RtFileLockHow how)
{
    static const int locks[] = {LOCK_UN, LOCK_SH, LOCK_EX};
    int result = flock(file, locks[lock] | (how == RT_FILE_LOCK_WAITS ? 0 : LOCK_NB));
    return rt_real_result(result);
}

static int lock_range(int file, RtFileLock lock, const RtRange *range, RtFileLockHow how)
{
    static const int commands[] = {F_SETLKW, F_SETLK, F_GETLK};
    static const short locks[] = {F_UNLCK, F_RDLCK, F_WRLCK};
    static const short whences[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    struct flock request = {.l_type = locks[lock],
                            .l_whence = whences[range->whence],
                            .l_start = range->start,
                            .l_len = range->size};
    int result = fcntl(file, commands[how], &request);
    if (result == 0 && how == RT_FILE_LOCK_ASKS && request.l_type != F_UNLCK)
        return RT_EAGAIN;
    return rt_real_result(result);
}

int rt_real_file_lock(Rt *rt, int file, RtFileLock lock, const RtRange *range, RtFileLockHow how)
{
    if (rt_real_thread_was_woken(rt))
        return RT_EINTR;
    return range ? lock_range(file, lock, range, how) : lock_file(file, lock, how);
}

/* --- Control ------------------------------------------------------------------------------- */

/* What a command takes: nothing or a number, or data of this size, filled in or not. */
typedef struct Command {
    unsigned number;
    size_t data_size; /* 0: none */
} Command;

static const Command file_commands[] = {
    {F_DUPFD, 0},
    {F_DUPFD_CLOEXEC, 0},
    {F_GETFD, 0},
    {F_SETFD, 0},
    {F_GETFL, 0},
    {F_SETFL, 0},
    {F_GETLK, sizeof(struct flock)},
    {F_SETLK, sizeof(struct flock)},
    {F_SETLKW, sizeof(struct flock)},
    {F_OFD_GETLK, sizeof(struct flock)},
    {F_OFD_SETLK, sizeof(struct flock)},
    {F_OFD_SETLKW, sizeof(struct flock)},
    {F_GETOWN, 0},
    {F_SETOWN, 0},
    {F_GETSIG, 0},
    {F_SETSIG, 0},
    {F_GETLEASE, 0},
    {F_SETLEASE, 0},
    {F_NOTIFY, 0},
    {F_GETPIPE_SZ, 0},
    {F_SETPIPE_SZ, 0},
    {F_ADD_SEALS, 0},
    {F_GET_SEALS, 0},
};

enum { TERMINAL_BYTES = 64, INTERFACE_BYTES = 64 }; /* at least what the system writes */

static const Command device_commands[] = {
    {FIONREAD, sizeof(int)},
    {FIONBIO, sizeof(int)},
    {FIOASYNC, sizeof(int)},
    {FIOCLEX, 0},
    {FIONCLEX, 0},
    {TIOCOUTQ, sizeof(int)},
    {TIOCGWINSZ, sizeof(struct winsize)},
    {TIOCSWINSZ, sizeof(struct winsize)},
    {TIOCGPGRP, sizeof(int)},
    {TIOCSPGRP, sizeof(int)},
    {TIOCGSID, sizeof(int)},
    {TIOCSCTTY, 0},
    {TIOCNOTTY, 0},
    {TCGETS, TERMINAL_BYTES},
    {TCSETS, TERMINAL_BYTES},
    {TCSETSW, TERMINAL_BYTES},
    {TCSETSF, TERMINAL_BYTES},
    {TCFLSH, 0},
    {TCXONC, 0},
    {TCSBRK, 0},
    {0x8913, INTERFACE_BYTES}, /* SIOCGIFFLAGS */
    {0x8915, INTERFACE_BYTES}, /* SIOCGIFADDR */
    {0x8919, INTERFACE_BYTES}, /* SIOCGIFBRDADDR */
    {0x891b, INTERFACE_BYTES}, /* SIOCGIFNETMASK */
    {0x8921, INTERFACE_BYTES}, /* SIOCGIFMTU */
    {0x8927, INTERFACE_BYTES}, /* SIOCGIFHWADDR */
    {0x8933, INTERFACE_BYTES}, /* SIOCGIFINDEX */
};

static const Command *find(const Command *commands, size_t count, unsigned number)
{
    for (size_t i = 0; i < count; i++) {
        if (commands[i].number == number)
            return &commands[i];
    }
    return NULL;
}

static int done(int result, int *out)
{
    if (result < 0)
        return rt_real_error(errno);
    *out = result;
    return 0;
}

int rt_real_file_control(Rt *rt, int file, int command, int64_t number, void *data, int *out)
{
    const Command *known = find(file_commands, sizeof file_commands / sizeof file_commands[0],
                                (unsigned)command);
    if (!known)
        return RT_EINVAL;
    if (known->data_size == 0)
        return done(fcntl(file, command, (int)number), out);
    if (rt_real_thread_was_woken(rt))
        return RT_EINTR;
    return data ? done(fcntl(file, command, data), out) : RT_EFAULT;
}

int rt_real_file_device(Rt *rt, int file, uint32_t request, int64_t number, void *data, int *out)
{
    const Command *known = find(device_commands, sizeof device_commands / sizeof device_commands[0],
                                request);
    if (!known)
        return fcntl(file, F_GETFD) < 0 ? RT_EBADF : RT_ENOTTY;
    if (known->data_size == 0)
        return done(ioctl(file, request, (int)number), out);
    return data ? done(ioctl(file, request, data), out) : RT_EFAULT;
}
