/* The locks with a line: who is next, and who may interrupt whom. Each test makes threads wait in a
 * known order, by letting one come after the other is seen in line. */
#include "gil/gil.h"

#include <criterion/criterion.h>

#define COMERS 4
#define LONG_NS (100 * RT_SECOND) /* an interval that no test sees the end of */

typedef struct Comer {
    struct Scene *scene;
    GilThread thread;
    RtThread *handle;
} Comer;

typedef struct Scene {
    Rt *rt;
    Gil *gil;
    GilThread self;
    Comer comers[COMERS];
    int count;
    char order[COMERS + 1]; /* the first letter of each that had the lock; guarded by the lock */
} Scene;

static Scene *scene_open(GilPolicyId policy, int64_t interval_ns, const char *chosen)
{
    static Scene scene;
    scene = (Scene){0};
    GilConfig config;
    cr_assert_eq(gil_preset("3.12", &config), 0);
    config.policy = policy;
    config.switch_interval_ns = interval_ns;
    config.statistics = true;
    config.chosen = chosen;
    cr_assert_eq(rt_real_new(&scene.rt), 0);
    cr_assert_eq(gil_new(scene.rt, &config, &scene.gil), 0);
    cr_assert_eq(gil_thread_attach(scene.gil, &scene.self, "main"), 0);
    cr_assert_eq(gil_acquire(scene.gil, &scene.self), 0);
    return &scene;
}

static void come(void *argument)
{
    Comer *self = argument;
    Gil *gil = self->scene->gil;
    cr_assert_eq(gil_acquire(gil, &self->thread), 0);
    self->scene->order[strlen(self->scene->order)] = self->thread.name[0];
    gil_release(gil, &self->thread, GIL_EXIT);
    gil_thread_detach(gil, &self->thread);
}

static bool is_waiting(Scene *scene, Comer *comer)
{
    rt_mutex_lock(scene->rt, scene->gil->line.mutex);
    bool waiting = comer->thread.place.waiting;
    rt_mutex_unlock(scene->rt, scene->gil->line.mutex);
    return waiting;
}

/* A thread of that name and rank comes to the line, and is there when this returns. */
static void let_come(Scene *scene, const char *name, int64_t rank)
{
    Comer *comer = &scene->comers[scene->count++];
    RtThreadOptions options = {0};
    comer->scene = scene;
    cr_assert_eq(gil_thread_attach(scene->gil, &comer->thread, name), 0);
    comer->thread.place.rank = rank;
    cr_assert_eq(rt_thread_start(scene->rt, &options, come, comer, &comer->handle), 0);
    while (!is_waiting(scene, comer))
        rt_thread_yield(scene->rt);
}

static uint64_t requests(Scene *scene)
{
    GilStats stats;
    cr_assert_eq(gil_stats_get(scene->gil, &stats), 0);
    uint64_t count = stats.total.events[GIL_EVENT_REQUEST];
    gil_stats_free(&stats);
    return count;
}

static void rest(Scene *scene, int64_t duration_ns)
{
    rt_sleep_until(scene->rt, rt_clock(scene->rt, RT_CLOCK_MONOTONIC) + duration_ns);
}

/* Lets all have the lock, and says in which order they had it. */
static const char *scene_close(Scene *scene)
{
    gil_release(scene->gil, &scene->self, GIL_JOIN);
    for (int i = 0; i < scene->count; i++)
        cr_assert_eq(rt_thread_join(scene->rt, scene->comers[i].handle), 0);
    gil_thread_detach(scene->gil, &scene->self);
    gil_free(scene->gil);
    rt_machine_free(scene->rt);
    return scene->order;
}

Test(gil_line, fifo_serves_in_the_order_of_coming)
{
    Scene *scene = scene_open(GIL_POLICY_FIFO, LONG_NS, NULL);
    let_come(scene, "a", 3);
    let_come(scene, "b", 1);
    let_come(scene, "c", 2);
    cr_expect_str_eq(scene_close(scene), "abc");
}

Test(gil_line, the_quantum_of_fifo_runs_from_the_taking)
{
    Scene *scene = scene_open(GIL_POLICY_FIFO, 20 * RT_MILLISECOND, NULL);
    rest(scene, 40 * RT_MILLISECOND);
    let_come(scene, "a", 0);
    cr_expect_eq(requests(scene), 1, "the holder's time was up before anybody came");
    cr_assert_eq(gil_check(scene->gil, &scene->self), 0);
    cr_expect_str_eq(scene->order, "a", "the check gave way");
    scene_close(scene);
}

Test(gil_line, priority_puts_io_before_computing)
{
    enum { IO, COMPUTES };
    Scene *scene = scene_open(GIL_POLICY_PRIORITY, LONG_NS, NULL);
    let_come(scene, "a", COMPUTES);
    let_come(scene, "b", COMPUTES);
    let_come(scene, "c", IO);
    let_come(scene, "d", IO);
    cr_expect_eq(requests(scene), 0, "main does I/O, and equals wait the interval");
    cr_expect_str_eq(scene_close(scene), "cdab");
}

