/* Generators and coroutines. They share one struct and one way of being resumed; a coroutine is
 * awaited instead of iterated. Async generators are in async_generator.c. */
#include "vm/object/generator.h"
#include "vm/object/exception_parts.h"

#include "vm/exec/eval.h"
#include "vm/mem.h"
#include "vm/object/alloc.h"

static GbGenerator *as_generator(GbBorrow v)
{
    return (GbGenerator *)gb_object(v);
}

static const char *kind_word(const GbGenerator *generator)
{
    return generator->header.kind == GB_KIND_COROUTINE         ? "coroutine"
           : generator->header.kind == GB_KIND_ASYNC_GENERATOR ? "async generator"
                                                               : "generator";
}

/* --- Life --- */

static GbRef origin_frames(GbThread *t, GbFrame *frame, int depth)
{
    GbRef list = gb_list_new(t, depth);
    for (int i = 0; list != GB_NULL && frame != NULL && i < depth; i++, frame = frame->back) {
        GbRef line = gb_int_new(t, gb_frame_line(frame));
        if (gb_list_append_take(
                t, list, gb_tuple_of(t, 3, frame->code->filename, line, frame->code->name)) < 0)
            gb_clear(&list);
    }
    GbRef tuple = list == GB_NULL ? GB_NULL : gb_list_to_tuple(t, list);
    gb_xdecref(list);
    return tuple;
}

GbRef gb_generator_new(GbThread *t, GbFrame *frame)
{
    uint32_t flags = frame->code->flags;
    GbType *type = flags & GB_CO_COROUTINE         ? gb_type(t, COROUTINE)
                   : flags & GB_CO_ASYNC_GENERATOR ? gb_type(t, ASYNC_GENERATOR)
                                                   : gb_type(t, GENERATOR);
    GbRef origin = GB_NULL;
    if (flags & GB_CO_COROUTINE && t->coroutine_origin_depth > 0 && frame->back != NULL) {
        origin = origin_frames(t, frame->back, t->coroutine_origin_depth);
        if (origin == GB_NULL)
            return GB_NULL;
    }
    size_t bytes = gb_frame_bytes(frame->code);
    GbFrame *own = gb_mem_new(t, bytes);
    GbGenerator *generator = own == NULL ? NULL : gb_object_new(t, type);
    if (generator == NULL) {
        gb_mem_free(t, own, bytes);
        gb_xdecref(origin);
        return GB_NULL;
    }
    memcpy(own, frame, sizeof *own + (size_t)(frame->sp - frame->slots) * sizeof(GbRef));
    own->sp = own->slots + (frame->sp - frame->slots);
    own->back = NULL;
    own->generator = generator;
    if (own->object != NULL)
        own->object->frame = own;
    generator->frame = own;
    generator->code = gb_new_ref(gb_value(own->code));
    generator->origin = origin;
    generator->name = gb_new_ref(gb_as_function(own->function)->name);
    generator->qualname = gb_new_ref(gb_as_function(own->function)->qualname);
    return gb_value(generator);
}

void gb_generator_finish(GbThread *t, GbGenerator *generator)
{
    GbFrame *frame = generator->frame;
    size_t bytes = gb_frame_bytes(frame->code);
    generator->frame = NULL;
    generator->state = GB_GEN_DONE;
    frame->back = NULL;
    gb_clear(&generator->handled.exception);
    gb_frame_clear(t, frame);
    gb_mem_free(t, frame, bytes);
}

void gb_generator_fix_stop(GbThread *t, GbGenerator *generator)
{
    bool async = generator->header.kind == GB_KIND_ASYNC_GENERATOR;
    const char *stop = gb_raised_is(t, gb_StopIteration)                 ? "StopIteration"
                       : async && gb_raised_is(t, gb_StopAsyncIteration) ? "StopAsyncIteration"
                                                                         : NULL;
    if (stop != NULL)
        gb_raise_because(t, gb_RuntimeError, "%s raised %s", kind_word(generator), stop);
}

