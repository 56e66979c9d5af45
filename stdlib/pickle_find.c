/* Names in pickles, and the objects made of what they name. */
#include "stdlib/pickle_parts.h"

/* --- Globals --- */

/* What Python 2 called so is called otherwise now: *module and *name are replaced. */
static int rename_from_python2(GbThread *t, GbRef *module, GbRef *name)
{
    GbRef compat = gb_import(t, "_compat_pickle"), pair = GB_NULL, renamed = GB_NULL;
    GbRef names = compat == GB_NULL ? GB_NULL : gb_attr_get_dict(t, compat, "NAME_MAPPING");
    GbRef modules = names == GB_NULL ? GB_NULL : gb_attr_get_dict(t, compat, "IMPORT_MAPPING");
    GbRef key = modules == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, *module, *name);
    int found = key == GB_NULL ? -1 : gb_dict_find(t, names, key, &pair);
    if (found > 0 && gb_is_tuple(pair) && gb_tuple_count(pair) == 2) {
        gb_set(module, gb_new_ref(gb_tuple_peek(pair, 0)));
        gb_set(name, gb_new_ref(gb_tuple_peek(pair, 1)));
    } else if (found == 0 && (found = gb_dict_find(t, modules, *module, &renamed)) > 0) {
        gb_set(module, gb_new_ref(renamed));
    }
    gb_xdecref(renamed);
    gb_xdecref(pair);
    gb_xdecref(key);
    gb_xdecref(modules);
    gb_xdecref(names);
    gb_xdecref(compat);
    return found < 0 ? -1 : 0;
}

static GbRef global_of(GbThread *t, Unpickler *u, GbBorrow module_name, GbBorrow name)
{
    if (!gb_is_str(module_name) || !gb_is_str(name))
        return gb_raise(t, gb_TypeError, "find_class() arguments must be str");
    const char *text = gb_str_utf8(t, module_name, NULL);
    GbRef module = text == NULL ? GB_NULL : gb_import(t, text);
    if (module == GB_NULL)
        return GB_NULL;
    GbRef found = GB_NULL;
    if (u->protocol >= 4)
        found = gb_pickle_dotted(t, module, name, NULL);
    else if (gb_attr_find(t, module, name, &found) == 0)
        gb_raise(t, gb_AttributeError, "Can't get attribute %R on %R", name, module);
    gb_decref(module);
    return found;
}

GbRef gb_unpickle_find_class(GbThread *t, Unpickler *u, GbBorrow module, GbBorrow name)
{
    GbRef module_name = gb_new_ref(module), global = gb_new_ref(name), found = GB_NULL;
    if (u->protocol >= 3 || !u->fix_imports || rename_from_python2(t, &module_name, &global) == 0)
        found = global_of(t, u, module_name, global);
    gb_decref(module_name);
    gb_decref(global);
    return found;
}

GbRef gb_unpickle_find(GbThread *t, Unpickler *u, GbBorrow module, GbBorrow name)
{
    if (u->is_plain)
        return gb_unpickle_find_class(t, u, module, name);
    const GbBorrow args[] = {module, name};
    return gb_call_method_c(t, gb_value(u), "find_class", args, 2);
}

/* The class that copyreg knows under a number; found once, then kept in its cache. */
static GbRef extension_of(GbThread *t, Unpickler *u, GbBorrow cache, GbBorrow number)
{
    GbRef registry = gb_pickle_copyreg(t, &u->copyreg, "_inverted_registry"), pair = GB_NULL;
    GbRef object = GB_NULL;
    int found = registry == GB_NULL ? -1 : gb_dict_find(t, registry, number, &pair);
    if (found == 0) {
        gb_raise(t, gb_ValueError, "unregistered extension code %S", number);
    } else if (found > 0 && gb_is_tuple(pair) && gb_tuple_count(pair) == 2 &&
               gb_is_str(gb_tuple_peek(pair, 0)) && gb_is_str(gb_tuple_peek(pair, 1))) {
        object = gb_unpickle_find(t, u, gb_tuple_peek(pair, 0), gb_tuple_peek(pair, 1));
        if (object != GB_NULL && gb_dict_set(t, cache, number, object) < 0)
            gb_clear(&object);
    } else if (found > 0) {
        gb_raise(t, gb_ValueError, "_inverted_registry[%S] isn't a 2-tuple of strings", number);
    }
    gb_xdecref(pair);
    gb_xdecref(registry);
    return object;
}

GbRef gb_unpickle_extension(GbThread *t, Unpickler *u, int64_t code)
{
    if (code <= 0)
        return gb_raise_error(t, &gb_unpickling_error, "EXT specifies code <= 0");
    GbRef cache = gb_pickle_copyreg(t, &u->copyreg, "_extension_cache"), object = GB_NULL;
    if (cache != GB_NULL && gb_dict_find(t, cache, gb_small_new(code), &object) == 0)
        object = extension_of(t, u, cache, gb_small_new(code));
    gb_xdecref(cache);
    return object;
}

/* --- Instances --- */

