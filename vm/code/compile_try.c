/* try, with, and leaving them early.
 *
 * A handler is reached through the exception table with the exception on the stack. PUSH_EXC_INFO
 * makes it the one being handled; POP_EXCEPT undoes that. While a handler runs, an exception raised
 * in it goes to a cleanup block, which restores what was being handled and raises it on. The body
 * of `finally` is compiled twice: once for the way in which nothing went wrong, once as a handler;
 * and again for each return, break or continue that leaves through it. */
#include "vm/code/compiler.h"

enum { FRAME_BLOCKS_MAX = 20 }; /* CPython's limit of statically nested blocks. */

/* ---- Frame blocks ---- */

void gb_frame_block_push(GbCompiler *c, GbFrameBlockKind kind, GbBlock *block, GbBlock *exit,
                         const AstNode *statement, AstText name)
{
    if (c->failed)
        return;
    GbUnit *u = c->unit;
    if (u->frame_block_count == FRAME_BLOCKS_MAX) {
        gb_compile_error(c, NULL, "too many statically nested blocks");
        return;
    }
    if (u->frame_blocks == NULL)
        u->frame_blocks = gb_compile_alloc(c, FRAME_BLOCKS_MAX * sizeof *u->frame_blocks);
    if (u->frame_blocks != NULL)
        u->frame_blocks[u->frame_block_count++] =
            (GbFrameBlock){kind, block, exit, statement, name};
}

void gb_frame_block_pop(GbCompiler *c)
{
    if (!c->failed)
        --c->unit->frame_block_count;
}

/* ---- Leaving early ---- */

static void pop_under(GbCompiler *c, bool keep_top)
{
    if (keep_top)
        gb_emit_arg(c, OP_SWAP, 2);
    gb_emit(c, OP_POP_TOP);
}

static void call_exit_with_nones(GbCompiler *c)
{
    gb_emit_none(c);
    gb_emit_none(c);
    gb_emit_none(c);
    gb_emit_call(c, 2);
}

static void unbind_name(GbCompiler *c, AstText name)
{
    gb_emit_none(c);
    gb_compile_nameop(c, name, AST_Store, NULL);
    gb_compile_nameop(c, name, AST_Del, NULL);
}

static void unwind_finally(GbCompiler *c, const GbFrameBlock *info, bool keep_top)
{
    gb_emit(c, PSEUDO_POP_BLOCK);
    if (keep_top)
        gb_frame_block_push(c, FB_POP_VALUE, NULL, NULL, NULL, (AstText){0});
    gb_compile_stmts(c, info->statement->as.Try.finalbody);
    if (keep_top)
        gb_frame_block_pop(c);
    /* What follows belongs to the statement that left, but runs after the finally body. */
    gb_unset_position(c);
}

static void unwind_with(GbCompiler *c, const GbFrameBlock *info, bool keep_top)
{
    gb_set_position(c, info->statement);
    gb_emit(c, PSEUDO_POP_BLOCK);
    if (keep_top)
        gb_emit_arg(c, OP_SWAP, 2);
    call_exit_with_nones(c);
    if (info->kind == FB_ASYNC_WITH)
        gb_emit_await(c, 2);
    gb_emit(c, OP_POP_TOP);
    gb_unset_position(c);
}

static void unwind_handler(GbCompiler *c, const GbFrameBlock *info, bool keep_top)
{
    bool has_name = !ast_text_absent(info->name);
    if (has_name)
        gb_emit(c, PSEUDO_POP_BLOCK);
    if (keep_top)
        gb_emit_arg(c, OP_SWAP, 2);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit(c, OP_POP_EXCEPT);
    if (has_name)
        unbind_name(c, info->name);
}

