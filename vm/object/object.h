/* What every object begins with, and what a type can do.
 *
 * An object is a header and whatever its type lays behind it. `kind` says at one glance which
 * builtin type the object is exactly; objects of other types (classes of scripts, subclasses of
 * builtins) have GB_KIND_OTHER, and their type's `layout` tells which builtin's struct they begin
 * with. So:
 *
 *     gb_is_exact(v, GB_KIND_LIST)    list and no subclass: its methods are the builtin ones
 *     gb_has_layout(v, GB_KIND_LIST)  list or a subclass: it may be cast to GbList
 *
 * A type is a struct of slots, as in CPython: a builtin fills them with C functions from a
 * GbTypeSpec, a class statement with functions that look the special method up. The GIL is held in
 * everything declared here.
 */
#ifndef GB_VM_OBJECT_OBJECT_H
#define GB_VM_OBJECT_OBJECT_H

#include "runtime/check.h"
#include "vm/value.h"

/* The builtin types, from types.def. GB_KIND_OTHER is every type without a row. */
typedef enum GbKind {
    GB_KIND_OTHER,
#define GB_TYPE(KIND, spec, base) GB_KIND_##KIND,
#include "vm/object/types.def"
#undef GB_TYPE
    GB_KIND_COUNT
} GbKind;

/* Header flags. */
enum {
    GB_FLAG_HAS_ID = 1,       /* id() was asked: its serial is in interp->ids. */
    GB_FLAG_HAS_WEAKREFS = 2, /* interp->weakrefs has an entry. */
    GB_FLAG_FINALIZED = 4,    /* __del__ has run. */
    GB_FLAG_CONTAINER = 8,    /* The cycle collector looks at it. */
    GB_FLAG_IMMORTAL = 16,    /* Lives as long as the interpreter; still counted. */
    GB_FLAG_INTERNED = 32,    /* A str that stands in interp->interned. */
    GB_FLAG_GC_1 = 64,        /* The collector's own marks. */
    GB_FLAG_GC_2 = 128,
};

struct GbObject {
    uint32_t refcount;
    uint8_t kind;   /* GbKind, exact; GB_KIND_OTHER for all other types. */
    uint8_t flags;  /* GB_FLAG_... */
    uint16_t extra; /* Free for the type. */
    GbType *type;   /* Owned. */
};

/* COMPARE_OP's order. */
typedef enum GbCompare { GB_LT, GB_LE, GB_EQ, GB_NE, GB_GT, GB_GE } GbCompare;

/* BINARY_OP's order (CPython's NB_*); the in-place form of op is op + GB_INPLACE. */
typedef enum GbBinary {
    GB_ADD,
    GB_AND,
    GB_FLOORDIV,
    GB_LSHIFT,
    GB_MATMUL,
    GB_MUL,
    GB_MOD,
    GB_OR,
    GB_POW,
    GB_RSHIFT,
    GB_SUB,
    GB_TRUEDIV,
    GB_XOR,
    GB_INPLACE,
    GB_DIVMOD = 26 /* divmod() has no bytecode. */
} GbBinary;

typedef enum GbUnary {
    GB_NEGATIVE,
    GB_POSITIVE,
    GB_INVERT,
    GB_ABSOLUTE,
    GB_TO_INT,
    GB_TO_FLOAT,
    GB_TO_INDEX
} GbUnary;

/* Called with the address of each reference an object holds. Non-zero ends the walk and is
 * returned. */
typedef int (*GbVisitor)(GbRef *slot, void *context);

typedef GbRef (*GbFunctionC)(GbThread *t, GbBorrow self, const GbBorrow *args);

/* A method, function or constructor that Python can call: one row.
 * `signature` is Python's: "pop(index=-1, /)", "print(*args, sep=' ', end='\n', file=None,
 * flush=False)". Defaults are literals (ints, floats, strings, None, True, False) or `?` for "not
 * given" (the C function sees GB_NULL). The C function gets one argument per parameter, in their
 * order; *args as a tuple, **kwargs as a dict (never GB_NULL, borrowed). It never counts or
 * defaults arguments itself. */
typedef struct GbMethodDef {
    const char *signature;
    GbFunctionC function;
    const char *doc;
    int flags; /* GB_METHOD_..., 0 for an ordinary method or function. */
} GbMethodDef;

