#include "vm/syntax/symtable.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAME_ARG(name) (name).size, (name).data /* for "%.*s" */

typedef struct Builder {
    GbSymtable *table;
    AstArena *arena;
    AstError *error;
    GbScope *scope;     /* the one being filled */
    AstText class_name; /* for mangling */
    int depth, max_depth;
    bool text_annotations;
    bool failed; /* sticky: the walk goes on without doing anything */
} Builder;

static void visit(Builder *b, const AstNode *node);

/* ---- Errors ---- */

static void set_error(AstError *error, AstErrorKind kind, const AstNode *node, const char *format,
                      va_list args)
{
    if (error->kind != AST_ERROR_NONE)
        return;
    *error = (AstError){.kind = kind};
    if (node != NULL) {
        error->line = node->line;
        error->column = node->column + 1;
        error->end_line = node->end_line;
        error->end_column = node->end_column + 1;
    }
    vsnprintf(error->message, sizeof error->message, format, args);
}

void gb_error_at(AstError *error, AstErrorKind kind, const AstNode *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_error(error, kind, node, format, args);
    va_end(args);
}

__attribute__((format(printf, 3, 4))) static void fail(Builder *b, const AstNode *node,
                                                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_error(b->error, AST_ERROR_SYNTAX, node, format, args);
    va_end(args);
    b->error->is_bare = true;
    b->failed = true;
}

static void fail_memory(Builder *b)
{
    gb_error_at(b->error, AST_ERROR_MEMORY, NULL, "%s", "");
    b->failed = true;
}

static AstText text_of(const char *string)
{
    return (AstText){string, (int)strlen(string)};
}

/* ---- Scopes ---- */

static GbScope **scope_slot(const GbSymtable *table, const AstNode *node)
{
    size_t mask = (size_t)table->scope_capacity - 1;
    size_t at = ((uintptr_t)node >> 3) * 0x9e3779b97f4a7c15u >> 20 & mask;
    while (table->scopes[at] != NULL && table->scopes[at]->node != node)
        at = (at + 1) & mask;
    return &table->scopes[at];
}

GbScope *gb_symtable_scope(const GbSymtable *table, const AstNode *node)
{
    return *scope_slot(table, node);
}

static bool grow_scopes(Builder *b)
{
    GbSymtable old = *b->table;
    GbSymtable *table = b->table;
    table->scope_capacity = old.scope_capacity == 0 ? 64 : 2 * old.scope_capacity;
    table->scopes =
        gb_ast_arena_alloc(b->arena, (size_t)table->scope_capacity * sizeof *table->scopes);
    if (table->scopes == NULL) {
        *table = old;
        return false;
    }
    for (int i = 0; i < old.scope_capacity; ++i)
        if (old.scopes[i] != NULL)
            *scope_slot(table, old.scopes[i]->node) = old.scopes[i];
    return true;
}

static void register_scope(Builder *b, GbScope *scope)
{
    if (2 * b->table->scope_count >= b->table->scope_capacity && !grow_scopes(b)) {
        fail_memory(b);
        return;
    }
    *scope_slot(b->table, scope->node) = scope;
    ++b->table->scope_count;
}

static void add_child(GbScope *parent, GbScope *child)
{
    if (parent->last_child == NULL)
        parent->first_child = child;
    else
        parent->last_child->next = child;
    parent->last_child = child;
}

static void enter_scope(Builder *b, GbScopeKind kind, AstText name, const AstNode *node)
{
    GbScope *scope = gb_ast_arena_alloc(b->arena, sizeof *scope);
    if (scope == NULL) {
        fail_memory(b);
        return;
    }
    GbScope *parent = b->scope;
    scope->kind = kind;
    scope->name = name;
    scope->node = node;
    scope->parent = parent;
    if (parent != NULL) {
        scope->is_nested = parent->is_nested || parent->kind == GB_SCOPE_FUNCTION;
        scope->comprehension_iter_depth = parent->comprehension_iter_depth;
    }
    b->scope = scope;
    if (parent == NULL)
        b->table->top = scope;
    if (kind == GB_SCOPE_ANNOTATION)
        return; /* It will be text: what it names binds nothing. */
    register_scope(b, scope);
    if (parent != NULL)
        add_child(parent, scope);
}

