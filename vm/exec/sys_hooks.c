/* Module sys: the hooks that show values and exceptions, and what they do unless a script replaces
 * them. */
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/exception.h"
#include "vm/object/type.h"

/* --- Exceptions nobody caught --- */

/* Text to sys.stderr; to the machine's standard error when the script has deleted that. Never
 * fails. */
static void write_error_take(GbThread *t, GbRef text)
{
    if (text == GB_NULL) {
        gb_raised_drop(t);
        return;
    }
    if (gb_sys_peek(t, "stderr") == GB_NULL) {
        size_t size = 0, count;
        const char *data = gb_str_wtf8(t, text, &size);
        gb_unlock(t, GIL_WRITE);
        while (size > 0 && rt_file_write(t->interp->rt, 2, data, size, &count) == 0) {
            data += count;
            size -= count;
        }
        gb_lock(t);
    } else if (gb_sys_write(t, "stderr", text) < 0) {
        gb_raised_drop(t);
    }
    gb_decref(text);
    gb_sys_flush(t, "stderr");
}

static void write_error(GbThread *t, const char *text)
{
    write_error_take(t, gb_str_new(t, text));
}

void gb_sys_print_exception(GbThread *t, GbBorrow exception)
{
    GbRef pending = gb_raised_take(t), held = gb_new_ref(exception);
    if (gb_sys_peek(t, "stderr") != GB_NONE)
        write_error_take(t, gb_exception_format(t, held));
    gb_decref(held);
    gb_raised_restore_take(t, pending);
}

/* The state that post-mortem debuggers read. */
static void note_last(GbThread *t, GbBorrow exception, GbBorrow traceback)
{
    GbBorrow sys = t->interp->sys;
    if (gb_module_set(t, sys, "last_type", gb_value(gb_type_of(t, exception))) < 0 ||
        gb_module_set(t, sys, "last_value", exception) < 0 ||
        gb_module_set(t, sys, "last_traceback", traceback) < 0)
        gb_raised_drop(t);
}

static void report_broken_hook(GbThread *t, GbBorrow exception)
{
    GbRef error = gb_raised_take(t);
    write_error(t, "Error in sys.excepthook:\n");
    gb_sys_print_exception(t, error);
    write_error(t, "\nOriginal exception was:\n");
    gb_sys_print_exception(t, exception);
    gb_decref(error);
}

void gb_sys_excepthook(GbThread *t, GbBorrow exception)
{
    GbRef held = gb_new_ref(exception);
    GbRef own = gb_as_exception(exception)->traceback;
    GbRef traceback = own == GB_NULL ? GB_NONE : gb_new_ref(own);
    note_last(t, held, traceback);
    GbBorrow found = gb_sys_peek(t, "excepthook");
    if (found == GB_NULL) {
        write_error(t, "sys.excepthook is missing\n");
        gb_sys_print_exception(t, held);
    } else {
        GbRef hook = gb_new_ref(found);
        GbRef answer = gb_call3(t, hook, gb_value(gb_type_of(t, held)), held, traceback);
        if (answer == GB_NULL)
            report_broken_hook(t, held);
        gb_clear(&answer);
        gb_decref(hook);
    }
    gb_decref(traceback);
    gb_decref(held);
}

static GbRef sys_excepthook(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBorrow value = args[1], traceback = args[2];
    if (gb_has_layout(value, GB_KIND_EXCEPTION) && gb_is_exact(traceback, GB_KIND_TRACEBACK) &&
        gb_as_exception(value)->traceback == GB_NULL)
        gb_set(&gb_as_exception(value)->traceback, gb_new_ref(traceback));
    gb_sys_print_exception(t, value);
    return GB_NONE;
}

/* --- Exceptions where nobody can catch them --- */

/* "Exception ignored in: <repr>", or with err_msg in place of the first words. */
static void print_unraisable(GbThread *t, GbBorrow exception, GbBorrow message, GbBorrow object)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    if (object != GB_NONE) {
        GbRef text = gb_repr(t, object);
        gb_raised_drop(t);
        if (message != GB_NONE)
            gb_writer_format(&writer, "%S: ", message);
        else
            gb_writer_c(&writer, "Exception ignored in: ");
        if (text == GB_NULL)
            gb_writer_c(&writer, "<object repr() failed>");
        else
            gb_writer_str(&writer, text);
        gb_writer_char(&writer, '\n');
        gb_clear(&text);
    } else if (message != GB_NONE) {
        gb_writer_format(&writer, "%S:\n", message);
    }
    GbRef shown = exception == GB_NONE ? GB_NULL : gb_exception_format_alone(t, exception);
    if (shown != GB_NULL)
        gb_writer_str(&writer, shown);
    gb_raised_drop(t);
    gb_clear(&shown);
    if (gb_sys_peek(t, "stderr") == GB_NONE)
        gb_writer_clear(&writer);
    else
        write_error_take(t, gb_writer_finish(&writer));
}

