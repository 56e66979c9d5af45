/* The evaluation loop's own header: what its variants share, and the helpers that keep it short.
 * Internal to vm/exec. GIL held throughout; `frame` is t->frame. Helpers that get stack values
 * borrow them unless _take. */
#ifndef GB_VM_EXEC_EVAL_H
#define GB_VM_EXEC_EVAL_H

#include "vm/exec/call.h"
#include "vm/exec/frame.h"
#include "vm/interp.h"
#include "vm/object/attrs.h"
#include "vm/object/dict.h"
#include "vm/object/exception.h"
#include "vm/object/generator.h"
#include "vm/object/list.h"
#include "vm/object/range.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

/* The specialised opcodes go on where the plain ones end. */
typedef enum GbSpecial {
    GB_SPECIAL_FIRST = GB_OP_COUNT - 1,
#define GB_SPECIAL(name, base, length, ticks, doc) OP_##name,
#include "vm/exec/special.def"
#undef GB_SPECIAL
    GB_SPECIAL_END,
} GbSpecial;

/* Ticks per opcode, as compile-time constants TICKS_X. */
enum {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc) TICKS_##name = ticks,
#include "vm/code/opcode.def"
#undef GB_OP
#define GB_SPECIAL(name, base, length, ticks, doc) TICKS_##name = ticks,
#include "vm/exec/special.def"
#undef GB_SPECIAL
};

/* How many instructions an opcode covers: LENGTH_X. */
enum {
#define GB_OP(name, operand, pops, pushes, on_jump, ticks, flags, doc) LENGTH_##name = 1,
#include "vm/code/opcode.def"
#undef GB_OP
#define GB_SPECIAL(name, base, length, ticks, doc) LENGTH_##name = length,
#include "vm/exec/special.def"
#undef GB_SPECIAL
};

typedef struct GbSpecialInfo {
    const char *name;
    uint16_t base;
    uint8_t length, ticks;
} GbSpecialInfo;
extern const GbSpecialInfo gb_special_info[]; /* Indexed by opcode - GB_OP_COUNT. */

/* The plain opcode of an instruction. */
static inline int gb_plain_op(int op)
{
    return op < GB_OP_COUNT ? op : gb_special_info[op - GB_OP_COUNT].base;
}

/* Check builds: what the instruction takes is on the stack, and the stack is within its bounds. */
static inline void gb_check_depth(const GbFrame *frame, const GbInstr *ip, const GbRef *sp)
{
    ptrdiff_t depth = sp - (frame->slots + frame->code->localsplus_count);
    ASSERT(depth >= gb_opcode_pops(gb_plain_op(ip->op), ip->arg));
    ASSERT(depth <= frame->code->stack_size);
}

/* An inline cache. */
typedef struct GbCache {
    uint32_t version, version2; /* Of a type or dict, and of the builtins dict. */
    uint32_t index;             /* Of a value, an entry; a byte offset for slots. */
    uint16_t offset;            /* Of the attribute word. */
    uint16_t wait;              /* Executions before the next try to specialise. */
    GbBorrow value;             /* Kept alive by what the version stands for. */
    uint16_t op;                /* Attributes: the form that this serves. */
} GbCache;

enum {
    GB_WARM = 4, /* Entries or turns after which code is specialised. */
    GB_CACHE_RETRY = 32,
    GB_CACHE_OTHERS = 3, /* Types that a site knows besides the last. */
};

/* How a variant of the loop begins with frame. */
typedef enum GbEvalStart { GB_EVAL_AT_IP, GB_EVAL_AFTER_IP, GB_EVAL_THROW } GbEvalStart;
/* What it returns when another variant must go on with t->frame (GB_EVAL_AT_IP). */
#define GB_EVAL_SWITCH ((GbRef)0x1a)

