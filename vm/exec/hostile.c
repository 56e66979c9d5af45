#include "vm/exec/hostile.h"

#include "vm/mem.h"

#include <stdlib.h>

typedef struct Mode {
    const char *name;
    void (*start)(GbThread *t, const char *value);
    bool at_birth; /* Before the interpreter is there, and not when the program begins. */
} Mode;

static void start_gc_every(GbThread *t, const char *value)
{
    t->interp->collector.every_allocation = true;
    gb_gc_set_thresholds(t);
}

/* The bit is never cleared: safepoints find it every time. */
static void start_drop_every(GbThread *t, const char *value)
{
    gil_breaker_set(t->interp->gil, GB_BREAK_HOSTILE);
}

static void start_fail_nth(GbThread *t, const char *value)
{
    gb_heap_fail_after(t->interp->heap, strtoll(value, NULL, 10));
}

/* As above, the bit stays. */
static void start_stop_after(GbThread *t, const char *value)
{
    t->interp->safepoints_left = strtoll(value, NULL, 10);
    gil_breaker_set(t->interp->gil, GB_BREAK_STOP);
}

static void start_heap_max(GbThread *t, const char *value)
{
    gb_heap_limit(t->interp->heap, strtoull(value, NULL, 10));
}

static const Mode modes[] = {
    {"gc-every", start_gc_every, false},     {"drop-every", start_drop_every, false},
    {"fail-birth", start_fail_nth, true},    {"fail-nth", start_fail_nth, false},
    {"stop-after", start_stop_after, false}, {"heap-max", start_heap_max, false},
};

void gb_hostile_init(GbThread *t, bool at_birth)
{
    const char *const *options = t->interp->options.x_options;
    for (; options != NULL && *options != NULL; options++) {
        size_t size = strcspn(*options, "=");
        const char *value = *options + size + ((*options)[size] == '=');
        for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
            if (modes[i].at_birth == at_birth && strlen(modes[i].name) == size &&
                memcmp(modes[i].name, *options, size) == 0)
                modes[i].start(t, value);
        }
    }
}

void gb_hostile_end(GbThread *t)
{
    static const char text[] = "hostile: that allocation never came\n";
    const GbOptions *options = &t->interp->options;
    if (gb_heap_will_fail(t->interp->heap) && options->report != NULL)
        options->report(options->report_argument, text, sizeof text - 1);
}
