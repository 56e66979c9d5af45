/* Frame objects: what tracebacks, sys._getframe and trace functions see of a frame. */
#include "vm/code/units.h"
#include "vm/exec/frame.h"

#include "vm/interp.h"
#include "vm/mem.h"
#include "vm/object/alloc.h"
#include "vm/object/dict.h"
#include "vm/object/generator.h"

static GbFrameObject *as_frame(GbBorrow v)
{
    return (GbFrameObject *)gb_object(v);
}

GbFrameObject *gb_frame_object(GbThread *t, GbFrame *frame)
{
    if (frame->object == NULL) {
        GbFrameObject *object = gb_object_new(t, gb_type(t, FRAME));
        if (object == NULL)
            return NULL;
        object->frame = frame;
        object->trace_lines = true;
        frame->object = object;
    }
    return frame->object;
}

/* What a slot holds as a variable: the content of a cell, or the value. GB_NULL: unbound. */
static GbBorrow variable_value(const GbFrame *frame, int32_t i)
{
    GbBorrow value = frame->slots[i];
    uint8_t kind = frame->code->localsplus_kinds[i];
    if (value != GB_NULL && kind & (GB_SLOT_CELL | GB_SLOT_FREE) &&
        gb_is_exact(value, GB_KIND_CELL))
        return ((GbCell *)gb_object(value))->value;
    return value;
}

/* Free variables come with the call (COPY_FREE_VARS): before that they are in the closure only. */
static int snapshot(GbThread *t, GbFrame *frame, GbBorrow dict)
{
    GbCode *code = frame->code;
    for (int32_t i = 0; i < code->localsplus_count; i++) {
        GbBorrow name = code->localsplus_names[i];
        if (code->localsplus_kinds[i] & GB_SLOT_FREE && !(code->flags & GB_CO_OPTIMIZED))
            continue; /* A class body's free variables are not its locals. */
        GbBorrow value = variable_value(frame, i);
        int failed = value != GB_NULL ? gb_dict_set(t, dict, name, value)
                                      : gb_dict_delete(t, dict, name);
        if (failed < 0)
            return -1;
    }
    return 0;
}

GbBorrow gb_frame_locals(GbThread *t, GbFrame *frame)
{
    if (!(frame->code->flags & GB_CO_OPTIMIZED))
        return gb_frame_namespace(frame);
    GbFrameObject *object = frame->object != NULL ? frame->object : gb_frame_object(t, frame);
    if (object == NULL)
        return GB_NULL;
    if (object->locals == GB_NULL && (object->locals = gb_dict_new(t)) == GB_NULL)
        return GB_NULL;
    return snapshot(t, frame, object->locals) < 0 ? GB_NULL : object->locals;
}

/* --- Slots --- */

static void frame_drop(GbThread *t, GbFrameObject *self)
{
    GbFrame *frame = self->frame;
    if (!self->owns_frame || frame == NULL)
        return;
    self->frame = NULL;
    self->owns_frame = false;
    int32_t count = frame->code->localsplus_count;
    for (int32_t i = 0; i < count; i++)
        gb_clear(&frame->slots[i]);
    gb_clear(&frame->locals);
    gb_decref(frame->function);
    gb_decref(gb_value(frame->code));
    gb_heap_release(t->interp->heap, frame, sizeof(GbFrame) + (size_t)count * sizeof(GbRef));
}

static void frame_dealloc(GbThread *t, GbObject *object)
{
    GbFrameObject *self = (GbFrameObject *)object;
    gb_clear(&self->back);
    gb_clear(&self->trace);
    gb_clear(&self->locals);
    frame_drop(t, self);
}

static int frame_visit(GbObject *object, GbVisitor visit, void *context)
{
    GbFrameObject *self = (GbFrameObject *)object;
    GB_VISIT(self->back);
    GB_VISIT(self->trace);
    GB_VISIT(self->locals);
    if (self->owns_frame && self->frame != NULL) {
        GbFrame *frame = self->frame;
        for (int32_t i = 0; i < frame->code->localsplus_count; i++)
            GB_VISIT(frame->slots[i]);
        GB_VISIT(frame->locals);
        GB_VISIT(frame->function);
        GbRef code = gb_value(frame->code);
        return visit(&code, context);
    }
    return 0;
}

static void clear_variables(GbFrameObject *self)
{
    GbFrame *frame = self->frame;
    for (int32_t i = 0; self->owns_frame && frame != NULL && i < frame->code->localsplus_count; i++)
        gb_clear(&frame->slots[i]);
    gb_clear(&self->locals);
}

static void frame_clear_slot(GbThread *t, GbObject *object)
{
    GbFrameObject *self = (GbFrameObject *)object;
    clear_variables(self);
    gb_clear(&self->trace);
    gb_clear(&self->back);
}

static GbRef frame_repr(GbThread *t, GbBorrow self)
{
    GbFrame *frame = as_frame(self)->frame;
    if (frame == NULL)
        return gb_str_new(t, "<frame, cleared>");
    return gb_str_format(t, "<frame at 0x%llx, file %R, line %d, code %U>",
                         (long long)gb_identity_u64(t, self), frame->code->filename,
                         gb_frame_line(frame), frame->code->name);
}

/* --- Attributes --- */

static GbFrame *frame_alive(GbThread *t, GbBorrow self)
{
    GbFrame *frame = as_frame(self)->frame;
    if (frame == NULL)
        gb_raise(t, gb_ValueError, "frame has been cleared");
    return frame;
}

