/* Statements, except try and with (compile_try.c), definitions (compile_func.c) and match. */
#include "vm/code/compiler.h"

#include <string.h>

/* ---- Assignment ---- */

static void compile_assign(GbCompiler *c, const AstNode *node)
{
    AstSeq targets = node->as.Assign.targets;
    gb_compile_expr(c, node->as.Assign.value);
    for (int i = 0; i < targets.count; ++i) {
        if (i + 1 < targets.count)
            gb_emit_arg(c, OP_COPY, 1);
        gb_compile_expr(c, targets.items[i]);
    }
}

/* target op= value, once for each of the three forms a target can have: what it is made of is
   evaluated once, and kept on the stack from the load to the store. */

static void load_augmented(GbCompiler *c, const AstNode *target)
{
    switch ((AstKind)target->kind) {
    case AST_Attribute:
        gb_compile_expr(c, target->as.Attribute.value);
        gb_emit_arg(c, OP_COPY, 1);
        gb_set_attribute_position(c, target);
        gb_emit_name(c, OP_LOAD_ATTR, target->as.Attribute.attr);
        break;
    case AST_Subscript:
        gb_compile_expr(c, target->as.Subscript.value);
        gb_compile_expr(c, target->as.Subscript.slice);
        gb_emit_arg(c, OP_COPY, 2);
        gb_emit_arg(c, OP_COPY, 2);
        gb_emit(c, OP_BINARY_SUBSCR);
        break;
    case AST_Name:
        gb_compile_nameop(c, target->as.Name.id, AST_Load, target);
        break;
    default:
        gb_compile_error(c, target, "invalid node type (%d) for augmented assignment",
                         target->kind);
    }
}

static void store_augmented(GbCompiler *c, const AstNode *target)
{
    switch ((AstKind)target->kind) {
    case AST_Attribute:
        gb_set_attribute_position(c, target);
        gb_emit_arg(c, OP_SWAP, 2);
        gb_emit_name(c, OP_STORE_ATTR, target->as.Attribute.attr);
        break;
    case AST_Subscript:
        gb_emit_arg(c, OP_SWAP, 3);
        gb_emit_arg(c, OP_SWAP, 2);
        gb_emit(c, OP_STORE_SUBSCR);
        break;
    default:
        gb_compile_nameop(c, target->as.Name.id, AST_Store, target);
    }
}

static void compile_augmented(GbCompiler *c, const AstNode *node)
{
    const AstNode *target = node->as.AugAssign.target;
    gb_set_position(c, target);
    load_augmented(c, target);
    gb_set_position(c, node);
    gb_compile_expr(c, node->as.AugAssign.value);
    gb_emit_arg(c, OP_BINARY_OP, GB_INPLACE + gb_binary_arg(node->as.AugAssign.op));
    gb_set_position(c, target);
    store_augmented(c, target);
}

static void evaluate(GbCompiler *c, const AstNode *expression)
{
    if (expression == NULL)
        return;
    gb_compile_expr(c, expression);
    gb_emit(c, OP_POP_TOP);
}

/* The parts of `a[i:j, k]: int`, which are evaluated although nothing is stored. */
static void evaluate_subscript(GbCompiler *c, const AstNode *index)
{
    if (index->kind == AST_Slice) {
        evaluate(c, index->as.Slice.lower);
        evaluate(c, index->as.Slice.upper);
        evaluate(c, index->as.Slice.step);
    } else if (index->kind == AST_Tuple) {
        for (int i = 0; i < index->as.Tuple.elts.count; ++i)
            evaluate_subscript(c, index->as.Tuple.elts.items[i]);
    } else {
        evaluate(c, index);
    }
}

static bool keeps_annotations(const GbCompiler *c)
{
    return c->unit->kind == UNIT_MODULE || c->unit->kind == UNIT_CLASS;
}

static void store_annotation(GbCompiler *c, AstText name, const AstNode *annotation)
{
    if (c->future & GB_CO_FUTURE_ANNOTATIONS)
        gb_compile_annotation(c, annotation);
    else
        gb_compile_expr(c, annotation);
    gb_emit_name(c, OP_LOAD_NAME, gb_text("__annotations__"));
    gb_emit_text(c, gb_name_mangle(c->arena, c->unit->class_name, name));
    gb_emit(c, OP_STORE_SUBSCR);
}

