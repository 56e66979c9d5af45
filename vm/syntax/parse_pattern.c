/* The match statement and its patterns. */
#include "vm/syntax/parser.h"

static AstNode *parse_pattern(Parser *p);

/* ---- Literals ---------------------------------------------------------------------------- */

static AstNode *parse_signed_number(Parser *p)
{
    const Token *start = peek_token(p);
    bool is_negative = accept(p, TOKEN_MINUS);
    AstNode *number = peek(p) == TOKEN_NUMBER ? gb_parse_number(p) : NULL, *node;

    if (number == NULL || !is_negative)
        return number;
    node = gb_parse_node_new(p, AST_UnaryOp, start);
    node->as.UnaryOp.op = AST_USub;
    node->as.UnaryOp.operand = number;
    return gb_parse_node_end(p, node);
}

static void *fail_number(Parser *p, const AstNode *number, const char *wanted)
{
    bool was_diagnosing = p->diagnosing;

    p->diagnosing = true;
    gb_parse_fail_node(p, number, "%s number required in complex literal", wanted);
    p->diagnosing = was_diagnosing;
    return NULL;
}

static bool is_imaginary(const AstNode *number)
{
    if (number->kind == AST_UnaryOp)
        number = number->as.UnaryOp.operand;
    return number->as.Constant.value.type == AST_CONST_complex;
}

/* A number, or real + imaginary. */
static AstNode *parse_number_literal(Parser *p)
{
    AstNode *real = parse_signed_number(p), *imaginary, *node;
    TokenKind sign = peek(p);

    if (real == NULL || (sign != TOKEN_PLUS && sign != TOKEN_MINUS))
        return real;
    if (is_imaginary(real))
        return fail_number(p, real, "real");
    p->position++;
    imaginary = peek(p) == TOKEN_NUMBER ? gb_parse_number(p) : NULL;
    if (imaginary == NULL)
        return NULL;
    if (!is_imaginary(imaginary))
        return fail_number(p, imaginary, "imaginary");
    node = gb_parse_node_new_at(p, AST_BinOp, real);
    node->as.BinOp.left = real;
    node->as.BinOp.op = sign == TOKEN_PLUS ? AST_Add : AST_Sub;
    node->as.BinOp.right = imaginary;
    return gb_parse_node_end(p, node);
}

/* A literal as an expression, or NULL. */
static AstNode *parse_literal(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS: return parse_number_literal(p);
    case TOKEN_STRING:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE: return gb_parse_atom(p);
    default: return NULL;
    }
}

static bool is_singleton(const AstNode *literal)
{
    return literal->kind == AST_Constant && literal->as.Constant.value.type <= AST_CONST_False;
}

static AstNode *parse_literal_pattern(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *literal = parse_literal(p), *node;

    if (literal == NULL)
        return NULL;
    node = gb_parse_node_new(p, is_singleton(literal) ? AST_MatchSingleton : AST_MatchValue, start);
    if (node->kind == AST_MatchSingleton)
        node->as.MatchSingleton.value = literal->as.Constant.value;
    else
        node->as.MatchValue.value = literal;
    return gb_parse_node_end(p, node);
}

/* ---- Names ------------------------------------------------------------------------------- */

/* name.attr.attr */
static AstNode *parse_name_or_attribute(Parser *p)
{
    AstNode *value = gb_parse_atom(p);

    while (accept(p, TOKEN_DOT)) {
        AstNode *node = gb_parse_node_new_at(p, AST_Attribute, value);
        node->as.Attribute.value = value;
        node->as.Attribute.ctx = AST_Load;
        if (!gb_parse_accept_identifier(p, &node->as.Attribute.attr))
            return NULL;
        value = gb_parse_node_end(p, node);
    }
    return value;
}

/* A name to bind; `_` is none. */
static bool accept_capture(Parser *p, AstText *name)
{
    return !gb_parse_peek_word(p, "_") && gb_parse_accept_identifier(p, name);
}

/* ---- Class patterns ---------------------------------------------------------------------- */

