/* Builtins that walk over something: all, any, iter, next, min, max, sorted, and their asynchronous
 * kin. */
#include "vm/exec/builtins.h"

#include "vm/exec/eval.h"
#include "vm/interp.h"
#include "vm/object/exception.h"
#include "vm/object/list.h"

/* vm/object/iterator.c */
GbRef gb_callable_iterator_new(GbThread *t, GbBorrow callable, GbBorrow sentinel);

/* --- all, any, sorted --- */

/* The first item whose truth is `wanted`: 1 found, 0 none, -1. */
static int find_truth(GbThread *t, GbBorrow iterable, bool wanted)
{
    GbRef iterator = gb_iter(t, iterable), item;
    int result = 0;
    if (iterator == GB_NULL)
        return -1;
    while (result == 0 && (item = gb_next(t, iterator)) != GB_NULL) {
        int truth = gb_truth(t, item);
        gb_decref(item);
        result = truth < 0 ? -1 : (truth != 0) == wanted;
    }
    gb_decref(iterator);
    return result == 0 && gb_raised(t) ? -1 : result;
}

static GbRef builtins_all(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int found = find_truth(t, args[0], false);
    return found < 0 ? GB_NULL : gb_bool(!found);
}

static GbRef builtins_any(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    int found = find_truth(t, args[0], true);
    return found < 0 ? GB_NULL : gb_bool(found);
}

static GbRef builtins_sorted(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbRef list = gb_list_from(t, args[0]);
    if (list != GB_NULL && gb_list_sort_by(t, list, args[1], args[2]) < 0)
        gb_clear(&list);
    return list;
}

/* --- iter, next --- */

static GbRef builtins_iter(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (args[1] == GB_NULL)
        return gb_iter(t, args[0]);
    if (!gb_is_callable(t, args[0]))
        return gb_raise(t, gb_TypeError, "iter(v, w): v must be callable");
    return gb_callable_iterator_new(t, args[0], args[1]);
}

static GbRef builtins_next(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    if (gb_type_of(t, args[0])->slots.next == NULL)
        return gb_raise(t, gb_TypeError, "'%T' object is not an iterator", args[0]);
    GbRef item = gb_type_of(t, args[0])->slots.next(t, args[0]);
    if (item != GB_NULL)
        return item;
    if (args[1] != GB_NULL) {
        if (gb_raised(t) && !gb_raised_drop_if(t, gb_StopIteration))
            return GB_NULL;
        return gb_new_ref(args[1]);
    }
    if (!gb_raised(t))
        gb_raise_stop(t, GB_NONE);
    return GB_NULL;
}

/* --- min, max --- */

typedef struct Extreme {
    const char *name;
    GbCompare better; /* The operator by which an item beats the best so far. */
} Extreme;

/* The best of an iterable, or GB_NULL with nothing set when it is empty. */
static GbRef find_best(GbThread *t, const Extreme *extreme, GbBorrow iterable, GbBorrow key)
{
    GbRef iterator = gb_iter(t, iterable), best = GB_NULL, best_key = GB_NULL, item = GB_NULL,
          item_key = GB_NULL;
    if (iterator == GB_NULL)
        return GB_NULL;
    while ((item = gb_next(t, iterator)) != GB_NULL) {
        item_key = key == GB_NONE ? gb_new_ref(item) : gb_call1(t, key, item);
        if (item_key == GB_NULL)
            break;
        int beats = best == GB_NULL ? 1 : gb_compare_truth(t, item_key, best_key, extreme->better);
        if (beats < 0)
            break;
        if (beats) {
            gb_set(&best, item);
            gb_set(&best_key, item_key);
            item = item_key = GB_NULL;
        }
        gb_clear(&item);
        gb_clear(&item_key);
    }
    gb_clear(&item);
    gb_clear(&item_key);
    gb_clear(&best_key);
    gb_decref(iterator);
    if (gb_raised(t))
        gb_clear(&best);
    return best;
}

/* The best of several arguments, without a key: max(a, b). */
static GbRef best_argument(GbThread *t, const Extreme *extreme, GbBorrow arguments)
{
    GbBorrow best = gb_tuple_peek(arguments, 0);
    for (int64_t i = 1; i < gb_tuple_count(arguments); i++) {
        GbBorrow item = gb_tuple_peek(arguments, i);
        int beats = gb_compare_truth(t, item, best, extreme->better);
        if (beats < 0)
            return GB_NULL;
        if (beats)
            best = item;
    }
    return gb_new_ref(best);
}

