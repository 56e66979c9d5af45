/* The compiler: from source or a syntax tree to a code object.
 *
 *     source --parse--> tree --fold--> tree --symtable--> scopes
 *            --compile--> blocks --flow--> blocks --assemble--> GbCode
 *
 * It is CPython 3.11's compiler in all that a script can see: the same instructions in the same
 * order, the same constants, line numbers, columns and exception table, the same errors and
 * warnings. All functions want the GIL held. */
#ifndef GB_CODE_COMPILE_H
#define GB_CODE_COMPILE_H

#include "vm/code/code.h"
#include "vm/syntax/ast.h"

typedef enum GbCompileMode {
    GB_COMPILE_EXEC,   /* statements */
    GB_COMPILE_EVAL,   /* one expression, whose value the code returns */
    GB_COMPILE_SINGLE, /* one interactive statement, whose value is printed */
} GbCompileMode;

/* Flags: any of the GB_CO_FUTURE_ bits (features inherited from the calling code), these bits with
   the numbers of CPython's compile(), and at most one GB_COMPILE_OPTIMIZE. */
enum {
    GB_COMPILE_SOURCE_IS_UTF8 = 0x100,    /* the source was a str: ignore its coding comment */
    GB_COMPILE_SCRIPT = 0x800,            /* `filename` is the script that runs: it is all UTF-8 */
    GB_COMPILE_ONLY_AST = 0x400,          /* for the ast module; not for gb_compile_source */
    GB_COMPILE_TOP_LEVEL_AWAIT = 0x2000,
    GB_COMPILE_ALLOW_INCOMPLETE = 0x4000, /* the REPL: see gb_compile_source */
};

/* The flags for an optimisation level: 0, 1 (-O) or 2 (-OO). Without, the interpreter's. */
#define GB_COMPILE_OPTIMIZE(level) (((level) + 1) << 28)

/* Compiles `source`. Failure sets SyntaxError or one of its kin (or MemoryError, RecursionError,
 * ValueError for a NUL) and returns GB_NULL. With GB_COMPILE_ALLOW_INCOMPLETE, input that may still
 * become valid raises SyntaxError with the message "incomplete input". `filename` is a str. */
GbRef gb_compile_source(GbThread *t, const char *source, size_t size, GbBorrow filename,
                        GbCompileMode mode, int flags);

/* A tree to compile: a Module, Expression or Interactive that lives in `arena`. Compiling changes
 * it (constants are folded): it must not be used again. */
typedef struct GbTree {
    AstArena *arena;
    AstNode *root;
    const char *source; /* where error messages find the text of a line; NULL: nowhere */
    size_t source_size;
    GbBorrow objects; /* tuple of the values of GB_LITERAL_OBJECT literals, or GB_NULL */
} GbTree;

/* Compiles a tree; otherwise as gb_compile_source. */
GbRef gb_compile_tree(GbThread *t, const GbTree *tree, GbBorrow filename, int flags);

/* Parses only: 0 with *root in the arena, or -1 with the exception set. For the ast module. */
int gb_parse_source(GbThread *t, AstArena *arena, const char *source, size_t size,
                    GbBorrow filename, GbCompileMode mode, int flags, AstNode **root);

/* Raises what the error describes. Returns GB_NULL. */
GbRef gb_raise_ast_error(GbThread *t, const AstError *error, GbBorrow filename);

/* Literals whose value is an object that no source text spells: what a script put into an
 * ast.Constant, or what folding made. `text.size` is the index of the value in GbTree.objects. */
#define GB_LITERAL_OBJECT ((AstLiteralType)(AST_CONST_bytes + 1))

#endif
