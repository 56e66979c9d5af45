/* Module math comes in three files, each with its part of the functions. */
#ifndef STDLIB_MOD_MATH_H
#define STDLIB_MOD_MATH_H

#include "vm/gilbox.h"

extern const GbMethodDef gb_math_integer_functions[]; /* math_integer.c: comb, gcd, isqrt, ... */
extern const GbMethodDef gb_math_sum_functions[];     /* math_sum.c: fsum, hypot, dist, prod */

#endif
