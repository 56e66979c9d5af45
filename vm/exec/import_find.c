/* Where modules come from, and making them: C modules first, then the folders of sys.path (the
 * script's own, then those of GILBOXPATH), then the Python modules that are embedded in the
 * program. */
#include "vm/exec/import_parts.h"

#include "vm/code/compile.h"
#include "vm/exec/frame.h"
#include "vm/exec/source.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/exception.h"

/* --- Finding: C and embedded modules --- */

static GbBorrow finder(GbThread *t, const GbTypeSpec *spec)
{
    return gb_value(gb_spec_type(t, spec));
}

/* A module of C that has no row in the table, as the vm made it: borrowed, or GB_NULL. */
static GbBorrow own_module(GbThread *t, GbBorrow name)
{
    if (gb_str_equal_c(name, "sys"))
        return t->interp->sys;
    return gb_str_equal_c(name, "builtins") ? t->interp->builtins : GB_NULL;
}

static GbRef c_spec(GbThread *t, GbBorrow name, const GbModuleDef *def)
{
    GbRef origin = gb_str_new(t, "built-in");
    if (origin == GB_NULL)
        return GB_NULL;
    GbRef spec = gb_module_spec_new(t, name, GB_SPEC_C, finder(t, &gb_builtin_importer_spec),
                                    origin);
    gb_decref(origin);
    if (spec != GB_NULL)
        gb_as_module_spec(spec)->detail = def;
    return spec;
}

GbRef gb_import_find_c(GbThread *t, GbBorrow name)
{
    if (own_module(t, name) != GB_NULL)
        return c_spec(t, name, NULL);
    for (const GbModuleDef *const *row = gb_modules; *row != NULL; ++row) {
        if (gb_str_equal_c(name, (*row)->name))
            return c_spec(t, name, *row);
    }
    return GB_NONE;
}

GbRef gb_import_find_embedded(GbThread *t, GbBorrow name)
{
    size_t size;
    const char *text = gb_str_wtf8(t, name, &size);
    bool plain = text != NULL && strlen(text) == size;
    const GbEmbeddedModule *module = plain ? gb_embedded_find(text) : NULL;
    if (module == NULL)
        return text == NULL ? GB_NULL : GB_NONE;
    GbRef origin = gb_str_new(t, "frozen");
    if (origin == GB_NULL)
        return GB_NULL;
    GbRef spec = gb_module_spec_new(t, name, GB_SPEC_EMBEDDED, finder(t, &gb_frozen_importer_spec),
                                    origin);
    gb_decref(origin);
    if (spec == GB_NULL)
        return GB_NULL;
    gb_as_module_spec(spec)->detail = module;
    if (module->is_package) {
        gb_as_module_spec(spec)->locations = gb_list_new(t, 0);
        if (gb_as_module_spec(spec)->locations == GB_NULL)
            gb_clear(&spec);
    }
    return spec;
}

/* --- Finding: folders --- */

typedef enum EntryKind { ENTRY_NONE, ENTRY_FILE, ENTRY_FOLDER } EntryKind;

static EntryKind entry_kind(GbThread *t, const char *path)
{
    enum { MODE_MASK = 0170000, MODE_FOLDER = 0040000, MODE_FILE = 0100000 };
    RtStat stat;
    gb_unlock_on(t, GIL_OPEN, 0, path);
    int error = rt_stat(t->interp->rt, path, &stat);
    gb_lock(t);
    if (error < 0)
        return ENTRY_NONE;
    uint32_t mode = stat.mode & MODE_MASK;
    return mode == MODE_FOLDER ? ENTRY_FOLDER : mode == MODE_FILE ? ENTRY_FILE : ENTRY_NONE;
}

/* The folder of a path entry, absolute. */
static GbRef absolute(GbThread *t, GbBorrow entry)
{
    if (gb_str_length(entry) > 0 && gb_str_at(entry, 0) == '/')
        return gb_new_ref(entry);
    char *folder;
    if (rt_getcwd(t->interp->rt, &folder) < 0)
        return gb_new_ref(entry);
    GbRef result = gb_str_length(entry) == 0 ? gb_str_format(t, "%s", folder)
                                             : gb_str_format(t, "%s/%U", folder, entry);
    rt_free(folder);
    return result;
}

