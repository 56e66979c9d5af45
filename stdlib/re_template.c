/* Templates of sub and expand, and putting texts together. */
#include "stdlib/re_parts.h"

/* --- Sinks --- */

void gb_re_sink_init(ReSink *sink, GbThread *t, bool is_bytes)
{
    sink->t = t;
    sink->is_bytes = is_bytes;
    sink->data = NULL;
    sink->size = sink->capacity = 0;
    sink->count = 0;
    gb_writer_init(&sink->writer, t);
}

static int sink_bytes(ReSink *sink, const void *data, size_t size)
{
    if (sink->size + size > sink->capacity) {
        size_t capacity = 2 * (sink->size + size) + 64;
        uint8_t *grown = gb_mem_resize(sink->t, sink->data, sink->capacity, capacity);
        if (grown == NULL)
            return -1;
        sink->data = grown;
        sink->capacity = capacity;
    }
    if (size > 0)
        memcpy(sink->data + sink->size, data, size);
    sink->size += size;
    return 0;
}

int gb_re_sink_slice(ReSink *sink, const ReSubject *subject, int64_t start, int64_t end)
{
    ++sink->count;
    if (!sink->is_bytes)
        return gb_writer_slice(&sink->writer, subject->string, start, end);
    return sink_bytes(sink, (const uint8_t *)subject->data + start, (size_t)(end - start));
}

int gb_re_sink_object(ReSink *sink, GbBorrow text)
{
    int64_t index = sink->count++;
    if (!sink->is_bytes) {
        if (gb_is_str(text))
            return gb_writer_str(&sink->writer, text);
        return gb_fail(sink->t, gb_TypeError, "sequence item %lld: expected str instance, %T found",
                       (long long)index, text);
    }
    GbBuffer buffer;
    if (gb_is_str(text) || gb_buffer_get(sink->t, text, &buffer) < 0) {
        gb_raised_drop(sink->t);
        return gb_fail(sink->t, gb_TypeError,
                       "sequence item %lld: expected a bytes-like object, %T found",
                       (long long)index, text);
    }
    int failed = sink_bytes(sink, buffer.data, (size_t)buffer.size);
    gb_buffer_release(sink->t, &buffer);
    return failed;
}

void gb_re_sink_clear(ReSink *sink)
{
    gb_writer_clear(&sink->writer);
    if (sink->data != NULL)
        gb_mem_free(sink->t, sink->data, sink->capacity);
    sink->data = NULL;
}

GbRef gb_re_sink_finish(ReSink *sink)
{
    if (!sink->is_bytes)
        return gb_writer_finish(&sink->writer);
    GbRef result = gb_bytes_new(sink->t, sink->data == NULL ? (const void *)"" : sink->data,
                                sink->size);
    gb_re_sink_clear(sink);
    return result;
}

/* --- Parsing a template --- */

typedef struct TemplateParser {
    ReReader reader;
    RePattern *pattern;
    GbRef parts;               /* list */
    ReSink literal;            /* What has been read since the last group. */
} TemplateParser;

static int literal_add(TemplateParser *parser, uint32_t character)
{
    uint8_t byte = (uint8_t)character;
    if (!parser->literal.is_bytes)
        return gb_writer_char(&parser->literal.writer, character);
    return sink_bytes(&parser->literal, &byte, 1);
}

/* Close the literal before a group, or at the end. */
static int literal_flush(TemplateParser *parser)
{
    GbRef text = gb_re_sink_finish(&parser->literal);
    GbThread *t = parser->reader.t;
    if (text == GB_NULL)
        return -1;
    int64_t length = gb_length(t, text);
    int failed = length > 0 ? gb_list_append(t, parser->parts, text) : 0;
    gb_decref(text);
    gb_re_sink_init(&parser->literal, t, parser->pattern->is_bytes);
    return failed;
}

static int add_group(TemplateParser *parser, int64_t number, int64_t offset)
{
    GbThread *t = parser->reader.t;
    if (number > parser->pattern->tree.group_count)
        return gb_re_reader_fail_take(&parser->reader, offset,
                                   gb_str_format(t, "invalid group reference %lld",
                                                 (long long)number));
    if (literal_flush(parser) < 0)
        return -1;
    return gb_list_append(t, parser->parts, gb_small_new(number));
}

/* Behind \g. */
static int parse_group_name(TemplateParser *parser)
{
    ReReader *reader = &parser->reader;
    GbThread *t = reader->t;
    int64_t number;
    if (!gb_re_reader_match(reader, '<'))
        return gb_re_reader_fail(reader, 0, "missing <");
    GbRef name = gb_re_reader_until(reader, '>', "group name"), known = GB_NULL;
    if (name == GB_NULL)
        return -1;
    int failed = gb_re_reader_group_number(reader, name, &number);
    if (failed == 0 && number < 0) {
        int found = gb_dict_find(t, parser->pattern->tree.names, name, &known);
        if (found > 0)
            number = gb_small(known);
        else if (found == 0)
            gb_raise(t, gb_IndexError, "unknown group name %R", name);
        failed = found > 0 ? 0 : -1;
    }
    if (failed == 0)
        failed = add_group(parser, number, gb_str_length(name) + 1);
    gb_xdecref(known);
    gb_decref(name);
    return failed;
}

static bool is_octal(uint32_t character)
{
    return character >= '0' && character <= '7';
}

