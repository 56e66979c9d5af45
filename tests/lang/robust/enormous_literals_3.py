# Literals and expressions without measure.
import sys


def run(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


def outcome(source, mode='eval'):
    try: return type(eval(compile(source, 's', mode))).__name__
    except Exception as e: return '%s: %s' % (type(e).__name__, str(e)[:60])


@run
def functions():
    def nested(head, n):
        lines = [' ' * i + head for i in range(n)]
        return outcome(''.join(lines) + ' ' * n + 'pass\n', 'exec')
    for n in 90, 101, 5000:
        source = ''.join(' ' * i + 'def f():\n' for i in range(n)) + ' ' * n + 'pass\n'
        print(n, outcome(source, 'exec'))
    for head in (
            'class A:\n', 'if 1:\n', 'for x in y:\n', 'while 1:\n', 'with a:\n', 'try:\n',
            'async def f():\n'):
        print(head.strip(),
              nested(head, 25)[:60],
              nested(head, 5000)[:40])

    for make in (lambda n: ast.UnaryOp(ast.Not(), n),
            lambda n: ast.BinOp(n, ast.Add(), ast.Constant(1)),
            lambda n: ast.Lambda(ast.arguments([], [], None, [], [], None, []), n),
            lambda n: ast.Call(n, [], []), lambda n: ast.List([n], ast.Load()),
            lambda n: ast.Starred(n, ast.Load())):
        n = ast.Constant(1)
        for i in range(20000): n = make(n)
        t = ast.fix_missing_locations if False else None
        try: compile(ast.Expression(n), 's', 'eval'); print('compiled')
        except (RecursionError, TypeError, SyntaxError, ValueError) as e: print('refused')
        n = None
# expect: 90 NoneType
# expect: 101 IndentationError: too many levels of indentation (s, line 101)
# expect: 5000 IndentationError: too many levels of indentation (s, line 101)
# expect: class A: NoneType IndentationError: too many levels of ind
# expect: if 1: NoneType IndentationError: too many levels of ind
# expect: for x in y: SyntaxError: too many statically nested blocks (s, line 21) IndentationError: too many levels of ind
# expect: while 1: SyntaxError: too many statically nested blocks (s, line 21) IndentationError: too many levels of ind
# expect: with a: SyntaxError: too many statically nested blocks (s, line 21) IndentationError: too many levels of ind
# expect: try: SyntaxError: expected 'except' or 'finally' block (s, line 2 IndentationError: too many levels of ind
# expect: async def f(): NoneType IndentationError: too many levels of ind
# expect: functions NameError name 'ast' is not defined
