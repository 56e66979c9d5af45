/* mappingproxy: a read-only window on a mapping. What type.__dict__ is. */
#ifndef GB_VM_OBJECT_MAPPING_PROXY_H
#define GB_VM_OBJECT_MAPPING_PROXY_H

#include "vm/gilbox.h"

GbRef gb_mapping_proxy_new(GbThread *t, GbBorrow mapping);

#endif
