/* What a process of the virtual machine can ask about itself, and what it can't change: its users,
 * groups, cores, priorities, limits, and masks of signals. */
#include "runtime/sim_world.h"

enum { PROCESS_GROUP = SIM_PROCESS_ID };

int rt_sim_process_identity(Rt *rt, RtIdentity which, int64_t pid, int64_t *out)
{
    bool of_process = which == RT_ID_PROCESS_GROUP || which == RT_ID_SESSION;
    if (of_process && pid != 0 && !rt_sim_process_find(rt_sim_of(rt), pid))
        return RT_ESRCH;
    *out = of_process ? PROCESS_GROUP : SIM_USER_ID;
    return 0;
}

int rt_sim_process_set_group(Rt *rt, int64_t pid, int64_t group)
{
    return RT_ESIM_GROUP;
}

int rt_sim_process_new_session(Rt *rt)
{
    return RT_ESIM_GROUP;
}

int rt_sim_priority_get(Rt *rt, RtPriorityOf which, int64_t who, int *out)
{
    *out = 0;
    return 0;
}

int rt_sim_priority_set(Rt *rt, RtPriorityOf which, int64_t who, int nice)
{
    return nice == 0 ? 0 : RT_ESIM_PRIORITY;
}

int rt_sim_limit_get(Rt *rt, int which, int64_t *out_soft, int64_t *out_hard)
{
    if (which < 0 || which >= RT_LIMIT_COUNT)
        return RT_EINVAL;
    *out_soft = *out_hard = -1;
    return 0;
}

int rt_sim_limit_set(Rt *rt, int which, int64_t soft, int64_t hard)
{
    if (which < 0 || which >= RT_LIMIT_COUNT)
        return RT_EINVAL;
    return soft < 0 && hard < 0 ? 0 : RT_ESIM_LIMIT;
}

/* --- Cores --------------------------------------------------------------------------------- */

int rt_sim_affinity_get(Rt *rt, int64_t pid, RtCores *out)
{
    int count = rt_sim_affinity_count(rt);
    *out = (RtCores){0};
    for (int core = 0; core < count && core < RT_CORES_MAX; core++)
        out->words[core / 64] |= (uint64_t)1 << core % 64;
    return 0;
}

/* All cores, and no other, may be asked for: then nothing changes. */
int rt_sim_affinity_set(Rt *rt, int64_t pid, const RtCores *cores)
{
    RtCores ours;
    bool any = false, all = true;
    rt_sim_affinity_get(rt, pid, &ours);
    for (int i = 0; i < RT_CORES_MAX / 64; i++) {
        any |= (ours.words[i] & cores->words[i]) != 0;
        all &= (ours.words[i] & ~cores->words[i]) == 0;
    }
    return !any ? RT_EINVAL : all ? 0 : RT_ESIM_AFFINITY;
}

/* --- Signals ------------------------------------------------------------------------------- */

/* Nothing is ever blocked, so nothing is pending. */
int rt_sim_signal_mask(Rt *rt, RtMaskChange change, RtSignals signals, RtSignals *out_before)
{
    *out_before = 0;
    return signals == 0 || change == RT_MASK_UNBLOCK ? 0 : RT_ESIM_MASK;
}

int rt_sim_signal_pending(Rt *rt, RtSignals *out)
{
    *out = 0;
    return 0;
}

int rt_sim_signal_wait(Rt *rt, RtSignals signals, int64_t deadline_ns, RtSignalInfo *out)
{
    return RT_ESIM_MASK;
}

/* The main thread gets them all. */
int rt_sim_signal_send_thread(Rt *rt, RtThread *thread, int number)
{
    return number == 0 ? 0 : rt_sim_signal_raise(rt, number);
}

int rt_sim_signal_set_restart(Rt *rt, int number, bool restart)
{
    return 0; /* A wait that goes on and one that is begun again are the same here. */
}

int rt_sim_signal_set_wakeup(Rt *rt, int file)
{
    return file < 0 ? 0 : RT_ESIM_WAKEUP;
}

int rt_sim_signal_wakeup_error(Rt *rt)
{
    return 0;
}
