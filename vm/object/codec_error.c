/* What happens to what can't be decoded or encoded: the error handlers, and the loop of all
 * encoders. */
#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/exception.h"
#include "vm/object/str.h"
#include "vm/object/unicode.h"
#include "vm/object/writer.h"

#include <stdio.h>

/* --- Raising --- */

static GbRef conversion_error(GbThread *t, GbExceptionId id, const char *encoding, GbBorrow object,
                              int64_t start, int64_t end, const char *reason)
{
    GbRef parts[5] = {gb_str_new(t, encoding), gb_new_ref(object), gb_int_new(t, start),
                      gb_int_new(t, end), gb_str_new(t, reason)};
    GbRef result = GB_NULL;
    if (parts[0] != GB_NULL && parts[4] != GB_NULL)
        result = gb_call(t, gb_value(gb_exception_type(t, id)), parts, 5, GB_NULL);
    for (int i = 0; i < 5; i++)
        gb_clear(&parts[i]);
    return result;
}

static GbRef decode_error(GbThread *t, const char *encoding, const uint8_t *data, size_t size,
                          int64_t start, int64_t end, const char *reason)
{
    GbRef bytes = gb_bytes_new(t, data, size);
    if (bytes == GB_NULL)
        return GB_NULL;
    GbRef error = conversion_error(t, gb_UnicodeDecodeError, encoding, bytes, start, end, reason);
    gb_decref(bytes);
    return error;
}

static GbRef raise_take(GbThread *t, GbRef error)
{
    if (error != GB_NULL) {
        gb_raise_instance(t, error);
        gb_decref(error);
    }
    return GB_NULL;
}

GbRef gb_raise_decode(GbThread *t, const char *encoding, const uint8_t *data, size_t size,
                      int64_t start, int64_t end, const char *reason)
{
    return raise_take(t, decode_error(t, encoding, data, size, start, end, reason));
}

GbRef gb_raise_encode(GbThread *t, const char *encoding, GbBorrow str, int64_t start, int64_t end,
                      const char *reason)
{
    return raise_take(t, conversion_error(t, gb_UnicodeEncodeError, encoding, str, start, end,
                                          reason));
}

/* --- The handlers written in C: 1 handled, 0 they can't, -1 failed --- */

static const char *const handler_names[] = {
    "strict",      "ignore",          "replace",       "backslashreplace", "xmlcharrefreplace",
    "namereplace", "surrogateescape", "surrogatepass",
};

static GbErrorHandler find_handler(const char *errors)
{
    if (errors == NULL)
        return GB_ERRORS_STRICT;
    for (int i = 0; i < GB_ERRORS_OTHER; i++) {
        if (strcmp(errors, handler_names[i]) == 0)
            return (GbErrorHandler)i;
    }
    return GB_ERRORS_OTHER;
}

/* How an encoding writes a surrogate, if it can: bytes each (3 for UTF-8, 2, 4; 0: it can't), and
 * their order. */
static int surrogate_size(const char *encoding, bool *big_endian)
{
    const GbCodec *codec = gb_codec_find(encoding);
    *big_endian = false;
    if (codec == NULL || strncmp(codec->name, "utf-", 4) != 0)
        return 0;
    size_t length = strlen(codec->name);
    *big_endian = length > 3 && strcmp(codec->name + length - 3, "-be") == 0;
    return codec->name[4] == '8' ? 3 : codec->name[4] == '1' ? 2 : codec->name[4] == '3' ? 4 : 0;
}

static void write_surrogate(uint8_t *out, uint32_t code, int size, bool big_endian)
{
    if (size == 3) {
        gb_utf8_write((GbText){&code, 1, 4}, out);
        return;
    }
    for (int i = 0; i < size; i++)
        out[big_endian ? size - 1 - i : i] = (uint8_t)(code >> 8 * i);
}

static uint32_t read_surrogate(const uint8_t *data, int64_t size, int unit, bool big_endian)
{
    uint32_t code = 0;
    if (size < unit)
        return 0;
    if (unit == 3)
        return gb_utf8_read(data, data + 3, &code, true) == 3 ? code : 0;
    for (int i = 0; i < unit; i++)
        code |= (uint32_t)data[big_endian ? unit - 1 - i : i] << 8 * i;
    return code;
}

