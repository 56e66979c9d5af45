/* The parts of instructions that need no speed: each helper is one opcode's work, or most of it. */
#include "vm/exec/eval.h"

#include "vm/object/alloc.h"

/* --- Names --- */

static GbRef name_error(GbThread *t, GbBorrow name)
{
    gb_raise(t, gb_NameError, "name '%U' is not defined", name);
    if (t->exception != GB_NULL &&
        gb_is_instance_of(t, t->exception, gb_exception_type(t, gb_NameError)))
        gb_as_exception(t->exception)->fields[0] = gb_new_ref(name);
    return GB_NULL;
}

static bool is_plain_dict(GbBorrow v)
{
    return gb_is_exact(v, GB_KIND_DICT);
}

/* mapping[name]: 1 found, 0 absent, -1. */
static int mapping_find(GbThread *t, GbBorrow mapping, GbBorrow name, GbRef *out)
{
    if (is_plain_dict(mapping))
        return gb_dict_find(t, mapping, name, out);
    *out = gb_item_get(t, mapping, name);
    if (*out != GB_NULL)
        return 1;
    return gb_raised_drop_if(t, gb_KeyError) ? 0 : -1;
}

/* A script may give its code builtins that are neither a dict nor a module. */
static int odd_builtins_find(GbThread *t, GbBorrow globals, GbBorrow name, GbRef *out)
{
    GbBorrow builtins = gb_dict_peek_str(t, globals, gb_name(t, __builtins__));
    if (builtins == GB_NULL || gb_is_dict(builtins) || gb_has_layout(builtins, GB_KIND_MODULE))
        return 0;
    GbRef held = gb_new_ref(builtins);
    int found = mapping_find(t, held, name, out);
    gb_decref(held);
    return found;
}

GbRef gb_op_load_global(GbThread *t, GbFrame *frame, GbBorrow name)
{
    GbRef value = GB_NULL;
    int found = mapping_find(t, frame->globals, name, &value);
    if (found == 0)
        found = mapping_find(t, frame->builtins, name, &value);
    if (found == 0)
        found = odd_builtins_find(t, frame->globals, name, &value);
    return found == 0 ? name_error(t, name) : value;
}

GbRef gb_op_load_name(GbThread *t, GbFrame *frame, GbBorrow name)
{
    GbRef value = GB_NULL;
    int found = mapping_find(t, gb_frame_namespace(frame), name, &value);
    return found == 0 ? gb_op_load_global(t, frame, name) : value;
}

int gb_op_store_name(GbThread *t, GbFrame *frame, GbBorrow name, GbBorrow value)
{
    GbBorrow namespace = gb_frame_namespace(frame);
    if (is_plain_dict(namespace))
        return gb_dict_set(t, namespace, name, value);
    return gb_item_set(t, namespace, name, value);
}

int gb_op_delete_name(GbThread *t, GbFrame *frame, GbBorrow name)
{
    int deleted;
    GbBorrow namespace = gb_frame_namespace(frame);
    if (is_plain_dict(namespace)) {
        deleted = gb_dict_delete(t, namespace, name);
    } else {
        deleted = gb_item_delete(t, namespace, name) == 0 ? 1 : -1;
        if (deleted < 0 && gb_raised_drop_if(t, gb_KeyError))
            deleted = 0;
    }
    if (deleted == 0)
        name_error(t, name);
    return deleted == 1 ? 0 : -1;
}

int gb_op_delete_global(GbThread *t, GbFrame *frame, GbBorrow name)
{
    int deleted = gb_dict_delete(t, frame->globals, name);
    if (deleted == 0)
        name_error(t, name);
    return deleted == 1 ? 0 : -1;
}