enum {
    GB_METHOD_STATIC = 1,
    GB_METHOD_CLASS = 2,
    GB_METHOD_NEW = 4, /* A type's __new__: object/builtin.c. */
    /* An initializer that takes no keywords leaves those of a subclass to its own __new__. */
    GB_METHOD_LEAVES_KEYWORDS = 8
};

typedef struct GbGetSetDef {
    const char *name;
    GbRef (*get)(GbThread *t, GbBorrow self);
    /* NULL: read-only. `value` GB_NULL: delete. */
    int (*set)(GbThread *t, GbBorrow self, GbBorrow value);
    const char *doc;
} GbGetSetDef;

/* The setter where CPython says "readonly attribute", rather than "attribute 'x' of 'T' objects is
 * not writable". */
int gb_refuse_set(GbThread *t, GbBorrow self, GbBorrow value);

/* What an object with a buffer lends: one row of items, back to back. */
typedef struct GbExport {
    uint8_t *data;
    int64_t size; /* Bytes. */
    int64_t item_size;
    /* Of an item, as the struct module writes it; lives as long as the export. */
    const char *format;
    bool readonly;
    GbBorrow lender; /* Whose memory it is, if not the object's own; or GB_NULL. */
} GbExport;

/* The slots. NULL: not supported (or inherited). A slot that returns GB_NULL or -1 has set an
 * exception, except `next`, which ends an iteration by GB_NULL with none set (StopIteration may be
 * set too). */
