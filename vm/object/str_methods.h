/* The methods of str, spread over the files of their subjects: str_methods.c (searching, cutting,
 * joining), str_case.c (cases and kinds of characters), format.c. str_methods.def lists them. */
#ifndef GB_VM_OBJECT_STR_METHODS_H
#define GB_VM_OBJECT_STR_METHODS_H

#include "vm/object/str.h"

#define GB_STR_METHOD(name, signature, doc)                                                        \
    GbRef gb_str_method_##name(GbThread *t, GbBorrow self, const GbBorrow *args);
#include "vm/object/str_methods.def"
#undef GB_STR_METHOD

extern const GbMethodDef gb_str_methods[];

/* format(str, spec): spec is a str. */
GbRef gb_str_format_spec(GbThread *t, GbBorrow str, GbBorrow spec);
/* str % values (percent.c). */
GbRef gb_str_percent(GbThread *t, GbBorrow str, GbBorrow values);
/* bytes % values and bytearray % values. */
GbRef gb_bytes_percent(GbThread *t, GbBorrow bytes, GbBorrow values);

#endif
