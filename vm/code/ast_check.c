/* Is a tree that a script has made one that the grammar could have made? The compiler relies on it.
 */
#include "vm/code/ast_bridge.h"

typedef struct Checker {
    GbThread *t;
    GbBorrow objects; /* tuple: values of GB_LITERAL_OBJECT */
} Checker;

static int check_expr(Checker *c, const AstNode *node, AstOperator context);
static int check_stmts(Checker *c, AstSeq nodes);
static int check_pattern(Checker *c, const AstNode *node, bool star_ok);

static int refuse(Checker *c, const char *message)
{
    return gb_fail(c->t, gb_ValueError, "%s", message);
}

static int refuse_for(Checker *c, const char *format, const AstNode *owner)
{
    return gb_fail(c->t, gb_ValueError, format, gb_ast_kind_name((AstKind)owner->kind));
}

/* --- Positions, names, lists --- */

static int check_position(Checker *c, const AstNode *n)
{
    if (n->line > n->end_line)
        return gb_fail(c->t, gb_ValueError, "AST node line range (%d, %d) is not valid", n->line,
                       n->end_line);
    bool odd_line = n->line < 0 && n->end_line != n->line;
    bool odd_column = n->column < 0 && n->column != n->end_column;
    if (odd_line || odd_column)
        return gb_fail(c->t, gb_ValueError,
                       "AST node column range (%d, %d) for line range (%d, %d) is not valid",
                       n->column, n->end_column, n->line, n->end_line);
    if (n->line == n->end_line && n->column > n->end_column)
        return gb_fail(c->t, gb_ValueError, "line %d, column %d-%d is not a valid range", n->line,
                       n->column, n->end_column);
    return 0;
}

static int check_name(Checker *c, AstText name)
{
    static const char *const constants[] = {"None", "True", "False"};
    for (int i = 0; i < 3; ++i) {
        if (gb_ast_text_is(name, constants[i]))
            return gb_fail(c->t, gb_ValueError, "identifier field can't represent '%s' constant",
                           constants[i]);
    }
    return 0;
}

static int check_not_empty(Checker *c, int count, const char *what, const AstNode *owner)
{
    if (count > 0)
        return 0;
    return gb_fail(c->t, gb_ValueError, "empty %s on %s", what,
                   gb_ast_kind_name((AstKind)owner->kind));
}

static int check_exprs(Checker *c, AstSeq nodes, AstOperator context, bool none_ok)
{
    for (int i = 0; i < nodes.count; ++i) {
        if (nodes.items[i] == NULL) {
            if (none_ok)
                continue;
            return refuse(c, "None disallowed in expression list");
        }
        if (check_expr(c, nodes.items[i], context) < 0)
            return -1;
    }
    return 0;
}

static int check_maybe(Checker *c, const AstNode *node)
{
    return node == NULL ? 0 : check_expr(c, node, AST_Load);
}

static int check_targets(Checker *c, AstSeq targets, AstOperator context, const AstNode *owner)
{
    return check_not_empty(c, targets.count, "targets", owner) < 0
               ? -1
               : check_exprs(c, targets, context, false);
}

static int check_body(Checker *c, AstSeq body, const AstNode *owner)
{
    return check_not_empty(c, body.count, "body", owner) < 0 ? -1 : check_stmts(c, body);
}

/* No item may be missing. */
static int check_whole(Checker *c, AstSeq nodes, const char *what)
{
    for (int i = 0; i < nodes.count; ++i) {
        if (nodes.items[i] == NULL)
            return gb_fail(c->t, gb_ValueError, "None disallowed in %s list", what);
    }
    return 0;
}

/* --- Constants --- */

