/* From the tree to PCRE2's text, for subjects whose characters go up to a given one.
 *
 * The text is ASCII and says everything itself: whatever is no letter or digit is written as \x{},
 * sets list what \w and \s mean in Python, and case is switched where it changes. It is compiled
 * with DOTALL and MULTILINE: `.` is any character, \N any but a newline, \A and \Z the ends. */
#define PCRE2_CODE_UNIT_WIDTH 0
#include "stdlib/re_parts.h"

#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>

typedef struct Emitter {
    ReText *out;
    uint32_t highest;
    bool is_text;
    bool caseless;             /* As PCRE2 is now switched. */
} Emitter;

/* Ranges of characters. */
typedef struct Range {
    uint32_t first, last;
} Range;

static const Range spaces[] = {
    {0x09, 0x0d}, {0x1c, 0x20}, {0x85, 0x85}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a},
    {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
static const Range ascii_spaces[] = {{0x09, 0x0d}, {0x20, 0x20}};
static const Range digits[] = {{'0', '9'}};
static const Range words[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const Range latin_words[] = {
    {'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0xaa, 0xaa}, {0xb2, 0xb3}, {0xb5, 0xb5},
    {0xb9, 0xba}, {0xbc, 0xbe}, {0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0xff}};

#define RANGES(table) table, (int)(sizeof table / sizeof table[0])

/* --- Writing --- */

static void put(Emitter *emitter, const char *text)
{
    ReText *out = emitter->out;
    size_t size = strlen(text);
    if (out->length + size + 1 > out->capacity) {
        size_t capacity = 2 * (out->length + size) + 64;
        char *grown = realloc(out->text, capacity);
        if (grown == NULL) {
            out->failed = true;
            return;
        }
        out->text = grown;
        out->capacity = capacity;
    }
    memcpy(out->text + out->length, text, size + 1);
    out->length += size;
}

static void put_code(Emitter *emitter, uint32_t code)
{
    char text[16];
    bool plain = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                 (code >= 'a' && code <= 'z') || code == '_';
    snprintf(text, sizeof text, plain ? "%c" : "\\x{%x}", code);
    put(emitter, text);
}

static void put_number(Emitter *emitter, const char *before, uint32_t number, const char *after)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    put(emitter, before);
    put(emitter, text);
    put(emitter, after);
}

/* Switch case-blindness as a node wants it. It lasts to the end of the group. */
static void set_case(Emitter *emitter, uint32_t flags)
{
    bool caseless = flags & RE_IGNORECASE;
    if (caseless != emitter->caseless)
        put(emitter, caseless ? "(?i)" : "(?-i)");
    emitter->caseless = caseless;
}

static bool is_unicode(const Emitter *emitter, uint32_t flags)
{
    return emitter->is_text && !(flags & RE_ASCII);
}

/* --- Characters and sets --- */

/* Characters beyond Latin-1 that are another case of one in it. */
static const struct {
    uint32_t code, other;
} low_cases[] = {{0x130, 'i'}, {0x131, 'i'}, {0x178, 0xff}, {0x17f, 's'}, {0x39c, 0xb5},
                 {0x3bc, 0xb5}, {0x1e9e, 0xdf}, {0x212a, 'k'}, {0x212b, 0xe5}};

/* For subjects that can't have the characters themselves. How many were put. */
static int put_low_cases(Emitter *emitter, uint32_t first, uint32_t last)
{
    int count = 0;
    for (size_t i = 0; i < sizeof low_cases / sizeof low_cases[0]; i++) {
        if (low_cases[i].code > emitter->highest && low_cases[i].code >= first &&
            low_cases[i].code <= last) {
            put_code(emitter, low_cases[i].other);
            ++count;
        }
    }
    return count;
}

/* Characters that are the same to Python, case aside, and not to PCRE2. */
static const uint32_t alike[][5] = {{'I', 'i', 0x130, 0x131, 0}, {0x390, 0x1fd3, 0},
                                    {0x3b0, 0x1fe3, 0}, {0xfb05, 0xfb06, 0}};
enum { ALIKE = sizeof alike / sizeof alike[0] };

static bool is_alike(const uint32_t *group, uint32_t first, uint32_t last)
{
    for (; *group != 0; group++) {
        if (*group >= first && *group <= last)
            return true;
    }
    return false;
}

/* Into a set, all that are like some in a range. */
static void put_alike(Emitter *emitter, uint32_t first, uint32_t last)
{
    for (int i = 0; i < ALIKE; i++) {
        if (!is_alike(alike[i], first, last))
            continue;
        for (const uint32_t *code = alike[i]; *code != 0; code++) {
            if (*code <= emitter->highest)
                put_code(emitter, *code);
        }
    }
}

static void put_range(Emitter *emitter, uint32_t first, uint32_t last)
{
    put_code(emitter, first);
    if (last > first) {
        put(emitter, "-");
        put_code(emitter, last);
    }
}

/* The ranges, or all that is in none of them. */
static void put_ranges(Emitter *emitter, const Range *ranges, int count, bool negated)
{
    uint32_t next = 0;
    for (int i = 0; i < count && ranges[i].first <= emitter->highest; i++) {
        uint32_t last = ranges[i].last < emitter->highest ? ranges[i].last : emitter->highest;
        if (!negated)
            put_range(emitter, ranges[i].first, last);
        else if (ranges[i].first > next)
            put_range(emitter, next, ranges[i].first - 1);
        next = last + 1;
    }
    if (negated && next <= emitter->highest)
        put_range(emitter, next, emitter->highest);
}

static void put_category(Emitter *emitter, uint32_t letter, uint32_t flags)
{
    bool unicode = is_unicode(emitter, flags), negated = letter < 'a';
    bool wide = emitter->highest > 255;
    switch (letter | 0x20) {
    case 'd':
        if (unicode && wide)
            put(emitter, negated ? "\\P{Nd}" : "\\p{Nd}");
        else
            put_ranges(emitter, RANGES(digits), negated);
        break;
    case 's':
        if (unicode)
            put_ranges(emitter, RANGES(spaces), negated);
        else
            put_ranges(emitter, RANGES(ascii_spaces), negated);
        break;
    default:
        if (unicode && wide)
            put(emitter, negated ? "\\P{Xwd}" : "\\p{Xwd}");
        else if (unicode)
            put_ranges(emitter, RANGES(latin_words), negated);
        else
            put_ranges(emitter, RANGES(words), negated);
        break;
    }
}

/* How many items were put: none, when no subject can have what the set has. */
static int put_set_items(Emitter *emitter, const ReNode *set)
{
    int count = 0;
    for (const ReNode *item = set->child; item != NULL; item = item->next) {
        if (item->kind == RE_CATEGORY) {
            put_category(emitter, item->code, item->flags);
            ++count;
            continue;
        }
        uint32_t last = item->kind == RE_RANGE ? item->last : item->code;
        if (item->code <= emitter->highest) {
            put_range(emitter, item->code, last < emitter->highest ? last : emitter->highest);
            ++count;
        }
        if (item->flags & RE_IGNORECASE && is_unicode(emitter, item->flags)) {
            count += put_low_cases(emitter, item->code, last);
            put_alike(emitter, item->code, last);
        }
    }
    return count;
}

static void put_set(Emitter *emitter, const ReNode *set)
{
    size_t start = emitter->out->length;
    put(emitter, set->negated ? "[^" : "[");
    if (put_set_items(emitter, set) > 0 || emitter->out->failed) {
        put(emitter, "]");
        return;
    }
    emitter->out->length = start;
    put(emitter, set->negated ? "." : "(?!)");
}

static void put_character(Emitter *emitter, const ReNode *node)
{
    uint32_t code = node->code;
    bool has_alike = false;
    for (int i = 0; i < ALIKE && node->flags & RE_IGNORECASE; i++)
        has_alike |= is_alike(alike[i], code, code);
    if (code <= emitter->highest && !has_alike) {
        put_code(emitter, code);
        return;
    }
    ReNode item = *node, set = {.kind = RE_SET, .flags = node->flags, .child = &item};
    item.next = NULL;
    put_set(emitter, &set);
}

/* --- Places --- */

/* \b and \B ask PCRE2's own idea of a word, which is Python's if UCP is set for Unicode. */
static void put_place(Emitter *emitter, const ReNode *node)
{
    bool lines = node->flags & RE_MULTILINE;
    switch (node->code) {
    case '^': put(emitter, lines ? "^" : "\\A"); break;
    case '$': put(emitter, lines ? "$" : "\\Z"); break;
    case 'A': put(emitter, "\\A"); break;
    case 'Z': put(emitter, "\\z"); break;
    case 'b':
        put(emitter, "\\b");
        if (is_unicode(emitter, node->flags))
            emitter->out->options |= PCRE2_UCP;
        break;
    default: /* In an empty text there is neither. */
        put(emitter, "(?!\\A\\z)\\B");
        if (is_unicode(emitter, node->flags))
            emitter->out->options |= PCRE2_UCP;
        break;
    }
}

/* --- Everything --- */

static void put_node(Emitter *emitter, const ReNode *node);

static void put_children(Emitter *emitter, const ReNode *node, const char *between)
{
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        put_node(emitter, child);
        if (child->next != NULL)
            put(emitter, between);
    }
}

/* In parentheses, where switches of case end. */
static void put_group(Emitter *emitter, const char *open, const ReNode *node)
{
    bool caseless = emitter->caseless;
    put(emitter, open);
    put_children(emitter, node, "");
    put(emitter, ")");
    emitter->caseless = caseless;
}

static void put_condition(Emitter *emitter, const ReNode *node)
{
    bool caseless = emitter->caseless;
    put_number(emitter, "(?(", node->code, ")");
    put_children(emitter, node, "|");
    put(emitter, ")");
    emitter->caseless = caseless;
}

/* PCRE2 counts to this. */
enum { MOST = 65535 };

static void put_counts(Emitter *emitter, uint32_t min, uint32_t max, ReGreed greed)
{
    if (max == RE_UNBOUNDED && min < 2) {
        put(emitter, min == 0 ? "*" : "+");
    } else if (max == RE_UNBOUNDED) {
        put_number(emitter, "{", min, ",}");
    } else if (min == 0 && max == 1) {
        put(emitter, "?");
    } else {
        put_number(emitter, "{", min, ",");
        put_number(emitter, "", max, "}");
    }
    if (greed != RE_GREEDY)
        put(emitter, greed == RE_LAZY ? "?" : "+");
}

static void put_repeated(Emitter *emitter, const ReNode *repeat)
{
    const ReNode *child = repeat->child;
    bool single = child->kind == RE_CHARACTER || child->kind == RE_ANY || child->kind == RE_SET ||
                  child->kind == RE_GROUP || child->kind == RE_ATOMIC;
    if (single) {
        set_case(emitter, child->flags); /* Not between the item and its quantifier. */
        put_node(emitter, child);
    } else {
        put_group(emitter, "(?:", repeat);
    }
}

static bool captures(const ReNode *node)
{
    if (node->kind == RE_GROUP && node->code > 0)
        return true;
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        if (captures(child))
            return true;
    }
    return false;
}

