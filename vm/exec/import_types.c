/* What importing is made of as Python objects: ModuleSpec, the finders and the loader of source
 * files; and module _imp, on which importlib is built. */
#include "vm/exec/import_parts.h"

#include "vm/code/compile.h"
#include "vm/exec/source.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/exception.h"
#include "vm/object/type.h"

/* --- ModuleSpec --- */

GbRef gb_module_spec_new(GbThread *t, GbBorrow name, GbSpecKind kind, GbBorrow loader,
                         GbBorrow origin)
{
    GbModuleSpec *spec = gb_object_new(t, gb_spec_type(t, &gb_module_spec_spec));
    if (spec == NULL)
        return GB_NULL;
    spec->kind = kind;
    spec->name = gb_new_ref(name);
    spec->loader = gb_new_ref(loader);
    gb_xincref(origin);
    spec->origin = origin;
    return gb_value(spec);
}

GbRef gb_module_spec_parent(GbThread *t, const GbModuleSpec *spec)
{
    if (spec->name == GB_NULL || !gb_is_str(spec->name))
        return GB_NONE;
    if (spec->locations != GB_NULL && spec->locations != GB_NONE)
        return gb_new_ref(spec->name);
    int64_t end = gb_str_length(spec->name);
    while (end > 0 && gb_str_at(spec->name, end - 1) != '.')
        --end;
    return gb_str_slice(t, spec->name, 0, end > 0 ? end - 1 : 0);
}

static int module_spec_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbModuleSpec *spec = (GbModuleSpec *)self;
    GB_VISIT(spec->name);
    GB_VISIT(spec->loader);
    GB_VISIT(spec->origin);
    GB_VISIT(spec->locations);
    GB_VISIT(spec->loader_state);
    GB_VISIT(spec->cached);
    return 0;
}

static void module_spec_clear(GbThread *t, GbObject *self)
{
    GbModuleSpec *spec = (GbModuleSpec *)self;
    gb_clear(&spec->name);
    gb_clear(&spec->loader);
    gb_clear(&spec->origin);
    gb_clear(&spec->locations);
    gb_clear(&spec->loader_state);
    gb_clear(&spec->cached);
}

static GbRef module_spec_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                                GbBorrow names)
{
    GbModuleSpec *spec = gb_object_new(t, gb_as_type(type));
    return spec == NULL ? GB_NULL : gb_value(spec);
}

/* ModuleSpec(name, loader, *, origin=None, loader_state=None, is_package=None) */
static GbRef module_spec_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbModuleSpec *spec = gb_as_module_spec(self);
    int is_package = gb_truth(t, args[4]);
    if (is_package < 0)
        return GB_NULL;
    gb_set(&spec->name, gb_new_ref(args[0]));
    gb_set(&spec->loader, gb_new_ref(args[1]));
    gb_set(&spec->origin, gb_new_ref(args[2]));
    gb_set(&spec->loader_state, gb_new_ref(args[3]));
    gb_set(&spec->locations, is_package ? gb_list_new(t, 0) : GB_NONE);
    spec->kind = GB_SPEC_OTHER;
    return spec->locations == GB_NULL ? GB_NULL : GB_NONE;
}

static GbBorrow or_none(GbBorrow v)
{
    return v == GB_NULL ? GB_NONE : v;
}

static GbRef module_spec_repr(GbThread *t, GbBorrow self)
{
    GbModuleSpec *spec = gb_as_module_spec(self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_format(&writer, "%U(name=%R, loader=%R", gb_type_of(t, self)->name,
                     or_none(spec->name), or_none(spec->loader));
    if (or_none(spec->origin) != GB_NONE)
        gb_writer_format(&writer, ", origin=%R", spec->origin);
    if (or_none(spec->locations) != GB_NONE)
        gb_writer_format(&writer, ", submodule_search_locations=%R", spec->locations);
    gb_writer_char(&writer, ')');
    return gb_writer_finish(&writer);
}

/* Equal when all that one can see of them is. */
static GbRef module_spec_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_module_spec(t, a) || !gb_is_module_spec(t, b))
        return GB_NOT_IMPLEMENTED;
    GbModuleSpec *x = gb_as_module_spec(a), *y = gb_as_module_spec(b);
    GbBorrow left[] = {x->name,      x->loader, x->origin,
                       x->locations, x->cached, gb_bool(x->has_location)};
    GbBorrow right[] = {y->name,      y->loader, y->origin,
                        y->locations, y->cached, gb_bool(y->has_location)};
    int same = 1;
    for (int i = 0; same > 0 && i < 6; ++i)
        same = gb_equal(t, or_none(left[i]), or_none(right[i]));
    return same < 0 ? GB_NULL : gb_bool((same != 0) == (op == GB_EQ));
}

