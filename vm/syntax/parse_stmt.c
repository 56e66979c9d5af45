/* Simple statements: those that fit on a line, several to one if need be. */
#include "vm/syntax/parser.h"

/* ---- Assignments ------------------------------------------------------------------------- */

/* The operator of an augmented assignment; AST_Load when the token is none. */
static AstOperator augmented_operator(TokenKind kind)
{
    switch (kind) {
    case TOKEN_PLUS_EQUAL: return AST_Add;
    case TOKEN_MINUS_EQUAL: return AST_Sub;
    case TOKEN_STAR_EQUAL: return AST_Mult;
    case TOKEN_AT_EQUAL: return AST_MatMult;
    case TOKEN_SLASH_EQUAL: return AST_Div;
    case TOKEN_PERCENT_EQUAL: return AST_Mod;
    case TOKEN_AMPERSAND_EQUAL: return AST_BitAnd;
    case TOKEN_VBAR_EQUAL: return AST_BitOr;
    case TOKEN_CIRCUMFLEX_EQUAL: return AST_BitXor;
    case TOKEN_LEFT_SHIFT_EQUAL: return AST_LShift;
    case TOKEN_RIGHT_SHIFT_EQUAL: return AST_RShift;
    case TOKEN_DOUBLE_STAR_EQUAL: return AST_Pow;
    case TOKEN_DOUBLE_SLASH_EQUAL: return AST_FloorDiv;
    default: return AST_Load;
    }
}

static bool is_single_target(const AstNode *node)
{
    return node->kind == AST_Name || node->kind == AST_Attribute || node->kind == AST_Subscript;
}

/* f(): int, [a]: int, a, b: int */
static void diagnose_annotation(Parser *p, const AstNode *target)
{
    Mark end = mark(p);

    p->position++;
    if (gb_parse_expression(p) == NULL)
        ;
    else if (target->kind == AST_List || (target->kind == AST_Tuple && target->in_parentheses))
        gb_parse_fail_node(p, target, "only single target (not %s) can be annotated",
                           gb_parse_expression_name(target));
    else if (target->kind == AST_Tuple)
        gb_parse_fail_node(p, target->as.Tuple.elts.items[0],
                           "only single target (not tuple) can be annotated");
    else
        gb_parse_fail_node(p, target, "illegal target for annotation");
    go_back(p, end);
}

/* A statement that starts like an assignment but is none. Reads it again from `first`. */
static void *diagnose_assignment(Parser *p, int first)
{
    Mark end = mark(p);
    const Token *yield_token;
    AstNode *node;

    if (!p->diagnosing || has_failed(p))
        return NULL;
    p->position = first;
    /* These complain of `f() = 1` by themselves. */
    while (gb_parse_star_named_expression(p) != NULL && accept(p, TOKEN_COMMA))
        continue;
    p->position = first;
    while (!has_failed(p)) {
        yield_token = peek_token(p);
        node = gb_parse_yield_or_star_expressions(p);
        if (node == NULL || has_failed(p))
            break;
        if (peek(p) != TOKEN_EQUAL) {
            if (augmented_operator(peek(p)) != AST_Load) {
                p->position++;
                if (gb_parse_yield_or_star_expressions(p) != NULL)
                    gb_parse_fail_node(p, node,
                                       "'%s' is an illegal expression for augmented assignment",
                                       gb_parse_expression_name(node));
            }
            break;
        }
        if (yield_token->kind == TOKEN_YIELD)
            gb_parse_fail_node(p, node, "assignment to yield expression not possible");
        else
            gb_parse_fail_invalid_target(p, node, TARGET_ASSIGN);
        p->position++;
    }
    go_back(p, end);
    return NULL;
}

/* target: annotation [= value] */
static AstNode *parse_annotated(Parser *p, AstNode *target, const Token *start)
{
    AstNode *node = gb_parse_node_new(p, AST_AnnAssign, start);

    if (!is_single_target(target)) {
        if (p->diagnosing)
            diagnose_annotation(p, target);
        return NULL;
    }
    p->position++;
    gb_parse_set_context(target, AST_Store);
    node->as.AnnAssign.target = target;
    node->as.AnnAssign.simple = target->kind == AST_Name && !target->in_parentheses;
    node->as.AnnAssign.annotation = gb_parse_expression(p);
    if (node->as.AnnAssign.annotation == NULL)
        return NULL;
    if (accept(p, TOKEN_EQUAL)) {
        node->as.AnnAssign.value = gb_parse_yield_or_star_expressions(p);
        if (node->as.AnnAssign.value == NULL)
            return NULL;
    }
    return gb_parse_node_end(p, node);
}

static AstNode *parse_augmented(Parser *p, AstNode *target, int first)
{
    AstNode *node = gb_parse_node_new(p, AST_AugAssign, token_at(p, first));

    node->as.AugAssign.op = augmented_operator(peek(p));
    if (!is_single_target(target))
        return diagnose_assignment(p, first);
    p->position++;
    gb_parse_set_context(target, AST_Store);
    node->as.AugAssign.target = target;
    node->as.AugAssign.value = gb_parse_yield_or_star_expressions(p);
    return node->as.AugAssign.value == NULL ? NULL : gb_parse_node_end(p, node);
}

