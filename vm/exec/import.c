/* The import statement, as importlib defines it. import_find.c knows where modules come from. */
#include "vm/exec/import.h"

#include "vm/exec/import_parts.h"
#include "vm/exec/builtins.h"
#include "vm/exec/frame.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/exception.h"

/* --- Small questions --- */

/* Where `c` stands last before `end`; -1: nowhere. */
static int64_t last_dot(GbBorrow name, int64_t end)
{
    while (--end >= 0 && gb_str_at(name, end) != '.')
        ;
    return end;
}

static int64_t first_dot(GbBorrow name)
{
    int64_t length = gb_str_length(name);
    for (int64_t i = 0; i < length; ++i) {
        if (gb_str_at(name, i) == '.')
            return i;
    }
    return -1;
}

int gb_import_is_initializing(GbThread *t, GbBorrow spec)
{
    GbRef value = GB_NULL;
    if (gb_is_module_spec(t, spec))
        return gb_as_module_spec(spec)->initializing;
    if (spec == GB_NULL || spec == GB_NONE)
        return 0;
    GbRef name = gb_str_new(t, "_initializing");
    int found = name == GB_NULL ? -1 : gb_attr_find(t, spec, name, &value);
    if (found > 0)
        found = gb_truth(t, value);
    gb_clear(&value);
    gb_clear(&name);
    return found;
}

/* sys.modules[name], owned; GB_NULL with nothing set: absent. */
static GbRef loaded_module(GbThread *t, GbBorrow name)
{
    GbRef module = GB_NULL;
    GbBorrow modules = t->interp->modules;
    if (gb_is_exact(modules, GB_KIND_DICT)) {
        gb_dict_find(t, modules, name, &module);
        return module;
    }
    module = gb_item_get(t, modules, name);
    if (module == GB_NULL)
        gb_raised_drop_if(t, gb_KeyError);
    return module;
}

/* --- A full name --- */

/* Another thread may still be running the module's code: wait for it. */
static int wait_for_module(GbThread *t, GbBorrow module, GbBorrow name)
{
    GbRef spec = GB_NULL;
    int result = gb_attr_find(t, module, gb_name(t, __spec__), &spec);
    if (result > 0)
        result = gb_import_is_initializing(t, spec);
    if (result > 0) {
        result = gb_import_lock(t, name);
        if (result > 0)
            gb_import_unlock(t, name);
    }
    gb_clear(&spec);
    return result < 0 ? -1 : 0;
}

/* The parent's __path__, after importing the parent. *parent: the module; both owned. Importing it
 * may have brought the module itself: then that is *module, and there is no *path. 0 or -1. */
static int parent_path(GbThread *t, GbBorrow name, int64_t dot, GbRef *parent, GbRef *path,
                       GbRef *module)
{
    int result = -1;
    GbRef parent_name = gb_str_slice(t, name, 0, dot);
    if (parent_name == GB_NULL)
        return -1;
    if (gb_recursion_enter(t, "") < 0)
        goto done;
    *parent = gb_import_full(t, parent_name);
    gb_recursion_leave(t);
    if (*parent == GB_NULL)
        goto done;
    *module = loaded_module(t, name);
    if (*module != GB_NULL || gb_raised(t)) {
        result = *module != GB_NULL ? 0 : -1;
        goto done;
    }
    int found = gb_attr_find(t, *parent, gb_name(t, __path__), path);
    if (found == 0)
        gb_raise_import(t, gb_ModuleNotFoundError, name, GB_NULL,
                        "No module named %R; %R is not a package", name, parent_name);
    result = found > 0 ? 0 : -1;
done:
    gb_decref(parent_name);
    return result;
}

/* The finished module is an attribute of its package. */
static int bind_to_parent(GbThread *t, GbBorrow parent, GbBorrow name, int64_t dot, GbBorrow module)
{
    GbRef child = gb_str_slice(t, name, dot + 1, gb_str_length(name));
    if (child == GB_NULL)
        return -1;
    int result = gb_attr_set(t, parent, child, module);
    if (result < 0 && gb_raised_drop_if(t, gb_AttributeError))
        result = gb_warn(t, gb_ImportWarning, 1,
                         "Cannot set an attribute on %R for child module %R", parent, child);
    gb_decref(child);
    return result;
}

