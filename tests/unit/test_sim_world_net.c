/* The world of the virtual machine: its sockets and its pages. */
#include "runtime/rt.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Rt *host, *rt;
static char table_path[] = "/tmp/gilbox-net-XXXXXX";

static void make_machine_with(const char *table)
{
    RtSimOptions options;
    rt_sim_options_init(&options);
    cr_assert_eq(rt_real_new(&host), 0);
    if (table) {
        int file = mkstemp(table_path);
        cr_assert_eq(write(file, table, strlen(table)), (ssize_t)strlen(table));
        close(file);
        options.net_path = table_path;
    }
    cr_assert_eq(rt_sim_new(&options, host, &rt), 0);
}

static void make_machine(void)
{
    make_machine_with(NULL);
}

static void free_machine(void)
{
    rt_machine_free(rt);
    rt_machine_free(host);
    unlink(table_path);
}

static int64_t now(void)
{
    return rt_clock(rt, RT_CLOCK_MONOTONIC);
}

/* --- Sockets ------------------------------------------------------------------------------- */

TestSuite(sim_sockets, .init = make_machine, .fini = free_machine, .timeout = 300);

static RtAddress local(uint16_t port)
{
    RtAddress address;
    size_t count;
    cr_assert_eq(rt_address_resolve(rt, "127.0.0.1", port, RT_FAMILY_IP4, &address, 1, &count), 0);
    return address;
}

/* A server that listens; its address. */
static int listen_at(uint16_t port, int backlog, RtAddress *out)
{
    int server;
    RtAddress address = local(port);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &server), 0);
    cr_assert_eq(rt_socket_bind(rt, server, &address), 0);
    cr_assert_eq(rt_socket_listen(rt, server, backlog), 0);
    cr_assert_eq(rt_socket_name(rt, server, out), 0);
    return server;
}

typedef struct Pair {
    int server, client, accepted;
} Pair;

static Pair connect_pair(void)
{
    Pair pair;
    RtAddress address, peer;
    pair.server = listen_at(0, 1, &address);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &pair.client), 0);
    cr_assert_eq(rt_socket_connect(rt, pair.client, &address, RT_FOREVER), 0);
    cr_assert_eq(rt_socket_accept(rt, pair.server, RT_FOREVER, &pair.accepted, &peer), 0);
    RtAddress name;
    cr_assert_eq(rt_socket_name(rt, pair.client, &name), 0);
    cr_expect_eq(name.port, peer.port);
    return pair;
}

static int send_text(int socket, const char *text)
{
    size_t count = 0;
    int err = rt_socket_send(rt, socket, text, strlen(text), 0, RT_FOREVER, NULL, &count);
    return err < 0 ? err : (int)count;
}

static const char *receive_text(int socket)
{
    static char text[256];
    size_t count;
    int err = rt_socket_receive(rt, socket, text, sizeof text - 1, 0, 0, &count, NULL);
    if (err < 0)
        return rt_error_name(err);
    text[count] = '\0';
    return text;
}

Test(sim_sockets, streams_carry_bytes_both_ways)
{
    Pair pair = connect_pair();
    cr_expect_eq(send_text(pair.client, "question"), 8);
    cr_expect_str_eq(receive_text(pair.accepted), "question");
    cr_expect_str_eq(receive_text(pair.accepted), "EAGAIN");
    cr_expect_eq(send_text(pair.accepted, "answer"), 6);
    cr_expect_str_eq(receive_text(pair.client), "answer");
    cr_expect_eq(rt_socket_shutdown(rt, pair.client, RT_SHUT_WRITE), 0);
    cr_expect_str_eq(receive_text(pair.accepted), "");
    cr_expect_eq(send_text(pair.client, "more"), RT_EPIPE);
    cr_expect_eq(send_text(pair.accepted, "still"), 5);
    cr_expect_str_eq(receive_text(pair.client), "still");
}

