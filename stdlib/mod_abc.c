/* _abc: what makes a class abstract, and which classes count as its subclasses without inheriting
 * from it.
 *
 * Each abstract class has an _abc_data object in its `_abc_impl`: the classes registered with it,
 * weakly held, and two caches of answers. A cache holds versions of types: a version is never used
 * twice, so an answer about a class that has died or changed is simply not found again. Registering
 * anything anywhere makes all negative answers stale. */
#include "vm/gilbox.h"

enum {
    CACHE_LIMIT = 4096
}; /* Versions of classes that are gone are thrown out with the rest now and then. */

/* One for the interpreter: counts registrations. */
typedef struct Token {
    GbObject header;
    uint64_t count;
} Token;

typedef struct AbcData {
    GbObject header;
    GbRef token;            /* Token */
    GbRef registry;         /* set of weak references to classes */
    GbRef positive;         /* set of versions: subclasses */
    GbRef negative;         /* set of versions: none, as of negative_token */
    uint64_t negative_token;
} AbcData;

static const GbTypeSpec data_spec, token_spec;

static AbcData *as_data(GbBorrow v)
{
    return (AbcData *)gb_object(v);
}

static uint64_t token_of(const AbcData *data)
{
    return ((Token *)gb_object(data->token))->count;
}

static GbType *as_type(GbBorrow v)
{
    return (GbType *)gb_object(v);
}

static bool is_class(GbBorrow v)
{
    return gb_has_layout(v, GB_KIND_TYPE);
}

/* An attribute of ours, owned, unless a script has put something else there. */
static GbRef own_get(GbThread *t, GbBorrow object, const char *name, const GbTypeSpec *spec)
{
    GbRef value = gb_attr_get_c(t, object, name);
    if (value != GB_NULL && !gb_is_spec(t, value, spec)) {
        gb_decref(value);
        return gb_raise(t, gb_TypeError, "%s is set to a wrong type", name);
    }
    return value;
}

/* The token of the interpreter, kept in the module. */
static GbRef token_get(GbThread *t, GbBorrow module)
{
    return own_get(t, module, "_token", &token_spec);
}

/* The class's _abc_data. */
static GbRef data_get(GbThread *t, GbBorrow class)
{
    return own_get(t, class, "_abc_impl", &data_spec);
}

/* --- The caches --- */

/* 1, 0, -1. `cache` may be GB_NULL. */
static int cache_has(GbThread *t, GbBorrow cache, GbBorrow class)
{
    if (cache == GB_NULL || as_type(class)->version == 0)
        return 0;
    return gb_set_contains(t, cache, gb_small_new(as_type(class)->version));
}

static int cache_add(GbThread *t, GbRef *cache, GbBorrow class)
{
    if (as_type(class)->version == 0)
        return 0;
    if (*cache == GB_NULL || gb_set_count(*cache) >= CACHE_LIMIT)
        gb_set(cache, gb_set_new(t, GB_NULL));
    if (*cache == GB_NULL)
        return -1;
    return gb_set_add(t, *cache, gb_small_new(as_type(class)->version));
}

/* What is known already: 1, 0, 2 for nothing, -1. */
static int cached_answer(GbThread *t, AbcData *data, GbBorrow subclass)
{
    int known = cache_has(t, data->positive, subclass);
    if (known != 0)
        return known;
    if (data->negative_token != token_of(data)) {
        gb_clear(&data->negative);
        data->negative_token = token_of(data);
        return 2;
    }
    known = cache_has(t, data->negative, subclass);
    return known == 0 ? 2 : known > 0 ? 0 : -1;
}

/* --- Subclasses --- */

/* The answer of class.__subclasshook__(subclass): 1, 0, 2 for NotImplemented, -1. */
static int ask_hook(GbThread *t, GbBorrow class, GbBorrow subclass)
{
    GbRef answer = gb_call_method(t, class, gb_name(t, __subclasshook__), &subclass, 1);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    if (answer == GB_TRUE || answer == GB_FALSE)
        return answer == GB_TRUE;
    if (answer == GB_NOT_IMPLEMENTED)
        return 2;
    return gb_fail(t, gb_AssertionError,
                   "__subclasshook__ must return either False, True, or NotImplemented");
}

