/* Between the files that make up TextIOWrapper. */
#ifndef STDLIB_IO_TEXT_H
#define STDLIB_IO_TEXT_H

#include "stdlib/io_parts.h"

/* The encodings that are worked on here; others through objects of module codecs. */
typedef enum IoCodec { IO_UTF8, IO_ASCII, IO_LATIN1, IO_OTHER } IoCodec;

typedef struct IoText {
    IoBase base;
    GbRef buffer; /* GB_NULL: detached or not initialised */
    bool detached;
    bool fast;               /* buffer is exactly one of _io's buffered types. */
    bool readable, writable; /* Has a decoder, an encoder. */
    bool line_buffering, write_through, has_read1;
    bool seekable, telling; /* telling: tell() works now; not while iterating. */
    GbRef encoding, errors; /* str */
    IoCodec codec;
    GbRef decoder, encoder; /* Incremental, for IO_OTHER; or GB_NULL */
    IoNewlineMode mode;
    IoNewlines newlines;
    int64_t chunk_size; /* Bytes asked for at once; also how much waits to be written. */
    IoBytes pending;    /* Encoded, not yet given to buffer. */
    GbRef decoded;      /* str: what the last bytes read mean; GB_NULL: nothing */
    int64_t decoded_at; /* So many characters of it were handed out. */
    uint8_t held[4];    /* Bytes of a character whose rest has not been read. */
    int held_count;
    /* The snapshot by which tell() finds a byte position: */
    bool has_snapshot;
    GbRef snapshot_flags; /* IO_OTHER: the decoder's state before the bytes. */
    IoBytes snapshot;     /* The bytes that `decoded` was made of. */
    bool snapshot_cr;     /* A \r was kept back before them. */
} IoText;

static inline IoText *io_as_text(GbBorrow v)
{
    return (IoText *)gb_object(v);
}

int gb_io_text_check(GbThread *t, IoText *self);      /* Initialised, not detached. 0 or -1. */
int gb_io_text_check_open(GbThread *t, IoText *self); /* And not closed. */
/* Give buffer what waits to be written. 0 or -1. */
int gb_io_text_write_pending(GbThread *t, IoText *self);
/* Encode text; `out` grows. 0 or -1. */
int gb_io_text_encode(GbThread *t, IoText *self, GbBorrow text, IoBytes *out);
/* The text of the bytes, after those held back. `final`: nothing follows. */
GbRef gb_io_text_decode(GbThread *t, IoText *self, const uint8_t *data, size_t size, bool final);
void gb_io_text_forget_decoded(GbThread *t, IoText *self);
void gb_io_text_forget_snapshot(GbThread *t, IoText *self);
int gb_io_text_reset_decoder(GbThread *t, IoText *self);
GbRef gb_io_text_newlines_decode_take(GbThread *t, IoText *self, GbRef text, bool final);
/* Find the codec of a name and make what it needs. 0 or -1. */
int gb_io_text_codec_init(GbThread *t, IoText *self);

GbRef gb_io_text_read(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_text_readline(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_text_next(GbThread *t, GbBorrow self);
GbRef gb_io_text_seek(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_text_tell(GbThread *t, GbBorrow self, const GbBorrow *args);

#endif
