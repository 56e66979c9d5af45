/* Calls, and the warnings about expressions that cannot be meant. */
#include "vm/code/compiler.h"

#include "vm/object/type.h"

/* ---- Warnings ---- */

/* The name of the type an expression will surely have, or NULL. */
static const char *infer_type(GbCompiler *c, const AstNode *node)
{
    switch ((AstKind)node->kind) {
    case AST_Tuple:
        return "tuple";
    case AST_List:
    case AST_ListComp:
        return "list";
    case AST_Dict:
    case AST_DictComp:
        return "dict";
    case AST_Set:
    case AST_SetComp:
        return "set";
    case AST_GeneratorExp:
        return "generator";
    case AST_Lambda:
        return "function";
    case AST_JoinedStr:
    case AST_FormattedValue:
        return "str";
    case AST_Constant:
        return gb_type_of(c->t, gb_constant_value(c, node))->spec->name;
    default:
        return NULL;
    }
}

static bool is_display(AstKind kind)
{
    return kind == AST_Tuple || kind == AST_List || kind == AST_ListComp || kind == AST_Dict ||
           kind == AST_DictComp || kind == AST_Set || kind == AST_SetComp ||
           kind == AST_GeneratorExp || kind == AST_JoinedStr || kind == AST_FormattedValue;
}

void gb_check_callable(GbCompiler *c, const AstNode *callee)
{
    if (c->failed || !(is_display(callee->kind) || gb_is_constant(callee)))
        return;
    gb_compile_warn(c, NULL, "'%.200s' object is not callable; perhaps you missed a comma?",
                    infer_type(c, callee));
}

static bool has_items(GbBorrow constant)
{
    if (constant == GB_NONE || constant == GB_ELLIPSIS || gb_is_intlike(constant))
        return false;
    if (gb_is_double(constant) || gb_is_exact(constant, GB_KIND_COMPLEX))
        return false;
    return !gb_is_exact(constant, GB_KIND_FROZENSET);
}

static bool refuses_subscript(GbCompiler *c, const AstNode *value)
{
    if (gb_is_constant(value))
        return !has_items(gb_constant_value(c, value));
    return value->kind == AST_Set || value->kind == AST_SetComp ||
           value->kind == AST_GeneratorExp || value->kind == AST_Lambda;
}

/* Is it a sequence, which takes integers and slices only? */
static bool wants_integers(GbCompiler *c, const AstNode *value)
{
    if (gb_is_constant(value)) {
        GbBorrow constant = gb_constant_value(c, value);
        return gb_is_exact(constant, GB_KIND_STR) || gb_is_exact(constant, GB_KIND_BYTES) ||
               gb_is_exact(constant, GB_KIND_TUPLE);
    }
    return value->kind == AST_Tuple || value->kind == AST_List || value->kind == AST_ListComp ||
           value->kind == AST_JoinedStr || value->kind == AST_FormattedValue;
}

static bool may_be_index(GbCompiler *c, const AstNode *index)
{
    if (gb_is_constant(index))
        return gb_is_intlike(gb_constant_value(c, index));
    return infer_type(c, index) == NULL;
}

void gb_check_subscript(GbCompiler *c, const AstNode *node)
{
    const AstNode *value = node->as.Subscript.value;
    const AstNode *index = node->as.Subscript.slice;
    if (c->failed || (infer_type(c, value) == NULL))
        return;
    if (refuses_subscript(c, value))
        gb_compile_warn(c, NULL,
                        "'%.200s' object is not subscriptable; perhaps you missed a comma?",
                        infer_type(c, value));
    else if (!may_be_index(c, index) && wants_integers(c, value))
        gb_compile_warn(c, NULL,
                        "%.200s indices must be integers or slices, not %.200s; "
                        "perhaps you missed a comma?",
                        infer_type(c, value), infer_type(c, index));
}

/* May the operand of `is` be one of a kind? */
static bool has_identity(GbCompiler *c, const AstNode *operand)
{
    if (!gb_is_constant(operand))
        return true;
    GbBorrow value = gb_constant_value(c, operand);
    return value == GB_NONE || value == GB_ELLIPSIS || gb_is_bool(value);
}

