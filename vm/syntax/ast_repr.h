/* ast_repr.h: literal values as source text. Internal to vm/syntax. */
#ifndef GB_VM_SYNTAX_AST_REPR_H
#define GB_VM_SYNTAX_AST_REPR_H

#include "vm/syntax/ast.h"

/* Appends what repr() of the value would be. Infinity is written 1e309, which reads back. */
void gb_ast_repr_literal(AstBuffer *buffer, const AstLiteral *literal);

/* Appends repr() of the string. */
void gb_ast_repr_text(AstBuffer *buffer, AstText text);

#endif
