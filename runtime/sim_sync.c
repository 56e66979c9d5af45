/* Mutexes, conditions and semaphores of the virtual machine, as a futex makes them.
 *
 * Unlocking wakes the first waiter, and gives it nothing: until the waiter has got up, whoever
 * comes by may take the mutex, the unlocker first of all. The waiter then waits again, at the end
 * of the queue. Everything that makes the tick lock of CPython 2 a battle begins here. */
#include "runtime/sim.h"

#include "runtime/check.h"

#include <stdlib.h>

struct RtMutex {
    bool locked;
    uint64_t owner; /* its ident, for reports */
    SimQueue waiters;
};

struct RtCond {
    SimQueue waiters;
};

struct RtSem {
    uint32_t value;
    uint32_t waiters;  /* threads in rt_sem_wait, */
    SimQueue sleepers; /* of which these sleep */
};

/* --- Mutexes --------------------------------------------------------------------------------- */

int rt_sim_mutex_new(Rt *rt, RtMutex **out)
{
    RtMutex *mutex = calloc(1, sizeof *mutex);
    if (!mutex)
        return RT_ENOMEM;
    *out = mutex;
    return 0;
}

void rt_sim_mutex_free(Rt *rt, RtMutex *mutex)
{
    ASSERT(!mutex || !mutex->waiters.first);
    free(mutex);
}

static void lock(Sim *sim, RtMutex *mutex)
{
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    while (mutex->locked) {
        sim->current->waits_for = mutex->owner;
        rt_sim_wait(sim, &mutex->waiters, SIM_WAIT_MUTEX, RT_FOREVER, false);
    }
    mutex->locked = true;
    mutex->owner = sim->current->ident;
}

static void unlock(Sim *sim, RtMutex *mutex)
{
    ASSERT(mutex->locked);
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    mutex->locked = false;
    if (mutex->waiters.first)
        rt_sim_wake(sim, &mutex->waiters, 1);
}

void rt_sim_mutex_lock(Rt *rt, RtMutex *mutex)
{
    lock(mutex->locked ? rt_sim_enter(rt) : rt_sim_enter_alone(rt), mutex);
}

bool rt_sim_mutex_trylock(Rt *rt, RtMutex *mutex)
{
    Sim *sim = rt_sim_enter_alone(rt);
    rt_sim_charge_some(sim, RT_COST_LOCK);
    if (mutex->locked)
        return false;
    mutex->locked = true;
    mutex->owner = sim->current->ident;
    return true;
}

void rt_sim_mutex_unlock(Rt *rt, RtMutex *mutex)
{
    unlock(mutex->waiters.first ? rt_sim_enter(rt) : rt_sim_enter_alone(rt), mutex);
}

int rt_sim_mutex_reset(Rt *rt, RtMutex *mutex)
{
    *mutex = (RtMutex){0};
    return 0;
}

/* --- Conditions ------------------------------------------------------------------------------ */

int rt_sim_cond_new(Rt *rt, RtCond **out)
{
    RtCond *cond = calloc(1, sizeof *cond);
    if (!cond)
        return RT_ENOMEM;
    *out = cond;
    return 0;
}

void rt_sim_cond_free(Rt *rt, RtCond *cond)
{
    ASSERT(!cond || !cond->waiters.first);
    free(cond);
}

/* Nobody comes between the unlocking and the waiting: no signal is lost. The deadline may pass
 * while the thread pays for the unlocking; it sleeps all the same, as on a futex, or threads of
 * little patience would never let the others at the mutex. */
int rt_sim_cond_timedwait(Rt *rt, RtCond *cond, RtMutex *mutex, int64_t deadline_ns)
{
    Sim *sim = rt_sim_enter(rt);
    if (deadline_ns != RT_FOREVER && rt_sim_now_ns(sim) >= deadline_ns) {
        rt_sim_charge_some(sim, RT_COST_LOCK);
        return RT_ETIMEDOUT;
    }
    unlock(sim, mutex);
    int err = rt_sim_block(sim, &cond->waiters, SIM_WAIT_COND, deadline_ns, false);
    lock(sim, mutex);
    return err;
}

void rt_sim_cond_wait(Rt *rt, RtCond *cond, RtMutex *mutex)
{
    rt_sim_cond_timedwait(rt, cond, mutex, RT_FOREVER);
}

void rt_sim_cond_signal(Rt *rt, RtCond *cond)
{
    Sim *sim = cond->waiters.first ? rt_sim_enter(rt) : rt_sim_enter_alone(rt);
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    if (cond->waiters.first)
        rt_sim_wake_any(sim, &cond->waiters);
}

void rt_sim_cond_broadcast(Rt *rt, RtCond *cond)
{
    Sim *sim = cond->waiters.first ? rt_sim_enter(rt) : rt_sim_enter_alone(rt);
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    rt_sim_wake(sim, &cond->waiters, -1);
}

int rt_sim_cond_reset(Rt *rt, RtCond *cond)
{
    *cond = (RtCond){0};
    return 0;
}

/* --- Semaphores ------------------------------------------------------------------------------ */

int rt_sim_sem_new(Rt *rt, uint32_t value, RtSem **out)
{
    RtSem *sem = calloc(1, sizeof *sem);
    if (!sem)
        return RT_ENOMEM;
    sem->value = value;
    *out = sem;
    return 0;
}

void rt_sim_sem_free(Rt *rt, RtSem *sem)
{
    ASSERT(!sem || sem->waiters == 0);
    free(sem);
}

static bool take(RtSem *sem)
{
    if (sem->value == 0)
        return false;
    sem->value--;
    return true;
}

/* A try that fails has only looked. Were it as dear as one that succeeds, two threads could look in
 * step, each while the other has it for a moment, and never sleep. */
bool rt_sim_sem_try(Rt *rt, RtSem *sem)
{
    Sim *sim = rt_sim_enter_alone(rt);
    bool taken = take(sem);
    if (taken)
        rt_sim_charge_some(sim, RT_COST_LOCK);
    else
        rt_sim_charge_ps(sim, SIM_PS_PER_NS);
    return taken;
}

bool rt_sim_sem_wait(Rt *rt, RtSem *sem)
{
    Sim *sim = sem->value > 0 ? rt_sim_enter_alone(rt) : rt_sim_enter(rt);
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    bool taken = take(sem);
    if (!taken) {
        sem->waiters++;
        rt_sim_block(sim, &sem->sleepers, SIM_WAIT_SEM, RT_FOREVER, false);
        sem->waiters--;
        taken = take(sem);
    }
    return taken;
}

/* The one is there for others to take as soon as it is posted, while the poster is still in the
 * kernel to look for a sleeper. */
void rt_sim_sem_post(Rt *rt, RtSem *sem)
{
    Sim *sim = sem->sleepers.first ? rt_sim_enter(rt) : rt_sim_enter_alone(rt);
    rt_sim_charge(sim, RT_COST_LOCK, 1);
    sem->value++;
    if (sem->sleepers.first)
        rt_sim_wake(sim, &sem->sleepers, 1);
    else if (sem->waiters > 0)
        rt_sim_charge(sim, RT_COST_SYSTEM_CALL, 1);
}

int rt_sim_sem_reset(Rt *rt, RtSem *sem, uint32_t value)
{
    *sem = (RtSem){.value = value};
    return 0;
}
