/* The loop for locks that count ticks, for checks at every bytecode, and for tracing. */
#include "vm/exec/eval.h"

#define GB_EVAL_NAME gb_eval_counted
#define IS_COUNTED true
#define PRELUDE()                                                                                  \
    const bool counts = gil_counts_ticks(gil);                                                     \
    const bool every = gil->checks == GIL_CHECKS_EVERY
#define DUE() ((counts && gil->ticker < 0) || gil_breaker(gil) != 0)
#define CHARGE(name)                                                                               \
    do {                                                                                           \
        if (__builtin_expect(t->trace_function != GB_NULL, 0) &&                                   \
            gb_trace_instruction(t, frame, ip) < 0)                                                \
            goto error;                                                                            \
        if (TICKS_##name > 0) {                                                                    \
            if (counts)                                                                            \
                gil->ticker -= TICKS_##name;                                                       \
            if (every && __builtin_expect(DUE(), 0)) {                                             \
                CALLS_OUT();                                                                       \
                if (gb_safepoint(t) < 0)                                                           \
                    goto error;                                                                    \
            }                                                                                      \
        }                                                                                          \
    } while (0)
#define TRACE(statement)                                                                           \
    do {                                                                                           \
        if (__builtin_expect(interp->tracing_possible, 0)) {                                       \
            statement;                                                                             \
        }                                                                                          \
    } while (0)

#include "vm/exec/eval_loop.h"