#define SPEC_FIELD(field)                                              \
    static GbRef field##_get(GbThread *t, GbBorrow self)               \
    {                                                                  \
        return gb_new_ref(or_none(gb_as_module_spec(self)->field));    \
    }                                                                  \
    static int field##_set(GbThread *t, GbBorrow self, GbBorrow value) \
    {                                                                  \
        gb_xincref(value);                                             \
        gb_set(&gb_as_module_spec(self)->field, value);                \
        return 0;                                                      \
    }
SPEC_FIELD(name)
SPEC_FIELD(origin)
SPEC_FIELD(locations)
SPEC_FIELD(loader_state)
SPEC_FIELD(cached)
#undef SPEC_FIELD

/* Where a cache file would be, by the rules of PEP 3147: gilbox writes none. */
static GbRef cache_place(GbThread *t, GbBorrow origin)
{
    int64_t size = gb_str_length(origin), start = size, stem = size - 3;
    if (stem < 0 || gb_str_at(origin, stem) != '.')
        return GB_NONE;
    while (start > 0 && gb_str_at(origin, start - 1) != '/')
        --start;
    GbRef folder = gb_str_slice(t, origin, 0, start), result = GB_NULL;
    GbRef name = folder == GB_NULL ? GB_NULL : gb_str_slice(t, origin, start, stem);
    if (name != GB_NULL)
        result = gb_str_format(t, "%U__pycache__/%U." GB_CACHE_TAG ".pyc", folder, name);
    gb_clear(&folder);
    gb_clear(&name);
    return result;
}

static GbRef cached_get_lazily(GbThread *t, GbBorrow self)
{
    GbModuleSpec *spec = gb_as_module_spec(self);
    bool unknown = spec->cached == GB_NULL && spec->has_location &&
                   or_none(spec->origin) != GB_NONE;
    if (unknown && gb_is_str(spec->origin))
        gb_set(&spec->cached, cache_place(t, spec->origin));
    return gb_raised(t) ? GB_NULL : cached_get(t, self);
}

static GbRef loader_get(GbThread *t, GbBorrow self)
{
    return gb_new_ref(or_none(gb_as_module_spec(self)->loader));
}

/* With a loader of the script's choice, that is what knows how to load. */
static int loader_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbModuleSpec *spec = gb_as_module_spec(self);
    gb_xincref(value);
    gb_set(&spec->loader, value);
    spec->kind = GB_SPEC_OTHER;
    return 0;
}

static GbRef parent_get(GbThread *t, GbBorrow self)
{
    return gb_module_spec_parent(t, gb_as_module_spec(self));
}

static GbRef has_location_get(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_as_module_spec(self)->has_location);
}

static int has_location_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    int truth = value == GB_NULL ? 0 : gb_truth(t, value);
    gb_as_module_spec(self)->has_location = truth > 0;
    return truth < 0 ? -1 : 0;
}

static GbRef initializing_get(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_as_module_spec(self)->initializing);
}

static int initializing_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    int truth = value == GB_NULL ? 0 : gb_truth(t, value);
    gb_as_module_spec(self)->initializing = truth > 0;
    return truth < 0 ? -1 : 0;
}

static const GbGetSetDef module_spec_getsets[] = {
    {"name", name_get, name_set, NULL},
    {"loader", loader_get, loader_set, NULL},
    {"origin", origin_get, origin_set, NULL},
    {"submodule_search_locations", locations_get, locations_set, NULL},
    {"loader_state", loader_state_get, loader_state_set, NULL},
    {"cached", cached_get_lazily, cached_set, NULL},
    {"parent", parent_get, NULL, "The name of the module's parent."},
    {"has_location", has_location_get, has_location_set, NULL},
    {"_set_fileattr", has_location_get, has_location_set, NULL},
    {"_initializing", initializing_get, initializing_set, NULL},
    {0},
};

