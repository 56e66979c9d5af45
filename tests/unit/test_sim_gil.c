/* The locks at work on the virtual machine: the phenomena that each is known for, by their numbers.
 */
#include "gil/gil.h"

#include "tests/unit/sim_fixture.h"

#include <criterion/criterion.h>

TestSuite(sim_gil, .init = sim_open, .fini = sim_close, .timeout = 60);

enum { WORKERS_MAX = 8 };

typedef struct Scene Scene;

/* A thread of the scene. */
typedef struct Actor {
    Scene *scene;
    GilThread thread;
    RtThread *handle;
    int64_t count;    /* what it has done */
    int64_t until_ns; /* when it ends, or how much it does */
} Actor;

/* A mailbox for one letter: what a socket is here. */
typedef struct Box {
    RtMutex *mutex;
    RtCond *cond;
    bool full;
} Box;

struct Scene {
    Gil *gil;
    Actor main;
    Actor actors[WORKERS_MAX];
    int actor_count;
    bool over;
    Box request, answer;
    GilObserver observer;
    uint32_t last_taker;
    int64_t same_taker_twice;
};

/* --- The scene ------------------------------------------------------------------------------- */

static void scene_open(Scene *scene, const char *version, int64_t interval_ns)
{
    GilConfig config;
    *scene = (Scene){.main = {.scene = scene}};
    cr_assert_eq(gil_preset(version, &config), 0);
    config.statistics = true;
    if (interval_ns > 0)
        config.switch_interval_ns = interval_ns;
    cr_assert_eq(gil_new(sim, &config, &scene->gil), 0);
    gil_thread_attach(scene->gil, &scene->main.thread, "main");
    cr_assert_eq(gil_acquire(scene->gil, &scene->main.thread), 0);
}

static Actor *start(Scene *scene, void (*entry)(void *), int64_t until_ns)
{
    Actor *actor = &scene->actors[scene->actor_count++];
    actor->scene = scene;
    actor->until_ns = until_ns;
    gil_thread_attach(scene->gil, &actor->thread, "actor");
    actor->handle = sim_start(entry, actor);
    return actor;
}

static void join_all(Scene *scene)
{
    gil_release(scene->gil, &scene->main.thread, GIL_JOIN);
    for (int i = 0; i < scene->actor_count; i++)
        sim_join(scene->actors[i].handle);
    cr_assert_eq(gil_acquire(scene->gil, &scene->main.thread), 0);
}

static uint64_t scene_close(Scene *scene, GilEvent event)
{
    GilStats stats;
    cr_assert_eq(gil_stats_get(scene->gil, &stats), 0);
    uint64_t count = stats.total.events[event];
    gil_stats_free(&stats);
    gil_release(scene->gil, &scene->main.thread, GIL_EXIT);
    gil_thread_detach(scene->gil, &scene->main.thread);
    gil_free(scene->gil);
    return count;
}

/* --- What actors do -------------------------------------------------------------------------- */

/* One bytecode: the work, the clock, the lock. */
static void tick(Actor *self)
{
    Gil *gil = self->scene->gil;
    RtMeter *meter = rt_meter(sim);
    self->count++;
    gil->ticker--;
    meter->left_ps -= meter->cost_ps[RT_COST_TICK];
    if (meter->left_ps < 0)
        rt_meter_stop(sim);
    bool told = (gil_breaker(gil) & GIL_BREAK_DROP) != 0;
    if (told || (gil_counts_ticks(gil) && gil->ticker < 0))
        gil_check(gil, &self->thread);
}

static void enter(Actor *self)
{
    cr_assert_eq(gil_acquire(self->scene->gil, &self->thread), 0);
}

static void leave(Actor *self)
{
    gil_release(self->scene->gil, &self->thread, GIL_EXIT);
    gil_thread_detach(self->scene->gil, &self->thread);
}

/* Does `until_ns` ticks. */
static void count_down(void *argument)
{
    Actor *self = argument;
    enter(self);
    while (self->count < self->until_ns)
        tick(self);
    leave(self);
}

/* Ticks until the scene is over. */
static void spin(void *argument)
{
    Actor *self = argument;
    enter(self);
    while (!self->scene->over)
        tick(self);
    leave(self);
}

/* Ticks till its time is over, by the clock, as a script would. */
static void count_for_a_time(void *argument)
{
    Actor *self = argument;
    enter(self);
    while (sim_now() < self->until_ns)
        tick(self);
    leave(self);
}

