/* Pickling the builtin types. */
#include "stdlib/pickle_parts.h"

#include <stdio.h>

/* --- The memo --- */

int gb_pickle_memoize(GbThread *t, Pickler *p, GbBorrow object)
{
    char text[32];
    if (p->fast)
        return 0;
    int64_t number = p->memo.count;
    if (gb_pickle_memo_add(t, &p->memo, object, number) < 0)
        return -1;
    if (p->protocol >= 4)
        return pickle_put(t, p, PICKLE_MEMOIZE);
    if (p->binary && number < 256)
        return gb_pickle_write_number(t, &p->output, PICKLE_BINPUT, (uint64_t)number, 1);
    if (p->binary)
        return gb_pickle_write_number(t, &p->output, PICKLE_LONG_BINPUT, (uint64_t)number, 4);
    int size = snprintf(text, sizeof text, "%c%lld\n", PICKLE_PUT, (long long)number);
    return gb_pickle_write(t, &p->output, text, size);
}

int gb_pickle_memo_get(GbThread *t, Pickler *p, int64_t number)
{
    char text[32];
    if (p->binary && number < 256)
        return gb_pickle_write_number(t, &p->output, PICKLE_BINGET, (uint64_t)number, 1);
    if (p->binary)
        return gb_pickle_write_number(t, &p->output, PICKLE_LONG_BINGET, (uint64_t)number, 4);
    int size = snprintf(text, sizeof text, "%c%lld\n", PICKLE_GET, (long long)number);
    return gb_pickle_write(t, &p->output, text, size);
}

/* --- Numbers --- */

static int save_bool(GbThread *t, Pickler *p, bool truth)
{
    if (p->protocol >= 2)
        return pickle_put(t, p, truth ? PICKLE_NEWTRUE : PICKLE_NEWFALSE);
    return gb_pickle_write(t, &p->output, truth ? "I01\n" : "I00\n", 4);
}

static int save_small(GbThread *t, Pickler *p, int64_t n)
{
    PickleOutput *output = &p->output;
    if (n >= 0 && n <= 0xff)
        return gb_pickle_write_number(t, output, PICKLE_BININT1, (uint64_t)n, 1);
    if (n >= 0 && n <= 0xffff)
        return gb_pickle_write_number(t, output, PICKLE_BININT2, (uint64_t)n, 2);
    return gb_pickle_write_number(t, output, PICKLE_BININT, (uint64_t)n, 4);
}

/* "I123\n", or "L12345678901L\n" for what needs more than 32 bits. */
static int save_decimal(GbThread *t, Pickler *p, GbBorrow v, bool is_short)
{
    GbRef text = gb_repr(t, v);
    size_t size = 0;
    const char *digits = text == GB_NULL ? NULL : gb_str_utf8(t, text, &size);
    int failed = digits == NULL || pickle_put(t, p, is_short ? PICKLE_INT : PICKLE_LONG) < 0 ||
                         gb_pickle_write(t, &p->output, digits, (int64_t)size) < 0
                     ? -1
                     : gb_pickle_write(t, &p->output, is_short ? "\n" : "L\n", is_short ? 1 : 2);
    gb_xdecref(text);
    return failed;
}

/* Two's complement, in as few bytes as show the sign. */
static int save_binary(GbThread *t, Pickler *p, GbBorrow v)
{
    uint64_t size = (gb_int_bit_length(v) >> 3) + 1;
    if (size > INT32_MAX)
        return gb_fail(t, gb_OverflowError, "int too large to pickle");
    uint8_t *bytes = gb_mem_new(t, size);
    if (bytes == NULL)
        return -1;
    uint64_t used = size;
    int failed = gb_int_to_bytes(t, v, bytes, size, false, true);
    if (failed == 0 && gb_int_sign(v) < 0 && size > 1 && bytes[size - 1] == 0xff &&
        bytes[size - 2] & 0x80)
        --used;
    if (failed == 0)
        failed = gb_pickle_write_number(t, &p->output, used < 256 ? PICKLE_LONG1 : PICKLE_LONG4,
                                        used, used < 256 ? 1 : 4);
    if (failed == 0)
        failed = gb_pickle_write(t, &p->output, bytes, (int64_t)used);
    gb_mem_free(t, bytes, size);
    return failed;
}

