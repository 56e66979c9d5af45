/* _thread: locks and the starting of threads, what threading.py is made of.
 *
 * A lock is a flag and a queue of waiters, both guarded by the GIL. Releasing it wakes the first
 * waiter but gives it nothing: whoever runs first takes the lock, as with CPython's. So an
 * uncontended lock never asks the machine. */
#include "vm/gilbox.h"

/* --- Waiting --- */

/* A thread that waits for a lock; it stands in the lock's queue, on its own C stack. */
typedef struct Waiter {
    struct Waiter *next;
    RtThread *thread;
} Waiter;

typedef struct Lock {
    GbObject header;
    bool locked;
    uint64_t owner; /* Ident of who took it; an RLock's holder. */
    int64_t depth;  /* RLock: how often it holds it. */
    uint32_t end_of; /* A sentinel: of which thread, as traces number them; else 0. */
    Waiter *first;
} Lock;

static Lock *as_lock(GbBorrow v)
{
    return (Lock *)gb_object(v);
}

static void queue_add(Lock *lock, Waiter *waiter)
{
    Waiter **place = &lock->first;
    while (*place != NULL)
        place = &(*place)->next;
    *place = waiter;
}

static void queue_remove(Lock *lock, Waiter *waiter)
{
    Waiter **place = &lock->first;
    while (*place != waiter)
        place = &(*place)->next;
    *place = waiter->next;
}

static void wake_first(GbThread *t, Lock *lock)
{
    if (lock->first != NULL)
        rt_thread_unpark(gb_rt(t), lock->first->thread);
}

/* Take the lock, waiting until the deadline: 1 taken, 0 the deadline came, -1 a signal handler
 * raised. */
static int lock_take(GbThread *t, Lock *lock, int64_t deadline_ns)
{
    Rt *rt = gb_rt(t);
    if (!lock->locked) {
        lock->locked = true;
        return 1;
    }
    Waiter waiter = {NULL, rt_thread_self(rt)};
    GbRef held = gb_new_ref(gb_value(lock));
    queue_add(lock, &waiter);
    t->awaited = held;
    t->awaited_holder = &lock->owner;
    int outcome = 0;
    while (lock->locked) {
        if (lock->end_of != 0)
            gb_unlock_on(t, GIL_JOIN, lock->end_of, NULL);
        else
            gb_unlock_for(t, GIL_LOCK, held);
        int error;
        do
            error = rt_thread_park(rt, deadline_ns);
        while (error == RT_EINTR && gb_wait_is_deaf(t, deadline_ns));
        gb_lock(t);
        if (error == RT_EINTR && gb_check_signals(t) < 0) {
            outcome = -1;
            break;
        }
        if (error == RT_ETIMEDOUT)
            break;
    }
    queue_remove(lock, &waiter);
    t->awaited = GB_NULL;
    if (outcome == 0 && !lock->locked) {
        lock->locked = true;
        outcome = 1;
    } else if (!lock->locked) {
        wake_first(t, lock); /* The wake-up that we may have used up belongs to another. */
    }
    gb_decref(held);
    return outcome;
}

static void lock_drop(GbThread *t, Lock *lock)
{
    lock->locked = false;
    lock->owner = 0;
    wake_first(t, lock);
}

/* A number of seconds: a float, or whatever counts as an int. */
static int read_seconds(GbThread *t, GbBorrow v, double *seconds)
{
    if (gb_is_float(v))
        return gb_to_seconds(t, v, seconds);
    GbRef whole = gb_index(t, v);
    int failed = whole == GB_NULL ? -1 : gb_to_double(t, whole, seconds);
    gb_xdecref(whole);
    return failed;
}

