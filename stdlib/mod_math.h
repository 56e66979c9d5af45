/* Module math comes in three files, each with its part of the functions. */
#ifndef STDLIB_MOD_MATH_H
#define STDLIB_MOD_MATH_H

#include "vm/gilbox.h"

extern const GbMethodDef gb_math_integer_functions[]; /* math_integer.c: comb, gcd, isqrt, ... */
extern const GbMethodDef gb_math_sum_functions[];     /* math_sum.c: fsum, hypot, dist, prod */

/* gamma(x), and the logarithm of its size, for x that is no pole: infinite when out of range. */
double gb_math_gamma(double x);
double gb_math_lgamma(double x);

#endif
