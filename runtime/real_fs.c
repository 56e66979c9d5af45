/* The file system of the real machine: names, folders and what is known of files. */
#include "runtime/real.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct RtDir {
    DIR *stream;
};

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * RT_SECOND + time.tv_nsec;
}

static int told(int result, const struct stat *from, RtStat *out)
{
    if (result < 0)
        return rt_real_error(errno);
    *out = (RtStat){
        .mode = from->st_mode,
        .owner = from->st_uid,
        .group = from->st_gid,
        .inode = from->st_ino,
        .device = from->st_dev,
        .links = from->st_nlink,
        .blocks = (uint64_t)from->st_blocks,
        .block_size = (uint64_t)from->st_blksize,
        .special_device = from->st_rdev,
        .size = from->st_size,
        .accessed_ns = nanoseconds(from->st_atim),
        .modified_ns = nanoseconds(from->st_mtim),
        .changed_ns = nanoseconds(from->st_ctim),
    };
    return 0;
}

int rt_real_stat(Rt *rt, const char *path, RtStat *out)
{
    struct stat found;
    return told(stat(path, &found), &found, out);
}

int rt_real_lstat(Rt *rt, const char *path, RtStat *out)
{
    struct stat found;
    return told(lstat(path, &found), &found, out);
}

int rt_real_fstat(Rt *rt, int file, RtStat *out)
{
    struct stat found;
    return told(fstat(file, &found), &found, out);
}

int rt_real_stat_disk(Rt *rt, const char *path, RtDisk *out)
{
    struct statvfs found;
    if (statvfs(path, &found) < 0)
        return rt_real_error(errno);
    *out = (RtDisk){
        .block_bytes = found.f_bsize,
        .fragment_bytes = found.f_frsize,
        .blocks = found.f_blocks,
        .free_blocks = found.f_bfree,
        .available_blocks = found.f_bavail,
        .files = found.f_files,
        .free_files = found.f_ffree,
        .available_files = found.f_favail,
        .flags = found.f_flag,
        .name_bytes_max = found.f_namemax,
        .id = found.f_fsid,
    };
    return 0;
}

int rt_real_access(Rt *rt, const char *path, int mode)
{
    int wanted = F_OK;
    if (mode & RT_ACCESS_READ)
        wanted |= R_OK;
    if (mode & RT_ACCESS_WRITE)
        wanted |= W_OK;
    if (mode & RT_ACCESS_EXECUTE)
        wanted |= X_OK;
    return rt_real_result(access(path, wanted));
}

int rt_real_mkdir(Rt *rt, const char *path, int mode)
{
    return rt_real_result(mkdir(path, (mode_t)mode));
}

int rt_real_rmdir(Rt *rt, const char *path)
{
    return rt_real_result(rmdir(path));
}

int rt_real_unlink(Rt *rt, const char *path)
{
    return rt_real_result(unlink(path));
}

int rt_real_rename(Rt *rt, const char *from, const char *to)
{
    return rt_real_result(rename(from, to));
}

int rt_real_link(Rt *rt, const char *target, const char *path)
{
    return rt_real_result(link(target, path));
}

int rt_real_symlink(Rt *rt, const char *target, const char *path)
{
    return rt_real_result(symlink(target, path));
}

int rt_real_readlink(Rt *rt, const char *path, char **out_target)
{
    char text[PATH_MAX + 1];
    ssize_t size = readlink(path, text, PATH_MAX);
    if (size < 0)
        return rt_real_error(errno);
    text[size] = '\0';
    return rt_real_copy(text, out_target);
}

int rt_real_realpath(Rt *rt, const char *path, char **out_path)
{
    char *found = realpath(path, NULL);
    if (!found)
        return rt_real_error(errno);
    *out_path = found;
    return 0;
}

int rt_real_chmod(Rt *rt, const char *path, int mode)
{
    return rt_real_result(chmod(path, (mode_t)mode));
}

int rt_real_chown(Rt *rt, const char *path, int64_t user, int64_t group, bool follow)
{
    return rt_real_result(follow ? chown(path, (uid_t)user, (gid_t)group)
                                 : lchown(path, (uid_t)user, (gid_t)group));
}

int rt_real_mkfifo(Rt *rt, const char *path, int mode)
{
    return rt_real_result(mkfifo(path, (mode_t)mode));
}

/* Whole seconds and the rest, also before 1970. */
static struct timespec to_timespec(int64_t ns)
{
    int64_t rest = ns % RT_SECOND;
    if (rest < 0)
        rest += RT_SECOND;
    return (struct timespec){.tv_sec = (ns - rest) / RT_SECOND, .tv_nsec = rest};
}

int rt_real_utime(Rt *rt, const char *path, int64_t accessed_ns, int64_t modified_ns)
{
    struct timespec times[2] = {to_timespec(accessed_ns), to_timespec(modified_ns)};
    return rt_real_result(utimensat(AT_FDCWD, path, times, 0));
}

int rt_real_getcwd(Rt *rt, char **out_path)
{
    char *path = getcwd(NULL, 0);
    if (!path)
        return rt_real_error(errno);
    *out_path = path;
    return 0;
}

int rt_real_chdir(Rt *rt, const char *path)
{
    return rt_real_result(chdir(path));
}

int rt_real_umask(Rt *rt, int mask)
{
    return (int)umask((mode_t)mask);
}

/* --- Folders ------------------------------------------------------------------------------- */

int rt_real_dir_open(Rt *rt, const char *path, RtDir **out)
{
    RtDir *dir = malloc(sizeof *dir);
    if (!dir)
        return RT_ENOMEM;
    dir->stream = opendir(path);
    if (!dir->stream) {
        int err = rt_real_error(errno);
        free(dir);
        return err;
    }
    *out = dir;
    return 0;
}

static RtEntryType entry_type(unsigned char type)
{
    switch (type) {
    case DT_REG:
        return RT_ENTRY_FILE;
    case DT_DIR:
        return RT_ENTRY_DIR;
    case DT_LNK:
        return RT_ENTRY_LINK;
    case DT_UNKNOWN:
        return RT_ENTRY_UNKNOWN;
    default:
        return RT_ENTRY_OTHER;
    }
}

int rt_real_dir_next(Rt *rt, RtDir *dir, RtDirEntry *out)
{
    for (;;) { /* ends with the folder */
        errno = 0;
        struct dirent *entry = readdir(dir->stream);
        if (!entry)
            return errno ? rt_real_error(errno) : 0;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        *out = (RtDirEntry){entry->d_name, entry_type(entry->d_type), entry->d_ino};
        return 1;
    }
}

void rt_real_dir_close(Rt *rt, RtDir *dir)
{
    closedir(dir->stream);
    free(dir);
}
