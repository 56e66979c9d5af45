/* The loop for a machine whose clock moves by work (the virtual one), under locks that measure time
 * and look at edges. Straight-line code costs nothing to account for: each code object knows what
 * its first i instructions take together, and a stretch is paid for when control leaves it, as the
 * difference of two such sums. What the instructions were rewritten to does not matter. */
#include "vm/exec/eval.h"

#define GB_EVAL_NAME gb_eval_sim
#define IS_COUNTED false
#define PRELUDE()                                                                                  \
    RtMeter *const meter = t->meter;                                                               \
    ptrdiff_t prices; /* From an instruction to the sum of those before it. */                     \
    int64_t paid      /* The sum up to the first instruction not paid for. */
#define CHARGE(name) ((void)0)
#define REFUND(name) ((void)0)
#define DUE() (meter->left_ps < 0 || gil_breaker(gil) != 0)
#define TRACE(statement) ((void)0)
#define PRICE_BEFORE(place) (*(const int64_t *)((const char *)(place) + prices))
#define OPEN_BILL(first)                                                                           \
    do {                                                                                           \
        prices = (const char *)frame->code->prices - (const char *)frame->code->instrs;            \
        paid = PRICE_BEFORE(first);                                                                \
    } while (0)
#define PAY(last)                                                                                  \
    do {                                                                                           \
        int64_t price = PRICE_BEFORE((last) + 1);                                                  \
        meter->left_ps -= price - paid;                                                            \
        paid = price;                                                                              \
    } while (0)
#define SKIP(last, distance)                                                                       \
    (paid += PRICE_BEFORE((last) + 1 + (distance)) - PRICE_BEFORE((last) + 1))
#define GO_ON(next) (paid = PRICE_BEFORE(next))

#include "vm/exec/eval_loop.h"
