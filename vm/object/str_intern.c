/* Strs that exist once: names of the program, the empty text, the 256 characters of Latin-1. */
#include "vm/interp.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"

typedef struct NameRow {
    const char *text;
    size_t size;
} NameRow;

static const NameRow names[] = {
#define GB_NAME(id, text) {text, sizeof text - 1},
#include "vm/object/names.def"
#undef GB_NAME
};

GbBorrow gb_name_peek(GbThread *t, GbNameId id)
{
    return t->interp->names[id];
}

GbRef gb_str_intern_take(GbThread *t, GbRef str)
{
    if (str == GB_NULL || gb_object(str)->flags & GB_FLAG_INTERNED
        || !gb_is_exact(str, GB_KIND_STR))
        return str;
    GbBorrow known = gb_dict_peek_str(t, t->interp->interned, str);
    if (known != GB_NULL) {
        gb_incref(known);
        gb_decref(str);
        return known;
    }
    if (gb_dict_set(t, t->interp->interned, str, str) < 0) {
        gb_decref(str);
        return GB_NULL;
    }
    gb_object(str)->flags |= GB_FLAG_INTERNED;
    return str;
}

GbRef gb_str_intern(GbThread *t, const char *data, size_t size)
{
    return gb_str_intern_take(t, gb_str_from_utf8(t, data, size));
}

static int latin1_init(GbThread *t)
{
    for (uint32_t code = 0; code < 256; code++) {
        GbStr *s = gb_str_alloc(t, 1, code <= GB_MAX_ASCII ? GB_MAX_ASCII : GB_MAX_LATIN1);
        if (s == NULL)
            return -1;
        s->data[0] = (uint8_t)code;
        GbRef str = gb_str_intern_take(t, gb_value(s));
        if (str == GB_NULL)
            return -1;
        t->interp->latin1[code] = str;
    }
    return 0;
}

int gb_names_init(GbThread *t)
{
    GbInterp *interp = t->interp;
    GbStr *empty = gb_str_alloc(t, 0, GB_MAX_ASCII);
    if (empty == NULL)
        return -1;
    interp->empty_str = gb_value(empty);
    interp->interned = gb_dict_new(t);
    if (interp->interned == GB_NULL)
        return -1;
    interp->empty_str = gb_str_intern_take(t, interp->empty_str);
    if (interp->empty_str == GB_NULL || latin1_init(t) < 0)
        return -1;
    for (int i = 0; i < GB_NAME_COUNT; i++) {
        interp->names[i] = gb_str_intern(t, names[i].text, names[i].size);
        if (interp->names[i] == GB_NULL)
            return -1;
    }
    return 0;
}