Test(sim_sockets, a_closed_end)
{
    Pair pair = connect_pair();
    rt_file_close(rt, pair.accepted);
    cr_expect_str_eq(receive_text(pair.client), "");
    cr_expect_eq(send_text(pair.client, "lost"), 4);
    cr_expect_eq(send_text(pair.client, "told"), RT_EPIPE);
    rt_file_close(rt, pair.client);
    rt_file_close(rt, pair.server);
    pair = connect_pair();
    cr_expect_eq(send_text(pair.client, "unread"), 6);
    rt_file_close(rt, pair.accepted);
    cr_expect_str_eq(receive_text(pair.client), "ECONNRESET");
}

Test(sim_sockets, nobody_listens_there)
{
    int client;
    RtAddress address = local(1), far = local(80);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &client), 0);
    cr_expect_eq(rt_socket_connect(rt, client, &address, RT_FOREVER), RT_ECONNREFUSED);
    memcpy(far.bytes, (uint8_t[]){93, 184, 216, 34}, 4);
    cr_expect_eq(rt_socket_connect(rt, client, &far, RT_FOREVER), RT_ESIM_NETWORK);
    size_t count;
    cr_expect_eq(rt_address_resolve(rt, "example.com", 80, RT_FAMILY_ANY, &far, 1, &count),
                 RT_ESIM_NETWORK);
    cr_expect_eq(rt_socket_connect(rt, client, &address, 0), RT_EINPROGRESS);
    int value;
    cr_expect_eq(rt_socket_get_option(rt, client, RT_SOCKET_ERROR, &value), 0);
    cr_expect_eq(value, RT_ECONNREFUSED);
    cr_expect_eq(rt_socket_peer(rt, client, &address), RT_ENOTCONN);
    cr_expect_str_eq(receive_text(client), "ENOTCONN");
}

Test(sim_sockets, addresses_are_taken)
{
    RtAddress address;
    int server = listen_at(5000, 1, &address), other;
    cr_expect_eq(address.port, 5000);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &other), 0);
    cr_expect_eq(rt_socket_bind(rt, other, &address), RT_EADDRINUSE);
    rt_file_close(rt, server);
    cr_expect_eq(rt_socket_bind(rt, other, &address), 0);
    cr_expect_eq(rt_socket_bind(rt, other, &address), RT_EINVAL);
    RtAddress low = local(80);
    rt_file_close(rt, other);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &other), 0);
    cr_expect_eq(rt_socket_bind(rt, other, &low), RT_EACCES);
    cr_expect_eq(rt_socket_bind(rt, 0, &low), RT_ENOTSOCK);
}

Test(sim_sockets, datagrams)
{
    int a, b;
    size_t count;
    char text[8] = "";
    RtAddress address = local(0), from;
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_DATAGRAM, &a), 0);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_DATAGRAM, &b), 0);
    cr_assert_eq(rt_socket_bind(rt, a, &address), 0);
    cr_assert_eq(rt_socket_name(rt, a, &address), 0);
    cr_expect_eq(rt_socket_send(rt, b, "one", 3, 0, RT_FOREVER, &address, &count), 0);
    cr_expect_eq(rt_socket_send(rt, b, "twotwo", 6, 0, RT_FOREVER, &address, &count), 0);
    cr_expect_eq(rt_socket_receive(rt, a, text, 8, 0, 0, &count, &from), 0);
    cr_expect_eq(count, 3);
    cr_expect_eq(from.bytes[0], 127);
    cr_expect_eq(rt_socket_receive(rt, a, text, 3, 0, 0, &count, &from), 0);
    cr_expect_eq(memcmp(text, "two", 3), 0);
    cr_expect_str_eq(receive_text(a), "EAGAIN", "the rest of a datagram is cut off");
    cr_expect_eq(rt_socket_send(rt, a, "", 0, 0, RT_FOREVER, NULL, &count), RT_EDESTADDRREQ);
}

