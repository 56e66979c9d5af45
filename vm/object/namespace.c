/* types.SimpleNamespace: an object that is its attributes. */
#include "vm/object/namespace.h"

#include "vm/interp.h"
#include "vm/object/attrs.h"

GbRef gb_namespace_new(GbThread *t, GbBorrow dict)
{
    GbObject *object = gb_object_new(t, t->interp->types[GB_KIND_NAMESPACE]);
    if (object == NULL)
        return GB_NULL;
    GbRef self = gb_value(object);
    if (dict != GB_NULL) {
        GbBorrow own = gb_attrs_dict(t, object);
        if (own == GB_NULL || gb_dict_update(t, own, dict) < 0)
            gb_clear(&self);
    }
    return self;
}

/* --- Slots --- */

static GbRef namespace_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                              GbBorrow names)
{
    return gb_value(gb_object_new(t, (GbType *)gb_object(type)));
}

static GbRef namespace_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_tuple_count(args[0]) > 0)
        return gb_raise(t, gb_TypeError, "no positional arguments expected");
    int64_t position = 0;
    GbBorrow key, value;
    GbBorrow own = gb_attrs_dict(t, gb_object(self));
    if (own == GB_NULL)
        return GB_NULL;
    while (gb_dict_next(args[1], &position, &key, &value))
        if (gb_dict_set(t, own, key, value) < 0)
            return GB_NULL;
    return GB_NONE;
}

static void write_attributes(GbWriter *writer, GbBorrow dict)
{
    int64_t position = 0;
    GbBorrow key, value;
    bool is_first = true;
    while (!writer->failed && gb_dict_next(dict, &position, &key, &value)) {
        if (!gb_is_str(key) || gb_str_length(key) == 0)
            continue;
        GbRef held = gb_new_ref(value);
        if (!is_first)
            gb_writer_ascii(writer, ", ", 2);
        gb_writer_str(writer, key);
        gb_writer_char(writer, '=');
        gb_writer_repr(writer, held);
        gb_decref(held);
        is_first = false;
    }
}

static GbRef namespace_repr(GbThread *t, GbBorrow self)
{
    bool is_plain = gb_is_exact(self, GB_KIND_NAMESPACE);
    int entered = gb_repr_enter(t, self);
    if (entered < 0)
        return GB_NULL;
    if (entered > 0)
        return is_plain ? gb_str_new(t, "namespace(...)") : gb_str_format(t, "%T(...)", self);
    GbBorrow own = gb_attrs_dict(t, gb_object(self));
    GbRef dict = own == GB_NULL ? GB_NULL : gb_new_ref(own), result = GB_NULL;
    if (dict != GB_NULL) {
        GbWriter writer;
        gb_writer_init(&writer, t);
        if (is_plain)
            gb_writer_ascii(&writer, "namespace(", 10);
        else
            gb_writer_format(&writer, "%T(", self);
        write_attributes(&writer, dict);
        gb_writer_char(&writer, ')');
        result = gb_writer_finish(&writer);
        gb_decref(dict);
    }
    gb_repr_leave(t, self);
    return result;
}

/* Namespaces compare as their dicts do. */
static GbRef namespace_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_has_layout(a, GB_KIND_NAMESPACE) || !gb_has_layout(b, GB_KIND_NAMESPACE))
        return GB_NOT_IMPLEMENTED;
    GbBorrow left = gb_attrs_dict(t, gb_object(a)), right = gb_attrs_dict(t, gb_object(b));
    return left == GB_NULL || right == GB_NULL ? GB_NULL : gb_compare(t, left, right, op);
}

/* --- Methods --- */

static GbRef namespace_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow dict = gb_attrs_dict(t, gb_object(self));
    GbRef empty = dict == GB_NULL ? GB_NULL : gb_tuple_new(t, 0);
    if (empty == GB_NULL)
        return GB_NULL;
    GbRef result = gb_tuple_of(t, 3, gb_value(gb_type_of(t, self)), empty, dict);
    gb_decref(empty);
    return result;
}

/* --- Tables --- */

static const GbMethodDef namespace_methods[] = {
    {"__reduce__()", namespace_reduce, "Return state information for pickling"},
    {0},
};

const GbTypeSpec gb_namespace_spec = {
    .name = "types.SimpleNamespace",
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_DICT,
    .slots = {
        .repr = namespace_repr,
        .hash = gb_unhashable,
        .compare = namespace_compare,
        .create = namespace_create,
    },
    .initializer = {"SimpleNamespace(*args, **kwargs)", namespace_init, NULL},
    .methods = namespace_methods,
};
