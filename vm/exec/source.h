/* Source text: files read whole, and single lines of them for tracebacks and warnings. GIL held; it
 * is given up while the machine reads. */
#ifndef GB_VM_EXEC_SOURCE_H
#define GB_VM_EXEC_SOURCE_H

#include "vm/gilbox.h"

/* What stands in a file, as bytes. GB_NULL: *rt_error says why (nothing is raised), or is 0 and an
 * exception is set. */
GbRef gb_file_load(GbThread *t, const char *path, int *rt_error);
/* The source that code of this co_filename came from: of an embedded module, a file, or a file of
 * that name on sys.path. bytes, or None. */
GbRef gb_source_load(GbThread *t, GbBorrow filename);
/* Line number `line` (from 1) of such bytes as a str without its end; None when there is no such
 * line. */
GbRef gb_source_line(GbThread *t, GbBorrow source, int line);
/* The embedded module of a name, or NULL; and the name that its code has as co_filename, "<frozen
 * name>". */
const GbEmbeddedModule *gb_embedded_find(const char *name);
GbRef gb_embedded_filename(GbThread *t, const char *name);

#endif
