/* The class Pickler, and its memo as scripts see it. */
#include "stdlib/pickle_parts.h"

static Pickler *as_pickler(GbBorrow v)
{
    return (Pickler *)gb_object(v);
}

/* --- Making --- */

static int read_protocol(GbThread *t, GbBorrow v, int *out)
{
    int64_t protocol = PICKLE_PROTOCOL_DEFAULT;
    if (v != GB_NONE && gb_index_i64(t, v, &protocol, gb_OverflowError) < 0)
        return -1;
    if (protocol < 0)
        protocol = PICKLE_PROTOCOL_HIGHEST;
    if (protocol > PICKLE_PROTOCOL_HIGHEST)
        return gb_fail(t, gb_ValueError, "pickle protocol must be <= %d", PICKLE_PROTOCOL_HIGHEST);
    *out = (int)protocol;
    return 0;
}

Pickler *gb_pickler_new(GbThread *t, GbType *type)
{
    Pickler *p = gb_object_new(t, type);
    if (p != NULL)
        p->output.frame_start = -1;
    return p;
}

int gb_pickler_setup(GbThread *t, Pickler *p, GbBorrow file, GbBorrow protocol,
                     GbBorrow fix_imports, GbBorrow buffer_callback)
{
    int fix = gb_truth(t, fix_imports);
    if (fix < 0 || read_protocol(t, protocol, &p->protocol) < 0)
        return -1;
    p->binary = p->protocol > 0;
    p->fix_imports = fix && p->protocol < 3;
    if (buffer_callback != GB_NONE && p->protocol < 5)
        return gb_fail(t, gb_ValueError, "buffer_callback needs protocol >= 5");
    gb_set(&p->buffer_callback, buffer_callback == GB_NONE ? GB_NULL : gb_new_ref(buffer_callback));
    gb_clear(&p->output.write);
    if (file == GB_NULL)
        return 0;
    int found = gb_pickle_find_attr(t, file, "write", &p->output.write);
    if (found == 0)
        return gb_fail(t, gb_TypeError, "file must have a 'write' attribute");
    return found < 0 ? -1 : 0;
}

GbRef gb_pickle_bytes(GbThread *t, Pickler *p)
{
    return gb_bytes_new(t, p->output.data, (size_t)p->output.size);
}

/* --- Dumping --- */

/* What a script has put into the instance or its class. The methods of this class itself do not
 * count. */
static int find_hooks(GbThread *t, Pickler *p)
{
    GbBorrow self = gb_value(p);
    gb_clear(&p->persistent_found);
    gb_clear(&p->table_found);
    gb_clear(&p->reducer_override);
    p->persistent_found = p->persistent_id == GB_NULL ? GB_NULL : gb_new_ref(p->persistent_id);
    p->table_found = p->dispatch_table == GB_NULL ? GB_NULL : gb_new_ref(p->dispatch_table);
    if (p->header.type == gb_spec_type(t, &gb_pickler_spec))
        return 0;
    if ((p->persistent_found == GB_NULL &&
         gb_pickle_find_attr(t, self, "persistent_id", &p->persistent_found) < 0) ||
        (p->table_found == GB_NULL &&
         gb_pickle_find_attr(t, self, "dispatch_table", &p->table_found) < 0))
        return -1;
    return gb_pickle_find_attr(t, self, "reducer_override", &p->reducer_override) < 0 ? -1 : 0;
}

static int write_program(GbThread *t, Pickler *p, GbBorrow object)
{
    PickleOutput *output = &p->output;
    if (p->protocol >= 2 &&
        gb_pickle_write_number(t, output, PICKLE_PROTO, (uint64_t)p->protocol, 1) < 0)
        return -1;
    output->framing = p->protocol >= 4;
    if (gb_pickle_save(t, p, object) < 0 || pickle_put(t, p, PICKLE_STOP) < 0 ||
        gb_pickle_frame_end(t, output) < 0)
        return -1;
    return output->write == GB_NULL ? 0 : gb_pickle_flush(t, output);
}

