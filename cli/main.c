/* gilbox: runs a program under a lock of one's choice. */
#include "cli/cli.h"

#include <stdio.h>

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
        return print_version();
    if (request.help)
        return cli_print_help(), 0;
    const CliCommand *command = find_command(request.script);
    status = command != NULL ? command->run(rt, &request) : cli_run(rt, &request);
    fflush(stdout);
    return status;
}

int main(int argc, char **argv)
{
    Rt *rt = NULL;
    int error = rt_real_new(&rt);
    if (error != 0) {
        cli_complain("can't start: %s", rt_error_text(error));
        return 1;
    }
    return cli_main(rt, NULL, argc, argv);
}
