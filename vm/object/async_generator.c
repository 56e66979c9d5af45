/* Async generators. asend(), athrow(), aclose() and __anext__ give awaitables, steps; each drives
 * the generator once: what it yields with ASYNC_GEN_WRAP ends the step (StopIteration with the
 * value), what it awaits passes through. The rules are those of PEP 525. */
#include "vm/exec/eval.h"
#include "vm/object/alloc.h"
#include "vm/object/generator.h"

typedef enum StepState { STEP_NEW, STEP_RUNNING, STEP_DONE } StepState;

typedef struct Step {
    GbObject header;
    GbRef generator;
    GbRef value;   /* What to send, or the arguments of throw() in a tuple; GB_NULL to close. */
    uint8_t state; /* StepState */
} Step;

/* A value that the generator yields itself, to tell it from one that passes through an await. No
 * script sees it. */
typedef struct Wrapped {
    GbObject header;
    GbRef value;
} Wrapped;

static GbGenerator *generator_of(const Step *step)
{
    return (GbGenerator *)gb_object(step->generator);
}

static Step *as_step(GbBorrow v)
{
    return (Step *)gb_object(v);
}

/* --- Wrapped values --- */

GbRef gb_async_gen_wrap(GbThread *t, GbRef value)
{
    Wrapped *wrapped = gb_object_new(t, gb_type(t, ASYNC_GENERATOR_VALUE));
    if (wrapped == NULL) {
        gb_decref(value);
        return GB_NULL;
    }
    wrapped->value = value;
    return gb_value(wrapped);
}

static void wrapped_dealloc(GbThread *t, GbObject *object)
{
    gb_clear(&((Wrapped *)object)->value);
}

static int wrapped_visit(GbObject *object, GbVisitor visit, void *context)
{
    GB_VISIT(((Wrapped *)object)->value);
    return 0;
}

const GbTypeSpec gb_async_generator_value_spec = {
    .name = "async_generator_wrapped_value",
    .size = sizeof(Wrapped),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = wrapped_dealloc, .visit = wrapped_visit},
};

/* --- Steps --- */

/* First use of the generator: the event loop's hooks. */
static int init_hooks(GbThread *t, GbGenerator *generator)
{
    if (generator->hooks_inited)
        return 0;
    generator->hooks_inited = true;
    GbRef *hooks = t->async_generator_hooks;
    if (hooks[1] != GB_NULL)
        generator->hooks_finalizer = gb_new_ref(hooks[1]);
    if (hooks[0] == GB_NULL)
        return 0;
    GbRef first = gb_new_ref(hooks[0]);
    GbRef nothing = gb_call1(t, first, gb_value(generator));
    gb_decref(first);
    gb_xdecref(nothing);
    return nothing == GB_NULL ? -1 : 0;
}

static GbRef step_new_take(GbThread *t, GbBorrow self, GbType *type, GbRef value)
{
    Step *step = init_hooks(t, (GbGenerator *)gb_object(self)) < 0 ? NULL : gb_object_new(t, type);
    if (step == NULL) {
        gb_xdecref(value);
        return GB_NULL;
    }
    step->value = value;
    step->generator = gb_new_ref(self);
    return gb_value(step);
}

static bool ends_generator(GbThread *t)
{
    return gb_raised_is(t, gb_StopAsyncIteration) || gb_raised_is(t, gb_GeneratorExit);
}

/* What came out of the generator (outcome and value as of gb_generator_send): pass an awaited value
 * on. A value of its own ends the step with StopIteration, its end with StopAsyncIteration. */
static GbRef step_outcome(GbThread *t, GbGenerator *generator, int outcome, GbRef value)
{
    if (outcome == 1 && !gb_is_exact(value, GB_KIND_ASYNC_GENERATOR_VALUE))
        return value;
    generator->running_async = false;
    if (outcome == 1)
        gb_raise_stop(t, ((Wrapped *)gb_object(value))->value);
    else if (outcome == 0)
        gb_raise_value(t, gb_StopAsyncIteration, GB_NULL);
    if (outcome < 1 && ends_generator(t))
        generator->closed = true;
    gb_xdecref(value);
    return GB_NULL;
}

/* The same for aclose(): a value of the generator's own is an error, its end is what was wanted. */
static GbRef closing_outcome(GbThread *t, GbGenerator *generator, int outcome, GbRef value)
{
    if (outcome == 1 && !gb_is_exact(value, GB_KIND_ASYNC_GENERATOR_VALUE))
        return value;
    generator->running_async = false;
    gb_xdecref(value);
    if (outcome == 1)
        return gb_raise(t, gb_RuntimeError, "async generator ignored GeneratorExit");
    if (outcome == 0 || ends_generator(t)) {
        gb_raised_drop(t);
        gb_raise_value(t, gb_StopIteration, GB_NULL);
    }
    return GB_NULL;
}

