/* f-strings as Python 3.11 reads them: the literal is one token, and each replacement field's
 * expression is cut out of its text, wrapped in parentheses and parsed on its own. */
#include "vm/syntax/parser.h"

#include <string.h>

enum { SPECS_MAX = 2 }; /* "{a:{b}}" but not "{a:{b:{c}}}" */

/* The text being walked. */
typedef struct FieldReader {
    StringBuilder *builder;
    const Token *token;
    const char *cur, *end;
    bool is_raw;
    int level; /* 0 in the string, 1 in a format spec, ... */
} FieldReader;

/* Where a replacement field's expression ends, and the brackets open on the way. */
typedef struct FieldScan {
    char brackets[LEXER_BRACKETS_MAX];
    int depth;
    char quote; /* of the string the scan is inside, or 0 */
    bool is_triple;
} FieldScan;

static bool read_pieces(FieldReader *reader);

static bool fail_field(FieldReader *reader, const char *message)
{
    return gb_parse_fail_literal(reader->builder->p, "f-string%s", message);
}

/* ---- Literal text ------------------------------------------------------------------------ */

/* \N{...}: its braces are no field. `cur` is behind the N. */
static void skip_character_name(FieldReader *reader)
{
    if (reader->cur == reader->end || *reader->cur != '{')
        return;
    while (reader->cur < reader->end && *reader->cur++ != '}')
        continue;
}

/* Reads text up to a field, the closing brace of a spec, or the end. A doubled brace counts as
 * one and is text. */
static bool read_literal(FieldReader *reader)
{
    Parser *p = reader->builder->p;
    const char *start = reader->cur;

    while (reader->cur < reader->end) {
        char c = *reader->cur++;
        if (c == '\\' && !reader->is_raw && reader->cur < reader->end) {
            c = *reader->cur++;
            if (c == 'N') {
                skip_character_name(reader);
                continue;
            }
            if (c == '{' &&
                !gb_parse_literal_warn(p, reader->token, "invalid escape sequence '\\{'"))
                return false;
        }
        if (c != '{' && c != '}')
            continue;
        if (reader->level == 0 && reader->cur < reader->end && *reader->cur == c) {
            if (!gb_parse_literal_decode_text(p, start, (size_t)(reader->cur - start),
                                              reader->is_raw, reader->token,
                                              &reader->builder->text))
                return false;
            start = ++reader->cur;
            continue;
        }
        if (reader->level == 0 && c == '}')
            return fail_field(reader, ": single '}' is not allowed");
        reader->cur--;
        break;
    }
    return gb_parse_literal_decode_text(p, start, (size_t)(reader->cur - start), reader->is_raw,
                                        reader->token, &reader->builder->text);
}

/* ---- The expression of a field ----------------------------------------------------------- */

static bool at_triple(const FieldReader *reader)
{
    return reader->end - reader->cur > 2 && reader->cur[1] == reader->cur[0] &&
           reader->cur[2] == reader->cur[0];
}

/* Inside a string: is this its end? */
static void scan_string(FieldReader *reader, FieldScan *scan)
{
    if (*reader->cur != scan->quote || (scan->is_triple && !at_triple(reader)))
        return;
    if (scan->is_triple)
        reader->cur += 2;
    scan->quote = 0;
}

static void scan_quote(FieldReader *reader, FieldScan *scan)
{
    scan->quote = *reader->cur;
    scan->is_triple = at_triple(reader);
    if (scan->is_triple)
        reader->cur += 2;
}

static bool scan_close(FieldReader *reader, FieldScan *scan)
{
    Parser *p = reader->builder->p;
    char close = *reader->cur, open;

    if (scan->depth == 0)
        return gb_parse_fail_literal(p, "f-string: unmatched '%c'", close);
    open = scan->brackets[--scan->depth];
    if (close == (open == '(' ? ')' : open == '[' ? ']' : '}'))
        return true;
    return gb_parse_fail_literal(p,
                                 "f-string: closing parenthesis '%c' does not match opening "
                                 "parenthesis '%c'",
                                 close, open);
}