/* target = target = value */
static AstNode *parse_assign(Parser *p, AstNode *target, int first)
{
    AstNode *node = gb_parse_node_new(p, AST_Assign, token_at(p, first));
    AstNode *value = target;
    bool is_yield = token_at(p, first)->kind == TOKEN_YIELD;

    while (accept(p, TOKEN_EQUAL)) {
        if (is_yield || !gb_parse_set_context(value, AST_Store))
            return diagnose_assignment(p, first);
        gb_parse_seq_add(p, &node->as.Assign.targets, value);
        is_yield = peek(p) == TOKEN_YIELD;
        value = gb_parse_yield_or_star_expressions(p);
        if (value == NULL)
            return diagnose_assignment(p, first);
    }
    node->as.Assign.value = value;
    return gb_parse_node_end(p, node);
}

/* An expression, or any kind of assignment. */
static AstNode *parse_expression_statement(Parser *p)
{
    const Token *start = peek_token(p);
    int first = p->position;
    AstNode *value = gb_parse_yield_or_star_expressions(p), *node;

    if (value == NULL)
        return diagnose_assignment(p, first);
    if (peek(p) == TOKEN_EQUAL)
        return parse_assign(p, value, first);
    if (augmented_operator(peek(p)) != AST_Load)
        return parse_augmented(p, value, first);
    if (peek(p) == TOKEN_COLON && start->kind != TOKEN_YIELD)
        return parse_annotated(p, value, start);
    if (peek(p) == TOKEN_COLON_EQUAL)
        return diagnose_assignment(p, first);
    node = gb_parse_node_new(p, AST_Expr, start);
    node->as.Expr.value = value;
    return gb_parse_node_end(p, node);
}

/* ---- Other simple statements ------------------------------------------------------------- */

static AstNode *parse_return(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Return, advance(p));

    if ((gb_token_starts_expression(peek(p)) || peek(p) == TOKEN_STAR) &&
        (node->as.Return.value = gb_parse_star_expressions(p)) == NULL)
        return NULL;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_raise(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Raise, advance(p));

    if (gb_token_starts_expression(peek(p))) {
        node->as.Raise.exc = gb_parse_expression(p);
        if (node->as.Raise.exc == NULL)
            return NULL;
        if (accept(p, TOKEN_FROM) && (node->as.Raise.cause = gb_parse_expression(p)) == NULL)
            return NULL;
    }
    return gb_parse_node_end(p, node);
}

static AstNode *parse_assert(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Assert, advance(p));

    node->as.Assert.test = gb_parse_expression(p);
    if (node->as.Assert.test == NULL)
        return NULL;
    if (accept(p, TOKEN_COMMA) && (node->as.Assert.msg = gb_parse_expression(p)) == NULL)
        return NULL;
    return gb_parse_node_end(p, node);
}

static bool diagnose_delete(Parser *p, int first)
{
    AstNode *targets;

    if (!p->diagnosing || has_failed(p))
        return false;
    p->position = first;
    targets = gb_parse_star_expressions(p);
    if (targets != NULL)
        gb_parse_fail_invalid_target(p, targets, TARGET_DELETE);
    return false;
}

static bool parse_delete_targets(Parser *p, AstSeq *targets)
{
    int first = p->position;

    do {
        AstNode *target = gb_parse_primary(p);
        if (target == NULL || !gb_parse_set_context(target, AST_Del))
            return diagnose_delete(p, first);
        gb_parse_seq_add(p, targets, target);
    } while (accept(p, TOKEN_COMMA) && gb_token_starts_expression(peek(p)));
    return peek(p) == TOKEN_SEMICOLON || peek(p) == TOKEN_NEWLINE || diagnose_delete(p, first);
}

static AstNode *parse_delete(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Delete, advance(p));

    return parse_delete_targets(p, &node->as.Delete.targets) ? gb_parse_node_end(p, node) : NULL;
}

static AstNode *parse_names(Parser *p, AstKind kind)
{
    AstNode *node = gb_parse_node_new(p, kind, advance(p));
    AstTextSeq names = {0};
    AstText name;

    do {
        if (!gb_parse_accept_identifier(p, &name))
            return NULL;
        gb_parse_text_seq_add(p, &names, name);
    } while (accept(p, TOKEN_COMMA));
    if (kind == AST_Global)
        node->as.Global.names = names;
    else
        node->as.Nonlocal.names = names;
    return gb_parse_node_end(p, node);
}

static AstNode *parse_word(Parser *p, AstKind kind)
{
    return gb_parse_node_end(p, gb_parse_node_new(p, kind, advance(p)));
}

/* ---- Imports ----------------------------------------------------------------------------- */

