/* Newlines: translating them while reading, what `newline` arguments mean, and
 * IncrementalNewlineDecoder. */
#include "stdlib/io_parts.h"

/* --- Scanning --- */

static uint32_t code_at(const void *data, int width, int64_t index)
{
    return width == 1   ? ((const uint8_t *)data)[index]
           : width == 2 ? ((const uint16_t *)data)[index]
                        : ((const uint32_t *)data)[index];
}

/* Where `code` stands first in [start, end); -1. */
static int64_t find_code(const void *data, int width, uint32_t code, int64_t start, int64_t end)
{
    if (width == 1) {
        const uint8_t *bytes = data,
                      *found = start < end ? memchr(bytes + start, (int)code, (size_t)(end - start))
                                           : NULL;
        return found == NULL ? -1 : found - bytes;
    }
    for (int64_t i = start; i < end; ++i) {
        if (code_at(data, width, i) == code)
            return i;
    }
    return -1;
}

/* The first of \n, \r, \r\n. */
static int64_t universal_end(const void *data, int width, int64_t start, int64_t length, bool more)
{
    int64_t lf = find_code(data, width, '\n', start, length);
    int64_t cr = find_code(data, width, '\r', start, lf < 0 ? length : lf);
    if (cr < 0)
        return lf < 0 ? -1 : lf + 1;
    if (cr + 1 == length)
        return more ? -1 : length;
    return code_at(data, width, cr + 1) == '\n' ? cr + 2 : cr + 1;
}

int64_t gb_io_line_end(GbBorrow text, int64_t start, int64_t length, const IoNewlineMode *mode,
                    bool more)
{
    int width;
    const void *data = gb_str_data(text, &width);
    if (mode->universal && !mode->translate)
        return universal_end(data, width, start, length, more);
    char first = mode->universal ? '\n' : mode->end[0],
         second = mode->universal ? '\0' : mode->end[1];
    for (int64_t at = start;; ++at) {
        at = find_code(data, width, (uint32_t)first, at, length);
        if (at < 0)
            return -1;
        if (second == '\0')
            return at + 1;
        if (at + 1 < length && code_at(data, width, at + 1) == (uint32_t)second)
            return at + 2;
    }
}

/* --- Translating --- */

/* Notes the newlines of the text, and writes it with \n for all of them. */
static void scan(IoNewlines *newlines, GbWriter *writer, GbBorrow text, int64_t length)
{
    int width;
    const void *data = gb_str_data(text, &width);
    int64_t run = 0;
    for (int64_t i = 0; i < length; ++i) {
        uint32_t code = code_at(data, width, i);
        if (code == '\n') {
            newlines->seen |= IO_SEEN_LF;
        } else if (code == '\r') {
            bool pair = i + 1 < length && code_at(data, width, i + 1) == '\n';
            newlines->seen |= pair ? IO_SEEN_CRLF : IO_SEEN_CR;
            if (writer != NULL) {
                gb_writer_slice(writer, text, run, i);
                gb_writer_char(writer, '\n');
                run = i + (pair ? 2 : 1);
            }
            i += pair;
        }
    }
    if (writer != NULL)
        gb_writer_slice(writer, text, run, length);
}

/* "\r" + text if one was kept back, and without a last \r that must be kept back now. */
static GbRef adjust_ends_take(GbThread *t, IoNewlines *newlines, GbRef text, bool final)
{
    int64_t length = gb_str_length(text);
    if (newlines->pending_cr && (final || length > 0)) {
        gb_set(&text, gb_str_format(t, "\r%U", text));
        newlines->pending_cr = false;
        if (text == GB_NULL)
            return GB_NULL;
        ++length;
    }
    if (!final && length > 0 && gb_str_at(text, length - 1) == '\r') {
        newlines->pending_cr = true;
        gb_set(&text, gb_str_slice(t, text, 0, length - 1));
    }
    return text;
}

