/* The families that add plain attributes: StopIteration, SystemExit, NameError, AttributeError,
 * ImportError and SyntaxError. */
#include "vm/object/exception_parts.h"

#include "vm/interp.h"

/* --- StopIteration and SystemExit --- */

int gb_stop_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    if (gb_exception_init(t, self, args, count, names) < 0)
        return -1;
    gb_field_set(self, GB_STOP_VALUE, count > 0 ? args[0] : GB_NULL);
    return 0;
}

int gb_exit_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    if (gb_exception_init(t, self, args, count, names) < 0)
        return -1;
    if (count > 0)
        gb_field_set(self, GB_EXIT_CODE, count == 1 ? args[0] : gb_as_exception(self)->args);
    return 0;
}

/* --- Keyword-only attributes --- */

/* Stores args[positional...] into places by their names; `allowed` says which, ended by NULL. */
static int take_names(GbThread *t, GbBorrow self, const char *class_name,
                      const char *const *allowed, const int *places, const GbBorrow *args,
                      int count, GbBorrow names)
{
    int positional = gb_positional_count(count, names), allowed_count = 0;
    while (allowed[allowed_count] != NULL)
        ++allowed_count;
    if (count - positional > allowed_count)
        return gb_fail(t, gb_TypeError, "%s() takes at most %d keyword argument%s (%d given)",
                       class_name, allowed_count, allowed_count == 1 ? "" : "s",
                       count - positional);
    for (int i = 0; i < allowed_count; ++i)
        gb_field_set(self, places[i], GB_NULL);
    for (int i = positional; i < count; ++i) {
        GbBorrow name = gb_tuple_peek(names, i - positional);
        int found = 0;
        while (found < allowed_count && !gb_str_equal_c(name, allowed[found]))
            ++found;
        if (found == allowed_count)
            return gb_fail(t, gb_TypeError, "'%U' is an invalid keyword argument for %s()", name,
                           class_name);
        gb_field_set(self, places[found], args[i]);
    }
    return 0;
}

int gb_attribute_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                            GbBorrow names)
{
    static const char *const allowed[] = {"name", "obj", NULL};
    static const int places[] = {GB_ATTRIBUTE_NAME, GB_ATTRIBUTE_OBJECT};
    if (gb_exception_init(t, self, args, gb_positional_count(count, names), GB_NULL) < 0)
        return -1;
    return take_names(t, self, "AttributeError", allowed, places, args, count, names);
}

int gb_name_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    static const char *const allowed[] = {"name", NULL};
    static const int places[] = {GB_NAME_ERROR_NAME};
    if (gb_exception_init(t, self, args, gb_positional_count(count, names), GB_NULL) < 0)
        return -1;
    return take_names(t, self, "NameError", allowed, places, args, count, names);
}

/* --- ImportError --- */

int gb_import_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names)
{
    static const char *const allowed[] = {"name", "path", NULL};
    static const int places[] = {GB_IMPORT_NAME, GB_IMPORT_PATH};
    int positional = gb_positional_count(count, names);
    if (gb_exception_init(t, self, args, positional, GB_NULL) < 0)
        return -1;
    gb_field_set(self, GB_IMPORT_MSG, positional == 1 ? args[0] : GB_NULL);
    return take_names(t, self, "ImportError", allowed, places, args, count, names);
}

GbRef gb_import_error_str(GbThread *t, GbBorrow self)
{
    GbBorrow msg = gb_field_peek(self, GB_IMPORT_MSG);
    return gb_is_exact(msg, GB_KIND_STR) ? gb_new_ref(msg) : gb_exception_str(t, self);
}

static GbRef import_error_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbException *e = gb_as_exception(self);
    GbRef state = GB_NULL, result = GB_NULL;
    if (e->fields[GB_IMPORT_NAME] != GB_NULL || e->fields[GB_IMPORT_PATH] != GB_NULL) {
        state = gb_dict_new(t);
        if (state == GB_NULL)
            return GB_NULL;
        if (e->fields[GB_IMPORT_NAME] != GB_NULL &&
            gb_dict_set_c(t, state, "name", e->fields[GB_IMPORT_NAME]) < 0)
            goto done;
        if (e->fields[GB_IMPORT_PATH] != GB_NULL &&
            gb_dict_set_c(t, state, "path", e->fields[GB_IMPORT_PATH]) < 0)
            goto done;
    }
    result = gb_exception_reduce_with(t, self, GB_NULL, state);
