/* posix: the file system, by names. */
#include "stdlib/posix_parts.h"

#include <math.h>

/* Fields 7 to 9 are the times in whole seconds, which have no names; the names reach the floats. */
static const char *const stat_fields[] = {"st_mode",
                                          "st_ino",
                                          "st_dev",
                                          "st_nlink",
                                          "st_uid",
                                          "st_gid",
                                          "st_size",
                                          "",
                                          "",
                                          "",
                                          "st_atime",
                                          "st_mtime",
                                          "st_ctime",
                                          "st_atime_ns",
                                          "st_mtime_ns",
                                          "st_ctime_ns",
                                          "st_blksize",
                                          "st_blocks",
                                          "st_rdev",
                                          NULL};
enum { STAT_FIELDS = 19, STAT_VISIBLE = 10 };
static const GbStructSpec stat_result = {"os.stat_result", stat_fields, STAT_VISIBLE};

/* --- stat --- */

static int64_t whole_seconds(int64_t ns)
{
    return ns / RT_SECOND - (ns % RT_SECOND < 0);
}

static GbRef float_seconds(int64_t ns)
{
    int64_t seconds = whole_seconds(ns);
    return gb_float_new((double)seconds + 1e-9 * (double)(ns - seconds * RT_SECOND));
}

GbRef gb_posix_stat_result(GbThread *t, const RtStat *stat)
{
    const int64_t times[] = {stat->accessed_ns, stat->modified_ns, stat->changed_ns};
    GbRef items[STAT_FIELDS] = {gb_small_new(stat->mode),         gb_int_from_u64(t, stat->inode),
                                gb_int_from_u64(t, stat->device), gb_int_from_u64(t, stat->links),
                                gb_small_new(stat->owner),        gb_small_new(stat->group),
                                gb_int_new(t, stat->size)};
    for (int i = 0; i < 3; i++) {
        items[7 + i] = gb_int_new(t, whole_seconds(times[i]));
        items[10 + i] = float_seconds(times[i]);
        items[13 + i] = gb_int_new(t, times[i]);
    }
    items[16] = gb_int_from_u64(t, stat->block_size);
    items[17] = gb_int_from_u64(t, stat->blocks);
    items[18] = gb_int_from_u64(t, stat->special_device);
    GbRef result = gb_raised(t) ? GB_NULL : gb_struct_new(t, &stat_result, items);
    for (int i = 0; i < STAT_FIELDS; i++)
        gb_xdecref(items[i]);
    return result;
}

static GbRef stat_path(GbThread *t, GbBorrow v, const char *function, bool follow)
{
    PosixPath path;
    RtStat stat;
    GbRef result = GB_NULL;
    if (gb_posix_path_get(t, v, function, "path", follow ? POSIX_PATH_FILE : 0, &path) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = path.file >= 0 ? rt_fstat(gb_rt(t), path.file, &stat)
                : follow       ? rt_stat(gb_rt(t), path.text, &stat)
                               : rt_lstat(gb_rt(t), path.text, &stat);
    gb_lock(t);
    if (gb_posix_result(t, error, &path) != GB_NULL)
        result = gb_posix_stat_result(t, &stat);
    gb_posix_path_release(&path);
    return result;
}

static GbRef posix_stat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int follow = gb_truth(t, args[2]);
    if (follow < 0 || gb_posix_no_folder(t, args[1], "stat") < 0)
        return GB_NULL;
    return stat_path(t, args[0], "stat", follow);
}

static GbRef posix_lstat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_no_folder(t, args[1], "lstat") < 0 ? GB_NULL
                                                       : stat_path(t, args[0], "lstat", false);
}

/* --- Calls with one path --- */

typedef int (*PathCall)(Rt *rt, const char *path);

static GbRef call_path(GbThread *t, GbBorrow v, const char *function, int allows, PathCall call)
{
    PosixPath path;
    if (gb_posix_path_get(t, v, function, "path", allows, &path) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = call(gb_rt(t), path.text);
    gb_lock(t);
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result;
}

static GbRef posix_rmdir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_no_folder(t, args[1], "rmdir") < 0
               ? GB_NULL
               : call_path(t, args[0], "rmdir", 0, rt_rmdir);
}

static GbRef posix_remove(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_no_folder(t, args[1], "remove") < 0
               ? GB_NULL
               : call_path(t, args[0], "remove", 0, rt_unlink);
}

