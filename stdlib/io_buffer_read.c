/* Reading through a buffer. */
#include "stdlib/io_parts.h"

static IoBuffered *as_buffered(GbBorrow v)
{
    return (IoBuffered *)gb_object(v);
}

static int64_t available(const IoBuffered *self)
{
    return self->in_end - self->in_at;
}

/* Bytes from the buffer, which has as many. */
static GbRef take(GbThread *t, IoBuffered *self, int64_t size)
{
    GbRef bytes = gb_bytes_new(t, self->in + self->in_at, (size_t)size);
    if (bytes != GB_NULL)
        self->in_at += size;
    return bytes;
}

/* --- Asking raw --- */

/* raw.readinto(memoryview(room)), room copied out. 1 done, 0 would block, -1. */
static int raw_read_object(GbThread *t, IoBuffered *self, uint8_t *data, int64_t size,
                           int64_t *count)
{
    GbRef room = gb_bytearray_new(t, NULL, (size_t)size), view = GB_NULL, answer = GB_NULL;
    GbBuffer filled;
    int result = -1;
    if (room == GB_NULL)
        return -1;
    view = gb_call1(t, gb_value(gb_type(t, MEMORYVIEW)), room);
    if (view != GB_NULL)
        answer = gb_call_method_c(t, self->raw, "readinto", &view, 1);
    if (answer == GB_NONE)
        result = 0;
    if (answer == GB_NULL || answer == GB_NONE)
        goto done;
    if (gb_index_i64(t, answer, count, gb_ValueError) < 0) {
        gb_io_raise_from(t, "raw readinto() failed");
        goto done;
    }
    if (*count < 0 || *count > size) {
        gb_raise(t, gb_OSError,
                 "raw readinto() returned invalid length %lld "
                 "(should have been between 0 and %lld)",
                 (long long)*count, (long long)size);
        goto done;
    }
    if (gb_buffer_get(t, room, &filled) < 0)
        goto done;
    memcpy(data, filled.data, (size_t)*count);
    gb_buffer_release(t, &filled);
    result = 1;
done:
    gb_clear(&answer);
    gb_clear(&view);
    gb_decref(room);
    return result;
}

static int raw_read(GbThread *t, IoBuffered *self, uint8_t *data, int64_t size, int64_t *count)
{
    *count = 0;
    int moved = self->fast ? gb_io_file_read(t, self->raw, data, size, count)
                           : raw_read_object(t, self, data, size, count);
    if (moved > 0 && self->raw_position >= 0)
        self->raw_position += *count;
    return moved;
}

/* Fill the empty buffer by one read. 1: *count more bytes, 0: would block, -1. */
static int fill(GbThread *t, IoBuffered *self, int64_t *count)
{
    self->in_at = self->in_end = 0;
    int moved = raw_read(t, self, self->in, self->size, count);
    if (moved > 0)
        self->in_end = *count;
    return moved;
}

/* What must be so before raw is read: nothing waits to be written. Held lock. */
static int prepare(GbThread *t, IoBuffered *self)
{
    return self->writable ? gb_io_buffer_flush_locked(t, self) : 0;
}

/* --- read --- */

/* All that is left, by raw.readall if it has one. */
static GbRef rest_of_raw(GbThread *t, IoBuffered *self)
{
    GbRef name = gb_str_new(t, "readall"), function = GB_NULL, data = GB_NULL;
    int found = name == GB_NULL ? -1 : gb_attr_find(t, self->raw, name, &function);
    gb_clear(&name);
    if (found < 0)
        return GB_NULL;
    if (found > 0) {
        data = gb_call0(t, function);
        gb_decref(function);
    } else {
        data = gb_call_method_c(t, self->raw, "read", NULL, 0);
    }
    self->raw_position = -1;
    if (data != GB_NULL && data != GB_NONE && !gb_has_layout(data, GB_KIND_BYTES)) {
        gb_decref(data);
        return gb_raise(t, gb_TypeError, "readall() should return bytes");
    }
    return data;
}

static GbRef read_all_locked(GbThread *t, IoBuffered *self)
{
    if (prepare(t, self) < 0)
        return GB_NULL;
    int64_t held = available(self);
    GbRef first = held > 0 ? take(t, self, held) : GB_NULL, rest = GB_NULL, result = GB_NULL;
    if (held > 0 && first == GB_NULL)
        return GB_NULL;
    self->in_at = self->in_end = 0;
    rest = rest_of_raw(t, self);
    if (rest == GB_NULL)
        goto done;
    if (held == 0) {
        result = gb_new_ref(rest);
    } else if (rest == GB_NONE || gb_bytes_size(rest) == 0) {
        result = gb_new_ref(first);
    } else {
        int64_t more = gb_bytes_size(rest);
        result = gb_bytes_new(t, NULL, (size_t)(held + more));
        if (result != GB_NULL) {
            memcpy(gb_bytes_data(result), gb_bytes_data(first), (size_t)held);
            memcpy(gb_bytes_data(result) + held, gb_bytes_data(rest), (size_t)more);
        }
    }
done:
    gb_clear(&first);
    gb_clear(&rest);
    return result;
}

