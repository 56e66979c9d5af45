/* The compiler's outside: sources and trees in, code objects and exceptions out. */
#include "vm/code/compile.h"

#include "vm/code/compiler.h"
#include "vm/interp.h"
#include "vm/object/exception.h"
#include "vm/object/unicode.h"
#include "vm/syntax/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Errors ---- */

void gb_compile_fail(GbCompiler *c)
{
    c->failed = true;
}

void gb_compile_no_memory(GbCompiler *c)
{
    if (!c->failed)
        gb_error_at(&c->error, AST_ERROR_MEMORY, NULL, "%s", "");
    c->failed = true;
}

void gb_compile_too_deep(GbCompiler *c)
{
    if (!c->failed)
        gb_error_at(&c->error, AST_ERROR_RECURSION, NULL,
                    "maximum recursion depth exceeded during compilation");
    c->failed = true;
}

void *gb_compile_alloc(GbCompiler *c, size_t size)
{
    void *memory = c->failed ? NULL : gb_ast_arena_alloc(c->arena, size);
    if (memory == NULL)
        gb_compile_no_memory(c);
    return memory;
}

/* The position of the node, or of the instruction being emitted. */
static AstNode position_node(const GbCompiler *c, const AstNode *node)
{
    AstNode where = {0};
    if (node != NULL) {
        where.line = node->line;
        where.column = node->column;
        where.end_line = node->end_line;
        where.end_column = node->end_column;
    } else {
        const GbPosition *p = &c->unit->position;
        where.line = p->line;
        where.column = p->column;
        where.end_line = p->end_line;
        where.end_column = p->end_column;
    }
    return where;
}

void gb_compile_error(GbCompiler *c, const AstNode *node, const char *format, ...)
{
    char message[sizeof c->error.message];
    if (c->failed)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    AstNode where = position_node(c, node);
    gb_error_at(&c->error, AST_ERROR_SYNTAX, &where, "%s", message);
    c->failed = true;
}

void gb_compile_warn(GbCompiler *c, const AstNode *node, const char *format, ...)
{
    char message[sizeof c->error.message];
    if (c->failed)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    AstNode where = position_node(c, node);
    if (gb_warn_at(c->t, gb_SyntaxWarning, c->filename, where.line, "%s", message) == 0)
        return;
    if (gb_raised_is(c->t, gb_SyntaxWarning)) { /* -W error: better with the place and the text. */
        gb_raised_drop(c->t);
        gb_compile_error(c, &where, "%s", message);
    }
    c->failed = true;
}

static GbExceptionId exception_of(AstErrorKind kind)
{
    switch (kind) {
    case AST_ERROR_INDENTATION:
        return gb_IndentationError;
    case AST_ERROR_TAB:
        return gb_TabError;
    case AST_ERROR_RECURSION:
        return gb_RecursionError;
    case AST_ERROR_VALUE:
        return gb_ValueError;
    default:
        return gb_SyntaxError;
    }
}

/* CPython's symbol table raises with the message, and adds where that was afterwards. */
static void leave_message(GbThread *t)
{
    GbRef args = gb_raised_is(t, gb_SyntaxError)
                     ? gb_tuple_of(t, 1, gb_as_exception(t->exception)->fields[GB_SYNTAX_MSG])
                     : GB_NULL;
    if (args != GB_NULL)
        gb_set(&gb_as_exception(t->exception)->args, args);
}

GbRef gb_raise_ast_error(GbThread *t, const AstError *error, GbBorrow filename)
{
    if (error->kind == AST_ERROR_MEMORY)
        return error->message[0] == '\0' ? gb_raise_memory(t)
                                         : gb_raise(t, gb_MemoryError, "%s", error->message);
    if (error->line == AST_POSITION_ABSENT)
        return gb_raise(t, exception_of(error->kind), "%s", error->message);
    if (error->kind == AST_ERROR_RECURSION || error->kind == AST_ERROR_VALUE)
        return gb_raise(t, exception_of(error->kind), "%s", error->message);
    GbRef text = GB_NULL;
    if (error->text.data != NULL) {
        text = gb_decode(t, (const uint8_t *)error->text.data, (size_t)error->text.size, NULL,
                         "replace");
        if (text == GB_NULL)
            return GB_NULL;
    }
    gb_raise_syntax(t, exception_of(error->kind), error->message, filename, error->line,
                    error->column, error->end_line, error->end_column, text);
    gb_xdecref(text);
    if (error->is_bare)
        leave_message(t);
    return GB_NULL;
}

/* ---- The text of an error's line ---- */

/* CPython looks the line up in the file the name stands for: code from a string has none. */
static bool names_file(GbThread *t, GbBorrow filename)
{
    size_t size;
    const char *name = gb_str_wtf8(t, filename, &size);
    return name != NULL && size > 0 && !(name[0] == '<' && name[size - 1] == '>');
}

static AstText line_of(const char *source, size_t size, int line)
{
    const char *end = source + size;
    for (; line > 1 && source != NULL; --line) {
        source = memchr(source, '\n', (size_t)(end - source));
        if (source != NULL)
            ++source;
    }
    if (source == NULL || source == end)
        return (AstText){0};
    const char *newline = memchr(source, '\n', (size_t)(end - source));
    return (AstText){source, (int)((newline == NULL ? end : newline + 1) - source)};
}