/* A path that exists as a file or folder: owned; None when it does not. */
static GbRef existing(GbThread *t, EntryKind wanted, const char *format, GbBorrow folder,
                      GbBorrow tail)
{
    GbRef path = gb_str_format(t, format, folder, tail);
    size_t size;
    const char *text = path == GB_NULL ? NULL : gb_str_wtf8(t, path, &size);
    if (text == NULL) {
        gb_clear(&path);
        return GB_NULL;
    }
    if (strlen(text) == size && entry_kind(t, text) == wanted) /* No file has a NUL in its name. */
        return path;
    gb_decref(path);
    return GB_NONE;
}

static GbRef source_spec(GbThread *t, GbBorrow name, GbBorrow path, GbBorrow package_folder)
{
    GbSourceLoader *loader = gb_object_new(t, gb_spec_type(t, &gb_source_loader_spec));
    if (loader == NULL)
        return GB_NULL;
    loader->name = gb_new_ref(name);
    loader->path = gb_new_ref(path);
    GbRef spec = gb_module_spec_new(t, name, GB_SPEC_SOURCE, gb_value(loader), path);
    gb_decref(gb_value(loader));
    if (spec == GB_NULL)
        return GB_NULL;
    gb_as_module_spec(spec)->has_location = true;
    if (package_folder != GB_NULL) {
        GbRef locations = gb_list_new(t, 1);
        if (locations == GB_NULL || gb_list_append(t, locations, package_folder) < 0) {
            gb_clear(&locations);
            gb_clear(&spec);
            return GB_NULL;
        }
        gb_as_module_spec(spec)->locations = locations;
    }
    return spec;
}

/* Looks into one folder. A folder that is no package is noted in `portions`: part of a namespace
 * package. */
static GbRef find_in_folder(GbThread *t, GbBorrow name, GbBorrow tail, GbBorrow entry,
                            GbBorrow portions)
{
    GbRef folder = absolute(t, entry), package = GB_NULL, file = GB_NULL, spec = GB_NULL;
    if (folder == GB_NULL)
        return GB_NULL;
    const char *join = gb_str_length(folder) > 0 &&
                               gb_str_at(folder, gb_str_length(folder) - 1) == '/'
                           ? "%U%U"
                           : "%U/%U";
    package = existing(t, ENTRY_FOLDER, join, folder, tail);
    if (package == GB_NULL)
        goto done;
    if (package != GB_NONE) {
        file = existing(t, ENTRY_FILE, "%U/__init__.py", package, tail);
        if (file == GB_NULL)
            goto done;
        if (file != GB_NONE) {
            spec = source_spec(t, name, file, package);
            goto done;
        }
    }
    GbRef module_tail = gb_str_format(t, "%U.py", tail);
    if (module_tail == GB_NULL)
        goto done;
    file = existing(t, ENTRY_FILE, join, folder, module_tail);
    gb_decref(module_tail);
    if (file == GB_NULL)
        goto done;
    if (file != GB_NONE)
        spec = source_spec(t, name, file, GB_NULL);
    else
        spec = package == GB_NONE || gb_list_append(t, portions, package) == 0 ? GB_NONE : GB_NULL;
done:
    gb_clear(&folder);
    gb_clear(&package);
    gb_clear(&file);
    return spec;
}

/* --- Finding: hooks that scripts have put into sys.path_hooks --- */

/* The first hook's finder for the entry, remembered in sys.path_importer_cache; None when there is
 * none. */
static GbRef hooked_finder(GbThread *t, GbBorrow entry)
{
    GbRef found = GB_NULL;
    GbBorrow hooks = gb_sys_peek(t, "path_hooks"), cache = gb_sys_peek(t, "path_importer_cache");
    if (hooks == GB_NULL || !gb_is_list(hooks) || gb_list_count(hooks) == 0)
        return GB_NONE;
    if (cache != GB_NULL && gb_is_dict(cache) && gb_dict_find(t, cache, entry, &found) != 0)
        return found;
    found = GB_NONE;
    for (int64_t i = 0; i < gb_list_count(hooks); ++i) {
        GbRef hook = gb_new_ref(gb_list_peek(hooks, i));
        GbRef answer = gb_call1(t, hook, entry);
        gb_decref(hook);
        if (answer == GB_NULL && !gb_raised_drop_if(t, gb_ImportError))
            return GB_NULL;
        if (answer != GB_NULL) {
            found = answer;
            break;
        }
    }
    cache = gb_sys_peek(t, "path_importer_cache");
    if (cache != GB_NULL && gb_is_dict(cache) && gb_dict_set(t, cache, entry, found) < 0)
        gb_clear(&found);
    return found;
}

