/* The C side of special methods written in Python: each function here fills a slot of a class and
 * calls the method that the class defines. Which slots a class gets is decided in type_slots.c. */
#include "vm/object/slot_functions.h"

#include "vm/object/descriptor.h"
#include "vm/object/exception.h"

/* --- Calling --- */

GbRef gb_call_prepended(GbThread *t, GbBorrow callable, GbBorrow self, const GbBorrow *args,
                        int count, GbBorrow names)
{
    enum { ON_STACK = 12 };
    GbBorrow few[ON_STACK + 1];
    GbBorrow *all = few;
    size_t bytes = ((size_t)count + 1) * sizeof *all;
    if (count > ON_STACK && (all = gb_mem_new(t, bytes)) == NULL)
        return GB_NULL;
    all[0] = self;
    if (count > 0)
        memcpy(all + 1, args, (size_t)count * sizeof *all);
    GbRef result = gb_call(t, callable, all, count + 1, names);
    if (all != few)
        gb_mem_free(t, all, bytes);
    return result;
}

GbRef gb_special_call(GbThread *t, GbBorrow function, GbBorrow self, const GbBorrow *args,
                      int count, GbBorrow names)
{
    GbType *type = gb_type_of(t, function);
    GbRef held = gb_new_ref(function), result = GB_NULL;
    if (type->flags & GB_TYPE_METHOD) {
        result = gb_call_prepended(t, held, self, args, count, names);
    } else if (type->slots.descr_get == NULL) {
        result = gb_call(t, held, args, count, names);
    } else {
        GbRef bound = type->slots.descr_get(t, held, self, gb_value(gb_type_of(t, self)));
        if (bound != GB_NULL) {
            result = gb_call(t, bound, args, count, names);
            gb_decref(bound);
        }
    }
    gb_decref(held);
    return result;
}

static GbBorrow method_peek(GbThread *t, GbBorrow self, GbNameId name)
{
    return gb_type_lookup(t, gb_type_of(t, self), gb_name_peek(t, name));
}

static GbRef call_method(GbThread *t, GbBorrow self, GbNameId name, const GbBorrow *args, int count,
                         GbBorrow names)
{
    GbBorrow function = method_peek(t, self, name);
    if (function == GB_NULL)
        return gb_raise(t, gb_AttributeError, "%U", gb_name_peek(t, name));
    return gb_special_call(t, function, self, args, count, names);
}

static GbRef call_self(GbThread *t, GbBorrow self, GbNameId name)
{
    return call_method(t, self, name, NULL, 0, GB_NULL);
}

/* For methods that are called for their effect. */
static int call_act(GbThread *t, GbBorrow self, GbNameId name, const GbBorrow *args, int count)
{
    GbRef result = call_method(t, self, name, args, count, GB_NULL);
    if (result == GB_NULL)
        return -1;
    gb_decref(result);
    return 0;
}

/* --- Text, hash, truth, length --- */

static GbRef slot_repr(GbThread *t, GbBorrow self)
{
    return call_self(t, self, GB_NAME___repr__);
}

static GbRef slot_str(GbThread *t, GbBorrow self)
{
    return call_self(t, self, GB_NAME___str__);
}

static int slot_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbBorrow function = method_peek(t, self, GB_NAME___hash__);
    if (function == GB_NULL || function == GB_NONE)
        return gb_unhashable(t, self, hash);
    GbRef result = gb_special_call(t, function, self, NULL, 0, GB_NULL);
    if (result == GB_NULL)
        return -1;
    int status = 0;
    if (!gb_is_intlike(result))
        status = gb_fail(t, gb_TypeError, "__hash__ method should return an integer");
    else if (!gb_int_peek_i64(result, hash))
        status = gb_type(t, INT)->slots.hash(t, result, hash);
    if (status == 0 && *hash == -1)
        *hash = -2;
    gb_decref(result);
    return status;
}

static int slot_truth(GbThread *t, GbBorrow self)
{
    GbRef result = call_self(t, self, GB_NAME___bool__);
    if (result == GB_NULL)
        return -1;
    if (gb_is_bool(result))
        return result == GB_TRUE;
    gb_fail(t, gb_TypeError, "__bool__ should return bool, returned %T", result);
    gb_decref(result);
    return -1;
}

static int64_t slot_length(GbThread *t, GbBorrow self)
{
    GbRef result = call_self(t, self, GB_NAME___len__);
    GbRef index = result == GB_NULL ? GB_NULL : gb_index(t, result);
    int64_t length = -1;
    if (index != GB_NULL) {
        if (gb_int_sign(index) < 0)
            gb_raise(t, gb_ValueError, "__len__() should return >= 0");
        else if (gb_index_i64(t, index, &length, gb_OverflowError) < 0)
            length = -1;
        gb_decref(index);
    }
    gb_xdecref(result);
    return length;
}

