/* Expressions by operator precedence, from `a, *b` down to the primary. */
#include "vm/syntax/parser.h"

#include <string.h>

/* ---- Operators --------------------------------------------------------------------------- */

/* What a token means between two operands. */
typedef struct BinaryToken {
    uint8_t op;         /* AstOperator */
    uint8_t precedence; /* AstPrecedence; 0: not a binary operator */
} BinaryToken;

static const BinaryToken binary_tokens[TOKEN_KIND_COUNT] = {
    [TOKEN_OR] = {AST_Or, AST_PREC_OR},
    [TOKEN_AND] = {AST_And, AST_PREC_AND},
    [TOKEN_EQUAL_EQUAL] = {AST_Eq, AST_PREC_COMPARE},
    [TOKEN_NOT_EQUAL] = {AST_NotEq, AST_PREC_COMPARE},
    [TOKEN_LESS] = {AST_Lt, AST_PREC_COMPARE},
    [TOKEN_LESS_EQUAL] = {AST_LtE, AST_PREC_COMPARE},
    [TOKEN_GREATER] = {AST_Gt, AST_PREC_COMPARE},
    [TOKEN_GREATER_EQUAL] = {AST_GtE, AST_PREC_COMPARE},
    [TOKEN_IS] = {AST_Is, AST_PREC_COMPARE},
    [TOKEN_IN] = {AST_In, AST_PREC_COMPARE},
    [TOKEN_NOT] = {AST_NotIn, AST_PREC_COMPARE},
    [TOKEN_VBAR] = {AST_BitOr, AST_PREC_BITOR},
    [TOKEN_CIRCUMFLEX] = {AST_BitXor, AST_PREC_BITXOR},
    [TOKEN_AMPERSAND] = {AST_BitAnd, AST_PREC_BITAND},
    [TOKEN_LEFT_SHIFT] = {AST_LShift, AST_PREC_SHIFT},
    [TOKEN_RIGHT_SHIFT] = {AST_RShift, AST_PREC_SHIFT},
    [TOKEN_PLUS] = {AST_Add, AST_PREC_ARITH},
    [TOKEN_MINUS] = {AST_Sub, AST_PREC_ARITH},
    [TOKEN_STAR] = {AST_Mult, AST_PREC_TERM},
    [TOKEN_SLASH] = {AST_Div, AST_PREC_TERM},
    [TOKEN_DOUBLE_SLASH] = {AST_FloorDiv, AST_PREC_TERM},
    [TOKEN_PERCENT] = {AST_Mod, AST_PREC_TERM},
    [TOKEN_AT] = {AST_MatMult, AST_PREC_TERM},
};

/* CPython's parser runs out of its own stack at this many, and the tree walkers much earlier. */
enum { UNARY_RUN_MAX = 6000 };

bool gb_token_starts_expression(TokenKind kind)
{
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_LPAR:
    case TOKEN_LSQB:
    case TOKEN_LBRACE:
    case TOKEN_ELLIPSIS:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TILDE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_AWAIT:
    case TOKEN_LAMBDA:
    case TOKEN_NOT: return true;
    default: return false;
    }
}

/* Wraps the operand in the run of unary operators that starts at token `first`; the innermost is
 * the last. */
static AstNode *wrap_unary(Parser *p, AstNode *operand, int first, int count)
{
    for (int i = first + count - 1; i >= first; i--) {
        const Token *token = token_at(p, i);
        AstNode *node = gb_parse_node_new(p, AST_UnaryOp, token);
        node->as.UnaryOp.op = token->kind == TOKEN_NOT     ? AST_Not
                              : token->kind == TOKEN_PLUS  ? AST_UAdd
                              : token->kind == TOKEN_MINUS ? AST_USub
                                                           : AST_Invert;
        node->as.UnaryOp.operand = operand;
        operand = gb_parse_node_end(p, node);
    }
    return operand;
}

/* A run builds a tree as deep as it is long. */
static bool check_unary_run(Parser *p, int count)
{
    if (count < p->max_depth)
        return true;
    return gb_parser_fail_depth(p, count < UNARY_RUN_MAX ? AST_ERROR_RECURSION : AST_ERROR_MEMORY);
}

