/* _codecs: encoding and decoding as the codecs module and scripts call it. */
#include "vm/gilbox.h"

/* --- Arguments --- */

static const char *errors_of(GbThread *t, GbBorrow v, const char *function, int place, bool *failed)
{
    *failed = false;
    if (v == GB_NONE)
        return NULL;
    *failed = true;
    if (!gb_is_str(v)) {
        gb_raise(t, gb_TypeError, "%s() argument %d must be str or None, not %.50K", function,
                 place, v);
        return NULL;
    }
    const char *errors = gb_str_utf8(t, v, NULL);
    *failed = errors == NULL;
    return errors;
}

/* Bytes to decode; some decoders take text too, as UTF-8. */
static int data_of(GbThread *t, GbBorrow v, bool text_allowed, GbBuffer *out)
{
    if (!text_allowed || !gb_is_str(v))
        return gb_buffer_get(t, v, out);
    size_t size;
    const char *text = gb_str_utf8(t, v, &size);
    if (text == NULL)
        return -1;
    *out = (GbBuffer){.data = (uint8_t *)(uintptr_t)text, .size = (int64_t)size, .readonly = true};
    return 0;
}

/* (result, count), taking result. */
static GbRef with_count_take(GbThread *t, GbRef result, int64_t count)
{
    GbRef number = result == GB_NULL ? GB_NULL : gb_int_new(t, count);
    GbRef pair = number == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, result, number);
    gb_xdecref(result);
    gb_xdecref(number);
    return pair;
}

static int need_str(GbThread *t, GbBorrow v, const char *function)
{
    if (gb_is_str(v))
        return 0;
    return gb_fail(t, gb_TypeError, "%s() argument 1 must be str, not %.50K", function, v);
}

/* --- The functions of each codec --- */

static GbRef decode_by(GbThread *t, const GbBorrow *args, const char *encoding, bool final,
                       const char *function)
{
    GbBuffer data;
    size_t consumed = 0;
    bool failed, text = encoding[0] == 'u' && encoding[1] == 'n', raw = encoding[0] == 'r';
    const char *errors = errors_of(t, args[1], function, 2, &failed);
    if (failed || data_of(t, args[0], text || raw, &data) < 0)
        return GB_NULL;
    GbRef result =
        gb_decode_part(t, data.data, (size_t)data.size, encoding, errors, final, &consumed);
    gb_buffer_release(t, &data);
    return with_count_take(t, result, (int64_t)consumed);
}

static GbRef encode_by(GbThread *t, const GbBorrow *args, const char *encoding,
                       const char *function)
{
    bool failed;
    if (need_str(t, args[0], function) < 0)
        return GB_NULL;
    const char *errors = errors_of(t, args[1], function, 2, &failed);
    if (failed)
        return GB_NULL;
    return with_count_take(t, gb_encode(t, args[0], encoding, errors), gb_str_length(args[0]));
}

/* Codecs whose decoder works in parts, and those that need no end. */
#define PART_CODECS(X)                                                                             \
    X(utf_7, "utf-7", "False")                                                                     \
    X(utf_8, "utf-8", "False")                                                                     \
    X(utf_16, "utf-16", "False")                                                                   \
    X(utf_16_le, "utf-16-le", "False")                                                             \
    X(utf_16_be, "utf-16-be", "False")                                                             \
    X(utf_32, "utf-32", "False")                                                                   \
    X(utf_32_le, "utf-32-le", "False")                                                             \
    X(utf_32_be, "utf-32-be", "False")                                                             \
    X(unicode_escape, "unicode_escape", "True")                                                    \
    X(raw_unicode_escape, "raw_unicode_escape", "True")
#define WHOLE_CODECS(X)                                                                            \
    X(latin_1, "latin-1")                                                                          \
    X(ascii, "ascii")

