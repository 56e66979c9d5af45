/* Units, blocks, and how instructions get into them. */
#include "vm/code/compiler.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_INSTRS = 16 };

AstText gb_text(const char *string)
{
    return (AstText){string, (int)strlen(string)};
}

/* ---- Blocks ---- */

GbBlock *gb_block_new(GbCompiler *c)
{
    GbBlock *block = gb_compile_alloc(c, sizeof *block);
    if (block == NULL)
        return &c->spare_block;
    block->previous_made = c->unit->newest_block;
    c->unit->newest_block = block;
    return block;
}

void gb_block_use(GbCompiler *c, GbBlock *block)
{
    if (c->failed)
        return;
    c->unit->current->next = block;
    c->unit->current = block;
}

GbBlockInstr *gb_block_append(GbCompiler *c, GbBlock *block)
{
    if (block->count == block->capacity) {
        int capacity = block->capacity == 0 ? FIRST_INSTRS : 2 * block->capacity;
        GbBlockInstr *instrs = gb_compile_alloc(c, (size_t)capacity * sizeof *instrs);
        if (instrs == NULL)
            return NULL;
        if (block->count > 0)
            memcpy(instrs, block->instrs, (size_t)block->count * sizeof *instrs);
        block->instrs = instrs;
        block->capacity = capacity;
    }
    return &block->instrs[block->count++];
}

static bool ends_block(int opcode)
{
    return gb_is_jump(opcode) || opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS ||
           opcode == OP_RERAISE;
}

static void emit(GbCompiler *c, int opcode, int arg, GbBlock *target, GbPosition position)
{
    if (c->failed)
        return;
    GbBlock *block = c->unit->current;
    if (block->count > 0 && ends_block(block->instrs[block->count - 1].opcode))
        gb_block_use(c, gb_block_new(c));
    GbBlockInstr *instr = c->failed ? NULL : gb_block_append(c, c->unit->current);
    if (instr != NULL)
        *instr = (GbBlockInstr){opcode, arg, target, NULL, position};
}

void gb_emit(GbCompiler *c, int opcode)
{
    emit(c, opcode, 0, NULL, c->unit->position);
}

void gb_emit_arg(GbCompiler *c, int opcode, int arg)
{
    emit(c, opcode, arg, NULL, c->unit->position);
}

void gb_emit_jump(GbCompiler *c, int opcode, GbBlock *target)
{
    emit(c, opcode, 0, target, c->unit->position);
}

void gb_emit_artificial(GbCompiler *c, int opcode)
{
    emit(c, opcode, 0, NULL, GB_NO_POSITION);
}

void gb_emit_artificial_jump(GbCompiler *c, GbBlock *target)
{
    emit(c, PSEUDO_JUMP, 0, target, GB_NO_POSITION);
}

/* ---- Constants and names ---- */

static int index_of_canonical(GbCompiler *c, GbBorrow value)
{
    if (value == GB_NULL) {
        gb_compile_fail(c);
        return -1;
    }
    int index = gb_idtable_add(&c->unit->consts, c->arena, value);
    if (index < 0)
        gb_compile_no_memory(c);
    return index;
}

int gb_const_index(GbCompiler *c, GbRef taken)
{
    if (c->failed) {
        gb_xdecref(taken);
        return -1;
    }
    return index_of_canonical(c, gb_constants_add(c->t, &c->constants, taken));
}

void gb_emit_const(GbCompiler *c, GbRef taken)
{
    gb_emit_arg(c, OP_LOAD_CONST, gb_const_index(c, taken));
}

void gb_emit_none(GbCompiler *c)
{
    gb_emit_const(c, GB_NONE);
}

void gb_emit_text(GbCompiler *c, AstText text)
{
    if (text.data == NULL)
        gb_compile_no_memory(c);
    if (!c->failed)
        gb_emit_const(c, gb_str_intern(c->t, text.data, (size_t)text.size));
}

GbRef gb_name_tuple_new(GbCompiler *c, int count)
{
    GbRef tuple = c->failed ? GB_NULL : gb_tuple_new(c->t, count);
    if (tuple == GB_NULL)
        gb_compile_fail(c);
    return tuple;
}

void gb_name_tuple_set(GbCompiler *c, GbRef tuple, int index, AstText name)
{
    if (name.data == NULL)
        gb_compile_no_memory(c);
    if (c->failed)
        return;
    GbRef str = gb_str_intern(c->t, name.data, (size_t)name.size);
    GbBorrow value = gb_constants_add(c->t, &c->constants, str);
    if (value == GB_NULL)
        gb_compile_fail(c);
    else
        gb_tuple_set_take(tuple, index, gb_new_ref(value));
}

static AstText mangle(GbCompiler *c, AstText name)
{
    AstText mangled = gb_name_mangle(c->arena, c->unit->class_name, name);
    if (mangled.data == NULL)
        gb_compile_no_memory(c);
    return mangled;
}

/* The number of the mangled name in the table, added if new; -1 once failed. */
static int name_index(GbCompiler *c, GbNameTable *table, AstText mangled)
{
    if (c->failed)
        return -1;
    int index = gb_nametable_add(table, c->arena, mangled);
    if (index < 0)
        gb_compile_no_memory(c);
    return index;
}

