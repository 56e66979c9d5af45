/* Constant folding, on the tree.
 *
 * Each expression whose operands are constants is computed and replaced by its value, unless that
 * fails or grows too large: an error must come when the code runs, and constants are kept in memory
 * and in every copy of the code. Besides: `x in [1, 2]` tests a constant tuple, `not a in b`
 * becomes `a not in b`, "%s" % (x,) becomes an f-string, __debug__ is known. */
#include "vm/code/compiler.h"

#include <stdio.h>
#include <string.h>

/* CPython's limits of what folding may make. */
enum {
    INT_BITS_MAX = 128,
    COLLECTION_MAX = 256, /* items */
    STRING_MAX = 4096,    /* characters or bytes */
    TOTAL_ITEMS_MAX = 1024, /* with those of nested tuples */
};

static void fold(GbCompiler *c, AstNode **slot);

static bool keeps_annotation_text(const GbCompiler *c)
{
    return (c->future & GB_CO_FUTURE_ANNOTATIONS) != 0;
}

/* ---- Replacing ---- */

static AstNode *new_node(GbCompiler *c, AstKind kind, const AstNode *where)
{
    AstNode *node = c->failed ? NULL : gb_ast_node_new(c->arena, kind);
    if (node == NULL) {
        gb_compile_no_memory(c);
        return NULL;
    }
    node->line = where->line;
    node->column = where->column;
    node->end_line = where->end_line;
    node->end_column = where->end_column;
    return node;
}

/* Put the value in the place of *slot. GB_NULL: it could not be computed, and nothing changes. */
static void replace_by_value(GbCompiler *c, AstNode **slot, GbRef taken)
{
    if (taken == GB_NULL) {
        gb_raised_drop(c->t);
        return;
    }
    GbBorrow value = gb_constants_add(c->t, &c->constants, taken);
    AstNode *node = new_node(c, AST_Constant, *slot);
    if (value == GB_NULL || gb_constants_keep(c->t, &c->constants, gb_new_ref(value)) == GB_NULL) {
        gb_compile_fail(c);
        return;
    }
    if (node == NULL)
        return;
    node->as.Constant.value.type = GB_LITERAL_OBJECT;
    node->as.Constant.value.text.size = c->constants.count - 1;
    *slot = node;
}

/* ---- Sizes ---- */

/* Bits of an int; -1 if that fails. */
static int64_t count_bits(GbCompiler *c, GbBorrow value)
{
    int64_t bits = -1;
    GbRef result = gb_call_method_c(c->t, value, "bit_length", NULL, 0);
    if (result == GB_NULL || !gb_int_peek_i64(result, &bits))
        gb_raised_drop(c->t);
    gb_xdecref(result);
    return bits;
}

/* What is left of `limit` after the items of a constant collection, nested ones included;
   negative if they are too many. */
static int64_t subtract_items(GbBorrow value, int64_t limit)
{
    if (gb_is_exact(value, GB_KIND_FROZENSET))
        return limit - gb_set_count(value);
    if (!gb_is_exact(value, GB_KIND_TUPLE))
        return limit;
    limit -= gb_tuple_count(value);
    for (int64_t i = 0; limit >= 0 && i < gb_tuple_count(value); ++i)
        limit = subtract_items(gb_tuple_peek(value, i), limit);
    return limit;
}

static bool is_text_or_bytes(GbBorrow value)
{
    return gb_is_exact(value, GB_KIND_STR) || gb_is_exact(value, GB_KIND_BYTES);
}

static bool fits_repetition(GbCompiler *c, GbBorrow count, GbBorrow sequence)
{
    bool is_collection =
        gb_is_exact(sequence, GB_KIND_TUPLE) || gb_is_exact(sequence, GB_KIND_FROZENSET);
    int64_t limit = is_collection ? COLLECTION_MAX : STRING_MAX;
    int64_t size = gb_length(c->t, sequence);
    int64_t n;
    if (size == 0)
        return true;
    if (!gb_int_peek_i64(count, &n) || n < 0 || n > limit / size)
        return false;
    return !is_collection || n == 0 || subtract_items(sequence, TOTAL_ITEMS_MAX / n) >= 0;
}