#define DEFINE_PART(name, encoding, final)                                                         \
    static GbRef codecs_##name##_decode(GbThread *t, GbBorrow self, const GbBorrow *args)          \
    {                                                                                              \
        int is_final = gb_truth(t, args[2]);                                                       \
        return is_final < 0 ? GB_NULL : decode_by(t, args, encoding, is_final, #name "_decode");   \
    }
#define DEFINE_WHOLE(name, encoding)                                                               \
    static GbRef codecs_##name##_decode(GbThread *t, GbBorrow self, const GbBorrow *args)          \
    {                                                                                              \
        return decode_by(t, args, encoding, true, #name "_decode");                                \
    }
PART_CODECS(DEFINE_PART)
WHOLE_CODECS(DEFINE_WHOLE)

#define ENCODERS(X)                                                                                \
    X(utf_7, "utf-7")                                                                              \
    X(utf_8, "utf-8")                                                                              \
    X(utf_16_le, "utf-16-le")                                                                      \
    X(utf_16_be, "utf-16-be")                                                                      \
    X(utf_32_le, "utf-32-le")                                                                      \
    X(utf_32_be, "utf-32-be")                                                                      \
    X(unicode_escape, "unicode_escape")                                                            \
    X(raw_unicode_escape, "raw_unicode_escape")                                                    \
    X(latin_1, "latin-1")                                                                          \
    X(ascii, "ascii")
#define DEFINE_ENCODER(name, encoding)                                                             \
    static GbRef codecs_##name##_encode(GbThread *t, GbBorrow self, const GbBorrow *args)          \
    {                                                                                              \
        return encode_by(t, args, encoding, #name "_encode");                                      \
    }
ENCODERS(DEFINE_ENCODER)

/* --- By byte order --- */

static GbRef encode_ordered(GbThread *t, const GbBorrow *args, int unit, const char *function)
{
    int64_t order;
    bool failed;
    const char *errors = errors_of(t, args[1], function, 2, &failed);
    if (failed || need_str(t, args[0], function) < 0
        || gb_index_i64(t, args[2], &order, gb_OverflowError) < 0)
        return GB_NULL;
    GbRef bytes = gb_encode_ordered(t, args[0], unit, errors, order < 0 ? -1 : order > 0);
    return with_count_take(t, bytes, gb_str_length(args[0]));
}

static GbRef codecs_utf_16_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return encode_ordered(t, args, 2, "utf_16_encode");
}

static GbRef codecs_utf_32_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return encode_ordered(t, args, 4, "utf_32_encode");
}

static GbRef decode_ordered(GbThread *t, const GbBorrow *args, int unit, const char *function)
{
    GbBuffer data;
    int64_t wanted;
    size_t consumed = 0;
    bool failed;
    const char *errors = errors_of(t, args[1], function, 2, &failed);
    int final = failed ? -1 : gb_truth(t, args[3]);
    if (final < 0 || gb_index_i64(t, args[2], &wanted, gb_OverflowError) < 0
        || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    int order = wanted < 0 ? -1 : wanted > 0;
    GbRef text =
        gb_decode_ordered(t, data.data, (size_t)data.size, unit, errors, &order, final, &consumed);
    gb_buffer_release(t, &data);
    GbRef count = text == GB_NULL ? GB_NULL : gb_int_new(t, (int64_t)consumed);
    GbRef result = count == GB_NULL ? GB_NULL : gb_tuple_of(t, 3, text, count, gb_small_new(order));
    gb_xdecref(text);
    gb_xdecref(count);
    return result;
}

static GbRef codecs_utf_16_ex_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return decode_ordered(t, args, 2, "utf_16_ex_decode");
}

static GbRef codecs_utf_32_ex_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return decode_ordered(t, args, 4, "utf_32_ex_decode");
}

/* --- Escapes and mappings --- */

static GbRef codecs_escape_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    bool failed;
    const char *errors = errors_of(t, args[1], "escape_decode", 2, &failed);
    if (failed || data_of(t, args[0], true, &data) < 0)
        return GB_NULL;
    int64_t size = data.size;
    GbRef bytes = gb_escape_decode(t, data.data, (size_t)size, errors);
    gb_buffer_release(t, &data);
    return with_count_take(t, bytes, size);
}