/* --- Calls, creation --- */

static GbRef slot_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    return call_method(t, self, GB_NAME___call__, args, count, names);
}

static GbRef slot_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    GbRef function = gb_attr_get(t, type, gb_name(t, __new__));
    if (function == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call_prepended(t, function, type, args, count, names);
    gb_decref(function);
    return result;
}

int gb_slot_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbRef result = call_method(t, self, GB_NAME___init__, args, count, names);
    if (result == GB_NONE)
        return 0;
    if (result == GB_NULL)
        return -1;
    gb_fail(t, gb_TypeError, "__init__() should return None, not '%T'", result);
    gb_decref(result);
    return -1;
}

static void slot_finalize(GbThread *t, GbBorrow self)
{
    GbBorrow function = method_peek(t, self, GB_NAME___del__);
    if (function == GB_NULL)
        return;
    GbRef held = gb_new_ref(function);
    GbRef raised = gb_raised_take(t);
    GbRef result = gb_special_call(t, held, self, NULL, 0, GB_NULL);
    if (result == GB_NULL)
        gb_raised_unraisable(t, held);
    else
        gb_decref(result);
    gb_raised_restore_take(t, raised);
    gb_decref(held);
}

/* --- Operators --- */

static const GbNameId compare_names[] = {GB_NAME___lt__, GB_NAME___le__, GB_NAME___eq__,
                                         GB_NAME___ne__, GB_NAME___gt__, GB_NAME___ge__};

static const GbNameId unary_names[] = {GB_NAME___neg__,  GB_NAME___pos__, GB_NAME___invert__,
                                       GB_NAME___abs__,  GB_NAME___int__, GB_NAME___float__,
                                       GB_NAME___index__};

typedef struct BinaryNames {
    GbNameId plain, reflected, inplace;
} BinaryNames;

static const BinaryNames binary_names[] = {
    [GB_ADD] = {GB_NAME___add__, GB_NAME___radd__, GB_NAME___iadd__},
    [GB_AND] = {GB_NAME___and__, GB_NAME___rand__, GB_NAME___iand__},
    [GB_FLOORDIV] = {GB_NAME___floordiv__, GB_NAME___rfloordiv__, GB_NAME___ifloordiv__},
    [GB_LSHIFT] = {GB_NAME___lshift__, GB_NAME___rlshift__, GB_NAME___ilshift__},
    [GB_MATMUL] = {GB_NAME___matmul__, GB_NAME___rmatmul__, GB_NAME___imatmul__},
    [GB_MUL] = {GB_NAME___mul__, GB_NAME___rmul__, GB_NAME___imul__},
    [GB_MOD] = {GB_NAME___mod__, GB_NAME___rmod__, GB_NAME___imod__},
    [GB_OR] = {GB_NAME___or__, GB_NAME___ror__, GB_NAME___ior__},
    [GB_POW] = {GB_NAME___pow__, GB_NAME___rpow__, GB_NAME___ipow__},
    [GB_RSHIFT] = {GB_NAME___rshift__, GB_NAME___rrshift__, GB_NAME___irshift__},
    [GB_SUB] = {GB_NAME___sub__, GB_NAME___rsub__, GB_NAME___isub__},
    [GB_TRUEDIV] = {GB_NAME___truediv__, GB_NAME___rtruediv__, GB_NAME___itruediv__},
    [GB_XOR] = {GB_NAME___xor__, GB_NAME___rxor__, GB_NAME___ixor__},
    [GB_DIVMOD] = {GB_NAME___divmod__, GB_NAME___rdivmod__, GB_NAME___divmod__},
};

/* The builtin type's function when `function` is its wrapper for the slot at `offset` and good for
 * self: it is called without further ado. */
static GbAnySlot wrapped(GbThread *t, GbBorrow self, GbBorrow function, size_t offset)
{
    if (!gb_is_exact(function, GB_KIND_SLOT_WRAPPER))
        return NULL;
    GbSlotWrapper *wrapper = (GbSlotWrapper *)gb_object(function);
    if (wrapper->row->offset != offset || !gb_is_instance_of(t, self, wrapper->owner))
        return NULL;
    return wrapper->function;
}

static GbRef slot_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    GbBorrow function = method_peek(t, a, compare_names[op]);
    if (function == GB_NULL)
        return GB_NOT_IMPLEMENTED;
    GbAnySlot direct = wrapped(t, a, function, offsetof(GbSlots, compare));
    if (direct != NULL)
        return ((GbRef(*)(GbThread *, GbBorrow, GbBorrow, GbCompare))direct)(t, a, b, op);
    if (gb_type_of(t, function)->flags & GB_TYPE_METHOD)
        return gb_special_call(t, function, a, &b, 1, GB_NULL);
    /* A descriptor that fails counts as no method: so it is for comparisons, and only for them. */
    GbRef bound = GB_NULL;
    if (gb_special_find(t, a, gb_name_peek(t, compare_names[op]), &bound) <= 0) {
        gb_raised_drop(t);
        return GB_NOT_IMPLEMENTED;
    }
    GbRef result = gb_call1(t, bound, b);
    gb_decref(bound);
    return result;
}