/* An operator without a right operand ends the expression before it. That cannot end well, but
 * the first part is what the complaint will be about. */
static AstNode *give_up_after(Parser *p, Mark before, AstNode *left)
{
    go_back(p, before);
    return has_failed(p) ? NULL : left;
}

static AstNode *parse_factor(Parser *p);

/* primary ['**' factor] */
static AstNode *parse_power(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *base = gb_parse_primary(p), *exponent, *node;
    Mark before = mark(p);

    if (base == NULL || !accept(p, TOKEN_DOUBLE_STAR))
        return base;
    if (!enter(p) || (exponent = parse_factor(p)) == NULL)
        return give_up_after(p, before, base);
    leave(p);
    node = gb_parse_node_new(p, AST_BinOp, start);
    node->as.BinOp.left = base;
    node->as.BinOp.op = AST_Pow;
    node->as.BinOp.right = exponent;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_factor(Parser *p)
{
    int first = p->position, count;
    AstNode *operand;

    while (peek(p) == TOKEN_MINUS || peek(p) == TOKEN_PLUS || peek(p) == TOKEN_TILDE)
        p->position++;
    count = p->position - first;
    if (!check_unary_run(p, count))
        return NULL;
    operand = parse_power(p);
    return operand == NULL ? NULL : wrap_unary(p, operand, first, count);
}

/* not not a */
static AstNode *parse_not(Parser *p)
{
    int first = p->position, count;
    AstNode *operand;

    while (accept(p, TOKEN_NOT))
        continue;
    count = p->position - first;
    if (!check_unary_run(p, count))
        return NULL;
    operand = gb_parse_operators(p, AST_PREC_COMPARE);
    return operand == NULL ? NULL : wrap_unary(p, operand, first, count);
}

/* a and b and c: one node. */
static AstNode *parse_bool_operands(Parser *p, AstNode *left, TokenKind kind, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, AST_BoolOp, start);
    AstSeq values = {0};

    Mark before;

    gb_parse_seq_add(p, &values, left);
    for (;;) {
        before = mark(p);
        if (!accept(p, kind))
            break;
        if (!gb_parse_seq_add(
                p, &values,
                gb_parse_operators(p, (AstPrecedence)binary_tokens[kind].precedence + 1))) {
            go_back(p, before);
            break;
        }
    }
    if (values.count == 1 || has_failed(p))
        return has_failed(p) ? NULL : left;
    node->as.BoolOp.op = (AstOperator)binary_tokens[kind].op;
    node->as.BoolOp.values = values;
    return gb_parse_node_end(p, node);
}

/* Consumes a comparison operator if there is one. `not` and `is` may take a second word. */
static bool accept_comparison(Parser *p, AstOperator *op)
{
    const Token *token = peek_token(p);
    TokenKind kind = (TokenKind)token->kind;

    if (binary_tokens[kind].precedence != AST_PREC_COMPARE)
        return false;
    if (kind == TOKEN_NOT && peek_second(p) != TOKEN_IN)
        return false;
    if (kind == TOKEN_NOT_EQUAL && token->text[0] == '<')
        return false;
    *op = (AstOperator)binary_tokens[kind].op;
    p->position++;
    if (kind == TOKEN_NOT)
        p->position++;
    else if (kind == TOKEN_IS && accept(p, TOKEN_NOT))
        *op = AST_IsNot;
    return true;
}

/* a < b <= c: one node. Returns `left` itself when no comparison follows. */
static AstNode *parse_comparison(Parser *p, AstNode *left, const Token *start)
{
    AstNode *node = NULL;
    AstOperator op;

    for (;;) {
        Mark before = mark(p);
        AstNode *right;
        if (!accept_comparison(p, &op))
            break;
        right = parse_bitwise_or(p);
        if (right == NULL) {
            left = give_up_after(p, before, left);
            break;
        }
        if (node == NULL)
            node = gb_parse_node_new(p, AST_Compare, start);
        gb_parse_operator_seq_add(p, &node->as.Compare.ops, op);
        gb_parse_seq_add(p, &node->as.Compare.comparators, right);
    }
    if (node == NULL || left == NULL)
        return left;
    node->as.Compare.left = left;
    return gb_parse_node_end(p, node);
}

