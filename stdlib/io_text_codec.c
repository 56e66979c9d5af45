/* How a TextIOWrapper encodes and decodes piece by piece. */
#include "stdlib/io_text.h"

/* --- Which codec --- */

static const struct {
    const char *name; /* Lower case, without separators. */
    IoCodec codec;
} codec_names[] = {
    {"utf8", IO_UTF8},     {"u8", IO_UTF8},         {"cp65001", IO_UTF8},  {"ascii", IO_ASCII},
    {"usascii", IO_ASCII}, {"646", IO_ASCII},       {"latin1", IO_LATIN1}, {"latin", IO_LATIN1},
    {"l1", IO_LATIN1},     {"iso88591", IO_LATIN1}, {"8859", IO_LATIN1},   {"cp819", IO_LATIN1},
};

static IoCodec codec_find(const char *name)
{
    char plain[32];
    size_t used = 0;
    for (; *name != '\0' && used + 1 < sizeof plain; ++name) {
        if (*name != '-' && *name != '_' && *name != ' ')
            plain[used++] = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
    }
    plain[used] = '\0';
    for (size_t i = 0; i < sizeof codec_names / sizeof *codec_names; ++i) {
        if (strcmp(plain, codec_names[i].name) == 0)
            return codec_names[i].codec;
    }
    return IO_OTHER;
}

/* codecs.<factory>(encoding)(errors) */
static GbRef incremental(GbThread *t, GbBorrow codecs, const char *factory, IoText *self)
{
    GbRef type = gb_call_method_c(t, codecs, factory, &self->encoding, 1);
    if (type == GB_NULL)
        return GB_NULL;
    GbRef object = gb_call1(t, type, self->errors);
    gb_decref(type);
    return object;
}

/* codecs.lookup(encoding), which must be a text encoding. */
static int check_text_encoding(GbThread *t, GbBorrow codecs, IoText *self)
{
    GbRef info = gb_call_method_c(t, codecs, "lookup", &self->encoding, 1), is_text = GB_NULL;
    GbRef name = info == GB_NULL ? GB_NULL : gb_str_new(t, "_is_text_encoding");
    int found = name == GB_NULL ? -1 : gb_attr_find(t, info, name, &is_text);
    int result = found < 0 ? -1 : 0;
    if (found > 0) {
        int truth = gb_truth(t, is_text);
        if (truth == 0)
            gb_raise(t, gb_LookupError,
                     "'%U' is not a text encoding; use codecs.open() to handle arbitrary codecs",
                     self->encoding);
        result = truth > 0 ? 0 : -1;
    }
    gb_clear(&is_text);
    gb_clear(&name);
    gb_clear(&info);
    return result;
}

int gb_io_text_codec_init(GbThread *t, IoText *self)
{
    size_t size;
    const char *name = gb_str_utf8(t, self->encoding, &size);
    if (name != NULL && strlen(name) != size)
        return gb_fail(t, gb_LookupError, "unknown encoding: %U", self->encoding);
    if (name == NULL || gb_str_utf8(t, self->errors, NULL) == NULL)
        return -1;
    gb_clear(&self->decoder);
    gb_clear(&self->encoder);
    self->codec = codec_find(name);
    if (self->codec != IO_OTHER)
        return 0;
    GbRef codecs = gb_import(t, "codecs");
    int result = codecs == GB_NULL ? -1 : check_text_encoding(t, codecs, self);
    if (result == 0 && self->readable) {
        self->decoder = incremental(t, codecs, "getincrementaldecoder", self);
        result = self->decoder == GB_NULL ? -1 : 0;
    }
    if (result == 0 && self->writable) {
        self->encoder = incremental(t, codecs, "getincrementalencoder", self);
        result = self->encoder == GB_NULL ? -1 : 0;
    }
    gb_clear(&codecs);
    return result;
}

static const char *codec_name(const IoText *self)
{
    return self->codec == IO_ASCII ? "ascii" : self->codec == IO_LATIN1 ? "latin-1" : "utf-8";
}

/* --- Encoding --- */

static int add_encoded(GbThread *t, IoBytes *out, GbRef bytes)
{
    if (bytes == GB_NULL)
        return -1;
    int result;
    if (gb_has_layout(bytes, GB_KIND_BYTES))
        result = gb_io_bytes_add(t, out, gb_bytes_data(bytes), (size_t)gb_bytes_size(bytes));
    else
        result = gb_fail(t, gb_TypeError, "encoder should return a bytes object, not '%T'", bytes);
    gb_decref(bytes);
    return result;
}