typedef struct GbSlots {
    /* Clear what it holds; the caller frees the memory. */
    void (*dealloc)(GbThread *t, GbObject *self);
    /* All references but the type's. */
    int (*visit)(GbObject *self, GbVisitor visit, void *context);
    /* Drop references that can be part of a cycle. */
    void (*clear)(GbThread *t, GbObject *self);
    GbRef (*repr)(GbThread *t, GbBorrow self);
    GbRef (*str)(GbThread *t, GbBorrow self);
    int (*hash)(GbThread *t, GbBorrow self, int64_t *hash);
    int (*truth)(GbThread *t, GbBorrow self);      /* 1, 0, -1. */
    int64_t (*length)(GbThread *t, GbBorrow self); /* -1 fails. */
    GbRef (*call)(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
    GbRef (*compare)(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op); /* Or NotImplemented. */
    /* Or NotImplemented: has no such. */
    GbRef (*unary)(GbThread *t, GbUnary op, GbBorrow self);
    /* Either operand may be self; or NotImplemented. */
    GbRef (*binary)(GbThread *t, GbBinary op, GbBorrow a, GbBorrow b);
    /* op without GB_INPLACE. Or NotImplemented: then `binary` is asked. */
    GbRef (*inplace)(GbThread *t, GbBinary op, GbBorrow self, GbBorrow b);
    GbRef (*getitem)(GbThread *t, GbBorrow self, GbBorrow key);
    /* value GB_NULL: delete. */
    int (*setitem)(GbThread *t, GbBorrow self, GbBorrow key, GbBorrow value);
    int (*contains)(GbThread *t, GbBorrow self, GbBorrow item);
    GbRef (*iter)(GbThread *t, GbBorrow self);
    GbRef (*next)(GbThread *t, GbBorrow self);
    GbRef (*await)(GbThread *t, GbBorrow self);
    GbRef (*aiter)(GbThread *t, GbBorrow self);
    GbRef (*anext)(GbThread *t, GbBorrow self);
    GbRef (*getattr)(GbThread *t, GbBorrow self, GbBorrow name);
    /* value GB_NULL: delete. */
    int (*setattr)(GbThread *t, GbBorrow self, GbBorrow name, GbBorrow value);
    /* instance or GB_NULL. */
    GbRef (*descr_get)(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow type);
    /* value GB_NULL: delete. */
    int (*descr_set)(GbThread *t, GbBorrow self, GbBorrow instance, GbBorrow value);
    /* __new__ */
    GbRef (*create)(GbThread *t, GbBorrow type, const GbBorrow *args, int count, GbBorrow names);
    /* __init__ */
    int (*init)(GbThread *t, GbBorrow self, const GbBorrow *args, int count, GbBorrow names);
    void (*finalize)(GbThread *t, GbBorrow self); /* __del__ */
    /* Lend the memory; until `unlend` (may be NULL) it must not move. Read through type->spec:
     * never inherited. */
    int (*lend)(GbThread *t, GbBorrow self, GbExport *out);
    void (*unlend)(GbThread *t, GbBorrow self);
} GbSlots;

/* The hash slot of unhashable types: TypeError "unhashable type: 'list'". Their __hash__ is None.
 */
int gb_unhashable(GbThread *t, GbBorrow self, int64_t *hash);

/* Type flags. */
enum {
    GB_TYPE_HEAP = 1,         /* Made by a class statement or type(). */
    GB_TYPE_FINAL = 2,        /* No subclasses ("type 'bool' is not an acceptable base type"). */
    GB_TYPE_IMMUTABLE = 4,    /* Attributes can't be set from Python. */
    GB_TYPE_CONTAINER = 8,    /* Its objects can be part of cycles. */
    GB_TYPE_HAS_DICT = 16,    /* Instances have attributes of their own. */
    GB_TYPE_HAS_WEAKREF = 32, /* Instances can be weakly referenced. */
    GB_TYPE_ABSTRACT = 64,    /* Has abstract methods: can't be instantiated. */
    GB_TYPE_NO_CREATE = 128,  /* Scripts can't call it ("cannot create 'X' instances"). */
    GB_TYPE_MATCH_SEQUENCE = 256,
    GB_TYPE_MATCH_MAPPING = 512,
    GB_TYPE_MATCH_SELF = 1024, /* `case int(x)` binds the subject. */
    GB_TYPE_VARIABLE = 2048,   /* Objects differ in size: `size_of` tells. */
    /* Its objects, found in a class, are methods: LOAD_METHOD need not bind them. */
    GB_TYPE_METHOD = 4096,
    /* What the plain attribute lookup finds is right: caches may answer. What it does not find
       slots.getattr must be asked for (there may be a __getattr__). */
    GB_TYPE_GENERIC_GETATTR = 8192,
};

/* What a C file says of its type: read once at start. */
typedef struct GbTypeSpec {
    /* "int"; "collections.deque" puts the part before the dot into __module__. */
    const char *name;
    const char *doc;
    uint32_t size;                  /* sizeof its struct. */
    uint32_t flags;                 /* GB_TYPE_... */
    int64_t (*size_of)(GbObject *); /* Bytes of one object, for GB_TYPE_VARIABLE; otherwise NULL. */
    GbSlots slots;
    /* {"int(x=0, /, base=?)", int_create, NULL}: a bound __new__ with self = the type; instead of
     * slots.create. */
    GbMethodDef constructor;
    GbMethodDef initializer;    /* Likewise __init__ (returns None). */
    const GbMethodDef *methods; /* Ended by {0}. */
    const GbGetSetDef *getsets; /* Ended by {0}. */
    /* Of the attribute word, if the struct has it itself; 0: with GB_TYPE_HAS_DICT it is added
     * behind the struct. */
    uint32_t attrs_offset;
} GbTypeSpec;

struct GbType {
    GbObject header; /* header.type is the metaclass. */
    /* The builtin's own or, for a class, its nearest builtin ancestor's. */
    const GbTypeSpec *spec;
    GbInterp *interp;
    GbRef name, qualname; /* str */
    struct GbDict *dict;  /* Owned. */
    GbType *base;         /* Owned; NULL for object. */
    GbRef bases, mro;     /* tuples of types */
    GbType **subclasses;  /* Borrowed; a dying type takes itself out. */
    int32_t subclass_count, subclass_capacity;
    /* Unique over all types and changes. 0: it or an ancestor has changed and nothing was looked up
     * since; never cached. */
    uint32_t version;
    uint32_t flags; /* GB_TYPE_... */
    uint8_t layout; /* GbKind whose struct the objects begin with. */
    /* Bytes, with __slots__ and the attribute word; of the fixed part. */
    uint32_t instance_size;
    /* Of the attribute word (object/attrs.h); 0: none. For GB_TYPE_VARIABLE the word stands behind
     * size_of() and the __slots__. */
    uint32_t attrs_offset;
    /* Of __slots__, with the inherited ones: they begin where the struct ends. */
    int32_t slot_count;
    struct GbKeys *keys; /* The attribute names its instances share (object/attrs.h). */
    /* Of its spec or a base's; NULL: not asked yet. */
    const struct GbSignature *constructor, *initializer;
    GbSlots slots;
};

/* --- References --- */

/* The last reference went: finalise and free. Call through gb_decref. */
void gb_object_dead(GbObject *object);

static inline void gb_incref(GbBorrow v)
{
    if (gb_is_object(v))
        ++gb_object(v)->refcount;
}

/* A second reference to v. */
static inline GbRef gb_new_ref(GbBorrow v)
{
    gb_incref(v);
    return v;
}

static inline void gb_decref(GbRef v)
{
    if (!gb_is_object(v))
        return;
    ASSERT(gb_object(v)->refcount > 0);
    if (--gb_object(v)->refcount == 0)
        gb_object_dead(gb_object(v));
}

static inline void gb_xincref(GbBorrow v)
{
    if (v != GB_NULL)
        gb_incref(v);
}

static inline void gb_xdecref(GbRef v)
{
    if (v != GB_NULL)
        gb_decref(v);
}

/* Give back what *slot holds, if anything, and leave GB_NULL there first (finalisers may look). */
static inline void gb_clear(GbRef *slot)
{
    GbRef old = *slot;
    *slot = GB_NULL;
    gb_xdecref(old);
}

/* Replace what *slot holds by `taken`, whose reference passes to the slot. */
static inline void gb_set(GbRef *slot, GbRef taken)
{
    GbRef old = *slot;
    *slot = taken;
    gb_xdecref(old);
}

/* --- Types of values --- */

static inline bool gb_is_exact(GbBorrow v, GbKind kind)
{
    return gb_is_object(v) && gb_object(v)->kind == kind;
}

static inline bool gb_has_layout(GbBorrow v, GbKind kind)
{
    return gb_is_object(v) && (gb_object(v)->kind == kind || gb_object(v)->type->layout == kind);
}

/* The type of any value, borrowed. */
GbType *gb_type_of_immediate(GbThread *t, GbBorrow v);

static inline GbType *gb_type_of(GbThread *t, GbBorrow v)
{
    return gb_is_object(v) ? gb_object(v)->type : gb_type_of_immediate(t, v);
}

/* Is `type` a subtype of `ancestor` by its mro? */
bool gb_type_is_subtype(GbType *type, GbType *ancestor);

static inline bool gb_is_instance_of(GbThread *t, GbBorrow v, GbType *type)
{
    GbType *own = gb_type_of(t, v);
    return own == type || gb_type_is_subtype(own, type);
}

/* --- Making objects --- */

/* Memory for an object of `type` (fixed size: type->instance_size): refcount 1, everything behind
 * the header zero, known to the collector from now on if its type is a container (so fields must be
 * valid or zero at any call). NULL with MemoryError set. */
void *gb_object_new(GbThread *t, GbType *type);

/* Likewise with `size_bytes` in all, for GB_TYPE_VARIABLE (the attribute word, if any, is added by
 * the callee). */
void *gb_object_new_sized(GbThread *t, GbType *type, size_t size_bytes);

/* Likewise of a builtin type that is no container (str, bytes): only the header is set, all else is
 * the caller's. */
void *gb_object_new_unset(GbThread *t, GbType *type, size_t size_bytes);

/* Grow or shrink a variable-sized object whose only reference the caller holds and which is no
 * container. It may move. NULL with MemoryError set: the old object is as it was. */
void *gb_object_resize(GbThread *t, GbObject *object, size_t size_bytes);

/* Raw memory of the interpreter, counted, for arrays that objects own. NULL with MemoryError set.
 * Size 0 is fine. `old_bytes` in free and resize must be what was asked for. */
void *gb_mem_new(GbThread *t, size_t bytes);
void *gb_mem_resize(GbThread *t, void *memory, size_t old_bytes, size_t bytes);
void gb_mem_free(GbThread *t, void *memory, size_t bytes);

#define GB_VISIT(slot)                                                                             \
    do {                                                                                           \
        if (gb_is_object(slot) && (slot) != GB_NULL) {                                             \
            int visited = visit(&(slot), context);                                                 \
            if (visited)                                                                           \
                return visited;                                                                    \
        }                                                                                          \
    } while (0)

/* --- The header's tables --- */

/* A type from a spec. `module` may be NULL (then from spec->name). `base` NULL: object. Owned
 * reference. */
GbType *gb_type_from_spec(GbThread *t, const GbTypeSpec *spec, GbType *base);
/* Make the type of a spec that no module shows: gb_spec_type finds it. 0 or -1. */
int gb_type_add_hidden(GbThread *t, const GbTypeSpec *spec);

/* Is v of the type made from `spec`, or of a subclass? For the types of C modules. */
bool gb_is_spec(GbThread *t, GbBorrow v, const GbTypeSpec *spec);

#endif
