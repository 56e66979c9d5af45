#include "vm/object/generic_alias.h"

#include "vm/interp.h"
#include "vm/object/sequence.h"
#include "vm/object/type.h"

/* --- Making --- */

static GbRef alias_new(GbThread *t, GbType *type, GbBorrow origin, GbBorrow args)
{
    GbRef tuple = gb_is_tuple(args) ? gb_new_ref(args) : gb_tuple_of(t, 1, args);
    if (tuple == GB_NULL)
        return GB_NULL;
    GbGenericAlias *alias = gb_object_new(t, type);
    if (alias == NULL) {
        gb_decref(tuple);
        return GB_NULL;
    }
    alias->origin = gb_new_ref(origin);
    alias->args = tuple;
    return gb_value(alias);
}

GbRef gb_generic_alias_new(GbThread *t, GbBorrow origin, GbBorrow args)
{
    return alias_new(t, gb_type(t, GENERIC_ALIAS), origin, args);
}

GbRef gb_class_getitem(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_generic_alias_new(t, type, args[0]);
}

static GbRef alias_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return alias_new(t, gb_as_type(type), args[0], args[1]);
}

/* --- Parameters --- */

/* 1 with the attribute (None counts as missing), 0, -1. */
static int find_attr(GbThread *t, GbBorrow v, const char *name, GbRef *out)
{
    GbRef str = gb_str_intern(t, name, strlen(name));
    if (str == GB_NULL)
        return -1;
    int found = gb_attr_find(t, v, str, out);
    gb_decref(str);
    if (found > 0 && *out == GB_NONE) {
        *out = GB_NULL;
        return 0;
    }
    return found;
}

static int64_t index_of(GbBorrow tuple, GbBorrow item)
{
    for (int64_t i = 0; i < gb_tuple_count(tuple); ++i)
        if (gb_tuple_peek(tuple, i) == item)
            return i;
    return -1;
}

static int append_once(GbThread *t, GbBorrow list, GbBorrow item)
{
    for (int64_t i = 0; i < gb_list_count(list); ++i)
        if (gb_list_peek(list, i) == item)
            return 0;
    return gb_list_append(t, list, item);
}

/* An argument is a type variable itself (it knows __typing_subst__) or has some inside. */
static int collect_parameters(GbThread *t, GbBorrow list, GbBorrow argument)
{
    if (gb_is_type(argument))
        return 0;
    GbRef found = GB_NULL;
    int state = find_attr(t, argument, "__typing_subst__", &found);
    gb_clear(&found);
    if (state != 0)
        return state < 0 ? -1 : append_once(t, list, argument);
    state = find_attr(t, argument, "__parameters__", &found);
    if (state > 0 && gb_is_tuple(found))
        for (int64_t i = 0; state >= 0 && i < gb_tuple_count(found); ++i)
            state = append_once(t, list, gb_tuple_peek(found, i));
    gb_clear(&found);
    return state < 0 ? -1 : 0;
}

GbRef gb_type_parameters(GbThread *t, GbBorrow args)
{
    GbRef list = gb_list_new(t, 0), result = GB_NULL;
    if (list == GB_NULL)
        return GB_NULL;
    int64_t i = 0;
    while (i < gb_tuple_count(args) && collect_parameters(t, list, gb_tuple_peek(args, i)) == 0)
        ++i;
    if (i == gb_tuple_count(args))
        result = gb_tuple_from(t, list);
    gb_decref(list);
    return result;
}

/* --- Substitution --- */

/* What is put in the place of the i-th parameter when an argument with variables inside is
 * subscripted: a tuple stands for the items of a variadic parameter. */
static int append_subargument(GbThread *t, GbBorrow list, GbBorrow parameter, GbBorrow replacement)
{
    if (gb_is_tuple(replacement) && gb_type_of(t, parameter)->slots.iter != NULL)
        return gb_list_extend(t, list, replacement);
    return gb_list_append(t, list, replacement);
}

/* argument[...] with its own variables replaced. Owned. */
static GbRef substitute_inside(GbThread *t, GbBorrow argument, GbBorrow parameters, GbBorrow items)
{
    GbRef own = GB_NULL, list = GB_NULL, key = GB_NULL, result = GB_NULL;
    int state = find_attr(t, argument, "__parameters__", &own);
    if (state < 0)
        return GB_NULL;
    if (state == 0 || !gb_is_tuple(own) || gb_tuple_count(own) == 0) {
        gb_clear(&own);
        return gb_new_ref(argument);
    }
    list = gb_list_new(t, 0);
    if (list == GB_NULL)
        goto done;
    for (int64_t i = 0; i < gb_tuple_count(own); ++i) {
        GbBorrow parameter = gb_tuple_peek(own, i);
        int64_t at = index_of(parameters, parameter);
        GbBorrow replacement = at < 0 ? parameter : gb_tuple_peek(items, at);
        if (append_subargument(t, list, parameter, replacement) < 0)
            goto done;
    }
    key = gb_tuple_from(t, list);
    if (key != GB_NULL)
        result = gb_item_get(t, argument, key);
done:
    gb_clear(&own);
    gb_clear(&list);
    gb_clear(&key);
    return result;
}

