/* The start of other programs on the real machine.
 *
 * The child is a vfork: it borrows our memory until it has become the program, so it does nothing
 * but system calls. libuv and posix_spawn() know too little of what Python's subprocess may ask
 * for: files to keep, the mask of new files, users and groups. */
#include "runtime/real.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* What the child writes into the pipe to us, if it does not become the program. */
typedef struct Failure {
    int number;   /* errno */
    int prepared; /* Not bool: nobody knows who else has the pipe. */
} Failure;

/* --- Files --------------------------------------------------------------------------------- */

static int set_closing(int file, bool closing)
{
    int flags = fcntl(file, F_GETFD);
    if (flags < 0)
        return -1;
    return fcntl(file, F_SETFD, closing ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC);
}

/* The program's 0, 1, 2. Those among the given files that lie there but in another place are first
 * copied out of the way. */
static int lay_files(const RtProcessOptions *options)
{
    int given[3] = {options->input, options->output, options->error};
    for (int i = 0; i < 3; i++) {
        if (given[i] >= 0 && given[i] < 3 && given[i] != i)
            given[i] = fcntl(given[i], F_DUPFD_CLOEXEC, 3);
        else if (given[i] < 0)
            continue;
        if (given[i] < 0)
            return -1;
    }
    for (int i = 0; i < 3; i++) {
        if (given[i] == i ? set_closing(i, false) < 0 : given[i] >= 0 && dup2(given[i], i) < 0)
            return -1;
    }
    return 0;
}

static int open_at(const RtFileAction *action)
{
    int file = open(action->path, action->flags, action->mode);
    if (file < 0 || file == action->file)
        return file;
    int result = dup2(file, action->file);
    close(file);
    return result;
}

static int act(const RtFileAction *action)
{
    switch (action->kind) {
    case RT_FILE_OPEN: return open_at(action);
    case RT_FILE_CLOSE: return close(action->file);
    default:
        return action->source == action->file ? set_closing(action->file, false)
                                              : dup2(action->source, action->file);
    }
}

/* Has them closed when the program begins: our pipe to the parent must live until then. */
static void close_files(void)
{
#ifdef SYS_close_range
    enum { CLOSE_ON_EXEC = 1 << 2 };
    if (syscall(SYS_close_range, 3, ~0U, CLOSE_ON_EXEC) == 0)
        return;
#endif
    struct rlimit limit;
    int end = 65536;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < (rlim_t)end)
        end = (int)limit.rlim_cur;
    for (int file = 3; file < end; file++)
        set_closing(file, true);
}

/* --- In the child -------------------------------------------------------------------------- */

static void set_default(int number)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(number, &action, NULL);
}

static void restore_signals(const RtProcessOptions *options)
{
    if (options->restore_signals) {
        set_default(SIGPIPE);
        set_default(SIGXFSZ);
    }
    for (int number = 1; number <= 64; number++) {
        if (options->defaults >> (number - 1) & 1)
            set_default(number);
    }
}

/* By system calls, for the library's functions would change all threads, and those are not ours. */
static int change_users(const RtProcessOptions *options)
{
    uint32_t group = options->user_group, user = options->user;
    if (options->change_groups && syscall(SYS_setgroups, options->group_count, options->groups) < 0)
        return -1;
    if (options->change_user_group && syscall(SYS_setresgid, group, group, group) < 0)
        return -1;
    return options->change_user ? (int)syscall(SYS_setresuid, user, user, user) : 0;
}

static int prepare(const RtProcessOptions *options)
{
    if (lay_files(options) < 0)
        return -1;
    for (size_t i = 0; i < options->action_count; i++) {
        if (act(&options->actions[i]) < 0)
            return -1;
    }
    if (options->folder && chdir(options->folder) < 0)
        return -1;
    if (options->change_umask)
        umask((mode_t)options->umask);
    restore_signals(options);
    if (options->new_session && setsid() < 0)
        return -1;
    if (options->change_group && setpgid(0, (pid_t)options->group) < 0)
        return -1;
    return change_users(options);
}

/* The errno of the first program that could not be run for another reason than that it is not
 * there; or that it is not there. */
static int replace(const RtProcessOptions *options)
{
    char *const *arguments = (char *const *)options->arguments;
    char *const *environment = options->environment ? (char *const *)options->environment : environ;
    int number = 0;
    if (options->close_files)
        close_files();
    for (size_t i = 0; i < options->keep_count; i++)
        set_closing(options->keep[i], false);
    if (!options->programs) {
        execvpe(options->program, arguments, environment);
        return errno;
    }
    for (const char *const *program = options->programs; *program; program++) {
        execve(*program, arguments, environment);
        if (number == 0 || number == ENOENT || number == ENOTDIR)
            number = errno;
    }
    return number;
}

int rt_real_process_prepare(Rt *rt, const RtProcessOptions *options)
{
    return rt_real_result(prepare(options));
}

int rt_real_process_replace(Rt *rt, const RtProcessOptions *options)
{
    return rt_real_error(replace(options));
}

/* A handler of ours must not run in memory that is the parent's, too. */
static void drop_handlers(void)
{
    for (int number = 1; number <= 64; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL &&
            action.sa_handler != SIG_IGN)
            set_default(number);
    }
}

static _Noreturn void run_child(const RtProcessOptions *options, const sigset_t *blocked, int pipe)
{
    Failure failure = {0};
    drop_handlers();
    failure.prepared = prepare(options) == 0;
    failure.number = failure.prepared ? 0 : errno;
    pthread_sigmask(SIG_SETMASK, blocked, NULL);
    if (failure.prepared)
        failure.number = replace(options);
    ssize_t written = write(pipe, &failure, sizeof failure);
    (void)written; /* Nobody is left to tell. */
    _exit(127);
}

/* --- In the parent ------------------------------------------------------------------------- */

/* A pipe that lies above all files of the program. */
static int open_pipe(const RtProcessOptions *options, int ends[2])
{
    int low[2], above = 3;
    for (size_t i = 0; i < options->action_count; i++) {
        const RtFileAction *action = &options->actions[i];
        if (action->file >= above && action->file < INT_MAX)
            above = action->file + 1;
    }
    if (pipe2(low, O_CLOEXEC) < 0)
        return -1;
    ends[0] = low[0];
    ends[1] = fcntl(low[1], F_DUPFD_CLOEXEC, above);
    int number = errno;
    close(low[1]);
    if (ends[1] >= 0)
        return 0;
    close(low[0]);
    errno = number;
    return -1;
}

/* 0: the child has become the program. */
static int read_failure(int pipe, const RtProcessOptions *options)
{
    Failure failure = {0};
    ssize_t size;
    do
        size = read(pipe, &failure, sizeof failure);
    while (size < 0 && errno == EINTR);
    if (size < (ssize_t)sizeof failure)
        return 0;
    if (options->out_unprepared)
        *options->out_unprepared = !failure.prepared;
    return failure.number;
}

int rt_real_process_start(Rt *rt, const RtProcessOptions *options, int64_t *out_pid)
{
    int ends[2];
    sigset_t all, before, blocked;
    if (open_pipe(options, ends) < 0)
        return rt_real_error(errno);
    sigfillset(&all);
    rt_real_signals_to_set(options->blocked ? *options->blocked
                                            : atomic_load(&rt_real_thread_self(rt)->blocked),
                           &blocked);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0)
        run_child(options, &blocked, ends[1]);
    int number = pid < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (pid > 0)
        number = read_failure(ends[0], options);
    close(ends[0]);
    if (pid > 0 && number != 0) {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    *out_pid = pid;
    return rt_real_error(number);
}