/* Write what stands for data[start:end]. */
static int replace_bytes(GbErrorHandler handler, const char *encoding, const uint8_t *data,
                         int64_t size, int64_t start, int64_t end, GbWriter *out, int64_t *next)
{
    static const char digits[] = "0123456789abcdef";
    bool big_endian;
    int unit;
    uint32_t code;
    *next = end;
    switch (handler) {
    case GB_ERRORS_IGNORE:
        return 1;
    case GB_ERRORS_REPLACE:
        return gb_writer_char(out, 0xfffd) < 0 ? -1 : 1;
    case GB_ERRORS_BACKSLASHREPLACE:
        for (int64_t i = start; i < end; i++) {
            char text[4] = {'\\', 'x', digits[data[i] >> 4], digits[data[i] & 15]};
            gb_writer_ascii(out, text, 4);
        }
        return out->failed ? -1 : 1;
    case GB_ERRORS_SURROGATEESCAPE:
        for (*next = start; *next < end && *next < start + 4 && data[*next] >= 0x80; ++*next)
            gb_writer_char(out, 0xdc00u + data[*next]);
        return out->failed ? -1 : *next > start;
    case GB_ERRORS_SURROGATEPASS:
        unit = surrogate_size(encoding, &big_endian);
        code = unit == 0 ? 0 : read_surrogate(data + start, size - start, unit, big_endian);
        *next = start + unit;
        return !gb_is_surrogate(code) ? 0 : gb_writer_char(out, code) < 0 ? -1 : 1;
    default:
        return 0;
    }
}

static void write_backslashed(GbWriter *out, uint32_t code)
{
    char text[16];
    const char *format = code <= GB_MAX_LATIN1 ? "\\x%02x"
                         : code <= GB_MAX_BMP  ? "\\u%04x"
                                               : "\\U%08x";
    int size = snprintf(text, sizeof text, format, code);
    gb_writer_ascii(out, text, (size_t)size);
}

static void write_named(GbWriter *out, uint32_t code)
{
    char name[128];
    if (!gb_unicode_name(code, name, sizeof name)) {
        write_backslashed(out, code);
        return;
    }
    gb_writer_c(out, "\\N{");
    gb_writer_c(out, name);
    gb_writer_char(out, '}');
}

static void write_reference(GbWriter *out, uint32_t code)
{
    char text[16];
    int size = snprintf(text, sizeof text, "&#%u;", code);
    gb_writer_ascii(out, text, (size_t)size);
}

/* Write what stands for str[start:end]: text that is then encoded, or `raw` bytes. */
static int replace_text(GbErrorHandler handler, const char *encoding, GbBorrow str, int64_t start,
                        int64_t end, GbWriter *out, GbByteWriter *raw, int64_t *next)
{
    GbText text = gb_str_text(str);
    bool big_endian;
    int unit = surrogate_size(encoding, &big_endian);
    if (handler == GB_ERRORS_SURROGATEPASS && unit == 0)
        return 0;
    for (*next = start; *next < end; ++*next) {
        uint32_t code = gb_text_at(&text, *next);
        switch (handler) {
        case GB_ERRORS_IGNORE:
            break;
        case GB_ERRORS_REPLACE:
            gb_writer_char(out, '?');
            break;
        case GB_ERRORS_BACKSLASHREPLACE:
            write_backslashed(out, code);
            break;
        case GB_ERRORS_XMLCHARREFREPLACE:
            write_reference(out, code);
            break;
        case GB_ERRORS_NAMEREPLACE:
            write_named(out, code);
            break;
        case GB_ERRORS_SURROGATEESCAPE:
            if (code < 0xdc80
                || code > 0xdcff) /* What came before is done, the rest is the next error. */
                return raw->failed ? -1 : *next > start;
            gb_byte_writer_byte(raw, (uint8_t)code);
            break;
        case GB_ERRORS_SURROGATEPASS: {
            uint8_t *place =
                gb_is_surrogate(code) ? gb_byte_writer_reserve(raw, (size_t)unit) : NULL;
            if (place == NULL)
                return raw->failed ? -1 : *next > start;
            write_surrogate(place, code, unit, big_endian);
            break;
        }
        default:
            return 0;
        }
    }
    return out->failed || raw->failed ? -1 : 1;
}

/* --- Decoding --- */

