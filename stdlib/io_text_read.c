/* Reading text, and where in the bytes a reader of characters is.
 *
 * A chunk of bytes is read and decoded as a whole. To tell the position of a character in it, the
 * bytes are kept (the snapshot) and decoded again up to a byte, until so many characters come out.
 */
#include "stdlib/io_text.h"

/* --- Chunks --- */

static GbRef read_bytes(GbThread *t, IoText *self, int64_t size)
{
    if (self->fast)
        return gb_io_buffer_read1(t, (IoBuffered *)gb_object(self->buffer), size);
    GbRef number = gb_int_new(t, size);
    if (number == GB_NULL)
        return GB_NULL;
    GbRef bytes = gb_call_method_c(t, self->buffer, self->has_read1 ? "read1" : "read", &number, 1);
    gb_decref(number);
    return bytes;
}

/* The bytes that are about to be decoded, and the decoder's state before them. */
static int take_snapshot(GbThread *t, IoText *self, const uint8_t *data, int64_t size)
{
    self->snapshot.size = 0;
    self->snapshot_cr = self->newlines.pending_cr;
    if (self->codec == IO_OTHER) {
        GbRef state = gb_call_method_c(t, self->decoder, "getstate", NULL, 0);
        if (state == GB_NULL)
            return -1;
        GbBuffer kept;
        if (!gb_is_tuple(state) || gb_tuple_count(state) != 2) {
            gb_decref(state);
            return gb_fail(t, gb_TypeError, "illegal decoder state");
        }
        int failed = gb_buffer_get(t, gb_tuple_peek(state, 0), &kept);
        if (failed == 0) {
            failed = gb_io_bytes_add(t, &self->snapshot, kept.data, (size_t)kept.size);
            gb_buffer_release(t, &kept);
            gb_set(&self->snapshot_flags, gb_new_ref(gb_tuple_peek(state, 1)));
        }
        gb_decref(state);
        if (failed < 0)
            return -1;
    } else if (gb_io_bytes_add(t, &self->snapshot, self->held, (size_t)self->held_count) < 0) {
        return -1;
    }
    if (gb_io_bytes_add(t, &self->snapshot, data, (size_t)size) < 0)
        return -1;
    self->has_snapshot = true;
    return 0;
}

/* Read and decode a chunk. 1: there may be more, 0: the end, -1. */
static int read_chunk(GbThread *t, IoText *self, int64_t hint)
{
    if (!self->readable) {
        gb_io_unsupported(t, "not readable");
        return -1;
    }
    GbRef bytes = read_bytes(t, self, hint > self->chunk_size ? hint : self->chunk_size);
    GbBuffer view;
    if (bytes == GB_NULL)
        return -1;
    if (gb_buffer_get(t, bytes, &view) < 0) {
        gb_raised_drop(t);
        gb_raise(t, gb_TypeError,
                 "underlying %s() should have returned a bytes-like object, not '%T'",
                 self->has_read1 ? "read1" : "read", bytes);
        gb_decref(bytes);
        return -1;
    }
    int result = self->telling ? take_snapshot(t, self, view.data, view.size) : 0;
    if (result == 0) {
        gb_set(&self->decoded,
               gb_io_text_decode(t, self, view.data, (size_t)view.size, view.size == 0));
        self->decoded_at = 0;
        result = self->decoded == GB_NULL ? -1 : view.size > 0 || gb_str_length(self->decoded) > 0;
    }
    gb_buffer_release(t, &view);
    gb_decref(bytes);
    return result;
}

static int64_t characters_left(const IoText *self)
{
    return self->decoded == GB_NULL ? 0 : gb_str_length(self->decoded) - self->decoded_at;
}

/* The next `count` decoded characters, as many as there are. */
static GbRef take(GbThread *t, IoText *self, int64_t count)
{
    int64_t left = characters_left(self);
    if (count > left)
        count = left;
    if (count == 0)
        return gb_str_new(t, "");
    if (self->decoded_at == 0 && count == left) {
        self->decoded_at = count;
        return gb_new_ref(self->decoded);
    }
    GbRef text = gb_str_slice(t, self->decoded, self->decoded_at, self->decoded_at + count);
    if (text != GB_NULL)
        self->decoded_at += count;
    return text;
}

