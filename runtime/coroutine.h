/* Coroutines: stacks of their own that one thread of the host switches between.
 *
 * A coroutine is a stack with a guard page below it. What runs on it is an ordinary C function,
 * which may call anything, switch away in the middle of anything, and must never return. The
 * sanitizers and valgrind are told about every stack and every switch.
 *
 *     coroutine_switch(&a->context, &b->context)    saves where we are in a, goes on where b was
 *
 * Memory of a stack is committed by the page as it is first used, and a pool keeps a few stacks of
 * threads that have ended for the next. */
#ifndef RUNTIME_COROUTINE_H
#define RUNTIME_COROUTINE_H

#include <stddef.h>
#include <stdint.h>

typedef struct Coroutine Coroutine;         /* a stack */
typedef struct CoroutinePool CoroutinePool; /* where stacks come from */

/* Where a suspended flow of control goes on. Zeroed for the thread's own stack. */
typedef struct CoroutineState {
    void *stack_pointer;
    void *fake_stack; /* the address sanitizer's */
    void *fiber;      /* the thread sanitizer's */
    char *low;        /* the stack, as the address sanitizer wants to know it */
    size_t size;
    void *platform; /* where there is no assembly for this processor */
} CoroutineState;

/* A pool whose stacks are filled with a byte when fresh (0: as they come, which costs nothing). */
int rt_coroutine_pool_new(unsigned char fill, CoroutinePool **out);
void rt_coroutine_pool_free(CoroutinePool *pool);

/* Makes *state ready to enter entry(argument) on a new stack of at least size bytes. */
int rt_coroutine_new(CoroutinePool *pool, size_t size, void (*entry)(void *), void *argument,
                     CoroutineState *state, Coroutine **out);

/* Frees a stack that nobody stands on. */
void rt_coroutine_free(CoroutinePool *pool, Coroutine *coroutine, CoroutineState *state);

void rt_coroutine_stack(const Coroutine *coroutine, char **out_low, size_t *out_size);

/* Saves the running flow in from and goes on with to. */
void rt_coroutine_switch(CoroutineState *from, CoroutineState *to);

/* The same, when from will never be switched to again. */
_Noreturn void rt_coroutine_leave(CoroutineState *from, CoroutineState *to);

/* Makes *state the record of the thread that calls, on its own stack; and ends that. */
int rt_coroutine_adopt(CoroutineState *state);
void rt_coroutine_release(CoroutineState *state);

/* A number for the calling thread of the host. */
uintptr_t rt_coroutine_host_thread(void);

#endif
