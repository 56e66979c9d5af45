/* _weakref: weak references, for weakref.py to build its containers on. */
#include "vm/gilbox.h"

static GbRef weakref_getweakrefcount(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, gb_weakref_count(t, args[0]));
}

static GbRef weakref_getweakrefs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_weakref_list(t, args[0]);
}

static GbRef weakref_proxy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_weakproxy_new(t, args[0], args[1]);
}

/* del dict[key], unless a living reference has taken the dead one's place. */
static GbRef weakref_remove_dead(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_dict(args[0]))
        return gb_raise(t, gb_TypeError, "_remove_dead_weakref() argument 1 must be dict, not %K",
                        args[0]);
    GbRef value = GB_NULL;
    int found = gb_dict_find(t, args[0], args[1], &value);
    if (found <= 0)
        return found < 0 ? GB_NULL : GB_NONE;
    bool is_reference = gb_is_weakref(value);
    GbRef object = is_reference ? gb_weakref_get(value) : GB_NONE;
    bool is_dead = object == GB_NONE;
    gb_decref(object);
    gb_decref(value);
    if (!is_reference)
        return gb_raise(t, gb_TypeError, "not a weakref");
    if (is_dead && gb_dict_delete(t, args[0], args[1]) < 0)
        return GB_NULL;
    return GB_NONE;
}

static const GbMethodDef weakref_functions[] = {
    {"getweakrefcount(object, /)", weakref_getweakrefcount,
     "Return the number of weak references to 'object'."},
    {"getweakrefs(object, /)", weakref_getweakrefs,
     "Return a list of all weak reference objects pointing to 'object'."},
    {"proxy(object, callback=None, /)", weakref_proxy,
     "Create a proxy object that weakly references 'object'."},
    {"_remove_dead_weakref(dct, key, /)", weakref_remove_dead,
     "Atomically remove key from dict if it points to a dead weakref."},
    {0},
};

static int weakref_fill(GbThread *t, GbBorrow module)
{
    if (gb_module_set(t, module, "ref", gb_value(gb_type(t, WEAKREF))) < 0 ||
        gb_module_set(t, module, "ReferenceType", gb_value(gb_type(t, WEAKREF))) < 0 ||
        gb_module_set(t, module, "ProxyType", gb_value(gb_type(t, WEAKPROXY))) < 0)
        return -1;
    return gb_module_set(t, module, "CallableProxyType", gb_value(gb_type(t, WEAKCALLABLEPROXY)));
}

const GbModuleDef gb_module_weakref = {"_weakref", "Weak-reference support module.",
                                       weakref_functions, weakref_fill};
