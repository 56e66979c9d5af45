/* int through the C interface: small and big ints are one type, and exact. */
#include "tests/unit/fixture.h"
#include "vm/interp.h"
#include "vm/mem.h"
#include "vm/object/int.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

TestSuite(int, .init = fixture_open, .fini = fixture_close, .timeout = 300);

static GbRef from_text(const char *text)
{
    return gb_int_from_text(fixture_thread(), text, strlen(text), 10);
}

/* a op b, both as text. */
static void expect_binary(const char *a, GbBinary op, const char *b, const char *result)
{
    GbThread *t = fixture_thread();
    GbRef left = from_text(a), right = from_text(b);
    fixture_expect_take(gb_binary(t, op, left, right), result);
    gb_decref(left);
    gb_decref(right);
}

Test(int, every_int64_comes_back)
{
    GbThread *t = fixture_thread();
    for (int bit = 0; bit < 64; bit++) {
        for (int64_t step = -2; step <= 2; step++) {
            int64_t n = (int64_t)((UINT64_C(1) << bit) + (uint64_t)step), back;
            GbRef v = gb_int_new(t, n);
            cr_assert(gb_is_int(v));
            cr_assert_eq(gb_int_to_i64(t, v, &back), 0);
            cr_expect_eq(back, n);
            cr_expect_eq(gb_int_sign(v), (n > 0) - (n < 0));
            gb_decref(v);
        }
    }
}

Test(int, one_value_has_one_form)
{
    GbThread *t = fixture_thread();
    GbRef big = from_text("1000000000000000000000"), one = gb_int_new(t, 1);
    GbRef more = gb_binary(t, GB_ADD, big, one), back = gb_binary(t, GB_SUB, more, big);
    cr_expect_eq(back, gb_int_new(t, 1), "1 is immediate, however it came about");
    cr_expect_eq(gb_equal(t, big, more), 0);
    gb_decref(big);
    gb_decref(more);
    gb_decref(back);
}

Test(int, grows_past_the_immediate_ones)
{
    expect_binary("281474976710655", GB_ADD, "1", "281474976710656");
    expect_binary("-281474976710656", GB_SUB, "1", "-281474976710657");
    expect_binary("9223372036854775807", GB_ADD, "1", "9223372036854775808");
    expect_binary("4294967296", GB_MUL, "4294967296", "18446744073709551616");
    expect_binary("2", GB_POW, "100", "1267650600228229401496703205376");
    expect_binary("1", GB_LSHIFT, "64", "18446744073709551616");
}

Test(int, division_rounds_down)
{
    expect_binary("7", GB_FLOORDIV, "-2", "-4");
    expect_binary("7", GB_MOD, "-2", "-1");
    expect_binary("-100000000000000000000", GB_FLOORDIV, "3", "-33333333333333333334");
    expect_binary("-100000000000000000000", GB_MOD, "3", "2");
    expect_binary("1", GB_TRUEDIV, "3", "0.3333333333333333");
    expect_binary("-7", GB_RSHIFT, "1", "-4");
}

Test(int, bits_are_of_endless_twos_complement)
{
    expect_binary("-1", GB_AND, "18446744073709551615", "18446744073709551615");
    expect_binary("-18446744073709551616", GB_OR, "1", "-18446744073709551615");
    expect_binary("-18446744073709551616", GB_XOR, "-1", "18446744073709551615");
}

Test(int, refuses_what_is_undefined)
{
    GbThread *t = fixture_thread();
    GbRef one = gb_int_new(t, 1), zero = gb_int_new(t, 0), minus = gb_int_new(t, -1);
    fixture_expect_error(gb_binary(t, GB_FLOORDIV, one, zero), gb_ZeroDivisionError,
                         "integer division or modulo by zero");
    fixture_expect_error(gb_binary(t, GB_LSHIFT, one, minus), gb_ValueError,
                         "negative shift count");
    fixture_expect_error(from_text("12x"), gb_ValueError,
                         "invalid literal for int() with base 10: '12x'");
    fixture_expect_error(gb_int_from_double(t, 1e308 * 10), gb_OverflowError,
                         "cannot convert float infinity to integer");
}

