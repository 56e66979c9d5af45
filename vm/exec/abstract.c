/* What can be done to any object: the operations that look into the slots of its type. */
#include "vm/gilbox.h"
#include "vm/object/format.h"
#include "vm/object/int.h"
#include "vm/object/iterator.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

/* --- Text --- */

/* `result` if it is a str. Takes it. */
static GbRef check_text_take(GbThread *t, GbRef result, const char *method)
{
    if (result == GB_NULL || gb_is_str(result))
        return result;
    gb_raise(t, gb_TypeError, "%s returned non-string (type %T)", method, result);
    gb_decref(result);
    return GB_NULL;
}

GbRef gb_repr(GbThread *t, GbBorrow v)
{
    if (gb_is_small(v))
        return gb_int_repr(t, v);
    GbType *type = gb_type_of(t, v);
    if (type->slots.repr == NULL)
        return gb_str_format(t, "<%T object at 0x%llx>", v, (long long)gb_identity_u64(t, v));
    if (gb_recursion_enter(t, " while getting the repr of an object") < 0)
        return GB_NULL;
    GbRef result = type->slots.repr(t, v);
    gb_recursion_leave(t);
    return check_text_take(t, result, "__repr__");
}

GbRef gb_str(GbThread *t, GbBorrow v)
{
    if (gb_is_exact(v, GB_KIND_STR))
        return gb_new_ref(v);
    if (gb_is_small(v))
        return gb_int_repr(t, v);
    GbType *type = gb_type_of(t, v);
    if (type->slots.str == NULL)
        return gb_repr(t, v);
    if (gb_recursion_enter(t, " while getting the str of an object") < 0)
        return GB_NULL;
    GbRef result = type->slots.str(t, v);
    gb_recursion_leave(t);
    return check_text_take(t, result, "__str__");
}

static void write_escaped(GbWriter *writer, uint32_t code)
{
    if (code < 0x80)
        gb_writer_char(writer, code);
    else if (code < 0x100)
        gb_writer_format(writer, "\\x%x", (int)code);
    else if (code < 0x10000)
        gb_writer_format(writer, code < 0x1000 ? "\\u0%x" : "\\u%x", (int)code);
    else
        gb_writer_format(writer, code < 0x100000 ? "\\U000%x" : "\\U00%x", (int)code);
}

GbRef gb_ascii(GbThread *t, GbBorrow v)
{
    GbRef text = gb_repr(t, v);
    if (text == GB_NULL || gb_str_is_ascii(gb_as_str(text)))
        return text;
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < gb_str_length(text); i++)
        write_escaped(&writer, gb_str_at(text, i));
    gb_decref(text);
    return gb_writer_finish(&writer);
}

static GbRef format_by_method(GbThread *t, GbBorrow v, GbBorrow spec)
{
    GbRef method = GB_NULL;
    int found = gb_special_find(t, v, gb_name(t, __format__), &method);
    if (found == 0)
        gb_raise(t, gb_TypeError, "Type %T doesn't define __format__", v);
    if (found <= 0)
        return GB_NULL;
    GbRef result = gb_call1(t, method, spec);
    gb_decref(method);
    if (result != GB_NULL && !gb_is_str(result)) {
        gb_raise(t, gb_TypeError, "__format__ must return a str, not %T", result);
        gb_clear(&result);
    }
    return result;
}

GbRef gb_format(GbThread *t, GbBorrow v, GbBorrow spec)
{
    GbRef empty = GB_NULL;
    if (spec == GB_NULL || gb_str_length(spec) == 0) {
        if (gb_is_exact(v, GB_KIND_STR))
            return gb_new_ref(v);
        if (gb_is_int(v))
            return gb_int_repr(t, v);
    }
    if (spec == GB_NULL && (spec = empty = gb_str_new(t, "")) == GB_NULL)
        return GB_NULL;
    GbRef result;
    if (gb_is_int(v))
        result = gb_int_format_spec(t, v, spec);
    else if (gb_is_double(v))
        result = gb_float_format_spec(t, v, spec);
    else
        result = format_by_method(t, v, spec);
    gb_xdecref(empty);
    return result;
}

/* --- Truth and length --- */

int gb_truth(GbThread *t, GbBorrow v)
{
    if (gb_is_bool(v))
        return v == GB_TRUE;
    if (v == GB_NONE)
        return 0;
    if (gb_is_small(v))
        return gb_small(v) != 0;
    GbType *type = gb_type_of(t, v);
    if (type->slots.truth != NULL)
        return type->slots.truth(t, v);
    if (type->slots.length == NULL)
        return 1;
    int64_t length = type->slots.length(t, v);
    return length < 0 ? -1 : length > 0;
}

int64_t gb_length(GbThread *t, GbBorrow v)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.length == NULL)
        return gb_fail(t, gb_TypeError, "object of type '%T' has no len()", v);
    return type->slots.length(t, v);
}

