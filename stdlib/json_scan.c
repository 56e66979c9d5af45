/* Reading JSON: the scanner of json.JSONDecoder. */
#include "stdlib/json_parts.h"

/* --- Errors --- */

static int fail(GbThread *t, GbBorrow text, const char *message, int64_t position)
{
    GbRef module = gb_import(t, "json.decoder");
    GbRef class = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "JSONDecodeError");
    GbRef sentence = gb_str_new(t, message);
    GbRef error = class == GB_NULL || sentence == GB_NULL
                      ? GB_NULL
                      : gb_call3(t, class, sentence, text, gb_small_new(position));
    if (error != GB_NULL)
        gb_raise_instance(t, error);
    gb_xdecref(module);
    gb_xdecref(class);
    gb_xdecref(sentence);
    gb_xdecref(error);
    return -1;
}

/* There is no value at a position: the decoder makes a JSONDecodeError of it. */
static GbRef fail_no_value(GbThread *t, int64_t position)
{
    return gb_raise_stop(t, gb_small_new(position));
}

/* --- Strings --- */

/* The code unit of \uXXXX whose X begin at `start`, or -1. */
static int64_t hex_unit(const JsonText *text, int64_t start)
{
    int64_t unit = 0;
    if (start + 4 > text->length)
        return -1;
    for (int64_t i = start; i < start + 4; i++) {
        uint32_t c = json_at(text, i);
        uint32_t digit = c >= '0' && c <= '9'   ? c - '0'
                         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                : 16;
        if (digit == 16)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Behind a backslash: *position moves behind the escape. 0 or -1. */
static int scan_escape(GbThread *t, const JsonText *text, int64_t *position, GbWriter *writer)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    uint32_t letter = json_at(text, *position);
    int64_t start = (*position)++;
    const char *known = letter > 0 && letter < 128 ? strchr(letters, (int)letter) : NULL;
    if (known != NULL)
        return gb_writer_char(writer, (uint32_t)meanings[known - letters]);
    if (letter != 'u')
        return fail(t, text->str, "Invalid \\escape", start - 1);
    int64_t unit = hex_unit(text, *position);
    if (unit < 0)
        return fail(t, text->str, "Invalid \\uXXXX escape", start);
    *position += 4;
    if (unit >= 0xd800 && unit < 0xdc00 && *position + 6 <= text->length &&
        json_at(text, *position) == '\\' && json_at(text, *position + 1) == 'u') {
        int64_t low = hex_unit(text, *position + 2);
        if (low >= 0xdc00 && low < 0xe000) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            *position += 6;
        }
    }
    return gb_writer_char(writer, (uint32_t)unit);
}

GbRef gb_json_scan_string(GbThread *t, const JsonText *text, int64_t start, bool strict,
                          int64_t *end)
{
    GbWriter writer;
    int64_t plain = start, position = start;
    bool written = false;
    for (;; ++position) {
        uint32_t c = position < text->length ? json_at(text, position) : 0;
        if (position >= text->length || (c < 0x20 && strict)) {
            fail(t, text->str,
                 position >= text->length ? "Unterminated string starting at"
                                          : "Invalid control character at",
                 position >= text->length ? start - 1 : position);
            break;
        }
        if (c != '"' && c != '\\')
            continue;
        if (c == '"' && !written) {
            *end = position + 1;
            return gb_str_slice(t, text->str, start, position);
        }
        if (!written)
            gb_writer_init(&writer, t);
        written = true;
        gb_writer_slice(&writer, text->str, plain, position);
        if (c == '"') {
            *end = position + 1;
            return gb_writer_finish(&writer);
        }
        if (++position >= text->length) {
            fail(t, text->str, "Unterminated string starting at", start - 1);
            break;
        }
        if (scan_escape(t, text, &position, &writer) < 0)
            break;
        plain = position--;
    }
    if (written)
        gb_writer_clear(&writer);
    return GB_NULL;
}

/* --- The scanner --- */

typedef struct Scanner {
    GbObject header;
    bool strict;
    bool plain_int; /* parse_int is int itself. */
    GbRef object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
} Scanner;