void gb_decoder_init(GbDecoder *decoder, GbThread *t, const char *encoding, const uint8_t *data,
                     size_t size, const char *errors, bool final)
{
    decoder->t = t;
    decoder->encoding = encoding;
    decoder->errors = errors;
    decoder->data = data;
    decoder->size = (int64_t)size;
    decoder->at = 0;
    decoder->final = final;
    decoder->handler = find_handler(errors);
    decoder->object = GB_NULL;
    gb_writer_init(&decoder->out, t);
}

/* The (replacement, position) that a handler returned: position within 0..size. */
static int take_position(GbThread *t, GbBorrow answer, int64_t size, int64_t *next)
{
    if (gb_index_i64(t, gb_tuple_peek(answer, 1), next, gb_IndexError) < 0)
        return -1;
    if (*next < 0)
        *next += size;
    if (*next < 0 || *next > size)
        return gb_fail(t, gb_IndexError, "position %zd from error handler out of bounds",
                       (size_t)*next);
    return 0;
}

static bool is_answer(GbBorrow answer)
{
    return gb_is_tuple(answer) && gb_tuple_count(answer) == 2
           && gb_is_intlike(gb_tuple_peek(answer, 1));
}

/* The handler may have put other bytes in place of the input. */
static int take_input(GbDecoder *decoder, GbBorrow error)
{
    GbRef object = gb_as_exception(error)->fields[GB_UNICODE_OBJECT];
    if (object == GB_NULL)
        return gb_fail(decoder->t, gb_TypeError, "object attribute not set");
    if (!gb_is_bytes(object))
        return gb_fail(decoder->t, gb_TypeError, "object attribute must be bytes");
    gb_incref(object);
    gb_set(&decoder->object, object);
    decoder->data = gb_bytes_data(object);
    decoder->size = gb_bytes_size(object);
    return 0;
}

static int ask_decode_handler(GbDecoder *decoder, int64_t start, int64_t end, const char *reason)
{
    GbThread *t = decoder->t;
    GbRef error = GB_NULL, answer = GB_NULL, handler = gb_error_handler_get(t, decoder->errors);
    int result = -1;
    if (handler == GB_NULL)
        return -1;
    error = decode_error(t, decoder->encoding, decoder->data, (size_t)decoder->size, start, end,
                         reason);
    if (error == GB_NULL)
        goto done;
    answer = gb_call1(t, handler, error);
    if (answer == GB_NULL)
        goto done;
    if (!is_answer(answer) || !gb_is_str(gb_tuple_peek(answer, 0))) {
        gb_raise(t, gb_TypeError, "decoding error handler must return (str, int) tuple");
        goto done;
    }
    if (take_input(decoder, error) == 0 &&
        take_position(t, answer, decoder->size, &decoder->at) == 0)
        result = gb_writer_str(&decoder->out, gb_tuple_peek(answer, 0));
done:
    gb_clear(&error);
    gb_clear(&answer);
    gb_clear(&handler);
    return result;
}

int gb_decoder_error(GbDecoder *decoder, int64_t start, int64_t end, const char *reason)
{
    if (decoder->handler == GB_ERRORS_OTHER || decoder->handler == GB_ERRORS_XMLCHARREFREPLACE
        || decoder->handler == GB_ERRORS_NAMEREPLACE)
        return ask_decode_handler(decoder, start, end, reason);
    int handled = replace_bytes(decoder->handler, decoder->encoding, decoder->data, decoder->size,
                                start, end, &decoder->out, &decoder->at);
    if (handled == 0)
        gb_raise_decode(decoder->t, decoder->encoding, decoder->data, (size_t)decoder->size, start,
                        end, reason);
    return handled == 1 ? 0 : -1;
}

GbRef gb_decoder_finish(GbDecoder *decoder, bool failed, size_t *consumed)
{
    gb_clear(&decoder->object);
    if (failed) {
        gb_writer_clear(&decoder->out);
        return GB_NULL;
    }
    if (consumed)
        *consumed = (size_t)decoder->at;
    return gb_writer_finish(&decoder->out);
}

/* --- Encoding --- */

/* Encode a replacement; what can't be encoded either makes the original error. UTF codecs take
 * ASCII only. */
static int put_replacement(GbEncoder *encoder, GbText text, int64_t start, int64_t end)
{
    bool ascii_only = strncmp(encoder->encoding, "utf-", 4) == 0;
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if ((code <= GB_MAX_ASCII || !ascii_only) && encoder->put(encoder, code))
            continue;
        if (!gb_raised(encoder->t))
            gb_raise_encode(encoder->t, encoder->encoding, encoder->str, start, end,
                            encoder->reason);
        return -1;
    }
    return 0;
}

