/* _operator: the operators as functions, and the callables that fetch attributes, items and results
 * of methods. */
#include "vm/gilbox.h"

/* --- The operators --- */

#define BINARY_FUNCTION(name, op)                                                      \
    static GbRef operator_##name(GbThread *t, GbBorrow self, const GbBorrow *args)     \
    {                                                                                  \
        return gb_binary(t, op, args[0], args[1]);                                     \
    }
#define INPLACE_FUNCTION(name, op)                                                     \
    static GbRef operator_##name(GbThread *t, GbBorrow self, const GbBorrow *args)     \
    {                                                                                  \
        return gb_inplace(t, op, args[0], args[1]);                                    \
    }
#define COMPARE_FUNCTION(name, op)                                                     \
    static GbRef operator_##name(GbThread *t, GbBorrow self, const GbBorrow *args)     \
    {                                                                                  \
        return gb_compare(t, args[0], args[1], op);                                    \
    }
#define UNARY_FUNCTION(name, op)                                                       \
    static GbRef operator_##name(GbThread *t, GbBorrow self, const GbBorrow *args)     \
    {                                                                                  \
        return gb_unary(t, op, args[0]);                                               \
    }

/* X(function, in-place function, operator's number, sign) */
#define OPERATORS(X)                        \
    X(add, iadd, GB_ADD, "+")               \
    X(and_, iand, GB_AND, "&")              \
    X(floordiv, ifloordiv, GB_FLOORDIV, "//") \
    X(lshift, ilshift, GB_LSHIFT, "<<")     \
    X(matmul, imatmul, GB_MATMUL, "@")      \
    X(mod, imod, GB_MOD, "%")               \
    X(mul, imul, GB_MUL, "*")               \
    X(or_, ior, GB_OR, "|")                 \
    X(pow, ipow, GB_POW, "**")              \
    X(rshift, irshift, GB_RSHIFT, ">>")     \
    X(sub, isub, GB_SUB, "-")               \
    X(truediv, itruediv, GB_TRUEDIV, "/")   \
    X(xor, ixor, GB_XOR, "^")

#define DEFINE_BOTH(plain, inplace, op, sign)                                                      \
    BINARY_FUNCTION(plain, op) INPLACE_FUNCTION(inplace, op)
OPERATORS(DEFINE_BOTH)
COMPARE_FUNCTION(lt, GB_LT)
COMPARE_FUNCTION(le, GB_LE)
COMPARE_FUNCTION(eq, GB_EQ)
COMPARE_FUNCTION(ne, GB_NE)
COMPARE_FUNCTION(gt, GB_GT)
COMPARE_FUNCTION(ge, GB_GE)
UNARY_FUNCTION(neg, GB_NEGATIVE)
UNARY_FUNCTION(pos, GB_POSITIVE)
UNARY_FUNCTION(invert, GB_INVERT)
UNARY_FUNCTION(abs, GB_ABSOLUTE)

static GbRef operator_index(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_index(t, args[0]);
}

static GbRef operator_truth(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int truth = gb_truth(t, args[0]);
    return truth < 0 ? GB_NULL : gb_bool(truth);
}

static GbRef operator_not(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int truth = gb_truth(t, args[0]);
    return truth < 0 ? GB_NULL : gb_bool(!truth);
}

static GbRef operator_is(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(args[0] == args[1]);
}

static GbRef operator_is_not(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(args[0] != args[1]);
}

static GbRef operator_call(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_call_tuple(t, args[0], args[1], args[2]);
}

/* --- Sequences --- */

static bool is_sequence(GbThread *t, GbBorrow v)
{
    return !gb_is_dict(v) && gb_type_of(t, v)->slots.getitem != NULL;
}

static GbRef operator_concat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!is_sequence(t, args[0]))
        return gb_raise(t, gb_TypeError, "'%.200T' object can't be concatenated", args[0]);
    return gb_binary(t, GB_ADD, args[0], args[1]);
}

static GbRef operator_iconcat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!is_sequence(t, args[0]))
        return gb_raise(t, gb_TypeError, "'%.200T' object can't be concatenated", args[0]);
    return gb_inplace(t, GB_ADD, args[0], args[1]);
}

static GbRef operator_contains(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int found = gb_contains(t, args[0], args[1]);
    return found < 0 ? GB_NULL : gb_bool(found);
}

static GbRef operator_getitem(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_item_get(t, args[0], args[1]);
}

static GbRef operator_setitem(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_item_set(t, args[0], args[1], args[2]) < 0 ? GB_NULL : GB_NONE;
}

static GbRef operator_delitem(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_item_delete(t, args[0], args[1]) < 0 ? GB_NULL : GB_NONE;
}

