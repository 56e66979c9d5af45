/* Formatting: the format() mini-language, and numbers as text. */
#ifndef GB_VM_OBJECT_FORMAT_H
#define GB_VM_OBJECT_FORMAT_H

#include "vm/gilbox.h"

/* A parsed format spec: [[fill]align][sign][z][#][0][width][grouping][.precision][type] */
typedef struct GbFormatSpec {
    uint32_t fill;            /* Code point; ' ' unless given. */
    char align;               /* '<' '>' '^' '='; the default of the type unless given. */
    bool align_given;         /* Also by a leading 0. */
    char sign;                /* '-' '+' ' ', or 0: not given. */
    bool no_negative_zero;    /* z */
    bool alternate;           /* # */
    int64_t width, precision; /* -1: not given. */
    char grouping;            /* ',' '_', or 0 */
    uint32_t type;            /* Code point; 0: not given. */
} GbFormatSpec;

/* Read `spec` (a str) for formatting v: 0, or -1 with ValueError as CPython words it. */
int gb_format_spec_parse(GbThread *t, GbBorrow spec, char default_align, GbBorrow v,
                         GbFormatSpec *out);
/* ValueError "Unknown format code 'd' for object of type 'float'"; returns GB_NULL. */
GbRef gb_format_unknown_code(GbThread *t, uint32_t type, GbBorrow v);

/* Is the argument of a __format__ a str? 0, or -1 with TypeError. */
int gb_format_argument(GbThread *t, GbBorrow spec);

/* format(v, spec) of an intlike, a float, a complex. `spec` is a str. */
GbRef gb_int_format_spec(GbThread *t, GbBorrow v, GbBorrow spec);
GbRef gb_float_format_spec(GbThread *t, GbBorrow v, GbBorrow spec);
GbRef gb_complex_format_spec(GbThread *t, GbBorrow v, GbBorrow spec);

/* A float as text. `type` is one of e E f F g G (precision digits; upper case gives INF and NAN),
 * or r for the shortest text that reads back as x (precision is ignored, "3.0" keeps its dot).
 * `alternate` keeps the point and trailing zeros, `always_sign` puts + before what is positive. */
GbRef gb_format_double(GbThread *t, double x, char type, int precision, bool alternate,
                       bool always_sign);

/* The same as bytes; fini gives the memory back. */
typedef struct GbDoubleText {
    char *text;               /* NUL-ended. */
    size_t size;
    size_t allocated;         /* Bytes to give back; 0: `text` lies in space. */
    char space[48];
} GbDoubleText;
enum { GB_DOUBLE_ALTERNATE = 1, GB_DOUBLE_SIGN = 2, GB_DOUBLE_DOT_ZERO = 4 /* "3" is "3.0" */ };
int gb_double_text_init(GbThread *t, GbDoubleText *out, double x, char type, int precision,
                        int flags);
void gb_double_text_fini(GbThread *t, GbDoubleText *text);

#endif
