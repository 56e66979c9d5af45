/* Pictures for a terminal: names, lanes, glyphs, the legend. */
#include "gil/drawing.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSI_BACKGROUND 10 /* more than the colour of the text */
#define NAME_WIDTH_MAX 24
#define COLUMNS_MIN 20
#define LANE_MIN 8 /* columns of time, however narrow the terminal is */

static const struct {
    const char *word, *glyph, *ascii, *ansi;
} kinds[] = {
#define GIL_SPAN(name, word, glyph, ascii, ansi, light, dark, sentence) {word, glyph, ascii, ansi},
#include "gil/spans.def"
#undef GIL_SPAN
    {"woke, found it taken", "✗", "x", "1;31"},
};

GilDrawing gil_drawing(const GilTimelineStyle *style, int name_width, int margin, GilWriteFn write,
                       void *argument)
{
    int columns = style->columns < COLUMNS_MIN ? COLUMNS_MIN : style->columns;
    int room = columns / 3 < NAME_WIDTH_MAX ? columns / 3 : NAME_WIDTH_MAX;
    GilDrawing drawing = {.write = write, .argument = argument, .style = style};
    drawing.colour = GIL_SPAN_NONE;
    drawing.name_width = name_width < room ? name_width : room;
    drawing.lane_width = columns - margin - drawing.name_width - 2;
    if (drawing.lane_width < LANE_MIN)
        drawing.lane_width = LANE_MIN;
    return drawing;
}

/* --- Text ------------------------------------------------------------------------------------ */

void gil_draw(const GilDrawing *drawing, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    drawing->write(drawing->argument, text, strlen(text));
}

/* The character at *text, which goes on to the next: a code point, of whatever bytes. */
static uint32_t next_character(const char **text)
{
    uint8_t first = (uint8_t) * (*text)++;
    uint32_t code = first < 0xC0   ? first
                    : first < 0xE0 ? first & 0x1F
                    : first < 0xF0 ? first & 0xF
                                   : first & 7;
    while (((uint8_t) * *text & 0xC0) == 0x80)
        code = code << 6 | ((uint8_t) * (*text)++ & 0x3F);
    return code;
}

static int character_width(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        int width;
    } ranges[] = {
        {0x300, 0x36F, 0},     {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},   {0x2E80, 0xA4CF, 2},
        {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},   {0xFE00, 0xFE0F, 0},   {0xFE30, 0xFE6F, 2},
        {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},   {0x1F300, 0x1F64F, 2}, {0x1F680, 0x1F6FF, 2},
        {0x1F900, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return ranges[i].width;
    }
    return 1;
}

int gil_text_width(const char *text)
{
    int width = 0;
    while (*text)
        width += character_width(next_character(&text));
    return width;
}

static bool is_control(uint32_t code)
{
    return code < ' ' || (code >= 0x7F && code < 0xA0);
}

int gil_text_fit(const char *text, int width, bool ascii, char *out, size_t size)
{
    size_t length = 0;
    int used = 0;
    while (*text) {
        const char *start = text;
        uint32_t code = next_character(&text);
        bool is_plain = !is_control(code) && !(ascii && code >= 0x80);
        int own = is_plain ? character_width(code) : 1;
        size_t bytes = is_plain ? (size_t)(text - start) : 1;
        if (used + own > width || length + bytes >= size)
            break;
        memcpy(out + length, is_plain ? start : "?", bytes);
        length += bytes;
        used += own;
    }
    out[length] = '\0';
    return used;
}

int gil_draw_text(const GilDrawing *drawing, const char *text, int width)
{
    char plain[256];
    int used = gil_text_fit(text, width, drawing->style->ascii, plain, sizeof plain);
    gil_draw(drawing, "%s", plain);
    return used;
}

void gil_format_time(int64_t ns, int64_t scale_ns, char *out, size_t size)
{
    if (ns == 0)
        snprintf(out, size, "0");
    else if (scale_ns >= RT_SECOND)
        snprintf(out, size, "%.4g s", (double)ns / 1e9);
    else if (scale_ns >= RT_MILLISECOND)
        snprintf(out, size, "%.4g ms", (double)ns / 1e6);
    else
        snprintf(out, size, "%.4g us", (double)ns / 1e3);
}

/* --- Lanes ----------------------------------------------------------------------------------- */

