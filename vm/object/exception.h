/* Exceptions as objects. exceptions.def has one row per class: GB_EXCEPTION(name, base, fields, doc); `fields` names
 * the attributes beyond BaseException's ("" for none, "value", "errno strerror filename filename2", ...), kept in
 * the fields array in that order. */
#ifndef GB_VM_OBJECT_EXCEPTION_H
#define GB_VM_OBJECT_EXCEPTION_H

#include "vm/gilbox.h"

enum { GB_EXCEPTION_FIELDS = 8 };

typedef struct GbException {
    GbObject header;
    GbRef args;                       /* tuple */
    GbRef traceback, cause, context;  /* GB_NULL: None */
    GbRef fields[GB_EXCEPTION_FIELDS]; /* GB_NULL: None */
    bool suppress_context;
} GbException;

/* One level of "being handled": the except blocks of a frame, a generator's own while it runs. */
typedef struct GbHandled {
    GbRef exception;                  /* Owned; GB_NULL: none. */
    struct GbHandled *previous;
} GbHandled;

typedef struct GbTraceback {
    GbObject header;
    GbRef next;                       /* traceback or GB_NULL: towards where it was raised */
    GbRef frame;                      /* frame object */
    int32_t instr_index;              /* lasti / 2 */
    int32_t line;
} GbTraceback;

static inline GbException *gb_as_exception(GbBorrow v)
{
    return (GbException *)gb_object(v);
}

/* The exception being handled now (sys.exc_info), borrowed; GB_NULL: none. */
GbBorrow gb_handled_peek(GbThread *t);
/* Set t->exception to `exception` as raised now: links __context__ to what is being handled. Takes it. */
void gb_raise_linked_take(GbThread *t, GbRef exception);
/* Add the frame to the exception's traceback (at its current instruction). */
int gb_traceback_add(GbThread *t, GbBorrow exception, struct GbFrame *frame);
/* `raise exc from cause`: classes are called. Always leaves an exception set. */
void gb_raise_statement(GbThread *t, GbBorrow exception, GbBorrow cause);
/* SyntaxError and kin with all their attributes. text may be GB_NULL. Returns GB_NULL. */
GbRef gb_raise_syntax(GbThread *t, GbExceptionId id, const char *message, GbBorrow filename, int line, int column,
                      int end_line, int end_column, GbBorrow text);
/* The text that CPython prints for an uncaught exception (with causes, contexts, groups, notes, carets). */
GbRef gb_exception_format(GbThread *t, GbBorrow exception);
/* Create an instance of a builtin class with args, no Python code run (for the classes of exceptions.def). */
GbRef gb_exception_new(GbThread *t, GbExceptionId id, GbBorrow args);
/* except*: split `exception` by `classes` into what matches and the rest (None: nothing). 0 or -1. */
int gb_exception_group_match(GbThread *t, GbBorrow exception, GbBorrow classes, GbRef *match, GbRef *rest);
/* The exception to re-raise at the end of try-except* (PREP_RERAISE_STAR); None: nothing. */
GbRef gb_exception_group_rejoin(GbThread *t, GbBorrow original, GbBorrow raised_list);

#endif
