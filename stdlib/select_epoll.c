/* select.epoll: files to wait for, which the machine remembers. */
#include "stdlib/posix_parts.h"
#include "stdlib/select_parts.h"

typedef struct Epoll {
    GbObject header;
    int file; /* -1: closed */
} Epoll;

static Epoll *as_epoll(GbBorrow v)
{
    return (Epoll *)gb_object(v);
}

/* The number of one that is open: 0 or -1. */
static int open_epoll(GbThread *t, GbBorrow self, int *out)
{
    *out = as_epoll(self)->file;
    return *out >= 0 ? 0 : gb_fail(t, gb_ValueError, "I/O operation on closed epoll object");
}

static GbRef raise_unless_done(GbThread *t, int error)
{
    return error == 0 ? GB_NONE : gb_raise_rt(t, error, GB_NULL, GB_NULL);
}

/* --- Life --- */

enum { CLOSE_ON_EXEC = 02000000 };

static GbRef epoll_new(GbThread *t, GbBorrow type, int file)
{
    Epoll *epoll = gb_object_new(t, (GbType *)gb_object(type));
    if (epoll == NULL)
        return GB_NULL;
    epoll->file = file;
    return gb_value(epoll);
}

static GbRef epoll_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int size, flags;
    if (gb_posix_int(t, args[0], &size) < 0 || gb_posix_int(t, args[1], &flags) < 0)
        return GB_NULL;
    if (size <= 0 && size != -1)
        return gb_raise(t, gb_ValueError, "negative sizehint");
    if (flags != 0 && flags != CLOSE_ON_EXEC)
        return gb_raise(t, gb_OSError, "invalid flags");
    GbRef epoll = epoll_new(t, type, -1);
    if (epoll == GB_NULL)
        return GB_NULL;
    int error = rt_epoll_open(gb_rt(t), &as_epoll(epoll)->file);
    if (error == 0)
        return epoll;
    gb_decref(epoll);
    return gb_raise_rt(t, error, GB_NULL, GB_NULL);
}

static GbRef epoll_fromfd(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int file;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    if (file < 0)
        return gb_raise_rt(t, RT_EBADF, GB_NULL, GB_NULL);
    return epoll_new(t, type, file);
}

static GbRef epoll_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file = as_epoll(self)->file;
    if (file < 0)
        return GB_NONE;
    as_epoll(self)->file = -1;
    gb_unlock_to_close(t, file);
    int error = rt_file_close(gb_rt(t), file);
    gb_lock(t);
    return raise_unless_done(t, error);
}

static void epoll_dealloc(GbThread *t, GbObject *object)
{
    int file = ((Epoll *)object)->file;
    if (file >= 0)
        rt_file_close(gb_rt(t), file);
}

static GbRef epoll_fileno(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return open_epoll(t, self, &file) < 0 ? GB_NULL : gb_small_new(file);
}

static GbRef epoll_get_closed(GbThread *t, GbBorrow self)
{
    return as_epoll(self)->file < 0 ? GB_TRUE : GB_FALSE;
}

static GbRef epoll_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return open_epoll(t, self, &file) < 0 ? GB_NULL : gb_new_ref(self);
}

/* --- Files --- */

static GbRef change(GbThread *t, GbBorrow self, RtEpollChange what, GbBorrow v, uint32_t wanted)
{
    int epoll, file;
    if (open_epoll(t, self, &epoll) < 0 || gb_select_file(t, v, &file) < 0 ||
        open_epoll(t, self, &epoll) < 0) /* fileno() may have closed it. */
        return GB_NULL;
    return raise_unless_done(t, rt_epoll_change(gb_rt(t), epoll, what, file, wanted));
}

static GbRef change_wanted(GbThread *t, GbBorrow self, RtEpollChange what, const GbBorrow *args)
{
    int64_t wanted;
    if (gb_index_i64(t, args[1], &wanted, gb_OverflowError) < 0)
        return GB_NULL;
    return change(t, self, what, args[0], (uint32_t)wanted);
}

static GbRef epoll_register(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return change_wanted(t, self, RT_EPOLL_ADD, args);
}

static GbRef epoll_modify(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return change_wanted(t, self, RT_EPOLL_MODIFY, args);
}

static GbRef epoll_unregister(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return change(t, self, RT_EPOLL_REMOVE, args[0], 0);
}

/* --- Waiting --- */

