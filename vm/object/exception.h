/* Exceptions as objects. exceptions.def has one row per class: GB_EXCEPTION(name, base, family,
 * doc). What a family has beyond BaseException's attributes (a value, an errno, ...) is kept in the
 * fields array, in the order of its GB_FIELD_ enum (here, since other files read and fill them
 * too). */
#ifndef GB_VM_OBJECT_EXCEPTION_H
#define GB_VM_OBJECT_EXCEPTION_H

#include "vm/gilbox.h"

enum { GB_EXCEPTION_FIELDS = 8 };

/* Places in the fields array, by family. */
enum { GB_STOP_VALUE };
enum { GB_EXIT_CODE };
enum { GB_ATTRIBUTE_NAME, GB_ATTRIBUTE_OBJECT };
enum { GB_NAME_ERROR_NAME };
enum { GB_IMPORT_MSG, GB_IMPORT_NAME, GB_IMPORT_PATH };
enum { GB_OS_ERRNO, GB_OS_STRERROR, GB_OS_FILENAME, GB_OS_FILENAME2, GB_OS_WRITTEN };
enum { GB_GROUP_MESSAGE, GB_GROUP_EXCEPTIONS /* a tuple */ };
enum {
    GB_UNICODE_ENCODING,
    GB_UNICODE_OBJECT,
    GB_UNICODE_START,
    GB_UNICODE_END,
    GB_UNICODE_REASON
};
enum {
    GB_SYNTAX_MSG,
    GB_SYNTAX_FILENAME,
    GB_SYNTAX_LINE,
    GB_SYNTAX_OFFSET,
    GB_SYNTAX_TEXT,
    GB_SYNTAX_END_LINE,
    GB_SYNTAX_END_OFFSET,
    GB_SYNTAX_PRINT,
};

typedef struct GbException {
    GbObject header;
    GbRef args;                        /* tuple */
    GbRef traceback, cause, context;   /* GB_NULL: None */
    GbRef fields[GB_EXCEPTION_FIELDS]; /* GB_NULL: None */
    bool suppress_context;
} GbException;

/* One level of "being handled": the except blocks of a frame, a generator's own while it runs. */
typedef struct GbHandled {
    GbRef exception; /* Owned; GB_NULL: none. */
    struct GbHandled *previous;
} GbHandled;

typedef struct GbTraceback {
    GbObject header;
    GbRef next;          /* traceback or GB_NULL: towards where it was raised */
    GbRef frame;         /* frame object */
    int32_t instr_index;
    int32_t line;
    int32_t made_up_lasti; /* What a script gave for tb_lasti, and then header.extra is 1. */
} GbTraceback;

static inline GbException *gb_as_exception(GbBorrow v)
{
    return (GbException *)gb_object(v);
}

/* The exception being handled now (sys.exc_info), borrowed; GB_NULL: none. */
GbBorrow gb_handled_peek(GbThread *t);
/* Set t->exception to `exception` as raised now: links __context__ to what is being handled. Takes
 * it. */
void gb_raise_linked_take(GbThread *t, GbRef exception);
/* Add the frame to the exception's traceback (at its current instruction). Where there is no memory
 * for that, it is left out. */
void gb_traceback_add(GbThread *t, GbBorrow exception, struct GbFrame *frame);
/* `raise exc from cause`: classes are called. Always leaves an exception set. */
void gb_raise_statement(GbThread *t, GbBorrow exception, GbBorrow cause);
/* SyntaxError and kin with all their attributes; INT32_MIN for a position that is None. text may be
 * GB_NULL. Returns GB_NULL. */
GbRef gb_raise_syntax(GbThread *t, GbExceptionId id, const char *message, GbBorrow filename,
                      int line, int column, int end_line, int end_column, GbBorrow text);
/* gb_raise, because of what is raised now: its cause and context. Returns GB_NULL. */
GbRef gb_raise_because(GbThread *t, GbExceptionId id, const char *format, ...);
/* NameError and AttributeError with what suggestions need: the name, and the object that lacks it.
 * Return GB_NULL. */
GbRef gb_raise_name(GbThread *t, GbExceptionId id, GbBorrow name, const char *format, ...);
GbRef gb_raise_attribute(GbThread *t, GbBorrow object, GbBorrow name, const char *format, ...);
/* ImportError or ModuleNotFoundError with name and path (or GB_NULL). Returns GB_NULL. */
GbRef gb_raise_import(GbThread *t, GbExceptionId id, GbBorrow name, GbBorrow path,
                      const char *format, ...);
/* A warning about a place in a file rather than about the running frame: the compiler's. -1: it
 * became an error. */
int gb_warn_at(GbThread *t, GbExceptionId category, GbBorrow filename, int line, const char *format,
               ...);
/* What would have been meant by the name that a NameError or AttributeError did not find: str, or
 * None. */
GbRef gb_exception_suggestion(GbThread *t, GbBorrow exception);
/* Of one exception without what it came from: for exceptions that nobody can catch. */
GbRef gb_exception_format_alone(GbThread *t, GbBorrow exception);
/* The traceback part alone, as traceback.print_tb writes it. */
GbRef gb_traceback_format(GbThread *t, GbBorrow traceback);
/* Create an instance of a builtin class with args, no Python code run (for the classes of
 * exceptions.def). */
GbRef gb_exception_new(GbThread *t, GbExceptionId id, GbBorrow args);
/* except*: split `exception` by `classes` into what matches and the rest (None: nothing). 0 or -1.
 */
int gb_exception_group_match(GbThread *t, GbBorrow exception, GbBorrow classes, GbRef *match,
                             GbRef *rest);
/* The exception to re-raise at the end of try-except* (PREP_RERAISE_STAR); None: nothing. */
GbRef gb_exception_group_rejoin(GbThread *t, GbBorrow original, GbBorrow raised_list);

#endif
