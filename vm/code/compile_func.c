/* Functions, lambdas and classes. */
#include "vm/code/compiler.h"

/* ---- Closures ---- */

/* Where the current unit keeps the variable that an inner function needs. */
static int closure_index(GbCompiler *c, AstText name)
{
    const GbUnit *u = c->unit;
    int cell = gb_nametable_find(&u->cells, name);
    int free_index = gb_nametable_find(&u->frees, name);
    /* In a class a name can be both its own and free: the closure means the free one. */
    return cell >= 0 ? cell : u->cells.count + free_index;
}

void gb_emit_function(GbCompiler *c, GbBorrow code_value, int flags)
{
    if (c->failed)
        return;
    const GbCode *code = (const GbCode *)gb_object(code_value);
    for (int i = 0; i < code->free_count; ++i) {
        int slot = code->localsplus_count - code->free_count + i;
        size_t size;
        const char *data = gb_str_wtf8(c->t, code->localsplus_names[slot], &size);
        if (data == NULL) {
            gb_compile_fail(c);
            return;
        }
        gb_emit_arg(c, OP_LOAD_CLOSURE, closure_index(c, (AstText){data, (int)size}));
    }
    if (code->free_count > 0) {
        gb_emit_arg(c, OP_BUILD_TUPLE, code->free_count);
        flags |= 8;
    }
    gb_emit_const(c, gb_new_ref(code_value));
    gb_emit_arg(c, OP_MAKE_FUNCTION, flags);
}

/* ---- Defaults and annotations ---- */

static GbRef names_of_defaults(GbCompiler *c, const Astarguments *a, int count)
{
    GbRef names = gb_name_tuple_new(c, count);
    int at = 0;
    for (int i = 0; i < a->kwonlyargs.count; ++i) {
        AstText name = a->kwonlyargs.items[i]->as.arg.arg;
        if (a->kw_defaults.items[i] != NULL)
            gb_name_tuple_set(c, names, at++,
                              gb_name_mangle(c->arena, c->unit->class_name, name));
    }
    return names;
}

/* Push the defaults; returns the MAKE_FUNCTION flags that say so. */
static int compile_defaults(GbCompiler *c, const AstNode *arguments)
{
    const Astarguments *a = &arguments->as.arguments;
    int flags = 0;
    if (a->defaults.count > 0) {
        gb_compile_exprs(c, a->defaults);
        gb_emit_arg(c, OP_BUILD_TUPLE, a->defaults.count);
        flags |= 1;
    }
    int keyword_count = 0;
    for (int i = 0; i < a->kw_defaults.count; ++i) {
        if (a->kw_defaults.items[i] == NULL)
            continue;
        gb_compile_expr(c, a->kw_defaults.items[i]);
        ++keyword_count;
    }
    if (keyword_count > 0) {
        gb_emit_const(c, names_of_defaults(c, a, keyword_count));
        gb_emit_arg(c, OP_BUILD_CONST_KEY_MAP, keyword_count);
        flags |= 2;
    }
    return flags;
}

void gb_compile_annotation(GbCompiler *c, const AstNode *annotation)
{
    AstBuffer text;
    if (c->failed)
        return;
    gb_ast_buffer_init(&text);
    if (gb_ast_unparse(annotation, &text) < 0)
        gb_compile_no_memory(c);
    else
        gb_emit_const(c, gb_str_from_utf8(c->t, text.data, text.size));
    gb_ast_buffer_fini(&text);
}

/* Push name, value of one annotation; returns the number pushed. */
static int compile_named_annotation(GbCompiler *c, AstText name, const AstNode *annotation)
{
    if (annotation == NULL || c->failed)
        return 0;
    gb_emit_text(c, gb_name_mangle(c->arena, c->unit->class_name, name));
    if (c->future & GB_CO_FUTURE_ANNOTATIONS) {
        gb_compile_annotation(c, annotation);
    } else if (annotation->kind == AST_Starred) { /* *args: *Ts */
        gb_compile_expr(c, annotation->as.Starred.value);
        gb_emit_arg(c, OP_UNPACK_SEQUENCE, 1);
    } else {
        gb_compile_expr(c, annotation);
    }
    return 2;
}

static int compile_parameter_annotation(GbCompiler *c, const AstNode *parameter)
{
    if (parameter == NULL)
        return 0;
    return compile_named_annotation(c, parameter->as.arg.arg, parameter->as.arg.annotation);
}

static int compile_parameter_annotations(GbCompiler *c, AstSeq parameters)
{
    int count = 0;
    for (int i = 0; i < parameters.count; ++i)
        count += compile_parameter_annotation(c, parameters.items[i]);
    return count;
}

/* Push the annotations as one flat tuple, if there are any: returns the MAKE_FUNCTION flag. */
static int compile_annotations(GbCompiler *c, const AstNode *arguments, const AstNode *returns)
{
    const Astarguments *a = &arguments->as.arguments;
    int count = compile_parameter_annotations(c, a->args);
    count += compile_parameter_annotations(c, a->posonlyargs);
    count += compile_parameter_annotation(c, a->vararg);
    count += compile_parameter_annotations(c, a->kwonlyargs);
    count += compile_parameter_annotation(c, a->kwarg);
    count += compile_named_annotation(c, gb_text("return"), returns);
    if (count == 0)
        return 0;
    gb_emit_arg(c, OP_BUILD_TUPLE, count);
    return 4;
}

/* ---- Functions ---- */

static void check_parameters(GbCompiler *c, AstSeq parameters)
{
    for (int i = 0; i < parameters.count; ++i)
        gb_refuse_name(c, parameters.items[i]->as.arg.arg, AST_Store, NULL);
}