/* Is it a subclass of any class in the registry? 1, 0, -1. */
static int ask_registry(GbThread *t, AbcData *data, GbBorrow subclass)
{
    if (data->registry == GB_NULL)
        return 0;
    GbRef references = gb_list_from(t, data->registry);
    if (references == GB_NULL)
        return -1;
    int answer = 0;
    for (int64_t i = 0; answer == 0 && i < gb_list_count(references); ++i) {
        GbRef class = gb_call0(t, gb_list_peek(references, i));
        if (class == GB_NULL)
            answer = -1;
        else if (class == GB_NONE)
            answer = gb_set_discard(t, data->registry, gb_list_peek(references, i)) < 0 ? -1 : 0;
        else
            answer = gb_is_subclass(t, subclass, class);
        gb_xdecref(class);
    }
    gb_decref(references);
    return answer;
}

/* Is it a subclass of any of the class's own subclasses? 1, 0, -1. */
static int ask_subclasses(GbThread *t, GbBorrow class, GbBorrow subclass)
{
    GbRef subclasses = gb_call_method(t, class, gb_name(t, __subclasses__), NULL, 0);
    if (subclasses == GB_NULL)
        return -1;
    if (!gb_is_list(subclasses)) {
        gb_decref(subclasses);
        return gb_fail(t, gb_TypeError, "__subclasses__() must return a list");
    }
    int answer = 0;
    for (int64_t i = 0; answer == 0 && i < gb_list_count(subclasses); ++i) {
        GbRef one = gb_new_ref(gb_list_peek(subclasses, i));
        answer = gb_is_subclass(t, subclass, one);
        gb_decref(one);
    }
    gb_decref(subclasses);
    return answer;
}

static int find_out(GbThread *t, AbcData *data, GbBorrow class, GbBorrow subclass)
{
    int answer = ask_hook(t, class, subclass);
    if (answer != 2)
        return answer;
    if (is_class(class) && gb_type_is_subtype(as_type(subclass), as_type(class)))
        return 1;
    answer = ask_registry(t, data, subclass);
    return answer != 0 ? answer : ask_subclasses(t, class, subclass);
}

/* 1, 0, -1. */
static int is_abc_subclass(GbThread *t, GbBorrow class, GbBorrow subclass)
{
    if (!is_class(subclass))
        return gb_fail(t, gb_TypeError, "issubclass() arg 1 must be a class");
    GbRef held = data_get(t, class);
    if (held == GB_NULL)
        return -1;
    AbcData *data = as_data(held);
    int answer = cached_answer(t, data, subclass);
    if (answer == 2) {
        answer = find_out(t, data, class, subclass);
        if (answer >= 0 && cache_add(t, answer ? &data->positive : &data->negative, subclass) < 0)
            answer = -1;
    }
    gb_decref(held);
    return answer;
}

static GbRef abc_subclasscheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int answer = is_abc_subclass(t, args[0], args[1]);
    return answer < 0 ? GB_NULL : gb_bool(answer);
}

/* --- Instances --- */

static GbRef call_subclasscheck(GbThread *t, GbBorrow class, GbBorrow subclass)
{
    return gb_call_method(t, class, gb_name(t, __subclasscheck__), &subclass, 1);
}

/* What is known of the class of an instance: 1, 0, 2 for nothing, -1. */
static int instance_answer(GbThread *t, GbBorrow class, GbBorrow subclass, bool is_own_type)
{
    GbRef held = data_get(t, class);
    if (held == GB_NULL)
        return -1;
    int answer = cached_answer(t, as_data(held), subclass);
    gb_decref(held);
    return answer == 0 && !is_own_type ? 2 : answer;
}

