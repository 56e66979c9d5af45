/* What opcode.def says, as tables and functions. */
#include "vm/code/code.h"

/* The rows use short words for the flags. */
enum {
    EDGE = GB_OP_EDGE,
    CACHED = GB_OP_CACHED,
    JUMP = GB_OP_JUMP,
    NO_FALLTHROUGH = GB_OP_NO_FALLTHROUGH,
};

const GbOpcodeInfo gb_opcode_info[GB_OP_COUNT] = {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc)                             \
    {#name, doc, GB_OPERAND_##operand, ticks, flags, on_jump},
#include "vm/code/opcode.def"
#undef GB_OP
};

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
