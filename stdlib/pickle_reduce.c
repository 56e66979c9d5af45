/* Pickling what is no builtin value: classes and functions by name, others by their reduce methods.
 */
#include "stdlib/pickle_parts.h"

/* --- Attributes and names --- */

int gb_pickle_find_attr(GbThread *t, GbBorrow object, const char *name, GbRef *out)
{
    GbRef word = gb_str_intern(t, name, strlen(name));
    int found = word == GB_NULL ? -1 : gb_attr_find(t, object, word, out);
    gb_xdecref(word);
    return found;
}

GbRef gb_pickle_copyreg(GbThread *t, GbRef *module, const char *name)
{
    if (*module == GB_NULL && (*module = gb_import(t, "copyreg")) == GB_NULL)
        return GB_NULL;
    return gb_attr_get_dict(t, *module, name);
}

/* One step down a dotted name. */
static GbRef part_get(GbThread *t, GbBorrow object, GbBorrow name, GbBorrow part)
{
    GbRef found = GB_NULL;
    if (gb_str_equal_c(part, "<locals>"))
        return gb_raise(t, gb_AttributeError, "Can't get local attribute %R on %R", name, object);
    if (gb_attr_find(t, object, part, &found) == 0)
        gb_raise(t, gb_AttributeError, "Can't get attribute %R on %R", name, object);
    return found;
}

GbRef gb_pickle_dotted(GbThread *t, GbBorrow root, GbBorrow name, GbRef *parent)
{
    GbRef dot = gb_str_intern(t, ".", 1), found = gb_new_ref(root), above = gb_new_ref(root);
    GbRef parts = dot == GB_NULL ? GB_NULL : gb_call_method_c(t, name, "split", &dot, 1);
    int64_t count = parts == GB_NULL ? 0 : gb_list_count(parts);
    if (parts == GB_NULL)
        gb_clear(&found);
    for (int64_t i = 0; i < count && found != GB_NULL; i++) {
        gb_set(&above, gb_new_ref(found));
        gb_set(&found, part_get(t, above, name, gb_list_peek(parts, i)));
    }
    if (parent != NULL && found != GB_NULL)
        *parent = gb_new_ref(above);
    gb_xdecref(above);
    gb_xdecref(parts);
    gb_xdecref(dot);
    return found;
}

/* --- The module of a global --- */

static bool is_in_module(GbThread *t, GbBorrow object, GbBorrow module, GbBorrow name)
{
    GbRef found = gb_pickle_dotted(t, module, name, NULL);
    if (found == GB_NULL)
        gb_raised_drop(t);
    gb_xdecref(found);
    return found == object;
}

/* The first of sys.modules that has it. */
static GbRef search_modules(GbThread *t, GbBorrow object, GbBorrow name)
{
    GbRef sys = gb_import(t, "sys"), result = GB_NULL;
    GbRef modules = sys == GB_NULL ? GB_NULL : gb_attr_get_dict(t, sys, "modules");
    GbRef names = modules == GB_NULL ? GB_NULL : gb_list_from(t, modules);
    for (int64_t i = 0; names != GB_NULL && result == GB_NULL && i < gb_list_count(names); i++) {
        GbRef module = GB_NULL;
        GbBorrow candidate = gb_list_peek(names, i);
        if (gb_is_str(candidate) && !gb_str_equal_c(candidate, "__main__") &&
            gb_dict_find(t, modules, candidate, &module) > 0 && module != GB_NONE &&
            is_in_module(t, object, module, name))
            result = gb_str_intern_take(t, gb_new_ref(candidate));
        gb_xdecref(module);
    }
    gb_xdecref(names);
    gb_xdecref(modules);
    gb_xdecref(sys);
    if (result == GB_NULL && !gb_raised(t))
        result = gb_str_intern(t, "__main__", 8);
    return result;
}

static GbRef module_of(GbThread *t, GbBorrow object, GbBorrow name)
{
    GbRef module = GB_NULL;
    int found = gb_pickle_find_attr(t, object, "__module__", &module);
    if (found < 0)
        return GB_NULL;
    if (found > 0 && module != GB_NONE)
        return module;
    return search_modules(t, object, name);
}