static GbRef abc_instancecheck(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow type = gb_value(gb_type_of(t, args[1]));
    GbRef class = gb_attr_get(t, args[1], gb_name(t, __class__));
    if (class == GB_NULL)
        return GB_NULL;
    GbRef result;
    int known = is_class(class) ? instance_answer(t, args[0], class, class == type) : 2;
    if (known != 2) {
        result = known < 0 ? GB_NULL : gb_bool(known);
    } else {
        result = call_subclasscheck(t, args[0], class);
        int truth = result == GB_NULL || class == type ? 1 : gb_truth(t, result);
        if (truth < 0)
            gb_clear(&result);
        else if (truth == 0) /* Its __class__ lies, or its type does. */
            gb_set(&result, call_subclasscheck(t, args[0], type));
    }
    gb_decref(class);
    return result;
}

/* --- Registering --- */

/* What `match` may take the class for goes on to what is registered, and to its subclasses. */
static void spread_flags(GbType *type, uint32_t flags)
{
    if (type->flags & GB_TYPE_IMMUTABLE)
        return; /* Registered as a Sequence, str is still no sequence to `match`. */
    type->flags |= flags;
    for (int32_t i = 0; i < type->subclass_count; ++i)
        spread_flags(type->subclasses[i], flags);
}

static int registry_add(GbThread *t, AbcData *data, GbBorrow subclass)
{
    if (data->registry == GB_NULL && (data->registry = gb_set_new(t, GB_NULL)) == GB_NULL)
        return -1;
    GbRef reference = gb_call1(t, gb_value(gb_type(t, WEAKREF)), subclass);
    if (reference == GB_NULL)
        return -1;
    int failed = gb_set_add(t, data->registry, reference);
    gb_decref(reference);
    return failed;
}

static GbRef abc_register(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow class = args[0], subclass = args[1];
    if (!is_class(subclass))
        return gb_raise(t, gb_TypeError, "Can only register classes");
    int already = gb_is_subclass(t, subclass, class);
    if (already != 0)
        return already < 0 ? GB_NULL : gb_new_ref(subclass);
    int cycle = gb_is_subclass(t, class, subclass);
    if (cycle > 0)
        return gb_raise(t, gb_RuntimeError, "Refusing to create an inheritance cycle");
    GbRef held = cycle < 0 ? GB_NULL : data_get(t, class);
    if (held == GB_NULL)
        return GB_NULL;
    int failed = registry_add(t, as_data(held), subclass);
    ++((Token *)gb_object(as_data(held)->token))->count;
    gb_decref(held);
    if (failed)
        return GB_NULL;
    uint32_t flags = is_class(class) ? as_type(class)->flags : 0;
    flags &= GB_TYPE_MATCH_SEQUENCE | GB_TYPE_MATCH_MAPPING;
    if (flags)
        spread_flags(as_type(subclass), flags);
    return gb_new_ref(subclass);
}

/* --- Setting a class up --- */

/* 1, 0, -1. */
static int is_abstract(GbThread *t, GbBorrow value)
{
    GbRef flag;
    int found = gb_attr_find(t, value, gb_name(t, __isabstractmethod__), &flag);
    if (found <= 0)
        return found;
    int truth = gb_truth(t, flag);
    gb_decref(flag);
    return truth;
}

static int add_own_methods(GbThread *t, GbBorrow class, GbBorrow names)
{
    GbRef dict = gb_dict_copy(t, gb_value(as_type(class)->dict));
    if (dict == GB_NULL)
        return -1;
    int64_t position = 0;
    GbBorrow name, value;
    int result = 0;
    while (result >= 0 && gb_dict_next(dict, &position, &name, &value)) {
        result = is_abstract(t, value);
        if (result > 0)
            result = gb_set_add(t, names, name);
    }
    gb_decref(dict);
    return result < 0 ? -1 : 0;
}

