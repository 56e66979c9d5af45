/* Functions written in Python. Calling them is the business of vm/exec. */
#include "vm/object/function.h"

#include "vm/exec/call.h"
#include "vm/interp.h"
#include "vm/object/attrs.h"
#include "vm/object/str.h"

/* --- Making --- */

/* The dict of builtins for functions with these globals: a new reference. */
static GbRef builtins_of(GbThread *t, GbBorrow globals)
{
    if (t->frame != NULL && t->frame->globals == globals && t->frame->builtins != GB_NULL)
        return gb_new_ref(t->frame->builtins);
    GbBorrow builtins = gb_dict_peek_str(t, globals, gb_name(t, __builtins__));
    if (builtins == GB_NULL && t->frame != NULL)
        builtins = t->frame->builtins;
    if (builtins == GB_NULL)
        builtins = t->interp->builtins_dict;
    if (builtins != GB_NULL && gb_has_layout(builtins, GB_KIND_MODULE))
        builtins = gb_module_dict(builtins);
    if (builtins != GB_NULL && !gb_is_dict(builtins))
        return gb_dict_new(t); /* Names in anything else are looked up the long way. */
    return builtins == GB_NULL ? GB_NULL : gb_new_ref(builtins);
}

/* A docstring is the first constant of the code, if that is a str. */
static GbRef doc_of(const GbCode *code)
{
    if (code->const_count == 0 || !gb_is_exact(code->consts[0], GB_KIND_STR))
        return GB_NONE;
    return gb_new_ref(code->consts[0]);
}

GbRef gb_function_new(GbThread *t, GbCode *code, GbBorrow globals)
{
    GbFunction *function = gb_object_new(t, gb_type(t, FUNCTION));
    if (function == NULL)
        return GB_NULL;
    GbBorrow module = gb_dict_peek_str(t, globals, gb_name(t, __name__));
    function->code = (GbCode *)gb_object(gb_new_ref(gb_value(code)));
    function->globals = gb_new_ref(globals);
    function->builtins = builtins_of(t, globals);
    function->name = gb_new_ref(code->name);
    function->qualname = gb_new_ref(code->qualname);
    function->module = module == GB_NULL ? GB_NONE : gb_new_ref(module);
    function->doc = doc_of(code);
    return gb_value(function);
}

uint32_t gb_function_version(GbThread *t, GbFunction *function)
{
    if (function->version == 0 && t->interp->next_function_version < UINT32_MAX)
        function->version = ++t->interp->next_function_version;
    return function->version;
}

static int check_closure(GbThread *t, const GbCode *code, GbBorrow closure)
{
    if (code->free_count == 0 && closure == GB_NONE)
        return 0;
    if (!gb_is_tuple(closure) && code->free_count > 0 && closure == GB_NONE)
        return gb_fail(t, gb_TypeError, "arg 5 (closure) must be tuple");
    if (!gb_is_tuple(closure))
        return gb_fail(t, gb_TypeError, "arg 5 (closure) must be None or tuple");
    int count = (int)gb_tuple_count(closure);
    if (count != code->free_count)
        return gb_fail(t, gb_ValueError, "%U requires closure of length %d, not %d", code->name,
                       code->free_count, count);
    for (int i = 0; i < count; ++i) {
        if (!gb_is_exact(gb_tuple_peek(closure, i), GB_KIND_CELL))
            return gb_fail(t, gb_TypeError, "arg 5 (closure) expected cell, found %T",
                           gb_tuple_peek(closure, i));
    }
    return 0;
}

static int check_arguments(GbThread *t, const GbBorrow *args)
{
    if (!gb_is_exact(args[0], GB_KIND_CODE))
        return gb_fail(t, gb_TypeError, "function() argument 'code' must be code, not %K", args[0]);
    if (!gb_is_dict(args[1]))
        return gb_fail(t, gb_TypeError, "function() argument 'globals' must be dict, not %K",
                       args[1]);
    if (args[2] != GB_NONE && !gb_is_str(args[2]))
        return gb_fail(t, gb_TypeError, "arg 3 (name) must be None or string");
    if (args[3] != GB_NONE && !gb_is_tuple(args[3]))
        return gb_fail(t, gb_TypeError, "arg 4 (defaults) must be None or tuple");
    return check_closure(t, (GbCode *)gb_object(args[0]), args[4]);
}

