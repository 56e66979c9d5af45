/* UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError: what could not be converted,
 * where and why. */
#include "vm/object/exception_parts.h"

#include "vm/interp.h"

#include <stdio.h>

/* --- Construction --- */

static int take_str(GbThread *t, GbBorrow self, int place, const GbBorrow *args, int index)
{
    if (!gb_is_str(args[index]))
        return gb_fail(t, gb_TypeError, "argument %d must be str, not %K", index + 1, args[index]);
    gb_field_set(self, place, args[index]);
    return 0;
}

static int take_index(GbThread *t, GbBorrow self, int place, GbBorrow value)
{
    int64_t index;
    if (gb_index_i64(t, value, &index, gb_OverflowError) < 0)
        return -1;
    GbRef number = gb_int_new(t, index);
    if (number == GB_NULL)
        return -1;
    gb_set(&gb_as_exception(self)->fields[place], number);
    return 0;
}

/* Anything with bytes in it, kept as bytes. */
static int take_bytes(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (gb_has_layout(value, GB_KIND_BYTES)) {
        gb_field_set(self, GB_UNICODE_OBJECT, value);
        return 0;
    }
    GbBuffer view;
    if (gb_buffer_get(t, value, &view) < 0)
        return -1;
    GbRef bytes = gb_bytes_new(t, view.data, (size_t)view.size);
    gb_buffer_release(t, &view);
    if (bytes == GB_NULL)
        return -1;
    gb_set(&gb_as_exception(self)->fields[GB_UNICODE_OBJECT], bytes);
    return 0;
}

static int check_count(GbThread *t, int count, int wanted)
{
    if (count == wanted)
        return 0;
    return gb_fail(t, gb_TypeError, "function takes exactly %d arguments (%d given)", wanted,
                   count);
}

int gb_decode_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names)
{
    if (gb_exception_init(t, self, args, count, names) < 0 || check_count(t, count, 5) < 0)
        return -1;
    if (take_str(t, self, GB_UNICODE_ENCODING, args, 0) < 0 || take_bytes(t, self, args[1]) < 0 ||
        take_index(t, self, GB_UNICODE_START, args[2]) < 0 ||
        take_index(t, self, GB_UNICODE_END, args[3]) < 0)
        return -1;
    return take_str(t, self, GB_UNICODE_REASON, args, 4);
}

int gb_encode_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names)
{
    if (gb_exception_init(t, self, args, count, names) < 0 || check_count(t, count, 5) < 0)
        return -1;
    if (take_str(t, self, GB_UNICODE_ENCODING, args, 0) < 0 ||
        take_str(t, self, GB_UNICODE_OBJECT, args, 1) < 0 ||
        take_index(t, self, GB_UNICODE_START, args[2]) < 0 ||
        take_index(t, self, GB_UNICODE_END, args[3]) < 0)
        return -1;
    return take_str(t, self, GB_UNICODE_REASON, args, 4);
}

int gb_translate_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                            GbBorrow names)
{
    if (gb_exception_init(t, self, args, count, names) < 0 || check_count(t, count, 4) < 0)
        return -1;
    if (take_str(t, self, GB_UNICODE_OBJECT, args, 0) < 0 ||
        take_index(t, self, GB_UNICODE_START, args[1]) < 0 ||
        take_index(t, self, GB_UNICODE_END, args[2]) < 0)
        return -1;
    return take_str(t, self, GB_UNICODE_REASON, args, 3);
}

/* --- str() --- */

static int64_t index_of(GbBorrow self, int place)
{
    int64_t index = 0;
    gb_int_peek_i64(gb_as_exception(self)->fields[place] == GB_NULL
                        ? gb_small_new(0)
                        : gb_as_exception(self)->fields[place],
                    &index);
    return index;
}

/* Does the range name one item of the object? */
static bool is_single(GbBorrow self, int64_t length)
{
    int64_t start = index_of(self, GB_UNICODE_START);
    return start >= 0 && start < length && index_of(self, GB_UNICODE_END) == start + 1;
}

