/* The pages of the virtual machine's web: a table of rules that the user wrote, one a line.
 *
 *     URL [STATUS | FAILURE] [name=value ...]
 *
 * docs/simulation.md has the whole format. The first rule whose URL matches answers a fetch; what
 * no rule matches is answered by the default: 200, a small page, 100 ms. */
#ifndef RUNTIME_SIM_NET_H
#define RUNTIME_SIM_NET_H

#include "runtime/rt.h"

typedef enum SimFailure {
    SIM_FAILURE_NONE,
#define NET_FAILURE(NAME, word, error, sentence) SIM_FAILURE_##NAME,
#include "runtime/sim_net.def"
#undef NET_FAILURE
} SimFailure;

typedef enum SimSpread {
    SIM_SPREAD_FIXED,       /* first */
    SIM_SPREAD_UNIFORM,     /* first to second */
    SIM_SPREAD_EXPONENTIAL, /* first is the mean */
    SIM_SPREAD_NORMAL,      /* first is the mean, second the deviation */
} SimSpread;

typedef struct SimLatency {
    SimSpread spread;
    int64_t first_ns, second_ns;
} SimLatency;

typedef struct SimRule {
    char *pattern; /* "*" stands for any characters */
    int status;
    SimFailure failure;
    SimLatency latency;
    char *body; /* or NULL: the default page */
    size_t body_size;
    char *type; /* of the contents, or NULL */
    char *location;
    char *headers; /* more lines, each with its newline, or NULL */
} SimRule;

/* How often a page was fetched. */
typedef struct SimVisits {
    uint64_t url_hash, count;
} SimVisits;

typedef struct SimNet {
    SimRule *rules;
    size_t rule_count, rule_capacity;
    SimVisits *visits; /* sorted by hash */
    size_t visit_count, visit_capacity;
} SimNet;

/* Reads the table at path through the host; path NULL: an empty one. 0, or an RtError with the
 * problem filled in. */
int rt_sim_net_read(Rt *host, const char *path, SimNet *out, RtSimProblem *problem);
void rt_sim_net_free(SimNet *net);

/* The rule for a page, or the default. */
const SimRule *rt_sim_net_rule(const SimNet *net, const char *url);

/* Is there a rule of the table for the page? */
bool rt_sim_net_has_rule(const SimNet *net, const char *url);

/* How long this fetch of the page takes: it depends on the seed, the page, and how often it was
 * fetched before. Counts the fetch. */
int rt_sim_net_latency(SimNet *net, uint64_t seed, const char *url, const SimLatency *latency,
                       int64_t *out_ns);

#endif
