/* The places of a program that have been seen, and texts. Hash tables with open addressing that are
 * never more than half full. */
#include "gil/places.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 8192
#define CODES_MAX 2048
#define TEXTS_MAX 8192
#define TEXT_BYTES_MAX (1 << 20)
#define OBJECTS_MAX 4096

typedef struct Code {
    const void *code;
    uint32_t function, file; /* texts */
} Code;

typedef struct Place {
    uint32_t code; /* index */
    int32_t line;
    uint64_t count;
    int64_t held_ns, longest_ns;
} Place;

typedef struct Object {
    uint64_t identity;
    uint32_t kind; /* text */
    uint32_t number;
} Object;

struct GilPlaces {
    const GilProgram *program;
    uint32_t place_count, code_count, object_count, text_count, text_size;
    uint32_t full;            /* the text for what has no room */
    Place places[PLACES_MAX]; /* [0] is unknown */
    Code codes[CODES_MAX];
    uint16_t place_slots[2 * PLACES_MAX]; /* indices by hash, 0 for empty */
    uint16_t code_slots[2 * CODES_MAX];   /* indices + 1 */
    Object objects[OBJECTS_MAX];
    uint16_t object_slots[2 * OBJECTS_MAX]; /* indices + 1 */
    uint32_t text_slots[2 * TEXTS_MAX];
    char texts[TEXT_BYTES_MAX];
};

GilPlaces *gil_places_new(const GilProgram *program)
{
    GilPlaces *places = calloc(1, sizeof *places);
    if (!places)
        return NULL;
    places->program = program;
    places->place_count = 1;
    places->text_size = 1;
    places->full = gil_places_text(places, "(one text too many for the trace)");
    return places;
}

void gil_places_free(GilPlaces *places)
{
    if (!places)
        return;
    for (uint32_t i = 0; i < places->code_count; i++)
        places->program->forget(places->codes[i].code);
    free(places);
}

/* --- Texts --------------------------------------------------------------------------------- */

static uint32_t hash_text(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    return hash;
}

uint32_t gil_places_text(GilPlaces *places, const char *text)
{
    if (!text || !*text)
        return 0;
    uint32_t slot = hash_text(text) % (2 * TEXTS_MAX);
    for (; places->text_slots[slot]; slot = (slot + 1) % (2 * TEXTS_MAX)) {
        if (strcmp(places->texts + places->text_slots[slot], text) == 0)
            return places->text_slots[slot];
    }
    size_t size = strlen(text) + 1;
    if (places->text_count == TEXTS_MAX || size > TEXT_BYTES_MAX - places->text_size)
        return places->full;
    uint32_t index = places->text_size;
    memcpy(places->texts + index, text, size);
    places->text_size += (uint32_t)size;
    places->text_count++;
    places->text_slots[slot] = index;
    return index;
}

const char *gil_places_text_of(const GilPlaces *places, uint32_t text)
{
    return places->texts + text;
}

/* --- Places -------------------------------------------------------------------------------- */

/* The index of the code + 1; 0: no room. */
static uint32_t find_code(GilPlaces *places, const GilThread *thread, const void *code)
{
    uint32_t slot = (uint32_t)((uintptr_t)code >> 4) * 2654435761u % (2 * CODES_MAX);
    for (; places->code_slots[slot]; slot = (slot + 1) % (2 * CODES_MAX)) {
        if (places->codes[places->code_slots[slot] - 1].code == code)
            return places->code_slots[slot];
    }
    if (places->code_count == CODES_MAX)
        return 0;
    const char *function = NULL, *file = NULL;
    places->program->describe(thread, code, &function, &file);
    places->codes[places->code_count++] = (Code){code, gil_places_text(places, function),
                                                 gil_places_text(places, file)};
    return places->code_slots[slot] = (uint16_t)places->code_count;
}