int gb_pickler_dump(GbThread *t, Pickler *p, GbBorrow object)
{
    if (p->running)
        return gb_fail(t, gb_RuntimeError, "Pickler is already dumping an object");
    p->running = true;
    p->output.size = 0;
    p->output.frame_start = -1;
    int failed = find_hooks(t, p) < 0 ? -1 : write_program(t, p, object);
    p->output.framing = false;
    p->output.frame_start = -1;
    p->running = false;
    gb_clear(&p->reducer_override); /* It is bound to the pickler: a cycle. */
    gb_clear(&p->persistent_found);
    return failed;
}

/* --- Methods --- */

static GbRef pickler_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                            GbBorrow names)
{
    return gb_value(gb_pickler_new(t, (GbType *)gb_object(type)));
}

static GbRef pickler_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pickler *p = as_pickler(self);
    if (p->running)
        return gb_raise(t, gb_RuntimeError, "Pickler is already dumping an object");
    gb_pickle_memo_clear(t, &p->memo);
    if (gb_pickler_setup(t, p, args[0], args[1], args[2], args[3]) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef pickler_dump(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pickler *p = as_pickler(self);
    if (p->output.write == GB_NULL)
        return gb_raise_error(t, &gb_pickling_error,
                              "Pickler.__init__() was not called by %s.__init__()",
                              gb_str_utf8(t, p->header.type->name, NULL));
    return gb_pickler_dump(t, p, args[0]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef pickler_clear_memo(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_pickle_memo_clear(t, &as_pickler(self)->memo);
    return GB_NONE;
}

static void pickler_clear(GbThread *t, GbObject *self)
{
    Pickler *p = (Pickler *)self;
    gb_pickle_memo_clear(t, &p->memo);
    gb_clear(&p->output.write);
    gb_clear(&p->persistent_id);
    gb_clear(&p->dispatch_table);
    gb_clear(&p->reducer_override);
    gb_clear(&p->persistent_found);
    gb_clear(&p->table_found);
    gb_clear(&p->buffer_callback);
    gb_clear(&p->copyreg);
}

static void pickler_dealloc(GbThread *t, GbObject *self)
{
    pickler_clear(t, self);
    gb_pickle_output_clear(t, &((Pickler *)self)->output);
}

static int pickler_visit(GbObject *self, GbVisitor visit, void *context)
{
    Pickler *p = (Pickler *)self;
    for (int64_t i = 0; i < p->memo.capacity; i++)
        GB_VISIT(p->memo.rows[i].object);
    GB_VISIT(p->output.write);
    GB_VISIT(p->persistent_id);
    GB_VISIT(p->dispatch_table);
    GB_VISIT(p->reducer_override);
    GB_VISIT(p->persistent_found);
    GB_VISIT(p->table_found);
    GB_VISIT(p->buffer_callback);
    GB_VISIT(p->copyreg);
    return 0;
}

/* --- Attributes --- */

/* Found by the ordinary lookup when a script set it; otherwise there is none. */
static GbRef get_hook(GbThread *t, GbBorrow value, const char *name)
{
    return value != GB_NULL ? gb_new_ref(value) : gb_raise(t, gb_AttributeError, "%s", name);
}

static GbRef pickler_get_persistent_id(GbThread *t, GbBorrow self)
{
    return get_hook(t, as_pickler(self)->persistent_id, "persistent_id");
}

static int pickler_set_persistent_id(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "attribute deletion is not supported");
    if (!gb_is_callable(t, value))
        return gb_fail(t, gb_TypeError, "persistent_id must be a callable taking one argument");
    gb_set(&as_pickler(self)->persistent_id, gb_new_ref(value));
    return 0;
}

static GbRef pickler_get_dispatch_table(GbThread *t, GbBorrow self)
{
    return get_hook(t, as_pickler(self)->dispatch_table, "dispatch_table");
}

static int pickler_set_dispatch_table(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&as_pickler(self)->dispatch_table, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef pickler_get_binary(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_pickler(self)->binary);
}

static GbRef pickler_get_fast(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_pickler(self)->fast);
}

static int set_flag(GbThread *t, GbBorrow value, bool *flag)
{
    int truth = value == GB_NULL ? gb_fail(t, gb_TypeError, "can't delete numeric/char attribute")
                                 : gb_truth(t, value);
    if (truth >= 0)
        *flag = truth;
    return truth < 0 ? -1 : 0;
}

static int pickler_set_binary(GbThread *t, GbBorrow self, GbBorrow value)
{
    return set_flag(t, value, &as_pickler(self)->binary);
}

static int pickler_set_fast(GbThread *t, GbBorrow self, GbBorrow value)
{
    return set_flag(t, value, &as_pickler(self)->fast);
}

/* --- The memo --- */

static GbRef pickler_get_memo(GbThread *t, GbBorrow self)
{
    return gb_pickle_proxy_new(t, &gb_pickler_memo_spec, self);
}

GbRef gb_pickler_memo_copy(GbThread *t, GbBorrow self)
{
    PickleMemo *memo = &as_pickler(self)->memo;
    GbRef dict = gb_dict_new(t);
    for (int64_t i = 0; dict != GB_NULL && i < memo->capacity; i++) {
        if (memo->rows[i].object == GB_NULL)
            continue;
        GbRef id = gb_identity(t, memo->rows[i].object);
        GbRef row = gb_tuple_of(t, 2, gb_small_new(memo->rows[i].number), memo->rows[i].object);
        if (id == GB_NULL || row == GB_NULL || gb_dict_set(t, dict, id, row) < 0)
            gb_clear(&dict);
        gb_xdecref(row);
        gb_xdecref(id);
    }
    return dict;
}

static int memo_fill(GbThread *t, PickleMemo *memo, GbBorrow dict)
{
    int64_t position = 0, number;
    GbBorrow key, row;
    while (gb_dict_next(dict, &position, &key, &row)) {
        if (!gb_is_tuple(row) || gb_tuple_count(row) != 2)
            return gb_fail(t, gb_TypeError, "'memo' values must be 2-item tuples");
        if (!gb_is_int(gb_tuple_peek(row, 0)) || !gb_int_peek_i64(gb_tuple_peek(row, 0), &number))
            return gb_fail(t, gb_TypeError, "an integer is required");
        if (gb_pickle_memo_add(t, memo, gb_tuple_peek(row, 1), number) < 0)
            return -1;
    }
    return 0;
}

static int pickler_set_memo(GbThread *t, GbBorrow self, GbBorrow value)
{
    PickleMemo memo = {0};
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "attribute deletion is not supported");
    bool is_proxy = gb_is_spec(t, value, &gb_pickler_memo_spec);
    if (!is_proxy && !gb_is_dict(value))
        return gb_fail(t, gb_TypeError,
                       "'memo' attribute must be a PicklerMemoProxy object or dict, not %.200T",
                       value);
    GbRef dict = is_proxy ? gb_pickler_memo_copy(t, gb_pickle_proxied(value)) : gb_new_ref(value);
    int failed = dict == GB_NULL ? -1 : memo_fill(t, &memo, dict);
    gb_xdecref(dict);
    if (failed < 0) {
        gb_pickle_memo_clear(t, &memo);
        return -1;
    }
    PickleMemo old = as_pickler(self)->memo;
    as_pickler(self)->memo = memo;
    gb_pickle_memo_clear(t, &old);
    return 0;
}