static void block(Actor *self, GilReason reason, int64_t duration_ns)
{
    gil_release(self->scene->gil, &self->thread, reason);
    rt_sleep_until(sim, sim_now() + duration_ns);
    enter(self);
}

static void send(Box *box)
{
    rt_mutex_lock(sim, box->mutex);
    sim_work(5 * RT_MICROSECOND);
    box->full = true;
    rt_cond_signal(sim, box->cond);
    rt_mutex_unlock(sim, box->mutex);
}

static void receive(Box *box)
{
    rt_mutex_lock(sim, box->mutex);
    while (!box->full)
        rt_cond_wait(sim, box->cond, box->mutex);
    box->full = false;
    sim_work(5 * RT_MICROSECOND);
    rt_mutex_unlock(sim, box->mutex);
}

#define REQUESTS 30

/* Another process: it does not know the lock. */
static void ask(void *argument)
{
    Scene *scene = argument;
    for (int i = 0; i < REQUESTS; i++) {
        send(&scene->request);
        receive(&scene->answer);
    }
}

/* Echoes: a read that waits, some bytecodes, a write that does not wait. Both give up the lock. */
static void serve(void *argument)
{
    Actor *self = argument;
    Gil *gil = self->scene->gil;
    enter(self);
    for (int i = 0; i < REQUESTS; i++) {
        gil_release(gil, &self->thread, GIL_READ);
        receive(&self->scene->request);
        enter(self);
        for (int j = 0; j < 50; j++)
            tick(self);
        gil_release(gil, &self->thread, GIL_WRITE);
        send(&self->scene->answer);
        enter(self);
        for (int j = 0; j < 50; j++)
            tick(self);
    }
    self->scene->over = true;
    leave(self);
}

/* A server, its client, and so many who spin till they are through. */
static void play_echo(Scene *scene, int spinners)
{
    Box *boxes[] = {&scene->request, &scene->answer};
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(rt_mutex_new(sim, &boxes[i]->mutex), 0);
        cr_assert_eq(rt_cond_new(sim, &boxes[i]->cond), 0);
    }
    RtThread *client = sim_start(ask, scene);
    start(scene, serve, 0);
    for (int i = 0; i < spinners; i++)
        start(scene, spin, 0);
    join_all(scene);
    sim_join(client);
    for (int i = 0; i < 2; i++) {
        rt_mutex_free(sim, boxes[i]->mutex);
        rt_cond_free(sim, boxes[i]->cond);
    }
}

/* --- The timed lock -------------------------------------------------------------------------- */

/* Requests a second that a server answers beside so many spinners. */
static double requests(const char *version, int64_t interval_ns, int spinners)
{
    Scene scene;
    scene_open(&scene, version, interval_ns);
    int64_t begin = sim_now();
    play_echo(&scene, spinners);
    double result = REQUESTS * 1e9 / (double)(sim_now() - begin);
    scene_close(&scene, GIL_EVENT_TAKE);
    return result;
}

/* The law of the convoy is for a waiter that is up before any system call is over. */
Test(sim_gil, timed_a_server_beside_spinners_waits_two_intervals_each_a_request)
{
    static const int64_t intervals_ns[] = {RT_MILLISECOND, 5 * RT_MILLISECOND};
    for (int i = 0; i < 2; i++) {
        double interval_s = 1e-9 * (double)intervals_ns[i];
        RtSimOptions options = sim_options(4, "ideal");
        sim_reopen(&options);
        double base_s = 1 / requests("3.12", intervals_ns[i], 0);
        for (int spinners = 1; spinners <= 4; spinners *= 2) {
            double law = 1 / (2 * interval_s * spinners + base_s);
            double rps = requests("3.12", intervals_ns[i], spinners);
            cr_expect(rps > 0.95 * law && rps < 1.05 * law, "%d spinners: %.1f, the law: %.1f",
                      spinners, rps, law);
        }
    }
}

/* Where waking takes its time, a server is sometimes back before the spinner is up: then it has
 * waited once for a request, not twice. */
Test(sim_gil, timed_a_convoy_on_a_real_machine_is_between_one_and_two_intervals)
{
    RtSimOptions options = sim_options(4, "desktop");
    sim_reopen(&options);
    double alone = requests("3.12", 0, 0);
    double one = requests("3.12", 0, 1);
    double two = requests("3.12", 0, 2);
    cr_expect_gt(alone, 10000);
    cr_expect(one > 90 && one < 210, "%f", one);
    cr_expect(two < 0.75 * one, "%f, then %f", one, two);
}