/* --- read --- */

static GbRef read_rest(GbThread *t, IoText *self)
{
    GbRef bytes = gb_call_method_c(t, self->buffer, "read", NULL, 0), text = GB_NULL,
          result = GB_NULL;
    GbBuffer view;
    if (bytes == GB_NULL)
        return GB_NULL;
    if (bytes == GB_NONE) { /* Would block. */
        text = gb_io_text_decode(t, self, (const uint8_t *)"", 0, true);
    } else if (gb_buffer_get(t, bytes, &view) < 0) {
        gb_raised_drop(t);
        gb_raise(t, gb_TypeError,
                 "underlying read() should have returned a bytes-like object, not '%T'", bytes);
    } else {
        text = gb_io_text_decode(t, self, view.data, (size_t)view.size, true);
        gb_buffer_release(t, &view);
    }
    gb_decref(bytes);
    if (text == GB_NULL)
        return GB_NULL;
    GbRef first = take(t, self, characters_left(self));
    if (first != GB_NULL)
        result = gb_str_length(first) == 0 ? gb_new_ref(text) : gb_str_concat(t, first, text);
    gb_clear(&first);
    gb_decref(text);
    gb_io_text_forget_decoded(t, self);
    gb_io_text_forget_snapshot(t, self);
    return result;
}

static GbRef read_count(GbThread *t, IoText *self, int64_t count)
{
    if (characters_left(self) >= count)
        return take(t, self, count);
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (;;) {
        GbRef piece = take(t, self, count - writer.length);
        if (piece == GB_NULL)
            break;
        gb_writer_str(&writer, piece);
        gb_decref(piece);
        if (writer.failed || writer.length >= count)
            return gb_writer_finish(&writer);
        int more = read_chunk(t, self, count - writer.length);
        if (more < 0)
            break;
        if (more == 0)
            return gb_writer_finish(&writer);
    }
    gb_writer_clear(&writer);
    return GB_NULL;
}

GbRef gb_io_text_read(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    int64_t count;
    if (gb_io_size(t, args[0], &count) < 0 || gb_io_text_check_open(t, self) < 0)
        return GB_NULL;
    if (!self->readable)
        return gb_io_unsupported(t, "not readable");
    if (gb_io_text_write_pending(t, self) < 0)
        return GB_NULL;
    return count < 0 ? read_rest(t, self) : read_count(t, self, count);
}

/* --- Lines --- */

/* The text so far has no line end. A \r at its end may be the first half of \r\n: that stays for
 * the next piece. */
static bool keeps_last(const IoText *self, int64_t length)
{
    return self->mode.end[0] == '\r' && self->mode.end[1] == '\n' && length > self->decoded_at &&
           gb_str_at(self->decoded, length - 1) == '\r';
}

static GbRef long_line(GbThread *t, IoText *self, int64_t limit)
{
    GbWriter writer;
    gb_writer_init(&writer, t);
    for (;;) {
        int64_t length = self->decoded == GB_NULL ? 0 : gb_str_length(self->decoded), end = -1;
        if (characters_left(self) > 0)
            end = gb_io_line_end(self->decoded, self->decoded_at, length, &self->mode, false);
        int64_t stop = end < 0 ? length : end;
        bool last = end < 0 && keeps_last(self, length);
        if (limit >= 0 && stop - self->decoded_at > limit - writer.length) {
            stop = self->decoded_at + limit - writer.length;
            last = false;
        }
        GbRef carried = last ? gb_str_slice(t, self->decoded, length - 1, length) : GB_NULL;
        if (characters_left(self) > 0)
            gb_writer_slice(&writer, self->decoded, self->decoded_at, stop - last);
        self->decoded_at = stop;
        if (end >= 0 || (limit >= 0 && writer.length >= limit) || writer.failed) {
            gb_clear(&carried);
            return gb_writer_finish(&writer);
        }
        int more = read_chunk(t, self, 0);
        if (carried != GB_NULL && more >= 0) {
            GbRef joined = gb_str_concat(t, carried, self->decoded);
            gb_set(&self->decoded, joined);
            self->telling = false; /* The snapshot lacks a character now. */
            if (more == 0 && joined != GB_NULL) {
                gb_writer_str(&writer, joined);
                self->decoded_at = 1;
            }
        }
        gb_clear(&carried);
        if (more < 0 || self->decoded == GB_NULL) {
            gb_writer_clear(&writer);
            return GB_NULL;
        }
        if (more == 0)
            return gb_writer_finish(&writer);
    }
}

