/* Calls from C, and the binding of a Python function's arguments. Calls between Python functions do
 * not come here: the loop pushes their frames itself. */
#include "vm/exec/call.h"

#include "vm/interp.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"

/* --- Binding --- */

static int bind_star_args(GbThread *t, GbFrame *frame, int slot, const GbBorrow *args, int count)
{
    frame->slots[slot] = count > 0 ? gb_tuple_from_array(t, args, count)
                                   : gb_new_ref(t->interp->empty_tuple);
    return frame->slots[slot] == GB_NULL ? -1 : 0;
}

/* The slot that a keyword fills, -1 for none. Names are mostly interned: look for the same object
 * first. */
static int keyword_slot(const GbCode *code, GbBorrow name)
{
    int end = code->arg_count + code->kwonly_count;
    for (int i = code->posonly_count; i < end; i++) {
        if (code->localsplus_names[i] == name)
            return i;
    }
    for (int i = code->posonly_count; i < end; i++) {
        if (gb_str_equal(code->localsplus_names[i], name))
            return i;
    }
    return -1;
}

static int bind_keywords(GbThread *t, GbFrame *frame, const GbBorrow *values, GbBorrow names,
                         GbBorrow rest)
{
    GbFunction *function = gb_as_function(frame->function);
    for (int64_t i = 0; i < gb_tuple_count(names); i++) {
        GbBorrow name = gb_tuple_peek(names, i);
        if (!gb_is_str(name))
            return gb_fail(t, gb_TypeError, "%U() keywords must be strings", function->qualname);
        int slot = keyword_slot(frame->code, name);
        if (slot < 0 && rest == GB_NULL)
            return gb_bind_unexpected(t, function, names, name);
        if (slot < 0) {
            if (gb_dict_set(t, rest, name, values[i]) < 0)
                return -1;
        } else if (frame->slots[slot] != GB_NULL) {
            return gb_fail(t, gb_TypeError, "%U() got multiple values for argument '%S'",
                           function->qualname, name);
        } else {
            frame->slots[slot] = gb_new_ref(values[i]);
        }
    }
    return 0;
}

static int bind_defaults(GbThread *t, GbFrame *frame)
{
    GbFunction *function = gb_as_function(frame->function);
    GbCode *code = frame->code;
    int default_count = function->defaults != GB_NULL ? (int)gb_tuple_count(function->defaults) : 0;
    int first_default = code->arg_count - default_count;
    for (int i = 0; i < first_default; i++) {
        if (frame->slots[i] == GB_NULL)
            return gb_bind_missing(t, function, frame, 0, first_default, "positional");
    }
    for (int i = first_default < 0 ? 0 : first_default; i < code->arg_count; i++) {
        if (frame->slots[i] == GB_NULL)
            frame->slots[i] = gb_new_ref(gb_tuple_peek(function->defaults, i - first_default));
    }
    return 0;
}

static int bind_keyword_defaults(GbThread *t, GbFrame *frame)
{
    GbFunction *function = gb_as_function(frame->function);
    GbCode *code = frame->code;
    int end = code->arg_count + code->kwonly_count;
    bool missing = false;
    for (int i = code->arg_count; i < end; i++) {
        if (frame->slots[i] != GB_NULL)
            continue;
        int found = function->kwdefaults == GB_NULL
                        ? 0
                        : gb_dict_find(t, function->kwdefaults, code->localsplus_names[i],
                                       &frame->slots[i]);
        if (found < 0)
            return -1;
        missing |= found == 0;
    }
    return missing ? gb_bind_missing(t, function, frame, code->arg_count, end, "keyword-only") : 0;
}

int gb_frame_bind(GbThread *t, GbFrame *frame, const GbBorrow *args, int count, GbBorrow names)
{
    GbCode *code = frame->code;
    int keyword_count = names != GB_NULL ? (int)gb_tuple_count(names) : 0;
    int positional = count - keyword_count;
    int rest_slot = code->arg_count + code->kwonly_count;
    memset(frame->slots, 0, (size_t)code->localsplus_count * sizeof(GbRef));
    int taken = positional < code->arg_count ? positional : code->arg_count;
    for (int i = 0; i < taken; i++)
        frame->slots[i] = gb_new_ref(args[i]);
    if (code->flags & GB_CO_VARARGS) {
        if (bind_star_args(t, frame, rest_slot++, args + taken, positional - taken) < 0)
            return -1;
        positional = taken;
    }
    GbBorrow rest = GB_NULL;
    if (code->flags & GB_CO_VARKEYWORDS) {
        rest = frame->slots[rest_slot] = gb_dict_new(t);
        if (rest == GB_NULL)
            return -1;
    }
    if (keyword_count > 0 && bind_keywords(t, frame, args + count - keyword_count, names, rest) < 0)
        return -1;
    if (positional > code->arg_count)
        return gb_bind_too_many(t, gb_as_function(frame->function), frame, positional);
    if (taken < code->arg_count && bind_defaults(t, frame) < 0)
        return -1;
    return code->kwonly_count > 0 ? bind_keyword_defaults(t, frame) : 0;
}

/* --- Python functions --- */

GbRef gb_function_call(GbThread *t, GbBorrow function, const GbBorrow *args, int count,
                       GbBorrow names)
{
    if (gb_recursion_enter(t, "") < 0)
        return GB_NULL;
    GbRef result = GB_NULL;
    GbFrame *frame = gb_frame_push_take(t, gb_new_ref(function));
    if (frame != NULL) {
        frame->back = t->frame;
        if (gb_frame_bind(t, frame, args, count, names) < 0)
            gb_frame_pop(t, frame);
        else
            result = gb_eval(t, frame);
    }
    gb_recursion_leave(t);
    return result;
}

