/* From a pattern's text to its tree, with CPython's opinion on every mistake. */
#include "stdlib/re_parts.h"

#include <ctype.h>

/* What is known of a group while parsing. */
typedef struct Group {
    bool closed;
    uint64_t min, max; /* Width. */
} Group;

typedef struct Parser {
    ReReader reader;
    ReTree *tree;
    uint32_t flags; /* Those of the whole pattern. */
    Group *groups;  /* [0] stands for the whole pattern. */
    int group_count, group_capacity;
    int closed_count;
    int look_behind;            /* Groups from here on are inside a look-behind; 0: none is open. */
    int conditions_reach;       /* The highest group that a condition names by number, */
    int64_t condition_position; /* and where. */
    bool starting;              /* Nothing but global flags has been read. */
} Parser;

static ReNode *parse_branches(Parser *parser, uint32_t flags);
static ReNode *parse_sequence(Parser *parser, uint32_t flags);

/* --- The tree --- */

static ReNode *node_new(Parser *parser, ReKind kind, uint32_t flags)
{
    ReTree *tree = parser->tree;
    ReChunk *chunk = tree->chunks;
    if (chunk == NULL || chunk->used == (int)(sizeof chunk->nodes / sizeof chunk->nodes[0])) {
        chunk = gb_mem_new(parser->reader.t, sizeof *chunk);
        if (chunk == NULL) {
            parser->reader.failed = true;
            return NULL;
        }
        chunk->next = tree->chunks;
        chunk->used = 0;
        tree->chunks = chunk;
    }
    ReNode *node = &chunk->nodes[chunk->used++];
    *node = (ReNode){.kind = kind, .flags = flags};
    return node;
}

static ReNode *character_new(Parser *parser, uint32_t flags, uint32_t code)
{
    ReNode *node = node_new(parser, RE_CHARACTER, flags);
    if (node != NULL)
        node->code = code;
    return node;
}

static ReNode *coded_new(Parser *parser, ReKind kind, uint32_t flags, uint32_t code)
{
    ReNode *node = node_new(parser, kind, flags);
    if (node != NULL)
        node->code = code;
    return node;
}

static void add_child(ReNode *parent, ReNode *child)
{
    if (parent == NULL || child == NULL)
        return;
    if (parent->child == NULL)
        parent->child = child;
    else
        parent->last_child->next = child;
    parent->last_child = child;
}

void gb_re_tree_free(GbThread *t, ReTree *tree)
{
    while (tree->chunks != NULL) {
        ReChunk *chunk = tree->chunks;
        tree->chunks = chunk->next;
        gb_mem_free(t, chunk, sizeof *chunk);
    }
    gb_clear(&tree->names);
    if (tree->closing != NULL)
        gb_mem_free(t, tree->closing, (size_t)(tree->group_count + 1) * sizeof *tree->closing);
    tree->closing = NULL;
}

/* --- Widths: how many characters a node can match --- */

typedef struct Width {
    uint64_t min, max;
} Width;

static uint64_t capped(uint64_t n)
{
    return n > RE_UNBOUNDED ? RE_UNBOUNDED : n;
}

static Width width_of(const Parser *parser, const ReNode *node);

static Width width_of_children(const Parser *parser, const ReNode *node)
{
    Width sum = {0, 0};
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        Width width = width_of(parser, child);
        sum.min = capped(sum.min + width.min);
        sum.max = capped(sum.max + width.max);
    }
    return sum;
}

static Width width_of_branches(const Parser *parser, const ReNode *node)
{
    Width all = {RE_UNBOUNDED, 0};
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        Width width = width_of(parser, child);
        all.min = width.min < all.min ? width.min : all.min;
        all.max = width.max > all.max ? width.max : all.max;
    }
    return all;
}

static Width width_of(const Parser *parser, const ReNode *node)
{
    Width width = {1, 1};
    switch (node->kind) {
    case RE_SEQUENCE:
    case RE_GROUP:
    case RE_ATOMIC: return width_of_children(parser, node);
    case RE_BRANCH: return width_of_branches(parser, node);
    case RE_AT:
    case RE_LOOK: return (Width){0, 0};
    case RE_REPEAT:
        width = width_of_children(parser, node);
        width.min = capped(width.min * node->min);
        width.max = node->max == RE_UNBOUNDED && width.max > 0 ? RE_UNBOUNDED
                                                               : capped(width.max * node->max);
        return width;
    case RE_BACKREFERENCE:
        return (Width){parser->groups[node->code].min, parser->groups[node->code].max};
    case RE_CONDITION:
        width = width_of_branches(parser, node);
        if (node->child->next == NULL)
            width.min = 0;
        return width;
    default: return width;
    }
}

/* --- Groups --- */