static GbRef slot_unary(GbThread *t, GbUnary op, GbBorrow self)
{
    GbBorrow function = method_peek(t, self, unary_names[op]);
    if (function == GB_NULL)
        return GB_NOT_IMPLEMENTED;
    GbAnySlot direct = wrapped(t, self, function, offsetof(GbSlots, unary));
    if (direct != NULL)
        return ((GbRef(*)(GbThread *, GbUnary, GbBorrow))direct)(t, op, self);
    return gb_special_call(t, function, self, NULL, 0, GB_NULL);
}

/* self.__op__(other), or other.__rop__(self) for `reflected`: NotImplemented when there is no such
 * method. */
static GbRef try_binary(GbThread *t, GbBinary op, GbBorrow self, GbBorrow other, bool reflected)
{
    const BinaryNames *names = &binary_names[op];
    GbBorrow function = method_peek(t, self, reflected ? names->reflected : names->plain);
    if (function == GB_NULL)
        return GB_NOT_IMPLEMENTED;
    GbAnySlot direct = wrapped(t, self, function, offsetof(GbSlots, binary));
    if (direct != NULL) {
        GbRef (*binary)(GbThread *, GbBinary, GbBorrow, GbBorrow) =
            (GbRef(*)(GbThread *, GbBinary, GbBorrow, GbBorrow))direct;
        return reflected ? binary(t, op, other, self) : binary(t, op, self, other);
    }
    return gb_special_call(t, function, self, &other, 1, GB_NULL);
}

static bool has_binary(GbThread *t, GbBorrow v)
{
    return gb_type_of(t, v)->slots.binary == gb_slot_binary;
}

/* Does b's type, a subtype of a's, say something else about the reflected operation? */
static bool overrides_reflected(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    if (!gb_type_is_subtype(gb_type_of(t, b), gb_type_of(t, a)))
        return false;
    GbBorrow own = method_peek(t, b, binary_names[op].reflected);
    return own != GB_NULL && own != method_peek(t, a, binary_names[op].reflected);
}

GbRef gb_slot_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    bool same_type = gb_type_of(t, a) == gb_type_of(t, b);
    bool ask_other = !same_type && has_binary(t, b);
    if (has_binary(t, a)) {
        GbRef result = GB_NOT_IMPLEMENTED;
        if (ask_other && overrides_reflected(t, op, a, b)) {
            ask_other = false;
            result = try_binary(t, op, b, a, true);
        }
        if (result == GB_NOT_IMPLEMENTED)
            result = try_binary(t, op, a, b, false);
        if (result != GB_NOT_IMPLEMENTED || !ask_other)
            return result;
    }
    return ask_other ? try_binary(t, op, b, a, true) : GB_NOT_IMPLEMENTED;
}

GbRef gb_slot_reflected(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    return try_binary(t, op, b, a, true);
}

static GbRef slot_inplace(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b)
{
    GbBorrow function = method_peek(t, self, binary_names[op].inplace);
    if (function == GB_NULL)
        return GB_NOT_IMPLEMENTED;
    GbAnySlot direct = wrapped(t, self, function, offsetof(GbSlots, inplace));
    if (direct != NULL)
        return ((GbRef(*)(GbThread *, GbBinary, GbBorrow, GbBorrow))direct)(t, op, self, b);
    return gb_special_call(t, function, self, &b, 1, GB_NULL);
}

/* --- Items and iteration --- */

static GbRef slot_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    return call_method(t, self, GB_NAME___getitem__, &key, 1, GB_NULL);
}

static int slot_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    if (value == GB_NULL) {
        if (method_peek(t, self, GB_NAME___delitem__) == GB_NULL)
            return gb_fail(t, gb_TypeError, "'%T' object doesn't support item deletion", self);
        return call_act(t, self, GB_NAME___delitem__, &key, 1);
    }
    if (method_peek(t, self, GB_NAME___setitem__) == GB_NULL)
        return gb_fail(t, gb_TypeError, "'%T' object does not support item assignment", self);
    GbBorrow args[] = {key, value};
    return call_act(t, self, GB_NAME___setitem__, args, 2);
}

static int slot_contains(GbThread *t, GbBorrow self, GbBorrow item)
{
    GbBorrow function = method_peek(t, self, GB_NAME___contains__);
    if (function == GB_NONE)
        return gb_fail(t, gb_TypeError, "'%T' object is not a container", self);
    GbRef result = call_method(t, self, GB_NAME___contains__, &item, 1, GB_NULL);
    if (result == GB_NULL)
        return -1;
    int truth = gb_truth(t, result);
    gb_decref(result);
    return truth;
}