static GbRef read_line(GbThread *t, IoText *self, int64_t limit)
{
    if (gb_io_text_check_open(t, self) < 0 || gb_io_text_write_pending(t, self) < 0)
        return GB_NULL;
    if (characters_left(self) > 0) {
        int64_t length = gb_str_length(self->decoded);
        int64_t end = gb_io_line_end(self->decoded, self->decoded_at, length, &self->mode, false);
        if (end >= 0) {
            int64_t count = end - self->decoded_at;
            return take(t, self, limit >= 0 && limit < count ? limit : count);
        }
    }
    return long_line(t, self, limit);
}

GbRef gb_io_text_readline(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    int64_t limit;
    if (gb_io_text_check(t, io_as_text(v)) < 0 ||
        gb_index_i64(t, args[0], &limit, gb_OverflowError) < 0)
        return GB_NULL;
    return read_line(t, io_as_text(v), limit < 0 ? -1 : limit);
}

GbRef gb_io_text_next(GbThread *t, GbBorrow v)
{
    IoText *self = io_as_text(v);
    GbRef line;
    if (gb_io_text_check(t, self) < 0)
        return GB_NULL;
    self->telling = false;
    if (io_is_exactly(t, v, &gb_io_text_spec)) {
        line = read_line(t, self, -1);
    } else {
        line = gb_call_method(t, v, gb_name(t, readline), NULL, 0);
        if (line != GB_NULL && !gb_is_str(line)) {
            gb_raise(t, gb_OSError, "readline() should have returned a str object, not '%T'", line);
            gb_clear(&line);
        }
    }
    if (line != GB_NULL && gb_str_length(line) > 0)
        return line;
    gb_io_text_forget_snapshot(t, self);
    self->telling = self->seekable;
    gb_clear(&line);
    return GB_NULL;
}

/* --- tell --- */

/* A cookie says: go to byte `start`, give the decoder these flags, feed it `feed` bytes, skip
 * `skip` characters. For UTF-8 and its like all but start is zero. As an int it is five 64-bit
 * digits, as in CPython. */
typedef struct Cookie {
    int64_t start;
    GbRef flags; /* Owned; GB_NULL: 0 */
    uint64_t feed, skip;
    bool at_end; /* The bytes fed are the last: the decoder must give all it has. */
} Cookie;

enum { COOKIE_BYTES = 33 };

static GbRef cookie_pack(GbThread *t, const Cookie *cookie)
{
    int64_t flags = 0;
    uint8_t bytes[COOKIE_BYTES] = {0};
    if (cookie->flags != GB_NULL && gb_index_i64(t, cookie->flags, &flags, gb_OverflowError) < 0)
        return GB_NULL;
    if (flags == 0 && cookie->feed == 0 && cookie->skip == 0)
        return gb_int_new(t, cookie->start);
    memcpy(bytes, &cookie->start, 8);
    memcpy(bytes + 8, &flags, 8);
    memcpy(bytes + 16, &cookie->feed, 8);
    memcpy(bytes + 24, &cookie->skip, 8);
    bytes[32] = cookie->at_end;
    return gb_int_from_bytes(t, bytes, sizeof bytes, false, false);
}

static int cookie_unpack(GbThread *t, GbBorrow number, Cookie *cookie)
{
    uint8_t bytes[COOKIE_BYTES];
    int64_t flags;
    if (gb_int_to_bytes(t, number, bytes, sizeof bytes, false, false) < 0)
        return -1;
    memcpy(&cookie->start, bytes, 8);
    memcpy(&flags, bytes + 8, 8);
    memcpy(&cookie->feed, bytes + 16, 8);
    memcpy(&cookie->skip, bytes + 24, 8);
    cookie->at_end = bytes[32] != 0;
    cookie->flags = gb_int_new(t, flags);
    return cookie->flags == GB_NULL ? -1 : 0;
}

