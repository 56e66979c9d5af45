/* Parameters of functions and lambdas. */
#include "vm/syntax/parser.h"

typedef struct Parameters {
    AstNode *node;   /* the arguments being filled */
    TokenKind close; /* ')' of a def, ':' of a lambda */
    bool seen_slash, seen_star, seen_default;
    const Token *bare_star; /* a `*` still waiting for a named parameter */
} Parameters;

static bool is_lambda(const Parameters *parameters)
{
    return parameters->close == TOKEN_COLON;
}

/* name [: annotation]. The annotation of *args may be starred. */
static AstNode *parse_parameter(Parser *p, const Parameters *parameters, bool may_star)
{
    AstNode *node = gb_parse_node_new(p, AST_arg, peek_token(p));

    if (!gb_parse_accept_identifier(p, &node->as.arg.arg))
        return NULL;
    if (!is_lambda(parameters) && accept(p, TOKEN_COLON)) {
        node->as.arg.annotation = may_star ? gb_parse_star_expression(p) : gb_parse_expression(p);
        if (node->as.arg.annotation == NULL)
            return NULL;
    }
    return gb_parse_node_end(p, node);
}

/* [= default]. Sets *value to NULL when there is none. */
static bool parse_default(Parser *p, AstNode **value)
{
    const Token *equal = peek_token(p);

    *value = NULL;
    if (!accept(p, TOKEN_EQUAL))
        return true;
    if (p->diagnosing && (peek(p) == TOKEN_RPAR || peek(p) == TOKEN_COMMA))
        gb_parse_fail_token(p, equal, "expected default value expression");
    *value = gb_parse_expression(p);
    return *value != NULL;
}

/* All positional parameters so far turn out to be positional-only. */
static bool parse_slash(Parser *p, Parameters *parameters)
{
    const Token *slash = peek_token(p);
    Astarguments *arguments = &parameters->node->as.arguments;

    if (arguments->args.count == 0 && !p->diagnosing && !parameters->seen_slash &&
        !parameters->seen_star)
        return false;
    p->position++;
    if (parameters->seen_slash)
        gb_parse_fail_token(p, slash, "/ may appear only once");
    else if (parameters->seen_star)
        gb_parse_fail_token(p, slash, "/ must be ahead of *");
    else if (arguments->args.count == 0 && peek(p) == TOKEN_COMMA)
        gb_parse_fail_token(p, slash, "at least one argument must precede /");
    else if (arguments->args.count > 0 && peek(p) == TOKEN_STAR)
        gb_parse_fail_token(p, peek_token(p), "expected comma between / and *");
    if (parameters->seen_slash || parameters->seen_star || arguments->args.count == 0)
        return false;
    parameters->seen_slash = true;
    arguments->posonlyargs = arguments->args;
    arguments->args = (AstSeq){0};
    return true;
}

static bool has_star_annotation(const AstNode *parameter)
{
    const AstNode *annotation = parameter->as.arg.annotation;
    return annotation != NULL && annotation->kind == AST_Starred;
}

static bool parse_star(Parser *p, Parameters *parameters)
{
    const Token *star = advance(p);
    Astarguments *arguments = &parameters->node->as.arguments;

    if (parameters->seen_star) {
        gb_parse_fail_token(p, star, "* argument may appear only once");
        return false;
    }
    parameters->seen_star = true;
    if (peek(p) == TOKEN_COMMA || peek(p) == parameters->close) {
        parameters->bare_star = star;
        return true;
    }
    AstNode *vararg = arguments->vararg = parse_parameter(p, parameters, true);
    if (vararg != NULL && peek(p) == TOKEN_EQUAL && !has_star_annotation(vararg))
        return gb_parse_fail_token(p, peek_token(p),
                                   "var-positional argument cannot have default value");
    return vararg != NULL;
}

/* **kwargs [,]: nothing may follow. */
static bool parse_double_star(Parser *p, Parameters *parameters)
{
    Mark after;
    AstNode *kwarg;

    p->position++;
    kwarg = parse_parameter(p, parameters, false);
    if (kwarg == NULL)
        return false;
    if (peek(p) == TOKEN_EQUAL)
        return gb_parse_fail_token(p, peek_token(p),
                                   "var-keyword argument cannot have default value");
    parameters->node->as.arguments.kwarg = kwarg;
    after = mark(p);
    if (accept(p, TOKEN_COMMA)) {
        TokenKind kind = peek(p);
        if (kind == TOKEN_STAR || kind == TOKEN_DOUBLE_STAR || kind == TOKEN_SLASH)
            return gb_parse_fail_token(p, peek_token(p),
                                       "arguments cannot follow var-keyword argument");
        if (kind == TOKEN_NAME && (kwarg = parse_parameter(p, parameters, false)) != NULL)
            return gb_parse_fail_node(p, kwarg, "arguments cannot follow var-keyword argument");
    }
    go_back(p, after);
    return true;
}

