/* Coroutines: their stacks, the switch, and what the sanitizers and valgrind must be told. */
#include "runtime/coroutine.h"

#include "runtime/check.h"
#include "runtime/rt.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define POOL_MAX 32            /* stacks that are kept for the next thread */
#define FILL_BYTES (64 * 1024) /* of a fresh stack's top: all of it would commit its memory */

/* The record of a stack, which lies at its upper end. */
struct Coroutine {
    char *low;   /* lowest address that may be used; the guard page is below */
    size_t size; /* from low to this record */
    void (*entry)(void *);
    void *argument;
    Coroutine *next; /* in the pool */
    unsigned valgrind_id;
};

struct CoroutinePool {
    Coroutine *first;
    int count;
    unsigned char fill;
    size_t page;
};

static _Noreturn void enter(Coroutine *self);

/* --- Telling the tools ----------------------------------------------------------------------- */

/* gcc has macros for this, clang a question. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

/* fake_stack NULL: we will not come back. */
static void address_leave(void **fake_stack, const CoroutineState *to)
{
    __sanitizer_start_switch_fiber(fake_stack, to->low, to->size);
}

static void address_arrive(void *fake_stack)
{
    __sanitizer_finish_switch_fiber(fake_stack, NULL, NULL);
}

/* The frames that were never returned from have left red zones. */
static void address_forget(const Coroutine *coroutine, const CoroutineState *state)
{
    char *from = state->stack_pointer;
    if (from < coroutine->low || from > coroutine->low + coroutine->size)
        from = coroutine->low;
    __asan_unpoison_memory_region(from, (size_t)((char *)coroutine - from));
}

static void address_adopt(CoroutineState *state)
{
    pthread_attr_t attributes;
    void *low;
    REQUIRE(pthread_getattr_np(pthread_self(), &attributes) == 0);
    pthread_attr_getstack(&attributes, &low, &state->size);
    state->low = low;
    pthread_attr_destroy(&attributes);
}
#else
static inline void address_leave(void **fake_stack, const CoroutineState *to)
{
}

static inline void address_arrive(void *fake_stack)
{
}

static inline void address_forget(const Coroutine *coroutine, const CoroutineState *state)
{
}

static inline void address_adopt(CoroutineState *state)
{
}
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#include <sanitizer/tsan_interface.h>

static void *fiber_new(void)
{
    return __tsan_create_fiber(0);
}

static void *fiber_self(void)
{
    return __tsan_get_current_fiber();
}

static void fiber_free(void *fiber)
{
    __tsan_destroy_fiber(fiber);
}

static void fiber_switch(void *fiber)
{
    __tsan_switch_to_fiber(fiber, 0);
}
#else
static inline void *fiber_new(void)
{
    return NULL;
}

static inline void *fiber_self(void)
{
    return NULL;
}

static inline void fiber_free(void *fiber)
{
}

static inline void fiber_switch(void *fiber)
{
}
#endif

#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>

static unsigned valgrind_register(char *low, char *high)
{
    return VALGRIND_STACK_REGISTER(low, high);
}

static void valgrind_forget(unsigned id)
{
    VALGRIND_STACK_DEREGISTER(id);
}
#else
static unsigned valgrind_register(char *low, char *high)
{
    return 0;
}

static void valgrind_forget(unsigned id)
{
}
#endif

/* --- The switch ------------------------------------------------------------------------------ */

#if defined(__x86_64__) && !defined(RT_COROUTINE_UCONTEXT)

/* Pushes what a called function must keep, swaps stacks, pops. The floating-point control words are
 * not swapped: nothing here changes them. Jumping instead of returning keeps the processor's stack
 * of return addresses from predicting nonsense. */
