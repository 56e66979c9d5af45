/* What the files of module _json share. */
#ifndef STDLIB_JSON_PARTS_H
#define STDLIB_JSON_PARTS_H

#include "vm/gilbox.h"

extern const GbTypeSpec gb_json_scanner_spec, gb_json_encoder_spec;

/* A text as an array of code points. */
typedef struct JsonText {
    GbBorrow str;
    const void *data;
    int width;
    int64_t length;
} JsonText;

static inline JsonText json_text(GbBorrow str)
{
    JsonText text = {.str = str, .length = gb_str_length(str)};
    text.data = gb_str_data(str, &text.width);
    return text;
}

static inline uint32_t json_at(const JsonText *text, int64_t index)
{
    switch (text->width) {
    case 1: return ((const uint8_t *)text->data)[index];
    case 2: return ((const uint16_t *)text->data)[index];
    default: return ((const uint32_t *)text->data)[index];
    }
}

/* The string whose opening quote stands before `start`; *end is behind its closing one. */
GbRef gb_json_scan_string(GbThread *t, const JsonText *text, int64_t start, bool strict,
                          int64_t *end);

/* A str in quotes. */
int gb_json_put_string(GbWriter *writer, GbBorrow str, bool ascii);

#endif
