/* The control flow graph of a unit: optimised, then given lines, stack depths and handlers.
 *
 * The passes and their order are CPython's, since what they leave is what scripts see in
 * tracebacks, traces and dis: which jump is inlined, which NOP stays for its line. */
#include "vm/code/flow.h"

#include "runtime/check.h"

enum { INLINED_EXIT_MAX = 4 }; /* instructions of an exit that is copied to where it is jumped to */

/* ---- What instructions do ---- */

bool gb_is_block_push(int opcode)
{
    return opcode == PSEUDO_SETUP_FINALLY || opcode == PSEUDO_SETUP_CLEANUP ||
           opcode == PSEUDO_SETUP_WITH;
}

bool gb_is_jump(int opcode)
{
    if (opcode >= PSEUDO_FIRST)
        return opcode <= PSEUDO_POP_JUMP_IF_NOT_NONE;
    return (gb_opcode_info[opcode].flags & GB_OP_JUMP) != 0;
}

static bool is_plain_jump(int opcode)
{
    return opcode == PSEUDO_JUMP || opcode == PSEUDO_JUMP_NO_INTERRUPT;
}

static bool is_scope_exit(int opcode)
{
    return opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE;
}

static int pseudo_effect(int opcode, bool jump)
{
    switch (opcode) {
    case PSEUDO_POP_JUMP_IF_FALSE:
    case PSEUDO_POP_JUMP_IF_TRUE:
    case PSEUDO_POP_JUMP_IF_NONE:
    case PSEUDO_POP_JUMP_IF_NOT_NONE:
        return -1;
    case PSEUDO_SETUP_FINALLY:
    case PSEUDO_SETUP_WITH: /* The raising instruction and the exception for the value on top. */
        return jump ? 1 : 0;
    case PSEUDO_SETUP_CLEANUP:
        return jump ? 2 : 0;
    default:
        return 0;
    }
}

int gb_stack_effect(int opcode, int arg, bool jump)
{
    if (opcode >= PSEUDO_FIRST)
        return pseudo_effect(opcode, jump);
    int effect = gb_opcode_pushes(opcode, arg) - gb_opcode_pops(opcode, arg);
    return jump ? effect + gb_opcode_info[opcode].on_jump : effect;
}

/* ---- Shape ---- */

static GbBlock *skip_empty(GbBlock *block)
{
    while (block->count == 0 && block->next != NULL)
        block = block->next;
    return block;
}

static void mark_exits(GbBlock *block)
{
    GbBlockInstr *last = gb_block_last(block);
    if (last == NULL)
        return;
    if (is_scope_exit(last->opcode))
        block->is_exit = block->no_fallthrough = true;
    else if (is_plain_jump(last->opcode))
        block->no_fallthrough = true;
    if (gb_is_jump(last->opcode))
        last->target = skip_empty(last->target);
}

static bool is_exit_without_line(const GbBlock *block)
{
    if (!block->is_exit)
        return false;
    for (int i = 0; i < block->count; ++i)
        if (block->instrs[i].position.line >= 0)
            return false;
    return true;
}

/* A jump to a short block that leaves the code: a copy of it instead. */
static void inline_exit(GbCompiler *c, GbBlock *block)
{
    GbBlockInstr *last = gb_block_last(block);
    if (last == NULL || last->opcode != PSEUDO_JUMP)
        return;
    const GbBlock *target = last->target;
    if (!is_exit_without_line(target) || target->count > INLINED_EXIT_MAX)
        return;
    last->opcode = OP_NOP;
    last->target = NULL;
    for (int i = 0; i < target->count; ++i) {
        GbBlockInstr *copy = gb_block_append(c, block);
        if (copy == NULL)
            return;
        *copy = target->instrs[i];
    }
    block->is_exit = block->no_fallthrough = true;
}

static void inline_exits(GbCompiler *c)
{
    for (GbBlock *b = c->unit->newest_block; b != NULL && !c->failed; b = b->previous_made)
        inline_exit(c, b);
}

