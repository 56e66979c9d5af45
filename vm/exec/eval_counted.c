/* The loop that looks at every bytecode, on a machine with a clock of its own. */
#define GB_EVAL_NAME gb_eval_counted
#define METER() ((void)0)
#define TAKE_TIME(name, times) ((void)0)
#define TIME_IS_UP() false
#define OPEN_BILL(first) ((void)0)

#include "vm/exec/eval_counted.h"
