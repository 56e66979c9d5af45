/* Running gilbox from a test: as its own process, fed, bounded in time, and read to the end.
 *
 * The program is the one the environment names in GILBOX, or else the one beside the test runner.
 * It runs in its own process group and dies with the test; what it leaves unanswered for too long
 * is killed, and the test sees `timed_out`. */
#ifndef TESTS_UNIT_CHILD_H
#define TESTS_UNIT_CHILD_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ChildOptions {
    const char *input;       /* what standard input gives before it ends; NULL: nothing */
    const char *output_path; /* a file to write standard output to; NULL: it is read */
    bool output_closed;      /* start with standard output closed */
    bool output_broken;      /* standard output is a pipe that nobody reads */
    int columns, rows;       /* standard error is a terminal of that size; 0: a pipe */
    const char *variable;    /* NAME=VALUE: all of Python's environment; NULL: nothing */
    const char *await;       /* wait until standard output has this text ... */
    int signal;              /* ... then send this signal, unless it is 0: once, or */
    bool signal_again;       /* each fifth of a second until the program has ended */
    double timeout_s;        /* 0: the usual minute */
} ChildOptions;

typedef struct Child {
    char *output; /* standard output, ended by NUL */
    char *errors; /* standard error, likewise */
    size_t output_size, errors_size;
    int status; /* exit status; the negative number of the signal that ended it */
    bool timed_out;
} Child;

/* The program under test. */
const char *child_program(void);

/* Runs gilbox with these arguments (ended by NULL, the program's name not among them). Fails the
 * test when it cannot be started. `options` may be NULL. */
void child_run(Child *child, const ChildOptions *options, const char *const arguments[]);
void child_free(Child *child);

/* The last line of a text, without its newline; within the text, which is cut after it. */
char *child_last_line(char *text);

#endif
