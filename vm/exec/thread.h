/* The making and ending of threads. Internal to vm/. */
#ifndef GB_VM_EXEC_THREAD_H
#define GB_VM_EXEC_THREAD_H

#include "vm/interp.h"
#include "vm/object/exception.h"

/* The interpreter's first thread, for the calling OS thread; takes the lock. NULL: no memory. */
GbThread *gb_main_thread_new(GbInterp *interp);
GbThread *gb_thread_new(GbInterp *interp);
void gb_thread_link(GbThread *t);
/* Give back every reference it holds. */
void gb_thread_clear(GbThread *t);
void gb_thread_free(GbThread *t);
/* Join OS threads that are through. GIL held. */
void gb_threads_reap(GbInterp *interp);

/* Take over SIGINT, ignore SIGPIPE. 0 or -1. */
int gb_signals_init(GbThread *t);
/* No signal comes to the interpreter any more: those it handled have their defaults. */
void gb_signals_fini(GbThread *t);
/* Run the Python handlers of signals that have come. Main thread. -1: one raised. */
int gb_signals_run(GbThread *t);

/* How the lock's recorder finds out where threads are (where.c). */
extern const GilProgram gb_program;
/* What the thread, about to wait for an object, is to be said to wait for: "lock 2", or what the
 * script knows of it, "Queue 1, get". Its number. */
#define GB_AWAITED_SIZE 200
int64_t gb_awaited_name(GbThread *t, GbBorrow object, char out[GB_AWAITED_SIZE]);

#endif
