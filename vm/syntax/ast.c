#include "vm/syntax/ast.h"

#include <stdlib.h>
#include <string.h>

/* ---- Arena ------------------------------------------------------------------------------- */

typedef struct AstChunk {
    struct AstChunk *next;
    max_align_t data[];
} AstChunk;

enum { CHUNK_SIZE = 32 * 1024, ALIGNMENT = 8 };

void gb_ast_arena_init(AstArena *arena)
{
    *arena = (AstArena){0};
}

void gb_ast_arena_fini(AstArena *arena)
{
    AstChunk *chunk = arena->chunks;

    while (chunk != NULL) {
        AstChunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    gb_ast_arena_init(arena);
}

/* Something that does not fit the current chunk gets a new one; the rest of the old is left. */
static void *alloc_in_new_chunk(AstArena *arena, size_t size)
{
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    AstChunk *chunk = arena->failed || room > SIZE_MAX / 2 ? NULL : malloc(sizeof *chunk + room);

    if (chunk == NULL) {
        arena->failed = true;
        return NULL;
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->next = (char *)chunk->data + size;
    arena->end = (char *)chunk->data + room;
    return chunk->data;
}

void *gb_ast_arena_alloc(AstArena *arena, size_t size)
{
    char *memory = arena->next;

    if (size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (size <= (size_t)(arena->end - arena->next))
        arena->next += size;
    else if ((memory = alloc_in_new_chunk(arena, size)) == NULL)
        return NULL;
    return memset(memory, 0, size);
}

AstText gb_ast_text_copy(AstArena *arena, const char *data, size_t size)
{
    AstText text = {0};
    char *copy = size < INT32_MAX ? gb_ast_arena_alloc(arena, size + 1) : NULL;

    if (copy == NULL) {
        arena->failed = true;
        return text;
    }
    memcpy(copy, data, size);
    text.data = copy;
    text.size = (int)size;
    return text;
}

bool gb_ast_text_is(AstText text, const char *string)
{
    size_t size = strlen(string);

    return text.data != NULL && (size_t)text.size == size && memcmp(text.data, string, size) == 0;
}

bool gb_ast_text_same(AstText a, AstText b)
{
    if (a.data == NULL || b.data == NULL)
        return a.data == b.data;
    return a.size == b.size && memcmp(a.data, b.data, (size_t)a.size) == 0;
}

/* ---- Nodes ------------------------------------------------------------------------------- */

static const uint16_t node_sizes[] = {
#define AST_NODE(category, name, fields) offsetof(AstNode, as) + sizeof(Ast##name),
#include "vm/syntax/ast.def"
};

static const char *const kind_names[] = {
#define AST_NODE(category, name, fields) #name,
#include "vm/syntax/ast.def"
};

static const struct {
    const char *name, *text;
    AstPrecedence precedence;
} operators[] = {
#define AST_OPERATOR(category, name, text, precedence) {#name, text, precedence},
#include "vm/syntax/ast.def"
};

AstNode *gb_ast_node_new(AstArena *arena, AstKind kind)
{
    AstNode *node = gb_ast_arena_alloc(arena, node_sizes[kind]);

    if (node != NULL)
        node->kind = (uint8_t)kind;
    return node;
}

const char *gb_ast_kind_name(AstKind kind)
{
    return kind_names[kind];
}

const char *gb_ast_operator_name(AstOperator op)
{
    return operators[op].name;
}

const char *gb_ast_operator_text(AstOperator op)
{
    return operators[op].text;
}

AstPrecedence gb_ast_operator_precedence(AstOperator op)
{
    return operators[op].precedence;
}

/* ---- Buffer ------------------------------------------------------------------------------ */

void gb_ast_buffer_init(AstBuffer *buffer)
{
    *buffer = (AstBuffer){0};
}

void gb_ast_buffer_fini(AstBuffer *buffer)
{
    free(buffer->data);
    gb_ast_buffer_init(buffer);
}

static bool buffer_grow(AstBuffer *buffer, size_t room)
{
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    char *data;

    if (buffer->failed || room > SIZE_MAX / 4 || buffer->size > SIZE_MAX / 4)
        return false;
    while (capacity < buffer->size + room)
        capacity *= 2;
    data = realloc(buffer->data, capacity);
    if (data == NULL)
        return false;
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void gb_ast_buffer_add(AstBuffer *buffer, const char *data, size_t size)
{
    if (buffer->size + size + 1 > buffer->capacity && !buffer_grow(buffer, size + 1)) {
        buffer->failed = true;
        return;
    }
    if (size > 0)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void gb_ast_buffer_add_string(AstBuffer *buffer, const char *string)
{
    gb_ast_buffer_add(buffer, string, strlen(string));
}
