/* The match statement.
 *
 * The subject stays on the stack while its patterns are tried. Names a pattern captures are not
 * stored before the whole pattern has matched: the captured values pile up below the subject, in
 * the order of `stores`. When a pattern fails with n values on the stack too many, it jumps to
 * fail_pop[n], from where execution falls through fail_pop[n - 1] ... fail_pop[0], each popping
 * one:
 *
 *     fail_pop[2]: POP_TOP
 *     fail_pop[1]: POP_TOP
 *     fail_pop[0]: ... the next case */
#include "vm/code/compiler.h"

#include <string.h>

typedef struct PatternContext {
    AstText *stores; /* names captured so far; their values are on the stack in this order */
    int store_count, store_capacity;
    GbBlock **fail_pop; /* fail_pop[n] pops n values */
    int fail_pop_count, fail_pop_capacity;
    int on_top; /* values above the captured ones that a failure must pop too */
    bool allow_irrefutable;
} PatternContext;

static void compile_pattern(GbCompiler *c, const AstNode *pattern, PatternContext *pc);

static bool is_wildcard(const AstNode *pattern)
{
    return pattern->kind == AST_MatchAs && ast_text_absent(pattern->as.MatchAs.name);
}

static bool is_star_wildcard(const AstNode *pattern)
{
    return pattern->kind == AST_MatchStar && ast_text_absent(pattern->as.MatchStar.name);
}

/* ---- Failing ---- */

/* Memory for one more item of an array in the arena. False once failed. */
static bool reserve_item(GbCompiler *c, void **items, int count, int *capacity, size_t size)
{
    if (count < *capacity)
        return !c->failed;
    int wanted = *capacity == 0 ? 8 : 2 * *capacity;
    void *grown = gb_compile_alloc(c, (size_t)wanted * size);
    if (grown == NULL)
        return false;
    if (count > 0)
        memcpy(grown, *items, (size_t)count * size);
    *items = grown;
    *capacity = wanted;
    return true;
}

/* The block that pops `pops` values and fails. */
static GbBlock *fail_block(GbCompiler *c, PatternContext *pc, int pops)
{
    while (pc->fail_pop_count <= pops) {
        if (!reserve_item(c, (void **)&pc->fail_pop, pc->fail_pop_count, &pc->fail_pop_capacity,
                          sizeof *pc->fail_pop))
            return &c->spare_block;
        pc->fail_pop[pc->fail_pop_count++] = gb_block_new(c);
    }
    return pc->fail_pop[pops];
}

static void jump_to_fail(GbCompiler *c, PatternContext *pc, int opcode)
{
    gb_emit_jump(c, opcode, fail_block(c, pc, pc->on_top + pc->store_count));
}

/* Place the fail blocks here. */
static void place_fail_blocks(GbCompiler *c, PatternContext *pc)
{
    for (int i = pc->fail_pop_count - 1; i >= 0 && !c->failed; --i) {
        gb_block_use(c, pc->fail_pop[i]);
        if (i > 0)
            gb_emit(c, OP_POP_TOP);
    }
    pc->fail_pop = NULL;
    pc->fail_pop_count = pc->fail_pop_capacity = 0;
}

/* ---- Capturing ---- */

/* Move the top below the next count - 1 values. */
static void rotate(GbCompiler *c, int count)
{
    for (; count > 1; --count)
        gb_emit_arg(c, OP_SWAP, count);
}

static int find_store(const PatternContext *pc, AstText name)
{
    for (int i = 0; i < pc->store_count; ++i)
        if (gb_ast_text_same(pc->stores[i], name))
            return i;
    return -1;
}

static void add_store(GbCompiler *c, PatternContext *pc, AstText name)
{
    if (find_store(pc, name) >= 0) {
        gb_compile_error(c, NULL, "multiple assignments to name '%.*s' in pattern", name.size,
                         name.data);
        return;
    }
    if (reserve_item(c, (void **)&pc->stores, pc->store_count, &pc->store_capacity,
                     sizeof *pc->stores))
        pc->stores[pc->store_count++] = name;
}