typedef struct Scan {
    GbThread *t;
    Scanner *scanner;
    JsonText text;
    GbRef keys; /* dict: each key once */
    int64_t position;
} Scan;

static GbRef scan_value(Scan *scan);

static uint32_t peek(const Scan *scan)
{
    return scan->position < scan->text.length ? json_at(&scan->text, scan->position) : 0;
}

static void skip_blanks(Scan *scan)
{
    for (;; ++scan->position) {
        uint32_t c = peek(scan);
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            return;
    }
}

/* Move over a word if it stands here. */
static bool take_word(Scan *scan, const char *word)
{
    int64_t length = (int64_t)strlen(word);
    if (scan->position + length > scan->text.length)
        return false;
    for (int64_t i = 0; i < length; i++) {
        if (json_at(&scan->text, scan->position + i) != (unsigned char)word[i])
            return false;
    }
    scan->position += length;
    return true;
}

static int64_t skip_digits(const Scan *scan, int64_t position)
{
    while (position < scan->text.length) {
        uint32_t c = json_at(&scan->text, position);
        if (c < '0' || c > '9')
            break;
        ++position;
    }
    return position;
}

/* The end of a number's fraction and exponent, as far as they are whole. */
static int64_t float_end(const Scan *scan, int64_t position)
{
    const JsonText *text = &scan->text;
    if (position + 1 < text->length && json_at(text, position) == '.') {
        int64_t end = skip_digits(scan, position + 1);
        position = end > position + 1 ? end : position;
    }
    if (position + 1 < text->length && (json_at(text, position) | 0x20) == 'e') {
        uint32_t sign = json_at(text, position + 1);
        int64_t digits = position + 1 + (sign == '+' || sign == '-');
        int64_t end = skip_digits(scan, digits);
        position = end > digits ? end : position;
    }
    return position;
}

static GbRef small_int(const Scan *scan, int64_t start, int64_t end)
{
    int64_t value = 0;
    bool negative = json_at(&scan->text, start) == '-';
    for (int64_t i = start + negative; i < end; i++)
        value = value * 10 + json_at(&scan->text, i) - '0';
    return gb_int_new(scan->t, negative ? -value : value);
}

static GbRef scan_number(Scan *scan)
{
    int64_t start = scan->position, position = start + (peek(scan) == '-');
    uint32_t first = position < scan->text.length ? json_at(&scan->text, position) : 0;
    if (first < '0' || first > '9')
        return fail_no_value(scan->t, start);
    position = first == '0' ? position + 1 : skip_digits(scan, position);
    int64_t end = float_end(scan, position);
    bool is_float = end > position;
    scan->position = end;
    if (!is_float && scan->scanner->plain_int && end - start <= 18)
        return small_int(scan, start, end);
    GbRef digits = gb_str_slice(scan->t, scan->text.str, start, end);
    if (digits == GB_NULL)
        return GB_NULL;
    GbRef convert = is_float ? scan->scanner->parse_float : scan->scanner->parse_int;
    GbRef number = gb_call1(scan->t, convert, digits);
    gb_decref(digits);
    return number;
}

static GbRef scan_constant(Scan *scan, const char *word)
{
    GbRef name = gb_str_new(scan->t, word);
    if (name == GB_NULL)
        return GB_NULL;
    GbRef value = gb_call1(scan->t, scan->scanner->parse_constant, name);
    gb_decref(name);
    return value;
}

/* A key, which is the same object whenever it comes again. */
static GbRef scan_key(Scan *scan)
{
    int64_t end;
    GbRef known = GB_NULL;
    GbRef key = gb_json_scan_string(scan->t, &scan->text, scan->position + 1, scan->scanner->strict,
                                    &end);
    if (key == GB_NULL)
        return GB_NULL;
    scan->position = end;
    int found = gb_dict_find(scan->t, scan->keys, key, &known);
    if (found == 0)
        found = gb_dict_set(scan->t, scan->keys, key, key);
    if (known != GB_NULL)
        gb_set(&key, known);
    if (found < 0)
        gb_clear(&key);
    return key;
}

