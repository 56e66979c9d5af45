/* What the files of module _io share: the layout of its objects and the calls between its layers.
 *
 *     TextIOWrapper   characters, lines, newlines, an encoding
 *     Buffered...     bytes, collected so that the machine is asked seldom
 *     FileIO          one call of the machine each
 *
 * A layer talks to the one below through its methods, since that may be any Python object; but when
 * it is exactly the type above, by the C functions here. */
#ifndef STDLIB_IO_PARTS_H
#define STDLIB_IO_PARTS_H

#include "vm/gilbox.h"

enum { IO_BUFFER_SIZE = 8192 };

/* What every object of _io begins with. */
typedef struct IoBase {
    GbObject header;
    bool closed;     /* IOBase.close has run; types with a better answer ignore it. */
    bool finalizing; /* close() is called because nobody holds the object any more. */
} IoBase;

/* A lock for one object's buffer, kept while the machine is asked and the GIL is given up. */
typedef struct IoLock {
    GbThread *owner;
    struct IoWaiter *waiters;
} IoLock;

typedef struct IoFile {
    IoBase base;
    int file; /* -1: closed or not yet opened. */
    bool created, readable, writable, appending;
    bool close_file; /* close() closes it. */
    int8_t seekable; /* 1, 0; -1: not asked yet. */
    int64_t block_size;
} IoFile;

typedef struct IoBuffered {
    IoBase base;
    GbRef raw; /* GB_NULL: detached or not initialised. */
    bool detached;
    bool readable, writable;
    bool fast;            /* raw is exactly a FileIO. */
    int64_t size;         /* Of each buffer. */
    int64_t raw_position; /* Where raw stands; -1: not known. */
    uint8_t *in;          /* in[in_at..in_end) was read and not yet handed out. */
    int64_t in_at, in_end;
    uint8_t *out; /* out[0..out_end) is still to be written. */
    int64_t out_end;
    IoLock lock;
} IoBuffered;

/* Bytes that grow. Start with {0}. */
typedef struct IoBytes {
    uint8_t *data;
    size_t size, capacity;
} IoBytes;
int gb_io_bytes_add(GbThread *t, IoBytes *bytes, const void *data, size_t size);
/* Room for `size` more at data + bytes->size. 0 or -1. */
int gb_io_bytes_reserve(GbThread *t, IoBytes *bytes, size_t size);
void gb_io_bytes_free(GbThread *t, IoBytes *bytes);

/* --- Errors and small questions (io_base.c) --- */

GbRef gb_io_raise_closed(GbThread *t);                     /* ValueError; returns GB_NULL. */
GbRef gb_io_unsupported(GbThread *t, const char *message); /* UnsupportedOperation */
/* object.closed, object.readable(), ...: 1, 0, -1. */
int gb_io_is_closed(GbThread *t, GbBorrow object);
int gb_io_ask(GbThread *t, GbBorrow object, const char *method);
/* "I/O operation on closed file." if it is. 0 or -1. */
int gb_io_check_open(GbThread *t, GbBorrow object);
/* A size argument: an int, or None for -1. */
int gb_io_size(GbThread *t, GbBorrow v, int64_t *out);
/* "<_io.FileIO" for the type itself, "<Name" for a subclass. */
void gb_io_write_type(GbWriter *writer, GbBorrow self);
/* Put the exception that close() met behind one that flush() met before: `first` is taken, GB_NULL:
 * none. */
void gb_io_chain_errors(GbThread *t, GbRef first);
/* OSError(message) from the exception that is set. */
void gb_io_raise_from(GbThread *t, const char *message);
static inline IoBase *io_base(GbBorrow v)
{
    return (IoBase *)gb_object(v);
}

/* --- Locks (io_base.c) --- */

/* 0 or -1: RuntimeError when the thread holds it already. */
int gb_io_lock(GbThread *t, IoLock *lock, GbBorrow owner);
void gb_io_unlock(GbThread *t, IoLock *lock);

/* --- Files (io_file.c) --- */

/* Read or write once. 1: *count bytes; 0: it would block; -1. The object is exactly a FileIO, or a
 * subclass. */
int gb_io_file_read(GbThread *t, GbBorrow file, void *data, int64_t size, int64_t *count);
int gb_io_file_write(GbThread *t, GbBorrow file, const void *data, int64_t size, int64_t *count);
int gb_io_file_seek(GbThread *t, GbBorrow file, int64_t offset, int whence, int64_t *position);
bool gb_io_file_is_closed(GbBorrow file);