static int check_constant(Checker *c, GbBorrow value)
{
    GbThread *t = c->t;
    if (value == GB_NONE || value == GB_ELLIPSIS || gb_is_bool(value) || gb_is_int(value) ||
        gb_is_double(value) || gb_is_exact(value, GB_KIND_COMPLEX) ||
        gb_is_exact(value, GB_KIND_STR) || gb_is_exact(value, GB_KIND_BYTES))
        return 0;
    bool is_tuple = gb_is_exact(value, GB_KIND_TUPLE);
    if (!is_tuple && !gb_is_exact(value, GB_KIND_FROZENSET))
        return gb_fail(t, gb_TypeError, "got an invalid type in Constant: %T", value);
    if (gb_recursion_enter(t, " during compilation") < 0)
        return -1;
    GbBorrow item;
    int64_t position = 0;
    int result = 0;
    if (is_tuple) {
        for (int64_t i = 0; result == 0 && i < gb_tuple_count(value); ++i)
            result = check_constant(c, gb_tuple_peek(value, i));
    } else {
        while (result == 0 && gb_set_next(value, &position, &item))
            result = check_constant(c, item);
    }
    gb_recursion_leave(t);
    return result;
}

static int check_literal(Checker *c, const AstLiteral *literal)
{
    return literal->type == GB_LITERAL_OBJECT
               ? check_constant(c, gb_tuple_peek(c->objects, literal->text.size))
               : 0;
}

/* --- Expressions --- */

static int check_comprehension(Checker *c, AstSeq generators)
{
    if (generators.count == 0)
        return refuse(c, "comprehension with no generators");
    if (check_whole(c, generators, "comprehension") < 0)
        return -1;
    for (int i = 0; i < generators.count; ++i) {
        const Astcomprehension *loop = &generators.items[i]->as.comprehension;
        if (check_expr(c, loop->target, AST_Store) < 0 || check_expr(c, loop->iter, AST_Load) < 0 ||
            check_exprs(c, loop->ifs, AST_Load, false) < 0)
            return -1;
    }
    return 0;
}

static int check_keywords(Checker *c, AstSeq keywords)
{
    if (check_whole(c, keywords, "keyword") < 0)
        return -1;
    for (int i = 0; i < keywords.count; ++i) {
        if (check_expr(c, keywords.items[i]->as.keyword.value, AST_Load) < 0)
            return -1;
    }
    return 0;
}

static int check_arg(Checker *c, const AstNode *arg)
{
    return arg == NULL                  ? 0
           : check_position(c, arg) < 0 ? -1
                                        : check_maybe(c, arg->as.arg.annotation);
}

static int check_args(Checker *c, AstSeq args)
{
    if (check_whole(c, args, "arg") < 0)
        return -1;
    for (int i = 0; i < args.count; ++i) {
        if (check_arg(c, args.items[i]) < 0)
            return -1;
    }
    return 0;
}

static int check_arguments(Checker *c, const AstNode *node)
{
    const Astarguments *a = &node->as.arguments;
    if (check_args(c, a->posonlyargs) < 0 || check_args(c, a->args) < 0 ||
        check_arg(c, a->vararg) < 0 || check_args(c, a->kwonlyargs) < 0 ||
        check_arg(c, a->kwarg) < 0)
        return -1;
    if (a->defaults.count > a->posonlyargs.count + a->args.count)
        return refuse(c, "more positional defaults than args on arguments");
    if (a->kw_defaults.count != a->kwonlyargs.count)
        return refuse(c, "length of kwonlyargs is not the same as kw_defaults on arguments");
    if (check_exprs(c, a->defaults, AST_Load, false) < 0)
        return -1;
    return check_exprs(c, a->kw_defaults, AST_Load, true);
}

/* The context that a node says it has; Load for those that say none. */
static AstOperator context_of(const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_Attribute: return node->as.Attribute.ctx;
    case AST_Subscript: return node->as.Subscript.ctx;
    case AST_Starred: return node->as.Starred.ctx;
    case AST_Name: return node->as.Name.ctx;
    case AST_List: return node->as.List.ctx;
    case AST_Tuple: return node->as.Tuple.ctx;
    default: return AST_Load;
    }
}

static bool has_context(const AstNode *node)
{
    AstKind kind = (AstKind)node->kind;
    return kind == AST_Attribute || kind == AST_Subscript || kind == AST_Starred ||
           kind == AST_Name || kind == AST_List || kind == AST_Tuple;
}

