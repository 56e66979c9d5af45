/* ast.h: the syntax tree, as the parser builds it and the compiler reads it.
 *
 * The tree mirrors CPython 3.11's `ast` module node for node: ast.def is the table, and the kinds,
 * the payload structs and the union below are derived from it. So `ast.BinOp(left, op, right)` is
 *
 *     node->kind == AST_BinOp,  node->as.BinOp.left,  node->as.BinOp.op,  node->as.BinOp.right
 *
 * What always holds:
 *  - Nodes, texts and sequences live in one AstArena and die with it. Nothing is freed singly.
 *  - A node is allocated only as large as its kind needs. Never copy an AstNode by value.
 *  - Positions are CPython's: lines from 1, columns in UTF-8 bytes from 0, the end exclusive.
 *    Module, arguments, comprehension, withitem and match_case carry no position in CPython; the
 *    parser leaves zeros there.
 *  - Identifiers are NFKC-normalised UTF-8.
 *
 * This folder knows nothing of objects: it needs the C library and utf8proc only. */
#ifndef GB_VM_SYNTAX_AST_H
#define GB_VM_SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How tightly an expression binds, loosest first. Used to parse and to print operators. */
typedef enum AstPrecedence {
    AST_PREC_TUPLE,   /* a, b */
    AST_PREC_TEST,    /* a if b else c, lambda */
    AST_PREC_OR,
    AST_PREC_AND,
    AST_PREC_NOT,
    AST_PREC_COMPARE,
    AST_PREC_BITOR,
    AST_PREC_BITXOR,
    AST_PREC_BITAND,
    AST_PREC_SHIFT,
    AST_PREC_ARITH,
    AST_PREC_TERM,
    AST_PREC_FACTOR,  /* -a */
    AST_PREC_POWER,
    AST_PREC_AWAIT,
    AST_PREC_ATOM,
} AstPrecedence;

/* AST_Module, ..., AST_match_case. */
typedef enum AstKind {
#define AST_NODE(category, name, fields) AST_##name,
#include "vm/syntax/ast.def"
    AST_KIND_COUNT
} AstKind;

/* AST_Load, ..., AST_Add, ..., AST_NotIn: operators and expression contexts. */
typedef enum AstOperator {
#define AST_OPERATOR(category, name, text, precedence) AST_##name,
#include "vm/syntax/ast.def"
    AST_OPERATOR_COUNT
} AstOperator;

typedef struct AstNode AstNode;

/* A run of bytes in the arena. `data` is NULL when the text is absent; otherwise it is followed by
 * a NUL, but may contain NULs itself (literals can), so `size` is what counts. */
typedef struct AstText {
    const char *data;
    int size;               /* bytes */
} AstText;

typedef struct AstSeq {
    int count;
    AstNode **items;        /* an item may be NULL only where ast.def says so */
} AstSeq;

typedef struct AstTextSeq {
    int count;
    AstText *items;
} AstTextSeq;

typedef struct AstOperatorSeq {
    int count;
    AstOperator *items;
} AstOperatorSeq;

typedef enum AstLiteralType {
    AST_CONST_None,
    AST_CONST_True,
    AST_CONST_False,
    AST_CONST_Ellipsis,
    AST_CONST_int,          /* text: the digits without underscores, with any 0x, 0o or 0b */
    AST_CONST_float,        /* number */
    AST_CONST_complex,      /* number: the imaginary part; the real part is 0 */
    AST_CONST_str,          /* text: UTF-8, lone surrogates as three bytes each (WTF-8) */
    AST_CONST_bytes,        /* text: the bytes */
} AstLiteralType;

typedef struct AstLiteral {
    AstLiteralType type;
    bool is_u;              /* written u"...": ast.Constant.kind == 'u' */
    AstText text;
    double number;
} AstLiteral;

#define AST_ONE(type, field) AstNode *field;
#define AST_MAYBE(type, field) AstNode *field;
#define AST_MANY(type, field) AstSeq field;
#define AST_NAME(field) AstText field;
#define AST_MAYBE_NAME(field) AstText field;
#define AST_NAMES(field) AstTextSeq field;
#define AST_OP(type, field) AstOperator field;
#define AST_OPS(type, field) AstOperatorSeq field;
#define AST_INT(field) int field;
#define AST_MAYBE_INT(field) int field;
#define AST_VALUE(field) AstLiteral field;
#define AST_COMMENT(field)
#define AST_NODE(category, name, fields) typedef struct Ast##name { fields } Ast##name;
#include "vm/syntax/ast.def"