void gb_unwind_one(GbCompiler *c, const GbFrameBlock *info, bool keep_top)
{
    switch (info->kind) {
    case FB_FOR_LOOP:
        pop_under(c, keep_top); /* the iterator */
        break;
    case FB_TRY_EXCEPT:
        gb_emit(c, PSEUDO_POP_BLOCK);
        break;
    case FB_FINALLY_TRY:
        unwind_finally(c, info, keep_top);
        break;
    case FB_FINALLY_END:
        pop_under(c, keep_top); /* the exception */
        if (keep_top)
            gb_emit_arg(c, OP_SWAP, 2);
        gb_emit(c, PSEUDO_POP_BLOCK);
        gb_emit(c, OP_POP_EXCEPT);
        break;
    case FB_WITH:
    case FB_ASYNC_WITH:
        unwind_with(c, info, keep_top);
        break;
    case FB_HANDLER_CLEANUP:
        unwind_handler(c, info, keep_top);
        break;
    case FB_POP_VALUE:
        pop_under(c, keep_top);
        break;
    case FB_WHILE_LOOP:
    case FB_EXCEPTION_HANDLER:
    case FB_EXCEPTION_GROUP_HANDLER:
    case FB_ASYNC_COMPREHENSION:
        break;
    }
}

/* From the innermost outwards. While a block is being undone it is off the list: what a finally
   body does must not undo it again. */
void gb_unwind(GbCompiler *c, const AstNode *node, bool keep_top, GbFrameBlock **loop)
{
    GbUnit *u = c->unit;
    if (c->failed || u->frame_block_count == 0)
        return;
    GbFrameBlock *top = &u->frame_blocks[u->frame_block_count - 1];
    if (top->kind == FB_EXCEPTION_GROUP_HANDLER) {
        gb_compile_error(c, NULL,
                         "'break', 'continue' and 'return' cannot appear in an except* block");
        return;
    }
    if (loop != NULL && (top->kind == FB_WHILE_LOOP || top->kind == FB_FOR_LOOP)) {
        *loop = top;
        return;
    }
    GbFrameBlock saved = *top;
    --u->frame_block_count;
    gb_unwind_one(c, &saved, keep_top);
    gb_unwind(c, node, keep_top, loop);
    if (c->failed)
        return;
    u->frame_blocks[u->frame_block_count++] = saved;
}

/* ---- try ... except ---- */

/* Restore what was being handled before and raise the exception that broke a handler off. */
static void emit_cleanup(GbCompiler *c, GbBlock *cleanup)
{
    gb_block_use(c, cleanup);
    gb_emit_arg(c, OP_COPY, 3);
    gb_emit(c, OP_POP_EXCEPT);
    gb_emit_arg(c, OP_RERAISE, 1);
}

static void compile_protected_body(GbCompiler *c, AstSeq statements, GbBlock *body,
                                   GbBlock *handler)
{
    gb_emit_jump(c, PSEUDO_SETUP_FINALLY, handler);
    gb_block_use(c, body);
    gb_frame_block_push(c, FB_TRY_EXCEPT, body, NULL, NULL, (AstText){0});
    gb_compile_stmts(c, statements);
    gb_frame_block_pop(c);
    gb_emit_artificial(c, PSEUDO_POP_BLOCK);
}

static void start_handler(GbCompiler *c, GbBlock *handler, GbBlock *cleanup)
{
    gb_block_use(c, handler);
    gb_unset_position(c);
    gb_emit_jump(c, PSEUDO_SETUP_CLEANUP, cleanup);
    gb_emit(c, OP_PUSH_EXC_INFO);
}

/* except type as name: the name is unbound in the end, also if the body raises. */
static void compile_named_clause(GbCompiler *c, const AstExceptHandler *clause, GbBlock *end)
{
    GbBlock *failed = gb_block_new(c);
    GbBlock *body = gb_block_new(c);
    gb_compile_nameop(c, clause->name, AST_Store, NULL);
    gb_emit_jump(c, PSEUDO_SETUP_CLEANUP, failed);
    gb_block_use(c, body);
    gb_frame_block_push(c, FB_HANDLER_CLEANUP, body, NULL, NULL, clause->name);
    gb_compile_stmts(c, clause->body);
    gb_frame_block_pop(c);
    gb_unset_position(c);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit(c, OP_POP_EXCEPT);
    unbind_name(c, clause->name);
    gb_emit_jump(c, PSEUDO_JUMP, end);
    gb_block_use(c, failed);
    gb_unset_position(c);
    unbind_name(c, clause->name);
    gb_emit_arg(c, OP_RERAISE, 1);
}

