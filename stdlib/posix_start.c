/* posix: the start of other programs, in a new process or in this one. */
#include "stdlib/posix_parts.h"

/* --- Lists of texts and numbers --- */

/* Texts for a program: its arguments or its environment, ended by NULL. */
typedef struct Texts {
    const char **items;
    GbRef *holders;
    size_t count;
} Texts;

static void texts_release(GbThread *t, Texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        gb_clear(&texts->holders[i]);
    gb_mem_free(t, texts->items, (texts->count + 1) * sizeof *texts->items);
    gb_mem_free(t, texts->holders, (texts->count + 1) * sizeof *texts->holders);
}

static int texts_get(GbThread *t, GbBorrow sequence, Texts *out)
{
    *out = (Texts){0};
    GbRef tuple = gb_tuple_from(t, sequence);
    if (tuple == GB_NULL)
        return -1;
    size_t count = (size_t)gb_tuple_count(tuple);
    const char **items = gb_mem_new(t, (count + 1) * sizeof *items);
    GbRef *holders = gb_mem_new(t, (count + 1) * sizeof *holders);
    if (items == NULL || holders == NULL) {
        gb_mem_free(t, items, (count + 1) * sizeof *items);
        gb_mem_free(t, holders, (count + 1) * sizeof *holders);
        gb_decref(tuple);
        return -1;
    }
    memset(items, 0, (count + 1) * sizeof *items);
    memset(holders, 0, (count + 1) * sizeof *holders);
    *out = (Texts){items, holders, count};
    int failed = 0;
    for (size_t i = 0; i < count && failed == 0; i++) {
        items[i] = gb_path(t, gb_tuple_peek(tuple, (int64_t)i), &holders[i]);
        failed = items[i] == NULL ? -1 : 0;
    }
    gb_decref(tuple);
    if (failed < 0) {
        texts_release(t, out);
        *out = (Texts){0};
    }
    return failed;
}

/* NAME=value of a mapping, as a list of bytes. */
static GbRef environment_entries(GbThread *t, GbBorrow mapping)
{
    GbRef items = gb_call_method_c(t, mapping, "items", NULL, 0);
    GbRef pairs = items == GB_NULL ? GB_NULL : gb_list_from(t, items);
    GbRef list = pairs == GB_NULL ? GB_NULL : gb_list_new(t, 0);
    for (int64_t i = 0; list != GB_NULL && i < gb_list_count(pairs); i++) {
        GbRef name = gb_item_at(t, gb_list_peek(pairs, i), 0), name_holder = GB_NULL;
        GbRef value = gb_item_at(t, gb_list_peek(pairs, i), 1), value_holder = GB_NULL;
        const char *first = name == GB_NULL ? NULL : gb_path(t, name, &name_holder);
        const char *second = first == NULL || value == GB_NULL ? NULL
                                                               : gb_path(t, value, &value_holder);
        if (second != NULL && strchr(first, '=') != NULL) {
            gb_raise(t, gb_ValueError, "illegal environment variable name");
            second = NULL;
        }
        GbRef entry = second == NULL ? GB_NULL
                                     : gb_bytes_new(t, NULL, strlen(first) + 1 + strlen(second));
        if (entry != GB_NULL) {
            char *text = (char *)gb_bytes_data(entry);
            memcpy(text, first, strlen(first));
            text[strlen(first)] = '=';
            memcpy(text + strlen(first) + 1, second, strlen(second));
        }
        if (gb_list_append_take(t, list, entry) < 0)
            gb_clear(&list);
        gb_clear(&name_holder);
        gb_clear(&value_holder);
        gb_clear(&name);
        gb_clear(&value);
    }
    gb_clear(&items);
    gb_clear(&pairs);
    return list;
}

/* Numbers of a C kind, from an iterable. */
typedef struct Numbers {
    uint32_t *items;
    size_t count;
} Numbers;

static void numbers_release(GbThread *t, Numbers *numbers)
{
    if (numbers->items != NULL)
        gb_mem_free(t, numbers->items, (numbers->count + 1) * sizeof *numbers->items);
}

