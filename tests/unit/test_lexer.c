/* The lexer: tokens, layout and malformed text. */
#include "vm/syntax/lexer.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TOKENS_MAX = 64 };

typedef struct Lexed {
    Lexer lexer;
    AstArena arena;
    AstError error;
    GbParseOptions options;
    Token tokens[TOKENS_MAX];
    int count;
} Lexed;

/* Lexes up to the end or an error, both included. */
static void lex(Lexed *lexed, const char *source)
{
    memset(lexed, 0, sizeof *lexed);
    gb_ast_arena_init(&lexed->arena);
    gb_lexer_init(&lexed->lexer, source, strlen(source), &lexed->arena, &lexed->error,
               &lexed->options);
    do {
        cr_assert(lexed->count < TOKENS_MAX);
        gb_lexer_next(&lexed->lexer, &lexed->tokens[lexed->count]);
    } while (lexed->tokens[lexed->count].kind != TOKEN_END &&
             lexed->tokens[lexed->count++].kind != TOKEN_ERROR);
    lexed->count += lexed->tokens[lexed->count].kind == TOKEN_END;
}

static void expect_kinds(const char *source, const uint8_t *kinds, int count)
{
    Lexed lexed;

    lex(&lexed, source);
    cr_assert_eq(lexed.count, count, "%s: %d tokens", source, lexed.count);
    for (int i = 0; i < count; i++)
        cr_expect_eq(lexed.tokens[i].kind, kinds[i], "%s: token %d is %s", source, i,
                     gb_token_text((TokenKind)lexed.tokens[i].kind));
    gb_ast_arena_fini(&lexed.arena);
}

#define EXPECT_KINDS(source, ...)                                                       \
    expect_kinds(source, (const uint8_t[]){__VA_ARGS__},                                \
                 (int)sizeof((const uint8_t[]){__VA_ARGS__}))

static void expect_error(const char *source, const char *message, int line, int column)
{
    Lexed lexed;

    lex(&lexed, source);
    cr_expect_eq(lexed.error.kind, AST_ERROR_SYNTAX, "%s: no error", source);
    cr_expect_str_eq(lexed.error.message, message);
    cr_expect_eq(lexed.error.line, line, "%s: line %d", source, lexed.error.line);
    cr_expect_eq(lexed.error.column, column, "%s: column %d", source, lexed.error.column);
    gb_ast_arena_fini(&lexed.arena);
}

static void expect_failure(const char *source, LexerFailure failure)
{
    Lexed lexed;

    lex(&lexed, source);
    cr_expect_eq(lexed.lexer.failure, failure, "%s: failure %d", source, lexed.lexer.failure);
    gb_ast_arena_fini(&lexed.arena);
}

Test(lexer, a_line_is_tokens_and_a_newline)
{
    EXPECT_KINDS("x = 1\n", TOKEN_NAME, TOKEN_EQUAL, TOKEN_NUMBER, TOKEN_NEWLINE, TOKEN_END);
    EXPECT_KINDS("", TOKEN_END);
    EXPECT_KINDS("# only a comment\n\n", TOKEN_END);
}

Test(lexer, keywords_are_whole_words)
{
    EXPECT_KINDS("if iff not nonlocal\n", TOKEN_IF, TOKEN_NAME, TOKEN_NOT, TOKEN_NONLOCAL,
                 TOKEN_NEWLINE, TOKEN_END);
    EXPECT_KINDS("match case _\n", TOKEN_NAME, TOKEN_NAME, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_END);
}

Test(lexer, the_longest_operator_wins)
{
    EXPECT_KINDS("**= ** *= * // //= -> ... . :=\n", TOKEN_DOUBLE_STAR_EQUAL, TOKEN_DOUBLE_STAR,
                 TOKEN_STAR_EQUAL, TOKEN_STAR, TOKEN_DOUBLE_SLASH, TOKEN_DOUBLE_SLASH_EQUAL,
                 TOKEN_ARROW, TOKEN_ELLIPSIS, TOKEN_DOT, TOKEN_COLON_EQUAL, TOKEN_NEWLINE,
                 TOKEN_END);
}

