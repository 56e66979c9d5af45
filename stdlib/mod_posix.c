/* posix: what os.py is made of. Arguments and results of all its files, and its constants. */
#include "stdlib/posix_parts.h"

#include <stdio.h>

/* --- Paths --- */

static const char *kinds_allowed(int allows)
{
    switch (allows) {
    case POSIX_PATH_FILE | POSIX_PATH_NONE: return "string, bytes, os.PathLike, integer or None";
    case POSIX_PATH_FILE: return "string, bytes, os.PathLike or integer";
    case POSIX_PATH_NONE: return "string, bytes, os.PathLike or None";
    default: return "string, bytes or os.PathLike";
    }
}

static int open_file_path(GbThread *t, GbBorrow v, PosixPath *out)
{
    int64_t number;
    RtStat stat;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0 || number > INT32_MAX ||
        number < INT32_MIN) {
        gb_raised_drop(t);
        return gb_fail(t, gb_OverflowError, "fd is greater than maximum");
    }
    out->file = (int)number;
    out->object = gb_new_ref(v);
    int error = rt_fstat(gb_rt(t), out->file, &stat);
    if (error != 0) {
        gb_raise_rt(t, error, v, GB_NULL);
        gb_clear(&out->object);
        return -1;
    }
    snprintf(out->name, sizeof out->name, "/proc/self/fd/%d", out->file);
    out->text = out->name;
    return 0;
}

/* The str or bytes that a path object stands for; GB_NULL without an exception: it is none. */
static GbRef path_object(GbThread *t, GbBorrow v)
{
    GbRef method = GB_NULL;
    if (gb_is_str(v) || gb_has_layout(v, GB_KIND_BYTES))
        return gb_new_ref(v);
    int found = gb_special_find(t, v, gb_name(t, __fspath__), &method);
    if (found <= 0)
        return GB_NULL;
    GbRef path = gb_call0(t, method);
    gb_decref(method);
    if (path != GB_NULL && !gb_is_str(path) && !gb_has_layout(path, GB_KIND_BYTES)) {
        gb_raise(t, gb_TypeError, "expected %.200T.__fspath__() to return str or bytes, not %.200T",
                 v, path);
        gb_clear(&path);
    }
    return path;
}

int gb_posix_path_get(GbThread *t, GbBorrow v, const char *function, const char *argument,
                      int allows, PosixPath *out)
{
    *out = (PosixPath){.file = -1};
    if (v == GB_NULL || (v == GB_NONE && allows & POSIX_PATH_NONE)) {
        out->text = ".";
        return 0;
    }
    if (allows & POSIX_PATH_FILE && gb_has_index(t, v))
        return open_file_path(t, v, out);
    out->object = path_object(t, v);
    if (out->object == GB_NULL) {
        if (gb_raised(t))
            return -1;
        return gb_fail(t, gb_TypeError, "%s: %s should be %s, not %.200T", function, argument,
                       kinds_allowed(allows), v);
    }
    out->text = gb_path(t, out->object, &out->holder);
    if (out->text != NULL)
        return 0;
    gb_clear(&out->object);
    return -1;
}

void gb_posix_path_release(PosixPath *path)
{
    gb_clear(&path->object);
    gb_clear(&path->holder);
}

GbRef gb_posix_text(GbThread *t, const char *text, bool as_bytes)
{
    size_t size = strlen(text);
    if (as_bytes)
        return gb_bytes_new(t, text, size);
    return gb_decode(t, (const uint8_t *)text, size, NULL, "surrogateescape");
}

static GbRef posix_fspath(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbRef path = path_object(t, args[0]);
    if (path != GB_NULL || gb_raised(t))
        return path;
    return gb_raise(t, gb_TypeError, "expected str, bytes or os.PathLike object, not %.200T",
                    args[0]);
}

/* --- Arguments and results --- */

bool gb_posix_interrupted(GbThread *t, int *error)
{
    if (*error != RT_EINTR)
        return false;
    if (gb_check_signals(t) == 0)
        return true;
    *error = 1;
    return false;
}

GbRef gb_posix_result2(GbThread *t, int error, const PosixPath *path, const PosixPath *path2)
{
    if (error == 0)
        return GB_NONE;
    if (error > 0) /* A signal handler raised. */
        return GB_NULL;
    return gb_raise_rt(t, error, path == NULL ? GB_NULL : path->object,
                       path2 == NULL ? GB_NULL : path2->object);
}

GbRef gb_posix_result(GbThread *t, int error, const PosixPath *path)
{
    return gb_posix_result2(t, error, path, NULL);
}

int gb_posix_int(GbThread *t, GbBorrow v, int *out)
{
    int64_t number;
    if (gb_index_i64(t, v, &number, gb_OverflowError) < 0)
        return -1;
    if (number > INT32_MAX)
        return gb_fail(t, gb_OverflowError, "signed integer is greater than maximum");
    if (number < INT32_MIN)
        return gb_fail(t, gb_OverflowError, "signed integer is less than minimum");
    *out = (int)number;
    return 0;
}

int gb_posix_no_folder(GbThread *t, GbBorrow v, const char *function)
{
    if (v == GB_NONE || v == GB_NULL)
        return 0;
    return gb_fail(t, gb_NotImplementedError, "%s: dir_fd unavailable on this platform", function);
}

/* --- The module --- */

typedef struct Constant {
    const char *name;
    int value;
} Constant;