GbRef gb_io_newlines_decode_take(GbThread *t, IoNewlines *newlines, GbRef text, bool final)
{
    if (text == GB_NULL)
        return GB_NULL;
    text = adjust_ends_take(t, newlines, text, final);
    if (text == GB_NULL)
        return GB_NULL;
    int width;
    int64_t length = gb_str_length(text);
    const void *data = gb_str_data(text, &width);
    if (find_code(data, width, '\r', 0, length) < 0) {
        if (!(newlines->seen & IO_SEEN_LF) && find_code(data, width, '\n', 0, length) >= 0)
            newlines->seen |= IO_SEEN_LF;
        return text;
    }
    if (!newlines->translate) {
        scan(newlines, NULL, text, length);
        return text;
    }
    GbWriter writer;
    gb_writer_init(&writer, t);
    scan(newlines, &writer, text, length);
    gb_decref(text);
    return gb_writer_finish(&writer);
}

GbRef gb_io_newlines_seen(GbThread *t, int seen)
{
    static const char *const words[] = {"\r", "\n", "\r\n"};
    GbRef items[3], result = GB_NULL;
    int count = 0;
    for (int i = 0; i < 3; ++i) {
        if (seen & (1 << i) && (items[count++] = gb_str_new(t, words[i])) == GB_NULL)
            --count;
    }
    if (gb_raised(t))
        result = GB_NULL;
    else if (count == 0)
        result = GB_NONE;
    else if (count == 1)
        result = gb_new_ref(items[0]);
    else
        result = gb_tuple_from_array(t, items, count);
    while (count > 0)
        gb_decref(items[--count]);
    return result;
}

int gb_io_newline_mode(GbThread *t, GbBorrow newline, bool quoted, IoNewlineMode *out)
{
    static const char *const words[] = {"", "\n", "\r", "\r\n"};
    *out = (IoNewlineMode){.universal = true, .translate = true};
    if (newline == GB_NONE)
        return 0;
    for (int i = 0; i < 4; ++i) {
        if (!gb_str_equal_c(newline, words[i]))
            continue;
        out->translate = false;
        out->universal = i == 0;
        strcpy(out->end, words[i]);
        if (i > 1)
            strcpy(out->write, words[i]);
        return 0;
    }
    return gb_fail(t, gb_ValueError,
                   quoted ? "illegal newline value: %R" : "illegal newline value: %S", newline);
}

/* --- IncrementalNewlineDecoder --- */

typedef struct IoNewlineDecoder {
    GbObject header;
    GbRef decoder; /* None: the input is text. GB_NULL: not initialised */
    IoNewlines newlines;
} IoNewlineDecoder;

static IoNewlineDecoder *as_decoder(GbBorrow v)
{
    return (IoNewlineDecoder *)gb_object(v);
}

static int decoder_visit(GbObject *v, GbVisitor visit, void *context)
{
    GB_VISIT(((IoNewlineDecoder *)v)->decoder);
    return 0;
}

static void decoder_clear(GbThread *t, GbObject *v)
{
    gb_clear(&((IoNewlineDecoder *)v)->decoder);
}