/* key: value, put into a dict, or as a pair into a list. 0 or -1. */
static int scan_member(Scan *scan, GbBorrow target, bool pairs)
{
    GbThread *t = scan->t;
    int failed = -1;
    if (peek(scan) != '"')
        return fail(t, scan->text.str, "Expecting property name enclosed in double quotes",
                    scan->position);
    GbRef key = scan_key(scan), value = GB_NULL;
    if (key == GB_NULL)
        return -1;
    skip_blanks(scan);
    if (peek(scan) != ':') {
        gb_decref(key);
        return fail(t, scan->text.str, "Expecting ':' delimiter", scan->position);
    }
    ++scan->position;
    skip_blanks(scan);
    value = scan_value(scan);
    if (value != GB_NULL)
        failed = pairs ? gb_list_append_take(t, target, gb_tuple_of(t, 2, key, value))
                       : gb_dict_set(t, target, key, value);
    gb_xdecref(value);
    gb_decref(key);
    return failed;
}

/* Behind { : members up to }. */
static int scan_members(Scan *scan, GbBorrow target, bool pairs)
{
    skip_blanks(scan);
    if (peek(scan) == '}') {
        ++scan->position;
        return 0;
    }
    for (;;) {
        if (scan_member(scan, target, pairs) < 0)
            return -1;
        skip_blanks(scan);
        uint32_t c = peek(scan);
        if (c == '}') {
            ++scan->position;
            return 0;
        }
        if (c != ',')
            return fail(scan->t, scan->text.str, "Expecting ',' delimiter", scan->position);
        ++scan->position;
        skip_blanks(scan);
        if (peek(scan) != '"')
            return fail(scan->t, scan->text.str,
                        "Expecting property name enclosed in double quotes", scan->position);
    }
}

static GbRef scan_object(Scan *scan)
{
    GbThread *t = scan->t;
    Scanner *scanner = scan->scanner;
    bool pairs = scanner->object_pairs_hook != GB_NONE;
    GbRef target = pairs ? gb_list_new(t, 0) : gb_dict_new(t);
    ++scan->position;
    if (target == GB_NULL || scan_members(scan, target, pairs) < 0) {
        gb_xdecref(target);
        return GB_NULL;
    }
    GbRef hook = pairs ? scanner->object_pairs_hook : scanner->object_hook;
    if (hook != GB_NONE)
        gb_set(&target, gb_call1(t, hook, target));
    return target;
}

static GbRef scan_array(Scan *scan)
{
    GbThread *t = scan->t;
    GbRef list = gb_list_new(t, 0);
    ++scan->position;
    skip_blanks(scan);
    if (list == GB_NULL || peek(scan) == ']') {
        ++scan->position;
        return list;
    }
    for (;;) {
        if (gb_list_append_take(t, list, scan_value(scan)) < 0)
            break;
        skip_blanks(scan);
        uint32_t c = peek(scan);
        if (c == ']') {
            ++scan->position;
            return list;
        }
        if (c != ',') {
            fail(t, scan->text.str, "Expecting ',' delimiter", scan->position);
            break;
        }
        ++scan->position;
        skip_blanks(scan);
    }
    gb_decref(list);
    return GB_NULL;
}

static GbRef scan_nested(Scan *scan, GbRef (*function)(Scan *))
{
    if (gb_recursion_enter(scan->t, " while decoding a JSON document from a unicode string") < 0)
        return GB_NULL;
    GbRef value = function(scan);
    gb_recursion_leave(scan->t);
    return value;
}