static bool is_sequence(GbBorrow value)
{
    return is_text_or_bytes(value) || gb_is_exact(value, GB_KIND_TUPLE) ||
           gb_is_exact(value, GB_KIND_FROZENSET);
}

static bool fits_product(GbCompiler *c, GbBorrow left, GbBorrow right)
{
    if (gb_is_intlike(left) && gb_is_intlike(right))
        return gb_int_sign(left) == 0 || gb_int_sign(right) == 0 ||
               count_bits(c, left) + count_bits(c, right) <= INT_BITS_MAX;
    if (gb_is_intlike(left) && is_sequence(right))
        return fits_repetition(c, left, right);
    if (gb_is_intlike(right) && is_sequence(left))
        return fits_repetition(c, right, left);
    return true;
}

static bool fits_power(GbCompiler *c, GbBorrow base, GbBorrow exponent)
{
    int64_t n;
    if (!gb_is_intlike(base) || !gb_is_intlike(exponent))
        return true;
    if (gb_int_sign(base) == 0 || gb_int_sign(exponent) <= 0)
        return true;
    return gb_int_peek_i64(exponent, &n) && count_bits(c, base) <= INT_BITS_MAX / n;
}

static bool fits_shift(GbCompiler *c, GbBorrow value, GbBorrow shift)
{
    int64_t n;
    if (!gb_is_intlike(value) || !gb_is_intlike(shift))
        return true;
    if (gb_int_sign(value) == 0 || gb_int_sign(shift) == 0)
        return true;
    return gb_int_peek_i64(shift, &n) && n >= 0 && n <= INT_BITS_MAX &&
           count_bits(c, value) <= INT_BITS_MAX - n;
}

static bool may_compute(GbCompiler *c, AstOperator op, GbBorrow left, GbBorrow right)
{
    switch (op) {
    case AST_MatMult: /* No constant knows it. */
        return false;
    case AST_Mult:
        return fits_product(c, left, right);
    case AST_Pow:
        return fits_power(c, left, right);
    case AST_LShift:
        return fits_shift(c, left, right);
    case AST_Mod:
        return !is_text_or_bytes(left);
    default:
        return true;
    }
}

/* ---- Operators ---- */

static void fold_unary(GbCompiler *c, AstNode **slot)
{
    static const int inverse[] = {
        [AST_Is - AST_Eq] = AST_IsNot,
        [AST_IsNot - AST_Eq] = AST_Is,
        [AST_In - AST_Eq] = AST_NotIn,
        [AST_NotIn - AST_Eq] = AST_In,
    };
    AstNode *operand = (*slot)->as.UnaryOp.operand;
    AstOperator op = (*slot)->as.UnaryOp.op;
    if (op == AST_Not && operand->kind == AST_Compare && operand->as.Compare.ops.count == 1) {
        AstOperator *compare = &operand->as.Compare.ops.items[0];
        if (*compare >= AST_Is) { /* The others may be overloaded one without the other. */
            *compare = (AstOperator)inverse[*compare - AST_Eq];
            *slot = operand;
        }
        return;
    }
    if (!gb_is_constant(operand))
        return;
    GbBorrow value = gb_constant_value(c, operand);
    if (c->failed)
        return;
    GbRef result;
    if (op == AST_Not) {
        int truth = gb_truth(c->t, value);
        result = truth < 0 ? GB_NULL : gb_bool(!truth);
    } else {
        result = gb_unary(c->t, op == AST_UAdd   ? GB_POSITIVE
                                : op == AST_USub ? GB_NEGATIVE
                                                 : GB_INVERT,
                          value);
    }
    replace_by_value(c, slot, result);
}

