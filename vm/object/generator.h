/* Generators, coroutines, async generators: a frame that outlives a call. */
#ifndef GB_VM_OBJECT_GENERATOR_H
#define GB_VM_OBJECT_GENERATOR_H

#include "vm/exec/frame.h"
#include "vm/object/exception.h"

typedef enum GbGeneratorState {
    GB_GEN_CREATED,
    GB_GEN_SUSPENDED,
    GB_GEN_RUNNING,
    GB_GEN_DONE
} GbGeneratorState;

typedef struct GbGenerator {
    GbObject header;
    GbRef code, name, qualname;
    GbHandled handled;     /* Its exc_info while it runs. */
    GbRef origin;          /* cr_origin */
    GbRef hooks_finalizer; /* Async generators. */
    uint8_t state;         /* GbGeneratorState */
    bool hooks_inited, closed, running_async;
    GbFrame *frame; /* In memory of its own; NULL when done. */
} GbGenerator;

/* Make the generator, coroutine or async generator for a frame that is about to run (takes the
 * frame's contents). */
GbRef gb_generator_new(GbThread *t, GbFrame *frame);
/* Resume: value sent (None to start). 1 yielded, 0 returned (*out is the value either way), -1
 * raised. */
int gb_generator_send(GbThread *t, GbGenerator *generator, GbBorrow value, GbRef *out);
/* throw()'s arguments as they were given: a class or an instance, and its value and traceback or
 * GB_NULL. */
typedef struct GbThrow {
    GbBorrow type, value, traceback;
    /* GeneratorExit closes what is waited for; else it is thrown in there too. */
    bool closes_delegate;
} GbThrow;
/* Throw into. As send. */
int gb_generator_throw(GbThread *t, GbGenerator *generator, const GbThrow *thrown, GbRef *out);

/* close(): 0, or -1 with what was raised. */
int gb_generator_close(GbThread *t, GbGenerator *generator);

/* Slots and attributes that async generators share. */
void gb_generator_dealloc(GbThread *t, GbObject *object);
int gb_generator_visit(GbObject *object, GbVisitor visit, void *context);
void gb_generator_clear(GbThread *t, GbObject *object);
void gb_generator_finalize(GbThread *t, GbBorrow self);
GbRef gb_generator_repr(GbThread *t, GbBorrow self);
extern const GbGetSetDef gb_async_generator_getsets[];

#endif
