/* parser.h: what the parser's files share. Internal to vm/syntax.
 *
 * A parse function either returns its node and has consumed its text, or returns NULL. NULL with
 * parser->error filled means a definite error; NULL alone means "this is not one of mine", and
 * the caller may go back to a position it noted and try something else, or give up too. When
 * everybody has given up, the error is "invalid syntax" at the last token anyone looked at.
 *
 * That message helps nobody, so a failed parse is run a second time with `diagnosing` set. Only
 * then do the functions look for well-known mistakes (parse_error.c and the diagnose_ functions
 * beside the rules they belong to), so that good programs do not pay for it.
 *
 * Looking for mistakes reads the same text again at every level of nesting. So that the time stays
 * a polynomial of the size, a parse that looks for them remembers what each rule that nests made
 * of the text at each token: gb_parser_recall.
 *
 * Recursion: enter() is called wherever the grammar nests and counts levels. Functions leave()
 * on success; on failure it does not matter, as going back restores the count too.
 *
 * Memory: gb_parse_node_new never returns NULL. When the arena is exhausted it hands out
 * parser->spare, and the parse fails at its end. */
#ifndef GB_VM_SYNTAX_PARSER_H
#define GB_VM_SYNTAX_PARSER_H

#include "vm/syntax/lexer.h"

enum { TOKENS_PER_CHUNK = 512 };

typedef struct Parser {
    AstArena *arena;
    AstError *error;
    const GbParseOptions *options;
    Token **chunks; /* every token so far, in pieces that never move */
    int chunk_capacity;
    int count;    /* tokens read */
    int position; /* index of the next token to consume */
    int depth, max_depth;
    bool diagnosing;            /* the second parse; off again where it must only recognise */
    bool remembering;           /* rules leave memos at their first token, and look for them */
    bool in_fstring;            /* parsing "(expression)" cut out of an f-string */
    bool statement_ended;       /* interactive: the closing newline was made up */
    const char *warned_until;   /* source text before this has had its warnings */
    const struct Parser *outer; /* the parser of the f-string's own text */
    AstNode spare;
    Token exhausted; /* stands for any token once memory has run out */
    Lexer lexer;
} Parser;

/* A place to come back to. */
typedef struct Mark {
    int position, depth;
} Mark;

/* ---- Tokens ------------------------------------------------------------------------------ */

/* Reads tokens up to the index; the token there may be TOKEN_ERROR. */
Token *gb_parser_fetch(Parser *p, int index);

static inline Token *token_at(Parser *p, int index)
{
    if (index < p->count)
        return &p->chunks[index / TOKENS_PER_CHUNK][index % TOKENS_PER_CHUNK];
    return gb_parser_fetch(p, index);
}

static inline Token *peek_token(Parser *p)
{
    return token_at(p, p->position);
}

static inline TokenKind peek(Parser *p)
{
    return (TokenKind)peek_token(p)->kind;
}

/* The token after the next. */
static inline TokenKind peek_second(Parser *p)
{
    return (TokenKind)token_at(p, p->position + 1)->kind;
}

/* Consumes the next token and returns it. */
static inline Token *advance(Parser *p)
{
    Token *token = peek_token(p);

    p->position++;
    return token;
}

/* Consumes the next token if it is of the kind. */
static inline bool accept(Parser *p, TokenKind kind)
{
    if (peek(p) != kind)
        return false;
    p->position++;
    return true;
}

/* The token consumed last. */
static inline Token *last_token(Parser *p)
{
    return token_at(p, p->position - 1);
}

static inline Mark mark(const Parser *p)
{
    return (Mark){p->position, p->depth};
}

static inline void go_back(Parser *p, Mark to)
{
    p->position = to.position;
    p->depth = to.depth;
}

/* A definite error was found: stop trying. */
static inline bool has_failed(const Parser *p)
{
    return p->error->kind != AST_ERROR_NONE;
}

/* Is the next token the name `word` (a soft keyword)? */
bool gb_parse_peek_word(Parser *p, const char *word);

/* Consumes the token or reports "expected ':'" and the like, as CPython does where it is sure. */
bool gb_parse_expect_certainly(Parser *p, TokenKind kind);

/* ---- Memory ------------------------------------------------------------------------------ */

/* The rules through which expressions nest. */
typedef enum Rule {
    RULE_PRIMARY,
    RULE_EXPRESSION,
    RULE_OPERATORS, /* and the least precedence is added */
} Rule;

/* Has the rule been tried here before, and as inquisitively? Then *node is what came of it, and
 * the parser is where it ended. Never, in a parse that remembers nothing. */