Test(sim_gil, timed_one_core_knows_less_of_the_convoy)
{
    RtSimOptions options = sim_options(4, "desktop");
    sim_reopen(&options);
    double four_cores = requests("3.12", 0, 1);
    options.cores = 1;
    sim_reopen(&options);
    cr_expect_gt(requests("3.12", 0, 1), 3 * four_cores);
}

Test(sim_gil, timed_a_huge_interval_starves)
{
    RtSimOptions options = sim_options(2, "desktop");
    sim_reopen(&options);
    Scene scene;
    scene_open(&scene, "3.12", 500 * RT_MILLISECOND);
    int64_t end_ns = sim_now() + 400 * RT_MILLISECOND;
    Actor *first = start(&scene, count_for_a_time, end_ns);
    Actor *second = start(&scene, count_for_a_time, end_ns);
    join_all(&scene);
    bool one_starves = first->count == 0 || second->count == 0;
    cr_expect(one_starves && first->count + second->count > 100000, "%lld and %lld",
              (long long)first->count, (long long)second->count);
    scene_close(&scene, GIL_EVENT_TAKE);
}

static void note_taker(GilObserver *observer, Gil *gil, GilThread *thread, GilEvent event,
                       int detail)
{
    Scene *scene = (Scene *)((char *)observer - offsetof(Scene, observer));
    if (event != GIL_EVENT_TAKE)
        return;
    scene->same_taker_twice += scene->last_taker == thread->id;
    scene->last_taker = thread->id;
}

Test(sim_gil, timed_forced_switches_alternate)
{
    RtSimOptions options = sim_options(2, "desktop");
    sim_reopen(&options);
    Scene scene;
    scene_open(&scene, "3.12", 0);
    scene.observer.note = note_taker;
    gil_observe(scene.gil, &scene.observer);
    int64_t end_ns = sim_now() + RT_SECOND;
    Actor *first = start(&scene, count_for_a_time, end_ns);
    Actor *second = start(&scene, count_for_a_time, end_ns);
    join_all(&scene);
    double share = (double)first->count / (double)second->count;
    cr_expect(share > 0.98 && share < 1.02, "%f", share);
    cr_expect_leq(scene.same_taker_twice, 2);
    uint64_t takes = scene_close(&scene, GIL_EVENT_TAKE);
    cr_expect(takes > 190 && takes < 205, "a slice is 5.05 ms, not %f", 1000.0 / (double)takes);
}

static void call_c_for_200_ms(void *argument)
{
    Actor *self = argument;
    rt_sleep_until(sim, sim_now() + 50 * RT_MILLISECOND);
    enter(self);
    rt_meter(sim)->left_ps -= 200 * RT_MILLISECOND * 1000;
    rt_meter_stop(sim);
    leave(self);
}

static void measure_gap(void *argument)
{
    Actor *self = argument;
    enter(self);
    for (int64_t last = sim_now(); last < self->until_ns;) {
        block(self, GIL_SLEEP, RT_MILLISECOND);
        int64_t now = sim_now();
        self->count = now - last > self->count ? now - last : self->count;
        last = now;
    }
    leave(self);
}

Test(sim_gil, timed_a_c_call_that_never_releases_is_waited_for)
{
    Scene scene;
    scene_open(&scene, "3.12", 100 * RT_MICROSECOND);
    Actor *victim = start(&scene, measure_gap, sim_now() + 300 * RT_MILLISECOND);
    start(&scene, call_c_for_200_ms, 0);
    join_all(&scene);
    cr_expect(victim->count > 198 * RT_MILLISECOND && victim->count < 205 * RT_MILLISECOND,
              "%lld ns", (long long)victim->count);
    scene_close(&scene, GIL_EVENT_TAKE);
}

/* --- The tick lock --------------------------------------------------------------------------- */

#define TICKS 2000000

typedef struct Battle {
    double ratio;    /* to the time that the ticks alone take */
    uint64_t failed; /* wake-ups that found the lock retaken by the thread that woke them */
} Battle;

