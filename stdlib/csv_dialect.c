#include "stdlib/csv_parts.h"

const GbErrorSpec gb_csv_error = {"_csv.Error", gb_Exception, NULL};

/* The options, in the order of Dialect's parameters. */
typedef enum Option {
    DELIMITER,
    DOUBLEQUOTE,
    ESCAPECHAR,
    LINETERMINATOR,
    QUOTECHAR,
    QUOTING,
    SKIPINITIALSPACE,
    STRICT,
    OPTION_COUNT
} Option;

static const char *const option_names[OPTION_COUNT] = {
    "delimiter", "doublequote", "escapechar",       "lineterminator",
    "quotechar", "quoting",     "skipinitialspace", "strict",
};

/* --- Reading options: GB_NULL stands for the default --- */

static int read_bool(GbThread *t, GbBorrow v, bool fallback, bool *out)
{
    int truth = v == GB_NULL ? fallback : gb_truth(t, v);
    *out = truth > 0;
    return truth < 0 ? -1 : 0;
}

static int read_char(GbThread *t, Option option, GbBorrow v, uint32_t *out)
{
    if (gb_str_length(v) != 1)
        return gb_fail(t, gb_TypeError, "\"%s\" must be a 1-character string",
                       option_names[option]);
    *out = gb_str_at(v, 0);
    return 0;
}

static int read_char_or_none(GbThread *t, Option option, GbBorrow v, uint32_t fallback,
                             uint32_t *out)
{
    *out = v == GB_NULL ? fallback : CSV_NO_CHAR;
    if (v == GB_NULL || v == GB_NONE)
        return 0;
    if (!gb_is_str(v))
        return gb_fail(t, gb_TypeError, "\"%s\" must be string or None, not %.200T",
                       option_names[option], v);
    return read_char(t, option, v, out);
}

static int read_delimiter(GbThread *t, GbBorrow v, uint32_t *out)
{
    *out = ',';
    if (v == GB_NULL)
        return 0;
    if (!gb_is_str(v))
        return gb_fail(t, gb_TypeError, "\"delimiter\" must be string, not %.200T", v);
    return read_char(t, DELIMITER, v, out);
}

static int read_quoting(GbThread *t, GbBorrow v, CsvQuoting *out)
{
    int64_t number = CSV_QUOTE_MINIMAL;
    if (v != GB_NULL && (!gb_is_int(v) || !gb_int_peek_i64(v, &number)))
        return gb_fail(t, gb_TypeError, "\"quoting\" must be an integer");
    if (number < 0 || number >= CSV_QUOTING_COUNT)
        return gb_fail(t, gb_TypeError, "bad \"quoting\" value");
    *out = (CsvQuoting)number;
    return 0;
}

static int read_lineterminator(GbThread *t, GbBorrow v, GbRef *out)
{
    if (v != GB_NULL && v != GB_NONE && !gb_is_str(v))
        return gb_fail(t, gb_TypeError, "\"lineterminator\" must be a string");
    if (v == GB_NONE)
        return 0;
    *out = v == GB_NULL ? gb_str_new(t, "\r\n") : gb_new_ref(v);
    return *out == GB_NULL ? -1 : 0;
}

static int set_up(GbThread *t, CsvDialect *dialect, const GbRef *options)
{
    if (read_delimiter(t, options[DELIMITER], &dialect->delimiter) < 0 ||
        read_bool(t, options[DOUBLEQUOTE], true, &dialect->doublequote) < 0 ||
        read_char_or_none(t, ESCAPECHAR, options[ESCAPECHAR], CSV_NO_CHAR, &dialect->escapechar) <
            0 ||
        read_lineterminator(t, options[LINETERMINATOR], &dialect->lineterminator) < 0 ||
        read_char_or_none(t, QUOTECHAR, options[QUOTECHAR], '"', &dialect->quotechar) < 0 ||
        read_quoting(t, options[QUOTING], &dialect->quoting) < 0 ||
        read_bool(t, options[SKIPINITIALSPACE], false, &dialect->skipinitialspace) < 0 ||
        read_bool(t, options[STRICT], false, &dialect->strict) < 0)
        return -1;
    if (options[QUOTECHAR] == GB_NONE && options[QUOTING] == GB_NULL)
        dialect->quoting = CSV_QUOTE_NONE;
    if (dialect->quoting != CSV_QUOTE_NONE && dialect->quotechar == CSV_NO_CHAR)
        return gb_fail(t, gb_TypeError, "quotechar must be set if quoting enabled");
    if (dialect->lineterminator == GB_NULL)
        return gb_fail(t, gb_TypeError, "lineterminator must be set");
    return 0;
}

/* --- Making --- */

GbRef gb_csv_dialect_find(GbThread *t, GbBorrow module, GbBorrow name)
{
    GbRef dialects = gb_attr_get_dict(t, module, "_dialects"), dialect = GB_NULL;
    if (dialects != GB_NULL && gb_dict_find(t, dialects, name, &dialect) == 0)
        gb_raise_error(t, &gb_csv_error, "unknown dialect");
    gb_xdecref(dialects);
    return dialect;
}

/* Options that are not given come from the attributes of `base`, if there is one. */
static int complete_options(GbThread *t, GbBorrow base, GbRef *options)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options[i] != GB_NULL)
            continue;
        options[i] = gb_attr_get_c(t, base, option_names[i]);
        if (options[i] == GB_NULL)
            gb_raised_drop(t);
    }
    return 0;
}

