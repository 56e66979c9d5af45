/* What scripts see of code: co_code, co_lines(), co_positions() and the compact tables speak of
   CPython's units of two bytes (vm/code/units.h). */
#include "vm/code/code_attrs.h"

#include "vm/code/units.h"
#include "vm/exec/eval.h"
#include "vm/gilbox.h"
#include "vm/object/dict.h"

#include <string.h>

static GbCode *as_code(GbBorrow v)
{
    return (GbCode *)gb_object(v);
}

/* ---- Numbers and names ---- */

static GbRef code_get_argcount(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->arg_count);
}

static GbRef code_get_posonlyargcount(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->posonly_count);
}

static GbRef code_get_kwonlyargcount(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->kwonly_count);
}

static GbRef code_get_nlocals(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->local_count);
}

static GbRef code_get_stacksize(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->stack_size);
}

static GbRef code_get_flags(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->flags);
}

static GbRef code_get_firstlineno(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_code(self)->first_line);
}

static GbRef code_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_code(self)->name);
}

static GbRef code_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_code(self)->qualname);
}

static GbRef code_get_filename(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_code(self)->filename);
}

static GbRef code_get_consts(GbThread *t, GbBorrow self)
{
    return gb_tuple_from_array(t, as_code(self)->consts, as_code(self)->const_count);
}

static GbRef code_get_names(GbThread *t, GbBorrow self)
{
    return gb_tuple_from_array(t, as_code(self)->names, as_code(self)->name_count);
}

/* The variables of a kind, in the order of their slots. */
static GbRef variables_of_kind(GbThread *t, const GbCode *code, int kind)
{
    int count = 0, at = 0;
    for (int i = 0; i < code->localsplus_count; ++i)
        count += (code->localsplus_kinds[i] & kind) != 0;
    GbRef names = gb_tuple_new(t, count);
    for (int i = 0; i < code->localsplus_count && names != GB_NULL; ++i)
        if (code->localsplus_kinds[i] & kind)
            gb_tuple_set_take(names, at++, gb_new_ref(code->localsplus_names[i]));
    return names;
}

static GbRef code_get_varnames(GbThread *t, GbBorrow self)
{
    return variables_of_kind(t, as_code(self), GB_SLOT_LOCAL);
}

static GbRef code_get_cellvars(GbThread *t, GbBorrow self)
{
    return variables_of_kind(t, as_code(self), GB_SLOT_CELL);
}

static GbRef code_get_freevars(GbThread *t, GbBorrow self)
{
    return variables_of_kind(t, as_code(self), GB_SLOT_FREE);
}

/* ---- Bytes ---- */

static uint8_t *write_unit(uint8_t *out, int number, uint32_t arg)
{
    out[0] = (uint8_t)number;
    out[1] = (uint8_t)arg;
    return out + 2;
}

static void write_units(const GbUnits *units, uint8_t *out)
{
    enum { CACHE = 0, EXTENDED_ARG = 144 };
    for (int32_t i = 0; i < units->code->instr_count; ++i) {
        int op = gb_plain_op(units->code->instrs[i].op);
        uint32_t arg = gb_units_arg(units, i);
        for (int32_t left = gb_units_place(units, i) - units->starts[i]; left > 0; --left)
            out = write_unit(out, EXTENDED_ARG, arg >> (8 * left));
        out = write_unit(out, gb_units_number(op), arg);
        for (int caches = gb_units_caches(op); caches > 0; --caches)
            out = write_unit(out, CACHE, 0);
    }
}

static GbRef code_get_code(GbThread *t, GbBorrow self)
{
    GbUnits units;
    if (gb_units_init(t, &units, as_code(self)) < 0)
        return GB_NULL;
    GbRef bytes = gb_bytes_new(t, NULL, 2 * (size_t)gb_units_count(&units));
    if (bytes != GB_NULL)
        write_units(&units, gb_bytes_data(bytes));
    gb_units_fini(t, &units);
    return bytes;
}

/* Bytes under construction, for the compact tables. */
typedef struct ByteWriter {
    uint8_t *data; /* NULL: only count */
    size_t size;
} ByteWriter;

