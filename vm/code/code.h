/* Code objects: what the compiler makes of source and what the evaluation loop runs.
 *
 * A code object is immutable once made, except for what the loop adds behind the scenes: inline
 * caches, a warmth counter, and instructions rewritten to faster ones that mean the same. It holds
 * no globals and no values of variables, so that any number of functions and threads share it.
 *
 * A frame of the code has localsplus_count slots and then stack_size values of stack. Slots come in
 * this order: arguments, other locals (an argument or local that inner functions use is a cell in
 * its own slot), cells that are not arguments, and last the free variables.
 *
 * Instructions are 8 bytes, so that an argument always fits and an address is an index. A jump's
 * distance counts from the instruction after it. Line tables, handlers and jumps all speak of
 * instruction indices; only what Python code sees (co_code, f_lasti, co_lines) counts as CPython's
 * code of 2-byte units would (vm/code/units.h).
 */
#ifndef GB_CODE_CODE_H
#define GB_CODE_CODE_H

#include "runtime/rt.h"
#include "vm/object/object.h"
#include "vm/value.h"

#include <stddef.h>
#include <stdint.h>

/* What an opcode's argument means. */
typedef enum GbOperandKind {
    GB_OPERAND_NONE,          /* ignored */
    GB_OPERAND_CONST,         /* index into consts */
    GB_OPERAND_NAME,          /* index into names */
    GB_OPERAND_GLOBAL,        /* index into names, shifted left; the low bit asks for a NULL */
    GB_OPERAND_LOCAL,         /* index into localsplus */
    GB_OPERAND_CELL,          /* index into localsplus, of a cell or free variable */
    GB_OPERAND_JUMP_FORWARD,  /* instructions to skip */
    GB_OPERAND_JUMP_BACKWARD, /* instructions to go back */
    GB_OPERAND_COMPARE,       /* GbCompare */
    GB_OPERAND_BINARY,        /* GbBinary; an in-place operator is its plain one + GB_INPLACE */
    GB_OPERAND_COUNT,         /* a number of values or a depth */
    GB_OPERAND_FLAGS,         /* bits */
    GB_OPERAND_RAW,           /* something else; the row's sentence says what */
} GbOperandKind;

/* Opcodes, OP_NOP first. The specialised ones that the loop writes over these start at
   GB_OP_COUNT and live in vm/exec. */
typedef enum GbOpcode {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc) OP_##name,
#include "vm/code/opcode.def"
#undef GB_OP
    GB_OP_COUNT,
} GbOpcode;

/* Flags of an opcode. */
enum {
    GB_OP_EDGE = 1 << 0,
    GB_OP_CACHED = 1 << 1,
    GB_OP_JUMP = 1 << 2,
    GB_OP_NO_FALLTHROUGH = 1 << 3,
    GB_OP_HEAVY = 1 << 4,
    GB_OP_CALLS = 1 << 5,
};

/* An opcode's row without the parts that depend on the argument. */
typedef struct GbOpcodeInfo {
    const char *name;
    const char *doc;
    uint8_t operand; /* GbOperandKind */
    uint8_t ticks;
    uint8_t flags; /* GB_OP_EDGE ... */
    int8_t on_jump;
} GbOpcodeInfo;

/* Indexed by GbOpcode. */
extern const GbOpcodeInfo gb_opcode_info[GB_OP_COUNT];

/* How long an instruction takes on a machine whose clock moves by work. */
int64_t gb_opcode_price_ps(int op, const int64_t *cost_ps);

/* How many values `op` needs on the stack, and how many are there instead afterwards. */
int gb_opcode_pops(int op, int arg);
int gb_opcode_pushes(int op, int arg);

/* co_flags: CPython's numbers. */
enum {
    GB_CO_OPTIMIZED = 0x1,
    GB_CO_NEWLOCALS = 0x2,
    GB_CO_VARARGS = 0x4,
    GB_CO_VARKEYWORDS = 0x8,
    GB_CO_NESTED = 0x10,
    GB_CO_GENERATOR = 0x20,
    GB_CO_COROUTINE = 0x80,
    GB_CO_ITERABLE_COROUTINE = 0x100,
    GB_CO_ASYNC_GENERATOR = 0x200,
    GB_CO_FUTURE_DIVISION = 0x20000,
    GB_CO_FUTURE_ABSOLUTE_IMPORT = 0x40000,
    GB_CO_FUTURE_WITH_STATEMENT = 0x80000,
    GB_CO_FUTURE_PRINT_FUNCTION = 0x100000,
    GB_CO_FUTURE_UNICODE_LITERALS = 0x200000,
    GB_CO_FUTURE_BARRY_AS_BDFL = 0x400000,
    GB_CO_FUTURE_GENERATOR_STOP = 0x800000,
    GB_CO_FUTURE_ANNOTATIONS = 0x1000000,
    GB_CO_FUTURE_MASK = 0x1fe0000,
};