/* What a hook's finder says. A spec without loader is a portion of a namespace package. */
static GbRef ask_finder(GbThread *t, GbBorrow path_finder, GbBorrow name, GbBorrow portions)
{
    GbRef spec = gb_call_method_c(t, path_finder, "find_spec", &name, 1);
    if (spec == GB_NULL || spec == GB_NONE)
        return spec;
    GbRef loader = gb_attr_get_c(t, spec, "loader"), locations = GB_NULL;
    if (loader == GB_NONE) {
        locations = gb_attr_get_c(t, spec, "submodule_search_locations");
        int failed = locations == GB_NULL   ? -1
                     : locations == GB_NONE ? 0
                                            : gb_list_extend(t, portions, locations);
        gb_set(&spec, failed < 0 ? GB_NULL : GB_NONE);
    } else if (loader == GB_NULL) {
        gb_clear(&spec);
    }
    gb_clear(&locations);
    gb_clear(&loader);
    return spec;
}

static GbRef find_in_entry(GbThread *t, GbBorrow name, GbBorrow tail, GbBorrow entry,
                           GbBorrow portions)
{
    if (!gb_is_str(entry))
        return GB_NONE;
    GbRef hooked = hooked_finder(t, entry);
    if (hooked == GB_NULL)
        return GB_NULL;
    GbRef spec = hooked == GB_NONE ? find_in_folder(t, name, tail, entry, portions)
                                   : ask_finder(t, hooked, name, portions);
    gb_decref(hooked);
    return spec;
}

/* The part of the name behind its last dot. */
static GbRef tail_of(GbThread *t, GbBorrow name)
{
    int64_t start = gb_str_length(name);
    while (start > 0 && gb_str_at(name, start - 1) != '.')
        --start;
    return gb_str_slice(t, name, start, gb_str_length(name));
}

static GbRef namespace_spec(GbThread *t, GbBorrow name, GbBorrow portions)
{
    GbRef spec = gb_module_spec_new(t, name, GB_SPEC_NAMESPACE, GB_NONE, GB_NULL);
    if (spec != GB_NULL)
        gb_as_module_spec(spec)->locations = gb_new_ref(portions);
    return spec;
}

GbRef gb_import_find_on_path(GbThread *t, GbBorrow name, GbBorrow path)
{
    GbBorrow searched = path == GB_NULL || path == GB_NONE ? gb_sys_peek(t, "path") : path;
    GbRef entries = GB_NULL, tail = GB_NULL, portions = GB_NULL, spec = GB_NULL;
    if (searched == GB_NULL)
        return GB_NONE;
    entries = gb_tuple_from(t, searched); /* A copy: hooks may change the path. */
    tail = tail_of(t, name);
    portions = gb_list_new(t, 0);
    if (entries == GB_NULL || tail == GB_NULL || portions == GB_NULL)
        goto done;
    spec = GB_NONE;
    for (int64_t i = 0; spec == GB_NONE && i < gb_tuple_count(entries); ++i)
        spec = find_in_entry(t, name, tail, gb_tuple_peek(entries, i), portions);
    if (spec == GB_NONE && gb_list_count(portions) > 0)
        spec = namespace_spec(t, name, portions);
done:
    gb_clear(&entries);
    gb_clear(&tail);
    gb_clear(&portions);
    return spec;
}

/* --- sys.meta_path --- */

static GbRef ask_meta_finder(GbThread *t, GbBorrow meta_finder, GbBorrow name, GbBorrow path)
{
    GbRef function = GB_NULL;
    if (meta_finder == finder(t, &gb_builtin_importer_spec))
        return gb_import_find_c(t, name);
    if (meta_finder == finder(t, &gb_path_finder_spec))
        return gb_import_find_on_path(t, name, path);
    if (meta_finder == finder(t, &gb_frozen_importer_spec))
        return gb_import_find_embedded(t, name);
    GbRef word = gb_str_new(t, "find_spec");
    int found = word == GB_NULL ? -1 : gb_attr_find(t, meta_finder, word, &function);
    gb_clear(&word);
    if (found <= 0)
        return found < 0 ? GB_NULL : GB_NONE;
    GbRef spec = gb_call3(t, function, name, path == GB_NULL ? GB_NONE : path, GB_NONE);
    gb_decref(function);
    return spec;
}

/* The packages that nothing on the path may stand in for: CPython's own, found there, would not
 * work with what lies beneath it here. */
static bool is_bound_to_vm(GbBorrow name)
{
    return gb_str_equal_c(name, "multiprocessing");
}