/* ---- "..." % (...) ---- */

typedef struct FormatReader {
    GbCompiler *c;
    GbBorrow format; /* str */
    int64_t at, length;
} FormatReader;

/* The characters up to the next conversion, with %% made %, as a Constant; NULL if there are
   none. */
static AstNode *read_literal(FormatReader *r)
{
    int64_t start = r->at;
    GbWriter writer;
    gb_writer_init(&writer, r->c->t);
    while (r->at < r->length) {
        uint32_t ch = gb_str_at(r->format, r->at);
        bool is_percent = ch == '%';
        if (is_percent && !(r->at + 1 < r->length && gb_str_at(r->format, r->at + 1) == '%'))
            break;
        gb_writer_char(&writer, ch);
        r->at += is_percent ? 2 : 1;
    }
    if (r->at == start) {
        gb_writer_clear(&writer);
        return NULL;
    }
    GbRef text = gb_writer_finish(&writer);
    if (text == GB_NULL) {
        gb_compile_fail(r->c);
        return NULL;
    }
    const AstNode nowhere = {.line = -1, .column = -1, .end_line = -1, .end_column = -1};
    AstNode *node = new_node(r->c, AST_Constant, &nowhere);
    replace_by_value(r->c, &node, text);
    return node;
}

/* Digits of a width or precision into *number; false if there are more than two. */
static bool read_number(FormatReader *r, int *number)
{
    int digits = 0;
    *number = 0;
    for (; r->at < r->length; ++r->at) {
        uint32_t ch = gb_str_at(r->format, r->at);
        if (ch < '0' || ch > '9')
            return true;
        if (++digits > 2)
            return false;
        *number = *number * 10 + (int)(ch - '0');
    }
    return true;
}

static uint32_t peek(const FormatReader *r)
{
    return r->at < r->length ? gb_str_at(r->format, r->at) : 0;
}

/* One conversion %[flags][width][.precision](s|r|a), without the %. Writes the equivalent format
   spec; returns the letter, or 0 if it is not that simple. */
static int read_conversion(FormatReader *r, char *spec)
{
    bool is_left = false;
    int width = -1, precision = -1;
    for (uint32_t ch = peek(r); ch != 0 && ch < 128 && strchr("-+ #0", (int)ch); ch = peek(r)) {
        is_left |= ch == '-';
        ++r->at;
    }
    if (peek(r) >= '1' && peek(r) <= '9' && !read_number(r, &width))
        return 0;
    if (peek(r) == '.') {
        ++r->at;
        if (!read_number(r, &precision))
            return 0;
    }
    if (width > 0 && !is_left)
        *spec++ = '>';
    if (width >= 0)
        spec += sprintf(spec, "%d", width);
    if (precision >= 0)
        spec += sprintf(spec, ".%d", precision);
    *spec = '\0';
    uint32_t letter = peek(r);
    ++r->at;
    return letter == 's' || letter == 'r' || letter == 'a' ? (int)letter : 0;
}

static AstNode *read_formatted(FormatReader *r, AstNode *value)
{
    char spec[16];
    int conversion = read_conversion(r, spec);
    if (conversion == 0)
        return NULL;
    AstNode *node = new_node(r->c, AST_FormattedValue, value);
    if (node == NULL)
        return NULL;
    node->as.FormattedValue.value = value;
    node->as.FormattedValue.conversion = conversion;
    if (spec[0] != '\0') {
        AstNode *text = new_node(r->c, AST_Constant, value);
        if (text == NULL)
            return NULL;
        text->as.Constant.value.type = AST_CONST_str;
        text->as.Constant.value.text = gb_ast_text_copy(r->c->arena, spec, strlen(spec));
        node->as.FormattedValue.format_spec = text;
    }
    return node;
}