static GbRef codecs_escape_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_has_layout(args[0], GB_KIND_BYTES))
        return gb_raise(t, gb_TypeError, "escape_encode() argument 1 must be bytes, not %.50K",
                        args[0]);
    int64_t size = gb_bytes_size(args[0]);
    return with_count_take(t, gb_escape_encode(t, gb_bytes_data(args[0]), (size_t)size), size);
}

static GbRef codecs_charmap_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    bool failed;
    const char *errors = errors_of(t, args[1], "charmap_decode", 2, &failed);
    if (failed || gb_buffer_get(t, args[0], &data) < 0)
        return GB_NULL;
    int64_t size = data.size;
    GbRef text = gb_charmap_decode(t, data.data, (size_t)size, errors, args[2]);
    gb_buffer_release(t, &data);
    return with_count_take(t, text, size);
}

static GbRef codecs_charmap_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    bool failed;
    const char *errors = errors_of(t, args[1], "charmap_encode", 2, &failed);
    if (failed || need_str(t, args[0], "charmap_encode") < 0)
        return GB_NULL;
    return with_count_take(t, gb_charmap_encode(t, args[0], errors, args[2]),
                           gb_str_length(args[0]));
}

/* {code point: its place} of a decoding table. */
static GbRef codecs_charmap_build(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (need_str(t, args[0], "charmap_build") < 0)
        return GB_NULL;
    GbRef map = gb_dict_new(t);
    for (int64_t i = 0; map != GB_NULL && i < gb_str_length(args[0]); i++) {
        if (gb_dict_set(t, map, gb_small_new(gb_str_at(args[0], i)), gb_small_new(i)) < 0)
            gb_clear(&map);
    }
    return map;
}

static GbRef codecs_readbuffer_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer data;
    if (data_of(t, args[0], true, &data) < 0)
        return GB_NULL;
    int64_t size = data.size;
    GbRef bytes = gb_bytes_new(t, data.data, (size_t)size);
    gb_buffer_release(t, &data);
    return with_count_take(t, bytes, size);
}

/* --- The registry --- */

