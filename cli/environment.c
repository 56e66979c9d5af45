/* What the environment adds to the command line. What is read is kept as long as the process: the
 * interpreter's options point into it. */
#include "cli/cli.h"

#include "runtime/rt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const CliVariable cli_variables[] = {
#define CLI_VARIABLE(id, name, option, sentence) {name, option, sentence},
#include "cli/environment.def"
#undef CLI_VARIABLE
    {0},
};

typedef enum VariableId {
#define CLI_VARIABLE(id, name, option, sentence) VARIABLE_##id,
#include "cli/environment.def"
#undef CLI_VARIABLE
} VariableId;

/* The value, for the caller to free; NULL when there is none. */
static char *value_of(Rt *rt, VariableId id)
{
    char *value = NULL;
    if (rt_env_get(rt, cli_variables[id].name, &value) != 0)
        return NULL;
    if (*value != '\0')
        return value;
    rt_free(value);
    return NULL;
}

/* PYTHONPATH, then GILBOXPATH. */
static void read_paths(Rt *rt, CliRequest *request)
{
    char *library = value_of(rt, VARIABLE_LIBRARY);
    char *path = request->vm.ignore_environment ? NULL : value_of(rt, VARIABLE_PATH);
    if (path != NULL && library != NULL) {
        size_t size = strlen(path) + strlen(library) + 2;
        request->path = malloc(size);
        if (request->path != NULL)
            snprintf(request->path, size, "%s:%s", path, library);
    } else if (path != NULL || library != NULL) {
        const char *only = path != NULL ? path : library;
        request->path = malloc(strlen(only) + 1);
        if (request->path != NULL)
            strcpy(request->path, only);
    }
    rt_free(path);
    rt_free(library);
    request->vm.path = request->path;
}

/* -W options come after those of the environment, so that they win. */
static void read_warnings(Rt *rt, CliRequest *request)
{
    char *text = request->warning_text = value_of(rt, VARIABLE_WARNINGS);
    if (text == NULL)
        return;
    const char *given[CLI_LIST_MAX + 1];
    memcpy(given, request->warnings, sizeof given);
    int count = 0;
    for (char *comma; text != NULL && count < CLI_LIST_MAX; text = comma) {
        comma = strchr(text, ',');
        if (comma != NULL)
            *comma++ = '\0';
        request->warnings[count++] = text;
    }
    for (int i = 0; given[i] != NULL && count < CLI_LIST_MAX; ++i)
        request->warnings[count++] = given[i];
    request->warnings[count] = NULL;
}

static void read_io_encoding(Rt *rt, CliRequest *request)
{
    char *text = request->io_encoding = value_of(rt, VARIABLE_IO_ENCODING);
    if (text == NULL)
        return;
    char *colon = strchr(text, ':');
    if (colon != NULL) {
        *colon = '\0';
        request->vm.io_errors = colon[1] == '\0' ? NULL : colon + 1;
    }
    request->vm.io_encoding = *text == '\0' ? NULL : text;
}

/* 0, or CLI_USAGE_ERROR (said). */
static int read_hash_seed(Rt *rt, CliRequest *request)
{
    uint64_t seed = 0;
    char *text = request->vm.ignore_environment ? NULL : value_of(rt, VARIABLE_HASH_SEED);
    int error = 0;
    if (text == NULL || strcmp(text, "random") == 0) {
        rt_random_bytes(rt, &seed, sizeof seed);
        seed |= (uint64_t)1 << 63; /* No seed that a user could give. */
    } else {
        char *end;
        seed = strtoull(text, &end, 10);
        error = *end == '\0' && *text != '-' && seed <= UINT32_MAX ? 0 : CLI_USAGE_ERROR;
        if (error)
            cli_complain(
                "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]");
    }
    request->vm.hash_seed = seed;
    rt_free(text);
    return error;
}

static int number_or_one(const char *text)
{
    int number = atoi(text);
    return number > 0 ? number : 1;
}

/* The variables that stand for an option. */
static void read_options(Rt *rt, GbOptions *vm)
{
    for (int id = 0; cli_variables[id].name != NULL; ++id) {
        char *value = cli_variables[id].option == 0 ? NULL : value_of(rt, (VariableId)id);
        if (value == NULL)
            continue;
        int number = number_or_one(value);
        switch (cli_variables[id].option) {
        case 'O': vm->optimize = vm->optimize > number ? vm->optimize : number; break;
        case 'v': vm->verbose = vm->verbose > number ? vm->verbose : number; break;
        case 'u': vm->unbuffered = true; break;
        default: vm->inspect = true;
        }
        rt_free(value);
    }
}

int cli_environment_read(Rt *rt, CliRequest *request)
{
    read_paths(rt, request);
    if (!request->vm.ignore_environment) {
        read_warnings(rt, request);
        read_io_encoding(rt, request);
        read_options(rt, &request->vm);
    }
    return read_hash_seed(rt, request);
}

void cli_environment_free(CliRequest *request)
{
    free(request->path);
    rt_free(request->warning_text);
    rt_free(request->io_encoding);
}
