/* The virtual machine: time, threads, waiting, signals, and how a run ends that cannot go on. */
#include "tests/unit/sim_fixture.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The address sanitizer has its own words about a stack that overflows, and no signal. */
#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* Minutes of the host's: tests sleep for hours, and for a day. */
TestSuite(sim, .init = sim_open, .fini = sim_close, .timeout = 300);

/* --- Time ------------------------------------------------------------------------------------ */

Test(sim, sleeping_takes_virtual_time_only)
{
    int64_t begin = sim_now();
    cr_expect_eq(rt_sleep_until(sim, begin + 3600 * RT_SECOND), 0);
    cr_expect_geq(sim_now() - begin, 3600 * RT_SECOND);
    cr_expect_lt(sim_now() - begin, 3600 * RT_SECOND + RT_MILLISECOND);
    cr_expect_eq(rt_sleep_until(sim, begin), 0, "the past does not wait");
}

Test(sim, work_takes_the_time_that_is_charged)
{
    int64_t begin = sim_now();
    sim_work(RT_MILLISECOND);
    cr_expect_eq(sim_now() / 1000 - begin / 1000, 1000);
    rt_meter(sim)->left_ps -= 7 * RT_SECOND * 1000;
    rt_meter_stop(sim);
    cr_expect_geq(rt_meter(sim)->left_ps, 0);
    cr_expect_eq((sim_now() - begin) / RT_MILLISECOND, 7001);
}

static void work_10_ms(void *argument)
{
    sim_work(10 * RT_MILLISECOND);
}

/* How long three threads take that work for 10 ms each. */
static int64_t three_workers_ms(int cores)
{
    RtSimOptions options = sim_options(cores, "ideal");
    sim_reopen(&options);
    RtThread *threads[3];
    for (int i = 0; i < 3; i++)
        threads[i] = sim_start(work_10_ms, NULL);
    for (int i = 0; i < 3; i++)
        sim_join(threads[i]);
    return (sim_now() + RT_MILLISECOND / 2) / RT_MILLISECOND;
}

Test(sim, cores_work_side_by_side)
{
    cr_expect_eq(three_workers_ms(1), 30);
    int64_t two = three_workers_ms(2);
    cr_expect(two >= 15 && two <= 20, "%lld ms", (long long)two);
    cr_expect_eq(three_workers_ms(3), 10);
    cr_expect_eq(three_workers_ms(64), 10);
}

static void charge_100_ms_at_once(void *argument)
{
    rt_meter(sim)->left_ps -= 100 * RT_MILLISECOND * 1000;
    rt_thread_yield(sim);
    *(int64_t *)argument = sim_now();
}

Test(sim, a_long_call_of_c_shares_its_core)
{
    RtSimOptions options = sim_options(1, "ideal");
    sim_reopen(&options);
    int64_t ends[2];
    RtThread *threads[2];
    for (int i = 0; i < 2; i++)
        threads[i] = sim_start(charge_100_ms_at_once, &ends[i]);
    for (int i = 0; i < 2; i++)
        sim_join(threads[i]);
    cr_expect_gt(ends[0], 195 * RT_MILLISECOND, "not done while the other had its turns");
    cr_expect_gt(ends[1], 195 * RT_MILLISECOND);
}

/* --- Waiting --------------------------------------------------------------------------------- */

typedef struct Shared {
    RtMutex *mutex;
    RtCond *cond;
    RtSem *sem;
    int count;
    int result;
    int64_t moment;
} Shared;

static void shared_open(Shared *shared)
{
    *shared = (Shared){.result = 1};
    cr_assert_eq(rt_mutex_new(sim, &shared->mutex), 0);
    cr_assert_eq(rt_cond_new(sim, &shared->cond), 0);
}

static void shared_close(Shared *shared)
{
    rt_cond_free(sim, shared->cond);
    rt_mutex_free(sim, shared->mutex);
}