/* --- Resuming --- */

/* Run the frame on from where it stands: 1 yielded, 0 returned, -1 raised. */
static int resume(GbThread *t, GbGenerator *generator, GbEvalStart start, GbRef *out)
{
    if (gb_recursion_enter(t, "") < 0)
        return -1;
    GbFrame *frame = generator->frame;
    GbRef held = gb_new_ref(gb_value(generator));
    frame->back = t->frame;
    gb_generator_enter(t, generator);
    /* What is thrown in has the context of where it comes to, not of who throws. */
    GbBorrow handled = generator->handled.exception;
    if (start == GB_EVAL_THROW && handled != GB_NULL && handled != GB_NONE)
        gb_raise_linked_take(t, gb_raised_take(t));
    *out = gb_eval_start(t, frame, start);
    int outcome = *out == GB_NULL ? -1 : generator->state == GB_GEN_SUSPENDED ? 1 : 0;
    gb_decref(held);
    gb_recursion_leave(t);
    return outcome;
}

static int already_running(GbThread *t, GbGenerator *generator)
{
    return gb_fail(t, gb_ValueError, "%s already executing", kind_word(generator));
}

int gb_generator_send(GbThread *t, GbGenerator *generator, GbBorrow value, GbRef *out)
{
    *out = GB_NULL;
    if (generator->state == GB_GEN_RUNNING)
        return already_running(t, generator);
    if (generator->state == GB_GEN_CREATED && value != GB_NONE)
        return gb_fail(t, gb_TypeError, "can't send non-None value to a just-started %s",
                       kind_word(generator));
    if (generator->state == GB_GEN_DONE) {
        if (generator->header.kind == GB_KIND_COROUTINE)
            return gb_fail(t, gb_RuntimeError, "cannot reuse already awaited coroutine");
        *out = GB_NONE;
        return 0;
    }
    *generator->frame->sp++ = gb_new_ref(value);
    int outcome = resume(t, generator, GB_EVAL_AFTER_IP, out);
    return outcome;
}

/* What the generator waits for in `yield from` or `await`, borrowed; GB_NULL. */
static GbBorrow delegate_peek(const GbGenerator *generator)
{
    if (generator->state != GB_GEN_SUSPENDED)
        return GB_NULL;
    const GbInstr *next = generator->frame->ip + 1;
    return gb_plain_op(next->op) == OP_RESUME && (next->arg & 3) >= 2 ? generator->frame->sp[-1]
                                                                      : GB_NULL;
}

static bool is_given(GbBorrow v)
{
    return v != GB_NULL && v != GB_NONE;
}

/* Are these arguments for throw()? 0 or -1. */
static int check_thrown(GbThread *t, const GbThrow *thrown)
{
    if (is_given(thrown->traceback) && !gb_is_exact(thrown->traceback, GB_KIND_TRACEBACK))
        return gb_fail(t, gb_TypeError, "throw() third argument must be a traceback object");
    if (gb_is_exception_class(t, thrown->type))
        return 0;
    if (!gb_has_layout(thrown->type, GB_KIND_EXCEPTION))
        return gb_fail(
            t, gb_TypeError,
            "exceptions must be classes or instances deriving from BaseException, not %T",
            thrown->type);
    if (is_given(thrown->value))
        return gb_fail(t, gb_TypeError, "instance exception may not have a separate value");
    return 0;
}