GbRef gb_io_buffer_read_all(GbThread *t, IoBuffered *self)
{
    if (gb_io_buffer_enter(t, self) < 0)
        return GB_NULL;
    GbRef result = read_all_locked(t, self);
    gb_io_buffer_leave(t, self);
    return result;
}

/* Read until `size` bytes are there or the end comes: into data. *count says how many. 1, 0 (would
 * block before the first byte), -1. `once`: ask raw at most once. */
static int read_locked(GbThread *t, IoBuffered *self, uint8_t *data, int64_t size, bool once,
                       int64_t *count)
{
    int64_t done = available(self) < size ? available(self) : size;
    int moved = 1;
    memcpy(data, self->in + self->in_at, (size_t)done);
    self->in_at += done;
    while (done < size) {
        int64_t more;
        /* What is more than a buffer goes straight to the reader. */
        bool direct = size - done > self->size;
        if (once && !direct && done > 0)
            break;
        if (prepare(t, self) < 0)
            return -1;
        self->in_at = self->in_end = 0;
        if (direct) {
            int64_t whole = (size - done) / self->size * self->size;
            moved = raw_read(t, self, data + done, once ? size - done : whole, &more);
        } else {
            moved = fill(t, self, &more);
        }
        if (moved < 0)
            return -1;
        if (moved == 0 || more == 0)
            break;
        if (!direct) {
            more = more < size - done ? more : size - done;
            memcpy(data + done, self->in, (size_t)more);
            self->in_at = more;
        }
        done += more;
        if (once)
            break;
    }
    *count = done;
    return moved == 0 && done == 0 ? 0 : 1;
}

/* What is there already, or what raw gives when asked once. */
static int read1_locked(GbThread *t, IoBuffered *self, uint8_t *data, int64_t size, int64_t *count)
{
    if (available(self) > 0) {
        *count = available(self) < size ? available(self) : size;
        memcpy(data, self->in + self->in_at, (size_t)*count);
        self->in_at += *count;
        return 1;
    }
    self->in_at = self->in_end = 0;
    return prepare(t, self) < 0 ? -1 : raw_read(t, self, data, size, count);
}

static GbRef read_size(GbThread *t, IoBuffered *self, int64_t size, bool once)
{
    int64_t count = 0;
    if (size <= available(self) && self->lock.owner == NULL)
        return take(t, self, size);
    if (gb_io_buffer_enter(t, self) < 0)
        return GB_NULL;
    uint8_t *data = gb_mem_new(t, (size_t)size);
    int moved = data == NULL ? -1
                : once       ? read1_locked(t, self, data, size, &count)
                             : read_locked(t, self, data, size, false, &count);
    gb_io_buffer_leave(t, self);
    GbRef result = moved < 0    ? GB_NULL
                   : moved == 0 ? GB_NONE
                                : gb_bytes_new(t, data, (size_t)count);
    if (data != NULL)
        gb_mem_free(t, data, (size_t)size);
    return result;
}

GbRef gb_io_reader_read(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    int64_t size;
    if (gb_io_size(t, args[0], &size) < 0 || gb_io_buffer_check(t, self) < 0)
        return GB_NULL;
    if (size < -1)
        return gb_raise(t, gb_ValueError, "read length must be non-negative or -1");
    if (gb_io_buffer_check_open(t, self, "read of closed file") < 0)
        return GB_NULL;
    return size < 0 ? gb_io_buffer_read_all(t, self) : read_size(t, self, size, false);
}

GbRef gb_io_buffer_read1(GbThread *t, IoBuffered *self, int64_t size)
{
    if (size < 0)
        size = self->size;
    if (gb_io_buffer_check_open(t, self, "read of closed file") < 0)
        return GB_NULL;
    if (size == 0)
        return gb_bytes_new(t, "", 0);
    int64_t held = available(self);
    if (held > 0 && self->lock.owner == NULL)
        return take(t, self, size < held ? size : held);
    GbRef result = read_size(t, self, size, true);
    return result == GB_NONE ? gb_bytes_new(t, "", 0) : result;
}

GbRef gb_io_reader_read1(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t size;
    if (gb_index_i64(t, args[0], &size, gb_OverflowError) < 0 ||
        gb_io_buffer_check(t, as_buffered(v)) < 0)
        return GB_NULL;
    return gb_io_buffer_read1(t, as_buffered(v), size);
}

GbRef gb_io_reader_peek(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoBuffered *self = as_buffered(v);
    int64_t count;
    if (gb_io_buffer_check_open(t, self, "peek of closed file") < 0 ||
        gb_io_buffer_enter(t, self) < 0)
        return GB_NULL;
    int moved = prepare(t, self);
    if (moved == 0 && available(self) == 0)
        moved = fill(t, self, &count);
    GbRef result = moved < 0 ? GB_NULL
                             : gb_bytes_new(t, self->in + self->in_at, (size_t)available(self));
    gb_io_buffer_leave(t, self);
    return result;
}