static int check_context(Checker *c, const AstNode *node, AstOperator context)
{
    if (node->kind == AST_Name && check_name(c, node->as.Name.id) < 0)
        return -1;
    if (!has_context(node) && context != AST_Load)
        return gb_fail(c->t, gb_ValueError, "expression which can't be assigned to in %s context",
                       gb_ast_operator_name(context));
    if (context_of(node) != context)
        return gb_fail(c->t, gb_ValueError, "expression must have %s context but has %s instead",
                       gb_ast_operator_name(context), gb_ast_operator_name(context_of(node)));
    return 0;
}

static int check_two(Checker *c, const AstNode *a, const AstNode *b)
{
    return check_expr(c, a, AST_Load) < 0 ? -1 : check_expr(c, b, AST_Load);
}

static int check_compare(Checker *c, const AstCompare *n)
{
    if (n->comparators.count == 0)
        return refuse(c, "Compare with no comparators");
    if (n->comparators.count != n->ops.count)
        return refuse(c, "Compare has a different number of comparators and operands");
    if (check_exprs(c, n->comparators, AST_Load, false) < 0)
        return -1;
    return check_expr(c, n->left, AST_Load);
}

static int check_dict(Checker *c, const AstDict *n)
{
    if (n->keys.count != n->values.count)
        return refuse(c, "Dict doesn't have the same number of keys as values");
    if (check_exprs(c, n->keys, AST_Load, true) < 0)
        return -1;
    return check_exprs(c, n->values, AST_Load, false);
}

static int check_call(Checker *c, const AstCall *n)
{
    if (check_expr(c, n->func, AST_Load) < 0 || check_exprs(c, n->args, AST_Load, false) < 0)
        return -1;
    return check_keywords(c, n->keywords);
}

static int check_expr_kind(Checker *c, const AstNode *node, AstOperator context)
{
    switch ((AstKind)node->kind) {
    case AST_BoolOp:
        if (node->as.BoolOp.values.count < 2)
            return refuse(c, "BoolOp with less than 2 values");
        return check_exprs(c, node->as.BoolOp.values, AST_Load, false);
    case AST_NamedExpr:
        if (check_expr(c, node->as.NamedExpr.target, AST_Store) < 0)
            return -1;
        return check_expr(c, node->as.NamedExpr.value, AST_Load);
    case AST_BinOp: return check_two(c, node->as.BinOp.left, node->as.BinOp.right);
    case AST_UnaryOp: return check_expr(c, node->as.UnaryOp.operand, AST_Load);
    case AST_Lambda:
        if (check_arguments(c, node->as.Lambda.args) < 0)
            return -1;
        return check_expr(c, node->as.Lambda.body, AST_Load);
    case AST_IfExp:
        if (check_expr(c, node->as.IfExp.test, AST_Load) < 0)
            return -1;
        return check_two(c, node->as.IfExp.body, node->as.IfExp.orelse);
    case AST_Dict: return check_dict(c, &node->as.Dict);
    case AST_Set: return check_exprs(c, node->as.Set.elts, AST_Load, false);
    case AST_ListComp: /* The three have the same fields. */
    case AST_SetComp:
    case AST_GeneratorExp:
        if (check_comprehension(c, node->as.ListComp.generators) < 0)
            return -1;
        return check_expr(c, node->as.ListComp.elt, AST_Load);
    case AST_DictComp:
        if (check_comprehension(c, node->as.DictComp.generators) < 0)
            return -1;
        return check_two(c, node->as.DictComp.key, node->as.DictComp.value);
    case AST_Await: return check_expr(c, node->as.Await.value, AST_Load);
    case AST_Yield: return check_maybe(c, node->as.Yield.value);
    case AST_YieldFrom: return check_expr(c, node->as.YieldFrom.value, AST_Load);
    case AST_Compare: return check_compare(c, &node->as.Compare);
    case AST_Call: return check_call(c, &node->as.Call);
    case AST_Constant: return check_literal(c, &node->as.Constant.value);
    case AST_JoinedStr: return check_exprs(c, node->as.JoinedStr.values, AST_Load, false);
    case AST_FormattedValue:
        if (check_expr(c, node->as.FormattedValue.value, AST_Load) < 0)
            return -1;
        return check_maybe(c, node->as.FormattedValue.format_spec);
    case AST_Attribute: return check_expr(c, node->as.Attribute.value, AST_Load);
    case AST_Subscript: return check_two(c, node->as.Subscript.slice, node->as.Subscript.value);
    case AST_Starred: return check_expr(c, node->as.Starred.value, context);
    case AST_Slice:
        if (check_maybe(c, node->as.Slice.lower) < 0 || check_maybe(c, node->as.Slice.upper) < 0)
            return -1;
        return check_maybe(c, node->as.Slice.step);
    case AST_List: return check_exprs(c, node->as.List.elts, context, false);
    case AST_Tuple: return check_exprs(c, node->as.Tuple.elts, context, false);
    default: return 0; /* Name */
    }
}

