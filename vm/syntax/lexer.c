#include "vm/syntax/lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* ---- Tables ------------------------------------------------------------------------------ */

static const char *const token_texts[] = {
#define TOKEN(name, text) text,
#define OPERATOR(name, text) text,
#define KEYWORD(name, text) text,
#include "vm/syntax/token.def"
};

static const uint8_t keyword_sizes[] = {
#define KEYWORD(name, text) sizeof text - 1,
#include "vm/syntax/token.def"
};

enum {
    KEYWORD_FIRST = TOKEN_FALSE,
    WORD_START = 1, /* letters, underscore, any byte beyond ASCII */
    DIGIT = 2,
    HEX_DIGIT = 4,
    WORD = WORD_START | DIGIT,
};

static const uint8_t byte_class[256] = {
    ['_'] = WORD_START,
    ['0' ... '9'] = DIGIT | HEX_DIGIT,
    ['A' ... 'F'] = WORD_START | HEX_DIGIT,
    ['G' ... 'Z'] = WORD_START,
    ['a' ... 'f'] = WORD_START | HEX_DIGIT,
    ['g' ... 'z'] = WORD_START,
    [128 ... 255] = WORD_START,
};

static inline bool is_class(char c, int classes)
{
    return (byte_class[(unsigned char)c] & classes) != 0;
}

const char *gb_token_text(TokenKind kind)
{
    return token_texts[kind];
}

/* ---- Errors ------------------------------------------------------------------------------ */

const char *gb_lexer_find_line(const Lexer *lexer, int line)
{
    const char *start = lexer->source;

    for (int number = lexer->first_line; number < line; number++) {
        const char *newline = memchr(start, '\n', (size_t)(lexer->end - start));
        if (newline == NULL)
            return NULL;
        start = newline + 1;
    }
    return line < lexer->first_line ? NULL : start;
}

/* SyntaxError counts characters. A column past the end of the line is as good as its end; so is,
 * as in CPython, any column of another line that ends the range. */
static int column_in_characters(const char *line, int size, int column)
{
    int count = 0;

    if (column <= 0)
        return column;
    if (column > size + 1)
        column = size + 1;
    for (int i = 0; i < column; i++) {
        if (i >= size || ((unsigned char)line[i] & 0xC0) != 0x80)
            count++;
    }
    return count;
}

void gb_lexer_error(Lexer *lexer, AstErrorKind kind, const char *line_start, int line, int column,
                    int end_line, int end_column, const char *format, ...)
{
    AstError *error = lexer->error;
    const char *newline;
    int size;
    va_list arguments;

    if (error->kind != AST_ERROR_NONE)
        return;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    newline = memchr(line_start, '\n', (size_t)(lexer->end - line_start));
    size = (int)(newline == NULL ? lexer->end - line_start : newline - line_start);
    /* CPython shows the newline of the line it is reading only. */
    if (newline != NULL && (line_start == lexer->line_start ||
                            (lexer->at_line_start && newline + 1 == lexer->line_start)))
        size++;
    error->kind = kind;
    error->line = line;
    error->column = column_in_characters(line_start, size, column);
    error->end_line = end_line;
    error->end_column = column_in_characters(line_start, size, end_column);
    error->text = gb_ast_text_copy(lexer->arena, line_start, (size_t)size);
}

static TokenKind fail(Lexer *lexer, LexerFailure failure)
{
    lexer->failure = failure;
    return TOKEN_ERROR;
}

/* Reports a malformed token. Columns are byte columns from 1 in the current line; the range is
 * one point unless it is given. */
static TokenKind fail_between(Lexer *lexer, int column, int end_column, const char *message)
{
    gb_lexer_error(lexer, AST_ERROR_SYNTAX, lexer->line_start, lexer->line, column, lexer->line,
                   end_column, "%s", message);
    /* CPython shows this line without its newline. */
    if (lexer->error->text.size > 0 && lexer->error->text.data[lexer->error->text.size - 1] == '\n')
        lexer->error->text.size--;
    return fail(lexer, LEXER_REPORTED);
}

/* Reports at the last byte read before `at`. */
static TokenKind fail_at(Lexer *lexer, const char *at, const char *format, ...)
{
    char message[128];
    int column = (int)(at - lexer->line_start);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fail_between(lexer, column, column, message);
}