/* Does the expression end here? Steps over the first byte of !=, ==, <= and >=. */
static bool ends_expression(FieldReader *reader)
{
    char c = *reader->cur;

    if (strchr("!:}=<>", c) == NULL)
        return false;
    if (reader->end - reader->cur > 1 && reader->cur[1] == '=' && strchr("!=<>", c) != NULL) {
        reader->cur++;
        return false;
    }
    return c != '<' && c != '>';
}

/* One byte of the expression. Sets *ended at its end. */
static bool scan_byte(FieldReader *reader, FieldScan *scan, bool *ended)
{
    char c = *reader->cur;

    if (c == '\\')
        return fail_field(reader, " expression part cannot include a backslash");
    if (scan->quote != 0) {
        scan_string(reader, scan);
        return true;
    }
    if (c == '#')
        return fail_field(reader, " expression part cannot include '#'");
    if (c == '\'' || c == '"') {
        scan_quote(reader, scan);
    } else if (c == '(' || c == '[' || c == '{') {
        if (scan->depth == LEXER_BRACKETS_MAX)
            return fail_field(reader, ": too many nested parenthesis");
        scan->brackets[scan->depth++] = c;
    } else if (scan->depth == 0 && ends_expression(reader)) {
        *ended = true;
    } else if (c == ')' || c == ']' || c == '}') {
        return scan_close(reader, scan);
    }
    return true;
}

/* Moves to the end of the expression: a conversion, a spec, a closing brace or an equals sign. */
static bool scan_expression(FieldReader *reader)
{
    FieldScan scan;
    bool ended = false;

    scan.depth = 0;
    scan.quote = 0;
    for (; reader->cur < reader->end; reader->cur++) {
        if (!scan_byte(reader, &scan, &ended))
            return false;
        if (ended)
            return true;
    }
    if (scan.quote != 0)
        return fail_field(reader, ": unterminated string");
    if (scan.depth > 0)
        return gb_parse_fail_literal(reader->builder->p, "f-string: unmatched '%c'",
                                     scan.brackets[scan.depth - 1]);
    return fail_field(reader, ": expecting '}'");
}

static bool is_blank(const char *start, const char *end)
{
    while (start < end && strchr(" \t\n\f", *start) != NULL)
        start++;
    return start == end;
}

/* The position CPython gives the opening brace at `brace`: the line it is on; the column counts
 * from the start of the string token or from its last newline. */
static void locate_field(const Token *token, const char *brace, int *line, int *column)
{
    const char *line_start = token->text;
    const char *after = brace + 1;

    *line = token->line;
    for (const char *c = token->text; c < brace; c++) {
        if (*c == '\n') {
            line_start = c + 1;
            (*line)++;
        }
    }
    while (*after == ' ' || *after == '\t' || *after == '\f')
        after++;
    *column = *after == '\n' ? 0 : (int)(brace - line_start);
    if (*line == token->line)
        *column += token->column;
}

static AstNode *compile_expression(FieldReader *reader, const char *start, const char *end)
{
    Parser *p = reader->builder->p;
    size_t size = (size_t)(end - start);
    char *fragment;
    int line, column;

    if (is_blank(start, end)) {
        if (*end == '!' || *end == ':' || *end == '=')
            return gb_parse_fail_literal(p, "f-string: expression required before '%c'", *end);
        return gb_parse_fail_literal(p, "f-string: empty expression not allowed");
    }
    fragment = gb_ast_arena_alloc(p->arena, size + 4);
    if (fragment == NULL)
        return NULL;
    fragment[0] = '(';
    memcpy(fragment + 1, start, size);
    memcpy(fragment + 1 + size, ")\n", 3);
    locate_field(reader->token, start - 1, &line, &column);
    return gb_parser_parse_fragment(p, fragment, size + 3, line, column);
}

/* ---- Fields ------------------------------------------------------------------------------ */

