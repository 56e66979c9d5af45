/* Reports: what is told of the lock when the script has ended.
 *
 * The script comes first. A file that can't be written, or a full disk, is a sentence on standard
 * error; what the script printed and its exit status stay what they are. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_MODE = 0666, SOURCE_BYTES_MAX = 1 << 20, COLUMNS_DEFAULT = 80 };

/* --- Files ----------------------------------------------------------------------------------- */

/* A file being written: the first failure ends it. */
typedef struct Output {
    Rt *rt;
    int file, error;
} Output;

static void write_file(void *argument, const char *text, size_t size)
{
    Output *output = argument;
    while (size > 0 && output->error == 0) {
        size_t count = 0;
        int error = rt_file_write(output->rt, output->file, text, size, &count);
        if (error == RT_EINTR)
            continue;
        output->error = error;
        text += count;
        size -= count;
    }
}

/* The script may change its folder: what was meant is a file of this one. */
static char *absolute_path(Rt *rt, const char *path)
{
    char *folder = NULL;
    if (path[0] == '/' || rt_getcwd(rt, &folder) != 0)
        return strdup(path);
    size_t size = strlen(folder) + strlen(path) + 2;
    char *whole = malloc(size);
    if (whole != NULL)
        snprintf(whole, size, "%s/%s", folder, path);
    rt_free(folder);
    return whole;
}

/* The path of a report that can be written, or NULL. */
static char *open_early(Rt *rt, const char *option, const char *path)
{
    int file;
    if (path == NULL)
        return NULL;
    int error = rt_file_open(rt, path, RT_OPEN_WRITE | RT_OPEN_CREATE, FILE_MODE, &file);
    if (error != 0) {
        cli_complain("%s: can't write %s: %s", option, path, rt_error_text(error));
        return NULL;
    }
    rt_file_close(rt, file);
    return absolute_path(rt, path);
}

typedef int (*PutReport)(const CliRequest *request, const GilTrace *trace, Output *output);

static void write_report(const CliRequest *request, const GilTrace *trace, const char *option,
                         const char *path, PutReport put_report)
{
    Output output = {.rt = request->reports.host};
    int flags = RT_OPEN_WRITE | RT_OPEN_CREATE | RT_OPEN_TRUNCATE;
    int error = rt_file_open(output.rt, path, flags, FILE_MODE, &output.file);
    if (error == 0) {
        error = put_report(request, trace, &output);
        if (error == 0)
            error = output.error;
        int close_error = rt_file_close(output.rt, output.file);
        if (error == 0)
            error = close_error;
    }
    if (error != 0)
        cli_complain("%s: can't write %s: %s", option, path, rt_error_text(error));
}

/* --- What they contain ----------------------------------------------------------------------- */

static char *read_source(void *argument, const char *file)
{
    const CliRequest *request = argument;
    Rt *rt = request->reports.host;
    int number;
    if (strcmp(file, "<string>") == 0 && request->code != NULL)
        return strdup(request->code);
    if (rt_file_open(rt, file, RT_OPEN_READ, 0, &number) != 0)
        return NULL;
    char *text = malloc(SOURCE_BYTES_MAX + 1);
    size_t size = 0, count = 1;
    while (text != NULL && count > 0 && size < SOURCE_BYTES_MAX) {
        if (rt_file_read(rt, number, text + size, SOURCE_BYTES_MAX - size, &count) != 0)
            break;
        size += count;
    }
    rt_file_close(rt, number);
    if (text != NULL)
        text[size] = '\0';
    return text;
}

static void free_source(void *argument, char *text)
{
    free(text);
}

static const char *title_of(const CliRequest *request)
{
    if (request->code != NULL)
        return "-c";
    if (request->module != NULL)
        return request->module;
    return request->script == NULL ? "standard input" : request->script;
}

static GilRunInfo run_info(const CliRequest *request)
{
    return (GilRunInfo){.title = title_of(request),
                        .source = read_source,
                        .source_free = free_source,
                        .argument = (void *)request};
}

static int put_chrome(const CliRequest *request, const GilTrace *trace, Output *output)
{
    GilRunInfo info = run_info(request);
    return gil_trace_print_chrome(trace, &info, write_file, output);
}

static int put_page(const CliRequest *request, const GilTrace *trace, Output *output)
{
    GilRunInfo info = run_info(request);
    gil_page_head(info.title, write_file, output);
    int error = gil_page_run(trace, &info, write_file, output);
    gil_page_tail(write_file, output);
    return error;
}