/* Capture the top, or drop it if there is no name. */
static void capture(GbCompiler *c, PatternContext *pc, AstText name)
{
    if (ast_text_absent(name)) {
        gb_emit(c, OP_POP_TOP);
        return;
    }
    if (gb_refuse_name(c, name, AST_Store, NULL))
        return;
    rotate(c, pc->on_top + pc->store_count + 1);
    add_store(c, pc, name);
}

static void compile_subpattern(GbCompiler *c, const AstNode *pattern, PatternContext *pc)
{
    bool outer = pc->allow_irrefutable;
    pc->allow_irrefutable = true;
    compile_pattern(c, pattern, pc);
    pc->allow_irrefutable = outer;
}

/* ---- Sequences ---- */

static void compile_pattern_unpack(GbCompiler *c, AstSeq patterns)
{
    for (int i = 0; i < patterns.count; ++i) {
        int after = patterns.count - i - 1;
        if (patterns.items[i]->kind != AST_MatchStar)
            continue;
        if (i >= 1 << 8 || after >= INT32_MAX >> 8)
            gb_compile_error(c, NULL, "too many expressions in star-unpacking sequence pattern");
        gb_emit_arg(c, OP_UNPACK_EX, i + (after << 8));
        return;
    }
    gb_emit_arg(c, OP_UNPACK_SEQUENCE, patterns.count);
}

static void match_by_unpacking(GbCompiler *c, AstSeq patterns, PatternContext *pc)
{
    compile_pattern_unpack(c, patterns);
    pc->on_top += patterns.count;
    for (int i = 0; i < patterns.count && !c->failed; ++i) {
        --pc->on_top;
        compile_subpattern(c, patterns.items[i], pc);
    }
}

/* With `*_` only the items around it are fetched. */
static void match_by_index(GbCompiler *c, AstSeq patterns, int star, PatternContext *pc)
{
    ++pc->on_top;
    for (int i = 0; i < patterns.count && !c->failed; ++i) {
        const AstNode *pattern = patterns.items[i];
        if (i == star || is_wildcard(pattern))
            continue;
        gb_emit_arg(c, OP_COPY, 1);
        if (i < star) {
            gb_emit_const(c, gb_small_new(i));
        } else { /* Not every sequence takes negative indices. */
            gb_emit(c, OP_GET_LEN);
            gb_emit_const(c, gb_small_new(patterns.count - i));
            gb_emit_arg(c, OP_BINARY_OP, GB_SUB);
        }
        gb_emit(c, OP_BINARY_SUBSCR);
        compile_subpattern(c, pattern, pc);
    }
    --pc->on_top;
    gb_emit(c, OP_POP_TOP);
}

static void check_length(GbCompiler *c, PatternContext *pc, int length, GbCompare compare)
{
    gb_emit(c, OP_GET_LEN);
    gb_emit_const(c, gb_small_new(length));
    gb_emit_arg(c, OP_COMPARE_OP, (int)compare);
    jump_to_fail(c, pc, PSEUDO_POP_JUMP_IF_FALSE);
}

static void compile_sequence(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    AstSeq patterns = node->as.MatchSequence.patterns;
    int star = -1;
    bool only_wildcards = true;
    for (int i = 0; i < patterns.count; ++i) {
        const AstNode *pattern = patterns.items[i];
        only_wildcards &= is_wildcard(pattern) || is_star_wildcard(pattern);
        if (pattern->kind != AST_MatchStar)
            continue;
        if (star >= 0) {
            gb_compile_error(c, NULL, "multiple starred names in sequence pattern");
            return;
        }
        star = i;
    }
    ++pc->on_top;
    gb_emit(c, OP_MATCH_SEQUENCE);
    jump_to_fail(c, pc, PSEUDO_POP_JUMP_IF_FALSE);
    if (star < 0)
        check_length(c, pc, patterns.count, GB_EQ);
    else if (patterns.count > 1)
        check_length(c, pc, patterns.count - 1, GB_GE);
    --pc->on_top;
    if (only_wildcards)
        gb_emit(c, OP_POP_TOP);
    else if (star >= 0 && is_star_wildcard(patterns.items[star]))
        match_by_index(c, patterns, star, pc);
    else
        match_by_unpacking(c, patterns, pc);
}

/* ---- Mappings ---- */

