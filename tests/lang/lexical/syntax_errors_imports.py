"""Imports, targets and async where they may not stand."""
def tell(source):
    try:
        compile(source, 'f', 'exec')
        print('fine')
    except SyntaxError as error:
        print(type(error).__name__, error.msg)
        print((error.lineno, error.offset))

tell('from x import *, a')
# expect: SyntaxError invalid syntax
# expect: (1, 16)
tell('from x import (a, b')
# expect: SyntaxError '(' was never closed
# expect: (1, 15)
tell('import a.b as c.d')
# expect: SyntaxError invalid syntax
# expect: (1, 16)
tell('def f():\n    from x import *')
# expect: SyntaxError import * only allowed at module level
# expect: (2, 19)
tell('for f() in x: pass')
# expect: SyntaxError cannot assign to function call
# expect: (1, 5)
tell('with a as f(): pass')
# expect: SyntaxError cannot assign to function call
# expect: (1, 11)
tell('class A(x for x in y): pass')
# expect: SyntaxError invalid syntax
# expect: (1, 11)
tell('async x')
# expect: SyntaxError invalid syntax
# expect: (1, 7)
tell('async def f():\n    yield 1\n    return 2')
# expect: SyntaxError 'return' with value in async generator
# expect: (3, 5)
tell('from __future__ import nonsense')
# expect: SyntaxError future feature nonsense is not defined
# expect: (1, 1)
tell('x = 1\nfrom __future__ import division')
# expect: SyntaxError from __future__ imports must occur at the beginning of the file
# expect: (2, 1)
tell('except: pass')
# expect: SyntaxError invalid syntax
# expect: (1, 1)
tell('match x:\n    case 1: pass\n    case a: pass\n    case _: pass')
# expect: SyntaxError name capture 'a' makes remaining patterns unreachable
# expect: (3, 10)
tell('elif x: pass')
# expect: SyntaxError invalid syntax
# expect: (1, 1)
tell('raise a from')
# expect: SyntaxError invalid syntax
# expect: (1, 13)
tell('assert (a, b)')                   # expect: fine
# expect stderr: f:1: SyntaxWarning: assertion is always true, perhaps remove parentheses?
