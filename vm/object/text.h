/* Text as a bare array: code points of 1, 2 or 4 bytes each. What str, bytes and the writer have in
 * common: reading, copying from one width to another and searching. Nothing here allocates or
 * raises.
 *
 * A str keeps the narrowest width that holds it, so a needle that is wider than the text can't be
 * in it. */
#ifndef GB_VM_OBJECT_TEXT_H
#define GB_VM_OBJECT_TEXT_H

#include "vm/value.h"

/* Two words, for those travel in registers: a third would send all of it through memory. */
typedef struct GbText {
    const void *data;
    int64_t length : 56; /* Code points. */
    int64_t width : 8;   /* Bytes a code point: 1, 2, 4. */
} GbText;

enum { GB_MAX_ASCII = 0x7f, GB_MAX_LATIN1 = 0xff, GB_MAX_BMP = 0xffff, GB_MAX_UNICODE = 0x10ffff };

static inline uint32_t gb_text_read(const void *data, int width, int64_t index)
{
    if (width == 1)
        return ((const uint8_t *)data)[index];
    if (width == 2)
        return ((const uint16_t *)data)[index];
    return ((const uint32_t *)data)[index];
}

static inline void gb_text_write(void *data, int width, int64_t index, uint32_t code)
{
    if (width == 1)
        ((uint8_t *)data)[index] = (uint8_t)code;
    else if (width == 2)
        ((uint16_t *)data)[index] = (uint16_t)code;
    else
        ((uint32_t *)data)[index] = code;
}

static inline uint32_t gb_text_at(const GbText *text, int64_t index)
{
    return gb_text_read(text->data, text->width, index);
}

/* The narrowest width that holds a code point. */
static inline int gb_text_width(uint32_t code)
{
    return code <= GB_MAX_LATIN1 ? 1 : code <= GB_MAX_BMP ? 2 : 4;
}

static inline bool gb_is_surrogate(uint32_t code)
{
    return (code & 0xfffff800) == 0xd800;
}

static inline GbText gb_text_part(GbText text, int64_t start, int64_t end)
{
    return (GbText){(const uint8_t *)text.data + start * text.width, end - start, text.width};
}

static inline GbText gb_text_bytes(const void *data, int64_t size)
{
    return (GbText){data, size, 1};
}

/* to[at..] = from, whose code points all fit the other width. */
void gb_text_copy(void *to, int width, int64_t at, GbText from);
void gb_text_fill(void *to, int width, int64_t at, uint32_t code, int64_t count);
/* A bound of the largest code point, rounded up to one of GB_MAX_...: what decides width and ASCII.
 */
uint32_t gb_text_max(GbText text);
/* How many code points at the beginning are ASCII. */
int64_t gb_text_ascii_run(const uint8_t *data, int64_t size);
/* The first, the last place of a code point or of `needle`; -1: none. An empty needle is at once
 * found at the end where the search begins. */
int64_t gb_text_find_char(GbText text, uint32_t code);
int64_t gb_text_rfind_char(GbText text, uint32_t code);
int64_t gb_text_find(GbText text, GbText needle);
int64_t gb_text_rfind(GbText text, GbText needle);
/* How often `needle` occurs without overlap, at most `limit` (-1: no limit) times. */
int64_t gb_text_count(GbText text, GbText needle, int64_t limit);
/* Is `part` what stands at `index`? */
bool gb_text_match(GbText text, int64_t index, GbText part);
/* <0, 0, >0 by code points. */
int gb_text_order(GbText a, GbText b);

#endif
