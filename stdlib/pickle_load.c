/* The machine that runs a pickle. Every instruction checks what it takes: the program may be
 * anybody's. */
#include "stdlib/pickle_parts.h"

/* --- Numbers and text --- */

static int load_int_line(GbThread *t, Unpickler *u, bool is_long)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    if (line == NULL)
        return -1;
    if (!is_long && size == 2 && line[0] == '0' && (line[1] == '0' || line[1] == '1'))
        return gb_unpickle_push_take(t, u, gb_bool(line[1] == '1'));
    if (is_long && size > 0 && line[size - 1] == 'L')
        --size;
    GbRef number = gb_int_from_text(t, line, (size_t)size, 0);
    if (number == GB_NULL && !is_long && gb_raised_drop_if(t, gb_ValueError))
        gb_raise(t, gb_ValueError, "could not convert string to int");
    return gb_unpickle_push_take(t, u, number);
}

static int load_float_line(GbThread *t, Unpickler *u)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    GbRef text = line == NULL ? GB_NULL : gb_str_from_utf8(t, line, (size_t)size);
    GbRef number = text == GB_NULL ? GB_NULL : gb_call1(t, gb_value(gb_type(t, FLOAT)), text);
    gb_xdecref(text);
    return gb_unpickle_push_take(t, u, number);
}

static int load_binary_float(GbThread *t, Unpickler *u)
{
    const uint8_t *data = gb_pickle_read(t, &u->input, 8);
    uint64_t bits = 0;
    double x;
    if (data == NULL)
        return -1;
    for (int i = 0; i < 8; i++)
        bits = bits << 8 | data[i];
    memcpy(&x, &bits, sizeof x);
    return gb_unpickle_push_take(t, u, gb_float_new(x));
}

static int load_binary_int(GbThread *t, Unpickler *u, int size)
{
    const uint8_t *data = gb_pickle_read(t, &u->input, size);
    if (data == NULL)
        return -1;
    uint64_t number = pickle_number(data, size);
    return gb_unpickle_push_take(
        t, u, gb_small_new(size == 4 ? (int32_t)(uint32_t)number : (int64_t)number));
}

/* The size that stands before something long; -1 fails. */
static int64_t read_size(GbThread *t, Unpickler *u, int width, const char *opcode)
{
    const uint8_t *data = gb_pickle_read(t, &u->input, width);
    if (data == NULL)
        return -1;
    uint64_t size = pickle_number(data, width);
    if (size > INT64_MAX)
        return gb_fail(t, gb_OverflowError, "%s exceeds system's maximum size of %lld bytes",
                       opcode, (long long)INT64_MAX);
    return (int64_t)size;
}

/* Four bytes with a sign, that must be positive. */
static int64_t read_signed_size(GbThread *t, Unpickler *u, const char *opcode)
{
    int64_t size = read_size(t, u, 4, opcode);
    if (size <= INT32_MAX)
        return size;
    gb_raise_error(t, &gb_unpickling_error, "%s pickle has negative byte count", opcode);
    return -1;
}

static int load_long(GbThread *t, Unpickler *u, int width)
{
    int64_t size = width == 1 ? read_size(t, u, 1, "LONG1") : read_signed_size(t, u, "LONG");
    const uint8_t *data = size < 0 ? NULL : gb_pickle_read(t, &u->input, size);
    if (data == NULL)
        return -1;
    return gb_unpickle_push_take(
        t, u, size == 0 ? gb_small_new(0) : gb_int_from_bytes(t, data, (size_t)size, false, true));
}

static int load_string(GbThread *t, Unpickler *u, int width)
{
    int64_t size = width == 1 ? read_size(t, u, 1, "SHORT_BINSTRING")
                              : read_signed_size(t, u, "BINSTRING");
    const uint8_t *data = size < 0 ? NULL : gb_pickle_read(t, &u->input, size);
    return data == NULL ? -1 : gb_unpickle_push_take(t, u, gb_unpickle_string(t, u, data, size));
}

