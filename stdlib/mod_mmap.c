/* mmap: files in memory, and memory that processes share. */
#include "stdlib/posix_parts.h"

#include <string.h>

/* Linux's numbers, and the module's own. */
enum { SHARED = 1, PRIVATE = 2, ANONYMOUS = 32 };
enum { CAN_READ = 1, CAN_WRITE = 2, CAN_EXECUTE = 4 };
typedef enum Access { ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY } Access;
enum { PAGE_BYTES = 4096 };

typedef struct Map {
    GbObject header;
    uint8_t *data; /* NULL: closed */
    int64_t size, position, offset;
    int file;          /* a number of its own; -1: none */
    int lent;          /* while it is above zero, data stays where it is */
    bool is_anonymous; /* its file, if any, is known to nobody */
    bool is_private;
    Access access;
} Map;

static Map *as_map(GbBorrow v)
{
    return (Map *)gb_object(v);
}

static int check_open(GbThread *t, const Map *map)
{
    return map->data != NULL ? 0 : gb_fail(t, gb_ValueError, "mmap closed or invalid");
}

static int check_writable(GbThread *t, const Map *map)
{
    if (check_open(t, map) < 0)
        return -1;
    return map->access != ACCESS_READ
               ? 0
               : gb_fail(t, gb_TypeError, "mmap can't modify a readonly memory map.");
}

/* From the position to the end, which may have moved before it. */
static int64_t bytes_left(const Map *map)
{
    return map->position < map->size ? map->size - map->position : 0;
}

/* --- Life --- */

/* What the script wants, made consistent: 0 or -1. */
static int read_access(GbThread *t, Map *map, int flags, int protection, int access)
{
    if (access != ACCESS_DEFAULT && (flags != SHARED || protection != (CAN_READ | CAN_WRITE)))
        return gb_fail(t, gb_ValueError, "mmap can't specify both access and flags, prot.");
    if (access < ACCESS_DEFAULT || access > ACCESS_COPY)
        return gb_fail(t, gb_ValueError, "mmap invalid access parameter.");
    bool shared = flags & SHARED, private = flags & PRIVATE;
    if (shared == private) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        return -1;
    }
    map->is_private = private || access == ACCESS_COPY;
    map->access = access != ACCESS_DEFAULT ? (Access)access
                  : protection & CAN_WRITE ? ACCESS_DEFAULT
                                           : ACCESS_READ;
    return 0;
}

/* A size of 0 is all there is from the offset on. */
static int fit_to_file(GbThread *t, int file, Map *map)
{
    enum { TYPE_BITS = 0170000, REGULAR = 0100000 };
    RtStat found;
    if (rt_fstat(gb_rt(t), file, &found) < 0 || (found.mode & TYPE_BITS) != REGULAR)
        return 0; /* The machine will say what is wrong. */
    int64_t size = (int64_t)found.size;
    if (map->size == 0 && size == 0)
        return gb_fail(t, gb_ValueError, "cannot mmap an empty file");
    if (map->size == 0 && map->offset >= size)
        return gb_fail(t, gb_ValueError, "mmap offset is greater than file size");
    if (map->size == 0)
        map->size = size - map->offset;
    else if (map->offset > size || map->size > size - map->offset)
        return gb_fail(t, gb_ValueError, "mmap length is greater than file size");
    return 0;
}

static RtMapFor purpose(const Map *map)
{
    if (map->is_private)
        return RT_MAP_COPY;
    return map->access == ACCESS_READ ? RT_MAP_READ : RT_MAP_WRITE;
}

/* An anonymous map that processes share is that of a file, which they share. */
static int open_file(GbThread *t, int file, Map *map)
{
    Rt *rt = gb_rt(t);
    if (!map->is_anonymous)
        return rt_file_dup(rt, file, &map->file);
    if (map->is_private)
        return 0;
    int error = rt_memory_open(rt, NULL, 0, 0, &map->file);
    return error == 0 ? rt_file_truncate(rt, map->file, map->offset + map->size) : error;
}

static int open_map(GbThread *t, int file, Map *map)
{
    void *data = NULL;
    int64_t offset = map->is_anonymous ? 0 : map->offset;
    int error = map->size > 0 ? open_file(t, file, map) : RT_EINVAL;
    if (error == 0)
        error = rt_memory_map(gb_rt(t), map->file, offset, (size_t)map->size, purpose(map), &data);
    map->data = data;
    return error;
}

