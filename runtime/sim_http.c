/* Pages of the web on the virtual machine: answers from a table, after a while of virtual time; or
 * from a server on this very machine, if one listens there. */
#include "runtime/sim_http.h"

#include "runtime/sim_net.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REDIRECTS_MAX = 10, URL_MAX = 8192 };

/* How long a kernel asks a host that does not answer. */
#define CONNECT_PATIENCE_NS (130 * RT_SECOND)

static const struct {
    int status;
    const char *text;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {418, "I'm a Teapot"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].status == status)
            return reasons[i].text;
    }
    return "";
}

int rt_sim_http_fail(RtHttpResponse *response, int err, const char *sentence)
{
    snprintf(response->error, sizeof response->error, "%s",
             sentence ? sentence : rt_error_text(err));
    return err;
}

/* --- The parts of a URL -------------------------------------------------------------------- */

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Where the host begins, or NULL: it is none of ours. */
static const char *host_part(const char *url)
{
    return starts(url, "http://") ? url + 7 : starts(url, "https://") ? url + 8 : NULL;
}

/* The address that a URL names, if that is this machine's; a script is no server of https. */
static bool own_address(Sim *sim, const char *url, RtAddress *out)
{
    const char *start = host_part(url);
    size_t size = strcspn(start, "/?#");
    char host[256];
    int port = 80;
    if (size >= sizeof host || !starts(url, "http://"))
        return false;
    memcpy(host, start, size);
    host[size] = '\0';
    char *bracket = host[0] == '[' ? strchr(host, ']') : NULL;
    char *colon = strchr(bracket ? bracket : host, ':');
    if (colon) {
        port = atoi(colon + 1);
        *colon = '\0';
    }
    if (bracket)
        *bracket = '\0';
    size_t count;
    return port > 0 && port <= UINT16_MAX &&
           rt_sim_address_resolve(&sim->base, bracket ? host + 1 : host, (uint16_t)port,
                                  RT_FAMILY_ANY, out, 1, &count) == 0 &&
           rt_sim_address_is_local(out);
}

/* Where a redirection leads: a whole URL, a path from the root of the host, or from the page. */
static int join_url(const char *url, const char *location, char out[URL_MAX])
{
    size_t origin = (size_t)(host_part(url) - url);
    origin += strcspn(url + origin, "/?#");
    size_t folder = strcspn(url, "?#");
    while (folder > origin && url[folder - 1] != '/')
        folder--;
    int size;
    if (host_part(location))
        size = snprintf(out, URL_MAX, "%s", location);
    else if (location[0] == '/')
        size = snprintf(out, URL_MAX, "%.*s%s", (int)origin, url, location);
    else
        size = snprintf(out, URL_MAX, "%.*s%s%s", (int)folder, url, folder == origin ? "/" : "",
                        location);
    return size < URL_MAX ? 0 : RT_EHTTP;
}

/* --- Answers from the table ---------------------------------------------------------------- */

/* Waits out a latency, or the request's patience. */
static int wait_for_answer(Sim *sim, int64_t latency_ns, int64_t timeout_ns)
{
    bool in_time = timeout_ns <= 0 || latency_ns <= timeout_ns;
    int64_t deadline_ns = rt_sim_now_ns(sim) + (in_time ? latency_ns : timeout_ns);
    int err = rt_sim_wait(sim, NULL, SIM_WAIT_NET, deadline_ns, true);
    if (err != RT_ETIMEDOUT)
        return err;
    return in_time ? 0 : RT_ETIMEDOUT;
}

static int fail_by_rule(Sim *sim, const SimRule *rule, const RtHttpRequest *request,
                        int64_t latency_ns, RtHttpResponse *response)
{
    static const struct {
        int err;
        const char *sentence;
    } failures[] = {
        [SIM_FAILURE_NONE] = {0, NULL},
#define NET_FAILURE(NAME, word, error, sentence) [SIM_FAILURE_##NAME] = {error, sentence},
#include "runtime/sim_net.def"
#undef NET_FAILURE
    };
    bool hangs = rule->failure == SIM_FAILURE_TIMEOUT;
    int err = wait_for_answer(sim, hangs ? CONNECT_PATIENCE_NS : latency_ns, request->timeout_ns);
    if (err == 0)
        err = failures[rule->failure].err;
    return rt_sim_http_fail(response, err,
                            err == RT_EINTR ? NULL : failures[rule->failure].sentence);
}

/* Text made as printf does, for rt_free; NULL without memory. */
__attribute__((format(printf, 1, 2))) static char *text_new(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = malloc((size_t)size + 1);
    va_start(arguments, format);
    if (text)
        vsnprintf(text, (size_t)size + 1, format, arguments);
    va_end(arguments);
    return text;
}