/* Put the decoder back to where it was before the snapshot's bytes, or to any flags. */
static int set_decoder(GbThread *t, IoText *self, GbBorrow flags)
{
    self->held_count = 0;
    if (self->codec != IO_OTHER)
        return 0;
    GbRef empty = gb_bytes_new(t, "", 0);
    GbRef state = empty == GB_NULL ? GB_NULL : gb_tuple_of(t, 2, empty, flags);
    GbRef answer = state == GB_NULL ? GB_NULL
                                    : gb_call_method_c(t, self->decoder, "setstate", &state, 1);
    gb_clear(&state);
    gb_clear(&empty);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

/* How many characters the first `size` bytes of the snapshot make, with a \r that is kept back. -1
 * fails. The decoder is then behind these bytes. */
static int64_t count_characters(GbThread *t, IoText *self, size_t size)
{
    self->newlines.pending_cr = self->snapshot_cr;
    if (set_decoder(t, self, self->snapshot_flags) < 0)
        return -1;
    GbRef text = gb_io_text_decode(t, self, self->snapshot.data, size, false);
    if (text == GB_NULL)
        return -1;
    int64_t count = gb_str_length(text) + self->newlines.pending_cr;
    gb_decref(text);
    return count;
}

/* Does the decoder hold bytes of an unfinished character back? If not, *flags is its state (owned;
 * GB_NULL for the codecs that have none). 1, 0, -1. */
static int holds_back(GbThread *t, IoText *self, GbRef *flags)
{
    *flags = GB_NULL;
    if (self->codec != IO_OTHER)
        return self->held_count > 0;
    GbRef state = gb_call_method_c(t, self->decoder, "getstate", NULL, 0);
    if (state == GB_NULL)
        return -1;
    int64_t held = -1;
    if (gb_is_tuple(state) && gb_tuple_count(state) == 2)
        held = gb_length(t, gb_tuple_peek(state, 0));
    else
        gb_raise(t, gb_TypeError, "illegal decoder state");
    if (held == 0)
        *flags = gb_new_ref(gb_tuple_peek(state, 1));
    gb_decref(state);
    return held < 0 ? -1 : held > 0;
}

/* How a position in the snapshot is reached. */
typedef struct SnapshotPlace {
    size_t feed; /* So many bytes make enough characters; all of them and the end if at_end. */
    bool at_end;
    bool is_clean; /* Exactly enough, and nothing is held back behind the first `clean` bytes: */
    size_t clean;
    GbRef flags; /* the decoder's there, owned. */
} SnapshotPlace;

/* The most bytes that make no more than `used` characters. */
static int most_bytes(GbThread *t, IoText *self, int64_t used, size_t *out)
{
    size_t low = 0, high = self->snapshot.size + 1; /* low makes few enough; high too many. */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        int64_t count = count_characters(t, self, middle);
        if (count < 0)
            return -1;
        if (count <= used)
            low = middle;
        else
            high = middle;
    }
    *out = low;
    return 0;
}

static int find_place(GbThread *t, IoText *self, int64_t used, SnapshotPlace *place)
{
    size_t most;
    *place = (SnapshotPlace){.flags = GB_NULL};
    if (most_bytes(t, self, used, &most) < 0)
        return -1;
    int64_t made = count_characters(t, self, most);
    place->at_end = made < used && most == self->snapshot.size;
    place->feed = made < used && !place->at_end ? most + 1 : most;
    for (size_t at = most; made == used; --at) { /* Ends at 0, at the latest. */
        gb_clear(&place->flags);
        int held = holds_back(t, self, &place->flags);
        if (held < 0)
            return -1;
        if (held == 0) {
            place->is_clean = true;
            place->clean = at;
            return 0;
        }
        if (at == 0)
            break;
        made = count_characters(t, self, at - 1);
    }
    gb_clear(&place->flags);
    return made < 0 ? -1 : 0;
}