static int check_expr(Checker *c, const AstNode *node, AstOperator context)
{
    if (check_position(c, node) < 0 || gb_recursion_enter(c->t, " during compilation") < 0)
        return -1;
    int result = check_context(c, node, context);
    if (result == 0)
        result = check_expr_kind(c, node, context);
    gb_recursion_leave(c->t);
    return result;
}

/* --- Patterns --- */

static int check_patterns(Checker *c, AstSeq patterns, bool star_ok)
{
    if (check_whole(c, patterns, "pattern") < 0)
        return -1;
    for (int i = 0; i < patterns.count; ++i) {
        if (check_pattern(c, patterns.items[i], star_ok) < 0)
            return -1;
    }
    return 0;
}

/* What a constant is to a pattern. */
typedef enum LiteralClass {
    CLASS_REAL,
    CLASS_COMPLEX,
    CLASS_TEXT,
    CLASS_SINGLETON,
    CLASS_OTHER
} LiteralClass;

static LiteralClass class_of_value(GbBorrow value)
{
    if (gb_is_int(value) || gb_is_double(value))
        return CLASS_REAL;
    return gb_is_exact(value, GB_KIND_COMPLEX) ? CLASS_COMPLEX : CLASS_OTHER;
}

static LiteralClass class_of(Checker *c, const AstNode *node)
{
    if (node->kind != AST_Constant)
        return CLASS_OTHER;
    const AstLiteral *literal = &node->as.Constant.value;
    switch ((int)literal->type) {
    case AST_CONST_int:
    case AST_CONST_float: return CLASS_REAL;
    case AST_CONST_complex: return CLASS_COMPLEX;
    case AST_CONST_str:
    case AST_CONST_bytes: return CLASS_TEXT;
    case AST_CONST_None:
    case AST_CONST_True:
    case AST_CONST_False: return CLASS_SINGLETON;
    case GB_LITERAL_OBJECT: return class_of_value(gb_tuple_peek(c->objects, literal->text.size));
    default: return CLASS_OTHER;
    }
}

static bool is_negated(const AstNode *node)
{
    return node->kind == AST_UnaryOp && node->as.UnaryOp.op == AST_USub;
}

/* 1 + 2j, -1 - 2j */
static bool is_complex_sum(Checker *c, const AstNode *node)
{
    if (node->as.BinOp.op != AST_Add && node->as.BinOp.op != AST_Sub)
        return false;
    const AstNode *left = node->as.BinOp.left;
    if (is_negated(left))
        left = left->as.UnaryOp.operand;
    return class_of(c, left) == CLASS_REAL && class_of(c, node->as.BinOp.right) == CLASS_COMPLEX;
}

