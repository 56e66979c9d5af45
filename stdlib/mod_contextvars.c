/* _contextvars: variables whose values belong to a context, of which each thread has one at a time.
 *
 * A context is a dict of its variables' values. Copies share the dict until one of them changes it:
 * whoever sets a variable copies the dict first, unless it is its only holder. So copying a context
 * costs next to nothing, and walking one sees it as it was. */
#include "vm/gilbox.h"

typedef struct Context {
    GbObject header;
    GbRef values;   /* dict by ContextVar; changed only by the context that alone holds it. */
    GbRef previous; /* While it is entered: what the thread had before it, or None. */
} Context;

typedef struct Variable {
    GbObject header;
    GbRef name;     /* str */
    GbRef fallback; /* Or GB_NULL. */
} Variable;

typedef struct Token {
    GbObject header;
    GbRef context, variable;
    GbRef old_value; /* GB_NULL: it had none. */
    bool used;
} Token;

static const GbTypeSpec context_spec, variable_spec, token_spec, missing_spec;

static Context *as_context(GbBorrow v)
{
    return (Context *)gb_object(v);
}

static Variable *as_variable(GbBorrow v)
{
    return (Variable *)gb_object(v);
}

static Token *as_token(GbBorrow v)
{
    return (Token *)gb_object(v);
}

/* --- Contexts of threads --- */

/* A context with these values, or none. */
static GbRef context_new(GbThread *t, GbBorrow values)
{
    Context *context = gb_object_new(t, gb_spec_type(t, &context_spec));
    if (context == NULL)
        return GB_NULL;
    context->values = values == GB_NULL ? gb_dict_new(t) : gb_new_ref(values);
    if (context->values != GB_NULL)
        return gb_value(context);
    gb_decref(gb_value(context));
    return GB_NULL;
}

/* The thread's context, borrowed; GB_NULL: it has none yet. */
static GbBorrow current_peek(GbThread *t)
{
    return t->dict == GB_NULL ? GB_NULL : gb_dict_peek_str(t, t->dict, gb_name(t, _contextvars));
}

static int current_set(GbThread *t, GbBorrow context)
{
    if (t->dict == GB_NULL && (t->dict = gb_dict_new(t)) == GB_NULL)
        return -1;
    return gb_dict_set(t, t->dict, gb_name(t, _contextvars), context);
}

/* The thread's context, made when there is none: borrowed, GB_NULL fails. */
static GbBorrow current_need(GbThread *t)
{
    GbBorrow current = current_peek(t);
    if (current != GB_NULL && current != GB_NONE)
        return current;
    GbRef context = context_new(t, GB_NULL);
    int failed = context == GB_NULL ? -1 : current_set(t, context);
    gb_xdecref(context); /* t->dict holds it. */
    return failed < 0 ? GB_NULL : context;
}

/* Before a change: make the values the context's own. 0 or -1. */
static int own_values(GbThread *t, Context *context)
{
    if (gb_object(context->values)->refcount == 1)
        return 0;
    GbRef copy = gb_dict_copy(t, context->values);
    if (copy == GB_NULL)
        return -1;
    gb_set(&context->values, copy);
    return 0;
}

/* --- Context --- */

static GbRef context_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                            GbBorrow names)
{
    if (count != 0)
        return gb_raise(t, gb_TypeError, "Context() does not accept any arguments");
    return context_new(t, GB_NULL);
}

static void context_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((Context *)self)->values);
    gb_clear(&((Context *)self)->previous);
}

static int context_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Context *)self)->values);
    GB_VISIT(((Context *)self)->previous);
    return 0;
}

static int check_key(GbThread *t, GbBorrow key)
{
    if (gb_is_spec(t, key, &variable_spec))
        return 0;
    return gb_fail(t, gb_TypeError, "a ContextVar key was expected, got %R", key);
}

static GbRef context_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbRef value = GB_NULL;
    if (check_key(t, key) == 0 && gb_dict_find(t, as_context(self)->values, key, &value) == 0)
        gb_raise_value(t, gb_KeyError, key);
    return value;
}

static int context_contains(GbThread *t, GbBorrow self, GbBorrow key)
{
    GbRef value = GB_NULL;
    int found = check_key(t, key) < 0 ? -1 : gb_dict_find(t, as_context(self)->values, key, &value);
    gb_xdecref(value);
    return found;
}

static int64_t context_length(GbThread *t, GbBorrow self)
{
    return gb_dict_count(as_context(self)->values);
}

static GbRef context_iter(GbThread *t, GbBorrow self)
{
    return gb_iter(t, as_context(self)->values);
}

static GbRef context_compare(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op)
{
    if ((op != GB_EQ && op != GB_NE) || !gb_is_spec(t, a, &context_spec) ||
        !gb_is_spec(t, b, &context_spec))
        return GB_NOT_IMPLEMENTED;
    return gb_compare(t, as_context(a)->values, as_context(b)->values, op);
}

static GbRef context_get(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef value = GB_NULL;
    if (check_key(t, args[0]) == 0 &&
        gb_dict_find(t, as_context(self)->values, args[0], &value) == 0)
        return gb_new_ref(args[1]);
    return value;
}