/* The hook itself failed: say so instead. */
static void report_broken_unraisablehook(GbThread *t, GbBorrow hook)
{
    GbRef error = gb_raised_take(t),
          message = gb_str_new(t, "Exception ignored in sys.unraisablehook");
    if (message != GB_NULL)
        print_unraisable(t, error, message, hook);
    gb_clear(&message);
    gb_decref(error);
}

void gb_raised_unraisable(GbThread *t, GbBorrow where)
{
    gb_raised_unraisable_as(t, NULL, where);
}

void gb_raised_unraisable_as(GbThread *t, const char *words, GbBorrow where)
{
    GbRef exception = gb_raised_take(t), held = where == GB_NULL ? GB_NONE : gb_new_ref(where);
    GbRef arguments = GB_NULL, message = GB_NULL;
    if (exception == GB_NULL) {
        gb_decref(held);
        return;
    }
    if (words != NULL)
        message = gb_str_format(t, "Exception ignored %s", words);
    if (gb_as_exception(exception)->traceback == GB_NULL && t->frame != NULL)
        gb_traceback_add(t, exception, t->frame);
    gb_raised_drop(t);
    GbBorrow found = gb_sys_peek(t, "unraisablehook");
    GbRef hook = found == GB_NULL ? GB_NONE : gb_new_ref(found);
    if (hook != GB_NONE && t->interp->unraisable_type != NULL) {
        GbRef traceback = gb_as_exception(exception)->traceback;
        GbBorrow items[] = {gb_value(gb_type_of(t, exception)), exception, traceback, message,
                            held};
        arguments = gb_struct_sequence_new(t, t->interp->unraisable_type, items);
    }
    if (arguments == GB_NULL) {
        gb_raised_drop(t);
        print_unraisable(t, exception, GB_NONE, held);
    } else {
        GbRef answer = gb_call1(t, hook, arguments);
        if (answer == GB_NULL)
            report_broken_unraisablehook(t, hook);
        gb_clear(&answer);
    }
    gb_clear(&arguments);
    gb_clear(&message);
    gb_decref(hook);
    gb_decref(held);
    gb_decref(exception);
}

static GbRef sys_unraisablehook(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (gb_type_of(t, args[0]) != t->interp->unraisable_type)
        return gb_raise(t, gb_TypeError,
                        "sys.unraisablehook argument type must be UnraisableHookArgs");
    GbBorrow exception = gb_tuple_peek(args[0], 1), traceback = gb_tuple_peek(args[0], 2);
    if (gb_has_layout(exception, GB_KIND_EXCEPTION) &&
        gb_as_exception(exception)->traceback == GB_NULL && traceback != GB_NONE)
        gb_set(&gb_as_exception(exception)->traceback, gb_new_ref(traceback));
    print_unraisable(t, exception, gb_tuple_peek(args[0], 3), gb_tuple_peek(args[0], 4));
    return GB_NONE;
}

/* --- Values of interactive statements --- */

/* Text that the stream's encoding lacks characters for is written with escapes. */
static int write_escaped(GbThread *t, GbBorrow out, GbBorrow text)
{
    if (!gb_raised_drop_if(t, gb_UnicodeEncodeError))
        return -1;
    GbRef encoding = gb_attr_get(t, out, gb_name(t, encoding)), bytes = GB_NULL, plain = GB_NULL;
    const char *name =
        encoding != GB_NULL && gb_is_str(encoding) ? gb_str_utf8(t, encoding, NULL) : NULL;
    if (name != NULL)
        bytes = gb_encode(t, text, name, "backslashreplace");
    if (bytes != GB_NULL)
        plain = gb_decode(t, gb_bytes_data(bytes), (size_t)gb_bytes_size(bytes), name, "strict");
    int result = plain == GB_NULL ? -1 : gb_sys_write(t, "stdout", plain);
    gb_clear(&plain);
    gb_clear(&bytes);
    gb_clear(&encoding);
    return result;
}

