/* Memory and life of frames. A thread's stack is a list of chunks; a frame lies in one of them,
 * right behind its caller's or at the beginning of the next. The chunk after the current one is
 * kept, so that calls at its edge cost nothing much. */
#include "vm/exec/frame.h"

#include "vm/interp.h"
#include "vm/mem.h"
#include "vm/object/alloc.h"

enum {
    CHUNK_BYTES = 64 * 1024,
    CHUNKS_MAX = 4096, /* 256 MiB: recursion ends there, whatever sys.setrecursionlimit() says. */
};

typedef struct GbStackChunk {
    struct GbStackChunk *previous, *next;
    size_t bytes;     /* With this header. */
    int32_t depth;    /* How many come before. */
    GbRef *saved_top; /* Where the previous chunk was left. */
    GbRef slots[];
} GbStackChunk;

static GbStackChunk *chunk_new(GbThread *t, size_t bytes)
{
    GbStackChunk *chunk = gb_mem_new(t, bytes);
    if (chunk != NULL)
        *chunk = (GbStackChunk){.bytes = bytes};
    return chunk;
}

static void chunk_enter(GbThread *t, GbStackChunk *chunk)
{
    t->stack = chunk;
    t->stack_top = t->stack_bottom = chunk->slots;
    t->stack_end = (GbRef *)((char *)chunk + chunk->bytes);
}

int gb_stack_init(GbThread *t)
{
    GbStackChunk *chunk = chunk_new(t, CHUNK_BYTES / 4);
    if (chunk == NULL)
        return -1;
    chunk_enter(t, chunk);
    return 0;
}

void gb_stack_free(GbThread *t)
{
    GbStackChunk *chunk = t->stack;
    while (chunk != NULL && chunk->next != NULL)
        chunk = chunk->next;
    while (chunk != NULL) {
        GbStackChunk *previous = chunk->previous;
        gb_mem_free(t, chunk, chunk->bytes);
        chunk = previous;
    }
    t->stack = NULL;
}

static void chunk_drop_next(GbThread *t, GbStackChunk *chunk)
{
    GbStackChunk *next = chunk->next;
    if (next != NULL)
        gb_mem_free(t, next, next->bytes);
    chunk->next = NULL;
}

GbFrame *gb_frame_push_chunk(GbThread *t, size_t bytes)
{
    GbStackChunk *chunk = t->stack, *next = chunk->next;
    size_t wanted = sizeof(GbStackChunk) + bytes;
    if (chunk->depth >= CHUNKS_MAX) {
        gb_raise(t, gb_RecursionError, "maximum recursion depth exceeded");
        return NULL;
    }
    if (next == NULL || next->bytes < wanted) {
        chunk_drop_next(t, chunk);
        next = chunk_new(t, wanted > CHUNK_BYTES ? wanted : CHUNK_BYTES);
        if (next == NULL)
            return NULL;
        chunk->next = next;
        next->previous = chunk;
        next->depth = chunk->depth + 1;
    }
    next->saved_top = t->stack_top;
    chunk_enter(t, next);
    GbFrame *frame = (GbFrame *)t->stack_top;
    t->stack_top = (GbRef *)((char *)frame + bytes);
    return frame;
}

void gb_frame_unstack(GbThread *t, GbFrame *frame)
{
    GbStackChunk *chunk = t->stack;
    if ((GbRef *)frame == chunk->slots && chunk->previous != NULL) {
        t->stack = chunk->previous;
        t->stack_bottom = t->stack->slots;
        t->stack_top = chunk->saved_top;
        t->stack_end = (GbRef *)((char *)t->stack + t->stack->bytes);
        chunk_drop_next(t, chunk);
    } else {
        t->stack_top = (GbRef *)frame;
    }
}

void gb_frame_unwind(GbFrame *frame, GbRef *sp, GbRef *base)
{
    while (sp > base) {
        GbRef top = *--sp;
        gb_xdecref(top);
    }
}

/* The frame object outlives the frame: give it the locals and its own copy of the rest. */
static bool object_takes_over(GbThread *t, GbFrameObject *object, GbFrame *frame)
{
    size_t bytes = sizeof(GbFrame) + (size_t)frame->code->localsplus_count * sizeof(GbRef);
    GbFrame *copy = gb_heap_alloc(t->interp->heap, bytes);
    if (copy == NULL)
        return false;
    memcpy(copy, frame, bytes);
    copy->object = NULL;
    copy->generator = NULL;
    if (frame->back != NULL) {
        GbRef pending = gb_raised_take(t);
        GbFrameObject *back = gb_frame_object(t, frame->back);
        gb_raised_restore_take(t, pending);
        if (back != NULL)
            object->back = gb_new_ref(gb_value(back));
    }
    copy->back = NULL;
    object->frame = copy;
    object->owns_frame = true;
    return true;
}

void gb_frame_clear(GbThread *t, GbFrame *frame)
{
    GbFrameObject *object = frame->object;
    if (object != NULL) {
        frame->object = NULL;
        bool kept = object->header.refcount > 1 && object_takes_over(t, object, frame);
        if (!kept)
            object->frame = NULL;
        gb_decref(gb_value(object));
        if (kept)
            return;
    }
    GbCode *code = frame->code;
    for (int32_t i = 0; i < code->localsplus_count; i++)
        gb_clear(&frame->slots[i]);
    gb_clear(&frame->locals);
    gb_decref(frame->function);
    gb_decref(gb_value(code));
}

int gb_frame_line(const GbFrame *frame)
{
    return gb_code_line(frame->code, (int32_t)(frame->ip - frame->code->instrs));
}
