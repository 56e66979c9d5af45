/* FileIO: a file of the machine, one call each. */
#include "stdlib/io_parts.h"

enum { OPEN_CLOEXEC = 02000000, CREATE_MODE = 0666, READ_ALL_FIRST = 64 * 1024 };

static IoFile *as_file(GbBorrow v)
{
    return (IoFile *)gb_object(v);
}

static GbRef raise_closed(GbThread *t)
{
    return gb_raise(t, gb_ValueError, "I/O operation on closed file");
}

static int check_open(GbThread *t, GbBorrow self)
{
    if (as_file(self)->file >= 0)
        return 0;
    raise_closed(t);
    return -1;
}

static int check_mode(GbThread *t, bool can, const char *what)
{
    char message[64];
    if (can)
        return 0;
    strcpy(message, "File not open for ");
    strcat(message, what);
    gb_io_unsupported(t, message);
    return -1;
}

bool gb_io_file_is_closed(GbBorrow file)
{
    return as_file(file)->file < 0;
}

/* --- Reading and writing --- */

/* After a call of the machine: 1 done, 2 again (a signal came and was handled), 0 would block, -1.
 */
static int outcome(GbThread *t, int error)
{
    if (error == 0)
        return 1;
    if (error == RT_EINTR)
        return gb_check_signals(t) < 0 ? -1 : 2;
    if (error == RT_EAGAIN)
        return 0;
    gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return -1;
}

int gb_io_file_read(GbThread *t, GbBorrow file, void *data, int64_t size, int64_t *count)
{
    IoFile *self = as_file(file);
    int again;
    if (check_open(t, file) < 0 || check_mode(t, self->readable, "reading") < 0)
        return -1;
    do {
        size_t moved = 0;
        int number = self->file;
        gb_unlock_on(t, GIL_READ, number, NULL);
        int error = rt_file_read(gb_rt(t), number, data, (size_t)size, &moved);
        gb_lock(t);
        *count = (int64_t)moved;
        again = outcome(t, error);
    } while (again == 2);
    return again;
}

int gb_io_file_write(GbThread *t, GbBorrow file, const void *data, int64_t size, int64_t *count)
{
    IoFile *self = as_file(file);
    int again;
    if (check_open(t, file) < 0 || check_mode(t, self->writable, "writing") < 0)
        return -1;
    do {
        size_t moved = 0;
        int number = self->file;
        gb_unlock_on(t, GIL_WRITE, number, NULL);
        int error = rt_file_write(gb_rt(t), number, data, (size_t)size, &moved);
        gb_lock(t);
        *count = (int64_t)moved;
        again = outcome(t, error);
    } while (again == 2);
    return again;
}

int gb_io_file_seek(GbThread *t, GbBorrow file, int64_t offset, int whence, int64_t *position)
{
    int number = as_file(file)->file;
    if (check_open(t, file) < 0)
        return -1;
    gb_unlock_on(t, GIL_OTHER, 0, "seek");
    int error = rt_file_seek(gb_rt(t), number, offset, (RtWhence)whence, position);
    gb_lock(t);
    if (error == 0)
        return 0;
    gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return -1;
}

/* --- Opening --- */

/* "rb+", "w", "xb", ... into the file's abilities and the machine's flags. */
static int parse_mode(GbThread *t, IoFile *self, const char *mode, int *flags)
{
    const char *unique =
        "Must have exactly one of create/read/write/append mode and at most one plus";
    bool plus = false, chosen = false;
    *flags = 0;
    for (const char *c = mode; *c != '\0'; ++c) {
        bool is_kind = strchr("xrwa", *c) != NULL;
        if ((is_kind && chosen) || (*c == '+' && plus))
            return gb_fail(t, gb_ValueError, "%s", unique);
        chosen |= is_kind;
        plus |= *c == '+';
        switch (*c) {
        case 'x':
            self->created = self->writable = true;
            *flags |= RT_OPEN_EXCLUSIVE | RT_OPEN_CREATE;
            break;
        case 'r': self->readable = true; break;
        case 'w':
            self->writable = true;
            *flags |= RT_OPEN_CREATE | RT_OPEN_TRUNCATE;
            break;
        case 'a':
            self->writable = self->appending = true;
            *flags |= RT_OPEN_APPEND | RT_OPEN_CREATE;
            break;
        case 'b':
        case '+': break;
        default: return gb_fail(t, gb_ValueError, "invalid mode: %.200s", mode);
        }
    }
    if (!chosen)
        return gb_fail(t, gb_ValueError, "%s", unique);
    if (plus)
        self->readable = self->writable = true;
    *flags |= self->readable && self->writable ? RT_OPEN_READ_WRITE
              : self->readable                 ? RT_OPEN_READ
                                               : RT_OPEN_WRITE;
    return 0;
}

