/* Opcodes: values, names, attributes and items. A part of the evaluation loop's body: see
 * eval_loop.h. */

/* --- Moving values about --- */

OP(NOP)
{
    NEXT(1);
}
OP(POP_TOP)
{
    gb_decref(POP());
    NEXT(1);
}
OP(PUSH_NULL)
{
    PUSH(GB_NULL);
    NEXT(1);
}
OP(COPY)
{
    GbRef value = gb_new_ref(sp[-ip->arg]);
    PUSH(value);
    NEXT(1);
}
OP(SWAP)
{
    GbRef top = TOP();
    TOP() = sp[-ip->arg];
    sp[-ip->arg] = top;
    NEXT(1);
}
OP(LOAD_CONST)
{
    PUSH(gb_new_ref(consts[ip->arg]));
    NEXT(1);
}
OP(LOAD_FAST)
{
    GbBorrow value = fast[ip->arg];
    if (value == GB_NULL)
        goto unbound_local;
    PUSH(gb_new_ref(value));
    NEXT(1);
}
OP(STORE_FAST)
{
    GbRef old = fast[ip->arg];
    fast[ip->arg] = POP();
    gb_xdecref(old);
    NEXT(1);
}
OP(DELETE_FAST)
{
    if (fast[ip->arg] == GB_NULL)
        goto unbound_local;
    gb_clear(&fast[ip->arg]);
    NEXT(1);
}
FUSED(LOAD_FAST_LOAD_FAST)
{
    GbBorrow first = fast[ip->arg], second = fast[ip[1].arg];
    if (first == GB_NULL || second == GB_NULL)
        UNFUSE(LOAD_FAST);
    CHARGE(LOAD_FAST_LOAD_FAST);
    PUSH(gb_new_ref(first));
    PUSH(gb_new_ref(second));
    NEXT(2);
}
FUSED(LOAD_FAST_LOAD_CONST)
{
    GbBorrow first = fast[ip->arg];
    if (first == GB_NULL)
        UNFUSE(LOAD_FAST);
    CHARGE(LOAD_FAST_LOAD_CONST);
    PUSH(gb_new_ref(first));
    PUSH(gb_new_ref(consts[ip[1].arg]));
    NEXT(2);
}
FUSED(STORE_FAST_LOAD_FAST)
{
    CHARGE(STORE_FAST_LOAD_FAST);
    GbRef old = fast[ip->arg];
    fast[ip->arg] = TOP();
    GbBorrow value = fast[ip[1].arg];
    if (value == GB_NULL) {
        fast[ip->arg] = old;
        REFUND(STORE_FAST_LOAD_FAST);
        UNFUSE(STORE_FAST);
    }
    TOP() = gb_new_ref(value);
    gb_xdecref(old);
    NEXT(2);
}
FUSED(STORE_FAST_STORE_FAST)
{
    CHARGE(STORE_FAST_STORE_FAST);
    GbRef old = fast[ip->arg];
    fast[ip->arg] = POP();
    gb_xdecref(old);
    old = fast[ip[1].arg];
    fast[ip[1].arg] = POP();
    gb_xdecref(old);
    NEXT(2);
}

/* --- Names, globals, cells --- */

