/* Async generators. asend(), athrow(), aclose() and __anext__ give awaitables, steps; each drives the generator once:
 * what it yields with ASYNC_GEN_WRAP ends the step (StopIteration with the value), what it awaits passes through.
 * The rules are those of PEP 525. */
#include "vm/exec/eval.h"
#include "vm/object/alloc.h"
#include "vm/object/generator.h"

typedef enum StepKind { STEP_SEND, STEP_THROW, STEP_CLOSE } StepKind;
typedef enum StepState { STEP_NEW, STEP_RUNNING, STEP_DONE } StepState;

/* `asend` and friends. A value that the generator yields itself is wrapped in the same struct, to tell it from one
 * that passes through an await: `generator` is GB_NULL there, and it never reaches a script. */
typedef struct Step {
    GbObject header;
    GbRef value;      /* The value to send, the exception to throw, or the wrapped value. */
    GbRef generator;  /* GB_NULL: this is a wrapped value. */
    uint8_t kind;     /* StepKind */
    uint8_t state;    /* StepState */
} Step;

static GbGenerator *generator_of(const Step *step)
{
    return (GbGenerator *)gb_object(step->generator);
}

static Step *as_step(GbBorrow v)
{
    return (Step *)gb_object(v);
}

GbRef gb_async_gen_wrap(GbThread *t, GbRef value)
{
    Step *step = gb_object_new(t, gb_type(t, ASYNC_GENERATOR_STEP));
    if (step == NULL) {
        gb_decref(value);
        return GB_NULL;
    }
    step->value = value;
    return gb_value(step);
}

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

static GbRef step_new(GbThread *t, GbBorrow self, StepKind kind, GbRef value)
{
    GbGenerator *generator = (GbGenerator *)gb_object(self);
    Step *step = init_hooks(t, generator) < 0 ? NULL : gb_object_new(t, gb_type(t, ASYNC_GENERATOR_STEP));
    if (step == NULL) {
        gb_xdecref(value);
        return GB_NULL;
    }
    step->value = value;
    step->generator = gb_new_ref(self);
    step->kind = (uint8_t)kind;
    return gb_value(step);
}

static void step_end(Step *step)
{
    generator_of(step)->running_async = false;
    step->state = STEP_DONE;
}

/* What came out of the generator: pass an awaited value on, or end the step. The value by its address: callers write
 * it in the argument before. */
static GbRef step_outcome(GbThread *t, Step *step, int outcome, const GbRef *out)
{
    GbRef value = *out;
    GbGenerator *generator = generator_of(step);
    bool own = outcome == 1 && gb_is_exact(value, GB_KIND_ASYNC_GENERATOR_STEP) &&
               as_step(value)->generator == GB_NULL;
    if (outcome == 1 && !own)
        return value;
    step_end(step);
    if (own) {
        if (step->kind == STEP_CLOSE) {
            gb_decref(value);
            return gb_raise(t, gb_RuntimeError, "async generator ignored GeneratorExit");
        }
        gb_raise_stop(t, as_step(value)->value);
        gb_decref(value);
        return GB_NULL;
    }
    gb_xdecref(value);
    bool ended = outcome == 0 || gb_raised_is(t, gb_StopAsyncIteration) || gb_raised_is(t, gb_GeneratorExit);
    if (ended)
        generator->closed = true;
    if (step->kind == STEP_CLOSE && ended) {
        gb_raised_drop(t);
        return gb_raise_value(t, gb_StopIteration, GB_NULL);
    }
    return outcome == 0 ? gb_raise_value(t, gb_StopAsyncIteration, GB_NULL) : GB_NULL;
}

static const char *const step_words[] = {"asend", "athrow", "aclose"};

/* Check that the step may begin, and mark the generator as busy with it. */
static int step_begin(GbThread *t, Step *step)
{
    GbGenerator *generator = generator_of(step);
    if (generator->running_async) {
        const char *word = step->kind == STEP_SEND ? "anext" : step_words[step->kind];
        return gb_fail(t, gb_RuntimeError, "%s(): asynchronous generator is already running", word);
    }
    step->state = STEP_RUNNING;
    generator->running_async = true;
    return 0;
}

