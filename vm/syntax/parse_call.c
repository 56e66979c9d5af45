/* Arguments of calls and classes. */
#include "vm/syntax/parser.h"

#include <string.h>

typedef struct Arguments {
    AstSeq args, keywords;
} Arguments;

/* ---- Comprehensions as arguments --------------------------------------------------------- */

/* Where the last comprehension ends: its last condition, or what it iterates over. */
static const AstNode *last_part(AstSeq generators)
{
    const AstNode *last = generators.items[generators.count - 1];
    AstSeq ifs = last->as.comprehension.ifs;

    return ifs.count > 0 ? ifs.items[ifs.count - 1] : last->as.comprehension.iter;
}

/* ---- Diagnosis --------------------------------------------------------------------------- */

static bool at_keyword(Parser *p)
{
    return peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL;
}

/* name=expression for ... : a generator with `=` for `:=`. */
static void diagnose_keyword_generator(Parser *p)
{
    Mark start = mark(p);
    AstSeq generators = {0};
    const Token *name = peek_token(p), *equal;

    if (!at_keyword(p))
        return;
    p->position++;
    equal = advance(p);
    if (gb_parse_quietly(p, gb_parse_expression) != NULL &&
        gb_parse_clauses_quietly(p, &generators))
        gb_parse_fail_range(p, name, equal,
                            "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    go_back(p, start);
}

/* Where a keyword argument was expected. */
static void diagnose_keyword(Parser *p)
{
    Mark start = mark(p);
    const Token *first = peek_token(p);
    AstNode *value;

    if (!p->diagnosing || has_failed(p))
        return;
    if ((first->kind == TOKEN_TRUE || first->kind == TOKEN_FALSE || first->kind == TOKEN_NONE) &&
        peek_second(p) == TOKEN_EQUAL) {
        gb_parse_fail_range(p, first, token_at(p, p->position + 1), "cannot assign to %s",
                            gb_token_text((TokenKind)first->kind));
    } else if (at_keyword(p)) {
        diagnose_keyword_generator(p);
    } else if ((value = gb_parse_quietly(p, gb_parse_expression)) != NULL &&
               peek(p) == TOKEN_EQUAL) {
        gb_parse_fail_position(p, AST_ERROR_SYNTAX, value->line, value->column + 1,
                               peek_token(p)->end_line, peek_token(p)->end_column + 1,
                               "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    go_back(p, start);
}

static bool has_unpacking(AstSeq keywords)
{
    for (int i = 0; i < keywords.count; i++) {
        if (ast_text_absent(keywords.items[i]->as.keyword.arg))
            return true;
    }
    return false;
}

static bool parse_argument_list(Parser *p, AstNode *first, Arguments *arguments);

/* `args` was matched up to here, and then something odd follows. */
static void diagnose_after_arguments(Parser *p, Arguments *arguments)
{
    Mark end = mark(p);
    AstSeq generators = {0};
    Arguments more = {0};
    AstNode *expression;

    if (gb_parse_clauses_quietly(p, &generators)) {
        int count = arguments->args.count;
        if (count > 1)
            gb_parse_fail_nodes(p, arguments->args.items[count - 1], last_part(generators),
                                "Generator expression must be parenthesized");
    }
    go_back(p, end);
    if (!accept(p, TOKEN_COMMA) || has_failed(p))
        return;
    expression = peek(p) == TOKEN_STAR ? NULL : gb_parse_quietly(p, gb_parse_expression);
    generators = (AstSeq){0};
    if (expression != NULL && gb_parse_clauses_quietly(p, &generators))
        gb_parse_fail_nodes(p, expression,
                            generators.items[generators.count - 1]->as.comprehension.target,
                            "Generator expression must be parenthesized");
    go_back(p, end);
    p->position++;
    if (!has_failed(p) && parse_argument_list(p, NULL, &more))
        gb_parse_fail_here(p, AST_ERROR_SYNTAX, "positional argument follows keyword argument%s",
                           has_unpacking(arguments->keywords) ? " unpacking" : "");
    go_back(p, end);
}

/* The arguments starting at `start` are not followed by a closing parenthesis. */
static void diagnose_arguments(Parser *p, Mark start, Arguments *arguments, bool matched)
{
    Mark end = mark(p);
    AstSeq generators = {0};
    AstNode *expression;

    if (!p->diagnosing || has_failed(p))
        return;
    if (matched && arguments->keywords.count > 0 && peek(p) == TOKEN_COMMA &&
        peek_second(p) == TOKEN_STAR) {
        gb_parse_fail_token(p, token_at(p, p->position + 1),
                            "iterable argument unpacking follows keyword argument unpacking");
        return;
    }
    go_back(p, start);
    expression = peek(p) == TOKEN_STAR ? NULL : gb_parse_quietly(p, gb_parse_expression);
    if (expression != NULL && gb_parse_clauses_quietly(p, &generators) && accept(p, TOKEN_COMMA) &&
        peek(p) != TOKEN_ERROR)
        gb_parse_fail_nodes(p, expression, last_part(generators),
                            "Generator expression must be parenthesized");
    go_back(p, start);
    if (!has_failed(p))
        diagnose_keyword_generator(p);
    go_back(p, end);
    if (!has_failed(p) && matched)
        diagnose_after_arguments(p, arguments);
}

/* ---- Arguments --------------------------------------------------------------------------- */

/* name := value, or an expression that is not followed by `:=`. */
static AstNode *parse_positional(Parser *p)
{
    AstNode *expression;

    if (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL)
        return gb_parse_named_expression(p);
    expression = gb_parse_expression(p);
    return expression == NULL || peek(p) == TOKEN_COLON_EQUAL ? NULL : expression;
}

static AstNode *parse_starred_argument(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Starred, advance(p));

    node->as.Starred.value = gb_parse_expression(p);
    node->as.Starred.ctx = AST_Load;
    return node->as.Starred.value == NULL ? NULL : gb_parse_node_end(p, node);
}

/* name=value or **value. */
static AstNode *parse_keyword(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_keyword, peek_token(p));

    if (!accept(p, TOKEN_DOUBLE_STAR)) {
        if (p->diagnosing) {
            diagnose_keyword(p);
            if (has_failed(p))
                return NULL;
        }
        if (!gb_parse_accept_identifier(p, &node->as.keyword.arg))
            return NULL;
        p->position++; /* = */
    }
    node->as.keyword.value = gb_parse_expression(p);
    return node->as.keyword.value == NULL ? NULL : gb_parse_node_end(p, node);
}

/* Which kinds of argument may still come. */
typedef enum ArgumentStage { ANY_ARGUMENT, AFTER_KEYWORD, AFTER_DOUBLE_STAR } ArgumentStage;

/* One argument. False when the next is none that may come now. */
static bool parse_argument(Parser *p, ArgumentStage *stage, Arguments *arguments)
{
    AstNode *argument;

    switch (peek(p)) {
    case TOKEN_DOUBLE_STAR:
        *stage = AFTER_DOUBLE_STAR;
        return gb_parse_seq_add(p, &arguments->keywords, parse_keyword(p));
    case TOKEN_STAR:
        if (*stage == AFTER_DOUBLE_STAR)
            return false;
        return gb_parse_seq_add(p, &arguments->args, parse_starred_argument(p));
    default: break;
    }
    if (at_keyword(p)) {
        if (*stage == ANY_ARGUMENT)
            *stage = AFTER_KEYWORD;
        return gb_parse_seq_add(p, &arguments->keywords, parse_keyword(p));
    }
    if (*stage == ANY_ARGUMENT && (gb_token_starts_expression(peek(p)))) {
        Mark start = mark(p);
        argument = parse_positional(p);
        if (argument != NULL && peek(p) != TOKEN_EQUAL)
            return gb_parse_seq_add(p, &arguments->args, argument);
        go_back(p, start);
    }
    if (p->diagnosing)
        diagnose_keyword(p);
    return false;
}

/* As many arguments as fit the grammar; stops before the comma after the last. `first`, when
 * given, was already read. False when there is not even one. */
static bool parse_argument_list(Parser *p, AstNode *first, Arguments *arguments)
{
    ArgumentStage stage = ANY_ARGUMENT;
    Mark before = mark(p);

    if (first != NULL)
        gb_parse_seq_add(p, &arguments->args, first);
    else if (!parse_argument(p, &stage, arguments)) {
        go_back(p, before);
        return false;
    }
    for (;;) {
        before = mark(p);
        if (!accept(p, TOKEN_COMMA) || peek(p) == TOKEN_RPAR)
            break;
        if (!parse_argument(p, &stage, arguments)) {
            if (has_failed(p))
                return false;
            break;
        }
    }
    go_back(p, before);
    return true;
}

/* The arguments and the closing parenthesis; `first` as above, `start` where it began. */
static bool finish_arguments(Parser *p, AstNode *first, Mark start, Arguments *arguments)
{
    bool matched = parse_argument_list(p, first, arguments);
    Mark end = mark(p);

    if (has_failed(p))
        return false;
    if (matched) {
        accept(p, TOKEN_COMMA);
        if (accept(p, TOKEN_RPAR))
            return true;
        go_back(p, end);
    }
    diagnose_arguments(p, start, arguments, matched);
    return false;
}

/* f(x for x in y): the parentheses are the generator's as well. */
static AstNode *finish_sole_generator(Parser *p, const Token *open, AstNode *elt)
{
    AstNode *node = gb_parse_node_new(p, AST_GeneratorExp, open);

    node->as.GeneratorExp.elt = elt;
    if (!gb_parse_for_if_clauses(p, &node->as.GeneratorExp.generators) || !accept(p, TOKEN_RPAR))
        return NULL;
    return gb_parse_node_end(p, node);
}

bool gb_parse_arguments(Parser *p, AstNode *call)
{
    const Token *open = advance(p);
    Mark start = mark(p), after;
    Arguments arguments = {0};
    AstNode *first = NULL;

    if (accept(p, TOKEN_RPAR))
        return true;
    if (gb_token_starts_expression(peek(p)) && !at_keyword(p)) {
        first = parse_positional(p);
        if (has_failed(p))
            return false;
        after = mark(p);
        if (first != NULL && (peek(p) == TOKEN_FOR || peek(p) == TOKEN_ASYNC)) {
            AstNode *generator = finish_sole_generator(p, open, first);
            if (generator != NULL)
                return gb_parse_seq_add(p, &call->as.Call.args, generator);
            go_back(p, after);
        }
        if (first == NULL || peek(p) == TOKEN_EQUAL) {
            go_back(p, start);
            diagnose_keyword(p);
            diagnose_arguments(p, start, &arguments, false);
            return false;
        }
    }
    if (has_failed(p) || !finish_arguments(p, first, start, &arguments))
        return false;
    call->as.Call.args = arguments.args;
    call->as.Call.keywords = arguments.keywords;
    return true;
}

bool gb_parse_class_arguments(Parser *p, AstSeq *bases, AstSeq *keywords)
{
    Mark start;
    Arguments arguments = {0};

    p->position++; /* ( */
    if (accept(p, TOKEN_RPAR))
        return true;
    start = mark(p);
    if (!finish_arguments(p, NULL, start, &arguments))
        return false;
    *bases = arguments.args;
    *keywords = arguments.keywords;
    return true;
}