static void leave_scope(Builder *b)
{
    if (!b->failed)
        b->scope = b->scope->parent;
}

/* ---- Symbols ---- */

static GbSymbol *find_symbol(const GbScope *scope, AstText mangled)
{
    int index = gb_nametable_find(&scope->names, mangled);
    return index < 0 ? NULL : &scope->symbols[index];
}

const GbSymbol *gb_scope_symbol(const GbScope *scope, AstText name)
{
    return find_symbol(scope, name);
}

static GbSymbol *add_symbol(AstArena *arena, GbScope *scope, AstText mangled)
{
    int index = gb_nametable_add(&scope->names, arena, mangled);
    if (index < 0)
        return NULL;
    if (index < scope->symbol_capacity)
        return &scope->symbols[index];
    int capacity = scope->names.capacity;
    GbSymbol *symbols = gb_ast_arena_alloc(arena, (size_t)capacity * sizeof *symbols);
    if (symbols == NULL)
        return NULL;
    if (index > 0)
        memcpy(symbols, scope->symbols, (size_t)index * sizeof *symbols);
    scope->symbols = symbols;
    scope->symbol_capacity = capacity;
    return &symbols[index];
}

static AstText mangle(Builder *b, AstText name)
{
    AstText mangled = gb_name_mangle(b->arena, b->class_name, name);
    if (mangled.data == NULL && !b->failed)
        fail_memory(b);
    return mangled;
}

/* The flags of `name` in the scope; 0 if it is unknown there. */
static unsigned flags_of(Builder *b, const GbScope *scope, AstText name)
{
    AstText mangled = mangle(b, name);
    const GbSymbol *symbol = b->failed ? NULL : find_symbol(scope, mangled);
    return symbol == NULL ? 0 : symbol->flags;
}

/* `global x` anywhere makes x an explicit global of the module too, as in CPython. */
static void declare_in_module(Builder *b, AstText mangled)
{
    GbSymbol *symbol = add_symbol(b->arena, b->table->top, mangled);
    if (symbol == NULL)
        fail_memory(b);
    else
        symbol->flags |= GB_SYMBOL_GLOBAL;
}

static void define_in(Builder *b, GbScope *scope, AstText name, unsigned flag, const AstNode *where)
{
    if (b->failed)
        return;
    AstText mangled = mangle(b, name);
    GbSymbol *symbol = b->failed ? NULL : add_symbol(b->arena, scope, mangled);
    if (symbol == NULL) {
        fail_memory(b);
        return;
    }
    if ((flag & GB_SYMBOL_PARAM) && (symbol->flags & GB_SYMBOL_PARAM)) {
        fail(b, where, "duplicate argument '%.*s' in function definition", NAME_ARG(name));
        return;
    }
    symbol->flags |= (uint16_t)flag;
    if (flag & GB_SYMBOL_GLOBAL)
        declare_in_module(b, mangled);
    if (scope->in_comprehension_target) {
        if (symbol->flags & (GB_SYMBOL_GLOBAL | GB_SYMBOL_NONLOCAL)) {
            fail(b, where,
                 "comprehension inner loop cannot rebind assignment expression target '%.*s'",
                 NAME_ARG(name));
            return;
        }
        symbol->flags |= GB_SYMBOL_COMPREHENSION_ITER;
    }
}

static void define(Builder *b, AstText name, unsigned flag, const AstNode *where)
{
    define_in(b, b->scope, name, flag, where);
}

/* Remember where `global name` or `nonlocal name` stands, for errors that only binding finds. */
static void record_directive(Builder *b, AstText name, const AstNode *where)
{
    if (b->failed)
        return;
    GbSymbol *symbol = find_symbol(b->scope, mangle(b, name));
    if (symbol != NULL && symbol->directive == NULL)
        symbol->directive = where;
}

