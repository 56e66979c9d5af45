/* What the files of module _pickle share.
 *
 * A Pickler walks an object and writes a program (pickle.def) that makes an equal one; an Unpickler
 * runs it. Files: pickle_output.c the bytes and their frames, pickle_memo.c what was written
 * already, pickle_save.c the builtin types, pickle_reduce.c all others, pickle_pickler.c the class;
 * pickle_input.c where bytes come from, pickle_stack.c, pickle_load.c the machine,
 * pickle_find.c names in programs, pickle_unpickler.c the class; pickle_buffer.c PickleBuffer. */
#ifndef STDLIB_PICKLE_PARTS_H
#define STDLIB_PICKLE_PARTS_H

#include "vm/gilbox.h"

enum {
#define GB_PICKLE(name, byte, protocol) PICKLE_##name = (byte),
#include "stdlib/pickle.def"
#undef GB_PICKLE
    PICKLE_PROTOCOL_DEFAULT = 4,
    PICKLE_PROTOCOL_HIGHEST = 5,
    PICKLE_BATCH = 1000, /* Items that one APPENDS, SETITEMS, ADDITEMS puts in. */
};

extern const GbErrorSpec gb_pickle_error, gb_pickling_error, gb_unpickling_error;
extern const GbTypeSpec gb_pickler_spec, gb_pickler_memo_spec, gb_unpickler_spec,
    gb_unpickler_memo_spec, gb_pickle_buffer_spec;

