/* AstNodes to objects of module _ast's classes, and back. Each field form of ast.def has a function
 * for each direction; one function per kind of node, derived from its row, calls them in order. */
#include "vm/code/ast_bridge.h"

#include "vm/object/type.h"

#include <stdio.h>

/* --- To objects --- */

typedef struct Builder {
    GbThread *t;
    GbRef classes, operators; /* Of the module, where a script may replace them; owned. */
    GbType *root;             /* What all nodes' classes inherit from. */
} Builder;

static GbRef build(Builder *b, const AstNode *node);

static int put_take(Builder *b, GbBorrow object, const char *field, GbRef value)
{
    GbRef name = value == GB_NULL ? GB_NULL : gb_str_intern(b->t, field, strlen(field));
    int result = name == GB_NULL ? -1 : gb_attr_set(b->t, object, name, value);
    gb_xdecref(name);
    gb_xdecref(value);
    return result;
}

static GbRef text_or_none(Builder *b, AstText text)
{
    return text.data == NULL ? GB_NONE : gb_str_intern(b->t, text.data, (size_t)text.size);
}

static GbRef node_or_none(Builder *b, const AstNode *node)
{
    return node == NULL ? GB_NONE : build(b, node);
}

static GbRef operator_of(Builder *b, AstOperator op)
{
    return gb_new_ref(gb_tuple_peek(b->operators, op));
}