/* One argument with the variables replaced; *unpack: the result is a tuple of arguments. Owned. */
static GbRef substitute_one(GbThread *t, GbBorrow argument, GbBorrow parameters, GbBorrow items,
                            bool *unpack)
{
    GbRef method = GB_NULL, flag = GB_NULL;
    *unpack = false;
    if (gb_is_type(argument))
        return gb_new_ref(argument);
    int state = find_attr(t, argument, "__typing_is_unpacked_typevartuple__", &flag);
    if (state > 0) {
        state = gb_truth(t, flag);
        gb_clear(&flag);
        *unpack = state > 0;
    }
    if (state >= 0)
        state = find_attr(t, argument, "__typing_subst__", &method);
    if (state < 0)
        return GB_NULL;
    if (state == 0)
        return substitute_inside(t, argument, parameters, items);
    int64_t at = index_of(parameters, argument);
    GbRef result = at < 0 ? gb_new_ref(argument) : gb_call1(t, method, gb_tuple_peek(items, at));
    gb_decref(method);
    return result;
}

/* The items given in brackets, *tuple[...] among them spread out. A tuple. */
static GbRef unpack_item(GbThread *t, GbBorrow item)
{
    if (!gb_is_tuple(item))
        item = gb_tuple_of(t, 1, item);
    else
        item = gb_new_ref(item);
    GbRef list = item == GB_NULL ? GB_NULL : gb_list_new(t, gb_tuple_count(item)), result = GB_NULL;
    if (list == GB_NULL)
        goto done;
    for (int64_t i = 0; i < gb_tuple_count(item); ++i) {
        GbBorrow one = gb_tuple_peek(item, i);
        GbRef inner = GB_NULL;
        int state =
            gb_is_type(one) ? 0 : find_attr(t, one, "__typing_unpacked_tuple_args__", &inner);
        if (state < 0)
            goto done;
        bool spread = state > 0 && gb_is_tuple(inner);
        if (spread && gb_tuple_count(inner) > 0)
            spread = gb_tuple_peek(inner, gb_tuple_count(inner) - 1) != GB_ELLIPSIS;
        int failed = spread ? gb_list_extend(t, list, inner) : gb_list_append(t, list, one);
        gb_clear(&inner);
        if (failed)
            goto done;
    }
    result = gb_tuple_from(t, list);
done:
    gb_xdecref(item);
    gb_clear(&list);
    return result;
}

/* Let each parameter look at the items first: variadic ones gather theirs. Takes items, returns
 * them. */
static GbRef prepare_items_take(GbThread *t, GbBorrow self, GbBorrow parameters, GbRef items)
{
    for (int64_t i = 0; items != GB_NULL && i < gb_tuple_count(parameters); ++i) {
        GbRef prepare = GB_NULL;
        int state =
            find_attr(t, gb_tuple_peek(parameters, i), "__typing_prepare_subst__", &prepare);
        if (state < 0)
            gb_clear(&items);
        if (state <= 0)
            continue;
        gb_set(&items, gb_call2(t, prepare, self, items));
        gb_decref(prepare);
        if (items != GB_NULL && !gb_is_tuple(items))
            gb_set(&items, gb_tuple_of(t, 1, items));
    }
    return items;
}

GbRef gb_type_substitute(GbThread *t, GbBorrow self, GbBorrow args, GbBorrow parameters,
                         GbBorrow item)
{
    int64_t count = gb_tuple_count(parameters);
    if (count == 0)
        return gb_raise(t, gb_TypeError, "%R is not a generic class", self);
    GbRef list = GB_NULL, result = GB_NULL;
    GbRef items = prepare_items_take(t, self, parameters, unpack_item(t, item));
    if (items == GB_NULL)
        return GB_NULL;
    int64_t given = gb_tuple_count(items);
    if (given != count) {
        gb_raise(t, gb_TypeError, "Too %s arguments for %R; actual %lld, expected %lld",
                 given > count ? "many" : "few", self, (long long)given, (long long)count);
        goto done;
    }
    list = gb_list_new(t, 0);
    for (int64_t i = 0; list != GB_NULL && i < gb_tuple_count(args); ++i) {
        bool unpack;
        GbRef one = substitute_one(t, gb_tuple_peek(args, i), parameters, items, &unpack);
        if (one == GB_NULL)
            goto done;
        int failed = unpack && gb_is_tuple(one) ? gb_list_extend(t, list, one)
                                                : gb_list_append(t, list, one);
        gb_decref(one);
        if (failed)
            goto done;
    }
    if (list != GB_NULL)
        result = gb_tuple_from(t, list);
done:
    gb_clear(&items);
    gb_clear(&list);
    return result;
}

