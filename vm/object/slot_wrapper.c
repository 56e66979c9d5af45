/* `int.__add__` and `(1).__add__`: slots of builtin types as Python callables. */
#include "vm/object/descriptor.h"
#include "vm/object/int.h"
#include "vm/object/slot_functions.h"

static inline GbSlotWrapper *as_wrapper(GbBorrow v)
{
    return (GbSlotWrapper *)gb_object(v);
}

static inline GbMethodWrapper *as_bound(GbBorrow v)
{
    return (GbMethodWrapper *)gb_object(v);
}

GbRef gb_slot_wrapper_new(GbThread *t, GbType *owner, const GbSlotRow *row)
{
    GbSlotWrapper *wrapper = gb_object_new(t, gb_type(t, SLOT_WRAPPER));
    if (wrapper == NULL)
        return GB_NULL;
    wrapper->row = row;
    wrapper->owner = owner;
    wrapper->function = gb_slot_peek(&owner->slots, row->offset);
    return gb_value(wrapper);
}

/* --- A call of each kind of slot --- */

typedef struct Call {
    GbThread *t;
    const GbSlotWrapper *wrapper;
    GbBorrow self;
    const GbBorrow *args;
    int count;           /* Positional ones. */
    GbBorrow names;
} Call;

static int check_count(const Call *call, int least, int most)
{
    GbThread *t = call->t;
    int count = call->count;
    if (count >= least && count <= most)
        return 0;
    /* CPython checks these two ways; the one for two arguments leaves room for a name that it does
     * not have. */
    const char *blank = most == 2 ? " " : "";
    const char *bound = least == most ? "" : count < least ? "at least " : "at most ";
    int limit = count < least ? least : most;
    return gb_fail(t, gb_TypeError, "%sexpected %s%d argument%s, got %d", blank, bound, limit,
                   limit == 1 ? "" : "s", count);
}

static GbRef none_unless(int status)
{
    return status < 0 ? GB_NULL : GB_NONE;
}

static GbRef call_next(const Call *call, const GbSlots *slots)
{
    GbRef item = slots->next(call->t, call->self);
    if (item == GB_NULL && !gb_raised(call->t))
        return gb_raise_stop(call->t, GB_NULL);
    return item;
}

static GbRef call_hash(const Call *call, const GbSlots *slots)
{
    int64_t hash;
    return slots->hash(call->t, call->self, &hash) < 0 ? GB_NULL : gb_int_new(call->t, hash);
}

static GbRef call_truth(const Call *call, const GbSlots *slots)
{
    int truth = slots->truth(call->t, call->self);
    return truth < 0 ? GB_NULL : gb_bool(truth);
}

static GbRef call_length(const Call *call, const GbSlots *slots)
{
    int64_t length = slots->length(call->t, call->self);
    return length < 0 ? GB_NULL : gb_int_new(call->t, length);
}

static GbRef call_contains(const Call *call, const GbSlots *slots)
{
    int found = slots->contains(call->t, call->self, call->args[0]);
    return found < 0 ? GB_NULL : gb_bool(found);
}

/* pow(a, b, modulus) is for ints alone. */
static GbRef call_power(const Call *call, const GbSlots *slots, GbBorrow a, GbBorrow b)
{
    GbThread *t = call->t;
    if (call->count < 2 || call->args[1] == GB_NONE)
        return slots->binary(t, GB_POW, a, b);
    if (gb_is_float(call->self))
        return gb_raise(t, gb_TypeError,
                        "pow() 3rd argument not allowed unless all arguments are integers");
    if (gb_has_layout(call->self, GB_KIND_COMPLEX))
        return gb_raise(t, gb_ValueError, "complex modulo");
    if (!gb_is_intlike(a) || !gb_is_intlike(b) || !gb_is_intlike(call->args[1]))
        return GB_NOT_IMPLEMENTED;
    return gb_int_pow_mod(t, a, b, call->args[1]);
}

static GbRef call_descr_get(const Call *call, const GbSlots *slots)
{
    GbBorrow instance = call->args[0] == GB_NONE ? GB_NULL : call->args[0];
    GbBorrow type = call->count < 2 || call->args[1] == GB_NONE ? GB_NULL : call->args[1];
    if (instance == GB_NULL && type == GB_NULL)
        return gb_raise(call->t, gb_TypeError, "__get__(None, None) is invalid");
    return slots->descr_get(call->t, call->self, instance, type);
}

