/* Pages of the web on the real machine, through libcurl.
 *
 * libcurl is loaded when the first page is fetched, not linked: it brings some 25 libraries along,
 * and loading those would cost every start of gilbox more than all the rest of it. Its header gives
 * constants and types, so the compiler still checks the calls. After loading, fetches share nothing
 * and hold no lock of ours. */
#include "runtime/real.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The functions used, one row each. */
#define CURL_FUNCTIONS(X) \
    X(curl_global_init)   \
    X(curl_easy_init)     \
    X(curl_easy_setopt)   \
    X(curl_easy_getinfo)  \
    X(curl_easy_strerror) \
    X(curl_easy_cleanup)  \
    X(curl_slist_append)  \
    X(curl_slist_free_all) \
    X(curl_multi_init)    \
    X(curl_multi_add_handle) \
    X(curl_multi_remove_handle) \
    X(curl_multi_perform) \
    X(curl_multi_poll)    \
    X(curl_multi_info_read) \
    X(curl_multi_cleanup)

struct Curl {
    void *library;
#define FIELD(name) __typeof__(&name) name;
    CURL_FUNCTIONS(FIELD)
#undef FIELD
};

/* How long a wait may last before the thread looks whether it was woken. */
#define LOOK_UP_MS 500

/* --- Loading ------------------------------------------------------------------------------- */

static void *open_library(void)
{
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library)
            return library;
    }
    return NULL;
}

