/* The loop for locks that count ticks, for checks at every bytecode, and for tracing: each
 * instruction is charged for on its own. Compiled for both kinds of machine; a variant defines
 *
 *   METER()                  variables that stand for the time left
 *   TAKE_TIME(name, times)   an instruction's time passes, so many times
 *   TIME_IS_UP()             the thread has computed for as long as it may
 *   OPEN_BILL(first)         a frame is entered */
#include "vm/exec/eval.h"

#define IS_COUNTED true
#define PRELUDE()                                                                                  \
    const bool counts = gil_counts_ticks(gil);                                                     \
    const bool every = gil->checks == GIL_CHECKS_EVERY;                                            \
    METER()
#define DUE() ((counts && gil->ticker < 0) || gil_breaker(gil) != 0 || TIME_IS_UP())
#define CHARGE(name)                                                                               \
    do {                                                                                           \
        if (__builtin_expect(t->trace_function != GB_NULL, 0) &&                                   \
            gb_trace_instruction(t, frame, ip) < 0)                                                \
            goto error;                                                                            \
        TAKE_TIME(name, 1);                                                                        \
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
/* What was charged for too early: another form will charge again. */
#define REFUND(name)                                                                               \
    do {                                                                                           \
        TAKE_TIME(name, -1);                                                                       \
        if (counts)                                                                                \
            gil->ticker += TICKS_##name;                                                           \
    } while (0)
#define TRACE(statement)                                                                           \
    do {                                                                                           \
        if (__builtin_expect(interp->tracing_possible, 0)) {                                       \
            statement;                                                                             \
        }                                                                                          \
    } while (0)
#define PAY(last) ((void)0)
#define SKIP(last, distance) ((void)0)
#define GO_ON(next) ((void)0)

#include "vm/exec/eval_loop.h"
