/* _queue: an unbounded queue without the trimmings, for queue.py.
 *
 * Items lie in a ring that doubles when it is full. All of it is guarded by the GIL, so put()
 * neither waits nor runs other code, and may be called from signal handlers and finalizers. Whoever
 * finds the queue empty writes itself down as a waiter and parks; each put() wakes the first. */
#include "vm/gilbox.h"

typedef struct Waiter {
    struct Waiter *next;
    RtThread *thread;
} Waiter;

typedef struct Queue {
    GbObject header;
    GbRef *ring;
    int64_t first, count, capacity; /* capacity: 0 or a power of two */
    Waiter *waiters;
} Queue;

enum { RING_MIN = 8 };

static const GbErrorSpec queue_empty_error = {
    "_queue.Empty", gb_Exception, "Exception raised by Queue.get(block=0)/get_nowait()."};

static Queue *as_queue(GbBorrow v)
{
    return (Queue *)gb_object(v);
}

/* --- The ring --- */

static GbRef *place(Queue *queue, int64_t index)
{
    return &queue->ring[(queue->first + index) & (queue->capacity - 1)];
}

static int grow(GbThread *t, Queue *queue)
{
    int64_t capacity = queue->capacity == 0 ? RING_MIN : 2 * queue->capacity;
    GbRef *ring = gb_mem_new(t, (size_t)capacity * sizeof(GbRef));
    if (ring == NULL)
        return -1;
    for (int64_t i = 0; i < queue->count; i++)
        ring[i] = *place(queue, i);
    gb_mem_free(t, queue->ring, (size_t)queue->capacity * sizeof(GbRef));
    queue->ring = ring;
    queue->first = 0;
    queue->capacity = capacity;
    return 0;
}

static GbRef take_first(Queue *queue)
{
    GbRef item = *place(queue, 0);
    ++queue->first;
    --queue->count;
    return item;
}

/* --- Waiting --- */

static void wake_first(GbThread *t, Queue *queue)
{
    if (queue->waiters != NULL)
        rt_thread_unpark(gb_rt(t), queue->waiters->thread);
}

static void waiter_add(Queue *queue, Waiter *waiter)
{
    Waiter **end = &queue->waiters;
    while (*end != NULL)
        end = &(*end)->next;
    *end = waiter;
}

static void waiter_remove(Queue *queue, Waiter *waiter)
{
    Waiter **link = &queue->waiters;
    while (*link != waiter)
        link = &(*link)->next;
    *link = waiter->next;
}

/* Until there is an item (1), the deadline comes (0) or a signal handler raises (-1). */
static int wait_item(GbThread *t, Queue *queue, int64_t deadline_ns)
{
    Rt *rt = gb_rt(t);
    Waiter waiter = {NULL, rt_thread_self(rt)};
    int outcome = 0;
    waiter_add(queue, &waiter);
    while (queue->count == 0) {
        gb_unlock_for(t, GIL_QUEUE, gb_value(queue));
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
    waiter_remove(queue, &waiter);
    if (outcome == 0 && queue->count > 0)
        outcome = 1;
    /* The wake-up that we may have used up belongs to another; of two puts at once one may have
     * gone to a thread that was awake already. */
    if (queue->count > (outcome == 1))
        wake_first(t, queue);
    return outcome;
}

/* get(block, timeout) as a deadline; 0: do not wait. 0 or -1. */
static int read_deadline(GbThread *t, GbBorrow block, GbBorrow timeout, int64_t *deadline_ns)
{
    double seconds;
    int truth = gb_truth(t, block);
    *deadline_ns = truth ? RT_FOREVER : 0;
    if (truth <= 0 || timeout == GB_NONE)
        return truth < 0 ? -1 : 0;
    if (gb_to_seconds(t, timeout, &seconds) < 0)
        return -1;
    if (seconds < 0)
        return gb_fail(t, gb_ValueError, "'timeout' must be a non-negative number");
    if (seconds > 9223372036.0)
        return gb_fail(t, gb_OverflowError, "timeout value is too large");
    *deadline_ns = gb_deadline(t, seconds * 1e9);
    return 0;
}

/* --- Methods --- */

static GbRef queue_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    return gb_value(gb_object_new(t, (GbType *)gb_object(type)));
}