/* The bytes of one code unit: a replacement is a whole number of them. */
static int unit_size(const GbEncoder *encoder)
{
    const char *name = encoder->encoding;
    return strncmp(name, "utf-16", 6) == 0 ? 2 : strncmp(name, "utf-32", 6) == 0 ? 4 : 1;
}

static int ask_encode_handler(GbEncoder *encoder, int64_t start, int64_t end, int64_t *next)
{
    GbThread *t = encoder->t;
    GbRef error = GB_NULL, answer = GB_NULL, handler = gb_error_handler_get(t, encoder->errors);
    int result = -1;
    if (handler == GB_NULL)
        return -1;
    error = conversion_error(t, gb_UnicodeEncodeError, encoder->encoding, encoder->str, start, end,
                             encoder->reason);
    if (error == GB_NULL)
        goto done;
    answer = gb_call1(t, handler, error);
    if (answer == GB_NULL)
        goto done;
    GbBorrow part = is_answer(answer) ? gb_tuple_peek(answer, 0) : GB_NONE;
    if (!gb_is_str(part) && !gb_is_bytes(part)) {
        gb_raise(t, gb_TypeError, "encoding error handler must return (str/bytes, int) tuple");
        goto done;
    }
    if (take_position(t, answer, gb_str_length(encoder->str), next) < 0)
        goto done;
    if (gb_is_bytes(part) && gb_bytes_size(part) % unit_size(encoder) == 0)
        result =
            gb_byte_writer_add(&encoder->out, gb_bytes_data(part), (size_t)gb_bytes_size(part));
    else if (gb_is_bytes(part))
        gb_raise_encode(t, encoder->encoding, encoder->str, start, end, encoder->reason);
    else
        result = put_replacement(encoder, gb_str_text(part), start, end);
done:
    gb_clear(&error);
    gb_clear(&answer);
    gb_clear(&handler);
    return result;
}

static int refused(GbEncoder *encoder, int64_t start, int64_t end, int64_t *next)
{
    if (encoder->handler == GB_ERRORS_OTHER)
        return ask_encode_handler(encoder, start, end, next);
    GbWriter text;
    gb_writer_init(&text, encoder->t);
    int handled = replace_text(encoder->handler, encoder->encoding, encoder->str, start, end, &text,
                               &encoder->out, next);
    if (handled == 1
        && put_replacement(encoder, (GbText){text.data, text.length, text.width}, start, end) < 0)
        handled = -1;
    if (handled == 0)
        gb_raise_encode(encoder->t, encoder->encoding, encoder->str, start, end, encoder->reason);
    gb_writer_clear(&text);
    return handled == 1 ? 0 : -1;
}

/* One past the run of code points from `start` on that can't be encoded. */
static int64_t end_of_run(GbEncoder *encoder, const GbText *text, int64_t start)
{
    int64_t end = start + 1;
    size_t size = encoder->out.size;
    while (!encoder->one_by_one && end < text->length
           && !encoder->put(encoder, gb_text_at(text, end))) {
        if (gb_raised(encoder->t))
            break;
        end++;
    }
    encoder->out.size = size;
    return end;
}

GbRef gb_encoder_run(GbEncoder *encoder, GbThread *t, GbBorrow str, const char *errors)
{
    GbText text = gb_str_text(str);
    encoder->t = t;
    encoder->str = str;
    encoder->errors = errors;
    encoder->handler = find_handler(errors);
    gb_byte_writer_init(&encoder->out, t);
    if (encoder->begin_size > 0)
        gb_byte_writer_add(&encoder->out, encoder->begin, encoder->begin_size);
    for (int64_t i = 0; i < text.length;) {
        if (encoder->put(encoder, gb_text_at(&text, i))) {
            i++;
            continue;
        }
        int64_t end = gb_raised(t) ? i : end_of_run(encoder, &text, i);
        if (gb_raised(t) || refused(encoder, i, end, &i) < 0) {
            gb_byte_writer_clear(&encoder->out);
            return GB_NULL;
        }
    }
    return gb_byte_writer_finish(&encoder->out);
}

/* --- The handlers as Python functions --- */