/* Raise what throw(type[, value[, traceback]]) means, or what making that raises. */
static void raise_thrown(GbThread *t, const GbThrow *thrown)
{
    GbBorrow type = thrown->type, value = thrown->value;
    GbRef exception;
    if (!gb_is_type(type))
        exception = gb_new_ref(type);
    else if (!is_given(value))
        exception = gb_call0(t, type);
    else if (gb_is_instance_of(t, value, gb_as_type(type)))
        exception = gb_new_ref(value);
    else if (gb_is_tuple(value))
        exception = gb_call_tuple(t, type, value, GB_NULL);
    else
        exception = gb_call1(t, type, value);
    if (exception == GB_NULL)
        return;
    if (!gb_has_layout(exception, GB_KIND_EXCEPTION)) {
        gb_raise(t, gb_TypeError,
                 "calling %R should have returned an instance of BaseException, not %T", type,
                 exception);
        gb_decref(exception);
        return;
    }
    if (is_given(thrown->traceback))
        gb_set(&gb_as_exception(exception)->traceback, gb_new_ref(thrown->traceback));
    gb_raised_restore_take(t, exception);
}

static int raise_inside(GbThread *t, GbGenerator *generator, const GbThrow *thrown, GbRef *out)
{
    if (check_thrown(t, thrown) < 0)
        return -1;
    raise_thrown(t, thrown);
    if (generator->state == GB_GEN_DONE && generator->header.kind == GB_KIND_COROUTINE)
        return gb_fail(t, gb_RuntimeError, "cannot reuse already awaited coroutine");
    return generator->state == GB_GEN_DONE ? -1 : resume(t, generator, GB_EVAL_THROW, out);
}

/* The delegate has returned `result`: go on behind the SEND loop. Takes result. */
static int resume_after_delegate(GbThread *t, GbGenerator *generator, GbRef result, GbRef *out)
{
    GbFrame *frame = generator->frame;
    gb_set(&frame->sp[-1], result); /* In the receiver's place. */
    const GbInstr *send = frame->ip - 1;
    frame->ip += send->arg - 1; /* One before SEND's target. */
    return resume(t, generator, GB_EVAL_AFTER_IP, out);
}

static int delegate_returned(GbThread *t, GbGenerator *generator, GbRef *out)
{
    GbRef stop = gb_raised_take(t);
    GbRef value = gb_as_exception(stop)->fields[0];
    value = value == GB_NULL ? GB_NONE : gb_new_ref(value);
    gb_decref(stop);
    return resume_after_delegate(t, generator, value, out);
}

/* close() of a delegate: 0, or -1 raised. */
static int close_any(GbThread *t, GbBorrow iterator)
{
    GbRef close = GB_NULL;
    int found = gb_attr_find(t, iterator, gb_name(t, close), &close);
    if (found < 0)
        gb_raised_unraisable(t, iterator);
    if (found <= 0)
        return 0;
    GbRef nothing = gb_call0(t, close);
    gb_decref(close);
    gb_xdecref(nothing);
    return nothing == GB_NULL ? -1 : 0;
}

/* What became of throwing at the delegate, besides 1, 0 and -1 as of gb_generator_send. */
enum { THROW_TO_US = 2, THROW_IMPOSSIBLE = 3 };

static int throw_at(GbThread *t, GbBorrow delegate, const GbThrow *thrown, GbRef *out)
{
    uint8_t kind = gb_is_object(delegate) ? gb_object(delegate)->kind : GB_KIND_OTHER;
    if (thrown->closes_delegate &&
        gb_exception_matches(t, thrown->type, gb_value(gb_exception_type(t, gb_GeneratorExit))) > 0)
        return close_any(t, delegate) < 0 ? -1 : THROW_TO_US;
    if (kind == GB_KIND_GENERATOR || kind == GB_KIND_COROUTINE)
        return gb_generator_throw(t, as_generator(delegate), thrown, out);
    GbRef throw = GB_NULL;
    int found = gb_attr_find(t, delegate, gb_name(t, throw), &throw);
    if (found <= 0)
        return found < 0 ? THROW_IMPOSSIBLE : THROW_TO_US;
    GbBorrow args[] = {thrown->type, thrown->value, thrown->traceback};
    int count = thrown->value == GB_NULL ? 1 : thrown->traceback == GB_NULL ? 2 : 3;
    *out = gb_call(t, throw, args, count, GB_NULL);
    gb_decref(throw);
    return *out == GB_NULL ? -1 : 1;
}

