/* Numbers and strings: from a literal's text to its value. */
#include "vm/syntax/parser.h"

#include <stdlib.h>
#include <string.h>

/* ---- Numbers ----------------------------------------------------------------------------- */

/* The text without underscores. */
static AstText strip_underscores(Parser *p, const Token *token)
{
    AstText text = gb_ast_text_copy(p->arena, token->text, (size_t)token->size);
    char *out = (char *)text.data;

    if (out == NULL || memchr(out, '_', (size_t)text.size) == NULL)
        return text;
    for (int i = 0; i < token->size; i++) {
        if (token->text[i] != '_')
            *out++ = token->text[i];
    }
    *out = '\0';
    text.size = (int)(out - text.data);
    return text;
}

static bool is_integer(AstText text)
{
    if (text.size > 1 && text.data[0] == '0' && strchr("xXoObB", text.data[1]) != NULL)
        return true;
    return strpbrk(text.data, ".eEjJ") == NULL;
}

static bool check_digits(Parser *p, const Token *token, AstText text)
{
    bool is_short = text.data[0] == '0'; /* 0x and its like, and zero itself. */
    int given = p->options->max_digits, most = given == 0 ? GB_PARSE_DIGITS_DEFAULT : given;

    if (is_short || most < 0 || text.size <= most)
        return true;
    return gb_parse_fail_position(
        p, AST_ERROR_SYNTAX, token->line, 0, token->end_line, 0,
        "Exceeds the limit (%d digits) for integer string conversion: value "
        "has %d digits; use sys.set_int_max_str_digits() to increase the limit - "
        "Consider hexadecimal for huge integer literals to avoid decimal "
        "conversion limits.",
        most, text.size);
}

AstNode *gb_parse_number(Parser *p)
{
    const Token *token = advance(p);
    AstNode *node = gb_parse_node_new(p, AST_Constant, token);
    AstLiteral *literal = &node->as.Constant.value;
    char last = token->text[token->size - 1];

    literal->text = strip_underscores(p, token);
    if (literal->text.data == NULL)
        return NULL;
    if (is_integer(literal->text)) {
        literal->type = AST_CONST_int;
        if (literal->text.data[0] == '0' && literal->text.data[1] <= '9')
            literal->text.size = 1; /* However many zeros. */
        return check_digits(p, token, literal->text) ? gb_parse_node_end(p, node) : NULL;
    }
    literal->type = last == 'j' || last == 'J' ? AST_CONST_complex : AST_CONST_float;
    literal->number = strtod(literal->text.data, NULL);
    return gb_parse_node_end(p, node);
}

/* ---- Escapes ----------------------------------------------------------------------------- */

/* One run over the content of a literal. */
typedef struct Decoder {
    Parser *p;
    const Token *token;
    const char *start, *cur, *end;
    AstBuffer *out;
    bool is_bytes;
    bool warned; /* only the first odd escape of a piece is worth a word */
} Decoder;

/* Python's decoder sees characters beyond ASCII as ten bytes, \UXXXXXXXX, and counts those. */
static int decoder_offset(const Decoder *decoder, const char *at)
{
    int offset = 0;

    for (const char *c = decoder->start; c < at; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte < 0x80)
            offset++;
        else if ((byte & 0xC0) != 0x80)
            offset += 10;
    }
    return offset;
}

static bool fail_escape(const Decoder *decoder, const char *from, const char *message)
{
    return gb_parse_fail_literal(decoder->p,
                                 "(unicode error) 'unicodeescape' codec can't decode bytes in "
                                 "position %d-%d: %s",
                                 decoder_offset(decoder, from),
                                 decoder_offset(decoder, decoder->cur) - 1, message);
}

static void decoder_add(Decoder *decoder, uint32_t code)
{
    char bytes[4];

    if (decoder->is_bytes) {
        bytes[0] = (char)code;
        gb_ast_buffer_add(decoder->out, bytes, 1);
    } else {
        gb_ast_buffer_add(decoder->out, bytes, (size_t)gb_parse_utf8_encode(code, bytes));
    }
}

