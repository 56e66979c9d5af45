/* Threads, mutexes, conditions, semaphores, parking and sleeping on the real machine.
 *
 * A parked or sleeping thread waits on a semaphore of its own, because posting one is the only way
 * to wake a thread that POSIX allows inside a signal handler. The semaphore says "look at your
 * flags", no more: posts may pile up, and each costs one turn of a loop. */
#include "runtime/real.h"

#include "runtime/check.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAIN_STACK_MAX (512L * 1024 * 1024) /* when the system says "unlimited" */

struct RtMutex {
    uv_mutex_t mutex;
};

struct RtCond {
    uv_cond_t cond;
};

struct RtSem {
    _Atomic uint32_t value;   /* the futex */
    _Atomic uint32_t waiters; /* threads in rt_sem_wait */
};

/* The two things that only the thread library can know: who runs, and what it keeps. */
static _Thread_local RtThread *current;
static _Thread_local void *local;

/* --- Mutexes and conditions ---------------------------------------------------------------- */

int rt_real_mutex_new(Rt *rt, RtMutex **out)
{
    RtMutex *mutex = malloc(sizeof *mutex);
    if (!mutex)
        return RT_ENOMEM;
    int err = uv_mutex_init(&mutex->mutex);
    if (err < 0) {
        free(mutex);
        return rt_real_error(-err);
    }
    *out = mutex;
    return 0;
}

void rt_real_mutex_free(Rt *rt, RtMutex *mutex)
{
    if (!mutex)
        return;
    uv_mutex_destroy(&mutex->mutex);
    free(mutex);
}

void rt_real_mutex_lock(Rt *rt, RtMutex *mutex)
{
    uv_mutex_lock(&mutex->mutex);
}

bool rt_real_mutex_trylock(Rt *rt, RtMutex *mutex)
{
    return uv_mutex_trylock(&mutex->mutex) == 0;
}

void rt_real_mutex_unlock(Rt *rt, RtMutex *mutex)
{
    uv_mutex_unlock(&mutex->mutex);
}

int rt_real_mutex_reset(Rt *rt, RtMutex *mutex)
{
    return rt_real_error(-uv_mutex_init(&mutex->mutex));
}

int rt_real_cond_new(Rt *rt, RtCond **out)
{
    RtCond *cond = malloc(sizeof *cond);
    if (!cond)
        return RT_ENOMEM;
    int err = uv_cond_init(&cond->cond);
    if (err < 0) {
        free(cond);
        return rt_real_error(-err);
    }
    *out = cond;
    return 0;
}

void rt_real_cond_free(Rt *rt, RtCond *cond)
{
    if (!cond)
        return;
    uv_cond_destroy(&cond->cond);
    free(cond);
}

void rt_real_cond_wait(Rt *rt, RtCond *cond, RtMutex *mutex)
{
    uv_cond_wait(&cond->cond, &mutex->mutex);
}

/* libuv takes a duration, and measures it on the same monotonic clock. */
int rt_real_cond_timedwait(Rt *rt, RtCond *cond, RtMutex *mutex, int64_t deadline_ns)
{
    if (deadline_ns == RT_FOREVER) {
        uv_cond_wait(&cond->cond, &mutex->mutex);
        return 0;
    }
    int64_t left_ns = deadline_ns - rt_clock(rt, RT_CLOCK_MONOTONIC);
    if (left_ns <= 0)
        return RT_ETIMEDOUT;
    int err = uv_cond_timedwait(&cond->cond, &mutex->mutex, (uint64_t)left_ns);
    return err == UV_ETIMEDOUT ? RT_ETIMEDOUT : 0;
}

void rt_real_cond_signal(Rt *rt, RtCond *cond)
{
    uv_cond_signal(&cond->cond);
}

void rt_real_cond_broadcast(Rt *rt, RtCond *cond)
{
    uv_cond_broadcast(&cond->cond);
}