int gb_op_unbound(GbThread *t, GbFrame *frame, int slot)
{
    GbBorrow name = frame->code->localsplus_names[slot];
    if (frame->code->localsplus_kinds[slot] & GB_SLOT_FREE) {
        gb_raise(t, gb_NameError,
                 "cannot access free variable '%U' where it is not associated with a value in "
                 "enclosing scope",
                 name);
        return -1;
    }
    return gb_fail(t, gb_UnboundLocalError,
                   "cannot access local variable '%U' where it is not associated with a value",
                   name);
}

GbRef gb_op_load_classderef(GbThread *t, GbFrame *frame, int slot)
{
    GbRef value = GB_NULL;
    int found = mapping_find(t, gb_frame_namespace(frame), frame->code->localsplus_names[slot],
                             &value);
    if (found != 0)
        return value;
    GbBorrow content = ((GbCell *)gb_object(frame->slots[slot]))->value;
    if (content == GB_NULL) {
        gb_op_unbound(t, frame, slot);
        return GB_NULL;
    }
    return gb_new_ref(content);
}

int gb_op_delete_deref(GbThread *t, GbFrame *frame, int slot)
{
    GbRef *content = &((GbCell *)gb_object(frame->slots[slot]))->value;
    if (*content == GB_NULL)
        return gb_op_unbound(t, frame, slot);
    gb_clear(content);
    return 0;
}

/* --- Unpacking --- */

int gb_op_iteration_ended(GbThread *t)
{
    return gb_raised_drop_if(t, gb_StopIteration) ? 0 : -1;
}

/* next(): 1 an item, 0 the end, -1. */
static int next_item(GbThread *t, GbBorrow iterator, GbRef *item)
{
    *item = gb_next(t, iterator);
    if (*item != GB_NULL)
        return 1;
    return gb_raised(t) ? -1 : 0;
}

static int not_enough(GbThread *t, int expected, bool star, int64_t got)
{
    return gb_fail(t, gb_ValueError, "not enough values to unpack (expected %s%d, got %lld)",
                   star ? "at least " : "", expected, (long long)got);
}

/* After the plain targets: no item may be left, or the rest goes into a list, the last `after` of
 * it to their own targets. `place` is where the next value goes, downwards. */
static int unpack_rest(GbThread *t, GbBorrow iterator, int before, int after, bool star,
                       GbRef *place)
{
    GbRef item;
    if (!star) {
        int more = next_item(t, iterator, &item);
        if (more <= 0)
            return more;
        gb_decref(item);
        return gb_fail(t, gb_ValueError, "too many values to unpack (expected %d)", before);
    }
    GbRef list = gb_list_from(t, iterator);
    if (list == GB_NULL)
        return -1;
    GbList *rest = gb_as_list(list);
    if (rest->count < after) {
        int64_t got = before + rest->count;
        gb_decref(list);
        return not_enough(t, before + after, true, got);
    }
    *place-- = list;
    for (int i = after; i > 0; i--)
        *place-- = rest->items[rest->count - i];
    rest->count -= after;
    return 0;
}

/* The items go to sp[0], sp[1], ..., the first one on top, that is last. All or none. */
int gb_op_unpack(GbThread *t, GbBorrow sequence, int before, int after, bool star, GbRef *sp)
{
    int total = before + (star ? 1 + after : 0), got = 0;
    GbRef *place = sp + total;
    GbRef iterator = gb_iter(t, sequence);
    if (iterator == GB_NULL) {
        GbType *type = gb_type_of(t, sequence);
        if (gb_raised_is(t, gb_TypeError) && type->slots.iter == NULL &&
            type->slots.getitem == NULL) {
            gb_raised_drop(t);
            gb_raise(t, gb_TypeError, "cannot unpack non-iterable %T object", sequence);
        }
        return -1;
    }
    int outcome = 1;
    while (got < before && (outcome = next_item(t, iterator, place - 1)) == 1) {
        --place;
        ++got;
    }
    if (outcome == 0)
        outcome = not_enough(t, before + after, star, got);
    else if (outcome == 1)
        outcome = unpack_rest(t, iterator, before, after, star, place - 1);
    gb_decref(iterator);
    if (outcome == 0)
        return 0;
    for (int i = 0; i < got; i++)
        gb_decref(place[i]);
    return -1;
}

