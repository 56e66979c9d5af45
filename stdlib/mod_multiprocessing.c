/* _multiprocessing: what the package multiprocessing has in C: memory that processes share, locks
 * in it, and messages over pipes. The machine's part is runtime/real_shared.c. */
#include "vm/gilbox.h"

/* --- Memory --- */

typedef struct Memory {
    GbObject header;
    uint8_t *data; /* NULL: closed */
    int64_t size;
    int file; /* -1: closed */
    int32_t lent;
    bool writable;
} Memory;

static const GbTypeSpec memory_spec;

static Memory *as_memory(GbBorrow v)
{
    return (Memory *)gb_object(v);
}

static int read_int(GbThread *t, GbBorrow v, int *out)
{
    int64_t number;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return -1;
    if (number < INT32_MIN || number > INT32_MAX)
        return gb_fail(t, gb_OverflowError, "Python int too large to convert to C int");
    *out = (int)number;
    return 0;
}

/* Memory(size) is new and has no name; Memory(size, file) maps an open file, which it owns. */
static GbRef memory_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t size;
    int file;
    int writable = gb_truth(t, args[2]);
    if (writable < 0 || gb_size_argument(t, args[0], &size) < 0 ||
        read_int(t, args[1], &file) < 0)
        return GB_NULL;
    if (size <= 0)
        return gb_raise(t, gb_ValueError, "size must be positive");
    Memory *memory = gb_object_new(t, (GbType *)gb_object(type));
    if (memory == NULL)
        return GB_NULL;
    Rt *rt = gb_rt(t);
    void *data = NULL;
    memory->file = file;
    int error = file >= 0 ? 0 : rt_memory_open(rt, NULL, 0, 0, &memory->file);
    if (error == 0 && file < 0)
        error = rt_file_truncate(rt, memory->file, size);
    if (error == 0)
        error = rt_memory_map(rt, memory->file, 0, (size_t)size,
                              writable ? RT_MAP_WRITE : RT_MAP_READ, &data);
    if (error != 0) {
        if (file >= 0)
            memory->file = -1; /* It stays the caller's. */
        gb_decref(gb_value(memory));
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    }
    memory->data = data;
    memory->size = size;
    memory->writable = writable;
    return gb_value(memory);
}

static void memory_drop(GbThread *t, GbObject *self)
{
    Memory *memory = (Memory *)self;
    if (memory->data != NULL)
        rt_memory_unmap(gb_rt(t), memory->data, (size_t)memory->size);
    if (memory->file >= 0)
        rt_file_close(gb_rt(t), memory->file);
    memory->data = NULL;
    memory->file = -1;
}

static int memory_lend(GbThread *t, GbBorrow self, GbExport *out)
{
    Memory *memory = as_memory(self);
    if (memory->data == NULL)
        return gb_fail(t, gb_ValueError, "the shared memory is closed");
    ++memory->lent;
    *out = (GbExport){.data = memory->data,
                      .size = memory->size,
                      .item_size = 1,
                      .format = "B",
                      .readonly = !memory->writable};
    return 0;
}

static void memory_unlend(GbThread *t, GbBorrow self)
{
    --as_memory(self)->lent;
}

static GbRef memory_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (as_memory(self)->lent > 0)
        return gb_raise(t, gb_BufferError, "cannot close exported pointers exist");
    memory_drop(t, gb_object(self));
    return GB_NONE;
}

static GbRef memory_get_size(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, as_memory(self)->size);
}

static GbRef memory_get_file(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_memory(self)->file);
}

static const GbMethodDef memory_methods[] = {
    {"close()", memory_close, "Give the memory back; nothing may be using it."},
    {0},
};

static const GbGetSetDef memory_getsets[] = {
    {"size", memory_get_size, NULL, "Its size in bytes."},
    {"file", memory_get_file, NULL, "The descriptor behind it; -1 when closed."},
    {0},
};

