/* Line editing on the real machine, through libedit.
 *
 * Loaded when a terminal is first read, as libcurl is and for the same reason: scripts do not need
 * it, and it would cost each of their starts. libedit is given our own way to read a character,
 * since its own does not let a signal end a line. */
#include "runtime/real.h"

#include <dlfcn.h>
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HISTORY_SIZE 1000

/* The functions used, one row each. */
#define EDIT_FUNCTIONS(X) \
    X(el_init)            \
    X(el_end)             \
    X(el_set)             \
    X(el_gets)            \
    X(history_init)       \
    X(history_end)        \
    X(history)

struct RtLine {
    Rt *rt;
    void *library;
    EditLine *editor;
    History *state; /* what was typed before */
    char *history_path; /* or NULL */
    char *prompt;
    bool interrupted; /* a signal ended the line */
#define FIELD(name) __typeof__(&name) name;
    EDIT_FUNCTIONS(FIELD)
#undef FIELD
};

static bool load(RtLine *line)
{
    line->library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!line->library)
        return false;
    bool found = true;
#define FIND(name)                                       \
    *(void **)&line->name = dlsym(line->library, #name); \
    found = found && line->name;
    EDIT_FUNCTIONS(FIND)
#undef FIND
    return found;
}

/* libedit's callbacks get no argument of ours, but run on the thread that reads. */
static _Thread_local RtLine *reading;

static char *show_prompt(EditLine *editor)
{
    return reading->prompt;
}

/* --- Reading a character ------------------------------------------------------------------- */

/* 1 a byte, 0 the end, -1 a signal or a failure. */
static int read_byte(unsigned char *out)
{
    if (rt_real_wait_file(reading->rt, STDIN_FILENO, POLLIN, RT_FOREVER) < 0) {
        reading->interrupted = true;
        return -1;
    }
    return (int)read(STDIN_FILENO, out, 1);
}

/* Bytes that follow the first in UTF-8; a stray byte stands for itself. */
static int following(unsigned char first)
{
    return first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
}

static int read_character(EditLine *editor, wchar_t *out)
{
    unsigned char byte;
    int status = read_byte(&byte);
    if (status <= 0)
        return status;
    int left = following(byte);
    wchar_t character = left ? byte & (0x3F >> left) : byte;
    for (; left > 0; left--) {
        status = read_byte(&byte);
        if (status <= 0)
            return status;
        character = character << 6 | (byte & 0x3F);
    }
    *out = character;
    return 1;
}

/* --- The terminal -------------------------------------------------------------------------- */

static void set_up(RtLine *line)
{
    HistEvent event;
    line->history(line->state, &event, H_SETSIZE, HISTORY_SIZE);
    line->history(line->state, &event, H_SETUNIQUE, 1);
    if (line->history_path)
        line->history(line->state, &event, H_LOAD, line->history_path);
    line->el_set(line->editor, EL_EDITOR, "emacs");
    line->el_set(line->editor, EL_PROMPT, show_prompt);
    line->el_set(line->editor, EL_HIST, line->history, line->state);
    line->el_set(line->editor, EL_GETCFN, read_character);
}

static int line_init(RtLine *line, const char *history_path)
{
    if (!load(line))
        return RT_ENOSYS;
    if (history_path && rt_real_copy(history_path, &line->history_path) < 0)
        return RT_ENOMEM;
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "");
    line->state = line->history_init();
    line->editor = line->el_init("gilbox", stdin, stdout, stderr);
    if (!line->state || !line->editor)
        return RT_ENOMEM;
    set_up(line);
    return 0;
}

int rt_real_line_open(Rt *rt, const char *history_path, RtLine **out)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return RT_ENOTTY;
    RtLine *line = calloc(1, sizeof *line);
    if (!line)
        return RT_ENOMEM;
    line->rt = rt;
    int err = line_init(line, history_path);
    if (err < 0)
        rt_real_line_close(rt, line);
    else
        *out = line;
    return err;
}

/* libedit gives no line at the end, nor after a failure: only our own note tells them apart. */
int rt_real_line_read(Rt *rt, RtLine *line, const char *prompt, char **out_text)
{
    free(line->prompt);
    line->prompt = strdup(prompt);
    if (!line->prompt)
        return RT_ENOMEM;
    int count = 0;
    reading = line;
    line->interrupted = false;
    const char *text = line->el_gets(line->editor, &count);
    if (!text || count <= 0)
        return line->interrupted ? RT_EINTR : 0;
    HistEvent event;
    if (strspn(text, " \t\r\n") < strlen(text))
        line->history(line->state, &event, H_ENTER, text);
    int err = rt_real_copy(text, out_text);
    return err < 0 ? err : 1;
}

void rt_real_line_close(Rt *rt, RtLine *line)
{
    HistEvent event;
    if (line->editor && line->history_path)
        line->history(line->state, &event, H_SAVE, line->history_path);
    if (line->editor)
        line->el_end(line->editor);
    if (line->state)
        line->history_end(line->state);
    free(line->history_path);
    free(line->prompt);
    free(line);
}