/* Is it a public module of CPython's library, or in a package of it? */
static bool is_cpythons(GbThread *t, GbBorrow name)
{
    static const char *const names[] = {
#define GB_STDLIB_NAME(name) name,
#include "vm/exec/stdlib_names.def"
#undef GB_STDLIB_NAME
    };
    int64_t dot = first_dot(name);
    GbRef first = dot < 0 ? gb_new_ref(name) : gb_str_slice(t, name, 0, dot);
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && first != GB_NULL && !found; ++i)
        found = names[i][0] != '_' && gb_str_equal_c(first, names[i]);
    gb_xdecref(first);
    return found;
}

static void raise_not_found(GbThread *t, GbBorrow name)
{
    bool is_known = is_cpythons(t, name);
    if (gb_raised(t))
        return;
    gb_raise_import(t, gb_ModuleNotFoundError, name, GB_NULL, "No module named %R%s", name,
                    is_known ? " (it is not embedded; set GILBOXPATH to CPython 3.11's library)"
                             : "");
}

/* As CPython tells it: no file is known yet. 0 or -1. */
static int audit_import(GbThread *t, GbBorrow name)
{
    if (!gb_is_audited(t))
        return 0;
    static const char *const lists[] = {"path", "meta_path", "path_hooks"};
    GbBorrow items[3];
    for (int i = 0; i < 3; ++i) {
        items[i] = gb_sys_peek(t, lists[i]);
        items[i] = items[i] == GB_NULL ? GB_NONE : items[i];
    }
    return gb_audit_take(t, "import",
                         gb_tuple_of(t, 5, name, GB_NONE, items[0], items[1], items[2]));
}

/* The import lock of the name is held (unless that would be a deadlock). */
static GbRef find_and_load(GbThread *t, GbBorrow name)
{
    GbRef parent = GB_NULL, path = GB_NULL, spec = GB_NULL, module = GB_NULL;
    if (audit_import(t, name) < 0)
        return GB_NULL;
    int64_t dot = last_dot(name, gb_str_length(name));
    if (dot >= 0) {
        if (parent_path(t, name, dot, &parent, &path, &module) < 0 || module != GB_NULL)
            goto done;
    }
    spec = gb_import_find_spec(t, name, path);
    if (spec == GB_NONE)
        raise_not_found(t, name);
    if (spec == GB_NULL || spec == GB_NONE)
        goto done;
    module = gb_import_load_spec(t, spec);
    if (module != GB_NULL && parent != GB_NULL && bind_to_parent(t, parent, name, dot, module) < 0)
        gb_clear(&module);
done:
    gb_clear(&spec);
    gb_clear(&path);
    gb_clear(&parent);
    return module;
}

GbRef gb_import_full(GbThread *t, GbBorrow name)
{
    GbRef module = loaded_module(t, name);
    if (module == GB_NULL) {
        int locked = gb_raised(t) ? -1 : gb_import_lock(t, name);
        if (locked < 0)
            return GB_NULL;
        module = loaded_module(t, name); /* Another thread may have imported it meanwhile. */
        if (module == GB_NULL && !gb_raised(t))
            module = find_and_load(t, name);
        if (locked > 0)
            gb_import_unlock(t, name);
    } else if (module != GB_NONE && wait_for_module(t, module, name) < 0) {
        gb_clear(&module);
    }
    if (module == GB_NONE)
        return gb_raise_import(t, gb_ModuleNotFoundError, name, GB_NULL,
                               "import of %U halted; None in sys.modules", name);
    return module;
}

GbRef gb_import(GbThread *t, const char *name)
{
    GbRef text = gb_str_intern(t, name, strlen(name));
    if (text == GB_NULL)
        return GB_NULL;
    GbRef module = gb_import_full(t, text);
    gb_decref(text);
    return module;
}

/* --- Relative names --- */

static GbRef no_parent(GbThread *t)
{
    return gb_raise(t, gb_ImportError, "attempted relative import with no known parent package");
}

/* globals[name] as an owned value; GB_NULL: absent. */
static GbRef global(GbThread *t, GbBorrow globals, GbBorrow name)
{
    GbBorrow value = gb_dict_peek_str(t, globals, name);
    return value == GB_NULL ? GB_NULL : gb_new_ref(value);
}