static int load_text_line(GbThread *t, Unpickler *u)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    if (line == NULL)
        return -1;
    return gb_unpickle_push_take(
        t, u, gb_decode(t, (const uint8_t *)line, (size_t)size, "raw-unicode-escape", NULL));
}

static int load_text(GbThread *t, Unpickler *u, int width)
{
    int64_t size = read_size(t, u, width, "BINUNICODE");
    const uint8_t *data = size < 0 ? NULL : gb_pickle_read(t, &u->input, size);
    if (data == NULL)
        return -1;
    return gb_unpickle_push_take(t, u, gb_decode(t, data, (size_t)size, "utf-8", "surrogatepass"));
}

static int load_bytes(GbThread *t, Unpickler *u, int width)
{
    int64_t size = read_size(t, u, width, "BINBYTES");
    const uint8_t *data = size < 0 ? NULL : gb_pickle_read(t, &u->input, size);
    return data == NULL ? -1 : gb_unpickle_push_take(t, u, gb_bytes_new(t, data, (size_t)size));
}

static int load_bytearray(GbThread *t, Unpickler *u)
{
    int64_t size = read_size(t, u, 8, "BYTEARRAY8");
    const uint8_t *data = size < 0 ? NULL : gb_pickle_read(t, &u->input, size);
    return data == NULL ? -1 : gb_unpickle_push_take(t, u, gb_bytearray_new(t, data, (size_t)size));
}

/* --- Containers --- */

static int load_tuple(GbThread *t, Unpickler *u, int64_t start)
{
    return start < 0 ? -1 : gb_unpickle_push_take(t, u, gb_unpickle_pop_tuple(t, u, start));
}

static int load_short_tuple(GbThread *t, Unpickler *u, int64_t count)
{
    return gb_unpickle_need(t, u, count) < 0 ? -1 : load_tuple(t, u, u->count - count);
}

static int load_list(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    GbRef tuple = start < 0 ? GB_NULL : gb_unpickle_pop_tuple(t, u, start);
    GbRef list = tuple == GB_NULL ? GB_NULL : gb_list_from(t, tuple);
    gb_xdecref(tuple);
    return gb_unpickle_push_take(t, u, list);
}

static int load_dict(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    if (start < 0)
        return -1;
    if ((u->count - start) % 2 != 0) {
        gb_raise_error(t, &gb_unpickling_error, "odd number of items for DICT");
        return -1;
    }
    GbRef dict = gb_dict_new(t);
    for (int64_t i = start; dict != GB_NULL && i < u->count; i += 2) {
        if (gb_dict_set(t, dict, u->stack[i], u->stack[i + 1]) < 0)
            gb_clear(&dict);
    }
    gb_unpickle_drop(u, start);
    return gb_unpickle_push_take(t, u, dict);
}

static int load_frozenset(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    GbRef tuple = start < 0 ? GB_NULL : gb_unpickle_pop_tuple(t, u, start);
    GbRef set = tuple == GB_NULL ? GB_NULL : gb_frozenset_new(t, tuple);
    gb_xdecref(tuple);
    return gb_unpickle_push_take(t, u, set);
}

/* Call target.method(item) for all. */
static int call_for_each(GbThread *t, GbBorrow target, const char *method, GbBorrow tuple)
{
    GbRef function = gb_attr_get_c(t, target, method);
    int failed = function == GB_NULL ? -1 : 0;
    for (int64_t i = 0; failed == 0 && i < gb_tuple_count(tuple); i++) {
        GbRef result = gb_call1(t, function, gb_tuple_peek(tuple, i));
        failed = result == GB_NULL ? -1 : 0;
        gb_xdecref(result);
    }
    gb_xdecref(function);
    return failed;
}

