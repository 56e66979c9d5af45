/* The compiler: scopes, folding, code, exception tables, listings, errors. What it makes of whole
 * programs is compared with CPython elsewhere; here are the rules one at a time. */
#include "vm/code/compile.h"
#include "vm/code/dis.h"
#include "vm/gilbox.h"
#include "vm/object/exception.h"
#include "vm/syntax/parse.h"
#include "vm/syntax/symtable.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Rt *rt;
static GbThread *t;

static void start(void)
{
    GbOptions options = {0};
    cr_assert_eq(rt_real_new(&rt), 0);
    cr_assert_eq(gil_preset("3.11", &options.gil), 0);
    options.rt = rt;
    cr_assert_eq(gb_interp_new(&options, &t), 0);
}

static void end(void)
{
    gb_interp_end(t);
    gb_interp_free(t);
    rt_machine_free(rt);
}

TestSuite(compiler, .init = start, .fini = end, .timeout = 300);

/* ---- Helpers ---- */

static GbRef compile_flags(const char *source, GbCompileMode mode, int flags)
{
    GbRef filename = gb_str_new(t, "<test>");
    GbRef code = gb_compile_source(t, source, strlen(source), filename, mode, flags);
    gb_decref(filename);
    return code;
}

static GbRef compile(const char *source)
{
    GbRef code = compile_flags(source, GB_COMPILE_EXEC, 0);
    cr_assert_neq(code, GB_NULL, "does not compile: %s", source);
    return code;
}

static GbCode *as_code(GbBorrow code)
{
    return (GbCode *)gb_object(code);
}

/* The first code object among the constants: the function a snippet defines. */
static GbCode *inner(const GbCode *code)
{
    for (int i = 0; i < code->const_count; ++i)
        if (gb_is_exact(code->consts[i], GB_KIND_CODE))
            return as_code(code->consts[i]);
    cr_assert_fail("no inner code");
    return NULL;
}

static int append(GbThread *thread, void *context, const char *text, size_t size)
{
    gb_ast_buffer_add(context, text, size);
    return 0;
}

static void expect_listing(const char *source, const char *listing)
{
    AstBuffer text;
    GbRef code = compile(source);
    gb_ast_buffer_init(&text);
    cr_assert_eq(gb_dis(t, inner(as_code(code)), 0, append, &text), 0);
    cr_expect_str_eq(text.data, listing);
    gb_ast_buffer_fini(&text);
    gb_decref(code);
}

static bool has_opcode(const GbCode *code, int opcode)
{
    for (int i = 0; i < code->instr_count; ++i)
        if (code->instrs[i].op == opcode)
            return true;
    return false;
}

/* The repr of the value that an expression folds to; it must fold to a constant. */
static void expect_folded(const char *source, const char *repr)
{
    GbRef code = compile_flags(source, GB_COMPILE_EVAL, 0);
    cr_assert_neq(code, GB_NULL, "%s", source);
    const GbCode *c = as_code(code);
    cr_assert_eq(c->instr_count, 3, "%s is not folded", source);
    GbRef text = gb_repr(t, c->consts[c->instrs[1].arg]);
    cr_expect_str_eq(gb_str_utf8(t, text, NULL), repr);
    gb_decref(text);
    gb_decref(code);
}

static void expect_unfolded(const char *source)
{
    GbRef code = compile_flags(source, GB_COMPILE_EVAL, 0);
    cr_assert_neq(code, GB_NULL, "%s", source);
    cr_expect_gt(as_code(code)->instr_count, 3, "%s is folded", source);
    gb_decref(code);
}

/* The message, line and column of the SyntaxError that the source raises. */
static void expect_error(const char *source, const char *message, int line, int column)
{
    GbRef code = compile_flags(source, GB_COMPILE_EXEC, 0);
    cr_assert_eq(code, GB_NULL, "compiles: %s", source);
    cr_assert(gb_raised_is(t, gb_SyntaxError), "%s", source);
    GbRef error = gb_raised_take(t);
    GbRef text = gb_attr_get_c(t, error, "msg");
    cr_expect_str_eq(gb_str_utf8(t, text, NULL), message);
    GbRef at_line = gb_attr_get_c(t, error, "lineno");
    GbRef at_column = gb_attr_get_c(t, error, "offset");
    cr_expect_eq(gb_small(at_line), line, "%s: line %d", source, (int)gb_small(at_line));
    cr_expect_eq(gb_small(at_column), column, "%s: column %d", source, (int)gb_small(at_column));
    gb_decref(text);
    gb_decref(error);
}