/* acquire(blocking=True, timeout=-1) as a deadline. 0 or -1. */
static int read_deadline(GbThread *t, GbBorrow blocking, GbBorrow timeout, int64_t *deadline_ns)
{
    double seconds;
    int truth = gb_truth(t, blocking);
    if (truth < 0 || read_seconds(t, timeout, &seconds) < 0)
        return -1;
    if (!truth && seconds != -1)
        return gb_fail(t, gb_ValueError, "can't specify a timeout for a non-blocking call");
    if (seconds < 0 && seconds != -1)
        return gb_fail(t, gb_ValueError, "timeout value must be positive");
    if (seconds > 9223372036.0)
        return gb_fail(t, gb_OverflowError, "timestamp out of range for platform time_t");
    if (!truth)
        *deadline_ns = 0;
    else
        *deadline_ns = seconds == -1 ? RT_FOREVER : gb_deadline(t, seconds * 1e9);
    return 0;
}

/* --- lock --- */

static GbRef lock_acquire(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t deadline_ns;
    if (args[0] == GB_TRUE && args[1] == gb_small_new(-1))
        deadline_ns = RT_FOREVER;
    else if (read_deadline(t, args[0], args[1], &deadline_ns) < 0)
        return GB_NULL;
    if (deadline_ns == 0 && as_lock(self)->locked)
        return GB_FALSE;
    int taken = lock_take(t, as_lock(self), deadline_ns);
    if (taken == 1)
        as_lock(self)->owner = t->ident;
    return taken < 0 ? GB_NULL : gb_bool(taken);
}

static GbRef lock_release(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!as_lock(self)->locked)
        return gb_raise(t, gb_RuntimeError, "release unlocked lock");
    lock_drop(t, as_lock(self));
    return GB_NONE;
}

static GbRef lock_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (lock_take(t, as_lock(self), RT_FOREVER) < 0)
        return GB_NULL;
    as_lock(self)->owner = t->ident;
    return GB_TRUE;
}

static GbRef lock_exit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return lock_release(t, self, NULL);
}

static GbRef lock_locked(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(as_lock(self)->locked);
}

static GbRef lock_at_fork_reinit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Lock *lock = as_lock(self);
    lock->locked = false;
    lock->owner = 0;
    lock->depth = 0;
    lock->first = NULL;
    return GB_NONE;
}

static GbRef lock_repr(GbThread *t, GbBorrow self)
{
    return gb_str_format(t, "<%s _thread.lock object at 0x%llx>",
                         as_lock(self)->locked ? "locked" : "unlocked",
                         (long long)gb_identity_u64(t, self));
}

static const GbMethodDef lock_methods[] = {
    {"acquire(blocking=True, timeout=-1)", lock_acquire, "Lock the lock."},
    {"acquire_lock(blocking=True, timeout=-1)", lock_acquire, "Lock the lock."},
    {"release()", lock_release,
     "Release the lock, allowing another thread that is blocked waiting for\nthe lock to "
     "acquire the lock."},
    {"release_lock()", lock_release, "Release the lock."},
    {"locked()", lock_locked, "Return whether the lock is in the locked state."},
    {"locked_lock()", lock_locked, "Return whether the lock is in the locked state."},
    {"_at_fork_reinit()", lock_at_fork_reinit, "Make the lock new, in the child of a fork."},
    {"__enter__()", lock_enter, "Lock the lock."},
    {"__exit__(*exc_info)", lock_exit, "Release the lock."},
    {0},
};

static const GbTypeSpec lock_spec = {
    .name = "_thread.lock",
    .doc = "A lock object is a synchronization primitive.",
    .size = sizeof(Lock),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_HAS_WEAKREF | GB_TYPE_IMMUTABLE,
    .slots = {.repr = lock_repr},
    .methods = lock_methods,
};

static GbRef lock_new(GbThread *t)
{
    return gb_value(gb_object_new(t, gb_spec_type(t, &lock_spec)));
}

/* --- RLock --- */

static int rlock_take(GbThread *t, Lock *lock, int64_t deadline_ns)
{
    if (lock->locked && lock->owner == t->ident) {
        ++lock->depth;
        return 1;
    }
    if (deadline_ns == 0 && lock->locked)
        return 0;
    int taken = lock_take(t, lock, deadline_ns);
    if (taken == 1) {
        lock->owner = t->ident;
        lock->depth = 1;
    }
    return taken;
}

