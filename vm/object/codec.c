#include "vm/object/codec.h"

#include "vm/interp.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

/* --- Names --- */

static const GbCodec codecs[] = {
#define GB_CODEC(name, function, aliases)                                                          \
    {name, gb_decode_##function, gb_encode_##function, aliases},
#include "vm/object/codecs.def"
#undef GB_CODEC
};

enum { CODEC_COUNT = sizeof codecs / sizeof *codecs, NAME_SIZE = 64 };

/* Lower case; each run of what is no letter, digit or dot becomes one '_'. False: too long for any
 * of ours. */
static bool normalise(const char *encoding, char out[NAME_SIZE])
{
    size_t size = 0;
    bool gap = false;
    for (; *encoding; encoding++) {
        char c = *encoding;
        bool upper = c >= 'A' && c <= 'Z';
        if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.') {
            gap = size > 0;
            continue;
        }
        if (size + 3 > NAME_SIZE)
            return false;
        if (gap)
            out[size++] = '_';
        gap = false;
        out[size++] = upper ? (char)(c | 0x20) : c;
    }
    out[size] = 0;
    return true;
}

static bool has_word(const char *words, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at++) {
        if ((at == words || at[-1] == ' ') && (at[size] == ' ' || at[size] == 0))
            return true;
    }
    return false;
}

const GbCodec *gb_codec_find(const char *encoding)
{
    char name[NAME_SIZE];
    if (encoding == NULL || strcmp(encoding, "utf-8") == 0)
        return &codecs[0];
    if (!normalise(encoding, name) || name[0] == 0)
        return NULL;
    for (int i = 0; i < CODEC_COUNT; i++) {
        if (has_word(codecs[i].aliases, name))
            return &codecs[i];
    }
    return NULL;
}

const char *gb_codec_builtin_name(int index, const char **aliases)
{
    if (index >= CODEC_COUNT)
        return NULL;
    *aliases = codecs[index].aliases;
    return codecs[index].name;
}

/* --- The registry --- */

static int start_registry(GbThread *t)
{
    GbRef parts[GB_CODECS_COUNT] = {gb_list_new(t, 0), gb_dict_new(t), gb_dict_new(t)};
    GbRef registry = GB_NULL;
    if (parts[0] != GB_NULL && parts[1] != GB_NULL && parts[2] != GB_NULL
        && gb_error_handlers_add(t, parts[GB_CODECS_HANDLERS]) == 0)
        registry = gb_tuple_from_array(t, parts, GB_CODECS_COUNT);
    for (int i = 0; i < GB_CODECS_COUNT; i++)
        gb_clear(&parts[i]);
    if (registry == GB_NULL)
        return -1;
    gb_set(&t->interp->codecs, registry);
    return 0;
}

GbBorrow gb_codec_state(GbThread *t, GbCodecState which)
{
    if (t->interp->codecs == GB_NULL && start_registry(t) < 0)
        return GB_NULL;
    return gb_tuple_peek(t->interp->codecs, which);
}

int gb_codec_register(GbThread *t, GbBorrow search_function)
{
    GbBorrow search = gb_codec_state(t, GB_CODECS_SEARCH);
    if (search == GB_NULL)
        return -1;
    if (!gb_is_callable(t, search_function))
        return gb_fail(t, gb_TypeError, "argument must be callable");
    return gb_list_append(t, search, search_function);
}

int gb_codec_unregister(GbThread *t, GbBorrow search_function)
{
    GbBorrow search = gb_codec_state(t, GB_CODECS_SEARCH);
    GbBorrow found = search == GB_NULL ? GB_NULL : gb_codec_state(t, GB_CODECS_FOUND);
    if (found == GB_NULL)
        return -1;
    for (int64_t i = 0; i < gb_list_count(search); i++) {
        if (gb_list_peek(search, i) != search_function)
            continue;
        GbRef rest = gb_dict_new(t); /* What it had found is to be found anew. */
        if (rest == GB_NULL || gb_list_replace(t, gb_as_list(search), i, i + 1, NULL, 0) < 0) {
            gb_xdecref(rest);
            return -1;
        }
        gb_set(&gb_as_tuple(t->interp->codecs)->items[GB_CODECS_FOUND], rest);
        return 0;
    }
    return 0;
}

static GbRef unknown_encoding(GbThread *t, const char *encoding)
{
    return gb_raise(t, gb_LookupError, "unknown encoding: %s", encoding);
}

/* Ask the search functions. The standard ones come with the module `encodings`. */
static GbRef search_codec(GbThread *t, const char *encoding, GbBorrow name)
{
    GbBorrow search = gb_codec_state(t, GB_CODECS_SEARCH);
    if (gb_list_count(search) == 0) {
        GbRef module = gb_import(t, "encodings");
        if (module == GB_NULL && !gb_raised_drop_if(t, gb_ImportError))
            return GB_NULL;
        gb_xdecref(module);
    }
    for (int64_t i = 0; i < gb_list_count(search); i++) {
        GbRef function = gb_new_ref(gb_list_peek(search, i));
        GbRef info = gb_call1(t, function, name);
        gb_decref(function);
        if (info == GB_NULL)
            return GB_NULL;
        if (info == GB_NONE)
            continue;
        if (gb_is_tuple(info) && gb_tuple_count(info) == 4)
            return info;
        gb_decref(info);
        return gb_raise(t, gb_TypeError, "codec search functions must return 4-tuples");
    }
    return unknown_encoding(t, encoding);
}