static void write_byte(ByteWriter *w, int byte)
{
    if (w->data != NULL)
        w->data[w->size] = (uint8_t)byte;
    ++w->size;
}

/* Run `write` twice, to measure and to fill. */
static GbRef build_bytes(GbThread *t, const GbCode *code,
                         void (*write)(ByteWriter *w, const GbUnits *units))
{
    GbUnits units;
    ByteWriter w = {0};
    if (gb_units_init(t, &units, code) < 0)
        return GB_NULL;
    write(&w, &units);
    GbRef bytes = gb_bytes_new(t, NULL, w.size);
    if (bytes != GB_NULL) {
        w = (ByteWriter){.data = gb_bytes_data(bytes)};
        write(&w, &units);
    }
    gb_units_fini(t, &units);
    return bytes;
}

/* Six bits a byte, least significant first; bit 6 says that more follow. */
static void write_varint(ByteWriter *w, unsigned value)
{
    for (; value >= 64; value >>= 6)
        write_byte(w, 0x40 | (value & 0x3f));
    write_byte(w, (int)value);
}

static void write_signed_varint(ByteWriter *w, int value)
{
    write_varint(w, value < 0 ? ((unsigned)-value << 1) | 1 : (unsigned)value << 1);
}

/* PEP 657's location table, an entry for each instruction (or for eight of its units), in the two
   forms that can say everything (14: all four numbers) or nothing (15). */
static void write_location(ByteWriter *w, const GbPosition *p, int size, int *line)
{
    if (p->line < 0) {
        write_byte(w, 0x80 | 15 << 3 | (size - 1));
        return;
    }
    write_byte(w, 0x80 | 14 << 3 | (size - 1));
    write_signed_varint(w, p->line - *line);
    write_varint(w, p->end_line > p->line ? (unsigned)(p->end_line - p->line) : 0);
    write_varint(w, (unsigned)(p->column + 1));
    write_varint(w, (unsigned)(p->end_column + 1));
    *line = p->line;
}

static void write_locations(ByteWriter *w, const GbUnits *units)
{
    enum { ENTRY_UNITS = 8 };
    int line = units->code->first_line;
    for (int32_t i = 0; i < units->code->instr_count; ++i) {
        int32_t left = units->starts[i + 1] - units->starts[i];
        for (; left > 0; left -= ENTRY_UNITS)
            write_location(w, &units->code->positions[i], left < ENTRY_UNITS ? left : ENTRY_UNITS,
                           &line);
    }
}

static GbRef code_get_linetable(GbThread *t, GbBorrow self)
{
    return build_bytes(t, as_code(self), write_locations);
}

/* As above, but most significant first, and bit 7 marks the start of a row. */
static void write_handler_number(ByteWriter *w, int value, int start_bit)
{
    int shift = 0;
    while (value >> shift >= 64)
        shift += 6;
    for (; shift >= 0; shift -= 6, start_bit = 0)
        write_byte(w, start_bit | (shift > 0 ? 0x40 : 0) | (value >> shift & 0x3f));
}

static void write_handlers(ByteWriter *w, const GbUnits *units)
{
    for (int32_t i = 0; i < units->code->handler_count; ++i) {
        const GbHandler *h = &units->code->handlers[i];
        int32_t start = units->starts[h->start];
        write_handler_number(w, start, 0x80);
        write_handler_number(w, units->starts[h->end] - start, 0);
        write_handler_number(w, units->starts[h->target], 0);
        write_handler_number(w, h->depth << 1 | h->lasti, 0);
    }
}

static GbRef code_get_exceptiontable(GbThread *t, GbBorrow self)
{
    return build_bytes(t, as_code(self), write_handlers);
}

/* The old line table: pairs of bytes (code bytes to skip, lines to add). */
static void write_line_steps(ByteWriter *w, const GbUnits *units)
{
    const GbCode *code = units->code;
    int line = code->first_line, skipped = 0;
    for (int32_t i = 0; i < code->instr_count; ++i) {
        int step = code->positions[i].line - line;
        skipped += i == 0 ? 0 : 2 * (units->starts[i] - units->starts[i - 1]);
        if (code->positions[i].line < 0 || step == 0)
            continue;
        for (; skipped > 255; skipped -= 254) {
            write_byte(w, 254);
            write_byte(w, 0);
        }
        while (step > 127 || step < -128) {
            int part = step > 0 ? 127 : -128;
            write_byte(w, skipped);
            write_byte(w, part);
            skipped = 0;
            step -= part;
        }
        write_byte(w, skipped);
        write_byte(w, step);
        skipped = 0;
        line = code->positions[i].line;
    }
}