static const GbTypeSpec memory_spec = {
    .name = "_multiprocessing.Memory",
    .doc = "Bytes that are shared with other processes.",
    .size = sizeof(Memory),
    .flags = GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = memory_drop, .lend = memory_lend, .unlend = memory_unlend},
    .constructor = {"Memory(size, file=-1, writable=True)", memory_create, NULL},
    .methods = memory_methods,
    .getsets = memory_getsets,
};

/* Named memory: shm_open() and shm_unlink(). */
static GbRef shared_open(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int flags, mode;
    GbRef holder = GB_NULL;
    const char *name = gb_path(t, args[0], &holder);
    int file = -1, error = 0;
    int failed = name == NULL || read_int(t, args[1], &flags) < 0 ||
                 read_int(t, args[2], &mode) < 0;
    if (!failed)
        error = rt_memory_open(gb_rt(t), name, flags, mode, &file);
    gb_clear(&holder);
    if (failed)
        return GB_NULL;
    return error != 0 ? gb_raise_rt(t, error, args[0], GB_NULL) : gb_small_new(file);
}

static GbRef shared_unlink(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef holder = GB_NULL;
    const char *name = gb_path(t, args[0], &holder);
    int error = name == NULL ? 0 : rt_memory_unlink(gb_rt(t), name);
    gb_clear(&holder);
    if (name == NULL)
        return GB_NULL;
    return error != 0 ? gb_raise_rt(t, error, args[0], GB_NULL) : GB_NONE;
}

/* --- Locks --- */

enum { KIND_RECURSIVE = 0, KIND_SEMAPHORE = 1, SEMAPHORE_MAX = INT32_MAX };

typedef struct SemLock {
    GbObject header;
    GbRef memory; /* A Memory, */
    void *place;  /* in it. */
    int32_t kind, most;
    int64_t count;   /* How often this process holds it. */
    uint64_t holder; /* Ident of the thread that does, if it is recursive. */
} SemLock;

static SemLock *as_lock(GbBorrow v)
{
    return (SemLock *)gb_object(v);
}

/* value -1: it is there already, made by another process. */
static GbRef lock_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int64_t kind, value, most, offset;
    if (gb_index_i64(t, args[0], &kind, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &value, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[2], &most, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[4], &offset, gb_OverflowError) < 0)
        return GB_NULL;
    if (kind != KIND_RECURSIVE && kind != KIND_SEMAPHORE)
        return gb_raise(t, gb_ValueError, "unrecognized kind");
    if (value > SEMAPHORE_MAX || most > SEMAPHORE_MAX)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    if (gb_type_of(t, args[3]) != gb_spec_type(t, &memory_spec))
        return gb_raise(t, gb_TypeError, "memory must be a Memory, not %T", args[3]);
    Memory *memory = as_memory(args[3]);
    if (memory->data == NULL || !memory->writable || offset < 0 ||
        offset % RT_SEMAPHORE_SIZE != 0 || offset > memory->size - RT_SEMAPHORE_SIZE)
        return gb_raise(t, gb_ValueError, "no place for a lock");
    int error = value < 0 ? 0 : rt_semaphore_init(gb_rt(t), memory->data + offset, (unsigned)value);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    SemLock *lock = gb_object_new(t, (GbType *)gb_object(type));
    if (lock == NULL)
        return GB_NULL;
    ++memory->lent; /* It can't be closed. */
    lock->memory = gb_new_ref(args[3]);
    lock->place = memory->data + offset;
    lock->kind = (int32_t)kind;
    lock->most = (int32_t)most;
    return gb_value(lock);
}

static void lock_dealloc(GbThread *t, GbObject *self)
{
    SemLock *lock = (SemLock *)self;
    if (lock->memory != GB_NULL)
        --as_memory(lock->memory)->lent;
    gb_clear(&lock->memory);
}

static bool is_mine(GbThread *t, const SemLock *lock)
{
    return lock->count > 0 && lock->holder == t->ident;
}

