/* Inside the compiler: what its files share.
 *
 * A unit is one code object under construction; units nest as functions do. A unit's code is a
 * list of basic blocks: straight runs of instructions that end at a jump or at the end of the code.
 * While compiling, a jump names its target block and is neither forward nor backward yet, and the
 * exception table is spelled as pseudo-instructions (SETUP_FINALLY ... POP_BLOCK). flow.c then
 * optimises the blocks; assemble.c numbers the instructions and makes the GbCode.
 *
 * Errors are sticky: the first one is recorded, `failed` is set, and everything after does nothing.
 * So compiling code reads straight, without a test after each line.
 *
 * Everything here lives in the arena of the compilation, except objects, which the constant pool
 * holds until the end. */
#ifndef GB_CODE_COMPILER_H
#define GB_CODE_COMPILER_H

#include "vm/code/compile.h"
#include "vm/code/constants.h"
#include "vm/gilbox.h"
#include "vm/syntax/symtable.h"

/* Instructions that only live until assembly. */
typedef enum GbPseudoOp {
    PSEUDO_FIRST = 0x1000,
    PSEUDO_JUMP = PSEUDO_FIRST,
    PSEUDO_JUMP_NO_INTERRUPT,
    PSEUDO_POP_JUMP_IF_FALSE,
    PSEUDO_POP_JUMP_IF_TRUE,
    PSEUDO_POP_JUMP_IF_NONE,
    PSEUDO_POP_JUMP_IF_NOT_NONE,
    PSEUDO_SETUP_FINALLY, /* handler gets the exception */
    PSEUDO_SETUP_CLEANUP, /* handler gets the raising instruction and the exception */
    PSEUDO_SETUP_WITH,    /* as SETUP_CLEANUP, without the value that was on top */
    PSEUDO_POP_BLOCK,     /* ends the innermost SETUP_ */
} GbPseudoOp;

enum {
    STACK_GUIDELINE = 30, /* longer displays are built piecemeal, to keep the stack small */
};

typedef struct GbBlock GbBlock;

typedef struct GbBlockInstr {
    int opcode; /* GbOpcode or GbPseudoOp */
    int arg;
    GbBlock *target; /* of a jump or SETUP_ */
    GbBlock *except; /* where an exception goes, or NULL: flow.c fills it */
    GbPosition position;
} GbBlockInstr;

struct GbBlock {
    GbBlockInstr *instrs;
    int count, capacity;
    GbBlock *next;     /* the one it falls into; code order */
    GbBlock *previous_made; /* all blocks of the unit, newest first */
    /* What flow.c knows: */
    struct GbExceptStack *handlers; /* active at its start */
    int predecessors;
    int start_depth; /* -1: not reached */
    int offset;      /* index of its first instruction */
    bool is_exit;    /* leaves the code: return, raise */
    bool no_fallthrough;
    bool preserves_lasti; /* as a handler: gets the raising instruction */
    bool visited;
};

/* What a break, continue or return inside must undo, innermost last. */
typedef enum GbFrameBlockKind {
    FB_WHILE_LOOP,
    FB_FOR_LOOP,
    FB_TRY_EXCEPT,
    FB_FINALLY_TRY,
    FB_FINALLY_END,
    FB_WITH,
    FB_ASYNC_WITH,
    FB_HANDLER_CLEANUP,
    FB_POP_VALUE,
    FB_EXCEPTION_HANDLER,
    FB_EXCEPTION_GROUP_HANDLER,
    FB_ASYNC_COMPREHENSION,
} GbFrameBlockKind;

typedef struct GbFrameBlock {
    GbFrameBlockKind kind;
    GbBlock *block; /* start: where continue goes */
    GbBlock *exit;  /* where break goes */
    const AstNode *statement; /* the with statement; the try whose finally must run */
    AstText name;   /* the name that an except clause binds and unbinds; may be absent */
} GbFrameBlock;

typedef enum GbUnitKind {
    UNIT_MODULE,
    UNIT_CLASS,
    UNIT_FUNCTION,
    UNIT_ASYNC_FUNCTION,
    UNIT_LAMBDA,
    UNIT_COMPREHENSION,
} GbUnitKind;

typedef struct GbUnit GbUnit;
struct GbUnit {
    GbUnit *outer;
    GbUnitKind kind;
    GbScope *scope;
    AstText name, qualname;
    AstText class_name; /* for mangling; absent outside classes */
    GbNameTable names;  /* globals, attributes, modules */
    GbNameTable locals, cells, frees;
    GbIdTable consts; /* of canonical values */
    int arg_count, posonly_count, kwonly_count;
    int first_line;
    GbPosition position; /* given to each new instruction */
    GbBlock *first_block, *current, *newest_block;
    GbFrameBlock *frame_blocks;
    int frame_block_count, frame_block_capacity;
};