static GbRef code_get_lnotab(GbThread *t, GbBorrow self)
{
    return build_bytes(t, as_code(self), write_line_steps);
}

/* ---- Lines and positions ---- */

static GbRef number_or_none(int32_t number)
{
    return number < 0 ? GB_NONE : gb_small_new(number);
}

/* An iterator over the list, which is taken. */
static GbRef iterate_take(GbThread *t, GbRef list)
{
    GbRef iterator = list == GB_NULL ? GB_NULL : gb_iter(t, list);
    gb_xdecref(list);
    return iterator;
}

/* As CPython, one row for each instruction, also where the line stays the same. */
static GbRef code_lines(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbCode *code = as_code(self);
    GbUnits units;
    if (gb_units_init(t, &units, code) < 0)
        return GB_NULL;
    GbRef list = gb_list_new(t, code->instr_count);
    for (int32_t i = 0; i < code->instr_count && list != GB_NULL; ++i) {
        GbRef row = gb_tuple_of(t, 3, gb_small_new(2 * (int64_t)units.starts[i]),
                                gb_small_new(2 * (int64_t)units.starts[i + 1]),
                                number_or_none(code->positions[i].line));
        if (gb_list_append_take(t, list, row) < 0)
            gb_clear(&list);
    }
    gb_units_fini(t, &units);
    return iterate_take(t, list);
}

/* One row for each unit. */
static GbRef code_positions(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbCode *code = as_code(self);
    GbUnits units;
    if (gb_units_init(t, &units, code) < 0)
        return GB_NULL;
    GbRef list = gb_list_new(t, gb_units_count(&units)), row = GB_NULL;
    for (int32_t i = 0; i < code->instr_count && list != GB_NULL; ++i) {
        const GbPosition *p = &code->positions[i];
        row = gb_tuple_of(t, 4, number_or_none(p->line), number_or_none(p->end_line),
                          number_or_none(p->column), number_or_none(p->end_column));
        for (int32_t unit = units.starts[i]; list != GB_NULL && unit < units.starts[i + 1];
             ++unit) {
            if (row == GB_NULL || gb_list_append(t, list, row) < 0)
                gb_clear(&list);
        }
        gb_clear(&row);
    }
    gb_units_fini(t, &units);
    return iterate_take(t, list);
}

static GbRef code_varname_from_oparg(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbCode *code = as_code(self);
    int64_t index;
    if (gb_index_i64(t, args[0], &index, gb_OverflowError) < 0)
        return GB_NULL;
    if (index < 0 || index >= code->localsplus_count)
        return gb_raise(t, gb_IndexError, "tuple index out of range");
    return gb_new_ref(code->localsplus_names[index]);
}

/* ---- replace() ---- */

/* A new array of `count` with the values of a tuple, or of `old` when the tuple is GB_NULL. */
static GbRef *copy_values(GbThread *t, GbBorrow tuple, const GbRef *old, int32_t count)
{
    GbRef *values = gb_mem_new(t, (size_t)count * sizeof *values);
    for (int32_t i = 0; i < count && values != NULL; ++i)
        values[i] = gb_new_ref(tuple == GB_NULL ? old[i] : gb_tuple_peek(tuple, i));
    return values;
}

static void *copy_memory(GbThread *t, const void *old, size_t size)
{
    void *copy = gb_mem_new(t, size);
    if (copy != NULL && size > 0)
        memcpy(copy, old, size);
    return copy;
}

/* Instructions as the compiler made them. */
static void restore_plain(GbCode *code)
{
    for (int32_t i = 0; i < code->instr_count; ++i)
        code->instrs[i].op = (uint16_t)gb_plain_op(code->instrs[i].op);
}