/* What repeats oftener than PCRE2 counts is written several times, one behind the other: as often
 * as it must be there, then as often as it may. */
static void put_many(Emitter *emitter, const ReNode *node)
{
    bool possessive = node->greed == RE_POSSESSIVE;
    bool caseless = emitter->caseless;
    uint32_t min = node->min, max = node->max;
    put(emitter, possessive ? "(?>" : "(?:");
    for (; min > 0; min -= min < MOST ? min : MOST) {
        uint32_t part = min < MOST ? min : MOST;
        put_repeated(emitter, node);
        put_counts(emitter, part, part, RE_GREEDY);
    }
    uint32_t more = max == RE_UNBOUNDED ? RE_UNBOUNDED : max - node->min;
    while (more > 0) {
        uint32_t part = more == RE_UNBOUNDED || more < MOST ? more : MOST;
        put_repeated(emitter, node);
        put_counts(emitter, 0, part, possessive ? RE_GREEDY : node->greed);
        more = more == RE_UNBOUNDED ? 0 : more - part;
    }
    put(emitter, ")");
    emitter->caseless = caseless;
}

static void put_repeat(Emitter *emitter, const ReNode *node)
{
    uint32_t min = node->min, max = node->max;
    bool many = min > MOST || (max > MOST && max != RE_UNBOUNDED);
    if (many && max != RE_UNBOUNDED && max > 64 * MOST)
        max = RE_UNBOUNDED; /* More than any text has. */
    if (many && !captures(node) && min <= 64 * MOST) {
        ReNode limited = *node;
        limited.max = max;
        put_many(emitter, &limited);
        return;
    }
    put_repeated(emitter, node);
    put_counts(emitter, min < MOST ? min : MOST, max > MOST ? RE_UNBOUNDED : max, node->greed);
}

