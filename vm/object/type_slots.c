/* Which function stands in which slot. Builtin types: their C functions get wrappers, so that
 * Python sees `__add__`. Classes: the special methods found by their mro decide. A method that is a
 * builtin's wrapper puts the builtin's own C function there, so that a subclass of list indexes as
 * fast as list; anything else puts the slot_functions.c one. */
#include "vm/object/type_slots.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/descriptor.h"
#include "vm/object/dict.h"
#include "vm/object/slot_functions.h"
#include "vm/object/str.h"

const GbSlotRow gb_slot_rows[GB_SLOT_ROW_COUNT] = {
#define GB_SLOT(name, slot, wrap, op, signature, doc) \
    {GB_NAME_##name, offsetof(GbSlots, slot), GB_WRAP_##wrap, op, signature, doc},
#include "vm/object/slots.def"
#undef GB_SLOT
};

int gb_slot_rows_init(GbThread *t)
{
    for (int i = 0; i < GB_SLOT_ROW_COUNT; ++i) {
        const void *name = gb_object(gb_name_peek(t, gb_slot_rows[i].name));
        if (gb_side_set(t, &t->interp->special_names, name, (uint64_t)i + 1) < 0)
            return -1;
    }
    return 0;
}

/* Most names are told apart by their first two characters. */
static bool looks_special(GbBorrow name)
{
    if (!gb_is_exact(name, GB_KIND_STR))
        return false;
    const GbStr *str = gb_as_str(name);
    return str->length > 5 && gb_str_is_ascii(str) && str->data[0] == '_' && str->data[1] == '_';
}

const GbSlotRow *gb_slot_row_find(GbThread *t, GbBorrow name)
{
    if (!looks_special(name))
        return NULL;
    if (!(gb_object(name)->flags & GB_FLAG_INTERNED)) {
        name = gb_dict_peek_str(t, t->interp->interned, name);
        if (name == GB_NULL)
            return NULL;
    }
    uint64_t row = gb_side_get(&t->interp->special_names, gb_object(name));
    return row == 0 ? NULL : &gb_slot_rows[row - 1];
}

/* --- Wrappers of builtin types --- */

/* Sets of operators, by bit: what slot_support.def is written with. */
enum {
    NONE = 0,
    ALL = INT32_MAX,
    ADD = 1 << GB_ADD,
    AND = 1 << GB_AND,
    FLOORDIV = 1 << GB_FLOORDIV,
    LSHIFT = 1 << GB_LSHIFT,
    MUL = 1 << GB_MUL,
    MOD = 1 << GB_MOD,
    OR = 1 << GB_OR,
    POW = 1 << GB_POW,
    RSHIFT = 1 << GB_RSHIFT,
    SUB = 1 << GB_SUB,
    TRUEDIV = 1 << GB_TRUEDIV,
    XOR = 1 << GB_XOR,
    DIVMOD = 1 << GB_DIVMOD,
    FLOAT_BINARY = ADD | SUB | MUL | TRUEDIV | FLOORDIV | MOD | DIVMOD | POW,
    INTEGER_BINARY = FLOAT_BINARY | LSHIFT | RSHIFT | AND | OR | XOR,
    SET_BINARY = SUB | AND | OR | XOR,
    TIMEDELTA_BINARY = ADD | SUB | MUL | TRUEDIV | FLOORDIV | MOD | DIVMOD,
    NEG = 1 << GB_NEGATIVE,
    POS = 1 << GB_POSITIVE,
    ABS = 1 << GB_ABSOLUTE,
    TO_INT = 1 << GB_TO_INT,
    TO_FLOAT = 1 << GB_TO_FLOAT,
    /* `__bool__` beside `__len__`: others have the slot only for speed. */
    TRUTH = 1 << (GB_TO_INDEX + 1),
    INTEGER_UNARY = NEG | POS | ABS | TO_INT | TO_FLOAT | 1 << GB_INVERT | 1 << GB_TO_INDEX,
};

typedef struct Support {
    const char *type;
    uint32_t binary, reflected, inplace, unary;
} Support;

static const Support supports[] = {
#define GB_SUPPORT(type, binary, reflected, inplace, unary) \
    {type, binary, reflected, inplace, unary},
#include "vm/object/slot_support.def"
#undef GB_SUPPORT
};

static const Support *support_find(const GbTypeSpec *spec)
{
    static const Support all = {NULL, ALL, ALL, ALL, ALL & ~TRUTH};
    const GbSlots *slots = &spec->slots;
    if (slots->binary == NULL && slots->inplace == NULL && slots->unary == NULL &&
        slots->truth == NULL)
        return &all;
    for (size_t i = 0; i < sizeof supports / sizeof supports[0]; ++i) {
        if (strcmp(supports[i].type, spec->name) == 0)
            return &supports[i];
    }
    return &all;
}

static bool is_supported(const GbTypeSpec *spec, const Support *support, const GbSlotRow *row)
{
    switch (row->wrap) {
    case GB_WRAP_NONE:
        return false;
    case GB_WRAP_BINARY:
    case GB_WRAP_POWER:
        return support->binary >> row->op & 1;
    case GB_WRAP_REFLECTED:
    case GB_WRAP_REFLECTED_POWER:
        return support->reflected >> row->op & 1;
    case GB_WRAP_INPLACE:
        return support->inplace >> row->op & 1;
    case GB_WRAP_UNARY:
        return support->unary >> row->op & 1;
    case GB_WRAP_TRUTH:
        return spec->slots.length == NULL || support->unary & TRUTH;
    default:
        return true;
    }
}

/* Does the spec itself fill the row's slot? */
static bool is_own(const GbTypeSpec *spec, const GbSlotRow *row)
{
    GbAnySlot function = gb_slot_peek(&spec->slots, row->offset);
    if (function == NULL)
        return row->wrap == GB_WRAP_INIT && spec->initializer.signature != NULL;
    return function != (GbAnySlot)gb_unhashable;
}

int gb_type_add_wrappers(GbThread *t, GbType *type)
{
    const GbTypeSpec *spec = type->spec;
    const Support *support = support_find(spec);
    for (int i = 0; i < GB_SLOT_ROW_COUNT; ++i) {
        const GbSlotRow *row = &gb_slot_rows[i];
        if (!is_own(spec, row) || !is_supported(spec, support, row))
            continue;
        GbRef wrapper = gb_slot_wrapper_new(t, type, row);
        if (wrapper == GB_NULL)
            return -1;
        int result = gb_dict_set(t, gb_value(type->dict), gb_name_peek(t, row->name), wrapper);
        gb_decref(wrapper);
        if (result < 0)
            return -1;
    }
    bool is_unhashable = spec->slots.hash == gb_unhashable ||
                         (spec->slots.compare != NULL && spec->slots.hash == NULL);
    return is_unhashable ? gb_dict_set(t, gb_value(type->dict), gb_name(t, __hash__), GB_NONE) : 0;
}

/* --- Slots of classes --- */

/* What an attribute asks its slot to be: a builtin's function, or NULL for the Python one. */
static GbAnySlot specific_slot(GbType *type, const GbSlotRow *row, GbBorrow attribute)
{
    if (row->name == GB_NAME___hash__ && attribute == GB_NONE)
        return (GbAnySlot)gb_unhashable;
    if (row->name == GB_NAME___new__) {
        GbType *owner = gb_builtin_new_owner(attribute);
        return owner == NULL ? NULL : (GbAnySlot)owner->slots.create;
    }
    if (!gb_is_exact(attribute, GB_KIND_SLOT_WRAPPER))
        return NULL;
    const GbSlotWrapper *wrapper = (GbSlotWrapper *)gb_object(attribute);
    if (wrapper->row != row || !gb_type_is_subtype(type, wrapper->owner))
        return NULL;
    return wrapper->function;
}

/* The function for the slot at `offset`, from all the special methods that belong to it; NULL when
 * there are none. */
static GbAnySlot choose_slot(GbThread *t, GbType *type, uint16_t offset)
{
    GbAnySlot chosen = NULL, generic = gb_slot_peek(&gb_slot_functions, offset);
    for (int i = 0; i < GB_SLOT_ROW_COUNT; ++i) {
        const GbSlotRow *row = &gb_slot_rows[i];
        if (row->offset != offset)
            continue;
        GbBorrow attribute = gb_type_lookup(t, type, gb_name_peek(t, row->name));
        if (attribute == GB_NULL)
            continue;
        GbAnySlot specific = specific_slot(type, row, attribute);
        if (specific == NULL || (chosen != NULL && chosen != specific))
            return generic;
        chosen = specific;
    }
    return chosen;
}

/* Caches may answer for types whose __getattribute__ is object's, and those where a __getattr__
 * only comes after. */
static void set_getattr_flag(GbThread *t, GbType *type)
{
    GbBorrow found = gb_type_lookup(t, type, gb_name(t, __getattribute__));
    GbAnySlot function = NULL;
    if (found != GB_NULL && gb_is_exact(found, GB_KIND_SLOT_WRAPPER))
        function = ((GbSlotWrapper *)gb_object(found))->function;
    bool is_plain = function == (GbAnySlot)gb_generic_getattr;
    if (!is_plain && function != NULL) {
        /* A builtin's own that is said to be as good, such as module's. */
        const GbType *owner = ((GbSlotWrapper *)gb_object(found))->owner;
        is_plain = (owner->flags & GB_TYPE_GENERIC_GETATTR) != 0;
    }
    type->flags = is_plain ? type->flags | GB_TYPE_GENERIC_GETATTR
                           : type->flags & ~(uint32_t)GB_TYPE_GENERIC_GETATTR;
}

static void fix_slot(GbThread *t, GbType *type, const GbSlotRow *row)
{
    GbBorrow attribute = gb_type_lookup(t, type, gb_name_peek(t, row->name));
    GbAnySlot *slot = gb_slot_at(&type->slots, row->offset), before = *slot;
    /* The usual case, a method in Python, decides without a look at the slot's other methods. */
    if (attribute != GB_NULL && specific_slot(type, row, attribute) == NULL)
        *slot = gb_slot_peek(&gb_slot_functions, row->offset);
    else
        *slot = choose_slot(t, type, row->offset);
    if (row->offset == offsetof(GbSlots, getattr))
        set_getattr_flag(t, type);
    /* Iterations may be under way. */
    if (row->offset == offsetof(GbSlots, next) && *slot == NULL && before != NULL)
        *slot = (GbAnySlot)gb_next_not_implemented;
    /* A builtin's truth, taken from its own length, is no longer right. */
    if (row->offset == offsetof(GbSlots, length))
        *gb_slot_at(&type->slots, offsetof(GbSlots, truth)) =
            choose_slot(t, type, offsetof(GbSlots, truth));
}

static void fix_all_slots(GbThread *t, GbType *type)
{
    for (int i = 0; i < GB_SLOT_ROW_COUNT; ++i) {
        /* Rows of one slot need not stand together, but its first row is enough. */
        bool seen = false;
        for (int before = 0; before < i && !seen; ++before)
            seen = gb_slot_rows[before].offset == gb_slot_rows[i].offset;
        if (!seen)
            fix_slot(t, type, &gb_slot_rows[i]);
    }
}

/* Is the mro the class and then the mro of its base? Then what the class does not define is as in
 * the base. */
static bool is_linear(const GbType *type)
{
    const GbType *base = type->base;
    int64_t count = gb_tuple_count(type->mro);
    if (count != gb_tuple_count(base->mro) + 1)
        return false;
    return memcmp(gb_tuple_items(type->mro) + 1, gb_tuple_items(base->mro),
                  (size_t)(count - 1) * sizeof(GbRef)) == 0;
}

int gb_type_fix_slots(GbThread *t, GbType *type)
{
    type->slots = type->base->slots;
    type->flags |= type->base->flags & GB_TYPE_GENERIC_GETATTR;
    if (!is_linear(type)) {
        fix_all_slots(t, type);
        return 0;
    }
    GbBorrow name, value;
    for (int64_t position = 0; gb_dict_next(gb_value(type->dict), &position, &name, &value);) {
        const GbSlotRow *row = gb_slot_row_find(t, name);
        if (row != NULL)
            fix_slot(t, type, row);
    }
    return 0;
}

void gb_type_update_slot(GbThread *t, GbType *type, const GbSlotRow *row)
{
    if (type->flags & GB_TYPE_HEAP)
        fix_slot(t, type, row);
    for (int32_t i = 0; i < type->subclass_count; ++i)
        gb_type_update_slot(t, type->subclasses[i], row);
}

void gb_type_update_slots(GbThread *t, GbType *type)
{
    if (type->flags & GB_TYPE_HEAP)
        fix_all_slots(t, type);
    for (int32_t i = 0; i < type->subclass_count; ++i)
        gb_type_update_slots(t, type->subclasses[i]);
}