static void add_1000(void *argument)
{
    Shared *shared = argument;
    for (int i = 0; i < 1000; i++) {
        rt_mutex_lock(sim, shared->mutex);
        int seen = shared->count;
        sim_work(100);
        shared->count = seen + 1;
        rt_cond_signal(sim, shared->cond);
        rt_mutex_unlock(sim, shared->mutex);
    }
}

Test(sim, mutexes_exclude_and_conditions_wake)
{
    Shared shared;
    RtThread *threads[4];
    shared_open(&shared);
    for (int i = 0; i < 4; i++)
        threads[i] = sim_start(add_1000, &shared);
    rt_mutex_lock(sim, shared.mutex);
    while (shared.count < 4000)
        rt_cond_wait(sim, shared.cond, shared.mutex);
    cr_expect_not(rt_mutex_trylock(sim, shared.mutex));
    rt_mutex_unlock(sim, shared.mutex);
    for (int i = 0; i < 4; i++)
        sim_join(threads[i]);
    cr_expect_eq(shared.count, 4000);
    shared_close(&shared);
}

static void add_1000_with_a_semaphore(void *argument)
{
    Shared *shared = argument;
    for (int i = 0; i < 1000; i++) {
        while (!rt_sem_wait(sim, shared->sem))
            ;
        int seen = shared->count;
        sim_work(100);
        shared->count = seen + 1;
        rt_sem_post(sim, shared->sem);
    }
}

Test(sim, a_semaphore_of_one_excludes)
{
    Shared shared = {0};
    RtThread *threads[4];
    cr_assert_eq(rt_sem_new(sim, 0, &shared.sem), 0);
    cr_expect_not(rt_sem_try(sim, shared.sem));
    for (int i = 0; i < 4; i++)
        threads[i] = sim_start(add_1000_with_a_semaphore, &shared);
    rt_sem_post(sim, shared.sem);
    for (int i = 0; i < 4; i++)
        sim_join(threads[i]);
    cr_expect_eq(shared.count, 4000);
    cr_expect(rt_sem_try(sim, shared.sem));
    cr_expect_not(rt_sem_try(sim, shared.sem));
    cr_assert_eq(rt_sem_reset(sim, shared.sem, 2), 0);
    cr_expect(rt_sem_wait(sim, shared.sem));
    rt_sem_free(sim, shared.sem);
}

static void signal_at_moment(void *argument)
{
    Shared *shared = argument;
    rt_mutex_lock(sim, shared->mutex);
    sim_work(shared->moment - sim_now());
    rt_cond_signal(sim, shared->cond);
    rt_mutex_unlock(sim, shared->mutex);
}

/* Waits for `wait` with somebody signalling `signal` after the start. */
static int race_signal_against_deadline(int64_t signal, int64_t wait)
{
    Shared shared;
    shared_open(&shared);
    int64_t begin = sim_now();
    shared.moment = begin + signal;
    rt_mutex_lock(sim, shared.mutex);
    RtThread *thread = sim_start(signal_at_moment, &shared);
    int result = rt_cond_timedwait(sim, shared.cond, shared.mutex, begin + wait);
    rt_mutex_unlock(sim, shared.mutex);
    sim_join(thread);
    shared_close(&shared);
    return result;
}

Test(sim, of_a_signal_and_a_deadline_the_first_counts_and_the_signal_at_a_tie)
{
    cr_expect_eq(race_signal_against_deadline(1000000, 1000010), 0);
    cr_expect_eq(race_signal_against_deadline(1000000, 999990), RT_ETIMEDOUT);
    cr_expect_eq(race_signal_against_deadline(1000000, 1000000), 0);
}

static void take_and_stamp(void *argument)
{
    Shared *shared = argument;
    rt_mutex_lock(sim, shared->mutex);
    shared->moment = sim_now();
    rt_mutex_unlock(sim, shared->mutex);
}