/* ---- The walk: what every scope does with its names ---- */

static void visit_all(Builder *b, AstSeq nodes)
{
    for (int i = 0; i < nodes.count; ++i)
        if (nodes.items[i] != NULL)
            visit(b, nodes.items[i]);
}

static void visit_maybe(Builder *b, const AstNode *node)
{
    if (node != NULL)
        visit(b, node);
}

/* All children in the order of ast.def. */
static void visit_children(Builder *b, const AstNode *node)
{
    switch ((AstKind)node->kind) {
#define AST_ONE(type, field) visit(b, n->field);
#define AST_MAYBE(type, field) visit_maybe(b, n->field);
#define AST_MANY(type, field) visit_all(b, n->field);
#define AST_NAME(field)
#define AST_MAYBE_NAME(field)
#define AST_NAMES(field)
#define AST_OP(type, field)
#define AST_OPS(type, field)
#define AST_INT(field)
#define AST_MAYBE_INT(field)
#define AST_VALUE(field)
#define AST_COMMENT(field)
#define AST_NODE(category, name, fields)                                                           \
    case AST_##name: {                                                                             \
        const Ast##name *n = &node->as.name;                                                       \
        (void)n;                                                                                   \
        fields break;                                                                              \
    }
#include "vm/syntax/ast.def"
    case AST_KIND_COUNT:
        break;
    }
}

static void refuse_in_annotation(Builder *b, const char *what, const AstNode *node)
{
    if (b->scope->kind == GB_SCOPE_ANNOTATION)
        fail(b, node, "%s cannot be used within an annotation", what);
}

static void visit_annotation(Builder *b, const AstNode *annotation)
{
    if (annotation == NULL || b->failed)
        return;
    if (!b->text_annotations) {
        visit(b, annotation);
        return;
    }
    enter_scope(b, GB_SCOPE_ANNOTATION, text_of("_annotation"), annotation);
    visit(b, annotation);
    leave_scope(b);
}

static void visit_argument_annotations(Builder *b, AstSeq args)
{
    for (int i = 0; i < args.count; ++i)
        visit_annotation(b, args.items[i]->as.arg.annotation);
}

static void visit_signature_annotations(Builder *b, const AstNode *arguments,
                                        const AstNode *returns)
{
    const Astarguments *a = &arguments->as.arguments;
    visit_argument_annotations(b, a->posonlyargs);
    visit_argument_annotations(b, a->args);
    if (a->vararg != NULL)
        visit_annotation(b, a->vararg->as.arg.annotation);
    if (a->kwarg != NULL)
        visit_annotation(b, a->kwarg->as.arg.annotation);
    visit_argument_annotations(b, a->kwonlyargs);
    visit_annotation(b, returns);
}

static void define_parameters(Builder *b, AstSeq args)
{
    for (int i = 0; i < args.count; ++i)
        define(b, args.items[i]->as.arg.arg, GB_SYMBOL_PARAM, args.items[i]);
}

static void visit_arguments(Builder *b, const AstNode *arguments)
{
    const Astarguments *a = &arguments->as.arguments;
    if (b->failed)
        return;
    define_parameters(b, a->posonlyargs);
    define_parameters(b, a->args);
    define_parameters(b, a->kwonlyargs);
    if (a->vararg != NULL) {
        define(b, a->vararg->as.arg.arg, GB_SYMBOL_PARAM, a->vararg);
        b->scope->has_varargs = true;
    }
    if (a->kwarg != NULL) {
        define(b, a->kwarg->as.arg.arg, GB_SYMBOL_PARAM, a->kwarg);
        b->scope->has_varkeywords = true;
    }
}

static void visit_defaults(Builder *b, const AstNode *arguments)
{
    visit_all(b, arguments->as.arguments.defaults);
    visit_all(b, arguments->as.arguments.kw_defaults);
}

