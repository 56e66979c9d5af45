/* The classes of module _ast, all derived from ast.def. */
#include "vm/code/ast_bridge.h"

#include "vm/object/type.h"

#include <stdio.h>

/* --- What ast.def says of fields --- */

typedef enum FieldForm {
    FORM_ONE,
    FORM_MAYBE,
    FORM_MANY,
} FieldForm;

typedef struct Field {
    const char *name, *type; /* name NULL: the last */
    FieldForm form;
} Field;

#define AST_ONE(type, field) {#field, #type, FORM_ONE},
#define AST_MAYBE(type, field) {#field, #type, FORM_MAYBE},
#define AST_MANY(type, field) {#field, #type, FORM_MANY},
#define AST_NAME(field) {#field, "identifier", FORM_ONE},
#define AST_MAYBE_NAME(field) {#field, "identifier", FORM_MAYBE},
#define AST_NAMES(field) {#field, "identifier", FORM_MANY},
#define AST_OP(type, field) {#field, #type, FORM_ONE},
#define AST_OPS(type, field) {#field, #type, FORM_MANY},
#define AST_INT(field) {#field, "int", FORM_ONE},
#define AST_MAYBE_INT(field) {#field, "int", FORM_MAYBE},
#define AST_VALUE(field) {#field, "constant", FORM_ONE},
#define AST_COMMENT(field) {#field, "string", FORM_MAYBE},
#define AST_NODE(category, name, fields) static const Field fields_of_##name[] = {fields{0}};
#include "vm/syntax/ast.def"

static const Field *const node_fields[] = {
#define AST_NODE(category, name, fields) fields_of_##name,
#include "vm/syntax/ast.def"
};

static const Field no_fields[] = {{0}};

/* --- Types of the grammar --- */

static const struct {
    const char *name;
    bool has_positions, is_part;
} types[] = {
#define AST_CATEGORY(name, has_positions) {#name, has_positions, false},
#include "vm/syntax/ast.def"
#undef AST_PART_part
#undef AST_PART_placed_part
#define AST_PART_part(name) {#name, false, true},
#define AST_PART_placed_part(name) {#name, true, true},
#define AST_NODE(category, name, fields) AST_PART_##category(name)
#include "vm/syntax/ast.def"
};

#define AST_KIND_mod(name) AST_TYPE_mod
#define AST_KIND_stmt(name) AST_TYPE_stmt
#define AST_KIND_expr(name) AST_TYPE_expr
#define AST_KIND_pattern(name) AST_TYPE_pattern
#define AST_KIND_excepthandler(name) AST_TYPE_excepthandler
#define AST_KIND_type_ignore(name) AST_TYPE_type_ignore
#define AST_KIND_part(name) AST_TYPE_##name
#define AST_KIND_placed_part(name) AST_TYPE_##name

static const uint8_t types_of_kinds[] = {
#define AST_NODE(category, name, fields) AST_KIND_##category(name),
#include "vm/syntax/ast.def"
};

static const uint8_t types_of_operators[] = {
#define AST_OPERATOR(category, name, text, precedence) AST_TYPE_##category,
#include "vm/syntax/ast.def"
};

const char *gb_ast_type_name(AstType type)
{
    return types[type].name;
}

AstType gb_ast_type_of(AstKind kind)
{
    return (AstType)types_of_kinds[kind];
}

AstType gb_ast_type_of_operator(AstOperator op)
{
    return (AstType)types_of_operators[op];
}

bool gb_ast_has_position(AstKind kind)
{
    return types[types_of_kinds[kind]].has_positions;
}

/* --- AST: the base of all --- */

/* The tuple cls._fields, owned; an empty one when there is none. */
static GbRef fields_get(GbThread *t, GbBorrow self)
{
    GbRef name = gb_str_new(t, "_fields"), fields = GB_NULL, tuple = GB_NULL;
    if (name == GB_NULL)
        return GB_NULL;
    int found = gb_attr_find(t, gb_value(gb_type_of(t, self)), name, &fields);
    gb_decref(name);
    if (found >= 0)
        tuple = found == 0 ? gb_tuple_new(t, 0) : gb_tuple_from(t, fields);
    gb_clear(&fields);
    return tuple;
}