static GbRef step_first(GbThread *t, Step *step, GbBorrow sent)
{
    GbGenerator *generator = generator_of(step);
    GbRef value = GB_NULL;
    if (step->kind == STEP_SEND) {
        GbBorrow initial = sent == GB_NONE ? step->value : sent;
        if (step_begin(t, step) < 0)
            return GB_NULL;
        return step_outcome(t, step, gb_generator_send(t, generator, initial, &value), &value);
    }
    if (sent != GB_NONE)
        return gb_raise(t, gb_RuntimeError, "can't send non-None value to a just-started coroutine");
    if (generator->state == GB_GEN_DONE || generator->closed) {
        step->state = STEP_DONE;
        return gb_raise_value(t, step->kind == STEP_CLOSE ? gb_StopIteration : gb_StopAsyncIteration, GB_NULL);
    }
    if (step_begin(t, step) < 0)
        return GB_NULL;
    if (step->kind == STEP_CLOSE) {
        generator->closed = true;
        if (generator->state == GB_GEN_CREATED) {
            gb_generator_finish(t, generator);
            step_end(step);
            return gb_raise_value(t, gb_StopIteration, GB_NULL);
        }
    }
    GbRef exception = step->kind == STEP_CLOSE ? gb_call0(t, gb_value(gb_exception_type(t, gb_GeneratorExit)))
                                               : gb_new_ref(step->value);
    if (exception == GB_NULL) {
        step_end(step);
        return GB_NULL;
    }
    int outcome = gb_generator_throw(t, generator, exception, &value);
    gb_decref(exception);
    return step_outcome(t, step, outcome, &value);
}

static GbRef step_send_value(GbThread *t, GbBorrow self, GbBorrow sent)
{
    Step *step = as_step(self);
    if (step->state == STEP_DONE)
        return gb_raise(t, gb_RuntimeError, "cannot reuse already awaited %s",
                        step->kind == STEP_SEND ? "__anext__()/asend()" : "aclose()/athrow()");
    if (step->state == STEP_NEW)
        return step_first(t, step, sent);
    GbRef value = GB_NULL;
    return step_outcome(t, step, gb_generator_send(t, generator_of(step), sent, &value), &value);
}

static GbRef step_next(GbThread *t, GbBorrow self)
{
    return step_send_value(t, self, GB_NONE);
}

static GbRef step_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return step_send_value(t, self, args[0]);
}

static GbRef step_throw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Step *step = as_step(self);
    if (step->state == STEP_DONE)
        return gb_raise(t, gb_RuntimeError, "cannot reuse already awaited %s",
                        step->kind == STEP_SEND ? "__anext__()/asend()" : "aclose()/athrow()");
    if (step->state == STEP_NEW && step_begin(t, step) < 0)
        return GB_NULL;
    GbRef exception = gb_throw_instance(t, args[0], args[1], args[2]);
    if (exception == GB_NULL)
        return GB_NULL;
    GbRef value = GB_NULL;
    int outcome = gb_generator_throw(t, generator_of(step), exception, &value);
    gb_decref(exception);
    return step_outcome(t, step, outcome, &value);
}

static GbRef step_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Step *step = as_step(self);
    if (step->state == STEP_RUNNING)
        step_end(step);
    step->state = STEP_DONE;
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

static GbRef step_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<async_generator_%s object at 0x%llx>", step_words[as_step(self)->kind],
                         (long long)gb_identity_u64(t, self));
}

static const GbMethodDef step_methods[] = {
    {"send(arg, /)", step_send, "Send into the step."},
    {"throw(type, value=?, traceback=?, /)", step_throw, "Raise inside the step."},
    {"close()", step_close, "Give the step up."},
    {0},
};

const GbTypeSpec gb_async_generator_step_spec = {
    .name = "async_generator_asend",
    .size = sizeof(Step),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = step_dealloc, .visit = step_visit, .repr = step_repr, .iter = gb_iter_self,
              .await = gb_iter_self, .next = step_next},
    .methods = step_methods,
};

/* --- The generator --- */

static GbRef async_anext(GbThread *t, GbBorrow self)
{
    return step_new(t, self, STEP_SEND, GB_NONE);
}

static GbRef async_asend(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return step_new(t, self, STEP_SEND, gb_new_ref(args[0]));
}

static GbRef async_athrow(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef exception = gb_throw_instance(t, args[0], args[1], args[2]);
    return exception == GB_NULL ? GB_NULL : step_new(t, self, STEP_THROW, exception);
}

static GbRef async_aclose(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return step_new(t, self, STEP_CLOSE, GB_NULL);
}

static void async_finalize(GbThread *t, GbBorrow self)
{
    GbGenerator *generator = (GbGenerator *)gb_object(self);
    if (generator->state != GB_GEN_SUSPENDED)
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
    {"athrow(type, value=?, traceback=?, /)", async_athrow, "athrow(typ[,val[,tb]]) -> raise exception in generator."},
    {"aclose()", async_aclose, "aclose() -> raise GeneratorExit inside generator."},
    {"__class_getitem__(item, /)", class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

const GbTypeSpec gb_async_generator_spec = {
    .name = "async_generator",
    .size = sizeof(GbGenerator),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_HAS_WEAKREF | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_generator_dealloc, .visit = gb_generator_visit, .clear = gb_generator_clear,
              .repr = gb_generator_repr, .aiter = gb_iter_self, .anext = async_anext, .finalize = async_finalize},
    .methods = async_methods,
    .getsets = gb_async_generator_getsets,
};
