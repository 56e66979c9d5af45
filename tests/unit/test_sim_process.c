/* Processes of the virtual machine: what they share and what not, and that a seed decides all. */
#include "runtime/arena.h"
#include "tests/unit/sim_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

TestSuite(sim_process, .init = sim_open, .fini = sim_close, .timeout = 300);

/* --- Arenas ---------------------------------------------------------------------------------- */

Test(sim_process, an_arena_gives_zeroed_blocks_again_and_again)
{
    RtArena *arena;
    cr_assert_eq(rt_arena_new(&arena), 0);
    for (size_t size = 1; size < 3000000; size = size * 3 + 1) {
        char *first = rt_arena_alloc(arena, size);
        cr_assert_not_null(first);
        cr_expect(rt_arena_holds(arena, first));
        memset(first, 0xA5, size);
        rt_arena_release(first);
        char *second = rt_arena_alloc(first, size);
        cr_expect_eq(second, first);
        for (size_t i = 0; i < size; i++)
            cr_assert_eq(second[i], 0, "byte %zu of %zu", i, size);
    }
    rt_arena_free(arena);
}

Test(sim_process, a_block_keeps_its_bytes_when_it_grows)
{
    RtArena *arena;
    cr_assert_eq(rt_arena_new(&arena), 0);
    char *text = rt_arena_copy(arena, "some text");
    for (size_t size = 10; size < 1000000; size *= 2) {
        text = rt_arena_resize(arena, text, size);
        cr_assert_not_null(text);
        cr_assert_str_eq(text, "some text");
    }
    cr_expect_null(rt_arena_alloc(arena, (size_t)1 << 40));
    cr_expect_not(rt_arena_holds(arena, &arena));
    rt_arena_free(arena);
}

Test(sim_process, a_full_arena_has_room_for_what_must_be)
{
    RtArena *arena;
    cr_assert_eq(rt_arena_new(&arena), 0);
    for (size_t size = (size_t)1 << 30; size > 0; size /= 2)
        while (rt_arena_alloc(arena, size))
            continue;
    char *bytes = rt_arena_resize_surely(arena, NULL, 1000000);
    memset(bytes, 1, 1000000);
    bytes = rt_arena_resize_surely(arena, bytes, 2000000);
    cr_expect_eq(bytes[999999], 1);
    cr_expect_null(rt_arena_alloc(arena, 2000000), "others have no part in it");
    rt_arena_free(arena);
}

#ifndef __SANITIZE_ADDRESS__ /* whose shadow is larger */
Test(arena, an_arena_is_small_where_addresses_are_few)
{
    RtArena *arena;
    cr_assert_eq(setrlimit(RLIMIT_AS, &(struct rlimit){(rlim_t)4 << 30, (rlim_t)4 << 30}), 0);
    cr_assert_eq(rt_arena_new(&arena), 0);
    char *block = rt_arena_alloc(arena, (size_t)1 << 28);
    cr_assert_not_null(block);
    cr_expect(rt_arena_holds(arena, block + ((size_t)1 << 28) - 1));
    cr_expect_not(rt_arena_holds(arena, (char *)arena + ((size_t)1 << 30)));
    void *rest = malloc((size_t)1 << 30);
    cr_expect_not_null(rest, "there is enough left for the program");
    free(rest);
    rt_arena_free(arena);
}
#endif

/* --- Processes ------------------------------------------------------------------------------- */

enum { CHILDREN = 12, READ = 0, WRITE = 1 };

/* Children sleep, compute and write into one pipe; which comes first is up to the seed. What they
 * wrote goes to order; the trace's hash comes back. */
static uint64_t race(uint64_t seed, char order[CHILDREN + 1])
{
    RtSimOptions options;
    int ends[2], status;
    int64_t pid;
    size_t count, total = 0;
    rt_sim_options_init(&options);
    options.seed = seed;
    sim_reopen(&options);
    cr_assert_eq(rt_pipe(sim, &ends[READ], &ends[WRITE]), 0);
    for (int i = 0; i < CHILDREN; i++) {
        char name = (char)('a' + i);
        cr_assert_eq(rt_process_fork(sim, &pid), 0);
        if (pid != 0)
            continue;
        rt_sleep_until(sim, RT_SECOND);
        rt_file_write(sim, ends[WRITE], &name, 1, &count);
        rt_process_exit(sim, i);
    }
    rt_file_close(sim, ends[WRITE]);
    while (rt_file_read(sim, ends[READ], order + total, CHILDREN - total, &count) == 0 && count > 0)
        total += count;
    order[total] = '\0';
    for (int sum = 0, i = 0; i < CHILDREN; i++) {
        cr_assert_eq(rt_process_wait(sim, -1, &status), 0);
        sum += status;
        cr_assert(i < CHILDREN - 1 || sum == CHILDREN * (CHILDREN - 1) / 2);
    }
    cr_expect_eq(rt_process_wait(sim, -1, &status), RT_ECHILD);
    return rt_sim_hash(sim);
}

Test(sim_process, a_seed_decides_the_order_of_processes)
{
    char first[CHILDREN + 1], again[CHILDREN + 1], other[CHILDREN + 1];
    int differing = 0;
    for (uint64_t seed = 0; seed < 8; seed++) {
        cr_expect_eq(race(seed, first), race(seed, again));
        cr_expect_str_eq(first, again);
        cr_expect_eq(strlen(first), CHILDREN);
        cr_expect_neq(race(seed + 100, other), race(seed, first));
        differing += strcmp(first, other) != 0;
    }
    cr_expect_gt(differing, 4);
}

Test(sim_process, what_a_process_writes_into_its_memory_is_its_own)
{
    static int value = 1;
    int64_t pid;
    int status;
    cr_assert_eq(rt_process_fork(sim, &pid), 0);
    if (pid == 0) {
        value = 2;
        rt_process_exit(sim, value);
    }
    cr_assert_eq(rt_process_wait(sim, pid, &status), 0);
    cr_expect_eq(status, 2);
    cr_expect_eq(value, 1);
}

Test(sim_process, the_end_of_the_machine_leaves_no_process_on_the_host)
{
    int64_t pid;
    RtSimOptions options = sim_options(2, "ideal");
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(rt_process_fork(sim, &pid), 0);
        if (pid == 0)
            rt_sleep_until(sim, RT_FOREVER);
    }
    rt_sleep_until(sim, RT_SECOND);
    sim_reopen(&options);
    cr_expect_eq(waitpid(-1, NULL, 0), -1);
}