static void put_node(Emitter *emitter, const ReNode *node)
{
    switch (node->kind) {
    case RE_SEQUENCE: put_children(emitter, node, ""); break;
    case RE_BRANCH: put_children(emitter, node, "|"); break;
    case RE_CHARACTER:
        set_case(emitter, node->flags);
        put_character(emitter, node);
        break;
    case RE_ANY: put(emitter, node->flags & RE_DOTALL ? "." : "\\N"); break;
    case RE_SET:
        set_case(emitter, node->flags);
        put_set(emitter, node);
        break;
    case RE_AT: put_place(emitter, node); break;
    case RE_GROUP: put_group(emitter, node->code > 0 ? "(" : "(?:", node); break;
    case RE_ATOMIC: put_group(emitter, "(?>", node); break;
    case RE_REPEAT: put_repeat(emitter, node); break;
    case RE_LOOK:
        put_group(emitter, node->behind ? (node->negated ? "(?<!" : "(?<=")
                                        : (node->negated ? "(?!" : "(?="), node);
        break;
    case RE_BACKREFERENCE:
        set_case(emitter, node->flags);
        put_number(emitter, "\\g{", node->code, "}");
        emitter->out->no_jit |= emitter->caseless; /* It compares the cases of ASCII only. */
        break;
    case RE_CONDITION: put_condition(emitter, node); break;
    case RE_RANGE: case RE_CATEGORY: break; /* Only in sets. */
    }
}

