/* An uncaught exception as text, exactly as CPython prints it: traceback, class, message and notes;
 * what it came from before it; the members of a group behind it. Writing goes on whatever the
 * exceptions' own methods do. */
#include "vm/object/exception_parts.h"

#include "vm/interp.h"
#include "vm/object/traceback.h"

enum { GROUP_WIDTH_MAX = 15, GROUP_DEPTH_MAX = 10 };

static const char cause_message[] =
    "The above exception was the direct cause of the following exception:\n";
static const char context_message[] =
    "During handling of the above exception, another exception occurred:\n";

/* --- The printer --- */

int gb_traceback_printer_init(GbTracebackPrinter *printer, GbThread *t)
{
    *printer = (GbTracebackPrinter){.t = t};
    gb_writer_init(&printer->out, t);
    printer->seen = gb_list_new(t, 0);
    return printer->seen == GB_NULL ? -1 : 0;
}

GbRef gb_traceback_printer_finish(GbTracebackPrinter *printer)
{
    gb_clear(&printer->seen);
    gb_clear(&printer->source);
    gb_clear(&printer->source_name);
    return gb_writer_finish(&printer->out);
}

void gb_traceback_print_margin(GbTracebackPrinter *printer)
{
    gb_writer_fill(&printer->out, ' ', 2 * printer->depth);
    if (printer->depth > 0)
        gb_writer_c(&printer->out, "| ");
}

/* --- Class and message --- */

/* str(v), or the text in its place when that fails. */
static void print_str(GbTracebackPrinter *printer, GbBorrow v, const char *failure)
{
    GbRef text = gb_str(printer->t, v);
    if (text == GB_NULL) {
        gb_raised_drop(printer->t);
        gb_writer_c(&printer->out, failure);
    } else {
        gb_writer_str(&printer->out, text);
        gb_decref(text);
    }
}

/* "module.qualname", without the module of builtins and of the script itself. */
static void print_class(GbTracebackPrinter *printer, GbType *type)
{
    GbRef module = GB_NULL;
    if (gb_attr_find(printer->t, gb_value(type), gb_name(printer->t, __module__), &module) < 0)
        gb_raised_drop(printer->t);
    if (module == GB_NULL || !gb_is_str(module))
        gb_writer_c(&printer->out, "<unknown>.");
    else if (!gb_str_equal_c(module, "builtins") && !gb_str_equal_c(module, "__main__"))
        gb_writer_format(&printer->out, "%U.", module);
    gb_clear(&module);
    gb_writer_str(&printer->out, type->qualname);
}

static void print_message(GbTracebackPrinter *printer, GbType *type, GbBorrow value)
{
    gb_traceback_print_margin(printer);
    print_class(printer, type);
    if (value == GB_NONE)
        return;
    GbRef text = gb_str(printer->t, value);
    if (text == GB_NULL) {
        gb_raised_drop(printer->t);
        gb_writer_c(&printer->out, ": <exception str() failed>");
        return;
    }
    if (gb_str_length(text) != 0)
        gb_writer_format(&printer->out, ": %U", text);
    gb_decref(text);
}

static void print_suggestion(GbTracebackPrinter *printer, GbBorrow exception)
{
    GbRef suggestion = gb_exception_suggestion(printer->t, exception);
    if (suggestion == GB_NULL)
        gb_raised_drop(printer->t);
    else if (suggestion != GB_NONE)
        gb_writer_format(&printer->out, ". Did you mean: '%U'?", suggestion);
    gb_clear(&suggestion);
}

/* --- SyntaxError: where it is --- */

typedef struct SyntaxPlace {
    GbRef message, filename, text; /* Owned; text may be None. */
    int64_t line, offset, end_line, end_offset;
} SyntaxPlace;

static void syntax_place_fini(SyntaxPlace *place)
{
    gb_clear(&place->message);
    gb_clear(&place->filename);
    gb_clear(&place->text);
}

/* An attribute that is an int, or None, which stands for `missing`. 0, or -1 for what is neither.
 */
static int read_number(GbThread *t, GbBorrow exception, const char *name, int64_t missing,
                       int64_t *out)
{
    GbRef value = gb_attr_get_c(t, exception, name);
    int result = -1;
    *out = missing;
    if (value == GB_NONE)
        result = 0;
    else if (value != GB_NULL && gb_is_intlike(value))
        result = gb_int_to_i64(t, value, out);
    gb_clear(&value);
    return result;
}

