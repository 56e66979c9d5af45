/* The words that the evaluation loop is written in (see eval_loop.h, the only place that includes
 * this). */

#define STACK_BASE() (fast + frame->code->localsplus_count)
/* Before anything that may look at the frame or at the clock. */
#define CALLS_OUT()                                                                                \
    do {                                                                                           \
        frame->ip = ip;                                                                            \
        PAY(ip);                                                                                   \
    } while (0)
#define DISPATCH() goto *labels[ip->op]
#define NEXT(n)                                                                                    \
    do {                                                                                           \
        ip += (n);                                                                                 \
        DISPATCH();                                                                                \
    } while (0)
/* The instruction at ip[at] jumps. */
#define JUMP(at, distance)                                                                         \
    do {                                                                                           \
        SKIP(ip + (at), distance);                                                                 \
        NEXT((at) + 1 + (distance));                                                               \
    } while (0)
/* B_name: the opcode has been charged. */
#define OP(name)                                                                                   \
    L_##name:                                                                                      \
    gb_check_depth(frame, ip, sp);                                                                 \
    CHARGE(name);                                                                                  \
    B_##name:                                                                                      \
    __attribute__((unused));
/* Fused forms charge when they are sure to succeed; else the base form runs and charges itself. */
#define FUSED(name) L_##name:
#define PUSH(value) (*sp++ = (value))
#define POP() (*--sp)
#define TOP() (sp[-1])
/* What this form can't do, the plain one does: of an OP, and of a FUSED. */
#define DEOPT(base) goto B_##base
#define UNFUSE(base) goto L_##base
/* A cached form met something else: run the plain one, and return to it for good when that goes on.
 */
#define MISS(base)                                                                                 \
    do {                                                                                           \
        GbCache *missed = gb_cache(frame->code, ip);                                               \
        ip->op = OP_##base;                                                                        \
        missed->wait = GB_CACHE_RETRY;                                                             \
        DEOPT(base);                                                                               \
    } while (0)
#define REPLACE_TOP(value)                                                                         \
    do {                                                                                           \
        GbRef replaced = TOP();                                                                    \
        TOP() = (value);                                                                           \
        gb_decref(replaced);                                                                       \
    } while (0)
#define SMALL_ADD(a, b, out)                                                                       \
    (!__builtin_add_overflow((int64_t)((a) << 15), (int64_t)((b) << 15), (out)))
#define SMALL_SUB(a, b, out)                                                                       \
    (!__builtin_sub_overflow((int64_t)((a) << 15), (int64_t)((b) << 15), (out)))
#define SMALL_MUL(a, b, out) (!__builtin_mul_overflow(gb_small(a), (int64_t)((b) << 15), (out)))
#define SMALL_OF_SHIFTED(sum) (GB_INT_TAG | ((uint64_t)(sum) >> 15))
/* The place of a comparison's outcome in a mask: 0 less, 1 equal, 2 greater, 3 unordered. */
#define ORDER(a, b) (((a) > (b)) * 2 + ((a) == (b)))
#define FLOAT_ORDER(x, y) ((x) < (y) ? 0 : (x) == (y) ? 1 : (x) > (y) ? 2 : 3)

/* Fill caches and superinstructions in once the code has proved to be used. */
#define WARM_UP(code)                                                                              \
    do {                                                                                           \
        if ((code)->caches == NULL && ++(code)->warmth >= GB_WARM)                                 \
            gb_code_warm_up(t, (code));                                                            \
    } while (0)
#define WANTS_SPECIAL()                                                                            \
    (frame->code->caches != NULL && ip->cache != 0 && gb_cache(frame->code, ip)->wait-- == 0)
/* At an edge with ip on the target of a jump, and with ip on the instruction that has just been
 * done. */
#define POLL()                                                                                     \
    do {                                                                                           \
        if (__builtin_expect(DUE(), 0))                                                            \
            goto safepoint;                                                                        \
    } while (0)
#define POLL_DONE()                                                                                \
    do {                                                                                           \
        if (__builtin_expect(DUE(), 0))                                                            \
            goto safepoint_done;                                                                   \
    } while (0)

/* Enter `frame`: at the instruction to run, or coming back to the one that has been done. */
#define ENTER(start_ip)                                                                            \
    do {                                                                                           \
        fast = frame->slots;                                                                       \
        consts = frame->code->consts;                                                              \
        ip = (start_ip);                                                                           \
        OPEN_BILL(ip);                                                                             \
    } while (0)
#define COME_BACK()                                                                                \
    do {                                                                                           \
        ENTER(frame->ip);                                                                          \
        GO_ON(ip + 1);                                                                             \
    } while (0)

#define BINARY_FAST(NAME, SMALL, operator)                                                         \
    GbRef left = sp[-2], right = sp[-1];                                                           \
    int64_t shifted;                                                                               \
    if (gb_are_small(left, right) && SMALL(left, right, &shifted)) {                               \
        *--sp = GB_NULL;                                                                           \
        TOP() = SMALL_OF_SHIFTED(shifted);                                                         \
        NEXT(1);                                                                                   \
    }                                                                                              \
    if (gb_is_double(left) && gb_is_double(right)) {                                               \
        --sp;                                                                                      \
        TOP() = gb_float_new(gb_double(left) operator gb_double(right));                           \
        NEXT(1);                                                                                   \
    }

