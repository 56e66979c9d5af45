"""Repeated lines are folded."""
# record: stderr
# exit: 1
def f(n):
    if n == 0: raise ValueError('bottom')
    return f(n - 1)
def g(n):
    return h(n)
def h(n):
    return g(n - 1) if n else f(10)
g(3)
# expect stderr: Traceback (most recent call last):
# expect stderr: tests/lang/tracebacks/recursion.py", line 11, in <module>
# expect stderr:     g(3)
# expect stderr: tests/lang/tracebacks/recursion.py", line 8, in g
# expect stderr:     return h(n)
# expect stderr:            ^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 10, in h
# expect stderr:     return g(n - 1) if n else f(10)
# expect stderr:            ^^^^^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 8, in g
# expect stderr:     return h(n)
# expect stderr:            ^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 10, in h
# expect stderr:     return g(n - 1) if n else f(10)
# expect stderr:            ^^^^^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 8, in g
# expect stderr:     return h(n)
# expect stderr:            ^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 10, in h
# expect stderr:     return g(n - 1) if n else f(10)
# expect stderr:            ^^^^^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 8, in g
# expect stderr:     return h(n)
# expect stderr:            ^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 10, in h
# expect stderr:     return g(n - 1) if n else f(10)
# expect stderr:                               ^^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 6, in f
# expect stderr:     return f(n - 1)
# expect stderr:            ^^^^^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 6, in f
# expect stderr:     return f(n - 1)
# expect stderr:            ^^^^^^^^
# expect stderr: tests/lang/tracebacks/recursion.py", line 6, in f
# expect stderr:     return f(n - 1)
# expect stderr:            ^^^^^^^^
# expect stderr:   [Previous line repeated 7 more times]
# expect stderr: tests/lang/tracebacks/recursion.py", line 5, in f
# expect stderr:     if n == 0: raise ValueError('bottom')
# expect stderr:                ^^^^^^^^^^^^^^^^^^^^^^^^^^
# expect stderr: ValueError: bottom
