#include "vm/object/text.h"

#include <wchar.h>

void gb_text_copy(void *to, int width, int64_t at, GbText from)
{
    if (from.length == 0)
        return;
    uint8_t *target = (uint8_t *)to + at * width;
    if (width == from.width) {
        memcpy(target, from.data, (size_t)(from.length * width));
    } else if (width == 2 && from.width == 1) {
        for (int64_t i = 0; i < from.length; i++)
            ((uint16_t *)target)[i] = ((const uint8_t *)from.data)[i];
    } else if (width == 4 && from.width == 1) {
        for (int64_t i = 0; i < from.length; i++)
            ((uint32_t *)target)[i] = ((const uint8_t *)from.data)[i];
    } else {
        for (int64_t i = 0; i < from.length; i++)
            gb_text_write(target, width, i, gb_text_at(&from, i));
    }
}

void gb_text_fill(void *to, int width, int64_t at, uint32_t code, int64_t count)
{
    if (width == 1) {
        memset((uint8_t *)to + at, (int)code, (size_t)count);
        return;
    }
    for (int64_t i = 0; i < count; i++)
        gb_text_write(to, width, at + i, code);
}

int64_t gb_text_ascii_run(const uint8_t *data, int64_t size)
{
    int64_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        if (word & 0x8080808080808080)
            break;
    }
    while (i < size && data[i] < 0x80)
        i++;
    return i;
}

uint32_t gb_text_max(GbText text)
{
    if (text.width == 1)
        return gb_text_ascii_run(text.data, text.length) == text.length ? GB_MAX_ASCII
                                                                        : GB_MAX_LATIN1;
    uint32_t all =
        0; /* Bits that occur: enough to tell the classes apart, as their bounds are all ones. */
    for (int64_t i = 0; i < text.length; i++)
        all |= gb_text_at(&text, i);
    if (all <= GB_MAX_ASCII)
        return GB_MAX_ASCII;
    if (all <= GB_MAX_LATIN1)
        return GB_MAX_LATIN1;
    return all <= GB_MAX_BMP ? GB_MAX_BMP : GB_MAX_UNICODE;
}

static int64_t find_2(const uint16_t *data, int64_t length, uint16_t code)
{
    for (int64_t i = 0; i < length; i++) {
        if (data[i] == code)
            return i;
    }
    return -1;
}

int64_t gb_text_find_char(GbText text, uint32_t code)
{
    if (gb_text_width(code) > text.width || text.length == 0)
        return -1;
    if (text.width == 1) {
        const uint8_t *hit = memchr(text.data, (int)code, (size_t)text.length);
        return hit == NULL ? -1 : hit - (const uint8_t *)text.data;
    }
    if (text.width == 2)
        return find_2(text.data, text.length, (uint16_t)code);
    const wchar_t *hit = wmemchr(text.data, (wchar_t)code, (size_t)text.length);
    return hit == NULL ? -1 : hit - (const wchar_t *)text.data;
}

int64_t gb_text_rfind_char(GbText text, uint32_t code)
{
    if (gb_text_width(code) > text.width || text.length == 0)
        return -1;
    if (text.width == 1) {
        const uint8_t *hit = memrchr(text.data, (int)code, (size_t)text.length);
        return hit == NULL ? -1 : hit - (const uint8_t *)text.data;
    }
    for (int64_t i = text.length; i-- > 0;) {
        if (gb_text_at(&text, i) == code)
            return i;
    }
    return -1;
}

/* How often a code point occurs: plain loops, which compilers turn into vector code. */
static int64_t count_char(GbText text, uint32_t code)
{
    int64_t count = 0;
    if (gb_text_width(code) > text.width)
        return 0;
    if (text.width == 1) {
        for (int64_t i = 0; i < text.length; i++)
            count += ((const uint8_t *)text.data)[i] == code;
    } else if (text.width == 2) {
        for (int64_t i = 0; i < text.length; i++)
            count += ((const uint16_t *)text.data)[i] == code;
    } else {
        for (int64_t i = 0; i < text.length; i++)
            count += ((const uint32_t *)text.data)[i] == code;
    }
    return count;
}

bool gb_text_match(GbText text, int64_t index, GbText part)
{
    if (index < 0 || index + part.length > text.length)
        return false;
    if (text.width == part.width)
        return part.length == 0
               || memcmp((const uint8_t *)text.data + index * text.width, part.data,
                         (size_t)(part.length * part.width))
                      == 0;
    for (int64_t i = 0; i < part.length; i++) {
        if (gb_text_at(&text, index + i) != gb_text_at(&part, i))
            return false;
    }
    return true;
}

/* --- Wide text: Crochemore and Perrin's two-way search, linear in time, no memory --- */

/* Where the needle's maximal suffix begins, by the one order of code points or the other, and its
 * period. */
