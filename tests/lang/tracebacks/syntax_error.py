"""A syntax error tells its place."""
# record: stderr
# exit: 1
source = '''
def f():
    return (1 +
x = 5
'''
exec(compile(source, 'module.py', 'exec'))
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/syntax_error.py", line 9, in <module>
# expect stderr:     exec(compile(source, 'module.py', 'exec'))
# expect stderr:          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr:   File "module.py", line 3
# expect stderr:     return (1 +
# expect stderr:            ^
# expect stderr: SyntaxError: '(' was never closed
