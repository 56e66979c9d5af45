/* Builtins that run source: compile, eval, exec, __import__. */
#include "vm/exec/builtins.h"

#include "vm/code/ast_bridge.h"
#include "vm/exec/frame.h"
#include "vm/exec/import.h"
#include "vm/interp.h"

/* --- Source --- */

/* Source text as bytes to read: of a str, bytes or anything with bytes in it. */
typedef struct SourceText {
    const char *data;
    size_t size;
    int flags;    /* GB_COMPILE_SOURCE_IS_UTF8 for a str. */
    GbRef holder; /* Owned; keeps data alive. */
} SourceText;

/* `what` is the function's name and `kinds` what it takes besides, for the TypeError. */
static int source_open(GbThread *t, GbBorrow v, const char *what, const char *kinds,
                       SourceText *out)
{
    *out = (SourceText){.holder = GB_NULL};
    if (gb_is_str(v)) {
        out->data = gb_str_utf8(t, v, &out->size);
        out->flags = GB_COMPILE_SOURCE_IS_UTF8;
        out->holder = gb_new_ref(v);
    } else if (gb_has_layout(v, GB_KIND_BYTES)) {
        out->data = (const char *)gb_bytes_data(v);
        out->size = (size_t)gb_bytes_size(v);
        out->holder = gb_new_ref(v);
    } else {
        GbBuffer view;
        if (gb_buffer_get(t, v, &view) < 0) {
            gb_raised_drop(t);
            return gb_fail(t, gb_TypeError, "%s() arg 1 must be a string, bytes or %s object", what,
                           kinds);
        }
        /* A copy: the buffer may be changed while its text is compiled. */
        out->holder = gb_bytes_new(t, view.data, (size_t)view.size);
        gb_buffer_release(t, &view);
        if (out->holder != GB_NULL) {
            out->data = (const char *)gb_bytes_data(out->holder);
            out->size = (size_t)gb_bytes_size(out->holder);
        }
    }
    if (out->data != NULL && memchr(out->data, '\0', out->size) != NULL) {
        out->data = NULL;
        gb_raise(t, gb_SyntaxError, "source code string cannot contain null bytes");
    }
    if (out->data == NULL) {
        gb_clear(&out->holder);
        return -1;
    }
    return 0;
}

/* The futures that the running code has imported. */
static int inherited_flags(GbThread *t)
{
    return t->frame == NULL ? 0 : (int)(t->frame->code->flags & GB_CO_FUTURE_MASK);
}

/* --- compile --- */