static bool copy_instrs(GbThread *t, GbCode *copy, const GbCode *code)
{
    size_t count = (size_t)code->instr_count;
    copy->instrs = copy_memory(t, code->instrs, count * sizeof *code->instrs);
    if (copy->instrs == NULL)
        return false;
    copy->instr_count = code->instr_count;
    restore_plain(copy);
    copy->positions = copy_memory(t, code->positions, count * sizeof *code->positions);
    copy->handlers = copy_memory(t, code->handlers,
                                 (size_t)code->handler_count * sizeof *code->handlers);
    if (copy->handlers != NULL)
        copy->handler_count = code->handler_count;
    return copy->positions != NULL && copy->handlers != NULL;
}

static bool copy_tables(GbThread *t, GbCode *copy, const GbCode *code, GbBorrow consts,
                        GbBorrow names)
{
    int32_t const_count = consts == GB_NULL ? code->const_count : (int32_t)gb_tuple_count(consts);
    int32_t name_count = names == GB_NULL ? code->name_count : (int32_t)gb_tuple_count(names);
    copy->consts = copy_values(t, consts, code->consts, const_count);
    if (copy->consts == NULL)
        return false;
    copy->const_count = const_count;
    copy->names = copy_values(t, names, code->names, name_count);
    if (copy->names == NULL)
        return false;
    copy->name_count = name_count;
    copy->localsplus_names =
        copy_values(t, GB_NULL, code->localsplus_names, code->localsplus_count);
    if (copy->localsplus_names == NULL)
        return false;
    copy->localsplus_count = code->localsplus_count;
    copy->localsplus_kinds = copy_memory(t, code->localsplus_kinds,
                                         (size_t)code->localsplus_count);
    return copy->localsplus_kinds != NULL;
}

static void copy_scalars(GbCode *copy, const GbCode *code)
{
    copy->local_count = code->local_count;
    copy->cell_count = code->cell_count;
    copy->free_count = code->free_count;
    copy->arg_count = code->arg_count;
    copy->posonly_count = code->posonly_count;
    copy->kwonly_count = code->kwonly_count;
    copy->flags = code->flags;
    copy->stack_size = code->stack_size;
    copy->cache_count = code->cache_count;
    copy->first_line = code->first_line;
    copy->name = gb_new_ref(code->name);
    copy->qualname = gb_new_ref(code->qualname);
    copy->filename = gb_new_ref(code->filename);
}

/* Rename the variables of a kind. There must be as many as before: instructions count on them. */
static int rename_variables(GbThread *t, GbCode *code, int kind, GbBorrow names)
{
    int64_t at = 0;
    for (int32_t i = 0; i < code->localsplus_count; ++i)
        at += (code->localsplus_kinds[i] & kind) != 0;
    if (at != gb_tuple_count(names))
        return gb_fail(t, gb_ValueError, "code: the number of variables can't change");
    at = 0;
    for (int32_t i = 0; i < code->localsplus_count; ++i) {
        if (!(code->localsplus_kinds[i] & kind))
            continue;
        GbBorrow name = gb_tuple_peek(names, at++);
        if (!gb_is_str(name))
            return gb_fail(t, gb_TypeError, "name tuples must contain only strings, not '%T'",
                           name);
        gb_set(&code->localsplus_names[i], gb_str_intern_take(t, gb_new_ref(name)));
    }
    return 0;
}

/* An attribute that replace() can set to a number. */
static int32_t *number_field(GbCode *code, const char *name)
{
    if (strcmp(name, "co_argcount") == 0)
        return &code->arg_count;
    if (strcmp(name, "co_posonlyargcount") == 0)
        return &code->posonly_count;
    if (strcmp(name, "co_kwonlyargcount") == 0)
        return &code->kwonly_count;
    if (strcmp(name, "co_nlocals") == 0)
        return &code->local_count;
    if (strcmp(name, "co_stacksize") == 0)
        return &code->stack_size;
    if (strcmp(name, "co_flags") == 0)
        return (int32_t *)&code->flags;
    if (strcmp(name, "co_firstlineno") == 0)
        return &code->first_line;
    return NULL;
}

static GbRef *name_field(GbCode *code, const char *name)
{
    if (strcmp(name, "co_name") == 0)
        return &code->name;
    if (strcmp(name, "co_qualname") == 0)
        return &code->qualname;
    return strcmp(name, "co_filename") == 0 ? &code->filename : NULL;
}