/* The parts of the f-string for "..." % (items...), or false if there is none. */
static bool read_format(FormatReader *r, AstSeq items, AstSeq *parts)
{
    int used = 0;
    while (!r->c->failed) {
        AstNode *literal = read_literal(r);
        if (literal != NULL)
            parts->items[parts->count++] = literal;
        if (r->at >= r->length)
            return used == items.count;
        if (used >= items.count)
            return false;
        ++r->at; /* the % */
        AstNode *formatted = read_formatted(r, items.items[used++]);
        if (formatted == NULL)
            return false;
        parts->items[parts->count++] = formatted;
    }
    return false;
}

static void fold_format(GbCompiler *c, AstNode **slot)
{
    const AstBinOp *n = &(*slot)->as.BinOp;
    GbBorrow format = gb_constant_value(c, n->left);
    AstSeq items = n->right->as.Tuple.elts;
    AstSeq parts = {0};
    for (int i = 0; i < items.count; ++i)
        if (items.items[i]->kind == AST_Starred)
            return;
    parts.items = gb_compile_alloc(c, (2 * (size_t)items.count + 1) * sizeof *parts.items);
    if (c->failed)
        return;
    FormatReader reader = {.c = c, .format = format, .length = gb_str_length(format)};
    if (!read_format(&reader, items, &parts))
        return;
    AstNode *node = new_node(c, AST_JoinedStr, *slot);
    if (node == NULL)
        return;
    node->as.JoinedStr.values = parts;
    *slot = node;
}

/* ---- Binary operators ---- */

static void fold_binop(GbCompiler *c, AstNode **slot)
{
    const AstBinOp *n = &(*slot)->as.BinOp;
    if (c->failed || !gb_is_constant(n->left))
        return;
    GbBorrow left = gb_constant_value(c, n->left);
    if (n->op == AST_Mod && n->right->kind == AST_Tuple && !c->failed &&
        gb_is_exact(left, GB_KIND_STR)) {
        fold_format(c, slot);
        return;
    }
    if (!gb_is_constant(n->right))
        return;
    GbBorrow right = gb_constant_value(c, n->right);
    if (!c->failed && may_compute(c, n->op, left, right))
        replace_by_value(c, slot,
                         gb_binary(c->t, (GbBinary)gb_binary_arg(n->op), left, right));
}

static void fold_binop_chain(GbCompiler *c, AstNode **slot)
{
    int count = 0;
    AstNode **spine = gb_binop_spine(c->arena, *slot, &count);
    if (spine == NULL) {
        gb_compile_no_memory(c);
        return;
    }
    int depth = c->depth;
    c->depth += count - 1;
    fold(c, &spine[count - 1]->as.BinOp.left);
    for (int i = count - 1; i >= 0; --i) {
        fold(c, &spine[i]->as.BinOp.right);
        fold_binop(c, i > 0 ? &spine[i - 1]->as.BinOp.left : slot);
        --c->depth;
    }
    c->depth = depth;
}

/* ---- Displays and subscripts ---- */

/* The tuple of the items if all are constants; GB_NULL (nothing raised) if not. */
static GbRef constant_tuple(GbCompiler *c, AstSeq items)
{
    for (int i = 0; i < items.count; ++i)
        if (!gb_is_constant(items.items[i]))
            return GB_NULL;
    GbRef tuple = c->failed ? GB_NULL : gb_tuple_new(c->t, items.count);
    for (int i = 0; i < items.count && tuple != GB_NULL && !c->failed; ++i) {
        GbBorrow value = gb_constant_value(c, items.items[i]);
        if (value != GB_NULL)
            gb_tuple_set_take(tuple, i, gb_new_ref(value));
    }
    return tuple;
}

static void fold_tuple(GbCompiler *c, AstNode **slot)
{
    if ((*slot)->as.Tuple.ctx == AST_Load)
        replace_by_value(c, slot, constant_tuple(c, (*slot)->as.Tuple.elts));
}