static GbRef scan_value(Scan *scan)
{
    int64_t start = scan->position, end;
    if (start >= scan->text.length)
        return fail_no_value(scan->t, start);
    switch (peek(scan)) {
    case '"': {
        GbRef text = gb_json_scan_string(scan->t, &scan->text, start + 1, scan->scanner->strict,
                                         &end);
        scan->position = text == GB_NULL ? start : end;
        return text;
    }
    case '{': return scan_nested(scan, scan_object);
    case '[': return scan_nested(scan, scan_array);
    case 'n': return take_word(scan, "null") ? GB_NONE : fail_no_value(scan->t, start);
    case 't': return take_word(scan, "true") ? GB_TRUE : fail_no_value(scan->t, start);
    case 'f': return take_word(scan, "false") ? GB_FALSE : fail_no_value(scan->t, start);
    case 'N':
        return take_word(scan, "NaN") ? scan_constant(scan, "NaN") : fail_no_value(scan->t, start);
    case 'I':
        return take_word(scan, "Infinity") ? scan_constant(scan, "Infinity")
                                           : fail_no_value(scan->t, start);
    case '-':
        if (take_word(scan, "-Infinity"))
            return scan_constant(scan, "-Infinity");
        return scan_number(scan);
    default: return scan_number(scan);
    }
}

/* scanner(string, idx): (value, end) */
static GbRef scanner_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    int64_t start;
    if (count != 2 || names != GB_NULL)
        return gb_raise(t, gb_TypeError, "scan_once() takes exactly 2 arguments (%d given)", count);
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "first argument must be a string, not %.80T", args[0]);
    if (gb_index_i64(t, args[1], &start, gb_OverflowError) < 0)
        return GB_NULL;
    if (start < 0)
        return gb_raise(t, gb_ValueError, "idx cannot be negative");
    Scan scan = {t, (Scanner *)gb_object(self), json_text(args[0]), gb_dict_new(t), start};
    if (scan.keys == GB_NULL)
        return GB_NULL;
    GbRef value = scan_value(&scan);
    GbRef result = value == GB_NULL ? GB_NULL
                                    : gb_tuple_of(t, 2, value, gb_small_new(scan.position));
    gb_xdecref(value);
    gb_decref(scan.keys);
    return result;
}

static GbRef scanner_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    Scanner *scanner = gb_object_new(t, (GbType *)gb_object(type));
    if (scanner == NULL)
        return GB_NULL;
    GbRef self = gb_value(scanner), strict = gb_attr_get_c(t, args[0], "strict");
    int truth = strict == GB_NULL ? -1 : gb_truth(t, strict);
    gb_xdecref(strict);
    if (truth < 0 || (scanner->object_hook = gb_attr_get_c(t, args[0], "object_hook")) == GB_NULL ||
        (scanner->object_pairs_hook = gb_attr_get_c(t, args[0], "object_pairs_hook")) == GB_NULL ||
        (scanner->parse_float = gb_attr_get_c(t, args[0], "parse_float")) == GB_NULL ||
        (scanner->parse_int = gb_attr_get_c(t, args[0], "parse_int")) == GB_NULL ||
        (scanner->parse_constant = gb_attr_get_c(t, args[0], "parse_constant")) == GB_NULL)
        gb_clear(&self);
    scanner = self == GB_NULL ? NULL : scanner;
    if (scanner != NULL) {
        scanner->strict = truth;
        scanner->plain_int = scanner->parse_int == gb_value(gb_type(t, INT));
    }
    return self;
}

static int scanner_visit(GbObject *object, GbVisitor visit, void *context)
{
    Scanner *scanner = (Scanner *)object;
    GB_VISIT(scanner->object_hook);
    GB_VISIT(scanner->object_pairs_hook);
    GB_VISIT(scanner->parse_float);
    GB_VISIT(scanner->parse_int);
    GB_VISIT(scanner->parse_constant);
    return 0;
}

static void scanner_clear(GbThread *t, GbObject *object)
{
    Scanner *scanner = (Scanner *)object;
    gb_clear(&scanner->object_hook);
    gb_clear(&scanner->object_pairs_hook);
    gb_clear(&scanner->parse_float);
    gb_clear(&scanner->parse_int);
    gb_clear(&scanner->parse_constant);
}

const GbTypeSpec gb_json_scanner_spec = {
    .name = "_json.Scanner",
    .doc = "JSON scanner object",
    .size = sizeof(Scanner),
    .flags = GB_TYPE_CONTAINER,
    .slots = {.dealloc = scanner_clear,
              .visit = scanner_visit,
              .clear = scanner_clear,
              .call = scanner_call},
    .constructor = {"make_scanner(context)", scanner_create, NULL},
};
