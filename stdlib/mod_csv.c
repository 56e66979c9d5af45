/* _csv: rows of fields from lines of text, and back, in any dialect. */
#include "stdlib/csv_parts.h"

enum { FIELD_LIMIT = 128 * 1024, FIELD_ROOM = 64, LINE_END = 0xfffffffe };

/* --- Reader --- */

/* Where in a record the reader is. A record may go on over several lines. */
typedef enum State {
    START_RECORD,
    START_FIELD,
    ESCAPED_CHAR,
    IN_FIELD,
    IN_QUOTED_FIELD,
    ESCAPE_IN_QUOTED_FIELD,
    QUOTE_IN_QUOTED_FIELD,
    EAT_LINE_END,
    AFTER_ESCAPED_LINE_END
} State;

typedef struct Reader {
    GbObject header;
    GbRef module, lines;   /* lines: an iterator */
    GbRef dialect, fields; /* fields: the list under construction, or GB_NULL */
    State state;
    uint32_t *field; /* Characters of the field under construction. */
    int64_t length, capacity, limit;
    bool is_number; /* The field is not quoted, but others that are no numbers would be. */
    int64_t line;
} Reader;

static Reader *as_reader(GbBorrow v)
{
    return (Reader *)gb_object(v);
}

static int field_add(GbThread *t, Reader *reader, uint32_t c)
{
    if (reader->length >= reader->limit) {
        gb_raise_error(t, &gb_csv_error, "field larger than field limit (%lld)",
                       (long long)reader->limit);
        return -1;
    }
    if (reader->length == reader->capacity) {
        int64_t capacity = reader->capacity == 0 ? FIELD_ROOM : 2 * reader->capacity;
        uint32_t *field = gb_mem_resize(t, reader->field, (size_t)reader->capacity * sizeof c,
                                        (size_t)capacity * sizeof c);
        if (field == NULL)
            return -1;
        reader->field = field;
        reader->capacity = capacity;
    }
    reader->field[reader->length++] = c;
    return 0;
}

static int field_save(GbThread *t, Reader *reader)
{
    GbRef field = gb_str_from_array(t, reader->field, reader->length, sizeof *reader->field);
    reader->length = 0;
    if (reader->is_number && field != GB_NULL) {
        reader->is_number = false;
        gb_set(&field, gb_call1(t, gb_value(gb_type(t, FLOAT)), field));
    }
    return gb_list_append_take(t, reader->fields, field);
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == LINE_END;
}

/* The field is done, and the record with it. */
static int record_end(GbThread *t, Reader *reader, uint32_t c)
{
    reader->state = c == LINE_END ? START_RECORD : EAT_LINE_END;
    return field_save(t, reader);
}

static int start_field(GbThread *t, Reader *reader, uint32_t c)
{
    const CsvDialect *dialect = gb_csv_dialect(reader->dialect);
    if (is_line_end(c))
        return record_end(t, reader, c);
    if (c == dialect->quotechar && dialect->quoting != CSV_QUOTE_NONE) {
        reader->state = IN_QUOTED_FIELD;
    } else if (c == dialect->escapechar) {
        reader->state = ESCAPED_CHAR;
    } else if (c == ' ' && dialect->skipinitialspace) {
        reader->state = START_FIELD;
    } else if (c == dialect->delimiter) {
        reader->state = START_FIELD;
        return field_save(t, reader);
    } else {
        reader->is_number = dialect->quoting == CSV_QUOTE_NONNUMERIC;
        reader->state = IN_FIELD;
        return field_add(t, reader, c);
    }
    return 0;
}

static int in_field(GbThread *t, Reader *reader, uint32_t c)
{
    const CsvDialect *dialect = gb_csv_dialect(reader->dialect);
    if (is_line_end(c))
        return record_end(t, reader, c);
    if (c == dialect->escapechar) {
        reader->state = ESCAPED_CHAR;
        return 0;
    }
    if (c == dialect->delimiter) {
        reader->state = START_FIELD;
        return field_save(t, reader);
    }
    reader->state = IN_FIELD;
    return field_add(t, reader, c);
}