static void format_name(uint32_t id, const char *name, char *out, size_t size)
{
    snprintf(out, size, "%u %s", id, name);
}

int gil_name_width(uint32_t id, const char *name)
{
    char text[80];
    format_name(id, name, text, sizeof text);
    return gil_text_width(text);
}

static const char *border(const GilDrawing *drawing)
{
    return drawing->style->ascii ? "|" : "│";
}

void gil_draw_begin_lane(const GilDrawing *drawing, uint32_t id, const char *name)
{
    char text[80];
    format_name(id, name, text, sizeof text);
    int used = gil_draw_text(drawing, text, drawing->name_width);
    gil_draw(drawing, "%*s%s", drawing->name_width - used, "", border(drawing));
}

static void draw_plain(GilDrawing *drawing)
{
    if (drawing->style->colours && drawing->colour != GIL_SPAN_NONE)
        gil_draw(drawing, "\x1b[0m");
    drawing->colour = GIL_SPAN_NONE;
}

static void draw_glyph(GilDrawing *drawing, int glyph)
{
    if (drawing->style->colours && glyph != drawing->colour)
        gil_draw(drawing, "\x1b[%sm", kinds[glyph].ansi);
    drawing->colour = glyph;
    gil_draw(drawing, "%s", drawing->style->ascii ? kinds[glyph].ascii : kinds[glyph].glyph);
}

/* A column of which the thread ran so many eighths: in its colour, upon the colour of waiting. */
static void draw_height(GilDrawing *drawing, int eighths)
{
    static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii = " +++####";
    if (drawing->style->colours)
        gil_draw(drawing, "\x1b[%s;%dm", kinds[GIL_SPAN_RUN].ansi,
                 atoi(kinds[GIL_SPAN_WAIT].ansi) + ANSI_BACKGROUND);
    if (drawing->style->ascii)
        gil_draw(drawing, "%c", ascii[eighths]);
    else
        gil_draw(drawing, "%s", blocks[eighths]);
    drawing->colour = GIL_SPAN_RUN;
    draw_plain(drawing);
}

static int most(const int64_t *spent_ns)
{
    int kind = GIL_SPAN_NONE;
    for (int i = 0; i < GIL_SPAN_COUNT; i++) {
        if (spent_ns[i] > spent_ns[kind])
            kind = i;
    }
    return kind;
}

static int choose_glyph(const GilSlice *slice, int64_t length_ns)
{
    int kind = most(slice->spent_ns);
    if (slice->spent_ns[GIL_SPAN_FORCE] * 10 > length_ns)
        kind = GIL_SPAN_FORCE;
    return slice->retry && kind != GIL_SPAN_RUN ? GIL_GLYPH_RETRY : kind;
}

void gil_draw_slice(GilDrawing *drawing, const GilSlice *slice, int64_t length_ns)
{
    int glyph = choose_glyph(slice, length_ns);
    int64_t run_ns = slice->spent_ns[GIL_SPAN_RUN];
    int eighths = length_ns > 0 ? (int)((run_ns * 8 + length_ns / 2) / length_ns) : 0;
    if (drawing->heights && eighths > 0 && eighths < 8) {
        draw_height(drawing, eighths);
        glyph = GIL_SPAN_RUN;
    } else {
        draw_glyph(drawing, glyph);
    }
    drawing->glyphs |= 1u << glyph;
}

void gil_draw_end_lane(GilDrawing *drawing)
{
    draw_plain(drawing);
    gil_draw(drawing, "%s", border(drawing));
}

void gil_draw_legend(GilDrawing *drawing)
{
    int column = 0;
    for (int glyph = 0; glyph <= GIL_GLYPH_RETRY; glyph++) {
        int width = (int)strlen(kinds[glyph].word) + 2;
        if (glyph == GIL_SPAN_NONE || !(drawing->glyphs & 1u << glyph))
            continue;
        if (column > 0 && column + 3 + width > drawing->style->columns) {
            gil_draw(drawing, "\n");
            column = 0;
        }
        gil_draw(drawing, "%s", column > 0 ? "   " : "");
        draw_glyph(drawing, glyph);
        draw_plain(drawing);
        gil_draw(drawing, " %s", kinds[glyph].word);
        column += width + (column > 0 ? 3 : 0);
    }
    gil_draw(drawing, "\n");
}
