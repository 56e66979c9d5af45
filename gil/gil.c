/* What all locks share: configuration, threads, the holder, and the misuse that checks catch. */
#include "gil/gil.h"

#include "gil/policy.h"
#include "gil/record.h"
#include "runtime/check.h"

#include <stdlib.h>
#include <string.h>

/* CPython keeps the switch interval in microseconds and treats less than one as one. */
#define SWITCH_INTERVAL_MIN_NS RT_MICROSECOND

static const GilPolicyRow policy_rows[] = {
#define GIL_POLICY(name, word, counts_ticks, knob, origin, sentence) \
    {GIL_PLUGIN_VERSION, #word, counts_ticks, knob, origin, sentence, &gil_policy_##word},
#include "gil/policies.def"
#undef GIL_POLICY
};

static const struct {
    const char *version;
    GilConfig config;
} presets[] = {
#define GIL_PRESET(version, policy, switch_interval_ns, check_interval, checks, deaf)              \
    {version,                                                                                      \
     {GIL_POLICY_##policy, NULL, switch_interval_ns, check_interval, GIL_CHECKS_##checks, deaf,    \
      false, NULL}},
#include "gil/presets.def"
#undef GIL_PRESET
};

#define PRESET_COUNT ((int)(sizeof presets / sizeof presets[0]))

static const char *const reason_names[] = {
#define GIL_REASON(name, word, noun, sentence) word,
#include "gil/reasons.def"
#undef GIL_REASON
};

/* --- Configuration ------------------------------------------------------------------------- */

int gil_preset(const char *version, GilConfig *config)
{
    for (int i = 0; i < PRESET_COUNT; i++) {
        if (strcmp(presets[i].version, version) == 0) {
            *config = presets[i].config;
            return 0;
        }
    }
    return -1;
}

const char *gil_preset_name(int index)
{
    ASSERT(index >= 0);
    return index < PRESET_COUNT ? presets[index].version : NULL;
}

int gil_policy_find(const char *word, GilPolicyId *out)
{
    for (int i = 0; i < GIL_POLICY_COUNT; i++) {
        if (strcmp(policy_rows[i].word, word) == 0) {
            *out = (GilPolicyId)i;
            return 0;
        }
    }
    return -1;
}

const GilPolicyRow *gil_policy_row(GilPolicyId policy)
{
    return &policy_rows[policy];
}

const GilPolicyRow *gil_config_row(const GilConfig *config)
{
    return config->plugin ? config->plugin : gil_policy_row(config->policy);
}

const char *gil_reason_name(GilReason reason)
{
    return reason_names[reason];
}

/* --- The lock as a value ------------------------------------------------------------------- */

int gil_new(Rt *rt, const GilConfig *config, Gil **out)
{
    REQUIRE(config->policy < GIL_POLICY_COUNT);
    Gil *gil = calloc(1, sizeof *gil);
    if (!gil)
        return RT_ENOMEM;
    gil->rt = rt;
    gil->row = gil_config_row(config);
    gil->policy = gil->row->policy;
    gil->checks = config->checks;
    gil->chosen = config->chosen;
    gil->program = config->program;
    gil->sample_ns = config->sample_ns;
    gil->run = config->run;
    gil->next_id = 1;
    gil->started_ns = rt_clock(rt, RT_CLOCK_MONOTONIC);
    gil_set_switch_interval_ns(gil, config->switch_interval_ns);
    gil_set_check_interval(gil, config->check_interval);
    int err = rt_mutex_new(rt, &gil->registry);
    if (err == 0)
        err = gil->policy->init(gil);
    if (err == 0 && config->statistics)
        err = gil_record_stats(gil);
    if (err == 0 && config->trace_events > 0)
        err = gil_trace_start(gil, config->trace_events);
    if (err < 0)
        gil_free(gil);
    else
        *out = gil;
    return err;
}

void gil_free(Gil *gil)
{
    if (!gil)
        return;
    ASSERT(gil_holder(gil) == 0);
    ASSERT(gil->threads == NULL);
    gil->policy->fini(gil);
    gil_recorder_free(gil);
    rt_mutex_free(gil->rt, gil->registry);
    free(gil);
}

void gil_observe(Gil *gil, GilObserver *observer)
{
    observer->next = atomic_load_explicit(&gil->observers, memory_order_relaxed);
    atomic_store_explicit(&gil->observers, observer, memory_order_release);
}

void gil_tell(Gil *gil, GilThread *thread, GilEvent event, int detail)
{
    gil_note(gil, thread, event, detail);
}

/* --- Threads ------------------------------------------------------------------------------- */

/* A name that is too long is cut before a character, not inside one. */
static void copy_name(GilThread *thread, const char *name)
{
    size_t size = name ? strlen(name) : 0;
    if (size >= sizeof thread->name) {
        size = sizeof thread->name - 1;
        while (size > 0 && (name[size] & 0xC0) == 0x80)
            size--;
    }
    memcpy(thread->name, name ? name : "", size);
    thread->name[size] = '\0';
}

int gil_thread_attach(Gil *gil, GilThread *thread, const char *name)
{
    memset(thread, 0, sizeof *thread);
    copy_name(thread, name);
    if (gil->policy->attach) {
        int err = gil->policy->attach(gil, thread);
        if (err < 0)
            return err;
    }
    rt_mutex_lock(gil->rt, gil->registry);
    thread->id = gil->next_id++;
    ASSERT(thread->id == 1 || gil_holder(gil) != 0);
    GilThread **end = &gil->threads;
    while (*end)
        end = &(*end)->next;
    *end = thread;
    gil_record_attach(gil, thread);
    rt_mutex_unlock(gil->rt, gil->registry);
    if (thread->id == 2 && gil->policy->second_thread)
        gil->policy->second_thread(gil);
    gil_note(gil, thread, GIL_EVENT_ATTACH, 0);
    return 0;
}

void gil_thread_detach(Gil *gil, GilThread *thread)
{
    ASSERT(!gil_held(gil, thread));
    gil_note(gil, thread, GIL_EVENT_DETACH, 0);
    rt_mutex_lock(gil->rt, gil->registry);
    GilThread **link = &gil->threads;
    while (*link && *link != thread)
        link = &(*link)->next;
    REQUIRE(*link == thread);
    *link = thread->next;
    gil_record_detach(gil, thread);
    rt_mutex_unlock(gil->rt, gil->registry);
    if (gil->policy->detach)
        gil->policy->detach(gil, thread);
}

void gil_thread_rename(Gil *gil, GilThread *thread, const char *name)
{
    rt_mutex_lock(gil->rt, gil->registry);
    copy_name(thread, name);
    gil_record_rename(thread);
    rt_mutex_unlock(gil->rt, gil->registry);
    if (gil->policy->named)
        gil->policy->named(gil, thread);
}

/* --- Taking and giving --------------------------------------------------------------------- */

/* Waits for the lock, with the watchers knowing that the thread asks. */
static int take(Gil *gil, GilThread *thread)
{
    ASSERT(thread->id != 0);
    ASSERT(!gil_held(gil, thread));
    if (gil->policy->acquire(gil, thread) < 0) {
        gil_note(gil, thread, GIL_EVENT_REFUSE, 0);
        return -1;
    }
    ASSERT(gil->policy->many_holders || gil_holder(gil) == 0);
    atomic_store_explicit(&gil->holder, thread->id, memory_order_relaxed);
    thread->holds = true;
    gil_note(gil, thread, GIL_EVENT_TAKE, 0);
    return 0;
}

int gil_acquire(Gil *gil, GilThread *thread)
{
    gil_note(gil, thread, GIL_EVENT_WANT, 0);
    return take(gil, thread);
}

void gil_release(Gil *gil, GilThread *thread, GilReason reason)
{
    ASSERT(gil_held(gil, thread));
    gil_note(gil, thread, GIL_EVENT_DROP, reason);
    atomic_store_explicit(&gil->holder, 0, memory_order_relaxed);
    thread->holds = false;
    gil->policy->release(gil, thread, reason);
}

bool gil_resume(Gil *gil, GilThread *thread)
{
    ASSERT(gil->policy->many_holders);
    atomic_store_explicit(&gil->holder, thread->holds ? thread->id : 0, memory_order_relaxed);
    return thread->holds;
}

int gil_give_way(Gil *gil, GilThread *thread)
{
    gil_release(gil, thread, GIL_EVAL);
    return take(gil, thread);
}

int gil_check(Gil *gil, GilThread *thread)
{
    ASSERT(gil_held(gil, thread));
    gil_record_count(thread, GIL_EVENT_CHECK);
    return gil->policy->check(gil, thread);
}

void gil_shut_down(Gil *gil, GilThread *thread)
{
    ASSERT(gil_held(gil, thread));
    gil->finalizer = thread->id;
    atomic_store(&gil->finalizing, true);
    gil->policy->wake_all(gil);
}

/* The other threads' structs are still in the child's memory, but nobody runs them: they are
 * forgotten, not detached. The child's table starts anew. */
int gil_after_fork(Gil *gil, GilThread *thread)
{
    ASSERT(gil_held(gil, thread));
    int err = rt_mutex_reset(gil->rt, gil->registry);
    if (err == 0)
        err = gil->policy->after_fork(gil, thread);
    if (err < 0)
        return err;
    gil->threads = thread;
    thread->next = NULL;
    gil->started_ns = rt_clock(gil->rt, RT_CLOCK_MONOTONIC);
    gil_record_after_fork(gil, thread);
    return 0;
}

/* --- The knobs ----------------------------------------------------------------------------- */

void gil_set_switch_interval_ns(Gil *gil, int64_t interval_ns)
{
    if (interval_ns < SWITCH_INTERVAL_MIN_NS)
        interval_ns = SWITCH_INTERVAL_MIN_NS;
    atomic_store_explicit(&gil->switch_interval_ns, interval_ns, memory_order_relaxed);
}

int64_t gil_switch_interval_ns(Gil *gil)
{
    return atomic_load_explicit(&gil->switch_interval_ns, memory_order_relaxed);
}

/* The ticker that runs now must not outlast the new interval. */
void gil_set_check_interval(Gil *gil, int32_t ticks)
{
    gil->check_interval = ticks;
    if (gil->ticker > ticks)
        gil->ticker = ticks < 0 ? 0 : ticks;
}

int32_t gil_check_interval(const Gil *gil)
{
    return gil->check_interval;
}

void gil_config_get(Gil *gil, GilConfig *out)
{
    *out = (GilConfig){.plugin = gil->row,
                       .switch_interval_ns = gil_switch_interval_ns(gil),
                       .check_interval = gil->check_interval,
                       .checks = gil->checks,
                       .statistics = gil->recorder != NULL,
                       .program = gil->program,
                       .sample_ns = gil->sample_ns,
                       .run = gil->run};
}

bool gil_counts_ticks(const Gil *gil)
{
    return gil->row->counts_ticks;
}