static GbRef end_unless(Step *step, GbRef result)
{
    if (result == GB_NULL)
        step->state = STEP_DONE;
    return result;
}

static GbRef step_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    as_step(self)->state = STEP_DONE;
    return GB_NONE;
}

static void step_dealloc(GbThread *t, GbObject *object)
{
    Step *step = (Step *)object;
    gb_clear(&step->value);
    gb_clear(&step->generator);
}

static int step_visit(GbObject *object, GbVisitor visit, void *context)
{
    Step *step = (Step *)object;
    GB_VISIT(step->value);
    GB_VISIT(step->generator);
    return 0;
}

#define STEP_METHODS(send, throw)                                                                  \
    {"send(arg, /)", send,                                                                         \
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise "                \
     "StopIteration."},                                                                            \
        {"throw(type, value=?, traceback=?, /)", throw,                                            \
         "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next "    \
         "yielded value or raise\n"                                                                \
         "StopIteration."},                                                                        \
    {                                                                                              \
        "close()", step_close, "close() -> raise GeneratorExit inside generator."                  \
    }

/* --- asend() and __anext__() --- */

static GbRef asend_send_value(GbThread *t, GbBorrow self, GbBorrow sent)
{
    Step *step = as_step(self);
    GbGenerator *generator = generator_of(step);
    if (step->state == STEP_DONE)
        return gb_raise(t, gb_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    if (step->state == STEP_NEW) {
        if (generator->running_async)
            return gb_raise(t, gb_RuntimeError,
                            "anext(): asynchronous generator is already running");
        if (sent == GB_NONE)
            sent = step->value;
        step->state = STEP_RUNNING;
    }
    generator->running_async = true;
    GbRef value = GB_NULL;
    int outcome = gb_generator_send(t, generator, sent, &value);
    return end_unless(step, step_outcome(t, generator, outcome, value));
}

static GbRef asend_next(GbThread *t, GbBorrow self)
{
    return asend_send_value(t, self, GB_NONE);
}

static GbRef asend_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return asend_send_value(t, self, args[0]);
}

static GbRef asend_throw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Step *step = as_step(self);
    if (step->state == STEP_DONE)
        return gb_raise(t, gb_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    GbThrow thrown = {args[0], args[1], args[2], .closes_delegate = true};
    GbRef value = GB_NULL;
    int outcome = gb_generator_throw(t, generator_of(step), &thrown, &value);
    return end_unless(step, step_outcome(t, generator_of(step), outcome, value));
}

static const GbMethodDef asend_methods[] = {STEP_METHODS(asend_send, asend_throw), {0}};

const GbTypeSpec gb_async_generator_asend_spec = {
    .name = "async_generator_asend",
    .size = sizeof(Step),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = step_dealloc,
              .visit = step_visit,
              .iter = gb_iter_self,
              .await = gb_iter_self,
              .next = asend_next},
    .methods = asend_methods,
};

/* --- athrow() and aclose() --- */

static int athrow_begin(GbThread *t, Step *step, GbBorrow sent)
{
    GbGenerator *generator = generator_of(step);
    if (generator->running_async) {
        step->state = STEP_DONE;
        return gb_fail(t, gb_RuntimeError, "%s(): asynchronous generator is already running",
                       step->value == GB_NULL ? "aclose" : "athrow");
    }
    if (generator->closed) {
        step->state = STEP_DONE;
        gb_raise_value(t, gb_StopAsyncIteration, GB_NULL);
        return -1;
    }
    if (sent != GB_NONE)
        return gb_fail(t, gb_RuntimeError, "can't send non-None value to a just-started coroutine");
    step->state = STEP_RUNNING;
    generator->running_async = true;
    generator->closed = step->value == GB_NULL;
    return 0;
}

static int athrow_start(GbThread *t, Step *step, GbRef *value)
{
    GbBorrow parts[3] = {gb_value(gb_exception_type(t, gb_GeneratorExit))};
    for (int64_t i = 0; step->value != GB_NULL && i < gb_tuple_count(step->value); ++i)
        parts[i] = gb_tuple_peek(step->value, i);
    GbThrow thrown = {parts[0], parts[1], parts[2], .closes_delegate = false};
    return gb_generator_throw(t, generator_of(step), &thrown, value);
}

