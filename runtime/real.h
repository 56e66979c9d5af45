/* The real machine's inside: what the real_*.c files share.
 *
 * They alone talk to the operating system. The machine is libuv's threads, mutexes, conditions and
 * clock, and POSIX for what must be interruptible by a signal, which libuv is not. */
#ifndef RUNTIME_REAL_H
#define RUNTIME_REAL_H

#include "runtime/ops.h"

#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <uv.h>

struct RtThread {
    Rt *rt;
    _Atomic uv_thread_t handle; /* written by starter and started, whoever is first: the same */
    sem_t parked;               /* posted to make the thread look at the two flags */
    _Atomic bool unparked;      /* set by rt_thread_unpark, cleared by the park it ends */
    _Atomic bool woken;         /* set by rt_thread_wake, cleared by the call it ends */
    _Atomic int references;     /* the running thread, and the owner of the handle */
    void (*entry)(void *);
    void *argument;
    char name[16];              /* the system keeps 15 bytes */
    _Atomic RtSignals blocked;  /* as its script sees it; see real_signal.c */
};

/* libcurl's functions, found when the first page is fetched; see real_http.c. */
typedef struct Curl Curl;

typedef struct RealPace RealPace; /* see real_pace.c */

typedef struct Real {
    Rt base; /* first: an Rt of this machine is a Real */
    RtThread main;
    uv_mutex_t curl_mutex;
    RealPace *pace; /* NULL: as fast as it goes */
    Curl *curl; /* guarded by curl_mutex until set, then constant */
    RtOps guarded; /* see real_guard.c; check builds only */
} Real;

static inline Real *real_of(Rt *rt)
{
    return (Real *)rt;
}

#define RT_OP(result, name, parameters, arguments) result rt_real_##name parameters;
#define RT_OP_LAST(name, parameters, arguments) void rt_real_##name parameters;
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST

/* The machine's table, without a guard. */
const RtOps *rt_real_ops(void);

/* The RtError of an errno; of the present errno, when result is negative, else 0. */
int rt_real_error(int number);
int rt_real_result(int64_t result);

/* Memory that the caller gets: a copy of text, or RT_ENOMEM. */
int rt_real_copy(const char *text, char **out);

/* Makes self the machine's record of the calling thread (the main one), and unmakes it. */
int rt_real_thread_init(Rt *rt, RtThread *self);
void rt_real_thread_fini(RtThread *self);

/* In the child of a fork: the calling thread is the main one now. */
void rt_real_thread_after_fork(Rt *rt);

/* Was the calling thread woken since the last such question? */
bool rt_real_thread_was_woken(Rt *rt);

/* Waits until file is ready for events (poll's). 0, RT_ETIMEDOUT (RT_EAGAIN if the deadline had
 * passed at the start) or RT_EINTR. */
int rt_real_wait_file(Rt *rt, int file, short events, int64_t deadline_ns);

/* Memory that is mapped from a file is safe from the file's becoming shorter between these two (the
 * second before it is unmapped). add: 0 or RT_ENOMEM. */
int rt_real_mapped_add(const void *memory, size_t size);
void rt_real_mapped_remove(const void *memory);

void rt_real_signals_to_set(RtSignals signals, sigset_t *out);

/* Times and counts as rt.h has them. */
struct rusage;
RtUsed rt_real_used(const struct rusage *usage);

void rt_real_curl_free(Curl *curl);

#endif