static int numbers_get(GbThread *t, GbBorrow iterable, const char *what, Numbers *out)
{
    *out = (Numbers){0};
    GbRef tuple = gb_tuple_from(t, iterable);
    if (tuple == GB_NULL)
        return -1;
    Numbers numbers = {.count = (size_t)gb_tuple_count(tuple)};
    numbers.items = gb_mem_new(t, (numbers.count + 1) * sizeof *numbers.items);
    int failed = numbers.items == NULL ? -1 : 0;
    for (size_t i = 0; i < numbers.count && failed == 0; i++) {
        int64_t number;
        failed = gb_index_i64(t, gb_tuple_peek(tuple, (int64_t)i), &number, gb_OverflowError);
        if (failed == 0 && (number < 0 || number > UINT32_MAX))
            failed = gb_fail(t, gb_ValueError, "bad value(s) in %s", what);
        if (failed == 0)
            numbers.items[i] = (uint32_t)number;
    }
    gb_decref(tuple);
    if (failed < 0)
        numbers_release(t, &numbers);
    else
        *out = numbers;
    return failed;
}

/* --- A program in a new process --- */

/* What has to live as long as the options that point to it. */
typedef struct Start {
    RtProcessOptions options;
    Texts programs, arguments, environment;
    Numbers keep, groups;
    GbRef folder;
    bool unprepared;
} Start;

static void start_release(GbThread *t, Start *start)
{
    Texts *texts[] = {&start->programs, &start->arguments, &start->environment};
    for (int i = 0; i < 3; i++) {
        if (texts[i]->items != NULL)
            texts_release(t, texts[i]);
    }
    numbers_release(t, &start->keep);
    numbers_release(t, &start->groups);
    gb_clear(&start->folder);
}

enum { /* arguments of _spawn() */
       NAME,
       PROGRAMS,
       ARGS,
       ENV,
       CWD,
       FILES,
       CLOSE_FDS,
       KEEP,
       NEW_SESSION,
       RESTORE_SIGNALS,
       GROUP,
       UMASK,
       USER,
       USER_GROUP,
       GROUPS,
       PREEXEC_FN,
};

static int read_files(GbThread *t, GbBorrow files, RtProcessOptions *options)
{
    int *const targets[] = {&options->input, &options->output, &options->error};
    for (int i = 0; i < 3; i++) {
        GbRef file = gb_item_at(t, files, i);
        int failed = file == GB_NULL ? -1 : gb_posix_int(t, file, targets[i]);
        gb_xdecref(file);
        if (failed < 0)
            return -1;
    }
    return 0;
}

/* Four numbers that are -1 when nothing is to be changed. */
static int read_numbers(GbThread *t, const GbBorrow *args, RtProcessOptions *options)
{
    static const int64_t most[] = {INT32_MAX, INT32_MAX, UINT32_MAX, UINT32_MAX};
    int64_t numbers[4];
    for (int i = 0; i < 4; i++) {
        if (gb_index_i64(t, args[GROUP + i], &numbers[i], gb_OverflowError) < 0)
            return -1;
        if (numbers[i] > most[i])
            return gb_fail(t, gb_OverflowError, "a number for the new process is too large");
    }
    options->change_group = (options->group = numbers[0]) >= 0;
    options->change_umask = (options->umask = (int)numbers[1]) >= 0;
    options->change_user = numbers[2] >= 0;
    options->user = (uint32_t)numbers[2];
    options->change_user_group = numbers[3] >= 0;
    options->user_group = (uint32_t)numbers[3];
    return 0;
}