/* localsplus_kinds: CPython's CO_FAST_ bits. A slot may be local and cell at once. */
enum {
    GB_SLOT_LOCAL = 0x20,
    GB_SLOT_CELL = 0x40,
    GB_SLOT_FREE = 0x80,
};

typedef struct GbInstr {
    uint16_t op;    /* GbOpcode, or a specialised one */
    uint16_t cache; /* 1-based index of its inline cache; 0: none (or the code has over 65535) */
    int32_t arg;
} GbInstr;

/* Where an instruction comes from: lines from 1, columns in bytes from 0; -1 where unknown. */
typedef struct GbPosition {
    int32_t line;
    int32_t end_line;
    int32_t column;
    int32_t end_column;
} GbPosition;

/* One row of the exception table: an exception raised in [start, end) cuts the stack to `depth`
   values, pushes the raising instruction's index if `lasti`, then the exception, and goes on at
   `target`. Rows are sorted by start and do not overlap: at most one covers an instruction. */
typedef struct GbHandler {
    int32_t start;
    int32_t end;
    int32_t target;
    int32_t depth;
    int32_t lasti; /* bool */
} GbHandler;

typedef struct GbCode {
    GbObject header;
    GbInstr *instrs;
    int32_t instr_count;
    GbPosition *positions; /* instr_count of them */
    GbHandler *handlers;
    int32_t handler_count;
    GbRef *consts;
    int32_t const_count;
    GbRef *names; /* interned str */
    int32_t name_count;
    GbRef *localsplus_names;   /* interned str, mangled */
    uint8_t *localsplus_kinds; /* GB_SLOT_ bits */
    int32_t localsplus_count;
    int32_t local_count; /* arguments and locals, also those that are cells */
    int32_t cell_count;  /* slots that are cells, also arguments */
    int32_t free_count;
    int32_t arg_count; /* positional arguments, including positional-only; without *args */
    int32_t posonly_count;
    int32_t kwonly_count;
    int32_t exact_args; /* arguments of a call that needs no binding; -1: every call does */
    uint32_t flags; /* GB_CO_ bits */
    int32_t stack_size;
    int32_t cache_count; /* inline caches the instructions refer to */
    int64_t *prices;     /* on a metered machine: what the instructions before the i-th cost
                            together, in ps; instr_count + 1 of them. Else NULL. */
    int32_t first_line;
    GbRef name;
    GbRef qualname;
    GbRef filename;
    /* Owned and filled by vm/exec when the code first runs; freed with gb_free. */
    void *caches;
    /* Further ones, of sites that have met several types; NULL: none yet. */
    void *other_caches;
    uint32_t warmth;
} GbCode;

/* Writes the prices of a code object's instructions, if the machine has a meter. NULL prices and
   false with MemoryError. */
bool gb_code_price(GbThread *t, GbCode *code);

/* An empty code object, for the assembler to fill: its arrays come from gb_mem_new, all fields but
   the header are zero. NULL with MemoryError set. */
GbCode *gb_code_new(GbThread *t);

/* Sets what follows from the counts and flags. */
static inline void gb_code_settle(GbCode *code)
{
    bool plain = code->kwonly_count == 0 && !(code->flags & (GB_CO_VARARGS | GB_CO_VARKEYWORDS));
    code->exact_args = plain ? code->arg_count : -1;
}

/* The row that handles an exception raised at instruction `index`, or NULL. */
const GbHandler *gb_code_find_handler(const GbCode *code, int32_t index);

/* The line of instruction `index`; 0 or less where there is none. */
static inline int32_t gb_code_line(const GbCode *code, int32_t index)
{
    return index < code->instr_count ? code->positions[index].line : -1;
}

#endif
