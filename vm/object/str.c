#include "vm/object/str.h"

#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/list.h"
#include "vm/object/sequence.h"
#include "vm/object/slice.h"
#include "vm/object/str_methods.h"

/* --- Memory --- */

/* The room for text of `bytes` in a str that has been appended to: the next of eight steps to each
 * power of two, so that n appends copy O(n) bytes and the size need not be kept anywhere. */
static size_t grown_room(size_t bytes)
{
    if (bytes < 64)
        return 64;
    size_t step = (size_t)1 << (63 - __builtin_clzll(bytes) - 3);
    return (bytes + step) & ~(step - 1);
}

static size_t str_bytes(int64_t length, int flags)
{
    size_t text = (size_t)(length + 1) * (size_t)(flags & GB_STR_WIDTH);
    return (sizeof(GbStr) + (flags & GB_STR_GROWN ? grown_room(text) : text) + 7) & ~(size_t)7;
}

static int64_t str_size_of(GbObject *self)
{
    return (int64_t)str_bytes(((GbStr *)self)->length, self->extra);
}

static GbStr *set_up(GbStr *s, int64_t length, int flags)
{
    s->header.extra = (uint16_t)flags;
    s->length = length;
    s->hash = -1;
    s->utf8 = NULL;
    s->utf8_size = 0;
    gb_text_write(s->data, flags & GB_STR_WIDTH, length, 0);
    return s;
}

/* A str with room for `length`, its end marked, its text to be filled. */
static GbStr *alloc_plain(GbThread *t, int64_t length, int flags)
{
    if (length > (INT64_MAX - 256) / 4) {
        gb_raise_memory(t);
        return NULL;
    }
    GbStr *s = gb_object_new_unset(t, t->interp->types[GB_KIND_STR], str_bytes(length, flags));
    return s == NULL ? NULL : set_up(s, length, flags);
}

GbStr *gb_str_alloc(GbThread *t, int64_t length, uint32_t max)
{
    int flags = gb_text_width(max);
    if (max <= GB_MAX_ASCII)
        flags |= GB_STR_ASCII;
    else if (max > GB_MAX_LATIN1)
        flags |= GB_STR_SURROGATES;
    return alloc_plain(t, length, flags);
}

/* A piece of ASCII text. */
static GbRef ascii_piece(GbThread *t, const uint8_t *data, int64_t length)
{
    if (length <= 1)
        return gb_new_ref(length == 0 ? t->interp->empty_str : t->interp->latin1[data[0]]);
    GbStr *s = alloc_plain(t, length, 1 | GB_STR_ASCII);
    if (s == NULL)
        return GB_NULL;
    memcpy(s->data, data, (size_t)length);
    return gb_value(s);
}

/* --- Making strs --- */

GbRef gb_str_from_array(GbThread *t, const void *data, int64_t length, int width)
{
    GbText text = {data, length, width};
    if (length == 0)
        return gb_new_ref(t->interp->empty_str);
    if (length == 1 && gb_text_at(&text, 0) < 256)
        return gb_new_ref(t->interp->latin1[gb_text_at(&text, 0)]);
    GbStr *s = gb_str_alloc(t, length, gb_text_max(text));
    if (s == NULL)
        return GB_NULL;
    gb_text_copy(s->data, gb_str_width(s), 0, text);
    return gb_value(s);
}

GbRef gb_str_from_utf8(GbThread *t, const char *data, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)data;
    if (gb_text_ascii_run(bytes, (int64_t)size) == (int64_t)size)
        return ascii_piece(t, bytes, (int64_t)size);
    return gb_decode_utf8(t, bytes, size, "surrogatepass", true, NULL);
}

GbRef gb_str_new(GbThread *t, const char *utf8)
{
    return gb_str_from_utf8(t, utf8, strlen(utf8));
}

GbRef gb_str_from_code_point(GbThread *t, uint32_t code_point)
{
    return gb_str_from_array(t, &code_point, 1, 4);
}

