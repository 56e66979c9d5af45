#include "vm/code/units.h"

#include "vm/exec/eval.h"
#include "vm/gilbox.h"

static const struct {
    uint8_t number, caches;
} rows[GB_OP_COUNT] = {
#define GB_CPYTHON_OP(name, number, caches) [OP_##name] = {number, caches},
#include "vm/code/cpython_opcodes.def"
#undef GB_CPYTHON_OP
};

int gb_units_number(int op)
{
    return rows[op].number;
}

int gb_units_caches(int op)
{
    return rows[op].caches;
}

static int prefixes_of(uint32_t arg)
{
    return arg > 0xffffff ? 3 : arg > 0xffff ? 2 : arg > 0xff ? 1 : 0;
}

static int plain_op(const GbUnits *units, int32_t index)
{
    return gb_plain_op(units->code->instrs[index].op);
}

uint32_t gb_units_arg(const GbUnits *units, int32_t index)
{
    int32_t arg = units->code->instrs[index].arg;
    switch (gb_opcode_info[plain_op(units, index)].operand) {
    case GB_OPERAND_JUMP_FORWARD:
        return (uint32_t)(units->starts[index + 1 + arg] - units->starts[index + 1]);
    case GB_OPERAND_JUMP_BACKWARD:
        return (uint32_t)(units->starts[index + 1] - units->starts[index + 1 - arg]);
    default: return (uint32_t)arg;
    }
}

/* Gives each argument the prefixes that it needs as things lie now: 1 when some were added. */
static bool add_prefixes(GbUnits *units)
{
    bool added = false;
    for (int32_t i = 0; i < units->code->instr_count; ++i) {
        int needed = prefixes_of(gb_units_arg(units, i));
        if (needed > units->prefixes[i]) { /* Never fewer than before: so this comes to an end. */
            units->prefixes[i] = (uint8_t)needed;
            added = true;
        }
    }
    return added;
}

static void lay_out(GbUnits *units)
{
    int32_t place = 0;
    for (int32_t i = 0; i < units->code->instr_count; ++i) {
        units->starts[i] = place;
        place += units->prefixes[i] + 1 + gb_units_caches(plain_op(units, i));
    }
    units->starts[units->code->instr_count] = place;
}

int gb_units_init(GbThread *t, GbUnits *units, const GbCode *code)
{
    size_t count = (size_t)code->instr_count;
    *units = (GbUnits){.code = code};
    units->starts = gb_mem_new(t, (count + 1) * sizeof *units->starts);
    if (units->starts != NULL)
        units->prefixes = gb_mem_new(t, count);
    if (units->prefixes == NULL) {
        gb_units_fini(t, units);
        return -1;
    }
    memset(units->prefixes, 0, count);
    do
        lay_out(units);
    while (add_prefixes(units));
    return 0;
}

void gb_units_fini(GbThread *t, GbUnits *units)
{
    size_t count = (size_t)units->code->instr_count;
    if (units->starts != NULL)
        gb_mem_free(t, units->starts, (count + 1) * sizeof *units->starts);
    if (units->prefixes != NULL)
        gb_mem_free(t, units->prefixes, count);
    *units = (GbUnits){.code = units->code};
}

int64_t gb_code_lasti(GbThread *t, const GbCode *code, int64_t index)
{
    GbUnits units;
    if (index < 0)
        return -1;
    if (gb_units_init(t, &units, code) < 0)
        return -2;
    int64_t lasti = index >= code->instr_count
                        ? 2 * (int64_t)gb_units_count(&units)
                        : 2 * (int64_t)gb_units_place(&units, (int32_t)index);
    gb_units_fini(t, &units);
    return lasti;
}

int64_t gb_code_index_of_lasti(GbThread *t, const GbCode *code, int64_t lasti)
{
    GbUnits units;
    if (lasti < 0)
        return -1;
    if (gb_units_init(t, &units, code) < 0)
        return -2;
    int32_t low = 0, high = code->instr_count; /* The last that starts at the unit or before. */
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (units.starts[middle] <= lasti / 2)
            low = middle;
        else
            high = middle;
    }
    gb_units_fini(t, &units);
    return low;
}

/* A few count otherwise in CPython: there PRECALL takes the arguments off, not CALL. */
static int fall_through_effect(int op, int arg)
{
    switch (op) {
    case OP_PRECALL: return -arg;
    case OP_CALL: return -1;
    case OP_RETURN_GENERATOR: return 0;
    case OP_BUILD_SLICE: return arg == 3 ? -2 : -1;
    default: return gb_opcode_pushes(op, arg) - gb_opcode_pops(op, arg);
    }
}

bool gb_code_stack_effect(int number, int arg, int jump, int *effect)
{
    enum { CACHE = 0, EXTENDED_ARG = 144 };
    *effect = 0;
    if (number == CACHE || number == EXTENDED_ARG)
        return true;
    int op = 0;
    while (op < GB_OP_COUNT && rows[op].number != number)
        ++op;
    if (op == GB_OP_COUNT)
        return false;
    int falls = fall_through_effect(op, arg);
    int jumps = falls + gb_opcode_info[op].on_jump;
    *effect = jump == 0 ? falls : jump > 0 ? jumps : falls > jumps ? falls : jumps;
    return true;
}
