/* Module sys: what is about the interpreter and about objects. */
#include "vm/exec/sys.h"

#include "vm/exec/frame.h"
#include "vm/interp.h"
#include "vm/mem.h"
#include "vm/object/exception.h"

static const char sys_doc[] =
    "This module provides access to some objects used or maintained by the\n"
    "interpreter and to functions that interact strongly with the interpreter.";

/* --- C interface --- */

GbBorrow gb_sys_peek(GbThread *t, const char *name)
{
    if (t->interp->sys_dict == GB_NULL)
        return GB_NULL;
    GbRef key = gb_str_intern(t, name, strlen(name));
    if (key == GB_NULL) {
        gb_raised_drop(t);
        return GB_NULL;
    }
    GbBorrow value = gb_dict_peek_str(t, t->interp->sys_dict, key);
    gb_decref(key);
    return value;
}

/* stream.method(argument) or stream.method(). 0 or -1. */
static int call_stream(GbThread *t, GbBorrow stream, GbNameId method, GbBorrow argument)
{
    GbRef held = gb_new_ref(stream);
    GbRef answer =
        gb_call_method(t, held, gb_name_peek(t, method), &argument, argument == GB_NULL ? 0 : 1);
    gb_decref(held);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

int gb_sys_write(GbThread *t, const char *stream, GbBorrow text)
{
    GbBorrow file = gb_sys_peek(t, stream);
    if (file == GB_NULL || file == GB_NONE)
        return 0;
    return call_stream(t, file, GB_NAME_write, text);
}

void gb_sys_flush(GbThread *t, const char *stream)
{
    GbBorrow file = gb_sys_peek(t, stream);
    GbRef pending = gb_raised_take(t);
    if (file != GB_NULL && file != GB_NONE && call_stream(t, file, GB_NAME_flush, GB_NULL) < 0)
        gb_raised_drop(t);
    gb_raised_restore_take(t, pending);
}

/* --- The standard streams --- */

typedef struct Stream {
    const char *name, *original, *shown, *mode, *errors;
    int file;
} Stream;

static const Stream streams[] = {
    {"stdin", "__stdin__", "<stdin>", "rb", "strict", 0},
    {"stdout", "__stdout__", "<stdout>", "wb", "strict", 1},
    {"stderr", "__stderr__", "<stderr>", "wb", "backslashreplace", 2},
};

/* _io.open(file, mode, buffering, None, None, None, False) */
static GbRef open_binary(GbThread *t, GbBorrow io, const Stream *stream, bool unbuffered)
{
    GbRef mode = gb_str_new(t, stream->mode), result = GB_NULL;
    if (mode == GB_NULL)
        return GB_NULL;
    GbBorrow args[] = {gb_small_new(stream->file),
                       mode,
                       gb_small_new(unbuffered ? 0 : -1),
                       GB_NONE,
                       GB_NONE,
                       GB_NONE,
                       GB_FALSE};
    result = gb_call_method_c(t, io, "open", args, 7);
    gb_decref(mode);
    return result;
}

/* The FileIO below, which is told the stream's name. */
static int name_raw(GbThread *t, GbBorrow buffer, const Stream *stream, bool unbuffered)
{
    GbRef raw = unbuffered ? gb_new_ref(buffer) : gb_attr_get_c(t, buffer, "raw");
    GbRef name = raw == GB_NULL ? GB_NULL : gb_str_new(t, stream->shown);
    int result = name == GB_NULL ? -1 : gb_attr_set(t, raw, gb_name(t, name), name);
    gb_clear(&name);
    gb_clear(&raw);
    return result;
}

/* TextIOWrapper(buffer, "utf-8", errors, "\n", line_buffering, write_through) */
static GbRef wrap_text(GbThread *t, GbBorrow io, GbBorrow buffer, const Stream *stream,
                       bool unbuffered)
{
    const GbOptions *options = &t->interp->options;
    const char *wanted_errors = stream->file == 2 ? NULL : options->io_errors;
    GbRef encoding = gb_str_new(t, options->io_encoding == NULL ? "utf-8" : options->io_encoding);
    GbRef errors = gb_str_new(t, wanted_errors == NULL ? stream->errors : wanted_errors);
    GbRef text = GB_NULL;
    GbRef newline = gb_str_new(t, "\n"), mode = gb_str_intern(t, stream->mode, 1);
    bool lines = stream->file == 2 || rt_file_isatty(t->interp->rt, stream->file);
    if (encoding == GB_NULL || errors == GB_NULL || newline == GB_NULL || mode == GB_NULL)
        goto done;
    bool through = unbuffered && stream->file != 0;
    GbBorrow args[] = {buffer,          encoding, errors, newline, gb_bool(lines && !through),
                       gb_bool(through)};
    text = gb_call_method_c(t, io, "TextIOWrapper", args, 6);
    if (text != GB_NULL && gb_attr_set(t, text, gb_name(t, mode), mode) < 0)
        gb_clear(&text);
done:
    gb_clear(&encoding);
    gb_clear(&errors);
    gb_clear(&newline);
    gb_clear(&mode);
    return text;
}

/* None when the process was started without the file. */
static GbRef open_stream(GbThread *t, GbBorrow io, const Stream *stream)
{
    RtStat stat;
    if (rt_fstat(t->interp->rt, stream->file, &stat) < 0)
        return GB_NONE;
    bool unbuffered = t->interp->options.unbuffered && stream->file != 0;
    GbRef buffer = open_binary(t, io, stream, unbuffered), text = GB_NULL;
    if (buffer != GB_NULL && name_raw(t, buffer, stream, unbuffered) == 0)
        text = wrap_text(t, io, buffer, stream, unbuffered);
    gb_clear(&buffer);
    return text;
}

int gb_sys_open_streams(GbThread *t)
{
    GbRef io = gb_import(t, "_io");
    int result = io == GB_NULL ? -1 : 0;
    for (int i = 0; result == 0 && i < 3; ++i) {
        GbRef text = open_stream(t, io, &streams[i]);
        if (text == GB_NULL || gb_module_set(t, t->interp->sys, streams[i].name, text) < 0 ||
            gb_module_set(t, t->interp->sys, streams[i].original, text) < 0)
            result = -1;
        gb_clear(&text);
    }
    if (result == 0)
        result = gb_module_set_take(t, t->interp->builtins, "open", gb_attr_get_c(t, io, "open"));
    gb_clear(&io);
    return result;
}

static bool is_closed(GbThread *t, GbBorrow file)
{
    GbRef closed = gb_attr_get_c(t, file, "closed");
    int truth = closed == GB_NULL ? 0 : gb_truth(t, closed);
    gb_clear(&closed);
    gb_raised_drop(t);
    return truth > 0;
}

/* A script may have put something else in stdout's place: what it had printed before must not be
 * lost. As when a file is deallocated, nobody hears of failures. */
static void flush_original(GbThread *t, const char *name, const char *original_name)
{
    GbBorrow original = gb_sys_peek(t, original_name);
    if (original == GB_NULL || original == GB_NONE || original == gb_sys_peek(t, name) ||
        is_closed(t, original))
        return;
    if (call_stream(t, original, GB_NAME_flush, GB_NULL) < 0)
        gb_raised_drop(t);
}

int gb_sys_close_streams(GbThread *t)
{
    int result = 0;
    GbBorrow out = gb_sys_peek(t, "stdout");
    flush_original(t, "stdout", "__stdout__");
    flush_original(t, "stderr", "__stderr__");
    if (out != GB_NULL && out != GB_NONE && !is_closed(t, out) &&
        call_stream(t, out, GB_NAME_flush, GB_NULL) < 0) {
        GbRef held = gb_new_ref(out);
        gb_raised_unraisable(t, held);
        /* What it holds cannot be written: nobody shall try, and complain, again. */
        gb_module_set(t, t->interp->sys, "stdout", GB_NONE);
        gb_decref(held);
        result = -1;
    }
    gb_sys_flush(t, "stderr");
    return result;
}

/* --- Exceptions --- */

static GbRef sys_exc_info(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBorrow handled = gb_handled_peek(t);
    if (handled == GB_NULL)
        return gb_tuple_of(t, 3, GB_NONE, GB_NONE, GB_NONE);
    GbRef traceback = gb_as_exception(handled)->traceback;
    return gb_tuple_of(t, 3, gb_value(gb_type_of(t, handled)), handled,
                       traceback == GB_NULL ? GB_NONE : traceback);
}

static GbRef sys_exception(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBorrow handled = gb_handled_peek(t);
    return handled == GB_NULL ? GB_NONE : gb_new_ref(handled);
}

static GbRef sys_exit(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (args[0] == GB_NONE) {
        GbRef error = gb_exception_new(t, gb_SystemExit, t->interp->empty_tuple);
        if (error != GB_NULL)
            gb_raise_linked_take(t, error);
        return GB_NULL;
    }
    /* A tuple is SystemExit's arguments, as in `raise SystemExit, args` of old. */
    if (gb_is_exact(args[0], GB_KIND_TUPLE)) {
        GbRef error = gb_exception_new(t, gb_SystemExit, args[0]);
        if (error != GB_NULL)
            gb_raise_linked_take(t, error);
        return GB_NULL;
    }
    return gb_raise_value(t, gb_SystemExit, args[0]);
}

/* --- Objects --- */

static GbRef sys_getrefcount(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    enum { IMMEDIATE_COUNT = 1 << 30 }; /* What is no object is never freed. */
    if (!gb_is_object(args[0]))
        return gb_small_new(IMMEDIATE_COUNT);
    return gb_small_new(gb_object(args[0])->refcount);
}

static GbRef sys_getsizeof(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef function = GB_NULL, size = GB_NULL;
    int64_t number;
    int found = gb_special_find(t, args[0], gb_name(t, __sizeof__), &function);
    if (found == 0)
        gb_raise(t, gb_TypeError, "Type %T doesn't define __sizeof__", args[0]);
    else if (found > 0)
        size = gb_call0(t, function);
    gb_clear(&function);
    if (size != GB_NULL && gb_index_i64(t, size, &number, gb_OverflowError) == 0) {
        if (number >= 0)
            return size;
        gb_raise(t, gb_ValueError, "__sizeof__() should return >= 0");
    }
    gb_clear(&size);
    if (args[1] != GB_NULL && gb_raised_drop_if(t, gb_TypeError))
        return gb_new_ref(args[1]);
    return GB_NULL;
}

static GbRef sys_intern(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "intern() argument must be str, not %K", args[0]);
    if (!gb_is_exact(args[0], GB_KIND_STR))
        return gb_raise(t, gb_TypeError, "can't intern %T", args[0]);
    return gb_str_intern_take(t, gb_new_ref(args[0]));
}

