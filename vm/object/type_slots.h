/* Special methods and slots: the two faces of one thing. A builtin type fills a slot with a C
 * function and gets a wrapper in its dict; a class defines the special method and gets a C function
 * in its slot that looks it up. slots.def has one row for each. Internal to vm/. */
#ifndef GB_VM_OBJECT_TYPE_SLOTS_H
#define GB_VM_OBJECT_TYPE_SLOTS_H

#include "vm/object/type.h"

/* How a call from Python becomes a call of a slot. */
typedef enum GbWrap {
    GB_WRAP_NONE,            /* No wrapper. */
    GB_WRAP_SELF,            /* GbRef f(self) */
    GB_WRAP_NEXT,            /* Likewise; the end raises StopIteration. */
    GB_WRAP_HASH,
    GB_WRAP_TRUTH,
    GB_WRAP_LENGTH,
    GB_WRAP_CALL,
    GB_WRAP_INIT,
    GB_WRAP_COMPARE,
    GB_WRAP_UNARY,
    GB_WRAP_BINARY,
    GB_WRAP_REFLECTED,       /* self is the right operand. */
    GB_WRAP_POWER,           /* With an optional modulus. */
    GB_WRAP_REFLECTED_POWER,
    GB_WRAP_INPLACE,
    GB_WRAP_KEY,             /* GbRef f(self, key) */
    GB_WRAP_CONTAINS,
    GB_WRAP_SETITEM,
    GB_WRAP_DELITEM,
    GB_WRAP_SETATTR,
    GB_WRAP_DELATTR,
    GB_WRAP_DESCR_GET,
    GB_WRAP_DESCR_SET,
    GB_WRAP_DESCR_DELETE,
    GB_WRAP_FINALIZE,
} GbWrap;

typedef struct GbSlotRow {
    GbNameId name;
    uint16_t offset;         /* Of the slot in GbSlots. */
    uint8_t wrap;            /* GbWrap */
    uint8_t op;              /* GbBinary, GbUnary or GbCompare, for slots that serve several. */
    const char *signature, *doc;
} GbSlotRow;

enum {
#define GB_SLOT(name, slot, wrap, op, signature, doc) GB_ROW_##name,
#include "vm/object/slots.def"
#undef GB_SLOT
    GB_SLOT_ROW_COUNT
};
extern const GbSlotRow gb_slot_rows[GB_SLOT_ROW_COUNT];

typedef void (*GbAnySlot)(void);

/* The slot at an offset. */
static inline GbAnySlot *gb_slot_at(GbSlots *slots, uint16_t offset)
{
    return (GbAnySlot *)(void *)((char *)slots + offset);
}

static inline GbAnySlot gb_slot_peek(const GbSlots *slots, uint16_t offset)
{
    return *(const GbAnySlot *)(const void *)((const char *)slots + offset);
}

/* The row of a special method's name, NULL for any other name. */
const GbSlotRow *gb_slot_row_find(GbThread *t, GbBorrow name);
/* Remember the names' rows: once, after the names were made. 0 or -1. */
int gb_slot_rows_init(GbThread *t);

/* The wrappers of the slots that a spec fills, into the dict of its type. 0 or -1. */
int gb_type_add_wrappers(GbThread *t, GbType *type);
/* Give a new class the slots that its dict and its bases ask for. 0 or -1. */
int gb_type_fix_slots(GbThread *t, GbType *type);
/* The attribute `row->name` of the class (or of an ancestor) changed: look its slot up again, and
 * those of subclasses. */
void gb_type_update_slot(GbThread *t, GbType *type, const GbSlotRow *row);
/* Look all slots of a class and its subclasses up again: its bases changed. */
void gb_type_update_slots(GbThread *t, GbType *type);

/* __init__ in Python: what slots.init of a class is that has one. */
int gb_slot_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);

/* Call `function(self, *args)` as attribute lookup on the type found it: methods get self, other
 * descriptors are bound first. `function` is held meanwhile. */
GbRef gb_special_call(GbThread *t, GbBorrow function, GbBorrow self, const GbBorrow *args,
                      int count, GbBorrow names);

#endif
