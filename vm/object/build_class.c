/* The class statement: __build_class__(function, name, *bases, metaclass=..., **kwargs). */
#include "vm/exec/frame.h"
#include "vm/object/function.h"
#include "vm/object/list.h"
#include "vm/object/type.h"

/* The bases with those replaced that say by __mro_entries__ what they stand for. The same tuple if
 * there are none. */
static GbRef resolve_bases(GbThread *t, GbBorrow bases)
{
    GbRef list = GB_NULL, result = GB_NULL, entries = GB_NULL, method = GB_NULL;
    int64_t count = gb_tuple_count(bases);
    for (int64_t i = 0; i < count; ++i) {
        GbBorrow base = gb_tuple_peek(bases, i);
        int found =
            gb_is_type(base) ? 0 : gb_attr_find(t, base, gb_name(t, __mro_entries__), &method);
        if (found < 0)
            goto done;
        if (found == 0) {
            if (list != GB_NULL && gb_list_append(t, list, base) < 0)
                goto done;
            continue;
        }
        entries = gb_call1(t, method, bases);
        gb_clear(&method);
        if (entries == GB_NULL)
            goto done;
        if (!gb_is_tuple(entries)) {
            gb_raise(t, gb_TypeError, "__mro_entries__ must return a tuple");
            goto done;
        }
        if (list == GB_NULL && (list = gb_list_from_array(t, gb_tuple_items(bases), i)) == GB_NULL)
            goto done;
        if (gb_list_extend(t, list, entries) < 0)
            goto done;
        gb_clear(&entries);
    }
    result = list == GB_NULL ? gb_new_ref(bases) : gb_list_to_tuple(t, list);
done:
    gb_xdecref(list);
    gb_xdecref(entries);
    gb_xdecref(method);
    return result;
}

/* kwargs without `metaclass`, which goes to *meta (GB_NULL: not given). GB_NULL without an
 * exception: none at all. */
static GbRef take_keywords(GbThread *t, const GbBorrow *values, GbBorrow names, GbRef *meta)
{
    if (names == GB_NULL || gb_tuple_count(names) == 0)
        return GB_NULL;
    GbRef dict = gb_dict_new(t);
    for (int64_t i = 0; dict != GB_NULL && i < gb_tuple_count(names); ++i) {
        GbBorrow name = gb_tuple_peek(names, i);
        if (gb_str_equal(name, gb_name(t, metaclass)))
            *meta = gb_new_ref(values[i]);
        else if (gb_dict_set(t, dict, name, values[i]) < 0)
            gb_clear(&dict);
    }
    return dict;
}

/* The metaclass to be called, owned; *is_class tells whether it is a class at all. */
static GbRef find_metaclass(GbThread *t, GbRef given, GbBorrow bases, bool *is_class)
{
    GbBorrow meta = given;
    if (meta == GB_NULL && gb_tuple_count(bases) == 0)
        meta = gb_value(gb_type(t, TYPE));
    else if (meta == GB_NULL)
        meta = gb_value(gb_type_of(t, gb_tuple_peek(bases, 0)));
    *is_class = gb_is_type(meta);
    if (*is_class) {
        GbType *winner = gb_metaclass_of(t, gb_as_type(meta), bases);
        if (winner == NULL)
            return GB_NULL;
        meta = gb_value(winner);
    }
    return gb_new_ref(meta);
}

