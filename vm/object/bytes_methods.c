/* The methods that bytes and bytearray share. What they make is of self's type: bytes or bytearray.
 *
 * Arguments are converted first and self's bytes are looked up after, for a conversion may run
 * Python code that changes a bytearray. */
#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/list.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"
#include "vm/object/split.h"
#include "vm/object/str.h"

static GbRef make(GbThread *t, GbBorrow self, const void *data, int64_t size)
{
    return gb_bytes_like_new(t, gb_bytes_kind(self), data, (size_t)size);
}

/* self unchanged: a bytes may be itself, a bytearray is copied. */
static GbRef make_same(GbThread *t, GbBorrow self)
{
    if (gb_is_exact(self, GB_KIND_BYTES))
        return gb_new_ref(self);
    GbText text = gb_bytes_text(self);
    return make(t, self, text.data, text.length);
}

static GbRef make_part(GbThread *t, GbBorrow self, int64_t start, int64_t end)
{
    GbText text = gb_bytes_text(self);
    if (start == 0 && end == text.length)
        return make_same(t, self);
    return make(t, self, (const uint8_t *)text.data + start, end - start);
}

static GbText buffer_text(const GbBuffer *buffer)
{
    return gb_text_bytes(buffer->data, buffer->size);
}

/* --- Searching --- */

/* What is searched for: bytes of another object, or one byte. */
typedef struct Needle {
    GbBuffer buffer; /* No owner: it is `byte`. */
    uint8_t byte;
    GbText text;
} Needle;

static int needle_init(GbThread *t, Needle *needle, GbBorrow v)
{
    needle->buffer = (GbBuffer){0};
    if (gb_is_intlike(v)
        || (gb_is_object(v) && gb_type_lookup(t, gb_type_of(t, v), gb_name(t, __index__)))) {
        if (gb_byte_value(t, v, "byte must be in range(0, 256)", &needle->byte) < 0)
            return -1;
        needle->text = gb_text_bytes(&needle->byte, 1);
        return 0;
    }
    if (gb_buffer_get(t, v, &needle->buffer) < 0)
        return -1;
    needle->text = buffer_text(&needle->buffer);
    return 0;
}

static int needle_argument(GbThread *t, Needle *needle, GbBorrow v)
{
    int result = needle_init(t, needle, v);
    if (result < 0 && gb_raised_drop_if(t, gb_TypeError))
        gb_raise(t, gb_TypeError, "argument should be integer or bytes-like object, not '%.200T'",
                 v);
    return result;
}

/* self[start:end], and where it begins; `none`: the bounds exclude even the empty one. 0 or -1. */
static int searched_part(GbThread *t, GbBorrow self, GbBorrow start, GbBorrow end, GbText *out,
                         int64_t *from, bool *none)
{
    int64_t to;
    if (gb_slice_bounds(t, start, end, gb_bytes_text(self).length, from, &to) < 0)
        return -1;
    GbText text = gb_bytes_text(self);
    if (to > text.length)
        to = text.length;
    *none = *from > to;
    *out = *none ? text : gb_text_part(text, *from, to);
    return 0;
}

/* -1 nowhere, -2 failed. */
static int64_t search(GbThread *t, GbBorrow self, const GbBorrow *args,
                      int64_t (*find)(GbText, GbText))
{
    Needle needle;
    GbText text;
    int64_t from, hit = -2;
    bool none;
    if (needle_argument(t, &needle, args[0]) < 0)
        return -2;
    if (searched_part(t, self, args[1], args[2], &text, &from, &none) == 0) {
        hit = none ? -1 : find(text, needle.text);
        hit = hit < 0 ? -1 : hit + from;
    }
    gb_buffer_release(t, &needle.buffer);
    return hit;
}

static GbRef search_result(GbThread *t, int64_t hit, bool must_be_there)
{
    if (hit == -2)
        return GB_NULL;
    if (hit == -1 && must_be_there)
        return gb_raise(t, gb_ValueError, "subsection not found");
    return gb_int_new(t, hit);
}

GbRef gb_bytes_find(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_find), false);
}

GbRef gb_bytes_rfind(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_rfind), false);
}

GbRef gb_bytes_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_find), true);
}

GbRef gb_bytes_rindex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_rfind), true);
}

