/* Scopes: for every name of a program, where it lives.
 *
 * Python decides by looking at a whole function whether a name is local, a cell that inner
 * functions share, free (another function's cell) or global. So before any code is made, one walk
 * over the tree collects what each scope does with its names, and a second one over the scopes
 * binds them:
 *
 *     def outer():            outer: x is CELL
 *         x = 1
 *         def inner():        inner: x is FREE, print is GLOBAL_IMPLICIT
 *             print(x)
 *
 * Module, class and function bodies, lambdas and comprehensions are scopes. Errors that follow from
 * scoping alone ("name 'x' is parameter and global") are found here, with CPython's messages.
 * Like the rest of vm/syntax this knows no objects: names are texts, memory is the arena's. */
#ifndef GB_VM_SYNTAX_SYMTABLE_H
#define GB_VM_SYNTAX_SYMTABLE_H

#include "vm/syntax/ast.h"
#include "vm/syntax/nametable.h"

typedef enum GbScopeKind {
    GB_SCOPE_MODULE,
    GB_SCOPE_CLASS,
    GB_SCOPE_FUNCTION,
    GB_SCOPE_ANNOTATION, /* an annotation that stays text: checked, then forgotten */
} GbScopeKind;

/* What a scope does with a name: bits, with CPython's numbers. */
enum {
    GB_SYMBOL_GLOBAL = 1,
    GB_SYMBOL_LOCAL = 2,
    GB_SYMBOL_PARAM = 4,
    GB_SYMBOL_NONLOCAL = 8,
    GB_SYMBOL_USE = 16,
    GB_SYMBOL_FREE_CLASS = 64, /* bound in the class body, and free in one of its functions */
    GB_SYMBOL_IMPORT = 128,
    GB_SYMBOL_ANNOTATED = 256,
    GB_SYMBOL_COMPREHENSION_ITER = 512, /* a comprehension's loop variable */
    GB_SYMBOL_BOUND = GB_SYMBOL_LOCAL | GB_SYMBOL_PARAM | GB_SYMBOL_IMPORT,
};

/* Where a name lives, seen from a scope: CPython's numbers. */
typedef enum GbBinding {
    GB_BINDING_NONE,
    GB_BINDING_LOCAL,
    GB_BINDING_GLOBAL_EXPLICIT,
    GB_BINDING_GLOBAL_IMPLICIT,
    GB_BINDING_FREE,
    GB_BINDING_CELL,
} GbBinding;

typedef struct GbSymbol {
    uint16_t flags;           /* GB_SYMBOL_ bits */
    uint8_t binding;          /* GbBinding */
    const AstNode *directive; /* the first global or nonlocal statement that names it, or NULL */
} GbSymbol;

typedef struct GbScope GbScope;
struct GbScope {
    GbScopeKind kind;
    AstText name; /* of the function or class; "top", "lambda", "listcomp", ... */
    const AstNode *node;
    GbScope *parent;
    GbScope *first_child, *last_child; /* in source order */
    GbScope *next;                     /* the parent's next child */
    GbNameTable names;                 /* mangled; a function's parameters come first */
    GbSymbol *symbols;                 /* one per name */
    int symbol_capacity;
    uint8_t comprehension; /* AST_ListComp ... AST_GeneratorExp, or 0 */
    bool is_nested;        /* some enclosing scope is a function */
    bool is_generator;
    bool is_coroutine;
    bool returns_value;
    bool has_varargs, has_varkeywords;
    bool needs_class_closure; /* a method uses super() or __class__ */
    /* While the scope is being built: */
    bool in_comprehension_target;
    int comprehension_iter_depth; /* > 0: inside the iterable of a comprehension */
};

typedef struct GbSymtable {
    GbScope *top;
    /* From node to scope: open addressing by address. */
    GbScope **scopes;
    int scope_count, scope_capacity;
} GbSymtable;

enum {
    /* As deep as statements and expressions may nest, if the C stack has room: three times
       CPython's default recursion limit, which is its rule. */
    GB_COMPILE_DEPTH_MAX = 3000,
};

/* Builds and binds the scopes of `root` (Module, Interactive or Expression). With
 * `text_annotations` (from __future__ import annotations) annotations are not evaluated. A tree
 * nested deeper than `max_depth` is a RecursionError. On failure returns -1 with *error filled. All
 * memory is the arena's. */
int gb_symtable_build(GbSymtable *table, AstArena *arena, const AstNode *root,
                      bool text_annotations, int max_depth, AstError *error);

/* The scope that `node` (module, function, lambda, class or comprehension) opens. */
GbScope *gb_symtable_scope(const GbSymtable *table, const AstNode *node);

/* What `scope` knows of the mangled name, or NULL. */
const GbSymbol *gb_scope_symbol(const GbScope *scope, AstText name);

/* Fills *error with an error at the position of `node`, unless one is there already. */
void gb_error_at(AstError *error, AstErrorKind kind, const AstNode *node, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A chain `a + b + c + ...` leans to the left as deep as it is long, so walkers must not recurse
 * along it. The chain's operators from `node` down to the leftmost, count of them in *count; NULL
 * when memory ran out. */
AstNode **gb_binop_spine(AstArena *arena, const AstNode *node, int *count);

static inline bool gb_is_expression_kind(AstKind kind)
{
    return kind >= AST_BoolOp && kind <= AST_Slice;
}

static inline bool gb_is_statement_kind(AstKind kind)
{
    return kind >= AST_FunctionDef && kind <= AST_Continue;
}

#endif