/* `options` has borrowed values, or GB_NULL. */
static GbRef dialect_new(GbThread *t, GbType *type, GbBorrow module, GbBorrow base,
                         const GbBorrow *options)
{
    GbRef own[OPTION_COUNT], found = GB_NULL;
    bool given = false;
    CsvDialect *dialect = NULL;
    int result = -1;
    for (int i = 0; i < OPTION_COUNT; i++) {
        own[i] = options[i] == GB_NULL ? GB_NULL : gb_new_ref(options[i]);
        given |= own[i] != GB_NULL;
    }
    if (base != GB_NULL && base != GB_NONE && gb_is_str(base)) {
        found = base = gb_csv_dialect_find(t, module, base);
        if (found == GB_NULL)
            goto done;
    }
    if (base != GB_NULL && base != GB_NONE) {
        if (!given && gb_is_spec(t, base, &gb_csv_dialect_spec)) {
            dialect = gb_csv_dialect(gb_new_ref(base));
            result = 0;
            goto done;
        }
        complete_options(t, base, own);
    }
    dialect = gb_object_new(t, type);
    result = dialect == NULL ? -1 : set_up(t, dialect, own);
done:
    for (int i = 0; i < OPTION_COUNT; i++)
        gb_clear(&own[i]);
    gb_clear(&found);
    if (result < 0 && dialect != NULL) {
        gb_decref(gb_value(dialect));
        dialect = NULL;
    }
    return gb_value(dialect);
}

GbRef gb_csv_dialect_make(GbThread *t, GbBorrow module, GbBorrow base, GbBorrow keywords)
{
    GbBorrow options[OPTION_COUNT] = {0}, key, value;
    int64_t position = 0;
    while (keywords != GB_NULL && gb_dict_next(keywords, &position, &key, &value)) {
        int i = 0;
        if (gb_str_equal_c(key, "dialect") && base == GB_NULL) {
            base = value;
            continue;
        }
        while (i < OPTION_COUNT && !gb_str_equal_c(key, option_names[i]))
            ++i;
        if (i == OPTION_COUNT)
            return gb_raise(t, gb_TypeError,
                            "'%U' is an invalid keyword argument for this function", key);
        options[i] = value;
    }
    return dialect_new(t, gb_spec_type(t, &gb_csv_dialect_spec), module, base, options);
}

static GbRef dialect_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef module = gb_import(t, "_csv");
    if (module == GB_NULL)
        return GB_NULL;
    GbRef dialect = dialect_new(t, (GbType *)gb_object(type), module, args[0], args + 1);
    gb_decref(module);
    return dialect;
}

/* --- Slots and attributes --- */

static void dialect_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((CsvDialect *)self)->lineterminator);
}

static GbRef refuse_pickling(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_raise(t, gb_TypeError, "cannot pickle '%.100T' instances", self);
}

static GbRef char_or_none(GbThread *t, uint32_t c)
{
    return c == CSV_NO_CHAR ? GB_NONE : gb_str_from_code_point(t, c);
}

static GbRef get_delimiter(GbThread *t, GbBorrow self)
{
    return char_or_none(t, gb_csv_dialect(self)->delimiter);
}

static GbRef get_escapechar(GbThread *t, GbBorrow self)
{
    return char_or_none(t, gb_csv_dialect(self)->escapechar);
}

static GbRef get_quotechar(GbThread *t, GbBorrow self)
{
    return char_or_none(t, gb_csv_dialect(self)->quotechar);
}

static GbRef get_lineterminator(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_csv_dialect(self)->lineterminator);
}

static GbRef get_quoting(GbThread *t, GbBorrow self)
{
    return gb_small_new(gb_csv_dialect(self)->quoting);
}

static GbRef get_doublequote(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_csv_dialect(self)->doublequote);
}

static GbRef get_skipinitialspace(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_csv_dialect(self)->skipinitialspace);
}

static GbRef get_strict(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_csv_dialect(self)->strict);
}

/* --- Tables --- */

static const GbMethodDef dialect_methods[] = {
    {"__reduce__()", refuse_pickling, "raises an exception to avoid pickling"},
    {"__reduce_ex__(protocol, /)", refuse_pickling, "raises an exception to avoid pickling"},
    {0},
};

static const GbGetSetDef dialect_getsets[] = {
    {"delimiter", get_delimiter, NULL, NULL},
    {"escapechar", get_escapechar, NULL, NULL},
    {"lineterminator", get_lineterminator, NULL, NULL},
    {"quotechar", get_quotechar, NULL, NULL},
    {"quoting", get_quoting, NULL, NULL},
    {"doublequote", get_doublequote, NULL, NULL},
    {"skipinitialspace", get_skipinitialspace, NULL, NULL},
    {"strict", get_strict, NULL, NULL},
    {0},
};

const GbTypeSpec gb_csv_dialect_spec = {
    .name = "_csv.Dialect",
    .doc = "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    .size = sizeof(CsvDialect),
    .slots = {.dealloc = dialect_dealloc},
    .constructor = {"Dialect(dialect=None, delimiter=?, doublequote=?, escapechar=?, "
                    "lineterminator=?, quotechar=?, quoting=?, skipinitialspace=?, strict=?)",
                    dialect_create, NULL},
    .methods = dialect_methods,
    .getsets = dialect_getsets,
};
