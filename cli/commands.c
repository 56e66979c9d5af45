/* The commands that are not `run`, and the choice between them. */
#include "cli/cli.h"

#include <stdio.h>

int cli_policies(Rt *rt, const CliRequest *request)
{
    for (int i = 0; i < GIL_POLICY_COUNT; i++) {
        const GilPolicyRow *row = gil_policy_row((GilPolicyId)i);
        printf("%-12s %s\n             %s\n             Its knob: %s.\n", row->word, row->origin,
               row->sentence, row->knob);
    }
    return 0;
}

int cli_presets(Rt *rt, const CliRequest *request)
{
    GilConfig config;
    puts("--as     lock    interval         checks");
    for (int i = 0; gil_preset_name(i) != NULL; i++) {
        if (gil_preset(gil_preset_name(i), &config) < 0)
            continue;
        char interval[32];
        if (config.policy == GIL_POLICY_TICK)
            snprintf(interval, sizeof interval, "%d ticks", config.check_interval);
        else
            snprintf(interval, sizeof interval, "%g ms", (double)config.switch_interval_ns / 1e6);
        printf("%-8s %-7s %-16s %s\n", gil_preset_name(i), gil_policy_row(config.policy)->word,
               interval,
               config.checks == GIL_CHECKS_EVERY ? "every bytecode"
                                                 : "backward jumps, calls, function entries");
    }
    return 0;
}

static void write_output(void *argument, const char *text, size_t size)
{
    fwrite(text, 1, size, stdout);
}

int cli_dis(Rt *rt, const CliRequest *request)
{
    if (request->argc < 2) {
        cli_complain("dis: which file?");
        return CLI_USAGE_ERROR;
    }
    bool specialised = request->specialised;
    const char *file = NULL;
    for (int i = 1; i < request->argc; i++) {
        if (strcmp(request->argv[i], "--specialised") == 0)
            specialised = true;
        else
            file = request->argv[i];
    }
    if (file == NULL) {
        cli_complain("dis: which file?");
        return CLI_USAGE_ERROR;
    }
    GbThread *t = NULL;
    GbOptions options = request->vm;
    int error = gb_interp_new(&options, &t);
    if (error != 0) {
        cli_complain("can't start: %s", rt_error_text(error));
        return 1;
    }
    int status = gb_dis_file(t, file, specialised, write_output, NULL);
    gb_interp_end(t);
    gb_interp_free(t);
    return status;
}

/* The laboratory's commands are Python programs: stdlib/py/_lab. They read what follows. */
int cli_lab(Rt *rt, const CliRequest *request)
{
    char module[40];
    snprintf(module, sizeof module, "_lab.%s", request->script);
    CliRequest program = *request;
    program.module = module;
    program.script = NULL;
    ++program.argv;
    --program.argc;
    return cli_run(rt, &program);
}

/* --- The program --- */

static int print_version(void)
{
    printf("gilbox %s (Python 3.11)\n", GILBOX_VERSION);
    return 0;
}

static const CliCommand *find_command(const char *word)
{
    for (const CliCommand *command = cli_commands; word != NULL && command->name != NULL;
         command++) {
        if (strcmp(command->name, word) == 0)
            return command;
    }
    return NULL;
}

static bool asks_for_help(const CliRequest *request)
{
    const char *word = request->argc > 1 ? request->argv[1] : "";
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* The laboratory reads its own command line, and whatever comes before it is not for it. */
static int run_command(Rt *rt, const CliCommand *command, const CliRequest *request, char **argv)
{
    bool is_lab = command->run == cli_lab;
    if (is_lab && request->argv > argv + 1) {
        cli_complain("%s: its options come after it: gilbox %s %s ...", command->name,
                     command->name, argv[1]);
        return CLI_USAGE_ERROR;
    }
    if (!is_lab && asks_for_help(request))
        return cli_print_command(command), 0;
    if (command->arguments[0] == '\0' && request->argc > 1) {
        cli_complain("%s takes no arguments", command->name);
        return CLI_USAGE_ERROR;
    }
    return command->run(rt, request);
}

/* What a command prints shall be there. (A script's output is the script's business.) */
static int flush_output(int status)
{
    bool whole = fflush(stdout) == 0 && !ferror(stdout);
    if (!whole)
        cli_complain("standard output can't be written");
    return whole || status != 0 ? status : 1;
}

int cli_main(Rt *rt, const CliMachine *machine, int argc, char **argv)
{
    CliRequest request;
    int status = cli_parse(rt, argc, argv, &request);
    if (status != 0)
        return status;
    if (machine != NULL) {
        request.machine = *machine;
        request.machine.is_here = true;
    }
    if (request.version)
        return flush_output(print_version());
    if (request.help)
        return cli_print_help(), flush_output(0);
    const CliCommand *command = find_command(request.script);
    if (command != NULL)
        return flush_output(run_command(rt, command, &request, argv));
    status = cli_run(rt, &request);
    fflush(stdout);
    return status;
}
