/* Slots filled with special methods written in Python. Internal to the type system. */
#ifndef GB_VM_OBJECT_SLOT_FUNCTIONS_H
#define GB_VM_OBJECT_SLOT_FUNCTIONS_H

#include "vm/object/type_slots.h"

/* For each slot the function that looks the special method up and calls it. */
extern const GbSlots gb_slot_functions;

/* The binary operators: also tells that a type's operators are Python's. */
GbRef gb_slot_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
/* b's reflected method alone. */
GbRef gb_slot_reflected(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
/* The next slot of a class that has lost its __next__. */
GbRef gb_next_not_implemented(GbThread *t, GbBorrow self);
/* __getattribute__, then __getattr__. */
GbRef gb_slot_getattr(GbThread *t, GbBorrow self, GbBorrow name);

#endif
