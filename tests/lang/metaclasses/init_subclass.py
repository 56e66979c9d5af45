"""__init_subclass__, __class_getitem__, __mro_entries__, class keywords."""
class Plugin:
    registry = []
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, name))
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item!r}]'
class A(Plugin, name='a'): pass
class B(A): pass
print(Plugin.registry, A[int], B[1, 2])
# expect: [('A', 'a'), ('B', None)] A[<class 'int'>] B[(1, 2)]
class Entries:
    def __mro_entries__(self, bases): print('bases', len(bases)); return (A,)
class C(Entries()): pass                # expect: bases 1
print(C.__bases__, C.__orig_bases__[0].__class__.__name__)
# expect: (<class '__main__.A'>,) Entries
for statement in ('class X(x=1): pass', 'class X(A, bad=1): pass', 'class X(5): pass',
                  'class X(*[A], **{"name": 1}): pass', 'class X(metaclass=5): pass',
                  'class X(A, A): pass', 'class X(Entries): __mro_entries__ = None',
                  'class X(B, metaclass=type): pass'):
    try:
        exec(statement)
        print(statement, 'is fine')
    except TypeError as error:
        print(statement, '-', error)
# expect: class X(x=1): pass - X.__init_subclass__() takes no keyword arguments
# expect: class X(A, bad=1): pass - X.__init_subclass__() takes no keyword arguments
# expect: class X(5): pass - int() takes at most 2 arguments (3 given)
# expect: class X(*[A], **{"name": 1}): pass is fine
# expect: class X(metaclass=5): pass - 'int' object is not callable
# expect: class X(A, A): pass - duplicate base class A
# expect: class X(Entries): __mro_entries__ = None is fine
# expect: class X(B, metaclass=type): pass is fine
class D:
    def __init_subclass__(cls): print('implicit classmethod', cls.__name__)
class E(D):
    x = 1
    print(__qualname__, __module__)
# expect: E __main__
# expect: implicit classmethod E
print(type('F', (D,), {'y': 2}).y, list[int])
# expect: implicit classmethod F
# expect: 2 list[int]
print(dict[str, int], tuple[int, ...])  # expect: dict[str, int] tuple[int, ...]
print(list[int].__origin__, list[int].__args__)  # expect: <class 'list'> (<class 'int'>,)
print(type[int])                        # expect: type[int]
for call in (lambda: int[3], lambda: D[0], lambda: type('G', (D,), {}, z=1),
             lambda: list[int]()):
    try:
        print(call())
    except TypeError as error:
        print(error)
# expect: type 'int' is not subscriptable
# expect: type 'D' is not subscriptable
# expect: D.__init_subclass__() got an unexpected keyword argument 'z'
# expect: []