/* The base's abstract methods that the class has not made concrete. */
static int add_inherited_methods(GbThread *t, GbBorrow class, GbBorrow base, GbBorrow names)
{
    GbRef inherited, iterator = GB_NULL, name;
    int result = gb_attr_find(t, base, gb_name(t, __abstractmethods__), &inherited);
    if (result <= 0)
        return result;
    iterator = gb_iter(t, inherited);
    gb_decref(inherited);
    if (iterator == GB_NULL)
        return -1;
    result = 0;
    while (result >= 0 && (name = gb_next(t, iterator)) != GB_NULL) {
        GbRef value;
        result = gb_attr_find(t, class, name, &value);
        if (result > 0) {
            result = is_abstract(t, value);
            gb_decref(value);
        }
        if (result > 0)
            result = gb_set_add(t, names, name);
        gb_decref(name);
    }
    gb_decref(iterator);
    return result < 0 || gb_raised(t) ? -1 : 0;
}

static int set_abstract_methods(GbThread *t, GbBorrow class)
{
    GbRef names = gb_set_new(t, GB_NULL);
    if (names == GB_NULL)
        return -1;
    int result = add_own_methods(t, class, names);
    GbBorrow bases = as_type(class)->bases;
    for (int64_t i = 0; result == 0 && i < gb_tuple_count(bases); ++i)
        result = add_inherited_methods(t, class, gb_tuple_peek(bases, i), names);
    GbRef frozen = result == 0 ? gb_frozenset_new(t, names) : GB_NULL;
    gb_decref(names);
    if (frozen == GB_NULL)
        return -1;
    result = gb_attr_set(t, class, gb_name(t, __abstractmethods__), frozen);
    gb_decref(frozen);
    return result;
}

/* __abc_tpflags__ says whether `match` takes instances for sequences or mappings: CPython's bits 5
 * and 6. */
static int apply_match_flags(GbThread *t, GbBorrow class)
{
    GbRef name = gb_str_intern(t, "__abc_tpflags__", 15), bits = GB_NULL;
    int found = name == GB_NULL ? -1 : gb_dict_find(t, gb_value(as_type(class)->dict), name, &bits);
    if (found > 0) {
        int64_t number = 0;
        if (gb_is_intlike(bits))
            gb_int_peek_i64(bits, &number);
        if ((number >> 5 & 3) == 3) {
            gb_raise(t, gb_TypeError,
                     "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
            found = -1;
        }
        if (number >> 5 & 1)
            as_type(class)->flags |= GB_TYPE_MATCH_SEQUENCE;
        if (number >> 6 & 1)
            as_type(class)->flags |= GB_TYPE_MATCH_MAPPING;
        if (found > 0)
            found = gb_attr_delete(t, class, name);
    }
    gb_clear(&name);
    gb_clear(&bits);
    return found < 0 ? -1 : 0;
}

static GbRef data_new(GbThread *t, GbBorrow module)
{
    GbRef token = token_get(t, module);
    if (token == GB_NULL)
        return GB_NULL;
    AbcData *data = gb_object_new(t, gb_spec_type(t, &data_spec));
    if (data == NULL) {
        gb_decref(token);
        return GB_NULL;
    }
    data->token = token;
    data->negative_token = token_of(data);
    return gb_value(data);
}

static GbRef abc_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!is_class(args[0]))
        return gb_raise(t, gb_AttributeError, "'%T' object has no attribute '__bases__'", args[0]);
    if (set_abstract_methods(t, args[0]) < 0)
        return GB_NULL;
    GbRef data = data_new(t, self);
    if (data == GB_NULL)
        return GB_NULL;
    int failed = gb_attr_set_c(t, args[0], "_abc_impl", data);
    gb_decref(data);
    if (failed || apply_match_flags(t, args[0]) < 0)
        return GB_NULL;
    return GB_NONE;
}

/* --- Looking in, and starting over --- */

static GbRef abc_get_cache_token(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef token = token_get(t, self);
    if (token == GB_NULL)
        return GB_NULL;
    GbRef result = gb_int_from_u64(t, ((Token *)gb_object(token))->count);
    gb_decref(token);
    return result;
}

