/* The places of a program that have been seen, and texts: each has a small number. Internal to
 * gil/.
 *
 * All room is there from the start, so that finding a place allocates nothing; what no longer fits
 * is unknown (0). The holder of the lock alone calls these. */
#ifndef GIL_PLACES_H
#define GIL_PLACES_H

#include "gil/gil.h"

typedef struct GilPlaces GilPlaces;

GilPlaces *gil_places_new(const GilProgram *program); /* NULL: no memory */
void gil_places_free(GilPlaces *places);

/* The number of a place where the thread, the holder, is, 0 when there is no more room. */
uint32_t gil_places_find(GilPlaces *places, const GilThread *thread, const GilPosition *place);

/* The number of a text; 0 is "". Without room: a text that says so. */
uint32_t gil_places_text(GilPlaces *places, const char *text);
const char *gil_places_text_of(const GilPlaces *places, uint32_t text);

/* Of the objects of this kind it is number 1, 2, ...; 0 when there is no more room. */
uint32_t gil_places_object(GilPlaces *places, const char *kind, uint64_t identity);

/* A thread that held the lock was seen there: the hold has lasted for ns since it was seen last. */
void gil_places_held(GilPlaces *places, uint32_t place, int64_t ns);

/* In the child of a fork: the times are the parent's. */
void gil_places_forget_times(GilPlaces *places);

/* The lines where the lock was held longest, in descending order: how many. */
size_t gil_places_hottest(const GilPlaces *places, GilHotLine *out, size_t capacity);

/* Copies for a trace. 0 or RT_ENOMEM. */
int gil_places_copy(const GilPlaces *places, GilTrace *out);

#endif
