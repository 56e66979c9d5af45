/* The passes over a unit's blocks, inside the compiler. */
#ifndef GB_CODE_FLOW_H
#define GB_CODE_FLOW_H

#include "vm/code/compiler.h"

/* Optimises the instructions of one block (peephole.c). */
void gb_block_optimize(GbCompiler *c, GbBlock *block);

/* The last instruction of a block, or NULL. */
static inline GbBlockInstr *gb_block_last(const GbBlock *block)
{
    return block->count > 0 ? &block->instrs[block->count - 1] : NULL;
}

#endif