/* Walk the iterable: where the value is first, or with `count_all` how often it is there. -1:
 * nowhere, -2 failed. */
static int64_t search(GbThread *t, GbBorrow iterable, GbBorrow value, bool count_all)
{
    GbRef iterator = gb_iter(t, iterable);
    if (iterator == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "argument of type '%.200T' is not iterable", iterable);
        return -2;
    }
    int64_t found = count_all ? 0 : -1, number = 0;
    GbRef item;
    while ((item = gb_next(t, iterator)) != GB_NULL) {
        int equal = gb_equal(t, item, value);
        gb_decref(item);
        if (equal < 0)
            break;
        if (equal && !count_all) {
            found = number;
            break;
        }
        found += equal;
        ++number;
    }
    gb_decref(iterator);
    return gb_raised(t) ? -2 : found;
}

static GbRef operator_count_of(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = search(t, args[0], args[1], true);
    return count < 0 ? GB_NULL : gb_int_new(t, count);
}

static GbRef operator_index_of(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t index = search(t, args[0], args[1], false);
    if (index == -1)
        return gb_raise(t, gb_ValueError, "sequence.index(x): x not in sequence");
    return index < 0 ? GB_NULL : gb_int_new(t, index);
}

static GbRef operator_length_hint(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t fallback;
    if (!gb_has_index(t, args[1]))
        return gb_raise(t, gb_TypeError, "'%T' object cannot be interpreted as an integer",
                        args[1]);
    if (gb_size_argument(t, args[1], &fallback) < 0)
        return GB_NULL;
    int64_t hint = gb_length_hint(t, args[0], fallback);
    return hint == -1 && gb_raised(t) ? GB_NULL : gb_int_new(t, hint);
}

/* --- Comparing secrets --- */

/* The time depends on b's size alone. */
static bool same_bytes(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size)
{
    const volatile uint8_t *left = a_size == b_size ? a : b, *right = b;
    uint8_t difference = a_size == b_size ? 0 : 1;
    for (size_t i = 0; i < b_size; ++i)
        difference |= left[i] ^ right[i];
    return difference == 0;
}

static GbRef compare_strs(GbThread *t, GbBorrow a, GbBorrow b)
{
    size_t a_size, b_size;
    const char *left = gb_str_wtf8(t, a, &a_size),
               *right = left ? gb_str_wtf8(t, b, &b_size) : NULL;
    if (right == NULL)
        return GB_NULL;
    if (a_size != (size_t)gb_str_length(a) || b_size != (size_t)gb_str_length(b))
        return gb_raise(t, gb_TypeError,
                        "comparing strings with non-ASCII characters is not supported");
    return gb_bool(same_bytes((const uint8_t *)left, a_size, (const uint8_t *)right, b_size));
}

