/* What is behind gb_writer_format and gb_raise: the one reader of their formats. */
#ifndef GB_VM_OBJECT_WRITER_H
#define GB_VM_OBJECT_WRITER_H

#include <stdarg.h>

#include "vm/gilbox.h"
#include "vm/object/text.h"

/* gb_raise's format language (vm/gilbox.h). 0 or -1. */
int gb_writer_vformat(GbWriter *writer, const char *format, va_list arguments);
int gb_writer_text(GbWriter *writer, GbText text);
/* UTF-8 that may be cut short or broken: what is no character becomes U+FFFD. */
int gb_writer_utf8(GbWriter *writer, const char *text, size_t size);
/* Room for `count` more code points up to `max`: where to write them (writer->width bytes each);
 * their number is added at once. NULL: failed. */
void *gb_writer_reserve(GbWriter *writer, int64_t count, uint32_t max);

#endif