/* Does case matter to any character with Unicode's idea of it? */
static bool has_unicode_case(const Emitter *emitter, const ReNode *node)
{
    bool leaf = node->child == NULL || node->kind == RE_SET;
    if (leaf && node->flags & RE_IGNORECASE && is_unicode(emitter, node->flags))
        return true;
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        if (has_unicode_case(emitter, child))
            return true;
    }
    return false;
}

int gb_re_emit(GbThread *t, const ReTree *tree, ReMode mode, uint32_t highest, ReText *out)
{
    *out = (ReText){.options = PCRE2_DOTALL | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX |
                               PCRE2_NEVER_UTF};
    Emitter emitter = {.out = out, .highest = highest, .is_text = tree->is_text};
    if (has_unicode_case(&emitter, tree->root))
        out->options |= PCRE2_UCP;
    if (mode != RE_SEARCH)
        put(&emitter, "\\G(?:");
    put_node(&emitter, tree->root);
    if (mode != RE_SEARCH)
        put(&emitter, mode == RE_MATCH ? ")" : ")\\z");
    if (!out->failed)
        return 0;
    gb_re_text_free(t, out);
    gb_raise_memory(t);
    return -1;
}

void gb_re_text_free(GbThread *t, ReText *text)
{
    free(text->text);
    text->text = NULL;
}