/* acquire(block, timeout) as a deadline. */
static int read_deadline(GbThread *t, GbBorrow block, GbBorrow timeout, int64_t *deadline_ns)
{
    double seconds;
    int truth = gb_truth(t, block);
    *deadline_ns = truth ? RT_FOREVER : 0;
    if (truth <= 0 || timeout == GB_NONE)
        return truth < 0 ? -1 : 0;
    if (gb_to_seconds(t, timeout, &seconds) < 0)
        return -1;
    *deadline_ns = gb_deadline(t, seconds * 1e9);
    return 0;
}

/* 1 acquired, 0 too late, -1. */
static int wait_for(GbThread *t, SemLock *lock, int64_t deadline_ns)
{
    Rt *rt = gb_rt(t);
    int error = rt_semaphore_wait(rt, lock->place, 0);
    while (error != 0 && deadline_ns != 0) {
        gb_unlock_for(t, GIL_LOCK, gb_value(lock));
        error = rt_semaphore_wait(rt, lock->place, deadline_ns);
        gb_lock(t);
        if (error != RT_EINTR)
            break;
        if (gb_check_signals(t) < 0)
            return -1;
    }
    if (error == 0 || error == RT_ETIMEDOUT)
        return error == 0;
    gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return -1;
}

static GbRef lock_acquire(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    SemLock *lock = as_lock(self);
    int64_t deadline_ns;
    if (lock->kind == KIND_RECURSIVE && is_mine(t, lock)) {
        ++lock->count;
        return GB_TRUE;
    }
    if (read_deadline(t, args[0], args[1], &deadline_ns) < 0)
        return GB_NULL;
    GbRef held = gb_new_ref(self);
    int got = wait_for(t, lock, deadline_ns);
    if (got > 0) {
        ++lock->count;
        lock->holder = t->ident;
    }
    gb_decref(held);
    return got < 0 ? GB_NULL : gb_bool(got);
}

static GbRef lock_release(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    SemLock *lock = as_lock(self);
    int value = 0, error = 0;
    if (lock->kind == KIND_RECURSIVE) {
        if (!is_mine(t, lock))
            return gb_raise(t, gb_AssertionError,
                            "attempt to release recursive lock not owned by thread");
        if (lock->count > 1) {
            --lock->count;
            return GB_NONE;
        }
    } else if ((error = rt_semaphore_value(gb_rt(t), lock->place, &value)) == 0 &&
               value >= lock->most) {
        return gb_raise(t, gb_ValueError, "semaphore or lock released too many times");
    }
    error = error != 0 ? error : rt_semaphore_post(gb_rt(t), lock->place);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    --lock->count;
    return GB_NONE;
}

static GbRef lock_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbBorrow wait[] = {GB_TRUE, GB_NONE};
    return lock_acquire(t, self, wait);
}

static GbRef lock_count(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_small_new(as_lock(self)->count);
}

static GbRef lock_is_mine(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(is_mine(t, as_lock(self)));
}

static GbRef lock_value(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int value = 0, error = rt_semaphore_value(gb_rt(t), as_lock(self)->place, &value);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_small_new(value);
}

static GbRef lock_is_zero(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef value = lock_value(t, self, args);
    return value == GB_NULL ? GB_NULL : gb_bool(gb_small(value) == 0);
}

/* What the parent's threads held, the child does not. */
static GbRef lock_after_fork(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    as_lock(self)->count = 0;
    return GB_NONE;
}

static GbRef lock_get_kind(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_lock(self)->kind);
}

static GbRef lock_get_most(GbThread *t, GbBorrow self)
{
    return gb_small_new(as_lock(self)->most);
}

static const GbMethodDef lock_methods[] = {
    {"acquire(block=True, timeout=None)", lock_acquire, "Acquire the semaphore/lock."},
    {"release()", lock_release, "Release the semaphore/lock."},
    {"__enter__()", lock_enter, "Enter the semaphore/lock."},
    {"__exit__(*args)", lock_release, "Exit the semaphore/lock."},
    {"_count()", lock_count, "Num of `acquire()`s minus num of `release()`s for this process."},
    {"_is_mine()", lock_is_mine, "Whether the lock is owned by this thread."},
    {"_get_value()", lock_value, "Get the value of the semaphore."},
    {"_is_zero()", lock_is_zero, "Return whether semaphore has value zero."},
    {"_after_fork()", lock_after_fork, "Rezero the net acquisition count after fork()."},
    {0},
};

