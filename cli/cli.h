/* The program: what the files of cli/ share. */
#ifndef GB_CLI_CLI_H
#define GB_CLI_CLI_H

#include "vm/gilbox.h"

typedef enum CliOptionId {
#define CLI_OPTION(id, group, letter, name, argument, sentence) CLI_##id,
#include "cli/options.def"
#undef CLI_OPTION
    CLI_OPTION_COUNT
} CliOptionId;

typedef enum CliGroup {
    CLI_GROUP_RUN,
    CLI_GROUP_LOCK,
    CLI_GROUP_MACHINE,
    CLI_GROUP_REPORT,
    CLI_GROUP_PYTHON,
    CLI_GROUP_INFO,
    CLI_GROUP_COUNT
} CliGroup;

typedef struct CliOption {
    CliGroup group;
    char letter;          /* 0: none */
    const char *name;     /* Without the dashes; "": none */
    const char *argument; /* "": none */
    const char *sentence;
} CliOption;

extern const CliOption cli_options[CLI_OPTION_COUNT];
extern const char *const cli_group_titles[CLI_GROUP_COUNT];

enum { CLI_LIST_MAX = 32 }; /* -W and -X may be given so often. */

/* What the command line says of the machine. */
typedef struct CliMachine {
    bool is_virtual, verify, trace_hash;
    const char *first;  /* The first option given that only the virtual machine has, or NULL. */
    const char *cost;   /* --cost, or NULL */
    const char *hashes; /* --trace-hashes, or NULL */
    bool is_here;       /* this is a process of that machine already */
    RtSimOptions sim;
} CliMachine;

typedef struct CliLive CliLive;

/* The reports that are asked for, and where they go. */
typedef struct CliReports {
    bool stats, stats_json;
    bool timeline, ascii; /* --timeline without a file; --ascii */
    bool live;
    double slowness; /* of the virtual clock; 0: it goes as fast as it can */
    const char *timeline_file, *trace_file; /* as given, or NULL */
    Rt *host;             /* reports are written on the real machine */
    int64_t began_ns;     /* by its clock */
    int64_t host_process_id; /* on that machine */
    bool is_child;        /* another process began it: what it records is for the first one */
    int handover;         /* the file in which children leave their recordings, or -1 */
    uint64_t handover_serial; /* by which that file is known */
    uint32_t child_events;    /* of a child: those of the first process's trace; 0: no trace */
    char child_option[64];    /* for programs that are started as children; or "" */
    GilTimelineStyle style; /* of the terminal */
    char *timeline_path, *trace_path; /* absolute; NULL: not wanted, or not possible */
    CliLive *picture; /* --live, while it is drawn; or NULL */
} CliReports;

/* What the command line asks for. It stays where it is: `vm` points into it. */
typedef struct CliRequest {
    GbOptions vm;
    const char *code;   /* -c, or NULL */
    const char *module; /* -m, or NULL */
    const char *script; /* A file, a folder, "-", or NULL */
    bool help, version, specialised;
    GilRun run; /* what its reports say of it; preset is --as, or its default */
    char seed[24];
    RtCosts pace;       /* --pace; without a name: none */
    CliMachine machine;
    CliReports reports;
    int argc; /* What follows the script: its arguments, the script's name first. */
    char **argv;
    const char *warnings[CLI_LIST_MAX + 1], *x_options[CLI_LIST_MAX + 1]; /* Ended by NULL. */
    char *path, *warning_text, *io_encoding; /* From the environment; or NULL. */
} CliRequest;

#define GILBOX_VERSION "0.1.0"

enum { CLI_USAGE_ERROR = 2, CLI_NOT_THE_SAME = 5, CLI_LEAKED = 70 };

/* An environment variable that is read; see environment.def. */
typedef struct CliVariable {
    const char *name;
    char option;
    const char *sentence;
} CliVariable;

extern const CliVariable cli_variables[]; /* Ended by a NULL name. */

/* Add what the environment says. 0, or CLI_USAGE_ERROR with a line on standard error. */
int cli_environment_read(Rt *rt, CliRequest *request);
void cli_environment_free(CliRequest *request); /* What that has kept. */

/* Read the command line. 0, or CLI_USAGE_ERROR with a line on standard error.
 */