/* object.__setattr__(int, "x", 1) would get around int's own __setattr__. */
static int check_setattr(const Call *call, const char *what)
{
    GbType *type = gb_type_of(call->t, call->self);
    GbAnySlot function = call->wrapper->function;
    while (type != NULL && type->flags & GB_TYPE_HEAP)
        type = type->base;
    if (type == NULL || (GbAnySlot)type->slots.setattr == function)
        return 0;
    return gb_fail(call->t, gb_TypeError, "can't apply this %s to %T object", what, call->self);
}

static GbRef call_setattr(const Call *call, const GbSlots *slots, const char *what, GbBorrow value)
{
    if (check_setattr(call, what) < 0)
        return GB_NULL;
    return none_unless(slots->setattr(call->t, call->self, call->args[0], value));
}

static GbRef call_init(const Call *call, const GbSlots *slots, int count)
{
    int status = slots->init == gb_initializer_init
                     ? gb_initializer_call(call->t, call->wrapper->owner, call->self, call->args,
                                           count, call->names)
                     : slots->init(call->t, call->self, call->args, count, call->names);
    return none_unless(status);
}

static const struct {
    uint8_t least, most;
} counts[] = {
    [GB_WRAP_SELF] = {0, 0},      [GB_WRAP_NEXT] = {0, 0},      [GB_WRAP_HASH] = {0, 0},
    [GB_WRAP_TRUTH] = {0, 0},     [GB_WRAP_LENGTH] = {0, 0},    [GB_WRAP_COMPARE] = {1, 1},
    [GB_WRAP_UNARY] = {0, 0},     [GB_WRAP_BINARY] = {1, 1},    [GB_WRAP_REFLECTED] = {1, 1},
    [GB_WRAP_POWER] = {1, 2},     [GB_WRAP_INPLACE] = {1, 1},   [GB_WRAP_REFLECTED_POWER] = {1, 2},
    [GB_WRAP_KEY] = {1, 1},       [GB_WRAP_CONTAINS] = {1, 1},  [GB_WRAP_SETITEM] = {2, 2},
    [GB_WRAP_DELITEM] = {1, 1},   [GB_WRAP_SETATTR] = {2, 2},   [GB_WRAP_DELATTR] = {1, 1},
    [GB_WRAP_DESCR_GET] = {1, 2}, [GB_WRAP_DESCR_SET] = {2, 2}, [GB_WRAP_DESCR_DELETE] = {1, 1},
    [GB_WRAP_FINALIZE] = {0, 0},
};

/* `slots` has the wrapped function where it belongs. */
static GbRef call_kind(const Call *call, const GbSlots *slots)
{
    GbThread *t = call->t;
    GbBorrow self = call->self;
    const GbBorrow *args = call->args;
    int op = call->wrapper->row->op;
    switch ((GbWrap)call->wrapper->row->wrap) {
    case GB_WRAP_SELF:
        return ((GbRef(*)(GbThread *, GbBorrow))call->wrapper->function)(t, self);
    case GB_WRAP_NEXT:
        return call_next(call, slots);
    case GB_WRAP_HASH:
        return call_hash(call, slots);
    case GB_WRAP_TRUTH:
        return call_truth(call, slots);
    case GB_WRAP_LENGTH:
        return call_length(call, slots);
    case GB_WRAP_COMPARE:
        return slots->compare(t, self, args[0], (GbCompare)op);
    case GB_WRAP_UNARY:
        return slots->unary(t, (GbUnary)op, self);
    case GB_WRAP_BINARY:
        return slots->binary(t, (GbBinary)op, self, args[0]);
    case GB_WRAP_REFLECTED:
        return slots->binary(t, (GbBinary)op, args[0], self);
    case GB_WRAP_POWER:
        return call_power(call, slots, self, args[0]);
    case GB_WRAP_REFLECTED_POWER:
        return call_power(call, slots, args[0], self);
    case GB_WRAP_INPLACE:
        return slots->inplace(t, (GbBinary)op, self, args[0]);
    case GB_WRAP_KEY:
        return ((GbRef(*)(GbThread *, GbBorrow, GbBorrow))call->wrapper->function)(t, self,
                                                                                   args[0]);
    case GB_WRAP_CONTAINS:
        return call_contains(call, slots);
    case GB_WRAP_SETITEM:
        return none_unless(slots->setitem(t, self, args[0], args[1]));
    case GB_WRAP_DELITEM:
        return none_unless(slots->setitem(t, self, args[0], GB_NULL));
    case GB_WRAP_SETATTR:
        return call_setattr(call, slots, "__setattr__", args[1]);
    case GB_WRAP_DELATTR:
        return call_setattr(call, slots, "__delattr__", GB_NULL);
    case GB_WRAP_DESCR_GET:
        return call_descr_get(call, slots);
    case GB_WRAP_DESCR_SET:
        return none_unless(slots->descr_set(t, self, args[0], args[1]));
    case GB_WRAP_DESCR_DELETE:
        return none_unless(slots->descr_set(t, self, args[0], GB_NULL));
    case GB_WRAP_FINALIZE:
        slots->finalize(t, self);
        return GB_NONE;
    case GB_WRAP_NONE:
    case GB_WRAP_CALL:
    case GB_WRAP_INIT:
        break;
    }
    return GB_NULL;
}

