/* The machine: clocks, sleeping, threads, parking, files, sockets, signals, processes, the web. */
#include "runtime/rt.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static Rt *rt;

static void make_machine(void)
{
    cr_assert_eq(rt_real_new(&rt), 0);
    setenv("no_proxy", "*", 1); /* The sites are the tests' own. */
}

static void free_machine(void)
{
    rt_machine_free(rt);
}

TestSuite(runtime, .init = make_machine, .fini = free_machine, .timeout = 300);

static int64_t now(void)
{
    return rt_clock(rt, RT_CLOCK_MONOTONIC);
}

/* --- Failures and clocks ------------------------------------------------------------------- */

Test(runtime, errors_have_names_and_numbers)
{
    cr_expect_str_eq(rt_error_name(RT_ENOENT), "ENOENT");
    cr_expect_str_eq(rt_error_text(RT_ENOENT), "No such file or directory");
    cr_expect_eq(rt_error_errno(RT_ENOENT), 2);
    cr_expect_eq(rt_error_from_errno(2), RT_ENOENT);
    cr_expect_eq(rt_error_errno(RT_EHTTP), 0);
    cr_expect_str_eq(rt_error_name(-12345), "EUNKNOWN");
}

Test(runtime, sleeping_takes_its_time)
{
    int64_t begin = now();
    cr_expect_eq(rt_sleep_until(rt, begin + 10 * RT_MILLISECOND), 0);
    cr_expect_geq(now() - begin, 10 * RT_MILLISECOND);
    cr_expect_eq(rt_sleep_until(rt, begin), 0, "the past does not wait");
}

Test(runtime, calendars_go_there_and_back)
{
    RtCalendar calendar;
    cr_assert_eq(rt_calendar_utc(rt, 0, &calendar), 0);
    cr_expect_eq(calendar.year, 1970);
    cr_expect_eq(calendar.month, 1);
    cr_expect_eq(calendar.weekday, 3, "a Thursday");
    cr_assert_eq(rt_calendar_local(rt, 1700000000, &calendar), 0);
    int64_t seconds;
    cr_assert_eq(rt_calendar_seconds(rt, &calendar, &seconds), 0);
    cr_expect_eq(seconds, 1700000000);
    cr_expect_eq(rt_calendar_utc(rt, INT64_MAX, &calendar), RT_ERANGE);
}

/* --- Threads ------------------------------------------------------------------------------- */

typedef struct Shared {
    RtMutex *mutex;
    RtCond *cond;
    RtSem *sem;
    int count;
    RtThread *sleeper;
    int result;
} Shared;

static void add_1000(void *argument)
{
    Shared *shared = argument;
    for (int i = 0; i < 1000; i++) {
        rt_mutex_lock(rt, shared->mutex);
        shared->count++;
        rt_cond_signal(rt, shared->cond);
        rt_mutex_unlock(rt, shared->mutex);
    }
}

Test(runtime, mutexes_exclude_and_conditions_wake)
{
    Shared shared = {0};
    RtThread *threads[4];
    RtThreadOptions options = {.stack_size = 256 * 1024, .name = "adder"};
    cr_assert_eq(rt_mutex_new(rt, &shared.mutex), 0);
    cr_assert_eq(rt_cond_new(rt, &shared.cond), 0);
    for (int i = 0; i < 4; i++)
        cr_assert_eq(rt_thread_start(rt, &options, add_1000, &shared, &threads[i]), 0);
    rt_mutex_lock(rt, shared.mutex);
    while (shared.count < 4000)
        rt_cond_wait(rt, shared.cond, shared.mutex);
    cr_expect_not(rt_mutex_trylock(rt, shared.mutex));
    rt_mutex_unlock(rt, shared.mutex);
    for (int i = 0; i < 4; i++)
        cr_expect_eq(rt_thread_join(rt, threads[i]), 0);
    cr_expect_eq(shared.count, 4000);
    rt_cond_free(rt, shared.cond);
    rt_mutex_free(rt, shared.mutex);
}

