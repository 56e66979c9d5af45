/* The parser: trees as ast.dump shows them, errors as SyntaxError's attributes. Every expectation
 * was taken from CPython 3.11. */
#include "vm/syntax/parse.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect_dump(const char *source, const char *expected, bool with_positions)
{
    GbParseOptions options = {.mode = GB_PARSE_EVAL, .source_is_utf8 = true};
    AstArena arena;
    AstError error;
    AstBuffer buffer;
    AstNode *root;

    gb_ast_arena_init(&arena);
    gb_ast_buffer_init(&buffer);
    cr_assert_eq(gb_parse(&arena, source, strlen(source), &options, &root, &error), 0, "%s: %s",
                 source, error.message);
    cr_assert_eq(gb_ast_dump(root->as.Expression.body, with_positions, &buffer), 0);
    cr_expect_str_eq(buffer.data, expected);
    gb_ast_buffer_fini(&buffer);
    gb_ast_arena_fini(&arena);
}

static void expect_unparsed(const char *source, const char *expected)
{
    GbParseOptions options = {.mode = GB_PARSE_EVAL, .source_is_utf8 = true};
    AstArena arena;
    AstError error;
    AstBuffer buffer;
    AstNode *root;

    gb_ast_arena_init(&arena);
    gb_ast_buffer_init(&buffer);
    cr_assert_eq(gb_parse(&arena, source, strlen(source), &options, &root, &error), 0);
    cr_assert_eq(gb_ast_unparse(root->as.Expression.body, &buffer), 0);
    cr_expect_str_eq(buffer.data, expected);
    gb_ast_buffer_fini(&buffer);
    gb_ast_arena_fini(&arena);
}

static AstError parse_error(AstArena *arena, GbParseOptions options, const char *source,
                            size_t size)
{
    AstError error;
    AstNode *root;

    gb_ast_arena_init(arena);
    gb_parse(arena, source, size, &options, &root, &error);
    return error;
}

static void expect_ok(const char *source)
{
    AstArena arena;
    AstError error = parse_error(&arena, (GbParseOptions){0}, source, strlen(source));

    cr_expect_eq(error.kind, AST_ERROR_NONE, "%s: %s", source, error.message);
    gb_ast_arena_fini(&arena);
}

static void expect_error(const char *source, AstErrorKind kind, const char *message, int line,
                         int column, int end_column)
{
    AstArena arena;
    AstError error = parse_error(&arena, (GbParseOptions){0}, source, strlen(source));

    cr_expect_eq(error.kind, kind, "%s: kind %d", source, error.kind);
    cr_expect_str_eq(error.message, message);
    cr_expect_eq(error.line, line, "%s: line %d", source, error.line);
    cr_expect_eq(error.column, column, "%s: column %d", source, error.column);
    cr_expect_eq(error.end_column, end_column, "%s: end %d", source, error.end_column);
    gb_ast_arena_fini(&arena);
}

static void expect_kind(GbParseOptions options, const char *source, AstErrorKind kind)
{
    AstArena arena;
    AstError error = parse_error(&arena, options, source, strlen(source));

    cr_expect_eq(error.kind, kind, "%.40s: kind %d", source, error.kind);
    gb_ast_arena_fini(&arena);
}

Test(parser, operators_bind_as_in_python)
{
    expect_dump("1 + 2 * x ** -3",
                "BinOp(left=Constant(value=1), op=Add(), right=BinOp(left=Constant(value=2), "
                "op=Mult(), right=BinOp(left=Name(id='x', ctx=Load()), op=Pow(), "
                "right=UnaryOp(op=USub(), operand=Constant(value=3)))))", false);
    expect_dump("a and b and not c or d",
                "BoolOp(op=Or(), values=[BoolOp(op=And(), values=[Name(id='a', ctx=Load()), "
                "Name(id='b', ctx=Load()), UnaryOp(op=Not(), operand=Name(id='c', "
                "ctx=Load()))]), Name(id='d', ctx=Load())])", false);
    expect_dump("1 < x is not y not in z",
                "Compare(left=Constant(value=1), ops=[Lt(), IsNot(), NotIn()], "
                "comparators=[Name(id='x', ctx=Load()), Name(id='y', ctx=Load()), Name(id='z', "
                "ctx=Load())])", false);
}

Test(parser, positions_include_brackets_of_the_first_operand)
{
    expect_dump("(a)+b",
                "BinOp(left=Name(id='a', ctx=Load(), lineno=1, col_offset=1, end_lineno=1, "
                "end_col_offset=2), op=Add(), right=Name(id='b', ctx=Load(), lineno=1, "
                "col_offset=4, end_lineno=1, end_col_offset=5), lineno=1, col_offset=0, "
                "end_lineno=1, end_col_offset=5)", true);
}