static void compile_annotated_target(GbCompiler *c, const AstAnnAssign *a)
{
    const AstNode *target = a->target;
    if (target->kind == AST_Name) {
        if (!gb_refuse_name(c, target->as.Name.id, AST_Store, NULL) && a->simple &&
            keeps_annotations(c))
            store_annotation(c, target->as.Name.id, a->annotation);
    } else if (target->kind == AST_Attribute) {
        if (!gb_refuse_name(c, target->as.Attribute.attr, AST_Store, NULL) && a->value == NULL)
            evaluate(c, target->as.Attribute.value);
    } else if (a->value == NULL) {
        evaluate(c, target->as.Subscript.value);
        evaluate_subscript(c, target->as.Subscript.slice);
    }
}

static void compile_annotated(GbCompiler *c, const AstNode *node)
{
    const AstAnnAssign *a = &node->as.AnnAssign;
    if (a->value != NULL) {
        gb_compile_expr(c, a->value);
        gb_compile_expr(c, a->target);
    }
    compile_annotated_target(c, a);
    bool is_text = (c->future & GB_CO_FUTURE_ANNOTATIONS) != 0;
    if (!a->simple && !is_text && keeps_annotations(c))
        evaluate(c, a->annotation);
}

/* ---- Branches and loops ---- */

/* An elif chain nests as deep as it is long, so it is walked in a loop; the ends of all its parts
   come together in the end. */
static void compile_if(GbCompiler *c, const AstNode *node)
{
    GbBlock *ends = NULL; /* the ends so far, innermost first, linked by `next` until placed */
    for (bool more = true; more && !c->failed;) {
        const AstIf *n = &node->as.If;
        GbBlock *end = gb_block_new(c);
        GbBlock *otherwise = n->orelse.count > 0 ? gb_block_new(c) : end;
        if (c->failed)
            return;
        gb_set_position(c, node);
        gb_compile_jump_if(c, n->test, otherwise, false);
        gb_compile_stmts(c, n->body);
        end->next = ends;
        ends = end;
        more = n->orelse.count == 1 && n->orelse.items[0]->kind == AST_If;
        if (n->orelse.count > 0) {
            gb_emit_artificial_jump(c, end);
            gb_block_use(c, otherwise);
        }
        if (more)
            node = n->orelse.items[0];
        else
            gb_compile_stmts(c, n->orelse);
    }
    while (ends != NULL && !c->failed) {
        GbBlock *end = ends;
        ends = end->next;
        end->next = NULL;
        gb_block_use(c, end);
    }
}

static void compile_for(GbCompiler *c, const AstNode *node)
{
    const AstFor *n = &node->as.For;
    GbBlock *start = gb_block_new(c);
    GbBlock *body = gb_block_new(c);
    GbBlock *cleanup = gb_block_new(c);
    GbBlock *end = gb_block_new(c);
    gb_frame_block_push(c, FB_FOR_LOOP, start, end, NULL, (AstText){0});
    gb_compile_expr(c, n->iter);
    gb_emit(c, OP_GET_ITER);
    gb_block_use(c, start);
    gb_emit_jump(c, OP_FOR_ITER, cleanup);
    gb_block_use(c, body);
    gb_compile_expr(c, n->target);
    gb_compile_stmts(c, n->body);
    gb_unset_position(c);
    gb_emit_jump(c, PSEUDO_JUMP, start);
    gb_block_use(c, cleanup);
    gb_frame_block_pop(c);
    gb_compile_stmts(c, n->orelse);
    gb_block_use(c, end);
}

static bool refuse_async(GbCompiler *c, const char *what)
{
    if (gb_awaits_at_top(c))
        c->unit->scope->is_coroutine = true;
    else if (c->unit->kind != UNIT_ASYNC_FUNCTION)
        gb_compile_error(c, NULL, "'%s' outside async function", what);
    return c->failed;
}

static void compile_async_for(GbCompiler *c, const AstNode *node)
{
    const AstAsyncFor *n = &node->as.AsyncFor;
    if (refuse_async(c, "async for"))
        return;
    GbBlock *start = gb_block_new(c);
    GbBlock *except = gb_block_new(c);
    GbBlock *end = gb_block_new(c);
    gb_compile_expr(c, n->iter);
    gb_emit(c, OP_GET_AITER);
    gb_block_use(c, start);
    gb_frame_block_push(c, FB_FOR_LOOP, start, end, NULL, (AstText){0});
    gb_emit_jump(c, PSEUDO_SETUP_FINALLY, except); /* Only __anext__ may end the loop. */
    gb_emit(c, OP_GET_ANEXT);
    gb_emit_none(c);
    gb_emit_yield_from(c, true);
    gb_emit(c, PSEUDO_POP_BLOCK);
    gb_compile_expr(c, n->target);
    gb_compile_stmts(c, n->body);
    gb_unset_position(c);
    gb_emit_jump(c, PSEUDO_JUMP, start);
    gb_frame_block_pop(c);
    gb_block_use(c, except);
    gb_set_position(c, n->iter);
    gb_emit(c, OP_END_ASYNC_FOR);
    gb_compile_stmts(c, n->orelse);
    gb_block_use(c, end);
}