/* '\xe9', '\u1234' or '\U00012345' as an escape. */
static void escape(uint32_t c, char *out, size_t size)
{
    const char *form = c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x";
    snprintf(out, size, form, (unsigned)c);
}

GbRef gb_decode_error_str(GbThread *t, GbBorrow self)
{
    GbBorrow object = gb_field_peek(self, GB_UNICODE_OBJECT);
    if (!gb_has_layout(object, GB_KIND_BYTES))
        return gb_new_ref(t->interp->empty_str);
    GbBorrow encoding = gb_field_peek(self, GB_UNICODE_ENCODING),
             reason = gb_field_peek(self, GB_UNICODE_REASON);
    int64_t start = index_of(self, GB_UNICODE_START), end = index_of(self, GB_UNICODE_END);
    if (is_single(self, gb_bytes_size(object))) {
        char byte[8];
        snprintf(byte, sizeof byte, "0x%02x", gb_bytes_data(object)[start]);
        return gb_str_format(t, "'%S' codec can't decode byte %s in position %lld: %S", encoding,
                             byte, (long long)start, reason);
    }
    return gb_str_format(t, "'%S' codec can't decode bytes in position %lld-%lld: %S", encoding,
                         (long long)start, (long long)end - 1, reason);
}

GbRef gb_encode_error_str(GbThread *t, GbBorrow self)
{
    GbBorrow object = gb_field_peek(self, GB_UNICODE_OBJECT);
    if (!gb_is_str(object))
        return gb_new_ref(t->interp->empty_str);
    GbBorrow encoding = gb_field_peek(self, GB_UNICODE_ENCODING),
             reason = gb_field_peek(self, GB_UNICODE_REASON);
    int64_t start = index_of(self, GB_UNICODE_START), end = index_of(self, GB_UNICODE_END);
    if (is_single(self, gb_str_length(object))) {
        char character[16];
        escape(gb_str_at(object, start), character, sizeof character);
        return gb_str_format(t, "'%S' codec can't encode character '%s' in position %lld: %S",
                             encoding, character, (long long)start, reason);
    }
    return gb_str_format(t, "'%S' codec can't encode characters in position %lld-%lld: %S",
                         encoding, (long long)start, (long long)end - 1, reason);
}

GbRef gb_translate_error_str(GbThread *t, GbBorrow self)
{
    GbBorrow object = gb_field_peek(self, GB_UNICODE_OBJECT),
             reason = gb_field_peek(self, GB_UNICODE_REASON);
    if (!gb_is_str(object))
        return gb_new_ref(t->interp->empty_str);
    int64_t start = index_of(self, GB_UNICODE_START), end = index_of(self, GB_UNICODE_END);
    if (is_single(self, gb_str_length(object))) {
        char character[16];
        escape(gb_str_at(object, start), character, sizeof character);
        return gb_str_format(t, "can't translate character '%s' in position %lld: %S", character,
                             (long long)start, reason);
    }
    return gb_str_format(t, "can't translate characters in position %lld-%lld: %S",
                         (long long)start, (long long)end - 1, reason);
}

/* --- Attributes --- */

static GbRef start_get(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, index_of(self, GB_UNICODE_START));
}

static GbRef end_get(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, index_of(self, GB_UNICODE_END));
}

static int index_set(GbThread *t, GbBorrow self, int place, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "can't delete numeric/char attribute");
    if (!gb_is_intlike(value))
        return gb_fail(t, gb_TypeError, "an integer is required");
    return take_index(t, self, place, value);
}

static int start_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    return index_set(t, self, GB_UNICODE_START, value);
}

static int end_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    return index_set(t, self, GB_UNICODE_END, value);
}

const GbGetSetDef gb_unicode_error_getsets[] = {
    GB_FIELD("encoding", 0, "exception encoding"),      GB_FIELD("object", 1, "exception object"),
    {"start", start_get, start_set, "exception start"}, {"end", end_get, end_set, "exception end"},
    GB_FIELD("reason", 4, "exception reason"),          {0},
};