Test(parser, literals_have_their_values)
{
    expect_dump("0x_ff, 1_000, 1e3, 2j", "Tuple(elts=[Constant(value=255), Constant(value=1000), "
                "Constant(value=1000.0), Constant(value=2j)], ctx=Load())", false);
    expect_dump("'a' u'b\\x41\\u20ac'", "Constant(value='abA\xE2\x82\xAC')", false);
    expect_dump("u'a' 'b'", "Constant(value='ab', kind='u')", false);
    expect_dump("b'\\0\\377z'", "Constant(value=b'\\x00\\xffz')", false);
    expect_dump("'\\ud800'", "Constant(value='\\ud800')", false);
}

Test(parser, fstrings_become_joined_strings)
{
    expect_dump("f'a{b!r:>{w}}c' 'd'",
                "JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', "
                "ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), "
                "FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), "
                "Constant(value='cd')])", false);
    expect_dump("f'{x = }'", "JoinedStr(values=[Constant(value='x = '), "
                "FormattedValue(value=Name(id='x', ctx=Load()), conversion=114)])", false);
}

Test(parser, calls_and_subscripts)
{
    expect_dump("f(x for x in y)",
                "Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='x', "
                "ctx=Load()), generators=[comprehension(target=Name(id='x', ctx=Store()), "
                "iter=Name(id='y', ctx=Load()), ifs=[], is_async=0)])], keywords=[])", false);
    expect_dump("a[1:, *b]",
                "Subscript(value=Name(id='a', ctx=Load()), slice=Tuple(elts=["
                "Slice(lower=Constant(value=1)), Starred(value=Name(id='b', ctx=Load()), "
                "ctx=Load())], ctx=Load()), ctx=Load())", false);
}

Test(parser, match_is_a_keyword_only_where_it_has_cases)
{
    expect_ok("match x:\n  case [1, *_] if y: pass\n  case {'a': A(b=c), **d} | None: pass\n");
    expect_ok("match = 1\nmatch(x)\nmatch[0]\nprint(match.group())\nmatch -1\n");
    expect_ok("match (x):\n  case -1+2j as z: pass\n  case a.b: pass\n");
    expect_ok("case = _ = match\n");
}

Test(parser, statements_of_every_kind)
{
    expect_ok("async def f(a, /, b: int = 1, *c, d, **e) -> None:\n"
              "  async with x as y, z: await w\n  async for i in j: yield\n  return *a, b\n");
    expect_ok("try: pass\nexcept* A as b: pass\nelse: pass\nfinally: pass\n");
    expect_ok("with (a as b, c as (d, e),): pass\nwith (a, b) as c: pass\nwith (yield): pass\n");
    expect_ok("from ... import (a as b, c,)\nimport d.e as f; global g; del h, (i, j[0])\n");
    expect_ok("@a.b[0](1)\nclass C(D, *E, metaclass=F): x: int = 3\n");
    expect_ok("for x, *y in z: break\nelse: pass\nwhile a := b: continue\n");
}

Test(parser, common_mistakes_are_named)
{
    expect_error("x = (1 +\n", AST_ERROR_SYNTAX, "'(' was never closed", 1, 5, 0);
    expect_error("if x\n  pass\n", AST_ERROR_SYNTAX, "expected ':'", 1, 5, 5);
    expect_error("f(a b)", AST_ERROR_SYNTAX, "invalid syntax. Perhaps you forgot a comma?", 1, 3,
                 6);
    expect_error("if x = 3: pass", AST_ERROR_SYNTAX,
                 "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", 1, 4, 9);
    expect_error("f() = 1", AST_ERROR_SYNTAX,
                 "cannot assign to function call here. Maybe you meant '==' instead of '='?", 1,
                 1, 4);
    expect_error("print 'x'", AST_ERROR_SYNTAX,
                 "Missing parentheses in call to 'print'. Did you mean print(...)?", 1, 1, 10);
    expect_error("f(a=1, b)", AST_ERROR_SYNTAX, "positional argument follows keyword argument",
                 1, 9, 10);
    expect_error("def f(a=1, b): pass", AST_ERROR_SYNTAX,
                 "non-default argument follows default argument", 1, 12, 13);
    expect_error("{1: 2, 3}", AST_ERROR_SYNTAX, "':' expected after dictionary key", 1, 8, 0);
    expect_error("try: pass\nx\n", AST_ERROR_SYNTAX, "expected 'except' or 'finally' block", 2, 1,
                 2);
    expect_error("f'{a b}'", AST_ERROR_SYNTAX,
                 "f-string: invalid syntax. Perhaps you forgot a comma?", 1, 2, 5);
}