static GbRef list_of_nodes(Builder *b, AstSeq nodes)
{
    GbRef list = gb_list_new(b->t, nodes.count);
    for (int i = 0; list != GB_NULL && i < nodes.count; ++i) {
        if (gb_list_append_take(b->t, list, node_or_none(b, nodes.items[i])) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef list_of_names(Builder *b, AstTextSeq names)
{
    GbRef list = gb_list_new(b->t, names.count);
    for (int i = 0; list != GB_NULL && i < names.count; ++i) {
        if (gb_list_append_take(b->t, list, text_or_none(b, names.items[i])) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef list_of_operators(Builder *b, AstOperatorSeq ops)
{
    GbRef list = gb_list_new(b->t, ops.count);
    for (int i = 0; list != GB_NULL && i < ops.count; ++i) {
        if (gb_list_append_take(b->t, list, operator_of(b, ops.items[i])) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef literal_object(Builder *b, const AstLiteral *literal)
{
    GbThread *t = b->t;
    AstText text = literal->text;
    switch (literal->type) {
    case AST_CONST_None: return GB_NONE;
    case AST_CONST_True: return GB_TRUE;
    case AST_CONST_False: return GB_FALSE;
    case AST_CONST_Ellipsis: return GB_ELLIPSIS;
    case AST_CONST_int: return gb_int_from_text(t, text.data, (size_t)text.size, 0);
    case AST_CONST_float: return gb_float_new(literal->number);
    case AST_CONST_complex: return gb_complex_new(t, 0.0, literal->number);
    case AST_CONST_bytes: return gb_bytes_new(t, text.data, (size_t)text.size);
    default: return gb_str_from_utf8(t, text.data, (size_t)text.size);
    }
}

/* The prefix of u"..." is all that is known of what the tree does not keep. */
static GbRef comment_object(Builder *b, const AstNode *node)
{
    bool is_u = node->kind == AST_Constant && node->as.Constant.value.is_u;
    return is_u ? gb_str_new(b->t, "u") : GB_NONE;
}

#define PUT(field, value)                                                                          \
    if (put_take(b, object, #field, value) < 0)                                                    \
        return -1;
#define AST_ONE(type, field) PUT(field, node_or_none(b, n->field))
#define AST_MAYBE(type, field) PUT(field, node_or_none(b, n->field))
#define AST_MANY(type, field) PUT(field, list_of_nodes(b, n->field))
#define AST_NAME(field) PUT(field, text_or_none(b, n->field))
#define AST_MAYBE_NAME(field) PUT(field, text_or_none(b, n->field))
#define AST_NAMES(field) PUT(field, list_of_names(b, n->field))
#define AST_OP(type, field) PUT(field, operator_of(b, n->field))
#define AST_OPS(type, field) PUT(field, list_of_operators(b, n->field))
#define AST_INT(field) PUT(field, gb_small_new(n->field))
#define AST_MAYBE_INT(field) PUT(field, gb_small_new(n->field))
#define AST_VALUE(field) PUT(field, literal_object(b, &n->field))
#define AST_COMMENT(field) PUT(field, comment_object(b, node))
#define AST_NODE(category, name, fields)                                                           \
    static int put_##name(Builder *b, GbBorrow object, const AstNode *node)                        \
    {                                                                                              \
        const Ast##name *n = &node->as.name;                                                       \
        (void)n;                                                                                   \
        fields return 0;                                                                           \
    }
#include "vm/syntax/ast.def"

static int (*const putters[])(Builder *, GbBorrow, const AstNode *) = {
#define AST_NODE(category, name, fields) put_##name,
#include "vm/syntax/ast.def"
};

static int put_position(Builder *b, GbBorrow object, const AstNode *node)
{
    if (!gb_ast_has_position((AstKind)node->kind))
        return 0;
    if (put_take(b, object, "lineno", gb_small_new(node->line)) < 0 ||
        put_take(b, object, "col_offset", gb_small_new(node->column)) < 0 ||
        put_take(b, object, "end_lineno", gb_small_new(node->end_line)) < 0)
        return -1;
    return put_take(b, object, "end_col_offset", gb_small_new(node->end_column));
}

static GbRef build(Builder *b, const AstNode *node)
{
    GbThread *t = b->t;
    if (gb_recursion_enter(t, " during  ast construction") < 0)
        return GB_NULL;
    GbBorrow class = gb_tuple_peek(b->classes, node->kind);
    GbRef object = GB_NULL;
    if (gb_is_type(class) && gb_type_is_subtype(gb_as_type(class), b->root))
        object = gb_value(gb_object_new(t, gb_as_type(class)));
    else
        gb_raise(t, gb_TypeError, "%s is not a class of syntax nodes", GB_AST_CLASSES);
    if (object != GB_NULL &&
        (putters[node->kind](b, object, node) < 0 || put_position(b, object, node) < 0))
        gb_clear(&object);
    gb_recursion_leave(t);
    return object;
}

/* --- From objects --- */

typedef struct Reader {
    GbThread *t;
    AstArena *arena;
    GbRef kinds;   /* Of the module; owned. */
    GbRef objects; /* list: values of literals that no source text spells. Owned. */
} Reader;

/* A field to be read, for messages. */
typedef struct Place {
    const char *owner, *field;
} Place;

static AstNode *read_node(Reader *r, GbBorrow object, AstType type);

static int no_memory(Reader *r)
{
    gb_raise_memory(r->t);
    return -1;
}

static void *allocate(Reader *r, size_t size)
{
    void *memory = gb_ast_arena_alloc(r->arena, size == 0 ? 1 : size);
    if (memory == NULL)
        no_memory(r);
    return memory;
}

/* An attribute: 1 found, 0 there is none (which may be an error of its own), -1. */
static int find(Reader *r, GbBorrow object, const char *field, GbRef *out)
{
    GbRef name = gb_str_intern(r->t, field, strlen(field));
    int found = name == GB_NULL ? -1 : gb_attr_find(r->t, object, name, out);
    gb_xdecref(name);
    return found;
}

static int need(Reader *r, GbBorrow object, Place place, GbRef *out)
{
    int found = find(r, object, place.field, out);
    if (found == 0)
        gb_fail(r->t, gb_TypeError, "required field \"%s\" missing from %s", place.field,
                place.owner);
    return found > 0 ? 0 : -1;
}

static int refuse_none(Reader *r, Place place)
{
    return gb_fail(r->t, gb_ValueError, "field '%s' is required for %s", place.field, place.owner);
}

/* The class's kind, or an operator's behind those; -1: v is neither. -2 failed. */
static int64_t kind_of(Reader *r, GbBorrow v)
{
    GbBorrow mro = gb_type_of(r->t, v)->mro;
    for (int64_t i = 0; i < gb_tuple_count(mro); ++i) {
        GbRef kind = GB_NULL;
        int found = gb_dict_find(r->t, r->kinds, gb_tuple_peek(mro, i), &kind);
        int64_t number = -1;
        if (found > 0 && gb_is_small(kind))
            number = gb_small(kind);
        gb_xdecref(kind);
        if (found < 0)
            return -2;
        if (number >= 0 && number < AST_KIND_COUNT + AST_OPERATOR_COUNT)
            return number;
    }
    return -1;
}

static int get_one(Reader *r, GbBorrow object, Place place, AstType type, AstNode **out)
{
    GbRef value = GB_NULL;
    if (need(r, object, place, &value) < 0)
        return -1;
    if (value == GB_NONE)
        return refuse_none(r, place);
    *out = read_node(r, value, type);
    gb_decref(value);
    return *out == NULL ? -1 : 0;
}

static int get_maybe(Reader *r, GbBorrow object, Place place, AstType type, AstNode **out)
{
    GbRef value = GB_NULL;
    int found = find(r, object, place.field, &value);
    if (found <= 0 || value == GB_NONE)
        return found < 0 ? -1 : 0;
    *out = read_node(r, value, type);
    gb_decref(value);
    return *out == NULL ? -1 : 0;
}

/* A field that is a list, and how long it is now. */
static int need_list(Reader *r, GbBorrow object, Place place, GbRef *list, int *count)
{
    if (need(r, object, place, list) < 0)
        return -1;
    if (!gb_is_list(*list)) {
        gb_fail(r->t, gb_TypeError, "%s field \"%s\" must be a list, not a %.200T", place.owner,
                place.field, *list);
        gb_clear(list);
        return -1;
    }
    if (gb_list_count(*list) > INT32_MAX / 64) {
        gb_clear(list);
        return no_memory(r);
    }
    *count = (int)gb_list_count(*list);
    return 0;
}

/* The index-th item, owned; reading the one before may have changed the list. */
static GbRef list_item(Reader *r, GbBorrow list, int index, int count, Place place)
{
    if (gb_list_count(list) == count)
        return gb_new_ref(gb_list_peek(list, index));
    return gb_raise(r->t, gb_RuntimeError, "%s field \"%s\" changed size during iteration",
                    place.owner, place.field);
}

static int get_many(Reader *r, GbBorrow object, Place place, AstType type, AstSeq *out)
{
    GbRef list = GB_NULL;
    int count;
    if (need_list(r, object, place, &list, &count) < 0)
        return -1;
    AstNode **items = allocate(r, (size_t)count * sizeof *items);
    int result = items == NULL ? -1 : 0;
    for (int i = 0; result == 0 && i < count; ++i) {
        GbRef item = list_item(r, list, i, count, place);
        result = item == GB_NULL ? -1 : 0;
        if (result == 0 && item != GB_NONE) /* Whether it may be None is for the check to say. */
            result = (items[i] = read_node(r, item, type)) == NULL ? -1 : 0;
        gb_xdecref(item);
    }
    gb_decref(list);
    *out = (AstSeq){result == 0 ? count : 0, items};
    return result;
}

static int copy_text(Reader *r, GbBorrow text, AstText *out)
{
    size_t size;
    const char *data = gb_str_wtf8(r->t, text, &size);
    if (data == NULL)
        return -1;
    *out = gb_ast_text_copy(r->arena, data, size);
    return out->data == NULL ? no_memory(r) : 0;
}

static int read_name(Reader *r, GbBorrow value, AstText *out)
{
    if (!gb_is_exact(value, GB_KIND_STR))
        return gb_fail(r->t, gb_TypeError, "AST identifier must be of type str");
    return copy_text(r, value, out);
}

static int get_name(Reader *r, GbBorrow object, Place place, AstText *out)
{
    GbRef value = GB_NULL;
    if (need(r, object, place, &value) < 0)
        return -1;
    int result = value == GB_NONE ? refuse_none(r, place) : read_name(r, value, out);
    gb_decref(value);
    return result;
}

static int get_maybe_name(Reader *r, GbBorrow object, Place place, AstText *out)
{
    GbRef value = GB_NULL;
    int found = find(r, object, place.field, &value);
    if (found <= 0 || value == GB_NONE)
        return found < 0 ? -1 : 0;
    int result = read_name(r, value, out);
    gb_decref(value);
    return result;
}

static int get_names(Reader *r, GbBorrow object, Place place, AstTextSeq *out)
{
    GbRef list = GB_NULL;
    int count;
    if (need_list(r, object, place, &list, &count) < 0)
        return -1;
    AstText *items = allocate(r, (size_t)count * sizeof *items);
    int result = items == NULL ? -1 : 0;
    for (int i = 0; result == 0 && i < count; ++i) {
        GbRef item = list_item(r, list, i, count, place);
        result = item == GB_NULL ? -1 : read_name(r, item, &items[i]);
        gb_xdecref(item);
    }
    gb_decref(list);
    *out = (AstTextSeq){result == 0 ? count : 0, items};
    return result;
}

static int read_operator(Reader *r, GbBorrow value, AstType type, AstOperator *out)
{
    int64_t kind = kind_of(r, value);
    if (kind == -2)
        return -1;
    *out = (AstOperator)(kind - AST_KIND_COUNT);
    if (kind >= AST_KIND_COUNT && gb_ast_type_of_operator(*out) == type)
        return 0;
    return gb_fail(r->t, gb_TypeError, "expected some sort of %s, but got %R",
                   gb_ast_type_name(type), value);
}

static int get_op(Reader *r, GbBorrow object, Place place, AstType type, AstOperator *out)
{
    GbRef value = GB_NULL;
    if (need(r, object, place, &value) < 0)
        return -1;
    int result = value == GB_NONE ? refuse_none(r, place) : read_operator(r, value, type, out);
    gb_decref(value);
    return result;
}

static int get_ops(Reader *r, GbBorrow object, Place place, AstType type, AstOperatorSeq *out)
{
    GbRef list = GB_NULL;
    int count;
    if (need_list(r, object, place, &list, &count) < 0)
        return -1;
    AstOperator *items = allocate(r, (size_t)count * sizeof *items);
    int result = items == NULL ? -1 : 0;
    for (int i = 0; result == 0 && i < count; ++i) {
        GbRef item = list_item(r, list, i, count, place);
        result = item == GB_NULL ? -1 : read_operator(r, item, type, &items[i]);
        gb_xdecref(item);
    }
    gb_decref(list);
    *out = (AstOperatorSeq){result == 0 ? count : 0, items};
    return result;
}

static int read_int(Reader *r, GbBorrow value, int *out)
{
    int64_t number;
    if (!gb_is_intlike(value))
        return gb_fail(r->t, gb_ValueError, "invalid integer value: %R", value);
    if (!gb_int_peek_i64(value, &number) || number < INT32_MIN || number > INT32_MAX)
        return gb_fail(r->t, gb_OverflowError, "Python int too large to convert to C int");
    *out = (int)number;
    return 0;
}

static int get_int(Reader *r, GbBorrow object, Place place, int *out)
{
    GbRef value = GB_NULL;
    if (need(r, object, place, &value) < 0)
        return -1;
    int result = read_int(r, value, out);
    gb_decref(value);
    return result;
}

static int get_maybe_int(Reader *r, GbBorrow object, Place place, int *out)
{
    GbRef value = GB_NULL;
    int found = find(r, object, place.field, &value);
    if (found <= 0 || value == GB_NONE)
        return found < 0 ? -1 : 0;
    int result = read_int(r, value, out);
    gb_decref(value);
    return result;
}

/* The digits of an int that a source could spell: not a negative one. */
static int read_digits(Reader *r, GbBorrow value, AstLiteral *out)
{
    int64_t number;
    char digits[32];
    if (!gb_int_peek_i64(value, &number) || number < 0)
        return 0;
    int size = snprintf(digits, sizeof digits, "%lld", (long long)number);
    out->text = gb_ast_text_copy(r->arena, digits, (size_t)size);
    out->type = AST_CONST_int;
    return out->text.data == NULL ? no_memory(r) : 1;
}

/* As the parser would have made it: 1; 0: no source spells this value; -1. */
static int read_plain(Reader *r, GbBorrow value, AstLiteral *out)
{
    if (value == GB_NONE || value == GB_TRUE || value == GB_FALSE || value == GB_ELLIPSIS) {
        out->type = value == GB_NONE    ? AST_CONST_None
                    : value == GB_TRUE  ? AST_CONST_True
                    : value == GB_FALSE ? AST_CONST_False
                                        : AST_CONST_Ellipsis;
        return 1;
    }
    if (gb_is_double(value)) {
        out->type = AST_CONST_float;
        out->number = gb_double(value);
        return 1;
    }
    if (gb_is_int(value))
        return read_digits(r, value, out);
    if (gb_is_exact(value, GB_KIND_STR)) {
        out->type = AST_CONST_str;
        return copy_text(r, value, &out->text) < 0 ? -1 : 1;
    }
    if (gb_is_exact(value, GB_KIND_BYTES)) {
        out->type = AST_CONST_bytes;
        out->text = gb_ast_text_copy(r->arena, (const char *)gb_bytes_data(value),
                                     (size_t)gb_bytes_size(value));
        return out->text.data == NULL ? no_memory(r) : 1;
    }
    return 0;
}

static int get_value(Reader *r, GbBorrow object, Place place, AstLiteral *out)
{
    GbRef value = GB_NULL;
    if (need(r, object, place, &value) < 0)
        return -1;
    int result = read_plain(r, value, out);
    if (result == 0) {
        out->type = GB_LITERAL_OBJECT;
        out->text.size = (int)gb_list_count(r->objects);
        result = gb_list_append(r->t, r->objects, value);
    }
    gb_decref(value);
    return result < 0 ? -1 : 0;
}

static int get_comment(Reader *r, GbBorrow object, Place place)
{
    GbRef value = GB_NULL;
    int found = find(r, object, place.field, &value);
    if (found <= 0)
        return found;
    bool is_text = value == GB_NONE || gb_is_str(value) || gb_is_bytes(value);
    gb_decref(value);
    return is_text ? 0 : gb_fail(r->t, gb_TypeError, "AST string must be of type str");
}

#define GET(function, name, ...)                                                                   \
    if (function(r, object, (Place){owner, #name}, __VA_ARGS__) < 0)                               \
        return -1;
#define AST_ONE(type, field) GET(get_one, field, AST_TYPE_##type, &n->field)
#define AST_MAYBE(type, field) GET(get_maybe, field, AST_TYPE_##type, &n->field)
#define AST_MANY(type, field) GET(get_many, field, AST_TYPE_##type, &n->field)
#define AST_NAME(field) GET(get_name, field, &n->field)
#define AST_MAYBE_NAME(field) GET(get_maybe_name, field, &n->field)
#define AST_NAMES(field) GET(get_names, field, &n->field)
#define AST_OP(type, field) GET(get_op, field, AST_TYPE_##type, &n->field)
#define AST_OPS(type, field) GET(get_ops, field, AST_TYPE_##type, &n->field)
#define AST_INT(field) GET(get_int, field, &n->field)
#define AST_MAYBE_INT(field) GET(get_maybe_int, field, &n->field)
#define AST_VALUE(field) GET(get_value, field, &n->field)
#define AST_COMMENT(field)                                                                         \
    if (get_comment(r, object, (Place){owner, #field}) < 0)                                        \
        return -1;
#define AST_NODE(category, name, fields)                                                           \
    static int get_##name(Reader *r, GbBorrow object, AstNode *node)                               \
    {                                                                                              \
        static const char owner[] = #name;                                                         \
        Ast##name *n = &node->as.name;                                                             \
        (void)owner;                                                                               \
        (void)n;                                                                                   \
        fields return 0;                                                                           \
    }
#include "vm/syntax/ast.def"

static int (*const getters[])(Reader *, GbBorrow, AstNode *) = {
#define AST_NODE(category, name, fields) get_##name,
#include "vm/syntax/ast.def"
};

static int get_position(Reader *r, GbBorrow object, AstType type, AstNode *node)
{
    const char *owner = gb_ast_type_name(type);
    node->end_line = node->end_column = INT32_MIN;
    if (get_int(r, object, (Place){owner, "lineno"}, &node->line) < 0 ||
        get_int(r, object, (Place){owner, "col_offset"}, &node->column) < 0 ||
        get_maybe_int(r, object, (Place){owner, "end_lineno"}, &node->end_line) < 0 ||
        get_maybe_int(r, object, (Place){owner, "end_col_offset"}, &node->end_column) < 0)
        return -1;
    if (node->end_line == INT32_MIN)
        node->end_line = node->line;
    if (node->end_column == INT32_MIN)
        node->end_column = node->column;
    return 0;
}

/* What v is; NULL with an exception when it is not of the type. CPython asks for positions before
 * it looks closer, so that a stranger lacks these. */
static AstNode *read_node(Reader *r, GbBorrow object, AstType type)
{
    GbThread *t = r->t;
    AstNode place = {0};
    int64_t kind = kind_of(r, object);
    if (kind == -2)
        return NULL;
    bool fits = kind >= 0 && kind < AST_KIND_COUNT && gb_ast_type_of((AstKind)kind) == type;
    if (!fits) {
        gb_raise(t, gb_TypeError, "expected some sort of %s, but got %R", gb_ast_type_name(type),
                 object);
        return NULL;
    }
    bool placed = gb_ast_has_position((AstKind)kind);
    AstNode *node = gb_ast_node_new(r->arena, (AstKind)kind);
    if (node == NULL)
        no_memory(r);
    if (node == NULL || gb_recursion_enter(t, " while traversing a syntax tree") < 0)
        return NULL;
    int result = placed ? get_position(r, object, type, &place) : 0;
    if (result == 0)
        result = getters[kind](r, object, node);
    gb_recursion_leave(t);
    node->line = place.line;
    node->column = place.column;
    node->end_line = place.end_line;
    node->end_column = place.end_column;
    return result < 0 ? NULL : node;
}

/* --- C interface --- */

/* A tuple of so many that the module keeps, unless a script has put something else there. */
static GbRef get_tuple(GbThread *t, GbBorrow module, const char *name, int64_t count)
{
    GbRef tuple = gb_attr_get_c(t, module, name);
    if (tuple != GB_NULL && (!gb_is_tuple(tuple) || gb_tuple_count(tuple) != count)) {
        gb_raise(t, gb_TypeError, "%s must be a tuple of %lld", name, (long long)count);
        gb_clear(&tuple);
    }
    return tuple;
}

GbRef gb_ast_parse(GbThread *t, GbBorrow module, const char *source, size_t size, GbBorrow filename,
                   GbCompileMode mode, int flags)
{
    AstArena arena;
    AstNode *root = NULL;
    Builder b = {.t = t, .root = gb_ast_root(t)};
    GbRef tree = GB_NULL;
    gb_ast_arena_init(&arena);
    if (gb_parse_source(t, &arena, source, size, filename, mode, flags, &root) == 0) {
        b.classes = get_tuple(t, module, GB_AST_CLASSES, AST_KIND_COUNT);
        if (b.classes != GB_NULL)
            b.operators = get_tuple(t, module, GB_AST_OPERATORS, AST_OPERATOR_COUNT);
        if (b.classes != GB_NULL && b.operators != GB_NULL)
            tree = build(&b, root);
        gb_clear(&b.classes);
        gb_clear(&b.operators);
    }
    gb_ast_arena_fini(&arena);
    return tree;
}

/* "expected Expression node, got Module" */
static int check_root(Reader *r, GbBorrow tree, AstKind wanted)
{
    int64_t kind = kind_of(r, tree);
    if (kind == -2 || kind == (int64_t)wanted)
        return kind == -2 ? -1 : 0;
    return gb_fail(r->t, gb_TypeError, "expected %s node, got %.400T", gb_ast_kind_name(wanted),
                   tree);
}

GbRef gb_ast_compile(GbThread *t, GbBorrow module, GbBorrow tree, GbBorrow filename,
                     GbCompileMode mode, int flags)
{
    static const AstKind roots[] = {[GB_COMPILE_EXEC] = AST_Module,
                                    [GB_COMPILE_EVAL] = AST_Expression,
                                    [GB_COMPILE_SINGLE] = AST_Interactive};
    AstArena arena;
    Reader r = {.t = t, .arena = &arena};
    GbTree made = {.arena = &arena, .objects = GB_NULL};
    GbRef code = GB_NULL, objects = GB_NULL;
    gb_ast_arena_init(&arena);
    r.kinds = gb_attr_get_dict(t, module, GB_AST_KINDS);
    r.objects = r.kinds == GB_NULL ? GB_NULL : gb_list_new(t, 0);
    if (r.objects == GB_NULL || check_root(&r, tree, roots[mode]) < 0)
        goto done;
    made.root = read_node(&r, tree, AST_TYPE_mod);
    objects = made.root == NULL ? GB_NULL : gb_tuple_from(t, r.objects);
    if (objects == GB_NULL || gb_ast_check(t, made.root, objects) < 0)
        goto done;
    made.objects = objects;
    code = gb_compile_tree(t, &made, filename, flags);
done:
    gb_ast_arena_fini(&arena);
    gb_clear(&objects);
    gb_clear(&r.objects);
    gb_clear(&r.kinds);
    return code;
}
