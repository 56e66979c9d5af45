/* A checker of JSON: each function reads one thing and returns where it ends, or NULL. */
#include "tests/unit/json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 50

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *read_string(const char *at)
{
    if (*at++ != '"')
        return NULL;
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < ' ')
            return NULL;
        if (*at != '\\')
            continue;
        at++;
        if (*at == 'u' && strspn(at + 1, "0123456789abcdefABCDEF") < 4)
            return NULL;
        if (*at == '\0' || !strchr("\"\\/bfnrtu", *at))
            return NULL;
    }
    return at + 1;
}

static const char *read_number(const char *at)
{
    char *end;
    if (*at != '-' && !isdigit((unsigned char)*at))
        return NULL;
    strtod(at, &end);
    return end == at || isalpha((unsigned char)end[-1]) ? NULL : end;
}

static const char *read_value(const char *at, int depth);

static const char *read_list(const char *at, char closing, int depth)
{
    at = skip_blanks(at + 1);
    if (*at == closing)
        return at + 1;
    for (;;) {
        if (closing == '}') {
            at = read_string(skip_blanks(at));
            at = at ? skip_blanks(at) : NULL;
            if (!at || *at++ != ':')
                return NULL;
        }
        at = read_value(at, depth + 1);
        at = at ? skip_blanks(at) : NULL;
        if (at && *at == closing)
            return at + 1;
        if (!at || *at++ != ',')
            return NULL;
    }
}

static const char *read_value(const char *at, int depth)
{
    static const char *const words[] = {"true", "false", "null"};
    at = skip_blanks(at);
    if (depth > DEPTH_MAX)
        return NULL;
    if (*at == '{' || *at == '[')
        return read_list(at, *at == '{' ? '}' : ']', depth);
    if (*at == '"')
        return read_string(at);
    for (int i = 0; i < 3; i++) {
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    }
    return read_number(at);
}

bool json_is_whole(const char *text)
{
    const char *end = read_value(text, 0);
    return end && *skip_blanks(end) == '\0';
}
