/* What the threads of an interpreter wait for, in words: for a run that cannot go on. */
#include "vm/exec/frame.h"
#include "vm/exec/sys.h"
#include "vm/interp.h"
#include "vm/object/str.h"

#include <stdio.h>

static bool is_library(GbThread *t, const GbFrame *frame)
{
    const char *name = gb_str_wtf8(t, frame->code->filename, NULL);
    return name != NULL && name[0] == '<' && strncmp(name, "<frozen ", 8) == 0;
}

/* The innermost frame of the script itself, or NULL; and the library's function that it called, or
 * NULL. */
static GbFrame *script_frame(GbThread *t, GbFrame *frame, GbFrame **called)
{
    *called = NULL;
    while (frame != NULL && is_library(t, frame)) {
        *called = frame;
        frame = frame->back;
    }
    return frame;
}

static const char *text_of(GbThread *t, GbBorrow str)
{
    const char *text = gb_str_wtf8(t, str, NULL);
    return text == NULL ? "?" : text;
}

/* The thread of that ident, or whose end the lock tells of; NULL: none that lives. */
static GbThread *find_ident(GbInterp *interp, uint64_t ident)
{
    GbThread *t = interp->threads;
    while (t != NULL && t->ident != ident)
        t = t->next;
    return ident == 0 ? NULL : t;
}

static GbThread *find_sentinel(GbInterp *interp, GbBorrow lock)
{
    GbThread *t = interp->threads;
    while (t != NULL && t->sentinel != lock)
        t = t->next;
    return t;
}

/* In the library, a thread may wait for a lock that it has made for just that. */
static void describe_lock(GbThread *t, bool in_library, char *text, size_t size)
{
    GbThread *ends = find_sentinel(t->interp, t->awaited);
    GbThread *holder = find_ident(t->interp, *t->awaited_holder);
    if (ends != NULL)
        snprintf(text, size, "waits for the end of %s", ends->gil.name);
    else if (holder == t)
        snprintf(text, size, in_library ? "waits" : "waits for a lock that it has taken itself");
    else if (holder != NULL)
        snprintf(text, size, "waits for a lock that %s has taken", holder->gil.name);
    else
        snprintf(text, size, "waits for a lock that nobody will release");
}

static void describe(GbThread *t, bool in_library, char *text, size_t size)
{
    if (t->reason == GIL_REASON_COUNT)
        snprintf(text, size, "runs");
    else if (t->awaited != GB_NULL)
        describe_lock(t, in_library, text, size);
    else
        snprintf(text, size, "waits (%s)", gil_reason_name(t->reason));
}

void gb_waits_print(GbThread *t, GilWriteFn write, void *argument)
{
    char line[1024], what[160];
    for (GbThread *other = t->interp->threads; other != NULL; other = other->next) {
        GbFrame *called, *frame = script_frame(t, other->frame, &called);
        describe(other, called != NULL, what, sizeof what);
        size_t size = (size_t)snprintf(line, sizeof line, "  %s %s", other->gil.name, what);
        if (called != NULL && size < sizeof line)
            size += (size_t)snprintf(line + size, sizeof line - size, " in %.100s",
                                     text_of(t, called->code->qualname));
        if (frame != NULL && size < sizeof line)
            size += (size_t)snprintf(line + size, sizeof line - size, ", %.500s:%d in %.100s",
                                     text_of(t, frame->code->filename), gb_frame_line(frame),
                                     text_of(t, frame->code->qualname));
        if (size > sizeof line - 2)
            size = sizeof line - 2;
        line[size++] = '\n';
        write(argument, line, size);
    }
}

/* The thread that finds out may hold the lock, or nobody does; else a third was in the middle of
 * something. */
void gb_flush_stuck(GbThread *t)
{
    Gil *gil = t->interp->gil;
    GilReason reason = t->reason;
    bool held = gil_held(gil, &t->gil);
    if (!held && gil_holder(gil) != 0)
        return;
    if (!held)
        gb_lock(t);
    gb_sys_flush(t, "stdout");
    if (!held)
        gb_unlock(t, reason);
}
