/* The code object: its life, identity and lookups. What scripts see of it is in code_attrs.c. */
#include "vm/code/code.h"

#include "vm/code/code_attrs.h"
#include "vm/exec/eval.h"
#include "vm/gilbox.h"

GbCode *gb_code_new(GbThread *t)
{
    return gb_object_new(t, gb_type(t, CODE));
}

bool gb_code_price(GbThread *t, GbCode *code)
{
    if (t->meter == NULL)
        return true;
    code->prices = gb_mem_new(t, ((size_t)code->instr_count + 1) * sizeof *code->prices);
    if (code->prices == NULL)
        return false;
    code->prices[0] = 0;
    for (int32_t i = 0; i < code->instr_count; ++i) {
        int op = gb_plain_op(code->instrs[i].op);
        code->prices[i + 1] = code->prices[i] + gb_opcode_price_ps(op, t->meter->cost_ps);
    }
    return true;
}

const GbHandler *gb_code_find_handler(const GbCode *code, int32_t index)
{
    int32_t low = 0, high = code->handler_count;
    while (low < high) { /* The first row that ends behind the instruction. */
        int32_t middle = low + (high - low) / 2;
        if (code->handlers[middle].end <= index)
            low = middle + 1;
        else
            high = middle;
    }
    bool covers = low < code->handler_count && code->handlers[low].start <= index;
    return covers ? &code->handlers[low] : NULL;
}

/* ---- Slots ---- */

static void drop_values(GbThread *t, GbRef *values, int32_t count)
{
    for (int32_t i = 0; i < count; ++i)
        gb_clear(&values[i]);
    gb_mem_free(t, values, (size_t)count * sizeof *values);
}

static void code_dealloc(GbThread *t, GbObject *self)
{
    GbCode *code = (GbCode *)self;
    size_t count = (size_t)code->instr_count;
    drop_values(t, code->consts, code->const_count);
    drop_values(t, code->names, code->name_count);
    drop_values(t, code->localsplus_names, code->localsplus_count);
    gb_mem_free(t, code->localsplus_kinds, (size_t)code->localsplus_count);
    gb_mem_free(t, code->instrs, count * sizeof *code->instrs);
    gb_mem_free(t, code->positions, count * sizeof *code->positions);
    gb_mem_free(t, code->handlers, (size_t)code->handler_count * sizeof *code->handlers);
    if (code->prices != NULL)
        gb_mem_free(t, code->prices, (count + 1) * sizeof *code->prices);
    if (code->caches != NULL)
        gb_mem_free(t, code->caches, gb_cache_bytes(code));
    if (code->other_caches != NULL)
        gb_mem_free(t, code->other_caches, GB_CACHE_OTHERS * gb_cache_bytes(code));
    gb_clear(&code->name);
    gb_clear(&code->qualname);
    gb_clear(&code->filename);
}

static GbRef code_repr(GbThread *t, GbBorrow self)
{
    const GbCode *code = (const GbCode *)gb_object(self);
    return gb_str_format(t, "<code object %U at 0x%llx, file \"%U\", line %d>", code->name,
                         (long long)gb_identity_u64(t, self), code->filename,
                         code->first_line == 0 ? -1 : code->first_line);
}

static int code_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    const GbCode *code = (const GbCode *)gb_object(self);
    if (gb_hash(t, code->name, hash) < 0)
        return -1;
    uint64_t mixed = (uint64_t)*hash ^ (uint64_t)code->first_line;
    for (int32_t i = 0; i < code->instr_count; ++i) {
        mixed = (mixed ^ (uint64_t)gb_plain_op(code->instrs[i].op)) * 0x100000001b3u;
        mixed = (mixed ^ (uint32_t)code->instrs[i].arg) * 0x100000001b3u;
    }
    /* Code in code, so that nested lambdas differ without being compared. */
    for (int32_t i = 0; i < code->const_count; ++i) {
        int64_t inner = (int64_t)code->consts[i];
        if (gb_is_exact(code->consts[i], GB_KIND_CODE))
            code_hash(t, code->consts[i], &inner);
        else if (gb_is_object(code->consts[i]))
            continue;
        mixed = (mixed ^ (uint64_t)inner) * 0x100000001b3u;
    }
    *hash = (int64_t)(mixed >> 1);
    return 0;
}

static bool same_shape(const GbCode *a, const GbCode *b)
{
    return a->arg_count == b->arg_count && a->posonly_count == b->posonly_count &&
           a->kwonly_count == b->kwonly_count && a->flags == b->flags &&
           a->first_line == b->first_line && a->instr_count == b->instr_count &&
           a->const_count == b->const_count && a->name_count == b->name_count &&
           a->localsplus_count == b->localsplus_count && a->handler_count == b->handler_count;
}

static bool same_instrs(const GbCode *a, const GbCode *b)
{
    for (int32_t i = 0; i < a->instr_count; ++i) {
        const GbPosition *p = &a->positions[i], *q = &b->positions[i];
        if (gb_plain_op(a->instrs[i].op) != gb_plain_op(b->instrs[i].op) ||
            a->instrs[i].arg != b->instrs[i].arg)
            return false;
        if (p->line != q->line || p->end_line != q->end_line || p->column != q->column ||
            p->end_column != q->end_column)
            return false;
    }
    for (int32_t i = 0; i < a->localsplus_count; ++i)
        if (a->localsplus_kinds[i] != b->localsplus_kinds[i])
            return false;
    return true;
}

/* 1, 0, -1. Constants are the same only if their types are, too. */
static int same_values(GbThread *t, const GbRef *a, const GbRef *b, int32_t count)
{
    for (int32_t i = 0; i < count; ++i) {
        if (gb_type_of(t, a[i]) != gb_type_of(t, b[i]))
            return 0;
        int same = gb_equal(t, a[i], b[i]);
        if (same <= 0)
            return same;
    }
    return 1;
}

static int same_code(GbThread *t, const GbCode *a, const GbCode *b)
{
    if (!same_shape(a, b) || !same_instrs(a, b))
        return 0;
    int same = same_values(t, &a->name, &b->name, 1);
    if (same > 0)
        same = same_values(t, a->consts, b->consts, a->const_count);
    if (same > 0)
        same = same_values(t, a->names, b->names, a->name_count);
    if (same > 0)
        same = same_values(t, a->localsplus_names, b->localsplus_names, a->localsplus_count);
    return same;
}

static GbRef code_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    bool is_code = gb_is_exact(a, GB_KIND_CODE) && gb_is_exact(b, GB_KIND_CODE);
    if (!is_code || (op != GB_EQ && op != GB_NE))
        return GB_NOT_IMPLEMENTED;
    int same = same_code(t, (const GbCode *)gb_object(a), (const GbCode *)gb_object(b));
    return same < 0 ? GB_NULL : gb_bool((same > 0) == (op == GB_EQ));
}

/* ---- Tables ---- */

const GbTypeSpec gb_code_spec = {
    .name = "code",
    .doc = "Create a code object.  Not for the faint of heart.",
    .size = sizeof(GbCode),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_HAS_WEAKREF,
    .slots =
        {
            .dealloc = code_dealloc,
            .repr = code_repr,
            .hash = code_hash,
            .compare = code_compare,
        },
    .methods = gb_code_methods,
    .getsets = gb_code_getsets,
};