/* By __name__ and __path__, for code that has neither __package__ nor __spec__. */
static GbRef package_by_name(GbThread *t, GbBorrow globals)
{
    if (gb_warn(t, gb_ImportWarning, 1,
                "can't resolve package from __spec__ or __package__, "
                "falling back on __name__ and __path__") < 0)
        return GB_NULL;
    GbRef name = global(t, globals, gb_name(t, __name__));
    if (name == GB_NULL)
        return gb_raise(t, gb_KeyError, "'__name__' not in globals");
    if (!gb_is_str(name)) {
        gb_decref(name);
        return gb_raise(t, gb_TypeError, "__name__ must be a string");
    }
    if (gb_dict_peek_str(t, globals, gb_name(t, __path__)) == GB_NULL) {
        int64_t dot = last_dot(name, gb_str_length(name));
        if (dot < 0) {
            gb_decref(name);
            return no_parent(t);
        }
        gb_set(&name, gb_str_slice(t, name, 0, dot));
    }
    return name;
}

/* __package__, which should be what __spec__ says. */
static GbRef package_checked_take(GbThread *t, GbRef package, GbBorrow spec)
{
    if (!gb_is_str(package)) {
        gb_decref(package);
        return gb_raise(t, gb_TypeError, "package must be a string");
    }
    if (spec == GB_NULL || spec == GB_NONE)
        return package;
    GbRef parent = gb_attr_get_c(t, spec, "parent");
    int same = parent == GB_NULL ? -1 : gb_equal(t, package, parent);
    if (same == 0)
        same = gb_warn(t, gb_ImportWarning, 1, "__package__ != __spec__.parent");
    gb_clear(&parent);
    if (same < 0)
        gb_clear(&package);
    return package;
}

static GbRef package_of(GbThread *t, GbBorrow globals)
{
    GbRef spec = global(t, globals, gb_name(t, __spec__));
    GbRef package = global(t, globals, gb_name(t, __package__));
    if (package != GB_NULL && package != GB_NONE) {
        package = package_checked_take(t, package, spec);
    } else if (spec != GB_NULL && spec != GB_NONE) {
        gb_set(&package, gb_attr_get_c(t, spec, "parent"));
        if (package != GB_NULL && !gb_is_str(package)) {
            gb_clear(&package);
            gb_raise(t, gb_TypeError, "__spec__.parent must be a string");
        }
    } else {
        package = package_by_name(t, globals);
    }
    gb_clear(&spec);
    return package;
}

/* The full name of `level` dots and `name` in the code of these globals. */
static GbRef resolve(GbThread *t, GbBorrow globals, GbBorrow name, int64_t level)
{
    if (globals == GB_NULL || globals == GB_NONE)
        return gb_raise(t, gb_KeyError, "'__name__' not in globals");
    if (!gb_is_dict(globals))
        return gb_raise(t, gb_TypeError, "globals must be a dict");
    GbRef package = package_of(t, globals), result = GB_NULL;
    if (package == GB_NULL)
        return GB_NULL;
    int64_t end = gb_str_length(package);
    if (end == 0) {
        gb_decref(package);
        return no_parent(t);
    }
    for (int64_t up = 1; up < level; ++up) {
        end = last_dot(package, end);
        if (end < 0) {
            gb_decref(package);
            return gb_raise(t, gb_ImportError,
                            "attempted relative import beyond top-level package");
        }
    }
    GbRef base = gb_str_slice(t, package, 0, end);
    if (base != GB_NULL && gb_str_length(name) > 0)
        result = gb_str_format(t, "%U.%U", base, name);
    else if (base != GB_NULL)
        result = gb_new_ref(base);
    gb_clear(&base);
    gb_decref(package);
    return result;
}

/* --- __import__ --- */

static int import_names(GbThread *t, GbBorrow module, GbBorrow names, bool of_all);

/* The package lacks the attribute: then the name may be a submodule. */
static int import_submodule(GbThread *t, GbBorrow module, GbBorrow name)
{
    GbRef package = gb_attr_get(t, module, gb_name(t, __name__)), full = GB_NULL,
          submodule = GB_NULL;
    int result = -1;
    if (package == GB_NULL || (full = gb_str_format(t, "%S.%U", package, name)) == GB_NULL)
        goto done;
    submodule = gb_import_full(t, full);
    if (submodule != GB_NULL) {
        result = 0;
    } else if (gb_raised_is(t, gb_ModuleNotFoundError)) {
        /* No such submodule: IMPORT_FROM will say so. Any other missing module is an error here. */
        GbRef missing = gb_as_exception(t->exception)->fields[GB_IMPORT_NAME];
        if (missing != GB_NULL && gb_is_str(missing) && gb_str_equal(missing, full) &&
            gb_dict_peek_str(t, t->interp->modules, full) == GB_NULL) {
            gb_raised_drop(t);
            result = 0;
        }
    }
done:
    gb_clear(&submodule);
    gb_clear(&full);
    gb_clear(&package);
    return result;
}

