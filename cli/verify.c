/* --verify: the same run twice, each as a program of its own, so that the system gives the second
 * other addresses; and fresh memory with other contents, and an environment of another size. What
 * the two tell of their traces must be the same to the last event. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAD_SIZE = 5000 };

/* What a run has told by --trace-hashes; its lines, for free. */
typedef struct Trace {
    char *text;
    size_t size, capacity;
    int status;
} Trace;

static int trace_read(Rt *host, int file, Trace *trace)
{
    for (;;) {
        if (trace->capacity - trace->size < 4097) {
            char *grown = realloc(trace->text, trace->capacity = 2 * trace->capacity + 65536);
            if (grown == NULL)
                return RT_ENOMEM;
            trace->text = grown;
        }
        size_t count = 0;
        int error = rt_file_read(host, file, trace->text + trace->size, 4096, &count);
        trace->size += count;
        trace->text[trace->size] = '\0';
        if (error == RT_EINTR)
            continue;
        if (error != 0 || count == 0)
            return error;
    }
}

/* --- Starting a run --- */

/* The environment, and for the second run what makes it another one. Owned; NULL: no memory. */
static char **make_environment(Rt *host, bool second, char ***out_own)
{
    static const char *const more[] = {"MALLOC_PERTURB_=165", "VERIFY_PAD="};
    char **own = NULL;
    int count = 0;
    if (rt_env_list(host, &own) != 0)
        return NULL;
    while (own[count] != NULL)
        ++count;
    size_t size = ((size_t)count + 3) * sizeof *own;
    char **all = malloc(size + PAD_SIZE);
    if (all != NULL) {
        memcpy(all, own, (size_t)count * sizeof *all);
        if (second) {
            char *pad = memset((char *)all + size, 'x', PAD_SIZE);
            memcpy(pad, more[1], strlen(more[1]));
            pad[PAD_SIZE - 1] = '\0';
            all[count++] = (char *)more[0];
            all[count++] = pad;
        }
        all[count] = NULL;
    }
    *out_own = own;
    return all;
}

/* Our own command line without --verify, with what the parent needs in its place. */
static const char **make_arguments(const CliRequest *request, const char *options[], int count)
{
    int argc = request->vm.orig_argc, at = 0;
    const char **arguments = malloc(((size_t)argc + (size_t)count + 1) * sizeof *arguments);
    if (arguments == NULL)
        return NULL;
    int own = argc - request->argc; /* What follows is the script's. */
    arguments[at++] = request->vm.orig_argv[0];
    for (int i = 0; i < count; i++)
        arguments[at++] = options[i];
    for (int i = 1; i < argc; i++) {
        if (i >= own || strcmp(request->vm.orig_argv[i], "--verify") != 0)
            arguments[at++] = request->vm.orig_argv[i];
    }
    arguments[at] = NULL;
    return arguments;
}

/* Starts a run whose trace comes through the pipe. The second is to be silent. */
static int start_run(Rt *host, const CliRequest *request, bool silent, bool second, int64_t block,
                     int pipe_end, int64_t *pid)
{
    char file[40], number[30], **own = NULL, *program = NULL;
    snprintf(file, sizeof file, "/dev/fd/%d", pipe_end);
    snprintf(number, sizeof number, "%lld", (long long)block);
    const char *options[] = {"--trace-hashes", file, "--trace-block", number};
    const char **arguments = make_arguments(request, options, block >= 0 ? 4 : 2);
    char **environment = make_environment(host, second, &own);
    int error = arguments == NULL || environment == NULL ? RT_ENOMEM
                                                         : rt_executable_path(host, &program);
    int nowhere = -1;
    if (error == 0 && silent)
        error = rt_file_open(host, "/dev/null", RT_OPEN_READ_WRITE, 0, &nowhere);
    if (error == 0) {
        RtProcessOptions start = {.program = program,
                                  .arguments = arguments,
                                  .environment = (const char *const *)environment,
                                  .input = nowhere,
                                  .output = nowhere,
                                  .error = nowhere};
        error = rt_process_start(host, &start, pid);
    }
    if (nowhere >= 0)
        rt_file_close(host, nowhere);
    rt_free(program);
    rt_free(own);
    free(environment);
    free(arguments);
    return error;
}

