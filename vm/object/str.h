/* str: an array of code points of 1, 2 or 4 bytes each, the narrowest that holds them, in the
 * object itself.
 *
 * A str never changes, with one exception that nobody can see: gb_str_append_take grows one whose
 * only reference the caller gives up. Such a str (GB_STR_GROWN) has room to spare, a fixed function
 * of its length, so that building a text piece by piece stays linear. Equal strs have equal width,
 * so they are compared and hashed as bytes. */
#ifndef GB_VM_OBJECT_STR_H
#define GB_VM_OBJECT_STR_H

#include "vm/gilbox.h"
#include "vm/object/text.h"

typedef struct GbStr {
    GbObject header; /* header.extra: the width, 1, 2 or 4 bytes a code point, and GB_STR_... */
    int64_t length;  /* Code points. */
    int64_t hash;    /* -1: not computed (a real hash is never -1). */
    char *utf8; /* Cached WTF-8 with NUL when it is not the data itself; owned. NULL: none yet. */
    int64_t utf8_size;
    uint8_t data[]; /* length * width bytes and one zero code point. */
} GbStr;

enum {
    GB_STR_WIDTH = 7,
    GB_STR_ASCII = 8,
    GB_STR_SURROGATES = 16, /* May hold some. */
    GB_STR_GROWN = 32,      /* Has room to spare. */
};

typedef struct GbStrIterator {
    GbObject header;
    GbRef str;     /* GB_NULL once exhausted. */
    int64_t index; /* Of the next code point. */
} GbStrIterator;

static inline GbStr *gb_as_str(GbBorrow v)
{
    return (GbStr *)gb_object(v);
}

static inline int gb_str_width(const GbStr *s)
{
    return s->header.extra & GB_STR_WIDTH;
}

static inline bool gb_str_is_ascii(const GbStr *s)
{
    return (s->header.extra & GB_STR_ASCII) != 0;
}

/* The code points of a str: good as long as the str lives. */
static inline GbText gb_str_text(GbBorrow str)
{
    const GbStr *s = gb_as_str(str);
    return (GbText){s->data, s->length, gb_str_width(s)};
}

/* The hash of a str (SipHash-1-3, keyed by the interpreter's seed), computed once. Never fails. */
int64_t gb_str_hash(GbThread *t, GbBorrow str);
/* The same of any bytes; never -1. */
int64_t gb_hash_bytes(GbThread *t, const void *data, size_t size);

/* a + b where the caller gives up a: grown in place when nobody else holds it. Takes a's reference.
 */
GbRef gb_str_append_take(GbThread *t, GbRef a, GbBorrow b);
/* A str to be filled at once, wide enough for `max` (a GB_MAX_... bound, exact: the result must
 * need it). */
GbStr *gb_str_alloc(GbThread *t, int64_t length, uint32_t max);
/* A piece of a str, or the str itself when it is all of it and exactly a str. */
static inline GbRef gb_str_from_text(GbThread *t, GbText text)
{
    return gb_str_from_array(t, text.data, text.length, text.width);
}
/* v itself if it is exactly a str, else (a subclass) its plain copy. */
GbRef gb_str_plain(GbThread *t, GbBorrow v);
/* The strs one after the other, with `separator` (GB_NULL: none) between. All are strs. */
GbRef gb_str_join_array(GbThread *t, GbBorrow separator, const GbBorrow *items, int64_t count);
/* str * count; count <= 0 gives the empty one. */
GbRef gb_str_repeat(GbThread *t, GbBorrow str, int64_t count);
/* repr(str) and ascii(str) into a writer. 0 or -1. */
int gb_writer_str_repr(GbWriter *writer, GbBorrow str, bool ascii_only);

/* The bounds of a search: start and end (GB_NULL or None: none) as a slice of `length` has them. 0
 * or -1. */
int gb_slice_bounds(GbThread *t, GbBorrow start, GbBorrow end, int64_t length, int64_t *from,
                    int64_t *to);
#endif
