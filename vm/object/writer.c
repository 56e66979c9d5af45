#include "vm/object/writer.h"

#include <stdio.h>

#include "runtime/check.h"
#include "vm/interp.h"
#include "vm/object/codec.h"
#include "vm/object/str.h"

/* --- The array --- */

void gb_writer_init(GbWriter *writer, GbThread *t)
{
    writer->t = t;
    writer->data = writer->space;
    writer->length = 0;
    writer->capacity = sizeof writer->space;
    writer->width = 1;
    writer->failed = false;
}

void gb_writer_clear(GbWriter *writer)
{
    if (writer->data != writer->space)
        gb_mem_free(writer->t, writer->data, (size_t)(writer->capacity * writer->width));
    writer->data = writer->space;
    writer->length = 0;
    writer->capacity = (int64_t)sizeof writer->space / writer->width;
}

/* Move to an array of `capacity` code points of `width` bytes. */
static int move_to(GbWriter *writer, int64_t capacity, int width)
{
    void *data = gb_mem_new(writer->t, (size_t)(capacity * width));
    if (data == NULL) {
        writer->failed = true;
        return -1;
    }
    gb_text_copy(data, width, 0, (GbText){writer->data, writer->length, writer->width});
    int64_t length = writer->length;
    gb_writer_clear(writer);
    writer->data = data;
    writer->length = length;
    writer->capacity = capacity;
    writer->width = width;
    return 0;
}

/* Room for `count` more code points of `width`. */
static int make_room(GbWriter *writer, int64_t count, int width)
{
    if (writer->failed)
        return -1;
    if (width <= writer->width && count <= writer->capacity - writer->length)
        return 0;
    if (width < writer->width)
        width = writer->width;
    if (count > INT64_MAX / 16 - writer->length) {
        gb_raise_memory(writer->t);
        writer->failed = true;
        return -1;
    }
    int64_t need = writer->length + count, capacity = writer->capacity * 2;
    if (capacity < need || width != writer->width)
        capacity = need + need / 4 + 32;
    return move_to(writer, capacity, width);
}

void *gb_writer_reserve(GbWriter *writer, int64_t count, uint32_t max)
{
    if (make_room(writer, count, gb_text_width(max)) < 0)
        return NULL;
    void *place = (uint8_t *)writer->data + writer->length * writer->width;
    writer->length += count;
    return place;
}

int gb_writer_char(GbWriter *writer, uint32_t code_point)
{
    if ((writer->length == writer->capacity || writer->failed
         || gb_text_width(code_point) > writer->width)
        && make_room(writer, 1, gb_text_width(code_point)) < 0)
        return -1;
    gb_text_write(writer->data, writer->width, writer->length++, code_point);
    return 0;
}

int gb_writer_fill(GbWriter *writer, uint32_t code_point, int64_t count)
{
    if (count <= 0)
        return writer->failed ? -1 : 0;
    if (make_room(writer, count, gb_text_width(code_point)) < 0)
        return -1;
    gb_text_fill(writer->data, writer->width, writer->length, code_point, count);
    writer->length += count;
    return 0;
}

int gb_writer_text(GbWriter *writer, GbText text)
{
    /* A piece of a wide str may itself be narrow. */
    int width = text.width;
    if (width > writer->width)
        width = gb_text_width(gb_text_max(text));
    if (make_room(writer, text.length, width) < 0)
        return -1;
    gb_text_copy(writer->data, writer->width, writer->length, text);
    writer->length += text.length;
    return 0;
}

int gb_writer_ascii(GbWriter *writer, const char *text, size_t size)
{
    return gb_writer_text(writer, gb_text_bytes(text, (int64_t)size));
}

int gb_writer_str(GbWriter *writer, GbBorrow str)
{
    return gb_writer_text(writer, gb_str_text(str));
}

int gb_writer_slice(GbWriter *writer, GbBorrow str, int64_t start, int64_t end)
{
    return gb_writer_text(writer, gb_text_part(gb_str_text(str), start, end));
}

int gb_writer_utf8(GbWriter *writer, const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text, *end = bytes + size;
    while (bytes < end) {
        int64_t run = gb_text_ascii_run(bytes, end - bytes);
        if (run > 0 && gb_writer_ascii(writer, (const char *)bytes, (size_t)run) < 0)
            return -1;
        bytes += run;
        if (bytes == end)
            break;
        uint32_t code;
        int count = gb_utf8_read(bytes, end, &code, true);
        if (gb_writer_char(writer, count > 0 ? code : 0xfffd) < 0)
            return -1;
        bytes += count > 0 ? count : 1;
    }
    return writer->failed ? -1 : 0;
}

int gb_writer_c(GbWriter *writer, const char *text)
{
    return gb_writer_utf8(writer, text, strlen(text));
}

/* Write a str that was made for the purpose; GB_NULL: making it failed. */
static int write_take(GbWriter *writer, GbRef str)
{
    if (str == GB_NULL) {
        writer->failed = true;
        return -1;
    }
    int result = gb_writer_str(writer, str);
    gb_decref(str);
    return result;
}

int gb_writer_repr(GbWriter *writer, GbBorrow v)
{
    if (writer->failed)
        return -1;
    if (gb_is_exact(v, GB_KIND_STR))
        return gb_writer_str_repr(writer, v, false);
    return write_take(writer, gb_repr(writer->t, v));
}

GbRef gb_writer_finish(GbWriter *writer)
{
    GbRef result = GB_NULL;
    if (!writer->failed)
        result = gb_str_from_array(writer->t, writer->data, writer->length, writer->width);
    gb_writer_clear(writer);
    return result;
}