static int in_quoted_field(GbThread *t, Reader *reader, uint32_t c)
{
    const CsvDialect *dialect = gb_csv_dialect(reader->dialect);
    if (c == LINE_END)
        return 0;
    if (c == dialect->escapechar)
        reader->state = ESCAPE_IN_QUOTED_FIELD;
    else if (c == dialect->quotechar && dialect->quoting != CSV_QUOTE_NONE)
        reader->state = dialect->doublequote ? QUOTE_IN_QUOTED_FIELD : IN_FIELD;
    else
        return field_add(t, reader, c);
    return 0;
}

/* A quote in a quoted field: its end, or half of a doubled one. */
static int after_quote(GbThread *t, Reader *reader, uint32_t c)
{
    const CsvDialect *dialect = gb_csv_dialect(reader->dialect);
    if (c == dialect->quotechar && dialect->quoting != CSV_QUOTE_NONE) {
        reader->state = IN_QUOTED_FIELD;
        return field_add(t, reader, c);
    }
    if (c == dialect->delimiter) {
        reader->state = START_FIELD;
        return field_save(t, reader);
    }
    if (is_line_end(c))
        return record_end(t, reader, c);
    if (dialect->strict) {
        gb_raise_error(t, &gb_csv_error, "'%c' expected after '%c'", (int)dialect->delimiter,
                       (int)dialect->quotechar);
        return -1;
    }
    reader->state = IN_FIELD;
    return field_add(t, reader, c);
}

static int read_char(GbThread *t, Reader *reader, uint32_t c)
{
    switch (reader->state) {
    case START_RECORD:
        if (c == LINE_END) /* An empty line: an empty record. */
            return 0;
        if (is_line_end(c)) {
            reader->state = EAT_LINE_END;
            return 0;
        }
        return start_field(t, reader, c);
    case START_FIELD: return start_field(t, reader, c);
    case ESCAPED_CHAR:
        reader->state = c == '\n' || c == '\r' ? AFTER_ESCAPED_LINE_END : IN_FIELD;
        return field_add(t, reader, c == LINE_END ? '\n' : c);
    case AFTER_ESCAPED_LINE_END: return c == LINE_END ? 0 : in_field(t, reader, c);
    case IN_FIELD: return in_field(t, reader, c);
    case IN_QUOTED_FIELD: return in_quoted_field(t, reader, c);
    case ESCAPE_IN_QUOTED_FIELD:
        reader->state = IN_QUOTED_FIELD;
        return field_add(t, reader, c == LINE_END ? '\n' : c);
    case QUOTE_IN_QUOTED_FIELD: return after_quote(t, reader, c);
    default: /* EAT_LINE_END */
        if (c == LINE_END)
            reader->state = START_RECORD;
        else if (!is_line_end(c)) {
            gb_raise_error(t, &gb_csv_error,
                           "new-line character seen in unquoted field - do you need to open the "
                           "file in universal-newline mode?");
            return -1;
        }
        return 0;
    }
}

static int read_line(GbThread *t, Reader *reader, GbBorrow line)
{
    if (!gb_is_str(line)) {
        gb_raise_error(t, &gb_csv_error,
                       "iterator should return strings, not %.200T (the file should be opened in "
                       "text mode)",
                       line);
        return -1;
    }
    ++reader->line;
    int64_t length = gb_str_length(line);
    for (int64_t i = 0; i < length; i++) {
        if (read_char(t, reader, gb_str_at(line, i)) < 0)
            return -1;
    }
    return read_char(t, reader, LINE_END);
}

/* No more lines: 1 when what there is makes a last record, 0 when there is nothing, -1. */
static int read_end(GbThread *t, Reader *reader)
{
    if (gb_raised(t))
        return -1;
    if (reader->length == 0 && reader->state != IN_QUOTED_FIELD)
        return 0;
    if (gb_csv_dialect(reader->dialect)->strict) {
        gb_raise_error(t, &gb_csv_error, "unexpected end of data");
        return -1;
    }
    return field_save(t, reader) < 0 ? -1 : 1;
}