static int group_open(Parser *parser, GbBorrow name)
{
    GbThread *t = parser->reader.t;
    int number = parser->group_count;
    GbRef known = GB_NULL;
    if (name != GB_NULL) {
        int64_t offset = gb_str_length(name) + 1;
        int found = gb_dict_find(t, parser->tree->names, name, &known);
        if (found > 0)
            gb_re_reader_fail_take(&parser->reader, offset,
                                   gb_str_format(t,
                                                 "redefinition of group name %R as group %d; was "
                                                 "group %S",
                                                 name, number, known));
        gb_xdecref(known);
        if (found != 0 || gb_dict_set(t, parser->tree->names, name, gb_small_new(number)) < 0) {
            parser->reader.failed = true;
            return -1;
        }
    }
    if (number == parser->group_capacity) {
        size_t old = (size_t)number * sizeof(Group);
        Group *groups = gb_mem_resize(t, parser->groups, old, 2 * old);
        if (groups == NULL) {
            parser->reader.failed = true;
            return -1;
        }
        parser->groups = groups;
        parser->group_capacity *= 2;
    }
    parser->groups[number] = (Group){0};
    ++parser->group_count;
    return number;
}

/* The node remembers the order of the ends. */
static void group_close(Parser *parser, ReNode *node)
{
    Group *group = &parser->groups[node->code];
    Width width = width_of(parser, node);
    *group = (Group){true, width.min, width.max};
    node->last = (uint32_t)++parser->closed_count;
}

/* May the group be referred to here? 0 or -1. */
static int check_reference(Parser *parser, int64_t number, int64_t offset)
{
    if (number < parser->group_count && !parser->groups[number].closed)
        return gb_re_reader_fail(&parser->reader, offset, "cannot refer to an open group");
    return 0;
}

static int check_look_behind(Parser *parser, int64_t number)
{
    if (parser->look_behind == 0)
        return 0;
    if (number >= parser->group_count || !parser->groups[number].closed)
        return gb_re_reader_fail(&parser->reader, 0, "cannot refer to an open group");
    if (number >= parser->look_behind)
        return gb_re_reader_fail(&parser->reader, 0,
                                 "cannot refer to group defined in the same lookbehind subpattern");
    return 0;
}

/* The number of a named group, or -1. */
static int64_t named_group(Parser *parser, GbBorrow name)
{
    GbRef number = GB_NULL;
    int64_t result = -1;
    if (gb_dict_find(parser->reader.t, parser->tree->names, name, &number) > 0)
        result = gb_small(number);
    else
        gb_re_reader_fail_take(&parser->reader, gb_str_length(name) + 1,
                               gb_str_format(parser->reader.t,
                                             gb_is_str(parser->reader.text)
                                                 ? "unknown group name %R"
                                                 : "unknown group name %A",
                                             name));
    gb_xdecref(number);
    return result;
}

/* --- Escapes --- */

static bool is_text(const Parser *parser)
{
    return gb_is_str(parser->reader.text);
}

