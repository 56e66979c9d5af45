/* Pictures for a terminal: what the timeline and the live view share. Internal to gil/.
 *
 * A picture is lines of text: a name, then a lane, in which a column is a slice of time. A column
 * shows what the thread was about for most of its slice, except that what is short and tells much
 * (a failed wake-up, a forced switch) shows through. */
#ifndef GIL_DRAWING_H
#define GIL_DRAWING_H

#include "gil/gil.h"

/* What a column may show: a GilSpanKind, or a failed wake-up, which is no span. */
#define GIL_GLYPH_RETRY GIL_SPAN_COUNT

typedef struct GilDrawing {
    GilWriteFn write;
    void *argument;
    const GilTimelineStyle *style;
    int name_width, lane_width; /* columns */
    bool heights;    /* who ran for a part of a column fills it so high, and waited for the rest */
    uint32_t glyphs; /* those drawn, as 1 << glyph: the legend has them */
    int colour;      /* the glyph whose colour is on; GIL_SPAN_NONE: plain */
} GilDrawing;

/* A thread's slice of time. */
typedef struct GilSlice {
    int64_t spent_ns[GIL_SPAN_COUNT];
    bool retry; /* it woke and found the lock taken */
} GilSlice;

/* A drawing whose names need so many columns, if the terminal has them beside `margin` columns for
 * other things: in a narrow one the names give way to the lanes. */
GilDrawing gil_drawing(const GilTimelineStyle *style, int name_width, int margin, GilWriteFn write,
                       void *argument);

/* How many columns "1 MainThread" takes. */
int gil_name_width(uint32_t id, const char *name);

/* Text, at most 255 bytes of it. */
void gil_draw(const GilDrawing *drawing, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* How many columns a text takes: none for an accent that combines, two for a wide character. */
int gil_text_width(const char *text);

/* As much of the text as fits into `width` columns and `size` bytes, with nothing a terminal could
 * take for more than text, and if need be in ASCII; how many columns. */
int gil_text_fit(const char *text, int width, bool ascii, char *out, size_t size);
int gil_draw_text(const GilDrawing *drawing, const char *text, int width);

/* The name, cut or filled up to name_width, and the lane's left border; then lane_width columns;
 * then its right border. A short trace has columns of length 0. */
void gil_draw_begin_lane(const GilDrawing *drawing, uint32_t id, const char *name);
void gil_draw_slice(GilDrawing *drawing, const GilSlice *slice, int64_t length_ns);
void gil_draw_end_lane(GilDrawing *drawing);

/* What the glyphs that were drawn mean: lines. */
void gil_draw_legend(GilDrawing *drawing);

/* "0", "12.5 ms", "3 s": in the unit of scale_ns. */
void gil_format_time(int64_t ns, int64_t scale_ns, char *out, size_t size);

#endif