static void visit_function(Builder *b, const AstNode *node)
{
    bool is_async = node->kind == AST_AsyncFunctionDef;
    const AstFunctionDef *f = &node->as.FunctionDef; /* Both kinds have the same fields. */
    define(b, f->name, GB_SYMBOL_LOCAL, node);
    visit_defaults(b, f->args);
    visit_signature_annotations(b, f->args, f->returns);
    visit_all(b, f->decorator_list);
    if (b->failed)
        return;
    enter_scope(b, GB_SCOPE_FUNCTION, f->name, node);
    if (is_async)
        b->scope->is_coroutine = true;
    visit_arguments(b, f->args);
    visit_all(b, f->body);
    leave_scope(b);
}

static void visit_lambda(Builder *b, const AstNode *node)
{
    visit_defaults(b, node->as.Lambda.args);
    if (b->failed)
        return;
    enter_scope(b, GB_SCOPE_FUNCTION, text_of("lambda"), node);
    visit_arguments(b, node->as.Lambda.args);
    visit(b, node->as.Lambda.body);
    leave_scope(b);
}

static void visit_class(Builder *b, const AstNode *node)
{
    const AstClassDef *c = &node->as.ClassDef;
    define(b, c->name, GB_SYMBOL_LOCAL, node);
    visit_all(b, c->bases);
    visit_all(b, c->keywords);
    visit_all(b, c->decorator_list);
    if (b->failed)
        return;
    AstText outer = b->class_name;
    enter_scope(b, GB_SCOPE_CLASS, c->name, node);
    b->class_name = c->name;
    visit_all(b, c->body);
    b->class_name = outer;
    leave_scope(b);
}

static void visit_annotated_name(Builder *b, const AstNode *node)
{
    const AstAnnAssign *a = &node->as.AnnAssign;
    AstText name = a->target->as.Name.id;
    unsigned known = flags_of(b, b->scope, name);
    bool declared = (known & (GB_SYMBOL_GLOBAL | GB_SYMBOL_NONLOCAL)) != 0;
    if (declared && a->simple && b->scope->kind != GB_SCOPE_MODULE) {
        fail(b, node, "annotated name '%.*s' can't be %s", NAME_ARG(name),
             known & GB_SYMBOL_GLOBAL ? "global" : "nonlocal");
        return;
    }
    if (a->simple)
        define(b, name, GB_SYMBOL_ANNOTATED | GB_SYMBOL_LOCAL, a->target);
    else if (a->value != NULL)
        define(b, name, GB_SYMBOL_LOCAL, a->target);
}

static void visit_annotated_assign(Builder *b, const AstNode *node)
{
    const AstAnnAssign *a = &node->as.AnnAssign;
    if (a->target->kind == AST_Name)
        visit_annotated_name(b, node);
    else
        visit(b, a->target);
    visit_annotation(b, a->annotation);
    visit_maybe(b, a->value);
}

static void declare(Builder *b, const AstNode *statement, AstText name, unsigned flag)
{
    const char *word = flag == GB_SYMBOL_GLOBAL ? "global" : "nonlocal";
    unsigned known = flags_of(b, b->scope, name);
    if (known & GB_SYMBOL_PARAM)
        fail(b, statement, "name '%.*s' is parameter and %s", NAME_ARG(name), word);
    else if (known & GB_SYMBOL_USE)
        fail(b, statement, "name '%.*s' is used prior to %s declaration", NAME_ARG(name), word);
    else if (known & GB_SYMBOL_ANNOTATED)
        fail(b, statement, "annotated name '%.*s' can't be %s", NAME_ARG(name), word);
    else if (known & GB_SYMBOL_LOCAL)
        fail(b, statement, "name '%.*s' is assigned to before %s declaration", NAME_ARG(name),
             word);
    define(b, name, flag, statement);
    record_directive(b, name, statement);
}

static void visit_import_alias(Builder *b, const AstNode *node)
{
    const Astalias *alias = &node->as.alias;
    AstText name = ast_text_absent(alias->asname) ? alias->name : alias->asname;
    if (gb_ast_text_is(name, "*")) {
        if (b->scope->kind != GB_SCOPE_MODULE)
            fail(b, node, "import * only allowed at module level");
        return;
    }
    const char *dot = memchr(name.data, '.', (size_t)name.size);
    if (dot != NULL)
        name.size = (int)(dot - name.data); /* `import a.b` binds a. */
    define(b, name, GB_SYMBOL_IMPORT, node);
}

