/* What the rest of the vm shares with module builtins. GIL held. */
#ifndef GB_VM_EXEC_BUILTINS_H
#define GB_VM_EXEC_BUILTINS_H

#include "vm/gilbox.h"

/* dir(object): a sorted list; object GB_NULL: the names of the running frame. */
GbRef gb_dir(GbThread *t, GbBorrow object);
/* input()'s line from standard input, without its newline; prompt may be GB_NULL. */

/* --- Between the files that make up builtins --- */

extern const GbMethodDef gb_builtins_object_functions[], gb_builtins_iterate_functions[],
    gb_builtins_number_functions[], gb_builtins_source_functions[], gb_builtins_io_functions[];
/* exit, quit, copyright, credits, license, help: what CPython's module site adds. */
int gb_builtins_add_site(GbThread *t, GbBorrow builtins);

#endif