/* May a NOP go? Not if its line would then have no instruction. */
static bool is_needless_nop(const GbBlock *block, int at, int previous_line)
{
    GbBlockInstr *nop = &block->instrs[at];
    int line = nop->position.line;
    if (line < 0 || line == previous_line)
        return true;
    if (at + 1 < block->count) {
        GbBlockInstr *next = nop + 1;
        if (next->position.line < 0)
            next->position = nop->position;
        return next->position.line == line;
    }
    const GbBlock *next = block->next;
    while (next != NULL && next->count == 0)
        next = next->next;
    return next != NULL && next->instrs[0].position.line == line;
}

static void remove_nops(GbBlock *block)
{
    int previous_line = -1;
    int kept = 0;
    for (int i = 0; i < block->count; ++i) {
        int line = block->instrs[i].position.line;
        if (block->instrs[i].opcode == OP_NOP && is_needless_nop(block, i, previous_line))
            continue;
        block->instrs[kept++] = block->instrs[i];
        previous_line = line;
    }
    block->count = kept;
}

/* ---- Reachability ---- */

typedef struct BlockStack {
    GbBlock **blocks;
    int count;
} BlockStack;

static int count_blocks(const GbCompiler *c)
{
    int count = 0;
    for (const GbBlock *b = c->unit->newest_block; b != NULL; b = b->previous_made)
        ++count;
    return count;
}

/* A stack on which every block fits once. */
static BlockStack new_stack(GbCompiler *c)
{
    size_t size = ((size_t)count_blocks(c) + 1) * sizeof(GbBlock *);
    return (BlockStack){.blocks = gb_compile_alloc(c, size)};
}

static void reach(BlockStack *stack, GbBlock *block)
{
    if (block->predecessors++ == 0)
        stack->blocks[stack->count++] = block;
}

static void mark_reachable(GbCompiler *c)
{
    BlockStack stack = new_stack(c);
    if (c->failed)
        return;
    reach(&stack, c->unit->first_block);
    while (stack.count > 0) {
        GbBlock *block = stack.blocks[--stack.count];
        if (block->next != NULL && !block->no_fallthrough)
            reach(&stack, block->next);
        for (int i = 0; i < block->count; ++i)
            if (block->instrs[i].target != NULL)
                reach(&stack, block->instrs[i].target);
    }
}

static void remove_unreachable(GbCompiler *c)
{
    mark_reachable(c);
    if (c->failed)
        return;
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next) {
        if (b->predecessors > 0)
            continue;
        b->count = 0;
        b->no_fallthrough = false;
    }
}

static void unlink_empty_blocks(GbCompiler *c)
{
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        if (b->next != NULL)
            b->next = skip_empty(b->next);
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        for (int i = 0; i < b->count; ++i)
            if (b->instrs[i].target != NULL)
                b->instrs[i].target = skip_empty(b->instrs[i].target);
}

/* Jumps to the next instruction, which unlinking blocks has laid bare. */
static void remove_needless_jumps(GbCompiler *c)
{
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next) {
        GbBlockInstr *last = gb_block_last(b);
        if (last == NULL || !is_plain_jump(last->opcode) || last->target != b->next)
            continue;
        b->no_fallthrough = false;
        last->opcode = OP_NOP;
        last->target = NULL;
    }
}

static void optimize_graph(GbCompiler *c)
{
    GbBlock *first = c->unit->first_block;
    for (GbBlock *b = first; b != NULL && !c->failed; b = b->next) {
        gb_block_optimize(c, b);
        remove_nops(b);
    }
    inline_exits(c);
    for (GbBlock *b = first; b != NULL; b = b->next)
        remove_nops(b);
    remove_unreachable(c);
    if (c->failed)
        return;
    unlink_empty_blocks(c);
    remove_needless_jumps(c);
}

/* ---- Lines ---- */

static GbBlock *copy_block(GbCompiler *c, const GbBlock *block)
{
    GbBlock *copy = gb_block_new(c);
    for (int i = 0; i < block->count && !c->failed; ++i) {
        GbBlockInstr *instr = gb_block_append(c, copy);
        if (instr != NULL)
            *instr = block->instrs[i];
    }
    copy->is_exit = block->is_exit;
    copy->no_fallthrough = true;
    return copy;
}

/* An artificial exit that several places share takes its line from where it was entered: each
   gets its own. */
