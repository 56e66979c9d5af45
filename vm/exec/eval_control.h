/* Opcodes: generators, exceptions, imports, match. A part of the evaluation loop's body: see
 * eval_loop.h. */

/* --- Generators and coroutines --- */

OP(RETURN_GENERATOR)
{
    CALLS_OUT();
    frame->sp = sp;
    GbFrame *caller = frame->back;
    bool to_c = frame->flags.is_entry;
    GbRef generator = gb_generator_new(t, frame); /* Takes the contents over. */
    if (generator == GB_NULL)
        goto error;
    t->frame = caller;
    gb_frame_unstack(t, frame);
    if (to_c)
        return generator;
    --t->recursion_depth;
    frame = caller;
    sp = frame->sp;
    COME_BACK();
    PUSH(generator);
    NEXT(1);
}
OP(YIELD_VALUE)
{
    CALLS_OUT();
    GbRef value = POP();
    TRACE(if (gb_trace_return(t, frame, value) < 0) {
        gb_decref(value);
        goto error;
    });
    GbGenerator *generator = frame->generator;
    GbFrame *caller = frame->back;
    frame->sp = sp;
    frame->back = NULL;
    t->frame = caller;
    gb_generator_leave(t, generator, GB_GEN_SUSPENDED);
    if (frame->flags.is_entry)
        return value;
    --t->recursion_depth;
    frame = caller;
    sp = frame->sp;
    COME_BACK();
    PUSH(value);
    NEXT(1);
}
OP(ASYNC_GEN_WRAP)
{
    GbRef wrapped = gb_async_gen_wrap(t, POP());
    if (wrapped == GB_NULL)
        goto error;
    PUSH(wrapped);
    NEXT(1);
}
OP(GET_YIELD_FROM_ITER)
REPLACE_BY(gb_op_yield_from_iter(t, frame, TOP()))
OP(GET_AWAITABLE)
REPLACE_BY(gb_op_awaitable(t, TOP(), ip->arg))
OP(SEND)
{
    CALLS_OUT();
    GbBorrow receiver = sp[-2];
    if (gb_is_exact(receiver, GB_KIND_GENERATOR) || gb_is_exact(receiver, GB_KIND_COROUTINE)) {
        GbGenerator *generator = (GbGenerator *)gb_object(receiver);
        bool ready = generator->state == GB_GEN_SUSPENDED ||
                     (generator->state == GB_GEN_CREATED && TOP() == GB_NONE);
        if (ready && t->recursion_depth < t->recursion_limit) {
            resumed = generator;
            sent = POP();
            goto resume_generator;
        }
    }
    GbRef value = GB_NULL;
    int outcome = gb_op_send(t, receiver, TOP(), &value);
    TRACE(if (outcome == 0 && gb_trace_stop(t, frame, receiver, value) < 0) {
        gb_decref(value);
        goto error;
    });
    if (outcome < 0)
        goto error;
    REPLACE_TOP(value);
    if (outcome == 1)
        NEXT(1);
    value = POP();
    REPLACE_TOP(value);
    JUMP(0, ip->arg);
}
OP(GET_AITER)
REPLACE_BY(gb_op_aiter(t, TOP()))
OP(GET_ANEXT)
{
    CALLS_OUT();
    GbRef awaitable = gb_op_anext(t, TOP());
    if (awaitable == GB_NULL)
        goto error;
    PUSH(awaitable);
    NEXT(1);
}
OP(END_ASYNC_FOR)
{
    GbRef exception = POP();
    if (gb_is_instance_of(t, exception, gb_exception_type(t, gb_StopAsyncIteration))) {
        gb_decref(exception);
        gb_decref(POP());
        NEXT(1);
    }
    t->exception = exception;
    goto error_found;
}

/* --- Exceptions and with --- */