static int start_get(GbThread *t, const GbBorrow *args, Start *start)
{
    RtProcessOptions *options = &start->options;
    int session = gb_truth(t, args[NEW_SESSION]), closes = gb_truth(t, args[CLOSE_FDS]);
    int restores = gb_truth(t, args[RESTORE_SIGNALS]);
    if (session < 0 || closes < 0 || restores < 0 || read_files(t, args[FILES], options) < 0 ||
        read_numbers(t, args, options) < 0 || texts_get(t, args[PROGRAMS], &start->programs) < 0 ||
        texts_get(t, args[ARGS], &start->arguments) < 0 ||
        (args[ENV] != GB_NONE && texts_get(t, args[ENV], &start->environment) < 0) ||
        numbers_get(t, args[KEEP], "fds_to_keep", &start->keep) < 0 ||
        (args[GROUPS] != GB_NONE && numbers_get(t, args[GROUPS], "groups", &start->groups) < 0) ||
        (args[CWD] != GB_NONE && !(options->folder = gb_path(t, args[CWD], &start->folder))))
        return -1;
    if (start->programs.count == 0 || start->arguments.count == 0)
        return gb_fail(t, gb_ValueError, "no program to start");
    options->programs = start->programs.items;
    options->arguments = start->arguments.items;
    options->environment = start->environment.items;
    options->new_session = session;
    options->restore_signals = restores;
    options->close_files = closes;
    options->keep = (const int *)start->keep.items;
    options->keep_count = start->keep.count;
    options->change_groups = args[GROUPS] != GB_NONE;
    options->groups = start->groups.items;
    options->group_count = start->groups.count;
    options->out_unprepared = &start->unprepared;
    return 0;
}

/* What the child of a fork writes into a pipe when it could not become the program. */
typedef struct Report {
    int error, unprepared, hook_failed; /* Not bool: the hook may write there, too. */
} Report;

/* Never returns. */
static void become_program(GbThread *t, const RtProcessOptions *options, GbBorrow hook, int pipe)
{
    Report report = {.error = rt_process_prepare(gb_rt(t), options)};
    size_t count;
    report.unprepared = report.error != 0;
    if (report.error == 0) {
        GbRef result = gb_call0(t, hook);
        report.hook_failed = result == GB_NULL;
        gb_xdecref(result);
        if (!report.hook_failed)
            report.error = rt_process_replace(gb_rt(t), options);
    }
    rt_file_write(gb_rt(t), pipe, &report, sizeof report, &count);
    rt_process_exit(gb_rt(t), 255);
}

/* A pipe whose end for writing is none of the program's first three files. */
static int open_report_pipe(GbThread *t, int *read_end, int *write_end)
{
    int low[3], count = 0, error = rt_pipe(gb_rt(t), read_end, write_end);
    while (error == 0 && *write_end < 3) {
        low[count++] = *write_end;
        error = rt_file_dup(gb_rt(t), *write_end, write_end);
    }
    for (int i = 0; i < count; i++)
        rt_file_close(gb_rt(t), low[i]);
    return error;
}

/* With a function to be called in the child, which therefore is a fork of this process. */
static GbRef start_by_fork(GbThread *t, GbBorrow self, Start *start, GbBorrow name, GbBorrow folder,
                           GbBorrow hook)
{
    int read_end, write_end, status;
    size_t count = 0;
    int64_t number = 0;
    Report report = {0};
    int error = open_report_pipe(t, &read_end, &write_end);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef pid = gb_posix_fork(t, self, NULL);
    if (pid == gb_small_new(0))
        become_program(t, &start->options, hook, write_end);
    rt_file_close(gb_rt(t), write_end);
    if (pid != GB_NULL) {
        do {
            gb_unlock(t, GIL_READ);
            error = rt_file_read(gb_rt(t), read_end, &report, sizeof report, &count);
            gb_lock(t);
        } while (error == RT_EINTR);
    }
    rt_file_close(gb_rt(t), read_end);
    if (pid == GB_NULL || count < sizeof report)
        return pid;
    if (gb_index_i64(t, pid, &number, gb_OverflowError) == 0)
        gb_posix_wait_status(t, number, &status);
    gb_raised_drop(t);
    gb_decref(pid);
    if (report.hook_failed)
        return gb_raise(t, gb_RuntimeError, "Exception occurred in preexec_fn.");
    return gb_raise_rt(t, report.error, report.unprepared ? folder : name, GB_NULL);
}

/* _spawn(): what subprocess and others are made of. `env` is a sequence of NAME=value, or None;
 * `name` and `cwd` stand in the exception. The lock is kept until the child is the program, so that
 * no other fork gets a copy of the pipe on which its failure is reported. */