static GbRef map_create(GbThread *t, GbBorrow type, const GbBorrow *args)
{
    int file, flags, protection, access;
    Map *map = gb_object_new(t, (GbType *)gb_object(type));
    if (map == NULL)
        return GB_NULL;
    GbRef result = gb_value(map);
    map->file = -1;
    if (gb_posix_int(t, args[0], &file) < 0 || gb_size_argument(t, args[1], &map->size) < 0 ||
        gb_posix_int(t, args[2], &flags) < 0 || gb_posix_int(t, args[3], &protection) < 0 ||
        gb_posix_int(t, args[4], &access) < 0 || gb_size_argument(t, args[5], &map->offset) < 0)
        goto failed;
    if (map->size < 0 || map->offset < 0) {
        gb_raise(t, gb_OverflowError, "memory mapped %s must be positive",
                 map->size < 0 ? "length" : "offset");
        goto failed;
    }
    map->is_anonymous = file == -1 || flags & ANONYMOUS;
    if (map->offset > INT64_MAX - map->size || map->offset % PAGE_BYTES != 0) {
        gb_raise_rt(t, RT_EINVAL, GB_NULL, GB_NULL);
        goto failed;
    }
    if (read_access(t, map, flags, protection, access) < 0 ||
        (!map->is_anonymous && fit_to_file(t, file, map) < 0))
        goto failed;
    int error = open_map(t, file, map);
    if (error == 0)
        return result;
    gb_raise_rt(t, error, GB_NULL, GB_NULL);
failed:
    gb_decref(result);
    return GB_NULL;
}

static void map_drop(GbThread *t, GbObject *object)
{
    Map *map = (Map *)object;
    if (map->data != NULL)
        rt_memory_unmap(gb_rt(t), map->data, (size_t)map->size);
    if (map->file >= 0)
        rt_file_close(gb_rt(t), map->file);
    map->data = NULL;
    map->file = -1;
}

static GbRef map_close(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    if (as_map(self)->lent > 0)
        return gb_raise(t, gb_BufferError, "cannot close exported pointers exist");
    map_drop(t, gb_object(self));
    return GB_NONE;
}

static GbRef map_enter(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_open(t, as_map(self)) < 0 ? GB_NULL : gb_new_ref(self);
}

static GbRef map_get_closed(GbThread *t, GbBorrow self)
{
    return gb_bool(as_map(self)->data == NULL);
}

static GbRef map_repr(GbThread *t, GbBorrow self)
{
    static const char *const names[] = {"DEFAULT", "READ", "WRITE", "COPY"};
    const Map *map = as_map(self);
    if (map->data == NULL)
        return gb_str_format(t, "<%N closed=True>", gb_type_of(t, self));
    return gb_str_format(t,
                         "<%N closed=False, access=ACCESS_%s, length=%lld, pos=%lld, "
                         "offset=%lld>",
                         gb_type_of(t, self), names[map->access], (long long)map->size,
                         (long long)map->position, (long long)map->offset);
}

/* --- As a file --- */

static GbRef map_read(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    int64_t count = -1;
    if (check_open(t, map) < 0)
        return GB_NULL;
    if (args[0] != GB_NONE && !gb_has_index(t, args[0]))
        return gb_raise(t, gb_TypeError, "argument should be integer or None, not '%T'", args[0]);
    if (args[0] != GB_NONE && gb_size_argument(t, args[0], &count) < 0)
        return GB_NULL;
    if (check_open(t, map) < 0)
        return GB_NULL;
    if (count < 0 || count > bytes_left(map))
        count = bytes_left(map);
    GbRef bytes = gb_bytes_new(t, map->data + map->position, (size_t)count);
    if (bytes != GB_NULL)
        map->position += count;
    return bytes;
}

static GbRef map_read_byte(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    if (check_open(t, map) < 0)
        return GB_NULL;
    if (bytes_left(map) == 0)
        return gb_raise(t, gb_ValueError, "read byte out of range");
    return gb_small_new(map->data[map->position++]);
}

static GbRef map_readline(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    if (check_open(t, map) < 0)
        return GB_NULL;
    const uint8_t *start = map->data + map->position, *end = NULL;
    int64_t size = bytes_left(map);
    if (size > 0)
        end = memchr(start, '\n', (size_t)size);
    if (end != NULL)
        size = end + 1 - start;
    map->position += size;
    return gb_bytes_new(t, start, (size_t)size);
}