/* Passes a warning on; when the host turns it into an error, that is a SyntaxError here. */
static bool warn_at(Lexer *lexer, const char *at, const char *message)
{
    const GbParseOptions *options = lexer->options;

    if (options->warn == NULL ||
        options->warn(options->warn_context, GB_PARSE_SYNTAX_WARNING, message, lexer->line) == 0)
        return true;
    fail_at(lexer, at, "%s", message);
    return false;
}

/* ---- Lines and indentation --------------------------------------------------------------- */

/* Steps over a newline. The end of the input still counts as part of the last line. */
static inline void skip_newline(Lexer *lexer)
{
    lexer->cur++;
    if (lexer->cur < lexer->end) {
        lexer->line++;
        lexer->line_start = lexer->cur;
    }
}

/* After a backslash: the newline must follow, and something after that. */
static bool skip_continuation(Lexer *lexer)
{
    if (*lexer->cur != '\n') {
        fail(lexer, LEXER_TEXT_AFTER_BACKSLASH);
        return false;
    }
    skip_newline(lexer);
    if (lexer->cur == lexer->end) {
        fail(lexer, LEXER_END_AFTER_BACKSLASH);
        return false;
    }
    return true;
}

/* Layout errors are shown with the whole line read. */
static bool fail_layout(Lexer *lexer, LexerFailure failure)
{
    const char *newline = memchr(lexer->cur, '\n', (size_t)(lexer->end - lexer->cur));

    lexer->cur = newline == NULL ? lexer->end : newline + 1;
    fail(lexer, failure);
    return false;
}

/* Compares the indentation of a line with the stack and notes what to hand out. `column` counts
 * a tab to the next multiple of eight, `alt` counts it as one: if the two disagree about which
 * line is deeper, the meaning would depend on the width of a tab. */
static bool set_indentation(Lexer *lexer, int column, int alt)
{
    if (column == lexer->indents[lexer->indent])
        return alt == lexer->alt_indents[lexer->indent] || fail_layout(lexer, LEXER_MIXED_TABS);
    if (column > lexer->indents[lexer->indent]) {
        if (lexer->indent + 1 >= LEXER_INDENTS_MAX)
            return fail_layout(lexer, LEXER_TOO_DEEP);
        if (alt <= lexer->alt_indents[lexer->indent])
            return fail_layout(lexer, LEXER_MIXED_TABS);
        lexer->pending++;
        lexer->indent++;
        lexer->indents[lexer->indent] = column;
        lexer->alt_indents[lexer->indent] = alt;
        return true;
    }
    while (lexer->indent > 0 && column < lexer->indents[lexer->indent]) {
        lexer->pending--;
        lexer->indent--;
    }
    if (column != lexer->indents[lexer->indent])
        return fail_layout(lexer, LEXER_BAD_DEDENT);
    return alt == lexer->alt_indents[lexer->indent] || fail_layout(lexer, LEXER_MIXED_TABS);
}

/* Reads the white space that starts a line. Sets *blank when nothing but a comment follows. */
static bool read_indentation(Lexer *lexer, bool *blank)
{
    int column = 0, alt = 0, continued = 0;

    for (;; lexer->cur++) {
        char c = *lexer->cur;
        if (c == ' ') {
            column++, alt++;
        } else if (c == '\t') {
            column = (column / 8 + 1) * 8, alt++;
        } else if (c == '\f') {
            column = alt = 0;
        } else if (c == '\\') {
            /* The indentation of a continued line is that of its first part. */
            continued = continued ? continued : column;
            lexer->cur++;
            if (!skip_continuation(lexer))
                return false;
            lexer->cur--;
        } else {
            break;
        }
    }
    *blank = *lexer->cur == '#' || *lexer->cur == '\n';
    if (*blank || lexer->level > 0)
        return true;
    if (continued)
        column = alt = continued;
    return set_indentation(lexer, column, alt);
}

/* ---- Names ------------------------------------------------------------------------------- */

static bool is_unprintable(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS: return true;
    default: return false;
    }
}

static TokenKind fail_character(Lexer *lexer, const char *at, int size, uint32_t code)
{
    if (is_unprintable(code))
        return fail_at(lexer, at + 1, "invalid non-printable character U+%04X", code);
    return fail_at(lexer, at + 1, "invalid character '%.*s' (U+%04X)", size, at, code);
}

