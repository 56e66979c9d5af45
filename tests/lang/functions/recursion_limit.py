"""Endless recursion ends in RecursionError, wherever it runs through."""
import sys
def tell(call):
    try:
        call()
        print('fine')
    except RecursionError as error:
        print(error)
def forever(): return forever()
class A:
    def __getattr__(self, name): return getattr(self, name + 'x')
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __call__(self): return self()
    def __getitem__(self, i): return self[i]
    def __add__(self, other): return self + other
tell(forever)                           # expect: maximum recursion depth exceeded
tell(lambda: repr(A()))
# expect: maximum recursion depth exceeded while getting the repr of an object
tell(lambda: A() == A())                # expect: maximum recursion depth exceeded
tell(A())
# expect: maximum recursion depth exceeded while calling a Python object
tell(lambda: A()[0])                    # expect: maximum recursion depth exceeded
tell(lambda: A() + 1)                   # expect: maximum recursion depth exceeded
nested = []
for _ in range(100000): nested = [nested]
tell(lambda: repr(nested))
# expect: maximum recursion depth exceeded while getting the repr of an object
tell(lambda: nested == nested)          # expect: fine
del nested
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
def depth(n):
    try: return depth(n + 1)
    except RecursionError: return n
print(old, 100 < depth(0) < 200)        # expect: 1000 True
sys.setrecursionlimit(old)
print(depth(0) > 800)                   # expect: True
for value in (0, -1, 'a'):
    try: sys.setrecursionlimit(value)
    except (ValueError, TypeError) as error: print(error)
    # expect: recursion limit must be greater or equal than 1
    # expect: recursion limit must be greater or equal than 1
    # expect: 'str' object cannot be interpreted as an integer
