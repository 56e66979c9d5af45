/* Atoms, brackets of all kinds, comprehensions, and the primaries built from them. */
#include "vm/syntax/parser.h"

/* ---- Comprehensions ---------------------------------------------------------------------- */

/* `for 1 in x`: which part of the target is not one. */
static void diagnose_for_target(Parser *p, int first)
{
    Mark end = mark(p);
    AstNode *target;

    if (!p->diagnosing)
        return;
    p->position = first;
    target = gb_parse_star_expressions(p);
    if (target != NULL)
        gb_parse_fail_invalid_target(p, target, TARGET_FOR);
    go_back(p, end);
}

/* Between `for` and `in`; also for the statement. */
static AstNode *parse_for_target(Parser *p)
{
    int first = p->position;
    AstNode *target = gb_parse_quietly(p, gb_parse_target_list);

    if (target != NULL && gb_parse_set_context(target, AST_Store) && peek(p) == TOKEN_IN)
        return target;
    diagnose_for_target(p, first);
    return NULL;
}

static AstNode *parse_comprehension(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_comprehension, peek_token(p));
    AstNode *condition;

    node->line = node->column = 0;
    node->as.comprehension.is_async = accept(p, TOKEN_ASYNC);
    if (!accept(p, TOKEN_FOR) || (node->as.comprehension.target = parse_for_target(p)) == NULL)
        return NULL;
    p->position++; /* in */
    node->as.comprehension.iter = parse_disjunction(p);
    if (node->as.comprehension.iter == NULL)
        return NULL;
    while (accept(p, TOKEN_IF)) {
        condition = parse_disjunction(p);
        if (!gb_parse_seq_add(p, &node->as.comprehension.ifs, condition))
            return NULL;
    }
    return node;
}

static bool at_for(Parser *p)
{
    return peek(p) == TOKEN_FOR || (peek(p) == TOKEN_ASYNC && peek_second(p) == TOKEN_FOR);
}

bool gb_parse_for_if_clauses(Parser *p, AstSeq *generators)
{
    if (!at_for(p))
        return false;
    while (at_for(p)) {
        if (!gb_parse_seq_add(p, generators, parse_comprehension(p)))
            return false;
    }
    return true;
}

bool gb_parse_clauses_quietly(Parser *p, AstSeq *generators)
{
    bool was_diagnosing = p->diagnosing, any;

    p->diagnosing = false;
    any = gb_parse_for_if_clauses(p, generators);
    p->diagnosing = was_diagnosing;
    return any;
}

/* Is there a comprehension's tail here? Comes back, unless it finds a mistake in it. */
static bool for_if_clauses_follow(Parser *p)
{
    Mark here = mark(p);
    AstSeq generators = {0};
    bool follow = gb_parse_for_if_clauses(p, &generators);

    go_back(p, here);
    return follow && !has_failed(p);
}

/* ---- Diagnosis of displays --------------------------------------------------------------- */

/* After "[items" or "{items" where a comprehension follows. */
static void diagnose_display(Parser *p, AstSeq items, const Token *comma)
{
    const AstNode *first = items.items[0];

    if (!p->diagnosing || has_failed(p) || !at_for(p) || !for_if_clauses_follow(p))
        return;
    if (items.count == 1 && first->kind == AST_Starred && comma == NULL)
        gb_parse_fail_node(p, first, "iterable unpacking cannot be used in comprehension");
    else if (items.count > 1)
        gb_parse_fail_nodes(p, first, items.items[items.count - 1],
                            "did you forget parentheses around the comprehension target?");
    else if (comma != NULL)
        gb_parse_fail_position(p, AST_ERROR_SYNTAX, first->line, first->column + 1, comma->end_line,
                               comma->end_column + 1,
                               "did you forget parentheses around the comprehension target?");
}