typedef struct GbCompiler {
    GbThread *t;
    AstArena *arena;
    GbBorrow filename;
    AstError error; /* the first one; kind NONE if an exception is set in `t` instead */
    bool failed;
    GbConstants constants;
    GbSymtable symtable;
    GbUnit *unit;
    uint32_t future;     /* GB_CO_FUTURE_ bits */
    int future_line;     /* of the last `from __future__ import` */
    int optimize;        /* 0, 1, 2 */
    bool interactive;
    bool top_level_await;
    int depth, max_depth; /* of nesting, while folding */
    GbBlock spare_block; /* stands in when memory ran out */
} GbCompiler;

/* The module's own code may await: compiled with GB_COMPILE_TOP_LEVEL_AWAIT. */
static inline bool gb_awaits_at_top(const GbCompiler *c)
{
    return c->top_level_await && c->unit->scope->kind == GB_SCOPE_MODULE;
}

/* ---- Errors (compile.c) ---- */

/* Records a SyntaxError at the node. */
void gb_compile_error(GbCompiler *c, const AstNode *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void gb_compile_fail(GbCompiler *c); /* an exception is set in c->t */
void gb_compile_no_memory(GbCompiler *c);
void gb_compile_too_deep(GbCompiler *c); /* RecursionError */
/* Issues a SyntaxWarning at the node; an error if warnings are. */
void gb_compile_warn(GbCompiler *c, const AstNode *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void *gb_compile_alloc(GbCompiler *c, size_t size); /* zeroed; NULL once failed */

/* ---- Units and emission (emit.c) ---- */

void gb_unit_enter(GbCompiler *c, GbUnitKind kind, AstText name, const AstNode *node, int line);
/* Ends the unit and returns its code, owned by the constant pool; GB_NULL once failed. */
GbBorrow gb_unit_leave(GbCompiler *c, bool returns_none);

GbBlock *gb_block_new(GbCompiler *c);
/* Continue in `block`, into which the current one falls. */
void gb_block_use(GbCompiler *c, GbBlock *block);
GbBlockInstr *gb_block_append(GbCompiler *c, GbBlock *block); /* NULL once failed */

void gb_emit(GbCompiler *c, int opcode);
void gb_emit_arg(GbCompiler *c, int opcode, int arg);
void gb_emit_jump(GbCompiler *c, int opcode, GbBlock *target);
void gb_emit_const(GbCompiler *c, GbRef taken); /* LOAD_CONST; GB_NULL: fails */
void gb_emit_none(GbCompiler *c);
void gb_emit_text(GbCompiler *c, AstText text); /* LOAD_CONST of a str */
void gb_emit_name(GbCompiler *c, int opcode, AstText name); /* mangles */
/* Without a line: code the programmer did not write. */
void gb_emit_artificial(GbCompiler *c, int opcode);
void gb_emit_artificial_jump(GbCompiler *c, GbBlock *target);
/* Call what lies under `count` arguments. */
void gb_emit_call(GbCompiler *c, int count);
/* Drive the iterator under the top until it ends: `yield from` or `await`. */
void gb_emit_yield_from(GbCompiler *c, bool is_await);
void gb_emit_await(GbCompiler *c, int awaitable_kind); /* GET_AWAITABLE and drive it */
void gb_emit_yield(GbCompiler *c);

int gb_const_index(GbCompiler *c, GbRef taken); /* in the unit's constants; -1 once failed */
/* A tuple of names as a constant: made first, then filled. GB_NULL once failed. */
GbRef gb_name_tuple_new(GbCompiler *c, int count);
void gb_name_tuple_set(GbCompiler *c, GbRef tuple, int index, AstText name);
AstText gb_text(const char *string);
/* Load, store or delete a name wherever it lives. */
void gb_compile_nameop(GbCompiler *c, AstText name, AstOperator ctx, const AstNode *where);
/* Refuses to bind __debug__: true if it did. */
bool gb_refuse_name(GbCompiler *c, AstText name, AstOperator ctx, const AstNode *where);

static inline void gb_set_position(GbCompiler *c, const AstNode *node)
{
    c->unit->position =
        (GbPosition){node->line, node->end_line, node->column, node->end_column};
}

#define GB_NO_POSITION ((GbPosition){-1, -1, -1, -1})

static inline void gb_unset_position(GbCompiler *c)
{
    c->unit->position = GB_NO_POSITION;
}

/* The start of the attribute's name, where a chain of calls runs over several lines. */
void gb_set_attribute_position(GbCompiler *c, const AstNode *attribute);

/* ---- Expressions (compile_expr.c, compile_call.c, compile_comp.c) ---- */

void gb_compile_expr(GbCompiler *c, const AstNode *node);
void gb_compile_exprs(GbCompiler *c, AstSeq nodes);
/* Jump to `target` if the truth of the expression is `condition`, else fall through. */
void gb_compile_jump_if(GbCompiler *c, const AstNode *test, GbBlock *target, bool condition);
/* Build a list, set or tuple of the items and the `pushed` values already on the stack. */
typedef struct GbDisplay {
    int build, add, extend; /* opcodes */
    bool is_tuple;
} GbDisplay;
void gb_compile_display(GbCompiler *c, AstSeq items, int pushed, GbDisplay display);
/* Store the top into the targets, unpacking it. */
void gb_compile_unpack(GbCompiler *c, AstSeq targets);
void gb_compile_call(GbCompiler *c, const AstNode *node);
/* The arguments and the call, with callable and `pushed` arguments on the stack. */
void gb_compile_call_args(GbCompiler *c, int pushed, AstSeq args, AstSeq keywords);
void gb_compile_comprehension(GbCompiler *c, const AstNode *node);
bool gb_is_constant(const AstNode *node);
/* The value of a Constant node, borrowed from the pool; None once failed. */
GbBorrow gb_constant_value(GbCompiler *c, const AstNode *node);
GbBorrow gb_literal_value(GbCompiler *c, const AstLiteral *literal);
void gb_check_subscript(GbCompiler *c, const AstNode *node);
void gb_check_compare(GbCompiler *c, const AstNode *node);
void gb_check_callable(GbCompiler *c, const AstNode *callee);

/* ---- Statements (compile_stmt.c, compile_try.c, compile_func.c, compile_pattern.c) ---- */

void gb_compile_stmt(GbCompiler *c, const AstNode *node);
void gb_compile_stmts(GbCompiler *c, AstSeq nodes);
/* A module's or class's statements, with its docstring and annotations. */
void gb_compile_body(GbCompiler *c, AstSeq nodes);
bool gb_has_annotations(AstSeq nodes);
void gb_frame_block_push(GbCompiler *c, GbFrameBlockKind kind, GbBlock *block, GbBlock *exit,
                         const AstNode *statement, AstText name);
void gb_frame_block_pop(GbCompiler *c);
/* Undo the frame blocks around a return (keep_top: its value is on the stack), break or continue.
   With `loop` stop at the innermost loop and put it there (NULL if there is none). */
void gb_unwind(GbCompiler *c, const AstNode *node, bool keep_top, GbFrameBlock **loop);
void gb_unwind_one(GbCompiler *c, const GbFrameBlock *info, bool keep_top);
void gb_compile_try(GbCompiler *c, const AstNode *node);
void gb_compile_with(GbCompiler *c, const AstNode *node);
void gb_compile_function(GbCompiler *c, const AstNode *node);
void gb_compile_lambda(GbCompiler *c, const AstNode *node);
void gb_compile_class(GbCompiler *c, const AstNode *node);
/* Push a function of the code: its closure, the code, MAKE_FUNCTION. */
void gb_emit_function(GbCompiler *c, GbBorrow code, int flags);
void gb_compile_annotation(GbCompiler *c, const AstNode *annotation);
void gb_compile_match(GbCompiler *c, const AstNode *node);

/* ---- Passes (fold.c, peephole.c, flow.c, assemble.c) ---- */

/* Replaces constant expressions by their values, in place; *root may change. */
void gb_fold_tree(GbCompiler *c, AstNode **root);
/* The docstring of a body, as its Constant node, or NULL. */
const AstNode *gb_docstring(AstSeq body);
/* Numbers the cells and puts what must run first in front. */
void gb_prepare_entry(GbCompiler *c);
/* Optimises the blocks and settles lines, depths and handlers. Returns the stack size. */
int gb_flow_optimize(GbCompiler *c);
/* What flow.c and assemble.c ask of an instruction. */
bool gb_is_block_push(int opcode);
bool gb_is_jump(int opcode); /* without the SETUP_ pseudo-instructions */
/* BINARY_OP's argument for a binary operator of the tree. */
int gb_binary_arg(AstOperator op);
int gb_stack_effect(int opcode, int arg, bool jump);
/* The code object of the current unit, whose blocks are done. */
GbRef gb_assemble(GbCompiler *c, int stack_size);

#endif