void rt_coroutine_swap(void **from, void *to);
void rt_coroutine_thunk(void);
__asm__(".text\n"
        ".p2align 4\n"
        ".hidden rt_coroutine_swap\n"
        ".globl rt_coroutine_swap\n"
        ".type rt_coroutine_swap, @function\n"
        "rt_coroutine_swap:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    popq %rcx\n"
        "    jmpq *%rcx\n"
        ".size rt_coroutine_swap, .-rt_coroutine_swap\n"
        /* Where a new stack starts: what `enter` gets was put into rbx's place. */
        ".hidden rt_coroutine_thunk\n"
        ".globl rt_coroutine_thunk\n"
        ".type rt_coroutine_thunk, @function\n"
        "rt_coroutine_thunk:\n"
        "    .cfi_startproc\n"
        "    .cfi_undefined rip\n"
        "    movq %rbx, %rdi\n"
        "    callq *%r12\n"
        "    ud2\n"
        "    .cfi_endproc\n"
        ".size rt_coroutine_thunk, .-rt_coroutine_thunk\n");

static inline void swap(CoroutineState *from, CoroutineState *to)
{
    rt_coroutine_swap(&from->stack_pointer, to->stack_pointer);
}

static int prepare(Coroutine *coroutine, CoroutineState *state)
{
    /* As if rt_coroutine_swap had been called by the thunk: r15 r14 r13 r12 rbx rbp, the address.
     * The thunk's own call leaves the stack aligned as the ABI wants it. */
    uintptr_t top = (uintptr_t)coroutine & ~(uintptr_t)15;
    uintptr_t *slots = (uintptr_t *)top - 9;
    slots[0] = slots[1] = slots[2] = 0;
    slots[3] = (uintptr_t)enter;
    slots[4] = (uintptr_t)coroutine;
    slots[5] = 0;
    slots[6] = (uintptr_t)rt_coroutine_thunk;
    slots[7] = slots[8] = 0;
    state->stack_pointer = slots;
    return 0;
}

static int prepare_own(CoroutineState *state)
{
    return 0;
}

static inline void unprepare(CoroutineState *state)
{
}

#else
#include <ucontext.h>

/* makecontext passes ints; the address comes in two of them. */
static void enter_halves(unsigned high, unsigned low)
{
    enter((Coroutine *)((uintptr_t)high << 32 | low));
}

static int prepare(Coroutine *coroutine, CoroutineState *state)
{
    ucontext_t *context = malloc(sizeof *context);
    if (!context)
        return RT_ENOMEM;
    getcontext(context);
    context->uc_stack.ss_sp = coroutine->low;
    context->uc_stack.ss_size = coroutine->size;
    context->uc_link = NULL;
    uint64_t address = (uintptr_t)coroutine;
    makecontext(context, (void (*)(void))enter_halves, 2, (unsigned)(address >> 32),
                (unsigned)address);
    state->platform = context;
    state->stack_pointer = coroutine->low;
    return 0;
}

static int prepare_own(CoroutineState *state)
{
    state->platform = malloc(sizeof(ucontext_t));
    return state->platform ? 0 : RT_ENOMEM;
}

static void unprepare(CoroutineState *state)
{
    free(state->platform);
    state->platform = NULL;
}

static void swap(CoroutineState *from, CoroutineState *to)
{
    swapcontext(from->platform, to->platform);
}
#endif

void rt_coroutine_switch(CoroutineState *from, CoroutineState *to)
{
    address_leave(&from->fake_stack, to);
    fiber_switch(to->fiber);
    swap(from, to);
    address_arrive(from->fake_stack);
}

_Noreturn void rt_coroutine_leave(CoroutineState *from, CoroutineState *to)
{
    address_leave(NULL, to);
    fiber_switch(to->fiber);
    swap(from, to);
    abort();
}

static _Noreturn void enter(Coroutine *self)
{
    address_arrive(NULL);
    self->entry(self->argument);
    REQUIRE(!"a coroutine returns");
    abort();
}

/* --- Stacks ---------------------------------------------------------------------------------- */

