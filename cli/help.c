/* What the program says of itself: the help, the man page and the completion, all from the tables.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

const char *const cli_group_titles[CLI_GROUP_COUNT] = {
    [CLI_GROUP_RUN] = "What to run",     [CLI_GROUP_LOCK] = "The lock",
    [CLI_GROUP_MACHINE] = "The machine", [CLI_GROUP_REPORT] = "What to tell",
    [CLI_GROUP_INFO] = "About gilbox",   [CLI_GROUP_PYTHON] = "As python3 has them",
};

const CliCommand cli_commands[] = {
#define CLI_COMMAND(name, function, arguments, sentence) {name, function, arguments, sentence},
#include "cli/commands.def"
#undef CLI_COMMAND
    {0},
};

/* A line of the help each. */
static const char *const exit_statuses[] = {
    "The script's; 1 for an uncaught exception, 2 for wrong usage, 130 after Ctrl-C.",
    "Of the virtual machine: 3 for a deadlock, 4 for --max-time, 5 if --verify finds a difference,",
    "6 if one of its processes was killed on this computer.",
    NULL,
};

/* "-c CODE", "--as=VERSION" in `text`. */
static void option_label(const CliOption *option, char *text, size_t size)
{
    bool both = option->letter != 0 && option->name[0] != '\0';
    bool value = option->argument[0] != '\0', may_lack = cli_option_may_lack(option);
    char letter[4] = {'-', option->letter, '\0'};
    snprintf(text, size, "%s%s%s%s%s%s", option->letter ? letter : "", both ? ", " : "",
             option->name[0] != '\0' ? "--" : "", option->name,
             value ? (may_lack                  ? "[="
                      : option->name[0] != '\0' ? "="
                                                : " ")
                   : "",
             option->argument + may_lack);
}

static void print_group(CliGroup group)
{
    printf("\n%s:\n", cli_group_titles[group]);
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        char label[64];
        if (cli_options[i].group != group)
            continue;
        option_label(&cli_options[i], label, sizeof label);
        printf("  %-26s%s%s\n", label, strlen(label) > 24 ? "\n                            " : "",
               cli_options[i].sentence);
    }
}

void cli_print_help(void)
{
    puts("Usage: gilbox [OPTIONS] SCRIPT [ARGUMENTS]\n"
         "       gilbox [OPTIONS] -c CODE | -m MODULE | - [ARGUMENTS]\n"
         "       gilbox COMMAND [ARGUMENTS]\n\n"
         "Runs a Python 3.11 program on a virtual machine whose global interpreter lock is a part\n"
         "that can be chosen, set and measured. Without a script: reads from the terminal.");
    for (int group = 0; group < CLI_GROUP_COUNT; group++)
        print_group((CliGroup)group);
    puts("\nCommands:");
    for (const CliCommand *command = cli_commands; command->name != NULL; command++)
        printf("  %-10s %-14s %s\n", command->name, command->arguments, command->sentence);
    puts("\nEnvironment:");
    for (const CliVariable *variable = cli_variables; variable->name != NULL; variable++)
        printf("  %-26s%s\n", variable->name, variable->sentence);
    puts("\nExit status:");
    for (int i = 0; exit_statuses[i] != NULL; i++)
        printf("  %s\n", exit_statuses[i]);
}

void cli_print_command(const CliCommand *command)
{
    printf("Usage: gilbox %s %s\n\n%s\n", command->name, command->arguments, command->sentence);
}

/* --- The man page --- */

/* Text for troff: backslashes and leading dots hidden, hyphens real. */
static void man_text(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
    }
}

static void man_item(const char *label, const char *sentence)
{
    fputs(".TP\n.B ", stdout);
    man_text(label);
    putchar('\n');
    man_text(sentence);
    putchar('\n');
}

static void print_man(void)
{
    printf(".TH GILBOX 1 \"\" \"gilbox %s\" \"User Commands\"\n.SH NAME\n"
           "gilbox \\- run Python programs under a lock of one's choice\n.SH SYNOPSIS\n"
           ".B gilbox\n[\\fIoptions\\fR] \\fIscript\\fR [\\fIarguments\\fR]\n.br\n"
           ".B gilbox\n[\\fIoptions\\fR] \\-c \\fIcode\\fR | \\-m \\fImodule\\fR | \\- "
           "[\\fIarguments\\fR]\n.br\n"
           ".B gilbox\n\\fIcommand\\fR [\\fIarguments\\fR]\n.SH DESCRIPTION\n"
           "Runs a Python 3.11 program, unmodified, on a virtual machine whose global interpreter "
           "lock is a part that "
           "can be chosen, set and measured.\n",
           GILBOX_VERSION);
    for (int group = 0; group < CLI_GROUP_COUNT; group++) {
        printf(".SH %s\n", cli_group_titles[group]);
        for (int i = 0; i < CLI_OPTION_COUNT; i++) {
            char label[64];
            option_label(&cli_options[i], label, sizeof label);
            if (cli_options[i].group == (CliGroup)group)
                man_item(label, cli_options[i].sentence);
        }
    }
    puts(".SH COMMANDS");
    for (const CliCommand *command = cli_commands; command->name != NULL; command++) {
        char label[64];
        snprintf(label, sizeof label, "%s %s", command->name, command->arguments);
        man_item(label, command->sentence);
    }
    puts(".SH ENVIRONMENT");
    for (const CliVariable *variable = cli_variables; variable->name != NULL; variable++)
        man_item(variable->name, variable->sentence);
    puts(".SH EXIT STATUS");
    for (int i = 0; exit_statuses[i] != NULL; i++) {
        man_text(exit_statuses[i]);
        putchar('\n');
    }
}

static void print_bash_completion(void)
{
    puts("_gilbox()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} "
         "before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    case $before in");
    fputs("    --as) COMPREPLY=($(compgen -W '", stdout);
    for (int i = 0; gil_preset_name(i) != NULL; i++)
        printf("%s%s", i > 0 ? " " : "", gil_preset_name(i));
    fputs("' -- \"$word\")); return;;\n    --gil) COMPREPLY=($(compgen -W '", stdout);
    for (int i = 0; i < GIL_POLICY_COUNT; i++)
        printf("%s%s", i > 0 ? " " : "", gil_policy_row((GilPolicyId)i)->word);
    puts("' -- \"$word\")); return;;\n"
         "    --checks) COMPREPLY=($(compgen -W 'every edges' -- \"$word\")); return;;\n    esac");
    fputs("    if [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W '", stdout);
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if (cli_options[i].name[0] != '\0')
            printf("--%s ", cli_options[i].name);
    }
    fputs("' -- \"$word\"))\n    else\n        COMPREPLY=($(compgen -W '", stdout);
    for (const CliCommand *command = cli_commands; command->name != NULL; command++)
        printf("%s ", command->name);
    puts("' -f -- \"$word\"))\n    fi\n}\ncomplete -o filenames -F _gilbox gilbox");
}

int cli_completion(Rt *rt, const CliRequest *request)
{
    const char *which = request->argc > 1 ? request->argv[1] : "bash";
    if (strcmp(which, "bash") == 0) {
        print_bash_completion();
    } else if (strcmp(which, "man") == 0) {
        print_man();
    } else {
        cli_complain("completion: '%s' is neither bash nor man", which);
        return CLI_USAGE_ERROR;
    }
    return 0;
}