static int append_all(GbThread *t, GbBorrow target, GbBorrow tuple)
{
    GbRef extend = GB_NULL;
    int found = gb_pickle_find_attr(t, target, "extend", &extend);
    if (found <= 0)
        return found < 0 ? -1 : call_for_each(t, target, "append", tuple);
    GbRef list = gb_list_from(t, tuple);
    GbRef result = list == GB_NULL ? GB_NULL : gb_call1(t, extend, list);
    gb_xdecref(list);
    gb_xdecref(extend);
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

/* Where the last `count` values begin, with one below them; -1 fails. */
static int64_t top(GbThread *t, Unpickler *u, int64_t count)
{
    return gb_unpickle_need(t, u, count + 1) < 0 ? -1 : u->count - count;
}

/* APPEND, APPENDS: what lies from `start` up goes into the object below. */
static int load_appends(GbThread *t, Unpickler *u, int64_t start)
{
    if (start < 0 || start - 1 < u->fence)
        return start < 0 ? -1 : gb_unpickle_need(t, u, INT64_MAX);
    if (start == u->count)
        return 0;
    GbBorrow target = u->stack[start - 1];
    if (gb_is_exact(target, GB_KIND_LIST)) {
        int failed = 0;
        for (int64_t i = start; failed == 0 && i < u->count; i++)
            failed = gb_list_append(t, target, u->stack[i]);
        gb_unpickle_drop(u, start);
        return failed;
    }
    GbRef tuple = gb_unpickle_pop_tuple(t, u, start);
    int failed = tuple == GB_NULL ? -1 : append_all(t, target, tuple);
    gb_xdecref(tuple);
    return failed;
}

static int load_set_items(GbThread *t, Unpickler *u, int64_t start)
{
    if (start < 0 || start - 1 < u->fence)
        return start < 0 ? -1 : gb_unpickle_need(t, u, INT64_MAX);
    if ((u->count - start) % 2 != 0) {
        gb_raise_error(t, &gb_unpickling_error, "odd number of items for SETITEMS");
        return -1;
    }
    GbBorrow target = u->stack[start - 1];
    bool is_dict = gb_is_exact(target, GB_KIND_DICT);
    int failed = 0;
    for (int64_t i = start; failed == 0 && i < u->count; i += 2)
        failed = is_dict ? gb_dict_set(t, target, u->stack[i], u->stack[i + 1])
                         : gb_item_set(t, target, u->stack[i], u->stack[i + 1]);
    gb_unpickle_drop(u, start);
    return failed;
}

static int load_add_items(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    if (start < 0 || start - 1 < u->fence)
        return start < 0 ? -1 : gb_unpickle_need(t, u, INT64_MAX);
    GbRef tuple = gb_unpickle_pop_tuple(t, u, start);
    if (tuple == GB_NULL)
        return -1;
    GbBorrow target = u->stack[start - 1];
    int failed = 0;
    if (gb_is_exact(target, GB_KIND_SET)) {
        for (int64_t i = 0; failed == 0 && i < gb_tuple_count(tuple); i++)
            failed = gb_set_add(t, target, gb_tuple_peek(tuple, i));
    } else {
        failed = call_for_each(t, target, "add", tuple);
    }
    gb_decref(tuple);
    return failed;
}

/* --- Names and objects --- */

static GbRef read_name(GbThread *t, Unpickler *u)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    return line == NULL ? GB_NULL
                        : gb_decode(t, (const uint8_t *)line, (size_t)size, "utf-8", NULL);
}

static GbRef read_global(GbThread *t, Unpickler *u)
{
    GbRef module = read_name(t, u), name = module == GB_NULL ? GB_NULL : read_name(t, u);
    GbRef found = name == GB_NULL ? GB_NULL : gb_unpickle_find(t, u, module, name);
    gb_xdecref(module);
    gb_xdecref(name);
    return found;
}