/* ---- Depth ---- */

/* C stack that one level of nesting takes, at most, in any pass. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
enum { LEVEL_BYTES = 2400 };
#else
enum { LEVEL_BYTES = 400 };
#endif

/* How deep source may nest here. */
static int max_depth(const GbThread *t)
{
    if (t->c_stack_limit == NULL)
        return GB_COMPILE_DEPTH_MAX;
    ptrdiff_t levels = ((char *)__builtin_frame_address(0) - t->c_stack_limit) / LEVEL_BYTES;
    if (levels < 1)
        return 1;
    return levels < GB_COMPILE_DEPTH_MAX ? (int)levels : GB_COMPILE_DEPTH_MAX;
}

/* ---- Trees ---- */

/* These errors have no end. */
static void fail_future(GbCompiler *c, const AstNode *node, int column, const char *format,
                        AstText name)
{
    if (c->failed)
        return;
    gb_error_at(&c->error, AST_ERROR_SYNTAX, node, format, name.size, name.data);
    c->error.column = column;
    c->error.end_line = node->line;
    c->error.end_column = 0;
    c->error.is_bare = true;
    c->failed = true;
}

static void read_feature(GbCompiler *c, const AstNode *node, AstText name)
{
    static const struct {
        const char *name;
        uint32_t flag;
    } features[] = {
        {"nested_scopes", 0}, /* The first seven are how the language is now. */
        {"generators", 0},
        {"division", 0},
        {"absolute_import", 0},
        {"with_statement", 0},
        {"print_function", 0},
        {"unicode_literals", 0},
        {"barry_as_FLUFL", GB_CO_FUTURE_BARRY_AS_BDFL},
        {"generator_stop", 0},
        {"annotations", GB_CO_FUTURE_ANNOTATIONS},
    };
    for (size_t i = 0; i < sizeof features / sizeof *features; ++i) {
        if (!gb_ast_text_is(name, features[i].name))
            continue;
        c->future |= features[i].flag;
        return;
    }
    if (gb_ast_text_is(name, "braces"))
        fail_future(c, node, node->column + 1, "not a chance", name);
    else
        fail_future(c, node, node->column + 1, "future feature %.*s is not defined", name);
}

/* Only a docstring and other future statements may stand before a future statement. */
static void scan_futures(GbCompiler *c, AstSeq body)
{
    bool done = false;
    int previous_line = 0;
    for (int i = 0; i < body.count && !c->failed; ++i) {
        const AstNode *node = body.items[i];
        if (done && node->line > previous_line)
            return;
        previous_line = node->line;
        const AstImportFrom *import = &node->as.ImportFrom;
        bool is_future = node->kind == AST_ImportFrom && import->module.data != NULL &&
                         gb_ast_text_is(import->module, "__future__");
        if (!is_future) {
            done = done || i > 0 || gb_docstring(body) == NULL;
            continue;
        }
        if (done)
            fail_future(c, node, node->column,
                        "from __future__ imports must occur at the beginning of the file",
                        import->module);
        for (int j = 0; j < import->names.count; ++j)
            read_feature(c, node, import->names.items[j]->as.alias.name);
        c->future_line = node->line;
    }
}

static AstSeq body_of(const AstNode *root)
{
    return root->kind == AST_Expression ? (AstSeq){0} : root->as.Module.body;
}

static void compile_root(GbCompiler *c, const AstNode *root)
{
    AstSeq body = body_of(root); /* Interactive begins as Module does. */
    c->unit->position = (GbPosition){1, 1, 0, 0};
    if (root->kind == AST_Expression) {
        gb_compile_expr(c, root->as.Expression.body);
    } else if (root->kind == AST_Interactive) {
        c->interactive = true;
        if (gb_has_annotations(body))
            gb_emit(c, OP_SETUP_ANNOTATIONS);
        gb_compile_stmts(c, body);
    } else {
        gb_compile_body(c, body);
    }
}

static GbBorrow compile_module(GbCompiler *c, AstNode *root)
{
    scan_futures(c, body_of(root));
    if (!c->failed)
        gb_fold_tree(c, &root);
    bool text_annotations = (c->future & GB_CO_FUTURE_ANNOTATIONS) != 0;
    if (c->failed)
        return GB_NULL;
    if (gb_symtable_build(&c->symtable, c->arena, root, text_annotations, c->max_depth,
                          &c->error) < 0) {
        c->failed = true;
        return GB_NULL;
    }
    gb_unit_enter(c, UNIT_MODULE, gb_text("<module>"), root, 1);
    if (c->failed)
        return GB_NULL;
    compile_root(c, root);
    return gb_unit_leave(c, root->kind != AST_Expression);
}

static int optimize_level(GbThread *t, int flags)
{
    int level = (flags >> 28) - 1;
    return level >= 0 ? level : t->interp->options.optimize;
}

