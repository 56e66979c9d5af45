/* OSError: errno, strerror and up to two file names; the errno chooses the class. */
#include "vm/object/exception_parts.h"

#include "vm/interp.h"
#include "vm/object/type.h"

/* errno to class. What is not here stays OSError. */
static const struct {
    RtError code;
    GbExceptionId id;
} os_error_classes[] = {
    {RT_EAGAIN, gb_BlockingIOError},
    {RT_EALREADY, gb_BlockingIOError},
    {RT_EINPROGRESS, gb_BlockingIOError},
    {RT_EPIPE, gb_BrokenPipeError},
    {RT_ESHUTDOWN, gb_BrokenPipeError},
    {RT_ECHILD, gb_ChildProcessError},
    {RT_ECONNABORTED, gb_ConnectionAbortedError},
    {RT_ECONNREFUSED, gb_ConnectionRefusedError},
    {RT_ECONNRESET, gb_ConnectionResetError},
    {RT_EEXIST, gb_FileExistsError},
    {RT_ENOENT, gb_FileNotFoundError},
    {RT_EISDIR, gb_IsADirectoryError},
    {RT_ENOTDIR, gb_NotADirectoryError},
    {RT_EINTR, gb_InterruptedError},
    {RT_EACCES, gb_PermissionError},
    {RT_EPERM, gb_PermissionError},
    {RT_ESRCH, gb_ProcessLookupError},
    {RT_ETIMEDOUT, gb_TimeoutError},
};

GbExceptionId gb_os_error_class(int64_t number)
{
    for (size_t i = 0; i < sizeof os_error_classes / sizeof *os_error_classes; ++i) {
        if (rt_error_errno(os_error_classes[i].code) == number)
            return os_error_classes[i].id;
    }
    return gb_OSError;
}

/* --- Construction --- */

/* A subclass that has its own __init__ but not its own __new__ gets its arguments parsed by
 * OSError.__init__, which it will call with what it likes; otherwise __new__ does it, since the
 * arguments choose the class. */
static bool parses_in_init(GbType *type)
{
    return type->slots.init != gb_os_error_init && type->slots.create == gb_os_error_create;
}

static int fill(GbThread *t, GbBorrow self, const GbBorrow *args, int count)
{
    GbException *e = gb_as_exception(self);
    bool has_details = count >= 2 && count <= 5;
    GbBorrow filename = has_details && count > 2 ? args[2] : GB_NULL;
    GbBorrow filename2 = has_details && count > 4 ? args[4] : GB_NULL;
    bool has_filename = false;
    if (filename != GB_NULL && filename != GB_NONE) {
        bool counts = e->header.type == t->interp->exceptions[gb_BlockingIOError];
        if (counts && (gb_is_intlike(filename) || gb_is_float(filename))) {
            int64_t written;
            if (gb_index_i64(t, filename, &written, gb_ValueError) < 0)
                return -1;
            gb_field_set(self, GB_OS_WRITTEN, gb_small_new(written));
        } else {
            has_filename = true;
            gb_field_set(self, GB_OS_FILENAME, filename);
            if (filename2 != GB_NULL && filename2 != GB_NONE)
                gb_field_set(self, GB_OS_FILENAME2, filename2);
        }
    }
    if (has_details) {
        gb_field_set(self, GB_OS_ERRNO, args[0]);
        gb_field_set(self, GB_OS_STRERROR, args[1]);
    }
    /* File names are no part of args, so that old code may unpack (errno, text). */
    GbRef tuple = gb_tuple_from_array(t, args, has_filename ? 2 : count);
    if (tuple == GB_NULL)
        return -1;
    gb_set(&e->args, tuple);
    return 0;
}

GbRef gb_os_error_create(GbThread *t, GbBorrow type, const GbBorrow *args, int count,
                         GbBorrow names)
{
    if (parses_in_init(gb_as_type(type)))
        return gb_exception_create(t, type, NULL, 0, GB_NULL);
    if (gb_exception_refuse_names(t, type, names) < 0)
        return GB_NULL;
    int64_t number;
    if (gb_as_type(type) == t->interp->exceptions[gb_OSError] && count >= 2 && count <= 5 &&
        gb_is_intlike(args[0]) && gb_int_peek_i64(args[0], &number))
        type = gb_value(t->interp->exceptions[gb_os_error_class(number)]);
    GbRef self = gb_exception_create(t, type, NULL, 0, GB_NULL);
    if (self != GB_NULL && fill(t, self, args, count) < 0)
        gb_clear(&self);
    return self;
}