static GbRef own_name(GbThread *t, GbBorrow object)
{
    GbRef name = GB_NULL;
    int found = gb_pickle_find_attr(t, object, "__qualname__", &name);
    return found == 0 ? gb_attr_get(t, object, gb_name(t, __name__)) : name;
}

/* --- Globals --- */

/* What a global's name leads to must be the object itself. *parent: where its last part was. */
static int check_global(GbThread *t, GbBorrow object, GbBorrow module_name, GbBorrow name,
                        GbRef *module, GbRef *parent)
{
    const char *dotted = gb_is_str(name) ? gb_str_wtf8(t, name, NULL) : "";
    if (dotted == NULL)
        return -1;
    if (strstr(dotted, "<locals>") != NULL)
        return gb_fail(t, gb_AttributeError, "Can't pickle local object %R", name);
    const char *text = gb_is_str(module_name) ? gb_str_utf8(t, module_name, NULL) : NULL;
    *module = text == NULL ? GB_NULL : gb_import(t, text);
    if (*module == GB_NULL) {
        gb_raised_drop(t);
        gb_raise_error(t, &gb_pickling_error, "Can't pickle %R: import of module %R failed", object,
                       module_name);
        return -1;
    }
    if (!gb_is_str(name)) {
        gb_raise_error(t, &gb_pickling_error, "Can't pickle %R: its name is no str", object);
        return -1;
    }
    GbRef found = gb_pickle_dotted(t, *module, name, parent);
    if (found == GB_NULL) {
        gb_raised_drop(t);
        gb_raise_error(t, &gb_pickling_error, "Can't pickle %R: attribute lookup %S on %S failed",
                       object, name, module_name);
        return -1;
    }
    gb_decref(found);
    if (found != object) {
        gb_raise_error(t, &gb_pickling_error, "Can't pickle %R: it's not the same object as %S.%S",
                       object, module_name, name);
        return -1;
    }
    return 0;
}

/* Its number in copyreg's registry: 1 written, 0 it has none, -1. */
static int save_extension(GbThread *t, Pickler *p, GbBorrow module_name, GbBorrow name)
{
    GbRef registry = gb_pickle_copyreg(t, &p->copyreg, "_extension_registry"), number = GB_NULL;
    GbRef key = registry == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, module_name, name);
    int found = key == GB_NULL ? -1 : gb_dict_find(t, registry, key, &number);
    int64_t code = 0;
    if (found > 0 &&
        (!gb_is_int(number) || !gb_int_peek_i64(number, &code) || code <= 0 || code > INT32_MAX)) {
        found = -1;
        gb_raise_error(t, &gb_pickling_error,
                       gb_is_int(number) ? "Can't pickle %R.%R: extension code %R is out of range"
                                         : "Can't pickle %R.%R: extension code %R isn't an integer",
                       module_name, name, number);
    } else if (found > 0) {
        int failed = gb_pickle_write_number(t, &p->output,
                                            code <= 0xff     ? PICKLE_EXT1
                                            : code <= 0xffff ? PICKLE_EXT2
                                                             : PICKLE_EXT4,
                                            (uint64_t)code,
                                            code <= 0xff     ? 1
                                            : code <= 0xffff ? 2
                                                             : 4);
        found = failed < 0 ? -1 : 1;
    }
    gb_xdecref(number);
    gb_xdecref(key);
    gb_xdecref(registry);
    return found;
}

/* What Python 2 called it: *module_name and *name are replaced. 0 or -1. */
static int rename_for_python2(GbThread *t, GbRef *module_name, GbRef *name)
{
    GbRef compat = gb_import(t, "_compat_pickle"), pair = GB_NULL, renamed = GB_NULL;
    GbRef names = compat == GB_NULL ? GB_NULL : gb_attr_get_dict(t, compat, "REVERSE_NAME_MAPPING");
    GbRef modules = names == GB_NULL ? GB_NULL
                                     : gb_attr_get_dict(t, compat, "REVERSE_IMPORT_MAPPING");
    GbRef key = modules == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, *module_name, *name);
    int found = key == GB_NULL ? -1 : gb_dict_find(t, names, key, &pair);
    if (found > 0 && (!gb_is_tuple(pair) || gb_tuple_count(pair) != 2 ||
                      !gb_is_str(gb_tuple_peek(pair, 0)) || !gb_is_str(gb_tuple_peek(pair, 1)))) {
        found = gb_fail(t, gb_RuntimeError,
                        "_compat_pickle.REVERSE_NAME_MAPPING values should be pairs of str, not %T",
                        pair);
    } else if (found > 0) {
        gb_set(module_name, gb_new_ref(gb_tuple_peek(pair, 0)));
        gb_set(name, gb_new_ref(gb_tuple_peek(pair, 1)));
    } else if (found == 0 && (found = gb_dict_find(t, modules, *module_name, &renamed)) > 0) {
        if (gb_is_str(renamed))
            gb_set(module_name, gb_new_ref(renamed));
        else
            found = gb_fail(t, gb_RuntimeError,
                            "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not "
                            "%.200T",
                            renamed);
    }
    gb_xdecref(renamed);
    gb_xdecref(pair);
    gb_xdecref(key);
    gb_xdecref(modules);
    gb_xdecref(names);
    gb_xdecref(compat);
    return found < 0 ? -1 : 0;
}