/* --- Building --- */

GbRef gb_op_build_map(GbThread *t, const GbBorrow *items, int count)
{
    GbRef dict = gb_dict_new(t);
    for (int i = 0; dict != GB_NULL && i < count; i++) {
        if (gb_dict_set(t, dict, items[2 * i], items[2 * i + 1]) < 0)
            gb_clear(&dict);
    }
    return dict;
}

GbRef gb_op_build_const_key_map(GbThread *t, GbBorrow keys, const GbBorrow *values, int count)
{
    GbRef dict = gb_dict_new(t);
    for (int i = 0; dict != GB_NULL && i < count; i++) {
        if (gb_dict_set(t, dict, gb_tuple_peek(keys, i), values[i]) < 0)
            gb_clear(&dict);
    }
    return dict;
}

GbRef gb_op_build_set(GbThread *t, const GbBorrow *items, int count)
{
    GbRef set = gb_set_new(t, GB_NULL);
    for (int i = 0; set != GB_NULL && i < count; i++) {
        if (gb_set_add(t, set, items[i]) < 0)
            gb_clear(&set);
    }
    return set;
}

GbRef gb_op_build_string(GbThread *t, const GbBorrow *items, int count)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (int i = 0; i < count; i++)
        gb_writer_str(&writer, items[i]);
    return gb_writer_finish(&writer);
}

GbRef gb_op_format_value(GbThread *t, GbBorrow value, GbBorrow spec, int conversion)
{
    if (conversion == 0)
        return gb_is_exact(value, GB_KIND_STR) && spec == GB_NULL ? gb_new_ref(value)
                                                                  : gb_format(t, value, spec);
    GbRef text = conversion == 1   ? gb_str(t, value)
                 : conversion == 2 ? gb_repr(t, value)
                                   : gb_ascii(t, value);
    if (text == GB_NULL || spec == GB_NULL)
        return text;
    GbRef result = gb_format(t, text, spec);
    gb_decref(text);
    return result;
}

int gb_op_list_extend(GbThread *t, GbBorrow list, GbBorrow iterable)
{
    if (gb_list_extend(t, list, iterable) == 0)
        return 0;
    GbType *type = gb_type_of(t, iterable);
    if (gb_raised_is(t, gb_TypeError) && type->slots.iter == NULL && type->slots.getitem == NULL) {
        gb_raised_drop(t);
        gb_raise(t, gb_TypeError, "Value after * must be an iterable, not %T", iterable);
    }
    return -1;
}

int gb_op_dict_update(GbThread *t, GbBorrow dict, GbBorrow mapping)
{
    GbRef keys = GB_NULL;
    int found = gb_is_dict(mapping) ? 1 : gb_attr_find(t, mapping, gb_name(t, keys), &keys);
    gb_xdecref(keys);
    if (found == 0)
        return gb_fail(t, gb_TypeError, "'%T' object is not a mapping", mapping);
    return found < 0 ? -1 : gb_dict_update(t, dict, mapping);
}

/* --- Functions and classes --- */

GbRef gb_op_make_function(GbThread *t, GbFrame *frame, int flags, GbRef *sp)
{
    GbRef code = *--sp;
    GbRef closure = flags & 8 ? *--sp : GB_NULL;
    GbRef annotations = flags & 4 ? *--sp : GB_NULL;
    GbRef kwdefaults = flags & 2 ? *--sp : GB_NULL;
    GbRef defaults = flags & 1 ? *--sp : GB_NULL;
    GbRef result = gb_function_new(t, (GbCode *)gb_object(code), frame->globals);
    gb_decref(code);
    if (result == GB_NULL) {
        gb_xdecref(closure);
        gb_xdecref(annotations);
        gb_xdecref(kwdefaults);
        gb_xdecref(defaults);
        return GB_NULL;
    }
    GbFunction *function = gb_as_function(result);
    function->closure = closure;
    function->annotations = annotations;
    function->kwdefaults = kwdefaults;
    function->defaults = defaults;
    return result;
}