static GbRef rlock_acquire(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t deadline_ns;
    if (read_deadline(t, args[0], args[1], &deadline_ns) < 0)
        return GB_NULL;
    int taken = rlock_take(t, as_lock(self), deadline_ns);
    return taken < 0 ? GB_NULL : gb_bool(taken);
}

static GbRef rlock_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return rlock_take(t, as_lock(self), RT_FOREVER) < 0 ? GB_NULL : GB_TRUE;
}

static GbRef rlock_release(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Lock *lock = as_lock(self);
    if (!lock->locked || lock->owner != t->ident)
        return gb_raise(t, gb_RuntimeError, "cannot release un-acquired lock");
    if (--lock->depth == 0) {
        lock->owner = 0;
        lock_drop(t, lock);
    }
    return GB_NONE;
}

static GbRef rlock_exit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return rlock_release(t, self, NULL);
}

static GbRef rlock_is_owned(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(as_lock(self)->locked && as_lock(self)->owner == t->ident);
}

/* Give it up however often it is held, and take it back as often: for Condition.wait. */
static GbRef rlock_release_save(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Lock *lock = as_lock(self);
    if (lock->depth == 0)
        return gb_raise(t, gb_RuntimeError, "cannot release un-acquired lock");
    GbRef state = gb_tuple_of(t, 2, gb_int_new(t, lock->depth),
                              gb_int_new(t, (int64_t)lock->owner));
    if (state == GB_NULL)
        return GB_NULL;
    lock->depth = 0;
    lock->owner = 0;
    lock_drop(t, lock);
    return state;
}

static GbRef rlock_acquire_restore(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t depth, owner;
    if (!gb_is_tuple(args[0]) || gb_tuple_count(args[0]) != 2)
        return gb_raise(t, gb_TypeError, "_acquire_restore() argument 1 must be tuple, not %K",
                        args[0]);
    if (gb_index_i64(t, gb_tuple_peek(args[0], 0), &depth, gb_OverflowError) < 0 ||
        gb_index_i64(t, gb_tuple_peek(args[0], 1), &owner, gb_OverflowError) < 0)
        return GB_NULL;
    Lock *lock = as_lock(self);
    while (!lock->locked || lock->owner != 0 ||
           lock->depth != 0) { /* Signals wait: the state must come back. */
        int taken = lock_take(t, lock, RT_FOREVER);
        if (taken == 1)
            break;
    }
    lock->owner = (uint64_t)owner;
    lock->depth = depth;
    return gb_raised(t) ? GB_NULL : GB_NONE;
}

static GbRef rlock_recursion_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, as_lock(self)->owner == t->ident ? as_lock(self)->depth : 0);
}

static GbRef rlock_repr(GbThread *t, GbBorrow self)
{
    Lock *lock = as_lock(self);
    return gb_str_format(t, "<%s %N object owner=%lld count=%lld at 0x%llx>",
                         lock->depth > 0 ? "locked" : "unlocked", gb_type_of(t, self),
                         (long long)lock->owner, (long long)lock->depth,
                         (long long)gb_identity_u64(t, self));
}

static GbRef rlock_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_value(gb_object_new(t, (GbType *)gb_object(type)));
}

static const GbMethodDef rlock_methods[] = {
    {"acquire(blocking=True, timeout=-1)", rlock_acquire, "Lock the lock."},
    {"release()", rlock_release, "Release the lock."},
    {"_is_owned()", rlock_is_owned, "For internal use by `threading.Condition`."},
    {"_release_save()", rlock_release_save, "For internal use by `threading.Condition`."},
    {"_acquire_restore(state, /)", rlock_acquire_restore,
     "For internal use by `threading.Condition`."},
    {"_recursion_count()", rlock_recursion_count, "For internal use by reentrancy guards."},
    {"_at_fork_reinit()", lock_at_fork_reinit, "Make the lock new, in the child of a fork."},
    {"__enter__()", rlock_enter, "Lock the lock."},
    {"__exit__(*exc_info)", rlock_exit, "Release the lock."},
    {0},
};