static bool parse_plain(Parser *p, Parameters *parameters)
{
    Astarguments *arguments = &parameters->node->as.arguments;
    AstNode *parameter = parse_parameter(p, parameters, false), *value;

    if (parameter == NULL || !parse_default(p, &value))
        return false;
    if (parameters->seen_star) {
        parameters->bare_star = NULL;
        gb_parse_seq_add_maybe(p, &arguments->kw_defaults, value);
        return gb_parse_seq_add(p, &arguments->kwonlyargs, parameter);
    }
    if (value != NULL) {
        parameters->seen_default = true;
        gb_parse_seq_add(p, &arguments->defaults, value);
    } else if (parameters->seen_default) {
        if (peek(p) == TOKEN_COMMA || peek(p) == parameters->close)
            gb_parse_fail_node(p, parameter, "non-default argument follows default argument");
        return false;
    }
    return gb_parse_seq_add(p, &arguments->args, parameter);
}

/* def f((a, b)): Python 2's. */
static bool diagnose_parentheses(Parser *p, const Parameters *parameters)
{
    const Token *open = peek_token(p);
    bool nothing_odd = !parameters->seen_default && !parameters->seen_slash &&
                       !parameters->seen_star;
    bool any = false;

    if (!p->diagnosing || !nothing_odd || !accept(p, TOKEN_LPAR))
        return false;
    while (parse_parameter(p, parameters, false) != NULL) {
        any = true;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    if (any && peek(p) == TOKEN_RPAR)
        gb_parse_fail_range(p, open, peek_token(p), "%s parameters cannot be parenthesized",
                            is_lambda(parameters) ? "Lambda expression" : "Function");
    return false;
}

static bool parse_one(Parser *p, Parameters *parameters)
{
    switch (peek(p)) {
    case TOKEN_SLASH: return parse_slash(p, parameters);
    case TOKEN_STAR: return parse_star(p, parameters);
    case TOKEN_DOUBLE_STAR: return parse_double_star(p, parameters);
    case TOKEN_NAME: return parse_plain(p, parameters);
    default: return diagnose_parentheses(p, parameters);
    }
}

/* A bare * must be followed by a named parameter, and ** is none. */
static bool check_bare_star(Parser *p, const Parameters *parameters)
{
    if (parameters->bare_star == NULL ||
        (peek(p) != parameters->close && peek(p) != TOKEN_DOUBLE_STAR))
        return true;
    if (is_lambda(parameters))
        return gb_parse_fail_here(p, AST_ERROR_SYNTAX, "named arguments must follow bare *");
    return gb_parse_fail_token(p, parameters->bare_star, "named arguments must follow bare *");
}

AstNode *gb_parse_parameters(Parser *p, TokenKind close)
{
    Parameters parameters = {.node = gb_parse_node_new(p, AST_arguments, peek_token(p)),
                             .close = close};

    parameters.node->line = parameters.node->column = 0;
    while (peek(p) != close) {
        bool last = peek(p) == TOKEN_DOUBLE_STAR;
        if (!check_bare_star(p, &parameters) || !parse_one(p, &parameters) || has_failed(p))
            return NULL;
        if (!accept(p, TOKEN_COMMA) || last)
            break;
    }
    if (!check_bare_star(p, &parameters))
        return NULL;
    return peek(p) == close ? parameters.node : NULL;
}

AstNode *gb_parse_lambda(Parser *p)
{
    const Token *start = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_Lambda, start);

    node->as.Lambda.args = gb_parse_parameters(p, TOKEN_COLON);
    if (node->as.Lambda.args == NULL || has_failed(p) || !gb_parse_expect_certainly(p, TOKEN_COLON))
        return NULL;
    node->as.Lambda.body = gb_parse_expression(p);
    return node->as.Lambda.body == NULL ? NULL : gb_parse_node_end(p, node);
}
