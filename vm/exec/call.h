/* Calling, between C and the loop. Internal to vm/. GIL held. */
#ifndef GB_VM_EXEC_CALL_H
#define GB_VM_EXEC_CALL_H

#include "vm/exec/frame.h"

/* Call a Python function from C: a frame of its own, run to its end. */
GbRef gb_function_call(GbThread *t, GbBorrow function, const GbBorrow *args, int count,
                       GbBorrow names);
/* Binding failed for another reason than memory: the TypeErrors of a Python function
 * (bind_error.c). Return -1. */
int gb_bind_too_many(GbThread *t, GbFunction *function, GbFrame *frame, int given);
int gb_bind_missing(GbThread *t, GbFunction *function, GbFrame *frame, int first, int end,
                    const char *kind);
int gb_bind_unexpected(GbThread *t, GbFunction *function, GbBorrow names, GbBorrow name);

/* The loop's short way to C functions whose arguments fit (gb_signature_fits). With all arguments
 * given it does not count as a call for the recursion limit; else it does, as by gb_call. */
GbRef gb_call_fitting_short(GbThread *t, const GbSignature *signature, GbBorrow self,
                            const GbBorrow *args, int count);

static inline GbRef gb_call_fitting(GbThread *t, const GbSignature *signature, GbBorrow self,
                                    const GbBorrow *args, int count)
{
    return count == signature->slot_count
               ? signature->def->function(t, self, args)
               : gb_call_fitting_short(t, signature, self, args, count);
}

#endif
