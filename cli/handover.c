/* The handover: what child processes have recorded comes to the first one, which reports it.
 *
 * The first process opens a file without a name before the script runs. Children of fork have it,
 * those that are started anew inherit it and are told by --record-for. Each writes its recording in
 * one piece behind the others when it ends. Nothing is left behind, whoever is killed when. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

/* The file lies in memory. What has no room leaves its trace out, and then itself. */
#define FILE_BYTES_MAX (64 << 20)

/* A number that scripts do not come to: the files that they open keep theirs. */
#define FILE_NUMBER 1000

void cli_handover_open(CliRequest *request)
{
    CliReports *reports = &request->reports;
    Rt *host = reports->host;
    RtStat stat;
    int file;
    reports->handover = -1;
    if (!cli_reports_wanted(reports) ||
        rt_memory_open(host, NULL, RT_OPEN_READ_WRITE | RT_OPEN_APPEND, 0, &file) != 0)
        return;
    if (rt_file_dup_onto(host, file, FILE_NUMBER) == 0) {
        rt_file_close(host, file);
        file = FILE_NUMBER;
    }
    if (rt_file_set_inheritable(host, file, false) != 0 || rt_fstat(host, file, &stat) != 0) {
        rt_file_close(host, file);
        return;
    }
    reports->handover = file;
    reports->handover_serial = stat.inode;
    snprintf(reports->child_option, sizeof reports->child_option, "--record-for=%d,%llu,%u", file,
             (unsigned long long)stat.inode, (unsigned)request->vm.gil.trace_events);
}

int cli_handover_join(CliRequest *request, const char *value)
{
    CliReports *reports = &request->reports;
    unsigned long long serial;
    unsigned events;
    int file, used = 0;
    if (sscanf(value, "%d,%llu,%u%n", &file, &serial, &events, &used) != 3 || value[used] != '\0') {
        cli_complain("--record-for: '%s' is not FILE,SERIAL,COUNT", value);
        return CLI_USAGE_ERROR;
    }
    reports->is_child = true;
    reports->handover = file;
    reports->handover_serial = serial;
    reports->child_events = events;
    snprintf(reports->child_option, sizeof reports->child_option, "--record-for=%s", value);
    return 0;
}

/* --- Children -------------------------------------------------------------------------------- */

/* The script may have closed the file, and opened another under its number. The size, or -1. */
static int64_t file_size(const CliReports *reports)
{
    RtStat stat;
    if (reports->handover < 0 || rt_fstat(reports->host, reports->handover, &stat) != 0 ||
        stat.inode != reports->handover_serial)
        return -1;
    return stat.size;
}

static void give(const CliReports *reports, Gil *gil, bool begins)
{
    int64_t used = file_size(reports);
    uint8_t *bytes;
    size_t size, count;
    if (used < 0 || used > FILE_BYTES_MAX)
        return;
    if (gil_process_pack(gil, begins, (size_t)(FILE_BYTES_MAX - used), &bytes, &size) != 0)
        return;
    if (used + (int64_t)size <= FILE_BYTES_MAX)
        rt_file_write(reports->host, reports->handover, bytes, size, &count);
    free(bytes);
}

void cli_handover_give(const CliRequest *request, Gil *gil)
{
    give(&request->reports, gil, false);
}

static void set_process(GbThread *t, const char *name)
{
    Rt *rt = gb_rt(t);
    gil_process_set(gb_gil(t), rt_process_id(rt), rt_process_parent_id(rt), name);
}

/* A child has been forked, or has got its name: whatever becomes of it, it is known from now on. */
static void process_begins(GbThread *t, const char *name, void *argument)
{
    CliRequest *request = argument;
    request->reports.is_child = true;
    request->reports.picture = NULL; /* The parent draws. */
    set_process(t, name);
    if (name != NULL)
        give(&request->reports, gb_gil(t), true);
}

static void process_leaves(GbThread *t, void *argument)
{
    cli_reports_write(argument, gb_gil(t));
}

void cli_handover_attach(CliRequest *request)
{
    if (!cli_reports_wanted(&request->reports) && !request->reports.is_child)
        return;
    request->vm.on_begin = process_begins;
    request->vm.on_leave = process_leaves;
    request->vm.process_argument = request;
    if (request->reports.handover >= 0 && !request->machine.is_virtual)
        request->vm.child_option = request->reports.child_option;
    request->vm.child_file = request->reports.handover;
}

void cli_handover_begin(const CliRequest *request, GbThread *t)
{
    const char *title = cli_title(request), *slash = strrchr(title, '/');
    set_process(t, request->reports.is_child ? NULL : slash != NULL ? slash + 1 : title);
    gb_leave_when_terminated(t);
}

/* --- The first process ----------------------------------------------------------------------- */

int cli_handover_take(const CliRequest *request, Gil *gil, GilProcesses *out)
{
    const CliReports *reports = &request->reports;
    int64_t size = file_size(reports);
    if (size > FILE_BYTES_MAX)
        size = FILE_BYTES_MAX; /* A script has done that. */
    uint8_t *bytes = size > 0 ? malloc((size_t)size) : NULL;
    size_t used = 0, count = 1;
    while (bytes != NULL && used < (size_t)size && count > 0) {
        if (rt_file_read_at(reports->host, reports->handover, bytes + used, (size_t)size - used,
                            (int64_t)used, &count) != 0)
            break;
        used += count;
    }
    int error = gil_processes_get(gil, bytes, used, out);
    free(bytes);
    return error;
}