/* The test stands before the loop and again at its bottom: one jump for each turn. */
static void compile_while(GbCompiler *c, const AstNode *node)
{
    const AstWhile *n = &node->as.While;
    GbBlock *loop = gb_block_new(c);
    GbBlock *body = gb_block_new(c);
    GbBlock *anchor = gb_block_new(c);
    GbBlock *end = gb_block_new(c);
    gb_block_use(c, loop);
    gb_frame_block_push(c, FB_WHILE_LOOP, loop, end, NULL, (AstText){0});
    gb_compile_jump_if(c, n->test, anchor, false);
    gb_block_use(c, body);
    gb_compile_stmts(c, n->body);
    gb_set_position(c, node);
    gb_compile_jump_if(c, n->test, body, true);
    gb_frame_block_pop(c);
    gb_block_use(c, anchor);
    gb_compile_stmts(c, n->orelse);
    gb_block_use(c, end);
}

static void compile_return(GbCompiler *c, const AstNode *node)
{
    const AstNode *value = node->as.Return.value;
    bool keep_top = value != NULL && !gb_is_constant(value);
    const GbScope *scope = c->unit->scope;
    if (scope->kind != GB_SCOPE_FUNCTION) {
        gb_compile_error(c, NULL, "'return' outside function");
        return;
    }
    if (value != NULL && scope->is_coroutine && scope->is_generator) {
        gb_compile_error(c, NULL, "'return' with value in async generator");
        return;
    }
    if (keep_top) {
        gb_compile_expr(c, value);
    } else if (value != NULL) {
        gb_set_position(c, value);
        gb_emit(c, OP_NOP); /* So that the line of the constant is traced. */
    }
    if (value == NULL || value->line != node->line) {
        gb_set_position(c, node);
        gb_emit(c, OP_NOP);
    }
    gb_unwind(c, node, keep_top, NULL);
    if (value == NULL)
        gb_emit_none(c);
    else if (!keep_top && !c->failed)
        gb_emit_const(c, gb_new_ref(gb_constant_value(c, value)));
    gb_emit(c, OP_RETURN_VALUE);
}

static void compile_break(GbCompiler *c, const AstNode *node)
{
    GbFrameBlock *loop = NULL;
    gb_emit(c, OP_NOP);
    gb_unwind(c, node, false, &loop);
    if (loop == NULL) {
        gb_compile_error(c, node, "'break' outside loop");
        return;
    }
    gb_unwind_one(c, loop, false);
    gb_emit_jump(c, PSEUDO_JUMP, loop->exit);
}

static void compile_continue(GbCompiler *c, const AstNode *node)
{
    GbFrameBlock *loop = NULL;
    gb_emit(c, OP_NOP);
    gb_unwind(c, node, false, &loop);
    if (loop == NULL) {
        gb_compile_error(c, node, "'continue' not properly in loop");
        return;
    }
    gb_emit_jump(c, PSEUDO_JUMP, loop->block);
}

/* ---- Imports ---- */

static AstText first_part(AstText name)
{
    const char *dot = memchr(name.data, '.', (size_t)name.size);
    return dot == NULL ? name : (AstText){name.data, (int)(dot - name.data)};
}

/* import a.b.c as d: from the package down to the module. */
static void compile_import_as(GbCompiler *c, AstText name, AstText as_name, const AstNode *where)
{
    int done = first_part(name).size;
    if (done == name.size) {
        gb_compile_nameop(c, as_name, AST_Store, where);
        return;
    }
    for (bool more = true; more;) {
        AstText rest = {name.data + done + 1, name.size - done - 1};
        AstText part = first_part(rest);
        done += 1 + part.size;
        more = done < name.size;
        gb_emit_name(c, OP_IMPORT_FROM, part);
        if (more) {
            gb_emit_arg(c, OP_SWAP, 2);
            gb_emit(c, OP_POP_TOP);
        }
    }
    gb_compile_nameop(c, as_name, AST_Store, where);
    gb_emit(c, OP_POP_TOP);
}

