/* str through the C interface: code points in the narrowest array, whatever the way they came. */
#include "tests/unit/fixture.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(str, .init = fixture_open, .fini = fixture_close, .timeout = 300);

static int width_of(GbBorrow str)
{
    int width;
    gb_str_data(str, &width);
    return width;
}

Test(str, takes_the_narrowest_width)
{
    static const struct {
        const char *utf8;
        int64_t length;
        int width;
    } samples[] = {
        {"", 0, 1}, {"plain", 5, 1}, {"caf\xc3\xa9", 4, 1}, {"\xe2\x82\xac!", 2, 2},
        {"a\xf0\x9f\x98\x80z", 3, 4},
    };
    GbThread *t = fixture_thread();
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        GbRef text = gb_str_new(t, samples[i].utf8);
        size_t size;
        cr_expect_eq(gb_str_length(text), samples[i].length);
        cr_expect_eq(width_of(text), samples[i].width);
        cr_expect_str_eq(gb_str_utf8(t, text, &size), samples[i].utf8);
        cr_expect_eq(size, strlen(samples[i].utf8));
        gb_decref(text);
    }
}

Test(str, slices_are_narrow_again)
{
    GbThread *t = fixture_thread();
    GbRef text = gb_str_new(t, "ab\xf0\x9f\x98\x80""cd");
    GbRef part = gb_str_slice(t, text, 3, 5), whole = gb_str_slice(t, text, 0, 5);
    cr_expect_eq(width_of(part), 1);
    cr_expect(gb_str_equal_c(part, "cd"));
    cr_expect(gb_str_equal(whole, text));
    cr_expect_eq(gb_str_at(text, 2), 0x1f600);
    gb_decref(part);
    gb_decref(whole);
    gb_decref(text);
}

Test(str, equal_text_is_equal_however_made)
{
    GbThread *t = fixture_thread();
    const uint32_t wide[] = {'a', 'b', 'c'};
    GbRef made = gb_str_from_array(t, wide, 3, 4), plain = gb_str_new(t, "abc");
    GbRef c = gb_str_new(t, "c"), ab = gb_str_new(t, "ab"), joined = gb_str_concat(t, ab, c);
    int64_t hash_a, hash_b;
    cr_expect_eq(width_of(made), 1);
    cr_expect(gb_str_equal(made, plain));
    cr_expect(gb_str_equal(joined, plain));
    cr_assert_eq(gb_hash(t, made, &hash_a), 0);
    cr_assert_eq(gb_hash(t, joined, &hash_b), 0);
    cr_expect_eq(hash_a, hash_b);
    cr_expect_eq(gb_str_order(ab, plain), gb_str_order(ab, joined));
    cr_expect_lt(gb_str_order(ab, plain), 0);
    gb_decref(made), gb_decref(plain), gb_decref(c), gb_decref(ab), gb_decref(joined);
}

Test(str, interned_text_is_one_object)
{
    GbThread *t = fixture_thread();
    GbRef a = gb_str_intern(t, "some name", 9);
    GbRef b = gb_str_intern_take(t, gb_str_new(t, "some name"));
    cr_expect_eq(a, b);
    gb_decref(a);
    gb_decref(b);
}

Test(str, a_lone_surrogate_has_no_utf8)
{
    GbThread *t = fixture_thread();
    GbRef lone = gb_str_from_code_point(t, 0xd800);
    cr_expect_null(gb_str_utf8(t, lone, NULL));
    fixture_expect_error(GB_NULL, gb_UnicodeEncodeError,
                         "'utf-8' codec can't encode character '\\ud800' in position 0: "
                         "surrogates not allowed");
    cr_expect_str_eq(gb_str_wtf8(t, lone, NULL), "\xed\xa0\x80");
    gb_decref(lone);
}

Test(str, bad_bytes_are_refused)
{
    static const char *const samples[] = {
        "\x80", "\xc3", "\xc0\x80", "\xe2\x82", "\xf5\x80\x80\x80", "\xff"};
    GbThread *t = fixture_thread();
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        cr_expect_eq(gb_str_from_utf8(t, samples[i], strlen(samples[i])), GB_NULL);
        cr_expect(gb_raised_drop_if(t, gb_UnicodeDecodeError), "sample %zu", i);
    }
}

Test(str, formats_values)
{
    GbThread *t = fixture_thread();
    GbRef list = gb_list_new(t, 0), name = gb_str_new(t, "n\xc3\xa9");
    gb_list_append(t, list, name);
    fixture_expect_take(gb_str_format(t, "%s %d %U %R %T %%", "c", 5, name, list, list),
                        "\"c 5 n\xc3\xa9 ['n\xc3\xa9'] list %\"");
    fixture_expect_take(gb_str_format(t, "%.3s|%K|%K", "abcdef", GB_NONE, name),
                        "'abc|None|str'");
    gb_decref(list);
    gb_decref(name);
}

Test(str, a_writer_grows_and_widens)
{
    GbThread *t = fixture_thread();
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int i = 0; i < 1000; i++)
        gb_writer_c(&writer, "abc");
    gb_writer_char(&writer, 0x20ac);
    gb_writer_fill(&writer, 0x1f600, 3);
    GbRef text = gb_writer_finish(&writer);
    cr_assert_neq(text, GB_NULL);
    cr_expect_eq(gb_str_length(text), 3004);
    cr_expect_eq(gb_str_at(text, 2999), 'c');
    cr_expect_eq(gb_str_at(text, 3000), 0x20ac);
    cr_expect_eq(gb_str_at(text, 3003), 0x1f600);
    gb_decref(text);
}

Test(str, decodes_and_encodes)
{
    GbThread *t = fixture_thread();
    const uint8_t bytes[] = {'a', 0xe9, 'b'};
    GbRef text = gb_decode(t, bytes, 3, "latin-1", NULL);
    fixture_expect_take(gb_encode(t, text, NULL, NULL), "b'a\\xc3\\xa9b'");
    fixture_expect_take(gb_encode(t, text, "ascii", "backslashreplace"), "b'a\\\\xe9b'");
    fixture_expect_error(gb_encode(t, text, "nonsense", NULL), gb_LookupError,
                         "unknown encoding: nonsense");
    gb_decref(text);
    fixture_expect_take(gb_decode(t, bytes, 3, NULL, "replace"), "'a\xef\xbf\xbd""b'");
}
