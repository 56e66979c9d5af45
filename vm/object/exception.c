#include "vm/object/exception.h"

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/attrs.h"
#include "vm/object/exception_parts.h"
#include "vm/object/type.h"

/* --- C interface --- */

GbType *gb_exception_type(GbThread *t, GbExceptionId id)
{
    return t->interp->exceptions[id];
}

bool gb_is_exception_class(GbThread *t, GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_TYPE) &&
           gb_type_is_subtype(gb_as_type(v), t->interp->exceptions[gb_BaseException]);
}

GbRef gb_exception_new(GbThread *t, GbExceptionId id, GbBorrow args)
{
    GbBorrow type = gb_value(t->interp->exceptions[id]);
    const GbBorrow *items = gb_tuple_items(args);
    int count = (int)gb_tuple_count(args);
    GbRef self = gb_as_type(type)->slots.create(t, type, items, count, GB_NULL);
    if (self == GB_NULL)
        return GB_NULL;
    if (gb_object(self)->type->slots.init(t, self, items, count, GB_NULL) < 0)
        gb_clear(&self);
    return self;
}

void gb_exception_set_cause(GbBorrow exception, GbBorrow cause)
{
    GbException *e = gb_as_exception(exception);
    gb_xincref(cause);
    e->suppress_context = true;
    gb_set(&e->cause, cause);
}

/* --- Construction --- */

int gb_exception_refuse_names(GbThread *t, GbBorrow self_or_type, GbBorrow names)
{
    if (names == GB_NULL || gb_tuple_count(names) == 0)
        return 0;
    GbType *type =
        gb_is_type(self_or_type) ? gb_as_type(self_or_type) : gb_type_of(t, self_or_type);
    return gb_fail(t, gb_TypeError, "%N() takes no keyword arguments", type);
}

/* Keyword arguments are for __init__: a subclass may give them a meaning there. */
GbRef gb_exception_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                          GbBorrow names)
{
    GbRef tuple = gb_tuple_from_array(t, args, gb_positional_count(count, names));
    if (tuple == GB_NULL)
        return GB_NULL;
    GbException *self = gb_object_new(t, gb_as_type(type));
    if (self == NULL) {
        gb_decref(tuple);
        return GB_NULL;
    }
    self->args = tuple;
    return gb_value(self);
}

int gb_exception_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    if (gb_exception_refuse_names(t, self, names) < 0)
        return -1;
    GbException *e = gb_as_exception(self);
    bool same = gb_tuple_count(e->args) == count;
    for (int i = 0; same && i < count; ++i)
        same = gb_tuple_peek(e->args, i) == args[i];
    if (same) /* What create has just stored. */
        return 0;
    GbRef tuple = gb_tuple_from_array(t, args, count);
    if (tuple == GB_NULL)
        return -1;
    gb_set(&e->args, tuple);
    return 0;
}

/* --- Slots --- */

static int exception_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbException *e = (GbException *)self;
    GB_VISIT(e->args);
    GB_VISIT(e->traceback);
    GB_VISIT(e->cause);
    GB_VISIT(e->context);
    for (int i = 0; i < GB_EXCEPTION_FIELDS; ++i)
        GB_VISIT(e->fields[i]);
    return 0;
}

static void exception_clear(GbThread *t, GbObject *self)
{
    GbException *e = (GbException *)self;
    gb_clear(&e->traceback);
    gb_clear(&e->cause);
    gb_clear(&e->context);
    for (int i = 0; i < GB_EXCEPTION_FIELDS; ++i)
        gb_clear(&e->fields[i]);
}

static void exception_dealloc(GbThread *t, GbObject *self)
{
    exception_clear(t, self);
    gb_clear(&((GbException *)self)->args);
}

static GbRef exception_repr(GbThread *t, GbBorrow self)
{
    GbException *e = gb_as_exception(self);
    GbType *type = gb_type_of(t, self);
    if (gb_tuple_count(e->args) == 1)
        return gb_str_format(t, "%U(%R)", type->name, gb_tuple_peek(e->args, 0));
    return gb_str_format(t, "%U%R", type->name, e->args);
}

GbRef gb_exception_str(GbThread *t, GbBorrow self)
{
    GbBorrow args = gb_as_exception(self)->args;
    switch (gb_tuple_count(args)) {
    case 0:
        return gb_new_ref(t->interp->empty_str);
    case 1:
        return gb_str(t, gb_tuple_peek(args, 0));
    default:
        return gb_str(t, args);
    }
}

GbRef gb_key_error_str(GbThread *t, GbBorrow self)
{
    /* The repr, so that KeyError('') shows something. */
    if (gb_tuple_count(gb_as_exception(self)->args) == 1)
        return gb_repr(t, gb_tuple_peek(gb_as_exception(self)->args, 0));
    return gb_exception_str(t, self);
}

/* --- Methods --- */

