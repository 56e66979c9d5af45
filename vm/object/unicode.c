#include "vm/object/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

/* --- Tables, sorted by code point --- */

typedef struct Range {
    uint32_t first, last;
} Range;

typedef struct FullCase {
    uint32_t code;
    uint16_t to[3]; /* 0: fewer. */
} FullCase;

typedef struct NumberRun {
    uint32_t first, count;
    int64_t numerator, step;
    int denominator;
} NumberRun;

#define GB_NEWER(first, last) {first, last},
static const Range newer_than_14[] = {
#include "vm/object/unicode_case.def"
};
#define GB_OTHER_LOWER(first, last) {first, last},
static const Range other_lower[] = {
#include "vm/object/unicode_case.def"
};
#define GB_OTHER_UPPER(first, last) {first, last},
static const Range other_upper[] = {
#include "vm/object/unicode_case.def"
};
#define GB_FULL_LOWER(code, a, b, c) {code, {a, b, c}},
static const FullCase full_lower[] = {
#include "vm/object/unicode_case.def"
};
#define GB_FULL_UPPER(code, a, b, c) {code, {a, b, c}},
static const FullCase full_upper[] = {
#include "vm/object/unicode_case.def"
};
#define GB_FULL_TITLE(code, a, b, c) {code, {a, b, c}},
static const FullCase full_title[] = {
#include "vm/object/unicode_case.def"
};
#define GB_DECIMAL(zero) {zero, 10, 0, 1, 1},
static const NumberRun decimals[] = {
#include "vm/object/unicode_number.def"
};
#define GB_DIGIT(first, count, value) {first, count, value, 1, 1},
static const NumberRun digits[] = {
#include "vm/object/unicode_number.def"
};
#define GB_NUMERIC(first, count, numerator, step, denominator)                                     \
    {first, count, numerator, step, denominator},
static const NumberRun numerics[] = {
#include "vm/object/unicode_number.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int compare_range(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key;
    const Range *range = row;
    return code < range->first ? -1 : code > range->last;
}

static bool in_ranges(uint32_t code, const Range *ranges, size_t count)
{
    return bsearch(&code, ranges, count, sizeof *ranges, compare_range) != NULL;
}

static int compare_run(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key;
    const NumberRun *run = row;
    return code < run->first ? -1 : code >= run->first + run->count;
}

static const NumberRun *find_run(uint32_t code, const NumberRun *runs, size_t count)
{
    return bsearch(&code, runs, count, sizeof *runs, compare_run);
}

static int compare_case(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key, other = ((const FullCase *)row)->code;
    return code < other ? -1 : code > other;
}

/* --- Kinds --- */

static utf8proc_category_t category_of(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    if (category != UTF8PROC_CATEGORY_CN && in_ranges(code, newer_than_14, COUNT(newer_than_14)))
        return UTF8PROC_CATEGORY_CN;
    return category;
}

