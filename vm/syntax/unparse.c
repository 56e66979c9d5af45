/* Expressions back to source text, as CPython writes annotations under
 * `from __future__ import annotations`. */
#include "vm/syntax/ast.h"

#include "vm/syntax/ast_repr.h"

#include <string.h>

enum { UNPARSE_DEPTH_MAX = 1000 };

typedef struct Writer {
    AstBuffer *out;
    int depth;
} Writer;

static void write_expr(Writer *w, const AstNode *node, AstPrecedence level);
static void write_format_spec(Writer *w, const AstNode *node);

/* ---- Helpers ----------------------------------------------------------------------------- */

static void add(Writer *w, const char *text)
{
    gb_ast_buffer_add_string(w->out, text);
}

static void add_text(Writer *w, AstText text)
{
    gb_ast_buffer_add(w->out, text.data, (size_t)text.size);
}

static void open_if(Writer *w, bool condition)
{
    if (condition)
        add(w, "(");
}

static void close_if(Writer *w, bool condition)
{
    if (condition)
        add(w, ")");
}

static void write_list(Writer *w, AstSeq items)
{
    for (int i = 0; i < items.count; i++) {
        if (i > 0)
            add(w, ", ");
        write_expr(w, items.items[i], AST_PREC_TEST);
    }
}

/* ---- Operators --------------------------------------------------------------------------- */

static void write_bool_op(Writer *w, const AstBoolOp *op, AstPrecedence level)
{
    AstPrecedence own = gb_ast_operator_precedence(op->op);

    open_if(w, level > own);
    for (int i = 0; i < op->values.count; i++) {
        if (i > 0)
            add(w, op->op == AST_And ? " and " : " or ");
        write_expr(w, op->values.items[i], own + 1);
    }
    close_if(w, level > own);
}

static void write_bin_op(Writer *w, const AstBinOp *op, AstPrecedence level)
{
    AstPrecedence own = gb_ast_operator_precedence(op->op);
    bool is_power = op->op == AST_Pow;

    open_if(w, level > own);
    write_expr(w, op->left, own + is_power);
    add(w, " ");
    add(w, gb_ast_operator_text(op->op));
    add(w, " ");
    write_expr(w, op->right, own + !is_power);
    close_if(w, level > own);
}

static void write_unary_op(Writer *w, const AstUnaryOp *op, AstPrecedence level)
{
    AstPrecedence own = gb_ast_operator_precedence(op->op);

    open_if(w, level > own);
    add(w, gb_ast_operator_text(op->op));
    write_expr(w, op->operand, own);
    close_if(w, level > own);
}

static void write_compare(Writer *w, const AstCompare *compare, AstPrecedence level)
{
    open_if(w, level > AST_PREC_COMPARE);
    write_expr(w, compare->left, AST_PREC_COMPARE + 1);
    for (int i = 0; i < compare->ops.count; i++) {
        add(w, " ");
        add(w, gb_ast_operator_text(compare->ops.items[i]));
        add(w, " ");
        write_expr(w, compare->comparators.items[i], AST_PREC_COMPARE + 1);
    }
    close_if(w, level > AST_PREC_COMPARE);
}

static void write_if_exp(Writer *w, const AstIfExp *node, AstPrecedence level)
{
    open_if(w, level > AST_PREC_TEST);
    write_expr(w, node->body, AST_PREC_TEST + 1);
    add(w, " if ");
    write_expr(w, node->test, AST_PREC_TEST + 1);
    add(w, " else ");
    write_expr(w, node->orelse, AST_PREC_TEST);
    close_if(w, level > AST_PREC_TEST);
}

static void write_named(Writer *w, const AstNamedExpr *node, AstPrecedence level)
{
    open_if(w, level > AST_PREC_TUPLE);
    write_expr(w, node->target, AST_PREC_ATOM);
    add(w, " := ");
    write_expr(w, node->value, AST_PREC_ATOM);
    close_if(w, level > AST_PREC_TUPLE);
}

/* ---- Lambda ------------------------------------------------------------------------------ */

