/* No lock at all: whoever wants to run, runs.
 *
 * Only a virtual machine can show this, where one core's bytecode is done before the next one's
 * begins: cores run at the same time, no object breaks, and what is left are the races that a
 * program without a lock has. Every thread holds what is no lock; gil_resume says who it is that
 * runs at the moment. */
#include "gil/policy.h"

static int none_init(Gil *gil)
{
    return 0;
}

static void none_fini(Gil *gil)
{
}

static int none_acquire(Gil *gil, GilThread *thread)
{
    return gil_refuses(gil, thread) ? -1 : 0;
}

static void none_release(Gil *gil, GilThread *thread, GilReason reason)
{
}

static int none_check(Gil *gil, GilThread *thread)
{
    return 0;
}

static void none_wake_all(Gil *gil)
{
}

static int none_after_fork(Gil *gil, GilThread *thread)
{
    return 0;
}

const GilPolicy gil_policy_none = {
    .init = none_init,
    .fini = none_fini,
    .acquire = none_acquire,
    .release = none_release,
    .check = none_check,
    .wake_all = none_wake_all,
    .after_fork = none_after_fork,
    .many_holders = true,
};