static int open_with_opener(GbThread *t, IoFile *self, GbBorrow name, GbBorrow opener, int flags)
{
    int64_t number = -1;
    GbRef answer = gb_call2(t, opener, name, gb_small_new(flags | OPEN_CLOEXEC));
    if (answer == GB_NULL)
        return -1;
    int failed = gb_is_intlike(answer) ? gb_index_i64(t, answer, &number, gb_OverflowError)
                                       : gb_fail(t, gb_TypeError, "expected integer from opener");
    gb_decref(answer);
    if (failed < 0)
        return -1;
    if (number < 0)
        return gb_fail(t, gb_ValueError, "opener returned %lld", (long long)number);
    self->file = (int)number;
    return 0;
}

static int open_by_name(GbThread *t, IoFile *self, GbBorrow name, int flags)
{
    GbRef holder = GB_NULL;
    const char *path = gb_path(t, name, &holder);
    int again = 2, error = 0, number = -1;
    if (path == NULL)
        return -1;
    while (again == 2) {
        gb_unlock_on(t, GIL_OPEN, 0, path);
        error = rt_file_open(gb_rt(t), path, flags, CREATE_MODE, &number);
        gb_lock(t);
        again = error == RT_EINTR ? outcome(t, error) : 1;
    }
    if (again > 0 && error < 0)
        gb_raise_rt(t, error, name, GB_NULL);
    else
        gil_file_opened(gb_gil(t), self->file = number, path);
    gb_clear(&holder);
    return again < 0 || error < 0 ? -1 : 0;
}

/* A folder opens, but is no file. */
static int check_kind(GbThread *t, IoFile *self, GbBorrow name)
{
    enum { KIND_MASK = 0170000, KIND_FOLDER = 0040000 };
    RtStat stat;
    int error = rt_fstat(gb_rt(t), self->file, &stat);
    if (error == 0 && (stat.mode & KIND_MASK) == KIND_FOLDER)
        error = RT_EISDIR;
    if (error < 0) {
        gb_raise_rt(t, error, error == RT_EISDIR ? name : GB_NULL, GB_NULL);
        return -1;
    }
    self->block_size = stat.block_size > 1 ? (int64_t)stat.block_size : IO_BUFFER_SIZE;
    return 0;
}

static int close_file(GbThread *t, IoFile *self)
{
    int number = self->file;
    self->file = -1;
    if (number < 0 || !self->close_file)
        return 0;
    gb_unlock_to_close(t, number);
    int error = rt_file_close(gb_rt(t), number);
    gb_lock(t);
    if (error == 0 || error == RT_EINTR)
        return 0;
    gb_raise_rt(t, error, GB_NULL, GB_NULL);
    return -1;
}

/* An int is the number of an open file: which may be bool, but no float. *number -1: it is a name.
 */
static int read_number(GbThread *t, GbBorrow v, int64_t *number)
{
    *number = -1;
    if (!gb_is_intlike(v))
        return 0;
    if (gb_index_i64(t, v, number, gb_OverflowError) < 0)
        return -1;
    if (*number < 0)
        return gb_fail(t, gb_ValueError, "negative file descriptor");
    if (*number > INT32_MAX)
        return gb_fail(t, gb_OverflowError, "Python int too large to convert to C int");
    return 0;
}

static int audit_open(GbThread *t, GbBorrow name, GbBorrow mode, int flags)
{
    if (!gb_is_audited(t))
        return 0;
    GbBorrow number = gb_small_new(flags | OPEN_CLOEXEC);
    return gb_audit_take(t, "open", gb_tuple_of(t, 3, name, mode, number));
}

static int file_open(GbThread *t, IoFile *self, GbBorrow name, GbBorrow mode, GbBorrow opener,
                     int flags)
{
    int64_t number;
    if (read_number(t, name, &number) < 0)
        return -1;
    if (number >= 0) {
        self->file = (int)number;
        return 0;
    }
    if (!self->close_file)
        return gb_fail(t, gb_ValueError, "Cannot use closefd=False with file name");
    if (audit_open(t, name, mode, flags) < 0)
        return -1;
    if (opener != GB_NONE)
        return open_with_opener(t, self, name, opener, flags);
    return open_by_name(t, self, name, flags);
}