/* module._field_limit, for the record to come. */
static int read_limit(GbThread *t, GbBorrow module, int64_t *out)
{
    GbRef limit = gb_attr_get_c(t, module, "_field_limit");
    if (limit == GB_NULL)
        return -1;
    int result = gb_index_i64(t, limit, out, gb_OverflowError);
    gb_decref(limit);
    return result;
}

static GbRef reader_next(GbThread *t, GbBorrow self)
{
    Reader *reader = as_reader(self);
    GbRef fields = gb_list_new(t, 0);
    if (fields == GB_NULL)
        return GB_NULL;
    gb_set(&reader->fields, fields);
    reader->length = 0;
    reader->state = START_RECORD;
    reader->is_number = false;
    int result = read_limit(t, reader->module, &reader->limit);
    do {
        GbRef line = result < 0 ? GB_NULL : gb_next(t, reader->lines);
        if (line == GB_NULL) {
            result = result < 0 ? -1 : read_end(t, reader);
            if (result <= 0)
                gb_clear(&reader->fields);
            break;
        }
        result = read_line(t, reader, line);
        gb_decref(line);
        if (result < 0) {
            gb_clear(&reader->fields);
            break;
        }
    } while (reader->state != START_RECORD);
    fields = reader->fields;
    reader->fields = GB_NULL;
    return fields;
}

static void reader_clear(GbThread *t, GbObject *self)
{
    Reader *reader = (Reader *)self;
    gb_clear(&reader->module);
    gb_clear(&reader->lines);
    gb_clear(&reader->dialect);
    gb_clear(&reader->fields);
}

static void reader_dealloc(GbThread *t, GbObject *self)
{
    Reader *reader = (Reader *)self;
    reader_clear(t, self);
    gb_mem_free(t, reader->field, (size_t)reader->capacity * sizeof *reader->field);
}

static int reader_visit(GbObject *self, GbVisitor visit, void *context)
{
    Reader *reader = (Reader *)self;
    GB_VISIT(reader->module);
    GB_VISIT(reader->lines);
    GB_VISIT(reader->dialect);
    GB_VISIT(reader->fields);
    return 0;
}

static GbRef reader_get_dialect(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_reader(self)->dialect);
}

static GbRef reader_get_line(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, as_reader(self)->line);
}

static const GbGetSetDef reader_getsets[] = {
    {"dialect", reader_get_dialect, gb_refuse_set, NULL},
    {"line_num", reader_get_line, gb_refuse_set, NULL},
    {0},
};

static const GbTypeSpec reader_spec = {
    .name = "_csv.reader",
    .doc = "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\n"
           "in CSV format.\n",
    .size = sizeof(Reader),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = reader_dealloc,
              .visit = reader_visit,
              .clear = reader_clear,
              .iter = gb_iter_self,
              .next = reader_next},
    .getsets = reader_getsets,
};

static GbRef csv_reader(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Reader *reader = gb_object_new(t, gb_spec_type(t, &reader_spec));
    if (reader == NULL)
        return GB_NULL;
    reader->module = gb_new_ref(self);
    reader->lines = gb_iter(t, args[0]);
    if (reader->lines != GB_NULL)
        reader->dialect = gb_csv_dialect_make(t, self, args[1], args[2]);
    if (reader->dialect != GB_NULL)
        return gb_value(reader);
    gb_decref(gb_value(reader));
    return GB_NULL;
}

/* --- Writer --- */

typedef struct Writer {
    GbObject header;
    GbRef write, dialect; /* write: the file's method */
} Writer;

static Writer *as_writer(GbBorrow v)
{
    return (Writer *)gb_object(v);
}

static bool has_char(GbBorrow text, uint32_t c)
{
    for (int64_t i = 0; i < gb_str_length(text); i++) {
        if (gb_str_at(text, i) == c)
            return true;
    }
    return false;
}

