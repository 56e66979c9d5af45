/* str: an array of code points of 1, 2 or 4 bytes each, the narrowest that holds them, in the object itself. */
#ifndef GB_VM_OBJECT_STR_H
#define GB_VM_OBJECT_STR_H

#include "vm/gilbox.h"

typedef struct GbStr {
    GbObject header;  /* header.extra: the width, 1, 2 or 4 bytes a code point, and STR_ASCII. */
    int64_t length;   /* Code points. */
    int64_t hash;     /* -1: not computed (a real hash is never -1). */
    char *utf8;       /* Cached WTF-8 with NUL when it is not the data itself; owned. NULL: none yet. */
    int64_t utf8_size;
    uint8_t data[];   /* length * width bytes and one zero code point. */
} GbStr;

enum { GB_STR_WIDTH = 7, GB_STR_ASCII = 8, GB_STR_SURROGATES = 16 /* may hold some */ };

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

/* The hash of a str (SipHash-1-3 or the like, keyed by the interpreter's seed), computed once. Never fails. */
int64_t gb_str_hash(GbThread *t, GbBorrow str);
/* a + b where the caller gives up a: grown in place when nobody else holds it. Takes a's reference. */
GbRef gb_str_append_take(GbThread *t, GbRef a, GbBorrow b);
/* Of code points in an array of the given width; narrowed as needed. */
GbRef gb_str_from_array(GbThread *t, const void *data, int64_t length, int width);

#endif