bool gb_parse_literal_warn(Parser *p, const Token *token, const char *message)
{
    const GbParseOptions *options = p->options;
    bool was_diagnosing = p->diagnosing;

    if (options->warn == NULL || token->text < p->warned_until)
        return true;
    if (p->outer == NULL)
        p->warned_until = token->text + 1;
    if (options->warn(options->warn_context, GB_PARSE_DEPRECATION_WARNING, message, token->line) ==
        0)
        return true;
    p->diagnosing = true;
    gb_parse_fail_token(p, token, "%s", message);
    p->diagnosing = was_diagnosing;
    return false;
}

/* The backslash stays, for now. */
static bool warn_escape(Decoder *decoder, char c)
{
    char message[] = "invalid escape sequence '\\?'";

    if (decoder->warned)
        return true;
    decoder->warned = true;
    message[sizeof message - 3] = c;
    return gb_parse_literal_warn(decoder->p, decoder->token, message);
}

static bool warn_octal(Decoder *decoder, const char *digits)
{
    char message[] = "invalid octal escape sequence '\\000'";

    if (decoder->warned)
        return true;
    decoder->warned = true;
    memcpy(message + sizeof message - 5, digits, 3);
    return gb_parse_literal_warn(decoder->p, decoder->token, message);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Up to `most` hexadecimal digits; returns how many there were. */
static int read_hex(Decoder *decoder, int most, uint32_t *code)
{
    int count = 0;

    *code = 0;
    while (count < most && decoder->cur < decoder->end && hex_value(*decoder->cur) >= 0) {
        *code = *code << 4 | (uint32_t)hex_value(*decoder->cur++);
        count++;
    }
    return count;
}

static bool decode_hex(Decoder *decoder, const char *from, int digits)
{
    uint32_t code;

    if (read_hex(decoder, digits, &code) < digits) {
        if (decoder->is_bytes)
            return gb_parse_fail_literal(decoder->p,
                                         "(value error) invalid \\x escape at position %d",
                                         (int)(from - decoder->start));
        return fail_escape(decoder, from,
                           digits == 2   ? "truncated \\xXX escape"
                           : digits == 4 ? "truncated \\uXXXX escape"
                                         : "truncated \\UXXXXXXXX escape");
    }
    if (code > 0x10FFFF)
        return fail_escape(decoder, from, "illegal Unicode character");
    decoder_add(decoder, code);
    return true;
}

static bool decode_octal(Decoder *decoder)
{
    const char *digits = decoder->cur - 1;
    uint32_t code = 0;

    decoder->cur--;
    while (decoder->cur < decoder->end && decoder->cur < digits + 3 && *decoder->cur >= '0' &&
           *decoder->cur <= '7')
        code = code << 3 | (uint32_t)(*decoder->cur++ - '0');
    if (code > 0377 && !warn_octal(decoder, digits))
        return false;
    decoder_add(decoder, decoder->is_bytes ? code & 0377 : code);
    return true;
}

/* \N{LATIN SMALL LETTER A} */
static bool decode_name(Decoder *decoder, const char *from)
{
    const GbParseOptions *options = decoder->p->options;
    const char *name, *close;
    uint32_t code;

    if (decoder->cur == decoder->end || *decoder->cur != '{')
        return fail_escape(decoder, from, "malformed \\N character escape");
    name = ++decoder->cur;
    close = memchr(name, '}', (size_t)(decoder->end - name));
    if (close == NULL || close == name) {
        decoder->cur = close == NULL ? decoder->end : close;
        return fail_escape(decoder, from, "malformed \\N character escape");
    }
    decoder->cur = close + 1;
    if (options->unicode_name == NULL ||
        !options->unicode_name(name, (size_t)(close - name), &code))
        return fail_escape(decoder, from, "unknown Unicode character name");
    decoder_add(decoder, code);
    return true;
}

/* `cur` is behind the backslash. */
static bool decode_escape(Decoder *decoder)
{
    const char *from = decoder->cur - 1;
    char c;

    if (decoder->cur == decoder->end) {
        decoder_add(decoder, '\\');
        return true;
    }
    c = *decoder->cur++;
    switch (c) {
    case '\n': return true;
    case '\\':
    case '\'':
    case '"': decoder_add(decoder, (uint32_t)c); return true;
    case 'a': decoder_add(decoder, '\a'); return true;
    case 'b': decoder_add(decoder, '\b'); return true;
    case 'f': decoder_add(decoder, '\f'); return true;
    case 'n': decoder_add(decoder, '\n'); return true;
    case 'r': decoder_add(decoder, '\r'); return true;
    case 't': decoder_add(decoder, '\t'); return true;
    case 'v': decoder_add(decoder, '\v'); return true;
    case 'x': return decode_hex(decoder, from, 2);
    case '0' ... '7': return decode_octal(decoder);
    default: break;
    }
    if (!decoder->is_bytes && c == 'u')
        return decode_hex(decoder, from, 4);
    if (!decoder->is_bytes && c == 'U')
        return decode_hex(decoder, from, 8);
    if (!decoder->is_bytes && c == 'N')
        return decode_name(decoder, from);
    decoder->cur--;
    decoder_add(decoder, '\\');
    return (unsigned char)c >= 0x80 || warn_escape(decoder, c);
}

static bool decode(Decoder *decoder, bool is_raw)
{
    while (decoder->cur < decoder->end) {
        size_t left = (size_t)(decoder->end - decoder->cur);
        const char *backslash = is_raw ? NULL : memchr(decoder->cur, '\\', left);
        const char *stop = backslash == NULL ? decoder->end : backslash;
        gb_ast_buffer_add(decoder->out, decoder->cur, (size_t)(stop - decoder->cur));
        decoder->cur = stop;
        if (backslash != NULL) {
            decoder->cur++;
            if (!decode_escape(decoder))
                return false;
        }
    }
    return true;
}

/* The source may hold bytes that are not UTF-8. */
static bool check_utf8(Parser *p, const char *data, size_t size)
{
    const char *end = data + size;

    for (const char *at = data; at < end;) {
        uint32_t code;
        int step = (unsigned char)*at < 0x80 ? 1 : gb_parse_utf8_decode(at, end, &code);
        unsigned char c = (unsigned char)*at;
        if (step == 0)
            return gb_parse_fail_literal(
                p,
                "(unicode error) 'utf-8' codec can't decode byte 0x%02x in "
                "position %d: invalid %s byte",
                c, (int)(at - data), c >= 0xC2 && c <= 0xF4 ? "continuation" : "start");
        at += step;
    }
    return true;
}

bool gb_parse_literal_decode_text(Parser *p, const char *data, size_t size, bool is_raw,
                                  const Token *token, AstBuffer *out)
{
    Decoder decoder = {
        .p = p, .token = token, .start = data, .cur = data, .end = data + size, .out = out};

    return check_utf8(p, data, size) && decode(&decoder, is_raw);
}

bool gb_parse_literal_decode_bytes(Parser *p, const char *data, size_t size, bool is_raw,
                                   const Token *token, AstBuffer *out)
{
    Decoder decoder = {.p = p,
                       .token = token,
                       .start = data,
                       .cur = data,
                       .end = data + size,
                       .out = out,
                       .is_bytes = true};
    bool was_diagnosing = p->diagnosing;

    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)data[i] >= 0x80) {
            p->diagnosing = true;
            gb_parse_fail_token(p, token, "bytes can only contain ASCII literal characters");
            p->diagnosing = was_diagnosing;
            return false;
        }
    }
    return decode(&decoder, is_raw);
}