/* --- The terminal ---------------------------------------------------------------------------- */

/* Is the variable set, to more than nothing? */
static bool is_set(Rt *rt, const char *name)
{
    char *value = NULL;
    bool set = rt_env_get(rt, name, &value) == 0 && value[0] != '\0';
    rt_free(value);
    return set;
}

/* The first of the variables that is set says it: "de_DE.UTF-8". */
static bool locale_has_unicode(Rt *rt)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *value = NULL;
        if (!is_set(rt, names[i]) || rt_env_get(rt, names[i], &value) != 0)
            continue;
        bool unicode = strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL ||
                       strstr(value, "utf-8") != NULL || strstr(value, "UTF8") != NULL;
        rt_free(value);
        return unicode;
    }
    return false;
}

static int terminal_columns(Rt *rt)
{
    char *value = NULL;
    int columns = 0, rows = 0;
    if (rt_env_get(rt, "COLUMNS", &value) == 0)
        columns = atoi(value);
    rt_free(value);
    if (columns <= 0 && rt_terminal_size(rt, 2, &columns, &rows) != 0)
        columns = 0;
    return columns > 0 && columns < 10000 ? columns : COLUMNS_DEFAULT;
}

static void print_timeline(const CliReports *reports, const GilTrace *trace)
{
    if (gil_timeline_print(trace, &reports->style, cli_write_error, NULL) != 0)
        cli_complain("--timeline: out of memory");
}

static void print_stats(const CliReports *reports, Gil *gil)
{
    GilStats stats;
    if (gil_stats_get(gil, &stats) != 0) {
        cli_complain("--stats: out of memory");
        return;
    }
    if (reports->stats_json)
        gil_stats_print_json(&stats, cli_write_error, NULL);
    else
        gil_stats_print(&stats, cli_write_error, NULL);
    gil_stats_free(&stats);
}

/* --- Before and after ------------------------------------------------------------------------ */

static void name_run(Rt *host, CliRequest *request)
{
    const CliMachine *machine = &request->machine;
    GilRun *run = &request->run;
    run->version = GILBOX_VERSION;
    run->machine = machine->is_virtual ? "virtual" : "real";
    run->cores = machine->is_virtual ? machine->sim.cores : rt_cpu_count(host);
    snprintf(request->seed, sizeof request->seed, "%llu", (unsigned long long)machine->sim.seed);
    run->seed = machine->is_virtual ? request->seed : NULL;
    request->vm.gil.run = run;
}

void cli_reports_open(Rt *host, CliRequest *request)
{
    CliReports *reports = &request->reports;
    name_run(host, request);
    reports->host = host;
    reports->began_ns = rt_clock(host, RT_CLOCK_MONOTONIC);
    reports->process_id = reports->host_process_id = rt_process_id(host);
    reports->style = (GilTimelineStyle){.columns = terminal_columns(host),
                                        .ascii = reports->ascii || !locale_has_unicode(host),
                                        .colours = rt_file_isatty(host, 2) &&
                                                   !is_set(host, "NO_COLOR")};
    reports->timeline_path = open_early(host, "--timeline", reports->timeline_file);
    reports->trace_path = open_early(host, "--trace", reports->trace_file);
}

static void write_trace(const CliRequest *request, Gil *gil)
{
    const CliReports *reports = &request->reports;
    GilTrace trace;
    gil_trace_stop(gil);
    if (gil_trace_get(gil, &trace) != 0) {
        cli_complain("out of memory for the trace");
        return;
    }
    if (reports->trace_path != NULL)
        write_report(request, &trace, "--trace", reports->trace_path, put_chrome);
    if (reports->timeline_path != NULL)
        write_report(request, &trace, "--timeline", reports->timeline_path, put_page);
    if (reports->timeline)
        print_timeline(reports, &trace);
    gil_trace_free(&trace);
}

void cli_reports_write(CliRequest *request, Gil *gil)
{
    const CliReports *reports = &request->reports;
    bool own = rt_process_id(request->vm.rt) == reports->process_id;
    bool traces = reports->timeline || reports->timeline_path != NULL ||
                  reports->trace_path != NULL;
    fflush(stdout);
    if (own)
        cli_live_stop(request, gil);
    if (own && traces)
        write_trace(request, gil);
    if (reports->stats)
        print_stats(reports, gil);
}

void cli_reports_close(CliRequest *request)
{
    free(request->reports.timeline_path);
    free(request->reports.trace_path);
}