static int save_int(GbThread *t, Pickler *p, GbBorrow v)
{
    int64_t n;
    bool is_short = gb_int_peek_i64(v, &n) && n >= INT32_MIN && n <= INT32_MAX;
    if (is_short && p->binary)
        return save_small(t, p, n);
    return p->protocol >= 2 ? save_binary(t, p, v) : save_decimal(t, p, v, is_short);
}

static int save_float(GbThread *t, Pickler *p, GbBorrow v)
{
    if (p->binary) {
        double x = gb_float_value(v);
        uint64_t bits, swapped = 0;
        memcpy(&bits, &x, sizeof bits);
        for (int i = 0; i < 8; i++)
            swapped = swapped << 8 | (bits >> 8 * i & 0xff);
        return gb_pickle_write_number(t, &p->output, PICKLE_BINFLOAT, swapped, 8);
    }
    GbRef text = gb_repr(t, v);
    size_t size = 0;
    const char *digits = text == GB_NULL ? NULL : gb_str_utf8(t, text, &size);
    int failed = digits == NULL || pickle_put(t, p, PICKLE_FLOAT) < 0 ||
                         gb_pickle_write(t, &p->output, digits, (int64_t)size) < 0
                     ? -1
                     : pickle_put(t, p, '\n');
    gb_xdecref(text);
    return failed;
}

/* --- Text and bytes --- */

/* The head of something long: its opcode by the size of its size. */
static int save_long(GbThread *t, Pickler *p, const int opcodes[3], const void *data, int64_t size,
                     GbBorrow payload)
{
    uint8_t head[9];
    int width = size < 256 && opcodes[0] != 0 ? 1 : size <= UINT32_MAX && opcodes[1] != 0 ? 4 : 8;
    head[0] = (uint8_t)(width == 1 ? opcodes[0] : width == 4 ? opcodes[1] : opcodes[2]);
    if (head[0] == 0)
        return gb_fail(t, gb_OverflowError,
                       "serializing an object larger than 4 GiB requires pickle protocol 4 or "
                       "higher");
    for (int i = 0; i < width; i++)
        head[1 + i] = (uint8_t)((uint64_t)size >> 8 * i);
    return gb_pickle_write_long(t, &p->output, head, 1 + width, data, size, payload);
}

/* Raw Unicode escapes, and those for what would end the line. */
static GbRef escaped_text(GbThread *t, GbBorrow v)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < gb_str_length(v); i++) {
        uint32_t c = gb_str_at(v, i);
        if (c >= 0x10000)
            gb_writer_format(&writer, "\\U%08x", c);
        else if (c >= 256 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a)
            gb_writer_format(&writer, "\\u%04x", c);
        else
            gb_writer_char(&writer, c);
    }
    return gb_writer_finish(&writer);
}

static int save_text_line(GbThread *t, Pickler *p, GbBorrow v)
{
    GbRef escaped = escaped_text(t, v);
    GbRef bytes = escaped == GB_NULL ? GB_NULL : gb_encode(t, escaped, "latin-1", NULL);
    int failed = bytes == GB_NULL || pickle_put(t, p, PICKLE_UNICODE) < 0 ||
                         gb_pickle_write(t, &p->output, gb_bytes_data(bytes),
                                         gb_bytes_size(bytes)) < 0
                     ? -1
                     : pickle_put(t, p, '\n');
    gb_xdecref(bytes);
    gb_xdecref(escaped);
    return failed;
}

static int save_str(GbThread *t, Pickler *p, GbBorrow v)
{
    const bool is_new = p->protocol >= 4;
    const int opcodes[] = {is_new ? PICKLE_SHORT_BINUNICODE : 0, PICKLE_BINUNICODE,
                           is_new ? PICKLE_BINUNICODE8 : 0};
    size_t size = 0;
    int failed;
    if (p->binary) {
        const char *text = gb_str_wtf8(t, v, &size);
        failed = text == NULL ? -1 : save_long(t, p, opcodes, text, (int64_t)size, GB_NULL);
    } else {
        failed = save_text_line(t, p, v);
    }
    return failed < 0 ? -1 : gb_pickle_memoize(t, p, v);
}