bool gb_parser_find_memo(Parser *p, int rule, AstNode **node);

/* Leaves a memo at the token where the rule began. Returns the node. */
AstNode *gb_parser_leave_memo(Parser *p, int first, int rule, AstNode *node);

static inline bool gb_parser_recall(Parser *p, int rule, AstNode **node)
{
    return p->remembering && gb_parser_find_memo(p, rule, node);
}

static inline AstNode *gb_parser_remember(Parser *p, int first, int rule, AstNode *node)
{
    return p->remembering ? gb_parser_leave_memo(p, first, rule, node) : node;
}

/* ---- Nesting ----------------------------------------------------------------------------- */

bool gb_parser_fail_depth(Parser *p, AstErrorKind kind);

static inline bool enter(Parser *p)
{
    return ++p->depth <= p->max_depth || gb_parser_fail_depth(p, AST_ERROR_MEMORY);
}

static inline void leave(Parser *p)
{
    p->depth--;
}

/* ---- Nodes ------------------------------------------------------------------------------- */

/* A node that starts where the token does. Never NULL. */
AstNode *gb_parse_node_new(Parser *p, AstKind kind, const Token *start);

/* A node that starts where another does. */
AstNode *gb_parse_node_new_at(Parser *p, AstKind kind, const AstNode *start);

/* Ends the node at the last token consumed that has text; returns it. */
AstNode *gb_parse_node_end(Parser *p, AstNode *node);

/* Adds to a sequence that only grows by this function. False when the node is NULL. */
bool gb_parse_seq_add(Parser *p, AstSeq *seq, AstNode *node);

/* As gb_parse_seq_add, but NULL is an item. */
void gb_parse_seq_add_maybe(Parser *p, AstSeq *seq, AstNode *node);
void gb_parse_text_seq_add(Parser *p, AstTextSeq *seq, AstText text);
void gb_parse_operator_seq_add(Parser *p, AstOperatorSeq *seq, AstOperator op);

/* The text of a name token, normalised. */
AstText gb_parse_identifier_from(Parser *p, const Token *token);

/* Consumes a name token into *text. */
bool gb_parse_accept_identifier(Parser *p, AstText *text);

/* ---- Errors (parse_error.c) -------------------------------------------------------------- */

