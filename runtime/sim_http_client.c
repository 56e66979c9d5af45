/* Talks HTTP/1.1 with a server that is a script of the same run, over the sockets of the machine.
 */
#include "runtime/sim_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A growing text, ended by NUL. */
typedef struct Text {
    char *bytes;
    size_t size, capacity;
} Text;

typedef struct Exchange {
    Rt *rt;
    int socket;
    int64_t timeout_ns; /* without a byte; 0: none */
    Text received;
    size_t body_start; /* in received; 0: the headers have not all come */
} Exchange;

static int text_add(Text *text, const char *bytes, size_t size)
{
    if (text->size + size + 1 > text->capacity) {
        size_t capacity = (text->size + size + 1) * 2;
        char *grown = realloc(text->bytes, capacity);
        if (!grown)
            return RT_ENOMEM;
        text->bytes = grown;
        text->capacity = capacity;
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
    return 0;
}

static int text_add_line(Text *text, const char *line)
{
    int err = text_add(text, line, strlen(line));
    return err < 0 ? err : text_add(text, "\r\n", 2);
}

static bool same_letter(char a, char b)
{
    return a == b || ((a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z');
}

/* The value in a line "Name: value", or NULL. */
static const char *value_of(const char *line, const char *name)
{
    for (; *name; line++, name++) {
        if (!same_letter(*line, *name))
            return NULL;
    }
    if (*line != ':')
        return NULL;
    return line + 1 + strspn(line + 1, " ");
}

/* --- Asking -------------------------------------------------------------------------------- */

static bool has_header(const RtHttpRequest *request, const char *name)
{
    for (size_t i = 0; request->headers && request->headers[i]; i++) {
        if (value_of(request->headers[i], name))
            return true;
    }
    return false;
}

/* "GET /page HTTP/1.1", and what the caller does not say itself. */
static int add_request(Text *text, const char *url, const RtHttpRequest *request)
{
    char line[512];
    const char *host = strstr(url, "://") + 3;
    const char *path = host + strcspn(host, "/?");
    const char *method = request->method ? request->method : request->body ? "POST" : "GET";
    snprintf(line, sizeof line, "%s %s", method, *path == '/' ? "" : "/");
    int err = text_add(text, line, strlen(line));
    if (err == 0)
        err = text_add(text, path, strlen(path));
    if (err == 0)
        err = text_add_line(text, " HTTP/1.1");
    snprintf(line, sizeof line, "Host: %.*s", (int)strcspn(host, "/?"), host);
    if (err == 0 && !has_header(request, "Host"))
        err = text_add_line(text, line);
    for (size_t i = 0; err == 0 && request->headers && request->headers[i]; i++)
        err = text_add_line(text, request->headers[i]);
    snprintf(line, sizeof line, "Content-Length: %zu", request->body_size);
    if (err == 0 && request->body && !has_header(request, "Content-Length"))
        err = text_add_line(text, line);
    if (err == 0 && !has_header(request, "Connection"))
        err = text_add_line(text, "Connection: close");
    return err < 0 ? err : text_add_line(text, "");
}

static int64_t deadline_of(const Exchange *exchange)
{
    if (exchange->timeout_ns <= 0)
        return RT_FOREVER;
    return rt_clock(exchange->rt, RT_CLOCK_MONOTONIC) + exchange->timeout_ns;
}

static int send_all(Exchange *exchange, const char *bytes, size_t size)
{
    int err = 0;
    while (err == 0 && size > 0) {
        size_t count = 0;
        err = rt_socket_send(exchange->rt, exchange->socket, bytes, size, 0, deadline_of(exchange),
                             NULL, &count);
        bytes += count;
        size -= count;
    }
    return err;
}

static int ask(Exchange *exchange, const char *url, const RtHttpRequest *request)
{
    Text text = {0};
    int err = add_request(&text, url, request);
    if (err == 0 && request->body)
        err = text_add(&text, request->body, request->body_size);
    if (err == 0)
        err = send_all(exchange, text.bytes, text.size);
    free(text.bytes);
    return err;
}

/* --- Hearing ------------------------------------------------------------------------------- */

/* Receives more. 1, 0 at the end, or an error. */
static int hear(Exchange *exchange)
{
    char buffer[16 * 1024];
    size_t count;
    int err = rt_socket_receive(exchange->rt, exchange->socket, buffer, sizeof buffer, 0,
                                deadline_of(exchange), &count, NULL);
    if (err == 0)
        err = text_add(&exchange->received, buffer, count);
    return err < 0 ? err : count > 0;
}

static int hear_headers(Exchange *exchange)
{
    for (;;) { /* ends with the headers or the connection */
        const char *text = exchange->received.bytes;
        const char *end = text ? strstr(text, "\r\n\r\n") : NULL;
        if (end) {
            exchange->body_start = (size_t)(end + 4 - text);
            return 0;
        }
        int more = hear(exchange);
        if (more <= 0)
            return more < 0 ? more : RT_EHTTP;
    }
}

/* The value of a header of the answer, or NULL. */
static const char *header_of(const Exchange *exchange, const char *name)
{
    const char *end = exchange->received.bytes + exchange->body_start - 2;
    for (const char *line = exchange->received.bytes; line < end; line = strchr(line, '\n') + 1) {
        const char *value = value_of(line, name);
        if (value)
            return value;
    }
    return NULL;
}

/* Hears until so many bytes have come, from the start of the answer. */
static int hear_until(Exchange *exchange, size_t size)
{
    int more = 1;
    while (more > 0 && exchange->received.size < size)
        more = hear(exchange);
    return more < 0 ? more : exchange->received.size < size ? RT_EHTTP : 0;
}

/* Takes the chunks out of what comes: "5\r\nbytes\r\n", until one of 0. */
static int hear_chunks(Exchange *exchange, Text *body)
{
    size_t place = exchange->body_start;
    for (;;) { /* ends with the last chunk */
        char *start = exchange->received.bytes + place, *end;
        if (!strstr(start, "\r\n")) {
            int more = hear(exchange);
            if (more <= 0)
                return more < 0 ? more : RT_EHTTP;
            continue;
        }
        unsigned long long size = strtoull(start, &end, 16);
        if (end == start || size > SIZE_MAX / 4)
            return RT_EHTTP;
        if (size == 0)
            return 0;
        place += (size_t)(strstr(start, "\r\n") + 2 - start);
        int err = hear_until(exchange, place + (size_t)size + 2);
        if (err == 0)
            err = text_add(body, exchange->received.bytes + place, (size_t)size);
        if (err < 0)
            return err;
        place += (size_t)size + 2;
    }
}

static int hear_body(Exchange *exchange, const RtHttpRequest *request, int status, Text *body)
{
    const char *length = header_of(exchange, "Content-Length");
    const char *coding = header_of(exchange, "Transfer-Encoding");
    bool has_none = status == 204 || status == 304 ||
                    (request->method && strcmp(request->method, "HEAD") == 0);
    if (has_none)
        return text_add(body, "", 0);
    if (coding && strncmp(coding, "chunked", 7) == 0) {
        int err = hear_chunks(exchange, body);
        return err < 0 ? err : text_add(body, "", 0);
    }
    int err = 0;
    size_t start = exchange->body_start;
    if (length) {
        unsigned long long size = strtoull(length, NULL, 10);
        err = size < SIZE_MAX / 4 ? hear_until(exchange, start + (size_t)size) : RT_EHTTP;
    } else {
        while (err >= 0 && (err = hear(exchange)) > 0)
            ;
    }
    return err < 0
               ? err
               : text_add(body, exchange->received.bytes + start, exchange->received.size - start);
}

/* --- The answer ---------------------------------------------------------------------------- */

/* "HTTP/1.1 200 OK" and the lines after it, each with a plain newline. */
static int read_headers(const Exchange *exchange, RtHttpResponse *response)
{
    const char *text = exchange->received.bytes;
    const char *end = text + exchange->body_start - 2;
    Text lines = {0};
    int size = (int)strcspn(text, "\r"), reason = 0;
    if (strncmp(text, "HTTP/", 5) != 0 || sscanf(text, "%*s %d %n", &response->status, &reason) < 1)
        return RT_EHTTP;
    response->reason = strndup(text + reason, reason < size ? (size_t)(size - reason) : 0);
    int err = response->reason ? text_add(&lines, "", 0) : RT_ENOMEM;
    for (const char *line = strchr(text, '\n') + 1; err == 0 && line < end;
         line = strchr(line, '\n') + 1) {
        err = text_add(&lines, line, strcspn(line, "\r\n"));
        if (err == 0)
            err = text_add(&lines, "\n", 1);
    }
    response->headers = lines.bytes;
    return err;
}

static int converse(Exchange *exchange, const RtAddress *address, const char *url,
                    const RtHttpRequest *request, RtHttpResponse *response)
{
    Text body = {0};
    int err = rt_socket_connect(exchange->rt, exchange->socket, address, deadline_of(exchange));
    if (err == 0)
        err = ask(exchange, url, request);
    if (err == 0)
        err = hear_headers(exchange);
    if (err == 0)
        err = read_headers(exchange, response);
    if (err == 0)
        err = hear_body(exchange, request, response->status, &body);
    response->body = body.bytes;
    response->body_size = body.size;
    if (err == 0)
        err = rt_sim_copy(url, &response->url);
    return err;
}

int rt_sim_http_exchange(Sim *sim, const RtAddress *address, const char *url,
                         const RtHttpRequest *request, RtHttpResponse *response)
{
    Exchange exchange = {.rt = &sim->base, .timeout_ns = request->timeout_ns};
    int err = rt_socket_open(exchange.rt, address->family, RT_SOCKET_STREAM, &exchange.socket);
    if (err < 0)
        return rt_sim_http_fail(response, err, NULL);
    err = converse(&exchange, address, url, request, response);
    rt_file_close(exchange.rt, exchange.socket);
    free(exchange.received.bytes);
    if (err < 0)
        rt_sim_http_fail(response, err, err == RT_EHTTP ? "The server's answer is no HTTP" : NULL);
    return err;
}