static int save_identifier(GbThread *t, Pickler *p, GbBorrow name, const char *what)
{
    GbRef bytes = gb_encode(t, name, p->protocol >= 3 ? "utf-8" : "ascii", NULL);
    if (bytes == GB_NULL) {
        if (gb_raised_drop_if(t, gb_UnicodeEncodeError))
            gb_raise_error(t, &gb_pickling_error,
                           "can't pickle %s identifier '%S' using pickle protocol %d", what, name,
                           p->protocol);
        return -1;
    }
    int failed = gb_pickle_write(t, &p->output, gb_bytes_data(bytes), gb_bytes_size(bytes));
    gb_decref(bytes);
    return failed < 0 ? -1 : pickle_put(t, p, '\n');
}

/* GLOBAL: two lines. */
static int save_lines(GbThread *t, Pickler *p, GbBorrow module_name, GbBorrow name)
{
    GbRef module = gb_new_ref(module_name), global = gb_new_ref(name);
    int failed = p->fix_imports && p->protocol < 3 ? rename_for_python2(t, &module, &global) : 0;
    if (failed == 0)
        failed = pickle_put(t, p, PICKLE_GLOBAL) < 0 || save_identifier(t, p, module, "module") < 0
                     ? -1
                     : save_identifier(t, p, global, "global");
    gb_decref(module);
    gb_decref(global);
    return failed;
}

/* Before protocol 4: lines, or, nested in a class, getattr(parent, name). */
static int save_old_global(GbThread *t, Pickler *p, GbBorrow module_name, GbBorrow name,
                           GbBorrow module, GbBorrow parent)
{
    GbRef getattr = gb_builtin_get(t, "getattr"), dot = gb_str_intern(t, ".", 1);
    GbRef parts = dot == GB_NULL ? GB_NULL : gb_call_method_c(t, name, "rpartition", &dot, 1);
    GbBorrow last = parts == GB_NULL ? GB_NULL : gb_tuple_peek(parts, 2);
    int failed = -1;
    if (last != GB_NULL)
        failed = parent == module
                     ? save_lines(t, p, module_name, last)
                     : gb_pickle_save_call(t, p, getattr, gb_tuple_of(t, 2, parent, last), GB_NULL);
    gb_xdecref(parts);
    gb_xdecref(dot);
    gb_xdecref(getattr);
    return failed;
}

int gb_pickle_save_global(GbThread *t, Pickler *p, GbBorrow object, GbBorrow given)
{
    GbRef module = GB_NULL, module_name = GB_NULL, parent = GB_NULL;
    GbRef name = given != GB_NULL ? gb_new_ref(given) : own_name(t, object);
    int failed = -1;
    if (name == GB_NULL || (module_name = module_of(t, object, name)) == GB_NULL ||
        check_global(t, object, module_name, name, &module, &parent) < 0)
        goto done;
    int extended = p->protocol >= 2 ? save_extension(t, p, module_name, name) : 0;
    if (extended != 0) {
        failed = extended < 0 ? -1 : 0;
        goto done;
    }
    if (p->protocol >= 4)
        failed = gb_pickle_save(t, p, module_name) < 0 || gb_pickle_save(t, p, name) < 0
                     ? -1
                     : pickle_put(t, p, PICKLE_STACK_GLOBAL);
    else
        failed = save_old_global(t, p, module_name, name, module, parent);
    if (failed == 0)
        failed = gb_pickle_memoize(t, p, object);
done:
    gb_xdecref(parent);
    gb_xdecref(module);
    gb_xdecref(module_name);
    gb_xdecref(name);
    return failed;
}

