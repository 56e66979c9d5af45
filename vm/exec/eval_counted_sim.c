/* The loop that looks at every bytecode, on a machine whose clock moves by work. */
#define GB_EVAL_NAME gb_eval_counted_sim
#define METER()                                                                                    \
    RtMeter *const meter = t->meter;                                                               \
    ptrdiff_t prices /* From an instruction to the sum of those before it. */
#define PRICE_BEFORE(place) (*(const int64_t *)((const char *)(place) + prices))
#define TAKE_TIME(name, times)                                                                     \
    (meter->left_ps -= (times) * (PRICE_BEFORE(ip + LENGTH_##name) - PRICE_BEFORE(ip)))
#define TIME_IS_UP() (meter->left_ps < 0)
#define OPEN_BILL(first)                                                                           \
    (prices = (const char *)frame->code->prices - (const char *)frame->code->instrs)

#include "vm/exec/eval_counted.h"
