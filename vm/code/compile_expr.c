/* Expressions. */
#include "vm/code/compiler.h"

static const GbDisplay list_display = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, false};
static const GbDisplay tuple_display = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true};
static const GbDisplay set_display = {OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false};

/* ---- Constants ---- */

bool gb_is_constant(const AstNode *node)
{
    return node->kind == AST_Constant;
}

static GbRef new_literal(GbCompiler *c, const AstLiteral *literal)
{
    AstText text = literal->text;
    switch ((int)literal->type) {
    case AST_CONST_None:
        return GB_NONE;
    case AST_CONST_True:
        return GB_TRUE;
    case AST_CONST_False:
        return GB_FALSE;
    case AST_CONST_Ellipsis:
        return GB_ELLIPSIS;
    case AST_CONST_int:
        return gb_int_from_text(c->t, text.data, (size_t)text.size, 0);
    case AST_CONST_float:
        return gb_float_new(literal->number);
    case AST_CONST_complex:
        return gb_complex_new(c->t, 0.0, literal->number);
    case AST_CONST_bytes:
        return gb_bytes_new(c->t, text.data, (size_t)text.size);
    default:
        return GB_NULL;
    }
}

/* Strings that could be names are interned, as CPython does: attribute names given as constants
   then compare by address. */
static bool could_be_name(AstText text)
{
    for (int i = 0; i < text.size; ++i) {
        char ch = text.data[i];
        bool is_word = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
                       (ch >= '0' && ch <= '9') || ch == '_';
        if (!is_word)
            return false;
    }
    return true;
}

GbBorrow gb_literal_value(GbCompiler *c, const AstLiteral *literal)
{
    if (c->failed)
        return GB_NULL;
    if (literal->type == GB_LITERAL_OBJECT)
        return c->constants.values[literal->text.size];
    AstText text = literal->text;
    GbRef value;
    if (literal->type != AST_CONST_str)
        value = new_literal(c, literal);
    else if (could_be_name(text))
        value = gb_str_intern(c->t, text.data, (size_t)text.size);
    else
        value = gb_str_from_utf8(c->t, text.data, (size_t)text.size);
    GbBorrow kept = gb_constants_add(c->t, &c->constants, value);
    if (kept == GB_NULL)
        gb_compile_fail(c);
    return kept;
}

GbBorrow gb_constant_value(GbCompiler *c, const AstNode *node)
{
    GbBorrow value = gb_literal_value(c, &node->as.Constant.value);
    return value == GB_NULL ? GB_NONE : value;
}

static void emit_constant(GbCompiler *c, const AstNode *node)
{
    GbBorrow value = gb_constant_value(c, node);
    if (!c->failed)
        gb_emit_const(c, gb_new_ref(value));
}

/* ---- Displays ---- */

static bool all_constant(AstSeq items, int begin, int end)
{
    for (int i = begin; i < end; ++i)
        if (items.items[i] == NULL || !gb_is_constant(items.items[i]))
            return false;
    return true;
}

static bool has_star(AstSeq items)
{
    for (int i = 0; i < items.count; ++i)
        if (items.items[i]->kind == AST_Starred)
            return true;
    return false;
}

/* The tuple of constant nodes [begin, end). */
static GbRef tuple_of_constants(GbCompiler *c, AstSeq items, int begin, int end)
{
    GbRef tuple = c->failed ? GB_NULL : gb_tuple_new(c->t, end - begin);
    if (tuple == GB_NULL) {
        gb_compile_fail(c);
        return GB_NULL;
    }
    for (int i = begin; i < end && !c->failed; ++i) {
        GbBorrow value = gb_constant_value(c, items.items[i]);
        if (value != GB_NULL)
            gb_tuple_set_take(tuple, i - begin, gb_new_ref(value));
    }
    return tuple;
}

/* Three or more constants are made into one, and the display copies that. */
static void constant_display(GbCompiler *c, AstSeq items, int pushed, GbDisplay display)
{
    GbRef folded = tuple_of_constants(c, items, 0, items.count);
    if (display.is_tuple && pushed == 0) {
        gb_emit_const(c, folded);
        return;
    }
    if (display.add == OP_SET_ADD)
        folded = gb_constant_frozenset(c->t, folded);
    gb_emit_arg(c, display.build, pushed);
    gb_emit_const(c, folded);
    gb_emit_arg(c, display.extend, 1);
    if (display.is_tuple)
        gb_emit(c, OP_LIST_TO_TUPLE);
}