static GbRef prepare_namespace(GbThread *t, GbBorrow meta, bool is_class, GbBorrow name,
                               GbBorrow bases, GbBorrow kwargs)
{
    if (meta == gb_value(gb_type(t, TYPE)))
        return gb_dict_new(t);
    GbRef prepare = GB_NULL;
    int found = gb_attr_find(t, meta, gb_name(t, __prepare__), &prepare);
    if (found <= 0)
        return found < 0 ? GB_NULL : gb_dict_new(t);
    GbRef args = gb_tuple_of(t, 2, name, bases);
    GbRef namespace = args == GB_NULL ? GB_NULL : gb_call_tuple(t, prepare, args, kwargs);
    gb_xdecref(args);
    gb_decref(prepare);
    if (namespace == GB_NULL || gb_type_of(t, namespace)->slots.getitem != NULL)
        return namespace;
    if (is_class)
        gb_raise(t, gb_TypeError, "%N.__prepare__() must return a mapping, not %T",
                 gb_as_type(meta), namespace);
    else
        gb_raise(t, gb_TypeError, "<metaclass>.__prepare__() must return a mapping, not %T",
                 namespace);
    gb_decref(namespace);
    return GB_NULL;
}

/* The body's __class__ cell must have been filled with the class by type.__new__. */
static int check_cell(GbThread *t, GbBorrow cell, GbBorrow class, GbBorrow name)
{
    if (!gb_is_type(class) || !gb_is_exact(cell, GB_KIND_CELL))
        return 0;
    GbBorrow content = ((GbCell *)gb_object(cell))->value;
    if (content == class)
        return 0;
    if (content == GB_NULL)
        return gb_fail(t, gb_RuntimeError,
                       "__class__ not set defining %.200R as %.200R. Was __classcell__ propagated "
                       "to type.__new__?",
                       name, class);
    return gb_fail(t, gb_TypeError, "__class__ set to %.200R defining %.200R as %.200R", content,
                   name, class);
}

static GbRef build(GbThread *t, GbFunction *body, GbBorrow name, GbBorrow given_bases,
                   GbBorrow given_meta, GbBorrow kwargs)
{
    GbRef meta = GB_NULL, namespace = GB_NULL, cell = GB_NULL, args = GB_NULL, class = GB_NULL;
    bool is_class;
    GbRef bases = resolve_bases(t, given_bases);
    if (bases == GB_NULL || (meta = find_metaclass(t, given_meta, bases, &is_class)) == GB_NULL)
        goto done;
    namespace = prepare_namespace(t, meta, is_class, name, bases, kwargs);
    if (namespace == GB_NULL)
        goto done;
    cell = gb_eval_code(t, body->code, body->globals, namespace, body->closure);
    if (cell == GB_NULL)
        goto done;
    if (bases != given_bases &&
        gb_item_set(t, namespace, gb_name(t, __orig_bases__), given_bases) < 0)
        goto done;
    args = gb_tuple_of(t, 3, name, bases, namespace);
    class = args == GB_NULL ? GB_NULL : gb_call_tuple(t, meta, args, kwargs);
    if (class != GB_NULL && check_cell(t, cell, class, name) < 0)
        gb_clear(&class);
done:
    gb_xdecref(bases);
    gb_xdecref(meta);
    gb_xdecref(namespace);
    gb_xdecref(cell);
    gb_xdecref(args);
    return class;
}

GbRef gb_build_class(GbThread *t, const GbBorrow *args, int count, GbBorrow names)
{
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (positional < 2)
        return gb_raise(t, gb_TypeError, "__build_class__: not enough arguments");
    if (!gb_is_exact(args[0], GB_KIND_FUNCTION))
        return gb_raise(t, gb_TypeError, "__build_class__: func must be a function");
    if (!gb_is_str(args[1]))
        return gb_raise(t, gb_TypeError, "__build_class__: name is not a string");
    GbRef meta = GB_NULL, class = GB_NULL;
    GbRef bases = gb_tuple_from_array(t, args + 2, positional - 2);
    GbRef kwargs = bases == GB_NULL ? GB_NULL : take_keywords(t, args + positional, names, &meta);
    if (!gb_raised(t))
        class = build(t, gb_as_function(args[0]), args[1], bases, meta, kwargs);
    gb_xdecref(bases);
    gb_xdecref(meta);
    gb_xdecref(kwargs);
    return class;
}
