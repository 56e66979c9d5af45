#include "vm/object/mapping_proxy.h"

#include "vm/interp.h"
#include "vm/object/dict.h"

typedef struct MappingProxy {
    GbObject header;
    GbRef mapping;
} MappingProxy;

static GbBorrow mapping_of(GbBorrow self)
{
    return ((MappingProxy *)gb_object(self))->mapping;
}

GbRef gb_mapping_proxy_new(GbThread *t, GbBorrow mapping)
{
    MappingProxy *proxy = gb_object_new(t, t->interp->types[GB_KIND_MAPPING_PROXY]);
    if (proxy == NULL)
        return GB_NULL;
    proxy->mapping = gb_new_ref(mapping);
    return gb_value(proxy);
}

/* --- Slots --- */

static GbRef proxy_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbBorrow mapping = args[0];
    if (gb_is_list(mapping) || gb_is_tuple(mapping)
        || gb_type_of(t, mapping)->slots.getitem == NULL)
        return gb_raise(t, gb_TypeError, "mappingproxy() argument must be a mapping, not %.200T",
                        mapping);
    return gb_mapping_proxy_new(t, mapping);
}

static void proxy_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((MappingProxy *)self)->mapping);
}

static int proxy_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((MappingProxy *)self)->mapping);
    return 0;
}

static GbRef proxy_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "mappingproxy(%R)", mapping_of(self));
}

static GbRef proxy_str(GbThread *t, GbBorrow self)
{
    return gb_str(t, mapping_of(self));
}

static int64_t proxy_length(GbThread *t, GbBorrow self)
{
    return gb_length(t, mapping_of(self));
}

static GbRef proxy_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    return gb_item_get(t, mapping_of(self), key);
}

static int proxy_contains(GbThread *t, GbBorrow self, GbBorrow key)
{
    return gb_contains(t, mapping_of(self), key);
}

static GbRef proxy_iter(GbThread *t, GbBorrow self)
{
    return gb_iter(t, mapping_of(self));
}

static GbRef proxy_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    return gb_compare(t, mapping_of(a), b, op);
}

static GbRef proxy_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (op != GB_OR)
        return GB_NOT_IMPLEMENTED;
    if (gb_is_exact(a, GB_KIND_MAPPING_PROXY))
        a = mapping_of(a);
    if (gb_is_exact(b, GB_KIND_MAPPING_PROXY))
        b = mapping_of(b);
    return gb_binary(t, op, a, b);
}

static GbRef proxy_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    if (op != GB_OR)
        return GB_NOT_IMPLEMENTED;
    return gb_raise(t, gb_TypeError, "'|=' is not supported by %T; use '|' instead", self);
}

/* --- Methods: the mapping's own --- */

static GbRef proxy_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method(t, mapping_of(self), gb_name(t, copy), NULL, 0);
}

static GbRef proxy_get(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method(t, mapping_of(self), gb_name(t, get), args, 2);
}

static GbRef proxy_items(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method(t, mapping_of(self), gb_name(t, items), NULL, 0);
}

static GbRef proxy_keys(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method(t, mapping_of(self), gb_name(t, keys), NULL, 0);
}

static GbRef proxy_values(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method(t, mapping_of(self), gb_name(t, values), NULL, 0);
}

static GbRef proxy_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_method(t, mapping_of(self), gb_name(t, __reversed__), NULL, 0);
}

/* --- Tables --- */

static const GbMethodDef proxy_methods[] = {
    {"copy()", proxy_copy, "D.copy() -> a shallow copy of D"},
    {"get(key, default=None, /)", proxy_get,
     "D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None."},
    {"items()", proxy_items, "D.items() -> a set-like object providing a view on D's items"},
    {"keys()", proxy_keys, "D.keys() -> a set-like object providing a view on D's keys"},
    {"values()", proxy_values, "D.values() -> an object providing a view on D's values"},
    {"__reversed__()", proxy_reversed, "D.__reversed__() -> reverse iterator"},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_mapping_proxy_spec = {
    .name = "mappingproxy",
    .size = sizeof(MappingProxy),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_MATCH_MAPPING,
    .slots = {
        .dealloc = proxy_dealloc,
        .visit = proxy_visit,
        .repr = proxy_repr,
        .str = proxy_str,
        .hash = gb_unhashable,
        .length = proxy_length,
        .compare = proxy_compare,
        .binary = proxy_binary,
        .inplace = proxy_inplace,
        .getitem = proxy_getitem,
        .contains = proxy_contains,
        .iter = proxy_iter,
    },
    .constructor = {"mappingproxy(mapping)", proxy_create, NULL},
    .methods = proxy_methods,
};
