#include "runtime/sim_net.h"

#include "runtime/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_LATENCY_MS = 100,
    BODY_MAX = 1 << 30,
};

#define LATENCY_MAX_NS (INT64_C(24) * 3600 * RT_SECOND)

static const SimRule default_rule = {
    .pattern = "*",
    .status = 200,
    .latency = {.first_ns = DEFAULT_LATENCY_MS * RT_MILLISECOND},
};

/* --- Reading: words ------------------------------------------------------------------------ */

typedef struct Reader {
    Rt *host;
    const char *path;
    char *rest;   /* of the line */
    SimRule rule; /* the one being read */
    RtSimProblem *problem;
} Reader;

__attribute__((format(printf, 2, 3))) static int complain(Reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->problem->reason, sizeof reader->problem->reason, format, arguments);
    va_end(arguments);
    return RT_EINVAL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* "\n", "\t", "\\", "\"". */
static char escaped(char c)
{
    return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
}

/* Takes the next word off the line, in place: quotes and escapes are undone. 1, 0 at the end of the
 * line, or an error. */
static int next_word(Reader *reader, char **out_word)
{
    char *from = reader->rest, *to;
    bool quoted = false;
    while (is_blank(*from))
        from++;
    if (*from == '\0' || *from == '#')
        return 0;
    *out_word = to = from;
    for (; *from && (quoted || !is_blank(*from)); from++) {
        if (*from == '"')
            quoted = !quoted;
        else if (*from == '\\' && quoted && from[1])
            *to++ = escaped(*++from);
        else
            *to++ = *from;
    }
    reader->rest = *from ? from + 1 : from;
    *to = '\0';
    return quoted ? complain(reader, "a quotation mark is not closed") : 1;
}

/* Takes text up to the mark off; NULL if there is none. */
static char *cut(char **text, char mark)
{
    char *start = *text, *end = strchr(start, mark);
    if (!end)
        return NULL;
    *end = '\0';
    *text = end + 1;
    return start;
}

/* A whole number and what follows it. false: there is none, or it is too large. */
static bool read_number(const char *text, int64_t max, int64_t *out, const char **out_end)
{
    int64_t value = 0;
    if (*text < '0' || *text > '9')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        value = value * 10 + (*text - '0');
        if (value > max)
            return false;
    }
    *out = value;
    *out_end = text;
    return true;
}

static const struct {
    const char *name;
    int64_t ns;
} units[] = {
    {"ns", 1},        {"us", RT_MICROSECOND}, {"ms", RT_MILLISECOND},
    {"s", RT_SECOND}, {"m", 60 * RT_SECOND},  {"h", 3600 * RT_SECOND},
};

/* "1.5s": without floating-point numbers, so that it is the same everywhere. */
static int read_duration(Reader *reader, const char *text, int64_t *out_ns)
{
    const char *end = text;
    int64_t whole = 0, fraction = 0, scale = 1;
    bool found = read_number(text, LATENCY_MAX_NS, &whole, &end);
    if (found && *end == '.') {
        for (end++; *end >= '0' && *end <= '9' && scale < RT_SECOND; end++) {
            fraction = fraction * 10 + (*end - '0');
            scale *= 10;
        }
    }
    for (size_t i = 0; found && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(end, units[i].name) != 0)
            continue;
        if (whole > LATENCY_MAX_NS / units[i].ns)
            return complain(reader, "%s is more than a day", text);
        *out_ns = whole * units[i].ns + fraction * units[i].ns / scale;
        return 0;
    }
    return complain(reader, "%s is no duration: one looks like 100ms, 1.5s, 20us or 2m", text);
}

/* --- Reading: values ----------------------------------------------------------------------- */

static const struct {
    const char *name;
    int count; /* of durations */
} spreads[] = {
    [SIM_SPREAD_FIXED] = {"fixed", 1},
    [SIM_SPREAD_UNIFORM] = {"uniform", 2},
    [SIM_SPREAD_EXPONENTIAL] = {"exponential", 1},
    [SIM_SPREAD_NORMAL] = {"normal", 2},
};

