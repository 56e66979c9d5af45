#include "vm/exec/source.h"

#include "vm/exec/sys.h"
#include "vm/interp.h"

#include <ctype.h>

enum { READ_CHUNK = 64 * 1024 };

/* --- Whole files --- */

/* How much to ask for at first: the file's size and one byte, which shows the end. */
static size_t first_size(Rt *rt, int file)
{
    RtStat stat;
    if (rt_fstat(rt, file, &stat) < 0 || stat.size <= 0 || stat.size > INT32_MAX)
        return READ_CHUNK;
    return (size_t)stat.size + 1;
}

typedef struct FileBuffer {
    char *data;
    size_t size, capacity;
} FileBuffer;

/* Reads the file of that name on until its end. 1: read all, 0: `code` says why not, -1: an
 * exception is set. */
static int read_all(GbThread *t, int file, const char *name, FileBuffer *buffer, int *code)
{
    for (;;) {
        if (buffer->size == buffer->capacity) {
            size_t capacity = buffer->capacity * 2;
            char *data = gb_mem_resize(t, buffer->data, buffer->capacity, capacity);
            if (data == NULL)
                return -1;
            buffer->data = data;
            buffer->capacity = capacity;
        }
        size_t count = 0;
        gb_unlock_on(t, GIL_READ, file, name);
        *code = rt_file_read(t->interp->rt, file, buffer->data + buffer->size,
                             buffer->capacity - buffer->size, &count);
        gb_lock(t);
        if (*code == RT_EINTR) {
            if (gb_check_signals(t) < 0)
                return -1;
            continue;
        }
        if (*code < 0)
            return 0;
        if (count == 0)
            return 1;
        buffer->size += count;
    }
}

GbRef gb_file_load(GbThread *t, const char *path, int *rt_error)
{
    int file;
    Rt *rt = t->interp->rt;
    GbRef result = GB_NULL;
    gb_unlock_on(t, GIL_OPEN, 0, path);
    *rt_error = rt_file_open(rt, path, RT_OPEN_READ, 0, &file);
    gb_lock(t);
    if (*rt_error < 0)
        return GB_NULL;
    FileBuffer buffer = {.capacity = first_size(rt, file)};
    buffer.data = gb_mem_new(t, buffer.capacity);
    if (buffer.data != NULL) {
        int done = read_all(t, file, path, &buffer, rt_error);
        if (done > 0)
            result = gb_bytes_new(t, buffer.data, buffer.size);
        gb_mem_free(t, buffer.data, buffer.capacity);
    }
    rt_file_close(rt, file);
    if (gb_raised(t))
        *rt_error = 0;
    return result;
}

/* --- Embedded modules --- */

const GbEmbeddedModule *gb_embedded_find(const char *name)
{
    for (const GbEmbeddedModule *module = gb_embedded_modules; module->name != NULL; ++module) {
        if (strcmp(module->name, name) == 0)
            return module;
    }
    return NULL;
}

GbRef gb_embedded_filename(GbThread *t, const char *name)
{
    return gb_str_format(t, "<frozen %s>", name);
}

static const GbEmbeddedModule *embedded_of_filename(const char *filename)
{
    char name[128];
    size_t size = strlen(filename), prefix = strlen("<frozen ");
    if (strncmp(filename, "<frozen ", prefix) != 0 || filename[size - 1] != '>' ||
        size - prefix > sizeof name)
        return NULL;
    memcpy(name, filename + prefix, size - prefix - 1);
    name[size - prefix - 1] = '\0';
    return gb_embedded_find(name);
}

/* --- Source of code --- */

/* The last part of the name, looked for in the folders of sys.path. */
static GbRef load_from_path(GbThread *t, const char *filename)
{
    const char *slash = strrchr(filename, '/');
    const char *tail = slash == NULL ? filename : slash + 1;
    GbBorrow path = gb_sys_peek(t, "path");
    if (path == GB_NULL || !gb_is_list(path))
        return GB_NONE;
    for (int64_t i = 0; i < gb_list_count(path); ++i) {
        GbBorrow folder = gb_list_peek(path, i);
        const char *text = gb_is_str(folder) ? gb_str_wtf8(t, folder, NULL) : NULL;
        if (text == NULL)
            continue;
        GbRef candidate = gb_str_format(t, "%s%s%s", text, *text == '\0' ? "" : "/", tail);
        const char *name = candidate == GB_NULL ? NULL : gb_str_wtf8(t, candidate, NULL);
        int error = 0;
        GbRef source = name == NULL ? GB_NULL : gb_file_load(t, name, &error);
        gb_clear(&candidate);
        if (source != GB_NULL || gb_raised(t))
            return source;
    }
    return GB_NONE;
}