static GbRef sys_getallocatedblocks(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    enum { BLOCK_BYTES = 64 }; /* Blocks are not counted one by one: a guess from their bytes. */
    return gb_int_new(t, (int64_t)(gb_heap_counts(t->interp->heap).bytes / BLOCK_BYTES));
}

/* --- Settings --- */

static GbRef sys_getrecursionlimit(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_small_new(t->interp->recursion_limit);
}

static GbRef sys_setrecursionlimit(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t limit;
    if (gb_index_i64(t, args[0], &limit, gb_OverflowError) < 0)
        return GB_NULL;
    if (limit > INT32_MAX || limit < INT32_MIN)
        return gb_raise(t, gb_OverflowError, "Python int too large to convert to C int");
    if (limit < 1)
        return gb_raise(t, gb_ValueError, "recursion limit must be greater or equal than 1");
    if (t->recursion_depth >= limit)
        return gb_raise(t, gb_RecursionError,
                        "cannot set the recursion limit to %d at the recursion depth %d: "
                        "the limit is too low",
                        (int)limit, (int)t->recursion_depth);
    t->interp->recursion_limit = (int32_t)limit;
    for (GbThread *thread = t->interp->threads; thread != NULL; thread = thread->next)
        thread->recursion_limit = (int32_t)limit;
    return GB_NONE;
}

