/* Compound statements, except match. */
#include "vm/syntax/parser.h"

/* ---- Blocks ------------------------------------------------------------------------------ */

bool gb_parse_expect_colon(Parser *p)
{
    if (accept(p, TOKEN_COLON))
        return true;
    if (peek(p) == TOKEN_NEWLINE)
        gb_parse_fail_here(p, AST_ERROR_SYNTAX, "expected ':'");
    return false;
}

bool gb_parse_block(Parser *p, AstSeq *body, const Token *keyword, const char *header)
{
    *body = (AstSeq){0};
    if (!accept(p, TOKEN_NEWLINE))
        return gb_parse_simple_statements(p, body);
    if (!accept(p, TOKEN_INDENT)) {
        if (!has_failed(p))
            gb_parse_fail_here(p, AST_ERROR_INDENTATION,
                               "expected an indented block after %s on line %d", header,
                               keyword->line);
        return false;
    }
    if (!enter(p))
        return false;
    do {
        if (!gb_parse_statement(p, body))
            return false;
    } while (!accept(p, TOKEN_DEDENT));
    leave(p);
    return true;
}

/* else: after if, for, while and try. */
static bool parse_else(Parser *p, AstSeq *orelse)
{
    const Token *keyword = peek_token(p);

    if (!accept(p, TOKEN_ELSE))
        return true;
    return gb_parse_expect_certainly(p, TOKEN_COLON) &&
           gb_parse_block(p, orelse, keyword, "'else' statement");
}

/* ---- if, while, for ---------------------------------------------------------------------- */

/* if and its elifs: each elif is the only statement of the else before it. A loop, as there may
 * be thousands. */
static AstNode *parse_if(Parser *p)
{
    AstNode *first = NULL, *node = NULL;
    AstSeq *orelse = NULL;

    while (first == NULL || peek(p) == TOKEN_ELIF) {
        const Token *keyword = advance(p);
        node = gb_parse_node_new(p, AST_If, keyword);
        if (first == NULL)
            first = node;
        else
            gb_parse_seq_add(p, orelse, node);
        node->as.If.test = gb_parse_named_expression(p);
        if (node->as.If.test == NULL || !gb_parse_expect_colon(p) ||
            !gb_parse_block(p, &node->as.If.body, keyword,
                            keyword->kind == TOKEN_IF ? "'if' statement" : "'elif' statement"))
            return NULL;
        orelse = &node->as.If.orelse;
    }
    if (!parse_else(p, orelse))
        return NULL;
    for (AstNode *outer = first; outer != node; outer = outer->as.If.orelse.items[0])
        gb_parse_node_end(p, outer);
    gb_parse_node_end(p, node);
    return first;
}

static AstNode *parse_while(Parser *p)
{
    const Token *keyword = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_While, keyword);

    node->as.While.test = gb_parse_named_expression(p);
    if (node->as.While.test == NULL || !gb_parse_expect_colon(p) ||
        !gb_parse_block(p, &node->as.While.body, keyword, "'while' statement") ||
        !parse_else(p, &node->as.While.orelse))
        return NULL;
    return gb_parse_node_end(p, node);
}

static void diagnose_for_target(Parser *p, int first)
{
    AstNode *target;

    if (!p->diagnosing || has_failed(p))
        return;
    p->position = first;
    target = gb_parse_star_expressions(p);
    if (target != NULL)
        gb_parse_fail_invalid_target(p, target, TARGET_FOR);
}

/* `start` is at `async` or `for`; AsyncFor and For have the same fields. */
static AstNode *parse_for(Parser *p, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, start->kind == TOKEN_ASYNC ? AST_AsyncFor : AST_For,
                                      start);
    const Token *keyword = advance(p);
    int first = p->position;
    AstFor *loop = &node->as.For;

    loop->target = gb_parse_quietly(p, gb_parse_target_list);
    if (loop->target == NULL || !gb_parse_set_context(loop->target, AST_Store) ||
        peek(p) != TOKEN_IN) {
        diagnose_for_target(p, first);
        return NULL;
    }
    p->position++;
    loop->iter = gb_parse_star_expressions(p);
    if (loop->iter == NULL || !gb_parse_expect_colon(p) ||
        !gb_parse_block(p, &loop->body, keyword, "'for' statement") ||
        !parse_else(p, &loop->orelse))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* ---- with -------------------------------------------------------------------------------- */

