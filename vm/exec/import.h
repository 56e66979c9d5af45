/* Importing. The eval loop's helpers, and what __import__ and importlib are made of. GIL held; it
 * is given up while files are read and while another thread finishes a module. */
#ifndef GB_VM_EXEC_IMPORT_H
#define GB_VM_EXEC_IMPORT_H

#include "vm/gilbox.h"

/* IMPORT_NAME: through builtins.__import__, if a script has replaced it. */
GbRef gb_import_name(GbThread *t, GbBorrow name, GbBorrow globals, GbBorrow fromlist, int level);
/* IMPORT_FROM: an attribute, or a submodule that is not finished yet. */
GbRef gb_import_from(GbThread *t, GbBorrow module, GbBorrow name);
/* IMPORT_STAR: put what the module offers into a namespace. 0 or -1. */
int gb_import_star(GbThread *t, GbBorrow module, GbBorrow locals);

/* builtins.__import__(name, globals, fromlist, level); globals and fromlist may be None or GB_NULL.
 */
GbRef gb_import_call(GbThread *t, GbBorrow name, GbBorrow globals, GbBorrow fromlist,
                     int64_t level);
/* The module of a full name: from sys.modules, or found, made and run. */
GbRef gb_import_full(GbThread *t, GbBorrow name);
/* Where a module is: its spec (an importlib ModuleSpec), or None. `path` is a package's __path__,
 * or GB_NULL. */
GbRef gb_import_find_spec(GbThread *t, GbBorrow name, GbBorrow path);
/* Make the module that a spec stands for and run it in sys.modules; *found the module. */
GbRef gb_import_load_spec(GbThread *t, GbBorrow spec);
/* Fill a __main__ (or other) module's dict with __name__, __builtins__ and the rest. `filename` may
 * be GB_NULL. 0 or -1 */
int gb_import_fill_main(GbThread *t, GbBorrow module, GbBorrow filename);
/* Forget what is held for imports at the interpreter's end. */
void gb_import_fini(GbThread *t);

#endif