static void compile_import(GbCompiler *c, const AstNode *node)
{
    AstSeq names = node->as.Import.names;
    for (int i = 0; i < names.count; ++i) {
        const Astalias *alias = &names.items[i]->as.alias;
        gb_emit_const(c, gb_small_new(0));
        gb_emit_none(c);
        gb_emit_name(c, OP_IMPORT_NAME, alias->name);
        if (ast_text_absent(alias->asname))
            gb_compile_nameop(c, first_part(alias->name), AST_Store, NULL);
        else
            compile_import_as(c, alias->name, alias->asname, NULL);
    }
}

static GbRef imported_names(GbCompiler *c, AstSeq names)
{
    GbRef tuple = gb_name_tuple_new(c, names.count);
    for (int i = 0; i < names.count; ++i)
        gb_name_tuple_set(c, tuple, i, names.items[i]->as.alias.name);
    return tuple;
}

static void compile_import_from(GbCompiler *c, const AstNode *node)
{
    const AstImportFrom *n = &node->as.ImportFrom;
    bool has_module = !ast_text_absent(n->module);
    gb_emit_const(c, gb_small_new(n->level));
    if (node->line > c->future_line && has_module && gb_ast_text_is(n->module, "__future__")) {
        gb_compile_error(c, NULL,
                         "from __future__ imports must occur at the beginning of the file");
        return;
    }
    gb_emit_const(c, imported_names(c, n->names));
    gb_emit_name(c, OP_IMPORT_NAME, has_module ? n->module : gb_text(""));
    for (int i = 0; i < n->names.count; ++i) {
        const Astalias *alias = &n->names.items[i]->as.alias;
        if (gb_ast_text_is(alias->name, "*")) {
            gb_emit(c, OP_IMPORT_STAR);
            return;
        }
        gb_emit_name(c, OP_IMPORT_FROM, alias->name);
        gb_compile_nameop(c, ast_text_absent(alias->asname) ? alias->name : alias->asname,
                          AST_Store, NULL);
    }
    gb_emit(c, OP_POP_TOP);
}

/* ---- Small statements ---- */

static bool is_nonempty_tuple(GbCompiler *c, const AstNode *test)
{
    if (test->kind == AST_Tuple)
        return test->as.Tuple.elts.count > 0;
    if (!gb_is_constant(test))
        return false;
    GbBorrow value = gb_constant_value(c, test);
    return !c->failed && gb_is_exact(value, GB_KIND_TUPLE) && gb_tuple_count(value) > 0;
}

static void compile_assert(GbCompiler *c, const AstNode *node)
{
    const AstAssert *n = &node->as.Assert;
    if (is_nonempty_tuple(c, n->test))
        gb_compile_warn(c, node, "assertion is always true, perhaps remove parentheses?");
    if (c->optimize > 0)
        return;
    GbBlock *end = gb_block_new(c);
    gb_compile_jump_if(c, n->test, end, true);
    gb_emit(c, OP_LOAD_ASSERTION_ERROR);
    if (n->msg != NULL) {
        gb_compile_expr(c, n->msg);
        gb_emit_call(c, 0);
    }
    gb_emit_arg(c, OP_RAISE_VARARGS, 1);
    gb_block_use(c, end);
}

static void compile_raise(GbCompiler *c, const AstNode *node)
{
    int count = 0;
    if (node->as.Raise.exc != NULL) {
        gb_compile_expr(c, node->as.Raise.exc);
        ++count;
    }
    if (node->as.Raise.cause != NULL) {
        gb_compile_expr(c, node->as.Raise.cause);
        ++count;
    }
    gb_emit_arg(c, OP_RAISE_VARARGS, count);
}

static void compile_expr_stmt(GbCompiler *c, const AstNode *node)
{
    const AstNode *value = node->as.Expr.value;
    if (c->interactive && c->unit->outer == NULL) {
        gb_compile_expr(c, value);
        gb_emit(c, OP_PRINT_EXPR);
    } else if (gb_is_constant(value)) {
        gb_emit(c, OP_NOP);
    } else {
        gb_compile_expr(c, value);
        gb_unset_position(c);
        gb_emit(c, OP_POP_TOP);
    }
}

/* ---- Dispatch ---- */