static GbRef function_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (check_arguments(t, args) < 0)
        return GB_NULL;
    GbRef result = gb_function_new(t, (GbCode *)gb_object(args[0]), args[1]);
    if (result == GB_NULL)
        return GB_NULL;
    GbFunction *function = gb_as_function(result);
    if (args[2] != GB_NONE)
        gb_set(&function->name, gb_new_ref(args[2]));
    if (args[3] != GB_NONE)
        function->defaults = gb_new_ref(args[3]);
    if (args[4] != GB_NONE && gb_tuple_count(args[4]) > 0)
        function->closure = gb_new_ref(args[4]);
    return result;
}

/* --- Slots --- */

/* What can be part of a cycle; name and code stay, so that whoever still has the function can show
 * it. */
static void function_clear(GbThread *t, GbObject *self)
{
    GbFunction *function = (GbFunction *)self;
    gb_clear(&function->module);
    gb_clear(&function->doc);
    gb_clear(&function->defaults);
    gb_clear(&function->kwdefaults);
    gb_clear(&function->closure);
    gb_clear(&function->annotations);
    function->version = 0;
}

static void function_dealloc(GbThread *t, GbObject *self)
{
    GbFunction *function = (GbFunction *)self;
    function_clear(t, self);
    gb_clear(&function->globals);
    gb_clear(&function->builtins);
    gb_clear(&function->name);
    gb_clear(&function->qualname);
    gb_decref(gb_value(function->code));
}

static int function_visit(GbObject *self, GbVisitor visit, void *context)
{
    GbFunction *function = (GbFunction *)self;
    GB_VISIT(*(GbRef *)(void *)&function->code);
    GB_VISIT(function->globals);
    GB_VISIT(function->builtins);
    GB_VISIT(function->name);
    GB_VISIT(function->qualname);
    GB_VISIT(function->module);
    GB_VISIT(function->doc);
    GB_VISIT(function->defaults);
    GB_VISIT(function->kwdefaults);
    GB_VISIT(function->closure);
    GB_VISIT(function->annotations);
    return 0;
}

static GbRef function_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<function %U at 0x%llx>", gb_as_function(self)->qualname,
                         (long long)gb_identity_u64(t, self));
}

static GbRef function_get(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type)
{
    if (instance == GB_NULL || instance == GB_NONE)
        return gb_new_ref(self);
    return gb_method_new(t, self, instance);
}

/* --- Attributes --- */

static GbRef or_none(GbBorrow v)
{
    return v == GB_NULL ? GB_NONE : gb_new_ref(v);
}

static GbRef unless_none(GbBorrow v)
{
    return v == GB_NULL || v == GB_NONE ? GB_NULL : gb_new_ref(v);
}

GbBorrow gb_function_annotations(GbThread *t, GbFunction *function)
{
    GbRef pairs = function->annotations;
    if (pairs != GB_NULL && gb_is_dict(pairs))
        return pairs;
    GbRef dict = gb_dict_new(t);
    int64_t count = pairs == GB_NULL ? 0 : gb_tuple_count(pairs);
    for (int64_t i = 0; dict != GB_NULL && i + 1 < count; i += 2) {
        if (gb_dict_set(t, dict, gb_tuple_peek(pairs, i), gb_tuple_peek(pairs, i + 1)) < 0)
            gb_clear(&dict);
    }
    if (dict != GB_NULL)
        gb_set(&function->annotations, dict);
    return dict;
}

static GbRef function_get_code(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_value(gb_as_function(self)->code));
}

static int function_set_code(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbFunction *function = gb_as_function(self);
    if (value == GB_NULL || !gb_is_exact(value, GB_KIND_CODE))
        return gb_fail(t, gb_TypeError, "__code__ must be set to a code object");
    GbCode *code = (GbCode *)gb_object(value), *old = function->code;
    int closure_count = function->closure == GB_NULL ? 0 : (int)gb_tuple_count(function->closure);
    if (code->free_count != closure_count)
        return gb_fail(t, gb_ValueError, "%U() requires a code object with %d free vars, not %d",
                       function->name, closure_count, code->free_count);
    gb_incref(value);
    function->version = 0;
    function->code = code;
    gb_decref(gb_value(old));
    return 0;
}

static GbRef function_get_defaults(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_function(self)->defaults);
}