int gb_op_setup_annotations(GbThread *t, GbFrame *frame)
{
    GbRef existing = GB_NULL;
    int found = mapping_find(t, gb_frame_namespace(frame), gb_name(t, __annotations__), &existing);
    gb_xdecref(existing);
    if (found != 0)
        return found < 0 ? -1 : 0;
    GbRef dict = gb_dict_new(t);
    if (dict == GB_NULL)
        return -1;
    int failed = gb_op_store_name(t, frame, gb_name(t, __annotations__), dict);
    gb_decref(dict);
    return failed;
}

int gb_op_print_expr(GbThread *t, GbBorrow value)
{
    GbRef hook = GB_NULL;
    int found = gb_dict_find(t, t->interp->sys_dict, gb_name(t, displayhook), &hook);
    if (found == 0)
        gb_raise(t, gb_RuntimeError, "lost sys.displayhook");
    if (found <= 0)
        return -1;
    GbRef nothing = gb_call1(t, hook, value);
    gb_decref(hook);
    gb_xdecref(nothing);
    return nothing == GB_NULL ? -1 : 0;
}

static GbRef star_args_tuple(GbThread *t, GbBorrow callable, GbBorrow args)
{
    if (gb_is_exact(args, GB_KIND_TUPLE))
        return gb_new_ref(args);
    GbType *type = gb_type_of(t, args);
    if (type->slots.iter == NULL && type->slots.getitem == NULL) {
        GbRef label = gb_function_text(t, callable);
        if (label != GB_NULL)
            gb_raise(t, gb_TypeError, "%U argument after * must be an iterable, not %T", label,
                     args);
        gb_xdecref(label);
        return GB_NULL;
    }
    return gb_tuple_from(t, args);
}

GbRef gb_op_call_ex(GbThread *t, GbBorrow callable, GbBorrow args, GbBorrow kwargs)
{
    GbRef mapping = GB_NULL, result = GB_NULL;
    GbRef tuple = star_args_tuple(t, callable, args);
    if (tuple == GB_NULL)
        return GB_NULL;
    if (kwargs != GB_NULL && !gb_is_exact(kwargs, GB_KIND_DICT)) {
        mapping = gb_dict_new(t);
        if (mapping == GB_NULL || gb_dict_merge_unique(t, mapping, kwargs, callable) < 0)
            goto done;
        kwargs = mapping;
    }
    result = gb_call_tuple(t, callable, tuple, kwargs);
done:
    gb_xdecref(mapping);
    gb_decref(tuple);
    return result;
}

/* --- with --- */

static int with_missing(GbThread *t, GbBorrow manager, bool async, const char *hint)
{
    return gb_fail(t, gb_TypeError, "'%T' object does not support the %scontext manager protocol%s",
                   manager, async ? "asynchronous " : "", hint);
}

int gb_op_with_enter(GbThread *t, GbBorrow manager, bool async, GbRef *exit, GbRef *value)
{
    GbRef enter = GB_NULL;
    int found = gb_special_find(t, manager, async ? gb_name(t, __aenter__) : gb_name(t, __enter__),
                                &enter);
    if (found <= 0)
        return found < 0 ? -1 : with_missing(t, manager, async, "");
    found = gb_special_find(t, manager, async ? gb_name(t, __aexit__) : gb_name(t, __exit__), exit);
    if (found == 0)
        found = with_missing(t, manager, async,
                             async ? " (missed __aexit__ method)" : " (missed __exit__ method)");
    if (found > 0)
        *value = gb_call0(t, enter);
    gb_decref(enter);
    if (found > 0 && *value == GB_NULL)
        gb_clear(exit);
    return found > 0 && *value != GB_NULL ? 0 : -1;
}

