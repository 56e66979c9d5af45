/* Methods of str about cases and kinds of characters. */
#include "vm/interp.h"
#include "vm/object/str_methods.h"
#include "vm/object/unicode.h"
#include "vm/syntax/lexer.h"

/* --- Mapping --- */

/* A capital sigma at the end of a word becomes a final one: a cased letter before it, none after.
 */
static bool is_final_sigma(const GbText *text, int64_t index)
{
    int64_t i = index - 1;
    while (i >= 0 && gb_unicode_is_case_ignorable(gb_text_at(text, i)))
        i--;
    if (i < 0 || !gb_unicode_is_cased(gb_text_at(text, i)))
        return false;
    for (i = index + 1; i < text->length && gb_unicode_is_case_ignorable(gb_text_at(text, i));)
        i++;
    return i == text->length || !gb_unicode_is_cased(gb_text_at(text, i));
}

static int lower_at(const GbText *text, int64_t index, uint32_t out[3])
{
    uint32_t code = gb_text_at(text, index);
    if (code != 0x3a3)
        return gb_unicode_lower(code, out);
    out[0] = is_final_sigma(text, index) ? 0x3c2 : 0x3c3;
    return 1;
}

static void write_mapped(GbWriter *writer, const uint32_t *codes, int count)
{
    for (int i = 0; i < count; i++)
        gb_writer_char(writer, codes[i]);
}

/* An ASCII str in another case: `from` is the first letter of the case that changes. */
static GbRef map_ascii(GbThread *t, GbBorrow self, uint8_t from)
{
    GbStr *s = gb_as_str(self), *result = gb_str_alloc(t, s->length, GB_MAX_ASCII);
    if (result == NULL)
        return GB_NULL;
    for (int64_t i = 0; i < s->length; i++) {
        uint8_t byte = s->data[i];
        result->data[i] = (uint8_t)((uint8_t)(byte - from) < 26 ? byte ^ 0x20 : byte);
    }
    return gb_value(result);
}

static GbRef map_all(GbThread *t, GbBorrow self, GbCaseMapping map)
{
    GbWriter writer;
    uint32_t codes[3];
    GbText text = gb_str_text(self);
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < text.length; i++) {
        int count =
            map == gb_unicode_lower ? lower_at(&text, i, codes) : map(gb_text_at(&text, i), codes);
        write_mapped(&writer, codes, count);
    }
    return gb_writer_finish(&writer);
}

GbRef gb_str_method_lower(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_str_is_ascii(gb_as_str(self)) ? map_ascii(t, self, 'A')
                                            : map_all(t, self, gb_unicode_lower);
}

GbRef gb_str_method_upper(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_str_is_ascii(gb_as_str(self)) ? map_ascii(t, self, 'a')
                                            : map_all(t, self, gb_unicode_upper);
}

GbRef gb_str_method_casefold(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_str_is_ascii(gb_as_str(self)) ? map_ascii(t, self, 'A')
                                            : map_all(t, self, gb_unicode_fold);
}

GbRef gb_str_method_swapcase(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbWriter writer;
    uint32_t codes[3];
    GbText text = gb_str_text(self);
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        int count = 1;
        if (gb_unicode_is_upper(code))
            count = lower_at(&text, i, codes);
        else if (gb_unicode_is_lower(code))
            count = gb_unicode_upper(code, codes);
        else
            codes[0] = code;
        write_mapped(&writer, codes, count);
    }
    return gb_writer_finish(&writer);
}

/* Title case where a word begins, lower case else. */
static GbRef map_words(GbThread *t, GbBorrow self, bool only_first)
{
    GbWriter writer;
    uint32_t codes[3];
    GbText text = gb_str_text(self);
    bool in_word = false;
    gb_writer_init(&writer, t);
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        int count = in_word ? lower_at(&text, i, codes) : gb_unicode_title(code, codes);
        write_mapped(&writer, codes, count);
        in_word = only_first || gb_unicode_is_cased(code);
    }
    return gb_writer_finish(&writer);
}

GbRef gb_str_method_capitalize(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_words(t, self, true);
}

GbRef gb_str_method_title(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return map_words(t, self, false);
}

/* --- Kinds --- */

static GbRef all_are(GbBorrow self, bool (*is)(uint32_t), bool when_empty)
{
    GbText text = gb_str_text(self);
    for (int64_t i = 0; i < text.length; i++) {
        if (!is(gb_text_at(&text, i)))
            return GB_FALSE;
    }
    return gb_bool(text.length > 0 || when_empty);
}

static bool is_decimal(uint32_t code)
{
    return gb_unicode_decimal(code) >= 0;
}

static bool is_digit(uint32_t code)
{
    return gb_unicode_digit(code) >= 0;
}

static bool is_numeric(uint32_t code)
{
    double value;
    return gb_unicode_numeric(code, &value);
}

GbRef gb_str_method_isalnum(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, gb_unicode_is_alnum, false);
}

GbRef gb_str_method_isalpha(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, gb_unicode_is_alpha, false);
}

GbRef gb_str_method_isascii(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return gb_bool(gb_str_is_ascii(gb_as_str(self)));
}

GbRef gb_str_method_isdecimal(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, is_decimal, false);
}

GbRef gb_str_method_isdigit(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, is_digit, false);
}

GbRef gb_str_method_isnumeric(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, is_numeric, false);
}

GbRef gb_str_method_isspace(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, gb_unicode_is_space, false);
}

GbRef gb_str_method_isprintable(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return all_are(self, gb_unicode_is_printable, true);
}

/* The lexer's tables may be those of a newer Unicode. */
static bool continues_identifier(uint32_t code)
{
    return gb_parse_identifier_can_continue(code)
           && (code < 128 || strcmp(gb_unicode_category(code), "Cn") != 0);
}

GbRef gb_str_method_isidentifier(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbText text = gb_str_text(self);
    if (text.length == 0 || !gb_parse_identifier_can_start(gb_text_at(&text, 0)))
        return GB_FALSE;
    return all_are(self, continues_identifier, true);
}

/* Some letter of one case and none of the other (title case counts as other). */
static GbRef one_case(GbBorrow self, bool (*wanted)(uint32_t), bool (*unwanted)(uint32_t))
{
    GbText text = gb_str_text(self);
    bool found = false;
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        if (unwanted(code) || gb_unicode_is_title(code))
            return GB_FALSE;
        found = found || wanted(code);
    }
    return gb_bool(found);
}

GbRef gb_str_method_islower(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return one_case(self, gb_unicode_is_lower, gb_unicode_is_upper);
}

GbRef gb_str_method_isupper(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    return one_case(self, gb_unicode_is_upper, gb_unicode_is_lower);
}

GbRef gb_str_method_istitle(GbThread *t, GbBorrow self, const GbBorrow *args)
{
    GbText text = gb_str_text(self);
    bool in_word = false, found = false;
    for (int64_t i = 0; i < text.length; i++) {
        uint32_t code = gb_text_at(&text, i);
        bool begins = gb_unicode_is_upper(code) || gb_unicode_is_title(code);
        bool goes_on = !begins && gb_unicode_is_lower(code);
        if ((begins && in_word) || (goes_on && !in_word))
            return GB_FALSE;
        in_word = begins || goes_on;
        found = found || in_word;
    }
    return gb_bool(found);
}