static bool has_star(AstSeq items)
{
    for (int i = 0; i < items.count; ++i)
        if (items.items[i]->kind == AST_Starred)
            return true;
    return false;
}

/* A list or set that is only iterated over or searched need not be a new one each time. */
static void fold_iterable(GbCompiler *c, AstNode **slot)
{
    AstNode *node = *slot;
    if (node->kind == AST_List) {
        if (has_star(node->as.List.elts))
            return;
        node->kind = AST_Tuple; /* The same fields. */
        replace_by_value(c, slot, constant_tuple(c, node->as.Tuple.elts));
    } else if (node->kind == AST_Set) {
        GbRef items = gb_constant_frozenset(c->t, constant_tuple(c, node->as.Set.elts));
        replace_by_value(c, slot, items);
    }
}

static void fold_compare(GbCompiler *c, AstNode *node)
{
    AstOperatorSeq ops = node->as.Compare.ops;
    AstOperator last = ops.items[ops.count - 1];
    if (last == AST_In || last == AST_NotIn)
        fold_iterable(c, &node->as.Compare.comparators.items[ops.count - 1]);
}

static void fold_subscript(GbCompiler *c, AstNode **slot)
{
    const AstSubscript *n = &(*slot)->as.Subscript;
    if (n->ctx != AST_Load || !gb_is_constant(n->value) || !gb_is_constant(n->slice))
        return;
    GbBorrow value = gb_constant_value(c, n->value);
    GbBorrow index = gb_constant_value(c, n->slice);
    if (!c->failed)
        replace_by_value(c, slot, gb_item_get(c->t, value, index));
}

/* ---- The walk ---- */

static void fold_all(GbCompiler *c, AstSeq nodes)
{
    for (int i = 0; i < nodes.count && !c->failed; ++i)
        if (nodes.items[i] != NULL)
            fold(c, &nodes.items[i]);
}

static void fold_maybe(GbCompiler *c, AstNode **slot)
{
    if (*slot != NULL)
        fold(c, slot);
}

/* All children in the order of ast.def. */
static void fold_children(GbCompiler *c, AstNode *node)
{
    switch ((AstKind)node->kind) {
#define AST_ONE(type, field) fold(c, &n->field);
#define AST_MAYBE(type, field) fold_maybe(c, &n->field);
#define AST_MANY(type, field) fold_all(c, n->field);
#define AST_NAME(field)
#define AST_MAYBE_NAME(field)
#define AST_NAMES(field)
#define AST_OP(type, field)
#define AST_OPS(type, field)
#define AST_INT(field)
#define AST_MAYBE_INT(field)
#define AST_VALUE(field)
#define AST_COMMENT(field)
#define AST_NODE(category, name, fields)                                                           \
    case AST_##name: {                                                                             \
        Ast##name *n = &node->as.name;                                                             \
        (void)n;                                                                                   \
        fields break;                                                                              \
    }
#include "vm/syntax/ast.def"
    case AST_KIND_COUNT:
        break;
    }
}

/* "a" "b" is a docstring, "a" + "b" is not, although it folds to one: hide it in an f-string. */
static void fold_body(GbCompiler *c, AstSeq body)
{
    bool has_docstring = gb_docstring(body) != NULL;
    fold_all(c, body);
    if (c->failed || has_docstring || body.count == 0 || body.items[0]->kind != AST_Expr)
        return;
    AstNode **value = &body.items[0]->as.Expr.value;
    GbBorrow constant = gb_is_constant(*value) ? gb_constant_value(c, *value) : GB_NULL;
    if (constant == GB_NULL || !gb_is_exact(constant, GB_KIND_STR))
        return;
    AstNode *joined = new_node(c, AST_JoinedStr, *value);
    AstNode **items = gb_compile_alloc(c, sizeof *items);
    if (c->failed)
        return;
    items[0] = *value;
    joined->as.JoinedStr.values = (AstSeq){1, items};
    *value = joined;
}