/* FileIO(file, mode='r', closefd=True, opener=None) */
static GbRef file_init(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    IoFile *file = as_file(self);
    int flags, close = gb_truth(t, args[2]);
    if (close < 0 || close_file(t, file) < 0)
        return GB_NULL;
    if (!gb_is_str(args[1]))
        return gb_raise(t, gb_TypeError, "FileIO() argument 'mode' must be str, not %T", args[1]);
    file->created = file->readable = file->writable = file->appending = false;
    file->seekable = -1;
    file->close_file = close != 0;
    const char *mode = gb_str_utf8(t, args[1], NULL);
    if (mode == NULL || parse_mode(t, file, mode, &flags) < 0 ||
        file_open(t, file, args[0], args[1], args[3], flags) < 0)
        return GB_NULL;
    bool ours = !gb_is_intlike(args[0]);
    if (check_kind(t, file, args[0]) < 0 || gb_attr_set(t, self, gb_name(t, name), args[0]) < 0)
        goto failed;
    int64_t end;
    if (file->appending && gb_io_file_seek(t, self, 0, RT_SEEK_END, &end) < 0)
        gb_raised_drop(t); /* A pipe. */
    return GB_NONE;
failed:
    if (ours) {
        GbRef error = gb_raised_take(t);
        if (close_file(t, file) < 0)
            gb_raised_drop(t);
        gb_raised_restore_take(t, error);
    }
    file->file = -1;
    return GB_NULL;
}

static GbRef file_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    IoFile *self = gb_object_new(t, (GbType *)gb_object(type));
    if (self == NULL)
        return GB_NULL;
    self->file = -1;
    self->seekable = -1;
    self->close_file = true;
    return gb_value(self);
}

/* --- Reading --- */

static GbRef file_readall(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    IoBytes all = {NULL, 0, 0};
    GbRef result = GB_NULL;
    RtStat stat;
    int64_t at = 0, count, first = READ_ALL_FIRST;
    if (check_open(t, self) < 0)
        return GB_NULL;
    /* What is left of a file, and one byte that shows the end. */
    if (rt_fstat(gb_rt(t), as_file(self)->file, &stat) == 0 && stat.size > 0 &&
        rt_file_seek(gb_rt(t), as_file(self)->file, 0, RT_SEEK_CURRENT, &at) == 0 &&
        stat.size >= at)
        first = stat.size - at + 1;
    for (;;) {
        if (gb_io_bytes_reserve(t, &all, (size_t)(all.size == 0 ? first : READ_ALL_FIRST)) < 0)
            goto done;
        int moved = gb_io_file_read(t, self, all.data + all.size,
                                    (int64_t)(all.capacity - all.size), &count);
        if (moved < 0)
            goto done;
        if (moved == 0 && all.size == 0) {
            result = GB_NONE;
            goto done;
        }
        if (moved == 0 || count == 0)
            break;
        all.size += (size_t)count;
    }
    result = gb_bytes_new(t, all.data, all.size);
done:
    gb_io_bytes_free(t, &all);
    return result;
}

static GbRef file_read(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t size, count;
    if (check_open(t, self) < 0 || check_mode(t, as_file(self)->readable, "reading") < 0 ||
        gb_io_size(t, args[0], &size) < 0)
        return GB_NULL;
    if (size < 0)
        return file_readall(t, self, args);
    uint8_t *data = gb_mem_new(t, (size_t)size);
    if (data == NULL)
        return GB_NULL;
    int moved = gb_io_file_read(t, self, data, size, &count);
    GbRef result = moved < 0    ? GB_NULL
                   : moved == 0 ? GB_NONE
                                : gb_bytes_new(t, data, (size_t)count);
    gb_mem_free(t, data, (size_t)size);
    return result;
}

static GbRef file_readinto(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer view;
    int64_t count;
    if (check_open(t, self) < 0 || check_mode(t, as_file(self)->readable, "reading") < 0 ||
        gb_buffer_get(t, args[0], &view) < 0)
        return GB_NULL;
    int moved = -1;
    if (view.readonly)
        gb_raise(t, gb_TypeError,
                 "readinto() argument must be read-write bytes-like object, not %T", args[0]);
    else
        moved = gb_io_file_read(t, self, view.data, view.size, &count);
    gb_buffer_release(t, &view);
    return moved < 0 ? GB_NULL : moved == 0 ? GB_NONE : gb_small_new(count);
}

