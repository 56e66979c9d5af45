/* Opcodes: jumps and calls. A part of the evaluation loop's body: see eval_loop.h. */

/* --- Jumps --- */

OP(JUMP_FORWARD)
{
    JUMP(0, ip->arg);
}
OP(JUMP_BACKWARD)
{
    WARM_UP(frame->code);
    JUMP_BACK(0);
}
OP(JUMP_BACKWARD_WARM)
{
    JUMP_BACK(0);
}
OP(JUMP_BACKWARD_NO_INTERRUPT)
{
    JUMP(0, -ip->arg);
}
OP(POP_JUMP_FORWARD_IF_FALSE)
POP_JUMP(false, true)
OP(POP_JUMP_FORWARD_IF_TRUE)
POP_JUMP(true, true)
OP(POP_JUMP_FORWARD_IF_NONE)
POP_JUMP_NONE(true, true)
OP(POP_JUMP_FORWARD_IF_NOT_NONE)
POP_JUMP_NONE(false, true)
OP(POP_JUMP_BACKWARD_IF_FALSE)
{
    WARM_UP(frame->code);
    POP_JUMP(false, false);
}
OP(POP_JUMP_BACKWARD_IF_TRUE)
{
    WARM_UP(frame->code);
    POP_JUMP(true, false);
}
OP(POP_JUMP_BACKWARD_IF_NONE)
POP_JUMP_NONE(true, false)
OP(POP_JUMP_BACKWARD_IF_NOT_NONE)
POP_JUMP_NONE(false, false)
OP(JUMP_IF_FALSE_OR_POP)
JUMP_OR_POP(0)
OP(JUMP_IF_TRUE_OR_POP)
JUMP_OR_POP(1)
OP(GET_ITER)
REPLACE_BY(gb_iter(t, TOP()))
FUSED(FOR_RANGE_STORE)
{
    CHARGE(FOR_RANGE_STORE); /* Before looking: others may change what we see meanwhile. */
    GbRangeIterator *range = (GbRangeIterator *)gb_object(TOP());
    if (!gb_is_exact(TOP(), GB_KIND_RANGE_ITERATOR) || range->remaining <= 0 ||
        !gb_fits_small(range->next)) {
        REFUND(FOR_RANGE_STORE);
        UNFUSE(FOR_ITER);
    }
    --range->remaining;
    GbRef old = fast[ip[1].arg];
    fast[ip[1].arg] = gb_small_new(range->next);
    range->next = (int64_t)((uint64_t)range->next + (uint64_t)range->step);
    gb_xdecref(old);
    NEXT(2);
}
OP(FOR_ITER)
{
    GbObject *iterator = gb_object(TOP());
    switch (iterator->kind) {
    case GB_KIND_LIST_ITERATOR: {
        GbListIterator *it = (GbListIterator *)iterator;
        if (it->sequence == GB_NULL || it->index >= gb_as_list(it->sequence)->count)
            break;
        PUSH(gb_new_ref(gb_as_list(it->sequence)->items[it->index++]));
        NEXT(1);
    }
    case GB_KIND_TUPLE_ITERATOR: {
        GbListIterator *it = (GbListIterator *)iterator;
        if (it->sequence == GB_NULL || it->index >= gb_as_tuple(it->sequence)->count)
            break;
        PUSH(gb_new_ref(gb_as_tuple(it->sequence)->items[it->index++]));
        NEXT(1);
    }
    case GB_KIND_GENERATOR: {
        GbGenerator *generator = (GbGenerator *)iterator;
        if (generator->state > GB_GEN_SUSPENDED || t->recursion_depth >= t->recursion_limit)
            break;
        CALLS_OUT();
        resumed = generator;
        sent = GB_NONE;
        goto resume_generator;
    }
    default: break;
    }
    CALLS_OUT();
    GbRef item = iterator->type->slots.next(t, gb_value(iterator));
    if (item != GB_NULL) {
        PUSH(item);
        NEXT(1);
    }
    TRACE(if (gb_raised_is(t, gb_StopIteration)) gb_trace_exception(t, frame));
    if (t->exception != GB_NULL && gb_op_iteration_ended(t) < 0)
        goto error;
    gb_decref(POP());
    JUMP(0, ip->arg);
}