static void add_1000_with_a_semaphore(void *argument)
{
    Shared *shared = argument;
    for (int i = 0; i < 1000; i++) {
        while (!rt_sem_wait(rt, shared->sem))
            ;
        int seen = shared->count;
        shared->count = seen + 1;
        rt_sem_post(rt, shared->sem);
    }
}

Test(runtime, a_semaphore_of_one_excludes)
{
    Shared shared = {0};
    RtThread *threads[4];
    RtThreadOptions options = {0};
    cr_assert_eq(rt_sem_new(rt, 0, &shared.sem), 0);
    cr_expect_not(rt_sem_try(rt, shared.sem));
    for (int i = 0; i < 4; i++)
        cr_assert_eq(rt_thread_start(rt, &options, add_1000_with_a_semaphore, &shared, &threads[i]),
                     0);
    rt_sem_post(rt, shared.sem);
    for (int i = 0; i < 4; i++)
        cr_expect_eq(rt_thread_join(rt, threads[i]), 0);
    cr_expect_eq(shared.count, 4000);
    cr_expect(rt_sem_try(rt, shared.sem));
    cr_expect_not(rt_sem_try(rt, shared.sem));
    cr_assert_eq(rt_sem_reset(rt, shared.sem, 2), 0);
    cr_expect(rt_sem_wait(rt, shared.sem));
    rt_sem_free(rt, shared.sem);
}

Test(runtime, a_timed_wait_ends_at_its_deadline)
{
    Shared shared = {0};
    cr_assert_eq(rt_mutex_new(rt, &shared.mutex), 0);
    cr_assert_eq(rt_cond_new(rt, &shared.cond), 0);
    rt_mutex_lock(rt, shared.mutex);
    int64_t deadline = now() + 5 * RT_MILLISECOND;
    int err = 0;
    while (err == 0)
        err = rt_cond_timedwait(rt, shared.cond, shared.mutex, deadline);
    cr_expect_eq(err, RT_ETIMEDOUT);
    cr_expect_geq(now(), deadline);
    rt_mutex_unlock(rt, shared.mutex);
    rt_cond_free(rt, shared.cond);
    rt_mutex_free(rt, shared.mutex);
}

static void park(void *argument)
{
    Shared *shared = argument;
    shared->result = rt_thread_park(rt, RT_FOREVER);
}

Test(runtime, a_parked_thread_is_unparked_or_woken)
{
    Shared shared = {.result = 1};
    RtThreadOptions options = {0};
    RtThread *thread;
    cr_assert_eq(rt_thread_start(rt, &options, park, &shared, &thread), 0);
    rt_thread_unpark(rt, thread);
    cr_assert_eq(rt_thread_join(rt, thread), 0);
    cr_expect_eq(shared.result, 0);
    cr_assert_eq(rt_thread_start(rt, &options, park, &shared, &thread), 0);
    rt_thread_wake(rt, thread);
    cr_assert_eq(rt_thread_join(rt, thread), 0);
    cr_expect_eq(shared.result, RT_EINTR);
    cr_expect_eq(rt_thread_park(rt, now() + RT_MILLISECOND), RT_ETIMEDOUT);
    rt_thread_unpark(rt, rt_thread_self(rt));
    rt_thread_unpark(rt, rt_thread_self(rt));
    cr_expect_eq(rt_thread_park(rt, RT_FOREVER), 0, "an early unpark is kept");
    cr_expect_eq(rt_thread_park(rt, 0), RT_ETIMEDOUT, "but only one");
}

static void measure_stack(void *argument)
{
    char here;
    char *low;
    size_t size;
    int *sane = argument;
    *sane = rt_thread_stack(rt, &low, &size) == 0 && &here > low && &here < low + size &&
            size >= 1024 * 1024;
}