uint32_t gil_places_find(GilPlaces *places, const GilThread *thread, const GilPosition *place)
{
    uint32_t code = find_code(places, thread, place->code);
    if (code == 0)
        return 0;
    uint32_t slot = (code * 31 + (uint32_t)place->line) * 2654435761u % (2 * PLACES_MAX);
    for (; places->place_slots[slot]; slot = (slot + 1) % (2 * PLACES_MAX)) {
        const Place *seen = &places->places[places->place_slots[slot]];
        if (seen->code == code - 1 && seen->line == place->line)
            return places->place_slots[slot];
    }
    if (places->place_count == PLACES_MAX)
        return 0;
    uint32_t index = places->place_count++;
    places->places[index] = (Place){.code = code - 1, .line = place->line};
    places->place_slots[slot] = (uint16_t)index;
    return index;
}

void gil_places_held(GilPlaces *places, uint32_t place, int64_t ns)
{
    Place *seen = &places->places[place];
    seen->count++;
    seen->held_ns += ns;
    if (ns > seen->longest_ns)
        seen->longest_ns = ns;
}

void gil_places_forget_times(GilPlaces *places)
{
    for (uint32_t i = 0; i < places->place_count; i++) {
        Place *place = &places->places[i];
        place->count = 0;
        place->held_ns = place->longest_ns = 0;
    }
}

/* --- Objects -------------------------------------------------------------------------------- */

static uint32_t next_number(const GilPlaces *places, uint32_t kind)
{
    for (uint32_t i = places->object_count; i > 0; i--) {
        if (places->objects[i - 1].kind == kind)
            return places->objects[i - 1].number + 1;
    }
    return 1;
}

uint32_t gil_places_object(GilPlaces *places, const char *kind, uint64_t identity)
{
    uint32_t slot = (uint32_t)(identity * UINT64_C(11400714819323198485) >> 32) % (2 * OBJECTS_MAX);
    for (; places->object_slots[slot]; slot = (slot + 1) % (2 * OBJECTS_MAX)) {
        const Object *seen = &places->objects[places->object_slots[slot] - 1];
        if (seen->identity == identity)
            return seen->number;
    }
    if (places->object_count == OBJECTS_MAX)
        return 0;
    uint32_t text = gil_places_text(places, kind), number = next_number(places, text);
    places->objects[places->object_count++] = (Object){identity, text, number};
    places->object_slots[slot] = (uint16_t)places->object_count;
    return number;
}

/* --- Copies -------------------------------------------------------------------------------- */

static void copy_text(char *out, size_t size, const char *text)
{
    size_t length = strlen(text), skip = length < size ? 0 : length - size + 1;
    memcpy(out, text + skip, length - skip + 1);
}

/* A text that is too long keeps its end: of a path, that is what tells. */
static void copy_line(const GilPlaces *places, const Place *place, GilHotLine *out)
{
    const Code *code = &places->codes[place->code];
    copy_text(out->function, sizeof out->function, places->texts + code->function);
    copy_text(out->file, sizeof out->file, places->texts + code->file);
    out->line = place->line;
    out->count = place->count;
    out->held_ns = place->held_ns;
    out->longest_ns = place->longest_ns;
}

size_t gil_places_hottest(const GilPlaces *places, GilHotLine *out, size_t capacity)
{
    size_t count = 0;
    for (uint32_t i = 1; i < places->place_count; i++) {
        const Place *place = &places->places[i];
        if (place->held_ns <= 0)
            continue;
        size_t at = count;
        while (at > 0 && out[at - 1].held_ns < place->held_ns)
            at--;
        if (at == capacity)
            continue;
        count += count < capacity;
        memmove(&out[at + 1], &out[at], (count - 1 - at) * sizeof *out);
        copy_line(places, place, &out[at]);
    }
    return count;
}

int gil_places_copy(const GilPlaces *places, GilTrace *out)
{
    out->places = calloc(places->place_count, sizeof *out->places);
    out->texts = malloc(places->text_size);
    if (!out->places || !out->texts)
        return RT_ENOMEM;
    memcpy(out->texts, places->texts, places->text_size);
    out->text_size = places->text_size;
    out->place_count = places->place_count;
    for (uint32_t i = 1; i < places->place_count; i++) {
        const Code *code = &places->codes[places->places[i].code];
        out->places[i] = (GilTracePlace){code->function, code->file, places->places[i].line};
    }
    return 0;
}