/* A copy as an instance of str or a subclass. */
static GbRef copy_as(GbThread *t, GbType *type, GbBorrow str)
{
    GbStr *from = gb_as_str(str);
    int flags = from->header.extra & ~GB_STR_GROWN;
    GbStr *s = gb_object_new_sized(t, type, str_bytes(from->length, flags));
    if (s == NULL)
        return GB_NULL;
    set_up(s, from->length, flags);
    memcpy(s->data, from->data, (size_t)(from->length * gb_str_width(from)));
    s->hash = from->hash;
    return gb_value(s);
}

GbRef gb_str_plain(GbThread *t, GbBorrow v)
{
    if (gb_is_exact(v, GB_KIND_STR))
        return gb_new_ref(v);
    return copy_as(t, gb_type(t, STR), v);
}

/* --- UTF-8 --- */

const char *gb_str_wtf8(GbThread *t, GbBorrow str, size_t *size)
{
    GbStr *s = gb_as_str(str);
    if (gb_str_is_ascii(s)) {
        if (size)
            *size = (size_t)s->length;
        return (const char *)s->data;
    }
    if (s->utf8 == NULL) {
        GbText text = gb_str_text(str);
        size_t count = gb_utf8_size(text);
        char *utf8 = gb_mem_new(t, count + 1);
        if (utf8 == NULL)
            return NULL;
        gb_utf8_write(text, (uint8_t *)utf8);
        utf8[count] = 0;
        s->utf8 = utf8;
        s->utf8_size = (int64_t)count;
    }
    if (size)
        *size = (size_t)s->utf8_size;
    return s->utf8;
}

/* The first run of surrogates; false (and remembered) when there is none. */
static bool find_surrogates(GbStr *s, int64_t *start, int64_t *end)
{
    GbText text = gb_str_text(gb_value(s));
    for (int64_t i = 0; i < text.length; i++) {
        if (!gb_is_surrogate(gb_text_at(&text, i)))
            continue;
        *start = i;
        while (i < text.length && gb_is_surrogate(gb_text_at(&text, i)))
            i++;
        *end = i;
        return true;
    }
    s->header.extra &= (uint16_t)~GB_STR_SURROGATES;
    return false;
}

const char *gb_str_utf8(GbThread *t, GbBorrow str, size_t *size)
{
    GbStr *s = gb_as_str(str);
    int64_t start, end;
    if (s->header.extra & GB_STR_SURROGATES && find_surrogates(s, &start, &end)) {
        gb_raise_encode(t, "utf-8", str, start, end, "surrogates not allowed");
        return NULL;
    }
    return gb_str_wtf8(t, str, size);
}

/* --- Looking into strs --- */

int64_t gb_str_length(GbBorrow str)
{
    return gb_as_str(str)->length;
}

const void *gb_str_data(GbBorrow str, int *width)
{
    *width = gb_str_width(gb_as_str(str));
    return gb_as_str(str)->data;
}

uint32_t gb_str_at(GbBorrow str, int64_t index)
{
    const GbStr *s = gb_as_str(str);
    return gb_text_read(s->data, gb_str_width(s), index);
}

GbRef gb_str_slice(GbThread *t, GbBorrow str, int64_t start, int64_t end)
{
    GbStr *s = gb_as_str(str);
    if (start == 0 && end == s->length && gb_is_exact(str, GB_KIND_STR))
        return gb_new_ref(str);
    if (gb_str_is_ascii(s))
        return ascii_piece(t, s->data + start, end - start);
    return gb_str_from_text(t, gb_text_part(gb_str_text(str), start, end));
}

bool gb_str_equal(GbBorrow a, GbBorrow b)
{
    if (a == b)
        return true;
    const GbStr *x = gb_as_str(a), *y = gb_as_str(b);
    if (x->length != y->length || gb_str_width(x) != gb_str_width(y))
        return false;
    if (x->hash != y->hash && x->hash != -1 && y->hash != -1)
        return false;
    return memcmp(x->data, y->data, (size_t)(x->length * gb_str_width(x))) == 0;
}

