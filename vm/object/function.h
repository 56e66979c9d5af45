/* Functions, bound methods, builtins, cells. */
#ifndef GB_VM_OBJECT_FUNCTION_H
#define GB_VM_OBJECT_FUNCTION_H

#include "vm/code/code.h"
#include "vm/gilbox.h"

typedef struct GbFunction {
    GbObject header;
    GbCode *code;            /* Owned. */
    GbRef globals, builtins; /* dicts */
    GbRef name, qualname;    /* str */
    GbRef module, doc;       /* Any value. */
    GbRef defaults;          /* tuple or GB_NULL */
    GbRef kwdefaults;        /* dict or GB_NULL */
    GbRef closure;           /* tuple of cells or GB_NULL */
    /* dict, tuple of name, value pairs (as MAKE_FUNCTION gives it), or GB_NULL */
    GbRef annotations;
    uintptr_t attrs; /* The attribute word (attrs.h). */
    /* Renewed when code or defaults change; for call caches. 0: ask anew. */
    uint32_t version;
} GbFunction;

typedef struct GbMethod {
    GbObject header;
    GbRef function, self;
} GbMethod;

typedef struct GbCell {
    GbObject header;
    GbRef value; /* GB_NULL: unbound. */
} GbCell;

/* A parsed GbMethodDef signature: made at the first call, cached for the interpreter's life. */
typedef struct GbSignature {
    const GbMethodDef *def;
    int32_t slot_count;       /* Arguments the C function gets. */
    int32_t positional_count; /* Parameters that may be positional (without *args). */
    int32_t required_count;   /* Of those, without default. */
    int32_t posonly_count;
    int32_t kwonly_count;
    int32_t varargs_slot, varkw_slot; /* -1: none */
    uint64_t required_mask;           /* Bit per slot: has no default. */
    /* Positional parameters, behind which all have defaults: see gb_signature_fits. */
    bool is_plain;
    GbRef function_name; /* str */
    GbRef names;         /* tuple of str, one per slot */
    GbRef defaults[];    /* Per slot: value, GB_NULL for `?` */
} GbSignature;

typedef struct GbBuiltin { /* A function of a module, or a bound method of a builtin type. */
    GbObject header;
    const GbMethodDef *def;
    const GbSignature *signature; /* NULL until the first call. */
    GbRef self;                   /* GB_NULL: none */
    GbRef module;                 /* Its name, str, or GB_NULL */
    GbType *owner;                /* For methods: the type that defines it (borrowed); else NULL. */
} GbBuiltin;

typedef struct GbMethodDescriptor { /* Also class_method_descriptor. */
    GbObject header;
    const GbMethodDef *def;
    const GbSignature *signature;
    GbType *owner; /* Borrowed (a type owns its descriptors). */
    GbRef name;    /* str */
} GbMethodDescriptor;

GbRef gb_function_new(GbThread *t, GbCode *code, GbBorrow globals);
GbRef gb_method_new(GbThread *t, GbBorrow function, GbBorrow self);
GbRef gb_cell_new(GbThread *t, GbBorrow value); /* value may be GB_NULL */
/* Call slots. (gb_function_call is in vm/exec/call.h.) */
GbRef gb_method_call(GbThread *t, GbBorrow method, const GbBorrow *args, int count, GbBorrow names);
GbRef gb_builtin_call(GbThread *t, GbBorrow builtin, const GbBorrow *args, int count,
                      GbBorrow names);
GbRef gb_method_descriptor_call(GbThread *t, GbBorrow descriptor, const GbBorrow *args, int count,
                                GbBorrow names);
/* callable(self, *args): the arguments behind one more. */
GbRef gb_call_prepended(GbThread *t, GbBorrow callable, GbBorrow self, const GbBorrow *args,
                        int count, GbBorrow names);
/* The annotations dict of a function, made from MAKE_FUNCTION's tuple when first asked for:
 * borrowed. */
GbBorrow gb_function_annotations(GbThread *t, GbFunction *function);
uint32_t gb_function_version(GbThread *t, GbFunction *function); /* 0: versions ran out. */

/* The parsed signature of a def, cached in the interpreter; NULL with an exception set. */
const GbSignature *gb_signature_get(GbThread *t, const GbMethodDef *def);
/* Bind args to the signature and call def->function(t, self, bound). `type_name` (or NULL) is put
 * before the name in messages as CPython does ("list.append() takes exactly one argument (0
 * given)"). */
GbRef gb_signature_call(GbThread *t, const GbSignature *signature, GbBorrow self,
                        const GbBorrow *args, int count, GbBorrow names, const char *type_name);
/* The same when gb_signature_fits: behind `count` arguments stand the defaults. */
GbRef gb_signature_call_short(GbThread *t, const GbSignature *signature, GbBorrow self,
                              const GbBorrow *args, int count);
/* The same for a type's constructor or initializer: messages speak as CPython's for types do. */
GbRef gb_signature_construct(GbThread *t, const GbSignature *signature, GbBorrow self,
                             const GbBorrow *args, int count, GbBorrow names);
/* The arguments that the C function is to get, in `bound` (slot_count of them, borrowed; *args and
 * **kwargs are kept alive by hold[0] and hold[1], which the caller clears). 0 or -1. */
int gb_signature_bind(GbThread *t, const GbSignature *signature, const GbBorrow *args, int count,
                      GbBorrow names, const char *type_name, GbBorrow *bound, GbRef hold[2]);

/* May `count` positional arguments be passed on as they are? (NULL: not parsed yet, no.) */
static inline bool gb_signature_fits(const GbSignature *signature, int count)
{
    return signature != NULL && signature->is_plain &&
           count <= signature->positional_count && count >= signature->required_count;
}

static inline GbRef gb_signature_call_fitting(GbThread *t, const GbSignature *signature,
                                              GbBorrow self, const GbBorrow *args, int count)
{
    return count == signature->slot_count
               ? signature->def->function(t, self, args)
               : gb_signature_call_short(t, signature, self, args, count);
}

static inline GbFunction *gb_as_function(GbBorrow v)
{
    return (GbFunction *)gb_object(v);
}

#endif
