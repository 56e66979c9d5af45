#include "tests/unit/fixture.h"

#include <criterion/criterion.h>

static Rt *rt;
static GbThread *t;

void fixture_open(void)
{
    GbOptions options = {0};
    cr_assert_eq(rt_real_new(&rt), 0);
    cr_assert_eq(gil_preset("3.12", &options.gil), 0);
    options.rt = rt;
    cr_assert_eq(gb_interp_new(&options, &t), 0);
}

void fixture_close(void)
{
    cr_expect_not(gb_raised(t), "an exception is left");
    gb_interp_end(t);
    gb_interp_free(t);
    rt_machine_free(rt);
}

GbThread *fixture_thread(void)
{
    return t;
}

void fixture_expect_take(GbRef v, const char *repr)
{
    cr_assert_neq(v, GB_NULL, "failed, instead of %s", repr);
    GbRef text = gb_repr(t, v);
    cr_assert_neq(text, GB_NULL);
    cr_expect_str_eq(gb_str_wtf8(t, text, NULL), repr);
    gb_decref(text);
    gb_decref(v);
}

void fixture_expect_error(GbRef v, GbExceptionId id, const char *message)
{
    cr_assert_eq(v, GB_NULL, "no error: %s", message);
    cr_expect(gb_raised_is(t, id), "another error than: %s", message);
    GbRef exception = gb_raised_take(t);
    GbRef text = gb_str(t, exception);
    cr_expect_str_eq(gb_str_wtf8(t, text, NULL), message);
    gb_decref(text);
    gb_decref(exception);
}