/* "100ms", "uniform:50ms:150ms". */
static int set_latency(Reader *reader, char *value)
{
    SimLatency *latency = &reader->rule.latency;
    char *second = value, *name = cut(&second, ':'), *first = second;
    *latency = (SimLatency){0};
    if (!name)
        return read_duration(reader, value, &latency->first_ns);
    for (size_t i = 0; i < sizeof spreads / sizeof spreads[0]; i++) {
        if (strcmp(name, spreads[i].name) != 0)
            continue;
        bool has_two = cut(&second, ':') != NULL;
        latency->spread = (SimSpread)i;
        if (has_two != (spreads[i].count == 2))
            return complain(reader, "%s takes %d duration%s", name, spreads[i].count,
                            spreads[i].count == 2 ? "s" : "");
        int err = read_duration(reader, first, &latency->first_ns);
        if (err == 0 && has_two)
            err = read_duration(reader, second, &latency->second_ns);
        if (err == 0 && latency->spread == SIM_SPREAD_UNIFORM &&
            latency->second_ns < latency->first_ns)
            err = complain(reader, "uniform: %s is more than %s", first, second);
        return err;
    }
    return complain(reader, "%s is no distribution: fixed, uniform, exponential or normal", name);
}

static int set_text(char **text, const char *value)
{
    free(*text);
    *text = strdup(value);
    return *text ? 0 : RT_ENOMEM;
}

static int set_body(Reader *reader, char *value)
{
    reader->rule.body_size = strlen(value);
    return set_text(&reader->rule.body, value);
}

/* A page of that many bytes: lines of figures and letters. */
static int set_size(Reader *reader, char *value)
{
    static const char filler[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-\n";
    int64_t size = 0;
    const char *end = value;
    bool found = read_number(value, BODY_MAX, &size, &end);
    int shift = *end == 'k' ? 10 : *end == 'M' ? 20 : 0;
    if (!found || end[shift > 0] != '\0' || size > BODY_MAX >> shift)
        return complain(reader, "%s is no size: one looks like 5000, 64k or 2M", value);
    size <<= shift;
    char *body = malloc((size_t)size + 1);
    if (!body)
        return RT_ENOMEM;
    for (int64_t i = 0; i < size; i++)
        body[i] = filler[i % (int64_t)(sizeof filler - 1)];
    free(reader->rule.body);
    reader->rule.body = body;
    reader->rule.body_size = (size_t)size;
    return 0;
}

static int read_host_file(Rt *host, const char *path, char **out_bytes, size_t *out_size);

/* The path counts from the folder of the table. */
static int set_file(Reader *reader, char *value)
{
    char path[4096];
    const char *slash = strrchr(reader->path, '/');
    int folder = value[0] == '/' || !slash ? 0 : (int)(slash + 1 - reader->path);
    if (snprintf(path, sizeof path, "%.*s%s", folder, reader->path, value) >= (int)sizeof path)
        return complain(reader, "the path of the file is too long");
    char *body;
    size_t size;
    int err = read_host_file(reader->host, path, &body, &size);
    if (err < 0)
        return complain(reader, "%s: %s", value, rt_error_text(err));
    free(reader->rule.body);
    reader->rule.body = body;
    reader->rule.body_size = size;
    return 0;
}

static int set_type(Reader *reader, char *value)
{
    return set_text(&reader->rule.type, value);
}

static int set_location(Reader *reader, char *value)
{
    return set_text(&reader->rule.location, value);
}

/* May be given again and again. */
static int set_header(Reader *reader, char *value)
{
    char *before = reader->rule.headers;
    size_t size = (before ? strlen(before) : 0) + strlen(value) + 2;
    if (!strchr(value, ':') || strpbrk(value, "\r\n"))
        return complain(reader, "a header looks like \"Name: value\"");
    char *lines = malloc(size);
    if (!lines)
        return RT_ENOMEM;
    snprintf(lines, size, "%s%s\n", before ? before : "", value);
    free(before);
    reader->rule.headers = lines;
    return 0;
}

static const struct {
    const char *name;
    int (*set)(Reader *reader, char *value);
} settings[] = {
    {"latency", set_latency}, {"body", set_body}, {"size", set_size},         {"file", set_file},
    {"header", set_header},   {"type", set_type}, {"location", set_location},
};

static const struct {
    const char *word;
    SimFailure failure;
} failures[] = {
#define NET_FAILURE(NAME, word, error, sentence) {#word, SIM_FAILURE_##NAME},
#include "runtime/sim_net.def"
#undef NET_FAILURE
};

/* --- Reading: lines ------------------------------------------------------------------------ */

/* "404", "refused". */
static int set_outcome(Reader *reader, const char *word)
{
    int64_t status;
    const char *end;
    if (read_number(word, 599, &status, &end) && *end == '\0' && status >= 200) {
        reader->rule.status = (int)status;
        return 0;
    }
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if (strcmp(word, failures[i].word) == 0) {
            reader->rule.failure = failures[i].failure;
            return 0;
        }
    }
    return complain(reader,
                    "%s is neither a status (200 to 599) nor a failure (timeout, refused, "
                    "reset, unknown-host)",
                    word);
}