static GbRef posix_unlink(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_no_folder(t, args[1], "unlink") < 0
               ? GB_NULL
               : call_path(t, args[0], "unlink", 0, rt_unlink);
}

static GbRef posix_chdir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_path(t, args[0], "chdir", POSIX_PATH_FILE, rt_chdir);
}

static GbRef posix_fchdir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_path(t, args[0], "fchdir", POSIX_PATH_FILE, rt_chdir);
}

/* --- Calls with a path and a number --- */

typedef int (*ModeCall)(Rt *rt, const char *path, int mode);

static int call_mode(GbThread *t, GbBorrow v, GbBorrow number, const char *function, int allows,
                     ModeCall call, PosixPath *path, int *error)
{
    int mode;
    if (gb_posix_int(t, number, &mode) < 0 ||
        gb_posix_path_get(t, v, function, "path", allows, path) < 0)
        return -1;
    gb_unlock_on(t, GIL_OPEN, 0, path->text);
    *error = call(gb_rt(t), path->text, mode);
    gb_lock(t);
    return 0;
}

/* Something new: (path, mode, dir_fd). */
static GbRef make(GbThread *t, const GbBorrow *args, const char *function, ModeCall call)
{
    PosixPath path;
    int error;
    if (gb_posix_no_folder(t, args[2], function) < 0 ||
        call_mode(t, args[0], args[1], function, 0, call, &path, &error) < 0)
        return GB_NULL;
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result;
}

static GbRef posix_mkdir(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return make(t, args, "mkdir", rt_mkdir);
}

static GbRef posix_mkfifo(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return make(t, args, "mkfifo", rt_mkfifo);
}

static GbRef posix_chmod(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    int error, follow = gb_truth(t, args[3]);
    if (follow < 0 || gb_posix_no_folder(t, args[2], "chmod") < 0)
        return GB_NULL;
    if (!follow)
        return gb_raise(t, gb_NotImplementedError,
                        "chmod: follow_symlinks unavailable on this platform");
    if (call_mode(t, args[0], args[1], "chmod", POSIX_PATH_FILE, rt_chmod, &path, &error) < 0)
        return GB_NULL;
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result;
}

static GbRef posix_fchmod(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBorrow all[] = {args[0], args[1], GB_NONE, GB_TRUE};
    return posix_chmod(t, self, all);
}

/* A user's or a group's number: -1 for as it is. */
static int read_owner(GbThread *t, GbBorrow v, const char *what, int64_t *out)
{
    if (!gb_is_intlike(v))
        return gb_fail(t, gb_TypeError, "%s should be integer, not %T", what, v);
    if (gb_index_i64(t, v, out, gb_OverflowError) < 0)
        return -1;
    if (*out < -1 || *out > UINT32_MAX) /* CPython says so of both. */
        return gb_fail(t, gb_OverflowError, "%s is less than minimum", what);
    return 0;
}

static GbRef give(GbThread *t, const GbBorrow *args, const char *function, int allows, bool follow)
{
    PosixPath path;
    int64_t user, group;
    if (read_owner(t, args[1], "uid", &user) < 0 || read_owner(t, args[2], "gid", &group) < 0 ||
        gb_posix_path_get(t, args[0], function, "path", allows, &path) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = rt_chown(gb_rt(t), path.text, user, group, follow);
    gb_lock(t);
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result;
}

static GbRef posix_chown(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int follow = gb_truth(t, args[4]);
    if (follow < 0 || gb_posix_no_folder(t, args[3], "chown") < 0)
        return GB_NULL;
    return give(t, args, "chown", POSIX_PATH_FILE, follow);
}

static GbRef posix_lchown(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return give(t, args, "lchown", 0, false);
}

static GbRef posix_fchown(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return gb_posix_int(t, args[0], &file) < 0 ? GB_NULL
                                               : give(t, args, "fchown", POSIX_PATH_FILE, true);
}

static GbRef posix_access(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    int error;
    if (gb_posix_no_folder(t, args[2], "access") < 0 ||
        call_mode(t, args[0], args[1], "access", 0, rt_access, &path, &error) < 0)
        return GB_NULL;
    gb_posix_path_release(&path);
    return gb_bool(error == 0);
}

static GbRef posix_umask(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int mask;
    return gb_posix_int(t, args[0], &mask) < 0 ? GB_NULL : gb_small_new(rt_umask(gb_rt(t), mask));
}

static GbRef posix_truncate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    int64_t size;
    int file = -1;
    if (gb_index_i64(t, args[1], &size, gb_OverflowError) < 0 ||
        gb_posix_path_get(t, args[0], "truncate", "path", POSIX_PATH_FILE, &path) < 0)
        return GB_NULL;
    Rt *rt = gb_rt(t);
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = path.file >= 0 ? 0 : rt_file_open(rt, path.text, RT_OPEN_WRITE, 0, &file);
    if (error == 0)
        error = rt_file_truncate(rt, path.file >= 0 ? path.file : file, size);
    if (file >= 0)
        rt_file_close(rt, file);
    gb_lock(t);
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result;
}

