"""__slots__: no __dict__, descriptors for each name."""
class P:
    __slots__ = ('x', 'y')
    def __init__(self, x): self.x = x
p = P(1)
p.y = 2
print(p.x, p.y, P.__slots__, P.x)       # expect: 1 2 ('x', 'y') <member 'x' of 'P' objects>
print(type(P.x).__name__, P.x.__get__(p))  # expect: member_descriptor 1
print(hasattr(p, '__dict__'), P.x.__name__)  # expect: False x
print(P.x.__objclass__.__name__)        # expect: P
del p.y
for call in (lambda: p.y, lambda: setattr(p, 'z', 1), lambda: delattr(p, 'y'),
             lambda: P.x.__get__(5), lambda: p.__dict__, lambda: vars(p), lambda: p.__weakref__,
             lambda: delattr(p, 'zz'), lambda: P.x.__set__(3, 1)):
    try:
        call()
        print('fine')
    except Exception as error:
        print(type(error).__name__, error)
        # expect: AttributeError 'P' object has no attribute 'y'
        # expect: AttributeError 'P' object has no attribute 'z'
        # expect: AttributeError y
        # expect: TypeError descriptor 'x' for 'P' objects doesn't apply to a 'int' object
        # expect: AttributeError 'P' object has no attribute '__dict__'
        # expect: TypeError vars() argument must have __dict__ attribute
        # expect: AttributeError 'P' object has no attribute '__weakref__'
        # expect: AttributeError 'P' object has no attribute 'zz'
        # expect: TypeError descriptor 'x' for 'P' objects doesn't apply to a 'int' object
class Q(P): pass
q = Q(5); q.anything = 1
print(q.__dict__, q.x)                  # expect: {'anything': 1} 5
class R(P): __slots__ = 'single'
r = R(1); r.single = 's'
print(r.single, r.x, hasattr(r, '__dict__'), R.__slots__)  # expect: s 1 False single
class Private:
    __slots__ = ('__hidden', '__dict__')
    def __init__(self): self.__hidden = 1; self.free = 2
print(Private().__dict__)               # expect: {'free': 2}
print(Private()._Private__hidden)       # expect: 1
print(sorted(k for k in vars(Private) if 'hidden' in k))  # expect: ['_Private__hidden']
class D:
    __slots__ = {'a': 'doc of a', 'b': None}
print(D.a.__doc__, D.b.__doc__, D.__slots__['a'])  # expect: None None doc of a