static int throw_into_delegate(GbThread *t, GbGenerator *generator, GbBorrow delegate,
                               const GbThrow *thrown, GbRef *out)
{
    if (gb_recursion_enter(t, "") < 0)
        return -1;
    GbRef held = gb_new_ref(delegate), value = GB_NULL;
    uint8_t state = generator->state;
    GbFrame *frame = generator->frame;
    generator->state = GB_GEN_RUNNING;
    frame->back = t->frame; /* The delegate's stack shows who waits for it. */
    t->frame = frame;
    int outcome = throw_at(t, delegate, thrown, &value);
    t->frame = frame->back;
    frame->back = NULL;
    generator->state = state;
    gb_decref(held);
    gb_recursion_leave(t);
    switch (outcome) {
    case 1: *out = value; return 1;
    case 0: return resume_after_delegate(t, generator, value, out);
    case THROW_TO_US: return raise_inside(t, generator, thrown, out);
    case THROW_IMPOSSIBLE: return -1;
    }
    if (!gb_raised(t))
        return resume_after_delegate(t, generator, GB_NONE, out);
    if (gb_raised_is(t, gb_StopIteration))
        return delegate_returned(t, generator, out);
    return resume(t, generator, GB_EVAL_THROW, out);
}

int gb_generator_throw(GbThread *t, GbGenerator *generator, const GbThrow *thrown, GbRef *out)
{
    *out = GB_NULL;
    if (generator->state == GB_GEN_RUNNING)
        return already_running(t, generator);
    GbBorrow delegate = delegate_peek(generator);
    if (delegate != GB_NULL)
        return throw_into_delegate(t, generator, delegate, thrown, out);
    return raise_inside(t, generator, thrown, out);
}

/* --- Methods of all three --- */

static GbRef stop_with(GbThread *t, GbRef value)
{
    if (value == GB_NONE)
        return gb_raise_value(t, gb_StopIteration, GB_NULL);
    gb_raise_stop(t, value);
    gb_decref(value);
    return GB_NULL;
}

/* `value` by its address: callers write it in the argument before. */
static GbRef generator_outcome(GbThread *t, int outcome, const GbRef *value)
{
    return outcome == 1 ? *value : outcome == 0 ? stop_with(t, *value) : GB_NULL;
}

static GbRef generator_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef value = GB_NULL;
    return generator_outcome(t, gb_generator_send(t, as_generator(self), args[0], &value), &value);
}

static GbRef generator_next(GbThread *t, GbBorrow self)
{
    GbRef value = GB_NULL;
    int outcome = gb_generator_send(t, as_generator(self), GB_NONE, &value);
    if (outcome == 0 && value == GB_NONE)
        return GB_NULL;
    return generator_outcome(t, outcome, &value);
}

static GbRef generator_throw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbThrow thrown = {args[0], args[1], args[2], .closes_delegate = true};
    GbRef value = GB_NULL;
    return generator_outcome(t, gb_generator_throw(t, as_generator(self), &thrown, &value), &value);
}

int gb_generator_close(GbThread *t, GbGenerator *generator)
{
    if (generator->state == GB_GEN_CREATED) {
        gb_generator_finish(t, generator);
        return 0;
    }
    if (generator->state == GB_GEN_DONE)
        return 0;
    if (generator->state == GB_GEN_RUNNING)
        return already_running(t, generator);
    GbThrow exit = {gb_value(gb_exception_type(t, gb_GeneratorExit)), .closes_delegate = true};
    GbRef value = GB_NULL;
    int outcome = gb_generator_throw(t, generator, &exit, &value);
    gb_xdecref(value);
    if (outcome == 1)
        return gb_fail(t, gb_RuntimeError, "%s ignored GeneratorExit", kind_word(generator));
    if (outcome == 0 || gb_raised_drop_if(t, gb_GeneratorExit) ||
        gb_raised_drop_if(t, gb_StopIteration))
        return 0;
    return -1;
}

