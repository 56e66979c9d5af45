/* Optimising one basic block at a time: constant conditions, jumps to jumps, swaps. */
#include "vm/code/compiler.h"
#include "vm/code/flow.h"

#include <string.h>

static GbBorrow constant_of(const GbCompiler *c, const GbBlockInstr *instr)
{
    return c->unit->consts.values[instr->arg];
}

static void make_nop(GbBlockInstr *instr)
{
    instr->opcode = OP_NOP;
    instr->arg = 0;
}

/* ---- Constants ---- */

/* LOAD_CONST, jump on its truth: known now. */
static void fold_condition(GbCompiler *c, GbBlock *block, GbBlockInstr *load)
{
    GbBlockInstr *jump = load + 1;
    int truth = gb_truth(c->t, constant_of(c, load));
    if (truth < 0) {
        gb_compile_fail(c);
        return;
    }
    bool pops = jump->opcode == PSEUDO_POP_JUMP_IF_FALSE || jump->opcode == PSEUDO_POP_JUMP_IF_TRUE;
    bool wanted =
        jump->opcode == PSEUDO_POP_JUMP_IF_TRUE || jump->opcode == OP_JUMP_IF_TRUE_OR_POP;
    bool jumps = (bool)truth == wanted;
    if (pops || !jumps)
        load->opcode = OP_NOP;
    if (jumps) {
        jump->opcode = PSEUDO_JUMP;
        block->no_fallthrough = true;
    } else {
        jump->opcode = OP_NOP;
        jump->target = NULL;
    }
}

/* LOAD_CONST None, IS_OP, jump: the jump can test for None itself. */
static void fold_none_test(GbCompiler *c, GbBlock *block, int at)
{
    GbBlockInstr *load = &block->instrs[at];
    GbBlockInstr *jump = at + 2 < block->count ? load + 2 : NULL;
    if (jump == NULL || constant_of(c, load) != GB_NONE)
        return;
    if (jump->opcode != PSEUDO_POP_JUMP_IF_FALSE && jump->opcode != PSEUDO_POP_JUMP_IF_TRUE)
        return;
    bool is_not = load[1].arg == 1;
    bool jumps_if_false = jump->opcode == PSEUDO_POP_JUMP_IF_FALSE;
    load->opcode = OP_NOP;
    load[1].opcode = OP_NOP;
    jump->opcode = is_not != jumps_if_false ? PSEUDO_POP_JUMP_IF_NOT_NONE : PSEUDO_POP_JUMP_IF_NONE;
}

static void optimize_load_const(GbCompiler *c, GbBlock *block, int at)
{
    int next = at + 1 < block->count ? block->instrs[at + 1].opcode : OP_NOP;
    switch (next) {
    case PSEUDO_POP_JUMP_IF_FALSE:
    case PSEUDO_POP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        fold_condition(c, block, &block->instrs[at]);
        break;
    case OP_IS_OP:
        fold_none_test(c, block, at);
        break;
    default:
        break;
    }
}

/* `count` LOAD_CONSTs and BUILD_TUPLE become one LOAD_CONST. */
static void fold_tuple(GbCompiler *c, GbBlockInstr *build)
{
    int count = build->arg;
    GbBlockInstr *loads = build - count;
    for (int i = 0; i < count; ++i)
        if (loads[i].opcode != OP_LOAD_CONST)
            return;
    GbRef tuple = gb_tuple_new(c->t, count);
    for (int i = 0; i < count && tuple != GB_NULL; ++i) {
        gb_tuple_set_take(tuple, i, gb_new_ref(constant_of(c, &loads[i])));
        loads[i].opcode = OP_NOP;
    }
    build->opcode = OP_LOAD_CONST;
    build->arg = gb_const_index(c, tuple);
}

/* a, b = b, a needs no tuple. */
static void optimize_build_tuple(GbCompiler *c, GbBlock *block, int at)
{
    GbBlockInstr *build = &block->instrs[at];
    GbBlockInstr *next = at + 1 < block->count ? build + 1 : NULL;
    int count = build->arg;
    if (next != NULL && next->opcode == OP_UNPACK_SEQUENCE && next->arg == count && count >= 1 &&
        count <= 3) {
        build->opcode = OP_NOP;
        next->opcode = count == 1 ? OP_NOP : OP_SWAP;
        return;
    }
    if (at >= count)
        fold_tuple(c, build);
}