/* expression [as target]. A target is followed by one of `,` `)` `:`. */
static AstNode *parse_with_item(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_withitem, peek_token(p));
    AstNode *expression = gb_parse_expression(p), *target;
    Mark before;

    node->line = node->column = 0;
    node->as.withitem.context_expr = expression;
    if (expression == NULL || !accept(p, TOKEN_AS))
        return expression == NULL ? NULL : node;
    before = mark(p);
    target = peek(p) == TOKEN_STAR ? gb_parse_star_expression(p) : gb_parse_primary(p);
    if (target != NULL && gb_parse_set_context(target, AST_Store) &&
        (peek(p) == TOKEN_COMMA || peek(p) == TOKEN_RPAR || peek(p) == TOKEN_COLON)) {
        node->as.withitem.optional_vars = target;
        return node;
    }
    if (target != NULL && peek(p) == TOKEN_NEWLINE)
        gb_parse_fail_here(p, AST_ERROR_SYNTAX, "expected ':'");
    if (p->diagnosing && !has_failed(p)) {
        go_back(p, before);
        target = gb_parse_expression(p);
        if (target != NULL &&
            (peek(p) == TOKEN_COMMA || peek(p) == TOKEN_RPAR || peek(p) == TOKEN_COLON))
            gb_parse_fail_invalid_target(p, target, TARGET_ASSIGN);
    }
    return NULL;
}

/* item, item, ... with `close` after the last; brackets allow a final comma. */
static bool parse_with_items(Parser *p, AstSeq *items, bool in_brackets)
{
    *items = (AstSeq){0};
    do {
        if (in_brackets && items->count > 0 && peek(p) == TOKEN_RPAR)
            break;
        if (!gb_parse_seq_add(p, items, parse_with_item(p)))
            return false;
    } while (accept(p, TOKEN_COMMA));
    return true;
}

/* The header up to the colon, not consumed. Brackets may enclose the items or belong to the first
 * expression; only what follows them tells, so both are tried. */
static bool parse_with_header(Parser *p, AstSeq *items)
{
    Mark start = mark(p);

    if (accept(p, TOKEN_LPAR)) {
        if (parse_with_items(p, items, true) && accept(p, TOKEN_RPAR) &&
            (peek(p) == TOKEN_COLON || peek(p) == TOKEN_NEWLINE))
            return true;
        if (has_failed(p))
            return false;
        go_back(p, start);
    }
    return parse_with_items(p, items, false);
}

static AstNode *parse_with(Parser *p, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, start->kind == TOKEN_ASYNC ? AST_AsyncWith : AST_With,
                                      start);
    const Token *keyword = advance(p);

    if (!parse_with_header(p, &node->as.With.items) || !gb_parse_expect_colon(p) ||
        !gb_parse_block(p, &node->as.With.body, keyword, "'with' statement"))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* ---- try --------------------------------------------------------------------------------- */

/* except a, b: is Python 2's. */
static bool diagnose_except_comma(Parser *p, AstNode *type)
{
    AstText name;

    if (!p->diagnosing || !accept(p, TOKEN_COMMA) || gb_parse_expressions(p) == NULL)
        return false;
    if (accept(p, TOKEN_AS))
        gb_parse_accept_identifier(p, &name);
    if (accept(p, TOKEN_COLON))
        gb_parse_fail_from(p, type, "multiple exception types must be parenthesized");
    return false;
}

/* The exception type and name of a handler, up to the colon. */
static bool parse_handler_type(Parser *p, AstExceptHandler *handler, bool is_star)
{
    if (!is_star && (peek(p) == TOKEN_COLON || peek(p) == TOKEN_NEWLINE))
        return true;
    if (is_star && (peek(p) == TOKEN_COLON || peek(p) == TOKEN_NEWLINE)) {
        p->position++;
        return gb_parse_fail_here(p, AST_ERROR_SYNTAX, "expected one or more exception types");
    }
    handler->type = gb_parse_expression(p);
    if (handler->type == NULL)
        return false;
    if (peek(p) == TOKEN_COMMA)
        return diagnose_except_comma(p, handler->type);
    return !accept(p, TOKEN_AS) || gb_parse_accept_identifier(p, &handler->name);
}

static AstNode *parse_handler(Parser *p, bool is_star)
{
    const Token *keyword = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_ExceptHandler, keyword);
    AstExceptHandler *handler = &node->as.ExceptHandler;

    if (is_star)
        p->position++;
    if (!parse_handler_type(p, handler, is_star) || !gb_parse_expect_colon(p) ||
        !gb_parse_block(p, &handler->body, keyword,
                        is_star ? "'except*' statement" : "'except' statement"))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* Handlers are all `except` or all `except*`. */
static bool parse_handlers(Parser *p, AstSeq *handlers, bool *is_star)
{
    *is_star = peek(p) == TOKEN_EXCEPT && peek_second(p) == TOKEN_STAR;
    while (peek(p) == TOKEN_EXCEPT) {
        bool has_star = peek_second(p) == TOKEN_STAR;
        const Token *keyword = peek_token(p);
        const Token *star = token_at(p, p->position + 1);
        if (has_star != *is_star && !p->diagnosing)
            return false;
        if (!gb_parse_seq_add(p, handlers, parse_handler(p, has_star)))
            return false;
        if (has_star != *is_star)
            return gb_parse_fail_range(p, keyword, has_star ? star : keyword,
                                       "cannot have both 'except' and 'except*' on the same 'try'");
    }
    return true;
}