static void compile_nameless_clause(GbCompiler *c, const AstExceptHandler *clause, GbBlock *end)
{
    GbBlock *body = gb_block_new(c);
    gb_emit(c, OP_POP_TOP);
    gb_block_use(c, body);
    gb_frame_block_push(c, FB_HANDLER_CLEANUP, body, NULL, NULL, (AstText){0});
    gb_compile_stmts(c, clause->body);
    gb_frame_block_pop(c);
    gb_unset_position(c);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit(c, OP_POP_EXCEPT);
    gb_emit_jump(c, PSEUDO_JUMP, end);
}

static void compile_clause(GbCompiler *c, const AstNode *node, GbBlock *end)
{
    const AstExceptHandler *clause = &node->as.ExceptHandler;
    GbBlock *next = gb_block_new(c);
    gb_set_position(c, node);
    if (clause->type != NULL) {
        gb_compile_expr(c, clause->type);
        gb_emit(c, OP_CHECK_EXC_MATCH);
        gb_emit_jump(c, PSEUDO_POP_JUMP_IF_FALSE, next);
    }
    if (ast_text_absent(clause->name))
        compile_nameless_clause(c, clause, end);
    else
        compile_named_clause(c, clause, end);
    gb_block_use(c, next);
}

static void compile_try_except(GbCompiler *c, const AstTry *n)
{
    GbBlock *body = gb_block_new(c);
    GbBlock *except = gb_block_new(c);
    GbBlock *end = gb_block_new(c);
    GbBlock *cleanup = gb_block_new(c);
    compile_protected_body(c, n->body, body, except);
    gb_compile_stmts(c, n->orelse);
    gb_emit_artificial_jump(c, end);
    start_handler(c, except, cleanup);
    gb_frame_block_push(c, FB_EXCEPTION_HANDLER, NULL, NULL, NULL, (AstText){0});
    for (int i = 0; i < n->handlers.count && !c->failed; ++i) {
        const AstNode *clause = n->handlers.items[i];
        if (clause->as.ExceptHandler.type == NULL && i < n->handlers.count - 1)
            gb_compile_error(c, clause, "default 'except:' must be last");
        compile_clause(c, clause, end);
    }
    gb_unset_position(c);
    gb_frame_block_pop(c);
    gb_emit_arg(c, OP_RERAISE, 0);
    emit_cleanup(c, cleanup);
    gb_block_use(c, end);
}

/* ---- try ... except* ---- */

/* Stack on entry and exit: what was handled before, the group, the list of what the clauses raised,
   the part of the group that no clause has taken yet. */
static void compile_star_clause_body(GbCompiler *c, const AstExceptHandler *clause, GbBlock *taken,
                                     GbBlock *raised)
{
    bool has_name = !ast_text_absent(clause->name);
    GbBlock *failed = gb_block_new(c);
    GbBlock *body = gb_block_new(c);
    if (has_name)
        gb_compile_nameop(c, clause->name, AST_Store, NULL);
    else
        gb_emit(c, OP_POP_TOP);
    gb_emit_jump(c, PSEUDO_SETUP_CLEANUP, failed);
    gb_block_use(c, body);
    gb_frame_block_push(c, FB_HANDLER_CLEANUP, body, NULL, NULL, clause->name);
    gb_compile_stmts(c, clause->body);
    gb_frame_block_pop(c);
    gb_unset_position(c);
    gb_emit(c, PSEUDO_POP_BLOCK);
    if (has_name)
        unbind_name(c, clause->name);
    gb_emit_jump(c, PSEUDO_JUMP, taken);
    gb_block_use(c, failed);
    gb_unset_position(c);
    if (has_name)
        unbind_name(c, clause->name);
    gb_emit_arg(c, OP_LIST_APPEND, 3); /* what the clause raised */
    gb_emit(c, OP_POP_TOP);            /* where it was raised */
    gb_emit_jump(c, PSEUDO_JUMP, raised);
}