static int save_bytes_as(GbThread *t, Pickler *p, GbBorrow object, const void *data, int64_t size,
                         GbBorrow payload)
{
    const int opcodes[] = {PICKLE_SHORT_BINBYTES, PICKLE_BINBYTES,
                           p->protocol >= 4 ? PICKLE_BINBYTES8 : 0};
    if (save_long(t, p, opcodes, data, size, payload) < 0)
        return -1;
    return gb_pickle_memoize(t, p, object);
}

static int save_bytearray_as(GbThread *t, Pickler *p, GbBorrow object, const void *data,
                             int64_t size)
{
    const int opcodes[] = {0, 0, PICKLE_BYTEARRAY8};
    if (save_long(t, p, opcodes, data, size, GB_NULL) < 0)
        return -1;
    return gb_pickle_memoize(t, p, object);
}

int gb_pickle_save_call(GbThread *t, Pickler *p, GbBorrow callable, GbRef arguments,
                        GbBorrow object)
{
    GbRef reduced = callable == GB_NULL || arguments == GB_NULL
                        ? GB_NULL
                        : gb_tuple_of(t, 2, callable, arguments);
    int failed = reduced == GB_NULL ? -1 : gb_pickle_save_reduced(t, p, reduced, object);
    gb_xdecref(reduced);
    gb_xdecref(arguments);
    return failed;
}

/* Before protocol 3 there are no bytes: codecs.encode(text, 'latin1') makes them. */
static int save_old_bytes(GbThread *t, Pickler *p, GbBorrow v)
{
    if (gb_bytes_size(v) == 0)
        return gb_pickle_save_call(t, p, gb_value(gb_type(t, BYTES)), gb_tuple_new(t, 0), v);
    GbRef codecs = gb_import(t, "codecs"), arguments = GB_NULL;
    GbRef encode = codecs == GB_NULL ? GB_NULL : gb_attr_get_c(t, codecs, "encode");
    GbRef text = gb_decode(t, gb_bytes_data(v), (size_t)gb_bytes_size(v), "latin-1", NULL);
    GbRef name = gb_str_intern(t, "latin1", 6);
    if (text != GB_NULL && name != GB_NULL)
        arguments = gb_tuple_of(t, 2, text, name);
    int failed = gb_pickle_save_call(t, p, encode, arguments, v);
    gb_xdecref(name);
    gb_xdecref(text);
    gb_xdecref(encode);
    gb_xdecref(codecs);
    return failed;
}

static int save_bytes(GbThread *t, Pickler *p, GbBorrow v)
{
    if (p->protocol < 3)
        return save_old_bytes(t, p, v);
    return save_bytes_as(t, p, v, gb_bytes_data(v), gb_bytes_size(v), v);
}

static int save_bytearray(GbThread *t, Pickler *p, GbBorrow v)
{
    GbBuffer buffer;
    if (gb_buffer_get(t, v, &buffer) < 0)
        return -1;
    int failed;
    if (p->protocol >= 5) {
        failed = save_bytearray_as(t, p, v, buffer.data, buffer.size);
    } else {
        GbRef bytes = gb_bytes_new(t, buffer.data, (size_t)buffer.size);
        GbRef arguments = bytes == GB_NULL   ? GB_NULL
                          : buffer.size == 0 ? gb_tuple_new(t, 0)
                                             : gb_tuple_of(t, 1, bytes);
        gb_xdecref(bytes);
        failed = gb_pickle_save_call(t, p, gb_value(gb_type(t, BYTEARRAY)), arguments, v);
    }
    gb_buffer_release(t, &buffer);
    return failed;
}

