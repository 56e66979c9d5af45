#include "vm/syntax/parser.h"

#include "vm/syntax/source.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- Tokens ------------------------------------------------------------------------------ */

/* Makes room for the token at index `count`. The chunks and their table live in the arena: the
 * tree refers to the source for as long anyway. */
static Token *next_slot(Parser *p)
{
    int chunk = p->count / TOKENS_PER_CHUNK;

    if (p->count % TOKENS_PER_CHUNK == 0) {
        if (chunk == p->chunk_capacity) {
            int capacity = chunk == 0 ? 4 : chunk * 2;
            Token **chunks = gb_ast_arena_alloc(p->arena, (size_t)capacity * sizeof *chunks);
            if (chunks == NULL)
                return NULL;
            if (chunk > 0)
                memcpy(chunks, p->chunks, (size_t)chunk * sizeof *chunks);
            p->chunks = chunks;
            p->chunk_capacity = capacity;
        }
        /* A fragment of an f-string needs few. */
        p->chunks[chunk] = gb_ast_arena_alloc(p->arena, TOKENS_PER_CHUNK * sizeof(Token));
        if (p->chunks[chunk] == NULL)
            return NULL;
    }
    return &p->chunks[chunk][p->count % TOKENS_PER_CHUNK];
}

/* An interactive statement may end with the input: then its newline is made up, and the blocks it
 * opened are closed, unless a REPL may still add to them. */
static TokenKind close_interactive(Parser *p, Token *token, TokenKind kind)
{
    if (p->options->mode != GB_PARSE_SINGLE || p->in_fstring)
        return kind;
    if (kind != TOKEN_END) {
        p->statement_ended = false;
        return kind;
    }
    if (p->statement_ended || p->count == 0)
        return kind;
    p->statement_ended = true;
    token->kind = TOKEN_NEWLINE;
    if (!p->options->allow_incomplete) {
        p->lexer.pending = -p->lexer.indent;
        p->lexer.indent = 0;
    }
    return TOKEN_NEWLINE;
}

static Token *fetch_one(Parser *p)
{
    Token *token = next_slot(p);
    TokenKind kind;

    if (token == NULL) {
        p->exhausted.kind = TOKEN_ERROR;
        gb_parser_fail_depth(p, AST_ERROR_MEMORY);
        return &p->exhausted;
    }
    token->memos = NULL;
    kind = close_interactive(p, token, gb_lexer_next(&p->lexer, token));
    p->count++;
    if (kind == TOKEN_ERROR && !has_failed(p))
        gb_parser_fail_lexer(p);
    return token;
}

Token *gb_parser_fetch(Parser *p, int index)
{
    Token *token = NULL;

    do {
        token = fetch_one(p);
    } while (token->kind != TOKEN_ERROR && p->count <= index);
    return token;
}

bool gb_parse_peek_word(Parser *p, const char *word)
{
    const Token *token = peek_token(p);
    size_t size = strlen(word);

    return token->kind == TOKEN_NAME && (size_t)token->size == size &&
           memcmp(token->text, word, size) == 0;
}

bool gb_parse_expect_certainly(Parser *p, TokenKind kind)
{
    bool was_diagnosing;

    if (accept(p, kind))
        return true;
    was_diagnosing = p->diagnosing;
    p->diagnosing = true;
    gb_parse_fail_token(p, peek_token(p), "expected '%s'", gb_token_text(kind));
    p->diagnosing = was_diagnosing;
    return false;
}

bool gb_parser_fail_depth(Parser *p, AstErrorKind kind)
{
    if (has_failed(p))
        return false;
    *p->error = (AstError){.kind = kind,
                           .line = AST_POSITION_ABSENT,
                           .column = AST_POSITION_ABSENT,
                           .end_line = AST_POSITION_ABSENT,
                           .end_column = AST_POSITION_ABSENT};
    if (kind == AST_ERROR_RECURSION)
        strcpy(p->error->message, "maximum recursion depth exceeded during compilation");
    return false;
}

/* ---- Memory ------------------------------------------------------------------------------ */