GbRef gb_unpickle_instance(GbThread *t, GbBorrow class, GbRef arguments)
{
    GbRef method = GB_NULL, result = GB_NULL;
    if (arguments == GB_NULL)
        return GB_NULL;
    int wants = gb_tuple_count(arguments) > 0 || !gb_has_layout(class, GB_KIND_TYPE)
                    ? 1
                    : gb_pickle_find_attr(t, class, "__getinitargs__", &method);
    gb_xdecref(method);
    if (wants > 0)
        result = gb_call_tuple(t, class, arguments, GB_NULL);
    else if (wants == 0)
        result = gb_call_method(t, class, gb_name(t, __new__), &class, 1);
    gb_decref(arguments);
    return result;
}

GbRef gb_unpickle_newobj(GbThread *t, GbBorrow class, GbBorrow arguments, GbBorrow keywords,
                         const char *opcode)
{
    if (!gb_has_layout(class, GB_KIND_TYPE))
        return gb_raise_error(t, &gb_unpickling_error,
                              "%s class argument must be a type, not %.200T", opcode, class);
    if (!gb_is_tuple(arguments))
        return gb_raise_error(t, &gb_unpickling_error,
                              keywords == GB_NULL ? "%s expected an arg tuple, got %.200T"
                                                  : "%s args argument must be a tuple, not %.200T",
                              opcode, arguments);
    if (keywords != GB_NULL && !gb_is_dict(keywords))
        return gb_raise_error(t, &gb_unpickling_error,
                              "%s kwargs argument must be a dict, not %.200T", opcode, keywords);
    GbRef create = gb_attr_get(t, class, gb_name(t, __new__)), result = GB_NULL;
    int64_t count = gb_tuple_count(arguments);
    if (create != GB_NULL && count == 0 && keywords == GB_NULL) {
        result = gb_call1(t, create, class);
    } else if (create != GB_NULL) {
        GbRef all = gb_tuple_new(t, count + 1);
        if (all != GB_NULL) {
            gb_tuple_set_take(all, 0, gb_new_ref(class));
            for (int64_t i = 0; i < count; i++)
                gb_tuple_set_take(all, i + 1, gb_new_ref(gb_tuple_peek(arguments, i)));
            result = gb_call_tuple(t, create, all, keywords);
        }
        gb_xdecref(all);
    }
    gb_xdecref(create);
    return result;
}

/* --- State --- */

static int fill_dict(GbThread *t, GbBorrow instance, GbBorrow state)
{
    GbRef dict = gb_attr_get(t, instance, gb_name(t, __dict__));
    int64_t position = 0;
    GbBorrow key, value;
    int failed = dict == GB_NULL ? -1 : 0;
    while (failed == 0 && gb_dict_next(state, &position, &key, &value)) {
        GbRef name = gb_new_ref(key), held = gb_new_ref(value);
        if (gb_is_exact(name, GB_KIND_STR))
            name = gb_str_intern_take(t, name);
        failed = name == GB_NULL ? -1 : gb_item_set(t, dict, name, held);
        gb_xdecref(name);
        gb_decref(held);
    }
    gb_xdecref(dict);
    return failed;
}

/* Each by setattr, which may run anything: over a copy. */
static int fill_slots(GbThread *t, GbBorrow instance, GbBorrow state)
{
    GbRef copy = gb_dict_copy(t, state);
    int64_t position = 0;
    GbBorrow key, value;
    int failed = copy == GB_NULL ? -1 : 0;
    while (failed == 0 && gb_dict_next(copy, &position, &key, &value))
        failed = gb_is_str(key)
                     ? gb_attr_set(t, instance, key, value)
                     : gb_fail(t, gb_TypeError, "attribute name must be string, not '%.200T'", key);
    gb_xdecref(copy);
    return failed;
}

static int check_dict(GbThread *t, GbBorrow state, const char *message)
{
    if (gb_is_dict(state))
        return 1;
    gb_raise_error(t, &gb_unpickling_error, "%s", message);
    return -1;
}

int gb_unpickle_build(GbThread *t, GbBorrow instance, GbBorrow state)
{
    GbRef method = GB_NULL;
    GbBorrow slots = GB_NONE;
    int found = gb_attr_find(t, instance, gb_name(t, __setstate__), &method);
    if (found != 0) {
        GbRef result = found < 0 ? GB_NULL : gb_call1(t, method, state);
        gb_xdecref(method);
        gb_xdecref(result);
        return result == GB_NULL ? -1 : 0;
    }
    if (gb_is_tuple(state) && gb_tuple_count(state) == 2) {
        slots = gb_tuple_peek(state, 1);
        state = gb_tuple_peek(state, 0);
    }
    if (state != GB_NONE && (check_dict(t, state, "state is not a dictionary") < 0 ||
                             fill_dict(t, instance, state) < 0))
        return -1;
    if (slots != GB_NONE && (check_dict(t, slots, "slot state is not a dictionary") < 0 ||
                             fill_slots(t, instance, slots) < 0))
        return -1;
    return 0;
}