static bool is_special(const CsvDialect *dialect, uint32_t c)
{
    return c == dialect->delimiter || c == dialect->escapechar || c == dialect->quotechar ||
           has_char(dialect->lineterminator, c);
}

/* Of a special character: is it marked by one put before it? Otherwise the field is quoted. */
static bool is_escaped(const CsvDialect *dialect, uint32_t c, uint32_t *mark)
{
    *mark = dialect->escapechar;
    if (dialect->quoting == CSV_QUOTE_NONE || c == dialect->escapechar)
        return true;
    if (c != dialect->quotechar)
        return false;
    if (dialect->doublequote)
        *mark = dialect->quotechar;
    return true;
}

/* Does the field need quotes? A doubled quote wants them, an escaped one does not. 1, 0, -1. */
static int needs_quotes(GbThread *t, const CsvDialect *dialect, GbBorrow field)
{
    int result = 0;
    for (int64_t i = 0; i < gb_str_length(field); i++) {
        uint32_t c = gb_str_at(field, i), mark;
        if (!is_special(dialect, c))
            continue;
        bool escaped = is_escaped(dialect, c, &mark);
        if (escaped && mark == CSV_NO_CHAR) {
            gb_raise_error(t, &gb_csv_error, "need to escape, but no escapechar set");
            return -1;
        }
        if (!escaped || (mark == dialect->quotechar && mark != dialect->escapechar))
            result = 1;
    }
    return result;
}

static int put_field(GbThread *t, GbWriter *out, const CsvDialect *dialect, GbBorrow field,
                     bool quoted)
{
    int needed = needs_quotes(t, dialect, field);
    if (needed < 0)
        return -1;
    quoted |= needed > 0;
    if (quoted)
        gb_writer_char(out, dialect->quotechar);
    for (int64_t i = 0; i < gb_str_length(field); i++) {
        uint32_t c = gb_str_at(field, i), mark;
        if (is_special(dialect, c) && is_escaped(dialect, c, &mark))
            gb_writer_char(out, mark);
        gb_writer_char(out, c);
    }
    if (quoted)
        gb_writer_char(out, dialect->quotechar);
    return out->failed ? -1 : 0;
}

/* Has it a number's methods? 1, 0, -1. */
static int is_number(GbThread *t, GbBorrow v)
{
    static const char *const names[] = {"__int__", "__float__", "__index__", "__complex__"};
    if (gb_is_intlike(v) || gb_is_float(v))
        return 1;
    if (gb_is_str(v) || v == GB_NONE)
        return 0;
    int found = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && found == 0; i++) {
        GbRef name = gb_str_new(t, names[i]);
        found = name == GB_NULL ? -1 : gb_type_lookup(t, gb_type_of(t, v), name) != GB_NULL;
        gb_xdecref(name);
    }
    return found;
}

/* A field of a row, as text: None is empty. */
static GbRef field_text(GbThread *t, GbBorrow field)
{
    if (field == GB_NONE)
        return gb_str_new(t, "");
    return gb_is_str(field) ? gb_new_ref(field) : gb_str(t, field);
}

static int put_row(GbThread *t, GbWriter *out, const CsvDialect *dialect, GbBorrow iterator)
{
    int64_t count = 0;
    GbRef field;
    while ((field = gb_next(t, iterator)) != GB_NULL) {
        int quoted = dialect->quoting == CSV_QUOTE_ALL;
        if (dialect->quoting == CSV_QUOTE_NONNUMERIC) {
            int number = is_number(t, field);
            quoted = number < 0 ? -1 : !number;
        }
        GbRef text = quoted < 0 ? GB_NULL : field_text(t, field);
        if (text != GB_NULL && count++ > 0)
            gb_writer_char(out, dialect->delimiter);
        int result = text == GB_NULL ? -1 : put_field(t, out, dialect, text, quoted);
        gb_xdecref(text);
        gb_decref(field);
        if (result < 0)
            return -1;
    }
    if (gb_raised(t))
        return -1;
    if (count > 0 && out->length == 0) { /* One empty field: it must not look like no field. */
        if (dialect->quoting == CSV_QUOTE_NONE) {
            gb_raise_error(t, &gb_csv_error, "single empty field record must be quoted");
            return -1;
        }
        gb_writer_char(out, dialect->quotechar);
        gb_writer_char(out, dialect->quotechar);
    }
    return gb_writer_str(out, dialect->lineterminator);
}