static GbRef sys_get_int_max_str_digits(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_small_new(t->interp->int_max_str_digits);
}

static GbRef sys_set_int_max_str_digits(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    enum { DIGITS_THRESHOLD = 640 };
    int64_t digits;
    if (gb_index_i64(t, args[0], &digits, gb_OverflowError) < 0)
        return GB_NULL;
    if (digits != 0 && (digits < DIGITS_THRESHOLD || digits > INT32_MAX))
        return gb_raise(t, gb_ValueError, "maxdigits must be 0 or larger than %d",
                        DIGITS_THRESHOLD);
    t->interp->int_max_str_digits = (int32_t)digits;
    return GB_NONE;
}

static GbRef sys_getdefaultencoding(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_str_new(t, "utf-8");
}

static GbRef sys_getfilesystemencodeerrors(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_str_new(t, "surrogateescape");
}

static GbRef sys_is_finalizing(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_bool(t->interp->finalizing);
}

static GbRef sys_nothing(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return GB_NONE;
}

static GbRef sys_getdlopenflags(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_small_new(t->interp->dlopen_flags);
}

static GbRef sys_setdlopenflags(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t flags;
    if (gb_index_i64(t, args[0], &flags, gb_OverflowError) < 0)
        return GB_NULL;
    t->interp->dlopen_flags = (int32_t)flags;
    return GB_NONE;
}

