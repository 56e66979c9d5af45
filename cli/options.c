/* Reading the command line. Options come first, as with CPython; what follows the script is the
 * script's. */
#include "cli/cli.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const CliOption cli_options[CLI_OPTION_COUNT] = {
#define CLI_OPTION(id, group, letter, name, argument, sentence)                                    \
    {CLI_GROUP_##group, letter, name, argument, sentence},
#include "cli/options.def"
#undef CLI_OPTION
};

/* The live view looks often enough to do with fewer. */
enum { TRACE_EVENTS = 1 << 18, TRACE_EVENTS_MAX = 1 << 24, LIVE_EVENTS = 1 << 16 };

typedef struct Parser {
    Rt *rt;
    CliRequest *request;
    int argc, at;
    char **argv;
    int warning_count, x_count;
    uint32_t trace_events; /* 0: not said */
    const char *policy, *plugin, *chosen, *switch_interval, *check_interval, *checks;
} Parser;

void cli_complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("gilbox: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

void cli_write_error(void *argument, const char *text, size_t size)
{
    fwrite(text, 1, size, stderr);
}

int cli_parse_interval(const char *text, int64_t *ns, char *error, size_t size)
{
    static const struct {
        const char *unit;
        double seconds;
    } units[] = {{"", 1}, {"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"ns", 1e-9}};
    char *end;
    double number = strtod(text, &end);
    double seconds = NAN;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (end != text && strcmp(end, units[i].unit) == 0)
            seconds = number * units[i].seconds;
    }
    if (end == text || isnan(seconds))
        snprintf(error, size,
                 "'%s' is not a time: give seconds (0.005), or a number with s, ms or us (5ms)",
                 text);
    else if (seconds <= 0)
        snprintf(error, size, "switch interval must be strictly positive, not '%s'", text);
    else if (seconds > 4294.967295) /* CPython keeps microseconds in 32 bits. */
        snprintf(error, size, "switch interval '%s' is too large (at most 4294 s)", text);
    else
        return *ns = (int64_t)(seconds * 1e9 + 0.5), 0;
    return -1;
}

/* --- Values of options --- */

static int parse_ticks(const char *text, int32_t *ticks)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < -1 || value > INT32_MAX) {
        cli_complain("--check-interval: '%s' is not a number of ticks (0 or more)", text);
        return CLI_USAGE_ERROR;
    }
    *ticks = (int32_t)value;
    return 0;
}

/* The plug-in stays loaded as long as the program runs. */
static int load_plugin(const char *file, const GilPolicyRow **out)
{
    char path[4096], why[300];
    void *symbol;
    /* A bare name means the file in the current folder, not one of the system's libraries. */
    snprintf(path, sizeof path, "%s%s", strchr(file, '/') == NULL ? "./" : "", file);
    if (rt_library_symbol(path, GIL_PLUGIN_SYMBOL, &symbol, why, sizeof why) < 0) {
        cli_complain("--gil-plugin: %s", why);
        return CLI_USAGE_ERROR;
    }
    const GilPolicyRow *row = symbol;
    if (row->version != GIL_PLUGIN_VERSION) {
        cli_complain("--gil-plugin: %s was built for version %u of the interface, this is %d", file,
                     row->version, GIL_PLUGIN_VERSION);
        return CLI_USAGE_ERROR;
    }
    *out = row;
    return 0;
}

static int apply_policy(Parser *p, GilConfig *config)
{
    if (p->policy != NULL && p->plugin != NULL) {
        cli_complain("--gil and --gil-plugin: which of the two?");
        return CLI_USAGE_ERROR;
    }
    if (p->plugin != NULL)
        return load_plugin(p->plugin, &config->plugin);
    if (p->policy != NULL && gil_policy_find(p->policy, &config->policy) < 0) {
        cli_complain("--gil: there is no lock '%s'; `gilbox policies` lists them", p->policy);
        return CLI_USAGE_ERROR;
    }
    return 0;
}