/* type(None) and its kin have no name to be found by. */
int gb_pickle_save_class(GbThread *t, Pickler *p, GbBorrow class)
{
    const GbBorrow singles[] = {GB_NONE, GB_ELLIPSIS, GB_NOT_IMPLEMENTED};
    for (int i = 0; i < 3; i++) {
        if (class == gb_value(gb_type_of(t, singles[i])))
            return gb_pickle_save_call(t, p, gb_value(gb_type(t, TYPE)),
                                       gb_tuple_of(t, 1, singles[i]), class);
    }
    return gb_pickle_save_global(t, p, class, GB_NULL);
}

/* --- What reduce methods give --- */

typedef struct Reduced {
    GbBorrow callable, arguments, state, items, pairs, setter; /* GB_NULL: not there. */
} Reduced;

static int fail_reduced(GbThread *t, const char *format, GbBorrow v)
{
    gb_raise_error(t, &gb_pickling_error, format, v);
    return -1;
}

static bool is_iterator(GbThread *t, GbBorrow v)
{
    return gb_type_of(t, v)->slots.next != NULL;
}

static int unpack_reduced(GbThread *t, GbBorrow tuple, Reduced *out)
{
    GbBorrow parts[6] = {GB_NULL, GB_NULL, GB_NULL, GB_NULL, GB_NULL, GB_NULL};
    int64_t count = gb_tuple_count(tuple);
    if (count < 2 || count > 6)
        return fail_reduced(t, "tuple returned by __reduce__ must contain 2 through 6 elements",
                            GB_NULL);
    for (int64_t i = 0; i < count; i++)
        parts[i] = i >= 2 && gb_tuple_peek(tuple, i) == GB_NONE ? GB_NULL : gb_tuple_peek(tuple, i);
    *out = (Reduced){parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]};
    if (!gb_is_callable(t, out->callable))
        return fail_reduced(t, "first item of the tuple returned by __reduce__ must be callable",
                            GB_NULL);
    if (!gb_is_tuple(out->arguments))
        return fail_reduced(t, "second item of the tuple returned by __reduce__ must be a tuple",
                            GB_NULL);
    if (out->items != GB_NULL && !is_iterator(t, out->items))
        return fail_reduced(
            t, "fourth element of the tuple returned by __reduce__ must be an iterator, not %T",
            out->items);
    if (out->pairs != GB_NULL && !is_iterator(t, out->pairs))
        return fail_reduced(
            t, "fifth element of the tuple returned by __reduce__ must be an iterator, not %T",
            out->pairs);
    if (out->setter != GB_NULL && !gb_is_callable(t, out->setter))
        return fail_reduced(
            t, "sixth element of the tuple returned by __reduce__ must be a function, not %T",
            out->setter);
    return 0;
}

/* functools.partial(class.__new__, class, *args, **kwargs), for older protocols. */
static GbRef new_as_partial(GbThread *t, GbBorrow class, GbBorrow arguments, GbBorrow keywords)
{
    GbRef functools = gb_import(t, "functools"), all = GB_NULL, result = GB_NULL;
    GbRef partial = functools == GB_NULL ? GB_NULL : gb_attr_get_c(t, functools, "partial");
    GbRef create = partial == GB_NULL ? GB_NULL : gb_attr_get(t, class, gb_name(t, __new__));
    if (create != GB_NULL && (all = gb_list_new(t, 2)) != GB_NULL &&
        gb_list_append(t, all, create) == 0 && gb_list_append(t, all, class) == 0 &&
        gb_list_extend(t, all, arguments) == 0) {
        GbRef tuple = gb_tuple_from(t, all);
        result = tuple == GB_NULL ? GB_NULL : gb_call_tuple(t, partial, tuple, keywords);
        gb_xdecref(tuple);
    }
    gb_xdecref(all);
    gb_xdecref(create);
    gb_xdecref(partial);
    gb_xdecref(functools);
    return result;
}