/* ---- String tokens ----------------------------------------------------------------------- */

/* A string token taken apart. */
typedef struct StringParts {
    bool is_raw, is_bytes, is_format, is_u;
    const char *content;
    size_t size;
} StringParts;

static StringParts split_string(const Token *token)
{
    const char *cur = token->text;
    const char *end = token->text + token->size;
    StringParts parts = {0};
    int quotes = 1;

    for (; *cur != '\'' && *cur != '"'; cur++) {
        char prefix = (char)(*cur | 0x20);
        parts.is_raw |= prefix == 'r';
        parts.is_bytes |= prefix == 'b';
        parts.is_format |= prefix == 'f';
        parts.is_u |= *cur == 'u'; /* CPython forgets U */
    }
    if (end - cur >= 6 && cur[1] == cur[0] && cur[2] == cur[0])
        quotes = 3;
    parts.content = cur + quotes;
    parts.size = (size_t)(end - cur) - 2 * (size_t)quotes;
    return parts;
}

/* All adjacent strings must be bytes or none. */
static bool check_mix(Parser *p, int first, int count)
{
    bool is_bytes = split_string(token_at(p, first)).is_bytes;

    for (int i = 1; i < count; i++) {
        if (split_string(token_at(p, first + i)).is_bytes != is_bytes)
            return gb_parse_fail_literal(p, "cannot mix bytes and nonbytes literals");
    }
    return true;
}

