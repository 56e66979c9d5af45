/* A frame: one call in progress. Frames of ordinary calls lie one behind the other in a thread's
 * own stack memory; a generator's lies in the generator. A frame object (what tracebacks and
 * sys._getframe show) is made only when asked for: it points at the frame while that runs and takes
 * the locals over when it ends. */
#ifndef GB_VM_EXEC_FRAME_H
#define GB_VM_EXEC_FRAME_H

#include "vm/object/function.h"

typedef struct GbFrameFlags {
    uint8_t is_entry;    /* The eval loop returns to C when it ends. */
    uint8_t is_complete; /* Past the first RESUME. */
    /* The caller wants no result but the instance under it: __init__ by a call. */
    uint8_t discard_result;
    int32_t trace_line; /* The last line a trace function saw. */
} GbFrameFlags;

typedef struct GbFrame {
    struct GbFrame *back; /* The caller's. */
    GbCode *code;         /* Owned. */
    /* Of the instruction under way (valid whenever the loop calls out). */
    GbInstr *ip;
    GbRef *sp;                  /* One past the top of the value stack (likewise). */
    GbBorrow globals, builtins; /* Kept alive by `function`. */
    GbRef function;             /* GbFunction, owned. */
    /* Namespace of a class body or module, owned; GB_NULL in functions. */
    GbRef locals;
    struct GbFrameObject *object;  /* Owned; NULL until asked for. */
    struct GbGenerator *generator; /* Whose frame this is, borrowed; NULL for ordinary calls. */
    GbFrameFlags flags;
    GbRef slots[]; /* localsplus, then the value stack. */
} GbFrame;

typedef struct GbFrameObject {
    GbObject header;
    /* The running frame; after its end a copy this object owns. */
    GbFrame *frame;
    /* frame object of the caller, once the frame has ended; or GB_NULL. */
    GbRef back;
    GbRef trace;  /* f_trace */
    GbRef locals; /* The f_locals snapshot dict, or GB_NULL. */
    bool owns_frame, trace_lines, trace_opcodes;
} GbFrameObject;

static inline GbRef *gb_frame_stack_base(GbFrame *frame)
{
    return frame->slots + frame->code->localsplus_count;
}

/* Where a frame keeps names that are not in slots: the globals too when such code is called as a
 * function. */
static inline GbBorrow gb_frame_namespace(const GbFrame *frame)
{
    return frame->locals == GB_NULL ? frame->globals : frame->locals;
}

/* Bytes of a frame of `code`. */
static inline size_t gb_frame_bytes(const GbCode *code)
{
    return sizeof(GbFrame) + (size_t)(code->localsplus_count + code->stack_size) * sizeof(GbRef);
}

/* Slow part of pushing a frame: the chunk is full. */
GbFrame *gb_frame_push_chunk(GbThread *t, size_t bytes);

/* A frame for a call of `function` (whose reference is taken, also on failure) on the thread's
 * stack: everything set but the slots; not yet linked as t->frame. NULL with MemoryError. */
static inline GbFrame *gb_frame_push_take(GbThread *t, GbRef function)
{
    GbFunction *f = gb_as_function(function);
    GbCode *code = f->code;
    size_t bytes = gb_frame_bytes(code);
    GbFrame *frame = (GbFrame *)t->stack_top;
    if (__builtin_expect((size_t)((char *)t->stack_end - (char *)frame) >= bytes, 1)) {
        t->stack_top = (GbRef *)((char *)frame + bytes);
    } else {
        frame = gb_frame_push_chunk(t, bytes);
        if (frame == NULL) {
            gb_decref(function);
            return NULL;
        }
    }
    ++code->header.refcount;
    frame->code = code; /* Field by field: a compound literal becomes a slow `rep stos`. */
    frame->ip = code->instrs;
    frame->globals = f->globals;
    frame->builtins = f->builtins;
    frame->function = function;
    frame->locals = GB_NULL;
    frame->object = NULL;
    frame->generator = NULL;
    frame->flags = (GbFrameFlags){0};
    return frame;
}

/* Only the memory, of a frame whose contents went elsewhere. */
void gb_frame_unstack(GbThread *t, GbFrame *frame);
/* The contents of a frame that ends, whichever memory it is in. */
void gb_frame_clear(GbThread *t, GbFrame *frame);

/* End a frame on the thread's stack: locals die, or pass to the frame object; memory goes back. The
 * value stack must be empty and t->frame already the caller. */
static inline void gb_frame_pop(GbThread *t, GbFrame *frame)
{
    GbCode *code = frame->code;
    if (__builtin_expect(frame->object != NULL || frame->locals != GB_NULL, 0)) {
        gb_frame_clear(t, frame);
    } else {
        for (int32_t i = 0; i < code->localsplus_count; i++)
            gb_xdecref(frame->slots[i]);
        gb_decref(frame->function);
        if (--code->header.refcount == 0)
            gb_object_dead(&code->header);
    }
    if (__builtin_expect((GbRef *)frame == t->stack_bottom, 0))
        gb_frame_unstack(t, frame);
    else
        t->stack_top = (GbRef *)frame;
}

/* Clear the value stack down to `base`. */
void gb_frame_unwind(GbFrame *frame, GbRef *sp, GbRef *base);
int gb_stack_init(GbThread *t);
void gb_stack_free(GbThread *t);

/* Fill the frame's localsplus from a call's arguments (borrowed) as the function's signature wants:
 * 0, or -1 with TypeError; the slots are valid to clear either way. */
int gb_frame_bind(GbThread *t, GbFrame *frame, const GbBorrow *args, int count, GbBorrow names);

/* Run a bound frame to its end; links and unlinks t->frame. The result, or GB_NULL. */
GbRef gb_eval(GbThread *t, GbFrame *frame);

/* The frame object, borrowed; NULL with MemoryError. */
GbFrameObject *gb_frame_object(GbThread *t, GbFrame *frame);
int gb_frame_line(const GbFrame *frame);
/* f_locals as a dict (borrowed, kept by the frame object or frame->locals). */
GbBorrow gb_frame_locals(GbThread *t, GbFrame *frame);
/* exec/eval inside a function: write the snapshot's values back is not done (CPython 3.11 does not
 * either). */

/* Run code with the given namespaces to its end: modules, exec, class bodies. */
GbRef gb_eval_code(GbThread *t, GbCode *code, GbBorrow globals, GbBorrow locals, GbBorrow closure);

#endif