/* As search functions see a name: lower case, blanks and hyphens as '_'. */
static GbRef search_name(GbThread *t, const char *encoding)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (; *encoding; encoding++) {
        char c = *encoding;
        gb_writer_char(&writer, c >= 'A' && c <= 'Z'   ? (uint8_t)(c | 0x20)
                                : c == ' ' || c == '-' ? '_'
                                                       : (uint8_t)c);
    }
    return gb_writer_finish(&writer);
}

GbRef gb_codec_lookup(GbThread *t, const char *encoding)
{
    GbBorrow found = gb_codec_state(t, GB_CODECS_FOUND);
    GbRef name = found == GB_NULL ? GB_NULL : search_name(t, encoding), info = GB_NULL;
    if (name == GB_NULL || gb_dict_find(t, found, name, &info) != 0)
        goto done;
    info = search_codec(t, encoding, name);
    found = gb_codec_state(t, GB_CODECS_FOUND);
    if (info != GB_NULL && gb_dict_set(t, found, name, info) < 0)
        gb_clear(&info);
done:
    gb_xdecref(name);
    return info;
}

/* --- Codecs of scripts --- */

enum { INFO_ENCODE, INFO_DECODE };

/* A codec call failed: say which codec, unless the exception carries more than a message. */
static void name_codec(GbThread *t, const char *operation, const char *encoding)
{
    GbRef cause = gb_raised_take(t);
    GbType *type = gb_type_of(t, cause);
    GbRef args = gb_attr_get_c(t, cause, "args");
    bool plain = args != GB_NULL && gb_is_tuple(args)
                 && (gb_tuple_count(args) == 0
                     || (gb_tuple_count(args) == 1 && gb_is_str(gb_tuple_peek(args, 0))))
                 && !gb_is_instance_of(t, cause, gb_exception_type(t, gb_UnicodeError))
                 && !gb_is_instance_of(t, cause, gb_exception_type(t, gb_OSError))
                 && !gb_is_instance_of(t, cause, gb_exception_type(t, gb_ImportError))
                 && gb_is_instance_of(t, cause, gb_exception_type(t, gb_Exception));
    gb_xdecref(args);
    if (!plain) {
        gb_raised_drop(t);
        gb_raised_restore_take(t, cause);
        return;
    }
    gb_raise_type(t, type, "%s with '%s' codec failed (%N: %S)", operation, encoding, type, cause);
    GbRef error = gb_raised_take(t);
    if (gb_attr_set_c(t, error, "__cause__", cause) < 0)
        gb_raised_drop(t);
    gb_decref(cause);
    gb_raised_restore_take(t, error);
}

/* info[which](object, errors)[0] */
static GbRef call_codec(GbThread *t, GbBorrow info, int which, GbBorrow object, GbBorrow errors,
                        const char *encoding)
{
    GbBorrow args[2] = {object, errors};
    GbRef answer = gb_call(t, gb_tuple_peek(info, which), args, errors == GB_NULL ? 1 : 2, GB_NULL),
          result;
    if (answer == GB_NULL) {
        name_codec(t, which == INFO_ENCODE ? "encoding" : "decoding", encoding);
        return GB_NULL;
    }
    if (!gb_is_tuple(answer) || gb_tuple_count(answer) != 2)
        result = gb_raise(t, gb_TypeError,
                          which == INFO_ENCODE ? "encoder must return a tuple (object, integer)"
                                               : "decoder must return a tuple (object,integer)");
    else
        result = gb_new_ref(gb_tuple_peek(answer, 0));
    gb_decref(answer);
    return result;
}

static GbRef codec_any(GbThread *t, GbBorrow object, const char *encoding, GbBorrow errors,
                       int which)
{
    GbRef info = gb_codec_lookup(t, encoding);
    if (info == GB_NULL)
        return GB_NULL;
    GbRef result = call_codec(t, info, which, object, errors, encoding);
    gb_decref(info);
    return result;
}

GbRef gb_codec_encode_any(GbThread *t, GbBorrow object, const char *encoding, GbBorrow errors)
{
    return codec_any(t, object, encoding, errors, INFO_ENCODE);
}

GbRef gb_codec_decode_any(GbThread *t, GbBorrow object, const char *encoding, GbBorrow errors)
{
    return codec_any(t, object, encoding, errors, INFO_DECODE);
}