static GbRef decoder_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                            GbBorrow names)
{
    IoNewlineDecoder *self = gb_object_new(t, (GbType *)gb_object(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

/* IncrementalNewlineDecoder(decoder, translate, errors='strict') */
static GbRef decoder_init(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoNewlineDecoder *self = as_decoder(v);
    int translate = gb_truth(t, args[1]);
    if (translate < 0)
        return GB_NULL;
    gb_set(&self->decoder, gb_new_ref(args[0]));
    self->newlines = (IoNewlines){.translate = translate != 0};
    return GB_NONE;
}

static int check_ready(GbThread *t, IoNewlineDecoder *self)
{
    if (self->decoder != GB_NULL)
        return 0;
    return gb_fail(t, gb_ValueError, "IncrementalNewlineDecoder.__init__() not called");
}

static GbRef decoder_decode(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoNewlineDecoder *self = as_decoder(v);
    int final = gb_truth(t, args[1]);
    if (final < 0 || check_ready(t, self) < 0)
        return GB_NULL;
    GbBorrow both[] = {args[0], gb_bool(final)};
    GbRef text = self->decoder == GB_NONE ? gb_new_ref(args[0])
                                          : gb_call_method_c(t, self->decoder, "decode", both, 2);
    if (text != GB_NULL && !gb_is_str(text)) {
        gb_raise(t, gb_TypeError, "decoder should return a string result, not '%T'", text);
        gb_clear(&text);
    }
    return gb_io_newlines_decode_take(t, &self->newlines, text, final != 0);
}

/* (buffer, flags): the inner decoder's, with our kept \r as the lowest bit. */
static GbRef decoder_getstate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoNewlineDecoder *self = as_decoder(v);
    GbRef state = GB_NULL, flags = GB_NULL, buffer = GB_NULL, result = GB_NULL;
    if (check_ready(t, self) < 0)
        return GB_NULL;
    if (self->decoder == GB_NONE) {
        buffer = gb_bytes_new(t, "", 0);
        flags = gb_small_new(0);
    } else {
        state = gb_call_method_c(t, self->decoder, "getstate", NULL, 0);
        if (state != GB_NULL && (!gb_is_tuple(state) || gb_tuple_count(state) != 2))
            gb_raise(t, gb_TypeError, "illegal decoder state");
        if (gb_raised(t))
            goto done;
        buffer = gb_new_ref(gb_tuple_peek(state, 0));
        flags = gb_binary(t, GB_LSHIFT, gb_tuple_peek(state, 1), gb_small_new(1));
    }
    if (flags != GB_NULL && self->newlines.pending_cr)
        gb_set(&flags, gb_binary(t, GB_OR, flags, gb_small_new(1)));
    if (flags != GB_NULL && buffer != GB_NULL)
        result = gb_tuple_of(t, 2, buffer, flags);
done:
    gb_clear(&state);
    gb_clear(&buffer);
    gb_clear(&flags);
    return result;
}

static GbRef decoder_setstate(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoNewlineDecoder *self = as_decoder(v);
    if (check_ready(t, self) < 0)
        return GB_NULL;
    if (!gb_is_tuple(args[0]))
        return gb_raise(t, gb_TypeError, "state argument must be a tuple");
    if (gb_tuple_count(args[0]) != 2)
        return gb_raise(t, gb_TypeError, "setstate(): illegal state argument");
    GbBorrow flags = gb_tuple_peek(args[0], 1);
    GbRef bit = gb_binary(t, GB_AND, flags, gb_small_new(1)), rest = GB_NULL, state = GB_NULL,
          answer = GB_NULL;
    if (bit == GB_NULL)
        return GB_NULL;
    self->newlines.pending_cr = bit == gb_small_new(1);
    gb_clear(&bit);
    if (self->decoder == GB_NONE)
        return GB_NONE;
    rest = gb_binary(t, GB_RSHIFT, flags, gb_small_new(1));
    if (rest != GB_NULL)
        state = gb_tuple_of(t, 2, gb_tuple_peek(args[0], 0), rest);
    if (state != GB_NULL)
        answer = gb_call_method_c(t, self->decoder, "setstate", &state, 1);
    gb_clear(&rest);
    gb_clear(&state);
    return answer;
}

static GbRef decoder_reset(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoNewlineDecoder *self = as_decoder(v);
    if (check_ready(t, self) < 0)
        return GB_NULL;
    self->newlines.seen = 0;
    self->newlines.pending_cr = false;
    return self->decoder == GB_NONE ? GB_NONE
                                    : gb_call_method_c(t, self->decoder, "reset", NULL, 0);
}

static GbRef decoder_newlines_get(GbThread *t, GbBorrow v)
{
    return gb_io_newlines_seen(t, as_decoder(v)->newlines.seen);
}

static const GbMethodDef decoder_methods[] = {
    {"decode(input, final=False)", decoder_decode, NULL},
    {"getstate()", decoder_getstate, NULL},
    {"setstate(state, /)", decoder_setstate, NULL},
    {"reset()", decoder_reset, NULL},
    {0},
};

static const GbGetSetDef decoder_getsets[] = {
    {"newlines", decoder_newlines_get, NULL, NULL},
    {0},
};

const GbTypeSpec gb_io_newline_spec = {
    .name = "_io.IncrementalNewlineDecoder",
    .doc = "Codec used when reading a file in universal newlines mode.\n\n"
           "It wraps another incremental decoder, translating \\r\\n and \\r into \\n.",
    .size = sizeof(IoNewlineDecoder),
    .flags = GB_TYPE_CONTAINER,
    .slots = {.dealloc = decoder_clear,
              .visit = decoder_visit,
              .clear = decoder_clear,
              .create = decoder_create},
    .initializer = {"IncrementalNewlineDecoder(decoder, translate, errors='strict')", decoder_init,
                    NULL},
    .methods = decoder_methods,
    .getsets = decoder_getsets,
};