static int function_set_defaults(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value != GB_NULL && value != GB_NONE && !gb_is_tuple(value))
        return gb_fail(t, gb_TypeError, "__defaults__ must be set to a tuple object");
    gb_as_function(self)->version = 0;
    gb_set(&gb_as_function(self)->defaults, unless_none(value));
    return 0;
}

static GbRef function_get_kwdefaults(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_function(self)->kwdefaults);
}

static int function_set_kwdefaults(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value != GB_NULL && value != GB_NONE && !gb_is_dict(value))
        return gb_fail(t, gb_TypeError, "__kwdefaults__ must be set to a dict object");
    gb_as_function(self)->version = 0;
    gb_set(&gb_as_function(self)->kwdefaults, unless_none(value));
    return 0;
}

static GbRef function_get_annotations(GbThread *t, GbBorrow self)
{
    GbBorrow dict = gb_function_annotations(t, gb_as_function(self));
    return dict == GB_NULL ? GB_NULL : gb_new_ref(dict);
}

static int function_set_annotations(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value != GB_NULL && value != GB_NONE && !gb_is_dict(value))
        return gb_fail(t, gb_TypeError, "__annotations__ must be set to a dict object");
    gb_set(&gb_as_function(self)->annotations, unless_none(value));
    return 0;
}

static GbRef function_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_function(self)->name);
}

static int function_set_name(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL || !gb_is_str(value))
        return gb_fail(t, gb_TypeError, "__name__ must be set to a string object");
    gb_set(&gb_as_function(self)->name, gb_new_ref(value));
    return 0;
}

static GbRef function_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_function(self)->qualname);
}

static int function_set_qualname(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL || !gb_is_str(value))
        return gb_fail(t, gb_TypeError, "__qualname__ must be set to a string object");
    gb_set(&gb_as_function(self)->qualname, gb_new_ref(value));
    return 0;
}

static GbRef function_get_module(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_function(self)->module);
}

static int function_set_module(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&gb_as_function(self)->module, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef function_get_doc(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_function(self)->doc);
}

static int function_set_doc(GbThread *t, GbBorrow self, GbBorrow value)
{
    gb_set(&gb_as_function(self)->doc, value == GB_NULL ? GB_NULL : gb_new_ref(value));
    return 0;
}

static GbRef function_get_closure(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_function(self)->closure);
}

static GbRef function_get_globals(GbThread *t, GbBorrow self)
{
    return gb_new_ref(gb_as_function(self)->globals);
}

static GbRef function_get_builtins(GbThread *t, GbBorrow self)
{
    return or_none(gb_as_function(self)->builtins);
}

static const GbGetSetDef function_getsets[] = {
    {"__closure__", function_get_closure, gb_refuse_set, NULL},
    {"__doc__", function_get_doc, function_set_doc, NULL},
    {"__globals__", function_get_globals, gb_refuse_set, NULL},
    {"__module__", function_get_module, function_set_module, NULL},
    {"__builtins__", function_get_builtins, gb_refuse_set, NULL},
    {"__code__", function_get_code, function_set_code, NULL},
    {"__defaults__", function_get_defaults, function_set_defaults, NULL},
    {"__kwdefaults__", function_get_kwdefaults, function_set_kwdefaults, NULL},
    {"__annotations__", function_get_annotations, function_set_annotations, NULL},
    {"__name__", function_get_name, function_set_name, NULL},
    {"__qualname__", function_get_qualname, function_set_qualname, NULL},
    {0},
};

const GbTypeSpec gb_function_spec = {
    .name = "function",
    .doc = "Create a function object.\n\n"
           "  code\n    a code object\n  globals\n    the globals dictionary\n  name\n"
           "    a string that overrides the name from the code object\n  argdefs\n"
           "    a tuple that specifies the default argument values\n  closure\n"
           "    a tuple that supplies the bindings for free variables",
    .size = sizeof(GbFunction),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT |
             GB_TYPE_HAS_WEAKREF | GB_TYPE_METHOD,
    .slots = {.dealloc = function_dealloc,
              .visit = function_visit,
              .clear = function_clear,
              .repr = function_repr,
              .call = gb_function_call,
              .descr_get = function_get},
    .constructor = {"function(code, globals, name=None, argdefs=None, closure=None)",
                    function_create, NULL},
    .getsets = function_getsets,
    .attrs_offset = offsetof(GbFunction, attrs),
};
