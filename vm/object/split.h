/* Cutting a text into a list of its parts: what str, bytes and bytearray have in common. */
#ifndef GB_VM_OBJECT_SPLIT_H
#define GB_VM_OBJECT_SPLIT_H

#include "vm/gilbox.h"
#include "vm/object/list.h"
#include "vm/object/text.h"

/* A list in the making: parts of one text, front to back or back to front. */
typedef struct GbSplitter {
    GbThread *t;
    GbBorrow whole; /* The object that is cut; its text stays where it is meanwhile, */
    GbText text;    /* which is here. */
    GbRef (*part)(GbThread *t, GbBorrow whole, int64_t start, int64_t end);
    GbRef list;   /* GB_NULL: failed, with an exception. */
    int64_t left; /* How many more cuts. */
} GbSplitter;

/* Takes t, whole, text and part; `limit` is how many cuts, below 0: as many as there are. false:
 * there is no memory for a list. */
bool gb_split_begin(GbSplitter *s, int64_t limit);
/* Add a part. false: failed, and the list is gone. */
bool gb_split_add(GbSplitter *s, int64_t start, int64_t end);
/* Cut at each separator, which is not empty. */
void gb_split_by(GbSplitter *s, GbText separator, bool from_right);

/* Cut at white space; these are inline for the sake of `is_space`. */
static inline void gb_split_space(GbSplitter *s, bool (*is_space)(uint32_t code))
{
    int64_t i = 0, length = s->text.length;
    for (;;) {
        while (i < length && is_space(gb_text_at(&s->text, i)))
            i++;
        if (i == length)
            return;
        int64_t start = i;
        if (s->left-- == 0)
            i = length;
        while (i < length && !is_space(gb_text_at(&s->text, i)))
            i++;
        if (!gb_split_add(s, start, i))
            return;
    }
}

static inline void gb_rsplit_space(GbSplitter *s, bool (*is_space)(uint32_t code))
{
    int64_t i = s->text.length;
    for (;;) {
        while (i > 0 && is_space(gb_text_at(&s->text, i - 1)))
            i--;
        if (i == 0)
            break;
        int64_t end = i;
        if (s->left-- == 0)
            i = 0;
        while (i > 0 && !is_space(gb_text_at(&s->text, i - 1)))
            i--;
        if (!gb_split_add(s, i, end))
            return;
    }
    gb_list_reverse(gb_as_list(s->list));
}

/* Cut after each end of a line; \r\n is one. With `keep` the ends belong to the lines. */
static inline void gb_split_lines(GbSplitter *s, bool keep, bool (*is_break)(uint32_t code))
{
    int64_t i = 0, length = s->text.length;
    while (i < length) {
        int64_t start = i;
        while (i < length && !is_break(gb_text_at(&s->text, i)))
            i++;
        int64_t end = i;
        if (i < length && gb_text_at(&s->text, i++) == '\r')
            i += i < length && gb_text_at(&s->text, i) == '\n';
        if (!gb_split_add(s, start, keep ? i : end))
            return;
    }
}

#endif