/* ---- Opcodes ---- */

Test(opcodes, safepoints_are_where_the_lock_may_go)
{
    int edges = 0;
    for (int i = 0; i < GB_OP_COUNT; ++i)
        edges += (gb_opcode_info[i].flags & GB_OP_EDGE) != 0;
    cr_expect_eq(edges, 8); /* RESUME, CALL, CALL_FUNCTION_EX, JUMP_BACKWARD and its four kin. */
    cr_expect(gb_opcode_info[OP_CALL].flags & GB_OP_EDGE);
    cr_expect_not(gb_opcode_info[OP_JUMP_BACKWARD_NO_INTERRUPT].flags & GB_OP_EDGE);
}

Test(opcodes, every_way_back_costs_a_tick_or_is_in_a_send_loop)
{
    for (int i = 0; i < GB_OP_COUNT; ++i)
        if (gb_opcode_info[i].operand == GB_OPERAND_JUMP_BACKWARD)
            cr_expect_eq(gb_opcode_info[i].ticks, i != OP_JUMP_BACKWARD_NO_INTERRUPT);
}

Test(opcodes, effects_depend_on_the_argument)
{
    cr_expect_eq(gb_opcode_pushes(OP_LOAD_GLOBAL, 3), 2);
    cr_expect_eq(gb_opcode_pushes(OP_UNPACK_EX, 2 + (3 << 8)), 6);
    cr_expect_eq(gb_opcode_pops(OP_MAKE_FUNCTION, 1 | 8), 3);
    cr_expect_eq(gb_opcode_pops(OP_CALL, 2), 4);
}

/* ---- Listings ---- */

Test(compiler, a_listing_looks_like_that_of_dis)
{
    expect_listing("def f(a, b):\n"
                   "    for i in a:\n"
                   "        b += g(i)\n"
                   "    return b, 1\n",
                   "  1           0 RESUME                   0\n"
                   "\n"
                   "  2           2 LOAD_FAST                0 (a)\n"
                   "              4 GET_ITER\n"
                   "        >>    6 FOR_ITER                 9 (to 26)\n"
                   "              8 STORE_FAST               2 (i)\n"
                   "\n"
                   "  3          10 LOAD_FAST                1 (b)\n"
                   "             12 LOAD_GLOBAL              1 (NULL + g)\n"
                   "             14 LOAD_FAST                2 (i)\n"
                   "             16 PRECALL                  1\n"
                   "             18 CALL                     1\n"
                   "             20 BINARY_OP               13 (+=)\n"
                   "             22 STORE_FAST               1 (b)\n"
                   "             24 JUMP_BACKWARD           10 (to 6)\n"
                   "\n"
                   "  4     >>   26 LOAD_FAST                1 (b)\n"
                   "             28 LOAD_CONST               1 (1)\n"
                   "             30 BUILD_TUPLE              2\n"
                   "             32 RETURN_VALUE\n");
}

Test(compiler, a_while_loop_tests_at_its_bottom)
{
    GbRef code = compile("def f(n):\n while n > 0:\n  n -= 1\n");
    cr_expect(has_opcode(inner(as_code(code)), OP_POP_JUMP_BACKWARD_IF_TRUE));
    cr_expect_not(has_opcode(inner(as_code(code)), OP_JUMP_BACKWARD));
    gb_decref(code);
}

Test(compiler, a_dead_branch_leaves_no_code)
{
    GbRef code = compile("def f(x):\n if 0:\n  return dead(x)\n return x\n");
    cr_expect_eq(inner(as_code(code))->name_count, 1); /* The name stays, the call goes. */
    cr_expect_not(has_opcode(inner(as_code(code)), OP_CALL));
    gb_decref(code);
}

Test(compiler, assert_goes_with_the_flag_O)
{
    GbRef code = compile_flags("assert x\n", GB_COMPILE_EXEC, GB_COMPILE_OPTIMIZE(1));
    cr_expect_not(has_opcode(as_code(code), OP_LOAD_ASSERTION_ERROR));
    gb_decref(code);
}