GbRef gb_import_find_spec(GbThread *t, GbBorrow name, GbBorrow path)
{
    GbBorrow meta_path = gb_sys_peek(t, "meta_path");
    if (meta_path == GB_NULL || meta_path == GB_NONE)
        return gb_raise(t, gb_ImportError, "sys.meta_path is None, Python is likely shutting down");
    if (is_bound_to_vm(name))
        return gb_import_find_embedded(t, name);
    GbRef finders = gb_tuple_from(t, meta_path), spec = GB_NONE;
    if (finders == GB_NULL)
        return GB_NULL;
    for (int64_t i = 0; spec == GB_NONE && i < gb_tuple_count(finders); ++i)
        spec = ask_meta_finder(t, gb_tuple_peek(finders, i), name, path);
    gb_decref(finders);
    return spec;
}

/* --- Making the module --- */

/* module.<name> = value, unless the module (which its loader made) has one. Takes the value. */
static int give_take(GbThread *t, GbBorrow module, bool fresh, const char *name, GbRef value)
{
    if (value == GB_NULL)
        return -1;
    GbRef key = gb_str_intern(t, name, strlen(name)), old = GB_NULL;
    int result = key == GB_NULL ? -1 : 0;
    if (result == 0 && !fresh) {
        result = gb_attr_find(t, module, key, &old);
        if (result > 0 && old == GB_NONE)
            result = 0;
    }
    if (result == 0)
        result = gb_attr_set(t, module, key, value);
    gb_clear(&old);
    gb_clear(&key);
    gb_decref(value);
    return result < 0 ? -1 : 0;
}

static int give_attributes(GbThread *t, GbBorrow module, bool fresh, GbBorrow spec)
{
    GbRef locations = GB_NULL, has_location = GB_NULL, cached = GB_NULL;
    int result = -1;
    if (give_take(t, module, fresh, "__name__", gb_attr_get_c(t, spec, "name")) < 0 ||
        give_take(t, module, fresh, "__loader__", gb_attr_get_c(t, spec, "loader")) < 0 ||
        give_take(t, module, fresh, "__package__", gb_attr_get_c(t, spec, "parent")) < 0 ||
        give_take(t, module, true, "__spec__", gb_new_ref(spec)) < 0)
        return -1;
    locations = gb_attr_get_c(t, spec, "submodule_search_locations");
    has_location = gb_attr_get_c(t, spec, "has_location");
    if (locations == GB_NULL || has_location == GB_NULL)
        goto done;
    if (locations != GB_NONE && give_take(t, module, fresh, "__path__", gb_new_ref(locations)) < 0)
        goto done;
    int located = gb_truth(t, has_location);
    if (located > 0 &&
        give_take(t, module, fresh, "__file__", gb_attr_get_c(t, spec, "origin")) < 0)
        located = -1;
    if (located > 0)
        cached = gb_attr_get_c(t, spec, "cached");
    if (located > 0 &&
        (cached == GB_NULL ||
         (cached != GB_NONE && give_take(t, module, fresh, "__cached__", gb_new_ref(cached)) < 0)))
        located = -1;
    result = located < 0 ? -1 : 0;
done:
    gb_clear(&locations);
    gb_clear(&has_location);
    gb_clear(&cached);
    return result;
}

/* Let the loader make the module, if it wants to: None when it does not. */
static GbRef create_by_loader(GbThread *t, GbBorrow spec)
{
    GbRef loader = gb_attr_get_c(t, spec, "loader"), word = GB_NULL, function = GB_NULL,
          module = GB_NULL;
    if (loader == GB_NULL)
        return GB_NULL;
    if (loader == GB_NONE)
        return GB_NONE;
    word = gb_str_new(t, "create_module");
    int found = word == GB_NULL ? -1 : gb_attr_find(t, loader, word, &function);
    if (found == 0)
        module = GB_NONE;
    else if (found > 0)
        module = gb_call1(t, function, spec);
    gb_clear(&function);
    gb_clear(&word);
    gb_clear(&loader);
    return module;
}

static GbSpecKind kind_of(GbThread *t, GbBorrow spec)
{
    return gb_is_module_spec(t, spec) ? gb_as_module_spec(spec)->kind : GB_SPEC_OTHER;
}