static int load_stack_global(GbThread *t, Unpickler *u)
{
    GbRef name = gb_unpickle_pop(t, u), found = GB_NULL;
    GbRef module = name == GB_NULL ? GB_NULL : gb_unpickle_pop(t, u);
    if (module != GB_NULL && gb_is_exact(name, GB_KIND_STR) && gb_is_exact(module, GB_KIND_STR))
        found = gb_unpickle_find(t, u, module, name);
    else if (module != GB_NULL)
        gb_raise_error(t, &gb_unpickling_error, "STACK_GLOBAL requires str");
    gb_xdecref(module);
    gb_xdecref(name);
    return gb_unpickle_push_take(t, u, found);
}

static int load_extension(GbThread *t, Unpickler *u, int width)
{
    const uint8_t *data = gb_pickle_read(t, &u->input, width);
    if (data == NULL)
        return -1;
    uint64_t number = pickle_number(data, width);
    return gb_unpickle_push_take(
        t, u, gb_unpickle_extension(t, u, width == 4 ? (int32_t)number : (int64_t)number));
}

static int load_instance(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    if (start < 0)
        return -1;
    GbRef arguments = gb_unpickle_pop_tuple(t, u, start);
    GbRef class = arguments == GB_NULL ? GB_NULL : read_global(t, u);
    GbRef made = GB_NULL;
    if (class != GB_NULL)
        made = gb_unpickle_instance(t, class, arguments);
    else
        gb_xdecref(arguments);
    gb_xdecref(class);
    return gb_unpickle_push_take(t, u, made);
}

static int load_object(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    if (start < 0)
        return -1;
    if (u->count - start < 1)
        return gb_unpickle_need(t, u, INT64_MAX);
    GbRef arguments = gb_unpickle_pop_tuple(t, u, start + 1);
    if (arguments == GB_NULL)
        return -1;
    GbRef class = u->stack[--u->count];
    GbRef made = gb_unpickle_instance(t, class, arguments);
    gb_decref(class);
    return gb_unpickle_push_take(t, u, made);
}

static int load_reduce(GbThread *t, Unpickler *u)
{
    if (gb_unpickle_need(t, u, 2) < 0)
        return -1;
    GbRef arguments = u->stack[--u->count], callable = u->stack[--u->count];
    GbRef result = gb_is_tuple(arguments)
                       ? gb_call_tuple(t, callable, arguments, GB_NULL)
                       : gb_raise(t, gb_TypeError, "argument list must be a tuple");
    gb_decref(callable);
    gb_decref(arguments);
    return gb_unpickle_push_take(t, u, result);
}

static int load_newobj(GbThread *t, Unpickler *u, bool with_keywords)
{
    int64_t count = with_keywords ? 3 : 2;
    if (gb_unpickle_need(t, u, count) < 0)
        return -1;
    GbRef parts = gb_unpickle_pop_tuple(t, u, u->count - count);
    if (parts == GB_NULL)
        return -1;
    GbRef made = gb_unpickle_newobj(t, gb_tuple_peek(parts, 0), gb_tuple_peek(parts, 1),
                                    with_keywords ? gb_tuple_peek(parts, 2) : GB_NULL,
                                    with_keywords ? "NEWOBJ_EX" : "NEWOBJ");
    gb_decref(parts);
    return gb_unpickle_push_take(t, u, made);
}

static int load_build(GbThread *t, Unpickler *u)
{
    if (gb_unpickle_need(t, u, 2) < 0)
        return -1;
    GbRef state = u->stack[--u->count];
    int failed = gb_unpickle_build(t, u->stack[u->count - 1], state);
    gb_decref(state);
    return failed;
}

static int load_persistent(GbThread *t, Unpickler *u, GbRef id)
{
    GbRef object = GB_NULL;
    if (id != GB_NULL && u->persistent_found == GB_NULL)
        gb_raise_error(t, &gb_unpickling_error,
                       "A load persistent id instruction was encountered,\n"
                       "but no persistent_load function was specified.");
    else if (id != GB_NULL)
        object = gb_call1(t, u->persistent_found, id);
    gb_xdecref(id);
    return gb_unpickle_push_take(t, u, object);
}