/* --- Times --- */

/* Seconds as nanoseconds, rounded down. 0 or -1. */
static int read_seconds(GbThread *t, GbBorrow v, int64_t *ns)
{
    if (gb_is_float(v)) {
        double seconds = gb_float_value(v);
        if (!(fabs(seconds) < 9.2e9))
            return gb_fail(t, gb_OverflowError, "timestamp out of range for platform time_t");
        double whole = floor(seconds);
        *ns = (int64_t)whole * RT_SECOND + (int64_t)floor((seconds - whole) * 1e9);
        return 0;
    }
    int64_t seconds;
    if (gb_index_i64(t, v, &seconds, gb_OverflowError) < 0)
        return -1;
    if (seconds > INT64_MAX / RT_SECOND || seconds < INT64_MIN / RT_SECOND)
        return gb_fail(t, gb_OverflowError, "timestamp out of range for platform time_t");
    *ns = seconds * RT_SECOND;
    return 0;
}

/* utime's two times. 0 or -1. */
static int read_times(GbThread *t, GbBorrow times, GbBorrow ns, int64_t out[2])
{
    if (times != GB_NONE && ns != GB_NULL)
        return gb_fail(t, gb_ValueError,
                       "utime: you may specify either 'times' or 'ns' but not both");
    if (times == GB_NONE && ns == GB_NULL) {
        out[0] = out[1] = rt_clock(gb_rt(t), RT_CLOCK_WALL);
        return 0;
    }
    GbBorrow pair = times != GB_NONE ? times : ns;
    if (!gb_is_tuple(pair) || gb_tuple_count(pair) != 2)
        return gb_fail(t, gb_TypeError, "utime: %s",
                       times == GB_NONE ? "'ns' must be a tuple of two ints"
                                        : "'times' must be either a tuple of two ints or None");
    for (int i = 0; i < 2; i++) {
        GbBorrow item = gb_tuple_peek(pair, i);
        if ((times != GB_NONE ? read_seconds(t, item, &out[i])
                              : gb_index_i64(t, item, &out[i], gb_OverflowError)) < 0)
            return -1;
    }
    return 0;
}

static GbRef posix_utime(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    int64_t times[2];
    if (read_times(t, args[1], args[2], times) < 0 || gb_posix_no_folder(t, args[3], "utime") < 0 ||
        gb_posix_path_get(t, args[0], "utime", "path", POSIX_PATH_FILE, &path) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = rt_utime(gb_rt(t), path.text, times[0], times[1]);
    gb_lock(t);
    GbRef result = gb_posix_result(t, error, NULL);
    gb_posix_path_release(&path);
    return result;
}

/* --- Calls with two paths --- */

typedef int (*PairCall)(Rt *rt, const char *from, const char *to);

static GbRef call_pair(GbThread *t, const GbBorrow *args, const char *function, PairCall call)
{
    PosixPath from, to;
    if (gb_posix_path_get(t, args[0], function, "src", 0, &from) < 0)
        return GB_NULL;
    if (gb_posix_path_get(t, args[1], function, "dst", 0, &to) < 0) {
        gb_posix_path_release(&from);
        return GB_NULL;
    }
    gb_unlock_on(t, GIL_OPEN, 0, from.text);
    int error = call(gb_rt(t), from.text, to.text);
    gb_lock(t);
    GbRef result = gb_posix_result2(t, error, &from, &to);
    gb_posix_path_release(&from);
    gb_posix_path_release(&to);
    return result;
}

static GbRef call_pair_here(GbThread *t, const GbBorrow *args, const char *function, PairCall call)
{
    if (gb_posix_no_folder(t, args[2], function) < 0 ||
        gb_posix_no_folder(t, args[3], function) < 0)
        return GB_NULL;
    return call_pair(t, args, function, call);
}

static GbRef posix_rename(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_pair_here(t, args, "rename", rt_rename);
}

static GbRef posix_replace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_pair_here(t, args, "replace", rt_rename);
}

