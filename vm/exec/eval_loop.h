/* The evaluation loop: included once by each variant, which defines
 *
 *   GB_EVAL_NAME   the function's name
 *   CHARGE(name)   at the head of each opcode: count its ticks and look after the lock, where the variant does that
 *   DUE()          at edges (backward jumps, function entries, after calls into C): must something be looked after?
 *   TRACE(what)    run a statement of tracing, or nothing
 *
 * Registers: `ip` is the instruction under way, `sp` one past the top of the value stack, `fast` the locals. An
 * instruction ends with NEXT(n), which goes on n instructions further. Before anything that may run Python, CALLS_OUT
 * writes ip where others can see it. Values on the stack are owned. */

#include "vm/exec/eval_macros.h"

GbRef GB_EVAL_NAME(GbThread *t, GbFrame *frame, GbEvalStart start)
{
    static const void *const labels[] = {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc) &&L_##name,
#include "vm/code/opcode.def"
#undef GB_OP
#define GB_SPECIAL(name, base, length, ticks, doc) &&L_##name,
#include "vm/exec/special.def"
#undef GB_SPECIAL
    };
    GbInterp *const interp = t->interp;
    Gil *const gil = interp->gil;
    GbInstr *ip;
    GbRef *sp = frame->sp, *fast;
    const GbRef *consts;
    GbBorrow names = GB_NULL; /* KW_NAMES for the CALL that follows. */
    PRELUDE();

    ENTER(frame->ip);
    if (start == GB_EVAL_THROW)
        goto error_raised;
    if (start == GB_EVAL_AFTER_IP)
        ++ip;
    DISPATCH();

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
            DEOPT(LOAD_FAST);
        PUSH(gb_new_ref(first));
        PUSH(gb_new_ref(second));
        NEXT(2);
    }
    FUSED(LOAD_FAST_LOAD_CONST)
    {
        GbBorrow first = fast[ip->arg];
        if (first == GB_NULL)
            DEOPT(LOAD_FAST);
        PUSH(gb_new_ref(first));
        PUSH(gb_new_ref(consts[ip[1].arg]));
        NEXT(2);
    }
    FUSED(STORE_FAST_LOAD_FAST)
    {
        GbRef old = fast[ip->arg];
        fast[ip->arg] = TOP();
        GbBorrow value = fast[ip[1].arg];
        if (value == GB_NULL) {
            fast[ip->arg] = old;
            DEOPT(STORE_FAST);
        }
        TOP() = gb_new_ref(value);
        gb_xdecref(old);
        NEXT(2);
    }
    FUSED(STORE_FAST_STORE_FAST)
    {
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
        if (gb_as_dict(frame->globals)->version != cache->version || builtins->version != cache->version2 ||
            frame->locals != frame->globals)
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
        if (gb_as_dict(frame->globals)->version != cache->version || builtins->version != cache->version2)
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        GbCache *cache = gb_cache(frame->code, ip + 1);
        if (ip[1].op != OP_LOAD_ATTR_VALUE || !gb_is_object(owner) || owner == GB_NULL ||
            gb_object(owner)->type->version != cache->version)
            DEOPT(LOAD_FAST);
        uintptr_t word = *(uintptr_t *)((char *)gb_object(owner) + cache->offset);
        if (word == 0 || word & 1 || cache->index >= ((GbValues *)word)->count)
            DEOPT(LOAD_FAST);
        GbBorrow value = ((GbValues *)word)->values[cache->index];
        if (value == GB_NULL)
            DEOPT(LOAD_FAST);
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        if (container == GB_NULL || !gb_is_exact(container, GB_KIND_LIST) || !gb_is_small(key))
            DEOPT(LOAD_FAST);
        GbList *list = (GbList *)gb_object(container);
        int64_t index = gb_small(key);
        index += index < 0 ? list->count : 0;
        if ((uint64_t)index >= (uint64_t)list->count)
            DEOPT(LOAD_FAST);
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

    /* --- Operators --- */

    OP(UNARY_POSITIVE)
    REPLACE_BY(gb_unary(t, GB_POSITIVE, TOP()))
    OP(UNARY_NEGATIVE)
    {
        if (gb_is_small(TOP()) && TOP() != gb_small_new(GB_SMALL_MIN)) {
            TOP() = gb_small_new(-gb_small(TOP()));
            NEXT(1);
        }
        REPLACE_BY(gb_unary(t, GB_NEGATIVE, TOP()));
    }
    OP(UNARY_NOT)
    {
        CALLS_OUT();
        int truth = gb_is_bool(TOP()) ? TOP() == GB_TRUE : gb_truth(t, TOP());
        if (truth < 0)
            goto error;
        REPLACE_TOP(gb_bool(!truth));
        NEXT(1);
    }
    OP(UNARY_INVERT)
    REPLACE_BY(gb_unary(t, GB_INVERT, TOP()))
    OP(BINARY_OP)
    REDUCE(2, gb_binary_op(t, ip->arg, sp[-2], sp[-1]))
    OP(BINARY_ADD)
    {
        BINARY_FAST(ADD, SMALL_ADD, +);
        if (gb_is_exact(left, GB_KIND_STR) && gb_is_exact(right, GB_KIND_STR)) {
            /* s = s + x: let go of the variable, so that s can grow in place. */
            if (ip[1].op == OP_STORE_FAST && fast[ip[1].arg] == left) {
                fast[ip[1].arg] = GB_NULL;
                gb_decref(left);
            }
            --sp;
            TOP() = GB_NULL;
            GbRef sum = gb_str_append_take(t, left, right);
            gb_decref(right);
            if (sum == GB_NULL) {
                --sp;
                goto error;
            }
            TOP() = sum;
            NEXT(1);
        }
        DEOPT(BINARY_OP);
    }
    OP(BINARY_SUBTRACT)
    {
        BINARY_FAST(SUBTRACT, SMALL_SUB, -);
        DEOPT(BINARY_OP);
    }
    OP(BINARY_MULTIPLY)
    {
        BINARY_FAST(MULTIPLY, SMALL_MUL, *);
        DEOPT(BINARY_OP);
    }
    FUSED_BINARY(FAST_CONST_ADD, consts, SMALL_ADD, +, 3)
    FUSED_BINARY(FAST_CONST_SUBTRACT, consts, SMALL_SUB, -, 3)
    FUSED_BINARY(FAST_FAST_ADD, fast, SMALL_ADD, +, 3)
    FUSED_BINARY(FAST_FAST_SUBTRACT, fast, SMALL_SUB, -, 3)
    FUSED_BINARY(FAST_FAST_MULTIPLY, fast, SMALL_MUL, *, 3)
    FUSED_BINARY(FAST_CONST_ADD_STORE, consts, SMALL_ADD, +, 4)
    FUSED_BINARY(FAST_CONST_SUBTRACT_STORE, consts, SMALL_SUB, -, 4)
    FUSED_BINARY(FAST_FAST_ADD_STORE, fast, SMALL_ADD, +, 4)
    OP(COMPARE_OP)
    REDUCE(2, gb_compare_op(t, sp[-2], sp[-1], (GbCompare)ip->arg))
    FUSED_COMPARE(COMPARE_JUMP, COMPARE_OP, sp[-2], sp[-1], 1, 2, false)
    FUSED_COMPARE(COMPARE_JUMP_BACK, COMPARE_OP, sp[-2], sp[-1], 1, 2, true)
    FUSED_COMPARE(FAST_CONST_COMPARE_JUMP, LOAD_FAST, fast[ip->arg], consts[ip[1].arg], 3, 0, false)
    FUSED_COMPARE(FAST_CONST_COMPARE_JUMP_BACK, LOAD_FAST, fast[ip->arg], consts[ip[1].arg], 3, 0, true)
    FUSED_COMPARE(FAST_FAST_COMPARE_JUMP, LOAD_FAST, fast[ip->arg], fast[ip[1].arg], 3, 0, false)
    FUSED_COMPARE(FAST_FAST_COMPARE_JUMP_BACK, LOAD_FAST, fast[ip->arg], fast[ip[1].arg], 3, 0, true)
    OP(IS_OP)
    {
        bool same = (sp[-2] == sp[-1]) ^ ip->arg;
        gb_decref(POP());
        REPLACE_TOP(gb_bool(same));
        NEXT(1);
    }
    OP(CONTAINS_OP)
    {
        CALLS_OUT();
        int found = gb_contains(t, sp[-1], sp[-2]);
        if (found < 0)
            goto error;
        gb_decref(POP());
        REPLACE_TOP(gb_bool(found ^ ip->arg));
        NEXT(1);
    }

    /* --- Building values --- */

    OP(BUILD_TUPLE)
    {
        sp -= ip->arg;
        GbRef tuple = gb_tuple_from_array_take(t, sp, ip->arg);
        if (tuple == GB_NULL)
            goto error;
        PUSH(tuple);
        NEXT(1);
    }
    OP(BUILD_LIST)
    {
        sp -= ip->arg;
        GbRef list = gb_list_from_array_take(t, sp, ip->arg);
        if (list == GB_NULL)
            goto error;
        PUSH(list);
        NEXT(1);
    }
    OP(BUILD_SET)
    REDUCE(ip->arg, gb_op_build_set(t, sp - ip->arg, ip->arg))
    OP(BUILD_MAP)
    REDUCE(2 * ip->arg, gb_op_build_map(t, sp - 2 * ip->arg, ip->arg))
    OP(BUILD_CONST_KEY_MAP)
    REDUCE(ip->arg + 1, gb_op_build_const_key_map(t, TOP(), sp - 1 - ip->arg, ip->arg))
    OP(BUILD_STRING)
    REDUCE(ip->arg, gb_op_build_string(t, sp - ip->arg, ip->arg))
    OP(BUILD_SLICE)
    REDUCE(ip->arg, gb_slice_new(t, sp[-ip->arg], sp[1 - ip->arg], ip->arg == 3 ? sp[-1] : GB_NONE))
    OP(FORMAT_VALUE)
    {
        int has_spec = (ip->arg & 4) != 0;
        REDUCE(1 + has_spec,
               gb_op_format_value(t, sp[-1 - has_spec], has_spec ? sp[-1] : GB_NULL, ip->arg & 3));
    }
    OP(LIST_APPEND)
    {
        --sp;
        if (gb_list_append_take(t, sp[-ip->arg], *sp) < 0)
            goto error;
        NEXT(1);
    }
    OP(LIST_EXTEND)
    {
        CALLS_OUT();
        GbRef iterable = POP();
        int failed = gb_op_list_extend(t, sp[-ip->arg], iterable);
        gb_decref(iterable);
        if (failed < 0)
            goto error;
        NEXT(1);
    }
    OP(LIST_TO_TUPLE)
    REPLACE_BY(gb_list_to_tuple(t, TOP()))
    OP(SET_ADD)
    {
        CALLS_OUT();
        GbRef item = POP();
        int failed = gb_set_add(t, sp[-ip->arg], item);
        gb_decref(item);
        if (failed < 0)
            goto error;
        NEXT(1);
    }
    OP(SET_UPDATE)
    {
        CALLS_OUT();
        GbRef iterable = POP();
        GbRef nothing = gb_call_method(t, sp[-ip->arg], gb_name(t, update), &iterable, 1);
        gb_decref(iterable);
        if (nothing == GB_NULL)
            goto error;
        NEXT(1);
    }
    OP(MAP_ADD)
    {
        CALLS_OUT();
        int failed = gb_dict_set(t, sp[-2 - ip->arg], sp[-2], sp[-1]);
        gb_decref(POP());
        gb_decref(POP());
        if (failed < 0)
            goto error;
        NEXT(1);
    }
    OP(DICT_UPDATE)
    {
        CALLS_OUT();
        GbRef mapping = POP();
        int failed = gb_op_dict_update(t, sp[-ip->arg], mapping);
        gb_decref(mapping);
        if (failed < 0)
            goto error;
        NEXT(1);
    }
    OP(DICT_MERGE)
    {
        CALLS_OUT();
        GbRef mapping = POP(); /* Below the dict: the args tuple, then the function. */
        int failed = gb_dict_merge_unique(t, sp[-ip->arg], mapping, sp[-2 - ip->arg]);
        gb_decref(mapping);
        if (failed < 0)
            goto error;
        NEXT(1);
    }
    OP(UNPACK_SEQUENCE)
    {
        GbRef sequence = POP();
        int count = ip->arg;
        if (gb_is_exact(sequence, GB_KIND_TUPLE) && gb_as_tuple(sequence)->count == count) {
            for (int i = count; i-- > 0;)
                PUSH(gb_new_ref(gb_as_tuple(sequence)->items[i]));
            gb_decref(sequence);
            NEXT(1);
        }
        CALLS_OUT();
        int failed = gb_op_unpack(t, sequence, count, 0, false, sp);
        gb_decref(sequence);
        if (failed < 0)
            goto error;
        sp += count;
        NEXT(1);
    }
    OP(UNPACK_EX)
    {
        CALLS_OUT();
        int before = ip->arg & 0xff, after = ip->arg >> 8;
        GbRef sequence = POP();
        int failed = gb_op_unpack(t, sequence, before, after, true, sp);
        gb_decref(sequence);
        if (failed < 0)
            goto error;
        sp += before + 1 + after;
        NEXT(1);
    }

    /* --- Jumps --- */

    OP(JUMP_FORWARD)
    {
        NEXT(1 + ip->arg);
    }
    OP(JUMP_BACKWARD)
    {
        WARM_UP(frame->code);
        JUMP_BACK();
    }
    OP(JUMP_BACKWARD_WARM)
    {
        JUMP_BACK();
    }
    OP(JUMP_BACKWARD_NO_INTERRUPT)
    {
        NEXT(1 - ip->arg);
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
    {
        CALLS_OUT();
        int truth = gb_is_bool(TOP()) ? TOP() == GB_TRUE : gb_truth(t, TOP());
        if (truth < 0)
            goto error;
        if (truth == 0)
            NEXT(1 + ip->arg);
        gb_decref(POP());
        NEXT(1);
    }
    OP(JUMP_IF_TRUE_OR_POP)
    {
        CALLS_OUT();
        int truth = gb_is_bool(TOP()) ? TOP() == GB_TRUE : gb_truth(t, TOP());
        if (truth < 0)
            goto error;
        if (truth == 1)
            NEXT(1 + ip->arg);
        gb_decref(POP());
        NEXT(1);
    }
    OP(GET_ITER)
    REPLACE_BY(gb_iter(t, TOP()))
    FUSED(FOR_RANGE_STORE)
    {
        CHARGE(FOR_RANGE_STORE); /* Before looking: others may change what we see meanwhile. */
        if (!gb_is_exact(TOP(), GB_KIND_RANGE_ITERATOR))
            DEOPT(FOR_ITER);
        GbRangeIterator *range = (GbRangeIterator *)gb_object(TOP());
        if (range->remaining <= 0 || !gb_fits_small(range->next))
            DEOPT(FOR_ITER);
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
            frame->sp = sp;
            gb_generator_enter(t, generator);
            generator->frame->back = frame;
            frame = generator->frame;
            frame->flags.is_entry = false;
            ++t->recursion_depth;
            t->frame = frame;
            sp = frame->sp;
            PUSH(GB_NONE);
            ENTER(frame->ip + 1);
            DISPATCH();
        }
        default:
            break;
        }
        CALLS_OUT();
        GbRef item = iterator->type->slots.next(t, gb_value(iterator));
        if (item != GB_NULL) {
            PUSH(item);
            NEXT(1);
        }
        if (t->exception != GB_NULL && gb_op_iteration_ended(t) < 0)
            goto error;
        gb_decref(POP());
        NEXT(1 + ip->arg);
    }

    /* --- Calls and functions --- */

    OP(RESUME)
    {
        CALLS_OUT();
        if (ip->arg == 0)
            WARM_UP(frame->code);
        frame->flags.is_complete = true;
        TRACE(if (ip->arg < 2 && gb_trace_call(t, frame) < 0) goto error);
        POLL_DONE();
        NEXT(1);
    }
    OP(RESUME_WARM)
    {
        frame->flags.is_complete = true;
        TRACE(CALLS_OUT(); if (ip->arg < 2 && gb_trace_call(t, frame) < 0) goto error);
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
        GbCache *cache = gb_cache(frame->code, ip);
        GbBorrow owner = TOP();
        if (!gb_is_object(owner) || gb_object(owner)->type->version != cache->version)
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
        } else if (gb_is_exact(args[-1], GB_KIND_METHOD)) {
            GbMethod *method = (GbMethod *)gb_object(args[-1]);
            args[-2] = gb_new_ref(method->function);
            args[-1] = gb_new_ref(method->self);
            gb_decref(gb_value(method));
            --args;
            ++count;
        }
        GbBorrow callable = args[-1];
        GbObject *object = gb_is_object(callable) ? gb_object(callable) : NULL;
        if (object != NULL && object->kind == GB_KIND_FUNCTION) {
            GbCode *code = ((GbFunction *)object)->code;
            if (t->recursion_depth >= t->recursion_limit)
                goto too_deep;
            args[-1] = GB_NULL; /* Its reference goes to the frame. */
            GbFrame *callee = gb_frame_push_take(t, callable);
            if (callee == NULL)
                goto error;
            if (names == GB_NULL && count == code->arg_count && code->kwonly_count == 0 &&
                !(code->flags & (GB_CO_VARARGS | GB_CO_VARKEYWORDS))) {
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
        const GbSignature *signature;
        if (object != NULL && object->kind == GB_KIND_METHOD_DESCRIPTOR && names == GB_NULL &&
            (signature = ((GbMethodDescriptor *)object)->signature) != NULL && signature->slot_count == count - 1 &&
            signature->positional_count == count - 1 && count > 0 &&
            gb_type_of(t, args[0]) == ((GbMethodDescriptor *)object)->owner)
            result = signature->def->function(t, args[0], args + 1);
        else if (object != NULL && object->kind == GB_KIND_BUILTIN && names == GB_NULL &&
                 (signature = ((GbBuiltin *)object)->signature) != NULL && signature->slot_count == count &&
                 signature->positional_count == count)
            result = signature->def->function(t, ((GbBuiltin *)object)->self, args);
        else
            result = gb_call(t, callable, args, count, names);
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
        if (count + 1 == code->arg_count && code->kwonly_count == 0 &&
            !(code->flags & (GB_CO_VARARGS | GB_CO_VARKEYWORDS))) {
            callee->slots[0] = gb_new_ref(instance);
            for (int i = 0; i < count; i++)
                callee->slots[i + 1] = args[i];
            for (int i = count + 1; i < code->localsplus_count; i++)
                callee->slots[i] = GB_NULL;
        } else {
            args[-1] = instance; /* In its place before the arguments for a moment; the class is held by `class`. */
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
        GbRef result = gb_op_call_ex(t, args[-1], args[0], has_mapping ? args[1] : GB_NULL);
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
        GbRef result = POP();
        TRACE(CALLS_OUT(); if (gb_trace_return(t, frame, result) < 0) { gb_decref(result); goto error; });
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
            ENTER(frame->ip);
            if (ip->op == OP_SEND) {
                REPLACE_TOP(result);
            } else {
                gb_decref(result);
                gb_decref(POP());
            }
            NEXT(1 + ip->arg);
        }
        bool discard = frame->flags.discard_result;
        gb_frame_pop(t, frame);
        if (to_c)
            return result;
        --t->recursion_depth;
        frame = caller;
        sp = frame->sp;
        ENTER(frame->ip);
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
        ENTER(frame->ip);
        PUSH(generator);
        NEXT(1);
    }
    OP(YIELD_VALUE)
    {
        CALLS_OUT();
        GbRef value = POP();
        TRACE(if (gb_trace_return(t, frame, value) < 0) { gb_decref(value); goto error; });
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
        ENTER(frame->ip);
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
                GbRef value = POP();
                frame->sp = sp;
                gb_generator_enter(t, generator);
                generator->frame->back = frame;
                frame = generator->frame;
                frame->flags.is_entry = false;
                ++t->recursion_depth;
                t->frame = frame;
                sp = frame->sp;
                PUSH(value);
                ENTER(frame->ip + 1);
                DISPATCH();
            }
        }
        GbRef value = GB_NULL;
        int outcome = gb_op_send(t, receiver, TOP(), &value);
        if (outcome < 0)
            goto error;
        REPLACE_TOP(value);
        if (outcome == 1)
            NEXT(1);
        value = POP();
        REPLACE_TOP(value);
        NEXT(1 + ip->arg);
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
        goto error_raised;
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
            goto error_raised;
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

    /* --- The loop's own corners --- */