/* What a UnicodeError says: where in which object. */
typedef struct Problem {
    GbExceptionId id; /* UnicodeDecodeError, UnicodeEncodeError or UnicodeTranslateError */
    GbBorrow object;
    const char *encoding;
    int64_t start, end;
} Problem;

static GbRef not_handled(GbThread *t, GbBorrow error)
{
    return gb_raise(t, gb_TypeError, "don't know how to handle %.200T in error callback", error);
}

static bool read_problem(GbThread *t, GbBorrow error, Problem *out)
{
    static const GbExceptionId ids[] = {gb_UnicodeDecodeError, gb_UnicodeEncodeError,
                                        gb_UnicodeTranslateError};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (!gb_is_instance_of(t, error, gb_exception_type(t, ids[i])))
            continue;
        GbRef *fields = gb_as_exception(error)->fields;
        bool decode = ids[i] == gb_UnicodeDecodeError;
        out->id = ids[i];
        out->object = fields[GB_UNICODE_OBJECT];
        if (fields[GB_UNICODE_START] == GB_NULL || fields[GB_UNICODE_END] == GB_NULL)
            break;
        if (out->object == GB_NULL
            || (decode ? !gb_is_bytes(out->object) : !gb_is_str(out->object)))
            break;
        int64_t size = decode ? gb_bytes_size(out->object) : gb_str_length(out->object);
        out->encoding =
            fields[GB_UNICODE_ENCODING] != GB_NULL && gb_is_str(fields[GB_UNICODE_ENCODING])
                ? gb_str_wtf8(t, fields[GB_UNICODE_ENCODING], NULL)
                : "";
        if (out->encoding == NULL
            || gb_index_i64(t, fields[GB_UNICODE_START], &out->start, gb_OverflowError) < 0
            || gb_index_i64(t, fields[GB_UNICODE_END], &out->end, gb_OverflowError) < 0)
            return false;
        out->start = out->start < 0 ? 0 : out->start >= size && size > 0 ? size - 1 : out->start;
        out->end = out->end < 1 ? 1 : out->end;
        out->end = out->end > size ? size : out->end;
        return true;
    }
    not_handled(t, error);
    return false;
}

static GbRef reraise(GbThread *t, GbBorrow error)
{
    return gb_raise_instance(t, error);
}

static GbRef answer_take(GbThread *t, GbRef part, int64_t next)
{
    if (part == GB_NULL)
        return GB_NULL;
    GbRef position = gb_int_new(t, next);
    GbRef answer = gb_tuple_of(t, 2, part, position);
    gb_decref(part);
    gb_decref(position);
    return answer;
}

static GbRef handle_decode(GbThread *t, const Problem *p, GbErrorHandler handler, GbBorrow error)
{
    GbWriter out;
    int64_t next;
    gb_writer_init(&out, t);
    int handled = replace_bytes(handler, p->encoding, gb_bytes_data(p->object),
                                gb_bytes_size(p->object), p->start, p->end, &out, &next);
    if (handled == 1)
        return answer_take(t, gb_writer_finish(&out), next);
    gb_writer_clear(&out);
    if (handled == 0)
        handler == GB_ERRORS_SURROGATEESCAPE || handler == GB_ERRORS_SURROGATEPASS
            ? reraise(t, error)
            : not_handled(t, error);
    return GB_NULL;
}

static GbRef handle_encode(GbThread *t, const Problem *p, GbErrorHandler handler, GbBorrow error)
{
    GbWriter out;
    GbByteWriter raw;
    int64_t next;
    gb_writer_init(&out, t);
    gb_byte_writer_init(&raw, t);
    bool bytes = handler == GB_ERRORS_SURROGATEESCAPE || handler == GB_ERRORS_SURROGATEPASS;
    int handled =
        replace_text(handler, p->encoding, p->object, p->start, p->end, &out, &raw, &next);
    GbRef result = GB_NULL;
    if (handled == 0 || (handled == 1 && next < p->end))
        reraise(t, error);
    else if (handled == 1)
        result = answer_take(t, bytes ? gb_byte_writer_finish(&raw) : gb_writer_finish(&out), next);
    gb_writer_clear(&out);
    gb_byte_writer_clear(&raw);
    return result;
}