static void write_parameter(Writer *w, const AstNode *parameter, const AstNode *value)
{
    add_text(w, parameter->as.arg.arg);
    if (parameter->as.arg.annotation != NULL) {
        add(w, ": ");
        write_expr(w, parameter->as.arg.annotation, AST_PREC_TEST);
    }
    if (value != NULL) {
        add(w, "=");
        write_expr(w, value, AST_PREC_TEST);
    }
}

static void separate(Writer *w, bool *first)
{
    if (!*first)
        add(w, ", ");
    *first = false;
}

static void write_positional(Writer *w, const Astarguments *arguments, bool *first)
{
    int only = arguments->posonlyargs.count;
    int count = only + arguments->args.count;

    for (int i = 0; i < count; i++) {
        int index = i - (count - arguments->defaults.count);
        separate(w, first);
        write_parameter(w, i < only ? arguments->posonlyargs.items[i]
                                    : arguments->args.items[i - only],
                        index >= 0 ? arguments->defaults.items[index] : NULL);
        if (only > 0 && i == only - 1)
            add(w, ", /");
    }
}

static void write_parameters(Writer *w, const Astarguments *arguments)
{
    bool first = true;

    write_positional(w, arguments, &first);
    if (arguments->vararg != NULL || arguments->kwonlyargs.count > 0) {
        separate(w, &first);
        add(w, "*");
        if (arguments->vararg != NULL)
            write_parameter(w, arguments->vararg, NULL);
    }
    for (int i = 0; i < arguments->kwonlyargs.count; i++) {
        separate(w, &first);
        write_parameter(w, arguments->kwonlyargs.items[i], arguments->kw_defaults.items[i]);
    }
    if (arguments->kwarg != NULL) {
        separate(w, &first);
        add(w, "**");
        write_parameter(w, arguments->kwarg, NULL);
    }
}

static void write_lambda(Writer *w, const AstLambda *lambda, AstPrecedence level)
{
    const Astarguments *arguments = &lambda->args->as.arguments;

    open_if(w, level > AST_PREC_TEST);
    /* CPython forgets the space when all parameters are starred, and so do we. */
    add(w, arguments->posonlyargs.count + arguments->args.count > 0 ? "lambda " : "lambda");
    write_parameters(w, arguments);
    add(w, ": ");
    write_expr(w, lambda->body, AST_PREC_TEST);
    close_if(w, level > AST_PREC_TEST);
}

/* ---- Displays and comprehensions --------------------------------------------------------- */

static void write_generators(Writer *w, AstSeq generators)
{
    for (int i = 0; i < generators.count; i++) {
        const Astcomprehension *clause = &generators.items[i]->as.comprehension;
        add(w, clause->is_async ? " async for " : " for ");
        write_expr(w, clause->target, AST_PREC_TUPLE);
        add(w, " in ");
        write_expr(w, clause->iter, AST_PREC_TEST + 1);
        for (int j = 0; j < clause->ifs.count; j++) {
            add(w, " if ");
            write_expr(w, clause->ifs.items[j], AST_PREC_TEST + 1);
        }
    }
}

static void write_comprehension(Writer *w, const char *open, const AstNode *elt,
                                AstSeq generators, const char *close)
{
    add(w, open);
    write_expr(w, elt, AST_PREC_TEST);
    write_generators(w, generators);
    add(w, close);
}

static void write_dict_comp(Writer *w, const AstDictComp *node)
{
    add(w, "{");
    write_expr(w, node->key, AST_PREC_TEST);
    add(w, ": ");
    write_expr(w, node->value, AST_PREC_TEST);
    write_generators(w, node->generators);
    add(w, "}");
}

static void write_dict(Writer *w, const AstDict *dict)
{
    add(w, "{");
    for (int i = 0; i < dict->values.count; i++) {
        if (i > 0)
            add(w, ", ");
        if (dict->keys.items[i] != NULL) {
            write_expr(w, dict->keys.items[i], AST_PREC_TEST);
            add(w, ": ");
            write_expr(w, dict->values.items[i], AST_PREC_TEST);
        } else {
            add(w, "**");
            write_expr(w, dict->values.items[i], AST_PREC_BITOR);
        }
    }
    add(w, "}");
}

static void write_tuple(Writer *w, AstSeq elts, AstPrecedence level)
{
    if (elts.count == 0) {
        add(w, "()");
        return;
    }
    open_if(w, level > AST_PREC_TUPLE);
    write_list(w, elts);
    if (elts.count == 1)
        add(w, ",");
    close_if(w, level > AST_PREC_TUPLE);
}