static GbRef codecs_register(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_codec_register(t, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef codecs_unregister(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_codec_unregister(t, args[0]) < 0 ? GB_NULL : GB_NONE;
}

/* The name of an encoding, which CPython calls by its place. */
static const char *encoding_name(GbThread *t, GbBorrow v, const char *function)
{
    size_t size;
    if (!gb_is_str(v)) {
        gb_raise(t, gb_TypeError, "%s() argument must be str, not %.50K", function, v);
        return NULL;
    }
    const char *name = gb_str_utf8(t, v, &size);
    if (name && strlen(name) != size) {
        gb_raise(t, gb_ValueError, "embedded null character");
        return NULL;
    }
    return name;
}

static GbRef codecs_lookup(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *name = encoding_name(t, args[0], "lookup");
    return name == NULL ? GB_NULL : gb_codec_lookup(t, name);
}

static GbRef codecs_encode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *encoding, *errors;
    if (gb_text_argument(t, args[1], "encode", "encoding", &encoding) < 0
        || gb_text_argument(t, args[2], "encode", "errors", &errors) < 0)
        return GB_NULL;
    return gb_codec_encode_any(t, args[0], encoding, args[2]);
}

static GbRef codecs_decode(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *encoding, *errors;
    if (gb_text_argument(t, args[1], "decode", "encoding", &encoding) < 0
        || gb_text_argument(t, args[2], "decode", "errors", &errors) < 0)
        return GB_NULL;
    return gb_codec_decode_any(t, args[0], encoding, args[2]);
}

static GbRef codecs_register_error(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (need_str(t, args[0], "register_error") < 0)
        return GB_NULL;
    return gb_error_handler_set(t, args[0], args[1]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef codecs_lookup_error(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *name = encoding_name(t, args[0], "lookup_error");
    return name == NULL ? GB_NULL : gb_error_handler_get(t, name);
}

/* [(name, aliases), ...] of the codecs written in C, for the module encodings. */
static GbRef codecs_builtin_codecs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef list = gb_list_new(t, 0);
    const char *name, *aliases;
    for (int i = 0; list != GB_NULL && (name = gb_codec_builtin_name(i, &aliases)) != NULL; i++) {
        GbRef first = gb_str_new(t, name), second = gb_str_new(t, aliases);
        GbRef pair =
            first == GB_NULL || second == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, first, second);
        gb_xdecref(first);
        gb_xdecref(second);
        if (gb_list_append_take(t, list, pair) < 0)
            gb_clear(&list);
    }
    return list;
}

/* decode_part(encoding, data, errors, final): a codec written in C, by name. */
static GbRef codecs_decode_part(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *encoding = encoding_name(t, args[0], "decode_part");
    int final = encoding == NULL ? -1 : gb_truth(t, args[3]);
    return final < 0 ? GB_NULL : decode_by(t, args + 1, encoding, final, "decode_part");
}

static GbRef codecs_encode_whole(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *encoding = encoding_name(t, args[0], "encode_whole");
    return encoding == NULL ? GB_NULL : encode_by(t, args + 1, encoding, "encode_whole");
}

static const GbMethodDef codecs_functions[] = {
    {"register(search_function, /)", codecs_register, "Register a codec search function."},
    {"unregister(search_function, /)", codecs_unregister,
     "Unregister a codec search function and clear the registry's cache."},
    {"lookup(encoding, /)", codecs_lookup,
     "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."},
    {"encode(obj, encoding='utf-8', errors=?)", codecs_encode,
     "Encodes obj using the codec registered for encoding."},
    {"decode(obj, encoding='utf-8', errors=?)", codecs_decode,
     "Decodes obj using the codec registered for encoding."},
    {"register_error(errors, handler, /)", codecs_register_error,
     "Register the specified error handler under the name errors."},
    {"lookup_error(name, /)", codecs_lookup_error,
     "lookup_error(errors) -> handler\n\nReturn the error handler for the specified error handling "
     "name or raise a LookupError, if no handler exists under this name."},
#define PART_ROW(name, encoding, final)                                                            \
    {#name "_decode(data, errors=None, final=" final ", /)", codecs_##name##_decode, NULL},
#define WHOLE_ROW(name, encoding)                                                                  \
    {#name "_decode(data, errors=None, /)", codecs_##name##_decode, NULL},
#define ENCODER_ROW(name, encoding)                                                                \
    {#name "_encode(str, errors=None, /)", codecs_##name##_encode, NULL},
    PART_CODECS(PART_ROW)
    WHOLE_CODECS(WHOLE_ROW)
    ENCODERS(ENCODER_ROW)
    {"utf_16_encode(str, errors=None, byteorder=0, /)", codecs_utf_16_encode, NULL},
    {"utf_32_encode(str, errors=None, byteorder=0, /)", codecs_utf_32_encode, NULL},
    {"utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)", codecs_utf_16_ex_decode,
     NULL},
    {"utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)", codecs_utf_32_ex_decode,
     NULL},
    {"escape_decode(data, errors=None, /)", codecs_escape_decode, NULL},
    {"escape_encode(data, errors=None, /)", codecs_escape_encode, NULL},
    {"charmap_decode(data, errors=None, mapping=None, /)", codecs_charmap_decode, NULL},
    {"charmap_encode(str, errors=None, mapping=None, /)", codecs_charmap_encode, NULL},
    {"charmap_build(map, /)", codecs_charmap_build, NULL},
    {"readbuffer_encode(data, errors=None, /)", codecs_readbuffer_encode, NULL},
    {"_builtin_codecs()", codecs_builtin_codecs,
     "The codecs written in C: a list of (name, aliases)."},
    {"_decode_part(encoding, data, errors=None, final=True, /)", codecs_decode_part,
     "Decode by a codec written in C: (text, bytes consumed)."},
    {"_encode_whole(encoding, str, errors=None, /)", codecs_encode_whole,
     "Encode by a codec written in C: (bytes, characters consumed)."},
    {0},
};

const GbModuleDef gb_module_codecs = {"_codecs", NULL, codecs_functions, NULL};
