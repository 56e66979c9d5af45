/* Methods of str that search, cut and join. */
#include "vm/object/str_methods.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"
#include "vm/object/split.h"
#include "vm/object/unicode.h"

/* --- Arguments --- */

static bool need_str(GbThread *t, GbBorrow v)
{
    if (gb_is_str(v))
        return true;
    gb_raise(t, gb_TypeError, "must be str, not %.100T", v);
    return false;
}

/* A str argument that messages call by its place: "replace() argument 1 must be str, not int". */
static bool need_str_argument(GbThread *t, GbBorrow v, const char *which)
{
    if (gb_is_str(v))
        return true;
    gb_raise(t, gb_TypeError, "%s must be str, not %.50K", which, v);
    return false;
}

static GbRef part_of(GbThread *t, GbBorrow str, int64_t start, int64_t end)
{
    return gb_str_slice(t, str, start, end);
}

/* --- Searching --- */

/* Where `sub` is in self[start:end], by `find`: -1 nowhere, -2 failed. */
static int64_t search(GbThread *t, GbBorrow self, const GbBorrow *args,
                      int64_t (*find)(GbText, GbText))
{
    int64_t from, to;
    if (!need_str(t, args[0]))
        return -2;
    GbText text = gb_str_text(self);
    if (gb_slice_bounds(t, args[1], args[2], text.length, &from, &to) < 0)
        return -2;
    if (from > to)
        return -1;
    int64_t hit = find(gb_text_part(text, from, to), gb_str_text(args[0]));
    return hit < 0 ? -1 : hit + from;
}

static GbRef search_result(GbThread *t, int64_t hit, bool must_be_there)
{
    if (hit == -2)
        return GB_NULL;
    if (hit == -1 && must_be_there)
        return gb_raise(t, gb_ValueError, "substring not found");
    return gb_int_new(t, hit);
}

GbRef gb_str_method_find(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_find), false);
}

GbRef gb_str_method_rfind(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_rfind), false);
}

GbRef gb_str_method_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_find), true);
}

GbRef gb_str_method_rindex(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return search_result(t, search(t, self, args, gb_text_rfind), true);
}

GbRef gb_str_method_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t from, to;
    if (!need_str(t, args[0]))
        return GB_NULL;
    GbText text = gb_str_text(self);
    if (gb_slice_bounds(t, args[1], args[2], text.length, &from, &to) < 0)
        return GB_NULL;
    if (from > to)
        return gb_small_new(0);
    return gb_int_new(t, gb_text_count(gb_text_part(text, from, to), gb_str_text(args[0]), -1));
}

static bool has_at_end(GbText text, GbBorrow affix, bool at_start)
{
    GbText part = gb_str_text(affix);
    return gb_text_match(text, at_start ? 0 : text.length - part.length, part);
}

static GbRef test_affix(GbThread *t, GbBorrow self, const GbBorrow *args, bool at_start)
{
    const char *name = at_start ? "startswith" : "endswith";
    GbBorrow affix = args[0];
    int64_t from, to;
    GbText text = gb_str_text(self);
    if (gb_slice_bounds(t, args[1], args[2], text.length, &from, &to) < 0)
        return GB_NULL;
    bool in_range = from <= to;
    GbText part = in_range ? gb_text_part(text, from, to) : text;
    if (gb_is_tuple(affix)) {
        for (int64_t i = 0; i < gb_tuple_count(affix); i++) {
            GbBorrow item = gb_tuple_peek(affix, i);
            if (!gb_is_str(item))
                return gb_raise(t, gb_TypeError, "tuple for %s must only contain str, not %.100T",
                                name, item);
            if (in_range && has_at_end(part, item, at_start))
                return GB_TRUE;
        }
        return GB_FALSE;
    }
    if (!gb_is_str(affix))
        return gb_raise(t, gb_TypeError, "%s first arg must be str or a tuple of str, not %.100T",
                        name, affix);
    return gb_bool(in_range && has_at_end(part, affix, at_start));
}

GbRef gb_str_method_startswith(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return test_affix(t, self, args, true);
}

GbRef gb_str_method_endswith(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return test_affix(t, self, args, false);
}

GbRef gb_str_method_removeprefix(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!need_str_argument(t, args[0], "removeprefix() argument"))
        return GB_NULL;
    GbText text = gb_str_text(self);
    return part_of(t, self, has_at_end(text, args[0], true) ? gb_str_length(args[0]) : 0,
                   text.length);
}

