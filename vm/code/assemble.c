/* From blocks to a code object: slots for variables, prefix instructions, addresses, tables. */
#include "vm/code/flow.h"

#include "runtime/check.h"
#include <string.h>

/* ---- Variables ---- */

/* The slot of each cell and free variable, cells first. A cell that is also an argument keeps the
   argument's slot. */
static int *new_slot_map(GbCompiler *c)
{
    const GbUnit *u = c->unit;
    int count = u->cells.count + u->frees.count;
    int *slots = gb_compile_alloc(c, ((size_t)count + 1) * sizeof *slots);
    int next = u->locals.count;
    for (int i = 0; i < count && slots != NULL; ++i) {
        int local = i < u->cells.count ? gb_nametable_find(&u->locals, u->cells.names[i]) : -1;
        slots[i] = local >= 0 ? local : next++;
    }
    return slots;
}

static bool takes_cell(int opcode)
{
    return opcode < PSEUDO_FIRST && gb_opcode_info[opcode].operand == GB_OPERAND_CELL;
}

static void number_cells(GbCompiler *c, const int *slots)
{
    for (GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        for (int i = 0; i < b->count; ++i)
            if (takes_cell(b->instrs[i].opcode))
                b->instrs[i].arg = slots[b->instrs[i].arg];
}

/* ---- Prefix ---- */

/* Put the instruction before the `at`-th of the first block. */
static void insert_first(GbCompiler *c, int at, int opcode, int arg, GbPosition position)
{
    GbBlock *block = c->unit->first_block;
    if (gb_block_append(c, block) == NULL)
        return;
    memmove(&block->instrs[at + 1], &block->instrs[at],
            (size_t)(block->count - 1 - at) * sizeof *block->instrs);
    block->instrs[at] = (GbBlockInstr){opcode, arg, NULL, NULL, position};
}

/* What must happen before the code's own first instruction: free variables come in, cells are
   made in the order of their slots, a generator is made and returned. */
static void insert_prefix(GbCompiler *c, const int *slots)
{
    const GbUnit *u = c->unit;
    int at = 0;
    if (u->frees.count > 0)
        insert_first(c, at++, OP_COPY_FREE_VARS, u->frees.count, GB_NO_POSITION);
    int slot_count = u->locals.count + u->cells.count;
    for (int slot = 0; slot < slot_count; ++slot)
        for (int i = 0; i < u->cells.count; ++i)
            if (slots[i] == slot)
                insert_first(c, at++, OP_MAKE_CELL, slot, GB_NO_POSITION);
    if (!u->scope->is_generator && !u->scope->is_coroutine)
        return;
    if (u->scope->kind != GB_SCOPE_FUNCTION && !gb_awaits_at_top(c))
        return;
    GbPosition start = {u->first_line, u->first_line, -1, -1};
    insert_first(c, at++, OP_RETURN_GENERATOR, 0, start);
    insert_first(c, at, OP_POP_TOP, 0, start);
}

/* The line of a module is that of its first instruction. */
static void settle_first_line(GbUnit *u)
{
    if (u->first_line != 0)
        return;
    const GbBlock *first = u->first_block;
    u->first_line = first->count > 0 && first->instrs[0].position.line > 0
                        ? first->instrs[0].position.line
                        : 1;
}

void gb_prepare_entry(GbCompiler *c)
{
    settle_first_line(c->unit);
    int *slots = new_slot_map(c);
    if (c->failed)
        return;
    number_cells(c, slots);
    insert_prefix(c, slots);
}

/* ---- Instructions ---- */

static int number_blocks(GbUnit *u)
{
    int offset = 0;
    for (GbBlock *b = u->first_block; b != NULL; b = b->next) {
        b->offset = offset;
        offset += b->count;
    }
    return offset;
}

static int32_t distance(const GbBlockInstr *instr, int at)
{
    int target = instr->target->offset;
    bool is_back = gb_opcode_info[instr->opcode].operand == GB_OPERAND_JUMP_BACKWARD;
    int32_t result = is_back ? at + 1 - target : target - (at + 1);
    ASSERT(result >= 0);
    return result;
}

static void write_instr(GbCode *code, const GbBlockInstr *instr, int at)
{
    GbInstr *out = &code->instrs[at];
    ASSERT(instr->opcode < GB_OP_COUNT);
    out->op = (uint16_t)instr->opcode;
    if (gb_is_jump(instr->opcode))
        out->arg = distance(instr, at);
    else if (gb_opcode_info[instr->opcode].operand != GB_OPERAND_NONE)
        out->arg = instr->arg;
    if ((gb_opcode_info[instr->opcode].flags & GB_OP_CACHED) && code->cache_count < UINT16_MAX)
        out->cache = (uint16_t)++code->cache_count;
    code->positions[at] = instr->position;
}

static bool write_instrs(GbCompiler *c, GbCode *code)
{
    int count = number_blocks(c->unit);
    code->instrs = gb_mem_new(c->t, (size_t)count * sizeof *code->instrs);
    if (code->instrs == NULL)
        return false;
    code->instr_count = count;
    memset(code->instrs, 0, (size_t)count * sizeof *code->instrs);
    code->positions = gb_mem_new(c->t, (size_t)count * sizeof *code->positions);
    if (code->positions == NULL)
        return false;
    for (const GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        for (int i = 0; i < b->count; ++i)
            write_instr(code, &b->instrs[i], b->offset + i);
    return true;
}

/* ---- Exception table ---- */

typedef struct HandlerWriter {
    GbHandler *rows; /* NULL: only count */
    int count;
    int start;
    const GbBlock *handler;
} HandlerWriter;

/* From `at` on exceptions go to `handler`. */
static void switch_handler(HandlerWriter *w, const GbBlock *handler, int at)
{
    if (handler == w->handler)
        return;
    if (w->handler != NULL) {
        if (w->rows != NULL) {
            int lasti = w->handler->preserves_lasti;
            w->rows[w->count] = (GbHandler){w->start, at, w->handler->offset,
                                            w->handler->start_depth - 1 - lasti, lasti};
        }
        ++w->count;
    }
    w->start = at;
    w->handler = handler;
}

static int scan_handlers(const GbUnit *u, GbHandler *rows)
{
    HandlerWriter writer = {.rows = rows};
    int at = 0;
    for (const GbBlock *b = u->first_block; b != NULL; b = b->next)
        for (int i = 0; i < b->count; ++i)
            switch_handler(&writer, b->instrs[i].except, at++);
    switch_handler(&writer, NULL, at);
    return writer.count;
}

static bool write_handlers(GbCompiler *c, GbCode *code)
{
    int count = scan_handlers(c->unit, NULL);
    if (count == 0)
        return true;
    code->handlers = gb_mem_new(c->t, (size_t)count * sizeof *code->handlers);
    if (code->handlers == NULL)
        return false;
    code->handler_count = count;
    scan_handlers(c->unit, code->handlers);
    return true;
}

/* ---- Names and constants ---- */

/* Constants behind the last one that is used were folded away. The first may be a docstring. */
static int count_used_constants(const GbCompiler *c)
{
    int last = 0;
    for (const GbBlock *b = c->unit->first_block; b != NULL; b = b->next)
        for (int i = 0; i < b->count; ++i) {
            const GbBlockInstr *instr = &b->instrs[i];
            bool is_const = gb_opcode_info[instr->opcode].operand == GB_OPERAND_CONST;
            if (is_const && instr->arg > last)
                last = instr->arg;
        }
    return c->unit->consts.count > last + 1 ? last + 1 : c->unit->consts.count;
}

static bool write_consts(GbCompiler *c, GbCode *code)
{
    int count = count_used_constants(c);
    code->consts = gb_mem_new(c->t, (size_t)count * sizeof *code->consts);
    if (code->consts == NULL)
        return false;
    for (int i = 0; i < count; ++i)
        code->consts[i] = gb_new_ref(c->unit->consts.values[i]);
    code->const_count = count;
    return true;
}

static GbRef new_name(GbCompiler *c, AstText name)
{
    return gb_str_intern(c->t, name.data, (size_t)name.size);
}

static bool write_names(GbCompiler *c, GbCode *code)
{
    const GbNameTable *names = &c->unit->names;
    code->names = gb_mem_new(c->t, (size_t)names->count * sizeof *code->names);
    if (code->names == NULL)
        return false;
    code->name_count = names->count;
    memset(code->names, 0, (size_t)names->count * sizeof *code->names);
    for (int i = 0; i < names->count; ++i) {
        code->names[i] = new_name(c, names->names[i]);
        if (code->names[i] == GB_NULL)
            return false;
    }
    return true;
}

static bool set_variable(GbCompiler *c, GbCode *code, int at, AstText name, int kind)
{
    code->localsplus_names[at] = new_name(c, name);
    code->localsplus_kinds[at] = (uint8_t)kind;
    return code->localsplus_names[at] != GB_NULL;
}

static size_t count_variables(const GbUnit *u)
{
    int count = u->locals.count + u->frees.count;
    for (int i = 0; i < u->cells.count; ++i)
        count += gb_nametable_find(&u->locals, u->cells.names[i]) < 0;
    return (size_t)count;
}

static bool write_variables(GbCompiler *c, GbCode *code)
{
    const GbUnit *u = c->unit;
    size_t count = count_variables(u);
    code->localsplus_names = gb_mem_new(c->t, count * sizeof *code->localsplus_names);
    if (code->localsplus_names == NULL)
        return false;
    memset(code->localsplus_names, 0, count * sizeof *code->localsplus_names);
    code->localsplus_count = (int32_t)count;
    code->localsplus_kinds = gb_mem_new(c->t, count);
    if (code->localsplus_kinds == NULL)
        return false;
    int at = 0;
    for (int i = 0; i < u->locals.count; ++i) {
        bool is_cell = gb_nametable_find(&u->cells, u->locals.names[i]) >= 0;
        if (!set_variable(c, code, at++, u->locals.names[i],
                          is_cell ? GB_SLOT_LOCAL | GB_SLOT_CELL : GB_SLOT_LOCAL))
            return false;
    }
    for (int i = 0; i < u->cells.count; ++i) {
        bool is_local = gb_nametable_find(&u->locals, u->cells.names[i]) >= 0;
        if (!is_local && !set_variable(c, code, at++, u->cells.names[i], GB_SLOT_CELL))
            return false;
    }
    for (int i = 0; i < u->frees.count; ++i)
        if (!set_variable(c, code, at++, u->frees.names[i], GB_SLOT_FREE))
            return false;
    code->local_count = u->locals.count;
    code->cell_count = u->cells.count;
    code->free_count = u->frees.count;
    return true;
}

/* ---- The rest ---- */

static uint32_t code_flags(const GbCompiler *c)
{
    const GbScope *scope = c->unit->scope;
    uint32_t flags = c->future;
    if (scope->kind == GB_SCOPE_FUNCTION) {
        flags |= GB_CO_NEWLOCALS | GB_CO_OPTIMIZED;
        if (scope->is_nested)
            flags |= GB_CO_NESTED;
        if (scope->is_generator)
            flags |= scope->is_coroutine ? GB_CO_ASYNC_GENERATOR : GB_CO_GENERATOR;
        else if (scope->is_coroutine)
            flags |= GB_CO_COROUTINE;
        if (scope->has_varargs)
            flags |= GB_CO_VARARGS;
        if (scope->has_varkeywords)
            flags |= GB_CO_VARKEYWORDS;
    } else if (gb_awaits_at_top(c) && scope->is_coroutine && !scope->is_generator) {
        flags |= GB_CO_COROUTINE;
    }
    return flags;
}

static bool write_identity(GbCompiler *c, GbCode *code)
{
    const GbUnit *u = c->unit;
    code->arg_count = u->arg_count;
    code->posonly_count = u->posonly_count;
    code->kwonly_count = u->kwonly_count;
    code->flags = code_flags(c);
    gb_code_settle(code);
    code->first_line = u->first_line;
    code->filename = gb_new_ref(c->filename);
    code->name = new_name(c, u->name);
    if (code->name == GB_NULL)
        return false;
    code->qualname = new_name(c, u->qualname);
    return code->qualname != GB_NULL;
}

GbRef gb_assemble(GbCompiler *c, int stack_size)
{
    GbCode *code = gb_code_new(c->t);
    if (code == NULL)
        return GB_NULL;
    code->stack_size = stack_size;
    bool done = write_instrs(c, code) && write_handlers(c, code) && write_consts(c, code) &&
                write_names(c, code) && write_variables(c, code) && write_identity(c, code) &&
                gb_code_price(c->t, code);
    if (done)
        return gb_value(code);
    gb_decref(gb_value(code));
    return GB_NULL;
}
