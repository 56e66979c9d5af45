"""What is said of broken statements."""
def tell(source):
    try:
        compile(source, 'f', 'exec')
        print('fine')
    except SyntaxError as error:
        print(type(error).__name__, error.msg)
        print((error.lineno, error.offset))

tell('if x = 1: pass')
# expect: SyntaxError invalid syntax. Maybe you meant '==' or ':=' instead of '='?
# expect: (1, 4)
tell('if x\n    pass')
# expect: SyntaxError expected ':'
# expect: (1, 5)
tell('while x pass')
# expect: SyntaxError invalid syntax
# expect: (1, 9)
tell('else: pass')
# expect: SyntaxError invalid syntax
# expect: (1, 1)
tell('try:\n    pass\n')
# expect: SyntaxError expected 'except' or 'finally' block
# expect: (2, 9)
tell('try:\n    pass\nexcept:\n    pass\nexcept A:\n    pass')
# expect: SyntaxError default 'except:' must be last
# expect: (3, 1)
tell('def f(a, a): pass')
# expect: SyntaxError duplicate argument 'a' in function definition
# expect: (1, 10)
tell('def f(a=1, b): pass')
# expect: SyntaxError non-default argument follows default argument
# expect: (1, 12)
tell('def f(*): pass')
# expect: SyntaxError named arguments must follow bare *
# expect: (1, 7)
tell('def f(*, **k): pass')
# expect: SyntaxError named arguments must follow bare *
# expect: (1, 7)
tell('def f(a, /, b, /): pass')
# expect: SyntaxError / may appear only once
# expect: (1, 16)
tell('def f(**k, a): pass')
# expect: SyntaxError arguments cannot follow var-keyword argument
# expect: (1, 12)