GbRef gb_str_method_removesuffix(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!need_str_argument(t, args[0], "removesuffix() argument"))
        return GB_NULL;
    GbText text = gb_str_text(self);
    return part_of(t, self, 0,
                   text.length - (has_at_end(text, args[0], false) ? gb_str_length(args[0]) : 0));
}

/* --- Stripping --- */

/* Is the code point one to strip: one of `chars`, or (without) white space? */
static bool is_stripped(const GbText *chars, uint32_t code)
{
    return chars ? gb_text_find_char(*chars, code) >= 0 : gb_unicode_is_space(code);
}

static GbRef strip(GbThread *t, GbBorrow self, GbBorrow argument, const char *name, bool left,
                   bool right)
{
    GbText text = gb_str_text(self), chars;
    if (argument != GB_NONE && !gb_is_str(argument))
        return gb_raise(t, gb_TypeError, "%s arg must be None or str", name);
    if (argument != GB_NONE)
        chars = gb_str_text(argument);
    const GbText *set = argument == GB_NONE ? NULL : &chars;
    int64_t start = 0, end = text.length;
    while (left && start < end && is_stripped(set, gb_text_at(&text, start)))
        start++;
    while (right && end > start && is_stripped(set, gb_text_at(&text, end - 1)))
        end--;
    return part_of(t, self, start, end);
}

GbRef gb_str_method_strip(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return strip(t, self, args[0], "strip", true, true);
}

GbRef gb_str_method_lstrip(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return strip(t, self, args[0], "lstrip", true, false);
}

GbRef gb_str_method_rstrip(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return strip(t, self, args[0], "rstrip", false, true);
}

/* --- Splitting --- */

static GbRef split(GbThread *t, GbBorrow self, const GbBorrow *args, bool from_right)
{
    GbSplitter s = {.t = t, .whole = self, .text = gb_str_text(self), .part = part_of};
    int64_t limit;
    if (gb_index_i64(t, args[1], &limit, gb_OverflowError) < 0)
        return GB_NULL;
    if (args[0] != GB_NONE && !gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "must be str or None, not %.100T", args[0]);
    if (args[0] != GB_NONE && gb_str_length(args[0]) == 0)
        return gb_raise(t, gb_ValueError, "empty separator");
    if (!gb_split_begin(&s, limit))
        return GB_NULL;
    if (args[0] != GB_NONE)
        gb_split_by(&s, gb_str_text(args[0]), from_right);
    else if (from_right)
        gb_rsplit_space(&s, gb_unicode_is_space);
    else
        gb_split_space(&s, gb_unicode_is_space);
    return s.list;
}

GbRef gb_str_method_split(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return split(t, self, args, false);
}

GbRef gb_str_method_rsplit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return split(t, self, args, true);
}

GbRef gb_str_method_splitlines(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbSplitter s = {.t = t, .whole = self, .text = gb_str_text(self), .part = part_of};
    int64_t keep = args[0] == GB_TRUE;
    if (!gb_is_bool(args[0]) && gb_index_i64(t, args[0], &keep, gb_OverflowError) < 0)
        return GB_NULL;
    if (gb_split_begin(&s, -1))
        gb_split_lines(&s, keep, gb_unicode_is_line_break);
    return s.list;
}

/* (self[:start], separator, self[end:]) */
static GbRef three_parts(GbThread *t, GbBorrow self, GbBorrow separator, int64_t start, int64_t end)
{
    GbRef before = part_of(t, self, 0, start);
    GbRef after = before == GB_NULL ? GB_NULL : part_of(t, self, end, gb_str_length(self));
    GbRef result = after == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, before, separator, after);
    gb_clear(&before);
    gb_clear(&after);
    return result;
}

static GbRef partition(GbThread *t, GbBorrow self, GbBorrow separator, bool from_right)
{
    if (!need_str(t, separator))
        return GB_NULL;
    GbText text = gb_str_text(self), needle = gb_str_text(separator);
    if (needle.length == 0)
        return gb_raise(t, gb_ValueError, "empty separator");
    int64_t hit = from_right ? gb_text_rfind(text, needle) : gb_text_find(text, needle);
    if (hit >= 0)
        return three_parts(t, self, separator, hit, hit + needle.length);
    return from_right ? three_parts(t, self, t->interp->empty_str, 0, 0)
                      : three_parts(t, self, t->interp->empty_str, text.length, text.length);
}

GbRef gb_str_method_partition(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return partition(t, self, args[0], false);
}

GbRef gb_str_method_rpartition(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return partition(t, self, args[0], true);
}

/* --- Joining and replacing --- */

GbRef gb_str_method_join(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_str_join(t, self, args[0]);
}

