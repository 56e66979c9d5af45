/* PCRE2 in its three widths behind one face.
 *
 * A code is translated to machine code once it has shown that it is used often or on long texts.
 * That wants a stack of its own: a small one on the C stack, until a match asks for more; a match
 * that has not enough of the large one either is done by interpretation, on the heap. */
#define PCRE2_CODE_UNIT_WIDTH 0
#include "stdlib/re_parts.h"

#include <pcre2.h>

#include <stdlib.h>

struct ReCode {
    const struct Engine *engine;
    void *code, *data, *context, *jit_stack;
    int uses;
    enum { JIT_LATER, JIT_READY, JIT_NONE } jit;
};

/* The calls of one width. */
typedef struct Engine {
    int width;
    int (*compile)(ReCode *code, const void *text, size_t length, uint32_t options, int *error);
    void (*free)(ReCode *code);
    int (*match)(ReCode *code, const void *subject, size_t length, size_t start, uint32_t options);
    const size_t *(*ends)(ReCode *code, int *pairs);
    int (*jit_compile)(ReCode *code);
    bool (*jit_grow)(ReCode *code);
} Engine;

enum {
    USES_BEFORE_JIT = 4,
    LENGTH_BEFORE_JIT = 400,
    NEST_LIMIT = 5000,
    JIT_STACK_MIN = 64 * 1024,
    JIT_STACK_MAX = 32 * 1024 * 1024,
};

#define ENGINE(bits)                                                                               \
    static int compile_##bits(ReCode *code, const void *text, size_t length, uint32_t options,     \
                              int *error)                                                          \
    {                                                                                              \
        size_t offset;                                                                             \
        pcre2_compile_context_##bits *context = pcre2_compile_context_create_##bits(NULL);         \
        if (context == NULL)                                                                       \
            return RE_NO_MEMORY;                                                                   \
        pcre2_set_newline_##bits(context, PCRE2_NEWLINE_LF);                                       \
        pcre2_set_parens_nest_limit_##bits(context, NEST_LIMIT);                                   \
        code->code = pcre2_compile_##bits(text, length, options, error, &offset, context);         \
        pcre2_compile_context_free_##bits(context);                                                \
        if (code->code == NULL)                                                                    \
            return *error == PCRE2_ERROR_PATTERN_TOO_LARGE ? RE_TOO_LARGE : RE_BAD;                \
        code->data = pcre2_match_data_create_from_pattern_##bits(code->code, NULL);                \
        code->context = pcre2_match_context_create_##bits(NULL);                                   \
        if (code->data == NULL || code->context == NULL)                                           \
            return RE_NO_MEMORY;                                                                   \
        pcre2_set_match_limit_##bits(code->context, UINT32_MAX);                                   \
        pcre2_set_depth_limit_##bits(code->context, UINT32_MAX);                                   \
        pcre2_set_heap_limit_##bits(code->context, UINT32_MAX);                                    \
        return 0;                                                                                  \
    }                                                                                              \
    static void free_##bits(ReCode *code)                                                          \
    {                                                                                              \
        pcre2_match_data_free_##bits(code->data);                                                  \
        pcre2_match_context_free_##bits(code->context);                                            \
        pcre2_jit_stack_free_##bits(code->jit_stack);                                              \
        pcre2_code_free_##bits(code->code);                                                        \
    }                                                                                              \
    static int match_##bits(ReCode *code, const void *subject, size_t length, size_t start,        \
                            uint32_t options)                                                      \
    {                                                                                              \
        return pcre2_match_##bits(code->code, subject, length, start, options, code->data,         \
                                  code->context);                                                  \
    }                                                                                              \
    static const size_t *ends_##bits(ReCode *code, int *pairs)                                     \
    {                                                                                              \
        *pairs = (int)pcre2_get_ovector_count_##bits(code->data);                                  \
        return pcre2_get_ovector_pointer_##bits(code->data);                                       \
    }                                                                                              \
    static int jit_compile_##bits(ReCode *code)                                                    \
    {                                                                                              \
        return pcre2_jit_compile_##bits(code->code, PCRE2_JIT_COMPLETE);                           \
    }                                                                                              \
    static bool jit_grow_##bits(ReCode *code)                                                      \
    {                                                                                              \
        if (code->jit_stack != NULL)                                                               \
            return false;                                                                          \
        code->jit_stack = pcre2_jit_stack_create_##bits(JIT_STACK_MIN, JIT_STACK_MAX, NULL);       \
        if (code->jit_stack == NULL)                                                               \
            return false;                                                                          \
        pcre2_jit_stack_assign_##bits(code->context, NULL, code->jit_stack);                       \
        return true;                                                                               \
    }                                                                                              \
    static const Engine engine_##bits = {bits / 8,      compile_##bits,     free_##bits,           \
                                         match_##bits,  ends_##bits,        jit_compile_##bits,    \
                                         jit_grow_##bits};

