/* Lending memory: whoever wants the bytes of an object asks here, whatever the object is. */
#include "vm/interp.h"
#include "vm/object/bytes.h"

/* The slots of the builtin type that lends, or NULL. */
static const GbSlots *lender_of(GbBorrow v)
{
    if (!gb_is_object(v))
        return NULL;
    for (GbType *type = gb_object(v)->type; type; type = type->base) {
        if (type->spec && type->spec->slots.lend)
            return &type->spec->slots;
    }
    return NULL;
}

bool gb_lends(GbBorrow v)
{
    return lender_of(v) != NULL;
}

int gb_lend(GbThread *t, GbBorrow v, GbExport *out)
{
    *out = (GbExport){.item_size = 1, .format = "B", .readonly = true};
    const GbSlots *slots = lender_of(v);
    if (slots == NULL)
        return gb_fail(t, gb_TypeError, "a bytes-like object is required, not '%.100T'", v);
    return slots->lend(t, v, out);
}

void gb_unlend(GbThread *t, GbBorrow v)
{
    const GbSlots *slots = lender_of(v);
    if (slots && slots->unlend)
        slots->unlend(t, v);
}

int gb_buffer_get(GbThread *t, GbBorrow v, GbBuffer *buffer)
{
    GbExport export;
    *buffer = (GbBuffer){0};
    if (gb_lend(t, v, &export) < 0)
        return -1;
    *buffer = (GbBuffer){export.data ? export.data : (uint8_t *)"", export.size, export.readonly,
                         gb_new_ref(v)};
    return 0;
}

void gb_buffer_release(GbThread *t, GbBuffer *buffer)
{
    if (buffer->owner == GB_NULL)
        return;
    gb_unlend(t, buffer->owner);
    gb_clear(&buffer->owner);
}