static bool parse_finally(Parser *p, AstSeq *body)
{
    const Token *keyword = peek_token(p);

    if (!accept(p, TOKEN_FINALLY))
        return true;
    return gb_parse_expect_certainly(p, TOKEN_COLON) &&
           gb_parse_block(p, body, keyword, "'finally' statement");
}

/* TryStar has the fields of Try. */
static AstNode *parse_try(Parser *p)
{
    const Token *keyword = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_Try, keyword);
    AstTry *try = &node->as.Try;
    bool is_star;

    if (!gb_parse_expect_certainly(p, TOKEN_COLON) ||
        !gb_parse_block(p, &try->body, keyword, "'try' statement"))
        return NULL;
    if (peek(p) != TOKEN_EXCEPT && peek(p) != TOKEN_FINALLY)
        return gb_parse_fail_here(p, AST_ERROR_SYNTAX, "expected 'except' or 'finally' block");
    if (!parse_handlers(p, &try->handlers, &is_star))
        return NULL;
    if (is_star)
        node->kind = AST_TryStar;
    if ((try->handlers.count > 0 && !parse_else(p, &try->orelse)) ||
        !parse_finally(p, &try->finalbody))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* ---- def and class ----------------------------------------------------------------------- */

/* `start` is at `async` or `def`. AsyncFunctionDef has the fields of FunctionDef. */
static AstNode *parse_function(Parser *p, const Token *start, AstSeq decorators)
{
    bool is_async = start->kind == TOKEN_ASYNC;
    AstNode *node = gb_parse_node_new(p, is_async ? AST_AsyncFunctionDef : AST_FunctionDef, start);
    const Token *keyword = advance(p);
    AstFunctionDef *function = &node->as.FunctionDef;

    function->decorator_list = decorators;
    if (!gb_parse_accept_identifier(p, &function->name) ||
        !gb_parse_expect_certainly(p, TOKEN_LPAR))
        return NULL;
    function->args = gb_parse_parameters(p, TOKEN_RPAR);
    if (function->args == NULL || has_failed(p) || !accept(p, TOKEN_RPAR))
        return NULL;
    Mark before = mark(p);
    if (accept(p, TOKEN_ARROW) && (function->returns = gb_parse_expression(p)) == NULL) {
        if (has_failed(p))
            return NULL;
        go_back(p, before); /* What is missed then is the colon. */
    }
    if (!gb_parse_expect_certainly(p, TOKEN_COLON) ||
        !gb_parse_block(p, &function->body, keyword, "function definition"))
        return NULL;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_class(Parser *p, AstSeq decorators)
{
    const Token *keyword = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_ClassDef, keyword);
    AstClassDef *class = &node->as.ClassDef;

    class->decorator_list = decorators;
    if (!gb_parse_accept_identifier(p, &class->name))
        return NULL;
    if (peek(p) == TOKEN_LPAR && !gb_parse_class_arguments(p, &class->bases, &class->keywords))
        return NULL;
    if (!gb_parse_expect_colon(p) || !gb_parse_block(p, &class->body, keyword, "class definition"))
        return NULL;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_decorated(Parser *p)
{
    AstSeq decorators = {0};

    while (accept(p, TOKEN_AT)) {
        if (!gb_parse_seq_add(p, &decorators, gb_parse_named_expression(p)) ||
            !accept(p, TOKEN_NEWLINE))
            return NULL;
    }
    switch (peek(p)) {
    case TOKEN_CLASS: return parse_class(p, decorators);
    case TOKEN_DEF: return parse_function(p, peek_token(p), decorators);
    case TOKEN_ASYNC:
        if (peek_second(p) != TOKEN_DEF)
            return NULL;
        return parse_function(p, advance(p), decorators);
    default: return NULL;
    }
}

static AstNode *parse_async(Parser *p)
{
    const Token *start = advance(p);

    switch (peek(p)) {
    case TOKEN_DEF: return parse_function(p, start, (AstSeq){0});
    case TOKEN_FOR: return parse_for(p, start);
    case TOKEN_WITH: return parse_with(p, start);
    default: return NULL;
    }
}

/* ---- All of them ------------------------------------------------------------------------- */

AstNode *gb_parse_compound_statement(Parser *p, bool *tried)
{
    TokenKind kind = peek(p);

    *tried = kind != TOKEN_NAME;
    switch (kind) {
    case TOKEN_IF: return parse_if(p);
    case TOKEN_WHILE: return parse_while(p);
    case TOKEN_FOR: return parse_for(p, peek_token(p));
    case TOKEN_TRY: return parse_try(p);
    case TOKEN_WITH: return parse_with(p, peek_token(p));
    case TOKEN_DEF: return parse_function(p, peek_token(p), (AstSeq){0});
    case TOKEN_CLASS: return parse_class(p, (AstSeq){0});
    case TOKEN_AT: return parse_decorated(p);
    case TOKEN_ASYNC: return parse_async(p);
    case TOKEN_NAME: return gb_parse_peek_word(p, "match") ? gb_parse_match_statement(p) : NULL;
    default: *tried = false; return NULL;
    }
}