void gb_check_compare(GbCompiler *c, const AstNode *node)
{
    const AstCompare *compare = &node->as.Compare;
    bool left = has_identity(c, compare->left);
    for (int i = 0; i < compare->ops.count && !c->failed; ++i) {
        AstOperator op = compare->ops.items[i];
        bool right = has_identity(c, compare->comparators.items[i]);
        if ((op == AST_Is || op == AST_IsNot) && !(left && right)) {
            if (op == AST_Is)
                gb_compile_warn(c, NULL, "\"is\" with a literal. Did you mean \"==\"?");
            else
                gb_compile_warn(c, NULL, "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

/* ---- Arguments ---- */

static void check_keywords(GbCompiler *c, AstSeq keywords)
{
    GbNameTable seen = {0};
    for (int i = 0; i < keywords.count && !c->failed; ++i) {
        const AstNode *keyword = keywords.items[i];
        AstText name = keyword->as.keyword.arg;
        if (ast_text_absent(name) || gb_refuse_name(c, name, AST_Store, NULL))
            continue;
        int known = seen.count;
        int index = gb_nametable_add(&seen, c->arena, name);
        if (index < 0)
            gb_compile_no_memory(c);
        else if (index < known)
            gb_compile_error(c, keyword, "keyword argument repeated: %.*s", name.size, name.data);
    }
}

/* The tuple of the names of keywords [begin, end). */
static GbRef keyword_names(GbCompiler *c, AstSeq keywords, int begin, int end)
{
    GbRef names = gb_name_tuple_new(c, end - begin);
    for (int i = begin; i < end; ++i)
        gb_name_tuple_set(c, names, i - begin, keywords.items[i]->as.keyword.arg);
    return names;
}

static void compile_keyword_values(GbCompiler *c, AstSeq keywords, int begin, int end)
{
    for (int i = begin; i < end; ++i)
        gb_compile_expr(c, keywords.items[i]->as.keyword.value);
}

static void compile_plain_keywords(GbCompiler *c, AstSeq keywords)
{
    if (keywords.count == 0)
        return;
    compile_keyword_values(c, keywords, 0, keywords.count);
    gb_emit_arg(c, OP_KW_NAMES,
                gb_const_index(c, keyword_names(c, keywords, 0, keywords.count)));
}

/* Push a dict of the keywords [begin, end). */
static void compile_keyword_dict(GbCompiler *c, AstSeq keywords, int begin, int end)
{
    int count = end - begin;
    bool is_big = 2 * count > STACK_GUIDELINE;
    if (count > 1 && !is_big) {
        compile_keyword_values(c, keywords, begin, end);
        gb_emit_const(c, keyword_names(c, keywords, begin, end));
        gb_emit_arg(c, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    GbPosition position = c->unit->position;
    if (is_big) {
        gb_unset_position(c);
        gb_emit_arg(c, OP_BUILD_MAP, 0);
        c->unit->position = position;
    }
    for (int i = begin; i < end; ++i) {
        gb_emit_text(c, keywords.items[i]->as.keyword.arg);
        gb_compile_expr(c, keywords.items[i]->as.keyword.value);
        if (!is_big)
            continue;
        gb_unset_position(c);
        gb_emit_arg(c, OP_MAP_ADD, 1);
        c->unit->position = position;
    }
    if (!is_big)
        gb_emit_arg(c, OP_BUILD_MAP, count);
}

static void flush_keywords(GbCompiler *c, AstSeq keywords, int begin, int end, bool *have_dict)
{
    if (begin == end)
        return;
    compile_keyword_dict(c, keywords, begin, end);
    if (*have_dict)
        gb_emit_arg(c, OP_DICT_MERGE, 1);
    *have_dict = true;
}

static void compile_starred_keywords(GbCompiler *c, AstSeq keywords)
{
    bool have_dict = false;
    int begin = 0;
    for (int i = 0; i < keywords.count; ++i) {
        if (!ast_text_absent(keywords.items[i]->as.keyword.arg))
            continue;
        flush_keywords(c, keywords, begin, i, &have_dict);
        begin = i + 1;
        if (!have_dict)
            gb_emit_arg(c, OP_BUILD_MAP, 0);
        have_dict = true;
        gb_compile_expr(c, keywords.items[i]->as.keyword.value);
        gb_emit_arg(c, OP_DICT_MERGE, 1);
    }
    flush_keywords(c, keywords, begin, keywords.count, &have_dict);
}

static bool has_stars(AstSeq args, AstSeq keywords)
{
    for (int i = 0; i < args.count; ++i)
        if (args.items[i]->kind == AST_Starred)
            return true;
    for (int i = 0; i < keywords.count; ++i)
        if (ast_text_absent(keywords.items[i]->as.keyword.arg))
            return true;
    return false;
}

/* callable(*args, **keywords): the arguments as one tuple and one dict. */
static void compile_star_call(GbCompiler *c, int pushed, AstSeq args, AstSeq keywords)
{
    static const GbDisplay arguments = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true};
    if (pushed == 0 && args.count == 1 && args.items[0]->kind == AST_Starred)
        gb_compile_expr(c, args.items[0]->as.Starred.value);
    else
        gb_compile_display(c, args, pushed, arguments);
    if (keywords.count > 0)
        compile_starred_keywords(c, keywords);
    gb_emit_arg(c, OP_CALL_FUNCTION_EX, keywords.count > 0);
}

void gb_compile_call_args(GbCompiler *c, int pushed, AstSeq args, AstSeq keywords)
{
    check_keywords(c, keywords);
    if (args.count + 2 * keywords.count > STACK_GUIDELINE || has_stars(args, keywords)) {
        compile_star_call(c, pushed, args, keywords);
        return;
    }
    gb_compile_exprs(c, args);
    compile_plain_keywords(c, keywords);
    gb_emit_call(c, pushed + args.count + keywords.count);
}

/* ---- Calls ---- */

/* Is it a name that the module imports? Then its attributes are functions, not methods. */
static bool is_imported(const GbCompiler *c, const AstNode *node)
{
    if (node->kind != AST_Name)
        return false;
    const GbSymbol *symbol = gb_scope_symbol(c->symtable.top, node->as.Name.id);
    return symbol != NULL && (symbol->flags & GB_SYMBOL_IMPORT);
}

/* object.method(...) with plain arguments needs no bound method. */
static bool is_method_call(const GbCompiler *c, const AstCall *call)
{
    if (call->func->kind != AST_Attribute || is_imported(c, call->func->as.Attribute.value))
        return false;
    int count = call->args.count + call->keywords.count + (call->keywords.count != 0);
    return call->func->as.Attribute.ctx == AST_Load && count < STACK_GUIDELINE &&
           !has_stars(call->args, call->keywords);
}

static void compile_method_call(GbCompiler *c, const AstNode *node)
{
    const AstCall *call = &node->as.Call;
    const AstNode *method = call->func;
    gb_compile_expr(c, method->as.Attribute.value);
    gb_set_position(c, method);
    gb_set_attribute_position(c, method);
    gb_emit_name(c, OP_LOAD_METHOD, method->as.Attribute.attr);
    gb_compile_exprs(c, call->args);
    compile_plain_keywords(c, call->keywords);
    gb_set_position(c, node);
    gb_set_attribute_position(c, method);
    gb_emit_call(c, call->args.count + call->keywords.count);
}

void gb_compile_call(GbCompiler *c, const AstNode *node)
{
    const AstCall *call = &node->as.Call;
    check_keywords(c, call->keywords);
    if (is_method_call(c, call)) {
        compile_method_call(c, node);
        return;
    }
    gb_check_callable(c, call->func);
    gb_set_position(c, call->func);
    gb_emit(c, OP_PUSH_NULL);
    gb_set_position(c, node);
    gb_compile_expr(c, call->func);
    gb_compile_call_args(c, 0, call->args, call->keywords);
}