GbRef gb_eval_code(GbThread *t, GbCode *code, GbBorrow globals, GbBorrow locals, GbBorrow closure)
{
    GbRef function = gb_function_new(t, code, globals);
    if (function == GB_NULL)
        return GB_NULL;
    gb_set(&gb_as_function(function)->closure, closure == GB_NULL ? GB_NULL : gb_new_ref(closure));
    if (gb_recursion_enter(t, "") < 0) {
        gb_decref(function);
        return GB_NULL;
    }
    GbRef result = GB_NULL;
    GbFrame *frame = gb_frame_push_take(t, function);
    if (frame != NULL) {
        memset(frame->slots, 0, (size_t)code->localsplus_count * sizeof(GbRef));
        frame->back = t->frame;
        frame->locals = locals == GB_NULL ? GB_NULL : gb_new_ref(locals);
        result = gb_eval(t, frame);
    }
    gb_recursion_leave(t);
    return result;
}

/* --- Anything --- */

GbRef gb_call(GbThread *t, GbBorrow callable, const GbBorrow *args, int count, GbBorrow names)
{
    if (gb_is_exact(callable, GB_KIND_FUNCTION))
        return gb_function_call(t, callable, args, count, names);
    GbType *type = gb_type_of(t, callable);
    if (type->slots.call == NULL)
        return gb_raise(t, gb_TypeError, "'%T' object is not callable", callable);
    if (gb_recursion_enter(t, " while calling a Python object") < 0)
        return GB_NULL;
    GbRef held = gb_new_ref(callable);
    GbRef result = type->slots.call(t, callable, args, count, names);
    gb_decref(held);
    gb_recursion_leave(t);
    return result;
}

GbRef gb_call_fitting_short(GbThread *t, const GbSignature *signature, GbBorrow self,
                            const GbBorrow *args, int count)
{
    if (gb_recursion_enter(t, " while calling a Python object") < 0)
        return GB_NULL;
    GbRef result = gb_signature_call_short(t, signature, self, args, count);
    gb_recursion_leave(t);
    return result;
}

GbRef gb_call0(GbThread *t, GbBorrow callable)
{
    return gb_call(t, callable, NULL, 0, GB_NULL);
}

GbRef gb_call1(GbThread *t, GbBorrow callable, GbBorrow a)
{
    return gb_call(t, callable, &a, 1, GB_NULL);
}

GbRef gb_call2(GbThread *t, GbBorrow callable, GbBorrow a, GbBorrow b)
{
    GbBorrow args[] = {a, b};
    return gb_call(t, callable, args, 2, GB_NULL);
}

GbRef gb_call3(GbThread *t, GbBorrow callable, GbBorrow a, GbBorrow b, GbBorrow c)
{
    GbBorrow args[] = {a, b, c};
    return gb_call(t, callable, args, 3, GB_NULL);
}

/* args and kwargs spread into one array and a tuple of names. The array borrows from them. */
static GbRef call_spread(GbThread *t, GbBorrow callable, GbBorrow args, GbBorrow kwargs)
{
    int64_t positional = gb_tuple_count(args), count = positional + gb_dict_count(kwargs);
    GbRef names = gb_tuple_new(t, count - positional);
    GbRef *values = names == GB_NULL ? NULL : gb_mem_new(t, (size_t)count * sizeof *values);
    if (values == NULL) {
        gb_xdecref(names);
        return GB_NULL;
    }
    for (int64_t i = 0; i < positional; i++)
        values[i] = gb_new_ref(gb_tuple_peek(args, i));
    GbBorrow key, value;
    int64_t position = 0, at = positional;
    GbRef result = GB_NULL;
    bool only_str = true;
    while (at < count && gb_dict_next(kwargs, &position, &key, &value)) {
        only_str &= gb_is_str(key);
        gb_tuple_set_take(names, at - positional, gb_new_ref(key));
        values[at++] = gb_new_ref(value);
    }
    if (only_str)
        result = gb_call(t, callable, values, (int)at, names);
    else
        gb_raise(t, gb_TypeError, "keywords must be strings");
    while (at > 0)
        gb_decref(values[--at]);
    gb_mem_free(t, values, (size_t)count * sizeof *values);
    gb_decref(names);
    return result;
}

GbRef gb_call_tuple(GbThread *t, GbBorrow callable, GbBorrow args, GbBorrow kwargs)
{
    if (kwargs != GB_NULL && gb_dict_count(kwargs) > 0)
        return call_spread(t, callable, args, kwargs);
    GbRef held = gb_new_ref(args);
    GbRef result = gb_call(t, callable, gb_tuple_items(args), (int)gb_tuple_count(args), GB_NULL);
    gb_decref(held);
    return result;
}

GbRef gb_call_method(GbThread *t, GbBorrow object, GbBorrow name, const GbBorrow *args, int count)
{
    GbRef method = gb_attr_get(t, object, name);
    if (method == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call(t, method, args, count, GB_NULL);
    gb_decref(method);
    return result;
}

GbRef gb_call_method_c(GbThread *t, GbBorrow object, const char *name, const GbBorrow *args,
                       int count)
{
    GbRef text = gb_str_intern(t, name, strlen(name));
    if (text == GB_NULL)
        return GB_NULL;
    GbRef result = gb_call_method(t, object, text, args, count);
    gb_decref(text);
    return result;
}
