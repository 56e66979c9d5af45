/* The class Unpickler, its memo as scripts see it, and the strings of Python 2. */
#include "stdlib/pickle_parts.h"

static Unpickler *as_unpickler(GbBorrow v)
{
    return (Unpickler *)gb_object(v);
}

/* --- The strings of Python 2 --- */

GbRef gb_unpickle_string(GbThread *t, Unpickler *u, const uint8_t *data, int64_t size)
{
    if (u->strings_are_bytes)
        return gb_bytes_new(t, data, (size_t)size);
    const char *encoding = gb_str_utf8(t, u->encoding, NULL);
    const char *errors = encoding == NULL ? NULL : gb_str_utf8(t, u->errors, NULL);
    return errors == NULL ? GB_NULL : gb_decode(t, data, (size_t)size, encoding, errors);
}

GbRef gb_unpickle_quoted(GbThread *t, Unpickler *u)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    if (line == NULL)
        return GB_NULL;
    if (size < 2 || line[0] != line[size - 1] || (line[0] != '"' && line[0] != '\''))
        return gb_raise_error(t, &gb_unpickling_error, "the STRING opcode argument must be quoted");
    GbRef bytes = gb_escape_decode(t, (const uint8_t *)line + 1, (size_t)size - 2, NULL);
    GbRef text = bytes == GB_NULL
                     ? GB_NULL
                     : gb_unpickle_string(t, u, gb_bytes_data(bytes), gb_bytes_size(bytes));
    gb_xdecref(bytes);
    return text;
}

/* --- Making --- */

Unpickler *gb_unpickler_new(GbThread *t, GbType *type)
{
    Unpickler *u = gb_object_new(t, type);
    if (u != NULL)
        u->is_plain = type == gb_spec_type(t, &gb_unpickler_spec);
    return u;
}

static int find_file(GbThread *t, PickleInput *input, GbBorrow file)
{
    if (gb_pickle_find_attr(t, file, "peek", &input->peek) < 0)
        return -1;
    int has_read = gb_pickle_find_attr(t, file, "read", &input->read);
    int has_line = has_read < 0 ? -1 : gb_pickle_find_attr(t, file, "readline", &input->readline);
    if (has_read < 0 || has_line < 0)
        return -1;
    if (!has_read || !has_line)
        return gb_fail(t, gb_TypeError, "file must have 'read' and 'readline' attributes");
    return 0;
}

int gb_unpickler_setup(GbThread *t, Unpickler *u, GbBorrow file, GbBorrow fix_imports,
                       GbBorrow encoding, GbBorrow errors, GbBorrow buffers)
{
    int fix = gb_truth(t, fix_imports);
    if (fix < 0)
        return -1;
    if (!gb_is_str(encoding) || !gb_is_str(errors))
        return gb_fail(t, gb_TypeError, "Unpickler() argument '%s' must be str, not %T",
                       gb_is_str(encoding) ? "errors" : "encoding",
                       gb_is_str(encoding) ? errors : encoding);
    u->fix_imports = fix;
    u->protocol = 0;
    gb_set(&u->encoding, gb_new_ref(encoding));
    gb_set(&u->errors, gb_new_ref(errors));
    u->strings_are_bytes = gb_str_equal_c(encoding, "bytes");
    gb_clear(&u->buffers);
    if (buffers != GB_NONE && buffers != GB_NULL && (u->buffers = gb_iter(t, buffers)) == GB_NULL)
        return -1;
    gb_pickle_input_clear(t, &u->input);
    return file == GB_NULL ? 0 : find_file(t, &u->input, file);
}

/* --- Methods --- */

static GbRef unpickler_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                              GbBorrow names)
{
    return gb_value(gb_unpickler_new(t, (GbType *)gb_object(type)));
}

static GbRef unpickler_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Unpickler *u = as_unpickler(self);
    if (u->running)
        return gb_raise(t, gb_RuntimeError, "Unpickler is already loading an object");
    gb_unpickle_memo_clear(t, u);
    return gb_unpickler_setup(t, u, args[0], args[1], args[2], args[3], args[4]) < 0 ? GB_NULL
                                                                                     : GB_NONE;
}

static GbRef unpickler_load(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Unpickler *u = as_unpickler(self);
    if (u->running)
        return gb_raise(t, gb_RuntimeError, "Unpickler is already loading an object");
    if (u->input.read == GB_NULL)
        return gb_raise_error(t, &gb_unpickling_error,
                              "Unpickler.__init__() was not called by %s.__init__()",
                              gb_str_utf8(t, u->header.type->name, NULL));
    u->persistent_found = u->persistent_load == GB_NULL ? GB_NULL : gb_new_ref(u->persistent_load);
    if (u->persistent_found == GB_NULL && !u->is_plain &&
        gb_pickle_find_attr(t, self, "persistent_load", &u->persistent_found) < 0)
        return GB_NULL;
    u->running = true;
    u->protocol = 0;
    GbRef held = gb_new_ref(self);
    GbRef result = gb_unpickler_load(t, u);
    gb_unpickle_stack_clear(t, u);
    gb_clear(&u->persistent_found);
    u->running = false;
    gb_decref(held);
    return result;
}