static GbRef wrapper_invoke(GbThread *t, const GbSlotWrapper *wrapper, GbBorrow self,
                            const GbBorrow *args, int count, GbBorrow names)
{
    const GbSlotRow *row = wrapper->row;
    Call call = {t, wrapper, self, args, count, names};
    GbSlots slots;
    *gb_slot_at(&slots, row->offset) = wrapper->function;
    if (row->wrap == GB_WRAP_CALL)
        return slots.call(t, self, args, count, names);
    if (row->wrap == GB_WRAP_INIT)
        return call_init(&call, &slots, count);
    if (names != GB_NULL && gb_tuple_count(names) > 0)
        return gb_raise(t, gb_TypeError, "wrapper %U() takes no keyword arguments",
                        gb_name_peek(t, row->name));
    if (check_count(&call, counts[row->wrap].least, counts[row->wrap].most) < 0)
        return GB_NULL;
    return call_kind(&call, &slots);
}

/* --- Slot wrappers --- */

static GbBorrow wrapper_name_peek(GbThread *t, GbBorrow self)
{
    return gb_name_peek(t, as_wrapper(self)->row->name);
}

static GbRef wrapper_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                          GbBorrow names)
{
    const GbSlotWrapper *wrapper = as_wrapper(self);
    GbBorrow name = wrapper_name_peek(t, self);
    int positional = names == GB_NULL ? count : count - (int)gb_tuple_count(names);
    if (positional < 1)
        return gb_raise(t, gb_TypeError, "descriptor '%U' of '%N' object needs an argument", name,
                        wrapper->owner);
    if (!gb_is_instance_of(t, args[0], wrapper->owner))
        return gb_raise(t, gb_TypeError,
                        "descriptor '%U' requires a '%N' object but received a '%T'", name,
                        wrapper->owner, args[0]);
    return wrapper_invoke(t, wrapper, args[0], args + 1, count - 1, names);
}

static GbRef wrapper_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    if (instance == GB_NULL)
        return gb_new_ref(self);
    if (gb_descriptor_check(t, wrapper_name_peek(t, self), as_wrapper(self)->owner, instance) < 0)
        return GB_NULL;
    GbMethodWrapper *bound = gb_object_new(t, gb_type(t, METHOD_WRAPPER));
    if (bound == NULL)
        return GB_NULL;
    bound->wrapper = gb_new_ref(self);
    bound->self = gb_new_ref(instance);
    return gb_value(bound);
}

static GbRef wrapper_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<slot wrapper '%U' of '%N' objects>", wrapper_name_peek(t, self),
                         as_wrapper(self)->owner);
}

static GbRef wrapper_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_descriptor_reduce(t, gb_value(as_wrapper(self)->owner), wrapper_name_peek(t, self));
}

static GbRef wrapper_get_objclass(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(as_wrapper(self)->owner));
}

static GbRef wrapper_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(wrapper_name_peek(t, self));
}

static GbRef wrapper_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_descriptor_qualname(t, as_wrapper(self)->owner, wrapper_name_peek(t, self));
}

static GbRef text_or_none(GbThread *t, const char *text)
{
    return text == NULL ? GB_NONE : gb_str_new(t, text);
}

static GbRef wrapper_get_doc(GbThread *t, GbBorrow self)
{
    return text_or_none(t, as_wrapper(self)->row->doc);
}

static GbRef wrapper_get_text_signature(GbThread *t, GbBorrow self)
{
    return text_or_none(t, as_wrapper(self)->row->signature);
}