/* In the pickle, or beside it if the callback takes it. */
static int save_pickle_buffer(GbThread *t, Pickler *p, GbBorrow v)
{
    if (p->protocol < 5) {
        gb_raise_error(t, &gb_pickling_error, "PickleBuffer can only pickled with protocol >= 5");
        return -1;
    }
    GbBuffer *buffer = gb_pickle_buffer_peek(t, v);
    if (buffer == NULL)
        return -1;
    if (p->buffer_callback != GB_NULL) {
        GbRef answer = gb_call1(t, p->buffer_callback, v);
        int inside = answer == GB_NULL ? -1 : gb_truth(t, answer);
        gb_xdecref(answer);
        if (inside < 0)
            return -1;
        bool readonly = buffer->readonly;
        if (!inside)
            return pickle_put(t, p, PICKLE_NEXT_BUFFER) < 0 ? -1
                   : readonly ? pickle_put(t, p, PICKLE_READONLY_BUFFER)
                              : 0;
        if ((buffer = gb_pickle_buffer_peek(t, v)) == NULL)
            return -1;
    }
    if (buffer->readonly)
        return save_bytes_as(t, p, v, buffer->data, buffer->size, GB_NULL);
    return save_bytearray_as(t, p, v, buffer->data, buffer->size);
}

/* --- Containers --- */

/* A tuple that holds itself: saving its items has made it, so they are dropped. */
static int save_known_tuple(GbThread *t, Pickler *p, int64_t drops, int drop, int64_t number)
{
    for (int64_t i = 0; i < drops; i++) {
        if (pickle_put(t, p, drop) < 0)
            return -1;
    }
    return gb_pickle_memo_get(t, p, number);
}

static int save_tuple(GbThread *t, Pickler *p, GbBorrow v)
{
    static const int short_opcodes[] = {0, PICKLE_TUPLE1, PICKLE_TUPLE2, PICKLE_TUPLE3};
    int64_t count = gb_tuple_count(v), known;
    bool is_short = count <= 3 && p->protocol >= 2;
    if (count == 0 && p->binary)
        return pickle_put(t, p, PICKLE_EMPTY_TUPLE);
    if (count == 0)
        return pickle_put(t, p, PICKLE_MARK) < 0 ? -1 : pickle_put(t, p, PICKLE_TUPLE);
    if (!is_short && pickle_put(t, p, PICKLE_MARK) < 0)
        return -1;
    for (int64_t i = 0; i < count; i++) {
        if (gb_pickle_save(t, p, gb_tuple_peek(v, i)) < 0)
            return -1;
    }
    if ((known = gb_pickle_memo_find(&p->memo, v)) >= 0) {
        bool by_mark = !is_short && p->binary;
        return save_known_tuple(t, p,
                                by_mark    ? 1
                                : is_short ? count
                                           : count + 1,
                                by_mark ? PICKLE_POP_MARK : PICKLE_POP, known);
    }
    if (pickle_put(t, p, is_short ? short_opcodes[count] : PICKLE_TUPLE) < 0)
        return -1;
    return gb_pickle_memoize(t, p, v);
}

/* One or many: [x] APPEND, or MARK x y ... APPENDS, a batch at a time. `next` gives what to save:
 * 1, 0 at the end, -1. */
typedef struct Batch {
    GbBorrow source; /* A list, a dict, a set, or an iterator. */
    int64_t position, expected;
    GbRef item, value; /* The next; value GB_NULL: no pairs. */
} Batch;

typedef int (*BatchNext)(GbThread *t, Batch *batch);

static int save_batch_item(GbThread *t, Pickler *p, Batch *batch)
{
    GbRef item = batch->item, value = batch->value;
    batch->item = batch->value = GB_NULL;
    int failed = gb_pickle_save(t, p, item);
    if (failed == 0 && value != GB_NULL)
        failed = gb_pickle_save(t, p, value);
    gb_xdecref(item);
    gb_xdecref(value);
    return failed;
}

/* Protocol 0: one by one. */
static int save_singly(GbThread *t, Pickler *p, Batch *batch, BatchNext next, int one)
{
    int found;
    while ((found = next(t, batch)) > 0) {
        if (save_batch_item(t, p, batch) < 0 || pickle_put(t, p, one) < 0)
            return -1;
    }
    return found;
}

/* A builtin container whose count is known. CPython's batches end where its loops do: a dict or set
 * of exactly a thousand is followed by an empty one, a list is not. */
