/* Names of characters: reading unicode_names.inc, whose writer (unicode_names.py) tells its form,
 * and the names that follow from code points. */
#include <stdio.h>
#include <stdlib.h>

#include "vm/object/unicode.h"

enum {
    BASE = 90,
    SINGLE = 44,
    DOUBLE = 36,
    ADDED = 9, /* As in unicode_names.py. */
    WORDS_MAX = 32,
    NAME_MAX_SIZE = 128,
};

#define GB_WORDS(...) __VA_ARGS__
static const char *const words[] = {
#include "vm/object/unicode_names.inc"
};

/* Consecutive characters; the first name shares nothing with one before. */
typedef struct Chunk {
    uint32_t first, count;
    const char *symbols;
} Chunk;

#define GB_CHUNK(first, count, symbols) {first, count, symbols},
static const Chunk chunks[] = {
#include "vm/object/unicode_names.inc"
};

/* Characters whose name ends in their code point. */
typedef struct Numbered {
    uint32_t first, last;
    const char *prefix;
} Numbered;

#define GB_NUMBERED(first, last, prefix) {first, last, prefix},
static const Numbered numbered[] = {
#include "vm/object/unicode_names.inc"
};

typedef struct Alias {
    uint32_t code;
    const char *name;
} Alias;

#define GB_ALIAS(code, name) {code, name},
static const Alias aliases[] = {
#include "vm/object/unicode_names.inc"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- Reading chunks --- */

/* A name as numbers of words. */
typedef struct WordList {
    int count;
    int numbers[WORDS_MAX];
} WordList;

/* The symbols are '#' and up, without '?' and '\'. */
static int symbol_value(char symbol)
{
    return symbol - '#' - (symbol > '?') - (symbol > '\\');
}

static const char *read_word(const char *at, int *number)
{
    int value = symbol_value(*at++);
    if (value < SINGLE) {
        *number = value;
        return at;
    }
    if (value < SINGLE + DOUBLE) {
        *number = SINGLE + (value - SINGLE) * BASE + symbol_value(*at);
        return at + 1;
    }
    *number = SINGLE + DOUBLE * BASE
              + ((value - SINGLE - DOUBLE) * BASE + symbol_value(at[0])) * BASE
              + symbol_value(at[1]);
    return at + 2;
}

/* Read the next name of a chunk over the one before it. */
static const char *read_name(const char *at, WordList *name)
{
    int head = symbol_value(*at++), shared = head / ADDED, added = head % ADDED;
    if (head == BASE - 1) {
        shared = symbol_value(*at++);
        added = symbol_value(*at++);
    }
    name->count = shared;
    for (int i = 0; i < added; i++)
        at = read_word(at, &name->numbers[name->count++]);
    return at;
}

static int compare_chunk(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key;
    const Chunk *chunk = row;
    return code < chunk->first ? -1 : code >= chunk->first + chunk->count;
}

/* --- Hangul syllables: the names of their letters put together --- */

enum { HANGUL_FIRST = 0xac00, HANGUL_COUNT = 11172, VOWELS = 21, TRAILS = 28 };

static const char hangul_prefix[] = "HANGUL SYLLABLE ";
static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char *const vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                     "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                     "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char *const trails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                     "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                     "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

static void hangul_name(uint32_t code, char *out, size_t size)
{
    uint32_t index = code - HANGUL_FIRST;
    snprintf(out, size, "%s%s%s%s", hangul_prefix, leads[index / TRAILS / VOWELS],
             vowels[index / TRAILS % VOWELS], trails[index % TRAILS]);
}

/* The longest of the letters that begins the text; -1: none. */
static int longest_match(const char *text, const char *const *letters, size_t count)
{
    int best = -1;
    size_t best_size = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(letters[i]);
        if ((best < 0 || size > best_size) && strncmp(text, letters[i], size) == 0) {
            best = (int)i;
            best_size = size;
        }
    }
    return best;
}

static bool find_hangul(const char *name, uint32_t *code)
{
    size_t prefix = sizeof hangul_prefix - 1;
    if (strncmp(name, hangul_prefix, prefix) != 0)
        return false;
    const char *at = name + prefix;
    int lead = longest_match(at, leads, COUNT(leads));
    at += strlen(leads[lead]); /* One of them is empty: there is always a match. */
    int vowel = longest_match(at, vowels, COUNT(vowels));
    if (vowel < 0)
        return false;
    at += strlen(vowels[vowel]);
    int trail = longest_match(at, trails, COUNT(trails));
    if (at[strlen(trails[trail])] != 0)
        return false;
    *code = HANGUL_FIRST + (uint32_t)((lead * VOWELS + vowel) * TRAILS + trail);
    return true;
}

