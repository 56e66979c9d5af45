/* One instruction a line:
 *
 *     line   >> offset OPCODE               arg (what the argument means)
 *
 * The offset is twice the instruction's index, since CPython counts bytes; >> marks what can be
 * jumped to. */
#include "vm/code/dis.h"

#include "vm/exec/eval.h"
#include "vm/gilbox.h"
#include "vm/object/dict.h"

#include <stdio.h>
#include <string.h>

typedef struct Listing {
    GbThread *t;
    const GbCode *code;
    int flags;
    GbDisWrite write;
    void *context;
    uint8_t *is_target; /* per instruction */
    int line_width, offset_width;
} Listing;

/* ---- Writing ---- */

static int write_text(Listing *l, const char *text)
{
    return l->write(l->t, l->context, text, strlen(text));
}

/* Writes a str and gives it back. GB_NULL: -1. */
static int write_str_take(Listing *l, GbRef str)
{
    size_t size;
    const char *text = str == GB_NULL ? NULL : gb_str_wtf8(l->t, str, &size);
    int status = text == NULL ? -1 : l->write(l->t, l->context, text, size);
    gb_xdecref(str);
    return status;
}

/* ---- Arguments ---- */

static const char *const binary_texts[] = {
    [GB_ADD] = "+",  [GB_AND] = "&",  [GB_FLOORDIV] = "//", [GB_LSHIFT] = "<<",
    [GB_MATMUL] = "@", [GB_MUL] = "*",  [GB_MOD] = "%",       [GB_OR] = "|",
    [GB_POW] = "**", [GB_RSHIFT] = ">>", [GB_SUB] = "-",      [GB_TRUEDIV] = "/",
    [GB_XOR] = "^",
};

static const char *const compare_texts[] = {
    [GB_LT] = "<", [GB_LE] = "<=", [GB_EQ] = "==", [GB_NE] = "!=", [GB_GT] = ">", [GB_GE] = ">=",
};

/* The words for the bits of an argument that are set. */
static void describe_bits(char *out, size_t size, const char *const *words, int count, int bits)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < count && used < size; ++i)
        if (bits >> i & 1)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "",
                                     words[i]);
}

static void describe_format(char *out, size_t size, int arg)
{
    static const char *const conversions[] = {"", "str", "repr", "ascii"};
    const char *conversion = conversions[arg & 3];
    const char *comma = (arg & 4) && conversion[0] != '\0' ? ", " : "";
    snprintf(out, size, "%s%s%s", conversion, comma, arg & 4 ? "with format" : "");
}

static void describe_flags(char *out, size_t size, int op, int arg)
{
    static const char *const function_words[] = {"defaults", "kwdefaults", "annotations",
                                                 "closure"};
    out[0] = '\0';
    if (op == OP_MAKE_FUNCTION)
        describe_bits(out, size, function_words, 4, arg);
    else if (op == OP_FORMAT_VALUE)
        describe_format(out, size, arg);
}

static int32_t jump_target(const GbCode *code, int32_t index)
{
    const GbInstr *instr = &code->instrs[index];
    bool is_back =
        gb_opcode_info[gb_plain_op(instr->op)].operand == GB_OPERAND_JUMP_BACKWARD;
    return index + 1 + (is_back ? -instr->arg : instr->arg);
}

/* What the argument means, as a str; an empty one if the number says it all. */
static GbRef describe_argument(Listing *l, int32_t index)
{
    const GbCode *code = l->code;
    int op = gb_plain_op(code->instrs[index].op), arg = code->instrs[index].arg;
    char text[64] = "";
    switch ((GbOperandKind)gb_opcode_info[op].operand) {
    case GB_OPERAND_CONST:
        return gb_repr(l->t, code->consts[arg]);
    case GB_OPERAND_NAME:
        return gb_new_ref(code->names[arg]);
    case GB_OPERAND_GLOBAL:
        return gb_str_format(l->t, arg & 1 ? "NULL + %U" : "%U", code->names[arg >> 1]);
    case GB_OPERAND_LOCAL:
    case GB_OPERAND_CELL:
        return gb_new_ref(code->localsplus_names[arg]);
    case GB_OPERAND_JUMP_FORWARD:
    case GB_OPERAND_JUMP_BACKWARD:
        snprintf(text, sizeof text, "to %d", 2 * jump_target(code, index));
        break;
    case GB_OPERAND_COMPARE:
        snprintf(text, sizeof text, "%s", compare_texts[arg]);
        break;
    case GB_OPERAND_BINARY:
        snprintf(text, sizeof text, "%s%s", binary_texts[arg % GB_INPLACE],
                 arg >= GB_INPLACE ? "=" : "");
        break;
    case GB_OPERAND_FLAGS:
        describe_flags(text, sizeof text, op, arg);
        break;
    default:
        break;
    }
    return gb_str_new(l->t, text);
}

static int write_argument(Listing *l, int32_t index)
{
    GbRef meaning = describe_argument(l, index);
    if (meaning == GB_NULL || gb_str_length(meaning) == 0) {
        gb_xdecref(meaning);
        return meaning == GB_NULL ? -1 : 0;
    }
    int status = write_text(l, " (");
    if (status == 0)
        status = write_str_take(l, meaning);
    else
        gb_decref(meaning);
    return status < 0 ? -1 : write_text(l, ")");
}