/* --- Awaiting --- */

static bool is_iterable_coroutine(GbBorrow v)
{
    if (!gb_is_exact(v, GB_KIND_GENERATOR))
        return false;
    const GbCode *code = (GbCode *)gb_object(((GbGenerator *)gb_object(v))->code);
    return code->flags & GB_CO_ITERABLE_COROUTINE;
}

GbRef gb_op_yield_from_iter(GbThread *t, GbFrame *frame, GbBorrow iterable)
{
    if (gb_is_exact(iterable, GB_KIND_COROUTINE)) {
        if (!(frame->code->flags & (GB_CO_COROUTINE | GB_CO_ITERABLE_COROUTINE)))
            return gb_raise(t, gb_TypeError,
                            "cannot 'yield from' a coroutine object in a non-coroutine generator");
        return gb_new_ref(iterable);
    }
    return gb_is_exact(iterable, GB_KIND_GENERATOR) ? gb_new_ref(iterable) : gb_iter(t, iterable);
}

GbRef gb_op_awaitable(GbThread *t, GbBorrow value, int where)
{
    if (gb_is_exact(value, GB_KIND_COROUTINE)) {
        GbGenerator *coroutine = (GbGenerator *)gb_object(value);
        bool waiting = coroutine->frame != NULL && coroutine->state == GB_GEN_SUSPENDED &&
                       coroutine->frame->ip[1].op == OP_RESUME &&
                       (coroutine->frame->ip[1].arg & 3) >= 2;
        if (waiting)
            return gb_raise(t, gb_RuntimeError, "coroutine is being awaited already");
        return gb_new_ref(value);
    }
    if (is_iterable_coroutine(value))
        return gb_new_ref(value);
    GbType *type = gb_type_of(t, value);
    if (type->slots.await == NULL) {
        if (where != 0)
            return gb_raise(t, gb_TypeError,
                            "'async with' received an object from %s that does not implement "
                            "__await__: %T",
                            where == 1 ? "__aenter__" : "__aexit__", value);
        return gb_raise(t, gb_TypeError, "object %T can't be used in 'await' expression", value);
    }
    GbRef iterator = type->slots.await(t, value);
    if (iterator == GB_NULL)
        return GB_NULL;
    const char *wrong = NULL;
    if (gb_is_exact(iterator, GB_KIND_COROUTINE) || is_iterable_coroutine(iterator))
        wrong = "__await__() returned a coroutine";
    else if (gb_type_of(t, iterator)->slots.next == NULL)
        wrong = "__await__() returned non-iterator of type '%T'";
    if (wrong != NULL) {
        gb_raise(t, gb_TypeError, wrong, iterator);
        gb_clear(&iterator);
    }
    return iterator;
}

GbRef gb_op_aiter(GbThread *t, GbBorrow value)
{
    GbType *type = gb_type_of(t, value);
    if (type->slots.aiter == NULL)
        return gb_raise(t, gb_TypeError,
                        "'async for' requires an object with __aiter__ method, got %T", value);
    GbRef iterator = type->slots.aiter(t, value);
    if (iterator != GB_NULL && gb_type_of(t, iterator)->slots.anext == NULL) {
        gb_raise(
            t, gb_TypeError,
            "'async for' received an object from __aiter__ that does not implement __anext__: %T",
            iterator);
        gb_clear(&iterator);
    }
    return iterator;
}

GbRef gb_op_anext(GbThread *t, GbBorrow iterator)
{
    GbType *type = gb_type_of(t, iterator);
    if (type->slots.anext == NULL)
        return gb_raise(t, gb_TypeError,
                        "'async for' requires an iterator with __anext__ method, got %T", iterator);
    GbRef next = type->slots.anext(t, iterator);
    if (next == GB_NULL || type == gb_type(t, ASYNC_GENERATOR))
        return next;
    GbRef awaitable = gb_op_awaitable(t, next, 0);
    if (awaitable == GB_NULL)
        gb_raise_because(t, gb_TypeError,
                         "'async for' received an invalid object from __anext__: %T", next);
    gb_decref(next);
    return awaitable;
}