static GbRef event_list(GbThread *t, const RtEpollEvent *events, size_t count)
{
    GbRef list = gb_list_new(t, (int64_t)count);
    for (size_t i = 0; list != GB_NULL && i < count; i++) {
        GbRef pair = gb_tuple_of(t, 2, gb_small_new(events[i].file),
                                 gb_small_new(events[i].arrived));
        if (gb_list_append_take(t, list, pair) < 0)
            gb_clear(&list);
    }
    return list;
}

/* The events of a wait that a handler may interrupt, and go on after; the list or GB_NULL. */
static GbRef wait_for(GbThread *t, GbBorrow self, RtEpollEvent *events, size_t capacity,
                      int64_t deadline_ns)
{
    size_t count = 0;
    int epoll, error;
    do {
        if (open_epoll(t, self, &epoll) < 0)
            return GB_NULL;
        gb_unlock(t, GIL_POLL);
        error = rt_epoll_wait(gb_rt(t), epoll, events, capacity, deadline_ns, &count);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    return error == 0 ? event_list(t, events, count) : gb_posix_result(t, error, NULL);
}

static GbRef epoll_poll(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { USUAL = 1023, MOST = 65536 };
    int64_t deadline_ns;
    int most, epoll;
    if (open_epoll(t, self, &epoll) < 0 ||
        gb_select_deadline(t, args[0], RT_SECOND, true, &deadline_ns) < 0 ||
        gb_posix_int(t, args[1], &most) < 0)
        return GB_NULL;
    if (most == -1)
        most = USUAL;
    if (most <= 0)
        return gb_raise(t, gb_ValueError, "maxevents must be greater than 0, got %d", most);
    size_t capacity = (size_t)(most < MOST ? most : MOST);
    RtEpollEvent *events = gb_mem_new(t, capacity * sizeof *events);
    if (events == NULL)
        return GB_NULL;
    GbRef result = wait_for(t, self, events, capacity, deadline_ns);
    gb_mem_free(t, events, capacity * sizeof *events);
    return result;
}

/* --- The type --- */

static const GbMethodDef epoll_methods[] = {
    {"fromfd(fd, /)", epoll_fromfd, "An epoll object of an open epoll's number.", GB_METHOD_CLASS},
    {"close()", epoll_close, "Close the epoll; again does nothing."},
    {"fileno()", epoll_fileno, "The number of the open epoll."},
    {"register(fd, eventmask=7)", epoll_register, "Wait for these events of the file, too."},
    {"modify(fd, eventmask)", epoll_modify, "Wait for other events of a file that is registered."},
    {"unregister(fd)", epoll_unregister, "No longer wait for the file."},
    {"poll(timeout=None, maxevents=-1)", epoll_poll,
     "Wait for so many seconds at most: a list of (fd, events)."},
    {"__enter__()", epoll_enter, "The epoll itself."},
    {"__exit__(exc_type=None, exc_value=None, exc_tb=None, /)", epoll_close, "Close the epoll."},
    {0},
};

static const GbGetSetDef epoll_getsets[] = {
    {"closed", epoll_get_closed, NULL, "Is it closed?"},
    {0},
};

static const GbTypeSpec epoll_spec = {
    .name = "select.epoll",
    .doc = "Files to wait for, which the system remembers. sizehint says nothing any more.",
    .size = sizeof(Epoll),
    .flags = GB_TYPE_FINAL | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = epoll_dealloc},
    .constructor = {"epoll(sizehint=-1, flags=0)", epoll_create, NULL},
    .methods = epoll_methods,
    .getsets = epoll_getsets,
};

int gb_select_epoll_init(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        uint32_t value;
    } constants[] = {{"EPOLLIN", RT_POLL_READ},
                     {"EPOLLPRI", 2},
                     {"EPOLLOUT", RT_POLL_WRITE},
                     {"EPOLLERR", RT_POLL_ERROR},
                     {"EPOLLHUP", RT_POLL_HANGUP},
                     {"EPOLLRDNORM", 64},
                     {"EPOLLRDBAND", 128},
                     {"EPOLLWRNORM", 256},
                     {"EPOLLWRBAND", 512},
                     {"EPOLLMSG", 1024},
                     {"EPOLLRDHUP", 8192},
                     {"EPOLLEXCLUSIVE", RT_EPOLL_EXCLUSIVE},
                     {"EPOLLONESHOT", RT_EPOLL_ONCE},
                     {"EPOLLET", RT_EPOLL_EDGE},
                     {"EPOLL_CLOEXEC", CLOSE_ON_EXEC}};
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    return gb_module_add_type(t, module, &epoll_spec, NULL);
}