/* ---- Jumps ---- */

/* Let the jump go where the jump it leads to goes. A line that only that jump had must still be
   traced, hence the test. */
static bool thread_jump(GbBlockInstr *instr, const GbBlockInstr *target, int opcode)
{
    if (instr->position.line != target->position.line || instr->target == target->target)
        return false;
    instr->target = target->target;
    instr->opcode = opcode;
    return true;
}

/* JUMP_IF_x_OR_POP to a jump that tests the value again: true if it changed. */
static bool thread_or_pop(GbBlockInstr *instr, const GbBlockInstr *target)
{
    bool on_true = instr->opcode == OP_JUMP_IF_TRUE_OR_POP;
    int same_keep = instr->opcode;
    int same_pop = on_true ? PSEUDO_POP_JUMP_IF_TRUE : PSEUDO_POP_JUMP_IF_FALSE;
    int other_keep = on_true ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    int other_pop = on_true ? PSEUDO_POP_JUMP_IF_FALSE : PSEUDO_POP_JUMP_IF_TRUE;
    if (target->opcode == same_pop)
        return thread_jump(instr, target, same_pop);
    if (target->opcode == PSEUDO_JUMP || target->opcode == same_keep)
        return thread_jump(instr, target, same_keep);
    if (target->opcode != other_keep && target->opcode != other_pop)
        return false;
    if (instr->position.line != target->position.line)
        return false;
    /* The second test fails for sure: go on after it. */
    instr->opcode = same_pop;
    instr->target = instr->target->next;
    return true;
}

static bool optimize_jump(GbBlockInstr *instr, const GbBlockInstr *target)
{
    switch (instr->opcode) {
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        return thread_or_pop(instr, target);
    case PSEUDO_POP_JUMP_IF_FALSE:
    case PSEUDO_POP_JUMP_IF_TRUE:
    case PSEUDO_POP_JUMP_IF_NONE:
    case PSEUDO_POP_JUMP_IF_NOT_NONE:
    case PSEUDO_JUMP:
        return target->opcode == PSEUDO_JUMP && thread_jump(instr, target, instr->opcode);
    default:
        return false;
    }
}

/* ---- Swaps ---- */

enum { SWAP_DEPTH_MAX = 1024 };

/* The run of SWAPs and NOPs from `at`: its length; *depth is the deepest reach. */
static int swap_run(const GbBlock *block, int at, int *depth, bool *several)
{
    int length = 1;
    *depth = block->instrs[at].arg;
    *several = false;
    for (; at + length < block->count; ++length) {
        const GbBlockInstr *instr = &block->instrs[at + length];
        if (instr->opcode == OP_SWAP) {
            *several = true;
            if (instr->arg > *depth)
                *depth = instr->arg;
        } else if (instr->opcode != OP_NOP) {
            break;
        }
    }
    return length;
}

/* A permutation by the fewest swaps with the top: cycle by cycle, from the last instruction to the
   first. Positions count from the top, 0. */
static void rewrite_swaps(GbBlockInstr *run, int length, int *stack, int depth)
{
    enum { VISITED = -1 };
    int current = length - 1;
    for (int i = 0; i < depth; ++i) {
        if (stack[i] == VISITED || stack[i] == i)
            continue;
        for (int j = i;;) {
            if (j != 0) {
                run[current].opcode = OP_SWAP;
                run[current--].arg = j + 1;
            }
            if (stack[j] == VISITED)
                break;
            int next = stack[j];
            stack[j] = VISITED;
            j = next;
        }
    }
    while (current >= 0)
        make_nop(&run[current--]);
}

/* Several SWAPs in a row: the shortest that do the same. Returns the length of the run. */
static int merge_swaps(GbBlock *block, int at)
{
    int depth;
    bool several;
    int stack[SWAP_DEPTH_MAX];
    int length = swap_run(block, at, &depth, &several);
    if (!several || depth > SWAP_DEPTH_MAX)
        return 1;
    for (int i = 0; i < depth; ++i)
        stack[i] = i;
    for (int i = 0; i < length; ++i) {
        const GbBlockInstr *instr = &block->instrs[at + i];
        if (instr->opcode != OP_SWAP)
            continue;
        int top = stack[0];
        stack[0] = stack[instr->arg - 1];
        stack[instr->arg - 1] = top;
    }
    rewrite_swaps(&block->instrs[at], length, stack, depth);
    return length;
}

