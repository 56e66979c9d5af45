/* Birth and death of objects, and walking over what they hold. Internal to vm/. */
#ifndef GB_VM_OBJECT_ALLOC_H
#define GB_VM_OBJECT_ALLOC_H

#include "vm/interp.h"

/* Every reference the object owns: its fields, __slots__, attributes; and its type, when that is a
 * class. */
int gb_object_visit(GbObject *object, GbVisitor visit, void *context);
/* Drop what can be part of a cycle: clear slot, __slots__, attributes. */
void gb_object_clear(GbThread *t, GbObject *object);
/* Bytes of its block. */
size_t gb_object_bytes(GbObject *object);
/* Tell the address of the first __slots__ value of a class's instance. */
GbRef *gb_object_slots(GbObject *object);

#endif