static int tell_in_snapshot(GbThread *t, IoText *self, Cookie *cookie)
{
    IoNewlines newlines = self->newlines;
    uint8_t held[4];
    int held_count = self->held_count;
    GbRef state = GB_NULL;
    SnapshotPlace place;
    memcpy(held, self->held, sizeof held);
    if (self->codec == IO_OTHER &&
        (state = gb_call_method_c(t, self->decoder, "getstate", NULL, 0)) == GB_NULL)
        return -1;
    int result = find_place(t, self, self->decoded_at, &place);
    /* As if nothing had been asked. */
    self->newlines = newlines;
    self->held_count = held_count;
    memcpy(self->held, held, sizeof held);
    if (state != GB_NULL && result == 0) {
        GbRef answer = gb_call_method_c(t, self->decoder, "setstate", &state, 1);
        result = answer == GB_NULL ? -1 : 0;
        gb_clear(&answer);
    }
    gb_clear(&state);
    if (result < 0) {
        gb_clear(&place.flags);
        return -1;
    }
    if (place.is_clean) { /* The decoder can begin right here. */
        cookie->flags = place.flags;
        cookie->start += (int64_t)place.clean;
        /* With nothing used yet, a \r that was kept back is read again, too. */
        cookie->start -= self->codec != IO_OTHER && self->snapshot_cr && self->decoded_at == 0;
    } else {
        cookie->flags = self->codec == IO_OTHER ? gb_new_ref(self->snapshot_flags) : GB_NULL;
        cookie->feed = place.feed;
        cookie->at_end = place.at_end;
        cookie->skip = (uint64_t)self->decoded_at;
    }
    return 0;
}

GbRef gb_io_text_tell(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    Cookie cookie = {0, GB_NULL, 0, 0, false};
    if (gb_io_text_check_open(t, self) < 0)
        return GB_NULL;
    if (!self->seekable)
        return gb_io_unsupported(t, "underlying stream is not seekable");
    if (!self->telling)
        return gb_raise(t, gb_OSError, "telling position disabled by next() call");
    if (gb_io_text_write_pending(t, self) < 0)
        return GB_NULL;
    GbRef flushed = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    if (flushed == GB_NULL)
        return GB_NULL;
    gb_decref(flushed);
    GbRef position = gb_call_method_c(t, self->buffer, "tell", NULL, 0), result = GB_NULL;
    if (position == GB_NULL || !self->readable || !self->has_snapshot)
        return position;
    int failed = gb_index_i64(t, position, &cookie.start, gb_OverflowError);
    gb_decref(position);
    if (failed < 0)
        return GB_NULL;
    cookie.start -= (int64_t)self->snapshot.size;
    if (tell_in_snapshot(t, self, &cookie) == 0)
        result = cookie_pack(t, &cookie);
    gb_clear(&cookie.flags);
    return result;
}

/* --- seek --- */