static GbRef map_write(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    GbBuffer buffer;
    GbRef result = GB_NULL;
    if (check_open(t, map) < 0 || gb_buffer_get(t, args[0], &buffer) < 0)
        return GB_NULL;
    if (check_writable(t, map) < 0)
        goto done;
    if (buffer.size > bytes_left(map)) {
        gb_raise(t, gb_ValueError, "data out of range");
        goto done;
    }
    memmove(map->data + map->position, buffer.data, (size_t)buffer.size);
    map->position += buffer.size;
    result = gb_int_new(t, buffer.size);
done:
    gb_buffer_release(t, &buffer);
    return result;
}

static GbRef map_write_byte(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    int64_t byte;
    if (gb_index_i64(t, args[0], &byte, gb_OverflowError) < 0)
        return GB_NULL;
    if (byte < 0 || byte > 255)
        return gb_raise(t, gb_OverflowError, "unsigned byte integer is %s",
                        byte < 0 ? "less than minimum" : "greater than maximum");
    if (check_writable(t, map) < 0)
        return GB_NULL;
    if (bytes_left(map) == 0)
        return gb_raise(t, gb_ValueError, "write byte out of range");
    map->data[map->position++] = (uint8_t)byte;
    return GB_NONE;
}

static GbRef map_seek(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    int64_t distance, place;
    int whence;
    if (gb_size_argument(t, args[0], &distance) < 0 || gb_posix_int(t, args[1], &whence) < 0 ||
        check_open(t, map) < 0)
        return GB_NULL;
    if (whence < 0 || whence > 2)
        return gb_raise(t, gb_ValueError, "unknown seek type");
    const int64_t from[] = {0, map->position, map->size};
    if (__builtin_add_overflow(from[whence], distance, &place) || place < 0 || place > map->size)
        return gb_raise(t, gb_ValueError, "seek out of range");
    map->position = place;
    return GB_NONE;
}

static GbRef map_tell(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return check_open(t, as_map(self)) < 0 ? GB_NULL : gb_int_new(t, as_map(self)->position);
}

static GbRef map_size(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    const Map *map = as_map(self);
    RtStat found;
    if (check_open(t, map) < 0)
        return GB_NULL;
    int error = map->is_anonymous ? RT_EBADF : rt_fstat(gb_rt(t), map->file, &found);
    return error == 0 ? gb_int_new(t, (int64_t)found.size) : gb_posix_result(t, error, NULL);
}

static GbRef map_flush(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    int64_t offset, size = -1;
    if (gb_size_argument(t, args[0], &offset) < 0 ||
        (args[1] != GB_NULL && gb_size_argument(t, args[1], &size) < 0) || check_open(t, map) < 0)
        return GB_NULL;
    if (args[1] == GB_NULL)
        size = map->size;
    if (offset < 0 || size < 0 || size > map->size || offset > map->size - size)
        return gb_raise(t, gb_ValueError, "flush values out of range");
    if (map->is_private || map->access == ACCESS_READ)
        return GB_NONE;
    uint8_t *data = map->data + offset;
    int number = map->file;
    map->lent++; /* Nobody takes it away meanwhile. */
    gb_unlock_on(t, GIL_WRITE, number, NULL);
    int error = rt_memory_sync(gb_rt(t), data, (size_t)size);
    gb_lock(t);
    map->lent--;
    return gb_posix_result(t, error, NULL);
}

/* --- As memory --- */

/* find() and rfind(): (sub, start, end) */
static GbRef find(GbThread *t, GbBorrow self, const GbBorrow *args, bool backwards)
{
    Map *map = as_map(self);
    GbBuffer sub;
    if (check_open(t, map) < 0)
        return GB_NULL;
    int64_t place = -1, start = map->position, end = map->size;
    if ((args[1] != GB_NULL && gb_index_i64(t, args[1], &start, gb_BaseException) < 0) ||
        (args[2] != GB_NULL && gb_index_i64(t, args[2], &end, gb_BaseException) < 0) ||
        gb_buffer_get(t, args[0], &sub) < 0)
        return GB_NULL;
    if (check_open(t, map) < 0) { /* An __index__() may have closed it. */
        gb_buffer_release(t, &sub);
        return GB_NULL;
    }
    int64_t *ends[] = {&start, &end};
    for (int i = 0; i < 2; i++) {
        *ends[i] += *ends[i] < 0 ? map->size : 0;
        *ends[i] = *ends[i] < 0 ? 0 : *ends[i] > map->size ? map->size : *ends[i];
    }
    int64_t last = end - sub.size;
    const uint8_t *found = NULL;
    if (start <= last && !backwards)
        found = memmem(map->data + start, (size_t)(end - start), sub.data, (size_t)sub.size);
    if (found != NULL)
        place = found - map->data;
    for (; backwards && place < 0 && start <= last; last--) {
        if (memcmp(map->data + last, sub.data, (size_t)sub.size) == 0)
            place = last;
    }
    gb_buffer_release(t, &sub);
    return gb_int_new(t, place);
}