static GbRef generator_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_generator_close(t, as_generator(self)) < 0 ? GB_NULL : GB_NONE;
}

/* --- Slots --- */

void gb_generator_dealloc(GbThread *t, GbObject *object)
{
    GbGenerator *self = (GbGenerator *)object;
    if (self->frame != NULL) {
        gb_frame_unwind(self->frame, self->frame->sp, gb_frame_stack_base(self->frame));
        gb_generator_finish(t, self);
    }
    gb_clear(&self->code);
    gb_clear(&self->name);
    gb_clear(&self->qualname);
    gb_clear(&self->handled.exception);
    gb_clear(&self->origin);
    gb_clear(&self->hooks_finalizer);
}

int gb_generator_visit(GbObject *object, GbVisitor visit, void *context)
{
    GbGenerator *self = (GbGenerator *)object;
    GB_VISIT(self->code);
    GB_VISIT(self->handled.exception);
    GB_VISIT(self->hooks_finalizer);
    GB_VISIT(self->origin);
    GbFrame *frame = self->frame;
    if (frame == NULL || self->state == GB_GEN_RUNNING)
        return 0; /* A running frame's values count as held from outside. */
    for (GbRef *slot = frame->slots; slot < frame->sp; slot++)
        GB_VISIT(*slot);
    GB_VISIT(frame->locals);
    GB_VISIT(frame->function);
    if (frame->object != NULL) {
        GbRef frame_object = gb_value(frame->object);
        int stop = visit(&frame_object, context);
        if (stop)
            return stop;
    }
    GbRef code = gb_value(frame->code);
    return visit(&code, context);
}

void gb_generator_clear(GbThread *t, GbObject *object)
{
    GbGenerator *self = (GbGenerator *)object;
    if (self->frame != NULL && self->state != GB_GEN_RUNNING) {
        gb_frame_unwind(self->frame, self->frame->sp, gb_frame_stack_base(self->frame));
        self->frame->sp = gb_frame_stack_base(self->frame);
        gb_generator_finish(t, self);
    }
    gb_clear(&self->handled.exception);
    gb_clear(&self->hooks_finalizer);
}

/* "coroutine 'f' was never awaited", by module warnings when that is there: it knows how to tell
 * where the coroutine is from. */
static void warn_unawaited(GbThread *t, GbGenerator *generator)
{
    GbBorrow self = gb_value(generator),
             module = gb_dict_peek_str(t, t->interp->modules, gb_name(t, warnings));
    GbRef teller = GB_NULL, name = GB_NULL, told = GB_NULL;
    int found = 0;
    if (module != GB_NULL) {
        name = gb_str_new(t, "_warn_unawaited_coroutine");
        found = name == GB_NULL ? -1 : gb_attr_find(t, module, name, &teller);
    }
    if (found > 0)
        told = gb_call1(t, teller, self);
    if (gb_raised(t))
        gb_raised_unraisable(t, self);
    if (told == GB_NULL && gb_warn(t, gb_RuntimeWarning, 1, "coroutine '%U' was never awaited",
                                   generator->qualname) < 0)
        gb_raised_unraisable(t, self);
    gb_clear(&name);
    gb_clear(&teller);
    gb_clear(&told);
}

void gb_generator_finalize(GbThread *t, GbBorrow self)
{
    GbGenerator *generator = as_generator(self);
    if (generator->state == GB_GEN_CREATED && generator->header.kind == GB_KIND_COROUTINE)
        warn_unawaited(t, generator);
    else if (generator->state != GB_GEN_RUNNING && gb_generator_close(t, generator) < 0)
        gb_raised_unraisable(t, self);
}