static void check_signature(GbCompiler *c, const AstNode *arguments)
{
    const Astarguments *a = &arguments->as.arguments;
    check_parameters(c, a->posonlyargs);
    check_parameters(c, a->args);
    if (a->vararg != NULL)
        gb_refuse_name(c, a->vararg->as.arg.arg, AST_Store, NULL);
    check_parameters(c, a->kwonlyargs);
    if (a->kwarg != NULL)
        gb_refuse_name(c, a->kwarg->as.arg.arg, AST_Store, NULL);
}

static void set_counts(GbUnit *u, const AstNode *arguments)
{
    const Astarguments *a = &arguments->as.arguments;
    u->posonly_count = a->posonlyargs.count;
    u->arg_count = a->posonlyargs.count + a->args.count;
    u->kwonly_count = a->kwonlyargs.count;
}

/* The first constant of a function is its docstring, or None. */
static AstSeq take_docstring(GbCompiler *c, AstSeq body)
{
    const AstNode *docstring = c->optimize < 2 ? gb_docstring(body) : NULL;
    if (docstring == NULL) {
        gb_const_index(c, GB_NONE);
        return body;
    }
    GbBorrow text = gb_constant_value(c, docstring);
    if (!c->failed)
        gb_const_index(c, gb_new_ref(text));
    return (AstSeq){body.count - 1, body.items + 1};
}

static void apply_decorators(GbCompiler *c, AstSeq decorators)
{
    if (c->failed)
        return;
    GbPosition position = c->unit->position;
    for (int i = decorators.count - 1; i >= 0; --i) {
        gb_set_position(c, decorators.items[i]);
        gb_emit_call(c, 0);
    }
    c->unit->position = position;
}

static int first_line(const AstNode *node, AstSeq decorators)
{
    return decorators.count > 0 ? decorators.items[0]->line : node->line;
}

void gb_compile_function(GbCompiler *c, const AstNode *node)
{
    const AstFunctionDef *f = &node->as.FunctionDef; /* AsyncFunctionDef has the same fields. */
    bool is_async = node->kind == AST_AsyncFunctionDef;
    check_signature(c, f->args);
    gb_compile_exprs(c, f->decorator_list);
    int flags = compile_defaults(c, f->args);
    flags |= compile_annotations(c, f->args, f->returns);
    if (c->failed)
        return;
    gb_unit_enter(c, is_async ? UNIT_ASYNC_FUNCTION : UNIT_FUNCTION, f->name, node,
                  first_line(node, f->decorator_list));
    if (c->failed)
        return;
    set_counts(c->unit, f->args);
    gb_compile_stmts(c, take_docstring(c, f->body));
    GbBorrow code = gb_unit_leave(c, true);
    gb_emit_function(c, code, flags);
    apply_decorators(c, f->decorator_list);
    gb_compile_nameop(c, f->name, AST_Store, NULL);
}

void gb_compile_lambda(GbCompiler *c, const AstNode *node)
{
    const AstLambda *l = &node->as.Lambda;
    check_signature(c, l->args);
    int flags = compile_defaults(c, l->args);
    if (c->failed)
        return;
    gb_unit_enter(c, UNIT_LAMBDA, gb_text("<lambda>"), node, node->line);
    if (c->failed)
        return;
    gb_const_index(c, GB_NONE); /* So that no string of the body passes for a docstring. */
    set_counts(c->unit, l->args);
    gb_compile_expr(c, l->body);
    bool is_generator = c->unit->scope->is_generator;
    if (!is_generator)
        gb_emit(c, OP_RETURN_VALUE);
    GbBorrow code = gb_unit_leave(c, !is_generator);
    gb_emit_function(c, code, flags);
}

/* ---- Classes ---- */

/* The body runs as a function whose namespace becomes the class's. It returns the cell that
   super() needs, which type.__new__ fills with the class. */
static GbBorrow compile_class_body(GbCompiler *c, const AstNode *node)
{
    const AstClassDef *n = &node->as.ClassDef;
    gb_unit_enter(c, UNIT_CLASS, n->name, node, first_line(node, n->decorator_list));
    if (c->failed)
        return GB_NULL;
    c->unit->class_name = n->name;
    gb_compile_nameop(c, gb_text("__name__"), AST_Load, NULL);
    gb_compile_nameop(c, gb_text("__module__"), AST_Store, NULL);
    gb_emit_text(c, c->unit->qualname);
    gb_compile_nameop(c, gb_text("__qualname__"), AST_Store, NULL);
    gb_compile_body(c, n->body);
    if (c->failed)
        return GB_NULL;
    gb_unset_position(c);
    if (c->unit->scope->needs_class_closure) {
        gb_emit_arg(c, OP_LOAD_CLOSURE, closure_index(c, gb_text("__class__")));
        gb_emit_arg(c, OP_COPY, 1);
        gb_compile_nameop(c, gb_text("__classcell__"), AST_Store, NULL);
    } else {
        gb_emit_none(c);
    }
    gb_emit(c, OP_RETURN_VALUE);
    return gb_unit_leave(c, true);
}

void gb_compile_class(GbCompiler *c, const AstNode *node)
{
    const AstClassDef *n = &node->as.ClassDef;
    gb_compile_exprs(c, n->decorator_list);
    GbBorrow code = compile_class_body(c, node);
    gb_emit(c, OP_PUSH_NULL);
    gb_emit(c, OP_LOAD_BUILD_CLASS);
    gb_emit_function(c, code, 0);
    gb_emit_text(c, n->name);
    gb_compile_call_args(c, 2, n->bases, n->keywords);
    apply_decorators(c, n->decorator_list);
    gb_compile_nameop(c, n->name, AST_Store, NULL);
}
