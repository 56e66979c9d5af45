/* Programs that processes of the virtual machine start: gilbox, and no other.
 *
 * To start one is to fork, and the child's process of the host begins anew on a fresh stack: it has
 * gilbox in its memory already. What it had before stays there, and nobody comes back to it. */
#include "runtime/sim_world.h"

#include <stdlib.h>
#include <string.h>

enum {
    STACK_BYTES = 8 * 1024 * 1024,
    CANNOT_START = 127, /* exit code, as a shell has it */
};

/* A program to be run, in private memory. */
typedef struct Program {
    Sim *sim;
    int argc;
    char **argv; /* ended by NULL */
} Program;

/* --- What can be started --------------------------------------------------------------------- */

static bool is_gilbox(const char *path)
{
    return strcmp(path, SIM_EXECUTABLE) == 0 || strcmp(path, "gilbox") == 0;
}

static bool has_gilbox(const RtProcessOptions *options)
{
    if (!options->programs)
        return is_gilbox(options->program);
    for (const char *const *path = options->programs; *path; path++) {
        if (is_gilbox(*path))
            return true;
    }
    return false;
}

/* What there is no other of, or what cannot be changed, may be asked for by its own name. */
static int check(const Sim *sim, const RtProcessOptions *options)
{
    bool changes = options->new_session || (options->change_group && options->group != 0);
    if (!sim->options.start || !has_gilbox(options))
        return RT_ESIM_PROGRAM;
    if (options->change_user || options->change_user_group || options->change_groups)
        return RT_EPERM;
    return changes ? RT_ESIM_GROUP : 0;
}

/* --- Before ---------------------------------------------------------------------------------- */

/* The program's 0, 1, 2. Those among the given files that lie there but in another place are first
 * copied out of the way. */
static int lay_files(Rt *rt, const RtProcessOptions *options)
{
    int given[3] = {options->input, options->output, options->error};
    int err = 0;
    for (int i = 0; i < 3; i++) {
        while (given[i] >= 0 && given[i] < 3 && given[i] != i && err == 0) /* till all are */
            err = rt_sim_file_dup(rt, given[i], &given[i]);
    }
    for (int i = 0; i < 3 && err == 0; i++) {
        if (given[i] == i)
            err = rt_sim_file_set_inheritable(rt, i, true);
        else if (given[i] >= 0)
            err = rt_sim_file_dup_onto(rt, given[i], i);
    }
    return err;
}

static int open_at(Rt *rt, const RtFileAction *action)
{
    int file;
    int err = rt_sim_file_open(rt, action->path, action->flags, action->mode, &file);
    if (err < 0)
        return err;
    if (file == action->file)
        return rt_sim_file_set_inheritable(rt, file, true);
    err = rt_sim_file_dup_onto(rt, file, action->file);
    rt_sim_file_close(rt, file);
    return err;
}

static int act(Rt *rt, const RtFileAction *action)
{
    switch (action->kind) {
    case RT_FILE_OPEN: return open_at(rt, action);
    case RT_FILE_CLOSE: return rt_sim_file_close(rt, action->file);
    default:
        return action->source == action->file
                   ? rt_sim_file_set_inheritable(rt, action->file, true)
                   : rt_sim_file_dup_onto(rt, action->source, action->file);
    }
}

static void restore_signal(Sim *sim, const char *name)
{
    int number;
    if (rt_signal_number(name, &number) == 0)
        rt_sim_signal_default(&sim->base, number);
}

int rt_sim_process_prepare(Rt *rt, const RtProcessOptions *options)
{
    Sim *sim = rt_sim_call(rt);
    int err = check(sim, options);
    if (err == 0)
        err = lay_files(rt, options);
    for (size_t i = 0; i < options->action_count && err == 0; i++)
        err = act(rt, &options->actions[i]);
    if (err == 0 && options->folder)
        err = rt_sim_chdir(rt, options->folder);
    if (err < 0)
        return err;
    if (options->change_umask)
        rt_sim_umask(rt, options->umask);
    if (options->restore_signals) {
        restore_signal(sim, "SIGPIPE");
        restore_signal(sim, "SIGXFSZ");
    }
    for (int number = 1; number < SIM_SIGNAL_COUNT; number++) {
        if (options->defaults >> (number - 1) & 1)
            rt_sim_signal_default(rt, number);
    }
    if (options->blocked)
        sim->current->blocked = *options->blocked;
    return 0;
}

/* --- Becoming it ----------------------------------------------------------------------------- */