/* An elif chain nests as deep as it is long: walk it in a loop. */
static void visit_if(Builder *b, const AstNode *node)
{
    int depth = b->depth;
    for (;;) {
        const AstIf *n = &node->as.If;
        visit(b, n->test);
        visit_all(b, n->body);
        if (n->orelse.count != 1 || n->orelse.items[0]->kind != AST_If || b->failed) {
            visit_all(b, n->orelse);
            break;
        }
        node = n->orelse.items[0];
        if (++b->depth > b->max_depth)
            visit(b, node); /* Reports it. */
    }
    b->depth = depth;
}

static void visit_try(Builder *b, const AstNode *node)
{
    const AstTry *n = &node->as.Try; /* TryStar has the same fields. */
    visit_all(b, n->body);
    visit_all(b, n->orelse);
    visit_all(b, n->handlers);
    visit_all(b, n->finalbody);
}

AstNode **gb_binop_spine(AstArena *arena, const AstNode *node, int *count)
{
    int n = 0;
    for (const AstNode *at = node; at->kind == AST_BinOp; at = at->as.BinOp.left)
        ++n;
    AstNode **spine = gb_ast_arena_alloc(arena, (size_t)n * sizeof *spine);
    if (spine == NULL)
        return NULL;
    AstNode *at = (AstNode *)node;
    for (int i = 0; i < n; ++i, at = at->as.BinOp.left)
        spine[i] = at;
    *count = n;
    return spine;
}

static void visit_binop(Builder *b, const AstNode *node)
{
    int count = 0;
    AstNode **spine = gb_binop_spine(b->arena, node, &count);
    if (spine == NULL) {
        fail_memory(b);
        return;
    }
    int depth = b->depth;
    b->depth += count - 1;
    visit(b, spine[count - 1]->as.BinOp.left);
    for (int i = count - 1; i >= 0; --i) {
        visit(b, spine[i]->as.BinOp.right);
        --b->depth;
    }
    b->depth = depth;
}

/* `name := value` in a comprehension binds the name in the scope around all comprehensions. */
static void extend_named_scope(Builder *b, const AstNode *target)
{
    AstText name = target->as.Name.id;
    for (GbScope *scope = b->scope; scope != NULL && !b->failed; scope = scope->parent) {
        unsigned known = flags_of(b, scope, name);
        if (scope->comprehension) {
            if (known & GB_SYMBOL_COMPREHENSION_ITER)
                fail(b, target,
                     "assignment expression cannot rebind comprehension iteration variable '%.*s'",
                     NAME_ARG(name));
            continue;
        }
        if (scope->kind == GB_SCOPE_CLASS) {
            fail(b, target,
                 "assignment expression within a comprehension cannot be used in a class body");
            return;
        }
        bool is_function = scope->kind == GB_SCOPE_FUNCTION;
        bool is_global = !is_function || (known & GB_SYMBOL_GLOBAL);
        define(b, name, is_global ? GB_SYMBOL_GLOBAL : GB_SYMBOL_NONLOCAL, target);
        record_directive(b, name, target);
        define_in(b, scope, name, is_function ? GB_SYMBOL_LOCAL : GB_SYMBOL_GLOBAL, target);
        return;
    }
}

static void visit_named_expression(Builder *b, const AstNode *node)
{
    refuse_in_annotation(b, "named expression", node);
    if (b->scope->comprehension_iter_depth > 0)
        fail(b, node,
             "assignment expression cannot be used in a comprehension iterable expression");
    if (b->scope->comprehension)
        extend_named_scope(b, node->as.NamedExpr.target);
    visit(b, node->as.NamedExpr.value);
    visit(b, node->as.NamedExpr.target);
}