OP(RAISE_VARARGS)
{
    CALLS_OUT();
    GbRef cause = ip->arg == 2 ? POP() : GB_NULL;
    GbRef exception = ip->arg >= 1 ? POP() : GB_NULL;
    bool again = ip->arg == 0 && gb_handled_peek(t) != GB_NULL;
    gb_raise_statement(t, exception, cause);
    gb_xdecref(exception);
    gb_xdecref(cause);
    if (again)
        goto error_found; /* The traceback has this frame, or shall not have it. */
    goto error;
}
OP(RERAISE)
{
    GbRef exception = POP();
    if (ip->arg > 0)
        frame->ip = frame->code->instrs + gb_small(sp[-ip->arg]);
    else
        CALLS_OUT();
    t->exception = exception;
    goto error_found;
}
OP(PUSH_EXC_INFO)
{
    GbRef exception = TOP();
    GbHandled *handled = t->handled;
    TOP() = handled->exception == GB_NULL ? GB_NONE : handled->exception;
    handled->exception = gb_new_ref(exception);
    PUSH(exception);
    NEXT(1);
}
OP(POP_EXCEPT)
{
    GbRef previous = POP();
    gb_set(&t->handled->exception, previous == GB_NONE ? GB_NULL : previous);
    NEXT(1);
}
OP(CHECK_EXC_MATCH)
{
    CALLS_OUT();
    int matches = gb_exception_matches(t, sp[-2], sp[-1]);
    if (matches < 0)
        goto error;
    REPLACE_TOP(gb_bool(matches));
    NEXT(1);
}
OP(CHECK_EG_MATCH)
{
    CALLS_OUT();
    GbRef match = GB_NULL, rest = GB_NULL;
    if (gb_op_eg_match(t, sp[-2], sp[-1], &match, &rest) < 0)
        goto error;
    REPLACE_TOP(match);
    gb_set(&sp[-2], rest);
    if (match != GB_NONE)
        gb_set(&t->handled->exception, gb_new_ref(match));
    NEXT(1);
}
OP(PREP_RERAISE_STAR)
REDUCE(2, gb_exception_group_rejoin(t, sp[-2], sp[-1]))
OP(LOAD_ASSERTION_ERROR)
{
    PUSH(gb_new_ref(gb_value(gb_exception_type(t, gb_AssertionError))));
    NEXT(1);
}
OP(BEFORE_WITH)
{
    CALLS_OUT();
    GbRef exit = GB_NULL, value = GB_NULL;
    if (gb_op_with_enter(t, TOP(), false, &exit, &value) < 0)
        goto error;
    REPLACE_TOP(exit);
    PUSH(value);
    NEXT(1);
}
OP(BEFORE_ASYNC_WITH)
{
    CALLS_OUT();
    GbRef exit = GB_NULL, value = GB_NULL;
    if (gb_op_with_enter(t, TOP(), true, &exit, &value) < 0)
        goto error;
    REPLACE_TOP(exit);
    PUSH(value);
    NEXT(1);
}
OP(WITH_EXCEPT_START)
{
    CALLS_OUT();
    GbBorrow exception = TOP();
    GbRef traceback = gb_as_exception(exception)->traceback;
    GbRef result = gb_call3(t, sp[-4], gb_value(gb_object(exception)->type), exception,
                            traceback == GB_NULL ? GB_NONE : traceback);
    if (result == GB_NULL)
        goto error;
    PUSH(result);
    NEXT(1);
}

/* --- Imports --- */

OP(IMPORT_NAME)
REDUCE(2, gb_op_import_name(t, frame, frame->code->names[ip->arg], sp[-1], sp[-2]))
OP(IMPORT_FROM)
{
    CALLS_OUT();
    GbRef value = gb_import_from(t, TOP(), frame->code->names[ip->arg]);
    if (value == GB_NULL)
        goto error;
    PUSH(value);
    NEXT(1);
}
OP(IMPORT_STAR)
{
    CALLS_OUT();
    GbRef module = POP();
    int failed = gb_op_import_star(t, frame, module);
    gb_decref(module);
    if (failed < 0)
        goto error;
    NEXT(1);
}

/* --- match --- */

OP(GET_LEN)
{
    CALLS_OUT();
    int64_t length = gb_length(t, TOP());
    if (length < 0)
        goto error;
    PUSH(gb_int_new(t, length));
    NEXT(1);
}
OP(MATCH_MAPPING)
{
    bool is = (gb_type_of(t, TOP())->flags & GB_TYPE_MATCH_MAPPING) != 0;
    PUSH(gb_bool(is));
    NEXT(1);
}
OP(MATCH_SEQUENCE)
{
    bool is = (gb_type_of(t, TOP())->flags & GB_TYPE_MATCH_SEQUENCE) != 0;
    PUSH(gb_bool(is));
    NEXT(1);
}
OP(MATCH_KEYS)
{
    CALLS_OUT();
    GbRef values = gb_op_match_keys(t, sp[-2], sp[-1]);
    if (values == GB_NULL)
        goto error;
    PUSH(values);
    NEXT(1);
}
OP(MATCH_CLASS)
REDUCE(3, gb_op_match_class(t, sp[-3], sp[-2], ip->arg, sp[-1]))