static int save_known(GbThread *t, Pickler *p, Batch *batch, BatchNext next, int many,
                      bool ends_exactly)
{
    int saved, found = 1;
    int64_t total = 0;
    do {
        saved = 0;
        if (pickle_put(t, p, PICKLE_MARK) < 0)
            return -1;
        while (saved < PICKLE_BATCH && (found = next(t, batch)) > 0) {
            if (save_batch_item(t, p, batch) < 0)
                return -1;
            saved++;
        }
        total += saved;
        if (found < 0 || pickle_put(t, p, many) < 0)
            return -1;
    } while (saved == PICKLE_BATCH && !(ends_exactly && total >= gb_length(t, batch->source)));
    return 0;
}

/* An iterator: looks one ahead, to see whether there is more than one. */
static int save_iterated(GbThread *t, Pickler *p, Batch *batch, BatchNext next, int one, int many)
{
    int saved;
    do {
        Batch first = *batch, second = *batch;
        int found = next(t, &first);
        if (found <= 0)
            return found;
        found = next(t, &second);
        if (found <= 0) {
            int failed = save_batch_item(t, p, &first);
            return found < 0 || failed < 0 ? -1 : pickle_put(t, p, one);
        }
        int failed = pickle_put(t, p, PICKLE_MARK);
        if (save_batch_item(t, p, &first) < 0)
            failed = -1;
        saved = 1;
        for (;;) {
            if (failed < 0) {
                gb_clear(&second.item);
                gb_clear(&second.value);
                return -1;
            }
            failed = save_batch_item(t, p, &second);
            if (failed < 0 || ++saved == PICKLE_BATCH)
                break;
            found = next(t, &second);
            if (found <= 0) {
                failed = found;
                break;
            }
        }
        if (failed < 0 || pickle_put(t, p, many) < 0)
            return -1;
    } while (saved == PICKLE_BATCH);
    return 0;
}

static int next_of_iterator(GbThread *t, Batch *batch)
{
    batch->item = gb_next(t, batch->source);
    if (batch->item != GB_NULL)
        return 1;
    if (!gb_raised(t))
        return 0;
    return gb_raised_drop_if(t, gb_StopIteration) ? 0 : -1;
}

static int next_pair_of_iterator(GbThread *t, Batch *batch)
{
    int found = next_of_iterator(t, batch);
    if (found <= 0)
        return found;
    GbRef pair = batch->item;
    if (gb_is_tuple(pair) && gb_tuple_count(pair) == 2) {
        batch->item = gb_new_ref(gb_tuple_peek(pair, 0));
        batch->value = gb_new_ref(gb_tuple_peek(pair, 1));
        gb_decref(pair);
        return 1;
    }
    batch->item = GB_NULL;
    gb_decref(pair);
    return gb_fail(t, gb_TypeError, "dict items iterator must return 2-tuples");
}

static int next_of_list(GbThread *t, Batch *batch)
{
    if (batch->position >= gb_list_count(batch->source))
        return 0;
    batch->item = gb_new_ref(gb_list_peek(batch->source, batch->position++));
    return 1;
}

static int next_of_dict(GbThread *t, Batch *batch)
{
    GbBorrow key, value;
    if (gb_dict_count(batch->source) != batch->expected)
        return gb_fail(t, gb_RuntimeError, "dictionary changed size during iteration");
    if (!gb_dict_next(batch->source, &batch->position, &key, &value))
        return 0;
    batch->item = gb_new_ref(key);
    batch->value = gb_new_ref(value);
    return 1;
}

static int next_of_set(GbThread *t, Batch *batch)
{
    GbBorrow item;
    if (gb_set_count(batch->source) != batch->expected)
        return gb_fail(t, gb_RuntimeError, "set changed size during iteration");
    if (!gb_set_next(batch->source, &batch->position, &item))
        return 0;
    batch->item = gb_new_ref(item);
    return 1;
}

int gb_pickle_save_items(GbThread *t, Pickler *p, GbBorrow iterator)
{
    Batch batch = {.source = iterator};
    return p->protocol == 0
               ? save_singly(t, p, &batch, next_of_iterator, PICKLE_APPEND)
               : save_iterated(t, p, &batch, next_of_iterator, PICKLE_APPEND, PICKLE_APPENDS);
}