static bool is_swappable(int opcode)
{
    return opcode == OP_STORE_FAST || opcode == OP_POP_TOP;
}

/* The next instruction after `at` that pops one value and does nothing else; -1 if another comes
   first. With `line` >= 0 it must be on that line. */
static int next_swappable(const GbBlock *block, int at, int line)
{
    while (++at < block->count) {
        const GbBlockInstr *instr = &block->instrs[at];
        if (line >= 0 && instr->position.line != line)
            return -1;
        if (instr->opcode == OP_NOP)
            continue;
        return is_swappable(instr->opcode) ? at : -1;
    }
    return -1;
}

static int stored_local(const GbBlockInstr *instr)
{
    return instr->opcode == OP_STORE_FAST ? instr->arg : -1;
}

/* May instructions j and k change places? Not if that changes which of two stores comes last. */
static bool may_exchange(const GbBlock *block, int j, int k)
{
    int j_local = stored_local(&block->instrs[j]);
    int k_local = stored_local(&block->instrs[k]);
    if (j_local < 0 && k_local < 0)
        return true;
    if (j_local == k_local)
        return false;
    for (int i = j + 1; i < k; ++i) {
        int local = stored_local(&block->instrs[i]);
        if (local >= 0 && (local == j_local || local == k_local))
            return false;
    }
    return true;
}

/* SWAP 2, STORE_FAST a, STORE_FAST b is STORE_FAST b, STORE_FAST a: exchange instructions instead
   of values, for the SWAPs from `at` backwards. */
static void apply_swaps(GbBlock *block, int at)
{
    for (; at >= 0; --at) {
        GbBlockInstr *swap = &block->instrs[at];
        if (swap->opcode != OP_SWAP) {
            if (swap->opcode == OP_NOP || is_swappable(swap->opcode))
                continue;
            return;
        }
        int j = next_swappable(block, at, -1);
        if (j < 0)
            return;
        int k = j;
        int line = block->instrs[j].position.line;
        for (int i = swap->arg - 1; i > 0; --i) {
            k = next_swappable(block, k, line);
            if (k < 0)
                return;
        }
        if (!may_exchange(block, j, k))
            return;
        make_nop(swap);
        GbBlockInstr held = block->instrs[j];
        block->instrs[j] = block->instrs[k];
        block->instrs[k] = held;
    }
}

/* Returns the index of the last instruction it dealt with. */
static int optimize_swap(GbBlock *block, int at)
{
    if (block->instrs[at].arg == 1) {
        make_nop(&block->instrs[at]);
        return at;
    }
    int last = at + merge_swaps(block, at) - 1;
    apply_swaps(block, last);
    return last;
}

/* ---- A block ---- */

/* PUSH_NULL, LOAD_GLOBAL is one instruction. */
static void merge_push_null(GbBlock *block, int at)
{
    GbBlockInstr *next = at + 1 < block->count ? &block->instrs[at + 1] : NULL;
    if (next == NULL || next->opcode != OP_LOAD_GLOBAL || (next->arg & 1))
        return;
    make_nop(&block->instrs[at]);
    next->arg |= 1;
}

void gb_block_optimize(GbCompiler *c, GbBlock *block)
{
    for (int i = 0; i < block->count && !c->failed; ++i) {
        GbBlockInstr *instr = &block->instrs[i];
        if (gb_is_jump(instr->opcode)) {
            while (instr->target->count == 0)
                instr->target = instr->target->next;
            /* Threaded jumps may be threaded again; each time they get further, so this ends. */
            if (optimize_jump(instr, &instr->target->instrs[0]))
                --i;
            continue;
        }
        switch (instr->opcode) {
        case OP_LOAD_CONST:
            optimize_load_const(c, block, i);
            break;
        case OP_BUILD_TUPLE:
            optimize_build_tuple(c, block, i);
            break;
        case OP_SWAP:
            i = optimize_swap(block, i);
            break;
        case OP_PUSH_NULL:
            merge_push_null(block, i);
            break;
        default:
            break;
        }
    }
}
