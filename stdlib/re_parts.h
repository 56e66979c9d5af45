/* Regular expressions: Python's, on PCRE2.
 *
 *     pattern text --gb_re_parse--> tree --gb_re_emit--> PCRE2 text --re_engine--> code
 *
 * The tree means the same for all texts. PCRE2 comes in three widths of code units, as a str does,
 * so a str is searched where it lies: Latin-1, UCS-2 or UCS-4, without UTF, each unit a character.
 * Only then what \w and the like mean, and which characters there are, depends on the width, and
 * so one tree is compiled for each width, and each way to search, when first needed.
 */
#ifndef STDLIB_RE_PARTS_H
#define STDLIB_RE_PARTS_H

#include "vm/gilbox.h"

enum {
    RE_TEMPLATE = 1,
    RE_IGNORECASE = 2,
    RE_LOCALE = 4,
    RE_MULTILINE = 8,
    RE_DOTALL = 16,
    RE_UNICODE = 32,
    RE_VERBOSE = 64,
    RE_DEBUG = 128,
    RE_ASCII = 256,
    RE_TYPE_FLAGS = RE_ASCII | RE_LOCALE | RE_UNICODE,
    RE_MAX_GROUPS = INT32_MAX / 2,
};

#define RE_UNBOUNDED UINT32_MAX

/* --- The tree (gb_re_parse.c) --- */

typedef enum ReKind {
    RE_SEQUENCE,  /* children, one after the other */
    RE_BRANCH,    /* children: the alternatives */
    RE_CHARACTER, /* code */
    RE_ANY,
    RE_SET,           /* children: RE_CHARACTER, RE_RANGE, RE_CATEGORY; negated */
    RE_RANGE,         /* code to last */
    RE_CATEGORY,      /* code: one of d D s S w W */
    RE_AT,            /* code: one of ^ $ A Z b B */
    RE_GROUP,         /* child; code: its number, 0: captures nothing */
    RE_ATOMIC,        /* child */
    RE_REPEAT,        /* child; from min to max times; greed */
    RE_LOOK,          /* child; behind, negated */
    RE_BACKREFERENCE, /* code: the group */
    RE_CONDITION,     /* code: the group; children: yes, and no if there is one */
} ReKind;

typedef enum ReGreed { RE_GREEDY, RE_LAZY, RE_POSSESSIVE } ReGreed;

typedef struct ReNode {
    ReKind kind;
    uint32_t flags; /* RE_IGNORECASE, ... as they are in force here. */
    struct ReNode *child, *last_child, *next;
    uint32_t code, last;
    uint32_t min, max;
    ReGreed greed;
    bool negated, behind, modified; /* modified: a group with flags of its own */
} ReNode;

/* Nodes live until their tree does. */
typedef struct ReChunk {
    struct ReChunk *next;
    int used;
    ReNode nodes[32];
} ReChunk;

typedef struct ReTree {
    ReChunk *chunks;
    ReNode *root;
    uint32_t flags; /* With those that the pattern itself sets. */
    bool is_text;
    int group_count;  /* Without the whole match. */
    GbRef names;      /* dict: name -> number */
    int32_t *closing; /* Of each group, its place in the order of the groups' ends. */
} ReTree;

/* Parse a str or bytes. 0, or -1 with re.error or the like. */
int gb_re_parse(GbThread *t, GbBorrow pattern, uint32_t flags, ReTree *tree);
void gb_re_tree_free(GbThread *t, ReTree *tree);

/* Raise re.error(message_taken, pattern, position); position -1: None. */
void gb_re_raise(GbThread *t, GbRef message_taken, GbBorrow pattern, int64_t position);

/* --- Reading a pattern, or a template --- */

/* A text read one character at a time, where a backslash and what follows it count as one. */
typedef struct ReReader {
    GbThread *t;
    GbBorrow text;
    const void *data;
    int width;
    int64_t length, position;
    int stack_level; /* Of the script, for warnings. */
    bool failed;     /* An exception is set. */
} ReReader;

#define RE_END UINT32_MAX

/* `text` is a str or bytes. -1 when it is nothing but a backslash. */
int gb_re_reader_init(ReReader *reader, GbThread *t, GbBorrow text);
uint32_t gb_re_reader_at(const ReReader *reader, int64_t index); /* RE_END beyond the end. */
/* The next character; of an escape the backslash. RE_END at the end. */
uint32_t gb_re_reader_peek(const ReReader *reader);
/* Take it; for an escape *escaped is what follows the backslash, else RE_END. `escaped` may be
 * NULL where the caller has looked. RE_END at the end, or after a failure. */
uint32_t gb_re_reader_take(ReReader *reader, uint32_t *escaped);
bool gb_re_reader_match(ReReader *reader, uint32_t character); /* Take it if it is that one. */
GbRef gb_re_reader_slice(const ReReader *reader, int64_t start, int64_t end); /* A str. */
/* The text up to a terminator, which is taken too. GB_NULL: "missing group name" and the like. */
GbRef gb_re_reader_until(ReReader *reader, uint32_t terminator, const char *what);
/* A number or an identifier in <>: *number -1 for an identifier. 0 or -1. */
int gb_re_reader_check_name(ReReader *reader, GbBorrow name, int64_t offset);
int gb_re_reader_group_number(ReReader *reader, GbBorrow name, int64_t *number);
/* Raise at the position, less offset characters; returns -1. The first to be called counts. */
int gb_re_reader_fail(ReReader *reader, int64_t offset, const char *message);
int gb_re_reader_fail_take(ReReader *reader, int64_t offset, GbRef message_taken);

/* --- PCRE2's text (gb_re_emit.c) --- */