int gb_io_text_encode(GbThread *t, IoText *self, GbBorrow text, IoBytes *out)
{
    enum { CACHE_MAX = 1024 }; /* Longer strs should not keep a copy of themselves. */
    if (self->codec == IO_OTHER)
        return add_encoded(t, out, gb_call_method_c(t, self->encoder, "encode", &text, 1));
    if (self->codec == IO_UTF8 && gb_str_length(text) <= CACHE_MAX) {
        size_t size;
        const char *utf8 = gb_str_utf8(t, text, &size);
        if (utf8 != NULL)
            return gb_io_bytes_add(t, out, utf8, size);
        gb_raised_drop(t); /* Surrogates: the error handler's. */
    }
    const char *errors = gb_str_utf8(t, self->errors, NULL);
    return errors == NULL ? -1 : add_encoded(t, out, gb_encode(t, text, codec_name(self), errors));
}

/* --- Decoding --- */

/* How many bytes at the end begin a UTF-8 character that needs more. */
static int incomplete_tail(const uint8_t *data, size_t size)
{
    for (int back = 1; back <= 3 && (size_t)back <= size; ++back) {
        uint8_t byte = data[size - (size_t)back];
        if (byte < 0x80)
            return 0;
        if (byte >= 0xc0) {
            int needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
            return byte <= 0xf4 && needed > back ? back : 0;
        }
    }
    return 0;
}

/* Decodes what is complete of held + data, and holds the rest. */
static GbRef decode_utf8(GbThread *t, IoText *self, const uint8_t *data, size_t size, bool final,
                         const char *errors)
{
    IoBytes joined = {NULL, 0, 0};
    if (self->held_count > 0) {
        if (gb_io_bytes_add(t, &joined, self->held, (size_t)self->held_count) < 0 ||
            gb_io_bytes_add(t, &joined, data, size) < 0) {
            gb_io_bytes_free(t, &joined);
            return GB_NULL;
        }
        data = joined.data;
        size = joined.size;
    }
    int tail = final ? 0 : incomplete_tail(data, size);
    self->held_count = tail;
    memcpy(self->held, data + size - (size_t)tail, (size_t)tail);
    GbRef text = gb_decode(t, data, size - (size_t)tail, "utf-8", errors);
    gb_io_bytes_free(t, &joined);
    return text;
}

static GbRef decode_other(GbThread *t, IoText *self, const uint8_t *data, size_t size, bool final)
{
    GbRef bytes = gb_bytes_new(t, data, size);
    if (bytes == GB_NULL)
        return GB_NULL;
    GbBorrow both[] = {bytes, gb_bool(final)};
    GbRef text = gb_call_method_c(t, self->decoder, "decode", both, 2);
    gb_decref(bytes);
    if (text != GB_NULL && !gb_is_str(text)) {
        gb_raise(t, gb_TypeError, "decoder should return a string result, not '%T'", text);
        gb_clear(&text);
    }
    return text;
}

GbRef gb_io_text_newlines_decode_take(GbThread *t, IoText *self, GbRef text, bool final)
{
    return self->mode.universal ? gb_io_newlines_decode_take(t, &self->newlines, text, final)
                                : text;
}

GbRef gb_io_text_decode(GbThread *t, IoText *self, const uint8_t *data, size_t size, bool final)
{
    GbRef text;
    const char *errors = gb_str_utf8(t, self->errors, NULL);
    if (errors == NULL)
        return GB_NULL;
    if (self->codec == IO_OTHER)
        text = decode_other(t, self, data, size, final);
    else if (self->codec == IO_UTF8)
        text = decode_utf8(t, self, data, size, final, errors);
    else
        text = gb_decode(t, data, size, codec_name(self), errors);
    return gb_io_text_newlines_decode_take(t, self, text, final);
}

int gb_io_text_reset_decoder(GbThread *t, IoText *self)
{
    self->held_count = 0;
    self->newlines.pending_cr = false;
    if (self->decoder == GB_NULL)
        return 0;
    GbRef answer = gb_call_method_c(t, self->decoder, "reset", NULL, 0);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

void gb_io_text_forget_decoded(GbThread *t, IoText *self)
{
    gb_clear(&self->decoded);
    self->decoded_at = 0;
}

void gb_io_text_forget_snapshot(GbThread *t, IoText *self)
{
    self->has_snapshot = false;
    self->snapshot.size = 0;
    gb_clear(&self->snapshot_flags);
}