static bool is_3_12_or_later(const char *version)
{
    int minor;
    return sscanf(version, "3.%d", &minor) == 1 && minor >= 12;
}

static int apply_lock(Parser *p)
{
    GilConfig *config = &p->request->vm.gil;
    const char *version = p->request->run.preset != NULL ? p->request->run.preset : "3.12";
    char error[200];
    p->request->run.preset = version;
    if (gil_preset(version, config) < 0) {
        cli_complain("--as: there is no preset '%s'; `gilbox presets` lists them", version);
        return CLI_USAGE_ERROR;
    }
    p->request->vm.warns_of_fork = is_3_12_or_later(version);
    if (apply_policy(p, config) != 0)
        return CLI_USAGE_ERROR;
    config->chosen = p->chosen;
    const GilPolicyRow *row = config->plugin ? config->plugin : gil_policy_row(config->policy);
    bool ticks = row->counts_ticks;
    if (config->policy == GIL_POLICY_NONE && config->plugin == NULL) {
        if (!p->request->machine.is_virtual) {
            cli_complain(
                "--gil none: only the virtual machine runs without a lock: --clock virtual");
            return CLI_USAGE_ERROR;
        }
        config->checks = GIL_CHECKS_EVERY; /* Threads meet at every bytecode. */
    }
    if (p->switch_interval != NULL && ticks) {
        cli_complain(
            "--switch-interval is for locks that measure time; the tick lock has --check-interval");
        return CLI_USAGE_ERROR;
    }
    if (p->check_interval != NULL && !ticks) {
        cli_complain(
            "--check-interval is for locks that count ticks; this one has --switch-interval");
        return CLI_USAGE_ERROR;
    }
    if (p->switch_interval != NULL &&
        cli_parse_interval(p->switch_interval, &config->switch_interval_ns, error, sizeof error) <
            0) {
        cli_complain("--switch-interval: %s", error);
        return CLI_USAGE_ERROR;
    }
    if (p->check_interval != NULL && parse_ticks(p->check_interval, &config->check_interval) != 0)
        return CLI_USAGE_ERROR;
    if (p->checks != NULL) {
        bool every = strcmp(p->checks, "every") == 0;
        if (!every && strcmp(p->checks, "edges") != 0) {
            cli_complain("--checks: '%s' is neither every nor edges", p->checks);
            return CLI_USAGE_ERROR;
        }
        config->checks = every ? GIL_CHECKS_EVERY : GIL_CHECKS_EDGES;
    }
    return 0;
}

/* What is to be measured. The virtual machine is not disturbed by a sampler. */
static void apply_reports(Parser *p)
{
    const CliReports *reports = &p->request->reports;
    GilConfig *config = &p->request->vm.gil;
    config->statistics = reports->stats || reports->is_child;
    config->sample_ns = p->request->machine.is_virtual ? 0 : RT_MILLISECOND;
    if (reports->timeline || reports->timeline_file != NULL || reports->trace_file != NULL)
        config->trace_events = p->trace_events != 0 ? p->trace_events : TRACE_EVENTS;
    else if (reports->live)
        config->trace_events = LIVE_EVENTS;
    if (reports->is_child)
        config->trace_events = reports->child_events;
}

static int set_stats(CliReports *reports, const char *value)
{
    reports->stats = true;
    reports->stats_json = value != NULL;
    if (value == NULL || strcmp(value, "json") == 0)
        return 0;
    cli_complain("--stats: '%s' is not json", value);
    return CLI_USAGE_ERROR;
}

static int set_timeline(CliReports *reports, const char *value)
{
    if (value == NULL)
        reports->timeline = true;
    else
        reports->timeline_file = value;
    return 0;
}

/* Without a number the virtual machine goes as fast as it can. */
static int set_live(CliReports *reports, const char *value)
{
    char *end;
    reports->live = reports->stats = true;
    if (value == NULL)
        return 0;
    reports->slowness = strtod(value, &end);
    if (end != value && *end == '\0' && reports->slowness >= 1e-3 && reports->slowness <= 1e6)
        return 0;
    cli_complain("--live: '%s' is not a number from 0.001 to 1000000", value);
    return CLI_USAGE_ERROR;
}