/* copyreg.__newobj_ex__(class, args, kwargs) */
static int save_newobj_ex(GbThread *t, Pickler *p, GbBorrow three)
{
    if (gb_tuple_count(three) != 3) {
        gb_raise_error(t, &gb_pickling_error,
                       "length of the NEWOBJ_EX argument tuple must be exactly 3, not %lld",
                       (long long)gb_tuple_count(three));
        return -1;
    }
    GbBorrow class = gb_tuple_peek(three, 0), arguments = gb_tuple_peek(three, 1);
    GbBorrow keywords = gb_tuple_peek(three, 2);
    if (!gb_has_layout(class, GB_KIND_TYPE))
        return fail_reduced(
            t, "first item from NEWOBJ_EX argument tuple must be a class, not %.200T", class);
    if (!gb_is_tuple(arguments))
        return fail_reduced(
            t, "second item from NEWOBJ_EX argument tuple must be a tuple, not %.200T", arguments);
    if (!gb_is_dict(keywords))
        return fail_reduced(
            t, "third item from NEWOBJ_EX argument tuple must be a dict, not %.200T", keywords);
    if (p->protocol >= 4)
        return gb_pickle_save(t, p, class) < 0 || gb_pickle_save(t, p, arguments) < 0 ||
                       gb_pickle_save(t, p, keywords) < 0
                   ? -1
                   : pickle_put(t, p, PICKLE_NEWOBJ_EX);
    GbRef partial = new_as_partial(t, class, arguments, keywords), none = gb_tuple_new(t, 0);
    int failed = partial == GB_NULL || none == GB_NULL || gb_pickle_save(t, p, partial) < 0 ||
                         gb_pickle_save(t, p, none) < 0
                     ? -1
                     : pickle_put(t, p, PICKLE_REDUCE);
    gb_xdecref(none);
    gb_xdecref(partial);
    return failed;
}

/* copyreg.__newobj__(class, *args) */
static int save_newobj(GbThread *t, Pickler *p, GbBorrow arguments, GbBorrow object)
{
    if (gb_tuple_count(arguments) < 1)
        return fail_reduced(t, "__newobj__ arglist is empty", GB_NULL);
    GbBorrow class = gb_tuple_peek(arguments, 0);
    if (!gb_has_layout(class, GB_KIND_TYPE))
        return fail_reduced(t, "args[0] from __newobj__ args is not a type", GB_NULL);
    if (object != GB_NULL) {
        GbRef own = gb_attr_get(t, object, gb_name(t, __class__));
        gb_xdecref(own);
        if (own == GB_NULL)
            return -1;
        if (own != class)
            return fail_reduced(t, "args[0] from __newobj__ args has the wrong class", GB_NULL);
    }
    GbRef rest = gb_tuple_from_array(t, gb_tuple_items(arguments) + 1,
                                     gb_tuple_count(arguments) - 1);
    int failed = rest == GB_NULL || gb_pickle_save(t, p, class) < 0 ||
                         gb_pickle_save(t, p, rest) < 0
                     ? -1
                     : pickle_put(t, p, PICKLE_NEWOBJ);
    gb_xdecref(rest);
    return failed;
}

static int save_construction(GbThread *t, Pickler *p, const Reduced *reduced, GbBorrow object)
{
    GbRef name = GB_NULL;
    bool is_newobj = false, is_newobj_ex = false;
    if (p->protocol >= 2) {
        if (gb_attr_find(t, reduced->callable, gb_name(t, __name__), &name) < 0)
            return -1;
        bool is_named = name != GB_NULL && gb_is_str(name);
        is_newobj = is_named && gb_str_equal_c(name, "__newobj__");
        is_newobj_ex = is_named && gb_str_equal_c(name, "__newobj_ex__");
        gb_xdecref(name);
    }
    if (is_newobj_ex)
        return save_newobj_ex(t, p, reduced->arguments);
    if (is_newobj)
        return save_newobj(t, p, reduced->arguments, object);
    if (gb_pickle_save(t, p, reduced->callable) < 0 || gb_pickle_save(t, p, reduced->arguments) < 0)
        return -1;
    return pickle_put(t, p, PICKLE_REDUCE);
}

