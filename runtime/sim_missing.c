/* The operations that the virtual machine does not have yet. Each is weak: a file that defines one
 * takes its place. */
#include "runtime/sim.h"

#include <stdlib.h>

#define RT_OP(result, name, parameters, arguments)              \
    __attribute__((weak)) result rt_sim_##name parameters       \
    {                                                           \
        return (result)RT_ENOSYS;                               \
    }
#define RT_OP_LAST(name, parameters, arguments)                 \
    __attribute__((weak)) void rt_sim_##name parameters         \
    {                                                           \
        abort();                                                \
    }
#pragma GCC diagnostic ignored "-Wint-to-pointer-cast"
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST

#define MISSING(result, name, parameters, value)             \
    __attribute__((weak)) result rt_sim_##name parameters    \
    {                                                        \
        return value;                                        \
    }
MISSING(Sim *, enter, (Rt *rt), rt_sim_of(rt))
MISSING(int64_t, now_ps, (Sim *sim), 0)
MISSING(int64_t, now_ns, (Sim *sim), 0)
MISSING(void, charge_some, (Sim *sim, RtCost cost), (void)0)
MISSING(int, wait,
        (Sim *sim, SimQueue *queue, SimWhat what, int64_t deadline_ns, bool interruptible),
        RT_ENOSYS)
MISSING(int, wake, (Sim *sim, SimQueue *queue, int count), 0)
MISSING(void, interrupt, (Sim *sim, RtThread *thread), (void)0)
MISSING(void, ready, (Sim *sim, RtThread *thread, int result), (void)0)
MISSING(void, timer_set, (Sim *sim, SimTimer *timer, int64_t time_ns), (void)0)
MISSING(void, timer_set_ps, (Sim *sim, SimTimer *timer, int64_t time_ps), (void)0)
MISSING(void, timer_cancel, (Sim *sim, SimTimer *timer), (void)0)
MISSING(uint64_t, random, (Sim *sim, SimStream stream), 0)
MISSING(uint64_t, random_below, (Sim *sim, SimStream stream, uint64_t limit), 0)
MISSING(void, note, (Sim *sim, SimEventKind kind, uint64_t detail), (void)0)
MISSING(uint64_t, hash_bytes, (const void *bytes, size_t size), 0)
MISSING(int, world_new, (Sim *sim), 0)
MISSING(void, world_free, (Sim *sim), (void)0)
MISSING(void, signal, (Sim *sim, int number), (void)0)
MISSING(uint64_t, hash, (Rt *rt), 0)
MISSING(uint64_t, event_count, (Rt *rt), 0)
MISSING(uint64_t, block_hash, (Rt *rt, uint64_t block), 0)
MISSING(bool, event, (Rt *rt, uint64_t index, RtSimEvent *out), false)
MISSING(const char *, event_word, (int kind), NULL)
MISSING(bool, thread, (Rt *rt, int index, RtSimThread *out), false)
