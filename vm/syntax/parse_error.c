/* What to say when a parse fails: positions, the generic error, and names for things. */
#include "vm/syntax/parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Raising ----------------------------------------------------------------------------- */

/* The line to show and the columns in it. A fragment of an f-string shows itself, with columns
 * that start at its own beginning. */
static void *fail_formatted(Parser *p, AstErrorKind kind, int line, int column, int end_line,
                            int end_column, const char *format, va_list arguments)
{
    const Lexer *lexer = &p->lexer;
    const char *text;
    char message[256];

    if (!p->diagnosing || has_failed(p))
        return NULL;
    vsnprintf(message, sizeof message, format, arguments);
    text = gb_lexer_find_line(lexer, line);
    if (p->in_fstring) {
        if (line == lexer->first_line)
            column -= lexer->first_column;
        if (end_line == lexer->first_line)
            end_column -= lexer->first_column;
    }
    gb_lexer_error(&p->lexer, kind, text != NULL ? text : lexer->end, line, column, end_line,
                   end_column, "%s%s", p->in_fstring ? "f-string: " : "", message);
    return NULL;
}

void *gb_parse_fail_position(Parser *p, AstErrorKind kind, int line, int column, int end_line,
                             int end_column, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fail_formatted(p, kind, line, column, end_line, end_column, format, arguments);
    va_end(arguments);
    return NULL;
}

void *gb_parse_fail_range(Parser *p, const Token *start, const Token *end, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fail_formatted(p, AST_ERROR_SYNTAX, start->line, start->column + 1, end->end_line,
                   end->end_column + 1, format, arguments);
    va_end(arguments);
    return NULL;
}

void *gb_parse_fail_token(Parser *p, const Token *token, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fail_formatted(p, AST_ERROR_SYNTAX, token->line, token->column + 1, token->end_line,
                   token->end_column + 1, format, arguments);
    va_end(arguments);
    return NULL;
}

void *gb_parse_fail_node(Parser *p, const AstNode *node, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fail_formatted(p, AST_ERROR_SYNTAX, node->line, node->column + 1, node->end_line,
                   node->end_column + 1, format, arguments);
    va_end(arguments);
    return NULL;
}

void *gb_parse_fail_nodes(Parser *p, const AstNode *start, const AstNode *end, const char *format,
                          ...)
{
    va_list arguments;

    va_start(arguments, format);
    fail_formatted(p, AST_ERROR_SYNTAX, start->line, start->column + 1, end->end_line,
                   end->end_column + 1, format, arguments);
    va_end(arguments);
    return NULL;
}

void *gb_parse_fail_from(Parser *p, const AstNode *start, const char *message)
{
    const Lexer *lexer = &p->lexer;

    return gb_parse_fail_position(p, AST_ERROR_SYNTAX, start->line, start->column + 1, lexer->line,
                                  (int)(lexer->cur - lexer->line_start), "%s", message);
}

void *gb_parse_fail_here(Parser *p, AstErrorKind kind, const char *format, ...)
{
    const Token *token = token_at(p, p->count - 1);
    int column = token->column + 1, end_column = token->end_column + 1;
    va_list arguments;

    if (token->column < 0) {
        column = (int)(p->lexer.cur - p->lexer.line_start);
        end_column = -1;
    }
    va_start(arguments, format);
    fail_formatted(p, kind, token->line, column, token->end_line, end_column, format, arguments);
    va_end(arguments);
    return NULL;
}