/* --- Tables --- */

static const GbMethodDef pickler_methods[] = {
    {"dump(obj, /)", pickler_dump,
     "Write a pickled representation of the given object to the file."},
    {"clear_memo()", pickler_clear_memo, "Forget which objects the pickler has seen."},
    {0},
};

static const GbGetSetDef pickler_getsets[] = {
    {"memo", pickler_get_memo, pickler_set_memo, NULL},
    {"persistent_id", pickler_get_persistent_id, pickler_set_persistent_id, NULL},
    {"dispatch_table", pickler_get_dispatch_table, pickler_set_dispatch_table, NULL},
    {"bin", pickler_get_binary, pickler_set_binary, NULL},
    {"fast", pickler_get_fast, pickler_set_fast, NULL},
    {0},
};

const GbTypeSpec gb_pickler_spec = {
    .name = "_pickle.Pickler",
    .doc = "Writes objects to a file as a stream of pickles.",
    .size = sizeof(Pickler),
    .flags = GB_TYPE_CONTAINER,
    .slots = {.dealloc = pickler_dealloc,
              .visit = pickler_visit,
              .clear = pickler_clear,
              .create = pickler_create},
    .initializer = {"Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)",
                    pickler_init, NULL},
    .methods = pickler_methods,
    .getsets = pickler_getsets,
};