/* --- Text --- */

static int write_list(GbThread *t, GbWriter *writer, GbBorrow list)
{
    gb_writer_char(writer, '[');
    for (int64_t i = 0; i < gb_list_count(list); ++i) {
        GbRef item = gb_new_ref(gb_list_peek(list, i));
        if (i > 0)
            gb_writer_ascii(writer, ", ", 2);
        gb_writer_repr(writer, item);
        gb_decref(item);
    }
    return gb_writer_char(writer, ']');
}

int gb_type_write(GbThread *t, GbWriter *writer, GbBorrow type)
{
    GbRef found = GB_NULL, module = GB_NULL;
    int result = -1;
    if (type == GB_ELLIPSIS)
        return gb_writer_ascii(writer, "...", 3);
    if (gb_is_exact(type, GB_KIND_LIST))
        return write_list(t, writer, type);
    int has_origin = find_attr(t, type, "__origin__", &found);
    gb_clear(&found);
    int has_args = has_origin > 0 ? find_attr(t, type, "__args__", &found) : has_origin;
    gb_clear(&found);
    if (has_args != 0)
        return has_args < 0 ? -1 : gb_writer_repr(writer, type);
    int named = find_attr(t, type, "__qualname__", &found);
    if (named > 0)
        named = find_attr(t, type, "__module__", &module);
    if (named > 0 && gb_is_str(module) && gb_str_equal_c(module, "builtins"))
        result = gb_writer_format(writer, "%S", found);
    else if (named > 0)
        result = gb_writer_format(writer, "%S.%S", module, found);
    else if (named == 0)
        result = gb_writer_repr(writer, type);
    gb_clear(&found);
    gb_clear(&module);
    return result;
}

static GbRef alias_repr(GbThread *t, GbBorrow self)
{
    GbGenericAlias *alias = gb_as_generic_alias(self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    if (alias->starred)
        gb_writer_char(&writer, '*');
    int failed = gb_type_write(t, &writer, alias->origin);
    gb_writer_char(&writer, '[');
    for (int64_t i = 0; !failed && i < gb_tuple_count(alias->args); ++i) {
        if (i > 0)
            gb_writer_ascii(&writer, ", ", 2);
        failed = gb_type_write(t, &writer, gb_tuple_peek(alias->args, i));
    }
    if (gb_tuple_count(alias->args) == 0)
        gb_writer_ascii(&writer, "()", 2);
    gb_writer_char(&writer, ']');
    if (!failed)
        return gb_writer_finish(&writer);
    gb_writer_clear(&writer);
    return GB_NULL;
}

/* --- Slots --- */

static void alias_dealloc(GbThread *t, GbObject *self)
{
    GbGenericAlias *alias = (GbGenericAlias *)self;
    gb_clear(&alias->origin);
    gb_clear(&alias->args);
    gb_clear(&alias->parameters);
}

static int alias_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbGenericAlias *alias = (GbGenericAlias *)self;
    GB_VISIT(alias->origin);
    GB_VISIT(alias->args);
    GB_VISIT(alias->parameters);
    return 0;
}

static int alias_hash(GbThread *t, GbBorrow self, int64_t *hash)
{
    GbGenericAlias *alias = gb_as_generic_alias(self);
    int64_t origin, args;
    if (gb_hash(t, alias->origin, &origin) < 0 || gb_hash(t, alias->args, &args) < 0)
        return -1;
    *hash = (origin ^ args) == -1 ? -2 : origin ^ args;
    return 0;
}

static GbRef alias_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if (!gb_is_generic_alias(a) || !gb_is_generic_alias(b)
        || (op != GB_EQ && op != GB_NE))
        return GB_NOT_IMPLEMENTED;
    GbGenericAlias *x = gb_as_generic_alias(a), *y = gb_as_generic_alias(b);
    int equal = x->starred == y->starred;
    if (equal)
        equal = gb_compare_truth(t, x->origin, y->origin, GB_EQ);
    if (equal > 0)
        equal = gb_compare_truth(t, x->args, y->args, GB_EQ);
    return equal < 0 ? GB_NULL : gb_bool(equal == (op == GB_EQ));
}

