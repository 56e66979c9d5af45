/* Processes, the environment and random bytes of the real machine. For the start of programs see
 * real_start.c. */
#include "runtime/real.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
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

int rt_real_process_identity(Rt *rt, RtIdentity which, int64_t pid, int64_t *out)
{
    switch (which) {
    case RT_ID_USER: *out = getuid(); break;
    case RT_ID_EFFECTIVE_USER: *out = geteuid(); break;
    case RT_ID_GROUP: *out = getgid(); break;
    case RT_ID_EFFECTIVE_GROUP: *out = getegid(); break;
    case RT_ID_PROCESS_GROUP: *out = getpgid((pid_t)pid); break;
    case RT_ID_SESSION: *out = getsid((pid_t)pid); break;
    }
    return rt_real_result(*out);
}

int rt_real_process_set_group(Rt *rt, int64_t pid, int64_t group)
{
    return rt_real_result(setpgid((pid_t)pid, (pid_t)group));
}

int rt_real_process_new_session(Rt *rt)
{
    return rt_real_result(setsid());
}

static int priority_of(RtPriorityOf which)
{
    static const int numbers[] = {PRIO_PROCESS, PRIO_PGRP, PRIO_USER};
    return numbers[which];
}

int rt_real_priority_get(Rt *rt, RtPriorityOf which, int64_t who, int *out)
{
    errno = 0; /* -1 is a priority, too. */
    *out = getpriority(priority_of(which), (id_t)who);
    return rt_real_error(errno);
}

int rt_real_priority_set(Rt *rt, RtPriorityOf which, int64_t who, int nice)
{
    return rt_real_result(setpriority(priority_of(which), (id_t)who, nice));
}

int rt_real_limit_get(Rt *rt, int which, int64_t *out_soft, int64_t *out_hard)
{
    struct rlimit limit;
    if (getrlimit(which, &limit) < 0)
        return rt_real_error(errno);
    *out_soft = limit.rlim_cur == RLIM_INFINITY ? -1 : (int64_t)limit.rlim_cur;
    *out_hard = limit.rlim_max == RLIM_INFINITY ? -1 : (int64_t)limit.rlim_max;
    return 0;
}

int rt_real_limit_set(Rt *rt, int which, int64_t soft, int64_t hard)
{
    struct rlimit limit = {.rlim_cur = soft < 0 ? RLIM_INFINITY : (rlim_t)soft,
                           .rlim_max = hard < 0 ? RLIM_INFINITY : (rlim_t)hard};
    return rt_real_result(setrlimit(which, &limit));
}

void rt_real_process_exit(Rt *rt, int code)
{
    _exit(code);
}

void rt_real_process_abort(Rt *rt)
{
    abort();
}

/* --- Children ------------------------------------------------------------------------------ */

/* The library's waitid() does not tell what the child used, but the system's does. */
int rt_real_process_await(Rt *rt, RtWaitFor which, int64_t id, int options, RtChange *out)
{
    siginfo_t info = {0};
    struct rusage usage = {0};
    if (syscall(SYS_waitid, (int)which, (pid_t)id, &info, options, &usage) < 0)
        return rt_real_error(errno);
    *out = (RtChange){.pid = info.si_pid};
    if (info.si_pid == 0)
        return 0;
    out->user = (int)info.si_uid;
    out->code = info.si_code;
    out->status = info.si_status;
    out->used = rt_real_used(&usage);
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

RtUsed rt_real_used(const struct rusage *usage)
{
    return (RtUsed){
        .user_ns = from_timeval(usage->ru_utime),
        .system_ns = from_timeval(usage->ru_stime),
        .peak_bytes = (int64_t)usage->ru_maxrss * 1024,
        .minor_faults = usage->ru_minflt,
        .major_faults = usage->ru_majflt,
        .blocks_read = usage->ru_inblock,
        .blocks_written = usage->ru_oublock,
        .voluntary_switches = usage->ru_nvcsw,
        .involuntary_switches = usage->ru_nivcsw,
    };
}

int rt_real_usage(Rt *rt, RtUsage *out)
{
    struct rusage self, children;
    if (getrusage(RUSAGE_SELF, &self) < 0 || getrusage(RUSAGE_CHILDREN, &children) < 0)
        return rt_real_error(errno);
    *out = (RtUsage){rt_real_used(&self), rt_real_used(&children)};
    return 0;
}