GbRef gb_exception_reduce_with(GbThread *t, GbBorrow self, GbBorrow args, GbBorrow state)
{
    GbBorrow type = gb_value(gb_type_of(t, self));
    GbRef attributes = GB_NULL, result = GB_NULL;
    uintptr_t *word = gb_attrs_word(gb_object(self));
    if (args == GB_NULL)
        args = gb_as_exception(self)->args;
    if (word != NULL && *word != 0) {
        GbBorrow own = gb_attrs_dict(t, gb_object(self));
        if (own == GB_NULL)
            goto done;
        attributes = state == GB_NULL ? gb_new_ref(own) : gb_dict_copy(t, own);
        if (attributes == GB_NULL || (state != GB_NULL && gb_dict_update(t, attributes, state) < 0))
            goto done;
    } else if (state != GB_NULL) {
        attributes = gb_new_ref(state);
    }
    result = attributes == GB_NULL ? gb_tuple_of(t, 2, type, args)
                                   : gb_tuple_of(t, 3, type, args, attributes);
done:
    gb_clear(&attributes);
    return result;
}

static GbRef exception_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_exception_reduce_with(t, self, GB_NULL, GB_NULL);
}

static GbRef exception_setstate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow key, value;
    int64_t position = 0;
    if (args[0] == GB_NONE)
        return GB_NONE;
    if (!gb_is_dict(args[0]))
        return gb_raise(t, gb_TypeError, "state is not a dictionary");
    while (gb_dict_next(args[0], &position, &key, &value)) {
        GbRef held_key = gb_new_ref(key), held_value = gb_new_ref(value);
        int failed = gb_attr_set(t, self, held_key, held_value);
        gb_decref(held_key);
        gb_decref(held_value);
        if (failed < 0)
            return GB_NULL;
    }
    return GB_NONE;
}

static int traceback_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "__traceback__ may not be deleted");
    if (value != GB_NONE && !gb_is_exact(value, GB_KIND_TRACEBACK))
        return gb_fail(t, gb_TypeError, "__traceback__ must be a traceback or None");
    gb_set(&gb_as_exception(self)->traceback, value == GB_NONE ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef exception_with_traceback(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return traceback_set(t, self, args[0]) < 0 ? GB_NULL : gb_new_ref(self);
}

static GbRef exception_add_note(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef notes = GB_NULL, result = GB_NULL;
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "note must be a str, not '%T'", args[0]);
    int found = gb_attr_find(t, self, gb_name(t, __notes__), &notes);
    if (found < 0)
        return GB_NULL;
    if (found == 0) {
        notes = gb_list_new(t, 1);
        if (notes == GB_NULL || gb_attr_set(t, self, gb_name(t, __notes__), notes) < 0)
            goto done;
    } else if (!gb_is_list(notes)) {
        gb_raise(t, gb_TypeError, "Cannot add note: __notes__ is not a list");
        goto done;
    }
    if (gb_list_append(t, notes, args[0]) == 0)
        result = GB_NONE;
done:
    gb_clear(&notes);
    return result;
}

/* --- Attributes --- */

#define DEFINE_PLACE(n)                                                  \
    GbRef gb_exception_get_##n(GbThread *t, GbBorrow self)               \
    {                                                                    \
        return gb_new_ref(gb_field_peek(self, n));                       \
    }                                                                    \
    int gb_exception_set_##n(GbThread *t, GbBorrow self, GbBorrow value) \
    {                                                                    \
        gb_field_set(self, n, value);                                    \
        return 0;                                                        \
    }
GB_EXCEPTION_PLACES(DEFINE_PLACE)
#undef DEFINE_PLACE

static GbRef or_none(GbBorrow v)
{
    return v == GB_NULL ? GB_NONE : gb_new_ref(v);
}

static GbRef args_get(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_exception(self)->args);
}

static int args_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "args may not be deleted");
    GbRef tuple = gb_tuple_from(t, value);
    if (tuple == GB_NULL)
        return -1;
    gb_set(&gb_as_exception(self)->args, tuple);
    return 0;
}

static GbRef traceback_get(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_exception(self)->traceback);
}

static GbRef context_get(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_exception(self)->context);
}

static GbRef cause_get(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_exception(self)->cause);
}

/* Checks what is assigned to __cause__ or __context__; *out is GB_NULL for None, else borrowed. */
static int linked_check(GbThread *t, GbBorrow value, const char *word, GbBorrow *out)
{
    *out = GB_NULL;
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "__%s__ may not be deleted", word);
    if (value == GB_NONE)
        return 0;
    if (!gb_is_exception(value))
        return gb_fail(t, gb_TypeError, "exception %s must be None or derive from BaseException",
                       word);
    *out = value;
    return 0;
}

static int context_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbBorrow context;
    if (linked_check(t, value, "context", &context) < 0)
        return -1;
    gb_xincref(context);
    gb_set(&gb_as_exception(self)->context, context);
    return 0;
}