static void compile_kind(GbCompiler *c, const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_FunctionDef:
    case AST_AsyncFunctionDef:
        gb_compile_function(c, node);
        break;
    case AST_ClassDef:
        gb_compile_class(c, node);
        break;
    case AST_Return:
        compile_return(c, node);
        break;
    case AST_Delete:
        gb_compile_exprs(c, node->as.Delete.targets);
        break;
    case AST_Assign:
        compile_assign(c, node);
        break;
    case AST_AugAssign:
        compile_augmented(c, node);
        break;
    case AST_AnnAssign:
        compile_annotated(c, node);
        break;
    case AST_For:
        compile_for(c, node);
        break;
    case AST_AsyncFor:
        compile_async_for(c, node);
        break;
    case AST_While:
        compile_while(c, node);
        break;
    case AST_If:
        compile_if(c, node);
        break;
    case AST_AsyncWith:
        if (refuse_async(c, "async with"))
            break;
        /* fallthrough */
    case AST_With:
        gb_compile_with(c, node);
        break;
    case AST_Match:
        gb_compile_match(c, node);
        break;
    case AST_Raise:
        compile_raise(c, node);
        break;
    case AST_Try:
    case AST_TryStar:
        gb_compile_try(c, node);
        break;
    case AST_Assert:
        compile_assert(c, node);
        break;
    case AST_Import:
        compile_import(c, node);
        break;
    case AST_ImportFrom:
        compile_import_from(c, node);
        break;
    case AST_Global:
    case AST_Nonlocal:
        break;
    case AST_Expr:
        compile_expr_stmt(c, node);
        break;
    case AST_Pass:
        gb_emit(c, OP_NOP);
        break;
    case AST_Break:
        compile_break(c, node);
        break;
    case AST_Continue:
        compile_continue(c, node);
        break;
    default:
        gb_compile_error(c, node, "unexpected %s", gb_ast_kind_name(node->kind));
    }
}

void gb_compile_stmt(GbCompiler *c, const AstNode *node)
{
    if (c->failed)
        return;
    gb_set_position(c, node);
    compile_kind(c, node);
}

void gb_compile_stmts(GbCompiler *c, AstSeq nodes)
{
    for (int i = 0; i < nodes.count && !c->failed; ++i)
        gb_compile_stmt(c, nodes.items[i]);
}

/* ---- Bodies of modules and classes ---- */

static bool cases_have_annotations(AstSeq cases)
{
    for (int i = 0; i < cases.count; ++i)
        if (gb_has_annotations(cases.items[i]->as.match_case.body))
            return true;
    return false;
}

static bool handlers_have_annotations(AstSeq handlers)
{
    for (int i = 0; i < handlers.count; ++i)
        if (gb_has_annotations(handlers.items[i]->as.ExceptHandler.body))
            return true;
    return false;
}

static bool has_annotations(const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_AnnAssign:
        return true;
    case AST_For:
    case AST_AsyncFor:
        return gb_has_annotations(node->as.For.body) || gb_has_annotations(node->as.For.orelse);
    case AST_While:
    case AST_If: /* The same fields. */
        return gb_has_annotations(node->as.If.body) || gb_has_annotations(node->as.If.orelse);
    case AST_With:
    case AST_AsyncWith:
        return gb_has_annotations(node->as.With.body);
    case AST_Match:
        return cases_have_annotations(node->as.Match.cases);
    case AST_Try:
    case AST_TryStar:
        return gb_has_annotations(node->as.Try.body) ||
               gb_has_annotations(node->as.Try.finalbody) ||
               handlers_have_annotations(node->as.Try.handlers) ||
               gb_has_annotations(node->as.Try.orelse);
    default:
        return false;
    }
}

bool gb_has_annotations(AstSeq nodes)
{
    for (int i = 0; i < nodes.count; ++i)
        if (has_annotations(nodes.items[i]))
            return true;
    return false;
}

const AstNode *gb_docstring(AstSeq body)
{
    if (body.count == 0 || body.items[0]->kind != AST_Expr)
        return NULL;
    const AstNode *value = body.items[0]->as.Expr.value;
    bool is_text = gb_is_constant(value) && value->as.Constant.value.type == AST_CONST_str;
    return is_text ? value : NULL;
}

void gb_compile_body(GbCompiler *c, AstSeq nodes)
{
    if (c->failed)
        return;
    if (c->unit->kind == UNIT_MODULE && nodes.count > 0)
        gb_set_position(c, nodes.items[0]);
    if (gb_has_annotations(nodes))
        gb_emit(c, OP_SETUP_ANNOTATIONS);
    const AstNode *docstring = c->optimize < 2 ? gb_docstring(nodes) : NULL;
    if (docstring != NULL) {
        gb_compile_expr(c, docstring);
        gb_unset_position(c);
        gb_compile_nameop(c, gb_text("__doc__"), AST_Store, NULL);
        ++nodes.items;
        --nodes.count;
    }
    gb_compile_stmts(c, nodes);
}
