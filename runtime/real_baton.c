/* The baton on Linux: a futex for each process, and signals that tell the death of parents. */
#include "runtime/baton.h"

#include "runtime/real.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child's death is noticed this late, at most. */
#define LOOK_NS (500 * RT_MILLISECOND)

/* The end of a child, without waiting: 0 if none has died that was not through. */
static int look_for_dead(int options)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, options)) > 0 || (pid < 0 && errno == EINTR)) {
        if (pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
            continue;
        return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }
    return 0;
}

/* The parent may have died before the child could ask to be told. Who was through is buried. */
int rt_baton_fork(void)
{
    look_for_dead(WNOHANG);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0)
        return rt_real_error(errno);
    if (pid > 0)
        return 1;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    return 0;
}

void rt_baton_pass(RtBaton *to)
{
    atomic_store(&to->is_here, 1);
    syscall(SYS_futex, &to->is_here, FUTEX_WAKE, 1, NULL, NULL, 0);
}

int rt_baton_wait(RtBaton *own)
{
    const struct timespec patience = {.tv_nsec = LOOK_NS};
    while (atomic_exchange(&own->is_here, 0) == 0) {
        long result = syscall(SYS_futex, &own->is_here, FUTEX_WAIT, 0, &patience, NULL, 0);
        int dead = result < 0 && errno == ETIMEDOUT ? look_for_dead(WNOHANG) : 0;
        if (dead != 0)
            return dead;
    }
    return 0;
}

int rt_baton_linger(void)
{
    return look_for_dead(0);
}