static int set_value(Reader *reader, char *word)
{
    char *value = word, *name = cut(&value, '=');
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (strcmp(name, settings[i].name) == 0)
            return settings[i].set(reader, value);
    }
    return complain(reader, "there is no setting \"%s\"", name);
}

static int check_rule(Reader *reader)
{
    const SimRule *rule = &reader->rule;
    bool redirects = rule->status / 100 == 3 && rule->status != 304;
    if (rule->location && !redirects)
        return complain(reader, "location is for a status of 301, 302, 303, 307 or 308");
    if (redirects && !rule->location)
        return complain(reader, "a status of %d needs a location", rule->status);
    return 0;
}

static void rule_free(SimRule *rule)
{
    free(rule->pattern);
    free(rule->body);
    free(rule->type);
    free(rule->location);
    free(rule->headers);
}

/* Reads the rule of a line. 1 a rule, 0 an empty line, or an error. */
static int read_rule(Reader *reader, char *line)
{
    char *word;
    reader->rest = line;
    reader->rule = (SimRule){.status = default_rule.status, .latency = default_rule.latency};
    int found = next_word(reader, &word);
    if (found <= 0)
        return found;
    int err = set_text(&reader->rule.pattern, word);
    for (int i = 0; err == 0 && (found = next_word(reader, &word)) > 0; i++) {
        if (strchr(word, '='))
            err = set_value(reader, word);
        else if (i == 0)
            err = set_outcome(reader, word);
        else
            err = complain(reader, "\"%s\" is no setting: one looks like name=value", word);
    }
    if (err == 0)
        err = found < 0 ? found : check_rule(reader);
    return err < 0 ? err : 1;
}

static int add_rule(SimNet *net, const SimRule *rule)
{
    if (net->rule_count == net->rule_capacity) {
        size_t capacity = net->rule_capacity * 2 + 8;
        SimRule *grown = realloc(net->rules, capacity * sizeof *grown);
        if (!grown)
            return RT_ENOMEM;
        net->rules = grown;
        net->rule_capacity = capacity;
    }
    net->rules[net->rule_count++] = *rule;
    return 0;
}

static int read_lines(Reader *reader, char *text, SimNet *out)
{
    for (char *line = text; line; reader->problem->line++) {
        char *next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        int found = read_rule(reader, line);
        int err = found > 0 ? add_rule(out, &reader->rule) : found;
        if (found <= 0 || err < 0)
            rule_free(&reader->rule);
        if (err < 0)
            return err;
        line = next;
    }
    return 0;
}

static int read_host_file(Rt *host, const char *path, char **out_bytes, size_t *out_size)
{
    int file;
    RtStat stat;
    size_t count = 1;
    int err = rt_file_open(host, path, RT_OPEN_READ, 0, &file);
    if (err < 0)
        return err;
    err = rt_fstat(host, file, &stat);
    if (err == 0 && stat.size > BODY_MAX)
        err = RT_EFBIG;
    char *bytes = err == 0 ? malloc((size_t)stat.size + 1) : NULL;
    *out_size = 0;
    while (bytes && err == 0 && count > 0 && *out_size < (size_t)stat.size) {
        err = rt_file_read(host, file, bytes + *out_size, (size_t)stat.size - *out_size, &count);
        *out_size += err == 0 ? count : 0;
    }
    rt_file_close(host, file);
    if (err == 0 && bytes) {
        bytes[*out_size] = '\0';
        *out_bytes = bytes;
        return 0;
    }
    free(bytes);
    return err < 0 ? err : RT_ENOMEM;
}

int rt_sim_net_read(Rt *host, const char *path, SimNet *out, RtSimProblem *problem)
{
    Reader reader = {.host = host, .path = path, .problem = problem};
    char *text;
    size_t size;
    *out = (SimNet){0};
    *problem = (RtSimProblem){0};
    if (!path)
        return 0;
    int err = read_host_file(host, path, &text, &size);
    if (err < 0) {
        complain(&reader, "%s", rt_error_text(err));
        return err;
    }
    problem->line = 1;
    err = strlen(text) == size ? read_lines(&reader, text, out)
                               : complain(&reader, "this is no text file");
    free(text);
    if (err < 0)
        rt_sim_net_free(out);
    return err;
}

int rt_sim_net_check(Rt *host, const char *path, RtSimProblem *problem)
{
    SimNet net;
    int err = rt_sim_net_read(host, path, &net, problem);
    if (err == 0)
        rt_sim_net_free(&net);
    return err;
}