struct AstNode {
    uint8_t kind;           /* AstKind */
    bool in_parentheses;    /* an expression written in its own parentheses, not counted in the
                               position; two trees that differ in it alone mean the same */
    int line, column;       /* where it starts */
    int end_line, end_column;
    union {
#define AST_NODE(category, name, fields) Ast##name name;
#include "vm/syntax/ast.def"
    } as;
};

/* ---- Arena ------------------------------------------------------------------------------- */

/* Memory that is freed all at once. `failed` is sticky: once malloc said no, every later
 * allocation fails too, so a builder may test it once at its end. */
typedef struct AstArena {
    struct AstChunk *chunks;    /* newest first */
    char *next, *end;           /* what is left of the newest chunk */
    bool failed;
} AstArena;

void gb_ast_arena_init(AstArena *arena);

/* Frees everything that came from the arena. The arena may be used again. */
void gb_ast_arena_fini(AstArena *arena);

/* Zeroed memory aligned for any node, or NULL when there is none left. */
void *gb_ast_arena_alloc(AstArena *arena, size_t size);

/* Copies `size` bytes and adds a NUL. `data` is NULL in the result when memory ran out. */
AstText gb_ast_text_copy(AstArena *arena, const char *data, size_t size);

/* A node of the kind with all fields zero, or NULL when memory ran out. */
AstNode *gb_ast_node_new(AstArena *arena, AstKind kind);

/* Is the text absent, or equal to the C string? */
static inline bool ast_text_absent(AstText text)
{
    return text.data == NULL;
}

bool gb_ast_text_is(AstText text, const char *string);
bool gb_ast_text_same(AstText a, AstText b);

/* "BinOp", "Add"; and "+" for AST_Add. Static strings. */
const char *gb_ast_kind_name(AstKind kind);
const char *gb_ast_operator_name(AstOperator op);
const char *gb_ast_operator_text(AstOperator op);
AstPrecedence gb_ast_operator_precedence(AstOperator op);

/* ---- Errors ------------------------------------------------------------------------------ */

/* The exception the error becomes. */
typedef enum AstErrorKind {
    AST_ERROR_NONE,
    AST_ERROR_SYNTAX,
    AST_ERROR_INDENTATION,
    AST_ERROR_TAB,
    AST_ERROR_MEMORY,       /* MemoryError, message as given (usually empty) */
    AST_ERROR_RECURSION,    /* RecursionError */
    AST_ERROR_VALUE,        /* ValueError: source code cannot contain null bytes */
    AST_ERROR_INCOMPLETE,   /* only with allow_incomplete: the input may yet become valid */
} AstErrorKind;

/* What went wrong and where, in the terms of SyntaxError's attributes: line is lineno, column is
 * offset and counts characters from 1. CPython sometimes gives a column of 0 or -1, and so do we;
 * AST_POSITION_ABSENT is None. */
enum { AST_POSITION_ABSENT = INT32_MIN };

typedef struct AstError {
    AstErrorKind kind;
    char message[320];
    int line, column;
    int end_line, end_column;
    AstText text;           /* the source line with its newline, in the arena; absent = None */
    bool is_bare;           /* the exception's args are the message alone */
} AstError;

/* ---- Printing ---------------------------------------------------------------------------- */

/* Bytes that grow; `failed` is sticky. Free with gb_ast_buffer_fini. */
typedef struct AstBuffer {
    char *data;             /* NUL-terminated when not NULL */
    size_t size, capacity;  /* bytes */
    bool failed;
} AstBuffer;

void gb_ast_buffer_init(AstBuffer *buffer);
void gb_ast_buffer_fini(AstBuffer *buffer);
void gb_ast_buffer_add(AstBuffer *buffer, const char *data, size_t size);
void gb_ast_buffer_add_string(AstBuffer *buffer, const char *string);

/* Appends the expression as source text: what CPython stores as an annotation under
 * `from __future__ import annotations`. Returns 0, or -1 when memory ran out or the tree is nested
 * deeper than the parser would have built it. */
int gb_ast_unparse(const AstNode *expression, AstBuffer *buffer);

/* Appends the tree as ast.dump(node, include_attributes=...) prints it. For tests and study. */
int gb_ast_dump(const AstNode *node, bool include_attributes, AstBuffer *buffer);

#endif