static GbRef posix_spawn_program(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Start start = {0};
    GbRef result = GB_NULL;
    int64_t pid = 0;
    GbBorrow folder = args[CWD] == GB_NONE ? GB_NULL : args[CWD];
    if (start_get(t, args, &start) < 0)
        goto done;
    if (args[PREEXEC_FN] != GB_NONE) {
        result = start_by_fork(t, self, &start, args[NAME], folder, args[PREEXEC_FN]);
        goto done;
    }
    int error = rt_process_start(gb_rt(t), &start.options, &pid);
    result = error == 0 ? gb_int_new(t, pid)
                        : gb_raise_rt(t, error, start.unprepared ? folder : args[NAME], GB_NULL);
done:
    start_release(t, &start);
    return result;
}

/* --- posix_spawn() --- */

/* A file action: (POSIX_SPAWN_OPEN, file, path, flags, mode), (POSIX_SPAWN_CLOSE, file) or
 * (POSIX_SPAWN_DUP2, file, new file). */
static int read_action(GbThread *t, GbBorrow tuple, RtFileAction *out, GbRef *holder)
{
    int kind;
    if (!gb_is_tuple(tuple) || gb_tuple_count(tuple) == 0)
        return gb_fail(t, gb_TypeError, "Each file_actions element must be a non-empty tuple");
    if (gb_posix_int(t, gb_tuple_peek(tuple, 0), &kind) < 0)
        return -1;
    int64_t count = gb_tuple_count(tuple);
    *out = (RtFileAction){0};
    if (kind == RT_FILE_OPEN) {
        out->kind = RT_FILE_OPEN;
        if (count != 5)
            return gb_fail(t, gb_TypeError, "A open file_action tuple must have 5 elements");
        out->path = gb_path(t, gb_tuple_peek(tuple, 2), holder);
        return out->path == NULL || gb_posix_int(t, gb_tuple_peek(tuple, 1), &out->file) < 0 ||
                       gb_posix_int(t, gb_tuple_peek(tuple, 3), &out->flags) < 0 ||
                       gb_posix_int(t, gb_tuple_peek(tuple, 4), &out->mode) < 0
                   ? -1
                   : 0;
    }
    if (kind == RT_FILE_CLOSE) {
        out->kind = RT_FILE_CLOSE;
        if (count != 2)
            return gb_fail(t, gb_TypeError, "A close file_action tuple must have 2 elements");
        return gb_posix_int(t, gb_tuple_peek(tuple, 1), &out->file);
    }
    if (kind != RT_FILE_COPY)
        return gb_fail(t, gb_TypeError, "Unknown file_actions identifier");
    out->kind = RT_FILE_COPY;
    if (count != 3)
        return gb_fail(t, gb_TypeError, "A dup2 file_action tuple must have 3 elements");
    return gb_posix_int(t, gb_tuple_peek(tuple, 1), &out->source) < 0
               ? -1
               : gb_posix_int(t, gb_tuple_peek(tuple, 2), &out->file);
}

typedef struct Actions {
    RtFileAction *items;
    GbRef *holders;
    size_t count;
} Actions;

static void actions_release(GbThread *t, Actions *actions)
{
    for (size_t i = 0; actions->holders != NULL && i < actions->count; i++)
        gb_clear(&actions->holders[i]);
    if (actions->items != NULL)
        gb_mem_free(t, actions->items, (actions->count + 1) * sizeof *actions->items);
    if (actions->holders != NULL)
        gb_mem_free(t, actions->holders, (actions->count + 1) * sizeof *actions->holders);
}

static int actions_get(GbThread *t, GbBorrow sequence, Actions *out)
{
    *out = (Actions){0};
    if (sequence == GB_NONE)
        return 0;
    GbRef tuple = gb_tuple_from(t, sequence);
    if (tuple == GB_NULL) {
        if (gb_raised_drop_if(t, gb_TypeError))
            gb_raise(t, gb_TypeError, "posix_spawn: file_actions must be a sequence or None");
        return -1;
    }
    size_t count = (size_t)gb_tuple_count(tuple);
    out->items = gb_mem_new(t, (count + 1) * sizeof *out->items);
    out->holders = gb_mem_new(t, (count + 1) * sizeof *out->holders);
    int failed = out->items == NULL || out->holders == NULL ? -1 : 0;
    if (failed == 0)
        memset(out->holders, 0, (count + 1) * sizeof *out->holders);
    out->count = count;
    for (size_t i = 0; i < count && failed == 0; i++)
        failed = read_action(t, gb_tuple_peek(tuple, (int64_t)i), &out->items[i], &out->holders[i]);
    gb_decref(tuple);
    return failed;
}

