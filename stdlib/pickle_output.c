/* The bytes of a pickle, in frames. */
#include "stdlib/pickle_parts.h"

enum {
    OUTPUT_MIN = 256,
    FRAME_HEAD = 9,  /* FRAME and eight bytes of size. */
    FRAME_LEAST = 4, /* Shorter ones go without a head. */
    FRAME_FULL = 64 * 1024,
};

static inline int reserve(GbThread *t, PickleOutput *output, int64_t more)
{
    if (output->size + more <= output->capacity)
        return 0;
    int64_t capacity = (output->size + more) * 3 / 2;
    capacity = capacity < OUTPUT_MIN ? OUTPUT_MIN : capacity;
    uint8_t *data = gb_mem_resize(t, output->data, (size_t)output->capacity, (size_t)capacity);
    if (data == NULL)
        return -1;
    output->data = data;
    output->capacity = capacity;
    return 0;
}

/* Where the next bytes go, in a frame; NULL: no memory. */
static inline uint8_t *room_for(GbThread *t, PickleOutput *output, int64_t size)
{
    bool opens = output->framing && output->frame_start < 0;
    if (reserve(t, output, size + (opens ? FRAME_HEAD : 0)) < 0)
        return NULL;
    if (opens) {
        output->frame_start = output->size;
        output->size += FRAME_HEAD;
    }
    return output->data + output->size;
}

int gb_pickle_write(GbThread *t, PickleOutput *output, const void *data, int64_t size)
{
    uint8_t *room = room_for(t, output, size);
    if (room == NULL)
        return -1;
    if (size > 0)
        memcpy(room, data, (size_t)size);
    output->size += size;
    return 0;
}

int gb_pickle_write_byte(GbThread *t, PickleOutput *output, int byte)
{
    uint8_t *room = room_for(t, output, 1);
    if (room == NULL)
        return -1;
    *room = (uint8_t)byte;
    ++output->size;
    return 0;
}

enum { NUMBER_ROOM = 9 };

/* There is NUMBER_ROOM, whatever the size: eight bytes are one store. */
static inline int put_number(uint8_t *out, int byte, uint64_t number, int size)
{
    out[0] = (uint8_t)byte;
    for (int i = 0; i < 8; i++)
        out[1 + i] = (uint8_t)(number >> 8 * i);
    return 1 + size;
}

int gb_pickle_write_number(GbThread *t, PickleOutput *output, int byte, uint64_t number, int size)
{
    uint8_t *room = room_for(t, output, NUMBER_ROOM);
    if (room == NULL)
        return -1;
    output->size += put_number(room, byte, number, size);
    return 0;
}

int gb_pickle_frame_end(GbThread *t, PickleOutput *output)
{
    if (output->frame_start < 0)
        return 0;
    uint8_t *head = output->data + output->frame_start;
    int64_t size = output->size - output->frame_start - FRAME_HEAD;
    if (size >= FRAME_LEAST) {
        put_number(head, PICKLE_FRAME, (uint64_t)size, 8);
    } else {
        memmove(head, head + FRAME_HEAD, (size_t)size);
        output->size -= FRAME_HEAD;
    }
    output->frame_start = -1;
    return 0;
}

int gb_pickle_frame_check(GbThread *t, PickleOutput *output)
{
    if (output->frame_start < 0 || output->size - output->frame_start - FRAME_HEAD < FRAME_FULL)
        return 0;
    if (gb_pickle_frame_end(t, output) < 0)
        return -1;
    return output->write == GB_NULL ? 0 : gb_pickle_flush(t, output);
}

/* Give `bytes` to the file. Takes them. */
static int give(GbThread *t, PickleOutput *output, GbRef bytes)
{
    GbRef write = gb_new_ref(output->write);
    GbRef result = bytes == GB_NULL ? GB_NULL : gb_call1(t, write, bytes);
    gb_decref(write);
    gb_xdecref(bytes);
    gb_xdecref(result);
    return result == GB_NULL ? -1 : 0;
}

int gb_pickle_flush(GbThread *t, PickleOutput *output)
{
    ASSERT(output->frame_start < 0);
    GbRef bytes = gb_bytes_new(t, output->data, (size_t)output->size);
    output->size = 0;
    return give(t, output, bytes);
}

int gb_pickle_write_long(GbThread *t, PickleOutput *output, const void *head, int64_t head_size,
                         const void *data, int64_t size, GbBorrow payload)
{
    bool framing = output->framing, apart = size >= FRAME_FULL;
    if (apart && gb_pickle_frame_end(t, output) < 0)
        return -1;
    output->framing = framing && !apart;
    int failed = gb_pickle_write(t, output, head, head_size);
    if (failed == 0 && apart && output->write != GB_NULL) {
        failed = gb_pickle_flush(t, output);
        if (failed == 0)
            failed = give(t, output,
                          payload != GB_NULL ? gb_new_ref(payload)
                                             : gb_bytes_new(t, data, (size_t)size));
    } else if (failed == 0) {
        failed = gb_pickle_write(t, output, data, size);
    }
    output->framing = framing;
    return failed;
}

void gb_pickle_output_clear(GbThread *t, PickleOutput *output)
{
    gb_mem_free(t, output->data, (size_t)output->capacity);
    output->data = NULL;
    output->size = output->capacity = 0;
    output->frame_start = -1;
    output->framing = false;
}