static GbRef iterate_view(GbThread *t, GbBorrow self, const char *method)
{
    GbRef view = gb_call_method_c(t, as_context(self)->values, method, NULL, 0);
    GbRef iterator = view == GB_NULL ? GB_NULL : gb_iter(t, view);
    gb_xdecref(view);
    return iterator;
}

static GbRef context_keys(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return iterate_view(t, self, "keys");
}

static GbRef context_values(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return iterate_view(t, self, "values");
}

static GbRef context_items(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return iterate_view(t, self, "items");
}

static GbRef context_copy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return context_new(t, as_context(self)->values);
}

/* Make it the thread's context: 0 or -1. */
static int context_enter(GbThread *t, GbBorrow self)
{
    if (as_context(self)->previous != GB_NULL)
        return gb_fail(t, gb_RuntimeError, "cannot enter context: %R is already entered", self);
    GbBorrow before = current_peek(t);
    as_context(self)->previous = before == GB_NULL ? GB_NONE : gb_new_ref(before);
    if (current_set(t, self) == 0)
        return 0;
    gb_clear(&as_context(self)->previous);
    return -1;
}

static int context_leave(GbThread *t, GbBorrow self)
{
    GbRef before = as_context(self)->previous;
    as_context(self)->previous = GB_NULL;
    int result = current_set(t, before);
    gb_decref(before);
    return result;
}

static GbRef context_run(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = gb_tuple_count(args[0]);
    if (count == 0)
        return gb_raise(t, gb_TypeError, "run() missing 1 required positional argument");
    GbRef rest = gb_tuple_from_array(t, gb_tuple_items(args[0]) + 1, count - 1), result = GB_NULL;
    if (rest != GB_NULL && context_enter(t, self) == 0) {
        result = gb_call_tuple(t, gb_tuple_peek(args[0], 0), rest, args[1]);
        GbRef error = gb_raised_take(t);
        if (context_leave(t, self) < 0)
            gb_clear(&result);
        if (error != GB_NULL)
            gb_raised_restore_take(t, error);
    }
    gb_xdecref(rest);
    return result;
}

/* --- ContextVar --- */

static GbRef variable_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "context variable name must be a str");
    Variable *variable = gb_object_new(t, (GbType *)gb_object(type));
    if (variable == NULL)
        return GB_NULL;
    variable->name = gb_new_ref(args[0]);
    variable->fallback = args[1] == GB_NULL ? GB_NULL : gb_new_ref(args[1]);
    return gb_value(variable);
}

static void variable_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((Variable *)self)->name);
    gb_clear(&((Variable *)self)->fallback);
}

static int variable_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Variable *)self)->fallback);
    return 0;
}

static GbRef variable_repr(GbThread *t, GbBorrow self)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    gb_writer_format(&writer, "<ContextVar name=%R", as_variable(self)->name);
    if (as_variable(self)->fallback != GB_NULL)
        gb_writer_format(&writer, " default=%R", as_variable(self)->fallback);
    gb_writer_format(&writer, " at 0x%llx>", (long long)gb_identity_u64(t, self));
    return gb_writer_finish(&writer);
}

static GbRef variable_get(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow current = current_peek(t);
    GbRef value = GB_NULL;
    if (current != GB_NULL && current != GB_NONE &&
        gb_dict_find(t, as_context(current)->values, self, &value) != 0)
        return value;
    if (args[0] != GB_NULL)
        return gb_new_ref(args[0]);
    if (as_variable(self)->fallback != GB_NULL)
        return gb_new_ref(as_variable(self)->fallback);
    return gb_raise_value(t, gb_LookupError, self);
}

static GbRef variable_set(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow current = current_need(t);
    Token *token = current == GB_NULL ? NULL : gb_object_new(t, gb_spec_type(t, &token_spec));
    if (token == NULL)
        return GB_NULL;
    token->context = gb_new_ref(current);
    token->variable = gb_new_ref(self);
    if (gb_dict_find(t, as_context(current)->values, self, &token->old_value) >= 0 &&
        own_values(t, as_context(current)) == 0 &&
        gb_dict_set(t, as_context(current)->values, self, args[0]) == 0)
        return gb_value(token);
    gb_decref(gb_value(token));
    return GB_NULL;
}

static GbRef variable_reset(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_spec(t, args[0], &token_spec))
        return gb_raise(t, gb_TypeError, "expected an instance of Token, got %R", args[0]);
    Token *token = as_token(args[0]);
    if (token->used)
        return gb_raise(t, gb_RuntimeError, "%R has already been used once", args[0]);
    if (token->variable != self)
        return gb_raise(t, gb_ValueError, "%R was created by a different ContextVar", args[0]);
    if (token->context != current_peek(t))
        return gb_raise(t, gb_ValueError, "%R was created in a different Context", args[0]);
    token->used = true;
    Context *context = as_context(token->context);
    if (own_values(t, context) < 0)
        return GB_NULL;
    int result = token->old_value == GB_NULL
                     ? gb_dict_delete(t, context->values, self)
                     : gb_dict_set(t, context->values, self, token->old_value);
    return result < 0 ? GB_NULL : GB_NONE;
}

