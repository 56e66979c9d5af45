/* dict through the C interface: order, growth, collisions, ownership. */
#include "tests/unit/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

TestSuite(dict, .init = fixture_open, .fini = fixture_close, .timeout = 300);

/* The key of a number: ints, or strs "0", "1", ... which mix with them. */
static GbRef new_key(GbThread *t, int64_t n)
{
    char text[24];
    if (n % 3 != 0)
        return gb_int_new(t, n);
    snprintf(text, sizeof text, "%lld", (long long)n);
    return gb_str_new(t, text);
}

static void set(GbThread *t, GbBorrow dict, int64_t n, int64_t value)
{
    GbRef key = new_key(t, n), v = gb_int_new(t, value);
    cr_assert_eq(gb_dict_set(t, dict, key, v), 0);
    gb_decref(key);
    gb_decref(v);
}

/* The value of a key, or -1. */
static int64_t get(GbThread *t, GbBorrow dict, int64_t n)
{
    GbRef key = new_key(t, n), v = GB_NULL;
    int64_t value = -1;
    int found = gb_dict_find(t, dict, key, &v);
    cr_assert_geq(found, 0);
    if (found)
        cr_assert_eq(gb_int_to_i64(t, v, &value), 0);
    gb_xdecref(v);
    gb_decref(key);
    return value;
}

static int delete(GbThread *t, GbBorrow dict, int64_t n)
{
    GbRef key = new_key(t, n);
    int deleted = gb_dict_delete(t, dict, key);
    gb_decref(key);
    return deleted;
}

Test(dict, keeps_what_is_set)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t);
    for (int64_t i = 0; i < 5000; i++)
        set(t, dict, i, i * i);
    cr_expect_eq(gb_dict_count(dict), 5000);
    for (int64_t i = 0; i < 5000; i++)
        cr_expect_eq(get(t, dict, i), i * i);
    cr_expect_eq(get(t, dict, 5000), -1);
    gb_decref(dict);
}

Test(dict, deletes_and_forgets)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t);
    for (int round = 0; round < 20; round++) {
        for (int64_t i = 0; i < 100; i++)
            set(t, dict, i, round);
        for (int64_t i = 0; i < 100; i++)
            cr_expect_eq(delete (t, dict, i), 1);
        cr_expect_eq(delete (t, dict, 0), 0);
        cr_expect_eq(gb_dict_count(dict), 0);
    }
    gb_decref(dict);
}

Test(dict, walks_in_order_of_insertion)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t);
    for (int64_t i = 1; i < 50; i += 3) /* ints only */
        set(t, dict, i, i);
    delete (t, dict, 4);
    set(t, dict, 1, 100); /* keeps its place */
    set(t, dict, 4, 400); /* goes to the end */

    GbBorrow key, value;
    int64_t position = 0, expected = 1, k = 0, last = 0;
    while (gb_dict_next(dict, &position, &key, &value)) {
        gb_int_to_i64(t, key, &k);
        if (k != 4)
            cr_expect_eq(k, expected);
        expected += expected == 1 ? 6 : 3;
        last = k;
    }
    cr_expect_eq(last, 4);
    gb_decref(dict);
}

Test(dict, equal_numbers_are_one_key)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t), one = gb_int_new(t, 1);
    cr_assert_eq(gb_dict_set(t, dict, one, GB_NONE), 0);
    cr_assert_eq(gb_dict_set(t, dict, GB_TRUE, GB_FALSE), 0);
    cr_expect_eq(gb_dict_count(dict), 1);
    gb_decref(one);
    fixture_expect_take(dict, "{1: False}");
}

Test(dict, refuses_keys_without_a_hash)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t), list = gb_list_new(t, 0), found = GB_NULL;
    cr_expect_eq(gb_dict_set(t, dict, list, GB_NONE), -1);
    fixture_expect_error(GB_NULL, gb_TypeError, "unhashable type: 'list'");
    cr_expect_eq(gb_dict_find(t, dict, list, &found), -1);
    fixture_expect_error(found, gb_TypeError, "unhashable type: 'list'");
    gb_decref(list);
    gb_decref(dict);
}

Test(dict, copies_and_updates)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t);
    gb_dict_set_c_take(t, dict, "a", gb_int_new(t, 1));
    GbRef copy = gb_dict_copy(t, dict);
    gb_dict_set_c_take(t, copy, "b", gb_int_new(t, 2));
    cr_expect_eq(gb_dict_count(dict), 1);
    cr_expect_eq(gb_dict_update(t, dict, copy), 0);
    fixture_expect_take(dict, "{'a': 1, 'b': 2}");
    fixture_expect_take(copy, "{'a': 1, 'b': 2}");
}

Test(dict, holds_its_values_as_long_as_it_lives)
{
    GbThread *t = fixture_thread();
    GbRef dict = gb_dict_new(t), list = gb_list_new(t, 0), found = GB_NULL;
    gb_dict_set_c(t, dict, "k", list);
    gb_decref(list);
    GbRef key = gb_str_new(t, "k");
    cr_assert_eq(gb_dict_find(t, dict, key, &found), 1);
    gb_decref(dict);
    cr_expect_eq(gb_list_append(t, found, key), 0); /* still ours */
    gb_decref(key);
    fixture_expect_take(found, "['k']");
}
