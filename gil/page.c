/* A timeline as a page for a browser: everything in one file, nothing fetched.
 *
 * The page's own text (page/) is the same for all. A run is two script elements that a browser does
 * not run: a JSON object, and in base64 the spans and points of its threads, one after the other:
 *
 *     span     kind | fields << 3, ns since the span before, fields...
 *     point    event, fields, ns since the point before, fields...
 *     fields   as the bits say: 1 place and opcode, 2 other, 4 reason or detail, 8 value, 16 text
 *
 * Numbers are of 7 bits to the byte, the lowest first; a value has its sign in the lowest bit. */
#include "gil/json.h"

#include "runtime/check.h"

#include <stdio.h>
#include <string.h>

/* Made from the files of page/ by the build. */
extern const char gil_page_style[], gil_page_body[], gil_page_code[];

static const struct {
    const char *word, *light, *dark, *sentence;
} kinds[] = {
#define GIL_SPAN(name, word, glyph, ascii, ansi, light, dark, sentence)                            \
    {word, light, dark, sentence},
#include "gil/spans.def"
#undef GIL_SPAN
};

static const struct {
    const char *word, *noun;
} reasons[] = {
#define GIL_REASON(name, word, noun, sentence) {word, noun},
#include "gil/reasons.def"
#undef GIL_REASON
};

static const struct {
    const char *name, *sentence;
} events[] = {
#define GIL_EVENT(name, heading, sentence) {#name, sentence},
#include "gil/events.def"
#undef GIL_EVENT
};

/* --- Base64 ---------------------------------------------------------------------------------- */

typedef struct Packer {
    GilWriteFn write;
    void *argument;
    size_t used;
    uint32_t bits; /* the bytes that have not made a group of three yet */
    int bit_bytes;
    char buffer[4096];
} Packer;

static void flush(Packer *packer)
{
    if (packer->used > 0)
        packer->write(packer->argument, packer->buffer, packer->used);
    packer->used = 0;
}

static void put_group(Packer *packer, int characters)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (packer->used + 4 > sizeof packer->buffer)
        flush(packer);
    for (int i = 0; i < 4; i++) {
        char digit = digits[packer->bits >> (18 - 6 * i) & 63];
        packer->buffer[packer->used++] = i < characters ? digit : '=';
    }
    packer->bits = 0;
    packer->bit_bytes = 0;
}

static void put_byte(Packer *packer, uint8_t byte)
{
    packer->bits |= (uint32_t)byte << (16 - 8 * packer->bit_bytes);
    if (++packer->bit_bytes == 3)
        put_group(packer, 4);
}

static void finish(Packer *packer)
{
    if (packer->bit_bytes > 0)
        put_group(packer, packer->bit_bytes + 1);
    flush(packer);
}

static void put_number(Packer *packer, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        put_byte(packer, (uint8_t)(number | 0x80));
    put_byte(packer, (uint8_t)number);
}

/* --- Spans and points ------------------------------------------------------------------------ */

typedef struct Fields {
    uint32_t place, other, text;
    uint16_t opcode;
    uint8_t detail;
    int64_t value;
} Fields;

static uint8_t fields_present(const Fields *fields)
{
    return (uint8_t)((fields->place ? 1 : 0) | (fields->other ? 2 : 0) | (fields->detail ? 4 : 0) |
                     (fields->value ? 8 : 0) | (fields->text ? 16 : 0));
}

static void put_fields(Packer *packer, const Fields *fields)
{
    if (fields->place) {
        put_number(packer, fields->place);
        put_number(packer, fields->opcode);
    }
    if (fields->other)
        put_number(packer, fields->other);
    if (fields->detail)
        put_number(packer, fields->detail);
    if (fields->value) {
        uint64_t size = fields->value < 0 ? ~(uint64_t)fields->value : (uint64_t)fields->value;
        put_number(packer, size << 1 | (fields->value < 0));
    }
    if (fields->text)
        put_number(packer, fields->text);
}