/* --- Writing and moving --- */

static GbRef file_write(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbBuffer view;
    int64_t count;
    if (check_open(t, self) < 0 || check_mode(t, as_file(self)->writable, "writing") < 0 ||
        gb_buffer_get(t, args[0], &view) < 0)
        return GB_NULL;
    int moved = gb_io_file_write(t, self, view.data, view.size, &count);
    gb_buffer_release(t, &view);
    return moved < 0 ? GB_NULL : moved == 0 ? GB_NONE : gb_small_new(count);
}

static GbRef file_seek(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t offset, whence, position;
    if (check_open(t, self) < 0 || gb_index_i64(t, args[0], &offset, gb_OverflowError) < 0 ||
        gb_index_i64(t, args[1], &whence, gb_OverflowError) < 0)
        return GB_NULL;
    if (whence < 0 || whence > 2) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        return GB_NULL;
    }
    if (gb_io_file_seek(t, self, offset, (int)whence, &position) < 0)
        return GB_NULL;
    return gb_int_new(t, position);
}

static GbRef file_tell(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t position;
    return gb_io_file_seek(t, self, 0, RT_SEEK_CURRENT, &position) < 0 ? GB_NULL
                                                                       : gb_int_new(t, position);
}

static GbRef file_truncate(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    int64_t size;
    if (check_open(t, self) < 0 || check_mode(t, as_file(self)->writable, "writing") < 0)
        return GB_NULL;
    int failed = args[0] == GB_NONE ? gb_io_file_seek(t, self, 0, RT_SEEK_CURRENT, &size)
                                    : gb_index_i64(t, args[0], &size, gb_OverflowError);
    if (failed < 0)
        return GB_NULL;
    int number = as_file(self)->file;
    gb_unlock_on(t, GIL_WRITE, number, NULL);
    int error = rt_file_truncate(gb_rt(t), number, size);
    gb_lock(t);
    return error < 0 ? gb_raise_rt(t, error, GB_NULL, GB_NULL) : gb_int_new(t, size);
}

/* --- What it is --- */

static GbRef file_fileno(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_open(t, self) < 0 ? GB_NULL : gb_small_new(as_file(self)->file);
}

static GbRef file_isatty(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_open(t, self) < 0 ? GB_NULL
                                   : gb_bool(rt_file_isatty(gb_rt(t), as_file(self)->file));
}

static GbRef file_readable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_open(t, self) < 0 ? GB_NULL : gb_bool(as_file(self)->readable);
}

static GbRef file_writable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_open(t, self) < 0 ? GB_NULL : gb_bool(as_file(self)->writable);
}

static GbRef file_seekable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    IoFile *file = as_file(self);
    int64_t position;
    if (check_open(t, self) < 0)
        return GB_NULL;
    if (file->seekable < 0)
        file->seekable = rt_file_seek(gb_rt(t), file->file, 0, RT_SEEK_CURRENT, &position) == 0;
    return gb_bool(file->seekable);
}

static GbRef file_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    IoFile *file = as_file(self);
    if (file->base.finalizing && file->file >= 0 && file->close_file) {
        GbRef answer = gb_call_method_c(t, self, "_dealloc_warn", &self, 1);
        gb_clear(&answer);
        gb_raised_drop(t);
    }
    /* As IOBase.close does: a subclass may have something to flush. */
    GbRef flushed = file->base.closed ? GB_NONE
                                      : gb_call_method(t, self, gb_name(t, flush), NULL, 0);
    GbRef error = flushed == GB_NULL ? gb_raised_take(t) : GB_NULL;
    gb_clear(&flushed);
    file->base.closed = true;
    int failed = close_file(t, file);
    gb_io_chain_errors(t, error);
    return failed < 0 || gb_raised(t) ? GB_NULL : GB_NONE;
}

static GbRef file_dealloc_warn(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    IoFile *file = as_file(self);
    if (file->file >= 0 && file->close_file &&
        gb_warn(t, gb_ResourceWarning, 1, "unclosed file %R", args[0]) < 0)
        gb_raised_unraisable(t, self);
    return GB_NONE;
}

