/* lexer.h: source text to tokens. Internal to vm/syntax.
 *
 * The lexer walks a NUL-terminated buffer of UTF-8 whose newlines are all '\n' (source.h makes
 * it) and hands out one token per call. It knows indentation and bracket nesting, and checks the
 * form of numbers, names and string ends; what a literal means is decided later, from the token's
 * text.
 *
 * Errors come in two strengths, as in CPython. Malformed tokens fill `error` at once and win over
 * any complaint of the parser, even about earlier text. Layout errors (indentation, end of input)
 * only set `failure`; the parser reports them if it gets there. */
#ifndef GB_VM_SYNTAX_LEXER_H
#define GB_VM_SYNTAX_LEXER_H

#include "vm/syntax/parse.h"

typedef enum TokenKind {
#define TOKEN(name, text) TOKEN_##name,
#define OPERATOR(name, text) TOKEN_##name,
#define KEYWORD(name, text) TOKEN_##name,
#include "vm/syntax/token.def"
    TOKEN_KIND_COUNT
} TokenKind;

typedef struct Token {
    uint8_t kind;           /* TokenKind */
    bool in_brackets;       /* some bracket was open after it */
    int size;               /* bytes of text */
    const char *text;       /* into the source */
    int line, column;       /* column is -1 for tokens without text (indents, end) */
    int end_line, end_column;
    struct Memo *memos; /* the parser's: what rules made of the text from here on */
} Token;

typedef enum LexerFailure {
    LEXER_FINE,
    LEXER_REPORTED,         /* error is filled */
    LEXER_END_IN_BRACKETS,
    LEXER_END_IN_STRING,    /* reported too: a string runs to the end */
    LEXER_END_AFTER_BACKSLASH,
    LEXER_TEXT_AFTER_BACKSLASH,
    LEXER_BAD_DEDENT,
    LEXER_MIXED_TABS,
    LEXER_TOO_DEEP,
} LexerFailure;

enum { LEXER_BRACKETS_MAX = 200, LEXER_INDENTS_MAX = 100 };

typedef struct LexerBracket {
    char open;
    int line, column;
} LexerBracket;

typedef struct Lexer {
    const char *source;         /* the whole buffer; its NUL ends it */
    const char *end;            /* the NUL */
    const char *cur;            /* next byte to read */
    const char *line_start;     /* of the line cur is on */
    int line;
    int first_line;             /* the number of the first line of the buffer */
    int first_column;           /* added to columns on that line (f-string expressions) */
    bool at_line_start;
    int level;                  /* open brackets */
    int indent;                 /* index of the current indentation */
    int pending;                /* indents (> 0) or dedents (< 0) still to hand out */
    LexerFailure failure;
    AstArena *arena;
    AstError *error;
    const GbParseOptions *options;
    int indents[LEXER_INDENTS_MAX], alt_indents[LEXER_INDENTS_MAX];
    LexerBracket brackets[LEXER_BRACKETS_MAX];
} Lexer;

/* Starts at the beginning of the buffer. The buffer, arena and error must outlive the lexer. */
void gb_lexer_init(Lexer *lexer, const char *source, size_t size, AstArena *arena, AstError *error,
                const GbParseOptions *options);

/* Reads one token. On TOKEN_ERROR `failure` says why; after it, only more TOKEN_ERROR follow. */
TokenKind gb_lexer_next(Lexer *lexer, Token *token);

/* The text of a punctuation token or keyword; what to call any other. */
const char *gb_token_text(TokenKind kind);

/* Fills the lexer's error, if it is still empty. Columns are in bytes from 1 and become
 * characters; a column of 0 or less is kept. `line_start` is the line to show. */
void gb_lexer_error(Lexer *lexer, AstErrorKind kind, const char *line_start, int line, int column,
                 int end_line, int end_column, const char *format, ...)
    __attribute__((format(printf, 8, 9)));

/* The start of a line of the buffer by its number, or NULL when there is no such line. */
const char *gb_lexer_find_line(const Lexer *lexer, int line);

/* Can the character start an identifier, or go on in one? */
bool gb_parse_identifier_can_start(uint32_t code);
bool gb_parse_identifier_can_continue(uint32_t code);

/* Decodes one character of valid UTF-8 and returns its size in bytes; 0 when it is not valid. */
int gb_parse_utf8_decode(const char *text, const char *end, uint32_t *code);

/* Appends the character as UTF-8 (surrogates as three bytes); returns the size, 1..4. */
int gb_parse_utf8_encode(uint32_t code, char *out);

#endif