typedef enum ReMode { RE_SEARCH, RE_MATCH, RE_FULLMATCH, RE_MODE_COUNT } ReMode;

/* What to compile for a width: text in ASCII, and PCRE2's options. */
typedef struct ReText {
    char *text;
    size_t length, capacity;
    uint32_t options;
    bool no_jit; /* PCRE2's translation would be wrong. */
    bool failed; /* No memory. */
} ReText;

/* `highest` is the highest character that a subject can have. */
int gb_re_emit(GbThread *t, const ReTree *tree, ReMode mode, uint32_t highest, ReText *out);
void gb_re_text_free(GbThread *t, ReText *text);

/* --- Codes (re_engine.c) --- */

typedef struct ReCode ReCode;

/* Compile for code units of `width` bytes (1, 2, 4). RE_TOO_LARGE: that width can't have it. 0, or
 * another negative number with the error's text. */
enum { RE_TOO_LARGE = -1, RE_NO_MEMORY = -2, RE_BAD = -3 };
int gb_re_code_new(const ReText *text, int width, ReCode **out, char message[256]);
void gb_re_code_free(ReCode *code);
/* Search `data` from `start` on: 1 and the groups' starts and ends (SIZE_MAX: none), 0, or a
 * negative error of PCRE2's. `advance`: an empty match at start does not count. */
int gb_re_code_match(ReCode *code, const void *data, size_t length, size_t start, bool advance,
                     size_t *ends, int pair_count);

/* --- Patterns and matches (re_pattern.c, re_match.c, re_template.c) --- */

typedef struct RePattern {
    GbObject header;
    GbRef source;          /* str or bytes */
    GbRef index;           /* mappingproxy of tree.names */
    GbRef names;           /* tuple: number -> name, or None */
    GbRef template, parts; /* The last template and what it was made into, or GB_NULL. */
    ReTree tree;
    ReCode *codes[RE_MODE_COUNT][3];  /* By width: 1, 2, 4. */
    uint8_t too_large[RE_MODE_COUNT]; /* Bit per width that can't have it. */
    bool is_bytes;
} RePattern;

/* A text to be searched. */
typedef struct ReSubject {
    GbRef string;
    const void *data;
    int width;
    int64_t length;
    bool is_bytes;
    GbBuffer buffer;   /* Of bytes-like objects. */
    uint32_t *widened; /* A copy in 4-byte units, for patterns that fit no other width. */
} ReSubject;

typedef struct ReMatch {
    GbObject header;
    RePattern *pattern; /* Owned. */
    GbRef string;
    int64_t position, end_position;
    int64_t last_index; /* -1: none */
    int64_t pair_count; /* Groups, with the whole match. */
    int64_t ends[];     /* Start and end of each group from 0 on; -1: did not take part. */
} ReMatch;

extern const GbTypeSpec gb_re_pattern_spec, gb_re_match_spec, gb_re_scanner_spec,
    gb_re_iterator_spec;

static inline RePattern *re_as_pattern(GbBorrow v)
{
    return (RePattern *)gb_object(v);
}

static inline ReMatch *re_as_match(GbBorrow v)
{
    return (ReMatch *)gb_object(v);
}

/* The pattern object for a text. */
GbRef gb_re_pattern_new(GbThread *t, GbBorrow source, uint32_t flags);
int gb_re_subject_get(GbThread *t, const RePattern *pattern, GbBorrow string, ReSubject *out);
void gb_re_subject_release(GbThread *t, ReSubject *subject);
/* As gb_re_code_match, between start and end; ends has (groups + 1) pairs. 1, 0, -1. */
int gb_re_pattern_run(GbThread *t, RePattern *pattern, ReMode mode, ReSubject *subject,
                      int64_t start, int64_t end, bool advance, int64_t *ends);
/* A piece of the subject: str or bytes. */
GbRef gb_re_subject_slice(GbThread *t, const ReSubject *subject, int64_t start, int64_t end);

GbRef gb_re_match_new(GbThread *t, RePattern *pattern, const ReSubject *subject, int64_t start,
                      int64_t end, const int64_t *ends);

/* Room for the ends of a pattern's groups. */
typedef struct ReEnds {
    int64_t *items;
    size_t bytes; /* Of memory of its own; 0: `space` does. */
    int64_t space[32];
} ReEnds;
int gb_re_ends_init(GbThread *t, const RePattern *pattern, ReEnds *ends);
void gb_re_ends_free(GbThread *t, ReEnds *ends);

/* --- Texts that are put together (re_template.c) --- */

/* A growing str or bytes. Failure is kept until gb_re_sink_finish. Must stay where it is. */
typedef struct ReSink {
    GbThread *t;
    bool is_bytes;
    GbWriter writer;
    uint8_t *data;
    size_t size, capacity;
    int64_t count; /* Texts so far, for "sequence item 3: ..." */
} ReSink;
void gb_re_sink_init(ReSink *sink, GbThread *t, bool is_bytes);
int gb_re_sink_slice(ReSink *sink, const ReSubject *subject, int64_t start, int64_t end);
int gb_re_sink_object(ReSink *sink, GbBorrow text); /* TypeError when it is not the sink's kind. */
GbRef gb_re_sink_finish(ReSink *sink);
void gb_re_sink_clear(ReSink *sink);

/* A template of sub and expand as a tuple of literal texts and group numbers. The pattern keeps the
 * last one. */
GbRef gb_re_template_get(GbThread *t, RePattern *pattern, GbBorrow text);
int gb_re_template_put(ReSink *sink, GbBorrow parts, const ReSubject *subject, const int64_t *ends);

#endif