/* ---- Primaries --------------------------------------------------------------------------- */

static void write_keyword(Writer *w, const Astkeyword *keyword)
{
    if (ast_text_absent(keyword->arg)) {
        add(w, "**");
    } else {
        add_text(w, keyword->arg);
        add(w, "=");
    }
    write_expr(w, keyword->value, AST_PREC_TEST);
}

static void write_call(Writer *w, const AstCall *call)
{
    write_expr(w, call->func, AST_PREC_ATOM);
    if (call->args.count == 1 && call->keywords.count == 0 &&
        call->args.items[0]->kind == AST_GeneratorExp) {
        write_expr(w, call->args.items[0], AST_PREC_TEST);
        return;
    }
    add(w, "(");
    write_list(w, call->args);
    for (int i = 0; i < call->keywords.count; i++) {
        if (i > 0 || call->args.count > 0)
            add(w, ", ");
        write_keyword(w, &call->keywords.items[i]->as.keyword);
    }
    add(w, ")");
}

static void write_attribute(Writer *w, const AstAttribute *attribute)
{
    const AstNode *value = attribute->value;
    bool is_int = value->kind == AST_Constant && value->as.Constant.value.type == AST_CONST_int;

    write_expr(w, value, AST_PREC_ATOM);
    add(w, is_int ? " ." : ".");
    add_text(w, attribute->attr);
}

static void write_subscript(Writer *w, const AstSubscript *subscript)
{
    write_expr(w, subscript->value, AST_PREC_ATOM);
    add(w, "[");
    write_expr(w, subscript->slice, AST_PREC_TUPLE);
    add(w, "]");
}

static void write_slice(Writer *w, const AstSlice *slice)
{
    if (slice->lower != NULL)
        write_expr(w, slice->lower, AST_PREC_TEST);
    add(w, ":");
    if (slice->upper != NULL)
        write_expr(w, slice->upper, AST_PREC_TEST);
    if (slice->step != NULL) {
        add(w, ":");
        write_expr(w, slice->step, AST_PREC_TEST);
    }
}

static void write_constant(Writer *w, const AstLiteral *literal)
{
    if (literal->is_u)
        add(w, "u");
    if (literal->type == AST_CONST_Ellipsis)
        add(w, "...");
    else
        gb_ast_repr_literal(w->out, literal);
}

static void write_yield(Writer *w, const char *word, const AstNode *value)
{
    add(w, "(");
    add(w, word);
    if (value != NULL) {
        add(w, " ");
        write_expr(w, value, AST_PREC_TEST);
    }
    add(w, ")");
}

static void write_await(Writer *w, const AstNode *value, AstPrecedence level)
{
    open_if(w, level > AST_PREC_AWAIT);
    add(w, "await ");
    write_expr(w, value, AST_PREC_ATOM);
    close_if(w, level > AST_PREC_AWAIT);
}

/* ---- f-strings --------------------------------------------------------------------------- */

/* Literal text of an f-string: braces double. */
static void write_fstring_text(Writer *w, AstText text)
{
    for (int i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '{' || c == '}')
            gb_ast_buffer_add(w->out, &c, 1);
        gb_ast_buffer_add(w->out, &c, 1);
    }
}

/* {value!r:spec}. A brace at the start of the value must not double. */
static void write_field(Writer *w, const AstFormattedValue *field)
{
    AstBuffer text;
    Writer inner = {.out = &text, .depth = w->depth};
    char conversion[3] = {'!', (char)field->conversion, '\0'};

    gb_ast_buffer_init(&text);
    write_expr(&inner, field->value, AST_PREC_TEST + 1);
    add(w, text.size > 0 && text.data[0] == '{' ? "{ " : "{");
    gb_ast_buffer_add(w->out, text.data, text.size);
    w->out->failed |= text.failed;
    gb_ast_buffer_fini(&text);
    if (field->conversion > 0)
        add(w, conversion);
    if (field->format_spec != NULL) {
        add(w, ":");
        write_format_spec(w, field->format_spec);
    }
    add(w, "}");
}