static int import_one_name(GbThread *t, GbBorrow module, GbBorrow name, bool of_all)
{
    GbRef value = GB_NULL;
    if (!gb_is_str(name)) {
        GbRef package = of_all ? gb_attr_get(t, module, gb_name(t, __name__)) : GB_NULL;
        if (of_all && package == GB_NULL)
            return -1;
        if (of_all)
            gb_raise(t, gb_TypeError, "Item in %S.__all__ must be str, not %T", package, name);
        else
            gb_raise(t, gb_TypeError, "Item in ``from list'' must be str, not %T", name);
        gb_clear(&package);
        return -1;
    }
    if (gb_str_equal_c(name, "*")) {
        GbRef all = GB_NULL;
        int found = of_all ? 0 : gb_attr_find(t, module, gb_name(t, __all__), &all);
        if (found > 0)
            found = import_names(t, module, all, true);
        gb_clear(&all);
        return found;
    }
    int found = gb_attr_find(t, module, name, &value);
    gb_clear(&value);
    return found == 0 ? import_submodule(t, module, name) : found < 0 ? -1 : 0;
}

static int import_names(GbThread *t, GbBorrow module, GbBorrow names, bool of_all)
{
    GbRef list = gb_tuple_from(t, names);
    if (list == GB_NULL)
        return -1;
    int result = 0;
    for (int64_t i = 0; result == 0 && i < gb_tuple_count(list); ++i)
        result = import_one_name(t, module, gb_tuple_peek(list, i), of_all);
    gb_decref(list);
    return result;
}

/* `import a.b.c` binds a: the first part of the name as it was written. */
static GbRef first_package_take(GbThread *t, GbRef module, GbBorrow name, GbBorrow full)
{
    int64_t dot = first_dot(name);
    if (dot < 0)
        return module;
    gb_decref(module);
    int64_t end = gb_str_length(full) - (gb_str_length(name) - dot);
    GbRef first = gb_str_slice(t, full, 0, end);
    if (first == GB_NULL)
        return GB_NULL;
    GbRef package = loaded_module(t, first);
    if (package == GB_NULL && !gb_raised(t))
        gb_raise(t, gb_KeyError, "%R not in sys.modules as expected", first);
    gb_decref(first);
    return package;
}

/* `from package import names` makes sure of submodules among the names. */
static GbRef with_names_take(GbThread *t, GbRef module, GbBorrow fromlist)
{
    GbRef path = GB_NULL;
    int is_package = gb_attr_find(t, module, gb_name(t, __path__), &path);
    gb_clear(&path);
    if (is_package > 0)
        is_package = import_names(t, module, fromlist, false);
    if (is_package < 0)
        gb_clear(&module);
    return module;
}

GbRef gb_import_call(GbThread *t, GbBorrow name, GbBorrow globals, GbBorrow fromlist, int64_t level)
{
    if (!gb_is_str(name))
        return gb_raise(t, gb_TypeError, "module name must be a string");
    if (level < 0)
        return gb_raise(t, gb_ValueError, "level must be >= 0");
    if (level == 0 && gb_str_length(name) == 0)
        return gb_raise(t, gb_ValueError, "Empty module name");
    GbRef full = level > 0 ? resolve(t, globals, name, level) : gb_new_ref(name);
    if (full == GB_NULL)
        return GB_NULL;
    GbRef module = gb_import_full(t, full);
    if (module != GB_NULL) {
        int has_names = fromlist == GB_NULL || fromlist == GB_NONE ? 0 : gb_truth(t, fromlist);
        if (has_names < 0)
            gb_clear(&module);
        else if (has_names)
            module = with_names_take(t, module, fromlist);
        else
            module = first_package_take(t, module, name, full);
    }
    gb_decref(full);
    return module;
}

/* --- The loop's helpers --- */

