/* Running what the command line asks for: a script, code, a module, input, or the prompt. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

/* The whole of standard input. NULL: no memory. */
static char *read_input(size_t *size)
{
    size_t capacity = 65536;
    char *text = malloc(capacity);
    *size = 0;
    while (text != NULL) {
        size_t count = fread(text + *size, 1, capacity - *size, stdin);
        *size += count;
        if (count == 0)
            break;
        if (*size == capacity) {
            char *grown = realloc(text, capacity *= 2);
            if (grown == NULL)
                free(text);
            text = grown;
        }
    }
    return text;
}

static int run_input(GbThread *t)
{
    size_t size;
    char *text = read_input(&size);
    if (text == NULL) {
        cli_complain("out of memory");
        return 1;
    }
    int status = gb_run_source(t, text, size, "<stdin>");
    free(text);
    return status;
}

/* Code of -c needs a newline at its end, as a file would have. */
static int run_code(GbThread *t, const char *code)
{
    size_t size = strlen(code);
    char *text = malloc(size + 2);
    if (text == NULL)
        return 1;
    memcpy(text, code, size);
    text[size] = '\n';
    int status = gb_run_source(t, text, size + 1, "<string>");
    free(text);
    return status;
}

static bool reads_input(const CliRequest *request)
{
    return request->code == NULL && request->module == NULL &&
           (request->script == NULL || strcmp(request->script, "-") == 0);
}

static bool wants_prompt(const CliRequest *request)
{
    return reads_input(request) && (request->vm.inspect || rt_file_isatty(request->vm.rt, 0));
}

static int run(GbThread *t, const CliRequest *request)
{
    if (request->code != NULL || reads_input(request))
        gb_path_insert_here(t);
    if (wants_prompt(request))
        return cli_repl(t, request);
    int status;
    if (request->code != NULL)
        status = run_code(t, request->code);
    else if (request->module != NULL)
        status = gb_run_module(t, request->module);
    else if (reads_input(request))
        status = run_input(t);
    else
        status = gb_run_file(t, request->script);
    return request->vm.inspect ? cli_repl(t, request) : status;
}

/* sys.argv as CPython has it: "-c" and "-m" stand in the script's place. */
static int set_arguments(CliRequest *request)
{
    const char *first = request->code != NULL ? "-c" : request->module != NULL ? "-m" : NULL;
    if (first == NULL && request->argc > 0) {
        request->vm.argc = request->argc;
        request->vm.argv = request->argv;
        return 0;
    }
    char **argv = calloc((size_t)request->argc + 2, sizeof *argv);
    if (argv == NULL)
        return -1;
    argv[0] = (char *)(first == NULL ? "" : first);
    for (int i = 0; i < request->argc; i++)
        argv[i + 1] = request->argv[i];
    request->vm.argc = request->argc + 1;
    request->vm.argv = argv;
    return 0;
}

/* Give back what set_arguments and cli_environment_read made. */
static void request_fini(CliRequest *request)
{
    if (request->vm.argv != request->argv)
        free(request->vm.argv);
    cli_environment_free(request);
}

static int run_interpreter(CliRequest *request)
{
    GbThread *t = NULL;
    request->vm.quick_end = true;
    request->vm.report = cli_write_error;
    cli_handover_attach(request);
    int error = gb_interp_new(&request->vm, &t);
    if (error != 0) {
        cli_complain("can't start: %s", rt_error_text(error));
        return 1;
    }
    cli_handover_begin(request, t);
    if (request->reports.live)
        cli_live_start(request, gb_gil(t));
    int status = run(t, request);
    int end_status = gb_interp_end(t);
    cli_reports_write(request, gb_gil(t));
    if (gb_interp_free(t) > 0)
        return CLI_LEAKED;
    return end_status != 0 ? end_status : status;
}

static int run_on_machine(Rt *rt, CliRequest *request)
{
    if (request->machine.is_here)
        return cli_simulate_here(rt, request, run_interpreter);
    return request->machine.is_virtual ? cli_simulate(rt, request, run_interpreter)
                                       : run_interpreter(request);
}

int cli_run(Rt *rt, CliRequest *request)
{
    bool paced = request->pace.name[0] != '\0';
    if (paced && request->machine.is_virtual) {
        cli_complain("--pace is for the real machine; the virtual one has --cost");
        return CLI_USAGE_ERROR;
    }
    if (request->reports.slowness > 0 && !request->machine.is_virtual) {
        cli_complain("--live=N is for the virtual machine; --pace makes the real one slower");
        return CLI_USAGE_ERROR;
    }
    if (request->machine.verify && !request->machine.is_here)
        return cli_verify(rt, request);
    if (set_arguments(request) < 0)
        return 1;
    if (paced && rt_real_set_pace(rt, &request->pace) < 0)
        return 1;
    int status = cli_environment_read(rt, request);
    cli_reports_open(rt, request);
    if (status == 0)
        status = run_on_machine(rt, request);
    cli_reports_close(request);
    request_fini(request);
    return status;
}
