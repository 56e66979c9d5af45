/* One thread at a time imports a module; others that want it wait until it is finished.
 *
 * Two threads may import two modules that import each other. Then the second to wait would wait for
 * ever, so it is told and goes on with the unfinished module, as a circular import in one thread
 * does. */
#include "vm/exec/import_parts.h"

#include "vm/interp.h"

#include <stdio.h>

typedef struct ModuleLock {
    struct ModuleLock *next;
    GbRef name;
    GbThread *owner;
    int depth; /* How often the owner has taken it. */
} ModuleLock;

typedef struct Waiter { /* On the stack of the thread that waits. */
    struct Waiter *next;
    GbThread *thread;
    RtThread *rt_thread;
    ModuleLock *lock;
} Waiter;

typedef struct GbImportState {
    ModuleLock *locks; /* Those that are held. */
    Waiter *waiters;
} GbImportState;

static GbImportState *state_of(GbThread *t)
{
    if (t->interp->import_state == NULL) {
        GbImportState *state = gb_mem_new(t, sizeof *state);
        if (state != NULL)
            *state = (GbImportState){NULL, NULL};
        t->interp->import_state = state;
    }
    return t->interp->import_state;
}

static ModuleLock **lock_find(GbImportState *state, GbBorrow name)
{
    ModuleLock **place = &state->locks;
    while (*place != NULL && !gb_str_equal((*place)->name, name))
        place = &(*place)->next;
    return place;
}

static Waiter *waiter_of(GbImportState *state, GbThread *thread)
{
    for (Waiter *waiter = state->waiters; waiter != NULL; waiter = waiter->next) {
        if (waiter->thread == thread)
            return waiter;
    }
    return NULL;
}

/* Does the lock's owner wait, over however many threads, for one that t holds? Threads wait for one
 * lock each, so the chain ends. */
static bool would_deadlock(GbImportState *state, GbThread *t, const ModuleLock *lock)
{
    while (lock->owner != t) {
        Waiter *waiter = waiter_of(state, lock->owner);
        if (waiter == NULL)
            return false;
        lock = waiter->lock;
    }
    return true;
}

static void wait_once(GbThread *t, GbImportState *state, ModuleLock *lock)
{
    Rt *rt = t->interp->rt;
    char what[100];
    const char *name = gb_str_wtf8(t, lock->name, NULL);
    gb_raised_drop(t); /* It is for traces alone. */
    Waiter waiter = {state->waiters, t, rt_thread_self(rt), lock};
    state->waiters = &waiter;
    snprintf(what, sizeof what, "import of %.80s", name == NULL ? "?" : name);
    gb_unlock_on(t, GIL_LOCK, 0, what);
    rt_thread_park(rt, RT_FOREVER);
    gb_lock(t);
    Waiter **place = &state->waiters;
    while (*place != &waiter)
        place = &(*place)->next;
    *place = waiter.next;
}

static int lock_take(GbThread *t, GbImportState *state, GbBorrow name)
{
    ModuleLock *lock = gb_mem_new(t, sizeof *lock);
    if (lock == NULL)
        return -1;
    *lock = (ModuleLock){state->locks, gb_new_ref(name), t, 1};
    state->locks = lock;
    return 1;
}

int gb_import_lock(GbThread *t, GbBorrow name)
{
    GbImportState *state = state_of(t);
    if (state == NULL)
        return -1;
    for (;;) {
        ModuleLock *lock = *lock_find(state, name);
        if (lock == NULL)
            return lock_take(t, state, name);
        if (lock->owner == t) {
            ++lock->depth;
            return 1;
        }
        if (would_deadlock(state, t, lock))
            return 0;
        wait_once(t, state, lock);
        if (gb_check_signals(t) < 0)
            return -1;
    }
}

void gb_import_unlock(GbThread *t, GbBorrow name)
{
    GbImportState *state = t->interp->import_state;
    ModuleLock **place = lock_find(state, name), *lock = *place;
    if (--lock->depth > 0)
        return;
    *place = lock->next;
    for (Waiter *waiter = state->waiters; waiter != NULL; waiter = waiter->next) {
        if (waiter->lock == lock)
            rt_thread_unpark(t->interp->rt, waiter->rt_thread);
    }
    gb_decref(lock->name);
    gb_mem_free(t, lock, sizeof *lock);
}

bool gb_import_lock_held(GbThread *t)
{
    GbImportState *state = t->interp->import_state;
    return state != NULL && state->locks != NULL;
}

void gb_import_forget_others(GbThread *t)
{
    GbImportState *state = t->interp->import_state;
    ModuleLock **place = &state->locks;
    state->waiters = NULL;
    while (*place != NULL) {
        ModuleLock *lock = *place;
        if (lock->owner == t) {
            place = &lock->next;
            continue;
        }
        *place = lock->next;
        gb_decref(lock->name);
        gb_mem_free(t, lock, sizeof *lock);
    }
}

void gb_import_fini(GbThread *t)
{
    GbImportState *state = t->interp->import_state;
    t->interp->import_state = NULL;
    if (state != NULL)
        gb_mem_free(t, state, sizeof *state);
    gb_clear(&t->interp->private_types);
}