static GbRef sys_displayhook(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef text = GB_NULL, newline = GB_NULL, out = GB_NULL, result = GB_NULL;
    if (args[0] == GB_NONE)
        return GB_NONE;
    /* Without `_`, so that a repr that uses it finds what the last one left. */
    if (gb_module_set(t, t->interp->builtins, "_", GB_NONE) < 0)
        return GB_NULL;
    GbBorrow stream = gb_sys_peek(t, "stdout");
    if (stream == GB_NULL || stream == GB_NONE)
        return gb_raise(t, gb_RuntimeError, "lost sys.stdout");
    out = gb_new_ref(stream);
    text = gb_repr(t, args[0]);
    newline = gb_str_new(t, "\n");
    if (text == GB_NULL || newline == GB_NULL)
        goto done;
    if (gb_sys_write(t, "stdout", text) < 0 && write_escaped(t, out, text) < 0)
        goto done;
    if (gb_sys_write(t, "stdout", newline) < 0)
        goto done;
    if (gb_module_set(t, t->interp->builtins, "_", args[0]) == 0)
        result = GB_NONE;
done:
    gb_clear(&text);
    gb_clear(&newline);
    gb_clear(&out);
    return result;
}

int gb_sys_displayhook(GbThread *t, GbBorrow value)
{
    GbBorrow hook = gb_sys_peek(t, "displayhook");
    if (hook == GB_NULL)
        return gb_fail(t, gb_RuntimeError, "lost sys.displayhook");
    GbRef held = gb_new_ref(hook);
    GbRef answer = gb_call1(t, held, value);
    gb_decref(held);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

/* --- breakpoint() --- */

/* PYTHONBREAKPOINT names a function, "pkg.module.function"; "0" means none. NULL: not set. From the
 * machine. */
static char *breakpoint_name(GbThread *t)
{
    char *name = NULL;
    if (t->interp->options.ignore_environment ||
        rt_env_get(t->interp->rt, "PYTHONBREAKPOINT", &name) < 0)
        return NULL;
    if (*name == '\0') {
        rt_free(name);
        return NULL;
    }
    return name;
}

static GbRef breakpoint_function(GbThread *t, const char *name)
{
    const char *dot = strrchr(name, '.');
    GbRef module_name =
        dot == NULL ? gb_str_new(t, "builtins") : gb_str_from_utf8(t, name, (size_t)(dot - name));
    const char *text = module_name == GB_NULL ? NULL : gb_str_utf8(t, module_name, NULL);
    GbRef module = text == NULL ? GB_NULL : gb_import(t, text);
    GbRef function =
        module == GB_NULL ? GB_NULL : gb_attr_get_c(t, module, dot == NULL ? name : dot + 1);
    gb_clear(&module);
    gb_clear(&module_name);
    return function;
}

static GbRef sys_breakpointhook(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    char *name = breakpoint_name(t);
    if (name != NULL && strcmp(name, "0") == 0) {
        rt_free(name);
        return GB_NONE;
    }
    GbRef function = breakpoint_function(t, name == NULL ? "pdb.set_trace" : name),
          result = GB_NULL;
    if (function != GB_NULL)
        result = gb_call_tuple(t, function, args[0], args[1]);
    else if (name != NULL &&
             (gb_raised_drop_if(t, gb_ImportError) || gb_raised_drop_if(t, gb_AttributeError)))
        result = gb_warn(t, gb_RuntimeWarning, 1, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"",
                         name) < 0
                     ? GB_NULL
                     : GB_NONE;
    gb_clear(&function);
    rt_free(name);
    return result;
}

/* --- Table and start --- */

static const GbMethodDef hook_functions[] = {
    {"displayhook(object, /)", sys_displayhook,
     "Print an object to sys.stdout and also save it in builtins._"},
    {"excepthook(exctype, value, traceback, /)", sys_excepthook,
     "Handle an exception by displaying it with a traceback on sys.stderr."},
    {"unraisablehook(unraisable, /)", sys_unraisablehook, "Handle an unraisable exception."},
    {"breakpointhook(*args, **kws)", sys_breakpointhook,
     "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint()."},
    {0},
};

int gb_sys_add_hooks(GbThread *t, GbBorrow sys)
{
    static const char *const names[][2] = {
        {"displayhook", "__displayhook__"},
        {"excepthook", "__excepthook__"},
        {"unraisablehook", "__unraisablehook__"},
        {"breakpointhook", "__breakpointhook__"},
    };
    static const char *const fields[] = {"exc_type", "exc_value", "exc_traceback",
                                         "err_msg",  "object",    NULL};
    if (gb_module_add_functions(t, sys, hook_functions) < 0)
        return -1;
    for (int i = 0; i < 4; ++i) {
        if (gb_module_set(t, sys, names[i][1], gb_sys_peek(t, names[i][0])) < 0)
            return -1;
    }
    t->interp->unraisable_type = gb_struct_sequence_type(t, "UnraisableHookArgs", fields, 5);
    return t->interp->unraisable_type == NULL ? -1 : 0;
}
