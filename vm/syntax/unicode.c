/* Characters: UTF-8 in and out, and which characters make an identifier. */
#include "vm/syntax/lexer.h"

#include <utf8proc.h>

int gb_parse_utf8_decode(const char *text, const char *end, uint32_t *code)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)text, end - text, &character);

    if (size <= 0)
        return 0;
    *code = (uint32_t)character;
    return (int)size;
}

int gb_parse_utf8_encode(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

static bool in_ranges(uint32_t code, const CodeRange *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

#define IN_RANGES(code, ranges) in_ranges(code, ranges, sizeof(ranges) / sizeof *(ranges))

/* Unicode's Other_ID_Start and Other_ID_Continue: letters by decree. */
static const CodeRange other_start[] = {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212E, 0x212E}};
static const CodeRange other_continue[] = {
    {0x00B7, 0x00B7}, {0x0387, 0x0387}, {0x1369, 0x1371}, {0x19DA, 0x19DA},
};

/* Letters whose NFKC form is not an identifier, and those whose form may not come first: what
 * makes XID of ID (UAX 31, 5.1). */
static const CodeRange never[] = {
    {0x037A, 0x037A}, {0x309B, 0x309C}, {0xFC5E, 0xFC63}, {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70},
    {0xFE72, 0xFE72}, {0xFE74, 0xFE74}, {0xFE76, 0xFE76}, {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A},
    {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}, {0x2E2F, 0x2E2F},
};
static const CodeRange never_first[] = {{0x0E33, 0x0E33}, {0x0EB3, 0x0EB3}, {0xFF9E, 0xFF9F}};

static bool is_letter(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return !IN_RANGES(code, never);
    default:
        return IN_RANGES(code, other_start);
    }
}

static bool is_mark_or_digit(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return IN_RANGES(code, other_continue);
    }
}

bool gb_parse_identifier_can_start(uint32_t code)
{
    return code == '_' || (is_letter(code) && !IN_RANGES(code, never_first));
}

bool gb_parse_identifier_can_continue(uint32_t code)
{
    return is_letter(code) || is_mark_or_digit(code);
}