enter_callee:
    ++t->recursion_depth;
    t->frame = frame;
    sp = frame->slots + frame->code->localsplus_count;
    ENTER(frame->ip);
    DISPATCH();

safepoint_done:
    /* Something is due after the instruction at ip. */
    CALLS_OUT();
    if (gb_safepoint(t) < 0)
        goto error;
    ++ip;
    goto settled;

safepoint:
    /* Something is due before the instruction at ip. */
    CALLS_OUT();
    if (gb_safepoint(t) < 0)
        goto error;
settled:
    if (gb_eval_wants_counted(interp) == IS_COUNTED || names != GB_NULL)
        DISPATCH();
    CALLS_OUT();
    frame->sp = sp;
    return GB_EVAL_SWITCH;

too_deep:
    names = GB_NULL;
    gb_raise(t, gb_RecursionError, "maximum recursion depth exceeded");
    goto error;

unbound_local:
    CALLS_OUT();
    gb_op_unbound(t, frame, ip->arg);

error:
    CALLS_OUT();
error_raised:
    /* t->exception is raised at frame->ip. */
    names = GB_NULL;
    if (gb_traceback_add(t, t->exception, frame) < 0)
        gb_raised_drop_if(t, gb_MemoryError);
    TRACE(gb_trace_exception(t, frame));