Test(runtime, threads_know_their_stack)
{
    int sane = 0;
    RtThread *thread;
    RtThreadOptions options = {.stack_size = 1024 * 1024};
    cr_assert_eq(rt_thread_start(rt, &options, measure_stack, &sane, &thread), 0);
    cr_assert_eq(rt_thread_join(rt, thread), 0);
    cr_expect(sane);
    char *low;
    size_t size;
    cr_assert_eq(rt_thread_stack(rt, &low, &size), 0);
    cr_expect_lt((void *)low, (void *)&size);
}

static void do_nothing(void *argument)
{
}

Test(runtime, two_thousand_threads_come_and_go)
{
    RtThreadOptions options = {.detached = true};
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(rt_thread_start(rt, &options, do_nothing, NULL, NULL), 0);
    options.detached = false;
    for (int i = 0; i < 1000; i++) {
        RtThread *thread;
        cr_assert_eq(rt_thread_start(rt, &options, do_nothing, NULL, &thread), 0);
        cr_assert_eq(rt_thread_join(rt, thread), 0);
    }
}

/* --- Signals ------------------------------------------------------------------------------- */

static void count_signal(void *argument, int number)
{
    *(_Atomic int *)argument += number;
}

Test(runtime, a_signal_ends_a_sleep_a_park_and_a_read)
{
    static _Atomic int seen;
    int alarm_signal, file[2];
    const RtTimerValue soon = {.delay_ns = 5 * RT_MILLISECOND};
    RtTimerValue left;
    size_t count;
    char byte;
    cr_assert_eq(rt_signal_number("SIGALRM", &alarm_signal), 0);
    cr_assert_eq(rt_signal_handle(rt, alarm_signal, count_signal, (void *)&seen), 0);
    cr_assert_eq(rt_signal_timer(rt, RT_TIMER_REAL, &soon, &left), 0);
    cr_expect_eq(rt_sleep_until(rt, now() + 10 * RT_SECOND), RT_EINTR);
    cr_assert_eq(rt_signal_timer(rt, RT_TIMER_REAL, &soon, &left), 0);
    cr_expect_eq(rt_thread_park(rt, RT_FOREVER), RT_EINTR);
    cr_assert_eq(rt_pipe(rt, &file[0], &file[1]), 0);
    cr_assert_eq(rt_signal_timer(rt, RT_TIMER_REAL, &soon, &left), 0);
    cr_expect_eq(rt_file_read(rt, file[0], &byte, 1, &count), RT_EINTR);
    cr_expect_eq(seen, 3 * alarm_signal);
    RtPoll entry = {.file = file[0], .wanted = RT_POLL_READ};
    rt_thread_wake(rt, rt_thread_self(rt));
    cr_expect_eq(rt_poll(rt, &entry, 1, RT_FOREVER, &count), RT_EINTR, "a signal before the wait");
    RtSignalState state;
    cr_assert_eq(rt_signal_ignore(rt, alarm_signal), 0);
    cr_assert_eq(rt_signal_state(rt, alarm_signal, &state), 0);
    cr_expect_eq(state, RT_SIGNAL_IGNORED);
}

/* --- Files --------------------------------------------------------------------------------- */

Test(runtime, files_are_written_and_read)
{
    const char *path = "build/test_runtime_file";
    int file;
    size_t count;
    int64_t position;
    char text[16] = {0};
    RtStat stat;
    int flags = RT_OPEN_READ_WRITE | RT_OPEN_CREATE | RT_OPEN_TRUNCATE;
    cr_assert_eq(rt_file_open(rt, path, flags, 0600, &file), 0);
    cr_assert_eq(rt_file_write(rt, file, "hello", 5, &count), 0);
    cr_expect_eq(count, 5);
    cr_assert_eq(rt_file_seek(rt, file, 1, RT_SEEK_START, &position), 0);
    cr_assert_eq(rt_file_read(rt, file, text, sizeof text, &count), 0);
    cr_expect_str_eq(text, "ello");
    cr_assert_eq(rt_fstat(rt, file, &stat), 0);
    cr_expect_eq(stat.size, 5);
    cr_expect_eq(stat.mode, 0100600);
    cr_assert_eq(rt_file_close(rt, file), 0);
    cr_expect_eq(rt_file_close(rt, file), RT_EBADF);
    cr_assert_eq(rt_unlink(rt, path), 0);
    cr_expect_eq(rt_stat(rt, path, &stat), RT_ENOENT);
    cr_expect_eq(rt_file_open(rt, "build", RT_OPEN_WRITE, 0, &file), RT_EISDIR);
}