static GbRef handle_translate(GbThread *t, const Problem *p, GbErrorHandler handler, GbBorrow error)
{
    GbWriter out;
    GbByteWriter raw;
    int64_t next;
    gb_writer_init(&out, t);
    gb_byte_writer_init(&raw, t);
    switch (handler) {
    case GB_ERRORS_REPLACE:
        gb_writer_fill(&out, 0xfffd, p->end - p->start);
        return answer_take(t, gb_writer_finish(&out), p->end);
    case GB_ERRORS_IGNORE:
    case GB_ERRORS_BACKSLASHREPLACE:
        replace_text(handler, "", p->object, p->start, p->end, &out, &raw, &next);
        return answer_take(t, gb_writer_finish(&out), p->end);
    default:
        return not_handled(t, error);
    }
}

static GbRef handle(GbThread *t, GbErrorHandler handler, GbBorrow error)
{
    Problem problem;
    if (!read_problem(t, error, &problem))
        return GB_NULL;
    if (problem.id == gb_UnicodeDecodeError)
        return handle_decode(t, &problem, handler, error);
    if (problem.id == gb_UnicodeEncodeError)
        return handle_encode(t, &problem, handler, error);
    return handle_translate(t, &problem, handler, error);
}

static GbRef handler_strict(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_instance_of(t, args[0], gb_exception_type(t, gb_BaseException)))
        return gb_raise(t, gb_TypeError, "codec must pass exception instance");
    return reraise(t, args[0]);
}

static GbRef handler_ignore(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_IGNORE, args[0]);
}

static GbRef handler_replace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_REPLACE, args[0]);
}

static GbRef handler_backslashreplace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_BACKSLASHREPLACE, args[0]);
}

static GbRef handler_xmlcharrefreplace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_XMLCHARREFREPLACE, args[0]);
}

static GbRef handler_namereplace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_NAMEREPLACE, args[0]);
}

static GbRef handler_surrogateescape(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_SURROGATEESCAPE, args[0]);
}

static GbRef handler_surrogatepass(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return handle(t, GB_ERRORS_SURROGATEPASS, args[0]);
}

/* In GbErrorHandler's order. */
static const GbMethodDef handlers[] = {
    {"strict_errors(exception, /)", handler_strict,
     "Implements the 'strict' error handling, which raises a UnicodeError on coding errors."},
    {"ignore_errors(exception, /)", handler_ignore,
     "Implements the 'ignore' error handling, which ignores malformed data and continues."},
    {"replace_errors(exception, /)", handler_replace,
     "Implements the 'replace' error handling, which replaces malformed data with a replacement "
     "marker."},
    {"backslashreplace_errors(exception, /)", handler_backslashreplace,
     "Implements the 'backslashreplace' error handling, which replaces malformed data with a "
     "backslashed escape "
     "sequence."},
    {"xmlcharrefreplace_errors(exception, /)", handler_xmlcharrefreplace,
     "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character "
     "with the "
     "appropriate XML character reference."},
    {"namereplace_errors(exception, /)", handler_namereplace,
     "Implements the 'namereplace' error handling, which replaces an unencodable character with a "
     "\\N{...} escape "
     "sequence."},
    {"surrogateescape(exception, /)", handler_surrogateescape, NULL},
    {"surrogatepass(exception, /)", handler_surrogatepass, NULL},
    {0},
};

int gb_error_handlers_add(GbThread *t, GbBorrow dict)
{
    for (int i = 0; handlers[i].signature; i++) {
        GbRef function = gb_builtin_new(t, &handlers[i], GB_NULL, GB_NULL);
        if (gb_dict_set_c_take(t, dict, handler_names[i], function) < 0)
            return -1;
    }
    return 0;
}

GbRef gb_error_handler_get(GbThread *t, const char *name)
{
    GbBorrow registry = gb_codec_state(t, GB_CODECS_HANDLERS);
    GbRef key = registry == GB_NULL ? GB_NULL : gb_str_new(t, name), handler = GB_NULL;
    if (key == GB_NULL)
        return GB_NULL;
    if (gb_dict_find(t, registry, key, &handler) == 0)
        gb_raise(t, gb_LookupError, "unknown error handler name '%.400s'", name);
    gb_decref(key);
    return handler;
}

int gb_error_handler_set(GbThread *t, GbBorrow name, GbBorrow handler)
{
    GbBorrow registry = gb_codec_state(t, GB_CODECS_HANDLERS);
    if (registry == GB_NULL)
        return -1;
    if (!gb_is_callable(t, handler))
        return gb_fail(t, gb_TypeError, "handler must be callable");
    return gb_dict_set(t, registry, name, handler);
}
