/* _http: pages of the web, fetched whole by the machine. What http.client and urllib are made of.
 */
#include "vm/gilbox.h"

#include <math.h>

/* The request's headers: texts "Name: value" of a list or tuple, ended by NULL. */
typedef struct Headers {
    GbRef tuple;
    const char **lines;
    size_t bytes;
} Headers;

static void headers_release(GbThread *t, Headers *headers)
{
    if (headers->lines != NULL)
        gb_mem_free(t, headers->lines, headers->bytes);
    gb_clear(&headers->tuple);
}

static int headers_get(GbThread *t, GbBorrow list, Headers *out)
{
    *out = (Headers){.tuple = gb_tuple_from(t, list)};
    if (out->tuple == GB_NULL)
        return -1;
    int64_t count = gb_tuple_count(out->tuple);
    out->bytes = ((size_t)count + 1) * sizeof *out->lines;
    out->lines = gb_mem_new(t, out->bytes);
    for (int64_t i = 0; out->lines != NULL && i < count; i++) {
        GbBorrow line = gb_tuple_peek(out->tuple, i);
        out->lines[i] = gb_is_str(line) ? gb_str_utf8(t, line, NULL) : NULL;
        if (out->lines[i] == NULL) {
            if (!gb_raised(t))
                gb_raise(t, gb_TypeError, "headers must be str, not %T", line);
            headers_release(t, out);
            return -1;
        }
    }
    if (out->lines == NULL) {
        headers_release(t, out);
        return -1;
    }
    out->lines[count] = NULL;
    return 0;
}

/* Seconds, or None for no limit. */
static int read_timeout(GbThread *t, GbBorrow v, int64_t *ns)
{
    double seconds;
    *ns = 0;
    if (v == GB_NONE)
        return 0;
    if (gb_to_double(t, v, &seconds) < 0)
        return -1;
    if (!(seconds >= 0))
        return gb_fail(t, gb_ValueError, "Timeout value out of range");
    *ns = seconds > 9e9 ? 0 : (int64_t)ceil(seconds * 1e9);
    return 0;
}

/* (status, reason, headers, url, body) */
static GbRef answer_new(GbThread *t, const RtHttpResponse *response)
{
    GbRef items[] = {
        gb_small_new(response->status),
        gb_str_new(t, response->reason == NULL ? "" : response->reason),
        gb_decode(t, (const uint8_t *)(response->headers == NULL ? "" : response->headers),
                  response->headers == NULL ? 0 : strlen(response->headers), "latin-1", NULL),
        gb_str_new(t, response->url == NULL ? "" : response->url),
        gb_bytes_new(t, response->body == NULL ? "" : response->body, response->body_size)};
    GbRef result = GB_NULL;
    if (!gb_raised(t))
        result = gb_tuple_of(t, 5, items[0], items[1], items[2], items[3], items[4]);
    for (int i = 0; i < 5; i++)
        gb_xdecref(items[i]);
    return result;
}

/* OSError, of the kind that a socket would have raised. */
static GbRef raise_failure(GbThread *t, int error, const RtHttpResponse *response)
{
    if (error == RT_ETIMEDOUT)
        return gb_raise(t, gb_TimeoutError, "timed out");
    if (rt_error_errno(error) != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    if (error == RT_ERESOLVE || error == RT_ERESOLVE_AGAIN) {
        GbRef text = gb_str_new(t, rt_error_text(error));
        int number = error == RT_ERESOLVE ? -2 : -3;
        GbBorrow both[] = {gb_small_new(number), text};
        GbRef raised = GB_NULL;
        if (text != GB_NULL)
            raised = gb_call(t, gb_value(gb_exception_type(t, gb_OSError)), both, 2, GB_NULL);
        if (raised != GB_NULL)
            gb_raise_instance(t, raised);
        gb_xdecref(raised);
        gb_xdecref(text);
        return GB_NULL;
    }
    return gb_raise(t, gb_OSError, "%s", response->error[0] != '\0' ? response->error
                                                                     : rt_error_text(error));
}

static GbRef http_fetch(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    RtHttpRequest request = {0};
    RtHttpResponse response = {0};
    Headers headers = {0};
    GbBuffer body = {0};
    GbRef result = GB_NULL;
    int error, follow = gb_truth(t, args[5]), insecure = gb_truth(t, args[6]);
    if (!gb_is_str(args[0]) || !gb_is_str(args[1]))
        return gb_raise(t, gb_TypeError, "method and url must be str");
    request.method = gb_str_utf8(t, args[0], NULL);
    request.url = gb_str_utf8(t, args[1], NULL);
    if (request.method == NULL || request.url == NULL || follow < 0 || insecure < 0 ||
        read_timeout(t, args[4], &request.timeout_ns) < 0 ||
        headers_get(t, args[2], &headers) < 0)
        return GB_NULL;
    if (args[3] != GB_NONE && gb_buffer_get(t, args[3], &body) < 0)
        goto done;
    request.headers = headers.lines;
    request.body = args[3] == GB_NONE ? NULL : body.data == NULL ? (const void *)"" : body.data;
    request.body_size = (size_t)body.size;
    request.follow = follow;
    request.insecure = insecure;
    do {
        rt_http_response_free(&response);
        response = (RtHttpResponse){0};
        gb_unlock_on(t, GIL_FETCH, 0, request.url);
        error = rt_http_fetch(gb_rt(t), &request, &response);
        gb_lock(t);
    } while (error == RT_EINTR && gb_check_signals(t) == 0);
    if (error == 0)
        result = answer_new(t, &response);
    else if (error != RT_EINTR)
        raise_failure(t, error, &response);
    rt_http_response_free(&response);
done:
    if (body.owner != GB_NULL)
        gb_buffer_release(t, &body);
    headers_release(t, &headers);
    return result;
}

static const GbMethodDef http_functions[] = {
    {"fetch(method, url, headers, body=None, timeout=None, follow=False, insecure=False)",
     http_fetch, "Fetch a page: (status, reason, headers, url, body)."},
    {0},
};

const GbModuleDef gb_module_http = {
    "_http",
    "Pages of the web.",
    http_functions,
    NULL,
};