/* `new` before each of the first `count` characters, and at the end. */
static GbRef interleave(GbThread *t, GbBorrow self, GbBorrow new, int64_t count)
{
    GbWriter writer;
    int64_t length = gb_str_length(self), i = 0;
    gb_writer_init(&writer, t);
    for (; i < count && i < length; i++) {
        gb_writer_str(&writer, new);
        gb_writer_slice(&writer, self, i, i + 1);
    }
    if (i < count)
        gb_writer_str(&writer, new);
    gb_writer_slice(&writer, self, i, length);
    return gb_writer_finish(&writer);
}

/* Every `old` replaced by `new`, one ASCII character by another. */
static GbRef replace_char(GbThread *t, GbText text, uint8_t old, uint8_t new)
{
    GbStr *s = gb_str_alloc(t, text.length, GB_MAX_ASCII);
    if (s == NULL)
        return GB_NULL;
    const uint8_t *from = text.data;
    for (int64_t i = 0; i < text.length; i++)
        s->data[i] = from[i] == old ? new : from[i];
    return gb_value(s);
}

/* The first `hits` occurrences replaced; there are so many. The result is sure to be ASCII, or it
 * may be: what is replaced may have been all that needed the width. */
static GbRef replace_hits(GbThread *t, GbText text, GbText old, GbText new, int64_t hits,
                          bool ascii)
{
    int width = text.width > new.width ? text.width : new.width;
    int64_t length = text.length, at = 0, to = 0;
    if (__builtin_mul_overflow(new.length - old.length, hits, &length)
        || __builtin_add_overflow(length, text.length, &length))
        return gb_raise(t, gb_OverflowError, "replace string is too long");
    GbStr *s = ascii ? gb_str_alloc(t, length, GB_MAX_ASCII) : NULL;
    void *out = s ? s->data : ascii ? NULL : gb_mem_new(t, (size_t)(length * width));
    if (out == NULL)
        return GB_NULL;
    while (hits-- > 0) {
        GbText rest = gb_text_part(text, at, text.length);
        int64_t hit = gb_text_find(rest, old);
        gb_text_copy(out, width, to, gb_text_part(rest, 0, hit));
        gb_text_copy(out, width, to + hit, new);
        to += hit + new.length;
        at += hit + old.length;
    }
    gb_text_copy(out, width, to, gb_text_part(text, at, text.length));
    if (s)
        return gb_value(s);
    GbRef result = gb_str_from_array(t, out, length, width);
    gb_mem_free(t, out, (size_t)(length * width));
    return result;
}

GbRef gb_str_method_replace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count;
    if (!need_str_argument(t, args[0], "replace() argument 1")
        || !need_str_argument(t, args[1], "replace() argument 2")
        || gb_index_i64(t, args[2], &count, gb_OverflowError) < 0)
        return GB_NULL;
    if (count < 0)
        count = INT64_MAX;
    GbText text = gb_str_text(self), old = gb_str_text(args[0]);
    if (old.length == 0 && count > 0 && gb_str_length(args[1]) > 0)
        return interleave(t, self, args[1], count);
    int64_t hits = count == 0 || old.length == 0
                       ? 0
                       : gb_text_count(text, old, count == INT64_MAX ? -1 : count);
    if (hits == 0)
        return gb_str_plain(t, self);
    GbText new = gb_str_text(args[1]);
    bool ascii = gb_str_is_ascii(gb_as_str(self)) && gb_str_is_ascii(gb_as_str(args[1]));
    if (ascii && count == INT64_MAX && old.length == 1 && new.length == 1)
        return replace_char(t, text, (uint8_t)gb_text_at(&old, 0), (uint8_t)gb_text_at(&new, 0));
    return replace_hits(t, text, old, new, hits, ascii);
}

/* --- Filling up --- */