static GbRef map_find(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return find(t, self, args, false);
}

static GbRef map_rfind(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return find(t, self, args, true);
}

static GbRef map_move(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    int64_t to, from, count;
    if (gb_size_argument(t, args[0], &to) < 0 || gb_size_argument(t, args[1], &from) < 0 ||
        gb_size_argument(t, args[2], &count) < 0 || check_writable(t, map) < 0)
        return GB_NULL;
    if (to < 0 || from < 0 || count < 0 || count > map->size || to > map->size - count ||
        from > map->size - count)
        return gb_raise(t, gb_ValueError, "source, destination, or count out of range");
    memmove(map->data + to, map->data + from, (size_t)count);
    return GB_NONE;
}

/* Anew, with what it has now: by the file, or by copying where there is none. A file that only this
 * map's processes know of never shrinks, for the others' sake. */
static int resize(GbThread *t, Map *map, int64_t size)
{
    Rt *rt = gb_rt(t);
    void *data = NULL;
    int error = size > 0 ? 0 : RT_EINVAL;
    if (error == 0 && map->file >= 0 && (!map->is_anonymous || size > map->size))
        error = rt_file_truncate(rt, map->file, map->is_anonymous ? size : map->offset + size);
    if (error == 0)
        error = rt_memory_map(rt, map->file, map->is_anonymous ? 0 : map->offset, (size_t)size,
                              purpose(map), &data);
    if (error != 0)
        return error;
    if (map->file < 0)
        memcpy(data, map->data, (size_t)(size < map->size ? size : map->size));
    rt_memory_unmap(rt, map->data, (size_t)map->size);
    map->data = data;
    map->size = size;
    return 0;
}

static GbRef map_resize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    Map *map = as_map(self);
    int64_t size;
    if (gb_size_argument(t, args[0], &size) < 0 || check_open(t, map) < 0)
        return GB_NULL;
    if (map->lent > 0)
        return gb_raise(t, gb_BufferError, "mmap can't resize with extant buffers exported.");
    if (map->access == ACCESS_READ || (map->is_private && !map->is_anonymous))
        return gb_raise(t, gb_TypeError,
                        "mmap can't resize a readonly or copy-on-write memory map.");
    if (size < 0 || size > INT64_MAX - map->offset)
        return gb_raise(t, gb_ValueError, "new size out of range");
    return gb_posix_result(t, resize(t, map, size), NULL);
}

static int map_lend(GbThread *t, GbBorrow self, GbExport *out)
{
    Map *map = as_map(self);
    if (check_open(t, map) < 0)
        return -1;
    ++map->lent;
    *out = (GbExport){.data = map->data,
                      .size = map->size,
                      .item_size = 1,
                      .format = "B",
                      .readonly = map->access == ACCESS_READ};
    return 0;
}

static void map_unlend(GbThread *t, GbBorrow self)
{
    --as_map(self)->lent;
}

/* --- As a sequence --- */

static int64_t map_length(GbThread *t, GbBorrow self)
{
    return check_open(t, as_map(self)) < 0 ? -1 : as_map(self)->size;
}

/* The place that an index names, or -1. */
static int64_t read_index(GbThread *t, const Map *map, GbBorrow key)
{
    int64_t index;
    if (gb_index_i64(t, key, &index, gb_IndexError) < 0 || check_open(t, map) < 0)
        return -1;
    index += index < 0 ? map->size : 0;
    return index >= 0 && index < map->size ? index
                                           : gb_fail(t, gb_IndexError, "mmap index out of range");
}

typedef struct Slice {
    int64_t start, step, count;
} Slice;