static const GbGetSetDef lock_getsets[] = {
    {"kind", lock_get_kind, NULL, NULL},
    {"maxvalue", lock_get_most, NULL, NULL},
    {0},
};

static const GbTypeSpec lock_spec = {
    .name = "_multiprocessing.SemLock",
    .doc = "Semaphore/Mutex type",
    .size = sizeof(SemLock),
    .flags = GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = lock_dealloc},
    .constructor = {"SemLock(kind, value, maxvalue, memory, offset)", lock_create, NULL},
    .methods = lock_methods,
    .getsets = lock_getsets,
};

/* --- Messages --- */

enum {
    HEAD = 4, /* The size; -1 and 8 more bytes for what is larger. */
    HEAD_LARGE = 12,
    JOINED_MOST = 16384, /* Up to this the head goes out with the body. */
};

static void put_big_endian(uint8_t *out, uint64_t number, int size)
{
    for (int i = size; i-- > 0; number >>= 8)
        out[i] = (uint8_t)number;
}

static uint64_t get_big_endian(const uint8_t *bytes, int size)
{
    uint64_t number = 0;
    for (int i = 0; i < size; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* All of it: 0 or -1. */
static int write_all(GbThread *t, int file, const uint8_t *data, int64_t size)
{
    while (size > 0) {
        size_t count = 0;
        gb_unlock_on(t, GIL_WRITE, file, NULL);
        int error = rt_file_write(gb_rt(t), file, data, (size_t)size, &count);
        gb_lock(t);
        if (error == RT_EINTR && gb_check_signals(t) == 0)
            continue;
        if (error != 0) {
            if (error != RT_EINTR)
                gb_raise_rt(t, error, GB_NULL, GB_NULL);
            return -1;
        }
        data += count;
        size -= (int64_t)count;
    }
    return 0;
}

/* `size` bytes: 1; 0 when the other end is closed before the first; -1. */
static int read_all(GbThread *t, int file, uint8_t *data, int64_t size)
{
    int64_t done = 0;
    while (done < size) {
        size_t count = 0;
        gb_unlock_on(t, GIL_READ, file, NULL);
        int error = done == 0 ? rt_file_expect(gb_rt(t), file) : 0;
        if (error == 0)
            error = rt_file_read(gb_rt(t), file, data + done, (size_t)(size - done), &count);
        gb_lock(t);
        if (error == RT_EINTR && gb_check_signals(t) == 0)
            continue;
        if (error != 0) {
            if (error != RT_EINTR)
                gb_raise_rt(t, error, GB_NULL, GB_NULL);
            return -1;
        }
        if (count == 0 && done == 0)
            return 0;
        if (count == 0)
            return gb_fail(t, gb_OSError, "got end of file during message");
        done += (int64_t)count;
    }
    return 1;
}

static int read_file(GbThread *t, GbBorrow v, int *file)
{
    if (read_int(t, v, file) < 0)
        return -1;
    return *file < 0 ? gb_fail(t, gb_OSError, "handle is invalid") : 0;
}

static int send_body(GbThread *t, int file, const uint8_t *data, int64_t size)
{
    uint8_t head[JOINED_MOST + HEAD];
    bool is_large = size > INT32_MAX;
    int head_size = is_large ? HEAD_LARGE : HEAD;
    put_big_endian(head, is_large ? UINT32_MAX : (uint64_t)size, HEAD);
    if (is_large)
        put_big_endian(head + HEAD, (uint64_t)size, 8);
    if (size <= JOINED_MOST) {
        memcpy(head + HEAD, data, (size_t)size);
        return write_all(t, file, head, HEAD + size);
    }
    return write_all(t, file, head, head_size) < 0 ? -1 : write_all(t, file, data, size);
}

static GbRef message_send(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    GbBuffer buffer;
    if (read_file(t, args[0], &file) < 0 || gb_buffer_get(t, args[1], &buffer) < 0)
        return GB_NULL;
    int failed = send_body(t, file, buffer.data, buffer.size);
    gb_buffer_release(t, &buffer);
    return failed < 0 ? GB_NULL : GB_NONE;
}

/* None: it is longer than `most`. */
static GbRef message_receive(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t most = INT64_MAX;
    uint8_t head[8] = {0};
    if (read_file(t, args[0], &file) < 0 ||
        (args[1] != GB_NONE && gb_index_i64(t, args[1], &most, gb_OverflowError) < 0))
        return GB_NULL;
    int found = read_all(t, file, head, HEAD);
    int64_t size = (int32_t)get_big_endian(head, HEAD);
    if (found > 0 && size < 0) {
        found = read_all(t, file, head, 8);
        size = (int64_t)get_big_endian(head, 8);
    }
    if (found == 0)
        return gb_raise_value(t, gb_EOFError, GB_NULL);
    if (found < 0)
        return GB_NULL;
    if (size < 0 || size > most)
        return GB_NONE;
    GbRef body = gb_bytes_new(t, NULL, (size_t)size);
    if (body == GB_NULL || size == 0)
        return body;
    found = read_all(t, file, gb_bytes_data(body), size);
    if (found == 0)
        gb_raise(t, gb_OSError, "got end of file during message");
    if (found <= 0)
        gb_clear(&body);
    return body;
}

/* --- Files for other processes --- */

static GbRef file_pass(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int socket, file, error;
    if (read_file(t, args[0], &socket) < 0 || read_file(t, args[1], &file) < 0)
        return GB_NULL;
    do {
        gb_unlock(t, GIL_WRITE);
        error = rt_file_pass(gb_rt(t), socket, file);
        gb_lock(t);
    } while (error == RT_EINTR && gb_check_signals(t) == 0);
    if (error == RT_EINTR)
        return GB_NULL;
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : GB_NONE;
}

static GbRef file_take(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int socket, file, error;
    if (read_file(t, args[0], &socket) < 0)
        return GB_NULL;
    do {
        gb_unlock(t, GIL_READ);
        error = rt_file_take(gb_rt(t), socket, &file);
        gb_lock(t);
    } while (error == RT_EINTR && gb_check_signals(t) == 0);
    if (error == RT_EINTR)
        return GB_NULL;
    if (error == RT_EPIPE)
        return gb_raise_value(t, gb_EOFError, GB_NULL);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return file < 0 ? GB_NONE : gb_small_new(file);
}

/* --- Waiting --- */

static int fill_polls(GbThread *t, GbBorrow files, RtPoll *polls, int64_t count, short wanted)
{
    for (int64_t i = 0; i < count; i++) {
        polls[i] = (RtPoll){.wanted = wanted};
        if (read_file(t, gb_tuple_peek(files, i), &polls[i].file) < 0)
            return -1;
    }
    return 0;
}

static int poll_until(GbThread *t, RtPoll *polls, int64_t count, int64_t deadline_ns)
{
    for (;;) {
        size_t ready = 0;
        gb_unlock(t, GIL_POLL);
        int error = rt_poll(gb_rt(t), polls, (size_t)count, deadline_ns, &ready);
        gb_lock(t);
        if (error == RT_EINTR && gb_check_signals(t) == 0)
            continue;
        if (error != 0 && error != RT_EINTR)
            gb_raise_rt(t, error, GB_NULL, GB_NULL);
        return error != 0 ? -1 : 0;
    }
}

/* ready(files, timeout): those of a tuple of descriptors that can be read or are at their end. */
static GbRef wait_ready(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { ON_STACK = 16 };
    RtPoll few[ON_STACK], *polls = few;
    int64_t deadline_ns;
    if (!gb_is_tuple(args[0]))
        return gb_raise(t, gb_TypeError, "files must be a tuple");
    int64_t count = gb_tuple_count(args[0]);
    size_t bytes = (size_t)count * sizeof *polls;
    if (read_deadline(t, GB_TRUE, args[1], &deadline_ns) < 0 ||
        (count > ON_STACK && (polls = gb_mem_new(t, bytes)) == NULL))
        return GB_NULL;
    GbRef list = GB_NULL;
    if (fill_polls(t, args[0], polls, count, RT_POLL_READ) == 0 &&
        poll_until(t, polls, count, deadline_ns) == 0)
        list = gb_list_new(t, 1);
    for (int64_t i = 0; list != GB_NULL && i < count; i++) {
        if (polls[i].arrived & RT_POLL_BAD) {
            gb_raise_rt(t, RT_EBADF, GB_NULL, GB_NULL);
            gb_clear(&list);
        } else if (polls[i].arrived != 0 &&
                   gb_list_append(t, list, gb_tuple_peek(args[0], i)) < 0) {
            gb_clear(&list);
        }
    }
    if (polls != few)
        gb_mem_free(t, polls, bytes);
    return list;
}

/* --- Processes --- */

/* From now on the kernel ends this process with a signal when the other end of the pipe closes. */
static GbRef end_with(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, number;
    if (read_file(t, args[0], &file) < 0 || read_int(t, args[1], &number) < 0)
        return GB_NULL;
    int error = rt_file_signal(gb_rt(t), file, number);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : GB_NONE;
}

/* --- What is recorded of processes --- */

static GbRef process_name(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_str(args[0]))
        return gb_raise(t, gb_TypeError, "name must be str, not %T", args[0]);
    const char *name = gb_str_utf8(t, args[0], NULL);
    if (name == NULL)
        return GB_NULL;
    gb_process_name(t, name);
    return GB_NONE;
}

static GbRef child_option(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    const char *option = gb_child_option(t, &file);
    if (option == NULL)
        return GB_NONE;
    GbRef text = gb_str_new(t, option);
    GbRef both = text == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, text, gb_small_new(file));
    gb_xdecref(text);
    return both;
}