const GbTypeSpec gb_module_spec_spec = {
    .name = "_frozen_importlib.ModuleSpec",
    .doc = "The specification for a module, used for loading.",
    .size = sizeof(GbModuleSpec),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT,
    .slots = {.dealloc = module_spec_clear,
              .visit = module_spec_visit,
              .clear = module_spec_clear,
              .repr = module_spec_repr,
              .compare = module_spec_compare,
              .create = module_spec_create},
    .initializer = {"ModuleSpec(name, loader, *, origin=None, loader_state=None, is_package=None)",
                    module_spec_init, NULL},
    .getsets = module_spec_getsets,
};

/* --- SourceFileLoader --- */

static GbSourceLoader *as_loader(GbBorrow v)
{
    return (GbSourceLoader *)gb_object(v);
}

static int source_loader_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((GbSourceLoader *)self)->name);
    GB_VISIT(((GbSourceLoader *)self)->path);
    return 0;
}

static void source_loader_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((GbSourceLoader *)self)->name);
    gb_clear(&((GbSourceLoader *)self)->path);
}

static GbRef source_loader_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                                  GbBorrow names)
{
    GbSourceLoader *self = gb_object_new(t, gb_as_type(type));
    return self == NULL ? GB_NULL : gb_value(self);
}

static GbRef source_loader_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gb_set(&as_loader(self)->name, gb_new_ref(args[0]));
    gb_set(&as_loader(self)->path, gb_new_ref(args[1]));
    return GB_NONE;
}

static GbRef source_loader_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<_frozen_importlib_external.%U object at 0x%llx>",
                         gb_type_of(t, self)->name, (unsigned long long)gb_identity_u64(t, self));
}

/* The loader of one module refuses others. */
static int check_name(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbBorrow own = or_none(as_loader(self)->name);
    if (name == GB_NONE)
        return 0;
    int same = gb_equal(t, own, name);
    if (same == 0)
        gb_raise_import(t, gb_ImportError, name, GB_NULL, "loader for %S cannot handle %S", own,
                        name);
    return same > 0 ? 0 : -1;
}

static GbRef source_loader_get_filename(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (check_name(t, self, args[0]) < 0)
        return GB_NULL;
    return gb_new_ref(or_none(as_loader(self)->path));
}

static GbRef source_loader_get_data(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef holder = GB_NULL;
    int error = 0;
    const char *path = gb_path(t, args[0], &holder);
    GbRef data = path == NULL ? GB_NULL : gb_file_load(t, path, &error);
    if (data == GB_NULL && error < 0)
        gb_raise_rt(t, error, args[0], GB_NULL);
    gb_clear(&holder);
    return data;
}

static GbRef source_loader_get_source(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef path = gb_call_method_c(t, self, "get_filename", args, 1), data = GB_NULL, text = GB_NULL;
    if (path == GB_NULL)
        return GB_NULL;
    data = gb_call_method_c(t, self, "get_data", &path, 1);
    if (data != GB_NULL)
        text = gb_source_decode(t, data);
    else if (gb_raised_drop_if(t, gb_OSError))
        gb_raise_import(t, gb_ImportError, args[0], GB_NULL,
                        "source not available through get_data()");
    gb_clear(&data);
    gb_clear(&path);
    return text;
}

/* source_to_code(data, path, *, _optimize=-1): data is bytes or str. */
static GbRef source_loader_source_to_code(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef function = gb_attr_get_c(t, t->interp->builtins, "compile"), mode = GB_NULL,
          code = GB_NULL;
    if (function == GB_NULL)
        return GB_NULL;
    mode = gb_str_new(t, "exec");
    GbBorrow all[] = {args[0], args[1], mode, gb_small_new(0), GB_TRUE};
    if (mode != GB_NULL)
        code = gb_call(t, function, all, 5, GB_NULL);
    gb_clear(&mode);
    gb_clear(&function);
    return code;
}