/* --- Table and start --- */

static const GbMethodDef sys_functions[] = {
    {"exc_info()", sys_exc_info,
     "Return current exception information: (type, value, traceback).\n\n"
     "Return information about the most recent exception caught by an except\n"
     "clause in the current stack frame or in an older stack frame."},
    {"exception()", sys_exception, "Return the current exception."},
    {"exit(status=None, /)", sys_exit, "Exit the interpreter by raising SystemExit(status)."},
    {"getrefcount(object, /)", sys_getrefcount, "Return the reference count of object."},
    {"getsizeof(object, default=?)", sys_getsizeof,
     "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."},
    {"intern(string, /)", sys_intern, "``Intern'' the given string."},
    {"getallocatedblocks()", sys_getallocatedblocks,
     "Return the number of memory blocks currently allocated."},
    {"getrecursionlimit()", sys_getrecursionlimit,
     "Return the current value of the recursion limit."},
    {"setrecursionlimit(limit, /)", sys_setrecursionlimit,
     "Set the maximum depth of the Python interpreter stack to n."},
    {"get_int_max_str_digits()", sys_get_int_max_str_digits,
     "Return the maximum string digits limit for non-binary int<->str conversions."},
    {"set_int_max_str_digits(maxdigits)", sys_set_int_max_str_digits,
     "Set the maximum string digits limit for non-binary int<->str conversions."},
    {"getdefaultencoding()", sys_getdefaultencoding,
     "Return the current default encoding used by the Unicode implementation."},
    {"getfilesystemencoding()", sys_getdefaultencoding,
     "Return the encoding used to convert Unicode filenames to OS filenames."},
    {"getfilesystemencodeerrors()", sys_getfilesystemencodeerrors,
     "Return the error mode used Unicode to OS filename conversion."},
    {"is_finalizing()", sys_is_finalizing, "Return True if Python is exiting."},
    {"getdlopenflags()", sys_getdlopenflags,
     "Return the current value of the flags that are used for dlopen calls."},
    {"setdlopenflags(flags, /)", sys_setdlopenflags,
     "Set the flags used by the interpreter for dlopen calls."},
    {"_clear_type_cache()", sys_nothing, "Clear the internal type lookup cache."},
    {"_debugmallocstats()", sys_nothing,
     "Print summary info to stderr about the state of pymalloc's structures."},
    {0},
};

int gb_sys_init(GbThread *t)
{
    GbInterp *interp = t->interp;
    interp->dlopen_flags = 2; /* RTLD_NOW */
    interp->sys = gb_module_new(t, "sys", sys_doc);
    if (interp->sys == GB_NULL)
        return -1;
    interp->sys_dict = gb_new_ref(gb_module_dict(interp->sys));
    if (gb_module_add_functions(t, interp->sys, sys_functions) < 0 ||
        gb_module_add_functions(t, interp->sys, gb_sys_thread_functions) < 0 ||
        gb_module_add_functions(t, interp->sys, gb_sys_audit_functions) < 0)
        return -1;
    if (gb_sys_add_hooks(t, interp->sys) < 0)
        return -1;
    return gb_sys_add_values(t, interp->sys);
}