static GbRef slot_iter(GbThread *t, GbBorrow self)
{
    if (method_peek(t, self, GB_NAME___iter__) == GB_NONE)
        return gb_raise(t, gb_TypeError, "'%T' object is not iterable", self);
    return call_self(t, self, GB_NAME___iter__);
}

static GbRef slot_next(GbThread *t, GbBorrow self)
{
    return call_self(t, self, GB_NAME___next__);
}

GbRef gb_next_not_implemented(GbThread *t, GbBorrow self)
{
    return gb_raise(t, gb_TypeError, "'%T' object is not iterable", self);
}

static GbRef slot_await(GbThread *t, GbBorrow self)
{
    return call_self(t, self, GB_NAME___await__);
}

static GbRef slot_aiter(GbThread *t, GbBorrow self)
{
    return call_self(t, self, GB_NAME___aiter__);
}

static GbRef slot_anext(GbThread *t, GbBorrow self)
{
    return call_self(t, self, GB_NAME___anext__);
}

/* --- Attributes and descriptors --- */

/* The plain lookup in place of a call of object.__getattribute__: no error is made only to be
 * dropped again. */
static GbRef plain_getattr(GbThread *t, GbBorrow self, GbBorrow name, GbBorrow hook)
{
    GbRef value;
    int found = gb_generic_find(t, self, name, &value);
    if (found > 0)
        return value;
    if (hook == GB_NULL && found == 0)
        return gb_generic_getattr(t, self, name);
    if (found < 0 && (hook == GB_NULL || !gb_raised_drop_if(t, gb_AttributeError)))
        return GB_NULL;
    return gb_special_call(t, hook, self, &name, 1, GB_NULL);
}

GbRef gb_slot_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbBorrow getattribute = method_peek(t, self, GB_NAME___getattribute__);
    GbBorrow hook = method_peek(t, self, GB_NAME___getattr__);
    GbRef (*direct)(GbThread *, GbBorrow, GbBorrow) = NULL;
    if (getattribute != GB_NULL)
        direct = (GbRef(*)(GbThread *, GbBorrow, GbBorrow))wrapped(t, self, getattribute,
                                                                   offsetof(GbSlots, getattr));
    if (direct == gb_generic_getattr && gb_is_str(name))
        return plain_getattr(t, self, name, hook);
    GbRef value = direct != NULL
                      ? direct(t, self, name)
                      : call_method(t, self, GB_NAME___getattribute__, &name, 1, GB_NULL);
    if (value != GB_NULL || !gb_raised_is(t, gb_AttributeError))
        return value;
    hook = method_peek(t, self, GB_NAME___getattr__);
    if (hook == GB_NULL)
        return GB_NULL;
    gb_raised_drop(t);
    return gb_special_call(t, hook, self, &name, 1, GB_NULL);
}

static int slot_setattr(GbThread *t, GbBorrow self, GbBorrow name, GbBorrow value)
{
    if (value == GB_NULL)
        return call_act(t, self, GB_NAME___delattr__, &name, 1);
    GbBorrow args[] = {name, value};
    return call_act(t, self, GB_NAME___setattr__, args, 2);
}

static GbRef slot_descr_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbBorrow args[] = {instance == GB_NULL ? GB_NONE : instance, type == GB_NULL ? GB_NONE : type};
    if (method_peek(t, self, GB_NAME___get__) == GB_NULL) /* Taken away meanwhile. */
        return gb_new_ref(self);
    return call_method(t, self, GB_NAME___get__, args, 2, GB_NULL);
}

static int slot_descr_set(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value)
{
    if (value == GB_NULL)
        return call_act(t, self, GB_NAME___delete__, &instance, 1);
    GbBorrow args[] = {instance, value};
    return call_act(t, self, GB_NAME___set__, args, 2);
}

const GbSlots gb_slot_functions = {
    .repr = slot_repr,
    .str = slot_str,
    .hash = slot_hash,
    .truth = slot_truth,
    .length = slot_length,
    .call = slot_call,
    .compare = slot_compare,
    .unary = slot_unary,
    .binary = gb_slot_binary,
    .inplace = slot_inplace,
    .getitem = slot_getitem,
    .setitem = slot_setitem,
    .contains = slot_contains,
    .iter = slot_iter,
    .next = slot_next,
    .await = slot_await,
    .aiter = slot_aiter,
    .anext = slot_anext,
    .getattr = gb_slot_getattr,
    .setattr = slot_setattr,
    .descr_get = slot_descr_get,
    .descr_set = slot_descr_set,
    .create = slot_create,
    .init = gb_slot_init,
    .finalize = slot_finalize,
};
