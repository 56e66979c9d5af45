/* posix: open files, by their numbers. */
#include "stdlib/posix_parts.h"

/* --- Reading and writing --- */

static GbRef posix_open(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { CLOSE_ON_EXEC = 02000000, LARGE = 0100000 };
    PosixPath path;
    int flags, mode, file = -1, error;
    if (gb_posix_int(t, args[1], &flags) < 0 || gb_posix_int(t, args[2], &mode) < 0 ||
        gb_posix_no_folder(t, args[3], "open") < 0 ||
        gb_posix_path_get(t, args[0], "open", "path", 0, &path) < 0)
        return GB_NULL;
    do {
        gb_unlock_on(t, GIL_OPEN, 0, path.text);
        error = rt_file_open(gb_rt(t), path.text, flags & ~(CLOSE_ON_EXEC | LARGE), mode, &file);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    if (error == 0)
        gil_file_opened(gb_gil(t), file, path.text);
    GbRef result = gb_posix_result(t, error, &path);
    gb_posix_path_release(&path);
    return result == GB_NULL ? GB_NULL : gb_small_new(file);
}

static GbRef posix_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    gb_unlock_to_close(t, file);
    int error = rt_file_close(gb_rt(t), file);
    gb_lock(t);
    return gb_posix_result(t, error == RT_EINTR ? 0 : error, NULL);
}

static GbRef posix_closerange(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int low, high;
    if (gb_posix_int(t, args[0], &low) < 0 || gb_posix_int(t, args[1], &high) < 0)
        return GB_NULL;
    gb_unlock(t, GIL_CLOSE);
    rt_file_close_range(gb_rt(t), low < 0 ? 0 : low, high);
    gb_lock(t);
    return GB_NONE;
}

/* read and pread: `offset` below zero reads where the file stands. */
static GbRef read_bytes(GbThread *t, int file, int64_t size, int64_t offset)
{
    if (size < 0)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    GbRef bytes = gb_bytes_new(t, NULL, (size_t)size);
    if (bytes == GB_NULL)
        return GB_NULL;
    uint8_t *data = gb_bytes_data(bytes);
    size_t count = 0;
    int error;
    do {
        gb_unlock_on(t, GIL_READ, file, NULL);
        error = offset < 0 ? rt_file_read(gb_rt(t), file, data, (size_t)size, &count)
                           : rt_file_read_at(gb_rt(t), file, data, (size_t)size, offset, &count);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    GbRef result = gb_posix_result(t, error, NULL);
    if (result != GB_NULL && count == (size_t)size)
        return bytes;
    if (result != GB_NULL)
        result = gb_bytes_new(t, gb_bytes_data(bytes), count);
    gb_decref(bytes);
    return result;
}

static GbRef posix_read(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t size;
    if (gb_posix_int(t, args[0], &file) < 0 || gb_size_argument(t, args[1], &size) < 0)
        return GB_NULL;
    return read_bytes(t, file, size, -1);
}

static GbRef posix_pread(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t size, offset;
    if (gb_posix_int(t, args[0], &file) < 0 || gb_size_argument(t, args[1], &size) < 0 ||
        gb_index_i64(t, args[2], &offset, gb_OverflowError) < 0)
        return GB_NULL;
    if (offset < 0)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    return read_bytes(t, file, size, offset);
}

static GbRef write_bytes(GbThread *t, int file, GbBorrow data, int64_t offset)
{
    GbBuffer buffer;
    size_t count = 0;
    int error;
    if (gb_buffer_get(t, data, &buffer) < 0)
        return GB_NULL;
    do {
        gb_unlock_on(t, GIL_WRITE, file, NULL);
        error = offset < 0 ? rt_file_write(gb_rt(t), file, buffer.data, (size_t)buffer.size, &count)
                           : rt_file_write_at(gb_rt(t), file, buffer.data, (size_t)buffer.size,
                                              offset, &count);
        gb_lock(t);
    } while (gb_posix_interrupted(t, &error));
    gb_buffer_release(t, &buffer);
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_int_new(t, (int64_t)count);
}

static GbRef posix_write(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return gb_posix_int(t, args[0], &file) < 0 ? GB_NULL : write_bytes(t, file, args[1], -1);
}

static GbRef posix_pwrite(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t offset;
    if (gb_posix_int(t, args[0], &file) < 0 ||
        gb_index_i64(t, args[2], &offset, gb_OverflowError) < 0)
        return GB_NULL;
    if (offset < 0)
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    return write_bytes(t, file, args[1], offset);
}

static GbRef posix_lseek(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, whence;
    int64_t position;
    if (gb_posix_int(t, args[0], &file) < 0 ||
        gb_index_i64(t, args[1], &position, gb_OverflowError) < 0 ||
        gb_posix_int(t, args[2], &whence) < 0)
        return GB_NULL;
    int error = whence < RT_SEEK_START || whence > RT_SEEK_END
                    ? RT_EINVAL
                    : rt_file_seek(gb_rt(t), file, position, (RtWhence)whence, &position);
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_int_new(t, position);
}

/* --- Whole files --- */

static GbRef posix_fstat(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    RtStat stat;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    gb_unlock(t, GIL_OPEN);
    int error = rt_fstat(gb_rt(t), file, &stat);
    gb_lock(t);
    return error != 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_posix_stat_result(t, &stat);
}

static GbRef posix_ftruncate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    int64_t size;
    if (gb_posix_int(t, args[0], &file) < 0 ||
        gb_index_i64(t, args[1], &size, gb_OverflowError) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_WRITE, file, NULL);
    int error = rt_file_truncate(gb_rt(t), file, size);
    gb_lock(t);
    return gb_posix_result(t, error, NULL);
}