static GbRef posix_link(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return call_pair_here(t, args, "link", rt_link);
}

static GbRef posix_symlink(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_posix_no_folder(t, args[3], "symlink") < 0
               ? GB_NULL
               : call_pair(t, args, "symlink", rt_symlink);
}

/* --- Calls that give a name --- */

static GbRef posix_readlink(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    char *target = NULL;
    if (gb_posix_no_folder(t, args[1], "readlink") < 0 ||
        gb_posix_path_get(t, args[0], "readlink", "path", 0, &path) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = rt_readlink(gb_rt(t), path.text, &target);
    gb_lock(t);
    GbRef result = gb_posix_result(t, error, &path);
    if (result != GB_NULL)
        result = gb_posix_text(t, target, gb_has_layout(path.object, GB_KIND_BYTES));
    rt_free(target);
    gb_posix_path_release(&path);
    return result;
}

static GbRef current_folder(GbThread *t, bool as_bytes)
{
    char *path = NULL;
    gb_unlock(t, GIL_OPEN);
    int error = rt_getcwd(gb_rt(t), &path);
    gb_lock(t);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbRef result = gb_posix_text(t, path, as_bytes);
    rt_free(path);
    return result;
}

static GbRef posix_getcwd(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return current_folder(t, false);
}

static GbRef posix_getcwdb(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return current_folder(t, true);
}

/* --- The tables --- */

const GbMethodDef gb_posix_path_functions[] = {
    {"stat(path, *, dir_fd=None, follow_symlinks=True)", posix_stat,
     "Perform a stat system call on the given path."},
    {"lstat(path, *, dir_fd=None)", posix_lstat,
     "Perform a stat system call on the given path, without following symbolic links."},
    {"access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", posix_access,
     "Use the real uid/gid to test for access to a path."},
    {"mkdir(path, mode=511, *, dir_fd=None)", posix_mkdir, "Create a directory."},
    {"rmdir(path, *, dir_fd=None)", posix_rmdir, "Remove a directory."},
    {"remove(path, *, dir_fd=None)", posix_remove, "Remove a file (same as unlink())."},
    {"unlink(path, *, dir_fd=None)", posix_unlink, "Remove a file (same as remove())."},
    {"rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", posix_rename,
     "Rename a file or directory."},
    {"replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", posix_replace,
     "Rename a file or directory, overwriting the destination."},
    {"link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", posix_link,
     "Create a hard link to a file."},
    {"symlink(src, dst, target_is_directory=False, *, dir_fd=None)", posix_symlink,
     "Create a symbolic link pointing to src named dst."},
    {"readlink(path, *, dir_fd=None)", posix_readlink,
     "Return a string representing the path to which the symbolic link points."},
    {"chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", posix_chmod,
     "Change the access permissions of a file."},
    {"fchmod(fd, mode)", posix_fchmod,
     "Change the access permissions of the file given by file descriptor fd."},
    {"chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", posix_chown,
     "Change the owner and group id of path to the numeric uid and gid."},
    {"lchown(path, uid, gid)", posix_lchown,
     "Change the owner and group id of path to the numeric uid and gid. This function will not "
     "follow symbolic links."},
    {"fchown(fd, uid, gid)", posix_fchown,
     "Change the owner and group id of the file specified by file descriptor."},
    {"mkfifo(path, mode=438, *, dir_fd=None)", posix_mkfifo,
     "Create a \"fifo\" (a POSIX named pipe)."},
    {"utime(path, times=None, *, ns=?, dir_fd=None, follow_symlinks=True)", posix_utime,
     "Set the access and modified time of path."},
    {"truncate(path, length)", posix_truncate,
     "Truncate a file, specified by path, to a specific length."},
    {"chdir(path)", posix_chdir, "Change the current working directory to the specified path."},
    {"fchdir(fd)", posix_fchdir, "Change to the directory of the given file descriptor."},
    {"getcwd()", posix_getcwd,
     "Return a unicode string representing the current working directory."},
    {"getcwdb()", posix_getcwdb,
     "Return a bytes string representing the current working directory."},
    {"umask(mask, /)", posix_umask, "Set the current numeric umask and return the previous umask."},
    {0},
};

int gb_posix_path_init(GbThread *t, GbBorrow module)
{
    return gb_module_add_struct(t, module, &stat_result);
}