static void compile_star_clause(GbCompiler *c, const AstNode *node, bool is_first)
{
    const AstExceptHandler *clause = &node->as.ExceptHandler;
    GbBlock *taken = gb_block_new(c);
    GbBlock *raised = gb_block_new(c);
    GbBlock *matched = gb_block_new(c);
    GbBlock *no_match = gb_block_new(c);
    gb_set_position(c, node);
    if (is_first) {
        gb_emit_arg(c, OP_COPY, 1);
        gb_emit_arg(c, OP_BUILD_LIST, 0);
        gb_emit_arg(c, OP_SWAP, 2);
    }
    gb_compile_expr(c, clause->type);
    gb_emit(c, OP_CHECK_EG_MATCH);
    gb_emit_arg(c, OP_COPY, 1);
    gb_emit_jump(c, PSEUDO_POP_JUMP_IF_NONE, no_match);
    gb_block_use(c, matched);
    compile_star_clause_body(c, clause, taken, raised);
    gb_block_use(c, taken);
    gb_emit(c, OP_NOP); /* Holds the line. */
    gb_emit_jump(c, PSEUDO_JUMP, raised);
    gb_block_use(c, no_match);
    gb_emit(c, OP_POP_TOP); /* the None that says so */
    gb_block_use(c, raised);
}

/* Raise what is left over and what the clauses raised, or go on if that is nothing. */
static void compile_star_reraise(GbCompiler *c, GbBlock *end)
{
    GbBlock *reraise = gb_block_new(c);
    gb_emit(c, OP_PREP_RERAISE_STAR);
    gb_emit_arg(c, OP_COPY, 1);
    gb_emit_jump(c, PSEUDO_POP_JUMP_IF_NOT_NONE, reraise);
    gb_emit(c, OP_POP_TOP);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit(c, OP_POP_EXCEPT);
    gb_emit_jump(c, PSEUDO_JUMP, end);
    gb_block_use(c, reraise);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit_arg(c, OP_SWAP, 2);
    gb_emit(c, OP_POP_EXCEPT);
    gb_emit_arg(c, OP_RERAISE, 0);
}

static void compile_try_star(GbCompiler *c, const AstTry *n)
{
    GbBlock *body = gb_block_new(c);
    GbBlock *except = gb_block_new(c);
    GbBlock *orelse = gb_block_new(c);
    GbBlock *end = gb_block_new(c);
    GbBlock *cleanup = gb_block_new(c);
    GbBlock *reraise_star = gb_block_new(c);
    compile_protected_body(c, n->body, body, except);
    gb_emit_artificial_jump(c, orelse);
    start_handler(c, except, cleanup);
    gb_frame_block_push(c, FB_EXCEPTION_GROUP_HANDLER, NULL, NULL, NULL, (AstText){0});
    for (int i = 0; i < n->handlers.count && !c->failed; ++i)
        compile_star_clause(c, n->handlers.items[i], i == 0);
    gb_emit_arg(c, OP_LIST_APPEND, 1);
    gb_emit_jump(c, PSEUDO_JUMP, reraise_star);
    gb_frame_block_pop(c);
    gb_block_use(c, reraise_star);
    compile_star_reraise(c, end);
    emit_cleanup(c, cleanup);
    gb_block_use(c, orelse);
    gb_compile_stmts(c, n->orelse);
    gb_block_use(c, end);
}

/* ---- try ... finally ---- */

static void compile_handlers(GbCompiler *c, const AstNode *node)
{
    if (node->kind == AST_TryStar)
        compile_try_star(c, &node->as.Try); /* TryStar has the same fields. */
    else
        compile_try_except(c, &node->as.Try);
}