/* The number of an open file from an object with fileno(), as fsync takes it. */
static int read_file_object(GbThread *t, GbBorrow v, int *out)
{
    if (gb_is_intlike(v))
        return gb_posix_int(t, v, out);
    GbRef number = gb_call_method_c(t, v, "fileno", NULL, 0);
    if (number == GB_NULL && gb_raised_drop_if(t, gb_AttributeError))
        return gb_fail(t, gb_TypeError, "argument must be an int, or have a fileno() method.");
    int failed = number == GB_NULL ? -1 : gb_posix_int(t, number, out);
    gb_xdecref(number);
    return failed;
}

static GbRef posix_fsync(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    if (read_file_object(t, args[0], &file) < 0)
        return GB_NULL;
    gb_unlock_on(t, GIL_WRITE, file, NULL);
    int error = rt_file_sync(gb_rt(t), file);
    gb_lock(t);
    return gb_posix_result(t, error, NULL);
}

static GbRef posix_isatty(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    return gb_posix_int(t, args[0], &file) < 0 ? GB_NULL : gb_bool(rt_file_isatty(gb_rt(t), file));
}

/* --- Copies and pipes --- */

static GbRef posix_dup(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, copy = -1;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    int error = rt_file_dup(gb_rt(t), file, &copy);
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_small_new(copy);
}

static GbRef posix_dup2(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, target, inheritable = gb_truth(t, args[2]);
    if (inheritable < 0 || gb_posix_int(t, args[0], &file) < 0 ||
        gb_posix_int(t, args[1], &target) < 0)
        return GB_NULL;
    if (file < 0 || target < 0)
        return gb_raise_rt(t, RT_EBADF, GB_NULL, GB_NULL);
    gb_unlock(t, GIL_OPEN);
    int error = rt_file_dup_onto(gb_rt(t), file, target);
    if (error == 0)
        error = rt_file_set_inheritable(gb_rt(t), target, inheritable);
    gb_lock(t);
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_small_new(target);
}

static GbRef posix_pipe(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int read_end = -1, write_end = -1;
    int error = rt_pipe(gb_rt(t), &read_end, &write_end);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return gb_tuple_of(t, 2, gb_small_new(read_end), gb_small_new(write_end));
}

static GbRef posix_pipe2(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    enum { CLOSE_ON_EXEC = 02000000 };
    int flags, ends[2];
    if (gb_posix_int(t, args[0], &flags) < 0)
        return GB_NULL;
    if (flags & ~(CLOSE_ON_EXEC | RT_OPEN_NONBLOCK))
        return gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
    int error = rt_pipe(gb_rt(t), &ends[0], &ends[1]);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    for (int i = 0; i < 2; i++) {
        if (!(flags & CLOSE_ON_EXEC))
            rt_file_set_inheritable(gb_rt(t), ends[i], true);
        if (flags & RT_OPEN_NONBLOCK)
            rt_file_set_blocking(gb_rt(t), ends[i], false);
    }
    return gb_tuple_of(t, 2, gb_small_new(ends[0]), gb_small_new(ends[1]));
}

/* --- Flags --- */

static GbRef posix_get_inheritable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    bool inheritable = false;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    int error = rt_file_get_inheritable(gb_rt(t), file, &inheritable);
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_bool(inheritable);
}

