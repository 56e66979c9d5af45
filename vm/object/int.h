/* int: any whole number.
 *
 * What fits 49 bits is immediate (vm/value.h); everything else is a GbInt, an object with the
 * magnitude as 64-bit limbs, least significant first. An exact int has one form only: a GbInt that
 * would fit an immediate never leaves these files, so two exact ints that differ in form differ in
 * value. An instance of a subclass holds its value in limbs whatever its size. bool's two values
 * are immediates of their own that count as 1 and 0.
 *
 * "Intlike" below is any of these. Three files make the type: int.c (what immediates can do, and
 * the type itself), int_big.c (arithmetic on limbs, through GMP) and int_text.c (digits to value
 * and back).
 */
#ifndef GB_VM_OBJECT_INT_H
#define GB_VM_OBJECT_INT_H

#include "vm/gilbox.h"

typedef struct GbInt {
    GbObject header;
    int32_t size;      /* Limbs in use, the last not 0; negative for a negative number. */
    uint32_t capacity; /* Limbs there is room for. */
    uint64_t limbs[];
} GbInt;

/* No int may grow past this: more is a MemoryError at once, as GMP would abort the process. */
#define GB_INT_BITS_MAX ((uint64_t)1 << 34)

static inline GbInt *gb_as_int(GbBorrow v)
{
    return (GbInt *)gb_object(v);
}

/* Is v an intlike that is immediate (an exact small int or a bool)? Then *out is its value. */
static inline bool gb_int_immediate(GbBorrow v, int64_t *out)
{
    if (gb_is_small(v)) {
        *out = gb_small(v);
        return true;
    }
    *out = (int64_t)(v & 1);
    return gb_is_bool(v);
}

/* --- Arithmetic ---
 * All take intlikes and give exact ints; GB_NULL: ZeroDivisionError, MemoryError, ... */

GbRef gb_int_add(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_sub(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_mul(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_floordiv(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_mod(GbThread *t, GbBorrow a, GbBorrow b);
int gb_int_divmod(GbThread *t, GbBorrow a, GbBorrow b, GbRef *quotient, GbRef *remainder);
GbRef gb_int_truediv(GbThread *t, GbBorrow a, GbBorrow b); /* A float, correctly rounded. */
GbRef gb_int_pow(GbThread *t, GbBorrow a, GbBorrow b);     /* A float when b is negative. */
GbRef gb_int_pow_mod(GbThread *t, GbBorrow a, GbBorrow b, GbBorrow modulus);
GbRef gb_int_lshift(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_rshift(GbThread *t, GbBorrow a, GbBorrow b);
GbRef gb_int_negative(GbThread *t, GbBorrow a);
GbRef gb_int_absolute(GbThread *t, GbBorrow a);
/* Any operator of GbBinary but GB_MATMUL on two intlikes. */
GbRef gb_int_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
int gb_int_order(GbBorrow a, GbBorrow b);                  /* <0, 0, >0. */
int gb_int_order_double(GbBorrow a, double x);             /* Exactly; x is not NaN. */
int64_t gb_int_hash(GbBorrow a);                           /* CPython's: modulo 2^61 - 1. */
/* An intlike as an exact int (a new reference). */
GbRef gb_int_exact(GbThread *t, GbBorrow a);
/* An instance of `type`, a subclass of int, with a's value. */
GbRef gb_int_new_as(GbThread *t, GbType *type, GbBorrow a);
/* As gb_index, but NotImplemented when v is no int and has no __index__. */
GbRef gb_index_if_any(GbThread *t, GbBorrow v);
/* int(v): through __int__, __index__, __trunc__, or text. */
GbRef gb_to_int(GbThread *t, GbBorrow v);
/* The number in a str as int() reads it, with digits of any script. */
GbRef gb_int_from_str(GbThread *t, GbBorrow str, int base);

/* --- int_big.c: the same on operands of any size, without short cuts for immediates --- */

GbRef gb_big_from_i128(GbThread *t, __int128 n);
GbRef gb_big_add(GbThread *t, GbBorrow a, GbBorrow b, bool subtract);
GbRef gb_big_mul(GbThread *t, GbBorrow a, GbBorrow b);
/* Either of the results may be NULL. */
int gb_big_divmod(GbThread *t, GbBorrow a, GbBorrow b, GbRef *quotient, GbRef *remainder);
GbRef gb_big_truediv(GbThread *t, GbBorrow a, GbBorrow b); /* b is not 0. */
GbRef gb_big_pow(GbThread *t, GbBorrow a, uint64_t exponent);
GbRef gb_big_pow_mod(GbThread *t, GbBorrow a, GbBorrow b, GbBorrow modulus);
GbRef gb_big_shift(GbThread *t, GbBorrow a, uint64_t count, bool left);
GbRef gb_big_bitwise(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b); /* GB_AND, GB_OR, GB_XOR */
GbRef gb_big_negative(GbThread *t, GbBorrow a);
int gb_big_order(GbBorrow a, GbBorrow b);
int gb_big_order_double(GbBorrow a, double x);
uint64_t gb_big_bit_count(GbBorrow a);
GbRef gb_big_from_double(GbThread *t, double x);           /* Finite. */
/* A new object of `count` limbs, of exact type int, limbs zero; NULL with MemoryError.
 * gb_big_finish_take trims it and gives the value in its one form. */
GbInt *gb_big_new(GbThread *t, uint64_t count);
GbRef gb_big_finish_take(GbThread *t, GbInt *big, uint64_t count, bool is_negative);
/* The magnitude of any intlike, borrowed: `space` holds it when a is immediate. */
const uint64_t *gb_big_limbs(GbBorrow a, uint64_t *space, uint64_t *count, bool *is_negative);

/* --- int_text.c --- */

/* The digits of |v| in a base from 2 to 36, lower case, no sign and no prefix. fini gives the
 * memory back. */
typedef struct GbDigits {
    char *text;           /* Not NUL-ended. */
    size_t size;
    size_t allocated;     /* Bytes to give back; 0: `text` lies in space. */
    bool is_negative;
    char space[72];
} GbDigits;
/* ValueError when a decimal has more digits than sys.get_int_max_str_digits() allows. */
int gb_digits_init(GbThread *t, GbDigits *digits, GbBorrow v, int base);
void gb_digits_fini(GbThread *t, GbDigits *digits);
/* The text of int(text, base): 1 and *out, 0 when it is no number, -1 when too long. */
int gb_int_parse(GbThread *t, const char *text, size_t size, int base, GbRef *out);
/* What int() and float() read of a str: its text with digits and spaces of all scripts made ASCII
 * ones, and what is no part of any number made '?'. *owner keeps it alive: give it back. */
int gb_number_text(GbThread *t, GbBorrow str, const char **text, size_t *size, GbRef *owner);
/* Is it one of the spaces that may surround a number? */
static inline bool gb_is_number_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
GbRef gb_int_repr(GbThread *t, GbBorrow v);
/* bin(), oct(), hex(): with sign and prefix. */
GbRef gb_int_to_base(GbThread *t, GbBorrow v, int base);

#endif