int gb_op_send(GbThread *t, GbBorrow receiver, GbBorrow value, GbRef *out)
{
    uint8_t kind = gb_object(receiver)->kind;
    if (kind == GB_KIND_GENERATOR || kind == GB_KIND_COROUTINE)
        return gb_generator_send(t, (GbGenerator *)gb_object(receiver), value, out);
    GbType *type = gb_type_of(t, receiver);
    bool iterates = value == GB_NONE &&
                    type->slots.next != NULL; /* Not gb_next, which forgets the result. */
    *out = iterates ? type->slots.next(t, receiver)
                    : gb_call_method_c(t, receiver, "send", &value, 1);
    if (*out != GB_NULL)
        return 1;
    if (!gb_raised(t)) {
        *out = GB_NONE;
        return 0;
    }
    if (!gb_raised_is(t, gb_StopIteration))
        return -1;
    GbRef stop = gb_raised_take(t);
    GbBorrow result = gb_as_exception(stop)->fields[0];
    *out = result == GB_NULL ? GB_NONE : gb_new_ref(result);
    gb_decref(stop);
    return 0;
}

/* --- match --- */

/* The attribute goes into `values`; a second use of the same name is an error. 1 found, 0, -1. */
static int match_attr(GbThread *t, GbBorrow subject, GbBorrow type, GbBorrow name, GbBorrow seen,
                      GbBorrow values)
{
    int again = gb_set_contains(t, seen, name);
    if (again != 0) {
        if (again > 0)
            gb_raise(t, gb_TypeError, "%N() got multiple sub-patterns for attribute %R",
                     gb_as_type(type), name);
        return -1;
    }
    GbRef value = GB_NULL;
    int found = gb_set_add(t, seen, name) < 0 ? -1 : gb_attr_find(t, subject, name, &value);
    return found == 1 && gb_list_append_take(t, values, value) < 0 ? -1 : found;
}

static int match_positional(GbThread *t, GbBorrow subject, GbBorrow type, int count, GbBorrow seen,
                            GbBorrow values)
{
    GbRef names = GB_NULL;
    int found = gb_attr_find(t, type, gb_name(t, __match_args__), &names);
    if (found < 0)
        return -1;
    int64_t allowed = found == 0 ? (gb_as_type(type)->flags & GB_TYPE_MATCH_SELF ? 1 : 0) : 0;
    if (found == 1 && !gb_is_exact(names, GB_KIND_TUPLE)) {
        gb_raise(t, gb_TypeError, "%N.__match_args__ must be a tuple (got %T)", gb_as_type(type),
                 names);
        goto failed;
    }
    if (found == 1)
        allowed = gb_tuple_count(names);
    if (allowed < count) {
        gb_raise(t, gb_TypeError, "%N() accepts %lld positional sub-pattern%s (%d given)",
                 gb_as_type(type), (long long)allowed, allowed == 1 ? "" : "s", count);
        goto failed;
    }
    if (found == 0)
        return count == 0 || gb_list_append(t, values, subject) == 0 ? 1 : -1;
    int matched = 1;
    for (int i = 0; i < count && matched == 1; i++) {
        GbBorrow name = gb_tuple_peek(names, i);
        if (!gb_is_exact(name, GB_KIND_STR)) {
            gb_raise(t, gb_TypeError, "__match_args__ elements must be strings (got %T)", name);
            goto failed;
        }
        matched = match_attr(t, subject, type, name, seen, values);
    }
    gb_decref(names);
    return matched;
failed:
    gb_xdecref(names);
    return -1;
}

