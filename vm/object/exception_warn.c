/* Warnings from C. Once a script (or -W) has brought module `warnings` in, its filters decide.
 * Before that, CPython's default filters do: each place warns once, and deprecations are shown only
 * for code of __main__. */
#include "vm/object/exception_parts.h"

#include "vm/exec/frame.h"
#include "vm/exec/source.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/writer.h"

/* warnings.<function>, when filters beyond the default ones can exist. 1 found, 0, -1. */
static int find_function(GbThread *t, const char *function, GbRef *out)
{
    GbInterp *interp = t->interp;
    GbBorrow module = gb_dict_peek_str(t, interp->modules, gb_name(t, warnings));
    bool asked = interp->options.warnings != NULL && interp->options.warnings[0] != NULL;
    if (module == GB_NULL && !asked)
        return 0;
    GbRef held = module == GB_NULL ? gb_import(t, "warnings") : gb_new_ref(module);
    GbRef name = held == GB_NULL ? GB_NULL : gb_str_new(t, function);
    int result = name == GB_NULL ? -1 : gb_attr_find(t, held, name, out);
    gb_clear(&name);
    gb_clear(&held);
    return result;
}

static bool is_one_of(GbThread *t, GbExceptionId category, GbExceptionId id)
{
    return gb_type_is_subtype(t->interp->exceptions[category], t->interp->exceptions[id]);
}

static bool ignored_by_default(GbThread *t, GbExceptionId category, bool is_main)
{
    if (is_one_of(t, category, gb_DeprecationWarning))
        return !is_main;
    return is_one_of(t, category, gb_PendingDeprecationWarning) ||
           is_one_of(t, category, gb_ImportWarning) || is_one_of(t, category, gb_ResourceWarning);
}

/* Notes (message, category, line) in the module's __warningregistry__: 1 when it was there, 0, -1.
 */
static int seen_before(GbThread *t, GbBorrow globals, GbBorrow message, GbExceptionId category,
                       int line)
{
    GbRef registry = GB_NULL, key = GB_NULL, old = GB_NULL,
          name = gb_str_new(t, "__warningregistry__");
    int result = -1;
    if (name == GB_NULL || (result = gb_dict_find(t, globals, name, &registry)) < 0)
        goto done;
    if (result == 0) {
        result = -1;
        registry = gb_dict_new(t);
        if (registry == GB_NULL || gb_dict_set(t, globals, name, registry) < 0)
            goto done;
    }
    result = -1;
    key = gb_tuple_of(t, 3, message, gb_value(t->interp->exceptions[category]), gb_small_new(line));
    if (key == GB_NULL)
        goto done;
    if (!gb_is_dict(registry)) { /* A script's own idea. */
        result = 0;
        goto done;
    }
    result = gb_dict_find(t, registry, key, &old);
    if (result == 0)
        result = gb_dict_set(t, registry, key, GB_TRUE);
done:
    gb_clear(&name);
    gb_clear(&registry);
    gb_clear(&key);
    gb_clear(&old);
    return result;
}

/* "file:line: Category: text" and the line itself. */
static int show(GbThread *t, GbExceptionId category, GbBorrow message, GbBorrow filename, int line)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_format(&writer, "%S:%d: %N: %S\n", filename, line, t->interp->exceptions[category],
                     message);
    GbRef source = gb_source_load(t, filename);
    GbRef text = source == GB_NULL ? GB_NULL : gb_source_line(t, source, line);
    GbRef stripped = GB_NULL;
    if (text != GB_NULL && text != GB_NONE)
        stripped = gb_call_method_c(t, text, "strip", NULL, 0);
    if (stripped != GB_NULL)
        gb_writer_format(&writer, "  %U\n", stripped);
    gb_raised_drop(t);
    gb_clear(&source);
    gb_clear(&text);
    gb_clear(&stripped);
    GbRef all = gb_writer_finish(&writer);
    if (all == GB_NULL)
        return -1;
    if (gb_sys_write(t, "stderr", all) < 0)
        gb_raised_drop(t);
    gb_decref(all);
    return 0;
}

static GbRef message_of(GbThread *t, const char *format, va_list values)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_vformat(&writer, format, values);
    return gb_writer_finish(&writer);
}

/* The frame that a warning is about: stack_level 1 is the running one. */
static GbFrame *frame_at(GbThread *t, int stack_level)
{
    GbFrame *frame = t->frame;
    while (stack_level > 1 && frame != NULL) {
        frame = frame->back;
        --stack_level;
    }
    return frame;
}

static int warn_by_default(GbThread *t, GbExceptionId category, int stack_level, GbBorrow message)
{
    GbFrame *frame = frame_at(t, stack_level);
    if (frame == NULL)
        return ignored_by_default(t, category, false)
                   ? 0
                   : show(t, category, message, gb_name(t, sys), 1);
    GbBorrow module = gb_dict_peek_str(t, frame->globals, gb_name(t, __name__));
    bool is_main = module != GB_NULL && gb_is_str(module) && gb_str_equal_c(module, "__main__");
    if (ignored_by_default(t, category, is_main))
        return 0;
    int line = gb_frame_line(frame);
    GbRef filename = gb_new_ref(frame->code->filename);
    int seen = seen_before(t, frame->globals, message, category, line);
    int result = seen == 0 ? show(t, category, message, filename, line) : seen < 0 ? -1 : 0;
    gb_decref(filename);
    return result;
}

int gb_warn(GbThread *t, GbExceptionId category, int stack_level, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    GbRef message = message_of(t, format, values), function = GB_NULL, answer = GB_NULL;
    va_end(values);
    if (message == GB_NULL)
        return -1;
    int result = find_function(t, "warn", &function);
    if (result == 0) {
        result = warn_by_default(t, category, stack_level, message);
    } else if (result > 0) {
        GbBorrow type = gb_value(t->interp->exceptions[category]);
        answer = gb_call3(t, function, message, type, gb_small_new(stack_level));
        result = answer == GB_NULL ? -1 : 0;
    }
    gb_clear(&answer);
    gb_clear(&function);
    gb_clear(&message);
    return result;
}

int gb_warn_at(GbThread *t, GbExceptionId category, GbBorrow filename, int line, const char *format,
               ...)
{
    va_list values;
    va_start(values, format);
    GbRef message = message_of(t, format, values), function = GB_NULL, answer = GB_NULL;
    va_end(values);
    if (message == GB_NULL)
        return -1;
    int result = find_function(t, "warn_explicit", &function);
    if (result == 0) {
        result =
            ignored_by_default(t, category, false) ? 0 : show(t, category, message, filename, line);
    } else if (result > 0) {
        GbBorrow args[] = {message, gb_value(t->interp->exceptions[category]), filename,
                           gb_small_new(line)};
        answer = gb_call(t, function, args, 4, GB_NULL);
        result = answer == GB_NULL ? -1 : 0;
    }
    gb_clear(&answer);
    gb_clear(&function);
    gb_clear(&message);
    return result;
}