static GbRef pad(GbThread *t, GbBorrow self, int64_t left, int64_t right, uint32_t fill)
{
    if (left <= 0 && right <= 0)
        return gb_str_plain(t, self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_fill(&writer, fill, left);
    gb_writer_str(&writer, self);
    gb_writer_fill(&writer, fill, right);
    return gb_writer_finish(&writer);
}

/* How many fill characters, and which. */
static int pad_arguments(GbThread *t, GbBorrow self, const GbBorrow *args, int64_t *missing,
                         uint32_t *fill)
{
    int64_t width;
    if (gb_index_i64(t, args[0], &width, gb_OverflowError) < 0)
        return -1;
    if (!gb_is_str(args[1]))
        return gb_fail(t, gb_TypeError,
                       "The fill character must be a unicode character, not %.100T", args[1]);
    if (gb_str_length(args[1]) != 1)
        return gb_fail(t, gb_TypeError, "The fill character must be exactly one character long");
    *fill = gb_str_at(args[1], 0);
    *missing = width > gb_str_length(self) ? width - gb_str_length(self) : 0;
    return 0;
}

GbRef gb_str_method_ljust(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t missing;
    uint32_t fill;
    return pad_arguments(t, self, args, &missing, &fill) < 0 ? GB_NULL
                                                             : pad(t, self, 0, missing, fill);
}

GbRef gb_str_method_rjust(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t missing;
    uint32_t fill;
    return pad_arguments(t, self, args, &missing, &fill) < 0 ? GB_NULL
                                                             : pad(t, self, missing, 0, fill);
}

GbRef gb_str_method_center(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t missing;
    uint32_t fill;
    if (pad_arguments(t, self, args, &missing, &fill) < 0)
        return GB_NULL;
    /* An odd one goes to the left when the width is odd, as CPython does. */
    int64_t left = missing / 2 + (missing & (missing + gb_str_length(self)) & 1);
    return pad(t, self, left, missing - left, fill);
}

GbRef gb_str_method_zfill(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t width, length = gb_str_length(self);
    if (gb_index_i64(t, args[0], &width, gb_OverflowError) < 0)
        return GB_NULL;
    if (width <= length)
        return gb_str_plain(t, self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    int64_t sign = length > 0 && (gb_str_at(self, 0) == '+' || gb_str_at(self, 0) == '-');
    gb_writer_slice(&writer, self, 0, sign);
    gb_writer_fill(&writer, '0', width - length);
    gb_writer_slice(&writer, self, sign, length);
    return gb_writer_finish(&writer);
}

GbRef gb_str_method_expandtabs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t tab_size, column = 0;
    if (gb_index_i64(t, args[0], &tab_size, gb_OverflowError) < 0 || tab_size > INT32_MAX
        || tab_size < INT32_MIN) {
        if (!gb_raised(t) || gb_raised_drop_if(t, gb_OverflowError))
            gb_raise(t, gb_OverflowError, "Python int too large to convert to C int");
        return GB_NULL;
    }
    GbText text = gb_str_text(self);
    if (gb_text_find_char(text, '\t') < 0)
        return gb_str_plain(t, self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if (code == '\t') {
            int64_t fill = tab_size > 0 ? tab_size - column % tab_size : 0;
            gb_writer_fill(&writer, ' ', fill);
            column += fill;
        } else {
            gb_writer_char(&writer, code);
            column = code == '\n' || code == '\r' ? 0 : column + 1;
        }
    }
    return gb_writer_finish(&writer);
}

/* --- Translating --- */

/* What `table` makes of a code point, owned: None, an int or a str; the code point itself when it
 * has no entry. */
static GbRef translate_one(GbThread *t, GbBorrow table, uint32_t code)
{
    GbRef key = gb_small_new(code), value;
    if (gb_is_exact(table, GB_KIND_DICT)) {
        int found = gb_dict_find(t, table, key, &value);
        return found < 0 ? GB_NULL : found ? value : key;
    }
    value = gb_item_get(t, table, key);
    if (value == GB_NULL && gb_raised_drop_if(t, gb_LookupError))
        return key;
    return value;
}

static int write_translated(GbWriter *writer, GbBorrow value)
{
    GbThread *t = writer->t;
    int64_t code;
    if (value == GB_NONE)
        return 0;
    if (gb_is_str(value))
        return gb_writer_str(writer, value);
    if (!gb_is_intlike(value))
        return gb_fail(t, gb_TypeError, "character mapping must return integer, None or str");
    if (!gb_int_peek_i64(value, &code) || code < 0 || code > GB_MAX_UNICODE)
        return gb_fail(t, gb_ValueError, "character mapping must be in range(0x110000)");
    return gb_writer_char(writer, (uint32_t)code);
}

enum { NOT_ASKED = -1, DELETED = -2, NOT_ONE = -3 };

/* The one code point that a translation stands for, or what it is instead. */
static int32_t single_code(GbBorrow value)
{
    int64_t code;
    if (value == GB_NONE)
        return DELETED;
    if (gb_is_str(value))
        return gb_str_length(value) == 1 ? (int32_t)gb_str_at(value, 0) : NOT_ONE;
    bool valid = gb_is_intlike(value) && gb_int_peek_i64(value, &code) && code >= 0
                 && code <= GB_MAX_UNICODE;
    return valid ? (int32_t)code : NOT_ONE;
}

static int translate_into(GbWriter *writer, GbText text, GbBorrow table)
{
    /* A dict answers alike each time: what it makes of an ASCII character is asked once. */
    int32_t known[128];
    bool is_dict = gb_is_exact(table, GB_KIND_DICT);
    for (int i = 0; i < 128; i++)
        known[i] = is_dict ? NOT_ASKED : NOT_ONE;
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if (code < 128 && known[code] >= 0) {
            gb_writer_char(writer, (uint32_t)known[code]);
            continue;
        }
        if (code < 128 && known[code] == DELETED)
            continue;
        GbRef value = translate_one(writer->t, table, code);
        if (value == GB_NULL)
            return -1;
        if (code < 128 && is_dict)
            known[code] = single_code(value);
        int result = write_translated(writer, value);
        gb_decref(value);
        if (result < 0)
            return -1;
    }
    return 0;
}