static GbRef operator_compare_digest(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (gb_is_str(args[0]) && gb_is_str(args[1]))
        return compare_strs(t, args[0], args[1]);
    GbBuffer a, b;
    if (gb_buffer_get(t, args[0], &a) < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    if (gb_buffer_get(t, args[1], &b) == 0) {
        result = gb_bool(same_bytes(a.data, (size_t)a.size, b.data, (size_t)b.size));
        gb_buffer_release(t, &b);
    }
    gb_buffer_release(t, &a);
    return result;
}

/* --- attrgetter, itemgetter, methodcaller --- */

typedef struct Getter {
    GbObject header;
    GbRef args;  /* tuple: what the constructor was given; of methodcaller the arguments behind the
                    name */
    GbRef parts; /* attrgetter: for each name a tuple of its parts. methodcaller: the name.
                    itemgetter: GB_NULL */
    GbRef keywords; /* methodcaller: dict, or GB_NULL */
} Getter;

static Getter *as_getter(GbBorrow v)
{
    return (Getter *)gb_object(v);
}

static void getter_dealloc(GbThread *t, GbObject *self)
{
    Getter *getter = (Getter *)self;
    gb_clear(&getter->args);
    gb_clear(&getter->parts);
    gb_clear(&getter->keywords);
}

static int getter_visit(GbObject *self, GbVisitor visit, void *context)
{
    Getter *getter = (Getter *)self;
    GB_VISIT(getter->args);
    GB_VISIT(getter->parts);
    GB_VISIT(getter->keywords);
    return 0;
}

/* Takes args and parts (also on failure). */
static GbRef getter_new_take(GbThread *t, GbBorrow type, GbRef args, GbRef parts)
{
    Getter *getter = gb_object_new(t, (GbType *)gb_object(type));
    if (getter == NULL) {
        gb_xdecref(args);
        gb_xdecref(parts);
        return GB_NULL;
    }
    getter->args = args;
    getter->parts = parts;
    return gb_value(getter);
}

static GbRef single_argument(GbThread *t, const char *what, const GbBorrow *args, int count,
                             GbBorrow names)
{
    if (names != GB_NULL && gb_tuple_count(names) > 0)
        return gb_raise(t, gb_TypeError, "%s() takes no keyword arguments", what);
    if (count != 1)
        return gb_raise(t, gb_TypeError, "%s expected 1 argument, got %d", what, count);
    return args[0];
}

/* "operator.itemgetter(1, 2)" */
static GbRef getter_repr(GbThread *t, GbBorrow self)
{
    int entered = gb_repr_enter(t, self);
    GbType *type = gb_type_of(t, self);
    if (entered != 0)
        return entered < 0
                   ? GB_NULL
                   : gb_str_format(t, "%s%U(...)", type->flags & GB_TYPE_HEAP ? "" : "operator.",
                                   type->name);
    Getter *getter = as_getter(self);
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_format(&writer, "%s%U(", type->flags & GB_TYPE_HEAP ? "" : "operator.", type->name);
    bool has_name = getter->parts != GB_NULL && gb_is_str(getter->parts);
    if (has_name)
        gb_writer_repr(&writer, getter->parts);
    for (int64_t i = 0; i < gb_tuple_count(getter->args) && !writer.failed; ++i) {
        if (i > 0 || has_name)
            gb_writer_ascii(&writer, ", ", 2);
        gb_writer_repr(&writer, gb_tuple_peek(getter->args, i));
    }
    int64_t position = 0;
    GbBorrow key, value;
    while (getter->keywords != GB_NULL && !writer.failed
           && gb_dict_next(getter->keywords, &position, &key, &value))
        gb_writer_format(&writer, ", %S=%R", key, value);
    gb_writer_char(&writer, ')');
    gb_repr_leave(t, self);
    return gb_writer_finish(&writer);
}

static GbRef getter_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_reduce_pair(t, gb_value(gb_type_of(t, self)), gb_new_ref(as_getter(self)->args));
}

/* "a.b" as ('a', 'b'), interned. */
static GbRef split_name(GbThread *t, GbBorrow name)
{
    GbRef list = gb_list_new(t, 1), result = GB_NULL;
    int64_t length = gb_str_length(name);
    for (int64_t start = 0; list != GB_NULL && start <= length;) {
        int64_t end = start;
        while (end < length && gb_str_at(name, end) != '.')
            ++end;
        GbRef part = gb_str_slice(t, name, start, end);
        if (part != GB_NULL)
            part = gb_str_intern_take(t, part);
        if (gb_list_append_take(t, list, part) < 0)
            gb_clear(&list);
        start = end + 1;
    }
    if (list != GB_NULL)
        result = gb_tuple_from(t, list);
    gb_clear(&list);
    return result;
}

static GbRef attrgetter_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count == 0)
        return gb_raise(t, gb_TypeError, "attrgetter expected 1 argument, got 0");
    GbRef parts = gb_tuple_new(t, count);
    for (int64_t i = 0; parts != GB_NULL && i < count; ++i) {
        GbBorrow name = gb_tuple_peek(args[0], i);
        GbRef split = GB_NULL;
        if (gb_is_str(name))
            split = split_name(t, name);
        else
            gb_raise(t, gb_TypeError, "attribute name must be a string");
        if (split == GB_NULL)
            gb_clear(&parts);
        else
            gb_tuple_set_take(parts, i, split);
    }
    return parts == GB_NULL ? GB_NULL : getter_new_take(t, type, gb_new_ref(args[0]), parts);
}

static GbRef fetch_path(GbThread *t, GbBorrow object, GbBorrow path)
{
    GbRef value = gb_new_ref(object);
    for (int64_t i = 0; value != GB_NULL && i < gb_tuple_count(path); ++i)
        gb_set(&value, gb_attr_get(t, value, gb_tuple_peek(path, i)));
    return value;
}

/* One fetch, or a tuple of several. */
typedef GbRef (*Fetch)(GbThread *t, GbBorrow object, GbBorrow what);

static GbRef fetch_all(GbThread *t, GbBorrow object, GbBorrow keys, Fetch fetch)
{
    int64_t count = gb_tuple_count(keys);
    if (count == 1)
        return fetch(t, object, gb_tuple_peek(keys, 0));
    GbRef result = gb_tuple_new(t, count);
    for (int64_t i = 0; result != GB_NULL && i < count; ++i) {
        GbRef value = fetch(t, object, gb_tuple_peek(keys, i));
        if (value == GB_NULL)
            gb_clear(&result);
        else
            gb_tuple_set_take(result, i, value);
    }
    return result;
}