/* ---- Handlers ---- */

Test(compiler, the_innermost_handler_covers_an_instruction)
{
    GbRef value = compile("def f():\n try:\n  try: a()\n  finally: b()\n except E: c()\n");
    const GbCode *code = inner(as_code(value));
    for (int i = 1; i < code->handler_count; ++i)
        cr_expect_leq(code->handlers[i - 1].end, code->handlers[i].start);
    const GbHandler *first = gb_code_find_handler(code, code->handlers[0].start);
    cr_assert_not_null(first);
    cr_expect_eq(code->instrs[first->target].op, OP_PUSH_EXC_INFO);
    cr_expect_null(gb_code_find_handler(code, 0));
    gb_decref(value);
}

/* ---- Folding ---- */

Test(compiler, constants_are_folded)
{
    expect_folded("2 ** 10 - 1", "1023");
    expect_folded("-0.0", "-0.0");
    expect_folded("(1, 'a', (2.5, None))", "(1, 'a', (2.5, None))");
    expect_folded("'ab' * 3 + 'c'", "'abababc'");
    expect_folded("(1, 2, 3)[1]", "2");
    expect_folded("not ~1", "False");
    expect_folded("1 << 100", "1267650600228229401496703205376");
    expect_folded("__debug__", "True");
    expect_folded("1 + 2j", "(1+2j)");
}

Test(compiler, what_fails_or_grows_is_left_for_later)
{
    expect_unfolded("1 / 0");
    expect_unfolded("2 ** 1000");
    expect_unfolded("1 << 1000");
    expect_unfolded("'a' * 5000");
    expect_unfolded("(1, 2)[2]");
    expect_unfolded("1 + 'a'");
}

Test(compiler, equal_constants_are_one_but_types_and_signs_count)
{
    GbRef code = compile("x = [1, 1.0, True, 0.0, -0.0, 'a', 'a', 1, a]\n");
    cr_expect_eq(as_code(code)->const_count, 7); /* 1, 1.0, True, 0.0, -0.0, 'a', None */
    gb_decref(code);
}

/* ---- Functions ---- */

Test(compiler, a_signature_is_counted)
{
    GbRef value = compile("def f(a, b, /, c, d=1, *e, g, h=2, **i): j = a\n");
    const GbCode *code = inner(as_code(value));
    cr_expect_eq(code->arg_count, 4);
    cr_expect_eq(code->posonly_count, 2);
    cr_expect_eq(code->kwonly_count, 2);
    cr_expect_eq(code->local_count, 9);
    cr_expect(code->flags & GB_CO_VARARGS);
    cr_expect(code->flags & GB_CO_VARKEYWORDS);
    gb_decref(value);
}