int rt_real_cond_reset(Rt *rt, RtCond *cond)
{
    return rt_real_error(-uv_cond_init(&cond->cond));
}

/* --- Semaphores ---------------------------------------------------------------------------- */

/* glibc's algorithm, written out because sem_wait does not tell how often it woke for nothing. A
 * post looks at waiters after it has raised value, a waiter at value after it has counted itself:
 * one of them sees the other. */

int rt_real_sem_new(Rt *rt, uint32_t value, RtSem **out)
{
    RtSem *sem = calloc(1, sizeof *sem);
    if (!sem)
        return RT_ENOMEM;
    sem->value = value;
    *out = sem;
    return 0;
}

void rt_real_sem_free(Rt *rt, RtSem *sem)
{
    ASSERT(!sem || sem->waiters == 0);
    free(sem);
}

bool rt_real_sem_try(Rt *rt, RtSem *sem)
{
    uint32_t value = atomic_load(&sem->value);
    while (value > 0) {
        if (atomic_compare_exchange_weak(&sem->value, &value, value - 1))
            return true;
    }
    return false;
}

/* Only a sleep that a post has ended counts as being woken. */
bool rt_real_sem_wait(Rt *rt, RtSem *sem)
{
    bool taken, woken = false;
    atomic_fetch_add(&sem->waiters, 1);
    while (!(taken = rt_real_sem_try(rt, sem)) && !woken)
        woken = syscall(SYS_futex, &sem->value, FUTEX_WAIT_PRIVATE, 0, NULL) == 0;
    atomic_fetch_sub(&sem->waiters, 1);
    return taken;
}

void rt_real_sem_post(Rt *rt, RtSem *sem)
{
    atomic_fetch_add(&sem->value, 1);
    if (atomic_load(&sem->waiters) > 0)
        syscall(SYS_futex, &sem->value, FUTEX_WAKE_PRIVATE, 1);
}

int rt_real_sem_reset(Rt *rt, RtSem *sem, uint32_t value)
{
    *sem = (RtSem){.value = value};
    return 0;
}

/* --- Threads: their records ---------------------------------------------------------------- */

static int record_init(Rt *rt, RtThread *thread, int references)
{
    thread->rt = rt;
    atomic_store(&thread->references, references);
    return rt_real_result(sem_init(&thread->parked, 0, 0));
}

static void record_drop(RtThread *thread)
{
    if (atomic_fetch_sub(&thread->references, 1) > 1)
        return;
    sem_destroy(&thread->parked);
    free(thread);
}

/* A second machine in the same thread takes the thread over until it ends. */
int rt_real_thread_init(Rt *rt, RtThread *self)
{
    int err = record_init(rt, self, 1);
    if (err < 0)
        return err;
    RtSignals before;
    self->handle = uv_thread_self();
    current = self;
    local = NULL;
    rt_real_signal_mask(rt, RT_MASK_BLOCK, 0, &before); /* As we were started. */
    return 0;
}

void rt_real_thread_fini(RtThread *self)
{
    if (current == self)
        current = NULL;
    sem_destroy(&self->parked);
}

/* The thread that forked gets the main one's record, and the signals that go with it. */
void rt_real_thread_after_fork(Rt *rt)
{
    sigset_t set;
    RtSignals blocked = current ? atomic_load(&current->blocked) : 0;
    rt_real_signals_to_set(blocked, &set);
    pthread_sigmask(SIG_SETMASK, &set, NULL);
    RtThread *self = &real_of(rt)->main;
    memset(self, 0, sizeof *self);
    self->blocked = blocked;
    record_init(rt, self, 1);
    self->handle = uv_thread_self();
    current = self;
}

RtThread *rt_real_thread_self(Rt *rt)
{
    if (current && current->rt == rt)
        return current;
    RtThread *main = &real_of(rt)->main;
    REQUIRE(main->handle == uv_thread_self());
    return main;
}

RtThread *rt_real_thread_main(Rt *rt)
{
    return &real_of(rt)->main;
}