/* --- readinto --- */

static GbRef read_into(GbThread *t, GbBorrow v, GbBorrow target, bool once)
{
    IoBuffered *self = as_buffered(v);
    GbBuffer view;
    int64_t count = 0;
    int moved = -1;
    if (gb_io_buffer_check_open(t, self, "readinto of closed file") < 0 ||
        gb_buffer_get(t, target, &view) < 0)
        return GB_NULL;
    if (view.readonly) {
        gb_raise(t, gb_TypeError,
                 "readinto%s() argument must be read-write bytes-like object, not %T",
                 once ? "1" : "", target);
    } else if (gb_io_buffer_enter(t, self) == 0) {
        moved = view.size == 0 ? 1 : read_locked(t, self, view.data, view.size, once, &count);
        gb_io_buffer_leave(t, self);
    }
    gb_buffer_release(t, &view);
    return moved < 0 ? GB_NULL : moved == 0 ? GB_NONE : gb_int_new(t, count);
}

GbRef gb_io_reader_readinto(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return read_into(t, v, args[0], false);
}

GbRef gb_io_reader_readinto1(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    return read_into(t, v, args[0], true);
}

/* --- Lines --- */

/* The line that ends in the buffer, at most `limit` bytes of it (-1: no limit); GB_NULL with
 * nothing set: it does not. */
static GbRef line_in_buffer(GbThread *t, IoBuffered *self, int64_t limit)
{
    int64_t held = available(self);
    if (limit >= 0 && limit < held)
        held = limit;
    if (held == 0)
        return GB_NULL;
    const uint8_t *start = self->in + self->in_at, *end = memchr(start, '\n', (size_t)held);
    if (end != NULL)
        return take(t, self, end - start + 1);
    return held == limit ? take(t, self, held) : GB_NULL;
}

static GbRef line_locked(GbThread *t, IoBuffered *self, int64_t limit)
{
    IoBytes line = {NULL, 0, 0};
    GbRef result = GB_NULL;
    if (prepare(t, self) < 0)
        return GB_NULL;
    for (;;) {
        int64_t held = available(self), left = limit < 0 ? held : limit - (int64_t)line.size;
        const uint8_t *start = self->in + self->in_at;
        if (held > left)
            held = left;
        const uint8_t *end = held == 0 ? NULL : memchr(start, '\n', (size_t)held);
        if (end != NULL)
            held = end - start + 1;
        if (held > 0 && gb_io_bytes_add(t, &line, start, (size_t)held) < 0)
            goto done;
        self->in_at += held;
        if (end != NULL || (limit >= 0 && (int64_t)line.size >= limit))
            break;
        int64_t count;
        int moved = fill(t, self, &count);
        if (moved < 0)
            goto done;
        if (moved == 0 || count == 0)
            break;
    }
    result = gb_bytes_new(t, line.data == NULL ? (uint8_t *)"" : line.data, line.size);
done:
    gb_io_bytes_free(t, &line);
    return result;
}

static GbRef read_line(GbThread *t, IoBuffered *self, int64_t limit)
{
    if (gb_io_buffer_check_open(t, self, "readline of closed file") < 0)
        return GB_NULL;
    if (self->lock.owner == NULL) {
        GbRef line = line_in_buffer(t, self, limit);
        if (line != GB_NULL || gb_raised(t))
            return line;
    }
    if (gb_io_buffer_enter(t, self) < 0)
        return GB_NULL;
    GbRef line = line_locked(t, self, limit);
    gb_io_buffer_leave(t, self);
    return line;
}

GbRef gb_io_reader_readline(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t limit;
    if (gb_io_size(t, args[0], &limit) < 0 || gb_io_buffer_check(t, as_buffered(v)) < 0)
        return GB_NULL;
    return read_line(t, as_buffered(v), limit < 0 ? -1 : limit);
}

/* Of a subclass that has its own readline, that is asked. */
GbRef gb_io_reader_next(GbThread *t, GbBorrow v)
{
    GbRef line;
    if (io_is_exactly(t, v, &gb_io_reader_spec) || io_is_exactly(t, v, &gb_io_random_spec)) {
        line = read_line(t, as_buffered(v), -1);
    } else {
        line = gb_call_method(t, v, gb_name(t, readline), NULL, 0);
        if (line != GB_NULL && !gb_has_layout(line, GB_KIND_BYTES)) {
            gb_raise(t, gb_OSError, "readline() should have returned a bytes object, not '%T'",
                     line);
            gb_clear(&line);
        }
    }
    if (line != GB_NULL && gb_bytes_size(line) == 0)
        gb_clear(&line);
    return line;
}
