/* select: waiting until one of several files is ready. */
#include "stdlib/select_parts.h"

int gb_select_file(GbThread *t, GbBorrow v, int *out)
{
    int64_t number;
    GbRef value = gb_is_intlike(v) ? gb_new_ref(v) : gb_call_method_c(t, v, "fileno", NULL, 0);
    if (value == GB_NULL) {
        if (gb_raised_drop_if(t, gb_AttributeError))
            gb_raise(t, gb_TypeError, "argument must be an int, or have a fileno() method.");
        return -1;
    }
    int failed = gb_is_intlike(value)
                     ? gb_index_i64(t, value, &number, gb_OverflowError)
                     : gb_fail(t, gb_TypeError, "fileno() returned a non-integer");
    gb_decref(value);
    if (failed < 0)
        return -1;
    if (number < 0)
        return gb_fail(t, gb_ValueError,
                       "file descriptor cannot be a negative integer (%lld)", (long long)number);
    *out = (int)number;
    return 0;
}

int gb_select_deadline(GbThread *t, GbBorrow v, double unit_ns, bool negative_waits,
                       int64_t *deadline_ns)
{
    double count;
    *deadline_ns = RT_FOREVER;
    if (v == GB_NONE || v == GB_NULL)
        return 0;
    if (!gb_is_float(v) && !gb_has_index(t, v))
        return gb_fail(t, gb_TypeError, negative_waits ? "timeout must be an integer or None"
                                                       : "timeout must be a float or None");
    if (gb_to_seconds(t, v, &count) < 0)
        return -1;
    if (count < 0)
        return negative_waits ? 0 : gb_fail(t, gb_ValueError, "timeout must be non-negative");
    *deadline_ns = gb_deadline(t, count * unit_ns);
    return 0;
}

/* Wait; how many are ready, or -1. */
static int64_t wait_for(GbThread *t, RtPoll *files, size_t count, int64_t deadline_ns)
{
    size_t ready = 0;
    int error;
    do {
        gb_unlock(t, GIL_POLL);
        error = rt_poll(gb_rt(t), files, count, deadline_ns, &ready);
        gb_lock(t);
    } while (error == RT_EINTR && gb_check_signals(t) == 0);
    if (error == 0)
        return (int64_t)ready;
    if (error != RT_EINTR)
        gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return -1;
}

/* --- select() --- */

/* The lists' files one after the other, so an object's place is its file's. */
static RtPoll *collect_files(GbThread *t, const GbRef lists[3], int64_t count)
{
    static const short wanted[] = {RT_POLL_READ, RT_POLL_WRITE, 0};
    RtPoll *files = gb_mem_new(t, (size_t)(count + 1) * sizeof *files);
    int64_t at = 0;
    for (int i = 0; files != NULL && i < 3; i++) {
        for (int64_t k = 0; k < gb_tuple_count(lists[i]); k++, at++) {
            files[at] = (RtPoll){.wanted = wanted[i]};
            if (gb_select_file(t, gb_tuple_peek(lists[i], k), &files[at].file) < 0) {
                gb_mem_free(t, files, (size_t)(count + 1) * sizeof *files);
                return NULL;
            }
        }
    }
    return files;
}

/* The objects of one list whose files are ready. */
static GbRef ready_objects(GbThread *t, GbBorrow list, const RtPoll *files, short events)
{
    GbRef result = gb_list_new(t, 0);
    for (int64_t k = 0; result != GB_NULL && k < gb_tuple_count(list); k++) {
        if (files[k].arrived & events && gb_list_append(t, result, gb_tuple_peek(list, k)) < 0)
            gb_clear(&result);
    }
    return result;
}

static GbRef select_results(GbThread *t, const GbRef lists[3], const RtPoll *files)
{
    static const short events[] = {RT_POLL_READ | RT_POLL_HANGUP | RT_POLL_ERROR,
                                   RT_POLL_WRITE | RT_POLL_ERROR, 0};
    GbRef ready[3] = {GB_NULL, GB_NULL, GB_NULL}, result = GB_NULL;
    for (int i = 0; i < 3; i++) {
        ready[i] = ready_objects(t, lists[i], files, events[i]);
        files += gb_tuple_count(lists[i]);
    }
    if (ready[0] != GB_NULL && ready[1] != GB_NULL && ready[2] != GB_NULL)
        result = gb_tuple_of(t, 3, ready[0], ready[1], ready[2]);
    for (int i = 0; i < 3; i++)
        gb_xdecref(ready[i]);
    return result;
}

static bool has_bad_file(const RtPoll *files, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        if (files[i].arrived & RT_POLL_BAD)
            return true;
    }
    return false;
}

static GbRef select_select(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef lists[3] = {GB_NULL, GB_NULL, GB_NULL}, result = GB_NULL;
    RtPoll *files = NULL;
    int64_t deadline_ns, count = 0;
    if (gb_select_deadline(t, args[3], 1e9, false, &deadline_ns) < 0)
        return GB_NULL;
    for (int i = 0; i < 3; i++) {
        lists[i] = gb_tuple_from(t, args[i]);
        if (lists[i] == GB_NULL) {
            if (gb_raised_drop_if(t, gb_TypeError))
                gb_raise(t, gb_TypeError, "arguments 1-3 must be sequences");
            goto done;
        }
        count += gb_tuple_count(lists[i]);
    }
    files = collect_files(t, lists, count);
    if (files == NULL || wait_for(t, files, (size_t)count, deadline_ns) < 0)
        goto done;
    if (has_bad_file(files, count))
        gb_raise_rt(t, RT_EBADF, GB_NULL, GB_NULL);
    else
        result = select_results(t, lists, files);
done:
    if (files != NULL)
        gb_mem_free(t, files, (size_t)(count + 1) * sizeof *files);
    for (int i = 0; i < 3; i++)
        gb_xdecref(lists[i]);
    return result;
}

