"""Metaclasses: __prepare__, __new__, __init__, __call__, keyword arguments."""
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw): print('prepare', name,
            kw); return {'prepared': True}
    def __new__(mcs, name, bases, ns, **kw): print('new', name,
            sorted(k for k in ns if k[0] != '_')); return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print('init', name, kw); super().__init__(name,
            bases, ns)
    def __call__(cls, *args): print('call', cls.__name__, args); return super().__call__(*args)
    def method(cls): return 'meta method of ' + cls.__name__
    def __repr__(cls): return f'<{cls.__name__}!>'
    def __len__(cls): return 7
    def __iter__(cls): return iter('abc')
    def __getitem__(cls, key): return key * 2
    def __contains__(cls, x): return True
    def __instancecheck__(cls, x): return x == 'instance'
    def __subclasscheck__(cls, x): return x is int
    def __add__(cls, other): return 'added'
    def __getattr__(cls, name): return 'meta getattr ' + name
class A(metaclass=Meta, option=1):
    x = 1
    def __init__(self, *a): self.a = a
# expect: prepare A {'option': 1}
# expect: new A ['prepared', 'x']
# expect: init A {'option': 1}
class B(A, other=2): pass
# expect: prepare B {'other': 2}
# expect: new B ['prepared']
# expect: init B {'other': 2}
print(A(5).a, A, B, A.method(), len(A), list(A))
# expect: call A (5,)
# expect: (5,) <A!> <B!> meta method of A 7 ['a', 'b', 'c']
print(A[4], 'q' in B, isinstance('instance', A))  # expect: 8 True True
print(isinstance(5, A), issubclass(int, B), A + 1)  # expect: False True added
print(A.missing, type(B).__name__, B.prepared)  # expect: meta getattr missing Meta True
try:
    A(1).method                         # expect: call A (1,)
except AttributeError as error:
    print(error)                        # expect: 'A' object has no attribute 'method'
try:
    class C(A, metaclass=type('Other', (type,), {})): pass
except TypeError as error:
    print(error)
    # expect: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
def function_meta(name, bases, ns): return name, bases, ns['x']
class F(metaclass=function_meta): x = 5
print(F)                                # expect: ('F', (), 5)
D = Meta('D', (A,), {'y': 1})
# expect: new D ['y']
# expect: init D {}
print(D.y, D.__class__, Meta.__class__)  # expect: 1 <class '__main__.Meta'> <class 'type'>
print(type(type), isinstance(A, type))  # expect: <class 'type'> True
print(callable(A))                      # expect: True