/* Is `name` one of the first `count` fields? 1, 0, -1. */
static int is_given(GbThread *t, GbBorrow fields, int64_t count, GbBorrow name)
{
    int same = 0;
    for (int64_t i = 0; i < count && same == 0; ++i)
        same = gb_compare_truth(t, gb_tuple_peek(fields, i), name, GB_EQ);
    return same;
}

static GbRef node_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef fields = fields_get(t, self), result = GB_NULL;
    GbBorrow key, value;
    int64_t given = gb_tuple_count(args[0]), position = 0;
    if (fields == GB_NULL)
        return GB_NULL;
    int64_t count = gb_tuple_count(fields);
    if (given > count) {
        gb_raise(t, gb_TypeError, "%U constructor takes at most %lld positional argument%s",
                 gb_type_of(t, self)->name, (long long)count, count == 1 ? "" : "s");
        goto done;
    }
    for (int64_t i = 0; i < given; ++i) {
        if (gb_attr_set(t, self, gb_tuple_peek(fields, i), gb_tuple_peek(args[0], i)) < 0)
            goto done;
    }
    while (gb_dict_next(args[1], &position, &key, &value)) {
        int twice = is_given(t, fields, given, key);
        if (twice > 0)
            gb_raise(t, gb_TypeError, "%U got multiple values for argument '%U'",
                     gb_type_of(t, self)->name, key);
        if (twice != 0 || gb_attr_set(t, self, key, value) < 0)
            goto done;
    }
    result = GB_NONE;
done:
    gb_decref(fields);
    return result;
}

/* (class, (), attributes) */
static GbRef node_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef empty = gb_tuple_new(t, 0), result = GB_NULL;
    GbRef dict = empty == GB_NULL ? GB_NULL : gb_attr_get_c(t, self, "__dict__");
    if (dict != GB_NULL)
        result = gb_tuple_of(t, 3, gb_value(gb_type_of(t, self)), empty, dict);
    gb_xdecref(dict);
    gb_xdecref(empty);
    return result;
}

static GbRef node_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    return gb_value(gb_object_new(t, gb_as_type(type)));
}

static const GbMethodDef node_methods[] = {
    {"__reduce__()", node_reduce, NULL},
    {0},
};

static const GbTypeSpec node_spec = {
    .name = "ast.AST",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {.create = node_create},
    .initializer = {"AST(*args, **kwargs)", node_init, NULL},
    .methods = node_methods,
};

/* --- Making the classes --- */

static int set_take(GbThread *t, GbBorrow dict, const char *key, GbRef value)
{
    return gb_dict_set_c_take(t, dict, key, value);
}

static GbRef names_of(GbThread *t, const Field *fields)
{
    GbRef list = gb_list_new(t, 0);
    for (; list != GB_NULL && fields->name != NULL; ++fields) {
        GbRef name = gb_str_intern(t, fields->name, strlen(fields->name));
        if (gb_list_append_take(t, list, name) < 0)
            gb_clear(&list);
    }
    GbRef tuple = list == GB_NULL ? GB_NULL : gb_tuple_from(t, list);
    gb_xdecref(list);
    return tuple;
}

static GbRef positions_of(GbThread *t, bool has_positions)
{
    static const Field positions[] = {
        {"lineno"}, {"col_offset"}, {"end_lineno"}, {"end_col_offset"}, {0}};
    return names_of(t, has_positions ? positions : no_fields);
}

/* "BinOp(expr left, operator op, expr right)", as the grammar writes it. */
static void write_doc(GbWriter *writer, const char *name, const Field *fields)
{
    static const char *const marks[] = {[FORM_ONE] = "", [FORM_MAYBE] = "?", [FORM_MANY] = "*"};
    gb_writer_c(writer, name);
    for (const Field *field = fields; field->name != NULL; ++field)
        gb_writer_format(writer, "%s%s%s %s", field == fields ? "(" : ", ", field->type,
                         marks[field->form], field->name);
    if (fields->name != NULL)
        gb_writer_c(writer, ")");
}