/* --- Numbered names --- */

static bool find_numbered(const char *name, uint32_t *code)
{
    const char *hyphen = strrchr(name, '-');
    if (hyphen == NULL || strspn(hyphen + 1, "0123456789ABCDEF") != strlen(hyphen + 1)
        || strlen(hyphen + 1) > 6 || strlen(hyphen + 1) < 4)
        return false;
    *code = (uint32_t)strtoul(hyphen + 1, NULL, 16);
    size_t size = (size_t)(hyphen - name);
    for (size_t i = 0; i < COUNT(numbered); i++) {
        if (*code >= numbered[i].first && *code <= numbered[i].last
            && strlen(numbered[i].prefix) == size && strncmp(name, numbered[i].prefix, size) == 0)
            return true;
    }
    return false;
}

/* --- From character to name --- */

static bool join_words(const WordList *name, char *out, size_t size)
{
    size_t length = 0;
    for (int i = 0; i < name->count; i++) {
        const char *word = words[name->numbers[i]];
        const char *gap = i == 0 || *word == '-' || *word == ' ' ? "" : " ";
        if (length + strlen(word) + 2 > size)
            return false;
        length += (size_t)snprintf(out + length, size - length, "%s%s", gap, word);
    }
    return true;
}

bool gb_unicode_name(uint32_t code, char *out, size_t size)
{
    if (code >= HANGUL_FIRST && code < HANGUL_FIRST + HANGUL_COUNT) {
        hangul_name(code, out, size);
        return true;
    }
    for (size_t i = 0; i < COUNT(numbered); i++) {
        if (code >= numbered[i].first && code <= numbered[i].last) {
            snprintf(out, size, "%s-%04X", numbered[i].prefix, code);
            return true;
        }
    }
    const Chunk *chunk = bsearch(&code, chunks, COUNT(chunks), sizeof *chunks, compare_chunk);
    if (chunk == NULL)
        return false;
    WordList name = {0};
    const char *at = chunk->symbols;
    for (uint32_t i = chunk->first; i <= code; i++)
        at = read_name(at, &name);
    return join_words(&name, out, size);
}

/* --- From name to character --- */

/* The end of the word that begins at `at`: a word begins at a hyphen, or at a blank that it keeps
 * before a hyphen. */
static const char *word_end(const char *at)
{
    at += *at == ' ' ? 2 : *at == '-';
    while (*at && *at != ' ' && *at != '-')
        at++;
    return at;
}

static int word_number(const char *word, size_t size)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        if (words[i][0] == word[0] && strncmp(words[i], word, size) == 0 && words[i][size] == 0)
            return (int)i;
    }
    return -1;
}

static bool split_name(const char *name, WordList *out)
{
    out->count = 0;
    while (*name && out->count < WORDS_MAX) {
        if (*name == ' ' && name[1] != '-')
            name++;
        const char *end = word_end(name);
        int number = end > name ? word_number(name, (size_t)(end - name)) : -1;
        if (number < 0)
            return false;
        out->numbers[out->count++] = number;
        name = end;
    }
    return *name == 0 && out->count > 0;
}

static bool find_in_chunks(const char *name, uint32_t *code)
{
    WordList wanted, found = {0};
    if (!split_name(name, &wanted))
        return false;
    for (size_t i = 0; i < COUNT(chunks); i++) {
        const char *at = chunks[i].symbols;
        for (uint32_t j = 0; j < chunks[i].count; j++) {
            at = read_name(at, &found);
            if (found.count == wanted.count
                && memcmp(found.numbers, wanted.numbers,
                          (size_t)wanted.count * sizeof *wanted.numbers)
                       == 0) {
                *code = chunks[i].first + j;
                return true;
            }
        }
    }
    return false;
}

int gb_unicode_name_lookup(const char *name, size_t size, uint32_t *code)
{
    char upper[NAME_MAX_SIZE];
    if (size == 0 || size >= sizeof upper)
        return 0;
    for (size_t i = 0; i < size; i++) {
        if (name[i] == 0)
            return 0;
        upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 0x20) : name[i];
    }
    upper[size] = 0;
    for (size_t i = 0; i < COUNT(aliases); i++) {
        if (strcmp(upper, aliases[i].name) == 0) {
            *code = aliases[i].code;
            return 1;
        }
    }
    return find_hangul(upper, code) || find_numbered(upper, code) || find_in_chunks(upper, code);
}
