/* int | str: types.UnionType. */
#include "vm/object/generic_alias.h"

#include "vm/interp.h"
#include "vm/object/type.h"

typedef struct Union {
    GbObject header;
    GbRef args;       /* tuple of at least two types, each once */
    GbRef parameters; /* tuple, or GB_NULL: not asked yet */
} Union;

static Union *as_union(GbBorrow v)
{
    return (Union *)gb_object(v);
}

/* --- Making --- */

static bool is_unionable(GbBorrow v)
{
    return v == GB_NONE || gb_is_type(v) || gb_is_generic_alias(v) || gb_is_exact(v, GB_KIND_UNION);
}

/* Append what is not there yet: types by identity, list[int] and its like by equality. 0 or -1. */
static int add_type(GbThread *t, GbBorrow list, GbBorrow type)
{
    if (type == GB_NONE)
        type = gb_value(t->interp->types[GB_KIND_NONE]);
    for (int64_t i = 0; i < gb_list_count(list); ++i) {
        GbBorrow present = gb_list_peek(list, i);
        if (present == type)
            return 0;
        if (gb_is_generic_alias(present) && gb_is_generic_alias(type)) {
            int equal = gb_compare_truth(t, present, type, GB_EQ);
            if (equal != 0)
                return equal < 0 ? -1 : 0;
        }
    }
    return gb_list_append(t, list, type);
}

GbRef gb_union_new(GbThread *t, GbBorrow args)
{
    GbRef list = gb_list_new(t, gb_tuple_count(args)), tuple = GB_NULL, result = GB_NULL;
    if (list == GB_NULL)
        return GB_NULL;
    for (int64_t i = 0; i < gb_tuple_count(args); ++i) {
        GbBorrow one = gb_tuple_peek(args, i);
        GbRef inner = gb_is_exact(one, GB_KIND_UNION) ? gb_new_ref(as_union(one)->args)
                                                      : gb_tuple_of(t, 1, one);
        int failed = inner == GB_NULL;
        for (int64_t k = 0; !failed && k < gb_tuple_count(inner); ++k)
            failed = add_type(t, list, gb_tuple_peek(inner, k));
        gb_xdecref(inner);
        if (failed)
            goto done;
    }
    if (gb_list_count(list) == 1) {
        result = gb_new_ref(gb_list_peek(list, 0));
        goto done;
    }
    tuple = gb_tuple_from(t, list);
    Union *self = tuple == GB_NULL ? NULL : gb_object_new(t, t->interp->types[GB_KIND_UNION]);
    if (self) {
        self->args = gb_new_ref(tuple);
        result = gb_value(self);
    }
done:
    gb_clear(&list);
    gb_clear(&tuple);
    return result;
}

GbRef gb_union_or(GbThread *t, GbBorrow a, GbBorrow b)
{
    if (!is_unionable(a) || !is_unionable(b))
        return GB_NOT_IMPLEMENTED;
    GbRef both = gb_tuple_of(t, 2, a, b);
    if (both == GB_NULL)
        return GB_NULL;
    GbRef result = gb_union_new(t, both);
    gb_decref(both);
    return result;
}

/* --- Slots --- */

static void union_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((Union *)self)->args);
    gb_clear(&((Union *)self)->parameters);
}

static int union_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Union *)self)->args);
    GB_VISIT(((Union *)self)->parameters);
    return 0;
}

static GbRef union_repr(GbThread *t, GbBorrow self)
{
    GbBorrow args = as_union(self)->args;
    GbWriter writer;
    gb_writer_init(&writer, t);
    int failed = 0;
    for (int64_t i = 0; !failed && i < gb_tuple_count(args); ++i) {
        GbBorrow type = gb_tuple_peek(args, i);
        if (i > 0)
            gb_writer_ascii(&writer, " | ", 3);
        if (type == gb_value(t->interp->types[GB_KIND_NONE]))
            failed = gb_writer_ascii(&writer, "None", 4);
        else
            failed = gb_type_write(t, &writer, type);
    }
    if (!failed)
        return gb_writer_finish(&writer);
    gb_writer_clear(&writer);
    return GB_NULL;
}

