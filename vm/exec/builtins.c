/* Module builtins: its types, exceptions and constants, and the functions of the builtins_*.c
 * files. */
#include "vm/exec/builtins.h"

#include "vm/interp.h"

static const char builtins_doc[] = "Built-in functions, types, exceptions, and other objects.\n\n"
                                   "This module provides direct access to all 'built-in'\n"
                                   "identifiers of Python; for example, builtins.len is\n"
                                   "the full name for the built-in function len().\n\n"
                                   "This module is not normally accessed explicitly by most\n"
                                   "applications, but can be useful in modules that provide\n"
                                   "objects with the same name as a built-in value, but in\n"
                                   "which the built-in of that name is also needed.";

/* The types that have a name in builtins. */
static const GbKind builtin_kinds[] = {
    GB_KIND_BOOL,         GB_KIND_MEMORYVIEW, GB_KIND_BYTEARRAY, GB_KIND_BYTES,
    GB_KIND_CLASSMETHOD,  GB_KIND_COMPLEX,    GB_KIND_DICT,      GB_KIND_ENUMERATE,
    GB_KIND_FILTER,       GB_KIND_FLOAT,      GB_KIND_FROZENSET, GB_KIND_PROPERTY,
    GB_KIND_INT,          GB_KIND_LIST,       GB_KIND_MAP,       GB_KIND_OBJECT,
    GB_KIND_RANGE,        GB_KIND_REVERSED,   GB_KIND_SET,       GB_KIND_SLICE,
    GB_KIND_STATICMETHOD, GB_KIND_STR,        GB_KIND_SUPER,     GB_KIND_TUPLE,
    GB_KIND_TYPE,         GB_KIND_ZIP,
};

static int add_type(GbThread *t, GbBorrow module, GbType *type)
{
    return gb_dict_set(t, gb_module_dict(module), type->name, gb_value(type));
}

static int add_constants(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        GbBorrow value;
    } constants[] = {
        {"None", GB_NONE},   {"Ellipsis", GB_ELLIPSIS}, {"NotImplemented", GB_NOT_IMPLEMENTED},
        {"False", GB_FALSE}, {"True", GB_TRUE},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; ++i) {
        if (gb_module_set(t, module, constants[i].name, constants[i].value) < 0)
            return -1;
    }
    return gb_module_set(t, module, "__debug__", gb_bool(t->interp->options.optimize == 0));
}

static int add_types(GbThread *t, GbBorrow module)
{
    for (size_t i = 0; i < sizeof builtin_kinds / sizeof *builtin_kinds; ++i) {
        if (add_type(t, module, t->interp->types[builtin_kinds[i]]) < 0)
            return -1;
    }
    for (int id = 0; id < GB_EXCEPTION_COUNT; ++id) {
        if (add_type(t, module, t->interp->exceptions[id]) < 0)
            return -1;
    }
    GbBorrow os_error = gb_value(t->interp->exceptions[gb_OSError]);
    if (gb_module_set(t, module, "EnvironmentError", os_error) < 0)
        return -1;
    return gb_module_set(t, module, "IOError", os_error);
}

int gb_private_type_add(GbThread *t, const GbTypeSpec *spec)
{
    GbInterp *interp = t->interp;
    if (interp->private_types == GB_NULL && (interp->private_types = gb_list_new(t, 0)) == GB_NULL)
        return -1;
    GbType *type = gb_type_from_spec(t, spec, NULL);
    return type == NULL ? -1 : gb_list_append_take(t, interp->private_types, gb_value(type));
}

int gb_builtins_init(GbThread *t)
{
    static const GbMethodDef *const tables[] = {
        gb_builtins_source_functions, gb_builtins_object_functions, gb_builtins_iterate_functions,
        gb_builtins_number_functions, gb_builtins_io_functions,
    };
    GbInterp *interp = t->interp;
    interp->builtins = gb_module_new(t, "builtins", builtins_doc);
    if (interp->builtins == GB_NULL)
        return -1;
    interp->builtins_dict = gb_new_ref(gb_module_dict(interp->builtins));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; ++i) {
        if (gb_module_add_functions(t, interp->builtins, tables[i]) < 0)
            return -1;
    }
    if (gb_private_type_add(t, &gb_anext_spec) < 0)
        return -1;
    if (add_constants(t, interp->builtins) < 0 || add_types(t, interp->builtins) < 0)
        return -1;
    return interp->options.no_site ? 0 : gb_builtins_add_site(t, interp->builtins);
}