static int syntax_place_read(GbThread *t, GbBorrow exception, SyntaxPlace *place)
{
    *place = (SyntaxPlace){0};
    place->message = gb_attr_get_c(t, exception, "msg");
    place->filename = gb_attr_get_c(t, exception, "filename");
    place->text = gb_attr_get_c(t, exception, "text");
    if (place->message == GB_NULL || place->filename == GB_NULL || place->text == GB_NULL)
        return -1;
    if (place->filename == GB_NONE)
        gb_set(&place->filename, gb_new_ref(gb_name(t, string)));
    if (read_number(t, exception, "lineno", INT64_MIN, &place->line) < 0 ||
        place->line == INT64_MIN)
        return -1;
    if (read_number(t, exception, "offset", -1, &place->offset) < 0)
        return -1;
    /* Only of SyntaxError itself; of IndentationError and the like one place is shown. */
    place->end_line = place->line;
    place->end_offset = place->offset;
    if (gb_type_of(t, exception) != t->interp->exceptions[gb_SyntaxError])
        return 0;
    if (read_number(t, exception, "end_lineno", place->line, &place->end_line) < 0)
        return -1;
    return read_number(t, exception, "end_offset", -1, &place->end_offset);
}

static bool is_indent(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* The text without indentation, and carets below the characters from `offset` to `end_offset` (both
 * from 1). Places behind the end count as there, where CPython measures the text in bytes. */
static void print_syntax_text(GbTracebackPrinter *printer, GbBorrow text, int64_t size_bytes,
                              int64_t offset, int64_t end_offset)
{
    int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    int64_t start = 0, end = gb_str_length(text);
    --offset;
    while (start < end && is_indent(gb_str_at(text, start)))
        ++start;
    if (end > start && gb_str_at(text, end - 1) == '\n')
        --end;
    if (offset > size_bytes)
        offset = size_bytes;
    for (int64_t i = start; i < end && i < offset; ++i) { /* The last line that begins before. */
        if (gb_str_at(text, i) == '\n')
            start = i + 1;
    }
    gb_traceback_print_margin(printer);
    gb_writer_c(&printer->out, "    ");
    gb_writer_slice(&printer->out, text, start, end);
    gb_writer_char(&printer->out, '\n');
    if (offset < start)
        return;
    gb_traceback_print_margin(printer);
    gb_writer_c(&printer->out, "    ");
    gb_writer_fill(&printer->out, ' ', offset - start);
    gb_writer_fill(&printer->out, '^', carets);
    gb_writer_char(&printer->out, '\n');
}

static void print_syntax_place(GbTracebackPrinter *printer, const SyntaxPlace *place)
{
    gb_traceback_print_margin(printer);
    gb_writer_format(&printer->out, "  File \"%S\", line %lld\n", place->filename,
                     (long long)place->line);
    if (!gb_is_str(place->text))
        return;
    size_t size = 0;
    const char *utf8 = gb_str_wtf8(printer->t, place->text, &size);
    if (utf8 == NULL)
        return;
    int64_t end_offset = place->end_offset;
    /* Of an error that spans lines, the first line is shown and marked to its end. */
    if (place->end_line > place->line)
        end_offset = (int64_t)size;
    else if (end_offset > (int64_t)size + 1)
        end_offset = (int64_t)size + 1;
    if (size > 0 && utf8[size - 1] == '\n')
        --size;
    print_syntax_text(printer, place->text, (int64_t)size, place->offset, end_offset);
}

/* --- One exception --- */

static void print_notes(GbTracebackPrinter *printer, GbBorrow exception)
{
    GbThread *t = printer->t;
    GbRef notes = GB_NULL;
    if (gb_attr_find(t, exception, gb_name(t, __notes__), &notes) < 0)
        gb_raised_drop(t);
    if (notes == GB_NULL)
        return;
    GbRef list = gb_is_list(notes) || gb_is_tuple(notes) || gb_is_str(notes)
                     ? gb_tuple_from(t, notes)
                     : GB_NULL;
    if (list == GB_NULL) {
        GbRef text = gb_repr(t, notes);
        gb_raised_drop(t);
        gb_traceback_print_margin(printer);
        if (text == GB_NULL)
            gb_writer_c(&printer->out, "<__notes__ repr() failed>");
        else
            gb_writer_str(&printer->out, text);
        gb_clear(&text);
    }
    for (int64_t i = 0; list != GB_NULL && i < gb_tuple_count(list); ++i) {
        GbTracebackPrinter lines = {.t = t};
        gb_writer_init(&lines.out, t);
        print_str(&lines, gb_tuple_peek(list, i), "<note str() failed>");
        GbRef text = gb_writer_finish(&lines.out);
        gb_traceback_print_margin(printer);
        int64_t start = 0, length = text == GB_NULL ? 0 : gb_str_length(text);
        for (int64_t at = 0; at < length; ++at) {
            if (gb_str_at(text, at) != '\n')
                continue;
            gb_writer_slice(&printer->out, text, start, at + 1);
            start = at + 1;
            if (start < length)
                gb_traceback_print_margin(printer);
        }
        if (text != GB_NULL)
            gb_writer_slice(&printer->out, text, start, length);
        gb_writer_char(&printer->out, '\n');
        gb_clear(&text);
    }
    gb_clear(&list);
    gb_clear(&notes);
}

static void print_traceback(GbTracebackPrinter *printer, GbBorrow exception)
{
    GbRef traceback = gb_as_exception(exception)->traceback;
    bool is_group = gb_is_exception_group(printer->t, exception);
    if (traceback == GB_NULL || gb_traceback_limit(printer->t) <= 0)
        return;
    gb_incref(traceback);
    if (is_group && printer->depth == 1)
        gb_writer_c(&printer->out, "  + ");
    else
        gb_traceback_print_margin(printer);
    gb_writer_format(&printer->out, "%sTraceback (most recent call last):\n",
                     is_group ? "Exception Group " : "");
    gb_traceback_print_frames(printer, traceback);
    gb_decref(traceback);
}

static void print_one(GbTracebackPrinter *printer, GbBorrow exception)
{
    GbThread *t = printer->t;
    GbType *type = gb_type_of(t, exception);
    GbRef marker = GB_NULL;
    SyntaxPlace place = {0};
    GbBorrow message = exception;
    print_traceback(printer, exception);
    GbRef name = gb_str_new(t, "print_file_and_line");
    if (name != GB_NULL && gb_attr_find(t, exception, name, &marker) > 0) {
        if (syntax_place_read(t, exception, &place) == 0) {
            print_syntax_place(printer, &place);
            message = place.message;
        }
    }
    gb_raised_drop(t);
    print_message(printer, type, message);
    print_suggestion(printer, exception);
    gb_writer_char(&printer->out, '\n');
    print_notes(printer, exception);
    syntax_place_fini(&place);
    gb_clear(&marker);
    gb_clear(&name);
}

/* --- Groups and chains --- */

static void print_chain(GbTracebackPrinter *printer, GbBorrow exception);

/* "+-+---------------- 1 ----------------" */
static void print_member_rule(GbTracebackPrinter *printer, int64_t index, bool truncated)
{
    gb_writer_fill(&printer->out, ' ', 2 * printer->depth);
    gb_writer_c(&printer->out, index == 0 ? "+-" : "  ");
    if (truncated)
        gb_writer_c(&printer->out, "+---------------- ... ----------------\n");
    else
        gb_writer_format(&printer->out, "+---------------- %lld ----------------\n",
                         (long long)index + 1);
}

static void print_members(GbTracebackPrinter *printer, GbBorrow tuple)
{
    int64_t count = gb_tuple_count(tuple),
            shown = count > GROUP_WIDTH_MAX ? GROUP_WIDTH_MAX + 1 : count;
    printer->need_close = false;
    for (int64_t i = 0; i < shown; ++i) {
        bool last = i == shown - 1, truncated = i >= GROUP_WIDTH_MAX;
        if (last)
            printer->need_close = true; /* Unless a group inside closes it with its own. */
        print_member_rule(printer, i, truncated);
        ++printer->depth;
        if (!truncated) {
            print_chain(printer, gb_tuple_peek(tuple, i));
        } else {
            int64_t more = count - GROUP_WIDTH_MAX;
            gb_traceback_print_margin(printer);
            gb_writer_format(&printer->out, "and %lld more exception%s\n", (long long)more,
                             more == 1 ? "" : "s");
        }
        if (last && printer->need_close) {
            gb_writer_fill(&printer->out, ' ', 2 * printer->depth);
            gb_writer_c(&printer->out, "+------------------------------------\n");
            printer->need_close = false;
        }
        --printer->depth;
    }
}

static void print_group(GbTracebackPrinter *printer, GbBorrow group)
{
    if (printer->depth > GROUP_DEPTH_MAX) {
        gb_traceback_print_margin(printer);
        gb_writer_format(&printer->out, "... (max_group_depth is %d)\n", GROUP_DEPTH_MAX);
        return;
    }
    bool outermost = printer->depth == 0;
    if (outermost)
        printer->depth = 1;
    print_one(printer, group);
    GbRef tuple = gb_new_ref(gb_field_peek(group, GB_GROUP_EXCEPTIONS));
    if (gb_is_tuple(tuple))
        print_members(printer, tuple);
    gb_decref(tuple);
    if (outermost)
        printer->depth = 0;
}

static bool was_seen(GbTracebackPrinter *printer, GbBorrow exception)
{
    for (int64_t i = 0; i < gb_list_count(printer->seen); ++i) {
        if (gb_list_peek(printer->seen, i) == exception)
            return true;
    }
    return false;
}

/* What has to be printed before `exception`: its cause or its context, borrowed; GB_NULL: nothing.
 */
static GbBorrow predecessor(GbTracebackPrinter *printer, GbBorrow exception)
{
    GbException *e = gb_as_exception(exception);
    GbBorrow before = e->cause != GB_NULL ? e->cause : e->suppress_context ? GB_NULL : e->context;
    return before == GB_NULL || was_seen(printer, before) ? GB_NULL : before;
}

static void print_link(GbTracebackPrinter *printer, GbBorrow exception)
{
    bool is_cause = gb_as_exception(exception)->cause != GB_NULL;
    gb_traceback_print_margin(printer);
    gb_writer_char(&printer->out, '\n');
    gb_traceback_print_margin(printer);
    gb_writer_c(&printer->out, is_cause ? cause_message : context_message);
    gb_traceback_print_margin(printer);
    gb_writer_char(&printer->out, '\n');
}

/* The exception with all that led to it, first things first. The chain is followed without
 * recursion: it may be as long as memory allows. */
static void print_chain(GbTracebackPrinter *printer, GbBorrow exception)
{
    GbThread *t = printer->t;
    GbRef chain = gb_list_new(t, 0);
    for (GbBorrow link = exception; chain != GB_NULL && link != GB_NULL;
         link = predecessor(printer, link)) {
        if (gb_list_append(t, chain, link) < 0 || gb_list_append(t, printer->seen, link) < 0)
            gb_clear(&chain);
    }
    if (chain == GB_NULL) {
        printer->out.failed = true;
        return;
    }
    for (int64_t i = gb_list_count(chain) - 1; i >= 0; --i) {
        GbBorrow link = gb_list_peek(chain, i);
        bool need_close = printer->need_close;
        if (gb_is_exception_group(t, link))
            print_group(printer, link);
        else
            print_one(printer, link);
        if (i > 0) {
            printer->need_close = need_close;
            print_link(printer, gb_list_peek(chain, i - 1));
        }
    }
    gb_decref(chain);
}

/* --- C interface --- */

GbRef gb_exception_format(GbThread *t, GbBorrow exception)
{
    GbTracebackPrinter printer;
    if (!gb_is_exception(exception))
        return gb_str_format(
            t, "TypeError: print_exception(): Exception expected for value, %T found\n", exception);
    if (gb_traceback_printer_init(&printer, t) == 0)
        print_chain(&printer, exception);
    return gb_traceback_printer_finish(&printer);
}

GbRef gb_exception_format_alone(GbThread *t, GbBorrow exception)
{
    GbTracebackPrinter printer;
    if (gb_traceback_printer_init(&printer, t) == 0) {
        print_traceback(&printer, exception);
        print_message(&printer, gb_type_of(t, exception), exception);
        gb_writer_char(&printer.out, '\n');
    }
    return gb_traceback_printer_finish(&printer);
}

GbRef gb_traceback_format(GbThread *t, GbBorrow traceback)
{
    GbTracebackPrinter printer;
    if (gb_traceback_printer_init(&printer, t) == 0) {
        gb_writer_c(&printer.out, "Traceback (most recent call last):\n");
        gb_traceback_print_frames(&printer, traceback);
    }
    return gb_traceback_printer_finish(&printer);
}