/* --- Calls and functions --- */

OP(RESUME)
{
    CALLS_OUT();
    if (ip->arg == 0)
        WARM_UP(frame->code);
    frame->flags.is_complete = true;
    TRACE(if (gb_trace_call(t, frame) < 0) goto error);
    POLL_DONE();
    NEXT(1);
}
OP(RESUME_WARM)
{
    frame->flags.is_complete = true;
    TRACE(CALLS_OUT(); if (gb_trace_call(t, frame) < 0) goto error);
    POLL_DONE();
    NEXT(1);
}
OP(LOAD_METHOD)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_method(t, frame, ip, gb_cache(frame->code, ip), TOP());
    GbRef method = GB_NULL;
    int bound = gb_method_get(t, TOP(), frame->code->names[ip->arg], &method);
    if (bound < 0)
        goto error;
    if (bound) {
        GbRef self = TOP();
        TOP() = method;
        PUSH(self);
    } else {
        REPLACE_TOP(GB_NULL);
        PUSH(method);
    }
    NEXT(1);
}
OP(LOAD_METHOD_PLAIN)
{
    GbCache *cache = gb_cache(frame->code, ip);
    if (gb_type_of(t, TOP())->version != cache->version)
        MISS(LOAD_METHOD);
    GbRef self = TOP();
    TOP() = gb_new_ref(cache->value);
    PUSH(self);
    NEXT(1);
}
OP(LOAD_METHOD_VALUES)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(LOAD_METHOD);
    if (*(uintptr_t *)((char *)gb_object(owner) + cache->offset) & 1)
        DEOPT(LOAD_METHOD);
    TOP() = gb_new_ref(cache->value);
    PUSH(owner);
    NEXT(1);
}
OP(LOAD_METHOD_MODULE)
{
    GbCache *cache = gb_cache(frame->code, ip);
    if (!gb_is_exact(TOP(), GB_KIND_MODULE))
        MISS(LOAD_METHOD);
    GbDict *dict = gb_as_dict(gb_module_dict(TOP()));
    if (dict->version != cache->version)
        MISS(LOAD_METHOD);
    GbRef function = gb_new_ref(dict->entries[cache->index].value);
    REPLACE_TOP(GB_NULL);
    PUSH(function);
    NEXT(1);
}
OP(LOAD_METHOD_CLASS)
{
    GbCache *cache = gb_cache(frame->code, ip);
    if (!gb_is_exact(TOP(), GB_KIND_TYPE) || gb_as_type(TOP())->version != cache->version)
        MISS(LOAD_METHOD);
    GbRef function = gb_new_ref(cache->value);
    REPLACE_TOP(GB_NULL);
    PUSH(function);
    NEXT(1);
}
OP(KW_NAMES)
{
    names = consts[ip->arg];
    NEXT(1);
}
OP(PRECALL)
{
    ++ip;
    if (ip->op == OP_CALL)
        goto L_CALL; /* As good as always: spare the jump. */
    DISPATCH();
}
OP(CALL)
{
    CALLS_OUT();
    int count = ip->arg;
    GbRef *args = sp - count;
    if (args[-2] != GB_NULL) {
        --args;
        ++count;
    }
    GbBorrow callable = args[-1];
    GbObject *object = gb_is_object(callable) ? gb_object(callable) : NULL;
    if (object != NULL && object->kind == GB_KIND_METHOD && count == ip->arg) {
        GbMethod *method = (GbMethod *)object;
        args[-2] = gb_new_ref(method->function);
        args[-1] = gb_new_ref(method->self);
        gb_decref(callable);
        --args;
        ++count;
        callable = args[-1];
        object = gb_is_object(callable) ? gb_object(callable) : NULL;
    }
    if (object != NULL && object->kind == GB_KIND_FUNCTION) {
        GbCode *code = ((GbFunction *)object)->code;
        if (t->recursion_depth >= t->recursion_limit)
            goto too_deep;
        args[-1] = GB_NULL; /* Its reference goes to the frame. */
        GbFrame *callee = gb_frame_push_take(t, callable);
        if (callee == NULL)
            goto error;
        if (names == GB_NULL && count == code->exact_args) {
            for (int i = 0; i < count; i++)
                callee->slots[i] = args[i];
            for (int i = count; i < code->localsplus_count; i++)
                callee->slots[i] = GB_NULL;
        } else {
            int failed = gb_frame_bind(t, callee, args, count, names);
            names = GB_NULL;
            if (failed < 0) {
                gb_frame_pop(t, callee);
                goto error;
            }
            while (sp > args)
                gb_decref(POP());
        }
        sp = args - 1;
        if (ip->arg == count)
            --sp; /* The NULL below. */
        frame->sp = sp;
        callee->back = frame;
        frame = callee;
        goto enter_callee;
    }
    if (object != NULL && object->kind == GB_KIND_TYPE && WANTS_SPECIAL())
        gb_specialise_call(t, frame, ip, gb_cache(frame->code, ip), callable);
    GbRef result;
    TRACE(if (gb_trace_c_call(t, frame, callable, count > 0 ? args[0] : GB_NULL) < 0) goto error);
    if (object != NULL && object->kind == GB_KIND_METHOD_DESCRIPTOR && names == GB_NULL &&
        gb_signature_fits(((GbMethodDescriptor *)object)->signature, count - 1) &&
        gb_type_of(t, args[0]) == ((GbMethodDescriptor *)object)->owner)
        result = gb_call_fitting(t, ((GbMethodDescriptor *)object)->signature, args[0], args + 1,
                                 count - 1);
    else if (object != NULL && object->kind == GB_KIND_BUILTIN && names == GB_NULL &&
             gb_signature_fits(((GbBuiltin *)object)->signature, count))
        result = gb_call_fitting(t, ((GbBuiltin *)object)->signature, ((GbBuiltin *)object)->self,
                                 args, count);
    else
        result = gb_call(t, callable, args, count, names);
    TRACE(result = gb_trace_c_return_take(t, frame, callable, count > 0 ? args[0] : GB_NULL,
                                          result));
    names = GB_NULL;
    while (sp > args)
        gb_decref(POP());
    gb_decref(POP());
    if (ip->arg == count)
        --sp; /* The NULL below. */
    if (result == GB_NULL)
        goto error;
    PUSH(result);
    POLL_DONE();
    NEXT(1);
}
OP(CALL_CLASS)
{
    GbCache *cache = gb_cache(frame->code, ip);
    int count = ip->arg;
    GbRef *args = sp - count;
    if (args[-2] != GB_NULL || !gb_is_exact(args[-1], GB_KIND_TYPE) ||
        gb_as_type(args[-1])->version != cache->version)
        MISS(CALL);
    if (names != GB_NULL || t->recursion_depth >= t->recursion_limit)
        DEOPT(CALL);
    CALLS_OUT();
    GbBorrow class = args[-1];
    GbRef instance = gb_instance_new(t, gb_as_type(class));
    if (instance == GB_NULL)
        goto error;
    GbFrame *callee = gb_frame_push_take(t, gb_new_ref(cache->value));
    if (callee == NULL) {
        gb_decref(instance);
        goto error;
    }
    GbCode *code = callee->code;
    if (count + 1 == code->exact_args) {
        callee->slots[0] = gb_new_ref(instance);
        for (int i = 0; i < count; i++)
            callee->slots[i + 1] = args[i];
        for (int i = count + 1; i < code->localsplus_count; i++)
            callee->slots[i] = GB_NULL;
    } else {
        args[-1] = instance; /* In its place before the arguments for a moment; the class is held by
                                `class`. */
        int failed = gb_frame_bind(t, callee, args - 1, count + 1, GB_NULL);
        args[-1] = class;
        if (failed < 0) {
            gb_frame_pop(t, callee);
            gb_decref(instance);
            goto error;
        }
        while (sp > args)
            gb_decref(POP());
    }
    sp = args - 2;
    gb_decref(class);
    PUSH(instance);
    frame->sp = sp;
    callee->back = frame;
    callee->flags.discard_result = true;
    frame = callee;
    goto enter_callee;
}
OP(CALL_FUNCTION_EX)
{
    CALLS_OUT();
    int has_mapping = ip->arg & 1;
    GbRef *args = sp - 1 - has_mapping;
    TRACE(if (gb_trace_c_call(t, frame, args[-1], GB_NULL) < 0) goto error);
    GbRef result = gb_op_call_ex(t, args[-1], args[0], has_mapping ? args[1] : GB_NULL);
    TRACE(result = gb_trace_c_return_take(t, frame, args[-1], GB_NULL, result));
    while (sp > args - 1)
        gb_decref(POP());
    --sp; /* The NULL below. */
    if (result == GB_NULL)
        goto error;
    PUSH(result);
    POLL_DONE();
    NEXT(1);
}
OP(MAKE_FUNCTION)
{
    int flags = ip->arg;
    GbRef function = gb_op_make_function(t, frame, flags, sp);
    sp -= 1 + (flags & 1) + (flags >> 1 & 1) + (flags >> 2 & 1) + (flags >> 3 & 1);
    if (function == GB_NULL)
        goto error;
    PUSH(function);
    NEXT(1);
}
OP(RETURN_VALUE)
{
    CALLS_OUT(); /* A frame object outlives the frame, and says where that ended. */
    GbRef result = POP();
    TRACE(if (gb_trace_return(t, frame, result) < 0) {
        gb_decref(result);
        goto error;
    });
    GbFrame *caller = frame->back;
    bool to_c = frame->flags.is_entry;
    t->frame = caller;
    if (frame->generator != NULL) {
        GbGenerator *generator = frame->generator;
        gb_generator_leave(t, generator, GB_GEN_DONE);
        gb_generator_finish(t, generator);
        if (to_c)
            return result;
        --t->recursion_depth;
        frame = caller;
        sp = frame->sp;
        COME_BACK();
        TRACE(if (gb_trace_stop(t, frame, TOP(), result) < 0) {
            gb_decref(result);
            goto error;
        });
        if (ip->op == OP_SEND) {
            REPLACE_TOP(result);
        } else {
            gb_decref(result);
            gb_decref(POP());
        }
        JUMP(0, ip->arg);
    }
    bool discard = frame->flags.discard_result;
    gb_frame_pop(t, frame);
    if (to_c)
        return result;
    --t->recursion_depth;
    frame = caller;
    sp = frame->sp;
    COME_BACK();
    if (!discard) {
        PUSH(result);
    } else if (result != GB_NONE) {
        gb_raise(t, gb_TypeError, "__init__() should return None, not '%T'", result);
        gb_decref(result);
        goto error;
    }
    NEXT(1);
}
OP(LOAD_BUILD_CLASS)
{
    CALLS_OUT();
    GbRef function = GB_NULL;
    int found = gb_dict_find(t, frame->builtins, gb_name(t, __build_class__), &function);
    if (found <= 0) {
        if (found == 0)
            gb_raise(t, gb_NameError, "__build_class__ not found");
        goto error;
    }
    PUSH(function);
    NEXT(1);
}
OP(SETUP_ANNOTATIONS)
{
    CALLS_OUT();
    if (gb_op_setup_annotations(t, frame) < 0)
        goto error;
    NEXT(1);
}
OP(PRINT_EXPR)
{
    CALLS_OUT();
    GbRef value = POP();
    int failed = gb_op_print_expr(t, value);
    gb_decref(value);
    if (failed < 0)
        goto error;
    NEXT(1);
}