static int set_body(const SimRule *rule, const char *url, RtHttpResponse *response)
{
    if (rule->body) {
        response->body = malloc(rule->body_size + 1);
        response->body_size = rule->body_size;
        if (response->body)
            memcpy(response->body, rule->body, rule->body_size);
    } else {
        response->body = text_new("<html><body>%s</body></html>\n", url);
        response->body_size = response->body ? strlen(response->body) : 0;
    }
    if (!response->body)
        return RT_ENOMEM;
    response->body[response->body_size] = '\0';
    return 0;
}

static int answer_by_rule(const SimRule *rule, const char *url, const RtHttpRequest *request,
                          RtHttpResponse *response)
{
    int err = set_body(rule, url, response);
    if (err < 0)
        return err;
    response->status = rule->status;
    response->reason = text_new("%s", reason_of(rule->status));
    response->url = text_new("%s", url);
    response->headers = text_new("Content-Type: %s\nContent-Length: %zu\n%s%s%s%s",
                                 rule->type ? rule->type : "text/html; charset=utf-8",
                                 response->body_size, rule->location ? "Location: " : "",
                                 rule->location ? rule->location : "", rule->location ? "\n" : "",
                                 rule->headers ? rule->headers : "");
    if (request->method && strcmp(request->method, "HEAD") == 0)
        response->body_size = 0;
    return response->reason && response->url && response->headers ? 0 : RT_ENOMEM;
}

/* One answer, be it a redirection. */
static int fetch_once(Sim *sim, const char *url, const RtHttpRequest *request,
                      RtHttpResponse *response)
{
    SimNet *net = sim->world->net;
    const SimRule *rule = rt_sim_net_rule(net, url);
    RtAddress address;
    if (!rt_sim_net_has_rule(net, url) && own_address(sim, url, &address) &&
        rt_sim_socket_at(sim, RT_SOCKET_STREAM, &address))
        return rt_sim_http_exchange(sim, &address, url, request, response);
    int64_t latency_ns;
    int err = rt_sim_net_latency(net, sim->options.seed, url, &rule->latency, &latency_ns);
    if (err < 0)
        return rt_sim_http_fail(response, err, NULL);
    if (rule->failure != SIM_FAILURE_NONE)
        return fail_by_rule(sim, rule, request, latency_ns, response);
    err = wait_for_answer(sim, latency_ns, request->timeout_ns);
    if (err == 0)
        err = answer_by_rule(rule, url, request, response);
    if (err < 0)
        return rt_sim_http_fail(response, err, NULL);
    rt_sim_charge(sim, RT_COST_BYTE, (int64_t)response->body_size);
    return 0;
}

/* --- Fetching ------------------------------------------------------------------------------ */

/* The value of a "Location: " line, or NULL; with *out_size bytes. */
static const char *location_of(const RtHttpResponse *response, int *out_size)
{
    if (response->status / 100 != 3 || !response->headers)
        return NULL;
    for (const char *line = response->headers; *line; line += strspn(line, "\n")) {
        size_t size = strcspn(line, "\n");
        if (starts(line, "Location: ") || starts(line, "location: ")) {
            *out_size = (int)size - 10;
            return line + 10;
        }
        line += size;
    }
    return NULL;
}

/* Goes where the answer leads: true, with the new URL, if it leads anywhere. */
static bool redirect(const RtHttpRequest *request, const RtHttpResponse *response,
                     char url[URL_MAX])
{
    char next[URL_MAX], location[URL_MAX];
    int size = 0;
    const char *found = request->follow ? location_of(response, &size) : NULL;
    if (!found || snprintf(location, sizeof location, "%.*s", size, found) >= URL_MAX)
        return false;
    if (join_url(url, location, next) < 0)
        return false;
    strcpy(url, next);
    return true;
}

int rt_sim_http_fetch(Rt *rt, const RtHttpRequest *request, RtHttpResponse *response)
{
    Sim *sim = rt_sim_call(rt);
    char url[URL_MAX];
    *response = (RtHttpResponse){0};
    snprintf(url, sizeof url, "%.*s", (int)strcspn(request->url, "#"), request->url);
    if (!host_part(url))
        return rt_sim_http_fail(response, RT_ESIM_SCHEME, NULL);
    for (int i = 0; i <= REDIRECTS_MAX; i++) {
        rt_http_response_free(response);
        int err = fetch_once(sim, url, request, response);
        if (err < 0 || !redirect(request, response, url))
            return err;
        if (!host_part(url))
            return rt_sim_http_fail(response, RT_ESIM_SCHEME, NULL);
    }
    return rt_sim_http_fail(response, RT_EHTTP, "Maximum (10) redirects followed");
}

/* --- The table ----------------------------------------------------------------------------- */

int rt_sim_net_init(Sim *sim)
{
    RtSimProblem problem;
    sim->world->net = rt_arena_alloc(sim, sizeof *sim->world->net);
    if (!sim->world->net)
        return RT_ENOMEM;
    return rt_sim_net_read(sim->host, sim->options.net_path, sim->world->net, &problem);
}

void rt_sim_net_fini(Sim *sim)
{
    if (sim->world->net)
        rt_sim_net_free(sim->world->net);
    rt_arena_release(sim->world->net);
}
