/* The attributes of an instance.
 *
 * Instances of a class mostly have the same attributes, set in the same order. So a type keeps the
 * names it has seen (GbKeys: append-only, at most GB_KEYS_MAX, interned strs), and an instance
 * keeps only an array of values parallel to them. One word in the object says where:
 *
 *     0                  nothing set yet
 *     even               GbValues *: values[i] belongs to type->keys->names[i]; GB_NULL: not set
 *     odd                GbDict * + 1: a dict of its own, owned
 *
 * In the array form the order of insertion is the order of the keys. An instance that breaks that
 * (sets them in another order, has too many, or whose __dict__ is asked for, or whose __class__ is
 * assigned) moves to the dict form for good. A deleted attribute leaves a hole (GB_NULL). A name's
 * place in a type's keys never changes, so a cache that saw the type's version may go straight to
 * values[i].
 */
#ifndef GB_VM_OBJECT_ATTRS_H
#define GB_VM_OBJECT_ATTRS_H

#include "vm/object/dict.h"

enum { GB_KEYS_MAX = 62 };

typedef struct GbKeys {
    int32_t count;
    int32_t table_bits;
    GbRef names[GB_KEYS_MAX]; /* Interned. */
    /* Open addressing by address of the name: index into names, -1 empty. */
    int8_t table[128];
} GbKeys;

typedef struct GbValues {
    uint16_t count; /* Places used so far: one past the last set. */
    uint16_t capacity;
    GbRef values[];
} GbValues;

/* The attribute word of an object whose type has GB_TYPE_HAS_DICT (or NULL). */
static inline uintptr_t *gb_attrs_word(GbObject *object)
{
    GbType *type = object->type;
    if (type->attrs_offset == 0)
        return NULL;
    size_t offset = type->attrs_offset;
    if (type->flags & GB_TYPE_VARIABLE)
        offset = (((size_t)type->spec->size_of(object) + 7) & ~(size_t)7) +
                 (size_t)type->slot_count * 8;
    return (uintptr_t *)((char *)object + offset);
}

/* Values of the array form, or NULL. */
static inline GbValues *gb_attrs_values(uintptr_t word)
{
    return word & 1 ? NULL : (GbValues *)word;
}

/* All of these do nothing (absent, GB_NULL) for objects without an attribute word. `name` is a str.
 * Read: borrowed, GB_NULL when absent. Fails (with exception set) only in dict form with strange
 * keys. */
GbBorrow gb_attrs_peek(GbThread *t, GbObject *object, GbBorrow name);
/* Set (value GB_NULL: delete; 1 done, 0 absent on delete, -1). */
int gb_attrs_set(GbThread *t, GbObject *object, GbBorrow name, GbBorrow value);
/* The instance's __dict__, made when first asked for: borrowed. */
GbBorrow gb_attrs_dict(GbThread *t, GbObject *object);
int gb_attrs_set_dict(GbThread *t, GbObject *object, GbBorrow dict);
/* Where a name stands in the type's keys: added if `add` and there is room; -1. */
int gb_keys_find(GbThread *t, GbType *type, GbBorrow name, bool add);
void gb_attrs_clear(GbThread *t, GbObject *object);
int gb_attrs_visit(GbObject *object, GbVisitor visit, void *context);
/* The attributes as a new dict, the form unchanged (for __getstate__); GB_NULL with an exception
 * set. */
GbRef gb_attrs_copy(GbThread *t, GbObject *object);
int64_t gb_attrs_count(GbObject *object);
/* Free a type's keys. */
void gb_keys_free(GbThread *t, GbType *type);

#endif
