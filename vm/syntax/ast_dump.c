/* The tree as ast.dump() prints it. Derived from ast.def: one function per kind of node. */
#include "vm/syntax/ast.h"

#include "vm/syntax/ast_repr.h"

#include <stdio.h>
#include <string.h>

enum { DUMP_DEPTH_MAX = 1000 };

typedef struct Dumper {
    AstBuffer *out;
    bool with_attributes;
    int depth;
    bool first;             /* no field printed yet in this node */
} Dumper;

static void dump_node(Dumper *d, const AstNode *node);

/* ---- Fields ------------------------------------------------------------------------------ */

static void begin_field(Dumper *d, const char *name)
{
    if (!d->first)
        gb_ast_buffer_add_string(d->out, ", ");
    d->first = false;
    gb_ast_buffer_add_string(d->out, name);
    gb_ast_buffer_add_string(d->out, "=");
}

static void dump_one(Dumper *d, const char *name, const AstNode *node)
{
    if (node == NULL)
        return;
    begin_field(d, name);
    dump_node(d, node);
}

static void dump_many(Dumper *d, const char *name, AstSeq seq)
{
    begin_field(d, name);
    gb_ast_buffer_add_string(d->out, "[");
    for (int i = 0; i < seq.count; i++) {
        if (i > 0)
            gb_ast_buffer_add_string(d->out, ", ");
        if (seq.items[i] == NULL)
            gb_ast_buffer_add_string(d->out, "None");
        else
            dump_node(d, seq.items[i]);
    }
    gb_ast_buffer_add_string(d->out, "]");
}

static void dump_name(Dumper *d, const char *name, AstText text)
{
    if (ast_text_absent(text))
        return;
    begin_field(d, name);
    gb_ast_repr_text(d->out, text);
}

static void dump_names(Dumper *d, const char *name, AstTextSeq names)
{
    begin_field(d, name);
    gb_ast_buffer_add_string(d->out, "[");
    for (int i = 0; i < names.count; i++) {
        if (i > 0)
            gb_ast_buffer_add_string(d->out, ", ");
        gb_ast_repr_text(d->out, names.items[i]);
    }
    gb_ast_buffer_add_string(d->out, "]");
}

static void add_operator(Dumper *d, AstOperator op)
{
    gb_ast_buffer_add_string(d->out, gb_ast_operator_name(op));
    gb_ast_buffer_add_string(d->out, "()");
}

static void dump_operator(Dumper *d, const char *name, AstOperator op)
{
    begin_field(d, name);
    add_operator(d, op);
}

static void dump_operators(Dumper *d, const char *name, AstOperatorSeq ops)
{
    begin_field(d, name);
    gb_ast_buffer_add_string(d->out, "[");
    for (int i = 0; i < ops.count; i++) {
        if (i > 0)
            gb_ast_buffer_add_string(d->out, ", ");
        add_operator(d, ops.items[i]);
    }
    gb_ast_buffer_add_string(d->out, "]");
}

static void dump_int(Dumper *d, const char *name, int number)
{
    char text[16];

    begin_field(d, name);
    snprintf(text, sizeof text, "%d", number);
    gb_ast_buffer_add_string(d->out, text);
}

static void dump_value(Dumper *d, const char *name, const AstLiteral *literal)
{
    begin_field(d, name);
    gb_ast_repr_literal(d->out, literal);
    if (literal->is_u) {
        begin_field(d, "kind");
        gb_ast_buffer_add_string(d->out, "'u'");
    }
}

/* ---- Nodes ------------------------------------------------------------------------------- */

#define AST_ONE(type, field) dump_one(d, #field, fields->field);
#define AST_MAYBE(type, field) dump_one(d, #field, fields->field);
#define AST_MANY(type, field) dump_many(d, #field, fields->field);
#define AST_NAME(field) dump_name(d, #field, fields->field);
#define AST_MAYBE_NAME(field) dump_name(d, #field, fields->field);
#define AST_NAMES(field) dump_names(d, #field, fields->field);
#define AST_OP(type, field) dump_operator(d, #field, fields->field);
#define AST_OPS(type, field) dump_operators(d, #field, fields->field);
#define AST_INT(field) dump_int(d, #field, fields->field);
#define AST_MAYBE_INT(field) dump_int(d, #field, fields->field);
#define AST_VALUE(field) dump_value(d, #field, &fields->field);
#define AST_COMMENT(field)
#define AST_NODE(category, name, each_field)                    \
    static void dump_##name(Dumper *d, const AstNode *node)     \
    {                                                           \
        const Ast##name *fields = &node->as.name;               \
        (void)fields;                                           \
        each_field                                              \
    }
#include "vm/syntax/ast.def"

static void (*const dumpers[])(Dumper *, const AstNode *) = {
#define AST_NODE(category, name, fields) dump_##name,
#include "vm/syntax/ast.def"
};

static void dump_attributes(Dumper *d, const AstNode *node)
{
    if (node->line == 0)
        return;
    dump_int(d, "lineno", node->line);
    dump_int(d, "col_offset", node->column);
    dump_int(d, "end_lineno", node->end_line);
    dump_int(d, "end_col_offset", node->end_column);
}

static void dump_node(Dumper *d, const AstNode *node)
{
    bool outer_first = d->first;

    if (++d->depth > DUMP_DEPTH_MAX) {
        d->out->failed = true;
        d->depth--;
        return;
    }
    d->first = true;
    gb_ast_buffer_add_string(d->out, gb_ast_kind_name((AstKind)node->kind));
    gb_ast_buffer_add_string(d->out, "(");
    dumpers[node->kind](d, node);
    if (d->with_attributes)
        dump_attributes(d, node);
    gb_ast_buffer_add_string(d->out, ")");
    d->first = outer_first;
    d->depth--;
}

int gb_ast_dump(const AstNode *node, bool include_attributes, AstBuffer *buffer)
{
    Dumper dumper = {.out = buffer, .with_attributes = include_attributes};

    dump_node(&dumper, node);
    return buffer->failed ? -1 : 0;
}
