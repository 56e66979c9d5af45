/* Weak proxies: what is done to one is done to the object it stands for, as long as that lives. */
#include "vm/object/type.h"
#include "vm/object/weakref.h"

static bool is_proxy(GbBorrow v)
{
    return gb_is_exact(v, GB_KIND_WEAKPROXY) || gb_is_exact(v, GB_KIND_WEAKCALLABLEPROXY);
}

GbRef gb_weakproxy_new(GbThread *t, GbBorrow object, GbBorrow callback)
{
    GbType *type =
        gb_is_callable(t, object) ? gb_type(t, WEAKCALLABLEPROXY) : gb_type(t, WEAKPROXY);
    return gb_weakref_make(t, type, object, callback);
}

/* What v stands for, owned: the object of a proxy, else v itself. GB_NULL with ReferenceError. */
static GbRef target(GbThread *t, GbBorrow v)
{
    if (!is_proxy(v))
        return gb_new_ref(v);
    GbRef object = gb_weakref_get(v);
    if (object == GB_NONE)
        return gb_raise(t, gb_ReferenceError, "weakly-referenced object no longer exists");
    return object;
}

static GbRef proxy_repr(GbThread *t, GbBorrow self)
{
    GbRef object = gb_weakref_get(self);
    GbRef text = gb_str_format(t, "<weakproxy at 0x%llx to %T at 0x%llx>",
                               (long long)gb_identity_u64(t, self), object,
                               object == GB_NONE ? 0LL : (long long)gb_identity_u64(t, object));
    gb_decref(object);
    return text;
}

static GbRef proxy_str(GbThread *t, GbBorrow self)
{
    GbRef object = target(t, self);
    GbRef result = object == GB_NULL ? GB_NULL : gb_str(t, object);
    gb_xdecref(object);
    return result;
}

static int proxy_truth(GbThread *t, GbBorrow self)
{
    GbRef object = target(t, self);
    int result = object == GB_NULL ? -1 : gb_truth(t, object);
    gb_xdecref(object);
    return result;
}

static int64_t proxy_length(GbThread *t, GbBorrow self)
{
    GbRef object = target(t, self);
    int64_t result = object == GB_NULL ? -1 : gb_length(t, object);
    gb_xdecref(object);
    return result;
}

static GbRef proxy_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbRef object = target(t, self);
    GbRef result = object == GB_NULL ? GB_NULL : gb_call(t, object, args, count, names);
    gb_xdecref(object);
    return result;
}

static GbRef proxy_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    GbRef left = target(t, a), right = left == GB_NULL ? GB_NULL : target(t, b);
    GbRef result = right == GB_NULL ? GB_NULL : gb_compare(t, left, right, op);
    gb_xdecref(left);
    gb_xdecref(right);
    return result;
}

static GbRef proxy_unary(GbThread *t, GbUnary op, GbBorrow self)
{
    GbRef object = target(t, self);
    if (object == GB_NULL)
        return GB_NULL;
    GbType *type = gb_type_of(t, object);
    GbRef result =
        type->slots.unary == NULL ? GB_NOT_IMPLEMENTED : type->slots.unary(t, op, object);
    gb_decref(object);
    return result;
}

static GbRef proxy_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    GbRef left = target(t, a), right = left == GB_NULL ? GB_NULL : target(t, b);
    GbRef result = right == GB_NULL ? GB_NULL : gb_binary(t, op, left, right);
    gb_xdecref(left);
    gb_xdecref(right);
    return result;
}

static GbRef proxy_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    GbRef left = target(t, self), right = left == GB_NULL ? GB_NULL : target(t, b);
    GbRef result = right == GB_NULL ? GB_NULL : gb_inplace(t, op, left, right);
    gb_xdecref(left);
    gb_xdecref(right);
    return result;
}

static GbRef proxy_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbRef object = target(t, self);
    GbRef result = object == GB_NULL ? GB_NULL : gb_item_get(t, object, key);
    gb_xdecref(object);
    return result;
}