static const char *comprehension_phrase(int kind)
{
    switch (kind) {
    case AST_ListComp:
        return "list comprehension";
    case AST_SetComp:
        return "set comprehension";
    case AST_DictComp:
        return "dict comprehension";
    default:
        return "generator expression";
    }
}

static void visit_yield(Builder *b, const AstNode *node)
{
    refuse_in_annotation(b, "yield expression", node);
    visit_children(b, node);
    if (b->failed)
        return;
    b->scope->is_generator = true;
    if (b->scope->comprehension)
        fail(b, node, "'yield' inside %s", comprehension_phrase(b->scope->comprehension));
}

static void visit_name(Builder *b, const AstNode *node)
{
    const AstName *n = &node->as.Name;
    bool is_load = n->ctx == AST_Load;
    define(b, n->id, is_load ? GB_SYMBOL_USE : GB_SYMBOL_LOCAL, node);
    /* super() finds its class through the cell __class__. */
    if (is_load && b->scope->kind == GB_SCOPE_FUNCTION && gb_ast_text_is(n->id, "super"))
        define(b, text_of("__class__"), GB_SYMBOL_USE, node);
}

static void visit_target(Builder *b, const AstNode *target)
{
    b->scope->in_comprehension_target = true;
    visit(b, target);
    if (!b->failed)
        b->scope->in_comprehension_target = false;
}

static void visit_iterable(Builder *b, const AstNode *iter)
{
    ++b->scope->comprehension_iter_depth;
    visit(b, iter);
    if (!b->failed)
        --b->scope->comprehension_iter_depth;
}

/* `for target in iter if ...` after the first one. */
static void visit_inner_for(Builder *b, const AstNode *node)
{
    const Astcomprehension *c = &node->as.comprehension;
    visit_target(b, c->target);
    visit_iterable(b, c->iter);
    visit_all(b, c->ifs);
    if (c->is_async)
        b->scope->is_coroutine = true;
}

static const char *comprehension_name(int kind)
{
    switch (kind) {
    case AST_ListComp:
        return "listcomp";
    case AST_SetComp:
        return "setcomp";
    case AST_DictComp:
        return "dictcomp";
    default:
        return "genexpr";
    }
}

/* The outermost iterable belongs to the enclosing scope: the comprehension, a function of its own,
   gets it as its argument `.0`. */
static void visit_comprehension(Builder *b, const AstNode *node, AstSeq generators,
                                const AstNode *element, const AstNode *value)
{
    const Astcomprehension *outermost = &generators.items[0]->as.comprehension;
    visit_iterable(b, outermost->iter);
    if (b->failed)
        return;
    enter_scope(b, GB_SCOPE_FUNCTION, text_of(comprehension_name(node->kind)), node);
    if (b->failed)
        return;
    GbScope *scope = b->scope;
    scope->comprehension = node->kind;
    if (outermost->is_async)
        scope->is_coroutine = true;
    define(b, text_of(".0"), GB_SYMBOL_PARAM, node);
    visit_target(b, outermost->target);
    visit_all(b, outermost->ifs);
    for (int i = 1; i < generators.count && !b->failed; ++i)
        visit_inner_for(b, generators.items[i]);
    visit_maybe(b, value);
    visit(b, element);
    scope->is_generator = node->kind == AST_GeneratorExp;
    leave_scope(b);
    /* `await` inside makes the code around it wait too, unless a generator delays it. */
    if (!b->failed && scope->is_coroutine && !scope->is_generator)
        b->scope->is_coroutine = true;
}

static void visit_expression(Builder *b, const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_Name:
        visit_name(b, node);
        break;
    case AST_BinOp:
        visit_binop(b, node);
        break;
    case AST_NamedExpr:
        visit_named_expression(b, node);
        break;
    case AST_Lambda:
        visit_lambda(b, node);
        break;
    case AST_ListComp:
    case AST_SetComp:
    case AST_GeneratorExp: /* The three have the same fields. */
        visit_comprehension(b, node, node->as.ListComp.generators, node->as.ListComp.elt, NULL);
        break;
    case AST_DictComp:
        visit_comprehension(b, node, node->as.DictComp.generators, node->as.DictComp.key,
                            node->as.DictComp.value);
        break;
    case AST_Yield:
    case AST_YieldFrom:
        visit_yield(b, node);
        break;
    case AST_Await:
        refuse_in_annotation(b, "await expression", node);
        visit_children(b, node);
        if (!b->failed)
            b->scope->is_coroutine = true;
        break;
    default:
        visit_children(b, node);
    }
}

