/* A guard for the real machine under a virtual one.
 *
 * While a virtual machine runs, its program must learn nothing of this one's clock, chance,
 * threads, net or processes: it would not be the same program twice. Only runtime/real_*.c can
 * reach the system (tests/tidy.sh sees to that), and only through the operations of a machine. So
 * it is enough that these operations abort, and say who called. */
#include "runtime/real.h"

#include "runtime/check.h"

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What a virtual machine never needs of its host. */
#define GUARDED(X)                                                                                 \
    X(clock)                                                                                       \
    X(clock_resolution) X(calendar_local) X(calendar_utc) X(calendar_seconds) X(zone)              \
        X(sleep_until) X(mutex_new) X(mutex_lock) X(mutex_trylock) X(cond_new) X(cond_wait)        \
            X(cond_timedwait) X(cond_signal) X(cond_broadcast) X(sem_new) X(sem_wait)              \
                X(thread_start) X(thread_join) X(thread_self) X(thread_ident) X(thread_native_id)  \
                    X(thread_yield) X(thread_local_get) X(thread_local_set) X(thread_park)         \
                        X(thread_unpark) X(thread_wake) X(cpu_count) X(affinity_count)             \
                            X(affinity_get) X(affinity_set) X(signal_timer) X(address_resolve)     \
                                X(address_name) X(host_name) X(socket_open) X(socket_pair)         \
                                    X(socket_connect) X(socket_accept) X(socket_receive)           \
                                        X(socket_send) X(process_id) X(process_parent_id)          \
                                            X(process_start) X(process_fork) X(env_get)            \
                                                X(env_list) X(random_bytes) X(uname) X(usage)      \
                                                    X(http_fetch)

static _Noreturn void escape(const char *operation)
{
    enum { DEPTH = 32 };
    void *frames[DEPTH];
    fprintf(stderr, "gilbox: the real machine's rt_%s is called under a virtual one\n", operation);
    backtrace_symbols_fd(frames, backtrace(frames, DEPTH), STDERR_FILENO);
    abort();
}

#define RT_OP(result, name, parameters, arguments)                                                 \
    __attribute__((unused)) static _Noreturn result escape_from_##name parameters                  \
    {                                                                                              \
        escape(#name);                                                                             \
    }
#define RT_OP_LAST(name, parameters, arguments)
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST

void rt_real_machine_guard(Rt *rt, bool on)
{
    Real *real = real_of(rt);
    if (!RT_CHECKS)
        return;
    real->guarded = *rt_real_ops();
#define ROW(name) real->guarded.name = escape_from_##name;
    GUARDED(ROW)
#undef ROW
    real->base.ops = on ? &real->guarded : rt_real_ops();
}
