/* Code as CPython lays it out, for scripts that look at co_code and its kin.
 *
 * CPython's code is made of units of two bytes: opcode and argument. Arguments over 255 have
 * EXTENDED_ARG units before them, some opcodes CACHE units behind them, and jumps count units. Ours
 * is made of GbInstr; this tells which units one would have been. Nothing executes them. */
#ifndef GB_CODE_UNITS_H
#define GB_CODE_UNITS_H

#include "vm/code/code.h"

typedef struct GbUnits {
    const GbCode *code; /* borrowed */
    int32_t *starts;    /* By instruction: its first unit; and where all ends. */
    uint8_t *prefixes;  /* By instruction: EXTENDED_ARG units. */
} GbUnits;

/* 0, or -1 with MemoryError. */
int gb_units_init(GbThread *t, GbUnits *units, const GbCode *code);
void gb_units_fini(GbThread *t, GbUnits *units);

static inline int32_t gb_units_count(const GbUnits *units)
{
    return units->starts[units->code->instr_count];
}

/* CPython's number of an opcode of ours, and how many CACHE units follow it. */
int gb_units_number(int op);
int gb_units_caches(int op);
/* The argument as CPython would have it: jumps count units. */
uint32_t gb_units_arg(const GbUnits *units, int32_t index);
/* The unit of the opcode itself. */
static inline int32_t gb_units_place(const GbUnits *units, int32_t index)
{
    return units->starts[index] + units->prefixes[index];
}

/* f_lasti of an instruction; -1 before the first. -2 fails. */
int64_t gb_code_lasti(GbThread *t, const GbCode *code, int64_t index);
/* The instruction that such a number falls into, clipped to the code's ends. -2 fails. */
int64_t gb_code_index_of_lasti(GbThread *t, const GbCode *code, int64_t lasti);

#endif
