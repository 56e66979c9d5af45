/* Modules: a dict with attribute access. The dict stands in the attribute word, so the plain lookup
 * finds everything; a module's own __getattr__ is asked for the rest. */
#include "vm/object/attrs.h"
#include "vm/object/exception.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

typedef struct GbModule {
    GbObject header;
    uintptr_t attrs;      /* Always in dict form (attrs.h). */
} GbModule;

static GbRef module_make(GbThread *t, GbType *type)
{
    GbModule *module = gb_object_new(t, type);
    if (module == NULL)
        return GB_NULL;
    if (gb_attrs_dict(t, &module->header) == GB_NULL) {
        gb_decref(gb_value(module));
        return GB_NULL;
    }
    return gb_value(module);
}

/* --- The C interface --- */

GbBorrow gb_module_dict(GbBorrow module)
{
    return (GbRef)(*gb_attrs_word(gb_object(module)) - 1);
}

static int set_up(GbThread *t, GbBorrow module, GbBorrow name, GbBorrow doc)
{
    const struct {
        GbNameId name;
        GbBorrow value;
    } firsts[] = {
        {GB_NAME___name__, name},      {GB_NAME___doc__, doc},      {GB_NAME___package__, GB_NONE},
        {GB_NAME___loader__, GB_NONE}, {GB_NAME___spec__, GB_NONE},
    };
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; ++i) {
        if (gb_dict_set(t, gb_module_dict(module), gb_name_peek(t, firsts[i].name),
                        firsts[i].value) < 0)
            return -1;
    }
    return 0;
}

GbRef gb_module_new(GbThread *t, const char *name, const char *doc)
{
    /* Not the str that names a type's module, which shows in pickles: as in CPython. */
    GbRef name_text = gb_str_new(t, name), doc_text = GB_NULL;
    GbRef module = name_text == GB_NULL ? GB_NULL : module_make(t, gb_type(t, MODULE));
    if (module != GB_NULL) {
        doc_text = doc == NULL ? GB_NONE : gb_str_new(t, doc);
        if (doc_text == GB_NULL || set_up(t, module, name_text, doc_text) < 0)
            gb_clear(&module);
    }
    gb_xdecref(name_text);
    gb_xdecref(doc_text);
    return module;
}

int gb_module_set(GbThread *t, GbBorrow module, const char *name, GbBorrow value)
{
    GbRef key = value == GB_NULL ? GB_NULL : gb_str_intern(t, name, strlen(name));
    int result = key == GB_NULL ? -1 : gb_dict_set(t, gb_module_dict(module), key, value);
    gb_xdecref(key);
    return result;
}

int gb_module_set_take(GbThread *t, GbBorrow module, const char *name, GbRef value)
{
    int result = value == GB_NULL ? -1 : gb_module_set(t, module, name, value);
    gb_xdecref(value);
    return result;
}

int gb_module_add_functions(GbThread *t, GbBorrow module, const GbMethodDef *functions)
{
    GbBorrow dict = gb_module_dict(module);
    GbBorrow module_name = gb_dict_peek_str(t, dict, gb_name(t, __name__));
    for (const GbMethodDef *def = functions; def->signature != NULL; ++def) {
        GbRef function = gb_builtin_new(t, def, module, module_name);
        if (function == GB_NULL)
            return -1;
        GbRef name = gb_attr_get(t, function, gb_name(t, __name__));
        int result = name == GB_NULL ? -1 : gb_dict_set(t, dict, name, function);
        gb_xdecref(name);
        gb_decref(function);
        if (result < 0)
            return -1;
    }
    return 0;
}

int gb_module_add_type(GbThread *t, GbBorrow module, const GbTypeSpec *spec, GbType *base)
{
    GbType *known = gb_spec_type(t, spec);
    GbRef type =
        known == NULL ? gb_value(gb_type_from_spec(t, spec, base)) : gb_new_ref(gb_value(known));
    const char *dot = strrchr(spec->name, '.');
    return gb_module_set_take(t, module, dot == NULL ? spec->name : dot + 1, type);
}

/* --- Slots --- */

static GbRef module_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                           GbBorrow names)
{
    return module_make(t, gb_as_type(type));
}