GbRef gb_generator_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<%s object %U at 0x%llx>",
                         gb_object(self)->kind == GB_KIND_ASYNC_GENERATOR
                             ? "async_generator"
                             : kind_word(as_generator(self)),
                         as_generator(self)->qualname, (long long)gb_identity_u64(t, self));
}

/* --- Attributes --- */

static GbRef generator_get_name(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_generator(self)->name);
}

static int set_str(GbThread *t, GbRef *place, GbBorrow value, const char *name)
{
    if (value == GB_NULL || !gb_is_str(value))
        return gb_fail(t, gb_TypeError, "%s must be set to a string object", name);
    gb_set(place, gb_new_ref(value));
    return 0;
}

static int generator_set_name(GbThread *t, GbBorrow self, GbBorrow value)
{
    return set_str(t, &as_generator(self)->name, value, "__name__");
}

static GbRef generator_get_qualname(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_generator(self)->qualname);
}

static int generator_set_qualname(GbThread *t, GbBorrow self, GbBorrow value)
{
    return set_str(t, &as_generator(self)->qualname, value, "__qualname__");
}

static GbRef generator_get_frame(GbThread *t, GbBorrow self)
{
    GbFrame *frame = as_generator(self)->frame;
    if (frame == NULL)
        return GB_NONE;
    GbFrameObject *object = gb_frame_object(t, frame);
    return object == NULL ? GB_NULL : gb_new_ref(gb_value(object));
}

static GbRef generator_get_running(GbThread *t, GbBorrow self)
{
    return gb_bool(as_generator(self)->state == GB_GEN_RUNNING);
}

static GbRef generator_get_suspended(GbThread *t, GbBorrow self)
{
    return gb_bool(as_generator(self)->state == GB_GEN_SUSPENDED);
}

static GbRef generator_get_code(GbThread *t, GbBorrow self)
{
    return gb_new_ref(as_generator(self)->code);
}

static GbRef generator_get_delegate(GbThread *t, GbBorrow self)
{
    GbBorrow delegate = delegate_peek(as_generator(self));
    return delegate == GB_NULL ? GB_NONE : gb_new_ref(delegate);
}

static GbRef coroutine_get_origin(GbThread *t, GbBorrow self)
{
    GbRef origin = as_generator(self)->origin;
    return origin == GB_NULL ? GB_NONE : gb_new_ref(origin);
}

#define SHARED_GETSETS(prefix, what)                                                               \
    {"__name__", generator_get_name, generator_set_name, "name of the " what},                     \
        {"__qualname__", generator_get_qualname, generator_set_qualname,                           \
         "qualified name of the " what},                                                           \
        {prefix "_frame", generator_get_frame, NULL, NULL},                                        \
        {prefix "_running", generator_get_running, NULL, NULL},                                    \
        {prefix "_code", generator_get_code, NULL, NULL},                                          \
    {                                                                                              \
        prefix "_suspended", generator_get_suspended, NULL, NULL                                   \
    }

static const GbMethodDef generator_methods[] = {
    {"send(arg, /)", generator_send,
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw(type, value=?, traceback=?, /)", generator_throw,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded "
     "value or raise\n"
     "StopIteration."},
    {"close()", generator_close, "close() -> raise GeneratorExit inside generator."},
    {0},
};

static const GbMethodDef coroutine_methods[] = {
    {"send(arg, /)", generator_send,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {"throw(type, value=?, traceback=?, /)", generator_throw,
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next "
     "iterated value or "
     "raise\nStopIteration."},
    {"close()", generator_close, "close() -> raise GeneratorExit inside coroutine."},
    {0},
};

static const GbGetSetDef generator_getsets[] = {
    SHARED_GETSETS("gi", "generator"),
    {"gi_yieldfrom", generator_get_delegate, NULL, "object being iterated by yield from, or None"},
    {0},
};

const GbTypeSpec gb_generator_spec = {
    .name = "generator",
    .size = sizeof(GbGenerator),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_HAS_WEAKREF |
             GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_generator_dealloc,
              .visit = gb_generator_visit,
              .clear = gb_generator_clear,
              .repr = gb_generator_repr,
              .iter = gb_iter_self,
              .next = generator_next,
              .finalize = gb_generator_finalize},
    .methods = generator_methods,
    .getsets = generator_getsets,
};

