/* types.SimpleNamespace: what sys.implementation is, and whatever else is nothing but
 * attributes. */
#ifndef GB_VM_OBJECT_NAMESPACE_H
#define GB_VM_OBJECT_NAMESPACE_H

#include "vm/gilbox.h"

/* With the attributes of `dict` (copied), or none for GB_NULL. */
GbRef gb_namespace_new(GbThread *t, GbBorrow dict);

#endif
