/* fcntl: locks of files, and what else can be done with open files by numbers. */
#include "stdlib/posix_parts.h"
#include "stdlib/select_parts.h"

#include <stdio.h>
#include <string.h>

/* --- fcntl() and ioctl() --- */

/* The last argument of both: a number, or bytes that are copied to and fro. */
typedef struct Argument {
    int64_t number;
    char data[RT_CONTROL_BYTES];
    size_t size;
    bool is_data;
} Argument;

/* 0 or -1; a str is its UTF-8. */
static int read_argument(GbThread *t, GbBorrow v, const char *function, Argument *out)
{
    GbBuffer buffer = {0};
    const char *text = NULL;
    memset(out, 0, sizeof *out);
    if (gb_is_str(v)) {
        text = gb_str_utf8(t, v, &out->size);
        if (text == NULL)
            return -1;
    } else if (gb_has_index(t, v) || gb_buffer_get(t, v, &buffer) < 0) {
        gb_raised_drop(t);
        return gb_index_i64(t, v, &out->number, gb_OverflowError);
    } else {
        text = (const char *)buffer.data;
        out->size = (size_t)buffer.size;
    }
    out->is_data = true;
    bool fits = out->size <= sizeof out->data;
    if (fits)
        memcpy(out->data, text, out->size);
    if (!gb_is_str(v))
        gb_buffer_release(t, &buffer);
    return fits ? 0 : gb_fail(t, gb_ValueError, "%s string arg too long", function);
}

static GbRef give_result(GbThread *t, int error, int result, const Argument *argument)
{
    if (error != 0)
        return gb_posix_result(t, error, NULL);
    return argument->is_data ? gb_bytes_new(t, argument->data, argument->size)
                             : gb_int_new(t, result);
}