static void visit_declaration(Builder *b, const AstNode *node)
{
    unsigned flag = node->kind == AST_Global ? GB_SYMBOL_GLOBAL : GB_SYMBOL_NONLOCAL;
    AstTextSeq names = node->as.Global.names; /* Nonlocal has the same field. */
    for (int i = 0; i < names.count && !b->failed; ++i)
        declare(b, node, names.items[i], flag);
}

static void visit_statement(Builder *b, const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_FunctionDef:
    case AST_AsyncFunctionDef:
        visit_function(b, node);
        break;
    case AST_ClassDef:
        visit_class(b, node);
        break;
    case AST_Return:
        visit_children(b, node);
        if (node->as.Return.value != NULL && !b->failed)
            b->scope->returns_value = true;
        break;
    case AST_AnnAssign:
        visit_annotated_assign(b, node);
        break;
    case AST_Global:
    case AST_Nonlocal:
        visit_declaration(b, node);
        break;
    case AST_If:
        visit_if(b, node);
        break;
    case AST_Try:
    case AST_TryStar:
        visit_try(b, node);
        break;
    default:
        visit_children(b, node);
    }
}

/* Patterns and the pieces of statements. */
static void visit_part(Builder *b, const AstNode *node)
{
    AstText bound = {0};
    if (node->kind == AST_alias) {
        visit_import_alias(b, node);
        return;
    }
    if (node->kind == AST_ExceptHandler) {
        visit_maybe(b, node->as.ExceptHandler.type);
        if (!ast_text_absent(node->as.ExceptHandler.name))
            define(b, node->as.ExceptHandler.name, GB_SYMBOL_LOCAL, node);
        visit_all(b, node->as.ExceptHandler.body);
        return;
    }
    visit_children(b, node);
    if (node->kind == AST_MatchAs)
        bound = node->as.MatchAs.name;
    else if (node->kind == AST_MatchStar)
        bound = node->as.MatchStar.name;
    else if (node->kind == AST_MatchMapping)
        bound = node->as.MatchMapping.rest;
    if (!ast_text_absent(bound))
        define(b, bound, GB_SYMBOL_LOCAL, node);
}

static void visit(Builder *b, const AstNode *node)
{
    if (b->failed)
        return;
    bool is_expression = gb_is_expression_kind(node->kind);
    if (!is_expression && !gb_is_statement_kind(node->kind)) {
        visit_part(b, node);
        return;
    }
    if (++b->depth > b->max_depth) {
        gb_error_at(b->error, AST_ERROR_RECURSION, NULL,
                    "maximum recursion depth exceeded during compilation");
        b->failed = true;
        return;
    }
    if (is_expression)
        visit_expression(b, node);
    else
        visit_statement(b, node);
    --b->depth;
}

/* ---- Binding: where every name lives ---- */

static bool is_class_cell(const GbScope *scope, AstText name)
{
    return scope->kind == GB_SCOPE_CLASS && gb_ast_text_is(name, "__class__");
}

/* The scope whose variable `name` is what scopes inside `from` see, or NULL for a global. Only
   functions lend their variables to inner scopes; a class lends just __class__. */
static GbScope *find_lender(GbScope *from, AstText name)
{
    for (GbScope *scope = from; scope != NULL; scope = scope->parent) {
        if (is_class_cell(scope, name))
            return scope;
        if (scope->kind != GB_SCOPE_FUNCTION)
            continue;
        const GbSymbol *symbol = find_symbol(scope, name);
        if (symbol == NULL || (symbol->flags & GB_SYMBOL_NONLOCAL))
            continue;
        if (symbol->flags & GB_SYMBOL_GLOBAL)
            return NULL;
        if (symbol->flags & GB_SYMBOL_BOUND)
            return scope;
    }
    return NULL;
}