/* --- Coroutines --- */

/* What __await__ gives: iterates the coroutine. */
typedef struct CoroutineWrapper {
    GbObject header;
    GbRef coroutine;
} CoroutineWrapper;

static GbBorrow wrapped(GbBorrow self)
{
    return ((CoroutineWrapper *)gb_object(self))->coroutine;
}

static void wrapper_dealloc(GbThread *t, GbObject *object)
{
    gb_clear(&((CoroutineWrapper *)object)->coroutine);
}

static int wrapper_visit(GbObject *object, GbVisitor visit, void *context)
{
    GB_VISIT(((CoroutineWrapper *)object)->coroutine);
    return 0;
}

static GbRef wrapper_next(GbThread *t, GbBorrow self)
{
    return generator_next(t, wrapped(self));
}

static GbRef wrapper_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return generator_send(t, wrapped(self), args);
}

static GbRef wrapper_throw(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return generator_throw(t, wrapped(self), args);
}

static GbRef wrapper_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return generator_close(t, wrapped(self), args);
}

static const GbMethodDef wrapper_methods[] = {
    {"send(arg, /)", wrapper_send,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {"throw(type, value=?, traceback=?, /)", wrapper_throw,
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next "
     "iterated value or "
     "raise\nStopIteration."},
    {"close()", wrapper_close, "close() -> raise GeneratorExit inside coroutine."},
    {0},
};

const GbTypeSpec gb_coroutine_wrapper_spec = {
    .name = "coroutine_wrapper",
    .size = sizeof(CoroutineWrapper),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = wrapper_dealloc,
              .visit = wrapper_visit,
              .iter = gb_iter_self,
              .next = wrapper_next},
    .methods = wrapper_methods,
};

static GbRef coroutine_await(GbThread *t, GbBorrow self)
{
    CoroutineWrapper *wrapper = gb_object_new(t, gb_type(t, COROUTINE_WRAPPER));
    if (wrapper == NULL)
        return GB_NULL;
    wrapper->coroutine = gb_new_ref(self);
    return gb_value(wrapper);
}

static const GbGetSetDef coroutine_getsets[] = {
    SHARED_GETSETS("cr", "coroutine"),
    {"cr_await", generator_get_delegate, NULL, "object being awaited on, or None"},
    {"cr_origin", coroutine_get_origin, gb_refuse_set, NULL},
    {0},
};

const GbTypeSpec gb_coroutine_spec = {
    .name = "coroutine",
    .size = sizeof(GbGenerator),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_HAS_WEAKREF |
             GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = gb_generator_dealloc,
              .visit = gb_generator_visit,
              .clear = gb_generator_clear,
              .repr = gb_generator_repr,
              .await = coroutine_await,
              .finalize = gb_generator_finalize},
    .methods = coroutine_methods,
    .getsets = coroutine_getsets,
};

/* --- What async generators share --- */

static GbRef async_get_running(GbThread *t, GbBorrow self)
{
    return gb_bool(as_generator(self)->running_async);
}

const GbGetSetDef gb_async_generator_getsets[] = {
    {"__name__", generator_get_name, generator_set_name, "name of the async generator"},
    {"__qualname__", generator_get_qualname, generator_set_qualname,
     "qualified name of the async generator"},
    {"ag_frame", generator_get_frame, NULL, NULL},
    {"ag_running", async_get_running, gb_refuse_set, NULL},
    {"ag_code", generator_get_code, gb_refuse_set, NULL},
    {"ag_await", generator_get_delegate, NULL, "object being awaited on, or None"},
    {0},
};