bool gb_unicode_is_alpha(uint32_t code)
{
    if (code < 128)
        return (code | 0x20) - 'a' < 26;
    utf8proc_category_t category = category_of(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool gb_unicode_is_alnum(uint32_t code)
{
    double value;
    if (code < 128)
        return (code | 0x20) - 'a' < 26 || code - '0' < 10;
    return gb_unicode_is_alpha(code) || gb_unicode_numeric(code, &value);
}

bool gb_unicode_is_wide_space(uint32_t code)
{
    switch (code) {
    case 0x85: case 0xa0: case 0x1680: case 0x2028: case 0x2029: case 0x202f: case 0x205f:
    case 0x3000:
        return true;
    default:
        return code >= 0x2000 && code <= 0x200a;
    }
}

bool gb_unicode_is_line_break(uint32_t code)
{
    return code - 0x0a < 4 || code - 0x1c < 3 || code == 0x85 || code == 0x2028 || code == 0x2029;
}

bool gb_unicode_is_printable(uint32_t code)
{
    if (code < 128)
        return code >= ' ' && code < 0x7f;
    switch (category_of(code)) {
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF: case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO: case UTF8PROC_CATEGORY_CN: case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: case UTF8PROC_CATEGORY_ZS:
        return false;
    default:
        return true;
    }
}

bool gb_unicode_is_lower(uint32_t code)
{
    if (code < 128)
        return code - 'a' < 26;
    return category_of(code) == UTF8PROC_CATEGORY_LL
           || in_ranges(code, other_lower, COUNT(other_lower));
}

bool gb_unicode_is_upper(uint32_t code)
{
    if (code < 128)
        return code - 'A' < 26;
    return category_of(code) == UTF8PROC_CATEGORY_LU
           || in_ranges(code, other_upper, COUNT(other_upper));
}

bool gb_unicode_is_title(uint32_t code)
{
    return code >= 128 && category_of(code) == UTF8PROC_CATEGORY_LT;
}

bool gb_unicode_is_cased(uint32_t code)
{
    return gb_unicode_is_lower(code) || gb_unicode_is_upper(code) || gb_unicode_is_title(code);
}

bool gb_unicode_is_case_ignorable(uint32_t code)
{
    switch (category_of(code)) {
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_ME: case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        break;
    }
    switch (code) { /* What may stand inside of a word. */
    case '\'':
    case '.':
    case ':':
    case 0xb7: case 0x387: case 0x55f: case 0x5f4: case 0x2018: case 0x2019: case 0x2024:
    case 0x2027: case 0xfe13: case 0xfe52: case 0xfe55: case 0xff07: case 0xff0e: case 0xff1a:
        return true;
    default:
        return false;
    }
}

/* --- Values --- */

int gb_unicode_decimal(uint32_t code)
{
    if (code < 128)
        return code - '0' < 10 ? (int)(code - '0') : -1;
    const NumberRun *run = find_run(code, decimals, COUNT(decimals));
    return run ? (int)(code - run->first) : -1;
}

int gb_unicode_digit(uint32_t code)
{
    int value = gb_unicode_decimal(code);
    if (value >= 0 || code < 128)
        return value;
    const NumberRun *run = find_run(code, digits, COUNT(digits));
    return run ? (int)(run->numerator + (code - run->first)) : -1;
}

bool gb_unicode_numeric(uint32_t code, double *out)
{
    int digit = gb_unicode_digit(code);
    if (digit >= 0) {
        *out = digit;
        return true;
    }
    const NumberRun *run = code < 128 ? NULL : find_run(code, numerics, COUNT(numerics));
    if (run == NULL)
        return false;
    *out = (double)(run->numerator + run->step * (int64_t)(code - run->first)) / run->denominator;
    return true;
}

/* --- Case --- */

static int map_case(uint32_t code, uint32_t out[3], const FullCase *table, size_t count,
                    utf8proc_int32_t (*simple)(utf8proc_int32_t))
{
    const FullCase *row = bsearch(&code, table, count, sizeof *table, compare_case);
    if (row == NULL) {
        bool known = code <= 0x10ffff && !in_ranges(code, newer_than_14, COUNT(newer_than_14));
        out[0] = known ? (uint32_t)simple((utf8proc_int32_t)code) : code;
        return 1;
    }
    int length = 0;
    while (length < 3 && row->to[length] != 0) {
        out[length] = row->to[length];
        length++;
    }
    return length;
}

int gb_unicode_lower(uint32_t code, uint32_t out[3])
{
    if (code >= 128)
        return map_case(code, out, full_lower, COUNT(full_lower), utf8proc_tolower);
    out[0] = code - 'A' < 26 ? code | 0x20 : code;
    return 1;
}

int gb_unicode_upper(uint32_t code, uint32_t out[3])
{
    if (code >= 128)
        return map_case(code, out, full_upper, COUNT(full_upper), utf8proc_toupper);
    out[0] = code - 'a' < 26 ? code & ~0x20u : code;
    return 1;
}

int gb_unicode_title(uint32_t code, uint32_t out[3])
{
    if (code >= 128)
        return map_case(code, out, full_title, COUNT(full_title), utf8proc_totitle);
    return gb_unicode_upper(code, out);
}

int gb_unicode_fold(uint32_t code, uint32_t out[3])
{
    utf8proc_int32_t folded[8];
    int boundary = 0;
    if (code < 128 || code > 0x10ffff || gb_unicode_category(code)[0] == 'C')
        return gb_unicode_lower(code, out);
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, folded, 8, UTF8PROC_CASEFOLD, &boundary);
    if (count < 1 || count > 3)
        return gb_unicode_lower(code, out);
    for (int i = 0; i < (int)count; i++)
        out[i] = (uint32_t)folded[i];
    return (int)count;
}

uint32_t gb_unicode_simple_lower(uint32_t code)
{
    if (code < 128)
        return code - 'A' < 26 ? code | 0x20 : code;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

uint32_t gb_unicode_simple_upper(uint32_t code)
{
    if (code < 128)
        return code - 'a' < 26 ? code & ~0x20u : code;
    if (code == 0xdf) /* utf8proc would have a capital sharp s. */
        return code;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)code);
}

/* --- Words --- */

const char *gb_unicode_category(uint32_t code)
{
    static const char words[][3] = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd",
                                    "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
                                    "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co"};
    return words[category_of(code)];
}

const char *gb_unicode_bidirectional(uint32_t code)
{
    static const char words[][4] = {"",    "L",  "LRE", "LRO", "R",   "AL",  "RLE", "RLO",
                                    "PDF", "EN", "ES",  "ET",  "AN",  "CS",  "NSM", "BN",
                                    "B",   "S",  "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};
    if (category_of(code) == UTF8PROC_CATEGORY_CN)
        return "";
    return words[utf8proc_get_property((utf8proc_int32_t)code)->bidi_class];
}

const char *gb_unicode_width(uint32_t code)
{
    enum { WIDTH_F, WIDTH_H, WIDTH_W, WIDTH_NA, WIDTH_A };
    static const char words[][3] = {"F", "H", "W", "Na", "A"};
    static const struct WidthRange {
        Range range;
        uint8_t word;
    } widths[] = {
#define GB_WIDTH(first, last, word) {{first, last}, WIDTH_##word},
#include "vm/object/unicode_width.def"
    };
    const struct WidthRange *row =
        bsearch(&code, widths, COUNT(widths), sizeof *widths, compare_range);
    return row ? words[row->word] : "N";
}

int gb_unicode_combining(uint32_t code)
{
    if (category_of(code) == UTF8PROC_CATEGORY_CN)
        return 0;
    return utf8proc_get_property((utf8proc_int32_t)code)->combining_class;
}

bool gb_unicode_mirrored(uint32_t code)
{
    return category_of(code) != UTF8PROC_CATEGORY_CN
           && utf8proc_get_property((utf8proc_int32_t)code)->bidi_mirrored;
}