int gb_pickle_save_pairs(GbThread *t, Pickler *p, GbBorrow iterator)
{
    Batch batch = {.source = iterator};
    return p->protocol == 0 ? save_singly(t, p, &batch, next_pair_of_iterator, PICKLE_SETITEM)
                            : save_iterated(t, p, &batch, next_pair_of_iterator, PICKLE_SETITEM,
                                            PICKLE_SETITEMS);
}

static int save_empty(GbThread *t, Pickler *p, GbBorrow v, int empty, int old)
{
    if (p->binary ? pickle_put(t, p, empty) < 0
                  : pickle_put(t, p, PICKLE_MARK) < 0 || pickle_put(t, p, old) < 0)
        return -1;
    return gb_pickle_memoize(t, p, v);
}

static int save_list(GbThread *t, Pickler *p, GbBorrow v)
{
    Batch batch = {.source = v};
    if (save_empty(t, p, v, PICKLE_EMPTY_LIST, PICKLE_LIST) < 0)
        return -1;
    if (gb_list_count(v) == 0)
        return 0;
    if (p->protocol == 0 || gb_list_count(v) == 1)
        return save_singly(t, p, &batch, next_of_list, PICKLE_APPEND);
    return save_known(t, p, &batch, next_of_list, PICKLE_APPENDS, true);
}

static int save_dict(GbThread *t, Pickler *p, GbBorrow v)
{
    Batch batch = {.source = v, .expected = gb_dict_count(v)};
    if (save_empty(t, p, v, PICKLE_EMPTY_DICT, PICKLE_DICT) < 0)
        return -1;
    if (gb_dict_count(v) == 0)
        return 0;
    if (p->protocol == 0 || gb_dict_count(v) == 1)
        return save_singly(t, p, &batch, next_of_dict, PICKLE_SETITEM);
    return save_known(t, p, &batch, next_of_dict, PICKLE_SETITEMS, false);
}

/* Before protocol 4: set([...]). */
static int save_old_set(GbThread *t, Pickler *p, GbBorrow v)
{
    GbRef items = gb_list_from(t, v);
    GbRef arguments = items == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, items);
    gb_xdecref(items);
    return gb_pickle_save_call(t, p, gb_value(gb_type_of(t, v)), arguments, v);
}

static int save_set(GbThread *t, Pickler *p, GbBorrow v)
{
    Batch batch = {.source = v, .expected = gb_set_count(v)};
    if (p->protocol < 4)
        return save_old_set(t, p, v);
    if (pickle_put(t, p, PICKLE_EMPTY_SET) < 0 || gb_pickle_memoize(t, p, v) < 0)
        return -1;
    if (gb_set_count(v) == 0)
        return 0;
    return save_known(t, p, &batch, next_of_set, PICKLE_ADDITEMS, false);
}

static int save_frozenset(GbThread *t, Pickler *p, GbBorrow v)
{
    Batch batch = {.source = v, .expected = gb_set_count(v)};
    int found;
    if (p->protocol < 4)
        return save_old_set(t, p, v);
    if (pickle_put(t, p, PICKLE_MARK) < 0)
        return -1;
    while ((found = next_of_set(t, &batch)) > 0) {
        if (save_batch_item(t, p, &batch) < 0)
            return -1;
    }
    if (found < 0)
        return -1;
    int64_t known = gb_pickle_memo_find(&p->memo, v);
    if (known >= 0)
        return save_known_tuple(t, p, 1, PICKLE_POP_MARK, known);
    if (pickle_put(t, p, PICKLE_FROZENSET) < 0)
        return -1;
    return gb_pickle_memoize(t, p, v);
}

/* --- Any object --- */