static GbRef unpickler_find_class(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_unpickle_find_class(t, as_unpickler(self), args[0], args[1]);
}

static void unpickler_clear(GbThread *t, GbObject *self)
{
    Unpickler *u = (Unpickler *)self;
    gb_unpickle_stack_clear(t, u);
    gb_unpickle_memo_clear(t, u);
    gb_pickle_input_clear(t, &u->input);
    gb_clear(&u->persistent_load);
    gb_clear(&u->persistent_found);
    gb_clear(&u->encoding);
    gb_clear(&u->errors);
    gb_clear(&u->buffers);
    gb_clear(&u->copyreg);
}

static int unpickler_visit(GbObject *self, GbVisitor visit, void *context)
{
    Unpickler *u = (Unpickler *)self;
    for (int64_t i = 0; i < u->count; i++)
        GB_VISIT(u->stack[i]);
    for (int64_t i = 0; i < u->memo_capacity; i++)
        GB_VISIT(u->memo[i]);
    GB_VISIT(u->memo_far);
    GB_VISIT(u->input.buffer.owner);
    GB_VISIT(u->input.read);
    GB_VISIT(u->input.readline);
    GB_VISIT(u->input.peek);
    GB_VISIT(u->persistent_load);
    GB_VISIT(u->persistent_found);
    GB_VISIT(u->encoding);
    GB_VISIT(u->errors);
    GB_VISIT(u->buffers);
    GB_VISIT(u->copyreg);
    return 0;
}

static GbRef unpickler_get_persistent_load(GbThread *t, GbBorrow self)
{
    GbRef value = as_unpickler(self)->persistent_load;
    return value != GB_NULL ? gb_new_ref(value) : gb_raise(t, gb_AttributeError, "persistent_load");
}

static int unpickler_set_persistent_load(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "attribute deletion is not supported");
    if (!gb_is_callable(t, value))
        return gb_fail(t, gb_TypeError, "persistent_load must be a callable taking one argument");
    gb_set(&as_unpickler(self)->persistent_load, gb_new_ref(value));
    return 0;
}

/* --- The memo --- */

static GbRef unpickler_get_memo(GbThread *t, GbBorrow self)
{
    return gb_pickle_proxy_new(t, &gb_unpickler_memo_spec, self);
}

GbRef gb_unpickler_memo_copy(GbThread *t, GbBorrow self)
{
    Unpickler *u = as_unpickler(self);
    GbRef dict = gb_dict_new(t);
    for (int64_t i = 0; dict != GB_NULL && i < u->memo_capacity; i++) {
        if (u->memo[i] != GB_NULL && gb_dict_set(t, dict, gb_small_new(i), u->memo[i]) < 0)
            gb_clear(&dict);
    }
    return dict;
}

static int memo_fill(GbThread *t, Unpickler *u, GbBorrow dict)
{
    int64_t position = 0, number;
    GbBorrow key, value;
    while (gb_dict_next(dict, &position, &key, &value)) {
        if (!gb_is_int(key) || !gb_int_peek_i64(key, &number))
            return gb_fail(t, gb_TypeError, "memo key must be integers");
        if (number < 0)
            return gb_fail(t, gb_ValueError, "memo key must be positive integers.");
        if (gb_unpickle_memo_set(t, u, (uint64_t)number, value) < 0)
            return -1;
    }
    return 0;
}

static int unpickler_set_memo(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "attribute deletion is not supported");
    bool is_proxy = gb_is_spec(t, value, &gb_unpickler_memo_spec);
    if (!is_proxy && !gb_is_dict(value))
        return gb_fail(t, gb_TypeError,
                       "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %.200T",
                       value);
    GbRef dict = is_proxy ? gb_unpickler_memo_copy(t, gb_pickle_proxied(value))
                          : gb_dict_copy(t, value);
    if (dict == GB_NULL)
        return -1;
    gb_unpickle_memo_clear(t, as_unpickler(self));
    int failed = memo_fill(t, as_unpickler(self), dict);
    gb_decref(dict);
    return failed;
}

/* --- Tables --- */

static const GbMethodDef unpickler_methods[] = {
    {"load()", unpickler_load, "Read a pickle from the file, and return the object in it."},
    {"find_class(module_name, global_name, /)", unpickler_find_class,
     "Return an object from a specified module, importing it if necessary."},
    {0},
};

static const GbGetSetDef unpickler_getsets[] = {
    {"memo", unpickler_get_memo, unpickler_set_memo, NULL},
    {"persistent_load", unpickler_get_persistent_load, unpickler_set_persistent_load, NULL},
    {0},
};

const GbTypeSpec gb_unpickler_spec = {
    .name = "_pickle.Unpickler",
    .doc = "Makes objects of the pickles in a file.",
    .size = sizeof(Unpickler),
    .flags = GB_TYPE_CONTAINER,
    .slots = {.dealloc = unpickler_clear,
              .visit = unpickler_visit,
              .clear = unpickler_clear,
              .create = unpickler_create},
    .initializer = {"Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict', "
                    "buffers=None)",
                    unpickler_init, NULL},
    .methods = unpickler_methods,
    .getsets = unpickler_getsets,
};
