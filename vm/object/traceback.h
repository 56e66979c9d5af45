/* Between the files that write tracebacks. GIL held. */
#ifndef GB_VM_OBJECT_TRACEBACK_H
#define GB_VM_OBJECT_TRACEBACK_H

#include "vm/object/exception.h"

static inline GbTraceback *gb_as_traceback(GbBorrow v)
{
    return (GbTraceback *)gb_object(v);
}

/* What is being written: the text so far and where in nested exception groups it stands. */
typedef struct GbTracebackPrinter {
    GbThread *t;
    GbWriter out;
    int depth;       /* Of exception groups; 0 outside of any. */
    bool need_close; /* The innermost group's last line is still to come. */
    GbRef seen;      /* list of the exceptions written so far */
    GbRef source_name,
        source; /* The file last read, for the next frame is often in the same; GB_NULL: none */
} GbTracebackPrinter;

int gb_traceback_printer_init(GbTracebackPrinter *printer, GbThread *t);
/* Takes the text. GB_NULL when writing it has failed. */
GbRef gb_traceback_printer_finish(GbTracebackPrinter *printer);
/* What stands before each line inside of a group. */
void gb_traceback_print_margin(GbTracebackPrinter *printer);
/* The frames of a traceback, without heading. */
void gb_traceback_print_frames(GbTracebackPrinter *printer, GbBorrow traceback);
/* sys.tracebacklimit, or 1000. */
int64_t gb_traceback_limit(GbThread *t);

#endif