Test(compiler, generators_and_coroutines_are_told_apart)
{
    static const struct {
        const char *source;
        unsigned flag;
    } rows[] = {
        {"def f(): yield\n", GB_CO_GENERATOR},
        {"async def f(): await x\n", GB_CO_COROUTINE},
        {"async def f(): yield\n", GB_CO_ASYNC_GENERATOR},
        {"def f(): return\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
        GbRef code = compile(rows[i].source);
        unsigned kinds = GB_CO_GENERATOR | GB_CO_COROUTINE | GB_CO_ASYNC_GENERATOR;
        cr_expect_eq(inner(as_code(code))->flags & kinds, rows[i].flag, "%s", rows[i].source);
        gb_decref(code);
    }
}

/* ---- Scopes ---- */

static GbBinding binding_of(const char *source, const char *function, const char *name)
{
    AstArena arena;
    AstNode *root;
    AstError error = {0};
    GbSymtable table;
    GbBinding binding = GB_BINDING_NONE;
    gb_ast_arena_init(&arena);
    cr_assert_eq(gb_parse(&arena, source, strlen(source), NULL, &root, &error), 0);
    cr_assert_eq(gb_symtable_build(&table, &arena, root, false, 1000, &error), 0);
    for (int i = 0; i < table.scope_capacity; ++i) {
        const GbScope *scope = table.scopes[i];
        if (scope == NULL || !gb_ast_text_is(scope->name, function))
            continue;
        AstText text = {name, (int)strlen(name)};
        const GbSymbol *symbol = gb_scope_symbol(scope, text);
        binding = symbol == NULL ? GB_BINDING_NONE : (GbBinding)symbol->binding;
    }
    gb_ast_arena_fini(&arena);
    return binding;
}

Test(scopes, names_are_bound_where_python_binds_them)
{
    const char *nested = "def f(a):\n b = 1\n def g():\n  nonlocal b\n  return a, c\n return b\n";
    cr_expect_eq(binding_of(nested, "f", "a"), GB_BINDING_CELL);
    cr_expect_eq(binding_of(nested, "f", "b"), GB_BINDING_CELL);
    cr_expect_eq(binding_of(nested, "g", "b"), GB_BINDING_FREE);
    cr_expect_eq(binding_of(nested, "g", "c"), GB_BINDING_GLOBAL_IMPLICIT);
    const char *class_body = "def f(x):\n class C:\n  x = x\n  def m(self): return x, __class__\n";
    cr_expect_eq(binding_of(class_body, "C", "x"), GB_BINDING_LOCAL);
    cr_expect_eq(binding_of(class_body, "m", "x"), GB_BINDING_FREE);
    cr_expect_eq(binding_of(class_body, "m", "__class__"), GB_BINDING_FREE);
    const char *walrus = "def f(y):\n [z := x for x in y]\n return z\n";
    cr_expect_eq(binding_of(walrus, "f", "z"), GB_BINDING_CELL);
    cr_expect_eq(binding_of(walrus, "listcomp", "x"), GB_BINDING_LOCAL);
    cr_expect_eq(binding_of("class C:\n def f(self): return self.__x\n", "f", "__x"),
                 GB_BINDING_NONE);
    cr_expect_eq(binding_of("class _C:\n def f(self): return __x\n", "f", "_C__x"),
                 GB_BINDING_GLOBAL_IMPLICIT);
}

/* ---- Errors ---- */

Test(compiler, errors_are_those_of_cpython)
{
    expect_error("return 1\n", "'return' outside function", 1, 1);
    expect_error("def f():\n    break\n", "'break' outside loop", 2, 5);
    expect_error("continue\n", "'continue' not properly in loop", 1, 1);
    expect_error("yield x\n", "'yield' outside function", 1, 1);
    expect_error("def f(): await x\n", "'await' outside async function", 1, 10);
    expect_error("def f(a, a): pass\n", "duplicate argument 'a' in function definition", 1, 10);
    expect_error("def f():\n x = 1\n global x\n",
                 "name 'x' is assigned to before global declaration", 3, 2);
    expect_error("def f():\n nonlocal x\n", "no binding for nonlocal 'x' found", 2, 2);
    expect_error("def f(): from os import *\n", "import * only allowed at module level", 1, 25);
    expect_error("f(a=1, a=2)\n", "keyword argument repeated: a", 1, 8);
    expect_error("[x := 1 for x in y]\n",
                 "assignment expression cannot rebind comprehension iteration variable 'x'", 1, 2);
    expect_error("from __future__ import braces\n", "not a chance", 1, 1);
    expect_error("x = 1\nfrom __future__ import division\n",
                 "from __future__ imports must occur at the beginning of the file", 2, 1);
    expect_error("match x:\n case a: pass\n case b: pass\n",
                 "name capture 'a' makes remaining patterns unreachable", 2, 7);
    expect_error("def f():\n for i in x:\n  try: pass\n  except* E: break\n",
                 "'break', 'continue' and 'return' cannot appear in an except* block", 4, 14);
}

/* ---- Depth ---- */

static char *repeat(const char *head, const char *part, int count)
{
    char *text = malloc(strlen(head) + (size_t)count * strlen(part) + 1);
    strcpy(text, head);
    char *at = text + strlen(text);
    for (int i = 0; i < count; ++i) {
        strcpy(at, part);
        at += strlen(part);
    }
    return text;
}

Test(compiler, long_chains_compile_and_endless_ones_are_refused)
{
    static const struct {
        const char *head, *part;
    } chains[] = {{"x", "+x"}, {"x", ".a"}, {"x", "()"}, {"if x: pass\n", "elif x: pass\n"}};
    for (size_t i = 0; i < sizeof chains / sizeof *chains; ++i) {
        char *good = repeat(chains[i].head, chains[i].part, 2900);
        char *bad = repeat(chains[i].head, chains[i].part, 30000);
        gb_decref(compile(good));
        cr_expect_eq(compile_flags(bad, GB_COMPILE_EXEC, 0), GB_NULL);
        cr_expect(gb_raised_is(t, gb_RecursionError) || gb_raised_is(t, gb_MemoryError));
        gb_raised_drop(t);
        free(good);
        free(bad);
    }
}

/* ---- Stack ---- */

/* Follow all paths: no instruction pops what is not there, none goes past the stack's size, and
   paths that meet agree. Returns the deepest. */
static int walk_stack(const GbCode *code)
{
    int deepest = 0, pending = 0;
    int *depth = malloc((size_t)code->instr_count * sizeof *depth);
    int *stack = malloc(3 * (size_t)code->instr_count * sizeof *stack);
    memset(depth, -1, (size_t)code->instr_count * sizeof *depth);
#define REACH(index, value)                                                                        \
    do {                                                                                           \
        int at_ = (index), value_ = (value);                                                       \
        cr_assert(at_ >= 0 && at_ < code->instr_count, "control leaves the code");                 \
        cr_assert(depth[at_] < 0 || depth[at_] == value_, "depths differ at %d", at_);             \
        if (depth[at_] < 0)                                                                        \
            stack[pending++] = at_;                                                                \
        depth[at_] = value_;                                                                       \
        deepest = value_ > deepest ? value_ : deepest;                                             \
    } while (0)
    REACH(0, 0);
    while (pending > 0) {
        int at = stack[--pending];
        const GbInstr *instr = &code->instrs[at];
        const GbOpcodeInfo *info = &gb_opcode_info[instr->op];
        int pops = gb_opcode_pops(instr->op, instr->arg);
        cr_assert_geq(depth[at], pops, "%s at %d pops too much", info->name, at);
        int after = depth[at] - pops + gb_opcode_pushes(instr->op, instr->arg);
        const GbHandler *handler = gb_code_find_handler(code, at);
        if (handler != NULL) {
            cr_assert_leq(handler->depth, depth[at]);
            REACH(handler->target, handler->depth + handler->lasti + 1);
        }
        if (info->flags & GB_OP_JUMP) {
            bool is_back = info->operand == GB_OPERAND_JUMP_BACKWARD;
            REACH(at + 1 + (is_back ? -instr->arg : instr->arg), after + info->on_jump);
        }
        if (!(info->flags & GB_OP_NO_FALLTHROUGH))
            REACH(at + 1, after);
    }
#undef REACH
    free(depth);
    free(stack);
    return deepest;
}

static void check_stack(const GbCode *code)
{
    cr_expect_leq(walk_stack(code), code->stack_size, "in line %d", code->first_line);
    for (int i = 0; i < code->const_count; ++i)
        if (gb_is_exact(code->consts[i], GB_KIND_CODE))
            check_stack(as_code(code->consts[i]));
}

Test(compiler, the_stack_is_as_large_as_the_code_needs)
{
    static const char *const sources[] = {
        "def f(x):\n with a as b, c:\n  for i in x:\n   if i: return i\n   break\n",
        "async def f(x):\n async with a as b:\n  async for i in x:\n   yield await i\n",
        "async def f(): return [await x async for x in y if x]\n",
        "def f(x):\n try: a()\n except* E as e: b()\n except* F: c()\n else: d()\n finally: e()\n",
        "def f(x):\n for i in x:\n  try: continue\n  finally: print(i)\n return x\n",
        "match x:\n case [1, *r, {'a': b, **c}] | (P(x=r, y=b, z=c)): f(r, b, c)\n case _: pass\n",
        "x = yield_(f(*a, b, *c, k=1, **d), a < b < c, {**a, 'b': 1}, f'{a!r:>{b}} {c}')\n",
        "class C(B, metaclass=M):\n x: int = 1\n def m(self): return super().m\n",
        "a, (b, *c), d[e:f:g], h.i = j = k, l\nx.y[z] += a if b else c or d and not e\n",
        "def f(a, b=1, *c, d, e=2, **g):\n del a\n global h\n yield from a\n lambda: (yield)\n",
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; ++i) {
        GbRef code = compile(sources[i]);
        check_stack(as_code(code));
        gb_decref(code);
    }
}