/* name=pattern */
static bool parse_keyword_pattern(Parser *p, AstMatchClass *class)
{
    AstText name;

    gb_parse_accept_identifier(p, &name);
    p->position++; /* = */
    gb_parse_text_seq_add(p, &class->kwd_attrs, name);
    return gb_parse_seq_add(p, &class->kwd_patterns, parse_pattern(p));
}

/* Positional patterns where only keywords may come. */
static void *diagnose_positional(Parser *p)
{
    AstNode *first, *last;

    if (!p->diagnosing || has_failed(p))
        return NULL;
    first = last = parse_pattern(p);
    while (last != NULL && accept(p, TOKEN_COMMA)) {
        Mark before = mark(p);
        AstNode *next = NULL;
        if (peek(p) != TOKEN_NAME || peek_second(p) != TOKEN_EQUAL)
            next = parse_pattern(p);
        if (next == NULL) {
            go_back(p, before);
            break;
        }
        last = next;
    }
    if (last == NULL)
        return NULL;
    return gb_parse_fail_nodes(p, first, last, "positional patterns follow keyword patterns");
}

static AstNode *parse_class_pattern(Parser *p, AstNode *cls)
{
    AstNode *node = gb_parse_node_new_at(p, AST_MatchClass, cls);
    AstMatchClass *class = &node->as.MatchClass;

    p->position++; /* ( */
    class->cls = cls;
    while (peek(p) != TOKEN_RPAR) {
        if (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL) {
            if (!parse_keyword_pattern(p, class))
                return NULL;
        } else if (class->kwd_patterns.count > 0) {
            return diagnose_positional(p);
        } else if (!gb_parse_seq_add(p, &class->patterns, parse_pattern(p))) {
            return NULL;
        }
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    return accept(p, TOKEN_RPAR) ? gb_parse_node_end(p, node) : NULL;
}

/* A capture, `_`, a dotted value or a class. */
static AstNode *parse_name_pattern(Parser *p)
{
    const Token *start = peek_token(p);
    TokenKind next = peek_second(p);
    AstNode *node, *value;

    bool is_single = next != TOKEN_DOT && next != TOKEN_LPAR && next != TOKEN_EQUAL;
    if (is_single || gb_parse_peek_word(p, "_")) { /* `_` is no class, whatever follows. */
        node = gb_parse_node_new(p, AST_MatchAs, start);
        if (!accept_capture(p, &node->as.MatchAs.name))
            p->position++;
        return gb_parse_node_end(p, node);
    }
    value = parse_name_or_attribute(p);
    if (value == NULL)
        return NULL;
    if (peek(p) == TOKEN_LPAR)
        return parse_class_pattern(p, value);
    if (value->kind == AST_Name || peek(p) == TOKEN_EQUAL)
        return NULL;
    node = gb_parse_node_new(p, AST_MatchValue, start);
    node->as.MatchValue.value = value;
    return gb_parse_node_end(p, node);
}

/* ---- Sequences and mappings -------------------------------------------------------------- */

/* A pattern or *name. */
static AstNode *parse_maybe_star(Parser *p)
{
    AstNode *node;

    if (peek(p) != TOKEN_STAR)
        return parse_pattern(p);
    node = gb_parse_node_new(p, AST_MatchStar, advance(p));
    if (!accept_capture(p, &node->as.MatchStar.name) && !accept(p, TOKEN_NAME))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* The rest of a sequence after its first pattern, if any; stops at a token that starts none. */
static bool parse_sequence_items(Parser *p, AstSeq *patterns, TokenKind close)
{
    while (peek(p) != close && peek(p) != TOKEN_IF) {
        if (!gb_parse_seq_add(p, patterns, parse_maybe_star(p)))
            return false;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    return true;
}

static AstNode *parse_bracketed_sequence(Parser *p, TokenKind close)
{
    AstNode *node = gb_parse_node_new(p, AST_MatchSequence, advance(p));

    if (!parse_sequence_items(p, &node->as.MatchSequence.patterns, close))
        return NULL;
    return accept(p, close) ? gb_parse_node_end(p, node) : NULL;
}

/* (pattern) is the pattern; anything with a comma, and (), is a sequence. */
static AstNode *parse_parenthesised(Parser *p)
{
    const Token *open = advance(p);
    AstNode *first = NULL, *node;

    if (peek(p) != TOKEN_RPAR) {
        first = parse_maybe_star(p);
        if (first == NULL)
            return NULL;
        if (first->kind != AST_MatchStar && accept(p, TOKEN_RPAR))
            return first;
        if (!accept(p, TOKEN_COMMA))
            return NULL;
    }
    node = gb_parse_node_new(p, AST_MatchSequence, open);
    if (first != NULL)
        gb_parse_seq_add(p, &node->as.MatchSequence.patterns, first);
    if (!parse_sequence_items(p, &node->as.MatchSequence.patterns, TOKEN_RPAR))
        return NULL;
    return accept(p, TOKEN_RPAR) ? gb_parse_node_end(p, node) : NULL;
}

/* {key: pattern, **rest} */
static AstNode *parse_mapping(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_MatchMapping, advance(p));
    AstMatchMapping *mapping = &node->as.MatchMapping;

    while (peek(p) != TOKEN_RBRACE) {
        AstNode *key;
        if (accept(p, TOKEN_DOUBLE_STAR)) {
            if (!accept_capture(p, &mapping->rest))
                return NULL;
            accept(p, TOKEN_COMMA);
            break;
        }
        key = peek(p) == TOKEN_NAME ? parse_name_or_attribute(p) : parse_literal(p);
        if (key == NULL || key->kind == AST_Name || !accept(p, TOKEN_COLON))
            return NULL;
        gb_parse_seq_add(p, &mapping->keys, key);
        if (!gb_parse_seq_add(p, &mapping->patterns, parse_pattern(p)))
            return NULL;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    return accept(p, TOKEN_RBRACE) ? gb_parse_node_end(p, node) : NULL;
}

/* ---- Patterns ---------------------------------------------------------------------------- */

static AstNode *parse_closed_pattern(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_NAME: return parse_name_pattern(p);
    case TOKEN_LPAR: return parse_parenthesised(p);
    case TOKEN_LSQB: return parse_bracketed_sequence(p, TOKEN_RSQB);
    case TOKEN_LBRACE: return parse_mapping(p);
    default: return parse_literal_pattern(p);
    }
}

/* pattern | pattern | ... */
static AstNode *parse_or_pattern(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *first = parse_closed_pattern(p), *node;

    if (first == NULL || peek(p) != TOKEN_VBAR)
        return first;
    node = gb_parse_node_new(p, AST_MatchOr, start);
    gb_parse_seq_add(p, &node->as.MatchOr.patterns, first);
    while (accept(p, TOKEN_VBAR)) {
        if (!gb_parse_seq_add(p, &node->as.MatchOr.patterns, parse_closed_pattern(p)))
            return NULL;
    }
    return gb_parse_node_end(p, node);
}

/* After `as`: something that is no name to bind. */
static void *diagnose_as(Parser *p)
{
    const Token *token = peek_token(p);
    AstNode *target;

    if (!p->diagnosing || has_failed(p))
        return NULL;
    if (gb_parse_peek_word(p, "_"))
        return gb_parse_fail_token(p, token, "cannot use '_' as a target");
    if (token->kind != TOKEN_NAME && (target = gb_parse_expression(p)) != NULL)
        return gb_parse_fail_node(p, target, "invalid pattern target");
    return NULL;
}

static AstNode *parse_pattern(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *pattern, *node;
    TokenKind next;

    if (!enter(p))
        return NULL;
    pattern = parse_or_pattern(p);
    if (pattern == NULL)
        return NULL;
    leave(p);
    if (!accept(p, TOKEN_AS))
        return pattern;
    next = peek(p) == TOKEN_NAME ? peek_second(p) : TOKEN_ERROR;
    node = gb_parse_node_new(p, AST_MatchAs, start);
    node->as.MatchAs.pattern = pattern;
    if (next == TOKEN_DOT || next == TOKEN_LPAR || next == TOKEN_EQUAL)
        return NULL;
    return accept_capture(p, &node->as.MatchAs.name) ? gb_parse_node_end(p, node) : diagnose_as(p);
}

/* At the top of a case, brackets around a sequence may be left out. */
static AstNode *parse_patterns(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *first = parse_maybe_star(p), *node;

    if (first == NULL || (first->kind != AST_MatchStar && peek(p) != TOKEN_COMMA))
        return first;
    if (!accept(p, TOKEN_COMMA))
        return NULL;
    node = gb_parse_node_new(p, AST_MatchSequence, start);
    gb_parse_seq_add(p, &node->as.MatchSequence.patterns, first);
    if (!parse_sequence_items(p, &node->as.MatchSequence.patterns, TOKEN_COLON))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* ---- The statement ----------------------------------------------------------------------- */

static AstNode *parse_case(Parser *p)
{
    const Token *keyword = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_match_case, keyword);

    node->line = node->column = 0;
    node->as.match_case.pattern = parse_patterns(p);
    if (node->as.match_case.pattern == NULL)
        return NULL;
    if (accept(p, TOKEN_IF) && (node->as.match_case.guard = gb_parse_named_expression(p)) == NULL)
        return NULL;
    if (!gb_parse_expect_colon(p) ||
        !gb_parse_block(p, &node->as.match_case.body, keyword, "'case' statement"))
        return NULL;
    return node;
}

/* subject, a tuple if it has a comma. */
static AstNode *parse_subject(Parser *p)
{
    const Token *start = peek_token(p);
    AstNode *first = gb_parse_star_named_expression(p), *tuple;

    if (first == NULL || (first->kind != AST_Starred && peek(p) != TOKEN_COMMA))
        return first;
    if (peek(p) != TOKEN_COMMA)
        return NULL;
    tuple = gb_parse_node_new(p, AST_Tuple, start);
    tuple->as.Tuple.ctx = AST_Load;
    gb_parse_seq_add(p, &tuple->as.Tuple.elts, first);
    while (accept(p, TOKEN_COMMA) && peek(p) != TOKEN_COLON) {
        if (!gb_parse_seq_add(p, &tuple->as.Tuple.elts, gb_parse_star_named_expression(p)))
            return NULL;
    }
    return gb_parse_node_end(p, tuple);
}

/* match subject: NEWLINE INDENT case..., or NULL where it turns out to be something else. */
static AstNode *parse_cases(Parser *p, const Token *keyword, AstNode *node)
{
    node->as.Match.subject = parse_subject(p);
    if (node->as.Match.subject == NULL || !gb_parse_expect_colon(p) || !accept(p, TOKEN_NEWLINE))
        return NULL;
    if (!accept(p, TOKEN_INDENT))
        return gb_parse_fail_here(p, AST_ERROR_INDENTATION,
                                  "expected an indented block after 'match' statement on line %d",
                                  keyword->line);
    if (!gb_parse_peek_word(p, "case") || !enter(p))
        return NULL;
    while (gb_parse_peek_word(p, "case")) {
        if (!gb_parse_seq_add(p, &node->as.Match.cases, parse_case(p)))
            return NULL;
    }
    leave(p);
    return accept(p, TOKEN_DEDENT) ? gb_parse_node_end(p, node) : NULL;
}

AstNode *gb_parse_match_statement(Parser *p)
{
    const Token *keyword = peek_token(p);
    TokenKind second = peek_second(p);
    Mark start = mark(p);
    AstNode *node;

    if (!gb_token_starts_expression(second) && second != TOKEN_STAR)
        return NULL;
    p->position++;
    node = parse_cases(p, keyword, gb_parse_node_new(p, AST_Match, keyword));
    if (node == NULL)
        go_back(p, start);
    return node;
}
