/* Processes, the environment and random bytes of the real machine. */
#include "runtime/real.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int64_t rt_real_process_id(Rt *rt)
{
    return getpid();
}

int64_t rt_real_process_parent_id(Rt *rt)
{
    return getppid();
}

int rt_real_process_user_id(Rt *rt)
{
    return (int)getuid();
}

void rt_real_process_exit(Rt *rt, int code)
{
    _exit(code);
}

void rt_real_process_abort(Rt *rt)
{
    abort();
}

/* --- Starting a program -------------------------------------------------------------------- */

/* The program's 0, 1, 2. The given files are first copied above 2, so that laying one of them down
 * cannot bury another. */
static int lay_files(const RtProcessOptions *options, posix_spawn_file_actions_t *actions,
                     int copies[3])
{
    const int given[3] = {options->input, options->output, options->error};
    for (int i = 0; i < 3; i++) {
        if (given[i] < 0)
            continue;
        copies[i] = fcntl(given[i], F_DUPFD_CLOEXEC, 3);
        if (copies[i] < 0)
            return rt_real_error(errno);
        int number = posix_spawn_file_actions_adddup2(actions, copies[i], i);
        if (number != 0)
            return rt_real_error(number);
    }
    return 0;
}

/* What we ignore or block for ourselves, the program shall not. */
static void set_attributes(const RtProcessOptions *options, posix_spawnattr_t *attributes)
{
    sigset_t set;
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    sigemptyset(&set);
    posix_spawnattr_setsigmask(attributes, &set);
    sigaddset(&set, SIGPIPE);
    sigaddset(&set, SIGXFSZ);
    posix_spawnattr_setsigdefault(attributes, &set);
    if (options->new_session)
        flags |= POSIX_SPAWN_SETSID;
    posix_spawnattr_setflags(attributes, flags);
}

static int spawn(const RtProcessOptions *options, posix_spawn_file_actions_t *actions,
                 int64_t *out_pid)
{
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    set_attributes(options, &attributes);
    char *const *environment = options->environment ? (char *const *)options->environment : environ;
    pid_t pid;
    int number = posix_spawnp(&pid, options->program, actions, &attributes,
                              (char *const *)options->arguments, environment);
    posix_spawnattr_destroy(&attributes);
    if (number != 0)
        return rt_real_error(number);
    *out_pid = pid;
    return 0;
}

int rt_real_process_start(Rt *rt, const RtProcessOptions *options, int64_t *out_pid)
{
    int copies[3] = {-1, -1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    int err = lay_files(options, &actions, copies);
    if (err == 0 && options->folder)
        err = rt_real_error(posix_spawn_file_actions_addchdir_np(&actions, options->folder));
    if (err == 0)
        err = spawn(options, &actions, out_pid);
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < 3; i++) {
        if (copies[i] >= 0)
            close(copies[i]);
    }
    return err;
}

int rt_real_process_wait(Rt *rt, int64_t pid, bool wait, int64_t *out_pid, int *out_status)
{
    int status = 0;
    pid_t ended = waitpid((pid_t)pid, &status, wait ? 0 : WNOHANG);
    if (ended < 0)
        return rt_real_error(errno);
    *out_pid = ended;
    *out_status = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    return 0;
}

int rt_real_process_fork(Rt *rt, int64_t *out_pid)
{
    pid_t pid = fork();
    if (pid < 0)
        return rt_real_error(errno);
    if (pid == 0)
        rt_real_thread_after_fork(rt);
    *out_pid = pid;
    return 0;
}

int rt_real_process_replace(Rt *rt, const char *program, const char *const *arguments,
                            const char *const *environment)
{
    char *const *entries = environment ? (char *const *)environment : environ;
    execvpe(program, (char *const *)arguments, entries);
    return rt_real_error(errno);
}

/* --- The environment ----------------------------------------------------------------------- */

int rt_real_env_get(Rt *rt, const char *name, char **out_value)
{
    const char *value = getenv(name);
    return value ? rt_real_copy(value, out_value) : RT_ENOENT;
}

int rt_real_env_set(Rt *rt, const char *name, const char *value)
{
    return rt_real_result(value ? setenv(name, value, 1) : unsetenv(name));
}

/* One block: the pointers, then the texts. */
int rt_real_env_list(Rt *rt, char ***out_entries)
{
    size_t count = 0, size = 0;
    for (; environ && environ[count]; count++)
        size += strlen(environ[count]) + 1;
    char **entries = malloc((count + 1) * sizeof *entries + size);
    if (!entries)
        return RT_ENOMEM;
    char *text = (char *)(entries + count + 1);
    for (size_t i = 0; i < count; i++) {
        entries[i] = text;
        text = stpcpy(text, environ[i]) + 1;
    }
    entries[count] = NULL;
    *out_entries = entries;
    return 0;
}

int rt_real_executable_path(Rt *rt, char **out_path)
{
    char path[PATH_MAX];
    size_t size = sizeof path;
    int err = uv_exepath(path, &size);
    return err < 0 ? rt_real_error(-err) : rt_real_copy(path, out_path);
}

int rt_real_random_bytes(Rt *rt, void *buffer, size_t size)
{
    int err = uv_random(NULL, NULL, buffer, size, 0, NULL);
    return err < 0 ? rt_real_error(-err) : 0;
}

/* --- About the machine --------------------------------------------------------------------- */

int rt_real_uname(Rt *rt, RtUname *out)
{
    struct utsname found;
    if (uname(&found) < 0)
        return rt_real_error(errno);
    snprintf(out->system, sizeof out->system, "%s", found.sysname);
    snprintf(out->node, sizeof out->node, "%s", found.nodename);
    snprintf(out->release, sizeof out->release, "%s", found.release);
    snprintf(out->version, sizeof out->version, "%s", found.version);
    snprintf(out->hardware, sizeof out->hardware, "%s", found.machine);
    return 0;
}

static int64_t from_timeval(struct timeval time)
{
    return time.tv_sec * RT_SECOND + time.tv_usec * RT_MICROSECOND;
}

int rt_real_usage(Rt *rt, RtUsage *out)
{
    struct rusage usage, children;
    if (getrusage(RUSAGE_SELF, &usage) < 0 || getrusage(RUSAGE_CHILDREN, &children) < 0)
        return rt_real_error(errno);
    *out = (RtUsage){
        .user_ns = from_timeval(usage.ru_utime),
        .system_ns = from_timeval(usage.ru_stime),
        .children_user_ns = from_timeval(children.ru_utime),
        .children_system_ns = from_timeval(children.ru_stime),
        .peak_bytes = (int64_t)usage.ru_maxrss * 1024,
        .children_peak_bytes = (int64_t)children.ru_maxrss * 1024,
        .voluntary_switches = usage.ru_nvcsw,
        .involuntary_switches = usage.ru_nivcsw,
    };
    return 0;
}
