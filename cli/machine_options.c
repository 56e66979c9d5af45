/* The options of the virtual machine: --clock virtual, and what only that has. */
#include "cli/cli.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- Values --- */

static int wrong(const char *option, const char *value, const char *want)
{
    cli_complain("--%s: '%s' is not %s", option, value, want);
    return CLI_USAGE_ERROR;
}

static int parse_time(const char *option, const char *text, int64_t *ns)
{
    static const struct {
        const char *unit;
        double ns;
    } units[] = {{"", 1e9}, {"s", 1e9}, {"ms", 1e6}, {"us", 1e3},
                 {"ns", 1}, {"m", 60e9}, {"h", 3600e9}};
    char *end;
    double number = strtod(text, &end), value = NAN;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (end != text && strcmp(end, units[i].unit) == 0)
            value = number * units[i].ns;
    }
    if (isnan(value))
        return wrong(option, text, "a time: give seconds, or a number with h, m, s, ms, us or ns");
    if (value < 0 || value > (double)RT_SIM_TIME_MAX_NS)
        return wrong(option, text, "between 0 and 100 days");
    *ns = (int64_t)(value + 0.5);
    return 0;
}

/* A time of at least a nanosecond. */
static int parse_span(const char *option, const char *text, int64_t *ns)
{
    int error = parse_time(option, text, ns);
    return error == 0 && *ns == 0 ? wrong(option, text, "more than nothing") : error;
}

static int parse_number(const char *option, const char *text, uint64_t low, uint64_t high,
                        uint64_t *out)
{
    char want[80], *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number < low ||
        number > high) {
        snprintf(want, sizeof want, "a number from %llu to %llu", (unsigned long long)low,
                 (unsigned long long)high);
        return wrong(option, text, want);
    }
    *out = number;
    return 0;
}

static int parse_cores(const char *text, int *cores)
{
    uint64_t number = 0;
    int error = parse_number("cores", text, 1, RT_SIM_CORES_MAX, &number);
    if (error == 0)
        *cores = (int)number;
    return error;
}

static int parse_block(const char *text, int64_t *block)
{
    uint64_t number = 0;
    int error = parse_number("trace-block", text, 0, INT64_MAX, &number);
    if (error == 0)
        *block = (int64_t)number;
    return error;
}

static int parse_scheduler(const char *text, RtScheduler *out)
{
    for (int i = 0; i < RT_SCHEDULER_COUNT; i++) {
        if (strcmp(text, rt_scheduler_name((RtScheduler)i)) == 0) {
            *out = (RtScheduler)i;
            return 0;
        }
    }
    return wrong("scheduler", text, "rr (round robin) or fair");
}

/* Days from 1970-01-01 to a date, by the rule of leap years for all time: years begin in March, so
 * that the leap day is a year's last. */