Test(sim, whoever_unlocks_may_be_back_before_the_woken_waiter)
{
    RtSimOptions options = sim_options(2, "desktop");
    sim_reopen(&options);
    Shared shared;
    shared_open(&shared);
    rt_mutex_lock(sim, shared.mutex);
    RtThread *thread = sim_start(take_and_stamp, &shared);
    sim_work(100 * RT_MICROSECOND);
    rt_mutex_unlock(sim, shared.mutex);
    cr_expect(rt_mutex_trylock(sim, shared.mutex), "the mutex was handed over");
    sim_work(100 * RT_MICROSECOND);
    int64_t unlocked = sim_now();
    rt_mutex_unlock(sim, shared.mutex);
    sim_join(thread);
    cr_expect_gt(shared.moment, unlocked);
    shared_close(&shared);
}

static void park(void *argument)
{
    Shared *shared = argument;
    shared->result = rt_thread_park(sim, RT_FOREVER);
    shared->moment = sim_now();
}

Test(sim, a_parked_thread_is_unparked_or_woken)
{
    Shared shared = {.result = 1};
    RtThread *thread = sim_start(park, &shared);
    rt_thread_unpark(sim, thread);
    sim_join(thread);
    cr_expect_eq(shared.result, 0);
    thread = sim_start(park, &shared);
    rt_sleep_until(sim, sim_now() + RT_SECOND);
    rt_thread_wake(sim, thread);
    sim_join(thread);
    cr_expect_eq(shared.result, RT_EINTR);
    cr_expect_eq(rt_thread_park(sim, sim_now() + RT_MILLISECOND), RT_ETIMEDOUT);
    rt_thread_unpark(sim, rt_thread_self(sim));
    rt_thread_unpark(sim, rt_thread_self(sim));
    cr_expect_eq(rt_thread_park(sim, RT_FOREVER), 0, "an early unpark is kept");
    cr_expect_eq(rt_thread_park(sim, 0), RT_ETIMEDOUT, "but only one");
    rt_thread_wake(sim, rt_thread_self(sim));
    cr_expect_eq(rt_sleep_until(sim, sim_now() + RT_SECOND), RT_EINTR, "a wake is kept too");
}

Test(sim, a_woken_thread_is_late_and_a_timer_slack)
{
    RtSimOptions options = sim_options(2, "ideal");
    options.costs.ps[RT_COST_WAKE_LATENCY] = 5000000;
    options.costs.ps[RT_COST_TIMER_SLACK] = 50000000;
    sim_reopen(&options);
    Shared shared = {0};
    RtThread *thread = sim_start(park, &shared);
    int64_t begin = sim_now();
    rt_sleep_until(sim, begin + RT_MILLISECOND);
    int64_t woken = sim_now();
    int64_t late = woken - begin - RT_MILLISECOND;
    cr_expect(late > 27500 && late < 84000, "half to one and a half of 50 and 5 us: %d", (int)late);
    rt_thread_unpark(sim, thread);
    sim_join(thread);
    late = shared.moment - woken;
    cr_expect(late >= 2500 && late < 7600, "half to one and a half of 5 us: %d", (int)late);
}

/* --- Threads --------------------------------------------------------------------------------- */

static void measure_stack(void *argument)
{
    char here, *low;
    size_t size;
    int *sane = argument;
    *sane = rt_thread_stack(sim, &low, &size) == 0 && &here > low && &here < low + size &&
            size >= 1024 * 1024;
}

Test(sim, threads_have_stacks_numbers_and_locals)
{
    int sane = 0;
    RtThreadOptions options = {.stack_size = 1024 * 1024, .name = "measurer"};
    RtThread *thread;
    cr_expect_eq(rt_thread_ident(sim, rt_thread_self(sim)), 1);
    rt_thread_local_set(sim, &sane);
    cr_assert_eq(rt_thread_start(sim, &options, measure_stack, &sane, &thread), 0);
    cr_expect_eq(rt_thread_ident(sim, thread), 2);
    sim_join(thread);
    cr_expect(sane);
    cr_expect_eq(rt_thread_local_get(sim), &sane);
    cr_expect_eq(rt_thread_self(sim), rt_thread_main(sim));
    cr_expect_eq(rt_cpu_count(sim), 2);
    cr_expect_eq(rt_affinity_count(sim), 2);
}

