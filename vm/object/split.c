#include "vm/object/split.h"

bool gb_split_begin(GbSplitter *s, int64_t limit)
{
    s->left = limit < 0 ? INT64_MAX : limit;
    s->list = gb_list_new(s->t, s->left < 8 ? s->left + 1 : 8);
    return s->list != GB_NULL;
}

bool gb_split_add(GbSplitter *s, int64_t start, int64_t end)
{
    if (gb_list_append_take(s->t, s->list, s->part(s->t, s->whole, start, end)) == 0)
        return true;
    gb_clear(&s->list);
    return false;
}

static void split_by(GbSplitter *s, GbText separator)
{
    int64_t start = 0;
    while (s->left-- > 0) {
        int64_t hit = gb_text_find(gb_text_part(s->text, start, s->text.length), separator);
        if (hit < 0)
            break;
        if (!gb_split_add(s, start, start + hit))
            return;
        start += hit + separator.length;
    }
    gb_split_add(s, start, s->text.length);
}

static void rsplit_by(GbSplitter *s, GbText separator)
{
    int64_t end = s->text.length;
    while (s->left-- > 0) {
        int64_t hit = gb_text_rfind(gb_text_part(s->text, 0, end), separator);
        if (hit < 0)
            break;
        if (!gb_split_add(s, hit + separator.length, end))
            return;
        end = hit;
    }
    if (gb_split_add(s, 0, end))
        gb_list_reverse(gb_as_list(s->list));
}

void gb_split_by(GbSplitter *s, GbText separator, bool from_right)
{
    (from_right ? rsplit_by : split_by)(s, separator);
}
