/* float and complex. A float is immediate (vm/value.h); only an instance of a subclass of float is an object. */
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

/* CPython's hash of a number: equal numbers of all types hash alike. */
int64_t gb_double_hash(double x);
/* Python's //, % and ** of floats. 0, or -1 with ZeroDivisionError or OverflowError. */
int gb_double_floordiv(GbThread *t, double a, double b, double *out);
int gb_double_mod(GbThread *t, double a, double b, double *out);
GbRef gb_float_pow(GbThread *t, double a, double b);      /* complex for a negative base and a broken exponent. */
/* Any operator of GbBinary but GB_MATMUL and the bitwise ones on two floats. */
GbRef gb_float_binary(GbThread *t, GbBinary op, double a, double b);
/* The number in a text as float() reads it: 1 and *out, 0 when it is none. */
int gb_double_parse(const char *text, size_t size, double *out);
/* float(v) with v a str: ValueError "could not convert string to float: 'x'". */
int gb_float_from_str(GbThread *t, GbBorrow str, double *out);
GbRef gb_float_repr(GbThread *t, double x);

/* The complex number that v is, or stands for through __complex__, __float__ or __index__. 0 or -1. */
int gb_to_complex(GbThread *t, GbBorrow v, double *real, double *imaginary);

#endif