OP(LOAD_NAME)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_name(t, frame, ip, gb_cache(frame->code, ip));
    GbRef value = gb_op_load_name(t, frame, frame->code->names[ip->arg]);
    if (value == GB_NULL)
        goto error;
    PUSH(value);
    NEXT(1);
}
OP(LOAD_NAME_MODULE)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbDict *globals = gb_as_dict(frame->globals);
    if (globals->version != cache->version || frame->locals != frame->globals)
        MISS(LOAD_NAME);
    PUSH(gb_new_ref(globals->entries[cache->index].value));
    NEXT(1);
}
OP(LOAD_NAME_BUILTIN)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbDict *builtins = gb_as_dict(frame->builtins);
    if (gb_as_dict(frame->globals)->version != cache->version ||
        builtins->version != cache->version2 || frame->locals != frame->globals)
        MISS(LOAD_NAME);
    PUSH(gb_new_ref(builtins->entries[cache->index].value));
    NEXT(1);
}
OP(STORE_NAME)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_store_name(t, frame, ip, gb_cache(frame->code, ip));
    GbRef value = POP();
    int failed = gb_op_store_name(t, frame, frame->code->names[ip->arg], value);
    gb_decref(value);
    if (failed)
        goto error;
    NEXT(1);
}
OP(STORE_NAME_MODULE)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbDict *globals = gb_as_dict(frame->globals);
    if (globals->version != cache->version || frame->locals != frame->globals)
        MISS(STORE_NAME);
    GbRef *place = &globals->entries[cache->index].value, old = *place;
    *place = POP();
    gb_decref(old);
    NEXT(1);
}
OP(DELETE_NAME)
{
    CALLS_OUT();
    if (gb_op_delete_name(t, frame, frame->code->names[ip->arg]) < 0)
        goto error;
    NEXT(1);
}
OP(LOAD_GLOBAL)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_global(t, frame, ip, gb_cache(frame->code, ip));
    GbRef value = gb_op_load_global(t, frame, frame->code->names[ip->arg >> 1]);
    if (value == GB_NULL)
        goto error;
    *sp = GB_NULL;
    sp += ip->arg & 1;
    PUSH(value);
    NEXT(1);
}
OP(LOAD_GLOBAL_MODULE)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbDict *globals = gb_as_dict(frame->globals);
    if (globals->version != cache->version)
        MISS(LOAD_GLOBAL);
    *sp = GB_NULL;
    sp += ip->arg & 1;
    PUSH(gb_new_ref(globals->entries[cache->index].value));
    NEXT(1);
}
OP(LOAD_GLOBAL_BUILTIN)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbDict *builtins = gb_as_dict(frame->builtins);
    if (gb_as_dict(frame->globals)->version != cache->version ||
        builtins->version != cache->version2)
        MISS(LOAD_GLOBAL);
    *sp = GB_NULL;
    sp += ip->arg & 1;
    PUSH(gb_new_ref(builtins->entries[cache->index].value));
    NEXT(1);
}
OP(STORE_GLOBAL)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_store_name(t, frame, ip, gb_cache(frame->code, ip));
    GbRef value = POP();
    int failed = gb_dict_set(t, frame->globals, frame->code->names[ip->arg], value);
    gb_decref(value);
    if (failed < 0)
        goto error;
    NEXT(1);
}
OP(STORE_GLOBAL_MODULE)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbDict *globals = gb_as_dict(frame->globals);
    if (globals->version != cache->version)
        MISS(STORE_GLOBAL);
    GbRef *place = &globals->entries[cache->index].value, old = *place;
    *place = POP();
    gb_decref(old);
    NEXT(1);
}
OP(DELETE_GLOBAL)
{
    CALLS_OUT();
    if (gb_op_delete_global(t, frame, frame->code->names[ip->arg]) < 0)
        goto error;
    NEXT(1);
}
OP(MAKE_CELL)
{
    GbRef cell = gb_cell_new(t, fast[ip->arg]);
    if (cell == GB_NULL)
        goto error;
    gb_set(&fast[ip->arg], cell);
    NEXT(1);
}
OP(COPY_FREE_VARS)
{
    const GbBorrow *cells = gb_tuple_items(gb_as_function(frame->function)->closure);
    GbRef *free = STACK_BASE() - ip->arg;
    for (int i = 0; i < ip->arg; i++)
        free[i] = gb_new_ref(cells[i]);
    NEXT(1);
}
OP(LOAD_CLOSURE)
{
    GbBorrow cell = fast[ip->arg];
    if (cell == GB_NULL)
        goto unbound_local;
    PUSH(gb_new_ref(cell));
    NEXT(1);
}
OP(LOAD_DEREF)
{
    GbBorrow value = ((GbCell *)gb_object(fast[ip->arg]))->value;
    if (value == GB_NULL)
        goto unbound_local;
    PUSH(gb_new_ref(value));
    NEXT(1);
}
OP(LOAD_CLASSDEREF)
{
    CALLS_OUT();
    GbRef value = gb_op_load_classderef(t, frame, ip->arg);
    if (value == GB_NULL)
        goto error;
    PUSH(value);
    NEXT(1);
}
OP(STORE_DEREF)
{
    GbRef value = POP();
    gb_set(&((GbCell *)gb_object(fast[ip->arg]))->value, value);
    NEXT(1);
}
OP(DELETE_DEREF)
{
    if (gb_op_delete_deref(t, frame, ip->arg) < 0)
        goto error;
    NEXT(1);
}

/* --- Attributes and items --- */