/* "(*a)" and "(**a)". */
static void diagnose_group(Parser *p)
{
    Mark end = mark(p);
    const Token *star = peek_token(p);
    AstNode *value;

    if (!p->diagnosing || has_failed(p))
        return;
    if (accept(p, TOKEN_DOUBLE_STAR)) {
        if (gb_parse_quietly(p, gb_parse_expression) != NULL && peek(p) == TOKEN_RPAR)
            gb_parse_fail_token(p, star, "cannot use double starred expression here");
    } else if (accept(p, TOKEN_STAR)) {
        value = gb_parse_quietly(p, gb_parse_expression);
        if (value != NULL && peek(p) == TOKEN_RPAR)
            gb_parse_fail_position(p, AST_ERROR_SYNTAX, star->line, star->column + 1,
                                   value->end_line, value->end_column + 1,
                                   "cannot use starred expression here");
        else if (value != NULL && for_if_clauses_follow(p))
            gb_parse_fail_position(p, AST_ERROR_SYNTAX, star->line, star->column + 1,
                                   value->end_line, value->end_column + 1,
                                   "iterable unpacking cannot be used in comprehension");
    }
    go_back(p, end);
}

/* A pair that is not one: "{a: 1, b}", "{a: *b}", "{a: }". `first` is where it starts. CPython
 * looks for these in its first parse already. That parse, too, has failed then. */
static void diagnose_pair(Parser *p, Mark first, bool is_first)
{
    bool was_diagnosing = p->diagnosing;
    Mark end = mark(p);
    const Token *colon, *star;
    AstNode *key;

    if (has_failed(p))
        return;
    p->diagnosing = p->remembering = true;
    go_back(p, first);
    key = gb_parse_quietly(p, gb_parse_expression);
    colon = peek_token(p);
    if (key == NULL) {
        ;
    } else if (!accept(p, TOKEN_COLON)) {
        if (!is_first)
            gb_parse_fail_position(p, AST_ERROR_SYNTAX, key->line, key->end_column, key->end_line,
                                   0, "':' expected after dictionary key");
    } else if (peek(p) == TOKEN_STAR) {
        AstNode at = {.line = peek_token(p)->line, .column = peek_token(p)->column};
        star = advance(p);
        if (star != NULL && gb_parse_quietly(p, parse_bitwise_or) != NULL)
            gb_parse_fail_from(p, &at, "cannot use a starred expression in a dictionary value");
    } else if (peek(p) == TOKEN_RBRACE || peek(p) == TOKEN_COMMA) {
        gb_parse_fail_token(p, colon, "expression expected after dictionary key and ':'");
    }
    p->diagnosing = was_diagnosing;
    go_back(p, end);
}

/* ---- Parentheses ------------------------------------------------------------------------- */

static AstNode *finish_generator(Parser *p, const Token *open, AstNode *elt)
{
    AstNode *node = gb_parse_node_new(p, AST_GeneratorExp, open);

    if (elt->kind == AST_Starred ||
        !gb_parse_for_if_clauses(p, &node->as.GeneratorExp.generators) || !accept(p, TOKEN_RPAR))
        return NULL;
    node->as.GeneratorExp.elt = elt;
    return gb_parse_node_end(p, node);
}

/* The rest of "(first, ...". */
static AstNode *finish_tuple(Parser *p, const Token *open, AstNode *first)
{
    AstNode *tuple = gb_parse_node_new(p, AST_Tuple, open);
    AstSeq elts = {0};

    if (first != NULL)
        gb_parse_seq_add(p, &elts, first);
    while (first != NULL && accept(p, TOKEN_COMMA) && peek(p) != TOKEN_RPAR) {
        if (!gb_parse_seq_add(p, &elts, gb_parse_star_named_expression(p)))
            return NULL;
    }
    if (!accept(p, TOKEN_RPAR))
        return NULL;
    tuple->in_parentheses = true;
    tuple->as.Tuple.elts = elts;
    tuple->as.Tuple.ctx = AST_Load;
    return gb_parse_node_end(p, tuple);
}