Test(runtime, folders_are_listed)
{
    RtDir *dir;
    RtDirEntry entry;
    bool found = false;
    cr_assert_eq(rt_dir_open(rt, "runtime", &dir), 0);
    int status;
    while ((status = rt_dir_next(rt, dir, &entry)) == 1)
        found |= strcmp(entry.name, "rt.h") == 0 && entry.type == RT_ENTRY_FILE;
    cr_expect_eq(status, 0);
    rt_dir_close(rt, dir);
    cr_expect(found);
    cr_expect_eq(rt_dir_open(rt, "no such folder", &dir), RT_ENOENT);
}

/* --- Sockets ------------------------------------------------------------------------------- */

Test(runtime, sockets_talk_and_time_out)
{
    RtAddress address, peer;
    size_t count;
    int server, client, connection;
    char text[8] = {0};
    cr_assert_eq(rt_address_resolve(rt, "127.0.0.1", 0, RT_FAMILY_IP4, &address, 1, &count), 0);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &server), 0);
    cr_assert_eq(rt_socket_bind(rt, server, &address), 0);
    cr_assert_eq(rt_socket_listen(rt, server, 5), 0);
    cr_assert_eq(rt_socket_name(rt, server, &address), 0);
    cr_expect_eq(rt_socket_accept(rt, server, now() + RT_MILLISECOND, &connection, &peer),
                 RT_ETIMEDOUT);
    cr_expect_eq(rt_socket_accept(rt, server, 0, &connection, &peer), RT_EAGAIN);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &client), 0);
    cr_assert_eq(rt_socket_connect(rt, client, &address, now() + RT_SECOND), 0);
    cr_assert_eq(rt_socket_accept(rt, server, RT_FOREVER, &connection, &peer), 0);
    cr_assert_eq(rt_socket_send(rt, client, "ping", 4, 0, RT_FOREVER, NULL, &count), 0);
    cr_assert_eq(rt_socket_receive(rt, connection, text, 8, 0, RT_FOREVER, &count, NULL), 0);
    cr_expect_str_eq(text, "ping");
    int64_t soon = now() + RT_MILLISECOND;
    cr_expect_eq(rt_socket_receive(rt, connection, text, 8, 0, soon, &count, NULL), RT_ETIMEDOUT);
    cr_assert_eq(rt_socket_shutdown(rt, client, RT_SHUT_BOTH), 0);
    cr_assert_eq(rt_socket_receive(rt, connection, text, 8, 0, RT_FOREVER, &count, NULL), 0);
    cr_expect_eq(count, 0, "the end");
    rt_file_close(rt, client);
    rt_file_close(rt, connection);
    rt_file_close(rt, server);
    char figures[64];
    cr_assert_eq(rt_address_text(&address, figures, sizeof figures), 0);
    cr_expect_str_eq(figures, "127.0.0.1");
}