static void queue_clear(GbThread *t, GbObject *self)
{
    Queue *queue = (Queue *)self;
    while (queue->count > 0)
        gb_decref(take_first(queue));
    GbRef *ring = queue->ring;
    size_t size = (size_t)queue->capacity * sizeof(GbRef);
    queue->ring = NULL;
    queue->capacity = 0;
    gb_mem_free(t, ring, size);
}

static int queue_visit(GbObject *self, GbVisitor visit, void *context)
{
    Queue *queue = (Queue *)self;
    for (int64_t i = 0; i < queue->count; i++)
        GB_VISIT(*place(queue, i));
    return 0;
}

static GbRef queue_put(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Queue *queue = as_queue(self);
    if (queue->count == queue->capacity && grow(t, queue) < 0)
        return GB_NULL;
    *place(queue, queue->count++) = gb_new_ref(args[0]);
    wake_first(t, queue);
    return GB_NONE;
}

static GbRef raise_empty(GbThread *t)
{
    GbRef exception = gb_call0(t, gb_value(gb_error_type(t, &queue_empty_error)));
    if (exception != GB_NULL)
        gb_raise_instance(t, exception);
    gb_xdecref(exception);
    return GB_NULL;
}

static GbRef queue_get(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Queue *queue = as_queue(self);
    int64_t deadline_ns;
    if (read_deadline(t, args[0], args[1], &deadline_ns) < 0)
        return GB_NULL;
    int ready = queue->count > 0;
    if (!ready && deadline_ns != 0) {
        GbRef held = gb_new_ref(self);
        ready = wait_item(t, queue, deadline_ns);
        gb_decref(held);
    }
    if (ready == 0)
        return raise_empty(t);
    return ready < 0 ? GB_NULL : take_first(queue);
}

static GbRef queue_get_nowait(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const GbBorrow now[] = {GB_FALSE, GB_NONE};
    return queue_get(t, self, now);
}

static GbRef queue_empty(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(as_queue(self)->count == 0);
}

static GbRef queue_qsize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, as_queue(self)->count);
}

/* --- Tables --- */

static const GbMethodDef queue_methods[] = {
    {"put(item, block=True, timeout=None)", queue_put, "Put the item on the queue."},
    {"put_nowait(item)", queue_put, "Put an item into the queue without blocking."},
    {"get(block=True, timeout=None)", queue_get, "Remove and return an item from the queue."},
    {"get_nowait()", queue_get_nowait,
     "Remove and return an item from the queue without blocking."},
    {"empty()", queue_empty, "Return True if the queue is empty, False otherwise (not reliable!)."},
    {"qsize()", queue_qsize, "Return the approximate size of the queue (not reliable!)."},
    {"__class_getitem__(item, /)", gb_class_getitem, "See PEP 585", GB_METHOD_CLASS},
    {0},
};

static const GbTypeSpec queue_spec = {
    .name = "_queue.SimpleQueue",
    .doc = "Simple, unbounded, reentrant FIFO queue.",
    .size = sizeof(Queue),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_IMMUTABLE | GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = queue_clear, .visit = queue_visit, .clear = queue_clear},
    .constructor = {"SimpleQueue()", queue_create, NULL},
    .methods = queue_methods,
};

static int queue_init(GbThread *t, GbBorrow module)
{
    if (gb_module_add_error(t, module, &queue_empty_error) == NULL)
        return -1;
    return gb_module_add_type(t, module, &queue_spec, NULL);
}

const GbModuleDef gb_module_queue = {
    "_queue",
    "C implementation of the Python queue module.",
    NULL,
    queue_init,
};
