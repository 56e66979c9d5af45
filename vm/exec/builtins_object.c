/* Builtins that ask or change one object: getattr, isinstance, hash, dir, ... */
#include "vm/exec/builtins.h"

#include "vm/exec/frame.h"
#include "vm/interp.h"
#include "vm/object/type.h"

/* --- Attributes --- */

static int check_name(GbThread *t, GbBorrow name)
{
    if (gb_is_str(name))
        return 0;
    return gb_fail(t, gb_TypeError, "attribute name must be string, not '%T'", name);
}

static GbRef builtins_getattr(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (check_name(t, args[1]) < 0)
        return GB_NULL;
    if (args[2] == GB_NULL)
        return gb_attr_get(t, args[0], args[1]);
    GbRef value = GB_NULL;
    int found = gb_attr_find(t, args[0], args[1], &value);
    return found == 0 ? gb_new_ref(args[2]) : value;
}

static GbRef builtins_hasattr(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef value = GB_NULL;
    if (check_name(t, args[1]) < 0)
        return GB_NULL;
    int found = gb_attr_find(t, args[0], args[1], &value);
    gb_clear(&value);
    return found < 0 ? GB_NULL : gb_bool(found);
}

static GbRef builtins_setattr(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (check_name(t, args[1]) < 0 || gb_attr_set(t, args[0], args[1], args[2]) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef builtins_delattr(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (check_name(t, args[1]) < 0 || gb_attr_delete(t, args[0], args[1]) < 0)
        return GB_NULL;
    return GB_NONE;
}

/* --- Names --- */

/* The namespace of the running Python code, borrowed. */
static GbBorrow running_locals(GbThread *t)
{
    if (t->frame == NULL) {
        gb_raise(t, gb_SystemError, "frame does not exist");
        return GB_NULL;
    }
    return gb_frame_locals(t, t->frame);
}

static GbRef sorted_list_take(GbThread *t, GbRef list)
{
    if (list != GB_NULL && gb_list_sort(t, list, GB_NULL, false) < 0)
        gb_clear(&list);
    return list;
}

static GbRef dir_of_frame(GbThread *t)
{
    GbBorrow locals = running_locals(t);
    if (locals == GB_NULL)
        return GB_NULL;
    if (gb_is_exact(locals, GB_KIND_DICT))
        return sorted_list_take(t, gb_list_from(t, locals));
    GbRef keys = gb_call_method(t, locals, gb_name(t, keys), NULL, 0);
    if (keys == GB_NULL)
        return GB_NULL;
    GbRef list = gb_list_from(t, keys);
    gb_decref(keys);
    return sorted_list_take(t, list);
}

GbRef gb_dir(GbThread *t, GbBorrow object)
{
    GbRef function = GB_NULL;
    if (object == GB_NULL)
        return dir_of_frame(t);
    int found = gb_special_find(t, object, gb_name(t, __dir__), &function);
    if (found < 0)
        return GB_NULL;
    if (found == 0)
        return gb_raise(t, gb_TypeError, "object does not provide __dir__");
    GbRef names = gb_call0(t, function);
    gb_decref(function);
    if (names == GB_NULL)
        return GB_NULL;
    GbRef list = gb_list_from(t, names);
    gb_decref(names);
    return sorted_list_take(t, list);
}

static GbRef builtins_dir(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_dir(t, args[0]);
}

static GbRef builtins_globals(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return t->frame == NULL ? GB_NONE : gb_new_ref(t->frame->globals);
}

static GbRef builtins_locals(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbBorrow locals = running_locals(t);
    return locals == GB_NULL ? GB_NULL : gb_new_ref(locals);
}

static GbRef builtins_vars(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef dict = GB_NULL;
    if (args[0] == GB_NULL)
        return builtins_locals(t, module, args);
    int found = gb_attr_find(t, args[0], gb_name(t, __dict__), &dict);
    if (found == 0)
        return gb_raise(t, gb_TypeError, "vars() argument must have __dict__ attribute");
    return dict;
}

/* --- What it is --- */

static GbRef builtins_callable(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_bool(gb_is_callable(t, args[0]));
}

static GbRef builtins_hash(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t hash;
    return gb_hash(t, args[0], &hash) < 0 ? GB_NULL : gb_int_new(t, hash);
}

static GbRef builtins_id(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_identity(t, args[0]);
}

static GbRef builtins_isinstance(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int is = gb_is_instance(t, args[0], args[1]);
    return is < 0 ? GB_NULL : gb_bool(is);
}

static GbRef builtins_issubclass(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int is = gb_is_subclass(t, args[0], args[1]);
    return is < 0 ? GB_NULL : gb_bool(is);
}

static GbRef builtins_len(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t length = gb_length(t, args[0]);
    return length < 0 ? GB_NULL : gb_int_new(t, length);
}

static GbRef builtins_repr(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_repr(t, args[0]);
}

static GbRef builtins_ascii(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    return gb_ascii(t, args[0]);
}

static GbRef builtins_format(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (!gb_is_str(args[1]))
        return gb_raise(t, gb_TypeError, "format() argument 2 must be str, not %K", args[1]);
    return gb_format(t, args[0], args[1]);
}

/* --- Classes --- */

/* The loop calls with separate arguments; here they come bound, and are laid out again. */
static GbRef builtins_build_class(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int64_t positional = gb_tuple_count(args[0]), named = gb_dict_count(args[1]), position = 0;
    GbRef names = named == 0 ? GB_NULL : gb_tuple_new(t, named), result = GB_NULL;
    GbBorrow key, value;
    size_t bytes = (size_t)(positional + named) * sizeof(GbBorrow);
    if (named > 0 && names == GB_NULL)
        return GB_NULL;
    GbBorrow *all = gb_mem_new(t, bytes);
    if (all == NULL)
        goto done;
    for (int64_t i = 0; i < positional; ++i)
        all[i] = gb_tuple_peek(args[0], i);
    for (int64_t i = 0; gb_dict_next(args[1], &position, &key, &value); ++i) {
        gb_tuple_set_take(names, i, gb_new_ref(key));
        all[positional + i] = value;
    }
    result = gb_build_class(t, all, (int)(positional + named), names);
    gb_mem_free(t, all, bytes);
done:
    gb_clear(&names);
    return result;
}

/* --- Table --- */

const GbMethodDef gb_builtins_object_functions[] = {
    {"__build_class__(*args, **kwds)", builtins_build_class,
     "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\n"
     "Internal helper function used by the class statement."},
    {"ascii(obj, /)", builtins_ascii, "Return an ASCII-only representation of an object."},
    {"callable(obj, /)", builtins_callable,
     "Return whether the object is callable (i.e., some kind of function)."},
    {"delattr(obj, name, /)", builtins_delattr,
     "Deletes the named attribute from the given object.\n\n"
     "delattr(x, 'y') is equivalent to ``del x.y``"},
    {"dir(object=?, /)", builtins_dir,
     "dir([object]) -> list of strings\n\n"
     "If called without an argument, return the names in the current scope."},
    {"format(value, format_spec='', /)", builtins_format, "Return value.__format__(format_spec)"},
    {"getattr(object, name, default=?, /)", builtins_getattr,
     "getattr(object, name[, default]) -> value\n\n"
     "Get a named attribute from an object; getattr(x, 'y') is equivalent to x.y."},
    {"globals()", builtins_globals,
     "Return the dictionary containing the current scope's global variables."},
    {"hasattr(obj, name, /)", builtins_hasattr,
     "Return whether the object has an attribute with the given name."},
    {"hash(obj, /)", builtins_hash, "Return the hash value for the given object."},
    {"id(obj, /)", builtins_id, "Return the identity of an object."},
    {"isinstance(obj, class_or_tuple, /)", builtins_isinstance,
     "Return whether an object is an instance of a class or of a subclass thereof."},
    {"issubclass(cls, class_or_tuple, /)", builtins_issubclass,
     "Return whether 'cls' is derived from another class or is the same class."},
    {"len(obj, /)", builtins_len, "Return the number of items in a container."},
    {"locals()", builtins_locals,
     "Return a dictionary containing the current scope's local variables."},
    {"repr(obj, /)", builtins_repr, "Return the canonical string representation of the object."},
    {"setattr(obj, name, value, /)", builtins_setattr,
     "Sets the named attribute on the given object to the specified value.\n\n"
     "setattr(x, 'y', v) is equivalent to ``x.y = v``"},
    {"vars(object=?, /)", builtins_vars,
     "vars([object]) -> dictionary\n\n"
     "Without arguments, equivalent to locals().\n"
     "With an argument, equivalent to object.__dict__."},
    {0},
};