/* What Python's decoder says of the first bad byte of a word. */
static TokenKind fail_encoding(Lexer *lexer, const char *word, const char *at)
{
    unsigned char c = (unsigned char)*at;
    bool can_start = c >= 0xC2 && c <= 0xF4;

    gb_lexer_error(lexer, AST_ERROR_SYNTAX, lexer->line_start, lexer->line,
                   (int)(word - lexer->line_start) + 1, lexer->line, -1,
                   "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %d: invalid "
                   "%s byte",
                   c, (int)(at - word), can_start ? "continuation" : "start");
    return fail(lexer, LEXER_REPORTED);
}

/* Checks a word that has bytes beyond ASCII. */
static TokenKind verify_word(Lexer *lexer, const char *word)
{
    const char *at = word;

    while (at < lexer->cur) {
        uint32_t code;
        int size = gb_parse_utf8_decode(at, lexer->cur, &code);
        if (size == 0)
            return fail_encoding(lexer, word, at);
        if (at == word ? !gb_parse_identifier_can_start(code)
                       : !gb_parse_identifier_can_continue(code))
            return fail_character(lexer, at, size, code);
        at += size;
    }
    return TOKEN_NAME;
}

/* All keywords starting with the same letter are neighbours; no letter starts more than five. */
static TokenKind find_keyword(const char *word, size_t size)
{
    static const uint8_t first_keyword[128] = {
        ['F'] = TOKEN_FALSE,    ['N'] = TOKEN_NONE,   ['T'] = TOKEN_TRUE,  ['a'] = TOKEN_AND,
        ['b'] = TOKEN_BREAK,    ['c'] = TOKEN_CLASS,  ['d'] = TOKEN_DEF,   ['e'] = TOKEN_ELIF,
        ['f'] = TOKEN_FINALLY,  ['g'] = TOKEN_GLOBAL, ['i'] = TOKEN_IF,    ['l'] = TOKEN_LAMBDA,
        ['n'] = TOKEN_NONLOCAL, ['o'] = TOKEN_OR,     ['p'] = TOKEN_PASS,  ['r'] = TOKEN_RAISE,
        ['t'] = TOKEN_TRY,      ['w'] = TOKEN_WHILE,  ['y'] = TOKEN_YIELD,
    };
    int kind = first_keyword[(unsigned char)word[0] & 127];

    if (kind == 0)
        return TOKEN_NAME;
    for (; kind < TOKEN_KIND_COUNT && token_texts[kind][0] == word[0]; kind++) {
        if (keyword_sizes[kind - KEYWORD_FIRST] == size &&
            memcmp(word, token_texts[kind], size) == 0)
            return (TokenKind)kind;
    }
    return TOKEN_NAME;
}

static TokenKind read_word(Lexer *lexer)
{
    const char *word = lexer->cur;
    const char *cur = word;
    unsigned char all = 0;

    do {
        all |= (unsigned char)*cur++;
    } while (is_class(*cur, WORD));
    lexer->cur = cur;
    if (all >= 0x80)
        return verify_word(lexer, word);
    return cur - word > 8 ? TOKEN_NAME : find_keyword(word, (size_t)(cur - word));
}

/* ---- Numbers ----------------------------------------------------------------------------- */

/* "1if x": a keyword may follow a number directly, though it is frowned upon. */
static bool keyword_follows(const char *cur)
{
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "or", "not"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strncmp(cur, words[i], strlen(words[i])) == 0)
            return true;
    }
    return false;
}

static TokenKind end_number(Lexer *lexer, const char *kind)
{
    char message[40];

    if (!is_class(*lexer->cur, WORD) || (unsigned char)*lexer->cur >= 0x80)
        return TOKEN_NUMBER;
    snprintf(message, sizeof message, "invalid %s literal", kind);
    if (!keyword_follows(lexer->cur))
        return fail_at(lexer, lexer->cur, "%s", message);
    return warn_at(lexer, lexer->cur, message) ? TOKEN_NUMBER : TOKEN_ERROR;
}

