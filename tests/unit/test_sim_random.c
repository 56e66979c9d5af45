/* The virtual machine under programs made by chance: what holds for every one of them. */
#include "tests/unit/sim_fixture.h"

#include <criterion/criterion.h>

TestSuite(sim_random, .init = sim_open, .fini = sim_close, .timeout = 300);

enum { LOCKS = 3, ACTORS = 12, STEPS = 60 };

typedef struct Room {
    RtMutex *mutexes[LOCKS];
    RtCond *conds[LOCKS];
    int inside[LOCKS];
    RtThread *threads[ACTORS];
    bool ended[ACTORS];
    int64_t latest; /* the latest moment that anybody has seen with mutex 0 */
    int broken;     /* how often something did not hold */
} Room;

typedef struct Guest {
    Room *room;
    int index;
    uint64_t chance; /* its own: what it does must not depend on who runs when */
} Guest;

static uint64_t draw(Guest *self, uint64_t limit)
{
    self->chance = self->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (self->chance >> 33) % limit;
}

static void expect(Room *room, bool holds)
{
    room->broken += !holds;
}

/* Nobody else is inside, and time has not gone back since the last one was. */
static void be_inside(Guest *self, int lock)
{
    Room *room = self->room;
    expect(room, room->inside[lock]++ == 0);
    sim_work((int64_t)draw(self, 20 * RT_MICROSECOND));
    int64_t now = sim_now();
    expect(room, lock != 0 || now >= room->latest);
    room->latest = lock == 0 ? now : room->latest;
    expect(room, --room->inside[lock] == 0);
}

static void wait_inside(Guest *self, int lock)
{
    Room *room = self->room;
    int64_t deadline = sim_now() + (int64_t)draw(self, RT_MILLISECOND);
    expect(room, room->inside[lock] == 0);
    int result = rt_cond_timedwait(sim, room->conds[lock], room->mutexes[lock], deadline);
    expect(room, result == 0 || (result == RT_ETIMEDOUT && sim_now() >= deadline));
}

static void use_lock(Guest *self, int lock)
{
    Room *room = self->room;
    if (draw(self, 4) == 0) {
        if (!rt_mutex_trylock(sim, room->mutexes[lock]))
            return;
    } else {
        rt_mutex_lock(sim, room->mutexes[lock]);
    }
    be_inside(self, lock);
    switch (draw(self, 4)) {
    case 0: wait_inside(self, lock); break;
    case 1: rt_cond_signal(sim, room->conds[lock]); break;
    case 2: rt_cond_broadcast(sim, room->conds[lock]); break;
    }
    be_inside(self, lock);
    rt_mutex_unlock(sim, room->mutexes[lock]);
}

static void rest(Guest *self)
{
    int64_t deadline = sim_now() + (int64_t)draw(self, 3 * RT_MILLISECOND);
    bool park = draw(self, 2) == 0;
    int result = park ? rt_thread_park(sim, deadline) : rt_sleep_until(sim, deadline);
    bool on_time = sim_now() >= deadline;
    expect(self->room, on_time || result == RT_EINTR || (park && result == 0));
}

/* Some other guest that has surely started and not been joined yet. */
static void disturb(Guest *self)
{
    int other = (int)draw(self, ACTORS);
    if (other >= self->index || self->room->ended[other])
        return;
    if (draw(self, 2) == 0)
        rt_thread_unpark(sim, self->room->threads[other]);
    else
        rt_thread_wake(sim, self->room->threads[other]);
}

static void start_and_join_a_child(Guest *self);

static void step(Guest *self)
{
    switch (draw(self, 8)) {
    case 0: rt_thread_yield(sim); break;
    case 1: rest(self); break;
    case 2: disturb(self); break;
    case 3: sim_work((int64_t)draw(self, 200 * RT_MICROSECOND)); break;
    case 4: rt_meter(sim)->left_ps -= (int64_t)draw(self, RT_MILLISECOND) * 1000; break;
    case 5: start_and_join_a_child(self); break;
    default: use_lock(self, (int)draw(self, LOCKS)); break;
    }
}

static void visit(void *argument)
{
    Guest *self = argument;
    int64_t last = sim_now();
    for (int i = 0; i < STEPS; i++) {
        step(self);
        int64_t now = sim_now();
        expect(self->room, now >= last);
        last = now;
    }
    self->room->ended[self->index] = true;
}

static void be_a_child(void *argument)
{
    Guest *self = argument;
    sim_work((int64_t)draw(self, 50 * RT_MICROSECOND));
}

static void start_and_join_a_child(Guest *self)
{
    Guest child = {.room = self->room, .chance = self->chance};
    RtThreadOptions options = {.nice = (int)draw(self, 40) - 20, .detached = draw(self, 4) == 0};
    RtThread *thread = NULL;
    if (options.detached) {
        cr_assert_eq(rt_thread_start(sim, &options, be_a_child, &child, NULL), 0);
        int64_t gone = sim_now() + RT_SECOND;
        while (sim_now() < gone)
            rt_sleep_until(sim, gone);
        return;
    }
    cr_assert_eq(rt_thread_start(sim, &options, be_a_child, &child, &thread), 0);
    sim_join(thread);
}

static uint64_t hash_of_a_visit(const RtSimOptions *options)
{
    Room room = {0};
    Guest guests[ACTORS];
    sim_reopen(options);
    for (int i = 0; i < LOCKS; i++) {
        cr_assert_eq(rt_mutex_new(sim, &room.mutexes[i]), 0);
        cr_assert_eq(rt_cond_new(sim, &room.conds[i]), 0);
    }
    for (int i = 0; i < ACTORS; i++) {
        guests[i] = (Guest){
            .room = &room, .index = i, .chance = options->seed * ACTORS + (uint64_t)i};
        room.threads[i] = sim_start(visit, &guests[i]);
    }
    for (int i = 0; i < ACTORS; i++)
        sim_join(room.threads[i]);
    for (int i = 0; i < LOCKS; i++) {
        rt_mutex_free(sim, room.mutexes[i]);
        rt_cond_free(sim, room.conds[i]);
    }
    cr_expect_eq(room.broken, 0, "seed %d: %d did not hold", (int)options->seed, room.broken);
    return rt_sim_hash(sim);
}

Test(sim_random, whatever_threads_do_locks_hold_and_time_goes_on)
{
    static const char *const presets[] = {"ideal", "desktop", "cloud-vm"};
    static const int cores[] = {1, 2, 3, 8};
    for (uint64_t seed = 1; seed <= 240; seed++) {
        RtSimOptions options = sim_options(cores[seed % 4], presets[seed % 3]);
        options.seed = seed;
        options.scheduler = (RtScheduler)(seed / 4 % RT_SCHEDULER_COUNT);
        options.preemption = (RtPreemption)(seed / 8 % RT_PREEMPTION_COUNT);
        options.jitter_ns = seed % 5 == 0 ? 50 * RT_MICROSECOND : 0;
        uint64_t hash = hash_of_a_visit(&options);
        options.fill = 0xA5;
        cr_expect_eq(hash, hash_of_a_visit(&options), "seed %d", (int)seed);
    }
}