Test(sim_sockets, unix_sockets_have_paths)
{
    int server, client, accepted;
    RtAddress address = {.family = RT_FAMILY_UNIX, .path = "/tmp/gilbox-no-such"}, peer;
    RtStat stat;
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_UNIX, RT_SOCKET_STREAM, &server), 0);
    cr_assert_eq(rt_socket_open(rt, RT_FAMILY_UNIX, RT_SOCKET_STREAM, &client), 0);
    cr_expect_eq(rt_socket_connect(rt, client, &address, RT_FOREVER), RT_ENOENT);
    cr_expect_eq(rt_socket_bind(rt, server, &address), 0);
    cr_expect_eq(rt_socket_connect(rt, client, &address, RT_FOREVER), RT_ECONNREFUSED);
    cr_assert_eq(rt_stat(rt, address.path, &stat), 0);
    cr_expect_eq(stat.mode & 0170000, 0140000);
    cr_expect_eq(rt_socket_listen(rt, server, 1), 0);
    cr_expect_eq(rt_socket_connect(rt, client, &address, RT_FOREVER), 0);
    cr_assert_eq(rt_socket_accept(rt, server, 0, &accepted, &peer), 0);
    cr_expect_eq(send_text(client, "hello"), 5);
    cr_expect_str_eq(receive_text(accepted), "hello");
    cr_expect_eq(rt_unlink(rt, address.path), 0);
}

/* --- Sockets and time ---------------------------------------------------------------------- */

typedef struct Talk {
    Pair pair;
    RtAddress address;
    size_t total;
    int result;
    char text[1024];
} Talk;

/* Reads all that comes until the end, slowly. */
static void read_slowly(void *argument)
{
    static char bytes[50000];
    Talk *talk = argument;
    size_t count = 1;
    while (count > 0) {
        rt_sleep_until(rt, now() + RT_MILLISECOND);
        talk->result = rt_socket_receive(rt, talk->pair.accepted, bytes, sizeof bytes, 0,
                                         RT_FOREVER, &count, NULL);
        talk->total += count;
    }
}

Test(sim_sockets, a_full_stream_makes_the_sender_wait)
{
    static char bytes[1000000];
    Talk talk = {.pair = connect_pair()};
    RtThreadOptions options = {0};
    RtThread *reader;
    size_t count = 0;
    int64_t begin = now();
    cr_assert_eq(rt_thread_start(rt, &options, read_slowly, &talk, &reader), 0);
    cr_expect_eq(
        rt_socket_send(rt, talk.pair.client, bytes, sizeof bytes, 0, RT_FOREVER, NULL, &count), 0);
    cr_expect_eq(count, sizeof bytes);
    cr_expect_geq(now() - begin, 15 * RT_MILLISECOND);
    rt_socket_shutdown(rt, talk.pair.client, RT_SHUT_WRITE);
    rt_thread_join(rt, reader);
    cr_expect_eq(talk.total, sizeof bytes);
}

Test(sim_sockets, waits_end_at_their_deadlines)
{
    Pair pair = connect_pair();
    RtAddress peer;
    char bytes[4];
    size_t count;
    int accepted;
    int64_t deadline = now() + 3600 * RT_SECOND;
    cr_expect_eq(rt_socket_receive(rt, pair.client, bytes, 4, 0, deadline, &count, NULL),
                 RT_ETIMEDOUT);
    cr_expect_geq(now(), deadline);
    cr_expect_eq(rt_socket_accept(rt, pair.server, now() + RT_SECOND, &accepted, &peer),
                 RT_ETIMEDOUT);
    cr_expect_eq(rt_socket_accept(rt, pair.server, 0, &accepted, &peer), RT_EAGAIN);
    RtPoll entry = {pair.client, RT_POLL_READ, 0};
    cr_expect_eq(rt_poll(rt, &entry, 1, now() + RT_SECOND, &count), 0);
    cr_expect_eq(count, 0);
}

static void accept_late(void *argument)
{
    Talk *talk = argument;
    rt_sleep_until(rt, now() + RT_SECOND);
    for (int i = 0; i < 3; i++) {
        int accepted;
        RtAddress peer;
        talk->result |= rt_socket_accept(rt, talk->pair.server, RT_FOREVER, &accepted, &peer);
    }
}

