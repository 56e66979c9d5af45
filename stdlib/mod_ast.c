/* _ast: the classes of syntax trees; compile() makes trees of them, and code of the trees. */
#include "vm/gilbox.h"

static int ast_init(GbThread *t, GbBorrow module)
{
    if (gb_module_set(t, module, "PyCF_ONLY_AST", gb_small_new(0x400)) < 0 ||
        gb_module_set(t, module, "PyCF_TYPE_COMMENTS", gb_small_new(0x1000)) < 0 ||
        gb_module_set(t, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", gb_small_new(0x2000)) < 0)
        return -1;
    return gb_ast_module_fill(t, module);
}

const GbModuleDef gb_module_ast = {"_ast", NULL, NULL, ast_init};