static const GbTypeSpec rlock_spec = {
    .name = "_thread.RLock",
    .size = sizeof(Lock),
    .flags = GB_TYPE_HAS_WEAKREF | GB_TYPE_IMMUTABLE,
    .slots = {.repr = rlock_repr},
    .constructor = {"RLock()", rlock_create, NULL},
    .methods = rlock_methods,
};

/* --- local --- */

/* Thread-local attributes: each thread's dict is in its own t->dict, under the identity of the
 * local. */
typedef struct Local {
    GbObject header;
    GbRef args, kwargs; /* For __init__ in each new thread. */
    GbRef key;          /* int: its identity */
} Local;

/* Arguments are for an __init__ that wants them. */
static int local_check_arguments(GbThread *t, GbType *type, const GbBorrow *args)
{
    GbBorrow name = gb_name(t, __init__);
    bool has_init = gb_type_lookup(t, type, name) != gb_type_lookup(t, gb_type(t, OBJECT), name);
    if (has_init || (gb_tuple_count(args[0]) == 0 && gb_dict_count(args[1]) == 0))
        return 0;
    return gb_fail(t, gb_TypeError, "Initialization arguments are not supported");
}

static GbRef local_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    if (local_check_arguments(t, (GbType *)gb_object(type), args) < 0)
        return GB_NULL;
    Local *local = gb_object_new(t, (GbType *)gb_object(type));
    if (local == NULL)
        return GB_NULL;
    GbRef self = gb_value(local);
    local->args = gb_new_ref(args[0]);
    local->kwargs = gb_new_ref(args[1]);
    local->key = gb_identity(t, self);
    if (local->key == GB_NULL || (t->dict == GB_NULL && (t->dict = gb_dict_new(t)) == GB_NULL))
        goto failed;
    GbRef dict = gb_dict_new(t);
    int failed = dict == GB_NULL ? -1 : gb_dict_set(t, t->dict, local->key, dict);
    gb_xdecref(dict);
    if (failed == 0)
        return self;
failed:
    gb_decref(self);
    return GB_NULL;
}

/* This thread's dict, borrowed; __init__ runs when the thread first comes by. */
static GbBorrow local_dict(GbThread *t, GbBorrow self)
{
    Local *local = (Local *)gb_object(self);
    GbRef dict = GB_NULL;
    if (t->dict == GB_NULL && (t->dict = gb_dict_new(t)) == GB_NULL)
        return GB_NULL;
    int found = gb_dict_find(t, t->dict, local->key, &dict);
    if (found == 0) {
        dict = gb_dict_new(t);
        if (dict == GB_NULL || gb_dict_set(t, t->dict, local->key, dict) < 0) {
            gb_xdecref(dict);
            return GB_NULL;
        }
        GbRef init = gb_attr_get_c(t, self, "__init__");
        GbRef nothing = init == GB_NULL ? GB_NULL
                                        : gb_call_tuple(t, init, local->args, local->kwargs);
        gb_xdecref(init);
        gb_xdecref(nothing);
        if (nothing == GB_NULL) {
            gb_decref(dict);
            return GB_NULL;
        }
    }
    gb_xdecref(dict); /* t->dict holds it. */
    return found < 0 ? GB_NULL : dict;
}

static GbRef local_getattr(GbThread *t, GbBorrow self, GbBorrow name)
{
    GbBorrow dict = local_dict(t, self);
    GbRef value = GB_NULL;
    if (dict == GB_NULL)
        return GB_NULL;
    if (!gb_is_str(name))
        return gb_generic_getattr(t, self, name); /* Which refuses it. */
    if (gb_str_equal_c(name, "__dict__"))
        return gb_new_ref(dict);
    GbBorrow in_class = gb_type_lookup(t, gb_type_of(t, self), name);
    bool data = in_class != GB_NULL && gb_type_of(t, in_class)->slots.descr_set != NULL;
    if (!data && gb_dict_find(t, dict, name, &value) != 0)
        return value;
    return gb_generic_getattr(t, self, name);
}

