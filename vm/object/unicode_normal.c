/* Normal forms of text (UAX 15), by utf8proc's decompositions. */
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "vm/interp.h"
#include "vm/object/str.h"

/* Code points on their way to a normal form. */
typedef struct Points {
    GbThread *t;
    utf8proc_int32_t *items;
    int64_t count, capacity;
} Points;

enum { LONGEST = 32 /* Code points that one decomposes to: at most 18. */ };

static void points_fini(Points *points)
{
    gb_mem_free(points->t, points->items, (size_t)points->capacity * sizeof *points->items);
}

static int points_grow(Points *points)
{
    int64_t capacity = points->capacity * 2 + LONGEST;
    utf8proc_int32_t *items =
        gb_mem_resize(points->t, points->items, (size_t)points->capacity * sizeof *points->items,
                      (size_t)capacity * sizeof *items);
    if (items == NULL)
        return -1;
    points->items = items;
    points->capacity = capacity;
    return 0;
}

/* What a code point decomposes to, in full; how many. What Unicode 14 does not assign stays as it
 * is. */
static int decompose(uint32_t code, bool compatible, utf8proc_int32_t out[LONGEST])
{
    int boundary = 0;
    out[0] = (utf8proc_int32_t)code;
    if (code < 0xa0 || strcmp(gb_unicode_category(code), "Cn") == 0 || gb_is_surrogate(code))
        return 1;
    utf8proc_option_t options = UTF8PROC_DECOMPOSE | (compatible ? UTF8PROC_COMPAT : 0);
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, out, LONGEST, options, &boundary);
    if (count >= 1 && count <= LONGEST)
        return (int)count;
    out[0] = (utf8proc_int32_t)code;
    return 1;
}

static int combining(utf8proc_int32_t code)
{
    return code < 0x300 ? 0 : gb_unicode_combining((uint32_t)code);
}

/* Marks on one base stand in the order of their classes. */
static void order_marks(Points *points)
{
    for (int64_t i = 1; i < points->count; i++) {
        utf8proc_int32_t code = points->items[i];
        int class = combining(code);
        int64_t j = i;
        for (; class > 0 && j > 0 && combining(points->items[j - 1]) > class; j--)
            points->items[j] = points->items[j - 1];
        points->items[j] = code;
    }
}

static int points_of_text(Points *points, GbText text, bool compatible)
{
    for (int64_t i = 0; i < text.length; i++) {
        if (points->capacity - points->count < LONGEST && points_grow(points) < 0)
            return -1;
        points->count += decompose(gb_text_at(&text, i), compatible, points->items + points->count);
    }
    order_marks(points);
    return 0;
}

static void compose(Points *points)
{
    if (points->count > 0)
        points->count = utf8proc_normalize_utf32(points->items, points->count,
                                                 UTF8PROC_COMPOSE | UTF8PROC_STABLE);
}

GbRef gb_str_normalize(GbThread *t, GbBorrow str, bool composed, bool compatible)
{
    if (gb_str_is_ascii(gb_as_str(str)))
        return gb_str_plain(t, str);
    Points points = {.t = t};
    GbRef result = GB_NULL;
    if (points_of_text(&points, gb_str_text(str), compatible) == 0) {
        if (composed)
            compose(&points);
        result = gb_str_from_array(t, points.items, points.count, 4);
    }
    points_fini(&points);
    return result;
}

/* --- One step of decomposition --- */

typedef struct Exception {
    uint32_t code;
    const char *parts;
} Exception;

#define GB_DECOMPOSITION(code, parts) {code, parts},
static const Exception exceptions[] = {
#include "vm/object/unicode_decomposition.def"
};

static int compare_exception(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key, other = ((const Exception *)row)->code;
    return code < other ? -1 : code > other;
}

static bool is_syllable(utf8proc_int32_t code)
{
    return code >= 0xac00 && code < 0xd7a4;
}

static bool has_syllable(const Points *points)
{
    for (int64_t i = 0; i < points->count; i++) {
        if (is_syllable(points->items[i]))
            return true;
    }
    return false;
}

/* Undo the steps after the first: what can be composed again is. The last mark of a canonical one
 * stands alone. */
static int compose_back(Points *points, bool compatible)
{
    utf8proc_int32_t copy[LONGEST], last = points->items[points->count - 1];
    int64_t count = points->count;
    memcpy(copy, points->items, (size_t)count * sizeof *copy);
    if (compatible) {
        compose(points);
        if (!has_syllable(points))
            return 0;
        memcpy(points->items, copy, (size_t)count * sizeof *copy);
        points->count = count;
    } else if (count > 1) {
        points->count--;
        compose(points);
        points->items[points->count++] = last;
    }
    return 0;
}

static void write_parts(GbWriter *writer, uint32_t code, Points *points, bool compatible)
{
    const Exception *row = bsearch(&code, exceptions, sizeof exceptions / sizeof *exceptions,
                                   sizeof *exceptions, compare_exception);
    if (row) {
        gb_writer_c(writer, row->parts);
        return;
    }
    points->count = decompose(code, compatible, points->items);
    compose_back(points, compatible);
    for (int64_t i = 0; i < points->count; i++)
        gb_writer_format(writer, i == 0 ? "%04X" : " %04X", (unsigned)points->items[i]);
}

GbRef gb_unicode_decomposition(GbThread *t, uint32_t code)
{
    static const char *const tags[] = {"",         "font",     "noBreak", "initial", "medial",
                                       "final",    "isolated", "circle",  "super",   "sub",
                                       "vertical", "wide",     "narrow",  "small",   "square",
                                       "fraction", "compat"};
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
    GbWriter writer;
    gb_writer_init(&writer, t);
    bool none = property->decomp_seqindex == UINT16_MAX || is_syllable((utf8proc_int32_t)code)
                || strcmp(gb_unicode_category(code), "Cn") == 0;
    if (!none) {
        utf8proc_int32_t items[LONGEST];
        Points points = {t, items, 0, LONGEST};
        bool compatible = property->decomp_type != 0;
        if (compatible)
            gb_writer_format(&writer, "<%s> ", tags[property->decomp_type]);
        write_parts(&writer, code, &points, compatible);
    }
    return gb_writer_finish(&writer);
}