static void write_format_spec(Writer *w, const AstNode *node)
{
    switch (node->kind) {
    case AST_Constant:
        write_fstring_text(w, node->as.Constant.value.text);
        break;
    case AST_JoinedStr:
        for (int i = 0; i < node->as.JoinedStr.values.count; i++)
            write_format_spec(w, node->as.JoinedStr.values.items[i]);
        break;
    case AST_FormattedValue:
        write_field(w, &node->as.FormattedValue);
        break;
    default:
        break;
    }
}

/* The body is written first, and its repr() makes the quotes and escapes. */
static void write_joined_str(Writer *w, const AstNode *node)
{
    AstBuffer body;
    Writer inner = {.out = &body, .depth = w->depth};

    gb_ast_buffer_init(&body);
    write_format_spec(&inner, node);
    add(w, "f");
    gb_ast_repr_text(w->out, (AstText){body.data == NULL ? "" : body.data, (int)body.size});
    w->out->failed |= body.failed;
    gb_ast_buffer_fini(&body);
}

/* ---- Expressions ------------------------------------------------------------------------- */

static void write_kind(Writer *w, const AstNode *node, AstPrecedence level)
{
    switch ((AstKind)node->kind) {
    case AST_BoolOp: write_bool_op(w, &node->as.BoolOp, level); break;
    case AST_NamedExpr: write_named(w, &node->as.NamedExpr, level); break;
    case AST_BinOp: write_bin_op(w, &node->as.BinOp, level); break;
    case AST_UnaryOp: write_unary_op(w, &node->as.UnaryOp, level); break;
    case AST_Lambda: write_lambda(w, &node->as.Lambda, level); break;
    case AST_IfExp: write_if_exp(w, &node->as.IfExp, level); break;
    case AST_Dict: write_dict(w, &node->as.Dict); break;
    case AST_Set:
        add(w, "{");
        write_list(w, node->as.Set.elts);
        add(w, "}");
        break;
    case AST_ListComp:
        write_comprehension(w, "[", node->as.ListComp.elt, node->as.ListComp.generators, "]");
        break;
    case AST_SetComp:
        write_comprehension(w, "{", node->as.SetComp.elt, node->as.SetComp.generators, "}");
        break;
    case AST_DictComp: write_dict_comp(w, &node->as.DictComp); break;
    case AST_GeneratorExp:
        write_comprehension(w, "(", node->as.GeneratorExp.elt,
                            node->as.GeneratorExp.generators, ")");
        break;
    case AST_Await: write_await(w, node->as.Await.value, level); break;
    case AST_Yield: write_yield(w, "yield", node->as.Yield.value); break;
    case AST_YieldFrom: write_yield(w, "yield from", node->as.YieldFrom.value); break;
    case AST_Compare: write_compare(w, &node->as.Compare, level); break;
    case AST_Call: write_call(w, &node->as.Call); break;
    case AST_FormattedValue: write_field(w, &node->as.FormattedValue); break;
    case AST_JoinedStr: write_joined_str(w, node); break;
    case AST_Constant: write_constant(w, &node->as.Constant.value); break;
    case AST_Attribute: write_attribute(w, &node->as.Attribute); break;
    case AST_Subscript: write_subscript(w, &node->as.Subscript); break;
    case AST_Starred:
        add(w, "*");
        write_expr(w, node->as.Starred.value, AST_PREC_BITOR);
        break;
    case AST_Name: add_text(w, node->as.Name.id); break;
    case AST_List:
        add(w, "[");
        write_list(w, node->as.List.elts);
        add(w, "]");
        break;
    case AST_Tuple: write_tuple(w, node->as.Tuple.elts, level); break;
    case AST_Slice: write_slice(w, &node->as.Slice); break;
    default: break;     /* not an expression */
    }
}

/* Writes the expression, in parentheses where it binds more loosely than `level`. */
static void write_expr(Writer *w, const AstNode *node, AstPrecedence level)
{
    if (++w->depth > UNPARSE_DEPTH_MAX)
        w->out->failed = true;
    else
        write_kind(w, node, level);
    w->depth--;
}

int gb_ast_unparse(const AstNode *expression, AstBuffer *buffer)
{
    Writer writer = {.out = buffer};

    write_expr(&writer, expression, AST_PREC_TEST);
    return buffer->failed ? -1 : 0;
}