static GbRef variable_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_variable(self)->name);
}

/* --- Token --- */

static GbRef token_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                          GbBorrow names)
{
    return gb_raise(t, gb_RuntimeError, "Tokens can only be created by ContextVars");
}

static void token_clear(GbThread *t, GbObject *self)
{
    gb_clear(&((Token *)self)->context);
    gb_clear(&((Token *)self)->variable);
    gb_clear(&((Token *)self)->old_value);
}

static int token_visit(GbObject *self, GbVisitor visit, void *context)
{
    GB_VISIT(((Token *)self)->context);
    GB_VISIT(((Token *)self)->variable);
    GB_VISIT(((Token *)self)->old_value);
    return 0;
}

static GbRef token_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<Token%s var=%R at 0x%llx>", as_token(self)->used ? " used" : "",
                         as_token(self)->variable, (long long)gb_identity_u64(t, self));
}

static GbRef token_get_variable(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_token(self)->variable);
}

static GbRef token_get_old_value(GbThread *t, GbBorrow self)
{
    GbRef value = as_token(self)->old_value;
    return value == GB_NULL ? gb_attr_get_c(t, gb_value(gb_type_of(t, self)), "MISSING")
                            : gb_new_ref(value);
}

static GbRef missing_repr(GbThread *t, GbBorrow self)
{
    return gb_str_new(t, "<Token.MISSING>");
}

/* --- Tables --- */

static const GbMethodDef context_methods[] = {
    {"copy()", context_copy, "Return a shallow copy of the context object."},
    {"get(key, default=None, /)", context_get,
     "Return the value for `key` if `key` has the value in the context object."},
    {"items()", context_items, "Return all variables and their values in the context object."},
    {"keys()", context_keys, "Return a list of all variables in the context object."},
    {"run(*args, **kwargs)", context_run, NULL},
    {"values()", context_values, "Return a list of all variables' values in the context object."},
    {0},
};

static const GbTypeSpec context_spec = {
    .name = "_contextvars.Context",
    .size = sizeof(Context),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF,
    .slots =
        {
            .dealloc = context_clear,
            .visit = context_visit,
            .clear = context_clear,
            .hash = gb_unhashable,
            .length = context_length,
            .compare = context_compare,
            .getitem = context_getitem,
            .contains = context_contains,
            .iter = context_iter,
            .create = context_create,
        },
    .methods = context_methods,
};

static const GbMethodDef variable_methods[] = {
    {"get(default=?, /)", variable_get,
     "Return a value for the context variable for the current context."},
    {"set(value, /)", variable_set,
     "Call to set a new value for the context variable in the current context."},
    {"reset(token, /)", variable_reset, "Reset the context variable."},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef variable_getsets[] = {
    {"name", variable_get_name, gb_refuse_set, NULL},
    {0},
};

static const GbTypeSpec variable_spec = {
    .name = "_contextvars.ContextVar",
    .size = sizeof(Variable),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = variable_clear, .visit = variable_visit, .repr = variable_repr},
    .constructor = {"ContextVar(name, /, *, default=?)", variable_create, NULL},
    .methods = variable_methods,
    .getsets = variable_getsets,
};

static const GbMethodDef token_methods[] = {
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbGetSetDef token_getsets[] = {
    {"var", token_get_variable, NULL, NULL},
    {"old_value", token_get_old_value, NULL, NULL},
    {0},
};

static const GbTypeSpec token_spec = {
    .name = "_contextvars.Token",
    .size = sizeof(Token),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots =
        {
            .dealloc = token_clear,
            .visit = token_visit,
            .clear = token_clear,
            .repr = token_repr,
            .hash = gb_unhashable,
            .create = token_create,
        },
    .methods = token_methods,
    .getsets = token_getsets,
};

/* The type of the one object that stands for "there was no value". */
static const GbTypeSpec missing_spec = {
    .name = "Token.MISSING",
    .size = sizeof(GbObject),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE,
    .slots = {.repr = missing_repr},
};

static GbRef contextvars_copy_context(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow current = current_need(t);
    return current == GB_NULL ? GB_NULL : context_new(t, as_context(current)->values);
}

static const GbMethodDef contextvars_functions[] = {
    {"copy_context()", contextvars_copy_context, NULL},
    {0},
};

static int contextvars_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &context_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &variable_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &token_spec, NULL) < 0)
        return -1;
    GbType *type = gb_type_from_spec(t, &missing_spec, NULL);
    void *missing = type == NULL ? NULL : gb_object_new(t, type);
    GbRef name = missing == NULL ? GB_NULL : gb_str_new(t, "MISSING");
    int result = name == GB_NULL
                     ? -1
                     : gb_type_dict_set(t, gb_spec_type(t, &token_spec), name, gb_value(missing));
    gb_xdecref(name);
    if (missing != NULL)
        gb_decref(gb_value(missing));
    if (type != NULL)
        gb_decref(gb_value(type));
    return result;
}

const GbModuleDef gb_module_contextvars = {
    "_contextvars",
    "Context Variables",
    contextvars_functions,
    contextvars_init,
};