static int variable_kind(const char *name)
{
    if (strcmp(name, "co_varnames") == 0)
        return GB_SLOT_LOCAL;
    if (strcmp(name, "co_cellvars") == 0)
        return GB_SLOT_CELL;
    return strcmp(name, "co_freevars") == 0 ? GB_SLOT_FREE : 0;
}

static int wrong_type(GbThread *t, const char *name, const char *wanted, GbBorrow value)
{
    return gb_fail(t, gb_TypeError, "replace() argument '%s' must be %s, not %K", name, wanted,
                   value);
}

static int replace_number(GbThread *t, int32_t *field, GbBorrow value)
{
    int64_t number;
    if (gb_index_i64(t, value, &number, gb_OverflowError) < 0)
        return -1;
    if (number < 0 || number > INT32_MAX)
        return gb_fail(t, gb_ValueError, "code: argument out of range");
    *field = (int32_t)number;
    return 0;
}

/* The bytes of the instructions and their tables can only be replaced by themselves. */
static int check_unchanged(GbThread *t, GbBorrow self, const char *name, GbBorrow value)
{
    if (!gb_is_exact(value, GB_KIND_BYTES))
        return wrong_type(t, name, "bytes", value);
    GbRef own = gb_attr_get_c(t, self, name);
    int same = own == GB_NULL ? -1 : gb_equal(t, own, value);
    gb_xdecref(own);
    return same != 0 ? same : gb_fail(t, gb_ValueError, "code: %s can't be changed", name);
}

static bool is_bytes_field(const char *name)
{
    return strcmp(name, "co_code") == 0 || strcmp(name, "co_linetable") == 0 ||
           strcmp(name, "co_exceptiontable") == 0;
}

static int replace_field(GbThread *t, GbBorrow self, GbCode *copy, const char *name,
                         GbBorrow value)
{
    int32_t *number = number_field(copy, name);
    GbRef *text = name_field(copy, name);
    int kind = variable_kind(name);
    if (number != NULL)
        return replace_number(t, number, value);
    if (is_bytes_field(name))
        return check_unchanged(t, self, name, value) < 0 ? -1 : 0;
    if (text != NULL) {
        if (!gb_is_str(value))
            return wrong_type(t, name, "str", value);
        gb_set(text, gb_new_ref(value));
        return 0;
    }
    bool is_table = strcmp(name, "co_consts") == 0 || strcmp(name, "co_names") == 0;
    if (kind == 0 && !is_table)
        return gb_fail(t, gb_TypeError, "'%s' is an invalid keyword argument for replace()",
                       name);
    if (!gb_is_tuple(value))
        return wrong_type(t, name, "tuple", value);
    return is_table ? 0 : rename_variables(t, copy, kind, value);
}

/* What the loop relies on, whatever was replaced. */
static int check_replaced(GbThread *t, GbCode *copy, const GbCode *code)
{
    enum {
        KEPT_FLAGS = GB_CO_OPTIMIZED | GB_CO_NEWLOCALS | GB_CO_GENERATOR | GB_CO_COROUTINE |
                     GB_CO_ASYNC_GENERATOR
    };
    int64_t locals = (int64_t)copy->arg_count + copy->kwonly_count +
                     ((copy->flags & GB_CO_VARARGS) != 0) +
                     ((copy->flags & GB_CO_VARKEYWORDS) != 0);
    bool is_valid = copy->local_count == code->local_count && locals <= copy->local_count &&
                    copy->posonly_count <= copy->arg_count &&
                    copy->stack_size >= code->stack_size &&
                    copy->stack_size - code->stack_size < 1 << 16 &&
                    copy->const_count >= code->const_count &&
                    copy->name_count >= code->name_count &&
                    (copy->flags & KEPT_FLAGS) == (code->flags & KEPT_FLAGS);
    if (!is_valid)
        return gb_fail(t, gb_ValueError, "code: the new values don't fit the instructions");
    for (int32_t i = 0; i < copy->name_count; ++i)
        if (!gb_is_exact(copy->names[i], GB_KIND_STR))
            return gb_fail(t, gb_TypeError, "name tuples must contain only strings, not '%T'",
                           copy->names[i]);
    for (int32_t i = 0; i < copy->instr_count; ++i) {
        int32_t arg = copy->instrs[i].arg;
        if (copy->instrs[i].op == OP_KW_NAMES && copy->consts[arg] != code->consts[arg])
            return gb_fail(t, gb_ValueError, "code: keyword names can't be changed");
    }
    gb_code_settle(copy);
    return 0;
}