static AstNode *parse_parentheses(Parser *p)
{
    const Token *open = advance(p);
    Mark inside = mark(p);
    bool is_yield = peek(p) == TOKEN_YIELD;
    AstNode *first;

    if (peek(p) == TOKEN_RPAR)
        return finish_tuple(p, open, NULL);
    first = is_yield ? gb_parse_yield_or_star_expressions(p) : gb_parse_star_named_expression(p);
    if (first != NULL && peek(p) == TOKEN_COMMA && !is_yield)
        return finish_tuple(p, open, first);
    if (first != NULL && first->kind != AST_Starred && at_for(p))
        return finish_generator(p, open, first);
    if (first != NULL && first->kind != AST_Starred && accept(p, TOKEN_RPAR)) {
        first->in_parentheses = true;
        return first;
    }
    go_back(p, inside);
    diagnose_group(p);
    return NULL;
}

/* ---- Square brackets --------------------------------------------------------------------- */

static bool starts_item(TokenKind kind)
{
    return gb_token_starts_expression(kind) || kind == TOKEN_STAR;
}

/* Items up to the closing bracket, not consumed. Sets *comma to the last comma seen. */
static bool parse_items(Parser *p, AstSeq *items, const Token **comma)
{
    for (;;) {
        if (!gb_parse_seq_add(p, items, gb_parse_star_named_expression(p)))
            return false;
        if (peek(p) != TOKEN_COMMA)
            return true;
        *comma = advance(p);
        if (!starts_item(peek(p)))
            return true;
    }
}

static AstNode *parse_list(Parser *p)
{
    const Token *open = advance(p), *comma = NULL;
    AstSeq items = {0};
    AstNode *node;

    if (peek(p) != TOKEN_RSQB && !parse_items(p, &items, &comma))
        return NULL;
    if (items.count == 1 && comma == NULL && at_for(p) && items.items[0]->kind != AST_Starred) {
        node = gb_parse_node_new(p, AST_ListComp, open);
        node->as.ListComp.elt = items.items[0];
        if (!gb_parse_for_if_clauses(p, &node->as.ListComp.generators))
            return NULL;
    } else {
        node = gb_parse_node_new(p, AST_List, open);
        node->as.List.elts = items;
        node->as.List.ctx = AST_Load;
        if (items.count > 0)
            diagnose_display(p, items, comma);
    }
    return accept(p, TOKEN_RSQB) ? gb_parse_node_end(p, node) : NULL;
}

/* ---- Braces ------------------------------------------------------------------------------ */

static AstNode *finish_set(Parser *p, const Token *open, AstNode *first)
{
    const Token *comma = NULL;
    AstSeq items = {0};
    AstNode *node;

    if (first->kind != AST_Starred && at_for(p)) {
        node = gb_parse_node_new(p, AST_SetComp, open);
        node->as.SetComp.elt = first;
        if (!gb_parse_for_if_clauses(p, &node->as.SetComp.generators))
            return NULL;
        return accept(p, TOKEN_RBRACE) ? gb_parse_node_end(p, node) : NULL;
    }
    gb_parse_seq_add(p, &items, first);
    if (peek(p) == TOKEN_COMMA) {
        comma = advance(p);
        if (starts_item(peek(p)) && !parse_items(p, &items, &comma))
            return NULL;
    }
    diagnose_display(p, items, comma);
    node = gb_parse_node_new(p, AST_Set, open);
    node->as.Set.elts = items;
    return accept(p, TOKEN_RBRACE) ? gb_parse_node_end(p, node) : NULL;
}

/* "key: value" or "**mapping", whose key is NULL. */
static bool parse_pair(Parser *p, AstNode **key, AstNode **value)
{
    *key = NULL;
    if (accept(p, TOKEN_DOUBLE_STAR)) {
        *value = parse_bitwise_or(p);
        return *value != NULL;
    }
    *key = gb_parse_expression(p);
    if (*key == NULL || !accept(p, TOKEN_COLON))
        return false;
    *value = gb_parse_expression(p);
    return *value != NULL;
}