static GbRef extreme_of(GbThread *t, const Extreme *extreme, const GbBorrow *args)
{
    GbBorrow positional = args[0], key = args[1], fallback = args[2];
    int64_t count = gb_tuple_count(positional);
    if (count == 0)
        return gb_raise(t, gb_TypeError, "%s expected at least 1 argument, got 0", extreme->name);
    if (count > 1 && fallback != GB_NULL)
        return gb_raise(t, gb_TypeError,
                        "Cannot specify a default for %s() with multiple positional arguments",
                        extreme->name);
    if (count > 1 && key == GB_NONE)
        return best_argument(t, extreme, positional);
    GbBorrow iterable = count > 1 ? positional : gb_tuple_peek(positional, 0);
    GbRef best = find_best(t, extreme, iterable, key);
    if (best != GB_NULL || gb_raised(t))
        return best;
    if (fallback != GB_NULL)
        return gb_new_ref(fallback);
    return gb_raise(t, gb_ValueError, "%s() arg is an empty sequence", extreme->name);
}

static GbRef builtins_max(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    static const Extreme extreme = {"max", GB_GT};
    return extreme_of(t, &extreme, args);
}

static GbRef builtins_min(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    static const Extreme extreme = {"min", GB_LT};
    return extreme_of(t, &extreme, args);
}

/* --- aiter, anext --- */

static GbRef builtins_aiter(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbType *type = gb_type_of(t, args[0]);
    if (type->slots.aiter == NULL)
        return gb_raise(t, gb_TypeError, "'%T' object is not an async iterable", args[0]);
    GbRef iterator = type->slots.aiter(t, args[0]);
    if (iterator != GB_NULL && gb_type_of(t, iterator)->slots.anext == NULL) {
        gb_raise(t, gb_TypeError, "aiter() returned not an async iterator of type '%T'", iterator);
        gb_clear(&iterator);
    }
    return iterator;
}

/* anext(iterator, default): awaits the iterator's next item, and gives the default at its end. */
typedef struct AnextDefault {
    GbObject header;
    GbRef awaitable, fallback;
} AnextDefault;

static GbRef builtins_anext(GbThread *t, GbBorrow module, const GbBorrow *args)
{
    GbType *type = gb_type_of(t, args[0]);
    if (type->slots.anext == NULL)
        return gb_raise(t, gb_TypeError, "'%T' object is not an async iterator", args[0]);
    GbRef awaitable = type->slots.anext(t, args[0]);
    if (args[1] == GB_NULL || awaitable == GB_NULL)
        return awaitable;
    GbType *own = gb_spec_type(t, &gb_anext_spec);
    AnextDefault *self = own == NULL ? NULL : gb_object_new(t, own);
    if (self == NULL) {
        gb_decref(awaitable);
        return GB_NULL;
    }
    self->awaitable = awaitable;
    self->fallback = gb_new_ref(args[1]);
    return gb_value(self);
}

static AnextDefault *as_anext(GbBorrow v)
{
    return (AnextDefault *)gb_object(v);
}

static int anext_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((AnextDefault *)self)->awaitable);
    GB_VISIT(((AnextDefault *)self)->fallback);
    return 0;
}

static void anext_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((AnextDefault *)self)->awaitable);
    gb_clear(&((AnextDefault *)self)->fallback);
}

static GbRef anext_self(GbThread *t, GbBorrow self)
{
    return gb_new_ref(self);
}

/* The end of the asynchronous iteration is the end of the awaiting, with the default. */
static GbRef anext_result(GbThread *t, GbBorrow self, GbRef result)
{
    if (result == GB_NULL && gb_raised_drop_if(t, gb_StopAsyncIteration))
        return gb_raise_stop(t, as_anext(self)->fallback);
    return result;
}

/* What awaiting the item iterates over. */
static GbRef anext_inner(GbThread *t, GbBorrow self)
{
    GbRef inner = gb_op_awaitable(t, as_anext(self)->awaitable, 0);
    if (inner != GB_NULL && gb_is_exact(inner, GB_KIND_COROUTINE)) {
        GbType *type = gb_type(t, COROUTINE);
        gb_set(&inner, type->slots.await(t, inner));
    }
    return inner;
}

