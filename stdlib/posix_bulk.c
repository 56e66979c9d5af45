/* posix: many bytes at once: several buffers, one file into another, whole disks, and locks of
 * ranges. */
#include "stdlib/posix_parts.h"

#include <string.h>

/* --- Several buffers --- */

/* All that a call moves lies in one block meanwhile, so that the machine moves it at once. */
typedef struct Vector {
    GbRef list; /* tuple */
    GbBuffer *buffers;
    int64_t count;
    uint8_t *block;
    size_t size;
} Vector;

static void vector_release(GbThread *t, Vector *vector)
{
    for (int64_t i = 0; i < vector->count; i++)
        gb_buffer_release(t, &vector->buffers[i]);
    if (vector->block != NULL)
        gb_mem_free(t, vector->block, vector->size + 1);
    if (vector->buffers != NULL)
        gb_mem_free(t, vector->buffers,
                    (size_t)(gb_tuple_count(vector->list) + 1) * sizeof(GbBuffer));
    gb_xdecref(vector->list);
}

/* 0, or -1 and nothing is held. */
static int vector_get(GbThread *t, GbBorrow v, const char *function, bool written, Vector *out)
{
    *out = (Vector){.list = GB_NULL};
    if (!gb_is_list(v) && !gb_is_tuple(v))
        return gb_fail(t, gb_TypeError, "%s() arg 2 must be a sequence", function);
    out->list = gb_tuple_from(t, v);
    if (out->list == GB_NULL)
        return -1;
    int64_t count = gb_tuple_count(out->list);
    out->buffers = gb_mem_new(t, (size_t)(count + 1) * sizeof(GbBuffer));
    while (out->buffers != NULL && out->count < count) {
        GbBuffer *buffer = &out->buffers[out->count];
        if (gb_buffer_get(t, gb_tuple_peek(out->list, out->count), buffer) < 0)
            goto failed;
        out->count++;
        if (written && buffer->readonly) {
            gb_raise(t, gb_BufferError, "Object is not writable.");
            goto failed;
        }
        if (__builtin_add_overflow(out->size, (size_t)buffer->size, &out->size) ||
            out->size > INT64_MAX - 1) {
            out->size = 0;
            gb_raise_memory(t);
            goto failed;
        }
    }
    if (out->buffers != NULL)
        out->block = gb_mem_new(t, out->size + 1);
    if (out->block != NULL)
        return 0;
failed:
    vector_release(t, out);
    return -1;
}