/* The variants: on a machine with a clock of its own, and on one whose clock moves by work. */
GbRef gb_eval_real(GbThread *t, GbFrame *frame, GbEvalStart start);
GbRef gb_eval_counted(GbThread *t, GbFrame *frame, GbEvalStart start);
GbRef gb_eval_sim(GbThread *t, GbFrame *frame, GbEvalStart start);
GbRef gb_eval_counted_sim(GbThread *t, GbFrame *frame, GbEvalStart start);
/* Run an entry frame in whichever variant fits. */
GbRef gb_eval_start(GbThread *t, GbFrame *frame, GbEvalStart start);
static inline bool gb_eval_wants_counted(const GbInterp *interp)
{
    return interp->counts || interp->tracing_possible;
}

/* --- specialise.c --- */

/* Make caches and rewrite the code's instructions. Failure for want of memory leaves it as it was.
 */
void gb_code_warm_up(GbThread *t, GbCode *code);
/* Try to specialise the instruction at ip for what is on the stack. */
void gb_specialise_global(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache);
void gb_specialise_name(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache);
void gb_specialise_store_name(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache);
void gb_specialise_attr(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache, GbBorrow owner);
void gb_specialise_store_attr(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache,
                              GbBorrow owner);
void gb_specialise_method(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache, GbBorrow owner);
void gb_specialise_call(GbThread *t, GbFrame *frame, GbInstr *ip, GbCache *cache,
                        GbBorrow callable);

/* What the site at ip knows about a type besides its last; NULL. */
GbCache *gb_cache_other(GbCode *code, const GbInstr *ip, uint32_t version);

static inline size_t gb_cache_bytes(const GbCode *code)
{
    return ((size_t)code->cache_count + 1) * sizeof(GbCache);
}

static inline GbCache *gb_cache(GbCode *code, const GbInstr *ip)
{
    return (GbCache *)code->caches + ip->cache;
}

/* What the site knows about the owner's type; NULL. */
static inline GbCache *gb_cache_for(GbCode *code, const GbInstr *ip, GbBorrow owner)
{
    if (!gb_is_object(owner))
        return NULL;
    GbCache *cache = gb_cache(code, ip);
    uint32_t version = gb_object(owner)->type->version;
    return cache->version == version ? cache : gb_cache_other(code, ip, version);
}

/* --- arith_fast.c: operators on immediates first, then the general way --- */

GbRef gb_binary_op(GbThread *t, int op, GbBorrow a, GbBorrow b); /* BINARY_OP's argument */
GbRef gb_compare_op(GbThread *t, GbBorrow a, GbBorrow b, GbCompare op);

/* --- eval_slow.c --- */

GbRef gb_op_load_name(GbThread *t, GbFrame *frame, GbBorrow name);
GbRef gb_op_load_global(GbThread *t, GbFrame *frame, GbBorrow name);
int gb_op_store_name(GbThread *t, GbFrame *frame, GbBorrow name, GbBorrow value);
int gb_op_delete_name(GbThread *t, GbFrame *frame, GbBorrow name);
int gb_op_delete_global(GbThread *t, GbFrame *frame, GbBorrow name);
GbRef gb_op_load_classderef(GbThread *t, GbFrame *frame, int slot);
int gb_op_unbound(GbThread *t, GbFrame *frame, int slot); /* Raises; returns -1. */
int gb_op_delete_deref(GbThread *t, GbFrame *frame, int slot);
int gb_op_unpack(GbThread *t, GbBorrow sequence, int before, int after, bool star, GbRef *sp);
GbRef gb_op_build_map(GbThread *t, const GbBorrow *items, int count);
GbRef gb_op_build_const_key_map(GbThread *t, GbBorrow keys, const GbBorrow *values, int count);
GbRef gb_op_build_set(GbThread *t, const GbBorrow *items, int count);
GbRef gb_op_build_string(GbThread *t, const GbBorrow *items, int count);
GbRef gb_op_format_value(GbThread *t, GbBorrow value, GbBorrow spec, int conversion);
int gb_op_list_extend(GbThread *t, GbBorrow list, GbBorrow iterable);
int gb_op_dict_update(GbThread *t, GbBorrow dict, GbBorrow mapping);
/* Takes the stack values. */
GbRef gb_op_make_function(GbThread *t, GbFrame *frame, int flags, GbRef *sp);
int gb_op_setup_annotations(GbThread *t, GbFrame *frame);
int gb_op_print_expr(GbThread *t, GbBorrow value);
int gb_op_with_enter(GbThread *t, GbBorrow manager, bool async, GbRef *exit, GbRef *value);
GbRef gb_op_call_ex(GbThread *t, GbBorrow callable, GbBorrow args, GbBorrow kwargs);
GbRef gb_op_yield_from_iter(GbThread *t, GbFrame *frame, GbBorrow iterable);
GbRef gb_op_awaitable(GbThread *t, GbBorrow value, int where);
GbRef gb_op_aiter(GbThread *t, GbBorrow value);
GbRef gb_op_anext(GbThread *t, GbBorrow iterator);
/* SEND to anything but a generator: 1 yielded, 0 returned, -1 raised. */
int gb_op_send(GbThread *t, GbBorrow receiver, GbBorrow value, GbRef *out);
GbRef gb_op_match_class(GbThread *t, GbBorrow subject, GbBorrow type, int positional,
                        GbBorrow names);