static AstNode *new_constant(StringBuilder *builder, AstLiteralType type)
{
    Parser *p = builder->p;
    AstNode *node = gb_parse_node_new(p, AST_Constant, builder->first);
    AstBuffer *text = &builder->text;

    node->end_line = builder->last->end_line;
    node->end_column = builder->last->end_column;
    node->as.Constant.value.type = type;
    node->as.Constant.value.is_u = builder->is_u && type == AST_CONST_str;
    node->as.Constant.value.text = gb_ast_text_copy(p->arena, text->data == NULL ? "" : text->data,
                                                    text->size);
    text->size = 0;
    return node;
}

void gb_parse_string_builder_flush(StringBuilder *builder)
{
    if (builder->text.size > 0)
        gb_parse_seq_add(builder->p, &builder->values, new_constant(builder, AST_CONST_str));
}

/* Adds one token's content. */
static bool add_string(StringBuilder *builder, const Token *token)
{
    StringParts parts = split_string(token);

    if (parts.is_format)
        return gb_parse_fstring_parse(builder, token, parts.content, parts.size, parts.is_raw);
    if (parts.is_bytes)
        return gb_parse_literal_decode_bytes(builder->p, parts.content, parts.size, parts.is_raw,
                                             token, &builder->text);
    return gb_parse_literal_decode_text(builder->p, parts.content, parts.size, parts.is_raw, token,
                                        &builder->text);
}

static AstNode *finish_strings(StringBuilder *builder, bool is_bytes, bool is_format)
{
    AstNode *node;

    if (!is_format)
        return new_constant(builder, is_bytes ? AST_CONST_bytes : AST_CONST_str);
    gb_parse_string_builder_flush(builder);
    node = gb_parse_node_new(builder->p, AST_JoinedStr, builder->first);
    node->as.JoinedStr.values = builder->values;
    return gb_parse_node_end(builder->p, node);
}

AstNode *gb_parse_strings(Parser *p)
{
    int first = p->position, count;
    StringBuilder builder = {.p = p};
    AstNode *node = NULL;
    bool is_bytes, is_format = false;

    while (accept(p, TOKEN_STRING))
        continue;
    count = p->position - first;
    if (has_failed(p) || !check_mix(p, first, count))
        return NULL;
    builder.first = token_at(p, first);
    builder.last = token_at(p, first + count - 1);
    builder.is_u = split_string(builder.first).is_u;
    is_bytes = split_string(builder.first).is_bytes;
    for (int i = 0; i < count; i++) {
        is_format |= split_string(token_at(p, first + i)).is_format;
        if (!add_string(&builder, token_at(p, first + i)))
            goto done;
    }
    if (builder.text.failed)
        p->arena->failed = true;
    else
        node = finish_strings(&builder, is_bytes, is_format);
done:
    gb_ast_buffer_fini(&builder.text);
    return has_failed(p) ? NULL : node;
}