bool gb_str_equal_c(GbBorrow str, const char *utf8)
{
    const GbStr *s = gb_as_str(str);
    return gb_str_is_ascii(s) && strlen(utf8) == (size_t)s->length
           && memcmp(s->data, utf8, (size_t)s->length) == 0;
}

int gb_str_order(GbBorrow a, GbBorrow b)
{
    return a == b ? 0 : gb_text_order(gb_str_text(a), gb_str_text(b));
}

/* --- Joining --- */

static uint32_t max_of_str(const GbStr *s)
{
    int width = gb_str_width(s);
    if (width == 1)
        return gb_str_is_ascii(s) ? GB_MAX_ASCII : GB_MAX_LATIN1;
    return width == 2 ? GB_MAX_BMP : GB_MAX_UNICODE;
}

GbRef gb_str_concat(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbStr *x = gb_as_str(a), *y = gb_as_str(b);
    if (y->length == 0)
        return gb_str_plain(t, a);
    if (x->length == 0)
        return gb_str_plain(t, b);
    uint32_t max_x = max_of_str(x), max_y = max_of_str(y);
    GbStr *s = gb_str_alloc(t, x->length + y->length, max_x > max_y ? max_x : max_y);
    if (s == NULL)
        return GB_NULL;
    gb_text_copy(s->data, gb_str_width(s), 0, gb_str_text(a));
    gb_text_copy(s->data, gb_str_width(s), x->length, gb_str_text(b));
    return gb_value(s);
}

/* May a's object itself become a + b? */
static bool can_grow(GbBorrow a, GbBorrow b)
{
    const GbStr *s = gb_as_str(a);
    return s->header.refcount == 1 && gb_is_exact(a, GB_KIND_STR) && a != b
           && !(s->header.flags & (GB_FLAG_INTERNED | GB_FLAG_HAS_ID | GB_FLAG_HAS_WEAKREFS))
           && gb_str_width(gb_as_str(b)) <= gb_str_width(s);
}

static GbRef grow_in_place(GbThread *t, GbRef a, GbBorrow b)
{
    GbStr *s = gb_as_str(a);
    int64_t length = s->length, more = gb_as_str(b)->length;
    int flags = s->header.extra | GB_STR_GROWN;
    if (s->utf8 != NULL)
        gb_mem_free(t, s->utf8, (size_t)s->utf8_size + 1);
    s->utf8 = NULL;
    if (str_bytes(length + more, flags) != str_bytes(length, s->header.extra)) {
        GbStr *moved = gb_object_resize(t, &s->header, str_bytes(length + more, flags));
        if (moved == NULL) {
            gb_decref(a);
            return GB_NULL;
        }
        s = moved;
    }
    int width = flags & GB_STR_WIDTH;
    if (!gb_str_is_ascii(gb_as_str(b)))
        flags &= ~GB_STR_ASCII;
    flags |= gb_as_str(b)->header.extra & GB_STR_SURROGATES;
    s->header.extra = (uint16_t)flags;
    s->length = length + more;
    s->hash = -1;
    gb_text_copy(s->data, width, length, gb_str_text(b));
    gb_text_write(s->data, width, s->length, 0);
    return gb_value(s);
}

GbRef gb_str_append_take(GbThread *t, GbRef a, GbBorrow b)
{
    if (gb_as_str(b)->length == 0 && gb_is_exact(a, GB_KIND_STR))
        return a;
    if (gb_as_str(a)->length != 0 && can_grow(a, b))
        return grow_in_place(t, a, b);
    GbRef result = gb_str_concat(t, a, b);
    gb_decref(a);
    return result;
}

