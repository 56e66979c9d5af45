/* The lock: exclusion, the drop request, the knobs, shutdown, and several locks in one process. */
#include "gil/gil.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define WORKERS 4

typedef struct Scene {
    Rt *rt;
    Gil *gil;
    GilThread self;
    uint64_t counter;    /* guarded by the lock */
    int inside;          /* guarded by the lock: how many think they hold it */
    _Atomic bool broken; /* two were inside at once */
    _Atomic int refused;
} Scene;

typedef struct Worker {
    Scene *scene;
    GilThread thread;
    RtThread *handle;
} Worker;

static GilConfig preset(const char *version)
{
    GilConfig config;
    cr_assert_eq(gil_preset(version, &config), 0);
    config.statistics = true;
    return config;
}

static GilConfig with_policy(GilPolicyId policy)
{
    GilConfig config = preset("3.12");
    config.policy = policy;
    return config;
}

static struct criterion_test_params every_policy(void)
{
    static GilPolicyId policies[GIL_POLICY_NONE];
    for (int i = 0; i < GIL_POLICY_NONE; i++)
        policies[i] = (GilPolicyId)i;
    return cr_make_param_array(GilPolicyId, policies, GIL_POLICY_NONE);
}

static void open_scene(Scene *scene, const GilConfig *config)
{
    *scene = (Scene){0};
    cr_assert_eq(rt_real_new(&scene->rt), 0);
    cr_assert_eq(gil_new(scene->rt, config, &scene->gil), 0);
    gil_thread_attach(scene->gil, &scene->self, "main");
    cr_assert_eq(gil_acquire(scene->gil, &scene->self), 0);
}

static void close_scene(Scene *scene)
{
    gil_release(scene->gil, &scene->self, GIL_EXIT);
    gil_thread_detach(scene->gil, &scene->self);
    gil_free(scene->gil);
    rt_machine_free(scene->rt);
}

static void start(Scene *scene, Worker *worker, void (*entry)(void *))
{
    RtThreadOptions options = {0};
    worker->scene = scene;
    gil_thread_attach(scene->gil, &worker->thread, "worker");
    cr_assert_eq(rt_thread_start(scene->rt, &options, entry, worker, &worker->handle), 0);
}

static void join(Scene *scene, Worker *worker)
{
    gil_release(scene->gil, &scene->self, GIL_JOIN);
    cr_assert_eq(rt_thread_join(scene->rt, worker->handle), 0);
    cr_assert_eq(gil_acquire(scene->gil, &scene->self), 0);
}

/* One bytecode: what the VM does at a safepoint. */
static void tick(Scene *scene, GilThread *thread)
{
    Gil *gil = scene->gil;
    if (scene->inside++ != 0)
        scene->broken = true;
    scene->counter++;
    scene->inside--;
    gil->ticker--;
    bool told = (gil_breaker(gil) & GIL_BREAK_DROP) != 0;
    if (told || (gil_counts_ticks(gil) && gil->ticker < 0))
        gil_check(gil, thread);
}

static void run_ticks(Worker *self, int count)
{
    gil_acquire(self->scene->gil, &self->thread);
    for (int i = 0; i < count; i++)
        tick(self->scene, &self->thread);
    gil_release(self->scene->gil, &self->thread, GIL_EXIT);
    gil_thread_detach(self->scene->gil, &self->thread);
}

static void run_20000_ticks(void *argument)
{
    run_ticks(argument, 20000);
}

static void run_nothing(void *argument)
{
    run_ticks(argument, 0);
}

static uint64_t event(Scene *scene, GilEvent event)
{
    GilStats stats;
    cr_assert_eq(gil_stats_get(scene->gil, &stats), 0);
    uint64_t count = stats.total.events[event];
    gil_stats_free(&stats);
    return count;
}

/* Keeps ticking until that much time has passed. */
static void tick_for(Scene *scene, int64_t duration_ns)
{
    int64_t end_ns = rt_clock(scene->rt, RT_CLOCK_MONOTONIC) + duration_ns;
    while (rt_clock(scene->rt, RT_CLOCK_MONOTONIC) < end_ns)
        tick(scene, &scene->self);
}

ParameterizedTestParameters(gil, one_thread_at_a_time)
{
    return every_policy();
}