static AstNode *finish_dict_comprehension(Parser *p, const Token *open, AstNode *key,
                                          AstNode *value)
{
    AstNode *node = gb_parse_node_new(p, AST_DictComp, open);

    node->as.DictComp.key = key;
    node->as.DictComp.value = value;
    if (!gb_parse_for_if_clauses(p, &node->as.DictComp.generators) || !accept(p, TOKEN_RBRACE))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* The first pair's key, unless it starts with `**`, was already read. */
static AstNode *finish_dict(Parser *p, const Token *open, AstNode *key, Mark pair)
{
    AstNode *node = gb_parse_node_new(p, AST_Dict, open), *value;
    const Token *stars = peek_token(p);

    if (key == NULL ? !parse_pair(p, &key, &value)
                    : !accept(p, TOKEN_COLON) || (value = gb_parse_expression(p)) == NULL) {
        diagnose_pair(p, pair, true);
        return NULL;
    }
    if (key != NULL && at_for(p))
        return finish_dict_comprehension(p, open, key, value);
    if (key == NULL && p->diagnosing && for_if_clauses_follow(p))
        return gb_parse_fail_token(p, stars, "dict unpacking cannot be used in dict comprehension");
    for (;;) {
        gb_parse_seq_add_maybe(p, &node->as.Dict.keys, key);
        gb_parse_seq_add(p, &node->as.Dict.values, value);
        if (!accept(p, TOKEN_COMMA) || peek(p) == TOKEN_RBRACE)
            break;
        pair = mark(p);
        if (!parse_pair(p, &key, &value)) {
            diagnose_pair(p, pair, false);
            return NULL;
        }
    }
    return accept(p, TOKEN_RBRACE) ? gb_parse_node_end(p, node) : NULL;
}

static AstNode *parse_braces(Parser *p)
{
    const Token *open = advance(p);
    Mark inside = mark(p);
    AstNode *first;

    if (accept(p, TOKEN_RBRACE))
        return gb_parse_node_end(p, gb_parse_node_new(p, AST_Dict, open));
    if (peek(p) == TOKEN_DOUBLE_STAR)
        return finish_dict(p, open, NULL, inside);
    first = gb_parse_star_named_expression(p);
    if (first == NULL)
        return NULL;
    if (peek(p) == TOKEN_COLON && first->kind != AST_Starred &&
        (first->kind != AST_NamedExpr || first->in_parentheses))
        return finish_dict(p, open, first, inside);
    return finish_set(p, open, first);
}

/* ---- Atoms ------------------------------------------------------------------------------- */

static AstNode *parse_constant(Parser *p, AstLiteralType type)
{
    AstNode *node = gb_parse_node_new(p, AST_Constant, advance(p));

    node->as.Constant.value.type = type;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_name(Parser *p)
{
    const Token *token = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_Name, token);

    node->as.Name.id = gb_parse_identifier_from(p, token);
    node->as.Name.ctx = AST_Load;
    node->end_line = token->end_line;
    node->end_column = token->end_column;
    return node;
}

AstNode *gb_parse_atom(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_NAME: return parse_name(p);
    case TOKEN_NUMBER: return gb_parse_number(p);
    case TOKEN_STRING: return gb_parse_strings(p);
    case TOKEN_NONE: return parse_constant(p, AST_CONST_None);
    case TOKEN_TRUE: return parse_constant(p, AST_CONST_True);
    case TOKEN_FALSE: return parse_constant(p, AST_CONST_False);
    case TOKEN_ELLIPSIS: return parse_constant(p, AST_CONST_Ellipsis);
    case TOKEN_LPAR: return parse_parentheses(p);
    case TOKEN_LSQB: return parse_list(p);
    case TOKEN_LBRACE: return parse_braces(p);
    default: return NULL;
    }
}

/* ---- Primaries --------------------------------------------------------------------------- */