static int check_match_value(Checker *c, const AstNode *node)
{
    LiteralClass class = class_of(c, node);
    if (check_expr(c, node, AST_Load) < 0)
        return -1;
    switch ((AstKind)node->kind) {
    case AST_Constant:
        if (class != CLASS_SINGLETON && class != CLASS_OTHER)
            return 0;
        return refuse(c, "unexpected constant inside of a literal pattern");
    case AST_Attribute:
    case AST_JoinedStr: /* The compiler refuses the latter. */ return 0;
    case AST_UnaryOp:
        class = is_negated(node) ? class_of(c, node->as.UnaryOp.operand) : CLASS_OTHER;
        if (class == CLASS_REAL || class == CLASS_COMPLEX)
            return 0;
        break;
    case AST_BinOp:
        if (is_complex_sum(c, node))
            return 0;
        break;
    default: break;
    }
    return refuse(c, "patterns may only match literals and attribute lookups");
}

static int check_capture(Checker *c, AstText name)
{
    if (gb_ast_text_is(name, "_"))
        return refuse(c, "can't capture name '_' in patterns");
    return check_name(c, name);
}

static int check_match_mapping(Checker *c, const AstMatchMapping *n)
{
    if (n->keys.count != n->patterns.count)
        return refuse(c, "MatchMapping doesn't have the same number of keys as patterns");
    if (n->rest.data != NULL && check_capture(c, n->rest) < 0)
        return -1;
    if (check_whole(c, n->keys, "expression") < 0)
        return -1;
    for (int i = 0; i < n->keys.count; ++i) {
        const AstNode *key = n->keys.items[i];
        if (class_of(c, key) != CLASS_SINGLETON && check_match_value(c, key) < 0)
            return -1;
    }
    return check_patterns(c, n->patterns, false);
}

static int check_match_class(Checker *c, const AstMatchClass *n)
{
    if (n->kwd_attrs.count != n->kwd_patterns.count)
        return refuse(c,
                      "MatchClass doesn't have the same number of keyword attributes as patterns");
    if (check_expr(c, n->cls, AST_Load) < 0)
        return -1;
    const AstNode *class = n->cls;
    while (class->kind == AST_Attribute)
        class = class->as.Attribute.value;
    if (class->kind != AST_Name)
        return refuse(c, "MatchClass cls field can only contain Name or Attribute nodes.");
    for (int i = 0; i < n->kwd_attrs.count; ++i) {
        if (check_name(c, n->kwd_attrs.items[i]) < 0)
            return -1;
    }
    if (check_patterns(c, n->patterns, false) < 0)
        return -1;
    return check_patterns(c, n->kwd_patterns, false);
}

static int check_match_as(Checker *c, const AstMatchAs *n)
{
    if (n->name.data != NULL && check_capture(c, n->name) < 0)
        return -1;
    if (n->pattern == NULL)
        return 0;
    if (n->name.data == NULL)
        return refuse(c, "MatchAs must specify a target name if a pattern is given");
    return check_pattern(c, n->pattern, false);
}

static int check_singleton(Checker *c, const AstLiteral *value)
{
    if (value->type == AST_CONST_None || value->type == AST_CONST_True ||
        value->type == AST_CONST_False)
        return 0;
    return refuse(c, "MatchSingleton can only contain True, False and None");
}

static int check_pattern_kind(Checker *c, const AstNode *node, bool star_ok)
{
    switch ((AstKind)node->kind) {
    case AST_MatchValue: return check_match_value(c, node->as.MatchValue.value);
    case AST_MatchSingleton: return check_singleton(c, &node->as.MatchSingleton.value);
    case AST_MatchSequence: return check_patterns(c, node->as.MatchSequence.patterns, true);
    case AST_MatchMapping: return check_match_mapping(c, &node->as.MatchMapping);
    case AST_MatchClass: return check_match_class(c, &node->as.MatchClass);
    case AST_MatchStar:
        if (!star_ok)
            return refuse(c, "can't use MatchStar here");
        return node->as.MatchStar.name.data == NULL ? 0 : check_capture(c, node->as.MatchStar.name);
    case AST_MatchAs: return check_match_as(c, &node->as.MatchAs);
    default: /* MatchOr */
        if (node->as.MatchOr.patterns.count < 2)
            return refuse(c, "MatchOr requires at least 2 patterns");
        return check_patterns(c, node->as.MatchOr.patterns, false);
    }
}

