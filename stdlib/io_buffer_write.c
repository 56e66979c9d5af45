/* Writing through a buffer. */
#include "stdlib/io_parts.h"

static IoBuffered *as_buffered(GbBorrow v)
{
    return (IoBuffered *)gb_object(v);
}

/* --- Asking raw --- */

/* raw.write(bytes). 1: *count written, 0: would block, -1. */
static int raw_write_object(GbThread *t, IoBuffered *self, const uint8_t *data, int64_t size,
                            int64_t *count)
{
    GbRef bytes = gb_bytes_new(t, data, (size_t)size), view = GB_NULL, answer = GB_NULL;
    int result = -1;
    if (bytes == GB_NULL)
        return -1;
    view = gb_call1(t, gb_value(gb_type(t, MEMORYVIEW)), bytes);
    if (view != GB_NULL)
        answer = gb_call_method(t, self->raw, gb_name(t, write), &view, 1);
    if (answer == GB_NONE) {
        result = 0;
    } else if (answer != GB_NULL && gb_index_i64(t, answer, count, gb_ValueError) == 0) {
        if (*count < 0 || *count > size)
            gb_raise(
                t, gb_OSError,
                "raw write() returned invalid length %lld (should have been between 0 and %lld)",
                (long long)*count, (long long)size);
        else
            result = 1;
    }
    gb_clear(&answer);
    gb_clear(&view);
    gb_decref(bytes);
    return result;
}

static int raw_write(GbThread *t, IoBuffered *self, const uint8_t *data, int64_t size,
                     int64_t *count)
{
    int moved = self->fast ? gb_io_file_write(t, self->raw, data, size, count)
                           : raw_write_object(t, self, data, size, count);
    if (moved > 0 && self->raw_position >= 0)
        self->raw_position += *count;
    return moved;
}

/* BlockingIOError: so many bytes of this call were taken. */
static int raise_blocked(GbThread *t, int64_t written)
{
    GbRef text = gb_str_new(t, "write could not complete without blocking");
    GbRef args = text == GB_NULL ? GB_NULL
                                 : gb_tuple_of(t, 3, gb_small_new(rt_error_errno(RT_EAGAIN)), text,
                                               gb_small_new(written));
    GbBorrow type = gb_value(gb_exception_type(t, gb_BlockingIOError));
    GbRef error = args == GB_NULL ? GB_NULL : gb_call_tuple(t, type, args, GB_NULL);
    if (error != GB_NULL)
        gb_raise_instance(t, error);
    gb_clear(&error);
    gb_clear(&args);
    gb_clear(&text);
    return -1;
}

/* Drop the first `count` bytes of what waits. */
static void consumed(IoBuffered *self, int64_t count)
{
    memmove(self->out, self->out + count, (size_t)(self->out_end - count));
    self->out_end -= count;
}

int gb_io_buffer_flush_locked(GbThread *t, IoBuffered *self)
{
    while (self->out_end > 0) {
        int64_t count;
        int moved = raw_write(t, self, self->out, self->out_end, &count);
        if (moved == 0)
            return raise_blocked(t, 0);
        if (moved < 0)
            return -1;
        consumed(self, count);
        if (gb_check_signals(t) < 0)
            return -1;
    }
    return 0;
}

int gb_io_buffer_flush(GbThread *t, IoBuffered *self)
{
    if (gb_io_buffer_enter(t, self) < 0)
        return -1;
    int result = gb_io_buffer_flush_locked(t, self);
    if (result == 0 && self->readable)
        result = gb_io_buffer_rewind_locked(t, self);
    gb_io_buffer_leave(t, self);
    return result;
}

/* --- write --- */

static void put(IoBuffered *self, const uint8_t *data, int64_t size)
{
    memcpy(self->out + self->out_end, data, (size_t)size);
    self->out_end += size;
}

/* Raw takes no more now: keep what fits. 0 when all of it does. */
static int keep_rest(GbThread *t, IoBuffered *self, const uint8_t *data, int64_t size,
                     int64_t before)
{
    int64_t room = self->size - self->out_end;
    if (size <= room) {
        gb_raised_drop(t);
        put(self, data, size);
        return 0;
    }
    put(self, data, room);
    gb_raised_drop(t);
    return raise_blocked(t, before + room);
}

/* More than fits: write what waits, then whole buffers directly, and keep the rest. */
static int write_locked(GbThread *t, IoBuffered *self, const uint8_t *data, int64_t size)
{
    int64_t at = 0;
    if (self->readable && gb_io_buffer_rewind_locked(t, self) < 0)
        return -1;
    if (size <= self->size - self->out_end) {
        put(self, data, size);
        return 0;
    }
    if (gb_io_buffer_flush_locked(t, self) < 0)
        return gb_raised_is(t, gb_BlockingIOError) ? keep_rest(t, self, data, size, 0) : -1;
    while (size - at > self->size) {
        int64_t count;
        int moved = raw_write(t, self, data + at, size - at, &count);
        if (moved < 0)
            return -1;
        if (moved == 0)
            return keep_rest(t, self, data + at, size - at, at);
        at += count;
        if (gb_check_signals(t) < 0)
            return -1;
    }
    put(self, data + at, size - at);
    return 0;
}

int gb_io_buffer_write(GbThread *t, IoBuffered *self, const void *data, int64_t size,
                       int64_t *written)
{
    *written = size;
    if (self->lock.owner == NULL && !self->readable && size <= self->size - self->out_end) {
        put(self, data, size);
        return 0;
    }
    if (gb_io_buffer_enter(t, self) < 0)
        return -1;
    /* Another thread may have closed it while this one waited. */
    int result = gb_io_buffer_check_open(t, self, "write to closed file");
    if (result == 0)
        result = write_locked(t, self, data, size);
    gb_io_buffer_leave(t, self);
    return result;
}

GbRef gb_io_writer_write(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    GbBuffer view;
    int64_t written;
    if (gb_io_buffer_check(t, self) < 0 || gb_buffer_get(t, args[0], &view) < 0)
        return GB_NULL;
    int failed = gb_io_buffer_check_open(t, self, "write to closed file");
    if (failed == 0)
        failed = gb_io_buffer_write(t, self, view.data, view.size, &written);
    gb_buffer_release(t, &view);
    return failed < 0 ? GB_NULL : gb_int_new(t, written);
}