Test(lexer, indentation_becomes_tokens)
{
    EXPECT_KINDS("if x:\n  y\n\n  # c\nz\n", TOKEN_IF, TOKEN_NAME, TOKEN_COLON, TOKEN_NEWLINE,
                 TOKEN_INDENT, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_DEDENT, TOKEN_NAME,
                 TOKEN_NEWLINE, TOKEN_END);
}

Test(lexer, blocks_end_with_the_input)
{
    EXPECT_KINDS("if x:\n  if y:\n    z\n", TOKEN_IF, TOKEN_NAME, TOKEN_COLON, TOKEN_NEWLINE,
                 TOKEN_INDENT, TOKEN_IF, TOKEN_NAME, TOKEN_COLON, TOKEN_NEWLINE, TOKEN_INDENT,
                 TOKEN_NAME, TOKEN_NEWLINE, TOKEN_DEDENT, TOKEN_DEDENT, TOKEN_END);
}

Test(lexer, brackets_and_backslashes_join_lines)
{
    EXPECT_KINDS("(\n  1\n)\n", TOKEN_LPAR, TOKEN_NUMBER, TOKEN_RPAR, TOKEN_NEWLINE, TOKEN_END);
    EXPECT_KINDS("a + \\\n  b\n", TOKEN_NAME, TOKEN_PLUS, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_END);
}

Test(lexer, strings_take_their_prefixes)
{
    EXPECT_KINDS("'a' rb'\\'' f\"x\" u'''\n''' bx 'q'\n", TOKEN_STRING, TOKEN_STRING,
                 TOKEN_STRING, TOKEN_STRING, TOKEN_NAME, TOKEN_STRING, TOKEN_NEWLINE, TOKEN_END);
}

Test(lexer, positions_are_bytes)
{
    Lexed lexed;

    lex(&lexed, "\xC3\xA9 = x\n");
    cr_expect_eq(lexed.tokens[1].column, 3);
    cr_expect_eq(lexed.tokens[2].end_column, 6);
    gb_ast_arena_fini(&lexed.arena);
}

Test(lexer, malformed_numbers)
{
    expect_error("1_", "invalid decimal literal", 1, 2);
    expect_error("0x", "invalid hexadecimal literal", 1, 2);
    expect_error("0o8", "invalid digit '8' in octal literal", 1, 3);
    expect_error("0b12", "invalid digit '2' in binary literal", 1, 4);
    expect_error("1abc", "invalid decimal literal", 1, 1);
    expect_error("1e+", "invalid decimal literal", 1, 3);
    expect_error("012", "leading zeros in decimal integer literals are not permitted; use an 0o "
                        "prefix for octal integers", 1, 1);
}

Test(lexer, malformed_strings)
{
    expect_error("x = 'abc\n", "unterminated string literal (detected at line 1)", 1, 5);
    expect_error("'''a\nb\n", "unterminated triple-quoted string literal (detected at line 2)",
                 1, 1);
}

Test(lexer, strange_characters)
{
    expect_error("a \xE2\x80\xA6 b\n", "invalid character '\xE2\x80\xA6' (U+2026)", 1, 3);
    expect_error("a \xC2\xA0 b\n", "invalid non-printable character U+00A0", 1, 3);
}

Test(lexer, brackets_must_match)
{
    expect_error("(]", "closing parenthesis ']' does not match opening parenthesis '('", 1, 2);
    expect_error("(\n]", "closing parenthesis ']' does not match opening parenthesis '(' on line "
                         "1", 2, 1);
    expect_error("x)", "unmatched ')'", 1, 2);
    expect_failure("(1,\n", LEXER_END_IN_BRACKETS);
}

Test(lexer, layout_failures)
{
    expect_failure("if x:\n    y\n  z\n", LEXER_BAD_DEDENT);
    expect_failure("if x:\n\ty\n        z\n", LEXER_MIXED_TABS);
    expect_failure("x \\ y\n", LEXER_TEXT_AFTER_BACKSLASH);
    expect_failure("x \\\n", LEXER_END_AFTER_BACKSLASH);
    expect_failure("'''abc", LEXER_END_IN_STRING);
}