static void duplicate_exits_without_line(GbCompiler *c)
{
    for (GbBlock *b = c->unit->newest_block; b != NULL && !c->failed; b = b->previous_made) {
        GbBlockInstr *last = gb_block_last(b);
        if (last == NULL || !gb_is_jump(last->opcode))
            continue;
        GbBlock *target = last->target;
        if (!is_exit_without_line(target) || target->predecessors <= 1)
            continue;
        GbBlock *copy = copy_block(c, target);
        if (c->failed)
            return;
        copy->instrs[0].position = last->position;
        last->target = copy;
        --target->predecessors;
        copy->predecessors = 1;
        copy->next = target->next;
        target->next = copy;
    }
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next) {
        bool falls = !b->no_fallthrough && b->next != NULL && b->count > 0;
        if (falls && is_exit_without_line(b->next))
            b->next->instrs[0].position = gb_block_last(b)->position;
    }
}

static void inherit_line(GbBlock *block, GbPosition position)
{
    if (block->predecessors == 1 && block->count > 0 && block->instrs[0].position.line < 0)
        block->instrs[0].position = position;
}

/* Artificial instructions take the line of what runs before them, where that is certain. */
static void propagate_lines(GbCompiler *c)
{
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next) {
        GbPosition position = GB_NO_POSITION;
        if (b->count == 0)
            continue;
        for (int i = 0; i < b->count; ++i) {
            if (b->instrs[i].position.line < 0)
                b->instrs[i].position = position;
            else
                position = b->instrs[i].position;
        }
        if (!b->no_fallthrough && b->next != NULL)
            inherit_line(b->next, position);
        GbBlockInstr *last = gb_block_last(b);
        if (gb_is_jump(last->opcode))
            inherit_line(last->target, position);
    }
}

/* Every return has a line: the last one before it in the code. */
static void give_returns_lines(GbCompiler *c)
{
    int line = c->unit->first_line;
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next) {
        const GbBlockInstr *last = gb_block_last(b);
        if (last == NULL)
            continue;
        if (last->position.line >= 0) {
            line = last->position.line;
        } else if (last->opcode == OP_RETURN_VALUE) {
            for (int i = 0; i < b->count; ++i)
                b->instrs[i].position = (GbPosition){line, line, -1, -1};
        }
    }
}

/* ---- Stack depth ---- */

static void reach_at_depth(BlockStack *stack, GbBlock *block, int depth)
{
    ASSERT(block->start_depth < 0 || block->start_depth == depth);
    if (block->start_depth >= 0)
        return;
    block->start_depth = depth;
    stack->blocks[stack->count++] = block;
}

/* Follows one block; returns the depth at its end, or -1 if it does not fall through. */
static int measure_block(BlockStack *stack, GbBlock *block, int *deepest)
{
    int depth = block->start_depth;
    for (int i = 0; i < block->count; ++i) {
        const GbBlockInstr *instr = &block->instrs[i];
        int after = depth + gb_stack_effect(instr->opcode, instr->arg, false);
        if (after > *deepest)
            *deepest = after;
        if (instr->target != NULL) {
            int taken = depth + gb_stack_effect(instr->opcode, instr->arg, true);
            if (taken > *deepest)
                *deepest = taken;
            reach_at_depth(stack, instr->target, taken);
        }
        depth = after;
        if (is_plain_jump(instr->opcode) || is_scope_exit(instr->opcode))
            return -1;
    }
    return depth;
}

static int measure_stack(GbCompiler *c)
{
    int deepest = 0;
    BlockStack stack = new_stack(c);
    if (c->failed)
        return 0;
    for (GbBlock *b = c->unit->newest_block; b != NULL; b = b->previous_made)
        b->start_depth = -1;
    reach_at_depth(&stack, c->unit->first_block, 0);
    while (stack.count > 0) {
        GbBlock *block = stack.blocks[--stack.count];
        int depth = measure_block(&stack, block, &deepest);
        if (depth >= 0 && block->next != NULL)
            reach_at_depth(&stack, block->next, depth);
    }
    return deepest;
}

/* ---- Handlers ---- */

/* The handlers active at a point, innermost first. Points share the tails of their lists. */
typedef struct GbExceptStack {
    GbBlock *handler;
    struct GbExceptStack *outer;
} GbExceptStack;