static int check_pattern(Checker *c, const AstNode *node, bool star_ok)
{
    if (check_position(c, node) < 0 || gb_recursion_enter(c->t, " during compilation") < 0)
        return -1;
    int result = check_pattern_kind(c, node, star_ok);
    gb_recursion_leave(c->t);
    return result;
}

/* --- Statements --- */

static int check_function(Checker *c, const AstNode *node)
{
    const AstFunctionDef *n = &node->as.FunctionDef; /* AsyncFunctionDef has the same fields. */
    if (check_body(c, n->body, node) < 0 || check_arguments(c, n->args) < 0 ||
        check_exprs(c, n->decorator_list, AST_Load, false) < 0)
        return -1;
    return check_maybe(c, n->returns);
}

static int check_class(Checker *c, const AstNode *node)
{
    const AstClassDef *n = &node->as.ClassDef;
    if (check_body(c, n->body, node) < 0 || check_exprs(c, n->bases, AST_Load, false) < 0 ||
        check_keywords(c, n->keywords) < 0)
        return -1;
    return check_exprs(c, n->decorator_list, AST_Load, false);
}

static int check_annotated(Checker *c, const AstAnnAssign *n)
{
    if (n->target->kind != AST_Name && n->simple)
        return gb_fail(c->t, gb_TypeError, "AnnAssign with simple non-Name target");
    if (check_expr(c, n->target, AST_Store) < 0 || check_maybe(c, n->value) < 0)
        return -1;
    return check_expr(c, n->annotation, AST_Load);
}

static int check_for(Checker *c, const AstNode *node)
{
    const AstFor *n = &node->as.For; /* And AsyncFor. */
    if (check_expr(c, n->target, AST_Store) < 0 || check_expr(c, n->iter, AST_Load) < 0 ||
        check_body(c, n->body, node) < 0)
        return -1;
    return check_stmts(c, n->orelse);
}

static int check_conditional(Checker *c, const AstNode *node)
{
    const AstIf *n = &node->as.If; /* And While. */
    if (check_expr(c, n->test, AST_Load) < 0 || check_body(c, n->body, node) < 0)
        return -1;
    return check_stmts(c, n->orelse);
}

static int check_with(Checker *c, const AstNode *node)
{
    const AstWith *n = &node->as.With; /* And AsyncWith. */
    if (check_not_empty(c, n->items.count, "items", node) < 0 ||
        check_whole(c, n->items, "withitem") < 0)
        return -1;
    for (int i = 0; i < n->items.count; ++i) {
        const Astwithitem *item = &n->items.items[i]->as.withitem;
        if (check_expr(c, item->context_expr, AST_Load) < 0 ||
            (item->optional_vars != NULL && check_expr(c, item->optional_vars, AST_Store) < 0))
            return -1;
    }
    return check_body(c, n->body, node);
}

static int check_match(Checker *c, const AstNode *node)
{
    const AstMatch *n = &node->as.Match;
    if (check_expr(c, n->subject, AST_Load) < 0 ||
        check_not_empty(c, n->cases.count, "cases", node) < 0 ||
        check_whole(c, n->cases, "match_case") < 0)
        return -1;
    for (int i = 0; i < n->cases.count; ++i) {
        const Astmatch_case *one = &n->cases.items[i]->as.match_case;
        if (check_pattern(c, one->pattern, false) < 0 || check_maybe(c, one->guard) < 0 ||
            check_body(c, one->body, n->cases.items[i]) < 0)
            return -1;
    }
    return 0;
}

static int check_raise(Checker *c, const AstRaise *n)
{
    if (n->exc == NULL)
        return n->cause == NULL ? 0 : refuse(c, "Raise with cause but no exception");
    return check_expr(c, n->exc, AST_Load) < 0 ? -1 : check_maybe(c, n->cause);
}

