/* enumerate and reversed. */
#include "vm/interp.h"
#include "vm/object/list.h"
#include "vm/object/sequence.h"

typedef struct Enumerate {
    GbObject header;
    GbRef iterator;
    GbRef index; /* The next number, exactly int. */
    GbRef pair;  /* The tuple last given, reused when nobody else kept it. */
} Enumerate;

typedef struct Reversed {
    GbObject header;
    GbRef sequence; /* GB_NULL once exhausted. */
    int64_t index;  /* Of the next item; -1: none. */
} Reversed;

/* --- enumerate --- */

static GbRef enumerate_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef index = args[1] == GB_NULL ? gb_small_new(0) : gb_index(t, args[1]);
    if (index == GB_NULL)
        return GB_NULL;
    GbRef iterator = gb_iter(t, args[0]);
    Enumerate *self = iterator == GB_NULL ? NULL : gb_object_new(t, (GbType *)gb_object(type));
    if (self == NULL) {
        gb_decref(index);
        gb_xdecref(iterator);
        return GB_NULL;
    }
    self->iterator = iterator;
    self->index = index;
    return gb_value(self);
}

static void enumerate_dealloc(GbThread *t, GbObject *object)
{
    Enumerate *self = (Enumerate *)object;
    gb_clear(&self->iterator);
    gb_clear(&self->index);
    gb_clear(&self->pair);
}

static int enumerate_visit(GbObject *object, GbVisitor visit, void *context)
{
    Enumerate *self = (Enumerate *)object;
    GB_VISIT(self->iterator);
    GB_VISIT(self->index);
    GB_VISIT(self->pair);
    return 0;
}

/* index++, giving the old one to the caller. GB_NULL: failed. */
static GbRef take_index(GbThread *t, Enumerate *self)
{
    bool is_small = gb_is_small(self->index) && gb_small(self->index) < GB_SMALL_MAX;
    GbRef next = is_small ? gb_small_new(gb_small(self->index) + 1)
                          : gb_binary(t, GB_ADD, self->index, gb_small_new(1));
    if (next == GB_NULL)
        return GB_NULL;
    GbRef index = self->index;
    self->index = next;
    return index;
}

static GbRef enumerate_next(GbThread *t, GbBorrow object)
{
    Enumerate *self = (Enumerate *)gb_object(object);
    if (self->iterator == GB_NULL)
        return GB_NULL;
    GbRef item = gb_next_guarded(t, self->iterator);
    if (item == GB_NULL)
        return GB_NULL;
    GbRef index = take_index(t, self);
    if (index == GB_NULL) {
        gb_decref(item);
        return GB_NULL;
    }
    if (self->pair != GB_NULL && gb_object(self->pair)->refcount == 1) {
        GbRef pair = gb_new_ref(self->pair);
        gb_tuple_set_take(pair, 0, index);
        gb_tuple_set_take(pair, 1, item);
        return pair;
    }
    GbRef both[] = {index, item};
    GbRef pair = gb_tuple_from_array_take(t, both, 2);
    if (pair != GB_NULL)
        gb_set(&self->pair, gb_new_ref(pair));
    return pair;
}

static GbRef enumerate_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Enumerate *self = (Enumerate *)gb_object(object);
    return gb_reduce_pair(t, gb_value(gb_type_of(t, object)),
                          gb_tuple_of(t, 2, self->iterator, self->index));
}

/* --- reversed --- */

static Reversed *as_reversed(GbBorrow v)
{
    return (Reversed *)gb_object(v);
}

/* reversed(x): what x.__reversed__() says, or else a walk over a sequence. */
static GbRef reversed_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    GbRef method = GB_NULL;
    int found = gb_special_find(t, args[0], gb_name(t, __reversed__), &method);
    if (found < 0)
        return GB_NULL;
    if (found && method != GB_NONE) {
        GbRef result = gb_call0(t, method);
        gb_decref(method);
        return result;
    }
    if (found || gb_is_dict(args[0]) || gb_type_of(t, args[0])->slots.getitem == NULL)
        return gb_raise(t, gb_TypeError, "'%.200T' object is not reversible", args[0]);
    int64_t length = gb_length(t, args[0]);
    Reversed *self = length < 0 ? NULL : gb_object_new(t, (GbType *)gb_object(type));
    if (self == NULL)
        return GB_NULL;
    self->sequence = gb_new_ref(args[0]);
    self->index = length - 1;
    return gb_value(self);
}