/* The tree's own objects come first in the pool, where their literals look for them. */
static void keep_objects(GbCompiler *c, GbBorrow objects)
{
    for (int64_t i = 0; objects != GB_NULL && i < gb_tuple_count(objects) && !c->failed; ++i) {
        GbRef value = gb_new_ref(gb_tuple_peek(objects, i));
        if (gb_constants_keep(c->t, &c->constants, value) == GB_NULL)
            gb_compile_fail(c);
    }
}

GbRef gb_compile_tree(GbThread *t, const GbTree *tree, GbBorrow filename, int flags)
{
    GbCompiler c = {
        .t = t,
        .arena = tree->arena,
        .filename = filename,
        .future = (uint32_t)flags & GB_CO_FUTURE_MASK,
        .future_line = -1,
        .optimize = optimize_level(t, flags),
        .max_depth = max_depth(t),
        .top_level_await = (flags & GB_COMPILE_TOP_LEVEL_AWAIT) != 0,
    };
    keep_objects(&c, tree->objects);
    GbRef code = c.failed ? GB_NULL : compile_module(&c, tree->root);
    gb_xincref(code);
    if (c.failed && !gb_raised(t)) {
        if (tree->source != NULL && names_file(t, filename))
            c.error.text = line_of(tree->source, tree->source_size, c.error.line);
        gb_raise_ast_error(t, &c.error, filename);
    }
    gb_constants_fini(t, &c.constants);
    return code;
}

/* ---- Sources ---- */

typedef struct WarnContext {
    GbThread *t;
    GbBorrow filename;
} WarnContext;

static int warn(void *context, GbParseWarningKind kind, const char *message, int line)
{
    WarnContext *w = context;
    GbExceptionId category =
        kind == GB_PARSE_DEPRECATION_WARNING ? gb_DeprecationWarning : gb_SyntaxWarning;
    if (gb_warn_at(w->t, category, w->filename, line, "%s", message) == 0)
        return 0;
    if (gb_raised_is(w->t, category))
        gb_raised_drop(w->t); /* The parser makes a SyntaxError of it. */
    return -1;
}

/* The parser knows UTF-8, ASCII and Latin-1. For source in another encoding it names that in its
   error: decode it here and parse the text. 0; -1 with *error filled or an exception set. */
static int parse_decoded(GbThread *t, AstArena *arena, const char *source, size_t size,
                         GbParseOptions options, AstNode **root, AstError *error)
{
    static const char complaint[] = "unknown encoding: ";
    size_t length = sizeof complaint - 1, text_size;
    if (strncmp(error->message, complaint, length) != 0)
        return -1;
    GbRef decoded =
        gb_decode(t, (const uint8_t *)source, size, error->message + length, "strict");
    if (decoded == GB_NULL) {
        gb_raised_drop_if(t, gb_LookupError); /* Truly unknown. */
        return -1;
    }
    const char *text = gb_str_utf8(t, decoded, &text_size);
    int status = -1;
    if (text != NULL) {
        *error = (AstError){0};
        options.source_is_utf8 = true;
        status = gb_parse(arena, text, text_size, &options, root, error);
    }
    gb_decref(decoded);
    return status;
}

int gb_parse_source(GbThread *t, AstArena *arena, const char *source, size_t size,
                    GbBorrow filename, GbCompileMode mode, int flags, AstNode **root)
{
    static const GbParseMode modes[] = {
        [GB_COMPILE_EXEC] = GB_PARSE_FILE,
        [GB_COMPILE_EVAL] = GB_PARSE_EVAL,
        [GB_COMPILE_SINGLE] = GB_PARSE_SINGLE,
    };
    WarnContext context = {t, filename};
    GbParseOptions options = {
        .mode = modes[mode],
        .max_depth = max_depth(t),
        .max_digits = t->interp->int_max_str_digits > 0 ? t->interp->int_max_str_digits : -1,
        .source_is_utf8 = (flags & GB_COMPILE_SOURCE_IS_UTF8) != 0,
        .script_name = flags & GB_COMPILE_SCRIPT ? gb_str_wtf8(t, filename, NULL) : NULL,
        .allow_incomplete = (flags & GB_COMPILE_ALLOW_INCOMPLETE) != 0,
        .unicode_name = gb_unicode_name_lookup,
        .warn = warn,
        .warn_context = &context,
    };
    AstError error = {0};
    if (gb_parse(arena, source, size, &options, root, &error) == 0 ||
        parse_decoded(t, arena, source, size, options, root, &error) == 0)
        return 0;
    if (!gb_raised(t)) /* A warning filter may have raised something of its own. */
        gb_raise_ast_error(t, &error, filename);
    return -1;
}

GbRef gb_compile_source(GbThread *t, const char *source, size_t size, GbBorrow filename,
                        GbCompileMode mode, int flags)
{
    AstArena arena;
    GbTree tree = {.arena = &arena, .source = source, .source_size = size};
    GbRef code = GB_NULL;
    gb_ast_arena_init(&arena);
    if (gb_parse_source(t, &arena, source, size, filename, mode, flags, &tree.root) == 0)
        code = gb_compile_tree(t, &tree, filename, flags);
    gb_ast_arena_fini(&arena);
    return code;
}