/* Its numbers may be objects of a script, which may close or resize the map. */
static int read_slice(GbThread *t, const Map *map, GbBorrow key, Slice *out)
{
    int64_t stop, size = map->size;
    if (gb_slice_indices(t, key, size, &out->start, &stop, &out->step, &out->count) < 0 ||
        check_open(t, map) < 0)
        return -1;
    return map->size == size ? 0 : gb_fail(t, gb_IndexError, "mmap index out of range");
}

static GbRef map_getitem(GbThread *t, GbBorrow self, GbBorrow key)
{
    Map *map = as_map(self);
    Slice slice;
    if (check_open(t, map) < 0)
        return GB_NULL;
    if (gb_has_index(t, key)) {
        int64_t index = read_index(t, map, key);
        return index < 0 ? GB_NULL : gb_small_new(map->data[index]);
    }
    if (!gb_is_exact(key, GB_KIND_SLICE))
        return gb_raise(t, gb_TypeError, "mmap indices must be integers");
    if (read_slice(t, map, key, &slice) < 0)
        return GB_NULL;
    GbRef bytes = gb_bytes_new(t, slice.step == 1 ? map->data + slice.start : NULL,
                               (size_t)slice.count);
    for (int64_t i = 0; bytes != GB_NULL && slice.step != 1 && i < slice.count; i++)
        gb_bytes_data(bytes)[i] = map->data[slice.start + i * slice.step];
    return bytes;
}

static int set_byte(GbThread *t, Map *map, GbBorrow key, GbBorrow value)
{
    int64_t byte, index = read_index(t, map, key);
    if (index < 0)
        return -1;
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "mmap doesn't support item deletion");
    if (!gb_has_index(t, value))
        return gb_fail(t, gb_TypeError, "mmap item value must be an int");
    if (gb_index_i64(t, value, &byte, gb_BaseException) < 0)
        return -1;
    if (byte < 0 || byte > 255)
        return gb_fail(t, gb_ValueError, "mmap item value must be in range(0, 256)");
    if (check_open(t, map) < 0) /* The value may be an object of a script, too. */
        return -1;
    if (index >= map->size)
        return gb_fail(t, gb_IndexError, "mmap index out of range");
    map->data[index] = (uint8_t)byte;
    return 0;
}

static int set_slice(GbThread *t, Map *map, GbBorrow key, GbBorrow value)
{
    GbBuffer buffer;
    Slice slice;
    int failed = -1;
    if (value == GB_NULL)
        return gb_fail(t, gb_TypeError, "mmap object doesn't support slice deletion");
    if (gb_buffer_get(t, value, &buffer) < 0)
        return -1;
    if (read_slice(t, map, key, &slice) < 0 || check_writable(t, map) < 0)
        goto done;
    if (buffer.size != slice.count) {
        gb_raise(t, gb_IndexError, "mmap slice assignment is wrong size");
        goto done;
    }
    if (slice.step == 1)
        memmove(map->data + slice.start, buffer.data, (size_t)buffer.size);
    for (int64_t i = 0; slice.step != 1 && i < slice.count; i++)
        map->data[slice.start + i * slice.step] = buffer.data[i];
    failed = 0;
done:
    gb_buffer_release(t, &buffer);
    return failed;
}

static int map_setitem(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value)
{
    Map *map = as_map(self);
    if (check_writable(t, map) < 0)
        return -1;
    if (gb_has_index(t, key))
        return set_byte(t, map, key, value);
    if (!gb_is_exact(key, GB_KIND_SLICE))
        return gb_fail(t, gb_TypeError, "mmap indices must be integer");
    return set_slice(t, map, key, value);
}

/* Unlike m[0], an iteration gives bytes of length 1. */
typedef struct MapIterator {
    GbObject header;
    GbRef map;
    int64_t index;
} MapIterator;

static const GbTypeSpec iterator_spec;

static GbRef map_iter(GbThread *t, GbBorrow self)
{
    MapIterator *iterator = gb_object_new(t, gb_spec_type(t, &iterator_spec));
    if (iterator == NULL)
        return GB_NULL;
    iterator->map = gb_new_ref(self);
    return gb_value(iterator);
}

static GbRef iterator_next(GbThread *t, GbBorrow self)
{
    MapIterator *iterator = (MapIterator *)gb_object(self);
    const Map *map = as_map(iterator->map);
    if (check_open(t, map) < 0 || iterator->index >= map->size)
        return GB_NULL;
    return gb_bytes_new(t, map->data + iterator->index++, 1);
}