static bool find_functions(Curl *curl)
{
    bool found = true;
#define FIND(name)                                               \
    *(void **)&curl->name = dlsym(curl->library, #name);         \
    found = found && curl->name;
    CURL_FUNCTIONS(FIND)
#undef FIND
    return found;
}

static Curl *load(void)
{
    Curl *curl = calloc(1, sizeof *curl);
    if (!curl)
        return NULL;
    curl->library = open_library();
    if (!curl->library)
        goto failed;
    if (!find_functions(curl))
        goto failed;
    if (curl->curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        goto failed;
    return curl;
failed:
    rt_real_curl_free(curl);
    return NULL;
}

/* The library stays loaded: other threads' and its own exit handlers may still need it. */
void rt_real_curl_free(Curl *curl)
{
    free(curl);
}

static const Curl *get_curl(Rt *rt)
{
    Real *real = real_of(rt);
    uv_mutex_lock(&real->curl_mutex);
    if (!real->curl)
        real->curl = load();
    Curl *curl = real->curl;
    uv_mutex_unlock(&real->curl_mutex);
    return curl;
}

/* --- Collecting the answer ----------------------------------------------------------------- */

typedef struct Text {
    char *bytes; /* ended by NUL, when not NULL */
    size_t size, capacity;
} Text;

typedef struct Fetch {
    Rt *rt;
    const Curl *curl;
    CURL *easy;
    CURLM *multi;
    struct curl_slist *headers;
    Text body, header_lines;
    char *reason;
    int64_t active_ns; /* when something last arrived */
    char error[CURL_ERROR_SIZE];
} Fetch;

static bool text_add(Text *text, const char *bytes, size_t size)
{
    if (text->size + size + 1 > text->capacity) {
        size_t capacity = (text->size + size + 1) * 2;
        char *grown = realloc(text->bytes, capacity);
        if (!grown)
            return false;
        text->bytes = grown;
        text->capacity = capacity;
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
    return true;
}

static void note_activity(Fetch *fetch)
{
    fetch->active_ns = rt_clock(fetch->rt, RT_CLOCK_MONOTONIC);
}

static size_t on_body(char *bytes, size_t one, size_t size, void *argument)
{
    Fetch *fetch = argument;
    note_activity(fetch);
    return text_add(&fetch->body, bytes, size) ? size : 0;
}

/* "HTTP/1.1 200 OK" starts a new answer: what came before it was a redirection's. */
static bool start_answer(Fetch *fetch, const char *line, size_t size)
{
    fetch->header_lines.size = 0;
    fetch->body.size = 0;
    free(fetch->reason);
    const char *status = memchr(line, ' ', size);
    size_t left = status ? size - (size_t)(status - line) : 0;
    const char *reason = left > 1 ? memchr(status + 1, ' ', left - 1) : NULL;
    size_t length = reason ? size - (size_t)(reason + 1 - line) : 0;
    fetch->reason = strndup(reason ? reason + 1 : "", length);
    return fetch->reason != NULL;
}

static size_t on_header(char *bytes, size_t one, size_t size, void *argument)
{
    Fetch *fetch = argument;
    note_activity(fetch);
    size_t length = size;
    while (length > 0 && (bytes[length - 1] == '\r' || bytes[length - 1] == '\n'))
        length--;
    if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0)
        return start_answer(fetch, bytes, length) ? size : 0;
    if (length == 0)
        return size;
    bool kept = text_add(&fetch->header_lines, bytes, length) &&
                text_add(&fetch->header_lines, "\n", 1);
    return kept ? size : 0;
}

/* --- Asking -------------------------------------------------------------------------------- */

static bool add_header(Fetch *fetch, const char *line)
{
    struct curl_slist *longer = fetch->curl->curl_slist_append(fetch->headers, line);
    if (!longer)
        return false;
    fetch->headers = longer;
    return true;
}

static bool names(const char *line, const char *name)
{
    size_t size = strlen(name);
    return strncasecmp(line, name, size) == 0 && line[size] == ':';
}

/* The caller's headers, and none that libcurl would add by itself: "Name:" suppresses one, and
 * "Name;" is its way to say that the value is empty. */
static bool add_headers(Fetch *fetch, const RtHttpRequest *request)
{
    static const char *const unasked[] = {"Accept", "Expect"};
    bool added = true;
    bool given[2] = {false, false};
    for (size_t i = 0; request->headers && request->headers[i] && added; i++) {
        added = add_header(fetch, request->headers[i]);
        for (int k = 0; k < 2; k++)
            given[k] = given[k] || names(request->headers[i], unasked[k]);
    }
    for (int k = 0; k < 2 && added; k++) {
        char line[16];
        snprintf(line, sizeof line, "%s:", unasked[k]);
        if (!given[k])
            added = add_header(fetch, line);
    }
    return added;
}

static void set_method(Fetch *fetch, const RtHttpRequest *request)
{
    const Curl *curl = fetch->curl;
    const char *method = request->method;
    if (request->body) {
        curl->curl_easy_setopt(fetch->easy, CURLOPT_POST, 1L);
        curl->curl_easy_setopt(fetch->easy, CURLOPT_POSTFIELDS, request->body);
        curl->curl_easy_setopt(fetch->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                               (curl_off_t)request->body_size);
    }
    if (method && strcmp(method, "HEAD") == 0)
        curl->curl_easy_setopt(fetch->easy, CURLOPT_NOBODY, 1L);
    else if (method && strcmp(method, request->body ? "POST" : "GET") != 0)
        curl->curl_easy_setopt(fetch->easy, CURLOPT_CUSTOMREQUEST, method);
}

static void set_options(Fetch *fetch, const RtHttpRequest *request)
{
    const Curl *curl = fetch->curl;
    CURL *easy = fetch->easy;
    curl->curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl->curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fetch->headers);
    curl->curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, request->follow ? 1L : 0L);
    curl->curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 10L);
    curl->curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, fetch->error);
    curl->curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl->curl_easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
    curl->curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl->curl_easy_setopt(easy, CURLOPT_HEADERDATA, fetch);
    curl->curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, request->insecure ? 0L : 1L);
    curl->curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, request->insecure ? 0L : 2L);
    set_method(fetch, request);
}

static int fetch_init(Fetch *fetch, const RtHttpRequest *request)
{
    fetch->easy = fetch->curl->curl_easy_init();
    fetch->multi = fetch->curl->curl_multi_init();
    if (!fetch->easy || !fetch->multi)
        return RT_ENOMEM;
    if (!add_headers(fetch, request))
        return RT_ENOMEM;
    set_options(fetch, request);
    return 0;
}

static void fetch_fini(Fetch *fetch)
{
    if (fetch->multi && fetch->easy)
        fetch->curl->curl_multi_remove_handle(fetch->multi, fetch->easy);
    if (fetch->easy)
        fetch->curl->curl_easy_cleanup(fetch->easy);
    if (fetch->multi)
        fetch->curl->curl_multi_cleanup(fetch->multi);
    fetch->curl->curl_slist_free_all(fetch->headers);
    free(fetch->body.bytes);
    free(fetch->header_lines.bytes);
    free(fetch->reason);
}

/* --- Waiting ------------------------------------------------------------------------------- */

