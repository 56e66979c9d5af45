/* What opcode.def says, as tables and functions. */
#include "vm/code/code.h"

/* The rows use short words for the flags. */
enum {
    EDGE = GB_OP_EDGE,
    CACHED = GB_OP_CACHED,
    JUMP = GB_OP_JUMP,
    NO_FALLTHROUGH = GB_OP_NO_FALLTHROUGH,
    HEAVY = GB_OP_HEAVY,
    CALLS = GB_OP_CALLS,
};

const GbOpcodeInfo gb_opcode_info[GB_OP_COUNT] = {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc)                             \
    {#name, doc, GB_OPERAND_##operand, ticks, flags, on_jump},
#include "vm/code/opcode.def"
#undef GB_OP
};

int64_t gb_opcode_price_ps(int op, const int64_t *cost_ps)
{
    const GbOpcodeInfo *info = &gb_opcode_info[op];
    if (info->flags & GB_OP_HEAVY)
        return cost_ps[RT_COST_TICK_HEAVY];
    int64_t call_ps = info->flags & GB_OP_CALLS ? cost_ps[RT_COST_CALL] : 0;
    return call_ps + cost_ps[info->ticks == 0 ? RT_COST_TICK_LIGHT : RT_COST_TICK];
}

int gb_opcode_pops(int op, int arg)
{
    switch ((GbOpcode)op) {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc)                             \
    case OP_##name:                                                                                \
        return pops;
#include "vm/code/opcode.def"
#undef GB_OP
    case GB_OP_COUNT:
        break;
    }
    return 0;
}

int gb_opcode_pushes(int op, int arg)
{
    switch ((GbOpcode)op) {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc)                             \
    case OP_##name:                                                                                \
        return pushes;
#include "vm/code/opcode.def"
#undef GB_OP
    case GB_OP_COUNT:
        break;
    }
    return 0;
}