static GbRef source_loader_get_code(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef pair[2] = {GB_NULL, GB_NULL}, code = GB_NULL;
    pair[1] = gb_call_method_c(t, self, "get_filename", args, 1);
    if (pair[1] != GB_NULL)
        pair[0] = gb_call_method_c(t, self, "get_data", &pair[1], 1);
    if (pair[0] != GB_NULL)
        code = gb_call_method_c(t, self, "source_to_code", pair, 2);
    gb_clear(&pair[0]);
    gb_clear(&pair[1]);
    return code;
}

static GbRef source_loader_create_module(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return GB_NONE;
}

static GbRef source_loader_exec_module(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef name = gb_attr_get(t, args[0], gb_name(t, __name__));
    GbRef code = name == GB_NULL ? GB_NULL : gb_call_method_c(t, self, "get_code", &name, 1);
    int result = -1;
    if (code != GB_NULL && !gb_is_exact(code, GB_KIND_CODE))
        gb_raise_import(t, gb_ImportError, name, GB_NULL,
                        "cannot load module %R when get_code() returns None", name);
    else if (code != GB_NULL)
        result = gb_import_run_code(t, args[0], code);
    gb_clear(&code);
    gb_clear(&name);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef source_loader_is_package(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    static const char file[] = "/__init__.py";
    GbRef path = gb_call_method_c(t, self, "get_filename", args, 1);
    if (path == GB_NULL)
        return GB_NULL;
    const char *text = gb_is_str(path) ? gb_str_wtf8(t, path, NULL) : "";
    size_t size = text == NULL ? 0 : strlen(text), tail = sizeof file - 1;
    bool is = size >= tail && strcmp(text + size - tail, file) == 0;
    gb_decref(path);
    return text == NULL ? GB_NULL : gb_bool(is);
}

static GbRef source_loader_load_module(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow name = args[0] == GB_NONE ? or_none(as_loader(self)->name) : args[0];
    if (check_name(t, self, name) < 0)
        return GB_NULL;
    GbRef spec = gb_module_spec_new(t, name, GB_SPEC_OTHER, self, as_loader(self)->path);
    if (spec == GB_NULL)
        return GB_NULL;
    gb_as_module_spec(spec)->has_location = true;
    GbRef module = gb_import_load_spec(t, spec);
    gb_decref(spec);
    return module;
}

static GbRef source_loader_path_stats(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef holder = GB_NULL, dict = GB_NULL;
    RtStat stat;
    const char *path = gb_path(t, args[0], &holder);
    if (path == NULL)
        return GB_NULL;
    int error = rt_stat(t->interp->rt, path, &stat);
    gb_clear(&holder);
    if (error < 0)
        return gb_raise_rt(t, error, args[0], GB_NULL);
    dict = gb_dict_new(t);
    if (dict == GB_NULL ||
        gb_dict_set_c_take(t, dict, "mtime", gb_float_new((double)stat.modified_ns / 1e9)) < 0 ||
        gb_dict_set_c_take(t, dict, "size", gb_int_new(t, stat.size)) < 0)
        gb_clear(&dict);
    return dict;
}

static GbRef source_loader_path_get(GbThread *t, GbBorrow self)
{
    return gb_new_ref(or_none(as_loader(self)->path));
}

static int source_loader_path_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_xincref(value);
    gb_set(&as_loader(self)->path, value);
    return 0;
}

static GbRef source_loader_name_get(GbThread *t, GbBorrow self)
{
    return gb_new_ref(or_none(as_loader(self)->name));
}

static int source_loader_name_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_xincref(value);
    gb_set(&as_loader(self)->name, value);
    return 0;
}

static const GbMethodDef source_loader_methods[] = {
    {"get_filename(name=None)", source_loader_get_filename,
     "Return the path to the source file as found by the finder."},
    {"get_data(path)", source_loader_get_data, "Return the data from path as raw bytes."},
    {"get_source(fullname)", source_loader_get_source,
     "Concrete implementation of InspectLoader.get_source."},
    {"source_to_code(data, path, *, _optimize=-1)", source_loader_source_to_code,
     "Return the code object compiled from source."},
    {"get_code(fullname)", source_loader_get_code,
     "Concrete implementation of InspectLoader.get_code."},
    {"create_module(spec)", source_loader_create_module,
     "Use default semantics for module creation."},
    {"exec_module(module)", source_loader_exec_module, "Execute the module."},
    {"is_package(fullname)", source_loader_is_package, "Is the file the __init__.py of a package?"},
    {"load_module(name=None)", source_loader_load_module, "Load a module from a file."},
    {"path_stats(path)", source_loader_path_stats, "Return the metadata for the path."},
    {0},
};