static int local_setattr(GbThread *t, GbBorrow self, GbBorrow name, GbBorrow value)
{
    GbBorrow dict = local_dict(t, self);
    if (dict == GB_NULL)
        return -1;
    if (!gb_is_str(name))
        return gb_fail(t, gb_TypeError, "attribute name must be string, not '%T'", name);
    if (gb_str_equal_c(name, "__dict__"))
        return gb_fail(t, gb_AttributeError, "'%T' object attribute '%U' is read-only", self, name);
    GbBorrow in_class = gb_type_lookup(t, gb_type_of(t, self), name);
    if (in_class != GB_NULL && gb_type_of(t, in_class)->slots.descr_set != NULL)
        return gb_type_of(t, in_class)->slots.descr_set(t, in_class, self, value);
    if (value != GB_NULL)
        return gb_dict_set(t, dict, name, value);
    int deleted = gb_dict_delete(t, dict, name);
    if (deleted == 0)
        return gb_fail(t, gb_AttributeError, "'%T' object has no attribute '%U'", self, name);
    return deleted < 0 ? -1 : 0;
}

/* All threads forget it. */
static void local_dealloc(GbThread *t, GbObject *object)
{
    Local *local = (Local *)object;
    GbRef pending = gb_raised_take(t);
    for (GbThread *other = gb_threads(t->interp); other != NULL; other = other->next) {
        if (other->dict != GB_NULL && local->key != GB_NULL &&
            gb_dict_delete(t, other->dict, local->key) < 0)
            gb_raised_drop(t);
    }
    gb_raised_restore_take(t, pending);
    gb_clear(&local->args);
    gb_clear(&local->kwargs);
    gb_clear(&local->key);
}

static int local_visit(GbObject *object, GbVisitor visit, void *context)
{
    Local *local = (Local *)object;
    GB_VISIT(local->args);
    GB_VISIT(local->kwargs);
    return 0;
}

static const GbTypeSpec local_spec = {
    .name = "_thread._local",
    .doc = "Thread-local data",
    .size = sizeof(Local),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_WEAKREF | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = local_dealloc,
              .visit = local_visit,
              .getattr = local_getattr,
              .setattr = local_setattr},
    .constructor = {"_local(*args, **kwargs)", local_create, NULL},
};

/* --- Functions --- */

/* What a Thread that starts itself is called, be it this library's or CPython's: start_new_thread
 * is given a method of it. GB_NULL: anything else is called by a number. */
static GbRef thread_own_name(GbThread *t, GbBorrow callable)
{
    GbRef thread = gb_attr_get_c(t, callable, "__self__");
    GbRef name = thread == GB_NULL ? GB_NULL : gb_attr_get_c(t, thread, "_name");
    gb_xdecref(thread);
    if (name != GB_NULL && (!gb_is_str(name) || gb_str_wtf8(t, name, NULL) == NULL))
        gb_clear(&name);
    gb_raised_drop(t);
    return name;
}

static GbRef thread_start_new(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_callable(t, args[0]))
        return gb_raise(t, gb_TypeError, "first arg must be callable");
    if (!gb_is_tuple(args[1]))
        return gb_raise(t, gb_TypeError, "2nd arg must be a tuple");
    if (args[2] != GB_NULL && !gb_is_dict(args[2]))
        return gb_raise(t, gb_TypeError, "optional 3rd arg must be a dictionary");
    GbRef name = thread_own_name(t, args[0]);
    uint64_t ident = gb_thread_start(t, args[0], args[1], args[2],
                                     name == GB_NULL ? NULL : gb_str_wtf8(t, name, NULL));
    gb_xdecref(name);
    return ident == 0 ? GB_NULL : gb_int_from_u64(t, ident);
}

static GbRef thread_exit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_raise_value(t, gb_SystemExit, GB_NULL);
}

static GbRef thread_allocate_lock(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return lock_new(t);
}