int cli_parse(Rt *rt, int argc, char **argv, CliRequest *request);
/* "5ms", "0.005", "100us", "2s" in ns: 0 or -1 with a sentence in error. */
int cli_parse_interval(const char *text, int64_t *ns, char *error, size_t size);
/* "[json]": an argument that may be left out. */
bool cli_option_may_lack(const CliOption *option);
void cli_complain(const char *format, ...);
/* Write to standard error: a GilWriteFn. */
void cli_write_error(void *argument, const char *text, size_t size);

/* --- machine_options.c: the group MACHINE ---
 * An option of the machine. 0, or CLI_USAGE_ERROR (said); likewise when all have been read. */
int cli_machine_option(CliMachine *machine, CliOptionId id, const char *value);
int cli_machine_settle(Rt *rt, CliMachine *machine);
/* What --pace names: a Python, a factor, or a file. 0, or CLI_USAGE_ERROR (said). */
int cli_read_pace(Rt *rt, const char *text, RtCosts *out);

/* --- simulate.c ---
 * Run the request on a virtual machine by `run`; its exit status. */
typedef int (*CliRunFn)(CliRequest *request);
int cli_simulate(Rt *host, CliRequest *request, CliRunFn run);
/* The same for a program that a process of the virtual machine has started. */
int cli_simulate_here(Rt *sim, CliRequest *request, CliRunFn run);
/* verify.c: the same command line twice, as programs of their own. The exit status. */
int cli_verify(Rt *host, const CliRequest *request);

/* commands.c: the program, which is what main() does on a machine. machine: the one that it is a
 * process of already, or NULL: what the command line says. The exit status. */
int cli_main(Rt *rt, const CliMachine *machine, int argc, char **argv);
/* Run what the request says, in an interpreter of its own. Exit status. */
int cli_run(Rt *rt, CliRequest *request);
/* Before the script runs: says early if a file can't be written, and makes paths absolute. At its
 * end, of an interpreter that has ended or can't go on: writes. Neither changes the exit status. */
void cli_reports_open(Rt *host, CliRequest *request);
void cli_reports_write(CliRequest *request, Gil *gil);
/* The script, "-c", or what else runs. */
const char *cli_title(const CliRequest *request);
bool cli_reports_wanted(const CliReports *reports);
void cli_reports_close(CliRequest *request);

/* --- handover.c: what children record comes to the first process ---
 * open: in the first process, if there is something to report. join: the value of --record-for; 0
 * or CLI_USAGE_ERROR. attach: the VM's options that make it work. begin: the
 * interpreter is there. */
void cli_handover_open(CliRequest *request);
int cli_handover_join(CliRequest *request, const char *value);
void cli_handover_attach(CliRequest *request);
void cli_handover_begin(const CliRequest *request, GbThread *t);
/* A child leaves what it has recorded. */
void cli_handover_give(const CliRequest *request, Gil *gil);
/* What all have recorded. 0 or RT_ENOMEM; free in any case. */
int cli_handover_take(const CliRequest *request, Gil *gil, GilProcesses *out);

/* --- live.c ---
 * Draws below the program's output what goes on, until stop: from before the script runs. On the
 * real machine a thread does it; on the virtual one, cli_live_watch, which that one calls. Says why
 * if it can't be. */
void cli_live_start(CliRequest *request, Gil *gil);
void cli_live_watch(CliLive *live, int64_t now_ns); /* NULL is allowed */
/* Leaves the latest picture as text, and the terminal as it was. Holder, or after all threads. */
void cli_live_stop(CliRequest *request, Gil *gil);

/* The prompt, until the end of input. Exit status. */
int cli_repl(GbThread *t, const CliRequest *request);

typedef struct CliCommand {
    const char *name;
    int (*run)(Rt *rt, const CliRequest *request);
    const char *arguments, *sentence;
} CliCommand;
extern const CliCommand cli_commands[]; /* Ended by a NULL name. */

void cli_print_help(void);
void cli_print_command(const CliCommand *command);

#define CLI_COMMAND(name, function, arguments, sentence)                                           \
    int function(Rt *rt, const CliRequest *request);
#include "cli/commands.def"
#undef CLI_COMMAND

#endif
