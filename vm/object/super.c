/* super: attribute lookup that starts behind a class in somebody's mro. */
#include "vm/exec/frame.h"
#include "vm/object/descriptor.h"

static inline GbSuper *as_super(GbBorrow v)
{
    return (GbSuper *)gb_object(v);
}

/* The type whose mro is searched for super(type, object), borrowed from *hold if that is set. NULL
 * with TypeError. */
static GbType *find_object_type(GbThread *t, GbType *type, GbBorrow object, GbRef *hold)
{
    *hold = GB_NULL;
    if (gb_is_type(object) && gb_type_is_subtype(gb_as_type(object), type))
        return gb_as_type(object);
    GbType *own = gb_type_of(t, object);
    if (gb_type_is_subtype(own, type))
        return own;
    /* A proxy may say it is of another class. */
    int found = gb_attr_find(t, object, gb_name(t, __class__), hold);
    if (found < 0)
        return NULL;
    if (found > 0 && gb_is_type(*hold) && *hold != gb_value(own) &&
        gb_type_is_subtype(gb_as_type(*hold), type))
        return gb_as_type(*hold);
    gb_clear(hold);
    gb_raise(t, gb_TypeError, "super(type, obj): obj must be an instance or subtype of type");
    return NULL;
}

/* The attribute behind `type` in the mro of `object_type`, bound: 1, 0, -1. */
static int find_behind(GbThread *t, GbType *type, GbType *object_type, GbBorrow object,
                       GbBorrow name, GbRef *out)
{
    if (object_type->mro == GB_NULL)
        return 0;
    GbRef mro = gb_new_ref(object_type->mro);
    int64_t count = gb_tuple_count(mro), i = 0;
    while (i < count && gb_tuple_peek(mro, i) != gb_value(type))
        ++i;
    int found = 0;
    GbRef value = GB_NULL;
    for (++i; i < count && found == 0; ++i)
        found = gb_dict_find(t, gb_value(gb_as_type(gb_tuple_peek(mro, i))->dict), name, &value);
    gb_decref(mro);
    if (found <= 0)
        return found;
    GbRef (*get)(GbThread *, GbBorrow, GbBorrow, GbBorrow) = gb_type_of(t, value)->slots.descr_get;
    *out = value;
    if (get != NULL) {
        GbBorrow instance = object == gb_value(object_type) ? GB_NULL : object;
        *out = get(t, value, instance, gb_value(object_type));
        gb_decref(value);
    }
    return *out == GB_NULL ? -1 : 1;
}

GbRef gb_super_get(GbThread *t, GbType *type, GbBorrow object, GbBorrow name)
{
    GbRef hold, result = GB_NULL;
    GbType *object_type = find_object_type(t, type, object, &hold);
    if (object_type == NULL)
        return GB_NULL;
    int found = find_behind(t, type, object_type, object, name, &result);
    gb_xdecref(hold);
    if (found != 0)
        return result;
    /* An attribute that super itself has. */
    GbRef super = gb_call2(t, gb_value(gb_type(t, SUPER)), gb_value(type), object);
    result = super == GB_NULL ? GB_NULL : gb_generic_getattr(t, super, name);
    gb_xdecref(super);
    return result;
}

/* --- super() without arguments --- */

/* What a slot of a frame holds, through its cell if it is one. */
static GbBorrow first_argument(GbFrame *frame)
{
    GbBorrow first = frame->slots[0];
    if (frame->code->localsplus_kinds[0] & GB_SLOT_CELL && gb_is_exact(first, GB_KIND_CELL))
        first = ((GbCell *)gb_object(first))->value;
    return first;
}

static int find_class_cell(GbThread *t, GbFrame *frame, GbBorrow *out)
{
    const GbCode *code = frame->code;
    GbBorrow name = gb_name(t, __class__);
    for (int i = code->localsplus_count - code->free_count; i < code->localsplus_count; ++i) {
        if (code->localsplus_names[i] != name)
            continue;
        GbBorrow cell = frame->slots[i];
        if (cell == GB_NULL || !gb_is_exact(cell, GB_KIND_CELL))
            return gb_fail(t, gb_RuntimeError, "super(): bad __class__ cell");
        *out = ((GbCell *)gb_object(cell))->value;
        if (*out == GB_NULL)
            return gb_fail(t, gb_RuntimeError, "super(): empty __class__ cell");
        if (!gb_is_type(*out))
            return gb_fail(t, gb_RuntimeError, "super(): __class__ is not a type (%T)", *out);
        return 0;
    }
    return gb_fail(t, gb_RuntimeError, "super(): __class__ cell not found");
}

static int from_frame(GbThread *t, GbBorrow *type, GbBorrow *object)
{
    GbFrame *frame = t->frame;
    if (frame == NULL)
        return gb_fail(t, gb_RuntimeError, "super(): no current frame");
    if (frame->code->arg_count == 0)
        return gb_fail(t, gb_RuntimeError, "super(): no arguments");
    *object = first_argument(frame);
    if (*object == GB_NULL)
        return gb_fail(t, gb_RuntimeError, "super(): arg[0] deleted");
    return find_class_cell(t, frame, type);
}

