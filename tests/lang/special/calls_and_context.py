"""__call__, __enter__ and __exit__ are looked up on the type."""
class A:
    def __call__(self, *a, **k): return a, k
a = A()
a.__call__ = lambda: 'instance'
print(a(), a(1, x=2), a.__call__(), callable(a))  # expect: ((), {}) ((1,), {'x': 2}) instance True
print(callable(A), callable(5), callable(len))  # expect: True False True
print(callable(lambda: 0), callable(None))  # expect: True False
class B: pass
b = B()
b.__call__ = b.__len__ = b.__enter__ = lambda *a: 1
for call in (lambda: b(), lambda: len(b), lambda: exec('with b: pass')):
    try:
        call()
    except TypeError as error:
        print(error)
        # expect: 'B' object is not callable
        # expect: object of type 'B' has no len()
        # expect: 'B' object does not support the context manager protocol
class C:
    def __new__(cls, *a): print('new', a); return a[0] if a else object.__new__(cls)
    def __init__(self, *a): print('init', a)
print(C(5), type(C()).__name__)
# expect: new (5,)
# expect: new ()
# expect: init ()
# expect: 5 C
class D:
    def __init__(self): return 5
class E:
    def __new__(cls): return super().__new__(cls, 1)
class F:
    def __init__(self, x): pass
for call in (D, E, lambda: F(), lambda: object(1), lambda: C.__new__(),
             lambda: object.__new__(int), lambda: int.__new__(object), lambda: D.__init__(),
             lambda: F.__new__(F, 1, 2).__class__):
    try:
        print(call())
    except TypeError as error:
        print(error)
# expect: __init__() should return None, not 'int'
# expect: object.__new__() takes exactly one argument (the type to instantiate)
# expect: F.__init__() missing 1 required positional argument: 'x'
# expect: object() takes no arguments
# expect: C.__new__() missing 1 required positional argument: 'cls'
# expect: object.__new__(int) is not safe, use int.__new__()
# expect: int.__new__(object): object is not a subtype of int
# expect: D.__init__() missing 1 required positional argument: 'self'
# expect: <class '__main__.F'>