static GbRef athrow_outcome(GbThread *t, Step *step, int outcome, GbRef value)
{
    GbGenerator *generator = generator_of(step);
    return end_unless(step, step->value == GB_NULL ? closing_outcome(t, generator, outcome, value)
                                                   : step_outcome(t, generator, outcome, value));
}

static GbRef athrow_send_value(GbThread *t, GbBorrow self, GbBorrow sent)
{
    Step *step = as_step(self);
    GbGenerator *generator = generator_of(step);
    GbRef value = GB_NULL;
    if (step->state == STEP_DONE)
        return gb_raise(t, gb_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    if (generator->state == GB_GEN_DONE) {
        step->state = STEP_DONE;
        return gb_raise_value(t, gb_StopIteration, GB_NULL);
    }
    bool first = step->state == STEP_NEW;
    if (first && athrow_begin(t, step, sent) < 0)
        return GB_NULL;
    int outcome = first ? athrow_start(t, step, &value)
                        : gb_generator_send(t, generator, sent, &value);
    return athrow_outcome(t, step, outcome, value);
}

static GbRef athrow_next(GbThread *t, GbBorrow self)
{
    return athrow_send_value(t, self, GB_NONE);
}

static GbRef athrow_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return athrow_send_value(t, self, args[0]);
}

static GbRef athrow_throw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Step *step = as_step(self);
    if (step->state == STEP_DONE)
        return gb_raise(t, gb_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    GbThrow thrown = {args[0], args[1], args[2], .closes_delegate = true};
    GbRef value = GB_NULL;
    int outcome = gb_generator_throw(t, generator_of(step), &thrown, &value);
    return athrow_outcome(t, step, outcome, value);
}

static const GbMethodDef athrow_methods[] = {STEP_METHODS(athrow_send, athrow_throw), {0}};

const GbTypeSpec gb_async_generator_athrow_spec = {
    .name = "async_generator_athrow",
    .size = sizeof(Step),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = step_dealloc,
              .visit = step_visit,
              .iter = gb_iter_self,
              .await = gb_iter_self,
              .next = athrow_next},
    .methods = athrow_methods,
};

/* --- The generator --- */

static GbRef async_anext(GbThread *t, GbBorrow self)
{
    return step_new_take(t, self, gb_type(t, ASYNC_GENERATOR_ASEND), GB_NONE);
}

static GbRef async_asend(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return step_new_take(t, self, gb_type(t, ASYNC_GENERATOR_ASEND), gb_new_ref(args[0]));
}

static GbRef async_athrow(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int count = args[1] == GB_NULL ? 1 : args[2] == GB_NULL ? 2 : 3;
    GbRef thrown = gb_tuple_from_array(t, args, count);
    return thrown == GB_NULL ? GB_NULL
                             : step_new_take(t, self, gb_type(t, ASYNC_GENERATOR_ATHROW), thrown);
}

static GbRef async_aclose(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return step_new_take(t, self, gb_type(t, ASYNC_GENERATOR_ATHROW), GB_NULL);
}

static void async_finalize(GbThread *t, GbBorrow self)
{
    GbGenerator *generator = (GbGenerator *)gb_object(self);
    if (generator->state == GB_GEN_DONE)
        return;
    if (generator->hooks_finalizer != GB_NULL && !generator->closed) {
        GbRef nothing = gb_call1(t, generator->hooks_finalizer, self);
        if (nothing == GB_NULL)
            gb_raised_unraisable(t, self);
        gb_xdecref(nothing);
        return;
    }
    gb_generator_finalize(t, self);
}

static GbRef class_getitem(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_generic_alias_new(t, self, args[0]);
}

static const GbMethodDef async_methods[] = {
    {"asend(value, /)", async_asend, "asend(v) -> send 'v' in generator."},
    {"athrow(type, value=?, traceback=?, /)", async_athrow,
     "athrow(typ[,val[,tb]]) -> raise exception in generator."},
    {"aclose()", async_aclose, "aclose() -> raise GeneratorExit inside generator."},
    {"__class_getitem__(item, /)", class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_async_generator_spec = {
    .name = "async_generator",
    .size = sizeof(GbGenerator),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_HAS_WEAKREF |
             GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_generator_dealloc,
              .visit = gb_generator_visit,
              .clear = gb_generator_clear,
              .repr = gb_generator_repr,
              .aiter = gb_iter_self,
              .anext = async_anext,
              .finalize = async_finalize},
    .methods = async_methods,
    .getsets = gb_async_generator_getsets,
};
