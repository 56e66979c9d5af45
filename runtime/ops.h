/* What a machine is made of: a table of operations behind the functions of rt.h.
 *
 * A new machine embeds an Rt as the first field of its own struct, fills an RtOps with one function
 * per row of ops.def, and points ops to it. Only machines include this header. */
#ifndef RUNTIME_OPS_H
#define RUNTIME_OPS_H

#include "runtime/rt.h"

typedef struct RtOps {
#define RT_OP(result, name, parameters, arguments) result(*name) parameters;
#define RT_OP_LAST(name, parameters, arguments) void(*name) parameters;
#include "runtime/ops.def"
#undef RT_OP
#undef RT_OP_LAST
} RtOps;

struct Rt {
    const RtOps *ops;
};

#endif