GbRef gb_str_repeat(GbThread *t, GbBorrow str, int64_t count)
{
    GbStr *s = gb_as_str(str);
    if (count <= 0 || s->length == 0)
        return gb_new_ref(t->interp->empty_str);
    if (count == 1)
        return gb_str_plain(t, str);
    if (s->length > INT64_MAX / 8 / count) {
        gb_raise_memory(t);
        return GB_NULL;
    }
    GbStr *result = gb_str_alloc(t, s->length * count, max_of_str(s));
    if (result == NULL)
        return GB_NULL;
    int width = gb_str_width(s);
    if (s->length == 1) {
        gb_text_fill(result->data, width, 0, gb_text_read(s->data, width, 0), count);
        return gb_value(result);
    }
    /* Double what is there until it is enough. */
    size_t done = (size_t)(s->length * width), all = done * (size_t)count;
    memcpy(result->data, s->data, done);
    while (done < all) {
        size_t more = done < all - done ? done : all - done;
        memcpy(result->data + done, result->data, more);
        done += more;
    }
    return gb_value(result);
}

static void join_bytes(uint8_t *out, GbBorrow separator, const GbBorrow *items, int64_t count)
{
    const GbStr *between = separator == GB_NULL ? NULL : gb_as_str(separator);
    for (int64_t i = 0; i < count; i++) {
        const GbStr *item = gb_as_str(items[i]);
        if (i > 0 && between && between->length == 1) {
            *out++ = between->data[0];
        } else if (i > 0 && between) {
            memcpy(out, between->data, (size_t)between->length);
            out += between->length;
        }
        memcpy(out, item->data, (size_t)item->length);
        out += item->length;
    }
}

GbRef gb_str_join_array(GbThread *t, GbBorrow separator, const GbBorrow *items, int64_t count)
{
    if (count == 0)
        return gb_new_ref(t->interp->empty_str);
    if (count == 1 && gb_is_exact(items[0], GB_KIND_STR))
        return gb_new_ref(items[0]);
    int64_t separator_length = separator == GB_NULL ? 0 : gb_as_str(separator)->length;
    uint32_t max =
        separator_length != 0 && count > 1 ? max_of_str(gb_as_str(separator)) : GB_MAX_ASCII;
    int64_t length = 0;
    for (int64_t i = 0; i < count; i++) {
        GbStr *item = gb_as_str(items[i]);
        uint32_t item_max = max_of_str(item);
        max = item_max > max ? item_max : max;
        if (__builtin_add_overflow(length, item->length + separator_length, &length)) {
            gb_raise(t, gb_OverflowError, "join() result is too long for a Python string");
            return GB_NULL;
        }
    }
    length -= separator_length;
    if (length == 0)
        return gb_new_ref(t->interp->empty_str);
    GbStr *s = gb_str_alloc(t, length, max);
    if (s == NULL)
        return GB_NULL;
    int width = gb_str_width(s);
    int64_t at = 0;
    if (width == 1) {
        join_bytes(s->data, separator, items, count);
        return gb_value(s);
    }
    for (int64_t i = 0; i < count; i++) {
        if (i > 0 && separator_length > 0) {
            gb_text_copy(s->data, width, at, gb_str_text(separator));
            at += separator_length;
        }
        gb_text_copy(s->data, width, at, gb_str_text(items[i]));
        at += gb_as_str(items[i])->length;
    }
    return gb_value(s);
}

GbRef gb_str_join(GbThread *t, GbBorrow separator, GbBorrow iterable)
{
    GbItems items;
    GbRef result = GB_NULL;
    if (gb_items_get(t, iterable, "can only join an iterable", &items) < 0)
        return GB_NULL;
    for (int64_t i = 0; i < items.count; i++) {
        if (!gb_is_str(items.items[i])) {
            gb_raise(t, gb_TypeError, "sequence item %lld: expected str instance, %.80T found",
                     (long long)i, items.items[i]);
            goto done;
        }
    }
    result = gb_str_join_array(t, separator, items.items, items.count);
done:
    gb_items_release(&items);
    return result;
}

/* --- Arguments --- */