GbRef gb_import_module_from_spec(GbThread *t, GbBorrow spec)
{
    GbSpecKind kind = kind_of(t, spec);
    GbRef module = kind == GB_SPEC_OTHER ? create_by_loader(t, spec) : GB_NONE;
    if (kind == GB_SPEC_C && gb_as_module_spec(spec)->detail == NULL)
        return gb_new_ref(own_module(t, gb_as_module_spec(spec)->name));
    bool fresh = module == GB_NONE;
    if (fresh) {
        GbRef name = gb_attr_get_c(t, spec, "name");
        const char *doc = kind == GB_SPEC_C && gb_as_module_spec(spec)->detail != NULL
                              ? ((const GbModuleDef *)gb_as_module_spec(spec)->detail)->doc
                              : NULL;
        const char *text = name == GB_NULL || !gb_is_str(name) ? NULL : gb_str_wtf8(t, name, NULL);
        module = text == NULL ? GB_NULL : gb_module_new(t, text, doc);
        gb_clear(&name);
    }
    if (module == GB_NULL || give_attributes(t, module, fresh, spec) < 0)
        gb_clear(&module);
    if (module != GB_NULL && kind == GB_SPEC_NAMESPACE &&
        give_take(t, module, fresh, "__file__", GB_NONE) < 0)
        gb_clear(&module);
    if (module != GB_NULL && kind == GB_SPEC_EMBEDDED) {
        const GbEmbeddedModule *embedded = gb_as_module_spec(spec)->detail;
        if (give_take(t, module, fresh, "__file__", gb_embedded_filename(t, embedded->name)) < 0)
            gb_clear(&module);
    }
    return module;
}

/* --- Running it --- */

GbRef gb_import_compile_file(GbThread *t, GbBorrow path)
{
    int error = 0;
    const char *text = gb_str_wtf8(t, path, NULL);
    GbRef source = text == NULL ? GB_NULL : gb_file_load(t, text, &error);
    if (source == GB_NULL)
        return error < 0 ? gb_raise_rt(t, error, path, GB_NULL) : GB_NULL;
    GbRef code = gb_compile_source(t, (const char *)gb_bytes_data(source),
                                   (size_t)gb_bytes_size(source), path, GB_COMPILE_EXEC, 0);
    gb_decref(source);
    return code;
}

GbRef gb_import_compile_embedded(GbThread *t, const GbEmbeddedModule *embedded)
{
    GbRef filename = gb_embedded_filename(t, embedded->name);
    if (filename == GB_NULL)
        return GB_NULL;
    GbRef code = gb_compile_source(t, embedded->source, embedded->size, filename, GB_COMPILE_EXEC,
                                   GB_COMPILE_SOURCE_IS_UTF8);
    gb_decref(filename);
    return code;
}

int gb_import_run_code(GbThread *t, GbBorrow module, GbBorrow code)
{
    GbRef dict = gb_attr_get(t, module, gb_name(t, __dict__));
    if (dict == GB_NULL)
        return -1;
    int result = 0;
    if (gb_dict_peek_str(t, dict, gb_name(t, __builtins__)) == GB_NULL)
        result = gb_dict_set(t, dict, gb_name(t, __builtins__), t->interp->builtins_dict);
    if (result == 0) {
        GbRef value = gb_eval_code(t, (GbCode *)gb_object(code), dict, dict, GB_NULL);
        result = value == GB_NULL ? -1 : 0;
        gb_clear(&value);
    }
    gb_decref(dict);
    return result;
}

static int run_code_take(GbThread *t, GbBorrow module, GbRef code)
{
    if (code == GB_NULL)
        return -1;
    int result = gb_import_run_code(t, module, code);
    gb_decref(code);
    return result;
}

static int run_c(GbThread *t, GbBorrow module, const GbModuleDef *def)
{
    if (def == NULL) /* builtins and sys: the vm made them. */
        return 0;
    if (def->functions != NULL && gb_module_add_functions(t, module, def->functions) < 0)
        return -1;
    return def->init == NULL ? 0 : def->init(t, module);
}

