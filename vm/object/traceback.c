/* traceback objects: a list of frames from where an exception was caught to where it was raised;
 * and how they are written out, with the source line and carets under the part that failed. */
#include "vm/object/traceback.h"

#include "vm/code/units.h"
#include "vm/exec/frame.h"
#include "vm/exec/source.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/exception_parts.h"
#include "vm/syntax/ast.h"
#include "vm/object/type.h"
#include "vm/syntax/parse.h"

enum { SOURCE_INDENT = 4, FOLD_AFTER = 3, LIMIT_DEFAULT = 1000 };

/* --- C interface --- */

void gb_traceback_add(GbThread *t, GbBorrow exception, GbFrame *frame)
{
    GbRef raised = gb_raised_take(t); /* Most often the exception itself. */
    GbFrameObject *object = gb_frame_object(t, frame);
    GbTraceback *entry = object == NULL ? NULL : gb_object_new(t, gb_type(t, TRACEBACK));
    if (entry != NULL) {
        entry->frame = gb_new_ref(gb_value(object));
        entry->instr_index = (int32_t)(frame->ip - frame->code->instrs);
        entry->line = gb_code_line(frame->code, entry->instr_index);
        entry->next = gb_as_exception(exception)->traceback;
        gb_as_exception(exception)->traceback = gb_value(entry);
    }
    gb_raised_restore_take(t, raised);
}

static GbFrame *frame_of(GbBorrow traceback)
{
    return ((GbFrameObject *)gb_object(gb_as_traceback(traceback)->frame))->frame;
}

/* --- Carets --- */

/* The part of a source line that an instruction stands for, in characters: [start, end) is
 * underlined, and within it [operator_start, operator_end) more strongly; both -1: nothing special.
 */
typedef struct Underline {
    int64_t start, end;
    int64_t operator_start, operator_end;
} Underline;