static int replace_fields(GbThread *t, GbBorrow self, GbCode *copy, GbBorrow changes)
{
    int64_t position = 0;
    GbBorrow key, value;
    while (gb_dict_next(changes, &position, &key, &value)) {
        const char *name = gb_str_wtf8(t, key, NULL);
        if (name == NULL || replace_field(t, self, copy, name, value) < 0)
            return -1;
    }
    return 0;
}

/* A tuple among the changes, borrowed; GB_NULL if it is not there or no tuple. */
static GbBorrow changed_tuple(GbThread *t, GbBorrow changes, const char *name)
{
    GbRef key = gb_str_new(t, name), value = GB_NULL;
    if (key == GB_NULL || gb_dict_find(t, changes, key, &value) < 0)
        gb_raised_drop(t);
    gb_xdecref(key);
    gb_xdecref(value); /* The dict still has it. */
    return value != GB_NULL && gb_is_tuple(value) ? value : GB_NULL;
}

static GbRef code_replace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbCode *code = as_code(self);
    GbCode *copy = gb_code_new(t);
    if (copy == NULL)
        return GB_NULL;
    copy_scalars(copy, code);
    bool done = copy_instrs(t, copy, code) &&
                copy_tables(t, copy, code, changed_tuple(t, args[0], "co_consts"),
                            changed_tuple(t, args[0], "co_names")) &&
                replace_fields(t, self, copy, args[0]) == 0 &&
                check_replaced(t, copy, code) == 0 && gb_code_price(t, copy);
    if (done)
        return gb_value(copy);
    gb_decref(gb_value(copy));
    return GB_NULL;
}

/* ---- Tables ---- */

const GbMethodDef gb_code_methods[] = {
    {"co_lines()", code_lines, NULL},
    {"co_positions()", code_positions, NULL},
    {"replace(**changes)", code_replace,
     "Return a copy of the code object with new values for the specified fields."},
    {"_varname_from_oparg(oparg)", code_varname_from_oparg,
     "(internal-only) Return the local variable name for the given oparg.\n\n"
     "WARNING: this method is for internal use only and may change or go away."},
    {0},
};

const GbGetSetDef gb_code_getsets[] = {
    {"co_argcount", code_get_argcount, gb_refuse_set, NULL},
    {"co_posonlyargcount", code_get_posonlyargcount, gb_refuse_set, NULL},
    {"co_kwonlyargcount", code_get_kwonlyargcount, gb_refuse_set, NULL},
    {"co_nlocals", code_get_nlocals, gb_refuse_set, NULL},
    {"co_stacksize", code_get_stacksize, gb_refuse_set, NULL},
    {"co_flags", code_get_flags, gb_refuse_set, NULL},
    {"co_firstlineno", code_get_firstlineno, gb_refuse_set, NULL},
    {"co_name", code_get_name, gb_refuse_set, NULL},
    {"co_qualname", code_get_qualname, gb_refuse_set, NULL},
    {"co_filename", code_get_filename, gb_refuse_set, NULL},
    {"co_consts", code_get_consts, gb_refuse_set, NULL},
    {"co_names", code_get_names, gb_refuse_set, NULL},
    {"co_varnames", code_get_varnames, NULL, NULL},
    {"co_cellvars", code_get_cellvars, NULL, NULL},
    {"co_freevars", code_get_freevars, NULL, NULL},
    {"co_code", code_get_code, NULL, NULL},
    {"co_linetable", code_get_linetable, gb_refuse_set, NULL},
    {"co_lnotab", code_get_lnotab, NULL, NULL},
    {"co_exceptiontable", code_get_exceptiontable, gb_refuse_set, NULL},
    {0},
};