static void put_band(Packer *packer, const GilTrace *trace, const GilBand *band)
{
    int64_t before_ns = trace->origin_ns;
    for (size_t i = 0; i < band->span_count; i++) {
        const GilSpan *span = &band->spans[i];
        Fields fields = {span->place,  span->other,  span->text,
                         span->opcode, span->reason, span->value};
        put_byte(packer, (uint8_t)(span->kind | fields_present(&fields) << 3));
        put_number(packer, (uint64_t)(span->begin_ns - before_ns));
        put_fields(packer, &fields);
        before_ns = span->begin_ns;
    }
    before_ns = trace->origin_ns;
    for (size_t i = 0; i < band->point_count; i++) {
        const GilTraceEvent *point = &band->points[i];
        int64_t at_ns = point->at_ns > before_ns ? point->at_ns : before_ns;
        Fields fields = {point->place,  point->other,  point->text,
                         point->opcode, point->detail, point->value};
        put_byte(packer, point->event);
        put_byte(packer, fields_present(&fields));
        put_number(packer, (uint64_t)(at_ns - before_ns));
        put_fields(packer, &fields);
        before_ns = at_ns;
    }
}

/* --- The object ------------------------------------------------------------------------------ */

static const char *text_of(const GilTrace *trace, uint32_t text)
{
    ASSERT(text < trace->text_size || text == 0);
    return trace->texts ? trace->texts + text : "";
}

static void put_tables(GilJson *json)
{
    gil_json_open(json, "kinds", '[');
    for (int i = 0; i < GIL_SPAN_COUNT; i++) {
        gil_json_open(json, NULL, '{');
        gil_json_string(json, "word", kinds[i].word);
        gil_json_string(json, "light", kinds[i].light);
        gil_json_string(json, "dark", kinds[i].dark);
        gil_json_string(json, "sentence", kinds[i].sentence);
        gil_json_close(json, '}');
    }
    gil_json_close(json, ']');
    gil_json_open(json, "reasons", '[');
    for (int i = 0; i < GIL_REASON_COUNT; i++) {
        gil_json_open(json, NULL, '[');
        gil_json_string(json, NULL, reasons[i].word);
        gil_json_string(json, NULL, reasons[i].noun);
        gil_json_close(json, ']');
    }
    gil_json_close(json, ']');
    gil_json_open(json, "events", '[');
    for (int i = 0; i < GIL_EVENT_COUNT; i++) {
        gil_json_open(json, NULL, '[');
        gil_json_string(json, NULL, events[i].name);
        gil_json_string(json, NULL, events[i].sentence);
        gil_json_close(json, ']');
    }
    gil_json_close(json, ']');
}

static void put_threads(GilJson *json, const GilTrace *trace, const GilBand *bands)
{
    gil_json_open(json, "threads", '[');
    for (size_t i = 0; i < trace->thread_count; i++) {
        gil_json_open(json, NULL, '{');
        gil_json_int(json, "id", trace->threads[i].id);
        gil_json_string(json, "name", trace->threads[i].name);
        gil_json_int(json, "dropped", (int64_t)trace->threads[i].dropped);
        gil_json_int(json, "spans", (int64_t)bands[i].span_count);
        gil_json_int(json, "points", (int64_t)bands[i].point_count);
        gil_json_close(json, '}');
    }
    gil_json_close(json, ']');
}

static void put_places(GilJson *json, const GilTrace *trace)
{
    gil_json_open(json, "places", '[');
    for (size_t i = 0; i < trace->place_count; i++) {
        gil_json_open(json, NULL, '[');
        gil_json_string(json, NULL, text_of(trace, trace->places[i].function));
        gil_json_string(json, NULL, text_of(trace, trace->places[i].file));
        gil_json_int(json, NULL, trace->places[i].line);
        gil_json_close(json, ']');
    }
    gil_json_close(json, ']');
}

/* All texts, by their numbers: there are few. */
static void put_texts(GilJson *json, const GilTrace *trace)
{
    char number[24];
    gil_json_open(json, "texts", '{');
    for (size_t at = 1; at < trace->text_size; at += strlen(trace->texts + at) + 1) {
        snprintf(number, sizeof number, "%zu", at);
        gil_json_string(json, number, trace->texts + at);
    }
    gil_json_close(json, '}');
}