/* [lower]:[upper][:[step]], or a plain index. */
static AstNode *parse_slice(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *lower = NULL, *node;

    if (start->kind == TOKEN_STAR)
        return gb_parse_star_expression(p);
    if (start->kind != TOKEN_COLON) {
        lower = gb_parse_named_expression(p);
        if (lower == NULL || peek(p) != TOKEN_COLON)
            return lower;
        if (lower->kind == AST_NamedExpr && !lower->in_parentheses)
            return NULL;
    }
    node = gb_parse_node_new(p, AST_Slice, start);
    node->as.Slice.lower = lower;
    p->position++;
    if (gb_token_starts_expression(peek(p)) &&
        (node->as.Slice.upper = gb_parse_expression(p)) == NULL)
        return NULL;
    if (accept(p, TOKEN_COLON) && gb_token_starts_expression(peek(p)) &&
        (node->as.Slice.step = gb_parse_expression(p)) == NULL)
        return NULL;
    return gb_parse_node_end(p, node);
}

AstNode *gb_parse_slices(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *first = parse_slice(p), *tuple;

    if (first == NULL || (peek(p) != TOKEN_COMMA && first->kind != AST_Starred))
        return first;
    tuple = gb_parse_node_new(p, AST_Tuple, start);
    tuple->as.Tuple.ctx = AST_Load;
    gb_parse_seq_add(p, &tuple->as.Tuple.elts, first);
    while (accept(p, TOKEN_COMMA) && peek(p) != TOKEN_RSQB) {
        if (!gb_parse_seq_add(p, &tuple->as.Tuple.elts, parse_slice(p)))
            return NULL;
    }
    return gb_parse_node_end(p, tuple);
}

static AstNode *parse_attribute(Parser *p, AstNode *value, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, AST_Attribute, start);

    p->position++;
    node->as.Attribute.value = value;
    node->as.Attribute.ctx = AST_Load;
    return gb_parse_accept_identifier(p, &node->as.Attribute.attr) ? gb_parse_node_end(p, node)
                                                                   : NULL;
}

static AstNode *parse_subscript(Parser *p, AstNode *value, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, AST_Subscript, start);

    p->position++;
    node->as.Subscript.value = value;
    node->as.Subscript.slice = gb_parse_slices(p);
    node->as.Subscript.ctx = AST_Load;
    if (node->as.Subscript.slice == NULL || !accept(p, TOKEN_RSQB))
        return NULL;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_call(Parser *p, AstNode *func, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, AST_Call, start);

    node->as.Call.func = func;
    return gb_parse_arguments(p, node) ? gb_parse_node_end(p, node) : NULL;
}

/* .name, (arguments) and [index], any number of them. `start` is where the primary begins. */
static AstNode *parse_trailers(Parser *p, AstNode *value, const Token *start)
{
    while (value != NULL) {
        Mark before = mark(p);
        AstNode *longer;
        switch (peek(p)) {
        case TOKEN_DOT: longer = parse_attribute(p, value, start); break;
        case TOKEN_LPAR: longer = parse_call(p, value, start); break;
        case TOKEN_LSQB: longer = parse_subscript(p, value, start); break;
        default: return value;
        }
        if (longer == NULL) {
            go_back(p, before);
            return has_failed(p) ? NULL : value;
        }
        value = longer;
    }
    return NULL;
}

static AstNode *parse_await(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Await, advance(p));
    const Token *start = peek_token(p);

    node->as.Await.value = parse_trailers(p, gb_parse_atom(p), start);
    return node->as.Await.value == NULL ? NULL : gb_parse_node_end(p, node);
}

AstNode *gb_parse_primary(Parser *p)
{
    const Token *start = peek_token(p);
    int first = p->position;
    AstNode *node;

    if (gb_parser_recall(p, RULE_PRIMARY, &node))
        return node;
    node = start->kind == TOKEN_AWAIT ? parse_await(p) : parse_trailers(p, gb_parse_atom(p), start);
    return gb_parser_remember(p, first, RULE_PRIMARY, node);
}