static int digit_value(uint32_t c, int base)
{
    int value = c >= '0' && c <= '9'   ? (int)c - '0'
                : c >= 'a' && c <= 'f' ? (int)c - 'a' + 10
                : c >= 'A' && c <= 'F' ? (int)c - 'A' + 10
                                       : 99;
    return value < base ? value : -1;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The escape that began at start, as the pattern has it, in an error. */
static int fail_escape(Parser *parser, int64_t start, const char *format)
{
    ReReader *reader = &parser->reader;
    GbRef text = gb_re_reader_slice(reader, start, reader->position);
    GbRef message = text == GB_NULL ? GB_NULL : gb_str_format(reader->t, format, text);
    gb_xdecref(text);
    return gb_re_reader_fail_take(reader, reader->position - start, message);
}

/* \xhh, \uhhhh, \Uhhhhhhhh. */
static int read_hex(Parser *parser, int64_t start, int digits, uint32_t *code)
{
    ReReader *reader = &parser->reader;
    int count = 0, value;
    *code = 0;
    for (; count < digits && (value = digit_value(gb_re_reader_peek(reader), 16)) >= 0; count++) {
        *code = *code * 16 + (uint32_t)value;
        gb_re_reader_take(reader, NULL);
    }
    if (reader->failed)
        return -1;
    if (count < digits)
        return fail_escape(parser, start, "incomplete escape %U");
    return *code > 0x10ffff ? fail_escape(parser, start, "bad escape %U") : 0;
}

/* \N{NAME} */
static int read_named(Parser *parser, uint32_t *code)
{
    ReReader *reader = &parser->reader;
    if (!gb_re_reader_match(reader, '{'))
        return gb_re_reader_fail(reader, 0, "missing {");
    GbRef name = gb_re_reader_until(reader, '}', "character name");
    if (name == GB_NULL)
        return -1;
    size_t size;
    const char *utf8 = gb_str_wtf8(reader->t, name, &size);
    int found = utf8 == NULL ? -1 : gb_unicode_name_lookup(utf8, size, code);
    if (found == 0)
        gb_re_reader_fail_take(reader, gb_str_length(name) + 4,
                               gb_str_format(reader->t, "undefined character name %R", name));
    reader->failed |= found <= 0;
    gb_decref(name);
    return found > 0 ? 0 : -1;
}

/* Up to `more` octal digits behind `value`. */
static int read_octal(Parser *parser, int64_t start, int more, uint32_t value, uint32_t *code)
{
    ReReader *reader = &parser->reader;
    for (int digit; more > 0 && (digit = digit_value(gb_re_reader_peek(reader), 8)) >= 0; --more) {
        value = value * 8 + (uint32_t)digit;
        gb_re_reader_take(reader, NULL);
    }
    *code = value;
    if (value > 0377)
        return fail_escape(parser, start, "octal escape value %U outside of range 0-0o377");
    return reader->failed ? -1 : 0;
}

/* The escapes that stand for one character inside of sets and outside. 1: *code is it, 0: it is
 * none of them, -1 failed. */
static int read_character(Parser *parser, int64_t start, uint32_t letter, uint32_t *code)
{
    int failed = 0;
    switch (letter) {
    case 'a': *code = '\a'; break;
    case 'f': *code = '\f'; break;
    case 'n': *code = '\n'; break;
    case 'r': *code = '\r'; break;
    case 't': *code = '\t'; break;
    case 'v': *code = '\v'; break;
    case '\\': *code = '\\'; break;
    case 'x': failed = read_hex(parser, start, 2, code); break;
    case 'u':
    case 'U':
    case 'N':
        if (!is_text(parser))
            return fail_escape(parser, start, "bad escape %U");
        failed = letter == 'N' ? read_named(parser, code)
                               : read_hex(parser, start, letter == 'u' ? 4 : 8, code);
        break;
    default: return 0;
    }
    return failed < 0 ? -1 : 1;
}

static bool is_category(uint32_t letter)
{
    return letter < 128 && letter != 0 && strchr("dDsSwW", (int)letter) != NULL;
}

/* One item of a set: a character or a category. */
static ReNode *parse_set_escape(Parser *parser, uint32_t flags, int64_t start, uint32_t letter)
{
    uint32_t code = letter;
    if (is_category(letter))
        return coded_new(parser, RE_CATEGORY, flags, letter);
    int known = letter == 'b' ? (code = '\b', 1) : read_character(parser, start, letter, &code);
    if (known == 0 && digit_value(letter, 8) >= 0) {
        if (read_octal(parser, start, 2, letter - '0', &code) < 0)
            return NULL;
    } else if (known == 0 && (is_digit(letter) || is_letter(letter))) {
        fail_escape(parser, start, "bad escape %U");
        return NULL;
    }
    return known < 0 ? NULL : character_new(parser, flags, code);
}

static ReNode *parse_backreference(Parser *parser, uint32_t flags, int64_t number, int64_t offset)
{
    if (check_reference(parser, number, offset) < 0 || check_look_behind(parser, number) < 0)
        return NULL;
    return coded_new(parser, RE_BACKREFERENCE, flags, (uint32_t)number);
}

/* \1 to \99 are groups; \0 and what has three octal digits, characters. */
static ReNode *parse_number_escape(Parser *parser, uint32_t flags, int64_t start, uint32_t first)
{
    ReReader *reader = &parser->reader;
    uint32_t number = first - '0', code;
    if (first == '0') {
        if (read_octal(parser, start, 2, 0, &code) < 0)
            return NULL;
        return character_new(parser, flags, code);
    }
    uint32_t second = gb_re_reader_peek(reader);
    if (is_digit(second)) {
        gb_re_reader_take(reader, NULL);
        if (digit_value(first, 8) > 0 && digit_value(second, 8) >= 0 &&
            digit_value(gb_re_reader_peek(reader), 8) >= 0) {
            if (read_octal(parser, start, 1, number * 8 + second - '0', &code) < 0)
                return NULL;
            return character_new(parser, flags, code);
        }
        number = number * 10 + second - '0';
    }
    int64_t length = reader->position - start;
    if ((int)number < parser->group_count)
        return parse_backreference(parser, flags, number, length);
    gb_re_reader_fail_take(reader, length - 1,
                           gb_str_format(reader->t, "invalid group reference %u", number));
    return NULL;
}

static ReNode *parse_escape(Parser *parser, uint32_t flags, int64_t start, uint32_t letter)
{
    uint32_t code = letter;
    if (letter < 128 && letter != 0 && strchr("AZbB", (int)letter) != NULL)
        return coded_new(parser, RE_AT, flags, letter);
    if (is_category(letter)) {
        ReNode *set = node_new(parser, RE_SET, flags);
        add_child(set, coded_new(parser, RE_CATEGORY, flags, letter));
        return set;
    }
    if (is_digit(letter))
        return parse_number_escape(parser, flags, start, letter);
    int known = read_character(parser, start, letter, &code);
    if (known == 0 && is_letter(letter)) {
        fail_escape(parser, start, "bad escape %U");
        return NULL;
    }
    return known < 0 ? NULL : character_new(parser, flags, code);
}

/* --- Sets --- */

static int warn_of_set(Parser *parser, const char *what, int64_t position)
{
    int failed = gb_warn(parser->reader.t, gb_FutureWarning, parser->reader.stack_level,
                         "Possible %s at position %lld", what, (long long)position);
    parser->reader.failed |= failed < 0;
    return failed;
}

/* Other languages have operations on sets. */
static int warn_of_operation(Parser *parser, uint32_t character)
{
    if (gb_re_reader_peek(&parser->reader) != character)
        return 0;
    const char *what = character == '-'   ? "set difference"
                       : character == '&' ? "set intersection"
                       : character == '~' ? "set symmetric difference"
                                          : "set union";
    return warn_of_set(parser, what, parser->reader.position - 1);
}

/* One item before or after a hyphen; `character` is taken already. */
static ReNode *parse_set_item(Parser *parser, uint32_t flags, uint32_t character, uint32_t escaped)
{
    if (character == '\\')
        return parse_set_escape(parser, flags, parser->reader.position - 2, escaped);
    return character_new(parser, flags, character);
}

/* The item's end after a hyphen; `low` becomes a range. 1: the set has ended, 0, -1. */
static int parse_range(Parser *parser, ReNode *set, ReNode *low, int64_t start, int64_t set_start)
{
    ReReader *reader = &parser->reader;
    uint32_t escaped, character = gb_re_reader_take(reader, &escaped);
    if (character == RE_END)
        return gb_re_reader_fail(reader, reader->position - set_start,
                                 "unterminated character set");
    if (character == ']') {
        add_child(set, low);
        add_child(set, character_new(parser, set->flags, '-'));
        return 1;
    }
    if (character == '-' && warn_of_set(parser, "set difference", reader->position - 2) < 0)
        return -1;
    ReNode *high = parse_set_item(parser, set->flags, character, escaped);
    if (high == NULL)
        return -1;
    if (low->kind != RE_CHARACTER || high->kind != RE_CHARACTER || high->code < low->code)
        return fail_escape(parser, start, "bad character range %U");
    low->kind = RE_RANGE;
    low->last = high->code;
    add_child(set, low);
    return 0;
}

static ReNode *parse_set(Parser *parser, uint32_t flags)
{
    ReReader *reader = &parser->reader;
    int64_t set_start = reader->position - 1;
    ReNode *set = node_new(parser, RE_SET, flags);
    if (gb_re_reader_peek(reader) == '[' && warn_of_set(parser, "nested set", reader->position) < 0)
        return NULL;
    if (set != NULL)
        set->negated = gb_re_reader_match(reader, '^');
    for (int ended = 0; set != NULL && ended == 0;) {
        int64_t start = reader->position;
        uint32_t escaped, character = gb_re_reader_take(reader, &escaped);
        if (character == RE_END) {
            gb_re_reader_fail(reader, reader->position - set_start, "unterminated character set");
            return NULL;
        }
        if (character == ']' && set->child != NULL)
            break;
        if (set->child != NULL && character < 128 && strchr("-&~|", (int)character) != NULL &&
            character != 0 && warn_of_operation(parser, character) < 0)
            return NULL;
        ReNode *item = parse_set_item(parser, flags, character, escaped);
        if (item == NULL)
            return NULL;
        if (gb_re_reader_match(reader, '-'))
            ended = parse_range(parser, set, item, start, set_start);
        else
            add_child(set, item);
        if (ended < 0 || reader->failed)
            return NULL;
    }
    return set;
}

/* --- Repeats --- */

/* The number of a {m,n}; RE_UNBOUNDED without digits. */
static int read_count(Parser *parser, uint32_t *count)
{
    ReReader *reader = &parser->reader;
    uint64_t value = 0;
    bool any = false;
    for (; is_digit(gb_re_reader_peek(reader)); any = true)
        value = capped(value * 10 + gb_re_reader_take(reader, NULL) - '0');
    if (any && value == RE_UNBOUNDED) {
        reader->failed = true;
        return gb_fail(reader->t, gb_OverflowError, "the repetition number is too large");
    }
    *count = any ? (uint32_t)value : RE_UNBOUNDED;
    return reader->failed ? -1 : 0;
}

/* What stands behind a {: 1 a quantifier, 0 no such (the brace is a character), -1. */
static int read_braces(Parser *parser, uint32_t *min, uint32_t *max)
{
    ReReader *reader = &parser->reader;
    int64_t start = reader->position;
    if (gb_re_reader_peek(reader) == '}')
        return 0;
    if (read_count(parser, min) < 0)
        return -1;
    *max = *min;
    if (gb_re_reader_match(reader, ',') && read_count(parser, max) < 0)
        return -1;
    if (!gb_re_reader_match(reader, '}')) {
        reader->position = start;
        return reader->failed ? -1 : 0;
    }
    if (*min == RE_UNBOUNDED)
        *min = 0;
    if (*max < *min)
        return gb_re_reader_fail(reader, reader->position - start,
                                 "min repeat greater than max repeat");
    return 1;
}

static int read_quantifier(Parser *parser, uint32_t character, uint32_t *min, uint32_t *max)
{
    *min = character == '+';
    *max = character == '?' ? 1 : RE_UNBOUNDED;
    return character == '{' ? read_braces(parser, min, max) : 1;
}

/* A quantifier, for the sequence's last item: 0, or -1. */
static int parse_repeat(Parser *parser, ReNode *sequence, uint32_t character)
{
    ReReader *reader = &parser->reader;
    uint32_t min, max;
    int64_t start = reader->position;
    int is_quantifier = read_quantifier(parser, character, &min, &max);
    if (is_quantifier < 0)
        return -1;
    if (is_quantifier == 0) {
        add_child(sequence, character_new(parser, sequence->flags, character));
        return reader->failed ? -1 : 0;
    }
    ReNode *item = sequence->last_child;
    int64_t offset = reader->position - start + 1;
    if (sequence->child == NULL || item->kind == RE_AT)
        return gb_re_reader_fail(reader, offset, "nothing to repeat");
    if (item->kind == RE_REPEAT)
        return gb_re_reader_fail(reader, offset, "multiple repeat");
    ReNode *inner = node_new(parser, item->kind, item->flags);
    if (inner == NULL)
        return -1;
    *inner = *item;
    inner->next = NULL;
    ReNode repeat = {.kind = RE_REPEAT,
                     .flags = sequence->flags,
                     .child = inner,
                     .last_child = inner,
                     .min = min,
                     .max = max};
    repeat.greed = gb_re_reader_match(reader, '?')   ? RE_LAZY
                   : gb_re_reader_match(reader, '+') ? RE_POSSESSIVE
                                                     : RE_GREEDY;
    *item = repeat;
    return reader->failed ? -1 : 0;
}

/* --- Flags in the pattern --- */

static uint32_t flag_of(uint32_t letter)
{
    switch (letter) {
    case 'i': return RE_IGNORECASE;
    case 'L': return RE_LOCALE;
    case 'm': return RE_MULTILINE;
    case 's': return RE_DOTALL;
    case 'x': return RE_VERBOSE;
    case 'a': return RE_ASCII;
    case 't': return RE_TEMPLATE;
    case 'u': return RE_UNICODE;
    default: return 0;
    }
}

static int fail_flag(Parser *parser, uint32_t character, const char *missing)
{
    bool letter = character != RE_END && gb_unicode_is_alpha(character);
    return gb_re_reader_fail(&parser->reader, character == RE_END ? 0 : 1,
                             letter ? "unknown flag" : missing);
}

/* The flags to be turned on, up to one of -:). Its character is in *end. */
static int read_flags_on(Parser *parser, uint32_t letter, uint32_t *on, uint32_t *end)
{
    ReReader *reader = &parser->reader;
    for (;;) {
        uint32_t flag = flag_of(letter);
        if (flag == RE_LOCALE && is_text(parser))
            return gb_re_reader_fail(reader, 0,
                                     "bad inline flags: cannot use 'L' flag with a str pattern");
        if (flag == RE_UNICODE && !is_text(parser))
            return gb_re_reader_fail(reader, 0,
                                     "bad inline flags: cannot use 'u' flag with a bytes pattern");
        *on |= flag;
        if (flag & RE_TYPE_FLAGS && (*on & RE_TYPE_FLAGS) != flag)
            return gb_re_reader_fail(reader, 0,
                                     "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        letter = gb_re_reader_take(reader, NULL);
        *end = letter;
        if (letter == ')' || letter == '-' || letter == ':')
            return 0;
        if (letter == RE_END || flag_of(letter) == 0)
            return fail_flag(parser, letter, "missing -, : or )");
    }
}

static int read_flags_off(Parser *parser, uint32_t *off)
{
    ReReader *reader = &parser->reader;
    uint32_t letter = gb_re_reader_take(reader, NULL);
    if (letter == RE_END || flag_of(letter) == 0)
        return fail_flag(parser, letter, "missing flag");
    for (;;) {
        if (flag_of(letter) & RE_TYPE_FLAGS)
            return gb_re_reader_fail(reader, 0,
                                     "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        *off |= flag_of(letter);
        letter = gb_re_reader_take(reader, NULL);
        if (letter == ':')
            return 0;
        if (letter == RE_END || flag_of(letter) == 0)
            return fail_flag(parser, letter, "missing :");
    }
}

/* (?aiLmsux-imsx: or (?aiLmsux). 1: the flags are those of the group that follows, 0: global. */
static int parse_flags(Parser *parser, uint32_t letter, uint32_t *on, uint32_t *off)
{
    enum { GLOBAL = RE_TEMPLATE | RE_DEBUG };
    ReReader *reader = &parser->reader;
    uint32_t end = letter;
    *on = *off = 0;
    if (letter != '-' && read_flags_on(parser, letter, on, &end) < 0)
        return -1;
    if (end == ')') {
        parser->flags |= *on;
        return 0;
    }
    if (*on & GLOBAL)
        return gb_re_reader_fail(reader, 1, "bad inline flags: cannot turn on global flag");
    if (end == '-' && read_flags_off(parser, off) < 0)
        return -1;
    if (*off & GLOBAL)
        return gb_re_reader_fail(reader, 1, "bad inline flags: cannot turn off global flag");
    if (*on & *off)
        return gb_re_reader_fail(reader, 1, "bad inline flags: flag turned on and off");
    return 1;
}

/* --- Groups of all kinds --- */

static ReNode *fail_unterminated(Parser *parser, int64_t start)
{
    gb_re_reader_fail(&parser->reader, parser->reader.position - start,
                      "missing ), unterminated subpattern");
    return NULL;
}

static ReNode *fail_extension(Parser *parser, const char *what, uint32_t character, int64_t offset)
{
    ReReader *reader = &parser->reader;
    if (character == RE_END) {
        gb_re_reader_fail(reader, 0, "unexpected end of pattern");
        return NULL;
    }
    GbRef letter = character == '\\'
                       ? gb_re_reader_slice(reader, reader->position - 2, reader->position)
                       : gb_str_from_code_point(reader->t, character);
    GbRef message = letter == GB_NULL
                        ? GB_NULL
                        : gb_str_format(reader->t, "unknown extension %s%U", what, letter);
    gb_xdecref(letter);
    gb_re_reader_fail_take(reader, offset + (character == '\\'), message);
    return NULL;
}

/* What is between the parentheses, and the closing one, in a node of its own. */
static ReNode *parse_body(Parser *parser, ReNode *node, uint32_t flags, int64_t start)
{
    if (node == NULL)
        return NULL;
    if (gb_recursion_enter(parser->reader.t, " while compiling a pattern") < 0) {
        parser->reader.failed = true;
        return NULL;
    }
    ReNode *body = parse_branches(parser, flags);
    gb_recursion_leave(parser->reader.t);
    if (body == NULL)
        return NULL;
    add_child(node, body);
    return gb_re_reader_match(&parser->reader, ')') ? node : fail_unterminated(parser, start);
}

static ReNode *parse_look(Parser *parser, uint32_t flags, uint32_t character, int64_t start)
{
    ReNode *node = node_new(parser, RE_LOOK, flags);
    int outer = parser->look_behind;
    if (node == NULL)
        return NULL;
    if (character == '<') {
        node->behind = true;
        character = gb_re_reader_take(&parser->reader, NULL);
        if (character != '=' && character != '!')
            return fail_extension(parser, "?<", character, 3);
        if (outer == 0)
            parser->look_behind = parser->group_count;
    }
    node->negated = character == '!';
    node = parse_body(parser, node, flags, start);
    parser->look_behind = outer;
    return node;
}

/* The group that a condition asks for, by name or by number, or -1. */
static int64_t parse_condition_group(Parser *parser)
{
    ReReader *reader = &parser->reader;
    GbRef name = gb_re_reader_until(reader, ')', "group name");
    int64_t number = -1;
    if (name == GB_NULL)
        return -1;
    int64_t offset = gb_str_length(name) + 1;
    if (gb_re_reader_group_number(reader, name, &number) < 0)
        number = -1;
    else if (number < 0)
        number = named_group(parser, name);
    else if (number == 0)
        number = gb_re_reader_fail(reader, offset, "bad group number");
    else if (number > parser->conditions_reach) {
        parser->conditions_reach = (int)number;
        parser->condition_position = reader->position - offset;
    }
    gb_decref(name);
    return number < 0 || check_look_behind(parser, number) < 0 ? -1 : number;
}

static ReNode *parse_condition(Parser *parser, uint32_t flags, int64_t start)
{
    ReReader *reader = &parser->reader;
    int64_t group = parse_condition_group(parser);
    if (group < 0)
        return NULL;
    ReNode *node = coded_new(parser, RE_CONDITION, flags, (uint32_t)group);
    add_child(node, parse_sequence(parser, flags));
    if (gb_re_reader_match(reader, '|')) {
        add_child(node, parse_sequence(parser, flags));
        if (gb_re_reader_peek(reader) == '|') {
            gb_re_reader_fail(reader, 0, "conditional backref with more than two branches");
            return NULL;
        }
    }
    if (reader->failed)
        return NULL;
    return gb_re_reader_match(reader, ')') ? node : fail_unterminated(parser, start);
}

/* A group that captures; name GB_NULL: it has none. */
static ReNode *parse_capture(Parser *parser, uint32_t flags, GbBorrow name, int64_t start)
{
    int number = group_open(parser, name);
    if (number < 0)
        return NULL;
    ReNode *node = coded_new(parser, RE_GROUP, flags, (uint32_t)number);
    node = parse_body(parser, node, flags, start);
    if (node != NULL)
        group_close(parser, node);
    return node;
}

/* (?P<name>...) and (?P=name) */
static ReNode *parse_named(Parser *parser, uint32_t flags, int64_t start)
{
    ReReader *reader = &parser->reader;
    bool defines = gb_re_reader_match(reader, '<');
    if (!defines && !gb_re_reader_match(reader, '='))
        return fail_extension(parser, "?P", gb_re_reader_take(reader, NULL), 3);
    GbRef name = gb_re_reader_until(reader, defines ? '>' : ')', "group name");
    ReNode *node = NULL;
    if (name == GB_NULL || gb_re_reader_check_name(reader, name, 1) < 0)
        goto done;
    if (defines) {
        node = parse_capture(parser, flags, name, start);
    } else {
        int64_t number = named_group(parser, name);
        if (number >= 0)
            node = parse_backreference(parser, flags, number, gb_str_length(name) + 1);
    }
done:
    gb_xdecref(name);
    return node;
}

static int skip_comment(Parser *parser, int64_t start)
{
    ReReader *reader = &parser->reader;
    for (;;) {
        uint32_t character = gb_re_reader_take(reader, NULL);
        if (character == ')')
            return 0;
        if (character == RE_END)
            return gb_re_reader_fail(reader, reader->position - start,
                                     "missing ), unterminated comment");
    }
}

static ReNode *parse_flagged(Parser *parser, uint32_t flags, uint32_t character, int64_t start,
                             bool *skipped)
{
    ReReader *reader = &parser->reader;
    uint32_t on, off;
    int scoped = parse_flags(parser, character, &on, &off);
    if (scoped < 0)
        return NULL;
    if (scoped == 0) {
        *skipped = true;
        if (!parser->starting)
            gb_re_reader_fail(reader, reader->position - start,
                              "global flags not at the start of the expression");
        return NULL;
    }
    parser->starting = false;
    if (on & RE_TYPE_FLAGS)
        off |= RE_TYPE_FLAGS & ~on;
    ReNode *node = node_new(parser, RE_GROUP, flags);
    if (node != NULL)
        node->modified = on != 0 || off != 0;
    return parse_body(parser, node, (flags & ~off) | on, start);
}

/* Behind a parenthesis. *skipped: it was nothing that matches, such as a comment. */
static ReNode *parse_group(Parser *parser, uint32_t flags, bool *skipped)
{
    ReReader *reader = &parser->reader;
    int64_t start = reader->position - 1;
    *skipped = false;
    if (!gb_re_reader_match(reader, '?')) {
        parser->starting = false;
        return reader->failed ? NULL : parse_capture(parser, flags, GB_NULL, start);
    }
    uint32_t character = gb_re_reader_take(reader, NULL);
    bool starting = parser->starting;
    parser->starting = false;
    switch (character) {
    case 'P': return parse_named(parser, flags, start);
    case ':': return parse_body(parser, node_new(parser, RE_GROUP, flags), flags, start);
    case '>': return parse_body(parser, node_new(parser, RE_ATOMIC, flags), flags, start);
    case '=':
    case '!':
    case '<': return parse_look(parser, flags, character, start);
    case '(': return parse_condition(parser, flags, start);
    case '#':
        parser->starting = starting;
        *skipped = skip_comment(parser, start) == 0;
        return NULL;
    default: break;
    }
    if (character != '-' && flag_of(character) == 0)
        return fail_extension(parser, "?", character, 2);
    parser->starting = starting;
    return parse_flagged(parser, flags, character, start, skipped);
}

/* --- Sequences and alternatives --- */

static void skip_line(Parser *parser)
{
    uint32_t character;
    do {
        character = gb_re_reader_take(&parser->reader, NULL);
    } while (character != RE_END && character != '\n');
}

/* One thing that matches, added to the sequence. 0 or -1. */
static int parse_item(Parser *parser, ReNode *sequence, uint32_t flags)
{
    ReReader *reader = &parser->reader;
    int64_t start = reader->position;
    uint32_t escaped, character = gb_re_reader_take(reader, &escaped);
    ReNode *node = NULL;
    bool skipped = false;
    if (reader->failed)
        return -1;
    if (character != '(')
        parser->starting = false;
    switch (character) {
    case '\\': node = parse_escape(parser, flags, start, escaped); break;
    case '[': node = parse_set(parser, flags); break;
    case '*':
    case '+':
    case '?':
    case '{': sequence->flags = flags; return parse_repeat(parser, sequence, character);
    case '.': node = node_new(parser, RE_ANY, flags); break;
    case '^':
    case '$': node = coded_new(parser, RE_AT, flags, character); break;
    case '(': node = parse_group(parser, flags, &skipped); break;
    default: node = character_new(parser, flags, character); break;
    }
    add_child(sequence, node);
    return reader->failed || (node == NULL && !skipped) ? -1 : 0;
}

static ReNode *parse_sequence(Parser *parser, uint32_t flags)
{
    ReReader *reader = &parser->reader;
    ReNode *sequence = node_new(parser, RE_SEQUENCE, flags);
    while (sequence != NULL) {
        uint32_t character = gb_re_reader_peek(reader);
        if (character == RE_END || character == '|' || character == ')')
            return reader->failed ? NULL : sequence;
        if (parser->starting) /* Flags may just have been set. */
            flags |= parser->flags;
        if (flags & RE_VERBOSE && character < 128 && isspace((int)character)) {
            gb_re_reader_take(reader, NULL);
            continue;
        }
        if (flags & RE_VERBOSE && character == '#') {
            skip_line(parser);
            continue;
        }
        if (parse_item(parser, sequence, flags) < 0)
            return NULL;
    }
    return NULL;
}

static ReNode *parse_branches(Parser *parser, uint32_t flags)
{
    ReReader *reader = &parser->reader;
    bool outermost = parser->starting;
    ReNode *first = parse_sequence(parser, flags);
    if (first == NULL || gb_re_reader_peek(reader) != '|')
        return first;
    if (outermost)
        flags |= parser->flags;
    ReNode *branch = node_new(parser, RE_BRANCH, flags);
    add_child(branch, first);
    parser->starting = false;
    while (branch != NULL && gb_re_reader_match(reader, '|')) {
        ReNode *next = parse_sequence(parser, flags);
        if (next == NULL)
            return NULL;
        add_child(branch, next);
    }
    return reader->failed ? NULL : branch;
}

/* --- Afterwards --- */

static int check_look_behinds(Parser *parser, const ReNode *node)
{
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        if (child->kind == RE_SET)
            continue;
        if (check_look_behinds(parser, child) < 0)
            return -1;
        if (child->kind == RE_LOOK && child->behind) {
            Width width = width_of_children(parser, child);
            if (width.min != width.max) {
                gb_re_raise(
                    parser->reader.t,
                    gb_str_new(parser->reader.t, "look-behind requires fixed-width pattern"),
                    GB_NONE, -1);
                return -1;
            }
        }
    }
    return 0;
}

static void note_closing(ReTree *tree, const ReNode *node)
{
    if (node->kind == RE_GROUP && node->code > 0)
        tree->closing[node->code] = (int32_t)node->last;
    for (const ReNode *child = node->child; child != NULL; child = child->next) {
        if (child->kind != RE_SET)
            note_closing(tree, child);
    }
}

/* The flags that go without saying, and those that go not together. */
static int fix_flags(GbThread *t, bool text, uint32_t *flags)
{
    if (text) {
        if (*flags & RE_LOCALE)
            return gb_fail(t, gb_ValueError, "cannot use LOCALE flag with a str pattern");
        if (*flags & RE_ASCII && *flags & RE_UNICODE)
            return gb_fail(t, gb_ValueError, "ASCII and UNICODE flags are incompatible");
        if (!(*flags & RE_ASCII))
            *flags |= RE_UNICODE;
        return 0;
    }
    if (*flags & RE_UNICODE)
        return gb_fail(t, gb_ValueError, "cannot use UNICODE flag with a bytes pattern");
    if (*flags & RE_LOCALE && *flags & RE_ASCII)
        return gb_fail(t, gb_ValueError, "ASCII and LOCALE flags are incompatible");
    return 0;
}

static int parse_all(Parser *parser)
{
    ReReader *reader = &parser->reader;
    ReTree *tree = parser->tree;
    tree->root = parse_branches(parser, parser->flags);
    if (tree->root == NULL)
        return -1;
    tree->flags = parser->flags;
    if (fix_flags(reader->t, is_text(parser), &tree->flags) < 0)
        return -1;
    if (gb_re_reader_peek(reader) == ')') {
        gb_re_reader_take(reader, NULL);
        return gb_re_reader_fail(reader, 1, "unbalanced parenthesis");
    }
    tree->group_count = parser->group_count - 1;
    if (parser->conditions_reach > tree->group_count) {
        GbRef message = gb_str_format(reader->t, "invalid group reference %d",
                                      parser->conditions_reach);
        gb_re_raise(reader->t, message, reader->text, parser->condition_position);
        return -1;
    }
    if (check_look_behinds(parser, tree->root) < 0)
        return -1;
    size_t size = (size_t)(tree->group_count + 1) * sizeof *tree->closing;
    tree->closing = gb_mem_new(reader->t, size);
    if (tree->closing == NULL)
        return -1;
    memset(tree->closing, 0, size);
    note_closing(tree, tree->root);
    return 0;
}

int gb_re_parse(GbThread *t, GbBorrow pattern, uint32_t flags, ReTree *tree)
{
    Parser parser = {
        .tree = tree, .flags = flags, .starting = true, .group_count = 1, .group_capacity = 16};
    *tree = (ReTree){.names = gb_dict_new(t), .is_text = gb_is_str(pattern)};
    if (tree->names == GB_NULL || gb_re_reader_init(&parser.reader, t, pattern) < 0)
        return -1;
    parser.reader.stack_level = 3; /* Behind re.compile() and the keeping of patterns. */
    parser.groups = gb_mem_new(t, (size_t)parser.group_capacity * sizeof(Group));
    if (parser.groups == NULL)
        return -1;
    parser.groups[0] = (Group){0};
    int failed = parse_all(&parser);
    gb_mem_free(t, parser.groups, (size_t)parser.group_capacity * sizeof(Group));
    return failed;
}