static GbRef posix_set_inheritable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, inheritable;
    if (gb_posix_int(t, args[0], &file) < 0 || gb_posix_int(t, args[1], &inheritable) < 0)
        return GB_NULL;
    return gb_posix_result(t, rt_file_set_inheritable(gb_rt(t), file, inheritable != 0), NULL);
}

static GbRef posix_get_blocking(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    bool blocking = false;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    int error = rt_file_get_blocking(gb_rt(t), file, &blocking);
    return gb_posix_result(t, error, NULL) == GB_NULL ? GB_NULL : gb_bool(blocking);
}

static GbRef posix_set_blocking(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, blocking = gb_truth(t, args[1]);
    if (blocking < 0 || gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    return gb_posix_result(t, rt_file_set_blocking(gb_rt(t), file, blocking), NULL);
}

static GbRef posix_device_encoding(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    return rt_file_isatty(gb_rt(t), file) ? gb_str_new(t, "UTF-8") : GB_NONE;
}

static const char *const size_fields[] = {"columns", "lines", NULL};
static const GbStructSpec terminal_size = {"os.terminal_size", size_fields, 2};

static GbRef posix_get_terminal_size(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int file, columns = 0, rows = 0;
    if (gb_posix_int(t, args[0], &file) < 0)
        return GB_NULL;
    int error = rt_terminal_size(gb_rt(t), file, &columns, &rows);
    if (error != 0)
        return gb_raise_rt(t, error, GB_NULL, GB_NULL);
    GbBorrow items[] = {gb_small_new(columns), gb_small_new(rows)};
    return gb_struct_new(t, &terminal_size, items);
}

const GbMethodDef gb_posix_file_functions[] = {
    {"open(path, flags, mode=511, *, dir_fd=None)", posix_open,
     "Open a file for low level IO.  Returns a file descriptor (integer)."},
    {"close(fd)", posix_close, "Close a file descriptor."},
    {"closerange(fd_low, fd_high, /)", posix_closerange,
     "Closes all file descriptors in [fd_low, fd_high), ignoring errors."},
    {"read(fd, length, /)", posix_read, "Read from a file descriptor.  Returns a bytes object."},
    {"pread(fd, length, offset, /)", posix_pread,
     "Read a number of bytes from a file descriptor starting at a particular offset."},
    {"write(fd, data, /)", posix_write, "Write a bytes object to a file descriptor."},
    {"pwrite(fd, buffer, offset, /)", posix_pwrite,
     "Write bytes to a file descriptor starting at a particular offset."},
    {"lseek(fd, position, whence, /)", posix_lseek,
     "Set the position of a file descriptor.  Return the new position."},
    {"fstat(fd)", posix_fstat, "Perform a stat system call on the given file descriptor."},
    {"ftruncate(fd, length, /)", posix_ftruncate,
     "Truncate a file, specified by file descriptor, to a specific length."},
    {"fsync(fd)", posix_fsync, "Force write of fd to disk."},
    {"fdatasync(fd)", posix_fsync, "Force write of fd to disk without forcing update of metadata."},
    {"isatty(fd, /)", posix_isatty, "Return True if the fd is connected to a terminal."},
    {"dup(fd, /)", posix_dup, "Return a duplicate of a file descriptor."},
    {"dup2(fd, fd2, inheritable=True)", posix_dup2, "Duplicate file descriptor."},
    {"pipe()", posix_pipe, "Create a pipe."},
    {"pipe2(flags, /)", posix_pipe2, "Create a pipe with flags set atomically."},
    {"get_inheritable(fd, /)", posix_get_inheritable,
     "Get the close-on-exe flag of the specified file descriptor."},
    {"set_inheritable(fd, inheritable, /)", posix_set_inheritable,
     "Set the inheritable flag of the specified file descriptor."},
    {"get_blocking(fd, /)", posix_get_blocking, "Get the blocking mode of the file descriptor."},
    {"set_blocking(fd, blocking, /)", posix_set_blocking,
     "Set the blocking mode of the specified file descriptor."},
    {"device_encoding(fd)", posix_device_encoding,
     "Return a string describing the encoding of a terminal's file descriptor."},
    {"get_terminal_size(fd=1, /)", posix_get_terminal_size,
     "Return the size of the terminal window as (columns, lines)."},
    {0},
};

int gb_posix_file_init(GbThread *t, GbBorrow module)
{
    return gb_module_add_struct(t, module, &terminal_size);
}