Test(gil_line, priority_interrupts_who_computes)
{
    enum { IO, COMPUTES };
    Scene *scene = scene_open(GIL_POLICY_PRIORITY, LONG_NS, NULL);
    scene->self.place.rank = COMPUTES;
    let_come(scene, "a", COMPUTES);
    cr_expect_eq(requests(scene), 0);
    let_come(scene, "b", IO);
    while (!(gil_breaker(scene->gil) & GIL_BREAK_DROP))
        rt_thread_yield(scene->rt);
    cr_expect_eq(requests(scene), 1);
    cr_expect_str_eq(scene_close(scene), "ba");
}

Test(gil_line, a_thread_that_was_forced_off_computes)
{
    Scene *scene = scene_open(GIL_POLICY_PRIORITY, RT_MILLISECOND, NULL);
    let_come(scene, "a", 0);
    while (!(gil_breaker(scene->gil) & GIL_BREAK_DROP))
        rt_thread_yield(scene->rt);
    cr_assert_eq(gil_check(scene->gil, &scene->self), 0);
    cr_expect_eq(scene->self.place.rank, 1);
    gil_release(scene->gil, &scene->self, GIL_READ);
    cr_assert_eq(gil_acquire(scene->gil, &scene->self), 0);
    cr_expect_eq(scene->self.place.rank, 0, "and one that blocks does I/O again");
    scene_close(scene);
}

Test(gil_line, holy_threads_are_asked_at_once)
{
    Scene *scene = scene_open(GIL_POLICY_HOLY, LONG_NS, "mai*,x");
    let_come(scene, "a", 0);
    while (!(gil_breaker(scene->gil) & GIL_BREAK_DROP))
        rt_thread_yield(scene->rt);
    cr_expect_eq(requests(scene), 1);
    scene_close(scene);
}

Test(gil_line, holy_threads_ask_each_other_after_the_interval)
{
    Scene *scene = scene_open(GIL_POLICY_HOLY, LONG_NS, "x,main,other*");
    let_come(scene, "other thread", 0);
    rest(scene, 20 * RT_MILLISECOND);
    cr_expect_eq(requests(scene), 0);
    gil_thread_rename(scene->gil, &scene->self, "mainly");
    cr_expect_not(scene->self.place.chosen, "names are matched whole");
    scene_close(scene);
}

Test(gil_line, deadline_serves_the_earliest_and_the_expired_in_turn)
{
    Scene *scene = scene_open(GIL_POLICY_DEADLINE, LONG_NS, NULL);
    int64_t now_ns = rt_clock(scene->rt, RT_CLOCK_MONOTONIC);
    let_come(scene, "c", now_ns + 300 * RT_SECOND);
    let_come(scene, "b", now_ns + 200 * RT_SECOND);
    let_come(scene, "x", now_ns - 1);
    let_come(scene, "a", now_ns - 2);
    cr_expect_str_eq(scene_close(scene), "xabc");
}

Test(gil_line, a_deadline_lasts_until_the_slice_is_used_up_in_pieces)
{
    const int64_t slice_ns = 200 * RT_MILLISECOND;
    Scene *scene = scene_open(GIL_POLICY_DEADLINE, slice_ns, NULL);
    int64_t begin_ns = rt_clock(scene->rt, RT_CLOCK_MONOTONIC);
    for (int pieces = 0; scene->self.place.rank == 0; pieces++) {
        cr_expect_lt(scene->self.place.used_ns, slice_ns);
        cr_expect_eq(pieces > 0, scene->self.place.used_ns > 0);
        rest(scene, 30 * RT_MILLISECOND);
        gil_release(scene->gil, &scene->self, GIL_SLEEP);
        cr_assert_eq(gil_acquire(scene->gil, &scene->self), 0);
    }
    cr_expect_eq(scene->self.place.used_ns, 0);
    cr_expect_gt(scene->self.place.rank, begin_ns + slice_ns);
    scene_close(scene);
}

Test(gil_line, deadline_does_not_interrupt_whoever_has_waited_beyond_it)
{
    Scene *scene = scene_open(GIL_POLICY_DEADLINE, LONG_NS, NULL);
    scene->self.place.rank = rt_clock(scene->rt, RT_CLOCK_MONOTONIC) - RT_SECOND;
    let_come(scene, "a", 1);
    rest(scene, 20 * RT_MILLISECOND);
    cr_expect_eq(requests(scene), 0);
    cr_expect_str_eq(scene_close(scene), "a");
}

Test(gil_line, a_cooperative_holder_is_never_asked)
{
    Scene *scene = scene_open(GIL_POLICY_COOPERATIVE, RT_MILLISECOND, NULL);
    let_come(scene, "a", 0);
    rest(scene, 20 * RT_MILLISECOND);
    cr_expect_eq(requests(scene), 0);
    cr_expect_str_eq(scene_close(scene), "a");
}