/* A read-only number, little end first. */
static inline uint64_t pickle_number(const uint8_t *bytes, int size)
{
    uint64_t number = 0;
    for (int i = size; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

/* --- Writing --- */

/* Which objects the program has made so far, and their numbers: an open hash by identity. */
typedef struct PickleMemoRow {
    GbRef object; /* Owned; GB_NULL: free. */
    int64_t number;
} PickleMemoRow;

typedef struct PickleMemo {
    PickleMemoRow *rows;
    int64_t count, capacity; /* capacity: 0 or a power of two */
} PickleMemo;

int64_t gb_pickle_memo_find(const PickleMemo *memo, GbBorrow object); /* -1: absent. */
int gb_pickle_memo_add(GbThread *t, PickleMemo *memo, GbBorrow object, int64_t number);
void gb_pickle_memo_clear(GbThread *t, PickleMemo *memo);

/* The bytes written and not yet given to the file. From protocol 4 on they go out in frames: a
 * header's room is kept free where one begins. */
typedef struct PickleOutput {
    uint8_t *data;
    int64_t size, capacity;
    int64_t frame_start; /* -1: no frame is open */
    bool framing;
    GbRef write; /* The file's, or GB_NULL: all stays here. */
} PickleOutput;

int gb_pickle_write(GbThread *t, PickleOutput *output, const void *data, int64_t size);
int gb_pickle_write_byte(GbThread *t, PickleOutput *output, int byte);
/* A byte, then a number of `size` bytes. */
int gb_pickle_write_number(GbThread *t, PickleOutput *output, int byte, uint64_t number, int size);
/* The head of something long, then it; the very long stay out of frames and are not copied:
 * `payload`, when given, is the bytes object that holds them. */
int gb_pickle_write_long(GbThread *t, PickleOutput *output, const void *head, int64_t head_size,
                         const void *data, int64_t size, GbBorrow payload);
/* Between two objects: a frame that is full ends. */
int gb_pickle_frame_check(GbThread *t, PickleOutput *output);
int gb_pickle_frame_end(GbThread *t, PickleOutput *output);
int gb_pickle_flush(GbThread *t, PickleOutput *output); /* To the file. */
void gb_pickle_output_clear(GbThread *t, PickleOutput *output);

typedef struct Pickler {
    GbObject header;
    PickleMemo memo;
    PickleOutput output;
    int protocol;
    bool binary, fast, fix_imports, running;
    GbRef persistent_id;    /* Set by a script, or GB_NULL: a subclass may have a method. */
    GbRef dispatch_table;   /* Likewise an attribute of the class. */
    GbRef reducer_override; /* Found when dump begins. */
    GbRef persistent_found, table_found; /* What is in force during a dump. */
    bool chains;            /* What the dispatch table lacks, copyreg's may have. */
    GbRef buffer_callback;
    GbRef copyreg; /* The module, once it was needed. */
} Pickler;

static inline int pickle_put(GbThread *t, Pickler *p, int byte)
{
    return gb_pickle_write_byte(t, &p->output, byte);
}

Pickler *gb_pickler_new(GbThread *t, GbType *type);
int gb_pickler_setup(GbThread *t, Pickler *p, GbBorrow file, GbBorrow protocol,
                     GbBorrow fix_imports, GbBorrow buffer_callback);
int gb_pickler_dump(GbThread *t, Pickler *p, GbBorrow object);
GbRef gb_pickle_bytes(GbThread *t, Pickler *p); /* What was written, when there is no file. */

int gb_pickle_save(GbThread *t, Pickler *p, GbBorrow object);
/* As it is, whatever persistent_id would say of it. */
int gb_pickle_save_plain(GbThread *t, Pickler *p, GbBorrow object);
int gb_pickle_memoize(GbThread *t, Pickler *p, GbBorrow object);
int gb_pickle_memo_get(GbThread *t, Pickler *p, int64_t number);
int gb_pickle_save_items(GbThread *t, Pickler *p, GbBorrow iterator);
int gb_pickle_save_pairs(GbThread *t, Pickler *p, GbBorrow iterator);
/* What __reduce__ gave. `object` GB_NULL: it is not to be remembered. */
int gb_pickle_save_reduced(GbThread *t, Pickler *p, GbBorrow reduced, GbBorrow object);
/* A class or function by name; `name` GB_NULL: its own. */
int gb_pickle_save_global(GbThread *t, Pickler *p, GbBorrow object, GbBorrow name);
int gb_pickle_save_class(GbThread *t, Pickler *p, GbBorrow class);
/* By dispatch table, __reduce_ex__ or __reduce__. */
int gb_pickle_save_other(GbThread *t, Pickler *p, GbBorrow object);
/* (builtins.name, arguments): 0 or -1; takes the arguments. */
int gb_pickle_save_call(GbThread *t, Pickler *p, GbBorrow callable, GbRef arguments,
                        GbBorrow object);

/* copyreg.name, a dict, owned; *module caches copyreg. */
GbRef gb_pickle_copyreg(GbThread *t, GbRef *module, const char *name);
/* The object of a dotted name in `root`; *parent (may be NULL) is where its last part was found. An
 * AttributeError tells what is missing. */
GbRef gb_pickle_dotted(GbThread *t, GbBorrow root, GbBorrow name, GbRef *parent);
/* An attribute that may be absent: 1, 0, -1. */
int gb_pickle_find_attr(GbThread *t, GbBorrow object, const char *name, GbRef *out);

/* --- Reading --- */

typedef struct PickleInput {
    GbBuffer buffer; /* What is being read. */
    int64_t at;
    bool peeked;   /* The file has not moved over it yet, */
    int64_t moved; /* but for this much. */
    bool has_frame;
    int64_t frame_end;
    GbRef read, readline, peek; /* The file's; GB_NULL: none. */
} PickleInput;

/* `size` bytes, good until the next call; NULL fails. */
const uint8_t *gb_pickle_read(GbThread *t, PickleInput *input, int64_t size);
/* A line, without its newline. */
const char *gb_pickle_read_line(GbThread *t, PickleInput *input, int64_t *size);
int gb_pickle_read_frame(GbThread *t, PickleInput *input, int64_t size);
/* Leaves the file where the pickle ended. */
int gb_pickle_input_finish(GbThread *t, PickleInput *input);
void gb_pickle_input_clear(GbThread *t, PickleInput *input);
int gb_pickle_truncated(GbThread *t); /* -1 with UnpicklingError. */

typedef struct Unpickler {
    GbObject header;
    PickleInput input;
    GbRef *stack;
    int64_t count, capacity;
    int64_t *marks; /* Heights of the stack. */
    int64_t mark_count, mark_capacity;
    int64_t fence; /* Nothing below is to be taken: the last mark, or 0. */
    GbRef *memo;   /* GB_NULL: no such number. */
    int64_t memo_capacity, memo_count;
    GbRef memo_far; /* A dict, for numbers that leave large gaps; or GB_NULL. */
    int protocol;
    bool fix_imports, running;
    GbRef persistent_load, persistent_found;
    GbRef encoding, errors; /* str, for STRING; */
    bool strings_are_bytes; /* encoding='bytes' */
    GbRef buffers;          /* An iterator, or GB_NULL. */
    GbRef copyreg;
    bool is_plain; /* Exactly Unpickler: find_class is ours. */
} Unpickler;

Unpickler *gb_unpickler_new(GbThread *t, GbType *type);
int gb_unpickler_setup(GbThread *t, Unpickler *u, GbBorrow file, GbBorrow fix_imports,
                       GbBorrow encoding, GbBorrow errors, GbBorrow buffers);
GbRef gb_unpickler_load(GbThread *t, Unpickler *u);

/* The stack: at least `count` values above the last mark, or -1 with an UnpicklingError. */
int gb_unpickle_need(GbThread *t, Unpickler *u, int64_t count);
int gb_unpickle_push_take(GbThread *t, Unpickler *u, GbRef value); /* GB_NULL: -1. */
GbRef gb_unpickle_pop(GbThread *t, Unpickler *u);                  /* GB_NULL fails. */
int gb_unpickle_mark(GbThread *t, Unpickler *u);
int64_t gb_unpickle_unmark(GbThread *t, Unpickler *u); /* The height at the last mark, or -1. */
/* A tuple of all from `start` up, popped. */
GbRef gb_unpickle_pop_tuple(GbThread *t, Unpickler *u, int64_t start);
void gb_unpickle_drop(Unpickler *u, int64_t start);
void gb_unpickle_stack_clear(GbThread *t, Unpickler *u);
GbBorrow gb_unpickle_memo_peek(GbThread *t, Unpickler *u, uint64_t number); /* GB_NULL: absent. */
int gb_unpickle_memo_set(GbThread *t, Unpickler *u, uint64_t number, GbBorrow value);
void gb_unpickle_memo_clear(GbThread *t, Unpickler *u);

/* The global of a module, by the unpickler's own find_class if it has one. */
GbRef gb_unpickle_find(GbThread *t, Unpickler *u, GbBorrow module, GbBorrow name);
GbRef gb_unpickle_find_class(GbThread *t, Unpickler *u, GbBorrow module, GbBorrow name);
GbRef gb_unpickle_extension(GbThread *t, Unpickler *u, int64_t code);
/* INST and OBJ: class(*args), but for classes that want nothing. Takes the arguments. */
GbRef gb_unpickle_instance(GbThread *t, GbBorrow class, GbRef arguments);
GbRef gb_unpickle_newobj(GbThread *t, GbBorrow class, GbBorrow arguments, GbBorrow keywords,
                         const char *opcode);
int gb_unpickle_build(GbThread *t, GbBorrow instance, GbBorrow state);
/* The text of STRING and its kin as str, or bytes when so asked. */
GbRef gb_unpickle_string(GbThread *t, Unpickler *u, const uint8_t *data, int64_t size);
GbRef gb_unpickle_quoted(GbThread *t, Unpickler *u);

/* Read-only? A buffer, for NEXT_BUFFER. */
GbRef gb_pickle_readonly(GbThread *t, GbRef buffer_taken);
GbBuffer *gb_pickle_buffer_peek(GbThread *t, GbBorrow buffer); /* NULL: released, raised. */

/* --- Their memos, as scripts see them --- */

GbRef gb_pickler_memo_copy(GbThread *t, GbBorrow pickler);     /* {id(object): (number, object)} */
GbRef gb_unpickler_memo_copy(GbThread *t, GbBorrow unpickler); /* {number: object} */
GbRef gb_pickle_proxy_new(GbThread *t, const GbTypeSpec *spec, GbBorrow owner);
GbBorrow gb_pickle_proxied(GbBorrow proxy);

#endif