/* What became of a rule that began at a token. */
typedef struct Memo {
    struct Memo *next; /* another rule's, at the same token */
    AstNode *node;     /* or NULL: the text does not fit the rule */
    int end;           /* the parser's position after it */
    int rule;          /* Rule, plus a precedence */
    bool diagnosing;   /* as the parser was */
} Memo;

bool gb_parser_find_memo(Parser *p, int rule, AstNode **node)
{
    const Memo *memo = peek_token(p)->memos;

    while (memo != NULL && (memo->rule != rule || memo->diagnosing != p->diagnosing))
        memo = memo->next;
    if (memo == NULL)
        return false;
    p->position = memo->end;
    *node = memo->node;
    return true;
}

AstNode *gb_parser_leave_memo(Parser *p, int first, int rule, AstNode *node)
{
    Token *token = token_at(p, first);
    Memo *memo = gb_ast_arena_alloc(p->arena, sizeof *memo);

    if (memo == NULL || has_failed(p))
        return node;
    *memo = (Memo){.next = token->memos,
                   .node = node,
                   .end = p->position,
                   .rule = rule,
                   .diagnosing = p->diagnosing};
    token->memos = memo;
    return node;
}

/* ---- Nodes ------------------------------------------------------------------------------- */

static AstNode *node_alloc(Parser *p, AstKind kind)
{
    AstNode *node = gb_ast_node_new(p->arena, kind);

    if (node != NULL)
        return node;
    p->spare = (AstNode){.kind = AST_Pass};
    return &p->spare;
}

AstNode *gb_parse_node_new(Parser *p, AstKind kind, const Token *start)
{
    AstNode *node = node_alloc(p, kind);

    node->line = start->line;
    node->column = start->column;
    return node;
}

AstNode *gb_parse_node_new_at(Parser *p, AstKind kind, const AstNode *start)
{
    AstNode *node = node_alloc(p, kind);

    node->line = start->line;
    node->column = start->column;
    return node;
}

AstNode *gb_parse_node_end(Parser *p, AstNode *node)
{
    int index = p->position - 1;
    const Token *token;

    do {
        token = token_at(p, index--);
    } while (index >= 0 && (token->kind == TOKEN_NEWLINE || token->kind == TOKEN_INDENT ||
                            token->kind == TOKEN_DEDENT || token->kind == TOKEN_END));
    node->end_line = token->end_line;
    node->end_column = token->end_column;
    return node;
}

/* Sequences double when full, which is when their count is a power of two. */
static bool is_full(int count)
{
    return (count & (count - 1)) == 0;
}

static void *grow(Parser *p, const void *items, int count, size_t item_size)
{
    size_t capacity = count == 0 ? 1 : (size_t)count * 2;
    void *grown = gb_ast_arena_alloc(p->arena, capacity * item_size);

    if (grown != NULL && count > 0)
        memcpy(grown, items, (size_t)count * item_size);
    return grown;
}

void gb_parse_seq_add_maybe(Parser *p, AstSeq *seq, AstNode *node)
{
    if (is_full(seq->count)) {
        AstNode **items = grow(p, seq->items, seq->count, sizeof *items);
        if (items == NULL)
            return;
        seq->items = items;
    }
    seq->items[seq->count++] = node;
}

bool gb_parse_seq_add(Parser *p, AstSeq *seq, AstNode *node)
{
    if (node != NULL)
        gb_parse_seq_add_maybe(p, seq, node);
    return node != NULL;
}

void gb_parse_text_seq_add(Parser *p, AstTextSeq *seq, AstText text)
{
    if (is_full(seq->count)) {
        AstText *items = grow(p, seq->items, seq->count, sizeof *items);
        if (items == NULL)
            return;
        seq->items = items;
    }
    seq->items[seq->count++] = text;
}

void gb_parse_operator_seq_add(Parser *p, AstOperatorSeq *seq, AstOperator op)
{
    if (is_full(seq->count)) {
        AstOperator *items = grow(p, seq->items, seq->count, sizeof *items);
        if (items == NULL)
            return;
        seq->items = items;
    }
    seq->items[seq->count++] = op;
}