static int cause_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbBorrow cause;
    if (linked_check(t, value, "cause", &cause) < 0)
        return -1;
    gb_exception_set_cause(self, cause);
    return 0;
}

static GbRef suppress_get(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_as_exception(self)->suppress_context);
}

static int suppress_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "can't delete numeric/char attribute");
    if (!gb_is_bool(value))
        return gb_fail(t, gb_TypeError, "attribute value type must be bool");
    gb_as_exception(self)->suppress_context = value == GB_TRUE;
    return 0;
}

/* --- Tables --- */

static const GbMethodDef exception_methods[] = {
    {"__reduce__()", exception_reduce, "Helper for pickle."},
    {"__setstate__(state, /)", exception_setstate, NULL},
    {"with_traceback(tb, /)", exception_with_traceback,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note(note, /)", exception_add_note,
     "Exception.add_note(note) --\n    add a note to the exception"},
    {0},
};

static const GbGetSetDef exception_getsets[] = {
    {"args", args_get, args_set, NULL},
    {"__traceback__", traceback_get, traceback_set, NULL},
    {"__context__", context_get, context_set, "exception context"},
    {"__cause__", cause_get, cause_set, "exception cause"},
    {"__suppress_context__", suppress_get, suppress_set, NULL},
    {0},
};

enum { EXCEPTION_FLAGS = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_IMMUTABLE };

/* BaseException itself: the row EXCEPTION of types.def. */
const GbTypeSpec gb_exception_spec = {
    .name = "BaseException",
    .doc = "Common base class for all exceptions",
    .size = sizeof(GbException),
    .flags = EXCEPTION_FLAGS,
    .slots =
        {
            .dealloc = exception_dealloc,
            .visit = exception_visit,
            .clear = exception_clear,
            .repr = exception_repr,
            .str = gb_exception_str,
            .create = gb_exception_create,
            .init = gb_exception_init,
        },
    .methods = exception_methods,
    .getsets = exception_getsets,
};

static const GbTypeSpec exception_specs[GB_EXCEPTION_COUNT] = {
#define GB_EXCEPTION(NAME, base, family, text)  \
    [gb_##NAME] = {.name = #NAME,               \
                   .doc = text,                 \
                   .size = sizeof(GbException), \
                   .flags = EXCEPTION_FLAGS,    \
                   GB_FAMILY_##family},
#include "vm/object/exceptions.def"
#undef GB_EXCEPTION
};

static const GbExceptionId exception_bases[GB_EXCEPTION_COUNT] = {
#define GB_EXCEPTION(NAME, base, family, text) [gb_##NAME] = gb_##base,
#include "vm/object/exceptions.def"
#undef GB_EXCEPTION
};

/* --- Start --- */

/* ExceptionGroup(BaseExceptionGroup, Exception): two bases, so it is made as a class statement
 * would make it. */
static GbType *group_type_new(GbThread *t)
{
    GbType **types = t->interp->exceptions;
    GbRef name = GB_NULL, module = GB_NULL, bases = GB_NULL, namespace = GB_NULL, type = GB_NULL;
    name = gb_str_intern(t, "ExceptionGroup", strlen("ExceptionGroup"));
    module = gb_str_intern(t, "builtins", strlen("builtins"));
    bases =
        gb_tuple_of(t, 2, gb_value(types[gb_BaseExceptionGroup]), gb_value(types[gb_Exception]));
    namespace = gb_dict_new(t);
    if (name == GB_NULL || module == GB_NULL || bases == GB_NULL || namespace == GB_NULL)
        goto done;
    if (gb_dict_set(t, namespace, gb_name(t, __module__), module) < 0)
        goto done;
    type = gb_type_create(t, gb_type(t, TYPE), name, bases, namespace, GB_NULL);
done:
    gb_clear(&name);
    gb_clear(&module);
    gb_clear(&bases);
    gb_clear(&namespace);
    return type == GB_NULL ? NULL : gb_as_type(type);
}

static GbType *exception_type_new(GbThread *t, int id)
{
    GbType **types = t->interp->exceptions;
    if (id == gb_BaseException) {
        GbType *type = gb_type(t, EXCEPTION);
        gb_incref(gb_value(type));
        return type;
    }
    if (id == gb_ExceptionGroup)
        return group_type_new(t);
    return gb_type_from_spec(t, &exception_specs[id], types[exception_bases[id]]);
}

int gb_exceptions_init(GbThread *t)
{
    for (int id = 0; id < GB_EXCEPTION_COUNT; ++id) {
        t->interp->exceptions[id] = exception_type_new(t, id);
        if (t->interp->exceptions[id] == NULL)
            return -1;
    }
    GbRef none = gb_tuple_new(t, 0);
    if (none == GB_NULL)
        return -1;
    t->interp->memory_error = gb_exception_new(t, gb_MemoryError, none);
    gb_decref(none);
    return t->interp->memory_error == GB_NULL ? -1 : 0;
}