static GbRef module_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "module() argument 'name' must be str, not %K", args[0]);
    return set_up(t, self, args[0], args[1]) < 0 ? GB_NULL : GB_NONE;
}

/* An attribute of `object`, None when there is none; GB_NULL with an exception. */
static GbRef attr_or_none(GbThread *t, GbBorrow object, const char *name)
{
    GbRef key = gb_str_intern(t, name, strlen(name)), value = GB_NULL;
    int found = key == GB_NULL ? -1 : gb_attr_find(t, object, key, &value);
    gb_xdecref(key);
    return found > 0 ? value : found == 0 ? GB_NONE : GB_NULL;
}

static GbRef repr_by_spec(GbThread *t, GbBorrow spec)
{
    GbRef name = attr_or_none(t, spec, "name"), origin = GB_NULL, loader = GB_NULL, place = GB_NULL,
          text = GB_NULL;
    if (name == GB_NULL || (origin = attr_or_none(t, spec, "origin")) == GB_NULL)
        goto done;
    loader = attr_or_none(t, spec, "loader");
    place = attr_or_none(t, spec, "has_location");
    if (loader == GB_NULL || place == GB_NULL)
        goto done;
    int has_place = gb_truth(t, place);
    if (has_place < 0)
        goto done;
    if (origin == GB_NONE)
        text = loader == GB_NONE ? gb_str_format(t, "<module %R>", name)
                                 : gb_str_format(t, "<module %R (%R)>", name, loader);
    else
        text = has_place ? gb_str_format(t, "<module %R from %R>", name, origin)
                         : gb_str_format(t, "<module %R (%S)>", name, origin);
done:
    gb_xdecref(name);
    gb_xdecref(origin);
    gb_xdecref(loader);
    gb_xdecref(place);
    return text;
}

/* What the loader's module_repr() gives, which has gone out of use; GB_NULL, nothing raised. */
static GbRef repr_by_loader(GbThread *t, GbBorrow self, GbBorrow loader)
{
    GbRef text = GB_NULL, method = GB_NULL, name = GB_NULL;
    if (loader != GB_NULL && loader != GB_NONE)
        name = gb_str_new(t, "module_repr");
    if (name != GB_NULL && gb_attr_find(t, loader, name, &method) > 0)
        text = gb_call1(t, method, self);
    gb_clear(&name);
    gb_clear(&method);
    if (text != GB_NULL && !gb_is_str(text))
        gb_clear(&text);
    gb_raised_drop(t);
    return text;
}

static GbRef module_repr(GbThread *t, GbBorrow self)
{
    GbBorrow dict = gb_module_dict(self);
    GbBorrow spec = gb_dict_peek_str(t, dict, gb_name(t, __spec__));
    if (spec != GB_NULL && spec != GB_NONE)
        return repr_by_spec(t, spec);
    GbRef text = repr_by_loader(t, self, gb_dict_peek_str(t, dict, gb_name(t, __loader__)));
    if (text != GB_NULL)
        return text;
    GbBorrow name = gb_dict_peek_str(t, dict, gb_name(t, __name__));
    GbBorrow file = gb_dict_peek_str(t, dict, gb_name(t, __file__));
    GbBorrow loader = gb_dict_peek_str(t, dict, gb_name(t, __loader__));
    GbRef shown = name == GB_NULL ? gb_str_new(t, "?") : gb_new_ref(name);
    if (shown == GB_NULL)
        return GB_NULL;
    if (file != GB_NULL)
        text = gb_str_format(t, "<module %R from %R>", shown, file);
    else if (loader == GB_NULL || loader == GB_NONE)
        text = gb_str_format(t, "<module %R>", shown);
    else
        text = gb_str_format(t, "<module %R (%R)>", shown, loader);
    gb_decref(shown);
    return text;
}

/* Is the module's import still under way? 1, 0, -1. */
static int is_initializing(GbThread *t, GbBorrow dict)
{
    GbBorrow spec = gb_dict_peek_str(t, dict, gb_name(t, __spec__));
    if (spec == GB_NULL || spec == GB_NONE)
        return 0;
    GbRef held = gb_new_ref(spec);
    GbRef flag = attr_or_none(t, held, "_initializing");
    gb_decref(held);
    int result = flag == GB_NULL ? -1 : gb_truth(t, flag);
    gb_xdecref(flag);
    return result;
}

