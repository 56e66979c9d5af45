#include "vm/object/int.h"
#include "vm/object/type.h"

static GbRef bool_create(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int truth = gb_truth(t, args[0]);
    return truth < 0 ? GB_NULL : gb_bool(truth);
}

static GbRef bool_repr(GbThread *t, GbBorrow self)
{
    return gb_str_intern(t, self == GB_TRUE ? "True" : "False", self == GB_TRUE ? 4 : 5);
}

/* Of two bools &, | and ^ make a bool; everything else is arithmetic of ints. */
static GbRef bool_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (!gb_is_intlike(a) || !gb_is_intlike(b))
        return GB_NOT_IMPLEMENTED;
    if (gb_is_bool(a) && gb_is_bool(b)) {
        if (op == GB_AND)
            return a & b;
        if (op == GB_OR)
            return a | b;
        if (op == GB_XOR)
            return gb_bool(a != b);
    }
    return gb_int_binary(t, op, a, b);
}

const GbTypeSpec gb_bool_spec = {
    .name = "bool",
    .doc = "bool(x) -> bool\n\n"
           "Returns True when the argument x is true, False otherwise.\n"
           "The builtins True and False are the only two instances of the class bool.\n"
           "The class bool is a subclass of the class int, and cannot be subclassed.",
    .size = sizeof(GbInt),
    .flags = GB_TYPE_FINAL | GB_TYPE_MATCH_SELF | GB_TYPE_IMMUTABLE,
    .slots = {
        .repr = bool_repr,
        .binary = bool_binary,
    },
    .constructor = {"bool(x=False, /)", bool_create, NULL},
};