/* Linux's numbers, whatever the machine: runtime/rt.h. */
static const Constant constants[] = {
    {"F_OK", RT_ACCESS_EXISTS},
    {"X_OK", RT_ACCESS_EXECUTE},
    {"W_OK", RT_ACCESS_WRITE},
    {"R_OK", RT_ACCESS_READ},
    {"O_RDONLY", RT_OPEN_READ},
    {"O_WRONLY", RT_OPEN_WRITE},
    {"O_RDWR", RT_OPEN_READ_WRITE},
    {"O_CREAT", RT_OPEN_CREATE},
    {"O_EXCL", RT_OPEN_EXCLUSIVE},
    {"O_TRUNC", RT_OPEN_TRUNCATE},
    {"O_APPEND", RT_OPEN_APPEND},
    {"O_NONBLOCK", RT_OPEN_NONBLOCK},
    {"O_DIRECTORY", RT_OPEN_DIRECTORY},
    {"O_NOFOLLOW", RT_OPEN_NOFOLLOW},
    {"O_CLOEXEC", 02000000},
    {"O_ACCMODE", RT_OPEN_ACCESS_MASK},
    {"O_NOCTTY", 0400},
    {"O_SYNC", 04010000},
    {"O_NDELAY", RT_OPEN_NONBLOCK},
    {"O_DSYNC", 010000},
    {"WNOHANG", 1},
    {"WUNTRACED", 2},
    {"WCONTINUED", 8},
    {"WSTOPPED", RT_WAIT_STOPPED},
    {"WEXITED", RT_WAIT_EXITED},
    {"WNOWAIT", RT_WAIT_KEEP},
    {"P_ALL", RT_WAIT_ANY},
    {"P_PID", RT_WAIT_PROCESS},
    {"P_PGID", RT_WAIT_GROUP},
    {"CLD_EXITED", RT_CHILD_EXITED},
    {"CLD_KILLED", RT_CHILD_KILLED},
    {"CLD_DUMPED", RT_CHILD_DUMPED},
    {"CLD_TRAPPED", RT_CHILD_TRAPPED},
    {"CLD_STOPPED", RT_CHILD_STOPPED},
    {"CLD_CONTINUED", RT_CHILD_CONTINUED},
    {"PRIO_PROCESS", RT_PRIORITY_PROCESS},
    {"PRIO_PGRP", RT_PRIORITY_GROUP},
    {"PRIO_USER", RT_PRIORITY_USER},
    {"POSIX_SPAWN_OPEN", RT_FILE_OPEN},
    {"POSIX_SPAWN_CLOSE", RT_FILE_CLOSE},
    {"POSIX_SPAWN_DUP2", RT_FILE_COPY},
    {"EX_OK", 0},
    {"EX_USAGE", 64},
    {"EX_DATAERR", 65},
    {"EX_NOINPUT", 66},
    {"EX_NOUSER", 67},
    {"EX_NOHOST", 68},
    {"EX_UNAVAILABLE", 69},
    {"EX_SOFTWARE", 70},
    {"EX_OSERR", 71},
    {"EX_OSFILE", 72},
    {"EX_CANTCREAT", 73},
    {"EX_IOERR", 74},
    {"EX_TEMPFAIL", 75},
    {"EX_PROTOCOL", 76},
    {"EX_NOPERM", 77},
    {"EX_CONFIG", 78},
    {"NGROUPS_MAX", 65536},
    {"TMP_MAX", 238328},
    {"SCHED_OTHER", 0},
    {"SCHED_FIFO", 1},
    {"SCHED_RR", 2},
    {"SCHED_BATCH", 3},
};

static const GbMethodDef posix_functions[] = {
    {"fspath(path)", posix_fspath, "Return the file system path representation of the object."},
    {0},
};

/* What CPython's os.py asks for: which calls take a file's number, and which a link as such. None
 * takes a folder's number beside a path. */
static GbRef have_functions(GbThread *t)
{
    static const char *const names[] = {"HAVE_FCHDIR",    "HAVE_FCHMOD",  "HAVE_FCHOWN",
                                        "HAVE_FDOPENDIR", "HAVE_FTRUNCATE", "HAVE_FUTIMENS",
                                        "HAVE_LCHOWN",    "HAVE_LSTAT"};
    GbRef list = gb_list_new(t, 0);
    for (size_t i = 0; list != GB_NULL && i < sizeof names / sizeof names[0]; i++) {
        if (gb_list_append_take(t, list, gb_str_new(t, names[i])) < 0)
            gb_clear(&list);
    }
    return list;
}

static int posix_init(GbThread *t, GbBorrow module)
{
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    if (gb_module_set_take(t, module, "_have_functions", have_functions(t)) < 0 ||
        gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_OSError))) < 0 ||
        gb_module_add_functions(t, module, gb_posix_file_functions) < 0 ||
        gb_module_add_functions(t, module, gb_posix_path_functions) < 0 ||
        gb_module_add_functions(t, module, gb_posix_bulk_functions) < 0 ||
        gb_module_add_functions(t, module, gb_posix_scan_functions) < 0 ||
        gb_module_add_functions(t, module, gb_posix_machine_functions) < 0 ||
        gb_module_add_functions(t, module, gb_posix_process_functions) < 0 ||
        gb_module_add_functions(t, module, gb_posix_start_functions) < 0 ||
        gb_posix_file_init(t, module) < 0 || gb_posix_path_init(t, module) < 0 ||
        gb_posix_bulk_init(t, module) < 0 || gb_posix_scan_init(t, module) < 0 ||
        gb_posix_machine_init(t, module) < 0)
        return -1;
    return gb_posix_process_init(t, module);
}

const GbModuleDef gb_module_posix = {
    "posix",
    "This module provides access to operating system functionality that is\n"
    "standardized by the C Standard and the POSIX standard.",
    posix_functions,
    posix_init,
};
