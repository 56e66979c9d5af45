/* What Unicode 14.0 says of a character: utf8proc's tables, and our own for what they lack (numeric
 * values, mappings to several characters, widths). Code points beyond 0x10ffff have no properties.
 * Nothing here fails. */
#ifndef GB_VM_OBJECT_UNICODE_H
#define GB_VM_OBJECT_UNICODE_H

#include "vm/value.h"

bool gb_unicode_is_alpha(uint32_t code);
bool gb_unicode_is_alnum(uint32_t code);
bool gb_unicode_is_wide_space(uint32_t code); /* Beyond ASCII. */
static inline bool gb_unicode_is_space(uint32_t code)
{
    if (code < 64)
        return 0x1f0003e00 >> code & 1; /* \t \n \v \f \r, 0x1c .. 0x1f and the blank. */
    return code >= 128 && gb_unicode_is_wide_space(code);
}
bool gb_unicode_is_line_break(uint32_t code); /* For splitlines(). */
bool gb_unicode_is_printable(uint32_t code);
bool gb_unicode_is_lower(uint32_t code);
bool gb_unicode_is_upper(uint32_t code);
bool gb_unicode_is_title(uint32_t code);
bool gb_unicode_is_cased(uint32_t code);
bool gb_unicode_is_case_ignorable(uint32_t code); /* For the final sigma. */

/* Values: -1 when it has none. */
int gb_unicode_decimal(uint32_t code);
int gb_unicode_digit(uint32_t code);
bool gb_unicode_numeric(uint32_t code, double *out);

/* Full case mappings: up to three code points; how many. */
typedef int (*GbCaseMapping)(uint32_t code, uint32_t out[3]);
int gb_unicode_lower(uint32_t code, uint32_t out[3]);
int gb_unicode_upper(uint32_t code, uint32_t out[3]);
int gb_unicode_title(uint32_t code, uint32_t out[3]);
int gb_unicode_fold(uint32_t code, uint32_t out[3]);
/* One code point each, as sre wants them. */
uint32_t gb_unicode_simple_lower(uint32_t code);
uint32_t gb_unicode_simple_upper(uint32_t code);

/* unicodedata's words: "Lu", "AL", "W". */
const char *gb_unicode_category(uint32_t code);
const char *gb_unicode_bidirectional(uint32_t code);
const char *gb_unicode_width(uint32_t code);
int gb_unicode_combining(uint32_t code);
bool gb_unicode_mirrored(uint32_t code);

/* Names. find takes any case ("latin small letter a"): 1 and *code, or 0. name writes at most
 * `size` bytes with NUL; false when the character has none that we know. */
int gb_unicode_name_lookup(const char *name, size_t size, uint32_t *code);
bool gb_unicode_name(uint32_t code, char *out, size_t size);

#endif