/* 0x, 0o, 0b: `cur` is on the letter. */
static TokenKind read_radix(Lexer *lexer, int base, const char *kind)
{
    lexer->cur++;
    do {
        const char *digits;
        if (*lexer->cur == '_')
            lexer->cur++;
        digits = lexer->cur;
        while (base == 16 ? is_class(*lexer->cur, HEX_DIGIT)
                          : *lexer->cur >= '0' && *lexer->cur < '0' + base)
            lexer->cur++;
        if (is_class(*lexer->cur, DIGIT))
            return fail_at(lexer, lexer->cur + 1, "invalid digit '%c' in %s literal", *lexer->cur,
                           kind);
        if (lexer->cur == digits)
            return fail_at(lexer, lexer->cur, "invalid %s literal", kind);
    } while (*lexer->cur == '_');
    return end_number(lexer, kind);
}

/* Digits with single underscores between them. */
static bool read_digits(Lexer *lexer)
{
    for (;;) {
        while (is_class(*lexer->cur, DIGIT))
            lexer->cur++;
        if (*lexer->cur != '_')
            return true;
        lexer->cur++;
        if (!is_class(*lexer->cur, DIGIT)) {
            fail_at(lexer, lexer->cur, "invalid decimal literal");
            return false;
        }
    }
}

/* Whatever may follow the digits before the point: fraction, exponent, j. */
static TokenKind read_number_tail(Lexer *lexer)
{
    if (*lexer->cur == '.') {
        lexer->cur++;
        if (is_class(*lexer->cur, DIGIT) && !read_digits(lexer))
            return TOKEN_ERROR;
    }
    if (*lexer->cur == 'e' || *lexer->cur == 'E') {
        const char *letter = lexer->cur++;
        if (*lexer->cur == '+' || *lexer->cur == '-') {
            lexer->cur++;
            if (!is_class(*lexer->cur, DIGIT))
                return fail_at(lexer, lexer->cur, "invalid decimal literal");
        } else if (!is_class(*lexer->cur, DIGIT)) {
            lexer->cur = letter; /* perhaps "1else" */
            return end_number(lexer, "decimal");
        }
        if (!read_digits(lexer))
            return TOKEN_ERROR;
    }
    if (*lexer->cur == 'j' || *lexer->cur == 'J') {
        lexer->cur++;
        return end_number(lexer, "imaginary");
    }
    return end_number(lexer, "decimal");
}

static bool is_number_tail(char c)
{
    return c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J';
}

/* A zero may only be followed by zeros, unless the number turns out to be a float. */
static TokenKind read_leading_zero(Lexer *lexer)
{
    const char *start = lexer->cur;
    const char *zeros_end;

    while (*lexer->cur == '0' || (*lexer->cur == '_' && lexer->cur[1] == '0'))
        lexer->cur++;
    zeros_end = lexer->cur + (*lexer->cur == '_');
    if (!read_digits(lexer))
        return TOKEN_ERROR;
    if (lexer->cur < zeros_end + 1 || is_number_tail(*lexer->cur))
        return read_number_tail(lexer);
    return fail_between(lexer, (int)(start + 1 - lexer->line_start),
                        (int)(zeros_end + 1 - lexer->line_start),
                        "leading zeros in decimal integer literals are not permitted; use an 0o "
                        "prefix for octal integers");
}

static TokenKind read_number(Lexer *lexer)
{
    if (*lexer->cur == '0') {
        switch (lexer->cur[1] | 0x20) {
        case 'x': lexer->cur++; return read_radix(lexer, 16, "hexadecimal");
        case 'o': lexer->cur++; return read_radix(lexer, 8, "octal");
        case 'b': lexer->cur++; return read_radix(lexer, 2, "binary");
        default: return read_leading_zero(lexer);
        }
    }
    if (!read_digits(lexer))
        return TOKEN_ERROR;
    return read_number_tail(lexer);
}

/* ---- Strings ----------------------------------------------------------------------------- */

static TokenKind fail_string(Lexer *lexer, const Token *token, const char *line_start, bool triple)
{
    int last_line = lexer->line;
    bool at_end = *lexer->cur != '\n';

    lexer->line = token->line;
    lexer->line_start = line_start;
    fail_at(lexer, token->text + 1, "unterminated %s literal (detected at line %d)",
            triple ? "triple-quoted string" : "string", last_line);
    return fail(lexer, at_end ? LEXER_END_IN_STRING : LEXER_REPORTED);
}