void *gb_parse_fail_literal(Parser *p, const char *format, ...)
{
    bool was_diagnosing = p->diagnosing;
    char message[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    p->diagnosing = true;
    gb_parse_fail_here(p, AST_ERROR_SYNTAX, "%s", message);
    p->diagnosing = was_diagnosing;
    return NULL;
}

/* ---- The lexer's layout errors ----------------------------------------------------------- */

static void fail_unclosed(Parser *p)
{
    const LexerBracket *bracket = &p->lexer.brackets[p->lexer.level - 1];

    gb_parse_fail_position(p, AST_ERROR_SYNTAX, bracket->line, bracket->column + 1, bracket->line,
                           0, "'%c' was never closed", bracket->open);
}

void gb_parser_fail_lexer(Parser *p)
{
    const Lexer *lexer = &p->lexer;
    bool was_diagnosing = p->diagnosing;

    p->diagnosing = true;
    switch (lexer->failure) {
    case LEXER_END_IN_BRACKETS: fail_unclosed(p); break;
    case LEXER_END_AFTER_BACKSLASH:
        if (lexer->level > 0)
            fail_unclosed(p);
        else
            gb_parse_fail_here(p, AST_ERROR_SYNTAX, "unexpected EOF while parsing");
        break;
    case LEXER_TEXT_AFTER_BACKSLASH:
        gb_parse_fail_position(p, AST_ERROR_SYNTAX, lexer->line,
                               (int)(lexer->cur - lexer->line_start) + (lexer->cur < lexer->end),
                               lexer->line, 0,
                               "unexpected character after line continuation character");
        break;
    case LEXER_BAD_DEDENT:
        gb_parse_fail_here(p, AST_ERROR_INDENTATION,
                           "unindent does not match any outer indentation level");
        break;
    case LEXER_MIXED_TABS:
        gb_parse_fail_position(p, AST_ERROR_TAB, lexer->line, 1, lexer->line, 0,
                               "inconsistent use of tabs and spaces in indentation");
        break;
    case LEXER_TOO_DEEP:
        gb_parse_fail_position(p, AST_ERROR_INDENTATION, lexer->line, 1, lexer->line, 0,
                               "too many levels of indentation");
        break;
    default: gb_parse_fail_here(p, AST_ERROR_SYNTAX, "invalid syntax"); break;
    }
    p->diagnosing = was_diagnosing;
}

void gb_parser_fail_generic(Parser *p, const Token *last)
{
    p->diagnosing = true;
    if (last->kind == TOKEN_INDENT)
        gb_parse_fail_here(p, AST_ERROR_INDENTATION, "unexpected indent");
    else if (last->kind == TOKEN_DEDENT)
        gb_parse_fail_here(p, AST_ERROR_INDENTATION, "unexpected unindent");
    else
        gb_parse_fail_token(p, last, "invalid syntax");
}

void gb_parser_check_rest(Parser *p)
{
    AstError found = *p->error;
    int line = token_at(p, p->count - 1)->line;
    Token token;
    TokenKind kind;

    if (p->error->kind == AST_ERROR_MEMORY || p->error->kind == AST_ERROR_RECURSION)
        return;
    *p->error = (AstError){0};
    do {
        kind = gb_lexer_next(&p->lexer, &token);
    } while (kind != TOKEN_END && kind != TOKEN_ERROR);
    if (kind == TOKEN_ERROR && !has_failed(p) && p->lexer.level > 0 &&
        line > p->lexer.brackets[p->lexer.level - 1].line)
        fail_unclosed(p);
    if (!has_failed(p))
        *p->error = found;
}

/* ---- Names for things -------------------------------------------------------------------- */

static const char *constant_name(const AstNode *node)
{
    switch (node->as.Constant.value.type) {
    case AST_CONST_None: return "None";
    case AST_CONST_True: return "True";
    case AST_CONST_False: return "False";
    case AST_CONST_Ellipsis: return "ellipsis";
    default: return "literal";
    }
}

const char *gb_parse_expression_name(const AstNode *node)
{
    switch (node->kind) {
    case AST_Attribute: return "attribute";
    case AST_Subscript: return "subscript";
    case AST_Starred: return "starred";
    case AST_Name: return "name";
    case AST_List: return "list";
    case AST_Tuple: return "tuple";
    case AST_Lambda: return "lambda";
    case AST_Call: return "function call";
    case AST_BoolOp:
    case AST_BinOp:
    case AST_UnaryOp: return "expression";
    case AST_GeneratorExp: return "generator expression";
    case AST_Yield:
    case AST_YieldFrom: return "yield expression";
    case AST_Await: return "await expression";
    case AST_ListComp: return "list comprehension";
    case AST_SetComp: return "set comprehension";
    case AST_DictComp: return "dict comprehension";
    case AST_Dict: return "dict literal";
    case AST_Set: return "set display";
    case AST_JoinedStr:
    case AST_FormattedValue: return "f-string expression";
    case AST_Constant: return constant_name(node);
    case AST_Compare: return "comparison";
    case AST_IfExp: return "conditional expression";
    case AST_NamedExpr: return "named expression";
    default: return "expression";
    }
}

static const AstNode *find_invalid_item(AstSeq items, TargetUse use)
{
    for (int i = 0; i < items.count; i++) {
        const AstNode *invalid = gb_parse_find_invalid_target(items.items[i], use);
        if (invalid != NULL)
            return invalid;
    }
    return NULL;
}

const AstNode *gb_parse_find_invalid_target(const AstNode *node, TargetUse use)
{
    switch (node->kind) {
    case AST_List: return find_invalid_item(node->as.List.elts, use);
    case AST_Tuple: return find_invalid_item(node->as.Tuple.elts, use);
    case AST_Starred:
        return use == TARGET_DELETE ? node
                                    : gb_parse_find_invalid_target(node->as.Starred.value, use);
    case AST_Compare:
        /* "for f() in x" was read as a comparison. */
        if (use != TARGET_FOR)
            return node;
        return node->as.Compare.ops.items[0] == AST_In
                   ? gb_parse_find_invalid_target(node->as.Compare.left, use)
                   : NULL;
    case AST_Name:
    case AST_Subscript:
    case AST_Attribute: return NULL;
    default: return node;
    }
}

void *gb_parse_fail_invalid_target(Parser *p, const AstNode *node, TargetUse use)
{
    const AstNode *invalid = gb_parse_find_invalid_target(node, use);

    if (invalid == NULL)
        return NULL;
    return gb_parse_fail_node(p, invalid, "cannot %s %s",
                              use == TARGET_DELETE ? "delete" : "assign to",
                              gb_parse_expression_name(invalid));
}