static int union_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbRef set = gb_frozenset_new(t, as_union(self)->args);
    if (set == GB_NULL)
        return -1;
    int failed = gb_hash(t, set, hash);
    gb_decref(set);
    return failed;
}

/* Order does not count. */
static GbRef union_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    bool comparable = gb_is_exact(a, GB_KIND_UNION) && gb_is_exact(b, GB_KIND_UNION);
    if (!comparable || (op != GB_EQ && op != GB_NE))
        return GB_NOT_IMPLEMENTED;
    GbRef result = GB_NULL;
    GbRef left = gb_frozenset_new(t, as_union(a)->args),
          right = gb_frozenset_new(t, as_union(b)->args);
    if (left != GB_NULL && right != GB_NULL)
        result = gb_compare(t, left, right, op);
    gb_clear(&left);
    gb_clear(&right);
    return result;
}

static GbRef union_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    return op == GB_OR ? gb_union_or(t, a, b) : GB_NOT_IMPLEMENTED;
}

static GbBorrow parameters_of(GbThread *t, Union *self)
{
    if (self->parameters == GB_NULL) {
        GbRef parameters = gb_type_parameters(t, self->args);
        gb_set(&self->parameters, parameters);
    }
    return self->parameters;
}

/* (T | None)[int]: the arguments anew, joined by `|` again, since what stands for T may be
 * anything. */
static GbRef union_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbBorrow parameters = parameters_of(t, as_union(self));
    if (parameters == GB_NULL)
        return GB_NULL;
    GbRef args = gb_type_substitute(t, self, as_union(self)->args, parameters, key);
    if (args == GB_NULL)
        return GB_NULL;
    GbRef result = gb_new_ref(gb_tuple_peek(args, 0));
    for (int64_t i = 1; result != GB_NULL && i < gb_tuple_count(args); ++i)
        gb_set(&result, gb_binary(t, GB_OR, result, gb_tuple_peek(args, i)));
    gb_decref(args);
    return result;
}

static GbRef union_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    if (gb_is_str(name) && gb_str_equal_c(name, "__module__"))
        return gb_str_new(t, "types");
    return gb_generic_getattr(t, self, name);
}

/* --- Methods --- */

typedef int (*TypeCheck)(GbThread *t, GbBorrow v, GbBorrow type);

static GbRef check_any(GbThread *t, GbBorrow self, GbBorrow v, TypeCheck check)
{
    GbBorrow args = as_union(self)->args;
    for (int64_t i = 0; i < gb_tuple_count(args); ++i) {
        int answer = check(t, v, gb_tuple_peek(args, i));
        if (answer != 0)
            return answer < 0 ? GB_NULL : GB_TRUE;
    }
    return GB_FALSE;
}

static GbRef union_instancecheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_any(t, self, args[0], gb_is_instance);
}

static GbRef union_subclasscheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_type(args[0]))
        return gb_raise(t, gb_TypeError, "issubclass() arg 1 must be a class");
    return check_any(t, self, args[0], gb_is_subclass);
}

static GbRef union_get_args(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_union(self)->args);
}

static GbRef union_get_parameters(GbThread *t, GbBorrow self)
{
    GbBorrow parameters = parameters_of(t, as_union(self));
    return parameters == GB_NULL ? GB_NULL : gb_new_ref(parameters);
}

/* --- Tables --- */

static const GbMethodDef union_methods[] = {
    {"__instancecheck__(instance, /)", union_instancecheck, NULL},
    {"__subclasscheck__(subclass, /)", union_subclasscheck, NULL},
    {0},
};

static const GbGetSetDef union_getsets[] = {
    {"__args__", union_get_args, gb_refuse_set, NULL},
    {"__parameters__", union_get_parameters, NULL, "Type variables in the types.UnionType."},
    {0},
};

const GbTypeSpec gb_union_spec = {
    .name = "types.UnionType",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .size = sizeof(Union),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {
        .dealloc = union_dealloc,
        .visit = union_visit,
        .repr = union_repr,
        .hash = union_hash,
        .compare = union_compare,
        .binary = union_binary,
        .getitem = union_getitem,
        .getattr = union_getattr,
    },
    .methods = union_methods,
    .getsets = union_getsets,
};
