/* The loop for locks that measure time and look at edges: one word is polled, nothing is counted.
 */
#include "vm/exec/eval.h"

#define GB_EVAL_NAME gb_eval_real
#define IS_COUNTED false
#define PRELUDE() ((void)0)
#define CHARGE(name) ((void)0)
#define REFUND(name) ((void)0)
#define DUE() (gil_breaker(gil) != 0)
#define TRACE(statement) ((void)0)
#define OPEN_BILL(first) ((void)0)
#define PAY(last) ((void)0)
#define SKIP(last, distance) ((void)0)
#define GO_ON(next) ((void)0)

#include "vm/exec/eval_loop.h"
