/* _typing: what typing.py has in C. */
#include "vm/gilbox.h"

static GbRef typing_idfunc(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_new_ref(args[0]);
}

static const GbMethodDef typing_functions[] = {
    {"_idfunc(x, /)", typing_idfunc, NULL},
    {0},
};

const GbModuleDef gb_module_typing = {
    "_typing",
    "Primitives and accelerators for the typing module.\n",
    typing_functions,
    NULL,
};