GbRef gb_str_method_translate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    if (translate_into(&writer, gb_str_text(self), args[0]) == 0)
        return gb_writer_finish(&writer);
    gb_writer_clear(&writer);
    return GB_NULL;
}

/* {ord(from[i]): ord(to[i])}, and None for the characters of `delete`. */
static GbRef table_of_strs(GbThread *t, GbBorrow from, GbBorrow to, GbBorrow delete)
{
    if (!gb_is_str(from))
        return gb_raise(t, gb_TypeError,
                        "first maketrans argument must be a string if there is a second argument");
    if (!need_str_argument(t, to, "maketrans() argument 2")
        || (delete != GB_NULL && !need_str_argument(t, delete, "maketrans() argument 3")))
        return GB_NULL;
    if (gb_str_length(from) != gb_str_length(to))
        return gb_raise(t, gb_ValueError,
                        "the first two maketrans arguments must have equal length");
    GbRef table = gb_dict_new(t);
    bool failed = table == GB_NULL;
    for (int64_t i = 0; i < gb_str_length(from) && !failed; i++)
        failed =
            gb_dict_set(t, table, gb_small_new(gb_str_at(from, i)), gb_small_new(gb_str_at(to, i)))
            < 0;
    for (int64_t i = 0; delete != GB_NULL && i < gb_str_length(delete) && !failed; i++)
        failed = gb_dict_set(t, table, gb_small_new(gb_str_at(delete, i)), GB_NONE) < 0;
    if (failed)
        gb_clear(&table);
    return table;
}

static GbRef table_of_dict(GbThread *t, GbBorrow dict)
{
    if (!gb_is_dict(dict))
        return gb_raise(t, gb_TypeError,
                        "if you give only one argument to maketrans it must be a dict");
    GbRef table = gb_dict_new(t);
    GbBorrow key, value;
    int64_t position = 0;
    bool failed = table == GB_NULL;
    while (!failed && gb_dict_next(dict, &position, &key, &value)) {
        if (gb_is_str(key)) {
            failed = gb_str_length(key) != 1;
            if (failed)
                gb_raise(t, gb_ValueError, "string keys in translate table must be of length 1");
            else
                failed = gb_dict_set(t, table, gb_small_new(gb_str_at(key, 0)), value) < 0;
        } else if (gb_is_intlike(key)) {
            failed = gb_dict_set(t, table, key, value) < 0;
        } else {
            failed = true;
            gb_raise(t, gb_TypeError, "keys in translate table must be strings or integers");
        }
    }
    if (failed)
        gb_clear(&table);
    return table;
}

static GbRef str_maketrans(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return args[1] == GB_NULL ? table_of_dict(t, args[0])
                              : table_of_strs(t, args[0], args[1], args[2]);
}

/* --- The rest --- */

GbRef gb_str_method_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *encoding, *errors;
    if (gb_text_argument(t, args[0], "encode", "encoding", &encoding) < 0
        || gb_text_argument(t, args[1], "encode", "errors", &errors) < 0)
        return GB_NULL;
    return gb_encode(t, self, encoding, errors);
}

GbRef gb_str_method_getnewargs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef plain = gb_str_plain(t, self);
    GbRef result = plain == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, plain);
    gb_clear(&plain);
    return result;
}

GbRef gb_str_method_sizeof(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, gb_object(self)->type->spec->size_of(gb_object(self)));
}

const GbMethodDef gb_str_methods[] = {
#define GB_STR_METHOD(name, signature, doc) {signature, gb_str_method_##name, doc},
#include "vm/object/str_methods.def"
#undef GB_STR_METHOD
    {"maketrans(x, y=?, z=?, /)", str_maketrans,
     "Return a translation table usable for str.translate().", GB_METHOD_STATIC},
    {0},
};