/* `cur` is on the opening quote. */
static TokenKind read_string(Lexer *lexer, const Token *token)
{
    const char *line_start = lexer->line_start;
    char quote = *lexer->cur++;
    int quotes = 1, closing = 0;

    if (lexer->cur[0] == quote && lexer->cur[1] == quote) {
        quotes = 3;
        lexer->cur += 2;
    }
    while (closing < quotes) {
        char c = *lexer->cur;
        if (lexer->cur == lexer->end || (c == '\n' && quotes == 1))
            return fail_string(lexer, token, line_start, quotes == 3);
        closing = c == quote ? closing + 1 : 0;
        if (c == '\\' && lexer->cur + 1 < lexer->end)
            c = *++lexer->cur;
        if (c == '\n')
            skip_newline(lexer);
        else
            lexer->cur++;
    }
    return TOKEN_STRING;
}

/* Is the word here the prefix of a string: b, u, r, f, br, rb, fr, rf in any case? */
static int string_prefix_size(const char *text)
{
    char first = (char)(text[0] | 0x20), second;

    if (first != 'b' && first != 'u' && first != 'r' && first != 'f')
        return 0;
    if (text[1] == '"' || text[1] == '\'')
        return 1;
    second = (char)(text[1] | 0x20);
    if (text[1] != '\0' && (text[2] == '"' || text[2] == '\'') &&
        ((first == 'r' && (second == 'b' || second == 'f')) ||
         (second == 'r' && (first == 'b' || first == 'f'))))
        return 2;
    return 0;
}

/* ---- Punctuation ------------------------------------------------------------------------- */

static TokenKind open_bracket(Lexer *lexer, TokenKind kind)
{
    LexerBracket *bracket;

    if (lexer->level >= LEXER_BRACKETS_MAX)
        return fail_at(lexer, lexer->cur, "too many nested parentheses");
    bracket = &lexer->brackets[lexer->level++];
    bracket->open = lexer->cur[-1];
    bracket->line = lexer->line;
    bracket->column = (int)(lexer->cur - 1 - lexer->line_start);
    return kind;
}

static TokenKind close_bracket(Lexer *lexer, TokenKind kind)
{
    char close = lexer->cur[-1];
    char open = close == ')' ? '(' : close == ']' ? '[' : '{';
    const LexerBracket *bracket;

    if (lexer->level == 0)
        return fail_at(lexer, lexer->cur, "unmatched '%c'", close);
    bracket = &lexer->brackets[--lexer->level];
    if (bracket->open == open)
        return kind;
    if (bracket->line != lexer->line)
        return fail_at(lexer, lexer->cur,
                       "closing parenthesis '%c' does not match opening parenthesis '%c' on line "
                       "%d",
                       close, bracket->open, bracket->line);
    return fail_at(lexer, lexer->cur,
                   "closing parenthesis '%c' does not match opening parenthesis '%c'", close,
                   bracket->open);
}

static TokenKind take(Lexer *lexer, int more, TokenKind kind)
{
    lexer->cur += more;
    return kind;
}

/* `x`, `x=`. */
static TokenKind one_or_equal(Lexer *lexer, TokenKind one, TokenKind equal)
{
    return *lexer->cur == '=' ? take(lexer, 1, equal) : one;
}

/* `x`, `xx`, `x=`, `xx=`. */
static TokenKind one_or_two(Lexer *lexer, TokenKind one, TokenKind two, TokenKind equal,
                            TokenKind two_equal)
{
    if (*lexer->cur == lexer->cur[-1]) {
        lexer->cur++;
        return one_or_equal(lexer, two, two_equal);
    }
    return one_or_equal(lexer, one, equal);
}

static TokenKind fail_unknown(Lexer *lexer)
{
    unsigned char c = (unsigned char)lexer->cur[-1];

    if (c < 0x20 || c == 0x7F)
        return fail_at(lexer, lexer->cur, "invalid non-printable character U+%04X", c);
    return TOKEN_OTHER;
}