GbRef gb_bytes_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Needle needle;
    GbText text;
    int64_t from;
    bool none;
    GbRef result = GB_NULL;
    if (needle_argument(t, &needle, args[0]) < 0)
        return GB_NULL;
    if (searched_part(t, self, args[1], args[2], &text, &from, &none) == 0)
        result = gb_int_new(t, none ? 0 : gb_text_count(text, needle.text, -1));
    gb_buffer_release(t, &needle.buffer);
    return result;
}

int gb_bytes_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    Needle needle;
    if (needle_init(t, &needle, item) < 0)
        return -1;
    int result = gb_text_find(gb_bytes_text(self), needle.text) >= 0;
    gb_buffer_release(t, &needle.buffer);
    return result;
}

/* Does `text` begin or end with the bytes of v? 1, 0, -1. */
static int has_affix(GbThread *t, GbText text, GbBorrow v, bool at_start)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return -1;
    int result =
        gb_text_match(text, at_start ? 0 : text.length - buffer.size, buffer_text(&buffer));
    gb_buffer_release(t, &buffer);
    return result;
}

static GbRef test_affix(GbThread *t, GbBorrow self, const GbBorrow *args, bool at_start)
{
    GbText text;
    int64_t from;
    bool none;
    int result = 0;
    if (searched_part(t, self, args[1], args[2], &text, &from, &none) < 0)
        return GB_NULL;
    if (gb_is_tuple(args[0])) {
        for (int64_t i = 0; i < gb_tuple_count(args[0]) && result == 0; i++)
            result = has_affix(t, text, gb_tuple_peek(args[0], i), at_start);
    } else {
        result = has_affix(t, text, args[0], at_start);
        if (result < 0 && gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "%s first arg must be bytes or a tuple of bytes, not %.100T",
                     at_start ? "startswith" : "endswith", args[0]);
    }
    return result < 0 ? GB_NULL : gb_bool(result && !none);
}

GbRef gb_bytes_startswith(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return test_affix(t, self, args, true);
}

GbRef gb_bytes_endswith(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return test_affix(t, self, args, false);
}

static GbRef remove_affix(GbThread *t, GbBorrow self, GbBorrow affix, bool at_start)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, affix, &buffer) < 0)
        return GB_NULL;
    GbText text = gb_bytes_text(self);
    int64_t size =
        gb_text_match(text, at_start ? 0 : text.length - buffer.size, buffer_text(&buffer))
            ? buffer.size
            : 0;
    GbRef result = at_start ? make_part(t, self, size, text.length)
                            : make_part(t, self, 0, text.length - size);
    gb_buffer_release(t, &buffer);
    return result;
}

GbRef gb_bytes_removeprefix(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return remove_affix(t, self, args[0], true);
}

GbRef gb_bytes_removesuffix(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return remove_affix(t, self, args[0], false);
}

/* --- Stripping --- */

static GbRef strip(GbThread *t, GbBorrow self, GbBorrow argument, bool left, bool right)
{
    GbBuffer buffer = {0};
    if (argument != GB_NONE && gb_buffer_get(t, argument, &buffer) < 0)
        return GB_NULL;
    GbText text = gb_bytes_text(self), set = buffer_text(&buffer);
    bool is_set = argument != GB_NONE;
    int64_t start = 0, end = text.length;
#define STRIPPED(byte) (is_set ? gb_text_find_char(set, byte) >= 0 : gb_byte_is_space(byte))
    while (left && start < end && STRIPPED(gb_text_at(&text, start)))
        start++;
    while (right && end > start && STRIPPED(gb_text_at(&text, end - 1)))
        end--;
#undef STRIPPED
    GbRef result = make_part(t, self, start, end);
    gb_buffer_release(t, &buffer);
    return result;
}

GbRef gb_bytes_strip(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return strip(t, self, args[0], true, true);
}

GbRef gb_bytes_lstrip(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return strip(t, self, args[0], true, false);
}

GbRef gb_bytes_rstrip(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return strip(t, self, args[0], false, true);
}

/* --- Splitting --- */

static bool is_line_break(uint32_t byte)
{
    return byte == '\n' || byte == '\r';
}