/* ---- Lines ---- */

static const char *opcode_name(const Listing *l, int op)
{
    if (!(l->flags & GB_DIS_SPECIALISED) || op < GB_OP_COUNT)
        return gb_opcode_info[gb_plain_op(op)].name;
    return gb_special_info[op - GB_OP_COUNT].name;
}

static void format_ticks(const Listing *l, int op, char *out, size_t size)
{
    const GbOpcodeInfo *info = &gb_opcode_info[gb_plain_op(op)];
    out[0] = '\0';
    if (l->flags & GB_DIS_TICKS)
        snprintf(out, size, "%d%c ", info->ticks, info->flags & GB_OP_EDGE ? '*' : ' ');
}

static int write_instr(Listing *l, int32_t index, int32_t starts_line)
{
    char head[128], line[16] = "", ticks[16];
    const GbInstr *instr = &l->code->instrs[index];
    bool has_arg = gb_opcode_info[gb_plain_op(instr->op)].operand != GB_OPERAND_NONE;
    if (starts_line >= 0)
        snprintf(line, sizeof line, "%d", starts_line);
    format_ticks(l, instr->op, ticks, sizeof ticks);
    int used = snprintf(head, sizeof head, "%s%*s     %s %*d ", ticks, l->line_width, line,
                        l->is_target[index] ? ">>" : "  ", l->offset_width, 2 * index);
    if (has_arg)
        snprintf(head + used, sizeof head - (size_t)used, "%-20s %5d",
                 opcode_name(l, instr->op), instr->arg);
    else
        snprintf(head + used, sizeof head - (size_t)used, "%s", opcode_name(l, instr->op));
    if (starts_line >= 0 && index > 0 && write_text(l, "\n") < 0)
        return -1;
    if (write_text(l, head) < 0 || (has_arg && write_argument(l, index) < 0))
        return -1;
    return write_text(l, "\n");
}

static int write_instrs(Listing *l)
{
    int32_t last_line = -1;
    for (int32_t i = 0; i < l->code->instr_count; ++i) {
        int32_t line = l->code->positions[i].line;
        bool starts = line >= 0 && line != last_line;
        if (write_instr(l, i, starts ? line : -1) < 0)
            return -1;
        if (starts)
            last_line = line;
    }
    return 0;
}

static int write_handlers(Listing *l)
{
    const GbCode *code = l->code;
    if (code->handler_count > 0 && write_text(l, "ExceptionTable:\n") < 0)
        return -1;
    for (int32_t i = 0; i < code->handler_count; ++i) {
        const GbHandler *h = &code->handlers[i];
        char text[96];
        snprintf(text, sizeof text, "  %d to %d -> %d [%d]%s\n", 2 * h->start, 2 * h->end - 2,
                 2 * h->target, h->depth, h->lasti ? " lasti" : "");
        if (write_text(l, text) < 0)
            return -1;
    }
    return 0;
}

/* ---- A code object ---- */

static void mark_targets(Listing *l)
{
    const GbCode *code = l->code;
    memset(l->is_target, 0, (size_t)code->instr_count);
    for (int32_t i = 0; i < code->instr_count; ++i)
        if (gb_opcode_info[gb_plain_op(code->instrs[i].op)].flags & GB_OP_JUMP)
            l->is_target[jump_target(code, i)] = 1;
    for (int32_t i = 0; i < code->handler_count; ++i)
        l->is_target[code->handlers[i].target] = 1;
}

static int digits_of(int32_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        ++digits;
    return digits;
}

static void measure_columns(Listing *l)
{
    int32_t last_line = 0;
    for (int32_t i = 0; i < l->code->instr_count; ++i)
        if (l->code->positions[i].line > last_line)
            last_line = l->code->positions[i].line;
    int32_t last_offset = 2 * l->code->instr_count - 2;
    l->line_width = last_line >= 1000 ? digits_of(last_line) : 3;
    l->offset_width = last_offset >= 10000 ? digits_of(last_offset) : 4;
}

static int write_code(Listing *l)
{
    l->is_target = gb_mem_new(l->t, (size_t)l->code->instr_count);
    if (l->is_target == NULL)
        return -1;
    mark_targets(l);
    measure_columns(l);
    int status = write_instrs(l);
    gb_mem_free(l->t, l->is_target, (size_t)l->code->instr_count);
    return status < 0 ? -1 : write_handlers(l);
}

static int write_nested(Listing *l, GbBorrow inner)
{
    if (write_str_take(l, gb_str_format(l->t, "\nDisassembly of %R:\n", inner)) < 0)
        return -1;
    return gb_dis(l->t, (const GbCode *)gb_object(inner), l->flags, l->write, l->context);
}

int gb_dis(GbThread *t, const GbCode *code, int flags, GbDisWrite write, void *context)
{
    Listing l = {.t = t, .code = code, .flags = flags, .write = write, .context = context};
    if (gb_recursion_enter(t, " while disassembling") < 0)
        return -1;
    int status = write_code(&l);
    for (int32_t i = 0; i < code->const_count && status == 0 && (flags & GB_DIS_NESTED); ++i)
        if (gb_is_exact(code->consts[i], GB_KIND_CODE))
            status = write_nested(&l, code->consts[i]);
    gb_recursion_leave(t);
    return status;
}