GbRef gb_op_match_class(GbThread *t, GbBorrow subject, GbBorrow type, int positional,
                        GbBorrow names)
{
    if (!gb_is_type(type))
        return gb_raise(t, gb_TypeError, "called match pattern must be a type");
    int matched = gb_is_instance(t, subject, type);
    if (matched <= 0)
        return matched < 0 ? GB_NULL : GB_NONE;
    GbRef result = GB_NULL, values = gb_list_new(t, 0), seen = gb_set_new(t, GB_NULL);
    if (values == GB_NULL || seen == GB_NULL)
        goto done;
    if (positional > 0)
        matched = match_positional(t, subject, type, positional, seen, values);
    for (int64_t i = 0; matched == 1 && i < gb_tuple_count(names); i++)
        matched = match_attr(t, subject, type, gb_tuple_peek(names, i), seen, values);
    if (matched >= 0)
        result = matched ? gb_list_to_tuple(t, values) : GB_NONE;
done:
    gb_xdecref(values);
    gb_xdecref(seen);
    return result;
}

/* subject.get(key, missing) for each key; None as soon as one is missing. */
GbRef gb_op_match_keys(GbThread *t, GbBorrow subject, GbBorrow keys)
{
    int64_t count = gb_tuple_count(keys);
    GbRef result = GB_NULL, get = GB_NULL;
    GbRef values = gb_list_new(t, count), seen = gb_set_new(t, GB_NULL),
          missing = gb_instance_new(t, gb_type(t, OBJECT));
    if (values == GB_NULL || seen == GB_NULL || missing == GB_NULL)
        goto done;
    get = gb_attr_get(t, subject, gb_name(t, get));
    if (get == GB_NULL)
        goto done;
    for (int64_t i = 0; i < count; i++) {
        GbBorrow key = gb_tuple_peek(keys, i);
        int again = gb_set_contains(t, seen, key);
        if (again != 0 || gb_set_add(t, seen, key) < 0) {
            if (again > 0)
                gb_raise(t, gb_ValueError, "mapping pattern checks duplicate key (%R)", key);
            goto done;
        }
        GbRef value = gb_call2(t, get, key, missing);
        if (value == missing) {
            gb_decref(value);
            result = GB_NONE;
            goto done;
        }
        if (gb_list_append_take(t, values, value) < 0)
            goto done;
    }
    result = gb_list_to_tuple(t, values);
done:
    gb_xdecref(values);
    gb_xdecref(seen);
    gb_xdecref(missing);
    gb_xdecref(get);
    return result;
}

int gb_op_eg_match(GbThread *t, GbBorrow exception, GbBorrow type, GbRef *match, GbRef *rest)
{
    return gb_exception_group_match(t, exception, type, match, rest);
}

/* --- Imports --- */

GbRef gb_op_import_name(GbThread *t, GbFrame *frame, GbBorrow name, GbBorrow fromlist,
                        GbBorrow level)
{
    GbRef function = GB_NULL;
    int found = mapping_find(t, frame->builtins, gb_name(t, __import__), &function);
    if (found <= 0)
        return found < 0 ? GB_NULL : gb_raise(t, gb_ImportError, "__import__ not found");
    GbBorrow original = gb_dict_peek_str(t, t->interp->builtins_dict, gb_name(t, __import__));
    GbRef result;
    if (function == original && gb_is_exact(function, GB_KIND_BUILTIN)) {
        result = gb_import_name(t, name, frame->globals, fromlist, (int)gb_small(level));
    } else {
        GbBorrow args[] = {name, frame->globals, frame->locals == GB_NULL ? GB_NONE : frame->locals,
                           fromlist, level};
        result = gb_call(t, function, args, 5, GB_NULL);
    }
    gb_decref(function);
    return result;
}

int gb_op_import_star(GbThread *t, GbFrame *frame, GbBorrow module)
{
    GbBorrow locals = gb_frame_locals(t, frame);
    return locals == GB_NULL ? -1 : gb_import_star(t, module, locals);
}