static int slice_bound(GbThread *t, GbBorrow v, int64_t length, int64_t *out)
{
    if (v == GB_NULL || v == GB_NONE)
        return 0;
    if (gb_is_small(v)) {
        *out = gb_small(v);
    } else if (!gb_is_intlike(v) && !gb_type_lookup(t, gb_type_of(t, v), gb_name(t, __index__))) {
        return gb_fail(t, gb_TypeError,
                       "slice indices must be integers or None or have an __index__ method");
    } else if (gb_index_i64(t, v, out, gb_BaseException) < 0) {
        return -1;
    }
    if (*out < 0)
        *out = *out + length < 0 ? 0 : *out + length;
    return 0;
}

int gb_slice_bounds(GbThread *t, GbBorrow start, GbBorrow end, int64_t length, int64_t *from,
                    int64_t *to)
{
    *from = 0;
    *to = length;
    if (slice_bound(t, start, length, from) < 0 || slice_bound(t, end, length, to) < 0)
        return -1;
    if (*to > length)
        *to = length;
    return 0;
}

int gb_text_argument(GbThread *t, GbBorrow v, const char *function, const char *argument,
                     const char **out)
{
    size_t size;
    if (v == GB_NULL) {
        *out = NULL;
        return 0;
    }
    if (!gb_is_str(v))
        return gb_fail(t, gb_TypeError, "%s() argument '%s' must be str, not %.50K", function,
                       argument, v);
    *out = gb_str_utf8(t, v, &size);
    if (*out == NULL)
        return -1;
    if (strlen(*out) != size)
        return gb_fail(t, gb_ValueError, "embedded null character");
    return 0;
}

/* --- Slots --- */

static void str_dealloc(GbThread *t, GbObject *self)
{
    GbStr *s = (GbStr *)self;
    if (s->utf8 != NULL)
        gb_mem_free(t, s->utf8, (size_t)s->utf8_size + 1);
    s->utf8 = NULL;
}

static GbRef str_repr(GbThread *t, GbBorrow self)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_str_repr(&writer, self, false);
    return gb_writer_finish(&writer);
}

static int str_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    *hash = gb_str_hash(t, self);
    return 0;
}

static int str_truth(GbThread *t, GbBorrow self)
{
    return gb_as_str(self)->length != 0;
}

static int64_t str_length(GbThread *t, GbBorrow self)
{
    return gb_as_str(self)->length;
}

static GbRef str_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_str(a) || !gb_is_str(b))
        return GB_NOT_IMPLEMENTED;
    if (op == GB_EQ || op == GB_NE)
        return gb_bool(gb_str_equal(a, b) == (op == GB_EQ));
    return gb_compare_lengths(gb_str_order(a, b), 0, op);
}

static GbRef str_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);

static GbRef str_add(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (!gb_is_str(a))
        return GB_NOT_IMPLEMENTED;
    if (gb_is_str(b))
        return gb_str_concat(t, a, b);
    GbRef result = gb_binary_of_other(t, GB_ADD, a, b, str_binary);
    if (result != GB_NOT_IMPLEMENTED)
        return result;
    return gb_raise(t, gb_TypeError, "can only concatenate str (not \"%.200T\") to str", b);
}

static GbRef str_multiply(GbThread *t, GbBorrow a, GbBorrow b)
{
    GbBorrow str = gb_is_str(a) ? a : b, other = str == a ? b : a;
    if (!gb_is_small(other) && str == a) {
        GbRef result = gb_binary_of_other(t, GB_MUL, a, b, str_binary);
        if (result != GB_NOT_IMPLEMENTED)
            return result;
    }
    int64_t count = gb_repeat_count(t, other);
    return count < 0 ? GB_NULL : gb_str_repeat(t, str, count);
}

static GbRef str_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    switch (op) {
    case GB_ADD:
        return str_add(t, a, b);
    case GB_MUL:
        return str_multiply(t, a, b);
    case GB_MOD:
        return gb_is_str(a) ? gb_str_percent(t, a, b) : GB_NOT_IMPLEMENTED;
    default:
        return GB_NOT_IMPLEMENTED;
    }
}

