/* The evaluation loop: included once by each variant. What the opcodes do stands in four files that
 * are parts of its body. A variant defines
 *
 *   GB_EVAL_NAME     the function's name
 *   IS_COUNTED       does it look after every instruction?
 *   PRELUDE()        its own variables
 *   CHARGE(name)     at the head of each opcode: count its ticks and look after the lock, where the
 *                    variant does that
 *   REFUND(name)     what was charged for has not been done: another opcode will charge for it
 *   DUE()            at edges (backward jumps, function entries, after C calls): must something be
 *                    looked after?
 *   TRACE(what)      run a statement of tracing, or nothing
 *
 * and, for machines whose clock moves by work, what keeps account of straight-line code:
 *
 *   OPEN_BILL(first) a frame is entered, and goes on with the instruction
 *   PAY(last)        time passes for what has not been paid for yet, up to and with the instruction
 *   SKIP(last, n)    control goes n instructions further than to the one after `last`
 *   GO_ON(next)      control goes to the instruction, and all is paid
 *
 * Registers: `ip` is the instruction under way, `sp` one past the top of the value stack, `fast`
 * the locals. An instruction ends with NEXT(n), which goes on n instructions further. Before
 * anything that may run Python, CALLS_OUT writes ip where others can see it. Values on the stack
 * are owned. */

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
    GbGenerator *resumed;     /* For resume_generator: it gets `sent`. */
    GbRef sent;
    PRELUDE();

    if (start == GB_EVAL_AT_IP)
        ENTER(frame->ip);
    else
        COME_BACK();
    if (start == GB_EVAL_THROW) {
        TRACE(gb_trace_call(t, frame));
        goto error_raised;
    }
    if (start == GB_EVAL_AFTER_IP)
        ++ip;
    DISPATCH();

#include "vm/exec/eval_names.h"
#include "vm/exec/eval_operators.h"
#include "vm/exec/eval_calls.h"
#include "vm/exec/eval_control.h"

    /* --- The loop's own corners --- */

enter_callee:
    ++t->recursion_depth;
    t->frame = frame;
    sp = frame->slots + frame->code->localsplus_count;
    ENTER(frame->ip);
    DISPATCH();

resume_generator:
    /* Its frame runs in this loop, called from the instruction at ip. */
    frame->sp = sp;
    gb_generator_enter(t, resumed);
    resumed->frame->back = frame;
    frame = resumed->frame;
    frame->flags.is_entry = false;
    ++t->recursion_depth;
    t->frame = frame;
    sp = frame->sp;
    PUSH(sent);
    ENTER(frame->ip + 1);
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
    frame->ip = ip;
    if (gb_safepoint(t) < 0)
        goto error;
settled:
    if (gb_eval_wants_counted(interp) == IS_COUNTED || names != GB_NULL)
        DISPATCH();
    frame->ip = ip;
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
    gb_traceback_add(t, t->exception, frame);
    TRACE(gb_trace_exception(t, frame));
error_found : {
    PAY(ip);
    const GbHandler *handler = gb_code_find_handler(frame->code,
                                                    (int32_t)(ip - frame->code->instrs));
    if (handler != NULL) {
        GbRef *base = STACK_BASE() + handler->depth;
        gb_frame_unwind(frame, sp, base);
        sp = base;
        if (handler->lasti)
            PUSH(gb_small_new(frame->ip - frame->code->instrs));
        PUSH(t->exception);
        t->exception = GB_NULL;
        ip = frame->code->instrs + handler->target;
        GO_ON(ip);
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
    COME_BACK();
    goto error_raised;
}
}