static int check_try(Checker *c, const AstNode *node)
{
    const AstTry *n = &node->as.Try; /* And TryStar. */
    if (check_body(c, n->body, node) < 0)
        return -1;
    if (n->handlers.count == 0 && n->finalbody.count == 0)
        return refuse_for(c, "%s has neither except handlers nor finalbody", node);
    if (n->handlers.count == 0 && n->orelse.count > 0)
        return refuse_for(c, "%s has orelse but no except handlers", node);
    if (check_whole(c, n->handlers, "excepthandler") < 0)
        return -1;
    for (int i = 0; i < n->handlers.count; ++i) {
        const AstNode *handler = n->handlers.items[i];
        if (check_position(c, handler) < 0 || check_maybe(c, handler->as.ExceptHandler.type) < 0 ||
            check_body(c, handler->as.ExceptHandler.body, handler) < 0)
            return -1;
    }
    return check_stmts(c, n->finalbody) < 0 ? -1 : check_stmts(c, n->orelse);
}

static int check_import(Checker *c, AstSeq names, const AstNode *node)
{
    if (node->kind == AST_ImportFrom && node->as.ImportFrom.level < 0)
        return refuse(c, "Negative ImportFrom level");
    return check_not_empty(c, names.count, "names", node) < 0 ? -1 : check_whole(c, names, "alias");
}

static int check_stmt_kind(Checker *c, const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_FunctionDef:
    case AST_AsyncFunctionDef: return check_function(c, node);
    case AST_ClassDef: return check_class(c, node);
    case AST_Return: return check_maybe(c, node->as.Return.value);
    case AST_Delete: return check_targets(c, node->as.Delete.targets, AST_Del, node);
    case AST_Assign:
        if (check_targets(c, node->as.Assign.targets, AST_Store, node) < 0)
            return -1;
        return check_expr(c, node->as.Assign.value, AST_Load);
    case AST_AugAssign:
        if (check_expr(c, node->as.AugAssign.target, AST_Store) < 0)
            return -1;
        return check_expr(c, node->as.AugAssign.value, AST_Load);
    case AST_AnnAssign: return check_annotated(c, &node->as.AnnAssign);
    case AST_For:
    case AST_AsyncFor: return check_for(c, node);
    case AST_While:
    case AST_If: return check_conditional(c, node);
    case AST_With:
    case AST_AsyncWith: return check_with(c, node);
    case AST_Match: return check_match(c, node);
    case AST_Raise: return check_raise(c, &node->as.Raise);
    case AST_Try:
    case AST_TryStar: return check_try(c, node);
    case AST_Assert:
        if (check_expr(c, node->as.Assert.test, AST_Load) < 0)
            return -1;
        return check_maybe(c, node->as.Assert.msg);
    case AST_Import: return check_import(c, node->as.Import.names, node);
    case AST_ImportFrom: return check_import(c, node->as.ImportFrom.names, node);
    case AST_Global: return check_not_empty(c, node->as.Global.names.count, "names", node);
    case AST_Nonlocal: return check_not_empty(c, node->as.Nonlocal.names.count, "names", node);
    case AST_Expr: return check_expr(c, node->as.Expr.value, AST_Load);
    default: return 0; /* Pass, Break, Continue */
    }
}

static int check_stmts(Checker *c, AstSeq nodes)
{
    for (int i = 0; i < nodes.count; ++i) {
        if (nodes.items[i] == NULL)
            return refuse(c, "None disallowed in statement list");
        if (check_position(c, nodes.items[i]) < 0 ||
            gb_recursion_enter(c->t, " during compilation") < 0)
            return -1;
        int result = check_stmt_kind(c, nodes.items[i]);
        gb_recursion_leave(c->t);
        if (result < 0)
            return -1;
    }
    return 0;
}

/* --- C interface --- */

int gb_ast_check(GbThread *t, const AstNode *root, GbBorrow objects)
{
    Checker checker = {t, objects};
    if (root->kind == AST_Expression)
        return check_expr(&checker, root->as.Expression.body, AST_Load);
    return check_stmts(&checker, root->as.Module.body); /* Interactive begins as Module does. */
}