Test(int, too_large_for_c_is_an_overflow)
{
    GbThread *t = fixture_thread();
    GbRef big = from_text("9223372036854775808");
    int64_t out = 5;
    cr_expect_eq(gb_int_to_i64(t, big, &out), -1);
    fixture_expect_error(GB_NULL, gb_OverflowError,
                         "Python int too large to convert to C ssize_t");
    cr_expect_not(gb_int_peek_i64(big, &out));
    gb_decref(big);
}

Test(int, bytes_and_back)
{
    GbThread *t = fixture_thread();
    const uint8_t bytes[] = {0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    uint8_t copy[sizeof bytes];
    for (int big_endian = 0; big_endian < 2; big_endian++) {
        GbRef v = gb_int_from_bytes(t, bytes, sizeof bytes, big_endian, true);
        cr_expect_eq(gb_int_sign(v), big_endian ? -1 : 1);
        cr_expect_eq(gb_int_to_bytes(t, v, copy, sizeof copy, big_endian, true), 0);
        cr_expect_arr_eq(copy, bytes, sizeof bytes);
        gb_decref(v);
    }
}

Test(int, measures_itself)
{
    GbThread *t = fixture_thread();
    GbRef v = from_text("-18446744073709551616"), root;
    cr_expect_eq(gb_int_bit_length(v), 65);
    gb_decref(v);
    v = from_text("152415787532388367501905199875019052100");
    root = gb_int_isqrt(t, v);
    fixture_expect_take(root, "12345678901234567890");
    gb_decref(v);
    fixture_expect_take(gb_int_factorial(t, 25), "15511210043330985984000000");
}

/* What makes GMP ask for memory; base has 9,000 digits, small 2,500. */
static GbRef calculate(GbThread *t, int what, GbBorrow base, GbBorrow small)
{
    switch (what) {
    case 0:
        return gb_binary(t, GB_MUL, base, base);
    case 1:
        return gb_binary(t, GB_POW, small, gb_small_new(40));
    case 2:
        return gb_binary(t, GB_FLOORDIV, base, small);
    case 3:
        return gb_int_gcd(t, base, small);
    case 4:
        return gb_int_to_base(t, base, 16);
    default:
        return gb_int_isqrt(t, base);
    }
}

/* GMP has no word for "no memory", and would end the process. */
Test(int, no_memory_is_an_error)
{
    enum { CALCULATIONS = 6 };
    GbThread *t = fixture_thread();
    GbHeap *heap = t->interp->heap;
    GbRef base = gb_int_factorial(t, 3000), small = gb_int_factorial(t, 1000);
    size_t bytes = gb_heap_counts(heap).bytes;
    for (int what = 0; what < CALCULATIONS; what++) {
        bool done = false;
        int n;
        for (n = 1; !done; n++) {
            gb_heap_fail_after(heap, n);
            GbRef result = calculate(t, what, base, small);
            done = gb_heap_will_fail(heap);
            gb_heap_fail_after(heap, 0);
            cr_assert_eq(result != GB_NULL, done);
            if (!done)
                fixture_expect_error(result, gb_MemoryError, "");
            gb_xdecref(result);
            cr_expect_eq(gb_heap_counts(heap).bytes, bytes);
        }
        cr_expect_gt(n, 2, "calculation %d never asked", what);
    }
    gb_heap_limit(heap, bytes + (1 << 20));
    fixture_expect_error(gb_binary(t, GB_POW, small, gb_small_new(10000)), gb_MemoryError, "");
    gb_heap_limit(heap, SIZE_MAX);
    cr_expect_eq(gb_heap_counts(heap).bytes, bytes);
    gb_decref(base);
    gb_decref(small);
}