static int reset_encoder(GbThread *t, IoText *self, bool at_start)
{
    if (self->encoder == GB_NULL)
        return 0;
    GbBorrow zero = gb_small_new(0);
    GbRef answer = at_start ? gb_call_method_c(t, self->encoder, "reset", NULL, 0)
                            : gb_call_method_c(t, self->encoder, "setstate", &zero, 1);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

static int call_flush(GbThread *t, GbBorrow v)
{
    GbRef answer = gb_call_method(t, v, gb_name(t, flush), NULL, 0);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    return 0;
}

static GbRef seek_end(GbThread *t, GbBorrow v)
{
    IoText *self = io_as_text(v);
    if (call_flush(t, v) < 0)
        return GB_NULL;
    gb_io_text_forget_decoded(t, self);
    gb_io_text_forget_snapshot(t, self);
    if (gb_io_text_reset_decoder(t, self) < 0)
        return GB_NULL;
    GbBorrow args[] = {gb_small_new(0), gb_small_new(RT_SEEK_END)};
    GbRef position = gb_call_method_c(t, self->buffer, "seek", args, 2);
    if (position == GB_NULL)
        return GB_NULL;
    if (reset_encoder(t, self, position == gb_small_new(0)) < 0)
        gb_clear(&position);
    return position;
}

/* Read and decode what the cookie says lies between its byte and its character. */
static int replay(GbThread *t, IoText *self, const Cookie *cookie)
{
    GbRef size = gb_int_from_u64(t, cookie->feed);
    GbRef bytes = size == GB_NULL ? GB_NULL : gb_call_method_c(t, self->buffer, "read", &size, 1);
    GbBuffer view;
    int result = -1;
    if (bytes == GB_NULL || gb_buffer_get(t, bytes, &view) < 0)
        goto done;
    if (take_snapshot(t, self, view.data, view.size) == 0) {
        gb_set(&self->decoded,
               gb_io_text_decode(t, self, view.data, (size_t)view.size, cookie->at_end));
        self->decoded_at = (int64_t)cookie->skip;
        result = self->decoded == GB_NULL ? -1 : 0;
    }
    gb_buffer_release(t, &view);
    if (result == 0 && gb_str_length(self->decoded) < self->decoded_at)
        result = gb_fail(t, gb_OSError, "can't restore logical file position");
done:
    gb_clear(&bytes);
    gb_clear(&size);
    return result;
}

static int seek_cookie(GbThread *t, GbBorrow v, const Cookie *cookie)
{
    IoText *self = io_as_text(v);
    GbRef start = GB_NULL, answer = GB_NULL;
    if (call_flush(t, v) < 0 || (start = gb_int_new(t, cookie->start)) == GB_NULL)
        return -1;
    answer = gb_call_method_c(t, self->buffer, "seek", &start, 1);
    gb_decref(start);
    if (answer == GB_NULL)
        return -1;
    gb_decref(answer);
    gb_io_text_forget_decoded(t, self);
    gb_io_text_forget_snapshot(t, self);
    bool fresh = cookie->flags == gb_small_new(0);
    if (cookie->start == 0 && fresh ? gb_io_text_reset_decoder(t, self) < 0
                                    : self->readable && set_decoder(t, self, cookie->flags) < 0)
        return -1;
    self->newlines.pending_cr = false;
    if ((cookie->feed > 0 || cookie->skip > 0) && replay(t, self, cookie) < 0)
        return -1;
    return reset_encoder(t, self, cookie->start == 0 && fresh);
}

GbRef gb_io_text_seek(GbThread *t, GbBorrow v, const GbBorrow *args)
{
    IoText *self = io_as_text(v);
    Cookie cookie = {0, GB_NULL, 0, 0, false};
    int64_t whence;
    if (gb_index_i64(t, args[1], &whence, gb_OverflowError) < 0 ||
        gb_io_text_check_open(t, self) < 0)
        return GB_NULL;
    if (!self->seekable)
        return gb_io_unsupported(t, "underlying stream is not seekable");
    if (whence < 0 || whence > 2)
        return gb_raise(t, gb_ValueError, "invalid whence (%lld, should be 0, 1 or 2)",
                        (long long)whence);
    int zero = gb_compare_truth(t, args[0], gb_small_new(0), GB_EQ);
    if (zero < 0)
        return GB_NULL;
    if (whence != RT_SEEK_START && !zero)
        return gb_io_unsupported(t, whence == RT_SEEK_CURRENT
                                        ? "can't do nonzero cur-relative seeks"
                                        : "can't do nonzero end-relative seeks");
    if (whence == RT_SEEK_END)
        return seek_end(t, v);
    GbRef target = whence == RT_SEEK_CURRENT ? gb_call_method_c(t, v, "tell", NULL, 0)
                                             : gb_index(t, args[0]);
    if (target == GB_NULL)
        return GB_NULL;
    if (gb_int_sign(target) < 0) {
        gb_raise(t, gb_ValueError, "negative seek position %R", target);
        gb_clear(&target);
    } else if (cookie_unpack(t, target, &cookie) < 0 || seek_cookie(t, v, &cookie) < 0) {
        gb_clear(&target);
    }
    gb_clear(&cookie.flags);
    return target;
}