static GbRef node_doc(GbThread *t, const char *name, const Field *fields)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    write_doc(&writer, name, fields);
    return gb_writer_finish(&writer);
}

/* "operator = Add | Sub", "expr = BoolOp(...)\n     | NamedExpr(...)" */
static GbRef category_doc(GbThread *t, AstType type)
{
    GbWriter writer;
    int count = 0, indent = (int)strlen(types[type].name) + 1;
    gb_writer_init(&writer, t);
    gb_writer_format(&writer, "%s = ", types[type].name);
    for (int op = 0; op < AST_OPERATOR_COUNT; ++op) {
        if (types_of_operators[op] == type)
            gb_writer_format(&writer, "%s%s", count++ > 0 ? " | " : "",
                             gb_ast_operator_name((AstOperator)op));
    }
    for (int kind = 0; kind < AST_KIND_COUNT; ++kind) {
        if (types_of_kinds[kind] != type)
            continue;
        if (count++ > 0) {
            gb_writer_char(&writer, '\n');
            gb_writer_fill(&writer, ' ', indent);
            gb_writer_c(&writer, "| ");
        }
        write_doc(&writer, gb_ast_kind_name((AstKind)kind), node_fields[kind]);
    }
    return gb_writer_finish(&writer);
}

/* None for what may be left out. */
static int set_defaults(GbThread *t, GbBorrow dict, const Field *fields, bool has_positions)
{
    for (; fields->name != NULL; ++fields) {
        if (fields->form == FORM_MAYBE && gb_dict_set_c(t, dict, fields->name, GB_NONE) < 0)
            return -1;
    }
    if (!has_positions)
        return 0;
    return gb_dict_set_c(t, dict, "end_lineno", GB_NONE) < 0
               ? -1
               : gb_dict_set_c(t, dict, "end_col_offset", GB_NONE);
}

/* A class with a docstring (taken); `positions` 1 or 0, or -1 to leave _attributes to the base. It
 * is put into the module. Owned. */
static GbRef class_new(GbThread *t, GbBorrow module, const char *name, GbBorrow base,
                       const Field *fields, int positions, GbRef doc_taken)
{
    GbRef dict = gb_dict_new(t), bases = GB_NULL, text = GB_NULL, class = GB_NULL;
    GbRef names = names_of(t, fields);
    if (dict == GB_NULL || names == GB_NULL || doc_taken == GB_NULL)
        goto done;
    if (set_take(t, dict, "__module__", gb_str_new(t, "ast")) < 0 ||
        gb_dict_set_c(t, dict, "__doc__", doc_taken) < 0 ||
        gb_dict_set_c(t, dict, "_fields", names) < 0 ||
        gb_dict_set_c(t, dict, "__match_args__", names) < 0 ||
        set_defaults(t, dict, fields, positions > 0) < 0)
        goto done;
    if (positions >= 0 && set_take(t, dict, "_attributes", positions_of(t, positions > 0)) < 0)
        goto done;
    bases = gb_tuple_of(t, 1, base);
    text = gb_str_new(t, name);
    if (bases != GB_NULL && text != GB_NULL)
        class = gb_call3(t, gb_value(gb_type(t, TYPE)), text, bases, dict);
    if (class != GB_NULL && gb_attr_set(t, module, text, class) < 0)
        gb_clear(&class);
done:
    gb_clear(&text);
    gb_clear(&bases);
    gb_clear(&names);
    gb_clear(&dict);
    gb_clear(&doc_taken);
    return class;
}