/* How many characters the first `offset` bytes of UTF-8 hold. */
static int64_t characters_before(const char *text, size_t size, int64_t offset)
{
    int64_t count = 0;
    for (size_t i = 0; i < size && (int64_t)i < offset; ++i)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* The operator between the operands: what is neither blank nor a parenthesis that closes the left
 * one. */
static bool find_binary_operator(const AstNode *node, const char *text, int *start, int *end)
{
    int limit = node->as.BinOp.right->column;
    for (int i = node->as.BinOp.left->end_column; i < limit; ++i) {
        if (is_blank(text[i]) || text[i] == ')')
            continue;
        *start = i;
        *end = i + 1 < limit && !is_blank(text[i + 1]) ? i + 2 : i + 1;
        return true;
    }
    return false;
}

/* From the opening bracket to the closing one. */
static bool find_brackets(const AstNode *node, const char *text, int size, int *start, int *end)
{
    int open = node->as.Subscript.value->end_column, close = node->as.Subscript.slice->end_column;
    while (open < size && text[open] != '[')
        ++open;
    while (close < size && text[close] != ']')
        ++close;
    *start = open;
    *end = close < size ? close + 1 : size;
    return open < size;
}

static bool find_operator(const AstNode *root, const char *text, int size, int *start, int *end)
{
    if (root->kind != AST_Module || root->as.Module.body.count != 1)
        return false;
    const AstNode *statement = root->as.Module.body.items[0];
    if (statement->kind != AST_Expr || statement->line != statement->end_line)
        return false;
    const AstNode *node = statement->as.Expr.value;
    if (node->kind == AST_BinOp)
        return find_binary_operator(node, text, start, end);
    return node->kind == AST_Subscript && find_brackets(node, text, size, start, end);
}

/* Reads a piece of source as an expression, to see whether one operator of it can be pointed at. In
 * characters. */
static bool operator_span(const char *segment, size_t size, int64_t *start, int64_t *end)
{
    AstArena arena;
    AstNode *root = NULL;
    AstError error;
    int first, last;
    GbParseOptions options = {.mode = GB_PARSE_FILE, .source_is_utf8 = true};
    gb_ast_arena_init(&arena);
    bool found = gb_parse(&arena, segment, size, &options, &root, &error) == 0 &&
                 find_operator(root, segment, (int)size, &first, &last);
    if (found) {
        *start = characters_before(segment, size, first);
        *end = characters_before(segment, size, last);
    }
    gb_ast_arena_fini(&arena);
    return found;
}

static void underline_operator(Underline *line, const char *segment, size_t size)
{
    int64_t start, end;
    if (!operator_span(segment, size, &start, &end))
        return;
    line->operator_start = line->start + start;
    line->operator_end = line->start + end;
}

int gb_operator_span(GbThread *t, GbBorrow segment, int64_t *start, int64_t *end)
{
    size_t size;
    const char *text = gb_str_wtf8(t, segment, &size);
    return text == NULL ? -1 : operator_span(text, size, start, end);
}

/* What to underline in the line `text` for `position`; false: nothing. */
static bool underline_find(const GbPosition *position, int line, const char *text, size_t size,
                           Underline *out)
{
    if (position->line != line || position->end_line < 0 || position->column < 0 ||
        position->end_column < 0)
        return false;
    *out = (Underline){.operator_start = -1, .operator_end = -1};
    out->start = characters_before(text, size, position->column);
    if (position->end_line == position->line) {
        out->end = characters_before(text, size, position->end_column);
        size_t first = (size_t)position->column, last = (size_t)position->end_column;
        if (first < last && last <= size)
            underline_operator(out, text + first, last - first);
        return true;
    }
    size_t end = size;
    while (end > 0 && (is_blank(text[end - 1])))
        --end;
    out->end = characters_before(text, size, (int64_t)end);
    return true;
}

/* --- Source lines --- */

static GbBorrow source_of(GbTracebackPrinter *printer, GbBorrow filename)
{
    if (printer->source_name == GB_NULL || printer->source_name != filename) {
        GbRef source = gb_source_load(printer->t, filename);
        if (source == GB_NULL) {
            gb_raised_drop(printer->t);
            source = GB_NONE;
        }
        gb_set(&printer->source, source);
        gb_set(&printer->source_name, gb_new_ref(filename));
    }
    return printer->source;
}

static void print_carets(GbTracebackPrinter *printer, const Underline *line, int64_t stripped)
{
    gb_traceback_print_margin(printer);
    gb_writer_fill(&printer->out, ' ', SOURCE_INDENT + line->start - stripped);
    bool marks = line->operator_start >= 0;
    for (int64_t i = line->start; i < line->end; ++i) {
        bool weak = marks && (i < line->operator_start || i >= line->operator_end);
        gb_writer_char(&printer->out, weak ? '~' : '^');
    }
    gb_writer_char(&printer->out, '\n');
}

/* The line without its indentation and, unless that would underline all of it, the carets. */
static void print_source(GbTracebackPrinter *printer, GbBorrow text, const GbPosition *position,
                         int line)
{
    Underline underline;
    size_t size;
    int64_t length = gb_str_length(text), stripped = 0;
    while (stripped < length && gb_str_at(text, stripped) < 0x80 &&
           is_blank((char)gb_str_at(text, stripped)))
        ++stripped;
    gb_traceback_print_margin(printer);
    gb_writer_fill(&printer->out, ' ', SOURCE_INDENT);
    gb_writer_slice(&printer->out, text, stripped, length);
    gb_writer_char(&printer->out, '\n');
    const char *utf8 = gb_str_wtf8(printer->t, text, &size);
    if (utf8 == NULL || !underline_find(position, line, utf8, size, &underline))
        return;
    bool whole = underline.end - underline.start == length - stripped;
    if (!whole || underline.operator_start >= 0)
        print_carets(printer, &underline, stripped);
}

static void print_entry(GbTracebackPrinter *printer, GbBorrow traceback)
{
    GbFrame *frame = frame_of(traceback);
    if (frame == NULL)
        return;
    GbCode *code = frame->code;
    int line = gb_as_traceback(traceback)->line, index = gb_as_traceback(traceback)->instr_index;
    gb_traceback_print_margin(printer);
    gb_writer_format(&printer->out, "  File \"%S\", line %d, in %S\n", code->filename, line,
                     code->name);
    if (index < 0 || index >= code->instr_count)
        index = 0;
    GbRef text = gb_source_line(printer->t, source_of(printer, code->filename), line);
    if (text == GB_NULL)
        gb_raised_drop(printer->t);
    else if (text != GB_NONE)
        print_source(printer, text, &code->positions[index], line);
    gb_clear(&text);
}

static void print_folded(GbTracebackPrinter *printer, int64_t count)
{
    int64_t more = count - FOLD_AFTER;
    if (more > 0)
        gb_writer_format(&printer->out, "  [Previous line repeated %lld more time%s]\n",
                         (long long)more, more == 1 ? "" : "s");
}

static bool is_same_place(GbBorrow a, GbBorrow b)
{
    GbFrame *first = frame_of(a), *second = frame_of(b);
    if (first == NULL || second == NULL || gb_as_traceback(a)->line != gb_as_traceback(b)->line)
        return false;
    return gb_str_equal(first->code->filename, second->code->filename) &&
           gb_str_equal(first->code->name, second->code->name);
}

int64_t gb_traceback_limit(GbThread *t)
{
    int64_t limit = LIMIT_DEFAULT;
    GbBorrow value = gb_sys_peek(t, "tracebacklimit");
    if (value != GB_NULL && gb_is_intlike(value) && !gb_int_peek_i64(value, &limit))
        limit = gb_int_sign(value) < 0 ? 0 : INT64_MAX;
    return limit;
}

void gb_traceback_print_frames(GbTracebackPrinter *printer, GbBorrow traceback)
{
    int64_t depth = 0, limit = gb_traceback_limit(printer->t), count = 0;
    GbBorrow last = GB_NULL;
    for (GbBorrow entry = traceback; entry != GB_NULL; entry = gb_as_traceback(entry)->next)
        ++depth;
    for (GbBorrow entry = traceback; entry != GB_NULL; entry = gb_as_traceback(entry)->next) {
        if (depth-- > limit)
            continue;
        if (last == GB_NULL || !is_same_place(last, entry)) {
            print_folded(printer, count);
            count = 0;
        }
        last = entry;
        if (++count <= FOLD_AFTER)
            print_entry(printer, entry);
    }
    print_folded(printer, count);
}

/* --- Slots --- */

static int traceback_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbTraceback *traceback = (GbTraceback *)self;
    GB_VISIT(traceback->next);
    GB_VISIT(traceback->frame);
    return 0;
}

