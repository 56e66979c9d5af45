/* The memo of a pickler or an unpickler as scripts see it: to be copied, cleared, or given to
 * another. */
#include "stdlib/pickle_parts.h"

typedef struct MemoProxy {
    GbObject header;
    GbRef owner;
} MemoProxy;

GbRef gb_pickle_proxy_new(GbThread *t, const GbTypeSpec *spec, GbBorrow owner)
{
    MemoProxy *proxy = gb_object_new(t, gb_spec_type(t, spec));
    if (proxy == NULL)
        return GB_NULL;
    proxy->owner = gb_new_ref(owner);
    return gb_value(proxy);
}

GbBorrow gb_pickle_proxied(GbBorrow proxy)
{
    return ((MemoProxy *)gb_object(proxy))->owner;
}

static bool of_pickler(GbThread *t, GbBorrow self)
{
    return gb_is_spec(t, self, &gb_pickler_memo_spec);
}

static GbRef proxy_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow owner = gb_pickle_proxied(self);
    return of_pickler(t, self) ? gb_pickler_memo_copy(t, owner) : gb_unpickler_memo_copy(t, owner);
}

static GbRef proxy_clear(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbObject *owner = gb_object(gb_pickle_proxied(self));
    if (of_pickler(t, self))
        gb_pickle_memo_clear(t, &((Pickler *)owner)->memo);
    else
        gb_unpickle_memo_clear(t, (Unpickler *)owner);
    return GB_NONE;
}

static GbRef proxy_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef copy = proxy_copy(t, self, NULL);
    GbRef arguments = copy == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, copy);
    gb_xdecref(copy);
    return gb_reduce_pair(t, gb_value(gb_type(t, DICT)), arguments);
}

static void proxy_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((MemoProxy *)self)->owner);
}

static int proxy_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((MemoProxy *)self)->owner);
    return 0;
}

static const GbMethodDef proxy_methods[] = {
    {"clear()", proxy_clear, "Remove all items from memo."},
    {"copy()", proxy_copy, "Copy the memo to a new object."},
    {"__reduce__()", proxy_reduce, "Implement pickle support."},
    {0},
};

#define PROXY_SPEC(type_name)                                                                      \
    {                                                                                              \
        .name = type_name, .size = sizeof(MemoProxy),                                              \
        .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_NO_CREATE,                            \
        .slots = {.dealloc = proxy_dealloc,                                                        \
                  .visit = proxy_visit,                                                            \
                  .clear = proxy_dealloc,                                                          \
                  .hash = gb_unhashable},                                                          \
        .methods = proxy_methods,                                                                  \
    }

const GbTypeSpec gb_pickler_memo_spec = PROXY_SPEC("_pickle.PicklerMemoProxy");
const GbTypeSpec gb_unpickler_memo_spec = PROXY_SPEC("_pickle.UnpicklerMemoProxy");