/* What __length_hint__ says; the fallback when it has nothing to say. */
static int64_t hint_by_method(GbThread *t, GbBorrow v, int64_t fallback)
{
    GbRef method = GB_NULL;
    int found = gb_special_find(t, v, gb_name(t, __length_hint__), &method);
    if (found <= 0)
        return found < 0 ? -1 : fallback;
    GbRef hint = gb_call0(t, method);
    gb_decref(method);
    if (hint == GB_NULL)
        return gb_raised_drop_if(t, gb_TypeError) ? fallback : -1;
    int64_t length = -1;
    if (hint == GB_NOT_IMPLEMENTED)
        length = fallback;
    else if (!gb_is_intlike(hint))
        gb_fail(t, gb_TypeError, "__length_hint__ must be an integer, not %T", hint);
    else if (gb_int_to_i64(t, hint, &length) < 0)
        length = -1;
    else if (length < 0)
        length = gb_fail(t, gb_ValueError, "__length_hint__() should return >= 0");
    gb_decref(hint);
    return length;
}

int64_t gb_length_hint(GbThread *t, GbBorrow v, int64_t fallback)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.length != NULL) {
        int64_t length = type->slots.length(t, v);
        if (length >= 0 || !gb_raised_drop_if(t, gb_TypeError))
            return length;
    }
    return hint_by_method(t, v, fallback);
}

/* --- Items --- */

/* type[key]: a generic class. */
static GbRef class_getitem(GbThread *t, GbBorrow type, GbBorrow key)
{
    if (type == gb_value(gb_type(t, TYPE)))
        return gb_call2(t, gb_value(gb_type(t, GENERIC_ALIAS)), type, key);
    GbRef method = GB_NULL, result = GB_NULL;
    if (gb_attr_find(t, type, gb_name(t, __class_getitem__), &method) < 0)
        return GB_NULL;
    if (method != GB_NULL && method != GB_NONE)
        result = gb_call1(t, method, key);
    else
        gb_raise(t, gb_TypeError, "type '%N' is not subscriptable", gb_as_type(type));
    gb_xdecref(method);
    return result;
}

GbRef gb_item_get(GbThread *t, GbBorrow v, GbBorrow key)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.getitem != NULL)
        return type->slots.getitem(t, v, key);
    if (gb_is_type(v))
        return class_getitem(t, v, key);
    return gb_raise(t, gb_TypeError, "'%T' object is not subscriptable", v);
}

GbRef gb_item_at(GbThread *t, GbBorrow v, int64_t index)
{
    if (index >= 0 && gb_is_exact(v, GB_KIND_LIST) && index < gb_as_list(v)->count)
        return gb_new_ref(gb_as_list(v)->items[index]);
    if (index >= 0 && gb_is_exact(v, GB_KIND_TUPLE) && index < gb_as_tuple(v)->count)
        return gb_new_ref(gb_as_tuple(v)->items[index]);
    GbRef key = gb_int_new(t, index);
    GbRef result = key == GB_NULL ? GB_NULL : gb_item_get(t, v, key);
    gb_xdecref(key);
    return result;
}

int gb_item_set(GbThread *t, GbBorrow v, GbBorrow key, GbBorrow value)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.setitem == NULL)
        return gb_fail(t, gb_TypeError, "'%T' object does not support item assignment", v);
    return type->slots.setitem(t, v, key, value);
}

/* CPython words this in two ways, the first one for what might be a sequence. */
static int refuse_deletion(GbThread *t, GbBorrow v, GbBorrow key)
{
    GbType *type = gb_type_of(t, v);
    bool like_sequence = type->flags & GB_TYPE_HEAP || type->slots.length != NULL ||
                         type->slots.contains != NULL;
    if (like_sequence && gb_has_index(t, key))
        return gb_fail(t, gb_TypeError, "'%T' object doesn't support item deletion", v);
    return gb_fail(t, gb_TypeError, "'%T' object does not support item deletion", v);
}

int gb_item_delete(GbThread *t, GbBorrow v, GbBorrow key)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.setitem == NULL)
        return refuse_deletion(t, v, key);
    return type->slots.setitem(t, v, key, GB_NULL);
}

/* --- Iteration --- */

GbRef gb_iter(GbThread *t, GbBorrow v)
{
    GbType *type = gb_type_of(t, v);
    if (type->slots.iter == NULL) { /* Perhaps a sequence of old: v[0], v[1], ... */
        if (type->slots.getitem != NULL && type->flags & GB_TYPE_HEAP && !gb_is_dict(v))
            return gb_sequence_iterator_new(t, v);
        return gb_raise(t, gb_TypeError, "'%T' object is not iterable", v);
    }
    GbRef iterator = type->slots.iter(t, v);
    if (iterator != GB_NULL && gb_type_of(t, iterator)->slots.next == NULL) {
        gb_raise(t, gb_TypeError, "iter() returned non-iterator of type '%T'", iterator);
        gb_clear(&iterator);
    }
    return iterator;
}

GbRef gb_iter_self(GbThread *t, GbBorrow iterator)
{
    return gb_new_ref(iterator);
}

GbRef gb_next(GbThread *t, GbBorrow iterator)
{
    gb_charge(t, RT_COST_TICK, 1); /* C that iterates works as hard as bytecode would. */
    GbRef item = gb_type_of(t, iterator)->slots.next(t, iterator);
    if (item == GB_NULL && gb_raised(t))
        gb_raised_drop_if(t, gb_StopIteration);
    return item;
}

bool gb_is_callable(GbThread *t, GbBorrow v)
{
    return gb_type_of(t, v)->slots.call != NULL;
}
