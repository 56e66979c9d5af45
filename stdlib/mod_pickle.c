/* _pickle: objects as bytes, and back. What the files do stands in pickle_parts.h. */
#include "stdlib/pickle_parts.h"

const GbErrorSpec gb_pickle_error = {"_pickle.PickleError", gb_Exception, NULL};
const GbErrorSpec gb_pickling_error = {"_pickle.PicklingError", gb_Exception, NULL,
                                       &gb_pickle_error};
const GbErrorSpec gb_unpickling_error = {"_pickle.UnpicklingError", gb_Exception, NULL,
                                         &gb_pickle_error};

/* --- Functions --- */

static GbRef pickle_dump(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pickler *p = gb_pickler_new(t, gb_spec_type(t, &gb_pickler_spec));
    if (p == NULL)
        return GB_NULL;
    int failed = gb_pickler_setup(t, p, args[1], args[2], args[3], args[4]) < 0
                     ? -1
                     : gb_pickler_dump(t, p, args[0]);
    gb_decref(gb_value(p));
    return failed < 0 ? GB_NULL : GB_NONE;
}

static GbRef pickle_dumps(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Pickler *p = gb_pickler_new(t, gb_spec_type(t, &gb_pickler_spec));
    if (p == NULL)
        return GB_NULL;
    GbRef bytes = GB_NULL;
    if (gb_pickler_setup(t, p, GB_NULL, args[1], args[2], args[3]) == 0 &&
        gb_pickler_dump(t, p, args[0]) == 0)
        bytes = gb_pickle_bytes(t, p);
    gb_decref(gb_value(p));
    return bytes;
}

/* For multiprocessing: with reducers beside those of copyreg. */
static GbRef pickle_dumps_by(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_exact(args[1], GB_KIND_DICT))
        return gb_raise(t, gb_TypeError, "reducers must be a dict, not %T", args[1]);
    Pickler *p = gb_pickler_new(t, gb_spec_type(t, &gb_pickler_spec));
    if (p == NULL)
        return GB_NULL;
    GbRef bytes = GB_NULL;
    p->chains = true;
    p->dispatch_table = gb_new_ref(args[1]);
    if (gb_pickler_setup(t, p, GB_NULL, args[2], GB_TRUE, GB_NONE) == 0 &&
        gb_pickler_dump(t, p, args[0]) == 0)
        bytes = gb_pickle_bytes(t, p);
    gb_decref(gb_value(p));
    return bytes;
}

static GbRef pickle_load(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Unpickler *u = gb_unpickler_new(t, gb_spec_type(t, &gb_unpickler_spec));
    if (u == NULL)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (gb_unpickler_setup(t, u, args[0], args[1], args[2], args[3], args[4]) == 0)
        result = gb_unpickler_load(t, u);
    gb_decref(gb_value(u));
    return result;
}

static GbRef pickle_loads(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Unpickler *u = gb_unpickler_new(t, gb_spec_type(t, &gb_unpickler_spec));
    if (u == NULL)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (gb_unpickler_setup(t, u, GB_NULL, args[1], args[2], args[3], args[4]) == 0 &&
        gb_buffer_get(t, args[0], &u->input.buffer) == 0)
        result = gb_unpickler_load(t, u);
    gb_decref(gb_value(u));
    return result;
}

/* --- The module --- */

static const GbMethodDef pickle_functions[] = {
    {"dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)", pickle_dump,
     "Write a pickled representation of obj to the open file object file."},
    {"dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", pickle_dumps,
     "Return the pickled representation of the object as a bytes object."},
    {"_dumps_by(obj, reducers, protocol=None, /)", pickle_dumps_by,
     "As dumps, with a dict of reducers beside those of copyreg."},
    {"load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None)",
     pickle_load, "Read and return an object from the pickle data stored in a file."},
    {"loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None)",
     pickle_loads, "Read and return an object from the given pickle data."},
    {0},
};

/* {name: byte}, from which pickle.py has its constants. */
static int add_opcodes(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        uint8_t byte;
    } rows[] = {
#define GB_PICKLE(name, byte, protocol) {#name, (byte)},
#include "stdlib/pickle.def"
#undef GB_PICKLE
    };
    GbRef dict = gb_dict_new(t);
    for (size_t i = 0; dict != GB_NULL && i < sizeof rows / sizeof *rows; i++) {
        if (gb_dict_set_c_take(t, dict, rows[i].name, gb_bytes_new(t, &rows[i].byte, 1)) < 0)
            gb_clear(&dict);
    }
    return gb_module_set_take(t, module, "_opcodes", dict);
}

static int pickle_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &gb_pickler_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &gb_unpickler_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &gb_pickle_buffer_spec, NULL) < 0 ||
        gb_type_add_hidden(t, &gb_pickler_memo_spec) < 0 ||
        gb_type_add_hidden(t, &gb_unpickler_memo_spec) < 0)
        return -1;
    if (gb_module_add_error(t, module, &gb_pickle_error) == NULL ||
        gb_module_add_error(t, module, &gb_pickling_error) == NULL ||
        gb_module_add_error(t, module, &gb_unpickling_error) == NULL)
        return -1;
    return add_opcodes(t, module);
}

const GbModuleDef gb_module_pickle = {
    "_pickle",
    "Optimized C implementation for the Python pickle module.",
    pickle_functions,
    pickle_init,
};