error_found: {
    const GbHandler *handler = gb_code_find_handler(frame->code, (int32_t)(ip - frame->code->instrs));
    if (handler != NULL) {
        GbRef *base = STACK_BASE() + handler->depth;
        gb_frame_unwind(frame, sp, base);
        sp = base;
        if (handler->lasti)
            PUSH(gb_small_new(frame->ip - frame->code->instrs));
        PUSH(t->exception);
        t->exception = GB_NULL;
        ip = frame->code->instrs + handler->target;
        DISPATCH();
    }
    gb_frame_unwind(frame, sp, STACK_BASE());
    TRACE(gb_trace_return(t, frame, GB_NULL));
    GbFrame *caller = frame->back;
    bool to_c = frame->flags.is_entry;
    t->frame = caller;
    if (frame->generator != NULL) {
        GbGenerator *generator = frame->generator;
        gb_generator_leave(t, generator, GB_GEN_DONE);
        gb_generator_fix_stop(t, generator);
        gb_generator_finish(t, generator);
    } else {
        bool discard = frame->flags.discard_result;
        gb_frame_pop(t, frame);
        if (discard && !to_c)
            gb_decref(*--caller->sp); /* The instance that __init__ did not finish. */
    }
    if (to_c)
        return GB_NULL;
    --t->recursion_depth;
    frame = caller;
    sp = frame->sp;
    ENTER(frame->ip);
    goto error_raised;
}
}