/* What is lent to us, a bytearray's bytes, stays where it is. */
static GbRef split(GbThread *t, GbBorrow self, const GbBorrow *args, bool from_right)
{
    GbBuffer separator = {0}, own = {0};
    GbSplitter s = {.t = t, .whole = self, .part = make_part};
    int64_t limit;
    if (gb_index_i64(t, args[1], &limit, gb_OverflowError) < 0
        || (args[0] != GB_NONE && gb_buffer_get(t, args[0], &separator) < 0))
        return GB_NULL;
    if (gb_buffer_get(t, self, &own) < 0)
        goto done;
    s.text = buffer_text(&own);
    if (args[0] != GB_NONE && separator.size == 0) {
        gb_raise(t, gb_ValueError, "empty separator");
    } else if (gb_split_begin(&s, limit)) {
        if (args[0] != GB_NONE)
            gb_split_by(&s, buffer_text(&separator), from_right);
        else if (from_right)
            gb_rsplit_space(&s, gb_byte_is_space);
        else
            gb_split_space(&s, gb_byte_is_space);
    }
done:
    gb_buffer_release(t, &own);
    gb_buffer_release(t, &separator);
    return s.list;
}

GbRef gb_bytes_split(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return split(t, self, args, false);
}

GbRef gb_bytes_rsplit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return split(t, self, args, true);
}

GbRef gb_bytes_splitlines(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer own;
    GbSplitter s = {.t = t, .whole = self, .part = make_part};
    int64_t keep = args[0] == GB_TRUE;
    if ((!gb_is_bool(args[0]) && gb_index_i64(t, args[0], &keep, gb_OverflowError) < 0)
        || gb_buffer_get(t, self, &own) < 0)
        return GB_NULL;
    s.text = buffer_text(&own);
    if (gb_split_begin(&s, -1))
        gb_split_lines(&s, keep, is_line_break);
    gb_buffer_release(t, &own);
    return s.list;
}

static GbRef three_parts(GbThread *t, GbRef a, GbRef b, GbRef c)
{
    GbRef result =
        a == GB_NULL || b == GB_NULL || c == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, a, b, c);
    gb_xdecref(a);
    gb_xdecref(b);
    gb_xdecref(c);
    return result;
}

static GbRef partition(GbThread *t, GbBorrow self, GbBorrow separator, bool from_right)
{
    GbBuffer buffer, own = {0};
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, separator, &buffer) < 0)
        return GB_NULL;
    if (gb_buffer_get(t, self, &own) < 0)
        goto done;
    GbText text = buffer_text(&own), needle = buffer_text(&buffer);
    int64_t hit = from_right ? gb_text_rfind(text, needle) : gb_text_find(text, needle);
    if (needle.length == 0) {
        gb_raise(t, gb_ValueError, "empty separator");
    } else if (hit < 0) {
        GbRef whole = make_same(t, self), first = make(t, self, "", 0),
              second = make(t, self, "", 0);
        result = from_right ? three_parts(t, first, second, whole)
                            : three_parts(t, whole, first, second);
    } else {
        GbRef middle = gb_is_exact(self, GB_KIND_BYTES) ? gb_new_ref(separator)
                                                        : make(t, self, needle.data, needle.length);
        result = three_parts(t, make_part(t, self, 0, hit), middle,
                             make_part(t, self, hit + needle.length, text.length));
    }
done:
    gb_buffer_release(t, &own);
    gb_buffer_release(t, &buffer);
    return result;
}

GbRef gb_bytes_partition(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return partition(t, self, args[0], false);
}

GbRef gb_bytes_rpartition(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return partition(t, self, args[0], true);
}

/* --- Joining, replacing, translating --- */

static int join_item(GbThread *t, GbByteWriter *writer, GbBorrow item, int64_t index)
{
    GbBuffer buffer;
    if (gb_is_exact(item, GB_KIND_BYTES))
        return gb_byte_writer_add(writer, gb_bytes_data(item), (size_t)gb_bytes_size(item));
    if (gb_buffer_get(t, item, &buffer) < 0) {
        if (gb_raised_drop_if(t, gb_TypeError) || gb_raised_drop_if(t, gb_BufferError))
            gb_raise(t, gb_TypeError,
                     "sequence item %lld: expected a bytes-like object, %.80T found",
                     (long long)index, item);
        return -1;
    }
    int result = gb_byte_writer_add(writer, buffer.data, (size_t)buffer.size);
    gb_buffer_release(t, &buffer);
    return result;
}