static void traceback_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((GbTraceback *)self)->next);
    gb_clear(&((GbTraceback *)self)->frame);
}

/* --- Attributes and construction --- */

static GbRef next_get(GbThread *t, GbBorrow self)
{
    GbRef next = gb_as_traceback(self)->next;
    return next == GB_NULL ? GB_NONE : gb_new_ref(next);
}

static int next_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "can't delete tb_next attribute");
    if (value != GB_NONE && !gb_is_exact(value, GB_KIND_TRACEBACK))
        return gb_fail(t, gb_TypeError, "expected traceback object, got '%T'", value);
    for (GbBorrow entry = value; entry != GB_NONE && entry != GB_NULL;
         entry = gb_as_traceback(entry)->next) {
        if (entry == self)
            return gb_fail(t, gb_ValueError, "traceback loop detected");
    }
    gb_set(&gb_as_traceback(self)->next, value == GB_NONE ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef frame_get(GbThread *t, GbBorrow self)
{
    GbRef frame = gb_as_traceback(self)->frame;
    return frame == GB_NULL ? GB_NONE : gb_new_ref(frame);
}

static GbRef lasti_get(GbThread *t, GbBorrow self)
{
    GbTraceback *traceback = gb_as_traceback(self);
    if (traceback->header.extra)
        return gb_small_new(traceback->made_up_lasti);
    GbFrame *frame = frame_of(self);
    if (frame == NULL)
        return gb_small_new(-1);
    int64_t lasti = gb_code_lasti(t, frame->code, traceback->instr_index);
    return lasti == -2 ? GB_NULL : gb_small_new(lasti);
}

static GbRef lineno_get(GbThread *t, GbBorrow self)
{
    return gb_small_new(gb_as_traceback(self)->line);
}

static GbRef traceback_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t lasti, line;
    if (args[0] != GB_NONE && !gb_is_exact(args[0], GB_KIND_TRACEBACK))
        return gb_raise(t, gb_TypeError, "expected traceback object or None, got '%T'", args[0]);
    if (!gb_is_exact(args[1], GB_KIND_FRAME))
        return gb_raise(t, gb_TypeError,
                        "TracebackType() argument 'tb_frame' must be frame, not %K", args[1]);
    if (gb_index_i64(t, args[2], &lasti, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[3], &line, gb_OverflowError) < 0)
        return GB_NULL;
    GbTraceback *self = gb_object_new(t, gb_as_type(type));
    if (self == NULL)
        return GB_NULL;
    self->next = args[0] == GB_NONE ? GB_NULL : gb_new_ref(args[0]);
    self->frame = gb_new_ref(args[1]);
    self->made_up_lasti = (int32_t)lasti;
    self->header.extra = 1;
    self->line = (int32_t)line;
    GbFrame *frame = frame_of(gb_value(self));
    int64_t index = frame == NULL ? -1 : gb_code_index_of_lasti(t, frame->code, lasti);
    self->instr_index = (int32_t)index;
    if (index != -2)
        return gb_value(self);
    gb_decref(gb_value(self));
    return GB_NULL;
}

static GbRef traceback_dir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"};
    GbRef list = gb_list_new(t, 4);
    for (int i = 0; list != GB_NULL && i < 4; ++i) {
        if (gb_list_append_take(t, list, gb_str_new(t, names[i])) < 0)
            gb_clear(&list);
    }
    return list;
}

/* --- Tables --- */

static const GbMethodDef traceback_methods[] = {
    {"__dir__()", traceback_dir, NULL},
    {0},
};

static const GbGetSetDef traceback_getsets[] = {
    {"tb_next", next_get, next_set, NULL},
    {"tb_frame", frame_get, gb_refuse_set, NULL},
    {"tb_lasti", lasti_get, gb_refuse_set, NULL},
    {"tb_lineno", lineno_get, gb_refuse_set, NULL},
    {0},
};

const GbTypeSpec gb_traceback_spec = {
    .name = "traceback",
    .doc = "Create a new traceback object.",
    .size = sizeof(GbTraceback),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = traceback_clear, .visit = traceback_visit, .clear = traceback_clear},
    .constructor = {"TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)", traceback_create,
                    NULL},
    .methods = traceback_methods,
    .getsets = traceback_getsets,
};