/* --- poll objects --- */

typedef struct Poll {
    GbObject header;
    GbRef files; /* dict: number -> wanted events */
} Poll;

static const GbTypeSpec poll_spec;

static Poll *as_poll(GbBorrow v)
{
    return (Poll *)gb_object(v);
}

static GbRef select_poll(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Poll *poll = gb_object_new(t, gb_spec_type(t, &poll_spec));
    if (poll == NULL)
        return GB_NULL;
    poll->files = gb_dict_new(t);
    GbRef result = gb_value(poll);
    if (poll->files == GB_NULL)
        gb_clear(&result);
    return result;
}

static void poll_dealloc(GbThread *t, GbObject *object)
{
    gb_clear(&((Poll *)object)->files);
}

static int read_events(GbThread *t, GbBorrow v, int64_t *events)
{
    if (gb_index_i64(t, v, events, gb_OverflowError) < 0)
        return -1;
    if (*events < 0 || *events > 0xffff)
        return gb_fail(t, gb_OverflowError, "Python int too large for C unsigned short");
    return 0;
}

static GbRef poll_register(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t events;
    if (gb_select_file(t, args[0], &file) < 0 || read_events(t, args[1], &events) < 0 ||
        gb_dict_set(t, as_poll(self)->files, gb_small_new(file), gb_small_new(events)) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef poll_modify(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t events;
    GbRef known = GB_NULL;
    if (gb_select_file(t, args[0], &file) < 0 || read_events(t, args[1], &events) < 0)
        return GB_NULL;
    int found = gb_dict_find(t, as_poll(self)->files, gb_small_new(file), &known);
    gb_xdecref(known);
    if (found == 0)
        gb_raise_rt(t, RT_ENOENT, GB_NULL, GB_NULL);
    if (found <= 0 ||
        gb_dict_set(t, as_poll(self)->files, gb_small_new(file), gb_small_new(events)) < 0)
        return GB_NULL;
    return GB_NONE;
}

static GbRef poll_unregister(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    if (gb_select_file(t, args[0], &file) < 0)
        return GB_NULL;
    int deleted = gb_dict_delete(t, as_poll(self)->files, gb_small_new(file));
    if (deleted == 0)
        gb_raise_value(t, gb_KeyError, gb_small_new(file));
    return deleted > 0 ? GB_NONE : GB_NULL;
}

static GbRef poll_poll(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t deadline_ns, position = 0, at = 0, count = gb_dict_count(as_poll(self)->files);
    GbBorrow key, value;
    GbRef list = GB_NULL;
    if (gb_select_deadline(t, args[0], 1e6, true, &deadline_ns) < 0)
        return GB_NULL;
    RtPoll *files = gb_mem_new(t, (size_t)(count + 1) * sizeof *files);
    if (files == NULL)
        return GB_NULL;
    while (gb_dict_next(as_poll(self)->files, &position, &key, &value))
        files[at++] = (RtPoll){.file = (int)gb_small(key), .wanted = (short)gb_small(value)};
    if (wait_for(t, files, (size_t)count, deadline_ns) >= 0)
        list = gb_list_new(t, 0);
    for (int64_t i = 0; list != GB_NULL && i < count; i++) {
        if (files[i].arrived == 0)
            continue;
        GbRef pair = gb_tuple_of(t, 2, gb_small_new(files[i].file),
                                 gb_small_new((uint16_t)files[i].arrived));
        if (gb_list_append_take(t, list, pair) < 0)
            gb_clear(&list);
    }
    gb_mem_free(t, files, (size_t)(count + 1) * sizeof *files);
    return list;
}

static const GbMethodDef poll_methods[] = {
    {"register(fd, eventmask=7, /)", poll_register,
     "Register a file descriptor with the polling object."},
    {"modify(fd, eventmask, /)", poll_modify, "Modify an already registered file descriptor."},
    {"unregister(fd, /)", poll_unregister,
     "Remove a file descriptor being tracked by the polling object."},
    {"poll(timeout=None, /)", poll_poll,
     "Polls the set of registered file descriptors: a list of (fd, event)."},
    {0},
};

static const GbTypeSpec poll_spec = {
    .name = "select.poll",
    .size = sizeof(Poll),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = poll_dealloc},
    .methods = poll_methods,
};

/* --- The module --- */

static const GbMethodDef select_functions[] = {
    {"select(rlist, wlist, xlist, timeout=None, /)", select_select,
     "Wait until one or more file descriptors are ready for some kind of I/O."},
    {0},
};

/* After the type of the same name is known. */
static const GbMethodDef late_functions[] = {
    {"poll()", select_poll, "Returns a polling object."},
    {0},
};

static int select_init(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {{"POLLIN", RT_POLL_READ},   {"POLLPRI", 2},
                     {"POLLOUT", RT_POLL_WRITE}, {"POLLERR", RT_POLL_ERROR},
                     {"POLLHUP", RT_POLL_HANGUP}, {"POLLNVAL", RT_POLL_BAD},
                     {"POLLRDNORM", 64},         {"POLLWRNORM", 256},
                     {"POLLRDBAND", 128},        {"POLLWRBAND", 512},
                     {"POLLMSG", 1024},          {"POLLRDHUP", 8192},
                     {"PIPE_BUF", 4096}};
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    if (gb_select_epoll_init(t, module) < 0 ||
        gb_module_add_type(t, module, &poll_spec, NULL) < 0 ||
        gb_module_add_functions(t, module, late_functions) < 0)
        return -1;
    return gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_OSError)));
}

const GbModuleDef gb_module_select = {
    "select",
    "This module supports asynchronous I/O on multiple file descriptors.",
    select_functions,
    select_init,
};