OP(LOAD_ATTR)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_attr(t, frame, ip, gb_cache(frame->code, ip), TOP());
    REPLACE_BY(gb_attr_get(t, TOP(), frame->code->names[ip->arg]));
}
OP(LOAD_ATTR_VALUE)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(LOAD_ATTR);
    uintptr_t word = *(uintptr_t *)((char *)gb_object(owner) + cache->offset);
    if (word == 0 || word & 1 || cache->index >= ((GbValues *)word)->count)
        DEOPT(LOAD_ATTR);
    GbBorrow value = ((GbValues *)word)->values[cache->index];
    if (value == GB_NULL)
        DEOPT(LOAD_ATTR);
    gb_incref(value);
    REPLACE_TOP(value);
    NEXT(1);
}
OP(LOAD_ATTR_SLOT)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(LOAD_ATTR);
    GbBorrow value = *(GbRef *)((char *)gb_object(owner) + cache->index);
    if (value == GB_NULL)
        DEOPT(LOAD_ATTR);
    gb_incref(value);
    REPLACE_TOP(value);
    NEXT(1);
}
OP(LOAD_ATTR_MODULE)
{
    GbCache *cache = gb_cache(frame->code, ip);
    GbBorrow owner = TOP();
    if (!gb_is_exact(owner, GB_KIND_MODULE))
        MISS(LOAD_ATTR);
    GbDict *dict = gb_as_dict(gb_module_dict(owner));
    if (dict->version != cache->version)
        MISS(LOAD_ATTR);
    GbBorrow value = dict->entries[cache->index].value;
    gb_incref(value);
    REPLACE_TOP(value);
    NEXT(1);
}
OP(LOAD_ATTR_CLASS)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(LOAD_ATTR);
    if (cache->offset != 0 && *(uintptr_t *)((char *)gb_object(owner) + cache->offset) & 1)
        DEOPT(LOAD_ATTR);
    GbBorrow value = cache->value;
    gb_incref(value);
    REPLACE_TOP(value);
    NEXT(1);
}
OP(LOAD_ATTR_PROPERTY)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(LOAD_ATTR);
    GbFunction *getter = gb_as_function(cache->value);
    if (getter->version != cache->version2 || t->recursion_depth >= t->recursion_limit)
        DEOPT(LOAD_ATTR);
    CALLS_OUT();
    GbFrame *callee = gb_frame_push_take(t, gb_new_ref(cache->value));
    if (callee == NULL)
        goto error;
    callee->slots[0] = POP();
    for (int i = 1; i < callee->code->localsplus_count; i++)
        callee->slots[i] = GB_NULL;
    frame->sp = sp;
    callee->back = frame;
    frame = callee;
    goto enter_callee;
}
FUSED(LOAD_FAST_LOAD_ATTR)
{
    CHARGE(LOAD_FAST_LOAD_ATTR); /* Before looking: others may change what we see meanwhile. */
    GbBorrow owner = fast[ip->arg];
    GbCache *cache = ip[1].op != OP_LOAD_ATTR_VALUE || owner == GB_NULL
                         ? NULL
                         : gb_cache_for(frame->code, ip + 1, owner);
    if (cache == NULL) {
        REFUND(LOAD_FAST_LOAD_ATTR);
        UNFUSE(LOAD_FAST);
    }
    uintptr_t word = *(uintptr_t *)((char *)gb_object(owner) + cache->offset);
    if (word == 0 || word & 1 || cache->index >= ((GbValues *)word)->count) {
        REFUND(LOAD_FAST_LOAD_ATTR);
        UNFUSE(LOAD_FAST);
    }
    GbBorrow value = ((GbValues *)word)->values[cache->index];
    if (value == GB_NULL) {
        REFUND(LOAD_FAST_LOAD_ATTR);
        UNFUSE(LOAD_FAST);
    }
    PUSH(gb_new_ref(value));
    NEXT(2);
}
OP(STORE_ATTR)
{
    CALLS_OUT();
    if (WANTS_SPECIAL())
        gb_specialise_store_attr(t, frame, ip, gb_cache(frame->code, ip), TOP());
    int failed = gb_attr_set(t, TOP(), frame->code->names[ip->arg], sp[-2]);
    gb_decref(POP());
    gb_decref(POP());
    if (failed < 0)
        goto error;
    NEXT(1);
}
OP(STORE_ATTR_VALUE)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(STORE_ATTR);
    uintptr_t word = *(uintptr_t *)((char *)gb_object(owner) + cache->offset);
    GbValues *values = (GbValues *)word;
    if (word == 0 || word & 1)
        DEOPT(STORE_ATTR);
    if (cache->index >= values->count) {
        if (cache->index != values->count || values->count == values->capacity)
            DEOPT(STORE_ATTR);
        values->values[values->count++] = GB_NULL;
    } else if (values->values[cache->index] == GB_NULL) {
        DEOPT(STORE_ATTR); /* Deleted before: the order of insertion changes. */
    }
    GbRef old = values->values[cache->index];
    values->values[cache->index] = sp[-2];
    sp -= 2;
    gb_xdecref(old);
    gb_decref(owner);
    NEXT(1);
}
OP(STORE_ATTR_SLOT)
{
    GbBorrow owner = TOP();
    GbCache *cache = gb_cache_for(frame->code, ip, owner);
    if (cache == NULL)
        MISS(STORE_ATTR);
    GbRef *place = (GbRef *)((char *)gb_object(owner) + cache->index), old = *place;
    *place = sp[-2];
    sp -= 2;
    gb_xdecref(old);
    gb_decref(owner);
    NEXT(1);
}
OP(DELETE_ATTR)
{
    CALLS_OUT();
    int failed = gb_attr_delete(t, TOP(), frame->code->names[ip->arg]);
    gb_decref(POP());
    if (failed < 0)
        goto error;
    NEXT(1);
}
OP(BINARY_SUBSCR)
{
    GbBorrow container = sp[-2], key = sp[-1];
    if (gb_is_object(container)) {
        GbObject *object = gb_object(container);
        if (gb_is_small(key)) {
            int64_t index = gb_small(key);
            if (object->kind == GB_KIND_LIST) {
                GbList *list = (GbList *)object;
                index += index < 0 ? list->count : 0;
                if ((uint64_t)index < (uint64_t)list->count) {
                    GbRef item = gb_new_ref(list->items[index]);
                    --sp;
                    REPLACE_TOP(item);
                    NEXT(1);
                }
            } else if (object->kind == GB_KIND_TUPLE) {
                GbTuple *tuple = (GbTuple *)object;
                index += index < 0 ? tuple->count : 0;
                if ((uint64_t)index < (uint64_t)tuple->count) {
                    GbRef item = gb_new_ref(tuple->items[index]);
                    --sp;
                    REPLACE_TOP(item);
                    NEXT(1);
                }
            }
        }
        if (object->kind == GB_KIND_DICT) {
            REDUCE(2, gb_dict_getitem(t, sp[-2], sp[-1]));
        }
    }
    REDUCE(2, gb_item_get(t, sp[-2], sp[-1]));
}
FUSED(FAST_FAST_SUBSCR)
{
    CHARGE(FAST_FAST_SUBSCR); /* Before looking: others may change what we see meanwhile. */
    GbBorrow container = fast[ip->arg], key = fast[ip[1].arg];
    if (container == GB_NULL || !gb_is_exact(container, GB_KIND_LIST) || !gb_is_small(key)) {
        REFUND(FAST_FAST_SUBSCR);
        UNFUSE(LOAD_FAST);
    }
    GbList *list = (GbList *)gb_object(container);
    int64_t index = gb_small(key);
    index += index < 0 ? list->count : 0;
    if ((uint64_t)index >= (uint64_t)list->count) {
        REFUND(FAST_FAST_SUBSCR);
        UNFUSE(LOAD_FAST);
    }
    PUSH(gb_new_ref(list->items[index]));
    NEXT(3);
}
OP(STORE_SUBSCR)
{
    GbBorrow container = sp[-2], key = sp[-1];
    if (gb_is_small(key) && gb_is_exact(container, GB_KIND_LIST)) {
        GbList *list = (GbList *)gb_object(container);
        int64_t index = gb_small(key);
        index += index < 0 ? list->count : 0;
        if ((uint64_t)index < (uint64_t)list->count) {
            GbRef old = list->items[index];
            list->items[index] = sp[-3];
            sp -= 3;
            gb_decref(old);
            gb_decref(container);
            NEXT(1);
        }
    }
    CALLS_OUT();
    int failed = gb_item_set(t, sp[-2], sp[-1], sp[-3]);
    gb_decref(POP());
    gb_decref(POP());
    gb_decref(POP());
    if (failed < 0)
        goto error;
    NEXT(1);
}
OP(DELETE_SUBSCR)
{
    CALLS_OUT();
    int failed = gb_item_delete(t, sp[-2], sp[-1]);
    gb_decref(POP());
    gb_decref(POP());
    if (failed < 0)
        goto error;
    NEXT(1);
}