enum { /* arguments of posix_spawn() */
       SPAWN_PATH,
       SPAWN_ARGV,
       SPAWN_ENV,
       SPAWN_FILE_ACTIONS,
       SPAWN_GROUP,
       SPAWN_RESET_IDS,
       SPAWN_SESSION,
       SPAWN_MASK,
       SPAWN_DEFAULTS,
       SPAWN_SCHEDULER,
};

/* Users are never borrowed here: ids that could be reset are the same as they are. */
static int read_attributes(GbThread *t, const GbBorrow *args, RtProcessOptions *options,
                           RtSignals *blocked)
{
    int session, reset_ids;
    if (gb_posix_int(t, args[SPAWN_SESSION], &session) < 0 ||
        gb_posix_int(t, args[SPAWN_RESET_IDS], &reset_ids) < 0)
        return -1;
    if (args[SPAWN_SCHEDULER] != GB_NONE)
        return gb_fail(t, gb_NotImplementedError, "posix_spawn: scheduler unavailable");
    if (args[SPAWN_MASK] != GB_NULL && gb_signals_read(t, args[SPAWN_MASK], blocked) < 0)
        return -1;
    if (args[SPAWN_DEFAULTS] != GB_NULL &&
        gb_signals_read(t, args[SPAWN_DEFAULTS], &options->defaults) < 0)
        return -1;
    options->new_session = session != 0;
    options->blocked = args[SPAWN_MASK] == GB_NULL ? NULL : blocked;
    options->change_group = args[SPAWN_GROUP] != GB_NULL;
    int group = 0;
    if (options->change_group && gb_posix_int(t, args[SPAWN_GROUP], &group) < 0)
        return -1;
    options->group = group;
    return 0;
}

static GbRef spawn(GbThread *t, const GbBorrow *args, const char *function, bool searches)
{
    GbRef entries = GB_NULL, result = GB_NULL;
    Texts arguments = {0}, variables = {0};
    Actions actions = {0};
    RtSignals blocked = 0;
    PosixPath where;
    int64_t pid = 0;
    if (gb_posix_path_get(t, args[SPAWN_PATH], function, "path", 0, &where) < 0)
        return GB_NULL;
    const char *programs[] = {where.text, NULL};
    RtProcessOptions options = {.programs = searches ? NULL : programs,
                                .program = where.text,
                                .input = -1,
                                .output = -1,
                                .error = -1};
    if (!gb_is_tuple(args[SPAWN_ARGV]) && !gb_is_list(args[SPAWN_ARGV])) {
        gb_raise(t, gb_TypeError, "%s: argv must be a tuple or list", function);
        goto done;
    }
    if (texts_get(t, args[SPAWN_ARGV], &arguments) < 0)
        goto done;
    if (arguments.count == 0 || arguments.items[0][0] == '\0') {
        gb_raise(t, gb_ValueError,
                 arguments.count == 0 ? "%s: argv must not be empty"
                                      : "%s: argv first element cannot be empty",
                 function);
        goto done;
    }
    if ((entries = environment_entries(t, args[SPAWN_ENV])) == GB_NULL ||
        texts_get(t, entries, &variables) < 0 ||
        actions_get(t, args[SPAWN_FILE_ACTIONS], &actions) < 0 ||
        read_attributes(t, args, &options, &blocked) < 0)
        goto done;
    options.arguments = arguments.items;
    options.environment = variables.items;
    options.actions = actions.items;
    options.action_count = actions.count;
    int error = rt_process_start(gb_rt(t), &options, &pid);
    result = error != 0 ? gb_raise_rt(t, error, where.object, GB_NULL) : gb_int_new(t, pid);
done:
    gb_posix_path_release(&where);
    actions_release(t, &actions);
    gb_clear(&entries);
    if (arguments.items != NULL)
        texts_release(t, &arguments);
    if (variables.items != NULL)
        texts_release(t, &variables);
    return result;
}

static GbRef posix_posix_spawn(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return spawn(t, args, "posix_spawn", false);
}