static int fall_down(int depth)
{
    volatile char frame[1024];
    frame[depth % 1024] = (char)depth;
    return depth < 0 ? frame[0] : fall_down(depth + 1) + frame[depth % 1024];
}

static void overflow(void *argument)
{
    *(int *)argument = fall_down(0);
}

Test(sim, a_stack_ends_in_a_guard_page, .signal = SIGSEGV, .disabled = SANITIZED)
{
    int result;
    sim_join(sim_start(overflow, &result));
}

static void sleep_a_day_by_minutes(void *argument)
{
    for (int i = 0; i < 24 * 60; i++)
        rt_sleep_until(sim, sim_now() + 60 * RT_SECOND);
}

Test(sim, ten_thousand_threads_wait_and_end)
{
    enum { COUNT = 10000 };
    RtThread **threads = calloc(COUNT, sizeof *threads);
    Shared shared = {0};
    RtThreadOptions options = {.stack_size = 8 * 1024 * 1024};
    for (int i = 0; i < COUNT; i++)
        cr_assert_eq(rt_thread_start(sim, &options, park, &shared, &threads[i]), 0);
    rt_sleep_until(sim, sim_now() + RT_SECOND);
    for (int i = 0; i < COUNT; i++)
        rt_thread_unpark(sim, threads[i]);
    for (int i = 0; i < COUNT; i++)
        sim_join(threads[i]);
    free(threads);
}

Test(sim, a_day_of_sleeping_threads_is_soon_over)
{
    RtThread *threads[20];
    for (int i = 0; i < 20; i++)
        threads[i] = sim_start(sleep_a_day_by_minutes, NULL);
    for (int i = 0; i < 20; i++)
        sim_join(threads[i]);
    cr_expect_geq(sim_now(), 24 * 3600 * RT_SECOND);
}

static void work_for_ever(void *argument)
{
    for (;;)
        sim_work(RT_MILLISECOND);
}

Test(sim, a_machine_can_end_with_threads_left)
{
    RtThreadOptions options = {.detached = true};
    Shared shared = {0};
    cr_assert_eq(rt_thread_start(sim, &options, work_for_ever, NULL, NULL), 0);
    cr_assert_eq(rt_thread_start(sim, &options, park, &shared, NULL), 0);
    rt_sleep_until(sim, sim_now() + RT_SECOND);
}

/* --- The virtual operating system ------------------------------------------------------------ */

static void count_work(void *argument)
{
    int64_t *done = argument;
    for (;;) {
        sim_work(100 * RT_MICROSECOND);
        ++*done;
    }
}

/* What two threads on one core get done in a second, the second of that nice. */
static double share(RtScheduler scheduler, int nice)
{
    RtSimOptions options = sim_options(1, "ideal");
    options.scheduler = scheduler;
    sim_reopen(&options);
    int64_t done[2] = {0};
    for (int i = 0; i < 2; i++) {
        RtThreadOptions thread = {.detached = true, .nice = i == 0 ? 0 : nice};
        cr_assert_eq(rt_thread_start(sim, &thread, count_work, &done[i], NULL), 0);
    }
    rt_sleep_until(sim, sim_now() + RT_SECOND);
    cr_expect_geq(done[0] + done[1], 9800);
    return (double)done[0] / (double)(done[1] + 1);
}

Test(sim, turns_are_shared_by_nice)
{
    for (RtScheduler scheduler = 0; scheduler < RT_SCHEDULER_COUNT; scheduler++) {
        double equal = share(scheduler, 0);
        cr_expect(equal > 0.95 && equal < 1.05, "%s: %f", rt_scheduler_name(scheduler), equal);
    }
    double fair = share(RT_SCHEDULER_FAIR, 5);
    cr_expect(fair > 2.7 && fair < 3.3, "five steps of a quarter: %f", fair);
    cr_expect_gt(share(RT_SCHEDULER_RR, 5), 1000, "a nicer thread waits for the other to end");
}

