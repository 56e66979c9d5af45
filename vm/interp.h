/* An interpreter: the types, names, modules and heap that its threads share under one lock. There
 * is no mutable state of the VM outside of it, so a process may hold any number. Internal to vm/;
 * the GIL guards every field that does not say otherwise. */
#ifndef GB_VM_INTERP_H
#define GB_VM_INTERP_H

#include "vm/gilbox.h"

typedef struct GbHeap GbHeap; /* vm/mem.h */

enum { GB_METHOD_CACHE_SIZE = 4096 };

/* (type version, name) -> class attribute, borrowed. */
typedef struct GbMethodCacheEntry {
    uint32_t version;
    GbBorrow name, value;
} GbMethodCacheEntry;

/* A hash table from an address to a 64-bit value (vm/object/side_table.c): what few objects have.
 */
typedef struct GbSideTable {
    struct GbSideEntry *entries;
    int64_t count, capacity;
} GbSideTable;

/* The cycle collector's state (vm/exec/gc.c). */
typedef struct GbCollector {
    /* Containers made since the last collection, less those freed. */
    int64_t made;
    int64_t threshold;     /* A collection is due beyond; 0: never. */
    int64_t thresholds[3]; /* gc.get_threshold() */
    int64_t collections, collected, uncollectable;
    bool enabled, running;
    /* Tests: a collection at every safepoint after an allocation. */
    bool every_allocation;
    GbRef callbacks, garbage; /* gc.callbacks, gc.garbage: lists */
    int debug;
} GbCollector;

/* Objects whose death waits until those that hold them are through (object/alloc.c). */
typedef struct GbDying {
    GbObject **objects;
    int32_t count, capacity;
    int32_t depth; /* Deaths under way, one inside the other. */
} GbDying;

/* An operating-system thread that has run to its end and waits to be joined. */
typedef struct GbExited {
    RtThread *thread;
    struct GbExited *next;
} GbExited;

struct GbInterp {
    Rt *rt;
    Gil *gil;
    GbOptions options;
    GbHeap *heap;
    GbThread *running;               /* Who holds the lock. */
    GbThread *threads, *main_thread; /* List of all. */
    uint64_t next_ident;
    int32_t thread_count;
    GbExited *exited;
    bool finalizing;
    bool silent; /* Being taken apart: no finalizer and no callback of a weak reference runs. */
    bool incomplete; /* A child of fork: what other threads held is lost. */
    bool counts; /* The lock counts ticks, or looks at every bytecode. */
    GbType *types[GB_KIND_COUNT];
    GbType *exceptions[GB_EXCEPTION_COUNT];
    GbRef names[GB_NAME_COUNT];
    GbRef interned;    /* dict: str -> str, weakly meant: interned strs live on. */
    GbRef latin1[256]; /* One-character strs. */
    GbRef empty_str, empty_tuple, empty_bytes, empty_frozenset;
    GbRef byte_strings[256];
    uint32_t next_type_version, next_dict_version, next_function_version;
    GbMethodCacheEntry *method_cache; /* GB_METHOD_CACHE_SIZE entries */
    GbSideTable ids, weakrefs, spec_types, signatures;
    GbSideTable special_names; /* Name of a special method -> its row in slots.def, + 1. */
    uint64_t next_id;
    GbCollector collector;
    GbDying dying;
    GbRef modules;                 /* sys.modules, a dict */
    GbRef builtins, sys;           /* modules */
    GbRef builtins_dict, sys_dict; /* their dicts, owned */
    GbRef memory_error;            /* Made beforehand. */
    GbRef codecs;                  /* Registered codec search state. */
    int32_t recursion_limit;
    uint8_t hash_key[16];
    /* Bit per signal; set by the signal callback, read by the main thread. */
    _Atomic uint64_t signals_pending;
    _Atomic bool signal_insists; /* One came again before it was looked after. */
    GbRef signal_handlers[65];
    bool waits_for_end; /* a SIGTERM of its default meaning is told first; see gb_leave */
    int wakeup_file;   /* signal.set_wakeup_fd(): the file, or -1, */
    bool wakeup_warns; /* and is it worth a word when that is full? */
    _Atomic uint32_t pending_count;                /* Pending calls; any thread adds. */
    GbRef atexit;                                  /* list of (callable, args, kwargs) */
    GbBorrow import_function;                      /* builtins.__import__ as it was made. */
    void *import_state;                            /* import_lock.c */
    GbType *unraisable_type, *asyncgen_hooks_type; /* Named tuples of sys. */
    GbRef private_types;                           /* list: types of vm/exec that no module shows */
    GbRef audit_hooks;                             /* list of sys.addaudithook(), or GB_NULL */
    int32_t int_max_str_digits;
    int32_t dlopen_flags;  /* sys.getdlopenflags(): remembered, never used. */
    bool tracing_possible; /* Some thread has a trace or profile function. */
    int64_t safepoints_left; /* Until each raises: GB_BREAK_STOP. */
};

/* Breaker bits beside GIL_BREAK_DROP. */
enum {
    GB_BREAK_SIGNAL = 1 << 1,
    GB_BREAK_ASYNC = 1 << 2, /* Some thread has an async exception. */
    GB_BREAK_COLLECT = 1 << 3,
    GB_BREAK_PENDING = 1 << 4,
    GB_BREAK_HOSTILE = 1 << 5, /* Tests: drop the lock at every safepoint. */
    GB_BREAK_STOP = 1 << 6,    /* Tests: count safepoints down, then raise at every one. */
};

/* Side tables: 0 when absent. set: 0 or -1 (memory). */
uint64_t gb_side_get(const GbSideTable *table, const void *key);
int gb_side_set(GbThread *t, GbSideTable *table, const void *key, uint64_t value);
uint64_t gb_side_remove(GbSideTable *table, const void *key);
/* The visitor may not change the table. */
void gb_side_each(const GbSideTable *table,
                  void (*visit)(const void *key, uint64_t value, void *context), void *context);
void gb_side_free(GbThread *t, GbSideTable *table);

/* Forget all signatures that were asked for (vm/object/signature.c). */
void gb_signatures_free(GbThread *t);

/* Steps of gb_interp_new, each in the file of its subject. 0 or -1. */
/* vm/object/type_init.c: object and type first, then every row */
int gb_types_init(GbThread *t);
int gb_names_init(GbThread *t);
int gb_exceptions_init(GbThread *t);
int gb_builtins_init(GbThread *t); /* vm/exec/builtins*.c */
int gb_sys_init(GbThread *t);      /* vm/exec/sys*.c */
int gb_import_init(GbThread *t);   /* vm/exec/import.c */
int gb_gc_init(GbThread *t);

static inline GbInterp *gb_interp_of(GbThread *t)
{
    return t->interp;
}

#endif