/* offset below zero: where the file stands. */
static GbRef write_vector(GbThread *t, int file, GbBorrow list, const char *function,
                          int64_t offset)
{
    Vector vector;
    size_t count = 0, at = 0;
    int error;
    if (vector_get(t, list, function, false, &vector) < 0)
        return GB_NULL;
    for (int64_t i = 0; i < vector.count; i++) {
        memcpy(vector.block + at, vector.buffers[i].data, (size_t)vector.buffers[i].size);
        at += (size_t)vector.buffers[i].size;
    }
    do {
        gb_unlock_on(t, GIL_WRITE, file, NULL);
        error = offset < 0
                    ? rt_file_write(gb_rt(t), file, vector.block, vector.size, &count)
                    : rt_file_write_at(gb_rt(t), file, vector.block, vector.size, offset, &count);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    vector_release(t, &vector);
    return error == 0 ? gb_int_new(t, (int64_t)count) : gb_posix_result(t, error, NULL);
}

static GbRef read_vector(GbThread *t, int file, GbBorrow list, const char *function, int64_t offset)
{
    Vector vector;
    size_t count = 0, at = 0;
    int error;
    if (vector_get(t, list, function, true, &vector) < 0)
        return GB_NULL;
    do {
        gb_unlock_on(t, GIL_READ, file, NULL);
        error = offset < 0
                    ? rt_file_read(gb_rt(t), file, vector.block, vector.size, &count)
                    : rt_file_read_at(gb_rt(t), file, vector.block, vector.size, offset, &count);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    for (int64_t i = 0; error == 0 && i < vector.count && at < count; i++) {
        size_t size = (size_t)vector.buffers[i].size, left = count - at;
        memcpy(vector.buffers[i].data, vector.block + at, size < left ? size : left);
        at += size;
    }
    vector_release(t, &vector);
    return error == 0 ? gb_int_new(t, (int64_t)count) : gb_posix_result(t, error, NULL);
}

static GbRef posix_readv(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return gb_posix_int(t, args[0], &file) < 0 ? GB_NULL
                                               : read_vector(t, file, args[1], "readv", -1);
}

static GbRef posix_writev(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return gb_posix_int(t, args[0], &file) < 0 ? GB_NULL
                                               : write_vector(t, file, args[1], "writev", -1);
}

/* (fd, buffers, offset, flags): the flags are hints, or for disks that we do not know. */
static int read_place(GbThread *t, const GbBorrow *args, int *file, int64_t *offset)
{
    int flags;
    if (gb_posix_int(t, args[0], file) < 0 ||
        gb_index_i64(t, args[2], offset, gb_OverflowError) < 0 ||
        gb_posix_int(t, args[3], &flags) < 0)
        return -1;
    if (flags == 0)
        return 0;
    gb_raise_rt(t, RT_EOPNOTSUPP, GB_NULL, GB_NULL);
    return -1;
}

static GbRef posix_preadv(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t offset;
    return read_place(t, args, &file, &offset) < 0
               ? GB_NULL
               : read_vector(t, file, args[1], "preadv", offset);
}

static GbRef posix_pwritev(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t offset;
    return read_place(t, args, &file, &offset) < 0
               ? GB_NULL
               : write_vector(t, file, args[1], "pwritev", offset);
}

/* --- One file into another --- */

/* Some of it: what came is what is written, and no more is taken from a place that moves. */
static int send_some(Rt *rt, int to, int from, int64_t place, bool moves, uint8_t *block,
                     size_t size, size_t *out_count)
{
    size_t found = 0;
    int64_t position;
    int error = rt_file_read_at(rt, from, block, size, place, &found);
    *out_count = 0;
    if (error == 0 && found > 0)
        error = rt_file_write(rt, to, block, found, out_count);
    if (error == 0 && moves)
        error = rt_file_seek(rt, from, place + (int64_t)*out_count, RT_SEEK_START, &position);
    return error;
}

static GbRef posix_sendfile(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { MOST = 128 * 1024 };
    int to, from, error = 0;
    int64_t place = 0, size;
    size_t count = 0;
    bool moves = args[2] == GB_NONE;
    if (gb_posix_int(t, args[0], &to) < 0 || gb_posix_int(t, args[1], &from) < 0 ||
        (!moves && gb_index_i64(t, args[2], &place, gb_OverflowError) < 0) ||
        gb_size_argument(t, args[3], &size) < 0)
        return GB_NULL;
    Rt *rt = gb_rt(t);
    if (moves)
        error = rt_file_seek(rt, from, 0, RT_SEEK_CURRENT, &place);
    if (error == 0 && (place < 0 || size < 0))
        error = RT_EINVAL;
    if (error != 0)
        return gb_posix_result(t, error, NULL);
    size = size < MOST ? size : MOST;
    uint8_t *block = gb_mem_new(t, (size_t)size + 1);
    if (block == NULL)
        return GB_NULL;
    do {
        gb_unlock_on(t, GIL_SEND, to, NULL);
        error = send_some(rt, to, from, place, moves, block, (size_t)size, &count);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    gb_mem_free(t, block, (size_t)size + 1);
    return error == 0 ? gb_int_new(t, (int64_t)count) : gb_posix_result(t, error, NULL);
}

/* --- Locks of ranges --- */

enum { LOCK_GIVES, LOCK_WAITS, LOCK_TRIES, LOCK_ASKS };

static GbRef posix_lockf(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    static const RtFileLockHow hows[] = {RT_FILE_LOCK_WAITS, RT_FILE_LOCK_WAITS, RT_FILE_LOCK_TRIES,
                                         RT_FILE_LOCK_ASKS};
    int file, command, error;
    RtRange range = {.whence = RT_SEEK_CURRENT};
    if (gb_posix_int(t, args[0], &file) < 0 || gb_posix_int(t, args[1], &command) < 0 ||
        gb_index_i64(t, args[2], &range.size, gb_OverflowError) < 0)
        return GB_NULL;
    if (command < LOCK_GIVES || command > LOCK_ASKS)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    RtFileLock lock = command == LOCK_GIVES ? RT_FILE_UNLOCK : RT_FILE_LOCK_ALONE;
    do {
        gb_unlock_on(t, GIL_LOCK, 0, "a range of a file");
        error = rt_file_lock(gb_rt(t), file, lock, &range, hows[command]);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    return gb_posix_result(t, error, NULL);
}

/* --- Disks --- */

static const char *const disk_fields[] = {"f_bsize",  "f_frsize",  "f_blocks", "f_bfree",
                                          "f_bavail", "f_files",   "f_ffree",  "f_favail",
                                          "f_flag",   "f_namemax", "f_fsid",   NULL};
enum { DISK_FIELDS = 11, VISIBLE_DISK_FIELDS = 10 };
static const GbStructSpec disk_spec = {"os.statvfs_result", disk_fields, VISIBLE_DISK_FIELDS};

static GbRef disk_result(GbThread *t, const RtDisk *disk)
{
    const uint64_t numbers[DISK_FIELDS] = {disk->block_bytes,
                                           disk->fragment_bytes,
                                           disk->blocks,
                                           disk->free_blocks,
                                           disk->available_blocks,
                                           disk->files,
                                           disk->free_files,
                                           disk->available_files,
                                           disk->flags,
                                           disk->name_bytes_max,
                                           disk->id};
    GbRef items[DISK_FIELDS], result = GB_NULL;
    int count = 0;
    while (count < DISK_FIELDS && (items[count] = gb_int_from_u64(t, numbers[count])) != GB_NULL)
        count++;
    if (count == DISK_FIELDS)
        result = gb_struct_new(t, &disk_spec, items);
    while (count > 0)
        gb_decref(items[--count]);
    return result;
}

static GbRef posix_statvfs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    PosixPath path;
    RtDisk disk;
    if (gb_posix_path_get(t, args[0], "statvfs", "path", POSIX_PATH_FILE, &path) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path.text);
    int error = rt_stat_disk(gb_rt(t), path.text, &disk);
    gb_lock(t);
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result == GB_NULL ? GB_NULL : disk_result(t, &disk);
}

static GbRef posix_fstatvfs(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    RtStat found;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    int error = rt_fstat(gb_rt(t), file, &found);
    return error == 0 ? posix_statvfs(t, self, args) : gb_posix_result(t, error, NULL);
}

/* --- The tables --- */

const GbMethodDef gb_posix_bulk_functions[] = {
    {"readv(fd, buffers, /)", posix_readv, "Read into several buffers, one after the other."},
    {"writev(fd, buffers, /)", posix_writev, "Write several buffers at once."},
    {"preadv(fd, buffers, offset, flags=0, /)", posix_preadv,
     "Read into several buffers, from a place."},
    {"pwritev(fd, buffers, offset, flags=0, /)", posix_pwritev,
     "Write several buffers at once, to a place."},
    {"sendfile(out_fd, in_fd, offset, count)", posix_sendfile,
     "Copy bytes from one open file to another."},
    {"lockf(fd, command, length, /)", posix_lockf,
     "Take, give back or ask for the lock of a range of an open file."},
    {"statvfs(path)", posix_statvfs, "How large the disk is that a path lies on."},
    {"fstatvfs(fd, /)", posix_fstatvfs, "How large the disk is that an open file lies on."},
    {0},
};

int gb_posix_bulk_init(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"F_LOCK", LOCK_WAITS}, {"F_TLOCK", LOCK_TRIES}, {"F_ULOCK", LOCK_GIVES},
        {"F_TEST", LOCK_ASKS},  {"ST_RDONLY", 1},        {"ST_NOSUID", 2},
        {"ST_NODEV", 4},        {"ST_NOEXEC", 8},        {"ST_SYNCHRONOUS", 16},
    };
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    return gb_module_add_struct(t, module, &disk_spec);
}