static void nap_often(void *argument)
{
    int64_t *worst = argument;
    for (int i = 0; i < 100; i++) {
        int64_t due = sim_now() + RT_MILLISECOND;
        rt_sleep_until(sim, due);
        int64_t late = sim_now() - due;
        *worst = late > *worst ? late : *worst;
    }
}

/* How late a thread that mostly sleeps gets the one core that another works on. */
static int64_t worst_lateness(RtScheduler scheduler, RtPreemption preemption)
{
    RtSimOptions options = sim_options(1, "ideal");
    options.scheduler = scheduler;
    options.preemption = preemption;
    options.slice_ns = 4 * RT_MILLISECOND;
    sim_reopen(&options);
    RtThreadOptions detached = {.detached = true};
    int64_t worst = 0;
    cr_assert_eq(rt_thread_start(sim, &detached, work_for_ever, NULL, NULL), 0);
    sim_join(sim_start(nap_often, &worst));
    return worst;
}

Test(sim, a_sleeper_interrupts_a_worker_where_that_is_the_rule)
{
    for (RtScheduler scheduler = 0; scheduler < RT_SCHEDULER_COUNT; scheduler++) {
        cr_expect_lt(worst_lateness(scheduler, RT_PREEMPTION_ALWAYS), 100 * RT_MICROSECOND);
        cr_expect_gt(worst_lateness(scheduler, RT_PREEMPTION_NEVER), 2 * RT_MILLISECOND);
    }
    cr_expect_gt(worst_lateness(RT_SCHEDULER_RR, RT_PREEMPTION_FAIR), 2 * RT_MILLISECOND);
    int64_t owed = worst_lateness(RT_SCHEDULER_FAIR, RT_PREEMPTION_FAIR);
    cr_expect(owed < 100 * RT_MICROSECOND, "it is owed its first wait, and keeps that: %ld",
              (long)owed);
}

/* --- Signals --------------------------------------------------------------------------------- */

typedef struct Heard {
    int count, number;
    int64_t last;
} Heard;

static void hear(void *argument, int number)
{
    Heard *heard = argument;
    heard->count++;
    heard->number = number;
}

Test(sim, signals_come_in_virtual_time)
{
    Heard heard = {0};
    const RtTimerValue setting = {2 * RT_SECOND, RT_SECOND}, none = {0};
    RtTimerValue left;
    cr_assert_eq(rt_signal_handle(sim, SIGALRM, hear, &heard), 0);
    int64_t begin = sim_now();
    cr_assert_eq(rt_signal_timer(sim, RT_TIMER_REAL, &setting, &left), 0);
    cr_expect_eq(rt_sleep_until(sim, begin + 60 * RT_SECOND), RT_EINTR);
    cr_expect_eq((sim_now() - begin) / RT_MILLISECOND, 2000);
    cr_expect_eq(rt_sleep_until(sim, begin + 60 * RT_SECOND), RT_EINTR);
    cr_expect_eq((sim_now() - begin) / RT_MILLISECOND, 3000);
    cr_assert_eq(rt_signal_timer(sim, RT_TIMER_REAL, &none, &left), 0);
    cr_expect_eq((left.delay_ns + RT_MICROSECOND) / RT_MILLISECOND, 1000);
    cr_expect_eq(rt_sleep_until(sim, begin + 60 * RT_SECOND), 0);
    cr_expect_eq(heard.count, 2);
    cr_expect_eq(rt_signal_raise(sim, SIGALRM), 0);
    cr_expect_eq(heard.count, 3);
    cr_expect_eq(heard.number, SIGALRM);
    cr_expect_eq(rt_signal_handle(sim, SIGKILL, hear, &heard), RT_EINVAL);
    cr_expect_eq(rt_signal_raise(sim, 65), RT_EINVAL);
    cr_expect_eq(rt_signal_send(sim, rt_process_id(sim) + 5, SIGINT), RT_ESRCH);
}

Test(sim, nobody_survives_a_signal_that_was_not_handled, .signal = SIGTERM)
{
    rt_signal_raise(sim, SIGTERM);
}

static void raise_on_the_host(void *argument)
{
    sim_work(RT_MILLISECOND);
    raise(SIGINT);
    sim_work(100 * RT_SECOND);
}