/* What a script says of an object: 1 it is written as an id, 0, -1. */
static int save_persistent(GbThread *t, Pickler *p, GbBorrow object)
{
    GbRef id = gb_call1(t, p->persistent_found, object);
    if (id == GB_NULL || id == GB_NONE)
        return id == GB_NULL ? -1 : 0;
    int failed;
    if (p->binary) {
        failed = gb_pickle_save_plain(t, p, id) < 0 ? -1 : pickle_put(t, p, PICKLE_BINPERSID);
    } else {
        GbRef text = gb_str(t, id), bytes = GB_NULL;
        if (text != GB_NULL && (bytes = gb_encode(t, text, "ascii", NULL)) == GB_NULL &&
            gb_raised_drop_if(t, gb_UnicodeEncodeError))
            gb_raise_error(t, &gb_pickling_error,
                           "persistent IDs in protocol 0 must be ASCII strings");
        failed = bytes == GB_NULL || pickle_put(t, p, PICKLE_PERSID) < 0 ||
                         gb_pickle_write(t, &p->output, gb_bytes_data(bytes),
                                         gb_bytes_size(bytes)) < 0
                     ? -1
                     : pickle_put(t, p, '\n');
        gb_xdecref(bytes);
        gb_xdecref(text);
    }
    gb_decref(id);
    return failed < 0 ? -1 : 1;
}

/* What has parts, or needs to be asked. */
static int save_object(GbThread *t, Pickler *p, GbBorrow v)
{
    switch (gb_is_object(v) ? gb_object(v)->kind : GB_KIND_OTHER) {
    case GB_KIND_DICT: return save_dict(t, p, v);
    case GB_KIND_SET: return save_set(t, p, v);
    case GB_KIND_FROZENSET: return save_frozenset(t, p, v);
    case GB_KIND_LIST: return save_list(t, p, v);
    case GB_KIND_TUPLE: return save_tuple(t, p, v);
    case GB_KIND_BYTEARRAY: return save_bytearray(t, p, v);
    default: break;
    }
    if (gb_type_of(t, v) == gb_spec_type(t, &gb_pickle_buffer_spec))
        return save_pickle_buffer(t, p, v);
    if (p->reducer_override != GB_NULL) {
        GbRef reduced = gb_call1(t, p->reducer_override, v);
        if (reduced != GB_NOT_IMPLEMENTED) {
            int failed = reduced == GB_NULL ? -1 : gb_pickle_save_reduced(t, p, reduced, v);
            gb_xdecref(reduced);
            return failed;
        }
    }
    if (gb_is_exact(v, GB_KIND_TYPE) && gb_type_of(t, v) == gb_type(t, TYPE))
        return gb_pickle_save_class(t, p, v);
    if (gb_is_exact(v, GB_KIND_FUNCTION))
        return gb_pickle_save_global(t, p, v, GB_NULL);
    return gb_pickle_save_other(t, p, v);
}

int gb_pickle_save_plain(GbThread *t, Pickler *p, GbBorrow v)
{
    if (v == GB_NONE)
        return pickle_put(t, p, PICKLE_NONE);
    if (gb_is_bool(v))
        return save_bool(t, p, v == GB_TRUE);
    if (gb_is_int(v))
        return save_int(t, p, v);
    if (gb_type_of(t, v) == gb_type(t, FLOAT))
        return save_float(t, p, v);
    int64_t known = gb_pickle_memo_find(&p->memo, v);
    if (known >= 0)
        return gb_pickle_memo_get(t, p, known);
    if (gb_is_exact(v, GB_KIND_STR))
        return save_str(t, p, v);
    if (gb_is_exact(v, GB_KIND_BYTES))
        return save_bytes(t, p, v);
    if (gb_recursion_enter(t, " while pickling an object") < 0)
        return -1;
    GbRef held = gb_new_ref(v);
    int failed = save_object(t, p, v);
    gb_decref(held);
    gb_recursion_leave(t);
    return failed;
}

int gb_pickle_save(GbThread *t, Pickler *p, GbBorrow object)
{
    if (gb_pickle_frame_check(t, &p->output) < 0)
        return -1;
    if (gb_is_small(object) && p->persistent_found == GB_NULL) /* A short way for the most usual. */
        return save_int(t, p, object);
    int done = p->persistent_found == GB_NULL ? 0 : save_persistent(t, p, object);
    return done != 0 ? (done < 0 ? -1 : 0) : gb_pickle_save_plain(t, p, object);
}
