/* Dialects of CSV (csv_dialect.c): what separates, quotes and escapes fields. Read by reader and
 * writer (mod_csv.c). */
#ifndef GB_STDLIB_CSV_PARTS_H
#define GB_STDLIB_CSV_PARTS_H

#include "vm/gilbox.h"

enum { CSV_NO_CHAR = 0xffffffff }; /* A character that is not set: no text has it. */

typedef enum CsvQuoting {
    CSV_QUOTE_MINIMAL,
    CSV_QUOTE_ALL,
    CSV_QUOTE_NONNUMERIC,
    CSV_QUOTE_NONE,
    CSV_QUOTING_COUNT
} CsvQuoting;

typedef struct CsvDialect {
    GbObject header;
    uint32_t delimiter, quotechar, escapechar;
    CsvQuoting quoting;
    bool doublequote, skipinitialspace, strict;
    GbRef lineterminator; /* str */
} CsvDialect;

extern const GbTypeSpec gb_csv_dialect_spec;
extern const GbErrorSpec gb_csv_error;

/* The dialect for an argument (a name, a class, a Dialect, or GB_NULL) and keyword options (dict or
 * GB_NULL). Names are looked up in `module`'s _dialects. */
GbRef gb_csv_dialect_make(GbThread *t, GbBorrow module, GbBorrow dialect, GbBorrow options);
/* A registered dialect. */
GbRef gb_csv_dialect_find(GbThread *t, GbBorrow module, GbBorrow name);

static inline CsvDialect *gb_csv_dialect(GbBorrow v)
{
    return (CsvDialect *)gb_object(v);
}

#endif
