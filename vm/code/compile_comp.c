/* Comprehensions and generator expressions: each is a function of its own, called at once with the
   outermost iterator as its argument `.0`. */
#include "vm/code/compiler.h"

#include "vm/object/list.h"

typedef struct Comprehension {
    int kind; /* AST_ListComp, AST_SetComp, AST_DictComp, AST_GeneratorExp */
    AstSeq generators;
    const AstNode *element; /* the key of a dict comprehension */
    const AstNode *value;   /* of a dict comprehension; else NULL */
} Comprehension;

static void compile_loops(GbCompiler *c, const Comprehension *comp, int index, int depth);

/* What happens for each element: the result is `depth` loops under the top. */
static void compile_element(GbCompiler *c, const Comprehension *comp, int depth)
{
    gb_compile_expr(c, comp->element);
    switch (comp->kind) {
    case AST_GeneratorExp:
        gb_emit_yield(c);
        gb_emit(c, OP_POP_TOP);
        break;
    case AST_ListComp:
        gb_emit_arg(c, OP_LIST_APPEND, depth + 1);
        break;
    case AST_SetComp:
        gb_emit_arg(c, OP_SET_ADD, depth + 1);
        break;
    default:
        gb_compile_expr(c, comp->value);
        gb_emit_arg(c, OP_MAP_ADD, depth + 1);
    }
}

/* The filters of one loop, then the loops inside it or the element. */
static void compile_loop_body(GbCompiler *c, const Comprehension *comp, int index, int depth,
                              GbBlock *skip)
{
    AstSeq ifs = comp->generators.items[index]->as.comprehension.ifs;
    for (int i = 0; i < ifs.count; ++i)
        gb_compile_jump_if(c, ifs.items[i], skip, false);
    if (index + 1 < comp->generators.count)
        compile_loops(c, comp, index + 1, depth);
    else
        compile_element(c, comp, depth);
    gb_block_use(c, skip);
}

/* `for y in [f(x)]` is how one writes an assignment: no loop is needed. */
static const AstNode *single_item(const AstNode *iter)
{
    if (iter->kind != AST_List && iter->kind != AST_Tuple)
        return NULL;
    AstSeq items = iter->as.List.elts; /* Tuple has the same fields. */
    if (items.count != 1 || items.items[0]->kind == AST_Starred)
        return NULL;
    return items.items[0];
}

static void compile_loop(GbCompiler *c, const Comprehension *comp, int index, int depth)
{
    const Astcomprehension *loop = &comp->generators.items[index]->as.comprehension;
    GbBlock *start = gb_block_new(c);
    GbBlock *skip = gb_block_new(c);
    GbBlock *end = gb_block_new(c);
    const AstNode *single = index == 0 ? NULL : single_item(loop->iter);
    if (index == 0) {
        gb_emit_arg(c, OP_LOAD_FAST, 0);
    } else if (single != NULL) {
        gb_compile_expr(c, single);
    } else {
        gb_compile_expr(c, loop->iter);
        gb_emit(c, OP_GET_ITER);
    }
    if (single == NULL) {
        ++depth;
        gb_block_use(c, start);
        gb_emit_jump(c, OP_FOR_ITER, end);
    }
    gb_compile_expr(c, loop->target);
    compile_loop_body(c, comp, index, depth, skip);
    if (single == NULL) {
        gb_emit_jump(c, PSEUDO_JUMP, start);
        gb_block_use(c, end);
    }
}

static void compile_async_loop(GbCompiler *c, const Comprehension *comp, int index, int depth)
{
    const Astcomprehension *loop = &comp->generators.items[index]->as.comprehension;
    GbBlock *start = gb_block_new(c);
    GbBlock *except = gb_block_new(c);
    GbBlock *skip = gb_block_new(c);
    if (index == 0) {
        gb_emit_arg(c, OP_LOAD_FAST, 0);
    } else {
        gb_compile_expr(c, loop->iter);
        gb_emit(c, OP_GET_AITER);
    }
    gb_block_use(c, start);
    gb_frame_block_push(c, FB_ASYNC_COMPREHENSION, start, NULL, NULL, (AstText){0});
    gb_emit_jump(c, PSEUDO_SETUP_FINALLY, except);
    gb_emit(c, OP_GET_ANEXT);
    gb_emit_none(c);
    gb_emit_yield_from(c, true);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_compile_expr(c, loop->target);
    compile_loop_body(c, comp, index, depth + 1, skip);
    gb_emit_jump(c, PSEUDO_JUMP, start);
    gb_frame_block_pop(c);
    gb_block_use(c, except);
    gb_emit(c, OP_END_ASYNC_FOR);
}