Test(sim_sockets, a_full_backlog_makes_the_client_wait)
{
    Talk talk = {0};
    RtThreadOptions options = {0};
    RtThread *thread;
    talk.pair.server = listen_at(0, 1, &talk.address);
    cr_assert_eq(rt_thread_start(rt, &options, accept_late, &talk, &thread), 0);
    for (int i = 0; i < 3; i++) {
        int client;
        rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &client);
        cr_expect_eq(rt_socket_connect(rt, client, &talk.address, RT_FOREVER), 0);
        cr_expect_eq(now() >= RT_SECOND, i == 2);
    }
    rt_thread_join(rt, thread);
    cr_expect_eq(talk.result, 0);
}

static void accept_one(void *argument)
{
    Talk *talk = argument;
    int accepted;
    RtAddress peer;
    talk->result |= rt_socket_accept(rt, talk->pair.server, RT_FOREVER, &accepted, &peer);
    talk->total++;
}

/* As many connections as threads that wait for one: each gets one, and none is woken in vain. */
Test(sim_sockets, waiting_acceptors_take_turns)
{
    enum { COUNT = 20 };
    Talk talk = {0};
    RtThreadOptions options = {0};
    RtThread *threads[COUNT];
    talk.pair.server = listen_at(0, COUNT, &talk.address);
    for (int i = 0; i < COUNT; i++)
        cr_assert_eq(rt_thread_start(rt, &options, accept_one, &talk, &threads[i]), 0);
    rt_sleep_until(rt, now() + RT_SECOND);
    uint64_t before = rt_sim_event_count(rt);
    for (int i = 0; i < COUNT; i++) {
        int client;
        rt_socket_open(rt, RT_FAMILY_IP4, RT_SOCKET_STREAM, &client);
        cr_expect_eq(rt_socket_connect(rt, client, &talk.address, RT_FOREVER), 0);
        rt_sleep_until(rt, now() + RT_MILLISECOND);
        cr_expect_eq(talk.total, (size_t)i + 1);
    }
    cr_expect_lt(rt_sim_event_count(rt) - before, 12 * COUNT);
    for (int i = 0; i < COUNT; i++)
        rt_thread_join(rt, threads[i]);
    cr_expect_eq(talk.result, 0);
}

static void shut_late(void *argument)
{
    Talk *talk = argument;
    rt_sleep_until(rt, now() + RT_SECOND);
    rt_socket_shutdown(rt, talk->pair.server, RT_SHUT_BOTH);
}

Test(sim_sockets, shutting_a_server_ends_its_accept)
{
    Talk talk = {0};
    RtThreadOptions options = {0};
    RtThread *thread;
    RtAddress peer;
    int accepted;
    talk.pair.server = listen_at(0, 1, &talk.address);
    cr_assert_eq(rt_thread_start(rt, &options, shut_late, &talk, &thread), 0);
    cr_expect_eq(rt_socket_accept(rt, talk.pair.server, RT_FOREVER, &accepted, &peer), RT_EINVAL);
    rt_thread_join(rt, thread);
}

/* --- Pages --------------------------------------------------------------------------------- */

TestSuite(sim_pages, .fini = free_machine, .timeout = 300);

static int fetch(const char *url, bool follow, int64_t timeout_ns, RtHttpResponse *out)
{
    RtHttpRequest request = {.url = url, .follow = follow, .timeout_ns = timeout_ns};
    return rt_http_fetch(rt, &request, out);
}

Test(sim_pages, every_page_has_an_answer)
{
    RtHttpResponse response;
    make_machine();
    int64_t begin = now();
    cr_assert_eq(fetch("https://example.com/a#b", true, 0, &response), 0);
    cr_expect_geq(now() - begin, 100 * RT_MILLISECOND);
    cr_expect_lt(now() - begin, 101 * RT_MILLISECOND);
    cr_expect_eq(response.status, 200);
    cr_expect_str_eq(response.url, "https://example.com/a");
    cr_expect_eq(response.body_size, strlen(response.body));
    rt_http_response_free(&response);
    cr_expect_eq(fetch("ftp://example.com/", true, 0, &response), RT_ESIM_SCHEME);
    rt_http_response_free(&response);
}