static int wait_ms(Fetch *fetch, int64_t timeout_ns)
{
    if (timeout_ns <= 0)
        return LOOK_UP_MS;
    int64_t idle_ns = rt_clock(fetch->rt, RT_CLOCK_MONOTONIC) - fetch->active_ns;
    int64_t left_ms = (timeout_ns - idle_ns + RT_MILLISECOND - 1) / RT_MILLISECOND;
    if (left_ms < 0)
        return 0;
    return left_ms < LOOK_UP_MS ? (int)left_ms : LOOK_UP_MS;
}

/* Runs the transfer to its end: 0, or why it was given up. */
static int transfer(Fetch *fetch, int64_t timeout_ns)
{
    const Curl *curl = fetch->curl;
    int running = 1;
    note_activity(fetch);
    curl->curl_multi_add_handle(fetch->multi, fetch->easy);
    for (;;) { /* ends with the transfer, the timeout or a signal */
        if (curl->curl_multi_perform(fetch->multi, &running) != CURLM_OK)
            return RT_EHTTP;
        if (!running)
            return 0;
        int left_ms = wait_ms(fetch, timeout_ns);
        if (left_ms == 0)
            return RT_ETIMEDOUT;
        curl->curl_multi_poll(fetch->multi, NULL, 0, left_ms, NULL);
        if (rt_real_thread_was_woken(fetch->rt))
            return RT_EINTR;
    }
}

static int error_of(Fetch *fetch, CURLcode code)
{
    long number = 0;
    switch (code) {
    case CURLE_OK:
        return 0;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return RT_ERESOLVE;
    case CURLE_OPERATION_TIMEDOUT:
        return RT_ETIMEDOUT;
    case CURLE_OUT_OF_MEMORY:
        return RT_ENOMEM;
    case CURLE_FILE_COULDNT_READ_FILE:
        return RT_ENOENT;
    case CURLE_COULDNT_CONNECT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        fetch->curl->curl_easy_getinfo(fetch->easy, CURLINFO_OS_ERRNO, &number);
        return number ? rt_real_error((int)number) : RT_EHTTP;
    default:
        return RT_EHTTP;
    }
}

/* How the transfer went. */
static int conclude(Fetch *fetch)
{
    int left = 0;
    CURLMsg *message = fetch->curl->curl_multi_info_read(fetch->multi, &left);
    if (!message || message->msg != CURLMSG_DONE)
        return RT_EHTTP;
    CURLcode code = message->data.result;
    if (code != CURLE_OK && fetch->error[0] == '\0')
        snprintf(fetch->error, sizeof fetch->error, "%s", fetch->curl->curl_easy_strerror(code));
    return error_of(fetch, code);
}

/* Moves what arrived to the response. */
static int answer(Fetch *fetch, RtHttpResponse *response)
{
    long status = 0;
    char *url = NULL;
    fetch->curl->curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
    fetch->curl->curl_easy_getinfo(fetch->easy, CURLINFO_EFFECTIVE_URL, &url);
    if (!text_add(&fetch->body, "", 0) || !text_add(&fetch->header_lines, "", 0))
        return RT_ENOMEM;
    if (!fetch->reason)
        fetch->reason = strdup("");
    response->url = strdup(url ? url : "");
    response->status = (int)status;
    response->reason = fetch->reason;
    response->headers = fetch->header_lines.bytes;
    response->body = fetch->body.bytes;
    response->body_size = fetch->body.size;
    fetch->reason = fetch->header_lines.bytes = fetch->body.bytes = NULL;
    return response->url && response->reason ? 0 : RT_ENOMEM;
}

int rt_real_http_fetch(Rt *rt, const RtHttpRequest *request, RtHttpResponse *response)
{
    *response = (RtHttpResponse){0};
    Fetch fetch = {.rt = rt, .curl = get_curl(rt)};
    if (!fetch.curl) {
        snprintf(response->error, sizeof response->error, "libcurl is not installed");
        return RT_ENOSYS;
    }
    int err = fetch_init(&fetch, request);
    if (err == 0)
        err = transfer(&fetch, request->timeout_ns);
    if (err == 0)
        err = conclude(&fetch);
    if (err == 0)
        err = answer(&fetch, response);
    if (err < 0)
        snprintf(response->error, sizeof response->error, "%s",
                 fetch.error[0] ? fetch.error : rt_error_text(err));
    fetch_fini(&fetch);
    return err;
}
