/* Entering the loop from C. */
#include "vm/exec/eval.h"

static GbRef eval(GbThread *t, GbFrame *frame, GbEvalStart start)
{
    bool counted = gb_eval_wants_counted(t->interp);
    if (t->meter == NULL)
        return counted ? gb_eval_counted(t, frame, start) : gb_eval_real(t, frame, start);
    return counted ? gb_eval_counted_sim(t, frame, start) : gb_eval_sim(t, frame, start);
}

GbRef gb_eval_start(GbThread *t, GbFrame *frame, GbEvalStart start)
{
    frame->flags.is_entry = true;
    t->frame = frame;
    for (;;) {
        GbRef result = eval(t, frame, start);
        if (result != GB_EVAL_SWITCH)
            return result;
        frame = t->frame;
        start = GB_EVAL_AT_IP;
    }
}

GbRef gb_eval(GbThread *t, GbFrame *frame)
{
    frame->sp = gb_frame_stack_base(frame);
    return gb_eval_start(t, frame, GB_EVAL_AT_IP);
}
