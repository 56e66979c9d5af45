/* source.h: bytes to text the lexer can walk. Internal to vm/syntax. */
#ifndef GB_VM_SYNTAX_SOURCE_H
#define GB_VM_SYNTAX_SOURCE_H

#include "vm/syntax/parse.h"

typedef struct SourceText {
    char *data; /* UTF-8, every newline '\n', NUL-terminated */
    size_t size;
} SourceText;

/* Decodes the source by its byte order mark or coding comment into a buffer of the arena,
 * translates newlines and, for a file, ends the last line. Returns 0, or -1 with *error filled. */
int gb_parse_source_decode(AstArena *arena, const char *bytes, size_t size,
                           const GbParseOptions *options, SourceText *text, AstError *error);

#endif
