/* Syntax trees as scripts see them: objects of module _ast's classes, to and from AstNodes.
 *
 * The classes derive from ast.def: one for each category, node and operator (ast_classes.c). The
 * module's dict holds what the conversions need: the classes by kind, the one object of each
 * operator class, and for each class its kind (ast_objects.c). Trees made by scripts are checked
 * before they are compiled (ast_check.c). GIL held. */
#ifndef GB_CODE_AST_BRIDGE_H
#define GB_CODE_AST_BRIDGE_H

#include "vm/code/compile.h"
#include "vm/gilbox.h"
#include "vm/syntax/ast.h"

/* What the grammar calls a type: a category, or a part. */
typedef enum AstType {
#define AST_CATEGORY(name, has_positions) AST_TYPE_##name,
#include "vm/syntax/ast.def"
#define AST_PART_mod(name)
#define AST_PART_stmt(name)
#define AST_PART_expr(name)
#define AST_PART_pattern(name)
#define AST_PART_excepthandler(name)
#define AST_PART_type_ignore(name)
#define AST_PART_part(name) AST_TYPE_##name,
#define AST_PART_placed_part(name) AST_TYPE_##name,
#define AST_NODE(category, name, fields) AST_PART_##category(name)
#include "vm/syntax/ast.def"
    AST_TYPE_COUNT
} AstType;

/* "expr", "arguments" */
const char *gb_ast_type_name(AstType type);
/* The type that nodes of a kind, or an operator, are of. */
AstType gb_ast_type_of(AstKind kind);
AstType gb_ast_type_of_operator(AstOperator op);
/* Have nodes of the kind lines and columns? */
bool gb_ast_has_position(AstKind kind);

/* The class of all syntax nodes, which lives as long as its module. */
GbType *gb_ast_root(GbThread *t);

/* Keys of the module's dict. */
#define GB_AST_CLASSES "_classes"     /* tuple of classes by AstKind */
#define GB_AST_OPERATORS "_operators" /* tuple of instances by AstOperator */
#define GB_AST_KINDS "_kinds"         /* dict: class -> AstKind, or AST_KIND_COUNT + AstOperator */

/* A tree that a script has made: 0 if the compiler may have it, else -1 with an exception set. */
int gb_ast_check(GbThread *t, const AstNode *root, GbBorrow objects);

/* The tree of a source as an object of `module`'s classes; otherwise as gb_parse_source. */
GbRef gb_ast_parse(GbThread *t, GbBorrow module, const char *source, size_t size, GbBorrow filename,
                   GbCompileMode mode, int flags);
/* Compiles such a tree; otherwise as gb_compile_tree. */
GbRef gb_ast_compile(GbThread *t, GbBorrow module, GbBorrow tree, GbBorrow filename,
                     GbCompileMode mode, int flags);

#endif
