"""Where the carets point."""
# record: stderr
# exit: 1
import traceback
def show(source):
    space = {'d': {}, 's': 'text', 'n': None, 'f': lambda *a: a, 'l': [1, 2]}
    try:
        exec(compile(source, 'missing.py', 'exec'), space)
    except Exception as error:
        print(type(error).__name__, error)
class A: x = None
a = A()
def deep(): return (a.x
                    .y.z)
def first(): return a.x + 1
def second(): return first() * deep()
def third(d): return d['a']['b']['c'], second()
def fourth(): return third({'a': {'b': {'c': 1}}})
fourth()
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/carets.py", line 19, in <module>
# expect stderr:     fourth()
# expect stderr: tests/lang/tracebacks/carets.py", line 18, in fourth
# expect stderr:     def fourth(): return third({'a': {'b': {'c': 1}}})
# expect stderr:                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: tests/lang/tracebacks/carets.py", line 17, in third
# expect stderr:     def third(d): return d['a']['b']['c'], second()
# expect stderr:                                            ^^^^^^^^
# expect stderr: tests/lang/tracebacks/carets.py", line 16, in second
# expect stderr:     def second(): return first() * deep()
# expect stderr:                          ^^^^^^^
# expect stderr: tests/lang/tracebacks/carets.py", line 15, in first
# expect stderr:     def first(): return a.x + 1
# expect stderr:                         ~~~~^~~
# expect stderr: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