static GbRef alias_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    GbRef object = gb_call(t, gb_as_generic_alias(self)->origin, args, count, names);
    if (object == GB_NULL || !gb_is_object(object))
        return object;
    if (gb_attr_set(t, object, gb_name(t, __orig_class__), self) < 0
        && !gb_raised_drop_if(t, gb_AttributeError) && !gb_raised_drop_if(t, gb_TypeError))
        gb_clear(&object);
    return object;
}

/* Names that are the alias's own; all others are looked up on the origin. */
static bool is_own_name(GbBorrow name)
{
    static const char *const own[] = {
        "__class__",       "__origin__",     "__args__",
        "__unpacked__",    "__parameters__", "__typing_unpacked_tuple_args__",
        "__mro_entries__", "__reduce_ex__",  "__reduce__",
        "__copy__",        "__deepcopy__",
    };
    for (size_t i = 0; i < sizeof own / sizeof own[0]; ++i)
        if (gb_str_equal_c(name, own[i]))
            return true;
    return false;
}

static GbRef alias_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    if (gb_is_str(name) && !is_own_name(name))
        return gb_attr_get(t, gb_as_generic_alias(self)->origin, name);
    return gb_generic_getattr(t, self, name);
}

/* The tuple of type variables, made when first asked for: borrowed. */
static GbBorrow parameters_of(GbThread *t, GbGenericAlias *alias)
{
    if (alias->parameters == GB_NULL) {
        GbRef parameters = gb_type_parameters(t, alias->args);
        gb_set(&alias->parameters, parameters);
    }
    return alias->parameters;
}

static GbRef alias_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbGenericAlias *alias = gb_as_generic_alias(self);
    GbBorrow parameters = parameters_of(t, alias);
    if (parameters == GB_NULL)
        return GB_NULL;
    GbRef args = gb_type_substitute(t, self, alias->args, parameters, key);
    if (args == GB_NULL)
        return GB_NULL;
    GbRef result = gb_generic_alias_new(t, alias->origin, args);
    if (result != GB_NULL)
        gb_as_generic_alias(result)->starred = alias->starred;
    gb_decref(args);
    return result;
}

static GbRef alias_binary(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b)
{
    return op == GB_OR ? gb_union_or(t, a, b) : GB_NOT_IMPLEMENTED;
}

/* --- Iteration --- */

/* iter(tuple[int]) gives one item, *tuple[int]: what the star in an annotation unpacks. */
typedef struct AliasIterator {
    GbObject header;
    GbRef alias; /* GB_NULL: at its end. */
} AliasIterator;

static GbRef alias_iter(GbThread *t, GbBorrow self)
{
    AliasIterator *iterator = gb_object_new(t, gb_type(t, GENERIC_ALIAS_ITERATOR));
    if (iterator == NULL)
        return GB_NULL;
    iterator->alias = gb_new_ref(self);
    return gb_value(iterator);
}

static void iterator_dealloc(GbThread *t, GbObject *self)
{
    gb_clear(&((AliasIterator *)self)->alias);
}

static int iterator_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((AliasIterator *)self)->alias);
    return 0;
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    AliasIterator *iterator = (AliasIterator *)gb_object(self);
    if (iterator->alias == GB_NULL)
        return GB_NULL;
    GbGenericAlias *alias = gb_as_generic_alias(iterator->alias);
    GbRef starred = alias_new(t, alias->header.type, alias->origin, alias->args);
    if (starred != GB_NULL)
        gb_as_generic_alias(starred)->starred = true;
    gb_clear(&iterator->alias);
    return starred;
}

static GbRef iterator_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef maker = gb_builtin_get(t, "iter"); /* May run code that moves the iterator. */
    if (maker == GB_NULL)
        return GB_NULL;
    GbBorrow alias = ((AliasIterator *)gb_object(self))->alias;
    GbRef result = gb_reduce_pair(
        t, maker, gb_tuple_of(t, 1, alias == GB_NULL ? t->interp->empty_tuple : alias));
    gb_decref(maker);
    return result;
}

static const GbMethodDef iterator_methods[] = {
    {"__reduce__()", iterator_reduce, NULL},
    {0},
};

const GbTypeSpec gb_generic_alias_iterator_spec = {
    .name = "generic_alias_iterator",
    .size = sizeof(AliasIterator),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = iterator_dealloc, .visit = iterator_visit, .iter = gb_iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
};

/* --- Methods --- */