void gb_emit_name(GbCompiler *c, int opcode, AstText name)
{
    if (c->failed)
        return;
    gb_emit_arg(c, opcode, name_index(c, &c->unit->names, mangle(c, name)));
}

bool gb_refuse_name(GbCompiler *c, AstText name, AstOperator ctx, const AstNode *where)
{
    if (ctx == AST_Load || !gb_ast_text_is(name, "__debug__"))
        return false;
    gb_compile_error(c, where, "cannot %s __debug__", ctx == AST_Del ? "delete" : "assign to");
    return true;
}

/* Opcodes by context (Load, Store, Del) for each place a name can live. */
static const int deref_ops[] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF};
static const int fast_ops[] = {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST};
static const int global_ops[] = {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL};
static const int name_ops[] = {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME};

/* A cell's argument: first the cells, then the free variables. Assembly turns it into a slot. In a
   class __class__ can be both. */
static int cell_index(GbCompiler *c, AstText mangled, GbBinding binding)
{
    if (binding == GB_BINDING_CELL)
        return gb_nametable_find(&c->unit->cells, mangled);
    return c->unit->cells.count + gb_nametable_find(&c->unit->frees, mangled);
}

static void compile_deref(GbCompiler *c, AstText mangled, AstOperator ctx, GbBinding binding)
{
    int opcode = deref_ops[ctx];
    if (ctx == AST_Load && c->unit->kind == UNIT_CLASS)
        opcode = OP_LOAD_CLASSDEREF;
    gb_emit_arg(c, opcode, cell_index(c, mangled, binding));
}

void gb_compile_nameop(GbCompiler *c, AstText name, AstOperator ctx, const AstNode *where)
{
    if (c->failed || gb_refuse_name(c, name, ctx, where))
        return;
    AstText mangled = mangle(c, name);
    if (c->failed)
        return;
    GbUnit *u = c->unit;
    bool is_function = u->scope->kind == GB_SCOPE_FUNCTION;
    const GbSymbol *symbol = gb_scope_symbol(u->scope, mangled);
    GbBinding binding = symbol == NULL ? GB_BINDING_NONE : (GbBinding)symbol->binding;
    if (binding == GB_BINDING_FREE || binding == GB_BINDING_CELL) {
        compile_deref(c, mangled, ctx, binding);
    } else if (binding == GB_BINDING_LOCAL && is_function) {
        gb_emit_arg(c, fast_ops[ctx], name_index(c, &u->locals, mangled));
    } else if (binding == GB_BINDING_GLOBAL_EXPLICIT ||
               (binding == GB_BINDING_GLOBAL_IMPLICIT && is_function)) {
        int index = name_index(c, &u->names, mangled);
        gb_emit_arg(c, global_ops[ctx], ctx == AST_Load ? 2 * index : index);
    } else {
        gb_emit_arg(c, name_ops[ctx], name_index(c, &u->names, mangled));
    }
}

/* ---- Common sequences ---- */

void gb_emit_call(GbCompiler *c, int count)
{
    gb_emit_arg(c, OP_PRECALL, count);
    gb_emit_arg(c, OP_CALL, count);
}

void gb_emit_yield_from(GbCompiler *c, bool is_await)
{
    GbBlock *start = gb_block_new(c);
    GbBlock *resume = gb_block_new(c);
    GbBlock *done = gb_block_new(c);
    gb_block_use(c, start);
    gb_emit_jump(c, OP_SEND, done);
    gb_block_use(c, resume);
    gb_emit(c, OP_YIELD_VALUE);
    gb_emit_arg(c, OP_RESUME, is_await ? 3 : 2);
    gb_emit_jump(c, PSEUDO_JUMP_NO_INTERRUPT, start);
    gb_block_use(c, done);
}

void gb_emit_await(GbCompiler *c, int awaitable_kind)
{
    gb_emit_arg(c, OP_GET_AWAITABLE, awaitable_kind);
    gb_emit_none(c);
    gb_emit_yield_from(c, true);
}

void gb_emit_yield(GbCompiler *c)
{
    if (c->unit->scope->is_generator && c->unit->scope->is_coroutine)
        gb_emit(c, OP_ASYNC_GEN_WRAP);
    gb_emit(c, OP_YIELD_VALUE);
    gb_emit_arg(c, OP_RESUME, 1);
}

static int count_characters(AstText text)
{
    int count = 0;
    for (int i = 0; i < text.size; ++i)
        count += (text.data[i] & 0xc0) != 0x80;
    return count;
}

void gb_set_attribute_position(GbCompiler *c, const AstNode *attribute)
{
    if (attribute->line == attribute->end_line)
        return;
    GbPosition *p = &c->unit->position;
    int size = count_characters(attribute->as.Attribute.attr);
    p->line = attribute->end_line;
    if (size <= attribute->end_column) {
        p->column = attribute->end_column - size;
    } else {
        p->column = -1; /* A tree that no source was parsed to. */
        p->end_column = -1;
    }
}

/* ---- Units ---- */

