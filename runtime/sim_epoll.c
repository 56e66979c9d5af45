/* Epolls of the virtual machine: open files that remember which others to wait for. */
#include "runtime/sim_world.h"

#include "runtime/check.h"

/* An epoll's interest in a file, by which both know of it: whichever is closed first ends it. */
typedef struct Interest Interest;
struct Interest {
    SimWatch watch; /* in the file's list; the first field */
    Interest *next; /* in the epoll's */
    SimFile *file;
    struct Epoll *epoll;
    int number;
    uint32_t wanted;
    bool is_news; /* something has come since the epoll told of it last */
};

typedef struct Epoll {
    SimFile base;
    Interest *first; /* those that were told of most recently stand last */
} Epoll;

/* What there is to tell of the file now. */
static short arrived(const Interest *interest)
{
    if (interest->wanted & RT_EPOLL_EDGE && !interest->is_news)
        return 0;
    return rt_sim_file_ready(interest->file) & interest->watch.wanted;
}

static void want(Sim *sim, Interest *interest, uint32_t wanted)
{
    interest->wanted = wanted;
    interest->watch.wanted = (short)(wanted & (RT_POLL_READ | RT_POLL_WRITE)) | RT_POLL_ERROR |
                             RT_POLL_HANGUP;
    rt_sim_epoll_noticed(sim, &interest->watch);
}

void rt_sim_epoll_noticed(Sim *sim, SimWatch *watch)
{
    Interest *interest = (Interest *)watch;
    interest->is_news = true;
    if (arrived(interest))
        rt_sim_file_changed(sim, &interest->epoll->base);
}

static Interest **find(Epoll *epoll, const SimFile *file, int number)
{
    Interest **place = &epoll->first;
    while (*place && ((*place)->file != file || (*place)->number != number))
        place = &(*place)->next;
    return place;
}

/* One or several, or NULL. */
static void append(Epoll *epoll, Interest *interest)
{
    Interest **place = &epoll->first;
    while (*place)
        place = &(*place)->next;
    *place = interest;
}

void rt_sim_epoll_forget(SimWatch *watch)
{
    Interest *interest = (Interest *)watch;
    ASSERT(!watch->thread);
    *find(interest->epoll, interest->file, interest->number) = interest->next;
    rt_sim_file_unwatch(interest->file, watch);
    rt_arena_release(interest);
}

static short epoll_ready(const SimFile *file)
{
    for (Interest *it = ((const Epoll *)file)->first; it; it = it->next) {
        if (arrived(it))
            return RT_POLL_READ;
    }
    return 0;
}

static int epoll_stat(Sim *sim, SimFile *file, RtStat *out)
{
    *out = (RtStat){.mode = 0600, .links = 1, .block_size = 4096, .device = 6};
    return 0;
}

static void epoll_close(Sim *sim, SimFile *file)
{
    Epoll *epoll = (Epoll *)file;
    while (epoll->first) /* one goes each time */
        rt_sim_epoll_forget(&epoll->first->watch);
    rt_arena_release(epoll);
}

static const SimFileOps epoll_ops = {
    .ready = epoll_ready,
    .stat = epoll_stat,
    .close = epoll_close,
};

int rt_sim_epoll_open(Rt *rt, int *out_epoll)
{
    Sim *sim = rt_sim_call(rt);
    Epoll *epoll = rt_arena_alloc(sim, sizeof *epoll);
    if (!epoll)
        return RT_ENOMEM;
    *epoll = (Epoll){0};
    rt_sim_file_init(&epoll->base, &epoll_ops, RT_OPEN_READ_WRITE);
    return rt_sim_file_number_take(sim, &epoll->base, out_epoll);
}

static int find_epoll(Sim *sim, int number, Epoll **out)
{
    SimFile *file;
    int err = rt_sim_file_find(sim, number, &file);
    if (err == 0 && file->ops != &epoll_ops)
        err = RT_EINVAL;
    if (err == 0)
        *out = (Epoll *)file;
    return err;
}

/* Epolls in epolls would be a graph to be kept free of circles: that far we do not go. */
static int add(Sim *sim, Epoll *epoll, SimFile *file, int number, uint32_t wanted)
{
    if (file->ops == &epoll_ops)
        return file == &epoll->base ? RT_EINVAL : RT_ELOOP;
    if (!file->ops->ready)
        return RT_EPERM;
    Interest *interest = rt_arena_alloc(sim, sizeof *interest);
    if (!interest)
        return RT_ENOMEM;
    *interest = (Interest){.file = file, .epoll = epoll, .number = number};
    append(epoll, interest);
    rt_sim_file_watch(file, &interest->watch);
    want(sim, interest, wanted);
    return 0;
}

int rt_sim_epoll_change(Rt *rt, int number, RtEpollChange change, int file_number, uint32_t wanted)
{
    Sim *sim = rt_sim_call(rt);
    SimFile *file;
    Epoll *epoll;
    int err = rt_sim_file_find(sim, file_number, &file);
    if (err == 0)
        err = find_epoll(sim, number, &epoll);
    if (err < 0)
        return err;
    Interest *known = *find(epoll, file, file_number);
    if (change == RT_EPOLL_ADD)
        return known ? RT_EEXIST : add(sim, epoll, file, file_number, wanted);
    if (!known)
        return RT_ENOENT;
    if (change == RT_EPOLL_REMOVE)
        rt_sim_epoll_forget(&known->watch);
    else
        want(sim, known, wanted);
    return 0;
}

/* What was told goes behind the others, so that each has its turn. */
static size_t tell(Epoll *epoll, RtEpollEvent *out, size_t capacity)
{
    size_t count = 0;
    Interest *told = NULL, **last_told = &told, **place = &epoll->first;
    while (*place && count < capacity) {
        Interest *interest = *place;
        short events = arrived(interest);
        if (events == 0) {
            place = &interest->next;
            continue;
        }
        out[count++] = (RtEpollEvent){.file = interest->number, .arrived = (uint16_t)events};
        interest->is_news = false;
        if (interest->wanted & RT_EPOLL_ONCE)
            interest->watch.wanted = 0;
        *place = interest->next;
        interest->next = NULL;
        *last_told = interest;
        last_told = &interest->next;
    }
    append(epoll, told);
    return count;
}

int rt_sim_epoll_wait(Rt *rt, int number, RtEpollEvent *out, size_t capacity, int64_t deadline_ns,
                      size_t *out_count)
{
    Sim *sim = rt_sim_call(rt);
    Epoll *epoll;
    int err = find_epoll(sim, number, &epoll);
    if (err < 0)
        return err;
    rt_sim_file_hold(&epoll->base);
    size_t count = tell(epoll, out, capacity);
    while (count == 0 && err == 0) {
        err = rt_sim_file_await(sim, &epoll->base, RT_POLL_READ, SIM_WAIT_POLL, deadline_ns);
        count = tell(epoll, out, capacity);
    }
    rt_sim_file_drop(sim, &epoll->base);
    if (count == 0 && err < 0 && err != RT_ETIMEDOUT && err != RT_EAGAIN)
        return err;
    *out_count = count;
    return 0;
}