/* builtins.__import__ as the running code sees it, borrowed, when it is not the one we made;
 * GB_NULL: it is. */
static GbBorrow replaced_import(GbThread *t, GbBorrow globals)
{
    GbBorrow builtins = gb_dict_peek_str(t, globals, gb_name(t, __builtins__));
    if (builtins != GB_NULL && gb_is_exact(builtins, GB_KIND_MODULE))
        builtins = gb_module_dict(builtins);
    if (builtins == GB_NULL || !gb_is_dict(builtins))
        builtins = t->interp->builtins_dict;
    GbBorrow function = gb_dict_peek_str(t, builtins, gb_name(t, __import__));
    if (function == GB_NULL) {
        gb_raise(t, gb_ImportError, "__import__ not found");
        return GB_NULL;
    }
    return function == t->interp->import_function ? GB_NULL : function;
}

GbRef gb_import_name(GbThread *t, GbBorrow name, GbBorrow globals, GbBorrow fromlist, int level)
{
    GbBorrow function = replaced_import(t, globals);
    if (function == GB_NULL)
        return gb_raised(t) ? GB_NULL : gb_import_call(t, name, globals, fromlist, level);
    GbBorrow locals = t->frame == NULL || t->frame->locals == GB_NULL ? GB_NONE : t->frame->locals;
    GbBorrow args[] = {name, globals, locals, fromlist, gb_small_new(level)};
    GbRef held = gb_new_ref(function);
    GbRef module = gb_call(t, held, args, 5, GB_NULL);
    gb_decref(held);
    return module;
}

static GbRef raise_no_name(GbThread *t, GbBorrow module, GbBorrow name, GbBorrow module_name)
{
    GbRef path = GB_NULL, spec = GB_NULL, shown = GB_NULL;
    bool known = module_name != GB_NULL && gb_is_str(module_name);
    shown = known ? gb_new_ref(module_name) : gb_str_new(t, "<unknown module name>");
    if (shown == GB_NULL || gb_attr_find(t, module, gb_name(t, __file__), &path) < 0)
        goto done;
    if (path == GB_NULL || !gb_is_str(path)) {
        gb_raise_import(t, gb_ImportError, module_name, GB_NULL,
                        "cannot import name %R from %R (unknown location)", name, shown);
        goto done;
    }
    if (gb_attr_find(t, module, gb_name(t, __spec__), &spec) < 0)
        goto done;
    const char *format = "cannot import name %R from %R (%S)";
    if (gb_import_is_initializing(t, spec) > 0)
        format = "cannot import name %R from partially initialized module %R "
                 "(most likely due to a circular import) (%S)";
    gb_raised_drop(t);
    gb_raise_import(t, gb_ImportError, module_name, path, format, name, shown, path);
done:
    gb_clear(&shown);
    gb_clear(&spec);
    gb_clear(&path);
    return GB_NULL;
}

GbRef gb_import_from(GbThread *t, GbBorrow module, GbBorrow name)
{
    GbRef value = GB_NULL, module_name = GB_NULL, full = GB_NULL;
    if (gb_attr_find(t, module, name, &value) != 0)
        return value;
    /* In a circular import the submodule may be there, but not yet bound to its package. */
    if (gb_attr_find(t, module, gb_name(t, __name__), &module_name) < 0)
        return GB_NULL;
    if (module_name != GB_NULL && gb_is_str(module_name)) {
        full = gb_str_format(t, "%U.%U", module_name, name);
        value = full == GB_NULL ? GB_NULL : loaded_module(t, full);
    }
    if (value == GB_NULL && !gb_raised(t))
        raise_no_name(t, module, name, module_name);
    gb_clear(&full);
    gb_clear(&module_name);
    return value;
}

/* The names that `from module import *` takes. *skip: those with a leading underscore are left out.
 */
static GbRef star_names(GbThread *t, GbBorrow module, bool *skip)
{
    GbRef names = GB_NULL, dict = GB_NULL;
    int found = gb_attr_find(t, module, gb_name(t, __all__), &names);
    *skip = false;
    if (found != 0)
        return names;
    found = gb_attr_find(t, module, gb_name(t, __dict__), &dict);
    if (found == 0)
        return gb_raise(t, gb_ImportError, "from-import-* object has no __dict__ and no __all__");
    if (found < 0)
        return GB_NULL;
    *skip = true;
    names = gb_list_from(t, dict);
    gb_decref(dict);
    return names;
}