static int mode_of(GbThread *t, GbBorrow mode, GbCompileMode *out)
{
    static const char *const words[] = {"exec", "eval", "single"};
    if (!gb_is_str(mode))
        return gb_fail(t, gb_TypeError, "compile() argument 'mode' must be str, not %K", mode);
    for (int i = 0; i < 3; ++i) {
        if (gb_str_equal_c(mode, words[i])) {
            *out = (GbCompileMode)i;
            return 0;
        }
    }
    return gb_fail(t, gb_ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
}

/* Other things with bytes in them are taken, too, but not for long. */
static GbRef filename_of_buffer(GbThread *t, GbBorrow v)
{
    GbBuffer view;
    if (gb_warn(t, gb_DeprecationWarning, 1, "path should be string, bytes, or os.PathLike, not %T",
                v) < 0 ||
        gb_buffer_get(t, v, &view) < 0)
        return GB_NULL;
    GbRef name = gb_decode(t, view.data, (size_t)view.size, NULL, "surrogateescape");
    gb_buffer_release(t, &view);
    return name;
}

/* A file name for co_filename: a str as it is, else as os.fsdecode makes it. */
static GbRef filename_of(GbThread *t, GbBorrow v)
{
    GbRef holder = GB_NULL;
    if (gb_is_str(v))
        return gb_new_ref(v);
    if (gb_has_layout(v, GB_KIND_BYTEARRAY) || gb_has_layout(v, GB_KIND_MEMORYVIEW))
        return filename_of_buffer(t, v);
    const char *text = gb_path(t, v, &holder);
    GbRef name = text == NULL ? GB_NULL : gb_str_from_utf8(t, text, strlen(text));
    gb_clear(&holder);
    return name;
}

enum {
    FLAGS_OBSOLETE = GB_CO_NESTED,
    FLAGS_KNOWN = GB_CO_FUTURE_MASK | FLAGS_OBSOLETE | 0x200 /* dont imply dedent */ |
                  GB_COMPILE_ONLY_AST | 0x1000 /* type comments */ | GB_COMPILE_TOP_LEVEL_AWAIT |
                  GB_COMPILE_ALLOW_INCOMPLETE,
    FLAGS_PASSED = GB_CO_FUTURE_MASK | GB_COMPILE_TOP_LEVEL_AWAIT | GB_COMPILE_ALLOW_INCOMPLETE,
};

/* Is v a tree of module ast, in whose hands compiling it then is? 1, 0, -1. */
static int is_tree(GbThread *t, GbBorrow v)
{
    GbRef name = gb_str_new(t, "_ast"), module = GB_NULL, type = GB_NULL;
    int result = name == GB_NULL ? -1 : gb_dict_find(t, t->interp->modules, name, &module);
    if (result == 1) {
        type = gb_attr_get_c(t, module, "AST");
        result = type == GB_NULL ? -1 : gb_is_instance(t, v, type);
    }
    gb_clear(&type);
    gb_clear(&module);
    gb_clear(&name);
    return result;
}

/* The tree of a source, as objects. */
static GbRef parse_source(GbThread *t, GbBorrow v, GbBorrow filename, GbCompileMode mode, int flags)
{
    SourceText source;
    if (source_open(t, v, "compile", "AST", &source) < 0)
        return GB_NULL;
    GbRef module = gb_import(t, "_ast"), tree = GB_NULL;
    if (module != GB_NULL)
        tree = gb_ast_parse(t, module, source.data, source.size, filename, mode,
                            flags | source.flags);
    gb_clear(&module);
    gb_clear(&source.holder);
    return tree;
}

/* A tree that a script has made or changed. */
static GbRef compile_tree(GbThread *t, GbBorrow tree, GbBorrow filename, GbCompileMode mode,
                          int flags)
{
    GbRef module = gb_import(t, "_ast");
    GbRef code =
        module == GB_NULL ? GB_NULL : gb_ast_compile(t, module, tree, filename, mode, flags);
    gb_clear(&module);
    return code;
}

static GbRef compile_source(GbThread *t, GbBorrow v, GbBorrow filename, GbCompileMode mode,
                            int flags)
{
    SourceText source;
    if (source_open(t, v, "compile", "AST", &source) < 0)
        return GB_NULL;
    GbRef code =
        gb_compile_source(t, source.data, source.size, filename, mode, flags | source.flags);
    gb_clear(&source.holder);
    return code;
}

/* compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)
 */
static GbRef builtins_compile(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbCompileMode mode;
    int64_t flags, optimize;
    GbRef filename = filename_of(t, args[1]), result = GB_NULL;
    if (filename == GB_NULL)
        return GB_NULL;
    if (gb_index_i64(t, args[3], &flags, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[5], &optimize, gb_OverflowError) < 0)
        goto done;
    if ((flags & ~(int64_t)FLAGS_KNOWN) != 0) {
        gb_raise(t, gb_ValueError, "compile(): unrecognised flags");
        goto done;
    }
    if (optimize < -1 || optimize > 2) {
        gb_raise(t, gb_ValueError, "compile(): invalid optimize value");
        goto done;
    }
    int dont_inherit = gb_truth(t, args[4]);
    if (dont_inherit < 0 || mode_of(t, args[2], &mode) < 0)
        goto done;
    int passed = (int)(flags & FLAGS_PASSED) | (dont_inherit ? 0 : inherited_flags(t));
    if (optimize >= 0)
        passed |= GB_COMPILE_OPTIMIZE((int)optimize);
    int tree = is_tree(t, args[0]);
    if (tree < 0 ||
        (gb_is_audited(t) && gb_audit_take(t, "compile", gb_tuple_of(t, 2, args[0], filename)) < 0))
        goto done;
    if (tree)
        result = flags & GB_COMPILE_ONLY_AST ? gb_new_ref(args[0])
                                             : compile_tree(t, args[0], filename, mode, passed);
    else if (flags & GB_COMPILE_ONLY_AST)
        result = parse_source(t, args[0], filename, mode, passed);
    else
        result = compile_source(t, args[0], filename, mode, passed);
done:
    gb_clear(&filename);
    return result;
}

/* --- eval and exec --- */

/* The namespaces to run in, owned: those given, else the running code's. */
typedef struct Namespaces {
    GbRef globals, locals;
} Namespaces;

static bool is_mapping(GbThread *t, GbBorrow v)
{
    return gb_type_of(t, v)->slots.getitem != NULL;
}

static int namespaces_init(GbThread *t, GbBorrow globals, GbBorrow locals, const char *what,
                           Namespaces *out)
{
    *out = (Namespaces){GB_NULL, GB_NULL};
    if (globals == GB_NONE) {
        if (t->frame == NULL)
            return gb_fail(t, gb_SystemError, "globals and locals cannot be NULL");
        GbBorrow own = locals == GB_NONE ? gb_frame_locals(t, t->frame) : locals;
        if (own == GB_NULL)
            return -1;
        out->locals = gb_new_ref(own);
        out->globals = gb_new_ref(t->frame->globals);
    } else {
        out->globals = gb_new_ref(globals);
        out->locals = gb_new_ref(locals == GB_NONE ? globals : locals);
    }
    /* Code looks names up there without asking: the dict must know the builtins. */
    if (gb_dict_peek_str(t, out->globals, gb_name(t, __builtins__)) != GB_NULL)
        return 0;
    GbBorrow builtins = t->frame == NULL ? t->interp->builtins_dict : t->frame->builtins;
    return gb_dict_set(t, out->globals, gb_name(t, __builtins__), builtins);
}

static void namespaces_fini(Namespaces *namespaces)
{
    gb_clear(&namespaces->globals);
    gb_clear(&namespaces->locals);
}

/* Audit hooks hear of code that is going to run. 0 or -1. */
static int audit_exec(GbThread *t, GbBorrow code)
{
    return gb_is_audited(t) ? gb_audit_take(t, "exec", gb_tuple_of(t, 1, code)) : 0;
}

static GbRef run_text(GbThread *t, GbBorrow v, const SourceText *source, GbCompileMode mode,
                      const Namespaces *namespaces)
{
    if (gb_is_audited(t) &&
        gb_audit_take(t, "compile", gb_tuple_of(t, 2, v, gb_name(t, string))) < 0)
        return GB_NULL;
    GbRef code = gb_compile_source(t, source->data, source->size, gb_name(t, string), mode,
                                   source->flags | inherited_flags(t));
    if (code == GB_NULL)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (audit_exec(t, code) == 0)
        result = gb_eval_code(t, (GbCode *)gb_object(code), namespaces->globals, namespaces->locals,
                              GB_NULL);
    gb_decref(code);
    return result;
}

/* eval(source, globals=None, locals=None, /) */
static GbRef builtins_eval(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    Namespaces namespaces;
    SourceText source;
    GbRef result = GB_NULL;
    if (args[2] != GB_NONE && !is_mapping(t, args[2]))
        return gb_raise(t, gb_TypeError, "locals must be a mapping");
    if (args[1] != GB_NONE && !gb_is_dict(args[1]))
        return gb_raise(t, gb_TypeError,
                        is_mapping(t, args[1])
                            ? "globals must be a real dict; try eval(expr, {}, mapping)"
                            : "globals must be a dict");
    if (namespaces_init(t, args[1], args[2], "eval", &namespaces) < 0)
        goto done;
    if (gb_is_exact(args[0], GB_KIND_CODE)) {
        GbCode *code = (GbCode *)gb_object(args[0]);
        if (code->free_count > 0)
            gb_raise(t, gb_TypeError,
                     "code object passed to eval() may not contain free variables");
        else if (audit_exec(t, args[0]) == 0)
            result = gb_eval_code(t, code, namespaces.globals, namespaces.locals, GB_NULL);
    } else if (source_open(t, args[0], "eval", "code", &source) == 0) {
        while (source.size > 0 && (*source.data == ' ' || *source.data == '\t'))
            ++source.data, --source.size;
        result = run_text(t, args[0], &source, GB_COMPILE_EVAL, &namespaces);
        gb_clear(&source.holder);
    }
done:
    namespaces_fini(&namespaces);
    return result;
}

static bool closure_fits(GbBorrow closure, int32_t count)
{
    if (closure == GB_NONE || !gb_is_exact(closure, GB_KIND_TUPLE) ||
        gb_tuple_count(closure) != count)
        return false;
    for (int32_t i = 0; i < count; ++i) {
        if (!gb_is_exact(gb_tuple_peek(closure, i), GB_KIND_CELL))
            return false;
    }
    return true;
}

static GbRef exec_code(GbThread *t, GbCode *code, const Namespaces *namespaces, GbBorrow closure)
{
    if (code->free_count == 0 && closure != GB_NONE)
        return gb_raise(t, gb_TypeError, "cannot use a closure with this code object");
    if (code->free_count > 0 && !closure_fits(closure, code->free_count))
        return gb_raise(t, gb_TypeError, "code object requires a closure of exactly length %d",
                        (int)code->free_count);
    if (audit_exec(t, gb_value(code)) < 0)
        return GB_NULL;
    return gb_eval_code(t, code, namespaces->globals, namespaces->locals,
                        closure == GB_NONE ? GB_NULL : closure);
}

/* exec(source, globals=None, locals=None, /, *, closure=None) */
static GbRef builtins_exec(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    Namespaces namespaces;
    SourceText source;
    GbRef result = GB_NULL;
    if (args[1] != GB_NONE && !gb_is_dict(args[1]))
        return gb_raise(t, gb_TypeError, "exec() globals must be a dict, not %T", args[1]);
    if (args[2] != GB_NONE && !is_mapping(t, args[2]))
        return gb_raise(t, gb_TypeError, "locals must be a mapping or None, not %T", args[2]);
    if (namespaces_init(t, args[1], args[2], "exec", &namespaces) < 0)
        goto done;
    if (gb_is_exact(args[0], GB_KIND_CODE)) {
        result = exec_code(t, (GbCode *)gb_object(args[0]), &namespaces, args[3]);
    } else if (args[3] != GB_NONE) {
        gb_raise(t, gb_TypeError, "closure can only be used when source is a code object");
    } else if (source_open(t, args[0], "exec", "code", &source) == 0) {
        result = run_text(t, args[0], &source, GB_COMPILE_EXEC, &namespaces);
        gb_clear(&source.holder);
    }
done:
    namespaces_fini(&namespaces);
    if (result == GB_NULL)
        return GB_NULL;
    gb_decref(result);
    return GB_NONE;
}

/* --- __import__ --- */

static GbRef builtins_import(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t level;
    if (gb_index_i64(t, args[4], &level, gb_OverflowError) < 0)
        return GB_NULL;
    return gb_import_call(t, args[0], args[1], args[3], level);
}

/* --- Table --- */

const GbMethodDef gb_builtins_source_functions[] = {
    {"__import__(name, globals=None, locals=None, fromlist=?, level=0)", builtins_import,
     "Import a module.\n\n"
     "Because this function is meant for use by the Python\n"
     "interpreter and not for general use, it is better to use\n"
     "importlib.import_module() to programmatically import a module."},
    {"compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
     "_feature_version=-1)",
     builtins_compile,
     "Compile source into a code object that can be executed by exec() or eval()."},
    {"eval(source, globals=None, locals=None, /)", builtins_eval,
     "Evaluate the given source in the context of globals and locals."},
    {"exec(source, globals=None, locals=None, /, *, closure=None)", builtins_exec,
     "Execute the given source in the context of globals and locals."},
    {0},
};