/* left + right. Returns `left` itself when there is no right operand. */
static AstNode *parse_binary_operand(Parser *p, AstNode *left, BinaryToken binary,
                                     const Token *start)
{
    Mark before = mark(p);
    AstNode *right, *node;

    p->position++;
    right = gb_parse_operators(p, (AstPrecedence)binary.precedence + 1);
    if (right == NULL)
        return give_up_after(p, before, left);
    node = gb_parse_node_new(p, AST_BinOp, start);
    node->as.BinOp.left = left;
    node->as.BinOp.op = (AstOperator)binary.op;
    node->as.BinOp.right = right;
    return gb_parse_node_end(p, node);
}

/* Parses operands joined by operators that bind at least as tightly as `least`. Chains of one
 * precedence are built in this loop; only a tighter operator on the right recurses. An operator
 * that binds more tightly than the one before it, or another `and` after a chain of them, was left
 * over for want of a right operand, and has none here either. */
AstNode *gb_parse_operators(Parser *p, AstPrecedence least)
{
    const Token *start = peek_token(p);
    int first = p->position, most;
    AstNode *left;

    if (gb_parser_recall(p, RULE_OPERATORS + (int)least, &left))
        return left;
    if (!enter(p))
        return NULL;
    most = least <= AST_PREC_NOT && peek(p) == TOKEN_NOT ? AST_PREC_NOT : AST_PREC_TERM;
    left = most == AST_PREC_NOT ? parse_not(p) : parse_factor(p);
    while (left != NULL) {
        TokenKind kind = peek(p);
        BinaryToken binary = binary_tokens[kind];
        AstNode *before = left;
        if (binary.precedence < (int)least || binary.precedence > most || binary.precedence == 0)
            break;
        if (binary.precedence <= AST_PREC_AND)
            left = parse_bool_operands(p, left, kind, start);
        else if (binary.precedence == AST_PREC_COMPARE)
            left = parse_comparison(p, left, start);
        else
            left = parse_binary_operand(p, left, binary, start);
        if (left == before)
            break;
        most = binary.precedence <= AST_PREC_COMPARE ? binary.precedence - 1 : binary.precedence;
    }
    leave(p);
    return gb_parser_remember(p, first, RULE_OPERATORS + (int)least, left);
}

/* ---- Diagnosis of one expression --------------------------------------------------------- */

static bool is_legacy_name(const AstNode *node)
{
    return node->kind == AST_Name &&
           (gb_ast_text_is(node->as.Name.id, "print") || gb_ast_text_is(node->as.Name.id, "exec"));
}

/* Soft keywords and `name "string"` are likelier something else than a missing comma. CPython
 * takes every beginning of a soft keyword for one, even `c`. */
static bool may_miss_comma(Parser *p, int first)
{
    static const char *const soft_keywords[] = {"_", "case", "match"};
    const Token *token = token_at(p, first);

    if (token->kind != TOKEN_NAME)
        return true;
    for (size_t i = 0; i < sizeof soft_keywords / sizeof *soft_keywords; i++) {
        if (strncmp(soft_keywords[i], token->text, (size_t)token->size) == 0)
            return false;
    }
    return token_at(p, first + 1)->kind != TOKEN_STRING;
}

/* Tokens that start an expression but go on with one, too. */
static bool continues_expression(TokenKind kind)
{
    return kind == TOKEN_LPAR || kind == TOKEN_LSQB || kind == TOKEN_PLUS || kind == TOKEN_MINUS ||
           kind == TOKEN_NOT;
}

static void diagnose_expression(Parser *p, int first, const AstNode *expression);

/* What follows the name that might start a legacy statement. CPython reads it before it looks at
 * the name, and may come upon something else that is wrong; but not in an expression that it has
 * read in search of a missing comma already. */