/* The state: by __setstate__, or by a function that the reducer names. */
static int save_state(GbThread *t, Pickler *p, const Reduced *reduced, GbBorrow object)
{
    if (reduced->setter == GB_NULL)
        return gb_pickle_save(t, p, reduced->state) < 0 ? -1 : pickle_put(t, p, PICKLE_BUILD);
    if (gb_pickle_save(t, p, reduced->setter) < 0 || gb_pickle_save(t, p, object) < 0 ||
        gb_pickle_save(t, p, reduced->state) < 0 || pickle_put(t, p, PICKLE_TUPLE2) < 0 ||
        pickle_put(t, p, PICKLE_REDUCE) < 0)
        return -1;
    return pickle_put(t, p, PICKLE_POP);
}

int gb_pickle_save_reduced(GbThread *t, Pickler *p, GbBorrow value, GbBorrow object)
{
    Reduced reduced;
    if (gb_is_str(value))
        return gb_pickle_save_global(t, p, object, value);
    if (!gb_is_tuple(value))
        return fail_reduced(t, "__reduce__ must return a string or tuple", GB_NULL);
    if (unpack_reduced(t, value, &reduced) < 0 || save_construction(t, p, &reduced, object) < 0)
        return -1;
    if (object != GB_NULL) {
        /* Its own arguments may have led back to it: then it exists already. */
        int64_t known = gb_pickle_memo_find(&p->memo, object);
        if (known >= 0)
            return pickle_put(t, p, PICKLE_POP) < 0 ? -1 : gb_pickle_memo_get(t, p, known);
        if (gb_pickle_memoize(t, p, object) < 0)
            return -1;
    }
    if (reduced.items != GB_NULL && gb_pickle_save_items(t, p, reduced.items) < 0)
        return -1;
    if (reduced.pairs != GB_NULL && gb_pickle_save_pairs(t, p, reduced.pairs) < 0)
        return -1;
    return reduced.state == GB_NULL ? 0 : save_state(t, p, &reduced, object);
}

/* --- Asking the object --- */

/* The function that a dispatch table has for the object's type: 1, 0, -1. */
static int find_reducer(GbThread *t, Pickler *p, GbBorrow object, GbRef *out)
{
    GbBorrow type = gb_value(gb_type_of(t, object));
    if (p->table_found == GB_NULL &&
        (p->table_found = gb_pickle_copyreg(t, &p->copyreg, "dispatch_table")) == GB_NULL)
        return -1;
    if (gb_is_exact(p->table_found, GB_KIND_DICT)) {
        int found = gb_dict_find(t, p->table_found, type, out);
        if (found != 0 || !p->chains)
            return found;
        GbRef table = gb_pickle_copyreg(t, &p->copyreg, "dispatch_table");
        found = table == GB_NULL ? -1 : gb_dict_find(t, table, type, out);
        gb_xdecref(table);
        return found;
    }
    *out = gb_item_get(t, p->table_found, type);
    if (*out != GB_NULL)
        return 1;
    return gb_raised_drop_if(t, gb_KeyError) ? 0 : -1;
}

static GbRef ask_object(GbThread *t, Pickler *p, GbBorrow object)
{
    GbRef method = GB_NULL;
    int found = gb_attr_find(t, object, gb_name(t, __reduce_ex__), &method);
    if (found > 0) {
        GbRef reduced = gb_call1(t, method, gb_small_new(p->protocol));
        gb_decref(method);
        return reduced;
    }
    if (found == 0 && (found = gb_attr_find(t, object, gb_name(t, __reduce__), &method)) > 0) {
        GbRef reduced = gb_call0(t, method);
        gb_decref(method);
        return reduced;
    }
    return found < 0 ? GB_NULL
                     : gb_raise_error(t, &gb_pickling_error, "can't pickle '%.200T' object: %R",
                                      object, object);
}

int gb_pickle_save_other(GbThread *t, Pickler *p, GbBorrow object)
{
    GbRef function = GB_NULL, reduced;
    int found = find_reducer(t, p, object, &function);
    if (found < 0)
        return -1;
    if (found > 0) {
        reduced = gb_call1(t, function, object);
        gb_decref(function);
    } else if (gb_has_layout(object, GB_KIND_TYPE)) {
        return gb_pickle_save_global(t, p, object, GB_NULL);
    } else {
        reduced = ask_object(t, p, object);
    }
    int failed = reduced == GB_NULL ? -1 : gb_pickle_save_reduced(t, p, reduced, object);
    gb_xdecref(reduced);
    return failed;
}
