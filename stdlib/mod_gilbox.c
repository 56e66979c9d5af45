/* _gilbox: the lock, seen from inside the program; what gilbox.py is made of. */
#include "gil/gil.h"
#include "vm/gilbox.h"

#include <stdlib.h>

/* --- Text that is written piece by piece ----------------------------------------------------- */

typedef struct Text {
    char *data;
    size_t size, capacity;
    bool failed;
} Text;

static void text_write(void *argument, const char *data, size_t size)
{
    Text *text = argument;
    if (size > text->capacity - text->size) {
        size_t capacity = (text->size + size) * 2;
        char *grown = text->failed ? NULL : realloc(text->data, capacity);
        text->failed = grown == NULL;
        if (grown == NULL)
            return;
        text->data = grown;
        text->capacity = capacity;
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
}

/* The text as a str; its memory is given back. */
static GbRef text_take(GbThread *t, Text *text)
{
    GbRef result = text->failed ? gb_raise_memory(t) : gb_str_from_utf8(t, text->data, text->size);
    free(text->data);
    return result;
}

/* --- Snapshots of the statistics ------------------------------------------------------------- */

typedef struct Snapshot {
    GbObject header;
    GilStats stats;
} Snapshot;

static Snapshot *as_snapshot(GbBorrow v)
{
    return (Snapshot *)gb_object(v);
}

static void snapshot_dealloc(GbThread *t, GbObject *object)
{
    gil_stats_free(&((Snapshot *)object)->stats);
}

static const GbTypeSpec snapshot_spec;

static GbRef snapshot_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    Snapshot *snapshot = gb_object_new(t, (GbType *)gb_object(type));
    if (snapshot == NULL)
        return GB_NULL;
    if (gil_record_stats(gb_gil(t)) == 0 && gil_stats_get(gb_gil(t), &snapshot->stats) == 0)
        return gb_value(snapshot);
    gb_decref(gb_value(snapshot));
    return gb_raise_memory(t);
}

/* self -= earlier: rows are matched by thread, so any two snapshots will do. */
static GbRef snapshot_subtract(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbType *type = gb_spec_type(t, &snapshot_spec);
    if (gb_type_of(t, args[0]) != type)
        return gb_raise(t, gb_TypeError, "expected a Snapshot, not %T", args[0]);
    if (args[0] != self)
        gil_stats_subtract(&as_snapshot(self)->stats, &as_snapshot(args[0])->stats);
    return GB_NONE;
}

static GbRef snapshot_json(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Text text = {0};
    gil_stats_print_json(&as_snapshot(self)->stats, 1, text_write, &text);
    return text_take(t, &text);
}

static GbRef snapshot_table(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Text text = {0};
    gil_stats_print(&as_snapshot(self)->stats, 1, text_write, &text);
    return text_take(t, &text);
}

static const GbMethodDef snapshot_methods[] = {
    {"subtract(earlier, /)", snapshot_subtract, "Keep what has happened since the earlier one."},
    {"json()", snapshot_json, "As a JSON object."},
    {"table()", snapshot_table, "As a table for people."},
    {0},
};

static const GbTypeSpec snapshot_spec = {
    .name = "_gilbox.Snapshot",
    .doc = "What the threads have done with the lock, up to now.",
    .size = sizeof(Snapshot),
    .flags = GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = snapshot_dealloc},
    .constructor = {"Snapshot()", snapshot_create, NULL},
    .methods = snapshot_methods,
};

/* --- The trace ------------------------------------------------------------------------------- */

static GbRef gilbox_trace_start(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t events;
    if (gb_index_i64(t, args[0], &events, gb_OverflowError) < 0)
        return GB_NULL;
    if (events < 1 || events > 1 << 24)
        return gb_raise(t, gb_ValueError, "events must be from 1 to 16777216");
    if (gil_trace_start(gb_gil(t), (uint32_t)events) < 0)
        return gb_raise_memory(t);
    return GB_NONE;
}

static GbRef gilbox_trace_stop(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    gil_trace_stop(gb_gil(t));
    return GB_NONE;
}

static GbRef gilbox_tracing(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(gil_tracing(gb_gil(t)));
}

/* The files of the places that the trace has seen, each once. */
static GbRef gilbox_trace_files(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GilTrace trace;
    GbRef files = gb_set_new(t, GB_NULL);
    if (files == GB_NULL || gil_trace_get(gb_gil(t), &trace) < 0)
        return gb_clear(&files), gb_raise_memory(t);
    for (size_t i = 1; i < trace.place_count && files != GB_NULL; i++) {
        GbRef file = gb_str_new(t, trace.texts + trace.places[i].file);
        if (file == GB_NULL || gb_set_add(t, files, file) < 0)
            gb_clear(&files);
        gb_xdecref(file);
    }
    gil_trace_free(&trace);
    return files;
}

typedef struct Sources {
    GbThread *t;
    GbBorrow texts; /* a dict from file to text */
} Sources;

