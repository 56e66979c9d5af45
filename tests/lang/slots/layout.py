"""Changing classes between layouts, mixing slots and dicts."""
class A: __slots__ = ('a',)
class B: __slots__ = ('a',)
class C: __slots__ = ('b',)
class D: pass
class E(D): pass
x = A(); x.a = 1
x.__class__ = B
print(type(x).__name__, x.a)            # expect: B 1
for target, source in ((C, x), (D, x), (int, x), (A, D()), (E, D()), (D, E()), (str, 5),
                       (object, D())):
    try:
        source.__class__ = target
        print('now', type(source).__name__)
    except TypeError as error:
        print(error)
# expect: __class__ assignment: 'C' object layout differs from 'B'
# expect: __class__ assignment: 'D' object layout differs from 'B'
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
# expect: __class__ assignment: 'A' object layout differs from 'D'
# expect: now E
# expect: now D
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
class Base: __slots__ = ()
class Left(Base): __slots__ = ('l',)
class Right(Base): pass
class Both(Left, Right): pass
b = Both(); b.l = 1; b.other = 2
print(b.__dict__, Both.__mro__[1].__name__, b.l)  # expect: {'other': 2} Left 1
class WithDict(Base): __slots__ = ('__dict__',)
w = WithDict(); w.q = 1
print(w.__dict__)                       # expect: {'q': 1}
class List(list): __slots__ = ('tag',)
l = List([1]); l.tag = 't'
print(l, l.tag, hasattr(l, '__dict__'))  # expect: [1] t False
class Meta(type): __slots__ = ()
class M(metaclass=Meta): __slots__ = ('m',)
m = M(); m.m = 5
print(m.m, type(M).__name__)            # expect: 5 Meta
import copy
y = copy.copy(x)
print(type(y).__name__, y.a)            # expect: B 1