Test(parser, layout_errors_have_their_own_kinds)
{
    expect_error("if x:\ny\n", AST_ERROR_INDENTATION,
                 "expected an indented block after 'if' statement on line 1", 2, 1, 2);
    expect_error("  x\n", AST_ERROR_INDENTATION, "unexpected indent", 1, 2, -1);
    expect_error("if 1:\n\tx\n        y\n", AST_ERROR_TAB,
                 "inconsistent use of tabs and spaces in indentation", 3, 1, 0);
}

Test(parser, a_later_malformed_token_wins)
{
    expect_error("a b\nc = 'd\n", AST_ERROR_SYNTAX,
                 "unterminated string literal (detected at line 2)", 2, 5, 5);
}

Test(parser, sources_declare_their_encoding)
{
    AstArena arena;
    AstError error;

    expect_ok("# -*- coding: latin-1 -*-\nx = '\xE9'\n");
    expect_ok("\xEF\xBB\xBFx = 1\r\ny = 2\r");
    error = parse_error(&arena, (GbParseOptions){0}, "# coding: foo\n", 14);
    cr_expect_str_eq(error.message, "unknown encoding: foo");
    gb_ast_arena_fini(&arena);
    error = parse_error(&arena, (GbParseOptions){0}, "x\0y", 3);
    cr_expect_str_eq(error.message, "source code string cannot contain null bytes");
    gb_ast_arena_fini(&arena);
}

Test(parser, unfinished_input_can_be_told_from_wrong_input)
{
    GbParseOptions repl = {.mode = GB_PARSE_SINGLE, .allow_incomplete = true};

    expect_kind(repl, "if x:", AST_ERROR_INCOMPLETE);
    expect_kind(repl, "f(1,\n", AST_ERROR_INCOMPLETE);
    expect_kind(repl, "'''a", AST_ERROR_INCOMPLETE);
    expect_kind(repl, "if x:\n  y", AST_ERROR_INCOMPLETE);
    expect_kind(repl, "if x:\n  y\n", AST_ERROR_NONE);
    expect_kind(repl, "if x:\n y y\n", AST_ERROR_SYNTAX);
}

/* `unit` repeated `count` times, then `tail`. */
static void expect_repeated(const char *unit, int count, const char *tail, AstErrorKind kind)
{
    size_t size = strlen(unit);
    char *source = malloc(size * (size_t)count + strlen(tail) + 1);

    for (int i = 0; i < count; i++)
        memcpy(source + size * (size_t)i, unit, size);
    strcpy(source + size * (size_t)count, tail);
    expect_kind((GbParseOptions){0}, source, kind);
    free(source);
}

Test(parser, long_chains_are_not_deep)
{
    expect_repeated("1+", 10000, "1", AST_ERROR_NONE);
    expect_repeated("x=1\n", 10000, "", AST_ERROR_NONE);
    expect_repeated("x.", 10000, "y", AST_ERROR_NONE);
    expect_repeated("1 if 2 else ", 10000, "3", AST_ERROR_NONE);
    expect_repeated("if x: pass\nel", 3000, "se: pass\n", AST_ERROR_NONE);
}

Test(parser, deep_nesting_is_an_error)
{
    expect_repeated("(", 10000, "", AST_ERROR_SYNTAX);
    expect_repeated("lambda: ", 5000, "x", AST_ERROR_MEMORY);
    expect_repeated("-", 5000, "1", AST_ERROR_RECURSION);
    expect_repeated("-", 100000, "1", AST_ERROR_MEMORY);
    expect_repeated("x**", 3000, "x", AST_ERROR_MEMORY);
}

Test(parser, bad_nesting_does_not_take_exponential_time)
{
    expect_repeated("f(x for x in ", 150, "=", AST_ERROR_SYNTAX);
    expect_repeated("f(a=", 150, "$", AST_ERROR_SYNTAX);
    expect_repeated("(a if ", 150, "$", AST_ERROR_SYNTAX);
    expect_repeated("print[", 150, "=", AST_ERROR_SYNTAX);
}

Test(unparse, writes_what_annotations_become)
{
    expect_unparsed("a+b*(c+d)", "a + b * (c + d)");
    expect_unparsed("lambda x,*,y=1:(x,)", "lambda x, *, y=1: (x,)");
    expect_unparsed("{**a,'b':[1,2]}[...]", "{**a, 'b': [1, 2]}[...]");
    expect_unparsed("f\"{x!r:>{y}}'\"", "f\"{x!r:>{y}}'\"");
    expect_unparsed("0x10 .real", "16 .real");
    expect_unparsed("(-1)**2 if not(a or b) else 1e100", "(-1) ** 2 if not (a or b) else 1e+100");
}