static int run_once(Rt *host, const CliRequest *request, bool silent, bool second, int64_t block,
                    Trace *trace)
{
    int read_end, write_end;
    int64_t pid = 0;
    *trace = (Trace){0};
    int error = rt_pipe(host, &read_end, &write_end);
    if (error != 0)
        return error;
    rt_file_set_inheritable(host, write_end, true);
    error = start_run(host, request, silent, second, block, write_end, &pid);
    rt_file_close(host, write_end);
    if (error == 0)
        error = trace_read(host, read_end, trace);
    rt_file_close(host, read_end);
    if (pid != 0)
        rt_process_wait(host, pid, &trace->status);
    return error;
}

/* --- Comparing --- */

/* The first line in which they differ; false: they don't. Both are left at that line. */
static bool first_difference(const char **a, const char **b)
{
    while (**a != '\0' || **b != '\0') {
        size_t size = strcspn(*a, "\n"), other = strcspn(*b, "\n");
        if (size != other || memcmp(*a, *b, size) != 0)
            return true;
        *a += size + ((*a)[size] == '\n');
        *b += other + ((*b)[other] == '\n');
    }
    return false;
}

static int line_size(const char *text)
{
    return (int)strcspn(text, "\n");
}

static void tell_lines(const char *a, const char *b)
{
    cli_complain("first run:  %.*s", line_size(a), *a == '\0' ? "(has ended)" : a);
    cli_complain("second run: %.*s", line_size(b), *b == '\0' ? "(has ended)" : b);
}

/* Run both again, and have them tell the events of the block in which they part. */
static int tell_event(Rt *host, const CliRequest *request, int64_t block)
{
    Trace first = {0}, second = {0};
    int error = run_once(host, request, true, false, block, &first);
    if (error == 0)
        error = run_once(host, request, true, true, block, &second);
    const char *a = first.text == NULL ? NULL : strstr(first.text, "event 0");
    const char *b = second.text == NULL ? NULL : strstr(second.text, "event 0");
    if (error == 0 && a != NULL && b != NULL && first_difference(&a, &b))
        tell_lines(a, b);
    else
        cli_complain("run once more, they part elsewhere: there is more than one cause");
    free(first.text);
    free(second.text);
    return CLI_NOT_THE_SAME;
}

static int compare(Rt *host, const CliRequest *request, const Trace *first, const Trace *second)
{
    const char *a = first->text, *b = second->text;
    if (!first_difference(&a, &b)) {
        const char *end = strstr(first->text, "end ");
        unsigned long long count = 0, hash = 0;
        if (end != NULL)
            sscanf(end, "end %llu %llx", &count, &hash);
        fprintf(stderr, "verified: both runs have the same %llu events, trace hash %016llx\n",
                count, hash);
        return first->status;
    }
    long long block = 0;
    if (sscanf(a, "block %lld", &block) != 1 && sscanf(b, "block %lld", &block) != 1 &&
        sscanf(a, "end %lld", &block) == 1)
        block /= RT_SIM_BLOCK;
    cli_complain("not the same: the runs part within events %lld to %lld",
                 block * RT_SIM_BLOCK, (block + 1) * RT_SIM_BLOCK - 1);
    return tell_event(host, request, block);
}

int cli_verify(Rt *host, const CliRequest *request)
{
    if (request->code == NULL && request->module == NULL &&
        (request->script == NULL || strcmp(request->script, "-") == 0)) {
        cli_complain("--verify needs a script that can be read twice");
        return CLI_USAGE_ERROR;
    }
    Trace first = {0}, second = {0};
    int error = run_once(host, request, false, false, -1, &first);
    if (error == 0)
        error = run_once(host, request, true, true, -1, &second);
    int status = 1;
    if (error != 0)
        cli_complain("--verify: %s", rt_error_text(error));
    else if (first.size == 0)
        status = first.status; /* It has not come to run, and said why. */
    else
        status = compare(host, request, &first, &second);
    free(first.text);
    free(second.text);
    return status;
}