static GbRef writer_writerow(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef iterator = gb_iter(t, args[0]), line = GB_NULL, result = GB_NULL;
    if (iterator == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise_error(t, &gb_csv_error, "iterable expected, not %.200T", args[0]);
        return GB_NULL;
    }
    GbWriter out;
    gb_writer_init(&out, t);
    if (put_row(t, &out, gb_csv_dialect(as_writer(self)->dialect), iterator) < 0)
        gb_writer_clear(&out);
    else
        line = gb_writer_finish(&out);
    if (line != GB_NULL)
        result = gb_call1(t, as_writer(self)->write, line);
    gb_xdecref(line);
    gb_decref(iterator);
    return result;
}

static GbRef writer_writerows(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef rows = gb_iter(t, args[0]), row;
    if (rows == GB_NULL)
        return GB_NULL;
    while ((row = gb_next(t, rows)) != GB_NULL) {
        GbRef answer = writer_writerow(t, self, &row);
        gb_decref(row);
        gb_xdecref(answer);
        if (answer == GB_NULL)
            break;
    }
    gb_decref(rows);
    return gb_raised(t) ? GB_NULL : GB_NONE;
}

static void writer_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((Writer *)self)->write);
    gb_clear(&((Writer *)self)->dialect);
}

static int writer_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Writer *)self)->write);
    GB_VISIT(((Writer *)self)->dialect);
    return 0;
}

static GbRef writer_get_dialect(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_writer(self)->dialect);
}

static const GbMethodDef writer_methods[] = {
    {"writerow(row, /)", writer_writerow,
     "writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  "
     "Non-string\nelements will be converted to string."},
    {"writerows(rows, /)", writer_writerows,
     "writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file. "
     " "
     "Non-string\nelements will be converted to string."},
    {0},
};

static const GbGetSetDef writer_getsets[] = {
    {"dialect", writer_get_dialect, gb_refuse_set, NULL},
    {0},
};

static const GbTypeSpec writer_spec = {
    .name = "_csv.writer",
    .doc = "CSV writer\n\nWriter objects are responsible for generating tabular data\n"
           "in CSV format from sequence input.\n",
    .size = sizeof(Writer),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = writer_clear, .visit = writer_visit, .clear = writer_clear},
    .methods = writer_methods,
    .getsets = writer_getsets,
};

static GbRef csv_writer(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef name = gb_str_new(t, "write"), write = GB_NULL;
    int found = name == GB_NULL ? -1 : gb_attr_find(t, args[0], name, &write);
    gb_xdecref(name);
    if (found == 0 || (found > 0 && !gb_is_callable(t, write))) {
        gb_raise(t, gb_TypeError, "argument 1 must have a \"write\" method");
        found = -1;
    }
    GbRef dialect = found < 0 ? GB_NULL : gb_csv_dialect_make(t, self, args[1], args[2]);
    Writer *writer = dialect == GB_NULL ? NULL : gb_object_new(t, gb_spec_type(t, &writer_spec));
    if (writer == NULL) {
        gb_xdecref(write);
        gb_xdecref(dialect);
        return GB_NULL;
    }
    writer->write = write;
    writer->dialect = dialect;
    return gb_value(writer);
}

/* --- Functions --- */

