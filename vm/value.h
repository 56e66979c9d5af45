/* A value: 64 bits that hold a small int, a float, None, True, False, ... or the address of an
 * object.
 *
 *     0000 pppp pppp pppp   object (bit 1 clear, not zero)      0002 .. fffb   float, IEEE bits +
 * 2^49 0000 0000 0000 00x2   None, False, True, ...              fffe .. ffff   int, 49 bits,
 * signed 0000 0000 0000 0000   GB_NULL: no value
 *
 * Arithmetic on what fits allocates nothing and counts no references. A value never changes its
 * meaning while anyone holds it. GbRef is a value the holder owns (and must give back), GbBorrow
 * one that somebody else keeps alive. Arguments are borrowed, results are owned.
 */
#ifndef GB_VM_VALUE_H
#define GB_VM_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t GbRef;
typedef uint64_t GbBorrow;
typedef struct GbObject GbObject;
typedef struct GbType GbType;
typedef struct GbThread GbThread;
typedef struct GbInterp GbInterp;

#define GB_NULL ((GbRef)0)
#define GB_NONE ((GbRef)0x02)
#define GB_FALSE ((GbRef)0x06)
#define GB_TRUE ((GbRef)0x07)
#define GB_ELLIPSIS ((GbRef)0x0a)
#define GB_NOT_IMPLEMENTED ((GbRef)0x0e)

#define GB_INT_TAG ((uint64_t)0xfffe << 48)
#define GB_FLOAT_BIAS ((uint64_t)2 << 48)
#define GB_OBJECT_MASK (((uint64_t)0xfffe << 48) | 2) /* All clear in an object's address. */

/* The range of immediate ints. */
#define GB_SMALL_MAX ((int64_t)((1LL << 48) - 1))
#define GB_SMALL_MIN (-(int64_t)(1LL << 48))

static inline bool gb_is_object(GbBorrow v)
{
    return (v & GB_OBJECT_MASK) == 0; /* Also true for GB_NULL: callers know they have a value. */
}

static inline bool gb_is_small(GbBorrow v)
{
    return v >= GB_INT_TAG;
}

static inline bool gb_are_small(GbBorrow a, GbBorrow b)
{
    return (a & b) >= GB_INT_TAG;
}

static inline bool gb_is_double(GbBorrow v)
{
    return v - GB_FLOAT_BIAS < GB_INT_TAG - GB_FLOAT_BIAS;
}

static inline bool gb_is_bool(GbBorrow v)
{
    return (v | 1) == GB_TRUE;
}

static inline GbRef gb_bool(bool truth)
{
    return GB_FALSE | (GbRef)truth;
}

/* The int of an immediate. */
static inline int64_t gb_small(GbBorrow v)
{
    return (int64_t)(v << 15) >> 15;
}

static inline bool gb_fits_small(int64_t n)
{
    return n >= GB_SMALL_MIN && n <= GB_SMALL_MAX;
}

/* An immediate int; `n` must fit (gb_fits_small). gb_int_new takes any int64_t. */
static inline GbRef gb_small_new(int64_t n)
{
    return GB_INT_TAG | (uint64_t)n;
}

static inline double gb_double(GbBorrow v)
{
    uint64_t bits = v - GB_FLOAT_BIAS;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline GbRef gb_float_new(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    if (bits >= (uint64_t)0xfffc << 48) /* A NaN whose payload would read as an int. */
        bits = (uint64_t)0xfff8 << 48;
    return bits + GB_FLOAT_BIAS;
}

static inline GbObject *gb_object(GbBorrow v)
{
    return (GbObject *)(uintptr_t)v;
}

/* The value of an object's address. The reference is whatever the caller's was. */
static inline GbRef gb_value(const void *object)
{
    return (GbRef)(uintptr_t)object;
}

#endif