static int64_t maximal_suffix(const GbText *needle, bool reversed, int64_t *period)
{
    int64_t suffix = -1, i = 0, offset = 1;
    *period = 1;
    while (i + offset < needle->length) {
        uint32_t a = gb_text_at(needle, i + offset), b = gb_text_at(needle, suffix + offset);
        if (a == b) {
            if (offset == *period) {
                i += *period;
                offset = 1;
            } else {
                offset++;
            }
        } else if ((a < b) != reversed) {
            i += offset;
            offset = 1;
            *period = i - suffix;
        } else {
            suffix = i++;
            offset = *period = 1;
        }
    }
    return suffix + 1;
}

/* The critical cut of the needle and the period of what is right of it. */
static int64_t critical_cut(const GbText *needle, int64_t *period)
{
    int64_t other_period;
    int64_t cut = maximal_suffix(needle, false, period);
    int64_t other = maximal_suffix(needle, true, &other_period);
    if (other > cut) {
        cut = other;
        *period = other_period;
    }
    return cut;
}

/* The search proper, compiled for each pair of widths. */
static inline __attribute__((always_inline)) int64_t
two_way(const void *text, int64_t text_length, int width, const GbText *needle, int needle_width)
{
    const void *part = needle->data;
    int64_t period, length = needle->length, memory = 0;
    int64_t cut = critical_cut(needle, &period);
    bool periodic = gb_text_match(*needle, period, gb_text_part(*needle, 0, cut));
    if (!periodic)
        period = (cut > length - cut ? cut : length - cut) + 1;
    for (int64_t at = 0; at + length <= text_length;) {
        int64_t i = cut > memory ? cut : memory;
        while (i < length
               && gb_text_read(part, needle_width, i) == gb_text_read(text, width, at + i))
            i++;
        if (i < length) {
            at += i - cut + 1;
            memory = 0;
            continue;
        }
        for (i = cut;
             i > memory
             && gb_text_read(part, needle_width, i - 1) == gb_text_read(text, width, at + i - 1);)
            i--;
        if (i <= memory)
            return at;
        at += period;
        memory = periodic ? length - period : 0;
    }
    return -1;
}

static int64_t find_wide(GbText text, GbText needle)
{
    switch (text.width * 8 + needle.width) {
    case 2 * 8 + 1:
        return two_way(text.data, text.length, 2, &needle, 1);
    case 2 * 8 + 2:
        return two_way(text.data, text.length, 2, &needle, 2);
    case 4 * 8 + 1:
        return two_way(text.data, text.length, 4, &needle, 1);
    case 4 * 8 + 2:
        return two_way(text.data, text.length, 4, &needle, 2);
    default:
        return two_way(text.data, text.length, 4, &needle, 4);
    }
}

int64_t gb_text_find(GbText text, GbText needle)
{
    if (needle.length > text.length || needle.width > text.width)
        return needle.length == 0 ? 0 : -1;
    if (needle.length == 0)
        return 0;
    if (needle.length == 1)
        return gb_text_find_char(text, gb_text_at(&needle, 0));
    if (text.width == 1) {
        const uint8_t *hit =
            memmem(text.data, (size_t)text.length, needle.data, (size_t)needle.length);
        return hit == NULL ? -1 : hit - (const uint8_t *)text.data;
    }
    return find_wide(text, needle);
}

int64_t gb_text_rfind(GbText text, GbText needle)
{
    if (needle.length == 0)
        return text.length;
    if (needle.length > text.length || needle.width > text.width)
        return -1;
    uint32_t first = gb_text_at(&needle, 0);
    int64_t end = text.length - needle.length + 1;
    while ((end = gb_text_rfind_char(gb_text_part(text, 0, end), first)) >= 0) {
        if (gb_text_match(text, end, needle))
            return end;
    }
    return -1;
}

int64_t gb_text_count(GbText text, GbText needle, int64_t limit)
{
    int64_t count = 0;
    if (limit < 0)
        limit = INT64_MAX;
    if (needle.length == 0)
        return text.length < limit ? text.length + 1 : limit;
    if (needle.length == 1 && limit == INT64_MAX)
        return count_char(text, gb_text_at(&needle, 0));
    while (count < limit) {
        int64_t hit = gb_text_find(text, needle);
        if (hit < 0)
            break;
        count++;
        text = gb_text_part(text, hit + needle.length, text.length);
    }
    return count;
}

int gb_text_order(GbText a, GbText b)
{
    int64_t length = a.length < b.length ? a.length : b.length;
    if (a.width == 1 && b.width == 1) {
        int order = length == 0 ? 0 : memcmp(a.data, b.data, (size_t)length);
        if (order != 0)
            return order;
    } else {
        for (int64_t i = 0; i < length; i++) {
            uint32_t x = gb_text_at(&a, i), y = gb_text_at(&b, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return a.length < b.length ? -1 : a.length > b.length;
}