Test(sim, control_c_of_the_host_reaches_the_program)
{
    Heard heard = {0};
    signal(SIGINT, SIG_DFL); /* A shell lets what it runs in the background ignore it. */
    cr_assert_eq(rt_signal_handle(sim, SIGINT, hear, &heard), 0);
    RtThreadOptions detached = {.detached = true};
    cr_assert_eq(rt_thread_start(sim, &detached, raise_on_the_host, NULL, NULL), 0);
    cr_expect_eq(rt_sleep_until(sim, sim_now() + 60 * RT_SECOND), RT_EINTR);
    cr_expect_eq(heard.count, 1);
    cr_expect_lt(sim_now(), RT_SECOND);
    cr_assert_eq(rt_signal_default(sim, SIGINT), 0);
}

/* --- Runs that cannot go on ------------------------------------------------------------------ */

Test(sim, a_deadlock_ends_the_process, .exit_code = RT_SIM_EXIT_DEADLOCK)
{
    rt_thread_park(sim, RT_FOREVER);
}

typedef struct Witness {
    RtSimEnd why;
    char rows[3][64];
    uint64_t waits_for;
} Witness;

static bool look_at_deadlock(void *argument, RtSimEnd why)
{
    Witness *witness = argument;
    RtSimThread row;
    witness->why = why;
    for (int i = 0; i < 3 && rt_sim_thread(sim, i, &row); i++) {
        snprintf(witness->rows[i], sizeof witness->rows[i], "%s: %s", row.name, row.waits);
        witness->waits_for = row.waits_for ? row.waits_for : witness->waits_for;
    }
    rt_thread_wake(sim, rt_thread_main(sim));
    return true;
}

Test(sim, a_deadlock_can_be_looked_at_and_broken)
{
    Witness witness = {0};
    RtSimOptions options = sim_options(1, "desktop");
    options.stuck = look_at_deadlock;
    options.argument = &witness;
    sim_reopen(&options);
    Shared shared;
    shared_open(&shared);
    rt_mutex_lock(sim, shared.mutex);
    RtThread *thread = sim_start(take_and_stamp, &shared);
    cr_expect_eq(rt_thread_park(sim, RT_FOREVER), RT_EINTR);
    cr_expect_eq(witness.why, RT_SIM_DEADLOCK);
    cr_expect_str_eq(witness.rows[0], "main: a lock");
    cr_expect_str_eq(witness.rows[1], ": a mutex");
    cr_expect_eq(witness.waits_for, 1, "it is the main thread that has the mutex");
    rt_mutex_unlock(sim, shared.mutex);
    sim_join(thread);
    shared_close(&shared);
}

Test(sim, a_spinner_ends_with_its_time, .exit_code = RT_SIM_EXIT_MAX_TIME)
{
    RtSimOptions options = sim_options(2, "ideal");
    options.max_time_ns = 2 * RT_SECOND;
    sim_reopen(&options);
    work_for_ever(NULL);
}

Test(sim, a_sleep_beyond_all_time_ends, .exit_code = RT_SIM_EXIT_MAX_TIME)
{
    rt_sleep_until(sim, RT_FOREVER - 1);
}

Test(sim, absurd_options_are_refused)
{
    RtSimOptions good = sim_options(1, "desktop");
    Rt *none = NULL;
    RtSimOptions bad[8];
    for (int i = 0; i < 8; i++)
        bad[i] = good;
    bad[0].cores = 0;
    bad[1].cores = 65;
    bad[2].slice_ns = -1;
    bad[3].slice_ns = 20 * RT_SECOND;
    bad[4].jitter_ns = -1;
    bad[5].max_time_ns = 0;
    bad[6].costs.ps[RT_COST_WAKE] = -1;
    bad[7].scheduler = RT_SCHEDULER_COUNT;
    for (int i = 0; i < 8; i++)
        cr_expect_eq(rt_sim_new(&bad[i], sim, &none), RT_EINVAL, "%d", i);
    cr_expect_null(none);
}