/* a.b.c as one text. */
static bool parse_dotted_name(Parser *p, AstText *name)
{
    AstText part;

    if (!gb_parse_accept_identifier(p, name))
        return false;
    while (accept(p, TOKEN_DOT)) {
        char *joined;
        if (!gb_parse_accept_identifier(p, &part))
            return false;
        joined = gb_ast_arena_alloc(p->arena, (size_t)name->size + (size_t)part.size + 2);
        if (joined == NULL)
            return false;
        for (int i = 0; i < name->size; i++)
            joined[i] = name->data[i];
        joined[name->size] = '.';
        for (int i = 0; i < part.size; i++)
            joined[name->size + 1 + i] = part.data[i];
        *name = (AstText){joined, name->size + 1 + part.size};
    }
    return true;
}

static bool parse_as(Parser *p, AstNode *alias)
{
    return !accept(p, TOKEN_AS) || gb_parse_accept_identifier(p, &alias->as.alias.asname);
}

static AstNode *parse_import(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_Import, advance(p));

    do {
        AstNode *alias = gb_parse_node_new(p, AST_alias, peek_token(p));
        if (!parse_dotted_name(p, &alias->as.alias.name) || !parse_as(p, alias))
            return NULL;
        gb_parse_seq_add(p, &node->as.Import.names, gb_parse_node_end(p, alias));
    } while (accept(p, TOKEN_COMMA));
    return gb_parse_node_end(p, node);
}

/* The names of a from-import. Only brackets allow a comma at the end. */
static bool parse_from_names(Parser *p, AstSeq *names, bool in_brackets)
{
    for (;;) {
        AstNode *alias = gb_parse_node_new(p, AST_alias, peek_token(p));
        if (!gb_parse_accept_identifier(p, &alias->as.alias.name) || !parse_as(p, alias))
            return false;
        gb_parse_seq_add(p, names, gb_parse_node_end(p, alias));
        if (!accept(p, TOKEN_COMMA))
            return true;
        if (in_brackets && peek(p) == TOKEN_RPAR)
            return true;
        if (!in_brackets && peek(p) == TOKEN_NEWLINE)
            return gb_parse_fail_here(p, AST_ERROR_SYNTAX,
                                      "trailing comma not allowed without "
                                      "surrounding parentheses");
    }
}

static bool parse_from_targets(Parser *p, AstSeq *names)
{
    AstNode *alias;

    if (accept(p, TOKEN_LPAR))
        return parse_from_names(p, names, true) && accept(p, TOKEN_RPAR);
    if (peek(p) != TOKEN_STAR)
        return parse_from_names(p, names, false);
    alias = gb_parse_node_new(p, AST_alias, advance(p));
    alias->as.alias.name = gb_ast_text_copy(p->arena, "*", 1);
    return gb_parse_seq_add(p, names, gb_parse_node_end(p, alias));
}

static AstNode *parse_from(Parser *p)
{
    AstNode *node = gb_parse_node_new(p, AST_ImportFrom, advance(p));
    AstImportFrom *import = &node->as.ImportFrom;

    for (;; import->level++) {
        if (accept(p, TOKEN_ELLIPSIS))
            import->level += 2;
        else if (!accept(p, TOKEN_DOT))
            break;
    }
    if ((import->level == 0 || peek(p) != TOKEN_IMPORT) && !parse_dotted_name(p, &import->module))
        return NULL;
    if (!accept(p, TOKEN_IMPORT) || !parse_from_targets(p, &import->names))
        return NULL;
    return gb_parse_node_end(p, node);
}

/* ---- Lines ------------------------------------------------------------------------------- */

static AstNode *parse_simple_statement(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_RETURN: return parse_return(p);
    case TOKEN_IMPORT: return parse_import(p);
    case TOKEN_FROM: return parse_from(p);
    case TOKEN_RAISE: return parse_raise(p);
    case TOKEN_PASS: return parse_word(p, AST_Pass);
    case TOKEN_BREAK: return parse_word(p, AST_Break);
    case TOKEN_CONTINUE: return parse_word(p, AST_Continue);
    case TOKEN_DEL: return parse_delete(p);
    case TOKEN_ASSERT: return parse_assert(p);
    case TOKEN_GLOBAL: return parse_names(p, AST_Global);
    case TOKEN_NONLOCAL: return parse_names(p, AST_Nonlocal);
    default: return parse_expression_statement(p);
    }
}

bool gb_parse_simple_statements(Parser *p, AstSeq *body)
{
    do {
        if (!gb_parse_seq_add(p, body, parse_simple_statement(p)))
            return false;
    } while (accept(p, TOKEN_SEMICOLON) && peek(p) != TOKEN_NEWLINE);
    return accept(p, TOKEN_NEWLINE);
}

bool gb_parse_statement(Parser *p, AstSeq *body)
{
    bool tried = false;
    AstNode *node = gb_parse_compound_statement(p, &tried);

    if (node != NULL)
        return gb_parse_seq_add(p, body, node);
    return !tried && !has_failed(p) && gb_parse_simple_statements(p, body);
}