int gb_os_error_init(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names)
{
    if (!parses_in_init(gb_type_of(t, self)))
        return 0;
    if (gb_exception_refuse_names(t, self, names) < 0)
        return -1;
    return fill(t, self, args, count);
}

/* --- Slots and methods --- */

GbRef gb_os_error_str(GbThread *t, GbBorrow self)
{
    GbException *e = gb_as_exception(self);
    GbBorrow number = gb_field_peek(self, GB_OS_ERRNO), text = gb_field_peek(self, GB_OS_STRERROR);
    GbBorrow filename = e->fields[GB_OS_FILENAME], filename2 = e->fields[GB_OS_FILENAME2];
    if (filename != GB_NULL && filename2 != GB_NULL)
        return gb_str_format(t, "[Errno %S] %S: %R -> %R", number, text, filename, filename2);
    if (filename != GB_NULL)
        return gb_str_format(t, "[Errno %S] %S: %R", number, text, filename);
    if (e->fields[GB_OS_ERRNO] != GB_NULL && e->fields[GB_OS_STRERROR] != GB_NULL)
        return gb_str_format(t, "[Errno %S] %S", number, text);
    return gb_exception_str(t, self);
}

static GbRef os_error_reduce(GbThread *t, GbBorrow self, const GbBorrow *unused)
{
    GbException *e = gb_as_exception(self);
    GbRef args = GB_NULL;
    if (gb_tuple_count(e->args) == 2 && e->fields[GB_OS_FILENAME] != GB_NULL) {
        GbBorrow number = gb_tuple_peek(e->args, 0), text = gb_tuple_peek(e->args, 1);
        if (e->fields[GB_OS_FILENAME2] == GB_NULL)
            args = gb_tuple_of(t, 3, number, text, e->fields[GB_OS_FILENAME]);
        else
            args = gb_tuple_of(t, 5, number, text, e->fields[GB_OS_FILENAME], GB_NONE,
                               e->fields[GB_OS_FILENAME2]);
        if (args == GB_NULL)
            return GB_NULL;
    }
    GbRef result = gb_exception_reduce_with(t, self, args, GB_NULL);
    gb_clear(&args);
    return result;
}

static GbRef written_get(GbThread *t, GbBorrow self)
{
    GbRef written = gb_as_exception(self)->fields[GB_OS_WRITTEN];
    if (written == GB_NULL)
        return gb_raise(t, gb_AttributeError, "characters_written");
    return gb_new_ref(written);
}

static int written_set(GbThread *t, GbBorrow self, GbBorrow value)
{
    if (value == GB_NULL) {
        if (gb_as_exception(self)->fields[GB_OS_WRITTEN] == GB_NULL)
            return gb_fail(t, gb_AttributeError, "characters_written");
        gb_field_set(self, GB_OS_WRITTEN, GB_NULL);
        return 0;
    }
    int64_t written;
    if (gb_index_i64(t, value, &written, gb_ValueError) < 0)
        return -1;
    gb_field_set(self, GB_OS_WRITTEN, gb_small_new(written));
    return 0;
}

/* --- Raising from the runtime's codes --- */

GbRef gb_raise_rt(GbThread *t, int rt_error, GbBorrow filename, GbBorrow filename2)
{
    if (rt_error == RT_ENOMEM && filename == GB_NULL)
        return gb_raise_memory(t);
    int number = rt_error_errno(rt_error);
    GbRef text = gb_str_new(t, rt_error_text(rt_error)), args = GB_NULL;
    if (text == GB_NULL)
        return GB_NULL;
    GbBorrow code = gb_small_new(number != 0 ? number : rt_error);
    if (filename == GB_NULL)
        args = gb_tuple_of(t, 2, code, text);
    else if (filename2 == GB_NULL)
        args = gb_tuple_of(t, 3, code, text, filename);
    else
        args = gb_tuple_of(t, 5, code, text, filename, GB_NONE, filename2);
    gb_decref(text);
    if (args == GB_NULL)
        return GB_NULL;
    GbRef error = gb_exception_new(t, gb_OSError, args);
    gb_decref(args);
    if (error != GB_NULL)
        gb_raise_linked_take(t, error);
    return GB_NULL;
}

/* --- Tables --- */

const GbMethodDef gb_os_error_methods[] = {
    {"__reduce__()", os_error_reduce, NULL},
    {0},
};

const GbGetSetDef gb_os_error_getsets[] = {
    GB_FIELD("errno", 0, "POSIX exception code"),
    GB_FIELD("strerror", 1, "exception strerror"),
    GB_FIELD("filename", 2, "exception filename"),
    GB_FIELD("filename2", 3, "second exception filename"),
    {"characters_written", written_get, written_set, NULL},
    {0},
};