/* `name` is free in `scope`: make it a cell of its lender and free in all scopes between. */
static void bind_free(Builder *b, GbScope *scope, GbScope *lender, AstText name)
{
    find_symbol(scope, name)->binding = GB_BINDING_FREE;
    for (scope = scope->parent; scope != lender; scope = scope->parent) {
        GbSymbol *symbol = find_symbol(scope, name);
        if (symbol == NULL) {
            symbol = add_symbol(b->arena, scope, name);
            if (symbol == NULL) {
                fail_memory(b);
                return;
            }
            symbol->binding = GB_BINDING_FREE;
        } else if (scope->kind == GB_SCOPE_CLASS &&
                   (symbol->flags & (GB_SYMBOL_BOUND | GB_SYMBOL_GLOBAL))) {
            symbol->flags |= GB_SYMBOL_FREE_CLASS;
        }
    }
    if (lender->kind == GB_SCOPE_CLASS)
        lender->needs_class_closure = true;
    else
        find_symbol(lender, name)->binding = GB_BINDING_CELL;
}

static void bind_nonlocal(Builder *b, GbScope *scope, GbSymbol *symbol, AstText name)
{
    if (scope->kind == GB_SCOPE_MODULE) {
        fail(b, symbol->directive, "nonlocal declaration not allowed at module level");
        return;
    }
    GbScope *lender = find_lender(scope->parent, name);
    if (lender == NULL) {
        fail(b, symbol->directive, "no binding for nonlocal '%.*s' found", NAME_ARG(name));
        return;
    }
    bind_free(b, scope, lender, name);
}

static void bind_name(Builder *b, GbScope *scope, int index)
{
    AstText name = scope->names.names[index];
    GbSymbol *symbol = &scope->symbols[index];
    if ((symbol->flags & GB_SYMBOL_GLOBAL) && (symbol->flags & GB_SYMBOL_NONLOCAL)) {
        fail(b, symbol->directive, "name '%.*s' is nonlocal and global", NAME_ARG(name));
    } else if (symbol->flags & GB_SYMBOL_GLOBAL) {
        symbol->binding = GB_BINDING_GLOBAL_EXPLICIT;
    } else if (symbol->flags & GB_SYMBOL_NONLOCAL) {
        bind_nonlocal(b, scope, symbol, name);
    } else if (symbol->flags & GB_SYMBOL_BOUND) {
        symbol->binding = GB_BINDING_LOCAL;
    } else {
        GbScope *lender = find_lender(scope->parent, name);
        if (lender != NULL)
            bind_free(b, scope, lender, name);
        else
            symbol->binding = GB_BINDING_GLOBAL_IMPLICIT;
    }
}

/* Names that inner scopes add while they are bound (binding set, no flags) come after the scope's
   own and need nothing. */
static void bind_scope(Builder *b, GbScope *scope)
{
    int own_count = scope->names.count;
    for (int i = 0; i < own_count && !b->failed; ++i)
        if (scope->symbols[i].binding == GB_BINDING_NONE)
            bind_name(b, scope, i);
    /* Scopes nest no deeper than the walk over the tree did. */
    for (GbScope *child = scope->first_child; child != NULL && !b->failed; child = child->next)
        bind_scope(b, child);
}

int gb_symtable_build(GbSymtable *table, AstArena *arena, const AstNode *root,
                      bool text_annotations, int max_depth, AstError *error)
{
    *table = (GbSymtable){0};
    Builder b = {.table = table,
                 .arena = arena,
                 .error = error,
                 .text_annotations = text_annotations,
                 .max_depth = max_depth};
    enter_scope(&b, GB_SCOPE_MODULE, text_of("top"), root);
    if (!b.failed)
        visit_children(&b, root);
    if (!b.failed)
        bind_scope(&b, table->top);
    return b.failed ? -1 : 0;
}
