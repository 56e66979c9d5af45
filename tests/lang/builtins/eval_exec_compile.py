"""eval, exec and compile."""
print(eval('1 + 1'), eval('x', {'x': 5}))  # expect: 2 5
print(eval('x + y', {'x': 1}, {'y': 2}))  # expect: 3
print(eval(' 3'))                       # expect: 3
print(eval(compile('2 * 3', 'f', 'eval')))  # expect: 6
print(exec('z = 5'), z)                 # expect: None 5
print(eval('[i for i in range(3)]'), eval(b'7'))  # expect: [0, 1, 2] 7
space = {}
exec('def f(): return g\ng = 1', space)
print(space['f']())                     # expect: 1
print(sorted(k for k in space if k[0] != '_'))  # expect: ['f', 'g']
print('__builtins__' in space)          # expect: True
print(exec(compile('a = 1; b = 2', 'f', 'exec'), space))  # expect: None
print(space['a'] + space['b'])          # expect: 3
code = compile('x = 1\nx + 1', 'name', 'exec')
print(code.co_filename, code.co_name)   # expect: name <module>
print(code.co_names, eval(code))        # expect: ('x',) None
print(type(code).__name__)              # expect: code
exec(compile('5 + 5\n"printed"', 'f', 'single')) if False else exec(compile('5 + 5', 'f',
        'single'))                      # expect: 10
class Mapping(dict):
    def __missing__(self, key): return key.upper()
print(eval('abc + def_', {}, Mapping()))  # expect: ABCDEF_
print(eval('__builtins__["len"]("ab")' if isinstance(__builtins__,
        dict) else '__builtins__.len("ab")'))  # expect: 2
try: eval('len("a")', {'__builtins__': {}})
except NameError as e: print(e)         # expect: name 'len' is not defined
exec('try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    result = str(e)')
print(result, 'e' in globals())         # expect: division by zero False
def scope():
    a = 1
    exec('a = 2; b = 3')
    return a, 'b' in locals(), eval('a'), eval('a', {'a': 'global'})
print(scope())                          # expect: (1, True, 1, 'global')
for call in (lambda: eval('x = 1'), lambda: eval(''), lambda: eval('1\n2'), lambda: eval(5),
             lambda: eval('1', []), lambda: exec('1', 5), lambda: compile('1', 'f', 'nope'),
             lambda: compile('a b', 'f', 'eval'), lambda: compile('1;2', 'f', 'eval'),
             lambda: compile('x=1\ny=2', 'f', 'single'), lambda: exec('return'),
             lambda: eval('lambda: (yield)')() and 1, lambda: eval('undefined'),
             lambda: eval('__import__("nope")'), lambda: compile('1', 5, 'eval')):
    try: print(call() and 'ok')
    except Exception as e: print(type(e).__name__, e)
# expect: SyntaxError invalid syntax (<string>, line 1)
# expect: SyntaxError invalid syntax (<string>, line 0)
# expect: SyntaxError invalid syntax (<string>, line 2)
# expect: TypeError eval() arg 1 must be a string, bytes or code object
# expect: TypeError globals must be a real dict; try eval(expr, {}, mapping)
# expect: TypeError exec() globals must be a dict, not int
# expect: ValueError compile() mode must be 'exec', 'eval' or 'single'
# expect: SyntaxError invalid syntax (f, line 1)
# expect: SyntaxError invalid syntax (f, line 1)
# expect: SyntaxError multiple statements found while compiling a single statement (f, line 1)
# expect: SyntaxError 'return' outside function (<string>, line 1)
# expect: ok
# expect: NameError name 'undefined' is not defined
# expect: ModuleNotFoundError No module named 'nope'
# expect: TypeError expected str, bytes or os.PathLike object, not int
print(eval('(lambda: __name__)()'))     # expect: __main__
print(eval('locals() is globals()'))    # expect: True
print(exec('import math as m1') or m1.pi > 3)  # expect: True
print(eval('f"{1 + 1}"'), eval('(y := 6)'), y)  # expect: 2 6 6