static void compile_keys(GbCompiler *c, AstSeq keys)
{
    GbRef seen = c->failed ? GB_NULL : gb_set_new(c->t, GB_NULL);
    for (int i = 0; i < keys.count && seen != GB_NULL && !c->failed; ++i) {
        const AstNode *key = keys.items[i];
        if (gb_is_constant(key)) {
            GbBorrow value = gb_constant_value(c, key);
            int known = c->failed ? -1 : gb_set_contains(c->t, seen, value);
            GbRef text = known > 0 ? gb_repr(c->t, value) : GB_NULL;
            if (text != GB_NULL)
                gb_compile_error(c, NULL, "mapping pattern checks duplicate key (%s)",
                                 gb_str_wtf8(c->t, text, NULL));
            else if (known != 0 || gb_set_add(c->t, seen, value) < 0)
                gb_compile_fail(c);
            gb_xdecref(text);
        } else if (key->kind != AST_Attribute) {
            gb_compile_error(
                c, NULL, "mapping pattern keys may only match literals and attribute lookups");
        }
        gb_compile_expr(c, key);
    }
    if (seen == GB_NULL)
        gb_compile_fail(c);
    gb_xdecref(seen);
}

/* Did MATCH_KEYS or MATCH_CLASS find what it looked for? */
static void check_found(GbCompiler *c, PatternContext *pc)
{
    gb_emit_arg(c, OP_COPY, 1);
    gb_emit_none(c);
    gb_emit_arg(c, OP_IS_OP, 1);
    jump_to_fail(c, pc, PSEUDO_POP_JUMP_IF_FALSE);
}

/* subject, keys on the stack: capture a dict of all items but those. */
static void capture_rest(GbCompiler *c, PatternContext *pc, int key_count, AstText name)
{
    gb_emit_arg(c, OP_BUILD_MAP, 0);
    gb_emit_arg(c, OP_SWAP, 3);
    gb_emit_arg(c, OP_DICT_UPDATE, 2);
    gb_emit_arg(c, OP_UNPACK_SEQUENCE, key_count);
    for (; key_count > 0; --key_count) {
        gb_emit_arg(c, OP_COPY, 1 + key_count);
        gb_emit_arg(c, OP_SWAP, 2);
        gb_emit(c, OP_DELETE_SUBSCR);
    }
    capture(c, pc, name);
}

static void compile_mapping(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    const AstMatchMapping *n = &node->as.MatchMapping;
    int count = n->keys.count;
    ++pc->on_top;
    gb_emit(c, OP_MATCH_MAPPING);
    jump_to_fail(c, pc, PSEUDO_POP_JUMP_IF_FALSE);
    if (count == 0 && ast_text_absent(n->rest)) {
        --pc->on_top;
        gb_emit(c, OP_POP_TOP);
        return;
    }
    if (count > 0)
        check_length(c, pc, count, GB_GE);
    compile_keys(c, n->keys);
    gb_emit_arg(c, OP_BUILD_TUPLE, count);
    gb_emit(c, OP_MATCH_KEYS);
    pc->on_top += 2;
    check_found(c, pc);
    gb_emit_arg(c, OP_UNPACK_SEQUENCE, count);
    pc->on_top += count - 1;
    for (int i = 0; i < count && !c->failed; ++i) {
        --pc->on_top;
        compile_subpattern(c, n->patterns.items[i], pc);
    }
    pc->on_top -= 2;
    if (!ast_text_absent(n->rest)) {
        capture_rest(c, pc, count, n->rest);
    } else {
        gb_emit(c, OP_POP_TOP); /* the keys */
        gb_emit(c, OP_POP_TOP); /* the subject */
    }
}

/* ---- Classes ---- */

static void check_attributes(GbCompiler *c, const AstMatchClass *n)
{
    for (int i = 0; i < n->kwd_attrs.count; ++i) {
        AstText name = n->kwd_attrs.items[i];
        if (gb_refuse_name(c, name, AST_Store, n->kwd_patterns.items[i]))
            return;
        for (int j = i + 1; j < n->kwd_attrs.count; ++j) {
            if (!gb_ast_text_same(name, n->kwd_attrs.items[j]))
                continue;
            gb_compile_error(c, n->kwd_patterns.items[j],
                             "attribute name repeated in class pattern: %.*s", name.size,
                             name.data);
            return;
        }
    }
}