static void compile_try_finally(GbCompiler *c, const AstNode *node)
{
    const AstTry *n = &node->as.Try;
    GbBlock *body = gb_block_new(c);
    GbBlock *handler = gb_block_new(c);
    GbBlock *exit = gb_block_new(c);
    GbBlock *cleanup = gb_block_new(c);
    gb_emit_jump(c, PSEUDO_SETUP_FINALLY, handler);
    gb_block_use(c, body);
    gb_frame_block_push(c, FB_FINALLY_TRY, body, handler, node, (AstText){0});
    if (n->handlers.count > 0)
        compile_handlers(c, node);
    else
        gb_compile_stmts(c, n->body);
    gb_emit_artificial(c, PSEUDO_POP_BLOCK);
    gb_frame_block_pop(c);
    gb_compile_stmts(c, n->finalbody);
    gb_emit_artificial_jump(c, exit);
    start_handler(c, handler, cleanup);
    gb_frame_block_push(c, FB_FINALLY_END, handler, NULL, NULL, (AstText){0});
    gb_compile_stmts(c, n->finalbody);
    gb_frame_block_pop(c);
    gb_emit_arg(c, OP_RERAISE, 0);
    emit_cleanup(c, cleanup);
    gb_block_use(c, exit);
}

void gb_compile_try(GbCompiler *c, const AstNode *node)
{
    if (node->as.Try.finalbody.count > 0)
        compile_try_finally(c, node);
    else
        compile_handlers(c, node);
}

/* ---- with ---- */

/* exit() was told of the exception; its answer on top says whether that is the end of it. */
static void compile_with_answer(GbCompiler *c, GbBlock *cleanup)
{
    GbBlock *suppressed = gb_block_new(c);
    gb_emit_jump(c, PSEUDO_POP_JUMP_IF_TRUE, suppressed);
    gb_emit_arg(c, OP_RERAISE, 2);
    gb_unset_position(c);
    emit_cleanup(c, cleanup);
    gb_block_use(c, suppressed);
    gb_emit(c, OP_POP_TOP); /* the exception */
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_emit(c, OP_POP_EXCEPT);
    gb_emit(c, OP_POP_TOP); /* where it was raised */
    gb_emit(c, OP_POP_TOP); /* exit */
}

static void compile_with_item(GbCompiler *c, const AstNode *node, int index)
{
    const AstWith *n = &node->as.With; /* AsyncWith has the same fields. */
    bool is_async = node->kind == AST_AsyncWith;
    const Astwithitem *item = &n->items.items[index]->as.withitem;
    GbBlock *block = gb_block_new(c);
    GbBlock *handler = gb_block_new(c);
    GbBlock *exit = gb_block_new(c);
    GbBlock *cleanup = gb_block_new(c);
    gb_compile_expr(c, item->context_expr);
    gb_emit(c, is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH);
    if (is_async)
        gb_emit_await(c, 1);
    gb_emit_jump(c, PSEUDO_SETUP_WITH, handler);
    gb_block_use(c, block);
    gb_frame_block_push(c, is_async ? FB_ASYNC_WITH : FB_WITH, block, handler, node,
                        (AstText){0});
    if (item->optional_vars != NULL)
        gb_compile_expr(c, item->optional_vars);
    else
        gb_emit(c, OP_POP_TOP);
    if (index + 1 < n->items.count)
        compile_with_item(c, node, index + 1);
    else
        gb_compile_stmts(c, n->body);
    if (c->failed)
        return;
    gb_frame_block_pop(c);
    if (!is_async)
        gb_unset_position(c);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_set_position(c, node);
    call_exit_with_nones(c);
    if (is_async)
        gb_emit_await(c, 2);
    gb_emit(c, OP_POP_TOP);
    gb_emit_jump(c, PSEUDO_JUMP, exit);
    gb_block_use(c, handler);
    gb_emit_jump(c, PSEUDO_SETUP_CLEANUP, cleanup);
    gb_emit(c, OP_PUSH_EXC_INFO);
    gb_emit(c, OP_WITH_EXCEPT_START);
    if (is_async)
        gb_emit_await(c, 2);
    compile_with_answer(c, cleanup);
    gb_block_use(c, exit);
}

void gb_compile_with(GbCompiler *c, const AstNode *node)
{
    compile_with_item(c, node, 0);
}