static int program_new(Sim *sim, const char *const *arguments, Program **out)
{
    int count = 0;
    while (arguments[count])
        count++;
    Program *program = malloc(sizeof *program);
    char **argv = calloc((size_t)count + 1, sizeof *argv);
    int err = program && argv ? 0 : RT_ENOMEM;
    for (int i = 0; i < count && err == 0; i++)
        err = rt_sim_copy(arguments[i], &argv[i]);
    if (err < 0) {
        for (int i = 0; argv && i < count; i++)
            free(argv[i]);
        free(argv);
        free(program);
        return err;
    }
    *program = (Program){sim, count, argv};
    *out = program;
    return 0;
}

static void run(void *argument)
{
    Program *program = argument;
    Sim *sim = program->sim;
    int status = sim->options.start(sim->options.argument, program->argc, program->argv);
    rt_sim_process_exit(&sim->base, status);
}

/* The thread that asks becomes the main one. */
static int enter(Sim *sim, Program *program)
{
    RtThread *self = sim->current;
    CoroutineState before = self->context, fresh;
    Coroutine *stack;
    if (rt_coroutine_new(sim->stacks, STACK_BYTES, run, program, &fresh, &stack) < 0)
        return RT_ENOMEM;
    for (RtThread *thread = sim->threads; thread; thread = thread->all_next) {
        if (thread->process == sim->process && thread != self)
            rt_sim_thread_doom(sim, thread);
    }
    sim->process->main = self;
    self->local = NULL;
    self->coroutine = stack;
    self->context = fresh;
    rt_coroutine_leave(&before, &self->context);
}

static void close_files(Sim *sim, const RtProcessOptions *options)
{
    Rt *rt = &sim->base;
    for (int i = 3; options->close_files && i < sim->process->descriptor_count; i++)
        rt_sim_file_set_inheritable(rt, i, false);
    for (size_t i = 0; i < options->keep_count; i++)
        rt_sim_file_set_inheritable(rt, options->keep[i], true);
    rt_sim_descriptors_close_private(sim);
}

int rt_sim_process_replace(Rt *rt, const RtProcessOptions *options)
{
    Sim *sim = rt_sim_call(rt);
    Program *program = NULL;
    int err = check(sim, options);
    if (err == 0)
        err = program_new(sim, options->arguments, &program);
    if (err == 0 && options->environment)
        err = rt_sim_environment_replace(sim, options->environment);
    if (err < 0)
        return err;
    close_files(sim, options);
    rt_sim_charge(sim, RT_COST_PROGRAM, 1);
    rt_sim_mappings_fini(sim);
    rt_sim_signals_reset(sim);
    return enter(sim, program);
}

/* What the child finds out about its start; its parent waits for that, as it does on Linux. */
typedef struct Start {
    bool is_over, prepared;
    int err;
} Start;

static _Noreturn void run_child(Sim *sim, const RtProcessOptions *options, Start *start)
{
    Rt *rt = &sim->base;
    start->err = rt_sim_process_prepare(rt, options);
    start->prepared = start->err == 0;
    start->is_over = true;
    if (sim->process->parent)
        rt_sim_wake(sim, &sim->process->parent->waiters, -1);
    if (start->prepared)
        rt_sim_process_replace(rt, options);
    rt_sim_process_exit(rt, CANNOT_START);
    abort();
}

static bool lives(Sim *sim, int64_t pid)
{
    const SimProcess *process = rt_sim_process_find(sim, pid);
    return process && !process->has_ended;
}

int rt_sim_process_start(Rt *rt, const RtProcessOptions *options, int64_t *out_pid)
{
    Sim *sim = rt_sim_call(rt);
    SimProcess *child;
    int err = check(sim, options);
    if (err < 0)
        return err;
    Start *start = rt_arena_alloc(sim, sizeof *start);
    if (!start)
        return RT_ENOMEM;
    int side = rt_sim_process_double(sim, &child);
    if (side == 1)
        run_child(sim, options, start);
    int64_t pid = side == 0 ? child->id : 0;
    while (side == 0 && !start->is_over && lives(sim, pid))
        rt_sim_wait(sim, &sim->process->waiters, SIM_WAIT_CHILD, RT_FOREVER, false);
    err = side < 0 ? side : start->err;
    if (err < 0 && options->out_unprepared)
        *options->out_unprepared = !start->prepared;
    rt_arena_release(start);
    RtChange end;
    while (err < 0 && side == 0 &&
           rt_sim_process_await(rt, RT_WAIT_PROCESS, pid, RT_WAIT_EXITED, &end) == RT_EINTR)
        continue;
    *out_pid = pid;
    return err;
}