static GbRef attribute_names(GbCompiler *c, AstTextSeq names)
{
    GbRef tuple = gb_name_tuple_new(c, names.count);
    for (int i = 0; i < names.count; ++i)
        gb_name_tuple_set(c, tuple, i, names.items[i]);
    return tuple;
}

static void compile_class(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    const AstMatchClass *n = &node->as.MatchClass;
    int positional = n->patterns.count;
    int count = positional + n->kwd_attrs.count;
    check_attributes(c, n);
    gb_compile_expr(c, n->cls);
    gb_emit_const(c, attribute_names(c, n->kwd_attrs));
    gb_emit_arg(c, OP_MATCH_CLASS, positional);
    ++pc->on_top;
    check_found(c, pc);
    gb_emit_arg(c, OP_UNPACK_SEQUENCE, count);
    pc->on_top += count - 1;
    for (int i = 0; i < count && !c->failed; ++i) {
        const AstNode *pattern =
            i < positional ? n->patterns.items[i] : n->kwd_patterns.items[i - positional];
        --pc->on_top;
        if (is_wildcard(pattern))
            gb_emit(c, OP_POP_TOP);
        else
            compile_subpattern(c, pattern, pc);
    }
}

/* ---- Alternatives ---- */

/* Bring the captured values into the order in which the first alternative captures them. */
static void reorder_stores(GbCompiler *c, PatternContext *pc, const PatternContext *control)
{
    for (int i = pc->store_count - 1; i >= 0 && !c->failed; --i) {
        int at = find_store(pc, control->stores[i]);
        if (at < 0) {
            gb_compile_error(c, NULL, "alternative patterns bind different names");
            return;
        }
        if (at == i)
            continue;
        /* Move the names up to `at` behind the ones after it, and the values likewise. */
        AstText *order = gb_compile_alloc(c, ((size_t)i + 1) * sizeof *order);
        if (order == NULL)
            return;
        memcpy(order, pc->stores + at + 1, (size_t)(i - at) * sizeof *order);
        memcpy(order + i - at, pc->stores, ((size_t)at + 1) * sizeof *order);
        memcpy(pc->stores, order, ((size_t)i + 1) * sizeof *order);
        for (int rotations = at + 1; rotations > 0; --rotations)
            rotate(c, i + 1);
    }
}

static void compile_or(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    AstSeq patterns = node->as.MatchOr.patterns;
    GbBlock *end = gb_block_new(c);
    PatternContext control = {0};
    for (int i = 0; i < patterns.count && !c->failed; ++i) {
        bool is_last = i == patterns.count - 1;
        PatternContext own = {.allow_irrefutable = is_last && pc->allow_irrefutable};
        gb_set_position(c, patterns.items[i]);
        gb_emit_arg(c, OP_COPY, 1);
        compile_pattern(c, patterns.items[i], &own);
        if (i == 0)
            control = own;
        else if (own.store_count != control.store_count)
            gb_compile_error(c, NULL, "alternative patterns bind different names");
        else
            reorder_stores(c, &own, &control);
        gb_emit_jump(c, PSEUDO_JUMP, end);
        place_fail_blocks(c, &own);
    }
    gb_emit(c, OP_POP_TOP);
    jump_to_fail(c, pc, PSEUDO_JUMP);
    gb_block_use(c, end);
    int rotations = control.store_count + 1 + pc->on_top + pc->store_count;
    for (int i = 0; i < control.store_count && !c->failed; ++i) {
        rotate(c, rotations);
        add_store(c, pc, control.stores[i]);
    }
    gb_emit(c, OP_POP_TOP);
}

/* ---- Other patterns ---- */

static void compile_as(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    AstText name = node->as.MatchAs.name;
    if (node->as.MatchAs.pattern != NULL) {
        ++pc->on_top;
        gb_emit_arg(c, OP_COPY, 1);
        compile_pattern(c, node->as.MatchAs.pattern, pc);
        --pc->on_top;
    } else if (!pc->allow_irrefutable) {
        if (ast_text_absent(name))
            gb_compile_error(c, NULL, "wildcard makes remaining patterns unreachable");
        else
            gb_compile_error(c, NULL, "name capture '%.*s' makes remaining patterns unreachable",
                             name.size, name.data);
        return;
    }
    capture(c, pc, name);
}