AstNode *gb_parse_quietly(Parser *p, AstNode *(*parse)(Parser *))
{
    bool was_diagnosing = p->diagnosing;
    AstNode *node;

    p->diagnosing = false;
    node = parse(p);
    p->diagnosing = was_diagnosing;
    return node;
}

/* ---- Identifiers ------------------------------------------------------------------------- */

static AstText normalise(Parser *p, const Token *token)
{
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)token->text, token->size,
                                         &normal,
                                         UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    AstText text = {0};

    if (size >= 0)
        text = gb_ast_text_copy(p->arena, (const char *)normal, (size_t)size);
    free(normal);
    return text;
}

AstText gb_parse_identifier_from(Parser *p, const Token *token)
{
    for (int i = 0; i < token->size; i++) {
        if ((unsigned char)token->text[i] >= 0x80)
            return normalise(p, token);
    }
    return gb_ast_text_copy(p->arena, token->text, (size_t)token->size);
}

bool gb_parse_accept_identifier(Parser *p, AstText *text)
{
    if (peek(p) != TOKEN_NAME)
        return false;
    *text = gb_parse_identifier_from(p, advance(p));
    return true;
}

/* ---- Whole inputs ------------------------------------------------------------------------ */

static AstNode *parse_file(Parser *p)
{
    AstNode *module = node_alloc(p, AST_Module);
    AstSeq body = {0};

    while (peek(p) != TOKEN_END) {
        if (!gb_parse_statement(p, &body))
            return NULL;
    }
    module->as.Module.body = body;
    return module;
}

/* One line of simple statements, or a compound statement and the newline after it. */
static AstNode *parse_single(Parser *p)
{
    AstNode *module = node_alloc(p, AST_Interactive);
    AstSeq *body = &module->as.Interactive.body;
    bool tried = false;
    AstNode *compound = gb_parse_compound_statement(p, &tried);

    if (compound != NULL)
        return gb_parse_seq_add(p, body, compound) && accept(p, TOKEN_NEWLINE) ? module : NULL;
    if (tried || has_failed(p) || peek(p) == TOKEN_END)
        return NULL;
    return gb_parse_simple_statements(p, body) ? module : NULL;
}

static AstNode *parse_eval(Parser *p)
{
    AstNode *root = node_alloc(p, AST_Expression);
    AstNode *body = gb_parse_expressions(p);

    if (body == NULL)
        return NULL;
    while (accept(p, TOKEN_NEWLINE))
        continue;
    root->as.Expression.body = body;
    return accept(p, TOKEN_END) ? root : NULL;
}

/* "(expression)": the parentheses are not the script's. */
static AstNode *parse_fragment(Parser *p)
{
    return gb_parse_star_expressions(p);
}

static AstNode *parse_input(Parser *p)
{
    if (p->in_fstring)
        return parse_fragment(p);
    switch (p->options->mode) {
    case GB_PARSE_EVAL: return parse_eval(p);
    case GB_PARSE_SINGLE: return parse_single(p);
    default: return parse_file(p);
    }
}

/* Does the parser want more after the last line? A line that ends too early is wrong as it is. */
static bool wants_another_line(Parser *p)
{
    TokenKind last = (TokenKind)token_at(p, p->count - 1)->kind;
    TokenKind before = p->count > 1 ? (TokenKind)token_at(p, p->count - 2)->kind : TOKEN_END;
    bool line_ended = before == TOKEN_NEWLINE || before == TOKEN_DEDENT;

    return last == TOKEN_END || last == TOKEN_DEDENT || (last == TOKEN_NEWLINE && line_ended);
}

/* Has the lexer run out of text, with a bracket, string or block still open? */
static bool input_is_incomplete(Parser *p)
{
    switch (p->lexer.failure) {
    case LEXER_END_IN_BRACKETS:
    case LEXER_END_IN_STRING:
    case LEXER_END_AFTER_BACKSLASH: return true;
    default:
        return p->lexer.failure == LEXER_FINE && p->lexer.cur == p->lexer.end &&
               wants_another_line(p);
    }
}