int rt_coroutine_pool_new(unsigned char fill, CoroutinePool **out)
{
    CoroutinePool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return RT_ENOMEM;
    pool->fill = fill;
    pool->page = (size_t)sysconf(_SC_PAGESIZE);
    *out = pool;
    return 0;
}

/* The pages of the stack and its guard, from the first byte to the last. */
static void unmap(CoroutinePool *pool, Coroutine *coroutine)
{
    char *base = coroutine->low - pool->page;
    char *end = (char *)coroutine + sizeof *coroutine;
    valgrind_forget(coroutine->valgrind_id);
    munmap(base, (size_t)(end - base));
}

void rt_coroutine_pool_free(CoroutinePool *pool)
{
    while (pool->first) {
        Coroutine *coroutine = pool->first;
        pool->first = coroutine->next;
        unmap(pool, coroutine);
    }
    free(pool);
}

/* Without huge pages: one of those would commit 2 MiB at the first touch, for each thread. */
static Coroutine *map(CoroutinePool *pool, size_t size)
{
    char *base = mmap(NULL, size + pool->page, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (base == MAP_FAILED)
        return NULL;
    if (mprotect(base, pool->page, PROT_NONE) < 0) {
        munmap(base, size + pool->page);
        return NULL;
    }
    madvise(base, size + pool->page, MADV_NOHUGEPAGE);
    char *low = base + pool->page;
    if (pool->fill != 0) {
        size_t filled = size < FILL_BYTES ? size : FILL_BYTES;
        memset(low + size - filled, pool->fill, filled);
    }
    Coroutine *coroutine = (Coroutine *)(low + size) - 1;
    coroutine->low = low;
    coroutine->size = size - sizeof *coroutine;
    coroutine->valgrind_id = valgrind_register(low, low + size);
    return coroutine;
}

/* The first that is of the right size: as a rule they all are. */
static Coroutine *take(CoroutinePool *pool, size_t size)
{
    for (Coroutine **link = &pool->first; *link; link = &(*link)->next) {
        Coroutine *coroutine = *link;
        if (coroutine->size + sizeof *coroutine == size) {
            *link = coroutine->next;
            pool->count--;
            return coroutine;
        }
    }
    return map(pool, size);
}

int rt_coroutine_new(CoroutinePool *pool, size_t size, void (*entry)(void *), void *argument,
                     CoroutineState *state, Coroutine **out)
{
    if (size > SIZE_MAX / 2)
        return RT_ENOMEM;
    size = (size + sizeof(Coroutine) + pool->page - 1) / pool->page * pool->page;
    Coroutine *coroutine = take(pool, size);
    if (!coroutine)
        return RT_ENOMEM;
    coroutine->entry = entry;
    coroutine->argument = argument;
    *state = (CoroutineState){.low = coroutine->low, .size = coroutine->size};
    int err = prepare(coroutine, state);
    if (err < 0) {
        unmap(pool, coroutine);
        return err;
    }
    state->fiber = fiber_new();
    *out = coroutine;
    return 0;
}

void rt_coroutine_free(CoroutinePool *pool, Coroutine *coroutine, CoroutineState *state)
{
    address_forget(coroutine, state);
    fiber_free(state->fiber);
    unprepare(state);
    if (pool->count == POOL_MAX) {
        unmap(pool, coroutine);
        return;
    }
    coroutine->next = pool->first;
    pool->first = coroutine;
    pool->count++;
}

void rt_coroutine_stack(const Coroutine *coroutine, char **out_low, size_t *out_size)
{
    *out_low = coroutine->low;
    *out_size = coroutine->size;
}

/* --- The host's own stack -------------------------------------------------------------------- */

int rt_coroutine_adopt(CoroutineState *state)
{
    *state = (CoroutineState){.fiber = fiber_self()};
    address_adopt(state);
    return prepare_own(state);
}

void rt_coroutine_release(CoroutineState *state)
{
    unprepare(state);
}

uintptr_t rt_coroutine_host_thread(void)
{
    return (uintptr_t)pthread_self();
}