/* Classes of the categories, into `bases` (by AstType; owned). AST itself stands for parts. */
static int make_categories(GbThread *t, GbBorrow module, GbBorrow root, GbRef *bases)
{
    for (int type = 0; type < AST_TYPE_COUNT; ++type) {
        bases[type] = types[type].is_part
                          ? gb_new_ref(root)
                          : class_new(t, module, types[type].name, root, no_fields,
                                      types[type].has_positions, category_doc(t, (AstType)type));
        if (bases[type] == GB_NULL)
            return -1;
    }
    return 0;
}

static int make_nodes(GbThread *t, GbBorrow module, const GbRef *bases, GbBorrow classes,
                      GbBorrow kinds)
{
    for (int kind = 0; kind < AST_KIND_COUNT; ++kind) {
        AstType type = gb_ast_type_of((AstKind)kind);
        const char *name = gb_ast_kind_name((AstKind)kind);
        GbRef class = class_new(t, module, name, bases[type], node_fields[kind],
                                types[type].is_part ? types[type].has_positions : -1,
                                node_doc(t, name, node_fields[kind]));
        if (class == GB_NULL || gb_dict_set(t, kinds, class, gb_small_new(kind)) < 0) {
            gb_clear(&class);
            return -1;
        }
        gb_tuple_set_take(classes, kind, class);
    }
    return 0;
}

static int make_operators(GbThread *t, GbBorrow module, const GbRef *bases, GbBorrow operators,
                          GbBorrow kinds)
{
    for (int op = 0; op < AST_OPERATOR_COUNT; ++op) {
        const char *name = gb_ast_operator_name((AstOperator)op);
        GbRef class = class_new(t, module, name, bases[types_of_operators[op]], no_fields, -1,
                                node_doc(t, name, no_fields));
        GbRef instance = class == GB_NULL ? GB_NULL : gb_call0(t, class);
        int result = instance == GB_NULL
                         ? -1
                         : gb_dict_set(t, kinds, class, gb_small_new(AST_KIND_COUNT + op));
        gb_xdecref(class);
        if (result < 0) {
            gb_xdecref(instance);
            return -1;
        }
        gb_tuple_set_take(operators, op, instance);
    }
    return 0;
}

/* AST's own attributes are those of a class without fields. */
static int complete_root(GbThread *t, GbType *root)
{
    static const char *const names[] = {"_fields", "_attributes", "__match_args__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        GbRef name = gb_str_new(t, names[i]), empty = gb_tuple_new(t, 0);
        int result =
            name == GB_NULL || empty == GB_NULL ? -1 : gb_type_dict_set(t, root, name, empty);
        gb_xdecref(name);
        gb_xdecref(empty);
        if (result < 0)
            return -1;
    }
    return 0;
}

GbType *gb_ast_root(GbThread *t)
{
    return gb_spec_type(t, &node_spec);
}

int gb_ast_module_fill(GbThread *t, GbBorrow module)
{
    GbRef bases[AST_TYPE_COUNT] = {0}, classes = GB_NULL, operators = GB_NULL, kinds = GB_NULL;
    int result = -1;
    if (gb_module_add_type(t, module, &node_spec, NULL) < 0)
        return -1;
    GbType *root = gb_ast_root(t);
    classes = gb_tuple_new(t, AST_KIND_COUNT);
    operators = gb_tuple_new(t, AST_OPERATOR_COUNT);
    kinds = gb_dict_new(t);
    if (classes == GB_NULL || operators == GB_NULL || kinds == GB_NULL)
        goto done;
    if (complete_root(t, root) < 0 || make_categories(t, module, gb_value(root), bases) < 0 ||
        make_nodes(t, module, bases, classes, kinds) < 0 ||
        make_operators(t, module, bases, operators, kinds) < 0)
        goto done;
    if (gb_module_set(t, module, GB_AST_CLASSES, classes) < 0 ||
        gb_module_set(t, module, GB_AST_OPERATORS, operators) < 0)
        goto done;
    result = gb_module_set(t, module, GB_AST_KINDS, kinds);
done:
    for (int i = 0; i < AST_TYPE_COUNT; ++i)
        gb_clear(&bases[i]);
    gb_clear(&classes);
    gb_clear(&operators);
    gb_clear(&kinds);
    return result;
}