static int load_persistent_line(GbThread *t, Unpickler *u)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    if (line == NULL)
        return -1;
    GbRef id = gb_decode(t, (const uint8_t *)line, (size_t)size, "ascii", NULL);
    if (id == GB_NULL && gb_raised_drop_if(t, gb_UnicodeDecodeError))
        gb_raise_error(t, &gb_unpickling_error,
                       "persistent IDs in protocol 0 must be ASCII strings");
    return load_persistent(t, u, id);
}

/* --- Buffers --- */

static int load_next_buffer(GbThread *t, Unpickler *u)
{
    if (u->buffers == GB_NULL) {
        gb_raise_error(t, &gb_unpickling_error,
                       "pickle stream refers to out-of-band data but no *buffers* argument was "
                       "given");
        return -1;
    }
    GbRef buffer = gb_next(t, u->buffers);
    if (buffer == GB_NULL && (!gb_raised(t) || gb_raised_drop_if(t, gb_StopIteration)))
        gb_raise_error(t, &gb_unpickling_error, "not enough out-of-band buffers");
    return gb_unpickle_push_take(t, u, buffer);
}

static int load_readonly_buffer(GbThread *t, Unpickler *u)
{
    GbRef buffer = gb_unpickle_pop(t, u);
    return buffer == GB_NULL ? -1 : gb_unpickle_push_take(t, u, gb_pickle_readonly(t, buffer));
}

/* --- The memo and the stack --- */

/* The number in a line of GET or PUT. */
static int read_memo_line(GbThread *t, Unpickler *u, int64_t *number)
{
    int64_t size;
    const char *line = gb_pickle_read_line(t, &u->input, &size);
    GbRef v = line == NULL ? GB_NULL : gb_int_from_text(t, line, (size_t)size, 10);
    int failed = v == GB_NULL ? -1 : gb_int_to_i64(t, v, number);
    gb_xdecref(v);
    return failed;
}

static int get_memo(GbThread *t, Unpickler *u, int64_t number)
{
    GbBorrow value = number < 0 ? GB_NULL : gb_unpickle_memo_peek(t, u, (uint64_t)number);
    if (value != GB_NULL)
        return gb_unpickle_push_take(t, u, gb_new_ref(value));
    gb_raise_error(t, &gb_unpickling_error, "Memo value not found at index %lld",
                   (long long)number);
    return -1;
}

static int put_memo(GbThread *t, Unpickler *u, int64_t number)
{
    if (gb_unpickle_need(t, u, 1) < 0)
        return -1;
    if (number < 0)
        return gb_fail(t, gb_ValueError, "negative PUT argument");
    return gb_unpickle_memo_set(t, u, (uint64_t)number, u->stack[u->count - 1]);
}

static int load_memo_line(GbThread *t, Unpickler *u,
                          int (*act)(GbThread *t, Unpickler *u, int64_t number))
{
    int64_t number;
    return read_memo_line(t, u, &number) < 0 ? -1 : act(t, u, number);
}

static int load_memo_number(GbThread *t, Unpickler *u, int width,
                            int (*act)(GbThread *t, Unpickler *u, int64_t number))
{
    const uint8_t *data = gb_pickle_read(t, &u->input, width);
    return data == NULL ? -1 : act(t, u, (int64_t)pickle_number(data, width));
}

/* A POP drops a mark that lies on top, too. */
static int load_pop(GbThread *t, Unpickler *u)
{
    if (u->mark_count > 0 && u->marks[u->mark_count - 1] == u->count)
        return gb_unpickle_unmark(t, u) < 0 ? -1 : 0;
    GbRef value = gb_unpickle_pop(t, u);
    gb_xdecref(value);
    return value == GB_NULL ? -1 : 0;
}

static int load_pop_mark(GbThread *t, Unpickler *u)
{
    int64_t start = gb_unpickle_unmark(t, u);
    if (start < 0)
        return -1;
    gb_unpickle_drop(u, start);
    return 0;
}

