#include "vm/syntax/source.h"

#include "vm/syntax/lexer.h"

#include <stdio.h>
#include <string.h>

typedef enum Encoding {
    ENCODING_UTF_8,
    ENCODING_ASCII,
    ENCODING_LATIN_1,
    ENCODING_LATIN_9,
    ENCODING_CP1252,
    ENCODING_UNKNOWN,
} Encoding;

/* Names as they look without case, hyphens and underscores. */
static const struct {
    const char *name;
    Encoding encoding;
} encoding_names[] = {
    {"utf8", ENCODING_UTF_8},         {"u8", ENCODING_UTF_8},
    {"utf8sig", ENCODING_UTF_8},      {"utf8unix", ENCODING_UTF_8},
    {"utf8dos", ENCODING_UTF_8},      {"utf8mac", ENCODING_UTF_8},
    {"cp65001", ENCODING_UTF_8},      {"ascii", ENCODING_ASCII},
    {"usascii", ENCODING_ASCII},      {"646", ENCODING_ASCII},
    {"latin1", ENCODING_LATIN_1},     {"iso88591", ENCODING_LATIN_1},
    {"isolatin1", ENCODING_LATIN_1},  {"l1", ENCODING_LATIN_1},
    {"latin", ENCODING_LATIN_1},      {"iso8859", ENCODING_LATIN_1},
    {"iso885915", ENCODING_LATIN_9},  {"latin9", ENCODING_LATIN_9},
    {"l9", ENCODING_LATIN_9},         {"cp1252", ENCODING_CP1252},
    {"windows1252", ENCODING_CP1252}, {"1252", ENCODING_CP1252},
};

typedef struct CodingComment {
    const char *name;
    size_t size; /* 0: there is none */
} CodingComment;

/* ---- Errors ------------------------------------------------------------------------------ */

static int fail_source(AstError *error, AstErrorKind kind, int line, int column,
                       const char *message)
{
    error->kind = kind;
    snprintf(error->message, sizeof error->message, "%s", message);
    error->line = line;
    error->column = column;
    error->end_line = error->end_column = AST_POSITION_ABSENT;
    return -1;
}

static int fail_encoding(AstError *error, const char *what, const char *name, size_t size)
{
    char message[160];

    snprintf(message, sizeof message, what, (int)(size < 100 ? size : 100), name);
    return fail_source(error, AST_ERROR_SYNTAX, 0, -1, message);
}

/* ---- The coding comment ------------------------------------------------------------------ */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* PEP 263: ^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+). Sets *only_comment when the next line may
 * still hold the comment. */
static CodingComment find_in_line(const char *line, const char *end, bool *only_comment)
{
    const char *at = line;

    while (at < end && (*at == ' ' || *at == '\t' || *at == '\f'))
        at++;
    *only_comment = at == end || *at == '#';
    if (at == end || *at != '#')
        return (CodingComment){0};
    for (; end - at > 6; at++) {
        const char *name = at + 7, *name_end;
        if (memcmp(at, "coding", 6) != 0 || (at[6] != ':' && at[6] != '='))
            continue;
        while (name < end && (*name == ' ' || *name == '\t'))
            name++;
        for (name_end = name; name_end < end && is_name_byte(*name_end);)
            name_end++;
        if (name_end > name)
            return (CodingComment){name, (size_t)(name_end - name)};
    }
    return (CodingComment){0};
}

static CodingComment find_coding(const char *bytes, size_t size)
{
    const char *end = bytes + size;
    CodingComment found = {0};
    bool may_follow = true;

    for (int line = 0; line < 2 && may_follow && found.size == 0 && bytes < end; line++) {
        const char *line_end = bytes;
        while (line_end < end && *line_end != '\n' && *line_end != '\r')
            line_end++;
        found = find_in_line(bytes, line_end, &may_follow);
        bytes = line_end + 1;
        if (line_end + 1 < end && line_end[0] == '\r' && line_end[1] == '\n')
            bytes++;
    }
    return found;
}