static void plain_display(GbCompiler *c, AstSeq items, int pushed, GbDisplay display)
{
    gb_compile_exprs(c, items);
    gb_emit_arg(c, display.is_tuple ? OP_BUILD_TUPLE : display.build, items.count + pushed);
}

/* With stars, or too long for the stack: build it piece by piece. */
static void growing_display(GbCompiler *c, AstSeq items, int pushed, GbDisplay display)
{
    bool built = items.count + pushed > STACK_GUIDELINE;
    if (built)
        gb_emit_arg(c, display.build, pushed);
    for (int i = 0; i < items.count; ++i) {
        const AstNode *item = items.items[i];
        if (item->kind != AST_Starred) {
            gb_compile_expr(c, item);
            if (built)
                gb_emit_arg(c, display.add, 1);
            continue;
        }
        if (!built)
            gb_emit_arg(c, display.build, i + pushed);
        built = true;
        gb_compile_expr(c, item->as.Starred.value);
        gb_emit_arg(c, display.extend, 1);
    }
    if (display.is_tuple)
        gb_emit(c, OP_LIST_TO_TUPLE);
}

void gb_compile_display(GbCompiler *c, AstSeq items, int pushed, GbDisplay display)
{
    if (items.count > 2 && all_constant(items, 0, items.count))
        constant_display(c, items, pushed, display);
    else if (items.count + pushed <= STACK_GUIDELINE && !has_star(items))
        plain_display(c, items, pushed, display);
    else
        growing_display(c, items, pushed, display);
}

void gb_compile_unpack(GbCompiler *c, AstSeq targets)
{
    bool seen_star = false;
    for (int i = 0; i < targets.count; ++i) {
        const AstNode *target = targets.items[i];
        int after = targets.count - i - 1;
        if (target->kind != AST_Starred)
            continue;
        if (seen_star) {
            gb_compile_error(c, NULL, "multiple starred expressions in assignment");
            return;
        }
        if (i >= 1 << 8 || after >= INT32_MAX >> 8) {
            gb_compile_error(c, NULL, "too many expressions in star-unpacking assignment");
            return;
        }
        gb_emit_arg(c, OP_UNPACK_EX, i + (after << 8));
        seen_star = true;
    }
    if (!seen_star)
        gb_emit_arg(c, OP_UNPACK_SEQUENCE, targets.count);
}

static void compile_targets(GbCompiler *c, AstSeq targets)
{
    gb_compile_unpack(c, targets);
    for (int i = 0; i < targets.count; ++i) {
        const AstNode *target = targets.items[i];
        gb_compile_expr(c, target->kind == AST_Starred ? target->as.Starred.value : target);
    }
}

/* List and Tuple have the same fields. */
static void compile_sequence(GbCompiler *c, const AstNode *node, GbDisplay display)
{
    AstSeq items = node->as.List.elts;
    if (node->as.List.ctx == AST_Store)
        compile_targets(c, items);
    else if (node->as.List.ctx == AST_Load)
        gb_compile_display(c, items, 0, display);
    else
        gb_compile_exprs(c, items);
}