static void reversed_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((Reversed *)self)->sequence);
}

static int reversed_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Reversed *)self)->sequence);
    return 0;
}

static GbRef reversed_next(GbThread *t, GbBorrow object)
{
    Reversed *self = as_reversed(object);
    if (self->index >= 0) {
        GbRef sequence = gb_new_ref(self->sequence);
        GbRef item = gb_item_at(t, sequence, self->index);
        gb_decref(sequence);
        if (item != GB_NULL) {
            --self->index;
            return item;
        }
        if (!gb_raised_drop_if(t, gb_IndexError) && !gb_raised_drop_if(t, gb_StopIteration))
            return GB_NULL;
    }
    self->index = -1;
    gb_clear(&self->sequence);
    return GB_NULL;
}

static GbRef reversed_length_hint(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Reversed *self = as_reversed(object);
    if (self->sequence == GB_NULL)
        return gb_small_new(0);
    int64_t length = gb_length(t, self->sequence);
    if (length < 0)
        return GB_NULL;
    return gb_int_new(t, length < self->index + 1 ? 0 : self->index + 1);
}

static GbRef reversed_reduce(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Reversed *self = as_reversed(object);
    GbRef type = gb_value(gb_type_of(t, object)), result = GB_NULL;
    GbRef source = self->sequence == GB_NULL ? gb_tuple_new(t, 0) : gb_new_ref(self->sequence);
    GbRef arguments = source == GB_NULL ? GB_NULL : gb_tuple_of(t, 1, source);
    GbRef index = gb_int_new(t, self->index);
    if (arguments != GB_NULL && index != GB_NULL)
        result = self->sequence == GB_NULL ? gb_tuple_of(t, 2, type, arguments)
                                           : gb_tuple_of(t, 3, type, arguments, index);
    gb_clear(&source);
    gb_clear(&arguments);
    gb_clear(&index);
    return result;
}

static GbRef reversed_setstate(GbThread *t, GbBorrow object, const GbBorrow *args)
{
    Reversed *self = as_reversed(object);
    int64_t index;
    if (gb_size_argument(t, args[0], &index) < 0)
        return GB_NULL;
    if (self->sequence != GB_NULL) {
        int64_t length = gb_length(t, self->sequence);
        if (length < 0)
            return GB_NULL;
        self->index = index < -1 ? -1 : index > length - 1 ? length - 1 : index;
    }
    return GB_NONE;
}

/* --- Tables --- */

static const GbMethodDef enumerate_methods[] = {
    {"__reduce__()", enumerate_reduce, "Return state information for pickling."},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbMethodDef reversed_methods[] = {
    {"__length_hint__()", reversed_length_hint,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__()", reversed_reduce, "Return state information for pickling."},
    {"__setstate__(state, /)", reversed_setstate, "Set state information for unpickling."},
    {0},
};

const GbTypeSpec gb_enumerate_spec = {
    .name = "enumerate",
    .doc = "Return an enumerate object.\n\n"
           "  iterable\n    an object supporting iteration\n\n"
           "The enumerate object yields pairs containing a count (from start, which\n"
           "defaults to zero) and a value yielded by the iterable argument.\n\n"
           "enumerate is useful for obtaining an indexed list:\n"
           "    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    .size = sizeof(Enumerate),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = {
        .dealloc = enumerate_dealloc,
        .visit = enumerate_visit,
        .iter = gb_iter_self,
        .next = enumerate_next,
    },
    .constructor = {"enumerate(iterable, start=0)", enumerate_create, NULL},
    .methods = enumerate_methods,
};

const GbTypeSpec gb_reversed_spec = {
    .name = "reversed",
    .doc = "Return a reverse iterator over the values of the given sequence.",
    .size = sizeof(Reversed),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = {
        .dealloc = reversed_dealloc,
        .visit = reversed_visit,
        .iter = gb_iter_self,
        .next = reversed_next,
    },
    .constructor = {"reversed(sequence, /)", reversed_create, NULL},
    .methods = reversed_methods,
};