static GbRef thread_get_ident(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_from_u64(t, t->ident);
}

static GbRef thread_get_native_id(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, t->native_id);
}

static GbRef thread_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t count = 0;
    for (GbThread *other = gb_threads(t->interp); other != NULL; other = other->next)
        count += !other->is_main;
    return gb_int_new(t, count);
}

static GbRef thread_stack_size(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t bytes;
    GbRef old = gb_int_new(t, (int64_t)gb_thread_stack_bytes(t->interp));
    if (args[0] == GB_NULL)
        return old;
    if (gb_index_i64(t, args[0], &bytes, gb_OverflowError) < 0)
        return GB_NULL;
    if (bytes < 0)
        return gb_raise(t, gb_ValueError, "size must be 0 or a positive value");
    if (bytes != 0 && bytes < 32768)
        return gb_raise(t, gb_ValueError, "size not valid: %lld bytes", (long long)bytes);
    gb_thread_set_stack_bytes(t->interp, (size_t)bytes);
    return old;
}

static GbRef thread_interrupt_main(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t number;
    if (gb_index_i64(t, args[0], &number, gb_OverflowError) < 0)
        return GB_NULL;
    if (number < 1 || number > 64)
        return gb_raise(t, gb_ValueError, "signal number out of range");
    gb_signal_simulate(t, (int)number);
    return GB_NONE;
}

static void release_sentinel(GbThread *t, GbBorrow sentinel)
{
    if (as_lock(sentinel)->locked)
        lock_drop(t, as_lock(sentinel));
}

/* A lock that the thread's end releases: what Thread.join waits for. */
static GbRef thread_set_sentinel(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef lock = lock_new(t);
    if (lock != GB_NULL) {
        as_lock(lock)->end_of = t->gil.id;
        gb_set(&t->sentinel, gb_new_ref(lock));
        t->sentinel_release = release_sentinel;
    }
    return lock;
}

static GbRef thread_raise_in(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t ident;
    if (gb_index_i64(t, args[0], &ident, gb_OverflowError) < 0)
        return GB_NULL;
    GbBorrow exception = args[1] == GB_NONE ? GB_NULL : args[1];
    return gb_int_new(t, gb_thread_raise_in(t, (uint64_t)ident, exception));
}

static GbRef thread_set_name(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t ident;
    if (gb_index_i64(t, args[0], &ident, gb_OverflowError) < 0)
        return GB_NULL;
    const char *name = gb_is_str(args[1]) ? gb_str_wtf8(t, args[1], NULL) : NULL;
    if (name == NULL)
        return gb_raised(t) ? GB_NULL
                            : gb_raise(t, gb_TypeError, "name must be a str, not %T", args[1]);
    for (GbThread *other = gb_threads(t->interp); other != NULL; other = other->next) {
        if (other->ident == (uint64_t)ident)
            gb_thread_rename(other, name);
    }
    return GB_NONE;
}

/* --- Exceptions that leave a thread --- */

static const char *const hook_fields[] = {"exc_type", "exc_value", "exc_traceback", "thread", NULL};
static const GbStructSpec hook_args = {"_thread._ExceptHookArgs", hook_fields, 4};

/* Where to print: sys.stderr, or what the thread found there when it was made. Owned; None:
 * nowhere. */
static GbRef error_stream(GbThread *t, GbBorrow thread)
{
    GbRef sys = gb_import(t, "sys");
    GbRef stream = sys == GB_NULL ? GB_NULL : gb_attr_get_c(t, sys, "stderr");
    gb_xdecref(sys);
    if (stream == GB_NONE && thread != GB_NONE)
        stream = gb_attr_get_c(t, thread, "_stderr");
    return stream;
}

static GbRef thread_label(GbThread *t, GbBorrow thread)
{
    if (thread == GB_NONE)
        return gb_str_format(t, "%llu", (unsigned long long)t->ident);
    GbRef name = gb_attr_get_c(t, thread, "name");
    GbRef label = name == GB_NULL ? GB_NULL : gb_str(t, name);
    gb_xdecref(name);
    return label;
}