static void iterator_dealloc(GbThread *t, GbObject *object)
{
    gb_clear(&((MapIterator *)object)->map);
}

static const GbTypeSpec iterator_spec = {
    .name = "mmap._iterator",
    .size = sizeof(MapIterator),
    .flags = GB_TYPE_FINAL | GB_TYPE_NO_CREATE | GB_TYPE_IMMUTABLE,
    .slots = {.dealloc = iterator_dealloc, .iter = gb_iter_self, .next = iterator_next},
};

/* --- The type and the module --- */

static const GbMethodDef map_methods[] = {
    {"close()", map_close, "Give the memory back; nothing may be using it."},
    {"find(sub, start=?, end=?, /)", map_find, "Where the bytes are first, or -1."},
    {"rfind(sub, start=?, end=?, /)", map_rfind, "Where the bytes are last, or -1."},
    {"flush(offset=0, size=?, /)", map_flush, "Wait until the file has what was written."},
    {"move(dest, src, count, /)", map_move, "Copy bytes within the map."},
    {"read(n=None, /)", map_read, "The next n bytes, or those that are left."},
    {"read_byte()", map_read_byte, "The next byte, as an int."},
    {"readline()", map_readline, "The bytes up to the next newline."},
    {"resize(newsize, /)", map_resize, "Make the map, and its file, longer or shorter."},
    {"seek(pos, whence=0, /)", map_seek, "Where to read or write next."},
    {"size()", map_size, "How long the file is."},
    {"tell()", map_tell, "Where the next byte is read or written."},
    {"write(bytes, /)", map_write, "Write bytes at the position."},
    {"write_byte(byte, /)", map_write_byte, "Write an int as one byte."},
    {"__enter__()", map_enter, "The map itself."},
    {"__exit__(exc_type=None, exc_value=None, exc_tb=None, /)", map_close, "Close the map."},
    {0},
};

static const GbGetSetDef map_getsets[] = {
    {"closed", map_get_closed, NULL, "Is it closed?"},
    {0},
};

static const GbTypeSpec map_spec = {
    .name = "mmap.mmap",
    .doc = "A part of a file in memory, or (fileno -1) memory that child processes share.",
    .size = sizeof(Map),
    .flags = GB_TYPE_HAS_WEAKREF,
    .slots = {.dealloc = map_drop,
              .repr = map_repr,
              .length = map_length,
              .getitem = map_getitem,
              .setitem = map_setitem,
              .iter = map_iter,
              .lend = map_lend,
              .unlend = map_unlend},
    .constructor = {"mmap(fileno, length, flags=1, prot=3, access=0, offset=0)", map_create, NULL},
    .methods = map_methods,
    .getsets = map_getsets,
};

static int mmap_init(GbThread *t, GbBorrow module)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"ACCESS_DEFAULT", ACCESS_DEFAULT},
        {"ACCESS_READ", ACCESS_READ},
        {"ACCESS_WRITE", ACCESS_WRITE},
        {"ACCESS_COPY", ACCESS_COPY},
        {"MAP_SHARED", SHARED},
        {"MAP_PRIVATE", PRIVATE},
        {"MAP_ANON", ANONYMOUS},
        {"MAP_ANONYMOUS", ANONYMOUS},
        {"MAP_DENYWRITE", 2048},
        {"MAP_EXECUTABLE", 4096},
        {"MAP_POPULATE", 32768},
        {"MAP_STACK", 131072},
        {"PROT_READ", CAN_READ},
        {"PROT_WRITE", CAN_WRITE},
        {"PROT_EXEC", CAN_EXECUTE},
        {"PAGESIZE", PAGE_BYTES},
        {"ALLOCATIONGRANULARITY", PAGE_BYTES},
    };
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (gb_module_set(t, module, constants[i].name, gb_small_new(constants[i].value)) < 0)
            return -1;
    }
    if (gb_module_add_type(t, module, &map_spec, NULL) < 0 ||
        gb_module_add_type(t, module, &iterator_spec, NULL) < 0)
        return -1;
    return gb_module_set(t, module, "error", gb_value(gb_exception_type(t, gb_OSError)));
}

const GbModuleDef gb_module_mmap = {
    "mmap",
    "Files in memory, and memory that processes share.",
    NULL,
    mmap_init,
};