/* LOAD_FAST, LOAD_CONST or LOAD_FAST, BINARY_OP of immediates; `length` 3 pushes, 4 stores. */
#define FUSED_BINARY(name, b_source, SMALL, operator, length)                                      \
    FUSED(name)                                                                                    \
    {                                                                                              \
        GbBorrow left = fast[ip->arg], right = b_source[ip[1].arg];                                \
        int64_t shifted;                                                                           \
        GbRef result;                                                                              \
        if (gb_are_small(left, right) && SMALL(left, right, &shifted))                             \
            result = SMALL_OF_SHIFTED(shifted);                                                    \
        else if (gb_is_double(left) && gb_is_double(right))                                        \
            result = gb_float_new(gb_double(left) operator gb_double(right));                      \
        else                                                                                       \
            UNFUSE(LOAD_FAST);                                                                     \
        CHARGE(name);                                                                              \
        if (length == 3) {                                                                         \
            PUSH(result);                                                                          \
        } else {                                                                                   \
            GbRef old = fast[ip[3].arg];                                                           \
            fast[ip[3].arg] = result;                                                              \
            gb_xdecref(old);                                                                       \
        }                                                                                          \
        NEXT(length);                                                                              \
    }

/* The jump at ip[at]: its mask says for which outcomes. */
#define FUSED_COMPARE(name, base, left, right, at, drop, jump_back)                                \
    FUSED(name)                                                                                    \
    {                                                                                              \
        GbBorrow a = (left), b = (right);                                                          \
        int order;                                                                                 \
        if (gb_are_small(a, b))                                                                    \
            order = ORDER((int64_t)(a << 15), (int64_t)(b << 15));                                 \
        else if (gb_is_double(a) && gb_is_double(b))                                               \
            order = FLOAT_ORDER(gb_double(a), gb_double(b));                                       \
        else                                                                                       \
            UNFUSE(base);                                                                          \
        CHARGE(name);                                                                              \
        sp -= (drop);                                                                              \
        if (ip[at].cache >> order & 1) {                                                           \
            if (jump_back)                                                                         \
                JUMP_BACK(at);                                                                     \
            JUMP(at, ip[at].arg);                                                                  \
        }                                                                                          \
        NEXT((at) + 1);                                                                            \
    }

#define JUMP_BACK(at)                                                                              \
    do {                                                                                           \
        PAY(ip + (at));                                                                            \
        ip += (at) + 1 - ip[at].arg;                                                               \
        GO_ON(ip);                                                                                 \
        POLL();                                                                                    \
        DISPATCH();                                                                                \
    } while (0)

/* Pop a condition: truth of the value; NaN-boxed booleans first. */
#define POP_JUMP(when, forward)                                                                    \
    {                                                                                              \
        GbRef condition = POP();                                                                   \
        bool truth = condition == GB_TRUE;                                                         \
        if (!gb_is_bool(condition)) {                                                              \
            CALLS_OUT();                                                                           \
            int answer = gb_truth(t, condition);                                                   \
            gb_decref(condition);                                                                  \
            if (answer < 0)                                                                        \
                goto error;                                                                        \
            truth = answer;                                                                        \
        }                                                                                          \
        if (truth != (when))                                                                       \
            NEXT(1);                                                                               \
        if (forward)                                                                               \
            JUMP(0, ip->arg);                                                                      \
        JUMP_BACK(0);                                                                              \
    }

#define POP_JUMP_NONE(when, forward)                                                               \
    {                                                                                              \
        GbRef value = POP();                                                                       \
        bool is_none = value == GB_NONE;                                                           \
        gb_decref(value);                                                                          \
        if (is_none != (when))                                                                     \
            NEXT(1);                                                                               \
        if (forward)                                                                               \
            JUMP(0, ip->arg);                                                                      \
        JUMP_BACK(0);                                                                              \
    }

/* Jump and keep the top if its truth is `when`, else pop it. */
#define JUMP_OR_POP(when)                                                                          \
    {                                                                                              \
        CALLS_OUT();                                                                               \
        int truth = gb_is_bool(TOP()) ? TOP() == GB_TRUE : gb_truth(t, TOP());                     \
        if (truth < 0)                                                                             \
            goto error;                                                                            \
        if (truth == (when))                                                                       \
            JUMP(0, ip->arg);                                                                      \
        gb_decref(POP());                                                                          \
        NEXT(1);                                                                                   \
    }

/* Unary by a function that owns nothing. */
#define REPLACE_BY(expression)                                                                     \
    {                                                                                              \
        CALLS_OUT();                                                                               \
        GbRef result = (expression);                                                               \
        if (result == GB_NULL)                                                                     \
            goto error;                                                                            \
        REPLACE_TOP(result);                                                                       \
        NEXT(1);                                                                                   \
    }

/* Pop `count` operands and push what the expression makes of them. */
#define REDUCE(count, expression)                                                                  \
    {                                                                                              \
        CALLS_OUT();                                                                               \
        GbRef result = (expression);                                                               \
        if (result == GB_NULL)                                                                     \
            goto error;                                                                            \
        for (int popped = (count); popped > 0; popped--)                                           \
            gb_decref(POP());                                                                      \
        PUSH(result);                                                                              \
        NEXT(1);                                                                                   \
    }
