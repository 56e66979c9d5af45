/* Reading the text of a pattern or a template, and what is said of its mistakes. */
#include "stdlib/re_parts.h"

void gb_re_raise(GbThread *t, GbRef message_taken, GbBorrow pattern, int64_t position)
{
    GbRef module = message_taken == GB_NULL ? GB_NULL : gb_import(t, "re");
    GbRef class = module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, "error");
    GbRef instance = GB_NULL;
    if (class != GB_NULL)
        instance = gb_call3(t, class, message_taken, pattern,
                            position < 0 ? GB_NONE : gb_small_new(position));
    if (instance != GB_NULL)
        gb_raise_instance(t, instance);
    gb_xdecref(instance);
    gb_xdecref(class);
    gb_xdecref(module);
    gb_xdecref(message_taken);
}

int gb_re_reader_fail_take(ReReader *reader, int64_t offset, GbRef message_taken)
{
    if (reader->failed)
        gb_xdecref(message_taken);
    else
        gb_re_raise(reader->t, message_taken, reader->text, reader->position - offset);
    reader->failed = true;
    return -1;
}

int gb_re_reader_fail(ReReader *reader, int64_t offset, const char *message)
{
    if (reader->failed)
        return -1;
    return gb_re_reader_fail_take(reader, offset, gb_str_new(reader->t, message));
}

uint32_t gb_re_reader_at(const ReReader *reader, int64_t index)
{
    if (index < 0 || index >= reader->length)
        return RE_END;
    switch (reader->width) {
    case 1: return ((const uint8_t *)reader->data)[index];
    case 2: return ((const uint16_t *)reader->data)[index];
    default: return ((const uint32_t *)reader->data)[index];
    }
}

/* CPython looks one character ahead, so a lone backslash at the end comes before other mistakes. */
static int check_end(ReReader *reader)
{
    if (reader->failed || reader->position != reader->length - 1 ||
        gb_re_reader_at(reader, reader->position) != '\\')
        return reader->failed ? -1 : 0;
    return gb_re_reader_fail(reader, 0, "bad escape (end of pattern)");
}

int gb_re_reader_init(ReReader *reader, GbThread *t, GbBorrow text)
{
    *reader = (ReReader){.t = t, .text = text, .width = 1, .stack_level = 2};
    if (gb_is_str(text)) {
        reader->data = gb_str_data(text, &reader->width);
        reader->length = gb_str_length(text);
    } else {
        reader->data = gb_bytes_data(text);
        reader->length = gb_bytes_size(text);
    }
    return check_end(reader);
}

uint32_t gb_re_reader_peek(const ReReader *reader)
{
    return reader->failed ? RE_END : gb_re_reader_at(reader, reader->position);
}

uint32_t gb_re_reader_take(ReReader *reader, uint32_t *escaped)
{
    uint32_t character = gb_re_reader_peek(reader);
    if (escaped != NULL)
        *escaped = RE_END;
    if (character == RE_END)
        return RE_END;
    ++reader->position;
    if (character == '\\') {
        uint32_t next = gb_re_reader_at(reader, reader->position++);
        if (escaped != NULL)
            *escaped = next;
    }
    return check_end(reader) < 0 ? RE_END : character;
}

bool gb_re_reader_match(ReReader *reader, uint32_t character)
{
    if (gb_re_reader_peek(reader) != character || character == '\\')
        return false;
    gb_re_reader_take(reader, NULL);
    return !reader->failed;
}

GbRef gb_re_reader_slice(const ReReader *reader, int64_t start, int64_t end)
{
    if (gb_is_str(reader->text))
        return gb_str_slice(reader->t, reader->text, start, end);
    return gb_str_from_array(reader->t, (const uint8_t *)reader->data + start, end - start, 1);
}

GbRef gb_re_reader_until(ReReader *reader, uint32_t terminator, const char *what)
{
    int64_t start = reader->position;
    for (;;) {
        uint32_t character = gb_re_reader_take(reader, NULL);
        int64_t length = reader->position - start;
        if (character == terminator) {
            if (length > 1)
                return gb_re_reader_slice(reader, start, reader->position - 1);
            gb_re_reader_fail_take(reader, 1, gb_str_format(reader->t, "missing %s", what));
            return GB_NULL;
        }
        if (character != RE_END)
            continue;
        if (length == 0)
            gb_re_reader_fail_take(reader, 0, gb_str_format(reader->t, "missing %s", what));
        else
            gb_re_reader_fail_take(reader, length,
                                gb_str_format(reader->t, "missing %c, unterminated name",
                                              (int)terminator));
        return GB_NULL;
    }
}

static int fail_with_name(ReReader *reader, GbBorrow name, int64_t offset)
{
    GbRef message = gb_str_format(reader->t, "bad character in group name %R", name);
    return gb_re_reader_fail_take(reader, gb_str_length(name) + offset, message);
}

static int is_identifier(GbThread *t, GbBorrow name)
{
    GbRef answer = gb_call_method_c(t, name, "isidentifier", NULL, 0);
    return answer == GB_NULL ? -1 : answer == GB_TRUE;
}

static bool is_ascii(GbBorrow name)
{
    for (int64_t i = 0; i < gb_str_length(name); i++) {
        if (gb_str_at(name, i) > 127)
            return false;
    }
    return true;
}

static int warn_of_name(ReReader *reader, GbBorrow name, int64_t position)
{
    const char *format = gb_is_str(reader->text)
                             ? "bad character in group name %R at position %lld"
                             : "bad character in group name %A at position %lld";
    int failed = gb_warn(reader->t, gb_DeprecationWarning, reader->stack_level, format, name,
                         (long long)position);
    reader->failed |= failed < 0;
    return failed;
}

int gb_re_reader_check_name(ReReader *reader, GbBorrow name, int64_t offset)
{
    int64_t length = gb_str_length(name);
    int good = is_identifier(reader->t, name);
    if (good < 0)
        reader->failed = true;
    if (good <= 0)
        return fail_with_name(reader, name, offset);
    if (gb_is_str(reader->text) || is_ascii(name))
        return 0;
    return warn_of_name(reader, name, reader->position - length - offset);
}

int gb_re_reader_group_number(ReReader *reader, GbBorrow name, int64_t *number)
{
    GbThread *t = reader->t;
    int64_t length = gb_str_length(name);
    int good = is_identifier(t, name);
    *number = -1;
    if (good != 0)
        return good < 0 ? (reader->failed = true, -1) : gb_re_reader_check_name(reader, name, 1);
    GbRef value = gb_call1(t, gb_value(gb_type(t, INT)), name);
    if (value == GB_NULL)
        gb_raised_drop(t);
    if (value == GB_NULL || gb_int_sign(value) < 0) {
        gb_xdecref(value);
        return fail_with_name(reader, name, 1);
    }
    if (!gb_int_peek_i64(value, number) || *number >= RE_MAX_GROUPS) {
        gb_re_reader_fail_take(reader, length + 1,
                            gb_str_format(t, "invalid group reference %S", value));
        gb_decref(value);
        return -1;
    }
    gb_decref(value);
    for (int64_t i = 0; i < length; i++) {
        uint32_t character = gb_str_at(name, i);
        if (character < '0' || character > '9')
            return warn_of_name(reader, name, reader->position - length - 1);
    }
    return 0;
}
