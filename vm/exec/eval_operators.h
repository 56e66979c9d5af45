/* Opcodes: operators and the building of values. A part of the evaluation loop's body: see
 * eval_loop.h. */

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
        if (gb_plain_op(ip[1].op) == OP_STORE_FAST && fast[ip[1].arg] == left) {
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