static int parse_events(const char *text, uint32_t *events)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < 1 || value > TRACE_EVENTS_MAX) {
        cli_complain("--trace-events: '%s' is not a number from 1 to %d", text, TRACE_EVENTS_MAX);
        return CLI_USAGE_ERROR;
    }
    *events = (uint32_t)value;
    return 0;
}

static int add_to_list(const char **list, int *count, const char *value, const char *what)
{
    if (*count == CLI_LIST_MAX) {
        cli_complain("too many %s options", what);
        return CLI_USAGE_ERROR;
    }
    list[(*count)++] = value;
    return 0;
}

static int apply(Parser *p, CliOptionId id, const char *value)
{
    CliRequest *request = p->request;
    GbOptions *vm = &request->vm;
    switch (id) {
    case CLI_CODE: request->code = value; return 0;
    case CLI_MODULE: request->module = value; return 0;
    case CLI_AS: request->run.preset = value; return 0;
    case CLI_GIL: p->policy = value; return 0;
    case CLI_GIL_PLUGIN: p->plugin = value; return 0;
    case CLI_CHOSEN: p->chosen = value; return 0;
    case CLI_PACE: return cli_read_pace(p->rt, value, &request->pace);
    case CLI_SWITCH_INTERVAL: p->switch_interval = value; return 0;
    case CLI_CHECK_INTERVAL: p->check_interval = value; return 0;
    case CLI_CHECKS: p->checks = value; return 0;
    case CLI_STATS: return set_stats(&request->reports, value);
    case CLI_TIMELINE: return set_timeline(&request->reports, value);
    case CLI_LIVE: return set_live(&request->reports, value);
    case CLI_TRACE: request->reports.trace_file = value; return 0;
    case CLI_TRACE_EVENTS: return parse_events(value, &p->trace_events);
    case CLI_RECORD_FOR: return cli_handover_join(request, value);
    case CLI_ASCII: request->reports.ascii = true; return 0;
    case CLI_SPECIALISED: request->specialised = true; return 0;
    case CLI_UNBUFFERED: vm->unbuffered = true; return 0;
    case CLI_INSPECT: vm->inspect = true; return 0;
    case CLI_OPTIMIZE: ++vm->optimize; return 0;
    case CLI_WARNING: return add_to_list(request->warnings, &p->warning_count, value, "-W");
    case CLI_X: return add_to_list(request->x_options, &p->x_count, value, "-X");
    case CLI_QUIET: vm->quiet = true; return 0;
    case CLI_VERBOSE: ++vm->verbose; return 0;
    case CLI_IGNORE_ENVIRONMENT: vm->ignore_environment = true; return 0;
    case CLI_ISOLATED: vm->isolated = vm->ignore_environment = true; return 0;
    case CLI_NO_BYTECODE: vm->dont_write = true; return 0;
    case CLI_NO_SITE: vm->no_site = true; return 0;
    case CLI_NO_USER_SITE: return 0;
    case CLI_HELP: request->help = true; return 0;
    case CLI_VERSION: request->version = true; return 0;
    default: return cli_machine_option(&request->machine, id, value);
    }
}

/* --- The words --- */

static int find_letter(char letter)
{
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if (cli_options[i].letter == letter)
            return i;
    }
    return -1;
}

static int find_name(const char *name, size_t size)
{
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if (size > 0 && strlen(cli_options[i].name) == size &&
            memcmp(cli_options[i].name, name, size) == 0)
            return i;
    }
    return -1;
}

/* The value of an option: what follows in the same word, or the next word. NULL: there is none
 * (said). */
static const char *take_value(Parser *p, const char *rest, const char *option)
{
    if (rest != NULL)
        return rest;
    if (p->at < p->argc)
        return p->argv[p->at++];
    cli_complain("argument expected for the %s option", option);
    return NULL;
}