static char *find_source(void *argument, const char *file)
{
    Sources *sources = argument;
    GbThread *t = sources->t;
    GbRef key = gb_str_new(t, file), text = GB_NULL;
    char *copy = NULL;
    if (key != GB_NULL && gb_dict_find(t, sources->texts, key, &text) == 1 && gb_is_str(text)) {
        const char *utf8 = gb_str_wtf8(t, text, NULL);
        copy = utf8 == NULL ? NULL : strdup(utf8);
    }
    gb_raised_drop(t);
    gb_xdecref(text);
    gb_xdecref(key);
    return copy;
}

static void free_source(void *argument, char *text)
{
    free(text);
}

static int write_page(const GilTrace *trace, const GilRunInfo *info, Text *text)
{
    gil_page_head(info->title, text_write, text);
    int error = gil_page_run(trace, info, text_write, text);
    gil_page_tail(text_write, text);
    return error;
}

static const char *text_get(GbThread *t, GbBorrow v)
{
    if (gb_is_str(v))
        return gb_str_utf8(t, v, NULL);
    gb_raise(t, gb_TypeError, "expected str, not %T", v);
    return NULL;
}

static GbRef gilbox_trace_text(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (!gb_is_dict(args[2]))
        return gb_raise(t, gb_TypeError, "expected dict, not %T", args[2]);
    Sources sources = {t, args[2]};
    GilRunInfo info = {.source = find_source, .source_free = free_source, .argument = &sources};
    const char *kind = text_get(t, args[0]);
    info.title = kind == NULL ? NULL : text_get(t, args[1]);
    int64_t columns;
    int ascii = gb_truth(t, args[4]), error;
    if (info.title == NULL || ascii < 0 || gb_index_i64(t, args[3], &columns, gb_BaseException) < 0)
        return GB_NULL;
    Text text = {0};
    GilTrace trace;
    if (gil_trace_get(gb_gil(t), &trace) < 0)
        return gb_raise_memory(t);
    if (trace.thread_count == 0) {
        gil_trace_free(&trace);
        return gb_raise(t, gb_RuntimeError, "there is no trace: gilbox.trace.start() begins one");
    }
    if (strcmp(kind, "page") == 0) {
        error = write_page(&trace, &info, &text);
    } else if (strcmp(kind, "chrome") == 0) {
        error = gil_trace_print_chrome(&trace, 1, &info, text_write, &text);
    } else {
        int width = columns < 20 ? 20 : columns > 1000 ? 1000 : (int)columns;
        GilTimelineStyle style = {.columns = width, .ascii = ascii};
        error = gil_timeline_print(&trace, 1, &style, text_write, &text);
    }
    gil_trace_free(&trace);
    text.failed |= error < 0;
    return text_take(t, &text);
}

static GbRef gilbox_mark(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const char *text = text_get(t, args[0]);
    if (text == NULL)
        return GB_NULL;
    gil_mark(gb_gil(t), &t->gil, text);
    return GB_NONE;
}

/* --- The lock -------------------------------------------------------------------------------- */

static GbRef gilbox_policy(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GilConfig config;
    gil_config_get(gb_gil(t), &config);
    const GilPolicyRow *row = gil_config_row(&config);
    GbRef name = gb_str_new(t, row->word), result = GB_NULL;
    GbRef checks = gb_str_new(t, config.checks == GIL_CHECKS_EVERY ? "every" : "edges");
    if (name != GB_NULL && checks != GB_NULL)
        result = gb_tuple_of(t, 5, name, gb_float_new((double)config.switch_interval_ns / 1e9),
                             gb_int_new(t, config.check_interval), checks,
                             gb_bool(row->counts_ticks));
    gb_xdecref(checks);
    gb_xdecref(name);
    return result;
}

static GbRef gilbox_thread_id(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_int_new(t, t->gil.id);
}

static const GbMethodDef gilbox_functions[] = {
    {"trace_start(events, /)", gilbox_trace_start,
     "Start a trace that keeps the latest events of each thread."},
    {"trace_stop()", gilbox_trace_stop, "End the trace; what it has is kept."},
    {"tracing()", gilbox_tracing, "Is there a trace?"},
    {"trace_files()", gilbox_trace_files, "The source files that the trace has seen."},
    {"trace_text(kind, title, sources, columns, ascii, /)", gilbox_trace_text,
     "The trace as a 'page', as 'chrome' JSON, or for a terminal."},
    {"mark(text, /)", gilbox_mark, "Write a word into the trace."},
    {"policy()", gilbox_policy,
     "(name, switch interval, check interval, where it checks, does it count ticks)"},
    {"thread_id()", gilbox_thread_id, "What statistics and traces call this thread."},
    {0},
};

static int gilbox_init(GbThread *t, GbBorrow module)
{
    return gb_module_add_type(t, module, &snapshot_spec, NULL);
}

const GbModuleDef gb_module_gilbox = {
    "_gilbox",
    "The lock of this program, seen from inside.",
    gilbox_functions,
    gilbox_init,
};