static TokenKind read_punctuation(Lexer *lexer)
{
    switch (*lexer->cur++) {
    case '(': return open_bracket(lexer, TOKEN_LPAR);
    case ')': return close_bracket(lexer, TOKEN_RPAR);
    case '[': return open_bracket(lexer, TOKEN_LSQB);
    case ']': return close_bracket(lexer, TOKEN_RSQB);
    case '{': return open_bracket(lexer, TOKEN_LBRACE);
    case '}': return close_bracket(lexer, TOKEN_RBRACE);
    case ',': return TOKEN_COMMA;
    case ';': return TOKEN_SEMICOLON;
    case '~': return TOKEN_TILDE;
    case ':': return one_or_equal(lexer, TOKEN_COLON, TOKEN_COLON_EQUAL);
    case '=': return one_or_equal(lexer, TOKEN_EQUAL, TOKEN_EQUAL_EQUAL);
    case '+': return one_or_equal(lexer, TOKEN_PLUS, TOKEN_PLUS_EQUAL);
    case '%': return one_or_equal(lexer, TOKEN_PERCENT, TOKEN_PERCENT_EQUAL);
    case '@': return one_or_equal(lexer, TOKEN_AT, TOKEN_AT_EQUAL);
    case '&': return one_or_equal(lexer, TOKEN_AMPERSAND, TOKEN_AMPERSAND_EQUAL);
    case '|': return one_or_equal(lexer, TOKEN_VBAR, TOKEN_VBAR_EQUAL);
    case '^': return one_or_equal(lexer, TOKEN_CIRCUMFLEX, TOKEN_CIRCUMFLEX_EQUAL);
    case '*':
        return one_or_two(lexer, TOKEN_STAR, TOKEN_DOUBLE_STAR, TOKEN_STAR_EQUAL,
                          TOKEN_DOUBLE_STAR_EQUAL);
    case '/':
        return one_or_two(lexer, TOKEN_SLASH, TOKEN_DOUBLE_SLASH, TOKEN_SLASH_EQUAL,
                          TOKEN_DOUBLE_SLASH_EQUAL);
    case '<':
        if (*lexer->cur == '>') /* the barry_as_FLUFL operator */
            return take(lexer, 1, TOKEN_NOT_EQUAL);
        return one_or_two(lexer, TOKEN_LESS, TOKEN_LEFT_SHIFT, TOKEN_LESS_EQUAL,
                          TOKEN_LEFT_SHIFT_EQUAL);
    case '>':
        return one_or_two(lexer, TOKEN_GREATER, TOKEN_RIGHT_SHIFT, TOKEN_GREATER_EQUAL,
                          TOKEN_RIGHT_SHIFT_EQUAL);
    case '-':
        return *lexer->cur == '>' ? take(lexer, 1, TOKEN_ARROW)
                                  : one_or_equal(lexer, TOKEN_MINUS, TOKEN_MINUS_EQUAL);
    case '.':
        return lexer->cur[0] == '.' && lexer->cur[1] == '.' ? take(lexer, 2, TOKEN_ELLIPSIS)
                                                            : TOKEN_DOT;
    case '!':
        if (*lexer->cur == '=')
            return take(lexer, 1, TOKEN_NOT_EQUAL);
        return fail_unknown(lexer);
    default: return fail_unknown(lexer);
    }
}

/* ---- Tokens ------------------------------------------------------------------------------ */

/* A token without text: position -1, on the current line. */
static TokenKind finish_bare(Lexer *lexer, Token *token, TokenKind kind)
{
    token->kind = (uint8_t)kind;
    token->in_brackets = lexer->level > 0;
    token->text = lexer->cur;
    token->size = 0;
    token->line = token->end_line = lexer->line;
    token->column = token->end_column = -1;
    return kind;
}

/* A token from token->text (where its line and column are already known) up to cur. */
static TokenKind finish(Lexer *lexer, Token *token, TokenKind kind)
{
    token->kind = (uint8_t)kind;
    token->in_brackets = lexer->level > 0;
    token->size = (int)(lexer->cur - token->text);
    token->end_line = lexer->line;
    token->end_column = (int)(lexer->cur - lexer->line_start);
    if (lexer->line == lexer->first_line)
        token->end_column += lexer->first_column;
    return kind;
}

/* The end of the input closes brackets never, blocks always. */
static TokenKind finish_input(Lexer *lexer, Token *token)
{
    if (lexer->level > 0)
        fail(lexer, LEXER_END_IN_BRACKETS);
    return finish_bare(lexer, token, lexer->level > 0 ? TOKEN_ERROR : TOKEN_END);
}