/* --- Tables --- */

static const GbMethodDef multiprocessing_functions[] = {
    {"shm_open(path, flags, mode=511)", shared_open,
     "Open a shared memory object.  Returns a file descriptor (integer)."},
    {"shm_unlink(path)", shared_unlink, "Remove a shared memory object (similar to unlink())."},
    {"send(file, data, /)", message_send, "Write a message: its size and its bytes."},
    {"receive(file, most=None, /)", message_receive,
     "Read a message; None when it is longer than wanted."},
    {"ready(files, timeout=None, /)", wait_ready,
     "Wait until some of a tuple of descriptors can be read: a list of them."},
    {"pass_file(socket, file, /)", file_pass, "Hand an open file to the other end of a socket."},
    {"take_file(socket, /)", file_take, "Take a file that was handed over, under a new number."},
    {"end_with(file, signal, /)", end_with,
     "Have a signal (0: none) sent to this process when the other end of a pipe closes."},
    {"name_process(name, /)", process_name,
     "Tell statistics and traces what this process is called."},
    {"child_option()", child_option,
     "The option, and its file, by which a new program is recorded with this one; or None."},
    {0},
};

static int multiprocessing_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_type(t, module, &memory_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &lock_spec, NULL) < 0)
        return -1;
    if (gb_module_set(t, module, "LOCK_SIZE", gb_small_new(RT_SEMAPHORE_SIZE)) < 0)
        return -1;
    return gb_module_set(t, module, "SEM_VALUE_MAX", gb_small_new(SEMAPHORE_MAX));
}

const GbModuleDef gb_module_multiprocessing = {
    "_multiprocessing",
    "Memory that processes share, locks in it, and messages over pipes.",
    multiprocessing_functions,
    multiprocessing_init,
};