/* --- Buffers (io_buffer.c, io_buffer_read.c, gb_io_buffer_write.c) --- */

int gb_io_buffer_check(GbThread *t, IoBuffered *self); /* Initialised and not detached. 0 or -1. */
int gb_io_buffer_check_open(GbThread *t, IoBuffered *self, const char *message);
int gb_io_buffer_is_closed(GbThread *t, IoBuffered *self); /* 1, 0, -1. */
int gb_io_buffer_enter(GbThread *t, IoBuffered *self);
void gb_io_buffer_leave(GbThread *t, IoBuffered *self);
int gb_io_buffer_raw_seek(GbThread *t, IoBuffered *self, int64_t offset, int whence,
                          int64_t *position);
/* Held lock: write all that is waiting. 0 or -1. */
int gb_io_buffer_flush_locked(GbThread *t, IoBuffered *self);
/* Held lock: forget what was read ahead, moving raw back to where the reader is. 0 or -1. */
int gb_io_buffer_rewind_locked(GbThread *t, IoBuffered *self);
int gb_io_buffer_write(GbThread *t, IoBuffered *self, const void *data, int64_t size,
                       int64_t *written);
int gb_io_buffer_flush(GbThread *t, IoBuffered *self);
GbRef gb_io_buffer_read1(GbThread *t, IoBuffered *self, int64_t size);
GbRef gb_io_buffer_read_all(GbThread *t, IoBuffered *self);

/* --- Types and their parts --- */

extern const GbTypeSpec gb_io_base_spec, gb_io_raw_base_spec, gb_io_buffered_base_spec,
    gb_io_text_base_spec, gb_io_file_spec, gb_io_reader_spec, gb_io_writer_spec, gb_io_random_spec,
    gb_io_pair_spec, gb_io_bytes_spec, gb_io_bytes_view_spec, gb_io_string_spec, gb_io_text_spec,
    gb_io_newline_spec;
GbRef gb_io_reader_read(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_reader_read1(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_reader_peek(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_reader_readinto(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_reader_readinto1(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_reader_readline(GbThread *t, GbBorrow self, const GbBorrow *args);
GbRef gb_io_reader_next(GbThread *t, GbBorrow self);
GbRef gb_io_writer_write(GbThread *t, GbBorrow self, const GbBorrow *args);
int gb_io_base_visit(GbObject *self, GbVisitor visit, void *context);

/* Is v of exactly the type made from `spec`? */
static inline bool io_is_exactly(GbThread *t, GbBorrow v, const GbTypeSpec *spec)
{
    return gb_is_object(v) && gb_object(v)->type == gb_spec_type(t, spec);
}

/* --- Newlines (io_newline.c) --- */

enum { IO_SEEN_CR = 1, IO_SEEN_LF = 2, IO_SEEN_CRLF = 4 };

/* Translates \r and \r\n to \n, over pieces of text. */
typedef struct IoNewlines {
    bool translate;  /* Else only notes what it sees. */
    bool pending_cr; /* The last piece ended in \r: kept back, since \n may follow. */
    int seen;        /* IO_SEEN_ bits */
} IoNewlines;
/* The text with its newlines translated; takes it (GB_NULL passes on). `final`: nothing follows. */
GbRef gb_io_newlines_decode_take(GbThread *t, IoNewlines *newlines, GbRef text, bool final);
/* None, a str, or a tuple of str: what `newlines` attributes show. */
GbRef gb_io_newlines_seen(GbThread *t, int seen);
/* `newline` as open() takes it: "illegal newline value: %R" for what it does not. 0 or -1. */
typedef struct IoNewlineMode {
    bool universal; /* Lines end in any of the three. */
    bool translate; /* ... which reading shows as \n. */
    char end[3];    /* Else they end in this. */
    char write[3];  /* What \n is written as; "" for \n itself. */
} IoNewlineMode;
int gb_io_newline_mode(GbThread *t, GbBorrow newline, bool quoted, IoNewlineMode *out);
/* Where the line that begins at `start` ends (one past its end), in text [start, length); -1: no
 * end in sight. A \r at the very end counts unless `more` may come. */
int64_t gb_io_line_end(GbBorrow text, int64_t start, int64_t length, const IoNewlineMode *mode,
                       bool more);

#endif