static TokenKind finish_line(Lexer *lexer, Token *token)
{
    finish(lexer, token, TOKEN_NEWLINE);
    skip_newline(lexer);
    lexer->at_line_start = true;
    return TOKEN_NEWLINE;
}

/* Skips white space and a comment; returns where the comment or the next token starts. */
static inline const char *skip_space(Lexer *lexer)
{
    const char *cur = lexer->cur, *start;

    while (*cur == ' ' || *cur == '\t' || *cur == '\f')
        cur++;
    start = cur;
    if (*cur == '#') {
        cur = memchr(cur, '\n', (size_t)(lexer->end - cur));
        if (cur == NULL)
            cur = lexer->end;
    }
    lexer->cur = cur;
    return start;
}

/* The token that starts at cur, which is neither white space nor the end of a line. */
static TokenKind read_token(Lexer *lexer, const Token *token)
{
    char c = *lexer->cur;

    if (is_class(c, WORD_START)) {
        int prefix = string_prefix_size(lexer->cur);
        if (prefix == 0)
            return read_word(lexer);
        lexer->cur += prefix;
        return read_string(lexer, token);
    }
    if (is_class(c, DIGIT) || (c == '.' && is_class(lexer->cur[1], DIGIT)))
        return read_number(lexer);
    if (c == '"' || c == '\'')
        return read_string(lexer, token);
    return read_punctuation(lexer);
}

/* Skips blank lines and continuations up to the next token that has text; TOKEN_NAME stands for
 * "there is one". The newline at the end of a line starts where its comment does. */
static TokenKind find_token(Lexer *lexer, bool blank, const char **start)
{
    for (;;) {
        *start = skip_space(lexer);
        if (*lexer->cur == '\\') {
            lexer->cur++;
            if (!skip_continuation(lexer))
                return TOKEN_ERROR;
        } else if (*lexer->cur == '\n' && (blank || lexer->level > 0)) {
            skip_newline(lexer);
            if (blank)
                return TOKEN_NEWLINE;
        } else {
            return lexer->cur == lexer->end ? TOKEN_END : TOKEN_NAME;
        }
    }
}

TokenKind gb_lexer_next(Lexer *lexer, Token *token)
{
    const char *start;
    bool blank = false;
    TokenKind kind;

    if (lexer->failure != LEXER_FINE)
        return finish_bare(lexer, token, TOKEN_ERROR);
    do {
        if (lexer->at_line_start) {
            lexer->at_line_start = false;
            if (lexer->cur == lexer->end)
                set_indentation(lexer, 0, 0);
            else if (!read_indentation(lexer, &blank))
                return finish_bare(lexer, token, TOKEN_ERROR);
        }
        if (lexer->pending != 0) {
            kind = lexer->pending > 0 ? TOKEN_INDENT : TOKEN_DEDENT;
            lexer->pending += kind == TOKEN_INDENT ? -1 : 1;
            return finish_bare(lexer, token, kind);
        }
        kind = find_token(lexer, blank, &start);
        lexer->at_line_start = kind == TOKEN_NEWLINE;
        blank = false;
    } while (kind == TOKEN_NEWLINE);
    if (kind == TOKEN_ERROR)
        return finish_bare(lexer, token, TOKEN_ERROR);
    if (kind == TOKEN_END)
        return finish_input(lexer, token);
    token->text = start;
    token->line = lexer->line;
    token->column = (int)(start - lexer->line_start);
    if (lexer->line == lexer->first_line)
        token->column += lexer->first_column;
    if (*lexer->cur == '\n')
        return finish_line(lexer, token);
    return finish(lexer, token, read_token(lexer, token));
}

void gb_lexer_init(Lexer *lexer, const char *source, size_t size, AstArena *arena, AstError *error,
                   const GbParseOptions *options)
{
    lexer->source = lexer->cur = lexer->line_start = source;
    lexer->end = source + size;
    lexer->line = lexer->first_line = size > 0;
    lexer->first_column = 0;
    lexer->at_line_start = true;
    lexer->level = lexer->indent = lexer->pending = 0;
    lexer->indents[0] = lexer->alt_indents[0] = 0;
    lexer->failure = LEXER_FINE;
    lexer->arena = arena;
    lexer->error = error;
    lexer->options = options;
}