static GbRef attrgetter_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                             GbBorrow names)
{
    GbBorrow object = single_argument(t, "attrgetter", args, count, names);
    return object == GB_NULL ? GB_NULL : fetch_all(t, object, as_getter(self)->parts, fetch_path);
}

static GbRef itemgetter_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (gb_tuple_count(args[0]) == 0)
        return gb_raise(t, gb_TypeError, "itemgetter expected 1 argument, got 0");
    return getter_new_take(t, type, gb_new_ref(args[0]), GB_NULL);
}

static GbRef itemgetter_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                             GbBorrow names)
{
    GbBorrow object = single_argument(t, "itemgetter", args, count, names);
    return object == GB_NULL ? GB_NULL : fetch_all(t, object, as_getter(self)->args, gb_item_get);
}

static GbRef methodcaller_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count == 0)
        return gb_raise(t, gb_TypeError,
                        "methodcaller needs at least one argument, the method name");
    GbBorrow name = gb_tuple_peek(args[0], 0);
    if (!gb_is_str(name))
        return gb_raise(t, gb_TypeError, "method name must be a string");
    GbRef rest = gb_tuple_from_array(t, gb_tuple_items(args[0]) + 1, count - 1);
    if (rest == GB_NULL)
        return GB_NULL;
    GbRef result = getter_new_take(t, type, rest, gb_str_intern_take(t, gb_new_ref(name)));
    if (result != GB_NULL && gb_dict_count(args[1]) > 0)
        as_getter(result)->keywords = gb_new_ref(args[1]);
    return result;
}

