/* Where an unpickler's bytes come from: bytes in memory, or a file that is asked for more. */
#include "stdlib/pickle_parts.h"

enum { INPUT_PEEK = 128 * 1024 };

int gb_pickle_truncated(GbThread *t)
{
    gb_raise_error(t, &gb_unpickling_error, "pickle data was truncated");
    return -1;
}

static void drop_buffer(GbThread *t, PickleInput *input)
{
    gb_buffer_release(t, &input->buffer);
    input->buffer = (GbBuffer){0};
    input->at = input->moved = 0;
    input->peeked = false;
}

/* What was only peeked at: let the file move to where we are. */
static int catch_up(GbThread *t, PickleInput *input)
{
    int64_t behind = input->peeked ? input->at - input->moved : 0;
    if (behind <= 0)
        return 0;
    input->moved = input->at;
    GbRef result = gb_call1(t, input->read, gb_small_new(behind));
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

/* Take a bytes-like answer of the file as the buffer. */
static int use_answer(GbThread *t, PickleInput *input, GbRef answer_taken)
{
    drop_buffer(t, input);
    if (answer_taken == GB_NULL)
        return -1;
    int failed = gb_is_bytes(answer_taken) ? gb_buffer_get(t, answer_taken, &input->buffer)
                                           : gb_fail(t, gb_ValueError,
                                                     "read() from the underlying stream did not "
                                                     "return bytes");
    gb_decref(answer_taken);
    return failed;
}

static int peek(GbThread *t, PickleInput *input, int64_t size)
{
    GbRef answer = gb_call1(t, input->peek, gb_small_new(INPUT_PEEK));
    if (answer == GB_NULL && gb_raised_drop_if(t, gb_NotImplementedError)) {
        gb_clear(&input->peek);
        return 0;
    }
    if (use_answer(t, input, answer) < 0)
        return -1;
    input->peeked = true;
    return input->buffer.size >= size;
}

/* `size` more bytes are wanted than there are. 1 they are there, 0 the file has ended, -1. */
static int more(GbThread *t, PickleInput *input, int64_t size)
{
    if (input->read == GB_NULL)
        return 0;
    if (catch_up(t, input) < 0)
        return -1;
    /* What is left over of an answer, that the file has moved over. */
    int64_t left = input->peeked ? 0 : input->buffer.size - input->at;
    if (left > 0)
        return 0;
    int found = input->peek != GB_NULL ? peek(t, input, size) : 0;
    if (found != 0)
        return found;
    GbRef count = gb_int_new(t, size);
    GbRef answer = count == GB_NULL ? GB_NULL : gb_call1(t, input->read, count);
    gb_xdecref(count);
    if (use_answer(t, input, answer) < 0)
        return -1;
    return input->buffer.size >= size;
}

const uint8_t *gb_pickle_read(GbThread *t, PickleInput *input, int64_t size)
{
    if (input->has_frame && input->at == input->frame_end)
        input->has_frame = false;
    if (input->has_frame && size > input->frame_end - input->at) {
        gb_raise_error(t, &gb_unpickling_error, "pickle exhausted before end of frame");
        return NULL;
    }
    if (size > input->buffer.size - input->at) {
        int found = more(t, input, size);
        if (found <= 0) {
            if (found == 0)
                gb_pickle_truncated(t);
            return NULL;
        }
    }
    const uint8_t *data = input->buffer.data + input->at;
    input->at += size;
    return data != NULL ? data : (const uint8_t *)"";
}

int gb_pickle_read_frame(GbThread *t, PickleInput *input, int64_t size)
{
    if (gb_pickle_read(t, input, size) == NULL)
        return -1;
    input->at -= size;
    input->has_frame = true;
    input->frame_end = input->at + size;
    return 0;
}

/* A line of what is there: NULL when its end is not. */
static const char *line_in(PickleInput *input, int64_t end, int64_t *size)
{
    const uint8_t *data = input->buffer.data + input->at;
    const uint8_t *newline = end > input->at ? memchr(data, '\n', (size_t)(end - input->at)) : NULL;
    if (newline == NULL)
        return NULL;
    *size = newline - data;
    input->at += *size + 1;
    return (const char *)data;
}

const char *gb_pickle_read_line(GbThread *t, PickleInput *input, int64_t *size)
{
    if (input->has_frame && input->at == input->frame_end)
        input->has_frame = false;
    const char *line = line_in(input, input->has_frame ? input->frame_end : input->buffer.size,
                               size);
    if (line != NULL)
        return line;
    bool ended = input->has_frame || input->readline == GB_NULL ||
                 (!input->peeked && input->at < input->buffer.size);
    if (!ended) {
        if (catch_up(t, input) < 0 || use_answer(t, input, gb_call0(t, input->readline)) < 0)
            return NULL;
        line = line_in(input, input->buffer.size, size);
    }
    if (line == NULL)
        gb_pickle_truncated(t);
    return line;
}

int gb_pickle_input_finish(GbThread *t, PickleInput *input)
{
    if (input->read == GB_NULL)
        return 0;
    int failed = catch_up(t, input);
    if (input->peeked)
        drop_buffer(t, input);
    input->has_frame = false;
    return failed;
}

void gb_pickle_input_clear(GbThread *t, PickleInput *input)
{
    drop_buffer(t, input);
    input->has_frame = false;
    gb_clear(&input->read);
    gb_clear(&input->readline);
    gb_clear(&input->peek);
}
