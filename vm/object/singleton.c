/* The types of None, Ellipsis and NotImplemented: one immediate value each. */
#include "vm/object/type.h"

/* --- None --- */

static GbRef none_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
}

static GbRef none_repr(GbThread *t, GbBorrow self)
{
    return gb_str_intern(t, "None", 4);
}

static int none_truth(GbThread *t, GbBorrow self)
{
    return 0;
}

const GbTypeSpec gb_none_spec = {
    .name = "NoneType",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.repr = none_repr, .truth = none_truth},
    .constructor = {"NoneType()", none_create, NULL},
};

/* --- Ellipsis --- */

static GbRef ellipsis_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_ELLIPSIS;
}

static GbRef ellipsis_repr(GbThread *t, GbBorrow self)
{
    return gb_str_intern(t, "Ellipsis", 8);
}

static GbRef ellipsis_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return ellipsis_repr(t, self); /* Pickled by name. */
}

static const GbMethodDef ellipsis_methods[] = {
    {"__reduce__()", ellipsis_reduce, NULL},
    {0},
};

const GbTypeSpec gb_ellipsis_spec = {
    .name = "ellipsis",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.repr = ellipsis_repr},
    .constructor = {"ellipsis()", ellipsis_create, NULL},
    .methods = ellipsis_methods,
};

/* --- NotImplemented --- */

static GbRef not_implemented_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NOT_IMPLEMENTED;
}

static GbRef not_implemented_repr(GbThread *t, GbBorrow self)
{
    return gb_str_intern(t, "NotImplemented", 14);
}

static int not_implemented_truth(GbThread *t, GbBorrow self)
{
    if (gb_warn(t, gb_DeprecationWarning, 1,
                "NotImplemented should not be used in a boolean context") < 0)
        return -1;
    return 1;
}

static GbRef not_implemented_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return not_implemented_repr(t, self);
}

static const GbMethodDef not_implemented_methods[] = {
    {"__reduce__()", not_implemented_reduce, NULL},
    {0},
};

const GbTypeSpec gb_not_implemented_spec = {
    .name = "NotImplementedType",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.repr = not_implemented_repr, .truth = not_implemented_truth},
    .constructor = {"NotImplementedType()", not_implemented_create, NULL},
    .methods = not_implemented_methods,
};