static void fold_function(GbCompiler *c, AstNode *node)
{
    AstFunctionDef *n = &node->as.FunctionDef; /* AsyncFunctionDef has the same fields. */
    fold(c, &n->args);
    fold_body(c, n->body);
    fold_all(c, n->decorator_list);
    if (!keeps_annotation_text(c))
        fold_maybe(c, &n->returns);
}

static void fold_class(GbCompiler *c, AstNode *node)
{
    fold_all(c, node->as.ClassDef.bases);
    fold_all(c, node->as.ClassDef.keywords);
    fold_body(c, node->as.ClassDef.body);
    fold_all(c, node->as.ClassDef.decorator_list);
}

static void fold_annotated(GbCompiler *c, AstNode *node)
{
    fold(c, &node->as.AnnAssign.target);
    if (!keeps_annotation_text(c))
        fold(c, &node->as.AnnAssign.annotation);
    fold_maybe(c, &node->as.AnnAssign.value);
}

static void fold_if_chain(GbCompiler *c, AstNode *node)
{
    int depth = c->depth;
    for (bool more = true; more && !c->failed;) {
        AstIf *n = &node->as.If;
        fold(c, &n->test);
        fold_all(c, n->body);
        more = n->orelse.count == 1 && n->orelse.items[0]->kind == AST_If;
        if (more)
            node = n->orelse.items[0];
        else
            fold_all(c, n->orelse);
        if (more && ++c->depth > c->max_depth)
            fold(c, &node); /* Reports it. */
    }
    c->depth = depth;
}

static void fold_name(GbCompiler *c, AstNode **slot)
{
    const AstName *n = &(*slot)->as.Name;
    if (n->ctx == AST_Load && gb_ast_text_is(n->id, "__debug__"))
        replace_by_value(c, slot, gb_bool(c->optimize == 0));
}

static void fold_expression(GbCompiler *c, AstNode **slot)
{
    AstNode *node = *slot;
    if (node->kind == AST_BinOp) {
        fold_binop_chain(c, slot);
        return;
    }
    fold_children(c, node);
    if (c->failed)
        return;
    switch ((AstKind)node->kind) {
    case AST_UnaryOp:
        fold_unary(c, slot);
        break;
    case AST_Compare:
        fold_compare(c, node);
        break;
    case AST_Subscript:
        fold_subscript(c, slot);
        break;
    case AST_Tuple:
        fold_tuple(c, slot);
        break;
    case AST_Name:
        fold_name(c, slot);
        break;
    default:
        break;
    }
}

static void fold_other(GbCompiler *c, AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_Module:
        fold_body(c, node->as.Module.body);
        break;
    case AST_FunctionDef:
    case AST_AsyncFunctionDef:
        fold_function(c, node);
        break;
    case AST_ClassDef:
        fold_class(c, node);
        break;
    case AST_AnnAssign:
        fold_annotated(c, node);
        break;
    case AST_If:
        fold_if_chain(c, node);
        break;
    case AST_For:
        fold_children(c, node);
        fold_iterable(c, &node->as.For.iter);
        break;
    case AST_comprehension:
        fold_children(c, node);
        fold_iterable(c, &node->as.comprehension.iter);
        break;
    case AST_arg:
        if (!keeps_annotation_text(c))
            fold_children(c, node);
        break;
    default:
        fold_children(c, node);
    }
}

static void fold(GbCompiler *c, AstNode **slot)
{
    if (c->failed)
        return;
    bool is_expression = gb_is_expression_kind((*slot)->kind);
    bool counts = is_expression || gb_is_statement_kind((*slot)->kind);
    c->depth += counts;
    if (c->depth > c->max_depth) {
        gb_compile_too_deep(c);
        return;
    }
    if (is_expression)
        fold_expression(c, slot);
    else
        fold_other(c, *slot);
    c->depth -= counts;
}

void gb_fold_tree(GbCompiler *c, AstNode **root)
{
    fold(c, root);
}