static GbRef alias_mro_entries(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_tuple_of(t, 1, gb_as_generic_alias(self)->origin);
}

static GbRef alias_instancecheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_raise(t, gb_TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}

static GbRef alias_subclasscheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_raise(t, gb_TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

/* (GenericAlias, (origin, args)); a starred one is next(iter(the plain one)). */
static GbRef alias_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbGenericAlias *alias = gb_as_generic_alias(self);
    if (!alias->starred)
        return gb_reduce_pair(t, gb_value(gb_type_of(t, self)),
                              gb_tuple_of(t, 2, alias->origin, alias->args));
    GbRef result = GB_NULL, iterator = GB_NULL;
    GbRef plain = gb_generic_alias_new(t, alias->origin, alias->args);
    GbRef maker = gb_builtin_get(t, "next");
    if (plain != GB_NULL && maker != GB_NULL)
        iterator = gb_iter(t, plain);
    if (iterator != GB_NULL)
        result = gb_reduce_pair(t, maker, gb_tuple_of(t, 1, iterator));
    gb_clear(&plain);
    gb_clear(&maker);
    gb_clear(&iterator);
    return result;
}

/* dir(origin) and the alias's own names. */
static GbRef alias_dir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    static const char *const more[] = {
        "__args__",
        "__mro_entries__",
        "__origin__",
        "__parameters__",
        "__typing_unpacked_tuple_args__",
        "__unpacked__",
    };
    GbRef dir = gb_builtin_get(t, "dir");
    GbRef names = dir == GB_NULL ? GB_NULL : gb_call1(t, dir, gb_as_generic_alias(self)->origin);
    gb_clear(&dir);
    for (size_t i = 0; names != GB_NULL && i < sizeof more / sizeof more[0]; ++i) {
        GbRef name = gb_str_new(t, more[i]);
        int found = name == GB_NULL ? -1 : gb_contains(t, names, name);
        if (found == 0)
            found = gb_list_append(t, names, name);
        gb_xdecref(name);
        if (found < 0)
            gb_clear(&names);
    }
    return names;
}

static GbRef alias_get_origin(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_generic_alias(self)->origin);
}

static GbRef alias_get_args(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_generic_alias(self)->args);
}

static GbRef alias_get_parameters(GbThread *t, GbBorrow self)
{
    GbBorrow parameters = parameters_of(t, gb_as_generic_alias(self));
    return parameters == GB_NULL ? GB_NULL : gb_new_ref(parameters);
}

static GbRef alias_get_unpacked(GbThread *t, GbBorrow self)
{
    return gb_bool(gb_as_generic_alias(self)->starred);
}

static GbRef alias_get_unpacked_args(GbThread *t, GbBorrow self)
{
    GbGenericAlias *alias = gb_as_generic_alias(self);
    bool is_tuple = alias->origin == gb_value(t->interp->types[GB_KIND_TUPLE]);
    return alias->starred && is_tuple ? gb_new_ref(alias->args) : GB_NONE;
}

/* --- Tables --- */

static const GbMethodDef alias_methods[] = {
    {"__mro_entries__(bases, /)", alias_mro_entries, NULL},
    {"__instancecheck__(instance, /)", alias_instancecheck, NULL},
    {"__subclasscheck__(subclass, /)", alias_subclasscheck, NULL},
    {"__reduce__()", alias_reduce, NULL},
    {"__dir__()", alias_dir, NULL},
    {0},
};

static const GbGetSetDef alias_getsets[] = {
    {"__origin__", alias_get_origin, gb_refuse_set, NULL},
    {"__args__", alias_get_args, gb_refuse_set, NULL},
    {"__parameters__", alias_get_parameters, NULL, "Type variables in the GenericAlias."},
    {"__unpacked__", alias_get_unpacked, gb_refuse_set, NULL},
    {"__typing_unpacked_tuple_args__", alias_get_unpacked_args, NULL, NULL},
    {0},
};

const GbTypeSpec gb_generic_alias_spec = {
    .name = "types.GenericAlias",
    .doc = "Represent a PEP 585 generic type\n\n"
           "E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .size = sizeof(GbGenericAlias),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF,
    .slots = {
        .dealloc = alias_dealloc,
        .visit = alias_visit,
        .repr = alias_repr,
        .hash = alias_hash,
        .call = alias_call,
        .compare = alias_compare,
        .binary = alias_binary,
        .getitem = alias_getitem,
        .iter = alias_iter,
        .getattr = alias_getattr,
    },
    .constructor = {"GenericAlias(origin, args, /)", alias_create, NULL},
    .methods = alias_methods,
    .getsets = alias_getsets,
};
