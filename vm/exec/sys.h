/* What the rest of the vm needs of module sys. GIL held. */
#ifndef GB_VM_EXEC_SYS_H
#define GB_VM_EXEC_SYS_H

#include "vm/gilbox.h"

#define GB_CACHE_TAG "gilbox-311" /* sys.implementation.cache_tag */

/* sys.<name>, borrowed; GB_NULL (nothing set) when a script has deleted it. */
GbBorrow gb_sys_peek(GbThread *t, const char *name);
/* sys.<stream>.write(text); nothing when there is no such stream or it is None. 0 or -1. */
int gb_sys_write(GbThread *t, const char *stream, GbBorrow text);
/* sys.<stream>.flush(), errors ignored. */
void gb_sys_flush(GbThread *t, const char *stream);
/* sys.excepthook's default: what CPython prints for an uncaught exception, on sys.stderr. Never
 * fails. */
void gb_sys_print_exception(GbThread *t, GbBorrow exception);
/* Hand an uncaught exception to sys.excepthook; a hook that fails is reported, too. Sets
 * sys.last_type and so on. */
void gb_sys_excepthook(GbThread *t, GbBorrow exception);
/* sys.displayhook(value), as interactive statements call it. 0 or -1. */
int gb_sys_displayhook(GbThread *t, GbBorrow value);
/* Opens sys.stdin, stdout and stderr: when module _io can be imported. 0 or -1. */
int gb_sys_open_streams(GbThread *t);
/* Flushes sys.stdout and stderr at the end: 0, or -1 when stdout could not be written (it has been
 * reported). */
int gb_sys_close_streams(GbThread *t);

/* --- Between the files that make up sys --- */

extern const GbMethodDef gb_sys_thread_functions[];
extern const GbMethodDef gb_sys_audit_functions[];
/* What sys.get_asyncgen_hooks() returns. Borrowed. */
GbType *gb_sys_asyncgen_hooks_type(GbThread *t);
/* sys.flags, version_info, ...: the attributes that are values. 0 or -1. */
int gb_sys_add_values(GbThread *t, GbBorrow sys);
/* The struct sequence that sys.unraisablehook gets, and the hooks' originals under their __names__.
 */
int gb_sys_add_hooks(GbThread *t, GbBorrow sys);

#endif