static void compile_value(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    const AstNode *value = node->as.MatchValue.value;
    if (!gb_is_constant(value) && value->kind != AST_Attribute) {
        gb_compile_error(c, NULL, "patterns may only match literals and attribute lookups");
        return;
    }
    gb_compile_expr(c, value);
    gb_emit_arg(c, OP_COMPARE_OP, GB_EQ);
    jump_to_fail(c, pc, PSEUDO_POP_JUMP_IF_FALSE);
}

static void compile_singleton(GbCompiler *c, const AstNode *node, PatternContext *pc)
{
    GbBorrow value = gb_literal_value(c, &node->as.MatchSingleton.value);
    if (!c->failed)
        gb_emit_const(c, gb_new_ref(value));
    gb_emit_arg(c, OP_IS_OP, 0);
    jump_to_fail(c, pc, PSEUDO_POP_JUMP_IF_FALSE);
}

static void compile_pattern(GbCompiler *c, const AstNode *pattern, PatternContext *pc)
{
    if (c->failed)
        return;
    gb_set_position(c, pattern);
    switch ((AstKind)pattern->kind) {
    case AST_MatchValue:
        compile_value(c, pattern, pc);
        break;
    case AST_MatchSingleton:
        compile_singleton(c, pattern, pc);
        break;
    case AST_MatchSequence:
        compile_sequence(c, pattern, pc);
        break;
    case AST_MatchMapping:
        compile_mapping(c, pattern, pc);
        break;
    case AST_MatchClass:
        compile_class(c, pattern, pc);
        break;
    case AST_MatchStar:
        capture(c, pc, pattern->as.MatchStar.name);
        break;
    case AST_MatchAs:
        compile_as(c, pattern, pc);
        break;
    case AST_MatchOr:
        compile_or(c, pattern, pc);
        break;
    default:
        gb_compile_error(c, pattern, "unexpected %s", gb_ast_kind_name(pattern->kind));
    }
}

/* ---- The statement ---- */

/* One case that is not a final `case _`. All but the last keep the subject for the next. */
static void compile_case(GbCompiler *c, const AstNode *node, bool is_last_tried, bool is_last,
                         GbBlock *end)
{
    const Astmatch_case *n = &node->as.match_case;
    PatternContext pc = {.allow_irrefutable = n->guard != NULL || is_last};
    gb_set_position(c, n->pattern);
    if (!is_last_tried)
        gb_emit_arg(c, OP_COPY, 1);
    compile_pattern(c, n->pattern, &pc);
    for (int i = 0; i < pc.store_count && !c->failed; ++i)
        gb_compile_nameop(c, pc.stores[i], AST_Store, NULL);
    if (n->guard != NULL)
        gb_compile_jump_if(c, n->guard, fail_block(c, &pc, 0), false);
    if (!is_last_tried)
        gb_emit(c, OP_POP_TOP);
    gb_compile_stmts(c, n->body);
    gb_emit_artificial_jump(c, end);
    gb_set_position(c, n->pattern); /* The cleanup belongs to the pattern that failed. */
    place_fail_blocks(c, &pc);
}

void gb_compile_match(GbCompiler *c, const AstNode *node)
{
    AstSeq cases = node->as.Match.cases;
    gb_compile_expr(c, node->as.Match.subject);
    GbBlock *end = gb_block_new(c);
    const Astmatch_case *last = &cases.items[cases.count - 1]->as.match_case;
    bool has_default = cases.count > 1 && is_wildcard(last->pattern);
    int tried = cases.count - has_default;
    for (int i = 0; i < tried && !c->failed; ++i)
        compile_case(c, cases.items[i], i == tried - 1, i == cases.count - 1, end);
    if (has_default) {
        gb_set_position(c, last->pattern);
        gb_emit(c, OP_NOP); /* So that the line of the default is traced. */
        if (last->guard != NULL)
            gb_compile_jump_if(c, last->guard, end, false);
        gb_compile_stmts(c, last->body);
    }
    gb_block_use(c, end);
}
