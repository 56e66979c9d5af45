/* What the rest of the vm shares with module builtins. GIL held. */
#ifndef GB_VM_EXEC_BUILTINS_H
#define GB_VM_EXEC_BUILTINS_H

#include "vm/gilbox.h"

/* dir(object): a sorted list; object GB_NULL: the names of the running frame. */
GbRef gb_dir(GbThread *t, GbBorrow object);
/* A type that no module shows, made once and found again with gb_spec_type. 0 or -1. */
int gb_private_type_add(GbThread *t, const GbTypeSpec *spec);

/* --- Between the files that make up builtins --- */

extern const GbMethodDef gb_builtins_object_functions[], gb_builtins_iterate_functions[],
    gb_builtins_number_functions[], gb_builtins_source_functions[], gb_builtins_io_functions[];
extern const GbTypeSpec gb_anext_spec;
/* exit, quit, copyright, credits, license, help: what CPython's module site adds. */
int gb_builtins_add_site(GbThread *t, GbBorrow builtins);

#endif