static GbRef anext_next(GbThread *t, GbBorrow self)
{
    GbRef inner = anext_inner(t, self);
    if (inner == GB_NULL)
        return GB_NULL;
    GbRef result = gb_type_of(t, inner)->slots.next(t, inner);
    gb_decref(inner);
    return anext_result(t, self, result);
}

static GbRef anext_pass(GbThread *t, GbBorrow self, const char *method, const GbBorrow *args,
                        int count)
{
    GbRef inner = anext_inner(t, self);
    if (inner == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call_method_c(t, inner, method, args, count);
    gb_decref(inner);
    return anext_result(t, self, result);
}

static GbRef anext_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return anext_pass(t, self, "send", args, 1);
}

static GbRef anext_throw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int count = args[1] == GB_NULL ? 1 : args[2] == GB_NULL ? 2 : 3;
    return anext_pass(t, self, "throw", args, count);
}

static GbRef anext_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return anext_pass(t, self, "close", NULL, 0);
}

static const GbMethodDef anext_methods[] = {
    {"send(value, /)", anext_send, "send(arg) -> send 'arg' into the wrapped iterator."},
    {"throw(type, value=?, traceback=?, /)", anext_throw,
     "throw(typ[,val[,tb]]) -> raise exception in the wrapped iterator."},
    {"close()", anext_close, "close() -> raise GeneratorExit inside generator."},
    {0},
};

const GbTypeSpec gb_anext_spec = {
    .name = "anext_awaitable",
    .size = sizeof(AnextDefault),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_NO_CREATE,
    .slots = {.dealloc = anext_clear,
              .visit = anext_visit,
              .clear = anext_clear,
              .iter = anext_self,
              .next = anext_next,
              .await = anext_self},
    .methods = anext_methods,
};

/* --- Table --- */

const GbMethodDef gb_builtins_iterate_functions[] = {
    {"aiter(async_iterable, /)", builtins_aiter,
     "Return an AsyncIterator for an AsyncIterable object."},
    {"all(iterable, /)", builtins_all,
     "Return True if bool(x) is True for all values x in the iterable.\n\n"
     "If the iterable is empty, return True."},
    {"anext(aiterator, default=?, /)", builtins_anext,
     "async anext(aiterator[, default])\n\n"
     "Return the next item from the async iterator.  If default is given and the async\n"
     "iterator is exhausted, it is returned instead of raising StopAsyncIteration."},
    {"any(iterable, /)", builtins_any,
     "Return True if bool(x) is True for any x in the iterable.\n\n"
     "If the iterable is empty, return False."},
    {"iter(object, sentinel=?, /)", builtins_iter,
     "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\n"
     "Get an iterator from an object.\n"
     "In the first form, the argument must supply its own iterator, or be a sequence.\n"
     "In the second form, the callable is called until it returns the sentinel."},
    {"max(*args, key=None, default=?)", builtins_max,
     "max(iterable, *[, default=obj, key=func]) -> value\n"
     "max(arg1, arg2, *args, *[, key=func]) -> value\n\n"
     "With a single iterable argument, return its biggest item. The\n"
     "default keyword-only argument specifies an object to return if\n"
     "the provided iterable is empty.\n"
     "With two or more arguments, return the largest argument."},
    {"min(*args, key=None, default=?)", builtins_min,
     "min(iterable, *[, default=obj, key=func]) -> value\n"
     "min(arg1, arg2, *args, *[, key=func]) -> value\n\n"
     "With a single iterable argument, return its smallest item. The\n"
     "default keyword-only argument specifies an object to return if\n"
     "the provided iterable is empty.\n"
     "With two or more arguments, return the smallest argument."},
    {"next(iterator, default=?, /)", builtins_next,
     "next(iterator[, default])\n\n"
     "Return the next item from the iterator. If default is given and the iterator\n"
     "is exhausted, it is returned instead of raising StopIteration."},
    {"sorted(iterable, /, *, key=None, reverse=False)", builtins_sorted,
     "Return a new list containing all items from the iterable in ascending order.\n\n"
     "A custom key function can be supplied to customize the sort order, and the\n"
     "reverse flag can be set to request the result in descending order."},
    {0},
};