/* All return NULL, and do nothing unless the parser is diagnosing. */
void *gb_parse_fail_range(Parser *p, const Token *start, const Token *end, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void *gb_parse_fail_token(Parser *p, const Token *token, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void *gb_parse_fail_node(Parser *p, const AstNode *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void *gb_parse_fail_nodes(Parser *p, const AstNode *start, const AstNode *end, const char *format,
                          ...) __attribute__((format(printf, 4, 5)));

/* From the node to wherever the lexer is. */
void *gb_parse_fail_from(Parser *p, const AstNode *start, const char *message);

/* With explicit positions, bytes from 1; an end column of 0 or -1 is kept. */
void *gb_parse_fail_position(Parser *p, AstErrorKind kind, int line, int column, int end_line,
                             int end_column, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* At the last token read, wherever the parser is. */
void *gb_parse_fail_here(Parser *p, AstErrorKind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* gb_parse_fail_here with a SyntaxError, even in the first parse: what is wrong in a literal is
 * certain. */
void *gb_parse_fail_literal(Parser *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The layout error the lexer stopped at. */
void gb_parser_fail_lexer(Parser *p);

/* The generic error of a parse that just ended nowhere; `last` is the last token it looked at. */
void gb_parser_fail_generic(Parser *p, const Token *last);

/* A malformed token later in the text is more to the point than a complaint of the parser. */
void gb_parser_check_rest(Parser *p);

/* What to call the expression in "cannot assign to %s". */
const char *gb_parse_expression_name(const AstNode *node);

typedef enum TargetUse { TARGET_ASSIGN, TARGET_DELETE, TARGET_FOR } TargetUse;

/* The part of the expression that cannot be a target, or NULL when all of it can. */
const AstNode *gb_parse_find_invalid_target(const AstNode *node, TargetUse use);

/* "cannot assign to function call" for the part that cannot be a target, if there is one. */
void *gb_parse_fail_invalid_target(Parser *p, const AstNode *node, TargetUse use);

/* ---- Expressions (parse_expr.c, gb_parse_atom.c, parse_call.c) ------------------------------ */

/* Names are the grammar's. */
AstNode *gb_parse_expression(Parser *p);
AstNode *gb_parse_named_expression(Parser *p);
AstNode *gb_parse_star_expressions(Parser *p); /* a, *b */
AstNode *gb_parse_star_expression(Parser *p);
AstNode *gb_parse_star_named_expression(Parser *p);
AstNode *gb_parse_expressions(Parser *p); /* a, b without stars */
AstNode *gb_parse_yield_or_star_expressions(Parser *p);
AstNode *gb_parse_operators(Parser *p, AstPrecedence least);
AstNode *gb_parse_primary(Parser *p);
AstNode *gb_parse_atom(Parser *p);
AstNode *gb_parse_lambda(Parser *p);
AstNode *gb_parse_slices(Parser *p);

static inline AstNode *parse_disjunction(Parser *p)
{
    return gb_parse_operators(p, AST_PREC_OR);
}

static inline AstNode *parse_bitwise_or(Parser *p)
{
    return gb_parse_operators(p, AST_PREC_BITOR);
}

/* An expression that may become a target: "a, *b" of bitwise_or's, so that `in` is left alone. */
AstNode *gb_parse_target_list(Parser *p);

/* `for x in y if z ...`: fills the generators. Needs at least one. */
bool gb_parse_for_if_clauses(Parser *p, AstSeq *generators);

/* The same without diagnosis: see gb_parse_quietly. */
bool gb_parse_clauses_quietly(Parser *p, AstSeq *generators);

/* Call arguments after '(' up to and with ')'. */
bool gb_parse_arguments(Parser *p, AstNode *call);

/* Fills Call's or ClassDef's sequences. */
bool gb_parse_class_arguments(Parser *p, AstSeq *bases, AstSeq *keywords);

/* Parameters up to `close` (a right parenthesis, or the colon of a lambda), not consumed. */
AstNode *gb_parse_parameters(Parser *p, TokenKind close);

/* Turns a loaded expression into a target. Returns false when some part cannot be one. */
bool gb_parse_set_context(AstNode *node, AstOperator context);

/* Can the token start an expression? */
bool gb_token_starts_expression(TokenKind kind);

/* ---- Literals (literal.c, parse_fstring.c) ----------------------------------------------- */

AstNode *gb_parse_number(Parser *p);

/* One or more adjacent string tokens. */
AstNode *gb_parse_strings(Parser *p);

/* A piece of a literal under construction. */
typedef struct StringBuilder {
    Parser *p;
    const Token *first, *last; /* the adjacent tokens: all pieces take their position */
    AstBuffer text;            /* plain text not yet made a Constant */
    AstSeq values;             /* of the JoinedStr */
    bool is_u;
} StringBuilder;

/* Decodes escapes of `size` bytes and appends. `is_raw` copies. False on error. */
bool gb_parse_literal_decode_text(Parser *p, const char *data, size_t size, bool is_raw,
                                  const Token *token, AstBuffer *out);
bool gb_parse_literal_decode_bytes(Parser *p, const char *data, size_t size, bool is_raw,
                                   const Token *token, AstBuffer *out);

/* Passes a DeprecationWarning about the token on, once. False when the host made it an error. */
bool gb_parse_literal_warn(Parser *p, const Token *token, const char *message);

/* Appends the pieces of an f-string's content. */
bool gb_parse_fstring_parse(StringBuilder *builder, const Token *token, const char *data,
                            size_t size, bool is_raw);

/* Moves the plain text gathered so far into the values as a Constant. */
void gb_parse_string_builder_flush(StringBuilder *builder);

/* Parses one expression of an f-string in a parser of its own. */
AstNode *gb_parser_parse_fragment(Parser *p, const char *data, size_t size, int line, int column);

/* ---- Statements (parse_stmt.c, parse_compound.c, parse_pattern.c) ------------------------ */

/* Adds one line's statements, or one compound statement. */
bool gb_parse_statement(Parser *p, AstSeq *body);
bool gb_parse_simple_statements(Parser *p, AstSeq *body);

/* Tries a compound statement; sets *tried when the next token can only start one. */
AstNode *gb_parse_compound_statement(Parser *p, bool *tried);

/* After the colon: the rest of the line or an indented block. `header` names the statement in
 * "expected an indented block after %s on line %d". */
bool gb_parse_block(Parser *p, AstSeq *body, const Token *keyword, const char *header);

/* `match` is an ordinary name too: NULL without error means that it was one here. */
AstNode *gb_parse_match_statement(Parser *p);

/* Runs a parse function without diagnosis: for text that is diagnosed elsewhere too. */
AstNode *gb_parse_quietly(Parser *p, AstNode *(*parse)(Parser *));

/* ':' after a compound statement's header, or NULL and the fitting complaint. */
bool gb_parse_expect_colon(Parser *p);

#endif