static int stream_write(GbThread *t, GbBorrow stream, GbBorrow text)
{
    GbRef result = text == GB_NULL ? GB_NULL : gb_call_method_c(t, stream, "write", &text, 1);
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

static GbRef thread_excepthook(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_tuple(args[0]) || gb_tuple_count(args[0]) != 4)
        return gb_raise(t, gb_TypeError,
                        "_thread._excepthook argument type must be ExceptHookArgs");
    GbBorrow type = gb_tuple_peek(args[0], 0), value = gb_tuple_peek(args[0], 1),
             thread = gb_tuple_peek(args[0], 3);
    if (type == gb_value(gb_exception_type(t, gb_SystemExit)))
        return GB_NONE;
    GbRef stream = error_stream(t, thread), label = GB_NULL, heading = GB_NULL, text = GB_NULL,
          result = GB_NULL;
    if (stream == GB_NULL || stream == GB_NONE)
        return stream;
    label = thread_label(t, thread);
    heading = label == GB_NULL ? GB_NULL : gb_str_format(t, "Exception in thread %U:\n", label);
    text = heading == GB_NULL ? GB_NULL : gb_exception_format(t, value);
    if (stream_write(t, stream, heading) == 0 && stream_write(t, stream, text) == 0)
        result = gb_call_method_c(t, stream, "flush", NULL, 0);
    gb_xdecref(stream);
    gb_xdecref(label);
    gb_xdecref(heading);
    gb_xdecref(text);
    gb_xdecref(result);
    return result == GB_NULL ? GB_NULL : GB_NONE;
}

static const GbMethodDef thread_functions[] = {
    {"start_new_thread(function, args, kwargs=?, /)", thread_start_new,
     "Start a new thread and return its identifier."},
    {"start_new(function, args, kwargs=?, /)", thread_start_new,
     "Start a new thread and return its identifier."},
    {"exit()", thread_exit, "This is synonymous to ``raise SystemExit''."},
    {"exit_thread()", thread_exit, "This is synonymous to ``raise SystemExit''."},
    {"allocate_lock()", thread_allocate_lock, "Create a new lock object."},
    {"allocate()", thread_allocate_lock, "Create a new lock object."},
    {"get_ident()", thread_get_ident,
     "Return a non-zero integer that uniquely identifies the current thread."},
    {"get_native_id()", thread_get_native_id,
     "Return the operating system's identifier of the current thread."},
    {"_count()", thread_count,
     "Return the number of currently running Python threads, excluding the main thread."},
    {"stack_size(size=?, /)", thread_stack_size,
     "Return the thread stack size used when creating new threads."},
    {"interrupt_main(signum=2, /)", thread_interrupt_main,
     "Simulate the arrival of the given signal in the main "
     "thread."},
    {"_set_sentinel()", thread_set_sentinel,
     "Set a sentinel lock that will be released when the current thread\n"
     "state is finalized."},
    {"_excepthook(args, /)", thread_excepthook, "Handle uncaught Thread.run() exception."},
    {"_raise_in(ident, exception, /)", thread_raise_in,
     "Raise an exception in another thread, None: take that back. How many threads were found."},
    {"_set_name(ident, name, /)", thread_set_name, "Rename a thread in statistics and traces."},
    {0},
};

static int thread_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &lock_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &rlock_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &local_spec, NULL) < 0)
        return -1;
    GbBorrow lock_type = gb_value(gb_spec_type(t, &lock_spec));
    if (gb_module_set(t, module, "LockType", lock_type) < 0 ||
        gb_module_set_take(t, module, "TIMEOUT_MAX", gb_float_new(9223372036.0)) < 0)
        return -1;
    if (gb_module_add_struct(t, module, &hook_args) < 0)
        return -1;
    return gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_RuntimeError)));
}

const GbModuleDef gb_module_thread = {
    "_thread",
    "This module provides primitive operations to write multi-threaded programs.",
    thread_functions,
    thread_init,
};