static GbRef posix_posix_spawnp(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return spawn(t, args, "posix_spawnp", true);
}

/* --- A shell, and programs that replace this one --- */

static GbRef posix_system(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef holder = GB_NULL;
    int64_t pid = 0;
    int status;
    const char *command = gb_path(t, args[0], &holder);
    if (command == NULL)
        return GB_NULL;
    const char *arguments[] = {"sh", "-c", command, NULL};
    RtProcessOptions options = {
        .program = "/bin/sh", .arguments = arguments, .input = -1, .output = -1, .error = -1};
    int error = rt_process_start(gb_rt(t), &options, &pid);
    gb_clear(&holder);
    if (rt_error_is_refusal(error))
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    if (error != 0)
        return gb_small_new(-1);
    return gb_posix_wait_status(t, pid, &status) < 0 ? GB_NULL : gb_small_new(status);
}

/* execv and execve: never return, unless they raise. `environment` GB_NULL: as ours. */
static GbRef replace_program(GbThread *t, GbBorrow path, GbBorrow arguments, GbBorrow environment,
                             const char *function)
{
    GbRef entries = GB_NULL;
    Texts texts = {0}, variables = {0};
    if (!gb_is_tuple(arguments) && !gb_is_list(arguments))
        return gb_raise(t, gb_TypeError, "%s%s arg 2 must be a tuple or list", function,
                        environment == GB_NULL ? "()" : ":");
    int64_t count = gb_length(t, arguments);
    if (count < 1)
        return count < 0 ? GB_NULL
                         : gb_raise(t, gb_ValueError, "%s%s arg 2 must not be empty", function,
                                    environment == GB_NULL ? "()" : ":");
    PosixPath where;
    if (gb_posix_path_get(t, path, function, "path", 0, &where) < 0)
        return GB_NULL;
    if (texts_get(t, arguments, &texts) < 0)
        goto done;
    if (texts.items[0][0] == '\0') {
        gb_raise(t, gb_ValueError, "%s%s arg 2 first element cannot be empty", function,
                 environment == GB_NULL ? "()" : ":");
        goto done;
    }
    if (environment != GB_NULL && ((entries = environment_entries(t, environment)) == GB_NULL ||
                                   texts_get(t, entries, &variables) < 0))
        goto done;
    const char *programs[] = {where.text, NULL};
    RtProcessOptions options = {.programs = programs,
                                .arguments = texts.items,
                                .environment = variables.items,
                                .input = -1,
                                .output = -1,
                                .error = -1};
    gb_raise_rt(t, rt_process_replace(gb_rt(t), &options),
                environment == GB_NULL ? GB_NULL : where.object, GB_NULL);
done:
    gb_posix_path_release(&where);
    gb_clear(&entries);
    if (texts.items != NULL)
        texts_release(t, &texts);
    if (variables.items != NULL)
        texts_release(t, &variables);
    return GB_NULL;
}

static GbRef posix_execv(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return replace_program(t, args[0], args[1], GB_NULL, "execv");
}

static GbRef posix_execve(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return replace_program(t, args[0], args[1], args[2], "execve");
}

/* --- The table --- */

const GbMethodDef gb_posix_start_functions[] = {
    {"_spawn(name, programs, args, env, cwd, files, /, *, close_fds=False, keep=(), "
     "new_session=False, restore_signals=False, group=-1, umask=-1, user=-1, user_group=-1, "
     "groups=None, preexec_fn=None)",
     posix_spawn_program, "Start the first of the programs that is there; its process id."},
    {"posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=?, resetids=False, "
     "setsid=False, setsigmask=?, setsigdef=?, scheduler=None)",
     posix_posix_spawn, "Execute the program specified by path in a new process."},
    {"posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=?, resetids=False, "
     "setsid=False, setsigmask=?, setsigdef=?, scheduler=None)",
     posix_posix_spawnp, "Likewise; a path without a folder is looked for along PATH."},
    {"system(command)", posix_system, "Execute the command in a subshell."},
    {"execv(path, argv, /)", posix_execv,
     "Execute an executable path with arguments, replacing current process."},
    {"execve(path, argv, env)", posix_execve,
     "Execute an executable path with arguments, replacing current process."},
    {0},
};