static GbRef fail_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbBorrow dict = gb_module_dict(self);
    GbBorrow own = gb_dict_peek_str(t, dict, gb_name(t, __name__));
    if (own == GB_NULL || !gb_is_str(own))
        return gb_raise_attribute(t, self, name, "module has no attribute '%U'", name);
    GbRef held = gb_new_ref(own);
    int initializing = is_initializing(t, dict);
    if (initializing > 0)
        gb_raise_attribute(t, self, name,
                           "partially initialized module '%U' has no attribute '%U' (most likely "
                           "due to a circular import)",
                           held, name);
    else if (initializing == 0)
        gb_raise_attribute(t, self, name, "module '%U' has no attribute '%U'", held, name);
    gb_decref(held);
    return GB_NULL;
}

static GbRef module_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    if (!gb_is_str(name))
        return gb_generic_getattr(t, self, name);
    GbRef value;
    int found = gb_generic_find(t, self, name, &value);
    if (found > 0)
        return value;
    if (found < 0)
        return GB_NULL;
    GbBorrow hook = gb_dict_peek_str(t, gb_module_dict(self), gb_name(t, __getattr__));
    if (hook == GB_NULL)
        return fail_getattr(t, self, name);
    GbRef held = gb_new_ref(hook);
    value = gb_call1(t, held, name);
    gb_decref(held);
    return value;
}

/* --- Methods --- */

static GbRef module_dir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef dict = gb_attr_get(t, self, gb_name(t, __dict__)), result = GB_NULL, own = GB_NULL;
    if (dict == GB_NULL)
        return GB_NULL;
    if (!gb_is_dict(dict)) {
        gb_raise(t, gb_TypeError, "%T.__dict__ is not a dictionary", self);
        goto done;
    }
    int found = gb_dict_find(t, dict, gb_name(t, __dir__), &own);
    if (found > 0)
        result = gb_call0(t, own);
    else if (found == 0)
        result = gb_list_from(t, dict);
done:
    gb_xdecref(own);
    gb_decref(dict);
    return result;
}

static GbRef module_get_annotations(GbThread *t, GbBorrow self)
{
    GbBorrow dict = gb_module_dict(self), name = gb_name(t, __annotations__);
    GbBorrow known = gb_dict_peek_str(t, dict, name);
    if (known != GB_NULL)
        return gb_new_ref(known);
    GbRef annotations = gb_dict_new(t);
    if (annotations != GB_NULL && gb_dict_set(t, dict, name, annotations) < 0)
        gb_clear(&annotations);
    return annotations;
}

static int module_set_annotations(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbBorrow dict = gb_module_dict(self), name = gb_name(t, __annotations__);
    if (value != GB_NULL)
        return gb_dict_set(t, dict, name, value);
    int done = gb_dict_delete(t, dict, name);
    return done == 0 ? gb_fail(t, gb_AttributeError, "__annotations__") : done < 0 ? -1 : 0;
}

static GbRef module_get_dict(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_module_dict(self));
}

static const GbMethodDef module_methods[] = {
    {"__dir__()", module_dir, "__dir__() -> list\nspecialized dir() implementation"},
    {0},
};

static const GbGetSetDef module_getsets[] = {
    {"__dict__", module_get_dict, gb_refuse_set, NULL},
    {"__annotations__", module_get_annotations, module_set_annotations, NULL},
    {0},
};

const GbTypeSpec gb_module_spec = {
    .name = "module",
    .doc = "Create a module object.\n\n"
           "The name must be a string; the optional docstring can have any type.",
    .size = sizeof(GbModule),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF |
             GB_TYPE_GENERIC_GETATTR,
    .slots = {.repr = module_repr, .getattr = module_getattr, .create = module_create},
    .initializer = {"module(name, doc=None)", module_init, NULL},
    .methods = module_methods,
    .getsets = module_getsets,
    .attrs_offset = offsetof(GbModule, attrs),
};