/* The second parse, which looks for what exactly is wrong. */
static void diagnose(Parser *p)
{
    const Token *last = token_at(p, p->count - 1);

    if (p->options->allow_incomplete && !p->in_fstring && input_is_incomplete(p)) {
        *p->error = (AstError){0};
        p->diagnosing = true;
        gb_parse_fail_here(p, AST_ERROR_INCOMPLETE, "incomplete input");
        return;
    }
    if (!has_failed(p)) {
        p->position = 0;
        p->depth = p->outer != NULL ? p->outer->depth : 0;
        p->diagnosing = p->remembering = true;
        parse_input(p);
    }
    if (!has_failed(p)) {
        gb_parser_fail_generic(p, last);
        if (p->error->kind == AST_ERROR_INDENTATION)
            return;
    }
    if (p->lexer.failure == LEXER_FINE)
        gb_parser_check_rest(p);
}

static AstNode *parse_or_diagnose(Parser *p)
{
    AstNode *root = parse_input(p);

    if (root != NULL && !has_failed(p) && !p->arena->failed)
        return root;
    if (!p->arena->failed && p->error->kind != AST_ERROR_MEMORY)
        diagnose(p);
    if (p->arena->failed)
        *p->error = (AstError){.kind = AST_ERROR_MEMORY};
    return NULL;
}

AstNode *gb_parser_parse_fragment(Parser *outer, const char *data, size_t size, int line,
                                  int column)
{
    Parser *p = gb_ast_arena_alloc(outer->arena, sizeof *p);

    if (p == NULL)
        return NULL;
    p->arena = outer->arena;
    p->error = outer->error;
    p->options = outer->options;
    p->outer = outer;
    p->depth = outer->depth;
    p->max_depth = outer->max_depth;
    p->in_fstring = true;
    gb_lexer_init(&p->lexer, data, size, p->arena, p->error, p->options);
    p->lexer.line = p->lexer.first_line = line;
    p->lexer.first_column = column;
    return parse_or_diagnose(p);
}

/* Only blank lines and comments may follow a statement compiled on its own. */
static bool only_blanks_follow(Parser *p)
{
    const char *cur = p->lexer.cur;

    for (; *cur != '\0'; cur++) {
        if (*cur == '#') {
            while (*cur != '\0' && *cur != '\n')
                cur++;
            if (*cur == '\0')
                return true;
        } else if (*cur != ' ' && *cur != '\t' && *cur != '\n' && *cur != '\f') {
            return false;
        }
    }
    return true;
}

static AstNode *parse_source(Parser *p, SourceText text)
{
    AstNode *root;

    gb_lexer_init(&p->lexer, text.data, text.size, p->arena, p->error, p->options);
    root = parse_or_diagnose(p);
    if (root != NULL && p->options->mode == GB_PARSE_SINGLE && !only_blanks_follow(p)) {
        p->diagnosing = true;
        gb_parse_fail_here(p, AST_ERROR_SYNTAX,
                           "multiple statements found while compiling a single statement");
        return NULL;
    }
    return root;
}

int gb_parse(AstArena *arena, const char *source, size_t size, const GbParseOptions *options,
             AstNode **root, AstError *error)
{
    static const GbParseOptions defaults = {.mode = GB_PARSE_FILE};
    SourceText text;
    Parser *p;

    *error = (AstError){0};
    *root = NULL;
    if (options == NULL)
        options = &defaults;
    if (gb_parse_source_decode(arena, source, size, options, &text, error) < 0)
        return -1;
    p = gb_ast_arena_alloc(arena, sizeof *p);
    if (p == NULL) {
        error->kind = AST_ERROR_MEMORY;
        return -1;
    }
    p->arena = arena;
    p->error = error;
    p->options = options;
    p->max_depth = options->max_depth > 0 ? options->max_depth : GB_PARSE_DEPTH_DEFAULT;
    *root = parse_source(p, text);
    return *root == NULL ? -1 : 0;
}