static int proxy_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    GbRef object = target(t, self);
    int result = -1;
    if (object != GB_NULL)
        result =
            value == GB_NULL ? gb_item_delete(t, object, key) : gb_item_set(t, object, key, value);
    gb_xdecref(object);
    return result;
}

static int proxy_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    GbRef object = target(t, self);
    int result = object == GB_NULL ? -1 : gb_contains(t, object, item);
    gb_xdecref(object);
    return result;
}

static GbRef proxy_iter(GbThread *t, GbBorrow self)
{
    GbRef object = target(t, self);
    GbRef result = object == GB_NULL ? GB_NULL : gb_iter(t, object);
    gb_xdecref(object);
    return result;
}

static GbRef proxy_next(GbThread *t, GbBorrow self)
{
    GbRef object = target(t, self), result = GB_NULL;
    if (object == GB_NULL)
        return GB_NULL;
    if (gb_type_of(t, object)->slots.next == NULL)
        gb_raise(t, gb_TypeError, "Weakref proxy referenced a non-iterator '%T' object", object);
    else
        result = gb_next(t, object);
    gb_decref(object);
    return result;
}

static GbRef proxy_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbRef object = target(t, self);
    GbRef result = object == GB_NULL ? GB_NULL : gb_attr_get(t, object, name);
    gb_xdecref(object);
    return result;
}

static int proxy_setattr(GbThread *t, GbBorrow self, GbBorrow name, GbBorrow value)
{
    GbRef object = target(t, self);
    int result = object == GB_NULL ? -1 : gb_attr_set(t, object, name, value);
    gb_xdecref(object);
    return result;
}

static GbRef call_method(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbRef object = target(t, self);
    GbRef result = object == GB_NULL ? GB_NULL : gb_call_method(t, object, name, NULL, 0);
    gb_xdecref(object);
    return result;
}

static GbRef proxy_bytes(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_method(t, self, gb_name(t, __bytes__));
}

static GbRef proxy_reversed(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_method(t, self, gb_name(t, __reversed__));
}

static const GbMethodDef proxy_methods[] = {
    {"__bytes__()", proxy_bytes, NULL},
    {"__reversed__()", proxy_reversed, NULL},
    {0},
};

const GbTypeSpec gb_weakproxy_spec = {
    .name = "weakref.ProxyType",
    .size = sizeof(GbWeakref),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = gb_weakref_dealloc,
              .visit = gb_weakref_visit,
              .clear = gb_weakref_drop,
              .repr = proxy_repr,
              .str = proxy_str,
              .hash = gb_unhashable,
              .truth = proxy_truth,
              .length = proxy_length,
              .compare = proxy_compare,
              .unary = proxy_unary,
              .binary = proxy_binary,
              .inplace = proxy_inplace,
              .getitem = proxy_getitem,
              .setitem = proxy_setitem,
              .contains = proxy_contains,
              .iter = proxy_iter,
              .next = proxy_next,
              .getattr = proxy_getattr,
              .setattr = proxy_setattr},
    .methods = proxy_methods,
};

const GbTypeSpec gb_weakcallableproxy_spec = {
    .name = "weakref.CallableProxyType",
    .size = sizeof(GbWeakref),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = gb_weakref_dealloc,
              .visit = gb_weakref_visit,
              .clear = gb_weakref_drop,
              .repr = proxy_repr,
              .str = proxy_str,
              .hash = gb_unhashable,
              .truth = proxy_truth,
              .length = proxy_length,
              .call = proxy_call,
              .compare = proxy_compare,
              .unary = proxy_unary,
              .binary = proxy_binary,
              .inplace = proxy_inplace,
              .getitem = proxy_getitem,
              .setitem = proxy_setitem,
              .contains = proxy_contains,
              .iter = proxy_iter,
              .next = proxy_next,
              .getattr = proxy_getattr,
              .setattr = proxy_setattr},
    .methods = proxy_methods,
};