static GbRef frame_get_back(GbThread *t, GbBorrow self)
{
    GbFrameObject *object = as_frame(self);
    if (object->owns_frame || object->frame == NULL)
        return object->back != GB_NULL ? gb_new_ref(object->back) : GB_NONE;
    if (object->frame->back == NULL)
        return GB_NONE;
    if (object->frame->generator != NULL && object->frame->generator->state != GB_GEN_RUNNING)
        return GB_NONE;
    GbFrameObject *back = gb_frame_object(t, object->frame->back);
    return back == NULL ? GB_NULL : gb_new_ref(gb_value(back));
}

static GbRef frame_get_code(GbThread *t, GbBorrow self)
{
    GbFrame *frame = frame_alive(t, self);
    return frame == NULL ? GB_NULL : gb_new_ref(gb_value(frame->code));
}

static GbRef frame_get_globals(GbThread *t, GbBorrow self)
{
    GbFrame *frame = frame_alive(t, self);
    return frame == NULL ? GB_NULL : gb_new_ref(frame->globals);
}

static GbRef frame_get_builtins(GbThread *t, GbBorrow self)
{
    GbFrame *frame = frame_alive(t, self);
    return frame == NULL ? GB_NULL : gb_new_ref(frame->builtins);
}

static GbRef frame_get_locals(GbThread *t, GbBorrow self)
{
    GbFrame *frame = frame_alive(t, self);
    if (frame == NULL)
        return GB_NULL;
    if (!(frame->code->flags & GB_CO_OPTIMIZED))
        return gb_new_ref(gb_frame_namespace(frame));
    GbFrameObject *object = as_frame(self);
    if (object->locals == GB_NULL && (object->locals = gb_dict_new(t)) == GB_NULL)
        return GB_NULL;
    return snapshot(t, frame, object->locals) < 0 ? GB_NULL : gb_new_ref(object->locals);
}

static GbRef frame_get_lineno(GbThread *t, GbBorrow self)
{
    GbFrame *frame = frame_alive(t, self);
    if (frame == NULL)
        return GB_NULL;
    int line = gb_frame_line(frame);
    return line > 0 ? gb_int_new(t, line) : GB_NONE;
}

static GbRef frame_get_lasti(GbThread *t, GbBorrow self)
{
    GbFrame *frame = frame_alive(t, self);
    if (frame == NULL)
        return GB_NULL;
    int64_t lasti = gb_code_lasti(t, frame->code, frame->ip - frame->code->instrs);
    return lasti == -2 ? GB_NULL : gb_small_new(lasti);
}

static GbRef frame_get_trace(GbThread *t, GbBorrow self)
{
    GbRef trace = as_frame(self)->trace;
    return trace != GB_NULL ? gb_new_ref(trace) : GB_NONE;
}

static int frame_set_trace(GbThread *t, GbBorrow self, GbBorrow value)
{
    GbFrameObject *object = as_frame(self);
    bool off = value == GB_NULL || value == GB_NONE;
    gb_set(&object->trace, off ? GB_NULL : gb_new_ref(value));
    if (object->frame != NULL) /* The line under way has begun without it. */
        object->frame->flags.trace_line = gb_frame_line(object->frame);
    return 0;
}

static GbRef frame_get_trace_lines(GbThread *t, GbBorrow self)
{
    return gb_bool(as_frame(self)->trace_lines);
}

static int set_flag(GbThread *t, bool *flag, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "can't delete numeric/char attribute");
    if (!gb_is_bool(value))
        return gb_fail(t, gb_TypeError, "attribute value type must be bool");
    *flag = value == GB_TRUE;
    return 0;
}

static int frame_set_trace_lines(GbThread *t, GbBorrow self, GbBorrow value)
{
    return set_flag(t, &as_frame(self)->trace_lines, value);
}

static GbRef frame_get_trace_opcodes(GbThread *t, GbBorrow self)
{
    return gb_bool(as_frame(self)->trace_opcodes);
}

static int frame_set_trace_opcodes(GbThread *t, GbBorrow self, GbBorrow value)
{
    return set_flag(t, &as_frame(self)->trace_opcodes, value);
}

static GbRef frame_clear_method(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbFrameObject *object = as_frame(self);
    if (!object->owns_frame && object->frame != NULL) {
        GbGenerator *generator = object->frame->generator;
        if (generator == NULL || generator->state == GB_GEN_RUNNING)
            return gb_raise(t, gb_RuntimeError, "cannot clear an executing frame");
        gb_object(gb_value(generator))->type->slots.finalize(t, gb_value(generator));
        return GB_NONE;
    }
    clear_variables(object);
    return GB_NONE;
}

static const GbMethodDef frame_methods[] = {
    {"clear()", frame_clear_method, "F.clear(): clear most references held by the frame"},
    {0},
};

static const GbGetSetDef frame_getsets[] = {
    {"f_back", frame_get_back, NULL, NULL},
    {"f_builtins", frame_get_builtins, NULL, NULL},
    {"f_code", frame_get_code, NULL, NULL},
    {"f_globals", frame_get_globals, NULL, NULL},
    {"f_lasti", frame_get_lasti, NULL, NULL},
    {"f_lineno", frame_get_lineno, NULL, NULL},
    {"f_locals", frame_get_locals, NULL, NULL},
    {"f_trace", frame_get_trace, frame_set_trace, NULL},
    {"f_trace_lines", frame_get_trace_lines, frame_set_trace_lines, NULL},
    {"f_trace_opcodes", frame_get_trace_opcodes, frame_set_trace_opcodes, NULL},
    {0},
};

const GbTypeSpec gb_frame_spec = {
    .name = "frame",
    .size = sizeof(GbFrameObject),
    .flags = GB_TYPE_FINAL | GB_TYPE_CONTAINER | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = frame_dealloc,
              .visit = frame_visit,
              .clear = frame_clear_slot,
              .repr = frame_repr},
    .methods = frame_methods,
    .getsets = frame_getsets,
};