Test(sim_pages, the_table_answers)
{
    RtHttpResponse response;
    make_machine_with(
        "# a comment\n"
        "http://a/old 301 location=/new latency=1s\n"
        "http://a/new body=\"one \\\"two\\\"\\n\" header=\"X-One: 1\"  # and another\n"
        "http://a/*/big size=2k\n"
        "*/gone 404\n"
        "http://down/* refused latency=5ms\n"
        "http://silent/* timeout\n"
        "http://nowhere/* unknown-host\n");
    int64_t begin = now();
    cr_assert_eq(fetch("http://a/old", true, 0, &response), 0);
    cr_expect_str_eq(response.body, "one \"two\"\n");
    cr_expect_str_eq(response.url, "http://a/new");
    cr_expect_not_null(strstr(response.headers, "X-One: 1\n"));
    cr_expect_geq(now() - begin, 1100 * RT_MILLISECOND);
    rt_http_response_free(&response);
    cr_assert_eq(fetch("http://a/old", false, 0, &response), 0);
    cr_expect_eq(response.status, 301);
    rt_http_response_free(&response);
    cr_assert_eq(fetch("http://a/b/c/big", true, 0, &response), 0);
    cr_expect_eq(response.body_size, 2048);
    rt_http_response_free(&response);
    cr_assert_eq(fetch("http://x/gone", true, 0, &response), 0);
    cr_expect_eq(response.status, 404);
    cr_expect_str_eq(response.reason, "Not Found");
    rt_http_response_free(&response);
    cr_expect_eq(fetch("http://down/", true, 0, &response), RT_ECONNREFUSED);
    rt_http_response_free(&response);
    cr_expect_eq(fetch("http://nowhere/", true, 0, &response), RT_ERESOLVE);
    rt_http_response_free(&response);
    begin = now();
    cr_expect_eq(fetch("http://silent/", true, 7 * RT_SECOND, &response), RT_ETIMEDOUT);
    cr_expect_geq(now() - begin, 7 * RT_SECOND);
    rt_http_response_free(&response);
}

static int64_t time_of_fetch(const char *url)
{
    RtHttpResponse response;
    int64_t begin = now();
    cr_assert_eq(fetch(url, true, 0, &response), 0);
    rt_http_response_free(&response);
    return now() - begin;
}

Test(sim_pages, latencies_spread_as_the_table_says)
{
    make_machine_with("http://u/ latency=uniform:50ms:150ms\n"
                      "http://e/ latency=exponential:100ms\n"
                      "http://n/ latency=normal:100ms:10ms\n");
    enum { COUNT = 2000 };
    int64_t sums[3] = {0}, squares = 0, least = RT_SECOND;
    for (int i = 0; i < COUNT; i++) {
        int64_t u = time_of_fetch("http://u/"), n = time_of_fetch("http://n/");
        least = u < least ? u : least;
        sums[0] += u;
        sums[1] += time_of_fetch("http://e/");
        sums[2] += n;
        squares += (n - 100 * RT_MILLISECOND) / 1000 * ((n - 100 * RT_MILLISECOND) / 1000);
    }
    for (int i = 0; i < 3; i++) {
        cr_expect_gt(sums[i] / COUNT, 93 * RT_MILLISECOND, "%d: %ld", i, sums[i] / COUNT);
        cr_expect_lt(sums[i] / COUNT, 107 * RT_MILLISECOND, "%d: %ld", i, sums[i] / COUNT);
    }
    cr_expect_geq(least, 50 * RT_MILLISECOND);
    cr_expect_gt(squares / COUNT, 80 * 1000 * 1000, "us squared: %ld", squares / COUNT);
    cr_expect_lt(squares / COUNT, 120 * 1000 * 1000, "us squared: %ld", squares / COUNT);
}