static GbRef csv_register_dialect(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "dialect name must be a string");
    GbRef dialect = gb_csv_dialect_make(t, self, args[1], args[2]);
    GbRef dialects = dialect == GB_NULL ? GB_NULL : gb_attr_get_dict(t, self, "_dialects");
    int result = dialects == GB_NULL ? -1 : gb_dict_set(t, dialects, args[0], dialect);
    gb_xdecref(dialect);
    gb_xdecref(dialects);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef csv_unregister_dialect(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef dialects = gb_attr_get_dict(t, self, "_dialects");
    int deleted = dialects == GB_NULL ? -1 : gb_dict_delete(t, dialects, args[0]);
    gb_xdecref(dialects);
    if (deleted == 0)
        return gb_raise_error(t, &gb_csv_error, "unknown dialect");
    return deleted < 0 ? GB_NULL : GB_NONE;
}

static GbRef csv_get_dialect(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_csv_dialect_find(t, self, args[0]);
}

static GbRef csv_list_dialects(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef dialects = gb_attr_get_dict(t, self, "_dialects");
    GbRef list = dialects == GB_NULL ? GB_NULL : gb_list_from(t, dialects);
    gb_xdecref(dialects);
    return list;
}

static GbRef csv_field_size_limit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t limit;
    GbRef old = gb_attr_get_c(t, self, "_field_limit");
    if (old == GB_NULL || args[0] == GB_NULL)
        return old;
    if (!gb_is_int(args[0]))
        gb_raise(t, gb_TypeError, "limit must be an integer");
    else if (!gb_int_peek_i64(args[0], &limit))
        gb_raise(t, gb_OverflowError, "Python int too large to convert to C long");
    else if (gb_attr_set_c(t, self, "_field_limit", args[0]) == 0)
        return old;
    gb_decref(old);
    return GB_NULL;
}

static const GbMethodDef csv_functions[] = {
    {"reader(iterable, dialect=?, /, **fmtparams)", csv_reader,
     "csv_reader = reader(iterable [, dialect='excel'] [optional keyword args])"},
    {"writer(fileobj, dialect=?, /, **fmtparams)", csv_writer,
     "csv_writer = csv.writer(fileobj [, dialect='excel'] [optional keyword args])"},
    {"list_dialects()", csv_list_dialects, "Return a list of all known dialect names."},
    {"register_dialect(name, dialect=?, /, **fmtparams)", csv_register_dialect,
     "Create a mapping from a string name to a dialect class."},
    {"unregister_dialect(name)", csv_unregister_dialect,
     "Delete the name/dialect mapping associated with a string name."},
    {"get_dialect(name)", csv_get_dialect, "Return the dialect instance associated with name."},
    {"field_size_limit(new_limit=?)", csv_field_size_limit,
     "Sets an upper limit on parsed fields."},
    {0},
};

static int csv_init(GbThread *t, GbBorrow module)
{
    static const char *const quotings[] = {"QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC",
                                           "QUOTE_NONE"};
    for (int i = 0; i < CSV_QUOTING_COUNT; i++) {
        if (gb_module_set(t, module, quotings[i], gb_small_new(i)) < 0)
            return -1;
    }
    if (gb_module_add_error(t, module, &gb_csv_error) == NULL ||
        gb_module_add_type(t, module, &gb_csv_dialect_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &reader_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &writer_spec, NULL) < 0)
        return -1;
    /* The types stand under other names than the functions. */
    if (gb_module_set(t, module, "Reader", gb_value(gb_spec_type(t, &reader_spec))) < 0 ||
        gb_module_set(t, module, "Writer", gb_value(gb_spec_type(t, &writer_spec))) < 0 ||
        gb_module_add_functions(t, module, csv_functions) < 0 ||
        gb_module_set_take(t, module, "_dialects", gb_dict_new(t)) < 0 ||
        gb_module_set_take(t, module, "__version__", gb_str_new(t, "1.0")) < 0)
        return -1;
    return gb_module_set(t, module, "_field_limit", gb_small_new(FIELD_LIMIT));
}

const GbModuleDef gb_module_csv = {
    "_csv",
    "CSV parsing and writing.\n\nThis module provides classes that assist in the reading and "
    "writing\nof Comma Separated Value (CSV) files.",
    NULL,
    csv_init,
};