static int star_one(GbThread *t, GbBorrow module, GbBorrow locals, GbBorrow name, bool skip)
{
    if (!gb_is_str(name)) {
        GbRef module_name = gb_attr_get(t, module, gb_name(t, __name__));
        if (module_name != GB_NULL)
            gb_raise(t, gb_TypeError, "%s in %S.%s must be str, not %T", skip ? "Key" : "Item",
                     module_name, skip ? "__dict__" : "__all__", name);
        gb_clear(&module_name);
        return -1;
    }
    if (skip && gb_str_length(name) > 0 && gb_str_at(name, 0) == '_')
        return 0;
    GbRef value = gb_attr_get(t, module, name);
    if (value == GB_NULL)
        return -1;
    int result = gb_is_exact(locals, GB_KIND_DICT) ? gb_dict_set(t, locals, name, value)
                                                   : gb_item_set(t, locals, name, value);
    gb_decref(value);
    return result;
}

int gb_import_star(GbThread *t, GbBorrow module, GbBorrow locals)
{
    bool skip;
    int result = 0;
    GbRef names = star_names(t, module, &skip);
    if (names == GB_NULL)
        return -1;
    for (int64_t i = 0; result == 0;
         ++i) { /* Ends at the IndexError: __all__ may be any sequence. */
        GbRef name = gb_item_at(t, names, i);
        if (name == GB_NULL) {
            result = gb_raised_drop_if(t, gb_IndexError) ? 0 : -1;
            break;
        }
        result = star_one(t, module, locals, name, skip);
        gb_decref(name);
    }
    gb_decref(names);
    return result;
}

/* --- Start --- */

static int add_list(GbThread *t, const char *name)
{
    return gb_module_set_take(t, t->interp->sys, name, gb_list_new(t, 0));
}

/* builtins and sys, which exist before anything can be imported, get what imported modules have. */
static int set_spec_of(GbThread *t, GbBorrow module)
{
    int result = -1;
    GbBorrow loader = gb_value(gb_spec_type(t, &gb_builtin_importer_spec));
    GbRef name = gb_attr_get(t, module, gb_name(t, __name__)), spec = GB_NULL;
    GbRef origin = name == GB_NULL ? GB_NULL : gb_str_new(t, "built-in");
    if (origin != GB_NULL)
        spec = gb_module_spec_new(t, name, GB_SPEC_C, loader, origin);
    if (spec != GB_NULL && gb_module_set(t, module, "__spec__", spec) == 0 &&
        gb_module_set(t, module, "__loader__", loader) == 0 &&
        gb_module_set_take(t, module, "__package__", gb_str_new(t, "")) == 0)
        result = gb_dict_set(t, t->interp->modules, name, module);
    gb_clear(&spec);
    gb_clear(&origin);
    gb_clear(&name);
    return result;
}

int gb_import_init(GbThread *t)
{
    static const GbTypeSpec *const finders[] = {&gb_builtin_importer_spec, &gb_path_finder_spec,
                                                &gb_frozen_importer_spec};
    static const GbTypeSpec *const others[] = {&gb_module_spec_spec, &gb_source_loader_spec};
    GbInterp *interp = t->interp;
    GbRef meta_path = gb_list_new(t, 3);
    if (meta_path == GB_NULL)
        return -1;
    for (int i = 0; i < 3; ++i) {
        if (gb_private_type_add(t, finders[i]) < 0 ||
            gb_list_append(t, meta_path, gb_value(gb_spec_type(t, finders[i]))) < 0)
            return -1;
    }
    for (int i = 0; i < 2; ++i) {
        if (gb_private_type_add(t, others[i]) < 0)
            return -1;
    }
    if (gb_module_set_take(t, interp->sys, "meta_path", meta_path) < 0 ||
        add_list(t, "path_hooks") < 0 ||
        gb_module_set_take(t, interp->sys, "path_importer_cache", gb_dict_new(t)) < 0)
        return -1;
    GbBorrow function = gb_dict_peek_str(t, interp->builtins_dict, gb_name(t, __import__));
    interp->import_function = function; /* Borrowed: only ever compared. */
    return set_spec_of(t, interp->builtins) < 0 ? -1 : set_spec_of(t, interp->sys);
}