/* A format spec is a JoinedStr of its own. */
static AstNode *read_spec(FieldReader *reader)
{
    StringBuilder *outer = reader->builder;
    StringBuilder builder = {
        .p = outer->p, .first = outer->first, .last = outer->last, .is_u = outer->is_u};
    FieldReader inner = *reader;
    AstNode *node = NULL;

    inner.builder = &builder;
    inner.level++;
    if (read_pieces(&inner)) {
        /* The spec as a whole takes the position of the token it is in. */
        builder.first = builder.last = reader->token;
        gb_parse_string_builder_flush(&builder);
        node = gb_parse_node_new(outer->p, AST_JoinedStr, reader->token);
        node->end_line = reader->token->end_line;
        node->end_column = reader->token->end_column;
        node->as.JoinedStr.values = builder.values;
    }
    if (builder.text.failed)
        outer->text.failed = true;
    gb_ast_buffer_fini(&builder.text);
    reader->cur = inner.cur;
    return node;
}

/* "=" makes the source text of the expression, up to here, part of the string. */
static bool read_equals(FieldReader *reader, const char *start)
{
    if (*reader->cur != '=')
        return false;
    reader->cur++;
    while (reader->cur < reader->end && strchr(" \t\n\f\r\v", *reader->cur) != NULL)
        reader->cur++;
    gb_ast_buffer_add(&reader->builder->text, start, (size_t)(reader->cur - start));
    return true;
}

static bool read_conversion(FieldReader *reader, int *conversion)
{
    if (reader->cur >= reader->end)
        return fail_field(reader, ": expecting '}'");
    if (*reader->cur != '!')
        return true;
    if (++reader->cur >= reader->end)
        return fail_field(reader, ": expecting '}'");
    *conversion = (unsigned char)*reader->cur++;
    return *conversion == 's' || *conversion == 'r' || *conversion == 'a' ||
           fail_field(reader, ": invalid conversion character: expected 's', 'r', or 'a'");
}

/* {expression[=][!conversion][:spec]}: `cur` is on the brace. */
static bool read_field(FieldReader *reader)
{
    StringBuilder *builder = reader->builder;
    AstNode *node = gb_parse_node_new(builder->p, AST_FormattedValue, builder->first);
    const char *start = ++reader->cur;
    int conversion = -1;
    AstNode *value, *spec = NULL;
    bool has_equals;

    if (reader->level >= SPECS_MAX)
        return fail_field(reader, ": expressions nested too deeply");
    if (!scan_expression(reader) ||
        (value = compile_expression(reader, start, reader->cur)) == NULL)
        return false;
    has_equals = read_equals(reader, start);
    if (!read_conversion(reader, &conversion))
        return false;
    if (reader->cur < reader->end && *reader->cur == ':') {
        reader->cur++;
        if (reader->cur >= reader->end)
            return fail_field(reader, ": expecting '}'");
        if ((spec = read_spec(reader)) == NULL)
            return false;
    }
    if (reader->cur >= reader->end || *reader->cur != '}')
        return fail_field(reader, ": expecting '}'");
    reader->cur++;
    if (has_equals && spec == NULL && conversion < 0)
        conversion = 'r';
    node->as.FormattedValue.value = value;
    node->as.FormattedValue.conversion = conversion;
    node->as.FormattedValue.format_spec = spec;
    node->end_line = builder->last->end_line;
    node->end_column = builder->last->end_column;
    gb_parse_string_builder_flush(builder);
    return gb_parse_seq_add(builder->p, &builder->values, node);
}

/* Text and fields by turns, up to the end or the brace that closes a spec. */
static bool read_pieces(FieldReader *reader)
{
    for (;;) {
        if (!read_literal(reader))
            return false;
        if (reader->cur >= reader->end)
            return reader->level == 0 || fail_field(reader, ": expecting '}'");
        if (*reader->cur == '}')
            return true;
        if (!read_field(reader))
            return false;
    }
}

bool gb_parse_fstring_parse(StringBuilder *builder, const Token *token, const char *data,
                            size_t size, bool is_raw)
{
    FieldReader reader = {
        .builder = builder, .token = token, .cur = data, .end = data + size, .is_raw = is_raw};

    return read_pieces(&reader);
}