GbRef gb_bytes_join(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbItems items;
    GbBuffer separator;
    GbByteWriter writer;
    GbRef result = GB_NULL;
    int failed = 0;
    if (gb_buffer_get(t, self, &separator) < 0)
        return GB_NULL; /* Held while the iterable's code runs, which must not resize it. */
    if (gb_items_get(t, args[0], "can only join an iterable", &items) < 0)
        goto done;
    if (items.count == 1 && gb_is_exact(items.items[0], GB_KIND_BYTES) && gb_is_bytes(self)) {
        result = gb_new_ref(items.items[0]);
        gb_items_release(&items);
        goto done;
    }
    gb_byte_writer_init(&writer, t);
    for (int64_t i = 0; i < items.count && failed == 0; i++) {
        if (i > 0)
            gb_byte_writer_add(&writer, separator.data, (size_t)separator.size);
        failed = join_item(t, &writer, items.items[i], i);
    }
    gb_items_release(&items);
    if (failed == 0)
        result = gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
    else
        gb_byte_writer_clear(&writer);
done:
    gb_buffer_release(t, &separator);
    return result;
}

static void replace_into(GbByteWriter *writer, GbText text, GbText old, GbText new, int64_t count)
{
    int64_t at = 0;
    while (count-- > 0) {
        int64_t hit = gb_text_find(gb_text_part(text, at, text.length), old);
        if (hit < 0)
            break;
        gb_byte_writer_add(writer, (const uint8_t *)text.data + at, (size_t)hit);
        gb_byte_writer_add(writer, new.data, (size_t) new.length);
        at += hit + old.length;
        if (old.length > 0)
            continue;
        if (at == text.length)
            break;
        gb_byte_writer_byte(writer, (uint8_t)gb_text_at(&text, at++)); /* Between any two bytes. */
    }
    gb_byte_writer_add(writer, (const uint8_t *)text.data + at, (size_t)(text.length - at));
}

GbRef gb_bytes_replace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer old = {0}, new = {0};
    int64_t count;
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, args[0], &old) < 0 || gb_buffer_get(t, args[1], &new) < 0
        || gb_index_i64(t, args[2], &count, gb_OverflowError) < 0)
        goto done;
    GbText text = gb_bytes_text(self);
    if (count == 0 || gb_text_find(text, buffer_text(&old)) < 0) {
        result = make_same(t, self);
        goto done;
    }
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    replace_into(&writer, text, buffer_text(&old), buffer_text(&new),
                 count < 0 ? INT64_MAX : count);
    result = gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
done:
    gb_buffer_release(t, &old);
    gb_buffer_release(t, &new);
    return result;
}

GbRef gb_bytes_translate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer table = {0}, delete = {0};
    GbRef result = GB_NULL;
    bool deleted[256] = {false};
    if (args[0] != GB_NONE && gb_buffer_get(t, args[0], &table) < 0)
        goto done;
    if (args[0] != GB_NONE && table.size != 256) {
        gb_raise(t, gb_ValueError, "translation table must be 256 characters long");
        goto done;
    }
    if (args[1] != GB_NULL && gb_buffer_get(t, args[1], &delete) < 0)
        goto done;
    for (int64_t i = 0; i < delete.size; i++)
        deleted[delete.data[i]] = true;
    GbText text = gb_bytes_text(self);
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint8_t byte = (uint8_t)gb_text_at(&text, i);
        if (!deleted[byte])
            gb_byte_writer_byte(&writer, args[0] != GB_NONE ? table.data[byte] : byte);
    }
    result = gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
done:
    gb_buffer_release(t, &table);
    gb_buffer_release(t, &delete);
    return result;
}

GbRef gb_bytes_maketrans(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer from = {0}, to = {0};
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, args[0], &from) < 0 || gb_buffer_get(t, args[1], &to) < 0)
        goto done;
    if (from.size != to.size) {
        gb_raise(t, gb_ValueError, "maketrans arguments must have same length");
        goto done;
    }
    uint8_t table[256];
    for (int i = 0; i < 256; i++)
        table[i] = (uint8_t)i;
    for (int64_t i = 0; i < from.size; i++)
        table[from.data[i]] = to.data[i];
    result = gb_bytes_new(t, table, 256);
done:
    gb_buffer_release(t, &from);
    gb_buffer_release(t, &to);
    return result;
}

/* --- Filling up --- */

static GbRef pad(GbThread *t, GbBorrow self, int64_t left, int64_t right, uint8_t fill)
{
    GbByteWriter writer;
    GbText text = gb_bytes_text(self);
    if (left <= 0 && right <= 0)
        return make_same(t, self);
    gb_byte_writer_init(&writer, t);
    uint8_t *place = gb_byte_writer_reserve(&writer, (size_t)(left + text.length + right));
    if (place) {
        memset(place, fill, (size_t)(left + text.length + right));
        memcpy(place + left, text.data, (size_t)text.length);
    }
    return gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
}