ParameterizedTest(GilPolicyId *policy, gil, one_thread_at_a_time)
{
    GilConfig config = with_policy(*policy);
    config.switch_interval_ns = 50 * RT_MICROSECOND;
    config.check_interval = 10;
    Scene scene;
    open_scene(&scene, &config);
    Worker workers[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        start(&scene, &workers[i], run_20000_ticks);
    for (int i = 0; i < WORKERS; i++)
        join(&scene, &workers[i]);
    cr_expect_eq(scene.counter, WORKERS * 20000);
    cr_expect_not(scene.broken);
    close_scene(&scene);
}

Test(gil, presets_are_those_of_the_versions)
{
    GilConfig config;
    cr_assert_eq(gil_preset("2.7", &config), 0);
    cr_expect_eq(config.policy, GIL_POLICY_TICK);
    cr_expect_eq(config.check_interval, 100);
    cr_assert_eq(gil_preset("3.9", &config), 0);
    cr_expect_eq(config.policy, GIL_POLICY_TIMED);
    cr_expect_eq(config.checks, GIL_CHECKS_EVERY);
    cr_expect_eq(config.switch_interval_ns, 5 * RT_MILLISECOND);
    cr_assert_eq(gil_preset("3.10", &config), 0);
    cr_expect_eq(config.checks, GIL_CHECKS_EDGES);
    cr_expect_eq(gil_preset("4.0", &config), -1);
    cr_expect_str_eq(gil_preset_name(0), "2.7");
}

Test(gil, policies_are_found_by_name)
{
    GilPolicyId policy;
    cr_assert_eq(gil_policy_find("timed", &policy), 0);
    cr_expect_eq(policy, GIL_POLICY_TIMED);
    cr_expect_str_eq(gil_policy_row(policy)->word, "timed");
    cr_expect_eq(gil_policy_find("nothing", &policy), -1);
}

Test(gil_timed, a_waiter_asks_after_the_interval_and_the_holder_gives_way)
{
    GilConfig config = preset("3.12");
    config.switch_interval_ns = 2 * RT_MILLISECOND;
    Scene scene;
    open_scene(&scene, &config);
    Worker worker;
    int64_t begin_ns = rt_clock(scene.rt, RT_CLOCK_MONOTONIC);
    start(&scene, &worker, run_nothing);
    while (!(gil_breaker(scene.gil) & GIL_BREAK_DROP))
        rt_thread_yield(scene.rt);
    int64_t patience_ns = rt_clock(scene.rt, RT_CLOCK_MONOTONIC) - begin_ns;
    cr_expect_geq(patience_ns, 2 * RT_MILLISECOND);
    gil_check(scene.gil, &scene.self);
    cr_expect_not(gil_breaker(scene.gil) & GIL_BREAK_DROP, "taking the lock clears the request");
    join(&scene, &worker);
    cr_expect_eq(event(&scene, GIL_EVENT_HONOUR), 1);
    cr_expect_geq(event(&scene, GIL_EVENT_REQUEST), 1);
    close_scene(&scene);
}

Test(gil_timed, a_holder_that_was_asked_waits_until_another_has_taken)
{
    GilConfig config = preset("3.12");
    config.switch_interval_ns = RT_MILLISECOND;
    Scene scene;
    open_scene(&scene, &config);
    Worker worker;
    start(&scene, &worker, run_nothing);
    while (!(gil_breaker(scene.gil) & GIL_BREAK_DROP))
        rt_thread_yield(scene.rt);
    gil_release(scene.gil, &scene.self, GIL_READ);
    cr_expect_neq(scene.gil->timed.last_holder, scene.self.id, "the other has had it by now");
    cr_assert_eq(gil_acquire(scene.gil, &scene.self), 0);
    join(&scene, &worker);
    close_scene(&scene);
}

Test(gil_timed, an_uncontended_holder_is_never_disturbed)
{
    GilConfig config = preset("3.12");
    Scene scene;
    open_scene(&scene, &config);
    tick_for(&scene, 20 * RT_MILLISECOND);
    cr_expect_eq(event(&scene, GIL_EVENT_TAKE), 1);
    cr_expect_eq(event(&scene, GIL_EVENT_CHECK), 0);
    close_scene(&scene);
}

Test(gil_timed, a_new_interval_counts_at_once)
{
    GilConfig config = preset("3.12");
    config.switch_interval_ns = 100 * RT_SECOND;
    Scene scene;
    open_scene(&scene, &config);
    gil_set_switch_interval_ns(scene.gil, RT_MILLISECOND);
    cr_expect_eq(gil_switch_interval_ns(scene.gil), RT_MILLISECOND);
    Worker worker;
    start(&scene, &worker, run_nothing);
    while (event(&scene, GIL_EVENT_HONOUR) == 0)
        tick(&scene, &scene.self);
    join(&scene, &worker);
    gil_set_switch_interval_ns(scene.gil, 1);
    cr_expect_eq(gil_switch_interval_ns(scene.gil), RT_MICROSECOND, "the least there is");
    close_scene(&scene);
}

Test(gil_tick, a_check_comes_after_the_interval)
{
    GilConfig config = preset("2.7");
    Scene scene;
    open_scene(&scene, &config);
    for (int i = 0; i < 101 * 10; i++)
        tick(&scene, &scene.self);
    cr_expect_eq(event(&scene, GIL_EVENT_CHECK), 10);
    cr_expect_eq(event(&scene, GIL_EVENT_DROP), 0, "without a second thread there is no lock");
    gil_set_check_interval(scene.gil, 1);
    for (int i = 0; i < 20; i++)
        tick(&scene, &scene.self);
    cr_expect_eq(event(&scene, GIL_EVENT_CHECK), 20, "a new interval counts at once");
    close_scene(&scene);
}

Test(gil_tick, a_pending_signal_makes_every_tick_a_check)
{
    GilConfig config = preset("2.7");
    Scene scene;
    open_scene(&scene, &config);
    gil_breaker_set(scene.gil, GIL_BREAK_VM);
    scene.gil->ticker = 0;
    for (int i = 0; i < 50; i++)
        tick(&scene, &scene.self);
    cr_expect_eq(event(&scene, GIL_EVENT_CHECK), 50);
    gil_breaker_clear(scene.gil, GIL_BREAK_VM);
    tick(&scene, &scene.self);
    tick(&scene, &scene.self);
    cr_expect_eq(event(&scene, GIL_EVENT_CHECK), 51);
    close_scene(&scene);
}

static void expect_sums(const GilStats *stats)
{
    GilCounts sum = {0};
    for (size_t i = 0; i < stats->count; i++) {
        const GilCounts *counts = &stats->rows[i].counts;
        uint64_t releases = 0;
        for (int k = 0; k < GIL_REASON_COUNT; k++)
            releases += counts->releases[k];
        cr_expect_eq(releases, counts->events[GIL_EVENT_DROP], "reasons add up to releases");
        sum.held_ns += counts->held_ns;
        sum.waited_ns += counts->waited_ns;
        sum.events[GIL_EVENT_TAKE] += counts->events[GIL_EVENT_TAKE];
    }
    cr_expect_eq(sum.held_ns, stats->total.held_ns);
    cr_expect_eq(sum.waited_ns, stats->total.waited_ns);
    cr_expect_eq(sum.events[GIL_EVENT_TAKE], stats->total.events[GIL_EVENT_TAKE]);
    cr_expect_leq(stats->total.held_ns, stats->elapsed_ns, "one holder at a time");
}

ParameterizedTestParameters(gil, statistics_add_up)
{
    return every_policy();
}

ParameterizedTest(GilPolicyId *policy, gil, statistics_add_up)
{
    GilConfig config = with_policy(*policy);
    config.switch_interval_ns = RT_MILLISECOND;
    Scene scene;
    open_scene(&scene, &config);
    Worker workers[2];
    start(&scene, &workers[0], run_20000_ticks);
    start(&scene, &workers[1], run_20000_ticks);
    join(&scene, &workers[0]);
    join(&scene, &workers[1]);
    gil_release(scene.gil, &scene.self, GIL_SLEEP);
    GilStats stats;
    cr_assert_eq(gil_stats_get(scene.gil, &stats), 0);
    cr_assert_eq(stats.count, 3);
    cr_expect_str_eq(stats.rows[0].name, "main");
    cr_expect_not(stats.rows[0].finished);
    cr_expect(stats.rows[1].finished);
    cr_expect_eq(stats.rows[0].counts.releases[GIL_SLEEP], 1);
    cr_expect_eq(stats.rows[1].counts.releases[GIL_EXIT], 1);
    cr_expect_eq(stats.total.events[GIL_EVENT_TAKE], stats.total.events[GIL_EVENT_DROP]);
    expect_sums(&stats);
    gil_stats_free(&stats);
    cr_assert_eq(gil_acquire(scene.gil, &scene.self), 0);
    close_scene(&scene);
}

static void collect(void *argument, const char *text, size_t size)
{
    char *all = argument;
    strncat(all, text, size);
}

Test(gil, statistics_print_a_table)
{
    GilConfig config = preset("3.12");
    Scene scene;
    open_scene(&scene, &config);
    Worker worker;
    start(&scene, &worker, run_nothing);
    join(&scene, &worker);
    static char text[8192];
    GilStats stats;
    cr_assert_eq(gil_stats_get(scene.gil, &stats), 0);
    gil_stats_print(&stats, 1, collect, text);
    gil_stats_free(&stats);
    cr_expect_not_null(strstr(text, "1 main"));
    cr_expect_not_null(strstr(text, "2 worker"));
    cr_expect_not_null(strstr(text, "total"));
    cr_expect_not_null(strstr(text, "join"));
    close_scene(&scene);
}

static void expect_refusal(void *argument)
{
    Worker *self = argument;
    if (gil_acquire(self->scene->gil, &self->thread) < 0)
        self->scene->refused++;
    else
        gil_release(self->scene->gil, &self->thread, GIL_EXIT);
    gil_thread_detach(self->scene->gil, &self->thread);
}

ParameterizedTestParameters(gil, shutting_down_turns_waiters_away)
{
    return every_policy();
}

ParameterizedTest(GilPolicyId *policy, gil, shutting_down_turns_waiters_away)
{
    GilConfig config = with_policy(*policy);
    Scene scene;
    open_scene(&scene, &config);
    Worker workers[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        start(&scene, &workers[i], expect_refusal);
    rt_sleep_until(scene.rt, rt_clock(scene.rt, RT_CLOCK_MONOTONIC) + 20 * RT_MILLISECOND);
    gil_shut_down(scene.gil, &scene.self);
    for (int i = 0; i < WORKERS; i++)
        join(&scene, &workers[i]);
    cr_expect_eq(scene.refused, WORKERS);
    close_scene(&scene);
}

Test(gil, long_names_are_cut_between_characters)
{
    GilConfig config = preset("3.12");
    Scene scene;
    open_scene(&scene, &config);
    gil_thread_rename(scene.gil, &scene.self,
                      "12345678901234567890123456789012345678901234567\u00e9");
    cr_expect_eq(strlen(scene.self.name), 47);
    gil_thread_rename(scene.gil, &scene.self,
                      "1234567890123456789012345678901234567890123456\u00e9");
    cr_expect_eq(strlen(scene.self.name), 46);
    close_scene(&scene);
}

Test(gil, two_locks_live_side_by_side)
{
    GilConfig tick_config = preset("2.7");
    GilConfig timed_config = preset("3.12");
    Scene first, second;
    open_scene(&first, &tick_config);
    open_scene(&second, &timed_config);
    Worker worker;
    start(&second, &worker, run_20000_ticks);
    tick_for(&first, 5 * RT_MILLISECOND);
    gil_set_check_interval(first.gil, 7);
    cr_expect_eq(gil_check_interval(second.gil), 100);
    join(&second, &worker);
    cr_expect_eq(second.counter, 20000);
    close_scene(&second);
    close_scene(&first);
}

ParameterizedTestParameters(gil, a_forked_child_holds_the_lock_alone)
{
    return every_policy();
}

ParameterizedTest(GilPolicyId *policy, gil, a_forked_child_holds_the_lock_alone)
{
    GilConfig config = with_policy(*policy);
    Scene scene;
    open_scene(&scene, &config);
    Worker worker;
    start(&scene, &worker, run_20000_ticks);
    int64_t pid;
    cr_assert_eq(rt_process_fork(scene.rt, &pid), 0);
    if (pid == 0) {
        int failed = gil_after_fork(scene.gil, &scene.self) < 0;
        failed |= !gil_held(scene.gil, &scene.self);
        gil_release(scene.gil, &scene.self, GIL_SLEEP);
        failed |= gil_acquire(scene.gil, &scene.self) < 0;
        rt_process_exit(scene.rt, failed ? 1 : 42);
    }
    join(&scene, &worker);
    int status;
    cr_assert_eq(rt_process_wait(scene.rt, pid, &status), 0);
    cr_expect_eq(status, 42);
    close_scene(&scene);
}