static Battle fight(const char *preset, int cores, int threads)
{
    RtSimOptions options = sim_options(cores, preset);
    sim_reopen(&options);
    Scene scene;
    scene_open(&scene, "2.7", 0);
    int64_t begin = sim_now();
    for (int i = 0; i < threads; i++)
        start(&scene, count_down, TICKS / threads);
    join_all(&scene);
    double alone_ns = TICKS * 1e-3 * (double)options.costs.ps[RT_COST_TICK];
    Battle battle = {.ratio = (double)(sim_now() - begin) / alone_ns};
    battle.failed = scene_close(&scene, GIL_EVENT_RETRY);
    return battle;
}

Test(sim_gil, tick_two_threads_fight_on_two_cores)
{
    Battle one = fight("py27-dualcore-2009", 1, 2);
    Battle two = fight("py27-dualcore-2009", 2, 2);
    cr_expect(one.ratio > 1.2 && one.ratio < 1.6, "one core: %f", one.ratio);
    cr_expect(two.ratio > 1.6 && two.ratio < 2.2, "two cores: %f", two.ratio);
    cr_expect_gt(two.failed, 10 * one.failed);
    cr_expect_gt(two.failed, 1000);
}

Test(sim_gil, tick_on_one_core_hundreds_of_checks_make_no_switch)
{
    RtSimOptions options = sim_options(1, "desktop");
    sim_reopen(&options);
    Scene scene;
    scene_open(&scene, "2.7", 0);
    scene.observer.note = note_taker;
    gil_observe(scene.gil, &scene.observer);
    for (int i = 0; i < 2; i++)
        start(&scene, count_down, TICKS);
    join_all(&scene);
    int64_t kept = scene.same_taker_twice;
    int64_t checks = (int64_t)scene_close(&scene, GIL_EVENT_CHECK);
    cr_expect_gt(checks, 100 * (checks - kept));
}

Test(sim_gil, tick_a_server_is_not_held_up_by_the_default_interval)
{
    RtSimOptions options = sim_options(4, "desktop");
    sim_reopen(&options);
    double tick_rps = requests("2.7", 0, 1);
    double timed_rps = requests("3.12", 0, 1);
    cr_expect_gt(tick_rps, 5 * timed_rps, "%f against %f", tick_rps, timed_rps);
}

/* --- Determinism ----------------------------------------------------------------------------- */

static uint64_t hash_of_a_fight(const char *preset, uint64_t seed, const char *version)
{
    RtSimOptions options = sim_options(3, preset);
    options.seed = seed;
    sim_reopen(&options);
    Scene scene;
    scene_open(&scene, version, 50 * RT_MICROSECOND);
    play_echo(&scene, 2);
    scene_close(&scene, GIL_EVENT_TAKE);
    return rt_sim_hash(sim);
}

Test(sim_gil, the_same_seed_gives_the_same_run_and_another_seed_another)
{
    static const char *const versions[] = {"2.7", "3.12"};
    for (int v = 0; v < 2; v++) {
        uint64_t last = 0;
        for (uint64_t seed = 1; seed <= 50; seed++) {
            uint64_t hash = hash_of_a_fight("desktop", seed, versions[v]);
            cr_expect_eq(hash, hash_of_a_fight("desktop", seed, versions[v]), "%d", (int)seed);
            cr_expect_neq(hash, last, "seeds %d and %d", (int)seed - 1, (int)seed);
            last = hash;
        }
    }
}

Test(sim_gil, where_two_runs_part_can_be_found)
{
    RtSimOptions options = sim_options(2, "desktop");
    options.record_block = 1;
    sim_reopen(&options);
    RtSimEvent event;
    cr_expect_not(rt_sim_event(sim, 0, &event), "nothing has happened yet");
    for (int i = 0; i < 2000; i++)
        rt_sleep_until(sim, sim_now() + RT_MICROSECOND);
    cr_expect_gt(rt_sim_event_count(sim), RT_SIM_BLOCK);
    cr_expect_neq(rt_sim_block_hash(sim, 0), 0);
    cr_expect_eq(rt_sim_block_hash(sim, 1000), 0);
    cr_assert(rt_sim_event(sim, 0, &event));
    cr_expect_not_null(rt_sim_event_word(event.kind));
    cr_expect_eq(event.thread, 1);
    uint64_t last = 0, count = 0;
    while (rt_sim_event(sim, count, &event)) {
        last = event.hash;
        count++;
    }
    cr_expect_eq(count, rt_sim_event_count(sim) - RT_SIM_BLOCK);
    cr_expect_eq(last, rt_sim_hash(sim));
}