static void compile_loops(GbCompiler *c, const Comprehension *comp, int index, int depth)
{
    if (index >= c->max_depth)
        gb_compile_too_deep(c);
    if (c->failed)
        return;
    if (comp->generators.items[index]->as.comprehension.is_async)
        compile_async_loop(c, comp, index, depth);
    else
        compile_loop(c, comp, index, depth);
}

static Comprehension describe(const AstNode *node)
{
    Comprehension comp = {.kind = node->kind};
    if (node->kind == AST_DictComp) {
        comp.generators = node->as.DictComp.generators;
        comp.element = node->as.DictComp.key;
        comp.value = node->as.DictComp.value;
    } else { /* The other three have the same fields. */
        comp.generators = node->as.ListComp.generators;
        comp.element = node->as.ListComp.elt;
    }
    return comp;
}

static const char *function_name(int kind)
{
    switch (kind) {
    case AST_ListComp:
        return "<listcomp>";
    case AST_SetComp:
        return "<setcomp>";
    case AST_DictComp:
        return "<dictcomp>";
    default:
        return "<genexpr>";
    }
}

static void emit_empty_result(GbCompiler *c, int kind)
{
    if (kind == AST_ListComp)
        gb_emit_arg(c, OP_BUILD_LIST, 0);
    else if (kind == AST_SetComp)
        gb_emit_arg(c, OP_BUILD_SET, 0);
    else if (kind == AST_DictComp)
        gb_emit_arg(c, OP_BUILD_MAP, 0);
}

static bool may_await(const GbCompiler *c)
{
    GbUnitKind kind = c->unit->kind;
    return kind == UNIT_ASYNC_FUNCTION || kind == UNIT_COMPREHENSION || gb_awaits_at_top(c);
}

/* The code of the comprehension's function. `waits` tells the caller that it is a coroutine. */
static GbBorrow compile_function(GbCompiler *c, const AstNode *node, const Comprehension *comp,
                                 bool *waits)
{
    bool allowed = may_await(c);
    gb_unit_enter(c, UNIT_COMPREHENSION, gb_text(function_name(comp->kind)), node, node->line);
    if (c->failed)
        return GB_NULL;
    gb_set_position(c, node);
    bool is_generator = comp->kind == AST_GeneratorExp;
    *waits = c->unit->scope->is_coroutine && !is_generator;
    if (*waits && !allowed) {
        gb_compile_error(c, NULL,
                         "asynchronous comprehension outside of an asynchronous function");
        return GB_NULL;
    }
    c->unit->arg_count = 1;
    emit_empty_result(c, comp->kind);
    compile_loops(c, comp, 0, 0);
    if (!is_generator)
        gb_emit(c, OP_RETURN_VALUE);
    return gb_unit_leave(c, true);
}

void gb_compile_comprehension(GbCompiler *c, const AstNode *node)
{
    Comprehension comp = describe(node);
    const Astcomprehension *outermost = &comp.generators.items[0]->as.comprehension;
    bool waits = false;
    GbBorrow code = compile_function(c, node, &comp, &waits);
    if (c->failed)
        return;
    if (gb_awaits_at_top(c) && waits)
        c->unit->scope->is_coroutine = true;
    gb_emit_function(c, code, 0);
    gb_compile_expr(c, outermost->iter);
    gb_emit(c, outermost->is_async ? OP_GET_AITER : OP_GET_ITER);
    gb_emit_call(c, 0);
    if (waits)
        gb_emit_await(c, 0);
}