static int order_names(const void *a, const void *b)
{
    return gb_name_compare(*(const AstText *)a, *(const AstText *)b);
}

/* The scope's names with the binding, or with one of the flags, sorted by name. */
static void collect_names(GbCompiler *c, GbNameTable *table, GbBinding binding, unsigned flags)
{
    const GbScope *scope = c->unit->scope;
    AstText *names = gb_compile_alloc(c, ((size_t)scope->names.count + 1) * sizeof *names);
    if (names == NULL)
        return;
    int count = 0;
    for (int i = 0; i < scope->names.count; ++i)
        if (scope->symbols[i].binding == binding || (scope->symbols[i].flags & flags))
            names[count++] = scope->names.names[i];
    qsort(names, (size_t)count, sizeof *names, order_names);
    for (int i = 0; i < count; ++i)
        name_index(c, table, names[i]);
}

static void collect_parameters(GbCompiler *c)
{
    const GbScope *scope = c->unit->scope;
    for (int i = 0; i < scope->names.count && (scope->symbols[i].flags & GB_SYMBOL_PARAM); ++i)
        name_index(c, &c->unit->locals, scope->names.names[i]);
}

static AstText join_names(GbCompiler *c, AstText base, const char *between, AstText name)
{
    size_t middle = strlen(between);
    char *data = gb_compile_alloc(c, (size_t)base.size + middle + (size_t)name.size + 1);
    if (data == NULL)
        return name;
    memcpy(data, base.data, (size_t)base.size);
    memcpy(data + base.size, between, middle);
    memcpy(data + base.size + middle, name.data, (size_t)name.size);
    return (AstText){data, base.size + (int)middle + name.size};
}

static bool is_declared_global(GbCompiler *c, const GbUnit *u)
{
    bool is_definition =
        u->kind == UNIT_FUNCTION || u->kind == UNIT_ASYNC_FUNCTION || u->kind == UNIT_CLASS;
    if (!is_definition)
        return false;
    AstText mangled = gb_name_mangle(c->arena, u->outer->class_name, u->name);
    const GbSymbol *symbol =
        mangled.data == NULL ? NULL : gb_scope_symbol(u->outer->scope, mangled);
    return symbol != NULL && symbol->binding == GB_BINDING_GLOBAL_EXPLICIT;
}

static AstText qualified_name(GbCompiler *c, const GbUnit *u)
{
    const GbUnit *outer = u->outer;
    if (outer == NULL || outer->outer == NULL || is_declared_global(c, u))
        return u->name;
    bool is_function = outer->kind == UNIT_FUNCTION || outer->kind == UNIT_ASYNC_FUNCTION ||
                       outer->kind == UNIT_LAMBDA;
    return join_names(c, outer->qualname, is_function ? ".<locals>." : ".", u->name);
}

/* A class's cell for super() comes before all others (it has none of its own). */
static void collect_variables(GbCompiler *c)
{
    GbUnit *u = c->unit;
    collect_parameters(c);
    collect_names(c, &u->cells, GB_BINDING_CELL, 0);
    if (u->scope->needs_class_closure)
        name_index(c, &u->cells, gb_text("__class__"));
    collect_names(c, &u->frees, GB_BINDING_FREE, GB_SYMBOL_FREE_CLASS);
}

void gb_unit_enter(GbCompiler *c, GbUnitKind kind, AstText name, const AstNode *node, int line)
{
    GbUnit *u = gb_compile_alloc(c, sizeof *u);
    if (u == NULL)
        return;
    u->outer = c->unit;
    u->kind = kind;
    u->name = name;
    u->scope = gb_symtable_scope(&c->symtable, node);
    u->first_line = line;
    if (u->outer != NULL)
        u->class_name = u->outer->class_name;
    c->unit = u;
    u->qualname = qualified_name(c, u);
    collect_variables(c);
    u->first_block = u->current = gb_block_new(c);
    u->position = (GbPosition){kind == UNIT_MODULE ? 0 : line, line, 0, 0};
    gb_emit_arg(c, OP_RESUME, 0);
    if (kind == UNIT_MODULE)
        gb_unset_position(c);
}

static void finish_last_block(GbCompiler *c, bool returns_none)
{
    const GbBlock *last = c->unit->current;
    if (last->count > 0 && last->instrs[last->count - 1].opcode == OP_RETURN_VALUE)
        return;
    gb_unset_position(c);
    if (returns_none)
        gb_emit_none(c);
    gb_emit(c, OP_RETURN_VALUE);
}

GbBorrow gb_unit_leave(GbCompiler *c, bool returns_none)
{
    if (c->failed)
        return GB_NULL;
    finish_last_block(c, returns_none);
    gb_prepare_entry(c);
    int stack_size = gb_flow_optimize(c);
    GbRef code = c->failed ? GB_NULL : gb_assemble(c, stack_size);
    if (code == GB_NULL) {
        gb_compile_fail(c);
        return GB_NULL;
    }
    c->unit = c->unit->outer;
    GbBorrow kept = gb_constants_add(c->t, &c->constants, code);
    if (kept == GB_NULL)
        gb_compile_fail(c);
    return kept;
}