static int64_t days_before(int year, int month, int day)
{
    int64_t y = year - (month <= 2), m = (month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

static bool is_date(int year, int month, int day)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= 1970 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 &&
           day <= lengths[month - 1] - (month == 2 && !leap);
}

/* 2030-01-01, 2030-01-01T12:30, 2030-01-01T12:30:59, or seconds since 1970. */
static int parse_epoch(const char *text, int64_t *ns)
{
    int year, month, day, hour = 0, minute = 0, second = 0, used = 0, more = 0;
    const char *want = "a date such as 2030-01-01T12:00:00, or seconds since 1970";
    if (strchr(text, '-') == NULL) {
        char *end;
        double seconds = strtod(text, &end);
        if (end == text || *end != '\0' || !(seconds >= 0 && seconds < 7.26e9))
            return wrong("epoch", text, want);
        *ns = (int64_t)(seconds * 1e9 + 0.5);
        return 0;
    }
    bool good = sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3;
    if (good && (text[used] == 'T' || text[used] == ' ')) {
        good = sscanf(text + ++used, "%2d:%2d%n", &hour, &minute, &more) == 2;
        used += more;
        if (good && text[used] == ':') {
            good = sscanf(text + ++used, "%2d%n", &second, &more) == 1;
            used += more;
        }
    }
    good = good && (text[used] == '\0' || strcmp(text + used, "Z") == 0) &&
           is_date(year, month, day) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
           second >= 0 && second < 60;
    if (!good)
        return wrong("epoch", text, want);
    int64_t seconds = days_before(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    *ns = seconds * RT_SECOND;
    return 0;
}

static int parse_clock(const char *text, bool *is_virtual)
{
    *is_virtual = strcmp(text, "virtual") == 0;
    return *is_virtual || strcmp(text, "real") == 0 ? 0 : wrong("clock", text, "real or virtual");
}

/* --- The options --- */

int cli_machine_option(CliMachine *machine, CliOptionId id, const char *value)
{
    RtSimOptions *sim = &machine->sim;
    if (id != CLI_CLOCK && machine->first == NULL)
        machine->first = cli_options[id].name;
    switch (id) {
    case CLI_CLOCK: return parse_clock(value, &machine->is_virtual);
    case CLI_CORES: return parse_cores(value, &sim->cores);
    case CLI_SEED: return parse_number("seed", value, 0, UINT64_MAX, &sim->seed);
    case CLI_COST: machine->cost = value; return 0;
    case CLI_SCHEDULER: return parse_scheduler(value, &sim->scheduler);
    case CLI_SLICE: return parse_span("slice", value, &sim->slice_ns);
    case CLI_JITTER: return parse_time("jitter", value, &sim->jitter_ns);
    case CLI_EPOCH: return parse_epoch(value, &sim->epoch_ns);
    case CLI_NET: sim->net_path = value; return 0;
    case CLI_STDIN: sim->stdin_path = value; return 0;
    case CLI_WRITE_THROUGH: sim->write_through = true; return 0;
    case CLI_MAX_TIME: return parse_span("max-time", value, &sim->max_time_ns);
    case CLI_TRACE_HASH: machine->trace_hash = true; return 0;
    case CLI_TRACE_HASHES: machine->hashes = value; return 0;
    case CLI_TRACE_BLOCK: return parse_block(value, &sim->record_block);
    case CLI_VERIFY: machine->verify = true; return 0;
    default: return 0;
    }
}

static int complain_of_file(const char *option, const char *path, const RtSimProblem *problem,
                            int error)
{
    if (problem->line > 0)
        cli_complain("--%s: %s:%d: %s", option, path, problem->line, problem->reason);
    else
        cli_complain("--%s: %s: %s", option, path,
                     problem->reason[0] != '\0' ? problem->reason : rt_error_text(error));
    return CLI_USAGE_ERROR;
}

static int read_costs(Rt *rt, const char *name, RtCosts *out)
{
    if (rt_costs_preset(name, out) == 0)
        return 0;
    RtSimProblem problem = {0};
    int error = rt_costs_read(rt, name, out, &problem);
    if (error == 0)
        return 0;
    if (error == RT_ENOENT) {
        char names[200] = "";
        for (int i = 0; rt_costs_preset_name(i) != NULL; i++) {
            size_t used = strlen(names);
            snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? ", " : "",
                     rt_costs_preset_name(i));
        }
        cli_complain("--cost: '%s' is no file, and none of the tables %s", name, names);
        return CLI_USAGE_ERROR;
    }
    return complain_of_file("cost", name, &problem, error);
}

/* Names first: 3.11 is a Python, and nobody wants a factor of just that. */
int cli_read_pace(Rt *rt, const char *text, RtCosts *out)
{
    if (rt_pace_costs(text, 1, out) == 0)
        return 0;
    char *end;
    double factor = strtod(text, &end);
    if (end != text && *end == '\0' && factor >= 1 && factor <= 1e6)
        return rt_pace_costs("gilbox", factor, out);
    RtSimProblem problem = {0};
    int error = rt_costs_read(rt, text, out, &problem);
    if (error == 0)
        return 0;
    if (error != RT_ENOENT)
        return complain_of_file("pace", text, &problem, error);
    char names[200] = "";
    for (int i = 0; rt_pace_name(i) != NULL; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, " %s", rt_pace_name(i));
    }
    cli_complain("--pace: '%s' is no file, neither a factor from 1 to 1000000, nor one of%s", text,
                 names);
    return CLI_USAGE_ERROR;
}

/* The files that the run reads before it starts. */
static int check_files(Rt *rt, const RtSimOptions *sim)
{
    RtSimProblem problem = {0};
    int error = sim->net_path == NULL ? 0 : rt_sim_net_check(rt, sim->net_path, &problem);
    if (error != 0)
        return complain_of_file("net", sim->net_path, &problem, error);
    error = sim->stdin_path == NULL ? 0 : rt_access(rt, sim->stdin_path, RT_ACCESS_READ);
    return error == 0 ? 0 : complain_of_file("stdin", sim->stdin_path, &problem, error);
}

int cli_machine_settle(Rt *rt, CliMachine *machine)
{
    if (!machine->is_virtual && machine->first != NULL) {
        cli_complain("--%s is for --clock virtual", machine->first);
        return CLI_USAGE_ERROR;
    }
    if (machine->sim.record_block >= 0 && machine->hashes == NULL) {
        cli_complain("--trace-block is for --trace-hashes");
        return CLI_USAGE_ERROR;
    }
    if (machine->cost != NULL && read_costs(rt, machine->cost, &machine->sim.costs) != 0)
        return CLI_USAGE_ERROR;
    return check_files(rt, &machine->sim);
}