static GbRef pick_slice(GbThread *t, GbBorrow self, GbBorrow slice)
{
    int64_t start, stop, step, count;
    if (gb_slice_indices(t, slice, gb_as_str(self)->length, &start, &stop, &step, &count) < 0)
        return GB_NULL;
    if (count == 0)
        return gb_new_ref(t->interp->empty_str);
    if (step == 1)
        return gb_str_slice(t, self, start, start + count);
    GbText text = gb_str_text(self);
    if (gb_str_is_ascii(gb_as_str(self)) && count > 1) {
        GbStr *s = gb_str_alloc(t, count, GB_MAX_ASCII);
        for (int64_t i = 0; s != NULL && i < count; i++)
            s->data[i] = ((const uint8_t *)text.data)[start + i * step];
        return s == NULL ? GB_NULL : gb_value(s);
    }
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < count; i++)
        gb_writer_char(&writer, gb_text_at(&text, start + i * step));
    return gb_writer_finish(&writer);
}

static GbRef str_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    int64_t index, length = gb_as_str(self)->length;
    if (gb_is_small(key)) {
        index = gb_small(key);
    } else if (gb_is_slice(key)) {
        return pick_slice(t, self, key);
    } else if (!gb_is_intlike(key)
               && !gb_type_lookup(t, gb_type_of(t, key), gb_name(t, __index__))) {
        return gb_raise(t, gb_TypeError, "string indices must be integers, not '%.200T'", key);
    } else if (gb_index_i64(t, key, &index, gb_IndexError) < 0) {
        return GB_NULL;
    }
    if (index < 0)
        index += length;
    if (index < 0 || index >= length)
        return gb_raise(t, gb_IndexError, "string index out of range");
    uint32_t code = gb_str_at(self, index);
    return code < 256 ? gb_new_ref(t->interp->latin1[code]) : gb_str_from_code_point(t, code);
}

static int str_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    if (!gb_is_str(item))
        return gb_fail(t, gb_TypeError, "'in <string>' requires string as left operand, not %.100T",
                       item);
    return gb_text_find(gb_str_text(self), gb_str_text(item)) >= 0;
}

static GbRef str_iter(GbThread *t, GbBorrow self)
{
    GbStrIterator *iterator = gb_object_new(t, gb_type(t, STR_ITERATOR));
    if (iterator == NULL)
        return GB_NULL;
    iterator->str = gb_new_ref(self);
    return gb_value(iterator);
}

/* --- Construction --- */

static GbRef decode_argument(GbThread *t, GbBorrow object, GbBorrow encoding, GbBorrow errors)
{
    GbBuffer buffer;
    const char *encoding_name, *errors_name;
    if (gb_text_argument(t, encoding, "str", "encoding", &encoding_name) < 0
        || gb_text_argument(t, errors, "str", "errors", &errors_name) < 0)
        return GB_NULL;
    if (object == GB_NULL)
        return gb_new_ref(t->interp->empty_str);
    if (gb_is_str(object))
        return gb_raise(t, gb_TypeError, "decoding str is not supported");
    if (gb_buffer_get(t, object, &buffer) < 0) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "decoding to str: need a bytes-like object, %.80T found",
                     object);
        return GB_NULL;
    }
    /* Nothing decodes to nothing, whether or not there is such an encoding. */
    GbRef result = buffer.size == 0
                       ? gb_new_ref(t->interp->empty_str)
                       : gb_decode(t, buffer.data, (size_t)buffer.size, encoding_name, errors_name);
    gb_buffer_release(t, &buffer);
    return result;
}

static GbRef str_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbBorrow object = args[0], encoding = args[1], errors = args[2];
    GbRef text;
    if (encoding == GB_NULL && errors == GB_NULL)
        text = object == GB_NULL ? gb_new_ref(t->interp->empty_str) : gb_str(t, object);
    else
        text = decode_argument(t, object, encoding, errors);
    if (text == GB_NULL || (GbType *)gb_object(type) == gb_type(t, STR))
        return text;
    GbRef copy = copy_as(t, (GbType *)gb_object(type), text);
    gb_decref(text);
    return copy;
}

/* --- The iterator --- */

static void str_iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbStrIterator *)self)->str);
}

