/* How literal values look in source: repr() of int, float, complex, str and bytes. */
#include "vm/syntax/ast_repr.h"

#include "vm/syntax/lexer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- Numbers ----------------------------------------------------------------------------- */

static int digit_value(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Adds digits of a base that is a power of two to a number kept as billions, lowest first. */
static size_t multiply_add(uint32_t *billions, size_t count, uint32_t base, uint32_t digit)
{
    uint64_t carry = digit;

    for (size_t i = 0; i < count; i++) {
        carry += (uint64_t)billions[i] * base;
        billions[i] = (uint32_t)(carry % 1000000000);
        carry /= 1000000000;
    }
    if (carry > 0)
        billions[count++] = (uint32_t)carry;
    return count;
}

static void add_radix(AstBuffer *buffer, AstText text, uint32_t base)
{
    uint32_t *billions = calloc((size_t)text.size / 2 + 2, sizeof *billions);
    char part[16];
    size_t count = 1;

    if (billions == NULL) {
        buffer->failed = true;
        return;
    }
    for (int i = 2; i < text.size; i++)
        count = multiply_add(billions, count, base, (uint32_t)digit_value(text.data[i]));
    snprintf(part, sizeof part, "%u", billions[--count]);
    gb_ast_buffer_add_string(buffer, part);
    while (count > 0) {
        snprintf(part, sizeof part, "%09u", billions[--count]);
        gb_ast_buffer_add_string(buffer, part);
    }
    free(billions);
}

static void add_int(AstBuffer *buffer, AstText text)
{
    int zeros = 0;

    if (text.size > 2 && text.data[1] > '9') {
        char letter = (char)(text.data[1] | 0x20);
        add_radix(buffer, text, letter == 'x' ? 16 : letter == 'o' ? 8 : 2);
        return;
    }
    while (zeros + 1 < text.size && text.data[zeros] == '0')
        zeros++;
    gb_ast_buffer_add(buffer, text.data + zeros, (size_t)(text.size - zeros));
}

/* Splits the shortest digits that read back as the number: returns the decimal exponent. */
static int shortest_digits(double number, char *digits)
{
    char text[32];
    int count = 0, exponent;

    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, number);
        if (strtod(text, NULL) == number)
            break;
    }
    for (const char *c = text; *c != 'e'; c++) {
        if (*c >= '0' && *c <= '9')
            digits[count++] = *c;
    }
    exponent = atoi(strchr(text, 'e') + 1);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
    return exponent;
}

static void add_zeros(AstBuffer *buffer, int count)
{
    while (count-- > 0)
        gb_ast_buffer_add(buffer, "0", 1);
}

/* As float.__repr__: with an exponent below 1e-4 and from 1e16 on. Infinity has no literal but
 * one that is too large. */
static void add_float(AstBuffer *buffer, double number, bool with_point)
{
    char digits[32], tail[16];
    int exponent, count;

    if (isinf(number)) {
        gb_ast_buffer_add_string(buffer, "1e309");
        return;
    }
    exponent = shortest_digits(number, digits);
    count = (int)strlen(digits);
    if (exponent < -4 || exponent >= 16) {
        gb_ast_buffer_add(buffer, digits, 1);
        if (count > 1) {
            gb_ast_buffer_add(buffer, ".", 1);
            gb_ast_buffer_add_string(buffer, digits + 1);
        }
        snprintf(tail, sizeof tail, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        gb_ast_buffer_add_string(buffer, tail);
    } else if (exponent < 0) {
        gb_ast_buffer_add_string(buffer, "0.");
        add_zeros(buffer, -exponent - 1);
        gb_ast_buffer_add_string(buffer, digits);
    } else {
        int whole = exponent + 1 < count ? exponent + 1 : count;
        gb_ast_buffer_add(buffer, digits, (size_t)whole);
        add_zeros(buffer, exponent + 1 - whole);
        if (count > whole || with_point)
            gb_ast_buffer_add(buffer, ".", 1);
        if (count > whole)
            gb_ast_buffer_add_string(buffer, digits + whole);
        else if (with_point)
            gb_ast_buffer_add(buffer, "0", 1);
    }
}

/* ---- Strings ----------------------------------------------------------------------------- */

static bool is_printable(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
        return code == ' ';
    default:
        return true;
    }
}

static void add_escape(AstBuffer *buffer, uint32_t code)
{
    char text[16];
    const char *format = code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x";

    switch (code) {
    case '\n': gb_ast_buffer_add_string(buffer, "\\n"); return;
    case '\r': gb_ast_buffer_add_string(buffer, "\\r"); return;
    case '\t': gb_ast_buffer_add_string(buffer, "\\t"); return;
    default:
        snprintf(text, sizeof text, format, code);
        gb_ast_buffer_add_string(buffer, text);
    }
}

/* Single quotes, unless there are only single quotes inside. */
static char choose_quote(AstText text)
{
    bool has_single = text.size > 0 && memchr(text.data, '\'', (size_t)text.size) != NULL;
    bool has_double = text.size > 0 && memchr(text.data, '"', (size_t)text.size) != NULL;

    return has_single && !has_double ? '"' : '\'';
}

/* Decodes one character of WTF-8, or takes one byte. */
static int next_code(const char *at, const char *end, bool is_bytes, uint32_t *code)
{
    const unsigned char *c = (const unsigned char *)at;
    int size;

    *code = *c;
    if (is_bytes || *c < 0x80)
        return 1;
    size = gb_parse_utf8_decode(at, end, code);
    if (size > 0)
        return size;
    if (end - at >= 3) {    /* a lone surrogate */
        *code = (uint32_t)(c[0] & 0x0F) << 12 | (uint32_t)(c[1] & 0x3F) << 6 | (c[2] & 0x3F);
        return 3;
    }
    return 1;
}

static void add_string(AstBuffer *buffer, AstText text, bool is_bytes)
{
    const char *end = text.data + text.size;
    char quote = choose_quote(text);

    gb_ast_buffer_add(buffer, &quote, 1);
    for (const char *at = text.data; at < end;) {
        uint32_t code;
        int size = next_code(at, end, is_bytes, &code);
        if (code == (uint32_t)quote || code == '\\')
            gb_ast_buffer_add(buffer, "\\", 1);
        if ((is_bytes && code >= 0x7F) || !is_printable(code))
            add_escape(buffer, code);
        else
            gb_ast_buffer_add(buffer, at, (size_t)size);
        at += size;
    }
    gb_ast_buffer_add(buffer, &quote, 1);
}

void gb_ast_repr_text(AstBuffer *buffer, AstText text)
{
    add_string(buffer, text, false);
}

void gb_ast_repr_literal(AstBuffer *buffer, const AstLiteral *literal)
{
    switch (literal->type) {
    case AST_CONST_None: gb_ast_buffer_add_string(buffer, "None"); break;
    case AST_CONST_True: gb_ast_buffer_add_string(buffer, "True"); break;
    case AST_CONST_False: gb_ast_buffer_add_string(buffer, "False"); break;
    case AST_CONST_Ellipsis: gb_ast_buffer_add_string(buffer, "Ellipsis"); break;
    case AST_CONST_int: add_int(buffer, literal->text); break;
    case AST_CONST_float: add_float(buffer, literal->number, true); break;
    case AST_CONST_complex:
        add_float(buffer, literal->number, false);
        gb_ast_buffer_add_string(buffer, "j");
        break;
    case AST_CONST_str: add_string(buffer, literal->text, false); break;
    case AST_CONST_bytes:
        gb_ast_buffer_add_string(buffer, "b");
        add_string(buffer, literal->text, true);
        break;
    }
}