/* As codec_any for str.encode and bytes.decode: a codec between text and bytes, and no other. */
static GbRef text_codec(GbThread *t, GbBorrow object, const char *encoding, const char *errors,
                        int which)
{
    GbRef info = gb_codec_lookup(t, encoding), is_text = GB_NULL, policy = GB_NULL,
          result = GB_NULL;
    if (info == GB_NULL)
        return GB_NULL;
    int known = gb_type_of(t, info) == gb_type(t, TUPLE)
                    ? 0
                    : gb_attr_find(t, info, gb_name(t, _is_text_encoding), &is_text);
    int text = known < 0 ? -1 : known == 0 ? 1 : gb_truth(t, is_text);
    if (text < 0)
        goto done;
    if (text == 0) {
        gb_raise(t, gb_LookupError,
                 "'%.400s' is not a text encoding; use codecs.%s() to handle arbitrary codecs",
                 encoding, which == INFO_ENCODE ? "encode" : "decode");
        goto done;
    }
    policy = errors ? gb_str_new(t, errors) : GB_NULL;
    if (errors && policy == GB_NULL)
        goto done;
    result = call_codec(t, info, which, object, policy, encoding);
done:
    gb_clear(&info);
    gb_clear(&is_text);
    gb_clear(&policy);
    return result;
}

/* --- The C interface --- */

GbRef gb_decode(GbThread *t, const uint8_t *data, size_t size, const char *encoding,
                const char *errors)
{
    const GbCodec *codec = gb_codec_find(encoding);
    if (codec)
        return codec->decode(t, data, size, errors, true, NULL);
    GbRef bytes = gb_bytes_new(t, data, size);
    GbRef result = bytes == GB_NULL ? GB_NULL : text_codec(t, bytes, encoding, errors, INFO_DECODE);
    gb_xdecref(bytes);
    if (result != GB_NULL && !gb_is_str(result)) {
        gb_raise(t, gb_TypeError,
                 "'%.400s' decoder returned '%.400T' instead of 'str'; use codecs.decode() to "
                 "decode to arbitrary types",
                 encoding, result);
        gb_clear(&result);
    }
    return result;
}

GbRef gb_decode_part(GbThread *t, const uint8_t *data, size_t size, const char *encoding,
                     const char *errors, bool final, size_t *consumed)
{
    const GbCodec *codec = gb_codec_find(encoding);
    if (codec == NULL)
        return gb_raise(t, gb_LookupError, "codec %s can't decode in parts", encoding);
    return codec->decode(t, data, size, errors, final, consumed);
}

bool gb_codec_is_builtin(const char *encoding)
{
    return gb_codec_find(encoding) != NULL;
}

GbRef gb_encode(GbThread *t, GbBorrow str, const char *encoding, const char *errors)
{
    const GbCodec *codec = gb_codec_find(encoding);
    if (codec)
        return codec->encode(t, str, errors);
    GbRef result = text_codec(t, str, encoding, errors, INFO_ENCODE);
    if (result == GB_NULL || gb_is_bytes(result))
        return result;
    if (gb_is_bytearray(result)) {
        GbText bytes = gb_bytes_text(result);
        GbRef copy = gb_bytes_new(t, bytes.data, (size_t)bytes.length);
        gb_decref(result);
        return copy;
    }
    gb_raise(t, gb_TypeError,
             "'%.400s' encoder returned '%.400T' instead of 'bytes'; use codecs.encode() to encode "
             "to arbitrary types",
             encoding, result);
    gb_decref(result);
    return GB_NULL;
}

/* v itself or what its __fspath__ gives: a str or bytes, owned. */
static GbRef path_object(GbThread *t, GbBorrow v)
{
    GbRef method, path;
    if (gb_is_str(v) || gb_is_bytes(v))
        return gb_new_ref(v);
    int found = gb_special_find(t, v, gb_name(t, __fspath__), &method);
    if (found < 0)
        return GB_NULL;
    if (found == 0)
        return gb_raise(t, gb_TypeError, "expected str, bytes or os.PathLike object, not %.200T",
                        v);
    path = gb_call0(t, method);
    gb_decref(method);
    if (path == GB_NULL || gb_is_str(path) || gb_is_bytes(path))
        return path;
    gb_raise(t, gb_TypeError, "expected %.200T.__fspath__() to return str or bytes, not %.200T", v,
             path);
    gb_decref(path);
    return GB_NULL;
}

const char *gb_path(GbThread *t, GbBorrow v, GbRef *holder)
{
    GbRef path = path_object(t, v);
    *holder = GB_NULL;
    if (path == GB_NULL)
        return NULL;
    if (gb_is_str(path)) {
        GbRef bytes = gb_encode(t, path, NULL, "surrogateescape");
        gb_set(&path, bytes);
        if (path == GB_NULL)
            return NULL;
    }
    const char *text = (const char *)gb_bytes_data(path);
    if (strlen(text) != (size_t)gb_bytes_size(path)) {
        gb_raise(t, gb_ValueError, "embedded null byte");
        gb_decref(path);
        return NULL;
    }
    *holder = path;
    return text;
}