static void put_opcodes(GilJson *json, const GilTrace *trace, const GilBand *bands)
{
    bool used[512] = {false};
    gil_json_open(json, "opcodes", '{');
    for (size_t i = 0; i < trace->thread_count; i++) {
        for (size_t k = 0; k < bands[i].span_count; k++)
            used[bands[i].spans[k].opcode % 512] = true;
        for (size_t k = 0; k < bands[i].point_count; k++)
            used[bands[i].points[k].opcode % 512] = true;
    }
    for (int i = 0; trace->config.program && i < 512; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        if (used[i])
            gil_json_string(json, number, trace->config.program->opcode_name((uint16_t)i));
    }
    gil_json_close(json, '}');
}

static bool file_came_before(const GilTrace *trace, size_t index)
{
    for (size_t i = 1; i < index; i++) {
        if (trace->places[i].file == trace->places[index].file)
            return true;
    }
    return false;
}

/* Has the page the file's text from the first process? */
static bool first_has_file(const GilTrace *first, const char *file)
{
    for (size_t i = 1; first && i < first->place_count; i++) {
        if (strcmp(text_of(first, first->places[i].file), file) == 0)
            return true;
    }
    return false;
}

static void put_sources(GilJson *json, const GilTrace *trace, const GilRunInfo *info)
{
    gil_json_open(json, "sources", '{');
    for (size_t i = 1; info->source && i < trace->place_count; i++) {
        const char *file = text_of(trace, trace->places[i].file);
        if (file_came_before(trace, i) || first_has_file(info->first, file))
            continue;
        char *text = info->source(info->argument, file);
        if (text)
            gil_json_string(json, file, text);
        if (text && info->source_free)
            info->source_free(info->argument, text);
    }
    gil_json_close(json, '}');
}

static void put_process(GilJson *json, const GilProcess *process)
{
    char title[100];
    if (process->number == 0)
        return;
    gil_process_title(process, NULL, title, sizeof title);
    gil_json_int(json, "process", process->number);
    gil_json_string(json, "process_title", title);
}

static void put_object(const GilTrace *trace, const GilBand *bands, const GilRunInfo *info,
                       GilWriteFn write, void *argument)
{
    GilJson json;
    gil_json_init(&json, write, argument);
    gil_json_open(&json, NULL, '{');
    gil_json_run(&json, trace, info);
    gil_json_int(&json, "length_ns", trace->ended_ns - trace->origin_ns);
    put_process(&json, &trace->process);
    gil_json_bool(&json, "counts_ticks", gil_config_row(&trace->config)->counts_ticks);
    put_tables(&json);
    put_threads(&json, trace, bands);
    put_places(&json, trace);
    put_texts(&json, trace);
    put_opcodes(&json, trace, bands);
    put_sources(&json, trace, info);
    gil_json_close(&json, '}');
    gil_json_flush(&json);
}

/* --- The page -------------------------------------------------------------------------------- */

static void put(GilWriteFn write, void *argument, const char *text)
{
    write(argument, text, strlen(text));
}

/* In text of a page: no character that means something there. */
static void put_escaped(GilWriteFn write, void *argument, const char *text)
{
    for (; *text; text++) {
        if (*text == '<' || *text == '&')
            put(write, argument, *text == '<' ? "&lt;" : "&amp;");
        else
            write(argument, text, 1);
    }
}

void gil_page_head(const char *title, GilWriteFn write, void *argument)
{
    put(write, argument,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    put_escaped(write, argument, title);
    put(write, argument, "</title>\n<style>\n");
    put(write, argument, gil_page_style);
    put(write, argument, "</style>\n</head>\n");
    put(write, argument, gil_page_body);
}

int gil_page_run(const GilTrace *trace, const GilRunInfo *info, GilWriteFn write, void *argument)
{
    GilBand *bands = gil_bands_new(trace);
    Packer packer = {.write = write, .argument = argument};
    if (!bands)
        return RT_ENOMEM;
    put(write, argument, "<script type=\"application/json\" class=\"run\">");
    put_object(trace, bands, info, write, argument);
    put(write, argument, "</script>\n<script type=\"text/plain\" class=\"bands\">");
    for (size_t i = 0; i < trace->thread_count; i++)
        put_band(&packer, trace, &bands[i]);
    finish(&packer);
    put(write, argument, "</script>\n");
    gil_bands_free(bands, trace);
    return 0;
}

void gil_page_tail(GilWriteFn write, void *argument)
{
    put(write, argument, "<script>\n");
    put(write, argument, gil_page_code);
    put(write, argument, "</script>\n</body>\n</html>\n");
}