/* The port is the test's own, so that no other program listens there. */
/* A message with so many files at its side, all of them standard input. */
static void send_files(int socket, int count)
{
    _Alignas(struct cmsghdr) char side[CMSG_SPACE(4 * sizeof(int))] = {0};
    char byte = 0;
    struct iovec body = {&byte, 1};
    size_t size = (size_t)count * sizeof(int);
    struct msghdr message = {.msg_iov = &body, .msg_iovlen = 1};
    if (count > 0) {
        message.msg_control = side;
        message.msg_controllen = CMSG_SPACE(size);
        *CMSG_FIRSTHDR(&message) = (struct cmsghdr){CMSG_LEN(size), SOL_SOCKET, SCM_RIGHTS};
        memset(CMSG_DATA(CMSG_FIRSTHDR(&message)), 0, size);
    }
    cr_assert_eq(sendmsg(socket, &message, 0), 1);
}

/* The next number that is free, by which one sees what was left open. */
static int next_file(void)
{
    int file = dup(0);
    close(file);
    return file;
}

Test(runtime, of_the_files_that_come_one_is_taken)
{
    int ends[2], file;
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    int next = dup(0), second = next_file();
    close(next);
    for (int count = 0; count <= 4; count++) {
        send_files(ends[0], count);
        cr_assert_eq(rt_file_take(rt, ends[1], &file), 0);
        cr_assert_eq(file, count > 0 ? next : -1, "%d came", count);
        cr_assert_eq(next_file(), count > 0 ? second : next, "of %d one is left", count);
        close(file);
    }
    send_files(ends[0], 1);
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &(struct rlimit){(rlim_t)next, (rlim_t)next}), 0);
    cr_expect_eq(rt_file_take(rt, ends[1], &file), RT_EMFILE);
    close(ends[0]);
    cr_expect_eq(rt_file_take(rt, ends[1], &file), RT_EPIPE);
}

Test(runtime, a_port_where_nobody_listens_refuses)
{
    RtAddress address;
    size_t count;
    int bound, client;
    cr_assert_eq(rt_address_resolve(rt, "127.0.0.1", 0, RT_FAMILY_IP4, &address, 1, &count), 0);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &bound), 0);
    cr_assert_eq(rt_socket_bind(rt, bound, &address), 0);
    cr_assert_eq(rt_socket_name(rt, bound, &address), 0);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &client), 0);
    cr_expect_eq(rt_socket_connect(rt, client, &address, RT_FOREVER), RT_ECONNREFUSED);
    rt_file_close(rt, client);
    rt_file_close(rt, bound);
}

/* --- Processes, environment, random bytes -------------------------------------------------- */

Test(runtime, programs_run_with_their_files)
{
    int output[2], status;
    int64_t pid;
    size_t count;
    char text[32] = {0};
    const char *arguments[] = {"sh", "-c", "echo $WORD; exit 3", NULL};
    const char *environment[] = {"WORD=hello", NULL};
    cr_assert_eq(rt_pipe(rt, &output[0], &output[1]), 0);
    RtProcessOptions options = {.program = "sh", .arguments = arguments, .environment = environment,
                                .folder = "/", .input = -1, .output = output[1], .error = -1};
    cr_assert_eq(rt_process_start(rt, &options, &pid), 0);
    rt_file_close(rt, output[1]);
    cr_assert_eq(rt_file_read(rt, output[0], text, sizeof text, &count), 0);
    cr_expect_str_eq(text, "hello\n");
    cr_assert_eq(rt_process_wait(rt, pid, &status), 0);
    cr_expect_eq(status, 3);
    options.output = -1;
    options.program = "/no/such/program";
    cr_expect_eq(rt_process_start(rt, &options, &pid), RT_ENOENT);
}

Test(runtime, the_environment_is_read_and_written)
{
    char *value;
    cr_assert_eq(rt_env_set(rt, "GILBOX_TEST", "one"), 0);
    cr_assert_eq(rt_env_get(rt, "GILBOX_TEST", &value), 0);
    cr_expect_str_eq(value, "one");
    rt_free(value);
    char **entries;
    bool found = false;
    cr_assert_eq(rt_env_list(rt, &entries), 0);
    for (int i = 0; entries[i]; i++)
        found |= strcmp(entries[i], "GILBOX_TEST=one") == 0;
    rt_free(entries);
    cr_expect(found);
    cr_assert_eq(rt_env_set(rt, "GILBOX_TEST", NULL), 0);
    cr_expect_eq(rt_env_get(rt, "GILBOX_TEST", &value), RT_ENOENT);
}

