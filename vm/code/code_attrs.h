/* What scripts see of a code object: co_ attributes, co_lines(), co_positions(), replace(). */
#ifndef GB_CODE_CODE_ATTRS_H
#define GB_CODE_CODE_ATTRS_H

#include "vm/object/object.h"

extern const GbMethodDef gb_code_methods[];
extern const GbGetSetDef gb_code_getsets[];

#endif