static const char *mode_text(const IoFile *file)
{
    if (file->created)
        return file->readable ? "xb+" : "xb";
    if (file->appending)
        return file->readable ? "ab+" : "ab";
    if (file->readable)
        return file->writable ? "rb+" : "rb";
    return "wb";
}

static GbRef file_repr(GbThread *t, GbBorrow self)
{
    IoFile *file = as_file(self);
    GbWriter writer;
    GbRef name = GB_NULL;
    gb_writer_init(&writer, t);
    gb_io_write_type(&writer, self);
    if (file->file < 0) {
        gb_writer_c(&writer, " [closed]>");
        return gb_writer_finish(&writer);
    }
    if (gb_attr_find(t, self, gb_name(t, name), &name) < 0)
        goto failed;
    if (name == GB_NULL) {
        gb_writer_format(&writer, " fd=%d", file->file);
    } else {
        int entered = gb_repr_enter(t, self);
        if (entered > 0)
            gb_raise(t, gb_RuntimeError, "reentrant call inside %N.__repr__",
                     gb_object(self)->type);
        if (entered != 0)
            goto failed;
        gb_writer_format(&writer, " name=%R", name);
        gb_repr_leave(t, self);
    }
    gb_writer_format(&writer, " mode='%s' closefd=%s>", mode_text(file),
                     file->close_file ? "True" : "False");
    gb_clear(&name);
    return gb_writer_finish(&writer);
failed:
    gb_clear(&name);
    gb_writer_clear(&writer);
    return GB_NULL;
}

static GbRef file_closed_get(GbThread *t, GbBorrow self)
{
    return gb_bool(as_file(self)->file < 0);
}

static GbRef file_closefd_get(GbThread *t, GbBorrow self)
{
    return gb_bool(as_file(self)->close_file);
}

static GbRef file_mode_get(GbThread *t, GbBorrow self)
{
    return gb_str_new(t, mode_text(as_file(self)));
}

static GbRef file_blksize_get(GbThread *t, GbBorrow self)
{
    return gb_int_new(t, as_file(self)->block_size);
}

static int file_blksize_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "can't delete numeric/char attribute");
    return gb_index_i64(t, value, &as_file(self)->block_size, gb_OverflowError);
}

/* --- Tables --- */

static const GbMethodDef file_methods[] = {
    {"read(size=-1, /)", file_read, "Read at most size bytes, returned as bytes."},
    {"readall()", file_readall, "Read all data from the file, returned as bytes."},
    {"readinto(buffer, /)", file_readinto, "Same as RawIOBase.readinto()."},
    {"write(b, /)", file_write, "Write buffer b to file, return number of bytes written."},
    {"seek(pos, whence=0, /)", file_seek,
     "Move to new file position and return the file position."},
    {"tell()", file_tell, "Current file position."},
    {"truncate(size=None, /)", file_truncate,
     "Truncate the file to at most size bytes and return the truncated size."},
    {"close()", file_close, "Close the file."},
    {"seekable()", file_seekable, "True if file supports random-access."},
    {"readable()", file_readable, "True if file was opened in a read mode."},
    {"writable()", file_writable, "True if file was opened in a write mode."},
    {"fileno()", file_fileno, "Return the underlying file descriptor (an integer)."},
    {"isatty()", file_isatty, "True if the file is connected to a TTY device."},
    {"_dealloc_warn(source, /)", file_dealloc_warn, NULL},
    {0},
};

static const GbGetSetDef file_getsets[] = {
    {"closed", file_closed_get, NULL, "True if the file is closed"},
    {"closefd", file_closefd_get, NULL, "True if the file descriptor will be closed by close()."},
    {"mode", file_mode_get, NULL, "String giving the file mode"},
    {"_blksize", file_blksize_get, file_blksize_set, NULL},
    {0},
};

const GbTypeSpec gb_io_file_spec = {
    .name = "_io.FileIO",
    .doc = "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading,\n"
           "writing, exclusive creation or appending.",
    .size = sizeof(IoFile),
    .flags = GB_TYPE_CONTAINER | GB_TYPE_HAS_DICT | GB_TYPE_HAS_WEAKREF,
    .slots = {.visit = gb_io_base_visit, .repr = file_repr, .create = file_create},
    .initializer = {"FileIO(file, mode='r', closefd=True, opener=None)", file_init, NULL},
    .methods = file_methods,
    .getsets = file_getsets,
};
