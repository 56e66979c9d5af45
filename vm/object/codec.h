/* Codecs: text to bytes and back.
 *
 * A decoder walks over bytes and writes code points; what it can't read it hands to the error
 * handler, which writes something instead and says where to go on. An encoder is one function that
 * writes a code point or refuses it; the loop, the runs of refused code points and the handlers are
 * common to all (codec_error.c).
 *
 * The codecs written in C are the rows of codecs.def. Others come from search functions that
 * scripts register. */
#ifndef GB_VM_OBJECT_CODEC_H
#define GB_VM_OBJECT_CODEC_H

#include "vm/gilbox.h"
#include "vm/object/bytes.h"
#include "vm/object/text.h"

/* Error handlers that need no Python. */
typedef enum GbErrorHandler {
    GB_ERRORS_STRICT,
    GB_ERRORS_IGNORE,
    GB_ERRORS_REPLACE,
    GB_ERRORS_BACKSLASHREPLACE,
    GB_ERRORS_XMLCHARREFREPLACE,
    GB_ERRORS_NAMEREPLACE,
    GB_ERRORS_SURROGATEESCAPE,
    GB_ERRORS_SURROGATEPASS,
    GB_ERRORS_OTHER /* Registered. */
} GbErrorHandler;

typedef struct GbDecoder {
    GbThread *t;
    const char *encoding; /* As exceptions name it. */
    const char *errors;
    const uint8_t *data;
    int64_t size;
    int64_t at; /* Everything before it is decoded. */
    bool final; /* The input ends here: an incomplete character is an error. */
    GbWriter out;
    GbErrorHandler handler;
    GbRef object; /* Owned: the bytes that a handler put in place of the input, or GB_NULL. */
} GbDecoder;

void gb_decoder_init(GbDecoder *decoder, GbThread *t, const char *encoding, const uint8_t *data,
                     size_t size, const char *errors, bool final);
/* data[start:end] can't be decoded: let the handler write something and move decoder->at. 0 or -1.
 */
int gb_decoder_error(GbDecoder *decoder, int64_t start, int64_t end, const char *reason);
/* The text, unless `failed`; how much input it took goes to *consumed (may be NULL). */
GbRef gb_decoder_finish(GbDecoder *decoder, bool failed, size_t *consumed);

typedef struct GbEncoder GbEncoder;
struct GbEncoder {
    const char *encoding; /* As exceptions name it. */
    const char *reason;   /* Why a code point was refused. */
    bool (*put)(GbEncoder *encoder,
                uint32_t code); /* Write it to `out`; false: can't be encoded. */
    bool one_by_one;            /* Report each refused code point by itself, not runs. */
    bool big_endian;            /* put's own, like the next two. */
    const void *table;
    GbBorrow mapping;
    const char *begin; /* Bytes before all others: a byte order mark; or NULL. */
    size_t begin_size;
    GbThread *t; /* From here on set by gb_encoder_run. */
    const char *errors;
    GbErrorHandler handler;
    GbBorrow str;
    GbByteWriter out;
};
/* Encode str by the encoder, whose fields up to `t` are set. A put that raised an exception ends
 * it. */
GbRef gb_encoder_run(GbEncoder *encoder, GbThread *t, GbBorrow str, const char *errors);

/* Raise UnicodeDecodeError and UnicodeEncodeError. Return GB_NULL. */
GbRef gb_raise_decode(GbThread *t, const char *encoding, const uint8_t *data, size_t size,
                      int64_t start, int64_t end, const char *reason);
GbRef gb_raise_encode(GbThread *t, const char *encoding, GbBorrow str, int64_t start, int64_t end,
                      const char *reason);

/* The interpreter's own part of the codecs: search functions (list), found codecs (dict by
 * normalised name), error handlers (dict by name). Borrowed; GB_NULL with an exception. */
typedef enum GbCodecState {
    GB_CODECS_SEARCH,
    GB_CODECS_FOUND,
    GB_CODECS_HANDLERS,
    GB_CODECS_COUNT
} GbCodecState;
GbBorrow gb_codec_state(GbThread *t, GbCodecState which);

/* Put the handlers that are written in C into a dict. 0 or -1. */
int gb_error_handlers_add(GbThread *t, GbBorrow dict);

/* --- UTF-8 --- */

/* The code point at `at` and how many bytes it has; 0: none (surrogates only if `surrogates`). */
int gb_utf8_read(const uint8_t *at, const uint8_t *end, uint32_t *code, bool surrogates);
/* Bytes of a text as UTF-8 (surrogates as WTF-8). write returns the end. */
size_t gb_utf8_size(GbText text);
uint8_t *gb_utf8_write(GbText text, uint8_t *out);

/* --- The codecs. A decoder is told whether the input is final and tells how much it took
 * (`consumed` may be NULL). --- */

typedef GbRef (*GbDecodeFn)(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                            bool final, size_t *consumed);
typedef GbRef (*GbEncodeFn)(GbThread *t, GbBorrow str, const char *errors);

#define GB_CODEC(name, function, aliases)                                                          \
    GbRef gb_decode_##function(GbThread *t, const uint8_t *data, size_t size, const char *errors,  \
                               bool final, size_t *consumed);                                      \
    GbRef gb_encode_##function(GbThread *t, GbBorrow str, const char *errors);
#include "vm/object/codecs.def"
#undef GB_CODEC

/* The byte order of UTF-16 and UTF-32: -1 little, 1 big, 0 by mark (then *order is set). */
GbRef gb_decode_utf16_order(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                            int *order, bool final, size_t *consumed);
GbRef gb_decode_utf32_order(GbThread *t, const uint8_t *data, size_t size, const char *errors,
                            int *order, bool final, size_t *consumed);
GbRef gb_encode_utf16_order(GbThread *t, GbBorrow str, const char *errors, int order);
GbRef gb_encode_utf32_order(GbThread *t, GbBorrow str, const char *errors, int order);
/* A codec written in C, by any spelling of its name. */
typedef struct GbCodec {
    const char *name; /* CPython's: "utf-8" */
    GbDecodeFn decode;
    GbEncodeFn encode;
    const char *aliases; /* Normalised, separated by blanks. */
} GbCodec;
const GbCodec *gb_codec_find(const char *encoding);

#endif