static int load_dup(GbThread *t, Unpickler *u)
{
    if (gb_unpickle_need(t, u, 1) < 0)
        return -1;
    return gb_unpickle_push_take(t, u, gb_new_ref(u->stack[u->count - 1]));
}

/* --- The pickle itself --- */

static int load_protocol(GbThread *t, Unpickler *u)
{
    const uint8_t *data = gb_pickle_read(t, &u->input, 1);
    if (data == NULL)
        return -1;
    if (*data > PICKLE_PROTOCOL_HIGHEST)
        return gb_fail(t, gb_ValueError, "unsupported pickle protocol: %d", *data);
    u->protocol = *data;
    return 0;
}

static int load_frame(GbThread *t, Unpickler *u)
{
    int64_t size = read_size(t, u, 8, "FRAME length");
    return size < 0 ? -1 : gb_pickle_read_frame(t, &u->input, size);
}

static int bad_opcode(GbThread *t, int opcode)
{
    const char *quote = opcode == '\'' ? "\"" : "'";
    if (opcode >= 0x20 && opcode <= 0x7e && opcode != '\\')
        gb_raise_error(t, &gb_unpickling_error, "invalid load key, %s%c%s.", quote, opcode, quote);
    else
        gb_raise_error(t, &gb_unpickling_error, "invalid load key, '\\x%02x'.", opcode);
    return -1;
}