done:
    gb_clear(&state);
    return result;
}

/* --- SyntaxError --- */

/* (filename, lineno, offset, text[, end_lineno, end_offset]), or any iterable of that. */
static int take_details(GbThread *t, GbBorrow self, GbBorrow details)
{
    static const int places[] = {GB_SYNTAX_FILENAME, GB_SYNTAX_LINE,     GB_SYNTAX_OFFSET,
                                 GB_SYNTAX_TEXT,     GB_SYNTAX_END_LINE, GB_SYNTAX_END_OFFSET};
    int result = -1;
    GbRef tuple = gb_tuple_from(t, details);
    if (tuple == GB_NULL)
        return -1;
    int count = (int)gb_tuple_count(tuple);
    if (count < 4 || count > 6) {
        gb_fail(t, gb_TypeError, "function takes at %s %d arguments (%d given)",
                count < 4 ? "least" : "most", count < 4 ? 4 : 6, count);
        goto done;
    }
    for (int i = 0; i < 6; ++i)
        gb_field_set(self, places[i], i < count ? gb_tuple_peek(tuple, i) : GB_NULL);
    if (count == 5) {
        gb_fail(t, gb_TypeError, "end_offset must be provided when end_lineno is provided");
        goto done;
    }
    result = 0;
done:
    gb_clear(&tuple);
    return result;
}

int gb_syntax_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                         GbBorrow names)
{
    if (gb_exception_init(t, self, args, count, names) < 0)
        return -1;
    if (count >= 1)
        gb_field_set(self, GB_SYNTAX_MSG, args[0]);
    return count == 2 ? take_details(t, self, args[1]) : 0;
}

/* The last part of a path. */
static GbRef base_name(GbThread *t, GbBorrow path)
{
    int64_t start = gb_str_length(path);
    while (start > 0 && gb_str_at(path, start - 1) != '/')
        --start;
    return gb_str_slice(t, path, start, gb_str_length(path));
}

GbRef gb_syntax_error_str(GbThread *t, GbBorrow self)
{
    GbBorrow msg = gb_field_peek(self, GB_SYNTAX_MSG),
             filename = gb_field_peek(self, GB_SYNTAX_FILENAME);
    GbBorrow line = gb_field_peek(self, GB_SYNTAX_LINE);
    int64_t number = 0;
    bool has_line = gb_is_int(line) && gb_int_peek_i64(line, &number);
    if (!gb_is_str(filename))
        return has_line ? gb_str_format(t, "%S (line %lld)", msg, (long long)number)
                        : gb_str(t, msg);
    GbRef base = base_name(t, filename);
    if (base == GB_NULL)
        return GB_NULL;
    GbRef result = has_line ? gb_str_format(t, "%S (%U, line %lld)", msg, base, (long long)number)
                            : gb_str_format(t, "%S (%U)", msg, base);
    gb_decref(base);
    return result;
}

/* --- Tables --- */

const GbGetSetDef gb_stop_getsets[] = {
    GB_FIELD("value", 0, "generator return value"),
    {0},
};

const GbGetSetDef gb_exit_getsets[] = {
    GB_FIELD("code", 0, "exception code"),
    {0},
};

const GbGetSetDef gb_attribute_error_getsets[] = {
    GB_FIELD("name", 0, "attribute name"),
    GB_FIELD("obj", 1, "object"),
    {0},
};

const GbGetSetDef gb_name_error_getsets[] = {
    GB_FIELD("name", 0, "name"),
    {0},
};

const GbGetSetDef gb_import_error_getsets[] = {
    GB_FIELD("msg", 0, "exception message"),
    GB_FIELD("name", 1, "module name"),
    GB_FIELD("path", 2, "module path"),
    {0},
};

const GbMethodDef gb_import_error_methods[] = {
    {"__reduce__()", import_error_reduce, NULL},
    {0},
};

const GbGetSetDef gb_syntax_error_getsets[] = {
    GB_FIELD("msg", 0, "exception msg"),
    GB_FIELD("filename", 1, "exception filename"),
    GB_FIELD("lineno", 2, "exception lineno"),
    GB_FIELD("offset", 3, "exception offset"),
    GB_FIELD("text", 4, "exception text"),
    GB_FIELD("end_lineno", 5, "exception end lineno"),
    GB_FIELD("end_offset", 6, "exception end offset"),
    GB_FIELD("print_file_and_line", 7, "exception print_file_and_line"),
    {0},
};
