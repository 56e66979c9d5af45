#include "tests/unit/child.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 64, USUAL_TIMEOUT_S = 60 };
#define SIGNALS_APART_S 0.2

/* What is read from one pipe. */
typedef struct Stream {
    int file;
    char *text;
    size_t size, capacity;
} Stream;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

const char *child_program(void)
{
    static char path[4096];
    const char *named = getenv("GILBOX");
    if (named != NULL)
        return named;

    ssize_t size = readlink("/proc/self/exe", path, sizeof path - sizeof "gilbox");
    cr_assert_gt(size, 0);
    path[size] = 0;
    strcpy(strrchr(path, '/') + 1, "gilbox");
    return path;
}

static void open_pipe(int ends[2])
{
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0, "no pipe: %s", strerror(errno));
}

/* Two ends as of a pipe, of which the second is a terminal. */
static void open_terminal(int ends[2], const ChildOptions *options)
{
    struct winsize size = {.ws_col = (unsigned short)options->columns,
                           .ws_row = (unsigned short)options->rows};
    ends[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    cr_assert_geq(ends[0], 0, "no terminal: %s", strerror(errno));
    cr_assert(grantpt(ends[0]) == 0 && unlockpt(ends[0]) == 0);
    ends[1] = open(ptsname(ends[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
    cr_assert_geq(ends[1], 0);
    cr_assert_eq(ioctl(ends[1], TIOCSWINSZ, &size), 0);
}

/* Of the environment's PYTHON variables only `wanted` is left. */
static void set_environment(const char *wanted)
{
    for (char **entry = environ; *entry != NULL;) {
        char name[64];
        if (strncmp(*entry, "PYTHON", 6) == 0 && sscanf(*entry, "%63[^=]", name) == 1 &&
            unsetenv(name) == 0)
            entry = environ; /* The array has moved. */
        else
            ++entry;
    }
    if (wanted != NULL)
        putenv((char *)wanted);
}

/* In the new process, before the program: who reads and writes what. Returns only if it failed. */
static void become(const ChildOptions *options, int input, int output, int errors,
                   char *const arguments[])
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Criterion's workers block and ignore signals, which a program would inherit. */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);

    if (options->output_path != NULL)
        output = open(options->output_path, O_WRONLY);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    if (options->output_closed)
        close(STDOUT_FILENO);
    set_environment(options->variable);
    execv(arguments[0], arguments);
}

static void feed(int file, const char *text)
{
    if (text != NULL) {
        /* Short enough for a pipe's buffer, so that nobody waits for anybody. */
        cr_assert_lt(strlen(text), 65536);
        ssize_t written = write(file, text, strlen(text));
        cr_assert_eq(written, (ssize_t)strlen(text));
    }
    close(file);
}

/* Reads what there is: false at the end. */
static bool stream_read(Stream *stream)
{
    if (stream->capacity - stream->size < 4096) {
        stream->capacity = stream->capacity * 2 + 8192;
        stream->text = realloc(stream->text, stream->capacity);
        cr_assert_not_null(stream->text);
    }
    ssize_t size = read(stream->file, stream->text + stream->size,
                        stream->capacity - stream->size - 1);
    stream->size += size > 0 ? (size_t)size : 0;
    stream->text[stream->size] = 0;
    return size > 0;
}

static char *stream_close(Stream *stream)
{
    close(stream->file);
    return stream->text != NULL ? stream->text : calloc(1, 1);
}

/* Reads both streams until both end, or the deadline; sends the signal on the way. */
static void converse(Child *child, const ChildOptions *options, pid_t pid, Stream streams[2])
{
    double deadline = now_s() + (options->timeout_s > 0 ? options->timeout_s : USUAL_TIMEOUT_S);
    bool signals = options->signal != 0; /* still to be sent */
    double signal_s = 0;                 /* when the next one may go */
    struct pollfd polled[2] = {{streams[0].file, POLLIN, 0}, {streams[1].file, POLLIN, 0}};

    while (polled[0].fd >= 0 || polled[1].fd >= 0) {
        bool awaited = options->await == NULL ||
                       (streams[0].text != NULL && strstr(streams[0].text, options->await));
        if (signals && awaited && now_s() >= signal_s) {
            kill(pid, options->signal);
            signal_s = now_s() + SIGNALS_APART_S;
            signals = options->signal_again;
        }
        double left_s = deadline - now_s();
        if (left_s <= 0) {
            child->timed_out = true;
            kill(-pid, SIGKILL);
            return;
        }
        if (signals && awaited && left_s > SIGNALS_APART_S)
            left_s = SIGNALS_APART_S;
        poll(polled, 2, (int)(left_s * 1000) + 1);
        for (int i = 0; i < 2; i++) {
            if (polled[i].revents != 0 && !stream_read(&streams[i]))
                polled[i].fd = -1;
        }
    }
}

void child_run(Child *child, const ChildOptions *options, const char *const arguments[])
{
    static const ChildOptions usual;
    char *all[ARGUMENTS_MAX] = {(char *)child_program()};
    int input[2], output[2], errors[2], status;

    if (options == NULL)
        options = &usual;
    for (int i = 0; arguments[i] != NULL; i++) {
        cr_assert_lt(i, ARGUMENTS_MAX - 2);
        all[i + 1] = (char *)arguments[i];
    }
    *child = (Child){0};
    open_pipe(input);
    open_pipe(output);
    if (options->columns > 0)
        open_terminal(errors, options);
    else
        open_pipe(errors);
    if (options->output_broken) {
        close(output[0]);
        output[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    pid_t pid = fork();
    cr_assert_geq(pid, 0);
    if (pid == 0) {
        become(options, input[0], output[1], errors[1], all);
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    close(errors[1]);
    feed(input[1], options->input);

    Stream streams[2] = {{.file = output[0]}, {.file = errors[0]}};
    converse(child, options, pid, streams);
    child->output_size = streams[0].size;
    child->errors_size = streams[1].size;
    child->output = stream_close(&streams[0]);
    child->errors = stream_close(&streams[1]);
    while (waitpid(pid, &status, 0) < 0)
        cr_assert_eq(errno, EINTR);
    child->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    cr_assert_neq(child->status, 127, "%s did not start", all[0]);
}

void child_free(Child *child)
{
    free(child->output);
    free(child->errors);
    *child = (Child){0};
}

char *child_last_line(char *text)
{
    size_t size = strlen(text);
    if (size > 0 && text[size - 1] == '\n')
        text[size - 1] = 0;
    char *newline = strrchr(text, '\n');
    return newline != NULL ? newline + 1 : text;
}
