/* What an array's items are: kinds by typecode, and reading and writing one (array_item.c). */
#ifndef GB_STDLIB_ARRAY_PARTS_H
#define GB_STDLIB_ARRAY_PARTS_H

#include "vm/gilbox.h"

typedef struct ArrayKind {
    char letter;
    uint8_t size;       /* Bytes of an item. */
    uint8_t machine;    /* Its code in pickles, of a little-endian machine. */
    char format[2];     /* As the struct module writes it. */
    const char *phrase; /* "signed char", for messages; NULL: has messages of its own */
} ArrayKind;

/* The kind of a typecode; NULL: there is none. */
const ArrayKind *gb_array_kind(uint32_t letter);
/* The index-th kind, or NULL. */
const ArrayKind *gb_array_kind_at(int index);

GbRef gb_array_item_get(GbThread *t, const ArrayKind *kind, const uint8_t *place);
/* Convert v, which may run Python: the item is only written to `item`, which holds 8 bytes. 0, -1.
 */
int gb_array_item_convert(GbThread *t, const ArrayKind *kind, GbBorrow v, uint8_t *item);

/* Items as another machine wrote them. */
typedef struct ArrayMachine {
    uint8_t size;
    bool is_signed, is_float, is_text, big_endian;
} ArrayMachine;
/* The format of a code, or NULL. */
const ArrayMachine *gb_array_machine(int64_t code);
/* The kind that holds its integers exactly; for the rest the one that is wanted. */
const ArrayKind *gb_array_kind_of_machine(const ArrayMachine *machine, const ArrayKind *wanted);
/* One item of it, as a value. */
GbRef gb_array_machine_get(GbThread *t, const ArrayMachine *machine, const uint8_t *place);

#endif