ENGINE(8)
ENGINE(16)
ENGINE(32)

/* The ASCII text in code units of the engine's width. */
static void *widen(const ReText *text, int width)
{
    uint8_t *units = malloc((text->length + 1) * (size_t)width);
    for (size_t i = 0; units != NULL && i < text->length; i++) {
        uint32_t unit = (unsigned char)text->text[i];
        if (width == 1)
            units[i] = (uint8_t)unit;
        else if (width == 2)
            ((uint16_t *)units)[i] = (uint16_t)unit;
        else
            ((uint32_t *)units)[i] = unit;
    }
    return units;
}

int gb_re_code_new(const ReText *text, int width, ReCode **out, char message[256])
{
    int error = 0;
    ReCode *code = calloc(1, sizeof *code);
    void *units = widen(text, width);
    int failed = RE_NO_MEMORY;
    if (code != NULL && units != NULL) {
        code->engine = width == 1 ? &engine_8 : width == 2 ? &engine_16 : &engine_32;
        code->jit = text->no_jit ? JIT_NONE : JIT_LATER;
        failed = code->engine->compile(code, units, text->length, text->options, &error);
    }
    free(units);
    if (failed == RE_BAD)
        pcre2_get_error_message_8(error, (PCRE2_UCHAR8 *)message, 256);
    if (failed != 0) {
        gb_re_code_free(code);
        code = NULL;
    }
    *out = code;
    return failed;
}

void gb_re_code_free(ReCode *code)
{
    if (code != NULL && code->engine != NULL)
        code->engine->free(code);
    free(code);
}

static void think_of_jit(ReCode *code, size_t length)
{
    if (code->jit == JIT_LATER && (++code->uses > USES_BEFORE_JIT || length > LENGTH_BEFORE_JIT))
        code->jit = code->engine->jit_compile(code) == 0 ? JIT_READY : JIT_NONE;
}

int gb_re_code_match(ReCode *code, const void *data, size_t length, size_t start, bool advance,
                  size_t *ends, int pair_count)
{
    const Engine *engine = code->engine;
    uint32_t options = PCRE2_NO_UTF_CHECK | (advance ? PCRE2_NOTEMPTY_ATSTART : 0);
    think_of_jit(code, length - start);
    int outcome = engine->match(code, data, length, start, options);
    if (outcome == PCRE2_ERROR_JIT_STACKLIMIT && engine->jit_grow(code))
        outcome = engine->match(code, data, length, start, options);
    if (outcome == PCRE2_ERROR_JIT_STACKLIMIT)
        outcome = engine->match(code, data, length, start, options | PCRE2_NO_JIT);
    if (outcome < 0)
        return outcome == PCRE2_ERROR_NOMATCH ? 0 : outcome;
    int pairs;
    const size_t *found = engine->ends(code, &pairs);
    for (int i = 0; i < 2 * pair_count; i++)
        ends[i] = i < 2 * outcome && i < 2 * pairs ? found[i] : SIZE_MAX;
    return 1;
}