void rt_sim_net_free(SimNet *net)
{
    for (size_t i = 0; i < net->rule_count; i++)
        rule_free(&net->rules[i]);
    free(net->rules);
    rt_arena_release(net->visits);
    *net = (SimNet){0};
}

/* --- Asking -------------------------------------------------------------------------------- */

/* When it fails after a "*", that takes one character more; an earlier one need not be asked again.
 */
static bool matches(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            from = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

const SimRule *rt_sim_net_rule(const SimNet *net, const char *url)
{
    for (size_t i = 0; i < net->rule_count; i++) {
        if (matches(net->rules[i].pattern, url))
            return &net->rules[i];
    }
    return &default_rule;
}

bool rt_sim_net_has_rule(const SimNet *net, const char *url)
{
    return rt_sim_net_rule(net, url) != &default_rule;
}

/* --- Latencies ----------------------------------------------------------------------------- */

/* The next number of a sequence that is as good as random (Vigna's splitmix64). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* FNV-1a. */
static uint64_t hash_text(const char *text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * UINT64_C(0x100000001B3);
    return hash;
}

/* How often the page was fetched before; it is now once more. */
static int count_visit(SimNet *net, uint64_t url_hash, uint64_t *out_before)
{
    size_t low = 0, high = net->visit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (net->visits[middle].url_hash < url_hash)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == net->visit_count || net->visits[low].url_hash != url_hash) {
        if (net->visit_count == net->visit_capacity) {
            size_t capacity = net->visit_capacity * 2 + 16;
            SimVisits *grown = rt_arena_resize(net, net->visits, capacity * sizeof *grown);
            if (!grown)
                return RT_ENOMEM;
            net->visits = grown;
            net->visit_capacity = capacity;
        }
        memmove(&net->visits[low + 1], &net->visits[low],
                (net->visit_count - low) * sizeof *net->visits);
        net->visits[low] = (SimVisits){.url_hash = url_hash};
        net->visit_count++;
    }
    *out_before = net->visits[low].count++;
    return 0;
}

/* Fractions have 32 bits behind the point here: floating-point results differ between machines. */
typedef __int128 Wide;
enum { FRACTION_BITS = 32 };

static int64_t scale(int64_t ns, int64_t fraction)
{
    return (int64_t)(((Wide)ns * fraction) >> FRACTION_BITS);
}

/* -ln(u) for an even u of (0, 1): ln 2 times the binary logarithm, found bit by bit by squaring. */
static int64_t exponential(uint64_t random)
{
    const int64_t ln2 = INT64_C(2977044472);
    random |= 1;
    int zeros = 0;
    for (; !(random >> 63); random <<= 1)
        zeros++;
    int64_t log2 = 0;
    for (int bit = FRACTION_BITS - 1; bit >= 0; bit--) {
        unsigned __int128 square = (unsigned __int128)random * random;
        bool is_two = (square >> 127) != 0;
        random = (uint64_t)(square >> (is_two ? 64 : 63));
        log2 |= (int64_t)is_two << bit;
    }
    int64_t minus_log2 = ((int64_t)(zeros + 1) << FRACTION_BITS) - log2;
    return scale(minus_log2, ln2);
}

/* About normal, mean 0, deviation 1: the sum of twelve even numbers of [0, 1), less 6. */
static int64_t normal(uint64_t *state)
{
    int64_t sum = -(INT64_C(6) << FRACTION_BITS);
    for (int i = 0; i < 12; i++)
        sum += (int64_t)(draw(state) >> FRACTION_BITS);
    return sum;
}

static int64_t draw_latency(const SimLatency *latency, uint64_t *state)
{
    int64_t first = latency->first_ns, second = latency->second_ns;
    switch (latency->spread) {
    case SIM_SPREAD_UNIFORM:
        return first + (int64_t)(draw(state) % ((uint64_t)(second - first) + 1));
    case SIM_SPREAD_EXPONENTIAL: return scale(first, exponential(draw(state)));
    case SIM_SPREAD_NORMAL: return first + scale(second, normal(state));
    default: return first;
    }
}

int rt_sim_net_latency(SimNet *net, uint64_t seed, const char *url, const SimLatency *latency,
                       int64_t *out_ns)
{
    uint64_t before, hash = hash_text(url);
    int err = count_visit(net, hash, &before);
    if (err < 0)
        return err;
    uint64_t state = hash ^ seed;
    state = draw(&state) + before;
    int64_t ns = draw_latency(latency, &state);
    *out_ns = ns < 0 ? 0 : ns < LATENCY_MAX_NS ? ns : LATENCY_MAX_NS;
    return 0;
}
