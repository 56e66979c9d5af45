/* Writing JSON, piece by piece. Internal to gil/.
 *
 * The writer puts the commas: a member or an item knows whether it is the first of its object or
 * array. Names and strings are UTF-8; what is not is written as U+FFFD. */
#ifndef GIL_JSON_H
#define GIL_JSON_H

#include "gil/gil.h"

#include <stdarg.h>

#define GIL_JSON_BUFFER 4096

typedef struct GilJson {
    GilWriteFn write;
    void *argument;
    bool first; /* nothing stands in the present object or array yet */
    size_t used;
    char buffer[GIL_JSON_BUFFER];
} GilJson;

void gil_json_init(GilJson *json, GilWriteFn write, void *argument);
void gil_json_flush(GilJson *json);

/* name NULL: an item of an array. */
void gil_json_open(GilJson *json, const char *name, char bracket); /* '{' or '[' */
void gil_json_close(GilJson *json, char bracket);                  /* '}' or ']' */
void gil_json_string(GilJson *json, const char *name, const char *text);
void gil_json_int(GilJson *json, const char *name, int64_t number);
void gil_json_double(GilJson *json, const char *name, double number);
void gil_json_bool(GilJson *json, const char *name, bool truth);

/* A number of ns as ms, or as us, exact to the ns. */
void gil_json_ms(GilJson *json, const char *name, int64_t ns);
void gil_json_us(GilJson *json, const char *name, int64_t ns);

/* The members that say which lock it was, on which machine. */
void gil_json_config(GilJson *json, const GilConfig *config);

/* The members that say which run of what. */
void gil_json_run(GilJson *json, const GilTrace *trace, const GilRunInfo *info);

/* White space between two items, for the eyes of people. */
void gil_json_newline(GilJson *json);

#endif
