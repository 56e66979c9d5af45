"""Static and class methods, bound methods, functions as descriptors."""
class A:
    @staticmethod
    def s(*args): return args
    @classmethod
    def c(cls, *args): return cls.__name__, args
    def m(self, *args): return type(self).__name__, args
class B(A): pass
print(A.s(1), A().s(1), B.s(), A.c(1), A().c(1))  # expect: (1,) (1,) () ('A', (1,)) ('A', (1,))
print(B.c(), B().c(), B().m(1), A.m(5, 6))  # expect: ('B', ()) ('B', ()) ('B', (1,)) ('int', (6,))
print(B.m is A.m)                       # expect: True
print(A.__dict__['s'].__func__(1))      # expect: (1,)
print(A.__dict__['c'].__func__(int), A.c.__self__)  # expect: ('int', ()) <class '__main__.A'>
print(A.c.__func__.__name__, A.s.__name__)  # expect: c s
print(A.__dict__['s'](2))               # expect: (2,)
print(A.__dict__['s'].__wrapped__.__name__)  # expect: s
print(A.__dict__['c'].__wrapped__.__name__)  # expect: c
m = B().m
print(m(1), m.__name__, m.__qualname__)  # expect: ('B', (1,)) m A.m
print(m.__func__ is A.m, m == m.__self__.m)  # expect: True True
print(hash(m) == hash(m.__self__.m), m != B().m)  # expect: True True
print(repr(m).startswith('<bound method A.m of <__main__.B object at'))  # expect: True
print(repr(A.c), m.__doc__, callable(m))
# expect: <bound method A.c of <class '__main__.A'>> None True
import types
bound = types.MethodType(lambda self, x: (self, x), 'me')
print(bound(1), bound.__self__)         # expect: ('me', 1) me
print(types.MethodType(len, 'abc')())   # expect: 3
print([].append.__self__, 'a'.upper.__name__)  # expect: [] upper
print([].append == [].append, str.upper)  # expect: False <method 'upper' of 'str' objects>
print([].append.__qualname__)           # expect: list.append
print(len.__self__.__name__)            # expect: builtins
print(dict.fromkeys.__self__)           # expect: <class 'dict'>
class C:
    @classmethod
    @property
    def p(cls): return 'property of ' + cls.__name__
    @staticmethod
    @classmethod
    def odd(cls): return 'odd'
print(C.p)                              # expect: property of C
for call in (lambda: types.MethodType(1, 2), lambda: types.MethodType(len, None),
             lambda: setattr(m, 'x', 1), lambda: A.m(), lambda: m.__func__(), lambda: A.c.nope,
             lambda: setattr(A.m, 'attribute', 1), lambda: A().m.attribute, lambda: str.upper(5),
             lambda: list.append({}, 1), lambda: classmethod(5).__get__(1)()):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
# expect: TypeError first argument must be callable
# expect: TypeError instance must not be None
# expect: AttributeError 'method' object has no attribute 'x'
# expect: TypeError A.m() missing 1 required positional argument: 'self'
# expect: TypeError A.m() missing 1 required positional argument: 'self'
# expect: AttributeError 'function' object has no attribute 'nope'
# expect: None
# expect: 1
# expect: TypeError descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
# expect: TypeError descriptor 'append' for 'list' objects doesn't apply to a 'dict' object
# expect: TypeError 'int' object is not callable