bool cli_option_may_lack(const CliOption *option)
{
    return option->argument[0] == '[';
}

/* An argument that may be left out stands in the same word, or is a file of the kind that the
 * option names: what else follows is the script. */
static const char *take_optional(Parser *p, const char *rest, const CliOption *option)
{
    if (rest != NULL || p->at == p->argc)
        return rest;
    const char *ending = strrchr(option->argument, '.'), *next = p->argv[p->at];
    size_t size = ending == NULL ? 0 : strlen(ending) - 1, length = strlen(next);
    if (ending == NULL || next[0] == '-' || length <= size ||
        strncmp(next + length - size, ending, size) != 0)
        return NULL;
    return p->argv[p->at++];
}

static int parse_long(Parser *p, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t size = equals == NULL ? strlen(word) : (size_t)(equals - word);
    int id = find_name(word + 2, size - 2);
    if (id < 0) {
        cli_complain("unknown option %.*s; `gilbox --help` lists them", (int)size, word);
        return CLI_USAGE_ERROR;
    }
    if (cli_options[id].argument[0] == '\0') {
        if (equals != NULL) {
            cli_complain("%.*s takes no value", (int)size, word);
            return CLI_USAGE_ERROR;
        }
        return apply(p, (CliOptionId)id, NULL);
    }
    if (cli_option_may_lack(&cli_options[id])) {
        const char *given = equals == NULL ? NULL : equals + 1;
        return apply(p, (CliOptionId)id, take_optional(p, given, &cli_options[id]));
    }
    char name[40];
    snprintf(name, sizeof name, "%.*s", (int)size, word);
    const char *value = take_value(p, equals == NULL ? NULL : equals + 1, name);
    return value == NULL ? CLI_USAGE_ERROR : apply(p, (CliOptionId)id, value);
}

/* "-uBc": letters in one word; one with a value takes the rest of it. */
static int parse_letters(Parser *p, const char *word)
{
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        int id = find_letter(*letter);
        if (id < 0) {
            cli_complain("unknown option -%c; `gilbox --help` lists them", *letter);
            return CLI_USAGE_ERROR;
        }
        if (cli_options[id].argument[0] == '\0') {
            int error = apply(p, (CliOptionId)id, NULL);
            if (error)
                return error;
            continue;
        }
        char name[] = {'-', *letter, '\0'};
        const char *value = take_value(p, letter[1] == '\0' ? NULL : letter + 1, name);
        return value == NULL ? CLI_USAGE_ERROR : apply(p, (CliOptionId)id, value);
    }
    return 0;
}

static bool goes_on(const Parser *p)
{
    const CliRequest *request = p->request;
    return p->at < p->argc && request->code == NULL && request->module == NULL;
}

static int parse_options(Parser *p)
{
    while (goes_on(p)) {
        const char *word = p->argv[p->at];
        if (word[0] != '-' || word[1] == '\0')
            return 0;
        ++p->at;
        if (strcmp(word, "--") == 0)
            return 0;
        int error = word[1] == '-' ? parse_long(p, word) : parse_letters(p, word);
        if (error)
            return error;
    }
    return 0;
}

int cli_parse(Rt *rt, int argc, char **argv, CliRequest *request)
{
    Parser p = {.rt = rt, .request = request, .argc = argc, .at = 1, .argv = argv};
    *request = (CliRequest){
        .vm = {.rt = rt, .executable = argv[0], .orig_argc = argc, .orig_argv = argv}};
    rt_sim_options_init(&request->machine.sim);
    int error = parse_options(&p);
    if (error == 0)
        error = apply_lock(&p);
    if (error == 0)
        error = cli_machine_settle(rt, &request->machine);
    if (error)
        return error;
    apply_reports(&p);
    if (request->code == NULL && request->module == NULL && p.at < argc)
        request->script = argv[p.at];
    request->argc = argc - p.at;
    request->argv = argv + p.at;
    request->vm.warnings = request->warnings;
    request->vm.x_options = request->x_options;
    return 0;
}
