/* Builtins that talk to people: print, input, breakpoint. */
#include "vm/exec/builtins.h"

#include "vm/exec/sys.h"
#include "vm/interp.h"

/* --- print --- */

static int write_piece(GbThread *t, GbBorrow file, GbBorrow text)
{
    GbRef answer = gb_call_method(t, file, gb_name(t, write), &text, 1);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

static int write_value(GbThread *t, GbBorrow file, GbBorrow v)
{
    GbRef text = gb_str(t, v);
    if (text == GB_NULL)
        return -1;
    int result = write_piece(t, file, text);
    gb_decref(text);
    return result;
}

/* print's sep and end: a str, or None for the default. */
static int check_text(GbThread *t, GbBorrow v, const char *name)
{
    if (v == GB_NONE || gb_is_str(v))
        return 0;
    return gb_fail(t, gb_TypeError, "%s must be None or a string, not %T", name, v);
}

static int flush_file(GbThread *t, GbBorrow file)
{
    GbRef answer = gb_call_method(t, file, gb_name(t, flush), NULL, 0);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

/* print(*args, sep=' ', end='\n', file=None, flush=False). Each piece is a write of its own, so
 * that threads which print at the same time mix as CPython's do. */
static GbRef builtins_print(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBorrow values = args[0], sep = args[1], end = args[2], stream = args[3];
    if (stream == GB_NONE) {
        stream = gb_sys_peek(t, "stdout");
        if (stream == GB_NULL)
            return gb_raise(t, gb_RuntimeError, "lost sys.stdout");
        if (stream == GB_NONE)
            return GB_NONE;
    }
    if (check_text(t, sep, "sep") < 0 || check_text(t, end, "end") < 0)
        return GB_NULL;
    GbRef file = gb_new_ref(stream), result = GB_NULL;
    for (int64_t i = 0; i < gb_tuple_count(values); ++i) {
        if (i > 0 && write_piece(t, file, sep == GB_NONE ? t->interp->latin1[' '] : sep) < 0)
            goto done;
        if (write_value(t, file, gb_tuple_peek(values, i)) < 0)
            goto done;
    }
    if (write_piece(t, file, end == GB_NONE ? t->interp->latin1['\n'] : end) < 0)
        goto done;
    int flush = gb_truth(t, args[4]);
    if (flush < 0 || (flush && flush_file(t, file) < 0))
        goto done;
    result = GB_NONE;
done:
    gb_decref(file);
    return result;
}

/* --- input --- */

static GbRef standard_stream(GbThread *t, const char *name)
{
    GbBorrow stream = gb_sys_peek(t, name);
    if (stream == GB_NULL || stream == GB_NONE)
        return gb_raise(t, gb_RuntimeError, "input(): lost sys.%s", name);
    return gb_new_ref(stream);
}

/* A line of a file object, without its newline. */
static GbRef read_line(GbThread *t, GbBorrow file)
{
    GbRef line = gb_call_method(t, file, gb_name(t, readline), NULL, 0);
    if (line == GB_NULL)
        return GB_NULL;
    if (!gb_is_str(line)) {
        gb_decref(line);
        return gb_raise(t, gb_TypeError, "object.readline() returned non-string");
    }
    int64_t length = gb_str_length(line);
    if (length == 0) {
        gb_decref(line);
        return gb_raise(t, gb_EOFError, "EOF when reading a line");
    }
    if (gb_str_at(line, length - 1) == '\n')
        gb_set(&line, gb_str_slice(t, line, 0, length - 1));
    return line;
}

/* input(prompt='', /) */
static GbRef builtins_input(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef in = GB_NULL, out = GB_NULL, err = GB_NULL, line = GB_NULL;
    if ((in = standard_stream(t, "stdin")) == GB_NULL ||
        (out = standard_stream(t, "stdout")) == GB_NULL ||
        (err = standard_stream(t, "stderr")) == GB_NULL)
        goto done;
    gb_sys_flush(t, "stderr");
    if (args[0] != GB_NULL && write_value(t, out, args[0]) < 0)
        goto done;
    gb_sys_flush(t, "stdout");
    line = read_line(t, in);
done:
    gb_clear(&in);
    gb_clear(&out);
    gb_clear(&err);
    return line;
}

/* --- breakpoint --- */

static GbRef builtins_breakpoint(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBorrow hook = gb_sys_peek(t, "breakpointhook");
    if (hook == GB_NULL)
        return gb_raise(t, gb_RuntimeError, "lost sys.breakpointhook");
    GbRef held = gb_new_ref(hook);
    GbRef result = gb_call_tuple(t, held, args[0], args[1]);
    gb_decref(held);
    return result;
}

/* --- Table --- */

const GbMethodDef gb_builtins_io_functions[] = {
    {"breakpoint(*args, **kws)", builtins_breakpoint,
     "breakpoint(*args, **kws)\n\n"
     "Call sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\n"
     "whatever arguments are passed.\n\n"
     "By default, this drops you into the pdb debugger."},
    {"input(prompt=?, /)", builtins_input,
     "Read a string from standard input.  The trailing newline is stripped.\n\n"
     "The prompt string, if given, is printed to standard output without a\n"
     "trailing newline before reading input.\n\n"
     "If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.\n"
     "On *nix systems, readline is used if available."},
    {"print(*args, sep=' ', end='\\n', file=None, flush=False)", builtins_print,
     "Prints the values to a stream, or to sys.stdout by default.\n\n"
     "  sep\n    string inserted between values, default a space.\n"
     "  end\n    string appended after the last value, default a newline.\n"
     "  file\n    a file-like object (stream); defaults to the current sys.stdout.\n"
     "  flush\n    whether to forcibly flush the stream."},
    {0},
};