/* --- Slots --- */

static void super_clear(GbThread *t, GbObject *self)
{
    GbSuper *super = (GbSuper *)self;
    GbRef type = super->type == NULL ? GB_NULL : gb_value(super->type);
    GbRef object_type = super->object_type == NULL ? GB_NULL : gb_value(super->object_type);
    super->type = super->object_type = NULL;
    gb_clear(&type);
    gb_clear(&object_type);
    gb_clear(&super->object);
}

static int super_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbSuper *super = (GbSuper *)self;
    GB_VISIT(super->object);
    GB_VISIT(*(GbRef *)(void *)&super->type);
    GB_VISIT(*(GbRef *)(void *)&super->object_type);
    return 0;
}

static int super_set_up(GbThread *t, GbSuper *super, GbType *type, GbBorrow object)
{
    GbRef hold = GB_NULL;
    GbType *object_type = NULL;
    if (object != GB_NULL) {
        object_type = find_object_type(t, type, object, &hold);
        if (object_type == NULL)
            return -1;
        gb_incref(gb_value(object_type));
        gb_incref(object);
    }
    gb_incref(gb_value(type));
    super_clear(t, &super->header);
    super->type = type;
    super->object = object;
    super->object_type = object_type;
    gb_xdecref(hold);
    return 0;
}

static int super_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbBorrow type = count > 0 ? args[0] : GB_NULL, object = count > 1 ? args[1] : GB_NULL;
    if (names != GB_NULL && gb_tuple_count(names) > 0)
        return gb_fail(t, gb_TypeError, "super() takes no keyword arguments");
    if (count > 2)
        return gb_fail(t, gb_TypeError, "super() expected at most 2 arguments, got %d", count);
    if (count == 0 && from_frame(t, &type, &object) < 0)
        return -1;
    if (!gb_is_type(type))
        return gb_fail(t, gb_TypeError, "super() argument 1 must be a type, not %T", type);
    if (object == GB_NONE)
        object = GB_NULL;
    return super_set_up(t, as_super(self), gb_as_type(type), object);
}

static GbRef super_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbSuper *super = as_super(self);
    /* super().__class__ is super. */
    if (super->object_type == NULL || !gb_is_str(name) || gb_str_equal(name, gb_name(t, __class__)))
        return gb_generic_getattr(t, self, name);
    GbRef value = GB_NULL;
    int found = find_behind(t, super->type, super->object_type, super->object, name, &value);
    return found == 0 ? gb_generic_getattr(t, self, name) : value;
}

static GbRef super_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    GbSuper *super = as_super(self);
    if (instance == GB_NULL || instance == GB_NONE || super->object != GB_NULL ||
        super->type == NULL)
        return gb_new_ref(self);
    return gb_call2(t, gb_value(gb_type_of(t, self)), gb_value(super->type), instance);
}

static GbRef super_repr(GbThread *t, GbBorrow self)
{
    GbSuper *super = as_super(self);
    if (super->type == NULL)
        return gb_str_new(t, "<super: NULL, NULL>");
    if (super->object_type == NULL)
        return gb_str_format(t, "<super: <class '%N'>, NULL>", super->type);
    return gb_str_format(t, "<super: <class '%N'>, <%N object>>", super->type, super->object_type);
}

static GbRef super_get_thisclass(GbThread *t, GbBorrow self)
{
    GbType *type = as_super(self)->type;
    return type == NULL ? GB_NONE : gb_new_ref(gb_value(type));
}

static GbRef super_get_self(GbThread *t, GbBorrow self)
{
    GbRef object = as_super(self)->object;
    return object == GB_NULL ? GB_NONE : gb_new_ref(object);
}

static GbRef super_get_self_class(GbThread *t, GbBorrow self)
{
    GbType *type = as_super(self)->object_type;
    return type == NULL ? GB_NONE : gb_new_ref(gb_value(type));
}

static const GbGetSetDef super_getsets[] = {
    {"__thisclass__", super_get_thisclass, gb_refuse_set, "the class invoking super()"},
    {"__self__", super_get_self, gb_refuse_set, "the instance invoking super(); may be None"},
    {"__self_class__", super_get_self_class, gb_refuse_set,
     "the type of the instance invoking super(); may be None"},
    {0},
};

const GbTypeSpec gb_super_spec = {
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\n"
           "super(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
           "Typical use to call a cooperative superclass method:\nclass C(B):\n"
           "    def meth(self, arg):\n        super().meth(arg)\n"
           "This works for class methods too:\nclass C(B):\n    @classmethod\n"
           "    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    .size = sizeof(GbSuper),
    .flags = GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER,
    .slots = {.dealloc = super_clear,
              .visit = super_visit,
              .clear = super_clear,
              .repr = super_repr,
              .getattr = super_getattr,
              .descr_get = super_get,
              .init = super_init},
    .getsets = super_getsets,
};