/* --- Formats --- */

/* One conversion of a format: "%.200s" */
typedef struct Conversion {
    int precision;   /* -1: none */
    int longs;       /* How many l; z counts as one. */
    char number[16]; /* Flags and width for numbers, as printf takes them. */
    char kind;
} Conversion;

static const char *read_conversion(const char *format, Conversion *out, int star)
{
    size_t flags = 0;
    *out = (Conversion){.precision = -1};
    while (strchr("0123456789-", *format) != NULL && *format != 0 && flags < sizeof out->number - 1)
        out->number[flags++] = *format++;
    if (*format == '.' && format[1] == '*') {
        out->precision = star;
        format += 2;
    } else if (*format == '.') {
        out->precision = 0;
        for (format++; *format >= '0' && *format <= '9'; format++)
            out->precision = out->precision * 10 + (*format - '0');
    }
    for (; *format == 'l' || *format == 'z'; format++)
        out->longs++;
    out->kind = *format;
    return format + 1;
}

static int write_number(GbWriter *writer, const Conversion *conversion, va_list *arguments)
{
    char format[32], text[64];
    int size;
    if (conversion->longs == 0) {
        snprintf(format, sizeof format, "%%%s%c", conversion->number, conversion->kind);
        size = snprintf(text, sizeof text, format, va_arg(*arguments, int));
    } else { /* long, long long and size_t are all 64 bits. */
        snprintf(format, sizeof format, "%%%sll%c", conversion->number, conversion->kind);
        size = snprintf(text, sizeof text, format, va_arg(*arguments, long long));
    }
    return gb_writer_ascii(writer, text,
                           (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

static int write_c_string(GbWriter *writer, const Conversion *conversion, const char *text)
{
    size_t size =
        conversion->precision >= 0 ? strnlen(text, (size_t)conversion->precision) : strlen(text);
    return gb_writer_utf8(writer, text, size);
}

static int write_cut_take(GbWriter *writer, const Conversion *conversion, GbRef str)
{
    if (str == GB_NULL || conversion->precision < 0 || gb_str_length(str) <= conversion->precision)
        return write_take(writer, str);
    int result = gb_writer_slice(writer, str, 0, conversion->precision);
    gb_decref(str);
    return result;
}

/* The name of a type in messages: a type of a C module goes by its dotted name. */
static int write_type_name(GbWriter *writer, const Conversion *conversion, GbType *type)
{
    const char *dot =
        type->flags & GB_TYPE_HEAP || type->spec == NULL ? NULL : strrchr(type->spec->name, '.');
    if (dot != NULL && gb_str_equal_c(type->name, dot + 1))
        return write_c_string(writer, conversion, type->spec->name);
    return write_cut_take(writer, conversion, gb_new_ref(type->name));
}

static int write_conversion(GbWriter *writer, const Conversion *conversion, va_list *arguments)
{
    GbThread *t = writer->t;
    switch (conversion->kind) {
    case '%':
        return gb_writer_char(writer, '%');
    case 'c':
        return gb_writer_char(writer, va_arg(*arguments, uint32_t));
    case 'd': case 'i': case 'u': case 'x': case 'X':
        return write_number(writer, conversion, arguments);
    case 's':
        return write_c_string(writer, conversion, va_arg(*arguments, const char *));
    case 'U':
        return write_cut_take(writer, conversion, gb_new_ref(va_arg(*arguments, GbBorrow)));
    case 'S':
        return write_cut_take(writer, conversion, gb_str(t, va_arg(*arguments, GbBorrow)));
    case 'R':
        return write_cut_take(writer, conversion, gb_repr(t, va_arg(*arguments, GbBorrow)));
    case 'A':
        return write_cut_take(writer, conversion, gb_ascii(t, va_arg(*arguments, GbBorrow)));
    case 'T':
        return write_type_name(writer, conversion, gb_type_of(t, va_arg(*arguments, GbBorrow)));
    case 'K': {
        GbBorrow v = va_arg(*arguments, GbBorrow);
        return v == GB_NONE ? write_c_string(writer, conversion, "None")
                            : write_type_name(writer, conversion, gb_type_of(t, v));
    }
    case 'N':
        return write_type_name(writer, conversion, va_arg(*arguments, GbType *));
    default:
        REQUIRE(!"a conversion that gb_raise's formats know");
        return -1;
    }
}

int gb_writer_vformat(GbWriter *writer, const char *format, va_list arguments)
{
    va_list rest;
    va_copy(rest, arguments);
    while (*format != 0 && !writer->failed) {
        size_t plain = strcspn(format, "%");
        gb_writer_utf8(writer, format, plain);
        format += plain;
        if (*format == 0)
            break;
        Conversion conversion;
        size_t flags = strspn(format + 1, "0123456789-");
        bool star = strncmp(format + 1 + flags, ".*", 2) == 0;
        format = read_conversion(format + 1, &conversion, star ? va_arg(rest, int) : 0);
        write_conversion(writer, &conversion, &rest);
    }
    va_end(rest);
    return writer->failed ? -1 : 0;
}

int gb_writer_format(GbWriter *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = gb_writer_vformat(writer, format, arguments);
    va_end(arguments);
    return result;
}

GbRef gb_str_format(GbThread *t, const char *format, ...)
{
    GbWriter writer;
    va_list arguments;
    gb_writer_init(&writer, t);
    va_start(arguments, format);
    gb_writer_vformat(&writer, format, arguments);
    va_end(arguments);
    return gb_writer_finish(&writer);
}