static GbRef fcntl_fcntl(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, command, result = 0, error;
    Argument argument;
    if (gb_select_file(t, args[0], &file) < 0 || gb_posix_int(t, args[1], &command) < 0 ||
        read_argument(t, args[2], "fcntl", &argument) < 0)
        return GB_NULL;
    do {
        gb_unlock_on(t, GIL_OTHER, 0, "fcntl");
        error = rt_file_control(gb_rt(t), file, command, argument.number,
                                argument.is_data ? argument.data : NULL, &result);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    return give_result(t, error, result, &argument);
}

static int call_device(GbThread *t, int file, uint32_t request, Argument *argument, int *result)
{
    gb_unlock_on(t, GIL_OTHER, 0, "ioctl");
    int error = rt_file_device(gb_rt(t), file, request, argument->number,
                               argument->is_data ? argument->data : NULL, result);
    gb_lock(t);
    return error;
}

/* In a buffer that can be written: 1, a new reference in *out; 0: v is none. */
static int device_in_place(GbThread *t, int file, uint32_t request, GbBorrow v, GbRef *out)
{
    GbBuffer buffer;
    Argument argument = {.is_data = true};
    int result = 0;
    if (gb_is_str(v) || gb_is_bytes(v) || gb_has_index(t, v) || gb_buffer_get(t, v, &buffer) < 0) {
        gb_raised_drop(t);
        return 0;
    }
    bool writable = !buffer.readonly;
    size_t size = (size_t)buffer.size < sizeof argument.data ? (size_t)buffer.size
                                                             : sizeof argument.data;
    if (writable) {
        memcpy(argument.data, buffer.data, size);
        int error = call_device(t, file, request, &argument, &result);
        memcpy(buffer.data, argument.data, size);
        *out = error == 0 ? gb_int_new(t, result) : gb_posix_result(t, error, NULL);
    }
    gb_buffer_release(t, &buffer);
    return writable;
}

static GbRef fcntl_ioctl(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, result = 0;
    int64_t request;
    Argument argument;
    GbRef value;
    int mutates = gb_truth(t, args[3]);
    if (mutates < 0 || gb_select_file(t, args[0], &file) < 0 ||
        gb_index_i64(t, args[1], &request, gb_OverflowError) < 0)
        return GB_NULL;
    if (mutates && device_in_place(t, file, (uint32_t)request, args[2], &value))
        return value;
    if (read_argument(t, args[2], "ioctl", &argument) < 0)
        return GB_NULL;
    int error = call_device(t, file, (uint32_t)request, &argument, &result);
    return give_result(t, error, result, &argument);
}

/* --- Locks --- */

enum { LOCK_SHARED = 1, LOCK_ALONE = 2, LOCK_TRIES = 4, LOCK_GIVES = 8 };

static GbRef lock_file(GbThread *t, int file, RtFileLock lock, const RtRange *range, bool tries)
{
    char what[32];
    int error;
    snprintf(what, sizeof what, "file %d", file);
    do {
        gb_unlock_on(t, GIL_LOCK, 0, what);
        error = rt_file_lock(gb_rt(t), file, lock, range,
                             tries ? RT_FILE_LOCK_TRIES : RT_FILE_LOCK_WAITS);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    return gb_posix_result(t, error, NULL);
}

static GbRef fcntl_flock(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, operation;
    if (gb_select_file(t, args[0], &file) < 0 || gb_posix_int(t, args[1], &operation) < 0)
        return GB_NULL;
    bool tries = operation & LOCK_TRIES;
    switch (operation & ~LOCK_TRIES) {
    case LOCK_SHARED: return lock_file(t, file, RT_FILE_LOCK_SHARED, NULL, tries);
    case LOCK_ALONE: return lock_file(t, file, RT_FILE_LOCK_ALONE, NULL, tries);
    case LOCK_GIVES: return lock_file(t, file, RT_FILE_UNLOCK, NULL, tries);
    default: return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    }
}

static GbRef fcntl_lockf(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, operation, whence;
    RtRange range;
    if (gb_select_file(t, args[0], &file) < 0 || gb_posix_int(t, args[1], &operation) < 0 ||
        gb_index_i64(t, args[2], &range.size, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[3], &range.start, gb_OverflowError) < 0 ||
        gb_posix_int(t, args[4], &whence) < 0)
        return GB_NULL;
    RtFileLock lock = operation & LOCK_SHARED  ? RT_FILE_LOCK_SHARED
                      : operation & LOCK_ALONE ? RT_FILE_LOCK_ALONE
                                               : RT_FILE_UNLOCK;
    if (lock == RT_FILE_UNLOCK && operation != LOCK_GIVES)
        return gb_raise(t, gb_ValueError, "unrecognized lockf argument");
    if (whence < 0 || whence > 2)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    range.whence = (RtWhence)whence;
    return lock_file(t, file, lock, &range, operation & LOCK_TRIES);
}

/* --- The module --- */

static const GbMethodDef fcntl_functions[] = {
    {"fcntl(fd, cmd, arg=0, /)", fcntl_fcntl, "What an open file is, by a number; or change it."},
    {"ioctl(fd, request, arg=0, mutate_flag=True, /)", fcntl_ioctl,
     "Ask the device that is open as fd, or command it."},
    {"flock(fd, operation, /)", fcntl_flock,
     "Take or give back the lock that the open file has of all of its file."},
    {"lockf(fd, cmd, len=0, start=0, whence=0, /)", fcntl_lockf,
     "Take or give back the lock that the process has of a range of a file."},
    {0},
};

static int fcntl_init(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        int64_t value;
    } constants[] = {
        {"LOCK_SH", LOCK_SHARED},
        {"LOCK_EX", LOCK_ALONE},
        {"LOCK_NB", LOCK_TRIES},
        {"LOCK_UN", LOCK_GIVES},
        {"LOCK_MAND", 32},
        {"LOCK_READ", 64},
        {"LOCK_WRITE", 128},
        {"LOCK_RW", 192},
        {"FD_CLOEXEC", 1},
        {"FASYNC", 8192},
        {"F_DUPFD", 0},
        {"F_GETFD", 1},
        {"F_SETFD", 2},
        {"F_GETFL", 3},
        {"F_SETFL", 4},
        {"F_GETLK", 5},
        {"F_SETLK", 6},
        {"F_SETLKW", 7},
        {"F_GETLK64", 5},
        {"F_SETLK64", 6},
        {"F_SETLKW64", 7},
        {"F_SETOWN", 8},
        {"F_GETOWN", 9},
        {"F_SETSIG", 10},
        {"F_GETSIG", 11},
        {"F_OFD_GETLK", 36},
        {"F_OFD_SETLK", 37},
        {"F_OFD_SETLKW", 38},
        {"F_RDLCK", 0},
        {"F_WRLCK", 1},
        {"F_UNLCK", 2},
        {"F_EXLCK", 4},
        {"F_SHLCK", 8},
        {"F_SETLEASE", 1024},
        {"F_GETLEASE", 1025},
        {"F_NOTIFY", 1026},
        {"F_DUPFD_CLOEXEC", 1030},
        {"F_SETPIPE_SZ", 1031},
        {"F_GETPIPE_SZ", 1032},
        {"F_ADD_SEALS", 1033},
        {"F_GET_SEALS", 1034},
        {"F_SEAL_SEAL", 1},
        {"F_SEAL_SHRINK", 2},
        {"F_SEAL_GROW", 4},
        {"F_SEAL_WRITE", 8},
        {"DN_ACCESS", 1},
        {"DN_MODIFY", 2},
        {"DN_CREATE", 4},
        {"DN_DELETE", 8},
        {"DN_RENAME", 16},
        {"DN_ATTRIB", 32},
        {"DN_MULTISHOT", 2147483648},
    };
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    return 0;
}

const GbModuleDef gb_module_fcntl = {
    "fcntl",
    "Locks of files, and what else can be done with open files by numbers.",
    fcntl_functions,
    fcntl_init,
};
