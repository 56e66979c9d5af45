/* The prompt: reads a statement, line by line until it is whole, runs it, prints its value. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Statement {
    char *text;
    size_t size, capacity;
} Statement;

static int add_line(Statement *statement, const char *line, size_t size)
{
    if (statement->size + size + 2 > statement->capacity) {
        size_t capacity = (statement->size + size + 2) * 2;
        char *grown = realloc(statement->text, capacity);
        if (grown == NULL)
            return -1;
        statement->text = grown;
        statement->capacity = capacity;
    }
    memcpy(statement->text + statement->size, line, size);
    statement->size += size;
    statement->text[statement->size++] = '\n';
    statement->text[statement->size] = '\0';
    return 0;
}

static void print_banner(const CliRequest *request)
{
    if (request->vm.quiet)
        return;
    printf("gilbox %s, Python 3.11, %s lock\nType \"help\", \"copyright\", \"credits\" or "
           "\"license\" for more "
           "information.\n",
           GILBOX_VERSION, gil_policy_row(request->vm.gil.policy)->word);
}

/* sys.ps1 and sys.ps2: scripts may set them to anything that has a str(). */
typedef struct Prompt {
    char text[200];
} Prompt;

static void set_prompts(GbThread *t)
{
    GbRef sys = gb_import(t, "sys"), first = gb_str_new(t, ">>> "), more = gb_str_new(t, "... ");
    if (sys != GB_NULL && first != GB_NULL && more != GB_NULL) {
        gb_attr_set_c(t, sys, "ps1", first);
        gb_attr_set_c(t, sys, "ps2", more);
    }
    gb_raised_drop(t);
    gb_xdecref(more);
    gb_xdecref(first);
    gb_xdecref(sys);
}

static Prompt get_prompt(GbThread *t, bool more)
{
    Prompt prompt = {""};
    GbRef sys = gb_import(t, "sys"), text = GB_NULL;
    GbRef value = sys == GB_NULL ? GB_NULL : gb_attr_get_c(t, sys, more ? "ps2" : "ps1");
    if (value != GB_NULL)
        text = gb_str(t, value);
    const char *bytes = text == GB_NULL ? NULL : gb_str_utf8(t, text, NULL);
    if (bytes != NULL)
        snprintf(prompt.text, sizeof prompt.text, "%s", bytes);
    gb_raised_drop(t);
    gb_xdecref(text);
    gb_xdecref(value);
    gb_xdecref(sys);
    return prompt;
}

/* One line with its newline, read with the lock given up: 1, or 0 at the end of input, or a runtime
 * code. */
static int read_line(GbThread *t, RtLine *editor, bool more, char **line)
{
    Rt *rt = gb_rt(t);
    Prompt prompt = get_prompt(t, more);
    gb_unlock(t, GIL_READ);
    int outcome = rt_line_read(rt, editor, prompt.text, line);
    gb_lock(t);
    return outcome;
}

/* Without a terminal, or without an editor: the line as it comes. Output stays free of prompts. */
static int read_plain(GbThread *t, bool more, char **line)
{
    fputs(get_prompt(t, more).text, stderr);
    size_t capacity = 0;
    ssize_t size = getline(line, &capacity, stdin);
    if (size > 0)
        return 1;
    free(*line);
    *line = NULL;
    return 0;
}

/* ~/.gilbox_history, or NULL. */
static char *history_path(Rt *rt)
{
    char *home = NULL, *path = NULL;
    if (rt_env_get(rt, "HOME", &home) != 0)
        return NULL;
    size_t size = strlen(home) + sizeof "/.gilbox_history";
    path = malloc(size);
    if (path != NULL)
        snprintf(path, size, "%s/.gilbox_history", home);
    rt_free(home);
    return path;
}

static void interrupted(GbThread *t, Statement *statement)
{
    if (gb_check_signals(t) < 0) {
        fputs("\nKeyboardInterrupt\n", stderr);
        gb_raised_drop(t);
    }
    statement->size = 0;
}

/* Run what has been typed once it is whole. True: the program is to end with *status. */
static bool run_if_whole(GbThread *t, Statement *statement, bool empty_line, int *status)
{
    if (!gb_source_is_whole(t, statement->text, statement->size, empty_line))
        return false;
    bool exits = false;
    *status = gb_run_interactive(t, statement->text, statement->size, &exits);
    statement->size = 0;
    return exits;
}

int cli_repl(GbThread *t, const CliRequest *request)
{
    Rt *rt = gb_rt(t);
    Statement statement = {0};
    RtLine *editor = NULL;
    int status = 0, outcome = 1;
    print_banner(request);
    set_prompts(t);
    char *path = history_path(rt);
    bool edits = rt_line_open(rt, path, &editor) == 0;
    free(path);
    for (bool exits = false; !exits;) {
        char *line = NULL;
        fflush(stdout);
        outcome = edits ? read_line(t, editor, statement.size > 0, &line)
                        : read_plain(t, statement.size > 0, &line);
        if (outcome == RT_EINTR) {
            interrupted(t, &statement);
            continue;
        }
        if (outcome != 1 || add_line(&statement, line, strcspn(line, "\n")) < 0)
            break;
        bool empty_line = line[0] == '\n' || line[0] == '\0';
        free(line);
        exits = run_if_whole(t, &statement, empty_line, &status);
    }
    if (outcome != 1) {
        fputc('\n', edits ? stdout : stderr);
        status = 0;
    }
    if (edits)
        rt_line_close(rt, editor);
    free(statement.text);
    return status;
}
