/* Complex functions by the formulas that CPython uses (W. Kahan, "Branch cuts for complex
 * elementary functions"), so that the last digit is the same as its. The C library answers where an
 * argument is infinite or no number, and for the functions that are not here. None reports an
 * error. */
#ifndef STDLIB_MOD_CMATH_H
#define STDLIB_MOD_CMATH_H

#include <complex.h>

typedef double complex GbComplexDouble;

/* real + imaginary * I would lose signs of zeros. */
GbComplexDouble gb_complex_make(double real, double imaginary);

GbComplexDouble gb_complex_acos(GbComplexDouble z);
GbComplexDouble gb_complex_acosh(GbComplexDouble z);
GbComplexDouble gb_complex_asin(GbComplexDouble z);
GbComplexDouble gb_complex_asinh(GbComplexDouble z);
GbComplexDouble gb_complex_atan(GbComplexDouble z);
GbComplexDouble gb_complex_atanh(GbComplexDouble z);
GbComplexDouble gb_complex_log(GbComplexDouble z);
GbComplexDouble gb_complex_sqrt(GbComplexDouble z);
GbComplexDouble gb_complex_tan(GbComplexDouble z);
GbComplexDouble gb_complex_tanh(GbComplexDouble z);

#endif