/* loader.exec_module(module), or the older load_module(name). */
static int run_by_loader(GbThread *t, GbBorrow spec, GbBorrow module)
{
    GbRef loader = gb_attr_get_c(t, spec, "loader"), word = GB_NULL, function = GB_NULL,
          answer = GB_NULL, name = GB_NULL;
    int result = -1;
    if (loader == GB_NULL)
        return -1;
    if (loader == GB_NONE) {
        GbRef locations = gb_attr_get_c(t, spec, "submodule_search_locations");
        name = gb_attr_get_c(t, spec, "name");
        if (locations == GB_NONE)
            gb_raise_import(t, gb_ImportError, name, GB_NULL, "missing loader");
        result = locations == GB_NULL || locations == GB_NONE ? -1 : 0; /* A namespace package. */
        gb_clear(&locations);
        goto done;
    }
    word = gb_str_new(t, "exec_module");
    int found = word == GB_NULL ? -1 : gb_attr_find(t, loader, word, &function);
    if (found > 0) {
        answer = gb_call1(t, function, module);
    } else if (found == 0) {
        name = gb_attr_get_c(t, spec, "name");
        answer = name == GB_NULL ? GB_NULL : gb_call_method_c(t, loader, "load_module", &name, 1);
    }
    result = answer == GB_NULL ? -1 : 0;
done:
    gb_clear(&answer);
    gb_clear(&function);
    gb_clear(&name);
    gb_clear(&word);
    gb_clear(&loader);
    return result;
}

int gb_import_exec(GbThread *t, GbBorrow spec, GbBorrow module)
{
    switch (kind_of(t, spec)) {
    case GB_SPEC_C: return run_c(t, module, gb_as_module_spec(spec)->detail);
    case GB_SPEC_EMBEDDED:
        return run_code_take(t, module,
                             gb_import_compile_embedded(t, gb_as_module_spec(spec)->detail));
    case GB_SPEC_SOURCE:
        return run_code_take(t, module, gb_import_compile_file(t, gb_as_module_spec(spec)->origin));
    case GB_SPEC_NAMESPACE: return 0;
    default: return run_by_loader(t, spec, module);
    }
}

static int set_initializing(GbThread *t, GbBorrow spec, bool value)
{
    if (gb_is_module_spec(t, spec)) {
        gb_as_module_spec(spec)->initializing = value;
        return 0;
    }
    return gb_attr_set_c(t, spec, "_initializing", gb_bool(value));
}

/* The module that stands in sys.modules once its code has run: the code may have put another there.
 */
static GbRef run_in_modules(GbThread *t, GbBorrow spec, GbBorrow name, GbBorrow module)
{
    GbBorrow modules = t->interp->modules;
    GbRef result = GB_NULL;
    if (gb_item_set(t, modules, name, module) < 0)
        return GB_NULL;
    if (gb_import_exec(t, spec, module) < 0) {
        GbRef error = gb_raised_take(t);
        if (gb_item_delete(t, modules, name) < 0)
            gb_raised_drop(t);
        gb_raised_restore_take(t, error);
        return GB_NULL;
    }
    if (gb_dict_find(t, modules, name, &result) == 0)
        gb_raise_value(t, gb_KeyError, name);
    return result;
}

GbRef gb_import_load_spec(GbThread *t, GbBorrow spec)
{
    GbRef name = gb_attr_get_c(t, spec, "name"), module = GB_NULL, result = GB_NULL;
    if (name == GB_NULL)
        return GB_NULL;
    module = gb_import_module_from_spec(t, spec);
    if (module == GB_NULL || set_initializing(t, spec, true) < 0)
        goto done;
    result = run_in_modules(t, spec, name, module);
    GbRef error = gb_raised_take(t);
    set_initializing(t, spec, false);
    gb_raised_restore_take(t, error);
done:
    gb_clear(&module);
    gb_clear(&name);
    return result;
}

/* --- __main__ --- */

int gb_import_fill_main(GbThread *t, GbBorrow module, GbBorrow filename)
{
    GbRef loader = gb_new_ref(finder(t, &gb_builtin_importer_spec));
    if (filename != GB_NULL) {
        GbSourceLoader *source = gb_object_new(t, gb_spec_type(t, &gb_source_loader_spec));
        gb_set(&loader, source == NULL ? GB_NULL : gb_value(source));
        if (source == NULL)
            return -1;
        source->name = gb_new_ref(gb_name(t, __main__));
        source->path = gb_new_ref(filename);
    }
    if (gb_module_set_take(t, module, "__loader__", loader) < 0 ||
        gb_module_set(t, module, "__name__", gb_name(t, __main__)) < 0 ||
        gb_module_set(t, module, "__package__", GB_NONE) < 0 ||
        gb_module_set(t, module, "__spec__", GB_NONE) < 0 ||
        gb_module_set_take(t, module, "__annotations__", gb_dict_new(t)) < 0 ||
        gb_module_set(t, module, "__builtins__", t->interp->builtins) < 0)
        return -1;
    if (filename == GB_NULL)
        return 0;
    if (gb_module_set(t, module, "__file__", filename) < 0)
        return -1;
    return gb_module_set(t, module, "__cached__", GB_NONE);
}