uint64_t rt_real_thread_ident(Rt *rt, RtThread *thread)
{
    return (uint64_t)thread->handle;
}

int64_t rt_real_thread_native_id(Rt *rt)
{
    return syscall(SYS_gettid);
}

/* --- Threads: start and end ---------------------------------------------------------------- */

static void set_own_name(const char *name)
{
    char text[16];
    strncpy(text, name, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    pthread_setname_np(pthread_self(), text);
}

void rt_real_thread_set_name(Rt *rt, const char *name)
{
    set_own_name(name);
}

static void run(void *argument)
{
    RtThread *self = argument;
    current = self;
    self->handle = uv_thread_self();
    if (self->name[0])
        set_own_name(self->name);
    self->entry(self->argument);
    current = NULL;
    record_drop(self);
}

/* Signals that the system sends to a process are for the main thread. A fault stays with the thread
 * that made it. */
static void block_signals(sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    pthread_sigmask(SIG_BLOCK, &all, before);
}

static int create(RtThread *thread, uv_thread_t *handle, size_t stack_size)
{
    uv_thread_options_t options = {.flags = UV_THREAD_NO_FLAGS};
    if (stack_size > 0) {
        options.flags = UV_THREAD_HAS_STACK_SIZE;
        options.stack_size = stack_size;
    }
    sigset_t before;
    block_signals(&before);
    int err = uv_thread_create_ex(handle, &options, run, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return err < 0 ? rt_real_error(-err) : 0;
}

int rt_real_thread_start(Rt *rt, const RtThreadOptions *options, void (*entry)(void *),
                         void *argument, RtThread **out)
{
    ASSERT(out || options->detached);
    RtThread *thread = calloc(1, sizeof *thread);
    if (!thread)
        return RT_ENOMEM;
    thread->entry = entry;
    thread->argument = argument;
    thread->blocked = current ? atomic_load(&current->blocked) : 0;
    if (options->name)
        strncpy(thread->name, options->name, sizeof thread->name - 1);
    int err = record_init(rt, thread, 2);
    if (err < 0) {
        free(thread);
        return err;
    }
    uv_thread_t handle;
    err = create(thread, &handle, options->stack_size);
    if (err < 0) {
        sem_destroy(&thread->parked);
        free(thread);
        return err;
    }
    thread->handle = handle;
    if (out)
        *out = thread;
    if (options->detached)
        rt_real_thread_detach(rt, thread);
    return 0;
}

int rt_real_thread_join(Rt *rt, RtThread *thread)
{
    uv_thread_t handle = thread->handle;
    int err = uv_thread_join(&handle);
    if (err < 0)
        return rt_real_error(-err);
    record_drop(thread);
    return 0;
}

void rt_real_thread_detach(Rt *rt, RtThread *thread)
{
    pthread_detach((pthread_t)thread->handle);
    record_drop(thread);
}

void rt_real_thread_yield(Rt *rt)
{
    sched_yield();
}

void *rt_real_thread_local_get(Rt *rt)
{
    return local;
}

void rt_real_thread_local_set(Rt *rt, void *value)
{
    local = value;
}

/* --- The stack ----------------------------------------------------------------------------- */

/* pthread_getattr_np would read /proc/self/maps for the main thread, which costs a start-up more
 * than all else in this file. Its stack may grow to the limit, of which arguments and environment
 * have used a part that we cannot see: an eighth is left for them. */
static void main_stack(char **out_low, size_t *out_size)
{
    struct rlimit limit;
    size_t size = MAIN_STACK_MAX;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < (rlim_t)MAIN_STACK_MAX)
        size = (size_t)limit.rlim_cur;
    size -= size / 8;
    char *here = __builtin_frame_address(0);
    *out_low = here - size;
    *out_size = size;
}

int rt_real_thread_stack(Rt *rt, char **out_low, size_t *out_size)
{
    if (getpid() == syscall(SYS_gettid)) {
        main_stack(out_low, out_size);
        return 0;
    }
    pthread_attr_t attributes;
    int err = pthread_getattr_np(pthread_self(), &attributes);
    if (err != 0)
        return rt_real_error(err);
    void *low;
    err = pthread_attr_getstack(&attributes, &low, out_size);
    pthread_attr_destroy(&attributes);
    if (err != 0)
        return rt_real_error(err);
    *out_low = low;
    return 0;
}

/* --- Waiting that a signal may end --------------------------------------------------------- */

/* Waits for a post, a signal or the deadline; which of them does not matter, the callers look at
 * their flags and clocks. */
static void wait_for_post(RtThread *self, int64_t deadline_ns)
{
    if (deadline_ns == RT_FOREVER) {
        sem_wait(&self->parked);
        return;
    }
    struct timespec until = {.tv_sec = deadline_ns / RT_SECOND, .tv_nsec = deadline_ns % RT_SECOND};
    sem_clockwait(&self->parked, CLOCK_MONOTONIC, &until);
}

bool rt_real_thread_was_woken(Rt *rt)
{
    RtThread *self = rt_real_thread_self(rt);
    return atomic_load(&self->woken) && atomic_exchange(&self->woken, false);
}

int rt_real_thread_park(Rt *rt, int64_t deadline_ns)
{
    RtThread *self = rt_real_thread_self(rt);
    for (;;) {
        if (atomic_exchange(&self->unparked, false))
            return 0;
        if (atomic_exchange(&self->woken, false))
            return RT_EINTR;
        if (deadline_ns != RT_FOREVER && rt_clock(rt, RT_CLOCK_MONOTONIC) >= deadline_ns)
            return RT_ETIMEDOUT;
        wait_for_post(self, deadline_ns);
    }
}

/* An unpark that comes meanwhile takes a post away, but its flag stays for the next park. */
int rt_real_sleep_until(Rt *rt, int64_t deadline_ns)
{
    RtThread *self = rt_real_thread_self(rt);
    for (;;) {
        if (atomic_exchange(&self->woken, false))
            return RT_EINTR;
        if (deadline_ns != RT_FOREVER && rt_clock(rt, RT_CLOCK_MONOTONIC) >= deadline_ns)
            return 0;
        wait_for_post(self, deadline_ns);
    }
}

void rt_real_thread_unpark(Rt *rt, RtThread *thread)
{
    if (!atomic_exchange(&thread->unparked, true))
        sem_post(&thread->parked);
}

/* In a signal handler: sem_post is safe there, and the errno it may set is put back. */
void rt_real_thread_wake(Rt *rt, RtThread *thread)
{
    int saved = errno;
    if (!atomic_exchange(&thread->woken, true))
        sem_post(&thread->parked);
    errno = saved;
}

/* --- Cores --------------------------------------------------------------------------------- */

int rt_real_cpu_count(Rt *rt)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (int)count : 1;
}

int rt_real_affinity_count(Rt *rt)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return rt_real_cpu_count(rt);
    return CPU_COUNT(&set);
}

int rt_real_affinity_get(Rt *rt, int64_t pid, RtCores *out)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity((pid_t)pid, sizeof set, &set) < 0)
        return rt_real_error(errno);
    *out = (RtCores){0};
    for (int core = 0; core < RT_CORES_MAX && core < CPU_SETSIZE; core++) {
        if (CPU_ISSET(core, &set))
            out->words[core / 64] |= (uint64_t)1 << core % 64;
    }
    return 0;
}

int rt_real_affinity_set(Rt *rt, int64_t pid, const RtCores *cores)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int core = 0; core < RT_CORES_MAX && core < CPU_SETSIZE; core++) {
        if (cores->words[core / 64] >> core % 64 & 1)
            CPU_SET(core, &set);
    }
    return rt_real_result(sched_setaffinity((pid_t)pid, sizeof set, &set));
}
