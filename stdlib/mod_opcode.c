/* _opcode: what the dis module asks about instructions. */
#include "vm/gilbox.h"

enum { HAVE_ARGUMENT = 90 };

/* jump as 1, 0 or -1 (either); -2 fails. */
static int read_jump(GbThread *t, GbBorrow v)
{
    if (v == GB_NONE)
        return -1;
    if (gb_is_bool(v))
        return v == GB_TRUE;
    return gb_fail(t, gb_ValueError, "stack_effect: jump must be False, True or None") - 1;
}

static GbRef opcode_stack_effect(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t number, arg = 0;
    int effect;
    if (gb_index_i64(t, args[0], &number, gb_OverflowError) < 0)
        return GB_NULL;
    bool takes_arg = number >= HAVE_ARGUMENT, given = args[1] != GB_NONE;
    if (takes_arg && !given)
        return gb_raise(t, gb_ValueError,
                        "stack_effect: opcode requires oparg but oparg was not specified");
    if (!takes_arg && given)
        return gb_raise(t, gb_ValueError,
                        "stack_effect: opcode does not permit oparg but oparg was specified");
    if (given && gb_index_i64(t, args[1], &arg, gb_OverflowError) < 0)
        return GB_NULL;
    int jump = read_jump(t, args[2]);
    if (jump == -2)
        return GB_NULL;
    if (number < 0 || number > UINT8_MAX || arg < 0 || arg > INT32_MAX ||
        !gb_code_stack_effect((int)number, (int)arg, jump, &effect))
        return gb_raise(t, gb_ValueError, "invalid opcode or oparg");
    return gb_small_new(effect);
}

static GbRef opcode_get_specialization_stats(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
}

/* --- The table --- */

/* What an opcode's argument means, by its row in opcode.def. */
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc)                             \
    static const char operand_of_##name[] = #operand;
#include "vm/code/opcode.def"
#undef GB_OP

static const struct {
    const char *name, *operand;
    int number, caches;
} opcode_rows[] = {
#define GB_CPYTHON_OP(name, number, caches) {#name, operand_of_##name, number, caches},
#include "vm/code/cpython_opcodes.def"
#undef GB_CPYTHON_OP
};

static GbRef opcode_row(GbThread *t, size_t i)
{
    GbRef name = gb_str_new(t, opcode_rows[i].name);
    GbRef operand = gb_str_new(t, opcode_rows[i].operand);
    GbRef row = GB_NULL;
    if (name != GB_NULL && operand != GB_NULL)
        row = gb_tuple_of(t, 4, name, gb_small_new(opcode_rows[i].number), operand,
                          gb_small_new(opcode_rows[i].caches));
    gb_xdecref(name);
    gb_xdecref(operand);
    return row;
}

static int opcode_init(GbThread *t, GbBorrow module)
{
    size_t count = sizeof opcode_rows / sizeof opcode_rows[0];
    GbRef list = gb_list_new(t, 0);
    for (size_t i = 0; i < count && list != GB_NULL; ++i) {
        GbRef row = opcode_row(t, i);
        if (row == GB_NULL || gb_list_append(t, list, row) < 0)
            gb_clear(&list);
        gb_xdecref(row);
    }
    return gb_module_set_take(t, module, "_table", list);
}

static const GbMethodDef opcode_functions[] = {
    {"stack_effect(opcode, oparg=None, /, *, jump=None)", opcode_stack_effect,
     "Compute the stack effect of the opcode."},
    {"get_specialization_stats()", opcode_get_specialization_stats,
     "Return the specialization stats"},
    {0},
};

const GbModuleDef gb_module_opcode = {"_opcode", "Opcode support module.", opcode_functions,
                                      opcode_init};