/* Let `block` start with these handlers, if it has not been seen yet. */
static void enter_block(BlockStack *todo, GbBlock *block, GbExceptStack *handlers)
{
    if (block == NULL || block->visited)
        return;
    block->visited = true;
    block->handlers = handlers;
    todo->blocks[todo->count++] = block;
}

static GbExceptStack *push_handler(GbCompiler *c, GbExceptStack *outer, const GbBlockInstr *setup)
{
    GbExceptStack *stack = gb_compile_alloc(c, sizeof *stack);
    if (stack == NULL)
        return outer;
    if (setup->opcode != PSEUDO_SETUP_FINALLY)
        setup->target->preserves_lasti = true;
    *stack = (GbExceptStack){setup->target, outer};
    return stack;
}

static void label_block(GbCompiler *c, BlockStack *todo, GbBlock *block)
{
    GbExceptStack *stack = block->handlers;
    for (int i = 0; i < block->count && !c->failed; ++i) {
        GbBlockInstr *instr = &block->instrs[i];
        if (gb_is_block_push(instr->opcode)) {
            enter_block(todo, instr->target, stack);
            stack = push_handler(c, stack, instr);
        } else if (instr->opcode == PSEUDO_POP_BLOCK) {
            stack = stack->outer;
        } else {
            instr->except = stack == NULL ? NULL : stack->handler;
            if (gb_is_jump(instr->opcode))
                enter_block(todo, instr->target, stack);
        }
    }
    if (!block->no_fallthrough)
        enter_block(todo, block->next, stack);
}

static void remove_setups(GbBlock *block)
{
    for (int i = 0; i < block->count; ++i) {
        GbBlockInstr *instr = &block->instrs[i];
        if (!gb_is_block_push(instr->opcode) && instr->opcode != PSEUDO_POP_BLOCK)
            continue;
        instr->opcode = OP_NOP;
        instr->target = NULL;
    }
    remove_nops(block);
}

/* Follow the SETUP_ and POP_BLOCK pseudo-instructions, note each instruction's handler, and remove
   them. */
static void label_handlers(GbCompiler *c)
{
    BlockStack todo = new_stack(c);
    if (c->failed)
        return;
    enter_block(&todo, c->unit->first_block, NULL);
    while (todo.count > 0 && !c->failed)
        label_block(c, &todo, todo.blocks[--todo.count]);
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        remove_setups(b);
}

/* ---- Directions ---- */

static int directed(int opcode, bool is_forward)
{
    switch (opcode) {
    case PSEUDO_JUMP:
        return is_forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD;
    case PSEUDO_JUMP_NO_INTERRUPT:
        return is_forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD_NO_INTERRUPT;
    case PSEUDO_POP_JUMP_IF_FALSE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_FALSE : OP_POP_JUMP_BACKWARD_IF_FALSE;
    case PSEUDO_POP_JUMP_IF_TRUE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_TRUE : OP_POP_JUMP_BACKWARD_IF_TRUE;
    case PSEUDO_POP_JUMP_IF_NONE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_NONE : OP_POP_JUMP_BACKWARD_IF_NONE;
    case PSEUDO_POP_JUMP_IF_NOT_NONE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_NOT_NONE : OP_POP_JUMP_BACKWARD_IF_NOT_NONE;
    default:
        return opcode;
    }
}

static void direct_jumps(GbCompiler *c)
{
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        b->visited = false;
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next) {
        GbBlockInstr *last = gb_block_last(b);
        b->visited = true;
        if (last != NULL && gb_is_jump(last->opcode))
            last->opcode = directed(last->opcode, !last->target->visited);
    }
}

int gb_flow_optimize(GbCompiler *c)
{
    if (c->failed)
        return 0;
    for (GbBlock *b = c->unit->newest_block; b != NULL && !c->failed; b = b->previous_made)
        mark_exits(b);
    inline_exits(c);
    if (!c->failed)
        optimize_graph(c);
    if (!c->failed)
        duplicate_exits_without_line(c);
    if (c->failed)
        return 0;
    propagate_lines(c);
    give_returns_lines(c);
    int stack_size = measure_stack(c);
    if (!c->failed)
        label_handlers(c);
    if (!c->failed)
        direct_jumps(c);
    return stack_size;
}
