/* parse.h: from source text to tree.
 *
 * One call parses one module, one expression or one interactive statement and returns the tree
 * CPython 3.11's `ast` module would build, positions included, or the SyntaxError it would raise.
 *
 * The parser is recursive descent over a lexer that is asked for one token at a time. Chains
 * (statements, operators, elif) are built in loops; only true nesting recurses, and a counter
 * bounds it, so that no source can overflow the C stack. */
#ifndef GB_VM_SYNTAX_PARSE_H
#define GB_VM_SYNTAX_PARSE_H

#include "vm/syntax/ast.h"

typedef enum GbParseMode {
    GB_PARSE_FILE,          /* "exec": a Module */
    GB_PARSE_EVAL,          /* "eval": an Expression */
    GB_PARSE_SINGLE,        /* "single": an Interactive, one statement */
} GbParseMode;

typedef enum GbParseWarningKind {
    GB_PARSE_DEPRECATION_WARNING,   /* invalid escape sequence '\d' */
    GB_PARSE_SYNTAX_WARNING,
} GbParseWarningKind;

typedef struct GbParseOptions {
    GbParseMode mode;

    /* The source is known to be text (compile() of a str): a coding comment has no say. */
    bool source_is_utf8;

    /* The name of the script the bytes were read from, when they are run as one: a byte that is
     * not UTF-8 is then an error even in a comment, and names the file. May be NULL. */
    const char *script_name;

    /* For a REPL: input that ends before the statement does is AST_ERROR_INCOMPLETE. */
    bool allow_incomplete;

    /* How deep expressions and blocks may nest; 0 means GB_PARSE_DEPTH_DEFAULT. */
    int max_depth;

    /* How many digits a decimal integer may have; 0 means GB_PARSE_DIGITS_DEFAULT, -1 any. */
    int max_digits;

    /* Finds the character of a \N{name}: returns 1 and sets *code, or 0 when there is none. May be
     * NULL: then every name is unknown. */
    int (*unicode_name)(const char *name, size_t size, uint32_t *code);

    /* Told of each warning. Returns 0 to go on; -1 turns the warning into a SyntaxError. May be
     * NULL. */
    int (*warn)(void *context, GbParseWarningKind kind, const char *message, int line);
    void *warn_context;
} GbParseOptions;

enum {
    GB_PARSE_DEPTH_DEFAULT = 1000,
    GB_PARSE_DIGITS_DEFAULT = 4300, /* sys.int_info.default_max_str_digits */
};

/* Parses `size` bytes of source. On success returns 0 and sets *root to a tree in the arena; on
 * failure returns -1, *root is NULL and *error is filled. `options` may be NULL for a file. The
 * source is not kept. Needs no lock: it touches nothing but its arguments. */
int gb_parse(AstArena *arena, const char *source, size_t size, const GbParseOptions *options,
             AstNode **root, AstError *error);

#endif