GbRef gb_op_match_keys(GbThread *t, GbBorrow subject, GbBorrow keys);
int gb_op_eg_match(GbThread *t, GbBorrow exception, GbBorrow type, GbRef *match, GbRef *rest);
GbRef gb_op_import_name(GbThread *t, GbFrame *frame, GbBorrow name, GbBorrow fromlist,
                        GbBorrow level);
int gb_op_import_star(GbThread *t, GbFrame *frame, GbBorrow module);
/* An iterator ended with StopIteration set or nothing: 0 and cleared; else -1. */
int gb_op_iteration_ended(GbThread *t);

/* import.c */
GbRef gb_import_name(GbThread *t, GbBorrow name, GbBorrow globals, GbBorrow fromlist, int level);
GbRef gb_import_from(GbThread *t, GbBorrow module, GbBorrow name);
int gb_import_star(GbThread *t, GbBorrow module, GbBorrow locals);

/* --- trace.c: sys.settrace and sys.setprofile --- */

/* Before an instruction of a traced frame. 0 or -1. */
int gb_trace_instruction(GbThread *t, GbFrame *frame, GbInstr *ip);
/* A frame begins, or goes on (a generator's; with an exception, when one is set). */
int gb_trace_call(GbThread *t, GbFrame *frame);
int gb_trace_return(GbThread *t, GbFrame *frame, GbBorrow value);
void gb_trace_exception(GbThread *t, GbFrame *frame);
/* An iterator that a frame went through has ended with a result, which CPython's raise. 0 or -1. */
int gb_trace_stop(GbThread *t, GbFrame *frame, GbBorrow iterator, GbBorrow result);
/* Around the call of a function in C, for profilers; `first` is its first argument or GB_NULL. The
 * second takes the function's result and gives it back, or GB_NULL. */
int gb_trace_c_call(GbThread *t, GbFrame *frame, GbBorrow callable, GbBorrow first);
GbRef gb_trace_c_return_take(GbThread *t, GbFrame *frame, GbBorrow callable, GbBorrow first,
                             GbRef result);

/* --- generator.c --- */

/* A resumed frame has ended or yielded: undo what resuming linked. */
static inline void gb_generator_leave(GbThread *t, GbGenerator *generator, GbGeneratorState state)
{
    generator->state = (uint8_t)state;
    t->handled = generator->handled.previous;
}

static inline void gb_generator_enter(GbThread *t, GbGenerator *generator)
{
    generator->state = GB_GEN_RUNNING;
    generator->handled.previous = t->handled;
    t->handled = &generator->handled;
}
/* The frame ended: clear it and give its memory back. */
void gb_generator_finish(GbThread *t, GbGenerator *generator);
/* StopIteration must not leave a generator: make it a RuntimeError. */
void gb_generator_fix_stop(GbThread *t, GbGenerator *generator);
GbRef gb_async_gen_wrap(GbThread *t, GbRef value);

#endif