static AstNode *parse_legacy_rest(Parser *p, bool is_legacy, bool was_read)
{
    Mark start = mark(p);
    AstNode *rest = NULL;

    p->depth += 2; /* a long way down */
    if (gb_token_starts_expression(peek(p)) && !continues_expression(peek(p)) && enter(p)) {
        if (!was_read)
            return gb_parse_star_expressions(p);
        rest = gb_parse_quietly(p, parse_disjunction);
        if (!has_failed(p))
            diagnose_expression(p, start.position, rest);
    }
    go_back(p, start);
    return is_legacy && !has_failed(p) ? gb_parse_quietly(p, gb_parse_star_expressions) : NULL;
}

/* print x, exec x: statements once. */
static void diagnose_legacy(Parser *p, int first)
{
    Mark end = mark(p);
    AstNode *name, *rest;

    if (token_at(p, first)->kind != TOKEN_NAME || token_at(p, first + 1)->kind == TOKEN_LPAR)
        return;
    p->position = first;
    name = gb_parse_atom(p);
    rest = parse_legacy_rest(p, is_legacy_name(name), may_miss_comma(p, first));
    if (rest != NULL && is_legacy_name(name))
        gb_parse_fail_nodes(p, name, rest,
                            "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                            name->as.Name.id.data, name->as.Name.id.data);
    go_back(p, end);
}

/* Two expressions in a row inside brackets. */
static void diagnose_missing_comma(Parser *p, int first, const AstNode *left)
{
    Mark end = mark(p);
    AstNode *right;

    if (!gb_token_starts_expression(peek(p)) || !may_miss_comma(p, first))
        return;
    right = gb_parse_quietly(p, gb_parse_expression);
    if (right != NULL && !is_legacy_name(left) && last_token(p)->in_brackets)
        gb_parse_fail_nodes(p, left, right, "invalid syntax. Perhaps you forgot a comma?");
    go_back(p, end);
}

static void diagnose_missing_else(Parser *p, const AstNode *body)
{
    Mark end = mark(p);
    AstNode *test = accept(p, TOKEN_IF) ? gb_parse_quietly(p, parse_disjunction) : NULL;

    if (test != NULL && peek(p) != TOKEN_ELSE && peek(p) != TOKEN_COLON)
        gb_parse_fail_nodes(p, body, test, "expected 'else' after 'if' expression");
    go_back(p, end);
}

static void diagnose_expression(Parser *p, int first, const AstNode *expression)
{
    if (expression != NULL) {
        diagnose_missing_comma(p, first, expression);
        diagnose_missing_else(p, expression);
    }
    if (!has_failed(p))
        diagnose_legacy(p, first);
}

/* ---- Expressions ------------------------------------------------------------------------- */

static AstNode *parse_condition_part(Parser *p)
{
    int first = p->position;
    AstNode *part = peek(p) == TOKEN_LAMBDA ? gb_parse_lambda(p) : parse_disjunction(p);

    if (p->diagnosing && !has_failed(p))
        diagnose_expression(p, first, part);
    return has_failed(p) ? NULL : part;
}

/* a if b else c if d else e: nested to the right, built in a loop. */
static AstNode *parse_conditional(Parser *p, AstNode *body, const Token *start)
{
    AstNode *outermost = NULL, **hole = &outermost;

    while (body->kind != AST_Lambda || body->in_parentheses) {
        Mark before = mark(p);
        AstNode *test, *node;
        if (!accept(p, TOKEN_IF))
            break;
        test = parse_disjunction(p);
        if (test == NULL || !accept(p, TOKEN_ELSE)) {
            go_back(p, before);
            break;
        }
        const Token *next = peek_token(p);
        AstNode *orelse = parse_condition_part(p);
        if (has_failed(p))
            return NULL;
        if (orelse == NULL) { /* Then the expression ended before the `if`. */
            go_back(p, before);
            break;
        }
        node = gb_parse_node_new(p, AST_IfExp, start);
        node->as.IfExp.test = test;
        node->as.IfExp.body = body;
        *hole = node;
        hole = &node->as.IfExp.orelse;
        start = next;
        body = orelse;
    }
    *hole = body;
    for (AstNode *node = outermost; node != body; node = node->as.IfExp.orelse)
        gb_parse_node_end(p, node);
    return has_failed(p) ? NULL : outermost;
}

AstNode *gb_parse_expression(Parser *p)
{
    const Token *start = peek_token(p);
    int first = p->position;
    AstNode *expression;

    if (gb_parser_recall(p, RULE_EXPRESSION, &expression))
        return expression;
    if (!enter(p))
        return NULL;
    expression = parse_condition_part(p);
    if (expression != NULL && peek(p) == TOKEN_IF)
        expression = parse_conditional(p, expression, start);
    leave(p);
    return gb_parser_remember(p, first, RULE_EXPRESSION, expression);
}

/* ---- name := value ----------------------------------------------------------------------- */

/* Is the leftmost atom one of those for which a plain "cannot assign" is said later? */
static bool starts_with_display(const AstNode *node)
{
    while (!node->in_parentheses || node->kind == AST_Tuple) {
        switch (node->kind) {
        case AST_BinOp: node = node->as.BinOp.left; break;
        case AST_Attribute: node = node->as.Attribute.value; break;
        case AST_Subscript: node = node->as.Subscript.value; break;
        case AST_Call: node = node->as.Call.func; break;
        case AST_List:
        case AST_Tuple:
        case AST_GeneratorExp: return true;
        case AST_Constant: return node->as.Constant.value.type <= AST_CONST_False;
        default: return false;
        }
    }
    return false;
}

static bool binds_as_bitwise_or(const AstNode *node)
{
    if (node->in_parentheses)
        return true;
    switch (node->kind) {
    case AST_BoolOp:
    case AST_Compare:
    case AST_IfExp:
    case AST_Lambda: return false;
    case AST_UnaryOp: return node->as.UnaryOp.op != AST_Not;
    default: return true;
    }
}

/* `=` where only `==` or `:=` can stand. */
static void diagnose_equal(Parser *p, int first, const AstNode *left)
{
    Mark end = mark(p);
    bool is_name = p->position == first + 1 && left->kind == AST_Name;
    AstNode *right;

    if (!is_name && (starts_with_display(left) || !binds_as_bitwise_or(left)))
        return;
    p->position++;
    right = parse_bitwise_or(p);
    if (right == NULL || peek(p) == TOKEN_EQUAL || peek(p) == TOKEN_COLON_EQUAL)
        ;
    else if (is_name)
        gb_parse_fail_nodes(p, left, right,
                            "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    else
        gb_parse_fail_node(p, left,
                           "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                           gb_parse_expression_name(left));
    go_back(p, end);
}

static void diagnose_named_expression(Parser *p, int first, const AstNode *left)
{
    Mark end = mark(p);

    if (peek(p) == TOKEN_EQUAL) {
        diagnose_equal(p, first, left);
    } else if (accept(p, TOKEN_COLON_EQUAL)) {
        if (gb_parse_expression(p) != NULL)
            gb_parse_fail_node(p, left, "cannot use assignment expressions with %s",
                               gb_parse_expression_name(left));
        go_back(p, end);
    }
}

static AstNode *parse_assignment_expression(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *node = gb_parse_node_new(p, AST_NamedExpr, start);
    AstNode *target = gb_parse_atom(p);

    p->position++;
    target->as.Name.ctx = AST_Store;
    node->as.NamedExpr.target = target;
    node->as.NamedExpr.value = gb_parse_expression(p);
    return node->as.NamedExpr.value == NULL ? NULL : gb_parse_node_end(p, node);
}

AstNode *gb_parse_named_expression(Parser *p)
{
    int first = p->position;
    AstNode *expression;

    if (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL)
        return parse_assignment_expression(p);
    expression = gb_parse_expression(p);
    if (p->diagnosing && expression != NULL)
        diagnose_named_expression(p, first, expression);
    return has_failed(p) || expression == NULL || peek(p) == TOKEN_COLON_EQUAL ? NULL : expression;
}

/* ---- Lists without brackets -------------------------------------------------------------- */

static AstNode *parse_starred(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Starred, advance(p));

    node->as.Starred.value = parse_bitwise_or(p);
    node->as.Starred.ctx = AST_Load;
    return node->as.Starred.value == NULL ? NULL : gb_parse_node_end(p, node);
}

AstNode *gb_parse_star_expression(Parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred(p) : gb_parse_expression(p);
}

AstNode *gb_parse_star_named_expression(Parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred(p) : gb_parse_named_expression(p);
}

static AstNode *parse_target_item(Parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred(p) : parse_bitwise_or(p);
}

/* item (',' item)* [',']: a tuple unless there is one item and no comma. */
static AstNode *parse_tuple_of(Parser *p, AstNode *(*parse_item)(Parser *), bool stars)
{
    const Token *start = peek_token(p);
    AstNode *first = parse_item(p), *tuple;
    AstSeq elts = {0};

    if (first == NULL || peek(p) != TOKEN_COMMA)
        return first;
    tuple = gb_parse_node_new(p, AST_Tuple, start);
    gb_parse_seq_add(p, &elts, first);
    while (accept(p, TOKEN_COMMA)) {
        Mark after = mark(p);
        if (!gb_token_starts_expression(peek(p)) && !(stars && peek(p) == TOKEN_STAR))
            break;
        if (!gb_parse_seq_add(p, &elts, parse_item(p))) {
            if (has_failed(p))
                return NULL;
            go_back(p, after);
            break;
        }
    }
    tuple->as.Tuple.elts = elts;
    tuple->as.Tuple.ctx = AST_Load;
    return gb_parse_node_end(p, tuple);
}

AstNode *gb_parse_star_expressions(Parser *p)
{
    return parse_tuple_of(p, gb_parse_star_expression, true);
}

AstNode *gb_parse_expressions(Parser *p)
{
    return parse_tuple_of(p, gb_parse_expression, false);
}

AstNode *gb_parse_target_list(Parser *p)
{
    return parse_tuple_of(p, parse_target_item, true);
}

static AstNode *parse_yield(Parser *p)
{
    const Token *start = advance(p);
    AstNode *node;

    if (accept(p, TOKEN_FROM)) {
        node = gb_parse_node_new(p, AST_YieldFrom, start);
        node->as.YieldFrom.value = gb_parse_expression(p);
        return node->as.YieldFrom.value == NULL ? NULL : gb_parse_node_end(p, node);
    }
    node = gb_parse_node_new(p, AST_Yield, start);
    if (gb_token_starts_expression(peek(p)) || peek(p) == TOKEN_STAR) {
        node->as.Yield.value = gb_parse_star_expressions(p);
        if (node->as.Yield.value == NULL)
            return NULL;
    }
    return gb_parse_node_end(p, node);
}

AstNode *gb_parse_yield_or_star_expressions(Parser *p)
{
    return peek(p) == TOKEN_YIELD ? parse_yield(p) : gb_parse_star_expressions(p);
}

/* ---- Targets ----------------------------------------------------------------------------- */

static bool set_context_of_items(AstSeq items, AstOperator context)
{
    for (int i = 0; i < items.count; i++) {
        if (!gb_parse_set_context(items.items[i], context))
            return false;
    }
    return true;
}

bool gb_parse_set_context(AstNode *node, AstOperator context)
{
    switch (node->kind) {
    case AST_Name: node->as.Name.ctx = context; return true;
    case AST_Attribute: node->as.Attribute.ctx = context; return true;
    case AST_Subscript: node->as.Subscript.ctx = context; return true;
    case AST_Starred:
        node->as.Starred.ctx = context;
        return context == AST_Store && gb_parse_set_context(node->as.Starred.value, context);
    case AST_List:
        node->as.List.ctx = context;
        return set_context_of_items(node->as.List.elts, context);
    case AST_Tuple:
        node->as.Tuple.ctx = context;
        return set_context_of_items(node->as.Tuple.elts, context);
    default: return false;
    }
}