/* Push a dict of the items [begin, end). */
static void compile_dict_part(GbCompiler *c, const AstNode *node, int begin, int end)
{
    AstSeq keys = node->as.Dict.keys;
    AstSeq values = node->as.Dict.values;
    int count = end - begin;
    bool is_big = 2 * count > STACK_GUIDELINE;
    if (count > 1 && !is_big && all_constant(keys, begin, end)) {
        for (int i = begin; i < end; ++i)
            gb_compile_expr(c, values.items[i]);
        gb_emit_const(c, tuple_of_constants(c, keys, begin, end));
        gb_emit_arg(c, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (is_big)
        gb_emit_arg(c, OP_BUILD_MAP, 0);
    for (int i = begin; i < end; ++i) {
        gb_compile_expr(c, keys.items[i]);
        gb_compile_expr(c, values.items[i]);
        if (is_big)
            gb_emit_arg(c, OP_MAP_ADD, 1);
    }
    if (!is_big)
        gb_emit_arg(c, OP_BUILD_MAP, count);
}

/* Flush the items collected so far into the dict, which may not be there yet. */
static void flush_dict_part(GbCompiler *c, const AstNode *node, int begin, int end, bool *have_dict)
{
    if (begin == end)
        return;
    compile_dict_part(c, node, begin, end);
    if (*have_dict)
        gb_emit_arg(c, OP_DICT_UPDATE, 1);
    *have_dict = true;
}

static void compile_dict(GbCompiler *c, const AstNode *node)
{
    AstSeq keys = node->as.Dict.keys;
    bool have_dict = false;
    int begin = 0; /* of the items not flushed yet */
    for (int i = 0; i < keys.count; ++i) {
        if (keys.items[i] != NULL) {
            if (2 * (i - begin) > STACK_GUIDELINE) {
                flush_dict_part(c, node, begin, i + 1, &have_dict);
                begin = i + 1;
            }
            continue;
        }
        flush_dict_part(c, node, begin, i, &have_dict);
        begin = i + 1;
        if (!have_dict)
            gb_emit_arg(c, OP_BUILD_MAP, 0);
        have_dict = true;
        gb_compile_expr(c, node->as.Dict.values.items[i]);
        gb_emit_arg(c, OP_DICT_UPDATE, 1);
    }
    flush_dict_part(c, node, begin, keys.count, &have_dict);
    if (!have_dict)
        gb_emit_arg(c, OP_BUILD_MAP, 0);
}

/* ---- Operators ---- */

static const int binary_args[] = {
    [AST_Add] = GB_ADD,       [AST_Sub] = GB_SUB,       [AST_Mult] = GB_MUL,
    [AST_MatMult] = GB_MATMUL, [AST_Div] = GB_TRUEDIV,  [AST_Mod] = GB_MOD,
    [AST_Pow] = GB_POW,       [AST_LShift] = GB_LSHIFT, [AST_RShift] = GB_RSHIFT,
    [AST_BitOr] = GB_OR,      [AST_BitXor] = GB_XOR,    [AST_BitAnd] = GB_AND,
    [AST_FloorDiv] = GB_FLOORDIV,
};

int gb_binary_arg(AstOperator op)
{
    return binary_args[op];
}

/* From the leftmost operand up: a chain may be long, but costs no C stack. */
static void compile_binop(GbCompiler *c, const AstNode *node)
{
    int count = 0;
    AstNode **spine = gb_binop_spine(c->arena, node, &count);
    if (spine == NULL) {
        gb_compile_no_memory(c);
        return;
    }
    gb_compile_expr(c, spine[count - 1]->as.BinOp.left);
    for (int i = count - 1; i >= 0; --i) {
        gb_compile_expr(c, spine[i]->as.BinOp.right);
        gb_set_position(c, spine[i]);
        gb_emit_arg(c, OP_BINARY_OP, gb_binary_arg(spine[i]->as.BinOp.op));
    }
}

static void compile_unary(GbCompiler *c, const AstNode *node)
{
    static const int ops[] = {
        [AST_Invert - AST_Invert] = OP_UNARY_INVERT,
        [AST_Not - AST_Invert] = OP_UNARY_NOT,
        [AST_UAdd - AST_Invert] = OP_UNARY_POSITIVE,
        [AST_USub - AST_Invert] = OP_UNARY_NEGATIVE,
    };
    gb_compile_expr(c, node->as.UnaryOp.operand);
    gb_emit(c, ops[node->as.UnaryOp.op - AST_Invert]);
}

static void compile_boolop(GbCompiler *c, const AstNode *node)
{
    AstSeq values = node->as.BoolOp.values;
    int jump = node->as.BoolOp.op == AST_And ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    GbBlock *end = gb_block_new(c);
    for (int i = 0; i < values.count - 1; ++i) {
        gb_compile_expr(c, values.items[i]);
        gb_emit_jump(c, jump, end);
    }
    gb_compile_expr(c, values.items[values.count - 1]);
    gb_block_use(c, end);
}

static void emit_compare(GbCompiler *c, AstOperator op)
{
    static const int args[] = {
        [AST_Eq - AST_Eq] = GB_EQ, [AST_NotEq - AST_Eq] = GB_NE, [AST_Lt - AST_Eq] = GB_LT,
        [AST_LtE - AST_Eq] = GB_LE, [AST_Gt - AST_Eq] = GB_GT,   [AST_GtE - AST_Eq] = GB_GE,
    };
    if (op == AST_Is || op == AST_IsNot)
        gb_emit_arg(c, OP_IS_OP, op == AST_IsNot);
    else if (op == AST_In || op == AST_NotIn)
        gb_emit_arg(c, OP_CONTAINS_OP, op == AST_NotIn);
    else
        gb_emit_arg(c, OP_COMPARE_OP, args[op - AST_Eq]);
}

/* a < b < c keeps b for the second comparison: all but the last jump to `cleanup` when false, with
   the operand that is not needed any more still on the stack. */
static void compile_compare_chain(GbCompiler *c, const AstNode *node, int jump, GbBlock *cleanup)
{
    AstOperatorSeq ops = node->as.Compare.ops;
    AstSeq operands = node->as.Compare.comparators;
    gb_compile_expr(c, node->as.Compare.left);
    for (int i = 0; i < ops.count - 1; ++i) {
        gb_compile_expr(c, operands.items[i]);
        gb_emit_arg(c, OP_SWAP, 2);
        gb_emit_arg(c, OP_COPY, 2);
        emit_compare(c, ops.items[i]);
        gb_emit_jump(c, jump, cleanup);
    }
    gb_compile_expr(c, operands.items[ops.count - 1]);
    emit_compare(c, ops.items[ops.count - 1]);
}

static void compile_compare(GbCompiler *c, const AstNode *node)
{
    gb_check_compare(c, node);
    if (node->as.Compare.ops.count == 1) {
        compile_compare_chain(c, node, 0, NULL);
        return;
    }
    GbBlock *cleanup = gb_block_new(c);
    compile_compare_chain(c, node, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    GbBlock *end = gb_block_new(c);
    gb_emit_artificial_jump(c, end);
    gb_block_use(c, cleanup);
    gb_emit_arg(c, OP_SWAP, 2);
    gb_emit(c, OP_POP_TOP);
    gb_block_use(c, end);
}

/* ---- Conditions ---- */

static int pop_jump(bool condition)
{
    return condition ? PSEUDO_POP_JUMP_IF_TRUE : PSEUDO_POP_JUMP_IF_FALSE;
}

static void jump_if_boolop(GbCompiler *c, const AstNode *test, GbBlock *target, bool condition)
{
    AstSeq values = test->as.BoolOp.values;
    bool deciding = test->as.BoolOp.op == AST_Or; /* the truth that ends the evaluation early */
    GbBlock *early = deciding == condition ? target : gb_block_new(c);
    for (int i = 0; i < values.count - 1; ++i)
        gb_compile_jump_if(c, values.items[i], early, deciding);
    gb_compile_jump_if(c, values.items[values.count - 1], target, condition);
    if (early != target)
        gb_block_use(c, early);
}

static void jump_if_ifexp(GbCompiler *c, const AstNode *test, GbBlock *target, bool condition)
{
    GbBlock *end = gb_block_new(c);
    GbBlock *otherwise = gb_block_new(c);
    gb_compile_jump_if(c, test->as.IfExp.test, otherwise, false);
    gb_compile_jump_if(c, test->as.IfExp.body, target, condition);
    gb_emit_artificial_jump(c, end);
    gb_block_use(c, otherwise);
    gb_compile_jump_if(c, test->as.IfExp.orelse, target, condition);
    gb_block_use(c, end);
}

static void jump_if_compare_chain(GbCompiler *c, const AstNode *test, GbBlock *target,
                                  bool condition)
{
    gb_check_compare(c, test);
    GbBlock *cleanup = gb_block_new(c);
    compile_compare_chain(c, test, PSEUDO_POP_JUMP_IF_FALSE, cleanup);
    gb_emit_jump(c, pop_jump(condition), target);
    GbBlock *end = gb_block_new(c);
    gb_emit_artificial_jump(c, end);
    gb_block_use(c, cleanup);
    gb_emit(c, OP_POP_TOP);
    if (!condition)
        gb_emit_artificial_jump(c, target);
    gb_block_use(c, end);
}

void gb_compile_jump_if(GbCompiler *c, const AstNode *test, GbBlock *target, bool condition)
{
    if (c->failed)
        return;
    if (test->kind == AST_UnaryOp && test->as.UnaryOp.op == AST_Not) {
        gb_compile_jump_if(c, test->as.UnaryOp.operand, target, !condition);
    } else if (test->kind == AST_BoolOp) {
        jump_if_boolop(c, test, target, condition);
    } else if (test->kind == AST_IfExp) {
        jump_if_ifexp(c, test, target, condition);
    } else {
        if (test->kind == AST_Compare)
            gb_set_position(c, test);
        if (test->kind == AST_Compare && test->as.Compare.ops.count > 1) {
            jump_if_compare_chain(c, test, target, condition);
            return;
        }
        gb_compile_expr(c, test);
        gb_emit_jump(c, pop_jump(condition), target);
    }
}

static void compile_ifexp(GbCompiler *c, const AstNode *node)
{
    GbBlock *end = gb_block_new(c);
    GbBlock *otherwise = gb_block_new(c);
    gb_compile_jump_if(c, node->as.IfExp.test, otherwise, false);
    gb_compile_expr(c, node->as.IfExp.body);
    gb_emit_artificial_jump(c, end);
    gb_block_use(c, otherwise);
    gb_compile_expr(c, node->as.IfExp.orelse);
    gb_block_use(c, end);
}

/* ---- f-strings ---- */

static void compile_joined(GbCompiler *c, const AstNode *node)
{
    AstSeq values = node->as.JoinedStr.values;
    if (values.count <= STACK_GUIDELINE) {
        gb_compile_exprs(c, values);
        if (values.count != 1)
            gb_emit_arg(c, OP_BUILD_STRING, values.count);
        return;
    }
    gb_emit_text(c, gb_text(""));
    gb_emit_name(c, OP_LOAD_METHOD, gb_text("join"));
    gb_emit_arg(c, OP_BUILD_LIST, 0);
    for (int i = 0; i < values.count; ++i) {
        gb_compile_expr(c, values.items[i]);
        gb_emit_arg(c, OP_LIST_APPEND, 1);
    }
    gb_emit_call(c, 1);
}

static void compile_formatted(GbCompiler *c, const AstNode *node)
{
    int conversion = node->as.FormattedValue.conversion;
    int arg = conversion == 's' ? 1 : conversion == 'r' ? 2 : conversion == 'a' ? 3 : 0;
    gb_compile_expr(c, node->as.FormattedValue.value);
    if (node->as.FormattedValue.format_spec != NULL) {
        gb_compile_expr(c, node->as.FormattedValue.format_spec);
        arg |= 4;
    }
    gb_emit_arg(c, OP_FORMAT_VALUE, arg);
}

/* ---- Attributes and items ---- */

static void compile_attribute(GbCompiler *c, const AstNode *node)
{
    static const int ops[] = {OP_LOAD_ATTR, OP_STORE_ATTR, OP_DELETE_ATTR};
    AstOperator ctx = node->as.Attribute.ctx;
    gb_compile_expr(c, node->as.Attribute.value);
    gb_set_attribute_position(c, node);
    if (!gb_refuse_name(c, node->as.Attribute.attr, ctx == AST_Del ? AST_Load : ctx, node))
        gb_emit_name(c, ops[ctx], node->as.Attribute.attr);
}

static void compile_subscript(GbCompiler *c, const AstNode *node)
{
    static const int ops[] = {OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR};
    if (node->as.Subscript.ctx == AST_Load)
        gb_check_subscript(c, node);
    gb_compile_expr(c, node->as.Subscript.value);
    gb_compile_expr(c, node->as.Subscript.slice);
    gb_emit(c, ops[node->as.Subscript.ctx]);
}

static void compile_slice_bound(GbCompiler *c, const AstNode *bound)
{
    if (bound != NULL)
        gb_compile_expr(c, bound);
    else
        gb_emit_none(c);
}

static void compile_slice(GbCompiler *c, const AstNode *node)
{
    compile_slice_bound(c, node->as.Slice.lower);
    compile_slice_bound(c, node->as.Slice.upper);
    if (node->as.Slice.step != NULL)
        gb_compile_expr(c, node->as.Slice.step);
    gb_emit_arg(c, OP_BUILD_SLICE, node->as.Slice.step != NULL ? 3 : 2);
}

static void compile_starred(GbCompiler *c, const AstNode *node)
{
    if (node->as.Starred.ctx == AST_Store)
        gb_compile_error(c, NULL, "starred assignment target must be in a list or tuple");
    else
        gb_compile_error(c, NULL, "can't use starred expression here");
}

/* ---- Generators and coroutines ---- */

static void compile_yield(GbCompiler *c, const AstNode *node)
{
    if (c->unit->scope->kind != GB_SCOPE_FUNCTION) {
        gb_compile_error(c, NULL, "'yield' outside function");
        return;
    }
    if (node->as.Yield.value != NULL)
        gb_compile_expr(c, node->as.Yield.value);
    else
        gb_emit_none(c);
    gb_emit_yield(c);
}

static void compile_yield_from(GbCompiler *c, const AstNode *node)
{
    if (c->unit->scope->kind != GB_SCOPE_FUNCTION)
        gb_compile_error(c, NULL, "'yield' outside function");
    if (c->unit->kind == UNIT_ASYNC_FUNCTION)
        gb_compile_error(c, NULL, "'yield from' inside async function");
    gb_compile_expr(c, node->as.YieldFrom.value);
    gb_emit(c, OP_GET_YIELD_FROM_ITER);
    gb_emit_none(c);
    gb_emit_yield_from(c, false);
}

static void compile_await(GbCompiler *c, const AstNode *node)
{
    GbUnitKind kind = c->unit->kind;
    if (!gb_awaits_at_top(c)) {
        if (c->unit->scope->kind != GB_SCOPE_FUNCTION)
            gb_compile_error(c, NULL, "'await' outside function");
        if (kind != UNIT_ASYNC_FUNCTION && kind != UNIT_COMPREHENSION)
            gb_compile_error(c, NULL, "'await' outside async function");
    }
    gb_compile_expr(c, node->as.Await.value);
    gb_emit_await(c, 0);
}

/* ---- Dispatch ---- */

static void compile_named(GbCompiler *c, const AstNode *node)
{
    gb_compile_expr(c, node->as.NamedExpr.value);
    gb_emit_arg(c, OP_COPY, 1);
    gb_compile_expr(c, node->as.NamedExpr.target);
}

static void compile_kind(GbCompiler *c, const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_NamedExpr:
        compile_named(c, node);
        break;
    case AST_BoolOp:
        compile_boolop(c, node);
        break;
    case AST_BinOp:
        compile_binop(c, node);
        break;
    case AST_UnaryOp:
        compile_unary(c, node);
        break;
    case AST_Lambda:
        gb_compile_lambda(c, node);
        break;
    case AST_IfExp:
        compile_ifexp(c, node);
        break;
    case AST_Dict:
        compile_dict(c, node);
        break;
    case AST_Set:
        gb_compile_display(c, node->as.Set.elts, 0, set_display);
        break;
    case AST_ListComp:
    case AST_SetComp:
    case AST_DictComp:
    case AST_GeneratorExp:
        gb_compile_comprehension(c, node);
        break;
    case AST_Yield:
        compile_yield(c, node);
        break;
    case AST_YieldFrom:
        compile_yield_from(c, node);
        break;
    case AST_Await:
        compile_await(c, node);
        break;
    case AST_Compare:
        compile_compare(c, node);
        break;
    case AST_Call:
        gb_compile_call(c, node);
        break;
    case AST_Constant:
        emit_constant(c, node);
        break;
    case AST_JoinedStr:
        compile_joined(c, node);
        break;
    case AST_FormattedValue:
        compile_formatted(c, node);
        break;
    case AST_Attribute:
        compile_attribute(c, node);
        break;
    case AST_Subscript:
        compile_subscript(c, node);
        break;
    case AST_Starred:
        compile_starred(c, node);
        break;
    case AST_Slice:
        compile_slice(c, node);
        break;
    case AST_Name:
        gb_compile_nameop(c, node->as.Name.id, node->as.Name.ctx, node);
        break;
    case AST_List:
        compile_sequence(c, node, list_display);
        break;
    case AST_Tuple:
        compile_sequence(c, node, tuple_display);
        break;
    default:
        gb_compile_error(c, node, "unexpected %s", gb_ast_kind_name(node->kind));
    }
}

void gb_compile_expr(GbCompiler *c, const AstNode *node)
{
    if (c->failed)
        return;
    GbPosition outer = c->unit->position;
    gb_set_position(c, node);
    compile_kind(c, node);
    if (!c->failed)
        c->unit->position = outer;
}

void gb_compile_exprs(GbCompiler *c, AstSeq nodes)
{
    for (int i = 0; i < nodes.count; ++i)
        gb_compile_expr(c, nodes.items[i]);
}