static GbRef methodcaller_call(GbThread *t, GbBorrow self, const GbBorrow *args, int count,
                               GbBorrow names)
{
    Getter *caller = as_getter(self);
    GbBorrow object = single_argument(t, "methodcaller", args, count, names);
    if (object == GB_NULL)
        return GB_NULL;
    if (caller->keywords == GB_NULL)
        return gb_call_method(t, object, caller->parts, gb_tuple_items(caller->args),
                              (int)gb_tuple_count(caller->args));
    GbRef method = gb_attr_get(t, object, caller->parts);
    if (method == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call_tuple(t, method, caller->args, caller->keywords);
    gb_decref(method);
    return result;
}

/* (methodcaller, (name, *args)); keywords go into a functools.partial around the type. */
static GbRef methodcaller_reduce(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Getter *caller = as_getter(self);
    GbBorrow type = gb_value(gb_type_of(t, self));
    if (caller->keywords == GB_NULL) {
        GbRef name = gb_tuple_of(t, 1, caller->parts);
        GbRef all = name == GB_NULL ? GB_NULL : gb_binary(t, GB_ADD, name, caller->args);
        gb_clear(&name);
        return gb_reduce_pair(t, type, all);
    }
    GbRef result = GB_NULL, partial = GB_NULL, given = GB_NULL, maker = GB_NULL;
    GbRef functools = gb_import(t, "functools");
    if (functools != GB_NULL)
        partial = gb_attr_get_c(t, functools, "partial");
    if (partial != GB_NULL)
        given = gb_tuple_of(t, 2, type, caller->parts);
    if (given != GB_NULL)
        maker = gb_call_tuple(t, partial, given, caller->keywords);
    if (maker != GB_NULL)
        result = gb_tuple_of(t, 2, maker, caller->args);
    gb_clear(&functools);
    gb_clear(&partial);
    gb_clear(&given);
    gb_clear(&maker);
    return result;
}

/* --- Tables --- */

static const GbMethodDef getter_methods[] = {
    {"__reduce__()", getter_reduce, "Return state information for pickling"},
    {0},
};

static const GbMethodDef methodcaller_methods[] = {
    {"__reduce__()", methodcaller_reduce, "Return state information for pickling"},
    {0},
};

#define GETTER_SLOTS(call_function) \
    {.dealloc = getter_dealloc, .visit = getter_visit, .repr = getter_repr, .call = call_function}

static const GbTypeSpec attrgetter_spec = {
    .name = "operator.attrgetter",
    .doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
           "Return a callable object that fetches the given attribute(s) from its operand.\n"
           "After f = attrgetter('name'), the call f(r) returns r.name.\n"
           "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n"
           "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n"
           "(r.name.first, r.name.last).",
    .size = sizeof(Getter),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = GETTER_SLOTS(attrgetter_call),
    .constructor = {"attrgetter(*attrs)", attrgetter_create, NULL},
    .methods = getter_methods,
};

static const GbTypeSpec itemgetter_spec = {
    .name = "operator.itemgetter",
    .doc = "itemgetter(item, ...) --> itemgetter object\n\n"
           "Return a callable object that fetches the given item(s) from its operand.\n"
           "After f = itemgetter(2), the call f(r) returns r[2].\n"
           "After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    .size = sizeof(Getter),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = GETTER_SLOTS(itemgetter_call),
    .constructor = {"itemgetter(*items)", itemgetter_create, NULL},
    .methods = getter_methods,
};

static const GbTypeSpec methodcaller_spec = {
    .name = "operator.methodcaller",
    .doc = "methodcaller(name, ...) --> methodcaller object\n\n"
           "Return a callable object that calls the given method on its operand.\n"
           "After f = methodcaller('name'), the call f(r) returns r.name().\n"
           "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n"
           "r.name('date', foo=1).",
    .size = sizeof(Getter),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE,
    .slots = GETTER_SLOTS(methodcaller_call),
    .constructor = {"methodcaller(*args, **kwargs)", methodcaller_create, NULL},
    .methods = methodcaller_methods,
};

#define OPERATOR_ROWS(plain, inplace, op, sign)                              \
    {#plain "(a, b, /)", operator_##plain, "Same as a " sign " b."},         \
    {#inplace "(a, b, /)", operator_##inplace, "Same as a " sign "= b."},

static const GbMethodDef operator_functions[] = {
    OPERATORS(OPERATOR_ROWS){"lt(a, b, /)", operator_lt, "Same as a < b."},
    {"le(a, b, /)", operator_le, "Same as a <= b."},
    {"eq(a, b, /)", operator_eq, "Same as a == b."},
    {"ne(a, b, /)", operator_ne, "Same as a != b."},
    {"gt(a, b, /)", operator_gt, "Same as a > b."},
    {"ge(a, b, /)", operator_ge, "Same as a >= b."},
    {"neg(a, /)", operator_neg, "Same as -a."},
    {"pos(a, /)", operator_pos, "Same as +a."},
    {"inv(a, /)", operator_invert, "Same as ~a."},
    {"invert(a, /)", operator_invert, "Same as ~a."},
    {"abs(a, /)", operator_abs, "Same as abs(a)."},
    {"index(a, /)", operator_index, "Same as a.__index__()"},
    {"truth(a, /)", operator_truth, "Return True if a is true, False otherwise."},
    {"not_(a, /)", operator_not, "Same as not a."},
    {"is_(a, b, /)", operator_is, "Same as a is b."},
    {"is_not(a, b, /)", operator_is_not, "Same as a is not b."},
    {"call(obj, /, *args, **kwargs)", operator_call, "Same as obj(*args, **kwargs)."},
    {"concat(a, b, /)", operator_concat, "Same as a + b, for a and b sequences."},
    {"iconcat(a, b, /)", operator_iconcat, "Same as a += b, for a and b sequences."},
    {"contains(a, b, /)", operator_contains, "Same as b in a (note reversed operands)."},
    {"getitem(a, b, /)", operator_getitem, "Same as a[b]."},
    {"setitem(a, b, c, /)", operator_setitem, "Same as a[b] = c."},
    {"delitem(a, b, /)", operator_delitem, "Same as del a[b]."},
    {"countOf(a, b, /)", operator_count_of,
     "Return the number of items in a which are, or which equal, b."},
    {"indexOf(a, b, /)", operator_index_of, "Return the first index of b in a."},
    {"length_hint(obj, default=0, /)", operator_length_hint,
     "Return an estimate of the number of items in obj.\n\n"
     "This is useful for presizing containers when building from an iterable.\n\n"
     "If the object supports len(), the result will be exact.\n"
     "Otherwise, it may over- or under-estimate by an arbitrary amount.\n"
     "The result will be an integer >= 0."},
    {"_compare_digest(a, b, /)", operator_compare_digest, "Return 'a == b'."},
    {0},
};

static int operator_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &attrgetter_spec, NULL) < 0)
        return -1;
    if (gb_module_add_type(t, module, &itemgetter_spec, NULL) < 0)
        return -1;
    return gb_module_add_type(t, module, &methodcaller_spec, NULL);
}

const GbModuleDef gb_module_operator = {
    "_operator",
    "Operator interface.\n\n"
    "This module exports a set of functions implemented in C corresponding\n"
    "to the intrinsic operators of Python.  For example, operator.add(x, y)\n"
    "is equivalent to the expression x+y.  The function names are those\n"
    "used for special methods; variants without leading and trailing\n"
    "'__' are also provided for convenience.",
    operator_functions,
    operator_init,
};
