/* Is this text one JSON value? A checker for tests, with nothing of the code that writes JSON. */
#ifndef TESTS_UNIT_JSON_H
#define TESTS_UNIT_JSON_H

#include <stdbool.h>

bool json_is_whole(const char *text);

#endif