static Encoding find_encoding(CodingComment comment)
{
    char name[16];
    size_t size = 0;

    for (size_t i = 0; i < comment.size; i++) {
        char c = comment.name[i];
        if (c == '-' || c == '_')
            continue;
        if (size + 1 == sizeof name)
            return ENCODING_UNKNOWN;
        name[size++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    name[size] = '\0';
    for (size_t i = 0; i < sizeof encoding_names / sizeof *encoding_names; i++) {
        if (strcmp(name, encoding_names[i].name) == 0)
            return encoding_names[i].encoding;
    }
    return ENCODING_UNKNOWN;
}

/* ---- Decoding ---------------------------------------------------------------------------- */

/* Where ISO 8859-15 differs from ISO 8859-1, and what cp1252 puts at 0x80..0x9F. */
static uint32_t decode_latin_9(unsigned char c)
{
    switch (c) {
    case 0xA4: return 0x20AC;
    case 0xA6: return 0x0160;
    case 0xA8: return 0x0161;
    case 0xB4: return 0x017D;
    case 0xB8: return 0x017E;
    case 0xBC: return 0x0152;
    case 0xBD: return 0x0153;
    case 0xBE: return 0x0178;
    default: return c;
    }
}

static uint32_t decode_cp1252(unsigned char c)
{
    static const uint16_t high[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    };

    return c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
}

static uint32_t decode_byte(Encoding encoding, unsigned char c)
{
    if (encoding == ENCODING_LATIN_9)
        return decode_latin_9(c);
    return encoding == ENCODING_CP1252 ? decode_cp1252(c) : c;
}

/* Copies with newlines translated. One byte becomes at most three. */
static size_t copy_source(char *out, const char *bytes, size_t size, Encoding encoding)
{
    char *start = out;

    if (encoding == ENCODING_UTF_8 && memchr(bytes, '\r', size) == NULL) {
        memcpy(out, bytes, size);
        return size;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\r') {
            *out++ = '\n';
            i += i + 1 < size && bytes[i + 1] == '\n';
        } else if (c < 0x80 || encoding == ENCODING_UTF_8) {
            *out++ = (char)c;
        } else {
            out += gb_parse_utf8_encode(decode_byte(encoding, c), out);
        }
    }
    return (size_t)(out - start);
}

/* In a script it is known where the NUL is. */
static int check_null(const char *bytes, size_t size, bool is_script, AstError *error)
{
    const char *null = memchr(bytes, '\0', size);
    int line = 1;

    if (null == NULL)
        return 0;
    if (!is_script)
        return fail_source(error, AST_ERROR_SYNTAX, AST_POSITION_ABSENT, AST_POSITION_ABSENT,
                           "source code string cannot contain null bytes");
    for (const char *c = bytes; c < null; c++) {
        line += *c == '\n';
        if (*c == '\n')
            bytes = c + 1;
    }
    fail_source(error, AST_ERROR_SYNTAX, line, -1, "source code cannot contain null bytes");
    error->text = (AstText){bytes, (int)(null - bytes)};
    return -1;
}

static int check_ascii(const char *bytes, size_t size, bool is_script, AstError *error)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        char message[120];
        if (c < 0x80)
            continue;
        if (is_script)
            return fail_source(error, AST_ERROR_SYNTAX, AST_POSITION_ABSENT, AST_POSITION_ABSENT,
                               "encoding problem: ascii");
        snprintf(message, sizeof message,
                 "'ascii' codec can't decode byte 0x%02x in position "
                 "%zu: ordinal not in range(128)",
                 c, i);
        return fail_source(error, AST_ERROR_SYNTAX, 0, -1, message);
    }
    return 0;
}

/* A script must be UTF-8 throughout; other sources only where it matters. */
static int check_utf8(const char *bytes, size_t size, const char *script_name, AstError *error)
{
    const char *end = bytes + size;
    int line = 1;

    while (bytes < end) {
        uint32_t code = (unsigned char)*bytes;
        int step = code < 0x80 ? 1 : gb_parse_utf8_decode(bytes, end, &code);
        if (step == 0) {
            fail_source(error, AST_ERROR_SYNTAX, AST_POSITION_ABSENT, AST_POSITION_ABSENT, "");
            snprintf(error->message, sizeof error->message,
                     "Non-UTF-8 code starting with '\\x%.2x' in file %.160s on line %d, but no "
                     "encoding declared; see https://peps.python.org/pep-0263/ for details",
                     (unsigned char)*bytes, script_name, line);
            return -1;
        }
        line += code == '\n';
        bytes += step;
    }
    return 0;
}

/* Beside a byte order mark, CPython takes no other name than utf-8: not utf8. */
static bool goes_with_mark(CodingComment comment)
{
    char name[6];
    if (comment.size < 5 || (comment.size > 5 && comment.name[5] != '-' && comment.name[5] != '_'))
        return comment.size == 0;
    for (int i = 0; i < 5; i++) {
        char c = comment.name[i];
        name[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return memcmp(name, "utf-8", 5) == 0;
}

/* Finds the encoding, skipping the byte order mark. */
static int choose_encoding(const char **bytes, size_t *size, const GbParseOptions *options,
                           Encoding *encoding, AstError *error)
{
    bool has_mark = *size >= 3 && memcmp(*bytes, "\xEF\xBB\xBF", 3) == 0;
    CodingComment comment;

    *encoding = ENCODING_UTF_8;
    if (has_mark) {
        *bytes += 3;
        *size -= 3;
    }
    if (options->source_is_utf8)
        return 0;
    comment = find_coding(*bytes, *size);
    if (comment.size > 0)
        *encoding = find_encoding(comment);
    if (*encoding == ENCODING_UNKNOWN)
        return fail_encoding(error, "unknown encoding: %.*s", comment.name, comment.size);
    if (has_mark && !goes_with_mark(comment))
        return *encoding == ENCODING_LATIN_1
                   ? fail_encoding(error, "encoding problem: %.*s with BOM", "iso-8859-1", 10)
                   : fail_encoding(error, "encoding problem: %.*s with BOM", comment.name,
                                   comment.size);
    return 0;
}

int gb_parse_source_decode(AstArena *arena, const char *bytes, size_t size,
                           const GbParseOptions *options, SourceText *text, AstError *error)
{
    Encoding encoding;

    if (check_null(bytes, size, options->script_name != NULL, error) < 0)
        return -1;
    if (choose_encoding(&bytes, &size, options, &encoding, error) < 0)
        return -1;
    if (encoding == ENCODING_ASCII &&
        check_ascii(bytes, size, options->script_name != NULL, error) < 0)
        return -1;
    if (encoding == ENCODING_UTF_8 && options->script_name != NULL &&
        check_utf8(bytes, size, options->script_name, error) < 0)
        return -1;
    if (size > INT32_MAX / 4 ||
        (text->data = gb_ast_arena_alloc(arena, size * (encoding > ENCODING_ASCII ? 3 : 1) + 2)) ==
            NULL)
        return fail_source(error, AST_ERROR_MEMORY, AST_POSITION_ABSENT, AST_POSITION_ABSENT, "");
    text->size = copy_source(text->data, bytes, size, encoding);
    if (options->mode == GB_PARSE_FILE && text->size > 0 && text->data[text->size - 1] != '\n')
        text->data[text->size++] = '\n';
    text->data[text->size] = '\0';
    return 0;
}
