/* bytes, bytearray and memoryview: memory as Python sees it.
 *
 * A bytes object holds its bytes in itself and never changes. A bytearray points to memory of its
 * own and may move it, unless someone has been lent it (exports > 0). A memoryview is a window on
 * what another object lends, with a shape. Whoever only wants the bytes of any of these asks
 * gb_buffer_get (vm/gilbox.h). */
#ifndef GB_VM_OBJECT_BYTES_H
#define GB_VM_OBJECT_BYTES_H

#include "vm/gilbox.h"
#include "vm/object/text.h"

typedef struct GbBytes {
    GbObject header;
    int64_t hash; /* -1: not computed. */
    int64_t size;
    uint8_t data[]; /* size bytes and a NUL. */
} GbBytes;

typedef struct GbByteArray {
    GbObject header;
    uint8_t *memory; /* capacity bytes; NULL: none. */
    int64_t capacity;
    int64_t start;   /* The array begins here: deleting at the front only moves it. */
    int64_t size;    /* memory[start + size] is NUL, if there is memory. */
    int64_t exports; /* Lent so many times: it must not be resized. */
} GbByteArray;

enum { GB_VIEW_DIMENSIONS = 64 };

typedef struct GbMemoryView {
    GbObject header;
    GbRef owner;   /* What lends the memory; GB_NULL: released. Never a memoryview. */
    uint8_t *data; /* The first item. */
    int64_t size;  /* Bytes of all items. */
    int64_t item_size;
    char *format;       /* Owned copy, with NUL. */
    int32_t dimensions; /* 0 .. GB_VIEW_DIMENSIONS */
    bool readonly;
    int64_t exports; /* Lent so many times: it must not be released. */
    int64_t hash;
    int64_t *shape; /* Owned: 2 * dimensions, strides behind. NULL for dimension 0. */
    int64_t *strides;
} GbMemoryView;

typedef struct GbBytesIterator { /* Also of bytearray and memoryview. */
    GbObject header;
    GbRef sequence; /* GB_NULL once exhausted. */
    int64_t index;
} GbBytesIterator;

static inline GbBytes *gb_as_bytes(GbBorrow v)
{
    return (GbBytes *)gb_object(v);
}

static inline GbByteArray *gb_as_bytearray(GbBorrow v)
{
    return (GbByteArray *)gb_object(v);
}

static inline GbMemoryView *gb_as_memoryview(GbBorrow v)
{
    return (GbMemoryView *)gb_object(v);
}

/* The bytes of a bytes or bytearray: good until the next change. */
static inline GbText gb_bytes_text(GbBorrow v)
{
    if (gb_is_bytes(v))
        return gb_text_bytes(gb_as_bytes(v)->data, gb_as_bytes(v)->size);
    const GbByteArray *array = gb_as_bytearray(v);
    return gb_text_bytes(array->memory ? array->memory + array->start : (const uint8_t *)"",
                         array->size);
}

/* Which of the two a result for v is: methods of subclasses give the plain types. */
static inline GbKind gb_bytes_kind(GbBorrow v)
{
    return gb_is_bytes(v) ? GB_KIND_BYTES : GB_KIND_BYTEARRAY;
}

static inline bool gb_byte_is_space(uint32_t byte)
{
    return byte == ' ' || byte - '\t' < 5;
}

/* A growing array of bytes; finish makes a bytes object of it. */
typedef struct GbByteWriter {
    GbThread *t;
    uint8_t *data;
    size_t size, capacity;
    bool failed; /* The rest do nothing, finish returns GB_NULL. */
    uint8_t space[192];
} GbByteWriter;
void gb_byte_writer_init(GbByteWriter *writer, GbThread *t);
/* Room for `count` more bytes, which count as written: where to put them. NULL: failed. */
uint8_t *gb_byte_writer_reserve(GbByteWriter *writer, size_t count);
int gb_byte_writer_add(GbByteWriter *writer, const void *data, size_t size);
static inline int gb_byte_writer_byte(GbByteWriter *writer, uint8_t byte)
{
    if (writer->size < writer->capacity && !writer->failed) {
        writer->data[writer->size++] = byte;
        return 0;
    }
    return gb_byte_writer_add(writer, &byte, 1);
}
GbRef gb_byte_writer_finish(GbByteWriter *writer);
GbRef gb_byte_writer_finish_as(GbByteWriter *writer, GbKind kind); /* BYTES or BYTEARRAY */
void gb_byte_writer_clear(GbByteWriter *writer);

/* bytes or bytearray, as kind says, with these bytes. */
GbRef gb_bytes_like_new(GbThread *t, GbKind kind, const void *data, size_t size);
/* An int 0..255 as bytes(), append() and the like take it: "byte must be in range(0, 256)". 0 or
 * -1. */
int gb_byte_value(GbThread *t, GbBorrow v, const char *range_message, uint8_t *out);
/* The bytes that the constructors make of an iterable, a buffer, an int, a str with an encoding. */
int gb_bytes_collect(GbThread *t, GbByteWriter *writer, GbBorrow source, GbBorrow encoding,
                     GbBorrow errors, const char *type_name);
/* Every int of an iterable. */
int gb_bytes_collect_iterable(GbThread *t, GbByteWriter *writer, GbBorrow iterable);
/* b'...' of bytes, with the quotes that fit; a bytearray writes \' before every single quote. */
int gb_writer_bytes_repr(GbWriter *writer, GbText bytes, bool escape_single);

/* The methods that bytes and bytearray share (bytes_methods.c). */
#define GB_BYTES_METHOD(name, signature, doc)                                                      \
    GbRef gb_bytes_##name(GbThread *t, GbBorrow self, const GbBorrow *args);
#include "vm/object/bytes_methods.def"
#undef GB_BYTES_METHOD
GbRef gb_bytes_fromhex(GbThread *t, GbBorrow type, const GbBorrow *args);
GbRef gb_bytes_maketrans(GbThread *t, GbBorrow self, const GbBorrow *args);
/* Contains a byte or bytes? 1, 0, -1. */
int gb_bytes_contains(GbThread *t, GbBorrow self, GbBorrow item);
GbRef gb_bytes_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op);
GbRef gb_bytes_concat(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_bytes_repeat(GbThread *t, GbBorrow self, int64_t count);
/* self[key] of an index or slice. */
GbRef gb_bytes_getitem(GbThread *t, GbBorrow self, GbBorrow key);
/* hex digits of bytes with separators: `sep` GB_NULL for none. */
GbRef gb_hex_text(GbThread *t, const uint8_t *data, int64_t size, GbBorrow sep,
                  int64_t bytes_per_sep);

/* Iterators of bytes, bytearray and memoryview: GB_KIND_..._ITERATOR. */
GbRef gb_bytes_iterator_new(GbThread *t, GbKind kind, GbBorrow sequence);

/* Lend the memory of anything: the object that really lends it (owned) and what. -1 with TypeError.
 */
int gb_lend(GbThread *t, GbBorrow v, GbExport *out);
bool gb_lends(GbBorrow v); /* Would gb_lend do? */
void gb_unlend(GbThread *t, GbBorrow v);

/* The item at `index` of the first dimension of a memoryview, in range. */
GbRef gb_memoryview_at(GbThread *t, GbBorrow view, int64_t index);

/* All items of a memoryview back to back into `out`, view->size bytes. -1 with ValueError when it
 * was released. */
int gb_memoryview_copy(GbThread *t, GbBorrow view, uint8_t *out);

#endif
