/* A lock of one's own, built out of the tree: last come, first served.
 *
 *     cc -shared -fPIC -I PATH/TO/gilbox -o lifo.so lifo.c
 *     gilbox --gil-plugin ./lifo.so --stats script.py
 *
 * Try it with three busy threads: the one that waits longest goes on waiting, while the two others
 * pass the lock to and fro. docs/policies.md builds it up step by step. */
#include "gil/line.h"

static int64_t patience_ns(Gil *gil, const GilThread *waiter)
{
    return gil_switch_interval_ns(gil);
}

static bool always(Gil *gil, const GilThread *comer, const GilThread *other)
{
    return true;
}

static const GilLineRules rules = {.patience_ns = patience_ns, .before = always};

static GIL_LINE_POLICY(lifo, &rules);

const GilPolicyRow gil_plugin = {
    .version = GIL_PLUGIN_VERSION,
    .word = "lifo",
    .knob = "switch interval (time)",
    .origin = "samples/locks",
    .sentence = "Last come, first served.",
    .policy = &gil_policy_lifo,
};