Test(sim_pages, a_latency_depends_on_the_page_and_its_visits_alone)
{
    const char *table = "* latency=uniform:0ms:1s\n";
    make_machine_with(table);
    int64_t first = time_of_fetch("http://a/"), second = time_of_fetch("http://a/");
    int64_t other = time_of_fetch("http://b/");
    free_machine();
    strcpy(table_path, "/tmp/gilbox-net-XXXXXX");
    make_machine_with(table);
    int64_t slack = RT_MILLISECOND; /* what the machine itself takes */
    cr_expect_lt(llabs(time_of_fetch("http://b/") - other), slack);
    cr_expect_lt(llabs(time_of_fetch("http://a/") - first), slack);
    cr_expect_lt(llabs(time_of_fetch("http://a/") - second), slack);
    cr_expect_gt(llabs(first - second), slack);
}

/* A server of one page, on the machine itself. */
static void serve_once(void *argument)
{
    Talk *talk = argument;
    int accepted;
    RtAddress peer;
    size_t count;
    talk->result = rt_socket_accept(rt, talk->pair.server, RT_FOREVER, &accepted, &peer);
    rt_socket_receive(rt, accepted, talk->text, sizeof talk->text, 0, RT_FOREVER, &count, NULL);
    rt_sleep_until(rt, now() + 2 * RT_SECOND);
    send_text(accepted, "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n"
                        "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
    rt_file_close(rt, accepted);
}

Test(sim_pages, a_script_may_be_the_server)
{
    make_machine();
    Talk talk = {0};
    RtThreadOptions options = {0};
    RtThread *thread;
    RtHttpResponse response;
    char url[64];
    talk.pair.server = listen_at(0, 1, &talk.address);
    cr_assert_eq(rt_thread_start(rt, &options, serve_once, &talk, &thread), 0);
    snprintf(url, sizeof url, "http://localhost:%u/page?q=1", talk.address.port);
    cr_expect_eq(fetch(url, true, 0, &response), 0);
    cr_expect_eq(response.status, 200);
    cr_expect_str_eq(response.reason, "Fine");
    cr_expect_str_eq(response.body, "abcdefg");
    cr_expect_geq(now(), 2 * RT_SECOND);
    rt_http_response_free(&response);
    rt_thread_join(rt, thread);
    cr_expect_eq(talk.result, 0);
    cr_expect_eq(strncmp(talk.text, "GET /page?q=1 HTTP/1.1\r\nHost: localhost:", 40), 0);
}

Test(sim_pages, a_table_may_be_wrong)
{
    static const struct {
        const char *table, *reason;
        int line;
    } wrong[] = {
        {"http://a/ latency=soon\n", "soon is no duration: one looks like 100ms, 1.5s, 20us or 2m",
         1},
        {"\n\nhttp://a/ 700\n",
         "700 is neither a status (200 to 599) nor a failure (timeout, "
         "refused, reset, unknown-host)",
         3},
        {"a body=\"x\n", "a quotation mark is not closed", 1},
        {"a colour=red", "there is no setting \"colour\"", 1},
        {"a\nb 302", "a status of 302 needs a location", 2},
        {"a latency=uniform:1s", "uniform takes 2 durations", 1},
        {"a latency=uniform:2s:1s", "uniform: 2s is more than 1s", 1},
        {"a latency=poisson:1s",
         "poisson is no distribution: fixed, uniform, exponential or normal", 1},
        {"a latency=25h", "25h is more than a day", 1},
        {"a size=9999999999999999999999",
         "9999999999999999999999 is no size: one looks like 5000, "
         "64k or 2M",
         1},
        {"a file=/no/such", "/no/such: No such file or directory", 1},
        {"a header=x", "a header looks like \"Name: value\"", 1},
    };
    make_machine();
    int file = mkstemp(table_path);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        RtSimProblem problem;
        size_t size = strlen(wrong[i].table);
        cr_assert_eq(ftruncate(file, 0), 0);
        cr_assert_eq(pwrite(file, wrong[i].table, size, 0), (ssize_t)size);
        cr_expect_eq(rt_sim_net_check(host, table_path, &problem), RT_EINVAL);
        cr_expect_str_eq(problem.reason, wrong[i].reason);
        cr_expect_eq(problem.line, wrong[i].line, "%s", wrong[i].reason);
    }
    close(file);
    RtSimProblem problem;
    cr_expect_eq(rt_sim_net_check(host, "/no/such", &problem), RT_ENOENT);
}