static int pad_arguments(GbThread *t, GbBorrow self, const GbBorrow *args, const char *name,
                         int64_t *missing, uint8_t *fill)
{
    int64_t width;
    if (gb_index_i64(t, args[0], &width, gb_OverflowError) < 0)
        return -1;
    *fill = ' ';
    if (args[1] != GB_NULL) {
        bool fits = (gb_is_bytes(args[1]) || gb_is_bytearray(args[1]))
                    && gb_bytes_text(args[1]).length == 1;
        if (!fits)
            return gb_fail(t, gb_TypeError,
                           "%s() argument 2 must be a byte string of length 1, not %.100K", name,
                           args[1]);
        *fill = *(const uint8_t *)gb_bytes_text(args[1]).data;
    }
    int64_t length = gb_bytes_text(self).length;
    *missing = width > length ? width - length : 0;
    return 0;
}

GbRef gb_bytes_ljust(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t missing;
    uint8_t fill;
    return pad_arguments(t, self, args, "ljust", &missing, &fill) < 0
               ? GB_NULL
               : pad(t, self, 0, missing, fill);
}

GbRef gb_bytes_rjust(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t missing;
    uint8_t fill;
    return pad_arguments(t, self, args, "rjust", &missing, &fill) < 0
               ? GB_NULL
               : pad(t, self, missing, 0, fill);
}

GbRef gb_bytes_center(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t missing;
    uint8_t fill;
    if (pad_arguments(t, self, args, "center", &missing, &fill) < 0)
        return GB_NULL;
    int64_t left = missing / 2 + (missing & (missing + gb_bytes_text(self).length) & 1);
    return pad(t, self, left, missing - left, fill);
}

GbRef gb_bytes_zfill(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t width;
    if (gb_index_i64(t, args[0], &width, gb_OverflowError) < 0)
        return GB_NULL;
    GbText text = gb_bytes_text(self);
    if (width <= text.length)
        return make_same(t, self);
    int64_t missing = width - text.length;
    GbRef result = pad(t, self, missing, 0, '0');
    if (result == GB_NULL || text.length == 0)
        return result;
    uint8_t *data = (uint8_t *)(uintptr_t)gb_bytes_text(result).data; /* Not shared yet. */
    if (data[missing] == '+' || data[missing] == '-') {
        data[0] = data[missing];
        data[missing] = '0';
    }
    return result;
}

GbRef gb_bytes_expandtabs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t tab_size, column = 0;
    if (gb_index_i64(t, args[0], &tab_size, gb_OverflowError) < 0)
        return GB_NULL;
    if (tab_size > INT32_MAX || tab_size < INT32_MIN)
        return gb_raise(t, gb_OverflowError, "Python int too large to convert to C int");
    GbText text = gb_bytes_text(self);
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint8_t byte = (uint8_t)gb_text_at(&text, i);
        if (byte == '\t') {
            int64_t fill = tab_size > 0 ? tab_size - column % tab_size : 0;
            uint8_t *place = gb_byte_writer_reserve(&writer, (size_t)fill);
            if (place)
                memset(place, ' ', (size_t)fill);
            column += fill;
        } else {
            gb_byte_writer_byte(&writer, byte);
            column = byte == '\n' || byte == '\r' ? 0 : column + 1;
        }
    }
    return gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
}

/* --- Operators --- */

GbRef gb_bytes_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    GbBuffer x, y;
    if (gb_is_exact(a, GB_KIND_BYTES) && gb_is_exact(b, GB_KIND_BYTES)) {
        if ((op == GB_EQ || op == GB_NE) && gb_bytes_size(a) != gb_bytes_size(b))
            return gb_bool(op == GB_NE);
        return gb_compare_lengths(gb_text_order(gb_bytes_text(a), gb_bytes_text(b)), 0, op);
    }
    if (gb_is_bytes(a) && !gb_is_bytes(b) && !gb_is_bytearray(b))
        return GB_NOT_IMPLEMENTED; /* The other's type knows how. */
    if (gb_buffer_get(t, a, &x) < 0)
        return gb_raised_drop_if(t, gb_TypeError) || gb_raised_drop_if(t, gb_BufferError)
                   ? GB_NOT_IMPLEMENTED
                   : GB_NULL;
    GbRef result = GB_NOT_IMPLEMENTED;
    if (gb_buffer_get(t, b, &y) < 0) {
        if (!gb_raised_drop_if(t, gb_TypeError) && !gb_raised_drop_if(t, gb_BufferError))
            result = GB_NULL;
    } else {
        result = gb_compare_lengths(gb_text_order(buffer_text(&x), buffer_text(&y)), 0, op);
        gb_buffer_release(t, &y);
    }
    gb_buffer_release(t, &x);
    return result;
}

