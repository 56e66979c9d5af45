/* Writing JSON. */
#include "gil/json.h"

#include <stdio.h>
#include <string.h>

void gil_json_init(GilJson *json, GilWriteFn write, void *argument)
{
    json->write = write;
    json->argument = argument;
    json->first = true;
    json->used = 0;
}

void gil_json_flush(GilJson *json)
{
    if (json->used > 0)
        json->write(json->argument, json->buffer, json->used);
    json->used = 0;
}

static void put_bytes(GilJson *json, const char *bytes, size_t size)
{
    if (size > sizeof json->buffer - json->used)
        gil_json_flush(json);
    if (size > sizeof json->buffer) {
        json->write(json->argument, bytes, size);
        return;
    }
    memcpy(json->buffer + json->used, bytes, size);
    json->used += size;
}

static void put_text(GilJson *json, const char *text)
{
    put_bytes(json, text, strlen(text));
}

static void put_char(GilJson *json, char c)
{
    put_bytes(json, &c, 1);
}

/* --- Strings --------------------------------------------------------------------------------- */

/* The bytes of the UTF-8 character at text, 0 if there is none. */
static size_t utf8_size(const uint8_t *text)
{
    size_t size = text[0] < 0x80 ? 1 : text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    bool overlong = text[0] == 0xC0 || text[0] == 0xC1 || (text[0] == 0xE0 && text[1] < 0xA0) ||
                    (text[0] == 0xF0 && text[1] < 0x90);
    bool beyond = text[0] > 0xF4 || (text[0] == 0xF4 && text[1] > 0x8F);
    bool surrogate = text[0] == 0xED && text[1] > 0x9F;
    if ((text[0] >= 0x80 && text[0] < 0xC2) || overlong || beyond || surrogate)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    }
    return size;
}

/* "</script" in a page would end the script that holds the JSON, so no '<' is left as it is. */
static void put_character(GilJson *json, const char *text, size_t size)
{
    char escape[8];
    uint8_t c = (uint8_t)*text;
    if (c == '"' || c == '\\') {
        put_char(json, '\\');
        put_char(json, (char)c);
    } else if (c == '\n') {
        put_text(json, "\\n");
    } else if (c < 0x20 || c == 0x7F || c == '<') {
        snprintf(escape, sizeof escape, "\\u%04x", c);
        put_text(json, escape);
    } else {
        put_bytes(json, text, size);
    }
}

/* How many characters stand there that can stand as they are. */
static size_t plain_size(const char *text)
{
    size_t size = 0;
    while (text[size] >= 0x20 && text[size] < 0x7F && text[size] != '"' && text[size] != '\\' &&
           text[size] != '<')
        size++;
    return size;
}

static void put_string(GilJson *json, const char *text)
{
    put_char(json, '"');
    while (*text) {
        size_t plain = plain_size(text), size = plain ? plain : utf8_size((const uint8_t *)text);
        if (plain)
            put_bytes(json, text, plain);
        else if (size == 0)
            put_text(json, "\xEF\xBF\xBD");
        else
            put_character(json, text, size);
        text += size == 0 ? 1 : size;
    }
    put_char(json, '"');
}

/* --- Values ---------------------------------------------------------------------------------- */

static void begin(GilJson *json, const char *name)
{
    if (!json->first)
        put_char(json, ',');
    json->first = false;
    if (name) {
        put_string(json, name);
        put_char(json, ':');
    }
}

void gil_json_open(GilJson *json, const char *name, char bracket)
{
    begin(json, name);
    put_char(json, bracket);
    json->first = true;
}

void gil_json_close(GilJson *json, char bracket)
{
    put_char(json, bracket);
    json->first = false;
}

void gil_json_string(GilJson *json, const char *name, const char *text)
{
    begin(json, name);
    put_string(json, text);
}

static void put_format(GilJson *json, const char *format, ...)
{
    char text[64];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put_text(json, text);
}

void gil_json_int(GilJson *json, const char *name, int64_t number)
{
    begin(json, name);
    put_format(json, "%lld", (long long)number);
}

void gil_json_double(GilJson *json, const char *name, double number)
{
    begin(json, name);
    put_format(json, "%.6g", number);
}

void gil_json_bool(GilJson *json, const char *name, bool truth)
{
    begin(json, name);
    put_text(json, truth ? "true" : "false");
}

/* ns / 10^digits, in decimals. */
static void put_scaled(GilJson *json, int64_t ns, int64_t unit, int digits)
{
    const char *sign = ns < 0 ? "-" : "";
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    put_format(json, "%s%llu.%0*llu", sign, (unsigned long long)(size / (uint64_t)unit), digits,
               (unsigned long long)(size % (uint64_t)unit));
}

void gil_json_ms(GilJson *json, const char *name, int64_t ns)
{
    begin(json, name);
    put_scaled(json, ns, RT_MILLISECOND, 6);
}

void gil_json_us(GilJson *json, const char *name, int64_t ns)
{
    begin(json, name);
    put_scaled(json, ns, RT_MICROSECOND, 3);
}

void gil_json_newline(GilJson *json)
{
    put_char(json, '\n');
}