Test(runtime, random_bytes_differ)
{
    char first[16], second[16];
    cr_assert_eq(rt_random_bytes(rt, first, sizeof first), 0);
    cr_assert_eq(rt_random_bytes(rt, second, sizeof second), 0);
    cr_expect_neq(memcmp(first, second, sizeof first), 0);
}

/* --- The web ------------------------------------------------------------------------------- */

typedef struct Site {
    int server;
    const char *answer;
} Site;

static void serve_once(void *argument)
{
    Site *site = argument;
    RtAddress peer;
    int connection;
    size_t count;
    char request[2048];
    if (rt_socket_accept(rt, site->server, RT_FOREVER, &connection, &peer) < 0)
        return;
    rt_socket_receive(rt, connection, request, sizeof request, 0, RT_FOREVER, &count, NULL);
    if (site->answer)
        rt_socket_send(rt, connection, site->answer, strlen(site->answer), 0, RT_FOREVER, NULL,
                       &count);
    else /* Silent until the other side gives up. */
        rt_socket_receive(rt, connection, request, sizeof request, 0, RT_FOREVER, &count, NULL);
    rt_file_close(rt, connection);
}

static int fetch(const char *answer, int64_t timeout_ns, RtHttpResponse *response)
{
    Site site = {.answer = answer};
    RtAddress address;
    size_t count;
    char url[64];
    rt_address_resolve(rt, "127.0.0.1", 0, RT_FAMILY_IP4, &address, 1, &count);
    rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &site.server);
    rt_socket_bind(rt, site.server, &address);
    rt_socket_listen(rt, site.server, 1);
    rt_socket_name(rt, site.server, &address);
    RtThreadOptions options = {0};
    RtThread *thread;
    cr_assert_eq(rt_thread_start(rt, &options, serve_once, &site, &thread), 0);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/page", address.port);
    const char *headers[] = {"User-Agent: gilbox", NULL};
    RtHttpRequest request = {.url = url, .headers = headers, .timeout_ns = timeout_ns};
    int err = rt_http_fetch(rt, &request, response);
    rt_socket_shutdown(rt, site.server, RT_SHUT_BOTH); /* if it gave up before it connected */
    rt_thread_join(rt, thread);
    rt_file_close(rt, site.server);
    return err;
}

Test(runtime, pages_are_fetched)
{
    RtHttpResponse response;
    cr_assert_eq(fetch("HTTP/1.1 404 Not Here\r\nX-One: 1\r\nContent-Length: 3\r\n\r\nabc",
                       5 * RT_SECOND, &response), 0);
    cr_expect_eq(response.status, 404);
    cr_expect_str_eq(response.reason, "Not Here");
    cr_expect_str_eq(response.headers, "X-One: 1\nContent-Length: 3\n");
    cr_expect_eq(response.body_size, 3);
    cr_expect_str_eq(response.body, "abc");
    rt_http_response_free(&response);
}

Test(runtime, a_silent_site_times_out)
{
    RtHttpResponse response;
    cr_expect_eq(fetch(NULL, 50 * RT_MILLISECOND, &response), RT_ETIMEDOUT);
    cr_expect_str_eq(response.error, "Connection timed out");
    rt_http_response_free(&response);
}

Test(runtime, a_closed_port_refuses)
{
    RtHttpResponse response;
    RtHttpRequest request = {.url = "http://127.0.0.1:1/"};
    cr_expect_eq(rt_http_fetch(rt, &request, &response), RT_ECONNREFUSED);
    rt_http_response_free(&response);
}