GbRef gb_source_load(GbThread *t, GbBorrow filename)
{
    if (!gb_is_str(filename))
        return GB_NONE;
    const char *name = gb_str_wtf8(t, filename, NULL);
    if (name == NULL)
        return GB_NULL;
    const GbEmbeddedModule *embedded = *name == '\0' ? NULL : embedded_of_filename(name);
    if (embedded != NULL)
        return gb_bytes_new(t, embedded->source, embedded->size);
    if (*name == '<') /* <string>, <stdin>: no file has such a name. */
        return GB_NONE;
    int error = 0;
    GbRef source = gb_file_load(t, name, &error);
    if (source == GB_NULL && error != 0)
        return load_from_path(t, name);
    return source;
}

/* --- Lines --- */

/* The end of the line that begins at `start`: the place of its '\n' or '\r', or the end of the
 * text. */
static const char *line_end(const char *start, const char *end)
{
    while (start < end && *start != '\n' && *start != '\r')
        ++start;
    return start;
}

static const char *next_line(const char *line, const char *end)
{
    const char *stop = line_end(line, end);
    if (stop < end && *stop == '\r' && stop + 1 < end && stop[1] == '\n')
        ++stop;
    return stop < end ? stop + 1 : end;
}

/* Reads "coding: latin-1" from a comment line into `name`. */
static bool read_cookie(const char *line, const char *end, char *name, size_t size)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f'))
        ++line;
    if (line == end || *line != '#')
        return false;
    for (; line + 7 < end; ++line) {
        if (strncmp(line, "coding", 6) != 0 || (line[6] != ':' && line[6] != '='))
            continue;
        line += 7;
        while (line < end && (*line == ' ' || *line == '\t'))
            ++line;
        size_t used = 0;
        while (line < end && used + 1 < size &&
               (isalnum((unsigned char)*line) || strchr("-_.", *line) != NULL))
            name[used++] = *line++;
        name[used] = '\0';
        return used > 0;
    }
    return false;
}

/* The encoding that one of the first two lines declares. */
static bool find_cookie(const char *text, const char *end, char *name, size_t size)
{
    if (read_cookie(text, line_end(text, end), name, size))
        return true;
    const char *second = next_line(text, end);
    return read_cookie(second, line_end(second, end), name, size);
}

GbRef gb_source_line(GbThread *t, GbBorrow source, int line)
{
    char encoding[64];
    if (source == GB_NONE || line < 1)
        return GB_NONE;
    const char *text = (const char *)gb_bytes_data(source);
    const char *end = text + gb_bytes_size(source), *start = text;
    if (end - text >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        start += 3;
    for (int i = 1; i < line && start < end; ++i)
        start = next_line(start, end);
    if (start >= end)
        return GB_NONE;
    bool declared = find_cookie(text, end, encoding, sizeof encoding);
    size_t size = (size_t)(line_end(start, end) - start);
    GbRef result =
        gb_decode(t, (const uint8_t *)start, size, declared ? encoding : NULL, "replace");
    if (result == GB_NULL && declared) {
        gb_raised_drop(t);
        result = gb_decode(t, (const uint8_t *)start, size, NULL, "replace");
    }
    return result;
}

GbRef gb_source_decode(GbThread *t, GbBorrow source)
{
    char encoding[64];
    if (!gb_has_layout(source, GB_KIND_BYTES))
        return gb_raise(t, gb_TypeError, "a bytes-like object is required, not '%T'", source);
    const char *text = (const char *)gb_bytes_data(source);
    const char *end = text + gb_bytes_size(source), *start = text;
    if (end - text >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        start += 3;
    bool declared = find_cookie(start, end, encoding, sizeof encoding);
    GbRef decoded = gb_decode(t, (const uint8_t *)start, (size_t)(end - start),
                              declared ? encoding : NULL, NULL);
    if (decoded == GB_NULL)
        return GB_NULL;
    GbWriter writer;
    gb_writer_init(&writer, t);
    int64_t length = gb_str_length(decoded), run = 0;
    for (int64_t i = 0; i < length; ++i) {
        if (gb_str_at(decoded, i) != '\r')
            continue;
        gb_writer_slice(&writer, decoded, run, i);
        gb_writer_char(&writer, '\n');
        if (i + 1 < length && gb_str_at(decoded, i + 1) == '\n')
            ++i;
        run = i + 1;
    }
    gb_writer_slice(&writer, decoded, run, length);
    gb_decref(decoded);
    return gb_writer_finish(&writer);
}