GbRef gb_bytes_concat(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbBuffer x, y;
    const char *name = gb_is_bytes(a) ? "bytes" : "bytearray";
    if (gb_buffer_get(t, a, &x) < 0)
        return GB_NULL;
    if (gb_buffer_get(t, b, &y) < 0) {
        gb_buffer_release(t, &x);
        if (gb_raised_drop_if(t, gb_TypeError) || gb_raised_drop_if(t, gb_BufferError))
            gb_raise(t, gb_TypeError, "can't concat %.100T to %s", b, name);
        return GB_NULL;
    }
    GbRef result = GB_NULL;
    if (x.size == 0 && gb_is_exact(b, GB_KIND_BYTES) && gb_is_bytes(a)) {
        result = gb_new_ref(b);
    } else if (y.size == 0 && gb_is_exact(a, GB_KIND_BYTES)) {
        result = gb_new_ref(a);
    } else {
        result = gb_bytes_like_new(t, gb_bytes_kind(a), NULL, (size_t)(x.size + y.size));
        if (result != GB_NULL) {
            uint8_t *data = (uint8_t *)(uintptr_t)gb_bytes_text(result).data; /* Not shared yet. */
            memcpy(data, x.data, (size_t)x.size);
            memcpy(data + x.size, y.data, (size_t)y.size);
        }
    }
    gb_buffer_release(t, &x);
    gb_buffer_release(t, &y);
    return result;
}

GbRef gb_bytes_repeat(GbThread *t, GbBorrow self, int64_t count)
{
    GbText text = gb_bytes_text(self);
    if (count <= 0 || text.length == 0)
        return make(t, self, "", 0);
    if (count == 1)
        return make_same(t, self);
    if (text.length > INT64_MAX / 4 / count)
        return gb_raise_memory(t);
    GbRef result = gb_bytes_like_new(t, gb_bytes_kind(self), NULL, (size_t)(text.length * count));
    if (result == GB_NULL)
        return GB_NULL;
    uint8_t *data = (uint8_t *)(uintptr_t)gb_bytes_text(result).data; /* Not shared yet. */
    if (text.length == 1)
        memset(data, *(const uint8_t *)text.data, (size_t)count);
    for (int64_t i = 0; text.length > 1 && i < count; i++)
        memcpy(data + i * text.length, text.data, (size_t)text.length);
    return result;
}

static GbRef pick_slice(GbThread *t, GbBorrow self, GbBorrow slice)
{
    int64_t start, stop, step;
    if (gb_slice_unpack(t, slice, &start, &stop, &step) < 0)
        return GB_NULL;
    GbText text = gb_bytes_text(self);
    int64_t count = gb_slice_adjust(text.length, &start, &stop, step);
    if (count <= 0)
        return make(t, self, "", 0);
    if (step == 1)
        return make_part(t, self, start, start + count);
    GbByteWriter writer;
    gb_byte_writer_init(&writer, t);
    for (int64_t i = 0; i < count; i++)
        gb_byte_writer_byte(&writer, (uint8_t)gb_text_at(&text, start + i * step));
    return gb_byte_writer_finish_as(&writer, gb_bytes_kind(self));
}

GbRef gb_bytes_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    bool bytes = gb_is_bytes(self);
    int64_t index;
    if (gb_is_small(key)) {
        index = gb_small(key);
    } else if (gb_is_slice(key)) {
        return pick_slice(t, self, key);
    } else if (!gb_is_intlike(key)
               && !gb_type_lookup(t, gb_type_of(t, key), gb_name(t, __index__))) {
        return gb_raise(t, gb_TypeError, "%s indices must be integers or slices, not %.200T",
                        bytes ? "byte" : "bytearray", key);
    } else if (gb_index_i64(t, key, &index, gb_IndexError) < 0) {
        return GB_NULL;
    }
    GbText text = gb_bytes_text(self);
    if (index < 0)
        index += text.length;
    if (index < 0 || index >= text.length)
        return gb_raise(t, gb_IndexError,
                        bytes ? "index out of range" : "bytearray index out of range");
    return gb_small_new(gb_text_at(&text, index));
}
