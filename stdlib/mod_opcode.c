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

static const GbMethodDef opcode_functions[] = {
    {"stack_effect(opcode, oparg=None, /, *, jump=None)", opcode_stack_effect,
     "Compute the stack effect of the opcode."},
    {"get_specialization_stats()", opcode_get_specialization_stats,
     "Return the specialization stats"},
    {0},
};

const GbModuleDef gb_module_opcode = {"_opcode", "Opcode support module.", opcode_functions, NULL};
