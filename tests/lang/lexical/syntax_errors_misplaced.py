"""Statements and names where they may not stand."""
def tell(source):
    try:
        compile(source, 'f', 'exec')
        print('fine')
    except SyntaxError as error:
        print(type(error).__name__, error.msg)
        print((error.lineno, error.offset))

tell('return')
# expect: SyntaxError 'return' outside function
# expect: (1, 1)
tell('yield')
# expect: SyntaxError 'yield' outside function
# expect: (1, 1)
tell('break')
# expect: SyntaxError 'break' outside loop
# expect: (1, 1)
tell('continue')
# expect: SyntaxError 'continue' not properly in loop
# expect: (1, 1)
tell('await x')
# expect: SyntaxError 'await' outside function
# expect: (1, 1)
tell('def f():\n    x = 1\n    global x')
# expect: SyntaxError name 'x' is assigned to before global declaration
# expect: (3, 5)
tell('def f(x):\n    global x')
# expect: SyntaxError name 'x' is parameter and global
# expect: (2, 5)
tell('def f(x):\n    nonlocal x')
# expect: SyntaxError name 'x' is parameter and nonlocal
# expect: (2, 5)
tell('nonlocal x')
# expect: SyntaxError nonlocal declaration not allowed at module level
# expect: (1, 1)
tell('def f():\n    nonlocal x')
# expect: SyntaxError no binding for nonlocal 'x' found
# expect: (2, 5)