static int run(GbThread *t, Unpickler *u, int opcode)
{
    switch (opcode) {
    case PICKLE_NONE: return gb_unpickle_push_take(t, u, GB_NONE);
    case PICKLE_NEWTRUE: return gb_unpickle_push_take(t, u, GB_TRUE);
    case PICKLE_NEWFALSE: return gb_unpickle_push_take(t, u, GB_FALSE);
    case PICKLE_BININT: return load_binary_int(t, u, 4);
    case PICKLE_BININT1: return load_binary_int(t, u, 1);
    case PICKLE_BININT2: return load_binary_int(t, u, 2);
    case PICKLE_INT: return load_int_line(t, u, false);
    case PICKLE_LONG: return load_int_line(t, u, true);
    case PICKLE_LONG1: return load_long(t, u, 1);
    case PICKLE_LONG4: return load_long(t, u, 4);
    case PICKLE_FLOAT: return load_float_line(t, u);
    case PICKLE_BINFLOAT: return load_binary_float(t, u);
    case PICKLE_SHORT_BINBYTES: return load_bytes(t, u, 1);
    case PICKLE_BINBYTES: return load_bytes(t, u, 4);
    case PICKLE_BINBYTES8: return load_bytes(t, u, 8);
    case PICKLE_BYTEARRAY8: return load_bytearray(t, u);
    case PICKLE_STRING: return gb_unpickle_push_take(t, u, gb_unpickle_quoted(t, u));
    case PICKLE_SHORT_BINSTRING: return load_string(t, u, 1);
    case PICKLE_BINSTRING: return load_string(t, u, 4);
    case PICKLE_UNICODE: return load_text_line(t, u);
    case PICKLE_SHORT_BINUNICODE: return load_text(t, u, 1);
    case PICKLE_BINUNICODE: return load_text(t, u, 4);
    case PICKLE_BINUNICODE8: return load_text(t, u, 8);
    case PICKLE_EMPTY_TUPLE: return gb_unpickle_push_take(t, u, gb_tuple_new(t, 0));
    case PICKLE_TUPLE1: return load_short_tuple(t, u, 1);
    case PICKLE_TUPLE2: return load_short_tuple(t, u, 2);
    case PICKLE_TUPLE3: return load_short_tuple(t, u, 3);
    case PICKLE_TUPLE: return load_tuple(t, u, gb_unpickle_unmark(t, u));
    case PICKLE_EMPTY_LIST: return gb_unpickle_push_take(t, u, gb_list_new(t, 0));
    case PICKLE_LIST: return load_list(t, u);
    case PICKLE_EMPTY_DICT: return gb_unpickle_push_take(t, u, gb_dict_new(t));
    case PICKLE_DICT: return load_dict(t, u);
    case PICKLE_EMPTY_SET: return gb_unpickle_push_take(t, u, gb_set_new(t, GB_NULL));
    case PICKLE_ADDITEMS: return load_add_items(t, u);
    case PICKLE_FROZENSET: return load_frozenset(t, u);
    case PICKLE_APPEND: return load_appends(t, u, top(t, u, 1));
    case PICKLE_APPENDS: return load_appends(t, u, gb_unpickle_unmark(t, u));
    case PICKLE_SETITEM: return load_set_items(t, u, top(t, u, 2));
    case PICKLE_SETITEMS: return load_set_items(t, u, gb_unpickle_unmark(t, u));
    case PICKLE_GLOBAL: return gb_unpickle_push_take(t, u, read_global(t, u));
    case PICKLE_STACK_GLOBAL: return load_stack_global(t, u);
    case PICKLE_EXT1: return load_extension(t, u, 1);
    case PICKLE_EXT2: return load_extension(t, u, 2);
    case PICKLE_EXT4: return load_extension(t, u, 4);
    case PICKLE_INST: return load_instance(t, u);
    case PICKLE_OBJ: return load_object(t, u);
    case PICKLE_NEWOBJ: return load_newobj(t, u, false);
    case PICKLE_NEWOBJ_EX: return load_newobj(t, u, true);
    case PICKLE_REDUCE: return load_reduce(t, u);
    case PICKLE_BUILD: return load_build(t, u);
    case PICKLE_PERSID: return load_persistent_line(t, u);
    case PICKLE_BINPERSID: return load_persistent(t, u, gb_unpickle_pop(t, u));
    case PICKLE_NEXT_BUFFER: return load_next_buffer(t, u);
    case PICKLE_READONLY_BUFFER: return load_readonly_buffer(t, u);
    case PICKLE_GET: return load_memo_line(t, u, get_memo);
    case PICKLE_BINGET: return load_memo_number(t, u, 1, get_memo);
    case PICKLE_LONG_BINGET: return load_memo_number(t, u, 4, get_memo);
    case PICKLE_PUT: return load_memo_line(t, u, put_memo);
    case PICKLE_BINPUT: return load_memo_number(t, u, 1, put_memo);
    case PICKLE_LONG_BINPUT: return load_memo_number(t, u, 4, put_memo);
    case PICKLE_MEMOIZE: return put_memo(t, u, u->memo_count);
    case PICKLE_MARK: return gb_unpickle_mark(t, u);
    case PICKLE_POP: return load_pop(t, u);
    case PICKLE_POP_MARK: return load_pop_mark(t, u);
    case PICKLE_DUP: return load_dup(t, u);
    case PICKLE_PROTO: return load_protocol(t, u);
    case PICKLE_FRAME: return load_frame(t, u);
    default: return bad_opcode(t, opcode);
    }
}

GbRef gb_unpickler_load(GbThread *t, Unpickler *u)
{
    GbRef result = GB_NULL;
    for (;;) {
        const uint8_t *data = gb_pickle_read(t, &u->input, 1);
        if (data == NULL) {
            /* Nothing at all where an instruction should be. */
            if (gb_raised_is(t, gb_Exception) && !u->input.has_frame) {
                GbRef error = gb_raised_take(t);
                if (gb_is_instance_of(t, error, gb_error_type(t, &gb_unpickling_error)))
                    gb_raise(t, gb_EOFError, "Ran out of input");
                else
                    gb_raised_restore_take(t, gb_new_ref(error));
                gb_decref(error);
            }
            return GB_NULL;
        }
        int opcode = *data;
        if (opcode == PICKLE_STOP)
            break;
        if (run(t, u, opcode) < 0)
            return GB_NULL;
    }
    result = gb_unpickle_pop(t, u);
    if (result != GB_NULL && gb_pickle_input_finish(t, &u->input) < 0)
        gb_clear(&result);
    return result;
}