/* \0, \12, \123: a character with a leading 0 or three octal digits, otherwise a group. */
static int parse_number(TemplateParser *parser, uint32_t first)
{
    ReReader *reader = &parser->reader;
    uint32_t number = first - '0';
    if (first == '0') {
        for (int i = 0; i < 2 && is_octal(gb_re_reader_peek(reader)); i++)
            number = number * 8 + gb_re_reader_take(reader, NULL) - '0';
        return reader->failed ? -1 : literal_add(parser, number & 0xff);
    }
    uint32_t second = gb_re_reader_peek(reader);
    int64_t length = 2;
    if (second >= '0' && second <= '9') {
        gb_re_reader_take(reader, NULL);
        length = 3;
        if (is_octal(first) && is_octal(second) && is_octal(gb_re_reader_peek(reader))) {
            uint32_t third = gb_re_reader_take(reader, NULL);
            uint32_t code = number * 64 + (second - '0') * 8 + third - '0';
            if (code > 0377)
                return gb_re_reader_fail_take(
                    reader, 4,
                    gb_str_format(reader->t, "octal escape value \\%c%c%c outside of range 0-0o377",
                                  (int)first, (int)second, (int)third));
            return literal_add(parser, code);
        }
        number = number * 10 + second - '0';
    }
    return add_group(parser, number, length - 1);
}

static int parse_escape(TemplateParser *parser, uint32_t letter)
{
    static const char letters[] = "abfnrtv\\", codes[] = "\a\b\f\n\r\t\v\\";
    ReReader *reader = &parser->reader;
    if (letter == 'g')
        return parse_group_name(parser);
    if (letter >= '0' && letter <= '9')
        return parse_number(parser, letter);
    const char *known = letter > 0 && letter < 128 ? strchr(letters, (int)letter) : NULL;
    if (known != NULL)
        return literal_add(parser, (uint32_t)codes[known - letters]);
    if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'))
        return gb_re_reader_fail_take(reader, 2,
                                   gb_str_format(reader->t, "bad escape \\%c", (int)letter));
    return literal_add(parser, '\\') < 0 ? -1 : literal_add(parser, letter);
}

static int parse_parts(TemplateParser *parser)
{
    for (;;) {
        uint32_t escaped, character = gb_re_reader_take(&parser->reader, &escaped);
        if (parser->reader.failed)
            return -1;
        if (character == RE_END)
            return literal_flush(parser);
        if ((character == '\\' ? parse_escape(parser, escaped)
                               : literal_add(parser, character)) < 0)
            return -1;
    }
}

static GbRef template_parse(GbThread *t, RePattern *pattern, GbBorrow text)
{
    TemplateParser parser = {.pattern = pattern, .parts = gb_list_new(t, 4)};
    GbRef result = GB_NULL;
    if (parser.parts == GB_NULL)
        return GB_NULL;
    gb_re_sink_init(&parser.literal, t, pattern->is_bytes);
    if (gb_re_reader_init(&parser.reader, t, text) == 0 && parse_parts(&parser) == 0)
        result = gb_tuple_from(t, parser.parts);
    gb_re_sink_clear(&parser.literal);
    gb_clear(&parser.parts);
    return result;
}

static bool has_backslash(GbBorrow text)
{
    if (gb_is_str(text)) {
        for (int64_t i = 0; i < gb_str_length(text); i++) {
            if (gb_str_at(text, i) == '\\')
                return true;
        }
        return false;
    }
    return memchr(gb_bytes_data(text), '\\', (size_t)gb_bytes_size(text)) != NULL;
}

/* Bytes of something like bytes. */
static GbRef template_bytes(GbThread *t, GbBorrow text)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, text, &buffer) < 0) {
        gb_raised_drop(t);
        return gb_raise(t, gb_TypeError, "decoding to str: need a bytes-like object, %T found",
                        text);
    }
    GbRef bytes = gb_bytes_new(t, buffer.data, (size_t)buffer.size);
    gb_buffer_release(t, &buffer);
    return bytes;
}

GbRef gb_re_template_get(GbThread *t, RePattern *pattern, GbBorrow text)
{
    if (pattern->template == text)
        return gb_new_ref(pattern->parts);
    if (!gb_is_str(text) && !gb_has_layout(text, GB_KIND_BYTES)) {
        GbRef bytes = template_bytes(t, text);
        GbRef made = bytes == GB_NULL ? GB_NULL : gb_re_template_get(t, pattern, bytes);
        gb_xdecref(bytes);
        return made;
    }
    /* What a template of the wrong kind runs into depends on how far CPython gets. */
    GbRef parts = has_backslash(text) && gb_is_str(text) != pattern->is_bytes
                      ? template_parse(t, pattern, text)
                      : gb_tuple_of(t, 1, text);
    if (parts == GB_NULL)
        return GB_NULL;
    gb_set(&pattern->parts, gb_new_ref(parts));
    gb_set(&pattern->template, gb_new_ref(text));
    return parts;
}

int gb_re_template_put(ReSink *sink, GbBorrow parts, const ReSubject *subject, const int64_t *ends)
{
    for (int64_t i = 0; i < gb_tuple_count(parts); i++) {
        GbBorrow part = gb_tuple_peek(parts, i);
        if (!gb_is_small(part)) {
            if (gb_re_sink_object(sink, part) < 0)
                return -1;
            continue;
        }
        int64_t group = gb_small(part);
        if (ends[2 * group] >= 0 &&
            gb_re_sink_slice(sink, subject, ends[2 * group], ends[2 * group + 1]) < 0)
            return -1;
    }
    return 0;
}