static const GbMethodDef wrapper_methods[] = {
    {"__reduce__()", wrapper_reduce, NULL},
    {0},
};

static const GbGetSetDef wrapper_getsets[] = {
    {"__objclass__", wrapper_get_objclass, NULL, NULL},
    {"__name__", wrapper_get_name, NULL, NULL},
    {"__qualname__", wrapper_get_qualname, NULL, NULL},
    {"__doc__", wrapper_get_doc, NULL, NULL},
    {"__text_signature__", wrapper_get_text_signature, NULL, NULL},
    {0},
};

const GbTypeSpec gb_slot_wrapper_spec = {
    .name = "wrapper_descriptor",
    .size = sizeof(GbSlotWrapper),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_METHOD,
    .slots = {.repr = wrapper_repr, .call = wrapper_call, .descr_get = wrapper_get},
    .methods = wrapper_methods,
    .getsets = wrapper_getsets,
};

/* --- Method wrappers --- */

static void bound_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((GbMethodWrapper *)self)->wrapper);
    gb_clear(&((GbMethodWrapper *)self)->self);
}

static int bound_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbMethodWrapper *bound = (GbMethodWrapper *)self;
    GB_VISIT(bound->wrapper);
    GB_VISIT(bound->self);
    return 0;
}

static GbRef bound_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbMethodWrapper *bound = as_bound(self);
    return wrapper_invoke(t, as_wrapper(bound->wrapper), bound->self, args, count, names);
}

static GbRef bound_repr(GbThread *t, GbBorrow self)
{
    GbMethodWrapper *bound = as_bound(self);
    return gb_str_format(t, "<method-wrapper '%U' of %T object at 0x%llx>",
                         wrapper_name_peek(t, bound->wrapper), bound->self,
                         (long long)gb_identity_u64(t, bound->self));
}

static int bound_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    uint64_t mixed =
        gb_identity_u64(t, as_bound(self)->self) * 31 + gb_identity_u64(t, as_bound(self)->wrapper);
    *hash = (int64_t)(mixed >> 1);
    return 0;
}

static GbRef bound_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_exact(b, GB_KIND_METHOD_WRAPPER))
        return GB_NOT_IMPLEMENTED;
    bool same =
        as_bound(a)->wrapper == as_bound(b)->wrapper && as_bound(a)->self == as_bound(b)->self;
    return gb_bool(same == (op == GB_EQ));
}

static GbRef bound_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_descriptor_reduce(t, as_bound(self)->self,
                                wrapper_name_peek(t, as_bound(self)->wrapper));
}

static GbRef bound_get_self(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_bound(self)->self);
}

static GbRef bound_get_objclass(GbThread *t, GbBorrow self)
{
    return wrapper_get_objclass(t, as_bound(self)->wrapper);
}

static GbRef bound_get_name(GbThread *t, GbBorrow self)
{
    return wrapper_get_name(t, as_bound(self)->wrapper);
}

static GbRef bound_get_qualname(GbThread *t, GbBorrow self)
{
    return wrapper_get_qualname(t, as_bound(self)->wrapper);
}

static GbRef bound_get_doc(GbThread *t, GbBorrow self)
{
    return wrapper_get_doc(t, as_bound(self)->wrapper);
}

static GbRef bound_get_text_signature(GbThread *t, GbBorrow self)
{
    return wrapper_get_text_signature(t, as_bound(self)->wrapper);
}

static const GbMethodDef bound_methods[] = {
    {"__reduce__()", bound_reduce, NULL},
    {0},
};

static const GbGetSetDef bound_getsets[] = {
    {"__self__", bound_get_self, gb_refuse_set, NULL},
    {"__objclass__", bound_get_objclass, NULL, NULL},
    {"__name__", bound_get_name, NULL, NULL},
    {"__qualname__", bound_get_qualname, NULL, NULL},
    {"__doc__", bound_get_doc, NULL, NULL},
    {"__text_signature__", bound_get_text_signature, NULL, NULL},
    {0},
};

const GbTypeSpec gb_method_wrapper_spec = {
    .name = "method-wrapper",
    .size = sizeof(GbMethodWrapper),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = bound_dealloc,
              .visit = bound_visit,
              .repr = bound_repr,
              .hash = bound_hash,
              .call = bound_call,
              .compare = bound_compare},
    .methods = bound_methods,
    .getsets = bound_getsets,
};
