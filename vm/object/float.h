/* float and complex. A float is immediate (vm/value.h); only an instance of a subclass of float is
 * an object. */
#ifndef GB_VM_OBJECT_FLOAT_H
#define GB_VM_OBJECT_FLOAT_H

#include "vm/gilbox.h"

typedef struct GbFloat {
    GbObject header;
    double value;
} GbFloat;

typedef struct GbComplex {
    GbObject header;
    double real, imaginary;
} GbComplex;

static inline GbComplex *gb_as_complex(GbBorrow v)
{
    return (GbComplex *)gb_object(v);
}

static inline bool gb_is_complex(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_COMPLEX);
}

/* Through __float__ or __index__: 1, 0 when v has neither, -1. */
int gb_number_to_double(GbThread *t, GbBorrow v, double *out);
/* CPython's hash of a number: equal numbers of all types hash alike. */
int64_t gb_double_hash(double x);
/* Python's //, % and ** of floats. 0, or -1 with ZeroDivisionError or OverflowError. */
int gb_double_floordiv(GbThread *t, double a, double b, double *out);
int gb_double_mod(GbThread *t, double a, double b, double *out);
/* Of a negative base and a broken exponent it is a complex. */
GbRef gb_float_pow(GbThread *t, double a, double b);
/* Any operator of GbBinary but GB_MATMUL and the bitwise ones on two floats. */
GbRef gb_float_binary(GbThread *t, GbBinary op, double a, double b);
/* The number in a text as float() reads it: 1 and *out, 0 when it is none, -1. (double_text.c) */
int gb_double_parse(GbThread *t, const char *text, size_t size, double *out);
/* The number that stands at the beginning of a text, without underscores and spaces, inf and nan
 * included: how many bytes it takes, 0: none, -1. For complex(). */
int64_t gb_double_scan(GbThread *t, const char *text, size_t size, double *out);
/* Copy without underscores, which must stand between digits: bytes left, -1 when they do not. */
int64_t gb_drop_underscores(const char *text, size_t size, char *out);
/* The shortest decimal n * 10^*exponent that reads back as x > 0: n. (double_shortest.c) */
uint64_t gb_double_shortest(double x, int *exponent);
/* fraction * 2^exponent as the nearest double, ties to even; infinity when it is too large.
 * `sticky`: the true value lies between fraction, which has 54 bits or more, and fraction + 1. */
double gb_double_compose(uint64_t fraction, bool sticky, int64_t exponent);
/* x rounded to so many decimals, halves to even as the exact value says. May give infinity. */
double gb_double_round(double x, int64_t digits);
/* float(v) with v a str: ValueError "could not convert string to float: 'x'". */
int gb_float_from_str(GbThread *t, GbBorrow str, double *out);
GbRef gb_float_repr(GbThread *t, double x);

#endif