static GbRef abc_get_dump(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef held = data_get(t, args[0]), result = GB_NULL;
    if (held == GB_NULL)
        return GB_NULL;
    AbcData *data = as_data(held);
    GbRef registry = gb_set_new(t, data->registry), positive = gb_set_new(t, data->positive);
    GbRef negative = gb_set_new(t, data->negative),
          version = gb_int_from_u64(t, data->negative_token);
    if (registry != GB_NULL && positive != GB_NULL && negative != GB_NULL && version != GB_NULL)
        result = gb_tuple_of(t, 4, registry, positive, negative, version);
    gb_clear(&registry);
    gb_clear(&positive);
    gb_clear(&negative);
    gb_clear(&version);
    gb_decref(held);
    return result;
}

static GbRef abc_reset_registry(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef held = data_get(t, args[0]);
    if (held == GB_NULL)
        return GB_NULL;
    gb_clear(&as_data(held)->registry);
    gb_decref(held);
    return GB_NONE;
}

static GbRef abc_reset_caches(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef held = data_get(t, args[0]);
    if (held == GB_NULL)
        return GB_NULL;
    gb_clear(&as_data(held)->positive);
    gb_clear(&as_data(held)->negative);
    gb_decref(held);
    return GB_NONE;
}

/* --- Tables --- */

static void data_dealloc(GbThread *t, GbObject *self)
{
    AbcData *data = (AbcData *)self;
    gb_clear(&data->token);
    gb_clear(&data->registry);
    gb_clear(&data->positive);
    gb_clear(&data->negative);
}

static int data_visit(GbObject *self, GbVisitor visit, void *context)
{
    AbcData *data = (AbcData *)self;
    GB_VISIT(data->token);
    GB_VISIT(data->registry);
    GB_VISIT(data->positive);
    GB_VISIT(data->negative);
    return 0;
}

static const GbTypeSpec data_spec = {
    .name = "_abc._abc_data",
    .doc = "Internal state held by ABC machinery.",
    .size = sizeof(AbcData),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = data_dealloc, .visit = data_visit},
};

static const GbTypeSpec token_spec = {
    .name = "_abc._abc_token",
    .size = sizeof(Token),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
};

static const GbMethodDef abc_functions[] = {
    {"_abc_init(self, /)", abc_init,
     "Internal ABC helper for class set-up. Should be never used outside abc module."},
    {"_abc_register(self, subclass, /)", abc_register,
     "Internal ABC helper for subclasss registration. Should be never used outside abc module."},
    {"_abc_instancecheck(self, instance, /)", abc_instancecheck,
     "Internal ABC helper for instance checks. Should be never used outside abc module."},
    {"_abc_subclasscheck(self, subclass, /)", abc_subclasscheck,
     "Internal ABC helper for subclasss checks. Should be never used outside abc module."},
    {"get_cache_token()", abc_get_cache_token,
     "Returns the current ABC cache token.\n\n"
     "The token is an opaque object (supporting equality testing) identifying the\n"
     "current version of the ABC cache for virtual subclasses. The token changes\n"
     "with every call to register() on any ABC."},
    {"_get_dump(self, /)", abc_get_dump, "Internal ABC helper for cache and registry debugging."},
    {"_reset_registry(self, /)", abc_reset_registry,
     "Internal ABC helper to reset registry of a given class."},
    {"_reset_caches(self, /)", abc_reset_caches,
     "Internal ABC helper to reset both caches of a given class."},
    {0},
};

static int abc_module_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &data_spec, NULL) < 0)
        return -1;
    if (gb_module_add_type(t, module, &token_spec, NULL) < 0)
        return -1;
    Token *token = gb_object_new(t, gb_spec_type(t, &token_spec));
    return token == NULL ? -1 : gb_module_set_take(t, module, "_token", gb_value(token));
}

const GbModuleDef gb_module_abc = {
    "_abc",
    "Module contains faster C implementation of abc.ABCMeta",
    abc_functions,
    abc_module_init,
};