static int str_iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbStrIterator *)self)->str);
    return 0;
}

static GbRef str_iterator_iter(GbThread *t, GbBorrow self)
{
    return gb_new_ref(self);
}

static GbRef str_iterator_next(GbThread *t, GbBorrow self)
{
    GbStrIterator *iterator = (GbStrIterator *)gb_object(self);
    if (iterator->str == GB_NULL)
        return GB_NULL;
    if (iterator->index >= gb_as_str(iterator->str)->length) {
        gb_clear(&iterator->str);
        return GB_NULL;
    }
    uint32_t code = gb_str_at(iterator->str, iterator->index++);
    return code < 256 ? gb_new_ref(t->interp->latin1[code]) : gb_str_from_code_point(t, code);
}

static int64_t iterator_left(GbStrIterator *iterator)
{
    return iterator->str == GB_NULL ? 0 : gb_as_str(iterator->str)->length - iterator->index;
}

static GbRef str_iterator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, iterator_left((GbStrIterator *)gb_object(self)));
}

static GbRef str_iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbStrIterator *iterator = (GbStrIterator *)gb_object(self);
    GbRef function = gb_builtin_get(t, "iter"), arguments = GB_NULL, index = GB_NULL,
          result = GB_NULL;
    if (function == GB_NULL)
        return GB_NULL;
    arguments = gb_tuple_of(t, 1, iterator->str == GB_NULL ? t->interp->empty_str : iterator->str);
    index = gb_int_new(t, iterator->index);
    if (arguments == GB_NULL || index == GB_NULL)
        goto done;
    result = iterator->str == GB_NULL ? gb_tuple_of(t, 2, function, arguments)
                                      : gb_tuple_of(t, 3, function, arguments, index);
done:
    gb_clear(&function);
    gb_clear(&arguments);
    gb_clear(&index);
    return result;
}

static GbRef str_iterator_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbStrIterator *iterator = (GbStrIterator *)gb_object(self);
    int64_t index;
    if (gb_index_i64(t, args[0], &index, gb_OverflowError) < 0)
        return GB_NULL;
    if (iterator->str != GB_NULL) {
        int64_t length = gb_as_str(iterator->str)->length;
        iterator->index = index < 0 ? 0 : index > length ? length : index;
    }
    return GB_NONE;
}

static const GbMethodDef str_iterator_methods[] = {
    {"__length_hint__()", str_iterator_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", str_iterator_reduce, "Return state information for pickling."},
    {"__setstate__(state, /)", str_iterator_setstate, "Set state information for unpickling."},
    {0},
};

const GbTypeSpec gb_str_iterator_spec = {
    .name = "str_iterator",
    .size = sizeof(GbStrIterator),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots =
        {
            .dealloc = str_iterator_dealloc,
            .visit = str_iterator_visit,
            .iter = str_iterator_iter,
            .next = str_iterator_next,
        },
    .methods = str_iterator_methods,
};

const GbTypeSpec gb_str_spec = {
    .name = "str",
    .doc = "str(object='') -> str\n"
           "str(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Create a new string object from the given object. If encoding or\n"
           "errors is specified, then the object must expose a data buffer\n"
           "that will be decoded using the given encoding and error handler.\n"
           "Otherwise, returns the result of object.__str__() (if defined)\n"
           "or repr(object).\n"
           "encoding defaults to sys.getdefaultencoding().\n"
           "errors defaults to 'strict'.",
    .size = sizeof(GbStr),
    .flags = GB_TYPE_VARIABLE | GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_SELF,
    .size_of = str_size_of,
    .slots =
        {
            .dealloc = str_dealloc,
            .repr = str_repr,
            .str = gb_str_plain,
            .hash = str_hash,
            .truth = str_truth,
            .length = str_length,
            .compare = str_compare,
            .binary = str_binary,
            .getitem = str_getitem,
            .contains = str_contains,
            .iter = str_iter,
        },
    .constructor = {"str(object=?, encoding=?, errors=?)", str_create, NULL},
    .methods = gb_str_methods,
};