static const GbGetSetDef source_loader_getsets[] = {
    {"name", source_loader_name_get, source_loader_name_set, NULL},
    {"path", source_loader_path_get, source_loader_path_set, NULL},
    {0},
};

const GbTypeSpec gb_source_loader_spec = {
    .name = "_frozen_importlib_external.SourceFileLoader",
    .doc = "Concrete implementation of SourceLoader using the file system.",
    .size = sizeof(GbSourceLoader),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT,
    .slots = {.dealloc = source_loader_clear,
              .visit = source_loader_visit,
              .clear = source_loader_clear,
              .repr = source_loader_repr,
              .create = source_loader_create},
    .initializer = {"SourceFileLoader(fullname, path)", source_loader_init, NULL},
    .methods = source_loader_methods,
    .getsets = source_loader_getsets,
};

/* --- The finders: classes whose methods are class methods --- */

static GbRef builtin_find_spec(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_import_find_c(t, args[0]);
}

static GbRef frozen_find_spec(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_import_find_embedded(t, args[0]);
}

static GbRef path_find_spec(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_import_find_on_path(t, args[0], args[1]);
}

static GbRef finder_create_module(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return GB_NONE;
}

/* Run the module by its spec, as the import statement does. */
static GbRef finder_exec_module(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef spec = gb_attr_get(t, args[0], gb_name(t, __spec__));
    if (spec == GB_NULL)
        return GB_NULL;
    int result = 0;
    if (gb_is_module_spec(t, spec) && gb_as_module_spec(spec)->kind != GB_SPEC_OTHER)
        result = gb_import_exec(t, spec, args[0]);
    gb_decref(spec);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef finder_load_module(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_import_full(t, args[0]);
}

static GbRef finder_none(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return GB_NONE;
}

static GbRef finder_false(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return GB_FALSE;
}

static GbRef builtin_module_repr(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef name = gb_attr_get_c(t, args[0], "__name__");
    GbRef text = name == GB_NULL ? GB_NULL : gb_str_format(t, "<module %R (built-in)>", name);
    gb_xdecref(name);
    return text;
}

static const GbEmbeddedModule *embedded_of(GbThread *t, GbBorrow name)
{
    const char *text = gb_is_str(name) ? gb_str_wtf8(t, name, NULL) : NULL;
    const GbEmbeddedModule *embedded = text == NULL ? NULL : gb_embedded_find(text);
    if (embedded == NULL && !gb_raised(t))
        gb_raise_import(t, gb_ImportError, name, GB_NULL, "%R is not a frozen module", name);
    return embedded;
}

static GbRef frozen_get_code(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    const GbEmbeddedModule *embedded = embedded_of(t, args[0]);
    return embedded == NULL ? GB_NULL : gb_import_compile_embedded(t, embedded);
}

static GbRef frozen_get_source(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    const GbEmbeddedModule *embedded = embedded_of(t, args[0]);
    return embedded == NULL ? GB_NULL : gb_str_from_utf8(t, embedded->source, embedded->size);
}

static GbRef frozen_is_package(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    const GbEmbeddedModule *embedded = embedded_of(t, args[0]);
    return embedded == NULL ? GB_NULL : gb_bool(embedded->is_package);
}

static GbRef path_invalidate(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbBorrow cache = gb_sys_peek(t, "path_importer_cache");
    if (cache != GB_NULL && gb_is_exact(cache, GB_KIND_DICT)) {
        GbRef answer = gb_call_method_c(t, cache, "clear", NULL, 0);
        return answer;
    }
    return GB_NONE;
}

#define FINDER_METHODS                                                                     \
    {"create_module(spec)", finder_create_module, "Create a module.", GB_METHOD_CLASS},    \
        {"exec_module(module)", finder_exec_module, "Execute a module.", GB_METHOD_CLASS}, \
    {                                                                                      \
        "load_module(fullname)", finder_load_module, "Load a module.", GB_METHOD_CLASS     \
    }

static const GbMethodDef builtin_importer_methods[] = {
    {"find_spec(fullname, path=None, target=None)", builtin_find_spec, NULL, GB_METHOD_CLASS},
    FINDER_METHODS,
    {"get_code(fullname)", finder_none, "Return None as built-in modules do not have code objects.",
     GB_METHOD_CLASS},
    {"get_source(fullname)", finder_none,
     "Return None as built-in modules do not have source code.", GB_METHOD_CLASS},
    {"is_package(fullname)", finder_false, "Return False as built-in modules are never packages.",
     GB_METHOD_CLASS},
    {"module_repr(module)", builtin_module_repr, "Return repr for the module.", GB_METHOD_CLASS},
    {0},
};

static const GbMethodDef frozen_importer_methods[] = {
    {"find_spec(fullname, path=None, target=None)", frozen_find_spec, NULL, GB_METHOD_CLASS},
    FINDER_METHODS,
    {"get_code(fullname)", frozen_get_code, "Return the code object for the frozen module.",
     GB_METHOD_CLASS},
    {"get_source(fullname)", frozen_get_source, "Return the source of the frozen module.",
     GB_METHOD_CLASS},
    {"is_package(fullname)", frozen_is_package, "Return True if the frozen module is a package.",
     GB_METHOD_CLASS},
    {0},
};

static const GbMethodDef path_finder_methods[] = {
    {"find_spec(fullname, path=None, target=None)", path_find_spec,
     "Try to find a spec for 'fullname' on sys.path or 'path'.", GB_METHOD_CLASS},
    {"invalidate_caches()", path_invalidate, "Forget what hooks have found.", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_builtin_importer_spec = {
    .name = "_frozen_importlib.BuiltinImporter",
    .doc = "Meta path import for built-in modules.",
    .size = sizeof(GbObject),
    .methods = builtin_importer_methods,
};

const GbTypeSpec gb_frozen_importer_spec = {
    .name = "_frozen_importlib.FrozenImporter",
    .doc = "Meta path import for frozen modules.",
    .size = sizeof(GbObject),
    .methods = frozen_importer_methods,
};

const GbTypeSpec gb_path_finder_spec = {
    .name = "_frozen_importlib_external.PathFinder",
    .doc = "Meta path finder for sys.path and package __path__ attributes.",
    .size = sizeof(GbObject),
    .methods = path_finder_methods,
};

/* --- Module _imp --- */

static GbRef imp_find_spec(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_find_spec(t, args[0], args[1] == GB_NONE ? GB_NULL : args[1]);
}

static GbRef imp_load_spec(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_load_spec(t, args[0]);
}

static GbRef imp_module_from_spec(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_module_from_spec(t, args[0]);
}

static GbRef imp_exec(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_exec(t, args[0], args[1]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef imp_import(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_full(t, args[0]);
}

static GbRef imp_is_builtin(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (gb_is_str(args[0]) &&
        (gb_str_equal_c(args[0], "builtins") || gb_str_equal_c(args[0], "sys")))
        return gb_small_new(-1);
    for (const GbModuleDef *const *row = gb_modules; *row != NULL; ++row) {
        if (gb_is_str(args[0]) && gb_str_equal_c(args[0], (*row)->name))
            return gb_small_new(1);
    }
    return gb_small_new(0);
}

static GbRef imp_is_frozen(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    const char *name = gb_is_str(args[0]) ? gb_str_wtf8(t, args[0], NULL) : NULL;
    return gb_bool(name != NULL && gb_embedded_find(name) != NULL);
}

static GbRef imp_is_frozen_package(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return frozen_is_package(t, module, args);
}

static GbRef imp_get_frozen_object(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return frozen_get_code(t, module, args);
}

static GbRef imp_frozen_names(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef list = gb_list_new(t, 0);
    for (const GbEmbeddedModule *row = gb_embedded_modules; list != GB_NULL && row->name != NULL;
         ++row) {
        if (gb_list_append_take(t, list, gb_str_new(t, row->name)) < 0)
            gb_clear(&list);
    }
    return list;
}

static GbRef imp_lock_held(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_bool(gb_import_lock_held(t));
}

/* The global import lock of old: a lock of a name that no module has. */
static GbRef imp_acquire_lock(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_lock(t, t->interp->empty_str) < 0 ? GB_NULL : GB_NONE;
}

static GbRef imp_release_lock(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (!gb_import_lock_held(t))
        return gb_raise(t, gb_RuntimeError, "not holding the import lock");
    gb_import_unlock(t, t->interp->empty_str);
    return GB_NONE;
}

static GbRef imp_create_builtin(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_import_module_from_spec(t, args[0]);
}

static GbRef imp_exec_module(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef done = finder_exec_module(t, module, args);
    return done == GB_NULL ? GB_NULL : gb_small_new(0);
}

static GbRef imp_extension_suffixes(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_list_new(t, 0);
}

static GbRef imp_override_frozen(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return GB_NONE;
}

static GbRef imp_fix_co_filename(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return GB_NONE; /* Code is always compiled from the file it names. */
}

/* 8 bytes that depend on the source: for cache files, which gilbox does not write. */
static GbRef imp_source_hash(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBuffer source;
    int64_t key;
    if (gb_index_i64(t, args[0], &key, gb_OverflowError) < 0 ||
        gb_buffer_get(t, args[1], &source) < 0)
        return GB_NULL;
    uint64_t hash = 0xcbf29ce484222325 ^ (uint64_t)key;
    for (int64_t i = 0; i < source.size; ++i)
        hash = (hash ^ source.data[i]) * 0x100000001b3;
    gb_buffer_release(t, &source);
    return gb_bytes_new(t, &hash, sizeof hash);
}

static const GbMethodDef imp_functions[] = {
    {"_find_spec(name, path=None, /)", imp_find_spec, "The spec of a module, by sys.meta_path."},
    {"_load_spec(spec, /)", imp_load_spec, "Make, run and return a spec's module."},
    {"_module_from_spec(spec, /)", imp_module_from_spec, "A module that has not run yet."},
    {"_exec(spec, module, /)", imp_exec, "Run a spec's code in a module."},
    {"_import(name, /)", imp_import, "The module of a full name."},
    {"acquire_lock()", imp_acquire_lock,
     "Acquires the interpreter's import lock for the current thread."},
    {"release_lock()", imp_release_lock, "Release the interpreter's import lock."},
    {"lock_held()", imp_lock_held, "Return True if the import lock is currently held, else False."},
    {"is_builtin(name, /)", imp_is_builtin,
     "Returns True if the module name corresponds to a built-in module."},
    {"is_frozen(name, /)", imp_is_frozen,
     "Returns True if the module name corresponds to a frozen module."},
    {"is_frozen_package(name, /)", imp_is_frozen_package,
     "Returns True if the module name is of a frozen package."},
    {"get_frozen_object(name, data=None, /)", imp_get_frozen_object,
     "Create a code object for a frozen module."},
    {"create_builtin(spec, /)", imp_create_builtin, "Create an extension module."},
    {"exec_builtin(mod, /)", imp_exec_module, "Initialize a built-in module."},
    {"extension_suffixes()", imp_extension_suffixes,
     "Returns the list of file suffixes used to identify extension modules."},
    {"source_hash(key, source)", imp_source_hash, NULL},
    {"_override_frozen_modules_for_tests(override, /)", imp_override_frozen,
     "Nothing: no module is frozen that a test would want to thaw."},
    {"_fix_co_filename(code, path, /)", imp_fix_co_filename,
     "Changes code.co_filename to specify the passed-in file path."},
    {"_frozen_module_names()", imp_frozen_names, "Returns the list of available frozen modules."},
    {0},
};

static int imp_init(GbThread *t, GbBorrow module)
{
    static const GbTypeSpec *const types[] = {&gb_module_spec_spec, &gb_source_loader_spec,
                                              &gb_builtin_importer_spec, &gb_frozen_importer_spec,
                                              &gb_path_finder_spec};
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        GbType *type = gb_spec_type(t, types[i]);
        if (gb_dict_set(t, gb_module_dict(module), type->name, gb_value(type)) < 0)
            return -1;
    }
    return gb_module_set_take(t, module, "check_hash_based_pycs", gb_str_new(t, "default"));
}

const GbModuleDef gb_module_imp = {
    .name = "_imp",
    .doc = "(Extremely) low-level import machinery bits as used by importlib.",
    .functions = imp_functions,
    .init = imp_init,
};
