/* Builtins on numbers: abs, pow, round, chr, ord, sum, ... */
#include "vm/exec/builtins.h"

#include "vm/interp.h"
#include "vm/object/int.h"
#include "vm/object/writer.h"

static GbRef builtins_abs(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_unary(t, GB_ABSOLUTE, args[0]);
}

static GbRef builtins_divmod(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_binary(t, GB_DIVMOD, args[0], args[1]);
}

static GbRef builtins_pow(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_power(t, args[0], args[1], args[2]);
}

static GbRef builtins_round(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef function = GB_NULL;
    int found = gb_special_find(t, args[0], gb_name(t, __round__), &function);
    if (found < 0)
        return GB_NULL;
    if (found == 0)
        return gb_raise(t, gb_TypeError, "type %T doesn't define __round__ method", args[0]);
    GbRef result = args[1] == GB_NONE ? gb_call0(t, function) : gb_call1(t, function, args[1]);
    gb_decref(function);
    return result;
}

/* --- Text of numbers --- */

static GbRef number_in_base(GbThread *t, GbBorrow v, int base, const char *prefix)
{
    GbDigits digits;
    GbRef number = gb_index(t, v), result = GB_NULL;
    if (number == GB_NULL)
        return GB_NULL;
    if (gb_digits_init(t, &digits, number, base) == 0) {
        GbWriter writer;
        gb_writer_init(&writer, t);
        if (digits.is_negative)
            gb_writer_char(&writer, '-');
        gb_writer_ascii(&writer, prefix, strlen(prefix));
        gb_writer_ascii(&writer, digits.text, digits.size);
        result = gb_writer_finish(&writer);
        gb_digits_fini(t, &digits);
    }
    gb_decref(number);
    return result;
}

static GbRef builtins_bin(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return number_in_base(t, args[0], 2, "0b");
}

static GbRef builtins_hex(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return number_in_base(t, args[0], 16, "0x");
}

static GbRef builtins_oct(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return number_in_base(t, args[0], 8, "0o");
}

static GbRef builtins_chr(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t code = 0;
    if (gb_is_small(args[0]) && (uint64_t)gb_small(args[0]) < 256)
        return gb_new_ref(t->interp->latin1[gb_small(args[0])]);
    GbRef number = gb_index(t, args[0]);
    if (number == GB_NULL)
        return GB_NULL;
    bool fits = gb_int_peek_i64(number, &code);
    gb_decref(number);
    if (!fits || code > INT32_MAX || code < INT32_MIN)
        return gb_raise(t, gb_OverflowError,
                        fits && code < 0 ? "signed integer is less than minimum"
                                         : "Python int too large to convert to C int");
    if (code < 0 || code > 0x10ffff)
        return gb_raise(t, gb_ValueError, "chr() arg not in range(0x110000)");
    return gb_str_from_code_point(t, (uint32_t)code);
}

static GbRef builtins_ord(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t size;
    if (gb_is_str(args[0])) {
        size = gb_str_length(args[0]);
        if (size == 1)
            return gb_small_new(gb_str_at(args[0], 0));
    } else if (gb_has_layout(args[0], GB_KIND_BYTES) || gb_has_layout(args[0], GB_KIND_BYTEARRAY)) {
        GbBuffer view;
        if (gb_buffer_get(t, args[0], &view) < 0)
            return GB_NULL;
        size = view.size;
        int byte = size == 1 ? view.data[0] : 0;
        gb_buffer_release(t, &view);
        if (size == 1)
            return gb_small_new(byte);
    } else {
        return gb_raise(t, gb_TypeError, "ord() expected string of length 1, but %T found",
                        args[0]);
    }
    return gb_raise(t, gb_TypeError, "ord() expected a character, but string of length %lld found",
                    (long long)size);
}

/* --- sum() --- */

static int check_start(GbThread *t, GbBorrow start)
{
    if (gb_is_str(start))
        return gb_fail(t, gb_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (gb_has_layout(start, GB_KIND_BYTES))
        return gb_fail(t, gb_TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (gb_has_layout(start, GB_KIND_BYTEARRAY))
        return gb_fail(t, gb_TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    return 0;
}

static bool is_short(GbBorrow v)
{
    return gb_is_small(v) || gb_is_bool(v);
}

static int64_t short_value(GbBorrow v)
{
    return gb_is_small(v) ? gb_small(v) : v == GB_TRUE;
}

/* Adds *next and what follows while the sum is an int that fits 64 bits; both are short ints. *next
 * is then the item that ended it, owned; GB_NULL: the end, or an exception is set. */
static GbRef sum_ints(GbThread *t, GbBorrow iterator, GbRef total, GbRef *next)
{
    int64_t sum = gb_small(total), more;
    while (*next != GB_NULL && is_short(*next) &&
           !__builtin_add_overflow(sum, short_value(*next), &more)) {
        sum = more;
        *next = gb_next(t, iterator);
    }
    return gb_int_new(t, sum);
}

/* Likewise while the items are floats, or ints to convert. */
static GbRef sum_floats(GbThread *t, GbBorrow iterator, GbRef total, GbRef *next)
{
    double sum = gb_double(total);
    while (*next != GB_NULL && (gb_is_double(*next) || is_short(*next))) {
        sum += gb_is_double(*next) ? gb_double(*next) : (double)short_value(*next);
        *next = gb_next(t, iterator);
    }
    return gb_float_new(sum);
}

static GbRef builtins_sum(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (check_start(t, args[1]) < 0)
        return GB_NULL;
    GbRef iterator = gb_iter(t, args[0]);
    if (iterator == GB_NULL)
        return GB_NULL;
    GbRef total = gb_new_ref(args[1]), next = gb_next(t, iterator);
    while (next != GB_NULL && total != GB_NULL) {
        if (gb_is_small(total) && is_short(next)) {
            total = sum_ints(t, iterator, total, &next);
        } else if (gb_is_double(total) && (gb_is_double(next) || is_short(next))) {
            total = sum_floats(t, iterator, total, &next);
        } else {
            gb_set(&total, gb_binary(t, GB_ADD, total, next));
            gb_set(&next, total == GB_NULL ? GB_NULL : gb_next(t, iterator));
        }
    }
    gb_clear(&next);
    if (gb_raised(t))
        gb_clear(&total);
    gb_decref(iterator);
    return total;
}

/* --- Table --- */

const GbMethodDef gb_builtins_number_functions[] = {
    {"abs(x, /)", builtins_abs, "Return the absolute value of the argument."},
    {"bin(number, /)", builtins_bin,
     "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   "
     "'0b1010101010101010101010'"},
    {"chr(i, /)", builtins_chr,
     "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."},
    {"divmod(x, y, /)", builtins_divmod,
     "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."},
    {"hex(number, /)", builtins_hex,
     "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'"},
    {"oct(number, /)", builtins_oct,
     "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'"},
    {"ord(c, /)", builtins_ord, "Return the Unicode code point for a one-character string."},
    {"pow(base, exp, mod=None)", builtins_pow,
     "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.\n\n"
     "Some types, such as ints, are able to use a more efficient algorithm when\n"
     "invoked using the three argument form."},
    {"round(number, ndigits=None)", builtins_round,
     "Round a number to a given precision in decimal digits.\n\n"
     "The return value is an integer if ndigits is omitted or None.  Otherwise\n"
     "the return value has the same type as the number.  ndigits may be negative."},
    {"sum(iterable, /, start=0)", builtins_sum,
     "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\n"
     "When the iterable is empty, return the start value.\n"
     "This function is intended specifically for use with numeric values and may\n"
     "reject non-numeric types."},
    {0},
};
